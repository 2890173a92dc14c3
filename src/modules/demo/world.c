/* The invented world: which procedures are asked for, where, and who works there. */
#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/date.h"
#include "base/json.h"
#include "base/text.h"
#include "core/access_roles.h"
#include "core/app.h"
#include "core/db.h"
#include "core/i18n.h"
#include "core/province.h"
#include "core/q.h"
#include "engines/files/files.h"
#include "engines/papers/paper.h"
#include "modules/accounts/accounts.h"
#include "modules/demo/demo_inside.h"
#include "modules/procedures/procedures.h"
#include "modules/units/units.h"

/* Work is spread unevenly everywhere: the n-th of a shuffled list gets weight 1000 / n. Those with a form of their own lead the list. */
static void weigh(uint64_t *ends, uint64_t *sum, size_t count)
{
    *sum = 0;
    for (size_t i = 0; i < count; i++)
        ends[i] = *sum += 1 + 1000 / (i + 1);
}

static size_t pick(struct dice *d, const uint64_t *ends, uint64_t sum)
{
    uint64_t at = dice_below(d, sum);
    size_t i = 0;
    while (ends[i] <= at)
        i++;
    return i;
}

static void choose_procedures(struct q *q, struct demo_world *w)
{
    const struct procedure *const *all;
    size_t n = procedures_all(q, &all), lead = 0;
    w->procedures = arena_new_array(q->arena, const struct procedure *, n);
    for (size_t i = 0; i < n; i++)
        w->procedures[w->procedure_count++] = all[i];
    for (size_t i = n - 1; i > 0; i--) {
        size_t k = dice_below(&w->dice, i + 1);
        const struct procedure *swap = w->procedures[i];
        w->procedures[i] = w->procedures[k];
        w->procedures[k] = swap;
    }
    for (size_t i = 0; i < n; i++)
        if (!text_equal(w->procedures[i]->form_id, "generic")) {
            const struct procedure *swap = w->procedures[i];
            w->procedures[i] = w->procedures[lead];
            w->procedures[lead++] = swap;
        }
    w->procedure_ends = arena_new_array(q->arena, uint64_t, n);
    weigh(w->procedure_ends, &w->procedure_sum, n);
}

/* Communes where the package's demonstration has officers come first: whoever signs in there finds work. */
static void lead_with_staffed(struct q *q, struct demo_world *w)
{
    size_t lead = 0, colleagues;
    const struct officer *list;
    for (size_t i = 0; i < w->commune_count; i++) {
        const struct unit *u = w->communes[i];
        if (accounts_colleagues(q, u->id, "reception_officer", &list, &colleagues) != OK || !colleagues)
            continue;
        w->communes[i] = w->communes[lead];
        w->communes[lead++] = u;
    }
}

static void choose_communes(struct q *q, struct demo_world *w)
{
    const struct unit *const *all;
    size_t n = units_all(q, &all);
    int32_t today = time_local_days(clock_now());
    w->communes = arena_new_array(q->arena, const struct unit *, n);
    for (size_t i = 0; i < n; i++)
        if (all[i]->form && text_equal(all[i]->level, "commune") && units_valid(all[i], today))
            w->communes[w->commune_count++] = all[i];
    lead_with_staffed(q, w);
    w->commune_ends = arena_new_array(q->arena, uint64_t, w->commune_count);
    weigh(w->commune_ends, &w->commune_sum, w->commune_count);
}

const struct procedure *demo_pick_procedure(struct demo_world *w)
{
    return w->procedures[pick(&w->dice, w->procedure_ends, w->procedure_sum)];
}

const struct unit *demo_pick_commune(struct demo_world *w)
{
    return w->communes[pick(&w->dice, w->commune_ends, w->commune_sum)];
}

/* One printed page that stands for every attached paper; it says itself that it is invented. */
static enum result make_paper(struct q *q, struct demo_world *w)
{
    static const char text[] =
        "{\"title\":\"Bản minh hoạ\",\"author\":\"Thu Bồn\",\"lang\":\"vi\",\"page\":{\"size\":\"A4\",\"margins_mm\":[20,20,20,25],\"face\":\"serif\",\"size_pt\":13},"
        "\"blocks\":[{\"kind\":\"heading\",\"text\":\"BẢN MINH HOẠ\",\"level\":1,\"align\":\"centre\"},{\"kind\":\"text\",\"text\":\"Giấy tờ này không có thật. Nó đứng "
        "thay cho giấy tờ do người nộp đính kèm trong dữ liệu trình diễn.\",\"align\":\"centre\"}]}";
    struct paper_fault fault;
    struct stored_file stored;
    struct buf pdf;
    const char *why;
    const struct paper *paper = paper_compile(q->arena, text, sizeof text - 1, &fault);
    if (!paper)
        return fail(q, BROKEN, T("The sample paper cannot be printed: {why}"), "why", fault.reason);
    buf_init(&pdf, q->arena, (size_t)1 << 20);
    TRY(paper_render(q->arena, paper, json_read(q->arena, "{}", 2, 2, &why), clock_now(), q->app->pdf, &pdf));
    enum result r = file_put(q->app->files, q->arena, pdf.data, pdf.length, &stored);
    if (r != OK)
        return q_fail_kind(q, r);
    w->paper_digest = arena_strdup(q->arena, stored.digest);
    w->paper_size = stored.size;
    return OK;
}

