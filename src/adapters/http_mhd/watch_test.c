#include "adapters/http_mhd/inside.h"
#include "base/test.h"
#include <sys/socket.h>
#include <unistd.h>

TEST("a connection whose headers drip for too long is ended, one at rest is not")
{
    int slow[2], resting[2];
    char byte;
    CHECK(socketpair(AF_UNIX, SOCK_STREAM, 0, slow) == 0 && socketpair(AF_UNIX, SOCK_STREAM, 0, resting) == 0);
    struct watch *w = watch_start(1);
    CHECK(w != NULL);
    struct watched *a1 = watch_add(w, slow[0]), *a2 = watch_add(w, resting[0]);
    watch_rest(w, a2);
    ssize_t n = recv(slow[1], &byte, 1, 0); /* blocks until the watch shuts it */
    ssize_t other = recv(resting[1], &byte, 1, MSG_DONTWAIT);
    watch_remove(w, a1);
    watch_remove(w, a2);
    watch_stop(w);
    for (int i = 0; i < 2; i++) {
        close(slow[i]);
        close(resting[i]);
    }
    CHECK_INT(n, 0);
    CHECK_INT(other, -1);
}
