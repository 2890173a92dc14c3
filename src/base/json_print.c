/* A tree as text. The library's own printer calls back for each comma and was a tenth of a submission; its trees hold valid UTF-8 only,
 * so that all there is to do for a text is to look for the few bytes that need a backslash. */
#include "base/arena.h"
#include "base/json.h"
#include "base/must.h"
#include <string.h>

enum { LONGEST = 256 * 1024 * 1024 };

static bool needs_escape(unsigned char c)
{
    return c < 0x20 || c == '"' || c == '\\';
}

static void print_escaped(struct buf *b, unsigned char c)
{
    static const char *const shorts[128] = {['"'] = "\\\"", ['\\'] = "\\\\", ['\b'] = "\\b", ['\f'] = "\\f",
                                            ['\n'] = "\\n", ['\r'] = "\\r", ['\t'] = "\\t"};
    if (shorts[c])
        buf_puts(b, shorts[c]);
    else
        buf_printf(b, "\\u%04x", c);
}

static void print_text(struct buf *b, const char *text, size_t n)
{
    const char *at = text, *end = text + n;
    buf_putc(b, '"');
    while (at < end) {
        const char *from = at;
        while (at < end && !needs_escape((unsigned char)*at))
            at++;
        buf_add(b, from, (size_t)(at - from));
        if (at < end)
            print_escaped(b, (unsigned char)*at++);
    }
    buf_putc(b, '"');
}

/* A real stays one when it is read again: 2 is written as 2.0. */
static void print_real(struct buf *b, double value)
{
    struct json_writer w;
    size_t from = b->length;
    json_begin(&w, b);
    json_double(&w, value);
    if (!strpbrk(b->data + from, ".en"))
        buf_puts(b, ".0");
}

static void print(struct buf *b, const json_t *value);

static void print_object(struct buf *b, const json_t *object)
{
    const char *key;
    json_t *value;
    char before = '{';
    json_object_foreach((json_t *)object, key, value) {
        buf_putc(b, before);
        print_text(b, key, strlen(key));
        buf_putc(b, ':');
        print(b, value);
        before = ',';
    }
    buf_puts(b, before == '{' ? "{}" : "}");
}

static void print_array(struct buf *b, const json_t *array)
{
    size_t n = json_array_size(array);
    buf_putc(b, '[');
    for (size_t i = 0; i < n; i++) {
        if (i > 0)
            buf_putc(b, ',');
        print(b, json_array_get(array, i));
    }
    buf_putc(b, ']');
}

static void print(struct buf *b, const json_t *value)
{
    switch (json_typeof(value)) {
    case JSON_OBJECT: print_object(b, value); break;
    case JSON_ARRAY: print_array(b, value); break;
    case JSON_STRING: print_text(b, json_string_value(value), json_string_length(value)); break;
    case JSON_INTEGER: buf_int(b, json_integer_value(value)); break;
    case JSON_REAL: print_real(b, json_real_value(value)); break;
    case JSON_TRUE: buf_puts(b, "true"); break;
    case JSON_FALSE: buf_puts(b, "false"); break;
    case JSON_NULL: buf_puts(b, "null"); break;
    }
}

const char *json_print(struct arena *a, const json_t *value)
{
    struct buf b;
    must(value != NULL);
    buf_init(&b, a, LONGEST);
    print(&b, value);
    must(!b.overflow);
    return b.data;
}
