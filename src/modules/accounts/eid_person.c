/* The person an ID token speaks of, and that person's account. The key is the identity number; names of claims: facts of the national
 * e-ID (SoDinhDanh, HoVaTen, NgayThangNamSinh, TechID, loAs, IAL), changeable by settings. */
#include "base/arena.h"
#include "base/clock.h"
#include "base/date.h"
#include "base/text.h"
#include "core/app.h"
#include "core/db.h"
#include "core/i18n.h"
#include "core/q.h"
#include "core/account_rows.h"
#include "modules/accounts/accounts_inside.h"
#include "modules/accounts/eid.h"
#include "accounts_queries.h"

static const char *claim(struct q *q, const json_t *claims, const char *setting, const char *usual)
{
    const json_t *value = json_object_get(claims, setting ? eid_setting(q, setting, usual) : usual);
    if (json_is_integer(value))
        return arena_printf(q->arena, "%lld", (long long)json_integer_value(value));
    return json_string_value(value);
}

static bool is_identity_number(const char *s)
{
    return s && strlen(s) == 12 && strspn(s, "0123456789") == 12;
}

static int32_t day_of(const char *s)
{
    struct date d;
    int64_t n;
    if (s && (date_parse_vi(s, &d) || date_parse_iso(s, &d)))
        return date_to_days(d);
    if (s && strlen(s) == 8 && number_parse(s, &n)) { /* 19950314 */
        d = (struct date){(int)(n / 10000), (int)(n / 100 % 100), (int)(n % 100)};
        return date_valid(d) ? date_to_days(d) : INT32_MIN;
    }
    return INT32_MIN;
}

/* The lower of what is said of the account (loAs, acr) and of the proof of identity (IAL). Nothing said: 1. */
static int level_of(struct q *q, const json_t *claims)
{
    static const char *const names[] = {"loAs", "IAL", "acr"};
    int64_t least = 4, n;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *said = claim(q, claims, NULL, names[i]);
        if (said && number_parse(said, &n) && n >= 0 && n <= 3 && n < least)
            least = n;
    }
    return least == 4 ? 1 : (int)least;
}

bool eid_person_read(struct q *q, const json_t *claims, struct eid_person *ret, const char **ret_why)
{
    const char *name = claim(q, claims, "claim_name", "HoVaTen");
    *ret = (struct eid_person){.issuer = json_get_text(claims, "iss"), .subject = json_get_text(claims, "sub"),
                               .number = claim(q, claims, "claim_number", "SoDinhDanh"), .tech_id = claim(q, claims, NULL, "TechID"),
                               .born = day_of(claim(q, claims, "claim_born", "NgayThangNamSinh")), .level = level_of(q, claims),
                               .name = name ? text_clean(q->arena, name) : NULL};
    *ret_why = !is_identity_number(ret->number)                              ? "the identity number is not 12 digits"
               : !ret->name || !*ret->name || text_length(ret->name) > 150   ? "there is no name"
               : ret->tech_id && strlen(ret->tech_id) > 200                  ? "TechID is too long"
               : strlen(ret->subject) > 255                                  ? "sub is too long"
                                                                             : NULL;
    return !*ret_why;
}

struct account_of_person { const struct eid_person *person; int64_t id; bool closed; };

/* The name may have changed (marriage, correction): the e-ID's is the true one. */
static enum result known_account(struct q *q, struct account_of_person *a, const struct core_account_by_person_row *row)
{
    a->id = row->id;
    a->closed = !text_equal(row->state, "active") || !text_equal(row->kind, "resident");
    const char *name = a->person->name;
    if (text_equal(row->name, name))
        return OK;
    return core_account_set_contact(q, row->id, name, account_folded(q, name, NULL), text_sort_key_name(q->arena, name), row->email, row->phone, NULL);
}

static enum result new_account(struct q *q, struct account_of_person *a)
{
    struct account_new fresh = {.kind = ACCOUNT_RESIDENT, .name = a->person->name, .person_number = a->person->number};
    TRY(account_create(q, &fresh, &a->id));
    return accounts_tell(q, "accounts.resident_came", a->id, NULL, NULL, NULL);
}

static enum result find_or_make(struct q *q, void *arg)
{
    struct account_of_person *a = arg;
    const struct eid_person *p = a->person;
    struct core_account_by_person_row row;
    bool found;
    TRY(core_account_by_person(q, p->number, &row, &found));
    TRY(found ? known_account(q, a, &row) : new_account(q, a));
    struct accounts_resident_put_in in = {.account_id = a->id, .issuer = p->issuer, .subject = p->subject, .tech_id = p->tech_id,
                                          .has_born = p->born != INT32_MIN, .born = p->born, .level = p->level,
                                          .language = q->language == LANGUAGE_EN ? "en" : "vi", .now = clock_now()};
    return a->closed ? OK : accounts_resident_put(q, &in, NULL);
}

enum result eid_person_account(struct q *q, const struct eid_person *p, int64_t *ret_account_id)
{
    struct account_of_person a = {.person = p};
    TRY(db_transact(q, find_or_make, &a));
    if (a.closed)
        return fail(q, FORBIDDEN, T("This account is closed. Please call 1022 or come to a one-stop centre"));
    *ret_account_id = a.id;
    return OK;
}
