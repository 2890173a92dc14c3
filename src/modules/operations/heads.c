/* The published heads. Anybody may copy them: a head kept outside proves that no sealed line below it was changed later. */
#include "base/json.h"
#include "base/text.h"
#include "core/http/http.h"
#include "core/i18n.h"
#include "core/journal.h"
#include "core/page.h"
#include "core_queries.h"
#include "modules/operations/operations.h"
#include "operations_pages.h"

enum result operations_seal(struct q *q, const struct job *job)
{
    int sealed;
    (void)job;
    do
        TRY(journal_seal(q, 2000, &sealed));
    while (sealed > 0);
    return OK;
}

enum result operations_heads_api(struct q *q, const void *input)
{
    const struct heads_input *in = input;
    struct core_journal_heads_rows rows;
    struct buf b;
    struct json_writer w;
    TRY(core_journal_heads(q, in->from ? in->from : 1, 100, &rows));
    buf_init(&b, q->arena, 100000);
    json_begin(&w, &b);
    json_object_open(&w);
    json_key(&w, "heads");
    json_array_open(&w);
    for (size_t i = 0; i < rows.count; i++) {
        json_object_open(&w);
        json_field_int(&w, "number", rows.items[i].number);
        json_field_time(&w, "at", rows.items[i].at);
        json_field_int(&w, "lines", rows.items[i].lines);
        json_field_text(&w, "hash", rows.items[i].hash);
        json_object_close(&w);
    }
    json_array_close(&w);
    json_key(&w, "next");
    if (rows.count == 100)
        json_text(&w, arena_printf(q->arena, "/api/v1/journal/heads?from=%lld", (long long)rows.items[99].number + 1));
    else
        json_write_null(&w);
    json_object_close(&w);
    return reply_json(q, 200, b.data);
}

enum result operations_show_heads(struct q *q, const void *input)
{
    const struct heads_input *in = input;
    struct core_journal_heads_rows rows;
    struct journal_head last;
    TRY(journal_last_head(q, &last));
    int64_t from = in->from ? in->from : last.number > 49 ? last.number - 49 : 1;
    TRY(core_journal_heads(q, from, 50, &rows));
    struct operations_heads_rows *list = arena_new_array(q->arena, struct operations_heads_rows, rows.count + 1);
    for (size_t i = 0; i < rows.count; i++) { /* newest first */
        const struct core_journal_heads_row *r = &rows.items[rows.count - 1 - i];
        list[i] = (struct operations_heads_rows){.number = r->number, .at = r->at, .lines = r->lines, .hash = r->hash};
    }
    struct operations_heads_view view = {
        .last_number = last.number, .rows = list, .rows_count = rows.count,
        .older = from > 1 ? arena_printf(q->arena, "/nhat-ky?from=%lld", (long long)(from > 50 ? from - 50 : 1)) : NULL};
    struct page frame = {.shell = SHELL_SITE, .title = tr(q, T("Sealed journal")), .current = "/nhat-ky"};
    return operations_heads_page(q, &frame, &view);
}
