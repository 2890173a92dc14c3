/* What a query may say. The subset was measured on SQLite 3.40 and PostgreSQL 15: each refused word either fails on one of them or means
 * something else there. Whether the statement is right in itself, the databases say when the tests prepare it. */
#include "base/text.h"
#include "sqlgen/sqlgen.h"
#include <string.h>

struct refused { const char *word, *why; };

static const struct refused refused_words[] = {
    {"::", "a cast with :: is PostgreSQL's; write CAST(… AS bigint)"},
    {"==", "write ="},
    {"->", "JSON is taken apart in C"},
    {"?", "name the parameter: :name"},
    {"$", "name the parameter: :name"},
    {"@", "name the parameter: :name"},
    {"`", "names need no quotes"},
    {"[", "names need no brackets and arrays are PostgreSQL's"},
    {"{", "what is this?"},
    {"ilike", "fold the text in C (text_fold) and use LIKE"},
    {"glob", "is SQLite's; use LIKE on a folded column"},
    {"regexp", "is not portable; use LIKE on a folded column"},
    {"similar", "is PostgreSQL's; use LIKE on a folded column"},
    {"match", "full text is the business of engines/search"},
    {"autoincrement", "ids are made in C (id_new)"},
    {"current_timestamp", "times come from C (clock_now)"},
    {"current_date", "dates come from C (clock_now)"},
    {"current_time", "times come from C (clock_now)"},
    {"interval", "dates are counted in C"},
    {"pragma", "is SQLite's"},
    {"lateral", "is PostgreSQL's"},
    {"array", "is PostgreSQL's"},
    {"any", "is PostgreSQL's; use IN"},
    {"true", "a bool is 0 or 1 in the database"},
    {"false", "a bool is 0 or 1 in the database"},
    {"rowid", "is SQLite's; use the id"},
    {"ctid", "is PostgreSQL's; use the id"},
    {"create", "the schema belongs to migrations/"},
    {"alter", "the schema belongs to migrations/"},
    {"drop", "the schema belongs to migrations/"},
    {"begin", "transactions belong to db_transact"},
    {"commit", "transactions belong to db_transact"},
    {"rollback", "transactions belong to db_transact"},
};

/* Pairs of words. */
static const struct { const char *first, *second, *why; } refused_pairs[] = {
    {"insert", "or", "INSERT OR is SQLite's; write INSERT … ON CONFLICT (…) DO …"},
    {"replace", "into", "REPLACE INTO is SQLite's; write INSERT … ON CONFLICT (…) DO UPDATE …"},
    {"update", "or", "UPDATE OR is SQLite's"},
    {"distinct", "on", "DISTINCT ON is PostgreSQL's; use row_number() OVER (…)"},
    {"for", "update", "SQLite has no row locks; db_transact keeps writers apart"},
    {"for", "share", "SQLite has no row locks; db_transact keeps writers apart"},
    {"skip", "locked", "SQLite has no row locks"},
    {"at", "time", "times are turned into local time in C"},
    {"select", "*", "name the columns: `SELECT *` changes when the table does"},
    {"returning", "*", "name the columns"},
};

static const char *const functions[] = {
    "count", "sum",  "min",   "max",     "coalesce", "abs",        "length",      "lower", "upper", "substr", "replace", "trim",
    "round", "cast", "nullif", "row_number", "rank",  "dense_rank", "lag", "lead", "first_value", "last_value"};
/* Words that a parenthesis may follow and that are no functions. */
static const char *const before_parenthesis[] = {
    "in",     "exists", "values", "over", "and",   "or",        "not",   "on",    "where",     "select", "as",   "from",  "by",
    "when",   "then",   "else",   "case", "using", "filter",    "union", "all",   "except",    "intersect", "conflict", "set", "having",
    "with",   "limit",  "offset", "is",   "like",  "between",   "key",   "join",  "returning", "distinct", "key", "unique", "materialized"};

