/* A pattern is parsed to a tree, the tree is written out as a small program, and the program is run by Thompson's method: all
 * ways through it at once, one list of places per character. `{2,5}` is written out as copies, so programs are bounded in size. */
#include "engines/forms/pattern.h"
#include "base/must.h"
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_NODES = 2000, MOST_STEPS = 5000, MOST_REPEATS = 1000, DEEPEST_GROUP = 50, NO_LIMIT = -1 };
enum node_kind { NODE_SET, NODE_START, NODE_END, NODE_EMPTY, NODE_JOIN, NODE_EITHER, NODE_REPEAT };
struct range {
    uint32_t from, to;
};
struct set {
    struct range *ranges;
    size_t count;
    bool inverted;
};
struct node {
    enum node_kind kind;
    struct node *left, *right;
    struct set set;
    int least, most;
};
enum step_kind { STEP_SET, STEP_START, STEP_END, STEP_SPLIT, STEP_JUMP, STEP_MATCH };
struct step {
    enum step_kind kind;
    const struct set *set;
    int to, other;
};
struct pattern {
    struct step *steps;
    int count;
};

struct parser {
    struct arena *a;
    const char *at;
    const char *why;
    int nodes, depth;
};

static uint32_t next_code_point(const char **at)
{
    const unsigned char *s = (const unsigned char *)*at;
    int more = s[0] < 0x80 ? 0 : s[0] < 0xE0 ? 1 : s[0] < 0xF0 ? 2 : 3;
    uint32_t c = more == 0 ? s[0] : s[0] & (0x3Fu >> more);
    int i = 1;
    for (; i <= more && (s[i] & 0xC0) == 0x80; i++)
        c = c << 6 | (s[i] & 0x3Fu);
    *at += i;
    return c;
}

static struct node *node_new(struct parser *p, enum node_kind kind, struct node *left, struct node *right)
{
    if (++p->nodes > MOST_NODES)
        p->why = "the pattern is too long";
    struct node *n = arena_new_one(p->a, struct node);
    *n = (struct node){.kind = kind, .left = left, .right = right};
    return n;
}

static void set_add(struct parser *p, struct set *s, uint32_t from, uint32_t to)
{
    s->ranges = arena_grow(p->a, s->ranges, sizeof *s->ranges, s->count, s->count + 1);
    s->ranges[s->count++] = (struct range){from, to};
}

