/* The functions of the language: one table at the end, one small function each. A wrong argument gives null and says so. */
#include "base/text.h"
#include "engines/rules/rule.h"
#include <string.h>

typedef const struct rule_value arguments;

static struct rule_value wrong(struct run *run, int column, const char *what)
{
    return rule_trouble(run, column, "%s", what);
}

static bool texts(arguments *args, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (args[i].kind != RULE_TEXT)
            return false;
    return true;
}

/* Text work costs steps by its length. */
static bool texts_paid(struct run *run, arguments *args, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (args[i].kind != RULE_TEXT || !rule_spend(run, strlen(args[i].text) / 16))
            return false;
    return true;
}

/* ---- text ---- */

static struct rule_value do_contains(struct run *run, int column, arguments *args, size_t count)
{
    if (!texts_paid(run, args, count))
        return wrong(run, column, "contains takes two texts");
    return rule_boolean(strstr(args[0].text, args[1].text) != NULL);
}

static struct rule_value do_starts_with(struct run *run, int column, arguments *args, size_t count)
{
    return texts(args, count) ? rule_boolean(text_starts(args[0].text, args[1].text)) : wrong(run, column, "starts with takes two texts");
}

static struct rule_value do_ends_with(struct run *run, int column, arguments *args, size_t count)
{
    return texts(args, count) ? rule_boolean(text_ends(args[0].text, args[1].text)) : wrong(run, column, "ends with takes two texts");
}

static struct rule_value do_upper(struct run *run, int column, arguments *args, size_t count)
{
    return texts_paid(run, args, count) ? rule_text(text_upper(run->arena, args[0].text)) : wrong(run, column, "upper case takes a text");
}

static struct rule_value do_lower(struct run *run, int column, arguments *args, size_t count)
{
    return texts_paid(run, args, count) ? rule_text(text_lower(run->arena, args[0].text)) : wrong(run, column, "lower case takes a text");
}

static struct rule_value do_length(struct run *run, int column, arguments *args, size_t count)
{
    if (!texts_paid(run, args, count))
        return wrong(run, column, "string length takes a text");
    return rule_number((int64_t)text_length(args[0].text));
}

/* The byte where code point number n (from 0) begins. */
static size_t byte_of(const char *s, int64_t n)
{
    size_t at = 0;
    while (s[at] && n > 0) {
        at++;
        while (((unsigned char)s[at] & 0xc0) == 0x80)
            at++;
        n--;
    }
    return at;
}

static struct rule_value do_substring(struct run *run, int column, arguments *args, size_t count)
{
    int64_t start, length = INT64_MAX;
    if (!texts_paid(run, args, 1) || !rule_whole(&args[1], &start) || (count == 3 && !rule_whole(&args[2], &length)) || start == 0 ||
        length < 0)
        return wrong(run, column, "substring takes a text, a place (first 1, last -1) and a length");
    int64_t all = (int64_t)text_length(args[0].text);
    int64_t from = start > 0 ? start - 1 : all + start;
    if (from < 0 || from > all)
        return rule_text("");
    length = length > all - from ? all - from : length;
    size_t first = byte_of(args[0].text, from), last = byte_of(args[0].text, from + length);
    return rule_text(arena_strndup(run->arena, args[0].text + first, last - first));
}

static struct rule_value do_string(struct run *run, int column, arguments *args, size_t count)
{
    (void)column, (void)count;
    if (args[0].kind == RULE_TEXT || args[0].kind == RULE_NULL)
        return args[0];
    if (args[0].kind == RULE_DATE)
        return rule_text(date_iso(run->arena, date_from_days(args[0].date)));
    return rule_text(rule_print(run->arena, &args[0]));
}

static struct rule_value do_number(struct run *run, int column, arguments *args, size_t count)
{
    rule_decimal d;
    const char *why;
    (void)count;
    if (args[0].kind == RULE_NUMBER)
        return args[0];
    if (!texts(args, 1))
        return wrong(run, column, "number takes a text of digits");
    const char *s = args[0].text;
    bool negative = *s == '-';
    if (!decimal_parse(s + negative, strlen(s + negative), &d, &why))
        return wrong(run, column, "the text is not a number");
    return decimal_or_null(negative ? -d : d);
}

