/* /he-thong/{id}: one system. */
#include "base/arena.h"
#include "base/text.h"
#include "core/http/http.h"
#include "core/i18n.h"
#include "core/page.h"
#include "modules/systems/systems_inside.h"
#include "modules/units/units.h"
#include "systems_pages.h"

enum { SIBLINGS_MOST = 6 };

static void fill_siblings(struct q *q, const struct system_entry *e, struct systems_one_view *v)
{
    const struct system_entry *all;
    size_t count = systems_all(&all);
    struct systems_one_siblings *list = arena_new_array(q->arena, struct systems_one_siblings, SIBLINGS_MOST);
    for (size_t i = 0; i < count && v->siblings_count < SIBLINGS_MOST; i++)
        if (&all[i] != e && text_equal(all[i].owner_vi, e->owner_vi))
            list[v->siblings_count++] = (struct systems_one_siblings){pick_language(q, all[i].name_vi, all[i].name_en), arena_printf(q->arena, "/he-thong/%s", all[i].id)};
    v->siblings = list;
}

enum result systems_answer_one(struct q *q, const void *input)
{
    const struct one_input *in = input;
    const struct system_entry *e = systems_find(in->id);
    if (!e)
        return fail(q, NOT_FOUND, T("There is no system with this name"));
    struct systems_one_view v = {
        .name = pick_language(q, e->name_vi, e->name_en), .purpose = pick_language(q, e->purpose_vi, e->purpose_en), .kind = tr(q, systems_kind_words(e->kind)),
        .owner = pick_language(q, e->owner_vi, e->owner_en), .status = tr(q, systems_status_words(e->status_2023)), .status_tag = systems_status_tag(e->status_2023),
        .today = tr(q, systems_today_words(e->today)), .today_tag = systems_today_tag(e->today), .note = pick_language(q, e->note_vi, e->note_en),
        .figures = pick_language(q, e->figures_vi, e->figures_en), .name_only = text_equal(e->basis, "name-only"),
        .where = text_equal(e->today, "planned") ? NULL : e->where, .sources = e->seed_refs};
    if (units_find(q, e->owner_unit_id))
        v.owner_href = arena_printf(q->arena, "/don-vi/%s", e->owner_unit_id);
    fill_siblings(q, e, &v);
    return systems_one_page(q, &(struct page){.title = v.name, .description = v.purpose, .current = "/he-thong",
                                              .crumbs = (struct crumb[]){{tr(q, T("Systems of the province")), "/he-thong"}, {NULL, NULL}}}, &v);
}
