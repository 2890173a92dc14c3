/* SQLite lets one process write at a time, but lets whoever asks at the right instant go first: a busy process can starve another. So
 * processes queue by locks on a small file beside the database (PATH-turn), of which the kernel frees those of a dead process:
 *     byte 0, the queue: held by the one who is next; byte 1, the turn: held by the one who writes; byte 2: shared by all who have the
 *     database open, alone by a restore.
 * Who gives the turn back and wants it again finds the queue taken by the one who waited meanwhile. Open-file-description locks are
 * used because they belong to the descriptor, not to the process, and because closing other files does not drop them. */
#include "adapters/db_sqlite/inside.h"
#include "base/clock.h"
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

enum place { QUEUE, TURN, OPEN };
enum { POLL_NANOSECONDS = 300000 };

static bool try_lock(const struct turn *t, enum place place, short kind)
{
    struct flock lock = {.l_type = kind, .l_whence = SEEK_SET, .l_start = place, .l_len = 1};
    int r;
    do
        r = fcntl(t->file, F_OFD_SETLK, &lock);
    while (r < 0 && errno == EINTR);
    return r == 0;
}

static bool wait_lock(const struct turn *t, enum place place, short kind, int64_t until)
{
    while (!try_lock(t, place, kind)) {
        if (clock_monotonic() > until)
            return false;
        nanosleep(&(struct timespec){.tv_nsec = POLL_NANOSECONDS}, NULL);
    }
    return true;
}

static int64_t patience(void)
{
    return clock_monotonic() + BUSY_MILLISECONDS * INT64_C(1000);
}

enum result turn_open(struct q *q, const char *path, struct turn *t)
{
    t->file = open(arena_printf(q->arena, "%s-turn", path), O_RDWR | O_CREAT | O_CLOEXEC, 0640);
    if (t->file < 0)
        return fail(q, STORAGE, T("The folder of the database cannot be written"));
    if (wait_lock(t, OPEN, F_RDLCK, clock_monotonic() + SECOND))
        return OK;
    turn_close(t);
    return fail(q, BUSY, T("The database is being restored"));
}

void turn_close(struct turn *t)
{
    if (t->file >= 0)
        close(t->file);
    t->file = -1;
}

bool turn_take(struct turn *t)
{
    int64_t until = patience();
    if (!wait_lock(t, QUEUE, F_WRLCK, until))
        return false;
    bool taken = wait_lock(t, TURN, F_WRLCK, until);
    try_lock(t, QUEUE, F_UNLCK);
    return taken;
}

void turn_give(struct turn *t)
{
    try_lock(t, TURN, F_UNLCK);
}

bool turn_alone(struct turn *t)
{
    return try_lock(t, OPEN, F_WRLCK);
}
