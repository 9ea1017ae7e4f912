/* tree.c: see tree.h. */
#include "engine/tree.h"

#include "engine/translation.h"
#include "engine/tree_node.h"

enum { NESTED = DEPTH + 2 };

struct parser {
	struct arena *arena;
	struct slice rest;
	bool rewrite;           /* nothing in the pattern forbids it */
	bool failed;
	unsigned depth;
};

/* ---- parsing ---- */

static struct branch *parse_branches(struct parser *parser);

static char ahead(const struct parser *parser, size_t n)
{
	return n < parser->rest.len ? parser->rest.at[n] : '\0';
}

static struct slice take(struct parser *parser, size_t len)
{
	struct slice taken = { parser->rest.at, len < parser->rest.len ? len : parser->rest.len };
	parser->rest.at += taken.len;
	parser->rest.len -= taken.len;
	return taken;
}

static size_t class_length(const struct parser *parser)
{
	size_t len = 1 + (ahead(parser, 1) == '^');
	len += ahead(parser, len) == ']';
	while (len < parser->rest.len && ahead(parser, len) != ']') {
		if (ahead(parser, len) == '\\')
			len++;
		else if (ahead(parser, len) == '[' && ahead(parser, len + 1) == ':')
			for (len += 2; len < parser->rest.len && ahead(parser, len) != ']';)
				len++;
		len++;
	}
	return len + 1;
}

static size_t length_until(const struct parser *parser, char closing)
{
	size_t len = 0;
	while (len < parser->rest.len && ahead(parser, len) != closing)
		len++;
	return len + 1;
}

static void parse_escape(struct parser *parser, struct node *node)
{
	char c = ahead(parser, 1);
	size_t len = 2;
	node->kind = NODE_WIDE;
	if (strchr("bBAzZGK", c)) {
		node->kind = NODE_EMPTY;
	} else if (c == 'x') {
		while (len < 4 && ahead(parser, len) && strchr("0123456789abcdefABCDEF", ahead(parser, len)))
			len++;
		if (ahead(parser, 2) == '{')
			len = length_until(parser, '}');
	} else if (c == 'k' || c == 'g' || is_ascii_digit(c)) {
		/* references count groups: those must stay where they are */
		parser->rewrite = false;
		char closing = ahead(parser, 2) == '{' ? '}' : ahead(parser, 2) == '<' ? '>' : '\0';
		if (closing)
			len = length_until(parser, closing);
		else
			while (is_ascii_digit(ahead(parser, len)))
				len++;
	} else if (!is_name_byte(c) || c == '-' || c == '_') {
		node->kind = NODE_BYTES;
		node->bytes = (struct slice){ parser->rest.at + 1, 1 };
	}
	node->text = take(parser, len);
}

static bool is_plain(char c)
{
	return c != '\0' && !strchr("\\[](){}|.^$?*+", c);
}

/* As many plain bytes as there are; a quantifier is of the last one alone. */
static void parse_bytes(struct parser *parser, struct node *node)
{
	size_t len = 1;
	while (is_plain(ahead(parser, len)))
		len++;
	char c = ahead(parser, len);
	if (len > 1 && (c == '?' || c == '*' || c == '+' || quantifier_length(parser->rest, len)))
		len--;
	node->kind = NODE_BYTES;
	node->bytes = node->text = take(parser, len);
}

/* The head of a group at the front: its length, or 0 where the pattern is better left alone. */
static size_t parse_head(struct parser *parser, struct node *node)
{
	node->kind = NODE_GROUP;
	node->rewrite = true;
	if (ahead(parser, 1) == '*')
		return 0;
	if (ahead(parser, 1) != '?')
		return 1;
	switch (ahead(parser, 2)) {
	case ':': case '>':
		return 3;
	case '=': case '!':
		node->kind = NODE_EMPTY;
		return 3;
	case '<': case 'P': case '\'':
		if (ahead(parser, 3) == '=' || ahead(parser, 3) == '!') {
			/* every branch of a lookbehind has one length */
			node->kind = NODE_EMPTY;
			node->rewrite = false;
			return 4;
		}
		return length_until(parser, ahead(parser, 2) == '\'' ? '\'' : '>');
	default:
		break;
	}
	/* (?-i: and its like: without regard to case, bytes that differ exclude each other, and only so */
	size_t len = 2;
	while (ahead(parser, len) == '-' || ahead(parser, len) == '^' || (ahead(parser, len) >= 'a' && ahead(parser, len) <= 'z'))
		len++;
	node->rewrite = false;
	return len > 2 && ahead(parser, len) == ':' ? len + 1 : 0;
}

static void parse_group(struct parser *parser, struct node *node)
{
	size_t len = parse_head(parser, node);
	bool outside = parser->rewrite;
	if (len == 0 || parser->depth == NESTED) {
		parser->failed = true;
		return;
	}
	node->text = take(parser, len);
	parser->depth++;
	node->branches = parse_branches(parser);
	parser->depth--;
	parser->rewrite = outside && parser->rewrite;
	if (ahead(parser, 0) != ')')
		parser->failed = true;
	take(parser, 1);
}

