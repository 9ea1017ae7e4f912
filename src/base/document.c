/* document.c: see document.h. */
#include "base/document.h"

#include <stdarg.h>
#include <stdio.h>

void document_init(struct document *document, struct arena *arena, const struct input *input)
{
	*document = (struct document){ .arena = arena, .input = input, .encoding = input->encoding ? input->encoding : "UTF-8", .kind = input->kind,
	                               .meta = input->meta, .lang = "und" };
	text_init(&document->page, arena);
	text_init(&document->text, arena);
	for (size_t i = 0; i < input->notes.len; i++)
		*list_add(arena, &document->notes) = input->notes.at[i];
}

void input_note(struct input *input, struct arena *arena, const char *code, const char *message)
{
	*list_add(arena, &input->notes) = (struct note){ .code = code, .message = message };
}

bool document_is_html(const struct document *document)
{
	return strcmp(document->kind, "html") == 0;
}

void document_note(struct document *document, const char *code, struct origin at, const char *format, ...)
{
	char message[512];
	va_list values;
	va_start(values, format);
	vsnprintf(message, sizeof message, format, values);
	va_end(values);
	struct note *note = list_add(document->arena, &document->notes);
	note->code = code;
	note->message = arena_string(document->arena, slice_from(message));
	note->at = at;
}
