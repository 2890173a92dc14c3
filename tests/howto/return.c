/* Marks an entry as returned: once; the journal keeps it. */
#include "base/clock.h"
#include "core/db.h"
#include "core/http/http.h"
#include "core/i18n.h"
#include "core/journal.h"
#include "core/q.h"
#include "modules/lost_items/lost_items_inside.h"
#include "lost_items_queries.h"

const struct input lost_items_return_inputs[] = {
    INPUT_INT(struct lost_items_return_input, id, T("Entry"), .required = true, .min = 1, .max = INT64_MAX),
    INPUT_TEXT(struct lost_items_return_input, to, T("Given to"), .required = true, .max = 100),
    INPUT_END};

static enum result give_back(struct q *q, void *arg)
{
    const struct lost_items_return_input *in = arg;
    int64_t changed;
    TRY(lost_items_mark_returned(q, in->id, in->to, clock_now(), &changed));
    if (changed == 0)
        return fail(q, NOT_NOW, T("This entry has been returned already"));
    return journal_write(q, &(struct event){.type = "lost_items.returned", .subject_kind = "lost_items", .subject_id = in->id, .data = "{}"});
}

enum result lost_items_return(struct q *q, const void *input)
{
    struct lost_items_return_input in = *(const struct lost_items_return_input *)input;
    TRY(db_transact(q, give_back, &in));
    return reply_redirect(q, "/lost-items");
}
