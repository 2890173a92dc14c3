/* papers/ of the package: read and compiled once at the start of the process. A paper that was printed keeps its data and its file, so a
 * template that leaves the package takes nothing away. */
#include "base/arena.h"
#include "base/date.h"
#include "base/text.h"
#include "core/i18n.h"
#include "core/province.h"
#include "core/q.h"
#include "engines/papers/paper.h"
#include "modules/dossiers/dossiers.h"
#include "modules/papers/papers_inside.h"
#include "modules/units/units.h"

struct paper_row { struct row row; const char *id, *version, *kind, *form_no, *file, *title_vi, *title_en; int32_t valid_from, valid_to; };
static const struct column paper_columns[] = {
    COLUMN(struct paper_row, id, COLUMN_TEXT, .required = true, .max = 64),
    COLUMN(struct paper_row, version, COLUMN_TEXT, .required = true, .max = 40),
    COLUMN(struct paper_row, valid_from, COLUMN_DATE),
    COLUMN(struct paper_row, valid_to, COLUMN_DATE),
    COLUMN(struct paper_row, kind, COLUMN_TEXT, .required = true, .choices = "form|result"),
    COLUMN(struct paper_row, form_no, COLUMN_TEXT, .max = 4),
    COLUMN(struct paper_row, file, COLUMN_TEXT, .required = true, .max = 100),
    COLUMN(struct paper_row, title_vi, COLUMN_TEXT, .required = true, .max = 200),
    COLUMN(struct paper_row, title_en, COLUMN_TEXT, .required = true, .max = 200),
    COLUMN_END};
struct field_row { struct row row; const char *paper_id, *version, *name, *type, *label_vi, *columns; bool optional; };
static const struct column field_columns[] = {
    COLUMN(struct field_row, paper_id, COLUMN_TEXT, .required = true, .file = "papers/papers.csv", .of = "id"),
    COLUMN(struct field_row, version, COLUMN_TEXT, .required = true, .max = 40),
    COLUMN(struct field_row, name, COLUMN_TEXT, .required = true, .max = 60),
    COLUMN(struct field_row, type, COLUMN_TEXT, .required = true, .choices = "text|list"),
    COLUMN(struct field_row, optional, COLUMN_BOOL, .required = true),
    COLUMN(struct field_row, label_vi, COLUMN_TEXT, .required = true, .max = 200),
    COLUMN(struct field_row, columns, COLUMN_TEXT, .max = 300),
    COLUMN_END};
struct source_row { struct row row; const char *paper_id, *version, *name, *from, *as; };
static const struct column source_columns[] = {
    COLUMN(struct source_row, paper_id, COLUMN_TEXT, .required = true, .file = "papers/papers.csv", .of = "id"),
    COLUMN(struct source_row, version, COLUMN_TEXT, .required = true, .max = 40),
    COLUMN(struct source_row, name, COLUMN_TEXT, .required = true, .max = 60),
    COLUMN(struct source_row, from, COLUMN_TEXT, .required = true, .max = 120),
    COLUMN(struct source_row, as, COLUMN_TEXT, .required = true, .choices = "text|year|date_words|all_but"),
    COLUMN_END};
struct desk_row { struct row row; const char *level, *desk_vi, *signer_title_vi; int32_t valid_from, valid_to; };
static const struct column desk_columns[] = {
    COLUMN(struct desk_row, level, COLUMN_TEXT, .required = true, .choices = "commune|district|province|central|other"),
    COLUMN(struct desk_row, valid_from, COLUMN_DATE),
    COLUMN(struct desk_row, valid_to, COLUMN_DATE),
    COLUMN(struct desk_row, desk_vi, COLUMN_TEXT, .required = true, .max = 200),
    COLUMN(struct desk_row, signer_title_vi, COLUMN_TEXT, .required = true, .max = 100),
    COLUMN_END};

static struct { struct template *items; size_t count; const struct desk_row *desks; size_t desk_count; } all;

struct package { const struct paper_row *papers; const struct field_row *fields; const struct source_row *sources; const struct desk_row *desks;
                 size_t paper_count, field_count, source_count, desk_count; };

static void read_package(struct province *p, struct findings *f, struct package *ret)
{
    void *rows = NULL;
    province_table(p, f, "papers/papers.csv", paper_columns, "norm|certainty", sizeof(struct paper_row), &rows, &ret->paper_count);
    ret->papers = rows;
    province_table(p, f, "papers/fields.csv", field_columns, "", sizeof(struct field_row), &rows, &ret->field_count);
    ret->fields = rows;
    province_table(p, f, "papers/sources.csv", source_columns, "", sizeof(struct source_row), &rows, &ret->source_count);
    ret->sources = rows;
    province_table(p, f, "papers/desks.csv", desk_columns, "certainty", sizeof(struct desk_row), &rows, &ret->desk_count);
    ret->desks = rows;
}

static bool holds(int32_t from, int32_t to, int32_t day)
{
    return day >= from && (to == INT32_MIN || day <= to); /* an absent date is INT32_MIN */
}

