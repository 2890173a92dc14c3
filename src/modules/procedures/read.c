/* The tables of procedures/ in a package, described once: for the check and for the load. */
#include "base/arena.h"
#include "base/text.h"
#include "modules/procedures/procedures_inside.h"

#define CERTAINTIES "source|knowledge"
#define P(member, type, ...) COLUMN(struct procedure_row, member, type, __VA_ARGS__)
static const struct column procedure_columns[] = {
    P(id, COLUMN_TEXT, .required = true, .max = 60),
    P(version, COLUMN_INT, .required = true, .min = 1, .max = 10000),
    P(valid_from, COLUMN_DATE),
    P(valid_to, COLUMN_DATE),
    P(code, COLUMN_TEXT, .max = 20),
    P(name_vi, COLUMN_TEXT, .required = true, .max = 600),
    P(name_en, COLUMN_TEXT, .required = true, .max = 600),
    P(sector_code, COLUMN_TEXT, .required = true, .file = "procedures/sectors.csv", .of = "code"),
    P(level, COLUMN_TEXT, .required = true, .choices = "commune|district|province"),
    P(other_levels, COLUMN_TEXT, .max = 60),
    P(competent_unit_kind, COLUMN_TEXT, .required = true, .file = "units/kinds.csv", .of = "id"),
    P(subject, COLUMN_TEXT, .required = true, .choices = "citizen|enterprise|both"),
    P(online_level, COLUMN_TEXT, .required = true, .choices = "toan_trinh|mot_phan|none"),
    P(time_limit_value, COLUMN_INT, .min = 0, .max = 2000),
    P(time_limit_unit, COLUMN_TEXT, .choices = "working_day|day|hour"),
    P(cutoff_time, COLUMN_TEXT, .max = 5),
    P(time_note_vi, COLUMN_TEXT, .max = 1000),
    P(reception_limit_hours, COLUMN_INT, .min = 1, .max = 200),
    P(phi_vnd, COLUMN_INT, .min = 0, .max = 10000000000),
    P(le_phi_vnd, COLUMN_INT, .min = 0, .max = 10000000000),
    P(fee_note_vi, COLUMN_TEXT, .max = 2000),
    P(result_name_vi, COLUMN_TEXT, .required = true, .max = 500),
    P(result_paper_id, COLUMN_TEXT, .file = "papers/papers.csv", .of = "id"),
    P(form_id, COLUMN_TEXT, .required = true, .max = 80),
    P(workflow_id, COLUMN_TEXT, .required = true, .max = 80),
    P(legal_basis, COLUMN_TEXT, .max = 2000),
    P(certainty, COLUMN_TEXT, .required = true, .choices = CERTAINTIES),
    P(code_certainty, COLUMN_TEXT, .choices = CERTAINTIES "|none"),
    P(time_certainty, COLUMN_TEXT, .required = true, .choices = CERTAINTIES),
    P(fee_certainty, COLUMN_TEXT, .required = true, .choices = CERTAINTIES),
    P(online_certainty, COLUMN_TEXT, .required = true, .choices = CERTAINTIES),
    P(source_refs, COLUMN_TEXT, .max = 300),
    P(as_of, COLUMN_TEXT, .max = 10),
    P(later_change_vi, COLUMN_TEXT, .max = 2000),
    COLUMN_END};

#define C(member, type, ...) COLUMN(struct component_row, member, type, __VA_ARGS__)
static const struct column component_columns[] = {
    C(procedure_id, COLUMN_TEXT, .required = true, .file = "procedures/procedures.csv", .of = "id"),
    C(no, COLUMN_INT, .required = true, .min = 1, .max = 99),
    C(name_vi, COLUMN_TEXT, .required = true, .max = 1000),
    C(kind, COLUMN_TEXT, .required = true, .choices = "original|certified|copy|eform"),
    C(copies, COLUMN_INT, .required = true, .min = 1, .max = 20),
    C(mandatory, COLUMN_BOOL, .required = true),
    C(condition_vi, COLUMN_TEXT, .max = 1000),
    C(can_be_replaced_by_data, COLUMN_TEXT, .max = 200),
    C(certainty, COLUMN_TEXT, .required = true, .choices = CERTAINTIES),
    COLUMN_END};

void procedures_read_package(struct province *p, struct findings *f, struct package_procedures *ret)
{
    void *rows;
    province_table(p, f, "procedures/procedures.csv", procedure_columns, "", sizeof(struct procedure_row), &rows, &ret->count);
    ret->procedures = rows;
    province_table(p, f, "procedures/components.csv", component_columns, "", sizeof(struct component_row), &rows, &ret->component_count);
    ret->components = rows;
}

struct sector_row { struct row row; const char *code, *name_vi, *name_en, *owner_unit_id, *group_vi, *group_en; };
static const struct column sector_columns[] = {
    COLUMN(struct sector_row, code, COLUMN_TEXT, .required = true, .unique = true, .max = 80),
    COLUMN(struct sector_row, name_vi, COLUMN_TEXT, .required = true, .max = 200),
    COLUMN(struct sector_row, name_en, COLUMN_TEXT, .required = true, .max = 200),
    COLUMN(struct sector_row, owner_unit_id, COLUMN_TEXT, .file = "units/units.csv", .of = "id"),
    COLUMN(struct sector_row, group_vi, COLUMN_TEXT, .required = true, .max = 200),
    COLUMN(struct sector_row, group_en, COLUMN_TEXT, .max = 200),
    COLUMN_END};
