/* GET /api/v1/verify/{code}: the same judgement for programs. */
#include "base/arena.h"
#include "base/date.h"
#include "base/json.h"
#include "core/i18n.h"
#include "core/q.h"
#include "modules/units/units.h"
#include "modules/verification/verification_inside.h"

static void write_paper(struct q *q, struct json_writer *w, const struct judgement *j)
{
    const struct unit *unit = units_find(q, j->paper.unit_id);
    json_key(w, "paper");
    json_object_open(w);
    json_field_text(w, "kind", j->paper.kind);
    json_field_text(w, "title", j->paper.title);
    json_field_text(w, "number", j->paper.number);
    json_field_text(w, "holder", j->mine ? j->paper.holder_name : masked_name(q, j->paper.holder_name));
    json_field_text(w, "agency", unit ? units_agency_name(q, unit) : "");
    json_field_text(w, "issued_on", date_iso(q->arena, time_local(j->paper.fact_at).date));
    json_field_text(w, "sha256", j->paper.digest);
    json_field_bool(w, "demo", j->paper.demo);
    json_object_close(w);
}

static void write_checks(struct json_writer *w, const struct judgement *j)
{
    json_key(w, "checks");
    json_object_open(w);
    json_field_bool(w, "in_register", true);
    json_field_bool(w, "sealed", j->check.sealed);
    json_field_bool(w, "unchanged", j->check.unchanged);
    json_field_bool(w, "not_withdrawn", !j->paper.withdrawn);
    json_object_close(w);
    json_field_text(w, "seal_certificate_sha256", j->check.seal_fingerprint);
    json_field_time(w, "withdrawn_at", j->paper.withdrawn_at);
    json_field_text(w, "withdrawn_why", j->paper.withdrawn_why);
}

enum result verification_api(struct q *q, const void *input)
{
    (void)input;
    struct judgement j;
    struct buf b;
    struct json_writer w;
    TRY(judge(q, request_parameter(q, "code"), &j));
    if (j.verdict == VERDICT_UNKNOWN)
        return fail(q, NOT_FOUND, T("No paper has this code"));
    if (j.verdict == VERDICT_DOWN)
        return fail(q, STORAGE, T("It cannot be checked just now"));
    buf_init(&b, q->arena, 20000);
    json_begin(&w, &b);
    json_object_open(&w);
    json_field_text(&w, "state", verdict_name(j.verdict));
    json_field_time(&w, "checked_at", j.at);
    write_paper(q, &w, &j);
    write_checks(&w, &j);
    json_object_close(&w);
    return reply_json(q, 200, b.data);
}
