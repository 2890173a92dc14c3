/* missing.h */
#include "modules/tasks/missing.h"
#include "base/arena.h"
#include "base/text.h"
#include "core/i18n.h"
#include "core/q.h"
#include "engines/workflow/workflow.h"
#include "modules/procedures/procedures.h"
#include "modules/tasks/bench_parts.h"

const char *missing_key(struct q *q, const char *field, int64_t paper)
{
    return field && *field ? arena_printf(q->arena, "truong:%s", field) : arena_printf(q->arena, "giay:%lld", (long long)paper);
}

enum result missing_things(struct q *q, const struct bench *b, const struct missing_thing **ret, size_t *ret_count)
{
    struct form_rows rows;
    size_t papers = b->procedure ? b->procedure->paper_count : 0, n = 0;
    TRY(bench_rows(q, b, &rows));
    struct missing_thing *things = arena_new_array(q->arena, struct missing_thing, papers + rows.count + 2);
    for (size_t i = 0; i < papers; i++)
        things[n++] = (struct missing_thing){.key = missing_key(q, NULL, b->procedure->papers[i].number), .field = "", .paper = b->procedure->papers[i].number,
                                             .group = tr(q, T("Papers")), .name = b->procedure->papers[i].name_vi};
    things[n++] = (struct missing_thing){.key = "giay:0", .field = "", .group = tr(q, T("Papers")), .name = tr(q, T("Another paper"))};
    for (size_t i = 0; i < rows.count; i++) {
        const struct form_row *row = &rows.items[i];
        things[n++] = (struct missing_thing){.key = missing_key(q, row->name, 0), .field = row->name, .group = *row->group ? row->group : row->section_title, .name = row->label};
    }
    *ret = things;
    *ret_count = n;
    return OK;
}

const struct missing_thing *missing_find(const struct missing_thing *things, size_t count, const char *key)
{
    for (size_t i = 0; key && i < count; i++)
        if (strcmp(things[i].key, key) == 0)
            return &things[i];
    return NULL;
}

const char *missing_name(struct q *q, const struct missing_thing *t)
{
    return *t->field ? arena_printf(q->arena, "%s: %s", t->group, t->name) : t->name;
}

const struct workflow_choice *missing_choice(const struct bench *b)
{
    for (size_t i = 0; b->step && i < b->step->choice_count; i++)
        if (b->step->choices[i].kind == WORKFLOW_SUPPLEMENT)
            return &b->step->choices[i];
    return NULL;
}
