/* What a feature is. module.c of each folder in src/modules holds one `const struct module NAME_module` and nothing else. */
#pragma once
#include "core/http/http.h"
#include "core/jobs.h"
#include "core/journal.h"
#include "core/migrate.h"

struct province;
struct findings;

struct permission { const char *name; /* "dossiers.receive" */ const char *title; /* msgid */ };
enum menu_place { MENU_SITE /* public navigation */, MENU_OFFICE /* side navigation of officers */, MENU_FOOT };
struct menu {
    enum menu_place place;
    const char *group;      /* msgid of the heading (office side, foot). The first grouped office entry is the officers' home and takes
                               ?q= from the search in the bar. Office NULL: in the officer's own menu. Site: NULL; an entry
                               that needs a signed-in resident stands in the person's menu, the others in the navigation */
    const char *label;      /* msgid */
    const char *path;
    const char *permission;
    const char *icon;       /* lucide name */
    int order;
    enum result (*count)(struct q *q, int64_t *ret, bool *ret_late); /* number beside the label; NULL: none */
};
struct command { const char *name; /* "generate" */ const char *usage; const char *summary; int (*run)(struct q *q, int argc, char **argv); };

struct module {
    const char *name;
    const char *title;                     /* msgid */
    const char *const *needs;              /* other modules whose public header it includes; NULL at the end; may be NULL */
    const struct migrations *migrations;
    const struct permission *permissions;  /* .name NULL at the end, as in all lists below; each may be NULL */
    const struct route *routes;            /* .path NULL at the end */
    const struct listener *listeners;      /* .event NULL at the end */
    const struct job_kind *jobs;
    const struct menu *menu;               /* .path NULL at the end */
    const struct command *commands;
    /* Reads the module's part of the package and says what is wrong; changes nothing. */
    void (*check_config)(struct q *q, struct province *p, struct findings *f);
    /* Brings the package into the database as a new version, inside one transaction; called when the package's hash is new. */
    enum result (*load)(struct q *q, struct province *p);
    /* Builds what the process keeps in memory (indexes), after migrations and load. */
    enum result (*start)(struct q *q, struct province *p);
    /* Makes demo data (only with settings.demo, on an empty database), in order of needs. */
    enum result (*demo)(struct q *q, struct province *p);
};
extern const struct module *const all_modules[]; /* made by tools/modgen from modules.list; sorted by needs; NULL at the end */
