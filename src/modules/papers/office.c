/* /cong-vu/ho-so/{code}/giay-in: what was printed for a dossier, and the result: look at it, correct it, put a file in its place, take it back. */
#include "base/arena.h"
#include "base/date.h"
#include "base/json.h"
#include "base/text.h"
#include "core/access.h"
#include "core/app.h"
#include "core/field.h"
#include "core/i18n.h"
#include "core/page.h"
#include "core/q.h"
#include "engines/files/check.h"
#include "engines/files/files.h"
#include "engines/workflow/workflow.h"
#include "modules/papers/routes_inside.h"
#include "modules/procedures/procedures.h"
#include "papers_pages.h"
#include <unistd.h>

const struct input save_inputs[] = {{.name = "*", .label = T("Fields of the result"), .type = INPUT_IS_JSON, .offset = offsetof(struct save_input, all)}, INPUT_END};
const struct input upload_inputs[] = {INPUT_FILE(struct upload_input, tep, T("PDF file"), .required = true, .min = 1, .max = 20 << 20), INPUT_END};
const struct input withdraw_inputs[] = {INPUT_TEXT(struct withdraw_input, why, T("Decision and reason"), .required = true, .max = 500), INPUT_END};

static const char *here(struct q *q, const struct dossier *d, const char *rest)
{
    return arena_printf(q->arena, "/cong-vu/ho-so/%s/giay-in%s", d->code, rest);
}

static bool can_prepare(struct q *q, const struct dossier *d)
{
    return access_may(q, "dossiers.process") && !d->ended_at;
}

static void put_fields(struct q *q, const struct paper_field *fields, size_t n, struct papers_office_view *v)
{
    struct papers_office_fields *edit = arena_new_array(q->arena, struct papers_office_fields, n + 1);
    struct papers_office_fixed *fixed = arena_new_array(q->arena, struct papers_office_fixed, n + 1);
    for (size_t i = 0; i < n; i++) {
        if (fields[i].fixed) {
            if (*fields[i].value)
                fixed[v->fixed_count++] = (struct papers_office_fixed){fields[i].label, fields[i].value};
            continue;
        }
        struct core_input_view *one = arena_new_one(q->arena, struct core_input_view);
        *one = (struct core_input_view){.name = fields[i].name, .label = fields[i].label, .value = field_value(q, fields[i].name, fields[i].value), .type = "text",
                                        .error = field_error_of(q, fields[i].name), .optional = fields[i].optional};
        if (one->error)
            one->describedby = arena_printf(q->arena, "%s-loi", one->name);
        edit[v->fields_count++] = (struct papers_office_fields){one};
    }
    v->fields = edit;
    v->fixed = fixed;
}

static void put_papers(struct q *q, const struct dossier *d, const struct paper_made *papers, size_t n, struct papers_office_view *v)
{
    struct papers_office_papers *to = arena_new_array(q->arena, struct papers_office_papers, n + 1);
    bool approves = access_may(q, "dossiers.approve");
    for (size_t i = 0; i < n; i++) {
        const struct paper_made *p = &papers[i];
        bool result = text_equal(p->kind, "result");
        to[i] = (struct papers_office_papers){
            .title = p->title, .number = *p->number ? p->number : NULL, .made = p->fact_at, .href = p->url, .code = papers_code_words(q, p->verify_code),
            .verify = arena_printf(q->arena, "/kiem-tra-giay-to/%s", p->verify_code), .withdrawn = p->withdrawn,
            .why = p->withdrawn ? p->withdrawn_why : NULL,
            .withdraw = result && approves && !p->withdrawn ? here(q, d, arena_printf(q->arena, "/%lld/thu-hoi", (long long)p->id)) : NULL};
    }
    v->papers = to;
    v->papers_count = n;
}

