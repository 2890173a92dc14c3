#include "base/file.h"
#include "base/json.h"
#include "base/test.h"
#include "base/text.h"
#include "engines/forms/form.h"
#include <glob.h>
#include <stdlib.h>

static const char schema[] =
    "{'$schema':'https://json-schema.org/draft/2020-12/schema','$id':'urn:test','title':'Đăng ký','type':'object','x-sections':["
    "{'title':'Người làm đơn','x-title-en':'Applicant','fields':['person','kind','spouse']},"
    "{'title':'Nhà','fields':['area','purpose','purpose_text','helpers','papers','born','agree']}],"
    "'properties':{'person':{'$ref':'#/$defs/person','title':'Người làm đơn','x-prefill':'person'},"
    "'kind':{'type':'string','title':'Đối tượng','oneOf':[{'const':'one','title':'Một người','x-title-en':'One "
    "person'},{'const':'couple','title':'Vợ chồng'}]},"
    "'spouse':{'$ref':'#/$defs/person','title':'Vợ hoặc chồng','x-lookup':{'service':'population','key':'number'}},"
    "'area':{'type':'number','title':'Diện tích','minimum':0,'x-unit':'m2'},'purpose':{'type':'string','title':'Mục "
    "đích','oneOf':[{'const':'live','title':'Ở'},"
    "{'const':'other','title':'Khác'}]},'purpose_text':{'type':'string','title':'Mục đích khác','minLength':1,'maxLength':50},"
    "'helpers':{'type':'array','title':'Người giúp','maxItems':3,'items':{'$ref':'#/$defs/person'}},"
    "'papers':{'type':'array','title':'Giấy tờ xin','uniqueItems':true,'items':{'type':'string','oneOf':[{'const':'a','title':'Giấy "
    "A'},{'const':'b','title':'Giấy B'}]}},"
    "'born':{'type':'string','format':'date','title':'Ngày sinh'},'agree':{'type':'boolean','const':true,'title':'Tôi cam đoan'}},"
    "'required':['person','kind','area','purpose','agree'],'additionalProperties':false,'allOf':[{'if':{'properties':{'kind':{'const':'"
    "couple'}},'required':['kind']},"
    "'then':{'required':['spouse']},'else':{'not':{'required':['spouse']}}},{'if':{'properties':{'purpose':{'const':'other'}},'required':['"
    "purpose']},"
    "'then':{'required':['purpose_text']}}],'$defs':{'person':{'type':'object','title':'Thông tin cá nhân','properties':{"
    "'number':{'type':'string','title':'Số định danh','pattern':'^[0-9]{12}$','x-prefill':'lookup.number'},"
    "'name':{'type':'string','title':'Họ và tên','minLength':1,'maxLength':100,'x-prefill':'lookup.name'},"
    "'home':{'title':'Nơi "
    "ở','type':'object','properties':{'country':{'type':'string','title':'Nước','default':'VN'},'full_text':{'type':'string','title':'Địa "
    "chỉ'}},"
    "'required':['country','full_text'],'additionalProperties':false,'x-prefill':'lookup.home'}},'required':['name'],'additionalProperties'"
    ":false}}}";

static const struct form *make(struct arena *a)
{
    char *json = arena_strdup(a, schema);
    for (char *p = json; *p; p++)
        *p = *p == '\'' ? '"' : *p;
    struct form_fault fault;
    const struct form *f = form_compile(a, json, strlen(json), &fault);
    if (!f)
        test_fail(__FILE__, __LINE__, "%s: %s", fault.pointer, fault.reason);
    must(f);
    return f;
}

static json_t *json_of(struct arena *a, const char *text)
{
    char *json = arena_strdup(a, text);
    for (char *p = json; *p; p++)
        *p = *p == '\'' ? '"' : *p;
    json_t *v = json_read(a, json, strlen(json), 20, NULL);
    must(v);
    return v;
}

/* Ids of the steps, one after the other; those that are complete with a mark. */
static const char *step_ids(struct arena *a, const struct form *f, const json_t *draft, const json_t *known)
{
    struct form_steps s = form_steps(a, f, draft, known);
    struct buf b;
    buf_init(&b, a, 4000);
    for (size_t i = 0; i < s.count; i++)
        buf_printf(&b, "%s%s%s", i ? " " : "", s.items[i].id, s.items[i].complete ? "+" : "");
    return b.data;
}

