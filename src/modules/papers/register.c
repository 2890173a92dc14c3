/* Form 07, the register of dossiers of one agency and one stretch of days: the same rows that the page /so-theo-doi shows. Same rows, same paper. */
#include "base/arena.h"
#include "base/clock.h"
#include "base/date.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/must.h"
#include "base/text.h"
#include "core/access.h"
#include "core/app.h"
#include "core/i18n.h"
#include "core/q.h"
#include "modules/papers/papers_inside.h"
#include "modules/papers/routes_inside.h"
#include "modules/procedures/procedures.h"
#include "modules/units/units.h"

enum { ROWS_AT_ONCE = 500, ROWS_MOST = 2000 };

const struct input register_inputs[] = {INPUT_DATE(struct register_input, tu, T("From")), INPUT_DATE(struct register_input, den, T("To")), INPUT_END};

static const char *short_moment(struct q *q, int64_t t)
{
    return t ? time_vi(q->arena, t) : "";
}

static const char *text_or_empty(const char *s)
{
    return s ? s : "";
}

static void add_row(struct q *q, const struct dossier *d, json_t *list)
{
    const struct procedure *p = procedures_find(q, d->procedure_id, d->procedure_version);
    bool late = d->first_due_at && d->ended_at > d->first_due_at;
    must(json_array_append_new(
             list, json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s}", "dossier_code", d->code, "procedure_name", p ? p->name_vi : "", "sets", "01",
                             "owner_name", d->applicant_name, "owner_address", text_or_empty(d->applicant_address), "owner_phone",
                             text_or_empty(masked_number(q, d->applicant_phone)), "received_at", short_moment(q, d->submitted_at), "due_at",
                             short_moment(q, d->due_at), "handed_at", short_moment(q, d->received_at), "result_at", short_moment(q, d->ended_at), "returned_at",
                             short_moment(q, d->returned_at), "note", late ? tr(q, T("after the first date")) : "")) == 0);
}

static enum result put_rows(struct q *q, struct dossier_search *what, json_t *list)
{
    const struct dossier *found;
    size_t count;
    int64_t total = 0;
    do {
        TRY(dossiers_search(q, what, &found, &count, &total));
        for (size_t i = 0; i < count; i++)
            add_row(q, &found[i], list);
        what->offset += (int64_t)count;
    } while (count == ROWS_AT_ONCE && what->offset < ROWS_MOST);
    return total > ROWS_MOST ? fail(q, TOO_LARGE, T("There are more than {n} dossiers; choose fewer days"), "n", number_vi(q->arena, ROWS_MOST)) : OK;
}

static const char *fact_of(struct q *q, const struct unit *unit, const json_t *values)
{
    uint8_t digest[SHA256_BYTES];
    const char *text = json_print(q->arena, values);
    sha256(text, strlen(text), digest);
    return arena_printf(q->arena, "register:%s:%.32s", unit->id, hex_encode(q->arena, digest, sizeof digest));
}

static enum result make_register(struct q *q, const struct unit *unit, int32_t from, int32_t to, struct papers_paper_row *ret)
{
    json_t *values = values_new(q), *list = json_array();
    int64_t midnight = time_of_local_day(time_local_days(clock_now()));
    struct dossier_search what = {.unit_id = unit->id, .from = time_of_local_day(from), .to = time_of_local_day(to + 1), .sort = SORT_CODE, .limit = ROWS_AT_ONCE};
    must(json_object_set_new(values, "dossiers", list) == 0);
    values_of_agency(q, values, unit, midnight, q->app->settings.demo);
    value_put(values, "unit_name", unit->agency_name_vi);
    value_put(values, "period", tr_fill(q, T("from {from} to {to}"), "from", date_vi(q->arena, date_from_days(from)), "to", date_vi(q->arena, date_from_days(to))));
    TRY(put_rows(q, &what, list));
    struct making m = {.kind = "form-07", .template_id = "form-07", .unit = unit, .values = values, .fact_at = midnight, .fact = fact_of(q, unit, values)};
    return paper_make(q, &m, ret);
}

/* Without dates: this month. */
enum result papers_send_register(struct q *q, const void *input)
{
    const struct register_input *in = input;
    const struct unit *unit = units_find(q, q->account->unit_id);
    int32_t today = time_local_days(clock_now());
    struct date first = date_from_days(today);
    first.day = 1;
    struct papers_paper_row row;
    struct paper_made paper;
    const void *pdf;
    size_t n;
    enum language language = q->language;
    int32_t from = in->tu == INT32_MIN ? date_to_days(first) : in->tu, to = in->den == INT32_MIN ? today : in->den;
    if (!unit || from > to)
        return fail(q, INVALID, T("The first day is after the last"));
    q->language = LANGUAGE_VI;
    enum result r = make_register(q, unit, from, to, &row);
    q->language = language;
    TRY(r);
    paper_from_row(q, &row, NULL, &paper);
    TRY(papers_file(q, &paper, &pdf, &n));
    return papers_reply(q, pdf, n, "so-theo-doi.pdf");
}
