/* Agencies and administrative units, as of a day. An administrative unit is its People's Committee as an agency
 * (provinces/README.md, units/). The tree is read once per process into memory that never changes while in use; a new package or an
 * applied change script makes a new one. Ids are stable; national codes are reused over time, so the key of a code is (code, day). */
#pragma once
#include "base/result.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct q;
struct office;

struct unit {
    const char *id, *kind, *form;             /* form: "phuong", "xa" … or NULL */
    const char *name_vi, *name_en;            /* "Phường Tân Thạnh" */
    const char *agency_name_vi, *agency_name_en; /* "Ủy ban nhân dân phường Tân Thạnh" */
    const char *short_name_vi;
    const char *parent_id, *area_id, *admin_code; /* NULL when none */
    const char *level;                        /* of its kind: "province", "district", "commune", "central", "other" */
    const char *path;                         /* "/quang-nam/hc.502/hc.20335/": ancestors and itself; subtree = prefix */
    int32_t valid_from, valid_to;             /* days; INT32_MAX = open */
    bool processes;                           /* may hold dossiers */
};

const struct unit *units_find(const struct q *q, const char *id);        /* NULL: never existed */
const struct unit *units_root(const struct q *q);                        /* the province */
const struct unit *units_parent(const struct q *q, const struct unit *u);
size_t units_children(struct q *q, const struct unit *u, const struct unit *const **ret); /* valid today, in Vietnamese order of names */
size_t units_all(const struct q *q, const struct unit *const **ret);     /* parents before children; also those not valid today */
bool units_within(const struct q *q, const char *unit_id, const char *root_id);
bool units_valid(const struct unit *u, int32_t day);
const char *units_name(const struct q *q, const struct unit *u);         /* in the reader's language */
const char *units_agency_name(const struct q *q, const struct unit *u);
const char *units_full_name(struct q *q, const struct unit *u);          /* "Phường Tân Thạnh, Thành phố Tam Kỳ" (below the province) */
/* The identifier code of QĐ 20/2020 valid on the day ("H47.61"), as dossier codes begin with; NULL when the unit has none. */
const char *units_agency_code(struct q *q, const char *unit_id, int32_t day);
const struct unit *units_by_code(const struct q *q, const char *scheme, const char *code, int32_t day); /* alias or admin code ("admin") */
/* Turns the unitKind of a procedure or workflow step into a unit (provinces/README.md, kinds.csv, column resolve).
 * place: where the applicant's business belongs; receiving: the dossier's receiving unit; competent may be NULL while it is being found.
 * NOT_FOUND with words when the place has no such unit. */
struct units_resolve { const char *unit_kind, *procedure_level, *owner_unit_id; const struct unit *place, *receiving, *competent; };
enum result units_resolve(struct q *q, const struct units_resolve *r, const struct unit **ret);
/* Search with and without marks, also by code; best first; at most `most`. */
size_t units_search(struct q *q, const char *words, const char *level /* NULL: any */, size_t most, const struct unit *const **ret);

const char *units_kind_name(const struct q *q, const char *kind_id);     /* of kinds.csv, in the reader's language; "" for an unknown one */
/* Office hours as people read them: "Thứ Hai – Thứ Sáu: 7:00–11:30, 13:30–17:00"; "" when the package states none. u NULL: any agency. */
const char *units_hours_text(struct q *q, const struct unit *u);

/* The working calendar (engines/calendar) with the hours of this unit's kind; never NULL. */
const struct office *units_office(const struct q *q, const struct unit *u);

/* The commune the reader chose ("xa" cookie or profile), for showing who is competent; NULL when none was chosen. */
const struct unit *units_of_reader(struct q *q);
