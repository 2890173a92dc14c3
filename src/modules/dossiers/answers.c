/* answers.h */
#include "modules/dossiers/answers.h"
#include "base/arena.h"
#include "base/clock.h"
#include "base/date.h"
#include "base/json.h"
#include "base/text.h"
#include "core/field.h"
#include "core/http/parsed.h"
#include "core/i18n.h"
#include "core/q.h"
#include "modules/dossiers/dossiers_inside.h"
#include "modules/dossiers/lists.h"
#include "modules/units/units.h"

const char *answers_label(const struct q *q, const struct form_field *f)
{
    return pick_language(q, f->label_vi, f->label_en);
}

static const char *hint_of(struct q *q, const struct form_field *f)
{
    const char *hint = pick_language(q, f->hint_vi, f->hint_en);
    if (f->unit && *f->unit)
        return *hint ? arena_printf(q->arena, "%s (%s)", hint, f->unit) : arena_printf(q->arena, "%s: %s", tr(q, T("Unit")), f->unit);
    return *hint ? hint : NULL;
}

static const char *described_by(struct q *q, const char *name, const char *hint, const char *error)
{
    if (!hint && !error)
        return NULL;
    return arena_printf(q->arena, "%s%s%s%s%s", hint ? name : "", hint ? "-goi-y" : "", hint && error ? " " : "", error ? name : "", error ? "-loi" : "");
}

static const char *show_if(struct q *q, const struct form_field *f)
{
    if (!f->shown_if)
        return NULL;
    return arena_printf(q->arena, "%s=%s", f->shown_if->name, text_join(q->arena, f->shown_if->values, f->shown_if->count, "|"));
}

static struct dossiers_answer_view *add(struct q *q, struct answers *to)
{
    struct dossiers_answer_view *v = arena_new_one(q->arena, struct dossiers_answer_view);
    if (to->count < sizeof to->items / sizeof *to->items)
        to->items[to->count++] = v;
    return v;
}

struct common { const char *label, *hint, *error, *described_by, *show_if; bool optional; };

static struct common common_of(struct q *q, const struct form_field *f)
{
    struct common c = {.label = answers_label(q, f), .hint = hint_of(q, f), .error = field_error_of(q, f->name), .show_if = show_if(q, f), .optional = !f->required};
    c.described_by = described_by(q, f->name, c.hint, c.error);
    return c;
}

/* --- controls ------------------------------------------------------------------------------------------------------------------------- */

static const char *width_of(const struct form_field *f)
{
    int64_t most = f->max_length;
    if (f->control == FORM_NUMBER)
        return "10";
    return !most ? (f->inputmode ? "20" : NULL) : most <= 5 ? "5" : most <= 12 ? "10" : most <= 30 ? "20" : most <= 50 ? "30" : NULL;
}

static void add_input(struct q *q, const struct form_field *f, bool alone, struct answers *to)
{
    struct common c = common_of(q, f);
    struct core_input_view *v = arena_new_one(q->arena, struct core_input_view);
    *v = (struct core_input_view){.name = f->name, .label = c.label, .hint = c.hint, .error = c.error, .describedby = c.described_by, .show_if = c.show_if,
                                  .optional = c.optional, .value = f->value, .type = "text", .inputmode = f->inputmode, .autocomplete = f->autocomplete,
                                  .width = width_of(f), .heading = alone};
    add(q, to)->input = v;
}

static void add_textarea(struct q *q, const struct form_field *f, bool alone, struct answers *to)
{
    struct common c = common_of(q, f);
    struct core_textarea_view *v = arena_new_one(q->arena, struct core_textarea_view);
    *v = (struct core_textarea_view){.name = f->name, .label = c.label, .hint = c.hint, .error = c.error, .describedby = c.described_by,
                                     .show_if = c.show_if, .optional = c.optional, .value = f->value, .rows = 5, .heading = alone};
    add(q, to)->textarea = v;
}

