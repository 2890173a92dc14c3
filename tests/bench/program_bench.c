/* The program measured from the inside: what is left when no socket stands between. Opens a data folder as thubon does, then
 *     program_bench people   --data D --province P        makes residents and officers, prints their tokens and the communes
 *     program_bench fill N                                N further dossiers all over the province, with names shuffled from those there
 *     program_bench open N                                N submitted dossiers at the desk below; a line each: code, task, outcome
 *     program_bench submit THREADS SECONDS                submissions
 *     program_bench acts THREADS SECONDS                  steps of the workflow, from reception to the end
 *     program_bench render THREADS SECONDS PATH [TOKEN]   a page as it would be sent
 *     program_bench search COUNT                          names of three syllables, newest first
 *     program_bench constant PORT BYTES                   a server by the same adapter that answers everything with so many bytes
 * All but the last take the options of thubon (--data, --db, --province, --web) and print one line of JSON. Never judges. */
#include "app/app.h"
#include "base/clock.h"
#include "base/date.h"
#include "base/file.h"
#include "base/id.h"
#include "base/log.h"
#include "base/must.h"
#include "base/text.h"
#include "core/access.h"
#include "core/access_roles.h"
#include "core/db.h"
#include "core/http/http.h"
#include "engines/forms/form.h"
#include "engines/workflow/workflow.h"
#include "modules/dossiers/dossiers.h"
#include "modules/procedures/procedures.h"
#include "modules/units/units.h"
#include <pthread.h>
#include <stdatomic.h>
#include <sys/resource.h>
#include <unistd.h>

#define PROCEDURE "1.001193" /* birth registration: the form and the workflow that residents use most */
#define COMMUNE "hc.20401"
#define PROVINCE "hc.49"
enum { MOST_THREADS = 128, MOST_STEPS = 12, PIECE = 64, RESIDENTS = 64 };

static struct app app;

static struct q *new_q(struct arena *a, const struct account *who)
{
    struct q *q = arena_new_one(a, struct q);
    *q = (struct q){.arena = a, .app = &app, .account = who, .request_id = "bench", .from = "bench"};
    return q;
}

static void good(const struct q *q, enum result r)
{
    if (r == OK)
        return;
    const struct field_error *e = q->problem.fields;
    fprintf(stderr, "program_bench: %s: %s%s%s%s\n", result_slug(r), q->problem.say ? q->problem.say : "", e ? e->field : "", e ? ": " : "", e ? e->say : "");
    exit(1);
}

static struct account resident_account(int64_t number)
{
    return (struct account){.id = 900000 + number, .kind = ACCOUNT_RESIDENT, .name = "Nguyễn Thị Thu Hà", .person_number = "049999000001", .assurance = 2};
}

static struct account officer_account(const char *role_id, const char *unit_id)
{
    const struct access_role *role = access_role(role_id);
    must(role != NULL);
    return (struct account){.id = 800000 + role_id[0], .kind = ACCOUNT_OFFICER, .name = "Lê Thị Mỹ Duyên", .role_id = role->id,
                            .role_name = role->name_vi, .unit_id = unit_id, .permissions = role->permissions};
}

/* --- many threads ---------------------------------------------------------------------------------------------------------------------- */

struct worker;
typedef bool piece_fn(struct worker *w, struct q *q); /* false: there is no more to do */
struct worker {
    piece_fn *piece;
    void *shared;
    struct account account;
    int number;
    int64_t until, done, worst;
};

static void *work(void *arg)
{
    struct worker *w = arg;
    struct arena *a = arena_new((size_t)256 << 20);
    bool more = true;
    while (more && clock_monotonic() < w->until) {
        int64_t began = clock_monotonic(), took;
        more = w->piece(w, new_q(a, &w->account));
        took = clock_monotonic() - began;
        w->worst = took > w->worst ? took : w->worst;
        arena_reset(a);
    }
    arena_free(a);
    return NULL;
}

static int64_t processor_time(void)
{
    struct rusage u;
    getrusage(RUSAGE_SELF, &u);
    return (u.ru_utime.tv_sec + u.ru_stime.tv_sec) * SECOND + u.ru_utime.tv_usec + u.ru_stime.tv_usec;
}

