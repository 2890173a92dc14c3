/* Keys of programs and the API of accounts. */
#include "base/clock.h"
#include "base/date.h"
#include "base/text.h"
#include "core/access.h"
#include "core/http/http.h"
#include "core/http/try.h"
#include "core/q.h"
#include "modules/accounts/accounts_inside.h"
#include "modules/accounts/walk_for_test.h"

#define GOOD "song-thu-bon-2026"

static struct q *call(struct q *base, const char *target, const char *key)
{
    const char *headers[] = {"Accept: application/json", key ? arena_printf(base->arena, "Authorization: Bearer %s", key) : NULL, NULL};
    struct q *t = try_request(base->arena, HTTP_GET, target, headers, NULL);
    t->app = base->app;
    http_serve(t);
    return t;
}

TEST_WITH_PACKAGE("a program with a key sees what its role allows, in its area, until the last day or until the key is revoked")
{
    struct walk w;
    walk_begin(&w, q);
    CHECK_OK(accounts_demo(q, q->app->province));
    CHECK(walk_officer(&w, "quan-tri", GOOD));
    walk_get(&w, "/quan-tri/khoa-api");
    const char *last = date_iso(a, date_from_days(time_local_days(clock_now()) + 30)), *far = date_iso(a, date_from_days(time_local_days(clock_now()) + 400));
    walk_post(&w, "/quan-tri/khoa-api", arena_printf(a, "label=Kho&role=inspector&unit=hc.49&to=%s", last));
    CHECK_INT(w.status, 422); /* sensitive */
    walk_post(&w, "/quan-tri/khoa-api", arena_printf(a, "label=Kho&role=unit_manager&unit=hc.503&to=%s", far));
    CHECK_INT(w.status, 422);
    walk_post(&w, "/quan-tri/khoa-api", arena_printf(a, "label=Kho+d%%E1%%BB%%AF+li%%E1%%BB%%87u&role=unit_manager&unit=hc.503&to=%s", last));
    CHECK_INT(w.status, 200);
    const char *at = strstr(w.body, "translate=\"no\">");
    CHECK(at != NULL);
    const char *key = arena_strndup(a, at + 15, 40);
    struct q *r = call(q, "/api/v1/me", key);
    CHECK_INT(r->reply->status, 200);
    CHECK(strstr(r->reply->body.data, "\"kind\":\"system\"") && strstr(r->reply->body.data, "Kho dữ liệu") && strstr(r->reply->body.data, "\"unit\":\"hc.503\""));
    r = call(q, "/api/v1/officers?limit=200", key);
    CHECK(strstr(r->reply->body.data, "tan-an.tiep-nhan") && strstr(r->reply->body.data, "hoi-an.lanh-dao") && !strstr(r->reply->body.data, "an-my.tiep-nhan"));
    r = call(q, "/api/v1/officers?limit=2", key);
    CHECK(strstr(r->reply->body.data, "\"next\":\""));
    CHECK_INT(call(q, "/api/v1/officers/so-tu-phap.lanh-dao", key)->reply->status, 403);
    CHECK(strstr(call(q, "/api/v1/officers/tan-an.lanh-dao", key)->reply->body.data, "\"role\":\"leader\""));
    clock_shift(3 * HOUR); /* a program may rest longer than a person */
    CHECK_INT(call(q, "/api/v1/me", key)->reply->status, 200);
    clock_shift(32 * DAY);
    CHECK_INT(call(q, "/api/v1/me", key)->reply->status, 401);
    clock_shift(-32 * DAY - 3 * HOUR);
    CHECK_INT(call(q, "/api/v1/me", key)->reply->status, 200);
    const char *id = arena_printf(a, "%lld", (long long)db_number_for_test(q, "SELECT s.id FROM core_session s JOIN core_account c ON c.id = s.account_id WHERE c.kind = 'system'"));
    walk_get(&w, "/quan-tri/khoa-api");
    CHECK(!strstr(w.body, key)); /* told once */
    walk_post(&w, "/quan-tri/khoa-api/thu-hoi", arena_printf(a, "key=%s", id));
    CHECK_INT(w.status, 303);
    CHECK_INT(call(q, "/api/v1/me", key)->reply->status, 401);
    CHECK_INT(call(q, "/api/v1/officers", NULL)->reply->status, 401);
}
