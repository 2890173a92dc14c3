/* must(x): what cannot happen unless we have a bug. Prints a readable report (file, line, expression, what this thread was
 * doing, back trace) and aborts. Never for bad input or trouble outside. */
#pragma once
#include <stdnoreturn.h>

#define must(x) ((x) ? (void)0 : must_fail(__FILE__, __LINE__, #x))
noreturn void must_fail(const char *file, int line, const char *expression);

/* What this thread is doing, for the report ("POST /ho-so/nop request 01J…"). The text must outlive its use; NULL clears. */
void must_doing(const char *what);

/* From now on a wrong access to memory or a division by zero ends with the same report. For programs, at their start. */
void must_report_signals(void);
