/* "Ai đã xem dữ liệu của tôi": every reading of my data by an officer, by month, in plain words; and what to do when one looks wrong. */
#include "base/arena.h"
#include "base/clock.h"
#include "base/date.h"
#include "base/json.h"
#include "base/text.h"
#include "core/access.h"
#include "core/app.h"
#include "core/db.h"
#include "core/field.h"
#include "core/http/cursor.h"
#include "core/http/http.h"
#include "core/i18n.h"
#include "core/journal.h"
#include "core/province.h"
#include "core/q.h"
#include "modules/people/people_inside.h"
#include "modules/units/units.h"
#include "people_pages.h"

enum { MOST = 500, MONTHS = 24, ANSWER_MOST = 1024 * 1024, API_USUAL = 50, API_MOST = 200 };

const struct input people_readings_inputs[] = {
    INPUT_TEXT(struct readings_input, thang, T("Month"), .max = 7),
    INPUT_END};
const struct input people_dispute_inputs[] = {
    INPUT_INT(struct dispute_input, reading, T("Reading"), .required = true, .min = 1, .max = INT64_MAX),
    INPUT_TEXT(struct dispute_input, words, T("What looks wrong?"), .required = true, .lines = true, .max = 1000),
    INPUT_END};
const struct input people_api_inputs[] = {
    INPUT_INT(struct api_readings_input, limit, T("At most so many"), .min = 1, .max = API_MOST),
    INPUT_TEXT(struct api_readings_input, cursor, T("Where the list goes on"), .max = 400),
    INPUT_END};

/* --- months -------------------------------------------------------------------------------------------------------------------------------- */

struct months { int64_t from, to; };

/* "2026-11"; anything else: everything. */
static bool month_of(const char *said, struct months *ret)
{
    struct date first;
    char day[11];
    snprintf(day, sizeof day, "%.7s-01", said ? said : "");
    if (!said || strlen(said) != 7 || !date_parse_iso(day, &first))
        return false;
    ret->from = time_of_local_day(date_to_days(first));
    ret->to = time_of_local_day(date_to_days(date_add_months(first, 1)));
    return true;
}

static size_t month_choices(struct q *q, const struct choice **ret)
{
    struct choice *list = arena_new_array(q->arena, struct choice, MONTHS);
    struct date d = date_from_days(time_local_days(clock_now()));
    d.day = 1;
    for (size_t i = 0; i < MONTHS; i++, d = date_add_months(d, -1))
        list[i] = (struct choice){arena_printf(q->arena, "%04d-%02d", d.year, d.month), arena_printf(q->arena, "%02d/%d", d.month, d.year), NULL};
    *ret = list;
    return MONTHS;
}

/* --- the page -------------------------------------------------------------------------------------------------------------------------------- */

static const char *unit_words(struct q *q, const char *unit_id)
{
    const struct unit *u = unit_id ? units_find(q, unit_id) : NULL;
    return u ? units_agency_name(q, u) : tr(q, T("a state agency"));
}

static struct people_readings_readings line_of(struct q *q, const struct journal_reading *r)
{
    bool dossier = text_equal(r->subject_kind, "dossier");
    return (struct people_readings_readings){
        .at = r->at, .who = r->actor_name, .unit = unit_words(q, r->unit_id), .what = dossier ? tr_fill(q, T("Dossier {code}"), "code", r->what) : r->what,
        .href = dossier ? arena_printf(q->arena, "/ho-so/%s", r->what) : NULL, .purpose = *r->purpose ? r->purpose : tr(q, T("no reason was given")),
        .wrong = arena_printf(q->arena, "/ai-da-xem/bao-sai?reading=%lld", (long long)r->id)};
}

enum result people_show_readings(struct q *q, const void *input)
{
    const struct readings_input *in = input;
    const struct journal_reading *list;
    const struct choice *months;
    size_t count;
    struct months m = {0, INT64_MAX};
    bool one_month = month_of(in->thang, &m);
    TRY(journal_readings(q, q->account->person_number, m.from, m.to, INT64_MAX, MOST, &list, &count));
    struct people_readings_readings *rows = arena_new_array(q->arena, struct people_readings_readings, count + 1);
    for (size_t i = 0; i < count; i++)
        rows[i] = line_of(q, &list[i]);
    size_t month_count = month_choices(q, &months);
    struct page frame = {.title = tr(q, T("Who has seen my data")), .current = "/ai-da-xem", .no_index = true};
    struct people_readings_view v = {.readings = rows, .readings_count = count, .cut = count == MOST, .reported = request_query(q, "da-bao") != NULL,
                                     .month = field_select(q, people_readings_inputs, "thang", one_month ? in->thang : NULL, NULL, months, month_count, T("all")),
                                     .hotline = province_text(q->app->province, "contacts.hotline")};
    return people_readings_page(q, &frame, &v);
}

