/* What every function that can fail returns: OK, or one kind of problems.def. */
#pragma once

enum result {
    OK = 0,
#define PROBLEM(name, status, slug, title) PROBLEM_##name,
#include "base/problems.def"
#undef PROBLEM
    RESULT_COUNT
};

int result_status(enum result r);         /* HTTP status; 200 for OK */
const char *result_slug(enum result r);   /* "not-found"; "ok" for OK */
const char *result_title(enum result r);  /* English title (a msgid) */

/* Passes a failure up; the place that knew the cause has already said it with fail(). */
#define TRY(call)                                                                                  \
    do {                                                                                           \
        enum result try_result_ = (call);                                                          \
        if (try_result_ != OK)                                                                     \
            return try_result_;                                                                    \
    } while (0)
