/* pattern_group.c: groups, lookarounds and their branches, and what syllables at their edges owe (translation.h). */
#include "engine/translation.h"

bool group_open(struct translation *t, enum group_kind kind, size_t len)
{
	if (t->depth == DEPTH)
		return translation_fail(t, "groups are nested too deeply", NULL);
	const char *from = t->source.at + t->at;
	t->at += len;
	bool contracts = kind == GROUP_NOT_AHEAD && begins_with_final(t->source, t->at);
	if (kind >= GROUP_BEHIND || (kind == GROUP_NOT_AHEAD && !contracts))
		item_pay(t);
	translation_bytes(t, from, len);
	struct open_group *group = &t->groups[t->depth++];
	*group = (struct open_group){
		.kind = kind, .owed_at_entry = t->owed, .first_at_entry = t->first, .behind_outside = t->behind
	};
	if (kind >= GROUP_BEHIND)
		t->behind = t->first = true;
	else if (kind != GROUP_PLAIN)
		t->behind = false;
	return true;
}

/* For a branch of a negative lookbehind: whether a final follows the whole of it. */
static bool final_follows_group(const struct translation *t)
{
	size_t at = t->at, open = 0;
	for (; at < t->source.len; at++) {
		if (t->source.at[at] == '\\')
			at++;
		else if (t->source.at[at] == '(')
			open++;
		else if (t->source.at[at] == ')' && open-- == 0)
			return begins_with_final(t->source, at + 1);
	}
	return false;
}

/* At the end of a branch: what is owed there is paid, or handed on to what follows the group. */
static void branch_end(struct translation *t, struct open_group *group)
{
	if (group->kind == GROUP_AHEAD || group->kind == GROUP_NOT_AHEAD || (group->kind == GROUP_NOT_BEHIND && !final_follows_group(t)))
		item_pay(t);
	if (group->kind != GROUP_NOT_BEHIND)
		group->owed_at_end = group->owed_at_end || t->owed;
}

bool group_branch(struct translation *t)
{
	struct open_group *group = t->depth ? &t->groups[t->depth - 1] : NULL;
	if (group)
		branch_end(t, group);
	else
		item_pay(t);
	t->at++;
	translation_string(t, "|");
	t->owed = group && group->owed_at_entry;
	t->first = group ? group->kind >= GROUP_BEHIND || group->first_at_entry : true;
	return true;
}

bool group_close(struct translation *t)
{
	if (t->depth == 0)
		return translation_fail(t, "unmatched closing parenthesis", NULL);
	struct open_group *group = &t->groups[--t->depth];
	branch_end(t, group);
	t->at++;
	translation_string(t, ")");
	t->behind = group->behind_outside;
	t->owed = group->owed_at_end || (group->kind == GROUP_PLAIN && group->owed_at_entry && item_may_be_absent(t));
	t->first = group->kind == GROUP_PLAIN ? false : group->first_at_entry;
	return true;
}

/* (?<name> (?P<name> (?'name' : the length of the head, or 0. */
static size_t name_head(const struct translation *t)
{
	size_t len = translation_peek(t, 2) == 'P' ? 3 : 2;
	char closing = translation_peek(t, len) == '<' ? '>' : translation_peek(t, len) == '\'' ? '\'' : '\0';
	if (!closing || translation_peek(t, len + 1) == '=' || translation_peek(t, len + 1) == '!')
		return 0;
	for (len++; is_name_byte(translation_peek(t, len)); len++)
		;
	return translation_peek(t, len) == closing ? len + 1 : 0;
}

bool translate_group(struct translation *t)
{
	if (translation_peek(t, 1) == '*')
		return translation_copy_until(t, ')', HEAD_ANY);
	if (translation_peek(t, 1) != '?')
		return group_open(t, GROUP_PLAIN, 1);
	size_t head = name_head(t);
	if (head)
		return group_open(t, GROUP_PLAIN, head);
	switch (translation_peek(t, 2)) {
	case ':': case '>': case '|':
		return group_open(t, GROUP_PLAIN, 3);
	case '=':
		return group_open(t, GROUP_AHEAD, 3);
	case '!':
		return group_open(t, GROUP_NOT_AHEAD, 3);
	case '<':
		if (translation_peek(t, 3) == '=' || translation_peek(t, 3) == '!')
			return group_open(t, translation_peek(t, 3) == '=' ? GROUP_BEHIND : GROUP_NOT_BEHIND, 4);
		return translation_fail(t, "bad name of a group", NULL);
	case '(':
		item_pay(t);
		if (translation_peek(t, 3) == '?')
			return group_open(t, GROUP_PLAIN, 2);
		for (head = 3; translation_peek(t, head) && translation_peek(t, head) != ')'; head++)
			;
		return translation_peek(t, head) ? group_open(t, GROUP_PLAIN, head + 1) : translation_fail(t, "this does not end", NULL);
	case '#':
		while (translation_peek(t, 0) && translation_peek(t, 0) != ')')
			t->at++;
		t->at++;
		return true;
	case 'C':
		return translation_fail(t, "callouts have no meaning here", NULL);
	default:
		break;
	}
	/* (?i) (?-i: (?&name) (?1) */
	for (head = 2; translation_peek(t, head) == '-' || translation_peek(t, head) == '^' || (translation_peek(t, head) >= 'a' && translation_peek(t, head) <= 'z'); head++)
		if (translation_peek(t, head) == 'x')
			return translation_fail(t, "the option x has no meaning here", NULL);
	if (head > 2 && translation_peek(t, head) == ':')
		return group_open(t, GROUP_PLAIN, head + 1);
	if (head > 2 && translation_peek(t, head) == ')') {
		translation_bytes(t, t->source.at + t->at, head + 1);
		t->at += head + 1;
		return true;
	}
	return translation_copy_until(t, ')', HEAD_ANY);
}
