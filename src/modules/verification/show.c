/* The page of one code: what the QR on a paper opens. */
#include "base/arena.h"
#include "base/date.h"
#include "base/hash.h"
#include "base/text.h"
#include "core/app.h"
#include "core/field.h"
#include "core/i18n.h"
#include "core/page.h"
#include "core/province.h"
#include "core/q.h"
#include "modules/units/units.h"
#include "modules/verification/verification_inside.h"
#include "verification_pages.h"

enum { FACTS = 4 };
static const struct { const char *title, *icon_class; } heads[] = {
    [VERDICT_GOOD] = {T("This paper was issued by a state agency and is in force"), ""},
    [VERDICT_WITHDRAWN] = {T("This paper was withdrawn and has no effect any more"), "withdrawn"},
    [VERDICT_CHANGED] = {T("This paper cannot be confirmed: the kept copy does not pass the check"), "withdrawn"},
    [VERDICT_UNKNOWN] = {T("No paper has this code"), "unknown"},
    [VERDICT_DOWN] = {T("It cannot be checked just now"), "down"},
};

/* "10:26 ngày 22/11/2026" */
static const char *moment(struct q *q, int64_t t)
{
    struct local_time l = time_local(t);
    return tr_fill(q, T("{hour} on {date}"), "hour", arena_printf(q->arena, "%02d:%02d", l.hour, l.minute), "date", date_vi(q->arena, l.date));
}

static const char *register_words(struct q *q, const struct paper_made *p, const struct unit *unit)
{
    const char *agency = unit ? units_agency_name(q, unit) : "";
    if (*p->number)
        return tr_fill(q, T("Number {number} stands in the register of {agency}."), "number", p->number, "agency", agency);
    return tr_fill(q, T("It stands in the register of papers of {agency}."), "agency", agency);
}

static const char *seal_words(struct q *q, const struct judgement *j)
{
    if (!j->check.sealed)
        return tr(q, T("The digital seal of the kept copy is missing or does not fit."));
    return tr_fill(q, T("Digital seal of this system, held by {holder}, {time}. It proves that this system issued the file; it is not a signature of a public certification authority."),
                   "holder", j->check.seal_holder, "time", moment(q, j->check.sealed_at));
}

static const char *withdrawn_words(struct q *q, const struct judgement *j)
{
    const struct paper_made *p = &j->paper;
    if (!p->withdrawn)
        return tr_fill(q, T("As of {time}."), "time", moment(q, j->at));
    return tr_fill(q, T("Withdrawn at {time}: {why}"), "time", moment(q, p->withdrawn_at), "why", p->withdrawn_why ? p->withdrawn_why : "");
}

static void put_facts(struct q *q, const struct judgement *j, const struct unit *unit, struct verification_show_view *v)
{
    struct verification_show_facts *f = arena_new_array(q->arena, struct verification_show_facts, FACTS);
    bool same = j->check.unchanged;
    f[0] = (struct verification_show_facts){tr(q, T("In the register")), register_words(q, &j->paper, unit), true};
    f[1] = (struct verification_show_facts){tr(q, j->check.sealed ? T("The seal holds") : T("The seal does not hold")), seal_words(q, j), j->check.sealed};
    f[2] = (struct verification_show_facts){tr(q, same ? T("Not changed") : T("Changed")),
                                            tr(q, same ? T("The kept copy is, byte for byte, what was issued. Compare it with the file in your hand below.")
                                                       : T("The kept copy is not what was issued; the operators have been told.")), same};
    f[3] = (struct verification_show_facts){tr(q, j->paper.withdrawn ? T("Withdrawn by decision") : T("Not withdrawn, not corrected")), withdrawn_words(q, j), !j->paper.withdrawn};
    v->facts = f;
    v->facts_count = FACTS;
}

