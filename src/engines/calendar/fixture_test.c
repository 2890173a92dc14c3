#include "base/arena.h"
#include "base/must.h"
#include "engines/calendar/fixture.h"
#include <stdio.h>

static const struct calendar_year years[] = {{2024, "2024"}, {2025, "2025"}, {2026, "2026"}};

#define OFF(y, m, d, name, source)                                                                                                         \
    {                                                                                                                                      \
        {y, m, d}, true, name, NULL, source                                                                                                \
    }
#define WORKED(y, m, d, name, source)                                                                                                      \
    {                                                                                                                                      \
        {y, m, d}, false, name, NULL, source                                                                                               \
    }
static const struct calendar_day days[] = {OFF(2024, 1, 1, "Tết Dương lịch", "45/2019/QH14"),
                                           OFF(2024, 2, 8, "Tết Nguyên đán", "5015/TB-LĐTBXH"),
                                           OFF(2024, 2, 9, "Tết Nguyên đán", "5015/TB-LĐTBXH"),
                                           OFF(2024, 2, 12, "Tết Nguyên đán", "5015/TB-LĐTBXH"),
                                           OFF(2024, 2, 13, "Tết Nguyên đán", "5015/TB-LĐTBXH"),
                                           OFF(2024, 2, 14, "Tết Nguyên đán", "5015/TB-LĐTBXH"),
                                           OFF(2024, 4, 18, "Giỗ Tổ Hùng Vương", "45/2019/QH14"),
                                           OFF(2024, 4, 29, "Nghỉ hoán đổi", "2450/VPCP-KGVX"),
                                           OFF(2024, 4, 30, "Ngày Chiến thắng", "45/2019/QH14"),
                                           OFF(2024, 5, 1, "Ngày Quốc tế lao động", "45/2019/QH14"),
                                           WORKED(2024, 5, 4, "Làm bù cho ngày 29/4", "2450/VPCP-KGVX"),
                                           OFF(2024, 9, 2, "Quốc khánh", "5015/TB-LĐTBXH"),
                                           OFF(2024, 9, 3, "Quốc khánh", "5015/TB-LĐTBXH"),
                                           OFF(2025, 1, 1, "Tết Dương lịch", "45/2019/QH14"),
                                           OFF(2025, 1, 27, "Tết Nguyên đán", "6150/TB-BLĐTBXH"),
                                           OFF(2025, 1, 28, "Tết Nguyên đán", "6150/TB-BLĐTBXH"),
                                           OFF(2025, 1, 29, "Tết Nguyên đán", "6150/TB-BLĐTBXH"),
                                           OFF(2025, 1, 30, "Tết Nguyên đán", "6150/TB-BLĐTBXH"),
                                           OFF(2025, 1, 31, "Tết Nguyên đán", "6150/TB-BLĐTBXH"),
                                           OFF(2025, 4, 7, "Giỗ Tổ Hùng Vương", "45/2019/QH14"),
                                           WORKED(2025, 4, 26, "Làm bù cho ngày 02/5", "6150/TB-BLĐTBXH"),
                                           OFF(2025, 4, 30, "Ngày Chiến thắng", "45/2019/QH14"),
                                           OFF(2025, 5, 1, "Ngày Quốc tế lao động", "45/2019/QH14"),
                                           OFF(2025, 5, 2, "Nghỉ hoán đổi", "6150/TB-BLĐTBXH"),
                                           OFF(2025, 9, 1, "Quốc khánh", "6150/TB-BLĐTBXH"),
                                           OFF(2025, 9, 2, "Quốc khánh", "6150/TB-BLĐTBXH"),
                                           OFF(2026, 1, 1, "Tết Dương lịch", "45/2019/QH14"),
                                           OFF(2026, 1, 2, "Nghỉ hoán đổi", "TB-BNV 2026"),
                                           WORKED(2026, 1, 10, "Làm bù cho ngày 02/01", "TB-BNV 2026"),
                                           OFF(2026, 2, 16, "Tết Nguyên đán", "TB-BNV 2026"),
                                           OFF(2026, 2, 17, "Tết Nguyên đán", "TB-BNV 2026"),
                                           OFF(2026, 2, 18, "Tết Nguyên đán", "TB-BNV 2026"),
                                           OFF(2026, 2, 19, "Tết Nguyên đán", "TB-BNV 2026"),
                                           OFF(2026, 2, 20, "Tết Nguyên đán", "TB-BNV 2026"),
                                           OFF(2026, 4, 26, "Giỗ Tổ Hùng Vương", "45/2019/QH14"),
                                           OFF(2026, 4, 27, "Nghỉ bù Giỗ Tổ Hùng Vương", "45/2019/QH14"),
                                           OFF(2026, 4, 30, "Ngày Chiến thắng", "45/2019/QH14"),
                                           OFF(2026, 5, 1, "Ngày Quốc tế lao động", "45/2019/QH14"),
                                           WORKED(2026, 8, 22, "Làm bù cho ngày 31/8", "TB-BNV 2026"),
                                           OFF(2026, 8, 31, "Nghỉ hoán đổi", "TB-BNV 2026"),
                                           OFF(2026, 9, 1, "Quốc khánh", "TB-BNV 2026"),
                                           OFF(2026, 9, 2, "Quốc khánh", "TB-BNV 2026")};

static const struct calendar_hours hours[] = {{CALENDAR_EVERY_AGENCY, {0}, {0}, CALENDAR_MONDAY_TO_FRIDAY, 13 * 60 + 30, 17 * 60, "hours"},
                                              {CALENDAR_EVERY_AGENCY, {0}, {0}, CALENDAR_MONDAY_TO_FRIDAY, 7 * 60, 11 * 60 + 30, "hours"},
                                              {"early_office", {2026, 6, 1}, {2026, 8, 31}, 0x3f, 6 * 60 + 30, 10 * 60 + 30, "summer"}};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

const struct calendar *fixture_calendar(struct arena *a)
{
    const struct calendar_source source = {years, COUNT(years), days, COUNT(days), hours, COUNT(hours)};
    const struct calendar *c = NULL;
    const char *why = NULL;
    must(calendar_build(a, &source, &c, &why) == OK);
    return c;
}

const struct office *fixture_office(struct arena *a)
{
    return calendar_office(fixture_calendar(a), CALENDAR_EVERY_AGENCY);
}

int64_t fixture_time(const char *text)
{
    struct local_time l = {0};
    must(sscanf(text, "%d-%d-%d %d:%d:%d", &l.date.year, &l.date.month, &l.date.day, &l.hour, &l.minute, &l.second) >= 5);
    return time_from_local(l);
}

const char *fixture_text(struct arena *a, int64_t t)
{
    struct local_time l = time_local(t);
    return arena_printf(a, "%04d-%02d-%02d %02d:%02d", l.date.year, l.date.month, l.date.day, l.hour, l.minute);
}
