/* Which part of the province a page is about, and the addresses that keep what was chosen. */
#include "base/arena.h"
#include "base/buf.h"
#include "base/date.h"
#include "base/text.h"
#include "core/i18n.h"
#include "core/q.h"
#include "modules/procedures/procedures.h"
#include "modules/statistics/view.h"
#include "modules/units/units.h"

static bool given(const char *s)
{
    return s && *s;
}

enum result scope_of(struct q *q, const struct period_input *in, struct scope *ret)
{
    *ret = (struct scope){.unit = units_root(q)};
    if (given(in->don_vi) && !(ret->unit = units_find(q, in->don_vi)))
        return fail(q, NOT_FOUND, T("There is no such agency"));
    if (given(in->linh_vuc) && !procedures_sector(q, in->linh_vuc))
        return fail(q, NOT_FOUND, T("There is no such sector"));
    if (given(in->thu_tuc) && !procedures_find(q, in->thu_tuc, 0))
        return fail(q, NOT_FOUND, T("There is no such procedure"));
    ret->sector = given(in->linh_vuc) ? in->linh_vuc : NULL;
    ret->procedure_id = given(in->thu_tuc) ? in->thu_tuc : NULL;
    return OK;
}

const char *scope_words(struct q *q, const struct scope *s)
{
    const char *parts[3];
    size_t n = 0;
    const struct sector *sector = s->sector ? procedures_sector(q, s->sector) : NULL;
    const struct procedure *p = s->procedure_id ? procedures_find(q, s->procedure_id, 0) : NULL;
    parts[n++] = s->unit == units_root(q) ? tr(q, T("The whole province")) : units_full_name(q, s->unit);
    if (sector)
        parts[n++] = pick_language(q, sector->name_vi, sector->name_en);
    if (p)
        parts[n++] = procedures_name(q, p);
    return text_join(q->arena, parts, n, " · ");
}

enum group_by group_of(const struct period_input *in)
{
    return text_equal(in->xem, "linh-vuc") ? BY_SECTOR : text_equal(in->xem, "thu-tuc") ? BY_PROCEDURE : BY_UNIT;
}

const char *statistics_url(struct q *q, const char *path, const struct period_input *in, const char *name, const char *value)
{
    struct buf b;
    bool dates = in->tu != INT32_MIN && in->den != INT32_MIN && !text_equal(name, "ky");
    const struct { const char *name, *value; } all[] = {
        {"ky", dates ? NULL : in->ky}, {"tu", dates ? date_iso(q->arena, date_from_days(in->tu)) : NULL},
        {"den", dates ? date_iso(q->arena, date_from_days(in->den)) : NULL}, {"don_vi", in->don_vi}, {"linh_vuc", in->linh_vuc},
        {"thu_tuc", in->thu_tuc}, {"xem", in->xem}, {"chi_so", NULL}};
    const char *between = "?";
    buf_init(&b, q->arena, 2000);
    buf_puts(&b, path);
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        const char *v = text_equal(all[i].name, name) ? value : all[i].value;
        if (!given(v))
            continue;
        buf_printf(&b, "%s%s=", between, all[i].name);
        buf_url(&b, v);
        between = "&";
    }
    return b.data;
}
