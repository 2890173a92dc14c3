/* CSV tables of a package, read by description: each field is checked for type, bounds, choices, reference and uniqueness, and every
 * mistake is collected with its line, so that a domain expert sees all of them at once. */
#include "base/arena.h"
#include "base/csv.h"
#include "base/date.h"
#include "base/must.h"
#include "base/text.h"
#include "core/province_inside.h"
#include <ctype.h>
#include <math.h>

struct reading {
    struct province *p;
    struct findings *f;
    const char *file;
    const struct column *columns;
    int position[64]; /* of each described column in the record; -1 absent */
};

static bool listed(const char *list, const char *word)
{
    size_t n = strlen(word);
    for (const char *at = list; at && *at;) {
        size_t length = strcspn(at, "|");
        if (length == n && strncmp(at, word, n) == 0)
            return true;
        at += length + (at[length] == '|');
    }
    return false;
}

static bool read_real(const char *s, double *ret)
{
    char *end;
    *ret = strtod(s, &end);
    return *s && !*end && isfinite(*ret) && !strpbrk(s, "xXnN");
}

static bool read_bool(const char *s, bool *ret)
{
    *ret = listed("yes|true|1", s);
    return *ret || listed("no|false|0", s);
}

static const char *check_text(struct reading *r, const struct column *c, const char *value)
{
    const char *nfc = text_nfc(r->p->arena, value);
    if (!nfc || strcmp(nfc, value) != 0)
        return "is not in Unicode NFC";
    int64_t length = (int64_t)text_length(value);
    if ((c->max && length > c->max) || length < c->min)
        return arena_printf(r->p->arena, "has %lld characters; %lld to %lld are allowed", (long long)length, (long long)c->min,
                            (long long)c->max);
    return NULL;
}

/* Stores one value; returns why not, or NULL. */
static const char *store(struct reading *r, const struct column *c, const char *value, char *row)
{
    void *to = row + c->offset;
    int64_t number;
    struct date date;
    switch (c->type) {
    case COLUMN_TEXT:
        *(const char **)to = *value ? value : NULL;
        return *value ? check_text(r, c, value) : NULL;
    case COLUMN_INT:
        *(int64_t *)to = COLUMN_NO_INT;
        if (!*value)
            return NULL;
        if (!number_parse(value, &number))
            return "is not a whole number";
        *(int64_t *)to = number;
        if ((c->min || c->max) && (number < c->min || number > c->max))
            return arena_printf(r->p->arena, "must be from %lld to %lld", (long long)c->min, (long long)c->max);
        return NULL;
    case COLUMN_REAL:
        *(double *)to = NAN;
        return *value && !read_real(value, to) ? "is not a number with a decimal point" : NULL;
    case COLUMN_DATE:
        *(int32_t *)to = INT32_MIN;
        if (!*value)
            return NULL;
        if (!date_parse_iso(value, &date))
            return "is not a date like 2024-12-31";
        *(int32_t *)to = date_to_days(date);
        return NULL;
    case COLUMN_BOOL:
        return *value && !read_bool(value, to) ? "must be yes or no" : NULL;
    }
    return "has a type nobody knows";
}

static void check_value(struct reading *r, const struct column *c, const struct csv_record *record, int at, char *row)
{
    const char *value = at >= 0 && (size_t)at < record->count ? record->fields[at] : "";
    if (at < 0 || !*value) {
        store(r, c, "", row);
        if (c->required)
            finding_add(r->f, r->file, record->line, c->name, "is required");
        return;
    }
    const char *why = store(r, c, value, row);
    if (!why && c->choices && !listed(c->choices, value))
        why = arena_printf(r->p->arena, "“%s” is not one of %s", value, c->choices);
    if (!why && c->file && !province_has_value(r->p, c->file, c->of, value))
        why = arena_printf(r->p->arena, "“%s” does not stand in column %s of %s", value, c->of, c->file);
    if (why)
        finding_add(r->f, r->file, record->line, c->name, "%s", why);
}

/* Finds the place of each described column; unknown ones are findings. */
static void read_head(struct reading *r, const struct csv_record *head, const char *ignore)
{
    for (int i = 0; r->columns[i].name; i++) {
        must(i < 64);
        r->position[i] = -1;
        for (size_t k = 0; k < head->count; k++)
            if (strcmp(head->fields[k], r->columns[i].name) == 0)
                r->position[i] = (int)k;
        if (r->position[i] < 0 && r->columns[i].required)
            finding_add(r->f, r->file, 1, r->columns[i].name, "the column is missing");
    }
    for (size_t k = 0; k < head->count; k++) {
        bool known = listed(ignore, head->fields[k]);
        for (int i = 0; r->columns[i].name && !known; i++)
            known = r->position[i] == (int)k;
        if (!known)
            finding_add(r->f, r->file, 1, head->fields[k], "nobody reads a column of this name");
    }
}

struct seen_value { const char *value; size_t line; };

