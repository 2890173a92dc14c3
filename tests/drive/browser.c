/* browser.h */
#include "drive/browser.h"
#include "base/buf.h"
#include "base/text.h"
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LARGEST_ANSWER = 64 << 20, LARGEST_HEADERS = 64 << 10, REQUEST_SECONDS = 60, MOST_REDIRECTS = 10 };

static void free_curl(void *curl)
{
    curl_easy_cleanup(curl);
}

/* localhost is this machine's IPv4 loopback, whatever the machine's tables say. */
static void set_common(struct browser *b, CURL *c)
{
    curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(c, CURLOPT_TIMEOUT, (long)REQUEST_SECONDS);
    curl_easy_setopt(c, CURLOPT_IPRESOLVE, (long)CURL_IPRESOLVE_V4);
    curl_easy_setopt(c, CURLOPT_INTERFACE, b->address);
    curl_easy_setopt(c, CURLOPT_COOKIEFILE, "");
    curl_easy_setopt(c, CURLOPT_FOLLOWLOCATION, 1L);
    curl_easy_setopt(c, CURLOPT_MAXREDIRS, (long)MOST_REDIRECTS);
    curl_easy_setopt(c, CURLOPT_USERAGENT, "play");
    if (getenv("CURL_WORDS"))
        curl_easy_setopt(c, CURLOPT_VERBOSE, 1L);
}

struct browser *browser_new(struct arena *a, const char *home, int number)
{
    struct browser *b = arena_new_one(a, struct browser);
    *b = (struct browser){.arena = a, .home = home, .address = arena_printf(a, "127.1.%d.%d", number / 250, number % 250 + 2), .curl = curl_easy_init()};
    set_common(b, b->curl);
    arena_on_free(a, free_curl, b->curl);
    return b;
}

/* --- sending ------------------------------------------------------------------------------------------------------------------------ */

static size_t keep_body(char *bytes, size_t size, size_t n, void *to)
{
    buf_add(to, bytes, size * n);
    return size * n;
}

static size_t keep_header(char *bytes, size_t size, size_t n, void *to)
{
    if (n > 5 && strncmp(bytes, "HTTP/", 5) == 0)
        buf_clear(to); /* a new answer: of a redirect, or after 100 Continue */
    buf_add(to, bytes, size * n);
    return size * n;
}

static const char *encode(struct arena *a, const struct pair *pairs)
{
    struct buf b;
    buf_init(&b, a, 8 << 20);
    for (const struct pair *p = pairs; p; p = p->next) {
        if (!p->name)
            continue;
        buf_puts(&b, b.length ? "&" : "");
        buf_url(&b, p->name);
        buf_putc(&b, '=');
        buf_url(&b, p->value);
    }
    return b.length ? b.data : "";
}

static curl_mime *mime_of(CURL *c, const struct pair *pairs)
{
    curl_mime *mime = curl_mime_init(c);
    for (const struct pair *p = pairs; p; p = p->next) {
        if (!p->name)
            continue;
        curl_mimepart *part = curl_mime_addpart(mime);
        curl_mime_name(part, p->name);
        if (p->file && *p->value)
            curl_mime_filedata(part, p->value);
        else if (p->file) { /* as browsers send an empty file field */
            curl_mime_data(part, "", 0);
            curl_mime_filename(part, "");
            curl_mime_type(part, "application/octet-stream");
        } else
            curl_mime_data(part, p->value, CURL_ZERO_TERMINATED);
    }
    return mime;
}

struct exchange { struct arena *arena; CURL *curl; const char *url; const struct request_body *body; struct answer *answer; const char *trouble; const char *language; };

static struct curl_slist *headers_of(struct exchange *x)
{
    struct curl_slist *list = NULL;
    list = curl_slist_append(list, "Expect:");
    list = curl_slist_append(list, arena_printf(x->arena, "Accept-Language: %s", x->language ? x->language : "vi"));
    if (x->body && x->body->type)
        list = curl_slist_append(list, arena_printf(x->arena, "Content-Type: %s", x->body->type));
    for (size_t i = 0; x->body && x->body->headers && x->body->headers[i]; i++)
        list = curl_slist_append(list, x->body->headers[i]);
    return list;
}

static curl_mime *set_body(struct exchange *x)
{
    const struct request_body *body = x->body;
    curl_mime *mime = NULL;
    curl_easy_setopt(x->curl, CURLOPT_CUSTOMREQUEST, NULL);
    curl_easy_setopt(x->curl, CURLOPT_HTTPGET, 1L);
    if (!body)
        return NULL;
    if (body->multipart) {
        mime = mime_of(x->curl, body->pairs);
        curl_easy_setopt(x->curl, CURLOPT_MIMEPOST, mime);
    } else
        curl_easy_setopt(x->curl, CURLOPT_POSTFIELDS, body->type ? body->bytes : encode(x->arena, body->pairs));
    if (strcmp(body->method, "POST") != 0)
        curl_easy_setopt(x->curl, CURLOPT_CUSTOMREQUEST, body->method);
    return mime;
}

