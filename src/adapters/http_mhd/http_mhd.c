/* The server: libmicrohttpd with one thread per connection (a handler that waits for the database stalls nobody else) and poll.
 *
 * Per request libmicrohttpd calls, on the connection's thread: on_uri (the raw request line; we make the exchange), on_access once
 * without a body (headers are there: refuse now or say YES), then per piece of body, then once with none left (now we answer), then
 * on_completed (the exchange ends). A refusal in the first call is sent without reading the body, and the connection is closed.
 *
 * libmicrohttpd's own form parser is never used; the path comes to core as it was written. What two programs could understand in two
 * ways (both lengths, two lengths, odd transfer codings, no Host) is refused here, because the front and we must never disagree
 * about where a request ends. */
#include "adapters/http_mhd/http_mhd.h"
#include "adapters/http_mhd/inside.h"
#include "base/arena.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/must.h"
#include "core/http/http.h"
#include "core/q.h"
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <microhttpd.h>
#include <stdatomic.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

enum { IDLE_SECONDS = 30, STACK = 1024 * 1024, HEADER_MEMORY = 32 * 1024, MOST_HEADERS = 100, DEFAULT_CONNECTIONS = 256 };
enum { DRAIN_SECONDS = 20, HEADER_SECONDS = 20, BODY_SECONDS = 60 };
#define REQUEST_MEMORY (INT64_C(512) * 1024 * 1024)
#define SLOWEST_BODY 20000 /* bytes a second, beyond the first BODY_SECONDS */

struct http_server {
    struct MHD_Daemon *daemon;
    struct app *app;
    http_handle_fn *handle;
    bool unix_socket;
    atomic_int running;
    atomic_bool stopping;
    struct watch *watch;
};

/* One request and its answer. Its memory is the arena. */
struct exchange {
    struct arena *arena;
    struct http_server *server;
    struct request request;
    struct reply reply;
    char *body;
    size_t body_room, body_most;
    int64_t body_began;
    bool begun, counted;
};

static const struct {
    const char *name;
    enum http_method method;
} methods[] = {{"GET", HTTP_GET},     {"HEAD", HTTP_HEAD},     {"POST", HTTP_POST},      {"PUT", HTTP_PUT},
               {"PATCH", HTTP_PATCH}, {"DELETE", HTTP_DELETE}, {"OPTIONS", HTTP_OPTIONS}};

/* --- beginning of a request --------------------------------------------------------------------------------------------------- */

static struct watched *watched_of(struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    return info ? info->socket_context : NULL;
}

static void *on_uri(void *server, const char *uri, struct MHD_Connection *connection)
{
    struct arena *a = arena_new(REQUEST_MEMORY);
    struct exchange *x = arena_new_one(a, struct exchange);
    const char *mark = strchr(uri, '?');
    x->arena = a;
    x->server = server;
    watch_wait(x->server->watch, watched_of(connection));
    x->request.path = mark ? arena_strndup(a, uri, (size_t)(mark - uri)) : arena_strdup(a, uri);
    x->request.query = mark ? arena_strdup(a, mark + 1) : "";
    return x;
}

/* The path is core's business: nothing is decoded here. */
static size_t leave_escaped(void *none, struct MHD_Connection *connection, char *s)
{
    (void)none;
    (void)connection;
    return strlen(s);
}

struct header_list {
    struct exchange *x;
    struct http_header *headers;
    size_t count;
    bool too_many;
};

static enum MHD_Result add_header(void *arg, enum MHD_ValueKind kind, const char *name, const char *value)
{
    (void)kind;
    struct header_list *list = arg;
    if (list->count >= MOST_HEADERS) {
        list->too_many = true;
        return MHD_NO;
    }
    struct arena *a = list->x->arena;
    list->headers[list->count++] = (struct http_header){arena_strdup(a, name), arena_strdup(a, value ? value : "")};
    return MHD_YES;
}

static bool read_headers(struct exchange *x, struct MHD_Connection *connection)
{
    struct header_list list = {.x = x, .headers = arena_new_array(x->arena, struct http_header, MOST_HEADERS)};
    MHD_get_connection_values(connection, MHD_HEADER_KIND, add_header, &list);
    x->request.headers = list.headers;
    x->request.header_count = list.count;
    return !list.too_many;
}

static const char *header(const struct exchange *x, const char *name, int *ret_times)
{
    const char *found = NULL;
    int times = 0;
    for (size_t i = 0; i < x->request.header_count; i++)
        if (strcasecmp(x->request.headers[i].name, name) == 0) {
            found = found ? found : x->request.headers[i].value;
            times++;
        }
    if (ret_times)
        *ret_times = times;
    return found;
}

