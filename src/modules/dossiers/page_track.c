/* Tracking without an account: code and the last four digits of the identity number or telephone. A wrong code and a wrong number get the
 * same answer in the same time, and after a few of them the address and the code have to wait. */
#include "base/arena.h"
#include "base/clock.h"
#include "base/hash.h"
#include "base/text.h"
#include "core/access.h"
#include "core/app.h"
#include "core/field.h"
#include "core/i18n.h"
#include "core/page.h"
#include "core/province.h"
#include "core/q.h"
#include "dossiers_pages.h"
#include "modules/dossiers/page_dossier.h"
#include "modules/dossiers/pages.h"

enum { TRIES_AN_ADDRESS = 20, TRIES_A_CODE = 10, FACTOR = 4 };

static bool four_digits(const char *text)
{
    return strlen(text) == FACTOR && strspn(text, "0123456789") == FACTOR;
}

const struct input track_inputs[] = {
    INPUT_TEXT(struct track_input, ma, T("Dossier code"), .required = true, .max = 40),
    INPUT_TEXT(struct track_input, so, T("Last four digits"), .required = true, .max = 4, .check = four_digits,
               .pattern_say = T("Enter the last four digits of your identity number or telephone")),
    INPUT_END};

static const char *from_query(struct q *q, const char *name)
{
    const char *code = request_query(q, name);
    return code ? code : "";
}

enum result track_show(struct q *q, const void *input)
{
    (void)input;
    const char *hotline = province_text(q->app->province, "contacts.hotline");
    struct core_input_view *so = field_input(q, track_inputs, "so", NULL, T("Of the applicant's identity number, or of the telephone given"));
    so->inputmode = "numeric";
    so->width = "4";
    struct dossiers_track_view v = {
        .ma = field_input(q, track_inputs, "ma", from_query(q, "ma"), T("For example H47.31.01-261124-0007")), .so = so, .hotline = hotline,
        .hotline_digits = hotline ? hotline : ""};
    struct page frame = {.shell = SHELL_SITE, .title = tr(q, T("Where is my dossier?")), .current = "/tra-cuu",
                         .description = tr(q, T("Follow a dossier with its code, without signing in"))};
    return dossiers_track_page(q, &frame, &v);
}

/* Compares with both numbers even when there is no dossier, so that the time tells nothing. */
static bool factor_fits(const struct dossier *d, bool found, const char *typed)
{
    const char *numbers[2] = {found && d->applicant_number ? d->applicant_number : "", found && d->applicant_phone ? d->applicant_phone : ""};
    bool fits = false;
    for (size_t i = 0; i < 2; i++) {
        char last[FACTOR + 1] = "----";
        size_t n = strlen(numbers[i]);
        if (n >= FACTOR)
            memcpy(last, numbers[i] + n - FACTOR, FACTOR);
        fits |= strlen(typed) == FACTOR && bytes_equal_constant_time(last, typed, FACTOR);
    }
    return found && fits;
}

static enum result too_many(struct q *q, const char *code)
{
    bool address = false, dossier = false;
    TRY(rate_count(q, arena_printf(q->arena, "track:%s", q->from ? q->from : ""), 10 * MINUTE, TRIES_AN_ADDRESS, &address));
    TRY(rate_count(q, arena_printf(q->arena, "track-code:%s", code), 10 * MINUTE, TRIES_A_CODE, &dossier));
    return address || dossier ? fail(q, TOO_MANY, T("There were many attempts. Wait ten minutes, or sign in to see your dossiers.")) : OK;
}

enum result track_find(struct q *q, const void *input)
{
    const struct track_input *in = input;
    struct dossier d = {0};
    const char *code = text_upper(q->arena, in->ma);
    TRY(too_many(q, code));
    enum result r = dossiers_by_code(q, code, &d);
    if (r == PROBLEM_NOT_FOUND)
        q_forget(q);
    else
        TRY(r);
    if (factor_fits(&d, r == OK, in->so))
        return dossier_page(q, &d, false);
    fail_field(q, "ma", T("Code and digits do not belong together. Look at the slip again."));
    return q_check(q);
}
