/* Virus scanning by a clamd daemon (INSTREAM command over its Unix or TCP socket). Off unless configured. */
#pragma once
#include "engines/files/check.h"

/* address: "unix:/run/clamav/clamd.ctl" or "127.0.0.1:3310". timeout_ms bounds the whole conversation. */
struct virus_scanner *scan_clamd_new(struct arena *a, const char *address, int timeout_ms);
