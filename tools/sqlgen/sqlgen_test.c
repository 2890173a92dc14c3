#include "sqlgen/sqlgen.h"
#include "base/test.h"

static const char *said(struct arena *a, const char *folder, const char *sql)
{
    struct tool t;
    tool_begin(&t, a);
    sqlgen_load(&t, folder, "q.sql", sql, strlen(sql));
    return t.said.data;
}

static bool refuses(struct arena *a, const char *sql, const char *reason)
{
    const char *got = said(a, "dossiers", sql);
    if (strstr(got, reason))
        return true;
    test_fail(__FILE__, __LINE__, "\"%s\" is not in \"%s\"", reason, got);
    return false;
}

static const char *header_of(struct arena *a, const char *sql, const char **ret_source)
{
    struct tool t;
    tool_begin(&t, a);
    struct sqlgen g = sqlgen_load(&t, "dossiers", "q.sql", sql, strlen(sql));
    struct buf h, c;
    buf_init(&h, a, 1 << 20);
    buf_init(&c, a, 1 << 20);
    sqlgen_write_header(&g, &h);
    sqlgen_write_source(&g, &c, "q.h");
    if (ret_source)
        *ret_source = c.data;
    return t.wrong ? t.said.data : h.data;
}

TEST("sqlgen makes a typed function and a row struct of a query")
{
    const char *source, *header = header_of(a,
        "-- name: find :maybe\n-- One dossier.\n-- in: code text, unit text?, since time?\n-- out: id int, note text?, due time?\n"
        "SELECT d.id, note, due FROM dossiers_dossier AS d -- by code\n"
        "WHERE code = :code AND (:unit IS NULL OR unit = :unit) AND at > :since AND x <> ':code';\n", &source);
    CHECK(strstr(header, "enum result dossiers_find(struct q *q, const char *code, const char *unit, bool has_since, int64_t since, "
                         "struct dossiers_find_row *ret, bool *ret_found);"));
    CHECK(strstr(header, "const char *note; /* may be NULL */"));
    CHECK(strstr(header, "bool has_due;"));
    CHECK(strstr(source, "WHERE code = $1 AND ($2 IS NULL OR unit = $2) AND at > $3 AND x <> ':code'\""));
    CHECK(strstr(source, ".in_count = 3, .out_count = 3"));
    CHECK(strstr(source, ".writes = false"));
}

TEST("sqlgen numbers parameters by first use while the C parameters keep the declared order")
{
    const char *source;
    header_of(a, "-- name: move :exec\n-- Moves.\n-- in: id int, to_unit text\nUPDATE dossiers_dossier SET unit = :to_unit WHERE id = :id",
              &source);
    CHECK(strstr(source, "SET unit = $1 WHERE id = $2"));
    CHECK(strstr(source, "move_in_types[] = {DB_TEXT, DB_INT}"));
    CHECK(strstr(source, "enum result dossiers_move(struct q *q, int64_t id, const char *to_unit, int64_t *ret_changed)"));
    CHECK(strstr(source, ".writes = true"));
}

TEST("sqlgen marks a query whose failure may show at the end of the transaction")
{
    const char *source;
    header_of(a, "-- name: note :exec later\n-- Notes.\n-- in: id int\nINSERT INTO dossiers_x (a) VALUES (:id)", &source);
    CHECK(strstr(source, ".later = true"));
    header_of(a, "-- name: note :exec\n-- Notes.\n-- in: id int\nINSERT INTO dossiers_x (a) VALUES (:id)", &source);
    CHECK(!strstr(source, ".later"));
}

TEST("sqlgen gathers more than six parameters in a struct")
{
    const char *header = header_of(a,
        "-- name: put :exec\n-- Puts.\n-- in: a int, b int, c int, d int,\n-- in: e int, f int, g int\n"
        "INSERT INTO dossiers_x (a, b, c, d, e, f, g) VALUES (:a, :b, :c, :d, :e, :f, :g)", NULL);
    CHECK(strstr(header, "enum result dossiers_put(struct q *q, const struct dossiers_put_in *in, int64_t *ret_changed);"));
}

TEST("sqlgen lets queries share a row struct by row:")
{
    const char *header = header_of(a,
        "-- name: all :many\n-- All.\n-- row: entry\n-- out: id int\nSELECT id FROM dossiers_x;\n"
        "-- name: late :many\n-- Late ones.\n-- row: entry\nSELECT id FROM dossiers_x WHERE late = 1;\n", NULL);
    CHECK(strstr(header, "dossiers_late(struct q *q, struct dossiers_entry_rows *ret)"));
    const char *first = strstr(header, "struct dossiers_entry_row {");
    CHECK(first && !strstr(first + 1, "struct dossiers_entry_row {"));
}

