#include "base/json.h"
#include "base/test.h"

/* What is read and printed is the same text; the order of keys is kept. */
static const char *const same[] = {
    "{}", "[]", "null", "true", "false", "0", "-7", "9007199254740993", "0.1", "1.5e+300", "2.0", "\"\"", "\"Đông Giang, 𠊛\"",
    "{\"z\":1,\"a\":[true,{\"x\":null},[]],\"đ\":{\"\":\"\"}}", "[1,[2,[3,[4]]]]", "\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0001\\u001f\x7f\"",
};

TEST("a JSON tree is printed as it was read")
{
    for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
        json_t *tree = json_read(a, same[i], strlen(same[i]), 10, NULL);
        CHECK(tree != NULL);
        CHECK_TEXT(json_print(a, tree), same[i]);
    }
}

TEST("a real number stays real when its text is read again")
{
    static const double numbers[] = {0, 2, -3, 1e15, 1e16, 1e22, 0.25, 1e-7, 123456.789};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        json_t *tree = json_array();
        json_array_append_new(tree, json_real(numbers[i]));
        const char *text = json_print(a, tree);
        json_t *again = json_read(a, text, strlen(text), 2, NULL);
        CHECK(json_equal(tree, again));
        json_decref(tree);
    }
}
