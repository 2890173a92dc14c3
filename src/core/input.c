/* One typed value per line of the table. Every type has one function that turns what was typed into the value or says what is wrong;
 * wrong fields gather in q->problem. A JSON body and a form give the same texts; only lists, files and JSON subtrees look further. */
#include "core/input.h"
#include "base/date.h"
#include "base/must.h"
#include "base/text.h"
#include "core/http/http.h"
#include "core/http/parsed.h"
#include "core/i18n.h"
#include "core/q.h"
#include <string.h>

enum { DEFAULT_TEXT = 200, DEFAULT_LINES = 4000, LIST_MOST = 200 };
#define DEFAULT_FILE (20 * INT64_C(1024) * 1024)

static const char *label_of(struct q *q, const struct input *i)
{
    return tr(q, i->label);
}

static const char *number(struct q *q, int64_t n)
{
    return number_vi(q->arena, n);
}

/* --- finding what was sent -------------------------------------------------------------------------------------------------- */

/* The text of a field: path parameter, then body, then query; NULL when absent. A JSON value that is no scalar is "wrong kind". */
static const char *typed_of(struct q *q, const char *name)
{
    const char *value = request_parameter(q, name);
    return value ? value : request_value(q, name);
}

static bool wrong_json_kind(struct q *q, const char *name)
{
    const struct parsed *p = q->request->parsed;
    const json_t *value = p && p->json ? json_object_get(p->json, name) : NULL;
    return value && (json_is_object(value) || json_is_array(value) || json_is_real(value));
}

static bool secret_field(const struct q *q, const char *name)
{
    const struct route *route = q->request->route;
    for (const struct input *i = route ? route->input : NULL; i && i->name; i++)
        if (i->secret && strcmp(i->name, name) == 0)
            return true;
    return false;
}

const char *input_typed(struct q *q, const char *name)
{
    const char *value = q->request && !secret_field(q, name) ? typed_of(q, name) : NULL;
    return value ? value : "";
}

/* --- texts ------------------------------------------------------------------------------------------------------------------ */

/* Several lines: each cleaned like one, ends of lines made "\n", blank lines at the ends taken off. */
static const char *clean_lines(struct arena *a, const char *typed)
{
    struct buf b;
    buf_init(&b, a, strlen(typed) * 4 + 16);
    size_t waiting = 0;
    while (*typed) {
        size_t n = strcspn(typed, "\r\n");
        const char *line = text_clean(a, arena_strndup(a, typed, n));
        if (line && *line) {
            for (; waiting && b.length; waiting--)
                buf_putc(&b, '\n');
            buf_puts(&b, line);
            waiting = 0;
        }
        typed += n;
        waiting += *typed != '\0';
        typed += typed[0] == '\r' && typed[1] == '\n' ? 2 : *typed != '\0';
    }
    return b.data;
}

static void check_length(struct q *q, const struct input *i, const char *text)
{
    int64_t most = i->max ? i->max : i->lines ? DEFAULT_LINES : DEFAULT_TEXT, length = (int64_t)text_length(text);
    if (length > most)
        fail_field(q, i->name, T("“{label}” may have {max} characters at most; now it has {n}"), "label", label_of(q, i), "max",
                   number(q, most), "n", number(q, length));
    else if (length < i->min)
        fail_field(q, i->name, T("“{label}” must have at least {min} characters"), "label", label_of(q, i), "min", number(q, i->min));
    else if (i->check && !i->check(text))
        fail_field(q, i->name, i->pattern_say ? i->pattern_say : T("“{label}” is not written as it should be"), "label", label_of(q, i));
}

static void read_text(struct q *q, const struct input *i, const char *typed, void *to)
{
    const char *text = i->lines ? clean_lines(q->arena, typed) : text_clean(q->arena, typed);
    if (i->secret) /* a password keeps its blanks */
        text = text_nfc(q->arena, typed);
    *(const char **)to = text && *text ? text : NULL;
    if (text && *text)
        check_length(q, i, text);
    else if (i->required)
        fail_field(q, i->name, T("Enter “{label}”"), "label", label_of(q, i));
}

static bool is_one_of(const char *choices, const char *value, size_t n)
{
    for (const char *s = choices; s && n;) {
        size_t length = strcspn(s, "|");
        if (length == n && memcmp(s, value, n) == 0)
            return true;
        s += length;
        s = *s ? s + 1 : NULL;
    }
    return false;
}

static void read_choice(struct q *q, const struct input *i, const char *typed, void *to)
{
    const char *text = text_clean(q->arena, typed);
    if (!text || !*text) {
        if (i->required)
            fail_field(q, i->name, T("Choose an answer for “{label}”"), "label", label_of(q, i));
    } else if (!is_one_of(i->choices, text, strlen(text))) {
        fail_field(q, i->name, T("Choose one of the answers offered for “{label}”"), "label", label_of(q, i));
    } else {
        *(const char **)to = text;
    }
}

/* --- numbers ---------------------------------------------------------------------------------------------------------------- */

