/* The officer's list: which view, filter and order; counts for tabs and menu; neighbours of one dossier. */
#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"
#include "core/access.h"
#include "core/i18n.h"
#include "core/q.h"
#include "modules/tasks/tasks_inside.h"

enum { PLACE_MOST = 500 };

const struct queue_view queue_views[] = {
    {"tat-ca", NULL, T("All"), "inbox"},
    {"cua-toi", "mine", T("Mine"), "user-check"},
    {"cho-nhan", "free", T("Not taken yet"), "hand-helping"},
    {"sap-han", "due_soon", T("Due soon"), "alarm-clock"},
    {"qua-han", "late", T("Overdue"), "clock-alert"},
    {"cho-bo-sung", "waiting", T("Waiting for supplements"), "pause"},
    {"da-xong", "done", T("Done by me"), "check-check"},
    {NULL, NULL, NULL, NULL}};

const struct input queue_inputs[] = {QUEUE_INPUTS, INPUT_END};

const struct queue_view *queue_view_of(const char *slug)
{
    for (const struct queue_view *v = queue_views; v->slug; v++)
        if (text_equal(v->slug, slug))
            return v;
    return &queue_views[0];
}

static const char *filled(const char *text)
{
    return text && *text ? text : NULL;
}

struct dossier_list queue_list(const struct queue_input *in)
{
    return (struct dossier_list){
        .words = filled(in->q), .procedure_id = filled(in->tt), .view = queue_view_of(in->muc)->view,
        .sort = text_equal(in->xep, "moi") ? SORT_NEWEST : text_equal(in->xep, "ma") ? SORT_CODE : SORT_DUE};
}

static void add(struct buf *to, bool *first, const char *name, const char *value)
{
    if (!filled(value))
        return;
    buf_printf(to, "%c%s=", *first ? '?' : '&', name);
    buf_url(to, value);
    *first = false;
}

const char *queue_url(struct q *q, const char *path, const struct queue_input *in)
{
    struct buf b;
    bool first = !strchr(path, '?');
    buf_init(&b, q->arena, 4000);
    buf_puts(&b, path);
    add(&b, &first, "muc", in->muc);
    add(&b, &first, "tt", in->tt);
    add(&b, &first, "q", in->q);
    add(&b, &first, "xep", in->xep);
    return b.overflow ? path : b.data;
}

/* Tabs, menu entries and the page ask in the same request: it is read once. */
static enum result read_counts(struct q *q, struct queue_counts *c)
{
    const struct dossier_task *none;
    size_t count;
    TRY(dossiers_inbox_counts(q, &c->all, &c->mine, &c->waiting, &c->due_soon, &c->late));
    return dossiers_inbox(q, &(struct dossier_list){.view = "free", .limit = 1}, &none, &count, &c->free);
}

enum result queue_counts(struct q *q, struct queue_counts *ret)
{
    static _Thread_local struct { char id[72]; const struct request *request; int64_t account; enum result result; struct queue_counts counts; } kept;
    const char *id = q->request_id ? q->request_id : "";
    bool same = *id && kept.request == q->request && kept.account == q->account->id && strcmp(kept.id, id) == 0;
    if (!same) {
        kept.result = read_counts(q, &kept.counts);
        kept.request = q->request;
        kept.account = q->account->id;
        snprintf(kept.id, sizeof kept.id, "%s", strlen(id) < sizeof kept.id ? id : "");
    }
    *ret = kept.counts;
    return kept.result;
}

static enum result figure(struct q *q, size_t offset, int64_t *ret)
{
    struct queue_counts c = {0};
    enum result r = queue_counts(q, &c);
    if (r == PROBLEM_FORBIDDEN) /* no role chosen: no list, no figure */
        q_forget(q);
    *ret = *(const int64_t *)((const char *)&c + offset);
    return OK;
}

#define MENU(name, member, is_late)                                                                                                      \
    enum result name(struct q *q, int64_t *ret, bool *ret_late)                                                                          \
    {                                                                                                                                    \
        TRY(figure(q, offsetof(struct queue_counts, member), ret));                                                                      \
        *ret_late = is_late && *ret > 0;                                                                                                 \
        return OK;                                                                                                                       \
    }
MENU(menu_all, all, false)
MENU(menu_mine, mine, false)
MENU(menu_free, free, false)
MENU(menu_waiting, waiting, false)
MENU(menu_soon, due_soon, false)
MENU(menu_late, late, true)

enum result queue_place(struct q *q, const struct queue_input *in, const char *code, struct queue_place *ret)
{
    const struct dossier_task *tasks;
    size_t count;
    struct dossier_list list = queue_list(in);
    list.limit = PLACE_MOST;
    *ret = (struct queue_place){0};
    TRY(dossiers_inbox(q, &list, &tasks, &count, &ret->total));
    for (size_t i = 0; i < count && !ret->position; i++)
        if (strcmp(tasks[i].code, code) == 0) {
            ret->position = (int64_t)i + 1;
            ret->previous = i > 0 ? tasks[i - 1].code : NULL;
            ret->next = i + 1 < count ? tasks[i + 1].code : NULL;
        }
    return OK;
}
