/* The body is   [preamble] delimiter CRLF part delimiter CRLF part … delimiter "--" [epilogue]   where delimiter is CRLF "--" boundary
 * (the first may stand at the very start). A part is header lines, an empty line, bytes. */
#include "core/http/multipart.h"
#include "base/arena.h"
#include "base/text.h"
#include <ctype.h>
#include <string.h>
#include <strings.h>

enum { MOST_HEADERS = 4096, MOST_FILES = 100, LONGEST_BOUNDARY = 70, LONGEST_NAME = 255 };

struct part {
    const char *disposition, *type, *encoding; /* header values; NULL when absent */
    const char *bytes;
    size_t length;
};

static const char *skip_blanks(const char *s)
{
    while (*s == ' ' || *s == '\t')
        s++;
    return s;
}

/* Reads a quoted or plain value at s into the arena; *ret_end is behind it. NULL when a quote is not closed. Browsers escape a quote in
 * a file name as %22 and leave a backslash alone, so only \" and \\ are undone. */
static const char *parameter_value(struct arena *a, const char *s, const char **ret_end)
{
    if (*s != '"') {
        size_t n = strcspn(s, "; \t");
        *ret_end = s + n;
        return arena_strndup(a, s, n);
    }
    char *value = arena_alloc(a, strlen(s)), *to = value;
    for (s++; *s && *s != '"'; s++) {
        if (*s == '\\' && (s[1] == '"' || s[1] == '\\'))
            s++;
        *to++ = *s;
    }
    *ret_end = s + (*s == '"');
    return *s == '"' ? value : NULL;
}

const char *header_parameter(struct arena *a, const char *header, const char *name)
{
    const char *found = NULL;
    const char *s = header + strcspn(header, ";");
    while (*s == ';') {
        s = skip_blanks(s + 1);
        size_t n = strcspn(s, "=; \t");
        const char *key = s;
        s = skip_blanks(s + n);
        if (*s != '=') {
            s += strcspn(s, ";");
            continue;
        }
        const char *value = parameter_value(a, skip_blanks(s + 1), &s);
        if (!value)
            return NULL;
        if (strlen(name) == n && strncasecmp(key, name, n) == 0) {
            if (found)
                return NULL;
            found = value;
        }
        s = skip_blanks(s);
    }
    return *s == '\0' ? found : NULL;
}

static const char *find(const char *s, const char *end, const char *what, size_t n)
{
    return end > s ? memmem(s, (size_t)(end - s), what, n) : NULL;
}

/* One header line without its end; false when it is no header or doubles one that matters. */
static bool take_header(struct arena *a, struct part *p, const char *line, size_t n)
{
    const char *colon = memchr(line, ':', n);
    if (!colon || colon == line || memchr(line, '\0', n))
        return false;
    size_t name_n = (size_t)(colon - line);
    const char *value = skip_blanks(arena_strndup(a, colon + 1, n - name_n - 1));
    const char **slot = NULL;
    if (name_n == 19 && strncasecmp(line, "Content-Disposition", 19) == 0)
        slot = &p->disposition;
    else if (name_n == 12 && strncasecmp(line, "Content-Type", 12) == 0)
        slot = &p->type;
    else if (name_n == 25 && strncasecmp(line, "Content-Transfer-Encoding", 25) == 0)
        slot = &p->encoding;
    if (slot && *slot)
        return false;
    if (slot)
        *slot = value;
    return true;
}

/* Headers from s up to the empty line; returns where the bytes begin, NULL when wrong. */
static const char *read_headers(struct arena *a, struct part *p, const char *s, const char *end)
{
    const char *limit = end - s > MOST_HEADERS ? s + MOST_HEADERS : end;
    for (;;) {
        const char *line_end = find(s, limit, "\r\n", 2);
        if (!line_end)
            return NULL;
        if (line_end == s)
            return s + 2;
        if (*s == ' ' || *s == '\t' || !take_header(a, p, s, (size_t)(line_end - s)))
            return NULL;
        s = line_end + 2;
    }
}

/* Old browsers sent whole paths; nobody may steer where we write. */
static const char *base_name(const char *name)
{
    for (const char *s = name; *s; s++)
        if (*s == '/' || *s == '\\')
            name = s + 1;
    return name;
}

