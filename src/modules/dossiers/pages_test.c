/* The residents' pages through the real phases of a request: two tabs, autosave, double click, tracking. */
#include "base/clock.h"
#include "base/date.h"
#include "base/text.h"
#include "core/db.h"
#include "core/http/try.h"
#include "core/i18n.h"
#include "core/module.h"
#include "modules/dossiers/people_for_test.h"

extern const struct module dossiers_module;
struct browser { struct q *home; const char *cookie, *csrf; };

/* The value between two marks; NULL when the first is not there. */
static const char *between(struct q *q, const char *text, const char *from, const char *to)
{
    const char *at = strstr(text, from), *end = at ? strstr(at + strlen(from), to) : NULL;
    return end ? arena_strndup(q->arena, at + strlen(from), (size_t)(end - at - strlen(from))) : NULL;
}

static struct q *visit(struct browser *b, enum http_method method, const char *target, const char *body)
{
    const char *cookie = arena_printf(b->home->arena, "Cookie: %s", b->cookie ? b->cookie : "x=y");
    const char *const headers[] = {cookie, "Content-Type: application/x-www-form-urlencoded", "Accept: text/html", NULL};
    const char *sent = body && b->csrf ? arena_printf(b->home->arena, "csrf=%s&%s", b->csrf, body) : body;
    struct q *q = try_request(b->home->arena, method, target, headers, sent);
    q->app = b->home->app;
    try_serve(q, &dossiers_module);
    const char *guest = try_reply_header(q, "Set-Cookie"), *token = between(q, q->reply->body.data, "name=\"csrf\" value=\"", "\"");
    if (guest && !b->cookie)
        b->cookie = arena_strndup(q->arena, guest, strcspn(guest, ";"));
    if (token)
        b->csrf = token;
    return q;
}

struct joining { struct account_new who; int64_t id; };

static enum result join(struct q *q, void *arg)
{
    struct joining *j = arg;
    return account_create(q, &j->who, &j->id);
}

static struct browser sign_in(struct q *q, const char *name, const char *number)
{
    struct joining j = {.who = {.kind = ACCOUNT_RESIDENT, .login = number, .name = name, .person_number = number}};
    struct q *request = try_request(q->arena, HTTP_GET, "/", NULL, NULL);
    request->app = q->app;
    must(db_transact(q, join, &j) == OK);
    must(session_start(request, &(struct session_start){.account_id = j.id, .assurance = 2, .agent = "test"}) == OK);
    const char *cookie = try_reply_header(request, "Set-Cookie");
    return (struct browser){.home = q, .cookie = arena_strndup(q->arena, cookie, strcspn(cookie, ";"))};
}

static const char *body_of(const struct q *q)
{
    return q->reply->body.data;
}

/* Begins a dossier of the general form and answers with the address of the draft. */
static const char *begin(struct browser *b)
{
    visit(b, HTTP_GET, "/lam/1.000894", NULL);
    struct q *made = visit(b, HTTP_POST, "/lam/1.000894", "place=hc.20335&whom=self");
    const char *to = try_reply_header(made, "Location");
    must(made->reply->status == 303 && to != NULL);
    return to;
}

TEST_WITH_PACKAGE("a page saved in one tab is not overwritten by another; other pages of both are kept")
{
    struct browser b = sign_in(q, "Nguyễn Thị Thu Hà", "049999000001");
    const char *draft = begin(&b), *page = arena_printf(a, "%s/submitter", draft);
    struct q *shown = visit(&b, HTTP_GET, page, NULL);
    CHECK_INT(shown->reply->status, 200);
    const char *version = between(q, body_of(shown), "name=\"_version\" value=\"", "\""), *tab = between(q, body_of(shown), "name=\"_tab\" value=\"", "\"");
    CHECK(version && tab);
    const char *first = arena_printf(a, "_tab=%s&_version=%s&submitter.full_name=Lan", tab, version);
    const char *second = arena_printf(a, "_tab=OTHER&_version=%s&submitter.full_name=Mai", version);
    CHECK_INT(visit(&b, HTTP_POST, arena_printf(a, "%s/luu", page), first)->reply->status, 200);
    CHECK_INT(visit(&b, HTTP_POST, arena_printf(a, "%s/luu", page), first)->reply->status, 200); /* the same tab goes on saving */
    struct q *refused = visit(&b, HTTP_POST, page, second);
    CHECK_INT(refused->reply->status, 409);
    CHECK(strstr(body_of(refused), "value=\"Mai\"")); /* its words are still there */
    const char *again = between(q, body_of(refused), "name=\"_version\" value=\"", "\"");
    CHECK_INT(visit(&b, HTTP_POST, arena_printf(a, "%s/luu", page), arena_printf(a, "_tab=OTHER&_version=%s&submitter.full_name=Mai", again))->reply->status, 200);
    CHECK(strstr(body_of(visit(&b, HTTP_GET, page, NULL)), "value=\"Mai\""));
    const char *other = arena_printf(a, "%s/female_party.person/luu", draft); /* a page that nobody else touched: an old version is no matter */
    CHECK_INT(visit(&b, HTTP_POST, other, arena_printf(a, "_tab=OLD&_version=%s&female_party.person.full_name=Hoa", version))->reply->status, 200);
    CHECK(strstr(body_of(visit(&b, HTTP_GET, page, NULL)), "value=\"Mai\""));
}

