/* The papers of a dossier: rows name files of the store by digest. */
#include "base/arena.h"
#include "base/id.h"
#include "core/q.h"
#include "modules/dossiers/dossiers_inside.h"

json_t *papers_to_json(struct q *q, const struct dossier_upload *papers, size_t count)
{
    (void)q;
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++) {
        json_t *one = json_object();
        json_put_int(one, "number", papers[i].number);
        json_put_text(one, "name", papers[i].name);
        json_put_text(one, "digest", papers[i].digest);
        json_put_text(one, "file_name", papers[i].file_name);
        json_put_text(one, "kind", papers[i].kind);
        json_put_int(one, "size", papers[i].size);
        json_put_int(one, "pages", papers[i].pages);
        json_put_text(one, "source", papers[i].source);
        json_put_text(one, "problem", papers[i].problem);
        json_array_append_new(list, one);
    }
    return list;
}

enum result papers_insert(struct q *q, int64_t dossier_id, int64_t request, int64_t at, const struct dossier_upload *papers, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct dossier_upload *p = &papers[i];
        struct dossiers_paper_insert_in in = {
            .id = id_new(), .dossier_id = dossier_id, .request = request, .number = p->number, .name = p->name ? p->name : "", .digest = p->digest,
            .file_name = p->file_name ? p->file_name : "", .kind = p->kind ? p->kind : "", .size = p->size, .pages = p->pages,
            .source = p->source ? p->source : "upload", .problem = p->problem, .added_at = at};
        TRY(dossiers_paper_insert(q, &in, NULL));
    }
    return OK;
}

enum result dossiers_papers(struct q *q, int64_t dossier_id, const struct dossier_paper **ret, size_t *ret_count)
{
    struct dossiers_papers_of_dossier_rows rows;
    TRY(dossiers_papers_of_dossier(q, dossier_id, &rows));
    struct dossier_paper *list = arena_new_array(q->arena, struct dossier_paper, rows.count + 1);
    for (size_t i = 0; i < rows.count; i++) {
        const struct dossiers_papers_of_dossier_row *r = &rows.items[i];
        list[i] = (struct dossier_paper){.id = r->id, .dossier_id = r->dossier_id, .number = r->number, .name = r->name, .digest = r->digest,
                                         .file_name = r->file_name, .kind = r->kind, .size = r->size, .pages = r->pages,
                                         .added_at = r->added_at, .source = r->source, .problem = r->problem};
    }
    *ret = list;
    *ret_count = rows.count;
    return OK;
}
