/* A failure is said once, in the words of the reader, and travels upwards as a plain result. The words live in q->problem;
 * a later failure replaces an earlier one (the caller handled it and met another), wrong fields gather until q_forget. */
#include "core/q.h"
#include "base/buf.h"
#include "base/must.h"
#include "core/i18n.h"
#include <stdarg.h>
#include <string.h>

enum { LONGEST_TEXT = 64 * 1024, MOST_FIELDS = 200 };

/* One pair of the list: the text that stands for {name}, or NULL when the list has no such name. */
static const char *placeholder_value(va_list pairs, const char *name, size_t n)
{
    va_list at;
    va_copy(at, pairs);
    const char *found = NULL;
    for (const char *key; !found && (key = va_arg(at, const char *)) != NULL;) {
        const char *value = va_arg(at, const char *);
        if (strlen(key) == n && memcmp(key, name, n) == 0)
            found = value ? value : "";
    }
    va_end(at);
    return found;
}

static const char *fill(struct arena *a, const char *text, va_list pairs)
{
    struct buf to;
    buf_init(&to, a, LONGEST_TEXT);
    while (*text) {
        const char *end = *text == '{' ? strchr(text, '}') : NULL;
        const char *value = end ? placeholder_value(pairs, text + 1, (size_t)(end - text - 1)) : NULL;
        if (value) {
            buf_puts(&to, value);
            text = end + 1;
        } else {
            buf_putc(&to, *text++);
        }
    }
    return to.data ? to.data : "";
}

/* pairs: placeholder name and text in turn, (char *)0 at the end. */
static const char *translate_and_fill(const struct q *q, const char *msgid, va_list pairs)
{
    const char *text = tr(q, msgid);
    return strchr(text, '{') ? fill(q->arena, text, pairs) : text;
}

const char *q_tr_fill(struct q *q, const char *msgid, ...)
{
    va_list pairs;
    va_start(pairs, msgid);
    const char *text = translate_and_fill(q, msgid, pairs);
    va_end(pairs);
    return text;
}

enum result q_fail(struct q *q, enum result kind, const char *say, ...)
{
    must(kind != OK);
    q->problem.kind = kind;
    q->problem.say = NULL;
    if (say) {
        va_list pairs;
        va_start(pairs, say);
        q->problem.say = translate_and_fill(q, say, pairs);
        va_end(pairs);
    }
    return kind;
}

enum result q_fail_kind(struct q *q, enum result kind)
{
    return q_fail(q, kind, NULL, (const char *)0);
}

/* Two messages for one field would confuse: the first one stays. */
static bool field_has_failed(const struct q *q, const char *field)
{
    for (const struct field_error *e = q->problem.fields; e; e = e->next)
        if (strcmp(e->field, field) == 0)
            return true;
    return false;
}

void q_fail_field(struct q *q, const char *field, const char *say, ...)
{
    if (q->problem.field_count >= MOST_FIELDS || field_has_failed(q, field))
        return;
    struct field_error *e = arena_new_one(q->arena, struct field_error);
    e->field = arena_strdup(q->arena, field);
    va_list pairs;
    va_start(pairs, say);
    e->say = translate_and_fill(q, say, pairs);
    va_end(pairs);
    if (!q->problem.fields_end)
        q->problem.fields_end = &q->problem.fields;
    *q->problem.fields_end = e;
    q->problem.fields_end = &e->next;
    q->problem.field_count++;
}

enum result q_check(struct q *q)
{
    if (!q->problem.field_count)
        return OK;
    q->problem.kind = PROBLEM_INVALID;
    return PROBLEM_INVALID;
}

void q_forget(struct q *q)
{
    q->problem = (struct problem){0};
}
