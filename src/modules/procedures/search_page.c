/* /tim: all hits of the words, then narrowed by the filters. The count beside a filter's value is what choosing it would leave, given the
 * choices in the other filters. */
#include "base/arena.h"
#include "base/buf.h"
#include "base/json.h"
#include "base/text.h"
#include "core/field.h"
#include "core/http/http.h"
#include "core/i18n.h"
#include "core/page_theme.h"
#include "modules/procedures/procedures_inside.h"
#include "procedures_pages.h"
#include <stdlib.h>

enum { PAGE_SIZE = 20, WORDS_MOST = 200, TOO_MANY = 200, VALUES_SHOWN = 8, CLOSE_MOST = 3, NEAR_MOST = 5, SUGGESTIONS = 7 };
enum facet_kind { FACET_ONLINE, FACET_LEVEL, FACET_SECTOR, FACET_EVENT, FACET_COUNT };

struct value { const char *code, *label; bool chosen; int64_t count; };
struct facet { const char *name, *legend; struct value *values; size_t count; bool any; };
struct searching {
    struct facet facets[FACET_COUNT];
    const struct procedure_hit *hits; size_t count;   /* of the words alone */
    const struct procedure **shown; size_t shown_count; /* after the filters */
};

static const char *const online_levels[] = {"toan_trinh", "mot_phan", "none"}, *const levels[] = {"commune", "district", "province"};

static size_t place_of(const char *const *codes, const char *code)
{
    return text_equal(code, codes[0]) ? 0 : text_equal(code, codes[1]) ? 1 : 2;
}

/* The values of a filter that a procedure has, as bits of its values' places; a sector is one of more than 64, so it stands by itself. */
static uint64_t bits_of(const struct procedure *p, enum facet_kind kind)
{
    switch (kind) {
    case FACET_ONLINE: return UINT64_C(1) << place_of(online_levels, p->online_level);
    case FACET_LEVEL: return UINT64_C(1) << place_of(levels, p->level);
    default: return procedures_catalogue->event_bits[procedures_version_index(p)];
    }
}

static bool passes(const struct facet *f, enum facet_kind kind, const struct procedure *p)
{
    if (!f->any)
        return true;
    if (kind == FACET_SECTOR)
        return f->values[procedures_catalogue->sector_index[procedures_version_index(p)]].chosen;
    uint64_t bits = bits_of(p, kind);
    for (size_t i = 0; i < f->count; i++)
        if (f->values[i].chosen && bits >> i & 1)
            return true;
    return false;
}

static bool passes_others(const struct searching *s, const struct procedure *p, int except)
{
    for (int k = 0; k < FACET_COUNT; k++)
        if (k != except && !passes(&s->facets[k], (enum facet_kind)k, p))
            return false;
    return true;
}

static void count_values(struct searching *s, enum facet_kind kind)
{
    struct facet *f = &s->facets[kind];
    for (size_t i = 0; i < s->count; i++) {
        const struct procedure *p = s->hits[i].procedure;
        if (!passes_others(s, p, (int)kind))
            continue;
        if (kind == FACET_SECTOR) {
            f->values[procedures_catalogue->sector_index[procedures_version_index(p)]].count++;
            continue;
        }
        uint64_t bits = bits_of(p, kind);
        for (size_t k = 0; k < f->count; k++)
            f->values[k].count += bits >> k & 1;
    }
}

/* --- one filter ---------------------------------------------------------------------------------------------------------------- */

static void add_value(struct facet *f, const struct input_list *chosen, const char *code, const char *label)
{
    struct value *v = &f->values[f->count++];
    *v = (struct value){.code = code, .label = label};
    for (size_t i = 0; chosen && i < chosen->count; i++)
        v->chosen = v->chosen || text_equal(chosen->items[i], code);
    f->any = f->any || v->chosen;
}

static void make_facet(struct q *q, struct facet *f, enum facet_kind kind, const struct input_list *chosen)
{
    static const char *const online_words[] = {T("Fully online"), T("Partly online"), T("At the desk")};
    const struct catalogue *c = procedures_catalogue;
    f->values = arena_new_array(q->arena, struct value, c->sector_count + c->event_count + 4);
    for (size_t i = 0; kind == FACET_ONLINE && i < 3; i++)
        add_value(f, chosen, online_levels[i], tr(q, online_words[i]));
    for (size_t i = 0; kind == FACET_LEVEL && i < 3; i++)
        add_value(f, chosen, levels[i], procedures_level_name(q, levels[i]));
    for (size_t i = 0; kind == FACET_SECTOR && i < c->sector_count; i++)
        add_value(f, chosen, c->sectors[i].code, pick_language(q, c->sectors[i].name_vi, c->sectors[i].name_en));
    for (size_t i = 0; kind == FACET_EVENT && i < c->event_count; i++)
        add_value(f, chosen, c->events[i].id, pick_language(q, c->events[i].name_vi, c->events[i].name_en));
}

