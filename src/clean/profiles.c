/* profiles.c: identify tables in, profiles and an index of their words and letters out. */
#include "clean/profiles.h"

#include <stdint.h>
#include <stdlib.h>

#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include "base/digest.h"

/* Small, because most words that are asked for are not there. */
struct keyword {
	uint32_t tag;                   /* of its hash; 0 in an empty place */
	uint16_t first, count;          /* votes */
};

/* ---- private from here ---- */

/* A word or letter of one profile, before they are put together. */
struct mention {
	struct slice key;
	enum keyword_kind kind;
	unsigned short profile;
};

typedef LIST(struct mention) mentions;

static int mention_order(const void *a, const void *b)
{
	const struct mention *one = a, *other = b;
	size_t least = one->key.len < other->key.len ? one->key.len : other->key.len;
	int order = memcmp(one->key.at, other->key.at, least);
	if (!order)
		order = (one->key.len > other->key.len) - (one->key.len < other->key.len);
	if (!order)
		order = (int)one->kind - (int)other->kind;
	return order ? order : (int)one->profile - (int)other->profile;
}

static uint64_t keyword_hash(enum keyword_kind kind, struct slice key)
{
	uint64_t hash = digest_short(kind + 1, key);
	return hash ^ hash >> 29;
}

static size_t keyword_place(const struct profiles *profiles, enum keyword_kind kind, struct slice key, uint32_t *tag)
{
	uint64_t hash = keyword_hash(kind, key);
	size_t at = hash & profiles->mask;
	*tag = (uint32_t)(hash >> 32) | 1;
	while (profiles->keywords[at].tag
	       && (profiles->keywords[at].tag != *tag || profiles->kinds[at] != kind || !slice_equal(profiles->keys[at], key)))
		at = (at + 1) & profiles->mask;
	return at;
}

/* ---- rows ---- */

/* The place of a language's profile among those of its folder, which begin at first. */
static size_t profile_number(struct profiles *profiles, struct arena *arena, size_t first, struct slice code)
{
	for (size_t i = first; i < profiles->list.len; i++)
		if (slice_is(code, profiles->list.at[i].code))
			return i;
	struct profile *profile = list_add(arena, &profiles->list);
	profile->code = arena_string(arena, code);
	profile->share = 0.15;
	return profiles->list.len - 1;
}

static bool number(double *value, struct arena *arena, struct slice column)
{
	char *end, *string = arena_string(arena, column);
	*value = strtod(string, &end);
	return column.len && !*end && *value > 0;
}

static unsigned script_number(struct profiles *profiles, struct arena *arena, int script)
{
	unsigned number = profiles_script(profiles, script);
	if (number)
		return number;
	*list_add(arena, &profiles->letters) = (struct letters){ script, 1, true };
	return (unsigned)profiles->letters.len - 1;
}

static bool add_script(struct profiles *profiles, size_t profile, struct arena *arena, const struct row *row)
{
	double worth;
	int32_t script = u_getPropertyValueEnum(UCHAR_SCRIPT, arena_string(arena, row_column(row, 1)));
	struct slice alone = row_column(row, 3);
	if (script < 0 || !number(&worth, arena, row_column(row, 2)) || (alone.len && !slice_is(alone, "alone")))
		return false;
	unsigned place = script_number(profiles, arena, script);
	struct letters *letters = &profiles->letters.at[place];
	letters->worth = worth > letters->worth ? worth : letters->worth;
	letters->spaced = letters->spaced && !alone.len;
	*list_add(arena, &profiles->list.at[profile].scripts) = (struct profile_script){ place, worth, alone.len > 0 };
	return true;
}

