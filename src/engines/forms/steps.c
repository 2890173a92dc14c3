/* One thing per page. The form is walked in the order of its sections: an object has a page (or several: about six fields each), an
 * item of a list has its own, plain fields at the top are grouped until one of them decides what comes next. A field whose condition
 * looks at another field of the same page is put on that page with `shown_if`; all others come only when they matter. */
#include "base/text.h"
#include "engines/forms/fields.h"
#include <string.h>

enum { PAGE_ROOM = 6, MOST_STEPS = 400, MOST_NESTING = 8 };

struct walk {
    struct arena *a;
    const struct form *form;
    const json_t *value; /* as expected: decides what matters */
    const json_t *draft; /* as typed: what the controls show */
    const json_t *known;
    struct form_steps steps;
    size_t section, room;
    struct form_field *fields;
    size_t field_count;
    int weight;                               /* the page being filled */
    const char *prefix, *title_vi, *title_en; /* of the object it belongs to; "" at the top */
    const struct schema *object;
    bool first_of_object;
    int depth;
};

static const char *step_title(struct walk *w, const struct form_step *step, enum language language)
{
    const struct schema *owner = w->first_of_object ? w->object : schema_at(w->form, step->fields[0].name);
    for (const struct schema *s = owner; s; s = s->to)
        if (s->step_title_vi)
            return language == LANGUAGE_EN && s->step_title_en ? s->step_title_en : s->step_title_vi;
    const char *title = language == LANGUAGE_EN ? w->title_en : w->title_vi;
    const char *label = language == LANGUAGE_EN ? step->fields[0].label_en : step->fields[0].label_vi;
    const struct section *section = &w->form->sections[w->section];
    if (*title)
        return step->field_count == 1 && *label && strcmp(label, title) != 0 ? arena_printf(w->a, "%s: %s", title, label) : title;
    return step->field_count == 1 ? label : language == LANGUAGE_EN ? section->title_en : section->title_vi;
}

/* Something is known, and what is not known need not be answered. */
static bool all_known(const struct form_step *step)
{
    bool any = false, all = true;
    for (size_t i = 0; i < step->field_count; i++) {
        const struct form_field *f = &step->fields[i];
        any |= f->known_source != NULL;
        all &= f->known_source != NULL || (!f->required && *f->value == '\0' && f->value_count == 0);
    }
    return any && all;
}

static void add_step(struct walk *w, struct form_step step)
{
    if (w->steps.count >= MOST_STEPS)
        return;
    if (w->steps.count == w->room) {
        w->room = w->room ? 2 * w->room : 16;
        w->steps.items = arena_grow(w->a, w->steps.items, sizeof *w->steps.items, w->steps.count, w->room);
    }
    const struct section *section = &w->form->sections[w->section];
    step.section = w->section;
    step.section_vi = section->title_vi;
    step.section_en = section->title_en;
    step.title_vi = step_title(w, &step, LANGUAGE_VI);
    step.title_en = step_title(w, &step, LANGUAGE_EN);
    step.all_known = all_known(&step);
    w->steps.items[w->steps.count++] = step;
}

static void close_page(struct walk *w)
{
    if (w->field_count == 0)
        return;
    struct form_step step = {
        .id = w->first_of_object && *w->prefix ? w->prefix : w->fields[0].name, .fields = w->fields, .field_count = w->field_count};
    const struct schema *found = w->object ? schema_lookup(w->object) : NULL;
    if (found && w->first_of_object) {
        step.lookup_service = found->lookup_service;
        step.lookup_key = name_join(w->a, w->prefix, found->lookup_key);
    }
    add_step(w, step);
    w->fields = NULL;
    w->field_count = 0;
    w->weight = 0;
    w->first_of_object = false;
}

static bool on_this_page(const struct walk *w, const char *name)
{
    for (size_t i = 0; i < w->field_count; i++)
        if (strcmp(w->fields[i].name, name) == 0)
            return true;
    return false;
}

/* The condition of a field when it looks at a field of this page; NULL otherwise. */
static const struct form_shown_if *shown_here(struct walk *w, const struct schema *object, const char *name)
{
    const json_t *constant, *list;
    const char *driver = schema_shown_by(object, name, &constant, &list);
    if (!driver || !on_this_page(w, name_join(w->a, w->prefix, driver)))
        return NULL;
    size_t n = constant ? 1 : json_array_size(list);
    const char **values = arena_new_array(w->a, const char *, n + 1);
    for (size_t i = 0; i < n; i++)
        values[i] = posted_text(w->a, constant ? constant : json_array_get(list, i));
    struct form_shown_if *made = arena_new_one(w->a, struct form_shown_if);
    *made = (struct form_shown_if){name_join(w->a, w->prefix, driver), values, n};
    return made;
}

static void add_field(struct walk *w, struct form_field field)
{
    w->fields = arena_grow(w->a, w->fields, sizeof *w->fields, w->field_count, w->field_count + 1);
    w->fields[w->field_count++] = field;
    w->weight += field_weight(&field);
}

static void walk_object(struct walk *w, const struct schema *object, const char *prefix, const char *title_vi, const char *title_en,
                        bool required);

