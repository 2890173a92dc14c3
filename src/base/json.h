/* Writing JSON: a streaming writer into a buf; commas and escapes are its business. Reading: jansson, behind one bounded call. */
#pragma once
#include "base/buf.h"
#include <jansson.h>

struct json_writer {
    struct buf *to;
    uint64_t first; /* one bit a level: nothing written yet at this level */
    int depth;      /* at most 60 */
};
void json_begin(struct json_writer *w, struct buf *to);
void json_object_open(struct json_writer *w);
void json_object_close(struct json_writer *w);
void json_array_open(struct json_writer *w);
void json_array_close(struct json_writer *w);
void json_key(struct json_writer *w, const char *key);
void json_text(struct json_writer *w, const char *value);   /* NULL writes null */
void json_text_n(struct json_writer *w, const char *value, size_t n);
void json_int(struct json_writer *w, int64_t value);
void json_double(struct json_writer *w, double value);
void json_bool(struct json_writer *w, bool value);
void json_write_null(struct json_writer *w);               /* json_null() is the reader's */
void json_raw(struct json_writer *w, const char *json);     /* a complete JSON value written elsewhere */
/* key + value in one call */
void json_field_text(struct json_writer *w, const char *key, const char *value);
void json_field_int(struct json_writer *w, const char *key, int64_t value);
void json_field_bool(struct json_writer *w, const char *key, bool value);
void json_field_time(struct json_writer *w, const char *key, int64_t t); /* RFC 3339 +07:00; 0 writes null */
void json_field_raw(struct json_writer *w, const char *key, const char *json);

/* Parses n bytes: UTF-8, no duplicate keys, at most max_depth levels. On success the tree is dropped with the arena (do not decref).
 * On failure NULL, and *ret_why (in the arena) says line, column and reason. */
json_t *json_read(struct arena *a, const char *bytes, size_t n, int max_depth, const char **ret_why);
const char *json_get_text(const json_t *object, const char *key);          /* NULL when absent or not text */
int64_t json_get_int(const json_t *object, const char *key, int64_t otherwise);
bool json_get_bool(const json_t *object, const char *key, bool otherwise);
const char *json_print(struct arena *a, const json_t *value);               /* compact, keys in stored order */
