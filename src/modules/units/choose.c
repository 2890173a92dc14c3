/* /xa: the reader says where they live, so that pages can name the competent agency. Kept in the cookie "xa", nowhere else. */
#include "base/arena.h"
#include "base/clock.h"
#include "base/date.h"
#include "base/text.h"
#include "core/http/http.h"
#include "core/i18n.h"
#include "core/page.h"
#include "modules/units/units_inside.h"
#include "units_pages.h"

enum { FOUND_MOST = 30, A_YEAR = 365 * 24 * 3600 };

/* Only a path of ours may be returned to. */
static const char *way_back(const char *typed)
{
    return typed && typed[0] == '/' && typed[1] != '/' && typed[1] != '\\' ? typed : "/";
}

/* Who types the name of a district means its communes. */
static bool is_meant(struct q *q, const char *words, const struct unit *district)
{
    const struct unit *const *found;
    size_t count = words && *words ? units_search(q, words, "district", FOUND_MOST, &found) : 0;
    for (size_t i = 0; i < count; i++)
        if (found[i] == district)
            return true;
    return false;
}

static void fill_districts(struct q *q, struct units_choose_view *v)
{
    const struct unit *const *districts, *reader = units_of_reader(q);
    size_t count = units_children(q, units_root(q), &districts);
    struct units_choose_districts *list = arena_new_array(q->arena, struct units_choose_districts, count + 1);
    for (size_t i = 0; i < count; i++) {
        const struct unit *const *communes;
        if (!text_equal(districts[i]->level, "district") || !districts[i]->form)
            continue;
        size_t n = units_children(q, districts[i], &communes);
        struct units_choose_districts_communes *rows = arena_new_array(q->arena, struct units_choose_districts_communes, n + 1);
        struct units_choose_districts *d = &list[v->districts_count++];
        *d = (struct units_choose_districts){.name = units_name(q, districts[i]), .communes = rows, .open = is_meant(q, v->typed, districts[i]) || (!v->asked && reader && units_parent(q, reader) == districts[i])};
        v->meant = v->meant || is_meant(q, v->typed, districts[i]);
        for (size_t k = 0; k < n; k++)
            if (communes[k]->form && text_equal(communes[k]->level, "commune"))
                rows[d->communes_count++] = (struct units_choose_districts_communes){communes[k]->id, units_name(q, communes[k])};
        d->number = (int64_t)d->communes_count;
    }
    v->districts = list;
    v->chosen = reader ? units_full_name(q, reader) : NULL;
}

enum result units_answer_choose(struct q *q, const void *input)
{
    const struct choose_input *in = input;
    const struct unit *const *found;
    struct units_choose_view v = {.back = way_back(in->ve), .typed = in->q, .asked = in->q && *in->q};
    size_t count = v.asked ? units_search(q, in->q, "commune", FOUND_MOST, &found) : 0;
    struct units_choose_found *list = arena_new_array(q->arena, struct units_choose_found, count + 1);
    for (size_t i = 0; i < count; i++)
        if (found[i]->form)
            list[v.found_count++] = (struct units_choose_found){found[i]->id, units_full_name(q, found[i])};
    v.found = list;
    fill_districts(q, &v);
    return units_choose_page(q, &(struct page){.title = tr(q, T("In which commune do you live?")), .back = v.back, .no_index = true}, &v);
}

enum result units_chosen(struct q *q, const void *input)
{
    const struct chosen_input *in = input;
    const struct unit *u = units_find(q, in->xa);
    if (!in->xa || !*in->xa) {
        reply_cookie(q, "xa", "", 0);
        return reply_redirect(q, way_back(in->ve));
    }
    if (!u || !u->form || !text_equal(u->level, "commune") || !units_valid(u, time_local_days(clock_now())))
        fail_field(q, "xa", T("Choose a commune of the list"));
    TRY(q_check(q));
    reply_cookie(q, "xa", u->id, A_YEAR);
    return reply_redirect(q, way_back(in->ve));
}
