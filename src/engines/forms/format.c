#include "engines/forms/format.h"
#include "base/date.h"
#include <string.h>

static bool two_digits(const char *s, int most)
{
    return s[0] >= '0' && s[0] <= '9' && s[1] >= '0' && s[1] <= '9' && (s[0] - '0') * 10 + s[1] - '0' <= most;
}

/* RFC 3339 §5.6 full-time; a second of 60 only where a leap second can be (23:59:60Z). */
static bool is_time(const char *s)
{
    if (strlen(s) < 9 || !two_digits(s, 23) || s[2] != ':' || !two_digits(s + 3, 59) || s[5] != ':' || !two_digits(s + 6, 60))
        return false;
    bool leap = s[6] == '6';
    int minutes = ((s[0] - '0') * 10 + s[1] - '0') * 60 + (s[3] - '0') * 10 + s[4] - '0';
    s += 8;
    if (*s == '.') {
        size_t n = strspn(s + 1, "0123456789");
        if (n == 0)
            return false;
        s += n + 1;
    }
    int offset = 0;
    if (*s == '+' || *s == '-') {
        if (strlen(s) != 6 || !two_digits(s + 1, 23) || s[3] != ':' || !two_digits(s + 4, 59))
            return false;
        offset = ((s[1] - '0') * 10 + s[2] - '0') * 60 + (s[4] - '0') * 10 + s[5] - '0';
        offset = *s == '+' ? offset : -offset;
    } else if ((*s | 0x20) != 'z' || s[1] != '\0') {
        return false;
    }
    return !leap || (minutes - offset + 2880) % 1440 == 1439;
}

static bool is_date(const char *s)
{
    struct date d;
    return date_parse_iso(s, &d);
}

static bool is_date_time(const char *s)
{
    char day[11];
    if (strlen(s) < 20 || (s[10] | 0x20) != 't')
        return false;
    memcpy(day, s, 10);
    day[10] = '\0';
    return is_date(day) && is_time(s + 11);
}

/* RFC 5321 §4.1.2 without quoted local parts and address literals, which no resident has. */
static bool is_email(const char *s)
{
    const char *at = strrchr(s, '@');
    if (!at || at == s || at - s > 64 || at[1] == '\0' || strlen(at + 1) > 253)
        return false;
    for (const char *p = s; p < at; p++) {
        bool dot = *p == '.';
        if (*p <= ' ' || *p == 0x7F || strchr("()<>[]:;,\\\"@", *p) || (dot && (p == s || p + 1 == at || p[1] == '.')))
            return false;
    }
    bool any_dot = false;
    for (const char *p = at + 1; *p; p++) {
        bool letter = (*p >= '0' && *p <= '9') || ((*p | 0x20) >= 'a' && (*p | 0x20) <= 'z');
        bool edge = p == at + 1 || p[1] == '\0' || p[-1] == '.' || p[1] == '.';
        if (!letter && (edge || (*p != '-' && *p != '.')))
            return false;
        any_dot |= *p == '.';
    }
    return any_dot;
}

/* RFC 3986: a scheme, a colon, and only characters that a URI may have. */
static bool is_uri(const char *s)
{
    size_t scheme = strcspn(s, ":");
    if (scheme == 0 || s[scheme] != ':' || !((s[0] | 0x20) >= 'a' && (s[0] | 0x20) <= 'z'))
        return false;
    for (const char *p = s; *p; p++)
        if (*p <= ' ' || (unsigned char)*p >= 0x7F || strchr("<>\"{}|\\^`", *p) ||
            (*p == '%' && (strspn(p + 1, "0123456789abcdefABCDEF") < 2)))
            return false;
    return true;
}

static bool is_uuid(const char *s)
{
    for (int i = 0; i < 36; i++) {
        bool dash = i == 8 || i == 13 || i == 18 || i == 23;
        if (dash ? s[i] != '-' : s[i] == '\0' || !strchr("0123456789abcdefABCDEF", s[i]))
            return false;
    }
    return s[36] == '\0';
}

bool format_matches(enum text_format format, const char *s)
{
    switch (format) {
    case FORMAT_NONE:
        return true;
    case FORMAT_DATE:
        return is_date(s);
    case FORMAT_TIME:
        return is_time(s);
    case FORMAT_DATE_TIME:
        return is_date_time(s);
    case FORMAT_EMAIL:
        return is_email(s);
    case FORMAT_URI:
        return is_uri(s);
    case FORMAT_UUID:
        return is_uuid(s);
    }
    return true;
}
