/* Shared by the files of this folder. */
#pragma once
#include "base/result.h"
#include <stddef.h>
#include <stdint.h>

struct findings;
struct province;
struct q;

/* A figure of a past year as a document states it; numerator and denominator where the document gives them. */
struct figure {
    const char *label_vi, *label_en;
    double value;
    bool percent;
    const char *detail_vi, *detail_en, *period, *source_vi, *source_en;
};
size_t portal_figures(const struct figure **ret); /* in the order of the package */
void portal_check(struct q *q, struct province *p, struct findings *f);
enum result portal_start(struct q *q, struct province *p);

struct event_input { const char *id; };
enum result portal_answer_home(struct q *q, const void *input);
enum result portal_answer_event(struct q *q, const void *input);
enum result portal_answer_help(struct q *q, const void *input);
enum result portal_answer_accessibility(struct q *q, const void *input);
enum result portal_answer_personal_data(struct q *q, const void *input);
enum result portal_answer_developers(struct q *q, const void *input);
enum result portal_answer_site_map(struct q *q, const void *input);
enum result portal_answer_robots(struct q *q, const void *input);
enum result portal_answer_sitemap_xml(struct q *q, const void *input);
enum result portal_answer_manifest(struct q *q, const void *input);
