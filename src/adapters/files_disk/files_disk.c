/* One file per digest. Bytes go to ROOT/incoming/<random>, are flushed, and are renamed to their place; the rename is atomic, so a reader
 * sees a whole file or none, and a crash leaves at most a file in `incoming`, which the next start removes. Writing the same bytes
 * twice at the same time is harmless: both renames put the same content in the same place. */
#include "adapters/files_disk/files_disk.h"
#include "base/arena.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/id.h"
#include "base/log.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct disk {
    struct file_store store;
    const char *root;
};
struct file_writer {
    struct disk *disk;
    struct arena *a;
    int fd; /* -1: gone */
    const char *path;
    int64_t size, max;
    struct sha256_stream hash;
};

static enum result trouble(const char *what)
{
    int error = errno;
    log_wrong("files.disk", LOG_S("what", what), LOG_S("why", strerror(error)));
    return error == ENOSPC || error == EDQUOT ? PROBLEM_FULL : PROBLEM_STORAGE;
}

static const char *place_of(struct arena *a, const struct disk *d, const char *digest)
{
    return arena_printf(a, "%s/%.2s/%.2s/%s", d->root, digest, digest + 2, digest);
}

static void writer_cancel(struct file_writer *w)
{
    if (w->fd < 0)
        return;
    close(w->fd);
    unlink(w->path);
    w->fd = -1;
}

static void writer_drop(void *w)
{
    writer_cancel(w);
}

static enum result disk_begin(struct file_store *s, struct arena *a, int64_t max_bytes, struct file_writer **ret)
{
    struct disk *d = (struct disk *)s;
    struct file_writer *w = arena_new_one(a, struct file_writer);
    *w = (struct file_writer){.disk = d, .a = a, .max = max_bytes, .path = arena_printf(a, "%s/incoming/%s", d->root, random_token(a, 26))};
    w->fd = open(w->path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (w->fd < 0)
        return trouble("open");
    sha256_begin(&w->hash);
    arena_on_free(a, writer_drop, w);
    *ret = w;
    return OK;
}

static enum result disk_add(struct file_writer *w, const void *bytes, size_t n)
{
    if (w->fd < 0)
        return PROBLEM_STORAGE;
    if ((int64_t)n > w->max - w->size) {
        writer_cancel(w);
        return PROBLEM_TOO_LARGE;
    }
    sha256_add(&w->hash, bytes, n);
    w->size += (int64_t)n;
    for (const char *at = bytes; n > 0;) {
        ssize_t put = write(w->fd, at, n);
        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0) {
            enum result r = trouble("write");
            writer_cancel(w);
            return r;
        }
        at += put;
        n -= (size_t)put;
    }
    return OK;
}

static bool sync_folder(const char *path)
{
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool ok = fd >= 0 && fsync(fd) == 0;
    if (fd >= 0)
        close(fd);
    return ok;
}

/* Folder ROOT/ab/cd; each new level is itself made durable in the level above. */
static bool make_folder(struct file_writer *w, const char *digest)
{
    const char *root = w->disk->root, *first = arena_printf(w->a, "%s/%.2s", root, digest),
               *second = arena_printf(w->a, "%s/%.2s", first, digest + 2);
    bool made_first = mkdir(first, 0700) == 0;
    if (!made_first && errno != EEXIST)
        return false;
    bool made_second = mkdir(second, 0700) == 0;
    if (!made_second && errno != EEXIST)
        return false;
    return (!made_first || sync_folder(root)) && (!made_second || sync_folder(first));
}

static enum result disk_end(struct file_writer *w, struct stored_file *ret)
{
    uint8_t digest[SHA256_BYTES];
    struct stat there;
    if (w->fd < 0)
        return PROBLEM_STORAGE;
    sha256_end(&w->hash, digest);
    *ret = (struct stored_file){.size = w->size};
    memcpy(ret->digest, hex_encode(w->a, digest, sizeof digest), FILE_DIGEST_LENGTH + 1);
    const char *place = place_of(w->a, w->disk, ret->digest);
    const char *folder = arena_strndup(w->a, place, strlen(place) - FILE_DIGEST_LENGTH - 1);
    ret->was_there = stat(place, &there) == 0;
    if (!make_folder(w, ret->digest) || fsync(w->fd) != 0 || fchmod(w->fd, 0400) != 0 || rename(w->path, place) != 0 ||
        !sync_folder(folder)) {
        enum result r = trouble("keep");
        writer_cancel(w); /* when even the rename happened, the file is whole and only not known to be durable: the caller tries again */
        return r;
    }
    close(w->fd);
    w->fd = -1;
    return OK;
}

