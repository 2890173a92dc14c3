/* The list of officers: search by words, unit, role, state; sorted, paged, as CSV too. */
#include "base/arena.h"
#include "base/clock.h"
#include "base/csv.h"
#include "base/text.h"
#include "core/http/http.h"
#include "core/i18n.h"
#include "core/q.h"
#include "modules/accounts/accounts_inside.h"
#include "modules/accounts/admin.h"
#include "modules/units/units.h"
#include "accounts_pages.h"

enum { PAGE = 50, EXPORT = 1000 };

const struct input accounts_list_inputs[] = {
    INPUT_TEXT(struct list_input, q, T("Name or account name"), .max = 100),
    INPUT_TEXT(struct list_input, unit, T("Unit and below"), .max = 60),
    INPUT_TEXT(struct list_input, role, T("Role"), .max = 60),
    INPUT_CHOICE(struct list_input, state, T("State"), "active|locked|closed"),
    INPUT_END};

/* % and _ of the typed words mean themselves, and folding has dropped them anyway; what is left is safe in a pattern. */
struct core_account_search_in admin_search_of(struct q *q, const struct list_input *in)
{
    const struct unit *unit = in->unit && *in->unit ? units_find(q, in->unit) : NULL;
    if (!unit || !q->account->unit_id || !units_within(q, unit->id, q->account->unit_id))
        unit = q->account->unit_id ? units_find(q, q->account->unit_id) : NULL;
    const char *words = in->q ? text_fold(q->arena, in->q) : "";
    struct page_sort sort = page_sort(q, "ten|tai-khoan");
    return (struct core_account_search_in){
        .pattern = *words ? arena_printf(q->arena, "%% %s%%", words) : "%", .state = in->state ? in->state : "", .role_id = in->role ? in->role : "",
        .path_pattern = arena_printf(q->arena, "%s%%", unit ? unit->path : "/nowhere/"), .everyone = admin_is_province_wide(q) && unit == units_root(q),
        .by_login = text_equal(sort.key, "tai-khoan"), .now = clock_now()};
}

static enum result count_of(struct q *q, const struct core_account_search_in *s, int64_t *ret)
{
    struct core_account_search_count_row row;
    TRY(core_account_search_count(q, s->pattern, s->state, s->role_id, s->path_pattern, s->everyone, s->now, &row));
    *ret = row.count;
    return OK;
}

static const char *state_name(struct q *q, const char *state)
{
    return tr(q, text_equal(state, "active") ? T("active") : text_equal(state, "locked") ? T("locked") : T("closed"));
}

static struct accounts_admin_list_officers line_of(struct q *q, const struct core_account_search_row *r)
{
    return (struct accounts_admin_list_officers){
        .href = admin_path(q, r->login, NULL), .name = r->name, .login = r->login, .role = r->role_id ? admin_role_name(q, r->role_id) : NULL,
        .unit = admin_unit_name(q, r->unit_id), .more = r->assignments > 1 ? r->assignments - 1 : 0, .second_factor = r->second_factor,
        .active = text_equal(r->state, "active"), .state = state_name(q, r->state)};
}

enum result accounts_admin_list(struct q *q, const void *input)
{
    const struct list_input *in = input;
    struct core_account_search_in s = admin_search_of(q, in);
    struct core_account_search_rows rows;
    struct pager pager;
    int64_t total;
    const struct choice *roles, *units;
    TRY(count_of(q, &s, &total));
    TRY(page_pager(q, PAGE, total, &pager));
    s.limit = PAGE;
    s.offset = (pager.page - 1) * PAGE;
    TRY(core_account_search(q, &s, &rows));
    struct accounts_admin_list_officers *lines = arena_new_array(q->arena, struct accounts_admin_list_officers, rows.count + 1);
    for (size_t i = 0; i < rows.count; i++)
        lines[i] = line_of(q, &rows.items[i]);
    size_t role_count = admin_role_choices(q, &roles), unit_count = admin_unit_choices(q, &units);
    static const char *const states[] = {"active", "locked", "closed"};
    struct choice *state_choices = arena_new_array(q->arena, struct choice, 3);
    for (int i = 0; i < 3; i++)
        state_choices[i] = (struct choice){states[i], state_name(q, states[i]), NULL};
    struct page_sort sort = page_sort(q, "ten|tai-khoan");
    struct page frame = {.shell = SHELL_OFFICE, .title = tr(q, T("Officers")), .current = "/quan-tri/can-bo"};
    struct accounts_admin_list_view v = {
        .total = total, .may_manage = access_may(q, "accounts.manage"), .words = in->q,
        .unit = field_select(q, accounts_list_inputs, "unit", in->unit, NULL, units, unit_count, T("all of my area")),
        .role = field_select(q, accounts_list_inputs, "role", in->role, NULL, roles, role_count, T("any role")),
        .state = field_select(q, accounts_list_inputs, "state", in->state, NULL, state_choices, 3, T("any state")),
        .csv = page_url_with(q, "tep", "csv"), .sort_name = page_sort_url(q, sort, "ten"), .sort_login = page_sort_url(q, sort, "tai-khoan"),
        .aria_name = page_sort_aria(sort, "ten"), .aria_login = page_sort_aria(sort, "tai-khoan"),
        .officers = lines, .officers_count = rows.count, .pager = field_pager(q, &pager)};
    if (text_equal(request_query(q, "tep"), "csv"))
        return accounts_admin_export(q, &s);
    return accounts_admin_list_page(q, &frame, &v);
}

static void write_line(struct q *q, struct buf *b, const struct core_account_search_row *r)
{
    const char *const fields[] = {r->login, r->name, r->email, r->phone, r->role_id, admin_role_name(q, r->role_id), r->unit_id, admin_unit_name(q, r->unit_id),
                                  r->state, r->second_factor ? "yes" : "no"};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        csv_field(b, fields[i] ? fields[i] : "", i == 0);
    csv_end_record(b);
}

enum result accounts_admin_export(struct q *q, const void *search)
{
    struct core_account_search_in s = *(const struct core_account_search_in *)search;
    struct core_account_search_rows rows;
    struct buf *b = &q->reply->body;
    buf_clear(b);
    buf_puts(b, "\xEF\xBB\xBFlogin,name,email,phone,role,role_name,unit,unit_name,state,second_factor\r\n");
    s.limit = EXPORT;
    for (s.offset = 0;; s.offset += EXPORT) {
        TRY(core_account_search(q, &s, &rows));
        for (size_t i = 0; i < rows.count; i++)
            write_line(q, b, &rows.items[i]);
        if (rows.count < EXPORT)
            break;
    }
    q->reply->status = 200;
    q->reply->content_type = "text/csv; charset=utf-8";
    reply_header(q, "Content-Disposition", "attachment; filename=\"officers.csv\"");
    return OK;
}
