/* Larger text and stronger contrast: the reader's wish, kept in a cookie of this browser ("chu-lon tuong-phan-cao"). */
#pragma once
#include "base/result.h"
#include <stdbool.h>

struct q;
struct preferences {
    bool large_text, strong_contrast;
    const char *html_class; /* NULL: none */
};
void preferences_read(struct q *q, struct preferences *ret);
enum result preferences_show(struct q *q, const void *input); /* GET /tuy-chon */
enum result preferences_set(struct q *q,
                            const void *input); /* POST /hien-thi: chu=lon|thuong, tuong-phan=cao|thuong, ve=where to go back */
