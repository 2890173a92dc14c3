/* A file handed in by a person: bounded, stored by digest, looked at in the jail, the finding in words. */
#pragma once
#include "base/result.h"
#include <jansson.h>
#include <stdint.h>

struct q;
struct upload;
#define UPLOAD_MOST (20 * INT64_C(1024) * 1024)

struct taken { const char *digest, *file_name, *kind; int64_t size, pages; const char *problem; /* msgids, one a line; NULL: nothing found */ };
/* INVALID with words on `field` when the file is refused; a warning is in problem and the file may be sent all the same. */
enum result upload_take(struct q *q, const struct upload *upload, const char *field, struct taken *ret);
/* The file behind a digest as the reply: shown in the browser, or saved under the name. */
enum result upload_send(struct q *q, const char *digest, const char *file_name);
