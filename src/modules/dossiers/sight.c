/* Who may see a dossier; an officer's reading is logged for the person it is about. */
#include "base/text.h"
#include "core/access.h"
#include "core/i18n.h"
#include "core/journal.h"
#include "core/q.h"
#include "modules/dossiers/dossiers_inside.h"
#include "modules/units/units.h"

/* A unit of it lies in the officer's subtree: where it came in, who decides or decided first, or where a task of it is open. */
static enum result officer_sees(struct q *q, const struct dossier *d, bool *ret)
{
    const char *root = q->account->unit_id;
    struct dossiers_tasks_open_rows tasks;
    *ret = units_within(q, d->competent_unit, root) || units_within(q, d->receiving_unit, root) || units_within(q, d->original_unit, root);
    if (*ret)
        return OK;
    TRY(dossiers_tasks_open(q, d->id, &tasks));
    for (size_t i = 0; i < tasks.count; i++)
        *ret = *ret || units_within(q, tasks.items[i].unit_id, root);
    return OK;
}

/* Typed by that account, or its applicant by the number of the e-ID. */
static bool is_theirs(const struct account *who, const struct dossier *d)
{
    return who->id == d->person_account || who->id == d->account_id || (who->person_number && text_equal(who->person_number, d->applicant_number));
}

enum result dossier_may_see(struct q *q, const struct dossier *d)
{
    const struct account *who = q->account;
    bool sees = false;
    if (who->kind == ACCOUNT_NOBODY)
        return fail(q, NOT_SIGNED_IN, NULL);
    if (who->kind == ACCOUNT_SYSTEM || (who->kind == ACCOUNT_RESIDENT && is_theirs(who, d)))
        return OK;
    if (who->kind == ACCOUNT_OFFICER && access_may(q, "dossiers.read"))
        TRY(officer_sees(q, d, &sees));
    return sees ? OK : fail(q, FORBIDDEN, T("This dossier is not one of yours"));
}

enum result dossiers_need_sight(struct q *q, const struct dossier *d, const char *purpose)
{
    TRY(dossier_may_see(q, d));
    if (q->account->kind != ACCOUNT_OFFICER || !d->applicant_number)
        return OK;
    return journal_read_of(q, d->applicant_number, d->code, "dossier", d->id, purpose);
}

enum result dossiers_task_unit(struct q *q, int64_t dossier_id, int64_t task, const char **ret_unit)
{
    struct dossiers_tasks_open_rows tasks;
    TRY(dossiers_tasks_open(q, dossier_id, &tasks));
    for (size_t i = 0; i < tasks.count; i++)
        if (tasks.items[i].number == task) {
            *ret_unit = tasks.items[i].unit_id;
            return OK;
        }
    return fail(q, NOT_NOW, T("This step is no longer open"));
}
