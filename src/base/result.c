#include "base/result.h"
#include "base/must.h"

/* One row a line of problems.def, in its order; row 0 is OK. */
static const struct {
    int status;
    const char *slug, *title;
} problems[] = {
    {200, "ok", "All is well"},
#define PROBLEM(name, status, slug, title) {status, slug, title},
#include "base/problems.def"
#undef PROBLEM
};

int result_status(enum result r)
{
    must(r < RESULT_COUNT);
    return problems[r].status;
}

const char *result_slug(enum result r)
{
    must(r < RESULT_COUNT);
    return problems[r].slug;
}

const char *result_title(enum result r)
{
    must(r < RESULT_COUNT);
    return problems[r].title;
}
