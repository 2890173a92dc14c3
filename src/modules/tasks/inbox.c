/* GET /hop-viec: what waits for the officer's role in his or her units, nearest date first. */
#include "base/arena.h"
#include "base/clock.h"
#include "base/date.h"
#include "base/text.h"
#include "core/access.h"
#include "core/field.h"
#include "core/i18n.h"
#include "core/q.h"
#include "modules/procedures/procedures.h"
#include "modules/tasks/rows.h"
#include "modules/tasks/tasks_inside.h"
#include "tasks_pages.h"

enum { ROWS_A_PAGE = 30 };

struct tag { const char *words, *look; };

static struct tag tag_of(struct q *q, const struct dossier_task *t, const struct task_clock *clock)
{
    bool held = t->holder && t->holder != q->account->id && !t->closed_at;
    if (t->closed_at)
        return (struct tag){tr(q, T("Done")), "ok"};
    if (held)
        return (struct tag){tr(q, T("Held")), "none"};
    if (t->waiting)
        return (struct tag){tr(q, T("Paused")), "none"};
    if (text_equal(clock->tone, "late"))
        return (struct tag){tr(q, T("Overdue")), "late"};
    if (text_equal(clock->tone, "wait"))
        return (struct tag){tr(q, T("Due soon")), "wait"};
    return (struct tag){tasks_status(q, t->status), tasks_status_look(t->status)};
}

/* "Bùi Văn Thắng giữ từ 09:08 hôm nay", else the step. */
static const char *step_words(struct q *q, const struct dossier_task *t)
{
    if (!t->holder || t->holder == q->account->id || t->closed_at)
        return t->step_name;
    return tr_fill(q, T("{name} has held it since {when}"), "name", t->holder_name ? t->holder_name : "?", "when", tasks_moment(q, t->held_since));
}

static void row_of(struct q *q, const struct queue_input *in, const struct dossier_task *t, struct tasks_rows_rows *row)
{
    struct task_clock clock;
    tasks_clock_of_task(q, t, &clock);
    struct tag tag = tag_of(q, t, &clock);
    bool held = t->holder && t->holder != q->account->id;
    *row = (struct tasks_rows_rows){
        .value = arena_printf(q->arena, "%lld.%lld.%lld", (long long)t->dossier_id, (long long)t->number, (long long)t->version),
        .href = queue_url(q, tasks_url(q, t->code), in), .who = t->applicant_name, .code = t->code, .channel = tasks_channel(q, t->channel),
        .procedure = tasks_procedure(q, t->procedure_id, 0), .about = text_equal(t->summary, t->applicant_name) ? NULL : t->summary,
        .left = clock.words, .promise = clock.promise, .tone = clock.tone, .bar = clock.bar, .step = step_words(q, t), .tag = tag.words,
        .look = tag.look, .blocked = t->closed_at || (held && !access_may(q, "dossiers.assign")), .mine = t->holder == q->account->id && !t->closed_at};
}

const struct tasks_rows_view *rows_view(struct q *q, const struct queue_input *in, const struct dossier_task *tasks, size_t count, bool working)
{
    struct tasks_rows_rows *rows = arena_new_array(q->arena, struct tasks_rows_rows, count + 1);
    struct tasks_rows_view *view = arena_new_one(q->arena, struct tasks_rows_view);
    for (size_t i = 0; i < count; i++)
        row_of(q, in, &tasks[i], &rows[i]);
    *view = (struct tasks_rows_view){.working = working, .rows = rows, .rows_count = count};
    return view;
}

static const char *count_of(struct q *q, const struct queue_view *v, const struct queue_counts *c)
{
    const struct { const char *slug; int64_t n; } counts[] = {{"tat-ca", c->all}, {"cua-toi", c->mine}, {"cho-nhan", c->free}, {"sap-han", c->due_soon},
                                                              {"qua-han", c->late}, {"cho-bo-sung", c->waiting}};
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        if (strcmp(counts[i].slug, v->slug) == 0)
            return number_vi(q->arena, counts[i].n);
    return "";
}

static void fill_tabs(struct q *q, const struct queue_input *in, const struct queue_counts *counts, struct tasks_inbox_view *view)
{
    struct tasks_inbox_tabs *tabs = arena_new_array(q->arena, struct tasks_inbox_tabs, 8);
    const struct queue_view *now = queue_view_of(in->muc);
    size_t n = 0;
    for (const struct queue_view *v = queue_views; v->slug; v++, n++) {
        struct queue_input there = {.muc = v == queue_views ? NULL : v->slug, .tt = in->tt, .q = in->q, .xep = in->xep};
        tabs[n] = (struct tasks_inbox_tabs){.label = tr(q, v->label), .count = count_of(q, v, counts), .href = queue_url(q, "/hop-viec", &there),
                                            .current = v == now, .late = text_equal(v->view, "late") && counts->late > 0};
    }
    view->tabs = tabs;
    view->tabs_count = n;
}