static bool read_row(struct profiles *profiles, mentions *found, struct arena *arena, const struct language *language,
                     size_t first, const struct row *row)
{
	struct slice kind = row_column(row, 0), code = slice_from(language->code), rest = row_column(row, 1), word;
	const char *blank = kind.len ? memchr(kind.at, ' ', kind.len) : NULL;
	if (blank) {
		code = (struct slice){ kind.at, (size_t)(blank - kind.at) };
		kind = slice_trim((struct slice){ blank, kind.len - code.len });
	}
	size_t profile = profile_number(profiles, arena, first, code);
	if (slice_is(kind, "script"))
		return add_script(profiles, profile, arena, row);
	if (slice_is(kind, "share"))
		return number(&profiles->list.at[profile].share, arena, rest);
	bool words = slice_is(kind, "words");
	if (!words && !slice_is(kind, "letters"))
		return false;
	while (slice_split(&word, &rest, ' '))
		if (word.len)
			*list_add(arena, found) = (struct mention){ word, words ? KEYWORD_WORD : KEYWORD_LETTER, (unsigned short)profile };
	return true;
}

/* ---- the index ---- */

static void index_mentions(struct profiles *profiles, struct arena *arena, mentions *found)
{
	size_t places = 16;
	while (places < 2 * found->len)
		places *= 2;
	profiles->mask = places - 1;
	profiles->keywords = arena_take(arena, places * sizeof *profiles->keywords);
	profiles->keys = arena_take(arena, places * sizeof *profiles->keys);
	profiles->kinds = arena_take(arena, places * sizeof *profiles->kinds);
	profiles->votes = arena_take(arena, (found->len + 1) * sizeof *profiles->votes);
	if (found->len)
		qsort(found->at, found->len, sizeof *found->at, mention_order);
	struct keyword *keyword = NULL;
	size_t votes = 0, place = 0;
	uint32_t tag;
	for (size_t i = 0; i < found->len; i++) {
		const struct mention *mention = &found->at[i];
		if (i && mention_order(mention, mention - 1) == 0)
			continue;
		if (!keyword || profiles->kinds[place] != mention->kind || !slice_equal(profiles->keys[place], mention->key)) {
			place = keyword_place(profiles, mention->kind, mention->key, &tag);
			keyword = &profiles->keywords[place];
			*keyword = (struct keyword){ tag, (uint16_t)votes, 0 };
			profiles->keys[place] = mention->key;
			profiles->kinds[place] = mention->kind;
		}
		profiles->votes[votes++] = mention->profile;
		keyword->count++;
	}
}

/* ---- */

const void *profiles_make(struct arena *arena, const struct rules *rules, struct error *error)
{
	struct profiles *profiles = arena_take(arena, sizeof *profiles);
	mentions found = { 0 };
	*list_add(arena, &profiles->letters) = (struct letters){ USCRIPT_INVALID_CODE, 1, true };
	for (size_t n = 0; n < rules->languages.len; n++) {
		const struct language *language = rules->languages.at[n];
		const struct table *table = language_table(language, "identify");
		size_t first = profiles->list.len;
		for (size_t i = 0; table && i < table->len; i++)
			if (!read_row(profiles, &found, arena, language, first, &table->rows[i])) {
				error_set(error, ERROR_RULE, "%s:%u: no row of an identify table", table->file, table->rows[i].line);
				return NULL;
			}
	}
	/* a folder may speak of a language that has rules in another */
	for (size_t i = 0; i < profiles->list.len; i++) {
		const struct rule *const *list;
		const struct language *language = rules_language(rules, profiles->list.at[i].code);
		profiles->list.at[i].language = language && language_rules(language, &list) ? language : NULL;
	}
	profiles->latin = profiles_script(profiles, USCRIPT_LATIN);
	profiles->hangul = profiles_script(profiles, USCRIPT_HANGUL);
	profiles->han = profiles_script(profiles, USCRIPT_HAN);
	index_mentions(profiles, arena, &found);
	return profiles;
}

unsigned profiles_script(const struct profiles *profiles, int script)
{
	for (size_t i = 1; i < profiles->letters.len; i++)
		if (profiles->letters.at[i].script == script)
			return (unsigned)i;
	return 0;
}

size_t profiles_with(const unsigned short **votes, const struct profiles *profiles, enum keyword_kind kind,
                     struct slice key)
{
	uint32_t tag;
	const struct keyword *keyword = &profiles->keywords[keyword_place(profiles, kind, key, &tag)];
	*votes = profiles->votes + keyword->first;
	return keyword->count;
}
