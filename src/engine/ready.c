/* ready.c: the needs of the built-in rules, made when the program is built and taken as they are when it runs.
 *
 * To see what hundreds of patterns cannot match without takes longer than to read an editorial. So a small program of
 * the build (src/build/ready.c) writes it down, and the bytes are compiled in. They serve only the rules they were made
 * from: the fingerprint says so. They are the memory of this machine, and never leave the build. */
#include "engine/book.h"
#include "engine/builtin.h"

/* Its arrays follow, each in a multiple of eight bytes: list, bytes, heads, entries, tables, steps, placed, facts, always. */
struct ready_head {
	char fingerprint[8];
	uint64_t rules, count, len, entries, steps, cues;
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

/* ---- */

void ready_write(struct out *out, const struct rules *rules)
{
	const struct compiler *compiler = rules->languages.at[0]->book->compiler;
	const struct needs *needs = &compiler->needs;
	struct ready_head head = {
		.rules = compiler->rule_count, .count = needs->count, .len = needs->len, .entries = needs->entry_count,
		.steps = needs->step_count, .cues = needs->cues
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
	return true;
}
