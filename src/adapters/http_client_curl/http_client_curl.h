/* Calls to systems outside (core/http_client.h) by libcurl. */
#pragma once
#include "core/http_client.h"

extern const struct http_client http_client_curl;
/* Once, before the first call. ca_file: certificates that are trusted instead of the machine's (a province's own authority); may be NULL.
 */
void http_client_curl_start(const char *ca_file);