static json_t *post(struct arena *a, const struct form *f, const char *step_id, const json_t *draft, const json_t *known,
                    const struct form_pair *pairs)
{
    struct form_steps s = form_steps(a, f, draft, known);
    const struct form_step *step = form_step_find(&s, step_id);
    must(step);
    size_t n = 0;
    while (pairs[n].name)
        n++;
    return form_step_read(a, f, step, draft, known, pairs, n);
}
#define POST(step, draft, ...) post(a, f, step, draft, NULL, (const struct form_pair[]){__VA_ARGS__, {0}})

TEST("steps follow the sections, objects have their own, and conditions decide which come")
{
    const struct form *f = make(a);
    CHECK_TEXT(step_ids(a, f, NULL, NULL), "person kind area helpers+ papers");
    CHECK_TEXT(step_ids(a, f, json_of(a, "{'kind':'couple'}"), NULL), "person kind+ spouse area helpers+ papers");
    CHECK_TEXT(step_ids(a, f, json_of(a, "{'person':{'name':'A'},'kind':'one','spouse':{'name':'B'}}"), NULL),
               "person+ kind+ area helpers+ papers");
    struct form_steps s = form_steps(a, f, json_of(a, "{'kind':'couple'}"), NULL);
    const struct form_step *spouse = form_step_find(&s, "spouse");
    CHECK_TEXT(spouse->title_vi, "Vợ hoặc chồng");
    CHECK_TEXT(spouse->lookup_key, "spouse.number");
    CHECK_TEXT(spouse->section_en, "Applicant");
    CHECK(form_step_of(&s, "spouse.home.full_text") == spouse);
    CHECK(form_step_of(&s, "spouse") == spouse);
    CHECK(form_step_of(&s, "purpose_text") == form_step_find(&s, "area"));
    CHECK(form_step_find(&s, "nothing") == NULL);
}

TEST("a field that depends on another of the same page is put there with its condition")
{
    const struct form *f = make(a);
    struct form_steps s = form_steps(a, f, NULL, NULL);
    const struct form_step *step = form_step_find(&s, "area");
    CHECK_INT(step->field_count, 3);
    CHECK_TEXT(step->fields[2].name, "purpose_text");
    CHECK_TEXT(step->fields[2].shown_if->name, "purpose");
    CHECK_TEXT(step->fields[2].shown_if->values[0], "other");
    CHECK_INT(step->fields[0].control, FORM_NUMBER);
    CHECK_TEXT(step->fields[0].inputmode, "decimal");
    CHECK_INT(step->fields[1].control, FORM_RADIOS);
    CHECK_TEXT(step->fields[1].choices[1].value, "other");
}

TEST("what was typed is put right where it can be understood and kept as typed where not")
{
    static const struct {
        const char *step, *name, *typed, *want;
    } cases[] = {
        {"area", "area", " 1.234,5 m2", "{\"area\":1234.5}"},
        {"area", "area", "120", "{\"area\":120}"},
        {"area", "area", "1.200", "{\"area\":1200}"},
        {"area", "area", "12.5", "{\"area\":12.5}"},
        {"area", "area", "chừng 100", "{\"area\":\"chừng 100\"}"},
        {"area", "area", "-5", "{\"area\":-5}"},
        {"area", "area", "1.2.3", "{\"area\":\"1.2.3\"}"},
        {"area", "area", "", "{}"},
        {"person", "person.name", "  Nguyễn   Văn  Ví Dụ ", "{\"person\":{\"name\":\"Nguyễn Văn Ví Dụ\"}}"},
        {"person", "person.number", "049 999.000-001", "{\"person\":{\"number\":\"049999000001\"}}"},
        {"person", "person.number", "12", "{\"person\":{\"number\":\"12\"}}"},
        {"papers", "born", "1/2/2026", "{\"born\":\"2026-02-01\"}"},
        {"papers", "born", "31/11/2026", "{\"born\":\"31/11/2026\"}"},
        {"papers", "papers", "b", "{\"papers\":[\"b\"]}"},
        {"papers", "agree", "on", "{\"agree\":true}"},
        {"area", "purpose", "other", "{\"purpose\":\"other\"}"},
        {"area", "purpose", "hack", "{\"purpose\":\"hack\"}"},
        {"area", "person.name", "not of this step", "{}"},
        {"area", "__proto__", "x", "{}"},
        {"area", "area", "\xff\xfe", "{}"},
    };
    const struct form *f = make(a);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        json_t *v = POST(cases[i].step, NULL, {cases[i].name, cases[i].typed});
        const char *got = json_print(a, v);
        if (strcmp(got, cases[i].want) != 0)
            test_fail(__FILE__, __LINE__, "\"%s\" became %s, not %s", cases[i].typed, got, cases[i].want);
    }
}

