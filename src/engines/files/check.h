/* Is this uploaded file what it says, and can a colleague read it? By its bytes, never by its name.
 *
 * file_inspect() is the parser: a pure function on bytes, bounded in time and memory, fuzzed. It is never called on strangers' bytes in
 * the main process: file_check() hands the file to a jail (adapters/parse_jail: a child process without network, files or time), and a
 * child that crashes or is too slow simply means "cannot be read safely". A virus scanner, when one is configured, is asked too. */
#pragma once
#include "base/buf.h"
#include "base/result.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum file_kind { FILE_UNKNOWN, FILE_PDF, FILE_PNG, FILE_JPEG, FILE_DOCX, FILE_XLSX, FILE_ODT, FILE_ODS, FILE_ZIP, FILE_KIND_COUNT };
#define FILE_BIT(kind) (1u << (kind))
/* What counters and portals take when nothing else is said. */
#define FILE_USUAL (FILE_BIT(FILE_PDF) | FILE_BIT(FILE_PNG) | FILE_BIT(FILE_JPEG) | FILE_BIT(FILE_DOCX) | FILE_BIT(FILE_XLSX))

struct file_limits {
    uint32_t kinds;         /* FILE_BIT()s accepted */
    int64_t max_bytes;      /* of the file */
    int64_t max_pixels;     /* of one picture */
    int64_t max_unpacked;   /* of everything inside a ZIP or a PDF's streams, as far as we look */
    int max_ratio;          /* unpacked : packed of one ZIP entry larger than 1 MB */
    int max_entries;        /* of a ZIP */
    int max_pages;          /* of a PDF */
    int min_dpi;            /* below it a scan is "hard to read" (a warning, not a refusal) */
};
struct file_limits file_limits_usual(void); /* 20 MB, 80 MP, 300 MB, 200, 2,000, 500 pages, 100 dpi */

enum file_weight { FILE_NOTE, FILE_WARNING, FILE_REFUSED };
struct file_problem {
    const char *code;    /* "encrypted", "zip-bomb" …: faults.def has all */
    const char *message; /* msgid, plain words and what to do */
    enum file_weight weight;
};
struct file_report {
    enum file_kind kind;
    const char *media_type;       /* "application/pdf"; "application/octet-stream" when unknown */
    const char *extension;        /* "pdf" */
    int64_t size;
    int pages;                    /* PDF; 1 for a picture; 0 unknown */
    int width, height;            /* pixels of the picture (of the largest one in a PDF) */
    int dpi;                      /* as stated in the file, for a PDF the largest picture against its page; 0 unknown */
    bool text_layer;              /* PDF: text can be searched and copied */
    bool signature;               /* PDF: carries a signature field with contents */
    struct file_problem problems[12]; size_t problem_count;
};
bool file_report_refused(const struct file_report *r); /* at least one problem refuses the file */
const char *file_kind_name(enum file_kind k);           /* "PDF", "PNG" … */

/* The parser. Never fails: what it cannot understand is a problem in the report. `a` bounds its memory. */
void file_inspect(struct arena *a, const uint8_t *bytes, size_t n, const struct file_limits *limits, struct file_report *ret);

/* JSON both ways: between the jail's child and us, and for the caller's table. false: not a report. */
void file_report_write(struct buf *to, const struct file_report *r);
bool file_report_read(struct arena *a, const char *json, size_t n, struct file_report *ret);

/* Runs file_inspect elsewhere. OK with a report, or PROBLEM_BUSY (no child to be had; try again). A crash, a time-out or garbage from the
 * child is OK with the problem "unsafe". */
struct file_jail { enum result (*inspect)(struct file_jail *j, struct arena *a, int fd, int64_t size, const struct file_limits *limits, struct file_report *ret); };
enum virus_verdict { VIRUS_CLEAN, VIRUS_FOUND, VIRUS_UNKNOWN /* the scanner did not answer */ };
struct virus_scanner { enum virus_verdict (*scan)(struct virus_scanner *v, struct arena *a, int fd, int64_t size, const char **ret_name); };

/* The whole check of one stored or spooled file (fd is read from byte 0 with pread; not closed). `scanner` NULL: none is configured, and the
 * report does not claim the file was scanned. A scanner that does not answer refuses nothing but adds the warning "not-scanned". */
enum result file_check(struct file_jail *jail, struct virus_scanner *scanner, struct arena *a, int fd, int64_t size, const struct file_limits *limits,
                       struct file_report *ret);
