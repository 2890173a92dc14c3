/* Which facts are confirmed. The table procedures_confirmation is the truth; the catalogue keeps one bit for each group of facts of each
 * version, so that lists need no query. Bits are only ever set: a wrong confirmation is mended by a new version of the package.
 * Another process's confirmations are seen within two seconds. */
#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/text.h"
#include "core/access.h"
#include "core/db.h"
#include "core/http/http.h"
#include "core/i18n.h"
#include "core/journal.h"
#include "modules/procedures/procedures_inside.h"
#include "procedures_queries.h"
#include <stdatomic.h>

static _Atomic int64_t refresh_at, seen_at; /* monotonic; wall clock of the newest look */

static const char *const facts_names[FACTS_COUNT] = {"identity", "time", "fee", "online", "papers"};

const char *procedures_facts_name(enum procedure_facts facts)
{
    return facts_names[facts];
}

static int facts_by_name(const char *name)
{
    for (int i = 0; i < FACTS_COUNT; i++)
        if (text_equal(facts_names[i], name))
            return i;
    return -1;
}

static void mark(const struct catalogue *c, const char *id, int64_t version, const char *facts)
{
    int bit = facts_by_name(facts);
    for (size_t i = 0; bit >= 0 && i < c->version_count; i++)
        if (c->versions[i].version == version && text_equal(c->versions[i].id, id))
            atomic_fetch_or(&c->confirmed[i], (unsigned char)(1u << bit));
}

static enum result look(struct q *q, const struct catalogue *c, int64_t since)
{
    struct procedures_confirmed_since_rows rows;
    int64_t now = clock_now();
    TRY(procedures_confirmed_since(q, since, &rows));
    for (size_t i = 0; i < rows.count; i++)
        mark(c, rows.items[i].procedure_id, rows.items[i].version, rows.items[i].facts);
    atomic_store(&seen_at, now);
    atomic_store(&refresh_at, clock_monotonic() + 2 * SECOND);
    return OK;
}

enum result procedures_confirmed_start(struct q *q, struct catalogue *c)
{
    c->confirmed = arena_alloc(q->arena, c->version_count + 1);
    return look(q, c, 0);
}

void procedures_confirmed_refresh(struct q *q)
{
    int64_t due = atomic_load(&refresh_at), now = clock_monotonic();
    if (now < due || !atomic_compare_exchange_strong(&refresh_at, &due, now + 2 * SECOND))
        return;
    if (look(q, procedures_catalogue, atomic_load(&seen_at) - MINUTE) != OK)
        q_forget(q); /* the page is right without it: what is not confirmed is said more carefully */
}

static enum certainty certainty_before(const struct procedure *p, enum procedure_facts facts)
{
    switch (facts) {
    case FACTS_IDENTITY: return p->certainty;
    case FACTS_TIME: return p->time_certainty;
    case FACTS_FEE: return p->fee_certainty;
    case FACTS_ONLINE: return p->online_certainty;
    default: break;
    }
    for (size_t i = 0; i < p->paper_count; i++)
        if (p->papers[i].certainty == CERTAINTY_KNOWLEDGE)
            return CERTAINTY_KNOWLEDGE;
    return p->paper_count ? CERTAINTY_SOURCE : CERTAINTY_KNOWLEDGE;
}

enum certainty procedures_certainty(const struct procedure *p, enum procedure_facts facts)
{
    const struct catalogue *c = procedures_catalogue;
    return atomic_load(&c->confirmed[p - c->versions]) & (1u << facts) ? CERTAINTY_CONFIRMED : certainty_before(p, facts);
}

/* --- the officer confirms ------------------------------------------------------------------------------------------------------ */

struct confirming { const struct procedure *procedure; const struct confirm_input *in; };

/* Subjects of the journal are numbers; a procedure's is made from its id and is the same everywhere. */
int64_t procedures_subject(const char *id)
{
    uint8_t digest[SHA256_BYTES];
    int64_t n = 0;
    sha256(id, strlen(id), digest);
    for (int i = 0; i < 7; i++)
        n = n << 8 | digest[i];
    return n;
}

static const char *event_data(struct q *q, const struct confirming *c)
{
    struct buf b;
    struct json_writer w;
    buf_init(&b, q->arena, 8192);
    json_begin(&w, &b);
    json_object_open(&w);
    json_field_text(&w, "procedure", c->procedure->id);
    json_field_int(&w, "version", c->procedure->version);
    json_field_text(&w, "facts", c->in->facts);
    json_field_text(&w, "source", c->in->source);
    json_object_close(&w);
    return b.data;
}

static enum result put(struct q *q, void *arg)
{
    const struct confirming *c = arg;
    struct procedures_confirmation_put_in row = {
        .procedure_id = c->procedure->id, .version = c->procedure->version, .facts = c->in->facts, .source = c->in->source,
        .account_id = q->account->id, .account_name = q->account->name, .at = clock_now()};
    const struct sector *sector = procedures_sector(q, c->procedure->sector_code);
    TRY(procedures_confirmation_put(q, &row, NULL));
    return journal_write(q, &(struct event){.type = "procedures.confirmed", .subject_kind = "procedure", .subject_id = procedures_subject(c->procedure->id),
                                            .unit_id = sector ? sector->owner_unit_id : NULL, .reason = c->in->source, .data = event_data(q, c)});
}

enum result procedures_confirm(struct q *q, const void *input)
{
    const struct confirm_input *in = input;
    const struct procedure *p = procedures_find(q, in->id, in->version);
    if (!p)
        return fail(q, NOT_FOUND, T("There is no procedure with this code"));
    const struct sector *sector = procedures_sector(q, p->sector_code);
    if (sector && sector->owner_unit_id)
        TRY(access_need_unit(q, sector->owner_unit_id));
    TRY(db_transact(q, put, &(struct confirming){p, in}));
    mark(procedures_catalogue, p->id, p->version, in->facts);
    return reply_redirect(q, arena_printf(q->arena, "/thu-tuc/%s#xac-nhan", p->id));
}
