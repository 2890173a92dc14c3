/* Where a dossier is: for its applicant with everything, for somebody with code and second factor without names and papers. */
#include "base/arena.h"
#include "base/clock.h"
#include "base/date.h"
#include "base/json.h"
#include "base/text.h"
#include "core/access.h"
#include "core/access_roles.h"
#include "core/app.h"
#include "core/field.h"
#include "core/http/route.h"
#include "core/i18n.h"
#include "core/journal.h"
#include "core/page.h"
#include "core/province.h"
#include "core/q.h"
#include "dossiers_pages.h"
#include "modules/dossiers/due_view.h"
#include "modules/dossiers/page_dossier.h"
#include "modules/dossiers/pages.h"
#include "modules/dossiers/upload.h"
#include "modules/procedures/procedures.h"
#include "modules/units/units.h"

const struct input rate_inputs[] = {
    INPUT_INT(struct rate_input, rating, T("How satisfied are you?"), .required = true, .min = 1, .max = 5),
    INPUT_TEXT(struct rate_input, note, T("Anything to say? (optional)"), .lines = true, .max = 1000),
    INPUT_END};

/* --- the state in words ------------------------------------------------------------------------------------------------------------------- */

static bool is_late(const struct dossier *d)
{
    return d->due_at && !d->ended_at && !d->paused_since && d->due_at < clock_now();
}

static const char *time_left(struct q *q, int64_t between)
{
    int64_t hours = between / HOUR;
    if (hours >= 48)
        return tr_fill(q, T("{n} days"), "n", number_vi(q->arena, hours / 24));
    if (hours >= 1)
        return tr_fill(q, T("{n} hours"), "n", number_vi(q->arena, hours));
    return tr_fill(q, T("{n} minutes"), "n", number_vi(q->arena, between / MINUTE));
}

static void say_state(struct q *q, const struct dossier *d, struct dossiers_dossier_view *v)
{
    static const struct { const char *tag, *class, *say; } words[] = {
        {"", "none", ""},
        {"run", "", T("The office checks within eight working hours whether it is complete. You need not do anything.")},
        {"run", "", T("It is complete and has been received. You need not do anything.")},
        {"none", "", T("The reason stands below.")},
        {"run", "", T("It is being worked on. You need not do anything.")},
        {"wait", "wait", T("The clock stands until you have supplied it. Everything needed is in one list.")},
        {"wait", "wait", T("The clock stands until the payment has come in.")},
        {"none", "", T("You took it back.")},
        {"none", "", T("The reason stands below.")},
        {"ok", "ok", T("The result is signed. Get it here, or at the desk.")},
        {"ok", "ok", T("It is finished. The result stays here for you.")}};
    int64_t s = d->status >= 1 && d->status <= 10 ? d->status : 0;
    v->tag = v->state = dossiers_status_words(q, d);
    v->tag_class = words[s].tag;
    v->state_class = *words[s].class ? words[s].class : NULL;
    v->say = tr(q, words[s].say);
    if (is_late(d)) {
        v->tag = tr(q, T("Overdue"));
        v->tag_class = v->state_class = "late";
        v->apology = tr_fill(q, T("We promised the result for {date} and did not keep it. We apologise. It stays visible here and in the public figures until it is done."),
                             "date", day_words(q, d->due_at));
    }
}

/* While somebody works on it the heading says who: "Hồ sơ đang chờ ký". */
static void say_who(struct q *q, const struct dossier *d, struct dossiers_dossier_view *v)
{
    struct dossiers_tasks_open_rows tasks;
    if (d->status != STATUS_NEW && d->status != STATUS_RECEIVED && d->status != STATUS_IN_PROCESS)
        return;
    if (dossiers_tasks_open(q, d->id, &tasks) != OK || !tasks.count) {
        q_forget(q);
        return;
    }
    const struct access_role *role = access_role(tasks.items[0].role_id);
    const char *waiting = role ? pick_language(q, role->waiting_vi, role->waiting_en) : NULL;
    if (waiting)
        v->state = waiting;
}

static void say_time(struct q *q, const struct dossier *d, struct dossiers_dossier_view *v)
{
    int64_t now = clock_now();
    if (!d->due_at)
        return;
    v->promised = tr_fill(q, T("promised for {date}"), "date", day_words(q, d->due_at));
    v->why = "#vi-sao";
    if (d->ended_at)
        v->left_label = d->ended_at <= d->due_at ? tr(q, T("Done in time")) : tr(q, T("Done late"));
    else if (d->paused_since)
        v->left_label = tr(q, T("The clock stands"));
    else {
        v->left_label = d->due_at >= now ? tr(q, T("Left")) : tr(q, T("Late by"));
        v->left = time_left(q, d->due_at >= now ? d->due_at - now : now - d->due_at);
    }
}

