/* The menus of all modules, in order, for one reader: entries without the right to open them are left out. */
#pragma once
#include "core/module.h"

struct q;
/* Calls each for every entry of the place that this reader may open. */
typedef void page_menu_fn(struct q *q, const struct menu *entry, void *arg);
void page_menu_each(struct q *q, enum menu_place place, page_menu_fn *each, void *arg);
/* Does this entry belong to the page shown: the frame names its path, or the request's path is it or lies below it? */
bool page_menu_is_current(struct q *q, const struct menu *entry, const char *frame_current);
bool page_menu_is_personal(const struct menu *entry); /* needs a signed-in resident */
