/* /he-thong: counts, filters, the table; the same rows as CSV. */
#include "base/arena.h"
#include "base/buf.h"
#include "base/csv.h"
#include "base/text.h"
#include "core/field.h"
#include "core/http/http.h"
#include "core/i18n.h"
#include "core/page_theme.h"
#include "modules/systems/systems_inside.h"
#include "systems_pages.h"
#include <stdlib.h>

enum { PAGE_SIZE = 20 };

typedef const char *value_fn(const struct system_entry *e);
static const char *kind_of(const struct system_entry *e) { return e->kind; }
static const char *status_of(const struct system_entry *e) { return e->status_2023; }
static const char *today_of(const struct system_entry *e) { return e->today; }

static const char *const kind_codes[] = {"engine", "shared", "specialised-registry", "infrastructure", "external", NULL};
static const char *const status_codes[] = {"running", "pilot", "planned", "external", NULL};
static const char *const today_codes[] = {"module", "register", "adapter", "planned", NULL};

static int64_t count_with(value_fn *value, const char *code)
{
    const struct system_entry *all;
    size_t count = systems_all(&all);
    int64_t n = 0;
    for (size_t i = 0; i < count; i++)
        n += text_equal(value(&all[i]), code);
    return n;
}

/* Whole percents for the bar; whoever has any gets at least one. */
static const char *width(struct q *q, int64_t part, size_t all)
{
    int64_t percent = all ? (part * 100 + (int64_t)all / 2) / (int64_t)all : 0;
    return arena_printf(q->arena, "%lld", (long long)(part && !percent ? 1 : percent));
}

static void fill_counts(struct q *q, struct systems_list_view *v)
{
    static const char *const colours_status[] = {"c1", "c2", "c3", "c4"}, *const colours_today[] = {"c1", "c4", "c2", "c3"};
    const struct system_entry *all;
    size_t total = systems_all(&all);
    struct systems_list_today *today = arena_new_array(q->arena, struct systems_list_today, 4);
    struct systems_list_status *status = arena_new_array(q->arena, struct systems_list_status, 4);
    for (size_t i = 0; i < 4; i++) {
        int64_t n = count_with(today_of, today_codes[i]), m = count_with(status_of, status_codes[i]);
        today[i] = (struct systems_list_today){tr(q, systems_today_words(today_codes[i])), n, colours_today[i], width(q, n, total)};
        status[i] = (struct systems_list_status){tr(q, systems_status_words(status_codes[i])), m, colours_status[i], width(q, m, total)};
    }
    v->total = (int64_t)total;
    v->today = today;
    v->status = status;
    v->today_count = v->status_count = 4;
    for (size_t i = 0; i < total; i++)
        v->name_only += text_equal(all[i].basis, "name-only");
}

static void fill_filters(struct q *q, const struct systems_filter *f, struct systems_list_view *v)
{
    struct systems_list_kinds *kinds = arena_new_array(q->arena, struct systems_list_kinds, 5);
    struct systems_list_statuses *statuses = arena_new_array(q->arena, struct systems_list_statuses, 4);
    struct systems_list_states *states = arena_new_array(q->arena, struct systems_list_states, 4);
    for (; kind_codes[v->kinds_count]; v->kinds_count++)
        kinds[v->kinds_count] = (struct systems_list_kinds){kind_codes[v->kinds_count], tr(q, systems_kind_words(kind_codes[v->kinds_count])),
                                                            count_with(kind_of, kind_codes[v->kinds_count]), text_equal(f->loai, kind_codes[v->kinds_count])};
    for (; status_codes[v->statuses_count]; v->statuses_count++)
        statuses[v->statuses_count] = (struct systems_list_statuses){status_codes[v->statuses_count], tr(q, systems_status_words(status_codes[v->statuses_count])),
                                                                     count_with(status_of, status_codes[v->statuses_count]), text_equal(f->tinhtrang, status_codes[v->statuses_count])};
    for (; today_codes[v->states_count]; v->states_count++)
        states[v->states_count] = (struct systems_list_states){today_codes[v->states_count], tr(q, systems_today_words(today_codes[v->states_count])),
                                                               count_with(today_of, today_codes[v->states_count]), text_equal(f->nay, today_codes[v->states_count])};
    v->kinds = kinds;
    v->statuses = statuses;
    v->states = states;
    v->typed = f->q;
}

struct keyed { const char *key; const struct system_entry *e; };

static int compare_keyed(const void *a, const void *b)
{
    const struct keyed *x = a, *y = b;
    int order = strcmp(x->key, y->key);
    return order ? order : x->e < y->e ? -1 : 1;
}

