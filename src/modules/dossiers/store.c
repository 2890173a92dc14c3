/* What a resident may hand in again: results given to the person, and papers of earlier dossiers. */
#include "base/arena.h"
#include "base/text.h"
#include "core/q.h"
#include "modules/dossiers/dossiers_inside.h"

const struct dossier_printer *dossiers_printer;

void dossiers_set_printer(const struct dossier_printer *printer)
{
    dossiers_printer = printer;
}

static bool is_there(const struct dossier_stored *list, size_t count, const char *digest)
{
    for (size_t i = 0; i < count; i++)
        if (text_equal(list[i].digest, digest))
            return true;
    return false;
}

enum result store_of_person(struct q *q, int64_t account_id, const struct dossier_stored **ret, size_t *ret_count)
{
    struct dossiers_papers_in_store_rows rows;
    const struct dossier_stored *results = NULL;
    size_t result_count = 0, n = 0;
    if (dossiers_printer)
        TRY(dossiers_printer->of_person(q, account_id, &results, &result_count));
    TRY(dossiers_papers_in_store(q, account_id, &rows));
    struct dossier_stored *list = arena_new_array(q->arena, struct dossier_stored, result_count + rows.count + 1);
    for (size_t i = 0; i < result_count; i++)
        list[n++] = results[i];
    for (size_t i = 0; i < rows.count; i++) {
        const struct dossiers_papers_in_store_row *r = &rows.items[i];
        if (!is_there(list, n, r->digest)) /* the same scan handed in twice is one paper */
            list[n++] = (struct dossier_stored){*r->name ? r->name : r->file_name, r->code, r->digest, r->size, r->added_at};
    }
    *ret = list;
    *ret_count = n;
    return OK;
}
