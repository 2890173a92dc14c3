/* tasks: the officers' side of dossiers. Other modules need nothing of it; pages link to tasks_url(). */
#pragma once

struct q;

/* "/ho-so-xu-ly/CODE": where an officer works on a dossier. */
const char *tasks_url(struct q *q, const char *code);
