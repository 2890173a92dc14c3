#include "core/access.h"
#include "core/http/http.h"
#include "core/http/try.h"
#include "core/package_for_test.h"
#include "modules/lost_items/lost_items_inside.h"
#include "lost_items_queries.h"

static const struct account officer = {.id = 7, .kind = ACCOUNT_OFFICER, .name = "Nguyễn Thị Lan"};

TEST_WITH_PACKAGE("an entry of lost_items is returned once")
{
    struct lost_items_entry_rows entries;
    struct q *made = try_request(a, HTTP_POST, "/lost-items", NULL, "");
    q->request = made->request;
    q->reply = made->reply;
    q->account = &officer;
    CHECK_OK(lost_items_add(q, &(struct lost_items_add_input){.title = "Chùm chìa khóa"}));
    CHECK_OK(lost_items_newest(q, &entries));
    struct lost_items_return_input in = {.id = entries.items[0].id, .to = "Trần Văn Minh"};
    CHECK_OK(lost_items_return(q, &in));
    CHECK_INT(lost_items_return(q, &in), PROBLEM_NOT_NOW);
}
