/* Seals over files: a detached CMS signature (RFC 5652) beside the bytes, so that the file itself stays as it was printed. Who signs is an
 * adapter (adapters/sign_openssl: a key of this installation; later HSM and remote signing services).
 *
 * A signature of this system's own key proves: these very bytes were sealed by the holder of the key, and were not changed since. It is not
 * a digital signature of a public certification authority (Law on Electronic Transactions 2023, Art. 22–24); pages must say so.
 * Threads: one signer serves all threads. */
#pragma once
#include "base/result.h"
#include <stddef.h>
#include <stdint.h>

struct arena;

struct seal { const char *holder /* of the certificate: "Ủy ban nhân dân tỉnh …" */, *fingerprint /* SHA-256, hex */; int64_t signed_at; /* by the signer's clock; 0: not said */ };

struct signer {
    const char *certificate; /* PEM of the key in use, for those who verify with software of their own */
    const char *holder, *fingerprint;
    /* *ret_cms: DER in the arena. PROBLEM_BROKEN when the library fails. */
    enum result (*sign)(struct signer *s, struct arena *a, const void *bytes, size_t n, const void **ret_cms, size_t *ret_n);
    /* OK: signed over exactly these bytes by this signer's key, the present one or one used before. PROBLEM_INVALID: anything else. */
    enum result (*verify)(struct signer *s, struct arena *a, const void *bytes, size_t n, const void *cms, size_t cms_n, struct seal *ret);
};
