/* Finding dossiers: the rarest of all words, numbers, the unit and the procedure leads, the others are met on the same key (words.c). */
#include "base/arena.h"
#include "base/clock.h"
#include "base/must.h"
#include "base/text.h"
#include "core/access.h"
#include "core/i18n.h"
#include "core/q.h"
#include "modules/dossiers/dossiers_inside.h"
#include "modules/units/units.h"

enum { LEADING_WORDS = 5 };
struct rare { const char *word; int64_t found; };

/* The officer's subtree and the unit asked for: the narrower one; NULL when it is the whole province. */
static enum result scope_word(struct q *q, const char *unit_id, const char **ret)
{
    const char *root = units_root(q)->id, *mine = q->account->unit_id;
    *ret = NULL;
    TRY(access_need(q, "dossiers.search"));
    if (unit_id)
        TRY(access_need_unit(q, unit_id));
    const char *scope = unit_id ? unit_id : mine;
    if (!scope)
        return fail(q, FORBIDDEN, T("Choose first for which agency and role you work"));
    if (strcmp(scope, root) != 0)
        *ret = arena_printf(q->arena, "@%s", scope);
    return OK;
}

static int compare_rare(const void *a, const void *b)
{
    int64_t x = ((const struct rare *)a)->found, y = ((const struct rare *)b)->found;
    return x < y ? -1 : x > y;
}

static enum result order_words(struct q *q, const struct word_list *words, struct rare *ret)
{
    for (size_t i = 0; i < words->count; i++) {
        struct dossiers_word_count_row row;
        TRY(dossiers_word_count(q, words->items[i], &row));
        ret[i] = (struct rare){words->items[i], row.found};
    }
    qsort(ret, words->count, sizeof *ret, compare_rare);
    return OK;
}

static enum result by_words(struct q *q, const struct dossier_search *what, const struct word_list *words, struct dossiers_dossier_rows *rows,
                            int64_t *ret_total)
{
    struct rare w[12] = {{NULL, 0}};
    struct dossiers_search_words_count_row count;
    TRY(order_words(q, words, w));
    struct dossiers_search_words_in in = {
        .first = w[0].word, .second = w[1].word, .third = w[2].word, .fourth = w[3].word, .fifth = w[4].word, .sector = what->sector,
        .phase = what->phase, .status = what->status, .since = what->from, .until = what->to ? what->to : INT64_MAX,
        .limit = what->limit > 0 && what->limit <= 500 ? what->limit : 50, .offset = what->offset};
    struct dossiers_search_words_count_in counted = {in.first, in.second, in.third, in.fourth, in.fifth, in.sector, in.phase, in.status,
                                                     in.since, in.until};
    TRY(dossiers_search_words(q, &in, rows));
    *ret_total = in.offset + (int64_t)rows->count;
    if ((int64_t)rows->count < in.limit && (rows->count || !in.offset))
        return OK;
    TRY(dossiers_search_words_count(q, &counted, &count));
    *ret_total = count.found;
    return OK;
}

static enum result by_date(struct q *q, const struct dossier_search *what, struct dossiers_dossier_rows *rows, int64_t *ret_total)
{
    struct dossiers_search_all_count_row count;
    struct dossiers_search_all_in in = {
        .sector = what->sector, .phase = what->phase, .status = what->status, .since = what->from, .until = what->to ? what->to : INT64_MAX,
        .limit = what->limit > 0 && what->limit <= 500 ? what->limit : 50, .offset = what->offset};
    TRY(dossiers_search_all(q, &in, rows));
    TRY(dossiers_search_all_count(q, in.sector, in.phase, in.status, in.since, in.until, &count));
    *ret_total = count.found;
    return OK;
}

/* A whole code is answered at once, whatever else was typed. */
static enum result by_code(struct q *q, const char *text, struct dossiers_dossier_rows *rows, bool *ret_done)
{
    struct dossiers_dossier_row row;
    struct dossier d;
    *ret_done = false;
    if (!text || !strchr(text, '-') || strlen(text) > 60)
        return OK;
    TRY(dossiers_dossier_by_code(q, text_upper(q->arena, text_clean(q->arena, text)), &row, ret_done));
    if (!*ret_done)
        return OK;
    dossier_from_row(&row, &d);
    if (dossier_may_see(q, &d) != OK) {
        q_forget(q);
        *ret_done = false;
        return OK;
    }
    *rows = (struct dossiers_dossier_rows){.count = 1, .items = arena_memdup(q->arena, &row, sizeof row)};
    return OK;
}

static enum result find_rows(struct q *q, const struct dossier_search *what, struct dossiers_dossier_rows *rows, int64_t *ret_total)
{
    struct word_list words = {.count = 0};
    const char *scope;
    bool done;
    TRY(scope_word(q, what->unit_id, &scope));
    TRY(by_code(q, what->words, rows, &done));
    if (done) {
        *ret_total = 1;
        return OK;
    }
    words_of_search(q, what->words, &words);
    if (words.count > LEADING_WORDS - 2)
        words.count = LEADING_WORDS - 2;
    if (scope)
        words.items[words.count++] = scope;
    if (what->procedure_id)
        words.items[words.count++] = arena_printf(q->arena, "=%s", what->procedure_id);
    return words.count ? by_words(q, what, &words, rows, ret_total) : by_date(q, what, rows, ret_total);
}

enum result dossiers_search(struct q *q, const struct dossier_search *what, const struct dossier **ret, size_t *ret_count, int64_t *ret_total)
{
    struct dossiers_dossier_rows rows;
    TRY(find_rows(q, what, &rows, ret_total));
    struct dossier *list = arena_new_array(q->arena, struct dossier, rows.count + 1);
    for (size_t i = 0; i < rows.count; i++)
        dossier_from_row(&rows.items[i], &list[i]);
    *ret = list;
    *ret_count = rows.count;
    return OK;
}

static bool is_listed(const struct dossier *list, size_t count, int64_t id)
{
    for (size_t i = 0; i < count; i++)
        if (list[i].id == id)
            return true;
    return false;
}

static int compare_newest(const void *a, const void *b)
{
    int64_t x = ((const struct dossier *)a)->submitted_at, y = ((const struct dossier *)b)->submitted_at;
    return x < y ? 1 : x > y ? -1 : 0;
}

/* Those typed by the account, and those whose applicant the signed-in person is by the number of the e-ID (handed in at a desk, or by a helper). */
enum result dossiers_of_person(struct q *q, int64_t account_id, const struct dossier **ret, size_t *ret_count)
{
    struct dossiers_dossier_rows typed, own = {.count = 0};
    const char *number = q->account->id == account_id ? q->account->person_number : NULL;
    TRY(dossiers_dossier_of_person(q, account_id, &typed));
    if (number)
        TRY(dossiers_dossier_of_number(q, arena_printf(q->arena, "#%s", number), number, &own));
    struct dossier *list = arena_new_array(q->arena, struct dossier, typed.count + own.count + 1);
    size_t n = 0;
    for (size_t i = 0; i < typed.count; i++)
        dossier_from_row(&typed.items[i], &list[n++]);
    for (size_t i = 0; i < own.count; i++)
        if (!is_listed(list, typed.count, own.items[i].id))
            dossier_from_row(&own.items[i], &list[n++]);
    if (n > 1)
        qsort(list, n, sizeof *list, compare_newest);
    *ret = list;
    *ret_count = n;
    return OK;
}
