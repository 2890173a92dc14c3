/* After submitting: the code, the promise with its reason, the slip. */
#include "base/arena.h"
#include "base/date.h"
#include "base/json.h"
#include "base/text.h"
#include "core/access.h"
#include "core/access_roles.h"
#include "core/i18n.h"
#include "core/page.h"
#include "core/q.h"
#include "dossiers_pages.h"
#include "modules/dossiers/due_view.h"
#include "modules/dossiers/pages.h"
#include "modules/procedures/procedures.h"
#include "modules/units/units.h"

const char *dossier_url(struct q *q, const struct dossier *d, const char *rest)
{
    return rest ? arena_printf(q->arena, "/ho-so/%s/%s", d->code, rest) : arena_printf(q->arena, "/ho-so/%s", d->code);
}

/* The same answer for a code that does not exist and for somebody else's. */
enum result dossier_of_address(struct q *q, struct dossier *ret)
{
    enum result r = dossiers_by_code(q, request_parameter(q, "code"), ret);
    if (r == OK)
        r = dossier_may_see(q, ret);
    if (r != PROBLEM_NOT_FOUND && r != PROBLEM_FORBIDDEN)
        return r;
    q_forget(q);
    return fail(q, NOT_FOUND, T("You have no dossier with this code. To follow one with its code, use “Track a dossier”."));
}

/* "Công chức tư pháp – hộ tịch, UBND phường Hội An: đang kiểm tra hồ sơ" */
static const char *now_with(struct q *q, const struct dossier *d)
{
    struct dossiers_tasks_open_rows tasks;
    if (dossiers_tasks_open(q, d->id, &tasks) != OK || !tasks.count)
        return tr(q, T("The office is looking at it."));
    const struct access_role *role = access_role(tasks.items[0].role_id);
    const struct unit *unit = units_find(q, tasks.items[0].unit_id);
    const char *waiting = role ? pick_language(q, role->waiting_vi, role->waiting_en) : NULL;
    return arena_printf(q->arena, "%s: %s", unit ? units_agency_name(q, unit) : "", waiting ? waiting : "");
}

enum result receipt_show(struct q *q, const void *input)
{
    (void)input;
    struct dossier d;
    TRY(dossier_of_address(q, &d));
    const struct procedure *p = procedures_find(q, d.procedure_id, d.procedure_version);
    const struct unit *competent = units_find(q, d.competent_unit);
    struct dossiers_receipt_view v = {
        .procedure = p ? procedures_name(q, p) : "", .summary = text_equal(d.summary, d.applicant_name) ? NULL : d.summary, .code = d.code,
        .due = due_view(q, &d), .slip = dossier_url(q, &d, "giay-hen.pdf"), .track = dossier_url(q, &d, NULL),
        .agency = competent ? units_agency_name(q, competent) : "", .received = day_words(q, d.submitted_at),
        .promised = d.due_at ? day_words(q, d.due_at) : NULL, .applicant = d.applicant_name, .now_with = now_with(q, &d)};
    if (!v.due)
        v.no_due = tr(q, T("This procedure has no single time limit; the office writes to you with the date."));
    struct page frame = {.shell = SHELL_SITE, .title = tr_fill(q, T("Your dossier has come in: {code}"), "code", d.code), .no_index = true};
    return dossiers_receipt_page(q, &frame, &v);
}