TEST("a day in three fields that is not in the calendar comes back as typed, with the reason")
{
    const struct form *f = make(a);
    json_t *v = POST("papers", NULL, {"born.day", "31"}, {"born.month", "11"}, {"born.year", "2026"});
    struct form_steps s = form_steps(a, f, v, NULL);
    const struct form_step *step = form_step_find(&s, "papers");
    CHECK_TEXT(step->fields[1].value, "31/11/2026");
    struct form_errors e = form_step_validate(a, f, step, v);
    CHECK_INT(e.count, 2);
    CHECK_TEXT(e.items[0].name, "born");
    CHECK(strstr(form_error_text(a, &e.items[0], LANGUAGE_EN), "31/11/2026 is not a day of the calendar"));
    CHECK_TEXT(e.items[1].name, "agree");
}

TEST("a step reports its own errors only, and an unanswered object is reported by its fields")
{
    const struct form *f = make(a);
    struct form_steps s = form_steps(a, f, NULL, NULL);
    struct form_errors e = form_step_validate(a, f, form_step_find(&s, "person"), NULL);
    CHECK_INT(e.count, 1);
    CHECK_TEXT(e.items[0].name, "person.name");
    CHECK_TEXT(e.items[0].pointer, "/person/name");
    CHECK_TEXT(form_error_text(a, &e.items[0], LANGUAGE_EN), "Enter họ và tên");
}

TEST("items are added to a list and removed, and their sources move with them")
{
    const struct form *f = make(a);
    json_t *v = POST("helpers", NULL, {"_add", "helpers"});
    v = POST("helpers", v, {"_add", "helpers"});
    CHECK_TEXT(step_ids(a, f, v, NULL), "person kind area helpers.0 helpers.1 helpers+ papers");
    v = POST("helpers.1", v, {"helpers.1.name", "Bà Hai"});
    CHECK_TEXT(json_print(a, v), "{\"helpers\":[{},{\"name\":\"Bà Hai\"}]}");
    json_t *known = form_known_without(
        a, json_of(a, "{'helpers.0.name':{'source':'x'},'helpers.1.name':{'source':'y'},'kind':{'source':'z'}}"), "helpers.0");
    CHECK_TEXT(json_print(a, known), "{\"helpers.0.name\":{\"source\":\"y\"},\"kind\":{\"source\":\"z\"}}");
    v = POST("helpers", v, {"_remove", "helpers.0"});
    CHECK_TEXT(json_print(a, v), "{\"helpers\":[{\"name\":\"Bà Hai\"}]}");
    v = POST("helpers", v, {"_add", "helpers"});
    v = POST("helpers", v, {"_add", "helpers"});
    v = POST("helpers", v, {"_add", "helpers"});
    CHECK_INT(json_array_size(json_object_get(v, "helpers")), 3); /* maxItems */
    CHECK_TEXT(json_print(a, form_finish(a, f, v)), "{\"helpers\":[{\"name\":\"Bà Hai\"}]}");
}

TEST("what conditions make irrelevant is kept in the draft and left out of what is submitted")
{
    const struct form *f = make(a);
    json_t *v = json_of(a, "{'person':{'name':'A','home':{'country':'VN'}},'kind':'one','spouse':{'name':'B'},'area':9,'purpose':'live','"
                           "purpose_text':'x','agree':true}");
    json_t *finished = form_finish(a, f, v);
    CHECK_TEXT(json_print(a, finished), "{\"person\":{\"name\":\"A\"},\"kind\":\"one\",\"area\":9,\"purpose\":\"live\",\"agree\":true}");
    CHECK_INT(form_validate(a, f, finished).count, 0);
    json_t *again = POST("kind", v, {"kind", "couple"});
    CHECK(json_object_get(form_finish(a, f, again), "spouse") != NULL);
}