static int compare_seen(const void *a, const void *b)
{
    const struct seen_value *x = a, *y = b;
    int order = strcmp(x->value, y->value);
    return order ? order : x->line < y->line ? -1 : 1;
}

static void check_unique(struct reading *r, const struct column *c, char *rows, size_t count, size_t row_size)
{
    struct seen_value *all = arena_new_array(r->p->arena, struct seen_value, count + 1);
    size_t n = 0;
    for (size_t i = 0; i < count; i++) {
        const char *value = *(const char **)(rows + i * row_size + c->offset);
        if (value)
            all[n++] = (struct seen_value){value, ((struct row *)(rows + i * row_size))->line};
    }
    if (n)
        qsort(all, n, sizeof *all, compare_seen);
    for (size_t i = 1; i < n; i++)
        if (strcmp(all[i].value, all[i - 1].value) == 0)
            finding_add(r->f, r->file, all[i].line, c->name, "“%s” stands already in line %zu", all[i].value, all[i - 1].line);
}

bool province_table(struct province *p, struct findings *f, const char *file, const struct column *columns, const char *ignore,
                    size_t row_size, void **ret_rows, size_t *ret_count)
{
    struct reading r = {p, f, file, columns, {0}};
    int before = f->count;
    size_t n, count = 0, room = 0;
    *ret_rows = NULL;
    *ret_count = 0;
    const char *bytes = province_file(p, f, file, &n);
    if (!bytes)
        return false;
    struct csv csv;
    struct csv_record record;
    csv_begin(&csv, bytes, n);
    if (!csv_next(&csv, p->arena, &record)) {
        finding_add(f, file, 1, "", "%s", csv.error ? csv.error : "the head row is missing");
        return false;
    }
    read_head(&r, &record, ignore);
    size_t width = record.count;
    char *rows = NULL;
    while (csv_next(&csv, p->arena, &record)) {
        if (count == room) {
            rows = arena_grow(p->arena, rows, row_size, room, room ? room * 2 : 256);
            room = room ? room * 2 : 256;
        }
        char *row = rows + count++ * row_size;
        ((struct row *)row)->line = record.line;
        if (record.count != width)
            finding_add(f, file, record.line, "", "has %zu fields, the head has %zu", record.count, width);
        for (int i = 0; columns[i].name; i++)
            check_value(&r, &columns[i], &record, r.position[i], row);
    }
    if (csv.error)
        finding_add(f, file, csv.error_line, "", "%s", csv.error);
    for (int i = 0; columns[i].name; i++)
        if (columns[i].unique && columns[i].type == COLUMN_TEXT)
            check_unique(&r, &columns[i], rows, count, row_size);
    *ret_rows = rows;
    *ret_count = count;
    return f->count == before;
}

static int compare_values(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Reads one column of a table, sorted; NULL when the table or column cannot be read. */
static struct province_column_values *read_column(struct province *p, const char *file, const char *of)
{
    struct findings quiet = {.arena = p->arena};
    size_t n, at = SIZE_MAX, room = 0;
    const char *bytes = province_file(p, &quiet, file, &n);
    struct csv csv;
    struct csv_record record;
    if (!bytes)
        return NULL;
    csv_begin(&csv, bytes, n);
    if (!csv_next(&csv, p->arena, &record))
        return NULL;
    for (size_t k = 0; k < record.count; k++)
        if (strcmp(record.fields[k], of) == 0)
            at = k;
    if (at == SIZE_MAX)
        return NULL;
    struct province_column_values *values = arena_new_one(p->arena, struct province_column_values);
    values->name = arena_strdup(p->arena, of);
    while (csv_next(&csv, p->arena, &record)) {
        if (values->count == room) {
            values->sorted = arena_grow(p->arena, values->sorted, sizeof(char *), room, room ? room * 2 : 256);
            room = room ? room * 2 : 256;
        }
        if (at < record.count)
            values->sorted[values->count++] = record.fields[at];
    }
    if (values->count)
        qsort(values->sorted, values->count, sizeof(char *), compare_values);
    return values;
}

static struct province_table_seen *seen_table(struct province *p, const char *file)
{
    for (struct province_table_seen *t = p->seen; t; t = t->next)
        if (strcmp(t->file, file) == 0)
            return t;
    struct province_table_seen *t = arena_new_one(p->arena, struct province_table_seen);
    t->file = arena_strdup(p->arena, file);
    t->next = p->seen;
    p->seen = t;
    return t;
}

bool province_has_value(struct province *p, const char *file, const char *of, const char *value)
{
    struct province_table_seen *table = seen_table(p, file);
    struct province_column_values *c = table->columns;
    while (c && strcmp(c->name, of) != 0)
        c = c->next;
    if (!c) {
        c = read_column(p, file, of);
        if (!c)
            return true;
        c->next = table->columns;
        table->columns = c;
    }
    return c->count && bsearch(&value, c->sorted, c->count, sizeof(char *), compare_values);
}
