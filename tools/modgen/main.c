#include "modgen/modgen.h"

int main(int argc, char **argv)
{
    return tool_main(argc, argv, modgen_run);
}
