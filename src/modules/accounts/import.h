/* Officers from a CSV file: checked line by line first, then, when somebody confirms, brought in by a job in batches of 500 that go on
 * where they stopped. The first record names the columns, in any order: login, name, role, unit are needed; email, phone, from, to, reason
 * may be there. A role is its id or Vietnamese name, a unit its id or a code of today. Passwords are not part of it: each officer begins
 * with a one-time code, which stands in the report. */
#pragma once
#include "base/csv.h"
#include "base/result.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct q;
enum { IMPORT_MOST_BYTES = 32 * 1024 * 1024, IMPORT_MOST_ROWS = 200000, IMPORT_BATCH = 500, IMPORT_MOST_WRONG = 20000 };

enum import_column { IMPORT_LOGIN, IMPORT_NAME, IMPORT_ROLE, IMPORT_UNIT, IMPORT_EMAIL, IMPORT_PHONE, IMPORT_FROM, IMPORT_TO, IMPORT_REASON, IMPORT_COLUMNS };
extern const char *const import_column_names[IMPORT_COLUMNS];
struct import_head { int at[IMPORT_COLUMNS]; /* place of the column in the record; -1: not there */ };

/* Reads the first record. False: *ret_why says, translated, what is missing or unknown. */
bool import_head_read(struct q *q, struct csv *csv, struct import_head *ret, const char **ret_why);

struct import_row { const char *login, *name, *role_id, *unit_id, *email, *phone, *reason; int32_t from, to; /* INT32_MIN: open */ };
struct import_wrong { size_t line; const char *field, *reason; /* translated */ };
struct import_wrongs { struct import_wrong *items; size_t count, capacity; };
/* One line as far as it can be judged alone; adds what is wrong. False when something is. */
bool import_row_read(struct q *q, const struct import_head *head, const struct csv_record *record, struct import_row *ret, struct import_wrongs *wrongs);

struct import_checked { size_t rows, good; struct import_wrongs wrongs; const char *refused; /* the whole file, translated; NULL: it was read */ };
enum result import_check(struct q *q, const char *bytes, size_t n, struct import_checked *ret);
