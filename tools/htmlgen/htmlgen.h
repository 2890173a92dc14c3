/* pages/NAME.html -> struct FOLDER_NAME_view and the functions that write it. The language is described in docs/howto/page.md.
 * common/page_split.c cuts a page into static text and {{…}}; declare.c reads {{@ … }}; html.c follows the HTML so that each value is escaped for
 * the place where it stands; compile.c walks the pieces and writes C; value.c knows what each type needs where; write.c puts the pages
 * of a folder together. */
#pragma once
#include "common/page_split.h"
#include "common/tool.h"
#include "htmlgen/html.h"

enum field_type { FIELD_TEXT, FIELD_INT, FIELD_NUMBER, FIELD_MONEY, FIELD_DATE, FIELD_TIME, FIELD_BOOL, FIELD_URL, FIELD_HTML, FIELD_LIST,
                  FIELD_OBJECT, FIELD_VIEW };

struct scope;
struct field {
    const char *name;
    enum field_type type;
    size_t line;
    const char *view;      /* FIELD_VIEW: "core_pager" */
    struct scope *inside;  /* FIELD_LIST and FIELD_OBJECT */
    bool used;
};
struct scope {
    const char *c_name;    /* "dossiers_inbox_rows" */
    struct field *fields;
    size_t count, room;
    struct scope *next;    /* all structs of a page, in the order of the declaration */
};

struct page {
    const char *file, *name; /* "inbox" */
    const char *folder;
    struct scope *view, *structs, **structs_end;
    struct buf code;         /* the body of the render function */
};

/* An open {{#…}} or the page itself. */
struct level {
    const struct field *field; /* NULL: the page */
    const char *name;
    size_t line;
    const struct scope *scope; /* NULL: opens none */
    const char *variable;      /* "v", "r2" */
    int loop;                  /* N of iN, 0: no loop */
    const char *count;         /* C expression of the loop's count */
    struct html_mark mark;
};
enum { LEVELS = 24, CODE_MAX = 8 << 20 };
struct compiler {
    struct tool *t;
    struct page *page;
    struct html html;
    struct level levels[LEVELS];
    int depth, names;          /* levels in use; variables given so far */
    struct buf pending;        /* static text not yet written */
    struct tool_list partials; /* "core_pager": to be declared */
    bool declared;
};

void page_declare(struct tool *t, struct page *page, const struct piece *declaration);
void page_compile(struct compiler *c, const struct pieces *pieces);

/* value.c */
const char *value_expression(struct compiler *c, size_t line, const char *name, struct field **ret_field); /* NULL and a complaint */
void value_write(struct compiler *c, size_t line, const char *name, bool raw);
void value_translate(struct compiler *c, size_t line, const char *text);
const char *value_condition(struct compiler *c, const struct field *field, const char *expression);
void compile_flush(struct compiler *c); /* static text before anything else is written */
void compile_line(struct compiler *c, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* htmlgen FOLDER OUT.c OUT.h pages/a.html … */
void htmlgen_run(struct tool *t, int argc, char **argv);
/* One page from memory: for tests. */
struct page *htmlgen_page(struct tool *t, const char *folder, const char *file, const char *text, size_t n, struct tool_list *partials);
void htmlgen_write_header(struct buf *to, const char *folder, struct page *const *pages, size_t count);
void htmlgen_write_source(struct buf *to, const char *folder, const char *header, struct page *const *pages, size_t count,
                          const struct tool_list *partials);
