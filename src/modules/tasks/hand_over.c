/* /tra-ket-qua: results that wait for their applicants, found by code, name or the QR code of the slip; handing over says to whom and how, and
 * ends the dossier (status 10). */
#include "base/arena.h"
#include "base/clock.h"
#include "base/text.h"
#include "core/access.h"
#include "core/field.h"
#include "core/i18n.h"
#include "core/q.h"
#include "engines/workflow/workflow.h"
#include "modules/papers/papers.h"
#include "modules/tasks/tasks_inside.h"
#include "tasks_pages.h"

enum { ROWS_A_PAGE = 30 };

const struct input hand_over_list_inputs[] = {INPUT_TEXT(struct hand_over_list_input, q, T("Code, name, number"), .max = 200), INPUT_TEXT(struct hand_over_list_input, da, T("Done"), .max = 60), INPUT_END};
const struct input hand_over_inputs[] = {
    INPUT_INT(struct hand_over_input, ban, T("Version"), .min = 0, .max = INT64_MAX),
    INPUT_CHOICE(struct hand_over_input, cach, T("How"), "quay|buu-chinh|mang", .required = true),
    INPUT_CHOICE(struct hand_over_input, ai, T("Who takes it"), "nguoi-nop|uy-quyen"),
    INPUT_TEXT(struct hand_over_input, ten, T("Name of the person who takes it"), .max = 100), INPUT_TEXT(struct hand_over_input, so, T("Identity number, paper of authorisation, postal number"), .max = 200), INPUT_END};

enum result menu_hand_over(struct q *q, int64_t *ret, bool *ret_late)
{
    const struct dossier *none;
    size_t count;
    *ret_late = false;
    *ret = 0;
    if (!access_may(q, "dossiers.search"))
        return OK;
    enum result r = dossiers_search(q, &(struct dossier_search){.unit_id = q->account->unit_id, .status = STATUS_PROCESSED, .limit = 1}, &none, &count, ret);
    if (r == PROBLEM_FORBIDDEN)
        q_forget(q);
    return OK;
}

/* The QR code of the slip is an address that ends in the code. */
static const char *code_in(struct q *q, const char *typed)
{
    const char *slash = typed ? strrchr(typed, '/') : NULL;
    const char *text = slash ? slash + 1 : typed ? typed : "";
    return text_upper(q->arena, arena_strndup(q->arena, text, strcspn(text, "?#")));
}

static bool open_by_code(struct q *q, const char *typed, const char **ret_url)
{
    struct dossier d;
    const char *code = code_in(q, typed);
    bool found = strchr(code, '-') && dossiers_by_code(q, code, &d) == OK;
    q_forget(q);
    if (found)
        *ret_url = d.status == STATUS_PROCESSED ? arena_printf(q->arena, "/tra-ket-qua/%s", d.code) : tasks_url(q, d.code);
    return found;
}

enum result hand_over_list(struct q *q, const void *input)
{
    const struct hand_over_list_input *in = input;
    const struct dossier *found;
    const char *url;
    size_t count;
    int64_t total;
    struct pager pager;
    if (open_by_code(q, in->q, &url))
        return reply_redirect(q, url);
    struct dossier_search what = {.words = in->q && *in->q ? in->q : NULL, .unit_id = q->account->unit_id, .status = STATUS_PROCESSED, .limit = ROWS_A_PAGE};
    TRY(page_pager(q, ROWS_A_PAGE, INT32_MAX, &pager));
    what.offset = (pager.page - 1) * ROWS_A_PAGE;
    TRY(dossiers_search(q, &what, &found, &count, &total));
    TRY(page_pager(q, ROWS_A_PAGE, total, &pager));
    struct tasks_hand_over_list_rows *rows = arena_new_array(q->arena, struct tasks_hand_over_list_rows, count + 1);
    for (size_t i = 0; i < count; i++)
        rows[i] = (struct tasks_hand_over_list_rows){
            .href = arena_printf(q->arena, "/tra-ket-qua/%s", found[i].code), .code = found[i].code, .who = found[i].applicant_name, .phone = found[i].applicant_phone,
            .about = text_equal(found[i].summary, found[i].applicant_name) ? NULL : found[i].summary, .procedure = tasks_procedure(q, found[i].procedure_id, found[i].procedure_version),
            .ended = found[i].ended_at ? tasks_moment(q, found[i].ended_at) : "", .late = found[i].due_at && found[i].ended_at > found[i].due_at, .channel = tasks_channel(q, found[i].channel)};
    struct tasks_hand_over_list_view view = {.words = in->q, .done = in->da, .rows = rows, .rows_count = count, .total = total, .pager = field_pager(q, &pager)};
    struct page frame = {.shell = SHELL_OFFICE, .title = tr(q, T("Hand over results")), .no_index = true, .current = "/tra-ket-qua"};
    return tasks_hand_over_list_page(q, &frame, &view);
}

