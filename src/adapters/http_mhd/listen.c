/* Sockets to listen on. We make the Unix socket ourselves, because libmicrohttpd cannot and because its rights matter. */
#include "adapters/http_mhd/inside.h"
#include <arpa/inet.h>
#include <errno.h>
#include <stdbool.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

enum { BACKLOG = 511 };

int listen_unix(const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    if (strlen(path) >= sizeof address.sun_path) {
        errno = ENAMETOOLONG;
        return -1;
    }
    memcpy(address.sun_path, path, strlen(path));
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    unlink(path);
    mode_t before = umask(0117); /* 0660: the front's group, nobody else */
    bool bound = fd >= 0 && bind(fd, (struct sockaddr *)&address, sizeof address) == 0 && listen(fd, BACKLOG) == 0;
    umask(before);
    return bound ? fd : -1;
}

int listen_tcp(const char *where, int port)
{
    int on = 1, fd;
    struct sockaddr_in6 six = {.sin6_family = AF_INET6, .sin6_port = htons((uint16_t)port)};
    struct sockaddr_in four = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    bool is_six = inet_pton(AF_INET6, where, &six.sin6_addr) == 1;
    if (!is_six && inet_pton(AF_INET, where, &four.sin_addr) != 1) {
        errno = EADDRNOTAVAIL;
        return -1;
    }
    fd = socket(is_six ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return -1;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    const struct sockaddr *address = is_six ? (struct sockaddr *)&six : (struct sockaddr *)&four;
    if (bind(fd, address, is_six ? sizeof six : sizeof four) == 0 && listen(fd, BACKLOG) == 0)
        return fd;
    close(fd);
    return -1;
}
