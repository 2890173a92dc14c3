/* The form and the workflow a dossier began with. They are compiled when first needed, from the database: that may fail too. */
#include "core/i18n.h"
#include "core/q.h"
#include "modules/dossiers/dossiers_inside.h"
#include "modules/procedures/procedures.h"

static enum result lacking(struct q *q, const char *id)
{
    if (q->problem.kind != OK)
        return q->problem.kind; /* the database has said why */
    return fail(q, BROKEN, T("The procedure of this dossier is not in the catalogue: {id}"), "id", id);
}

enum result machine_form(struct q *q, const struct procedure *p, const char *id, const struct form **ret)
{
    *ret = p ? procedures_form(q, p) : NULL;
    return *ret ? OK : lacking(q, id);
}

enum result machine_workflow(struct q *q, const struct procedure *p, const char *id, const struct workflow **ret)
{
    *ret = p ? procedures_workflow(q, p) : NULL;
    return *ret ? OK : lacking(q, id);
}
