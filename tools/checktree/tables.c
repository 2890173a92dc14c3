/* A table belongs to one folder and bears its name; nobody else names it, and SQL stands in .sql files only. */
#include "base/text.h"
#include "checktree/checktree.h"
#include "common/sql.h"
#include <string.h>
#include <strings.h>

struct owner { const char *file, *name; };

static void check_table(struct tool *t, void *arg, const struct sql_token *table)
{
    const struct owner *o = arg;
    size_t n = strlen(o->name);
    if (table->length <= n || strncmp(table->at, o->name, n) != 0 || table->at[n] != '_')
        tool_wrong(t, o->file, table->line, "the table %s is not of %s", sql_text(t, table), o->name);
}

static void check_file(struct checker *k, const char *file)
{
    size_t n;
    const char *text = file_text(k, file, &n);
    struct owner owner = {file, place_of(k->t, file).name};
    struct sql sql = sql_split(k->t, file, 1, text, n);
    sql_tables(k->t, &sql, check_table, &owner);
}

static bool looks_like_sql(const char *s)
{
    static const struct { const char *begin, *later; } shapes[] = {
        {"select ", " from "}, {"insert into ", "values"}, {"update ", " set "}, {"delete from ", " where "}, {"create table ", "("}};
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++)
        if (strncasecmp(s, shapes[i].begin, strlen(shapes[i].begin)) == 0 && strcasestr(s, shapes[i].later))
            return true;
    return false;
}

/* Drivers speak SQL; core/db and core/migrate do before the tables and the typed queries are there. */
static bool may_speak_sql(const struct source *s, enum layer layer)
{
    return s->test || layer == LAYER_ADAPTER || layer == LAYER_TOOLS || text_starts(s->path, "src/core/db") ||
           text_equal(s->path, "src/core/migrate.c");
}

void check_tables(struct checker *k)
{
    for (size_t i = 0; i < k->files.count; i++)
        if (text_starts(k->files.items[i], "src/") && text_ends(k->files.items[i], ".sql"))
            check_file(k, k->files.items[i]);
    for (size_t i = 0; i < k->count; i++) {
        const struct source *s = &k->sources[i];
        if (may_speak_sql(s, place_of(k->t, s->path).layer))
            continue;
        for (size_t j = 0; j < s->c.count; j++)
            if (s->c.tokens[j].kind == C_STRING && looks_like_sql(c_string(k->t, &s->c, j, NULL)))
                tool_wrong(k->t, s->path, s->c.tokens[j].line, "SQL in C: it belongs to queries.sql");
    }
}
