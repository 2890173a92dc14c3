/* The counter; private to this folder. */
#pragma once
#include "modules/tasks/tasks_inside.h"

struct counter_find_input { const char *q, *so, *ten; };
struct counter_input { const char *so, *ten, *dien_thoai, *thu, *dia_chi, *nguoi_khai, *noi, *cach, *lam; bool nhan_thieu; };
extern const struct input counter_find_inputs[], counter_inputs[];
route_handler counter_find, counter_suggest, counter_show, counter_receive, counter_done;