/* Runs and prints pieces a second, and the processor time of one in microseconds. */
static void run_threads(int threads, double seconds, piece_fn *piece, void *shared, const struct account *account)
{
    static struct worker workers[MOST_THREADS];
    pthread_t handles[MOST_THREADS];
    must(threads > 0 && threads <= MOST_THREADS);
    int64_t began = clock_monotonic(), processor = processor_time(), done = 0, worst = 0, took;
    for (int i = 0; i < threads; i++) {
        workers[i] = (struct worker){.piece = piece, .shared = shared, .account = *account, .number = i, .until = began + (int64_t)(seconds * 1e6)};
        must(pthread_create(&handles[i], NULL, work, &workers[i]) == 0);
    }
    for (int i = 0; i < threads; i++) {
        pthread_join(handles[i], NULL);
        done += workers[i].done;
        worst = workers[i].worst > worst ? workers[i].worst : worst;
    }
    took = clock_monotonic() - began;
    processor = processor_time() - processor;
    printf("{\"done\":%lld,\"rate\":%.1f,\"processor\":%.1f,\"most\":%lld}\n", (long long)done, (double)done * 1e6 / (double)took,
           done ? (double)processor / (double)done : 0, (long long)worst);
}

/* --- people ------------------------------------------------------------------------------------------------------------------------------ */

struct person {
    struct account_new account;
    struct assignment_new assignment; /* role_id NULL: a resident */
    int64_t id, assignment_id;
};

static enum result make_person(struct q *q, void *arg)
{
    struct person *p = arg;
    TRY(account_create(q, &p->account, &p->id));
    if (!p->assignment.role_id)
        return OK;
    p->assignment.account_id = p->id;
    return assignment_create(q, &p->assignment, &p->assignment_id);
}

/* The token as the cookie carries it. */
static const char *token_of(struct q *q, const struct person *p)
{
    struct reply reply = {0};
    q->reply = &reply;
    good(q, session_start(q, &(struct session_start){.account_id = p->id, .assignment_id = p->assignment_id, .assurance = 2}));
    must(reply.header_count == 1);
    const char *equals = strchr(reply.headers[0].value, '=');
    must(equals != NULL);
    return arena_strndup(q->arena, equals + 1, strcspn(equals + 1, ";"));
}

static size_t collect_communes(struct q *q, const struct unit ***ret)
{
    const struct unit *const *all;
    size_t n = units_all(q, &all), count = 0;
    int32_t today = time_local_days(clock_now());
    *ret = arena_new_array(q->arena, const struct unit *, n);
    for (size_t i = 0; i < n; i++)
        if (all[i]->form && text_equal(all[i]->level, "commune") && units_valid(all[i], today))
            (*ret)[count++] = all[i];
    must(count > 0);
    return count;
}

static void people(struct q *q)
{
    static const struct { const char *role, *unit; } officers[] = {{"reception_officer", COMMUNE}, {"specialist", COMMUNE}, {"leader", COMMUNE},
                                                                   {"unit_manager", COMMUNE}, {"province_leader", PROVINCE}};
    printf("{\"residents\":[");
    for (int i = 0; i < RESIDENTS; i++) {
        struct person p = {.account = {.kind = ACCOUNT_RESIDENT, .name = "Nguyễn Thị Thu Hà",
                                       .person_number = arena_printf(q->arena, "0499%08d", (int)random_below(100000000))}};
        good(q, db_transact(q, make_person, &p));
        printf("%s\"%s\"", i ? "," : "", token_of(q, &p));
    }
    printf("],\"officers\":{");
    for (size_t i = 0; i < sizeof officers / sizeof *officers; i++) {
        struct person p = {.account = {.kind = ACCOUNT_OFFICER, .name = "Lê Thị Mỹ Duyên", .login = random_token(q->arena, 20)},
                           .assignment = {.role_id = officers[i].role, .unit_id = officers[i].unit}};
        good(q, db_transact(q, make_person, &p));
        printf("%s\"%s\":\"%s\"", i ? "," : "", officers[i].role, token_of(q, &p));
    }
    const struct unit **communes;
    size_t n = collect_communes(q, &communes);
    printf("},\"communes\":[");
    for (size_t i = 0; i < n; i++)
        printf("%s\"%s\"", i ? "," : "", communes[i]->id);
    puts("]}");
}

/* --- submitting --------------------------------------------------------------------------------------------------------------------------- */

static struct dossier_submit submission(struct q *q)
{
    const struct procedure *p = procedures_find(q, PROCEDURE, 0);
    must(p != NULL);
    return (struct dossier_submit){.procedure_id = PROCEDURE, .place_unit = COMMUNE, .channel = CHANNEL_ONLINE, .applicant_name = q->account->name,
                                   .applicant_number = q->account->person_number, .applicant_phone = "0000000000",
                                   .data = form_example(procedures_form(q, p), 0), .person_account = q->account->id, .demo = true};
}

