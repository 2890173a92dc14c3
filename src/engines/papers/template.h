/* A compiled paper, private to this folder: the template's JSON checked and turned into blocks. Immutable. */
#pragma once
#include "engines/papers/paper.h"

enum block_kind {
    BLOCK_HEADING, BLOCK_TEXT, BLOCK_FIELDS, BLOCK_TABLE, BLOCK_COLUMNS, BLOCK_SIGNATURES, BLOCK_QR, BLOCK_BOX, BLOCK_LIST, BLOCK_RULE, BLOCK_SPACER,
    BLOCK_PAGE_BREAK
};
struct words { const struct pdf_run *runs; size_t count; }; /* texts are Mustache templates; count 0: absent */
struct blocks { const struct block *items; size_t count; };
struct column { struct words title, text, note, name; double width_mm, share; enum pdf_align align; struct blocks blocks; };
struct facts_row { struct words label, value; bool bold; };
struct block {
    enum block_kind kind;
    const char *when, *unless, *rows, *mark;
    struct words text, caption, empty;
    enum pdf_align align;
    bool dotted;
    int level;
    double size_pt, space_after_mm, label_mm, space_mm, size_mm, padding_mm, width_mm, height_mm;
    const struct column *columns; size_t column_count;
    const struct facts_row *facts; size_t fact_count;
    struct blocks blocks;
};
struct paper {
    const char *title, *author, *lang;
    double width_mm, height_mm, top_mm, right_mm, bottom_mm, left_mm;
    enum pdf_face face;
    double size_pt, line_height;
    const char *footer, *page_numbers; /* templates; NULL: none */
    struct blocks blocks;
};

/* The texts with the data filled in. values: the document first, then the row. */
struct words words_fill(struct arena *a, struct words w, const json_t *const *values, size_t count, bool bold, bool italic);
const char *text_fill(struct arena *a, const char *text, const json_t *const *values, size_t count);