/* ---- numbers ---- */

static struct rule_value rounded(struct run *run, int column, arguments *args, size_t count, enum rounding how)
{
    int64_t digits = 0;
    if (args[0].kind != RULE_NUMBER || (count == 2 && !rule_whole(&args[1], &digits)) || digits < 0 || digits > 9)
        return wrong(run, column, "rounding takes a number and 0 to 9 digits");
    return decimal_or_null(decimal_round(args[0].number, (int)digits, how));
}

static struct rule_value do_floor(struct run *run, int column, arguments *args, size_t count)
{
    return rounded(run, column, args, count, ROUND_FLOOR);
}

static struct rule_value do_ceiling(struct run *run, int column, arguments *args, size_t count)
{
    return rounded(run, column, args, count, ROUND_CEILING);
}

static struct rule_value do_decimal(struct run *run, int column, arguments *args, size_t count)
{
    return rounded(run, column, args, count, ROUND_HALF_EVEN);
}

static struct rule_value do_half_up(struct run *run, int column, arguments *args, size_t count)
{
    return rounded(run, column, args, count, ROUND_HALF_UP);
}

static struct rule_value do_round_up(struct run *run, int column, arguments *args, size_t count)
{
    return rounded(run, column, args, count, ROUND_UP);
}

static struct rule_value do_round_down(struct run *run, int column, arguments *args, size_t count)
{
    return rounded(run, column, args, count, ROUND_DOWN);
}

static struct rule_value do_abs(struct run *run, int column, arguments *args, size_t count)
{
    struct rule_value v = args[0];
    (void)count;
    if (v.kind == RULE_NUMBER)
        v.number = v.number < 0 ? -v.number : v.number;
    else if (v.kind == RULE_DAYS)
        v.seconds = v.seconds < 0 ? -v.seconds : v.seconds;
    else if (v.kind == RULE_MONTHS)
        v.months = v.months < 0 ? -v.months : v.months;
    else
        return wrong(run, column, "abs takes a number or a duration");
    return v;
}

/* Takes the sign of the divisor, as FEEL says: modulo(-5, 3) = 1. */
static struct rule_value do_modulo(struct run *run, int column, arguments *args, size_t count)
{
    (void)count;
    if (args[0].kind != RULE_NUMBER || args[1].kind != RULE_NUMBER || args[1].number == 0)
        return wrong(run, column, "modulo takes two numbers, the second not 0");
    rule_decimal rest = args[0].number % args[1].number;
    if (rest != 0 && (rest < 0) != (args[1].number < 0))
        rest += args[1].number;
    return decimal_or_null(rest);
}

/* ---- lists: one list or several values ---- */

static struct rule_value items_of(arguments *args, size_t count)
{
    return count == 1 && args[0].kind == RULE_LIST ? args[0] : rule_list(args, count);
}

static struct rule_value extreme(struct run *run, int column, arguments *args, size_t count, int wanted)
{
    struct rule_value all = items_of(args, count), best = rule_null();
    int order;
    for (size_t i = 0; i < all.list.count && rule_spend(run, 1); i++) {
        if (i > 0 && !rule_compare(&all.list.items[i], &best, &order))
            return wrong(run, column, "min and max take values of one kind");
        if (i == 0 || order == wanted)
            best = all.list.items[i];
    }
    return best;
}

static struct rule_value do_min(struct run *run, int column, arguments *args, size_t count)
{
    return extreme(run, column, args, count, -1);
}

static struct rule_value do_max(struct run *run, int column, arguments *args, size_t count)
{
    return extreme(run, column, args, count, 1);
}

static struct rule_value do_sum(struct run *run, int column, arguments *args, size_t count)
{
    struct rule_value all = items_of(args, count);
    rule_decimal sum = 0;
    if (all.list.count == 0)
        return rule_null();
    for (size_t i = 0; i < all.list.count && rule_spend(run, 1); i++) {
        if (all.list.items[i].kind != RULE_NUMBER)
            return wrong(run, column, "sum takes numbers");
        sum += all.list.items[i].number;
    }
    return decimal_or_null(sum);
}

