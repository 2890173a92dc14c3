/* ZIP archives (PKWARE APPNOTE 6.3): read from their directory at the end, as all programs do; every entry is unpacked (bounded) because
 * the sizes written there can lie. Entries that share bytes are how a small archive becomes a huge one (overlapping entries). */
#include "base/text.h"
#include "engines/files/inspect.h"
#include <stdlib.h>
#include <string.h>

enum { END_SIZE = 22, ENTRY_SIZE = 46, LOCAL_SIZE = 30, MOST_COMMENT = 65535 };
struct entry {
    const char *name;
    uint32_t flags, method, crc;
    size_t packed, unpacked, offset, end;
};
struct directory {
    struct entry *entries;
    size_t count;
};

static uint32_t le16(const uint8_t *b)
{
    return (uint32_t)b[0] | (uint32_t)b[1] << 8;
}

static uint32_t le32(const uint8_t *b)
{
    return le16(b) | le16(b + 2) << 16;
}

static size_t find_end(const uint8_t *bytes, size_t n)
{
    for (size_t back = END_SIZE; back <= n && back <= END_SIZE + MOST_COMMENT; back++)
        if (memcmp(bytes + n - back, "PK\5\6", 4) == 0 && le16(bytes + n - back + 20) == back - END_SIZE)
            return n - back;
    return n;
}

bool zip_ends_here(const uint8_t *bytes, size_t n)
{
    return find_end(bytes, n) < n;
}

/* Names that would leave the folder they are unpacked in. */
static bool name_unsafe(const char *s)
{
    return s[0] == '/' || s[0] == '\\' || strstr(s, "..") || strchr(s, ':');
}

static bool read_entry(struct inspection *i, size_t *at, size_t end, struct entry *ret)
{
    const uint8_t *b = i->bytes + *at;
    if (end - *at < ENTRY_SIZE || memcmp(b, "PK\1\2", 4) != 0)
        return false;
    size_t name_n = le16(b + 28), rest = name_n + le16(b + 30) + le16(b + 32);
    if (end - *at - ENTRY_SIZE < rest)
        return false;
    *ret = (struct entry){.name = arena_strndup(i->a, (const char *)b + ENTRY_SIZE, name_n),
                          .flags = le16(b + 8),
                          .method = le16(b + 10),
                          .crc = le32(b + 16),
                          .packed = le32(b + 20),
                          .unpacked = le32(b + 24),
                          .offset = le32(b + 42)};
    *at += ENTRY_SIZE + rest;
    /* the local header in front of the data */
    size_t local = ret->offset;
    if (local > i->n - LOCAL_SIZE || memcmp(i->bytes + local, "PK\3\4", 4) != 0)
        return false;
    size_t data = local + LOCAL_SIZE + le16(i->bytes + local + 26) + le16(i->bytes + local + 28);
    ret->end = data + ret->packed;
    return data <= i->n && ret->packed <= i->n - data;
}

static bool read_directory(struct inspection *i, struct directory *d)
{
    size_t end = find_end(i->bytes, i->n);
    if (i->n < END_SIZE || end == i->n)
        return false;
    size_t count = le16(i->bytes + end + 10), size = le32(i->bytes + end + 12), start = le32(i->bytes + end + 16);
    if (count == 0xFFFF || start > end || size > end - start)
        return false;
    if (count > (size_t)i->limits->max_entries) {
        report_add(i->report, "bomb");
        count = (size_t)i->limits->max_entries;
    }
    d->entries = arena_new_array(i->a, struct entry, count + 1);
    for (size_t at = start; d->count < count; d->count++)
        if (!read_entry(i, &at, start + size, &d->entries[d->count]))
            return false;
    return true;
}

static int by_offset(const void *a, const void *b)
{
    const struct entry *x = a, *y = b;
    return (x->offset > y->offset) - (x->offset < y->offset);
}

