/* book.h: private to the engine: what a language's rule files become, before and after their patterns are compiled. */
#ifndef SASEOL_ENGINE_BOOK_H
#define SASEOL_ENGINE_BOOK_H

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <pthread.h>
#include <stdatomic.h>

#include "base/arena.h"
#include "base/out.h"
#include "engine/need.h"
#include "engine/pattern.h"
#include "engine/rules.h"
#include "engine/tree.h"

enum cue_kind { CUE_FIND, CUE_UNLESS, CUE_BEFORE, CUE_AFTER };

enum cue_state { CUE_RAW, CUE_COMPILED, CUE_JIT };

/* One pattern line of a rule. Once compiled it stays; what JIT makes is a second code beside the first, because
 * other threads may be matching with that. */
struct cue {
	enum cue_kind kind;
	struct slice source;
	unsigned line;
	size_t number;                  /* among all cues of all languages */
	_Atomic(pcre2_code *) code;     /* the one to match with */
	atomic_int state;
	unsigned group;                 /* see code_group */
	pcre2_code *first;              /* without JIT */
	struct cue *next;               /* of all cues of all languages */
};

struct compiled {
	LIST(struct cue) cues;          /* finds first, in the order of the file, then the others */
	size_t finds;
	unsigned need_line;
	bool always;                    /* "need *" */
	bool own;                       /* from a user's folder */
	unsigned veto;                  /* 1u << kind: what a veto is of */
	unsigned asked;                 /* 1u << sort: what it runs for */
	struct slice file_stem;         /* "figures": where its definitions are looked up first */
};

struct definition {
	struct slice name, pattern, file_stem;
	const char *file;
	unsigned line;
};

/* See language_made. It has memory of its own, because the rules' arena is closed to threads. */
struct made {
	struct made *next;
	const char *name;
	const void *thing;
	struct arena arena;
	struct error error;
};

struct rulebook {
	const struct language *language;
	LIST(const struct rule *) rules;
	LIST(struct definition) definitions;
	struct compiler *compiler;
	size_t first;                   /* of all rules of all languages its first is number so much; a multiple of 64 */
	struct made *made;              /* under the compiler's lock */
};

/* One for all languages. */
struct compiler {
	pthread_mutex_t lock;           /* held while a pattern is compiled */
	pcre2_compile_context *context;
	const unsigned char *tables;
	struct cue *cues;               /* the newest first */
	size_t cue_count;
	struct cue **by_number;
	size_t rule_count;              /* of all languages, gaps between them included */
	/* made ready on the first text (prepare.c), never changed after */
	atomic_bool prepared;
	struct arena own;
	struct needs needs;
	const uint64_t *always;         /* bits of the rules that run on every text; NULL: all of them */
	struct code_group *groups;      /* patterns that were compiled when the program was built (ready.c) */
	size_t group_count;
};

/* Patterns of a language that are used together, as PCRE2 writes them down. */
struct code_group {
	const uint32_t *cues;           /* their numbers */
	size_t count;
	const unsigned char *codes;
	bool taken;                     /* under the compiler's lock */
};

/* The number of a rule among those of all languages. */
static inline size_t rule_bit(const struct rule *rule)
{
	return rule->language->book->first + rule->number;
}

struct compiler *compiler_new(struct arena *arena);

/* The pattern of a cue over the bytes of the view. */
bool cue_translate(struct pattern *pattern, const struct cue *cue, const struct rule *rule, struct error *error);

/* The bytes that a class, a dot or an escape takes one of; false where memory ends or it is no such thing. */
bool compiler_members(struct compiler *compiler, struct slice text, unsigned char set[STEP_SET]);

/* The code to match with, compiled now if it was not; NULL when it cannot be, with file and line in the error. */
pcre2_code *cue_code(struct cue *cue, const struct rule *rule, struct error *error);

/* With the lock held: the code of a cue that had none; NULL: there is none. */
void cue_take(struct cue *cue, pcre2_code *code);

/* Gives the cue JIT code, where the machine allows it. */
void cue_jit(struct cue *cue, const struct rule *rule);

/* A file as it came: "figures.rules" or "units.table" of a language. */
struct source {
	struct slice language, name;
	const char *path;               /* for messages */
	struct slice bytes;
	bool own;
};

/* Adds the rules and definitions of a file to the language's book. */
bool rule_file_read(struct language *language, struct arena *arena, const struct source *source, struct error *error);

/* Makes the needs of all rules ready, if they are not. False with the first mistake in one: the rule then runs always. */
bool rules_prepare(const struct rules *rules, struct error *error);

/* What rules_prepare makes, as bytes; and taken from such bytes again, where the built-in ones are of the very rules that
 * were read. */
void ready_write(struct out *out, const struct rules *rules);
bool ready_take(struct compiler *compiler, const struct rules *rules);

/* With the lock held: gives a cue and those that are used with it the code that the build has made, if it has and if this
 * PCRE2 understands it. */
void ready_code(struct compiler *compiler, const struct cue *cue);

/* Adds the table of a file to the language. */
bool table_file_read(struct language *language, struct arena *arena, const struct source *source, struct error *error);

/* Takes the next line off the front of rest, without its line end. */
bool next_line(struct slice *line, struct slice *rest);

#endif
