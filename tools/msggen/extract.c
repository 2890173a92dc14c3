/* Finds the texts to translate: the literal in T("…"), the titles of problems.def, the sentences of {{t:…}}. */
#include "base/text.h"
#include "common/c_split.h"
#include "common/page_split.h"
#include "msggen/msggen.h"
#include <string.h>

/* Functions that take a msgid, and as which argument: a bare string there would escape the catalogue. */
static const struct { const char *name; int argument; } takers[] = {{"fail", 3}, {"fail_field", 3}, {"tr", 2}, {"tr_in", 2}, {"tr_fill", 2}};

/* Complains of fail(q, INVALID, "…") where T("…") is due. */
static void check_taker(struct tool *t, const char *file, const struct c_text *c, size_t open, int argument)
{
    size_t close = c_close(c, open), at = open + 1;
    int depth = 0;
    for (size_t i = open + 1; i < close && argument > 1; i++) {
        depth += (c_is(&c->tokens[i], "(") || c_is(&c->tokens[i], "{")) - (c_is(&c->tokens[i], ")") || c_is(&c->tokens[i], "}"));
        if (depth == 0 && c_is(&c->tokens[i], ",")) {
            argument--;
            at = i + 1;
        }
    }
    if (argument == 1 && at < close && c->tokens[at].kind == C_STRING)
        tool_wrong(t, file, c->tokens[at].line, "%.*s: mark the text for translation: T(\"…\")", (int)c->tokens[at].length, c->tokens[at].at);
}

static void extract_call(struct tool *t, const char *file, const struct c_text *c, size_t i, struct texts *to)
{
    size_t next;
    const char *msgid = c_string(t, c, i + 2, &next);
    if (!msgid || !c_is(&c->tokens[next], ")"))
        tool_wrong(t, file, c->tokens[i].line, "T() takes one literal text");
    else
        texts_add(t, to, (struct text){msgid, NULL, file, c->tokens[i].line, false});
}

/* PROBLEM(name, status, "slug", "English title") */
static void extract_problem(struct tool *t, const char *file, const struct c_text *c, size_t i, struct texts *to)
{
    size_t close = c_close(c, i + 1);
    const char *title = close > 2 ? c_string(t, c, close - 1, NULL) : NULL;
    if (title)
        texts_add(t, to, (struct text){title, NULL, file, c->tokens[i].line, false});
}

void extract_c(struct tool *t, const char *file, const char *text, size_t n, struct texts *to)
{
    struct c_text c = c_split(t, file, text, n);
    bool problems = text_ends(file, "problems.def");
    for (size_t i = 0; i + 1 < c.count; i++) {
        const struct c_token *k = &c.tokens[i];
        if (k->kind != C_WORD || k->directive || !c_is(k + 1, "("))
            continue;
        if (c_is(k, "T"))
            extract_call(t, file, &c, i, to);
        else if (problems && c_is(k, "PROBLEM"))
            extract_problem(t, file, &c, i, to);
        for (size_t j = 0; j < sizeof takers / sizeof *takers; j++)
            if (c_is(k, takers[j].name))
                check_taker(t, file, &c, i + 1, takers[j].argument);
    }
}

void extract_page(struct tool *t, const char *file, const char *text, size_t n, struct texts *to)
{
    struct pieces pieces = page_split(t, file, text, n);
    for (size_t i = 0; i < pieces.count; i++) {
        const struct piece *p = &pieces.items[i];
        if (p->kind != PIECE_TRANSLATE)
            continue;
        const char *bar = strchr(p->text, '|');
        const char *sentence = arena_strndup(t->arena, p->text, bar ? (size_t)(bar - p->text) : p->length);
        texts_add(t, to, (struct text){text_clean(t->arena, sentence), NULL, file, p->line, false});
    }
}
