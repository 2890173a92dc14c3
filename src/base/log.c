#include "base/log.h"
#include "base/clock.h"
#include "base/date.h"
#include "base/json.h"
#include <stdatomic.h>
#include <string.h>
#include <unistd.h>

enum { LONGEST_LINE = 8192, MASK_SHOWS = 3 };
enum { KIND_TEXT = 1, KIND_NUMBER, KIND_BOOL, KIND_MASKED };

static const char *const level_names[] = {"debug", "info", "warn", "wrong"};
static _Atomic int least_level = LOG_INFO;
static _Atomic int64_t wrongs;
static _Thread_local const char *request;

void log_set_level(enum log_level level)
{
    atomic_store(&least_level, (int)level);
}

void log_set_request(const char *request_id)
{
    request = request_id;
}

int64_t log_wrong_count(void)
{
    return atomic_load(&wrongs);
}

/* "***456": the last three characters (never the middle of one), and nothing at all of texts that are not longer than six. */
static void write_masked(struct json_writer *w, const char *text)
{
    size_t n = text ? strlen(text) : 0, from = n;
    for (int shown = 0; from > 0 && shown < MASK_SHOWS; shown++)
        do
            from--;
        while (from > 0 && ((unsigned char)text[from] & 0xC0) == 0x80);
    char masked[3 + 4 * MASK_SHOWS + 1] = "***";
    if (n > 2 * MASK_SHOWS && n - from < sizeof masked - 3)
        memcpy(masked + 3, text + from, n - from);
    json_text(w, masked);
}

static void write_field(struct json_writer *w, const struct log_field *f)
{
    json_key(w, f->key);
    switch (f->kind) {
    case KIND_TEXT: json_text(w, f->text); break;
    case KIND_NUMBER: json_int(w, f->number); break;
    case KIND_BOOL: json_bool(w, f->number != 0); break;
    case KIND_MASKED: write_masked(w, f->text); break;
    default: json_write_null(w);
    }
}

static void write_time(struct json_writer *w, int64_t t)
{
    struct local_time l = time_local(t);
    char text[64];
    struct buf b;
    buf_init_on(&b, text, sizeof text);
    buf_printf(&b, "%04d-%02d-%02dT%02d:%02d:%02d.%06d+07:00", l.date.year, l.date.month, l.date.day, l.hour, l.minute, l.second,
               (int)(t % SECOND));
    json_field_text(w, "time", text);
}

static void write_line(struct buf *b, enum log_level level, const char *event, const struct log_field *fields)
{
    struct json_writer w;
    json_begin(&w, b);
    json_object_open(&w);
    write_time(&w, clock_now());
    json_field_text(&w, "level", level_names[level]);
    json_field_text(&w, "event", event);
    if (request)
        json_field_text(&w, "request", request);
    for (; fields && fields->key; fields++)
        write_field(&w, fields);
    if (!fields)
        json_field_bool(&w, "cut", true);
    json_object_close(&w);
    buf_putc(b, '\n');
}

/* One write(2) a line, so that lines of several threads and processes do not mix. */
void log_line(enum log_level level, const char *event, const struct log_field *fields)
{
    if (level == LOG_WRONG)
        atomic_fetch_add(&wrongs, 1);
    if ((int)level < atomic_load_explicit(&least_level, memory_order_relaxed))
        return;
    char storage[LONGEST_LINE];
    struct buf b;
    buf_init_on(&b, storage, sizeof storage);
    write_line(&b, level, event, fields);
    if (b.overflow) {
        buf_clear(&b);
        write_line(&b, level, event, NULL);
    }
    ssize_t written = write(STDERR_FILENO, b.data, b.length);
    (void)written; /* a log that cannot be written has nowhere to say so */
}
