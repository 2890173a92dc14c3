/* Asking the registers (prefill.h). The connectors speak the exchange form {source, label_vi, label_en, at, data}. */
#include "modules/dossiers/prefill.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/date.h"
#include "base/json.h"
#include "base/log.h"
#include "base/text.h"
#include "core/access.h"
#include "core/app.h"
#include "core/http_client.h"
#include "core/i18n.h"
#include "core/q.h"
#include "engines/forms/form.h"
#include "modules/dossiers/dossiers_inside.h"

#define PATIENCE (3 * SECOND) /* a page waits no longer for a register */

static const char *url_of(struct q *q, const char *setting, const char *path, const char *number)
{
    const char *base = app_setting(q->app, setting);
    struct buf b;
    if (!base)
        base = q->app->settings.sandbox_url;
    if (!base)
        return NULL;
    buf_init(&b, q->arena, 2000);
    buf_puts(&b, base);
    buf_puts(&b, path);
    buf_url(&b, number);
    return b.data;
}

static const char *label_of(const struct q *q, const json_t *body)
{
    const char *vi = json_get_text(body, "label_vi"), *en = json_get_text(body, "label_en"), *name = json_get_text(body, "source");
    return vi ? pick_language(q, vi, en) : name ? name : "";
}

static enum result ask(struct q *q, const char *setting, const char *path, const char *number, struct prefill_answer *ret)
{
    struct http_answer answer;
    const char *why, *url = url_of(q, setting, path, number);
    *ret = (struct prefill_answer){0};
    if (!url)
        return fail(q, OUTSIDE, T("This register is not connected"));
    TRY(http_call(q, &(struct http_call){.method = "GET", .url = url, .timeout = PATIENCE, .max_answer = 256 << 10}, &answer));
    if (answer.status == 404)
        return OK;
    json_t *body = answer.status == 200 ? json_read(q->arena, answer.body, answer.body_length, 20, &why) : NULL;
    json_t *data = json_object_get(body, "data");
    if (!json_is_object(data) && !json_is_array(data))
        return fail(q, OUTSIDE, T("The register did not answer as agreed"));
    ret->data = data;
    ret->source = label_of(q, body);
    if (!time_parse_iso(json_get_text(body, "at") ? json_get_text(body, "at") : "", &ret->at))
        ret->at = clock_now();
    return OK;
}

/* --- providers ----------------------------------------------------------------------------------------------------------------------- */

static enum result ask_population(struct q *q, const char *number, struct prefill_answer *ret)
{
    return ask(q, "population.url", "/population/", number, ret);
}

static enum result ask_birth_notice(struct q *q, const char *number, struct prefill_answer *ret)
{
    TRY(ask(q, "birth_notices.url", "/birth-notices?mother=", number, ret));
    if (json_is_array(ret->data)) /* the newest notice that has not been used; lists come newest first */
        ret->data = json_array_get(ret->data, 0);
    return OK;
}

static json_t *marriage_facts(struct q *q, const json_t *entry)
{
    bool in_force = text_equal(json_get_text(entry, "status"), "in_force");
    json_t *facts = json_own(q, json_object());
    json_put_text(facts, "marital_status", in_force ? "married" : "divorced");
    json_put_text(facts, "number", json_get_text(entry, "number"));
    json_put_text(facts, "date", json_get_text(entry, "registered_on"));
    json_put_text(facts, "registry", json_get_text(entry, "registry"));
    if (in_force) {
        json_put_text(facts, "parents_married", "yes");
        json_object_set(facts, "marriage_certificate", (json_t *)entry);
    } else if (json_get_text(entry, "ended_by")) {
        json_put_text(facts, "previous_marriage_document", json_get_text(entry, "ended_by"));
        json_put_text(facts, "status_document", json_get_text(entry, "ended_by"));
    }
    return facts;
}

static enum result ask_civil_status(struct q *q, const char *number, struct prefill_answer *ret)
{
    TRY(ask(q, "civil_status.url", "/civil-status/", number, ret));
    const json_t *entries = ret->data;
    size_t count = json_array_size(entries);
    ret->data = count ? marriage_facts(q, json_array_get(entries, count - 1)) : NULL;
    return OK;
}

const struct prefill_provider prefill_providers[] = {
    {"person", "population_db", ask_population},
    {"birth_notice", "birth_notice_db", ask_birth_notice},
    {"civil_status", "civil_status_db", ask_civil_status},
    {NULL, NULL, NULL}};

