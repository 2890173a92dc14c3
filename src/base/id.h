/* Ids made in C. Internal ids are 63-bit and time-ordered: 41 bits of milliseconds since 2020-01-01Z, 6 bits of node, 16 of counter
 * that starts at random within each millisecond. Two processes on one database take different nodes (core/db gives them).
 * A clock that jumps back never repeats an id: the generator goes on from the last millisecond. Never shown to the public. */
#pragma once
#include <stddef.h>
#include <stdint.h>

struct arena;
void id_set_node(int node); /* 0–63 */
int64_t id_new(void);
int64_t id_time(int64_t id); /* microseconds */

void random_bytes(void *to, size_t n);
uint64_t random_below(uint64_t bound); /* uniform */
/* Unguessable text of n characters from the 32 letters and digits without I, L, O, U (Crockford). 5 bits a character. */
const char *random_token(struct arena *a, size_t n);
