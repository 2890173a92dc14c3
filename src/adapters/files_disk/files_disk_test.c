#include "adapters/files_disk/files_disk.h"
#include "base/arena.h"
#include "base/file.h"
#include "base/test.h"
#include "base/text.h"
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static const char abc[] = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"; /* SHA-256 of "abc", FIPS 180-2 */

static const char *folder(struct arena *a)
{
    char *path = arena_strdup(a, "/tmp/thubon-files-XXXXXX");
    must(mkdtemp(path));
    return path;
}

static void remove_folder(struct arena *a, const char *path)
{
    must(system(arena_printf(a, "rm -rf '%s'", path)) == 0);
}

static int files_in(struct arena *a, const char *path)
{
    FILE *f = popen(arena_printf(a, "find '%s' -type f | wc -l", path), "r");
    int n = -1;
    must(f && fscanf(f, "%d", &n) == 1);
    pclose(f);
    return n;
}

TEST("a file is stored once under its digest and read back")
{
    const char *root = folder(a);
    struct file_store *s = files_disk_new(a, root);
    struct stored_file one, two;
    char *bytes;
    size_t n;
    CHECK(s);
    CHECK_OK(file_put(s, a, "abc", 3, &one));
    CHECK_TEXT(one.digest, abc);
    CHECK(one.size == 3 && !one.was_there);
    CHECK_OK(file_put(s, a, "abc", 3, &two));
    CHECK(two.was_there);
    CHECK_INT(files_in(a, root), 1);
    CHECK(access(arena_printf(a, "%s/ba/78/%s", root, abc), R_OK) == 0);
    CHECK_OK(file_get(s, a, abc, 100, &bytes, &n));
    CHECK(n == 3 && memcmp(bytes, "abc", 4) == 0);
    CHECK_INT(file_get(s, a, abc, 2, &bytes, &n), PROBLEM_TOO_LARGE);
    CHECK(file_exists(s, abc));
    CHECK_OK(file_verify(s, abc));
    CHECK_OK(file_delete(s, abc));
    CHECK_OK(file_delete(s, abc));
    CHECK(!file_exists(s, abc));
    CHECK_INT(file_verify(s, abc), PROBLEM_NOT_FOUND);
    remove_folder(a, root);
}

TEST("what is not a digest names no file, whatever it looks like")
{
    const char *root = folder(a);
    struct file_store *s = files_disk_new(a, root);
    static const char *const wrong[] = {"",
                                        "abc",
                                        "../../../../etc/passwd",
                                        "BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD",
                                        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015a/",
                                        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad0"};
    int fd;
    int64_t size;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        CHECK_INT(file_open(s, wrong[i], &fd, &size), PROBLEM_NOT_FOUND);
        CHECK_INT(file_delete(s, wrong[i]), PROBLEM_NOT_FOUND);
    }
    CHECK(!file_digest_valid(NULL));
    remove_folder(a, root);
}

TEST("a file that changed on the disk is found out")
{
    const char *root = folder(a), *path = arena_printf(a, "%s/ba/78/%s", root, abc);
    struct file_store *s = files_disk_new(a, root);
    struct stored_file f;
    CHECK_OK(file_put(s, a, "abc", 3, &f));
    chmod(path, 0600);
    CHECK(file_write_durably(path, "abd", 3));
    CHECK_INT(file_verify(s, abc), PROBLEM_BROKEN);
    CHECK_OK(file_put(s, a, "abc", 3, &f)); /* storing it again mends it */
    CHECK_OK(file_verify(s, abc));
    remove_folder(a, root);
}

TEST("a file over its limit, given up or forgotten leaves nothing")
{
    const char *root = folder(a);
    struct file_store *s = files_disk_new(a, root);
    struct file_writer *w;
    struct arena *request = arena_new(1 << 20);
    CHECK_OK(file_put_begin(s, request, 5, &w));
    CHECK_OK(file_put_add(s, w, "12345", 5));
    CHECK_INT(file_put_add(s, w, "6", 1), PROBLEM_TOO_LARGE);
    struct stored_file f;
    CHECK_INT(file_put_end(s, w, &f), PROBLEM_STORAGE);
    CHECK_OK(file_put_begin(s, request, 5, &w));
    file_put_cancel(s, w);
    CHECK_OK(file_put_begin(s, request, 5, &w));
    CHECK_OK(file_put_add(s, w, "123", 3));
    arena_free(request); /* the person closed the page */
    CHECK_INT(files_in(a, root), 0);
    remove_folder(a, root);
}

