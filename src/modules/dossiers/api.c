/* /api/v1/dossiers: hand in, look, list, act. The same functions as the pages, so the same rights and the same refusals.
 * The ETag of a dossier is its version; If-Match on an act is the version it was decided on. */
#include "base/arena.h"
#include "base/date.h"
#include "base/json.h"
#include "base/text.h"
#include "core/access.h"
#include "core/app.h"
#include "core/http/cursor.h"
#include "core/http/http.h"
#include "core/i18n.h"
#include "core/q.h"
#include "engines/calendar/calendar.h"
#include "modules/dossiers/api.h"
#include "modules/dossiers/dossiers_inside.h"
#include "modules/dossiers/pages.h"

enum { ANSWER_MOST = 4 * 1024 * 1024, LIMIT_USUAL = 50, MISSING_MOST = 100 };

const struct input api_submit_inputs[] = {
    INPUT_TEXT(struct api_submit_input, procedure, T("Procedure"), .required = true, .max = 64),
    INPUT_TEXT(struct api_submit_input, place, T("Commune or ward"), .required = true, .max = 60),
    INPUT_JSON(struct api_submit_input, data, T("Answers of the form"), .required = true),
    INPUT_JSON(struct api_submit_input, applicant, T("Applicant: name, number, phone, email, address")),
    INPUT_TEXT(struct api_submit_input, helper, T("Name of who helped"), .max = 100),
    INPUT_END};
const struct input api_list_inputs[] = {
    INPUT_TEXT(struct api_list_input, words, T("Words to search for"), .max = 200),
    INPUT_TEXT(struct api_list_input, procedure, T("Procedure"), .max = 64),
    INPUT_TEXT(struct api_list_input, unit, T("Unit"), .max = 60),
    INPUT_CHOICE(struct api_list_input, phase, T("Phase"), "running|waiting|finished|refused|stopped|withdrawn"),
    INPUT_INT(struct api_list_input, status, T("National status"), .min = 1, .max = 10),
    INPUT_INT(struct api_list_input, limit, T("How many at most"), .min = 1, .max = 200),
    INPUT_END};
const struct input api_act_inputs[] = {
    INPUT_CHOICE(struct api_act_input, act, T("What is done"),
                 "take|release|outcome|assign|answer|withdraw|restore|papers_returned|note|deliver|rate", .required = true),
    INPUT_INT(struct api_act_input, task, T("Number of the task"), .min = 0, .max = 100000),
    INPUT_TEXT(struct api_act_input, outcome, T("Outcome of the step"), .max = 60),
    INPUT_TEXT(struct api_act_input, note, T("Reason or note"), .lines = true, .max = 2000),
    INPUT_INT(struct api_act_input, version, T("Version it was decided on"), .min = 0, .max = INT64_MAX),
    INPUT_INT(struct api_act_input, to_account, T("Account of the colleague"), .min = 0, .max = INT64_MAX),
    INPUT_INT(struct api_act_input, rating, T("Rating from 1 to 5"), .min = 0, .max = 5),
    INPUT_TEXT(struct api_act_input, date, T("New date, RFC 3339"), .max = 40),
    INPUT_JSON(struct api_act_input, missing, T("What is missing: list of field, paper, name, reason")),
    INPUT_JSON(struct api_act_input, data, T("Corrected answers of the form")),
    INPUT_END};

/* --- writing ---------------------------------------------------------------------------------------------------------------------------------- */

static void write_brief(struct q *q, struct json_writer *w, const struct dossier *d)
{
    json_field_text(w, "code", d->code);
    json_field_text(w, "procedure", d->procedure_id);
    json_field_int(w, "procedure_version", d->procedure_version);
    json_field_text(w, "receiving_unit", d->receiving_unit);
    json_field_text(w, "competent_unit", d->competent_unit);
    json_field_int(w, "channel", d->channel);
    json_field_int(w, "status", d->status);
    json_field_text(w, "status_words", dossiers_status_words(q, d));
    json_field_text(w, "phase", d->phase);
    json_field_text(w, "applicant_name", d->applicant_name);
    json_field_text(w, "summary", d->summary);
    json_field_time(w, "submitted_at", d->submitted_at);
    json_field_time(w, "received_at", d->received_at);
    json_field_time(w, "due_at", d->due_at);
    json_field_time(w, "first_due_at", d->first_due_at);
    json_field_time(w, "ended_at", d->ended_at);
    json_field_time(w, "returned_at", d->returned_at);
    json_field_time(w, "clock_stands_since", d->paused_since);
    json_field_int(w, "supplements", d->supplements);
    json_field_int(w, "extensions", d->extensions);
    json_field_int(w, "version", d->version);
    json_field_bool(w, "demo", d->demo);
    json_field_text(w, "url", arena_printf(q->arena, "/api/v1/dossiers/%s", d->code));
}

