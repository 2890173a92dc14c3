/* The inbox for programs: the same list and the same rights as the page has. Acting is /api/v1/dossiers/{code}/acts (modules/dossiers). */
#include "base/arena.h"
#include "base/buf.h"
#include "base/json.h"
#include "base/text.h"
#include "core/i18n.h"
#include "core/q.h"
#include "modules/tasks/api.h"

enum { ITEMS_MOST = 100 };

const struct input api_tasks_inputs[] = {
    INPUT_CHOICE(struct api_tasks_input, view, T("View"), "all|mine|free|waiting|due_soon|late|done"), INPUT_TEXT(struct api_tasks_input, procedure, T("Procedure"), .max = 60),
    INPUT_TEXT(struct api_tasks_input, q, T("Filter by name or code"), .max = 100), INPUT_INT(struct api_tasks_input, cursor, T("Where to go on"), .min = 0, .max = 1000000),
    INPUT_INT(struct api_tasks_input, limit, T("Limit"), .min = 0, .max = ITEMS_MOST), INPUT_END};
static void write_task(struct json_writer *w, const struct dossier_task *t)
{
    json_object_open(w);
    json_field_text(w, "code", t->code);
    json_field_int(w, "task", t->number);
    json_field_int(w, "version", t->version);
    json_field_text(w, "procedure", t->procedure_id);
    json_field_text(w, "step", t->step_id);
    json_field_text(w, "step_name", t->step_name);
    json_field_text(w, "unit", t->unit_id);
    json_field_text(w, "applicant", t->applicant_name);
    json_field_text(w, "about", t->summary);
    json_field_int(w, "status", t->status);
    json_field_bool(w, "waiting", t->waiting);
    json_field_text(w, "held_by", t->holder ? t->holder_name : NULL);
    json_field_time(w, "held_since", t->holder ? t->held_since : 0);
    json_field_time(w, "submitted_at", t->submitted_at);
    json_field_time(w, "due_at", t->dossier_due_at);
    json_field_time(w, "step_due_at", t->due_at);
    json_object_close(w);
}

enum result api_tasks(struct q *q, const void *input)
{
    const struct api_tasks_input *in = input;
    const struct dossier_task *tasks;
    size_t count;
    int64_t total;
    struct buf b;
    struct json_writer w;
    struct dossier_list list = {.words = in->q && *in->q ? in->q : NULL, .procedure_id = in->procedure && *in->procedure ? in->procedure : NULL,
                                .view = in->view && !text_equal(in->view, "all") ? in->view : NULL, .offset = in->cursor, .limit = in->limit ? in->limit : 50};
    TRY(dossiers_inbox(q, &list, &tasks, &count, &total));
    buf_init(&b, q->arena, 1 << 20);
    json_begin(&w, &b);
    json_object_open(&w);
    json_key(&w, "items");
    json_array_open(&w);
    for (size_t i = 0; i < count; i++)
        write_task(&w, &tasks[i]);
    json_array_close(&w);
    json_field_int(&w, "total", total);
    json_key(&w, "next_cursor");
    if (list.offset + (int64_t)count < total)
        json_int(&w, list.offset + (int64_t)count);
    else
        json_write_null(&w);
    json_object_close(&w);
    return reply_json(q, 200, b.data);
}