enum result demo_world_make(struct q *q, struct province *p, uint64_t seed, struct demo_world **ret)
{
    struct demo_world *w = arena_new_one(q->arena, struct demo_world);
    w->q = q;
    w->dice.state = seed * UINT64_C(0x9E3779B97F4A7C15) + 1;
    struct findings f = {.arena = q->arena};
    w->names = demo_names_read(q, p, &f);
    if (!w->names)
        return fail(q, INVALID, T("The province package has mistakes; run thubon check"));
    choose_procedures(q, w);
    choose_communes(q, w);
    TRY(make_paper(q, w));
    *ret = w;
    return OK;
}

/* One who works there already, from the package or from an earlier run. */
static enum result find_officer(struct demo_world *w, struct q *q, const char *role_id, const char *unit_id, struct account *ret)
{
    const struct officer *list;
    size_t count;
    TRY(accounts_colleagues(q, unit_id, role_id, &list, &count));
    if (count) {
        ret->id = list[0].account_id;
        ret->name = arena_strdup(w->q->arena, list[0].name);
    }
    return OK;
}

static enum result make_officer(struct demo_world *w, struct q *q, const char *role_id, const char *unit_id, struct account *ret)
{
    ret->name = arena_strdup(w->q->arena, demo_name(q, w->names, &w->dice, NULL));
    struct account_new made = {.kind = ACCOUNT_OFFICER, .login = arena_printf(q->arena, "demo.%s.%s", unit_id, role_id), .name = ret->name};
    TRY(account_create(q, &made, &ret->id));
    return assignment_create(q, &(struct assignment_new){.account_id = ret->id, .role_id = role_id, .unit_id = unit_id}, &ret->assignment_id);
}

static void keep_officer(struct demo_world *w, struct demo_officer *o)
{
    if (w->officer_count == w->officer_room) {
        size_t room = w->officer_room ? w->officer_room * 2 : 256;
        w->officers = arena_grow(w->q->arena, w->officers, sizeof *w->officers, w->officer_room, room);
        w->officer_room = room;
    }
    w->officers[w->officer_count++] = o;
}

enum result demo_officer_at(struct demo_world *w, struct q *q, const char *role_id, const char *unit_id, const struct account **ret)
{
    const struct access_role *role = access_role(role_id);
    for (size_t i = 0; i < w->officer_count; i++)
        if (text_equal(w->officers[i]->role_id, role_id) && text_equal(w->officers[i]->unit_id, unit_id)) {
            *ret = &w->officers[i]->account;
            return OK;
        }
    if (!role)
        return fail(q, INVALID, T("The province has no role “{role}”"), "role", role_id);
    struct account account = {.kind = ACCOUNT_OFFICER, .role_id = role->id, .role_name = role->name_vi, .permissions = role->permissions};
    TRY(find_officer(w, q, role_id, unit_id, &account));
    if (!account.id)
        TRY(make_officer(w, q, role_id, unit_id, &account));
    struct demo_officer *o = arena_new_one(w->q->arena, struct demo_officer);
    account.unit_id = arena_strdup(w->q->arena, unit_id);
    *o = (struct demo_officer){role->id, account.unit_id, account};
    keep_officer(w, o);
    *ret = &o->account;
    return OK;
}

struct filling { struct demo_world *w; int64_t count, done; };

static enum result fill_some(struct q *q, void *arg)
{
    struct filling *f = arg;
    size_t roles;
    const struct access_role *all = access_roles(&roles);
    for (int64_t i = f->done; i < f->count && i < f->done + 500; i++) {
        int64_t account, assignment;
        const char *name = demo_name(q, f->w->names, &f->w->dice, NULL);
        const struct unit *unit = f->w->communes[(uint64_t)i % f->w->commune_count];
        struct account_new made = {.kind = ACCOUNT_OFFICER, .login = arena_printf(q->arena, "demo.%07lld", (long long)i), .name = name};
        TRY(account_create(q, &made, &account));
        TRY(assignment_create(q, &(struct assignment_new){.account_id = account, .role_id = all[(uint64_t)i % roles].id, .unit_id = unit->id}, &assignment));
    }
    return OK;
}

enum result demo_fill_officers(struct demo_world *w, int64_t count)
{
    struct filling f = {w, count, 0};
    for (; f.done < count; f.done += 500)
        TRY(db_transact(w->q, fill_some, &f));
    return OK;
}
