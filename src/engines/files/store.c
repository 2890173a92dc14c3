/* The plain functions over the interface: what every store does in the same way. */
#include "base/arena.h"
#include "base/hash.h"
#include "engines/files/files.h"
#include <string.h>
#include <unistd.h>

bool file_digest_valid(const char *digest)
{
    return digest && strlen(digest) == FILE_DIGEST_LENGTH && strspn(digest, "0123456789abcdef") == FILE_DIGEST_LENGTH;
}

enum result file_put_begin(struct file_store *s, struct arena *a, int64_t max_bytes, struct file_writer **ret)
{
    return s->begin(s, a, max_bytes, ret);
}

enum result file_put_add(struct file_store *s, struct file_writer *w, const void *bytes, size_t n)
{
    return s->add(w, bytes, n);
}

enum result file_put_end(struct file_store *s, struct file_writer *w, struct stored_file *ret)
{
    return s->end(w, ret);
}

void file_put_cancel(struct file_store *s, struct file_writer *w)
{
    s->cancel(w);
}

enum result file_put(struct file_store *s, struct arena *a, const void *bytes, size_t n, struct stored_file *ret)
{
    struct file_writer *w;
    TRY(s->begin(s, a, (int64_t)n, &w));
    TRY(s->add(w, bytes, n));
    return s->end(w, ret);
}

enum result file_open(struct file_store *s, const char *digest, int *ret_fd, int64_t *ret_size)
{
    return file_digest_valid(digest) ? s->open(s, digest, ret_fd, ret_size) : PROBLEM_NOT_FOUND;
}

/* Reads all of fd from byte 0; false when it is not `size` bytes long or cannot be read. */
static bool read_whole(int fd, char *to, size_t size)
{
    for (size_t at = 0; at < size;) {
        ssize_t got = pread(fd, to + at, size - at, (off_t)at);
        if (got <= 0)
            return false;
        at += (size_t)got;
    }
    return true;
}

enum result file_get(struct file_store *s, struct arena *a, const char *digest, size_t max, char **ret_bytes, size_t *ret_n)
{
    int fd;
    int64_t size;
    TRY(file_open(s, digest, &fd, &size));
    enum result r = (uint64_t)size > max ? PROBLEM_TOO_LARGE : OK;
    if (r == OK) {
        *ret_bytes = arena_alloc(a, (size_t)size + 1);
        *ret_n = (size_t)size;
        r = read_whole(fd, *ret_bytes, *ret_n) ? OK : PROBLEM_STORAGE;
    }
    close(fd);
    return r;
}

bool file_exists(struct file_store *s, const char *digest)
{
    int fd;
    int64_t size;
    if (file_open(s, digest, &fd, &size) != OK)
        return false;
    close(fd);
    return true;
}

enum result file_verify(struct file_store *s, const char *digest)
{
    int fd;
    int64_t size;
    uint8_t found[SHA256_BYTES], wanted[SHA256_BYTES];
    char piece[65536];
    TRY(file_open(s, digest, &fd, &size));
    struct sha256_stream hash;
    sha256_begin(&hash);
    ssize_t got;
    int64_t at = 0;
    while ((got = pread(fd, piece, sizeof piece, (off_t)at)) > 0) {
        sha256_add(&hash, piece, (size_t)got);
        at += got;
    }
    close(fd);
    sha256_end(&hash, found);
    if (got < 0)
        return PROBLEM_STORAGE;
    return at == size && hex_decode(digest, wanted, sizeof wanted) && memcmp(found, wanted, sizeof wanted) == 0 ? OK : PROBLEM_BROKEN;
}

enum result file_delete(struct file_store *s, const char *digest)
{
    return file_digest_valid(digest) ? s->remove(s, digest) : PROBLEM_NOT_FOUND;
}

enum result file_each(struct file_store *s, enum result (*fn)(void *arg, const char *digest, int64_t size, int64_t stored_at), void *arg)
{
    return s->each(s, fn, arg);
}
