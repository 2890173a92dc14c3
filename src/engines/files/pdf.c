/* PDF (ISO 32000-1) without trusting its tables: every object that stands in the file is looked at, also those that no table names and
 * those inside object streams, because a reader that repairs a file finds them too. Not a renderer: it counts pages, finds programs,
 * attachments, encryption, signatures, and whether there is text.
 *
 * Model: a lexer (names are decoded, strings skipped whole), one pass over the tokens of each object, and the stream behind it. */
#include "base/must.h"
#include "engines/files/inspect.h"
#include <stdlib.h>
#include <string.h>

enum { MOST_NAME = 64, MOST_DEPTH = 100, MOST_FILTERS = 4, ROOM_FOR_TEXT = 1 << 20 };
static const size_t most_object_stream = 32 << 20;

enum token_kind { T_END, T_NAME, T_NUMBER, T_STRING, T_WORD, T_OPEN /* << */, T_CLOSE, T_LIST /* [ */, T_LIST_END };
struct token {
    enum token_kind kind;
    char text[MOST_NAME];
    double number;
    size_t at, after;
};
struct lexer {
    const uint8_t *b;
    size_t at, n;
};

static bool is_white(uint8_t c)
{
    return c == 0 || c == '\t' || c == '\n' || c == '\f' || c == '\r' || c == ' ';
}

static bool is_delimiter(uint8_t c)
{
    return c != 0 && strchr("()<>[]{}/%", c);
}

static int hex_digit(uint8_t c)
{
    return c >= '0' && c <= '9' ? c - '0' : (c | 0x20) >= 'a' && (c | 0x20) <= 'f' ? (c | 0x20) - 'a' + 10 : -1;
}

static void skip_white(struct lexer *l)
{
    while (l->at < l->n && (is_white(l->b[l->at]) || l->b[l->at] == '%')) {
        if (l->b[l->at] == '%')
            while (l->at < l->n && l->b[l->at] != '\n' && l->b[l->at] != '\r')
                l->at++;
        else
            l->at++;
    }
}

/* "(" … ")" with nesting and escapes. */
static void skip_string(struct lexer *l)
{
    int depth = 0;
    for (; l->at < l->n; l->at++) {
        uint8_t c = l->b[l->at];
        if (c == '\\')
            l->at++;
        else if (c == '(')
            depth++;
        else if (c == ')' && --depth == 0) {
            l->at++;
            return;
        }
    }
    l->at = l->n;
}

/* "/Java#53cript" is /JavaScript (§7.3.5). */
static void lex_name(struct lexer *l, struct token *t)
{
    size_t n = 0;
    for (l->at++; l->at < l->n && !is_white(l->b[l->at]) && !is_delimiter(l->b[l->at]); l->at++) {
        uint8_t c = l->b[l->at];
        if (c == '#' && l->at + 2 < l->n && hex_digit(l->b[l->at + 1]) >= 0 && hex_digit(l->b[l->at + 2]) >= 0) {
            c = (uint8_t)(hex_digit(l->b[l->at + 1]) * 16 + hex_digit(l->b[l->at + 2]));
            l->at += 2;
        }
        if (n + 1 < MOST_NAME)
            t->text[n++] = (char)c;
    }
    t->text[n] = '\0';
    t->kind = T_NAME;
}

static void lex_word(struct lexer *l, struct token *t)
{
    size_t n = 0;
    for (; l->at < l->n && !is_white(l->b[l->at]) && !is_delimiter(l->b[l->at]); l->at++)
        if (n + 1 < MOST_NAME)
            t->text[n++] = (char)l->b[l->at];
    t->text[n] = '\0';
    char *end;
    t->number = strtod(t->text, &end);
    t->kind = n > 0 && *end == '\0' && strchr("+-.0123456789", t->text[0]) ? T_NUMBER : T_WORD;
}

static struct token lex(struct lexer *l)
{
    struct token t = {.kind = T_END};
    skip_white(l);
    t.at = l->at;
    if (l->at >= l->n) {
        t.after = l->at;
        return t;
    }
    uint8_t c = l->b[l->at], next = l->at + 1 < l->n ? l->b[l->at + 1] : 0;
    if (c == '/') {
        lex_name(l, &t);
    } else if (c == '(') {
        t.kind = T_STRING;
        skip_string(l);
    } else if ((c == '<' || c == '>') && next == c) {
        t.kind = c == '<' ? T_OPEN : T_CLOSE;
        l->at += 2;
    } else if (c == '<') {
        t.kind = T_STRING;
        while (l->at < l->n && l->b[l->at] != '>')
            l->at++;
        l->at += l->at < l->n;
    } else if (c == '[' || c == ']') {
        t.kind = c == '[' ? T_LIST : T_LIST_END;
        l->at++;
    } else if (is_delimiter(c)) {
        t.kind = T_WORD;
        l->at++;
    } else {
        lex_word(l, &t);
    }
    t.after = l->at;
    return t;
}