static struct rule_value do_mean(struct run *run, int column, arguments *args, size_t count)
{
    struct rule_value sum = do_sum(run, column, args, count);
    rule_decimal d;
    if (sum.kind != RULE_NUMBER || !decimal_divide(sum.number, (rule_decimal)items_of(args, count).list.count * RULE_SCALE, &d))
        return rule_null();
    return decimal_or_null(d);
}

static struct rule_value do_count(struct run *run, int column, arguments *args, size_t count)
{
    (void)run, (void)column;
    return rule_number((int64_t)items_of(args, count).list.count);
}

/* Three-valued: `decides` in the list decides; else null when something else than true and false is in it. */
static struct rule_value all_or_any(struct run *run, arguments *args, size_t count, bool decides)
{
    struct rule_value all = items_of(args, count);
    bool unknown = false;
    for (size_t i = 0; i < all.list.count && rule_spend(run, 1); i++) {
        const struct rule_value *item = &all.list.items[i];
        if (item->kind == RULE_BOOLEAN && item->boolean == decides)
            return rule_boolean(decides);
        unknown |= item->kind != RULE_BOOLEAN;
    }
    return unknown ? rule_null() : rule_boolean(!decides);
}

static struct rule_value do_all(struct run *run, int column, arguments *args, size_t count)
{
    (void)column;
    return all_or_any(run, args, count, false);
}

static struct rule_value do_any(struct run *run, int column, arguments *args, size_t count)
{
    (void)column;
    return all_or_any(run, args, count, true);
}

static struct rule_value do_list_contains(struct run *run, int column, arguments *args, size_t count)
{
    (void)count;
    if (args[0].kind != RULE_LIST)
        return wrong(run, column, "list contains takes a list and a value");
    for (size_t i = 0; i < args[0].list.count && rule_spend(run, 1); i++)
        if (rule_equal(&args[0].list.items[i], &args[1]))
            return rule_boolean(true);
    return rule_boolean(false);
}

static struct rule_value joined(struct run *run, arguments *lists, size_t count)
{
    size_t all = 0, at = 0;
    for (size_t i = 0; i < count; i++)
        all += lists[i].list.count;
    if (!rule_spend(run, all))
        return rule_null();
    struct rule_value *items = arena_new_array(run->arena, struct rule_value, all);
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < lists[i].list.count; j++)
            items[at++] = lists[i].list.items[j];
    return rule_list(items, all);
}

static struct rule_value do_append(struct run *run, int column, arguments *args, size_t count)
{
    if (args[0].kind != RULE_LIST)
        return wrong(run, column, "append takes a list and values");
    const struct rule_value lists[] = {args[0], rule_list(args + 1, count - 1)};
    return joined(run, lists, 2);
}

static struct rule_value do_concatenate(struct run *run, int column, arguments *args, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (args[i].kind != RULE_LIST)
            return wrong(run, column, "concatenate takes lists");
    return joined(run, args, count);
}

/* ---- logic, dates ---- */

static struct rule_value do_not(struct run *run, int column, arguments *args, size_t count)
{
    (void)run, (void)column, (void)count;
    return args[0].kind == RULE_BOOLEAN ? rule_boolean(!args[0].boolean) : rule_null();
}

static struct rule_value do_is_defined(struct run *run, int column, arguments *args, size_t count)
{
    (void)run, (void)column, (void)count;
    return rule_boolean(args[0].kind != RULE_NULL);
}

