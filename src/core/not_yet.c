/* Weak stand-ins for parts of core that land in the same hour (access, settings, catalogue); gone as soon as they do. */
#include "core/access.h"
#include "core/app.h"

__attribute__((weak)) const struct account account_nobody = {0};
__attribute__((weak)) enum result session_load(struct q *q) { (void)q; return OK; }
__attribute__((weak)) bool access_may(const struct q *q, const char *permission) { (void)q; (void)permission; return false; }
__attribute__((weak)) const char *app_setting(const struct app *app, const char *name) { (void)app; (void)name; return NULL; }

/* The plain frame until core/page.c lands. */
#include "core/http/http.h"
#include "core/page.h"
__attribute__((weak)) enum result page_show(struct q *q, const struct page *frame, page_render_fn *render, const void *view)
{
    struct buf *b = &q->reply->body;
    buf_puts(b, "<!doctype html><html lang=\"vi\"><head><meta charset=\"utf-8\"><title>");
    buf_html(b, frame->title);
    buf_puts(b, "</title></head><body><main>");
    render(q, b, view);
    buf_puts(b, "</main></body></html>");
    q->reply->status = frame->status ? frame->status : 200;
    return OK;
}
