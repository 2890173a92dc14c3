/* The whole check: the jail reads the file, the scanner looks for viruses. */
#include "engines/files/inspect.h"

enum result file_check(struct file_jail *jail, struct virus_scanner *scanner, struct arena *a, int fd, int64_t size,
                       const struct file_limits *limits, struct file_report *ret)
{
    *ret = (struct file_report){.size = size};
    report_set_kind(ret, FILE_UNKNOWN);
    if (size == 0 || size > limits->max_bytes) {
        report_add(ret, size == 0 ? "empty" : "too-large");
        return OK;
    }
    TRY(jail->inspect(jail, a, fd, size, limits, ret));
    if (!scanner || file_report_refused(ret))
        return OK;
    const char *name = NULL;
    enum virus_verdict verdict = scanner->scan(scanner, a, fd, size, &name);
    if (verdict != VIRUS_CLEAN)
        report_add(ret, verdict == VIRUS_FOUND ? "virus" : "not-scanned");
    return OK;
}
