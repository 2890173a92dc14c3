/* The parsers of outside bytes against many bent inputs: whatever comes, they answer yes or no and what they let through is sound. The
 * sequence is fixed, so a failure can be repeated. (tests/fuzz runs the same functions for hours.) */
#include "base/buf.h"
#include "base/test.h"
#include "base/text.h"
#include "core/http/multipart.h"
#include "core/http/parsed.h"
#include "core/http/path.h"
#include "core/http/query.h"
#include "core/http/try.h"
#include "core/input.h"
#include "core/q.h"
#include <jansson.h>

static uint64_t state;
static uint32_t next(uint32_t bound)
{
    state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(state >> 33) % bound;
}

/* Some bytes changed, taken out, doubled, or a dangerous piece put in. */
static char *mutate(struct arena *a, const char *seed, size_t n, size_t *ret_n)
{
    static const char *const pieces[] = {"%00", "%2f",     "..",      "/",     "\\",        "%",        "\r\n", "--XX", "--XX--",
                                         "\"",  ";",       "=",       "&",     "\xff",      "\xc0\xaf", "{",    "}",    "[",
                                         ",",   "\\u0000", "\\ud800", "name=", "%ed%a0%80", "1e999",    "-"};
    char *text = arena_alloc(a, n + 200);
    memcpy(text, seed, n);
    for (uint32_t changes = 1 + next(6); changes > 0; changes--) {
        uint32_t at = n ? next((uint32_t)n) : 0;
        const char *piece = pieces[next(sizeof pieces / sizeof *pieces)];
        size_t length = strlen(piece);
        switch (next(4)) {
        case 0:
            if (n)
                text[at] = (char)next(256);
            break;
        case 1:
            if (n > 1)
                memmove(text + at, text + at + 1, --n - at);
            break;
        case 2:
            memmove(text + at + length, text + at, n - at);
            memcpy(text + at, piece, length);
            n += length;
            break;
        default:
            n = n ? at : 0;
        }
    }
    *ret_n = n;
    return arena_memdup(a, text, n + 1); /* a piece of its own: with the address sanitizer, reading behind it is seen */
}

TEST("20,000 bent paths: each is refused, or tidy and safe")
{
    static const char seed[] = "/ho-so/H47.61-261113-0042/gi%E1%BA%A5y/a%20b//c";
    struct arena *one = arena_new(1 << 20);
    state = 1;
    for (int i = 0; i < 20000; i++) {
        size_t n;
        char *raw = mutate(one, seed, sizeof seed - 1, &n);
        raw[n] = '\0';
        const char *path = path_normalise(one, raw, NULL);
        if (path && (path[0] != '/' || strstr(path, "//") || strstr(path, "/../") || strstr(path, "/./") || strchr(path, '\\') ||
                     !text_valid(path, strlen(path))))
            test_fail(__FILE__, __LINE__, "%s became %s", raw, path);
        arena_reset(one);
    }
    arena_free(one);
}

TEST("20,000 bent forms and multipart bodies: each is refused, or all texts are UTF-8 and all files lie inside the body")
{
    static const char query[] = "ten=Nguy%E1%BB%85n+Thu&x=&y&a=b=c";
    static const char body[] = "--XX\r\nContent-Disposition: form-data; name=\"ten\"\r\n\r\nThu H\xc3\xa0\r\n--XX\r\nContent-Disposition: "
                               "form-data; name=\"f\"; filename=\"a.pdf\"\r\n"
                               "Content-Type: application/pdf\r\n\r\n%PDF\r\n--XX--\r\n";
    struct arena *one = arena_new(4 << 20);
    state = 2;
    for (int i = 0; i < 20000; i++) {
        struct pairs pairs = {0};
        struct file_parts files = {0};
        size_t n;
        char *text = i % 2 ? mutate(one, query, sizeof query - 1, &n) : mutate(one, body, sizeof body - 1, &n);
        bool taken =
            i % 2 ? query_parse(one, text, n, &pairs) : multipart_parse(one, "multipart/form-data; boundary=XX", text, n, &pairs, &files);
        for (const struct pair *p = taken ? pairs.first : NULL; p; p = p->next)
            CHECK(text_valid(p->name, strlen(p->name)) && text_valid(p->value, strlen(p->value)));
        for (const struct file_part *f = taken ? files.first : NULL; f; f = f->next)
            CHECK(f->upload.bytes >= text && f->upload.bytes + f->upload.length <= text + n && !strchr(f->upload.name, '/'));
        arena_reset(one);
    }
    arena_free(one);
}

struct all {
    const char *text, *choice;
    int64_t number;
    bool yes;
    int32_t day;
    const struct input_list *list;
    json_t *json;
};

TEST("5,000 bent JSON bodies: each is refused in words, or every value keeps its bounds")
{
    static const struct input inputs[] = {INPUT_TEXT(struct all, text, "Text", .max = 5),
                                          INPUT_CHOICE(struct all, choice, "Choice", "a|b"),
                                          INPUT_INT(struct all, number, "N", .min = 1, .max = 9),
                                          INPUT_BOOL(struct all, yes, "Yes"),
                                          INPUT_DATE(struct all, day, "Day"),
                                          INPUT_LIST(struct all, list, "List", .max = 2),
                                          INPUT_JSON(struct all, json, "Json"),
                                          INPUT_END};
    static const char seed[] = "{\"text\":\"\\u0111\\u00e0o\",\"choice\":\"a\",\"number\":7,\"yes\":true,\"day\":\"2026-02-28\",\"list\":["
                               "\"x\",\"y\"],\"json\":{\"a\":[1,2]}}";
    static const char *const type[] = {"Content-Type: application/json", NULL};
    struct arena *one = arena_new(4 << 20);
    state = 3;
    for (int i = 0; i < 5000; i++) {
        struct all all = {0};
        size_t n;
        char *text = mutate(one, seed, sizeof seed - 1, &n);
        struct q *q = try_request(one, HTTP_POST, "/", type, "");
        q->request->body = text;
        q->request->body_length = n;
        enum result result = input_read(q, inputs, &all);
        if (result == OK && all.number)
            CHECK(all.number >= 1 && all.number <= 9);
        if (result == OK && all.text)
            CHECK(text_length(all.text) <= 5);
        CHECK(result == OK || q->problem.say || q->problem.fields);
        arena_reset(one);
    }
    arena_free(one);
}
