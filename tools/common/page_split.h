/* A page as pieces: static text and what stands in {{ }}. Used by htmlgen, and by msggen to find the texts to translate. */
#pragma once
#include "common/tool.h"

enum piece_kind { PIECE_STATIC, PIECE_DECLARE, PIECE_VALUE, PIECE_RAW, PIECE_SECTION, PIECE_INVERTED, PIECE_IF, PIECE_END, PIECE_PARTIAL,
                  PIECE_TRANSLATE, PIECE_ASSET, PIECE_ICON, PIECE_CSRF };
struct piece {
    enum piece_kind kind;
    bool alone; /* took its line with it */
    const char *text;
    size_t length, line;
};
struct pieces { struct piece *items; size_t count, room; bool commented; };

/* Complains of braces that are not closed. */
struct pieces page_split(struct tool *t, const char *file, const char *text, size_t n);
