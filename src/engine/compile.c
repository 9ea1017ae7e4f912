/* compile.c: a pattern line goes in, PCRE2 code comes out: on first use, once, whichever thread asks first. */
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>

#include "engine/book.h"
#include "engine/pattern.h"
#include "engine/tree.h"

/* Where PCRE2 keeps what in its character tables (pcre2_maketables): two case tables of 256, ten bit maps of 32, and
 * 256 bytes of types. */
enum { LOWER = 0, FLIPPED = 256, MAPS = 512, MAP_WORD = MAPS + 160, MAP_COUNT = 10, TYPES = MAPS + MAP_COUNT * 32, TABLES = TYPES + 256 };

/* ---- private from here ---- */

static bool is_letter(unsigned byte)
{
	return (byte >= VIEW_INITIAL && byte < VIEW_SIGNS) || (byte >= VIEW_HAN && byte <= VIEW_DIGIT);
}

/* PCRE2's own tables for ASCII, and for the rest of the view: jamo and letters are letters, signs are signs. */
static void tables_patch(unsigned char *tables)
{
	for (unsigned byte = 0x80; byte < 0x100; byte++) {
		tables[LOWER + byte] = tables[FLIPPED + byte] = (unsigned char)byte;
		for (unsigned map = 0; map < MAP_COUNT; map++)
			tables[MAPS + map * 32 + byte / 8] &= (unsigned char)~(1u << byte % 8);
		tables[TYPES + byte] = 0;
		if (is_letter(byte)) {
			tables[MAP_WORD + byte / 8] |= (unsigned char)(1u << byte % 8);
			tables[TYPES + byte] = (unsigned char)(tables[TYPES + '_'] | (tables[TYPES + 'A'] & tables[TYPES + 'a']));
		}
	}
}

static void compiler_close(void *handle)
{
	struct compiler *compiler = handle;
	for (struct cue *cue = compiler->cues; cue; cue = cue->next) {
		pcre2_code *code = atomic_load(&cue->code);
		if (code != cue->first)
			pcre2_code_free(code);
		pcre2_code_free(cue->first);
	}
	pcre2_compile_context_free(compiler->context);
	pthread_mutex_destroy(&compiler->lock);
	arena_release(&compiler->own);
	free(compiler->groups);
}

/* A definition of the rule's own file first, then the only one of the language's other files. */
static bool definition_find(const struct pattern_names *names, struct slice name, struct slice *pattern, const char **problem)
{
	const struct rule *rule = names->scope;
	const struct rulebook *book = rule->language->book;
	const struct definition *found = NULL;
	for (size_t i = 0; i < book->definitions.len; i++) {
		const struct definition *definition = &book->definitions.at[i];
		if (!slice_equal(definition->name, name))
			continue;
		if (slice_equal(definition->file_stem, rule->compiled->file_stem)) {
			*pattern = definition->pattern;
			return true;
		}
		if (found)
			*problem = "several files define";
		found = definition;
	}
	if (!found)
		*problem = "unknown name";
	if (found && !**problem)
		*pattern = found->pattern;
	return found && !**problem;
}

static bool bad_pattern(const struct rule *rule, const struct cue *cue, const char *message, size_t place, struct error *error)
{
	/* some of the pattern from the place on, cut between characters */
	size_t len = 0;
	struct slice rest = { cue->source.at + place, place < cue->source.len ? cue->source.len - place : 0 };
	while (len < rest.len && (len < 24 || ((unsigned char)rest.at[len] & 0xC0) == 0x80))
		len++;
	if (len == 0)
		return error_set(error, ERROR_RULE, "%s:%u: bad pattern: %s, at its end", rule->file, cue->line, message);
	return error_set(error, ERROR_RULE, "%s:%u: bad pattern: %s, at \"%.*s\"", rule->file, cue->line, message, (int)len, rest.at);
}

static pcre2_code *compile(const struct cue *cue, const struct rule *rule, const struct pattern *pattern, struct error *error)
{
	static const uint32_t anchors[] = {
		[CUE_FIND] = 0, [CUE_UNLESS] = 0, [CUE_BEFORE] = PCRE2_ENDANCHORED, [CUE_AFTER] = PCRE2_ANCHORED
	};
	int number;
	PCRE2_SIZE place;
	pcre2_code *code = pcre2_compile(pattern->bytes, pattern->len,
	                                 PCRE2_CASELESS | PCRE2_DUPNAMES | PCRE2_NEVER_UTF | PCRE2_NEVER_UCP
	                                 | PCRE2_NEVER_BACKSLASH_C | PCRE2_DOLLAR_ENDONLY | PCRE2_USE_OFFSET_LIMIT | anchors[cue->kind],
	                                 &number, &place, rule->language->book->compiler->context);
	if (!code) {
		PCRE2_UCHAR message[160];
		if (pcre2_get_error_message(number, message, sizeof message) < 0)
			snprintf((char *)message, sizeof message, "error %d", number);
		/* PCRE2 names the place after what it stumbled over */
		size_t source = place < pattern->len ? pattern->places[place] : cue->source.len;
		bad_pattern(rule, cue, (const char *)message, source, error);
	}
	return code;
}

