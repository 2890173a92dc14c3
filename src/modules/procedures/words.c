/* The words around procedures: plain sentences (guides.csv), English texts (english.csv), titles of norms (norms.csv), code lists of the forms
 * (lists/). Small and only read, so they come from the package at every start. */
#include "base/arena.h"
#include "base/clock.h"
#include "base/date.h"
#include "base/text.h"
#include "core/i18n.h"
#include "modules/procedures/procedures_inside.h"
#include "modules/units/units.h"
#include <stdlib.h>

struct guide_row { struct row row; const char *procedure_id, *for_whom_vi, *for_whom_en, *certainty; };
static const struct column guide_columns[] = {
    COLUMN(struct guide_row, procedure_id, COLUMN_TEXT, .required = true, .unique = true, .file = "procedures/procedures.csv", .of = "id"),
    COLUMN(struct guide_row, for_whom_vi, COLUMN_TEXT, .required = true, .max = 400),
    COLUMN(struct guide_row, for_whom_en, COLUMN_TEXT, .required = true, .max = 400),
    COLUMN(struct guide_row, certainty, COLUMN_TEXT, .required = true, .choices = "source|knowledge"),
    COLUMN_END};
struct english_row { struct row row; const char *text_vi, *text_en; };
static const struct column english_columns[] = {
    COLUMN(struct english_row, text_vi, COLUMN_TEXT, .required = true, .unique = true, .max = 2000),
    COLUMN(struct english_row, text_en, COLUMN_TEXT, .required = true, .max = 2000),
    COLUMN_END};
struct norm_row { struct row row; const char *number, *kind_vi, *issuer_vi, *title_vi, *title_en, *replaced_by; int32_t issued, effective_from, effective_to; };
static const struct column norm_columns[] = {
    COLUMN(struct norm_row, number, COLUMN_TEXT, .required = true, .unique = true, .max = 80),
    COLUMN(struct norm_row, kind_vi, COLUMN_TEXT, .required = true, .max = 60),
    COLUMN(struct norm_row, issuer_vi, COLUMN_TEXT, .required = true, .max = 120),
    COLUMN(struct norm_row, title_vi, COLUMN_TEXT, .required = true, .max = 400),
    COLUMN(struct norm_row, title_en, COLUMN_TEXT, .required = true, .max = 400),
    COLUMN(struct norm_row, issued, COLUMN_DATE),
    COLUMN(struct norm_row, effective_from, COLUMN_DATE),
    COLUMN(struct norm_row, effective_to, COLUMN_DATE),
    COLUMN(struct norm_row, replaced_by, COLUMN_TEXT, .file = "norms.csv", .of = "number"),
    COLUMN_END};
struct choice_row { struct row row; const char *code, *name_vi, *name_en; };
static const struct column choice_columns[] = {
    COLUMN(struct choice_row, code, COLUMN_TEXT, .required = true, .unique = true, .max = 20),
    COLUMN(struct choice_row, name_vi, COLUMN_TEXT, .required = true, .max = 200),
    COLUMN(struct choice_row, name_en, COLUMN_TEXT, .required = true, .max = 200),
    COLUMN_END};

static int compare_english(const void *a, const void *b)
{
    return strcmp(((const struct english *)a)->vi, ((const struct english *)b)->vi);
}

static void read_guides(struct q *q, struct province *p, struct findings *f, struct catalogue *to)
{
    void *rows;
    province_table(p, f, "procedures/guides.csv", guide_columns, "", sizeof(struct guide_row), &rows, &to->guide_count);
    const struct guide_row *guides = rows;
    to->guides = arena_new_array(q->arena, struct guide, to->guide_count + 1);
    for (size_t i = 0; i < to->guide_count; i++)
        to->guides[i] = (struct guide){guides[i].procedure_id, guides[i].for_whom_vi, guides[i].for_whom_en};
}

static void read_english(struct q *q, struct province *p, struct findings *f, struct catalogue *to)
{
    void *rows;
    size_t count;
    province_table(p, f, "procedures/english.csv", english_columns, "", sizeof(struct english_row), &rows, &count);
    const struct english_row *english = rows;
    to->english = arena_new_array(q->arena, struct english, count + 1);
    for (size_t i = 0; i < count; i++)
        if (english[i].text_vi && english[i].text_en)
            to->english[to->english_count++] = (struct english){english[i].text_vi, english[i].text_en};
    if (to->english_count)
        qsort(to->english, to->english_count, sizeof *to->english, compare_english);
}

static void read_norms(struct q *q, struct province *p, struct findings *f, struct catalogue *to)
{
    void *rows;
    province_table(p, f, "norms.csv", norm_columns, "source|certainty", sizeof(struct norm_row), &rows, &to->norm_count);
    const struct norm_row *norms = rows;
    to->norms = arena_new_array(q->arena, struct norm, to->norm_count + 1);
    for (size_t i = 0; i < to->norm_count; i++) {
        to->norms[i] = (struct norm){norms[i].number, norms[i].title_vi, norms[i].title_en, norms[i].effective_to};
        if (norms[i].effective_from != INT32_MIN && norms[i].effective_to != INT32_MIN && norms[i].effective_to < norms[i].effective_from)
            finding_add(f, "norms.csv", norms[i].row.line, "effective_to", "lies before effective_from");
    }
}

/* "lists/countries.csv" -> "countries" */
static const char *list_name(struct q *q, const char *file)
{
    const char *from = strrchr(file, '/') ? strrchr(file, '/') + 1 : file;
    return arena_strndup(q->arena, from, strlen(from) - strlen(".csv"));
}

