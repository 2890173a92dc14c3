#include "htmlgen/htmlgen.h"
#include "base/test.h"

#define HEAD "{{! A page of the tests. }}\n{{@ text title; text unused_not; int n; number total; date due; time at; bool late; url link; html widget;" \
             " list rows { text code; url href; list tags { text name; } } view pager core_pager; object owner { text name; } }}\n"
/* Uses every field, so that a case need not. */
#define REST "{{title}}{{unused_not}}{{n}}{{total}}{{due}}{{at}}{{#late}}x{{/late}}<a href=\"{{link}}\"></a>{{&widget}}{{#rows}}{{code}}" \
             "<a href=\"{{href}}\"></a>{{#tags}}{{name}}{{/tags}}{{/rows}}{{> core/pager pager}}{{#owner}}{{name}}{{/owner}}"

static struct page *compile(struct arena *a, const char *text, const char **ret_said)
{
    struct tool t;
    tool_begin(&t, a);
    struct tool_list partials = {0};
    struct page *page = htmlgen_page(&t, "dossiers", "pages/inbox.html", text, strlen(text), &partials);
    *ret_said = t.said.data;
    return page;
}

static bool makes(struct arena *a, const char *body, const char *code)
{
    const char *said;
    struct page *page = compile(a, arena_printf(a, "%s%s%s", HEAD, body, REST), &said);
    if (*said == '\0' && strstr(page->code.data, code))
        return true;
    test_fail(__FILE__, __LINE__, "%s: %s%s does not contain %s", body, said, page->code.data, code);
    return false;
}

static bool refuses(struct arena *a, const char *body, const char *reason)
{
    const char *said;
    compile(a, arena_printf(a, "%s%s%s", HEAD, body, REST), &said);
    if (strstr(said, reason))
        return true;
    test_fail(__FILE__, __LINE__, "%s: \"%s\" is not in \"%s\"", body, reason, said);
    return false;
}

TEST("htmlgen makes structs of the declaration")
{
    const char *said;
    struct page *page = compile(a, HEAD REST, &said);
    CHECK_TEXT(said, "");
    struct buf h;
    buf_init(&h, a, 1 << 20);
    htmlgen_write_header(&h, "dossiers", (struct page *[]){page}, 1);
    CHECK(strstr(h.data, "struct dossiers_inbox_rows {\n    const char *code;\n    const char *href; /* URL */\n"
                         "    const struct dossiers_inbox_rows_tags *tags;\n    size_t tags_count;\n};\n"));
    CHECK(strstr(h.data, "    const struct core_pager_view *pager;"));
    CHECK(strstr(h.data, "enum result dossiers_inbox_page(struct q *q, const struct page *frame, const struct dossiers_inbox_view *v);"));
}

TEST("htmlgen escapes each value for the place where it stands")
{
    CHECK(makes(a, "<p>{{title}}</p>", "buf_add(to, \"<p>\", 3);\n    buf_html(to, v->title);"));
    CHECK(makes(a, "<p class=\"a {{title}}\"></p>", "buf_html(to, v->title);"));
    CHECK(makes(a, "<a href=\"{{link}}\"></a>", "page_write_url(to, v->link);"));
    CHECK(makes(a, "<a href=\"/d/{{title}}?n={{n}}\"></a>", "buf_url(to, v->title);"));
    CHECK(makes(a, "<a href=\"/d?back={{link}}\"></a>", "buf_url(to, v->link);"));
    CHECK(makes(a, "<p>{{total}}</p>", "page_write_number(q, to, v->total);"));
    CHECK(makes(a, "<p>{{at}}</p>", "page_write_time_element(to, v->at);"));
    CHECK(makes(a, "<p title=\"{{at}}\"></p>", "page_write_time(to, v->at);"));
    CHECK(makes(a, "<div>{{&widget}}</div>", "buf_puts(to, v->widget);"));
}

