#include "embed/embed.h"

int main(int argc, char **argv)
{
    return tool_main(argc, argv, embed_run);
}
