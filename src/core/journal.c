/* The journal (journal.h). A line is written in the transaction of the change; the jobs that carry it to listeners are added in the
 * same transaction, one for each listener that asked for its type, so a listener that fails keeps nobody else waiting.
 *
 * Sealing. Ids are ordered by their making but commit a moment later, so a line is sealed only when an id as large as its own was seen
 * SETTLE ago: by then every transaction that could still add a smaller one has ended (the adapters stop them after 20 s). The mark, not
 * the clock in the ids, decides, so a clock that jumped holds nothing up. A head covers all lines from its first to its last id. */
#include "core/journal.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/hash.h"
#include "base/id.h"
#include "base/json.h"
#include "base/must.h"
#include "core/access.h"
#include "core/app.h"
#include "core/db.h"
#include "core/i18n.h"
#include "core/jobs.h"
#include "core/module.h"
#include "core_queries.h"

#define SETTLE (60 * SECOND)
#define LINE_MAX ((size_t)1 << 20)

static bool listens(const char *wanted, const char *type)
{
    size_t n = strlen(wanted);
    if (n > 1 && wanted[n - 1] == '*')
        return strncmp(wanted, type, n - 1) == 0;
    return strcmp(wanted, type) == 0;
}

/* One job per listener; its kind is "listen:NAME", its key the line's id, so it exists once. */
static enum result tell_listeners(struct q *q, const char *type, int64_t id)
{
    const struct module *const *modules = q->app ? q->app->modules : NULL;
    for (; modules && *modules; modules++)
        for (const struct listener *l = (*modules)->listeners; l && l->event; l++)
            if (listens(l->event, type)) {
                const char *kind = arena_printf(q->arena, "listen:%s", l->name);
                const char *key = arena_printf(q->arena, "%lld", (long long)id);
                TRY(job_add(q, kind, key, clock_now(), key));
            }
    return OK;
}

enum result journal_write(struct q *q, const struct event *e)
{
    must(db_in_transaction(q));
    struct core_journal_insert_in line = {
        .id = id_new(), .at = clock_now(), .type = e->type, .subject_kind = e->subject_kind, .subject_id = e->subject_id,
        .unit_id = e->unit_id, .person = e->person, .account_id = q->account->id, .actor_name = q->account->name,
        .request_id = q->request_id ? q->request_id : "", .came_from = q->from ? q->from : "", .reason = e->reason,
        .data = e->data ? e->data : "{}"};
    TRY(core_journal_insert(q, &line, NULL));
    return tell_listeners(q, e->type, line.id);
}

/* The rows of the three reading queries are alike but of their own types; a line is copied field by field. */
#define LINE_OF(row)                                                                                                                   \
    ((struct journal_line){(row)->id, (row)->at, (row)->type, (row)->subject_kind, (row)->subject_id, (row)->unit_id, (row)->person,   \
                           (row)->account_id, (row)->actor_name, (row)->request_id, (row)->came_from, (row)->reason, (row)->data})

enum result journal_of(struct q *q, const char *subject_kind, int64_t subject_id, const struct journal_line **ret, int *ret_count)
{
    struct core_journal_by_subject_rows rows;
    TRY(core_journal_by_subject(q, subject_kind, subject_id, &rows));
    struct journal_line *lines = arena_new_array(q->arena, struct journal_line, rows.count + 1);
    for (size_t i = 0; i < rows.count; i++)
        lines[i] = LINE_OF(&rows.items[i]);
    *ret = lines;
    *ret_count = (int)rows.count;
    return OK;
}

enum result journal_subjects(struct q *q, const char *subject_kind, int64_t after, const int64_t **ret, int *ret_count)
{
    struct core_journal_subjects_rows rows;
    TRY(core_journal_subjects(q, subject_kind, after, &rows));
    int64_t *ids = arena_new_array(q->arena, int64_t, rows.count + 1);
    for (size_t i = 0; i < rows.count; i++)
        ids[i] = rows.items[i].subject_id;
    *ret = ids;
    *ret_count = (int)rows.count;
    return OK;
}

enum result journal_line_by_id(struct q *q, int64_t id, struct journal_line *ret, bool *ret_found)
{
    struct core_journal_by_id_row row;
    TRY(core_journal_by_id(q, id, &row, ret_found));
    if (*ret_found)
        *ret = LINE_OF(&row);
    return OK;
}

static enum result insert_reading(struct q *q, void *arg)
{
    struct core_reading_insert_in *r = arg;
    r->id = id_new();
    return core_reading_insert(q, r, NULL);
}

enum result journal_read_of(struct q *q, const char *person, const char *what, const char *subject_kind, int64_t subject_id,
                            const char *purpose)
{
    struct core_reading_insert_in r = {
        .at = clock_now(), .person = person, .account_id = q->account->id, .actor_name = q->account->name,
        .unit_id = q->account->unit_id, .what = what, .subject_kind = subject_kind, .subject_id = subject_id, .purpose = purpose,
        .request_id = q->request_id ? q->request_id : ""};
    return db_transact(q, insert_reading, &r);
}

