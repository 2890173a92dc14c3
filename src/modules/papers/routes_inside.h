/* The handlers of this module's routes. */
#pragma once
#include "core/http/http.h"
#include "core/input.h"
#include "modules/papers/papers_inside.h"

struct register_input { int32_t tu, den; };
struct save_input { const json_t *all; };
struct upload_input { const struct upload *tep; };
struct withdraw_input { const char *why; };
extern const struct input register_inputs[], save_inputs[], upload_inputs[], withdraw_inputs[];

route_handler papers_send_slip, papers_send_control, papers_send_paper, papers_send_register, papers_show_office, papers_save, papers_preview, papers_upload,
    papers_withdraw_go;
enum result papers_reply(struct q *q, const void *pdf, size_t n, const char *name); /* shown in the browser, kept nowhere */
/* The dossier of the address, if the acting person may see it (logged for officers). */
enum result papers_dossier_of_address(struct q *q, const char *purpose, struct dossier *ret);
