/* The left pane of the workbench: what was declared, with the source of each value; the papers handed in and those that are missing. */
#include "base/arena.h"
#include "base/clock.h"
#include "base/json.h"
#include "base/text.h"
#include "core/i18n.h"
#include "core/q.h"
#include "engines/forms/form.h"
#include "modules/procedures/procedures.h"
#include "modules/tasks/bench_parts.h"

static const char *source_of(struct q *q, const struct form_row *row)
{
    if (!row->known_source)
        return row->file ? "" : tr(q, T("as declared"));
    return row->known_at ? arena_printf(q->arena, "%s, %s", row->known_source, tasks_moment(q, row->known_at)) : row->known_source;
}

static json_t *read_json(struct q *q, const char *text)
{
    const char *why;
    json_t *value = text ? json_read(q->arena, text, strlen(text), 60, &why) : NULL;
    return value ? value : json_read(q->arena, "{}", 2, 2, &why);
}

enum result bench_rows(struct q *q, const struct bench *b, struct form_rows *ret)
{
    const struct form *form = b->procedure ? procedures_form(q, b->procedure) : NULL;
    *ret = (struct form_rows){0};
    if (form)
        *ret = form_summary(q->arena, form, read_json(q, b->dossier.data), read_json(q, b->dossier.known), &dossiers_lists, q->language);
    return OK;
}

static const char *mark_url(struct q *q, const struct bench *b, const char *kind, const char *name)
{
    return queue_url(q, arena_printf(q->arena, "/ho-so-xu-ly/%s/bo-sung?them=%s:%s", b->dossier.code, kind, name), &(struct queue_input){0});
}

/* One panel for each section, one list for each group in it. The arrays are filled in order, so a group is a slice of the rows. */
enum result bench_facts(struct q *q, const struct bench *b, struct tasks_bench_view *view)
{
    struct form_rows rows;
    TRY(bench_rows(q, b, &rows));
    struct tasks_bench_sections *sections = arena_new_array(q->arena, struct tasks_bench_sections, rows.count + 1);
    struct tasks_bench_sections_groups *groups = arena_new_array(q->arena, struct tasks_bench_sections_groups, rows.count + 1);
    struct tasks_bench_sections_groups_facts *facts = arena_new_array(q->arena, struct tasks_bench_sections_groups_facts, rows.count + 1);
    size_t section_count = 0, group_count = 0, fact_count = 0;
    for (size_t i = 0; i < rows.count; i++) {
        const struct form_row *row = &rows.items[i];
        bool new_section = i == 0 || row->section != rows.items[i - 1].section;
        if (row->file) /* shown among the papers */
            continue;
        if (!section_count || new_section)
            sections[section_count++] = (struct tasks_bench_sections){.title = row->section_title, .groups = &groups[group_count]};
        struct tasks_bench_sections *section = &sections[section_count - 1];
        if (!section->groups_count || !text_equal(groups[group_count - 1].title, row->group)) {
            groups[group_count++] = (struct tasks_bench_sections_groups){.title = row->group, .facts = &facts[fact_count]};
            section->groups_count++;
        }
        groups[group_count - 1].facts_count++;
        facts[fact_count++] = (struct tasks_bench_sections_groups_facts){
            .label = row->label, .value = row->value, .source = source_of(q, row), .mark = view->can_mark ? mark_url(q, b, "truong", row->name) : NULL};
    }
    view->sections = sections;
    view->sections_count = section_count;
    return OK;
}

/* --- papers ------------------------------------------------------------------------------------------------------------------------------ */

static const char *problem_words(struct q *q, const char *problem)
{
    size_t count;
    if (!problem || !*problem)
        return NULL;
    char **lines = text_split(q->arena, problem, '\n', &count);
    for (size_t i = 0; i < count; i++)
        lines[i] = (char *)tr(q, lines[i]);
    return text_join(q->arena, (const char *const *)lines, count, "; ");
}

