/* The built files of web/ under /assets: for development and small installations; in front, nginx sends them itself. */
#pragma once
#include "base/result.h"
struct q;
enum result static_asset(struct q *q, const void *input); /* GET /assets/{name*} */
