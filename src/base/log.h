/* One structured line (JSON) per event on standard error: time, level, event, request id of this thread, fields.
 * Personal data never goes here: pass ids; LOG_M() shows only the last three characters.
 * Lines are at most 8 KB: a longer one loses its fields and says "cut":true. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARN, LOG_WRONG };
struct log_field { const char *key; const char *text; int64_t number; int kind; };
#define LOG_S(key, value) ((struct log_field){(key), (value), 0, 1})
#define LOG_I(key, value) ((struct log_field){(key), NULL, (int64_t)(value), 2})
#define LOG_M(key, value) ((struct log_field){(key), (value), 0, 4})
#define LOG_B(key, value) ((struct log_field){(key), NULL, (value), 3})
/* log_info("http.request", LOG_S("path", p), LOG_I("status", 200)) */
#define log_debug(event, ...) log_line(LOG_DEBUG, event, LOG_LIST(__VA_ARGS__))
#define log_info(event, ...) log_line(LOG_INFO, event, LOG_LIST(__VA_ARGS__))
#define log_warn(event, ...) log_line(LOG_WARN, event, LOG_LIST(__VA_ARGS__))
/* Our trouble, the work goes on; counted in the metrics. */
#define log_wrong(event, ...) log_line(LOG_WRONG, event, LOG_LIST(__VA_ARGS__))
#define LOG_LIST(...) (const struct log_field[]){__VA_ARGS__ __VA_OPT__(,) {0}}
void log_line(enum log_level level, const char *event, const struct log_field *fields);
void log_set_level(enum log_level level);
void log_set_request(const char *request_id); /* for this thread; the text must outlive its use; NULL clears */
int64_t log_wrong_count(void);
