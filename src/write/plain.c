/* plain.c: what `saseol clean` and `saseol sentences` print: the article, what was removed from around it, its
 * sentences. Line ends inside a sentence become blanks, so that a line is a sentence. */
#include "engine/rules.h"
#include "write/writer.h"

/* ---- private from here ---- */

static void in_one_line(struct out *out, struct slice text)
{
	size_t start = out->len;
	out_slice(out, text);
	for (const char *end = "\n\r\t"; *end; end++)
		for (char *at = out->bytes + start; out->len > start && (at = memchr(at, *end, (size_t)(out->bytes + out->len - at)));)
			*at = ' ';
}

static void clean_document(struct out *out, const struct record *record)
{
	const struct document *document = record->document;
	if (document->error.kind != ERROR_NONE)
		return;
	for (size_t i = 0; record->wish->removed && i < document->removed.len; i++) {
		const struct removed *removed = &document->removed.at[i];
		out_format(out, "%s\t%s\t", removed->category, removed->rule ? removed->rule->id : "");
		in_one_line(out, text_slice(&document->page, removed->at));
		out_char(out, '\n');
	}
	if (record->wish->removed || !record->text.len)
		return;
	out_slice(out, record->text);
	out_char(out, '\n');
}

static void sentences_document(struct out *out, const struct record *record)
{
	const struct document *document = record->document;
	for (size_t i = 0; document->error.kind == ERROR_NONE && i < document->sentences.len; i++) {
		in_one_line(out, text_slice(&document->text, document->sentences.at[i].at));
		out_char(out, '\n');
	}
}

static void sentences_jsonl(struct out *out, const struct record *record)
{
	const struct document *document = record->document;
	if (document->error.kind != ERROR_NONE) {
		writer_jsonl.document(out, record);
		return;
	}
	for (size_t i = 0; i < document->sentences.len; i++) {
		out_string(out, "{\"id\":");
		out_json(out, slice_from(record->id));
		out_string(out, ",\"n\":");
		out_size(out, i);
		out_char(out, ',');
		json_fields(out, record, &record_sentences, &document->sentences.at[i], i);
		out_string(out, ",\"text\":");
		out_json(out, text_slice(&document->text, document->sentences.at[i].at));
		out_string(out, "}\n");
	}
}

/* ---- */

const struct writer writer_clean_text = { .name = "text", .about = "the article", .between = "\n",
	.document = clean_document };
const struct writer writer_sentences_text = { .name = "text", .about = "one sentence a line",
	.document = sentences_document };
const struct writer writer_sentences_jsonl = { .name = "jsonl", .about = "one JSON object a line for each sentence",
	.document = sentences_jsonl };
