/* The child's side. Order matters: everything that needs rights is done first (limits, reading the file into memory), then the door is
 * locked, then the strangers' bytes are parsed. */
#include "adapters/parse_jail/child.h"
#include "base/arena.h"
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

enum { EXIT_GOOD = 0, EXIT_ARGUMENTS = 2, EXIT_LOCK = 3, EXIT_READ = 4, EXIT_ANSWER = 5 };
struct terms {
    struct file_limits limits;
    long long time_limit_ms, memory_bytes;
};

static bool read_terms(const char *text, struct terms *ret)
{
    long long max_bytes, max_pixels, max_unpacked;
    struct file_limits *l = &ret->limits;
    int n = sscanf(text, "%u,%lld,%lld,%lld,%d,%d,%d,%d,%lld,%lld", &l->kinds, &max_bytes, &max_pixels, &max_unpacked, &l->max_ratio,
                   &l->max_entries, &l->max_pages, &l->min_dpi, &ret->time_limit_ms, &ret->memory_bytes);
    l->max_bytes = max_bytes;
    l->max_pixels = max_pixels;
    l->max_unpacked = max_unpacked;
    return n == 10;
}

static bool limit(int resource, rlim_t most)
{
    return setrlimit(resource, &(struct rlimit){most, most}) == 0;
}

static bool set_limits(const struct terms *t)
{
    rlim_t seconds = (rlim_t)(t->time_limit_ms / 1000 + 1);
    return limit(RLIMIT_CPU, seconds) && limit(RLIMIT_CORE, 0) && limit(RLIMIT_FSIZE, 0) && limit(RLIMIT_NOFILE, 3) &&
           limit(RLIMIT_NPROC, 0) && (t->memory_bytes == 0 || limit(RLIMIT_AS, (rlim_t)t->memory_bytes));
}

/* What pure computation needs: memory, reading and writing open descriptors, the clock, exit. Anything else kills the process. Memory that
 * can be executed cannot be asked for. */
static bool lock(void)
{
    static const int allowed[] = {SCMP_SYS(read),         SCMP_SYS(write),   SCMP_SYS(brk),       SCMP_SYS(munmap),
                                  SCMP_SYS(mremap),       SCMP_SYS(madvise), SCMP_SYS(futex),     SCMP_SYS(clock_gettime),
                                  SCMP_SYS(rt_sigreturn), SCMP_SYS(exit),    SCMP_SYS(exit_group)};
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
    bool ok = filter != NULL;
    for (size_t i = 0; ok && i < sizeof allowed / sizeof *allowed; i++)
        ok = seccomp_rule_add(filter, SCMP_ACT_ALLOW, allowed[i], 0) == 0;
    ok = ok && seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 2, SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0),
                                SCMP_A3(SCMP_CMP_MASKED_EQ, MAP_ANONYMOUS, MAP_ANONYMOUS)) == 0;
    ok = ok && seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1, SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)) == 0;
    ok = ok && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && seccomp_load(filter) == 0;
    if (filter)
        seccomp_release(filter);
    return ok;
}

static char *read_file(struct arena *a, int64_t most, size_t *ret_n)
{
    struct stat found;
    if (fstat(0, &found) != 0 || found.st_size > most)
        return NULL;
    char *bytes = arena_alloc(a, (size_t)found.st_size + 1);
    for (*ret_n = 0; *ret_n < (size_t)found.st_size;) {
        ssize_t got = read(0, bytes + *ret_n, (size_t)found.st_size - *ret_n);
        if (got <= 0)
            return NULL;
        *ret_n += (size_t)got;
    }
    return bytes;
}

static bool answer(const struct buf *b)
{
    size_t at = 0;
    while (at < b->length && !b->overflow) {
        ssize_t put = write(1, b->data + at, b->length - at);
        if (put <= 0)
            return false;
        at += (size_t)put;
    }
    return !b->overflow;
}

int parse_jail_child_with(int argc, char **argv, jail_parser *parser)
{
    struct terms t;
    if (argc < 3 || !read_terms(argv[2], &t))
        return EXIT_ARGUMENTS;
    size_t n = 0;
    struct arena *a = arena_new((size_t)t.limits.max_bytes * 4 + (256 << 20));
    char *bytes = set_limits(&t) ? read_file(a, t.limits.max_bytes, &n) : NULL;
    if (!bytes)
        return EXIT_READ;
    if (!lock())
        return EXIT_LOCK;
    struct file_report report;
    struct buf out;
    parser(a, (const uint8_t *)bytes, n, &t.limits, &report);
    buf_init(&out, a, 32768);
    file_report_write(&out, &report);
    return answer(&out) ? EXIT_GOOD : EXIT_ANSWER;
}

int parse_jail_child(int argc, char **argv)
{
    return parse_jail_child_with(argc, argv, file_inspect);
}
