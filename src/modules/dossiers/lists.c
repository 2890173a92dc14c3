/* lists.h */
#include "modules/dossiers/lists.h"
#include "base/arena.h"
#include "base/text.h"
#include "core/i18n.h"
#include "core/province.h"
#include "modules/units/units.h"

enum { LIST_COUNT = 5 };
struct list { const char *name; struct list_entry *entries; size_t count; };
static struct list lists[LIST_COUNT];

struct list_row { struct row row; const char *code, *name_vi, *name_en; };
static const struct column list_columns[] = {
    COLUMN(struct list_row, code, COLUMN_TEXT, .required = true, .unique = true, .max = 20),
    COLUMN(struct list_row, name_vi, COLUMN_TEXT, .required = true, .max = 200),
    COLUMN(struct list_row, name_en, COLUMN_TEXT, .max = 200),
    COLUMN_END};

static void read_list(struct q *q, struct province *p, const char *name, struct list *to)
{
    struct findings f = {.arena = q->arena};
    void *rows = NULL;
    size_t count = 0;
    *to = (struct list){.name = name};
    if (!province_table(p, &f, arena_printf(q->arena, "lists/%s.csv", name), list_columns, "certainty|source|valid_from|valid_to", sizeof(struct list_row), &rows, &count))
        return;
    to->entries = arena_new_array(q->arena, struct list_entry, count + 1);
    to->count = count;
    for (size_t i = 0; i < count; i++) {
        const struct list_row *r = &((struct list_row *)rows)[i];
        to->entries[i] = (struct list_entry){r->code, r->name_vi, r->name_en};
    }
}

struct keyed { const char *key; struct list_entry entry; };

static int compare_keyed(const void *a, const void *b)
{
    return strcmp(((const struct keyed *)a)->key, ((const struct keyed *)b)->key);
}

/* Units of a level by their code, named with what is above them: "Phường Tân Thạnh, Thành phố Tam Kỳ". */
static void read_units(struct q *q, const char *name, const char *kind, struct list *to)
{
    const struct unit *const *all;
    size_t n = units_all(q, &all), count = 0;
    struct keyed *found = arena_new_array(q->arena, struct keyed, n + 1);
    for (size_t i = 0; i < n; i++)
        if (all[i]->admin_code && text_equal(all[i]->kind, kind))
            found[count++] = (struct keyed){text_sort_key(q->arena, all[i]->short_name_vi), {all[i]->admin_code, units_full_name(q, all[i]), all[i]->name_en}};
    qsort(found, count, sizeof *found, compare_keyed);
    *to = (struct list){name, arena_new_array(q->arena, struct list_entry, count + 1), count};
    for (size_t i = 0; i < count; i++)
        to->entries[i] = found[i].entry;
}

enum result lists_start(struct q *q, struct province *p)
{
    read_list(q, p, "countries", &lists[0]);
    read_list(q, p, "provinces", &lists[1]);
    read_list(q, p, "ethnicities", &lists[2]);
    read_units(q, "communes", "commune", &lists[3]);
    read_units(q, "districts", "district", &lists[4]);
    return OK;
}

const struct list_entry *list_of(const char *name, size_t *ret_count)
{
    for (size_t i = 0; i < LIST_COUNT; i++)
        if (text_equal(lists[i].name, name)) {
            *ret_count = lists[i].count;
            return lists[i].entries;
        }
    *ret_count = 0;
    return NULL;
}

const char *list_name_of(const char *name, const char *code, enum language language)
{
    size_t n;
    const struct list_entry *entries = list_of(name, &n);
    for (size_t i = 0; i < n; i++)
        if (text_equal(entries[i].code, code))
            return language == LANGUAGE_EN && entries[i].name_en ? entries[i].name_en : entries[i].name_vi;
    return NULL;
}

static const char *name_of(void *self, const char *list, const char *code, enum language language)
{
    (void)self;
    return list_name_of(list, code, language);
}

const struct form_lists dossiers_lists = {name_of, NULL};
