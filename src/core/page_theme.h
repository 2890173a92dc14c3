/* How the province presents itself, from province.json: names, contacts, colours. In tests without a package: empty texts. */
#pragma once
#include "base/result.h"

struct q;
struct theme {
    const char *province, *portal, *organisation, *note, *demo; /* demo: NULL unless the data is invented */
    const char *hotline, *hotline_digits, *hotline_name, *hotline_note;
    const char *colour; /* of the browser's frame */
};
void page_theme(struct q *q, struct theme *ret);
/* The route /assets/theme.css: the package's colours over those of the build, as CSS custom properties. */
enum result page_theme_css(struct q *q, const void *input);
