/* main.c: arguments in, exit status out, nothing else. */
#include <stdio.h>

#include "cli/options.h"

int main(int argc, char **argv)
{
	struct options options;
	struct error error = { ERROR_NONE, "" };
	int status = 2;
	if (options_parse(&options, argc, argv, &error))
		status = command_run(&options, &error);
	if (error.kind != ERROR_NONE)
		fprintf(stderr, "saseol: %s\n", error.message);
	options_release(&options);
	return status;
}
