/* Follows HTML character by character: what the next byte would be part of, which elements are open. It also refuses what would be
 * wrong on every page: unclosed elements, inline script and style (the content security policy drops them), pictures without alt,
 * words that are not translated, posting forms without the token. */
#pragma once
#include "common/tool.h"

enum html_state {
    HTML_TEXT, HTML_LESS /* after < */, HTML_NAME, HTML_CLOSE /* name of an end tag */, HTML_BETWEEN /* attributes */, HTML_SLASH,
    HTML_ATTRIBUTE /* its name */, HTML_EQUALS /* after = */, HTML_VALUE /* in quotes */, HTML_DECLARATION /* <!…> */, HTML_RAW /* script */
};
/* Where a value would stand. */
enum html_place { HTML_IN_TEXT, HTML_IN_VALUE, HTML_AT_URL, HTML_IN_URL, HTML_NOWHERE };

enum { HTML_WORD = 48, HTML_DEPTH = 96 };
struct html_element { char name[HTML_WORD]; size_t line; bool no_translate, keeps_space, post; };

struct html {
    struct tool *t;
    const char *file;
    size_t line;
    enum html_state state;
    char word[HTML_WORD];       /* element or end tag being read */
    char attribute[HTML_WORD];  /* attribute being read */
    char value[HTML_WORD];      /* static beginning of its value */
    size_t value_length;        /* bytes and values so far; HTML_WORD or more: cut */
    char quote;
    bool has_alt, has_src, is_post, no_translate, data_script, space_last, token_seen;
    int letters;                /* in a row, for the check of untranslated words; -1: said already */
    bool entity;
    struct html_element open[HTML_DEPTH];
    int depth, floor;           /* elements below floor belong to outside the section */
    char raw_end[HTML_WORD];
};
/* State at the begin of a section; the end must be like it. */
struct html_mark { enum html_state state; int depth, floor; size_t value_length; char attribute[HTML_WORD]; bool space_last; };

void html_begin(struct html *h, struct tool *t, const char *file);
/* Static text; what is to be sent (white space collapsed) is added to `to`. */
void html_feed(struct html *h, const char *s, size_t n, size_t line, struct buf *to);
enum html_place html_place(struct html *h, const char **ret_why); /* why: for HTML_NOWHERE */
void html_value(struct html *h);  /* a value was put here */
void html_token(struct html *h, size_t line); /* {{csrf}} */
/* alone: the tag took its line with it, so that what follows is indentation again. */
struct html_mark html_open_section(struct html *h, bool alone);
void html_close_section(struct html *h, const struct html_mark *mark, bool alone, size_t line, const char *name);
void html_end(struct html *h, size_t line);