/* The pattern with its lists of words made trees; memory that fails, or a pattern better left alone: the pattern itself. */
static void quicken(struct pattern *quick, const struct pattern *pattern)
{
	struct arena arena;
	arena_init(&arena);
	if (ARENA_GUARD(&arena)) {
		struct tree *tree = tree_parse(&arena, pattern);
		if (tree)
			tree_write(quick, tree);
	}
	arena_release(&arena);
}

static pcre2_code *translate_and_compile(const struct cue *cue, const struct rule *rule, struct error *error)
{
	struct pattern pattern, quick;
	pcre2_code *code = NULL;
	if (!rule->language->book->compiler->context) {
		error_set(error, ERROR_MEMORY, "out of memory");
		return NULL;
	}
	pattern_init(&pattern);
	pattern_init(&quick);
	if (cue_translate(&pattern, cue, rule, error)) {
		quicken(&quick, &pattern);
		if (quick.len && !quick.failed)
			code = compile(cue, rule, &quick, &(struct error){ ERROR_NONE, "" });
		/* mistakes have their places in the pattern as it was written */
		if (!code)
			code = compile(cue, rule, &pattern, error);
	}
	pattern_release(&pattern);
	pattern_release(&quick);
	return code;
}

/* ---- */

bool cue_translate(struct pattern *pattern, const struct cue *cue, const struct rule *rule, struct error *error)
{
	struct pattern_names names = { definition_find, rule };
	struct pattern_problem problem;
	return pattern_translate(pattern, cue->source, &names, &problem)
	       || bad_pattern(rule, cue, problem.message, problem.place, error);
}

bool compiler_members(struct compiler *compiler, struct slice text, unsigned char set[STEP_SET])
{
	int number;
	PCRE2_SIZE place;
	if (!compiler->context)
		return false;
	pcre2_code *code = pcre2_compile((PCRE2_SPTR)text.at, text.len, PCRE2_CASELESS | PCRE2_NEVER_UTF | PCRE2_DOTALL, &number,
	                                 &place, compiler->context);
	pcre2_match_data *data = code ? pcre2_match_data_create(1, NULL) : NULL;
	bool good = data != NULL;
	memset(set, 0, STEP_SET);
	for (unsigned byte = 0; good && byte < 256; byte++) {
		unsigned char subject = (unsigned char)byte;
		int result = pcre2_match(code, &subject, 1, 0, PCRE2_ANCHORED | PCRE2_ENDANCHORED, data, NULL);
		good = result >= 0 || result == PCRE2_ERROR_NOMATCH;
		if (result >= 0)
			set[byte / 8] |= (unsigned char)(1u << byte % 8);
	}
	pcre2_match_data_free(data);
	pcre2_code_free(code);
	return good;
}

struct compiler *compiler_new(struct arena *arena)
{
	struct compiler *compiler = arena_take(arena, sizeof *compiler);
	unsigned char *copy = arena_take(arena, TABLES);
	/* the tables must not depend on the locale of the program we are part of */
	locale_t plain = newlocale(LC_ALL_MASK, "C", (locale_t)0), before = uselocale(plain);
	const unsigned char *tables = pcre2_maketables(NULL);
	uselocale(before);
	if (plain)
		freelocale(plain);
	if (tables)
		memcpy(copy, tables, TABLES);
	pcre2_maketables_free(NULL, tables);
	tables_patch(copy);
	compiler->tables = copy;
	compiler->context = pcre2_compile_context_create(NULL);
	if (compiler->context)
		pcre2_set_character_tables(compiler->context, compiler->tables);
	pthread_mutex_init(&compiler->lock, NULL);
	arena_init(&compiler->own);
	arena_own(arena, compiler, compiler_close);
	return compiler;
}

pcre2_code *cue_code(struct cue *cue, const struct rule *rule, struct error *error)
{
	pcre2_code *code = atomic_load_explicit(&cue->code, memory_order_acquire);
	if (code)
		return code;
	struct compiler *compiler = rule->language->book->compiler;
	pthread_mutex_lock(&compiler->lock);
	code = atomic_load_explicit(&cue->code, memory_order_relaxed);
	if (!code) {
		ready_code(compiler, cue);
		code = atomic_load_explicit(&cue->code, memory_order_relaxed);
	}
	if (!code) {
		code = translate_and_compile(cue, rule, error);
		cue_take(cue, code);
	}
	pthread_mutex_unlock(&compiler->lock);
	return code;
}

void cue_take(struct cue *cue, pcre2_code *code)
{
	cue->first = code;
	if (!code)
		return;
	atomic_store_explicit(&cue->state, CUE_COMPILED, memory_order_relaxed);
	atomic_store_explicit(&cue->code, code, memory_order_release);
}

void cue_jit(struct cue *cue, const struct rule *rule)
{
	struct compiler *compiler = rule->language->book->compiler;
	if (atomic_load_explicit(&cue->state, memory_order_relaxed) != CUE_COMPILED)
		return;
	pthread_mutex_lock(&compiler->lock);
	if (atomic_load_explicit(&cue->state, memory_order_relaxed) == CUE_COMPILED) {
		pcre2_code *code = pcre2_code_copy(cue->first);
		if (code && pcre2_jit_compile(code, PCRE2_JIT_COMPLETE) == 0) {
			atomic_store_explicit(&cue->code, code, memory_order_release);
		} else {
			pcre2_code_free(code);
		}
		atomic_store_explicit(&cue->state, CUE_JIT, memory_order_relaxed);
	}
	pthread_mutex_unlock(&compiler->lock);
}
