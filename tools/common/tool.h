/* What all build-time programs share: they read files, say every mistake as `file:line: reason` (all of them, not only the first), and
 * write their output only when nothing was wrong. What is said is kept in a buffer so that tests can read it. */
#pragma once
#include "base/arena.h"
#include "base/buf.h"
#include <stdbool.h>
#include <stddef.h>

struct tool {
    struct arena *arena;
    struct buf said; /* lines "file:line: reason" */
    int wrong;       /* mistakes: the build stops */
    int warned;      /* said as "warning: …": the build goes on */
};

void tool_begin(struct tool *t, struct arena *a);
/* line 0: the file as a whole */
void tool_wrong(struct tool *t, const char *file, size_t line, const char *format, ...) __attribute__((format(printf, 4, 5)));
void tool_warn(struct tool *t, const char *file, size_t line, const char *format, ...) __attribute__((format(printf, 4, 5)));

/* The whole file, NUL-terminated (at most 16 MiB); NULL and a complaint when it cannot be read. */
char *tool_read(struct tool *t, const char *path, size_t *ret_n);
/* Writes the buffer, unless something was wrong before; false and a complaint on failure. */
bool tool_write(struct tool *t, const char *path, const struct buf *b);

/* Runs `work` with an arena of its own, prints what was said on standard error; the exit status of the program. */
typedef void tool_fn(struct tool *t, int argc, char **argv);
int tool_main(int argc, char **argv, tool_fn *work);

bool tool_is_name(const char *s, size_t n);  /* [a-z][a-z0-9_]*, no word of C */
const char *tool_base_name(const char *path);
/* A C string literal of these bytes, broken into lines after newlines. */
void tool_c_text(struct buf *to, const char *s, size_t n);
/* First lines of every generated C file. */
void tool_c_head(struct buf *to, const char *made_by, const char *from);
/* "out/dossiers_sql.h" -> #include "dossiers_sql.h": the two outputs stand in one folder. */
void tool_c_include(struct buf *to, const char *path);

/* Texts of a list that grows in the arena. */
struct tool_list { const char **items; size_t count, room; };
void tool_list_add(struct tool *t, struct tool_list *l, const char *s);
bool tool_list_has(const struct tool_list *l, const char *s, size_t n);