static struct rule_value do_date(struct run *run, int column, arguments *args, size_t count)
{
    struct date d;
    int64_t year, month, day;
    if (count == 1 && args[0].kind == RULE_DATE)
        return args[0];
    if (count == 1 && args[0].kind == RULE_TEXT && date_parse_iso(args[0].text, &d))
        return rule_date(d);
    if (count == 3 && rule_whole(&args[0], &year) && rule_whole(&args[1], &month) && rule_whole(&args[2], &day) && year > 0 &&
        year < 10000 && month > 0 && month < 13 && day > 0 && day < 32 && date_valid((struct date){(int)year, (int)month, (int)day}))
        return rule_date((struct date){(int)year, (int)month, (int)day});
    return wrong(run, column, "date takes \"2026-11-24\" or year, month and day that exist");
}

static struct rule_value do_duration(struct run *run, int column, arguments *args, size_t count)
{
    struct rule_value v;
    (void)count;
    if (args[0].kind == RULE_TEXT && rule_duration_parse(args[0].text, &v))
        return v;
    return wrong(run, column, "duration takes \"P1Y2M\" or \"P2DT8H\"");
}

/* Whole months from one date to another: how old somebody is. */
static struct rule_value do_months_between(struct run *run, int column, arguments *args, size_t count)
{
    (void)count;
    if (args[0].kind != RULE_DATE || args[1].kind != RULE_DATE)
        return wrong(run, column, "years and months duration takes two dates");
    bool back = args[0].date > args[1].date;
    struct date from = date_from_days(args[back].date), to = date_from_days(args[!back].date);
    int64_t months = (to.year - from.year) * 12 + to.month - from.month - (to.day < from.day);
    return (struct rule_value){.kind = RULE_MONTHS, .months = back ? -months : months};
}

static const struct function functions[] = {
    {"contains", 2, 2, do_contains},
    {"starts with", 2, 2, do_starts_with},
    {"ends with", 2, 2, do_ends_with},
    {"upper case", 1, 1, do_upper},
    {"lower case", 1, 1, do_lower},
    {"string length", 1, 1, do_length},
    {"substring", 2, 3, do_substring},
    {"string", 1, 1, do_string},
    {"number", 1, 1, do_number},
    {"floor", 1, 2, do_floor},
    {"ceiling", 1, 2, do_ceiling},
    {"decimal", 2, 2, do_decimal},
    {"round half up", 2, 2, do_half_up},
    {"round up", 2, 2, do_round_up},
    {"round down", 2, 2, do_round_down},
    {"abs", 1, 1, do_abs},
    {"modulo", 2, 2, do_modulo},
    {"min", 1, -1, do_min},
    {"max", 1, -1, do_max},
    {"sum", 1, -1, do_sum},
    {"mean", 1, -1, do_mean},
    {"count", 1, -1, do_count},
    {"all", 1, -1, do_all},
    {"any", 1, -1, do_any},
    {"list contains", 2, 2, do_list_contains},
    {"append", 2, -1, do_append},
    {"concatenate", 1, -1, do_concatenate},
    {"not", 1, 1, do_not},
    {"is defined", 1, 1, do_is_defined},
    {"date", 1, 3, do_date},
    {"duration", 1, 1, do_duration},
    {"years and months duration", 2, 2, do_months_between},
};

const struct function *rule_function_find(const char *name)
{
    for (size_t i = 0; i < sizeof functions / sizeof functions[0]; i++)
        if (text_equal(functions[i].name, name))
            return &functions[i];
    return NULL;
}

/* Compares word by word: any white space in the source stands for the one blank in the name. */
static size_t matches(const char *at, const char *name)
{
    const char *s = at;
    for (; *name; name++) {
        if (*name != ' ') {
            if (*s++ != *name)
                return 0;
            continue;
        }
        if (*s != ' ' && *s != '\t' && *s != '\n')
            return 0;
        s += strspn(s, " \t\r\n");
    }
    return s[strspn(s, " \t\r\n")] == '(' ? (size_t)(s - at) : 0;
}

size_t rule_function_name_length(const char *at, const struct function **ret)
{
    for (size_t i = 0; i < sizeof functions / sizeof functions[0]; i++) {
        size_t n = strchr(functions[i].name, ' ') ? matches(at, functions[i].name) : 0;
        if (n > 0) {
            *ret = &functions[i];
            return n;
        }
    }
    return 0;
}
