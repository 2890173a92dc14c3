/* The texts of the package (notices/notices.csv and its Mustache files): checked, and read into memory at start. */
#include "base/arena.h"
#include "base/text.h"
#include "core/i18n.h"
#include "core/province.h"
#include "core/q.h"
#include "modules/notices/notices_inside.h"

#define TABLE "notices/notices.csv"
struct text_row { struct row row; const char *event, *channel, *language, *file, *subject; };

static const struct column columns[] = {
    COLUMN(struct text_row, event, COLUMN_TEXT, .required = true, .choices = "received|supplement_requested|due_soon|late|result_ready"),
    COLUMN(struct text_row, channel, COLUMN_TEXT, .required = true, .choices = "sms|email"),
    COLUMN(struct text_row, language, COLUMN_TEXT, .required = true, .choices = "vi|en"),
    COLUMN(struct text_row, file, COLUMN_TEXT, .required = true, .max = 100),
    COLUMN(struct text_row, subject, COLUMN_TEXT, .max = 200),
    COLUMN_END};

static struct notify_book book;

const struct notify_book *notices_book(void)
{
    return &book;
}

static struct notify_text text_of(struct province *p, struct findings *f, struct arena *a, const struct text_row *row)
{
    size_t n;
    struct notify_text t = {.event = row->event, .language = text_equal(row->language, "en") ? LANGUAGE_EN : LANGUAGE_VI, .subject = row->subject,
                            .body = province_file(p, f, arena_printf(a, "notices/%s", row->file), &n)};
    notify_channel_named(row->channel, &t.channel);
    if (t.channel == NOTIFY_EMAIL && !t.subject)
        finding_add(f, TABLE, row->row.line, "subject", "an e-mail needs a subject");
    const char *why = t.body ? notify_check(a, &t) : NULL;
    if (why)
        finding_add(f, TABLE, row->row.line, "file", "%s", why);
    return t;
}

static struct notify_book read_book(struct q *q, struct province *p, struct findings *f)
{
    void *rows = NULL;
    size_t count = 0, n = 0;
    province_table(p, f, TABLE, columns, "", sizeof(struct text_row), &rows, &count);
    struct notify_text *texts = arena_new_array(q->arena, struct notify_text, count + 1);
    for (size_t i = 0; i < count; i++) {
        const struct text_row *row = &((struct text_row *)rows)[i];
        if (row->event && row->channel && row->language && row->file)
            texts[n++] = text_of(p, f, q->arena, row);
    }
    return (struct notify_book){texts, n};
}

void notices_check(struct q *q, struct province *p, struct findings *f)
{
    read_book(q, p, f);
}

enum result notices_start(struct q *q, struct province *p)
{
    struct findings f = {.arena = q->arena};
    book = read_book(q, p, &f);
    return f.count ? fail(q, INVALID, T("The province package has mistakes; run thubon check")) : OK;
}