static enum result show_line(struct q *q, const struct dossier *d, struct dossiers_dossier_view *v)
{
    const struct dossier_moment *moments;
    size_t n;
    TRY(dossiers_time_line(q, d, false, &moments, &n));
    struct dossiers_dossier_line *line = arena_new_array(q->arena, struct dossiers_dossier_line, n + 1);
    for (size_t i = 0; i < n; i++) {
        const struct dossier_moment *m = &moments[i];
        line[i] = (struct dossiers_dossier_line){
            .title = m->title, .when = m->at && strcmp(m->look, "next") != 0 ? day_words(q, m->at) : NULL, .by = *m->by ? m->by : NULL,
            .detail = m->detail && *m->detail ? m->detail : NULL, .done = !strcmp(m->look, "done"), .now = !strcmp(m->look, "now"),
            .wait = !strcmp(m->look, "wait"), .late = !strcmp(m->look, "late"), .next = !strcmp(m->look, "next")};
    }
    v->line = line;
    v->line_count = n;
    return OK;
}

/* --- what is asked for, and what the applicant can do -------------------------------------------------------------------------------------- */

enum result dossier_asked(struct q *q, const struct dossier *d, json_t **ret)
{
    const struct journal_line *lines;
    int count;
    const char *why;
    *ret = NULL;
    if (d->status != STATUS_SUPPLEMENT)
        return OK;
    TRY(journal_of(q, "dossier", d->id, &lines, &count));
    for (int i = count; i > 0 && !*ret; i--)
        if (strcmp(lines[i - 1].type, "dossiers.supplement_requested") == 0)
            *ret = json_object_get(json_read(q->arena, lines[i - 1].data, strlen(lines[i - 1].data), 60, &why), "missing");
    return OK;
}

static enum result show_asked(struct q *q, const struct dossier *d, struct dossiers_dossier_view *v)
{
    json_t *asked;
    TRY(dossier_asked(q, d, &asked));
    struct dossiers_dossier_asked *list = arena_new_array(q->arena, struct dossiers_dossier_asked, json_array_size(asked) + 1);
    for (size_t i = 0; i < json_array_size(asked); i++) {
        const char *name = json_get_text(json_array_get(asked, i), "name"), *reason = json_get_text(json_array_get(asked, i), "reason");
        list[v->asked_count++] = (struct dossiers_dossier_asked){name ? name : "", reason ? reason : ""};
    }
    v->asked = list;
    return OK;
}

static enum result show_papers(struct q *q, const struct dossier *d, struct dossiers_dossier_view *v)
{
    const struct dossier_paper *papers;
    const struct dossier_printed *printed = NULL;
    size_t n, printed_count = 0;
    TRY(dossiers_papers(q, d->id, &papers, &n));
    if (dossiers_printer)
        TRY(dossiers_printer->of_dossier(q, d, &printed, &printed_count));
    struct dossiers_dossier_papers *given = arena_new_array(q->arena, struct dossiers_dossier_papers, n + 1);
    struct dossiers_dossier_results *results = arena_new_array(q->arena, struct dossiers_dossier_results, n + printed_count + 1);
    struct dossiers_dossier_notices *notices = arena_new_array(q->arena, struct dossiers_dossier_notices, printed_count + 1);
    for (size_t i = 0; i < printed_count; i++)
        if (printed[i].result)
            results[v->results_count++] = (struct dossiers_dossier_results){printed[i].title, printed[i].url, size_words(q, printed[i].size)};
        else
            notices[v->notices_count++] = (struct dossiers_dossier_notices){printed[i].title, printed[i].url};
    v->notices = notices;
    for (size_t i = 0; i < n; i++) {
        const char *url = dossier_url(q, d, arena_printf(q->arena, "tep/%lld", (long long)papers[i].id)), *size = size_words(q, papers[i].size);
        const char *name = *papers[i].name ? arena_printf(q->arena, "%s (%s)", papers[i].name, papers[i].file_name) : papers[i].file_name;
        if (text_equal(papers[i].source, "result") && printed_count)
            continue; /* the same file, among what was printed */
        if (text_equal(papers[i].source, "result"))
            results[v->results_count++] = (struct dossiers_dossier_results){name, url, size};
        else
            given[v->papers_count++] = (struct dossiers_dossier_papers){name, url, size};
    }
    v->papers = given;
    v->results = results;
    return OK;
}