static enum result write_tasks(struct q *q, struct json_writer *w, const struct dossier *d)
{
    struct dossiers_tasks_open_rows tasks;
    TRY(dossiers_tasks_open(q, d->id, &tasks));
    json_key(w, "tasks");
    json_array_open(w);
    for (size_t i = 0; i < tasks.count; i++) {
        const struct dossiers_tasks_open_row *t = &tasks.items[i];
        json_object_open(w);
        json_field_int(w, "number", t->number);
        json_field_text(w, "step", t->step_id);
        json_field_text(w, "role", t->role_id);
        json_field_text(w, "unit", t->unit_id);
        json_field_text(w, "holder", t->holder_name);
        json_field_time(w, "opened_at", t->opened_at);
        json_field_time(w, "due_at", t->due_at);
        json_field_bool(w, "waiting", t->waiting);
        json_object_close(w);
    }
    json_array_close(w);
    return OK;
}

static enum result write_papers(struct q *q, struct json_writer *w, const struct dossier *d)
{
    const struct dossier_paper *papers;
    size_t n;
    TRY(dossiers_papers(q, d->id, &papers, &n));
    json_key(w, "papers");
    json_array_open(w);
    for (size_t i = 0; i < n; i++) {
        json_object_open(w);
        json_field_int(w, "number", papers[i].number);
        json_field_text(w, "name", papers[i].name);
        json_field_text(w, "file_name", papers[i].file_name);
        json_field_text(w, "sha256", papers[i].digest);
        json_field_int(w, "size", papers[i].size);
        json_field_text(w, "source", papers[i].source);
        json_object_close(w);
    }
    json_array_close(w);
    return OK;
}

static enum result write_line(struct q *q, struct json_writer *w, const struct dossier *d)
{
    const struct dossier_moment *line;
    size_t n;
    TRY(dossiers_time_line(q, d, q->account->kind == ACCOUNT_OFFICER, &line, &n));
    json_key(w, "time_line");
    json_array_open(w);
    for (size_t i = 0; i < n; i++) {
        json_object_open(w);
        json_field_time(w, "at", line[i].at);
        json_field_text(w, "title", line[i].title);
        json_field_text(w, "detail", line[i].detail);
        json_field_text(w, "by", line[i].by);
        json_field_text(w, "look", line[i].look);
        json_object_close(w);
    }
    json_array_close(w);
    return OK;
}

static void write_due(struct q *q, struct json_writer *w, const struct dossier *d)
{
    struct calendar_due due;
    json_key(w, "due");
    if (d->due_at && dossiers_due(q, d, &due) == OK) {
        calendar_due_json(w, &due);
        return;
    }
    q_forget(q);
    json_write_null(w);
}

static const char *etag_of(struct q *q, const struct dossier *d)
{
    return arena_printf(q->arena, "\"%lld\"", (long long)d->version);
}

static enum result answer_one(struct q *q, int status, const struct dossier *d)
{
    struct buf b;
    struct json_writer w;
    buf_init(&b, q->arena, ANSWER_MOST);
    json_begin(&w, &b);
    json_object_open(&w);
    write_brief(q, &w, d);
    json_field_raw(&w, "data", d->data);
    json_field_raw(&w, "known", d->known);
    TRY(write_tasks(q, &w, d));
    TRY(write_papers(q, &w, d));
    TRY(write_line(q, &w, d));
    write_due(q, &w, d);
    json_object_close(&w);
    reply_header(q, "ETag", etag_of(q, d));
    return reply_json(q, status, b.data);
}

/* What a change answers: where the dossier stands now and what is open; GET tells the rest. */
static enum result answer_change(struct q *q, int status, const struct dossier *d)
{
    struct buf b;
    struct json_writer w;
    buf_init(&b, q->arena, ANSWER_MOST);
    json_begin(&w, &b);
    json_object_open(&w);
    write_brief(q, &w, d);
    TRY(write_tasks(q, &w, d));
    json_object_close(&w);
    reply_header(q, "ETag", etag_of(q, d));
    return reply_json(q, status, b.data);
}

/* --- the routes -------------------------------------------------------------------------------------------------------------------------------- */

static enum result find(struct q *q, struct dossier *ret)
{
    TRY(dossier_of_address(q, ret));
    return dossiers_need_sight(q, ret, tr(q, T("Looks at the dossier by the programming interface")));
}

enum result api_get(struct q *q, const void *input)
{
    (void)input;
    struct dossier d;
    TRY(find(q, &d));
    if (reply_not_modified(q, etag_of(q, &d)))
        return OK;
    return answer_one(q, 200, &d);
}

