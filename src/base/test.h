/* Tests register themselves: TEST("a sentence that says what is promised") { … }. Each has an arena of its own.
 * A test program is the list of its files; run it with part of a sentence to run only those that contain it.
 * Its last line is "N passed, N failed". */
#pragma once
#include "base/arena.h"
#include "base/must.h"
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

struct test { const char *sentence, *file; int line; void (*run)(struct arena *a); struct test *next; };
void test_register(struct test *t);
void test_fail(const char *file, int line, const char *format, ...) __attribute__((format(printf, 3, 4)));
bool test_failed(void);       /* has the running test failed already */
void test_skip(const char *why); /* this machine lacks what the test needs; counted and printed as skipped */
int test_main(int argc, char **argv);

#define TEST_JOIN2(a, b) a##b
#define TEST_JOIN(a, b) TEST_JOIN2(a, b)
#define TEST(sentence_)                                                                            \
    static void TEST_JOIN(test_at_, __LINE__)(struct arena *a);                                    \
    __attribute__((constructor)) static void TEST_JOIN(test_register_, __LINE__)(void)             \
    {                                                                                              \
        static struct test t = {sentence_, __FILE__, __LINE__, TEST_JOIN(test_at_, __LINE__), 0};  \
        test_register(&t);                                                                         \
    }                                                                                              \
    static void TEST_JOIN(test_at_, __LINE__)(struct arena *a __attribute__((unused)))

/* A failed check ends the test. */
#define CHECK(x)                                                                                   \
    do {                                                                                           \
        if (!(x)) {                                                                                \
            test_fail(__FILE__, __LINE__, "%s", #x);                                               \
            return;                                                                                \
        }                                                                                          \
    } while (0)
#define CHECK_INT(got, want)                                                                       \
    do {                                                                                           \
        int64_t g_ = (int64_t)(got), w_ = (int64_t)(want);                                         \
        if (g_ != w_) {                                                                            \
            test_fail(__FILE__, __LINE__, "%s is %lld, not %lld", #got, (long long)g_,             \
                      (long long)w_);                                                              \
            return;                                                                                \
        }                                                                                          \
    } while (0)
#define CHECK_TEXT(got, want)                                                                      \
    do {                                                                                           \
        const char *g_ = (got), *w_ = (want);                                                      \
        if (!(g_ == w_ || (g_ && w_ && strcmp(g_, w_) == 0))) {                                    \
            test_fail(__FILE__, __LINE__, "%s is \"%s\", not \"%s\"", #got, g_ ? g_ : "(null)",    \
                      w_ ? w_ : "(null)");                                                         \
            return;                                                                                \
        }                                                                                          \
    } while (0)
#define CHECK_OK(call) CHECK((call) == OK)
