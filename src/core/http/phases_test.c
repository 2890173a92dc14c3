#include "base/json.h"
#include "base/log.h"
#include "base/test.h"
#include "core/access.h"
#include "core/app.h"
#include "core/http/phases.h"
#include "core/http/try.h"
#include "core/input.h"
#include "core/module.h"
#include "core/q.h"

struct form_input {
    const char *ten;
    int64_t tuoi;
};
static const struct input form_inputs[] = {INPUT_TEXT(struct form_input, ten, "Name", .required = true, .max = 10),
                                           INPUT_INT(struct form_input, tuoi, "Age", .min = 1, .max = 120), INPUT_END};
static const struct input search_inputs[] = {INPUT_TEXT(struct form_input, ten, "Name", .required = true), INPUT_END};

static enum result show(struct q *q, const void *input)
{
    (void)input;
    buf_printf(&q->reply->body, "form of %s typed [%s]", request_parameter(q, "code"), input_typed(q, "ten"));
    for (const struct field_error *e = q->problem.fields; e; e = e->next)
        buf_printf(&q->reply->body, " %s!", e->field);
    return OK;
}
static enum result take(struct q *q, const void *input)
{
    const struct form_input *in = input;
    if (in->tuoi == 99)
        fail_field(q, "tuoi", "Too old for {what}", "what", "this");
    TRY(q_check(q));
    return reply_redirect(q, "/xong");
}
static enum result answer(struct q *q, const void *input)
{
    const struct form_input *in = input;
    return reply_json(q, 201, in ? arena_printf(q->arena, "{\"ten\":\"%s\",\"tuoi\":%d}", in->ten, (int)in->tuoi) : "{}");
}
static enum result conflict(struct q *q, const void *input)
{
    (void)input;
    return fail(q, CONFLICT, "Somebody took {code}", "code", "H47");
}
static enum result tagged(struct q *q, const void *input)
{
    (void)input;
    TRY(request_need_match(q, "\"v2\""));
    if (reply_not_modified(q, "\"v2\""))
        return OK;
    return reply_bytes(q, "text/csv", "a,b\r\n", 5, "số liệu \"x\".csv");
}

static const struct route routes[] = {
    {HTTP_GET, "/don/{code}", PERMISSION_PUBLIC, show, .summary = "The form"},
    {HTTP_POST, "/don/{code}/nop", PERMISSION_PUBLIC, take, form_inputs, sizeof(struct form_input), "Takes the form", ROUTE_NO_CSRF,
     .form = "/don/{code}"},
    {HTTP_GET, "/tim", PERMISSION_PUBLIC, show, search_inputs, sizeof(struct form_input), "Searches"},
    {HTTP_GET, "/cua-toi", PERMISSION_RESIDENT, show, .summary = "Mine"},
    {HTTP_GET, "/cong-vu", PERMISSION_OFFICER, show, .summary = "Office"},
    {HTTP_POST, "/api/v1/don", PERMISSION_PUBLIC, answer, form_inputs, sizeof(struct form_input), "Takes it from a program", ROUTE_API},
    {HTTP_GET, "/api/v1/rieng", PERMISSION_SIGNED_IN, answer, .summary = "Private", .flags = ROUTE_API},
    {HTTP_GET, "/tranh", PERMISSION_PUBLIC, conflict, .summary = "Conflict"},
    {HTTP_GET, "/tep", PERMISSION_PUBLIC, tagged, .summary = "Has a version"},
    {.path = NULL}};
static const struct module m = {.name = "m", .routes = routes};

static struct q *serve(struct arena *a, enum http_method method, const char *target, const char *const *headers, const char *body)
{
    struct q *q = try_request(a, method, target, headers, body);
    log_set_level(LOG_WRONG + 1);
    try_serve(q, &m);
    log_set_level(LOG_INFO);
    return q;
}
static const char *const form_type[] = {"Content-Type: application/x-www-form-urlencoded", NULL};
static const char *const sends_json[] = {"Content-Type: application/json", NULL};

