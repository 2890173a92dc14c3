/* Cairo ends a file with a plain cross-reference table and a trailer. All objects stay where they are; the catalogue is written anew
 * behind them, and the table and the trailer are written again (ISO 32000-1 §7.5.4, §7.5.5). */
#include "adapters/pdf_cairo/finish.h"
#include "base/arena.h"
#include "base/hash.h"
#include "base/text.h"
#include <string.h>

/* The whole number behind the last place where `word` stands in s; -1 when there is none. */
static int64_t number_after(struct arena *a, const char *s, const char *word)
{
    const char *at = NULL;
    for (const char *next = strstr(s, word); next; next = strstr(next + 1, word))
        at = next;
    if (!at)
        return -1;
    at += strlen(word);
    at += strspn(at, " \n");
    int64_t n;
    return number_parse(arena_strndup(a, at, strspn(at, "0123456789")), &n) ? n : -1;
}

struct ending {
    int64_t start, size, root, info;
    const char *entries;
};

static bool read_ending(struct arena *a, const char *file, size_t n, struct ending *ret)
{
    size_t tail = n > 200 ? n - 200 : 0;
    ret->start = number_after(a, file + tail, "startxref");
    if (ret->start <= 0 || ret->start >= (int64_t)n || strncmp(file + ret->start, "xref\n0 ", 7) != 0)
        return false;
    const char *trailer = strstr(file + ret->start, "trailer");
    ret->entries = strchr(file + ret->start + 5, '\n');
    if (!trailer || !ret->entries)
        return false;
    ret->entries++;
    ret->size = number_after(a, trailer, "/Size");
    ret->root = number_after(a, trailer, "/Root");
    ret->info = number_after(a, trailer, "/Info");
    return ret->size > 0 && ret->root > 0 && ret->root < ret->size && trailer - ret->entries == ret->size * 20;
}

/* Where the old catalogue names the pages (and a structure tree, if there is one): all of it but the closing brackets. */
static const char *old_catalogue(struct arena *a, const char *file, const struct ending *e, size_t *ret_n)
{
    int64_t at;
    if (!number_parse(arena_strndup(a, e->entries + e->root * 20, 10), &at) &&
        !number_parse(arena_strndup(a, e->entries + e->root * 20 + 1, 9), &at))
        return NULL;
    if (at <= 0 || at >= e->start)
        return NULL;
    const char *open = strstr(file + at, "<<"), *end = open ? strstr(open, "endobj") : NULL;
    if (!end)
        return NULL;
    while (end > open && end[-1] != '>')
        end--;
    *ret_n = (size_t)(end - open) - 2;
    return open;
}

bool pdf_finish(struct buf *to, const char *file, size_t n, const char *lang)
{
    struct ending e;
    size_t catalogue_n;
    struct arena *a = to->arena;
    if (n < 100 || !read_ending(a, file, n, &e))
        return false;
    const char *catalogue = old_catalogue(a, file, &e, &catalogue_n);
    if (!catalogue || (lang && strspn(lang, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-") != strlen(lang)))
        return false;
    uint8_t digest[SHA256_BYTES];
    sha256(file, n, digest);
    const char *id = hex_encode(a, digest, 16);
    size_t base = to->length;
    buf_add(to, file, (size_t)e.start);
    long long place = (long long)(to->length - base);
    buf_printf(to, "%lld 0 obj\n", (long long)e.root);
    buf_add(to, catalogue, catalogue_n);
    buf_printf(to, "   /Lang (%s)\n   /ViewerPreferences << /DisplayDocTitle true >>\n>>\nendobj\n", lang ? lang : "vi");
    long long xref = (long long)(to->length - base);
    buf_printf(to, "xref\n0 %lld\n", (long long)e.size);
    buf_add(to, e.entries, (size_t)e.root * 20);
    buf_printf(to, "%010lld 00000 n \n", place);
    buf_add(to, e.entries + (e.root + 1) * 20, (size_t)(e.size - e.root - 1) * 20);
    buf_printf(to, "trailer\n<< /Size %lld\n   /Root %lld 0 R\n", (long long)e.size, (long long)e.root);
    if (e.info > 0)
        buf_printf(to, "   /Info %lld 0 R\n", (long long)e.info);
    buf_printf(to, "   /ID [<%s> <%s>]\n>>\nstartxref\n%lld\n%%%%EOF\n", id, id, xref);
    return !to->overflow;
}