struct event_row { struct row row; const char *id, *icon, *name_vi, *name_en, *sentence_vi, *sentence_en; int64_t order; };
static const struct column event_columns[] = {
    COLUMN(struct event_row, id, COLUMN_TEXT, .required = true, .unique = true, .max = 60),
    COLUMN(struct event_row, order, COLUMN_INT, .required = true, .min = 1, .max = 100),
    COLUMN(struct event_row, icon, COLUMN_TEXT, .required = true, .max = 40),
    COLUMN(struct event_row, name_vi, COLUMN_TEXT, .required = true, .max = 80),
    COLUMN(struct event_row, name_en, COLUMN_TEXT, .required = true, .max = 80),
    COLUMN(struct event_row, sentence_vi, COLUMN_TEXT, .required = true, .max = 200),
    COLUMN(struct event_row, sentence_en, COLUMN_TEXT, .required = true, .max = 200),
    COLUMN_END};
struct member_row { struct row row; const char *life_event_id, *procedure_id; int64_t order; };
static const struct column member_columns[] = {
    COLUMN(struct member_row, life_event_id, COLUMN_TEXT, .required = true, .file = "procedures/life_events.csv", .of = "id"),
    COLUMN(struct member_row, order, COLUMN_INT, .required = true, .min = 1, .max = 1000),
    COLUMN(struct member_row, procedure_id, COLUMN_TEXT, .required = true, .file = "procedures/procedures.csv", .of = "id"),
    COLUMN_END};
struct popular_row { struct row row; const char *phrase_vi, *phrase_en, *procedure_id; int64_t order; };
static const struct column popular_columns[] = {
    COLUMN(struct popular_row, order, COLUMN_INT, .required = true, .min = 1, .max = 100),
    COLUMN(struct popular_row, phrase_vi, COLUMN_TEXT, .required = true, .max = 80),
    COLUMN(struct popular_row, phrase_en, COLUMN_TEXT, .required = true, .max = 80),
    COLUMN(struct popular_row, procedure_id, COLUMN_TEXT, .required = true, .file = "procedures/procedures.csv", .of = "id"),
    COLUMN_END};
static const struct column synonym_columns[] = {
    COLUMN(struct synonym_row, phrase_vi, COLUMN_TEXT, .required = true, .unique = true, .max = 120),
    COLUMN(struct synonym_row, means_vi, COLUMN_TEXT, .required = true, .max = 300),
    COLUMN(struct synonym_row, procedure_id, COLUMN_TEXT, .file = "procedures/procedures.csv", .of = "id"),
    COLUMN_END};

static void fill_events(struct province *p, struct findings *f, struct catalogue *to, struct arena *a)
{
    void *rows;
    size_t member_count;
    province_table(p, f, "procedures/life_events.csv", event_columns, "", sizeof(struct event_row), &rows, &to->event_count);
    const struct event_row *events = rows;
    province_table(p, f, "procedures/life_event_procedures.csv", member_columns, "", sizeof(struct member_row), &rows, &member_count);
    const struct member_row *members = rows;
    to->events = arena_new_array(a, struct life_event, to->event_count + 1);
    if (to->event_count > 64)
        finding_add(f, "procedures/life_events.csv", 0, "id", "has %zu events; 64 are the most", to->event_count);
    for (size_t i = 0; i < to->event_count; i++) {
        struct life_event *e = &to->events[i];
        *e = (struct life_event){.id = events[i].id, .icon = events[i].icon, .name_vi = events[i].name_vi, .name_en = events[i].name_en,
                                 .sentence_vi = events[i].sentence_vi, .sentence_en = events[i].sentence_en};
        e->procedures = arena_new_array(a, const char *, member_count + 1);
        for (size_t k = 0; k < member_count; k++)
            if (text_equal(members[k].life_event_id, e->id))
                e->procedures[e->count++] = members[k].procedure_id;
    }
}

void procedures_read_lists(struct province *p, struct findings *f, struct catalogue *to)
{
    struct arena *a = f->arena;
    void *rows;
    province_table(p, f, "procedures/sectors.csv", sector_columns, "national_code|certainty", sizeof(struct sector_row), &rows, &to->sector_count);
    const struct sector_row *sectors = rows;
    to->sectors = arena_new_array(a, struct sector, to->sector_count + 1);
    for (size_t i = 0; i < to->sector_count; i++)
        to->sectors[i] = (struct sector){sectors[i].code, sectors[i].name_vi, sectors[i].name_en, sectors[i].owner_unit_id,
                                         sectors[i].group_vi, sectors[i].group_en ? sectors[i].group_en : sectors[i].group_vi};
    fill_events(p, f, to, a);
    province_table(p, f, "procedures/popular.csv", popular_columns, "", sizeof(struct popular_row), &rows, &to->popular_count);
    const struct popular_row *popular = rows;
    to->popular = arena_new_array(a, struct popular, to->popular_count + 1);
    for (size_t i = 0; i < to->popular_count; i++)
        to->popular[i] = (struct popular){popular[i].phrase_vi, popular[i].phrase_en, popular[i].procedure_id};
}

size_t procedures_read_synonyms(struct province *p, struct findings *f, const struct synonym_row **ret)
{
    void *rows;
    size_t count;
    province_table(p, f, "procedures/synonyms.csv", synonym_columns, "", sizeof(struct synonym_row), &rows, &count);
    *ret = rows;
    return count;
}
