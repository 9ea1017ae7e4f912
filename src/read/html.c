/* html.c: decoded HTML in, its text and blocks out, and the elements they stand in.
 *
 * libxml2 parses; it hands out text in pieces and tells the place it has come to. Not to be guessed: a piece of text is
 * looked up in the page again, backwards from that place, so that every character knows its bytes; only a character
 * reference is not found, and stands for the whole of itself. What libxml2 makes of charsets is never used: it gets
 * UTF-8 and is told so. */
#include "read/html.h"

#include <libxml/HTMLparser.h>
#include <pthread.h>

#include "read/about.h"
#include "read/bare.h"
#include "read/embedded.h"
#include "read/tags.h"
#include "read/vocabulary.h"

enum {
	DEEPEST = 256,          /* elements within one another; real pages have less than a quarter of that */
	PARAGRAPH = 100,        /* bytes of a block that may be one of an article */
	NOTHING = 300,          /* bytes of such blocks that are no article */
	SCRIPTED = 3000,        /* bytes of such blocks on pages whose scripts are looked into */
	CELLS = 240,            /* bytes of a row that is one line */
	REFERENCE = 64,         /* bytes of a character reference */
	PIECE = 1000,           /* bytes of text that libxml2 hands out at once, before it goes past the last character */
	CACHE = 512             /* attributes whose words were looked up: a power of two */
};

/* ---- private from here ---- */

struct open {
	const struct tag *tag;
	const xmlChar *name;
	size_t element;
	bool breaks;
};

struct looked_up {
	struct slice attribute;
	unsigned traits;
};

struct html {
	struct document *document;
	const struct rules *rules;
	struct text *out;
	block_list *blocks;
	const struct text *page;        /* decoded */
	xmlParserCtxtPtr parser;
	jmp_buf recovery;               /* that of whoever called: callbacks have their own, for libxml2 is no frame to jump over */
	bool failed, too_deep;
	LIST(struct open) open;
	size_t depth;                   /* of elements; not all of them are kept in open */
	size_t silent, links;           /* open elements whose content is no text; that are links */
	size_t place;                   /* of the page: behind the last piece of text */
	size_t start, link_bytes;       /* of the block that is being filled, in out */
	size_t element;                 /* that holds all of it */
	bool visible;                   /* it has more than blanks */
	bool line_break;                /* a line ended behind it, and nothing followed yet */
	bool cell_ended;                /* the same for a cell of a table's row */
	bool picture, pictured;         /* a picture stood before it, and no text between */
	struct looked_up cache[CACHE];
	struct about about;
	size_t script;                  /* where a script begins; 0: none is open */
	bool linked_data;               /* it is JSON-LD */
	scripts scripts;
	const struct embedded *embedded; /* the article is in a script, known from the first time */
};

/* ---- blocks ---- */

static enum block_role role_of(const struct html *html)
{
	for (size_t i = html->open.len; i > 0; i--)
		if (html->open.at[i - 1].tag->role)
			return html->open.at[i - 1].tag->role;
	return BLOCK_PARAGRAPH;
}

static void end_block(struct html *html)
{
	size_t len = html->out->len - html->start;
	if (html->visible) {
		struct block *block = list_add(html->document->arena, html->blocks);
		block->at = (struct span){ html->start, html->out->len };
		block->role = role_of(html);
		block->links = (double)html->link_bytes / (double)len;
		block->element = html->element;
		block->pictured = html->pictured;
		html->picture = false;
	}
	html->start = html->out->len;
	html->link_bytes = 0;
	html->visible = html->line_break = html->cell_ended = false;
}

static size_t current_element(const struct html *html)
{
	return html->open.len ? html->open.at[html->open.len - 1].element : 0;
}

/* The innermost element that holds two. */
static size_t element_around(const struct html *html, size_t a, size_t b)
{
	while (a != b)
		if (a > b)
			a = html->document->elements.at[a].parent;
		else
			b = html->document->elements.at[b].parent;
	return a;
}

/* ---- text ---- */

static bool is_blank(const char *bytes, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (!memchr(" \t\r\n\f", bytes[i], 5))
			return false;
	return true;
}

static size_t parser_place(const struct html *html)
{
	size_t place = (size_t)html->parser->input->consumed + (size_t)(html->parser->input->cur - html->parser->input->base);
	return place < html->page->len ? place : html->page->len;
}

