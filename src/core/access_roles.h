/* Roles and the reach of units: for core/access itself, modules/accounts and modules/units. */
#pragma once
#include "core/access.h"
#include <stddef.h>

struct findings;
struct province;

enum { ACCESS_WORDS = 8 }; /* up to 512 permissions */

struct access_role {
    const char *id, *name_vi, *name_en;
    const char *waiting_vi, *waiting_en; /* what a dossier waits for while a step of this role is open; NULL */
    bool province_wide; /* given for the whole province only */
    bool sensitive;     /* giving it needs a second person */
    uint64_t permissions[ACCESS_WORDS];
};
const struct access_role *access_role(const char *id); /* NULL: no such role in the package */
const struct access_role *access_roles(size_t *ret_count);
void access_check(struct q *q, struct province *p, struct findings *f); /* roles.csv, role_permissions.csv */

/* modules/units tells at its start how to see whether a unit lies in the subtree of another today. */
typedef bool access_within_fn(struct q *q, const char *unit_id, const char *root_id);
void access_set_within(access_within_fn *within);
/* And where a unit lies: "/hc.49/hc.503/", "" when unknown. Kept with assignments, for searching. */
typedef const char *access_unit_path_fn(struct q *q, const char *unit_id);
void access_set_unit_path(access_unit_path_fn *path);
const char *access_unit_path(struct q *q, const char *unit_id);
/* How an account is found: " nguyen thi ha tan-an.ha", name folded, then login. */
const char *account_folded(struct q *q, const char *name, const char *login);
