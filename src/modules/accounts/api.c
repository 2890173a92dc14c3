/* /api/v1/me: who the caller is. /api/v1/officers: officers in the caller's area, by name. */
#include "base/arena.h"
#include "base/clock.h"
#include "base/json.h"
#include "base/text.h"
#include "core/http/cursor.h"
#include "core/http/http.h"
#include "core/i18n.h"
#include "core/q.h"
#include "modules/accounts/accounts_inside.h"
#include "modules/accounts/admin.h"
#include "modules/units/units.h"

enum { ANSWER_MOST = 1024 * 1024, LIMIT_USUAL = 50, LIMIT_MOST = 200 };

const struct input accounts_api_list_inputs[] = {
    INPUT_TEXT(struct api_list_input, q, T("Name or account name"), .max = 100),
    INPUT_TEXT(struct api_list_input, unit, T("Unit and below"), .max = 60),
    INPUT_TEXT(struct api_list_input, role, T("Role"), .max = 60),
    INPUT_INT(struct api_list_input, limit, T("At most so many"), .min = 1, .max = LIMIT_MOST),
    INPUT_TEXT(struct api_list_input, cursor, T("Where the list goes on"), .max = 400),
    INPUT_END};

static struct json_writer begin(struct q *q, struct buf *b)
{
    struct json_writer w;
    buf_init(b, q->arena, ANSWER_MOST);
    json_begin(&w, b);
    json_object_open(&w);
    return w;
}

enum result accounts_api_me(struct q *q, const void *input)
{
    static const char *const kinds[] = {"nobody", "resident", "officer", "system"};
    struct buf b;
    struct json_writer w = begin(q, &b);
    const struct account *me = q->account;
    (void)input;
    if (me->kind == ACCOUNT_NOBODY)
        return fail(q, NOT_SIGNED_IN, NULL);
    json_field_text(&w, "kind", kinds[me->kind]);
    json_field_text(&w, "name", me->name);
    json_field_text(&w, "identity_number", me->person_number);
    if (me->kind == ACCOUNT_RESIDENT)
        json_field_int(&w, "assurance", me->assurance);
    json_field_text(&w, "role", me->role_id);
    json_field_text(&w, "unit", me->unit_id);
    json_object_close(&w);
    return reply_json(q, 200, b.data);
}

static void write_officer(struct json_writer *w, struct q *q, const struct core_account_search_row *r)
{
    json_object_open(w);
    json_field_text(w, "login", r->login);
    json_field_text(w, "name", r->name);
    json_field_text(w, "role", r->role_id);
    json_field_text(w, "unit", r->unit_id);
    json_field_int(w, "assignments", r->assignments);
    json_field_text(w, "state", r->state);
    json_field_bool(w, "second_factor", r->second_factor);
    json_field_text(w, "url", arena_printf(q->arena, "/api/v1/officers/%s", r->login));
    json_object_close(w);
}

/* The cursor is the number of officers already given; what is added in between may be seen twice, which is harmless here. */
enum result accounts_api_list(struct q *q, const void *input)
{
    const struct api_list_input *in = input;
    struct core_account_search_rows rows;
    struct buf b;
    const char *position;
    int64_t limit = in->limit ? in->limit : LIMIT_USUAL, offset = 0;
    struct list_input wanted = {.q = in->q, .unit = in->unit, .role = in->role};
    struct core_account_search_in s = admin_search_of(q, &wanted);
    TRY(cursor_read(q, &position));
    if (position && !number_parse(position, &offset))
        return fail(q, MALFORMED, NULL);
    s.limit = limit + 1;
    s.offset = offset;
    TRY(core_account_search(q, &s, &rows));
    bool more = (int64_t)rows.count > limit;
    const char *next = more ? arena_printf(q->arena, "%lld", (long long)(offset + limit)) : NULL;
    struct json_writer w = begin(q, &b);
    json_key(&w, "items");
    json_array_open(&w);
    for (size_t i = 0; i < rows.count && (int64_t)i < limit; i++)
        write_officer(&w, q, &rows.items[i]);
    json_array_close(&w);
    json_field_text(&w, "next", next ? cursor_make(q, next) : NULL);
    json_object_close(&w);
    if (next)
        cursor_link_next(q, next);
    return reply_json(q, 200, b.data);
}

enum result accounts_api_one(struct q *q, const void *input)
{
    struct admin_account a;
    struct buf b;
    (void)input;
    TRY(admin_find(q, &a));
    struct json_writer w = begin(q, &b);
    json_field_text(&w, "login", a.row.login);
    json_field_text(&w, "name", a.row.name);
    json_field_text(&w, "state", a.row.state);
    json_field_bool(&w, "second_factor", a.row.totp_secret != NULL);
    json_field_time(&w, "created_at", a.row.created_at);
    json_key(&w, "assignments");
    json_array_open(&w);
    for (size_t i = 0; i < a.assignment_count; i++) {
        json_object_open(&w);
        json_field_text(&w, "role", a.assignments[i].role_id);
        json_field_text(&w, "unit", a.assignments[i].unit_id);
        json_field_time(&w, "from", a.assignments[i].from_at);
        json_field_time(&w, "to", a.assignments[i].to_at == INT64_MAX ? 0 : a.assignments[i].to_at);
        json_object_close(&w);
    }
    json_array_close(&w);
    json_object_close(&w);
    return reply_json(q, 200, b.data);
}