enum result papers_show_office(struct q *q, const void *input)
{
    (void)input;
    struct dossier d;
    const struct paper_made *papers;
    const struct paper_field *fields;
    size_t n, field_count;
    TRY(papers_dossier_of_address(q, T("Looks at the printed papers"), &d));
    const struct procedure *p = procedures_find(q, d.procedure_id, d.procedure_version);
    TRY(papers_of(q, &d, &papers, &n));
    struct papers_office_view v = {
        .code = d.code, .procedure = p ? procedures_name(q, p) : "", .back = arena_printf(q->arena, "/cong-vu/ho-so/%s", d.code), .save = here(q, &d, ""),
        .preview = here(q, &d, "/xem-truoc.pdf"), .upload = here(q, &d, "/tep"), .control = arena_printf(q->arena, "/ho-so/%s/phieu-kiem-soat.pdf", d.code),
        .prepare = can_prepare(q, &d), .saved = request_query(q, "da-luu") != NULL, .file = field_file(q, upload_inputs, "tep", T("A PDF that was made elsewhere, up to 20 MB"), ".pdf,application/pdf")};
    if (v.prepare) {
        TRY(papers_result_fields(q, &d, &fields, &field_count));
        put_fields(q, fields, field_count, &v);
        TRY(papers_result_prepared(q, &d, &v.prepared, &v.prepared_file));
    }
    put_papers(q, &d, papers, n, &v);
    struct page frame = {.shell = SHELL_OFFICE, .title = tr_fill(q, T("Printed papers of {code}"), "code", d.code), .no_index = true, .current = "/cong-vu/hop-viec"};
    return papers_office_page(q, &frame, &v);
}

/* What was posted, in the order of the form; the token of the form is none of it. */
static const struct paper_value *values_posted(struct q *q, const json_t *all, size_t *ret_count)
{
    struct paper_value *values = arena_new_array(q->arena, struct paper_value, json_object_size(all) + 1);
    const char *name;
    json_t *value;
    size_t n = 0;
    json_object_foreach((json_t *)all, name, value)
        if (json_is_string(value) && strcmp(name, "csrf") != 0 && strcmp(name, "code") != 0)
            values[n++] = (struct paper_value){name, json_string_value(value)};
    *ret_count = n;
    return values;
}

enum result papers_save(struct q *q, const void *input)
{
    const struct save_input *in = input;
    struct dossier d;
    size_t n;
    TRY(papers_dossier_of_address(q, T("Prepares the result"), &d));
    const struct paper_value *values = values_posted(q, in->all, &n);
    TRY(papers_result_save(q, &d, values, n));
    return reply_redirect(q, here(q, &d, "?da-luu=1"));
}

enum result papers_preview(struct q *q, const void *input)
{
    (void)input;
    struct dossier d;
    const void *pdf;
    size_t n;
    TRY(papers_dossier_of_address(q, T("Prepares the result"), &d));
    TRY(papers_result_preview(q, &d, NULL, 0, &pdf, &n));
    return papers_reply(q, pdf, n, arena_printf(q->arena, "%s-xem-truoc.pdf", d.code));
}

static const char *why_refused(const struct file_report *r)
{
    for (size_t i = 0; i < r->problem_count; i++)
        if (r->problems[i].weight == FILE_REFUSED)
            return r->problems[i].message;
    return NULL;
}

static enum result check_pdf(struct q *q, const char *digest)
{
    int fd;
    int64_t size;
    struct file_report report;
    struct file_limits limits = file_limits_usual();
    limits.kinds = FILE_BIT(FILE_PDF);
    TRY(file_open(q->app->files, digest, &fd, &size));
    enum result r = file_check(q->app->jail, q->app->scanner, q->arena, fd, size, &limits, &report);
    close(fd);
    if (r != OK)
        return fail(q, BUSY, T("The file could not be looked at just now; try again"));
    if (why_refused(&report))
        fail_field(q, "tep", why_refused(&report));
    return q_check(q);
}

enum result papers_upload(struct q *q, const void *input)
{
    const struct upload_input *in = input;
    struct dossier d;
    struct stored_file stored;
    TRY(papers_dossier_of_address(q, T("Prepares the result"), &d));
    if (file_put(q->app->files, q->arena, in->tep->bytes, in->tep->length, &stored) != OK)
        return fail(q, STORAGE, T("The file could not be stored; nothing was lost, try again"));
    TRY(check_pdf(q, stored.digest));
    TRY(papers_result_upload(q, &d, arena_strdup(q->arena, stored.digest), in->tep->name ? in->tep->name : "", stored.size));
    return reply_redirect(q, here(q, &d, "?da-luu=1"));
}

enum result papers_withdraw_go(struct q *q, const void *input)
{
    const struct withdraw_input *in = input;
    struct dossier d;
    int64_t id;
    TRY(papers_dossier_of_address(q, T("Withdraws the result"), &d));
    if (!number_parse(request_parameter(q, "id"), &id))
        return fail(q, NOT_FOUND, NULL);
    TRY(papers_withdraw(q, id, in->why));
    return reply_redirect(q, here(q, &d, ""));
}