#define ONE "-- name: x :many\n-- About.\n-- out: id int\n"

TEST("sqlgen refuses what is not the same on both databases")
{
    static const struct { const char *sql, *reason; } cases[] = {
        {ONE "SELECT * FROM dossiers_x", "q.sql:4: name the columns"},
        {ONE "SELECT d.* FROM dossiers_x AS d", "name the columns instead of .*"},
        {ONE "SELECT id FROM dossiers_x WHERE a ILIKE 'x'", "ilike: fold the text"},
        {ONE "SELECT a::text AS id FROM dossiers_x", "a cast with ::"},
        {ONE "SELECT \"id\" FROM dossiers_x", "text stands in single quotes"},
        {ONE "SELECT id FROM dossiers_x WHERE at > datetime('now')", "the function datetime()"},
        {ONE "SELECT id FROM dossiers_x WHERE late = TRUE", "a bool is 0 or 1"},
        {ONE "SELECT max(a, b) AS id FROM dossiers_x", "max() of several values"},
        {ONE "SELECT CAST(a AS varchar) AS id FROM dossiers_x", "CAST to varchar"},
        {ONE "SELECT id FROM dossiers_x FOR UPDATE", "SQLite has no row locks"},
        {ONE "SELECT id FROM dossiers_x; SELECT 1", "one statement per query"},
        {ONE "SELECT id FROM dossiers_x WHERE a = $1", "name the parameter"},
        {"-- name: x :exec\n-- About.\nINSERT OR IGNORE INTO dossiers_x (a) VALUES (1)", "INSERT OR is SQLite's"},
        {"-- name: x :exec\n-- About.\nREPLACE INTO dossiers_x (a) VALUES (1)", "REPLACE INTO is SQLite's"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (!refuses(a, cases[i].sql, cases[i].reason))
            return;
}

TEST("sqlgen refuses a query that does not fit its declaration")
{
    static const struct { const char *sql, *reason; } cases[] = {
        {ONE "SELECT id FROM dossiers_x WHERE a = :who", "q.sql:4: :who is not declared"},
        {"-- name: x :exec\n-- About.\n-- in: who text\nDELETE FROM dossiers_x", "q.sql:3: who is declared in the in: of x but not used"},
        {ONE "SELECT name, id FROM dossiers_x", "the column ends in name where out: has id"},
        {ONE "SELECT id, name FROM dossiers_x", "more columns than its out:"},
        {"-- name: x :one\n-- About.\n-- out: id int, name text\nSELECT id FROM dossiers_x", "fewer columns than its out: has (no name)"},
        {"-- name: x :one\n-- out: id int\nSELECT id FROM dossiers_x", "say in one sentence"},
        {"-- name: x :exec\n-- About.\nSELECT 1", "changes nothing"},
        {"-- name: x :some\n-- About.\nSELECT 1", ":one, :maybe, :many or :exec"},
        {"-- name: x :one\n-- About.\n-- out: id varchar\nSELECT id FROM dossiers_x", "write a name and its type"},
        {ONE "SELECT id FROM dossiers_x WHERE a = 'open", "the quote ' is not closed"},
        {ONE "SELECT id FROM dossiers_x WHERE (a = 1", "a ( is not closed"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (!refuses(a, cases[i].sql, cases[i].reason))
            return;
}

TEST("sqlgen refuses another folder's table but not a name made by WITH")
{
    CHECK(refuses(a, ONE "SELECT id FROM dossiers_x JOIN units_unit AS u ON u.id = unit", "q.sql:4: the table units_unit is not of dossiers"));
    CHECK(refuses(a, ONE "SELECT id FROM dossiers_x AS d, units_unit", "the table units_unit"));
    CHECK(refuses(a, ONE "SELECT id FROM (SELECT id FROM units_unit) AS u", "the table units_unit"));
    CHECK(refuses(a, "-- name: x :exec\n-- About.\nUPDATE dossiersx SET a = 1", "the table dossiersx"));
    CHECK_TEXT(said(a, "dossiers", ONE "WITH late (id) AS (SELECT id FROM dossiers_x), w AS (SELECT id FROM late) SELECT id FROM w"), "");
}