static void wrong(struct sqlgen *g, size_t line, const char *format, const char *a, const char *b)
{
    tool_wrong(g->t, g->file, line, format, a, b);
}

static bool among(const struct sql_token *k, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (sql_is(k, words[i]))
            return true;
    return false;
}

static void check_words(struct sqlgen *g, const struct sql *s)
{
    for (size_t i = 0; i < s->count; i++) {
        const struct sql_token *k = &s->tokens[i];
        for (size_t j = 0; j < sizeof refused_words / sizeof *refused_words; j++)
            if (sql_is(k, refused_words[j].word))
                wrong(g, k->line, "%s: %s", refused_words[j].word, refused_words[j].why);
        for (size_t j = 0; j < sizeof refused_pairs / sizeof *refused_pairs; j++)
            if (sql_is(k, refused_pairs[j].first) && sql_is(k + 1, refused_pairs[j].second))
                wrong(g, k->line, "%s%s", "", refused_pairs[j].why);
        if (k->kind == SQL_QUOTED)
            wrong(g, k->line, "%s: text stands in single quotes, names in none%s", sql_text(g->t, k), "");
        if (sql_is(k, "*") && i && sql_is(k - 1, "."))
            wrong(g, k->line, "%sname the columns instead of .*%s", "", "");
        if (sql_is(k, ";"))
            wrong(g, k->line, "%sone statement per query%s", "", "");
    }
}

/* max(a, b) exists in SQLite only; greatest(a, b) in PostgreSQL only. */
static size_t count_arguments(const struct sql *s, size_t open)
{
    size_t close = sql_close(s, open), count = close > open + 1;
    for (size_t i = open + 1; i < close; i++)
        count += sql_is(&s->tokens[i], ",") && s->tokens[i].depth == s->tokens[open].depth + 1;
    return count;
}

static void check_cast(struct sqlgen *g, const struct sql *s, size_t open)
{
    size_t close = sql_close(s, open);
    for (size_t i = open; i < close; i++) {
        const struct sql_token *k = &s->tokens[i];
        if (!sql_is(k, "as") || k->depth != s->tokens[open].depth + 1)
            continue;
        bool known = sql_is(k + 1, "text") || sql_is(k + 1, "bigint") || (sql_is(k + 1, "double") && sql_is(k + 2, "precision"));
        if (!known)
            wrong(g, k->line, "CAST to %s: only text, bigint and double precision mean the same on both databases%s",
                  sql_text(g->t, k + 1), "");
    }
}

static void check_functions(struct sqlgen *g, const struct sql *s)
{
    for (size_t i = 0; i + 1 < s->count; i++) {
        const struct sql_token *k = &s->tokens[i];
        if (k->kind != SQL_WORD || !sql_is(k + 1, "(") || among(k, before_parenthesis, sizeof before_parenthesis / sizeof(char *)))
            continue;
        if (i && (sql_is(k - 1, "into") || sql_is(k - 1, "as")))
            continue;
        size_t close = sql_close(s, i + 1);
        if (i && sql_is(&s->tokens[close + (close < s->count)], "as") && close + 2 < s->count && sql_is(&s->tokens[close + 2], "("))
            continue; /* WITH name (columns) AS ( */
        if (!among(k, functions, sizeof functions / sizeof(char *)))
            wrong(g, k->line, "the function %s() is not the same on both databases; work it out in C%s", sql_text(g->t, k), "");
        else if ((sql_is(k, "max") || sql_is(k, "min")) && count_arguments(s, i + 1) > 1)
            wrong(g, k->line, "%s() of several values is SQLite's; write CASE WHEN%s", sql_text(g->t, k), "");
        else if (sql_is(k, "round") && count_arguments(s, i + 1) > 1)
            wrong(g, k->line, "%s() to digits needs another type in PostgreSQL; round in C%s", sql_text(g->t, k), "");
        else if (sql_is(k, "cast"))
            check_cast(g, s, i + 1);
    }
}

