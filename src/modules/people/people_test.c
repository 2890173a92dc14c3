/* The log of readings as its person sees it, and the copy of one's data. */
#include "base/clock.h"
#include "base/date.h"
#include "base/json.h"
#include "base/text.h"
#include "core/access.h"
#include "core/http/http.h"
#include "core/jobs.h"
#include "core/journal.h"
#include "core/q.h"
#include "engines/files/files.h"
#include "adapters/files_disk/files_disk.h"
#include "modules/accounts/walk_for_test.h"
#include "modules/people/people_inside.h"
#include <archive.h>
#include <archive_entry.h>
#include <unistd.h>

#define HA "049999000001"
#define NAM "049999000002"

static const struct account officer = {.id = 77, .kind = ACCOUNT_OFFICER, .name = "Lê Thị Mỹ Duyên", .unit_id = "hc.20401"};

static enum result read_of(struct q *q, const char *person, const char *code, const char *purpose)
{
    const struct account *before = q->account;
    q->account = &officer;
    enum result r = journal_read_of(q, person, code, "dossier", 5, purpose);
    q->account = before;
    return r;
}

TEST_WITH_PACKAGE("a resident sees who opened the data, when and why, by month, and nothing about others")
{
    struct walk w;
    int64_t october, now = clock_now();
    walk_begin(&w, q);
    CHECK(time_parse_iso("2026-10-05T09:00:00+07:00", &october));
    clock_set(october);
    CHECK_OK(read_of(q, HA, "H47.61-261005-0001", "Thụ lý hồ sơ"));
    clock_set(october + 40 * DAY);
    CHECK_OK(read_of(q, HA, "H47.61-261114-0002", ""));
    CHECK_OK(read_of(q, NAM, "H47.61-261114-0003", "Thụ lý hồ sơ"));
    clock_set(now > october + 41 * DAY ? now : october + 41 * DAY);
    CHECK(walk_resident(&w, HA));
    walk_get(&w, "/ai-da-xem");
    CHECK_INT(w.status, 200);
    CHECK(strstr(w.body, "Lê Thị Mỹ Duyên") && strstr(w.body, "Ủy ban nhân dân phường Tân An") && strstr(w.body, "Thụ lý hồ sơ"));
    CHECK(strstr(w.body, "H47.61-261005-0001") && strstr(w.body, "H47.61-261114-0002") && !strstr(w.body, "H47.61-261114-0003"));
    walk_get(&w, "/ai-da-xem?thang=2026-10");
    CHECK(strstr(w.body, "H47.61-261005-0001") && !strstr(w.body, "H47.61-261114-0002"));
    walk_get(&w, "/ai-da-xem?thang=2026-09");
    CHECK(!strstr(w.body, "H47.61-261005-0001"));
    walk_get(&w, "/api/v1/me/readings?limit=1");
    CHECK(strstr(w.body, "H47.61-261114-0002") && !strstr(w.body, "H47.61-261005-0001") && !strstr(w.body, "\"next\":null"));
    clock_set(0);
}

TEST_WITH_PACKAGE("a reading that looks wrong is reported into the journal, one's own only, with words")
{
    struct walk w;
    walk_begin(&w, q);
    CHECK_OK(read_of(q, HA, "H47.61-261005-0001", "Thụ lý hồ sơ"));
    CHECK_OK(read_of(q, NAM, "H47.61-261114-0003", "Thụ lý hồ sơ"));
    CHECK(walk_resident(&w, HA));
    const char *mine = arena_printf(a, "%lld", (long long)db_number_for_test(q, "SELECT id FROM core_reading WHERE person = '049999000001'"));
    const char *other = arena_printf(a, "%lld", (long long)db_number_for_test(q, "SELECT id FROM core_reading WHERE person = '049999000002'"));
    walk_get(&w, arena_printf(a, "/ai-da-xem/bao-sai?reading=%s", other));
    CHECK_INT(w.status, 404);
    walk_get(&w, arena_printf(a, "/ai-da-xem/bao-sai?reading=%s", mine));
    CHECK_INT(w.status, 200);
    walk_post(&w, "/ai-da-xem/bao-sai", arena_printf(a, "reading=%s&words=", mine));
    CHECK_INT(w.status, 422);
    CHECK(strstr(w.body, "Lê Thị Mỹ Duyên")); /* the form again, with what it is about */
    walk_post(&w, "/ai-da-xem/bao-sai", arena_printf(a, "reading=%s&words=x", other));
    CHECK_INT(w.status, 404);
    walk_post(&w, "/ai-da-xem/bao-sai", arena_printf(a, "reading=%s&words=T%%C3%%B4i+kh%%C3%%B4ng+c%%C3%%B3+h%%E1%%BB%%93+s%%C6%%A1+%%E1%%BB%%9F+%%C4%%91%%C3%%B3", mine));
    CHECK_INT(w.status, 303);
    CHECK_INT(db_number_for_test(q, "SELECT count(*) FROM core_journal WHERE type = 'people.reading_disputed' AND reason = 'Tôi không có hồ sơ ở đó'"), 1);
}

