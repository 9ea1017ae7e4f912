/* options.c: the table of options, and the parser that walks it: see options.h.
 *
 * Conventions of getopt_long: -x VALUE and -xVALUE, --name VALUE and --name=VALUE, switches together (-qv), names
 * cut short where they stay clear, options and operands in any order, "--" before operands that begin with "-". */
#include "cli/options.h"

#include <stddef.h>
#include <stdlib.h>

#include "base/digest.h"
#include "cli/progress.h"
#include "read/date.h"
#include "write/flat.h"

/* ---- private from here: what becomes of a value ---- */

static void *place_of(struct options *options, const struct option *option)
{
	return (char *)options + option->offset;
}

static bool take_switch(struct options *options, const struct option *option, const char *value, struct error *error)
{
	(void)value;
	(void)error;
	*(bool *)place_of(options, option) = true;
	return true;
}

static bool take_string(struct options *options, const struct option *option, const char *value, struct error *error)
{
	if (!*value)
		return error_set(error, ERROR_USAGE, "--%s needs a value that is not empty", option->name);
	*(const char **)place_of(options, option) = value;
	return true;
}

static bool find_word(const char *const *words, struct slice word, unsigned *index)
{
	for (unsigned i = 0; words[i]; i++) {
		if (*words[i] && slice_is(word, words[i])) {
			*index = i;
			return true;
		}
	}
	return false;
}

static bool take_choice(struct options *options, const struct option *option, const char *value, struct error *error)
{
	if (!find_word(option->words, slice_from(value), place_of(options, option)))
		return error_set(error, ERROR_USAGE, "--%s is %s, not \"%s\"", option->name, option->value, value);
	return true;
}

/* Words parted by commas become bits. */
static bool take_set(struct options *options, const struct option *option, const char *value, struct error *error)
{
	struct slice rest = slice_from(value), word;
	unsigned *bits = place_of(options, option), index;
	while (slice_split(&word, &rest, ',')) {
		if (!find_word(option->words, slice_trim(word), &index))
			return error_set(error, ERROR_USAGE, "--%s does not know \"%.*s\"", option->name, (int)word.len, word.at);
		*bits |= 1u << index;
	}
	return true;
}

static bool take_kinds(struct options *options, const struct option *option, const char *value, struct error *error)
{
	struct slice rest = slice_from(value), word;
	unsigned index;
	while (slice_split(&word, &rest, ',')) {
		word = slice_trim(word);
		if (find_word(figure_kind_words, word, &index))
			options->wish.figure_kinds |= 1u << index;
		else if (find_word(claim_kind_words, word, &index))
			options->wish.claim_kinds |= 1u << index;
		else
			return error_set(error, ERROR_USAGE, "--%s does not know \"%.*s\"", option->name, (int)word.len, word.at);
	}
	return true;
}

static bool take_count(struct options *options, const struct option *option, const char *value, struct error *error)
{
	char *end;
	unsigned long count = strtoul(value, &end, 10);
	if (*end || end == value || *value == '-' || count < 1 || count > 1024)
		return error_set(error, ERROR_USAGE, "--%s is a number from 1 to 1024, not \"%s\"", option->name, value);
	*(size_t *)place_of(options, option) = count;
	return true;
}

static bool take_size(struct options *options, const struct option *option, const char *value, struct error *error)
{
	static const char suffixes[] = "kMG";
	const unsigned long long most = 2ull << 30;
	char *end;
	unsigned long long size = strtoull(value, &end, 10);
	const char *suffix = *end ? strchr(suffixes, *end == 'K' ? 'k' : *end) : NULL;
	if (end != value && *value != '-' && size <= most && suffix) {
		size <<= 10 * (suffix - suffixes + 1);
		end++;
	}
	if (*end || end == value || *value == '-' || size < 1 || size > most)
		return error_set(error, ERROR_USAGE, "--%s is a number of bytes up to 2G, not \"%s\"", option->name, value);
	*(size_t *)place_of(options, option) = (size_t)size;
	return true;
}

