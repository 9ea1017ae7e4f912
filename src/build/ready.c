/* ready.c: part of the build: looks at the built-in rules once and writes down what the program would have to find out
 * each time it starts (src/engine/ready.c). A mistake in a rule ends the build here. */
#include <stdio.h>

#include "engine/book.h"

int main(int count, char **arguments)
{
	struct arena arena;
	struct rules rules;
	struct error error = { ERROR_NONE, "" };
	struct out out;
	arena_init(&arena);
	out_init(&out);
	FILE *file = count == 2 ? fopen(arguments[1], "wb") : NULL;
	bool good = file && rules_load(&rules, &arena, NULL, &error) && rules_compile(&rules, &error);
	if (good) {
		ready_write(&out, &rules);
		good = !out.failed && fwrite(out.bytes, 1, out.len, file) == out.len;
	}
	if (file && fclose(file) != 0)
		good = false;
	if (!good)
		fprintf(stderr, "%s\n", error.kind ? error.message : "usage: ready FILE, which can be written");
	out_release(&out);
	arena_release(&arena);
	return good ? 0 : 1;
}
