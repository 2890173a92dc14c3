/* Invented people, from the weighted lists in the folder people of the package. */
#include "base/arena.h"
#include "base/text.h"
#include "core/i18n.h"
#include "core/province.h"
#include "core/q.h"
#include "modules/demo/demo.h"
#include "modules/demo/demo_inside.h"

struct name_row { struct row row; const char *text, *gender, *group; int64_t weight; };
struct street_row { struct row row; const char *text, *kind; int64_t weight; };
struct name_list { const struct name_row *rows; size_t count; };
struct demo_names { struct name_list surnames, middles, givens; const struct street_row *streets; size_t street_count; };

static const struct column name_columns[] = {
    COLUMN(struct name_row, text, COLUMN_TEXT, .max = 40), /* empty: people without a middle name */
    COLUMN(struct name_row, gender, COLUMN_TEXT, .required = true, .choices = "male|female|any"),
    COLUMN(struct name_row, group, COLUMN_TEXT, .required = true),
    COLUMN(struct name_row, weight, COLUMN_INT, .required = true, .min = 1, .max = 100000),
    COLUMN_END};
static const struct column street_columns[] = {
    COLUMN(struct street_row, text, COLUMN_TEXT, .required = true, .max = 80),
    COLUMN(struct street_row, kind, COLUMN_TEXT, .required = true),
    COLUMN(struct street_row, weight, COLUMN_INT, .required = true, .min = 1, .max = 100000),
    COLUMN_END};

static struct name_list read_list(struct province *p, struct findings *f, const char *file)
{
    void *rows;
    struct name_list list = {0};
    province_table(p, f, file, name_columns, "", sizeof(struct name_row), &rows, &list.count);
    list.rows = rows;
    return list;
}

const struct demo_names *demo_names_read(struct q *q, struct province *p, struct findings *f)
{
    struct demo_names *n = arena_new_one(q->arena, struct demo_names);
    void *rows;
    int before = f->count;
    n->surnames = read_list(p, f, "people/surnames.csv");
    n->middles = read_list(p, f, "people/middle_names.csv");
    n->givens = read_list(p, f, "people/given_names.csv");
    province_table(p, f, "people/streets.csv", street_columns, "", sizeof(struct street_row), &rows, &n->street_count);
    n->streets = rows;
    return f->count > before ? NULL : n;
}

uint64_t dice_below(struct dice *d, uint64_t bound)
{
    d->state ^= d->state >> 12;
    d->state ^= d->state << 25;
    d->state ^= d->state >> 27;
    return (d->state * UINT64_C(2685821657736338717) >> 11) % bound;
}

void demo_check(struct q *q, struct province *p, struct findings *f)
{
    demo_names_read(q, p, f);
}

bool dice_percent(struct dice *d, int percent)
{
    return dice_below(d, 100) < (uint64_t)percent;
}

static bool fits(const struct name_row *r, bool female, const char *group)
{
    return text_equal(r->group, group) && !text_equal(r->gender, female ? "male" : "female");
}

static const char *pick(const struct name_list *list, struct dice *d, bool female, const char *group)
{
    uint64_t sum = 0, at;
    for (size_t i = 0; i < list->count; i++)
        sum += fits(&list->rows[i], female, group) ? (uint64_t)list->rows[i].weight : 0;
    if (!sum)
        return NULL;
    at = dice_below(d, sum);
    for (size_t i = 0; i < list->count; i++)
        if (fits(&list->rows[i], female, group)) {
            if (at < (uint64_t)list->rows[i].weight)
                return list->rows[i].text;
            at -= (uint64_t)list->rows[i].weight;
        }
    return NULL;
}

const char *demo_name(struct q *q, const struct demo_names *n, struct dice *d, bool *ret_female)
{
    bool female = dice_percent(d, 50);
    const char *surname = pick(&n->surnames, d, female, "kinh"), *middle = pick(&n->middles, d, female, "kinh"), *given = pick(&n->givens, d, female, "kinh");
    if (ret_female)
        *ret_female = female;
    return middle ? arena_printf(q->arena, "%s %s %s", surname, middle, given) : arena_printf(q->arena, "%s %s", surname, given);
}

const char *demo_street(struct q *q, const struct demo_names *n, struct dice *d)
{
    return arena_printf(q->arena, "%d %s", (int)dice_below(d, 400) + 1, n->streets[dice_below(d, n->street_count)].text);
}

const char *demo_number(struct q *q, struct dice *d)
{
    return arena_printf(q->arena, "04999900%04d", (int)dice_below(d, 10000));
}
