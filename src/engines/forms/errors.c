/* From a failed keyword to words. The sentence depends on the keyword and on what the field is (a choice, a date, a file …), so that it
 * says what to do: "Choose …", not "oneOf failed". */
#include "engines/forms/errors.h"
#include "base/date.h"
#include "base/text.h"
#include "core/i18n.h"
#include <string.h>

enum { MOST_ERRORS = 200 };

static const char *place_pointer(struct arena *a, const struct place *at)
{
    if (!at->up)
        return "";
    const char *before = place_pointer(a, at->up);
    if (!at->name)
        return arena_printf(a, "%s/%zu", before, at->index);
    struct buf b;
    buf_init(&b, a, 8192);
    buf_printf(&b, "%s/", before);
    for (const char *s = at->name; *s; s++) /* RFC 6901 §4 */
        if (*s == '~' || *s == '/')
            buf_puts(&b, *s == '~' ? "~0" : "~1");
        else
            buf_putc(&b, *s);
    return b.data;
}

static const char *place_name(struct arena *a, const struct place *at)
{
    if (!at->up)
        return "";
    const char *before = place_name(a, at->up);
    return name_join(a, before, at->name ? at->name : arena_printf(a, "%zu", at->index));
}

/* "Người nhận 2" for an item of a list, else the title. */
static const char *label_of(struct arena *a, const struct form *f, const char *name, enum language language)
{
    const char *dot = strrchr(name, '.'), *last = dot ? dot + 1 : name;
    const struct schema *s = schema_at(f, name);
    const char *title = s ? schema_title(s, language) : "";
    if (!s)
        return last;
    if (!dot || !*last || strspn(last, "0123456789") != strlen(last))
        return *title ? title : last;
    int64_t index = 0;
    number_parse(last, &index);
    const struct schema *list = schema_at(f, arena_strndup(a, name, (size_t)(dot - name)));
    return arena_printf(a, "%s %lld", s->title_vi ? title : schema_title(list, language), (long long)index + 1);
}

static const char *message_required(const struct schema *s)
{
    if (!s)
        return T("Enter {label}");
    if (schema_is_file(s))
        return T("Attach {label}");
    if (schema_is_list(s))
        return T("Add at least one: {label}");
    if (schema_is_object(s))
        return T("Fill in {label}");
    if (schema_confirms(s))
        return T("Tick the box to confirm");
    if (schema_choices(s) || (schema_types(s) & (TYPE_BOOLEAN | TYPE_ARRAY)))
        return T("Choose {label}");
    return T("Enter {label}");
}

static const char *message_type(const struct schema *s)
{
    unsigned types = s ? schema_types(s) : 0;
    if (types & TYPE_INTEGER)
        return T("{label} must be a whole number");
    if (types & TYPE_NUMBER)
        return T("{label} must be a number");
    if (types & TYPE_BOOLEAN)
        return T("Choose {label}");
    return T("{label} is not filled in as expected");
}

static enum text_format format_of(const struct schema *s)
{
    while (s && s->format == FORMAT_NONE)
        s = s->to;
    return s ? s->format : FORMAT_NONE;
}

static const char *message_format(const struct schema *s)
{
    switch (format_of(s)) {
    case FORMAT_DATE:
        return T("{label} {parameter} is not a day of the calendar; write it like 24/11/2026");
    case FORMAT_EMAIL:
        return T("Enter an e-mail address in the correct form, like ten@example.com");
    default:
        return T("{label} is not in the expected form");
    }
}

