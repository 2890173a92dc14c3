#include "base/test.h"
#include "core/http/try.h"
#include "core/i18n.h"
#include "core/q.h"

TEST("a failure fills its words and is passed up as its kind")
{
    struct q *q = try_request(a, HTTP_GET, "/", NULL, NULL);
    CHECK_INT(fail(q, NOT_NOW, "The dossier {code} is {state}; {other} stays", "code", "H47", "state", "closed"), PROBLEM_NOT_NOW);
    CHECK_TEXT(q->problem.say, "The dossier H47 is closed; {other} stays");
    CHECK_INT(q_fail_kind(q, PROBLEM_STORAGE), PROBLEM_STORAGE);
    CHECK_TEXT(q->problem.say, NULL);
    q_forget(q);
    CHECK_INT(q->problem.kind, OK);
}

TEST("wrong fields gather in order, one message each, and end the check")
{
    struct q *q = try_request(a, HTTP_GET, "/", NULL, NULL);
    CHECK_OK(q_check(q));
    fail_field(q, "ten", "First {n}", "n", "1");
    fail_field(q, "ten", "Second");
    fail_field(q, "tuoi", "Third");
    CHECK_INT(q_check(q), PROBLEM_INVALID);
    CHECK_INT(q->problem.field_count, 2);
    CHECK_TEXT(q->problem.fields->say, "First 1");
    CHECK_TEXT(q->problem.fields->next->field, "tuoi");
}

TEST("a text without its Vietnamese stays English, and English is the msgid itself")
{
    struct q *q = try_request(a, HTTP_GET, "/", NULL, NULL);
    CHECK_TEXT(tr(q, "No such text in any catalogue"), "No such text in any catalogue");
    CHECK_TEXT(tr_in(LANGUAGE_EN, "Sign in first"), "Sign in first");
    CHECK_TEXT(tr_fill(q, "{a}{b}", "a", "x", "b", "{a}"), "x{a}");
    CHECK_TEXT(pick_language(q, "Việt", "English"), "Việt");
    q->language = LANGUAGE_EN;
    CHECK_TEXT(pick_language(q, "Việt", "English"), "English");
    CHECK_TEXT(pick_language(q, "Việt", NULL), "Việt");
}
