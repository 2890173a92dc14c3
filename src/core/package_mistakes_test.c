/* What `thubon check` must find in a package that is wrong in many places at once: the file, the line and the field of each. */
#include "base/text.h"
#include "core/access.h"
#include "core/modules.h"
#include "core/package_for_test.h"
#include "core/province.h"

struct mistake { struct package_change change; const char *field, *marker; /* text of the line that is at fault; NULL: not bound to a line */ const char *in; /* file of the finding; NULL: the changed one */ };
static const struct mistake mistakes[] = {
    {{"units/units.csv", "hc.502,district,", "hc.502,kingdom,"}, "kind", "hc.502,kingdom,", NULL},
    {{"units/units.csv", "hc.503,district,thanh_pho,Thành phố Hội An,Hội An City", "hc.503,district,thanh_pho,,Hội An City"}, "name_vi", "hc.503,district,thanh_pho,,", NULL},
    {{"units/aliases.csv", "hc.49,agency_code_old,", "hc.49,agency_code_olde,"}, "scheme", "agency_code_olde", NULL},
    {{"units/changes/2025-01-01.csv", "3,move,hc.20656", "3,move,hc.99999"}, "unit_id", "hc.99999", NULL},
    {{"units/changes/2025-07-01.csv", "166,succeed,hc.20335,hc.20335.2025", "166,succeed,hc.20335,hc.20335.2099"}, "to_id", "hc.20335.2099", NULL},
    {{"units/changes/2025-07-01.csv", "202/2025/QH15", "202/1925/QH15"}, "norm", "202/1925/QH15", NULL},
    {{"units/geo/units_2024.geojson", "\"unit_id\":\"hc.20335\"", "\"unit_id\":\"hc.00000\""}, "unit_id", "hc.00000", NULL},
    {{"province.json", "\"root_unit\": \"hc.49\"", "\"root_unit\": \"hc.490\""}, "root_unit", NULL, NULL},
    {{"calendar/hours.csv", ",07:00,", ",7h00,"}, "open", ",7h00,", NULL},
    {{"procedures/procedures.csv", "1.000894,1,2024-01-01,,1.000894,Đăng ký kết hôn,Marriage registration,ho-tich", "1.000894,1,2024-01-01,,1.000894,Đăng ký kết hôn,Marriage registration,ho-tjch"}, "sector_code", "ho-tjch", NULL},
    {{"procedures/procedures.csv", "death-registration,death-registration", "death-registration,no-such-flow"}, "workflow_id", "no-such-flow", NULL},
    {{"procedures/components.csv", "1.001193,2,Giấy chứng sinh,original,1,yes", "1.001193,2,Giấy chứng sinh,paper,1,yes"}, "kind", "Giấy chứng sinh,paper", NULL},
    {{"procedures/guides.csv", "1.001193,", "9.999999,"}, "procedure_id", "9.999999,", NULL},
    {{"procedures/english.csv", "Giấy khai sinh,Birth certificate", "Giấy khai sanh,Birth certificate"}, "result_name_vi", "1.001193,1,2024-01-01", "procedures/procedures.csv"},
    {{"procedures/life_event_procedures.csv", "child,1,1.001193", "childe,1,1.001193"}, "life_event_id", "childe,", NULL},
    {{"procedures/popular.csv", ",1.001193", ",1.00119x"}, "procedure_id", ",1.00119x", NULL},
    {{"lists/countries.csv", "VN,Việt Nam,Vietnam", "SA,Việt Nam,Vietnam"}, "code", "SA,Ả Rập", NULL},
    {{"norms.csv", "2025-06-30,118/2025/NĐ-CP", "2015-06-30,118/2025/NĐ-CP"}, "effective_to", "2015-06-30", NULL},
    {{"roles.csv", ",Chuyên viên đang xem xét hồ sơ,", ",,"}, "tb:role", NULL, "workflows/birth-registration.bpmn"},
    {{"role_permissions.csv", "catalogue_editor,procedures.confirm", "catalogue_editor,procedures.conform"}, "permission", "procedures.conform", NULL},
    {{"figures.csv", ",76.56,percent,76162,99483,", ",67.56,percent,76162,99483,"}, "value", ",67.56,", NULL},
    {{"systems.csv", ",running,stated,module,dossiers,", ",running,stated,module,dosiers,"}, "where", ",module,dosiers,", NULL},
    {{"forms/marriage-registration.json", "\"type\": \"object\"", "\"type\": \"objekt\""}, "", NULL, NULL},
    {{"workflows/certified-copy.bpmn", "tb:unitKind=\"commune_one_stop\"", "tb:unitKind=\"commune_two_stop\""}, "", NULL, NULL}};
enum { MISTAKES = sizeof mistakes / sizeof *mistakes };

static bool is_found(const struct findings *f, const struct mistake *m, size_t line)
{
    const char *file = m->in ? m->in : m->change.file;
    for (const struct finding *one = f->first; one; one = one->next)
        if (text_equal(one->file, file) && (!line || one->line == line) && (!*m->field || text_equal(one->field, m->field)) && *one->reason)
            return true;
    return false;
}

TEST("twenty-four mistakes in one package are all reported, each with file, line, field and reason")
{
    static struct app app;
    struct package_change changes[MISTAKES];
    struct findings f = {.arena = a};
    struct q q = {.arena = a, .app = &app, .account = &account_nobody};
    for (size_t i = 0; i < MISTAKES; i++)
        changes[i] = mistakes[i].change;
    const char *folder = package_changed_for_test(a, changes, MISTAKES);
    if (!folder)
        return;
    app = (struct app){.arena = a};
    CHECK_OK(province_open(&q, folder, &f, &app.province));
    app.modules = modules_select(&q, app.province, &f);
    modules_check(&q, app.province, &f);
    for (size_t i = 0; i < MISTAKES; i++) {
        const struct mistake *m = &mistakes[i];
        size_t line = m->marker ? package_line_for_test(a, folder, m->in ? m->in : m->change.file, m->marker) : 0;
        if (!is_found(&f, m, line))
            test_fail(__FILE__, __LINE__, "“%s” in %s (line %zu, field %s) is not reported", m->change.replace, m->change.file, line, m->field);
    }
}
