/* /thong-ke/dinh-nghia/{id}: what a figure is, as a sentence and as a formula, with its value in the period chosen. */
#include "base/arena.h"
#include "base/date.h"
#include "base/text.h"
#include "core/access.h"
#include "core/i18n.h"
#include "core/page.h"
#include "core/q.h"
#include "modules/statistics/view.h"
#include "statistics_pages.h"

enum result statistics_definition(struct q *q, const void *input)
{
    const struct period_input *in = input;
    const struct figure *f = figure_find(request_parameter(q, "id"));
    struct scope scope;
    struct sums whole;
    struct group *groups;
    size_t n;
    if (!f)
        return fail(q, NOT_FOUND, T("There is no such figure"));
    struct period period = period_of(q, in);
    TRY(scope_of(q, in, &scope));
    TRY(statistics_sums(q, period, &scope, BY_UNIT, &whole, &groups, &n));
    struct figure_value value = figure_value(f, &whole);
    const char *name = pick_language(q, f->name_vi, f->name_en);
    bool opens = q->account->kind == ACCOUNT_OFFICER && access_may(q, "statistics.open_rows");
    for (size_t i = 0; i < f->numerator.count; i++)
        opens = opens && measure_is_dossiers(f->numerator.terms[i].measure);
    struct statistics_definition_view v = {
        .name = name, .number = f->number, .definition = pick_language(q, f->definition_vi, f->definition_en), .numerator = expression_words(q, &f->numerator),
        .denominator = expression_words(q, &f->denominator), .value = figure_words(q, f, value), .unit = value.none ? NULL : figure_unit(q, f), .period = period.name,
        .scope = scope_words(q, &scope), .numerator_value = value.numerator, .denominator_value = value.denominator, .share = f->denominator.count > 0,
        .norm = f->norm, .points = f->points > 0 ? decimal_vi(q->arena, f->points, 0) : NULL, .target = f->target > 0 ? decimal_vi(q->arena, f->target, 0) : NULL,
        .back = statistics_url(q, "/thong-ke", in, NULL, NULL), .rows = opens ? statistics_url(q, "/cong-vu/thong-ke/ho-so", in, "chi_so", f->id) : NULL};
    struct page frame = {.shell = SHELL_SITE, .title = name, .current = "/thong-ke", .back = v.back};
    return statistics_definition_page(q, &frame, &v);
}
