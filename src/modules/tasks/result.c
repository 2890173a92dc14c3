/* /ho-so-xu-ly/{code}/ket-qua: the result. Its fields are filled from the dossier, corrected and saved here, and looked at as it will be printed;
 * or a PDF signed elsewhere takes its place. It is printed, numbered and sealed when the dossier reaches the end (modules/papers). */
#include "base/arena.h"
#include "base/text.h"
#include "core/access.h"
#include "core/field.h"
#include "core/http/parsed.h"
#include "core/i18n.h"
#include "core/q.h"
#include "modules/papers/papers.h"
#include "modules/procedures/procedures.h"
#include "modules/tasks/tasks_inside.h"
#include "tasks_pages.h"

#define RESULT_MOST (21 * INT64_C(1024) * 1024)

const struct input result_inputs[] = {QUEUE_INPUTS, INPUT_TEXT(struct result_input, lam, T("What to do"), .max = 10), INPUT_END};
const struct input result_file_inputs[] = {QUEUE_INPUTS, INPUT_FILE(struct result_input, tep, T("Signed PDF"), .max = RESULT_MOST), INPUT_END};

static const char *field_name(struct q *q, const char *name)
{
    return arena_printf(q->arena, "gia-tri.%s", name);
}

/* The dossier is being worked on by somebody like the acting officer, and its result is not out yet. */
static enum result load(struct q *q, struct bench *b)
{
    TRY(bench_load(q, T("Prepares the result"), b));
    if (b->dossier.ended_at)
        return fail(q, NOT_NOW, T("The dossier is settled; its result cannot be changed any more"));
    return OK;
}

static enum result show(struct q *q, const struct bench *b)
{
    const struct paper_field *fields;
    size_t count, n = 0, m = 0;
    TRY(papers_result_fields(q, &b->dossier, &fields, &count));
    struct tasks_result_fields *list = arena_new_array(q->arena, struct tasks_result_fields, count + 1);
    struct tasks_result_fixed *fixed = arena_new_array(q->arena, struct tasks_result_fixed, count + 1);
    for (size_t i = 0; i < count; i++) {
        const struct paper_field *f = &fields[i];
        const char *name = field_name(q, f->name);
        if (f->fixed)
            fixed[m++] = (struct tasks_result_fixed){.label = f->label, .value = f->value};
        else
            list[n++] = (struct tasks_result_fields){.name = name, .label = f->label, .value = field_value(q, name, f->value), .optional = f->optional,
                                                     .error = field_error_of(q, f->name), .long_text = f->value && text_length(f->value) > 80};
    }
    struct tasks_result_view view = {
        .code = b->dossier.code, .who = b->dossier.applicant_name, .name = b->procedure && b->procedure->result_name_vi ? b->procedure->result_name_vi : tr(q, T("Result")),
        .back = bench_url(q, b, ""), .action = bench_url(q, b, "ket-qua"), .upload = bench_url(q, b, "ket-qua/tep"), .preview = bench_url(q, b, "ket-qua/xem-truoc"),
        .fields = list, .fields_count = n, .fixed = fixed, .fixed_count = m, .saved = text_equal(request_query(q, "tin"), "luu"),
        .file_error = field_error_of(q, "tep")};
    struct page frame = {.shell = SHELL_OFFICE, .title = tr(q, T("Result")), .no_index = true, .current = "/hop-viec"};
    return tasks_result_page(q, &frame, &view);
}

enum result result_show(struct q *q, const void *input)
{
    (void)input;
    struct bench b;
    TRY(load(q, &b));
    return show(q, &b);
}

/* What was typed for each field that is not given by the system. */
static enum result typed(struct q *q, const struct bench *b, struct paper_value **ret, size_t *ret_count)
{
    const struct paper_field *fields;
    size_t count;
    *ret_count = 0;
    TRY(papers_result_fields(q, &b->dossier, &fields, &count));
    *ret = arena_new_array(q->arena, struct paper_value, count + 1);
    for (size_t i = 0; i < count; i++) {
        const char *text = fields[i].fixed ? NULL : request_value(q, field_name(q, fields[i].name));
        if (text)
            (*ret)[(*ret_count)++] = (struct paper_value){fields[i].name, text_clean_lines(q->arena, text)};
    }
    return OK;
}

enum result result_save(struct q *q, const void *input)
{
    (void)input;
    struct bench b;
    struct paper_value *values;
    size_t count;
    TRY(load(q, &b));
    TRY(typed(q, &b, &values, &count));
    TRY(papers_result_save(q, &b.dossier, values, count));
    return reply_redirect(q, bench_url(q, &b, "ket-qua?tin=luu"));
}

enum result result_preview(struct q *q, const void *input)
{
    (void)input;
    struct bench b;
    const void *pdf;
    size_t n;
    TRY(bench_load(q, T("Prepares the result"), &b));
    TRY(papers_result_preview(q, &b.dossier, NULL, 0, &pdf, &n));
    reply_header(q, "Cache-Control", "private, no-store");
    return reply_bytes(q, "application/pdf", pdf, n, NULL);
}

enum result result_upload(struct q *q, const void *input)
{
    const struct result_input *in = input;
    struct bench b;
    struct dossier_upload file;
    TRY(load(q, &b));
    TRY(dossiers_take_upload(q, in->tep, "tep", &file));
    if (!text_equal(file.kind, "PDF")) {
        fail_field(q, "tep", T("The result must be a PDF"));
        return q_check(q);
    }
    TRY(papers_result_upload(q, &b.dossier, file.digest, file.file_name, file.size));
    return reply_redirect(q, bench_url(q, &b, "ket-qua?tin=luu"));
}
