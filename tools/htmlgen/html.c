#include "htmlgen/html.h"
#include "base/text.h"
#include <ctype.h>
#include <string.h>
#include <strings.h>

static const char *const void_elements[] = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"};
static const char *const url_attributes[] = {"href", "src", "action", "formaction", "poster", "cite", "data", "manifest", "xlink:href"};
static const char *const read_aloud[] = {"title", "alt", "placeholder", "aria-label", "aria-roledescription", "aria-description", "label"};

#define AMONG(word, list) among((word), (list), sizeof(list) / sizeof *(list))
static bool among(const char *word, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strcasecmp(word, list[i]) == 0)
            return true;
    return false;
}

static void wrong(struct html *h, const char *format, const char *a)
{
    tool_wrong(h->t, h->file, h->line, format, a);
}

void html_begin(struct html *h, struct tool *t, const char *file)
{
    *h = (struct html){.t = t, .file = file, .line = 1, .space_last = true};
}

static void append(char word[HTML_WORD], char c)
{
    size_t n = strlen(word);
    if (n + 1 < HTML_WORD) {
        word[n] = (char)tolower((unsigned char)c);
        word[n + 1] = '\0';
    }
}

/* --- words that nobody translated ------------------------------------------------------------------------------------------ */

static bool translated_here(const struct html *h)
{
    for (int i = 0; i < h->depth; i++)
        if (h->open[i].no_translate)
            return true;
    return false;
}

/* Two letters in a row are a word; Vietnamese letters are the lead bytes C3–C9 and E1. Entities (&nbsp;) are none. */
static void watch_words(struct html *h, char c, bool no_translate)
{
    unsigned char u = (unsigned char)c;
    if (h->entity || c == '&') {
        h->entity = c != ';' && !isspace(u);
        return;
    }
    bool letter = isalpha(u) || (u >= 0xC3 && u <= 0xC9) || u == 0xE1 || (u >= 0x80 && u < 0xC0 && h->letters);
    if (h->letters >= 0)
        h->letters = letter ? h->letters + 1 : 0;
    if (h->letters < 2 || no_translate || translated_here(h))
        return;
    wrong(h, "words outside {{t:…}} would not be translated (or mark the element translate=\"no\")%s", "");
    h->letters = -1;
}

/* --- elements ---------------------------------------------------------------------------------------------------------------- */

static void push(struct html *h)
{
    if (h->depth == HTML_DEPTH) {
        wrong(h, "elements are nested too deeply at <%s>", h->word);
        return;
    }
    struct html_element *e = &h->open[h->depth++];
    *e = (struct html_element){.line = h->line, .no_translate = h->no_translate || text_equal(h->word, "code"), .post = h->is_post};
    memcpy(e->name, h->word, sizeof e->name);
    e->keeps_space = text_equal(e->name, "pre") || text_equal(e->name, "textarea");
    if (e->post)
        h->token_seen = false;
}

static void check_start(struct html *h)
{
    if (text_equal(h->word, "img") && !h->has_alt)
        wrong(h, "<img> needs alt (empty for mere decoration)%s", "");
    if (text_equal(h->word, "style"))
        wrong(h, "<style>: the content security policy drops it; styles belong to web/%s", "");
    if (text_equal(h->word, "script") && !h->has_src && !h->data_script)
        wrong(h, "<script> without src: the content security policy drops it%s", "");
}

static void end_start_tag(struct html *h, bool closed)
{
    check_start(h);
    bool in_svg = false;
    for (int i = 0; i < h->depth; i++)
        in_svg |= text_equal(h->open[i].name, "svg");
    if (closed && !in_svg && !AMONG(h->word, void_elements))
        wrong(h, "<%s/>: only void elements and those inside <svg> close themselves", h->word);
    if (!closed && !AMONG(h->word, void_elements))
        push(h);
    h->state = HTML_TEXT;
    h->letters = 0;
    if (!closed && text_equal(h->word, "script")) {
        memcpy(h->raw_end, "</script", sizeof "</script");
        h->state = HTML_RAW;
        h->value_length = 0;
    }
}

static void end_end_tag(struct html *h)
{
    h->state = HTML_TEXT;
    h->letters = 0;
    if (h->depth == 0) {
        wrong(h, "</%s> closes nothing", h->word);
        return;
    }
    struct html_element *e = &h->open[h->depth - 1];
    if (!text_equal(e->name, h->word))
        tool_wrong(h->t, h->file, h->line, "</%s> stands where </%s> is due (opened in line %zu)", h->word, e->name, e->line);
    if (h->depth <= h->floor)
        wrong(h, "</%s> closes an element that was opened outside this section", h->word);
    if (e->post && !h->token_seen)
        tool_wrong(h->t, h->file, e->line, "a form that posts needs {{csrf}} (or {{csrf:none}} when it goes to another site)");
    h->depth--;
}

