/* Numbers of dossiers and documents from a pattern that is data: "{agency}-{yymmdd}-{n:4}" -> "H47.61-261113-0042".
 *
 * A pattern is literal text and parts in braces: {name} a text the caller gives (agency, book, kind …; letters, digits and . only),
 * {yyyy} {yy} {mm} {dd} {yymmdd} {yyyymmdd} the local day, {n:W} the number with at least W digits (exactly one {n} in a pattern).
 * After 9…9 the number grows wider; it never wraps.
 *
 * Minting. The *series* is the pattern's text with "#" for the number ("H47.61-261113-#"): one counter each. The number is taken in
 * the caller's own transaction, so that a dossier and its number exist together or not at all, and two processes cannot take the same:
 *     insert into number_counter (series, last) values (?, 1) on conflict (series) do update set last = last + 1 returning last
 * and the code has a unique index besides. Because the row lock is held until commit, a rolled-back transaction gives its number back:
 * there are no gaps. Blocks reserved for counters that work offline are taken from the same row (last = last + size).
 * Source: TT 01/2018/TT-VPCP Art. 19 (form of the code); more than 9,999 a day and other widths occur in practice. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
enum number_part_kind { NUMBER_LITERAL, NUMBER_FIELD, NUMBER_DATE, NUMBER_N };
struct number_part { enum number_part_kind kind; const char *text; /* literal, field name or date letters */ int width; };
struct number_pattern { const char *text; size_t count; struct number_part parts[16]; };
struct number_field { const char *name, *value; };

/* false: *ret_why says what is wrong with the pattern and where. */
bool number_pattern_parse(struct arena *a, const char *text, struct number_pattern *ret, const char **ret_why);
/* NULL when a field of the pattern is not given or has a character that is not allowed. day: days since 1970-01-01, local. n ≥ 1. */
const char *number_format(struct arena *a, const struct number_pattern *p, const struct number_field *fields, size_t field_count, int32_t day, int64_t n);
const char *number_series(struct arena *a, const struct number_pattern *p, const struct number_field *fields, size_t field_count, int32_t day);

/* Reads what people and older systems write: small letters, blanks around, long dashes, six- or eight-digit dates where the
 * pattern has a full date, any width of the number up to 10 digits. On success *ret_canonical is the code as we write it. */
struct number_read { int64_t n; int32_t day; /* INT32_MIN: the pattern has no full date */ const char *canonical; struct number_field fields[8]; size_t field_count; };
bool number_read(struct arena *a, const struct number_pattern *p, const char *text, struct number_read *ret);

/* Blocks reserved for offline counters, and the report that every number is accounted for. */
struct number_block { int64_t first, last; const char *holder; int64_t expires; /* 0: never */ };
/* The block after `last` of the counter row: first = last + 1. size 1–10,000. */
struct number_block number_block_after(int64_t last, int64_t size, const char *holder, int64_t expires);
const struct number_block *number_block_holding(const struct number_block *blocks, size_t count, int64_t n); /* NULL: none */
bool number_blocks_overlap(const struct number_block *blocks, size_t count);
/* Next unused number of a block given the numbers used (any order); 0 when the block is used up. */
int64_t number_block_next(const struct number_block *b, const int64_t *used, size_t count);
enum number_gap_kind { NUMBER_MISSING, NUMBER_RESERVED, NUMBER_DOUBLE }; /* nobody knows it · inside a block · used twice */
struct number_gap { enum number_gap_kind kind; int64_t first, last; const char *holder; };
/* All that is irregular between 1 and `last` of a series. `used` is sorted by the call. */
struct number_gap *number_gaps(struct arena *a, int64_t *used, size_t used_count, int64_t last, const struct number_block *blocks, size_t block_count,
                               size_t *ret_count);