TEST_WITH_PACKAGE("what is wrong is said at its field with a summary and the title; what was typed stays")
{
    struct browser b = sign_in(q, "Nguyễn Thị Thu Hà", "049999000001");
    const char *page = arena_printf(a, "%s/female_party.person", begin(&b));
    CHECK_INT(visit(&b, HTTP_GET, page, NULL)->reply->status, 200);
    struct q *wrong = visit(&b, HTTP_POST, page, "female_party.person.full_name=&female_party.person.date_of_birth-day=31&female_party.person.date_of_birth-month=11"
                                                 "&female_party.person.date_of_birth-year=1995&female_party.person.identity_number=12");
    CHECK_INT(wrong->reply->status, 422);
    CHECK(strstr(body_of(wrong), "<title>Lỗi: "));
    CHECK(strstr(body_of(wrong), "href=\"#female_party.person.identity_number\""));
    CHECK(strstr(body_of(wrong), "value=\"12\""));
    CHECK(strstr(body_of(wrong), "value=\"31\""));
}

TEST_WITH_PACKAGE("nobody else sees a draft or a dossier: not another resident, not who is not signed in")
{
    struct browser b = sign_in(q, "Nguyễn Thị Thu Hà", "049999000001"), other = sign_in(q, "Phan Văn Tuấn", "049999000002"), nobody = {.home = q};
    const char *draft = begin(&b);
    struct dossier d;
    clock_set(time_from_local((struct local_time){{2026, 11, 16}, 9, 0, 0}));
    CHECK_OK(submit_for_test(q, "1.001193", &d));
    clock_set(0);
    CHECK_INT(visit(&b, HTTP_GET, draft, NULL)->reply->status, 200);
    CHECK(strstr(body_of(visit(&b, HTTP_GET, "/cua-toi", NULL)), d.code)); /* handed in by another account, but she is the applicant */
    CHECK(!strstr(body_of(visit(&other, HTTP_GET, "/cua-toi", NULL)), d.code));
    CHECK_INT(visit(&other, HTTP_GET, draft, NULL)->reply->status, 404);
    CHECK_INT(visit(&other, HTTP_GET, arena_printf(a, "%s/giay-to", draft), NULL)->reply->status, 404);
    CHECK_INT(visit(&other, HTTP_GET, arena_printf(a, "/ho-so/%s", d.code), NULL)->reply->status, 404);
    CHECK_INT(visit(&nobody, HTTP_GET, arena_printf(a, "/ho-so/%s", d.code), NULL)->reply->status, 303); /* to the sign-in */
}

TEST_WITH_PACKAGE("tracking needs code and digits: wrong code and wrong digits get the same answer, and no name is shown")
{
    struct dossier d;
    struct browser b = {.home = q};
    CHECK_OK(submit_for_test(q, "1.001193", &d));
    visit(&b, HTTP_GET, "/tra-cuu", NULL);
    struct q *right = visit(&b, HTTP_POST, "/tra-cuu", arena_printf(a, "ma=%s&so=0001", d.code));
    CHECK_INT(right->reply->status, 200);
    CHECK(strstr(body_of(right), d.code) && strstr(body_of(right), "tb-river"));
    CHECK(!strstr(body_of(right), "Thu Hà") && !strstr(body_of(right), d.summary));
    struct q *wrong_digits = visit(&b, HTTP_POST, "/tra-cuu", arena_printf(a, "ma=%s&so=9999", d.code));
    struct q *wrong_code = visit(&b, HTTP_POST, "/tra-cuu", "ma=H47.31.01-991231-0001&so=0001");
    CHECK_INT(wrong_digits->reply->status, 422);
    CHECK_INT(wrong_code->reply->status, 422);
    const char *said = between(q, body_of(wrong_digits), "error-summary__list\">", "</ul>");
    CHECK(said && strstr(body_of(wrong_code), said));
    int status = 0;
    for (int i = 0; i < 15 && status != 429; i++)
        status = visit(&b, HTTP_POST, "/tra-cuu", arena_printf(a, "ma=%s&so=9999", d.code))->reply->status;
    CHECK_INT(status, 429);
}
