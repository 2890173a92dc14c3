/* What province.c and province_table.c share. */
#pragma once
#include "core/province.h"

#define PROVINCE_FILE_MAX ((size_t)16 << 20)

struct province_table_seen { const char *file; struct province_column_values *columns; struct province_table_seen *next; };
struct province_column_values { const char *name; const char **sorted; size_t count; struct province_column_values *next; };

struct province {
    struct arena *arena;
    const char *folder, *hash;
    json_t *info;
    const char **files;
    size_t file_count;
    struct province_table_seen *seen; /* values of columns that others refer to, read once */
};

/* Is value in column `of` of the table? A table that cannot be read gives true: its own reader reports it. */
bool province_has_value(struct province *p, const char *file, const char *of, const char *value);
