/* The door for modules/accounts, and for nobody else: the queries on core's own rows of accounts, assignments and sessions (account_…,
 * assignment_…, session_… in queries.sql). Everybody else asks core/access.h or modules/accounts/accounts.h. */
#pragma once
#include "core_queries.h"
