#include "base/test.h"
#include "base/text.h"

/* Checks that the keys of the list grow strictly from each text to the next. */
#define CHECK_ORDER(...)                                                                           \
    do {                                                                                           \
        const char *list_[] = {__VA_ARGS__};                                                       \
        for (size_t i_ = 1; i_ < sizeof list_ / sizeof *list_; i_++)                               \
            if (strcmp(text_sort_key(a, list_[i_ - 1]), text_sort_key(a, list_[i_])) >= 0)         \
                test_fail(__FILE__, __LINE__, "%s stands not before %s", list_[i_ - 1], list_[i_]); \
    } while (0)

TEST("letters stand in the order of the Vietnamese alphabet")
{
    CHECK_ORDER("a", "ă", "â", "b", "c", "d", "đ", "e", "ê", "g", "h", "i", "k", "l", "m", "n", "o", "ô", "ơ", "p", "q", "r", "s",
                "t", "u", "ư", "v", "x", "y");
    CHECK_ORDER("az", "ăa", "ăz", "âa");
    CHECK_ORDER("dz", "đa");
    CHECK_ORDER("Duy Xuyên", "Đại Lộc", "Điện Bàn");
}

TEST("tones order texts of the same letters: level, huyền, hỏi, ngã, sắc, nặng")
{
    CHECK_ORDER("ma", "mà", "mả", "mã", "má", "mạ", "mă", "mằ", "mẳ", "mẵ", "mắ", "mặ", "mâ");
    CHECK_ORDER("Hà Anh", "Hạ Anh", "Ha Bình", "Hà Bình"); /* letters of the whole text first, as CLDR */
}

TEST("a shorter text stands before those that it begins, and numbers are ordered by value")
{
    CHECK_ORDER("", "Núi", "Núi Thành", "Núi Thành 2", "Núi Thành 10", "Núi Thành 123456789012", "Núi Thành A", "Núia");
    CHECK_ORDER("0", "1", "9", "10", "999999999999999", "a");
    CHECK_TEXT(text_sort_key(a, "Thôn 007"), text_sort_key(a, "thôn 7"));
}

TEST("case, tone placement, spacing and the way of typing do not change the order")
{
    CHECK_TEXT(text_sort_key(a, "HÒA Vang"), text_sort_key(a, "  hoà  vang "));
    CHECK_TEXT(text_sort_key(a, "Vie\xCC\xA3\xCC\x82t"), text_sort_key(a, "Việt"));
    CHECK_TEXT(text_sort_key(a, "Ðà"), text_sort_key(a, "Đà"));
}

TEST("keys are valid UTF-8 whatever the text, also for other scripts")
{
    const char *key = text_sort_key(a, "東京 Москва \xFF 😀 ẞ");
    CHECK(text_valid(key, strlen(key)));
    CHECK_ORDER("zz", "東京");
}

TEST("people are ordered by given name first")
{
    const char *list[] = {"Trần Văn An", "Lê Thị Ánh", "Nguyễn An Bình", "Nguyễn Văn Bình", "Đỗ Cường"};
    for (size_t i = 1; i < 5; i++)
        CHECK(strcmp(text_sort_key_name(a, list[i - 1]), text_sort_key_name(a, list[i])) < 0);
    CHECK_TEXT(text_sort_key_name(a, "An"), text_sort_key(a, "An"));
    CHECK_TEXT(text_sort_key_name(a, "Lê An "), text_sort_key_name(a, "Lê An"));
}
