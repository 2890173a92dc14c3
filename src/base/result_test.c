#include "base/result.h"
#include "base/test.h"

static enum result passes_up(enum result inner, bool *ret_went_on)
{
    TRY(inner);
    *ret_went_on = true;
    return OK;
}

TEST("every kind of failure has an HTTP status of failure, a slug of its own and a title")
{
    for (int r = OK + 1; r < RESULT_COUNT; r++) {
        CHECK(result_status((enum result)r) >= 400 && result_status((enum result)r) <= 599);
        CHECK(strlen(result_title((enum result)r)) > 10);
        CHECK(strspn(result_slug((enum result)r), "abcdefghijklmnopqrstuvwxyz-") == strlen(result_slug((enum result)r)));
        for (int other = OK; other < r; other++)
            CHECK(strcmp(result_slug((enum result)r), result_slug((enum result)other)) != 0);
    }
    CHECK_INT(result_status(OK), 200);
    CHECK_INT(result_status(PROBLEM_NOT_FOUND), 404);
    CHECK_TEXT(result_slug(PROBLEM_ALREADY_DONE), "already-done");
}

TEST("TRY passes a failure up at once and goes on after success")
{
    bool went_on = false;
    CHECK_INT(passes_up(PROBLEM_CONFLICT, &went_on), PROBLEM_CONFLICT);
    CHECK(!went_on);
    CHECK_INT(passes_up(OK, &went_on), OK);
    CHECK(went_on);
}
