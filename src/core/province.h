/* The package of a province: the only reader of province files. Modules describe the tables they read; this checks each field and says
 * file, line, field, reason for everything wrong, all at once. */
#pragma once
#include "base/result.h"
#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct q;
struct province;

struct finding { const char *file; size_t line; const char *field, *reason; struct finding *next; };
struct findings { struct arena *arena; struct finding *first, **end; int count; };
void finding_add(struct findings *f, const char *file, size_t line, const char *field, const char *reason_format, ...)
    __attribute__((format(printf, 5, 6)));

enum column_type {
    COLUMN_TEXT, /* const char *, NFC checked; "" -> NULL */
    COLUMN_INT,  /* int64_t; absent = COLUMN_NO_INT */
    COLUMN_REAL, /* double; absent = NaN */
    COLUMN_DATE, /* int32_t days; absent = INT32_MIN */
    COLUMN_BOOL, /* bool: yes/no/true/false/1/0 */
};
#define COLUMN_NO_INT INT64_MIN
struct column {
    const char *name;
    enum column_type type;
    size_t offset;
    bool required;
    int64_t min, max;            /* both 0: no bound; text: code points */
    const char *choices;         /* "a|b|c" */
    const char *file, *of;       /* reference: this value stands in column `of` of table `file` */
    bool unique;
};
#define COLUMN(s, member, type_, ...) {.name = #member, .type = type_, .offset = offsetof(s, member), __VA_ARGS__}
#define COLUMN_END {.name = NULL}
/* Every row struct begins with its line number. */
struct row { size_t line; };

/* Opens the folder (province.json read and checked). */
enum result province_open(struct q *q, const char *folder, struct findings *f, struct province **ret);
const char *province_hash(const struct province *p); /* SHA-256 over all files: the version's name */
const char *province_folder(const struct province *p);
json_t *province_info(const struct province *p);     /* province.json */
const char *province_text(const struct province *p, const char *pointer); /* "contacts.phone" in province.json; NULL when absent */
/* Reads a CSV table. Columns not described are findings too (a typing error must not be silent) unless listed in ignore ("a|b"). */
bool province_table(struct province *p, struct findings *f, const char *file, const struct column *columns, const char *ignore,
                    size_t row_size, void **ret_rows, size_t *ret_count);
/* Whole file (bounded 16 MiB), NULL + finding when absent. */
const char *province_file(struct province *p, struct findings *f, const char *file, size_t *ret_n);
/* Names of the files of a folder with that ending, sorted. */
size_t province_list(struct province *p, const char *folder, const char *ending, const char *const **ret);
bool province_lists_module(const struct province *p, const char *module);