static bool chosen(const struct form_field *f, const char *value)
{
    for (size_t i = 0; i < f->value_count; i++)
        if (strcmp(f->values[i], value) == 0)
            return true;
    return f->control != FORM_CHECKBOXES && strcmp(f->value, value) == 0;
}

static void add_choices(struct q *q, const struct form_field *f, bool alone, struct answers *to)
{
    struct common c = common_of(q, f);
    struct core_choices_items *items = arena_new_array(q->arena, struct core_choices_items, f->choice_count + 1);
    for (size_t i = 0; i < f->choice_count; i++)
        items[i] = (struct core_choices_items){.id = i ? arena_printf(q->arena, "%s-%zu", f->name, i + 1) : f->name, .value = f->choices[i].value,
                                               .label = pick_language(q, f->choices[i].label_vi, f->choices[i].label_en), .chosen = chosen(f, f->choices[i].value)};
    struct core_choices_view *v = arena_new_one(q->arena, struct core_choices_view);
    *v = (struct core_choices_view){.name = f->name, .legend = c.label, .hint = c.hint, .error = c.error, .describedby = c.described_by, .show_if = c.show_if,
                                    .optional = c.optional, .several = f->control == FORM_CHECKBOXES, .in_line = f->choice_count == 2 && f->control == FORM_RADIOS,
                                    .heading = alone, .items = items, .items_count = f->choice_count};
    add(q, to)->choices = v;
}

static void add_select(struct q *q, const struct form_field *f, struct answers *to)
{
    struct common c = common_of(q, f);
    size_t n = 0;
    const struct list_entry *entries = f->choices_from ? list_of(f->choices_from, &n) : NULL;
    size_t count = entries ? n : f->choice_count;
    const char *now = !*f->value && f->required && text_equal(f->choices_from, "countries") && n ? entries[0].code : f->value; /* the list begins with our own */
    struct core_select_items *items = arena_new_array(q->arena, struct core_select_items, count + 1);
    for (size_t i = 0; i < count; i++) {
        const char *value = entries ? entries[i].code : f->choices[i].value;
        const char *label = entries ? pick_language(q, entries[i].name_vi, entries[i].name_en) : pick_language(q, f->choices[i].label_vi, f->choices[i].label_en);
        items[i] = (struct core_select_items){.value = value, .label = label, .chosen = strcmp(now, value) == 0};
    }
    struct core_select_view *v = arena_new_one(q->arena, struct core_select_view);
    *v = (struct core_select_view){.name = f->name, .label = c.label, .hint = entries ? NULL : c.hint, .error = c.error,
                                   .describedby = described_by(q, f->name, entries ? NULL : c.hint, c.error), .show_if = c.show_if, .optional = c.optional,
                                   .empty = tr(q, T("Choose")), .items = items, .items_count = count};
    add(q, to)->select = v;
}

static void add_date(struct q *q, const struct form_field *f, bool alone, struct answers *to)
{
    struct common c = common_of(q, f);
    size_t count;
    char **parts = text_split(q->arena, f->value, '/', &count);
    struct core_date_view *v = arena_new_one(q->arena, struct core_date_view);
    *v = (struct core_date_view){.name = f->name, .legend = c.label, .hint = c.hint, .error = c.error, .describedby = c.described_by, .show_if = c.show_if,
                                 .optional = c.optional, .day = parts[0], .month = count > 1 ? parts[1] : "", .year = count > 2 ? parts[2] : "",
                                 .heading = alone, .birth = text_equal(f->autocomplete, "bday")};
    if (!v->hint && !f->required)
        v->hint = NULL;
    add(q, to)->date = v;
}

static void add_checkbox(struct q *q, const struct form_field *f, struct answers *to)
{
    struct common c = common_of(q, f);
    struct core_checkbox_view *v = arena_new_one(q->arena, struct core_checkbox_view);
    *v = (struct core_checkbox_view){.name = f->name, .label = c.label, .hint = c.hint, .error = c.error, .describedby = c.described_by, .show_if = c.show_if,
                                     .chosen = strcmp(f->value, "true") == 0};
    add(q, to)->checkbox = v;
}

