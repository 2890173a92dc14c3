#include "htmlgen/htmlgen.h"

int main(int argc, char **argv)
{
    return tool_main(argc, argv, htmlgen_run);
}
