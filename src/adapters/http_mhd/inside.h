/* Shared by the files of http_mhd. */
#pragma once

/* A listening socket, or -1 and errno. */
int listen_unix(const char *path); /* 0660; an old socket of that name is taken away */
int listen_tcp(const char *where, int port);

/* libmicrohttpd's time-out counts silence; a client that drips a byte now and then would hold its thread for ever. The watch ends
 * connections whose headers have been on the way for too long. */
struct watch;
struct watched;
struct watch *watch_start(int seconds); /* NULL when no thread could be made */
void watch_stop(struct watch *w);
struct watched *watch_add(struct watch *w, int fd);  /* headers are being waited for, from now on */
void watch_wait(struct watch *w, struct watched *c); /* again: the next request of this connection has begun */
void watch_rest(struct watch *w, struct watched *c); /* headers are complete */
void watch_remove(struct watch *w, struct watched *c);
