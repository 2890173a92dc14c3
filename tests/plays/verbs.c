/* One function for each first word of a line, except expect and save (verbs_expect.c). */
#include "base/clock.h"
#include "base/date.h"
#include "base/file.h"
#include "base/text.h"
#include "plays/play.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What went wrong on our side (no button, no connection) fails the play; what the server answered is looked at by expect. */
static bool done(struct play *p, bool answered)
{
    return answered || play_fail(p, "%s", p->now->trouble ? p->now->trouble : "no answer");
}

static bool somebody(struct play *p)
{
    return p->now || play_fail(p, "nobody acts yet: as guest, as resident NUMBER, as officer LOGIN");
}

/* --- who ------------------------------------------------------------------------------------------------------------------------------ */

struct part { const char *kind, *who, *device; int level; bool anew; };

static bool read_part(struct play *p, const struct word *w, size_t n, struct part *ret)
{
    *ret = (struct part){.kind = w[1].text, .device = "a desk"};
    size_t i = 2;
    if (!text_equal(ret->kind, "guest"))
        ret->who = n > i ? w[i++].text : NULL;
    for (; i < n; i++) {
        if (text_equal(w[i].text, "on") && i + 1 < n)
            ret->device = w[++i].text;
        else if (text_equal(w[i].text, "level") && i + 1 < n)
            ret->level = (int)strtol(w[++i].text, NULL, 10);
        else if (text_equal(w[i].text, "anew"))
            ret->anew = true;
        else
            return play_fail(p, "as: what is %s?", w[i].text);
    }
    if (!ret->who && !text_equal(ret->kind, "guest"))
        return play_fail(p, "as %s: who?", ret->kind);
    return true;
}

static bool sign_in(struct play *p, const struct part *part)
{
    struct browser *b = p->now;
    const char *password;
    if (text_equal(part->kind, "guest"))
        return true;
    if (text_equal(part->kind, "resident")) {
        if (!done(p, browser_sign_in_resident(b, part->who, part->level)))
            return false;
    } else if (text_equal(part->kind, "officer")) {
        if (!(password = stage_password(p, part->who)))
            return play_fail(p, "demo/officers.csv knows no %s", part->who);
        if (!done(p, browser_sign_in_officer(b, part->who, password)))
            return false;
    } else
        return play_fail(p, "as guest, resident or officer, not %s", part->kind);
    bool inside = b->now->status == 200 && !strstr(b->now->url, "/dang-nhap");
    return inside || play_fail(p, "%s %s is not signed in: %d %s: %.300s", part->kind, part->who, b->now->status, b->now->url,
                               b->now->html ? b->now->html->text : b->now->body);
}

/* as resident NUMBER · as officer LOGIN · as guest   [on "a phone"] [level 1] [anew]: signs in the first time, and again with anew. */
static bool verb_as(struct play *p, const struct word *w, size_t n)
{
    struct part part;
    bool fresh;
    if (!read_part(p, w, n, &part))
        return false;
    const char *name = arena_printf(p->arena, "%s %s on %s", part.kind, part.who ? part.who : "", part.device);
    if (!(p->now = stage_actor(p, name, &fresh)))
        return false;
    return fresh || part.anew ? sign_in(p, &part) : true;
}

/* --- what ----------------------------------------------------------------------------------------------------------------------------- */

static bool verb_get(struct play *p, const struct word *w, size_t n)
{
    (void)n;
    return somebody(p) && done(p, browser_go(p->now, w[1].text));
}

static bool read_pairs(struct play *p, const struct word *w, size_t n, size_t from, struct pair **ret)
{
    *ret = NULL;
    for (size_t i = from; i < n; i++) {
        const char *equals = strchr(w[i].text, '=');
        if (!equals)
            return play_fail(p, "%s is not name=value", w[i].text);
        pair_add(p->arena, ret, arena_strndup(p->arena, w[i].text, (size_t)(equals - w[i].text)), equals + 1, false);
    }
    return true;
}

/* post PATH name=value …: with the csrf of the page shown, unless one is given. */
static bool verb_post(struct play *p, const struct word *w, size_t n)
{
    struct pair *pairs;
    bool has_csrf = false;
    if (!somebody(p) || !read_pairs(p, w, n, 2, &pairs))
        return false;
    for (struct pair *one = pairs; one; one = one->next)
        has_csrf |= text_equal(one->name, "csrf");
    struct html *h = p->now->now ? p->now->now->html : NULL;
    xmlNode *root = h ? xmlDocGetRootElement(h->doc) : NULL;
    for (xmlNode *e = root; e && !has_csrf; e = html_next(e, root))
        if (html_is(e, "input") && text_equal(html_attribute(h, e, "name"), "csrf")) {
            pair_add(p->arena, &pairs, "csrf", html_attribute(h, e, "value"), false);
            has_csrf = true;
        }
    struct request_body body = {.method = "POST", .pairs = pairs};
    return done(p, browser_send(p->now, arena_printf(p->arena, "%s%s", p->server.url, w[1].text), &body));
}