static enum result load(struct q *q, struct dossier *d)
{
    TRY(dossiers_by_code(q, request_parameter(q, "code"), d));
    return dossiers_need_sight(q, d, tr_in(LANGUAGE_VI, T("Hands over the result")));
}

/* Results of the file, as links; a paper that cannot be made now must not stop the hand-over. */
static void fill_results(struct q *q, const struct dossier *d, struct tasks_hand_over_view *view)
{
    const struct paper_made *papers;
    size_t count;
    if (papers_of(q, d, &papers, &count) != OK) {
        q_forget(q);
        return;
    }
    struct tasks_hand_over_results *list = arena_new_array(q->arena, struct tasks_hand_over_results, count + 1);
    for (size_t i = 0; i < count; i++)
        if (text_equal(papers[i].kind, "result") && !papers[i].withdrawn)
            list[view->results_count++] = (struct tasks_hand_over_results){.title = papers[i].title, .number = papers[i].number, .href = papers[i].url};
    view->results = list;
}

enum result hand_over_show(struct q *q, const void *input)
{
    (void)input;
    struct dossier d;
    TRY(load(q, &d));
    struct choice how[] = {{"quay", tr(q, T("At the counter")), NULL}, {"buu-chinh", tr(q, T("By post")), tr(q, T("Write the number of the letter below"))},
                           {"mang", tr(q, T("Electronically only")), tr(q, T("The result is in the applicant's store already"))}};
    struct choice who[] = {{"nguoi-nop", arena_printf(q->arena, "%s: %s", tr(q, T("The applicant")), d.applicant_name), NULL}, {"uy-quyen", tr(q, T("Somebody else, authorised")), NULL}};
    struct tasks_hand_over_view view = {
        .code = d.code, .who = d.applicant_name, .procedure = tasks_procedure(q, d.procedure_id, d.procedure_version), .phone = d.applicant_phone, .number = d.applicant_number,
        .about = d.summary, .action = arena_printf(q->arena, "/tra-ket-qua/%s", d.code), .bench = tasks_url(q, d.code), .version = d.version,
        .ready = d.status == STATUS_PROCESSED, .state = tasks_status(q, d.status),
        .how = field_radios(q, hand_over_inputs, "cach", "quay", NULL, how, 3), .person = field_radios(q, hand_over_inputs, "ai", "nguoi-nop", NULL, who, 2),
        .name = field_input(q, hand_over_inputs, "ten", "", T("Only for somebody else")), .proof = field_input(q, hand_over_inputs, "so", "", NULL)};
    fill_results(q, &d, &view);
    struct page frame = {.shell = SHELL_OFFICE, .title = tr(q, T("Hand over the result")), .no_index = true, .current = "/tra-ket-qua"};
    return tasks_hand_over_page(q, &frame, &view);
}

/* "Trả tại quầy cho Nguyễn Văn A (người nộp)": what stands in the journal and on the time line, in the language of the files. */
static const char *note_of(struct q *q, const struct dossier *d, const struct hand_over_input *in)
{
    bool other = text_equal(in->ai, "uy-quyen");
    const char *how = tr_in(LANGUAGE_VI, text_equal(in->cach, "quay") ? T("At the counter") : text_equal(in->cach, "mang") ? T("Electronically only") : T("By post"));
    const char *who = other ? in->ten : d->applicant_name;
    const char *proof = in->so && *in->so ? arena_printf(q->arena, ", %s", in->so) : "";
    return arena_printf(q->arena, "%s: %s%s%s", how, who, other ? tr_in(LANGUAGE_VI, T(" (authorised)")) : "", proof);
}

enum result hand_over_go(struct q *q, const void *input)
{
    const struct hand_over_input *in = input;
    struct dossier d;
    TRY(load(q, &d));
    if (text_equal(in->ai, "uy-quyen") && (!in->ten || !*in->ten))
        fail_field(q, "ten", T("Write the name of the person who takes it"));
    if (text_equal(in->ai, "uy-quyen") && (!in->so || !*in->so))
        fail_field(q, "so", T("Write the identity number and the paper of authorisation"));
    if (text_equal(in->cach, "buu-chinh") && (!in->so || !*in->so))
        fail_field(q, "so", T("Write the postal number"));
    TRY(q_check(q));
    struct dossier_act act = {.kind = ACT_DELIVER, .dossier_id = d.id, .expect_version = in->ban, .note = note_of(q, &d, in)};
    TRY(dossiers_act(q, &act, NULL));
    return reply_redirect(q, arena_printf(q->arena, "/tra-ket-qua?da=%s", d.code));
}
