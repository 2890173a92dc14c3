/* PO as msggen takes it: entries of msgid and msgstr, one line or several quoted ones, and comments. No plural forms, contexts, fuzzy or
 * obsolete entries: what stands in the file is what people read. */
#include "base/text.h"
#include "msggen/msggen.h"
#include <ctype.h>
#include <string.h>

struct po {
    struct tool *t;
    const char *file;
    size_t line;
    struct buf msgid, msgstr, *into; /* into: what quoted lines add to; NULL: nothing begun */
    size_t entry;                    /* line of the msgid; 0: none is open */
    bool has_msgstr;
    struct texts *to;
};

static void wrong(struct po *p, const char *format, const char *a)
{
    tool_wrong(p->t, p->file, p->line, format, a);
}

/* "…" with its escapes, added to what is being read. */
static void add_quoted(struct po *p, const char *s)
{
    if (*s != '"' || !p->into) {
        wrong(p, "a quoted text is due, not %s", s);
        return;
    }
    for (s++; *s && *s != '"'; s++) {
        if (*s != '\\') {
            buf_putc(p->into, *s);
            continue;
        }
        s++;
        if (*s == 'n' || *s == 't')
            buf_putc(p->into, *s == 'n' ? '\n' : '\t');
        else if (*s == '"' || *s == '\\')
            buf_putc(p->into, *s);
        else
            wrong(p, "unknown escape \\%s", s);
    }
    if (*s != '"' || s[1])
        wrong(p, "the quote is not closed at the end of the line%s", "");
}

static void end_entry(struct po *p)
{
    if (p->entry && !p->has_msgstr)
        tool_wrong(p->t, p->file, p->entry, "msgid without msgstr");
    if (p->entry && p->has_msgstr && p->msgid.length) /* the empty msgid is the file's head */
        texts_add(p->t, p->to, (struct text){arena_strdup(p->t->arena, p->msgid.data), arena_strdup(p->t->arena, p->msgstr.data), p->file,
                                             p->entry, false});
    p->entry = 0;
    p->has_msgstr = false;
    p->into = NULL;
    buf_clear(&p->msgid);
    buf_clear(&p->msgstr);
}

static const char *after(const char *line, const char *word)
{
    size_t n = strlen(word);
    return strncmp(line, word, n) == 0 && line[n] == ' ' ? line + n + 1 : NULL;
}

static void read_line(struct po *p, const char *line)
{
    const char *rest;
    if (*line == '\0') {
        end_entry(p);
    } else if (*line == '#') {
        if (text_starts(line, "#~") || (text_starts(line, "#,") && strstr(line, "fuzzy")))
            wrong(p, "obsolete and fuzzy entries do not belong here: %s", line);
    } else if ((rest = after(line, "msgid"))) {
        end_entry(p);
        p->entry = p->line;
        p->into = &p->msgid;
        add_quoted(p, rest);
    } else if ((rest = after(line, "msgstr"))) {
        if (!p->entry || p->has_msgstr)
            wrong(p, "msgstr without msgid%s", "");
        p->has_msgstr = true;
        p->into = &p->msgstr;
        add_quoted(p, rest);
    } else if (*line == '"') {
        add_quoted(p, line);
    } else {
        wrong(p, "what is this: %s", line);
    }
}

void po_read(struct tool *t, const char *file, const char *text, size_t n, struct texts *to)
{
    struct po p = {.t = t, .file = file, .to = to};
    buf_init(&p.msgid, t->arena, 1 << 16);
    buf_init(&p.msgstr, t->arena, 1 << 16);
    if (!text_valid(text, n))
        tool_wrong(t, file, 0, "is not UTF-8");
    const char *at = text, *end = text + n;
    while (at < end) {
        const char *newline = memchr(at, '\n', (size_t)(end - at)), *stop = newline ? newline : end;
        while (stop > at && isspace((unsigned char)stop[-1]))
            stop--;
        p.line++;
        read_line(&p, arena_strndup(t->arena, at, (size_t)(stop - at)));
        at = newline ? newline + 1 : end;
    }
    end_entry(&p);
}
