#include "base/test.h"
#include "core/db_driver.h"

static const struct db_dialect strict = {"sqlite", {"INTEGER", "TEXT", "BLOB", "REAL", "BOOL", "TIME"}, " STRICT"};

static const struct {
    const char *neutral, *wanted;
} cases[] = {
    {"CREATE TABLE a (b t_int, c t_text);", "CREATE TABLE a (b INTEGER, c TEXT) STRICT;"},
    {"create table if not exists a (b t_bool CHECK (b IN (0, 1)));", "create table if not exists a (b BOOL CHECK (b IN (0, 1))) STRICT;"},
    {"CREATE INDEX i ON a (b);", "CREATE INDEX i ON a (b);"},
    {"INSERT INTO a VALUES ('t_int', \"t_text\");", "INSERT INTO a VALUES ('t_int', \"t_text\");"},
    {"SELECT 'it''s t_int' -- t_int\n, t_intx, xt_int", "SELECT 'it''s t_int' -- t_int\n, t_intx, xt_int"},
    {"CREATE TABLE a (b t_blob /* ) t_real */, c t_time DEFAULT (1));",
     "CREATE TABLE a (b BLOB /* ) t_real */, c TIME DEFAULT (1)) STRICT;"},
    {"CREATE VIRTUAL TABLE f USING fts5(t_x);", "CREATE VIRTUAL TABLE f USING fts5(t_x);"},
    {"a;\n--: postgres\nb;\n--: both\nc;\n", "a;\nc;\n"},
    {"--: sqlite\na;\n--: postgres\nb;\n", "a;\n"},
    {"'open", "'open"},
    {"", ""},
};

TEST("neutral type words become the dialect's, and tables strict, but not inside quotes and comments")
{
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        CHECK_TEXT(db_translate(a, cases[i].neutral, &strict), cases[i].wanted);
}