/* The start of a character reference that ends at or before a place; the place itself where there is none. */
static size_t reference_start(const struct html *html, size_t place)
{
	for (size_t i = place; i > html->place && place - i < REFERENCE; i--)
		if (html->page->bytes[i - 1] == '&')
			return i - 1;
	return place;
}

/* Keeps those bytes of the page that make up a piece, which stands there with something left out. */
static bool keep_scattered(struct html *html, const char *bytes, size_t len, size_t place)
{
	size_t from = place, left = len;
	while (left > 0 && from > html->place) {
		from--;
		left -= html->page->bytes[from] == bytes[left - 1];
	}
	if (left)
		return false;
	for (size_t i = 0; i < len;) {
		size_t start = from;
		while (i < len && html->page->bytes[from] == bytes[i]) {
			from++;
			i++;
		}
		text_keep(html->out, html->page, (struct span){ start, from });
		while (i < len && html->page->bytes[from] != bytes[i])
			from++;
	}
	html->place = from;
	return true;
}

/* A piece of text, which ends at the place the parser has come to, or with the character there. */
static void add_text(struct html *html, const char *bytes, size_t len)
{
	size_t place = parser_place(html), start;
	size_t ahead = len >= PIECE ? 4 : 0;
	for (size_t more = 0; more <= ahead && place + more <= html->page->len; more++) {
		if (place + more < html->place + len || memcmp(html->page->bytes + place + more - len, bytes, len) != 0)
			continue;
		html->place = place + more;
		text_keep(html->out, html->page, (struct span){ html->place - len, html->place });
		return;
	}
	start = len <= REFERENCE ? reference_start(html, place) : place;
	bool reference = start < place && html->page->bytes[place - 1] == ';';
	if (!reference && keep_scattered(html, bytes, len, place))
		return;
	if (start == place)
		start = html->place;
	if (start < place)
		text_replace(html->out, html->page, (struct span){ start, place }, bytes, len);
	html->place = place > html->place ? place : html->place;
}

static bool is_continuation(const struct html *html, const char *bytes, size_t len)
{
	size_t i = 0, end = html->out->len;
	while (i < len && memchr(" \t\r\n", bytes[i], 4))
		i++;
	while (end > html->start && memchr(" \t\r\n", html->out->bytes[end - 1], 4))
		end--;
	return i < len && bytes[i] >= 'a' && bytes[i] <= 'z' && end > html->start && !memchr(".!?:;", html->out->bytes[end - 1], 5);
}

static void take_text(struct html *html, const char *bytes, size_t len)
{
	bool blank = is_blank(bytes, len);
	if (html->silent || (blank && !html->visible)) {
		html->place = parser_place(html);
		return;
	}
	if (html->line_break && !blank) {
		if (role_of(html) != BLOCK_HEADING && !is_continuation(html, bytes, len))
			end_block(html);
		html->line_break = false;
	}
	if (html->cell_ended && !blank) {
		if (html->out->len - html->start + len > CELLS)
			end_block(html);
		else
			text_insert(html->out, " ", 1);
		html->cell_ended = false;
	}
	if (!blank && !html->visible)
		html->pictured = html->picture;
	if (!blank)
		html->element = html->visible ? element_around(html, html->element, current_element(html)) : current_element(html);
	html->visible |= !blank;
	size_t before = html->out->len;
	add_text(html, bytes, len);
	if (html->links)
		html->link_bytes += html->out->len - before;
}

/* ---- elements ---- */

static unsigned look_up(struct html *html, struct slice attribute)
{
	size_t hash = 0;
	for (size_t i = 0; i < attribute.len; i++)
		hash = hash * 31 + (unsigned char)attribute.at[i];
	struct looked_up *known = &html->cache[(hash ^ hash >> 9) & (CACHE - 1)];
	if (!known->attribute.at || !slice_equal(known->attribute, attribute)) {
		known->traits = vocabulary_traits(html->document, html->rules, attribute);
		known->attribute = (struct slice){ arena_string(html->document->arena, attribute), attribute.len };
	}
	return known->traits;
}

