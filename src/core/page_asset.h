/* The built files of web/ (settings.web): for core/http/static.c; pages use page_asset of page.h. */
#pragma once

struct q;
struct asset {
    const char *name, *hashed, *content_type, *url;
}; /* "site.css", "site.3f2a.css", "text/css; charset=utf-8", "/assets/site.3f2a.css" */
const struct asset *asset_by_hashed_name(const struct q *q, const char *hashed); /* NULL when there is none */
