/* The handlers of this module's routes. */
#pragma once
#include "core/http/http.h"
#include "modules/papers/papers_inside.h"

route_handler slip_send, control_send, paper_send;