static bool encoding_is_plain(const char *encoding)
{
    return !encoding || strcasecmp(encoding, "binary") == 0 || strcasecmp(encoding, "8bit") == 0 || strcasecmp(encoding, "7bit") == 0;
}

static bool add_file(struct arena *a, struct file_parts *files, const struct part *p, const char *field, const char *name)
{
    if (*name == '\0' && p->length == 0)
        return true;
    if (files->count >= MOST_FILES || strlen(name) > LONGEST_NAME * 4 || !text_valid(name, strlen(name)))
        return false;
    if (!files->end)
        files->end = &files->first;
    struct file_part *f = arena_new_one(a, struct file_part);
    *f = (struct file_part){.field = field,
                            .upload = {.name = base_name(name),
                                       .bytes = p->bytes,
                                       .length = p->length,
                                       .content_type = p->type ? p->type : "application/octet-stream"}};
    *files->end = f;
    files->end = &f->next;
    files->count++;
    return true;
}

static bool add_part(struct arena *a, const struct part *p, struct pairs *fields, struct file_parts *files)
{
    if (!p->disposition || strncasecmp(p->disposition, "form-data", 9) != 0 || !encoding_is_plain(p->encoding))
        return false;
    const char *field = header_parameter(a, p->disposition, "name");
    if (!field || !*field || !text_valid(field, strlen(field)))
        return false;
    const char *file_name = header_parameter(a, p->disposition, "filename");
    if (file_name)
        return add_file(a, files, p, field, file_name);
    if (memchr(p->bytes, '\0', p->length) || !text_valid(p->bytes, p->length))
        return false;
    return pairs_add(a, fields, field, arena_strndup(a, p->bytes, p->length));
}

static bool boundary_is_good(const char *boundary)
{
    size_t n = boundary ? strlen(boundary) : 0;
    if (n == 0 || n > LONGEST_BOUNDARY || boundary[n - 1] == ' ')
        return false;
    for (const char *s = boundary; *s; s++)
        if (!isalnum((unsigned char)*s) && !strchr("'()+_,-./:=? ", *s))
            return false;
    return true;
}

/* Behind a delimiter: "--" ends the body, else blanks and CRLF lead to the next part. 1 = part follows at *s, 0 = end, -1 = wrong. */
static int after_delimiter(const char **s, const char *end)
{
    const char *at = *s;
    if (end - at >= 2 && at[0] == '-' && at[1] == '-')
        return 0;
    while (at < end && (*at == ' ' || *at == '\t'))
        at++;
    if (end - at < 2 || at[0] != '\r' || at[1] != '\n')
        return -1;
    *s = at + 2;
    return 1;
}

/* The first delimiter may stand at the very start, without its CRLF. */
static const char *behind_first_delimiter(const char *body, const char *end, const char *delimiter, size_t n)
{
    if ((size_t)(end - body) >= n - 2 && memcmp(body, delimiter + 2, n - 2) == 0)
        return body + n - 2;
    const char *found = find(body, end, delimiter, n);
    return found ? found + n : NULL;
}

bool multipart_parse(struct arena *a, const char *content_type, const char *body, size_t n, struct pairs *fields, struct file_parts *files)
{
    const char *boundary = header_parameter(a, content_type, "boundary"), *end = body + n;
    if (!boundary_is_good(boundary))
        return false;
    const char *delimiter = arena_printf(a, "\r\n--%s", boundary);
    size_t delimiter_n = strlen(delimiter);
    const char *s = behind_first_delimiter(body, end, delimiter, delimiter_n);
    if (!s)
        return false;
    int more;
    while ((more = after_delimiter(&s, end)) > 0) {
        struct part p = {0};
        p.bytes = read_headers(a, &p, s, end);
        const char *part_end = p.bytes ? find(p.bytes, end, delimiter, delimiter_n) : NULL;
        if (!part_end)
            return false;
        p.length = (size_t)(part_end - p.bytes);
        if (!add_part(a, &p, fields, files))
            return false;
        s = part_end + delimiter_n;
    }
    return more == 0;
}
