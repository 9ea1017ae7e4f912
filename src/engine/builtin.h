/* builtin.h: the rule and table files that are compiled in, as bytes; builtin.c is written by the Makefile. */
#ifndef SASEOL_ENGINE_BUILTIN_H
#define SASEOL_ENGINE_BUILTIN_H

struct builtin {
	const char *path;               /* "src/rules/LANG/NAME.rules" */
	const char *start, *stop;
};

/* Ends with a path of NULL. */
extern const struct builtin builtins[];

/* What is made of them once, when the program is built: see ready.c. NULL in the program that makes it. */
extern const struct builtin builtin_ready;

#endif
