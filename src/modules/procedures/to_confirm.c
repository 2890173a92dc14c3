/* /quan-tri/thu-tuc: for officers who control procedures, what still waits for a source. The confirming itself is on each procedure's page. */
#include "base/arena.h"
#include "base/text.h"
#include "core/field.h"
#include "core/http/http.h"
#include "core/i18n.h"
#include "modules/procedures/procedures_inside.h"
#include "procedures_pages.h"

enum { PAGE_SIZE = 25 };

static bool is_waiting(const struct procedure *p)
{
    for (int i = 0; i < FACTS_COUNT; i++)
        if (procedures_certainty(p, (enum procedure_facts)i) == CERTAINTY_KNOWLEDGE)
            return true;
    return false;
}

enum result procedures_count_waiting(struct q *q, int64_t *ret, bool *ret_late)
{
    const struct catalogue *c = procedures_catalogue;
    procedures_confirmed_refresh(q);
    *ret = 0;
    *ret_late = false;
    for (size_t i = 0; i < c->count; i++)
        *ret += is_waiting(c->in_force[i]);
    return OK;
}

static void fill_sectors(struct q *q, const struct waiting_input *in, struct procedures_to_confirm_view *v)
{
    const struct catalogue *c = procedures_catalogue;
    struct procedures_to_confirm_sectors *list = arena_new_array(q->arena, struct procedures_to_confirm_sectors, c->sector_count + 1);
    for (size_t i = 0; i < c->sector_count; i++) {
        struct procedures_to_confirm_sectors s = {c->sectors[i].code, pick_language(q, c->sectors[i].name_vi, c->sectors[i].name_en), 0,
                                                  text_equal(in->linhvuc, c->sectors[i].code)};
        for (size_t k = 0; k < c->count; k++)
            s.count += text_equal(c->in_force[k]->sector_code, s.code) && is_waiting(c->in_force[k]);
        if (s.count || s.chosen)
            list[v->sectors_count++] = s;
    }
    v->sectors = list;
}

static struct procedures_to_confirm_rows row_of(struct q *q, const struct procedure *p)
{
    static const char *const labels[FACTS_COUNT] = {T("Name, code, who decides"), T("Time"), T("Fee"), T("Online level"), T("Papers")};
    struct procedures_to_confirm_rows_groups *groups = arena_new_array(q->arena, struct procedures_to_confirm_rows_groups, FACTS_COUNT);
    const struct sector *sector = procedures_sector(q, p->sector_code);
    for (int i = 0; i < FACTS_COUNT; i++) {
        enum certainty sure = procedures_certainty(p, (enum procedure_facts)i);
        groups[i] = (struct procedures_to_confirm_rows_groups){tr(q, labels[i]), sure == CERTAINTY_CONFIRMED, sure == CERTAINTY_SOURCE};
    }
    return (struct procedures_to_confirm_rows){.name = procedures_name(q, p), .href = arena_printf(q->arena, "/thu-tuc/%s#xac-nhan", p->id),
                                               .sector = sector ? pick_language(q, sector->name_vi, sector->name_en) : "", .groups = groups, .groups_count = FACTS_COUNT};
}

enum result procedures_answer_waiting(struct q *q, const void *input)
{
    const struct waiting_input *in = input;
    const struct procedure_hit *hits;
    struct pager pager;
    size_t total, n = 0;
    bool late;
    const char *sector = in->linhvuc && *in->linhvuc ? in->linhvuc : NULL;
    struct procedures_to_confirm_view v = {.total = (int64_t)procedures_catalogue->count, .typed = in->q, .with_all = in->tatca};
    TRY(procedures_count_waiting(q, &v.waiting, &late));
    size_t count = procedures_search(q, &(struct procedure_search){.words = in->q, .sector = sector}, &hits, &total);
    const struct procedure **list = arena_new_array(q->arena, const struct procedure *, count + 1);
    for (size_t i = 0; i < count; i++)
        if (in->tatca || is_waiting(hits[i].procedure))
            list[n++] = hits[i].procedure;
    page_pager(q, PAGE_SIZE, (int64_t)n, &pager);
    struct procedures_to_confirm_rows *rows = arena_new_array(q->arena, struct procedures_to_confirm_rows, PAGE_SIZE);
    size_t from = (size_t)((pager.page - 1) * PAGE_SIZE);
    for (size_t i = from; i < n && i < from + PAGE_SIZE; i++)
        rows[v.rows_count++] = row_of(q, list[i]);
    v.rows = rows;
    v.pager = field_pager(q, &pager);
    fill_sectors(q, in, &v);
    return procedures_to_confirm_page(q, &(struct page){.shell = SHELL_OFFICE, .title = tr(q, T("Facts to confirm")), .current = "/quan-tri/thu-tuc"}, &v);
}
