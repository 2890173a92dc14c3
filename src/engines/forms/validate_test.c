#include "base/file.h"
#include "base/json.h"
#include "base/test.h"
#include "base/text.h"
#include "engines/forms/form.h"
#include <stdlib.h>

/* The forms of the reference province: every example must pass, every document below must be refused. */
static const char *const forms[] = {"birth-registration",
                                    "marriage-registration",
                                    "death-registration",
                                    "marital-status-certificate",
                                    "civil-status-extract-copy",
                                    "certified-copy",
                                    "household-business-registration",
                                    "house-construction-permit",
                                    "land-change-registration",
                                    "social-allowance",
                                    "food-safety-certificate",
                                    "criminal-record-certificate"};
/* Changes that make the form's example wrong; value NULL: the field is taken away. */
static const struct {
    const char *form, *name, *value;
} bad[] = {
    {"birth-registration", "mother", NULL},
    {"birth-registration", "father_status", "\"unknown\""},
    {"birth-registration", "marriage_certificate", NULL},
    {"birth-registration", "birth_evidence", "\"witness\""},
    {"birth-registration", "surrogacy", "true"},
    {"birth-registration", "copies.count", NULL},
    {"birth-registration", "child.date_of_birth", "\"10/09/2024\""},
    {"birth-registration", "mother.identity_number", "\"123\""},
    {"marriage-registration", "male_party.previous_marriage_document", NULL},
    {"marriage-registration", "foreign_element", "\"yes\""},
    {"marriage-registration", "female_party", NULL},
    {"marriage-registration", "copies.wanted", "true"},
    {"death-registration", "evidence_document", NULL},
    {"death-registration", "funeral_payee", NULL},
    {"death-registration", "death.date", NULL},
    {"death-registration", "death_evidence", "\"court\""},
    {"marital-status-certificate", "status_document", NULL},
    {"marital-status-certificate", "intended_partner", NULL},
    {"marital-status-certificate", "marital_status", "\"married\""},
    {"marital-status-certificate", "purpose", "\"other\""},
    {"marital-status-certificate", "delivery.email", NULL},
    {"civil-status-extract-copy", "relationship_to_subject", NULL},
    {"civil-status-extract-copy", "requester_kind", "\"organisation\""},
    {"civil-status-extract-copy", "extract_kind", "\"marriage\""},
    {"civil-status-extract-copy", "copy_count", "0"},
    {"certified-copy", "requester_kind", "\"organisation\""},
    {"certified-copy", "output_form", "\"electronic\""},
    {"certified-copy", "documents", "[]"},
    {"household-business-registration", "founder_kind", "\"household_members\""},
    {"household-business-registration", "submitter_kind", "\"authorised\""},
    {"household-business-registration", "business_lines", "[]"},
    {"household-business-registration", "capital_vnd", "-1"},
    {"house-construction-permit", "works.height_m", NULL},
    {"house-construction-permit", "adjacent_commitment_file", NULL},
    {"house-construction-permit", "site", NULL},
    {"house-construction-permit", "drawings_file", NULL},
    {"land-change-registration", "receivers", NULL},
    {"land-change-registration", "contract", NULL},
    {"land-change-registration", "change_kind", "\"rename\""},
    {"land-change-registration", "part_of_plot", "true"},
    {"land-change-registration", "exemption_reason", NULL},
    {"land-change-registration", "family_relation", NULL},
    {"land-change-registration", "land_user_kind", "\"couple\""},
    {"social-allowance", "disability", NULL},
    {"social-allowance", "target_group", "\"disabled_extreme\""},
    {"social-allowance", "target_group", "\"elderly_80\""},
    {"social-allowance", "payment.account_number", NULL},
    {"social-allowance", "declarant", NULL},
    {"social-allowance", "request_kind", "\"stop\""},
    {"food-safety-certificate", "request_kind", "\"renew\""},
    {"food-safety-certificate", "conditions", NULL},
    {"food-safety-certificate", "conditions.lab", "\"outsourced\""},
    {"food-safety-certificate", "products", "[]"},
    {"criminal-record-certificate", "certificate_kind", "\"form_2\""},
    {"criminal-record-certificate", "submission_kind", "\"authorised\""},
    {"criminal-record-certificate", "has_conviction", "\"yes\""},
    {"criminal-record-certificate", "purpose", "\"other\""},
    {"criminal-record-certificate", "fee_group", "\"student\""},
    {"criminal-record-certificate", "delivery.address", NULL},
    {"criminal-record-certificate", "declaration", "false"},
};