/* "3/16" */
static bool take_shard(struct options *options, const struct option *option, const char *value, struct error *error)
{
	char *end, *last;
	unsigned long shard = strtoul(value, &end, 10), shards = *end == '/' ? strtoul(end + 1, &last, 10) : 0;
	if (end == value || *end != '/' || last == end + 1 || *last || strpbrk(value, "+- ") || shard < 1 || shard > shards
	    || shards > 1000000)
		return error_set(error, ERROR_USAGE, "--%s is K/N with K from 1 to N, not \"%s\"", option->name, value);
	options->shard = shard;
	options->shards = shards;
	return true;
}

static bool take_date(struct options *options, const struct option *option, const char *value, struct error *error)
{
	if (date_length(slice_from(value)) != strlen(value))
		return error_set(error, ERROR_USAGE, "--%s is a date like 2024-05-03, not \"%s\"", option->name, value);
	*(const char **)place_of(options, option) = value;
	return true;
}

struct kept {
	struct kept *next;
	char value[];
};

static char *keep_copy(struct options *options, const char *value)
{
	struct kept *kept = malloc(sizeof *kept + strlen(value) + 1);
	if (!kept)
		return NULL;
	memcpy(kept->value, value, strlen(value) + 1);
	kept->next = options->kept;
	options->kept = kept;
	return kept->value;
}

/* text=body,id=key: cut at the commas. */
static bool take_fields(struct options *options, const struct option *option, const char *value, struct error *error)
{
	struct record_fields *fields = place_of(options, option);
	const struct { const char *name; const char **to; } known[] = {
		{ "text", &fields->text }, { "id", &fields->id }, { "title", &fields->title }, { "date", &fields->date }
	};
	char *rest = keep_copy(options, value), *pair;
	if (!rest)
		return error_set(error, ERROR_MEMORY, "out of memory");
	while ((pair = strsep(&rest, ","))) {
		char *name = strsep(&pair, "=");
		size_t i = 0;
		while (i < sizeof known / sizeof known[0] && strcmp(known[i].name, name) != 0)
			i++;
		if (i == sizeof known / sizeof known[0] || !pair || !*pair)
			return error_set(error, ERROR_USAGE, "--%s is %s, not \"%s\"", option->name, option->value, value);
		*known[i].to = pair;
	}
	return true;
}

/* ---- the table ---- */

static const char *const progress_words[] = {
	[PROGRESS_AUTO] = "auto", [PROGRESS_ALWAYS] = "always", [PROGRESS_NEVER] = "never", NULL
};
static const char *const color_words[] = {
	[COLOR_AUTO] = "auto", [COLOR_ALWAYS] = "always", [COLOR_NEVER] = "never", NULL
};
static const char *const only_words[] = {
	[SHOW_CLAIMS] = "claims", [SHOW_FIGURES] = "figures", [SHOW_RECOMMENDATIONS] = "recommendations", NULL
};

#define IN(member) offsetof(struct options, member)
#define READING "extract clean sentences"
#define INPUTS READING " learn"