static void complete(struct exchange *x, const struct buf *body, const struct buf *headers)
{
    long status = 0;
    char *url = NULL, *type = NULL;
    curl_easy_getinfo(x->curl, CURLINFO_RESPONSE_CODE, &status);
    curl_easy_getinfo(x->curl, CURLINFO_EFFECTIVE_URL, &url);
    curl_easy_getinfo(x->curl, CURLINFO_CONTENT_TYPE, &type);
    x->answer = arena_new_one(x->arena, struct answer);
    *x->answer = (struct answer){.status = (int)status, .url = arena_strdup(x->arena, url), .type = type ? arena_strdup(x->arena, type) : "",
                                 .headers = headers->length ? headers->data : "", .body = body->length ? body->data : arena_strdup(x->arena, ""),
                                 .length = body->length};
    if (text_starts(x->answer->type, "text/html") && body->length)
        x->answer->html = html_read(x->arena, body->data, body->length);
}

static void *exchange(void *arg)
{
    struct exchange *x = arg;
    struct buf body, headers;
    char error[CURL_ERROR_SIZE] = "";
    buf_init(&body, x->arena, LARGEST_ANSWER);
    buf_init(&headers, x->arena, LARGEST_HEADERS);
    struct curl_slist *list = headers_of(x);
    curl_mime *mime = set_body(x);
    curl_easy_setopt(x->curl, CURLOPT_URL, x->url);
    curl_easy_setopt(x->curl, CURLOPT_HTTPHEADER, list);
    curl_easy_setopt(x->curl, CURLOPT_WRITEFUNCTION, keep_body);
    curl_easy_setopt(x->curl, CURLOPT_WRITEDATA, &body);
    curl_easy_setopt(x->curl, CURLOPT_HEADERFUNCTION, keep_header);
    curl_easy_setopt(x->curl, CURLOPT_HEADERDATA, &headers);
    curl_easy_setopt(x->curl, CURLOPT_ERRORBUFFER, error);
    CURLcode code = curl_easy_perform(x->curl);
    if (code == CURLE_OK)
        complete(x, &body, &headers);
    else
        x->trouble = arena_printf(x->arena, "%s: %s", x->url, *error ? error : curl_easy_strerror(code));
    curl_easy_setopt(x->curl, CURLOPT_ERRORBUFFER, NULL);
    curl_easy_setopt(x->curl, CURLOPT_HTTPHEADER, NULL);
    curl_easy_setopt(x->curl, CURLOPT_MIMEPOST, NULL);
    curl_slist_free_all(list);
    curl_mime_free(mime);
    return NULL;
}

static bool show(struct browser *b, const struct exchange *x)
{
    b->trouble = x->trouble;
    b->filled = NULL;
    if (!x->answer)
        return false;
    x->answer->before = b->now;
    b->now = x->answer;
    return true;
}

bool browser_send(struct browser *b, const char *url, const struct request_body *body)
{
    struct exchange x = {.arena = b->arena, .curl = b->curl, .url = url, .body = body, .language = b->language};
    exchange(&x);
    return show(b, &x);
}

bool browser_get(struct browser *b, const char *url)
{
    return browser_send(b, url, NULL);
}

/* The second click goes out on a connection of its own, with the same cookies, at the same time. */
static bool send_twice(struct browser *b, const char *url, const struct request_body *body)
{
    struct exchange first = {.arena = b->arena, .curl = b->curl, .url = url, .body = body, .language = b->language};
    struct exchange second = {.arena = arena_new((size_t)128 << 20), .curl = curl_easy_init(), .url = url, .body = body, .language = b->language};
    struct curl_slist *cookies = NULL;
    pthread_t thread;
    set_common(b, second.curl);
    curl_easy_getinfo(b->curl, CURLINFO_COOKIELIST, &cookies);
    for (struct curl_slist *c = cookies; c; c = c->next)
        curl_easy_setopt(second.curl, CURLOPT_COOKIELIST, c->data);
    pthread_create(&thread, NULL, exchange, &second);
    exchange(&first);
    pthread_join(thread, NULL);
    curl_slist_free_all(cookies);
    bool both = show(b, &first) && second.answer;
    if (second.answer && first.answer && (second.answer->status != first.answer->status || strcmp(second.answer->url, first.answer->url) != 0)) {
        b->trouble = arena_printf(b->arena, "the two clicks ended differently: %d %s and %d %s", first.answer->status, first.answer->url,
                                  second.answer->status, second.answer->url);
        both = false;
    } else if (!second.answer)
        b->trouble = arena_strdup(b->arena, second.trouble);
    curl_easy_cleanup(second.curl);
    arena_free(second.arena);
    return both;
}

/* --- the page ------------------------------------------------------------------------------------------------------------------------ */

