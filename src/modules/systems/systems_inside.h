/* Shared by the files of this folder. */
#pragma once
#include "base/result.h"
#include <stddef.h>
#include <stdint.h>

struct findings;
struct province;
struct q;

struct system_entry {
    const char *id, *name_vi, *name_en, *kind, *owner_vi, *owner_en, *owner_unit_id, *purpose_vi, *purpose_en, *figures_vi, *figures_en, *seed_refs;
    const char *status_2023, *basis, *today, *where, *note_vi, *note_en;
    const char *folded; /* names and owners, for search */
};
size_t systems_all(const struct system_entry **ret); /* in the order of the package */
const struct system_entry *systems_find(const char *id);

/* The words for a code of the table ("running" -> "Running"): msgids. */
const char *systems_kind_words(const char *kind);
const char *systems_status_words(const char *status);
const char *systems_today_words(const char *today);
const char *systems_status_tag(const char *status); /* class of the tag: "ok", "wait", "none", "ext" */
const char *systems_today_tag(const char *today);

/* Those that pass the filters (each may be NULL), in the package's order. */
struct systems_filter { const char *q, *loai, *tinhtrang, *nay; };
size_t systems_filtered(struct q *q, const struct systems_filter *f, const struct system_entry ***ret);

void systems_check(struct q *q, struct province *p, struct findings *f);
enum result systems_start(struct q *q, struct province *p);

struct one_input { const char *id; };
struct api_input { const char *q, *kind, *status_2023, *today; };
enum result systems_answer_list(struct q *q, const void *input);
enum result systems_answer_csv(struct q *q, const void *input);
enum result systems_answer_one(struct q *q, const void *input);
enum result systems_api_list(struct q *q, const void *input);
enum result systems_api_one(struct q *q, const void *input);