static bool is_length(const char *s)
{
    return *s && strlen(s) < 16 && strspn(s, "0123456789") == strlen(s);
}

/* RFC 9112, 6.1–6.3 and 3.2: whatever leaves room for two readings is refused. */
static bool is_ambiguous(const struct exchange *x)
{
    int lengths, codings, hosts;
    const char *length = header(x, "Content-Length", &lengths), *coding = header(x, "Transfer-Encoding", &codings);
    header(x, "Host", &hosts);
    if (lengths > 1 || codings > 1 || hosts > 1 || (lengths && codings))
        return true;
    if (length && !is_length(length))
        return true;
    return coding && strcasecmp(coding, "chunked") != 0;
}

/* Only the front behind our own socket may say for whom it speaks. */
static const char *remote_of(struct exchange *x, struct MHD_Connection *connection)
{
    const char *said = header(x, "X-Real-IP", NULL);
    if (x->server->unix_socket)
        return said && strlen(said) <= 45 && strspn(said, "0123456789abcdefABCDEF.:") == strlen(said) ? said : "local";
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    char text[INET6_ADDRSTRLEN] = "unknown";
    const struct sockaddr *address = info ? info->client_addr : NULL;
    if (address && address->sa_family == AF_INET)
        inet_ntop(AF_INET, &((const struct sockaddr_in *)address)->sin_addr, text, sizeof text);
    else if (address && address->sa_family == AF_INET6)
        inet_ntop(AF_INET6, &((const struct sockaddr_in6 *)address)->sin6_addr, text, sizeof text);
    return arena_strdup(x->arena, text);
}

/* Without the front, nobody may bring a request id that the log would believe. */
static void drop_untrusted_headers(struct exchange *x)
{
    struct http_header *headers = (struct http_header *)x->request.headers;
    size_t kept = 0;
    for (size_t i = 0; i < x->request.header_count; i++)
        if (x->server->unix_socket || (strcasecmp(headers[i].name, "X-Request-Id") != 0 && strcasecmp(headers[i].name, "X-Real-IP") != 0 &&
                                       strcasecmp(headers[i].name, "X-Accel-Root") != 0))
            headers[kept++] = headers[i];
    x->request.header_count = kept;
}

static enum http_method method_of(const char *name)
{
    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++)
        if (strcmp(methods[i].name, name) == 0)
            return methods[i].method;
    return 0;
}

/* --- answering ---------------------------------------------------------------------------------------------------------------- */

/* A refusal before core has seen anything: a bare status, and the connection ends. */
static enum MHD_Result refuse(struct MHD_Connection *connection, unsigned status, const char *text)
{
    struct MHD_Response *response = MHD_create_response_from_buffer(strlen(text), (void *)(uintptr_t)text, MHD_RESPMEM_PERSISTENT);
    MHD_add_response_header(response, "Content-Type", "text/plain; charset=utf-8");
    MHD_add_response_header(response, "Cache-Control", "no-store");
    MHD_add_response_header(response, "Connection", "close");
    enum MHD_Result sent = MHD_queue_response(connection, status, response);
    MHD_destroy_response(response);
    log_info("http.refused", LOG_I("status", status), LOG_S("why", text));
    return sent;
}

/* The front sends the file itself: X-Accel-Root of the request is "FOLDER=/internal-location". NULL when it cannot. */
static const char *accel_path(struct exchange *x)
{
    const char *root = header(x, "X-Accel-Root", NULL), *equals = root ? strchr(root, '=') : NULL;
    size_t n = equals ? (size_t)(equals - root) : 0;
    if (!x->server->unix_socket || !n || strncmp(x->reply.file, root, n) != 0 || x->reply.file[n] != '/')
        return NULL;
    return arena_printf(x->arena, "%s%s", equals + 1, x->reply.file + n);
}

