/* A browser for tests: keeps cookies, finds the form token of the last page, and reaches the stand-ins (src/sandbox) without a network.
 *
 *     TEST_WITH_PACKAGE("…") { struct walk w; walk_begin(&w, q); walk_get(&w, "/dang-nhap"); CHECK_INT(w.status, 200); } */
#pragma once
#include "core/package_for_test.h"

struct walk {
    struct q *base;       /* the database and the app */
    const char *address;
    const char *names[16], *values[16];
    size_t cookies;
    int status;
    const char *body, *location, *csrf;
    struct q *last;       /* of the last request: its problem, its reply */
};
void walk_begin(struct walk *w, struct q *q); /* routes, secret, stand-ins; all switches normal */
void walk_get(struct walk *w, const char *target);
void walk_post(struct walk *w, const char *path, const char *form); /* "a=b&c=d", the token is added */
void walk_post_file(struct walk *w, const char *path, const char *field, const char *name, const char *bytes);
void walk_outside(struct walk *w, const char *url, const char *form); /* a page of the stand-ins; form NULL: GET */
void walk_switch(struct walk *w, const char *form);                   /* "service=eid&mode=lying&lie=nonce" */
/* Signs in; false when it did not work. */
bool walk_resident(struct walk *w, const char *number);
bool walk_officer(struct walk *w, const char *login, const char *password);
const char *walk_cookie(const struct walk *w, const char *name); /* NULL: none */
