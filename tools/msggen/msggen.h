/* The catalogue of texts. docs/howto/text.md describes what a folder's vi.po must hold.
 *   msggen OUT.c SRC files.po…   -> all_messages, sorted bytewise by msgid (core/i18n.h)
 *   msggen --check SRC           every text used in SRC has its Vietnamese, every translation is used, all are well written
 *   msggen --missing SRC FOLDER  prints the entries that FOLDER's vi.po still needs, to be filled in
 * po.c reads PO files strictly; extract.c finds the texts in C and pages; vietnamese.c looks at how a translation is written. */
#pragma once
#include "common/tool.h"

struct text { const char *msgid, *vi, *file; size_t line; bool used; };
struct texts { struct text *items; size_t count, room; };

void po_read(struct tool *t, const char *file, const char *text, size_t n, struct texts *to);
/* Sorted by msgid; the same text twice is kept once, two different translations are a complaint naming both files. */
void texts_sort(struct tool *t, struct texts *texts);
struct text *texts_find(const struct texts *texts, const char *msgid); /* sorted; NULL when absent */
void texts_add(struct tool *t, struct texts *texts, struct text text);

/* Every text a file uses: T("…") and problems.def in C, {{t:…}} in pages. */
void extract_c(struct tool *t, const char *file, const char *text, size_t n, struct texts *to);
void extract_page(struct tool *t, const char *file, const char *text, size_t n, struct texts *to);

void check_translation(struct tool *t, const struct text *text);

void msggen_run(struct tool *t, int argc, char **argv);
void msggen_check(struct tool *t, const char *root);
void msggen_missing(struct tool *t, const char *root, const char *folder, struct buf *to);
