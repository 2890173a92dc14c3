/* /ho-so-xu-ly/{code}/viec-khac/{deed}: what is not an outcome of a step: a leader restores a stopped dossier, the desk returns the papers of a
 * stopped one or withdraws a dossier for the applicant who stands before it. */
#include "base/arena.h"
#include "base/clock.h"
#include "base/text.h"
#include "core/field.h"
#include "core/i18n.h"
#include "core/q.h"
#include "modules/tasks/bench_parts.h"

const struct input other_inputs[] = {
    QUEUE_INPUTS, INPUT_INT(struct other_input, ban, T("Version"), .min = 0, .max = INT64_MAX), INPUT_INT(struct other_input, luc, T("Seen at"), .min = 0, .max = INT64_MAX),
    INPUT_TEXT(struct other_input, ghi_chu, T("Reason"), .name = "ghi-chu", .lines = true, .max = 2000), INPUT_END};

static const struct { const char *slug, *title, *effect, *label, *hint; enum dossier_act_kind act; } deeds[] = {
    {"khoi-phuc", T("Restore the dossier"), T("The dossier goes on where it was stopped."), T("Why it goes on"), T("The applicant reads these words."), ACT_RESTORE},
    {"tra-giay", T("The papers were returned"), T("The dossier was stopped; with the papers returned it is closed."), T("To whom, when, how"),
     T("Only colleagues read these words."), ACT_PAPERS_RETURNED},
    {"rut", T("Withdraw for the applicant"), T("The applicant stands at the desk and takes the dossier back. It ends."), T("Why the dossier is withdrawn"),
     T("As the applicant says it."), ACT_WITHDRAW}};
enum { DEEDS = sizeof deeds / sizeof *deeds };

static enum result find_deed(struct q *q, size_t *ret)
{
    const char *slug = request_parameter(q, "deed");
    for (*ret = 0; *ret < DEEDS; ++*ret)
        if (text_equal(deeds[*ret].slug, slug))
            return OK;
    return fail(q, NOT_FOUND, T("There is nothing of that name to do"));
}

/* Links for those deeds that are possible now. */
void bench_others(struct q *q, const struct bench *b, struct tasks_bench_view *view)
{
    struct tasks_bench_others *others = arena_new_array(q->arena, struct tasks_bench_others, DEEDS);
    for (size_t i = 0; i < DEEDS; i++) {
        struct dossier_act act = {.kind = deeds[i].act, .dossier_id = b->dossier.id, .note = "-"};
        bool stopped = deeds[i].act != ACT_WITHDRAW;
        if (stopped != text_equal(b->dossier.phase, "stopped"))
            continue;
        if (dossiers_act_possible(q, &act) == OK)
            others[view->others_count++] = (struct tasks_bench_others){.label = tr(q, deeds[i].title), .href = bench_url(q, b, arena_printf(q->arena, "viec-khac/%s", deeds[i].slug))};
        q_forget(q);
    }
    view->others = others;
}

enum result other_show(struct q *q, const void *input)
{
    (void)input;
    struct bench b;
    size_t deed;
    TRY(find_deed(q, &deed));
    TRY(bench_load(q, T("Works on the dossier"), &b));
    struct core_textarea_view *reason = field_textarea(q, other_inputs, "ghi-chu", "", deeds[deed].hint);
    reason->label = tr(q, deeds[deed].label);
    struct tasks_confirm_view view = {.code = b.dossier.code, .who = b.dossier.applicant_name, .title = tr(q, deeds[deed].title), .choice = tasks_procedure(q, b.dossier.procedure_id, 0),
                                      .effect = tr(q, deeds[deed].effect), .action = bench_url(q, &b, arena_printf(q->arena, "viec-khac/%s", deeds[deed].slug)),
                                      .version = b.dossier.version, .seen_at = clock_now(), .back = bench_url(q, &b, ""), .reason = reason};
    struct page frame = {.shell = SHELL_OFFICE, .title = view.title, .no_index = true, .current = "/hop-viec"};
    return tasks_confirm_page(q, &frame, &view);
}

enum result other_go(struct q *q, const void *input)
{
    const struct other_input *in = input;
    struct bench b;
    size_t deed;
    TRY(find_deed(q, &deed));
    TRY(bench_load(q, T("Works on the dossier"), &b));
    if (!in->ghi_chu || !*in->ghi_chu)
        fail_field(q, "ghi-chu", deeds[deed].label);
    TRY(q_check(q));
    struct dossier_act act = {.kind = deeds[deed].act, .dossier_id = b.dossier.id, .expect_version = in->ban, .note = in->ghi_chu};
    enum result r = dossiers_act(q, &act, NULL);
    if (r == PROBLEM_CONFLICT) {
        struct kept kept[] = {{"ghi-chu", tr(q, deeds[deed].label), in->ghi_chu}};
        return conflict_show(q, &b, in->luc, bench_url(q, &b, arena_printf(q->arena, "viec-khac/%s", deeds[deed].slug)), kept, 1);
    }
    TRY(r);
    return reply_redirect(q, bench_url(q, &b, deeds[deed].act == ACT_RESTORE ? "?tin=khoi-phuc" : "?tin=xong"));
}