static void show_rating(struct q *q, const struct dossier *d, struct dossiers_dossier_view *v)
{
    struct choice stars[] = {{"5", tr(q, T("Very satisfied")), NULL}, {"4", tr(q, T("Satisfied")), NULL}, {"3", tr(q, T("Neither nor")), NULL},
                             {"2", tr(q, T("Not satisfied")), NULL}, {"1", tr(q, T("Not satisfied at all")), NULL}};
    v->may_rate = d->ended_at && !d->rating && d->status != STATUS_WITHDRAWN;
    v->stars = field_radios(q, rate_inputs, "rating", NULL, NULL, stars, 5);
    v->rate = dossier_url(q, d, "danh-gia");
    if (d->rating >= 1 && d->rating <= 5)
        v->rated = tr_fill(q, T("You answered: {words}. Thank you."), "words", stars[5 - d->rating].label);
}

enum result dossier_page(struct q *q, const struct dossier *d, bool mine)
{
    const struct procedure *p = procedures_find(q, d->procedure_id, d->procedure_version);
    const struct unit *competent = units_find(q, d->competent_unit);
    const char *name = p ? procedures_name(q, p) : "", *hotline = province_text(q->app->province, "contacts.hotline");
    bool other = mine && !text_equal(d->summary, d->applicant_name);
    struct dossiers_dossier_view v = {.code = d->code, .title = other ? arena_printf(q->arena, "%s: %s", name, d->summary) : name,
                                      .agency = competent ? units_agency_name(q, competent) : "",
                                      .hotline_words = hotline ? tr_fill(q, T("Questions: {number}"), "number", hotline) : NULL, .due = due_view(q, d)};
    say_state(q, d, &v);
    say_who(q, d, &v);
    say_time(q, d, &v);
    TRY(show_line(q, d, &v));
    if (mine) {
        TRY(show_asked(q, d, &v));
        TRY(show_papers(q, d, &v));
        show_rating(q, d, &v);
        v.supplement = v.asked_count ? dossier_url(q, d, "bo-sung") : NULL;
        v.slip = dossier_url(q, d, "giay-hen.pdf");
        v.readings = route_of(HTTP_GET, "/ai-da-xem") ? "/ai-da-xem" : NULL; /* the page of another module, when it is switched on */
        v.withdraw = d->ended_at ? NULL : dossier_url(q, d, "rut");
    } else if (d->status == STATUS_SUPPLEMENT) {
        v.say = tr(q, T("Something is still needed. Sign in to see the list and to supply it, or go to the desk."));
    }
    struct page frame = {.shell = SHELL_SITE, .title = arena_printf(q->arena, "%s – %s", d->code, name), .no_index = true,
                         .back = mine ? "/cua-toi" : "/tra-cuu", .current = mine ? "/cua-toi" : "/tra-cuu"};
    return dossiers_dossier_page(q, &frame, &v);
}

enum result dossier_show(struct q *q, const void *input)
{
    (void)input;
    struct dossier d;
    TRY(dossier_of_address(q, &d));
    return dossier_page(q, &d, true);
}

enum result rate_go(struct q *q, const void *input)
{
    const struct rate_input *in = input;
    struct dossier d;
    TRY(dossier_of_address(q, &d));
    TRY(dossiers_act(q, &(struct dossier_act){.kind = ACT_RATE, .dossier_id = d.id, .rating = in->rating, .note = in->note}, NULL));
    return reply_redirect(q, dossier_url(q, &d, NULL));
}

/* One file of the dossier, for those who may see it. */
enum result paper_send(struct q *q, const void *input)
{
    (void)input;
    struct dossier d;
    const struct dossier_paper *papers;
    size_t n;
    int64_t id;
    TRY(dossier_of_address(q, &d));
    if (q->account->kind == ACCOUNT_OFFICER)
        TRY(dossiers_need_sight(q, &d, tr(q, T("Looks at a paper of the dossier"))));
    TRY(dossiers_papers(q, d.id, &papers, &n));
    for (size_t i = 0; number_parse(request_parameter(q, "id"), &id) && i < n; i++)
        if (papers[i].id == id)
            return upload_send(q, papers[i].digest, papers[i].file_name);
    return fail(q, NOT_FOUND, NULL);
}
