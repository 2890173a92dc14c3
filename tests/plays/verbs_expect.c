/* expect and save: what the last answer must say, and what is kept of it.
 *   expect 200 "words"        status, and words a reader sees        expect "words"       expect not "words"
 *   expect at /path           where the redirects ended (begins so)  expect field NAME=VALUE
 *   expect header NAME "…"    expect type application/pdf            expect raw "bytes as sent"
 *   expect pdf "words"        pdftotext finds them                   expect qr "…" in a picture or PDF
 *   expect $name "words"      what was saved contains the words      expect $name = VALUE
 *   save NAME from "REGEX"    first group, or all                    save NAME at   (the path)
 * A play against a failing database (play --fault) accepts another answer only when it is a clear one. */
#include "base/buf.h"
#include "base/file.h"
#include "base/text.h"
#include "plays/play.h"
#include <regex.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/wait.h>

static const char *seen(const struct browser *b)
{
    return b->now->html ? b->now->html->text : b->now->body;
}

static const char *beginning(struct play *p)
{
    struct answer *n = p->now->now;
    return arena_printf(p->arena, "%d %s: %.700s", n->status, n->url, seen(p->now));
}

/* --- papers ---------------------------------------------------------------------------------------------------------------------------- */

/* Writes the body to a file, runs the tool on it, gives what it printed. */
static const char *tool_says(struct play *p, const char *command)
{
    struct buf b;
    char part[4096];
    size_t n;
    const char *path = arena_printf(p->arena, "%s.body", p->server.data);
    FILE *f = fopen(path, "we");
    if (f) {
        fwrite(p->now->now->body, 1, p->now->now->length, f);
        fclose(f);
    }
    buf_init(&b, p->arena, 4 << 20);
    FILE *tool = popen(arena_printf(p->arena, "%s 2>&1", arena_printf(p->arena, command, path)), "re");
    while (tool && (n = fread(part, 1, sizeof part, tool)) > 0)
        buf_add(&b, part, n);
    if (tool)
        pclose(tool);
    const char *clean = b.length ? text_clean(p->arena, b.data) : NULL;
    return clean ? clean : "";
}

static const char *pdf_words(struct play *p)
{
    return tool_says(p, "pdftotext -layout '%s' -");
}

static const char *qr_words(struct play *p)
{
    const char *path = arena_printf(p->arena, "%s.body", p->server.data);
    if (!text_starts(p->now->now->type, "application/pdf"))
        return tool_says(p, "zbarimg -q --raw '%s'");
    return tool_says(p, arena_printf(p->arena, "pdftoppm -r 200 -png '%%s' '%s' && zbarimg -q --raw '%s'*.png", path, path));
}

/* --- expect ------------------------------------------------------------------------------------------------------------------------------ */

static bool contains(struct play *p, const char *what, const char *all, const char *words)
{
    return strstr(all, words) || play_fail(p, "%s does not say \"%s\": %.900s", what, words, all);
}

static bool expect_at(struct play *p, const char *path)
{
    return text_starts(browser_path(p->now), path) || play_fail(p, "not at %s but at %s", path, beginning(p));
}

static bool expect_field(struct play *p, const char *text)
{
    struct html *h = p->now->now->html;
    const char *why, *equals = strchr(text, '=');
    if (!equals || !h)
        return play_fail(p, equals ? "not a page" : "expect field NAME=VALUE");
    xmlNode *root = xmlDocGetRootElement(h->doc);
    for (xmlNode *e = root; e; e = html_next(e, root)) {
        if (!html_is(e, "form"))
            continue;
        for (struct pair *one = html_form_pairs(h, e, NULL, NULL, &why); one; one = one->next)
            if (one->name && strncmp(one->name, text, (size_t)(equals - text)) == 0 && !one->name[equals - text] && strcmp(one->value, equals + 1) == 0)
                return true;
    }
    return play_fail(p, "no field %s on %s", text, beginning(p));
}

static bool expect_header(struct play *p, const char *name, const char *words)
{
    size_t n = strlen(name);
    for (const char *at = p->now->now->headers; at; at = strchr(at, '\n')) {
        at += *at == '\n';
        if (strncasecmp(at, name, n) == 0 && at[n] == ':') {
            const char *value = arena_strndup(p->arena, at + n + 1, strcspn(at + n + 1, "\r\n"));
            if (strstr(value, words))
                return true;
        }
    }
    return play_fail(p, "no header %s says \"%s\": %s", name, words, p->now->now->headers);
}

