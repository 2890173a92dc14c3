/* The dependency rule: app -> modules -> engines -> core -> base. An adapter implements a header of core or of one engine; only app names
 * adapters. Engines use those before them in this order; a module uses another only through its public header and its needs. */
#include "base/text.h"
#include "checktree/checktree.h"
#include <string.h>

static const char *const engine_order[] = {"calendar", "rules", "forms", "workflow", "numbering", "files", "papers", "signing", "registry",
                                           "indicators", "exchange", "payments", "notify", "search"};
enum { ENGINES = sizeof engine_order / sizeof *engine_order };

/* Headers of libraries, each named in base or in adapters only; the sandbox stands in for systems outside and may use them too. */
static const char *const libraries[] = {"jansson.h", "sodium.h", "utf8proc.h", "libxml/", "xmlsec/", "sqlite3.h", "libpq-fe.h", "microhttpd.h",
                                        "curl/", "openssl/", "pango/", "cairo", "qrencode.h", "seccomp.h", "archive", "zlib.h", "png.h"};

static const char *part_after(struct tool *t, const char *path, const char *prefix)
{
    const char *rest = path + strlen(prefix), *slash = strchr(rest, '/');
    return arena_strndup(t->arena, rest, slash ? (size_t)(slash - rest) : strlen(rest));
}

struct place place_of(struct tool *t, const char *path)
{
    static const struct { const char *prefix; enum layer layer; bool named; } layers[] = {
        {"src/base/", LAYER_BASE, false},       {"src/core/", LAYER_CORE, false},       {"src/engines/", LAYER_ENGINE, true},
        {"src/modules/", LAYER_MODULE, true},   {"src/adapters/", LAYER_ADAPTER, true}, {"src/app/", LAYER_APP, false},
        {"src/sandbox/", LAYER_SANDBOX, false}, {"src/gateway/", LAYER_GATEWAY, false}, {"tools/", LAYER_TOOLS, false}};
    for (size_t i = 0; i < sizeof layers / sizeof *layers; i++)
        if (text_starts(path, layers[i].prefix)) {
            const char *name = layers[i].named ? part_after(t, path, layers[i].prefix) : tool_base_name(tree_folder(t, layers[i].prefix));
            return (struct place){layers[i].layer, name};
        }
    return (struct place){LAYER_NONE, ""};
}

static int engine_index(const char *name)
{
    for (int i = 0; i < ENGINES; i++)
        if (text_equal(engine_order[i], name))
            return i;
    return -1;
}

static const char *why_not_engine(struct place from, struct place to)
{
    if (from.layer == LAYER_BASE || from.layer == LAYER_CORE || from.layer == LAYER_SANDBOX)
        return "base, core and sandbox know no engine";
    if (from.layer == LAYER_GATEWAY && !text_equal(to.name, "exchange"))
        return "the gateway shares code with engines/exchange only";
    if (from.layer == LAYER_ENGINE && engine_index(from.name) < engine_index(to.name))
        return "engines use only those before them (calendar rules forms workflow numbering files papers signing registry …)";
    return NULL;
}

static const char *why_not_module(struct checker *k, struct place from, struct place to, const char *include)
{
    if (from.layer == LAYER_APP)
        return "app reaches modules through all_modules";
    if (from.layer != LAYER_MODULE)
        return "only modules know modules";
    if (!text_equal(include, arena_printf(k->t->arena, "modules/%s/%s.h", to.name, to.name)))
        return "of another module only its public header may be used";
    struct tool_list needs = module_needs(k, from.name);
    if (!tool_list_has(&needs, to.name, strlen(to.name)))
        return arena_printf(k->t->arena, "\"%s\" is not in the .needs of %s", to.name, from.name);
    return NULL;
}

/* NULL: it may. */
static const char *why_not(struct checker *k, struct place from, struct place to, const char *include)
{
    bool same = from.layer == to.layer && text_equal(from.name, to.name);
    if (same || to.layer == LAYER_BASE)
        return NULL;
    if (text_ends(include, "inside.h"))
        return "is the inside of another folder";
    switch (to.layer) {
    case LAYER_CORE: return from.layer == LAYER_BASE || from.layer == LAYER_TOOLS || from.layer == LAYER_GATEWAY ? "stands above it" : NULL;
    case LAYER_ENGINE: return why_not_engine(from, to);
    case LAYER_MODULE: return why_not_module(k, from, to, include);
    case LAYER_ADAPTER: return from.layer == LAYER_APP ? NULL : "only app names an adapter";
    case LAYER_SANDBOX: return from.layer == LAYER_APP ? NULL : "only app starts the sandbox";
    case LAYER_APP: return "nothing stands above app";
    default: return "is not part of the program";
    }
}

/* "dossiers_queries.h" and "dossiers_pages.h" are made for the folder dossiers alone. */
static const char *why_not_generated(struct place from, const char *include)
{
    size_t n = strlen(from.name);
    const char *rest = strncmp(include, from.name, n) == 0 ? include + n : "";
    if (text_equal(rest, "_queries.h") || text_equal(rest, "_pages.h"))
        return NULL;
    if (text_equal(include, "core_queries.h") && (from.layer == LAYER_MODULE || from.layer == LAYER_APP))
        return NULL; /* core's functions on core's tables are part of its interface (docs/decisions/core-queries.md) */
    if (text_ends(include, "_queries.h"))
        return "the queries of another folder; call its functions";
    if (text_ends(include, "_pages.h"))
        return text_equal(include, "core_pages.h") ? NULL : "the pages of another folder";
    return "write the path from src/, as in \"core/q.h\"";
}

