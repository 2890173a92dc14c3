#include "common/tool.h"
#include "base/file.h"
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

enum { SAID_MAX = 4 << 20, FILE_MAX = 16 << 20 };
static const size_t MEMORY_MAX = (size_t)2 << 30;

void tool_begin(struct tool *t, struct arena *a)
{
    *t = (struct tool){.arena = a};
    buf_init(&t->said, a, SAID_MAX);
}

static void say(struct tool *t, const char *file, size_t line, const char *kind, const char *format, va_list args)
{
    buf_puts(&t->said, file);
    if (line)
        buf_printf(&t->said, ":%zu", line);
    buf_printf(&t->said, ": %s%s\n", kind, arena_vprintf(t->arena, format, args));
}

void tool_wrong(struct tool *t, const char *file, size_t line, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    say(t, file, line, "", format, args);
    va_end(args);
    t->wrong++;
}

void tool_warn(struct tool *t, const char *file, size_t line, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    say(t, file, line, "warning: ", format, args);
    va_end(args);
    t->warned++;
}

char *tool_read(struct tool *t, const char *path, size_t *ret_n)
{
    size_t n = 0;
    char *bytes = file_read(t->arena, path, FILE_MAX, &n);
    if (!bytes)
        tool_wrong(t, path, 0, "cannot be read: %s", strerror(errno));
    if (ret_n)
        *ret_n = n;
    return bytes;
}

bool tool_write(struct tool *t, const char *path, const struct buf *b)
{
    if (t->wrong)
        return false;
    FILE *f = fopen(path, "wb");
    bool written = f && !b->overflow && fwrite(b->data, 1, b->length, f) == b->length;
    if (f && fclose(f) != 0)
        written = false;
    if (!written)
        tool_wrong(t, path, 0, "cannot be written: %s", b->overflow ? "larger than its maximum" : strerror(errno));
    return written;
}

int tool_main(int argc, char **argv, tool_fn *work)
{
    struct arena *a = arena_new(MEMORY_MAX);
    struct tool t;
    tool_begin(&t, a);
    work(&t, argc, argv);
    fwrite(t.said.data, 1, t.said.length, stderr);
    int status = t.wrong > 0;
    arena_free(a);
    return status;
}

bool tool_is_name(const char *s, size_t n)
{
    static const char *const words_of_c[] = {
        "auto", "break", "case", "char", "const", "continue", "default", "do", "double", "else", "enum", "extern", "float", "for", "goto",
        "if", "inline", "int", "long", "register", "restrict", "return", "short", "signed", "sizeof", "static", "struct", "switch",
        "typedef", "union", "unsigned", "void", "volatile", "while", "bool", "true", "false", "asm", "typeof", "unix", "linux"};
    if (n == 0 || !islower((unsigned char)s[0]))
        return false;
    for (size_t i = 0; i < n; i++)
        if (!islower((unsigned char)s[i]) && !isdigit((unsigned char)s[i]) && s[i] != '_')
            return false;
    for (size_t i = 0; i < sizeof words_of_c / sizeof *words_of_c; i++)
        if (strlen(words_of_c[i]) == n && memcmp(words_of_c[i], s, n) == 0)
            return false;
    return true;
}

const char *tool_base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

/* Octal escapes have a fixed length of three digits here, so what follows can never be taken for a part of them. */
static void add_c_character(struct buf *to, unsigned char c)
{
    if (c == '\n')
        buf_puts(to, "\\n");
    else if (c == '"' || c == '\\')
        buf_printf(to, "\\%c", c);
    else if (c == '?' || c < 0x20 || c == 0x7F) /* '?': no trigraphs */
        buf_printf(to, "\\%03o", c);
    else
        buf_putc(to, (char)c);
}

void tool_c_text(struct buf *to, const char *s, size_t n)
{
    buf_putc(to, '"');
    for (size_t i = 0; i < n; i++) {
        add_c_character(to, (unsigned char)s[i]);
        if (s[i] == '\n' && i + 1 < n)
            buf_puts(to, "\"\n        \"");
    }
    buf_putc(to, '"');
}

void tool_c_head(struct buf *to, const char *made_by, const char *from)
{
    buf_printf(to, "/* Made by tools/%s from %s; change that, not this. */\n", made_by, from);
}

void tool_c_include(struct buf *to, const char *path)
{
    buf_printf(to, "#include \"%s\"\n", tool_base_name(path));
}

void tool_list_add(struct tool *t, struct tool_list *l, const char *s)
{
    if (l->count == l->room) {
        size_t room = l->room ? l->room * 2 : 16;
        l->items = arena_grow(t->arena, l->items, sizeof *l->items, l->room, room);
        l->room = room;
    }
    l->items[l->count++] = s;
}

bool tool_list_has(const struct tool_list *l, const char *s, size_t n)
{
    for (size_t i = 0; i < l->count; i++)
        if (strlen(l->items[i]) == n && memcmp(l->items[i], s, n) == 0)
            return true;
    return false;
}