TEST("htmlgen refuses a value where no escape would make it safe")
{
    CHECK(refuses(a, "<p class={{title}}></p>", "pages/inbox.html:3: {{title}} cannot stand in an attribute without quotes"));
    CHECK(refuses(a, "<p {{title}}></p>", "cannot stand between attributes"));
    CHECK(refuses(a, "<{{title}}></p>", "cannot stand inside a tag"));
    CHECK(refuses(a, "<script src=\"x\">{{title}}</script>", "cannot stand inside <script>"));
    CHECK(refuses(a, "<p onclick=\"{{title}}\"></p>", "cannot stand in this attribute"));
    CHECK(refuses(a, "<p style=\"width:{{n}}%\"></p>", "cannot stand in this attribute"));
    CHECK(refuses(a, "<a href=\"{{title}}\"></a>", "a URL begins here: declare title as url"));
    CHECK(refuses(a, "<a href=\"/x?{{due}}\"></a>", "inside a URL stand text, url and int only"));
    CHECK(refuses(a, "{{widget}}", "widget is html: write {{&…}}"));
    CHECK(refuses(a, "{{&title}}", "{{&title}} is for fields of type html"));
    CHECK(refuses(a, "{{late}}", "late has no text of its own"));
}

TEST("htmlgen refuses fields that are not declared and declarations that are not used")
{
    const char *said;
    CHECK(refuses(a, "\n\n{{nmae}}", "pages/inbox.html:5: {{nmae}} is not declared"));
    CHECK(refuses(a, "{{code}}", "{{code}} is not declared"));
    compile(a, "{{! A page. }}\n{{@ text title;\n text other; }}\n{{title}}", &said);
    CHECK_TEXT(said, "pages/inbox.html:3: other is declared and not used\n");
    compile(a, "{{! A page. }}{{@ string title; }}{{title}}", &said);
    CHECK(strstr(said, "\"string\" is no type"));
    compile(a, "<p></p>", &said);
    CHECK(strstr(said, "a page begins with {{! a comment") && strstr(said, "a page declares its fields"));
}

TEST("htmlgen loops over lists, goes into objects and asks flags")
{
    CHECK(makes(a, "{{#rows}}<b>{{code}}{{title}}</b>{{/rows}}", "buf_html(to, v->title);"));
    CHECK(makes(a, "{{?rows}}<b></b>{{/rows}}", "if (v->rows_count > 0) {"));
    CHECK(makes(a, "{{^rows}}<b></b>{{/rows}}", "if (!(v->rows_count > 0)) {"));
    CHECK(makes(a, "{{^title}}<b></b>{{/title}}", "if (!(v->title && *v->title)) {"));
    CHECK(makes(a, "{{#rows}}{{^.first}}, {{/.first}}{{.index}}{{/rows}}", "if (!(i1 == 0)) {"));
    CHECK(makes(a, "<input{{#late}} checked{{/late}}>", "buf_add(to, \" checked\", 8);"));
    CHECK(makes(a, "<p class=\"a{{#late}} b{{/late}}\"></p>", "buf_add(to, \" b\", 2);"));
    CHECK(refuses(a, "{{#rows}}{{/late}}", "{{/late}} stands where {{/rows}} is due (opened in line 3)"));
    CHECK(refuses(a, "{{/rows}}", "{{/rows}} closes nothing"));
    CHECK(refuses(a, "{{.index}}", ".index stands in no list"));
}

TEST("htmlgen translates sentences and fills their placeholders")
{
    CHECK(makes(a, "{{t:Open the dossier}}", "buf_html(to, tr(q, \"Open the dossier\"));"));
    CHECK(makes(a, "{{t:{n} of {all} wait for {who}|n=n|all=total|who=title}}",
                "q_tr_fill(q, \"{n} of {all} wait for {who}\", \"n\", b1.data, \"all\", b2.data, \"who\", v->title ? v->title : \"\", (const char *)0)"));
    CHECK(makes(a, "<p title=\"{{t:Open}}\"></p>", "tr(q, \"Open\")"));
    CHECK(refuses(a, "{{t:{n} wait}}", "no value for {n}"));
    CHECK(refuses(a, "{{t:All wait|n=n}}", "the sentence has no {n}"));
    CHECK(refuses(a, "<p>Open</p>", "words outside {{t:…}} would not be translated"));
    CHECK(refuses(a, "<p>{{n}} hồ sơ</p>", "words outside {{t:…}}"));
    CHECK(refuses(a, "<input placeholder=\"Name\">", "words outside {{t:…}}"));
    CHECK(makes(a, "<b translate=\"no\">Tiếng Việt</b> &nbsp; – ", "Tiếng Việt"));
}