static bool overlap(struct inspection *i, const struct directory *d)
{
    struct entry *sorted = arena_memdup(i->a, d->entries, sizeof *sorted * (d->count + 1));
    qsort(sorted, d->count, sizeof *sorted, by_offset);
    for (size_t k = 1; k < d->count; k++)
        if (sorted[k].offset < sorted[k - 1].end)
            return true;
    return d->count > 0 && sorted[0].offset > 0; /* something stands before the first entry */
}

static void check_entry(struct inspection *i, const struct entry *e)
{
    const uint8_t *data = i->bytes + e->end - e->packed;
    size_t got = e->packed;
    uint32_t crc = e->crc;
    enum unpack_end end = UNPACK_WHOLE;
    if (e->flags & 1)
        report_add(i->report, "encrypted");
    else if (e->method == 8)
        end = inspect_unpack(i, data, e->packed, true, NULL, e->unpacked, &got, &crc);
    else if (e->method != 0)
        report_add(i->report, "unsafe");
    if (name_unsafe(e->name))
        report_add(i->report, "unsafe");
    if (end == UNPACK_TOO_MUCH || (e->unpacked > 1 << 20 && e->packed > 0 && e->unpacked / e->packed > (size_t)i->limits->max_ratio))
        report_add(i->report, "bomb");
    else if (end == UNPACK_DAMAGED || (!(e->flags & 1) && (got != e->unpacked || crc != e->crc)))
        report_add(i->report, "damaged");
}

static bool has(const struct directory *d, const char *name)
{
    for (size_t k = 0; k < d->count; k++)
        if (strcmp(d->entries[k].name, name) == 0)
            return true;
    return false;
}

static bool any_ends(struct arena *a, const struct directory *d, const char *const *endings)
{
    for (size_t k = 0; k < d->count; k++)
        for (size_t e = 0; endings[e]; e++) {
            char *small = arena_strdup(a, d->entries[k].name);
            for (char *s = small; *s; s++)
                *s = *s >= 'A' && *s <= 'Z' ? (char)(*s + 32) : *s;
            if (text_ends(small, endings[e]))
                return true;
        }
    return false;
}

static enum file_kind zip_kind(struct inspection *i, const struct directory *d)
{
    static const char text[] = "application/vnd.oasis.opendocument.text", sheet[] = "application/vnd.oasis.opendocument.spreadsheet";
    if (has(d, "[Content_Types].xml"))
        return has(d, "word/document.xml") ? FILE_DOCX : has(d, "xl/workbook.xml") ? FILE_XLSX : FILE_ZIP;
    const struct entry *first = d->count ? &d->entries[0] : NULL;
    if (!first || strcmp(first->name, "mimetype") != 0 || first->method != 0)
        return FILE_ZIP;
    const uint8_t *data = i->bytes + first->end - first->packed;
    if (first->packed == strlen(text) && memcmp(data, text, first->packed) == 0)
        return FILE_ODT;
    return first->packed == strlen(sheet) && memcmp(data, sheet, first->packed) == 0 ? FILE_ODS : FILE_ZIP;
}

void inspect_zip(struct inspection *i)
{
    static const char *const packed[] = {".zip", ".rar", ".7z", ".gz", ".bz2", ".xz", ".tar", ".docx", ".xlsx", ".jar", NULL};
    static const char *const programs[] = {"vbaproject.bin", ".exe", ".js", ".vbs", ".bat", ".cmd", ".scr", ".ps1", ".dll", NULL};
    struct directory d = {0};
    report_set_kind(i->report, FILE_ZIP);
    if (!read_directory(i, &d)) {
        report_add(i->report, "damaged");
        return;
    }
    report_set_kind(i->report, zip_kind(i, &d));
    if (overlap(i, &d))
        report_add(i->report, "bomb");
    for (size_t k = 0; k < d.count && !report_has(i->report, "bomb"); k++)
        check_entry(i, &d.entries[k]);
    if (any_ends(i->a, &d, programs))
        report_add(i->report, "script");
    if (any_ends(i->a, &d, packed))
        report_add(i->report, i->report->kind == FILE_ZIP ? "nested" : "embedded");
}
