/* ready.c: the needs of the built-in rules, made when the program is built and taken as they are when it runs.
 *
 * To see what hundreds of patterns cannot match without takes longer than to read an editorial. So a small program of
 * the build (src/build/ready.c) writes it down, and the bytes are compiled in. They serve only the rules they were made
 * from: the fingerprint says so. They are the memory of this machine, and never leave the build. */
#include "engine/book.h"
#include "engine/builtin.h"

struct ready_head {
	char fingerprint[8];
	uint64_t languages;
};

/* Its arrays follow, each in a multiple of eight bytes: list, bytes, heads, entries, masks, steps, placed, always. */
struct ready_language {
	char code[16];
	uint64_t rules, count, len, entries, steps, cues;
};

/* ---- private from here ---- */

static void write_array(struct out *out, const void *bytes, size_t len)
{
	static const char zeros[8];
	out_bytes(out, bytes, len);
	out_bytes(out, zeros, (8 - len % 8) % 8);
}

static size_t heads_size(void)
{
	return sizeof(uint32_t) * NEED_HEADS_SIZE;
}

static size_t masks_size(void)
{
	return (size_t)1 << NEED_BITS;
}

static size_t bits_of(size_t count)
{
	return (count / 64 + 1) * sizeof(uint64_t);
}

static void write_language(struct out *out, const struct language *language)
{
	const struct rulebook *book = language->book;
	const struct needs *needs = &book->needs;
	struct ready_language head = {
		.rules = book->rules.len, .count = needs->count, .len = needs->len, .entries = needs->entry_count, .steps = needs->step_count, .cues = needs->cues
	};
	strncpy(head.code, language->code, sizeof head.code - 1);
	write_array(out, &head, sizeof head);
	write_array(out, needs->list, needs->count * sizeof *needs->list);
	write_array(out, needs->bytes, needs->len);
	write_array(out, needs->heads, heads_size());
	write_array(out, needs->entries, needs->entry_count * sizeof *needs->entries);
	write_array(out, needs->masks, masks_size());
	write_array(out, needs->steps, needs->step_count * sizeof *needs->steps);
	write_array(out, needs->placed, bits_of(needs->cues));
	write_array(out, book->always, bits_of(book->rules.len));
}

/* The array at the front, and on to the next. */
static const void *take_array(const char **at, size_t len)
{
	const char *array = *at;
	*at += (len + 7) / 8 * 8;
	return array;
}

static const struct ready_language *take_language(struct needs *needs, const uint64_t **always, const char **at)
{
	const struct ready_language *head = take_array(at, sizeof *head);
	*needs = (struct needs){ .count = head->count, .len = head->len, .entry_count = head->entries, .step_count = head->steps, .cues = head->cues };
	needs->list = take_array(at, head->count * sizeof *needs->list);
	needs->bytes = take_array(at, head->len);
	needs->heads = take_array(at, heads_size());
	needs->entries = take_array(at, head->entries * sizeof *needs->entries);
	needs->masks = take_array(at, masks_size());
	needs->steps = take_array(at, head->steps * sizeof *needs->steps);
	needs->placed = take_array(at, bits_of(head->cues));
	*always = take_array(at, bits_of(head->rules));
	return head;
}

/* ---- */

void ready_write(struct out *out, const struct rules *rules)
{
	struct ready_head head = { .languages = rules->languages.len };
	memcpy(head.fingerprint, rules->fingerprint, sizeof rules->fingerprint);
	write_array(out, &head, sizeof head);
	for (size_t i = 0; i < rules->languages.len; i++)
		write_language(out, rules->languages.at[i]);
}

bool ready_take(struct rulebook *book)
{
	const char *at = builtin_ready.start;
	if (!at)
		return false;
	const struct ready_head *head = take_array(&at, sizeof *head);
	if (strcmp(head->fingerprint, book->fingerprint) != 0)
		return false;
	for (uint64_t i = 0; i < head->languages; i++) {
		struct needs needs;
		const uint64_t *always;
		const struct ready_language *language = take_language(&needs, &always, &at);
		if (strcmp(language->code, book->language->code) != 0 || language->rules != book->rules.len)
			continue;
		book->needs = needs;
		book->always = always;
		return true;
	}
	return false;
}