static const struct paper *compile(struct arena *a, struct province *p, struct findings *f, const struct paper_row *r)
{
    size_t n;
    struct paper_fault fault;
    const char *path = arena_printf(a, "papers/%s", r->file), *json = province_file(p, f, path, &n);
    const struct paper *made = json ? paper_compile(a, json, n, &fault) : NULL;
    if (json && !made)
        finding_add(f, path, 0, fault.pointer, "%s", fault.reason);
    return made;
}

static void find_source(const struct package *pack, const struct field_row *field, struct template_field *to)
{
    for (size_t i = 0; i < pack->source_count; i++) {
        const struct source_row *s = &pack->sources[i];
        if (text_equal(s->paper_id, field->paper_id) && text_equal(s->version, field->version) && text_equal(s->name, field->name)) {
            to->from = s->from;
            to->as = s->as;
        }
    }
}

static void add_fields(struct arena *a, const struct package *pack, struct template *t)
{
    struct template_field *fields = arena_new_array(a, struct template_field, pack->field_count + 1);
    for (size_t i = 0; i < pack->field_count; i++) {
        const struct field_row *r = &pack->fields[i];
        if (!text_equal(r->paper_id, t->id) || !text_equal(r->version, t->version))
            continue;
        fields[t->field_count] = (struct template_field){.name = r->name, .label = r->label_vi, .list = text_equal(r->type, "list"), .optional = r->optional};
        find_source(pack, r, &fields[t->field_count++]);
    }
    t->fields = fields;
}

static bool has_field(const struct package *pack, const struct source_row *s)
{
    for (size_t i = 0; i < pack->field_count; i++)
        if (text_equal(pack->fields[i].paper_id, s->paper_id) && text_equal(pack->fields[i].version, s->version) && text_equal(pack->fields[i].name, s->name))
            return true;
    return false;
}

static void check_dates(struct findings *f, const struct package *pack)
{
    for (size_t i = 0; i < pack->paper_count; i++)
        for (size_t k = i + 1; k < pack->paper_count; k++) {
            const struct paper_row *a = &pack->papers[i], *b = &pack->papers[k];
            if (text_equal(a->id, b->id) && (holds(a->valid_from, a->valid_to, b->valid_from) || holds(b->valid_from, b->valid_to, a->valid_from)))
                finding_add(f, "papers/papers.csv", b->row.line, "valid_from", "two versions of %s are valid on the same day", b->id);
        }
}

void papers_check_package(struct q *q, struct province *p, struct findings *f)
{
    struct package pack = {0};
    read_package(p, f, &pack);
    check_dates(f, &pack);
    for (size_t i = 0; i < pack.paper_count; i++)
        compile(q->arena, p, f, &pack.papers[i]);
    for (size_t i = 0; i < pack.source_count; i++)
        if (!has_field(&pack, &pack.sources[i]))
            finding_add(f, "papers/sources.csv", pack.sources[i].row.line, "name", "%s has no field %s", pack.sources[i].paper_id, pack.sources[i].name);
}

enum result papers_start(struct q *q, struct province *p)
{
    struct findings f = {.arena = q->arena};
    struct package pack = {0};
    dossiers_set_printer(&papers_printer);
    read_package(p, &f, &pack);
    all.items = arena_new_array(q->arena, struct template, pack.paper_count + 1);
    all.count = 0;
    for (size_t i = 0; i < pack.paper_count; i++) {
        const struct paper_row *r = &pack.papers[i];
        struct template *t = &all.items[all.count++];
        *t = (struct template){.id = r->id, .version = r->version, .kind = r->kind, .title_vi = r->title_vi, .title_en = r->title_en,
                               .valid_from = r->valid_from, .valid_to = r->valid_to, .paper = compile(q->arena, p, &f, r)};
        add_fields(q->arena, &pack, t);
    }
    all.desks = pack.desks;
    all.desk_count = pack.desk_count;
    return f.count ? fail(q, INVALID, T("The province package has mistakes; run thubon check")) : OK;
}

const struct template *template_on(const char *id, int32_t day)
{
    for (size_t i = 0; i < all.count; i++)
        if (text_equal(all.items[i].id, id) && holds(all.items[i].valid_from, all.items[i].valid_to, day))
            return &all.items[i];
    return NULL;
}

const struct template *template_find(const char *id, const char *version)
{
    for (size_t i = 0; i < all.count; i++)
        if (text_equal(all.items[i].id, id) && text_equal(all.items[i].version, version))
            return &all.items[i];
    return NULL;
}

static const struct desk_row *desk_of(const struct unit *u, int32_t day)
{
    for (size_t i = 0; u && i < all.desk_count; i++)
        if (text_equal(all.desks[i].level, u->level) && holds(all.desks[i].valid_from, all.desks[i].valid_to, day))
            return &all.desks[i];
    return NULL;
}

const char *desk_name(const struct unit *u, int32_t day)
{
    const struct desk_row *desk = desk_of(u, day);
    return desk ? desk->desk_vi : "";
}

const char *desk_signer_title(const struct unit *u, int32_t day)
{
    const struct desk_row *desk = desk_of(u, day);
    return desk ? desk->signer_title_vi : "";
}
