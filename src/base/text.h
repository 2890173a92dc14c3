/* Vietnamese text. Everything stored is UTF-8 in NFC. Folding makes search equal for marks, case, đ/d, tone placement
 * (hòa = hoà) and, as a second form, i/y (Quí = Quý); FTS and databases fold nothing by themselves here. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
/* Strict UTF-8: no overlong forms, no surrogates, no NUL (RFC 3629). */
bool text_valid(const char *s, size_t n);
/* The character at s: its length in bytes (1–4), or 0 when it is not well-formed. */
size_t text_character(const char *s, size_t n, uint32_t *ret);

/* These three answer NULL when s is not valid UTF-8. */
const char *text_nfc(struct arena *a, const char *s);
/* NFC, trimmed, runs of white space made one blank, control and invisible characters out. */
const char *text_clean(struct arena *a, const char *s);
/* As text_clean within each line; lines end in \n, at most one empty line in a row. */
const char *text_clean_lines(struct arena *a, const char *s);

/* For search. "Đăng ký khai sinh" -> "dang ky khai sinh": words split by one blank, punctuation out, apostrophes too (H'leo -> hleo).
 * What is not UTF-8 ends a word. */
const char *text_fold(struct arena *a, const char *s);
/* The second form: as text_fold, and a y alone after a consonant is i: Quý = Quí, Mỹ = Mĩ, but not Tây. */
const char *text_fold_iy(struct arena *a, const char *s);

/* Bytewise (COLLATE "C", memcmp) order of keys = Vietnamese order as CLDR has it: a ă â … d đ …, then the tones level ` ? ~ ´ .
 * Numbers by value, case and tone placement equal. Keys are printable UTF-8. */
const char *text_sort_key(struct arena *a, const char *s);
const char *text_sort_key_name(struct arena *a, const char *s); /* for people: by given name (the last word), then the rest */

size_t text_length(const char *s); /* code points */
const char *text_upper(struct arena *a, const char *s);
const char *text_lower(struct arena *a, const char *s);
const char *text_truncate(struct arena *a, const char *s, size_t code_points); /* at most so many; the last is "…" when cut */

const char *number_vi(struct arena *a, int64_t n);             /* 1.234.567 */
const char *decimal_vi(struct arena *a, double v, int digits); /* 76,56; "–" when not a number */
const char *money_words_vi(struct arena *a, int64_t dong);     /* 1205000 -> "Một triệu hai trăm lẻ năm nghìn đồng" */
bool number_parse(const char *s, int64_t *ret);                /* whole decimal text, optional minus, within int64 */

/* Damerau–Levenshtein (optimal string alignment) on bytes, for folded words; limit + 1 when further apart. limit: 0–127. */
int text_distance(const char *a, const char *b, int limit);

const char *text_join(struct arena *a, const char *const *parts, size_t n, const char *between);
char **text_split(struct arena *a, const char *s, char at, size_t *ret_n); /* "" is one empty part; the array ends in NULL */
bool text_starts(const char *s, const char *prefix);
bool text_ends(const char *s, const char *suffix);
bool text_equal(const char *a, const char *b); /* NULL-safe strcmp == 0 */
