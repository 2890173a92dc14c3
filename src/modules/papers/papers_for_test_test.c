/* papers_for_test.h. */
#include "modules/papers/papers_for_test.h"
#include "adapters/files_disk/files_disk.h"
#include "adapters/pdf_cairo/pdf_cairo.h"
#include "adapters/sign_openssl/sign_openssl.h"
#include "base/file.h"
#include "base/json.h"
#include "core/i18n.h"
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static void remove_folder(void *folder)
{
    char command[200];
    snprintf(command, sizeof command, "rm -rf '%s'", (const char *)folder);
    must(system(command) == 0);
}

static char *folder_for_test(struct arena *a)
{
    char *folder = arena_strdup(a, "/tmp/thubon-papers-XXXXXX");
    must(mkdtemp(folder));
    arena_on_free(a, remove_folder, folder);
    return folder;
}

bool papers_world(struct q *q)
{
    const char *folder = folder_for_test(q->arena), *why = "";
    q->app->files = files_disk_new(q->arena, arena_printf(q->arena, "%s/files", folder));
    q->app->pdf = pdf_cairo_new(q->arena);
    q->app->signer = sign_openssl_new(q->arena, folder, "Ủy ban nhân dân tỉnh Ví Dụ", &why);
    if (!q->app->files || !q->app->pdf || !q->app->signer)
        test_fail(__FILE__, __LINE__, "no world for papers: %s", why);
    return !test_failed();
}

static const char *run(struct arena *a, const void *pdf, size_t n, const char *program, const char *command)
{
    size_t got = 0;
    const char *folder = folder_for_test(a);
    if (system(arena_printf(a, "command -v %s >/dev/null 2>&1", program)) != 0) {
        test_skip(arena_printf(a, "no %s", program));
        return NULL;
    }
    must(file_write_durably(arena_printf(a, "%s/x.pdf", folder), pdf, n));
    if (system(arena_printf(a, "cd %s && %s", folder, command)) != 0)
        test_fail(__FILE__, __LINE__, "failed: %s", command);
    const char *text = file_read(a, arena_printf(a, "%s/out", folder), (size_t)1 << 22, &got);
    return text ? text : "";
}

static const char *without_space(struct arena *a, const char *s)
{
    char *made = arena_alloc(a, strlen(s) + 1), *to = made;
    for (; *s; s++)
        if ((unsigned char)*s > ' ')
            *to++ = *s;
    return made;
}

const char *pdf_words(struct arena *a, const void *pdf, size_t n)
{
    const char *text = run(a, pdf, n, "pdftotext", "pdftotext -raw x.pdf out");
    return text ? without_space(a, text) : NULL;
}

const char *pdf_qr(struct arena *a, const void *pdf, size_t n)
{
    const char *text = run(a, pdf, n, "zbarimg", "pdftoppm -r 150 -f 1 -l 1 -png x.pdf page && zbarimg --raw -q page*.png > out");
    return text ? arena_strndup(a, text, strcspn(text, "\n")) : NULL;
}

static void check_value(struct arena *a, const char *file, int line, const char *key, const json_t *value, const char *words)
{
    const char *name;
    json_t *one;
    if (json_is_string(value) && !strstr(words, without_space(a, json_string_value(value))))
        test_fail(file, line, "%s is not in the PDF: %s", key, json_string_value(value));
    for (size_t i = 0; i < json_array_size(value); i++)
        check_value(a, file, line, key, json_array_get(value, i), words);
    json_object_foreach((json_t *)value, name, one)
        check_value(a, file, line, name, one, words);
}

void check_pdf_equals(struct arena *a, const char *file, int line, const char *json, const void *pdf, size_t n)
{
    const char *words = pdf_words(a, pdf, n), *why, *key;
    json_t *data = json_read(a, json, strlen(json), 20, &why), *value;
    if (!words)
        return;
    json_object_foreach(data, key, value)
        if (strcmp(key, "track_url") != 0 && strcmp(key, "verify_url") != 0) /* in the QR */
            check_value(a, file, line, key, value, words);
}

bool finish_dossier(struct q *q, int64_t id)
{
    struct life life;
    for (int i = 0; i < 30; i++) {
        if (life_load(q, id, &life) != OK || !life.task_count || life.row.status == STATUS_PROCESSED)
            break;
        const struct workflow_step *step = workflow_step_find(life.workflow, life.tasks[0].step_id);
        const struct workflow_choice *choice = NULL;
        for (size_t k = 0; k < step->choice_count && !choice; k++)
            if (step->choices[k].kind == WORKFLOW_FORWARD || step->choices[k].kind == WORKFLOW_FINISH)
                choice = &step->choices[k];
        act_as_holder_of(q, &life.tasks[0]);
        if (dossiers_act(q, &(struct dossier_act){.kind = ACT_OUTCOME, .dossier_id = id, .task = life.tasks[0].number, .outcome = choice->id, .note = "Đủ"}, NULL) != OK)
            break;
    }
    if (life.row.status != STATUS_PROCESSED)
        test_fail(__FILE__, __LINE__, "not finished: status %d %s", (int)life.row.status, q->problem.say);
    return !test_failed();
}
