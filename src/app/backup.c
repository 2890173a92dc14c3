/* thubon backup FOLDER, thubon restore FOLDER: a backup is a folder with a consistent copy of the database, every file of the store,
 * and manifest.json (what, when, from which version, the last sealed head of the journal). Files are named by their content, so a second
 * backup into the same folder copies only what is new. The database is copied first: every file it names was stored before. Secrets are
 * not in it: keep DATA/secrets apart, as ops/install.md says. */
#include "app/app.h"
#include "adapters/files_disk/files_disk.h"
#include "base/clock.h"
#include "base/date.h"
#include "base/file.h"
#include "base/json.h"
#include "base/text.h"
#include "core/db.h"
#include "core/i18n.h"
#include "core/journal.h"
#include "core/modules.h"
#include "core/province.h"
#include <errno.h>
#include <unistd.h>

struct copying { struct q *q; struct file_store *from, *to; int64_t count, copied; };

static enum result copy_one(void *arg, const char *digest, int64_t size, int64_t stored_at)
{
    struct copying *c = arg;
    struct arena *a = arena_new((size_t)128 << 20);
    struct stored_file stored;
    char *bytes;
    size_t n;
    (void)size, (void)stored_at;
    c->count++;
    enum result r = OK;
    if (!file_exists(c->to, digest)) {
        r = file_get(c->from, a, digest, (size_t)64 << 20, &bytes, &n);
        if (r == OK)
            r = file_put(c->to, a, bytes, n, &stored);
        if (r == OK && strcmp(stored.digest, digest) != 0)
            r = PROBLEM_BROKEN;
        c->copied++;
    }
    arena_free(a);
    return r;
}

static enum result copy_files(struct q *q, const char *from, const char *to, struct copying *ret)
{
    *ret = (struct copying){.q = q, .from = files_disk_new(q->arena, from), .to = files_disk_new(q->arena, to)};
    if (!ret->from || !ret->to)
        return fail(q, STORAGE, T("The folder {path} cannot be made: {why}"), "path", to, "why", strerror(errno));
    enum result r = file_each(ret->from, copy_one, ret);
    return r == OK ? OK : fail(q, STORAGE, T("A file could not be copied; the backup is not complete"));
}

static enum result write_manifest(struct q *q, struct app *app, const char *folder, const struct copying *files)
{
    struct buf b;
    struct json_writer w;
    struct journal_head head;
    TRY(journal_last_head(q, &head));
    buf_init(&b, q->arena, 10000);
    json_begin(&w, &b);
    json_object_open(&w);
    json_field_text(&w, "made_at", time_iso(q->arena, clock_now()));
    json_field_text(&w, "database", db_driver_name(app->db));
    json_field_text(&w, "package", province_hash(app->province));
    json_field_int(&w, "files", files->count);
    json_field_int(&w, "journal_head", head.number);
    json_field_text(&w, "journal_hash", head.hash);
    json_object_close(&w);
    if (!file_write_durably(arena_printf(q->arena, "%s/manifest.json", folder), b.data, b.length))
        return fail(q, STORAGE, T("The file {path} cannot be written: {why}"), "path", folder, "why", strerror(errno));
    return OK;
}

static enum result backup(struct q *q, struct app *app, const char *folder, struct copying *files)
{
    if (!directory_make(folder))
        return fail(q, STORAGE, T("The folder {path} cannot be made: {why}"), "path", folder, "why", strerror(errno));
    const char *manifest = arena_printf(q->arena, "%s/manifest.json", folder), *database = arena_printf(q->arena, "%s/database", folder);
    unlink(manifest); /* without it a folder is no backup: it is written last */
    unlink(database);
    TRY(db_backup(q, database));
    TRY(copy_files(q, arena_printf(q->arena, "%s/files", app->settings.data), arena_printf(q->arena, "%s/files", folder), files));
    return write_manifest(q, app, folder, files);
}

int command_backup(struct q *q, struct app *app, const struct options *o)
{
    struct copying files;
    if (o->argc != 1) {
        fputs("thubon backup FOLDER\n", stderr);
        return 2;
    }
    if (app_start(q, app, o) != OK || backup(q, app, o->argv[0], &files) != OK) {
        app_say_problem(q, "backup");
        return 1;
    }
    printf("backup complete: %s (%lld files, %lld new)\n", o->argv[0], (long long)files.count, (long long)files.copied);
    app_stop(app);
    return 0;
}

static enum result restore(struct q *q, struct app *app, const struct options *o, const char *folder, struct copying *files)
{
    const char *manifest = arena_printf(q->arena, "%s/manifest.json", folder);
    if (access(manifest, R_OK) != 0)
        return fail(q, NOT_FOUND, T("{path} is not a complete backup: manifest.json is missing"), "path", folder);
    TRY(copy_files(q, arena_printf(q->arena, "%s/files", folder), arena_printf(q->arena, "%s/files", app->settings.data), files));
    (void)o;
    return db_restore(q, app->settings.db_url, arena_printf(q->arena, "%s/database", folder));
}

int command_restore(struct q *q, struct app *app, const struct options *o)
{
    struct copying files;
    if (o->argc != 1) {
        fputs("thubon restore FOLDER\n", stderr);
        return 2;
    }
    app_prepare(q, app, o);
    if (restore(q, app, o, o->argv[0], &files) != OK) {
        app_say_problem(q, "restore");
        return 1;
    }
    printf("restored from %s: %lld files\n", o->argv[0], (long long)files.count);
    return 0;
}