static int compare_items(const void *a, const void *b)
{
    const struct procedures_search_facets_items *x = a, *y = b;
    return x->chosen != y->chosen ? (x->chosen ? -1 : 1) : x->count != y->count ? (x->count < y->count ? 1 : -1) : strcmp(x->value, y->value);
}

static size_t fill_items(struct q *q, const struct facet *f, enum facet_kind kind, struct procedures_search_facets_items **ret)
{
    struct procedures_search_facets_items *items = arena_new_array(q->arena, struct procedures_search_facets_items, f->count + 1);
    size_t n = 0;
    for (size_t i = 0; i < f->count; i++)
        if (f->values[i].count || f->values[i].chosen)
            items[n++] = (struct procedures_search_facets_items){.value = f->values[i].code, .label = f->values[i].label, .count = f->values[i].count, .chosen = f->values[i].chosen};
    if (n && kind >= FACET_SECTOR)
        qsort(items, n, sizeof *items, compare_items);
    *ret = items;
    return n;
}

/* Sectors are many: those chosen and the fullest are shown; the rest is reached by the list of sectors. */
static void fill_facets(struct q *q, struct searching *s, struct procedures_search_view *v)
{
    struct procedures_search_facets *facets = arena_new_array(q->arena, struct procedures_search_facets, FACET_COUNT);
    for (int k = 0; k < FACET_COUNT; k++) {
        struct procedures_search_facets_items *items;
        count_values(s, (enum facet_kind)k);
        size_t n = fill_items(q, &s->facets[k], (enum facet_kind)k, &items);
        if (n)
            facets[v->facets_count++] = (struct procedures_search_facets){
                .legend = s->facets[k].legend, .name = s->facets[k].name, .items = items, .items_count = n < VALUES_SHOWN ? n : VALUES_SHOWN};
        if (k == FACET_SECTOR && v->too_many) {
            struct procedures_search_sectors *sectors = arena_new_array(q->arena, struct procedures_search_sectors, n + 1);
            for (size_t i = 0; i < n; i++)
                sectors[i] = (struct procedures_search_sectors){items[i].label, page_url_with(q, "linhvuc", items[i].value), items[i].count};
            v->sectors = sectors;
            v->sectors_count = n;
        }
    }
    v->facets = facets;
}

/* One line for each filter in use: what was chosen, and the way without it. */
static void fill_chosen(struct q *q, const struct searching *s, struct procedures_search_view *v)
{
    struct procedures_search_chosen *list = arena_new_array(q->arena, struct procedures_search_chosen, FACET_COUNT);
    for (int k = 0; k < FACET_COUNT; k++) {
        const struct facet *f = &s->facets[k];
        const char **labels = arena_new_array(q->arena, const char *, f->count + 1);
        size_t n = 0;
        for (size_t i = 0; i < f->count; i++)
            if (f->values[i].chosen)
                labels[n++] = f->values[i].label;
        if (n)
            list[v->chosen_count++] = (struct procedures_search_chosen){text_join(q->arena, labels, n, ", "), page_url_with(q, f->name, NULL)};
    }
    v->chosen = list;
}

/* --- the page -------------------------------------------------------------------------------------------------------------------- */

static bool is_plain(const char *words)
{
    for (; *words; words++)
        if ((unsigned char)*words >= 0x80)
            return false;
    return true;
}

/* "dang ky khai sinh" is shown as the title it stands for. */
static const char *matched(struct q *q, const struct procedure *first, const char *words)
{
    const char *name = procedures_name(q, first);
    return text_equal(text_fold_iy(q->arena, name), text_fold_iy(q->arena, words)) ? text_lower(q->arena, name) : words;
}

static void fill_hits(struct q *q, const struct searching *s, const char *words, struct procedures_search_view *v)
{
    struct pager pager;
    page_pager(q, PAGE_SIZE, (int64_t)s->shown_count, &pager);
    struct procedures_search_hits *hits = arena_new_array(q->arena, struct procedures_search_hits, PAGE_SIZE);
    size_t from = (size_t)((pager.page - 1) * PAGE_SIZE);
    for (size_t i = from; i < s->shown_count && i < from + PAGE_SIZE; i++) {
        struct procedures_card_view *card = procedures_card(q, s->shown[i], words);
        card->best = i == 0 && s->hits[0].exact && s->shown[0] == s->hits[0].procedure;
        hits[v->hits_count++].card = card;
    }
    v->hits = hits;
    v->pager = field_pager(q, &pager);
}

