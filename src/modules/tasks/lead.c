/* /lanh-dao: one page that says what is late and why, what will be late this week, and who carries how much. Why is not what anybody declares:
 * it is the role whose step is open (roles.csv says what a dossier waits for there), or that nobody has taken the step. Every figure opens the
 * dossiers behind it, where they can be given to somebody else. */
#include "base/arena.h"
#include "base/clock.h"
#include "base/date.h"
#include "base/must.h"
#include "base/text.h"
#include "core/access.h"
#include "core/access_roles.h"
#include "core/field.h"
#include "core/i18n.h"
#include "core/q.h"
#include "modules/tasks/rows.h"
#include "tasks_pages.h"

enum { SHOWN_MOST = 12, LONGEST_TABLE = 20, ROWS_A_PAGE = 50 };

const struct input lead_inputs[] = {
    INPUT_CHOICE(struct lead_input, loai, T("Which ones"), "tat-ca|qua-han|tuan-nay|cho-bo-sung|bo-cham"),
    INPUT_TEXT(struct lead_input, don_vi, T("Agency"), .name = "don-vi", .max = 60), INPUT_TEXT(struct lead_input, vai_tro, T("Role"), .name = "vai-tro", .max = 60),
    INPUT_TEXT(struct lead_input, buoc, T("Step"), .max = 80), INPUT_TEXT(struct lead_input, tt, T("Procedure"), .max = 60),
    INPUT_INT(struct lead_input, nguoi, T("Officer"), .min = -1, .max = INT64_MAX), INPUT_END};

/* The end of this week's Sunday: what is due until then is the week's work. */
static int64_t week_end(void)
{
    int32_t today = time_local_days(clock_now());
    return time_of_local_day(today + 8 - date_weekday(today));
}

struct heap { const char *key, *label, *detail, *url; int64_t all, late, soon, waiting; };
struct heaps { struct q *q; struct heap *items; size_t count, room; };

/* One heap for each key; a figure of the leader's page. */
static struct heap *heap_of(struct heaps *h, const char *key)
{
    for (size_t i = 0; i < h->count; i++)
        if (strcmp(h->items[i].key, key) == 0)
            return &h->items[i];
    must(h->count < h->room);
    h->items[h->count] = (struct heap){.key = key};
    return &h->items[h->count++];
}

static struct heaps heaps_new(struct q *q, size_t room)
{
    return (struct heaps){.q = q, .items = arena_new_array(q->arena, struct heap, room + 1), .room = room + 1};
}

static void count_in(struct heap *to, const struct dossier_load *l)
{
    to->all += l->all;
    to->late += l->late;
    to->soon += l->soon;
    to->waiting += l->waiting;
}

static int by_late(const void *a, const void *b)
{
    const struct heap *x = a, *y = b;
    if (x->late != y->late)
        return x->late < y->late ? 1 : -1;
    if (x->soon != y->soon)
        return x->soon < y->soon ? 1 : -1;
    return x->all < y->all ? 1 : x->all > y->all ? -1 : strcmp(x->key, y->key);
}

static int by_all(const void *a, const void *b)
{
    const struct heap *x = a, *y = b;
    return x->all < y->all ? 1 : x->all > y->all ? -1 : strcmp(x->key, y->key);
}

/* --- why ------------------------------------------------------------------------------------------------------------------------------------- */

static const char *waits_for(struct q *q, const struct dossier_load *l)
{
    const struct access_role *role = access_role(l->role_id);
    const char *words = role && role->waiting_vi ? pick_language(q, role->waiting_vi, role->waiting_en) : tasks_role(q, l->role_id);
    return l->holder ? words : tr_fill(q, T("{what}, and nobody has taken it"), "what", words);
}

static void fill_causes(struct q *q, const struct dossier_load *load, size_t count, bool soon, struct tasks_lead_view *view)
{
    struct heaps h = heaps_new(q, count);
    for (size_t i = 0; i < count; i++) {
        const struct dossier_load *l = &load[i];
        struct heap *to = heap_of(&h, arena_printf(q->arena, "%s.%d", l->role_id, l->holder != 0));
        count_in(to, l);
        to->label = waits_for(q, l);
        to->url = arena_printf(q->arena, "/lanh-dao/ho-so?loai=%s&vai-tro=%s%s", soon ? "tuan-nay" : "qua-han", l->role_id, l->holder ? "" : "&nguoi=0");
    }
    for (size_t i = 0; soon && i < h.count; i++)
        h.items[i].late = h.items[i].soon; /* the same bars for another figure */
    qsort(h.items, h.count, sizeof *h.items, by_late);
    struct tasks_lead_causes *causes = arena_new_array(q->arena, struct tasks_lead_causes, h.count + 1);
    size_t n = 0;
    for (size_t i = 0; i < h.count && h.items[i].late && n < SHOWN_MOST; i++, n++)
        causes[n] = (struct tasks_lead_causes){.label = h.items[i].label, .count = h.items[i].late, .href = h.items[i].url,
                                               .bar = tasks_int(q, h.items[i].late * 100 / h.items[0].late)};
    if (soon) {
        struct tasks_lead_coming *coming = arena_new_array(q->arena, struct tasks_lead_coming, n + 1);
        for (size_t i = 0; i < n; i++)
            coming[i] = (struct tasks_lead_coming){causes[i].label, causes[i].count, causes[i].href, causes[i].bar};
        view->coming = coming;
        view->coming_count = n;
        return;
    }
    view->causes = causes;
    view->causes_count = n;
}

