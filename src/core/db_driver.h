/* What a database adapter implements (adapters/db_sqlite, db_postgres, db_faulty). Feature code never sees this. */
#pragma once
#include "core/db.h"

struct db_driver {
    const char *name;   /* "sqlite" */
    const char *scheme; /* "sqlite:" */
    enum result (*open)(struct q *q, const char *url, int readers, struct db **ret);
    void (*close)(struct db *db);
    enum result (*run)(struct q *q, struct db_session *s, const struct db_query *query, const struct db_value *in,
                       db_row_fn *each, void *arg, int64_t *ret_changed);
    enum result (*transact)(struct q *q, struct db *db, db_transact_fn *fn, void *arg); /* sets q->db around fn */
    enum result (*snapshot)(struct q *q, struct db *db, db_transact_fn *fn, void *arg);
    enum result (*script)(struct q *q, struct db_session *s, const char *sql);
    enum result (*prepare)(struct q *q, struct db_session *s, const struct db_query *query);
    enum result (*backup)(struct q *q, struct db *db, const char *to_path);
    enum result (*restore)(struct q *q, const char *url, const char *from_path);
};

/* First member of every driver's struct db and struct db_session. */
struct db { const struct db_driver *driver; };
struct db_session { const struct db_driver *driver; struct db *db; bool writing; };

/* app/ names the drivers it was built with, once, before db_open. */
void db_use_driver(const struct db_driver *driver);

/* Neutral type words of migrations -> the dialect: t_int t_text t_blob t_real t_bool t_time. Whole words only.
 * SQLite: INTEGER TEXT BLOB REAL INTEGER INTEGER, and STRICT after CREATE TABLE (…). PostgreSQL: bigint, text COLLATE "C", bytea,
 * double precision, bigint, bigint. */
const char *db_translate(struct arena *a, const char *sql, const char *const words[6], const char *after_create_table);
