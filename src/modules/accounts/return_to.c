/* Where somebody goes after signing in. What comes from outside may only name a page of this site. */
#include "base/arena.h"
#include "base/text.h"
#include "core/app.h"
#include "core/http/http.h"
#include "core/module.h"
#include "core/q.h"
#include "modules/accounts/accounts_inside.h"
#include "core/http/route.h"

enum { LONGEST = 1500 };

const char *accounts_return_to(struct q *q, const char *wanted)
{
    if (!wanted || wanted[0] != '/' || wanted[1] == '/' || wanted[1] == '\\' || strlen(wanted) > LONGEST)
        return NULL;
    for (const char *c = wanted; *c; c++)
        if ((unsigned char)*c < 0x21 || *c == '\\' || (unsigned char)*c == 0x7f)
            return NULL;
    if (text_starts(wanted, "/dang-nhap") || text_starts(wanted, "/can-bo/dang-nhap") || text_starts(wanted, "/dang-xuat"))
        return NULL;
    return arena_strdup(q->arena, wanted);
}

/* Officers: the first page of the office menu their role opens; residents: their own page, when the province has it. */
const char *accounts_first_page(struct q *q, const struct account *who)
{
    const struct account *acting = q->account;
    const struct menu *best = NULL;
    if (who->kind == ACCOUNT_RESIDENT)
        return route_of(HTTP_GET, "/cua-toi") ? "/cua-toi" : "/tai-khoan/ho-so";
    q->account = who;
    for (const struct module *const *m = q->app->modules; m && *m; m++)
        for (const struct menu *one = (*m)->menu; one && one->path; one++)
            if (one->place == MENU_OFFICE && one->group && (!one->permission || access_may(q, one->permission)) && (!best || one->order < best->order))
                best = one;
    q->account = acting;
    return best ? best->path : "/tai-khoan";
}