static bool hides(const char *style)
{
	const char *display = strstr(style, "display");
	if (!display)
		return false;
	display += strlen("display");
	while (*display == ' ' || *display == ':')
		display++;
	return strncmp(display, "none", 4) == 0;
}

static unsigned traits_of_attribute(struct html *html, const char *name, const char *value)
{
	struct slice words = slice_from(value);
	if (!strcmp(name, "class") || !strcmp(name, "id"))
		return html->rules ? look_up(html, words) : 0;
	if (!strcmp(name, "itemprop") || !strcmp(name, "property")) {
		if (slice_is(words, "articleBody"))
			return TRAIT_BODY;
		return slice_is(words, "headline") ? TRAIT_TITLE : slice_is(words, "caption") ? TRAIT_CAPTION : 0;
	}
	if (!strcmp(name, "role")) {
		if (slice_is(words, "navigation") || slice_is(words, "contentinfo") || slice_is(words, "search"))
			return TRAIT_NAVIGATION;
		return slice_is(words, "main") || slice_is(words, "article") ? TRAIT_ARTICLE
		       : slice_is(words, "complementary") ? TRAIT_ASIDE : slice_is(words, "dialog") ? TRAIT_TECHNICAL : 0;
	}
	if (!strcmp(name, "style"))
		return hides(value) ? TRAIT_HIDDEN : 0;
	if (!strcmp(name, "aria-hidden"))
		return slice_is(words, "true") ? TRAIT_HIDDEN : 0;
	return !strcmp(name, "hidden") ? TRAIT_HIDDEN : 0;
}

static struct slice attribute(const xmlChar **attributes, const char *name)
{
	for (size_t i = 0; attributes && attributes[i]; i += 2)
		if (!strcmp((const char *)attributes[i], name))
			return slice_from((const char *)attributes[i + 1]);
	return (struct slice){ NULL, 0 };
}

/* What an element says of the page that holds it. */
static void hear_about(struct html *html, const xmlChar *name, const xmlChar **attributes)
{
	static const char *const name_attributes[] = { "property", "name", "itemprop", "http-equiv" };
	struct slice content = attribute(attributes, "content"), rel = attribute(attributes, "rel");
	if (!strcmp((const char *)name, "meta"))
		for (size_t i = 0; i < sizeof name_attributes / sizeof *name_attributes && content.len; i++)
			about_named(&html->about, attribute(attributes, name_attributes[i]), content);
	else if (!strcmp((const char *)name, "link") && slice_is(rel, "canonical"))
		about_named(&html->about, SLICE("rel canonical"), attribute(attributes, "href"));
	else if (!strcmp((const char *)name, "html"))
		about_named(&html->about, SLICE("html lang"), attribute(attributes, "lang"));
	else if (!strcmp((const char *)name, "time"))
		about_named(&html->about, SLICE("time datetime"), attribute(attributes, "datetime"));
	else if (!strcmp((const char *)name, "script")) {
		html->script = parser_place(html) + 1;
		html->linked_data = slice_is(attribute(attributes, "type"), "application/ld+json");
	}
}

/* Strings of a script become the article's blocks, in an element of their own. */
static void take_embedded(struct html *html)
{
	struct document *document = html->document;
	size_t first = html->blocks->len, parent = current_element(html);
	struct markup *element = list_add(document->arena, &document->elements);
	element->parent = parent;
	element->traits = TRAIT_BODY | TRAIT_ARTICLE;
	end_block(html);
	embedded_unmark(document, html->out, html->blocks, html->page, html->embedded);
	for (size_t i = first; i < html->blocks->len; i++)
		html->blocks->at[i].element = document->elements.len - 1;
	html->start = html->out->len;
}

static void end_script(struct html *html)
{
	size_t stop = parser_place(html);
	do
		stop -= stop > 0;
	while (stop > html->script && html->page->bytes[stop] != '<');
	struct span script = { html->script, stop };
	html->script = 0;
	if (script.start >= script.stop)
		return;
	*list_add(html->document->arena, &html->scripts) = script;
	if (html->linked_data && !html->embedded)
		about_json(&html->about, text_slice(html->page, script));
	if (html->embedded && html->embedded->script.start == script.start)
		take_embedded(html);
}

