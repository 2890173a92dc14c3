/* The handlers of this module's routes. */
#pragma once
#include "core/http/http.h"
#include "modules/papers/papers_inside.h"

route_handler papers_send_slip, papers_send_control, papers_send_paper;
