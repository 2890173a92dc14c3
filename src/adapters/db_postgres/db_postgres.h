/* PostgreSQL: "postgres://user@host/name?sslmode=…" (or postgresql://). See README.md. */
#pragma once
#include "core/db_driver.h"

extern const struct db_driver db_postgres_driver;
