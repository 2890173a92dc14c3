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
    bool flush;                 /* the content brings its own widths: a hero or band touches the navigation */
};
typedef void page_render_fn(struct q *q, struct buf *to, const void *view);
enum result page_show(struct q *q, const struct page *frame, page_render_fn *render, const void *view);
const char *page_asset(const struct q *q, const char *logical_name); /* "/assets/site.3f2a.css" */


/* This request's address with one parameter of the query set (NULL: taken out); the page number is taken out too unless it is the one set. */
const char *page_url_with(struct q *q, const char *name, const char *value);

/* Paging and sorting of lists, read from ?trang= ?xep= ; URLs keep the other parameters. core/field.h draws it (field_pager).
 * page: from 1; a page behind the last is the last. offset = (page - 1) * size. summary: "21–40 trên 208". */
struct pager { int64_t page, size, total; bool more; const char *previous_url, *next_url; const char *summary; };
enum result page_pager(struct q *q, int64_t size, int64_t total, struct pager *ret);
/* ?xep=ten ascending, ?xep=-ten descending. keys: "han|ten|ngay"; the first is the default. url: of the head cell of this key; it turns the
 * order round when the list is sorted by it already. aria: "ascending", "descending", NULL. */
struct page_sort { const char *key; bool descending; };
struct page_sort page_sort(struct q *q, const char *keys);
const char *page_sort_url(struct q *q, struct page_sort now, const char *key);
const char *page_sort_aria(struct page_sort now, const char *key);

/* What modules tell the frame at their start; NULL answers show nothing. */
typedef const char *page_unit_name_fn(struct q *q, const char *unit_id); /* modules/units: the officer's unit under the brand */
typedef const char *page_notice_fn(struct q *q);                         /* operations: outage strip on every page */
void page_set_unit_name(page_unit_name_fn *name);
void page_set_notice(page_notice_fn *notice);
