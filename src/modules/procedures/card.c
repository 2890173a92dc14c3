/* One procedure in a list: its title with the searched words marked, and its facts in words. */
#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"
#include "core/i18n.h"
#include "modules/procedures/procedures_inside.h"
#include "procedures_pages.h"

const char *procedures_url(struct q *q, const struct procedure *p)
{
    return arena_printf(q->arena, "/thu-tuc/%s", p->id);
}

const char *procedures_level_name(const struct q *q, const char *level)
{
    if (text_equal(level, "commune"))
        return tr(q, T("Communes and wards"));
    return tr(q, text_equal(level, "district") ? T("Districts, towns and cities") : T("Agencies of the province"));
}

/* Is this word of the title one of the words searched for, or the beginning it was found by? */
static bool was_searched(char **words, size_t count, const char *folded)
{
    for (size_t i = 0; *folded && i < count; i++)
        if (text_equal(words[i], folded) || (strlen(words[i]) >= 3 && text_starts(folded, words[i])))
            return true;
    return false;
}

/* Neighbouring words share one <mark>, blanks between them included. */
static const char *marked_title(struct q *q, const char *title, const char *words)
{
    struct buf b;
    size_t asked_count = 0, count;
    const char *folded = text_fold_iy(q->arena, words ? words : "");
    char **asked = text_split(q->arena, folded, ' ', &asked_count), **parts = text_split(q->arena, title, ' ', &count);
    bool open = false;
    buf_init(&b, q->arena, 16 * 1024);
    for (size_t i = 0; i < count; i++) {
        bool mark = *folded && was_searched(asked, asked_count, text_fold_iy(q->arena, parts[i]));
        if (open && !mark)
            buf_puts(&b, "</mark>");
        buf_puts(&b, i ? " " : "");
        if (mark && !open)
            buf_puts(&b, "<mark>");
        buf_html(&b, parts[i]);
        open = mark;
    }
    if (open)
        buf_puts(&b, "</mark>");
    return b.data;
}

struct procedures_card_view *procedures_card(struct q *q, const struct procedure *p, const char *words)
{
    struct procedures_card_view *v = arena_new_one(q->arena, struct procedures_card_view);
    v->href = procedures_url(q, p);
    v->title = marked_title(q, procedures_name(q, p), words);
    v->sentence = procedures_say_sentence(q, p);
    v->time = procedures_say_time(q, p).main;
    v->fee = procedures_say_fee(q, p).main;
    v->online = procedures_say_online(q, p);
    v->open = !text_equal(p->online_level, "none");
    v->place = procedures_say_place(q, p, NULL).main;
    return v;
}

const struct procedures_find_view *procedures_find_box(struct q *q, const char *typed)
{
    struct procedures_find_view *v = arena_new_one(q->arena, struct procedures_find_view);
    *v = (struct procedures_find_view){.typed = typed, .mark = "{n}"};
    return v;
}
