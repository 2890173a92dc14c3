/* Facts of a procedure in words. What no source and no officer has confirmed is said as "usually", with the agency that will confirm it;
 * what is not known at all is "not published yet", with the agency that owes it. */
#include "base/arena.h"
#include "base/text.h"
#include "core/i18n.h"
#include "modules/procedures/procedures_inside.h"
#include "modules/units/units.h"

enum { SMALL_MOST = 180 }; /* code points of a note that still fits under a fact */

const char *procedures_owner_name(struct q *q, const struct procedure *p)
{
    const struct sector *sector = procedures_sector(q, p->sector_code);
    const struct unit *owner = sector ? units_find(q, sector->owner_unit_id) : NULL;
    return units_agency_name(q, owner ? owner : units_root(q));
}

static struct procedure_said unknown(struct q *q, const struct procedure *p)
{
    return (struct procedure_said){tr(q, T("Not published yet")), tr_fill(q, T("{agency} will publish it"), "agency", procedures_owner_name(q, p)), false};
}

static const char *to_be_confirmed(struct q *q, const struct procedure *p)
{
    return tr_fill(q, T("{agency} will confirm"), "agency", procedures_owner_name(q, p));
}

/* 1.234, for English readers 1,234 */
static const char *number_text(struct q *q, int64_t n)
{
    char *said = arena_strdup(q->arena, number_vi(q->arena, n));
    for (char *at = said; q->language == LANGUAGE_EN && *at; at++)
        if (*at == '.')
            *at = ',';
    return said;
}

/* --- time ------------------------------------------------------------------------------------------------------------------ */

static const char *time_words(struct q *q, const struct procedure *p, bool sure)
{
    const char *n = number_text(q, p->limit_value);
    if (p->limit_value == 0)
        return tr(q, sure ? T("The same day") : T("Usually the same day"));
    if (text_equal(p->limit_unit, "hour"))
        return tr_fill(q, sure ? T("{n} working hours") : T("Usually {n} working hours"), "n", n);
    if (text_equal(p->limit_unit, "day"))
        return tr_fill(q, sure ? T("{n} days") : T("Usually {n} days"), "n", n);
    return tr_fill(q, sure ? T("{n} working days") : T("Usually {n} working days"), "n", n);
}

struct procedure_said procedures_say_time(struct q *q, const struct procedure *p)
{
    bool sure = procedures_certainty(p, FACTS_TIME) != CERTAINTY_KNOWLEDGE;
    const char *note = procedures_text(q, p->time_note_vi);
    if (p->limit_value == COLUMN_NO_INT && sure && note)
        return (struct procedure_said){tr(q, T("Depends on the case")), text_length(note) <= SMALL_MOST ? note : NULL, true};
    if (p->limit_value == COLUMN_NO_INT)
        return unknown(q, p);
    const char *small = !sure ? to_be_confirmed(q, p) : p->cutoff_time ? tr_fill(q, T("Received after {time}: the next working day"), "time", p->cutoff_time) : NULL;
    return (struct procedure_said){time_words(q, p, sure), small, sure};
}

/* --- fee ------------------------------------------------------------------------------------------------------------------- */

static const char *money_text(struct q *q, int64_t dong)
{
    return arena_printf(q->arena, "%s\u00a0đồng", number_text(q, dong));
}

struct procedure_said procedures_say_fee(struct q *q, const struct procedure *p)
{
    bool sure = procedures_certainty(p, FACTS_FEE) != CERTAINTY_KNOWLEDGE;
    const char *note = procedures_text(q, p->fee_note_vi);
    if (note && text_length(note) > SMALL_MOST)
        note = NULL;
    if (p->phi_vnd == COLUMN_NO_INT || p->le_phi_vnd == COLUMN_NO_INT) {
        struct procedure_said said = unknown(q, p);
        return sure && note ? (struct procedure_said){tr(q, T("Set by the province")), note, true} : said;
    }
    int64_t dong = p->phi_vnd + p->le_phi_vnd;
    if (sure)
        return (struct procedure_said){dong ? money_text(q, dong) : tr(q, T("Free")), dong ? note : NULL, true};
    return (struct procedure_said){dong ? tr_fill(q, T("Usually {amount}"), "amount", money_text(q, dong)) : tr(q, T("Usually free")), to_be_confirmed(q, p), false};
}

/* --- where ------------------------------------------------------------------------------------------------------------------ */

struct procedure_said procedures_say_place(struct q *q, const struct procedure *p, const struct unit **ret_unit)
{
    const struct unit *reader = units_of_reader(q), *who = NULL;
    const struct unit *place = reader ? reader : text_equal(p->level, "province") ? units_root(q) : NULL;
    if (procedures_competent(q, p, place, &who) != OK) {
        q_forget(q);
        who = NULL;
    }
    if (ret_unit)
        *ret_unit = who;
    if (!who)
        return (struct procedure_said){units_kind_name(q, p->competent_unit_kind), NULL, procedures_certainty(p, FACTS_IDENTITY) != CERTAINTY_KNOWLEDGE};
    const char *small = reader ? tr_fill(q, T("for people of {place}"), "place", units_name(q, reader)) : NULL;
    return (struct procedure_said){units_agency_name(q, who), small, procedures_certainty(p, FACTS_IDENTITY) != CERTAINTY_KNOWLEDGE};
}

/* What this portal itself does is certain, whatever the announced level is. */
const char *procedures_say_online(const struct q *q, const struct procedure *p)
{
    if (text_equal(p->online_level, "none"))
        return tr(q, T("At the desk"));
    if (procedures_certainty(p, FACTS_ONLINE) == CERTAINTY_KNOWLEDGE)
        return tr(q, T("Can be submitted online"));
    return tr(q, text_equal(p->online_level, "toan_trinh") ? T("Fully online") : T("Partly online"));
}

const char *procedures_say_sentence(struct q *q, const struct procedure *p)
{
    const struct guide *guide = procedures_guide(p);
    if (guide)
        return pick_language(q, guide->for_whom_vi, guide->for_whom_en);
    return tr_fill(q, T("You receive: {what}"), "what", procedures_text(q, p->result_name_vi));
}
