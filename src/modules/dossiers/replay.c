/* The row and the tasks are what the journal says: rebuilt here from its lines alone and compared field by field. */
#include "base/arena.h"
#include "base/json.h"
#include "base/text.h"
#include "core/i18n.h"
#include "core/journal.h"
#include "core/q.h"
#include "modules/dossiers/dossiers_inside.h"

static enum result rebuild(struct q *q, int64_t id, struct life *ret)
{
    const struct journal_line *lines;
    int count;
    *ret = (struct life){.begun = false};
    TRY(journal_of(q, "dossier", id, &lines, &count));
    for (int i = 0; i < count; i++) {
        const char *why = NULL;
        if (!life_counts(lines[i].type))
            continue;
        json_t *data = json_read(q->arena, lines[i].data, strlen(lines[i].data), 60, &why);
        if (!data)
            return fail(q, BROKEN, T("A line of the journal cannot be read: {why}"), "why", why);
        TRY(life_apply(q, ret, lines[i].type, data, LIFE_REPLAY));
    }
    return ret->row.id == id ? OK : fail(q, NOT_FOUND, T("There is no such dossier"));
}

#define DIFFERS_INT(member)                                                                                                            \
    if (a->member != b->member)                                                                                                        \
    return arena_printf(q->arena, #member ": %lld by the journal, %lld in the row", (long long)a->member, (long long)b->member)
#define DIFFERS_TEXT(member)                                                                                                           \
    if (!text_equal(a->member, b->member))                                                                                             \
    return arena_printf(q->arena, #member ": “%s” by the journal, “%s” in the row", a->member ? a->member : "", b->member ? b->member : "")

static const char *row_difference(struct q *q, const struct dossiers_dossier_row *a, const struct dossiers_dossier_row *b)
{
    DIFFERS_TEXT(code);
    DIFFERS_TEXT(procedure_id);
    DIFFERS_INT(procedure_version);
    DIFFERS_TEXT(receiving_unit);
    DIFFERS_TEXT(competent_unit);
    DIFFERS_TEXT(original_unit);
    DIFFERS_TEXT(place_unit);
    DIFFERS_INT(channel);
    DIFFERS_INT(person_account);
    DIFFERS_TEXT(applicant_name);
    DIFFERS_TEXT(applicant_number);
    DIFFERS_TEXT(applicant_phone);
    DIFFERS_TEXT(summary);
    DIFFERS_TEXT(data);
    DIFFERS_TEXT(known);
    DIFFERS_TEXT(state);
    DIFFERS_INT(status);
    DIFFERS_TEXT(phase);
    DIFFERS_INT(submitted_at);
    DIFFERS_INT(received_at);
    DIFFERS_INT(due_at);
    DIFFERS_INT(first_due_at);
    DIFFERS_INT(soon_at);
    DIFFERS_INT(ended_at);
    DIFFERS_INT(delivered_at);
    DIFFERS_INT(paused_since);
    DIFFERS_INT(supplements);
    DIFFERS_INT(extensions);
    DIFFERS_INT(rating);
    DIFFERS_INT(alarm);
    DIFFERS_INT(watch_at);
    DIFFERS_TEXT(folded);
    DIFFERS_INT(version);
    return NULL;
}

static const char *task_difference(struct q *q, const struct life_task *a, const struct life_task *b)
{
    DIFFERS_INT(number);
    DIFFERS_TEXT(step_id);
    DIFFERS_TEXT(role_id);
    DIFFERS_TEXT(unit_id);
    DIFFERS_INT(holder);
    DIFFERS_TEXT(holder_name);
    DIFFERS_INT(held_since);
    DIFFERS_INT(opened_at);
    DIFFERS_INT(due_at);
    DIFFERS_INT(waiting);
    return NULL;
}

enum result dossiers_replay(struct q *q, int64_t id, bool *ret_agrees, const char **ret_difference)
{
    struct life by_journal, by_rows;
    TRY(rebuild(q, id, &by_journal));
    TRY(life_load(q, id, &by_rows));
    const char *difference = row_difference(q, &by_journal.row, &by_rows.row);
    if (!difference && by_journal.task_count != by_rows.task_count)
        difference = arena_printf(q->arena, "open tasks: %zu by the journal, %zu in the rows", by_journal.task_count, by_rows.task_count);
    for (size_t i = 0; !difference && i < by_rows.task_count; i++)
        difference = task_difference(q, &by_journal.tasks[i], &by_rows.tasks[i]);
    *ret_agrees = difference == NULL;
    *ret_difference = difference;
    return OK;
}
