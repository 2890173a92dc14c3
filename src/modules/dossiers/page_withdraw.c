/* The applicant takes the dossier back, with the reason. Asked for twice (a double click, the back button), the second answer is the first's. */
#include "base/text.h"
#include "core/access.h"
#include "core/field.h"
#include "core/i18n.h"
#include "core/page.h"
#include "core/q.h"
#include "dossiers_pages.h"
#include "modules/dossiers/pages.h"
#include "modules/procedures/procedures.h"

const struct input reason_inputs[] = {
    INPUT_TEXT(struct reason_input, note, T("Why do you withdraw it?"), .required = true, .lines = true, .max = 1000),
    INPUT_END};

static bool is_withdrawn(const struct dossier *d)
{
    return text_equal(d->phase, "withdrawn");
}

enum result withdraw_show(struct q *q, const void *input)
{
    (void)input;
    struct dossier d;
    TRY(dossier_of_address(q, &d));
    if (is_withdrawn(&d))
        return reply_redirect(q, dossier_url(q, &d, NULL));
    const struct procedure *p = procedures_find(q, d.procedure_id, d.procedure_version);
    struct dossiers_withdraw_view v = {.code = d.code, .title = p ? procedures_name(q, p) : "", .action = dossier_url(q, &d, "rut"), .way_out = dossier_url(q, &d, NULL),
                                       .note = field_textarea(q, reason_inputs, "note", NULL, NULL)};
    struct page frame = {.shell = SHELL_SITE, .title = tr(q, T("Withdraw this dossier?")), .no_index = true, .back = v.way_out};
    return dossiers_withdraw_page(q, &frame, &v);
}

enum result withdraw_go(struct q *q, const void *input)
{
    const struct reason_input *in = input;
    struct dossier d;
    TRY(dossier_of_address(q, &d));
    enum result r = dossiers_act(q, &(struct dossier_act){.kind = ACT_WITHDRAW, .dossier_id = d.id, .note = in->note}, NULL);
    if (r != OK) {
        struct problem why = q->problem;
        q_forget(q);
        TRY(dossier_of_address(q, &d));
        if (!is_withdrawn(&d)) {
            q->problem = why;
            return r;
        }
    }
    return reply_redirect(q, dossier_url(q, &d, NULL));
}
