#include "base/test.h"
#include "core/http/path.h"

TEST("a path is decoded once, and refused when it could be read in two ways")
{
    static const struct {
        const char *raw, *want;
    } cases[] = {
        {"/", "/"},
        {"/ho-so/H47.61-261113-0042", "/ho-so/H47.61-261113-0042"},
        {"/tim/%C4%91%C4%83ng", "/tim/đăng"},
        {"/a/b/", "/a/b"},
        {"//a///b", "/a/b"},
        {"/a+b", "/a+b"},
        {"/%2e%2e%2e", "/..."},
        {"/a%20b", "/a b"},
        {"", NULL},
        {"a", NULL},
        {"*", NULL},
        {"http://host/a", NULL},
        {"/a/../b", NULL},
        {"/a/./b", NULL},
        {"/a/%2e%2e/b", NULL},
        {"/a/%2E./b", NULL},
        {"/..", NULL},
        {"/a%2fb", NULL},
        {"/a%2Fb", NULL},
        {"/a%5cb", NULL},
        {"/a%5Cb", NULL},
        {"/a\\b", NULL},
        {"/a%00b", NULL},
        {"/a%0d%0ab", NULL},
        {"/a%7f", NULL},
        {"/a%", NULL},
        {"/a%4", NULL},
        {"/a%zz", NULL},
        {"/%c0%af", NULL}, /* overlong slash */
        {"/%e0%80%af", NULL},
        {"/%ed%a0%80", NULL}, /* surrogate */
        {"/%ff", NULL},
        {"/%f4%90%80%80", NULL}, /* above U+10FFFF */
        {"/a%252fb", "/a%2fb"},  /* once, not twice */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        CHECK_TEXT(path_normalise(a, cases[i].raw, NULL), cases[i].want);
}

TEST("a path says whether it had a shorter spelling")
{
    bool tidied;
    CHECK(path_normalise(a, "/a/b/", &tidied) && tidied);
    CHECK(path_normalise(a, "//a", &tidied) && tidied);
    CHECK(path_normalise(a, "/a/b", &tidied) && !tidied);
    CHECK(path_normalise(a, "/", &tidied) && !tidied);
}

TEST("a path of more than 2,000 bytes is refused")
{
    char *longest = arena_alloc(a, PATH_MOST + 2);
    memset(longest, 'a', PATH_MOST);
    longest[0] = '/';
    CHECK(path_normalise(a, longest, NULL) != NULL);
    longest[PATH_MOST] = 'a';
    CHECK(path_normalise(a, longest, NULL) == NULL);
}