/* What one object says about itself; only keys of its outermost dictionary. */
struct object {
    char type[MOST_NAME], subtype[MOST_NAME];
    char filters[MOST_FILTERS][MOST_NAME];
    int filter_count;
    double width, height, first, count; /* /Width /Height of a picture, /First /N of an object stream */
    int64_t length;                     /* /Length when it stands here; -1 otherwise */
    double box[4];
    int box_count; /* /MediaBox */
    bool dictionary, predictor;
};
struct pdf {
    struct inspection *i;
    int *pages;
    size_t page_count, page_room;
    double page_points;
    int64_t largest;
    bool text, contents, byte_range, any_object;
};

/* Names that mean a program runs, or something else than pages is inside. */
static void judge_name(struct pdf *p, const char *name)
{
    static const char *const programs[] = {"JavaScript", "JS", "Launch", "RichMedia", "ImportData", "SubmitForm", "GoToE", "XFA"};
    for (size_t k = 0; k < sizeof programs / sizeof *programs; k++)
        if (strcmp(name, programs[k]) == 0)
            report_add(p->i->report, "script");
    if (strcmp(name, "EmbeddedFile") == 0 || strcmp(name, "EmbeddedFiles") == 0)
        report_add(p->i->report, "embedded");
    if (strcmp(name, "Encrypt") == 0)
        report_add(p->i->report, "encrypted");
    p->byte_range |= strcmp(name, "ByteRange") == 0;
}

static void take_value(struct object *o, const char *key, const struct token *t)
{
    if (t->kind == T_NAME && strcmp(key, "Type") == 0)
        memcpy(o->type, t->text, MOST_NAME);
    else if (t->kind == T_NAME && strcmp(key, "Subtype") == 0)
        memcpy(o->subtype, t->text, MOST_NAME);
    else if (t->kind == T_NAME && strcmp(key, "Filter") == 0 && o->filter_count < MOST_FILTERS)
        memcpy(o->filters[o->filter_count++], t->text, MOST_NAME);
    else if (t->kind == T_NUMBER && strcmp(key, "Width") == 0)
        o->width = t->number;
    else if (t->kind == T_NUMBER && strcmp(key, "Height") == 0)
        o->height = t->number;
    else if (t->kind == T_NUMBER && strcmp(key, "First") == 0)
        o->first = t->number;
    else if (t->kind == T_NUMBER && strcmp(key, "N") == 0)
        o->count = t->number;
    else if (t->kind == T_NUMBER && strcmp(key, "Length") == 0 && t->number >= 0 && t->number < 1e12)
        o->length = (int64_t)t->number;
    else if (t->kind == T_NUMBER && strcmp(key, "MediaBox") == 0 && o->box_count < 4)
        o->box[o->box_count++] = t->number;
}

/* Words that end an object; "obj" means that "endobj" was forgotten, "startxref" ends a trailer. */
static bool ends_object(const char *word)
{
    static const char *const words[] = {"endobj", "obj", "xref", "startxref", "trailer"};
    for (size_t k = 0; k < sizeof words / sizeof *words; k++)
        if (strcmp(word, words[k]) == 0)
            return true;
    return false;
}

/* Reads one object; stops at its end, at "stream" (*ret_stream) or at the end of the bytes. A word that begins the next one is not eaten.
 */
static void read_object(struct pdf *p, struct lexer *l, struct object *o, bool *ret_stream)
{
    char key[MOST_NAME] = "";
    int depth = 0, list = 0;
    bool is_key = true;
    size_t start = l->at, before[2] = {start, start}; /* where the last two tokens began */
    *o = (struct object){.length = -1};
    *ret_stream = false;
    for (;;) {
        struct token t = lex(l);
        if (t.kind == T_WORD && ends_object(t.text) && strcmp(t.text, "endobj") != 0)
            l->at = strcmp(t.text, "obj") == 0 ? before[0] : t.at;
        before[0] = before[1];
        before[1] = t.at;
        if (t.kind == T_NAME)
            judge_name(p, t.text);
        if (t.kind == T_NAME && depth == 2 && strcmp(t.text, "Predictor") == 0)
            o->predictor = true;
        *ret_stream = t.kind == T_WORD && strcmp(t.text, "stream") == 0;
        if (t.kind == T_END || *ret_stream || (t.kind == T_WORD && ends_object(t.text)))
            return;
        if (t.kind == T_OPEN) {
            o->dictionary = true;
            if (++depth > MOST_DEPTH)
                report_add(p->i->report, "unsafe");
            is_key = depth == 1;
        } else if (t.kind == T_CLOSE) {
            depth -= depth > 0;
            is_key = depth == 1;
        } else if (t.kind == T_LIST) {
            list++;
        } else if (t.kind == T_LIST_END) {
            list -= list > 0;
            is_key = depth == 1 && list == 0;
        } else if (depth == 1 && is_key && t.kind == T_NAME) {
            memcpy(key, t.text, MOST_NAME);
            is_key = false;
        } else if (depth == 1) {
            take_value(o, key, &t);
            /* "12 0 R": the key comes after R; a name, string or word ends a value, a number may go on */
            is_key = list == 0 && t.kind != T_NUMBER;
            if (t.kind == T_NUMBER && list == 0) {
                struct lexer ahead = *l;
                is_key = lex(&ahead).kind == T_NAME;
            }
        }
    }
}

