/* ready.c: the needs of the built-in rules and their compiled patterns, made when the program is built and taken as they
 * are when it runs.
 *
 * To see what hundreds of patterns cannot match without, and to compile them, takes longer than to read an editorial. So
 * a small program of the build (src/build/ready.c) writes it down, and the bytes are compiled in. They serve only the rules they were made
 * from: the fingerprint says so. They are the memory of this machine, and never leave the build. */
#include <stdlib.h>

#include "engine/book.h"
#include "engine/builtin.h"

/* Its arrays follow, each in a multiple of eight bytes: list, bytes, heads, entries, tables, steps, placed, facts, always;
 * and for each group of patterns its head, the numbers of its cues, their codes. */
struct ready_head {
	char fingerprint[8];
	uint64_t rules, count, len, entries, steps, cues, groups;
};

struct ready_group {
	uint64_t count, len;
};

/* ---- private from here ---- */

static void write_array(struct out *out, const void *bytes, size_t len)
{
	static const char zeros[8];
	out_bytes(out, bytes, len);
	out_bytes(out, zeros, (8 - len % 8) % 8);
}

static size_t bits_of(size_t count)
{
	return (count / 64 + 1) * sizeof(uint64_t);
}

static const size_t heads_size = sizeof(uint32_t) * (NEED_HEADS + 1), tables_size = NEED_TRIPLES + NEED_PAIRS + NEED_SINGLES;

/* The array at the front, and on to the next. */
static const void *take_array(const char **at, size_t len)
{
	const char *array = *at;
	*at += (len + 7) / 8 * 8;
	return array;
}

/* The codes of a group in one piece: they share their tables. */
static void write_group(struct out *out, const struct compiler *compiler, unsigned group)
{
	struct ready_group head = { 0, 0 };
	PCRE2_SIZE len = 0;
	uint8_t *bytes = NULL;
	uint32_t *numbers = calloc(compiler->cue_count + 1, sizeof *numbers);
	const pcre2_code **codes = calloc(compiler->cue_count + 1, sizeof *codes);
	for (size_t i = 0; numbers && codes && i < compiler->cue_count; i++) {
		const struct cue *cue = compiler->by_number[i];
		if (cue->group != group || !cue->first)
			continue;
		numbers[head.count] = (uint32_t)i;
		codes[head.count++] = cue->first;
	}
	if (head.count && pcre2_serialize_encode(codes, (int32_t)head.count, &bytes, &len, NULL) < 0)
		head.count = 0;
	head.len = head.count ? len : 0;
	write_array(out, &head, sizeof head);
	write_array(out, numbers, head.count * sizeof *numbers);
	write_array(out, bytes, head.len);
	pcre2_serialize_free(bytes);
	free(numbers);
	free(codes);
}

/* ---- */

void ready_write(struct out *out, const struct rules *rules)
{
	const struct compiler *compiler = rules->languages.at[0]->book->compiler;
	const struct needs *needs = &compiler->needs;
	struct ready_head head = {
		.rules = compiler->rule_count, .count = needs->count, .len = needs->len, .entries = needs->entry_count,
		.steps = needs->step_count, .cues = needs->cues, .groups = 2 * rules->languages.len
	};
	memcpy(head.fingerprint, rules->fingerprint, sizeof rules->fingerprint);
	write_array(out, &head, sizeof head);
	write_array(out, needs->list, needs->count * sizeof *needs->list);
	write_array(out, needs->bytes, needs->len);
	write_array(out, needs->heads, heads_size);
	write_array(out, needs->entries, needs->entry_count * sizeof *needs->entries);
	write_array(out, needs->tables, tables_size);
	write_array(out, needs->steps, needs->step_count * sizeof *needs->steps);
	write_array(out, needs->placed, bits_of(needs->cues));
	write_array(out, needs->facts, needs->cues * sizeof *needs->facts);
	write_array(out, compiler->always, bits_of(compiler->rule_count));
	for (unsigned group = 0; group < head.groups; group++)
		write_group(out, compiler, group);
}

bool ready_take(struct compiler *compiler, const struct rules *rules)
{
	const char *at = builtin_ready.start;
	const struct ready_head *head = at ? take_array(&at, sizeof *head) : NULL;
	if (!head || strcmp(head->fingerprint, rules->fingerprint) != 0 || head->rules != compiler->rule_count
	    || head->cues != compiler->cue_count)
		return false;
	struct needs needs = {
		.count = head->count, .len = head->len, .entry_count = head->entries, .step_count = head->steps, .cues = head->cues
	};
	needs.list = take_array(&at, needs.count * sizeof *needs.list);
	needs.bytes = take_array(&at, needs.len);
	needs.heads = take_array(&at, heads_size);
	needs.entries = take_array(&at, needs.entry_count * sizeof *needs.entries);
	needs.tables = take_array(&at, tables_size);
	needs.steps = take_array(&at, needs.step_count * sizeof *needs.steps);
	needs.placed = take_array(&at, bits_of(needs.cues));
	needs.facts = take_array(&at, needs.cues * sizeof *needs.facts);
	compiler->needs = needs;
	compiler->always = take_array(&at, bits_of(compiler->rule_count));
	/* without memory for the groups every pattern is compiled when it is first needed */
	compiler->groups = calloc(head->groups, sizeof *compiler->groups);
	for (size_t i = 0; compiler->groups && i < head->groups; i++) {
		const struct ready_group *group = take_array(&at, sizeof *group);
		compiler->groups[i].count = group->count;
		compiler->groups[i].cues = take_array(&at, group->count * sizeof *compiler->groups->cues);
		compiler->groups[i].codes = take_array(&at, group->len);
		compiler->group_count++;
	}
	return true;
}

void ready_code(struct compiler *compiler, const struct cue *cue)
{
	struct code_group *group = cue->group < compiler->group_count ? &compiler->groups[cue->group] : NULL;
	if (!group || group->taken || !group->count)
		return;
	group->taken = true;
	pcre2_code **codes = calloc(group->count, sizeof *codes);
	if (codes && pcre2_serialize_decode(codes, (int32_t)group->count, group->codes, NULL) == (int32_t)group->count)
		for (size_t i = 0; i < group->count; i++) {
			struct cue *one = compiler->by_number[group->cues[i]];
			if (one->first)
				pcre2_code_free(codes[i]);
			else
				cue_take(one, codes[i]);
		}
	free(codes);
}