/* "1.234.567", "1 234 567" -> "1234567". Only true groups of three, so that "12.5" is not taken for 125. NULL when not so. */
static const char *without_groups(struct arena *a, const char *s)
{
    size_t digits = 0, since = 0;
    bool grouped = false;
    char *plain = arena_alloc(a, strlen(s) + 1), *to = plain;
    if (*s == '-')
        *to++ = *s++;
    else if (*s == '+')
        s++;
    for (; *s; s++) {
        bool separator = *s == '.' || *s == ' ' || *s == '\'';
        if (!separator && (*s < '0' || *s > '9'))
            return NULL;
        if (separator && (digits == 0 || (grouped ? since != 3 : digits > 3)))
            return NULL;
        if (separator) {
            grouped = true;
            since = 0;
        } else {
            *to++ = *s;
            digits++;
            since++;
        }
    }
    return !grouped || since == 3 ? plain : NULL;
}

static void read_int(struct q *q, const struct input *i, const char *typed, void *to)
{
    const char *text = text_clean(q->arena, typed); /* a no-break blank becomes a blank */
    const char *plain = text ? without_groups(q->arena, text) : NULL;
    int64_t value = 0;
    if (text && !*text) {
        if (i->required)
            fail_field(q, i->name, T("Enter “{label}”"), "label", label_of(q, i));
        return;
    }
    if (!plain || !number_parse(plain, &value))
        fail_field(q, i->name, T("“{label}” must be a whole number, for example 12"), "label", label_of(q, i));
    else if ((i->min || i->max) && (value < i->min || value > i->max))
        fail_field(q, i->name, T("“{label}” must be from {min} to {max}"), "label", label_of(q, i), "min", number(q, i->min), "max",
                   number(q, i->max));
    else
        *(int64_t *)to = value;
}

static void read_bool(struct q *q, const struct input *i, const char *typed, void *to)
{
    if (is_one_of("1|true|on|yes", typed, strlen(typed)))
        *(bool *)to = true;
    else if (*typed && !is_one_of("0|false|off|no", typed, strlen(typed)))
        fail_field(q, i->name, T("“{label}” must be yes or no"), "label", label_of(q, i));
    if (i->required && !*(bool *)to)
        fail_field(q, i->name, T("Tick “{label}” to go on"), "label", label_of(q, i));
}

/* --- dates ------------------------------------------------------------------------------------------------------------------ */

static const char *date_part(struct q *q, const char *name, const char *part)
{
    const char *typed = request_value(q, arena_printf(q->arena, "%s-%s", name, part));
    return typed ? text_clean(q->arena, typed) : NULL;
}

/* Three boxes make one text; NULL when none of the three was in the form. */
static const char *date_of_parts(struct q *q, const char *name)
{
    const char *day = date_part(q, name, "day"), *month = date_part(q, name, "month"), *year = date_part(q, name, "year");
    if (!day && !month && !year)
        return NULL;
    if (day && !*day && month && !*month && year && !*year)
        return "";
    return arena_printf(q->arena, "%s/%s/%s", day ? day : "", month ? month : "", year ? year : "");
}

static void check_day(struct q *q, const struct input *i, struct date d, void *to)
{
    int64_t days = date_to_days(d);
    if ((i->min || i->max) && (days < i->min || days > i->max))
        fail_field(q, i->name, T("“{label}” must be from {min} to {max}"), "label", label_of(q, i), "min",
                   date_vi(q->arena, date_from_days((int32_t)i->min)), "max", date_vi(q->arena, date_from_days((int32_t)i->max)));
    else
        *(int32_t *)to = (int32_t)days;
}

static void read_date(struct q *q, const struct input *i, const char *typed, void *to)
{
    struct date d;
    const char *text = text_clean(q->arena, typed);
    *(int32_t *)to = INT32_MIN;
    if (text && !*text) {
        if (i->required)
            fail_field(q, i->name, T("Enter the date for “{label}”"), "label", label_of(q, i));
    } else if (!text || (!date_parse_vi(text, &d) && !date_parse_iso(text, &d))) {
        fail_field(q, i->name, T("“{label}” must be a real date, for example 24/11/2026"), "label", label_of(q, i));
    } else {
        check_day(q, i, d, to);
    }
}

/* --- lists, files, JSON ------------------------------------------------------------------------------------------------------ */

static void list_add(struct q *q, const struct input *i, struct input_list *list, const char *typed)
{
    const char *text = text_clean(q->arena, typed);
    if (!text || !*text)
        return;
    if (list->count >= LIST_MOST || (i->max && (int64_t)list->count >= i->max))
        fail_field(q, i->name, T("“{label}” may have {max} entries at most"), "label", label_of(q, i), "max",
                   number(q, i->max ? i->max : LIST_MOST));
    else if (text_length(text) > DEFAULT_TEXT || (i->choices && !is_one_of(i->choices, text, strlen(text))) ||
             (i->check && !i->check(text)))
        fail_field(q, i->name, T("One of the entries of “{label}” is not written as it should be"), "label", label_of(q, i));
    else
        list->items[list->count++] = text;
}

static void list_add_pairs(struct q *q, const struct input *i, struct input_list *list, const struct pairs *from)
{
    for (const struct pair *p = from->first; p; p = p->next)
        if (strcmp(p->name, i->name) == 0)
            list_add(q, i, list, p->value);
}

