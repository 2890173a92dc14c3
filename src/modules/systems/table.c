/* systems.csv: read once at start, checked against what is really built. */
#include "base/arena.h"
#include "base/text.h"
#include "core/i18n.h"
#include "core/module.h"
#include "core/province.h"
#include "modules/systems/systems_inside.h"

#define KINDS "engine|shared|specialised-registry|infrastructure|external"
struct system_row { struct row row; struct system_entry e; };
#define S(member, ...) {.name = #member, .type = COLUMN_TEXT, .offset = offsetof(struct system_row, e.member), __VA_ARGS__}
static const struct column columns[] = {
    S(id, .required = true, .unique = true, .max = 64),
    S(name_vi, .required = true, .max = 200),
    S(name_en, .required = true, .max = 200),
    S(kind, .required = true, .choices = KINDS),
    S(owner_vi, .required = true, .max = 200),
    S(owner_en, .required = true, .max = 200),
    S(owner_unit_id, .file = "units/units.csv", .of = "id"),
    S(purpose_vi, .required = true, .max = 400),
    S(purpose_en, .required = true, .max = 600),
    S(figures_vi, .max = 400),
    S(figures_en, .max = 400),
    S(seed_refs, .max = 400),
    S(status_2023, .required = true, .choices = "running|pilot|planned|external"),
    S(basis, .required = true, .choices = "stated|name-only"),
    S(today, .required = true, .choices = "module|register|adapter|planned"),
    S(where, .max = 60),
    S(note_vi, .required = true, .max = 400),
    S(note_en, .required = true, .max = 400),
    COLUMN_END};

static struct system_entry *entries;
static size_t entry_count;

static size_t read_rows(struct province *p, struct findings *f, const struct system_row **ret)
{
    void *rows;
    size_t count;
    province_table(p, f, "systems.csv", columns, "", sizeof(struct system_row), &rows, &count);
    *ret = rows;
    return count;
}

static bool is_built(const char *module)
{
    for (const struct module *const *m = all_modules; *m; m++)
        if (text_equal((*m)->name, module))
            return true;
    return text_equal(module, "core");
}

void systems_check(struct q *q, struct province *p, struct findings *f)
{
    const struct system_row *rows;
    size_t count = read_rows(p, f, &rows);
    (void)q;
    for (size_t i = 0; i < count; i++) {
        const struct system_entry *e = &rows[i].e;
        bool ours = text_equal(e->today, "module") || text_equal(e->today, "register");
        if (ours && !is_built(e->where))
            finding_add(f, "systems.csv", rows[i].row.line, "where", "says that the module “%s” stands, but there is none", e->where ? e->where : "");
        if (ours && e->where && is_built(e->where) && !text_equal(e->where, "core") && !province_lists_module(p, e->where))
            finding_add(f, "systems.csv", rows[i].row.line, "where", "the module “%s” is not in modules.list", e->where);
        if (text_equal(e->today, "adapter") && !e->where)
            finding_add(f, "systems.csv", rows[i].row.line, "where", "must name the adapter");
    }
}

enum result systems_start(struct q *q, struct province *p)
{
    struct findings f = {.arena = q->arena};
    const struct system_row *rows;
    size_t count = read_rows(p, &f, &rows);
    if (f.count)
        return fail(q, INVALID, T("The province package has mistakes; run thubon check"));
    struct system_entry *list = arena_new_array(q->arena, struct system_entry, count + 1);
    for (size_t i = 0; i < count; i++) {
        list[i] = rows[i].e;
        list[i].folded = text_fold(q->arena, arena_printf(q->arena, "%s %s %s %s %s", list[i].id, list[i].name_vi, list[i].name_en, list[i].owner_vi, list[i].owner_en));
    }
    entries = list;
    entry_count = count;
    return OK;
}

size_t systems_all(const struct system_entry **ret)
{
    *ret = entries;
    return entry_count;
}

const struct system_entry *systems_find(const char *id)
{
    for (size_t i = 0; i < entry_count; i++)
        if (text_equal(entries[i].id, id))
            return &entries[i];
    return NULL;
}

static bool has_words(const char *folded, char **words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!strstr(folded, words[i]))
            return false;
    return true;
}

size_t systems_filtered(struct q *q, const struct systems_filter *f, const struct system_entry ***ret)
{
    size_t word_count, n = 0;
    char **words = text_split(q->arena, text_fold(q->arena, f->q ? f->q : ""), ' ', &word_count);
    *ret = arena_new_array(q->arena, const struct system_entry *, entry_count + 1);
    for (size_t i = 0; i < entry_count; i++) {
        const struct system_entry *e = &entries[i];
        if ((!f->loai || text_equal(f->loai, e->kind)) && (!f->tinhtrang || text_equal(f->tinhtrang, e->status_2023)) &&
            (!f->nay || text_equal(f->nay, e->today)) && has_words(e->folded, words, word_count))
            (*ret)[n++] = e;
    }
    return n;
}

/* --- words ------------------------------------------------------------------------------------------------------------------- */

struct word { const char *code, *say, *tag; };
static const struct word kinds[] = {
    {"engine", T("Core platform"), ""}, {"shared", T("Shared"), ""}, {"specialised-registry", T("Specialised"), ""},
    {"infrastructure", T("Infrastructure"), ""}, {"external", T("Outside connection"), ""}};
static const struct word statuses[] = {
    {"running", T("Running"), "ok"}, {"pilot", T("On trial"), "wait"}, {"planned", T("Only planned"), "none"}, {"external", T("Outside the province"), "ext"}};
static const struct word todays[] = {
    {"module", T("Works in Thu Bồn"), "ok"}, {"register", T("Register in Thu Bồn"), "ok"}, {"adapter", T("Connected, on stand-in"), "wait"},
    {"planned", T("Not there yet"), "none"}};

static const struct word *find_word(const struct word *words, size_t count, const char *code)
{
    for (size_t i = 0; i < count; i++)
        if (text_equal(words[i].code, code))
            return &words[i];
    return &words[count - 1];
}
#define FIND(words, code) find_word(words, sizeof(words) / sizeof *(words), code)

const char *systems_kind_words(const char *kind) { return FIND(kinds, kind)->say; }
const char *systems_status_words(const char *status) { return FIND(statuses, status)->say; }
const char *systems_today_words(const char *today) { return FIND(todays, today)->say; }
const char *systems_status_tag(const char *status) { return FIND(statuses, status)->tag; }
const char *systems_today_tag(const char *today) { return FIND(todays, today)->tag; }
