/* What the parsers of this folder share; private. */
#pragma once
#include "base/arena.h"
#include "base/unpack.h"
#include "engines/files/check.h"

struct inspection {
    struct arena *a;
    const uint8_t *bytes;
    size_t n;
    const struct file_limits *limits;
    struct file_report *report;
    int64_t unpacked; /* so far, of everything that was inflated */
};
void report_add(struct file_report *r, const char *code); /* once each; unknown codes are our bug */
bool report_has(const struct file_report *r, const char *code);
void report_set_kind(struct file_report *r, enum file_kind kind);

void inspect_png(struct inspection *i);
void inspect_jpeg(struct inspection *i);
void inspect_zip(struct inspection *i);
void inspect_pdf(struct inspection *i);

/* Does a ZIP archive end at the end of these bytes? (Its directory stands last, so one can be hidden behind anything.) */
bool zip_ends_here(const uint8_t *bytes, size_t n);
/* Where `what` begins in the first n bytes; n when it does not. */
size_t bytes_find(const uint8_t *bytes, size_t n, const char *what);

/* unpack_bounded within what this file may still unpack; counts into i->unpacked. */
enum unpack_end inspect_unpack(struct inspection *i, const uint8_t *packed, size_t n, bool bare, uint8_t *to, size_t most, size_t *ret_n, uint32_t *ret_crc);