static bool submit_one(struct worker *w, struct q *q)
{
    struct dossier made;
    w->account = resident_account(w->number);
    struct dossier_submit what = submission(q);
    good(q, dossiers_submit(q, &what, &made));
    w->done++;
    return true;
}

struct opening {
    int64_t ids[PIECE];
    size_t count;
};

static enum result open_some(struct q *q, void *arg)
{
    struct opening *o = arg;
    for (size_t i = 0; i < o->count; i++) {
        struct dossier made;
        struct dossier_submit what = submission(q);
        TRY(dossiers_submit(q, &what, &made));
        o->ids[i] = made.id;
    }
    return OK;
}

/* So many submitted dossiers, sixty-four a transaction. */
static int64_t *open_many(struct q *q, size_t count)
{
    int64_t *ids = arena_new_array(q->arena, int64_t, count);
    struct account who = resident_account(0);
    struct arena *a = arena_new((size_t)256 << 20);
    for (size_t at = 0; at < count; at += PIECE) {
        struct opening o = {.count = count - at < PIECE ? count - at : PIECE};
        struct q *own = new_q(a, &who);
        good(own, db_transact(own, open_some, &o));
        memcpy(ids + at, o.ids, o.count * sizeof *ids);
        arena_reset(a);
    }
    arena_free(a);
    return ids;
}

/* --- filling ------------------------------------------------------------------------------------------------------------------------------ */

struct filling {
    const char **names;
    size_t name_count, count;
    const struct unit **communes;
    size_t commune_count;
};

/* The family's names of one person and the given name of another. */
static const char *shuffled_name(struct q *q, const struct filling *f)
{
    const char *one = f->names[random_below(f->name_count)], *other = f->names[random_below(f->name_count)];
    const char *end = strrchr(one, ' '), *given = strrchr(other, ' ');
    return end && given ? arena_printf(q->arena, "%.*s%s", (int)(end - one), one, given) : one;
}

static enum result fill_some(struct q *q, void *arg)
{
    struct filling *f = arg;
    for (size_t i = 0; i < f->count; i++) {
        struct dossier made;
        struct dossier_submit what = submission(q);
        what.place_unit = f->communes[random_below(f->commune_count)]->id;
        what.applicant_name = shuffled_name(q, f);
        what.applicant_number = arena_printf(q->arena, "0499%08d", (int)random_below(100000000));
        TRY(dossiers_submit(q, &what, &made));
    }
    return OK;
}

static size_t collect_names(struct q *q, const char **names, size_t most);

static void fill(struct q *q, size_t count)
{
    enum { NAMES = 2000 };
    struct account who = resident_account(0), leader = officer_account("province_leader", PROVINCE);
    struct filling f = {.names = arena_new_array(q->arena, const char *, NAMES)};
    struct arena *a = arena_new((size_t)256 << 20);
    int64_t began = clock_monotonic();
    q->account = &leader;
    f.name_count = collect_names(q, f.names, NAMES);
    f.commune_count = collect_communes(q, &f.communes);
    must(f.name_count > 0);
    for (size_t at = 0; at < count; at += PIECE) {
        struct q *own = new_q(a, &who);
        f.count = count - at < PIECE ? count - at : PIECE;
        good(own, db_transact(own, fill_some, &f));
        arena_reset(a);
    }
    arena_free(a);
    printf("{\"made\":%zu,\"seconds\":%.1f}\n", count, (double)(clock_monotonic() - began) / 1e6);
}

/* --- steps ----------------------------------------------------------------------------------------------------------------------------------- */

static const struct workflow_choice *way_forward(const struct workflow_state *state, const struct workflow_task *task)
{
    for (size_t i = 0; i < task->step->choice_count; i++) {
        const struct workflow_choice *c = &task->step->choices[i];
        if ((c->kind == WORKFLOW_FORWARD || c->kind == WORKFLOW_FINISH) && workflow_choice_allowed(state, task, c))
            return c;
    }
    return NULL;
}

/* The first open task of a dossier and its way forward; false: it has come to its end. */
static bool next_step(struct q *q, int64_t id, struct workflow_task *ret_task, const struct workflow_choice **ret_choice, struct dossier *ret)
{
    const struct workflow *wf;
    struct workflow_state state;
    good(q, dossiers_by_id(q, id, ret));
    good(q, dossiers_state(q, ret, &wf, &state));
    if (!state.task_count)
        return false;
    *ret_task = state.tasks[0];
    *ret_choice = way_forward(&state, ret_task);
    return *ret_choice != NULL;
}

