/* Habits that keep the tree readable. Lengths are warnings; the rest stops the build. */
#include "base/text.h"
#include "checktree/checktree.h"
#include <ctype.h>
#include <string.h>

enum { LONG_FUNCTION = 60, LONG_FILE = 500, NEEDS_HEAD = 60 };

/* Promises instead of work. Written in halves, so that this file does not hold them. */
static const char *const banned_words[] = {"TO" "DO", "FIX" "ME", "XX" "X"};

static bool word_byte(char c)
{
    return isalnum((unsigned char)c) || c == '_';
}

static void check_words(struct checker *k, const char *file)
{
    const char *text = file_text(k, file, NULL);
    for (size_t i = 0; i < sizeof banned_words / sizeof *banned_words; i++) {
        size_t length = strlen(banned_words[i]);
        for (const char *at = text; (at = strstr(at, banned_words[i])); at++) {
            if ((at > text && word_byte(at[-1])) || word_byte(at[length]))
                continue;
            size_t line = 1;
            for (const char *c = text; c < at; c++)
                line += *c == '\n';
            tool_wrong(k->t, file, line, "%s: do it now or file it as an issue", banned_words[i]);
        }
    }
}

static void check_length(struct checker *k, const struct source *s)
{
    if (s->c.lines > LONG_FILE)
        tool_warn(k->t, s->path, 0, "has %zu lines; %d is the most", s->c.lines, LONG_FILE);
    for (size_t i = 1; i < s->c.count; i++) {
        const struct c_token *open = &s->c.tokens[i];
        if (open->depth != 0 || open->directive || !c_is(open, "{") || !c_is(open - 1, ")"))
            continue;
        size_t close = c_close(&s->c, i), lines = s->c.tokens[close].line - open->line + 1;
        if (lines > LONG_FUNCTION)
            tool_warn(k->t, s->path, open->line, "a function of %zu lines; %d is the most", lines, LONG_FUNCTION);
        i = close;
    }
}

/* A header is the manual; a longer .c without a header of its own begins with the model. */
static void check_head(struct checker *k, const struct source *s)
{
    if (s->c.head_comment || s->test || text_ends(s->path, "/main.c"))
        return;
    const char *header = arena_printf(k->t->arena, "%.*sh", (int)strlen(s->path) - 1, s->path);
    if (text_ends(s->path, ".h") || (s->c.lines > NEEDS_HEAD && !tree_has(&k->files, header)))
        tool_wrong(k->t, s->path, 1, "begins without a comment that says what it is for and what always holds");
}

/* "1.004567": codes of procedures look like this. */
static bool procedure_code(const char *s, size_t n)
{
    for (size_t i = 0; i + 8 <= n; i++) {
        if (!isdigit((unsigned char)s[i]) || s[i + 1] != '.' || (i && (word_byte(s[i - 1]) || s[i - 1] == '.')))
            continue;
        size_t digits = 0;
        while (i + 2 + digits < n && isdigit((unsigned char)s[i + 2 + digits]))
            digits++;
        if (digits == 6)
            return true;
    }
    return false;
}

static void check_data(struct checker *k, const struct source *s)
{
    static const char *const names[] = {"Quảng Nam", "Quang Nam", "quang-nam"};
    if (s->test || place_of(k->t, s->path).layer == LAYER_TOOLS)
        return;
    for (size_t i = 0; i < s->c.count; i++) {
        const struct c_token *w = &s->c.tokens[i];
        if (w->kind != C_STRING)
            continue;
        for (size_t j = 0; j < sizeof names / sizeof *names; j++)
            if (memmem(w->at, w->length, names[j], strlen(names[j])))
                tool_wrong(k->t, s->path, w->line, "names the province (%s): that is data of its package", names[j]);
        if (procedure_code(w->at, w->length))
            tool_wrong(k->t, s->path, w->line, "names a procedure (%.*s): that is data of the package", (int)w->length, w->at);
    }
}

static bool read_for_words(const char *file)
{
    static const char *const folders[] = {"src/", "tools/", "tests/", "web/", "ops/"};
    static const char *const endings[] = {".c", ".h", ".def", ".sql", ".html", ".po", ".css", ".scss", ".mjs", ".js", ".play", ".md", ".sh"};
    bool here = false, text = false;
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
        here |= text_starts(file, folders[i]);
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        text |= text_ends(file, endings[i]);
    return here && text;
}

void check_style(struct checker *k)
{
    for (size_t i = 0; i < k->count; i++) {
        check_length(k, &k->sources[i]);
        check_head(k, &k->sources[i]);
        check_data(k, &k->sources[i]);
    }
    for (size_t i = 0; i < k->files.count; i++)
        if (read_for_words(k->files.items[i]))
            check_words(k, k->files.items[i]);
}
