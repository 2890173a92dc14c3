/* Making and reading the key of the seal. The key is written before the certificate and is found again after a crash between the two. */
#include "adapters/sign_openssl/key.h"
#include "base/arena.h"
#include "base/clock.h"
#include "base/date.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/must.h"
#include <errno.h>
#include <fcntl.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { YEARS = 10 };

static void free_key(void *key)
{
    EVP_PKEY_free(key);
}

static void free_certificate(void *certificate)
{
    X509_free(certificate);
}

static const char *text_of_bio(struct arena *a, BIO *bio)
{
    char *data;
    long n = BIO_get_mem_data(bio, &data);
    const char *text = arena_strndup(a, data, (size_t)n);
    BIO_free(bio);
    return text;
}

const char *certificate_pem(struct arena *a, X509 *certificate)
{
    BIO *bio = BIO_new(BIO_s_mem());
    must(bio && PEM_write_bio_X509(bio, certificate));
    return text_of_bio(a, bio);
}

const char *certificate_holder(struct arena *a, X509 *certificate)
{
    X509_NAME *name = X509_get_subject_name(certificate);
    int at = X509_NAME_get_index_by_NID(name, NID_organizationName, -1);
    unsigned char *utf8 = NULL;
    int n = at < 0 ? -1 : ASN1_STRING_to_UTF8(&utf8, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, at)));
    const char *holder = n >= 0 ? arena_strndup(a, (const char *)utf8, (size_t)n) : "";
    OPENSSL_free(utf8);
    return holder;
}

const char *certificate_fingerprint(struct arena *a, X509 *certificate)
{
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned int n = 0;
    must(X509_digest(certificate, EVP_sha256(), digest, &n));
    return hex_encode(a, digest, n);
}

int64_t time_of_asn1(const ASN1_TIME *t)
{
    struct tm tm;
    if (!t || !ASN1_TIME_to_tm(t, &tm))
        return 0;
    int64_t days = date_to_days((struct date){tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday});
    return days * DAY + tm.tm_hour * HOUR + tm.tm_min * MINUTE + tm.tm_sec * SECOND;
}

/* --- making ------------------------------------------------------------------------------------------------------------------ */

static bool write_file(const char *path, const char *text, mode_t mode)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    size_t n = strlen(text);
    bool good = fd >= 0 && write(fd, text, n) == (ssize_t)n && fsync(fd) == 0;
    if (fd >= 0)
        close(fd);
    return good || errno == EEXIST; /* another process was faster: its key is read afterwards */
}

static bool make_key(struct arena *a, const char *path)
{
    EVP_PKEY *key = EVP_EC_gen("P-256");
    BIO *bio = BIO_new(BIO_s_mem());
    must(key && bio && PEM_write_bio_PrivateKey(bio, key, NULL, NULL, 0, NULL, NULL));
    EVP_PKEY_free(key);
    return write_file(path, text_of_bio(a, bio), 0600);
}

static void name_holder(X509 *certificate, const char *holder)
{
    X509_NAME *name = X509_get_subject_name(certificate);
    must(X509_NAME_add_entry_by_txt(name, "C", MBSTRING_ASC, (const unsigned char *)"VN", -1, -1, 0));
    must(X509_NAME_add_entry_by_NID(name, NID_organizationName, MBSTRING_UTF8, (const unsigned char *)holder, -1, -1, 0));
    must(X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, (const unsigned char *)"Thu Bon seal", -1, -1, 0));
    must(X509_set_issuer_name(certificate, name));
}

static bool make_certificate(struct arena *a, const char *path, EVP_PKEY *key, const char *holder)
{
    unsigned char number[16];
    X509 *certificate = X509_new();
    must(certificate && RAND_bytes(number, sizeof number) == 1);
    number[0] &= 0x7f;
    BIGNUM *serial = BN_bin2bn(number, sizeof number, NULL);
    must(serial && BN_to_ASN1_INTEGER(serial, X509_get_serialNumber(certificate)));
    BN_free(serial);
    must(X509_set_version(certificate, X509_VERSION_3) && X509_set_pubkey(certificate, key));
    must(X509_gmtime_adj(X509_getm_notBefore(certificate), -60) && X509_time_adj_ex(X509_getm_notAfter(certificate), YEARS * 366, 0, NULL));
    name_holder(certificate, holder);
    must(X509_sign(certificate, key, EVP_sha256()) > 0);
    const char *pem = certificate_pem(a, certificate);
    X509_free(certificate);
    return write_file(path, pem, 0644);
}

/* --- reading ----------------------------------------------------------------------------------------------------------------- */

static BIO *open_bio(struct arena *a, const char *path)
{
    size_t n;
    const char *text = file_read(a, path, (size_t)1 << 20, &n);
    return text ? BIO_new_mem_buf(text, (int)n) : NULL;
}

static EVP_PKEY *read_key(struct arena *a, const char *path)
{
    BIO *bio = open_bio(a, path);
    EVP_PKEY *key = bio ? PEM_read_bio_PrivateKey(bio, NULL, NULL, NULL) : NULL;
    BIO_free(bio);
    if (key)
        arena_on_free(a, free_key, key);
    return key;
}

static void read_certificates(struct sealer *k, struct arena *a, const char *path)
{
    BIO *bio = open_bio(a, path);
    X509 *one;
    while (bio && k->certificate_count < MOST_CERTIFICATES && (one = PEM_read_bio_X509(bio, NULL, NULL, NULL))) {
        arena_on_free(a, free_certificate, one);
        k->certificates[k->certificate_count++] = one;
    }
    BIO_free(bio);
    ERR_clear_error(); /* the end of the file is an error to the reader */
}

bool key_open(struct sealer *k, struct arena *a, const char *folder, const char *holder, const char **ret_why)
{
    const char *key_path = arena_printf(a, "%s/seal.key", folder), *path = arena_printf(a, "%s/seal.crt", folder);
    struct stat there;
    *ret_why = arena_printf(a, "the key of the seal in %s cannot be made or read", folder);
    if (stat(key_path, &there) != 0 && !make_key(a, key_path))
        return false;
    k->key = read_key(a, key_path);
    if (!k->key || (stat(path, &there) != 0 && !make_certificate(a, path, k->key, holder)))
        return false;
    read_certificates(k, a, path);
    *ret_why = arena_printf(a, "the first certificate of %s is not that of the key beside it", path);
    return k->certificate_count && X509_check_private_key(k->certificates[0], k->key) == 1;
}
