/* The result of a dossier: an officer looks at what would be printed, corrects and saves it, or puts a PDF made elsewhere in its place. When
 * the dossier reaches "dossiers.finished" the paper is made from exactly what the preview showed, signed by who approved. */
#include "base/arena.h"
#include "base/clock.h"
#include "base/date.h"
#include "base/json.h"
#include "base/must.h"
#include "base/text.h"
#include "core/access.h"
#include "core/access_roles.h"
#include "core/app.h"
#include "core/db.h"
#include "core/i18n.h"
#include "core/journal.h"
#include "core/q.h"
#include "modules/papers/papers_inside.h"
#include "engines/workflow/workflow.h"
#include "modules/procedures/procedures.h"
#include "modules/units/units.h"

enum { VALUE_MOST = 4000 };

static const char *template_id_of(struct q *q, const struct dossier *d)
{
    const struct procedure *p = procedures_find(q, d->procedure_id, d->procedure_version);
    return p && p->result_paper_id ? p->result_paper_id : "result";
}

static enum result template_of(struct q *q, const struct dossier *d, int64_t at, const struct template **ret)
{
    *ret = template_on(template_id_of(q, d), time_local_days(at));
    return *ret ? OK : fail(q, NOT_FOUND, T("The package has no form for the result of this procedure"));
}

