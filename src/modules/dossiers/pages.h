/* The handlers of this module's routes (routes.c) and what their pages share. */
#pragma once
#include "core/http/http.h"
#include "core/input.h"
#include "modules/dossiers/draft.h"

struct dispute_input { const char *name, *words; };
struct start_input { const char *place, *whom; };
struct draft_file_input { const struct upload *file; const char *digest, *code; int64_t id; };
struct submit_input { bool declare; };
struct track_input { const char *ma, *so; };
struct reason_input { const char *note; };
struct rate_input { int64_t rating; const char *note; };
struct act_input { const json_t *body; };

extern const struct input start_inputs[], dispute_inputs[], draft_file_inputs[], submit_inputs[], track_inputs[], reason_inputs[], rate_inputs[];

route_handler start_show, start_go, draft_show, draft_delete_go, step_show, step_save, step_autosave, step_dispute, papers_show, papers_add, papers_reuse,
    papers_remove, check_show, check_submit, receipt_show, dossier_show, track_show, track_find, mine_show, supplement_show, supplement_answer, withdraw_show,
    withdraw_go, rate_go, paper_send, api_submit, api_get, api_list, api_act;

enum result draft_to_receipt(struct q *q, const struct draft *d); /* redirects to the receipt of the dossier it became */
const char *draft_saved_words(struct q *q, const struct draft *d);
const char *dossier_url(struct q *q, const struct dossier *d, const char *rest); /* "/ho-so/CODE/REST" */
/* The dossier at {code} of the address, if the signed-in person is its applicant or typed it. */
enum result dossier_of_address(struct q *q, struct dossier *ret);
const char *size_words(struct q *q, int64_t bytes); /* "1,8 MB" */
const char *day_words(struct q *q, int64_t t);      /* "17:00 Thứ Hai 16/11/2026" */
