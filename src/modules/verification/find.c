/* The form: a code typed from the paper, or a PDF whose paper is looked for by its fingerprint. */
#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"
#include "core/app.h"
#include "core/field.h"
#include "core/i18n.h"
#include "core/page.h"
#include "core/province.h"
#include "core/q.h"
#include "modules/verification/verification_inside.h"
#include "verification_pages.h"

const struct input find_inputs[] = {INPUT_TEXT(struct find_input, ma, T("Code under the QR of the paper"), .max = 40), INPUT_END};
const struct input file_inputs[] = {INPUT_FILE(struct file_input, tep, T("PDF file"), .required = true, .min = 1, .max = 20 << 20), INPUT_END};

static enum result form_page(struct q *q, const char *code, const char *said)
{
    const char *hotline = province_text(q->app->province, "contacts.hotline");
    struct core_input_view *ma = field_input(q, find_inputs, "ma", code, T("12 letters and digits, for example 7K3M-9QXD-2HTA"));
    ma->autocomplete = "off";
    ma->width = "20";
    struct verification_find_view v = {.ma = ma, .hotline = hotline, .said = said,
                                       .tep = field_file(q, file_inputs, "tep", T("Up to 20 MB. The file is not kept; only its fingerprint is compared."), ".pdf,application/pdf")};
    struct page frame = {.shell = SHELL_SITE, .title = tr(q, T("Check a paper")), .current = "/kiem-tra-giay-to",
                         .description = tr(q, T("Is a paper of the province real, unchanged and in force? Scan its QR or type its code."))};
    return verification_find_page(q, &frame, &v);
}

/* Letters, digits and hyphens of what was typed: nothing else can be part of a code. */
static const char *url_of(struct q *q, const char *code)
{
    struct buf b;
    buf_init(&b, q->arena, 400);
    buf_puts(&b, "/kiem-tra-giay-to/");
    for (const char *c = code; *c; c++)
        if ((*c >= '0' && *c <= '9') || (*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z') || *c == '-')
            buf_putc(&b, *c);
    return b.data;
}

enum result verification_find(struct q *q, const void *input)
{
    const struct find_input *in = input;
    if (in->ma && *in->ma)
        return reply_redirect(q, url_of(q, in->ma));
    return form_page(q, "", NULL);
}

enum result verification_file(struct q *q, const void *input)
{
    const struct file_input *in = input;
    struct paper_made paper;
    struct judgement j;
    bool found;
    TRY(papers_by_digest(q, digest_of(q, in->tep), &paper, &found));
    if (!found)
        return form_page(q, "", tr(q, T("No paper of this province has exactly these bytes. It may have been changed, printed anew or saved by another program: check it by its code.")));
    TRY(judge(q, paper.verify_code, &j));
    return verification_page(q, &j, tr(q, T("Your file is, byte for byte, the one that was issued.")), true);
}

/* The short address, as people remember it. */
enum result verification_short(struct q *q, const void *input)
{
    (void)input;
    return reply_redirect(q, "/kiem-tra-giay-to");
}