/* A link as written on the page, made a whole address. */
static const char *whole(struct browser *b, const char *link)
{
    if (strstr(link, "://"))
        return link;
    char *result = NULL;
    CURLU *u = curl_url();
    curl_url_set(u, CURLUPART_URL, b->now ? b->now->url : b->home, 0);
    curl_url_set(u, CURLUPART_URL, *link ? link : "", 0);
    curl_url_get(u, CURLUPART_URL, &result, 0);
    char *fragment = result ? strchr(result, '#') : NULL;
    if (fragment)
        *fragment = '\0';
    const char *copy = result ? arena_strdup(b->arena, result) : b->home;
    curl_free(result);
    curl_url_cleanup(u);
    return copy;
}

bool browser_go(struct browser *b, const char *path)
{
    return browser_get(b, strstr(path, "://") ? path : arena_printf(b->arena, "%s%s", b->home, path));
}

const char *browser_path(const struct browser *b)
{
    const char *url = b->now ? b->now->url : "";
    return text_starts(url, b->home) ? url + strlen(b->home) : url;
}

void browser_fill(struct browser *b, const char *name, const char *value, bool file)
{
    pair_add(b->arena, &b->filled, name, value, file);
}

static bool trouble(struct browser *b, const char *what, const char *label)
{
    b->trouble = arena_printf(b->arena, "%s \"%s\"", what, label);
    return false;
}

bool browser_press(struct browser *b, const char *label, bool twice)
{
    struct html *h = b->now ? b->now->html : NULL;
    xmlNode *button = h ? html_button(h, label, b->filled) : NULL, *form = button ? html_form_of(h, button) : NULL;
    const char *why = NULL;
    if (!form)
        return trouble(b, button ? "no form around the button" : "the page has no button", label);
    struct request_body body = {.method = "POST", .pairs = html_form_pairs(h, form, button, b->filled, &why)};
    const char *action = html_attribute(h, form, "action"), *method = html_attribute(h, form, "method"), *type = html_attribute(h, form, "enctype");
    const char *other = html_attribute(h, button, "formaction");
    if (!body.pairs)
        return trouble(b, why, label);
    const char *url = whole(b, other ? other : action ? action : "");
    if (!method || strcasecmp(method, "post") != 0) {
        const char *cut = arena_strndup(b->arena, url, strcspn(url, "?"));
        return browser_get(b, arena_printf(b->arena, "%s?%s", cut, encode(b->arena, body.pairs)));
    }
    body.multipart = text_equal(type, "multipart/form-data");
    return twice ? send_twice(b, url, &body) : browser_send(b, url, &body);
}

bool browser_follow(struct browser *b, const char *label)
{
    struct html *h = b->now ? b->now->html : NULL;
    xmlNode *link = h ? html_link(h, label) : NULL;
    return link ? browser_get(b, whole(b, html_attribute(h, link, "href"))) : trouble(b, "the page has no link", label);
}

bool browser_back(struct browser *b)
{
    if (!b->now || !b->now->before)
        return trouble(b, "there is no page before", browser_path(b));
    b->now = b->now->before;
    b->filled = NULL;
    return true;
}

/* --- the programming interface ------------------------------------------------------------------------------------------------------- */

const char *browser_csrf(const struct browser *b)
{
    for (struct answer *a = b->now; a; a = a->before) {
        xmlNode *root = a->html ? xmlDocGetRootElement(a->html->doc) : NULL;
        for (xmlNode *e = root; e; e = html_next(e, root))
            if (html_is(e, "input") && text_equal(html_attribute(a->html, e, "name"), "csrf"))
                return html_attribute(a->html, e, "value");
    }
    return "";
}

struct answer *browser_api(struct browser *b, const char *csrf, const char *method, const char *url, const char *json, const char *const *more)
{
    const char *headers[12] = {"Accept: application/json", arena_printf(b->arena, "X-CSRF-Token: %s", csrf)};
    for (size_t i = 0; more && more[i] && i < 9; i++)
        headers[2 + i] = more[i];
    struct request_body body = {.method = method, .type = "application/json", .bytes = json, .headers = headers};
    return browser_send(b, url, &body) ? b->now : NULL;
}

/* --- signing in ------------------------------------------------------------------------------------------------------------------------ */

bool browser_sign_in_resident(struct browser *b, const char *number, int level)
{
    if (!browser_go(b, "/dang-nhap/e-id"))
        return false;
    if (level)
        browser_fill(b, "level", arena_printf(b->arena, "%d", level), false);
    return browser_press(b, number, false);
}

bool browser_sign_in_officer(struct browser *b, const char *login, const char *password)
{
    if (!browser_go(b, "/can-bo/dang-nhap"))
        return false;
    browser_fill(b, "login", login, false);
    browser_fill(b, "password", password, false);
    return browser_press(b, "Đăng nhập", false);
}
