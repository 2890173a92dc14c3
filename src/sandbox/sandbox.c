/* Where requests to the stand-ins arrive. */
#include "sandbox/sandbox.h"
#include "base/arena.h"
#include "core/http/http.h"

void sandbox_handle(struct app *app, struct request *request, struct arena *arena, struct reply *reply)
{
    (void)app, (void)request, (void)arena;
    reply->status = 404;
}
