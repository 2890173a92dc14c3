/* Requests, replies, routes. core/http/phases.c runs a request through named phases, in this order:
 * find route, rate, load session, check CSRF, check permission, read input, handle, record. The log names the phase that refused. */
#pragma once
#include "base/buf.h"
#include "base/result.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct q;
struct app;
struct input;
struct module;

enum http_method { HTTP_GET = 1, HTTP_HEAD, HTTP_POST, HTTP_PUT, HTTP_PATCH, HTTP_DELETE, HTTP_OPTIONS };

struct http_header { const char *name, *value; };

struct request {
    enum http_method method;
    const char *path;  /* decoded and normalised: no dot segments, no empty segments, no encoded slash, valid UTF-8 (the server hands
                          it over raw; find route replaces it) */
    const char *query; /* raw, without '?'; "" when none */
    const struct http_header *headers;
    size_t header_count;
    const char *body;
    size_t body_length;
    const char *remote; /* client address: X-Real-IP only when the peer is the front's Unix socket */
    /* set by the phases: */
    const struct route *route;
    const char *const *parameters; /* values of {…} in path order */
    void *parsed;                  /* core/http/parsed.h: query and body taken apart */
    void *input;                   /* the struct of the route's input table, filled */
    const char *phase;             /* the phase it is in, for the log */
    const char *csrf;              /* ask http_csrf */
};
const char *http_csrf(struct q *q);                             /* the token to put into forms as field "csrf"; starts a guest's cookie */
const char *request_header(const struct request *r, const char *name); /* case-insensitive; NULL when absent; the first of several */
const char *request_cookie(struct q *q, const char *name);
const char *request_parameter(struct q *q, const char *name);   /* path parameter {name} */
const char *request_query(struct q *q, const char *name);       /* one value of the query string; NULL when absent */
bool request_takes_gzip(const struct request *r);              /* the client can unpack gzip (RFC 9110, section 12.5.3) */
bool request_wants_json(const struct q *q);                     /* API route or Accept prefers JSON */

struct reply {
    int status;
    const char *content_type; /* NULL: text/html; charset=utf-8 */
    struct buf body;
    struct http_header headers[24];
    size_t header_count;
    const char *file;         /* path of a file to send instead of body; NULL otherwise */
};
void reply_header(struct q *q, const char *name, const char *value);
/* HttpOnly SameSite=Lax Path=/ (on https Secure, and the name begins with __Host-). 0 deletes; REPLY_COOKIE_SESSION: until the browser closes. */
void reply_cookie(struct q *q, const char *name, const char *value, int64_t max_age_seconds);
#define REPLY_COOKIE_SESSION (-1)
enum result reply_redirect(struct q *q, const char *url);           /* 303; url is a path of ours or an allowed outside address; any other leads to "/" and is logged */
enum result reply_json(struct q *q, int status, const char *json);
/* 200 with an ETag made from these bytes, or 304 when the client has them. */
enum result reply_json_tagged(struct q *q, const char *json);
enum result reply_bytes(struct q *q, const char *content_type, const void *bytes, size_t n, const char *download_name /* NULL: inline */);
/* ETag handling for GET: true when the client has it (304 was set). */
bool reply_not_modified(struct q *q, const char *etag);
/* If-Match of the request names another version: PRECONDITION. No such header: OK. Both take the ETag with its quotes: "\"3f2a\"". */
enum result request_need_match(struct q *q, const char *etag);

typedef enum result route_handler(struct q *q, const void *input);
struct route {
    enum http_method method;
    const char *path;       /* "/ho-so/{code}/nop"; a fixed path wins over a parameter */
    const char *permission; /* PERMISSION_…, or a permission of the module ("dossiers.receive") */
    route_handler *handler;
    const struct input *input;
    size_t input_size;
    const char *summary;    /* msgid, one sentence; required: it is the API page's text */
    unsigned flags;
    size_t max_body;        /* bytes; 0 = 256 KiB */
    const char *form;       /* POST: path of the GET route whose page carries this form; NULL = the same path. When fields are wrong,
                               that route's handler runs in the same request, with q->problem set and input_typed answering, and its
                               page goes out with status 422. Parameters are found by name in the POST's path, query and form. */
};
#define PERMISSION_PUBLIC "public"       /* anybody */
#define PERMISSION_RESIDENT "resident"   /* a signed-in resident */
#define PERMISSION_OFFICER "officer"     /* any signed-in officer */
#define PERMISSION_SIGNED_IN "signed-in" /* resident or officer */
enum {
    ROUTE_API = 1,         /* under /api/v1: JSON in and out, problem+json, in OpenAPI; API token or session */
    ROUTE_NO_CSRF = 2,     /* takes no session: webhooks, sign-in callbacks */
    ROUTE_IDEMPOTENT = 4,  /* honours Idempotency-Key: the stored answer is given again */
    ROUTE_LOGIN_RATE = 8,  /* the strict rate of sign-in pages */
    ROUTE_HIDDEN = 16,     /* not in OpenAPI: pages are by default; set for API routes of the inside only */
    ROUTE_QUIET = 32,      /* health, metrics, assets: no log line when it went well */
};

/* The http_handle_fn of the program: makes q for the request and serves it. */
void http_handle(struct app *app, struct request *request, struct arena *arena, struct reply *reply);
/* How many bytes of body the server may read for this request (method, raw path): asked before any body is read. */
size_t http_body_limit(struct app *app, const struct request *request, struct arena *arena);
/* The whole life of a request; never fails: q->reply is complete afterwards. */
void http_serve(struct q *q);
/* Turns q->problem into problem+json, a page, or (POST of a form with wrong fields) lets the handler's form page show them. */
void http_problem(struct q *q);
/* Checks and indexes all routes of all modules; says what is wrong (no permission, doubled path, no summary). */
enum result http_routes_start(struct q *q, const struct module *const *modules);
const struct route *http_route_at(size_t i, const struct module **ret_module); /* NULL past the last */

/* implemented by adapters/http_mhd */
struct http_server;
struct http_listen { const char *unix_socket; /* or */ const char *address; int port; int max_connections; };
typedef void http_handle_fn(struct app *app, struct request *request, struct arena *arena, struct reply *reply);
enum result http_server_start(struct q *q, struct app *app, const struct http_listen *where, http_handle_fn *handle, struct http_server **ret);
void http_server_stop(struct http_server *s); /* no new requests; waits for running ones */