static void parse_quantifier(struct parser *parser, struct node *node)
{
	char c = ahead(parser, 0);
	size_t len = c == '?' || c == '*' || c == '+' ? 1 : quantifier_length(parser->rest, 0);
	if (len == 0)
		return;
	node->optional = c == '?' || c == '*' || (c == '{' && ahead(parser, 1) == '0');
	if (ahead(parser, len) == '?' || ahead(parser, len) == '+')
		len++;
	node->quantifier = take(parser, len);
}

static struct node *parse_node(struct parser *parser)
{
	struct node *node = arena_take(parser->arena, sizeof *node);
	switch (ahead(parser, 0)) {
	case '\\':
		parse_escape(parser, node);
		break;
	case '[':
		node->kind = NODE_WIDE;
		node->text = take(parser, class_length(parser));
		break;
	case '(':
		parse_group(parser, node);
		break;
	case '^': case '$':
		node->kind = NODE_EMPTY;
		node->text = take(parser, 1);
		break;
	case '.':
		node->kind = NODE_WIDE;
		node->text = take(parser, 1);
		break;
	default:
		parse_bytes(parser, node);
		break;
	}
	parse_quantifier(parser, node);
	return node;
}

static struct branch *parse_branches(struct parser *parser)
{
	struct branch *branches = NULL, **last = &branches;
	for (;;) {
		struct branch *branch = arena_take(parser->arena, sizeof *branch);
		struct node **end = &branch->first;
		*last = branch;
		last = &branch->next;
		while (!parser->failed && parser->rest.len && ahead(parser, 0) != '|' && ahead(parser, 0) != ')') {
			*end = parse_node(parser);
			end = &(*end)->next;
		}
		if (parser->failed || ahead(parser, 0) != '|')
			return branches;
		take(parser, 1);
	}
}

struct tree *tree_parse(struct arena *arena, const struct pattern *pattern)
{
	struct parser parser = { .arena = arena, .rest = { (const char *)pattern->bytes, pattern->len }, .rewrite = true };
	struct tree *tree = arena_take(arena, sizeof *tree);
	tree->branches = parse_branches(&parser);
	tree->rewrite = parser.rewrite;
	return parser.failed || parser.rest.len ? NULL : tree;
}

/* ---- writing ---- */

struct writing {
	struct pattern *pattern;
};

static void write_branches(struct writing *writing, struct branch *branches, bool rewrite);

static void write_slice(struct writing *writing, struct slice text)
{
	pattern_put(writing->pattern, text.at, text.len, 0);
}

static void write_sequence(struct writing *writing, const struct node *node, size_t skip, bool rewrite)
{
	for (; node; node = node->next, skip = 0) {
		write_slice(writing, (struct slice){ node->text.at + skip, node->text.len - skip });
		if (node->branches) {
			write_branches(writing, node->branches, rewrite && node->rewrite);
			pattern_put(writing->pattern, ")", 1, 0);
		}
		write_slice(writing, node->quantifier);
	}
}

static bool begins_with_byte(const struct branch *branch)
{
	return branch->first && branch->first->kind == NODE_BYTES && branch->first->quantifier.len == 0;
}

static unsigned char first_byte(const struct branch *branch)
{
	return lower((unsigned char)branch->first->bytes.at[branch->skip]);
}

/* The branch without its first byte. */
static void drop_byte(struct branch *branch)
{
	if (++branch->skip < branch->first->bytes.len)
		return;
	branch->first = branch->first->next;
	branch->skip = 0;
}

/* Takes the branches that begin as the first one does off the front of the list, as far as the next that does not begin
 * with a byte at all; they come out without that byte. */
static struct branch *take_alike(struct branch **branches)
{
	unsigned char byte = first_byte(*branches);
	struct branch *alike = NULL, **last = &alike, **from = branches;
	while (*from && begins_with_byte(*from)) {
		struct branch *branch = *from;
		if (first_byte(branch) != byte) {
			from = &branch->next;
			continue;
		}
		*from = branch->next;
		branch->next = NULL;
		drop_byte(branch);
		*last = branch;
		last = &branch->next;
	}
	return alike;
}

/* Takes the list apart. */
static void write_branches(struct writing *writing, struct branch *rest, bool rewrite)
{
	bool first = true;
	while (rest) {
		if (!first)
			pattern_put(writing->pattern, "|", 1, 0);
		first = false;
		if (!rewrite || !begins_with_byte(rest)) {
			write_sequence(writing, rest->first, rest->skip, rewrite);
			rest = rest->next;
			continue;
		}
		/* of a byte with a backslash the text is longer than what it stands for */
		struct node head = *rest->first;
		struct slice text = head.text.len == head.bytes.len ? (struct slice){ head.text.at + rest->skip, 1 } : head.text;
		struct branch *alike = take_alike(&rest);
		write_slice(writing, text);
		if (!alike->next) {
			write_sequence(writing, alike->first, alike->skip, rewrite);
			continue;
		}
		pattern_put(writing->pattern, "(?:", 3, 0);
		write_branches(writing, alike, true);
		pattern_put(writing->pattern, ")", 1, 0);
	}
}

void tree_write(struct pattern *pattern, struct tree *tree)
{
	struct writing writing = { pattern };
	write_branches(&writing, tree->branches, tree->rewrite);
}
