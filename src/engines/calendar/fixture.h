/* For the tests of this folder: the years 2024–2026 as the notices of those years have them. */
#pragma once
#include "engines/calendar/calendar.h"

struct arena;
/* 7:00–11:30 and 13:30–17:00, Monday to Friday; "early_office" 6:30–10:30 on every weekday and Saturday from 2026-06-01 to 2026-08-31. */
const struct calendar *fixture_calendar(struct arena *a);
const struct office *fixture_office(struct arena *a);
/* "2026-02-09 09:30" in local time. */
int64_t fixture_time(const char *text);
const char *fixture_text(struct arena *a, int64_t t); /* the same back */