static enum result disk_open(struct file_store *s, const char *digest, int *ret_fd, int64_t *ret_size)
{
    const struct disk *d = (const struct disk *)s;
    char path[4096];
    struct stat found;
    int n = snprintf(path, sizeof path, "%s/%.2s/%.2s/%s", d->root, digest, digest + 2, digest);
    if (n < 0 || (size_t)n >= sizeof path)
        return PROBLEM_STORAGE;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0)
        return errno == ENOENT ? PROBLEM_NOT_FOUND : trouble("open");
    if (fstat(fd, &found) != 0) {
        close(fd);
        return trouble("stat");
    }
    *ret_fd = fd;
    *ret_size = found.st_size;
    return OK;
}

static enum result disk_remove(struct file_store *s, const char *digest)
{
    const struct disk *d = (const struct disk *)s;
    struct arena *a = arena_new(16384);
    enum result r = unlink(place_of(a, d, digest)) == 0 || errno == ENOENT ? OK : trouble("remove");
    arena_free(a);
    return r;
}

struct visit {
    enum result (*fn)(void *arg, const char *digest, int64_t size, int64_t stored_at);
    void *arg;
};

static enum result visit_folder(const char *path, int depth, const struct visit *v)
{
    DIR *folder = opendir(path);
    enum result r = OK;
    if (!folder)
        return errno == ENOENT ? OK : trouble("list");
    for (struct dirent *e; r == OK && (e = readdir(folder));) {
        char below[4096];
        struct stat found;
        int n = snprintf(below, sizeof below, "%s/%s", path, e->d_name);
        if (n < 0 || (size_t)n >= sizeof below || e->d_name[0] == '.')
            continue;
        if (depth < 2 && strlen(e->d_name) == 2)
            r = visit_folder(below, depth + 1, v);
        else if (depth == 2 && file_digest_valid(e->d_name) && stat(below, &found) == 0)
            r = v->fn(v->arg, e->d_name, found.st_size, (int64_t)found.st_mtim.tv_sec * SECOND + found.st_mtim.tv_nsec / 1000);
    }
    closedir(folder);
    return r;
}

static enum result disk_each(struct file_store *s, enum result (*fn)(void *arg, const char *digest, int64_t size, int64_t stored_at),
                             void *arg)
{
    struct visit v = {fn, arg};
    return visit_folder(((struct disk *)s)->root, 0, &v);
}

/* What a crash left behind. Another process may be writing at this moment: only files untouched for an hour. */
static void sweep_incoming(const char *path)
{
    DIR *folder = opendir(path);
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now); /* file times are the machine's, not the settable clock's */
    for (struct dirent *e; folder && (e = readdir(folder));) {
        struct stat found;
        if (e->d_name[0] != '.' && fstatat(dirfd(folder), e->d_name, &found, 0) == 0 && now.tv_sec - found.st_mtime > 3600)
            unlinkat(dirfd(folder), e->d_name, 0);
    }
    if (folder)
        closedir(folder);
}

struct file_store *files_disk_new(struct arena *a, const char *root)
{
    struct disk *d = arena_new_one(a, struct disk);
    const char *incoming = arena_printf(a, "%s/incoming", root);
    if (!directory_make(incoming) || access(incoming, W_OK) != 0)
        return NULL;
    sweep_incoming(incoming);
    d->root = arena_strdup(a, root);
    d->store = (struct file_store){
        arena_printf(a, "disk:%s", root), disk_begin, disk_add, disk_end, writer_cancel, disk_open, disk_remove, disk_each};
    return &d->store;
}