static const char *paper_note(struct q *q, const struct dossier_paper *p)
{
    const char *source = text_equal(p->source, "result") ? tr(q, T("Result")) : text_equal(p->source, "store") ? tr(q, T("From the applicant's store"))
                         : text_equal(p->source, "counter") ? tr(q, T("Scanned at the counter")) : tr(q, T("Uploaded"));
    return p->pages > 1 ? tr_fill(q, T("{source}, {n} pages"), "source", source, "n", tasks_int(q, p->pages)) : source;
}

static bool was_handed_in(const struct dossier_paper *papers, size_t count, int64_t number)
{
    for (size_t i = 0; i < count; i++)
        if (papers[i].number == number)
            return true;
    return false;
}

static const struct dossier_paper *chosen(const struct dossier_paper *papers, size_t count, int64_t id)
{
    for (size_t i = 0; i < count; i++)
        if (papers[i].id == id)
            return &papers[i];
    return count ? &papers[0] : NULL;
}

static void fill_missing(struct q *q, const struct bench *b, const struct dossier_paper *papers, size_t count, struct tasks_bench_view *view)
{
    size_t all = b->procedure ? b->procedure->paper_count : 0, n = 0;
    struct tasks_bench_missing *missing = arena_new_array(q->arena, struct tasks_bench_missing, all + 1);
    for (size_t i = 0; i < all; i++) {
        const struct procedure_paper *p = &b->procedure->papers[i];
        if (!was_handed_in(papers, count, p->number) && strcmp(p->kind, "eform") != 0) /* the form itself is above */
            missing[n++] = (struct tasks_bench_missing){
                .name = p->name_vi, .note = p->condition_vi && *p->condition_vi ? p->condition_vi : p->mandatory ? tr(q, T("Required")) : tr(q, T("If there is one")),
                .mark = view->can_mark ? mark_url(q, b, "giay", tasks_int(q, p->number)) : NULL};
    }
    view->missing = missing;
    view->missing_count = n;
}

static void fill_viewer(struct q *q, const struct bench *b, const struct dossier_paper *p, struct tasks_bench_view *view)
{
    const char *type = paper_media_type(q, p->kind);
    bool pdf = strcmp(type, "application/pdf") == 0, picture = text_starts(type, "image/");
    struct tasks_bench_shown *shown = arena_new_one(q->arena, struct tasks_bench_shown);
    const char *url = arena_printf(q->arena, "/ho-so-xu-ly/%s/giay/%lld", b->dossier.code, (long long)p->id);
    *shown = (struct tasks_bench_shown){.name = p->name, .file_name = p->file_name, .href = url, .picture = picture ? url : NULL, .pdf = pdf ? url : NULL,
                                        .other = !pdf && !picture, .problem = problem_words(q, p->problem),
                                        .mark = view->can_mark ? mark_url(q, b, "giay", tasks_int(q, p->number)) : NULL};
    view->shown = shown;
}

enum result bench_papers(struct q *q, const struct bench *b, int64_t wanted, struct tasks_bench_view *view)
{
    const struct dossier_paper *papers;
    size_t count;
    TRY(dossiers_papers(q, b->dossier.id, &papers, &count));
    const struct dossier_paper *now = chosen(papers, count, wanted);
    struct tasks_bench_papers *list = arena_new_array(q->arena, struct tasks_bench_papers, count + 1);
    for (size_t i = 0; i < count; i++) {
        const char *problem = problem_words(q, papers[i].problem);
        list[i] = (struct tasks_bench_papers){
            .name = papers[i].name, .note = problem ? problem : paper_note(q, &papers[i]), .bad = problem != NULL, .current = &papers[i] == now,
            .href = bench_url(q, b, arena_printf(q->arena, "?giay=%lld", (long long)papers[i].id))};
    }
    view->papers = list;
    view->papers_count = count;
    if (now)
        fill_viewer(q, b, now, view);
    fill_missing(q, b, papers, count, view);
    view->no_papers = !count && !view->missing_count;
    return OK;
}
