/* Weak stand-ins for parts of core that land in the same hour (access, settings, catalogue); gone as soon as they do. */
#include "core/access.h"
#include "core/app.h"

__attribute__((weak)) const struct account account_nobody = {0};
__attribute__((weak)) enum result session_load(struct q *q) { (void)q; return OK; }
__attribute__((weak)) bool access_may(const struct q *q, const char *permission) { (void)q; (void)permission; return false; }
__attribute__((weak)) const char *app_setting(const struct app *app, const char *name) { (void)app; (void)name; return NULL; }
