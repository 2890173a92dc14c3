/* Form 01, the slip: from the line "dossiers.submitted" alone, so that it says what was so at that moment. */
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
#include "modules/procedures/procedures.h"
#include "modules/units/units.h"

static const char *channel_words(struct q *q, int64_t channel)
{
    switch (channel) {
    case CHANNEL_ONLINE: return tr(q, T("Online, with the national e-ID"));
    case CHANNEL_POST: return tr(q, T("By post"));
    default: return tr(q, T("At the desk"));
    }
}

static const char *paper_kind_words(struct q *q, const struct procedure *p, const json_t *paper, bool online)
{
    const char *source = json_get_text(paper, "source");
    int64_t number = json_get_int(paper, "number", 0);
    if (text_equal(source, "store"))
        return tr(q, T("From the applicant's store of papers"));
    if (online)
        return tr(q, T("Electronic copy"));
    for (size_t i = 0; p && i < p->paper_count; i++) {
        const char *kind = p->papers[i].number == number ? p->papers[i].kind : "";
        if (text_equal(kind, "original"))
            return tr(q, T("Original"));
        if (text_equal(kind, "certified"))
            return tr(q, T("Certified copy"));
    }
    return tr(q, T("Copy"));
}

static void add_component(json_t *list, const char *name, const char *kind)
{
    must(json_array_append_new(list, json_pack("{s:s, s:s, s:s}", "name", name, "kind_name", kind, "copies", "1")) == 0);
}

/* The application itself, then what came with it. */
static void put_components(struct q *q, const struct dossier *d, const struct procedure *p, const json_t *papers, json_t *values)
{
    json_t *list = json_array();
    bool online = d->channel == CHANNEL_ONLINE;
    add_component(list, tr(q, T("Application form")), online ? tr(q, T("Electronic form")) : tr(q, T("Paper form")));
    for (size_t i = 0; i < json_array_size(papers); i++) {
        const json_t *paper = json_array_get(papers, i);
        const char *name = json_get_text(paper, "name"), *file = json_get_text(paper, "file_name");
        add_component(list, name && *name ? name : file ? file : tr(q, T("Other paper")), paper_kind_words(q, p, paper, online));
    }
    must(json_object_set_new(values, "components", list) == 0);
}

static const char *due_moment(struct q *q, int64_t due)
{
    if (!due)
        return tr(q, T("As the agency will say"));
    return arena_printf(q->arena, "%s (%s)", moment_words(q, due), weekday_words(q, due));
}

static const char *fee_words(struct q *q, const struct procedure *p)
{
    struct procedure_said said = procedures_say_fee(q, p);
    int64_t dong = p->phi_vnd == COLUMN_NO_INT || p->le_phi_vnd == COLUMN_NO_INT ? -1 : p->phi_vnd + p->le_phi_vnd;
    if (said.sure && dong > 0)
        return arena_printf(q->arena, "%s đồng (%s)", number_vi(q->arena, dong), money_words_vi(q->arena, dong));
    return said.main;
}

static void put_procedure(struct q *q, const struct procedure *p, json_t *values)
{
    if (!p)
        return;
    struct procedure_said time = procedures_say_time(q, p);
    value_put(values, "procedure_name", p->name_vi);
    value_put(values, "procedure_code", p->code);
    value_put(values, "time_limit", time.sure && time.small ? arena_printf(q->arena, "%s. %s", time.main, time.small) : time.main);
    value_put(values, "fees", fee_words(q, p));
}

static const char *result_place(struct q *q, const struct dossier *d, const struct unit *receiving, int64_t at)
{
    const char *desk = desk_name(receiving, time_local_days(at)), *name = receiving ? receiving->name_vi : "";
    if (d->person_account)
        return tr_fill(q, T("Electronic: your store of papers on this portal. On paper: {desk}, {unit}"), "desk", desk, "unit", name);
    return tr_fill(q, T("{desk}, {unit}"), "desk", desk, "unit", name);
}

enum result slip_values(struct q *q, const struct dossier *d, const struct journal_line *line, json_t *values)
{
    json_t *data = event_data(q, line);
    const struct procedure *p = procedures_find(q, d->procedure_id, d->procedure_version);
    const struct unit *receiving = units_find(q, d->receiving_unit);
    bool online = d->channel == CHANNEL_ONLINE;
    values_of_agency(q, values, receiving, d->submitted_at, d->demo);
    values_of_applicant(q, values, d);
    put_procedure(q, p, values);
    put_components(q, d, p, json_object_get(data, "papers"), values);
    value_put(values, "track_url", track_url(q, d));
    value_put(values, "channel_name", channel_words(q, d->channel));
    value_put(values, "sets", "01");
    value_put(values, "received_at", moment_words(q, d->submitted_at));
    value_put(values, "due_at", due_moment(q, json_get_int(data, "due_at", 0)));
    value_put(values, "due_explanation", due_words(q, d));
    value_put(values, "result_place", result_place(q, d, receiving, d->submitted_at));
    value_put(values, "applicant_signature", online ? tr(q, T("(Submitted with the national e-ID)")) : NULL);
    value_put(values, "signature_lines", online ? tr(q, T("(Issued by the system)")) : NULL);
    value_put(values, "officer_name", online ? province_text(q->app->province, "portal_name_vi") : line->actor_name);
    return OK;
}