enum result journal_readings(struct q *q, const char *person, int64_t from, int64_t to, int64_t before, int64_t limit, const struct journal_reading **ret,
                             size_t *ret_count)
{
    struct core_reading_by_person_rows rows;
    TRY(core_reading_by_person(q, person, from, to, before, limit, &rows));
    struct journal_reading *list = arena_new_array(q->arena, struct journal_reading, rows.count + 1);
    for (size_t i = 0; i < rows.count; i++) {
        const struct core_reading_by_person_row *r = &rows.items[i];
        list[i] = (struct journal_reading){r->id, r->at, r->actor_name, r->account_id, r->unit_id, r->what, r->subject_kind, r->subject_id, r->purpose};
    }
    *ret = list;
    *ret_count = rows.count;
    return OK;
}

/* The canonical form of a line: its fields in the order of the table, each as a JSON value, in one array. */
static const char *canonical(struct q *q, const struct journal_line *l, size_t *ret_n)
{
    struct buf b;
    struct json_writer w;
    buf_init(&b, q->arena, LINE_MAX);
    json_begin(&w, &b);
    json_array_open(&w);
    json_int(&w, l->id);
    json_int(&w, l->at);
    json_text(&w, l->type);
    json_text(&w, l->subject_kind);
    json_int(&w, l->subject_id);
    json_text(&w, l->unit_id);
    json_text(&w, l->person);
    json_int(&w, l->account_id);
    json_text(&w, l->actor_name);
    json_text(&w, l->request_id);
    json_text(&w, l->from);
    json_text(&w, l->reason);
    json_text(&w, l->data);
    json_array_close(&w);
    must(!b.overflow);
    *ret_n = b.length;
    return b.data;
}

/* Hash of the head that covers these lines, on top of the one before ("" at the beginning). */
static const char *hash_lines(struct q *q, const char *before, const struct core_journal_between_rows *rows, size_t count)
{
    struct sha256_stream s;
    uint8_t digest[SHA256_BYTES];
    sha256_begin(&s);
    sha256_add(&s, before, strlen(before));
    for (size_t i = 0; i < count; i++) {
        struct journal_line line = LINE_OF(&rows->items[i]);
        size_t n;
        const char *bytes = canonical(q, &line, &n);
        sha256_add(&s, "\n", 1);
        sha256_add(&s, bytes, n);
    }
    sha256_end(&s, digest);
    return hex_encode(q->arena, digest, sizeof digest);
}

struct sealing { int most; int sealed; };

static enum result seal(struct q *q, void *arg)
{
    struct sealing *s = arg;
    struct core_journal_head_last_row last = {0};
    struct core_journal_between_rows rows;
    bool found;
    s->sealed = 0;
    struct core_journal_mark_row mark;
    TRY(core_journal_head_last(q, &last, &found));
    TRY(core_journal_mark(q, &mark));
    int64_t now = clock_now(), after = found ? last.last_id : 0;
    bool settled = mark.at <= now - SETTLE;
    if (mark.upto <= after || mark.at > now) /* nothing waits below the mark, or the clock went back: a new one */
        return mark.newest > mark.upto || mark.at > now ? core_journal_mark_set(q, now, mark.newest, NULL) : OK;
    if (!settled)
        return OK;
    TRY(core_journal_between(q, after, mark.upto, s->most, &rows));
    must(rows.count > 0);
    const char *hash = hash_lines(q, found ? last.hash : "", &rows, rows.count);
    TRY(core_journal_head_insert(q, found ? last.number + 1 : 1, clock_now(), rows.items[0].id, rows.items[rows.count - 1].id,
                                 (int64_t)rows.count, hash, NULL));
    s->sealed = (int)rows.count;
    return OK;
}

enum result journal_seal(struct q *q, int most, int *ret_sealed)
{
    struct sealing s = {.most = most > 2000 ? 2000 : most};
    enum result r = db_transact(q, seal, &s);
    if (r == PROBLEM_CONFLICT) { /* another process sealed the same stretch first */
        q_forget(q);
        s.sealed = 0;
        r = OK;
    }
    *ret_sealed = s.sealed;
    return r;
}

enum result journal_last_head(struct q *q, struct journal_head *ret)
{
    struct core_journal_head_last_row last;
    bool found;
    TRY(core_journal_head_last(q, &last, &found));
    *ret = found ? (struct journal_head){last.number, last.at, last.hash} : (struct journal_head){0, 0, ""};
    return OK;
}

/* Checks one head against the lines as they are now. */
static enum result head_holds(struct q *q, const struct core_journal_heads_row *head, const char *before, int64_t after_id, bool *ret)
{
    struct core_journal_between_rows rows;
    TRY(core_journal_between(q, after_id, head->last_id, 2000, &rows));
    *ret = (int64_t)rows.count == head->lines && strcmp(hash_lines(q, before, &rows, rows.count), head->hash) == 0;
    return OK;
}

enum result journal_verify(struct q *q, int64_t *ret_checked, int64_t *ret_first_bad)
{
    const char *before = "";
    int64_t number = 1, after_id = 0;
    *ret_checked = 0;
    *ret_first_bad = 0;
    for (;;) {
        struct core_journal_heads_rows heads;
        TRY(core_journal_heads(q, number, 100, &heads));
        for (size_t i = 0; i < heads.count; i++) {
            bool holds;
            TRY(head_holds(q, &heads.items[i], before, after_id, &holds));
            if (!holds || heads.items[i].number != number) {
                *ret_first_bad = number;
                return OK;
            }
            before = heads.items[i].hash;
            after_id = heads.items[i].last_id;
            *ret_checked += heads.items[i].lines;
            number++;
        }
        if (heads.count < 100)
            return OK;
    }
}
