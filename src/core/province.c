/* The package of a province: a folder of files, opened once. The folder is walked at opening: every regular file is hashed, in the
 * order of its name, so that province_hash names exactly this content; reading a file later gives what was hashed or fails. */
#include "core/province.h"
#include "base/buf.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/must.h"
#include "base/text.h"
#include "core/province_inside.h"
#include "core/q.h"
#include <dirent.h>
#include <errno.h>
#include <stdarg.h>
#include <sys/stat.h>

void finding_add(struct findings *f, const char *file, size_t line, const char *field, const char *reason_format, ...)
{
    struct finding *one = arena_new_one(f->arena, struct finding);
    va_list args;
    va_start(args, reason_format);
    one->reason = arena_vprintf(f->arena, reason_format, args);
    va_end(args);
    one->file = arena_strdup(f->arena, file);
    one->line = line;
    one->field = arena_strdup(f->arena, field);
    if (!f->end)
        f->end = &f->first;
    *f->end = one;
    f->end = &one->next;
    f->count++;
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Adds the files below folder/under to the list of p; hidden files and links to the outside are passed over. */
static void walk(struct province *p, struct findings *f, const char *under, int depth)
{
    const char *path = *under ? arena_printf(p->arena, "%s/%s", p->folder, under) : p->folder;
    DIR *dir = opendir(path);
    if (!dir) {
        finding_add(f, under, 0, "", "the folder cannot be read: %s", strerror(errno));
        return;
    }
    struct dirent *entry;
    while ((entry = readdir(dir))) {
        if (entry->d_name[0] == '.')
            continue;
        const char *name = *under ? arena_printf(p->arena, "%s/%s", under, entry->d_name) : arena_strdup(p->arena, entry->d_name);
        struct stat s;
        if (lstat(arena_printf(p->arena, "%s/%s", p->folder, name), &s) != 0)
            continue;
        if (S_ISDIR(s.st_mode) && depth < 6) {
            walk(p, f, name, depth + 1);
        } else if (S_ISREG(s.st_mode)) {
            p->files = arena_grow(p->arena, p->files, sizeof(char *), p->file_count, p->file_count + 1);
            p->files[p->file_count++] = name;
        }
    }
    closedir(dir);
}

static void hash_files(struct province *p, struct findings *f)
{
    struct sha256_stream all;
    sha256_begin(&all);
    for (size_t i = 0; i < p->file_count; i++) {
        struct arena *once = arena_new(PROVINCE_FILE_MAX * 2);
        size_t n;
        char *bytes = file_read(once, arena_printf(once, "%s/%s", p->folder, p->files[i]), PROVINCE_FILE_MAX, &n);
        if (!bytes) {
            finding_add(f, p->files[i], 0, "", "the file cannot be read: %s", strerror(errno));
        } else {
            uint8_t digest[SHA256_BYTES];
            sha256(bytes, n, digest);
            sha256_add(&all, p->files[i], strlen(p->files[i]) + 1);
            sha256_add(&all, digest, sizeof digest);
        }
        arena_free(once);
    }
    uint8_t digest[SHA256_BYTES];
    sha256_end(&all, digest);
    p->hash = hex_encode(p->arena, digest, sizeof digest);
}

enum result province_open(struct q *q, const char *folder, struct findings *f, struct province **ret)
{
    struct province *p = arena_new_one(q->arena, struct province);
    p->arena = q->arena;
    p->folder = arena_strdup(q->arena, folder);
    int before = f->count;
    walk(p, f, "", 0);
    if (p->file_count)
        qsort(p->files, p->file_count, sizeof(char *), compare_names);
    hash_files(p, f);
    size_t n;
    const char *info = province_file(p, f, "province.json", &n);
    if (info) {
        const char *why;
        p->info = json_read(q->arena, info, n, 20, &why);
        if (!p->info || !json_is_object(p->info))
            finding_add(f, "province.json", 0, "", "%s", p->info ? "must be one object" : why);
    }
    if (f->count > before || !p->info)
        return fail(q, INVALID, T("The province package has mistakes; run thubon check"));
    *ret = p;
    return OK;
}

const char *province_hash(const struct province *p)
{
    return p->hash;
}

const char *province_folder(const struct province *p)
{
    return p->folder;
}

json_t *province_info(const struct province *p)
{
    return p->info;
}

const char *province_text(const struct province *p, const char *pointer)
{
    const json_t *at = p->info;
    char name[80];
    while (at && *pointer) {
        size_t n = strcspn(pointer, ".");
        if (n >= sizeof name)
            return NULL;
        memcpy(name, pointer, n);
        name[n] = '\0';
        at = json_object_get(at, name);
        pointer += n + (pointer[n] == '.');
    }
    return json_is_string(at) ? json_string_value(at) : NULL;
}

const char *province_file(struct province *p, struct findings *f, const char *file, size_t *ret_n)
{
    const char *bytes = file_read(p->arena, arena_printf(p->arena, "%s/%s", p->folder, file), PROVINCE_FILE_MAX, ret_n);
    if (!bytes)
        finding_add(f, file, 0, "", "the file cannot be read: %s", strerror(errno));
    else if (!text_valid(bytes, *ret_n)) {
        finding_add(f, file, 0, "", "the file is not valid UTF-8");
        bytes = NULL;
    }
    return bytes;
}

size_t province_list(struct province *p, const char *folder, const char *ending, const char *const **ret)
{
    size_t count = 0;
    const char **names = arena_new_array(p->arena, const char *, p->file_count + 1);
    const char *prefix = arena_printf(p->arena, "%s/", folder);
    for (size_t i = 0; i < p->file_count; i++)
        if (text_starts(p->files[i], prefix) && text_ends(p->files[i], ending) && !strchr(p->files[i] + strlen(prefix), '/'))
            names[count++] = p->files[i];
    *ret = names;
    return count;
}

bool province_lists_module(const struct province *p, const char *module)
{
    struct findings quiet = {.arena = p->arena};
    size_t n, count;
    const char *list = province_file((struct province *)p, &quiet, "modules.list", &n);
    if (!list)
        return false;
    char **lines = text_split(p->arena, list, '\n', &count);
    for (size_t i = 0; i < count; i++)
        if (strcmp(text_clean(p->arena, lines[i]), module) == 0)
            return true;
    return false;
}