static void break_at(struct html *html, const struct open *open)
{
	if (open->tag->traits & TRAIT_CELL)
		html->cell_ended = html->visible;
	else if (open->breaks)
		end_block(html);
}

static void start_element(struct html *html, const xmlChar *name, const xmlChar **attributes)
{
	const struct tag *tag = tag_named((const char *)name);
	unsigned traits = tag->traits;
	if (html->depth++ > DEEPEST) {
		html->too_deep = true;
		xmlStopParser(html->parser);
		return;
	}
	for (size_t i = 0; attributes && attributes[i] && !(tag->flags & TAG_PAGE); i += 2)
		if (attributes[i + 1] || !strcmp((const char *)attributes[i], "hidden"))
			traits |= traits_of_attribute(html, (const char *)attributes[i], attributes[i + 1] ? (const char *)attributes[i + 1] : "");
	struct open *open = list_add(html->document->arena, &html->open);
	size_t parent = html->open.len > 1 ? html->open.at[html->open.len - 2].element : 0;
	*open = (struct open){ tag, name, parent, (tag->flags & TAG_BREAKS) || (traits & TRAITS_FURNITURE) };
	if (!(tag->flags & TAG_FORMAT) || traits) {
		struct markup *element = list_add(html->document->arena, &html->document->elements);
		element->parent = parent;
		element->traits = traits;
		open->element = html->document->elements.len - 1;
	}
	if (tag->flags & TAG_ABOUT)
		hear_about(html, name, attributes);
	if (tag->flags & TAG_LINE_BREAK)
		html->line_break = html->visible;
	if (tag->flags & TAG_PICTURE)
		html->picture = !html->visible;
	html->silent += (tag->flags & TAG_SILENT) != 0;
	html->links += (tag->flags & TAG_LINK) != 0;
	break_at(html, open);
}

static void close_innermost(struct html *html)
{
	const struct open *open = &html->open.at[html->open.len - 1];
	break_at(html, open);
	html->silent -= (open->tag->flags & TAG_SILENT) != 0;
	html->links -= (open->tag->flags & TAG_LINK) != 0;
	html->open.len--;
}

static void end_element(struct html *html, const xmlChar *name)
{
	size_t i = html->open.len;
	html->depth -= html->depth > 0;
	if (html->script)
		end_script(html);
	while (i > 0 && !xmlStrEqual(html->open.at[i - 1].name, name))
		i--;
	while (i > 0 && html->open.len >= i)
		close_innermost(html);
}

/* ---- what libxml2 calls ---- */

static void on_start(void *html_, const xmlChar *name, const xmlChar **attributes)
{
	struct html *html = html_;
	if (html->failed || html->too_deep)
		return;
	if (ARENA_GUARD(html->document->arena))
		start_element(html, name, attributes);
	else
		html->failed = true;
}

static void on_end(void *html_, const xmlChar *name)
{
	struct html *html = html_;
	if (html->failed || html->too_deep)
		return;
	if (ARENA_GUARD(html->document->arena))
		end_element(html, name);
	else
		html->failed = true;
}

static void on_text(void *html_, const xmlChar *bytes, int len)
{
	struct html *html = html_;
	if (html->failed || html->too_deep || len <= 0)
		return;
	if (ARENA_GUARD(html->document->arena))
		take_text(html, (const char *)bytes, (size_t)len);
	else
		html->failed = true;
}

/* Conditional comments that leaked, "<![if gt IE 6]>", are markup, and text to libxml2. */
static const struct text *without_leaks(struct arena *arena, const struct text *page)
{
	struct text *clean = NULL;
	const char *found = page->bytes, *stop = page->bytes + page->len;
	size_t kept = 0;
	while ((found = memmem(found, (size_t)(stop - found), "<!", 2)) != NULL) {
		struct slice rest = { found, (size_t)(stop - found) };
		bool comment = slice_starts(rest, SLICE("<!--")), leak = slice_starts(rest, SLICE("<!["));
		const char *end = comment ? memmem(found + 4, rest.len - 4, "-->", 3) : memchr(found, '>', rest.len);
		if (!end)
			break;
		if (leak && !clean) {
			clean = arena_take(arena, sizeof *clean);
			text_init(clean, arena);
			clean->shape = page->shape;
			text_reserve(clean, page->len);
		}
		if (leak)
			text_keep(clean, page, (struct span){ kept, (size_t)(found - page->bytes) });
		found = slice_starts(rest, SLICE("<![CDATA[")) ? found + 9 : end + 1;
		if (leak)
			kept = (size_t)(found - page->bytes);
	}
	if (clean)
		text_keep(clean, page, (struct span){ kept, page->len });
	return clean ? clean : page;
}