static void open_and_print(struct q *q, size_t count)
{
    int64_t *ids = open_many(q, count);
    for (size_t i = 0; i < count; i++) {
        struct workflow_task task;
        const struct workflow_choice *choice;
        struct dossier d;
        must(next_step(q, ids[i], &task, &choice, &d));
        printf("%s\t%d\t%s\n", d.code, task.number, choice->id);
    }
}

struct pile {
    const int64_t *ids;
    size_t count;
    _Atomic size_t next;
};

/* One dossier from desk to desk until its end; each step is counted. */
static bool finish_one(struct worker *w, struct q *q)
{
    struct pile *pile = w->shared;
    size_t at = atomic_fetch_add(&pile->next, 1);
    if (at >= pile->count)
        return false;
    for (int i = 0; i < MOST_STEPS && clock_monotonic() < w->until; i++) {
        struct workflow_task task;
        const struct workflow_choice *choice;
        const char *unit;
        struct dossier d;
        if (!next_step(q, pile->ids[at], &task, &choice, &d))
            break;
        good(q, dossiers_task_unit(q, d.id, task.number, &unit));
        w->account = officer_account(task.step->role, unit);
        good(q, dossiers_act(q, &(struct dossier_act){.kind = ACT_OUTCOME, .dossier_id = d.id, .task = task.number, .outcome = choice->id}, NULL));
        w->done++;
    }
    return true;
}

static void acts(struct q *q, int threads, double seconds)
{
    enum { A_SECOND = 3000 }; /* more than are finished in a second */
    struct account nobody = account_nobody;
    struct pile pile = {.count = (size_t)(seconds * A_SECOND)};
    pile.ids = open_many(q, pile.count);
    run_threads(threads, seconds, finish_one, &pile, &nobody);
}

/* --- pages ------------------------------------------------------------------------------------------------------------------------------------ */

struct asked {
    const char *path, *query, *token;
};

static bool render_one(struct worker *w, struct q *q)
{
    const struct asked *asked = w->shared;
    struct http_header headers[] = {{"Host", "localhost"}, {"Authorization", asked->token}};
    struct request r = {.method = HTTP_GET, .path = asked->path, .query = asked->query, .headers = headers, .header_count = asked->token ? 2 : 1,
                        .body = "", .remote = "127.0.0.1"};
    struct reply reply = {0};
    q->account = &account_nobody;
    q->request = &r;
    q->reply = &reply;
    http_serve(q);
    if (reply.status != 200) {
        fprintf(stderr, "program_bench: %s answers %d\n", asked->path, reply.status);
        exit(1);
    }
    w->done++;
    return true;
}

static void render(struct q *q, int threads, double seconds, const char *address, const char *token)
{
    const char *mark = strchr(address, '?');
    struct asked asked = {.path = mark ? arena_strndup(q->arena, address, (size_t)(mark - address)) : address, .query = mark ? mark + 1 : "",
                          .token = token ? arena_printf(q->arena, "Bearer %s", token) : NULL};
    run_threads(threads, seconds, render_one, &asked, &account_nobody);
}

/* --- search ------------------------------------------------------------------------------------------------------------------------------------ */

