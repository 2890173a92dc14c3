/* /api/v1/systems: the whole list in one answer; it has a few hundred entries by nature. */
#include "base/arena.h"
#include "base/json.h"
#include "core/http/http.h"
#include "core/i18n.h"
#include "modules/systems/systems_inside.h"

enum { ANSWER_MOST = 4 * 1024 * 1024 };

static void write_entry(struct q *q, struct json_writer *w, const struct system_entry *e)
{
    const struct { const char *key, *value; } fields[] = {
        {"id", e->id}, {"name_vi", e->name_vi}, {"name_en", e->name_en}, {"kind", e->kind}, {"owner_vi", e->owner_vi}, {"owner_en", e->owner_en},
        {"owner_unit_id", e->owner_unit_id}, {"purpose_vi", e->purpose_vi}, {"purpose_en", e->purpose_en}, {"figures_vi", e->figures_vi},
        {"figures_en", e->figures_en}, {"status_2023", e->status_2023}, {"basis", e->basis}, {"today", e->today}, {"where", e->where},
        {"note_vi", e->note_vi}, {"note_en", e->note_en}};
    json_object_open(w);
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        json_field_text(w, fields[i].key, fields[i].value);
    json_field_text(w, "page", arena_printf(q->arena, "/he-thong/%s", e->id));
    json_object_close(w);
}

enum result systems_api_list(struct q *q, const void *input)
{
    const struct api_input *in = input;
    const struct system_entry **list;
    struct json_writer w;
    struct buf b;
    size_t count = systems_filtered(q, &(struct systems_filter){in->q, in->kind, in->status_2023, in->today}, &list);
    buf_init(&b, q->arena, ANSWER_MOST);
    json_begin(&w, &b);
    json_object_open(&w);
    json_field_int(&w, "total", (int64_t)count);
    json_key(&w, "items");
    json_array_open(&w);
    for (size_t i = 0; i < count; i++)
        write_entry(q, &w, list[i]);
    json_array_close(&w);
    json_object_close(&w);
    return reply_json_tagged(q, b.data);
}

enum result systems_api_one(struct q *q, const void *input)
{
    const struct one_input *in = input;
    const struct system_entry *e = systems_find(in->id);
    struct json_writer w;
    struct buf b;
    if (!e)
        return fail(q, NOT_FOUND, T("There is no system with this name"));
    buf_init(&b, q->arena, 64 * 1024);
    json_begin(&w, &b);
    write_entry(q, &w, e);
    return reply_json_tagged(q, b.data);
}
