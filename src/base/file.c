#include "base/file.h"
#include "base/arena.h"
#include "base/id.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static ssize_t read_again(int fd, char *to, size_t n)
{
    ssize_t got;
    do
        got = read(fd, to, n);
    while (got < 0 && errno == EINTR);
    return got;
}

/* The size that the system tells is only where to begin: files grow, and those of /proc say 0. */
static char *read_open_file(struct arena *a, int fd, size_t max, size_t *ret_n)
{
    struct stat st;
    if (fstat(fd, &st) != 0)
        return NULL;
    if (S_ISREG(st.st_mode) && (uint64_t)st.st_size > max) {
        errno = EFBIG;
        return NULL;
    }
    size_t capacity = st.st_size > 0 ? (size_t)st.st_size + 1 : 4096, n = 0;
    char *bytes = arena_alloc(a, capacity);
    for (;;) {
        ssize_t got = read_again(fd, bytes + n, capacity - n);
        if (got < 0)
            return NULL;
        if (got == 0)
            break;
        n += (size_t)got;
        if (n > max) {
            errno = EFBIG;
            return NULL;
        }
        if (n == capacity) {
            bytes = arena_grow(a, bytes, 1, capacity, capacity * 2);
            capacity *= 2;
        }
    }
    bytes[n] = '\0';
    if (ret_n)
        *ret_n = n;
    return bytes;
}

char *file_read(struct arena *a, const char *path, size_t max, size_t *ret_n)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return NULL;
    char *bytes = read_open_file(a, fd, max, ret_n);
    int why = errno;
    close(fd);
    errno = why;
    return bytes;
}

static bool write_all(int fd, const char *bytes, size_t n)
{
    while (n > 0) {
        ssize_t written = write(fd, bytes, n);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return false;
        bytes += written;
        n -= (size_t)written;
    }
    return true;
}

static bool write_new_file(const char *path, const void *bytes, size_t n)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (fd < 0)
        return false;
    bool written = write_all(fd, bytes, n) && fsync(fd) == 0;
    return close(fd) == 0 && written;
}

/* The new name is only durable once its folder is. */
static bool sync_folder_of(const char *path)
{
    char folder[PATH_MAX];
    const char *slash = strrchr(path, '/');
    int n = !slash ? snprintf(folder, sizeof folder, ".") : snprintf(folder, sizeof folder, "%.*s", (int)(slash - path + 1), path);
    if (n < 0 || (size_t)n >= sizeof folder)
        return false;
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return false;
    bool done = fsync(fd) == 0;
    close(fd);
    return done;
}

bool file_write_durably(const char *path, const void *bytes, size_t n)
{
    char temporary[PATH_MAX];
    int length = snprintf(temporary, sizeof temporary, "%s.new-%016llx", path, (unsigned long long)id_new());
    if (length < 0 || (size_t)length >= sizeof temporary) {
        errno = ENAMETOOLONG;
        return false;
    }
    if (write_new_file(temporary, bytes, n) && rename(temporary, path) == 0)
        return sync_folder_of(path);
    int why = errno;
    unlink(temporary);
    errno = why;
    return false;
}

static bool is_directory(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

bool directory_make(const char *path)
{
    char at[PATH_MAX];
    size_t n = strlen(path);
    if (n == 0 || n >= sizeof at)
        return false;
    memcpy(at, path, n + 1);
    for (char *slash = strchr(at + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        if (mkdir(at, 0777) != 0 && errno != EEXIST)
            return false;
        *slash = '/';
    }
    return mkdir(at, 0777) == 0 || is_directory(at);
}
