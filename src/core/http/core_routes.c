/* The routes of core itself, as a module like any other. */
#include "core/module.h"
#include "core/http/route.h"

const struct module core_module = {.name = "core"};
