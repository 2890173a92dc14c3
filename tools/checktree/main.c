#include "checktree/checktree.h"

int main(int argc, char **argv)
{
    return tool_main(argc, argv, checktree_run);
}
