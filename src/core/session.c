/* Sessions: a random token in the cookie, its SHA-256 in the database, so that a stolen dump opens nothing. Signing in always makes a new
 * token. Idle end: 30 minutes for officers, 60 for residents; end in any case: 12 hours. */
#include "core/access.h"
#include "base/arena.h"
#include "base/clock.h"
#include "base/hash.h"
#include "base/id.h"
#include "base/must.h"
#include "base/text.h"
#include "core/access_roles.h"
#include "core/app.h"
#include "core/db.h"
#include "core/http/http.h"
#include "core/i18n.h"
#include "core_queries.h"

#define COOKIE "phien"
#define LONGEST (12 * HOUR)
#define TOUCH_EVERY MINUTE

static const char *token_hash(struct q *q, const char *token)
{
    uint8_t digest[SHA256_BYTES];
    sha256(token, strlen(token), digest);
    return hex_encode(q->arena, digest, sizeof digest);
}

static enum result insert(struct q *q, void *arg)
{
    struct core_session_insert_in *s = arg;
    s->id = id_new();
    return core_session_insert(q, s, NULL);
}

enum result session_start(struct q *q, const struct session_start *how)
{
    const char *token = random_token(q->arena, 40);
    struct core_session_insert_in s = {
        .token_hash = token_hash(q, token), .account_id = how->account_id, .assignment_id = how->assignment_id,
        .assurance = how->assurance, .now = clock_now(), .ends_at = clock_now() + LONGEST,
        .agent = text_truncate(q->arena, how->agent ? how->agent : "", 200), .came_from = q->from ? q->from : ""};
    TRY(db_transact(q, insert, &s));
    reply_cookie(q, COOKIE, token, LONGEST / SECOND);
    return OK;
}

enum result session_key_create(struct q *q, const struct session_key *key, const char **ret_token)
{
    must(db_in_transaction(q));
    *ret_token = random_token(q->arena, 40);
    struct core_session_insert_in s = {
        .token_hash = token_hash(q, *ret_token), .account_id = key->account_id, .assignment_id = key->assignment_id, .now = clock_now(), .ends_at = key->ends_at,
        .agent = text_truncate(q->arena, key->label, 200), .came_from = q->from ? q->from : ""};
    return insert(q, &s);
}

struct ending { int64_t id; const char *why; };

static enum result end(struct q *q, void *arg)
{
    struct ending *e = arg;
    return core_session_end(q, e->id, clock_now(), e->why, NULL);
}

enum result session_end(struct q *q, int64_t session_id, const char *why)
{
    TRY(db_transact(q, end, &(struct ending){session_id, why}));
    if (q->reply && session_id == q->account->session_id)
        reply_cookie(q, COOKIE, "", 0);
    return OK;
}

static enum result touch(struct q *q, void *arg)
{
    return core_session_touch(q, *(int64_t *)arg, clock_now(), NULL);
}

static int64_t idle_limit(const char *kind)
{
    if (text_equal(kind, "system")) /* a key of a program rests as long as it likes, until its last day */
        return INT64_MAX / 2;
    return text_equal(kind, "officer") ? 30 * MINUTE : 60 * MINUTE;
}

static bool lives(const struct core_session_by_token_row *s, int64_t now)
{
    return s->ends_at > now && s->seen_at + idle_limit(s->kind) > now && text_equal(s->state, "active");
}

/* The account as the session shows it; an assignment that has ended or a role the package no longer has gives no rights. */
static const struct account *account_of(struct q *q, const struct core_session_by_token_row *s, int64_t now)
{
    struct account *a = arena_new_one(q->arena, struct account);
    *a = (struct account){.id = s->account_id, .name = s->name, .person_number = s->person_number, .assurance = (int)s->assurance,
                          .session_id = s->id, .permissions = account_nobody.permissions};
    a->kind = text_equal(s->kind, "resident") ? ACCOUNT_RESIDENT : text_equal(s->kind, "officer") ? ACCOUNT_OFFICER : ACCOUNT_SYSTEM;
    const struct access_role *role = s->role_id && s->from_at <= now && s->to_at > now ? access_role(s->role_id) : NULL;
    if (role) {
        a->role_id = role->id;
        a->role_name = pick_language(q, role->name_vi, role->name_en);
        a->unit_id = s->unit_id;
        a->assignment_id = s->assignment_id;
        a->permissions = role->permissions;
    }
    return a;
}

static const char *bearer(struct q *q)
{
    const char *header = request_header(q->request, "authorization");
    return header && strncasecmp(header, "Bearer ", 7) == 0 ? header + 7 : NULL;
}

enum result session_load(struct q *q)
{
    struct core_session_by_token_row s;
    bool found;
    const char *token = bearer(q);
    if (!token)
        token = request_cookie(q, COOKIE);
    if (!token || strlen(token) != 40)
        return OK;
    TRY(core_session_by_token(q, token_hash(q, token), &s, &found));
    int64_t now = clock_now();
    if (!found || !lives(&s, now))
        return OK;
    if (now - s.seen_at > TOUCH_EVERY || now < s.seen_at)
        TRY(db_transact(q, touch, &s.id));
    q->account = account_of(q, &s, now);
    return OK;
}
