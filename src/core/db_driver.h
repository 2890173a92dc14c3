/* What a database adapter implements (adapters/db_sqlite, db_postgres, db_faulty). Feature code never sees this. */
#pragma once
#include "core/db.h"

/* The words of migrations that differ: t_int t_text t_blob t_real t_bool t_time, in this order. */
enum { DB_TYPE_WORDS = 6 };
struct db_dialect {
    const char *name;                 /* "sqlite": what `--: sqlite` in a script selects */
    const char *words[DB_TYPE_WORDS]; /* SQLite: INTEGER TEXT BLOB REAL INTEGER INTEGER */
    const char *after_create_table;   /* written after the list of columns: " STRICT", or "" */
};

struct db_driver {
    const char *name;   /* "sqlite" */
    const char *scheme; /* the URL begins with it: "sqlite:" */
    const struct db_dialect *dialect;
    enum result (*open)(struct q *q, const char *url, int readers, struct db **ret);
    void (*close)(struct db *db);
    /* One reading query outside a transaction, on a session of its own. */
    enum result (*read)(struct q *q, struct db *db, const struct db_query *query, const struct db_value *in, db_row_fn *each, void *arg);
    /* In a session that transact or snapshot gave to q. A statement that fails sets s->failed; what `each` returns does not. */
    enum result (*run)(struct q *q, struct db_session *s, const struct db_query *query, const struct db_value *in, db_row_fn *each,
                       void *arg, int64_t *ret_changed);
    /* Sets q->db around fn and puts back what stood there. fn's OK with s->failed set is s->failed. */
    enum result (*transact)(struct q *q, struct db *db, db_transact_fn *fn, void *arg);
    enum result (*snapshot)(struct q *q, struct db *db, db_transact_fn *fn, void *arg);
    enum result (*script)(struct q *q, struct db_session *s, const char *sql); /* in the driver's own dialect */
    enum result (*prepare)(struct q *q, struct db_session *s, const struct db_query *query);
    enum result (*backup)(struct q *q, struct db *db, const char *to_path);
    enum result (*restore)(struct q *q, const char *url, const char *from_path);
};

/* First member of every driver's struct db and struct db_session. */
struct db {
    const struct db_driver *driver;
};
struct db_session {
    const struct db_driver *driver;
    struct db *db;
    bool writing;
    enum result failed; /* OK, or why this transaction can only be undone */
};

/* app/ names the drivers it was built with, once, before db_open. */
void db_use_driver(const struct db_driver *driver);

/* For drivers: notes a failure of the database in q and passes the kind on. constraint: name of the unique index, or NULL. */
enum result db_failed(struct q *q, enum result kind, const char *constraint);

/* Neutral SQL of a migration -> the dialect: the six type words (whole words, outside quotes and comments), and STRICT. A line
 * `--: sqlite` or `--: postgres` begins a part for that database only, `--: both` ends it:
 *     --: sqlite
 *     CREATE VIRTUAL TABLE search_text USING fts5(body);
 *     --: both
 * PostgreSQL: bigint, text COLLATE "C", bytea, double precision, bigint, bigint. */
const char *db_translate(struct arena *a, const char *sql, const struct db_dialect *dialect);
