/* Change scripts of the package (units/changes/DATE.csv): what will become of units, not applied yet. They are read at every start, so that
 * a unit's page can say what is decided, and checked as a whole: replayed in order on top of units.csv. */
#include "base/arena.h"
#include "base/date.h"
#include "base/text.h"
#include "core/i18n.h"
#include "core/province.h"
#include "modules/units/units_inside.h"

struct change_row {
    struct row row;
    const char *action, *unit_id, *to_id, *kind, *form, *name_vi, *name_en, *agency_name_vi, *agency_name_en, *short_name_vi, *parent_id, *area_id,
        *admin_code, *norm, *certainty, *note_vi;
    int64_t no;
    double share;
};
static const struct column columns[] = {
    COLUMN(struct change_row, no, COLUMN_INT, .required = true, .min = 1, .max = 100000, .unique = true),
    COLUMN(struct change_row, action, COLUMN_TEXT, .required = true, .choices = "create|rename|move|succeed|close"),
    COLUMN(struct change_row, unit_id, COLUMN_TEXT, .required = true, .max = 64),
    COLUMN(struct change_row, to_id, COLUMN_TEXT, .max = 64),
    COLUMN(struct change_row, kind, COLUMN_TEXT, .file = "units/kinds.csv", .of = "id"),
    COLUMN(struct change_row, form, COLUMN_TEXT, .choices = "tinh|thanh_pho|thi_xa|huyen|phuong|xa|thi_tran|dac_khu"),
    COLUMN(struct change_row, name_vi, COLUMN_TEXT, .max = 200),
    COLUMN(struct change_row, name_en, COLUMN_TEXT, .max = 200),
    COLUMN(struct change_row, agency_name_vi, COLUMN_TEXT, .max = 250),
    COLUMN(struct change_row, agency_name_en, COLUMN_TEXT, .max = 250),
    COLUMN(struct change_row, short_name_vi, COLUMN_TEXT, .max = 200),
    COLUMN(struct change_row, parent_id, COLUMN_TEXT, .max = 64),
    COLUMN(struct change_row, area_id, COLUMN_TEXT, .max = 64),
    COLUMN(struct change_row, admin_code, COLUMN_TEXT, .max = 5),
    COLUMN(struct change_row, share, COLUMN_REAL),
    COLUMN(struct change_row, norm, COLUMN_TEXT, .required = true, .file = "norms.csv", .of = "number"),
    COLUMN(struct change_row, certainty, COLUMN_TEXT, .required = true, .choices = "source|dataset|knowledge"),
    COLUMN(struct change_row, note_vi, COLUMN_TEXT, .max = 400),
    COLUMN_END};

/* "units/changes/2025-07-01.csv" -> the day; INT32_MIN when it is not called so. */
static int32_t day_of(struct q *q, const char *file)
{
    const char *name = strrchr(file, '/') ? strrchr(file, '/') + 1 : file;
    struct date d;
    return strlen(name) == 14 && date_parse_iso(arena_strndup(q->arena, name, 10), &d) ? date_to_days(d) : INT32_MIN;
}

static struct unit_change change_of(const struct change_row *r, int32_t day, const char *file)
{
    return (struct unit_change){.day = day, .line = r->row.line, .file = file, .action = r->action, .unit_id = r->unit_id, .to_id = r->to_id, .kind = r->kind, .form = r->form,
                                .name_vi = r->name_vi, .name_en = r->name_en, .agency_name_vi = r->agency_name_vi, .agency_name_en = r->agency_name_en,
                                .short_name_vi = r->short_name_vi, .parent_id = r->parent_id, .admin_code = r->admin_code, .norm = r->norm, .note_vi = r->note_vi};
}

size_t units_read_changes(struct q *q, struct province *p, struct findings *f, struct unit_change **ret)
{
    const char *const *files;
    size_t file_count = province_list(p, "units/changes", ".csv", &files), n = 0;
    struct unit_change *all = NULL;
    for (size_t i = 0; i < file_count; i++) {
        void *rows;
        size_t count;
        int32_t day = day_of(q, files[i]);
        province_table(p, f, files[i], columns, "", sizeof(struct change_row), &rows, &count);
        if (day == INT32_MIN)
            finding_add(f, files[i], 0, "", "must be called by the day it takes effect, as 2025-07-01.csv");
        all = arena_grow(q->arena, all, sizeof *all, n, n + count + 1);
        for (size_t k = 0; k < count; k++)
            all[n++] = change_of(&((struct change_row *)rows)[k], day, files[i]);
    }
    *ret = all;
    return n;
}