static void check_include(struct checker *k, const struct source *s, struct place from, const char *include, size_t line)
{
    if (from.layer == LAYER_TOOLS && !text_starts(include, "core/"))
        return; /* tools name each other from tools/ */
    const char *why = strchr(include, '/') ? why_not(k, from, place_of(k->t, arena_printf(k->t->arena, "src/%s", include)), include)
                                           : why_not_generated(from, include);
    if (why)
        tool_wrong(k->t, s->path, line, "includes \"%s\": %s", include, why);
}

static void check_library(struct checker *k, const struct source *s, struct place from, const char *include, size_t line)
{
    if (from.layer == LAYER_BASE || from.layer == LAYER_ADAPTER || from.layer == LAYER_GATEWAY || from.layer == LAYER_SANDBOX ||
        s->test || text_starts(include, "jansson"))
        return; /* jansson's reader is part of base/json.h */
    for (size_t i = 0; i < sizeof libraries / sizeof *libraries; i++)
        if (text_starts(include, libraries[i]))
            tool_wrong(k->t, s->path, line, "includes <%s>: a library is named in base or in one adapter", include);
}

/* <a/b.h> comes as tokens; the text between is taken from the source. */
static const char *angle_include(struct checker *k, const struct c_token *open)
{
    const char *from = open->at + 1;
    return arena_strndup(k->t->arena, from, strcspn(from, ">\n"));
}

static void check_source(struct checker *k, const struct source *s)
{
    struct place from = place_of(k->t, s->path);
    for (size_t i = 0; i + 2 < s->c.count; i++) {
        const struct c_token *hash = &s->c.tokens[i];
        if (!hash->directive || !c_is(hash, "#") || !c_is(hash + 1, "include"))
            continue;
        const char *include = c_string(k->t, &s->c, i + 2, NULL);
        if (include && !s->test)
            check_include(k, s, from, include, hash->line);
        else if (!include && c_is(hash + 2, "<"))
            check_library(k, s, from, angle_include(k, hash + 2), hash->line);
    }
}

/* --- needs ------------------------------------------------------------------------------------------------------------------- */

static const struct source *module_source(struct checker *k, const char *module)
{
    return find_source(k, arena_printf(k->t->arena, "src/modules/%s/module.c", module));
}

/* `.needs = (const char *const[]){"a", NULL}` or `needs[] = {"a", NULL}`: the texts of the first braces after the word. */
struct tool_list module_needs(struct checker *k, const char *module)
{
    struct tool_list needs = {0};
    const struct source *s = module_source(k, module);
    for (size_t i = 0; s && i < s->c.count; i++) {
        if (!c_is(&s->c.tokens[i], "needs"))
            continue;
        size_t open = i;
        while (open < s->c.count && !c_is(&s->c.tokens[open], "{") && !c_is(&s->c.tokens[open], ";") && open < i + 12)
            open++;
        if (!c_is(&s->c.tokens[open], "{"))
            continue;
        for (size_t j = open, close = c_close(&s->c, open); j < close; j++)
            if (s->c.tokens[j].kind == C_STRING)
                tool_list_add(k->t, &needs, c_string(k->t, &s->c, j, NULL));
        break;
    }
    return needs;
}

/* Walks from module to module; `path` holds those on the way. */
static bool find_circle(struct checker *k, const char *module, struct tool_list *path)
{
    if (tool_list_has(path, module, strlen(module)))
        return text_equal(path->items[0], module);
    tool_list_add(k->t, path, module);
    struct tool_list needs = module_needs(k, module);
    for (size_t i = 0; i < needs.count; i++)
        if (find_circle(k, needs.items[i], path))
            return true;
    path->count--;
    return false;
}

static void check_needs(struct checker *k, const char *module)
{
    const char *file = arena_printf(k->t->arena, "src/modules/%s/module.c", module);
    struct tool_list needs = module_needs(k, module), path = {0};
    for (size_t i = 0; i < needs.count; i++)
        if (!module_source(k, needs.items[i]))
            tool_wrong(k->t, file, 0, "needs \"%s\", which is no module", needs.items[i]);
    if (find_circle(k, module, &path))
        tool_wrong(k->t, file, 0, "its needs go in a circle: %s -> %s", text_join(k->t->arena, path.items, path.count, " -> "), module);
}

void check_layers(struct checker *k)
{
    for (size_t i = 0; i < k->count; i++) {
        const struct source *s = &k->sources[i];
        check_source(k, s);
        struct place place = place_of(k->t, s->path);
        if (place.layer == LAYER_MODULE && text_ends(s->path, "/module.c"))
            check_needs(k, place.name);
        if (place.layer == LAYER_ENGINE && text_ends(s->path, ".c") && engine_index(place.name) < 0)
            tool_wrong(k->t, s->path, 0, "the engine %s has no place in the order of tools/checktree/layers.c", place.name);
    }
}
