/* Inspects uploaded files in a child process that can do nothing but compute.
 *
 * For each file the program is started again as `PROGRAM jail LIMITS` (fork + exec, not a bare fork): the child begins with clean memory, so no
 * session key, password or other person's data can leak through a hole in a parser, and no lock of a thread can be held over. The file is descriptor 0, the
 * answer goes to descriptor 1 as JSON. Before it reads the first byte the child sets resource limits (CPU, memory, no files, no processes) and a
 * seccomp filter that allows reading, writing, memory and exit; any other call kills it. Costs a few milliseconds per file. */
#pragma once
#include "engines/files/check.h"

/* program: path of a binary whose main calls parse_jail_child() for the argument "jail" ("/proc/self/exe"). */
struct file_jail *parse_jail_new(struct arena *a, const char *program, int64_t time_limit_ms, int64_t memory_bytes, int max_children);
/* The child's whole life: argv[2] are the limits. Returns the exit code. */
int parse_jail_child(int argc, char **argv);
