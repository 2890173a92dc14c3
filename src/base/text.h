/* Vietnamese text. Everything stored is UTF-8 in NFC. Folding makes search equal for marks, case, đ/d, tone placement
 * (hòa = hoà) and, as a second form, i/y (Quí = Quý); FTS and databases fold nothing by themselves here. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
bool text_valid(const char *s, size_t n);                         /* strict UTF-8: no overlong, no surrogates, no NUL */
const char *text_nfc(struct arena *a, const char *s);              /* NULL when not valid UTF-8 */
const char *text_clean(struct arena *a, const char *s);            /* NFC, trimmed, runs of white space made one blank, control characters out */
const char *text_fold(struct arena *a, const char *s);             /* "Đăng ký khai sinh" -> "dang ky khai sinh"; words split by one blank, punctuation out */
const char *text_sort_key(struct arena *a, const char *s);         /* bytewise order of keys = Vietnamese order (a ă â … d đ …; tones level ` ? ~ ´ .) */
size_t text_length(const char *s);                                 /* code points */
const char *text_upper(struct arena *a, const char *s);
const char *text_truncate(struct arena *a, const char *s, size_t code_points); /* adds "…" when cut */

const char *number_vi(struct arena *a, int64_t n);                 /* 1.234.567 */
const char *decimal_vi(struct arena *a, double v, int digits);     /* 76,56 */
const char *money_words_vi(struct arena *a, int64_t dong);         /* 1205000 -> "Một triệu hai trăm lẻ năm nghìn đồng" */
bool number_parse(const char *s, int64_t *ret);                    /* whole decimal text, optional minus, within int64 */

int text_distance(const char *a, const char *b, int limit);        /* Damerau–Levenshtein on bytes; limit+1 when further apart */
const char *text_join(struct arena *a, const char *const *parts, size_t n, const char *between);
char **text_split(struct arena *a, const char *s, char at, size_t *ret_n);
bool text_starts(const char *s, const char *prefix);
bool text_ends(const char *s, const char *suffix);
bool text_equal(const char *a, const char *b);                     /* NULL-safe strcmp == 0 */