static void check_parameters(struct sqlgen *g, struct sqlgen_query *query)
{
    for (size_t i = 0; i < query->sql.count; i++) {
        const struct sql_token *k = &query->sql.tokens[i];
        if (k->kind != SQL_PARAMETER)
            continue;
        struct sqlgen_column *found = NULL;
        for (size_t j = 0; j < query->in.count; j++)
            if (strlen(query->in.items[j].name) == k->length && memcmp(query->in.items[j].name, k->at, k->length) == 0)
                found = &query->in.items[j];
        if (!found)
            wrong(g, k->line, ":%s is not declared in the in: of %s", sql_text(g->t, k), query->name);
        else if (found->place == 0)
            found->place = ++query->places;
    }
    for (size_t j = 0; j < query->in.count; j++)
        if (query->in.items[j].place == 0)
            wrong(g, query->in.items[j].line, "%s is declared in the in: of %s but not used", query->in.items[j].name, query->name);
}

static void check_table(struct tool *t, void *arg, const struct sql_token *table)
{
    struct sqlgen *g = arg;
    size_t n = strlen(g->folder);
    if (table->length <= n || memcmp(table->at, g->folder, n) != 0 || table->at[n] != '_')
        tool_wrong(t, g->file, table->line, "the table %s is not of %s; only its owner may name it, call a function of the owner's header",
                   sql_text(t, table), g->folder);
}

/* Where the list of columns begins that the caller gets: after the first SELECT outside parentheses, or after RETURNING. */
static size_t find_columns(const struct sql *s)
{
    bool writes = sql_writes(s);
    for (size_t i = 0; i < s->count; i++)
        if (s->tokens[i].depth == 0 && sql_is(&s->tokens[i], writes ? "returning" : "select"))
            return sql_is(&s->tokens[i + 1], "distinct") ? i + 2 : i + 1;
    return s->count;
}

/* The columns must have the names of out:, in this order: so a column too many, too few or out of place is found at build time. */
static void check_columns(struct sqlgen *g, struct sqlgen_query *query)
{
    const struct sql *s = &query->sql;
    size_t i = find_columns(s), count = 0;
    if (i >= s->count) {
        wrong(g, query->line, "%s gives rows but has neither SELECT nor RETURNING%s", query->name, "");
        return;
    }
    for (; i < s->count && !sql_is(&s->tokens[i], "from"); i++) {
        while (i < s->count && !(s->tokens[i].depth == 0 && (sql_is(&s->tokens[i], ",") || sql_is(&s->tokens[i], "from"))))
            i++;
        const struct sql_token *last = &s->tokens[i - 1];
        const char *name = count < query->out.count ? query->out.items[count].name : NULL;
        if (!name)
            wrong(g, last->line, "%s selects more columns than its out: has (%s)", query->name, sql_text(g->t, last));
        else if (!sql_is(last, name))
            wrong(g, last->line, "the column ends in %s where out: has %s; bring them into one order or add AS", sql_text(g->t, last), name);
        count++;
        if (i >= s->count || sql_is(&s->tokens[i], "from"))
            break;
    }
    if (count < query->out.count)
        wrong(g, query->line, "%s selects fewer columns than its out: has (no %s)", query->name, query->out.items[count].name);
}

void sqlgen_check(struct sqlgen *g, struct sqlgen_query *query)
{
    if (!query->about)
        wrong(g, query->line, "%s: say in one sentence what it is for%s", query->name, "");
    check_words(g, &query->sql);
    check_functions(g, &query->sql);
    check_parameters(g, query);
    sql_tables(g->t, &query->sql, check_table, g);
    if (query->kind == KIND_EXEC) {
        if (query->out.count)
            wrong(g, query->line, "%s is :exec and has an out:; take :one, :maybe or :many%s", query->name, "");
        if (!sql_writes(&query->sql))
            wrong(g, query->line, "%s is :exec but changes nothing%s", query->name, "");
    } else if (query->out.count == 0) {
        wrong(g, query->line, "%s has no out:%s", query->name, "");
    } else {
        check_columns(g, query);
    }
}
