/* The pages of a folder as one header and one source: structs, the render functions, and the functions that put them into a frame. */
#include "htmlgen/htmlgen.h"

static void write_field(struct buf *to, const struct field *f)
{
    switch (f->type) {
    case FIELD_TEXT: buf_printf(to, "    const char *%s;\n", f->name); break;
    case FIELD_URL: buf_printf(to, "    const char *%s; /* URL */\n", f->name); break;
    case FIELD_HTML: buf_printf(to, "    const char *%s; /* HTML, written as it is */\n", f->name); break;
    case FIELD_INT:
    case FIELD_NUMBER: buf_printf(to, "    int64_t %s;\n", f->name); break;
    case FIELD_MONEY: buf_printf(to, "    int64_t %s; /* đồng */\n", f->name); break;
    case FIELD_DATE: buf_printf(to, "    int32_t %s; /* days since 1970; INT32_MIN: none */\n", f->name); break;
    case FIELD_TIME: buf_printf(to, "    int64_t %s; /* microseconds UTC; 0: none */\n", f->name); break;
    case FIELD_BOOL: buf_printf(to, "    bool %s;\n", f->name); break;
    case FIELD_LIST: buf_printf(to, "    const struct %s *%s;\n    size_t %s_count;\n", f->inside->c_name, f->name, f->name); break;
    case FIELD_OBJECT: buf_printf(to, "    const struct %s *%s; /* may be NULL */\n", f->inside->c_name, f->name); break;
    case FIELD_VIEW: buf_printf(to, "    const struct %s_view *%s; /* may be NULL */\n", f->view, f->name); break;
    }
}

/* Inner structs stand before the ones that point at them, so read the page's list from its end. */
static void write_structs(struct buf *to, const struct scope *s)
{
    if (!s)
        return;
    write_structs(to, s->next);
    buf_printf(to, "struct %s {\n", s->c_name);
    for (size_t i = 0; i < s->count; i++)
        write_field(to, &s->fields[i]);
    if (s->count == 0)
        buf_puts(to, "    char nothing;\n");
    buf_puts(to, "};\n");
}

static void declare_views(struct buf *to, const struct scope *structs)
{
    for (const struct scope *s = structs; s; s = s->next)
        for (size_t i = 0; i < s->count; i++)
            if (s->fields[i].type == FIELD_VIEW)
                buf_printf(to, "struct %s_view;\n", s->fields[i].view);
}

void htmlgen_write_header(struct buf *to, const char *folder, struct page *const *pages, size_t count)
{
    tool_c_head(to, "htmlgen", "pages/");
    buf_puts(to, "#pragma once\n#include \"core/page.h\"\n\n");
    for (size_t i = 0; i < count; i++) {
        const char *name = pages[i]->name;
        declare_views(to, pages[i]->structs);
        write_structs(to, pages[i]->structs);
        buf_printf(to,
                   "void %s_%s_render(struct q *q, struct buf *to, const struct %s_%s_view *v);\n"
                   "enum result %s_%s_page(struct q *q, const struct page *frame, const struct %s_%s_view *v);\n\n",
                   folder, name, folder, name, folder, name, folder, name);
    }
}

void htmlgen_write_source(struct buf *to, const char *folder, const char *header, struct page *const *pages, size_t count,
                          const struct tool_list *partials)
{
    tool_c_head(to, "htmlgen", "pages/");
    tool_c_include(to, header);
    buf_puts(to, "#include \"core/i18n.h\"\n#include \"core/page_write.h\"\n\n");
    for (size_t i = 0; i < partials->count; i++)
        buf_printf(to, "struct %s_view;\nvoid %s_render(struct q *q, struct buf *to, const struct %s_view *v);\n", partials->items[i],
                   partials->items[i], partials->items[i]);
    for (size_t i = 0; i < count; i++) {
        const char *name = pages[i]->name;
        buf_printf(to, "\nvoid %s_%s_render(struct q *q, struct buf *to, const struct %s_%s_view *v)\n{\n    (void)q, (void)v;\n", folder, name,
                   folder, name);
        buf_add(to, pages[i]->code.data, pages[i]->code.length);
        buf_printf(to,
                   "}\n\nstatic void render_%s(struct q *q, struct buf *to, const void *v)\n{\n    %s_%s_render(q, to, v);\n}\n\n"
                   "enum result %s_%s_page(struct q *q, const struct page *frame, const struct %s_%s_view *v)\n{\n"
                   "    return page_show(q, frame, render_%s, v);\n}\n",
                   name, folder, name, folder, name, folder, name, name);
    }
}
