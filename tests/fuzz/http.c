/* libFuzzer: the parsers of a request's bytes. The first byte picks which; the rest is the input. Run by tests/fuzz/run. */
#include "core/http/http.h"
#include "base/arena.h"
#include "base/must.h"
#include "base/text.h"
#include "core/http/multipart.h"
#include "core/http/path.h"
#include "core/http/query.h"
#include "core/http/route.h"
#include "core/input.h"
#include "core/q.h"
#include <string.h>

struct all {
    const char *text, *lines;
    int64_t number;
    int32_t day;
    const struct upload *file;
    const struct input_list *list;
};
static const struct input inputs[] = {INPUT_TEXT(struct all, text, "Text", .max = 5),
                                      INPUT_TEXT(struct all, lines, "Lines", .lines = true),
                                      INPUT_INT(struct all, number, "N", .min = 1, .max = 9),
                                      INPUT_DATE(struct all, day, "Day"),
                                      INPUT_FILE(struct all, file, "File"),
                                      INPUT_LIST(struct all, list, "List", .max = 2),
                                      INPUT_END};

/* What the parsers call outside themselves, without the rest of the program. */
const char *route_parameter(const char *pattern, const char *const *values, const char *name)
{
    (void)pattern, (void)values, (void)name;
    return NULL;
}

static void fuzz_path(struct arena *a, const char *text)
{
    const char *path = path_normalise(a, text, NULL);
    must(!path ||
         (path[0] == '/' && !strstr(path, "//") && !strstr(path, "/../") && !strchr(path, '\\') && text_valid(path, strlen(path))));
}

static void fuzz_body(struct arena *a, const char *type, const char *bytes, size_t n)
{
    struct all all = {0};
    struct http_header header = {"Content-Type", type};
    struct request r = {
        .method = HTTP_POST, .path = "/", .query = "", .headers = &header, .header_count = 1, .body = bytes, .body_length = n};
    struct q q = {.arena = a, .request = &r};
    enum result result = input_read(&q, inputs, &all);
    must(result != OK || !all.number || (all.number >= 1 && all.number <= 9));
    must(result != OK || !all.text || text_length(all.text) <= 5);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 1 || size > 60000)
        return 0;
    struct arena *a = arena_new(64 << 20);
    const char *text = arena_strndup(a, (const char *)data + 1, size - 1);
    switch (data[0] % 4) {
    case 0:
        fuzz_path(a, text);
        break;
    case 1:
        fuzz_body(a, "application/x-www-form-urlencoded", text, size - 1);
        break;
    case 2:
        fuzz_body(a, "multipart/form-data; boundary=XX", text, size - 1);
        break;
    default:
        fuzz_body(a, "application/json", text, size - 1);
    }
    arena_free(a);
    return 0;
}
