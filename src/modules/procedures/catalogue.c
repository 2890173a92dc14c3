/* The catalogue in memory: built at the start of a process from the database, then only read. Forms and workflows are compiled when first
 * asked for and kept by hash. */
#include "base/arena.h"
#include "base/clock.h"
#include "base/date.h"
#include "base/json.h"
#include "base/must.h"
#include "base/text.h"
#include "core/app.h"
#include "core/i18n.h"
#include "engines/forms/form.h"
#include "engines/workflow/workflow.h"
#include "modules/procedures/procedures_inside.h"
#include "modules/units/units.h"
#include "procedures_queries.h"
#include <pthread.h>

const struct catalogue *procedures_catalogue;

static enum certainty certainty_of(const char *word)
{
    return text_equal(word, "source") ? CERTAINTY_SOURCE : CERTAINTY_KNOWLEDGE;
}

static void read_papers(struct q *q, struct procedure *p, const json_t *papers)
{
    p->paper_count = json_array_size(papers);
    struct procedure_paper *list = arena_new_array(q->arena, struct procedure_paper, p->paper_count + 1);
    for (size_t i = 0; i < p->paper_count; i++) {
        const json_t *c = json_array_get(papers, i);
        list[i] = (struct procedure_paper){
            .number = json_get_int(c, "no", 0), .name_vi = json_get_text(c, "name_vi"), .kind = json_get_text(c, "kind"),
            .condition_vi = json_get_text(c, "condition_vi"), .copies = json_get_int(c, "copies", 1),
            .mandatory = json_get_bool(c, "mandatory", false), .replaceable = json_get_text(c, "replaceable"),
            .certainty = certainty_of(json_get_text(c, "certainty"))};
    }
    p->papers = list;
}

static struct procedure procedure_of(struct q *q, const struct procedures_version_all_row *r)
{
    const char *why;
    const json_t *c = json_read(q->arena, r->content, strlen(r->content), 6, &why);
    must(c); /* written by load.c */
    struct procedure p = {
        .id = r->id, .version = r->version, .valid_from = (int32_t)r->valid_from, .valid_to = (int32_t)r->valid_to,
        .form_hash = r->form_hash, .workflow_hash = r->workflow_hash, .code = json_get_text(c, "code"),
        .name_vi = json_get_text(c, "name_vi"), .name_en = json_get_text(c, "name_en"), .sector_code = json_get_text(c, "sector_code"),
        .level = json_get_text(c, "level"), .other_levels = json_get_text(c, "other_levels"),
        .competent_unit_kind = json_get_text(c, "competent_unit_kind"), .subject = json_get_text(c, "subject"),
        .online_level = json_get_text(c, "online_level"), .limit_value = json_get_int(c, "limit_value", COLUMN_NO_INT),
        .limit_unit = json_get_text(c, "limit_unit"), .cutoff_time = json_get_text(c, "cutoff_time"),
        .time_note_vi = json_get_text(c, "time_note_vi"), .reception_limit_hours = json_get_int(c, "reception_limit_hours", 8),
        .phi_vnd = json_get_int(c, "phi_vnd", COLUMN_NO_INT), .le_phi_vnd = json_get_int(c, "le_phi_vnd", COLUMN_NO_INT),
        .fee_note_vi = json_get_text(c, "fee_note_vi"), .result_name_vi = json_get_text(c, "result_name_vi"),
        .result_paper_id = json_get_text(c, "result_paper_id"), .legal_basis = json_get_text(c, "legal_basis"),
        .later_change_vi = json_get_text(c, "later_change_vi"), .as_of = json_get_text(c, "as_of"),
        .form_id = json_get_text(c, "form_id"), .workflow_id = json_get_text(c, "workflow_id"),
        .certainty = certainty_of(json_get_text(c, "certainty")), .time_certainty = certainty_of(json_get_text(c, "time_certainty")),
        .fee_certainty = certainty_of(json_get_text(c, "fee_certainty")), .online_certainty = certainty_of(json_get_text(c, "online_certainty"))};
    read_papers(q, &p, json_object_get(c, "papers"));
    return p;
}

struct keyed { const char *key; const struct procedure *procedure; };

static int compare_keys(const void *a, const void *b)
{
    return strcmp(((const struct keyed *)a)->key, ((const struct keyed *)b)->key);
}

/* Of each procedure the newest version that stands in the package and is valid today. */
static void choose_in_force(struct q *q, struct catalogue *c, const bool *in_package)
{
    int32_t today = time_local_days(clock_now());
    struct keyed *all = arena_new_array(q->arena, struct keyed, c->version_count + 1);
    for (size_t i = 0; i < c->version_count; i++) {
        const struct procedure *p = &c->versions[i];
        if (!in_package[i] || p->valid_from > today || p->valid_to < today)
            continue;
        if (c->count && text_equal(all[c->count - 1].procedure->id, p->id))
            c->count--;
        all[c->count++] = (struct keyed){text_sort_key(q->arena, p->name_vi), p};
    }
    if (c->count)
        qsort(all, c->count, sizeof *all, compare_keys);
    c->in_force = arena_new_array(q->arena, const struct procedure *, c->count + 1);
    for (size_t i = 0; i < c->count; i++)
        c->in_force[i] = all[i].procedure;
}

