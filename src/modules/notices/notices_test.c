/* From the event of a dossier to the message at the gateway, with every way a gateway can fail. */
#include "base/clock.h"
#include "base/date.h"
#include "base/text.h"
#include "core/jobs.h"
#include "modules/dossiers/people_for_test.h"
#include "modules/notices/notices_inside.h"

struct gateway { struct notify_sender sender; enum result answers; int calls; struct notify_message last; };

static enum result take(struct notify_sender *s, struct q *q, const struct notify_message *m, const char **ret_receipt)
{
    struct gateway *g = (struct gateway *)s;
    (void)q;
    g->calls++;
    g->last = (struct notify_message){strdup(m->key), strdup(m->to), {strdup(m->words.subject), strdup(m->words.body)}, m->html ? strdup(m->html) : NULL};
    *ret_receipt = g->answers == OK ? "taken" : "trouble";
    return g->answers;
}

struct world { struct gateway mail, sms; struct dossier d; };

static bool begin(struct q *q, struct world *w, const char *email, const char *phone)
{
    *w = (struct world){.mail = {.sender = {"mail", take}}, .sms = {.sender = {"sms", take}}};
    q->app->mail = &w->mail.sender;
    q->app->sms = &w->sms.sender;
    q->app->settings.base_url = "https://portal.test";
    struct dossier_submit s = submission_for_test(q, "1.001193");
    s.applicant_email = email;
    s.applicant_phone = phone;
    return dossiers_submit(q, &s, &w->d) == OK;
}

static int run(struct q *q)
{
    int ran, all = 0;
    do {
        must(jobs_run_due(q, 100, &ran) == OK);
        all += ran;
    } while (ran);
    return all;
}

static int64_t count(struct q *q, const char *state)
{
    return strcmp(state, "delivered") == 0 ? db_number_for_test(q, "SELECT count(*) FROM notices_message WHERE state = 'delivered'")
           : strcmp(state, "failed") == 0  ? db_number_for_test(q, "SELECT count(*) FROM notices_message WHERE state = 'failed'")
                                           : db_number_for_test(q, "SELECT count(*) FROM notices_message");
}

TEST_WITH_PACKAGE("who submits with an e-mail address is told once, with code, date and address of the dossier, and no text message")
{
    struct world w;
    CHECK(begin(q, &w, "ha@example.test", "0000000000"));
    run(q);
    CHECK_INT(w.mail.calls, 1);
    CHECK_INT(w.sms.calls, 0);
    CHECK_TEXT(w.mail.last.to, "ha@example.test");
    CHECK(strstr(w.mail.last.words.subject, w.d.code) && strstr(w.mail.last.words.body, arena_printf(a, "https://portal.test/ho-so/%s", w.d.code)));
    CHECK(strstr(w.mail.last.words.body, time_vi(a, w.d.due_at)) && strstr(w.mail.last.words.body, "Nguyễn Thị Thu Hà"));
    CHECK(w.mail.last.html && strstr(w.mail.last.html, w.d.code));
    CHECK_INT(count(q, "delivered"), 1);
    /* the listener again, as after a crash: nothing new */
    CHECK_OK(db_script_for_test(q, "UPDATE core_job SET run_at = 0"));
    run(q);
    CHECK_INT(w.mail.calls, 1);
    CHECK_INT(count(q, "all"), 1);
}

TEST_WITH_PACKAGE("an address that the gateway refuses is told by text message instead")
{
    struct world w;
    clock_set(INT64_C(1795482300) * SECOND); /* 10:05 at Tam Kỳ: no quiet hours */
    CHECK(begin(q, &w, "ha@example.test", "0905 123 456"));
    w.mail.answers = PROBLEM_INVALID;
    run(q);
    CHECK_INT(w.mail.calls, 1);
    CHECK_INT(w.sms.calls, 1);
    CHECK(strstr(w.sms.last.words.body, w.d.code) && !strchr(w.sms.last.words.body, '\n'));
    CHECK_INT(count(q, "failed"), 1);
    CHECK_INT(count(q, "delivered"), 1);
    clock_set(0);
}

TEST_WITH_PACKAGE("a gateway that is down is asked again later, five times, and then the next channel is taken")
{
    struct world w;
    int64_t start = INT64_C(1795482300) * SECOND;
    clock_set(start);
    CHECK(begin(q, &w, "ha@example.test", "0905123456"));
    w.mail.answers = PROBLEM_OUTSIDE;
    run(q);
    CHECK_INT(w.mail.calls, 1);
    CHECK_INT(w.sms.calls, 0);
    for (int i = 0; i < 10 && !w.sms.calls; i++) {
        clock_set(start + (i + 1) * 20 * MINUTE);
        run(q);
    }
    CHECK_INT(w.mail.calls, NOTICES_ATTEMPTS);
    CHECK_INT(w.sms.calls, 1);
    clock_set(0);
}

TEST_WITH_PACKAGE("a gateway that comes back gets the message, and nobody is told twice")
{
    struct world w;
    int64_t start = INT64_C(1795482300) * SECOND;
    clock_set(start);
    CHECK(begin(q, &w, "ha@example.test", "0905123456"));
    w.mail.answers = PROBLEM_OUTSIDE;
    run(q);
    w.mail.answers = OK;
    clock_set(start + HOUR);
    run(q);
    CHECK_INT(w.mail.calls, 2);
    CHECK_INT(w.sms.calls, 0);
    CHECK_INT(count(q, "delivered"), 1);
    clock_set(0);
}

TEST_WITH_PACKAGE("a text message of the night waits for seven o'clock")
{
    struct world w;
    int64_t night;
    CHECK(time_parse_iso("2026-11-24T22:10:00+07:00", &night));
    clock_set(night);
    CHECK(begin(q, &w, NULL, "0905123456"));
    run(q);
    CHECK_INT(w.sms.calls, 0);
    clock_set(night + 8 * HOUR + 49 * MINUTE); /* 6:59 */
    run(q);
    CHECK_INT(w.sms.calls, 0);
    clock_set(night + 8 * HOUR + 51 * MINUTE);
    run(q);
    CHECK_INT(w.sms.calls, 1);
    clock_set(0);
}

TEST_WITH_PACKAGE("without an address nobody is written to, and old history is not told")
{
    struct world w;
    CHECK(begin(q, &w, NULL, NULL));
    run(q);
    CHECK_INT(count(q, "all"), 0);
    CHECK(begin(q, &w, "ha@example.test", NULL));
    clock_shift(3 * DAY);
    run(q);
    CHECK_INT(db_number_for_test(q, "SELECT count(*) FROM notices_message WHERE event = 'received'"), 0);
    clock_shift(-3 * DAY);
}
