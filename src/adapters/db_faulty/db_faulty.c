/* Each session of the wrapped database gets a shell of its own around it, whose calls count and perhaps fail before they reach it. */
#include "adapters/db_faulty/db_faulty.h"
#include "base/log.h"
#include "base/must.h"
#include "base/text.h"
#include "core/q.h"
#include <pthread.h>
#include <time.h>

enum { MEMORY = 1024 * 1024 };

struct faulty {
    struct db db; /* first */
    struct arena *arena;
    struct db *inner;
    pthread_mutex_t lock;
    struct fault fault; /* nth 0: none */
    int64_t matching, calls;
    bool fired;
};

struct shell {
    struct db_session session; /* first */
    struct db_session *inner;
};

/* --- when ----------------------------------------------------------------------------------------------------------------- */
void db_faulty_set(struct db *base, const struct fault *fault)
{
    struct faulty *f = (struct faulty *)base;
    pthread_mutex_lock(&f->lock);
    f->fault = fault ? *fault : (struct fault){0};
    f->matching = f->calls = 0;
    f->fired = false;
    pthread_mutex_unlock(&f->lock);
}

bool db_faulty_fired(struct db *base)
{
    struct faulty *f = (struct faulty *)base;
    pthread_mutex_lock(&f->lock);
    bool fired = f->fired;
    pthread_mutex_unlock(&f->lock);
    return fired;
}

int64_t db_faulty_calls(struct db *base)
{
    struct faulty *f = (struct faulty *)base;
    pthread_mutex_lock(&f->lock);
    int64_t calls = f->calls;
    pthread_mutex_unlock(&f->lock);
    return calls;
}

struct db *db_faulty_inner(struct db *base)
{
    return ((struct faulty *)base)->inner;
}

static bool matches(const struct fault *fault, enum fault_call call)
{
    return fault->nth > 0 && (fault->call == call || (fault->call == FAULT_ANY && call != FAULT_ANSWER));
}

/* True when this call is the one; *ret is then the fault. */
static bool is_due(struct faulty *f, enum fault_call call, struct fault *ret)
{
    pthread_mutex_lock(&f->lock);
    f->calls += call != FAULT_ANSWER;
    f->matching += matches(&f->fault, call);
    bool due = matches(&f->fault, call) && (f->matching == f->fault.nth || (f->fault.from_then_on && f->matching > f->fault.nth));
    f->fired |= due;
    *ret = f->fault;
    pthread_mutex_unlock(&f->lock);
    return due;
}

static enum result strike(struct q *q, struct faulty *f, enum fault_call call)
{
    struct fault fault;
    if (!is_due(f, call, &fault))
        return OK;
    if (fault.slow > 0)
        nanosleep(&(struct timespec){.tv_sec = fault.slow / 1000000, .tv_nsec = fault.slow % 1000000 * 1000}, NULL);
    return fault.kind == OK ? OK : db_failed(q, fault.kind, NULL);
}

/* --- the driver ----------------------------------------------------------------------------------------------------------- */
static enum result faulty_read(struct q *q, struct db *base, const struct db_query *query, const struct db_value *in, db_row_fn *each,
                               void *arg)
{
    struct faulty *f = (struct faulty *)base;
    TRY(strike(q, f, FAULT_READ));
    return f->inner->driver->read(q, f->inner, query, in, each, arg);
}

static enum result strike_in(struct q *q, struct shell *s)
{
    enum result r = strike(q, (struct faulty *)s->session.db, FAULT_RUN);
    if (r != OK)
        s->session.failed = s->inner->failed = r;
    return r;
}

static enum result faulty_run(struct q *q, struct db_session *base, const struct db_query *query, const struct db_value *in,
                              db_row_fn *each, void *arg, int64_t *ret_changed)
{
    struct shell *s = (struct shell *)base;
    TRY(strike_in(q, s));
    enum result r = s->inner->driver->run(q, s->inner, query, in, each, arg, ret_changed);
    base->failed = s->inner->failed;
    return r;
}

static enum result faulty_script(struct q *q, struct db_session *base, const char *sql)
{
    struct shell *s = (struct shell *)base;
    TRY(strike_in(q, s));
    enum result r = s->inner->driver->script(q, s->inner, sql);
    base->failed = s->inner->failed;
    return r;
}

static enum result faulty_prepare(struct q *q, struct db_session *base, const struct db_query *query)
{
    struct shell *s = (struct shell *)base;
    return s->inner->driver->prepare(q, s->inner, query);
}

