#include "adapters/sign_openssl/sign_openssl.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/test.h"
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static const char *folder_for_test(struct arena *a)
{
    char *folder = arena_strdup(a, "/tmp/thubon-seal-XXXXXX");
    must(mkdtemp(folder));
    return folder;
}

TEST("a seal holds for the very bytes and for nothing else")
{
    const char *why, text[] = "%PDF-1.7 Giấy khai sinh";
    struct signer *s = sign_openssl_new(a, folder_for_test(a), "Ủy ban nhân dân tỉnh Ví Dụ", &why);
    const void *cms;
    size_t n;
    struct seal seal;
    CHECK(s != NULL);
    CHECK_OK(s->sign(s, a, text, sizeof text, &cms, &n));
    CHECK_OK(s->verify(s, a, text, sizeof text, cms, n, &seal));
    CHECK_TEXT(seal.holder, "Ủy ban nhân dân tỉnh Ví Dụ");
    CHECK_TEXT(seal.fingerprint, s->fingerprint);
    CHECK(seal.signed_at > 0);
    char changed[sizeof text];
    memcpy(changed, text, sizeof text);
    for (size_t i = 0; i < sizeof text; i++) {
        changed[i] ^= 1;
        CHECK_INT(s->verify(s, a, changed, sizeof changed, cms, n, &seal), PROBLEM_INVALID);
        changed[i] ^= 1;
    }
    for (size_t cut = 0; cut < n; cut += 7)
        CHECK_INT(s->verify(s, a, text, sizeof text, cms, cut, &seal), PROBLEM_INVALID);
}

TEST("a seal of another key is refused, and the key is the same after a restart")
{
    const char *why, text[] = "kết quả", *mine = folder_for_test(a);
    struct signer *s = sign_openssl_new(a, mine, "A", &why), *again = sign_openssl_new(a, mine, "A", &why);
    struct signer *other = sign_openssl_new(a, folder_for_test(a), "A", &why);
    const void *cms;
    size_t n;
    struct seal seal;
    CHECK_OK(s->sign(s, a, text, sizeof text, &cms, &n));
    CHECK_OK(again->verify(again, a, text, sizeof text, cms, n, &seal));
    CHECK_INT(other->verify(other, a, text, sizeof text, cms, n, &seal), PROBLEM_INVALID);
}

TEST("somebody who does not trust this program verifies the seal with openssl alone")
{
    const char *why, text[] = "kết quả của hồ sơ", *folder = folder_for_test(a);
    struct signer *s = sign_openssl_new(a, folder, "A", &why);
    const void *cms;
    size_t n;
    CHECK_OK(s->sign(s, a, text, strlen(text), &cms, &n));
    CHECK(file_write_durably(arena_printf(a, "%s/text", folder), text, strlen(text)));
    CHECK(file_write_durably(arena_printf(a, "%s/text.p7s", folder), cms, n));
    if (system("command -v openssl >/dev/null 2>&1") != 0) {
        test_skip("no openssl program");
        return;
    }
    const char *command = arena_printf(a, "cd %s && openssl cms -verify -binary -inform DER -in text.p7s -content text -certfile seal.crt -CAfile seal.crt "
                                          "-purpose any -out copy 2>err && cmp text copy", folder);
    CHECK_INT(system(command), 0);
}