/* A limit on file sizes makes write() fail in the middle of a file. */
TEST("when the disk takes no more, nothing half written is kept")
{
    const char *root = folder(a);
    pid_t child = fork();
    must(child >= 0); /* or kill() below would mean everybody */
    if (child == 0) {
        struct arena *inside = arena_new(8 << 20);
        struct file_store *s = files_disk_new(inside, root);
        struct stored_file f;
        char *bytes = arena_alloc(inside, 100000);
        signal(SIGXFSZ, SIG_IGN);
        setrlimit(RLIMIT_FSIZE, &(struct rlimit){50000, 50000});
        must(freopen("/dev/null", "w", stderr));
        enum result r = file_put(s, inside, bytes, 100000, &f);
        _exit(r == OK ? 1 : 0);
    }
    int status;
    waitpid(child, &status, 0);
    CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    CHECK_INT(files_in(a, root), 0);
    remove_folder(a, root);
}

TEST("a really full disk is told apart, and what was stored before stays whole")
{
    const char *root = folder(a);
    if (geteuid() != 0 || system(arena_printf(a, "mount -t tmpfs -o size=64k thubon '%s' 2>/dev/null", root)) != 0) {
        remove_folder(a, root);
        test_skip("a small file system cannot be mounted here");
        return;
    }
    struct file_store *s = files_disk_new(a, root);
    struct stored_file f;
    char *bytes = arena_alloc(a, 200000);
    enum result first = file_put(s, a, "abc", 3, &f), second = file_put(s, a, bytes, 200000, &f);
    enum result intact = file_verify(s, abc);
    int count = files_in(a, root);
    must(system(arena_printf(a, "umount '%s'", root)) == 0);
    remove_folder(a, root);
    CHECK_OK(first);
    CHECK_INT(second, PROBLEM_FULL);
    CHECK_OK(intact);
    CHECK_INT(count, 1);
}

static void *store_same(void *store)
{
    struct arena *a = arena_new(1 << 20);
    struct stored_file f;
    intptr_t good = 0;
    for (int i = 0; i < 20; i++)
        good += file_put(store, a, &i, sizeof i, &f) == OK;
    arena_free(a);
    return (void *)good;
}

TEST("many threads storing the same files keep one of each")
{
    const char *root = folder(a);
    struct file_store *s = files_disk_new(a, root);
    pthread_t threads[4];
    for (int i = 0; i < 4; i++)
        pthread_create(&threads[i], NULL, store_same, s);
    for (int i = 0; i < 4; i++) {
        void *good;
        pthread_join(threads[i], &good);
        CHECK_INT((intptr_t)good, 20);
    }
    CHECK_INT(files_in(a, root), 20);
    remove_folder(a, root);
}

TEST("a writer killed at any moment leaves whole files only")
{
    const char *root = folder(a);
    for (int round = 0; round < 10; round++) {
        pid_t child = fork();
        must(child >= 0); /* or kill() below would mean everybody */
        if (child == 0) {
            struct arena *inside = arena_new(64 << 20);
            struct file_store *s = files_disk_new(inside, root);
            struct stored_file f;
            char *bytes = arena_alloc(inside, 300000);
            for (int i = 0;; i++) {
                memset(bytes, i, 300000);
                file_put(s, inside, bytes, (size_t)(1000 + i * 37 + round), &f);
            }
        }
        usleep(2000 + 3000 * (useconds_t)round);
        kill(child, SIGKILL);
        waitpid(child, NULL, 0);
    }
    struct file_store *s = files_disk_new(a, root);
    FILE *list = popen(arena_printf(a, "find '%s' -path '*/incoming/*' -prune -o -type f -printf '%%f\\n'", root), "r");
    char digest[100];
    int checked = 0;
    while (list && fscanf(list, "%99s", digest) == 1) {
        CHECK_OK(file_verify(s, digest));
        checked++;
    }
    pclose(list);
    CHECK(checked > 0);
    remove_folder(a, root);
}

static enum result count_one(void *arg, const char *digest, int64_t size, int64_t stored_at)
{
    int64_t *sum = arg;
    *sum += size;
    return file_digest_valid(digest) && stored_at > 0 ? OK : PROBLEM_BROKEN;
}

TEST("each visits all files, and old left-overs of a crash are removed at the start")
{
    const char *root = folder(a), *old = arena_printf(a, "%s/incoming/OLD", root), *new = arena_printf(a, "%s/incoming/NEW", root);
    struct file_store *s = files_disk_new(a, root);
    struct stored_file f;
    int64_t sum = 0;
    CHECK_OK(file_put(s, a, "abc", 3, &f));
    CHECK_OK(file_put(s, a, "defgh", 5, &f));
    CHECK(file_write_durably(old, "x", 1) && file_write_durably(new, "x", 1));
    struct timespec long_ago[2] = {{1000000000, 0}, {1000000000, 0}};
    utimensat(AT_FDCWD, old, long_ago, 0);
    files_disk_new(a, root);
    CHECK(access(old, F_OK) != 0 && access(new, F_OK) == 0);
    CHECK_OK(file_each(s, count_one, &sum));
    CHECK_INT(sum, 8);
    CHECK(files_disk_new(a, "/proc/nowhere") == NULL);
    remove_folder(a, root);
}