static void fill_ways_on(struct q *q, const char *words, struct procedures_search_view *v)
{
    const char **near;
    const struct procedure_hit *close;
    size_t total, count = procedures_near_words(q, words, NEAR_MOST, &near);
    struct procedures_search_near *list = arena_new_array(q->arena, struct procedures_search_near, count + 1);
    for (size_t i = 0; i < count; i++)
        list[i] = (struct procedures_search_near){near[i], page_url_with(q, "q", near[i])};
    v->near = list;
    v->near_count = count;
    count = procedures_search(q, &(struct procedure_search){.words = words, .most = CLOSE_MOST, .loose = true}, &close, &total);
    struct procedures_search_close *cards = arena_new_array(q->arena, struct procedures_search_close, CLOSE_MOST);
    for (size_t i = 0; i < count; i++)
        cards[i].card = procedures_card(q, close[i].procedure, words);
    v->close = cards;
    v->close_count = count;
}

static void narrow(struct q *q, struct searching *s, const struct search_input *in)
{
    static const struct { const char *name, *legend; } words[FACET_COUNT] = {
        {"cach", T("How to submit")}, {"cap", T("Who decides")}, {"linhvuc", T("Field")}, {"viec", T("Event of life")}};
    const struct input_list *const chosen[FACET_COUNT] = {in->cach, in->cap, in->linhvuc, in->viec};
    for (int k = 0; k < FACET_COUNT; k++) {
        s->facets[k] = (struct facet){.name = words[k].name, .legend = tr(q, words[k].legend)};
        make_facet(q, &s->facets[k], (enum facet_kind)k, chosen[k]);
    }
    s->shown = arena_new_array(q->arena, const struct procedure *, s->count + 1);
    for (size_t i = 0; i < s->count; i++)
        if (passes_others(s, s->hits[i].procedure, -1))
            s->shown[s->shown_count++] = s->hits[i].procedure;
}

static bool any_filter(const struct searching *s)
{
    for (int k = 0; k < FACET_COUNT; k++)
        if (s->facets[k].any)
            return true;
    return false;
}

enum result procedures_answer_search(struct q *q, const void *input)
{
    const struct search_input *in = input;
    const char *words = in->q ? in->q : "";
    struct searching s = {.count = 0};
    struct theme theme;
    size_t total;
    if (text_length(words) > WORDS_MOST)
        words = text_truncate(q->arena, words, WORDS_MOST);
    procedures_confirmed_refresh(q);
    page_theme(q, &theme);
    s.count = procedures_search(q, &(struct procedure_search){.words = words}, &s.hits, &total);
    narrow(q, &s, in);
    if (!*words && !any_filter(&s))
        s.shown_count = 0;
    struct procedures_search_view v = {
        .typed = words, .find = procedures_find_box(q, words), .asked = *words != '\0', .total = (int64_t)s.shown_count, .plain = is_plain(words), .hotline = theme.hotline,
        .hotline_digits = theme.hotline_digits, .too_many = s.shown_count > TOO_MANY && (!in->linhvuc || !in->linhvuc->count)};
    v.matched = s.count && v.asked ? matched(q, s.hits[0].procedure, words) : words;
    fill_hits(q, &s, words, &v);
    fill_facets(q, &s, &v);
    fill_chosen(q, &s, &v);
    if (v.asked && !s.count)
        fill_ways_on(q, words, &v);
    const char *title = v.asked ? tr_fill(q, T("Results for “{words}”"), "words", words) : tr(q, T("Find a procedure"));
    return procedures_search_page(q, &(struct page){.title = title, .current = "/", .no_index = true}, &v);
}

enum result procedures_answer_suggest(struct q *q, const void *input)
{
    const struct suggest_input *in = input;
    const struct procedure_hit *hits;
    struct json_writer w;
    struct buf b;
    size_t total, count = procedures_search(q, &(struct procedure_search){.words = in->q, .most = SUGGESTIONS}, &hits, &total);
    buf_init(&b, q->arena, 64 * 1024);
    json_begin(&w, &b);
    json_array_open(&w);
    for (size_t i = 0; i < count; i++) {
        json_object_open(&w);
        json_field_text(&w, "title", procedures_name(q, hits[i].procedure));
        json_field_text(&w, "url", procedures_url(q, hits[i].procedure));
        json_object_close(&w);
    }
    json_array_close(&w);
    return reply_json(q, 200, b.data);
}
