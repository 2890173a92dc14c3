/* The C of the queries. For each: the struct of its row, the struct of its parameters when there are more than six, a static db_query,
 * a reader of one row, and the function that callers see. */
#include "base/text.h"
#include "sqlgen/sqlgen.h"
#include <string.h>

enum { MOST_PARAMETERS = 6 };

static const char *const c_types[] = {"int64_t ", "const char *", "const void *", "double ", "bool ", "int64_t "};
static const char *const db_types[] = {"DB_INT", "DB_TEXT", "DB_BLOB", "DB_REAL", "DB_INT", "DB_INT"};

static bool pointer_type(enum sqlgen_type type)
{
    return type == TYPE_TEXT || type == TYPE_BLOB;
}

static bool in_struct(const struct sqlgen_query *query)
{
    return query->in.count > MOST_PARAMETERS;
}

static void write_member(struct buf *to, const struct sqlgen_column *c)
{
    buf_printf(to, "    %s%s;%s\n", c_types[c->type], c->name,
               c->type == TYPE_TIME ? " /* microseconds since 1970 UTC */" : c->null && pointer_type(c->type) ? " /* may be NULL */" : "");
    if (c->type == TYPE_BLOB)
        buf_printf(to, "    size_t %s_length;\n", c->name);
    if (c->null && !pointer_type(c->type))
        buf_printf(to, "    bool has_%s; /* false: NULL */\n", c->name);
}

static void write_struct(struct sqlgen *g, struct buf *to, const char *name, const char *kind, const struct sqlgen_columns *columns)
{
    buf_printf(to, "struct %s_%s_%s {\n", g->folder, name, kind);
    for (size_t i = 0; i < columns->count; i++)
        write_member(to, &columns->items[i]);
    buf_puts(to, "};\n");
}

static void write_parameter(struct buf *to, const struct sqlgen_column *c)
{
    if (c->null && !pointer_type(c->type))
        buf_printf(to, ", bool has_%s", c->name);
    buf_printf(to, ", %s%s", c_types[c->type], c->name);
    if (c->type == TYPE_BLOB)
        buf_printf(to, ", size_t %s_length", c->name);
}

static void write_signature(struct sqlgen *g, struct buf *to, const struct sqlgen_query *query)
{
    buf_printf(to, "enum result %s_%s(struct q *q", g->folder, query->name);
    if (in_struct(query))
        buf_printf(to, ", const struct %s_%s_in *in", g->folder, query->name);
    for (size_t i = 0; i < query->in.count && !in_struct(query); i++)
        write_parameter(to, &query->in.items[i]);
    switch (query->kind) {
    case KIND_ONE: buf_printf(to, ", struct %s_%s_row *ret)", g->folder, query->row); break;
    case KIND_MAYBE: buf_printf(to, ", struct %s_%s_row *ret, bool *ret_found)", g->folder, query->row); break;
    case KIND_MANY: buf_printf(to, ", struct %s_%s_rows *ret)", g->folder, query->row); break;
    case KIND_EXEC: buf_puts(to, ", int64_t *ret_changed)"); break;
    }
}

static void write_promise(struct buf *to, const struct sqlgen_query *query)
{
    switch (query->kind) {
    case KIND_ONE: buf_puts(to, "Exactly one row, else NOT_FOUND."); break;
    case KIND_MAYBE: buf_puts(to, "*ret_found says whether there was one."); break;
    case KIND_MANY: buf_printf(to, "At most %lld rows; .more: there were others.", (long long)query->most); break;
    case KIND_EXEC: buf_puts(to, "Inside a transaction; ret_changed may be NULL."); break;
    }
}

static void write_about(struct buf *to, const struct sqlgen_query *query)
{
    buf_puts(to, "\n/* ");
    for (const char *c = query->about; c && *c; c++) {
        buf_putc(to, *c);
        if (c[0] == '*' && c[1] == '/') /* must not end the comment */
            buf_putc(to, ' ');
    }
    buf_puts(to, " ");
    write_promise(to, query);
    buf_puts(to, " */\n");
}

