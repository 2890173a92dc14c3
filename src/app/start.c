/* Starting a process: settings → secret → database → migrations → package → modules. Each step says in words what failed. */
#include "app/app.h"
#include "adapters/db_faulty/db_faulty.h"
#include "adapters/db_postgres/db_postgres.h"
#include "adapters/db_sqlite/db_sqlite.h"
#include "adapters/files_disk/files_disk.h"
#include "adapters/http_client_curl/http_client_curl.h"
#include "adapters/mail_smtp/mail_smtp.h"
#include "adapters/parse_jail/parse_jail.h"
#include "adapters/pdf_cairo/pdf_cairo.h"
#include "adapters/scan_clamd/scan_clamd.h"
#include "adapters/sign_openssl/sign_openssl.h"
#include "adapters/sms/sms.h"
#include "base/buf.h"
#include "base/file.h"
#include "base/id.h"
#include "base/log.h"
#include "base/must.h"
#include "base/text.h"
#include "core/access.h"
#include "core/db.h"
#include "core/db_driver.h"
#include "core/module.h"
#include "core/http_client.h"
#include "core/i18n.h"
#include "core/modules.h"
#include "core/province.h"
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

void app_say_problem(struct q *q, const char *doing)
{
    fprintf(stderr, "thubon: %s: %s\n", doing, q->problem.say ? q->problem.say : tr(q, result_title(q->problem.kind)));
    for (struct field_error *e = q->problem.fields; e; e = e->next)
        fprintf(stderr, "  %s: %s\n", e->field, e->say);
}

static void fill_settings(struct app *app, const struct options *o)
{
    struct settings *s = &app->settings;
    *s = o->settings;
    if (!s->db_url)
        s->db_url = arena_printf(app->arena, "sqlite:%s/thubon.db", s->data);
    if (!s->base_url)
        s->base_url = arena_printf(app->arena, "http://localhost:%d", s->port);
    if (!s->secrets)
        s->secrets = arena_printf(app->arena, "%s/secrets", s->data);
    if (s->demo && !s->sandbox_url)
        s->sandbox_url = arena_printf(app->arena, "http://localhost:%d", o->sandbox_port ? o->sandbox_port : s->port + 1);
    s->secure_cookies = text_starts(s->base_url, "https://");
}

/* The secret is made once, readable by its owner only, outside the database: a stolen dump opens no session and no sealed value. */
static enum result load_secret(struct q *q, struct app *app)
{
    size_t n;
    const char *path = arena_printf(app->arena, "%s/secret", app->settings.secrets);
    if (!directory_make(app->settings.data) || !directory_make(app->settings.secrets) || chmod(app->settings.secrets, 0700) != 0)
        return fail(q, STORAGE, T("The folder {path} cannot be made: {why}"), "path", app->settings.secrets, "why", strerror(errno));
    app->secret = (const uint8_t *)file_read(app->arena, path, 64, &n);
    if (app->secret && n == 32)
        return OK;
    if (app->secret)
        return fail(q, STORAGE, T("The file {path} is damaged; restore it from your safe copy"), "path", path);
    uint8_t fresh[32];
    random_bytes(fresh, sizeof fresh);
    int made = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (made < 0 && errno == EEXIST)
        return load_secret(q, app);
    if (made < 0 || write(made, fresh, sizeof fresh) != sizeof fresh || fsync(made) != 0)
        return fail(q, STORAGE, T("The file {path} cannot be written: {why}"), "path", path, "why", strerror(errno));
    close(made);
    app->secret = arena_memdup(app->arena, fresh, sizeof fresh);
    return OK;
}

static enum result open_package(struct q *q, struct app *app)
{
    struct findings f = {.arena = app->arena};
    enum result r = province_open(q, app->settings.province, &f, &app->province);
    if (r == OK)
        app->modules = modules_select(q, app->province, &f);
    for (struct finding *one = f.first; one; one = one->next)
        fprintf(stderr, "%s/%s:%zu: %s: %s\n", app->settings.province, one->file, one->line, one->field, one->reason);
    if (f.count)
        return fail(q, INVALID, T("The province package has mistakes; run thubon check"));
    return access_start(q);
}

/* Files, the jail for uploads, the virus scanner (setting scanner.address, e.g. "unix:/run/clamav/clamd.ctl") and the printer of papers. */
static enum result open_files(struct q *q, struct app *app)
{
    enum { CHILD_MILLISECONDS = 8000, CHILDREN = 4, SCAN_MILLISECONDS = 20000 };
    const char *folder = arena_printf(app->arena, "%s/files", app->settings.data), *scanner = app_setting(app, "scanner.address");
    app->files = files_disk_new(app->arena, folder);
    if (!app->files)
        return fail(q, STORAGE, T("The folder {path} cannot be made: {why}"), "path", folder, "why", strerror(errno));
    app->jail = parse_jail_new(app->arena, "/proc/self/exe", CHILD_MILLISECONDS, (int64_t)600 << 20, CHILDREN);
    app->scanner = scanner ? scan_clamd_new(app->arena, scanner, SCAN_MILLISECONDS) : NULL;
    app->pdf = pdf_cairo_new(app->arena);
    return OK;
}

