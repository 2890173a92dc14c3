/* Time-based one-time passwords, RFC 6238: HMAC-SHA-1, steps of 30 s, six digits. A step is used once. */
#include "core/access.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/hash.h"
#include "core/q.h"

static int code_at(const uint8_t *secret, int secret_length, int64_t step)
{
    uint8_t counter[8], mac[SHA1_BYTES];
    for (int i = 0; i < 8; i++)
        counter[i] = (uint8_t)(step >> (56 - 8 * i));
    hmac_sha1(secret, (size_t)secret_length, counter, sizeof counter, mac);
    int at = mac[SHA1_BYTES - 1] & 15; /* RFC 4226, section 5.3 */
    return (int)(((uint32_t)(mac[at] & 127) << 24 | (uint32_t)mac[at + 1] << 16 | (uint32_t)mac[at + 2] << 8 | mac[at + 3]) % 1000000);
}

bool totp_matches(const uint8_t *secret, int secret_length, const char *code, int64_t now, int64_t *used_step)
{
    int typed = 0, digits = 0;
    for (const char *c = code; *c; c++) {
        if (*c == ' ')
            continue;
        if (*c < '0' || *c > '9' || ++digits > 6)
            return false;
        typed = typed * 10 + (*c - '0');
    }
    if (digits != 6)
        return false;
    int64_t present = now / (30 * SECOND);
    for (int64_t step = present - 1; step <= present + 1; step++)
        if (step > *used_step && code_at(secret, secret_length, step) == typed) {
            *used_step = step;
            return true;
        }
    return false;
}

/* Base 32 (RFC 4648) without padding, as authenticator programs expect it. */
static const char *base32(struct q *q, const uint8_t *bytes, int n)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    char *text = arena_alloc(q->arena, (size_t)n * 8 / 5 + 2), *to = text;
    uint32_t bits = 0;
    int have = 0;
    for (int i = 0; i < n; i++) {
        bits = bits << 8 | bytes[i];
        for (have += 8; have >= 5; have -= 5)
            *to++ = letters[bits >> (have - 5) & 31];
    }
    if (have)
        *to++ = letters[bits << (5 - have) & 31];
    return text;
}

const char *totp_uri(struct q *q, const char *issuer, const char *login, const uint8_t *secret, int secret_length)
{
    struct buf b;
    buf_init(&b, q->arena, 1000);
    buf_puts(&b, "otpauth://totp/");
    buf_url(&b, issuer);
    buf_puts(&b, ":");
    buf_url(&b, login);
    buf_puts(&b, "?secret=");
    buf_puts(&b, base32(q, secret, secret_length));
    buf_puts(&b, "&issuer=");
    buf_url(&b, issuer);
    return b.data;
}
