/* Names of things as officers say them. */
#include "base/arena.h"
#include "base/clock.h"
#include "base/date.h"
#include "core/access_roles.h"
#include "core/i18n.h"
#include "core/q.h"
#include "engines/workflow/workflow.h"
#include "modules/procedures/procedures.h"
#include "modules/tasks/tasks_inside.h"
#include "modules/units/units.h"

const char *tasks_url(struct q *q, const char *code)
{
    return arena_printf(q->arena, "/ho-so-xu-ly/%s", code);
}

const char *tasks_moment(struct q *q, int64_t t)
{
    struct local_time l = time_local(t), now = time_local(clock_now());
    const char *hour = arena_printf(q->arena, "%02d:%02d", l.hour, l.minute);
    if (time_local_days(t) == time_local_days(clock_now()))
        return tr_fill(q, T("{hour} today"), "hour", hour);
    if (l.date.year == now.date.year)
        return arena_printf(q->arena, "%s %02d/%02d", hour, l.date.day, l.date.month);
    return arena_printf(q->arena, "%s %s", hour, date_vi(q->arena, l.date));
}

const char *tasks_channel(struct q *q, int64_t channel)
{
    switch (channel) {
    case CHANNEL_ONLINE: return tr(q, T("Online"));
    case CHANNEL_POST: return tr(q, T("Post"));
    default: return tr(q, T("Counter"));
    }
}

static const struct { const char *words, *look; } statuses[] = {
    {"", "none"}, {T("New"), "run"}, {T("Received for processing"), "run"}, {T("Not accepted"), "none"}, {T("Being processed"), "run"},
    {T("Waiting for a supplement"), "none"}, {T("Waiting for payment"), "none"}, {T("Withdrawn"), "none"}, {T("Stopped"), "none"},
    {T("Result there"), "ok"}, {T("Handed over"), "ok"}};

const char *tasks_status(struct q *q, int64_t status)
{
    return status >= 1 && status <= 10 ? tr(q, statuses[status].words) : "";
}

const char *tasks_status_look(int64_t status)
{
    return statuses[status >= 1 && status <= 10 ? status : 0].look;
}

const char *tasks_procedure(struct q *q, const char *id, int64_t version)
{
    const struct procedure *p = procedures_find(q, id, version);
    return p ? procedures_name(q, p) : id;
}

const char *tasks_choice(struct q *q, const struct workflow_choice *choice)
{
    return choice->label_vi ? pick_language(q, choice->label_vi, choice->label_en) : tr(q, T("Done, pass on"));
}

const char *tasks_int(struct q *q, int64_t n)
{
    return arena_printf(q->arena, "%lld", (long long)n);
}

const char *tasks_role(struct q *q, const char *role_id)
{
    const struct access_role *role = access_role(role_id);
    return role ? pick_language(q, role->name_vi, role->name_en) : role_id;
}

const char *tasks_unit(struct q *q, const char *unit_id)
{
    const struct unit *u = units_find(q, unit_id);
    return u ? units_agency_name(q, u) : unit_id;
}