static int compare(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

/* The last three syllables of a name; NULL when it has fewer. */
static const char *three_syllables(struct q *q, const char *name)
{
    size_t n;
    char **words = text_split(q->arena, name, ' ', &n);
    return n < 3 ? NULL : arena_printf(q->arena, "%s %s %s", words[n - 3], words[n - 2], words[n - 1]);
}

/* Names of applicants all over the years. */
static size_t collect_names(struct q *q, const char **names, size_t most)
{
    enum { PAGE = 100, APART = 977 };
    size_t count = 0, n = 1;
    for (int64_t offset = 0; count < most && n > 0; offset += APART) {
        const struct dossier *found;
        int64_t total;
        good(q, dossiers_search(q, &(struct dossier_search){.limit = PAGE, .offset = offset}, &found, &n, &total));
        for (size_t i = 0; i < n && count < most; i++)
            names[count++] = found[i].applicant_name;
    }
    return count;
}

/* What this thread alone has used: on a busy machine the clock on the wall counts the work of others too. */
static int64_t thread_time(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (int64_t)t.tv_sec * SECOND + t.tv_nsec / 1000;
}

static void search(struct q *q, size_t count)
{
    struct account leader = officer_account("province_leader", PROVINCE);
    const char **names = arena_new_array(q->arena, const char *, count);
    int64_t *times = arena_new_array(q->arena, int64_t, count), *processor = arena_new_array(q->arena, int64_t, count), hits = 0;
    struct arena *a = arena_new((size_t)256 << 20);
    q->account = &leader;
    size_t n = collect_names(q, names, count);
    must(n > 0);
    for (size_t i = 0; i < n; i++) {
        struct q *own = new_q(a, &leader);
        const struct dossier *found;
        size_t found_count;
        const char *words = three_syllables(own, names[i]);
        int64_t total, began = clock_monotonic(), worked = thread_time();
        good(own, dossiers_search(own, &(struct dossier_search){.words = words ? words : names[i], .limit = 20}, &found, &found_count, &total));
        times[i] = clock_monotonic() - began;
        processor[i] = thread_time() - worked;
        hits += (int64_t)found_count;
        arena_reset(a);
    }
    qsort(times, n, sizeof *times, compare);
    qsort(processor, n, sizeof *processor, compare);
    printf("{\"searches\":%zu,\"found\":%.1f,\"p50\":%lld,\"p99\":%lld,\"most\":%lld,\"processor_p50\":%lld,\"processor_p99\":%lld}\n", n,
           (double)hits / (double)n, (long long)times[n / 2], (long long)times[n * 99 / 100], (long long)times[n - 1],
           (long long)processor[n / 2], (long long)processor[n * 99 / 100]);
    arena_free(a);
}

/* --- a constant ----------------------------------------------------------------------------------------------------------------------------------- */

static struct buf constant_body;

static void handle_constant(struct app *a, struct request *request, struct arena *arena, struct reply *reply)
{
    (void)a, (void)request, (void)arena;
    reply->status = 200;
    reply->content_type = "text/html; charset=utf-8";
    reply->body = constant_body;
}

static int constant(struct q *q, int port, size_t bytes)
{
    struct http_server *server;
    struct http_listen where = {.address = "127.0.0.1", .port = port, .max_connections = 512};
    buf_init(&constant_body, q->arena, bytes + 1);
    for (size_t i = 0; i < bytes; i++)
        buf_putc(&constant_body, 'a' + (char)(i % 26));
    good(q, http_server_start(q, &app, &where, handle_constant, &server));
    puts("ready");
    fflush(stdout);
    char byte;
    while (read(0, &byte, 1) > 0) /* until the caller closes our input */
        ;
    http_server_stop(server);
    return 0;
}

/* --- which --------------------------------------------------------------------------------------------------------------------------------------------- */

static int number(const struct options *o, int at)
{
    return o->argc > at ? (int)strtol(o->argv[at], NULL, 10) : 0;
}

static bool run(struct q *q, const struct options *o)
{
    double seconds = o->argc > 1 ? strtod(o->argv[1], NULL) : 0;
    const char *what = o->command;
    if (text_equal(what, "people"))
        people(q);
    else if (text_equal(what, "fill") && o->argc == 1)
        fill(q, (size_t)number(o, 0));
    else if (text_equal(what, "open") && o->argc == 1)
        open_and_print(q, (size_t)number(o, 0));
    else if (text_equal(what, "submit") && o->argc == 2)
        run_threads(number(o, 0), seconds, submit_one, NULL, &account_nobody);
    else if (text_equal(what, "acts") && o->argc == 2)
        acts(q, number(o, 0), seconds);
    else if (text_equal(what, "render") && o->argc >= 3)
        render(q, number(o, 0), seconds, o->argv[2], o->argc > 3 ? o->argv[3] : NULL);
    else if (text_equal(what, "search") && o->argc == 1)
        search(q, (size_t)number(o, 0));
    else
        return false;
    return true;
}

int main(int argc, char **argv)
{
    struct options o;
    struct arena *a = arena_new((size_t)1 << 30);
    struct q q = {.arena = a, .app = &app, .account = &account_nobody, .from = "bench", .request_id = "bench"};
    log_set_level(LOG_WARN);
    if (argc == 4 && text_equal(argv[1], "constant"))
        return constant(&q, (int)strtol(argv[2], NULL, 10), strtoul(argv[3], NULL, 10));
    if (!options_read(argc, argv, &o))
        return 2;
    must_report_signals();
    if (app_start(&q, &app, &o) != OK) {
        app_say_problem(&q, "cannot start");
        return 1;
    }
    bool known = run(&q, &o);
    app_stop(&app);
    if (!known)
        fprintf(stderr, "program_bench: the head of program_bench.c says how to call it\n");
    return known ? 0 : 2;
}
