/* SQL as words: enough to find parameters, tables, functions and what does not belong to the common subset of SQLite and PostgreSQL.
 * No grammar is parsed; each database does that when the tests prepare every query on it. */
#pragma once
#include "common/tool.h"

enum sql_kind { SQL_WORD, SQL_NUMBER, SQL_STRING, SQL_QUOTED, SQL_PARAMETER, SQL_SYMBOL, SQL_END };
struct sql_token {
    enum sql_kind kind;
    const char *at; /* for a parameter: the name without ':' */
    size_t length, line;
    bool spaced;    /* white space or a comment stands before it */
    int depth;      /* of parentheses; both of a pair have the outer depth */
};
struct sql { struct sql_token *tokens; size_t count; /* without the SQL_END at the end */ };

/* Splits n bytes; comments are left out. First line has number `line`. Complains of open quotes and parentheses. */
struct sql sql_split(struct tool *t, const char *file, size_t line, const char *s, size_t n);
bool sql_is(const struct sql_token *token, const char *word); /* a word (any case) or a symbol */
const char *sql_text(struct tool *t, const struct sql_token *token);
/* Does the statement change rows? */
bool sql_writes(const struct sql *s);
/* Calls `each` for every table the statements name, names of WITH left out. */
typedef void sql_table_fn(struct tool *t, void *arg, const struct sql_token *table);
void sql_tables(struct tool *t, const struct sql *s, sql_table_fn *each, void *arg);
/* Where the parenthesis at i closes; s->count when it does not. */
size_t sql_close(const struct sql *s, size_t i);
