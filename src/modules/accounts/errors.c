/* The error summary of forms: what stands in q->problem, as the pages want it. */
#include "base/arena.h"
#include "base/text.h"
#include "core/q.h"
#include "modules/accounts/accounts_inside.h"
#include "accounts_pages.h"

const char *accounts_error_of(const struct q *q, const char *field)
{
    for (const struct field_error *e = q->problem.fields; e; e = e->next)
        if (text_equal(e->field, field))
            return e->say;
    return NULL;
}

const struct accounts_errors_view *accounts_errors(struct q *q)
{
    size_t n = 0;
    if (!q->problem.field_count)
        return NULL;
    struct accounts_errors_errors *list = arena_new_array(q->arena, struct accounts_errors_errors, (size_t)q->problem.field_count);
    for (const struct field_error *e = q->problem.fields; e; e = e->next)
        list[n++] = (struct accounts_errors_errors){arena_printf(q->arena, "#%s", e->field), e->say};
    struct accounts_errors_view *v = arena_new_one(q->arena, struct accounts_errors_view);
    *v = (struct accounts_errors_view){.errors = list, .errors_count = n};
    return v;
}
