/* All unit tests in one program: ./unit "part of a sentence" runs those that contain it. */
#include "base/test.h"

int main(int argc, char **argv)
{
    return test_main(argc, argv);
}