static void list_add_json(struct q *q, const struct input *i, struct input_list *list, const json_t *array)
{
    size_t at;
    const json_t *item;
    if (array && !json_is_array(array))
        fail_field(q, i->name, T("“{label}” must be a list"), "label", label_of(q, i));
    json_array_foreach(array, at, item)
    {
        if (json_is_string(item))
            list_add(q, i, list, json_string_value(item));
        else
            fail_field(q, i->name, T("One of the entries of “{label}” is not written as it should be"), "label", label_of(q, i));
    }
}

static void read_list(struct q *q, const struct input *i, const struct parsed *p, void *to)
{
    struct input_list *list = arena_new_one(q->arena, struct input_list);
    list->items = arena_new_array(q->arena, const char *, LIST_MOST);
    list_add_json(q, i, list, p->json ? json_object_get(p->json, i->name) : NULL);
    list_add_pairs(q, i, list, &p->form);
    if (!p->form.count && !p->json)
        list_add_pairs(q, i, list, &p->query);
    if (i->required && !list->count)
        fail_field(q, i->name, T("Choose at least one answer for “{label}”"), "label", label_of(q, i));
    *(const struct input_list **)to = list;
}

static void read_file(struct q *q, const struct input *i, const struct parsed *p, void *to)
{
    const struct file_part *f = p->files.first;
    int64_t most = i->max ? i->max : DEFAULT_FILE;
    while (f && strcmp(f->field, i->name) != 0)
        f = f->next;
    if (!f) {
        if (i->required)
            fail_field(q, i->name, T("Choose a file for “{label}”"), "label", label_of(q, i));
    } else if (f->upload.length == 0) {
        fail_field(q, i->name, T("The file chosen for “{label}” is empty; choose another one"), "label", label_of(q, i));
    } else if ((int64_t)f->upload.length > most) {
        fail_field(q, i->name, T("The file for “{label}” is too large: {max} MB at most"), "label", label_of(q, i), "max",
                   number(q, most / (1024 * 1024)));
    } else {
        *(const struct upload **)to = &f->upload;
    }
}

/* The flat form as an object: a name that comes twice becomes an array. */
static json_t *form_as_object(const struct pairs *form)
{
    json_t *object = json_object();
    for (const struct pair *p = form->first; p; p = p->next) {
        json_t *old = json_object_get(object, p->name);
        if (strcmp(p->name, "csrf") == 0)
            continue;
        if (json_is_array(old)) {
            json_array_append_new(old, json_string(p->value));
        } else if (old) {
            json_t *array = json_array();
            json_array_append(array, old);
            json_array_append_new(array, json_string(p->value));
            json_object_set_new(object, p->name, array);
        } else {
            json_object_set_new(object, p->name, json_string(p->value));
        }
    }
    return object;
}

static void drop_json(void *json)
{
    json_decref(json);
}

static void read_json(struct q *q, const struct input *i, const struct parsed *p, void *to)
{
    bool whole = strcmp(i->name, "*") == 0;
    json_t *value = NULL;
    if (p->json)
        value = whole ? p->json : json_object_get(p->json, i->name);
    else if (whole) {
        value = form_as_object(&p->form);
        arena_on_free(q->arena, drop_json, value);
    }
    if (!value && i->required)
        fail_field(q, i->name, T("Enter “{label}”"), "label", label_of(q, i));
    *(json_t **)to = value;
}

/* --- the table -------------------------------------------------------------------------------------------------------------- */

typedef void read_typed_fn(struct q *q, const struct input *i, const char *typed, void *to);
static read_typed_fn *const readers[] = {[INPUT_IS_TEXT] = read_text,
                                         [INPUT_IS_INT] = read_int,
                                         [INPUT_IS_BOOL] = read_bool,
                                         [INPUT_IS_DATE] = read_date,
                                         [INPUT_IS_CHOICE] = read_choice};

static void read_one(struct q *q, const struct input *i, const struct parsed *p, void *to)
{
    if (i->type == INPUT_IS_LIST) {
        read_list(q, i, p, to);
    } else if (i->type == INPUT_IS_FILE) {
        read_file(q, i, p, to);
    } else if (i->type == INPUT_IS_JSON) {
        read_json(q, i, p, to);
    } else if (wrong_json_kind(q, i->name)) {
        fail_field(q, i->name, T("“{label}” is of the wrong kind"), "label", label_of(q, i));
    } else {
        const char *typed = typed_of(q, i->name);
        if (!typed && i->type == INPUT_IS_DATE)
            typed = date_of_parts(q, i->name);
        readers[i->type](q, i, typed ? typed : "", to);
    }
}

enum result input_read(struct q *q, const struct input *table, void *to)
{
    const struct parsed *p;
    must(q->request != NULL);
    TRY(request_parse(q, &p));
    if (p->json && !json_is_object(p->json))
        return fail(q, MALFORMED, T("The JSON must be an object"));
    for (const struct input *i = table; i->name; i++)
        read_one(q, i, p, (char *)to + i->offset);
    return q_check(q);
}
