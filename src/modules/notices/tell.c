/* Listeners: from a line of the journal to a message that waits to be sent. */
#include "base/arena.h"
#include "base/clock.h"
#include "base/date.h"
#include "base/json.h"
#include "base/log.h"
#include "base/text.h"
#include "core/app.h"
#include "core/db.h"
#include "core/i18n.h"
#include "core/journal.h"
#include "core/province.h"
#include "core/q.h"
#include "modules/accounts/accounts.h"
#include "modules/dossiers/dossiers.h"
#include "modules/notices/notices_inside.h"
#include "modules/procedures/procedures.h"
#include "modules/units/units.h"

#define FRESH (2 * DAY) /* imported or generated history is not told */

static const struct { const char *type, *event; } told[] = {
    {"dossiers.submitted", "received"},   {"dossiers.supplement_requested", "supplement_requested"}, {"dossiers.due_soon", "due_soon"},
    {"dossiers.overdue", "late"},         {"dossiers.extended", "late"},                             {"dossiers.finished", "result_ready"}};

static const char *event_of(const char *type)
{
    for (size_t i = 0; i < sizeof told / sizeof *told; i++)
        if (text_equal(told[i].type, type))
            return told[i].event;
    return NULL;
}

/* --- the values of the texts -------------------------------------------------------------------------------------------------------------- */

static void put(json_t *data, const char *name, const char *value)
{
    json_object_set_new(data, name, json_string(value ? value : ""));
}

static const char *moment(struct q *q, int64_t t)
{
    return t ? time_vi(q->arena, t) : "";
}

/* Everything that is missing, numbered, as the person must supply it once. */
static void put_items(struct q *q, json_t *data, const json_t *event)
{
    size_t i;
    json_t *one, *items = json_array();
    json_array_foreach(json_object_get(event, "missing"), i, one) {
        const char *name = json_get_text(one, "name"), *reason = json_get_text(one, "reason");
        json_array_append_new(items, json_pack("{s:s, s:s, s:s}", "no", arena_printf(q->arena, "%zu", i + 1), "name", name ? name : "", "reason", reason ? reason : ""));
    }
    json_object_set_new(data, "items", items);
}

static void decref(void *value)
{
    json_decref(value);
}

static json_t *values_of(struct q *q, const struct dossier *d, const struct journal_line *line, enum language language)
{
    const char *why;
    json_t *data = json_object(), *event = json_read(q->arena, line->data, strlen(line->data), 20, &why);
    const struct procedure *p = procedures_find(q, d->procedure_id, d->procedure_version);
    const struct unit *agency = units_find(q, d->competent_unit), *desk = units_find(q, d->receiving_unit);
    struct province *province = q->app->province;
    bool english = language == LANGUAGE_EN, extended = text_equal(line->type, "dossiers.extended");
    arena_on_free(q->arena, decref, data);
    put(data, "person_name", d->applicant_name);
    put(data, "procedure_name", !p ? "" : english && p->name_en ? p->name_en : p->name_vi);
    put(data, "dossier_code", d->code);
    put(data, "agency_name", agency ? english ? agency->agency_name_en : agency->agency_name_vi : "");
    put(data, "received_at", moment(q, d->submitted_at));
    put(data, "due_at", moment(q, d->due_at));
    put(data, "old_due_at", moment(q, extended ? d->first_due_at : d->due_at));
    put(data, "new_due_at", extended ? moment(q, d->due_at) : "");
    put(data, "reason", extended ? line->reason : "");
    put(data, "result_name", p && p->result_name_vi ? p->result_name_vi : "");
    put(data, "pickup_place", desk ? english ? desk->agency_name_en : desk->agency_name_vi : "");
    put(data, "track_url", arena_printf(q->arena, "%s/ho-so/%s", q->app->settings.base_url, d->code));
    put(data, "hotline", province_text(province, "contacts.hotline"));
    put(data, "portal_name", province_text(province, english ? "portal_name_en" : "portal_name_vi"));
    json_object_set_new(data, "is_demo", json_boolean(q->app->settings.demo));
    put_items(q, data, event);
    return data;
}

/* --- to whom ------------------------------------------------------------------------------------------------------------------------------ */

/* What the dossier says goes before what the account says; the account's wishes hold for both. */
static enum result reach_of(struct q *q, const struct dossier *d, struct notices_draft *draft)
{
    struct accounts_reach account;
    bool known = false;
    draft->reach = (struct notify_reach){d->applicant_email, d->applicant_phone, true, true};
    draft->language = LANGUAGE_VI;
    if (!d->applicant_number || !*d->applicant_number)
        return OK;
    TRY(accounts_reach_of(q, d->applicant_number, &account, &known));
    if (!known)
        return OK;
    draft->language = account.language;
    draft->reach.by_email = account.by_mail;
    draft->reach.by_sms = account.by_sms;
    if (!draft->reach.email || !*draft->reach.email)
        draft->reach.email = account.email;
    if (!draft->reach.phone || !*draft->reach.phone)
        draft->reach.phone = account.phone;
    return OK;
}

static enum result write(struct q *q, void *arg)
{
    return notices_write(q, arg, 0);
}

static enum result hear(struct q *q, const struct journal_line *line)
{
    struct dossier d;
    const char *event = event_of(line->type);
    struct notices_draft draft = {.event = event, .key_root = arena_printf(q->arena, "line:%lld", (long long)line->id), .dossier_id = line->subject_id,
                                  .portal = province_text(q->app->province, "portal_name_vi")};
    if (!event || clock_now() - line->at > FRESH)
        return OK;
    TRY(dossiers_by_id(q, line->subject_id, &d));
    TRY(reach_of(q, &d, &draft));
    draft.dossier_code = d.code;
    draft.unit_id = d.competent_unit;
    draft.person = d.applicant_number;
    draft.data = values_of(q, &d, line, draft.language);
    return db_transact(q, write, &draft);
}

const struct listener notices_listeners[] = {
    {"dossiers.submitted", "notices.received", hear},       {"dossiers.supplement_requested", "notices.supplement", hear},
    {"dossiers.due_soon", "notices.due_soon", hear},        {"dossiers.overdue", "notices.overdue", hear},
    {"dossiers.extended", "notices.extended", hear},        {"dossiers.finished", "notices.finished", hear},
    {NULL, NULL, NULL}};