/* --- this looks wrong -------------------------------------------------------------------------------------------------------------------------- */

/* The reading must be one of my own data. */
static enum result find(struct q *q, int64_t id, struct journal_reading *ret)
{
    const struct journal_reading *list;
    size_t count;
    TRY(journal_readings(q, q->account->person_number, 0, INT64_MAX, id + 1, 1, &list, &count));
    if (!count || list[0].id != id)
        return fail(q, NOT_FOUND, T("There is no such entry about your data"));
    *ret = list[0];
    return OK;
}

enum result people_show_dispute(struct q *q, const void *input)
{
    struct journal_reading r;
    int64_t id = 0;
    (void)input;
    const char *said = q->request->method == HTTP_POST ? input_typed(q, "reading") : request_query(q, "reading");
    if (!said || !number_parse(said, &id) || id < 1 || id == INT64_MAX)
        return fail(q, NOT_FOUND, T("There is no such entry about your data"));
    TRY(find(q, id, &r));
    struct page frame = {.title = tr(q, T("Report a reading that looks wrong")), .back = "/ai-da-xem", .current = "/ai-da-xem", .no_index = true};
    struct people_dispute_view v = {.reading = id, .at = r.at, .who = r.actor_name, .unit = unit_words(q, r.unit_id), .purpose = r.purpose,
                                    .words = field_textarea(q, people_dispute_inputs, "words", NULL, T("For example: I have no dossier there")),
                                    .hotline = province_text(q->app->province, "contacts.hotline")};
    return people_dispute_page(q, &frame, &v);
}

struct disputing { const struct journal_reading *r; const char *words; };

static enum result write(struct q *q, void *arg)
{
    const struct disputing *d = arg;
    struct event e = {.type = "people.reading_disputed", .subject_kind = "reading", .subject_id = d->r->id, .unit_id = d->r->unit_id, .person = q->account->person_number,
                      .reason = d->words, .data = arena_printf(q->arena, "{\"officer\":%lld}", (long long)d->r->account_id)};
    return journal_write(q, &e);
}

enum result people_dispute(struct q *q, const void *input)
{
    const struct dispute_input *in = input;
    struct journal_reading r;
    TRY(find(q, in->reading, &r));
    TRY(db_transact(q, write, &(struct disputing){&r, in->words}));
    return reply_redirect(q, "/ai-da-xem?da-bao=1");
}

/* --- for programs ----------------------------------------------------------------------------------------------------------------------------- */

enum result people_api_readings(struct q *q, const void *input)
{
    const struct api_readings_input *in = input;
    const struct journal_reading *list;
    size_t count;
    struct json_writer w;
    struct buf b;
    const char *position;
    int64_t limit = in->limit ? in->limit : API_USUAL, before = INT64_MAX;
    TRY(cursor_read(q, &position));
    if (position && !number_parse(position, &before))
        return fail(q, MALFORMED, NULL);
    TRY(journal_readings(q, q->account->person_number, 0, INT64_MAX, before, limit + 1, &list, &count));
    bool more = (int64_t)count > limit;
    count -= more;
    buf_init(&b, q->arena, ANSWER_MOST);
    json_begin(&w, &b);
    json_object_open(&w);
    json_key(&w, "items");
    json_array_open(&w);
    for (size_t i = 0; i < count; i++) {
        json_object_open(&w);
        json_field_time(&w, "at", list[i].at);
        json_field_text(&w, "who", list[i].actor_name);
        json_field_text(&w, "unit", list[i].unit_id);
        json_field_text(&w, "what_kind", list[i].subject_kind);
        json_field_text(&w, "what", list[i].what);
        json_field_text(&w, "why", list[i].purpose);
        json_object_close(&w);
    }
    json_array_close(&w);
    const char *next = more ? arena_printf(q->arena, "%lld", (long long)list[count - 1].id) : NULL;
    json_field_text(&w, "next", next ? cursor_make(q, next) : NULL);
    json_object_close(&w);
    if (next)
        cursor_link_next(q, next);
    return reply_json(q, 200, b.data);
}