static void page_seen(struct pdf *p, int number)
{
    for (size_t k = 0; k < p->page_count; k++)
        if (p->pages[k] == number)
            return; /* a later revision of the same page */
    if (p->page_count == p->page_room) {
        p->pages = arena_grow(p->i->a, p->pages, sizeof *p->pages, p->page_count, p->page_room ? 2 * p->page_room : 64);
        p->page_room = p->page_room ? 2 * p->page_room : 64;
    }
    p->pages[p->page_count++] = number;
    if (p->page_count > (size_t)p->i->limits->max_pages)
        report_add(p->i->report, "too-many-pages");
}

static void judge_object(struct pdf *p, const struct object *o, int number)
{
    p->any_object |= o->dictionary;
    if (strcmp(o->type, "Page") == 0 && !report_has(p->i->report, "too-many-pages"))
        page_seen(p, number);
    if (strcmp(o->type, "EmbeddedFile") == 0)
        report_add(p->i->report, "embedded");
    if (o->box_count == 4) {
        double width = o->box[2] - o->box[0], height = o->box[3] - o->box[1], longer = width > height ? width : height;
        p->page_points = longer > p->page_points ? longer : p->page_points;
    }
    if (strcmp(o->subtype, "Image") != 0 || o->width < 1 || o->height < 1)
        return;
    if (o->width * o->height > (double)p->i->limits->max_pixels || o->width > 1e6 || o->height > 1e6)
        report_add(p->i->report, "picture-too-large");
    else if ((int64_t)(o->width * o->height) > p->largest) {
        p->largest = (int64_t)(o->width * o->height);
        p->i->report->width = (int)o->width;
        p->i->report->height = (int)o->height;
    }
}

/* The objects of an object stream (§7.5.7): N pairs "number offset", then the objects themselves from First on. */
static void read_object_stream(struct pdf *p, const uint8_t *bytes, size_t n, const struct object *o)
{
    struct lexer index = {bytes, 0, n};
    for (int k = 0; k < (int)o->count && !file_report_refused(p->i->report); k++) {
        struct token number = lex(&index), offset = lex(&index);
        double at = o->first + offset.number;
        if (number.kind != T_NUMBER || offset.kind != T_NUMBER || at < 0 || at >= (double)n || number.number < 0 || number.number > 1e9)
            break;
        struct lexer probe = index;
        lex(&probe);
        struct token next = lex(&probe);
        double end = k + 1 < (int)o->count && next.kind == T_NUMBER && o->first + next.number > at && o->first + next.number <= (double)n
                         ? o->first + next.number
                         : (double)n;
        struct lexer inside = {bytes, (size_t)at, (size_t)end};
        struct object one;
        bool stream;
        read_object(p, &inside, &one, &stream);
        judge_object(p, &one, (int)number.number);
    }
}

/* Text is shown by Tj, TJ, ' or " between BT and ET (§9.4.3). */
static bool shows_text(const uint8_t *b, size_t n)
{
    for (size_t k = 1; k + 2 < n; k++)
        if (b[k] == 'T' && (b[k + 1] == 'j' || b[k + 1] == 'J') &&
            (is_white(b[k - 1]) || b[k - 1] == ')' || b[k - 1] == '>' || b[k - 1] == ']') && (is_white(b[k + 2]) || is_delimiter(b[k + 2])))
            return bytes_find(b, n, "BT") < n;
    return false;
}