/* send POST /api/v1/… {json} [Header=value …]: the programming interface, with the person's session. */
static bool verb_send(struct play *p, const struct word *w, size_t n)
{
    struct pair *more;
    const char *headers[10] = {NULL};
    size_t count = 0;
    if (!somebody(p) || !read_pairs(p, w, n, n > 3 ? 4 : n, &more))
        return false;
    for (struct pair *one = more; one && count < 9; one = one->next)
        headers[count++] = arena_printf(p->arena, "%s: %s", one->name, one->value);
    const char *url = arena_printf(p->arena, "%s%s", p->server.url, w[2].text);
    return done(p, browser_api(p->now, browser_csrf(p->now), w[1].text, url, n > 3 ? w[3].text : "", headers) != NULL);
}

static bool verb_fill(struct play *p, const struct word *w, size_t n)
{
    struct pair *pairs;
    if (!somebody(p) || !read_pairs(p, w, n, 1, &pairs))
        return false;
    for (struct pair *one = pairs; one; one = one->next)
        browser_fill(p->now, one->name, one->value, false);
    return true;
}

/* file FIELD=PATH: the path is under tests/scenarios/files. */
static bool verb_file(struct play *p, const struct word *w, size_t n)
{
    struct pair *pairs;
    if (!somebody(p) || !read_pairs(p, w, n, 1, &pairs))
        return false;
    for (struct pair *one = pairs; one; one = one->next)
        browser_fill(p->now, one->name, arena_printf(p->arena, "%s/tests/scenarios/files/%s", p->server.source, one->value), true);
    return true;
}

static bool verb_press(struct play *p, const struct word *w, size_t n)
{
    bool twice = n > 2 && text_equal(w[2].text, "twice");
    return somebody(p) && done(p, browser_press(p->now, w[1].text, twice));
}

static bool verb_follow(struct play *p, const struct word *w, size_t n)
{
    (void)n;
    return somebody(p) && done(p, browser_follow(p->now, w[1].text));
}

static bool verb_back(struct play *p, const struct word *w, size_t n)
{
    (void)w, (void)n;
    return somebody(p) && done(p, browser_back(p->now));
}

/* --- the world ------------------------------------------------------------------------------------------------------------------------- */

/* advance 3 working days · advance 2 hours · advance to 2025-03-10T08:00:00+07:00. Working days end at the same time of day. */
static bool verb_advance(struct play *p, const struct word *w, size_t n)
{
    static const struct { const char *word; int64_t unit; } units[] = {{"minute", MINUTE}, {"hour", HOUR}, {"day", DAY}};
    int64_t now = stage_now(p), amount = 0, to;
    if (n == 3 && text_equal(w[1].text, "to"))
        return time_parse_iso(w[2].text, &to) ? stage_move_clock(p, to) : play_fail(p, "%s is not a time with offset", w[2].text);
    if (!number_parse(w[1].text, &amount) || n < 3)
        return play_fail(p, "advance N minutes|hours|days|working days");
    if (text_equal(w[2].text, "working")) {
        int32_t day = time_local_days(now), first = day;
        for (int64_t left = amount; left > 0;)
            left -= stage_is_working_day(p, ++day);
        return stage_move_clock(p, now + (day - first) * DAY);
    }
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (text_starts(w[2].text, units[i].word))
            return stage_move_clock(p, now + amount * units[i].unit);
    return play_fail(p, "what is %s?", w[2].text);
}

static bool verb_jobs(struct play *p, const struct word *w, size_t n)
{
    (void)w, (void)n;
    return stage_run_jobs(p);
}

/* switch eid lying lie=nonce: the stand-ins' switches. */
static bool verb_switch(struct play *p, const struct word *w, size_t n)
{
    struct pair *pairs;
    if (!read_pairs(p, w, n, 3, &pairs))
        return false;
    pair_add(p->arena, &pairs, "service", w[1].text, false);
    pair_add(p->arena, &pairs, "mode", w[2].text, false);
    struct request_body body = {.method = "POST", .pairs = pairs};
    bool set = browser_send(p->control, arena_printf(p->arena, "%s/switches", p->server.sandbox), &body) && p->control->now->status == 200;
    return set || play_fail(p, "the stand-ins know no such switch");
}

static bool verb_restart(struct play *p, const struct word *w, size_t n)
{
    return stage_restart(p, n > 1 && text_equal(w[1].text, "killed"));
}

