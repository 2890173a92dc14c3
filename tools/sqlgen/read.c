/* A query is a block: `-- name: NAME :KIND`, one or more comment lines, then the SQL up to the next `-- name:`. */
#include "base/text.h"
#include "sqlgen/sqlgen.h"
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_DEFAULT = 1000 };

struct line { const char *at; size_t length, number; };

struct reader {
    struct sqlgen *g;
    const char *at, *end;
    size_t number;
    struct sqlgen_query *query; /* the one being read */
    const char *sql_from;       /* where its SQL begins; NULL: still in the comment lines */
    size_t sql_line;
};

static void wrong(struct reader *r, size_t line, const char *why, const char *what)
{
    tool_wrong(r->g->t, r->g->file, line, why, what);
}

static bool next_line(struct reader *r, struct line *ret)
{
    if (r->at >= r->end)
        return false;
    const char *newline = memchr(r->at, '\n', (size_t)(r->end - r->at));
    const char *stop = newline ? newline : r->end;
    *ret = (struct line){r->at, (size_t)(stop - r->at), ++r->number};
    r->at = newline ? newline + 1 : r->end;
    while (ret->length && isspace((unsigned char)ret->at[ret->length - 1]))
        ret->length--;
    return true;
}

/* "-- in: rest" -> "rest" for the key "in:"; NULL when the line is another. */
static char *after_key(struct reader *r, const struct line *l, const char *key)
{
    size_t n = strlen(key), i = 2;
    if (l->length < 2 || memcmp(l->at, "--", 2) != 0)
        return NULL;
    while (i < l->length && l->at[i] == ' ')
        i++;
    if (l->length - i < n || memcmp(l->at + i, key, n) != 0)
        return NULL;
    i += n;
    while (i < l->length && l->at[i] == ' ')
        i++;
    return arena_strndup(r->g->t->arena, l->at + i, l->length - i);
}

static bool kind_of(const char *word, enum sqlgen_kind *ret)
{
    static const char *const words[] = {":one", ":maybe", ":many", ":exec"};
    for (size_t i = 0; i < 4; i++)
        if (text_equal(word, words[i])) {
            *ret = (enum sqlgen_kind)i;
            return true;
        }
    return false;
}

static struct sqlgen_query *add_query(struct sqlgen *g)
{
    if (g->count == g->room) {
        size_t room = g->room ? g->room * 2 : 32;
        g->queries = arena_grow(g->t->arena, g->queries, sizeof *g->queries, g->room, room);
        g->room = room;
    }
    return &g->queries[g->count++];
}

static void begin_query(struct reader *r, const struct line *l, char *rest)
{
    char *kind = strchr(rest, ' ');
    if (kind)
        *kind++ = '\0';
    enum sqlgen_kind k = KIND_EXEC;
    bool later = kind && text_equal(kind, ":exec later");
    if (!later && (!kind || !kind_of(kind, &k)))
        wrong(r, l->number, "after the name stands :one, :maybe, :many or :exec, not \"%s\"", kind ? kind : "");
    if (!tool_is_name(rest, strlen(rest)))
        wrong(r, l->number, "\"%s\" is no name (small letters, digits, _)", rest);
    for (size_t i = 0; i < r->g->count; i++)
        if (text_equal(r->g->queries[i].name, rest))
            wrong(r, l->number, "a query %s stands here already", rest);
    r->query = add_query(r->g);
    *r->query = (struct sqlgen_query){.name = rest, .kind = k, .later = later, .line = l->number, .most = MOST_DEFAULT};
    r->sql_from = NULL;
}

static bool type_of(const char *word, size_t n, enum sqlgen_type *ret)
{
    static const char *const words[] = {"int", "text", "blob", "real", "bool", "time"};
    for (size_t i = 0; i < 6; i++)
        if (strlen(words[i]) == n && memcmp(words[i], word, n) == 0) {
            *ret = (enum sqlgen_type)i;
            return true;
        }
    return false;
}

static void add_column(struct reader *r, struct sqlgen_columns *to, struct sqlgen_column column)
{
    for (size_t i = 0; i < to->count; i++)
        if (text_equal(to->items[i].name, column.name))
            wrong(r, column.line, "%s is declared twice", column.name);
    if (to->count == to->room) {
        size_t room = to->room ? to->room * 2 : 8;
        to->items = arena_grow(r->g->t->arena, to->items, sizeof *to->items, to->room, room);
        to->room = room;
    }
    to->items[to->count++] = column;
}

