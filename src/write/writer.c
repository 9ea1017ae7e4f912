/* writer.c: see writer.h. */
#include "write/writer.h"

const struct writer *const writers_extract[] = { &writer_text, &writer_json, &writer_jsonl, &writer_csv, &writer_tsv, &writer_sqlite, NULL };
const struct writer *const writers_clean[] = { &writer_clean_text, &writer_jsonl, NULL };
const struct writer *const writers_sentences[] = { &writer_sentences_text, &writer_sentences_jsonl, NULL };

const struct writer *writer_find(const struct writer *const *list, const char *name)
{
	for (; *list; list++)
		if (strcmp((*list)->name, name) == 0)
			return *list;
	return NULL;
}
