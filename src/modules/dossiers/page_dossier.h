/* The page of one dossier; see page_dossier.c. */
#pragma once
#include "modules/dossiers/dossiers.h"
/* mine: the applicant's own page; else reached by code and second factor. */
enum result dossier_page(struct q *q, const struct dossier *d, bool mine);
/* The list of what is missing while the office waits for it ([{field, paper, name, reason}]); NULL otherwise. */
enum result dossier_asked(struct q *q, const struct dossier *d, json_t **ret);