/* "code text, note text?, limit int" */
static void read_columns(struct reader *r, const struct line *l, char *list, struct sqlgen_columns *to)
{
    size_t count;
    char **parts = text_split(r->g->t->arena, list, ',', &count);
    for (size_t i = 0; i < count; i++) {
        const char *part = text_clean(r->g->t->arena, parts[i]);
        if (!part || (*part == '\0' && i + 1 == count)) /* a comma at the end: goes on in the next line */
            continue;
        const char *blank = strchr(part, ' '), *type = blank ? blank + 1 : "";
        size_t n = strlen(type);
        struct sqlgen_column c = {.line = l->number, .null = n && type[n - 1] == '?'};
        c.name = arena_strndup(r->g->t->arena, part, blank ? (size_t)(blank - part) : strlen(part));
        if (!tool_is_name(c.name, strlen(c.name)) || text_equal(c.name, "q") || text_starts(c.name, "ret") || text_starts(c.name, "has_"))
            wrong(r, l->number, "\"%s\" cannot be a name here", c.name);
        if (!type_of(type, n - c.null, &c.type))
            wrong(r, l->number, "\"%s\": write a name and its type: int text blob real bool time, with ? if it may be NULL", part);
        add_column(r, to, c);
    }
}

static void read_most(struct reader *r, const struct line *l, const char *text)
{
    if (!number_parse(text, &r->query->most) || r->query->most < 1 || r->query->most > 10000000)
        wrong(r, l->number, "most: \"%s\" is no number of rows", text);
    if (r->query->kind != KIND_MANY)
        wrong(r, l->number, "most: is for :many%s", "");
}

static void read_comment(struct reader *r, const struct line *l)
{
    struct sqlgen_query *query = r->query;
    char *rest;
    if ((rest = after_key(r, l, "in:")))
        read_columns(r, l, rest, &query->in);
    else if ((rest = after_key(r, l, "out:")))
        read_columns(r, l, rest, &query->out);
    else if ((rest = after_key(r, l, "row:")))
        query->row = rest;
    else if ((rest = after_key(r, l, "most:")))
        read_most(r, l, rest);
    else if ((rest = after_key(r, l, "")) && *rest)
        query->about = query->about ? arena_printf(r->g->t->arena, "%s %s", query->about, rest) : rest;
}

/* The SQL is known to end at `stop`: a closing semicolon is taken off. */
static void end_query(struct reader *r, const char *stop)
{
    struct sqlgen_query *query = r->query;
    if (!query)
        return;
    if (!r->sql_from) {
        wrong(r, query->line, "%s has no SQL", query->name);
        r->query = NULL;
        r->g->count--;
        return;
    }
    query->sql = sql_split(r->g->t, r->g->file, r->sql_line, r->sql_from, (size_t)(stop - r->sql_from));
    if (query->sql.count && sql_is(&query->sql.tokens[query->sql.count - 1], ";"))
        query->sql.count--;
}

/* Struct of the rows: its own, or one that an earlier query declared by the same `-- row:`. */
static void settle_row(struct reader *r, struct sqlgen_query *query)
{
    if (!query->row) {
        query->row = query->name;
        return;
    }
    if (!tool_is_name(query->row, strlen(query->row)))
        wrong(r, query->line, "row: \"%s\" is no name", query->row);
    for (struct sqlgen_query *other = r->g->queries; other < query; other++) {
        if (!text_equal(other->row, query->row))
            continue;
        if (query->out.count)
            wrong(r, query->line, "row %s has its out: already; leave it out here", query->row);
        query->out = other->out;
        query->row_made_before = true;
        return;
    }
}

void sqlgen_read(struct sqlgen *g, const char *text, size_t n)
{
    struct reader r = {.g = g, .at = text, .end = text + n};
    struct line l;
    while (next_line(&r, &l)) {
        char *rest = after_key(&r, &l, "name:");
        if (rest) {
            end_query(&r, l.at);
            begin_query(&r, &l, rest);
        } else if (r.query && !r.sql_from && l.length >= 2 && memcmp(l.at, "--", 2) == 0) {
            read_comment(&r, &l);
        } else if (l.length && !r.query && memcmp(l.at, "--", 2) != 0) {
            wrong(&r, l.number, "SQL before the first `-- name:`%s", "");
            return;
        } else if (l.length && !r.sql_from) {
            r.sql_from = l.at;
            r.sql_line = l.number;
        }
    }
    end_query(&r, r.end);
    for (size_t i = 0; i < g->count; i++)
        settle_row(&r, &g->queries[i]);
}
