/* Any bytes as what a province package may hold: the first one chooses between a Mustache text, a regular expression with a text to match
 * (divided by a line end), a form and a paper. */
#include "base/arena.h"
#include "engines/forms/form.h"
#include "engines/forms/pattern.h"
#include "engines/papers/mustache.h"
#include "engines/papers/paper.h"
#include <string.h>

static void fuzz_mustache(struct arena *a, const char *text)
{
    struct buf b;
    const char *why;
    buf_init(&b, a, 100000);
    json_t *data = json_pack("{s:s,s:[i,i],s:{s:s}}", "x", "y", "l", 1, 2, "o", "p", "q");
    mustache_render(&b, text, data, MUSTACHE_HTML, NULL, NULL, &why);
    json_decref(data);
}

static void fuzz_pattern(struct arena *a, char *text)
{
    char *line = strchr(text, '\n');
    const char *why;
    if (!line)
        return;
    *line = '\0';
    const struct pattern *p = pattern_compile(a, text, &why);
    if (p)
        pattern_matches(p, line + 1);
}

/* A form that compiles must bear its own example, whatever that is. */
static void fuzz_form(struct arena *a, const char *text)
{
    const struct form *f = form_compile(a, text, strlen(text), NULL);
    if (!f)
        return;
    form_steps(a, f, form_example(f, 0), NULL);
    form_summary(a, f, form_example(f, 0), NULL, NULL, LANGUAGE_VI);
    form_validate(a, f, form_finish(a, f, form_example(f, 0)));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    if (n == 0)
        return 0;
    struct arena *a = arena_new(512 << 20);
    char *text = arena_strndup(a, (const char *)bytes + 1, n - 1);
    switch (bytes[0] % 4) {
    case 0:
        fuzz_mustache(a, text);
        break;
    case 1:
        fuzz_pattern(a, text);
        break;
    case 2:
        fuzz_form(a, text);
        break;
    case 3:
        paper_compile(a, text, strlen(text), NULL);
        break;
    }
    arena_free(a);
    return 0;
}