static enum result open_seal(struct q *q, struct app *app)
{
    const char *why, *holder = province_text(app->province, "agency_name_vi");
    app->signer = sign_openssl_new(app->arena, app->settings.secrets, holder ? holder : "", &why);
    return app->signer ? OK : fail(q, STORAGE, T("The seal of this installation cannot be used: {why}"), "why", why);
}

/* Mail and text messages: the configured gateways, in a demonstration the stand-ins, else none. */
static void open_senders(struct app *app, const struct options *o)
{
    const char *mail = app_setting(app, "mail.url"), *sms = app_setting(app, "sms.url"), *from = app_setting(app, "mail.from"), *brand = app_setting(app, "sms.brandname");
    const char *portal = province_text(app->province, "portal_name_vi"), *tls = app_setting(app, "mail.tls");
    bool stand_in = app->settings.sandbox_url != NULL;
    if (!mail && stand_in)
        mail = arena_printf(app->arena, "smtp://127.0.0.1:%d", app_sandbox_port(o) + 1);
    if (!sms && stand_in)
        sms = arena_printf(app->arena, "%s/sms", app->settings.sandbox_url);
    struct mail_smtp_settings by_mail = {.url = mail, .from = from ? from : "no-reply@localhost.localdomain", .from_name = portal ? portal : "Thu Bồn",
                                         .user = app_setting(app, "mail.user"), .password = app_setting(app, "mail.password"),
                                         .require_tls = !text_equal(tls, "none") && app_setting(app, "mail.url")};
    struct sms_settings by_sms = {.url = sms, .brandname = brand ? brand : "THUBON", .token = app_setting(app, "sms.token")};
    app->mail = mail ? mail_smtp_new(app->arena, &by_mail) : NULL;
    app->sms = sms ? sms_new(app->arena, &by_sms) : NULL;
}

static enum result open_database(struct q *q, struct app *app, const struct options *o)
{
    int applied = 0;
    TRY(db_open(q, app->settings.db_url, o->readers, &app->db));
    TRY(modules_migrate(q, &applied));
    if (applied)
        log_info("migrations.applied", LOG_I("count", applied));
    return db_node_start(q, &app->node);
}

static enum result make_demo(struct q *q, struct app *app, bool first)
{
    for (const struct module *const *m = app->modules; first && app->settings.demo && *m; m++)
        if ((*m)->demo)
            TRY((*m)->demo(q, app->province));
    return OK;
}

void app_prepare(struct q *q, struct app *app, const struct options *o)
{
    app->arena = arena_new((size_t)2 << 30);
    q->app = app;
    fill_settings(app, o);
    http_client_curl_start(app_setting(app, "http.authorities")); /* a file; from the environment, the package is not open yet */
    app->http_client = &http_client_curl;
    db_use_driver(&db_sqlite_driver);
    db_use_driver(&db_postgres_driver);
    if (getenv("THUBON_FAULT")) /* fault plays; never set in an installation */
        db_use_driver(&db_faulty_driver);
}

enum result app_start(struct q *q, struct app *app, const struct options *o)
{
    bool first = false;
    struct arena *brief = q->arena;
    app_prepare(q, app, o);
    q->arena = app->arena; /* what is built here lives as long as the process */
    TRY(load_secret(q, app));
    TRY(open_package(q, app));
    TRY(open_files(q, app));
    TRY(open_seal(q, app));
    open_senders(app, o);
    TRY(open_database(q, app, o));
    TRY(modules_load(q, app->province, &first));
    TRY(modules_start(q, app->province));
    TRY(make_demo(q, app, first));
    TRY(http_routes_start(q, app->modules));
    q->arena = brief;
    return OK;
}

void app_stop(struct app *app)
{
    db_node_stop(app->node);
    app->node = NULL;
    if (app->db)
        db_close(app->db);
    app->db = NULL;
}

const char *app_setting(const struct app *app, const char *name)
{
    char variable[80] = "THUBON_";
    size_t n = strlen(variable);
    for (const char *c = name; *c && n + 1 < sizeof variable; c++)
        variable[n++] = *c == '.' || *c == '-' ? '_' : *c >= 'a' && *c <= 'z' ? (char)(*c - 32) : *c;
    variable[n] = '\0';
    const char *value = getenv(variable);
    if (value && *value)
        return value;
    char pointer[100]; /* called by every request: nothing may be left behind in the process's arena */
    snprintf(pointer, sizeof pointer, "settings.%s", name);
    return app->province ? province_text(app->province, pointer) : NULL;
}