const struct option option_table[] = {
	{ 'f', "format", "FORMAT", READING " schema search",
	  "text, json, jsonl, csv, tsv or sqlite; clean and sentences: text or jsonl; schema: json or markdown; search: text, jsonl or csv. Without it extract prints text on a terminal and "
	  "jsonl into a pipe or file, clean and sentences print text",
	  take_string, IN(format), NULL, false },
	{ 0, "table", "items|documents|figures|claims|...", "extract", "the table that csv and tsv show: items (what figures, claims and recommendations have in "
	  "common), documents, paragraphs, sentences, figures, claims, recommendations, removed or notes; items without it",
	  take_choice, IN(wish.table), flat_tables, true },
	{ 0, "bom", NULL, "extract", "begin csv and tsv with a byte order mark, as some spreadsheets want it",
	  take_switch, IN(wish.bom), NULL, true },
	{ 'o', "output", "FILE", INPUTS " search merge", "write to FILE: beside it first, and renamed when complete",
	  take_string, IN(output), NULL, false },
	{ 0, "only", "claims,figures,recommendations", "extract", "print these alone, and no links to others",
	  take_set, IN(wish.only), only_words, true },
	{ 0, "kinds", "KIND,...", "extract", "print figures (money, percent, date ...) or claims (factual, causal, "
	  "comparative, predictive, evaluative) of these kinds alone",
	  take_kinds, 0, NULL, true },
	{ 0, "voice", "author|source", "extract", "print what the editorial itself says, or what it reports, alone",
	  take_set, IN(wish.voices), voice_words, true },
	{ 0, "explain", NULL, "extract", "say which rules found an item, and why",
	  take_switch, IN(wish.explain), NULL, true },
	{ 0, "lean", NULL, "extract", "leave out the text of items, and the sentences",
	  take_switch, IN(wish.lean), NULL, true },
	{ 0, "removed", NULL, "clean", "print what was removed, with category and rule, not what was kept",
	  take_switch, IN(wish.removed), NULL, true },
	{ 0, "no-strip", NULL, READING, "keep the whole page", take_switch, IN(keep_all), NULL, true },
	{ 0, "furniture", "FILE", INPUTS, "take the lines in FILE, which saseol learn has written, from the page",
	  take_string, IN(furniture), NULL, false },
	{ 0, "lang", "CODE|auto", INPUTS, "the language of the text, if you know it: a folder of the rules", take_string, IN(lang), NULL, true },
	{ 0, "encoding", "NAME|auto", INPUTS " verify", "the encoding of the input, if you know it",
	  take_string, IN(encoding), NULL, true },
	{ 0, "repair", NULL, INPUTS, "put right text that was decoded wrongly before it was saved (UTF-8 read as windows-1252 "
	  "or CP949, even twice), which without it only gets a note", take_switch, IN(repair), NULL, true },
	{ 0, "date", "DATE", READING, "when the text was published, where it does not say so itself",
	  take_date, IN(inputs.date), NULL, true },
	{ 0, "offsets", "codepoint|utf16|byte", READING " verify", "what start and stop count in text (source_start and source_stop "
	  "always count bytes of the input); codepoint without it",
	  take_choice, IN(wish.offsets), unit_words, true },
	{ 0, "from", "text|html|jsonl|csv|tsv|xlsx|warc|mhtml", INPUTS " verify", "what the input is, where it should not be recognised: an article, a "
	  "page, records or tables, saved pages; archives are unpacked in any case", take_choice, IN(inputs.from), from_words, true },
	{ 0, "field", "text=NAME,id=NAME,title=NAME,date=NAME", INPUTS " verify", "the fields of a record, or the columns of a table, that are meant",
	  take_fields, IN(inputs.fields), NULL, true },
	{ 0, "files-from", "FILE", INPUTS, "read the names of inputs from FILE, one a line; - is standard input",
	  take_string, IN(inputs.files_from), NULL, false },
	{ '0', "null", NULL, INPUTS, "the names in --files-from end in NUL", take_switch, IN(inputs.nul), NULL, false },
	{ 0, "max-size", "BYTES", INPUTS, "refuse a document that is larger (256M without it; k, M and G are known)",
	  take_size, IN(inputs.max_size), NULL, false },
	{ 0, "rules", "DIR", INPUTS " verify rules check", "use the rule files in DIR/LANGUAGE as well; one of the same name "
	  "replaces the built-in one", take_string, IN(rules), NULL, false },
	{ 'j', "jobs", "N", INPUTS, "work on N documents at a time (as many as there are cores without it); the output is "
	  "the same for any N", take_count, IN(jobs), NULL, false },
	{ 0, "color", "auto|always|never", "extract search", "color the text view; auto: on a terminal, unless NO_COLOR is set",
	  take_choice, IN(color), color_words, false },
	{ 0, "resume", NULL, READING, "go on where an earlier run with the same -o FILE was stopped: what it had written is in "
	  "FILE.partial, and is kept as long as the inputs, the rules and the options are the same",
	  take_switch, IN(resume), NULL, false },
	{ 0, "shard", "K/N", READING, "read all, but work only on the documents that fall to part K of N, by what is in them",
	  take_shard, 0, NULL, false },
	{ 0, "key-tab", NULL, "extract", "write the id and a tab in front of each line of jsonl, as Hadoop wants it",
	  take_switch, IN(key_tab), NULL, true },
	{ 0, "progress", "auto|always|never", READING, "a bar on standard error; auto: if that is a terminal",
	  take_choice, IN(progress), progress_words, false },
	{ 0, "strict", NULL, INPUTS, "stop at the first document that fails; a broken record then counts as one",
	  take_switch, IN(strict), NULL, false },
	{ 0, "fail-if-empty", NULL, READING, "exit with 4 when nothing was found in any document",
	  take_switch, IN(fail_if_empty), NULL, false },
	{ 'q', "quiet", NULL, INPUTS " merge", "no messages about inputs that failed; the exit status tells",
	  take_switch, IN(quiet), NULL, false },
	{ 'v', "verbose", NULL, INPUTS, "messages also about notes, and a line of counts at the end",
	  take_switch, IN(verbose), NULL, false },
	{ 0, "man", NULL, "help", "print the manual page, as troff", take_switch, IN(man), NULL, false },
	{ 'h', "help", NULL, NULL, "print help: of the command, where one is named", take_switch, IN(help), NULL, false },
	{ 0, "version", NULL, NULL, "print the version", take_switch, IN(version), NULL, false },
	{ 0, NULL, NULL, NULL, NULL, NULL, 0, NULL, false }
};

