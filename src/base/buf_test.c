#include "base/buf.h"
#include "base/test.h"

TEST("a buffer grows by appends of every kind and always ends in NUL")
{
    struct buf b;
    buf_init(&b, a, 100000);
    CHECK_TEXT(b.data, "");
    buf_puts(&b, "a");
    buf_puts(&b, NULL);
    buf_putc(&b, 'b');
    buf_add(&b, "cde", 2);
    buf_printf(&b, "-%s-%03d", "x", 7);
    buf_int(&b, INT64_MIN);
    buf_int(&b, 0);
    CHECK_TEXT(b.data, "abcd-x-007-92233720368547758080");
    CHECK_INT(b.length, strlen(b.data));
    buf_clear(&b);
    for (int i = 0; i < 10000; i++)
        buf_puts(&b, "đẹp ");
    CHECK_INT(b.length, 10000 * strlen("đẹp "));
    CHECK(!b.overflow);
}

TEST("an append past the maximum is dropped whole, and so is all that follows")
{
    struct buf b;
    buf_init(&b, a, 5);
    buf_puts(&b, "12345");
    CHECK(!b.overflow);
    CHECK_TEXT(b.data, "12345");
    buf_clear(&b);
    buf_puts(&b, "123");
    buf_printf(&b, "%d", 456);
    CHECK(b.overflow);
    buf_putc(&b, '4');
    CHECK_TEXT(b.data, "123");
    buf_clear(&b);
    CHECK(!b.overflow);
    buf_putc(&b, '4');
    CHECK_TEXT(b.data, "4");
}

TEST("a buffer on the caller's storage never leaves it")
{
    char storage[8];
    struct buf b;
    buf_init_on(&b, storage, sizeof storage);
    buf_puts(&b, "1234567");
    CHECK_TEXT(storage, "1234567");
    buf_putc(&b, '8');
    CHECK(b.overflow);
    CHECK_TEXT(storage, "1234567");
}

TEST("text is escaped for HTML so that it cannot end its element or attribute")
{
    struct buf b;
    buf_init(&b, a, 1000);
    buf_html(&b, "<b a=\"1\" c='2'>Nghĩa & Tín</b>");
    CHECK_TEXT(b.data, "&lt;b a=&quot;1&quot; c=&#39;2&#39;&gt;Nghĩa &amp; Tín&lt;/b&gt;");
    buf_clear(&b);
    buf_html(&b, NULL);
    buf_html(&b, "");
    CHECK_TEXT(b.data, "");
}

TEST("text is percent-encoded for a URL, all but the unreserved characters [RFC 3986 2.3]")
{
    struct buf b;
    buf_init(&b, a, 1000);
    buf_url(&b, "xã/a b&c=~-._9%");
    CHECK_TEXT(b.data, "x%C3%A3%2Fa%20b%26c%3D~-._9%25");
}