static bool first_many_of_row(const struct sqlgen *g, const struct sqlgen_query *query)
{
    if (query->kind != KIND_MANY)
        return false;
    for (const struct sqlgen_query *other = g->queries; other < query; other++)
        if (other->kind == KIND_MANY && text_equal(other->row, query->row))
            return false;
    return true;
}

void sqlgen_write_header(struct sqlgen *g, struct buf *to)
{
    tool_c_head(to, "sqlgen", tool_base_name(g->file));
    buf_puts(to, "#pragma once\n#include \"core/db.h\"\n#include \"core/q.h\"\n");
    for (size_t i = 0; i < g->count; i++) {
        const struct sqlgen_query *query = &g->queries[i];
        write_about(to, query);
        if (query->kind != KIND_EXEC && !query->row_made_before)
            write_struct(g, to, query->row, "row", &query->out);
        if (first_many_of_row(g, query))
            buf_printf(to, "struct %s_%s_rows { size_t count; struct %s_%s_row *items; bool more; };\n", g->folder, query->row, g->folder,
                       query->row);
        if (in_struct(query))
            write_struct(g, to, query->name, "in", &query->in);
        write_signature(g, to, query);
        buf_puts(to, ";\n");
    }
    buf_printf(to, "\n/* All of them: tests prepare each on both databases. */\nextern const struct db_query *const %s_queries[];\n"
                   "extern const size_t %s_query_count;\n", g->folder, g->folder);
}

/* --- the source ---------------------------------------------------------------------------------------------------------- */

static void write_sql(struct sqlgen *g, struct buf *to, const struct sqlgen_query *query)
{
    struct buf sql;
    buf_init(&sql, g->t->arena, 1 << 20);
    for (size_t i = 0; i < query->sql.count; i++) {
        const struct sql_token *k = &query->sql.tokens[i];
        if (k->spaced && sql.length)
            buf_putc(&sql, ' ');
        if (k->kind != SQL_PARAMETER) {
            buf_add(&sql, k->at, k->length);
            continue;
        }
        for (size_t j = 0; j < query->in.count; j++)
            if (strlen(query->in.items[j].name) == k->length && memcmp(query->in.items[j].name, k->at, k->length) == 0)
                buf_printf(&sql, "$%d", query->in.items[j].place);
    }
    tool_c_text(to, sql.data, sql.length);
}

static void write_types(struct buf *to, const char *name, const char *which, const struct sqlgen_columns *columns, bool by_place)
{
    if (columns->count == 0)
        return;
    buf_printf(to, "static const enum db_type %s_%s[] = {", name, which);
    for (size_t i = 0; i < columns->count; i++) {
        const struct sqlgen_column *c = &columns->items[i];
        for (size_t j = 0; by_place && j < columns->count; j++)
            if (columns->items[j].place == (int)i + 1)
                c = &columns->items[j];
        buf_printf(to, "%s%s", i ? ", " : "", db_types[c->type]);
    }
    buf_puts(to, "};\n");
}

static void write_query(struct sqlgen *g, struct buf *to, const struct sqlgen_query *query)
{
    static const struct sqlgen_columns none;
    const struct sqlgen_columns *out = query->kind == KIND_EXEC ? &none : &query->out;
    write_types(to, query->name, "in_types", &query->in, true);
    write_types(to, query->name, "out_types", out, false);
    buf_printf(to, "static const struct db_query %s_query = {\n    .name = \"%s.%s\",\n    .sql =\n        ", query->name, g->folder,
               query->name);
    write_sql(g, to, query);
    buf_printf(to, ",\n    .in_count = %zu, .out_count = %zu,\n", query->in.count, out->count);
    if (query->in.count)
        buf_printf(to, "    .in = %s_in_types,\n", query->name);
    if (out->count)
        buf_printf(to, "    .out = %s_out_types,\n", query->name);
    buf_printf(to, "    .writes = %s,\n%s};\n\n", sql_writes(&query->sql) ? "true" : "false", query->later ? "    .later = true,\n" : "");
}

