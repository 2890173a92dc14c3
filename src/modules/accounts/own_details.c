/* A resident's own details. Name, number and birth come from the e-ID and are shown; how to reach me and my commune are mine to say. */
#include "base/arena.h"
#include "base/text.h"
#include "core/account_rows.h"
#include "core/db.h"
#include "core/field.h"
#include "core/http/http.h"
#include "core/i18n.h"
#include "core/q.h"
#include "modules/accounts/accounts_inside.h"
#include "modules/units/units.h"
#include "accounts_pages.h"
#include "accounts_queries.h"

enum { A_YEAR = 365 * 24 * 3600 };

static bool is_phone(const char *s)
{
    size_t digits = 0;
    for (; *s; s++)
        if (*s >= '0' && *s <= '9')
            digits++;
        else if (!strchr(" .+-", *s))
            return false;
    return digits >= 9 && digits <= 15;
}

static bool is_mail(const char *s)
{
    const char *at = strchr(s, '@');
    return at && at != s && strchr(at + 1, '.') && !strchr(at + 1, '@') && !strpbrk(s, " ,;<>\"()") && s[strlen(s) - 1] != '.';
}

const struct input accounts_details_inputs[] = {
    INPUT_TEXT(struct details_input, phone, T("Telephone"), .max = 20, .check = is_phone, .pattern_say = T("A telephone number has 9 to 15 digits, for example 0905 123 456")),
    INPUT_TEXT(struct details_input, email, T("E-mail"), .max = 200, .check = is_mail, .pattern_say = T("An e-mail address looks like an@example.vn")),
    INPUT_TEXT(struct details_input, commune, T("Commune where I live"), .max = 60),
    INPUT_BOOL(struct details_input, by_sms, T("Tell me news of my dossiers by text message")),
    INPUT_BOOL(struct details_input, by_mail, T("Tell me news of my dossiers by e-mail")),
    INPUT_END};

static size_t commune_choices(struct q *q, const struct choice **ret)
{
    const struct unit *const *all;
    size_t n = 0, size = units_all(q, &all);
    struct choice *list = arena_new_array(q->arena, struct choice, size + 1);
    for (size_t i = 0; i < size; i++)
        if (all[i]->form && text_equal(all[i]->level, "commune"))
            list[n++] = (struct choice){all[i]->id, units_full_name(q, all[i]), NULL};
    *ret = list;
    return n;
}

static enum result add_helpers(struct q *q, struct accounts_details_view *v)
{
    struct accounts_helpers_of_rows mine;
    struct accounts_helped_by_rows others;
    TRY(accounts_helpers_of(q, q->account->person_number, &mine));
    TRY(accounts_helped_by(q, q->account->id, &others));
    struct accounts_details_helpers *helpers = arena_new_array(q->arena, struct accounts_details_helpers, mine.count + 1);
    for (size_t i = 0; i < mine.count; i++) {
        struct core_account_by_id_row helper;
        bool found;
        TRY(core_account_by_id(q, mine.items[i].helper_id, &helper, &found));
        helpers[i] = (struct accounts_details_helpers){mine.items[i].id, found ? helper.name : "", mine.items[i].relation, text_equal(mine.items[i].state, "asked")};
    }
    struct accounts_details_helped *helped = arena_new_array(q->arena, struct accounts_details_helped, others.count + 1);
    for (size_t i = 0; i < others.count; i++)
        helped[i] = (struct accounts_details_helped){others.items[i].id, others.items[i].helped_name, others.items[i].relation, text_equal(others.items[i].state, "asked")};
    v->helpers = helpers;
    v->helpers_count = mine.count;
    v->helped = helped;
    v->helped_count = others.count;
    return OK;
}

enum result accounts_show_details(struct q *q, const void *input)
{
    (void)input;
    struct core_account_by_id_row account;
    struct accounts_resident_of_row resident;
    const struct choice *communes;
    bool found, known;
    TRY(core_account_by_id(q, q->account->id, &account, &found));
    TRY(accounts_resident_of(q, q->account->id, &resident, &known));
    const struct unit *here = units_of_reader(q);
    size_t count = commune_choices(q, &communes);
    struct page frame = {.title = tr(q, T("My details")), .current = "/tai-khoan/ho-so", .no_index = true};
    struct core_input_view *phone = field_input(q, accounts_details_inputs, "phone", account.phone, NULL), *email = field_input(q, accounts_details_inputs, "email", account.email, NULL);
    phone->autocomplete = "tel";
    email->autocomplete = "email";
    struct accounts_details_view v = {
        .name = q->account->name, .number = q->account->person_number, .born = known && resident.has_born ? (int32_t)resident.born : INT32_MIN, .level = q->account->assurance,
        .phone = phone, .email = email,
        .commune = field_select(q, accounts_details_inputs, "commune", known && resident.home_unit_id ? resident.home_unit_id : here ? here->id : NULL,
                                T("Then pages show who is competent there"), communes, count, T("Choose")),
        .by_sms = field_checkbox(q, accounts_details_inputs, "by_sms", !known || resident.by_sms, NULL),
        .by_mail = field_checkbox(q, accounts_details_inputs, "by_mail", !known || resident.by_mail, NULL), .saved = request_query(q, "da-luu") != NULL};
    TRY(add_helpers(q, &v));
    return accounts_details_page(q, &frame, &v);
}

static enum result save(struct q *q, void *arg)
{
    const struct details_input *in = arg;
    const char *name = q->account->name;
    TRY(core_account_set_contact(q, q->account->id, name, account_folded(q, name, NULL), text_sort_key_name(q->arena, name), in->email && *in->email ? in->email : NULL,
                                 in->phone && *in->phone ? in->phone : NULL, NULL));
    TRY(accounts_resident_choose(q, q->account->id, in->commune && *in->commune ? in->commune : NULL, in->by_mail, in->by_sms, NULL));
    return accounts_tell(q, "accounts.details_changed", q->account->id, NULL, NULL, NULL);
}

enum result accounts_details(struct q *q, const void *input)
{
    const struct details_input *in = input;
    const struct unit *u = in->commune && *in->commune ? units_find(q, in->commune) : NULL;
    if (in->commune && *in->commune && (!u || !text_equal(u->level, "commune")))
        fail_field(q, "commune", T("Choose a commune of the list"));
    TRY(q_check(q));
    TRY(db_transact(q, save, (void *)in));
    if (u)
        reply_cookie(q, "xa", u->id, A_YEAR);
    return reply_redirect(q, "/tai-khoan/ho-so?da-luu=1");
}