static void read_lists(struct q *q, struct province *p, struct findings *f, struct catalogue *to)
{
    const char *const *files;
    to->list_count = province_list(p, "lists", ".csv", &files);
    to->lists = arena_new_array(q->arena, struct code_list, to->list_count + 1);
    for (size_t i = 0; i < to->list_count; i++) {
        void *rows;
        struct code_list *list = &to->lists[i];
        list->name = list_name(q, files[i]);
        province_table(p, f, files[i], choice_columns, "", sizeof(struct choice_row), &rows, &list->count);
        const struct choice_row *choices = rows;
        list->choices = arena_new_array(q->arena, struct procedure_choice, list->count + 1);
        for (size_t k = 0; k < list->count; k++)
            list->choices[k] = (struct procedure_choice){choices[k].code, choices[k].name_vi, choices[k].name_en};
    }
}

void procedures_read_words(struct q *q, struct province *p, struct findings *f, struct catalogue *to)
{
    read_guides(q, p, f, to);
    read_english(q, p, f, to);
    read_norms(q, p, f, to);
    read_lists(q, p, f, to);
}

/* --- check ------------------------------------------------------------------------------------------------------------------- */

static const char *english_of(const struct catalogue *c, const char *vi)
{
    struct english key = {.vi = vi};
    const struct english *at = vi && c->english_count ? bsearch(&key, c->english, c->english_count, sizeof key, compare_english) : NULL;
    return at ? at->en : NULL;
}

static void need_english(const struct catalogue *words, struct findings *f, const char *file, size_t line, const char *field, const char *vi)
{
    if (vi && !english_of(words, vi))
        finding_add(f, file, line, field, "has no English in procedures/english.csv");
}

/* Every text of the catalogue has its English: half a page in the other language helps nobody. */
void procedures_check_words(struct q *q, struct province *p, struct findings *f, const struct package_procedures *all)
{
    struct catalogue words = {0};
    procedures_read_words(q, p, f, &words);
    for (size_t i = 0; i < all->count; i++) {
        const struct procedure_row *r = &all->procedures[i];
        need_english(&words, f, "procedures/procedures.csv", r->row.line, "time_note_vi", r->time_note_vi);
        need_english(&words, f, "procedures/procedures.csv", r->row.line, "fee_note_vi", r->fee_note_vi);
        need_english(&words, f, "procedures/procedures.csv", r->row.line, "result_name_vi", r->result_name_vi);
        need_english(&words, f, "procedures/procedures.csv", r->row.line, "later_change_vi", r->later_change_vi);
    }
    for (size_t i = 0; i < all->component_count; i++) {
        const struct component_row *c = &all->components[i];
        need_english(&words, f, "procedures/components.csv", c->row.line, "name_vi", c->name_vi);
        need_english(&words, f, "procedures/components.csv", c->row.line, "condition_vi", c->condition_vi);
    }
}

/* --- use --------------------------------------------------------------------------------------------------------------------- */

const char *procedures_text(const struct q *q, const char *vi)
{
    return pick_language(q, vi, q->language == LANGUAGE_EN ? english_of(procedures_catalogue, vi) : NULL);
}

const struct guide *procedures_guide(const struct procedure *p)
{
    const struct catalogue *c = procedures_catalogue;
    for (size_t i = 0; i < c->guide_count; i++)
        if (text_equal(c->guides[i].procedure_id, p->id))
            return &c->guides[i];
    return NULL;
}

const struct norm *procedures_norm(const struct q *q, const char *cited)
{
    const struct catalogue *c = procedures_catalogue;
    (void)q;
    for (size_t i = 0; i < c->norm_count; i++) {
        const char *at = strstr(cited, c->norms[i].number);
        char after = at ? at[strlen(c->norms[i].number)] : 'x';
        if (at && (at == cited || at[-1] == ' ') && (!after || after == ' '))
            return &c->norms[i];
    }
    return NULL;
}

/* Units of a level by their national codes: what the package does not list twice. */
static size_t unit_choices(struct q *q, const char *level, const char *parent, const struct procedure_choice **ret)
{
    const struct unit *const *all;
    int32_t today = time_local_days(clock_now());
    size_t count = units_all(q, &all), n = 0;
    struct procedure_choice *list = arena_new_array(q->arena, struct procedure_choice, count + 1);
    for (size_t i = 0; i < count; i++) {
        const struct unit *u = all[i], *up = units_parent(q, u);
        if (u->admin_code && u->form && text_equal(u->level, level) && units_valid(u, today) && (!parent || (up && text_equal(up->admin_code, parent))))
            list[n++] = (struct procedure_choice){u->admin_code, u->name_vi, u->name_en};
    }
    *ret = list;
    return n;
}

size_t procedures_choices(struct q *q, const char *list, const char *parent, const struct procedure_choice **ret)
{
    const struct catalogue *c = procedures_catalogue;
    for (size_t i = 0; i < c->list_count; i++)
        if (text_equal(c->lists[i].name, list)) {
            *ret = c->lists[i].choices;
            return c->lists[i].count;
        }
    *ret = NULL;
    if (text_equal(list, "districts"))
        return unit_choices(q, "district", parent, ret);
    return text_equal(list, "communes") ? unit_choices(q, "commune", parent, ret) : 0;
}

const char *procedures_choice_name(struct q *q, const char *list, const char *code)
{
    const struct procedure_choice *choices;
    size_t count = procedures_choices(q, list, NULL, &choices);
    for (size_t i = 0; i < count; i++)
        if (text_equal(choices[i].code, code))
            return pick_language(q, choices[i].name_vi, choices[i].name_en);
    return NULL;
}
