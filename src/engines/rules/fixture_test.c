#include "base/arena.h"
#include "base/json.h"
#include "base/must.h"
#include "engines/rules/fixture.h"
#include <string.h>

static const char answers[] =
    "{\"applicant\": {\"name\": \"Nguyễn Thị Lụa\", \"age\": 57, \"poor\": true, \"district\": \"Tây Giang\", \"birth\": \"1969-03-05\"},"
    " \"copies\": 3, \"area\": 120.5, \"rate\": 0.005, \"kind\": \"death\", \"none\": null, \"yes\": true, \"no\": false,"
    " \"papers\": [{\"code\": \"A\", \"pages\": 2}, {\"code\": \"B\", \"pages\": 5}], \"scores\": [7, 9, 4], \"số_bản\": 2, \"empty\": []}";

struct rule_value fixture_answers(struct arena *a)
{
    const char *why = NULL;
    json_t *json = json_read(a, answers, strlen(answers), 10, &why);
    must(json != NULL);
    return rule_from_json(a, json);
}
