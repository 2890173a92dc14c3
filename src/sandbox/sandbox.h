/* Stand-ins of the national systems, for demo and tests: e-ID (OIDC), population, birth notices, mail and SMS capture. */
#pragma once

struct app;
struct arena;
struct reply;
struct request;

/* An http_handle_fn (core/http/http.h) for a port of its own. */
void sandbox_handle(struct app *app, struct request *request, struct arena *arena, struct reply *reply);
