/* A form on one dense page, for the counter: everything posted is read over all steps that matter, registers fill what was not typed, and what
 * they filled and nobody changed is kept as known. Residents' pages work step by step on a draft (page_step.c); this has none. */
#include "base/arena.h"
#include "base/text.h"
#include "core/http/parsed.h"
#include "core/i18n.h"
#include "core/q.h"
#include "modules/dossiers/answers.h"
#include "modules/dossiers/dossiers_inside.h"
#include "modules/dossiers/prefill.h"
#include "modules/dossiers/upload.h"

enum { STEPS_MOST = 60 };

static bool was_read(const char *const *ids, size_t count, const char *id)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(ids[i], id) == 0)
            return true;
    return false;
}

/* An answer can bring further steps, so the steps are asked for anew after each one that was read. */
enum result dossiers_desk_read(struct q *q, const struct form *form, json_t **ret_data)
{
    size_t pair_count, read = 0;
    const char *done[STEPS_MOST];
    const struct form_pair *pairs = answers_posted(q, &pair_count);
    json_t *data = json_own(q, json_object());
    for (bool more = true; more && read < STEPS_MOST;) {
        struct form_steps steps = form_steps(q->arena, form, data, NULL);
        more = false;
        for (size_t i = 0; i < steps.count && !more; i++) {
            const struct form_step *step = &steps.items[i];
            if (was_read(done, read, step->id))
                continue;
            json_t *before = data;
            data = form_step_read(q->arena, form, step, data, NULL, pairs, pair_count);
            answers_complete_addresses(q, step, before, data);
            done[read++] = step->id;
            more = true;
        }
    }
    *ret_data = data;
    return OK;
}

static json_t *file_value(struct q *q, const struct dossier_upload *file)
{
    json_t *a = json_own(q, json_object());
    json_put_text(a, "file_id", file->digest);
    json_put_text(a, "file_name", file->file_name);
    json_put_text(a, "sha256", file->digest);
    json_put_text(a, "source", "counter");
    return a;
}

json_t *dossiers_desk_put_file(struct q *q, const struct form *form, json_t *data, const char *name, const struct dossier_upload *file)
{
    return form_put(q->arena, form, data, name, file_value(q, file));
}

/* The register's value stands unchanged at this name. */
static bool same_value(const json_t *a, const json_t *b, const char *name)
{
    const json_t *x = answers_value(a, name), *y = answers_value(b, name);
    return x && y && json_equal((json_t *)x, (json_t *)y);
}

enum result dossiers_desk_prefill(struct q *q, const struct form *form, const char *number, const json_t *data, struct dossier_desk *ret)
{
    json_t *empty = json_own(q, json_object()), *registers_known = json_own(q, json_object()), *meta = json_own(q, json_object());
    json_t *filled = (json_t *)data, *filled_known = json_own(q, json_object());
    const char *name;
    json_t *value;
    struct prefill_answer person;
    *ret = (struct dossier_desk){.data = (json_t *)data, .known = json_own(q, json_object()), .meta = meta};
    if (!number || strlen(number) != 12)
        return OK;
    if (prefill_providers[0].ask(q, number, &person) == OK && person.data) {
        ret->person_name = json_get_text(person.data, "full_name");
        ret->person_phone = json_get_text(person.data, "phone");
        ret->person_address = json_get_text(json_object_get(person.data, "permanent_address"), "full_text");
    } else {
        ret->silent = q->problem.kind != OK;
        q_forget(q);
    }
    TRY(prefill_form(q, form, number, &empty, &registers_known, meta));
    TRY(prefill_form(q, form, number, &filled, &filled_known, json_own(q, json_object())));
    ret->data = filled;
    json_object_foreach(registers_known, name, value)
        if (same_value(filled, empty, name))
            json_object_set(ret->known, name, value);
    ret->silent = ret->silent || json_array_size(json_object_get(meta, "silent")) > 0;
    return OK;
}

size_t dossiers_desk_fields(struct q *q, const struct form_step *step, const json_t *meta, const struct dossiers_answer_view *const **ret)
{
    struct answers *answers = arena_new_one(q->arena, struct answers);
    answers_of_step(q, step, meta, answers);
    *ret = (const struct dossiers_answer_view *const *)answers->items;
    return answers->count;
}