static const struct form *form_of(struct arena *a, const char *name)
{
    const char *root = getenv("THUBON_SOURCE");
    const char *path = arena_printf(a, "%s/provinces/quang-nam/forms/%s.json", root ? root : ".", name);
    size_t n;
    const char *json = file_read(a, path, 1 << 20, &n);
    struct form_fault fault = {"", "cannot be read"};
    const struct form *f = json ? form_compile(a, json, n, &fault) : NULL;
    if (!f)
        test_fail(__FILE__, __LINE__, "%s %s: %s", path, fault.pointer, fault.reason);
    return f;
}

static json_t *value_of(struct arena *a, const char *json)
{
    const char *why;
    json_t *v = json_read(a, json, strlen(json), 60, &why);
    must(v);
    return v;
}

/* Expects the value to be refused (or taken), and says which errors came when it is not so. */
static void expect(struct arena *a, const struct form *f, const json_t *value, bool good, const char *what)
{
    struct form_errors e = form_validate(a, f, value);
    if ((e.count == 0) != good)
        test_fail(__FILE__, __LINE__, "%s: %s", what, good ? arena_printf(a, "%s %s", e.items[0].pointer, e.items[0].kind) : "was taken");
}

TEST("the example of every form of the province passes")
{
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        const struct form *f = form_of(a, forms[i]);
        if (f)
            for (size_t k = 0; form_example(f, k); k++)
                expect(a, f, form_example(f, k), true, forms[i]);
    }
}

TEST("a document without a required field, or with an unknown one, is refused and the error names the field")
{
    int refused = 0;
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        const struct form *f = form_of(a, forms[i]);
        CHECK(f);
        const json_t *required = form_keyword(f, "required");
        for (size_t k = 0; k < json_array_size(required); k++, refused++) {
            const char *name = json_string_value(json_array_get(required, k));
            json_t *v = form_put(a, f, form_example(f, 0), name, NULL);
            struct form_errors e = form_validate(a, f, v);
            CHECK(e.count > 0);
            CHECK_TEXT(e.items[0].name, name);
            CHECK_TEXT(e.items[0].kind, "required");
        }
        json_t *v = form_put(a, f, form_example(f, 0), "", NULL);
        json_object_set_new(v, "unknown_field", json_integer(1));
        struct form_errors e = form_validate(a, f, v);
        CHECK_INT(e.count, 1);
        CHECK_TEXT(e.items[0].pointer, "/unknown_field");
        CHECK_TEXT(e.items[0].kind, "additionalProperties");
        refused++;
    }
    CHECK(refused > 100);
}

TEST("documents that break one rule of their form are refused")
{
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        const struct form *f = form_of(a, bad[i].form);
        CHECK(f);
        const json_t *value = NULL;
        if (bad[i].value) /* the value is wrapped, because a document is a list or an object */
            value = json_array_get(value_of(a, arena_printf(a, "[%s]", bad[i].value)), 0);
        json_t *v = form_put(a, f, form_example(f, 0), bad[i].name, value);
        expect(a, f, v, false, arena_printf(a, "%s %s", bad[i].form, bad[i].name));
    }
}