static void read_stream(struct pdf *p, const struct object *o, const uint8_t *bytes, size_t n)
{
    bool objects = strcmp(o->type, "ObjStm") == 0, flate = o->filter_count == 1 && strcmp(o->filters[0], "FlateDecode") == 0;
    bool content = !objects && !p->text && *o->type == '\0' && (*o->subtype == '\0' || strcmp(o->subtype, "Form") == 0);
    if (strcmp(o->type, "XObject") == 0 && strcmp(o->subtype, "Form") == 0)
        content = !p->text;
    if (objects && ((o->filter_count > 0 && !flate) || o->predictor)) {
        report_add(p->i->report, "unsafe"); /* nobody writes them so, except to hide */
        return;
    }
    if (!objects && !content)
        return;
    if (o->filter_count == 0) {
        if (objects)
            read_object_stream(p, bytes, n, o);
        p->text |= content && shows_text(bytes, n);
        return;
    }
    if (!flate)
        return;
    size_t most = objects ? most_object_stream : ROOM_FOR_TEXT, got;
    uint8_t *room = malloc(most); /* given back below: an arena would keep one for every stream */
    must(room);
    enum unpack_end end = inspect_unpack(p->i, bytes, n, false, room, most, &got, NULL);
    if (end == UNPACK_TOO_MUCH && (objects || p->i->unpacked + (int64_t)most > p->i->limits->max_unpacked))
        report_add(p->i->report, "bomb");
    if (objects)
        read_object_stream(p, room, got, o);
    p->text |= content && shows_text(room, got);
    free(room);
}

/* Behind "stream" comes a line end, the data, "endstream". /Length may be wrong or elsewhere, then the word decides. */
static size_t stream_end(const struct inspection *i, size_t start, int64_t length)
{
    if (length >= 0 && (size_t)length <= i->n - start) {
        size_t at = start + (size_t)length, k = at;
        while (k < i->n && k < at + 4 && is_white(i->bytes[k]))
            k++;
        if (i->n - k >= 9 && memcmp(i->bytes + k, "endstream", 9) == 0)
            return at;
    }
    return start + bytes_find(i->bytes + start, i->n - start, "endstream");
}

/* A stream whose unpacked size is out of all proportion, whatever it is for. */
static void check_bomb(struct pdf *p, const struct object *o, const uint8_t *bytes, size_t n)
{
    bool flate =
        o->filter_count > 0 && strcmp(o->filters[0], "FlateDecode") == 0 && strcmp(o->subtype, "Image") != 0; /* a picture says its size */
    size_t most = n * (size_t)p->i->limits->max_ratio + (16 << 20), got;
    bool twice = o->filter_count > 1 && strcmp(o->filters[1], "FlateDecode") == 0;
    if (flate && (twice || inspect_unpack(p->i, bytes, n, false, NULL, most, &got, NULL) == UNPACK_TOO_MUCH))
        report_add(p->i->report, "bomb");
}

static void read_objects(struct pdf *p)
{
    struct inspection *i = p->i;
    struct lexer l = {i->bytes, 0, i->n};
    struct token before[2] = {0};
    while (l.at < l.n && !file_report_refused(i->report)) {
        struct token t = lex(&l);
        bool starts = t.kind == T_WORD && (strcmp(t.text, "obj") == 0 || strcmp(t.text, "trailer") == 0);
        int number =
            t.text[0] == 'o' && before[0].kind == T_NUMBER && before[0].number >= 0 && before[0].number < 1e9 ? (int)before[0].number : 0;
        before[0] = before[1];
        before[1] = t;
        if (!starts)
            continue;
        struct object o;
        bool stream;
        size_t from = l.at;
        read_object(p, &l, &o, &stream);
        judge_object(p, &o, number);
        before[0] = before[1] = (struct token){0};
        if (!stream) {
            l.at = l.at > from || l.at >= i->n ? l.at : from; /* "obj obj": the second is looked at again */
            continue;
        }
        size_t start = l.at;
        start += start < i->n && i->bytes[start] == '\r';
        start += start < i->n && i->bytes[start] == '\n';
        size_t end = stream_end(i, start, o.length);
        check_bomb(p, &o, i->bytes + start, end - start);
        read_stream(p, &o, i->bytes + start, end - start);
        l.at = end;
    }
}

void inspect_pdf(struct inspection *i)
{
    struct pdf p = {.i = i};
    size_t tail = i->n < 2048 ? i->n : 2048;
    report_set_kind(i->report, FILE_PDF);
    if (bytes_find(i->bytes + i->n - tail, tail, "%%EOF") == tail)
        report_add(i->report, "damaged"); /* cut off on the way */
    if (!file_report_refused(i->report))
        read_objects(&p);
    i->report->pages = (int)(p.page_count <= (size_t)i->limits->max_pages ? p.page_count : (size_t)i->limits->max_pages);
    i->report->text_layer = p.text;
    i->report->signature = p.byte_range;
    int longer = i->report->width > i->report->height ? i->report->width : i->report->height;
    if (p.page_points > 0)
        i->report->dpi = (int)(longer * 72.0 / p.page_points + 0.5);
    if (!file_report_refused(i->report) && p.page_count == 0)
        report_add(i->report, "damaged");
}