/* \d \w \s and their opposites (ECMA-262 §22.2.2.9: ASCII digits and word characters, Unicode white space). */
static bool set_add_escape(struct parser *p, struct set *s, char letter)
{
    static const struct range digit[] = {{'0', '9'}}, word[] = {{'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}};
    static const struct range space[] = {{'\t', '\r'},     {' ', ' '},       {0xA0, 0xA0},     {0x1680, 0x1680}, {0x2000, 0x200A},
                                         {0x2028, 0x2029}, {0x202F, 0x202F}, {0x205F, 0x205F}, {0x3000, 0x3000}, {0xFEFF, 0xFEFF}};
    char small = (char)(letter | 0x20);
    const struct range *r = small == 'd' ? digit : small == 'w' ? word : small == 's' ? space : NULL;
    size_t n = small == 'd' ? 1 : small == 'w' ? 4 : small == 's' ? 10 : 0;
    uint32_t after = 0;
    for (size_t i = 0; i < n; i++) {
        if (letter == small)
            set_add(p, s, r[i].from, r[i].to);
        else if (r[i].from > after)
            set_add(p, s, after, r[i].from - 1);
        after = r[i].to + 1;
    }
    if (n > 0 && letter != small)
        set_add(p, s, after, 0x10FFFF);
    return n > 0;
}

static bool read_hex(struct parser *p, int least, int most, uint32_t *ret)
{
    int n = 0;
    for (*ret = 0; n < most && strchr("0123456789abcdefABCDEF", *p->at) && *p->at; n++, p->at++)
        *ret = *ret * 16 + (uint32_t)(*p->at <= '9' ? *p->at - '0' : (*p->at | 0x20) - 'a' + 10);
    return n >= least;
}

/* One escaped character that stands for itself; p->at is behind the backslash. */
static uint32_t parse_escaped(struct parser *p)
{
    static const char letters[] = "nrtfv0", meant[] = "\n\r\t\f\v";
    char c = *p->at;
    uint32_t code = 0;
    if (c == 'u') {
        p->at++;
        bool braces = *p->at == '{';
        p->at += braces;
        bool ok = braces ? read_hex(p, 1, 6, &code) && *p->at++ == '}' : read_hex(p, 4, 4, &code);
        if (!ok || code > 0x10FFFF)
            p->why = "\\u needs four hex digits, or {…}";
        return code;
    }
    if (c != '\0' && strchr(letters, c)) {
        p->at++;
        return (unsigned char)meant[strchr(letters, c) - letters];
    }
    if (c == '\0' || !strchr("^$\\.*+?()[]{}|/-", c)) {
        p->why = "unknown escape after \\";
        return 0;
    }
    p->at++;
    return (unsigned char)c;
}

static struct node *parse_class(struct parser *p)
{
    struct node *n = node_new(p, NODE_SET, NULL, NULL);
    n->set.inverted = *p->at == '^';
    p->at += n->set.inverted;
    while (*p->at != ']' && *p->at != '\0' && !p->why) {
        bool escaped = *p->at == '\\';
        if (escaped && set_add_escape(p, &n->set, p->at[1])) {
            p->at += 2;
            continue;
        }
        p->at += escaped;
        uint32_t from = escaped ? parse_escaped(p) : next_code_point(&p->at), to = from;
        if (p->at[0] == '-' && p->at[1] != ']' && p->at[1] != '\0') {
            p->at++;
            bool second = *p->at == '\\';
            p->at += second;
            to = second ? parse_escaped(p) : next_code_point(&p->at);
        }
        if (to < from)
            p->why = "a range in [ ] is the wrong way round";
        set_add(p, &n->set, from, to);
    }
    if (*p->at++ != ']') {
        p->at--;
        p->why = "[ without ]";
    }
    return n;
}

static struct node *parse_either(struct parser *p);

static struct node *parse_group(struct parser *p)
{
    if (p->at[0] == '?' && p->at[1] == ':')
        p->at += 2;
    else if (p->at[0] == '?')
        p->why = "(? is not supported, except (?:";
    struct node *inside = NULL;
    if (++p->depth > DEEPEST_GROUP)
        p->why = "( ) nested too deeply";
    if (!p->why)
        inside = parse_either(p);
    p->depth--;
    if (*p->at != ')' && !p->why)
        p->why = "( without )";
    p->at += *p->at == ')';
    return inside;
}

static struct node *parse_one(struct parser *p)
{
    char c = *p->at;
    if (c != '\0' && strchr("*+?{", c))
        p->why = "nothing to repeat before * + ? {";
    if (c == '(' || c == '[') {
        p->at++;
        return c == '(' ? parse_group(p) : parse_class(p);
    }
    if (c == '^' || c == '$') {
        p->at++;
        return node_new(p, c == '^' ? NODE_START : NODE_END, NULL, NULL);
    }
    struct node *n = node_new(p, NODE_SET, NULL, NULL);
    if (c == '.') {
        p->at++;
        n->set.inverted = true;
        set_add(p, &n->set, '\n', '\n');
        set_add(p, &n->set, '\r', '\r');
        set_add(p, &n->set, 0x2028, 0x2029);
    } else if (c == '\\' && set_add_escape(p, &n->set, p->at[1])) {
        p->at += 2;
    } else {
        p->at += c == '\\';
        uint32_t code = c == '\\' ? parse_escaped(p) : next_code_point(&p->at);
        set_add(p, &n->set, code, code);
    }
    return n;
}

static int parse_count(struct parser *p)
{
    int n = 0;
    if (*p->at < '0' || *p->at > '9')
        p->why = "{ needs a number";
    for (; *p->at >= '0' && *p->at <= '9'; p->at++)
        n = n * 10 + (*p->at - '0') > MOST_REPEATS ? MOST_REPEATS + 1 : n * 10 + (*p->at - '0');
    if (n > MOST_REPEATS)
        p->why = "more than 1,000 repeats";
    return n;
}

static struct node *parse_repeated(struct parser *p)
{
    struct node *n = parse_one(p);
    if (p->why || *p->at == '\0' || !strchr("*+?{", *p->at))
        return n;
    struct node *r = node_new(p, NODE_REPEAT, n, NULL);
    char c = *p->at++;
    r->least = c == '+';
    r->most = c == '?' ? 1 : NO_LIMIT;
    if (c == '{') {
        r->least = r->most = parse_count(p);
        if (*p->at == ',') {
            p->at++;
            r->most = *p->at == '}' ? NO_LIMIT : parse_count(p);
        }
        if (!p->why && (*p->at != '}' || (r->most != NO_LIMIT && r->most < r->least)))
            p->why = "{n,m} is not closed, or m is less than n";
        p->at += *p->at == '}';
    }
    p->at += *p->at == '?';
    return r;
}

static struct node *parse_either(struct parser *p)
{
    struct node *branch = node_new(p, NODE_EMPTY, NULL, NULL);
    while (*p->at != '\0' && *p->at != '|' && *p->at != ')' && !p->why)
        branch = node_new(p, NODE_JOIN, branch, parse_repeated(p));
    if (*p->at != '|' || p->why)
        return branch;
    p->at++;
    return node_new(p, NODE_EITHER, branch, parse_either(p));
}

struct writer {
    struct arena *a;
    struct step *steps;
    int count;
    bool full;
};

static int write_step(struct writer *w, struct step s)
{
    if (w->count >= MOST_STEPS) {
        w->full = true;
        return 0;
    }
    w->steps[w->count] = s;
    return w->count++;
}

static void write_node(struct writer *w, const struct node *n);

static void write_repeat(struct writer *w, const struct node *n)
{
    for (int i = 0; i < n->least && !w->full; i++)
        write_node(w, n->left);
    if (n->most == NO_LIMIT) {
        int split = write_step(w, (struct step){.kind = STEP_SPLIT, .to = w->count + 1});
        write_node(w, n->left);
        write_step(w, (struct step){.kind = STEP_JUMP, .to = split});
        w->steps[split].other = w->count;
        return;
    }
    int first = w->count, optional = n->most - n->least;
    for (int i = 0; i < optional && !w->full; i++) {
        write_step(w, (struct step){.kind = STEP_SPLIT, .to = w->count + 1, .other = -1});
        write_node(w, n->left);
    }
    for (int i = first; i < w->count; i++)
        if (w->steps[i].kind == STEP_SPLIT && w->steps[i].other == -1)
            w->steps[i].other = w->count;
}

static void write_node(struct writer *w, const struct node *n)
{
    if (w->full)
        return;
    switch (n->kind) {
    case NODE_SET:
        write_step(w, (struct step){.kind = STEP_SET, .set = &n->set});
        break;
    case NODE_START:
        write_step(w, (struct step){.kind = STEP_START});
        break;
    case NODE_END:
        write_step(w, (struct step){.kind = STEP_END});
        break;
    case NODE_EMPTY:
        break;
    case NODE_JOIN:
        write_node(w, n->left);
        write_node(w, n->right);
        break;
    case NODE_EITHER: {
        int split = write_step(w, (struct step){.kind = STEP_SPLIT, .to = w->count + 1});
        write_node(w, n->left);
        int jump = write_step(w, (struct step){.kind = STEP_JUMP});
        w->steps[split].other = w->count;
        write_node(w, n->right);
        w->steps[jump].to = w->count;
        break;
    }
    case NODE_REPEAT:
        write_repeat(w, n);
        break;
    }
}

const struct pattern *pattern_compile(struct arena *a, const char *text, const char **ret_why)
{
    struct parser p = {.a = a, .at = text};
    const struct node *tree = parse_either(&p);
    if (!p.why && *p.at != '\0')
        p.why = ") without (";
    struct writer w = {.a = a};
    if (!p.why) {
        w.steps = arena_new_array(a, struct step, MOST_STEPS);
        write_node(&w, tree);
        write_step(&w, (struct step){.kind = STEP_MATCH});
        if (w.full)
            p.why = "the pattern is too long when its repeats are written out";
    }
    if (ret_why)
        *ret_why = p.why;
    if (p.why)
        return NULL;
    struct pattern *made = arena_new_one(a, struct pattern);
    *made = (struct pattern){arena_memdup(a, w.steps, sizeof *w.steps * (size_t)w.count), w.count};
    return made;
}

static bool set_has(const struct set *s, uint32_t c)
{
    bool found = false;
    for (size_t i = 0; i < s->count && !found; i++)
        found = c >= s->ranges[i].from && c <= s->ranges[i].to;
    return found != s->inverted;
}

/* Places in the program where we may be now. `mark` remembers in which round a step was added, so each is added once. */
struct places {
    int *list;
    int count;
};
struct run {
    const struct pattern *p;
    int *mark, *stack;
    int round;
    bool at_start, at_end;
};

static bool add_place(struct run *r, struct places *to, int step)
{
    int depth = 0;
    r->stack[depth++] = step;
    while (depth > 0) {
        step = r->stack[--depth];
        if (r->mark[step] == r->round)
            continue;
        r->mark[step] = r->round;
        const struct step *s = &r->p->steps[step];
        if (s->kind == STEP_MATCH)
            return true;
        if (s->kind == STEP_SET)
            to->list[to->count++] = step;
        else if (s->kind == STEP_SPLIT)
            r->stack[depth++] = s->other;
        if (s->kind == STEP_SPLIT || s->kind == STEP_JUMP)
            r->stack[depth++] = s->to;
        else if ((s->kind == STEP_START && r->at_start) || (s->kind == STEP_END && r->at_end))
            r->stack[depth++] = step + 1;
    }
    return false;
}

bool pattern_matches(const struct pattern *p, const char *s)
{
    size_t n = (size_t)p->count;
    int *room = calloc(n * 5 + 2, sizeof *room);
    must(room);
    struct run r = {.p = p, .mark = room, .stack = room + n, .at_start = true};
    struct places now = {.list = room + 3 * n + 2}, next = {.list = room + 4 * n + 2};
    bool matched = false;
    for (;;) {
        r.round++;
        r.at_end = *s == '\0';
        for (int i = 0; i < next.count; i++) /* empty before the first character */
            matched = matched || add_place(&r, &now, next.list[i] + 1);
        matched = matched || add_place(&r, &now, 0); /* a match may begin anywhere */
        if (matched || *s == '\0')
            break;
        uint32_t c = next_code_point(&s);
        next.count = 0;
        for (int i = 0; i < now.count; i++)
            if (set_has(p->steps[now.list[i]].set, c))
                next.list[next.count++] = now.list[i];
        now.count = 0;
        r.at_start = false;
    }
    free(room);
    return matched;
}

bool pattern_digits_only(const struct pattern *p)
{
    bool any = false;
    for (int i = 0; i < p->count; i++) {
        const struct set *s = p->steps[i].set;
        for (size_t j = 0; s && j < s->count; j++) {
            any = true;
            if (s->inverted || s->ranges[j].from < '0' || s->ranges[j].to > '9')
                return false;
        }
    }
    return any;
}
