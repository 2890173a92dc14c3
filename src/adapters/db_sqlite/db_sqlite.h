/* SQLite as Thu Bồn's own database: "sqlite:PATH". See README.md. */
#pragma once
#include "core/db_driver.h"

extern const struct db_driver db_sqlite_driver;
