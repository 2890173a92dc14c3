/* Values that several papers print. Papers speak Vietnamese, whoever asks for them: the callers set q->language. */
#include "base/arena.h"
#include "base/date.h"
#include "base/json.h"
#include "base/must.h"
#include "base/text.h"
#include "core/app.h"
#include "core/i18n.h"
#include "core/journal.h"
#include "core/province.h"
#include "core/q.h"
#include "modules/papers/papers_inside.h"
#include "modules/units/units.h"

json_t *values_new(struct q *q)
{
    json_t *values = json_object();
    must(values != NULL);
    arena_on_free(q->arena, (arena_cleanup_fn *)json_decref, values);
    return values;
}

void value_put(json_t *values, const char *name, const char *value)
{
    if (value && *value)
        must(json_object_set_new(values, name, json_string(value)) == 0);
}

const char *moment_words(struct q *q, int64_t t)
{
    struct local_time l = time_local(t);
    return arena_printf(q->arena, "%02d giờ %02d phút ngày %s", l.hour, l.minute, date_vi(q->arena, l.date));
}

const char *weekday_words(struct q *q, int64_t t)
{
    const char *whole = time_long_vi(q->arena, t), *day = strchr(whole, ' ') + 1; /* "17:00 Thứ Hai, 16/11/2026" */
    return arena_strndup(q->arena, day, strcspn(day, ","));
}

/* NĐ 30/2020/NĐ-CP, annex I: days below 10 and months 1 and 2 with a zero before them. */
const char *date_words(struct q *q, int64_t t)
{
    struct date d = time_local(t).date;
    return arena_printf(q->arena, d.month <= 2 ? "ngày %02d tháng %02d năm %d" : "ngày %02d tháng %d năm %d", d.day, d.month, d.year);
}

const char *masked_number(struct q *q, const char *number)
{
    size_t n = number ? strlen(number) : 0;
    if (n < 9)
        return number && *number ? "•••" : NULL;
    if (n == 12)
        return arena_printf(q->arena, "%.4s•• ••• %s", number, number + 9);
    return arena_printf(q->arena, "%.2s•• ••• %s", number, number + n - 3);
}

/* The place of the date line: the administrative unit itself, or the one that a department or branch serves. */
static const char *place_of(struct q *q, const struct unit *u)
{
    const struct unit *area = u && !u->form && u->area_id ? units_find(q, u->area_id) : u;
    return area ? area->short_name_vi : "";
}

void values_of_agency(struct q *q, json_t *values, const struct unit *u, int64_t at, bool demo)
{
    struct province *p = q->app->province;
    value_put(values, "agency_upper", u ? text_upper(q->arena, u->agency_name_vi) : "");
    value_put(values, "desk_upper", text_upper(q->arena, desk_name(u, time_local_days(at))));
    value_put(values, "place", place_of(q, u));
    value_put(values, "date_words", date_words(q, at));
    value_put(values, "portal_name", province_text(p, "portal_name_vi"));
    value_put(values, "hotline", province_text(p, "contacts.hotline"));
    if (demo)
        value_put(values, "demo_note", tr_in(LANGUAGE_VI, T("Invented for demonstration, of no legal effect")));
}

void values_of_applicant(struct q *q, json_t *values, const struct dossier *d)
{
    value_put(values, "dossier_code", d->code);
    value_put(values, "applicant_name", d->applicant_name);
    value_put(values, "applicant_address", d->applicant_address);
    value_put(values, "applicant_phone", masked_number(q, d->applicant_phone));
    value_put(values, "applicant_email", d->applicant_email);
    value_put(values, "applicant_identity_number", masked_number(q, d->applicant_number));
}

const char *track_url(struct q *q, const struct dossier *d)
{
    return arena_printf(q->arena, "%s/tra-cuu?ma=%s", q->app->settings.base_url, d->code);
}

const char *verify_url(struct q *q, const char *verify_code)
{
    return arena_printf(q->arena, "%s/kiem-tra-giay-to/%s", q->app->settings.base_url, verify_code);
}

json_t *event_data(struct q *q, const struct journal_line *line)
{
    const char *why;
    json_t *data = line ? json_read(q->arena, line->data, strlen(line->data), 60, &why) : NULL;
    return data ? data : values_new(q);
}
