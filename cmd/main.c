#include "cmd/command.h"

int main(int argc, char **argv)
{
	return ch_run(argc, argv);
}