/* ---- the parser ---- */

bool option_belongs(const struct option *option, const struct command *command)
{
	if (!option->commands)
		return true;
	struct slice rest = slice_from(option->commands), name;
	while (slice_split(&name, &rest, ' '))
		if (slice_is(name, command->name))
			return true;
	return false;
}

static const struct option *option_by_letter(char letter)
{
	for (const struct option *option = option_table; option->name; option++)
		if (option->letter == letter)
			return option;
	return NULL;
}

static const struct option *option_by_name(struct slice name, struct error *error)
{
	const struct option *found = NULL;
	for (const struct option *option = option_table; option->name; option++) {
		struct slice full = slice_from(option->name);
		if (slice_equal(full, name))
			return option;
		if (!name.len || !slice_starts(full, name))
			continue;
		if (found) {
			error_set(error, ERROR_USAGE, "--%.*s could be --%s or --%s", (int)name.len, name.at, found->name, option->name);
			return NULL;
		}
		found = option;
	}
	if (!found)
		error_set(error, ERROR_USAGE, "there is no option --%.*s", (int)name.len, name.at);
	return found;
}

/* What was given, so that it can be checked against the command, which may come later. */
struct given {
	bool options[sizeof option_table / sizeof option_table[0]];
	uint64_t values[sizeof option_table / sizeof option_table[0]];
};

static bool give(struct options *options, struct given *given, const struct option *option, const char *value,
                 struct error *error)
{
	size_t i = (size_t)(option - option_table);
	given->options[i] = true;
	given->values[i] = digest_short(given->values[i], slice_from(value));
	return option->take(options, option, value, error);
}