/* --- where ------------------------------------------------------------------------------------------------------------------------------------ */

static void fill_steps(struct q *q, const struct dossier_load *load, size_t count, struct tasks_lead_view *view)
{
    struct heaps h = heaps_new(q, count);
    for (size_t i = 0; i < count; i++) {
        const struct dossier_load *l = &load[i];
        struct heap *to = heap_of(&h, arena_printf(q->arena, "%s.%s", l->procedure_id, l->step_id));
        count_in(to, l);
        to->label = l->step_name;
        to->detail = tasks_procedure(q, l->procedure_id, 0);
        to->url = arena_printf(q->arena, "/lanh-dao/ho-so?loai=qua-han&tt=%s&buoc=%s", l->procedure_id, l->step_id);
    }
    qsort(h.items, h.count, sizeof *h.items, by_late);
    struct tasks_lead_steps *steps = arena_new_array(q->arena, struct tasks_lead_steps, SHOWN_MOST);
    size_t n = 0;
    for (; n < h.count && n < SHOWN_MOST && h.items[n].late; n++)
        steps[n] = (struct tasks_lead_steps){.step = h.items[n].label, .procedure = h.items[n].detail, .late = h.items[n].late, .all = h.items[n].all, .href = h.items[n].url};
    view->steps = steps;
    view->steps_count = n;
}

static void fill_units(struct q *q, const struct dossier_load *load, size_t count, struct tasks_lead_view *view)
{
    struct heaps h = heaps_new(q, count);
    for (size_t i = 0; i < count; i++) {
        struct heap *to = heap_of(&h, load[i].unit_id);
        count_in(to, &load[i]);
        to->label = tasks_unit(q, load[i].unit_id);
        to->url = arena_printf(q->arena, "/lanh-dao/ho-so?don-vi=%s", load[i].unit_id);
    }
    qsort(h.items, h.count, sizeof *h.items, by_late);
    size_t shown = h.count < LONGEST_TABLE ? h.count : LONGEST_TABLE;
    struct tasks_lead_units *units = arena_new_array(q->arena, struct tasks_lead_units, shown + 1);
    for (size_t i = 0; i < shown; i++) {
        int64_t share = h.items[i].all ? h.items[i].late * 1000 / h.items[i].all : 0;
        units[i] = (struct tasks_lead_units){
            .name = h.items[i].label, .all = h.items[i].all, .late = h.items[i].late, .soon = h.items[i].soon, .waiting = h.items[i].waiting, .href = h.items[i].url,
            .late_url = arena_printf(q->arena, "%s&loai=qua-han", h.items[i].url), .soon_url = arena_printf(q->arena, "%s&loai=tuan-nay", h.items[i].url),
            .share = arena_printf(q->arena, "%s %%", decimal_vi(q->arena, (double)share / 10, 1)), .heat = share >= 40 ? "c" : share >= 20 ? "b" : "a"};
    }
    view->units = units;
    view->units_count = shown;
    view->units_more = h.count > shown;
}

/* --- who -------------------------------------------------------------------------------------------------------------------------------------- */

static void fill_people(struct q *q, const struct dossier_load *load, size_t count, struct tasks_lead_view *view)
{
    struct heaps h = heaps_new(q, count);
    for (size_t i = 0; i < count; i++) {
        const struct dossier_load *l = &load[i];
        struct heap *to = heap_of(&h, l->holder ? arena_printf(q->arena, "%lld", (long long)l->holder) : arena_printf(q->arena, "%s.%s", l->unit_id, l->role_id));
        count_in(to, l);
        to->label = l->holder ? (l->holder_name ? l->holder_name : "?") : tr_fill(q, T("Nobody yet: {role}"), "role", tasks_role(q, l->role_id));
        to->detail = tasks_unit(q, l->unit_id);
        to->url = l->holder ? arena_printf(q->arena, "/lanh-dao/ho-so?nguoi=%lld", (long long)l->holder)
                            : arena_printf(q->arena, "/lanh-dao/ho-so?nguoi=0&don-vi=%s&vai-tro=%s", l->unit_id, l->role_id);
    }
    qsort(h.items, h.count, sizeof *h.items, by_all);
    size_t shown = h.count < LONGEST_TABLE ? h.count : LONGEST_TABLE;
    struct tasks_lead_people *people = arena_new_array(q->arena, struct tasks_lead_people, shown + 1);
    for (size_t i = 0; i < shown; i++)
        people[i] = (struct tasks_lead_people){.name = h.items[i].label, .unit = h.items[i].detail, .all = h.items[i].all, .late = h.items[i].late,
                                               .soon = h.items[i].soon, .href = h.items[i].url, .bar = tasks_int(q, h.items[i].all * 100 / h.items[0].all)};
    view->people = people;
    view->people_count = shown;
    view->people_more = h.count > shown;
}

