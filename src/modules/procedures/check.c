/* thubon check for procedures: tables, and that every form compiles and accepts its own examples, every workflow runs, and the roles, kinds of
 * units and hours it names exist and add up. */
#include "base/arena.h"
#include "base/text.h"
#include "core/access_roles.h"
#include "core/q.h"
#include "engines/forms/form.h"
#include "engines/workflow/workflow.h"
#include "modules/procedures/procedures_inside.h"
#include "modules/units/units.h"

static void check_form(struct q *q, struct province *p, struct findings *f, const char *file)
{
    size_t n;
    struct form_fault fault = {0};
    const json_t *example;
    const char *json = province_file(p, f, file, &n);
    const struct form *form = json ? form_compile(q->arena, json, n, &fault) : NULL;
    if (json && !form)
        finding_add(f, file, 0, fault.pointer, "%s", fault.reason);
    for (size_t i = 0; form && (example = form_example(form, i)); i++) {
        struct form_errors errors = form_validate(q->arena, form, example);
        for (size_t k = 0; k < errors.count; k++)
            finding_add(f, file, 0, errors.items[k].pointer, "example %zu: %s", i + 1, form_error_text(q->arena, &errors.items[k], LANGUAGE_EN));
    }
}

static size_t role_names(struct q *q, const char ***ret)
{
    size_t count;
    const struct access_role *roles = access_roles(&count);
    *ret = arena_new_array(q->arena, const char *, count + 1);
    for (size_t i = 0; i < count; i++)
        (*ret)[i] = roles[i].id;
    return count;
}

struct kind_row { struct row row; const char *id; };

static size_t kind_names(struct q *q, struct province *p, const char ***ret)
{
    static const struct column columns[] = {COLUMN(struct kind_row, id, COLUMN_TEXT), COLUMN_END};
    struct findings quiet = {.arena = q->arena};
    void *rows;
    size_t count;
    province_table(p, &quiet, "units/kinds.csv", columns, "name_vi|name_en|level|processes|resolve", sizeof(struct kind_row), &rows, &count);
    *ret = arena_new_array(q->arena, const char *, count + 1);
    for (size_t i = 0; i < count; i++)
        (*ret)[i] = ((struct kind_row *)rows)[i].id;
    return count;
}

/* While a step is open, residents read what its role is waiting for. */
static void check_waiting(struct findings *f, const char *file, const struct workflow *wf)
{
    const struct workflow_step *steps;
    size_t count = workflow_steps(wf, &steps);
    for (size_t i = 0; i < count; i++) {
        const struct access_role *role = access_role(steps[i].role);
        if (role && (!role->waiting_vi || !role->waiting_en))
            finding_add(f, file, (size_t)steps[i].line, "tb:role", "the role “%s” has no waiting_vi or waiting_en in roles.csv", steps[i].role);
    }
}

static void check_workflow(struct q *q, struct province *p, struct findings *f, const char *file, const struct workflow_known *known)
{
    size_t n;
    const struct workflow *wf;
    struct workflow_report report = {0};
    const char *xml = province_file(p, f, file, &n);
    if (xml && workflow_read(q->arena, xml, n, &wf, &report) == OK) {
        workflow_check(q->arena, wf, known, &report);
        check_waiting(f, file, wf);
    }
    for (size_t i = 0; i < report.count; i++)
        if (report.findings[i].error)
            finding_add(f, file, (size_t)report.findings[i].line, report.findings[i].element, "%s", report.findings[i].what);
}

static bool is_there(const char *const *files, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (text_equal(files[i], name))
            return true;
    return false;
}

static void check_rows(struct q *q, const struct package_procedures *all, struct findings *f, const char *const *forms, size_t form_count,
                       const char *const *workflows, size_t workflow_count)
{
    for (size_t i = 0; i < all->count; i++) {
        const struct procedure_row *r = &all->procedures[i];
        if (r->form_id && !is_there(forms, form_count, arena_printf(q->arena, "forms/%s.json", r->form_id)))
            finding_add(f, "procedures/procedures.csv", r->row.line, "form_id", "there is no forms/%s.json", r->form_id);
        if (r->workflow_id && !is_there(workflows, workflow_count, arena_printf(q->arena, "workflows/%s.bpmn", r->workflow_id)))
            finding_add(f, "procedures/procedures.csv", r->row.line, "workflow_id", "there is no workflows/%s.bpmn", r->workflow_id);
        if (r->time_limit_value != COLUMN_NO_INT && !r->time_limit_unit)
            finding_add(f, "procedures/procedures.csv", r->row.line, "time_limit_unit", "is required beside time_limit_value");
        if (r->valid_to != INT32_MIN && r->valid_to < r->valid_from)
            finding_add(f, "procedures/procedures.csv", r->row.line, "valid_to", "lies before valid_from");
        for (size_t k = 0; k < i; k++)
            if (text_equal(all->procedures[k].id, r->id) && all->procedures[k].version == r->version)
                finding_add(f, "procedures/procedures.csv", r->row.line, "version", "version %lld of %s stands already in line %zu",
                            (long long)r->version, r->id, all->procedures[k].row.line);
    }
}

void procedures_check(struct q *q, struct province *p, struct findings *f)
{
    struct package_procedures all = {0};
    struct catalogue lists = {0};
    const struct synonym_row *synonyms;
    const char *const *forms, *const *workflows;
    const char **roles, **kinds;
    procedures_read_package(p, f, &all);
    procedures_read_lists(p, f, &lists);
    procedures_read_synonyms(p, f, &synonyms);
    size_t form_count = province_list(p, "forms", ".json", &forms), workflow_count = province_list(p, "workflows", ".bpmn", &workflows);
    struct workflow_known known = {.limit_minutes = -1};
    known.role_count = role_names(q, &roles);
    known.roles = roles;
    known.unit_kind_count = kind_names(q, p, &kinds);
    known.unit_kinds = kinds;
    for (size_t i = 0; i < form_count; i++)
        check_form(q, p, f, forms[i]);
    for (size_t i = 0; i < workflow_count; i++)
        check_workflow(q, p, f, workflows[i], &known);
    procedures_check_words(q, p, f, &all);
    check_rows(q, &all, f, forms, form_count, workflows, workflow_count);
}
