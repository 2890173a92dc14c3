/* The result of a dossier as a paper in the file: modules/papers makes and numbers it (and writes the journal's line); here it becomes part of
 * what the applicant finds under the dossier and may use again as a paper. */
#include "base/clock.h"
#include "core/q.h"
#include "modules/dossiers/dossiers_inside.h"

enum result dossiers_add_result(struct q *q, int64_t dossier_id, const struct dossier_upload *paper)
{
    struct dossier_upload result = *paper;
    result.source = "result";
    return papers_insert(q, dossier_id, 0, clock_now(), &result, 1);
}

enum result dossiers_spoil_result(struct q *q, int64_t dossier_id, const char *digest, const char *problem)
{
    return dossiers_paper_spoil(q, dossier_id, digest, problem, NULL);
}
