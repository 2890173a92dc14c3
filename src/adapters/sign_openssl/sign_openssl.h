/* The seal of this installation by OpenSSL: an ECDSA P-256 key in FOLDER/seal.key and its self-signed certificate in FOLDER/seal.crt, both made
 * at the first start. Further certificates in seal.crt (of keys used before) are still accepted when verifying; the first is the present one. */
#pragma once
#include "engines/signing/signing.h"

/* holder: name in the certificate. NULL and *ret_why (a sentence) when the key cannot be made or read. */
struct signer *sign_openssl_new(struct arena *a, const char *folder, const char *holder, const char **ret_why);
