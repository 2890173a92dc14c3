/* The period of a page: a month, a quarter, a year, or between two dates. */
#include "base/arena.h"
#include "base/clock.h"
#include "base/date.h"
#include "base/text.h"
#include "core/field.h"
#include "core/i18n.h"
#include "core/input.h"
#include "core/q.h"
#include "modules/statistics/statistics_inside.h"

enum { YEARS = 3, MOST = YEARS * 17 + 2 };

const struct input period_inputs[] = {
    INPUT_TEXT(struct period_input, ky, T("Period"), .max = 10),
    INPUT_DATE(struct period_input, tu, T("From")),
    INPUT_DATE(struct period_input, den, T("To")),
    INPUT_TEXT(struct period_input, don_vi, T("Agency"), .max = 64),
    INPUT_TEXT(struct period_input, linh_vuc, T("Sector"), .max = 80),
    INPUT_TEXT(struct period_input, thu_tuc, T("Procedure"), .max = 64),
    INPUT_CHOICE(struct period_input, xem, T("By"), "don-vi|linh-vuc|thu-tuc"),
    INPUT_TEXT(struct period_input, chi_so, T("Figure"), .max = 64),
    INPUT_END};

static struct period months(struct q *q, const char *key, const char *name, int year, int month, int count)
{
    struct date first = {year, month, 1};
    int32_t from = date_to_days(first), to = date_to_days(date_add_months(first, count)) - 1, today = time_local_days(clock_now());
    return (struct period){from, to, name, arena_strdup(q->arena, key), today >= from && today <= to};
}

static const char *in_year(struct q *q, const char *msgid, int n, int year)
{
    return tr_fill(q, msgid, "n", arena_printf(q->arena, "%d", n), "year", arena_printf(q->arena, "%d", year));
}

/* "2026", "2026-q4", "2026-11"; year 0: not one of these. */
static struct period read_key(struct q *q, const char *key)
{
    int64_t year = 0, n = 0;
    size_t length = key ? strlen(key) : 0;
    if (length < 4 || !number_parse(arena_strndup(q->arena, key, 4), &year) || year < 2000 || year > 2100)
        return (struct period){.name = NULL};
    if (length == 4)
        return months(q, key, tr_fill(q, T("year {year}"), "year", key), (int)year, 1, 12);
    if (length == 7 && key[4] == '-' && key[5] == 'q' && key[6] >= '1' && key[6] <= '4')
        return months(q, key, in_year(q, T("quarter {n} of {year}"), key[6] - '0', (int)year), (int)year, (key[6] - '1') * 3 + 1, 3);
    if (length == 7 && key[4] == '-' && number_parse(key + 5, &n) && n >= 1 && n <= 12)
        return months(q, key, in_year(q, T("month {n}/{year}"), (int)n, (int)year), (int)year, (int)n, 1);
    return (struct period){.name = NULL};
}

struct period period_of(struct q *q, const struct period_input *in)
{
    struct date now = time_local(clock_now()).date;
    int32_t today = time_local_days(clock_now());
    if (in->tu != INT32_MIN && in->den != INT32_MIN && in->tu <= in->den)
        return (struct period){in->tu, in->den, tr_fill(q, T("from {from} to {to}"), "from", date_vi(q->arena, date_from_days(in->tu)), "to",
                                                        date_vi(q->arena, date_from_days(in->den))), "khoang", today >= in->tu && today <= in->den};
    struct period p = read_key(q, in->ky);
    return p.name ? p : read_key(q, arena_printf(q->arena, "%d", now.year));
}

static const char *capital(struct q *q, const char *name)
{
    uint32_t c;
    size_t n = text_character(name, strlen(name), &c);
    return arena_printf(q->arena, "%s%s", text_upper(q->arena, arena_strndup(q->arena, name, n)), name + n);
}

const struct choice *period_choices(struct q *q, size_t *ret_count)
{
    struct choice *all = arena_new_array(q->arena, struct choice, MOST);
    struct date now = time_local(clock_now()).date;
    size_t n = 0;
    for (int year = now.year; year > now.year - YEARS; year--) {
        struct period p = read_key(q, arena_printf(q->arena, "%d", year));
        all[n++] = (struct choice){p.key, capital(q, p.name), NULL};
        for (int quarter = 4; quarter >= 1; quarter--) {
            p = read_key(q, arena_printf(q->arena, "%d-q%d", year, quarter));
            if (p.from <= time_local_days(clock_now()))
                all[n++] = (struct choice){p.key, capital(q, p.name), NULL};
            for (int month = quarter * 3; month > quarter * 3 - 3; month--) {
                p = read_key(q, arena_printf(q->arena, "%d-%02d", year, month));
                if (p.from <= time_local_days(clock_now()))
                    all[n++] = (struct choice){p.key, capital(q, p.name), NULL};
            }
        }
    }
    *ret_count = n;
    return all;
}