/* --- attributes --------------------------------------------------------------------------------------------------------------- */

static void begin_attribute(struct html *h, char c)
{
    h->attribute[0] = h->value[0] = '\0';
    h->value_length = 0;
    append(h->attribute, c);
    h->state = HTML_ATTRIBUTE;
}

static void note_attribute(struct html *h)
{
    if (text_starts(h->attribute, "on"))
        wrong(h, "%s=: the content security policy drops handlers in HTML; use web/js", h->attribute);
    else if (text_equal(h->attribute, "style"))
        wrong(h, "%s=: the content security policy drops it; use a class", h->attribute);
    else if (text_equal(h->attribute, "srcdoc"))
        wrong(h, "%s is not allowed", h->attribute);
    h->has_alt |= text_equal(h->attribute, "alt");
    h->has_src |= text_equal(h->attribute, "src");
}

static void end_value(struct html *h)
{
    if (text_equal(h->attribute, "translate"))
        h->no_translate = text_equal(h->value, "no");
    if (text_equal(h->attribute, "method") && text_equal(h->word, "form"))
        h->is_post = text_equal(h->value, "post");
    if (text_equal(h->attribute, "type") && text_equal(h->word, "script"))
        h->data_script = text_ends(h->value, "json");
    if (AMONG(h->attribute, url_attributes) && text_starts(h->value, "javascript:"))
        wrong(h, "%s: javascript: is dropped by the content security policy", h->attribute);
    h->state = HTML_BETWEEN;
}

/* --- one character ------------------------------------------------------------------------------------------------------------ */

static void begin_name(struct html *h, char c)
{
    h->word[0] = '\0';
    if (c == '/') {
        h->state = HTML_CLOSE;
        return;
    }
    if (c == '!') {
        h->state = HTML_DECLARATION;
        h->value_length = 0;
        return;
    }
    if (!isalpha((unsigned char)c))
        wrong(h, "write &lt; for a < that begins no tag%s", "");
    append(h->word, c);
    h->has_alt = h->has_src = h->is_post = h->no_translate = h->data_script = false;
    h->state = HTML_NAME;
}

static void step_between(struct html *h, char c)
{
    if (c == '>')
        end_start_tag(h, h->state == HTML_SLASH);
    else if (c == '/')
        h->state = HTML_SLASH;
    else if (!isspace((unsigned char)c))
        begin_attribute(h, c);
}

static void step_attribute(struct html *h, char c)
{
    if (c != '=' && c != '>' && c != '/' && !isspace((unsigned char)c)) {
        append(h->attribute, c);
        return;
    }
    note_attribute(h);
    h->state = c == '=' ? HTML_EQUALS : HTML_BETWEEN;
    if (c != '=')
        step_between(h, c);
}

static void step_value(struct html *h, char c)
{
    if (c == h->quote) {
        end_value(h);
        return;
    }
    if (h->value_length + 1 < HTML_WORD)
        append(h->value, c);
    h->value_length++;
    if (AMONG(h->attribute, read_aloud))
        watch_words(h, c, h->no_translate);
}

/* The content of <script src> or of a data block: until its end tag. */
static void step_raw(struct html *h, char c)
{
    size_t due = strlen(h->raw_end);
    h->value_length = tolower((unsigned char)c) == h->raw_end[h->value_length] ? h->value_length + 1 : c == '<';
    if (h->value_length == due) {
        memcpy(h->word, h->raw_end + 2, due - 1);
        h->state = HTML_CLOSE;
    }
}

static void step(struct html *h, char c)
{
    switch (h->state) {
    case HTML_TEXT:
        if (c == '<')
            h->state = HTML_LESS;
        else
            watch_words(h, c, false);
        break;
    case HTML_LESS: begin_name(h, c); break;
    case HTML_NAME:
    case HTML_CLOSE:
        if (c == '>' || c == '/' || isspace((unsigned char)c)) {
            bool start = h->state == HTML_NAME;
            if (start) {
                h->state = HTML_BETWEEN;
                step_between(h, c);
            } else if (c == '>') {
                end_end_tag(h);
            }
        } else {
            append(h->word, c);
        }
        break;
    case HTML_BETWEEN:
    case HTML_SLASH: step_between(h, c); break;
    case HTML_ATTRIBUTE: step_attribute(h, c); break;
    case HTML_EQUALS:
        if (c != '"' && c != '\'')
            wrong(h, "the value of %s needs quotes", h->attribute);
        h->quote = c;
        h->letters = 0;
        h->state = HTML_VALUE;
        break;
    case HTML_VALUE: step_value(h, c); break;
    case HTML_DECLARATION:
        if (h->value_length++ == 0 && c == '-')
            wrong(h, "an HTML comment would be sent to everybody; write {{! … }}%s", "");
        if (c == '>')
            h->state = HTML_TEXT;
        break;
    case HTML_RAW: step_raw(h, c); break;
    }
}

