/* Permissions as bit sets. The names of all modules, sorted, give each permission its index; the package's role table gives each role
 * its bits. Both are built once at start and then only read. */
#include "core/access.h"
#include "base/must.h"
#include "base/text.h"
#include "core/access_roles.h"
#include "core/app.h"
#include "core/i18n.h"
#include "core/module.h"
#include "core/province.h"

const struct account account_nobody = {.kind = ACCOUNT_NOBODY, .name = "", .permissions = (const uint64_t[ACCESS_WORDS]){0}};

static struct {
    const char **names; /* sorted */
    int count;
    struct access_role *roles;
    size_t role_count;
    access_within_fn *within;
    access_unit_path_fn *unit_path;
} rights;

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

int access_permission_index(const char *permission)
{
    const char **at = rights.count ? bsearch(&permission, rights.names, (size_t)rights.count, sizeof(char *), compare_names) : NULL;
    return at ? (int)(at - rights.names) : -1;
}

static void collect_permissions(struct q *q)
{
    int count = 0;
    rights.names = arena_new_array(q->app->arena, const char *, ACCESS_WORDS * 64);
    for (const struct module *const *m = q->app->modules; m && *m; m++)
        for (const struct permission *p = (*m)->permissions; p && p->name; p++) {
            must(count < ACCESS_WORDS * 64);
            rights.names[count++] = p->name;
        }
    if (count)
        qsort(rights.names, (size_t)count, sizeof(char *), compare_names);
    rights.count = count;
}

struct role_row {
    struct row row;
    const char *id, *name_vi, *name_en, *waiting_vi, *waiting_en, *scope, *description_vi, *description_en;
    bool sensitive;
};
struct right_row { struct row row; const char *role, *permission; };

/* Roles of modules that are switched off name permissions nobody declares: those lines are passed over here and are no mistake. */
static bool of_absent_module(struct q *q, const char *permission)
{
    size_t n = strcspn(permission, ".");
    for (const struct module *const *m = q->app->modules; m && *m; m++)
        if (strncmp((*m)->name, permission, n) == 0 && !(*m)->name[n])
            return false;
    return true;
}

static void give(struct q *q, struct findings *f, const struct right_row *line)
{
    int index = access_permission_index(line->permission);
    if (index < 0) {
        if (!of_absent_module(q, line->permission))
            finding_add(f, "role_permissions.csv", line->row.line, "permission", "no module declares “%s”", line->permission);
        return;
    }
    for (size_t i = 0; i < rights.role_count; i++)
        if (strcmp(rights.roles[i].id, line->role) == 0)
            rights.roles[i].permissions[index / 64] |= UINT64_C(1) << (index % 64);
}

void access_check(struct q *q, struct province *p, struct findings *f)
{
    static const struct column role_columns[] = {
        COLUMN(struct role_row, id, COLUMN_TEXT, .required = true, .unique = true, .max = 60),
        COLUMN(struct role_row, name_vi, COLUMN_TEXT, .required = true, .max = 120),
        COLUMN(struct role_row, name_en, COLUMN_TEXT, .required = true, .max = 120),
        COLUMN(struct role_row, description_vi, COLUMN_TEXT, .required = true, .max = 400),
        COLUMN(struct role_row, description_en, COLUMN_TEXT, .required = true, .max = 400),
        COLUMN(struct role_row, waiting_vi, COLUMN_TEXT, .max = 200),
        COLUMN(struct role_row, waiting_en, COLUMN_TEXT, .max = 200),
        COLUMN(struct role_row, scope, COLUMN_TEXT, .required = true, .choices = "unit|province"),
        COLUMN(struct role_row, sensitive, COLUMN_BOOL),
        COLUMN_END};
    static const struct column right_columns[] = {
        COLUMN(struct right_row, role, COLUMN_TEXT, .required = true, .file = "roles.csv", .of = "id"),
        COLUMN(struct right_row, permission, COLUMN_TEXT, .required = true, .max = 80),
        COLUMN_END};
    void *rows;
    size_t count;
    collect_permissions(q);
    province_table(p, f, "roles.csv", role_columns, "", sizeof(struct role_row), &rows, &count);
    const struct role_row *roles = rows;
    rights.roles = arena_new_array(q->app->arena, struct access_role, count + 1);
    rights.role_count = count;
    for (size_t i = 0; i < count; i++)
        rights.roles[i] = (struct access_role){.id = roles[i].id, .name_vi = roles[i].name_vi, .name_en = roles[i].name_en,
                                              .waiting_vi = roles[i].waiting_vi, .waiting_en = roles[i].waiting_en,
                                              .province_wide = text_equal(roles[i].scope, "province"), .sensitive = roles[i].sensitive};
    province_table(p, f, "role_permissions.csv", right_columns, "note_vi", sizeof(struct right_row), &rows, &count);
    for (size_t i = 0; i < count; i++)
        if (((struct right_row *)rows)[i].role && ((struct right_row *)rows)[i].permission)
            give(q, f, &((struct right_row *)rows)[i]);
}

enum result access_start(struct q *q)
{
    struct findings f = {.arena = q->arena};
    access_check(q, q->app->province, &f);
    return f.count ? fail(q, INVALID, T("The province package has mistakes; run thubon check")) : OK;
}

const struct access_role *access_role(const char *id)
{
    for (size_t i = 0; id && i < rights.role_count; i++)
        if (strcmp(rights.roles[i].id, id) == 0)
            return &rights.roles[i];
    return NULL;
}

const struct access_role *access_roles(size_t *ret_count)
{
    *ret_count = rights.role_count;
    return rights.roles;
}

void access_set_within(access_within_fn *within)
{
    rights.within = within;
}

void access_set_unit_path(access_unit_path_fn *path)
{
    rights.unit_path = path;
}

const char *access_unit_path(struct q *q, const char *unit_id)
{
    return rights.unit_path ? rights.unit_path(q, unit_id) : "";
}

bool access_may(const struct q *q, const char *permission)
{
    if (text_equal(permission, PERMISSION_PUBLIC))
        return true;
    if (text_equal(permission, PERMISSION_RESIDENT))
        return q->account->kind == ACCOUNT_RESIDENT;
    if (text_equal(permission, PERMISSION_OFFICER))
        return q->account->kind == ACCOUNT_OFFICER;
    if (text_equal(permission, PERMISSION_SIGNED_IN))
        return q->account->kind != ACCOUNT_NOBODY;
    int index = access_permission_index(permission);
    must(index >= 0);
    return q->account->permissions && (q->account->permissions[index / 64] >> (index % 64) & 1);
}

enum result access_need(struct q *q, const char *permission)
{
    if (access_may(q, permission))
        return OK;
    if (q->account->kind == ACCOUNT_NOBODY)
        return fail(q, NOT_SIGNED_IN, T("Sign in to go on; what you typed is kept"));
    if (q->account->kind == ACCOUNT_OFFICER && text_equal(permission, PERMISSION_RESIDENT))
        return fail(q, FORBIDDEN, T("This page is for residents; sign in with your own e-ID account to use it"));
    return fail(q, FORBIDDEN, T("Your present role does not include this; ask your unit's administrator, or choose another role"));
}

enum result access_need_unit(struct q *q, const char *unit_id)
{
    if (q->account->unit_id && unit_id && rights.within && rights.within(q, unit_id, q->account->unit_id))
        return OK;
    return fail(q, FORBIDDEN, T("This belongs to another unit than the one you work for"));
}
