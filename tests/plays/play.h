/* A play: people act on a running system, in lines of plain words (tests/scenarios/README.md lists them). play.c runs files, stage.c
 * knows the server and the people, words.c takes a line apart, verbs.c has one function for each first word. */
#pragma once
#include "drive/browser.h"
#include "drive/server.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { MOST_BROWSERS = 40, MOST_WORDS = 60, MOST_VARIABLES = 60 };
struct word { const char *text; bool quoted; };
struct variable { const char *name, *value; };
struct actor { const char *name; struct browser *browser; };

struct play {
    struct arena *arena;
    const char *file, *sentence;
    size_t line;
    struct server server;
    struct actor actors[MOST_BROWSERS];
    size_t actor_count;
    struct browser *now;      /* who acts */
    struct browser *control;  /* ours: clock, switches, figures */
    struct variable variables[MOST_VARIABLES];
    size_t variable_count;
    const char *why;          /* set: the play has failed */
    bool over;                /* a fault was met and answered clearly: the rest cannot be played */
    bool faulty;              /* the server's database fails once: an unexpected answer must be a clear one */
};

bool play_fail(struct play *p, const char *format, ...) __attribute__((format(printf, 2, 3))); /* false */
void play_lines(struct play *p, char *text); /* counts p->line; stops at the first failure */
/* words.c */
size_t words_split(struct play *p, const char *line, struct word *ret);
const char *play_variable(const struct play *p, const char *name); /* NULL: none */
void play_set(struct play *p, const char *name, const char *value);
/* verbs.c: does one line; false: the play has failed. */
bool play_line(struct play *p, const struct word *words, size_t count);
/* verbs_expect.c */
bool verb_expect(struct play *p, const struct word *w, size_t n);
bool verb_save(struct play *p, const struct word *w, size_t n);
/* stage.c */
bool stage_open(struct play *p, const char *clock);
void stage_close(struct play *p);
bool stage_restart(struct play *p, bool kill);
struct browser *stage_actor(struct play *p, const char *name, bool *ret_new);
int64_t stage_now(struct play *p);
bool stage_move_clock(struct play *p, int64_t to);
bool stage_run_jobs(struct play *p);
const char *stage_password(struct play *p, const char *login);
bool stage_is_working_day(struct play *p, int32_t day);
