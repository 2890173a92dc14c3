/* permute [--postgres]: two officers and the applicant on one dossier, in every order their steps can come, and at the same time (the way
 * PostgreSQL tests isolation). Each would have the dossier go another way: accepted, refused, withdrawn. At least one succeeds; a refusal
 * excludes both others; a withdrawal may follow acceptance, never precede it; whoever is too late is told clearly; and what the dossier
 * shows afterwards is what was acknowledged: its version rises by one for each. */
#include "base/text.h"
#include "races/crowd.h"
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { OFFICER_A, OFFICER_B, RESIDENT, PEOPLE, STEPS = 5 };
enum { ACCEPTED = 1, REFUSED = 2, WITHDRAWN = 4 };
static const struct { int who; const char *act; int makes; } steps[STEPS] = {
    {OFFICER_A, "{\"act\":\"take\",\"task\":1}", 0},
    {OFFICER_A, "{\"act\":\"outcome\",\"task\":1,\"outcome\":\"accepted\"}", ACCEPTED},
    {OFFICER_B, "{\"act\":\"take\",\"task\":1}", 0},
    {OFFICER_B, "{\"act\":\"outcome\",\"task\":1,\"outcome\":\"original-not-acceptable\",\"note\":\"Bản chính bị tẩy xóa\"}", REFUSED},
    {RESIDENT, "{\"act\":\"withdraw\",\"note\":\"Tôi nộp nhầm nơi\"}", WITHDRAWN}};

struct person { struct browser *browser; const char *csrf; };
static struct { struct arena *arena; struct server server; struct person people[PEOPLE]; const char *body; int passed, failed; bool postgres; } s;

static void tell(bool good, const char *sentence, const char *why)
{
    *(good ? &s.passed : &s.failed) += 1;
    printf("%s - %s [%s]\n", good ? "ok" : "not ok", sentence, s.postgres ? "PostgreSQL" : "SQLite");
    if (!good)
        printf("#   %s\n", why ? why : "");
    fflush(stdout);
}

static struct answer *act(int who, const char *path, const char *json)
{
    struct person *p = &s.people[who];
    return browser_api(p->browser, p->csrf, *json ? "POST" : "GET", arena_printf(p->browser->arena, "%s%s", s.server.url, path), json, NULL);
}

static const char *json_word(struct arena *a, const char *json, const char *before)
{
    const char *at = json ? strstr(json, before) : NULL;
    return at ? arena_strndup(a, at + strlen(before), strcspn(at + strlen(before), ",\"}")) : NULL;
}

/* A second officer at the same desk: made by the operators' command, first use by its one-time code. */
static const char *bring_officer(void)
{
    const char *said, *words[] = {"add-officer", "tan-an.tiep-nhan-2", "Nguyễn Văn Hai", "reception_officer", "hc.20401", NULL};
    if (server_command(s.arena, &s.server, words, &said) != 0)
        return said;
    struct browser *b = s.people[OFFICER_B].browser;
    browser_go(b, "/can-bo/lan-dau");
    browser_fill(b, "login", words[1], false);
    browser_fill(b, "code", json_word(s.arena, strstr(said, "code "), "code ") ? arena_strndup(s.arena, strstr(said, "code ") + 5, strcspn(strstr(said, "code ") + 5, " ")) : "", false);
    if (!browser_press(b, "Tiếp tục", false))
        return b->trouble;
    browser_fill(b, "password", "mot-cau-that-dai-de-nho", false);
    browser_fill(b, "again", "mot-cau-that-dai-de-nho", false);
    if (!browser_press(b, "Lưu và tiếp tục", false))
        return arena_printf(s.arena, "%s: %s", b->trouble, b->now->html ? b->now->html->text : "");
    return NULL;
}

static const char *gather(void)
{
    const char *why = NULL;
    for (int i = 0; i < PEOPLE; i++)
        s.people[i].browser = browser_new(arena_new((size_t)1 << 30), s.server.url, i + 1); /* they act in threads of their own */
    if (!browser_sign_in_officer(s.people[OFFICER_A].browser, "tan-an.tiep-nhan", "song-thu-bon-2026") ||
        !browser_sign_in_resident(s.people[RESIDENT].browser, "049999000001", 0) || (why = bring_officer()))
        return why ? why : "somebody cannot sign in";
    for (int i = 0; i < PEOPLE; i++) {
        browser_go(s.people[i].browser, i == RESIDENT ? "/cua-toi" : "/hop-viec");
        if (s.people[i].browser->now->status != 200 || !*(s.people[i].csrf = browser_csrf(s.people[i].browser)))
            return arena_printf(s.arena, "person %d is not in: %s", i, browser_path(s.people[i].browser));
    }
    return NULL;
}

static const char *fresh_dossier(void)
{
    struct answer *a = act(RESIDENT, "/api/v1/dossiers", s.body);
    return a && a->status == 201 ? json_word(s.arena, a->body, "\"code\":\"") : NULL;
}

/* After some acts: what they made of it is possible, and the version says how many were acknowledged. */
static const char *look(const char *code, int acknowledged, int made, const char *order)
{
    struct answer *a = act(RESIDENT, arena_printf(s.arena, "/api/v1/dossiers/%s", code), "");
    const char *version = a ? json_word(s.arena, a->body, "\"version\":") : NULL;
    if (!version || strtol(version, NULL, 10) != acknowledged + 1)
        return arena_printf(s.arena, "%s (%s): %d acts acknowledged, version %s", order, code, acknowledged, version ? version : "unknown");
    bool possible = made == ACCEPTED || made == REFUSED || made == WITHDRAWN || made == (ACCEPTED | WITHDRAWN);
    return possible ? NULL : arena_printf(s.arena, "%s (%s): acknowledged together: %s%s%s", order, code, made & ACCEPTED ? "accepted " : "",
                                          made & REFUSED ? "refused " : "", made & WITHDRAWN ? "withdrawn" : "");
}

