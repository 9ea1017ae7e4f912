/* tags.c: see tags.h. */
#include "read/tags.h"

#include <stdlib.h>

/* in the order of their names, for bsearch */
static const struct tag tags[] = {
	{ "a", TAG_LINK, 0, 0 },
	{ "abbr", TAG_FORMAT, 0, 0 },
	{ "address", TAG_BREAKS, 0, 0 },
	{ "amp-ad", TAG_BREAKS, TRAIT_ADVERT, 0 },
	{ "area", TAG_FORMAT, 0, 0 },
	{ "article", TAG_BREAKS, TRAIT_ARTICLE, 0 },
	{ "aside", TAG_BREAKS, TRAIT_ASIDE, 0 },
	{ "audio", TAG_BREAKS, TRAIT_TECHNICAL, 0 },
	{ "b", TAG_FORMAT, 0, 0 },
	{ "big", TAG_FORMAT, 0, 0 },
	{ "blockquote", TAG_BREAKS, TRAIT_QUOTE, 0 },
	{ "body", TAG_BREAKS | TAG_PAGE, 0, 0 },
	{ "br", TAG_LINE_BREAK | TAG_FORMAT, 0, 0 },
	{ "button", TAG_BREAKS, TRAIT_FORM, 0 },
	{ "canvas", TAG_SILENT, 0, 0 },
	{ "caption", TAG_BREAKS, TRAIT_CAPTION, BLOCK_CAPTION },
	{ "center", TAG_BREAKS, 0, 0 },
	{ "cite", TAG_FORMAT, 0, 0 },
	{ "code", TAG_FORMAT, 0, 0 },
	{ "dd", TAG_BREAKS, TRAIT_ITEM, BLOCK_LIST },
	{ "details", TAG_BREAKS, 0, 0 },
	{ "dialog", TAG_BREAKS, TRAIT_FORM, 0 },
	{ "dir", TAG_BREAKS, 0, 0 },
	{ "div", TAG_BREAKS, 0, 0 },
	{ "dl", TAG_BREAKS, 0, 0 },
	{ "dt", TAG_BREAKS, TRAIT_ITEM, BLOCK_LIST },
	{ "em", TAG_FORMAT, 0, 0 },
	{ "fieldset", TAG_BREAKS, TRAIT_FORM, 0 },
	{ "figcaption", TAG_BREAKS, TRAIT_CAPTION, BLOCK_CAPTION },
	{ "figure", TAG_BREAKS, TRAIT_CAPTION, 0 },
	{ "font", TAG_FORMAT, 0, 0 },
	{ "footer", TAG_BREAKS, TRAIT_NAVIGATION, 0 },
	{ "form", TAG_BREAKS, 0, 0 },
	{ "h1", TAG_BREAKS, TRAIT_HEADING | TRAIT_TITLE, BLOCK_HEADING },
	{ "h2", TAG_BREAKS, TRAIT_HEADING, BLOCK_HEADING },
	{ "h3", TAG_BREAKS, TRAIT_HEADING, BLOCK_HEADING },
	{ "h4", TAG_BREAKS, TRAIT_HEADING, BLOCK_HEADING },
	{ "h5", TAG_BREAKS, TRAIT_HEADING, BLOCK_HEADING },
	{ "h6", TAG_BREAKS, TRAIT_HEADING, BLOCK_HEADING },
	{ "head", TAG_BREAKS | TAG_PAGE, TRAIT_HEAD, 0 },
	{ "header", TAG_BREAKS, 0, 0 },
	{ "hgroup", TAG_BREAKS, 0, 0 },
	{ "hr", TAG_BREAKS, 0, 0 },
	{ "html", TAG_ABOUT | TAG_BREAKS | TAG_PAGE, 0, 0 },
	{ "i", TAG_FORMAT, 0, 0 },
	{ "iframe", TAG_BREAKS, TRAIT_TECHNICAL, 0 },
	{ "img", TAG_PICTURE | TAG_FORMAT, 0, 0 },
	{ "input", TAG_FORMAT, 0, 0 },
	{ "ins", TAG_FORMAT, 0, 0 },
	{ "label", TAG_BREAKS, TRAIT_FORM, 0 },
	{ "legend", TAG_BREAKS, TRAIT_FORM, 0 },
	{ "li", TAG_BREAKS, TRAIT_ITEM, BLOCK_LIST },
	{ "link", TAG_ABOUT | TAG_FORMAT, 0, 0 },
	{ "main", TAG_BREAKS, TRAIT_ARTICLE, 0 },
	{ "map", TAG_FORMAT, 0, 0 },
	{ "mark", TAG_FORMAT, 0, 0 },
	{ "menu", TAG_BREAKS, TRAIT_NAVIGATION, BLOCK_NAVIGATION },
	{ "meta", TAG_ABOUT | TAG_FORMAT, 0, 0 },
	{ "nav", TAG_BREAKS, TRAIT_NAVIGATION, BLOCK_NAVIGATION },
	{ "noframes", TAG_BREAKS, TRAIT_TECHNICAL, 0 },
	{ "noscript", TAG_BREAKS, TRAIT_TECHNICAL, 0 },
	{ "object", TAG_BREAKS, TRAIT_TECHNICAL, 0 },
	{ "ol", TAG_BREAKS, 0, 0 },
	{ "optgroup", TAG_BREAKS, TRAIT_FORM, 0 },
	{ "option", TAG_BREAKS, TRAIT_FORM, 0 },
	{ "output", TAG_BREAKS, TRAIT_FORM, 0 },
	{ "p", TAG_BREAKS, TRAIT_PARAGRAPH, 0 },
	{ "picture", TAG_BREAKS, 0, 0 },
	{ "pre", TAG_BREAKS, 0, 0 },
	{ "progress", TAG_BREAKS, TRAIT_FORM, 0 },
	{ "q", TAG_FORMAT, 0, 0 },
	{ "rp", TAG_FORMAT, 0, 0 },
	{ "rt", TAG_FORMAT, 0, 0 },
	{ "ruby", TAG_FORMAT, 0, 0 },
	{ "s", TAG_FORMAT, 0, 0 },
	{ "script", TAG_ABOUT | TAG_SILENT | TAG_FORMAT, 0, 0 },
	{ "section", TAG_BREAKS, 0, 0 },
	{ "select", TAG_BREAKS, TRAIT_FORM, 0 },
	{ "small", TAG_FORMAT, 0, 0 },
	{ "source", TAG_FORMAT, 0, 0 },
	{ "span", TAG_FORMAT, 0, 0 },
	{ "strike", TAG_FORMAT, 0, 0 },
	{ "strong", TAG_FORMAT, 0, 0 },
	{ "style", TAG_SILENT | TAG_FORMAT, 0, 0 },
	{ "sub", TAG_FORMAT, 0, 0 },
	{ "summary", TAG_BREAKS, 0, 0 },
	{ "sup", TAG_FORMAT, 0, 0 },
	{ "svg", TAG_SILENT, 0, 0 },
	{ "table", TAG_BREAKS, 0, 0 },
	{ "tbody", TAG_BREAKS, 0, 0 },
	{ "td", TAG_BREAKS, TRAIT_CELL, 0 },
	{ "template", TAG_BREAKS, TRAIT_TECHNICAL, 0 },
	{ "textarea", TAG_BREAKS, TRAIT_FORM, 0 },
	{ "tfoot", TAG_BREAKS, 0, 0 },
	{ "th", TAG_BREAKS, TRAIT_CELL, 0 },
	{ "thead", TAG_BREAKS, 0, 0 },
	{ "time", TAG_ABOUT | TAG_FORMAT, 0, 0 },
	{ "title", TAG_BREAKS, TRAIT_HEAD, BLOCK_HEADING },
	{ "tr", TAG_BREAKS, TRAIT_ROW, 0 },
	{ "u", TAG_FORMAT, 0, 0 },
	{ "ul", TAG_BREAKS, 0, 0 },
	{ "video", TAG_BREAKS, TRAIT_TECHNICAL, 0 },
	{ "wbr", TAG_FORMAT, 0, 0 }
};

/* ---- private from here ---- */

static int tag_order(const void *name, const void *tag)
{
	return strcmp(name, ((const struct tag *)tag)->name);
}

/* ---- */

const struct tag *tag_named(const char *name)
{
	static const struct tag unknown = { "", 0, 0, 0 };
	const struct tag *tag = bsearch(name, tags, sizeof tags / sizeof *tags, sizeof *tags, tag_order);
	return tag ? tag : &unknown;
}
