/* Key and certificates of the seal; private to this folder. */
#pragma once
#include "engines/signing/signing.h"
#include <openssl/err.h>
#include <openssl/x509.h>
#include <stdbool.h>

enum { MOST_CERTIFICATES = 16 };
struct sealer { struct signer signer; EVP_PKEY *key; X509 *certificates[MOST_CERTIFICATES]; size_t certificate_count; };

/* Reads key and certificates, or makes them when there are none. Freed with the arena. */
bool key_open(struct sealer *k, struct arena *a, const char *folder, const char *holder, const char **ret_why);
const char *certificate_pem(struct arena *a, X509 *certificate);
const char *certificate_holder(struct arena *a, X509 *certificate);
const char *certificate_fingerprint(struct arena *a, X509 *certificate);
int64_t time_of_asn1(const ASN1_TIME *t); /* microseconds; 0 when it cannot be read */
