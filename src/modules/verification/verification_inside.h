/* Shared by the files of this module. */
#pragma once
#include "core/http/http.h"
#include "core/input.h"
#include "modules/papers/papers.h"

enum verdict { VERDICT_GOOD, VERDICT_WITHDRAWN, VERDICT_CHANGED /* seal or bytes do not hold */, VERDICT_UNKNOWN, VERDICT_DOWN };
struct judgement {
    enum verdict verdict;
    struct paper_made paper; /* unless UNKNOWN or DOWN */
    struct paper_check check;
    bool mine;               /* the signed-in person is its owner */
    int64_t at;
};
/* Never fails for what it looks at: a register or store that does not answer is VERDICT_DOWN. TOO_MANY when an address tries too often. */
enum result judge(struct q *q, const char *code, struct judgement *ret);
const char *verdict_name(enum verdict v);              /* "valid" "withdrawn" "changed" "unknown" "unavailable" */
const char *masked_name(struct q *q, const char *name); /* "Trần N••••• A• N••••" */

struct find_input { const char *ma; };
struct file_input { const struct upload *tep; };
extern const struct input find_inputs[], file_inputs[];
route_handler verification_find, verification_file, verification_show, verification_compare, verification_seal, verification_certificate, verification_api,
    verification_short;
/* The page of a code; said: what comparing a file gave (NULL: none was compared), good: it was the same. */
enum result verification_page(struct q *q, const struct judgement *j, const char *said, bool good);
const char *digest_of(struct q *q, const struct upload *file);
