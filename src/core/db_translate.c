/* Walks a script once, token by token, so that words inside quotes and comments stay as they are. A CREATE TABLE is followed to the
 * bracket that closes its columns. */
#include "base/arena.h"
#include "base/buf.h"
#include "base/must.h"
#include "core/db_driver.h"
#include <ctype.h>
#include <strings.h>

static const char *const neutral[DB_TYPE_WORDS] = {"t_int", "t_text", "t_blob", "t_real", "t_bool", "t_time"};

enum { LONGEST_SCRIPT = 4 * 1024 * 1024 };
enum statement { ELSEWHERE, AFTER_CREATE, IN_CREATE_TABLE };
struct translation {
    const struct db_dialect *dialect;
    struct buf out;
    const char *at;
    enum statement where;
    int depth; /* of brackets since CREATE TABLE */
};

static void copy(struct translation *t, const char *to)
{
    buf_add(&t->out, t->at, (size_t)(to - t->at));
    t->at = to;
}

/* From an opening quote to behind its end; a doubled quote is two quoted pieces side by side, which is as good. */
static void copy_quoted(struct translation *t)
{
    const char *end = strchr(t->at + 1, *t->at);
    copy(t, end ? end + 1 : t->at + strlen(t->at));
}

static void copy_block_comment(struct translation *t)
{
    const char *end = strstr(t->at + 2, "*/");
    copy(t, end ? end + 2 : t->at + strlen(t->at));
}

static bool word_is(const char *word, size_t n, const char *other)
{
    return strlen(other) == n && strncasecmp(word, other, n) == 0;
}

static void follow_create_table(struct translation *t, const char *word, size_t n)
{
    if (word_is(word, n, "create"))
        t->where = AFTER_CREATE;
    else if (t->where == AFTER_CREATE && word_is(word, n, "table"))
        t->where = IN_CREATE_TABLE, t->depth = 0;
    else if (t->where == AFTER_CREATE && !word_is(word, n, "temp") && !word_is(word, n, "temporary"))
        t->where = ELSEWHERE;
}

static void translate_word(struct translation *t)
{
    const char *word = t->at, *end = word;
    while (isalnum((unsigned char)*end) || *end == '_')
        end++;
    size_t n = (size_t)(end - word);
    follow_create_table(t, word, n);
    for (int i = 0; i < DB_TYPE_WORDS; i++)
        if (word_is(word, n, neutral[i])) {
            buf_puts(&t->out, t->dialect->words[i]);
            t->at = end;
            return;
        }
    copy(t, end);
}

static void copy_sign(struct translation *t)
{
    char sign = *t->at;
    copy(t, t->at + 1);
    if (t->where != IN_CREATE_TABLE)
        return;
    if (sign == '(')
        t->depth++;
    else if (sign == ')' && --t->depth == 0) {
        buf_puts(&t->out, t->dialect->after_create_table);
        t->where = ELSEWHERE;
    } else if (sign == ';')
        t->where = ELSEWHERE;
}

static const char *next_line(const char *s)
{
    const char *end = strchr(s, '\n');
    return end ? end + 1 : s + strlen(s);
}

/* At `--: name`: leaves out all up to the next such line when the part is for another database. */
static void choose_part(struct translation *t)
{
    const char *name = t->at + 3, *rest = next_line(t->at);
    name += strspn(name, " ");
    size_t n = strcspn(name, " \r\n");
    t->at = rest;
    if (word_is(name, n, "both") || word_is(name, n, t->dialect->name))
        return;
    while (*t->at && strncmp(t->at, "--:", 3) != 0)
        t->at = next_line(t->at);
}

static bool at_line_start(const struct translation *t, const char *script)
{
    return t->at == script || t->at[-1] == '\n';
}

const char *db_translate(struct arena *a, const char *sql, const struct db_dialect *dialect)
{
    struct translation t = {.dialect = dialect, .at = sql};
    buf_init(&t.out, a, LONGEST_SCRIPT);
    while (*t.at) {
        if (strncmp(t.at, "--:", 3) == 0 && at_line_start(&t, sql))
            choose_part(&t);
        else if (strncmp(t.at, "--", 2) == 0)
            copy(&t, next_line(t.at));
        else if (strncmp(t.at, "/*", 2) == 0)
            copy_block_comment(&t);
        else if (*t.at == '\'' || *t.at == '"')
            copy_quoted(&t);
        else if (isalpha((unsigned char)*t.at) || *t.at == '_')
            translate_word(&t);
        else
            copy_sign(&t);
    }
    must(!t.out.overflow);
    return t.out.data ? t.out.data : "";
}