/* Rules of the specification, one line each: schema, value, passes. */
static const struct {
    const char *schema, *value;
    bool good;
} rules[] = {
    {"{'type':'integer'}", "1.0", true},
    {"{'type':'integer'}", "1.5", false},
    {"{'type':'number'}", "1", true},
    {"{'type':['string','null']}", "null", true},
    {"{'type':'string'}", "null", false},
    {"{'const':1}", "1.0", true},
    {"{'const':{'a':[1]}}", "{'a':[1.0]}", true},
    {"{'enum':[[1],false]}", "[1.0]", true},
    {"{'enum':[0]}", "false", false},
    {"{'const':9007199254740993}", "9007199254740992", false},
    {"{'maximum':3}", "3", true},
    {"{'exclusiveMaximum':3}", "3", false},
    {"{'multipleOf':0.01}", "0.07", true},
    {"{'multipleOf':0.01}", "4.35", true},
    {"{'multipleOf':0.01}", "0.075", false},
    {"{'maximum':3}", "'99'", true},
    {"{'maxLength':2}", "'ếộ'", true},
    {"{'minLength':2}", "'ế'", false},
    {"{'maxLength':1}", "123", true},
    {"{'pattern':'^a$'}", "1", true},
    {"{'required':['a']}", "[]", true},
    {"{'required':['a']}", "{}", false},
    {"{'uniqueItems':true}", "[1,1.0]", false},
    {"{'uniqueItems':true}", "[1,true]", true},
    {"{'uniqueItems':true}", "[{'a':1,'b':2},{'b':2,'a':1}]", false},
    {"{'contains':{'const':5}}", "[3,5]", true},
    {"{'contains':{'const':5}}", "[]", false},
    {"{'contains':{'const':5},'minContains':0}", "[]", true},
    {"{'contains':{'const':5},'maxContains':1}", "[5,5]", false},
    {"{'minContains':2}", "[]", true},
    {"{'oneOf':[{'type':'integer'},{'minimum':2}]}", "3", false},
    {"{'oneOf':[{'type':'integer'},{'minimum':2}]}", "2.5", true},
    {"{'anyOf':[{'type':'integer'},{'minimum':2}]}", "1.5", false},
    {"{'not':{'type':'integer'}}", "1", false},
    {"{'not':{}}", "1", false},
    {"{'if':{'const':1},'then':{'const':2}}", "1", false},
    {"{'if':{'const':1},'else':{'const':2}}", "3", false},
    {"{'then':{'const':2}}", "1", true},
    {"{'dependentRequired':{'a':['b']}}", "{'a':1}", false},
    {"{'dependentRequired':{'a':['b']}}", "{'b':1}", true},
    {"{'properties':{'a':{'type':'integer'}},'additionalProperties':{'type':'string'}}", "{'a':1,'b':'x'}", true},
    {"{'properties':{'a':true},'additionalProperties':{'type':'string'}}", "{'a':1,'b':2}", false},
    {"{'allOf':[{'properties':{'a':true}}],'additionalProperties':false}", "{'a':1}", false},
    {"false", "1", false},
    {"true", "1", true},
    {"{'$ref':'#/$defs/s','maxLength':2}", "'abc'", false},
    {"{'$ref':'#/$defs/s'}", "1", false},
    {"{'$ref':'#/$defs/tree'}", "{'next':{'next':{'v':1}}}", true},
    {"{'$ref':'#/$defs/tree'}", "{'next':{'next':{'v':'x'}}}", false},
    {"{'format':'date'}", "'2024-02-29'", true},
    {"{'format':'date'}", "'2023-02-29'", false},
    {"{'format':'date'}", "12", true},
    {"{'format':'email'}", "'a.b@vi-du.vn'", true},
    {"{'format':'email'}", "'a..b@vidu.vn'", false},
    {"{'format':'email'}", "'a@b'", false},
    {"{'format':'time'}", "'23:59:60Z'", true},
    {"{'format':'time'}", "'22:59:60Z'", false},
    {"{'format':'date-time'}", "'2026-11-13T16:12:04+07:00'", true},
    {"{'format':'uuid'}", "'2eb8aa08-aa98-11ea-b4aa-73b441d16380'", true},
    {"{'format':'uri'}", "'https://a.vn/x?y#z'", true},
    {"{'format':'uri'}", "'/x'", false},
    {"{'minItems':1}", "[]", false},
    {"{'maxProperties':1}", "{'a':1,'b':2}", false},
    {"{'items':{'type':'integer'}}", "[1,'x']", false},
};