TEST("each refusal names its phase and status")
{
    static const struct {
        enum http_method method;
        const char *target;
        int status;
        const char *phase;
    } cases[] = {{HTTP_GET, "/khong-co", 404, "find route"},
                 {HTTP_GET, "/a/../b", 400, "find route"},
                 {HTTP_DELETE, "/tim", 405, "find route"},
                 {HTTP_POST, "/cong-vu", 405, "find route"},
                 {HTTP_GET, "/api/v1/rieng", 401, "check permission"},
                 {HTTP_GET, "/tim", 422, "read input"},
                 {HTTP_GET, "/tim?ten=%ff", 400, "read input"},
                 {HTTP_GET, "/don/H47?x=%ff", 400, "read input"},
                 {HTTP_GET, "/tranh", 409, "handle"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct q *q = serve(a, cases[i].method, cases[i].target, NULL, NULL);
        CHECK_INT(q->reply->status, cases[i].status);
        CHECK_TEXT(q->request->phase, cases[i].phase);
    }
}

TEST("a wrong method is told the right ones; OPTIONS gets them as answer; HEAD is GET")
{
    struct q *q = serve(a, HTTP_DELETE, "/tim", NULL, NULL);
    CHECK_TEXT(try_reply_header(q, "Allow"), "GET, HEAD, OPTIONS");
    q = serve(a, HTTP_OPTIONS, "/tim", NULL, NULL);
    CHECK_INT(q->reply->status, 204);
    CHECK_TEXT(try_reply_header(q, "Allow"), "GET, HEAD, OPTIONS");
    CHECK_INT(serve(a, HTTP_HEAD, "/tim?ten=a", NULL, NULL)->reply->status, 200);
}

TEST("an address with spare slashes leads to the tidy one, keeping the query")
{
    struct q *q = serve(a, HTTP_GET, "//tim/?ten=a%20b", NULL, NULL);
    CHECK_INT(q->reply->status, 308);
    CHECK_TEXT(try_reply_header(q, "Location"), "/tim?ten=a%20b");
}

TEST("who is not signed in is sent to sign in and back; who has the wrong kind of account is told so")
{
    struct q *q = serve(a, HTTP_GET, "/cua-toi?x=1", NULL, NULL);
    CHECK_INT(q->reply->status, 303);
    CHECK_TEXT(try_reply_header(q, "Location"), "/dang-nhap?ve=%2Fcua-toi%3Fx%3D1");
    struct account officer = {.id = 1, .kind = ACCOUNT_OFFICER}, resident = {.id = 2, .kind = ACCOUNT_RESIDENT};
    q = try_request(a, HTTP_GET, "/cua-toi", NULL, NULL);
    q->request->route = &routes[3];
    q->account = &officer;
    CHECK_INT(phase_check_permission(q), PROBLEM_FORBIDDEN);
    q->account = &resident;
    CHECK_OK(phase_check_permission(q));
}

TEST("a form with wrong fields comes back as its own page with what was typed and status 422")
{
    struct q *q = serve(a, HTTP_POST, "/don/H47/nop", form_type, "ten=m%E1%BB%99t+t%C3%AAn+qu%C3%A1+d%C3%A0i&tuoi=0");
    CHECK_INT(q->reply->status, 422);
    CHECK_TEXT(q->reply->body.data, "form of H47 typed [một tên quá dài] ten! tuoi!");
    CHECK_TEXT(q->request->route->path, "/don/{code}/nop");
    q = serve(a, HTTP_POST, "/don/H47/nop", form_type, "ten=Hai&tuoi=99");
    CHECK_INT(q->reply->status, 422);
    CHECK_TEXT(q->reply->body.data, "form of H47 typed [Hai] tuoi!");
    CHECK_TEXT(q->problem.fields->say, "Too old for this");
    q = serve(a, HTTP_POST, "/don/H47/nop", form_type, "ten=Hai&tuoi=9");
    CHECK_INT(q->reply->status, 303);
}

TEST("programs get problem+json with type, title, status, request and a pointer to each wrong field")
{
    struct q *q = serve(a, HTTP_POST, "/api/v1/don", sends_json, "{\"tuoi\": 500}");
    const char *why;
    CHECK_INT(q->reply->status, 422);
    CHECK_TEXT(q->reply->content_type, "application/problem+json");
    json_t *p = json_read(a, q->reply->body.data, q->reply->body.length, 10, &why);
    CHECK(p != NULL);
    CHECK_TEXT(json_get_text(p, "type"), "http://localhost:8080/problems/invalid");
    CHECK(json_get_text(p, "title") != NULL);
    CHECK_INT(json_get_int(p, "status", 0), 422);
    CHECK_TEXT(json_get_text(p, "instance"), "urn:thubon:request:test-request");
    json_t *errors = json_object_get(p, "errors");
    CHECK_INT(json_array_size(errors), 2);
    CHECK_TEXT(json_get_text(json_array_get(errors, 0), "pointer"), "#/ten");
    CHECK_TEXT(json_get_text(json_array_get(errors, 1), "pointer"), "#/tuoi");
}

TEST("JSON that cannot be read says where; JSON that is no object is refused")
{
    struct q *q = serve(a, HTTP_POST, "/api/v1/don", sends_json, "{\"ten\": \"a\",}");
    CHECK_INT(q->reply->status, 400);
    CHECK(strstr(q->reply->body.data, "\"detail\"") != NULL);
    CHECK_INT(serve(a, HTTP_POST, "/api/v1/don", sends_json, "[1]")->reply->status, 400);
    CHECK_INT(serve(a, HTTP_POST, "/api/v1/don", sends_json, "{\"ten\":\"a\",\"ten\":\"b\"}")->reply->status, 400);
    CHECK_INT(serve(a, HTTP_POST, "/api/v1/don", sends_json, "{\"ten\":\"Ba\",\"tuoi\":33}")->reply->status, 201);
}

TEST("an ETag that the client has saves the body; another version than the one named stops a change")
{
    static const char *const has[] = {"If-None-Match: \"v1\", W/\"v2\"", NULL}, *const old[] = {"If-Match: \"v1\"", NULL};
    struct q *q = serve(a, HTTP_GET, "/tep", NULL, NULL);
    CHECK_TEXT(try_reply_header(q, "ETag"), "\"v2\"");
    CHECK_TEXT(try_reply_header(q, "Content-Disposition"),
               "attachment; filename=\"s___ li___u _x_.csv\"; filename*=UTF-8''s%E1%BB%91%20li%E1%BB%87u%20%22x%22.csv");
    q = serve(a, HTTP_GET, "/tep", has, NULL);
    CHECK_INT(q->reply->status, 304);
    CHECK_INT(q->reply->body.length, 0);
    CHECK_INT(serve(a, HTTP_GET, "/tep", old, NULL)->reply->status, 412);
}

TEST("pages carry a strict content policy that names the e-ID only for forms; downloads are put in a sandbox")
{
    struct q *q = serve(a, HTTP_GET, "/tim?ten=a", NULL, NULL);
    const char *policy = try_reply_header(q, "Content-Security-Policy");
    CHECK(strstr(policy, "default-src 'none'; script-src 'self'; style-src 'self';") == policy);
    CHECK(strstr(policy, "form-action 'self' http://localhost:8099;") != NULL);
    CHECK(strstr(policy, "unsafe") == NULL);
    CHECK_TEXT(try_reply_header(q, "Cache-Control"), "private, no-cache");
    struct account resident = {.id = 2, .kind = ACCOUNT_RESIDENT};
    struct q *mine = try_request(a, HTTP_GET, "/", NULL, NULL);
    mine->account = &resident;
    mine->reply->content_type = "text/html; charset=utf-8";
    http_security_headers(mine);
    CHECK_TEXT(try_reply_header(mine, "Cache-Control"), "no-store");
    q = serve(a, HTTP_GET, "/tep", NULL, NULL);
    CHECK(strstr(try_reply_header(q, "Content-Security-Policy"), "sandbox") != NULL);
    CHECK_TEXT(try_reply_header(q, "X-Content-Type-Options"), "nosniff");
}

TEST("Vietnamese is spoken unless the reader chose English, which is remembered")
{
    static const char *const wish[] = {"Accept-Language: en", NULL}, *const chosen[] = {"Cookie: ngon-ngu=en", NULL};
    CHECK_INT(serve(a, HTTP_GET, "/tim?ten=a", wish, NULL)->language, LANGUAGE_VI);
    CHECK_INT(serve(a, HTTP_GET, "/tim?ten=a", chosen, NULL)->language, LANGUAGE_EN);
    struct q *q = serve(a, HTTP_GET, "/tim?ten=a&ngon-ngu=en", NULL, NULL);
    CHECK_INT(q->language, LANGUAGE_EN);
    CHECK(strstr(try_reply_header(q, "Set-Cookie"), "ngon-ngu=en; Path=/; HttpOnly; SameSite=Lax; Max-Age=31536000") != NULL);
    CHECK_INT(serve(a, HTTP_GET, "/tim?ten=a&ngon-ngu=fr", NULL, NULL)->language, LANGUAGE_VI);
}

TEST("on https cookies carry Secure and the __Host- name, and only that name is read")
{
    static const char *const plain[] = {"Cookie: ngon-ngu=en", NULL};
    struct q *q = try_request(a, HTTP_GET, "/", plain, NULL);
    q->app->settings.secure_cookies = true;
    CHECK_TEXT(request_cookie(q, "ngon-ngu"), NULL);
    reply_cookie(q, "phien", "abc", REPLY_COOKIE_SESSION);
    CHECK_TEXT(try_reply_header(q, "Set-Cookie"), "__Host-phien=abc; Path=/; HttpOnly; SameSite=Lax; Secure");
}

TEST("a redirect leads only to our own paths and configured systems; a header cannot be split")
{
    struct q *q = try_request(a, HTTP_GET, "/", NULL, NULL);
    CHECK_OK(reply_redirect(q, "/ho-so"));
    CHECK_OK(reply_redirect(q, "http://localhost:8099/eid/authorize?x=1"));
    CHECK_OK(reply_redirect(q, "http://localhost:8080/ho-so"));
    log_set_level(LOG_WRONG + 1);
    static const char *const elsewhere[] = {"https://evil.example/",
                                            "//evil.example",
                                            "/\\evil.example",
                                            "http://localhost:8080.evil.example/",
                                            "javascript:x",
                                            "/a\r\nX: y",
                                            ""};
    for (size_t i = 0; i < sizeof elsewhere / sizeof *elsewhere; i++) {
        CHECK_OK(reply_redirect(q, elsewhere[i]));
        CHECK_TEXT(try_reply_header(q, "Location"), "/");
    }
    reply_header(q, "X-Bad", "a\r\nSet-Cookie: b=c");
    log_set_level(LOG_INFO);
    CHECK(try_reply_header(q, "X-Bad") == NULL);
}
