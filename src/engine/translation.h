/* translation.h: a pattern on its way from what people write to bytes of the view. Private to the engine.
 *
 * pattern.c walks over the source, item by item; pattern_class.c reads classes, pattern_group.c groups; translation.c
 * has what all of them need.
 *
 * What you would not guess: a syllable without a final must not match the first half of one that has a final, but
 * the check for it is not written where the syllable stands. It is owed, and paid in front of the next item that
 * could match a final: in front of a letter it would be idle, and in front of a final jamo it would forbid the very
 * contraction the rule asks for. So the debt goes into groups, along every branch, and out of them again. */
#ifndef SASEOL_ENGINE_TRANSLATION_H
#define SASEOL_ENGINE_TRANSLATION_H

#include "base/text.h"
#include "engine/pattern.h"
#include "engine/view.h"

#define INITIALS "\x80-\x92"
#define MEDIALS "\x93-\xA7"
#define FINALS "\xA8-\xC2"
#define OPEN "(?![" FINALS "])"
#define SYLLABLE "[" INITIALS "][" MEDIALS "][" FINALS "]?"
#define SYLLABLE_END "\x93-\xC2"
#define LETTER "A-Za-z\xF8-\xFA"

enum { DEPTH = 64, DEFINITIONS_DEEP = 12, SYLLABLES = 11172, FINAL_COUNT = 28 };

enum group_kind { GROUP_PLAIN, GROUP_AHEAD, GROUP_NOT_AHEAD, GROUP_BEHIND, GROUP_NOT_BEHIND };

struct open_group {
	enum group_kind kind;
	bool owed_at_entry, owed_at_end, first_at_entry, behind_outside;
};

struct translation {
	struct pattern *out;
	const struct pattern_names *names;
	struct pattern_problem *problem;
	struct slice source;
	size_t at;                      /* in source */
	size_t place;                   /* in the outermost source */
	unsigned deep;                  /* in definitions */
	bool owed;                      /* the last item may end before a final, and nothing forbids it yet */
	bool behind, first;             /* in a lookbehind; nothing of this branch yet */
	struct open_group groups[DEPTH];
	size_t depth;
};

/* What an item may begin with. */
enum head { HEAD_OTHER, HEAD_FINAL, HEAD_ANY };

static inline char translation_peek(const struct translation *t, size_t ahead)
{
	return t->at + ahead < t->source.len ? t->source.at[t->at + ahead] : '\0';
}

static inline bool is_name_byte(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

static inline bool is_ascii_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* ---- failing and writing ---- */

/* The message, and what it is about unless that is NULL. Always returns false. */
bool translation_fail(struct translation *t, const char *message, const char *shown);

void pattern_put(struct pattern *pattern, const char *bytes, size_t len, size_t place);

/* Bytes of the view as a literal, inside or outside of a class. */
void pattern_put_literal(struct pattern *pattern, const unsigned char *bytes, size_t len, size_t place);

void translation_bytes(struct translation *t, const char *bytes, size_t len);
void translation_string(struct translation *t, const char *string);

/* ---- items and what they owe ---- */

/* The length of a quantifier in braces at the given place, or 0: {2} {2,} {2,3}. */
size_t quantifier_length(struct slice source, size_t at);
bool item_quantified(const struct translation *t);
bool item_may_be_absent(const struct translation *t);

void item_pay(struct translation *t);

/* Call with t->at behind the item, before it is written, and after. */
void item_begin(struct translation *t, enum head head);
void item_end(struct translation *t, bool owes);

/* A piece of syntax that goes over as it is. */
bool translation_copy(struct translation *t, size_t len, enum head head, bool owes);
bool translation_copy_until(struct translation *t, char closing, enum head head);

/* ---- characters and names ---- */

/* The byte of the view of a lone jamo, a final or a medial, or 0. */
unsigned char jamo_byte(uint32_t c, bool *final);

/* A character that is no jamo as bytes of the view; 0 and the problem where patterns cannot say it. */
size_t translation_letter(struct translation *t, uint32_t c, unsigned char bytes[VIEW_EXPANSION]);

/* <syl> <fin> <open> <han> <let> <1> to <8>: the name at t->at, which is not moved; empty where there is none. */
struct slice angle_name(const struct translation *t);
bool name_is_token(struct slice name);

/* Whether what stands at a place of the source begins with a final: looked at through the heads of groups. */
bool begins_with_final(struct slice source, size_t at);

/* ---- classes and groups ---- */

bool translate_class(struct translation *t);

bool group_open(struct translation *t, enum group_kind kind, size_t len);
bool group_branch(struct translation *t);
bool group_close(struct translation *t);
bool translate_group(struct translation *t);

#endif