static enum result fill_filters(struct q *q, const struct queue_input *in, struct tasks_inbox_view *view)
{
    static const struct { const char *value, *label; } orders[] = {{"", T("Nearest date first")}, {"moi", T("Newest first")}, {"ma", T("By code")}};
    const struct dossier_procedure_count *counts;
    size_t count;
    TRY(dossiers_inbox_procedures(q, &counts, &count));
    struct tasks_inbox_procedures *list = arena_new_array(q->arena, struct tasks_inbox_procedures, count + 1);
    struct tasks_inbox_orders *order = arena_new_array(q->arena, struct tasks_inbox_orders, 3);
    for (size_t i = 0; i < count; i++)
        list[i] = (struct tasks_inbox_procedures){
            .id = counts[i].procedure_id, .chosen = text_equal(in->tt, counts[i].procedure_id),
            .name = arena_printf(q->arena, "%s (%s)", text_truncate(q->arena, tasks_procedure(q, counts[i].procedure_id, 0), 60), number_vi(q->arena, counts[i].found))};
    for (size_t i = 0; i < 3; i++)
        order[i] = (struct tasks_inbox_orders){.value = orders[i].value, .label = tr(q, orders[i].label), .chosen = text_equal(in->xep ? in->xep : "", orders[i].value)};
    view->procedures = list;
    view->procedures_count = count;
    view->orders = order;
    view->orders_count = 3;
    return OK;
}

/* What was done on the page before: said once, above the list. */
static const char *done_words(struct q *q, const struct queue_input *in)
{
    static const struct { const char *key, *say; } all[] = {
        {"buoc", T("{code}: the step is done; the dossier has gone on")}, {"bo-sung", T("{code}: the request was sent, the clock stands")},
        {"tu-choi", T("{code}: refused; the applicant gets form 03")}, {"dung", T("{code}: stopped; the applicant gets form 05")},
        {"tra-lai", T("{code}: sent back")}, {"giao", T("{code}: given to the colleague")}, {"tra", T("{code}: handed over")},
        {"xong-hs", T("{code}: finished")}};
    for (size_t i = 0; in->da && in->ma && i < sizeof all / sizeof *all; i++)
        if (strcmp(all[i].key, in->da) == 0)
            return tr_fill(q, all[i].say, "code", in->ma);
    return NULL;
}

static enum result fill_rows(struct q *q, const struct queue_input *in, struct tasks_inbox_view *view)
{
    struct dossier_list list = queue_list(in);
    const struct dossier_task *tasks;
    size_t count;
    int64_t total;
    struct pager pager;
    list.limit = ROWS_A_PAGE;
    TRY(page_pager(q, ROWS_A_PAGE, INT32_MAX, &pager)); /* the page asked for; the total is known after reading */
    list.offset = (pager.page - 1) * ROWS_A_PAGE;
    TRY(dossiers_inbox(q, &list, &tasks, &count, &total));
    TRY(page_pager(q, ROWS_A_PAGE, total, &pager));
    if (!count && total) { /* behind the last page: show the last */
        list.offset = (pager.page - 1) * ROWS_A_PAGE;
        TRY(dossiers_inbox(q, &list, &tasks, &count, &total));
    }
    view->list = rows_view(q, in, tasks, count, view->working);
    view->any = count > 0;
    view->summary = pager.summary;
    view->previous = pager.previous_url;
    view->next = pager.next_url;
    return OK;
}

static const char *search_everything(struct q *q, const struct queue_input *in)
{
    struct buf b;
    buf_init(&b, q->arena, 2000);
    buf_puts(&b, "/tra-cuu-ho-so?q=");
    buf_url(&b, in->q ? in->q : "");
    return b.data;
}

/* The box in the bar leads here (core/module.h, the officers' home): a whole code opens its dossier, wherever it is. */
static bool is_code_of(struct q *q, const char *typed, const char **ret_code)
{
    struct dossier d;
    if (!typed || !strchr(typed, '-'))
        return false;
    bool found = dossiers_by_code(q, text_upper(q->arena, typed), &d) == OK;
    q_forget(q);
    *ret_code = found ? d.code : NULL;
    return found;
}

enum result inbox_show(struct q *q, const void *input)
{
    const struct queue_input *in = input;
    const char *code;
    if (is_code_of(q, in->q, &code))
        return reply_redirect(q, queue_url(q, tasks_url(q, code), &(struct queue_input){.muc = in->muc}));
    const struct queue_view *now = queue_view_of(in->muc);
    struct queue_counts counts = {0};
    struct tasks_inbox_view view = {.words = in->q, .view = now == queue_views ? NULL : now->slug, .bulk_url = queue_url(q, "/hop-viec/nhieu", in)};
    TRY(queue_counts(q, &counts));
    view.now = time_long_vi(q->arena, clock_now());
    view.filtered = (in->q && *in->q) || (in->tt && *in->tt);
    view.search_url = view.filtered && access_may(q, "dossiers.search") ? search_everything(q, in) : NULL;
    view.all_url = queue_url(q, "/hop-viec", &(struct queue_input){.muc = in->muc});
    view.csv_url = queue_url(q, "/hop-viec/xuat/csv", in);
    view.xlsx_url = queue_url(q, "/hop-viec/xuat/xlsx", in);
    view.may_receive = access_may(q, "dossiers.receive");
    view.working = !text_equal(now->view, "done");
    view.said = done_words(q, in);
    view.said_url = view.said ? tasks_url(q, in->ma) : NULL;
    fill_tabs(q, in, &counts, &view);
    TRY(fill_filters(q, in, &view));
    TRY(fill_rows(q, in, &view));
    struct page frame = {.shell = SHELL_OFFICE, .title = tr(q, T("Inbox")), .no_index = true, .current = now == queue_views ? "/hop-viec" : arena_printf(q->arena, "/hop-viec?muc=%s", now->slug)};
    return tasks_inbox_page(q, &frame, &view);
}
