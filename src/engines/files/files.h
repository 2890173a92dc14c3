/* The content-addressed file store: a file is named by the SHA-256 of its bytes, so the same paper is kept once.
 *
 * This is the interface; adapters/files_disk implements it. The store knows nothing of dossiers: the caller keeps rows (digest, name, owner)
 * and counts of references in its own tables and calls file_delete() only when the last one is gone. Order that never loses a file:
 * put the bytes (durable when the call returns), then commit the row; what no row names after a day is removed by a job (file_each).
 * Threads: one store serves all threads. Digests are 64 lower-case hex digits; anything else is PROBLEM_NOT_FOUND. */
#pragma once
#include "base/result.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
#define FILE_DIGEST_LENGTH 64
struct stored_file { char digest[FILE_DIGEST_LENGTH + 1]; int64_t size; bool was_there; /* same bytes were stored before */ };

struct file_writer; /* one file on its way in */
struct file_store {
    const char *name; /* "disk:data/files", for the log and the system page */
    enum result (*begin)(struct file_store *s, struct arena *a, int64_t max_bytes, struct file_writer **ret);
    enum result (*add)(struct file_writer *w, const void *bytes, size_t n);
    enum result (*end)(struct file_writer *w, struct stored_file *ret);
    void (*cancel)(struct file_writer *w);
    enum result (*open)(struct file_store *s, const char *digest, int *ret_fd, int64_t *ret_size);
    enum result (*remove)(struct file_store *s, const char *digest);
    enum result (*each)(struct file_store *s, enum result (*fn)(void *arg, const char *digest, int64_t size, int64_t stored_at), void *arg);
};

/* Writing in pieces. PROBLEM_TOO_LARGE past max_bytes, PROBLEM_FULL when the disk is full, PROBLEM_STORAGE for other trouble: then nothing is
 * kept and the writer is gone. A writer that is neither ended nor cancelled is cancelled with its arena. */
enum result file_put_begin(struct file_store *s, struct arena *a, int64_t max_bytes, struct file_writer **ret);
enum result file_put_add(struct file_store *s, struct file_writer *w, const void *bytes, size_t n);
enum result file_put_end(struct file_store *s, struct file_writer *w, struct stored_file *ret); /* durable when this returns OK */
void file_put_cancel(struct file_store *s, struct file_writer *w);
/* All at once. */
enum result file_put(struct file_store *s, struct arena *a, const void *bytes, size_t n, struct stored_file *ret);

/* A descriptor open for reading at byte 0, to be closed by the caller. */
enum result file_open(struct file_store *s, const char *digest, int *ret_fd, int64_t *ret_size);
/* The whole file in the arena (NUL after it); PROBLEM_TOO_LARGE above max. */
enum result file_get(struct file_store *s, struct arena *a, const char *digest, size_t max, char **ret_bytes, size_t *ret_n);
bool file_exists(struct file_store *s, const char *digest);
/* Reads every byte and compares: PROBLEM_BROKEN when the bytes are not those that were stored. */
enum result file_verify(struct file_store *s, const char *digest);
enum result file_delete(struct file_store *s, const char *digest); /* OK when it was not there */
enum result file_each(struct file_store *s, enum result (*fn)(void *arg, const char *digest, int64_t size, int64_t stored_at), void *arg);
bool file_digest_valid(const char *digest);
