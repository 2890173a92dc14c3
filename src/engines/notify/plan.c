/* Over which channels, and when. */
#include "base/clock.h"
#include "base/date.h"
#include "base/text.h"
#include "engines/notify/notify.h"

enum { QUIET_FROM = 21, QUIET_UNTIL = 7 };

size_t notify_plan(const struct notify_reach *r, enum notify_channel *ret)
{
    size_t n = 0;
    if (r->by_email && r->email && *r->email)
        ret[n++] = NOTIFY_EMAIL;
    if (r->by_sms && r->phone && *r->phone)
        ret[n++] = NOTIFY_SMS;
    return n;
}

int64_t notify_send_at(enum notify_channel c, int64_t now)
{
    struct local_time l = time_local(now);
    if (c != NOTIFY_SMS || (l.hour >= QUIET_UNTIL && l.hour < QUIET_FROM))
        return now;
    int32_t day = time_local_days(now) + (l.hour >= QUIET_FROM);
    return time_of_local_day(day) + QUIET_UNTIL * HOUR;
}

/* The default alphabet of GSM 03.38; what stands behind the escape takes two places. */
static int gsm_places(uint32_t c)
{
    static const char basic[] = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
    static const char escaped[] = "^{}\\[~]|€";
    const char *const tables[] = {basic, escaped};
    for (int t = 0; t < 2; t++)
        for (const char *s = tables[t]; *s;) {
            uint32_t one;
            s += text_character(s, strlen(s), &one);
            if (one == c)
                return t + 1;
        }
    return 0;
}

size_t notify_sms_parts(const char *text)
{
    size_t gsm = 0, wide = 0;
    bool plain = true;
    for (const char *s = text; *s;) {
        uint32_t c;
        size_t n = text_character(s, strlen(s), &c);
        if (!n)
            return 0;
        int places = gsm_places(c);
        plain = plain && places;
        gsm += (size_t)places;
        wide += c > 0xFFFF ? 2 : 1;
        s += n;
    }
    size_t whole = plain ? 160 : 70, part = plain ? 153 : 67, length = plain ? gsm : wide;
    return length <= whole ? 1 : (length + part - 1) / part;
}
