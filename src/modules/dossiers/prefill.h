/* What the state knows already: providers of facts about the signed-in person, by the first word of x-prefill ("person", "birth_notice",
 * "civil_status"). A new register is one provider and one line in prefill.c; forms name it by its root and need no change here.
 *
 * A provider asks a system outside, so it is never called inside a transaction, and it may be down: then the field is simply asked and
 * the page says that the register did not answer. */
#pragma once
#include "base/result.h"
#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

struct q;
struct form;

struct prefill_answer {
    const json_t *data;   /* object with the members the forms name; NULL: the register knows nothing about this person */
    const char *source;   /* as people read it: "Cơ sở dữ liệu quốc gia về dân cư" */
    int64_t at;
};
struct prefill_provider {
    const char *root;
    const char *data_name; /* vocabulary of components.csv: what a paper can be replaced by ("population_db") */
    enum result (*ask)(struct q *q, const char *person_number, struct prefill_answer *ret); /* OUTSIDE: no answer */
};
extern const struct prefill_provider prefill_providers[]; /* .root NULL at the end */

/* Asks every register that the form names and fills draft and known. *meta remembers what answered ("sources": data_name -> {label, at}) and
 * what did not ("silent": [data_name]). */
enum result prefill_form(struct q *q, const struct form *form, const char *person_number, json_t **draft, json_t **known, json_t *meta);
/* Another person of the form, found by number and name together: fills what is empty below `under`. *ret_found false: no such person, or no answer. */
enum result prefill_person(struct q *q, const struct form *form, const char *under, const char *number, const char *full_name, json_t **draft,
                           json_t **known, bool *ret_found);
