#include "base/text.h"
#include "base/test.h"

TEST("only well-formed UTF-8 without NUL is valid [RFC 3629]")
{
    static const char *const good[] = {"", "abc", "Đặng", "€", "😀", "\xF4\x8F\xBF\xBF", "\xED\x9F\xBF", "\xEE\x80\x80"};
    static const char *const wrong[] = {"\x80", "\xC3", "\xC0\xAF", "\xC1\xBF", "\xE0\x9F\xBF", "\xED\xA0\x80", "\xF0\x8F\xBF\xBF",
                                        "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xE1\xBB", "\xE1\xBB(", "a\xFF"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        CHECK(text_valid(good[i], strlen(good[i])));
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        CHECK(!text_valid(wrong[i], strlen(wrong[i])));
    CHECK(!text_valid("a\0b", 3));
}

TEST("marks typed apart are joined to their letters, and what is not UTF-8 is refused")
{
    CHECK_TEXT(text_nfc(a, "Vie\xCC\xA3\xCC\x82t"), "Việt");
    CHECK_TEXT(text_nfc(a, "Vi\xC3\xAA\xCC\xA3t"), "Việt");
    CHECK_TEXT(text_nfc(a, "Đã là NFC – 5 ₫"), "Đã là NFC – 5 ₫");
    CHECK_TEXT(text_nfc(a, "\xE2\x80\x80"), "\xE2\x80\x82"); /* U+2000 is U+2002 */
    CHECK_TEXT(text_nfc(a, "a\xFF"), NULL);
}

TEST("cleaning trims, makes white space one blank and drops control and invisible characters")
{
    CHECK_TEXT(text_clean(a, "  Nguyễn \t\r\n Văn\xC2\xA0\xE2\x80\x83" "An  "), "Nguyễn Văn An");
    CHECK_TEXT(text_clean(a, "a\x01\xE2\x80\xAE" "b\xE2\x80\x8B" "c\xEF\xBB\xBF"), "abc");
    CHECK_TEXT(text_clean(a, " \n "), "");
    CHECK_TEXT(text_clean(a, "Vie\x01\xCC\xA3\xCC\x82t"), "Việt"); /* what stood between letter and mark is gone: they join */
    CHECK_TEXT(text_clean(a, "\xC3"), NULL);
    CHECK_TEXT(text_clean_lines(a, "\r\n  Kính gửi:  xã \r\n\r\n\n \nTôi\rxin\n\n"), "Kính gửi: xã\n\nTôi\nxin");
    CHECK_TEXT(text_clean_lines(a, "một"), "một");
    CHECK_TEXT(text_clean_lines(a, "\n\n"), "");
}

TEST("length counts characters and cutting never tears one")
{
    CHECK_INT(text_length("Đường 😀"), 7);
    CHECK_TEXT(text_truncate(a, "Hội An", 6), "Hội An");
    CHECK_TEXT(text_truncate(a, "Hội An đẹp", 7), "Hội An…");
    CHECK_TEXT(text_truncate(a, "Hội An đẹp", 5), "Hội…");
    CHECK_TEXT(text_truncate(a, "ĐẠI", 1), "…");
    CHECK_TEXT(text_truncate(a, "ĐẠI", 0), "");
    CHECK_TEXT(text_truncate(a, "", 0), "");
}

TEST("capital letters keep their marks")
{
    CHECK_TEXT(text_upper(a, "ủy ban nhân dân xã Đại Lộc, số 5 (ư ơ ê ô ă â)"), "ỦY BAN NHÂN DÂN XÃ ĐẠI LỘC, SỐ 5 (Ư Ơ Ê Ô Ă Â)");
}

TEST("texts are joined and split so that splitting undoes joining")
{
    const char *parts[] = {"xã", "", "tỉnh"};
    CHECK_TEXT(text_join(a, parts, 3, ","), "xã,,tỉnh");
    CHECK_TEXT(text_join(a, parts, 0, ","), "");
    size_t n = 0;
    char **split = text_split(a, "xã,,tỉnh", ',', &n);
    CHECK_INT(n, 3);
    for (size_t i = 0; i < 3; i++)
        CHECK_TEXT(split[i], parts[i]);
    CHECK(split[3] == NULL);
    CHECK_TEXT(text_split(a, "", ',', &n)[0], "");
    CHECK_INT(n, 1);
}

TEST("beginnings, ends and equality of texts are told")
{
    CHECK(text_starts("ho-so/1", "ho-so") && text_starts("a", "") && !text_starts("ho", "ho-so"));
    CHECK(text_ends("a.pdf", ".pdf") && text_ends("a", "") && !text_ends("pdf", ".pdf"));
    CHECK(text_equal(NULL, NULL) && text_equal("a", "a") && !text_equal("a", NULL) && !text_equal("a", "b"));
}