TEST("registers fill what is empty, with source and time, and never what a person has typed")
{
    const struct form *f = make(a);
    json_t *draft = json_of(a, "{'kind':'couple','spouse':{'number':'049999000002'}}"), *known = NULL;
    struct form_source sources[] = {
        {"person",
         json_of(a, "{'number':'049999000001','name':'Nguyễn Văn A','home':{'country':'VN','full_text':'Thôn 1','extra':'x'},'secret':1}"),
         "CSDL dân cư", INT64_C(1700000000000000), NULL},
        {"lookup", json_of(a, "{'number':'wrong','name':'Trần Thị B'}"), "CSDL dân cư", INT64_C(1700000000000000), "spouse"}};
    CHECK_INT(form_prefill(a, f, sources, 2, &draft, &known), 4);
    CHECK_TEXT(
        json_print(a, draft),
        "{\"kind\":\"couple\",\"spouse\":{\"number\":\"049999000002\",\"name\":\"Trần Thị B\"},\"person\":{\"number\":\"049999000001\","
        "\"name\":\"Nguyễn Văn A\",\"home\":{\"country\":\"VN\",\"full_text\":\"Thôn 1\"}}}");
    CHECK_TEXT(json_get_text(json_object_get(known, "person.home"), "source"), "CSDL dân cư");
    struct form_steps s = form_steps(a, f, draft, known);
    const struct form_step *step = form_step_find(&s, "person");
    CHECK(step->all_known && step->complete);
    CHECK_TEXT(step->fields[1].known_source, "CSDL dân cư");
    CHECK_INT(step->fields[1].known_at, INT64_C(1700000000000000));
    CHECK(!form_step_find(&s, "spouse")->all_known);
    CHECK(!form_step_find(&s, "helpers")->all_known && !form_step_find(&s, "papers")->all_known); /* nothing is known of these */

    /* known fields cannot be posted over, until they are disputed */
    json_t *same = post(a, f, "person", draft, known, (const struct form_pair[]){{"person.name", "Kẻ Gian"}, {0}});
    CHECK_TEXT(json_get_text(json_object_get(same, "person"), "name"), "Nguyễn Văn A");
    known = form_known_dispute(a, known, "person.name", NULL, " Tên tôi là Ấn ");
    same = post(a, f, "person", draft, known, (const struct form_pair[]){{"person.name", "Nguyễn Văn Ấn"}, {0}});
    CHECK_TEXT(json_get_text(json_object_get(same, "person"), "name"), "Nguyễn Văn Ấn");
    json_t *after = same, *known_after = known;
    form_prefill(a, f, sources, 2, &after, &known_after);
    CHECK_TEXT(json_get_text(json_object_get(after, "person"), "name"), "Nguyễn Văn Ấn");
    s = form_steps(a, f, same, known);
    CHECK(form_step_find(&s, "person")->fields[1].disputed && !form_step_find(&s, "person")->fields[1].known_source);
}

static const char *name_of(void *self, const char *list, const char *code, enum language language)
{
    (void)self, (void)list, (void)code, (void)language;
    return NULL;
}

TEST("the summary and the difference say values as people read them")
{
    const struct form *f = make(a);
    json_t *before = json_of(a, "{'person':{'name':'A','home':{'country':'VN','full_text':'Thôn "
                                "1'}},'kind':'couple','spouse':{'name':'B'},'area':1200.5,'purpose':'live',"
                                "'helpers':[{'name':'C'}],'papers':['a','b'],'born':'2026-11-08','agree':true}");
    struct form_lists lists = {name_of, NULL};
    struct form_rows rows = form_summary(a, f, before, NULL, &lists, LANGUAGE_EN);
    static const char *const want[] = {"Người làm đơn|Họ và tên|A", "Người làm đơn|Nơi ở|Thôn 1",  "|Đối tượng|Vợ chồng",
                                       "Vợ hoặc chồng|Họ và tên|B", "|Diện tích|1.200,5 m²",       "|Mục đích|Ở",
                                       "Người giúp 1|Họ và tên|C",  "|Giấy tờ xin|Giấy A, Giấy B", "|Ngày sinh|08/11/2026",
                                       "|Tôi cam đoan|Yes"};
    CHECK_INT(rows.count, sizeof want / sizeof *want);
    for (size_t i = 0; i < rows.count; i++)
        CHECK_TEXT(arena_printf(a, "%s|%s|%s", rows.items[i].group, rows.items[i].label, rows.items[i].value), want[i]);
    CHECK_TEXT(rows.items[3].step_id, "spouse");
    json_t *after = json_of(
        a, "{'person':{'name':'A','home':{'country':'VN','full_text':'Thôn 2'}},'kind':'one','area':1200.5,'purpose':'live','agree':true}");
    struct form_changes c = form_diff(a, f, before, after, NULL, LANGUAGE_EN);
    CHECK_INT(c.count, 6);
    CHECK_TEXT(arena_printf(a, "%s: %s -> %s", c.items[0].label, c.items[0].before, c.items[0].after),
               "Người làm đơn: Nơi ở: Thôn 1 -> Thôn 2");
    CHECK_TEXT(arena_printf(a, "%s: %s -> %s", c.items[1].label, c.items[1].before, c.items[1].after), "Đối tượng: Vợ chồng -> One person");
    CHECK_TEXT(c.items[2].after, "");
}