static json_t *entry_of(struct arena *a, const void *zip, size_t n, const char *name)
{
    struct archive *reading = archive_read_new();
    struct archive_entry *e;
    json_t *found = NULL;
    const char *why;
    archive_read_support_format_zip(reading);
    if (archive_read_open_memory(reading, zip, n) == ARCHIVE_OK)
        while (!found && archive_read_next_header(reading, &e) == ARCHIVE_OK)
            if (strcmp(archive_entry_pathname(e), name) == 0) {
                char *text = arena_alloc(a, 1 << 20);
                la_ssize_t got = archive_read_data(reading, text, 1 << 20);
                found = got > 0 ? json_read(a, text, (size_t)got, 30, &why) : NULL;
            }
    archive_read_free(reading);
    return found;
}

TEST_WITH_PACKAGE("the copy of one's data is a ZIP of readable JSON, fetched by its owner only, and gone after a week")
{
    struct walk w, other;
    int ran;
    walk_begin(&w, q);
    q->app->files = files_disk_new(a, arena_printf(a, "/tmp/thubon-people-test-%d", (int)getpid()));
    CHECK(walk_resident(&w, HA));
    CHECK_OK(read_of(q, HA, "H47.61-261005-0001", "Thụ lý hồ sơ"));
    walk_get(&w, "/du-lieu-cua-toi");
    walk_post(&w, "/du-lieu-cua-toi", "");
    walk_post(&w, "/du-lieu-cua-toi", ""); /* twice is once */
    CHECK_INT(db_number_for_test(q, "SELECT count(*) FROM people_export"), 1);
    walk_get(&w, "/du-lieu-cua-toi");
    CHECK(!strstr(w.body, ".zip"));
    CHECK_OK(jobs_run_due(q, 100, &ran));
    const char *path = arena_printf(a, "/du-lieu-cua-toi/%lld.zip", (long long)db_number_for_test(q, "SELECT id FROM people_export"));
    walk_get(&w, "/du-lieu-cua-toi");
    CHECK(strstr(w.body, path));
    walk_get(&w, path);
    CHECK_INT(w.status, 200);
    CHECK_TEXT(w.last->reply->content_type, "application/zip");
    const struct buf *zip = &w.last->reply->body;
    CHECK_TEXT(json_get_text(entry_of(a, zip->data, zip->length, "account.json"), "name"), "Nguyễn Thị Thu Hà");
    CHECK_TEXT(json_get_text(json_array_get(entry_of(a, zip->data, zip->length, "readings.json"), 0), "why"), "Thụ lý hồ sơ");
    CHECK(entry_of(a, zip->data, zip->length, "results.json") != NULL);
    walk_begin(&other, q);
    CHECK(walk_resident(&other, NAM));
    walk_get(&other, path);
    CHECK_INT(other.status, 404);
    clock_shift(8 * DAY);
    CHECK_OK(people_sweep_job(q, NULL));
    CHECK_INT(db_number_for_test(q, "SELECT count(*) FROM people_export"), 0);
    clock_shift(-8 * DAY);
}
