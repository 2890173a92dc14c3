/* Drafts between database and pages (draft.h). */
#include "modules/dossiers/draft.h"
#include "base/arena.h"
#include "base/clock.h"
#include "base/json.h"
#include "base/text.h"
#include "core/access.h"
#include "core/db.h"
#include "core/i18n.h"
#include "core/q.h"
#include "modules/procedures/procedures.h"

static json_t *read_or_empty(struct q *q, const char *text)
{
    const char *why;
    json_t *value = json_read(q->arena, text, strlen(text), 60, &why);
    return value ? value : json_own(q, json_object());
}

enum result draft_read(struct q *q, struct draft *d)
{
    d->procedure = procedures_find(q, d->row.procedure_id, 0);
    if (!d->procedure)
        return fail(q, GONE, T("This procedure is not in force any more; nothing can be submitted for it"));
    TRY(machine_form(q, d->procedure, d->row.procedure_id, &d->form));
    d->data = read_or_empty(q, d->row.data);
    d->known = read_or_empty(q, d->row.known);
    d->meta = read_or_empty(q, d->row.steps);
    d->steps = form_steps(q->arena, d->form, d->data, d->known);
    return dossiers_draft_papers(q, d->row.id, &d->papers);
}

enum result draft_load(struct q *q, const char *token, struct draft *ret)
{
    bool found;
    *ret = (struct draft){0};
    TRY(dossiers_draft_by_token(q, token ? token : "", &ret->row, &found));
    if (!found || ret->row.account_id != q->account->id)
        return fail(q, NOT_FOUND, T("This draft is not there any more"));
    return draft_read(q, ret);
}

struct saving { struct draft *d; const char *data, *known, *meta; int64_t now; };

static enum result save(struct q *q, void *arg)
{
    struct saving *s = arg;
    int64_t changed;
    struct dossiers_draft_save_in in = {.id = s->d->row.id, .before = s->d->row.version, .place_unit = s->d->row.place_unit,
                                        .for_whom = s->d->row.for_whom, .data = s->data, .known = s->known, .steps = s->meta, .now = s->now};
    TRY(dossiers_draft_save(q, &in, &changed));
    return changed ? OK : fail(q, CONFLICT, T("This draft was saved somewhere else in the same moment; try again"));
}

enum result draft_save(struct q *q, struct draft *d)
{
    struct saving s = {d, json_print(q->arena, d->data), json_print(q->arena, d->known), json_print(q->arena, d->meta), clock_now()};
    TRY(db_transact(q, save, &s));
    d->row.version++;
    d->row.updated_at = s.now;
    d->steps = form_steps(q->arena, d->form, d->data, d->known);
    return OK;
}

bool draft_step_changed(const struct draft *d, const char *step, int64_t version, const char *tab)
{
    const json_t *mark = json_object_get(json_object_get(d->meta, "saved"), step);
    if (!version || json_integer_value(json_array_get(mark, 0)) <= version)
        return false;
    return !text_equal(json_string_value(json_array_get(mark, 1)), tab);
}

void draft_mark_step(struct draft *d, const char *step, const char *tab)
{
    json_t *saved = json_object_get(d->meta, "saved"), *mark = json_array();
    if (!saved) {
        saved = json_object();
        json_object_set_new(d->meta, "saved", saved);
    }
    json_array_append_new(mark, json_integer(d->row.version + 1));
    json_array_append_new(mark, json_string(tab ? tab : ""));
    json_object_set_new(saved, step, mark);
}

size_t draft_incomplete(const struct draft *d)
{
    size_t n = 0;
    for (size_t i = 0; i < d->steps.count; i++)
        n += !d->steps.items[i].complete;
    return n;
}

const char *draft_url(struct q *q, const struct draft *d, const char *rest)
{
    return rest ? arena_printf(q->arena, "/ho-so/nhap/%s/%s", d->row.token, rest) : arena_printf(q->arena, "/ho-so/nhap/%s", d->row.token);
}

static size_t index_of(const struct draft *d, const char *step)
{
    for (size_t i = 0; i < d->steps.count; i++)
        if (strcmp(d->steps.items[i].id, step) == 0)
            return i;
    return d->steps.count;
}

/* A page that only shows what registers know is passed over on the way; the list of parts still leads to it. */
bool draft_step_known(const struct form_step *s)
{
    bool any = false;
    for (size_t i = 0; i < s->field_count; i++)
        any = any || (s->fields[i].known_source && !s->fields[i].disputed);
    return any && s->all_known && s->complete;
}

const struct form_step *draft_next_step(const struct draft *d, const char *step)
{
    for (size_t i = step ? index_of(d, step) + 1 : 0; i < d->steps.count; i++)
        if (!draft_step_known(&d->steps.items[i]))
            return &d->steps.items[i];
    return NULL;
}

const struct form_step *draft_previous_step(const struct draft *d, const char *step)
{
    size_t at = step ? index_of(d, step) : d->steps.count;
    for (size_t i = at; i > 0; i--)
        if (!draft_step_known(&d->steps.items[i - 1]))
            return &d->steps.items[i - 1];
    return NULL;
}

const char *draft_step_title(const struct q *q, const struct form_step *step)
{
    return pick_language(q, step->title_vi, step->title_en);
}

size_t draft_parts(struct q *q, const struct draft *d, int current, const struct draft_part **ret, int64_t *ret_number)
{
    struct draft_part *parts = arena_new_array(q->arena, struct draft_part, d->steps.count + 3);
    size_t n = 0, last = SIZE_MAX;
    *ret_number = 0;
    for (size_t i = 0; i < d->steps.count; i++) {
        const struct form_step *s = &d->steps.items[i];
        if (s->section != last) {
            parts[n++] = (struct draft_part){pick_language(q, s->section_vi, s->section_en), draft_url(q, d, s->id), true, (int)s->section == current};
            last = s->section;
            if ((int)s->section == current)
                *ret_number = (int64_t)n;
        }
        parts[n - 1].done = parts[n - 1].done && s->complete;
    }
    parts[n++] = (struct draft_part){tr(q, T("Papers")), draft_url(q, d, "giay-to"), false, current == -1};
    parts[n++] = (struct draft_part){tr(q, T("Check and submit")), draft_url(q, d, "kiem-tra"), false, current == -2};
    if (current < 0)
        *ret_number = (int64_t)n - (current == -1);
    *ret = parts;
    return n;
}
