#include "sqlgen/sqlgen.h"

int main(int argc, char **argv)
{
    return tool_main(argc, argv, sqlgen_run);
}
