/* queries.sql -> one typed C function and row struct per query. The language is described in docs/howto/query.md.
 * read.c splits the file into queries and reads their comment lines; check.c refuses what would not mean the same on SQLite and
 * PostgreSQL, and what does not fit the declared in: and out:; write.c makes the C. */
#pragma once
#include "common/sql.h"

enum sqlgen_type { TYPE_INT, TYPE_TEXT, TYPE_BLOB, TYPE_REAL, TYPE_BOOL, TYPE_TIME };
enum sqlgen_kind { KIND_ONE, KIND_MAYBE, KIND_MANY, KIND_EXEC };

struct sqlgen_column {
    const char *name;
    enum sqlgen_type type;
    bool null;     /* may be NULL */
    size_t line;
    int place;     /* in: N of $N, 0 while not seen in the SQL */
};
struct sqlgen_columns { struct sqlgen_column *items; size_t count, room; };

struct sqlgen_query {
    const char *name, *about;
    enum sqlgen_kind kind;
    bool later;                /* `:exec later` */
    size_t line;               /* of the name */
    struct sqlgen_columns in, out;
    const char *row;           /* name of the row struct without the folder: "find_by_code", or what `-- row:` says */
    bool row_made_before;      /* an earlier query has the same struct */
    int64_t most;              /* rows of :many */
    struct sql sql;
    int places;                /* how many $N */
};

struct sqlgen {
    struct tool *t;
    const char *folder, *file;
    struct sqlgen_query *queries;
    size_t count, room;
};

void sqlgen_read(struct sqlgen *g, const char *text, size_t n);
void sqlgen_check(struct sqlgen *g, struct sqlgen_query *query);
void sqlgen_write_header(struct sqlgen *g, struct buf *to);
void sqlgen_write_source(struct sqlgen *g, struct buf *to, const char *header);
/* sqlgen FOLDER queries.sql OUT.c OUT.h */
void sqlgen_run(struct tool *t, int argc, char **argv);
/* Reads and checks without writing: for tests and checktree. */
struct sqlgen sqlgen_load(struct tool *t, const char *folder, const char *file, const char *text, size_t n);
