/* GET /ho-so-xu-ly/{code}/cach-tinh: the promised date, day by day, as the calendar counted it. */
#include "base/arena.h"
#include "base/clock.h"
#include "base/date.h"
#include "core/i18n.h"
#include "core/q.h"
#include "engines/calendar/calendar.h"
#include "modules/procedures/procedures.h"
#include "modules/tasks/tasks_inside.h"
#include "tasks_pages.h"

static const char *const moved_words[CALENDAR_MOVED_COUNT] = {
    NULL, T("It came before office hours and counts from the opening."), T("It came in the midday break and counts from its end."),
    T("It came after office hours and counts from the next working day."), T("It came on a day off and counts from the next working day."),
    T("It came after the hour set by law and counts from the next working day.")};

static const char *day_words(struct q *q, const struct due_day *day)
{
    const char *name = day->name ? pick_language(q, day->name, day->name_en) : NULL;
    switch (day->kind) {
    case DUE_CLOSED: return tr(q, T("Came in too late on this day"));
    case DUE_FIRST: return tr(q, T("Day of reception"));
    case DUE_COUNTED: return day->number ? tr_fill(q, T("Day {n}"), "n", tasks_int(q, day->number)) : tr(q, T("Counted"));
    case DUE_REST: return tr(q, T("Weekly day of rest"));
    case DUE_HOLIDAY: return name ? name : tr(q, T("Holiday"));
    case DUE_PAUSED: return tr_fill(q, T("The clock stood for {span}"), "span", tasks_span(q, day->paused));
    case DUE_MOVED_TO: return tr(q, T("The end fell on a day off and moved here"));
    case DUE_ADDED: return tr(q, T("Makes up for a pause"));
    default: return "";
    }
}

static const char *const weekdays[] = {"", T("Monday"), T("Tuesday"), T("Wednesday"), T("Thursday"), T("Friday"), T("Saturday"), T("Sunday")};

enum result bench_due(struct q *q, const void *input)
{
    (void)input;
    struct bench b;
    struct calendar_due due;
    TRY(bench_load(q, T("Looks at how the date was counted"), &b));
    TRY(dossiers_due(q, &b.dossier, &due));
    struct tasks_due_days *days = arena_new_array(q->arena, struct tasks_due_days, due.day_count + 1);
    for (size_t i = 0; i < due.day_count; i++) {
        const struct due_day *day = &due.days[i];
        days[i] = (struct tasks_due_days){
            .weekday = tr(q, weekdays[date_weekday(date_to_days(day->date))]), .date = date_vi(q->arena, day->date), .what = day_words(q, day),
            .counted = day->time ? tasks_span(q, day->time) : NULL, .source = day->source, .off = day->off, .due = day->due,
            .swapped = day->swapped && day->name ? pick_language(q, day->name, day->name_en) : NULL};
    }
    struct tasks_due_view view = {
        .code = b.dossier.code, .who = b.dossier.applicant_name, .back = bench_url(q, &b, ""), .came = time_long_vi(q->arena, due.came),
        .received = due.received != due.came ? time_long_vi(q->arena, due.received) : NULL, .moved = moved_words[due.moved] ? tr(q, moved_words[due.moved]) : NULL,
        .law = b.procedure ? b.procedure->time_note_vi : NULL, .promise = due.due ? time_long_vi(q->arena, due.due) : NULL,
        .kept = b.dossier.due_at && due.due && b.dossier.due_at != due.due ? time_long_vi(q->arena, b.dossier.due_at) : NULL,
        .paused = due.paused ? tasks_span(q, due.paused) : NULL, .waiting = due.waiting, .days = days, .days_count = due.day_count};
    struct page frame = {.shell = SHELL_OFFICE, .title = tr(q, T("How the date is counted")), .no_index = true, .current = "/hop-viec"};
    return tasks_due_page(q, &frame, &view);
}