static const char *double_quotes(struct arena *a, const char *s)
{
    char *made = arena_strdup(a, s);
    for (char *p = made; *p; p++)
        if (*p == '\'')
            *p = '"';
    return made;
}

TEST("validation follows JSON Schema 2020-12")
{
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        const char *json = double_quotes(
            a, arena_printf(
                   a,
                   "{'type':'object','properties':{'v':%s},'x-sections':[{'title':'t','fields':['v']}],'$defs':{'s':{'type':'string'},"
                   "'tree':{'properties':{'next':{'$ref':'#/$defs/tree'},'v':{'type':'integer'}}}}}",
                   rules[i].schema));
        struct form_fault fault;
        const struct form *f = form_compile(a, json, strlen(json), &fault);
        if (!f) {
            test_fail(__FILE__, __LINE__, "%s: %s %s", rules[i].schema, fault.pointer, fault.reason);
            continue;
        }
        expect(a, f, value_of(a, double_quotes(a, arena_printf(a, "{'v':%s}", rules[i].value))), rules[i].good,
               arena_printf(a, "%s on %s", rules[i].schema, rules[i].value));
    }
}

TEST("a mistake in a form is found with its place and reason")
{
    static const struct {
        const char *json, *pointer, *reason;
    } wrong[] = {
        {"{'type':'object','requierd':[]}", "/requierd", "unknown keyword"},
        {"{'type':'object','properties':{'a':{'oneOff':[]}}}", "/properties/a/oneOff", "unknown keyword"},
        {"{'type':'object','properties':{'a':{'$id':'x'}}}", "/properties/a/$id", "stands only at the top of a form"},
        {"{'type':'object','properties':{'a':{'$ref':'#/$defs/b'}}}", "/properties/a", "$ref leads nowhere: #/$defs/b"},
        {"{'type':'object','properties':{'a':{'$ref':'http://x'}}}", "/properties/a", "$ref leads outside the form: http://x"},
        {"{'type':'object','$defs':{'a':{'$ref':'#/$defs/a'}}}", NULL, "refers to itself, or is nested more than 32 deep"},
        {"{'type':'object','properties':{'a':{'minLength':-1}}}", "/properties/a/minLength", "must be a whole number, 0 or more"},
        {"{'type':'object','properties':{'a':{'pattern':'('}}}", "/properties/a/pattern", "( without )"},
        {"{'type':'object','properties':{'a':{'format':'telephone'}}}", "/properties/a/format", "unknown format"},
        {"{'type':'object','properties':{'a':{'type':'text'}}}", "/properties/a/type", "unknown type"},
        {"{'type':'object','properties':{'a':{}},'x-sections':[]}", "/x-sections", "\"a\" stands in no section"},
        {"{'type':'object','properties':{'a':{}},'x-sections':[{'title':'t','fields':['b']}]}", "/x-sections/0",
         "\"b\" is not a property, or stands in two sections"},
        {"{'type':'object','additionalProperties':false,'properties':{'a':{}},'required':['b'],'x-sections':[{'title':'t','fields':['a']}]"
         "}",
         "", "required: \"b\" is not a property"},
        {"{'$schema':'http://json-schema.org/draft-07/schema#','type':'object'}", "/$schema",
         "must be https://json-schema.org/draft/2020-12/schema"},
        {"{'type':'object','required':['a','a']}", "/required", "names \"a\" twice"},
        {"[]", "", "a schema is an object, true or false"},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        const char *json = double_quotes(a, wrong[i].json);
        struct form_fault fault = {"", "was taken"};
        form_compile(a, json, strlen(json), &fault);
        if ((wrong[i].pointer && strcmp(fault.pointer, wrong[i].pointer) != 0) || strcmp(fault.reason, wrong[i].reason) != 0)
            test_fail(__FILE__, __LINE__, "%s: %s %s", wrong[i].json, fault.pointer, fault.reason);
    }
}
