/* The old name of core/access_roles.h; include that. */
#pragma once
#include "core/access_roles.h"