/* What filters ask of every procedure again and again. */
static void index_filters(struct q *q, struct catalogue *c)
{
    must(c->event_count <= 64);
    c->event_bits = arena_new_array(q->arena, uint64_t, c->version_count + 1);
    c->sector_index = arena_new_array(q->arena, uint16_t, c->version_count + 1);
    for (size_t i = 0; i < c->version_count; i++) {
        for (size_t k = 0; k < c->event_count; k++)
            for (size_t n = 0; n < c->events[k].count; n++)
                if (text_equal(c->events[k].procedures[n], c->versions[i].id))
                    c->event_bits[i] |= UINT64_C(1) << k;
        for (size_t k = 0; k < c->sector_count; k++)
            if (text_equal(c->sectors[k].code, c->versions[i].sector_code))
                c->sector_index[i] = (uint16_t)k;
    }
}

size_t procedures_version_index(const struct procedure *p)
{
    return (size_t)(p - procedures_catalogue->versions);
}

enum result procedures_start(struct q *q, struct province *p)
{
    struct findings f = {.arena = q->arena};
    struct procedures_version_all_rows rows;
    struct catalogue *c = arena_new_one(q->arena, struct catalogue);
    const struct synonym_row *synonyms;
    TRY(procedures_version_all(q, &rows));
    bool *in_package = arena_new_array(q->arena, bool, rows.count + 1);
    c->versions = arena_new_array(q->arena, struct procedure, rows.count + 1);
    c->version_count = rows.count;
    for (size_t i = 0; i < rows.count; i++) {
        c->versions[i] = procedure_of(q, &rows.items[i]);
        in_package[i] = rows.items[i].in_package;
    }
    choose_in_force(q, c, in_package);
    procedures_read_lists(p, &f, c);
    procedures_read_words(q, p, &f, c);
    size_t synonym_count = procedures_read_synonyms(p, &f, &synonyms);
    if (f.count)
        return fail(q, INVALID, T("The province package has mistakes; run thubon check"));
    index_filters(q, c);
    c->index = procedures_index_build(q, c, synonyms, synonym_count);
    TRY(procedures_confirmed_start(q, c));
    procedures_catalogue = c;
    return OK;
}

const struct procedure *procedures_find(const struct q *q, const char *id, int64_t version)
{
    const struct catalogue *c = procedures_catalogue;
    (void)q;
    for (size_t i = 0; id && version && i < c->version_count; i++)
        if (c->versions[i].version == version && text_equal(c->versions[i].id, id))
            return &c->versions[i];
    for (size_t i = 0; id && !version && i < c->count; i++)
        if (text_equal(c->in_force[i]->id, id))
            return c->in_force[i];
    return NULL;
}

size_t procedures_all(const struct q *q, const struct procedure *const **ret)
{
    (void)q;
    *ret = procedures_catalogue->in_force;
    return procedures_catalogue->count;
}

const struct sector *procedures_sector(const struct q *q, const char *code)
{
    (void)q;
    for (size_t i = 0; code && i < procedures_catalogue->sector_count; i++)
        if (text_equal(procedures_catalogue->sectors[i].code, code))
            return &procedures_catalogue->sectors[i];
    return NULL;
}

size_t procedures_life_events(const struct life_event **ret)
{
    *ret = procedures_catalogue->events;
    return procedures_catalogue->event_count;
}

size_t procedures_popular(const struct popular **ret)
{
    *ret = procedures_catalogue->popular;
    return procedures_catalogue->popular_count;
}

const char *procedures_name(const struct q *q, const struct procedure *p)
{
    return pick_language(q, p->name_vi, p->name_en);
}

enum result procedures_competent(struct q *q, const struct procedure *p, const struct unit *place, const struct unit **ret)
{
    const struct sector *sector = procedures_sector(q, p->sector_code);
    struct units_resolve r = {.unit_kind = p->competent_unit_kind, .procedure_level = p->level,
                              .owner_unit_id = sector ? sector->owner_unit_id : NULL, .place = place};
    return units_resolve(q, &r, ret);
}

/* --- forms and workflows by hash -------------------------------------------------------------------------------------------- */

static struct compiled { const char *hash; const void *what; struct compiled *next; } *compiled;
static pthread_mutex_t compiled_lock = PTHREAD_MUTEX_INITIALIZER;

typedef const void *compile_fn(struct arena *a, const char *content);

static const void *compile_form(struct arena *a, const char *content)
{
    struct form_fault fault;
    return form_compile(a, content, strlen(content), &fault);
}

static const void *compile_workflow(struct arena *a, const char *content)
{
    const struct workflow *wf = NULL;
    struct workflow_report report;
    return workflow_read(a, content, strlen(content), &wf, &report) == OK ? wf : NULL;
}

/* Finds or makes under the lock: two threads never compile the same document, and what is here stays for the life of the process. */
static const void *by_hash(struct q *q, const char *hash, compile_fn *compile)
{
    struct procedures_document_by_hash_row row;
    bool found;
    const void *what = NULL;
    pthread_mutex_lock(&compiled_lock);
    for (struct compiled *c = compiled; c && !what; c = c->next)
        if (text_equal(c->hash, hash))
            what = c->what;
    if (!what && procedures_document_by_hash(q, hash, &row, &found) == OK && found) {
        struct arena *own = arena_new((size_t)64 << 20);
        what = compile(own, arena_strdup(own, row.content));
        struct compiled *c = arena_new_one(own, struct compiled);
        *c = (struct compiled){arena_strdup(own, hash), what, compiled};
        compiled = c;
    }
    pthread_mutex_unlock(&compiled_lock);
    return what;
}

const struct form *procedures_form(struct q *q, const struct procedure *p)
{
    return by_hash(q, p->form_hash, compile_form);
}

const struct workflow *procedures_workflow(struct q *q, const struct procedure *p)
{
    return by_hash(q, p->workflow_hash, compile_workflow);
}