static void write_reader(struct sqlgen *g, struct buf *to, const struct sqlgen_query *query)
{
    buf_printf(to, "static void read_%s(const struct db_value *row, struct %s_%s_row *to)\n{\n", query->row, g->folder, query->row);
    for (size_t i = 0; i < query->out.count; i++) {
        const struct sqlgen_column *c = &query->out.items[i];
        buf_printf(to, "    to->%s = row[%zu].", c->name, i);
        if (pointer_type(c->type))
            buf_printf(to, "null ? NULL : row[%zu].bytes;\n", i);
        else
            buf_puts(to, c->type == TYPE_REAL ? "real;\n" : c->type == TYPE_BOOL ? "number != 0;\n" : "number;\n");
        if (c->type == TYPE_BLOB)
            buf_printf(to, "    to->%s_length = row[%zu].null ? 0 : row[%zu].length;\n", c->name, i, i);
        if (c->null && !pointer_type(c->type))
            buf_printf(to, "    to->has_%s = !row[%zu].null;\n", c->name, i);
    }
    buf_puts(to, "}\n\n");
}

/* What collects the rows: for one row the struct and a count, for many the growing array. */
static void write_collector(struct sqlgen *g, struct buf *to, const struct sqlgen_query *query)
{
    if (query->kind == KIND_MANY) {
        buf_printf(to,
                   "struct collect_%s { struct %s_%s_rows *rows; size_t room; };\n"
                   "static enum result each_%s(struct q *q, const struct db_value *row, void *arg)\n{\n    struct collect_%s *to = arg;\n"
                   "    if (to->rows->count == %lld) {\n        to->rows->more = true;\n        return PROBLEM_FULL; /* stops here */\n    }\n"
                   "    if (to->rows->count == to->room) {\n        size_t room = to->room ? to->room * 2 : 16;\n"
                   "        to->rows->items = arena_grow(q->arena, to->rows->items, sizeof *to->rows->items, to->room, room);\n"
                   "        to->room = room;\n    }\n    read_%s(row, &to->rows->items[to->rows->count++]);\n    return OK;\n}\n\n",
                   query->name, g->folder, query->row, query->name, query->name, (long long)query->most, query->row);
        return;
    }
    buf_printf(to,
               "struct collect_%s { struct %s_%s_row *row; int count; };\n"
               "static enum result each_%s(struct q *q, const struct db_value *row, void *arg)\n{\n"
               "    struct collect_%s *to = arg;\n    (void)q;\n"
               "    if (to->count++ == 0)\n        read_%s(row, to->row);\n    return OK;\n}\n\n",
               query->name, g->folder, query->row, query->name, query->name, query->row);
}

static void write_value(struct buf *to, const struct sqlgen_column *c, const char *from)
{
    buf_printf(to, "        {.type = %s", db_types[c->type]);
    if (c->type == TYPE_TEXT)
        buf_printf(to, ", .null = !%s%s, .bytes = %s%s, .length = %s%s ? strlen(%s%s) : 0},\n", from, c->name, from, c->name, from, c->name,
                   from, c->name);
    else if (c->type == TYPE_BLOB)
        buf_printf(to, ", .null = !%s%s, .bytes = %s%s, .length = %s%s ? %s%s_length : 0},\n", from, c->name, from, c->name, from, c->name,
                   from, c->name);
    else {
        if (c->null)
            buf_printf(to, ", .null = !%shas_%s", from, c->name);
        buf_printf(to, ", .%s = %s%s},\n", c->type == TYPE_REAL ? "real" : "number", from, c->name);
    }
}

/* A NULL where the query promises a value would silently match nothing: it is refused, and the log says whose bug it is. */
static void write_null_checks(struct sqlgen *g, struct buf *to, const struct sqlgen_query *query, const char *from)
{
    for (size_t i = 0; i < query->in.count; i++) {
        const struct sqlgen_column *c = &query->in.items[i];
        if (!c->null && pointer_type(c->type))
            buf_printf(to, "    if (!%s%s)\n        return refuse_null(q, \"%s.%s\", \"%s\");\n", from, c->name, g->folder, query->name,
                       c->name);
    }
}