/* By name or owner in the reader's alphabet; "thu-tu" is the package's order. */
static void sort(struct q *q, struct page_sort by, const struct system_entry **list, size_t count)
{
    struct keyed *keys = arena_new_array(q->arena, struct keyed, count + 1);
    bool by_owner = text_equal(by.key, "co-quan");
    if (text_equal(by.key, "thu-tu") || !count)
        return;
    for (size_t i = 0; i < count; i++)
        keys[i] = (struct keyed){text_sort_key(q->arena, by_owner ? pick_language(q, list[i]->owner_vi, list[i]->owner_en) : pick_language(q, list[i]->name_vi, list[i]->name_en)), list[i]};
    qsort(keys, count, sizeof *keys, compare_keyed);
    for (size_t i = 0; i < count; i++)
        list[i] = keys[by.descending ? count - 1 - i : i].e;
}

static struct systems_list_rows row_of(struct q *q, const struct system_entry *e)
{
    return (struct systems_list_rows){
        .name = pick_language(q, e->name_vi, e->name_en), .href = arena_printf(q->arena, "/he-thong/%s", e->id), .kind = tr(q, systems_kind_words(e->kind)),
        .owner = pick_language(q, e->owner_vi, e->owner_en), .status = tr(q, systems_status_words(e->status_2023)), .status_tag = systems_status_tag(e->status_2023),
        .today = tr(q, systems_today_words(e->today)), .today_tag = systems_today_tag(e->today), .figures = pick_language(q, e->figures_vi, e->figures_en)};
}

static void fill_rows(struct q *q, const struct system_entry **list, size_t count, struct systems_list_view *v)
{
    struct pager pager;
    page_pager(q, PAGE_SIZE, (int64_t)count, &pager);
    size_t from = (size_t)((pager.page - 1) * PAGE_SIZE);
    struct systems_list_rows *rows = arena_new_array(q->arena, struct systems_list_rows, PAGE_SIZE);
    for (size_t i = from; i < count && i < from + PAGE_SIZE; i++)
        rows[v->rows_count++] = row_of(q, list[i]);
    v->rows = rows;
    v->pager = field_pager(q, &pager);
    v->found = (int64_t)count;
}

/* An empty choice of a filter form is no filter. */
static struct systems_filter cleaned(const struct systems_filter *in)
{
    struct systems_filter f = *in;
    f.loai = f.loai && *f.loai ? f.loai : NULL;
    f.tinhtrang = f.tinhtrang && *f.tinhtrang ? f.tinhtrang : NULL;
    f.nay = f.nay && *f.nay ? f.nay : NULL;
    return f;
}

enum result systems_answer_list(struct q *q, const void *input)
{
    struct systems_filter f = cleaned(input);
    const struct system_entry **list;
    struct page_sort by = page_sort(q, "thu-tu|ten|co-quan");
    size_t count = systems_filtered(q, &f, &list);
    struct theme theme;
    page_theme(q, &theme);
    sort(q, by, list, count);
    const char *query = strchr(page_url_with(q, "ngon-ngu", NULL), '?');
    struct systems_list_view v = {
        .sort_name = page_sort_url(q, by, "ten"), .aria_name = page_sort_aria(by, "ten"), .sort_owner = page_sort_url(q, by, "co-quan"),
        .aria_owner = page_sort_aria(by, "co-quan"), .csv = arena_printf(q->arena, "/he-thong.csv%s", query ? query : ""), .hotline = theme.hotline,
        .hotline_digits = theme.hotline_digits};
    fill_counts(q, &v);
    fill_filters(q, &f, &v);
    fill_rows(q, list, count, &v);
    return systems_list_page(q, &(struct page){.title = tr(q, T("Systems of the province")), .current = "/he-thong",
                                               .description = tr(q, T("Every system that the province's plans name: how it stood in 2023, and what truly works in Thu Bồn today."))}, &v);
}

enum result systems_answer_csv(struct q *q, const void *input)
{
    enum { CSV_MOST = 4 * 1024 * 1024 };
    struct systems_filter f = cleaned(input);
    const struct system_entry **list;
    size_t count = systems_filtered(q, &f, &list);
    struct buf b;
    static const char *const heads[] = {"id", "name_vi", "name_en", "kind", "owner_vi", "owner_en", "status_2023", "basis", "today", "where", "figures_vi", "figures_en", "note_vi", "note_en"};
    buf_init(&b, q->arena, CSV_MOST);
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        csv_field(&b, heads[i], i == 0);
    csv_end_record(&b);
    for (size_t i = 0; i < count; i++) {
        const struct system_entry *e = list[i];
        const char *const fields[] = {e->id, e->name_vi, e->name_en, e->kind, e->owner_vi, e->owner_en, e->status_2023, e->basis, e->today, e->where,
                                      e->figures_vi, e->figures_en, e->note_vi, e->note_en};
        for (size_t k = 0; k < sizeof fields / sizeof *fields; k++)
            csv_field(&b, fields[k] ? fields[k] : "", k == 0);
        csv_end_record(&b);
    }
    return reply_bytes(q, "text/csv; charset=utf-8", b.data, b.length, "he-thong.csv");
}