/* Why a file may be left out: the register that spares it has answered. */
static const char *spared_by(struct q *q, const struct form_field *f, const json_t *meta)
{
    const char *name;
    json_t *source;
    json_object_foreach(json_object_get(meta, "sources"), name, source)
        if (f->replaceable_by && strstr(f->replaceable_by, name))
            return tr_fill(q, T("Not needed: {source} has it."), "source", json_get_text(source, "label"));
    return NULL;
}

static const char *part_value(const struct form_field *f, const char *part)
{
    for (size_t i = 0; i < f->part_count; i++)
        if (text_ends(f->parts[i].name, part))
            return f->parts[i].value;
    return "";
}

static void add_file(struct q *q, const struct form_field *f, const json_t *meta, struct answers *to)
{
    struct common c = common_of(q, f);
    struct dossiers_answer_file *v = arena_new_one(q->arena, struct dossiers_answer_file);
    const char *name = part_value(f, ".file_name");
    *v = (struct dossiers_answer_file){.name = f->name, .label = c.label, .hint = c.hint, .error = c.error, .optional = c.optional, .show_if = c.show_if,
                                       .describedby = described_by(q, f->name, "", c.error), .spared = spared_by(q, f, meta), .file_name = *name ? name : NULL};
    to->has_file = true;
    add(q, to)->file = v;
}

static void add_address(struct q *q, const struct form_field *f, struct answers *to)
{
    add(q, to)->heading = answers_label(q, f);
    for (size_t i = 0; i < f->part_count; i++) {
        struct form_field part = f->parts[i];
        if (text_ends(part.name, ".district_code"))
            continue;
        if (text_ends(part.name, ".full_text")) {
            part.required = false;
            part.hint_vi = tr_in(LANGUAGE_VI, T("Leave it empty and it is put together from the boxes above"));
            part.hint_en = "Leave it empty and it is put together from the boxes above";
        }
        answers_of_field(q, &part, false, NULL, to);
    }
}

static void add_list(struct q *q, const struct form_field *f, struct answers *to)
{
    struct dossiers_answer_more *v = arena_new_one(q->arena, struct dossiers_answer_more);
    struct dossiers_answer_more_items *items = arena_new_array(q->arena, struct dossiers_answer_more_items, f->items_now + 1);
    for (size_t i = 0; i < f->items_now; i++)
        items[i] = (struct dossiers_answer_more_items){.value = arena_printf(q->arena, "%s.%zu", f->name, i),
                                                       .label = arena_printf(q->arena, "%s %zu", answers_label(q, f), i + 1)};
    *v = (struct dossiers_answer_more){.name = f->name, .label = answers_label(q, f), .count = (int64_t)f->items_now, .add_value = f->name,
                                       .can_add = f->items_now < f->items_max, .items = items, .items_count = f->items_now};
    add(q, to)->more = v;
}

void answers_of_field(struct q *q, const struct form_field *f, bool alone, const json_t *meta, struct answers *to)
{
    if (f->known_source && !f->disputed)
        return;
    switch (f->control) {
    case FORM_TEXT:
    case FORM_NUMBER: add_input(q, f, alone, to); break;
    case FORM_TEXTAREA: add_textarea(q, f, alone, to); break;
    case FORM_RADIOS:
    case FORM_CHECKBOXES: add_choices(q, f, alone, to); break;
    case FORM_SELECT: add_select(q, f, to); break;
    case FORM_DATE: add_date(q, f, alone, to); break;
    case FORM_CHECKBOX: add_checkbox(q, f, to); break;
    case FORM_FILE: add_file(q, f, meta, to); break;
    case FORM_ADDRESS: add_address(q, f, to); break;
    case FORM_LIST: add_list(q, f, to); break;
    case FORM_GROUP:
        for (size_t i = 0; i < f->part_count; i++)
            answers_of_field(q, &f->parts[i], false, meta, to);
        break;
    }
}