static bool parse_long(struct options *options, struct given *given, char **argv, int *i, struct error *error)
{
	const char *argument = argv[*i] + 2, *equals = strchr(argument, '=');
	struct slice name = { argument, equals ? (size_t)(equals - argument) : strlen(argument) };
	const struct option *option = option_by_name(name, error);
	if (!option)
		return false;
	if (!option->value && equals)
		return error_set(error, ERROR_USAGE, "--%s takes no value", option->name);
	const char *value = equals ? equals + 1 : NULL;
	if (option->value && !value) {
		value = argv[*i + 1];
		if (!value)
			return error_set(error, ERROR_USAGE, "--%s needs a value: %s", option->name, option->value);
		++*i;
	}
	return give(options, given, option, value, error);
}

static bool parse_letters(struct options *options, struct given *given, char **argv, int *i, struct error *error)
{
	for (const char *letter = argv[*i] + 1; *letter; letter++) {
		const struct option *option = option_by_letter(*letter);
		if (!option)
			return error_set(error, ERROR_USAGE, "there is no option -%c", *letter);
		if (!option->value) {
			if (!give(options, given, option, NULL, error))
				return false;
			continue;
		}
		const char *value = letter[1] ? letter + 1 : argv[++*i];
		if (!value)
			return error_set(error, ERROR_USAGE, "-%c needs a value: %s", *letter, option->value);
		return give(options, given, option, value, error);
	}
	return true;
}

static const struct command *command_named(const char *name)
{
	for (const struct command *command = commands; command->name; command++)
		if (strcmp(command->name, name) == 0)
			return command;
	return NULL;
}

/* Sixteen bits over the options that change results, in the table's order; 0 when none was given. */
static unsigned fingerprint(const struct given *given, const struct command *command)
{
	uint64_t hash = command == &commands[0] ? 0 : digest_short(0, slice_from(command->name));
	for (size_t i = 0; option_table[i].name; i++) {
		if (!given->options[i] || !option_table[i].shapes)
			continue;
		hash = digest_short(hash, slice_from(option_table[i].name));
		hash = digest_short(hash, (struct slice){ (const char *)&given->values[i], sizeof given->values[i] });
	}
	return (unsigned)((hash ^ hash >> 16 ^ hash >> 32 ^ hash >> 48) & 0xFFFF);
}

bool options_parse(struct options *options, int argc, char **argv, struct error *error)
{
	struct given given = { { false }, { 0 } };
	bool all_operands = false;
	*options = (struct options){ .wish = { .offsets = UNIT_CODEPOINT } };
	options->operands = calloc((size_t)argc + 1, sizeof *options->operands);
	if (!options->operands)
		return error_set(error, ERROR_MEMORY, "out of memory");
	for (int i = 1; i < argc; i++) {
		const char *argument = argv[i];
		if (all_operands || argument[0] != '-' || !argument[1]) {
			const struct command *command = options->command || all_operands || options->operand_count ? NULL : command_named(argument);
			if (command)
				options->command = command;
			else
				options->operands[options->operand_count++] = argument;
		} else if (strcmp(argument, "--") == 0) {
			all_operands = true;
		} else if (argument[1] == '-') {
			if (!parse_long(options, &given, argv, &i, error))
				return false;
		} else if (!parse_letters(options, &given, argv, &i, error)) {
			return false;
		}
	}
	options->named = options->command != NULL;
	if (!options->named)
		options->command = &commands[0];
	for (size_t i = 0; option_table[i].name; i++)
		if (given.options[i] && !option_belongs(&option_table[i], options->command) && !options->help)
			return error_set(error, ERROR_USAGE, "%s does not know --%s", options->command->name, option_table[i].name);
	if (options->inputs.nul && !options->inputs.files_from)
		return error_set(error, ERROR_USAGE, "-0 says how names end in --files-from, which was not given");
	options->inputs.names = options->operands;
	options->inputs.count = options->operand_count;
	options->shape = fingerprint(&given, options->command);
	return true;
}

void options_release(struct options *options)
{
	while (options->kept) {
		struct kept *kept = options->kept;
		options->kept = kept->next;
		free(kept);
	}
	free(options->operands);
}