/* --- filling ------------------------------------------------------------------------------------------------------------------------ */

static bool has_root(const json_t *node, const char *root)
{
    const char *key;
    json_t *value;
    size_t n = strlen(root), i;
    if (json_is_array(node))
        json_array_foreach(node, i, value)
            if (has_root(value, root))
                return true;
    if (!json_is_object(node))
        return false;
    const char *path = json_get_text(node, "x-prefill");
    if (path && strncmp(path, root, n) == 0 && (!path[n] || path[n] == '.'))
        return true;
    json_object_foreach((json_t *)node, key, value)
        if (has_root(value, root))
            return true;
    return false;
}

static bool form_names(const struct form *form, const char *root)
{
    return has_root(form_keyword(form, "properties"), root) || has_root(form_keyword(form, "$defs"), root);
}

static void remember(json_t *meta, const struct prefill_provider *p, const struct prefill_answer *a)
{
    json_t *sources = json_object_get(meta, "sources"), *one = json_object();
    if (!sources) {
        sources = json_object();
        json_object_set_new(meta, "sources", sources);
    }
    json_put_text(one, "label", a->source);
    json_put_int(one, "at", a->at);
    json_object_set_new(sources, p->data_name, one);
}

static void remember_silent(json_t *meta, const struct prefill_provider *p)
{
    json_t *silent = json_object_get(meta, "silent");
    if (!silent) {
        silent = json_array();
        json_object_set_new(meta, "silent", silent);
    }
    json_array_append_new(silent, json_string(p->data_name));
}

/* "mother_identity_number" in a register's answer names the person for the object "mother" of the form, when it has one. */
static enum result fill_named_people(struct q *q, const struct form *form, const json_t *data, json_t **draft, json_t **known)
{
    static const char ending[] = "_identity_number";
    const json_t *properties = form_keyword(form, "properties");
    const char *key;
    json_t *value;
    json_object_foreach((json_t *)data, key, value) {
        if (!text_ends(key, ending) || !json_is_string(value))
            continue;
        const char *name = arena_strndup(q->arena, key, strlen(key) - strlen(ending));
        struct prefill_answer person;
        if (!json_object_get(properties, name))
            continue;
        if (ask_population(q, json_string_value(value), &person) != OK || !person.data) {
            q_forget(q);
            continue;
        }
        struct form_source sources[] = {{"lookup", person.data, person.source, person.at, name}, {"person", person.data, person.source, person.at, name}};
        form_prefill(q->arena, form, sources, 2, draft, known);
    }
    return OK;
}

enum result prefill_form(struct q *q, const struct form *form, const char *person_number, json_t **draft, json_t **known, json_t *meta)
{
    if (!person_number)
        return OK;
    for (const struct prefill_provider *p = prefill_providers; p->root; p++) {
        struct prefill_answer answer;
        if (!form_names(form, p->root))
            continue;
        if (p->ask(q, person_number, &answer) != OK) {
            log_warn("prefill.silent", LOG_S("register", p->data_name), LOG_S("why", q->problem.say));
            q_forget(q);
            remember_silent(meta, p);
            continue;
        }
        if (!answer.data)
            continue;
        remember(meta, p, &answer);
        struct form_source source = {p->root, answer.data, answer.source, answer.at, NULL};
        form_prefill(q->arena, form, &source, 1, draft, known);
        TRY(fill_named_people(q, form, answer.data, draft, known));
    }
    return OK;
}

/* Number and name must belong together: nobody learns another person's data by trying numbers. */
enum result prefill_person(struct q *q, const struct form *form, const char *under, const char *number, const char *full_name, json_t **draft,
                           json_t **known, bool *ret_found)
{
    struct prefill_answer person;
    bool over;
    *ret_found = false;
    TRY(rate_count(q, arena_printf(q->arena, "lookup:%lld", (long long)q->account->id), HOUR, 30, &over));
    if (over || ask_population(q, number, &person) != OK || !person.data) {
        q_forget(q);
        return OK;
    }
    const char *name = json_get_text(person.data, "full_name");
    if (!name || strcmp(text_fold(q->arena, name), text_fold(q->arena, full_name)) != 0)
        return OK;
    struct form_source source = {"lookup", person.data, person.source, person.at, under};
    *ret_found = form_prefill(q->arena, form, &source, 1, draft, known) > 0;
    return OK;
}