static bool collapses(const struct html *h)
{
    if (h->state == HTML_BETWEEN)
        return true;
    for (int i = 0; i < h->depth; i++)
        if (h->open[i].keeps_space)
            return false;
    return h->state == HTML_TEXT;
}

/* A run of white space becomes one newline if it had one, else one blank. */
static size_t feed_space(struct html *h, const char *s, size_t n, struct buf *to)
{
    size_t length = 0;
    bool newline = false;
    while (length < n && isspace((unsigned char)s[length])) {
        newline |= s[length] == '\n';
        h->line += s[length++] == '\n';
    }
    if (!h->space_last)
        buf_putc(to, newline && h->state == HTML_TEXT ? '\n' : ' ');
    h->space_last = true;
    if (h->letters > 0)
        h->letters = 0;
    return length;
}

void html_feed(struct html *h, const char *s, size_t n, size_t line, struct buf *to)
{
    h->line = line;
    for (size_t i = 0; i < n;) {
        if (isspace((unsigned char)s[i]) && collapses(h)) {
            i += feed_space(h, s + i, n - i, to);
            continue;
        }
        step(h, s[i]);
        buf_putc(to, s[i]);
        h->line += s[i++] == '\n';
        h->space_last = false;
    }
}

/* --- values and sections -------------------------------------------------------------------------------------------------------- */

enum html_place html_place(struct html *h, const char **ret_why)
{
    *ret_why = "inside a tag";
    if (h->state == HTML_TEXT)
        return HTML_IN_TEXT;
    if (h->state == HTML_RAW)
        *ret_why = "inside <script>; put it into a data- attribute";
    if (h->state == HTML_EQUALS)
        *ret_why = "in an attribute without quotes";
    if (h->state == HTML_BETWEEN)
        *ret_why = "between attributes (sections may: {{#late}}hidden{{/late}})";
    if (h->state != HTML_VALUE)
        return HTML_NOWHERE;
    if (text_starts(h->attribute, "on") || text_equal(h->attribute, "style") || text_equal(h->attribute, "srcset")) {
        *ret_why = "in this attribute";
        return HTML_NOWHERE;
    }
    if (AMONG(h->attribute, url_attributes))
        return h->value_length ? HTML_IN_URL : HTML_AT_URL;
    return HTML_IN_VALUE;
}

void html_value(struct html *h)
{
    h->space_last = false;
    h->letters = 0;
    if (h->state == HTML_VALUE)
        h->value_length += HTML_WORD; /* what follows is no static beginning any more */
}

void html_token(struct html *h, size_t line)
{
    h->token_seen = true;
    for (int i = 0; i < h->depth; i++)
        if (text_equal(h->open[i].name, "form"))
            return;
    tool_wrong(h->t, h->file, line, "{{csrf}} belongs inside a <form method=\"post\">");
}

/* <li{{#late}} class="late"{{/late}}> and {{#late}}hidden{{/late}}: a name ends where a section begins or ends. */
static void end_name(struct html *h)
{
    if (h->state == HTML_ATTRIBUTE)
        note_attribute(h);
    if (h->state == HTML_ATTRIBUTE || h->state == HTML_NAME)
        h->state = HTML_BETWEEN;
}

struct html_mark html_open_section(struct html *h, bool alone)
{
    end_name(h);
    struct html_mark mark = {.state = h->state, .depth = h->depth, .floor = h->floor, .value_length = h->value_length,
                             .space_last = h->space_last};
    memcpy(mark.attribute, h->attribute, sizeof mark.attribute);
    h->floor = h->depth;
    h->space_last &= alone;
    return mark;
}

void html_close_section(struct html *h, const struct html_mark *mark, bool alone, size_t line, const char *name)
{
    end_name(h);
    bool same = h->state == mark->state && (h->state != HTML_VALUE || text_equal(h->attribute, mark->attribute));
    if (!same)
        tool_wrong(h->t, h->file, line, "{{/%s}} stands inside a tag or attribute that its section did not begin in", name);
    if (h->depth > mark->depth)
        tool_wrong(h->t, h->file, line, "<%s> of line %zu is not closed before {{/%s}}", h->open[h->depth - 1].name,
                   h->open[h->depth - 1].line, name);
    h->depth = h->depth < mark->depth ? h->depth : mark->depth;
    h->floor = mark->floor;
    h->value_length = mark->value_length;
    h->state = mark->state;
    h->space_last &= alone && mark->space_last;
}

void html_end(struct html *h, size_t line)
{
    if (h->state != HTML_TEXT)
        tool_wrong(h->t, h->file, line, "the page ends inside a tag");
    for (int i = h->depth - 1; i >= 0; i--)
        tool_wrong(h->t, h->file, h->open[i].line, "<%s> is not closed", h->open[i].name);
}
