/* For those who do not trust this server: the seal of a paper and the certificate of its key, to verify with other software. */
#include "base/arena.h"
#include "base/hash.h"
#include "core/app.h"
#include "core/i18n.h"
#include "core/q.h"
#include "engines/signing/signing.h"
#include "modules/verification/verification_inside.h"

enum result verification_seal(struct q *q, const void *input)
{
    (void)input;
    struct judgement j;
    size_t n = 0;
    TRY(judge(q, request_parameter(q, "code"), &j));
    const uint8_t *cms = j.verdict <= VERDICT_CHANGED && j.paper.signature ? base64url_decode(q->arena, j.paper.signature, &n) : NULL;
    if (!cms)
        return fail(q, NOT_FOUND, NULL);
    return reply_bytes(q, "application/pkcs7-signature", cms, n, arena_printf(q->arena, "%s.p7s", j.paper.verify_code));
}

enum result verification_certificate(struct q *q, const void *input)
{
    (void)input;
    const char *pem = q->app->signer ? q->app->signer->certificate : NULL;
    if (!pem)
        return fail(q, NOT_FOUND, NULL);
    return reply_bytes(q, "application/x-pem-file", pem, strlen(pem), "con-dau.pem");
}
