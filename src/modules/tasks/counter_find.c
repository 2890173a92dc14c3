/* /quay: the counter. First the procedure, by words as people say them; then one page for the whole dossier (counter.c). The person stays from
 * one dossier to the next, so that several for one person go in a row. */
#include "base/arena.h"
#include "base/buf.h"
#include "base/json.h"
#include "base/text.h"
#include "core/access.h"
#include "core/i18n.h"
#include "core/q.h"
#include "modules/procedures/procedures.h"
#include "modules/tasks/counter.h"
#include "modules/units/units.h"
#include "tasks_pages.h"

enum { FOUND_MOST = 20, SUGGESTED_MOST = 7, USUAL_MOST = 12 };

const struct input counter_find_inputs[] = {
    INPUT_TEXT(struct counter_find_input, q, T("What is to be done"), .max = 100), INPUT_TEXT(struct counter_find_input, so, T("Personal number"), .max = 12),
    INPUT_TEXT(struct counter_find_input, ten, T("Full name"), .max = 100), INPUT_END};

static const char *url_of(struct q *q, const struct procedure *p, const struct counter_find_input *in)
{
    struct buf b;
    buf_init(&b, q->arena, 2000);
    buf_printf(&b, "/quay/thu-tuc/%s", p->id);
    if (in->so && *in->so) {
        buf_puts(&b, "?so=");
        buf_url(&b, in->so);
        buf_puts(&b, "&ten=");
        buf_url(&b, in->ten ? in->ten : "");
    }
    return b.data;
}

static void add(struct q *q, const struct counter_find_input *in, const struct procedure *p, struct tasks_counter_find_view *view, struct tasks_counter_find_found *to)
{
    to[view->found_count++] = (struct tasks_counter_find_found){.name = procedures_name(q, p), .code = p->code, .href = url_of(q, p, in), .note = p->time_note_vi};
}

/* Without words: what waits in the officer's own list, then what people ask for most. */
static enum result fill_usual(struct q *q, const struct counter_find_input *in, struct tasks_counter_find_view *view, struct tasks_counter_find_found *to)
{
    const struct dossier_procedure_count *counts;
    const struct popular *popular;
    size_t count;
    TRY(dossiers_inbox_procedures(q, &counts, &count));
    for (size_t i = 0; i < count && view->found_count < USUAL_MOST; i++)
        if (procedures_find(q, counts[i].procedure_id, 0))
            add(q, in, procedures_find(q, counts[i].procedure_id, 0), view, to);
    count = procedures_popular(&popular);
    for (size_t i = 0; i < count && view->found_count < USUAL_MOST; i++) {
        const struct procedure *p = procedures_find(q, popular[i].procedure_id, 0);
        bool there = !p;
        for (size_t k = 0; k < view->found_count && !there; k++)
            there = strcmp(to[k].href, url_of(q, p, in)) == 0;
        if (!there)
            add(q, in, p, view, to);
    }
    return OK;
}

enum result counter_find(struct q *q, const void *input)
{
    const struct counter_find_input *in = input;
    const struct procedure_hit *hits;
    struct tasks_counter_find_found *found = arena_new_array(q->arena, struct tasks_counter_find_found, FOUND_MOST + USUAL_MOST);
    struct tasks_counter_find_view view = {.words = in->q, .unit = tasks_unit(q, q->account->unit_id), .number = in->so && *in->so ? in->so : NULL,
                                           .person = in->ten && *in->ten ? in->ten : NULL, .searched = in->q && *in->q};
    if (view.searched) {
        size_t total, count = procedures_search(q, &(struct procedure_search){.words = in->q, .most = FOUND_MOST, .loose = true}, &hits, &total);
        for (size_t i = 0; i < count && i < FOUND_MOST; i++)
            add(q, in, hits[i].procedure, &view, found);
    } else {
        TRY(fill_usual(q, in, &view, found));
    }
    view.found = found;
    struct page frame = {.shell = SHELL_OFFICE, .title = tr(q, T("Receive at the counter")), .no_index = true, .current = "/quay"};
    return tasks_counter_find_page(q, &frame, &view);
}

enum result counter_suggest(struct q *q, const void *input)
{
    const struct counter_find_input *in = input;
    const struct procedure_hit *hits;
    struct buf b;
    struct json_writer w;
    size_t total, count = in->q && *in->q ? procedures_search(q, &(struct procedure_search){.words = in->q, .most = SUGGESTED_MOST}, &hits, &total) : 0;
    buf_init(&b, q->arena, 32 << 10);
    json_begin(&w, &b);
    json_array_open(&w);
    for (size_t i = 0; i < count && i < SUGGESTED_MOST; i++) {
        json_object_open(&w);
        json_field_text(&w, "title", procedures_name(q, hits[i].procedure));
        json_field_text(&w, "url", url_of(q, hits[i].procedure, in));
        json_object_close(&w);
    }
    json_array_close(&w);
    return reply_json(q, 200, b.data);
}
