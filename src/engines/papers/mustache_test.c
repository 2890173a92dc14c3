#include "base/json.h"
#include "base/test.h"
#include "engines/papers/mustache.h"

static const char *partial(void *self, const char *name)
{
    (void)self;
    static const struct {
        const char *name, *text;
    } all[] = {{"text", "from partial"}, {"line", "|\n>\n"},     {"node", "{{content}}<{{#nodes}}{{>node}}{{/nodes}}>"},
               {"outer", "*{{text}}*"},  {"lines", ">\n  >\n>"}, {"delimited", ".{{value}}."},
               {"loop", "{{>loop}}"},    {"html", "{{x}}"}};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (strcmp(all[i].name, name) == 0)
            return all[i].text;
    return NULL;
}

struct one {
    const char *name, *text, *data, *want;
};
/* Names say which rule of the specification it is. */
static const struct one cases[] = {
    {"interpolation: none", "Hello from {Mustache}!\n", "{}", "Hello from {Mustache}!\n"},
    {"interpolation: basic", "Hello, {{subject}}!", "{'subject':'world'}", "Hello, world!"},
    {"interpolation: value is not a template", "{{a}}: {{b}}", "{'a':'{{b}}','b':'x'}", "{{b}}: x"},
    {"interpolation: HTML escaping", "{{x}}", "{'x':'& < > '}", "&amp; &lt; &gt; "},
    {"interpolation: triple", "{{{x}}}", "{'x':'& <'}", "& <"},
    {"interpolation: ampersand", "{{&x}}{{& x }}", "{'x':'<'}", "<<"},
    {"interpolation: integer", "{{x}} m", "{'x':85}", "85 m"},
    {"interpolation: decimal", "{{x}}", "{'x':1.21}", "1.21"},
    {"interpolation: null and missing", "({{x}})({{y}})", "{'x':null}", "()()"},
    {"dotted: basic", "{{a.b.c}}", "{'a':{'b':{'c':'Joe'}}}", "Joe"},
    {"dotted: broken chain", "({{a.b.c}})", "{'a':{},'c':{'name':'x'}}", "()"},
    {"dotted: first part decides", "{{#a}}{{b.c}}{{/a}}", "{'a':{'b':{}},'b':{'c':'no'}}", ""},
    {"implicit iterator", "{{.}}", "'<x>'", "&lt;x&gt;"},
    {"interpolation: surrounding blanks stay", "| {{x}} |\n  {{{x}}}\n", "{'x':'-'}", "| - |\n  -\n"},
    {"interpolation: padding", "|{{ x }}|", "{'x':'-'}", "|-|"},
    {"section: truthy", "'{{#b}}in{{/b}}'", "{'b':true}", "'in'"},
    {"section: falsey", "'{{#b}}in{{/b}}'", "{'b':false}", "''"},
    {"section: null", "'{{#b}}in{{/b}}'", "{'b':null}", "''"},
    {"section: context", "{{#c}}Hi {{name}}.{{/c}}", "{'c':{'name':'Joe'}}", "Hi Joe."},
    {"section: parent contexts", "{{#s}}{{a}},{{b}},{{c.d}}{{/s}}", "{'a':'foo','b':'wrong','s':{'b':'bar'},'c':{'d':'baz'}}",
     "foo,bar,baz"},
    {"section: list", "{{#l}}{{i}}{{/l}}", "{'l':[{'i':1},{'i':2},{'i':3}]}", "123"},
    {"section: empty list", "({{#l}}x{{/l}})", "{'l':[]}", "()"},
    {"section: list of lists", "{{#l}}({{#.}}{{.}}{{/.}}){{/l}}", "{'l':[[1,2],['a']]}", "(12)(a)"},
    {"section: string pushed", "{{#foo}}{{.}} is {{foo}}{{/foo}}", "{'foo':'bar'}", "bar is bar"},
    {"section: dotted", "'{{#a.b.c}}Here{{/a.b.c}}'", "{'a':{'b':{'c':true}}}", "'Here'"},
    {"section: doubled", "{{#b}}\n* first\n{{/b}}\n* {{t}}\n{{#b}}\n* third\n{{/b}}\n", "{'b':true,'t':'second'}",
     "* first\n* second\n* third\n"},
    {"section: nested truthy", "| A {{#b}}B {{#b}}C{{/b}} D{{/b}} E |", "{'b':true}", "| A B C D E |"},
    {"section: internal white space", " | {{#b}} {{! x }}\n {{/b}} | \n", "{'b':true}", " |  \n  | \n"},
    {"section: indented inline", " {{#b}}YES{{/b}}\n {{#b}}GOOD{{/b}}\n", "{'b':true}", " YES\n GOOD\n"},
    {"section: standalone lines", "| This Is\n{{#b}}\n|\n{{/b}}\n| A Line\n", "{'b':true}", "| This Is\n|\n| A Line\n"},
    {"section: standalone indented", "| This Is\n  {{#b}}\n|\n  {{/b}}\n| A Line\n", "{'b':true}", "| This Is\n|\n| A Line\n"},
    {"section: standalone CRLF", "|\r\n{{#b}}\r\n{{/b}}\r\n|", "{'b':true}", "|\r\n|"},
    {"section: standalone at the start", "  {{#b}}\n#{{/b}}\n/", "{'b':true}", "#\n/"},
    {"section: standalone at the end", "#{{#b}}\n/\n  {{/b}}", "{'b':true}", "#\n/\n"},
    {"inverted: falsey", "'{{^b}}in{{/b}}'", "{'b':false}", "'in'"},
    {"inverted: truthy", "'{{^b}}in{{/b}}'", "{'b':true}", "''"},
    {"inverted: empty list", "'{{^b}}in{{/b}}'", "{'b':[]}", "'in'"},
    {"inverted: missing", "{{^b}}in{{/b}}", "{}", "in"},
    {"inverted: object", "'{{^b}}in{{/b}}'", "{'b':{'n':1}}", "''"},
    {"inverted: standalone", "|\n{{^b}}\n|\n{{/b}}\n|\n", "{'b':false}", "|\n|\n|\n"},
    {"comment: inline", "12{{! Comment! {{ }}345", "{}", "12345"},
    {"comment: several lines", "12{{!\n x\n}}345\n", "{}", "12345\n"},
    {"comment: standalone", "Begin.\n  {{! x }}\nEnd.\n", "{}", "Begin.\nEnd.\n"},
    {"comment: not standalone", "  12 {{! 34 }}\n", "{}", "  12 \n"},
    {"delimiters: pair", "{{=<% %>=}}(<%text%>)", "{'text':'Hey!'}", "(Hey!)"},
    {"delimiters: special", "({{=[ ]=}}[text])", "{'text':'x'}", "(x)"},
    {"delimiters: not taken over by partials", "{{>delimited}}{{= | | =}}|>delimited|", "{'value':'yes'}", ".yes..yes."},
    {"delimiters: in sections", "[{{#s}}{{d}}|d|{{/s}}{{= | | =}}|#s|{{d}}|d||/s|]", "{'s':true,'d':'I'}", "[I|d|{{d}}I]"},
    {"delimiters: standalone", "Begin.\n  {{=@ @=}}\nEnd.\n", "{}", "Begin.\nEnd.\n"},
    {"partial: basic", "'{{>text}}'", "{}", "'from partial'"},
    {"partial: missing", "'{{>none}}'", "{}", "''"},
    {"partial: context", "{{>outer}}", "{'text':'c'}", "*c*"},
    {"partial: recursion", "{{>node}}", "{'content':'X','nodes':[{'content':'Y','nodes':[]}]}", "X<Y<>>"},
    {"partial: inline indentation", "  {{d}}  {{> outer}}\n", "{'d':'|','text':'t'}", "  |  *t*\n"},
    {"partial: standalone indentation", "\\\n {{>lines}}\n/\n", "{}", "\\\n >\n   >\n >/\n"},
    {"partial: standalone line", "|\r\n{{>line}}\r\n|", "{}", "|\r\n|\n>\n|"},
    {"partial: padding", "|{{> text }}|", "{}", "|from partial|"},
    {"ours: an empty text is nothing", "{{#a}}yes{{/a}}{{^a}}no{{/a}}", "{'a':''}", "no"},
    {"ours: Vietnamese", "Kính gửi {{người}}: {{#đã có}}x{{/đã có}}", "{'người':'Ủy ban'}", "Kính gửi Ủy ban: "},
};

