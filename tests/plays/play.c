/* Runs plays: play [--postgres] [--keep] [--fault TEXT] FILE…   Each file is one play, on a server and a database of its own. At the end of
 * every play all dossiers are compared with their journal, all numbers are accounted for and the journal's chain is checked.
 * The first lines of a file:  play A sentence that says what is promised   ·   clock 2025-03-03T08:00:00+07:00   (else that time) */
#include "plays/play.h"
#include "base/file.h"
#include "base/text.h"
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define USUAL_CLOCK "2025-03-03T08:00:00+07:00" /* a Monday */
static struct { bool postgres, keep; const char *fault; } options;

bool play_fail(struct play *p, const char *format, ...)
{
    if (p->why)
        return false;
    va_list args;
    va_start(args, format);
    p->why = arena_vprintf(p->arena, format, args);
    va_end(args);
    return false;
}

/* The head of the file; returns what follows. */
static char *read_head(struct play *p, char *text, const char **ret_clock)
{
    *ret_clock = USUAL_CLOCK;
    while (*text) {
        char *end = text + strcspn(text, "\n");
        const char *line = arena_strndup(p->arena, text, (size_t)(end - text));
        if (text_starts(line, "play "))
            p->sentence = line + 5;
        else if (text_starts(line, "clock "))
            *ret_clock = line + 6;
        else if (*line && *line != '#')
            break;
        p->line++;
        text = *end ? end + 1 : end;
    }
    return text;
}

void play_lines(struct play *p, char *text)
{
    while (*text && !p->why && !p->over) {
        struct word words[MOST_WORDS];
        char *end = text + strcspn(text, "\n");
        p->line++;
        size_t n = words_split(p, arena_strndup(p->arena, text, (size_t)(end - text)), words);
        if (!p->why && n)
            play_line(p, words, n);
        text = *end ? end + 1 : end;
    }
}

static bool open_database(struct play *p, const char *name)
{
    const char *why = NULL;
    if (options.postgres && !(p->server.db = database_make(p->arena, name, &why)))
        return play_fail(p, "%s", why);
    return true;
}

static void run(struct play *p, char *text)
{
    const char *clock, *base = folder_temporary(p->arena, "play"), *name = arena_printf(p->arena, "test_play_%d", (int)getpid());
    char *rest = read_head(p, text, &clock);
    p->server.data = arena_printf(p->arena, "%s/data", base);
    p->server.fault = options.fault;
    p->faulty = options.fault != NULL;
    if (!p->sentence)
        play_fail(p, "the file does not begin with: play A sentence");
    else if (open_database(p, name) && stage_open(p, clock))
        play_lines(p, rest);
    size_t line = p->line;
    stage_close(p);
    const char *wrong = p->why ? NULL : server_check_all(p->arena, &p->server);
    if (wrong)
        play_fail(p, "at the end: %s", wrong);
    p->line = line;
    if (options.postgres && !options.keep)
        database_drop(p->arena, name);
    if (options.keep || p->why)
        printf("# data: %s (log: data.log)\n", base);
    else
        folder_remove(base);
}

static bool play(const char *file)
{
    size_t n;
    struct arena *a = arena_new((size_t)1 << 30);
    struct play p = {.arena = a, .file = file};
    char *text = file_read(a, file, 1 << 20, &n);
    if (text)
        run(&p, text);
    else
        play_fail(&p, "%s cannot be read", file);
    const char *where = options.postgres ? "PostgreSQL" : "SQLite";
    printf("%s - %s [%s]%s\n", p.why ? "not ok" : "ok", p.sentence ? p.sentence : file, where, p.over ? " # a clear answer ended it" : "");
    if (p.why)
        printf("#   %s:%zu: %s\n", p.file, p.line, p.why);
    fflush(stdout);
    bool good = !p.why;
    arena_free(a);
    return good;
}

int main(int argc, char **argv)
{
    int passed = 0, failed = 0;
    signal(SIGPIPE, SIG_IGN);
    curl_global_init(CURL_GLOBAL_DEFAULT);
    for (int i = 1; i < argc; i++) {
        if (text_equal(argv[i], "--postgres"))
            options.postgres = true;
        else if (text_equal(argv[i], "--keep"))
            options.keep = true;
        else if (text_equal(argv[i], "--fault") && i + 1 < argc)
            options.fault = argv[++i];
        else if (play(argv[i]))
            passed++;
        else
            failed++;
    }
    printf("%d passed, %d failed\n", passed, failed);
    return failed ? 1 : 0;
}
