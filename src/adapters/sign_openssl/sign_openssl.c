/* See sign_openssl.h. Keys are made and read in key.c; here bytes are sealed and seals checked. */
#include "adapters/sign_openssl/key.h"
#include "base/arena.h"
#include "base/hash.h"
#include "base/must.h"
#include <openssl/cms.h>
#include <openssl/pem.h>

enum { FLAGS = CMS_BINARY | CMS_DETACHED | CMS_NOSMIMECAP };

/* The library's queue of errors belongs to the thread: it is emptied here, or the next user would find our failure. */
static enum result failed(enum result kind)
{
    ERR_clear_error();
    return kind;
}

static enum result to_der(struct arena *a, CMS_ContentInfo *cms, const void **ret, size_t *ret_n)
{
    unsigned char *der = NULL;
    int n = i2d_CMS_ContentInfo(cms, &der);
    if (n <= 0)
        return failed(PROBLEM_BROKEN);
    *ret = arena_memdup(a, der, (size_t)n);
    *ret_n = (size_t)n;
    OPENSSL_free(der);
    return OK;
}

static enum result sign(struct signer *s, struct arena *a, const void *bytes, size_t n, const void **ret_cms, size_t *ret_n)
{
    const struct sealer *k = (const struct sealer *)s;
    BIO *in = BIO_new_mem_buf(bytes, (int)n);
    must(in != NULL);
    CMS_ContentInfo *cms = CMS_sign(k->certificates[0], k->key, NULL, in, FLAGS);
    BIO_free(in);
    if (!cms)
        return failed(PROBLEM_BROKEN);
    enum result r = to_der(a, cms, ret_cms, ret_n);
    CMS_ContentInfo_free(cms);
    return r;
}

/* The signing time is a signed attribute (RFC 5652 11.3): as trustworthy as the key and the clock of who signed. */
static int64_t signing_time(CMS_ContentInfo *cms)
{
    STACK_OF(CMS_SignerInfo) *all = CMS_get0_SignerInfos(cms);
    CMS_SignerInfo *one = all && sk_CMS_SignerInfo_num(all) == 1 ? sk_CMS_SignerInfo_value(all, 0) : NULL;
    int at = one ? CMS_signed_get_attr_by_NID(one, NID_pkcs9_signingTime, -1) : -1;
    X509_ATTRIBUTE *attribute = at >= 0 ? CMS_signed_get_attr(one, at) : NULL;
    ASN1_TYPE *value = attribute ? X509_ATTRIBUTE_get0_type(attribute, 0) : NULL;
    return value ? time_of_asn1(value->value.utctime) : 0;
}

/* By this certificate and no other: what the signature brings along is not looked at. */
static bool signed_by(X509 *certificate, CMS_ContentInfo *cms, const void *bytes, size_t n)
{
    STACK_OF(X509) *trusted = sk_X509_new_null();
    BIO *in = BIO_new_mem_buf(bytes, (int)n);
    must(trusted && in && sk_X509_push(trusted, certificate) > 0);
    bool good = CMS_verify(cms, trusted, NULL, in, NULL, FLAGS | CMS_NOINTERN | CMS_NO_SIGNER_CERT_VERIFY) == 1;
    BIO_free(in);
    sk_X509_free(trusted);
    return good;
}

static enum result verify(struct signer *s, struct arena *a, const void *bytes, size_t n, const void *der, size_t der_n, struct seal *ret)
{
    const struct sealer *k = (const struct sealer *)s;
    const unsigned char *at = der;
    CMS_ContentInfo *cms = d2i_CMS_ContentInfo(NULL, &at, (long)der_n);
    X509 *by = NULL;
    for (size_t i = 0; cms && !by && i < k->certificate_count; i++)
        if (signed_by(k->certificates[i], cms, bytes, n))
            by = k->certificates[i];
    if (by)
        *ret = (struct seal){certificate_holder(a, by), certificate_fingerprint(a, by), signing_time(cms)};
    CMS_ContentInfo_free(cms);
    return by ? (ERR_clear_error(), OK) : failed(PROBLEM_INVALID);
}

struct signer *sign_openssl_new(struct arena *a, const char *folder, const char *holder, const char **ret_why)
{
    struct sealer *k = arena_new_one(a, struct sealer);
    if (!key_open(k, a, folder, holder, ret_why))
        return NULL;
    k->signer = (struct signer){.certificate = certificate_pem(a, k->certificates[0]), .holder = certificate_holder(a, k->certificates[0]),
                                .fingerprint = certificate_fingerprint(a, k->certificates[0]), .sign = sign, .verify = verify};
    return &k->signer;
}