static json_t *json_of(struct arena *a, const char *text)
{
    char *json = arena_printf(a, "[%s]", text);
    for (char *p = json; *p; p++)
        *p = *p == '\'' ? '"' : *p;
    json_t *v = json_read(a, json, strlen(json), 40, NULL);
    must(v);
    return json_array_get(v, 0);
}

TEST("templates are rendered as the Mustache specification says")
{
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buf b;
        const char *why;
        buf_init(&b, a, 1000);
        bool ok = mustache_render(&b, cases[i].text, json_of(a, cases[i].data), MUSTACHE_HTML, partial, NULL, &why);
        if (!ok || strcmp(b.length ? b.data : "", cases[i].want) != 0)
            test_fail(__FILE__, __LINE__, "%s: got \"%s\", not \"%s\"", cases[i].name, ok ? b.data : why, cases[i].want);
    }
}

TEST("papers are not escaped")
{
    struct buf b;
    const char *why;
    buf_init(&b, a, 100);
    CHECK(mustache_render(&b, "{{x}}{{>html}}", json_of(a, "{'x':'A & B <c>'}"), MUSTACHE_TEXT, partial, NULL, &why));
    CHECK_TEXT(b.data, "A & B <c>A & B <c>");
}

TEST("a wrong template is refused with its line")
{
    static const struct {
        const char *text, *why;
    } wrong[] = {{"a\n{{#b}}", "line 2: {{#b}} is not closed"},
                 {"{{/b}}", "line 1: {{/b}} closes nothing"},
                 {"{{#a}}\n{{/b}}", "line 2: {{/b}} stands where {{/a}} should"},
                 {"\n\n{{x", "line 3: a tag is not closed"},
                 {"{{=x=}}", "line 1: new delimiters are two words between = and ="},
                 {"{{ }}", "line 1: a tag without a name, or with too long a one"}};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        const char *why = "";
        CHECK(!mustache_check(a, wrong[i].text, &why));
        CHECK_TEXT(why, wrong[i].why);
    }
}

TEST("a template can neither fill memory nor turn for ever")
{
    struct buf b;
    const char *why = "";
    buf_init(&b, a, 50);
    CHECK(!mustache_render(&b, "{{#l}}0123456789{{/l}}", json_of(a, "{'l':[1,2,3,4,5,6]}"), MUSTACHE_TEXT, NULL, NULL, &why));
    CHECK_TEXT(why, "the text became too long");
    buf_clear(&b);
    CHECK(!mustache_render(&b, "{{>loop}}", json_of(a, "{}"), MUSTACHE_TEXT, partial, NULL, &why));
    CHECK(strstr(why, "20 deep"));
    buf_clear(&b);
    const char *l = "[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1]";
    CHECK(!mustache_render(&b, "{{#l}}{{#l}}{{#l}}{{#l}}{{#l}}{{/l}}{{/l}}{{/l}}{{/l}}{{/l}}", json_of(a, arena_printf(a, "{'l':%s}", l)),
                           MUSTACHE_TEXT, NULL, NULL, &why));
    CHECK_TEXT(why, "the template repeats too often");
}
