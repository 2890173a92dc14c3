/* What + - * / ** do to numbers, texts, dates and durations. What does not fit together is null, and the reason names both kinds. */
#include "base/must.h"
#include "engines/rules/rule.h"
#include <string.h>

const char *rule_op_sign(enum node_op op)
{
    static const char *const signs[] = {"", "+", "-", "*", "/", "**", "=", "!=", "<", "<=", ">", ">="};
    return signs[op];
}

static struct rule_value numbers(struct run *run, const struct node *n, rule_decimal a, rule_decimal b)
{
    rule_decimal d = 0;
    bool ok = true;
    switch (n->op) {
    case OP_ADD:
        d = a + b;
        break;
    case OP_SUBTRACT:
        d = a - b;
        break;
    case OP_MULTIPLY:
        ok = decimal_multiply(a, b, &d);
        break;
    case OP_DIVIDE:
        if (b == 0)
            return rule_trouble(run, n->column, "division by zero");
        ok = decimal_divide(a, b, &d);
        break;
    default:
        must(false);
    }
    struct rule_value v = ok ? decimal_or_null(d) : rule_null();
    return v.kind == RULE_NULL ? rule_trouble(run, n->column, "the number is too large") : v;
}

/* By squaring; a negative power is one over the positive one. */
static struct rule_value power(struct run *run, const struct node *n, const struct rule_value *base, const struct rule_value *exponent)
{
    int64_t e;
    rule_decimal result = RULE_SCALE, square = base->number;
    if (!rule_whole(exponent, &e) || e > 1000 || e < -1000)
        return rule_trouble(run, n->column, "a power is a whole number between -1000 and 1000");
    for (int64_t left = e < 0 ? -e : e; left > 0; left /= 2) {
        if (left % 2 && !decimal_multiply(result, square, &result))
            return rule_trouble(run, n->column, "the number is too large");
        if (left > 1 && !decimal_multiply(square, square, &square))
            return rule_trouble(run, n->column, "the number is too large");
    }
    if (e < 0 && !decimal_divide(RULE_SCALE, result, &result))
        return rule_trouble(run, n->column, "division by zero");
    return decimal_or_null(result);
}

static struct rule_value date_at(struct run *run, const struct node *n, int64_t days)
{
    if (days < date_to_days((struct date){1, 1, 1}) || days > date_to_days((struct date){9999, 12, 31}))
        return rule_trouble(run, n->column, "a date lies between the years 1 and 9999");
    return (struct rule_value){.kind = RULE_DATE, .date = (int32_t)days};
}

static struct rule_value move_date(struct run *run, const struct node *n, int32_t date, const struct rule_value *by, int sign)
{
    if (by->kind == RULE_DAYS) {
        if (by->seconds % 86400 != 0)
            return rule_trouble(run, n->column, "only whole days can be added to a date");
        return date_at(run, n, date + sign * (by->seconds / 86400));
    }
    struct date d = date_from_days(date);
    int64_t months = (int64_t)d.year * 12 + d.month - 1 + sign * by->months;
    if (months < 12 || months >= 12 * 10000)
        return rule_trouble(run, n->column, "a date lies between the years 1 and 9999");
    return rule_date(date_add_months(d, (int)(sign * by->months)));
}

#define DURATION_LIMIT INT64_C(1000000000000)

static struct rule_value duration_of(struct run *run, const struct node *n, enum rule_kind kind, __int128 amount)
{
    if (amount > DURATION_LIMIT || amount < -DURATION_LIMIT)
        return rule_trouble(run, n->column, "the duration is too long");
    struct rule_value v = {.kind = kind};
    if (kind == RULE_MONTHS)
        v.months = (int64_t)amount;
    else
        v.seconds = (int64_t)amount;
    return v;
}

static int64_t duration_amount(const struct rule_value *v)
{
    return v->kind == RULE_MONTHS ? v->months : v->seconds;
}

static bool is_duration(const struct rule_value *v)
{
    return v->kind == RULE_DAYS || v->kind == RULE_MONTHS;
}

/* duration * number, duration / number, duration / duration: fractions of a second or month are cut. */
static struct rule_value scale_duration(struct run *run, const struct node *n, const struct rule_value *a, const struct rule_value *b)
{
    rule_decimal d;
    if (n->op == OP_DIVIDE && a->kind == b->kind) {
        bool ok = decimal_divide((rule_decimal)duration_amount(a) * RULE_SCALE, (rule_decimal)duration_amount(b) * RULE_SCALE, &d);
        return ok ? decimal_or_null(d) : rule_trouble(run, n->column, "division by zero");
    }
    const struct rule_value *duration = is_duration(a) ? a : b, *number = is_duration(a) ? b : a;
    rule_decimal amount = (rule_decimal)duration_amount(duration) * RULE_SCALE;
    if (number->kind != RULE_NUMBER || (n->op == OP_DIVIDE && duration != a))
        return rule_trouble(run, n->column, "a duration is multiplied or divided by a number");
    bool ok = n->op == OP_DIVIDE ? decimal_divide(amount, number->number, &d) : decimal_multiply(amount, number->number, &d);
    return ok ? duration_of(run, n, duration->kind, d / RULE_SCALE) : rule_trouble(run, n->column, "the duration cannot be computed");
}

struct rule_value rule_cannot(struct run *run, const struct node *n, const struct rule_value *a, const struct rule_value *b)
{
    return rule_trouble(run, n->column, "%s %s %s cannot be computed", rule_kind_name(a->kind), rule_op_sign(n->op),
                        rule_kind_name(b->kind));
}

static struct rule_value texts(struct run *run, const struct node *n, const char *a, const char *b)
{
    if (strlen(a) + strlen(b) > 100000 || !rule_spend(run, strlen(a) + strlen(b)))
        return rule_trouble(run, n->column, "the text is too long");
    return rule_text(arena_printf(run->arena, "%s%s", a, b));
}

struct rule_value rule_compute(struct run *run, const struct node *n, const struct rule_value *a, const struct rule_value *b)
{
    bool additive = n->op == OP_ADD || n->op == OP_SUBTRACT;
    int sign = n->op == OP_SUBTRACT ? -1 : 1;
    if (a->kind == RULE_NUMBER && b->kind == RULE_NUMBER)
        return n->op == OP_POWER ? power(run, n, a, b) : numbers(run, n, a->number, b->number);
    if (n->op == OP_ADD && a->kind == RULE_TEXT && b->kind == RULE_TEXT)
        return texts(run, n, a->text, b->text);
    if (additive && a->kind == RULE_DATE && is_duration(b))
        return move_date(run, n, a->date, b, sign);
    if (n->op == OP_ADD && is_duration(a) && b->kind == RULE_DATE)
        return move_date(run, n, b->date, a, 1);
    if (n->op == OP_SUBTRACT && a->kind == RULE_DATE && b->kind == RULE_DATE)
        return duration_of(run, n, RULE_DAYS, ((__int128)a->date - b->date) * 86400);
    if (additive && is_duration(a) && a->kind == b->kind)
        return duration_of(run, n, a->kind, (__int128)duration_amount(a) + sign * (__int128)duration_amount(b));
    if ((n->op == OP_MULTIPLY || n->op == OP_DIVIDE) && (is_duration(a) || is_duration(b)))
        return scale_duration(run, n, a, b);
    return rule_cannot(run, n, a, b);
}
