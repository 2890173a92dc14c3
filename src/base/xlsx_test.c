#include "base/xlsx.h"
#include "base/file.h"
#include "base/test.h"
#include <stdio.h>
#include <stdlib.h>

TEST("a workbook is a sound ZIP whose sheet holds texts and numbers, and no text is a formula")
{
    struct xlsx x;
    struct buf b;
    size_t n;
    char folder[] = "/tmp/thubon-xlsx-XXXXXX";
    buf_init(&b, a, 1 << 20);
    xlsx_begin(&x, a, "Thống kê", 1 << 20);
    xlsx_text(&x, "Đơn vị", true);
    xlsx_text(&x, "Tiếp nhận", true);
    xlsx_end_row(&x);
    xlsx_text(&x, "=1+1 <Hội An>", false);
    xlsx_int(&x, 1234567);
    xlsx_end_row(&x);
    CHECK(xlsx_finish(&x, &b));
    CHECK(mkdtemp(folder) != NULL);
    CHECK(file_write_durably(arena_printf(a, "%s/x.xlsx", folder), b.data, b.length));
    if (system("command -v python3 >/dev/null 2>&1") == 0)
        CHECK_INT(system(arena_printf(a, "cd %s && python3 -c \"import zipfile,xml.dom.minidom as m; z=zipfile.ZipFile('x.xlsx'); assert z.testzip() is None; "
                                         "[m.parseString(z.read(i)) for i in z.namelist()]; open('out','wb').write(z.read('xl/worksheets/sheet1.xml'))\"", folder)), 0);
    else {
        test_skip("no python3 to read the ZIP");
        return;
    }
    const char *sheet = file_read(a, arena_printf(a, "%s/out", folder), 1 << 20, &n);
    CHECK(sheet && strstr(sheet, "=1+1 &lt;Hội An&gt;</t>") && strstr(sheet, "<v>1234567</v>") && !strstr(sheet, "<f>"));
    CHECK_INT(system(arena_printf(a, "rm -rf %s", folder)), 0);
}