void answers_of_step(struct q *q, const struct form_step *step, const json_t *meta, struct answers *ret)
{
    *ret = (struct answers){.count = 0};
    for (size_t i = 0; i < step->field_count; i++)
        answers_of_field(q, &step->fields[i], false, meta, ret);
}

/* --- what was posted ------------------------------------------------------------------------------------------------------------------ */

static const char *dotted(struct q *q, const char *name)
{
    static const char *const endings[] = {"-day", "-month", "-year"};
    for (size_t i = 0; i < 3; i++)
        if (text_ends(name, endings[i])) {
            char *copy = arena_strdup(q->arena, name);
            copy[strlen(name) - strlen(endings[i])] = '.';
            return copy;
        }
    return name;
}

const struct form_pair *answers_posted(struct q *q, size_t *ret_count)
{
    const struct parsed *parsed;
    *ret_count = 0;
    if (request_parse(q, &parsed) != OK) {
        q_forget(q);
        return NULL;
    }
    struct form_pair *pairs = arena_new_array(q->arena, struct form_pair, parsed->form.count + 1);
    for (const struct pair *p = parsed->form.first; p; p = p->next)
        pairs[(*ret_count)++] = (struct form_pair){dotted(q, p->name), p->value};
    return pairs;
}

/* --- addresses ------------------------------------------------------------------------------------------------------------------------- */

static json_t *node_at(json_t *root, const char *name)
{
    json_t *at = root;
    while (at && *name) {
        size_t n = strcspn(name, ".");
        char key[200];
        int64_t index;
        if (n >= sizeof key)
            return NULL;
        memcpy(key, name, n);
        key[n] = 0;
        at = json_is_array(at) && number_parse(key, &index) ? json_array_get(at, (size_t)index) : json_object_get(at, key);
        name += n + (name[n] == '.');
    }
    return at;
}

static const char *one_line(struct q *q, const json_t *a, const struct unit *commune)
{
    const char *parts[3];
    size_t n = 0;
    if (json_get_text(a, "street"))
        parts[n++] = json_get_text(a, "street");
    if (commune)
        parts[n++] = units_full_name(q, commune);
    if (json_get_text(a, "province_code") && list_name_of("provinces", json_get_text(a, "province_code"), LANGUAGE_VI))
        parts[n++] = list_name_of("provinces", json_get_text(a, "province_code"), LANGUAGE_VI);
    return n ? text_join(q->arena, parts, n, ", ") : NULL;
}

static const struct unit *commune_of(struct q *q, const json_t *a)
{
    const char *code = json_get_text(a, "commune_code");
    return code ? units_by_code(q, "admin", code, time_local_days(clock_now())) : NULL;
}

static void complete_address(struct q *q, const json_t *before, json_t *a)
{
    const struct unit *commune = commune_of(q, a), *district = commune ? units_parent(q, commune) : NULL;
    const char *typed = json_get_text(a, "full_text"), *line = one_line(q, a, commune);
    if (district && district->admin_code && strlen(district->admin_code) == 3)
        json_put_text(a, "district_code", district->admin_code);
    if (line && (commune || json_get_text(a, "street")) && (!typed || text_equal(typed, one_line(q, before, commune_of(q, before)))))
        json_put_text(a, "full_text", line);
}

void answers_complete_addresses(struct q *q, const struct form_step *step, const json_t *before, json_t *draft)
{
    for (size_t i = 0; i < step->field_count; i++) {
        const struct form_field *f = &step->fields[i];
        json_t *node = f->control == FORM_ADDRESS && !f->known_source ? node_at(draft, f->name) : NULL;
        if (json_is_object(node) && json_object_size(node))
            complete_address(q, node_at((json_t *)before, f->name), node);
    }
}

const json_t *answers_value(const json_t *data, const char *name)
{
    return node_at((json_t *)data, name);
}
