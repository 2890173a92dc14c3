/* One libcurl handle per thread, kept so that connections and TLS sessions are used again; reset before each call, so nothing of one
 * call (headers, credentials) reaches the next. Redirects are answers, not orders: where we call is configured, never told to us. */
#include "adapters/http_client_curl/http_client_curl.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/must.h"
#include "core/i18n.h"
#include "core/q.h"
#include <curl/curl.h>
#include <pthread.h>
#include <string.h>

enum { DEFAULT_ANSWER = 1024 * 1024, CONNECT_SECONDS = 5 };
#define DEFAULT_TIMEOUT (10 * SECOND)

static pthread_key_t handle_key;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static const char *trusted;

static void end_handle(void *handle)
{
    curl_easy_cleanup(handle);
}

static void start_library(void)
{
    must(curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK);
    must(pthread_key_create(&handle_key, end_handle) == 0);
}

void http_client_curl_start(const char *ca_file)
{
    trusted = ca_file;
    pthread_once(&once, start_library);
}

static CURL *handle_of_thread(void)
{
    pthread_once(&once, start_library);
    CURL *handle = pthread_getspecific(handle_key);
    if (handle) {
        curl_easy_reset(handle); /* keeps connections, sessions and names */
        return handle;
    }
    handle = curl_easy_init();
    must(handle != NULL);
    pthread_setspecific(handle_key, handle);
    return handle;
}

/* Taking fewer bytes than came ends the transfer with CURLE_WRITE_ERROR. */
static size_t take_bytes(char *bytes, size_t one, size_t n, void *arg)
{
    struct buf *to = arg;
    buf_add(to, bytes, one * n);
    return to->overflow ? 0 : one * n;
}

static void drop_list(void *list)
{
    curl_slist_free_all(list);
}

static struct curl_slist *headers_of(struct q *q, const struct http_call *call)
{
    struct curl_slist *list = NULL;
    for (const char *const *h = call->headers; h && *h; h++)
        list = curl_slist_append(list, *h);
    list = curl_slist_append(list, "Expect:"); /* no round trip for 100-continue */
    if (q->request_id)
        list = curl_slist_append(list, arena_printf(q->arena, "X-Request-Id: %s", q->request_id));
    arena_on_free(q->arena, drop_list, list);
    return list;
}

static void set_bounds(CURL *h, const struct http_call *call)
{
    int64_t timeout = call->timeout ? call->timeout : DEFAULT_TIMEOUT;
    curl_easy_setopt(h, CURLOPT_PROTOCOLS_STR, "https,http");
    curl_easy_setopt(h, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(h, CURLOPT_NOSIGNAL, 1L); /* threads: no SIGALRM */
    curl_easy_setopt(h, CURLOPT_TIMEOUT_MS, (long)(timeout / 1000));
    curl_easy_setopt(h, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_SECONDS);
    curl_easy_setopt(h, CURLOPT_MAXFILESIZE_LARGE, (curl_off_t)(call->max_answer ? call->max_answer : DEFAULT_ANSWER));
    curl_easy_setopt(h, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    curl_easy_setopt(h, CURLOPT_SSL_VERIFYPEER, 1L);
    curl_easy_setopt(h, CURLOPT_SSL_VERIFYHOST, 2L);
    curl_easy_setopt(h, CURLOPT_PROXY, ""); /* the environment must not send citizens' data elsewhere */
    if (trusted)
        curl_easy_setopt(h, CURLOPT_CAINFO, trusted);
}

static void set_request(CURL *h, struct q *q, const struct http_call *call, struct buf *answer)
{
    curl_easy_setopt(h, CURLOPT_URL, call->url);
    curl_easy_setopt(h, CURLOPT_HTTPHEADER, headers_of(q, call));
    curl_easy_setopt(h, CURLOPT_USERAGENT, "ThuBon/0.1");
    curl_easy_setopt(h, CURLOPT_WRITEFUNCTION, take_bytes);
    curl_easy_setopt(h, CURLOPT_WRITEDATA, answer);
    if (call->body) {
        curl_easy_setopt(h, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)call->body_length);
        curl_easy_setopt(h, CURLOPT_POSTFIELDS, call->body);
    }
    if (strcmp(call->method, "HEAD") == 0)
        curl_easy_setopt(h, CURLOPT_NOBODY, 1L);
    else
        curl_easy_setopt(h, CURLOPT_CUSTOMREQUEST, call->method);
}

/* Only scheme and host: paths and queries may carry personal data. */
static const char *host_of(struct q *q, const char *url)
{
    const char *host = strstr(url, "://");
    return host ? arena_strndup(q->arena, url, (size_t)(host + 3 - url) + strcspn(host + 3, "/?#")) : "";
}

static enum result call_by_curl(struct q *q, const struct http_call *call, struct http_answer *ret)
{
    CURL *h = handle_of_thread();
    struct buf answer;
    long status = 0;
    char *type = NULL;
    buf_init(&answer, q->arena, call->max_answer ? call->max_answer : DEFAULT_ANSWER);
    set_bounds(h, call);
    set_request(h, q, call, &answer);
    int64_t began = clock_monotonic();
    CURLcode code = curl_easy_perform(h);
    int64_t took = clock_monotonic() - began;
    if (code != CURLE_OK) {
        log_warn("http_client.no_answer", LOG_S("host", host_of(q, call->url)),
                 LOG_S("why", answer.overflow ? "answer too large" : curl_easy_strerror(code)), LOG_I("us", took));
        return fail(q, OUTSIDE, NULL);
    }
    curl_easy_getinfo(h, CURLINFO_RESPONSE_CODE, &status);
    curl_easy_getinfo(h, CURLINFO_CONTENT_TYPE, &type);
    log_debug("http_client.answer", LOG_S("host", host_of(q, call->url)), LOG_I("status", status), LOG_I("us", took));
    *ret = (struct http_answer){
        .status = (int)status, .content_type = arena_strdup(q->arena, type ? type : ""), .body = answer.data, .body_length = answer.length};
    return OK;
}

const struct http_client http_client_curl = {.call = call_by_curl};
