#include "msggen/msggen.h"

int main(int argc, char **argv)
{
    return tool_main(argc, argv, msggen_run);
}
