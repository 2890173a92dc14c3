/* The web server of core/http/http.h on libmicrohttpd (http_server_start, http_server_stop). */
#pragma once
struct http_server;
int http_server_port(const struct http_server *s); /* the TCP port it really has (asked for 0: any free one); 0 on a Unix socket */