static void write_values(struct buf *to, const struct sqlgen_query *query, const char *from)
{
    if (query->in.count)
        buf_puts(to, "    const struct db_value values[] = {\n");
    for (int place = 1; place <= query->places; place++)
        for (size_t i = 0; i < query->in.count; i++)
            if (query->in.items[i].place == place)
                write_value(to, &query->in.items[i], from);
    if (query->in.count)
        buf_puts(to, "    };\n");
}

static void write_body(struct sqlgen *g, struct buf *to, const struct sqlgen_query *query)
{
    const char *values = query->in.count ? "values" : "NULL";
    switch (query->kind) {
    case KIND_EXEC:
        buf_printf(to, "    return db_run(q, &%s_query, %s, NULL, NULL, ret_changed);\n", query->name, values);
        break;
    case KIND_MANY:
        buf_printf(to,
                   "    *ret = (struct %s_%s_rows){0};\n    struct collect_%s to = {ret, 0};\n"
                   "    enum result r = db_run(q, &%s_query, %s, each_%s, &to, NULL);\n    return ret->more && r == PROBLEM_FULL ? OK : r;\n",
                   g->folder, query->row, query->name, query->name, values, query->name);
        break;
    case KIND_ONE:
    case KIND_MAYBE:
        buf_printf(to,
                   "    *ret = (struct %s_%s_row){0};\n    struct collect_%s to = {ret, 0};\n"
                   "    TRY(db_run(q, &%s_query, %s, each_%s, &to, NULL));\n"
                   "    if (to.count > 1) {\n        log_wrong(\"sql.more-than-one\", LOG_S(\"query\", \"%s.%s\"));\n"
                   "        return q_fail_kind(q, PROBLEM_BROKEN);\n    }\n",
                   g->folder, query->row, query->name, query->name, values, query->name, g->folder, query->name);
        buf_puts(to, query->kind == KIND_MAYBE ? "    *ret_found = to.count == 1;\n    return OK;\n"
                                               : "    return to.count == 1 ? OK : q_fail_kind(q, PROBLEM_NOT_FOUND);\n");
        break;
    }
}

void sqlgen_write_source(struct sqlgen *g, struct buf *to, const char *header)
{
    tool_c_head(to, "sqlgen", tool_base_name(g->file));
    tool_c_include(to, header);
    buf_puts(to, "#include \"base/arena.h\"\n#include \"base/log.h\"\n#include <string.h>\n\n"
                 "__attribute__((unused)) static enum result refuse_null(struct q *q, const char *query, const char *parameter)\n{\n"
                 "    log_wrong(\"sql.null\", LOG_S(\"query\", query), LOG_S(\"parameter\", parameter));\n"
                 "    return q_fail_kind(q, PROBLEM_BROKEN);\n}\n\n");
    for (size_t i = 0; i < g->count; i++) {
        const struct sqlgen_query *query = &g->queries[i];
        write_query(g, to, query);
        if (query->kind != KIND_EXEC && !query->row_made_before)
            write_reader(g, to, query);
        if (query->kind != KIND_EXEC)
            write_collector(g, to, query);
        write_signature(g, to, query);
        buf_puts(to, "\n{\n");
        const char *from = in_struct(query) ? "in->" : "";
        write_null_checks(g, to, query, from);
        write_values(to, query, from);
        write_body(g, to, query);
        buf_puts(to, "}\n\n");
    }
    buf_printf(to, "const struct db_query *const %s_queries[] = {\n", g->folder);
    for (size_t i = 0; i < g->count; i++)
        buf_printf(to, "    &%s_query,\n", g->queries[i].name);
    buf_printf(to, "    NULL,\n};\nconst size_t %s_query_count = %zu;\n", g->folder, g->count);
}