/* Given when the paper is made; nobody types these. */
static bool is_fixed(const char *name)
{
    static const char *const names[] = {"agency_upper", "desk_upper", "document_number", "register_number", "place", "date_words", "verify_url", "result_code",
                                        "dossier_code", "demo_note", "signature_lines", "signer_name", "result_name_upper", "registered_on"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (text_equal(names[i], name))
            return true;
    return false;
}

/* --- what an officer saved, over what the dossier says ---------------------------------------------------------------------------- */

/* "facts.2" -> the row of the list; NULL: not a row. */
static json_t *row_of(json_t *values, const char *name)
{
    const char *dot = strchr(name, '.');
    int64_t n;
    char list[64];
    if (!dot || (size_t)(dot - name) >= sizeof list || !number_parse(dot + 1, &n) || n < 0)
        return NULL;
    memcpy(list, name, (size_t)(dot - name));
    list[dot - name] = '\0';
    return json_array_get(json_object_get(values, list), (size_t)n);
}

static const struct template_field *field_named(const struct template *t, const char *name)
{
    for (size_t i = 0; i < t->field_count; i++)
        if (text_equal(t->fields[i].name, name) && !t->fields[i].list)
            return &t->fields[i];
    return NULL;
}

static void overlay_one(struct q *q, const struct template *t, json_t *values, const char *name, const char *typed)
{
    const char *value = text_clean_lines(q->arena, typed ? typed : "");
    json_t *row = row_of(values, name);
    value = value ? text_truncate(q->arena, value, VALUE_MOST) : "";
    if (row)
        json_object_set_new(row, "value", json_string(value));
    else if (field_named(t, name) && !is_fixed(name))
        json_object_set_new(values, name, json_string(value));
}

/* Rows of lists that were emptied are not printed. */
static void drop_empty(json_t *values)
{
    const char *key;
    json_t *list;
    void *next;
    json_object_foreach_safe(values, next, key, list) {
        for (size_t i = json_array_size(list); i-- > 0;) {
            const char *value = json_get_text(json_array_get(list, i), "value");
            if (value && !*value)
                json_array_remove(list, i);
        }
        if (json_is_string(list) && !*json_string_value(list))
            json_object_del(values, key);
    }
}

static enum result overlay_saved(struct q *q, const struct dossier *d, const struct template *t, json_t *values)
{
    struct papers_draft_of_row draft;
    bool found;
    const char *why, *name;
    json_t *value;
    TRY(papers_draft_of(q, d->id, &draft, &found));
    json_t *saved = found ? json_read(q->arena, draft.content, strlen(draft.content), 4, &why) : NULL;
    json_object_foreach(saved, name, value)
        overlay_one(q, t, values, name, json_string_value(value));
    return OK;
}

static enum result current_values(struct q *q, const struct dossier *d, const struct template *t, int64_t at, const struct paper_value *typed, size_t count,
                                  json_t **ret)
{
    enum language language = q->language;
    *ret = values_new(q);
    q->language = LANGUAGE_VI;
    enum result r = result_values(q, d, t, at, *ret);
    q->language = language;
    TRY(r);
    TRY(overlay_saved(q, d, t, *ret));
    for (size_t i = 0; typed && i < count; i++)
        overlay_one(q, t, *ret, typed[i].name, typed[i].value);
    return OK;
}

/* --- fields and preview ------------------------------------------------------------------------------------------------------------ */

static size_t add_rows(struct q *q, const struct template_field *f, const json_t *list, struct paper_field *to)
{
    size_t n = json_array_size(list);
    for (size_t i = 0; i < n; i++) {
        const json_t *row = json_array_get(list, i);
        to[i] = (struct paper_field){.name = arena_printf(q->arena, "%s.%zu", f->name, i), .label = json_get_text(row, "label"),
                                     .value = json_get_text(row, "value"), .optional = true};
    }
    return n;
}

static size_t row_total(const json_t *values)
{
    size_t n = 0;
    const char *key;
    json_t *value;
    json_object_foreach((json_t *)values, key, value)
        n += json_array_size(value);
    return n;
}

enum result papers_result_fields(struct q *q, const struct dossier *d, const struct paper_field **ret, size_t *ret_count)
{
    const struct template *t;
    json_t *values;
    size_t n = 0;
    int64_t now = clock_now();
    TRY(template_of(q, d, now, &t));
    TRY(current_values(q, d, t, now, NULL, 0, &values));
    struct paper_field *fields = arena_new_array(q->arena, struct paper_field, t->field_count + row_total(values) + 1);
    for (size_t i = 0; i < t->field_count; i++) {
        const struct template_field *f = &t->fields[i];
        const char *value = json_get_text(values, f->name);
        if (f->list)
            n += add_rows(q, f, json_object_get(values, f->name), &fields[n]);
        else
            fields[n++] = (struct paper_field){.name = f->name, .label = f->label, .value = value ? value : "", .optional = f->optional, .fixed = is_fixed(f->name)};
    }
    *ret = fields;
    *ret_count = n;
    return OK;
}

enum result papers_result_preview(struct q *q, const struct dossier *d, const struct paper_value *typed, size_t count, const void **ret_pdf, size_t *ret_length)
{
    const struct template *t;
    json_t *values;
    int64_t now = clock_now();
    const char *preview = tr_in(LANGUAGE_VI, T("PREVIEW"));
    TRY(template_of(q, d, now, &t));
    TRY(current_values(q, d, t, now, typed, count, &values));
    drop_empty(values);
    value_put(values, "document_number", preview);
    value_put(values, "register_number", preview);
    value_put(values, "result_code", preview);
    value_put(values, "verify_url", arena_printf(q->arena, "%s/kiem-tra-giay-to", q->app->settings.base_url));
    value_put(values, "signature_lines", preview);
    return paper_print(q, t, values, now, ret_pdf, ret_length);
}

/* --- saving ------------------------------------------------------------------------------------------------------------------------ */

static enum result need_right(struct q *q, const struct dossier *d)
{
    TRY(access_need(q, "dossiers.process"));
    if (d->status == STATUS_PROCESSED || d->status == STATUS_RETURNED)
        return fail(q, NOT_NOW, T("The result has been issued; withdraw it first"));
    return dossiers_need_sight(q, d, tr(q, T("Prepares the result")));
}

static void check_required(struct q *q, const struct template *t, json_t *values)
{
    for (size_t i = 0; i < t->field_count; i++) {
        const struct template_field *f = &t->fields[i];
        const char *value = json_get_text(values, f->name);
        if (!f->list && !f->optional && !is_fixed(f->name) && (!value || !*value))
            fail_field(q, f->name, T("Enter {what}"), "what", f->label);
    }
}

struct saving { const struct dossier *d; const char *content, *digest, *file_name; int64_t size; };

static enum result save(struct q *q, void *arg)
{
    const struct saving *s = arg;
    struct papers_draft_put_in in = {.dossier_id = s->d->id, .content = s->content, .digest = s->digest, .file_name = s->file_name, .size = s->size,
                                     .account_id = q->account->id, .account_name = q->account->name, .saved_at = clock_now()};
    TRY(papers_draft_put(q, &in, NULL));
    return journal_write(q, &(struct event){.type = "papers.result_prepared", .subject_kind = "dossier_result", .subject_id = s->d->id, .unit_id = s->d->competent_unit,
                                            .person = s->d->applicant_number, .data = *s->digest ? "{\"file\":true}" : "{}"});
}

enum result papers_result_save(struct q *q, const struct dossier *d, const struct paper_value *typed, size_t count)
{
    const struct template *t;
    json_t *values, *content = values_new(q);
    int64_t now = clock_now();
    TRY(need_right(q, d));
    TRY(template_of(q, d, now, &t));
    TRY(current_values(q, d, t, now, typed, count, &values));
    check_required(q, t, values);
    TRY(q_check(q));
    for (size_t i = 0; i < count; i++)
        must(json_object_set_new(content, typed[i].name, json_string(typed[i].value ? typed[i].value : "")) == 0);
    struct saving s = {d, json_print(q->arena, content), "", "", 0};
    return db_transact(q, save, &s);
}

enum result papers_result_upload(struct q *q, const struct dossier *d, const char *digest, const char *file_name, int64_t size)
{
    struct saving s = {d, "{}", digest, file_name, size};
    TRY(need_right(q, d));
    return db_transact(q, save, &s);
}

enum result papers_result_prepared(struct q *q, const struct dossier *d, bool *ret_prepared, const char **ret_file)
{
    struct papers_draft_of_row draft;
    TRY(papers_draft_of(q, d->id, &draft, ret_prepared));
    *ret_file = *ret_prepared && *draft.digest ? draft.file_name : NULL;
    return OK;
}

/* --- making it --------------------------------------------------------------------------------------------------------------------- */

/* Who signed: the last who took a step with the right to approve; else who took the step that finished. */
static enum result find_signer(struct q *q, const struct dossier *d, const struct journal_line *finished, const char **ret_name)
{
    const struct journal_line *lines;
    int count, approve = access_permission_index("dossiers.approve");
    bool approved = false;
    *ret_name = finished->actor_name;
    TRY(journal_of(q, "dossier", d->id, &lines, &count));
    for (int i = 0; i < count && lines[i].id < finished->id; i++) {
        const char *role_id = json_get_text(event_data(q, &lines[i]), "role");
        const struct access_role *role = role_id ? access_role(role_id) : NULL;
        bool may = role && approve >= 0 && (role->permissions[approve / 64] >> (approve % 64) & 1);
        if (strcmp(lines[i].type, "dossiers.step_done") == 0 && (may || !approved)) {
            *ret_name = lines[i].actor_name;
            approved = approved || may;
        }
    }
    return OK;
}

static const char *signature_words(struct q *q, const struct unit *unit, int64_t at)
{
    const char *by = tr_fill(q, T("Sealed by: {agency}"), "agency", unit ? unit->agency_name_vi : "");
    return arena_printf(q->arena, "%s\n%s", by, tr_fill(q, T("Time: {time}"), "time", time_vi(q->arena, at)));
}

static const char *title_of(struct q *q, const struct dossier *d, const struct template *t)
{
    const struct procedure *p = procedures_find(q, d->procedure_id, d->procedure_version);
    return text_equal(t->id, "result") && p ? p->result_name_vi : t->title_vi;
}

static const char *book_of(const struct template *t)
{
    for (size_t i = 0; i < t->field_count; i++)
        if (text_equal(t->fields[i].name, "register_number"))
            return "register_number";
    return "document_number";
}

enum result papers_result_of_line(struct q *q, const struct dossier *d, const struct journal_line *line, struct papers_paper_row *ret)
{
    const struct template *t;
    const struct unit *unit = units_find(q, d->competent_unit);
    const char *signer, *digest = NULL;
    json_t *values;
    struct papers_draft_of_row draft;
    bool found;
    int64_t at = json_get_int(event_data(q, line), "at", line->at), size = 0;
    TRY(template_of(q, d, at, &t));
    TRY(find_signer(q, d, line, &signer));
    TRY(current_values(q, d, t, at, NULL, 0, &values));
    TRY(papers_draft_of(q, d->id, &draft, &found));
    if (found && *draft.digest) {
        digest = draft.digest;
        size = draft.size;
    }
    drop_empty(values);
    value_put(values, "signer_name", signer);
    value_put(values, "signature_lines", q->app->signer ? signature_words(q, unit, at) : NULL);
    struct making m = {.kind = "result", .fact = arena_printf(q->arena, "line:%lld", (long long)line->id), .template_id = t->id, .d = d, .unit = unit,
                       .values = values, .title = title_of(q, d, t), .book = book_of(t), .signer_name = signer,
                       .signer_title = json_get_text(values, "signer_title"), .fact_at = at, .digest = digest, .size = size};
    return paper_make(q, &m, ret);
}