enum result lead_show(struct q *q, const void *input)
{
    (void)input;
    const struct dossier_load *load;
    size_t count;
    struct tasks_lead_view view = {.unit = tasks_unit(q, q->account->unit_id), .now = time_long_vi(q->arena, clock_now())};
    TRY(dossiers_load(q, week_end(), &load, &count));
    for (size_t i = 0; i < count; i++) {
        view.all += load[i].all;
        view.late += load[i].late;
        view.soon += load[i].soon;
        view.waiting += load[i].waiting;
        view.step_late += load[i].step_late;
    }
    fill_causes(q, load, count, false, &view);
    fill_causes(q, load, count, true, &view);
    fill_steps(q, load, count, &view);
    fill_units(q, load, count, &view);
    fill_people(q, load, count, &view);
    struct page frame = {.shell = SHELL_OFFICE, .title = tr(q, T("Late, and why")), .no_index = true, .wide = true, .current = "/lanh-dao"};
    return tasks_lead_page(q, &frame, &view);
}

/* --- the dossiers behind a figure ------------------------------------------------------------------------------------------------------------- */

static const char *filled(const char *text)
{
    return text && *text ? text : NULL;
}

static const char *heading(struct q *q, const struct lead_input *in)
{
    if (text_equal(in->loai, "qua-han"))
        return tr(q, T("Overdue"));
    if (text_equal(in->loai, "tuan-nay"))
        return tr(q, T("Due until the end of this week"));
    return text_equal(in->loai, "cho-bo-sung") ? tr(q, T("Waiting for supplements")) : tr(q, T("Open dossiers"));
}

static const char *narrowed_to(struct q *q, const struct lead_input *in)
{
    const char *parts[5];
    size_t n = 0;
    if (filled(in->don_vi))
        parts[n++] = tasks_unit(q, in->don_vi);
    if (filled(in->vai_tro))
        parts[n++] = tasks_role(q, in->vai_tro);
    if (filled(in->tt))
        parts[n++] = tasks_procedure(q, in->tt, 0);
    if (request_query(q, "nguoi") && in->nguoi == 0)
        parts[n++] = tr(q, T("not taken by anybody"));
    return n ? text_join(q->arena, parts, n, " · ") : tasks_unit(q, q->account->unit_id);
}

static struct dossier_open open_of(struct q *q, const struct lead_input *in)
{
    int64_t now = clock_now();
    struct dossier_open what = {.unit_id = filled(in->don_vi), .role_id = filled(in->vai_tro), .step_id = filled(in->buoc), .procedure_id = filled(in->tt),
                                .holder = request_query(q, "nguoi") ? in->nguoi : -1, .waiting = text_equal(in->loai, "cho-bo-sung") ? 1 : -1, .limit = ROWS_A_PAGE};
    if (text_equal(in->loai, "qua-han"))
        what.due_until = now - 1;
    if (text_equal(in->loai, "tuan-nay")) {
        what.due_from = now;
        what.due_until = week_end() - 1;
    }
    return what;
}

enum result lead_list(struct q *q, const void *input)
{
    const struct lead_input *in = input;
    struct dossier_open what = open_of(q, in);
    const struct dossier_task *tasks;
    size_t count;
    int64_t total;
    struct pager pager;
    TRY(page_pager(q, ROWS_A_PAGE, INT32_MAX, &pager));
    what.offset = (pager.page - 1) * ROWS_A_PAGE;
    TRY(dossiers_open_tasks(q, &what, &tasks, &count, &total));
    TRY(page_pager(q, ROWS_A_PAGE, total, &pager));
    struct tasks_lead_list_view view = {
        .title = heading(q, in), .narrowed = narrowed_to(q, in), .may_give = access_may(q, "dossiers.assign"),
        .back = page_url_with(q, "trang", pager.page > 1 ? tasks_int(q, pager.page) : NULL), .any = count > 0, .pager = field_pager(q, &pager)};
    if (!strchr(view.back, '?'))
        view.back = arena_printf(q->arena, "%s?", view.back);
    view.list = rows_view(q, &(struct queue_input){0}, tasks, count, view.may_give);
    struct page frame = {.shell = SHELL_OFFICE, .title = view.title, .no_index = true, .current = "/lanh-dao"};
    return tasks_lead_list_page(q, &frame, &view);
}