static const struct {
    const char *kind, *message;
} sentences[] = {
    {"minLength", T("{label} must have at least {parameter} characters")},
    {"maxLength", T("{label} must have at most {parameter} characters")},
    {"minimum", T("{label} must be {parameter} or more")},
    {"maximum", T("{label} must be {parameter} or less")},
    {"exclusiveMinimum", T("{label} must be more than {parameter}")},
    {"exclusiveMaximum", T("{label} must be less than {parameter}")},
    {"multipleOf", T("{label} must be a multiple of {parameter}")},
    {"minItems", T("{label} needs at least {parameter} entries")},
    {"maxItems", T("{label} can have at most {parameter} entries")},
    {"uniqueItems", T("{label} has the same entry twice")},
    {"contains", T("{label} lacks an entry that must be there")},
    {"minContains", T("{label} lacks an entry that must be there")},
    {"maxContains", T("{label} has an entry more often than allowed")},
    {"additionalProperties", T("{label} does not belong to this form")},
    {"anyOf", T("Fill in at least one of: {parameter}")},
    {"not", T("{label} does not fit the other answers")},
};

static const char *message_of(const char *kind, const struct schema *s)
{
    if (strcmp(kind, "required") == 0 || strcmp(kind, "dependentRequired") == 0)
        return message_required(s);
    if (strcmp(kind, "type") == 0)
        return message_type(s);
    if (strcmp(kind, "format") == 0)
        return message_format(s);
    if (strcmp(kind, "pattern") == 0)
        return s && *schema_description(s, LANGUAGE_VI) ? T("{label} is not in the expected form: {hint}")
                                                        : T("{label} is not in the expected form");
    if (strcmp(kind, "const") == 0 && s && schema_confirms(s))
        return T("Tick the box to confirm");
    if (strcmp(kind, "const") == 0 || strcmp(kind, "enum") == 0 || strcmp(kind, "oneOf") == 0)
        return s && schema_choices(s) ? T("Choose one of the answers for {label} that fit the others")
                                      : T("{label} does not fit the other answers");
    for (size_t i = 0; i < sizeof sentences / sizeof *sentences; i++)
        if (strcmp(sentences[i].kind, kind) == 0)
            return sentences[i].message;
    return T("{label} is not filled in as expected");
}

static bool add(struct run *r, const struct place *at, const char *kind, const char *parameter)
{
    struct form_errors *e = r->errors;
    if (!e || e->count >= MOST_ERRORS)
        return false;
    const char *pointer = place_pointer(r->arena, at), *name = place_name(r->arena, at);
    for (size_t i = 0; i < e->count; i++) /* said once, though two branches ask for it */
        if (strcmp(e->items[i].pointer, pointer) == 0 && strcmp(e->items[i].kind, kind) == 0)
            return false;
    const struct schema *s = schema_at(r->form, name);
    e->items = arena_grow(r->arena, e->items, sizeof *e->items, e->count, e->count + 1);
    e->items[e->count++] = (struct form_error){.pointer = pointer,
                                               .name = name,
                                               .kind = kind,
                                               .message = message_of(kind, s),
                                               .label_vi = label_of(r->arena, r->form, name, LANGUAGE_VI),
                                               .label_en = label_of(r->arena, r->form, name, LANGUAGE_EN),
                                               .parameter = parameter,
                                               .hint = s ? schema_description(s, LANGUAGE_VI) : ""};
    return false;
}

/* "2026-11-31" was typed as 31/11/2026: shown as people write it. */
static const char *shown(struct arena *a, const json_t *v)
{
    const char *text = json_string_value(v);
    struct date d;
    if (text && date_parse_iso(text, &d))
        return date_vi(a, d);
    return text ? text_truncate(a, text, 60) : "";
}

bool run_wrong(struct run *r, const struct place *at, const char *kind, const json_t *parameter)
{
    return r->errors ? add(r, at, kind, shown(r->arena, parameter)) : false;
}

bool run_wrong_number(struct run *r, const struct place *at, const char *kind, double limit)
{
    if (!r->errors)
        return false;
    bool whole = limit > -1e15 && limit < 1e15 && limit == (double)(int64_t)limit;
    return add(r, at, kind, whole ? number_vi(r->arena, (int64_t)limit) : decimal_vi(r->arena, limit, 2));
}

