/* The first administrator of a new installation, and the marked officers of a demonstration (demo/officers.csv of the package). */
#include "base/arena.h"
#include "base/clock.h"
#include "base/text.h"
#include "core/app.h"
#include "core/db.h"
#include "core/i18n.h"
#include "core/province.h"
#include "core/q.h"
#include "core/account_rows.h"
#include "modules/accounts/accounts_inside.h"
#include "modules/units/units.h"

#define FILE_NAME "demo/officers.csv"
struct demo_row { struct row row; const char *login, *password, *name, *role, *unit_id; };

static const struct column columns[] = {
    COLUMN(struct demo_row, login, COLUMN_TEXT, .required = true, .unique = true, .max = 60),
    COLUMN(struct demo_row, password, COLUMN_TEXT, .required = true, .min = 12, .max = 100),
    COLUMN(struct demo_row, name, COLUMN_TEXT, .required = true, .max = 100),
    COLUMN(struct demo_row, role, COLUMN_TEXT, .required = true, .file = "roles.csv", .of = "id"),
    COLUMN(struct demo_row, unit_id, COLUMN_TEXT, .required = true, .file = "units/units.csv", .of = "id"),
    COLUMN_END};

static void read_rows(struct province *p, struct findings *f, struct demo_row **ret, size_t *ret_count)
{
    void *rows = NULL;
    *ret_count = 0;
    province_table(p, f, FILE_NAME, columns, "note_vi|note_en", sizeof(struct demo_row), &rows, ret_count);
    *ret = rows;
}

void accounts_check(struct q *q, struct province *p, struct findings *f)
{
    struct demo_row *rows;
    size_t count;
    const char *const *files;
    (void)q;
    if (province_list(p, "demo", "officers.csv", &files)) /* a province need not have a demonstration */
        read_rows(p, f, &rows, &count);
}

struct officer_new { const char *login, *name, *role, *unit_id, *hash; bool must_change; const char *code; int64_t id; };

/* One officer with one assignment from now on. */
static enum result make(struct q *q, void *arg)
{
    struct officer_new *o = arg;
    int64_t assignment;
    struct account_new account = {.kind = ACCOUNT_OFFICER, .login = o->login, .name = o->name, .password_hash = o->hash, .must_change = o->must_change};
    TRY(account_create(q, &account, &o->id));
    TRY(assignment_create(q, &(struct assignment_new){.account_id = o->id, .role_id = o->role, .unit_id = o->unit_id}, &assignment));
    if (!o->hash)
        TRY(accounts_code_open(q, o->id, 7 * DAY, &o->code));
    return accounts_tell(q, "accounts.created", o->id, o->unit_id, q->from, NULL);
}

/* One hash for all that share a password: the demonstration starts quickly, and its passwords are no secret. */
enum result accounts_demo(struct q *q, struct province *p)
{
    struct findings f = {.arena = q->arena};
    struct demo_row *rows;
    size_t count;
    const char *hash = NULL;
    read_rows(p, &f, &rows, &count);
    for (size_t i = 0; i < count; i++) {
        if (i == 0 || !text_equal(rows[i].password, rows[i - 1].password))
            TRY(password_hash(q, rows[i].password, &hash));
        struct officer_new o = {.login = rows[i].login, .name = rows[i].name, .role = rows[i].role, .unit_id = rows[i].unit_id, .hash = hash};
        TRY(db_transact(q, make, &o));
    }
    return OK;
}

/* thubon add-officer LOGIN NAME ROLE UNIT: needs no second person, because whoever may run it may do everything anyway; the journal
 * says that it came from the command line. */
int accounts_command_add_officer(struct q *q, int argc, char **argv)
{
    struct core_account_by_login_row there;
    bool found;
    if (argc != 4 || !access_role(argv[2]) || !units_find(q, argv[3])) {
        fprintf(stderr, "thubon add-officer LOGIN NAME ROLE UNIT, for example: thubon add-officer an.nguyen \"Nguyễn Văn An\" system_administrator hc.49\n");
        fprintf(stderr, "%s\n", argc != 4 ? "four words are needed" : !access_role(argv[2]) ? "the package has no such role" : "the package has no such unit");
        return 2;
    }
    struct officer_new o = {.login = accounts_login_clean(q, argv[0]), .name = text_clean(q->arena, argv[1]), .role = argv[2], .unit_id = argv[3]};
    if (core_account_by_login(q, o.login, &there, &found) != OK)
        return 1;
    if (found) {
        fprintf(stderr, "the account name %s is taken\n", o.login);
        return 1;
    }
    if (!o.name || !*o.name || db_transact(q, make, &o) != OK)
        return 1;
    printf("%s may sign in at %s/can-bo/lan-dau with the one-time code %s (good for 7 days)\n", o.login, q->app->settings.base_url, o.code);
    return 0;
}
