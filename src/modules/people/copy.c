/* A copy of everything the portal holds about a person, as JSON files in a ZIP: for the person, in a form other programs read. */
#include "base/arena.h"
#include "base/clock.h"
#include "base/json.h"
#include "base/zip.h"
#include "core/i18n.h"
#include "core/journal.h"
#include "core/q.h"
#include "modules/accounts/accounts.h"
#include "modules/dossiers/dossiers.h"
#include "modules/papers/papers.h"
#include "modules/people/people_inside.h"

enum { PART_MOST = 16 * 1024 * 1024 };

struct part { struct buf b; struct json_writer w; };

static void part_begin(struct q *q, struct part *p)
{
    buf_init(&p->b, q->arena, PART_MOST);
    json_begin(&p->w, &p->b);
}

static void part_end(struct zip *z, struct part *p, const char *name)
{
    zip_entry_begin(z, name);
    zip_add(z, p->b.data, p->b.length);
}

static enum result add_account(struct q *q, struct zip *z, const char *person)
{
    struct accounts_reach me = {0};
    struct part p;
    bool found;
    TRY(accounts_reach_of(q, person, &me, &found));
    part_begin(q, &p);
    json_object_open(&p.w);
    json_field_text(&p.w, "name", me.name);
    json_field_text(&p.w, "identity_number", person);
    json_field_text(&p.w, "email", me.email);
    json_field_text(&p.w, "phone", me.phone);
    json_field_bool(&p.w, "news_by_mail", me.by_mail);
    json_field_bool(&p.w, "news_by_sms", me.by_sms);
    json_field_time(&p.w, "copied_at", clock_now());
    json_object_close(&p.w);
    part_end(z, &p, "account.json");
    return OK;
}

static enum result write_time_line(struct q *q, struct json_writer *w, const struct dossier *d)
{
    const struct dossier_moment *line;
    size_t count;
    TRY(dossiers_time_line(q, d, false, &line, &count));
    json_key(w, "time_line");
    json_array_open(w);
    for (size_t i = 0; i < count; i++) {
        json_object_open(w);
        json_field_time(w, "at", line[i].at);
        json_field_text(w, "title", line[i].title);
        json_field_text(w, "detail", line[i].detail);
        json_object_close(w);
    }
    json_array_close(w);
    return OK;
}

static enum result write_papers(struct q *q, struct json_writer *w, const struct dossier *d)
{
    const struct dossier_paper *papers;
    size_t count;
    TRY(dossiers_papers(q, d->id, &papers, &count));
    json_key(w, "papers");
    json_array_open(w);
    for (size_t i = 0; i < count; i++) {
        json_object_open(w);
        json_field_text(w, "name", papers[i].name);
        json_field_text(w, "file_name", papers[i].file_name);
        json_field_text(w, "sha256", papers[i].digest);
        json_field_int(w, "size", papers[i].size);
        json_object_close(w);
    }
    json_array_close(w);
    return OK;
}

static enum result add_dossier(struct q *q, struct zip *z, const struct dossier *d)
{
    struct part p;
    part_begin(q, &p);
    json_object_open(&p.w);
    json_field_text(&p.w, "code", d->code);
    json_field_text(&p.w, "procedure", d->procedure_id);
    json_field_text(&p.w, "applicant_name", d->applicant_name);
    json_field_text(&p.w, "applicant_number", d->applicant_number);
    json_field_text(&p.w, "applicant_phone", d->applicant_phone);
    json_field_text(&p.w, "applicant_email", d->applicant_email);
    json_field_text(&p.w, "applicant_address", d->applicant_address);
    json_field_text(&p.w, "state", dossiers_status_words(q, d));
    json_field_time(&p.w, "submitted_at", d->submitted_at);
    json_field_time(&p.w, "due_at", d->due_at);
    json_field_time(&p.w, "ended_at", d->ended_at);
    json_field_raw(&p.w, "answers", d->data && *d->data ? d->data : "null");
    json_field_raw(&p.w, "taken_from_registers", d->known && *d->known ? d->known : "null");
    TRY(write_papers(q, &p.w, d));
    TRY(write_time_line(q, &p.w, d));
    json_object_close(&p.w);
    part_end(z, &p, arena_printf(q->arena, "dossiers/%s.json", d->code));
    return OK;
}

static enum result add_results(struct q *q, struct zip *z, int64_t account_id)
{
    const struct paper_made *papers;
    size_t count;
    struct part p;
    TRY(papers_of_person(q, account_id, &papers, &count));
    part_begin(q, &p);
    json_array_open(&p.w);
    for (size_t i = 0; i < count; i++) {
        json_object_open(&p.w);
        json_field_text(&p.w, "title", papers[i].title);
        json_field_text(&p.w, "number", papers[i].number);
        json_field_text(&p.w, "verification_code", papers[i].verify_code);
        json_field_text(&p.w, "sha256", papers[i].digest);
        json_field_raw(&p.w, "data", papers[i].data && *papers[i].data ? papers[i].data : "null");
        json_object_close(&p.w);
    }
    json_array_close(&p.w);
    part_end(z, &p, "results.json");
    return OK;
}

static enum result add_readings(struct q *q, struct zip *z, const char *person)
{
    const struct journal_reading *list;
    size_t count;
    struct part p;
    TRY(journal_readings(q, person, 0, INT64_MAX, INT64_MAX, 1000, &list, &count));
    part_begin(q, &p);
    json_array_open(&p.w);
    for (size_t i = 0; i < count; i++) {
        json_object_open(&p.w);
        json_field_time(&p.w, "at", list[i].at);
        json_field_text(&p.w, "who", list[i].actor_name);
        json_field_text(&p.w, "unit", list[i].unit_id);
        json_field_text(&p.w, "what", list[i].what);
        json_field_text(&p.w, "why", list[i].purpose);
        json_object_close(&p.w);
    }
    json_array_close(&p.w);
    part_end(z, &p, "readings.json");
    return OK;
}

enum result people_copy(struct q *q, int64_t account_id, const char *person, struct buf *to)
{
    const struct dossier *dossiers;
    size_t count;
    struct zip z;
    zip_begin(&z, to);
    TRY(add_account(q, &z, person));
    TRY(dossiers_of_person(q, account_id, &dossiers, &count));
    for (size_t i = 0; i < count; i++)
        TRY(add_dossier(q, &z, &dossiers[i]));
    TRY(add_results(q, &z, account_id));
    TRY(add_readings(q, &z, person));
    zip_end(&z);
    return to->overflow ? fail(q, TOO_LARGE, NULL) : OK;
}
