/* /api/v1/procedures: the catalogue for other programs. Lists go on with ?cursor=. */
#include "base/arena.h"
#include "base/json.h"
#include "base/text.h"
#include "core/db.h"
#include "core/http/cursor.h"
#include "core/http/http.h"
#include "core/i18n.h"
#include "modules/procedures/procedures_inside.h"
#include "procedures_queries.h"

enum { ANSWER_MOST = 4 * 1024 * 1024, LIMIT_USUAL = 50 };

static const char *certainty_name(enum certainty c)
{
    return c == CERTAINTY_CONFIRMED ? "confirmed" : c == CERTAINTY_SOURCE ? "source" : "unconfirmed";
}

static void field_int(struct json_writer *w, const char *key, int64_t value)
{
    json_key(w, key);
    if (value == COLUMN_NO_INT)
        json_write_null(w);
    else
        json_int(w, value);
}

static void write_brief(struct q *q, struct json_writer *w, const struct procedure *p)
{
    json_field_text(w, "id", p->id);
    json_field_int(w, "version", p->version);
    json_field_text(w, "code", p->code);
    json_field_text(w, "name_vi", p->name_vi);
    json_field_text(w, "name_en", p->name_en);
    json_field_text(w, "sector", p->sector_code);
    json_field_text(w, "level", p->level);
    json_field_text(w, "online_level", p->online_level);
    json_field_text(w, "url", arena_printf(q->arena, "/api/v1/procedures/%s", p->id));
}

static void write_certainty(struct json_writer *w, const struct procedure *p)
{
    json_key(w, "certainty");
    json_object_open(w);
    for (int i = 0; i < FACTS_COUNT; i++)
        json_field_text(w, procedures_facts_name((enum procedure_facts)i), certainty_name(procedures_certainty(p, (enum procedure_facts)i)));
    json_object_close(w);
}

static void write_papers(struct json_writer *w, const struct procedure *p)
{
    json_key(w, "papers");
    json_array_open(w);
    for (size_t i = 0; i < p->paper_count; i++) {
        const struct procedure_paper *paper = &p->papers[i];
        json_object_open(w);
        json_field_int(w, "number", paper->number);
        json_field_text(w, "name_vi", paper->name_vi);
        json_field_text(w, "kind", paper->kind);
        json_field_int(w, "copies", paper->copies);
        json_field_bool(w, "mandatory", paper->mandatory);
        json_field_text(w, "condition_vi", paper->condition_vi);
        json_field_text(w, "replaceable_by", paper->replaceable);
        json_object_close(w);
    }
    json_array_close(w);
}

static void write_whole(struct q *q, struct json_writer *w, const struct procedure *p)
{
    json_object_open(w);
    write_brief(q, w, p);
    json_field_text(w, "subject", p->subject);
    json_field_text(w, "competent_unit_kind", p->competent_unit_kind);
    field_int(w, "time_limit_value", p->limit_value);
    json_field_text(w, "time_limit_unit", p->limit_unit);
    json_field_text(w, "cutoff_time", p->cutoff_time);
    json_field_text(w, "time_note_vi", p->time_note_vi);
    field_int(w, "phi_vnd", p->phi_vnd);
    field_int(w, "le_phi_vnd", p->le_phi_vnd);
    json_field_text(w, "fee_note_vi", p->fee_note_vi);
    json_field_text(w, "result_name_vi", p->result_name_vi);
    json_field_text(w, "legal_basis", p->legal_basis);
    json_field_text(w, "later_change_vi", p->later_change_vi);
    json_field_text(w, "as_of", p->as_of);
    write_certainty(w, p);
    write_papers(w, p);
    json_field_text(w, "form", arena_printf(q->arena, "/api/v1/procedures/%s/form", p->id));
    json_field_text(w, "page", procedures_url(q, p));
    json_object_close(w);
}

/* Where to go on: behind the procedure that the cursor names, or at the beginning when it has left the list since. */
static size_t position_after(const struct procedure_hit *hits, size_t count, const char *id)
{
    for (size_t i = 0; id && i < count; i++)
        if (text_equal(hits[i].procedure->id, id))
            return i + 1;
    return 0;
}

enum result procedures_api_list(struct q *q, const void *input)
{
    const struct list_input *in = input;
    const struct procedure_hit *hits;
    struct json_writer w;
    struct buf b;
    const char *position;
    TRY(cursor_read(q, &position));
    size_t total, limit = in->limit > 0 ? (size_t)in->limit : LIMIT_USUAL;
    procedures_confirmed_refresh(q);
    size_t count = procedures_search(q, &(struct procedure_search){.words = in->q, .sector = in->sector, .level = in->level}, &hits, &total);
    size_t from = position_after(hits, count, position), to = from + limit < count ? from + limit : count;
    buf_init(&b, q->arena, ANSWER_MOST);
    json_begin(&w, &b);
    json_object_open(&w);
    json_field_int(&w, "total", (int64_t)total);
    json_key(&w, "items");
    json_array_open(&w);
    for (size_t i = from; i < to; i++) {
        json_object_open(&w);
        write_brief(q, &w, hits[i].procedure);
        json_object_close(&w);
    }
    json_array_close(&w);
    json_field_text(&w, "next", to < count ? cursor_make(q, hits[to - 1].procedure->id) : NULL);
    json_object_close(&w);
    if (to < count)
        cursor_link_next(q, hits[to - 1].procedure->id);
    return reply_json_tagged(q, b.data);
}

enum result procedures_api_one(struct q *q, const void *input)
{
    const struct show_input *in = input;
    struct json_writer w;
    struct buf b;
    procedures_confirmed_refresh(q);
    const struct procedure *p = procedures_find(q, in->id, in->phienban > 0 ? in->phienban : 0);
    if (!p)
        return fail(q, NOT_FOUND, T("There is no procedure with this code"));
    buf_init(&b, q->arena, ANSWER_MOST);
    json_begin(&w, &b);
    write_whole(q, &w, p);
    return reply_json_tagged(q, b.data);
}

/* The form as the package has it: JSON Schema 2020-12 with its x- keywords. */
enum result procedures_api_form(struct q *q, const void *input)
{
    const struct show_input *in = input;
    struct procedures_document_by_hash_row row;
    bool found;
    const struct procedure *p = procedures_find(q, in->id, in->phienban > 0 ? in->phienban : 0);
    if (!p)
        return fail(q, NOT_FOUND, T("There is no procedure with this code"));
    TRY(procedures_document_by_hash(q, p->form_hash, &row, &found));
    if (!found)
        return fail(q, NOT_FOUND, T("There is no procedure with this code"));
    TRY(reply_json_tagged(q, row.content));
    if (q->reply->status == 200)
        q->reply->content_type = "application/schema+json";
    return OK;
}