TEST("htmlgen finds what is wrong in HTML itself")
{
    CHECK(refuses(a, "<div><p></div>", "</div> stands where </p> is due (opened in line 3)"));
    CHECK(refuses(a, "<div>\n", "inbox.html:3: <div> is not closed"));
    CHECK(refuses(a, "</div>", "</div> closes nothing"));
    CHECK(refuses(a, "{{#late}}<div>{{/late}}", "<div> of line 3 is not closed before {{/late}}"));
    CHECK(refuses(a, "<div>{{#late}}</div>{{/late}}", "closes an element that was opened outside this section"));
    CHECK(refuses(a, "<p class=\"{{#late}}x\"{{/late}}></p>", "inside a tag or attribute that its section did not begin in"));
    CHECK(refuses(a, "<img src=\"/a.png\">", "<img> needs alt"));
    CHECK(refuses(a, "<div/>", "only void elements"));
    CHECK(makes(a, "<svg><path d=\"M0\"/></svg>", "<path d=\\\"M0\\\"/>"));
    CHECK(refuses(a, "<style>a{}</style>", "the content security policy drops it"));
    CHECK(refuses(a, "<script>x()</script>", "<script> without src"));
    CHECK(refuses(a, "<p onclick=\"x()\"></p>", "drops handlers"));
    CHECK(refuses(a, "<!-- note -->", "an HTML comment would be sent"));
    CHECK(refuses(a, "1 < 2", "write &lt;"));
}

TEST("htmlgen wants the token in every form that posts")
{
    CHECK(refuses(a, "<form method=\"post\" action=\"/x\"></form>", "inbox.html:3: a form that posts needs {{csrf}}"));
    CHECK(makes(a, "<form method=\"post\" action=\"/x\">{{csrf}}</form>", "page_write_csrf(q, to);"));
    CHECK(makes(a, "<form method=\"post\" action=\"/x\">{{csrf:none}}</form>", "action=\\\"/x\\\"></form>"));
    CHECK(makes(a, "<form method=\"get\" action=\"/x\"></form>", "<form method=\\\"get\\\""));
    CHECK(refuses(a, "{{csrf}}", "{{csrf}} belongs inside a <form"));
}

TEST("htmlgen sends no indentation and no lines of its own tags")
{
    const char *said;
    struct page *page = compile(a, "{{! A page. }}\n{{@ list rows { text code; } }}\n<ul>\n  {{#rows}}\n    <li>{{code}}</li>\n  {{/rows}}\n</ul>\n"
                                   "<pre>\n  kept {{! as it is }}\n</pre>", &said);
    CHECK(strstr(said, "words outside"));
    CHECK(strstr(page->code.data, "buf_add(to, \"<ul>\\n\", 5);"));
    CHECK(strstr(page->code.data, "buf_add(to, \"<li>\", 4);"));
    CHECK(strstr(page->code.data, "\"</ul>\\n\"\n        \"<pre>\\n\"\n        \"  kept \\n\""));
}

TEST("htmlgen writes other pages where a view is declared for them")
{
    CHECK(makes(a, "{{> core/pager pager}}", "if (v->pager)\n        core_pager_render(q, to, v->pager);"));
    CHECK(refuses(a, "{{> core/pager owner}}", "owner must be declared as `view owner core_pager;`"));
    CHECK(refuses(a, "{{> core/pager}}", "write {{> FOLDER/PAGE field}}"));
}
