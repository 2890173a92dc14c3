#include "base/log.h"
#include "base/clock.h"
#include "base/json.h"
#include "base/test.h"
#include <stdlib.h>
#include <unistd.h>

/* Standard error goes into a pipe while the lines are written (fewer than the 64 KB it holds). */
static int saved, ends[2];

static void catch_lines(void)
{
    saved = dup(STDERR_FILENO);
    must(pipe(ends) == 0);
    dup2(ends[1], STDERR_FILENO);
    close(ends[1]);
}

static const char *caught_lines(struct arena *a)
{
    dup2(saved, STDERR_FILENO);
    close(saved);
    char *text = arena_alloc(a, 65537);
    for (ssize_t n = 0, got; n < 65536 && (got = read(ends[0], text + n, (size_t)(65536 - n))) > 0;)
        n += got;
    close(ends[0]);
    return text;
}

TEST("a line of the log is one JSON object with time, level, event, request and the fields in order")
{
    int64_t wrongs = log_wrong_count();
    clock_set(INT64_C(1795482300000001));
    catch_lines();
    log_set_request("01J");
    log_wrong("store.slow", LOG_S("where", "a\"b\nĐ"), LOG_I("ms", -7), LOG_B("again", true), LOG_S("none", NULL));
    log_set_request(NULL);
    log_info("ready");
    CHECK_TEXT(caught_lines(a),
               "{\"time\":\"2026-11-24T08:05:00.000001+07:00\",\"level\":\"wrong\",\"event\":\"store.slow\",\"request\":\"01J\","
               "\"where\":\"a\\\"b\\nĐ\",\"ms\":-7,\"again\":true,\"none\":null}\n"
               "{\"time\":\"2026-11-24T08:05:00.000001+07:00\",\"level\":\"info\",\"event\":\"ready\"}\n");
    CHECK_INT(log_wrong_count(), wrongs + 1);
}

TEST("personal data in the log shows its last three characters, short ones none")
{
    catch_lines();
    log_info("login", LOG_M("number", "049087001234"), LOG_M("name", "Nguyễn Thị Hiện"), LOG_M("short", "abc123"), LOG_M("no", NULL));
    const char *line = caught_lines(a);
    CHECK(strstr(line, "\"number\":\"***234\",\"name\":\"***iện\",\"short\":\"***\",\"no\":\"***\"") != NULL);
}

TEST("lines below the level are not written, but what is wrong is counted all the same")
{
    int64_t wrongs = log_wrong_count();
    catch_lines();
    log_debug("detail");
    log_set_level(LOG_WRONG + 1);
    log_wrong("unheard");
    log_set_level(LOG_INFO);
    CHECK_TEXT(caught_lines(a), "");
    CHECK_INT(log_wrong_count(), wrongs + 1);
}

TEST("a line that grows too long loses its fields and is still a JSON object")
{
    char *text = arena_alloc(a, 20001);
    memset(text, 'x', 20000);
    catch_lines();
    log_warn("long", LOG_S("text", text));
    const char *line = caught_lines(a), *why = NULL;
    json_t *object = json_read(a, line, strlen(line), 2, &why);
    CHECK_TEXT(why, NULL);
    CHECK_TEXT(json_get_text(object, "event"), "long");
    CHECK(json_get_bool(object, "cut", false));
}
