/* multipart/form-data (RFC 7578 on RFC 2046): a bounded parser of a body that lies whole in memory. Files are not copied: they point
 * into the body. Pure; fuzzed. Refused as a whole: no or a doubled boundary parameter, a part without name, part headers over 4 KiB, more
 * than PAIRS_MOST fields or 100 files, a missing last boundary (the sender broke off), text that is not UTF-8, Content-Transfer-Encoding
 * other than binary, 8bit or 7bit (RFC 7578, 4.7). */
#pragma once
#include "core/http/query.h"
#include "core/input.h"
#include <stdbool.h>

struct file_part {
    const char *field;
    struct upload upload;
    struct file_part *next;
};
struct file_parts {
    struct file_part *first, **end;
    size_t count;
};

/* content_type: the request's header. A file input left empty by the browser (no name, no bytes) is dropped. */
bool multipart_parse(struct arena *a, const char *content_type, const char *body, size_t n, struct pairs *fields, struct file_parts *files);
/* Value of a parameter of a header ("multipart/form-data; boundary=x"), quoted or not; NULL when absent or doubled. */
const char *header_parameter(struct arena *a, const char *header, const char *name);