static void walk_list(struct walk *w, const struct schema *s, const char *name, bool required)
{
    const struct schema *items = schema_body(s)->items;
    struct walk outer = *w;
    size_t n = json_array_size(tree_get(w->value, name));
    for (size_t i = 0; i < n; i++) {
        const char *item = arena_printf(w->a, "%s.%zu", name, i);
        const struct schema *titled = items->title_vi ? items : s; /* a title behind a $ref ("Person") says less than the list's own */
        const char *vi = arena_printf(w->a, "%s %zu", schema_title(titled, LANGUAGE_VI), i + 1);
        const char *en = arena_printf(w->a, "%s %zu", schema_title(titled, LANGUAGE_EN), i + 1);
        if (!schema_is_address(items) && !schema_is_file(items)) {
            walk_object(w, items, item, vi, en, true);
            continue;
        }
        struct form_field field = field_make(w->a, w->form, items, item, true, w->draft, w->known);
        field.label_vi = vi;
        field.label_en = en;
        add_field(w, field);
        close_page(w);
    }
    w->prefix = outer.prefix;
    w->title_vi = w->title_en = "";
    w->first_of_object = false;
    struct form_field list = field_make(w->a, w->form, s, name, required, w->draft, w->known);
    list.items_now = n;
    add_field(w, list);
    close_page(w);
    w->title_vi = outer.title_vi;
    w->title_en = outer.title_en;
}

/* "Cha: Giấy tờ tùy thân": whose document it is must be said on its own page. */
static const char *title_inside(const struct walk *w, const struct schema *s, enum language language)
{
    const char *outer = language == LANGUAGE_EN ? w->title_en : w->title_vi, *title = schema_title(s, language);
    return *outer && *title ? arena_printf(w->a, "%s: %s", outer, title) : *title ? title : outer;
}

static void walk_property(struct walk *w, const struct schema *object, const char *name, bool object_required)
{
    const struct schema *s = schema_property(object, name);
    const char *full = name_join(w->a, w->prefix, name);
    const json_t *here = tree_get(w->value, w->prefix);
    json_t *none = here ? NULL : json_object();
    struct relevance r = schema_relevance(object, here ? here : none, name);
    json_decref(none);
    const struct form_shown_if *condition = shown_here(w, object, name);
    bool own_page = schema_is_list(s) || (schema_is_object(s) && !schema_is_file(s) && !schema_is_address(s));
    if (!r.relevant && (!condition || own_page))
        return;
    if (own_page) {
        close_page(w);
        if (schema_is_list(s))
            walk_list(w, s, full, r.required && object_required);
        else
            walk_object(w, s, full, title_inside(w, s, LANGUAGE_VI), title_inside(w, s, LANGUAGE_EN), r.required && object_required);
        return;
    }
    struct form_field field = field_make(w->a, w->form, s, full, (r.required || condition) && object_required, w->draft, w->known);
    if (w->weight + field_weight(&field) > PAGE_ROOM)
        close_page(w);
    field.shown_if = condition && on_this_page(w, condition->name) ? condition : NULL;
    if (field.shown_if || r.relevant)
        add_field(w, field);
    bool inside;
    if (schema_decides(object, name, &inside) && !inside)
        close_page(w);
}

static void walk_object(struct walk *w, const struct schema *object, const char *prefix, const char *title_vi, const char *title_en,
                        bool required)
{
    if (w->depth >= MOST_NESTING)
        return;
    struct walk outer = *w;
    w->depth++;
    w->prefix = prefix;
    w->title_vi = title_vi;
    w->title_en = title_en;
    w->object = object;
    w->first_of_object = true;
    const struct schema *body = schema_body(object);
    for (size_t i = 0; i < body->property_count; i++)
        walk_property(w, object, body->properties[i].name, required);
    close_page(w);
    w->depth = outer.depth;
    w->prefix = outer.prefix;
    w->title_vi = outer.title_vi;
    w->title_en = outer.title_en;
    w->object = outer.object;
    w->first_of_object = false;
}

static bool step_covers(const struct form_step *step, const char *name)
{
    for (size_t i = 0; i < step->field_count; i++)
        if (field_covers(&step->fields[i], name))
            return true;
    return false;
}

static struct form_errors errors_of(struct arena *a, const struct form_step *step, struct form_errors all)
{
    struct form_errors own = {0, arena_new_array(a, struct form_error, all.count + 1)};
    for (size_t k = 0; k < step->field_count; k++) /* in the order of the page, as its error summary lists them */
        for (size_t i = 0; i < all.count; i++)
            if (field_covers(&step->fields[k], all.items[i].name))
                own.items[own.count++] = all.items[i];
    return own;
}

struct form_steps form_steps(struct arena *a, const struct form *f, const json_t *draft, const json_t *known)
{
    struct walk w = {
        .a = a, .form = f, .value = form_expect(a, f, draft), .draft = draft, .known = known, .prefix = "", .title_vi = "", .title_en = ""};
    for (w.section = 0; w.section < f->section_count; w.section++) {
        const struct names *fields = &f->sections[w.section].fields;
        for (size_t i = 0; i < fields->count; i++)
            walk_property(&w, f->root, fields->items[i], true);
        close_page(&w);
    }
    struct form_errors errors = form_validate(a, f, w.value);
    for (size_t i = 0; i < w.steps.count; i++)
        w.steps.items[i].complete = errors_of(a, &w.steps.items[i], errors).count == 0;
    return w.steps;
}

const struct form_step *form_step_find(const struct form_steps *s, const char *id)
{
    for (size_t i = 0; i < s->count; i++)
        if (strcmp(s->items[i].id, id) == 0)
            return &s->items[i];
    return NULL;
}

const struct form_step *form_step_of(const struct form_steps *s, const char *name)
{
    size_t n = strlen(name);
    for (size_t i = 0; i < s->count; i++)
        if (step_covers(&s->items[i], name))
            return &s->items[i];
    for (size_t i = 0; i < s->count; i++) /* a whole object: its first page */
        if (strncmp(s->items[i].id, name, n) == 0 && (s->items[i].id[n] == '\0' || s->items[i].id[n] == '.'))
            return &s->items[i];
    return NULL;
}

struct form_errors form_step_validate(struct arena *a, const struct form *f, const struct form_step *step, const json_t *draft)
{
    return errors_of(a, step, form_validate(a, f, form_expect(a, f, draft)));
}
