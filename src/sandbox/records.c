/* What the national databases would answer about an invented person: {source, at, data}; data is null for nobody. */
#include "base/arena.h"
#include "base/clock.h"
#include "base/date.h"
#include "base/json.h"
#include "base/text.h"
#include "core/http/http.h"
#include "core/http/parsed.h"
#include "core/i18n.h"
#include "core/q.h"
#include "sandbox/sandbox_inside.h"

/* Takes over data (NULL: nobody). The label is what people see beside a value that was taken over. */
static void answer(struct q *q, int service, json_t *data)
{
    const char *name = sandbox_services[service].name, *label_vi = "", *label_en = "";
    size_t i;
    json_t *one;
    json_array_foreach(json_object_get(sandbox_state(q)->data, "services"), i, one)
        if (text_equal(json_get_text(one, "name"), name)) {
            label_vi = json_get_text(one, "label_vi");
            label_en = json_get_text(one, "label_en");
        }
    sandbox_reply_json(q, data ? 200 : 404, json_pack("{s:s, s:s, s:s, s:s, s:o}", "source", name, "label_vi", label_vi, "label_en", label_en,
                       "at", time_iso(q->arena, clock_now()), "data", data ? data : json_null()));
}

static json_t *list_of(struct q *q, const char *name)
{
    return json_object_get(sandbox_state(q)->data, name);
}

static bool has_member(json_t *household, const char *number)
{
    size_t i;
    json_t *member;
    json_array_foreach(json_object_get(household, "members"), i, member)
        if (text_equal(json_get_text(member, "identity_number"), number))
            return true;
    return false;
}

/* A lying population database gives another person's name. */
void sandbox_population(struct q *q, const char *number)
{
    size_t i;
    json_t *household;
    if (sandbox_misbehaves(q, SERVICE_POPULATION))
        return;
    json_t *person = sandbox_person(q, number, NULL);
    json_t *data = person ? json_deep_copy(person) : NULL;
    if (data && sandbox_lies_about(q, SERVICE_POPULATION, -1))
        json_object_set_new(data, "full_name", json_string("Người Khác"));
    json_array_foreach(list_of(q, "households"), i, household)
        if (data && has_member(household, number))
            json_object_set(data, "household", household);
    answer(q, SERVICE_POPULATION, data);
}

static const char *days_later(struct q *q, const char *day, int32_t by)
{
    struct date d;
    return date_parse_iso(day ? day : "", &d) ? date_iso(q->arena, date_from_days(date_to_days(d) + by)) : day;
}

/* days_before_now keeps the newborn new: both dates move together, so that the birth lies that many days before today. */
static json_t *notice_today(struct q *q, json_t *notice)
{
    struct date born;
    json_t *copy = json_deep_copy(notice);
    int64_t before = json_get_int(notice, "days_before_now", -1);
    if (before < 0 || !date_parse_iso(json_get_text(notice, "date_of_birth"), &born))
        return copy;
    int32_t by = time_local_days(clock_now()) - (int32_t)before - date_to_days(born);
    json_object_set_new(copy, "date_of_birth", json_string(days_later(q, json_get_text(notice, "date_of_birth"), by)));
    json_object_set_new(copy, "issued_on", json_string(days_later(q, json_get_text(notice, "issued_on"), by)));
    json_object_del(copy, "days_before_now");
    return copy;
}

void sandbox_birth_notices(struct q *q, const char *rest)
{
    (void)rest;
    size_t i;
    json_t *notice, *found = json_array();
    const char *mother = request_query(q, "mother");
    if (sandbox_misbehaves(q, SERVICE_BIRTH)) {
        json_decref(found);
        return;
    }
    json_array_foreach(list_of(q, "birth_notices"), i, notice)
        if (mother && text_equal(json_get_text(notice, "mother_identity_number"), mother))
            json_array_append_new(found, notice_today(q, notice));
    answer(q, SERVICE_BIRTH, found);
}

void sandbox_civil_status(struct q *q, const char *number)
{
    size_t i;
    json_t *entry, *found = json_array();
    if (sandbox_misbehaves(q, SERVICE_CIVIL_STATUS)) {
        json_decref(found);
        return;
    }
    json_array_foreach(list_of(q, "civil_status"), i, entry)
        if (text_equal(json_get_text(entry, "husband_identity_number"), number) || text_equal(json_get_text(entry, "wife_identity_number"), number))
            json_array_append(found, entry);
    answer(q, SERVICE_CIVIL_STATUS, found);
}
