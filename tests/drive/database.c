/* Databases of their own on the test's PostgreSQL (server.h). */
#include "drive/server.h"
#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool run(struct arena *a, const char *sql, const char **ret_why)
{
    const char *url = getenv("THUBON_TEST_POSTGRES");
    if (!url || !*url) {
        *ret_why = "THUBON_TEST_POSTGRES names no server";
        return false;
    }
    PGconn *c = PQconnectdb(url);
    PGresult *r = PQexec(c, sql);
    bool good = PQresultStatus(r) == PGRES_COMMAND_OK;
    if (!good)
        *ret_why = arena_printf(a, "%s: %s", sql, PQerrorMessage(c));
    PQclear(r);
    PQfinish(c);
    return good;
}

/* The same server, another database: what stands between the last '/' of the authority and '?' is the name. */
static const char *address_of(struct arena *a, const char *name)
{
    const char *url = getenv("THUBON_TEST_POSTGRES"), *end = strchr(url, '?'), *begin = strstr(url, "://");
    begin = begin ? strchr(begin + 3, '/') : NULL;
    if (!begin)
        return NULL;
    return arena_printf(a, "%.*s/%s%s", (int)(begin - url), url, name, end ? end : "");
}

const char *database_make(struct arena *a, const char *name, const char **ret_why)
{
    database_drop(a, name);
    if (!run(a, arena_printf(a, "CREATE DATABASE \"%s\" TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'", name), ret_why))
        return NULL;
    return address_of(a, name);
}

void database_drop(struct arena *a, const char *name)
{
    const char *why;
    run(a, arena_printf(a, "DROP DATABASE IF EXISTS \"%s\" WITH (FORCE)", name), &why);
}