static struct MHD_Response *file_response(struct exchange *x)
{
    struct stat file;
    const char *accel = accel_path(x);
    if (accel) {
        struct MHD_Response *response = MHD_create_response_from_buffer(0, NULL, MHD_RESPMEM_PERSISTENT);
        MHD_add_response_header(response, "X-Accel-Redirect", accel);
        return response;
    }
    int fd = open(x->reply.file, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (fd >= 0 && fstat(fd, &file) == 0 && S_ISREG(file.st_mode))
        return MHD_create_response_from_fd64((uint64_t)file.st_size, fd);
    log_wrong("http.file_missing", LOG_S("why", strerror(errno)));
    if (fd >= 0)
        close(fd);
    return NULL;
}

static struct MHD_Response *make_response(struct exchange *x)
{
    if (x->reply.file)
        return file_response(x);
    return MHD_create_response_from_buffer(x->reply.body.length, x->reply.body.data, MHD_RESPMEM_PERSISTENT);
}

static enum MHD_Result send_reply(struct exchange *x, struct MHD_Connection *connection)
{
    const struct reply *r = &x->reply;
    struct MHD_Response *response = make_response(x);
    if (!response)
        return refuse(connection, MHD_HTTP_INTERNAL_SERVER_ERROR, "The file could not be read. It has been recorded.\n");
    if (r->status != 204 && r->status != 304)
        MHD_add_response_header(response, "Content-Type", r->content_type);
    for (size_t i = 0; i < r->header_count; i++)
        MHD_add_response_header(response, r->headers[i].name, r->headers[i].value);
    if (atomic_load(&x->server->stopping))
        MHD_add_response_header(response, "Connection", "close");
    enum MHD_Result sent = MHD_queue_response(connection, (unsigned)r->status, response);
    MHD_destroy_response(response);
    return sent;
}

static enum MHD_Result answer(struct exchange *x, struct MHD_Connection *connection)
{
    x->request.body = x->body ? x->body : "";
    x->server->handle(x->server->app, &x->request, x->arena, &x->reply);
    return send_reply(x, connection);
}

/* --- the body ----------------------------------------------------------------------------------------------------------------- */

static void free_body(void *exchange)
{
    free(((struct exchange *)exchange)->body);
}

/* Grows by doubling outside the arena, so that a large upload does not leave its smaller copies behind. */
static bool make_room(struct exchange *x, size_t n)
{
    size_t needed = x->request.body_length + n + 1, room = x->body_room ? x->body_room : 8 * 1024;
    if (needed <= x->body_room)
        return true;
    while (room < needed)
        room *= 2;
    char *body = realloc(x->body, room);
    if (!body)
        return false;
    if (!x->body)
        arena_on_free(x->arena, free_body, x);
    x->body = body;
    x->body_room = room;
    return true;
}

static bool too_slow(const struct exchange *x)
{
    int64_t took = (clock_monotonic() - x->body_began) / SECOND;
    return took > BODY_SECONDS + (int64_t)(x->request.body_length / SLOWEST_BODY);
}

/* A chunked body may turn out too large on the way: then the connection just ends, for no answer may be given in the middle. */
static enum MHD_Result take_piece(struct exchange *x, const char *bytes, size_t *n)
{
    if (*n > x->body_most - x->request.body_length || too_slow(x) || !make_room(x, *n)) {
        log_info("http.body_dropped", LOG_I("bytes", x->request.body_length), LOG_I("most", x->body_most));
        return MHD_NO;
    }
    memcpy(x->body + x->request.body_length, bytes, *n);
    x->request.body_length += *n;
    x->body[x->request.body_length] = '\0';
    *n = 0;
    return MHD_YES;
}

/* --- the call-backs ------------------------------------------------------------------------------------------------------------ */

/* Headers are complete, no byte of the body has been read. */
static enum MHD_Result begin(struct exchange *x, struct MHD_Connection *connection, const char *method)
{
    x->begun = x->counted = true;
    atomic_fetch_add(&x->server->running, 1);
    watch_rest(x->server->watch, watched_of(connection));
    x->request.method = method_of(method);
    if (!read_headers(x, connection))
        return refuse(connection, MHD_HTTP_REQUEST_HEADER_FIELDS_TOO_LARGE, "Too many headers.\n");
    if (is_ambiguous(x))
        return refuse(connection, MHD_HTTP_BAD_REQUEST, "The request can be understood in two ways.\n");
    if (!x->request.method)
        return refuse(connection, MHD_HTTP_NOT_IMPLEMENTED, "This method is not known here.\n");
    x->request.remote = remote_of(x, connection);
    drop_untrusted_headers(x);
    x->body_most = http_body_limit(x->server->app, &x->request, x->arena);
    x->body_began = clock_monotonic();
    const char *length = header(x, "Content-Length", NULL);
    if (length && strtoull(length, NULL, 10) > x->body_most)
        return refuse(connection, MHD_HTTP_CONTENT_TOO_LARGE, "What was sent is too large.\n");
    return MHD_YES;
}

static enum MHD_Result on_access(void *server, struct MHD_Connection *connection, const char *url, const char *method, const char *version,
                                 const char *data, size_t *data_size, void **state)
{
    (void)server;
    (void)url;
    (void)version;
    struct exchange *x = *state;
    if (!x)
        return MHD_NO;
    if (!x->begun)
        return begin(x, connection, method);
    if (*data_size)
        return take_piece(x, data, data_size);
    return answer(x, connection);
}

static void on_completed(void *server, struct MHD_Connection *connection, void **state, enum MHD_RequestTerminationCode why)
{
    (void)connection;
    (void)why;
    struct http_server *s = server;
    struct exchange *x = *state;
    *state = NULL;
    if (!x)
        return;
    if (x->counted)
        atomic_fetch_sub(&s->running, 1);
    arena_free(x->arena);
}

static void on_connection(void *server, struct MHD_Connection *connection, void **context, enum MHD_ConnectionNotificationCode what)
{
    struct http_server *s = server;
    if (what == MHD_CONNECTION_NOTIFY_STARTED) {
        const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
        *context = watch_add(s->watch, info ? info->connect_fd : -1);
    } else if (*context) {
        watch_remove(s->watch, *context);
        *context = NULL;
    }
}

/* --- start and stop ------------------------------------------------------------------------------------------------------------ */

static void log_library(void *none, const char *format, va_list args)
{
    (void)none;
    char text[300];
    vsnprintf(text, sizeof text, format, args);
    log_debug("http.library", LOG_S("says", text));
}

static struct MHD_Daemon *start_daemon(struct http_server *s, int fd, int connections)
{
    return MHD_start_daemon(
        MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_THREAD_PER_CONNECTION | MHD_USE_POLL | MHD_USE_ITC | MHD_USE_ERROR_LOG, 0, NULL, NULL,
        on_access, s, MHD_OPTION_EXTERNAL_LOGGER, log_library, NULL, MHD_OPTION_LISTEN_SOCKET, fd, MHD_OPTION_CONNECTION_LIMIT,
        (unsigned)connections, MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)IDLE_SECONDS, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
        (size_t)HEADER_MEMORY, MHD_OPTION_THREAD_STACK_SIZE, (size_t)STACK, MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_URI_LOG_CALLBACK,
        on_uri, s, MHD_OPTION_UNESCAPE_CALLBACK, leave_escaped, NULL, MHD_OPTION_NOTIFY_COMPLETED, on_completed, s,
        MHD_OPTION_NOTIFY_CONNECTION, on_connection, s, MHD_OPTION_END);
}