/* run COMMAND WORD …: thubon itself, on the same database; must end with 0. Its output can be looked at by expect said. */
static bool verb_run(struct play *p, const struct word *w, size_t n)
{
    const char *words[MOST_WORDS + 1] = {0}, *said = "";
    for (size_t i = 1; i < n; i++)
        words[i - 1] = w[i].text;
    int status = server_command(p->arena, &p->server, words, &said);
    play_set(p, "said", said);
    return status == 0 || play_fail(p, "%s ended with %d: %s", w[1].text, status, said);
}

/* message 0000000000 "words": the newest messages to this address contain the words. */
static bool verb_message(struct play *p, const struct word *w, size_t n)
{
    bool none = n > 2 && text_equal(w[2].text, "none") && !w[2].quoted;
    browser_get(p->control, arena_printf(p->arena, "%s/messages?to=%s", p->server.sandbox, w[1].text));
    const char *all = p->control->now ? p->control->now->body : "";
    if (none)
        return strcmp(all, "[]") == 0 || play_fail(p, "there are messages to %s: %.500s", w[1].text, all);
    return (n > 2 && strstr(all, w[2].text)) || play_fail(p, "no message to %s says it: %.800s", w[1].text, all);
}

/* show: prints the page for the one who writes the play: address, words, what can be filled in, pressed and followed. */
static bool verb_show(struct play *p, const struct word *w, size_t n)
{
    (void)w, (void)n;
    struct answer *a = somebody(p) ? p->now->now : NULL;
    if (!a)
        return false;
    printf("# %s:%zu %d %s\n# %s\n", p->file, p->line, a->status, a->url, a->html ? a->html->text : a->body);
    xmlNode *root = a->html ? xmlDocGetRootElement(a->html->doc) : NULL;
    for (xmlNode *e = root; e; e = html_next(e, root)) {
        const char *name = e->type == XML_ELEMENT_NODE ? html_attribute(a->html, e, "name") : NULL;
        if (html_is(e, "input") || html_is(e, "textarea") || html_is(e, "select"))
            printf("#   %s %s=%s %s\n", (const char *)e->name, name ? name : "", html_attribute(a->html, e, "value"),
                   html_is(e, "input") ? html_attribute(a->html, e, "type") : "");
        else if (html_is(e, "button") || html_is(e, "form"))
            printf("#   %s %s [%s]\n", (const char *)e->name, html_is(e, "form") ? html_attribute(a->html, e, "action") : name ? name : "",
                   html_is(e, "form") ? "" : html_text(a->html, e));
        else if (html_is(e, "a"))
            printf("#   link %s [%s]\n", html_attribute(a->html, e, "href"), html_text(a->html, e));
    }
    return true;
}

/* perform submit-birth name=value …: the lines of tests/scenarios/parts/submit-birth, with the values as variables. */
static bool verb_perform(struct play *p, const struct word *w, size_t n)
{
    struct pair *pairs;
    size_t length, outer = p->line;
    const char *outer_file = p->file, *path = arena_printf(p->arena, "%s/tests/scenarios/parts/%s", p->server.source, w[1].text);
    char *text = file_read(p->arena, path, 1 << 20, &length);
    if (!text || !read_pairs(p, w, n, 2, &pairs))
        return play_fail(p, "%s cannot be read", path);
    for (struct pair *one = pairs; one; one = one->next)
        play_set(p, one->name, one->value);
    p->file = path;
    p->line = 0;
    play_lines(p, text);
    if (p->why)
        return false; /* file and line stay where it failed */
    p->file = outer_file;
    p->line = outer;
    return true;
}

static const struct { const char *word; size_t least; bool (*run)(struct play *p, const struct word *w, size_t n); } verbs[] = {
    {"as", 2, verb_as},           {"get", 2, verb_get},     {"post", 2, verb_post},     {"fill", 2, verb_fill},     {"file", 2, verb_file},
    {"press", 2, verb_press},     {"follow", 2, verb_follow}, {"back", 1, verb_back},   {"expect", 2, verb_expect}, {"save", 2, verb_save},
    {"advance", 3, verb_advance}, {"jobs", 1, verb_jobs},   {"switch", 3, verb_switch}, {"restart", 1, verb_restart}, {"run", 2, verb_run},
    {"message", 3, verb_message}, {"show", 1, verb_show}, {"send", 3, verb_send}, {"perform", 2, verb_perform}};

bool play_line(struct play *p, const struct word *words, size_t count)
{
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++) {
        if (strcmp(verbs[i].word, words[0].text) != 0)
            continue;
        if (count < verbs[i].least)
            return play_fail(p, "%s needs more words", words[0].text);
        return verbs[i].run(p, words, count) && !p->why;
    }
    return play_fail(p, "there is no word %s", words[0].text);
}
