#include "base/xml.h"
#include "base/test.h"
#include <stdio.h>

#define BPMN "http://www.omg.org/spec/BPMN/20100524/MODEL"

static const struct xml *read_text(struct arena *a, const char *text, const char **ret_why)
{
    return xml_read(a, text, strlen(text), ret_why);
}

TEST("an XML document becomes elements with names, namespaces, lines, attributes and text")
{
    const char *why = NULL;
    const struct xml *root = read_text(a,
                                       "<?xml version=\"1.0\"?>\n<!-- note -->\n"
                                       "<b:definitions xmlns:b='" BPMN "' xmlns:t='urn:t' id='d1'>\n"
                                       " <b:task id='a' t:limit='2 &lt; 3 &#7879;'>Tiếp nhận<b:x/> &amp; hẹn<![CDATA[ <trả>]]></b:task>\n"
                                       " <b:task id='b'/><plain/>\n</b:definitions>",
                                       &why);
    CHECK_TEXT(why, NULL);
    CHECK_TEXT(root->name, "definitions");
    CHECK_TEXT(root->namespace, BPMN);
    CHECK_INT(root->line, 3);
    const struct xml *task = xml_child(root, BPMN, "task");
    CHECK_TEXT(xml_attribute(task, NULL, "id"), "a");
    CHECK_TEXT(xml_attribute(task, "urn:t", "limit"), "2 < 3 ệ");
    CHECK_TEXT(xml_attribute(task, "urn:other", "limit"), NULL);
    CHECK_TEXT(task->text, "Tiếp nhận & hẹn <trả>");
    CHECK_INT(task->line, 4);
    CHECK(task->parent == root);
    const struct xml *second = xml_next(task, BPMN, "task");
    CHECK_TEXT(xml_attribute(second, NULL, "id"), "b");
    CHECK_TEXT(second->text, "");
    CHECK(xml_next(second, BPMN, "task") == NULL);
    CHECK(xml_child(root, NULL, "plain")->namespace == NULL);
    CHECK(xml_child(root, BPMN, "plain") == NULL);
    CHECK(xml_child(xml_child(root, NULL, "absent"), NULL, "task") == NULL);
}

TEST("XML with a document type is refused before anything in it is read")
{
    static const char *const documents[] = {
        "<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>",
        "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>",
        "<!DOCTYPE a [<!ENTITY x 'y'><!ENTITY z '&x;&x;'>]><a b='&z;'/>",
        "<!DOCTYPE a [<!ENTITY % p SYSTEM 'http://127.0.0.1:1/'>%p;]><a/>",
        "<!DOCTYPE a><a/>",
    };
    for (size_t i = 0; i < sizeof documents / sizeof *documents; i++) {
        const char *why = NULL;
        CHECK(read_text(a, documents[i], &why) == NULL);
        CHECK_TEXT(why, "line 1: a document type (DOCTYPE) is not accepted");
    }
}

TEST("XML that is not well-formed is refused with its line")
{
    static const struct {
        const char *text, *line;
    } cases[] = {
        {"<a>\n<b></a>", "line 2: "},      {"<a>\n\n&unknown;</a>", "line 3: "}, {"<a>", "line 1: "},
        {"<a/>\n<b/>", "line 2: "},        {"<a x='1' x='2'/>", "line 1: "},     {"\n<a><p:b/></a>", "line 2: "},
        {"<a>\x01</a>", "line 1: "},       {"<a>\xFF\xFE</a>", "line 1: "},      {"", "line 1: "},
        {"just text", "line 1: "},         {"<a b='&unknown;'/>", "line 1: "},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *why = "";
        const struct xml *root = read_text(a, cases[i].text, &why);
        if (root || strncmp(why, cases[i].line, strlen(cases[i].line)) != 0)
            test_fail(__FILE__, __LINE__, "%s: %s", cases[i].text, root ? "accepted" : why);
    }
}

TEST("XML nested deeper than its maximum is refused, at the maximum it is read")
{
    for (int extra = 0; extra <= 1; extra++) {
        char text[8 * (XML_DEEPEST + 1)], *to = text;
        for (int i = 0; i < XML_DEEPEST + extra; i++)
            to = stpcpy(to, "<a>");
        for (int i = 0; i < XML_DEEPEST + extra; i++)
            to = stpcpy(to, "</a>");
        const char *why = NULL;
        CHECK((read_text(a, text, &why) != NULL) == (extra == 0));
        CHECK_TEXT(why, extra ? "line 1: elements are nested too deep" : NULL);
    }
}

TEST("XML in another encoding that it names is read as UTF-8")
{
    const char *why = NULL;
    const struct xml *root = read_text(a, "<?xml version='1.0' encoding='ISO-8859-1'?><a>caf\xE9</a>", &why);
    CHECK_TEXT(why, NULL);
    CHECK_TEXT(root->text, "café");
}
