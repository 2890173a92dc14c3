/* One line of the file: its columns, and what of it can be judged without the others. */
#include "base/arena.h"
#include "base/clock.h"
#include "base/date.h"
#include "base/text.h"
#include "core/access.h"
#include "core/access_roles.h"
#include "core/i18n.h"
#include "core/q.h"
#include "modules/accounts/accounts_inside.h"
#include "modules/accounts/admin.h"
#include "modules/accounts/import.h"
#include "modules/units/units.h"

const char *const import_column_names[IMPORT_COLUMNS] = {"login", "name", "role", "unit", "email", "phone", "from", "to", "reason"};

bool import_head_read(struct q *q, struct csv *csv, struct import_head *ret, const char **ret_why)
{
    struct csv_record record;
    for (int c = 0; c < IMPORT_COLUMNS; c++)
        ret->at[c] = -1;
    if (!csv_next(csv, q->arena, &record)) {
        *ret_why = tr(q, T("The file is empty or is not CSV"));
        return false;
    }
    for (size_t i = 0; i < record.count; i++) {
        int c = 0;
        while (c < IMPORT_COLUMNS && !text_equal(import_column_names[c], record.fields[i]))
            c++;
        if (c == IMPORT_COLUMNS) {
            *ret_why = tr_fill(q, T("The column “{name}” is not known; known are login, name, role, unit, email, phone, from, to, reason"), "name", record.fields[i]);
            return false;
        }
        ret->at[c] = (int)i;
    }
    for (int c = 0; c <= IMPORT_UNIT; c++)
        if (ret->at[c] < 0) {
            *ret_why = tr_fill(q, T("The column “{name}” is missing"), "name", import_column_names[c]);
            return false;
        }
    return true;
}

static void add_wrong(struct q *q, struct import_wrongs *w, size_t line, int column, const char *reason)
{
    if (w->count >= IMPORT_MOST_WRONG)
        return;
    if (w->count == w->capacity) {
        w->items = arena_grow(q->arena, w->items, sizeof *w->items, w->count, w->capacity * 2 + 64);
        w->capacity = w->capacity * 2 + 64;
    }
    w->items[w->count++] = (struct import_wrong){line, import_column_names[column], reason};
}

/* The field, cleaned; "" when the column or the field is not there; NULL when it is not UTF-8. */
static const char *field(struct q *q, const struct import_head *head, const struct csv_record *r, int column)
{
    int at = head->at[column];
    return at < 0 || (size_t)at >= r->count ? "" : text_clean(q->arena, r->fields[at]);
}

static const char *role_of(const char *said)
{
    size_t count;
    const struct access_role *roles = access_roles(&count);
    for (size_t i = 0; i < count; i++)
        if (text_equal(roles[i].id, said) || text_equal(roles[i].name_vi, said))
            return roles[i].id;
    return NULL;
}

static const char *unit_of(struct q *q, const char *said)
{
    static const char *const schemes[] = {"admin", "agency_code_new", "agency_code_old"};
    int32_t today = time_local_days(clock_now());
    const struct unit *u = units_find(q, said);
    for (size_t i = 0; !u && i < sizeof schemes / sizeof *schemes; i++)
        u = units_by_code(q, schemes[i], said, today);
    return u ? u->id : NULL;
}

/* "" or a day; false when it is neither. */
static bool day_of(const char *said, int32_t *ret)
{
    struct date d;
    *ret = INT32_MIN;
    if (!*said)
        return true;
    if (!date_parse_vi(said, &d) && !date_parse_iso(said, &d))
        return false;
    *ret = date_to_days(d);
    return true;
}

/* A wrong field as a form would say it, taken over as a finding. */
static void take_over(struct q *q, struct import_wrongs *w, size_t line)
{
    for (const struct field_error *e = q->problem.fields; e; e = e->next)
        add_wrong(q, w, line, text_equal(e->field, "unit") ? IMPORT_UNIT : text_equal(e->field, "role") ? IMPORT_ROLE : IMPORT_TO, e->say);
    q_forget(q);
}

static void check_role(struct q *q, const struct import_row *row, const char *role, const char *unit, size_t line, struct import_wrongs *w)
{
    const struct access_role *known = access_role(row->role_id);
    if (!row->role_id)
        add_wrong(q, w, line, IMPORT_ROLE, tr_fill(q, T("There is no role “{said}”"), "said", role));
    else if (known->sensitive)
        add_wrong(q, w, line, IMPORT_ROLE, tr(q, T("This role needs a second person and is given one by one")));
    if (!row->unit_id)
        add_wrong(q, w, line, IMPORT_UNIT, tr_fill(q, T("There is no unit “{said}”"), "said", unit));
    if (row->role_id && row->unit_id && !known->sensitive && admin_check_role(q, row->role_id, row->unit_id) != OK)
        take_over(q, w, line);
}

bool import_row_read(struct q *q, const struct import_head *head, const struct csv_record *r, struct import_row *ret, struct import_wrongs *w)
{
    const char *fields[IMPORT_COLUMNS];
    size_t before = w->count;
    for (int c = 0; c < IMPORT_COLUMNS; c++) {
        fields[c] = field(q, head, r, c);
        if (!fields[c]) {
            add_wrong(q, w, r->line, c, tr(q, T("This is not Unicode; save the file as CSV UTF-8")));
            return false;
        }
    }
    *ret = (struct import_row){.login = text_lower(q->arena, fields[IMPORT_LOGIN]), .name = fields[IMPORT_NAME], .role_id = role_of(fields[IMPORT_ROLE]),
                               .unit_id = unit_of(q, fields[IMPORT_UNIT]), .email = *fields[IMPORT_EMAIL] ? fields[IMPORT_EMAIL] : NULL,
                               .phone = *fields[IMPORT_PHONE] ? fields[IMPORT_PHONE] : NULL, .reason = *fields[IMPORT_REASON] ? fields[IMPORT_REASON] : NULL};
    if (!admin_login_is_good(ret->login))
        add_wrong(q, w, r->line, IMPORT_LOGIN, tr(q, T("An account name has 3 to 60 small letters, digits, dots or dashes")));
    if (!*ret->name || text_length(ret->name) > 100)
        add_wrong(q, w, r->line, IMPORT_NAME, tr(q, T("A name has 1 to 100 letters")));
    if (text_length(fields[IMPORT_EMAIL]) > 200 || (ret->email && !strchr(ret->email, '@')))
        add_wrong(q, w, r->line, IMPORT_EMAIL, tr(q, T("An e-mail address looks like an@example.vn")));
    if (text_length(fields[IMPORT_PHONE]) > 20)
        add_wrong(q, w, r->line, IMPORT_PHONE, tr(q, T("A telephone number has 9 to 15 digits, for example 0905 123 456")));
    if (!day_of(fields[IMPORT_FROM], &ret->from))
        add_wrong(q, w, r->line, IMPORT_FROM, tr(q, T("A day looks like 24/11/2026")));
    if (!day_of(fields[IMPORT_TO], &ret->to))
        add_wrong(q, w, r->line, IMPORT_TO, tr(q, T("A day looks like 24/11/2026")));
    else if (admin_check_period(q, ret->from, ret->to) != OK)
        take_over(q, w, r->line);
    check_role(q, ret, fields[IMPORT_ROLE], fields[IMPORT_UNIT], r->line, w);
    return w->count == before;
}
