/* Helpers: somebody does the paperwork for somebody else. Helper, applicant and the person a dossier is about are three roles. Who helps
 * asks first; the person who is helped agrees after signing in with the own e-ID; both may end it at any time. */
#include "base/arena.h"
#include "base/clock.h"
#include "base/id.h"
#include "base/text.h"
#include "core/db.h"
#include "core/field.h"
#include "core/http/http.h"
#include "core/i18n.h"
#include "core/q.h"
#include "modules/accounts/accounts_inside.h"
#include "accounts_pages.h"
#include "accounts_queries.h"

static bool is_number(const char *s)
{
    return strlen(s) == 12 && strspn(s, "0123456789") == 12;
}

const struct input accounts_helper_inputs[] = {
    INPUT_TEXT(struct helper_input, number, T("Identity number of the person you help"), .required = true, .max = 12, .check = is_number,
               .pattern_say = T("An identity number has 12 digits")),
    INPUT_TEXT(struct helper_input, name, T("Full name of the person you help"), .required = true, .max = 100),
    INPUT_TEXT(struct helper_input, relation, T("Who you are to this person, for example daughter"), .required = true, .max = 60),
    INPUT_END};
const struct input accounts_helper_decide_inputs[] = {
    INPUT_INT(struct helper_decide_input, helper, T("Helper"), .required = true, .min = 1, .max = INT64_MAX),
    INPUT_CHOICE(struct helper_decide_input, decision, T("Decision"), "agree|end", .required = true),
    INPUT_END};

enum result accounts_show_helper(struct q *q, const void *input)
{
    (void)input;
    struct page frame = {.title = tr(q, T("Help somebody with dossiers")), .back = "/tai-khoan/ho-so", .current = "/tai-khoan/ho-so", .no_index = true};
    struct core_input_view *number = field_input(q, accounts_helper_inputs, "number", NULL, NULL);
    number->inputmode = "numeric";
    struct accounts_helper_view v = {.number = number, .name = field_input(q, accounts_helper_inputs, "name", NULL, NULL),
                                     .relation = field_input(q, accounts_helper_inputs, "relation", NULL, NULL)};
    return accounts_helper_page(q, &frame, &v);
}

static enum result ask(struct q *q, void *arg)
{
    const struct helper_input *in = arg;
    TRY(accounts_helper_add(q, id_new(), q->account->id, in->number, in->name, in->relation, clock_now(), NULL));
    return accounts_tell(q, "accounts.help_asked", q->account->id, NULL, NULL, NULL);
}

enum result accounts_helper(struct q *q, const void *input)
{
    const struct helper_input *in = input;
    struct accounts_helped_by_rows rows;
    TRY(accounts_helped_by(q, q->account->id, &rows));
    if (text_equal(in->number, q->account->person_number))
        fail_field(q, "number", T("This is your own number; for yourself no helper is needed"));
    for (size_t i = 0; i < rows.count; i++)
        if (text_equal(rows.items[i].helped_number, in->number))
            fail_field(q, "number", T("You help this person already, or have asked"));
    if (rows.count >= 20)
        fail_field(q, "number", T("One person helps at most 20 others here; end one first"));
    TRY(q_check(q));
    TRY(db_transact(q, ask, (void *)in));
    return reply_redirect(q, "/tai-khoan/ho-so?da-luu=1");
}

/* The helped person agrees or ends; the helper may only end. The queries heed whose row it is. */
static enum result decide(struct q *q, void *arg)
{
    const struct helper_decide_input *in = arg;
    int64_t changed = 0;
    bool agree = text_equal(in->decision, "agree");
    if (agree)
        TRY(accounts_helper_agree(q, in->helper, q->account->person_number, clock_now(), &changed));
    else
        TRY(accounts_helper_end(q, in->helper, q->account->person_number, q->account->id, clock_now(), &changed));
    if (!changed)
        return fail(q, NOT_NOW, T("This has changed in the meantime; look at your details again"));
    return accounts_tell(q, agree ? "accounts.help_agreed" : "accounts.help_ended", q->account->id, NULL, NULL, NULL);
}

enum result accounts_helper_decide(struct q *q, const void *input)
{
    TRY(db_transact(q, decide, (void *)input));
    return reply_redirect(q, "/tai-khoan/ho-so?da-luu=1");
}

enum result accounts_may_help(struct q *q, int64_t helper_account, const char *person_number, bool *ret_may)
{
    struct accounts_helped_by_rows rows;
    *ret_may = false;
    TRY(accounts_helped_by(q, helper_account, &rows));
    for (size_t i = 0; i < rows.count; i++)
        if (text_equal(rows.items[i].helped_number, person_number) && text_equal(rows.items[i].state, "agreed"))
            *ret_may = true;
    return OK;
}
