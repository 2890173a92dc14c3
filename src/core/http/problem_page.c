#include "core/http/problem_page.h"
#include "base/log.h"
#include "base/must.h"
#include "core/access.h"
#include "core/http/http.h"
#include "core/http/route.h"
#include "core/i18n.h"
#include "core/page.h"
#include "core/page_menu.h"
#include "core/page_theme.h"
#include "core_pages.h"
#include <string.h>

enum { LINKS_MOST = 4 };

struct ways_on {
    struct core_not_found_links links[LINKS_MOST];
    size_t count;
};

static void add_way(struct q *q, const struct menu *e, void *arg)
{
    struct ways_on *w = arg;
    if (w->count < LINKS_MOST && strcmp(e->path, "/") != 0)
        w->links[w->count++] = (struct core_not_found_links){tr(q, e->label), e->path};
}

static enum result not_found(struct q *q, const struct page *frame)
{
    struct ways_on *ways = arena_new_one(q->arena, struct ways_on);
    struct theme theme;
    struct route_found search;
    page_theme(q, &theme);
    page_menu_each(q, MENU_SITE, add_way, ways);
    route_find(q->arena, HTTP_GET, "/tim", &search);
    return core_not_found_page(q, frame,
                               &(struct core_not_found_view){.search = search.route != NULL && strcmp(search.route->path, "/tim") == 0,
                                                             .hotline = theme.hotline,
                                                             .hotline_digits = theme.hotline_digits,
                                                             .request_id = q->request_id,
                                                             .links = ways->links,
                                                             .links_count = ways->count});
}

/* Wrong fields without a form to show them in. */
static const struct core_problem_errors *errors_of(struct q *q, const struct problem *p)
{
    struct core_problem_errors *errors = arena_new_array(q->arena, struct core_problem_errors, (size_t)p->field_count + 1);
    size_t n = 0;
    for (const struct field_error *e = p->fields; e; e = e->next)
        errors[n++].say = e->say;
    return errors;
}

static enum result other(struct q *q, const struct page *frame, const struct problem *p)
{
    struct theme theme;
    page_theme(q, &theme);
    bool reading = q->request->method == HTTP_GET, ours = frame->status >= 500,
         may_help = ours || p->kind == PROBLEM_TOO_MANY || p->kind == PROBLEM_CONFLICT;
    struct core_problem_view v = {.title = tr(q, result_title(p->kind)),
                                  .say = p->say,
                                  .ours = ours,
                                  .hotline = theme.hotline,
                                  .hotline_digits = theme.hotline_digits,
                                  .request_id = q->request_id,
                                  .errors = errors_of(q, p),
                                  .errors_count = (size_t)p->field_count};
    if (reading && may_help) {
        v.again = page_url_with(q, "ngon-ngu", NULL);
        v.again_label = tr(q, T("Try again"));
    }
    if (p->kind == PROBLEM_NOT_SIGNED_IN)
        v.sign_in = "/dang-nhap";
    return core_problem_page(q, frame, &v);
}

/* When even the shell cannot be made, the bare words must do. */
static void plain_page(struct q *q, enum result kind)
{
    struct buf *b = &q->reply->body;
    buf_clear(b);
    buf_puts(b, "<!doctype html><html lang=\"vi\"><head><meta charset=\"utf-8\"><title>");
    buf_html(b, tr(q, result_title(kind)));
    buf_puts(b, "</title></head><body><h1>");
    buf_html(b, tr(q, result_title(kind)));
    buf_puts(b, "</h1><p>");
    buf_html(b, q->request_id);
    buf_puts(b, "</p></body></html>");
    q->reply->content_type = NULL;
}

void problem_page(struct q *q)
{
    struct problem shown = q->problem;
    bool missing = shown.kind == PROBLEM_NOT_FOUND;
    struct page frame = {.title = tr(q, missing ? T("This page was not found") : result_title(shown.kind)),
                         .status = result_status(shown.kind),
                         .no_index = true,
                         .current = ""};
    frame.shell = q->account->kind == ACCOUNT_OFFICER ? SHELL_OFFICE : SHELL_SITE;
    q->problem.fields = NULL; /* listed in the page, not in the form's summary */
    q->problem.field_count = 0;
    enum result made = missing ? not_found(q, &frame) : other(q, &frame, &shown);
    if (made != OK && frame.shell == SHELL_OFFICE) { /* the counts of the office's menu need the database */
        frame.shell = SHELL_SITE;
        made = missing ? not_found(q, &frame) : other(q, &frame, &shown);
    }
    q->problem = shown;
    if (made != OK)
        plain_page(q, shown.kind);
    q->reply->status = result_status(shown.kind);
}

/* --- /problems/SLUG ---------------------------------------------------------------------------------------------------------- */

/* What a caller should do, by the kind of status. */
static const char *meaning_of(struct q *q, enum result kind)
{
    int status = result_status(kind);
    if (status >= 500)
        return tr(q, T("The fault is ours or of a system behind us. Nothing was changed unless the answer says so; repeat the call later "
                       "with the same Idempotency-Key."));
    if (status == 409 || status == 412)
        return tr(q, T("The state is not what the call assumed. Read it again, decide anew, then repeat."));
    if (status == 401 || status == 403)
        return tr(q, T("The call carries no valid sign-in, or its account lacks the right. Do not repeat it unchanged."));
    if (status == 429)
        return tr(q, T("Wait as many seconds as Retry-After says, then repeat."));
    return tr(q, T("The call is not right as it stands; detail and errors say what to correct. Do not repeat it unchanged."));
}

enum result problem_explain(struct q *q, const void *input)
{
    (void)input;
    struct core_problem_kind_kinds *kinds = arena_new_array(q->arena, struct core_problem_kind_kinds, RESULT_COUNT);
    const char *slug = request_parameter(q, "slug");
    enum result found = OK;
    size_t n = 0;
    for (int r = OK + 1; r < RESULT_COUNT; r++) {
        enum result kind = (enum result)r;
        kinds[n++] = (struct core_problem_kind_kinds){result_slug(kind), result_status(kind), tr(q, result_title(kind))};
        if (strcmp(result_slug(kind), slug) == 0)
            found = kind;
    }
    if (found == OK)
        return fail(q, NOT_FOUND, NULL);
    struct page frame = {.title = tr(q, result_title(found))};
    return core_problem_kind_page(q, &frame,
                                  &(struct core_problem_kind_view){.title = frame.title,
                                                                   .slug = slug,
                                                                   .status = result_status(found),
                                                                   .meaning = meaning_of(q, found),
                                                                   .kinds = kinds,
                                                                   .kinds_count = n});
}