TEST("a whole document is read from flat names")
{
    const struct form *f = make(a);
    static const struct form_pair pairs[] = {{"person.name", "A"},    {"kind", "one"},         {"area", "80,25"},     {"purpose", "live"},
                                             {"helpers.0.name", "B"}, {"helpers.1.name", "C"}, {"papers", "a"},       {"papers", "b"},
                                             {"born.day", "8"},       {"born.month", "11"},    {"born.year", "2026"}, {"agree", "true"},
                                             {"strange", "x"}};
    json_t *v = form_read(a, f, pairs, sizeof pairs / sizeof *pairs);
    CHECK_INT(form_validate(a, f, v).count, 0);
    CHECK_TEXT(
        json_print(a, v),
        "{\"person\":{\"name\":\"A\"},\"kind\":\"one\",\"area\":80.25,\"purpose\":\"live\",\"helpers\":[{\"name\":\"B\"},{\"name\":\"C\"}],"
        "\"papers\":[\"a\",\"b\"],\"born\":\"2026-11-08\",\"agree\":true}");
}

/* Every form of the province: posting each step's own example values, page by page, leads to the example itself. */
static void walk_form(struct arena *a, const char *file)
{
    size_t n;
    const char *json = file_read(a, file, 1 << 20, &n);
    struct form_fault fault = {"", "cannot be read"};
    const struct form *f = json ? form_compile(a, json, n, &fault) : NULL;
    if (!f || !form_example(f, 0)) {
        test_fail(__FILE__, __LINE__, "%s %s: %s", file, fault.pointer, f ? "has no example" : fault.reason);
        return;
    }
    const json_t *example = form_example(f, 0);
    struct form_steps s = form_steps(a, f, example, NULL);
    for (size_t i = 0; i < s.count; i++)
        if (!s.items[i].complete)
            test_fail(__FILE__, __LINE__, "%s: step %s of the example is not complete", file, s.items[i].id);
    struct form_rows rows = form_summary(a, f, example, NULL, NULL, LANGUAGE_VI);
    for (size_t i = 0; i < rows.count; i++)
        if (!*rows.items[i].value || !*rows.items[i].label)
            test_fail(__FILE__, __LINE__, "%s: %s has no words", file, rows.items[i].name);
    struct form_errors e = form_validate(a, f, form_finish(a, f, example));
    if (e.count)
        test_fail(__FILE__, __LINE__, "%s: the finished example: %s %s", file, e.items[0].name, e.items[0].kind);
    s = form_steps(a, f, NULL, NULL);
    for (size_t i = 0; i < s.count; i++)
        if (s.items[i].field_count == 0 || s.items[i].field_count > 6 || !*s.items[i].title_vi)
            test_fail(__FILE__, __LINE__, "%s: step %s has %zu fields, title \"%s\"", file, s.items[i].id, s.items[i].field_count,
                      s.items[i].title_vi);
}

TEST("the pages of every form of the province hold the example, each with a title and at most six fields")
{
    const char *root = getenv("THUBON_SOURCE");
    glob_t found;
    CHECK(glob(arena_printf(a, "%s/provinces/*/forms/*.json", root ? root : "."), 0, NULL, &found) == 0);
    CHECK(found.gl_pathc >= 12);
    for (size_t i = 0; i < found.gl_pathc; i++)
        walk_form(a, found.gl_pathv[i]);
    globfree(&found);
}