enum result api_submit(struct q *q, const void *input)
{
    const struct api_submit_input *in = input;
    bool officer = q->account->kind == ACCOUNT_OFFICER;
    const char *name = json_get_text(in->applicant, "name"), *number = json_get_text(in->applicant, "number");
    struct dossier d;
    struct dossier_submit s = {
        .procedure_id = in->procedure, .place_unit = in->place, .receiving_unit = officer ? q->account->unit_id : NULL,
        .channel = officer ? CHANNEL_COUNTER : CHANNEL_ONLINE, .applicant_name = officer ? name : q->account->name,
        .applicant_number = officer ? number : q->account->person_number, .applicant_phone = json_get_text(in->applicant, "phone"),
        .applicant_email = json_get_text(in->applicant, "email"), .applicant_address = json_get_text(in->applicant, "address"), .helper_name = in->helper,
        .data = in->data, .person_account = officer ? 0 : q->account->id, .demo = q->app->settings.demo};
    TRY(dossiers_submit(q, &s, &d));
    reply_header(q, "Location", arena_printf(q->arena, "/api/v1/dossiers/%s", d.code));
    return answer_change(q, 201, &d);
}

enum result api_list(struct q *q, const void *input)
{
    const struct api_list_input *in = input;
    const struct dossier *found;
    size_t count;
    int64_t total, offset = 0;
    const char *position;
    struct buf b;
    struct json_writer w;
    TRY(cursor_read(q, &position));
    if (position && !number_parse(position, &offset))
        return fail(q, MALFORMED, NULL);
    struct dossier_search s = {.words = in->words, .procedure_id = in->procedure, .unit_id = in->unit, .phase = in->phase, .status = in->status,
                               .offset = offset, .limit = in->limit ? in->limit : LIMIT_USUAL};
    TRY(dossiers_search(q, &s, &found, &count, &total));
    buf_init(&b, q->arena, ANSWER_MOST);
    json_begin(&w, &b);
    json_object_open(&w);
    json_key(&w, "items");
    json_array_open(&w);
    for (size_t i = 0; i < count; i++) {
        json_object_open(&w);
        write_brief(q, &w, &found[i]);
        json_object_close(&w);
    }
    json_array_close(&w);
    json_field_int(&w, "total", total);
    const char *next = count && (int64_t)count == s.limit ? arena_printf(q->arena, "%lld", (long long)(offset + s.limit)) : NULL;
    json_field_text(&w, "next", next ? cursor_make(q, next) : NULL);
    json_object_close(&w);
    if (next)
        cursor_link_next(q, next);
    return reply_json(q, 200, b.data);
}

static const char *const act_names[] = {
    [ACT_TAKE] = "take", [ACT_RELEASE] = "release", [ACT_OUTCOME] = "outcome", [ACT_ASSIGN] = "assign", [ACT_ANSWER] = "answer", [ACT_WITHDRAW] = "withdraw",
    [ACT_RESTORE] = "restore", [ACT_PAPERS_RETURNED] = "papers_returned", [ACT_NOTE] = "note", [ACT_DELIVER] = "deliver", [ACT_RATE] = "rate"};

static enum dossier_act_kind kind_of(const char *name)
{
    for (size_t i = 0; i < sizeof act_names / sizeof *act_names; i++)
        if (act_names[i] && strcmp(act_names[i], name) == 0)
            return (enum dossier_act_kind)i;
    return ACT_NOTE;
}

static size_t read_missing(struct q *q, const json_t *list, const struct dossier_missing **ret)
{
    size_t n = json_array_size(list);
    if (n > MISSING_MOST)
        n = MISSING_MOST;
    struct dossier_missing *missing = arena_new_array(q->arena, struct dossier_missing, n + 1);
    for (size_t i = 0; i < n; i++) {
        const json_t *one = json_array_get(list, i);
        missing[i] = (struct dossier_missing){json_get_text(one, "field"), json_get_int(one, "paper", 0), json_get_text(one, "name"), json_get_text(one, "reason")};
    }
    *ret = missing;
    return n;
}

enum result api_act(struct q *q, const void *input)
{
    const struct api_act_input *in = input;
    struct dossier d;
    TRY(find(q, &d));
    TRY(request_need_match(q, etag_of(q, &d)));
    struct dossier_act act = {.kind = kind_of(in->act), .dossier_id = d.id, .expect_version = in->version, .task = in->task, .outcome = in->outcome,
                              .note = in->note, .to_account = in->to_account, .rating = in->rating, .data = in->data};
    act.missing_count = read_missing(q, in->missing, &act.missing);
    if (in->date && !time_parse_iso(in->date, &act.date)) {
        fail_field(q, "date", T("Write the date as 2026-11-24T17:00:00+07:00"));
        return q_check(q);
    }
    TRY(dossiers_act(q, &act, &d));
    return answer_change(q, 200, &d);
}
