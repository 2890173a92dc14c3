/* The dry run: every line by itself, then against the others and against the accounts that exist. Nothing is changed. */
#include "base/arena.h"
#include "base/hash.h"
#include "base/text.h"
#include "core/account_rows.h"
#include "core/i18n.h"
#include "core/q.h"
#include "modules/accounts/import.h"

/* Account names seen so far: open addressing by a hash of the name; line 0 is an account that exists. */
struct names { const char **names; size_t *lines, size; };

static size_t slot_of(const struct names *n, const char *name)
{
    size_t h = 1469598103934665603u; /* FNV-1a, 64 bits */
    for (const char *c = name; *c; c++)
        h = (h ^ (unsigned char)*c) * 1099511628211u;
    size_t at = h % n->size;
    while (n->names[at] && strcmp(n->names[at], name) != 0)
        at = (at + 1) % n->size;
    return at;
}

static enum result names_begin(struct q *q, size_t rows, struct names *n)
{
    struct core_account_logins_rows there;
    TRY(core_account_logins(q, &there));
    n->size = (there.count + rows) * 2 + 17;
    n->names = arena_new_array(q->arena, const char *, n->size);
    n->lines = arena_new_array(q->arena, size_t, n->size);
    for (size_t i = 0; i < there.count; i++)
        n->names[slot_of(n, there.items[i].login)] = there.items[i].login;
    return OK;
}

static void add(struct q *q, struct import_wrongs *w, size_t line, const char *reason)
{
    if (w->count >= IMPORT_MOST_WRONG)
        return;
    if (w->count == w->capacity) {
        w->items = arena_grow(q->arena, w->items, sizeof *w->items, w->count, w->capacity * 2 + 64);
        w->capacity = w->capacity * 2 + 64;
    }
    w->items[w->count++] = (struct import_wrong){line, import_column_names[IMPORT_LOGIN], reason};
}

/* True: nobody bears this name yet. */
static bool is_new(struct q *q, struct names *n, const struct import_row *row, size_t line, struct import_wrongs *w)
{
    size_t at = slot_of(n, row->login);
    if (n->names[at]) {
        const char *first = arena_printf(q->arena, "%zu", n->lines[at]);
        add(q, w, line, n->lines[at] ? tr_fill(q, T("The same account name stands on line {line}"), "line", first) : tr(q, T("This account name is taken")));
        return false;
    }
    n->names[at] = row->login;
    n->lines[at] = line;
    return true;
}

static size_t count_lines(const char *bytes, size_t n)
{
    size_t lines = 1;
    for (size_t i = 0; i < n; i++)
        lines += bytes[i] == '\n';
    return lines;
}

enum result import_check(struct q *q, const char *bytes, size_t n, struct import_checked *ret)
{
    struct csv csv;
    struct csv_record record;
    struct import_head head;
    struct names names;
    *ret = (struct import_checked){0};
    csv_begin(&csv, bytes, n);
    if (!import_head_read(q, &csv, &head, &ret->refused))
        return OK;
    if (count_lines(bytes, n) > IMPORT_MOST_ROWS) {
        ret->refused = tr(q, T("The file has too many lines; divide it"));
        return OK;
    }
    TRY(names_begin(q, count_lines(bytes, n), &names));
    while (csv_next(&csv, q->arena, &record)) {
        struct import_row row;
        ret->rows++;
        if (import_row_read(q, &head, &record, &row, &ret->wrongs) && is_new(q, &names, &row, record.line, &ret->wrongs))
            ret->good++;
    }
    if (csv.error)
        ret->refused = tr_fill(q, T("The file cannot be read from line {line} on"), "line", arena_printf(q->arena, "%zu", csv.error_line));
    return OK;
}