struct wrapped {
    struct faulty *f;
    db_transact_fn *fn;
    void *arg;
};

static enum result run_in_shell(struct q *q, void *arg)
{
    struct wrapped *w = arg;
    struct db_session *inner = q->db;
    struct shell s = {{.driver = w->f->db.driver, .db = &w->f->db, .writing = inner->writing}, inner};
    q->db = &s.session;
    enum result r = w->fn(q, w->arg);
    q->db = inner;
    if (s.session.failed != OK && inner->failed == OK)
        inner->failed = s.session.failed;
    if (r != OK || inner->failed != OK || !inner->writing)
        return r;
    return strike(q, w->f, FAULT_COMMIT);
}

static enum result faulty_transact(struct q *q, struct db *base, db_transact_fn *fn, void *arg)
{
    struct wrapped w = {(struct faulty *)base, fn, arg};
    TRY(strike(q, w.f, FAULT_BEGIN));
    TRY(w.f->inner->driver->transact(q, w.f->inner, run_in_shell, &w));
    return strike(q, w.f, FAULT_ANSWER);
}

static enum result faulty_snapshot(struct q *q, struct db *base, db_transact_fn *fn, void *arg)
{
    struct wrapped w = {(struct faulty *)base, fn, arg};
    TRY(strike(q, w.f, FAULT_BEGIN));
    return w.f->inner->driver->snapshot(q, w.f->inner, run_in_shell, &w);
}

static enum result faulty_backup(struct q *q, struct db *base, const char *to_path)
{
    struct db *inner = ((struct faulty *)base)->inner;
    return inner->driver->backup(q, inner, to_path);
}

static const char *inner_url(const char *url)
{
    return url + strlen("faulty:");
}

static enum result faulty_restore(struct q *q, const char *url, const char *from_path)
{
    return db_restore(q, inner_url(url), from_path);
}

/* --- opening -------------------------------------------------------------------------------------------------------------- */
static bool call_of(const char *word, enum fault_call *ret)
{
    static const char *const words[] = {"begin", "read", "run", "commit", "answer", "any"};
    for (int i = 0; i < 6; i++)
        if (text_equal(word, words[i])) {
            *ret = (enum fault_call)i;
            return true;
        }
    return false;
}

static enum result kind_of(const char *slug)
{
    for (int r = 1; r < RESULT_COUNT; r++)
        if (text_equal(result_slug((enum result)r), slug))
            return (enum result)r;
    return OK;
}

/* "call n kind" or "slow-call n microseconds"; a wrong text is a mistake in a test. */
static struct fault fault_of(struct arena *a, const char *text)
{
    struct fault f = {0};
    size_t n;
    char **words = text_split(a, text, ' ', &n);
    must(n == 3);
    bool slow = text_starts(words[0], "slow-");
    must(call_of(words[0] + (slow ? strlen("slow-") : 0), &f.call));
    must(number_parse(words[1], &f.nth));
    if (slow)
        must(number_parse(words[2], &f.slow));
    else
        must((f.kind = kind_of(words[2])) != OK);
    return f;
}

static void faulty_close(struct db *base)
{
    struct faulty *f = (struct faulty *)base;
    db_close(f->inner);
    arena_free(f->arena);
}

static enum result faulty_open(struct q *q, const char *url, int readers, struct db **ret)
{
    struct db *inner;
    TRY(db_open(q, inner_url(url), readers, &inner));
    struct arena *a = arena_new(MEMORY);
    struct faulty *f = arena_new_one(a, struct faulty);
    *f = (struct faulty){.arena = a, .inner = inner};
    /* A driver of its own, because scripts are written in the dialect of what is inside. */
    struct db_driver *driver = arena_memdup(a, &db_faulty_driver, sizeof db_faulty_driver);
    driver->dialect = inner->driver->dialect;
    driver->name = inner->driver->name;
    f->db.driver = driver;
    pthread_mutex_init(&f->lock, NULL);
    const char *text = getenv("THUBON_FAULT");
    if (text)
        f->fault = fault_of(a, text);
    *ret = &f->db;
    return OK;
}

const struct db_driver db_faulty_driver = {
    .name = "faulty",
    .scheme = "faulty:",
    .open = faulty_open,
    .close = faulty_close,
    .read = faulty_read,
    .run = faulty_run,
    .transact = faulty_transact,
    .snapshot = faulty_snapshot,
    .script = faulty_script,
    .prepare = faulty_prepare,
    .backup = faulty_backup,
    .restore = faulty_restore,
};
