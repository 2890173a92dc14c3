/* The menus of all modules, in order, for one reader: entries without the right to open them are left out. */
#pragma once
#include "core/module.h"

struct q;
/* Calls each for every entry of the place that this reader may open. */
typedef void page_menu_fn(struct q *q, const struct menu *entry, void *arg);
void page_menu_each(struct q *q, enum menu_place place, page_menu_fn *each, void *arg);
/* The one entry that the page shown belongs to, NULL when none: the frame names its path, or it is the longest that the request's address
 * is or lies below (an entry with a query, "/x?y=z", only when the request has it too). */
const struct menu *page_menu_current(struct q *q, enum menu_place place, const char *frame_current);
const struct menu *page_menu_office_home(struct q *q); /* the first of the office's groups that this officer may open; NULL */
bool page_menu_is_personal(const struct menu *entry); /* needs a signed-in resident */
