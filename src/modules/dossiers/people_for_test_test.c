/* people_for_test.h. */
#include "modules/dossiers/people_for_test.h"
#include "core/access_roles.h"
#include "core/i18n.h"
#include "engines/forms/form.h"

void act_as_resident(struct q *q, int64_t id, const char *name, const char *number)
{
    struct account *who = arena_new_one(q->arena, struct account);
    *who = (struct account){.id = id, .kind = ACCOUNT_RESIDENT, .name = name, .person_number = number, .assurance = 2};
    q->account = who;
}

void act_as_officer(struct q *q, int64_t id, const char *role_id, const char *unit_id)
{
    struct account *who = arena_new_one(q->arena, struct account);
    const struct access_role *role = access_role(role_id);
    *who = (struct account){.id = id, .kind = ACCOUNT_OFFICER, .name = "Lê Thị Mỹ Duyên", .role_id = role_id, .role_name = role ? role->name_vi : "",
                            .unit_id = unit_id, .permissions = role ? role->permissions : NULL};
    q->account = who;
}

void act_as_holder_of(struct q *q, const struct life_task *task)
{
    act_as_officer(q, 7000 + (int64_t)(task->role_id[0]), task->role_id, task->unit_id);
}

struct dossier_submit submission_for_test(struct q *q, const char *procedure_id)
{
    const struct procedure *p = procedures_find(q, procedure_id, 0);
    must(p != NULL);
    const struct form *form = procedures_form(q, p);
    const json_t *data = form ? form_example(form, 0) : NULL; /* NULL: the database failed on purpose */
    act_as_resident(q, 501, "Nguyễn Thị Thu Hà", "049999000001");
    return (struct dossier_submit){.procedure_id = procedure_id, .place_unit = "hc.20335", .channel = CHANNEL_ONLINE, .applicant_name = "Nguyễn Thị Thu Hà",
                                   .applicant_number = "049999000001", .applicant_phone = "0000000000", .data = data, .person_account = 501};
}

enum result submit_for_test(struct q *q, const char *procedure_id, struct dossier *ret)
{
    struct dossier_submit what = submission_for_test(q, procedure_id);
    return dossiers_submit(q, &what, ret);
}

void replay_agrees(struct q *q, int64_t id, const char *file, int line)
{
    bool agrees = false;
    const char *difference = NULL;
    if (dossiers_replay(q, id, &agrees, &difference) != OK)
        test_fail(file, line, "replay: %s", q->problem.say);
    else if (!agrees)
        test_fail(file, line, "the journal and the row differ: %s", difference);
}