/* --- check ------------------------------------------------------------------------------------------------------------------- */

struct state { const char *id; bool open, succeeded, processes; };
struct replay { struct state *units; size_t count, room; struct findings *f; };

static struct state *state_of(struct replay *r, const char *id)
{
    for (size_t i = 0; i < r->count; i++)
        if (text_equal(r->units[i].id, id))
            return &r->units[i];
    return NULL;
}

static void need_open(struct replay *r, const struct unit_change *c, const char *field, const char *id)
{
    const struct state *s = id ? state_of(r, id) : NULL;
    if (!s)
        finding_add(r->f, c->file, c->line, field, "“%s” is neither in units.csv nor created before this line", id ? id : "");
    else if (!s->open)
        finding_add(r->f, c->file, c->line, field, "“%s” was closed before", id);
}

static void create(struct replay *r, const struct unit_change *c)
{
    if (state_of(r, c->unit_id))
        finding_add(r->f, c->file, c->line, "unit_id", "“%s” exists already", c->unit_id);
    else if (r->count < r->room)
        r->units[r->count++] = (struct state){.id = c->unit_id, .open = true, .processes = true};
    if (!c->kind || !c->name_vi || !c->name_en || !c->agency_name_vi || !c->agency_name_en || !c->short_name_vi)
        finding_add(r->f, c->file, c->line, "name_vi", "a new unit needs its kind and all its names");
    if (c->parent_id)
        need_open(r, c, "parent_id", c->parent_id);
}

static void step(struct replay *r, const struct unit_change *c)
{
    struct state *s = state_of(r, c->unit_id);
    if (text_equal(c->action, "create")) {
        create(r, c);
        return;
    }
    need_open(r, c, "unit_id", c->unit_id);
    if (text_equal(c->action, "rename") && (!c->name_vi || !c->name_en))
        finding_add(r->f, c->file, c->line, "name_vi", "a new name is required");
    if (text_equal(c->action, "move"))
        need_open(r, c, "parent_id", c->parent_id);
    if (text_equal(c->action, "succeed")) {
        need_open(r, c, "to_id", c->to_id);
        if (s)
            s->succeeded = true;
    }
    if (text_equal(c->action, "close") && s) {
        if (s->processes && !s->succeeded)
            finding_add(r->f, c->file, c->line, "unit_id", "“%s” holds dossiers; a line “succeed” must say who takes them over", c->unit_id);
        s->open = false;
    }
}

void units_check_changes(struct q *q, struct province *p, struct findings *f, const char *const *ids, const bool *processes, size_t count)
{
    struct unit_change *changes;
    size_t change_count = units_read_changes(q, p, f, &changes);
    struct replay r = {.f = f, .room = count + change_count, .units = arena_new_array(q->arena, struct state, count + change_count + 1)};
    for (size_t i = 0; i < count; i++)
        r.units[r.count++] = (struct state){.id = ids[i], .open = true, .processes = processes[i]};
    for (size_t i = 0; i < change_count; i++)
        if (changes[i].action && changes[i].unit_id)
            step(&r, &changes[i]);
}

/* --- use --------------------------------------------------------------------------------------------------------------------- */

const char *units_name_in_changes(const struct q *q, const char *id)
{
    const struct unit *u = units_find(q, id);
    if (u)
        return units_name(q, u);
    const struct unit_change *c = units_decided(id);
    return c ? pick_language(q, c->name_vi, c->name_en) : id;
}

const struct unit_change *units_decided(const char *id)
{
    for (size_t i = 0; i < units_tree->change_count; i++)
        if (text_equal(units_tree->changes[i].action, "create") && text_equal(units_tree->changes[i].unit_id, id))
            return &units_tree->changes[i];
    return NULL;
}