enum result http_server_start(struct q *q, struct app *app, const struct http_listen *where, http_handle_fn *handle,
                              struct http_server **ret)
{
    struct http_server *s = calloc(1, sizeof *s);
    must(s != NULL && "out of memory");
    s->app = app;
    s->handle = handle;
    s->unix_socket = where->unix_socket != NULL;
    int fd = s->unix_socket ? listen_unix(where->unix_socket) : listen_tcp(where->address ? where->address : "127.0.0.1", where->port);
    if (fd < 0) {
        const char *why = strerror(errno);
        free(s);
        return fail(q, BROKEN, T("Cannot listen there: {why}"), "why", why);
    }
    s->watch = watch_start(HEADER_SECONDS);
    if (s->watch)
        s->daemon = start_daemon(s, fd, where->max_connections > 0 ? where->max_connections : DEFAULT_CONNECTIONS);
    if (!s->daemon) {
        if (s->watch)
            watch_stop(s->watch);
        free(s);
        close(fd);
        return fail(q, BROKEN, T("The web server did not start"));
    }
    *ret = s;
    return OK;
}

/* Bounded: a client that reads slowly must not keep an upgrade from happening. */
static void wait_for_running(struct http_server *s)
{
    for (int i = 0; i < DRAIN_SECONDS * 100 && atomic_load(&s->running) > 0; i++) {
        struct timespec pause = {.tv_nsec = 10 * 1000 * 1000};
        nanosleep(&pause, NULL);
    }
}

/* The Unix socket's name stays: by now it may be that of the next process. */
void http_server_stop(struct http_server *s)
{
    if (!s)
        return;
    atomic_store(&s->stopping, true);
    MHD_socket fd = MHD_quiesce_daemon(s->daemon);
    if (fd != MHD_INVALID_SOCKET)
        close(fd);
    wait_for_running(s);
    MHD_stop_daemon(s->daemon);
    watch_stop(s->watch);
    free(s);
}

int http_server_port(const struct http_server *s)
{
    const union MHD_DaemonInfo *info = MHD_get_daemon_info(s->daemon, MHD_DAEMON_INFO_LISTEN_FD);
    struct sockaddr_storage address;
    socklen_t n = sizeof address;
    if (!info || getsockname(info->listen_fd, (struct sockaddr *)&address, &n) != 0)
        return 0;
    return ntohs(address.ss_family == AF_INET6 ? ((struct sockaddr_in6 *)&address)->sin6_port : ((struct sockaddr_in *)&address)->sin_port);
}
