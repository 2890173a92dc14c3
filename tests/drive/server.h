/* A thubon process for tests: own data folder, own database, own ports, its clock in our hands.
 *
 *     struct server s = {.data = "/tmp/x", .db = NULL, .clock = "2025-03-03T08:00:00+07:00"};
 *     server_prepare(a, &s);              fills what was left open
 *     if (!server_start(a, &s, &why)) …
 *     server_stop(&s, SIGTERM);
 *
 * Environment: THUBON_SOURCE (root of the tree, default "."), THUBON_BUILD (default SOURCE/build), THUBON_TEST_POSTGRES (address of a
 * server whose user may make databases; the database named in it is only where we connect to make others). */
#pragma once
#include "base/arena.h"
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

struct server {
    const char *role;         /* "all" */
    const char *data;         /* folder; made when missing */
    const char *db;           /* address; NULL: SQLite in data */
    const char *fault;        /* THUBON_FAULT: the address gets "faulty:" before it; NULL: none */
    const char *clock;        /* THUBON_CLOCK at the start; NULL: the machine's */
    const char *const *extra; /* further words of the command line, NULL at the end; or NULL */
    const char *sandbox_url;  /* for roles without stand-ins of their own */
    int port, sandbox_port;   /* 0: free ones */
    bool no_demo;
    int64_t most_memory, most_file; /* limits in bytes for the process; 0: none */
    /* set by us: */
    const char *program, *source, *url, *sandbox;
    pid_t pid;
};
void server_prepare(struct arena *a, struct server *s);
/* Starts and waits (at most 60 s) until it says it is ready. Its log goes to DATA.log, beside the data folder. */
bool server_start(struct arena *a, struct server *s, const char **ret_why);
/* Sends the signal and waits for the end. True when it ended by itself with status 0 (SIGTERM) or by our SIGKILL. */
bool server_stop(struct server *s, int signal);
bool server_runs(struct server *s); /* false: it has ended by itself */
/* Runs "thubon WORD …" on the same data and database, without the fault; status of the command, its output in *ret_said. */
int server_command(struct arena *a, const struct server *s, const char *const *words, const char **ret_said);
/* check-dossiers, check-numbers, check-journal: NULL when all agree, else what they said. */
const char *server_check_all(struct arena *a, const struct server *s);

/* An empty database on the test's PostgreSQL: its address, or NULL with *ret_why. Dropped by database_drop. */
const char *database_make(struct arena *a, const char *name, const char **ret_why);
void database_drop(struct arena *a, const char *name);

int free_ports(void); /* this one and the next two are free */
void folder_remove(const char *path);
const char *folder_temporary(struct arena *a, const char *name); /* a fresh folder under $TMPDIR */
const char *tree_source(struct arena *a); /* THUBON_SOURCE, absolute */
const char *tree_build(struct arena *a);
void wait_milliseconds(int ms);
