/* The database as features see it: typed queries made by tools/sqlgen from queries.sql run through db_run; writing happens only
 * inside db_transact. One SQL text serves SQLite and PostgreSQL ($1, $2 … in order of first use).
 *
 * SQLite: one writer thread takes all waiting callbacks, runs each in a savepoint and commits them together with one fsync
 * (synchronous=FULL); the caller waits for that commit. PostgreSQL: a pool; begin, callback, commit, retried on serialisation
 * failure. Either way OK from db_transact means durable; anything else means nothing of it happened (one exception, on PostgreSQL:
 * when the connection breaks while the answer to COMMIT is awaited and the server cannot tell afterwards, having crashed).
 *
 * A statement that fails ends its transaction, as PostgreSQL has it: what follows in the same transaction returns the same result, and
 * db_transact returns it even when fn says OK. To insert what may stand there already, write ON CONFLICT DO NOTHING and look at
 * ret_changed. The kinds: CONFLICT (unique index or foreign key), BUSY (waited too long), FULL (disk), STORAGE (does not answer),
 * BROKEN (our SQL is wrong, a CHECK or NOT NULL refused).
 *
 * The same on both: LIKE minds case, text compares byte by byte, foreign keys are enforced, unknown quoted names fail. */
#pragma once
#include "base/result.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct q;
struct db;
struct db_session;

enum db_type { DB_INT, DB_TEXT, DB_BLOB, DB_REAL }; /* bool and time are ints in the database */

struct db_value {
    enum db_type type;
    bool null;
    int64_t number;
    double real;
    const char *bytes; /* text (NUL-terminated) or blob */
    size_t length;
};

struct db_query {
    const char *name; /* "dossiers.find_by_code" */
    const char *sql;
    int in_count, out_count;
    const enum db_type *in, *out;
    bool writes;
    bool later; /* a writing query without rows whose failure may show at the end of the transaction: saves PostgreSQL a round trip */
};

/* Called for each row with out_count values whose bytes live in the arena of q (the array itself only during the call); a result other than
 * OK stops and is returned. */
typedef enum result db_row_fn(struct q *q, const struct db_value *row, void *arg);
/* Runs a query: in the transaction of q, or, for a reading query outside one, on a session of its own.
 * *ret_changed (may be NULL): rows changed by a writing query. */
enum result db_run(struct q *q, const struct db_query *query, const struct db_value *in, db_row_fn *each, void *arg, int64_t *ret_changed);

/* fn may run several times (retry) and, on SQLite, on another thread while the caller waits: it must have no effect outside the
 * database and the arena. Inside another transaction it joins it; when the inner fn fails, the outer cannot succeed any more. */
typedef enum result db_transact_fn(struct q *q, void *arg);
enum result db_transact(struct q *q, db_transact_fn *fn, void *arg);
/* One consistent view for several reads (pages with figures that must agree). */
enum result db_snapshot(struct q *q, db_transact_fn *fn, void *arg);
bool db_in_transaction(const struct q *q);

/* Which database: for the few places that must know (backup, search). */
const char *db_driver_name(const struct db *db);

/* The unique index that the CONFLICT in q broke, the same name on both databases, or "" (foreign key; not a conflict of the database).
 * Name it yourself, so that code can compare: CREATE UNIQUE INDEX dossiers_dossier_code ON dossiers_dossier (code). A UNIQUE inside
 * CREATE TABLE is called table_column_key, a primary key table_pkey. */
const char *db_conflict_name(const struct q *q);

/* --- for app/, tools and tests -------------------------------------------------------------------------------------------- */
enum result db_open(struct q *q, const char *url, int readers, struct db **ret); /* picks the driver by the URL's scheme */
void db_close(struct db *db);
enum result db_script(struct q *q, const char *sql); /* several statements, neutral types (db_translate); inside a transaction */
/* Statement of the health page: a write and a read went through; microseconds it took. */
enum result db_ping(struct q *q, int64_t *ret_microseconds);
enum result db_backup(struct q *q, const char *to_path); /* consistent copy while running (SQLite file; PostgreSQL: pg_dump -Fc) */
/* Puts a backup in the place of the database at url; no process may have it open (BUSY). */
enum result db_restore(struct q *q, const char *url, const char *from_path);
enum result db_prepare_all(struct q *q, const struct db_query *const *queries, size_t count,
                           const char **ret_which); /* tests: each query is valid here */

/* --- db_node.c: the number that keeps the ids of several processes apart -------------------------------------------------- */
/* Takes a free node (0–63) in table core_node with a lease, tells id_set_node, and keeps the lease until db_node_stop in a thread of its
 * own. A process that was stopped longer than its lease takes another node. After migrate_all, before the first id_new. */
struct db_node;
enum result db_node_start(struct q *q, struct db_node **ret);
void db_node_stop(struct db_node *node); /* gives the node back; before db_close; takes NULL */