/* In a play with a fault: is this answer one that tells people what happened and what to do? */
static bool is_clear(const struct answer *a)
{
    return a->status >= 400 && a->html && strlen(a->html->text) > 60 && strstr(a->html->text, "lại") != NULL;
}

static bool expect_status(struct play *p, const char *text, const char *words)
{
    struct answer *a = p->now->now;
    if (a->status == strtol(text, NULL, 10))
        return words ? contains(p, "the page", seen(p->now), words) : true;
    if (p->faulty && a->status >= 500 && is_clear(a)) {
        p->over = true;
        return true;
    }
    return play_fail(p, "not %s but %s", text, beginning(p));
}

static bool expect_variable(struct play *p, const struct word *w, size_t n)
{
    const char *value = w[1].text; /* $name was put in when the line was read */
    if (n == 4 && text_equal(w[2].text, "="))
        return strcmp(value, w[3].text) == 0 || play_fail(p, "\"%s\" is not \"%s\"", value, w[3].text);
    return n == 3 ? contains(p, "what was saved", value, w[2].text) : play_fail(p, "expect value $name \"words\" or = VALUE");
}

bool verb_expect(struct play *p, const struct word *w, size_t n)
{
    if (text_equal(w[1].text, "value"))
        return expect_variable(p, w + 1, n - 1);
    if (!p->now || !p->now->now)
        return play_fail(p, "there is no answer yet");
    struct answer *a = p->now->now;
    if (w[1].quoted)
        return contains(p, "the page", seen(p->now), w[1].text);
    if (text_equal(w[1].text, "not") && n > 2)
        return !strstr(seen(p->now), w[2].text) || play_fail(p, "the page says \"%s\": %s", w[2].text, beginning(p));
    if (text_equal(w[1].text, "at") && n > 2)
        return expect_at(p, w[2].text);
    if (text_equal(w[1].text, "field") && n > 2)
        return expect_field(p, w[2].text);
    if (text_equal(w[1].text, "header") && n > 3)
        return expect_header(p, w[2].text, w[3].text);
    if (text_equal(w[1].text, "type") && n > 2)
        return text_starts(a->type, w[2].text) || play_fail(p, "the type is %s", a->type);
    if (text_equal(w[1].text, "raw") && n > 2)
        return contains(p, "the body", a->body, w[2].text);
    if (text_equal(w[1].text, "pdf") && n > 2)
        return contains(p, "the PDF", pdf_words(p), w[2].text);
    if (text_equal(w[1].text, "qr") && n > 2)
        return contains(p, "the QR code", qr_words(p), w[2].text);
    return expect_status(p, w[1].text, n > 2 ? w[2].text : NULL);
}

/* --- save -------------------------------------------------------------------------------------------------------------------------------- */

static const char *match(struct play *p, const char *pattern, const char *text)
{
    regex_t r;
    regmatch_t m[2];
    if (regcomp(&r, pattern, REG_EXTENDED) != 0)
        return NULL;
    bool found = regexec(&r, text, 2, m, 0) == 0;
    regfree(&r);
    int which = found && r.re_nsub > 0 && m[1].rm_so >= 0;
    return found ? arena_strndup(p->arena, text + m[which].rm_so, (size_t)(m[which].rm_eo - m[which].rm_so)) : NULL;
}

bool verb_save(struct play *p, const struct word *w, size_t n)
{
    if (!p->now || !p->now->now)
        return play_fail(p, "there is no answer yet");
    if (n == 3 && text_equal(w[2].text, "at")) {
        play_set(p, w[1].text, browser_path(p->now));
        return true;
    }
    if (n != 4 || !text_equal(w[2].text, "from"))
        return play_fail(p, "save NAME from \"REGEX\" or save NAME at");
    const char *found = match(p, w[3].text, seen(p->now));
    found = found ? found : match(p, w[3].text, p->now->now->body);
    if (!found)
        return play_fail(p, "nothing looks like %s: %s", w[3].text, beginning(p));
    play_set(p, w[1].text, found);
    return true;
}
