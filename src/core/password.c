/* Passwords: Argon2id (64 MiB, about 0.1 s). At most two hashes at a time, so that a storm of sign-ins
 * cannot take the memory of a two-core machine. */
#include "core/access.h"
#include "base/arena.h"
#include "base/hash.h"
#include "base/must.h"
#include "base/text.h"
#include "core/i18n.h"
#include "core/q.h"
#include <pthread.h>
#include <semaphore.h>

static sem_t *places(void)
{
    static sem_t two;
    static bool ready;
    static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
    pthread_mutex_lock(&lock);
    if (!ready)
        must(sem_init(&two, 0, 2) == 0);
    ready = true;
    pthread_mutex_unlock(&lock);
    return &two;
}

enum result password_hash(struct q *q, const char *password, const char **ret_hash)
{
    char *hash = arena_alloc(q->arena, PASSWORD_HASH_BYTES);
    sem_t *place = places();
    sem_wait(place);
    bool hashed = argon2id_hash(password, hash);
    sem_post(place);
    if (!hashed)
        return fail(q, BUSY, T("The system is busy; nothing was changed, try again"));
    *ret_hash = hash;
    return OK;
}

bool password_matches(const char *hash, const char *password)
{
    sem_t *place = places();
    sem_wait(place);
    bool matches = argon2id_matches(hash, password);
    sem_post(place);
    return matches;
}

/* Length is what counts (NIST SP 800-63B, 5.1.1.2): twelve characters, not the login, not one character over and over. */
const char *password_weak(const char *password, const char *login)
{
    if (text_length(password) < 12)
        return T("Choose at least 12 characters; four words are easy to remember");
    if (text_length(password) > 200)
        return T("At most 200 characters are possible");
    if (login && *login && strcasestr(password, login))
        return T("Choose a password that does not contain your account name");
    size_t n = strlen(password), same = 0;
    for (size_t i = 1; i < n; i++)
        same += password[i] == password[i - 1] || password[i] == password[i - 1] + 1;
    if (same * 2 > n)
        return T("Choose a password without long runs like aaaa or 1234");
    return NULL;
}
