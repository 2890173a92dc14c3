/* Pages: tools/htmlgen turns pages/NAME.html of a folder into `struct FOLDER_NAME_view` and
 *   void FOLDER_NAME_render(struct q *q, struct buf *to, const struct FOLDER_NAME_view *v);
 *   enum result FOLDER_NAME_page(struct q *q, const struct page *frame, const struct FOLDER_NAME_view *v);
 * The frame is the shell around it: site for everybody, office for officers, plain for print. */
#pragma once
#include "core/q.h"
#include "base/buf.h"

enum page_shell { SHELL_SITE, SHELL_OFFICE, SHELL_PRINT };
struct crumb { const char *label, *url; };
struct page {
    enum page_shell shell;
    int status;                 /* 0 = 200 */
    const char *title;          /* translated text; "Lỗi: " is put before it when q has field errors */
    const char *description;    /* for search engines and sharing; may be NULL */
    const char *back;           /* URL of the back link; NULL: none */
    const struct crumb *crumbs; /* label NULL at the end; may be NULL */
    const char *current;        /* path of the menu item this page belongs to */
    const char *canonical;      /* path; NULL: the request's own */
    bool wide;                  /* office boards: full width */
    bool map;                   /* needs map.css and map.js */
    bool no_index;              /* personal or searching pages */
};
typedef void page_render_fn(struct q *q, struct buf *to, const void *view);
enum result page_show(struct q *q, const struct page *frame, page_render_fn *render, const void *view);
const char *page_asset(const struct q *q, const char *logical_name); /* "/assets/site.3f2a.css" */

/* Paging and sorting of lists, read from ?trang= ?xep= ; URLs keep the other parameters. */
struct pager { int64_t page, size, total; bool more; const char *previous_url, *next_url; const char *summary; };
enum result page_pager(struct q *q, int64_t size, int64_t total, struct pager *ret);