static const char *count_answer(const struct answer *a, int step, int *acknowledged, int *made)
{
    if (a && a->status == 200) {
        *acknowledged += 1;
        *made |= steps[step].makes;
        return NULL;
    }
    bool clear = a && (a->status == 409 || a->status == 403 || a->status == 422) && (strstr(a->body, "\"detail\":\"") || strstr(a->body, "\"title\":\""));
    return clear ? NULL : arena_printf(s.arena, "step %d is answered %d %.400s", step, a ? a->status : 0, a ? a->body : "not at all");
}

/* Each person's own steps keep their order. */
static const char *perform(const int *order)
{
    int acknowledged = 0, made = 0;
    const char *code = fresh_dossier(), *why = NULL;
    char name[STEPS + 1] = "";
    for (int i = 0; i < STEPS; i++)
        name[i] = (char)('0' + order[i]);
    if (!code)
        return "no dossier could be submitted";
    for (int i = 0; i < STEPS && !why; i++)
        why = count_answer(act(steps[order[i]].who, arena_printf(s.arena, "/api/v1/dossiers/%s/acts", code), steps[order[i]].act), order[i], &acknowledged, &made);
    return why ? why : look(code, acknowledged, made, name);
}

static int all_orders(int *order, bool *used, int at, const char **why)
{
    int count = 0;
    if (at == STEPS) {
        *why = perform(order);
        return 1;
    }
    for (int i = 0; i < STEPS && !*why; i++) {
        bool own_before = i > 0 && steps[i - 1].who == steps[i].who && !used[i - 1];
        if (used[i] || own_before)
            continue;
        used[i] = true;
        order[at] = i;
        count += all_orders(order, used, at + 1, why);
        used[i] = false;
    }
    return count;
}

/* --- at the same time ------------------------------------------------------------------------------------------------------------------ */

struct racer { int step; const char *path; struct answer *answer; pthread_t thread; pthread_barrier_t *start; };

static void *race(void *arg)
{
    struct racer *r = arg;
    pthread_barrier_wait(r->start);
    r->answer = act(steps[r->step].who, r->path, steps[r->step].act);
    return NULL;
}

static const char *at_once(void)
{
    static const int ending[] = {1, 3, 4};
    enum { RACERS = 3 };
    struct racer racers[RACERS];
    pthread_barrier_t start;
    int acknowledged = 1, made = 0;
    const char *code = fresh_dossier(), *why = NULL;
    const char *path = arena_printf(s.arena, "/api/v1/dossiers/%s/acts", code ? code : "");
    struct answer *taken = code ? act(OFFICER_A, path, steps[0].act) : NULL;
    if (!taken || taken->status != 200)
        return "the step could not be taken";
    pthread_barrier_init(&start, NULL, RACERS);
    for (int i = 0; i < RACERS; i++) {
        racers[i] = (struct racer){.step = ending[i], .path = arena_strdup(s.people[steps[ending[i]].who].browser->arena, path), .start = &start};
        pthread_create(&racers[i].thread, NULL, race, &racers[i]);
    }
    for (int i = 0; i < RACERS; i++)
        pthread_join(racers[i].thread, NULL);
    for (int i = 0; i < RACERS && !why; i++)
        why = count_answer(racers[i].answer, racers[i].step, &acknowledged, &made);
    pthread_barrier_destroy(&start);
    return why ? why : look(code, acknowledged, made, "at once");
}

static void run(void)
{
    const char *why = NULL, *base = folder_temporary(s.arena, "permute");
    int order[STEPS];
    bool used[STEPS] = {0};
    s.server = (struct server){.data = arena_printf(s.arena, "%s/data", base), .clock = "2025-03-03T08:00:00+07:00",
                               .db = s.postgres ? database_make(s.arena, "test_permute", &why) : NULL};
    if (!why)
        server_prepare(s.arena, &s.server);
    s.body = why ? NULL : crowd_body(s.arena, s.server.source);
    if (why || !server_start(s.arena, &s.server, &why) || (why = gather())) {
        tell(false, "two officers and the applicant are there", why);
        return;
    }
    int count = all_orders(order, used, 0, &why);
    tell(!why, arena_printf(s.arena, "two officers and the applicant on one dossier, in all %d orders: what was acknowledged holds, the others are told", count), why);
    for (int i = 0; i < 40 && !why; i++)
        why = at_once();
    tell(!why, "forty times all three at the same moment: what was acknowledged holds, the others are told", why);
    tell(server_stop(&s.server, SIGTERM), "the process ends well", s.server.data);
    why = server_check_all(s.arena, &s.server);
    tell(!why, "every dossier agrees with its journal", why);
    if (!s.failed)
        folder_remove(base);
}

int main(int argc, char **argv)
{
    signal(SIGPIPE, SIG_IGN);
    curl_global_init(CURL_GLOBAL_DEFAULT);
    xmlInitParser();
    s.postgres = argc > 1 && text_equal(argv[1], "--postgres");
    s.arena = arena_new((size_t)2 << 30);
    run();
    if (s.server.pid)
        server_stop(&s.server, SIGKILL);
    if (s.postgres)
        database_drop(s.arena, "test_permute");
    arena_free(s.arena);
    printf("%d passed, %d failed\n", s.passed, s.failed);
    return s.failed ? 1 : 0;
}