static void put_paper(struct q *q, const struct judgement *j, struct verification_show_view *v)
{
    const struct paper_made *p = &j->paper;
    const struct unit *unit = units_find(q, p->unit_id);
    v->known = true;
    v->paper = p->title;
    v->number = *p->number ? p->number : NULL;
    v->holder = j->mine ? p->holder_name : masked_name(q, p->holder_name);
    v->masked = !j->mine;
    v->agency = unit ? arena_printf(q->arena, "%s, %s", units_agency_name(q, unit), units_name(q, units_root(q))) : "";
    v->signer = *p->signer_name ? (*p->signer_title ? arena_printf(q->arena, "%s, %s", p->signer_name, text_lower(q->arena, p->signer_title)) : p->signer_name) : NULL;
    v->issued = time_local_days(p->fact_at);
    v->demo = p->demo;
    v->seal = p->signature ? arena_printf(q->arena, "/kiem-tra-giay-to/%s/con-dau.p7s", p->verify_code) : NULL;
    put_facts(q, j, unit, v);
}

enum result verification_page(struct q *q, const struct judgement *j, const char *said, bool good)
{
    const char *code = papers_code_words(q, j->paper.verify_code ? j->paper.verify_code : ""), *typed = request_parameter(q, "code");
    const char *hotline = province_text(q->app->province, "contacts.hotline");
    bool print = text_equal(request_query(q, "in"), "1");
    struct verification_show_view v = {
        .title = tr(q, heads[j->verdict].title), .good = j->verdict == VERDICT_GOOD, .withdrawn = text_equal(heads[j->verdict].icon_class, "withdrawn"),
        .unknown = j->verdict == VERDICT_UNKNOWN, .down = j->verdict == VERDICT_DOWN, .checked = moment(q, j->at), .code = *code ? code : typed,
        .said = said, .said_good = good, .hotline = hotline, .print = print, .issued = INT32_MIN,
        .file = field_file(q, file_inputs, "tep", T("The file stays as it is and is not kept; only its fingerprint is compared."), ".pdf,application/pdf"),
        .compare = arena_printf(q->arena, "/kiem-tra-giay-to/%s", typed ? typed : "")};
    if (j->verdict <= VERDICT_CHANGED)
        put_paper(q, j, &v);
    if (j->verdict == VERDICT_WITHDRAWN)
        v.withdrawn_on = tr_fill(q, T("Withdrawn at {time}: {why}"), "time", moment(q, j->paper.withdrawn_at), "why", j->paper.withdrawn_why ? j->paper.withdrawn_why : "");
    struct page frame = {.shell = print ? SHELL_PRINT : SHELL_SITE, .title = v.title, .current = "/kiem-tra-giay-to", .no_index = true,
                         .status = j->verdict == VERDICT_UNKNOWN ? 404 : j->verdict == VERDICT_DOWN ? 503 : 200};
    return verification_show_page(q, &frame, &v);
}

enum result verification_show(struct q *q, const void *input)
{
    (void)input;
    struct judgement j;
    TRY(judge(q, request_parameter(q, "code"), &j));
    return verification_page(q, &j, NULL, false);
}

const char *digest_of(struct q *q, const struct upload *file)
{
    uint8_t digest[SHA256_BYTES];
    sha256(file->bytes, file->length, digest);
    return hex_encode(q->arena, digest, sizeof digest);
}

/* A file against the paper of this code. */
enum result verification_compare(struct q *q, const void *input)
{
    const struct file_input *in = input;
    struct judgement j;
    TRY(judge(q, request_parameter(q, "code"), &j));
    if (j.verdict > VERDICT_CHANGED)
        return verification_page(q, &j, NULL, false);
    bool same = text_equal(digest_of(q, in->tep), j.paper.digest);
    return verification_page(q, &j, same ? tr(q, T("Your file is, byte for byte, the one that was issued."))
                                         : tr(q, T("Your file is not the one that was issued: it was changed, printed anew or belongs to another paper.")), same);
}
