/* What stands on a result: first what the dossier says (the package names the field of the form for each field of the paper), then what an
 * officer has saved over it. Lists come flat to the officer ("facts.0", "facts.1" …) and go back into the list. */
#include "base/arena.h"
#include "base/date.h"
#include "base/json.h"
#include "base/must.h"
#include "base/text.h"
#include "core/i18n.h"
#include "core/q.h"
#include "engines/forms/form.h"
#include "modules/papers/papers_inside.h"
#include "modules/procedures/procedures.h"
#include "modules/units/units.h"

enum { ROWS_MOST = 40 };

static struct form_rows answers_of(struct q *q, const struct dossier *d)
{
    const struct procedure *p = procedures_find(q, d->procedure_id, d->procedure_version);
    const char *why;
    json_t *data = json_read(q->arena, d->data, strlen(d->data), 60, &why);
    if (!p || !data)
        return (struct form_rows){0};
    return form_summary(q->arena, procedures_form(q, p), data, NULL, &dossiers_lists, LANGUAGE_VI);
}

/* "hai nghìn không trăm hai mươi sáu" */
static const char *number_words(struct q *q, int n)
{
    const char *money = text_lower(q->arena, money_words_vi(q->arena, n)), *unit = strstr(money, " đồng");
    return unit ? arena_strndup(q->arena, money, (size_t)(unit - money)) : money;
}

/* "08/11/2026" in words: "ngày tám tháng mười một năm hai nghìn không trăm hai mươi sáu". */
static const char *date_in_words(struct q *q, const char *date)
{
    struct date d;
    if (!date_parse_vi(date, &d))
        return date;
    return text_lower(q->arena, tr_fill(q, T("day {day} month {month} year {year}"), "day", number_words(q, d.day), "month", number_words(q, d.month), "year",
                                        number_words(q, d.year)));
}

static const char *formed(struct q *q, const struct template_field *f, const char *value)
{
    struct date d;
    if (text_equal(f->as, "date_words"))
        return date_in_words(q, value);
    if (text_equal(f->as, "year") && date_parse_vi(value, &d))
        return arena_printf(q->arena, "%d", d.year);
    return value;
}

static bool begins_with_one_of(const char *name, const char *words)
{
    for (size_t n; *words; words += n + (words[n] == ' ')) {
        n = strcspn(words, " ");
        if (n && strncmp(name, words, n) == 0 && (name[n] == '.' || name[n] == '\0'))
            return true;
    }
    return false;
}

/* A list "all_but": the answers of the form without those that the package leaves out (consent, delivery) and without files. */
static void put_answers(struct q *q, const struct template_field *f, const struct form_rows *answers, json_t *values)
{
    json_t *list = json_array();
    for (size_t i = 0; i < answers->count && json_array_size(list) < ROWS_MOST; i++) {
        const struct form_row *r = &answers->items[i];
        const char *label = *r->group ? arena_printf(q->arena, "%s: %s", r->group, r->label) : r->label;
        if (!r->file && *r->value && !begins_with_one_of(r->name, f->from))
            must(json_array_append_new(list, json_pack("{s:s, s:s}", "label", label, "value", r->value)) == 0);
    }
    must(json_object_set_new(values, f->name, list) == 0);
}

static void put_sources(struct q *q, const struct template *t, const struct form_rows *answers, json_t *values)
{
    for (size_t i = 0; i < t->field_count; i++) {
        const struct template_field *f = &t->fields[i];
        if (text_equal(f->as, "all_but"))
            put_answers(q, f, answers, values);
        for (size_t k = 0; f->from && k < answers->count; k++)
            if (text_equal(answers->items[k].name, f->from))
                value_put(values, f->name, formed(q, f, answers->items[k].value));
    }
}

enum result result_values(struct q *q, const struct dossier *d, const struct template *t, int64_t at, json_t *values)
{
    const struct procedure *p = procedures_find(q, d->procedure_id, d->procedure_version);
    const struct unit *unit = units_find(q, d->competent_unit);
    struct form_rows answers = answers_of(q, d);
    values_of_agency(q, values, unit, at, d->demo);
    value_put(values, "applicant_name", d->applicant_name);
    value_put(values, "dossier_code", d->code);
    value_put(values, "procedure_name", p ? p->name_vi : "");
    value_put(values, "result_name_upper", text_upper(q->arena, p ? p->result_name_vi : t->title_vi));
    value_put(values, "registry_name", unit ? unit->agency_name_vi : "");
    value_put(values, "registered_on", date_vi(q->arena, time_local(at).date));
    value_put(values, "signer_title", text_upper(q->arena, desk_signer_title(unit, time_local_days(at))));
    put_sources(q, t, &answers, values);
    return OK;
}
