/* POSTs of the workbench: take, give back, finish the step, write a note. The version that the officer saw travels with each form; when
 * somebody else was faster, conflict.c shows what changed and keeps what was typed. */
#include "base/arena.h"
#include "base/clock.h"
#include "base/text.h"
#include "core/i18n.h"
#include "core/q.h"
#include "engines/workflow/workflow.h"
#include "modules/tasks/tasks_inside.h"

#define STEP_INPUTS(s)                                                                                                                  \
    QUEUE_INPUTS, INPUT_INT(s, viec, T("Task"), .required = true, .min = 1, .max = 1000), INPUT_INT(s, ban, T("Version"), .min = 0, .max = INT64_MAX), \
        INPUT_INT(s, luc, T("Seen at"), .min = 0, .max = INT64_MAX)

const struct input step_inputs[] = {
    STEP_INPUTS(struct step_input), INPUT_TEXT(struct step_input, ket_qua, T("Outcome"), .name = "ket-qua", .max = 80), INPUT_END};
const struct input note_inputs[] = {
    QUEUE_INPUTS, INPUT_TEXT(struct note_input, ghi_chu, T("Note"), .name = "ghi-chu", .lines = true, .max = 2000), INPUT_END};

static const char *back(struct q *q, const struct bench *b, const char *key)
{
    return bench_url(q, b, arena_printf(q->arena, "?tin=%s", key));
}

/* Back to the list, which says what was done: "?da=buoc&ma=CODE". */
static const char *to_inbox(struct q *q, const struct queue_input *in, const struct bench *b, const char *key)
{
    return queue_url(q, arena_printf(q->arena, "/hop-viec?da=%s&ma=%s", key, b->dossier.code), in);
}

static enum result hold(struct q *q, const struct step_input *in, enum dossier_act_kind kind, const char *key)
{
    struct bench b;
    TRY(bench_load(q, T("Works on the dossier"), &b));
    struct dossier_act act = {.kind = kind, .dossier_id = b.dossier.id, .expect_version = in->ban, .task = in->viec};
    enum result r = dossiers_act(q, &act, NULL);
    if (r == PROBLEM_CONFLICT)
        return conflict_show(q, &b, in->luc, NULL, NULL, 0);
    TRY(r);
    return reply_redirect(q, back(q, &b, key));
}

enum result bench_take(struct q *q, const void *input)
{
    return hold(q, input, ACT_TAKE, "nhan");
}

enum result bench_release(struct q *q, const void *input)
{
    return hold(q, input, ACT_RELEASE, "tra");
}

enum result bench_step(struct q *q, const void *input)
{
    const struct step_input *in = input;
    struct bench b;
    TRY(bench_load(q, T("Works on the dossier"), &b));
    struct dossier_act act = {.kind = ACT_OUTCOME, .dossier_id = b.dossier.id, .expect_version = in->ban, .task = in->viec, .outcome = in->ket_qua};
    struct dossier after;
    enum result r = dossiers_act(q, &act, &after);
    if (r == PROBLEM_CONFLICT) {
        struct kept kept[] = {{"viec", NULL, tasks_int(q, in->viec)}, {"ket-qua", NULL, in->ket_qua}};
        return conflict_show(q, &b, in->luc, bench_url(q, &b, "buoc"), kept, 2);
    }
    TRY(r);
    return reply_redirect(q, to_inbox(q, &in->queue, &b, after.ended_at ? "xong-hs" : "buoc"));
}

enum result bench_note(struct q *q, const void *input)
{
    const struct note_input *in = input;
    struct bench b;
    TRY(bench_load(q, T("Works on the dossier"), &b));
    if (!in->ghi_chu || !*in->ghi_chu) {
        fail_field(q, "ghi-chu", T("Write the note"));
        return q_check(q);
    }
    TRY(dossiers_act(q, &(struct dossier_act){.kind = ACT_NOTE, .dossier_id = b.dossier.id, .note = in->ghi_chu}, NULL));
    return reply_redirect(q, back(q, &b, "ghi"));
}
