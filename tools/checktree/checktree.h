/* The tree checks itself: what the build cannot see and reviewers forget. Each breach is named with file, line and reason.
 *   checktree ROOT
 * layers.c: who may include whom · lists.c: sources.list, READMEs, names of folders · tables.c: whose tables a query names ·
 * declared.c: permissions, routes and problems are declared and used · style.c: length, words, head comments, names of the province.
 * rows.c reads `static const struct route routes[] = { … }` for declared.c. Texts are msggen's (--check). */
#pragma once
#include "common/c_split.h"
#include "common/tree.h"

struct source {
    const char *path; /* from the root: "src/core/q.c" */
    const char *text;
    size_t length;
    struct c_text c;
    bool test;        /* x_test.c and what stands in for the outside in tests */
};
struct checker {
    struct tool *t;
    const char *root;
    struct tool_list files; /* all, sorted */
    struct source *sources; /* .c, .h and .def of src and tools */
    size_t count, room;
};

enum layer { LAYER_BASE, LAYER_CORE, LAYER_ENGINE, LAYER_MODULE, LAYER_ADAPTER, LAYER_APP, LAYER_SANDBOX, LAYER_GATEWAY, LAYER_TOOLS, LAYER_NONE };
struct place { enum layer layer; const char *name; /* of the engine, module or adapter; else of the layer */ };
struct place place_of(struct tool *t, const char *path);

void check_layers(struct checker *k);
void check_lists(struct checker *k);
void check_tables(struct checker *k);
void check_declared(struct checker *k);
void check_style(struct checker *k);

/* The words of `.needs` of a module; empty when it has none. */
struct tool_list module_needs(struct checker *k, const char *module);
const struct source *find_source(const struct checker *k, const char *path);
/* Bytes of a file of the tree; "" and a complaint when it cannot be read. */
const char *file_text(struct checker *k, const char *file, size_t *ret_n);

/* --- rows.c -------------------------------------------------------------------------------------------------------------- */
struct cell { size_t from, to; };           /* tokens [from, to); from == to: absent */
enum { CELLS = 16 };
struct table_row { const struct source *source; size_t line; struct cell cells[CELLS]; };
/* Calls each for every row of every array of this struct; names: the members in order, NULL at the end. */
typedef void table_row_fn(struct checker *k, void *arg, const struct table_row *row);
void each_row(struct checker *k, const char *struct_name, const char *const *names, table_row_fn *each, void *arg);
/* The text in a cell: "x", T("x") or a name that some #define gives a text; NULL when it is none of these. */
const char *cell_text(struct checker *k, const struct table_row *row, int cell);
bool cell_is_marked(const struct table_row *row, int cell); /* T("…") */

void checktree_run(struct tool *t, int argc, char **argv);
void checktree_check(struct tool *t, const char *root);