static void free_parser(void *parser)
{
	xmlFreeParserCtxt(parser);
}

/* libxml2 must be ready before two threads ask it for something at once, or they may wait for each other without end. */
static pthread_once_t parser_once = PTHREAD_ONCE_INIT;

static void parse(struct html *html)
{
	struct arena *arena = html->document->arena;
	static const xmlSAXHandler handler = {
		.startElement = on_start, .endElement = on_end, .characters = on_text, .ignorableWhitespace = on_text,
		.cdataBlock = on_text
	};
	const int quiet = HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET | HTML_PARSE_IGNORE_ENC;
	pthread_once(&parser_once, xmlInitParser);
	html->parser = htmlNewParserCtxt();
	if (!html->parser)
		arena_fail(arena);
	arena_own(arena, html->parser, free_parser);
	*html->parser->sax = handler;
	html->parser->userData = html;
	memcpy(&html->recovery, &arena->recovery, sizeof html->recovery);
	htmlCtxtReadMemory(html->parser, html->page->bytes, (int)html->page->len, NULL, "UTF-8", quiet | XML_PARSE_HUGE);
	memcpy(&arena->recovery, &html->recovery, sizeof arena->recovery);
	arena->guarded = true;
	if (html->failed)
		arena_fail(arena);
}

/* Bytes that may be an article. */
static size_t count_text(const struct html *html)
{
	size_t bytes = 0;
	for (size_t i = 0; i < html->blocks->len; i++) {
		const struct block *block = &html->blocks->at[i];
		size_t len = block->at.stop - block->at.start;
		bytes += len >= PARAGRAPH && block->links < 0.3 ? len : 0;
	}
	return bytes;
}

static void begin(struct html *html)
{
	struct document *document = html->document;
	text_init(html->out, document->arena);
	html->out->shape = html->page->shape;
	html->blocks->len = document->elements.len = 0;
	list_add(document->arena, &document->elements);
	html->open.len = html->depth = html->silent = html->links = html->place = html->start = 0;
	html->visible = html->line_break = html->cell_ended = false;
}

static void read_page(struct html *html)
{
	begin(html);
	parse(html);
	if (html->too_deep)
		return;
	while (html->open.len)
		close_innermost(html);
	end_block(html);
}

/* Whether the article is in a script, and hardly anything like it where it would be read. */
static bool is_in_script(const struct html *html, struct embedded *embedded)
{
	size_t text = count_text(html);
	if (text >= SCRIPTED)
		return false;
	*embedded = embedded_find(html->document, html->rules, html->page, &html->scripts);
	if (embedded->bytes <= 2 * text + PARAGRAPH)
		return false;
	return text < NOTHING || embedded->share > embedded_title_share(html->document, html->out, html->blocks);
}

/* ---- */

void unmark_html(struct document *document, struct text *unmarked, block_list *blocks, const struct text *decoded,
                 const struct rules *rules)
{
	struct html *html = arena_take(document->arena, sizeof *html);
	*html = (struct html){ .document = document, .rules = rules, .out = unmarked, .blocks = blocks,
	                       .about = { .document = document }, .page = without_leaks(document->arena, decoded) };
	html->too_deep = !bare_tags_are_sane(html->page);
	if (!html->too_deep)
		read_page(html);
	struct embedded embedded;
	if (!html->too_deep && is_in_script(html, &embedded)) {
		html->embedded = &embedded;
		read_page(html);
	}
	if (html->too_deep) {
		document_note(document, "markup-too-deep", (struct origin){ 0, 0, FIELD_TEXT },
		              "elements stand too deep within one another: tags were taken off, no more");
		begin(html);
		bare_unmark(document, unmarked, blocks, html->page);
	}
	if (!blocks->len && decoded->len)
		document_note(document, "no-text", (struct origin){ 0, 0, FIELD_TEXT }, "a page without text outside of its scripts");
	about_finish(&html->about);
}
