#include "base/test.h"
#include "base/text.h"
#include <stdlib.h>

TEST("folding makes equal what people type for the same words")
{
    static const char *const cases[][2] = {
        {"Đăng ký khai sinh", "dang ky khai sinh"},
        {"ĐƯỜNG Quyết Định đà nẵng", "duong quyet dinh da nang"},
        {"hòa", "hoa"}, {"hoà", "hoa"}, {"HÒA", "hoa"}, {"hoa\xCC\x80", "hoa"}, {"ho\xCC\x80" "a", "hoa"},
        {"Ðà Nẵng", "da nang"}, /* U+00D0, often typed for Đ */
        {"\xC3\xB0\xC6\xB0\xE1\xBB\x9D" "ng", "duong"},
        {"Vie\xCC\xA3\xCC\x82t", "viet"},
        {"  Số 01/2026/NĐ-CP,  ngày: (24.11) ", "so 01 2026 nd cp ngay 24 11"},
        {"Ea H'leo – Cư M’gar", "ea hleo cu mgar"},
        {"“Trà My”…", "tra my"}, {"5 ₫ & 6 %", "5 6"},
        {"straße ﬁ ＡＢ１ №5", "strasse fi ab1 no5"},
        {"Москва 東京", "москва 東京"},
        {"", ""}, {"...", ""}, {"a\xFF" "b", "a b"}, {"\xE1\xBB", ""},
        {"zero\xE2\x80\x8Bwidth", "zerowidth"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        CHECK_TEXT(text_fold(a, cases[i][0]), cases[i][1]);
}

TEST("every Vietnamese letter folds to one Latin letter")
{
    const char *letters = "àảãáạăằẳẵắặâầẩẫấậèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵđ"
                          "ÀẢÃÁẠĂẰẲẴẮẶÂẦẨẪẤẬÈẺẼÉẸÊỀỂỄẾỆÌỈĨÍỊÒỎÕÓỌÔỒỔỖỐỘƠỜỞỠỚỢÙỦŨÚỤƯỪỬỮỨỰỲỶỸÝỴĐ";
    const char *once = "aaaaaaaaaaaaaaaaaeeeeeeeeeeeiiiiiooooooooooooooooouuuuuuuuuuuyyyyyd";
    CHECK_TEXT(text_fold(a, letters), arena_printf(a, "%s%s", once, once));
}

TEST("folding what is folded changes nothing")
{
    const char *text = text_fold(a, "Ủy ban nhân dân xã Trà My: số 1½, ﬄ ㎏ ﷺ, K'Bang");
    CHECK_TEXT(text_fold(a, text), text);
}

TEST("folding copes with texts that grow by it")
{
    char *text = arena_alloc(a, 3 * 5000 + 1);
    for (int i = 0; i < 5000; i++)
        memcpy(text + 3 * i, "ﬄ", 3);
    CHECK_INT(strlen(text_fold(a, text)), 15000);
}

TEST("the second form makes i and y equal at the end of a syllable, and only there")
{
    static const char *const equal[][2] = {{"Quý", "Quí"}, {"Mỹ Sơn", "Mĩ Sơn"}, {"kỹ thuật", "kĩ thuật"}, {"lý lịch", "lí lịch"}, {"Ý Yên", "Í Yên"}};
    static const char *const differ[][2] = {{"tay", "tai"}, {"thúy", "thúi"}, {"yên", "iên"}, {"Huy", "Hui"}, {"dày", "dài"}};
    for (size_t i = 0; i < sizeof equal / sizeof *equal; i++)
        CHECK_TEXT(text_fold_iy(a, equal[i][0]), text_fold_iy(a, equal[i][1]));
    for (size_t i = 0; i < sizeof differ / sizeof *differ; i++)
        CHECK(strcmp(text_fold_iy(a, differ[i][0]), text_fold_iy(a, differ[i][1])) != 0);
}
