#include "htmlgen/htmlgen.h"
#include "base/text.h"
#include <string.h>

/* "pages/ask-more.html" -> "ask_more" */
static const char *page_name(struct tool *t, const char *file)
{
    const char *base = tool_base_name(file);
    size_t n = strlen(base);
    char *name = arena_strndup(t->arena, base, n > 5 ? n - 5 : 0);
    for (char *c = name; *c; c++)
        if (*c == '-')
            *c = '_';
    if (!text_ends(base, ".html") || !tool_is_name(name, strlen(name)))
        tool_wrong(t, file, 0, "a page is called name.html (small letters, digits, -)");
    return name;
}

struct page *htmlgen_page(struct tool *t, const char *folder, const char *file, const char *text, size_t n, struct tool_list *partials)
{
    struct page *page = arena_new_one(t->arena, struct page);
    *page = (struct page){.file = file, .folder = folder, .name = page_name(t, file)};
    page->structs_end = &page->structs;
    page->view = arena_new_one(t->arena, struct scope);
    page->view->c_name = arena_printf(t->arena, "%s_%s_view", folder, page->name);
    *page->structs_end = page->view;
    page->structs_end = &page->view->next;
    buf_init(&page->code, t->arena, CODE_MAX);

    struct compiler *c = arena_new_one(t->arena, struct compiler);
    *c = (struct compiler){.t = t, .page = page, .partials = *partials};
    buf_init(&c->pending, t->arena, CODE_MAX);
    html_begin(&c->html, t, file);
    struct pieces pieces = page_split(t, file, text, n);
    page_compile(c, &pieces);
    *partials = c->partials;
    return page;
}

void htmlgen_run(struct tool *t, int argc, char **argv)
{
    if (argc < 5) {
        tool_wrong(t, "htmlgen", 0, "use: htmlgen FOLDER OUT.c OUT.h pages…");
        return;
    }
    size_t count = (size_t)argc - 4;
    struct page **pages = arena_new_array(t->arena, struct page *, count);
    struct tool_list partials = {0};
    for (size_t i = 0; i < count; i++) {
        size_t n;
        const char *text = tool_read(t, argv[4 + i], &n);
        pages[i] = htmlgen_page(t, argv[1], argv[4 + i], text ? text : "", text ? n : 0, &partials);
    }
    struct buf c, h;
    buf_init(&c, t->arena, CODE_MAX * 4);
    buf_init(&h, t->arena, CODE_MAX);
    htmlgen_write_header(&h, argv[1], pages, count);
    htmlgen_write_source(&c, argv[1], argv[3], pages, count, &partials);
    tool_write(t, argv[3], &h);
    tool_write(t, argv[2], &c);
}
