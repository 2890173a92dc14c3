/* The report as JSON, both ways. What comes back from the child is a stranger's word too: read with bounds. */
#include "base/json.h"
#include "engines/files/inspect.h"

void file_report_write(struct buf *to, const struct file_report *r)
{
    struct json_writer w;
    json_begin(&w, to);
    json_object_open(&w);
    json_field_int(&w, "kind", r->kind);
    json_field_int(&w, "size", r->size);
    json_field_int(&w, "pages", r->pages);
    json_field_int(&w, "width", r->width);
    json_field_int(&w, "height", r->height);
    json_field_int(&w, "dpi", r->dpi);
    json_field_bool(&w, "text_layer", r->text_layer);
    json_field_bool(&w, "signature", r->signature);
    json_key(&w, "problems");
    json_array_open(&w);
    for (size_t i = 0; i < r->problem_count; i++)
        json_text(&w, r->problems[i].code);
    json_array_close(&w);
    json_object_close(&w);
}

static int bounded(const json_t *o, const char *key)
{
    int64_t n = json_get_int(o, key, 0);
    return n >= 0 && n <= 1000000 ? (int)n : 0;
}

static bool code_known(const char *code)
{
    static const char *const codes[] = {
#define T(text) (text)
#define FILE_PROBLEM(code, weight, message) code,
#include "engines/files/faults.def"
#undef FILE_PROBLEM
#undef T
    };
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        if (code && strcmp(codes[i], code) == 0)
            return true;
    return false;
}

bool file_report_read(struct arena *a, const char *json, size_t n, struct file_report *ret)
{
    const json_t *o = json_read(a, json, n, 5, NULL), *problems = json_object_get(o, "problems");
    int64_t kind = json_get_int(o, "kind", -1);
    *ret = (struct file_report){0};
    if (!json_is_object(o) || kind < 0 || kind >= FILE_KIND_COUNT || !json_is_array(problems))
        return false;
    report_set_kind(ret, (enum file_kind)kind);
    ret->size = json_get_int(o, "size", 0);
    ret->pages = bounded(o, "pages");
    ret->width = bounded(o, "width");
    ret->height = bounded(o, "height");
    ret->dpi = bounded(o, "dpi");
    ret->text_layer = json_get_bool(o, "text_layer", false);
    ret->signature = json_get_bool(o, "signature", false);
    for (size_t i = 0; i < json_array_size(problems); i++) {
        const char *code = json_string_value(json_array_get(problems, i));
        if (!code_known(code))
            return false;
        report_add(ret, code);
    }
    return true;
}