/* "At least one of a, b": named by the labels of what each branch asks for; the error stands at the first of them. */
bool run_wrong_branches(struct run *r, const struct place *at, const char *kind, const struct schemas *branches)
{
    if (!r->errors)
        return false;
    struct buf labels;
    buf_init(&labels, r->arena, 2000);
    const char *before = place_name(r->arena, at), *first = NULL;
    for (size_t i = 0; i < branches->count; i++)
        for (size_t k = 0; k < branches->items[i]->required.count; k++) {
            const char *name = branches->items[i]->required.items[k];
            buf_printf(&labels, "%s%s", first ? ", " : "", label_of(r->arena, r->form, name_join(r->arena, before, name), LANGUAGE_VI));
            first = first ? first : name;
        }
    struct place below = {.up = at, .name = first};
    return add(r, first ? &below : at, first ? kind : "not", labels.length ? labels.data : "");
}

/* What `not` forbids is most often that a field is there: then the error stands at that field. */
bool run_wrong_not(struct run *r, const struct place *at, const struct schema * not, const json_t *value)
{
    if (!r->errors)
        return false;
    bool said = false;
    for (size_t i = 0; i < not ->any_of.count + 1; i++) {
        const struct schema *s = i < not ->any_of.count ? not ->any_of.items[i] : not ;
        for (size_t k = 0; k < s->required.count; k++) {
            struct place below = {.up = at, .name = s->required.items[k]};
            if (json_object_get(value, s->required.items[k])) {
                add(r, &below, "not", "");
                said = true;
            }
        }
    }
    return said ? false : add(r, at, "not", "");
}

/* Labels begin with a capital; inside a sentence they do not, unless they are capitals throughout ("UBND …"). All Vietnamese capitals
 * are covered: ASCII, Latin-1, the pairs of Latin Extended-A/-B that are used, and U+1EA0–1EF9. */
static const char *lower_first(struct arena *a, const char *s)
{
    const unsigned char *u = (const unsigned char *)s;
    if (u[0] >= 'A' && u[0] <= 'Z')
        return (s[1] >= 'A' && s[1] <= 'Z') || s[1] == '\0' || s[1] == ' ' ? s : arena_printf(a, "%c%s", s[0] + 32, s + 1);
    unsigned c = 0;
    size_t n = u[0] >= 0xC3 && u[0] < 0xE0 ? 2 : u[0] == 0xE1 ? 3 : 0;
    for (size_t i = 0; i < n; i++)
        c = i == 0 ? (n == 2 ? u[0] & 0x1Fu : u[0] & 0x0Fu) : c << 6 | (u[i] & 0x3Fu);
    if (c >= 0xC0 && c <= 0xDD)
        c += 32;
    else if (((c >= 0x100 && c < 0x180) || (c >= 0x1EA0 && c <= 0x1EF8) || c == 0x1A0) && c % 2 == 0)
        c++;
    else if (c == 0x1AF)
        c++;
    else
        return s;
    return n == 2 ? arena_printf(a, "%c%c%s", (int)(0xC0 | c >> 6), (int)(0x80 | (c & 0x3F)), s + 2)
                  : arena_printf(a, "%c%c%c%s", (int)(0xE0 | c >> 12), (int)(0x80 | (c >> 6 & 0x3F)), (int)(0x80 | (c & 0x3F)), s + 3);
}

const char *form_error_text(struct arena *a, const struct form_error *e, enum language language)
{
    const char *label = language == LANGUAGE_EN ? e->label_en : e->label_vi;
    struct buf b;
    buf_init(&b, a, 4000);
    for (const char *s = tr_in(language, e->message), *start = s; *s;) {
        if (text_starts(s, "{label}")) {
            buf_puts(&b, s == start ? label : lower_first(a, label));
            s += 7;
        } else if (text_starts(s, "{parameter}")) {
            buf_puts(&b, e->parameter);
            s += 11;
        } else if (text_starts(s, "{hint}")) {
            buf_puts(&b, e->hint);
            s += 6;
        } else {
            buf_putc(&b, *s++);
        }
    }
    return b.data;
}
