/* The codes of dossiers: minted in the transaction of the submission, and accounted for afterwards. */
#include "base/arena.h"
#include "base/date.h"
#include "base/must.h"
#include "base/text.h"
#include "core/i18n.h"
#include "core/q.h"
#include "engines/numbering/numbering.h"
#include "modules/dossiers/dossiers_inside.h"
#include "modules/dossiers/numbers.h"
#include "modules/units/units.h"

/* A unit without a code of its own gives its numbers under the agency above it. */
static const char *agency_code(struct q *q, const char *unit_id, int32_t day)
{
    for (const struct unit *u = units_find(q, unit_id); u; u = units_parent(q, u)) {
        const char *code = units_agency_code(q, u->id, day);
        if (code)
            return code;
    }
    return NULL;
}

static enum result parse_pattern(struct q *q, struct number_pattern *ret)
{
    const char *why = NULL;
    if (number_pattern_parse(q->arena, dossier_rules(q).code_pattern, ret, &why))
        return OK;
    return fail(q, BROKEN, T("The pattern of dossier codes is wrong: {why}"), "why", why ? why : "");
}

enum result dossier_number(struct q *q, const char *unit_id, int64_t at, const char **ret_code)
{
    struct number_pattern pattern;
    struct dossiers_counter_next_row counter;
    int32_t day = time_local_days(at);
    struct number_field agency = {"agency", agency_code(q, unit_id, day)};
    TRY(parse_pattern(q, &pattern));
    if (!agency.value)
        return fail(q, BROKEN, T("No agency code is known for {unit}"), "unit", unit_id);
    TRY(dossiers_counter_next(q, number_series(q->arena, &pattern, &agency, 1, day), &counter));
    *ret_code = number_format(q->arena, &pattern, &agency, 1, day, counter.last);
    return OK;
}

/* --- every number is accounted for ----------------------------------------------------------------------------------------------- */

static enum result check_series(struct q *q, const struct dossiers_counters_after_row *series, struct number_report *report)
{
    const char *sign = strchr(series->series, '#');
    if (!sign)
        return OK;
    size_t length = (size_t)(sign - series->series);
    const char *low = arena_strndup(q->arena, series->series, length);
    char *high = arena_printf(q->arena, "%s:", low); /* ':' follows '9' */
    struct dossiers_codes_between_rows rows;
    TRY(dossiers_codes_between(q, low, high, &rows));
    int64_t *used = arena_new_array(q->arena, int64_t, rows.count + 1);
    size_t used_count = 0;
    for (size_t i = 0; i < rows.count; i++)
        if (number_parse(rows.items[i].code + length, &used[used_count]))
            used_count++;
    size_t gaps;
    struct number_gap *list = number_gaps(q->arena, used, used_count, series->last, NULL, 0, &gaps);
    report->series++;
    report->numbers += series->last;
    for (size_t i = 0; i < gaps && report->wrong_count < NUMBER_REPORT_MOST; i++)
        report->wrong[report->wrong_count++] = (struct number_wrong){series->series, list[i].kind, list[i].first, list[i].last};
    return OK;
}

enum result dossier_numbers_report(struct q *q, struct number_report *ret)
{
    const char *after = "";
    *ret = (struct number_report){0};
    for (;;) {
        struct dossiers_counters_after_rows rows;
        TRY(dossiers_counters_after(q, after, &rows));
        for (size_t i = 0; i < rows.count; i++)
            TRY(check_series(q, &rows.items[i], ret));
        if (rows.count == 0)
            return OK;
        after = rows.items[rows.count - 1].series;
    }
}
