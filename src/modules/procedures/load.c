/* From package to database: every (procedure, version) becomes one immutable row whose content is JSON. Facts that changed without a new
 * version number in the package get the next number by themselves: a version, once loaded, never changes. */
#include "base/arena.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/text.h"
#include "core/db.h"
#include "core/i18n.h"
#include "modules/procedures/procedures_inside.h"
#include "procedures_queries.h"

static const char *hash_of(struct q *q, const char *text, size_t n)
{
    uint8_t digest[SHA256_BYTES];
    sha256(text, n, digest);
    return hex_encode(q->arena, digest, sizeof digest);
}

static void write_int(struct json_writer *w, const char *key, int64_t value)
{
    if (value != COLUMN_NO_INT)
        json_field_int(w, key, value);
}

static void write_text(struct json_writer *w, const char *key, const char *value)
{
    if (value)
        json_field_text(w, key, value);
}

static void write_papers(struct json_writer *w, const struct package_procedures *all, const char *id)
{
    json_key(w, "papers");
    json_array_open(w);
    for (size_t i = 0; i < all->component_count; i++) {
        const struct component_row *c = &all->components[i];
        if (!text_equal(c->procedure_id, id))
            continue;
        json_object_open(w);
        write_int(w, "no", c->no);
        write_text(w, "name_vi", c->name_vi);
        write_text(w, "kind", c->kind);
        write_int(w, "copies", c->copies);
        json_field_bool(w, "mandatory", c->mandatory);
        write_text(w, "condition_vi", c->condition_vi);
        write_text(w, "replaceable", c->can_be_replaced_by_data);
        write_text(w, "certainty", c->certainty);
        json_object_close(w);
    }
    json_array_close(w);
}

static const char *content_of(struct q *q, const struct package_procedures *all, const struct procedure_row *r, size_t *ret_n)
{
    struct buf b;
    struct json_writer w;
    buf_init(&b, q->arena, (size_t)1 << 20);
    json_begin(&w, &b);
    json_object_open(&w);
    const struct { const char *key, *value; } texts[] = {
        {"id", r->id}, {"code", r->code}, {"name_vi", r->name_vi}, {"name_en", r->name_en}, {"sector_code", r->sector_code},
        {"level", r->level}, {"other_levels", r->other_levels}, {"competent_unit_kind", r->competent_unit_kind}, {"subject", r->subject},
        {"online_level", r->online_level}, {"limit_unit", r->time_limit_unit}, {"cutoff_time", r->cutoff_time},
        {"time_note_vi", r->time_note_vi}, {"fee_note_vi", r->fee_note_vi}, {"result_name_vi", r->result_name_vi},
        {"result_paper_id", r->result_paper_id}, {"form_id", r->form_id}, {"workflow_id", r->workflow_id}, {"legal_basis", r->legal_basis},
        {"certainty", r->certainty}, {"time_certainty", r->time_certainty}, {"fee_certainty", r->fee_certainty},
        {"online_certainty", r->online_certainty}, {"as_of", r->as_of}, {"later_change_vi", r->later_change_vi}};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        write_text(&w, texts[i].key, texts[i].value);
    write_int(&w, "limit_value", r->time_limit_value);
    write_int(&w, "reception_limit_hours", r->reception_limit_hours);
    write_int(&w, "phi_vnd", r->phi_vnd);
    write_int(&w, "le_phi_vnd", r->le_phi_vnd);
    write_papers(&w, all, r->id);
    json_object_close(&w);
    *ret_n = b.length;
    return b.data;
}

static enum result put_document(struct q *q, struct province *p, const char *folder, const char *id, const char *ending, const char **ret_hash)
{
    struct findings f = {.arena = q->arena};
    size_t n;
    const char *content = province_file(p, &f, arena_printf(q->arena, "%s/%s%s", folder, id, ending), &n);
    if (!content)
        return fail(q, INVALID, T("The province package has mistakes; run thubon check"));
    *ret_hash = hash_of(q, content, n);
    return procedures_document_put(q, *ret_hash, folder, id, content, NULL);
}

static enum result put_version(struct q *q, struct province *p, const struct package_procedures *all, const struct procedure_row *r)
{
    struct procedures_version_newest_row newest = {0};
    bool found;
    size_t n;
    const char *form_hash, *workflow_hash, *content = content_of(q, all, r, &n);
    TRY(put_document(q, p, "forms", r->form_id, ".json", &form_hash));
    TRY(put_document(q, p, "workflows", r->workflow_id, ".bpmn", &workflow_hash));
    const char *hash = hash_of(q, arena_printf(q->arena, "%s\n%s\n%s", content, form_hash, workflow_hash), n + 130);
    TRY(procedures_version_newest(q, r->id, &newest, &found));
    if (found && text_equal(newest.hash, hash))
        return procedures_version_in(q, r->id, newest.version, NULL);
    int64_t version = found && newest.version >= r->version ? newest.version + 1 : r->version;
    struct procedures_version_put_in row = {
        .id = r->id, .version = version, .hash = hash, .valid_from = r->valid_from, .valid_to = r->valid_to == INT32_MIN ? INT32_MAX : r->valid_to,
        .form_hash = form_hash, .workflow_hash = workflow_hash, .content = content};
    return procedures_version_put(q, &row, NULL);
}

enum result procedures_load(struct q *q, struct province *p)
{
    struct findings f = {.arena = q->arena};
    struct package_procedures all = {0};
    procedures_read_package(p, &f, &all);
    if (f.count)
        return fail(q, INVALID, T("The province package has mistakes; run thubon check"));
    TRY(procedures_version_all_out(q, NULL));
    for (size_t i = 0; i < all.count; i++)
        TRY(put_version(q, p, &all, &all.procedures[i]));
    return OK;
}
