/* The command line: thubon COMMAND [OPTIONS]. Every option can also stand in the environment as THUBON_NAME. */
#include "app/app.h"
#include "base/must.h"
#include "base/text.h"

enum option_type { OPTION_TEXT, OPTION_NUMBER, OPTION_FLAG };
struct option_line { const char *name; enum option_type type; size_t offset; const char *help; };
#define OPTION(name_, type_, member, help_) {name_, type_, offsetof(struct options, member), help_}

static const struct option_line lines[] = {
    OPTION("port", OPTION_NUMBER, settings.port, "port of the web role on this machine (8080)"),
    OPTION("data", OPTION_TEXT, settings.data, "folder of database, files, keys (./data)"),
    OPTION("db", OPTION_TEXT, settings.db_url, "sqlite:PATH or postgres://… (sqlite:DATA/thubon.db)"),
    OPTION("province", OPTION_TEXT, settings.province, "folder of the province package"),
    OPTION("base-url", OPTION_TEXT, settings.base_url, "address as people see it (http://localhost:PORT)"),
    OPTION("web", OPTION_TEXT, settings.web, "folder of the built css, js, fonts"),
    OPTION("secrets", OPTION_TEXT, settings.secrets, "folder of keys (DATA/secrets)"),
    OPTION("socket", OPTION_TEXT, unix_socket, "serve nginx on this Unix socket instead of a port"),
    OPTION("sandbox-port", OPTION_NUMBER, sandbox_port, "port of the stand-ins (PORT + 1)"),
    OPTION("job-threads", OPTION_NUMBER, job_threads, "threads that run jobs (2)"),
    OPTION("readers", OPTION_NUMBER, readers, "database sessions for reading (16)"),
    OPTION("connections", OPTION_NUMBER, connections, "most connections at a time (512)"),
    OPTION("demo", OPTION_FLAG, settings.demo, "invented data on an empty database; every page says so"),
    OPTION("quiet", OPTION_FLAG, quiet, "only warnings in the log"),
};

static bool set(struct options *o, const struct option_line *line, const char *value)
{
    void *to = (char *)o + line->offset;
    int64_t number;
    switch (line->type) {
    case OPTION_TEXT:
        *(const char **)to = value;
        return true;
    case OPTION_NUMBER:
        if (!number_parse(value, &number) || number < 0 || number > 65535)
            return false;
        *(int *)to = (int)number;
        return true;
    case OPTION_FLAG:
        *(bool *)to = text_equal(value, "1") || text_equal(value, "yes");
        return true;
    }
    return false;
}

static const struct option_line *find(const char *name, size_t length)
{
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        if (strlen(lines[i].name) == length && strncmp(lines[i].name, name, length) == 0)
            return &lines[i];
    return NULL;
}

/* THUBON_SANDBOX_PORT for --sandbox-port */
static bool read_environment(struct options *o)
{
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        char name[64] = "THUBON_";
        size_t n = strlen(name);
        for (const char *c = lines[i].name; *c; c++)
            name[n++] = *c == '-' ? '_' : *c >= 'a' && *c <= 'z' ? (char)(*c - 32) : *c;
        name[n] = '\0';
        const char *value = getenv(name);
        if (value && *value && !set(o, &lines[i], value)) {
            fprintf(stderr, "thubon: %s has a value that is not possible: %s\n", name, value);
            return false;
        }
    }
    return true;
}

static bool read_option(struct options *o, int argc, char **argv, int *at)
{
    const char *word = argv[*at] + 2;
    size_t length = strcspn(word, "=");
    const struct option_line *line = find(word, length);
    if (!line) {
        fprintf(stderr, "thubon: there is no option --%.*s (see thubon help)\n", (int)length, word);
        return false;
    }
    const char *value = word[length] == '=' ? word + length + 1 : line->type == OPTION_FLAG ? "1" : ++*at < argc ? argv[*at] : NULL;
    if (!value || !set(o, line, value)) {
        fprintf(stderr, "thubon: --%s needs %s\n", line->name, line->type == OPTION_NUMBER ? "a number" : "a value");
        return false;
    }
    return true;
}

/* Options of a module's own command (--dossiers 1000) are its business: from the first unknown word on, the rest is handed over. */
bool options_read(int argc, char **argv, struct options *o)
{
    *o = (struct options){.settings = {.port = 8080, .data = "data", .web = "build/web"},
                          .job_threads = 2, .readers = 16, .connections = 512};
    if (!read_environment(o))
        return false;
    o->command = argc > 1 ? argv[1] : "help";
    for (int i = 2; i < argc; i++) {
        bool ours = text_starts(argv[i], "--") && find(argv[i] + 2, strcspn(argv[i] + 2, "="));
        if (ours && !read_option(o, argc, argv, &i))
            return false;
        if (ours)
            continue;
        o->argv = o->argv ? o->argv : calloc((size_t)argc, sizeof(char *));
        must(o->argv);
        o->argv[o->argc++] = argv[i];
    }
    bool needs = o->command[0] != '-'; /* --help */
    if (needs && !o->settings.province && !text_equal(o->command, "help") && !text_equal(o->command, "check") && !text_equal(o->command, "restore")) {
        fputs("thubon: --province FOLDER (or THUBON_PROVINCE) must name the province package\n", stderr);
        return false;
    }
    return true;
}

void options_help(void)
{
    puts("thubon COMMAND [OPTIONS]\n\n"
         "  all            web, jobs and, with --demo, the stand-ins, in one process\n"
         "  web            serve pages and the API\n"
         "  jobs           run jobs\n"
         "  sandbox        the stand-ins of outside systems (e-ID, population, mail, SMS)\n"
         "  check FOLDER   check a province package\n"
         "  load           bring a new package into the database\n"
         "  migrate        bring the database to this version [--dry-run]\n"
         "  backup FOLDER  consistent copy of database and files while running\n"
         "  restore FOLDER puts it back; no process may run meanwhile\n"
         "  check-journal  check the sealed chain of the journal\n");
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        printf("  --%-14s %s\n", lines[i].name, lines[i].help);
}
