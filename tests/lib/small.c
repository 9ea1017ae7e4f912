/* small.c: a program that knows saseol.h and nothing else of us. It reads its first argument as an editorial. */
#include <saseol.h>
#include <stdio.h>
#include <string.h>

static int says(saseol_document *document, const char *list, size_t i, const char *field, const char *expected)
{
	const char *value = saseol_get(document, list, i, field);
	int good = value && expected ? strcmp(value, expected) == 0 : value == expected;
	printf("%s - %s %zu %s is %s\n", good ? "ok" : "not ok", list ? list : "document", i, field, expected ? expected : "nothing");
	if (!good)
		printf("# it is %s\n", value ? value : "nothing");
	return good;
}

int main(void)
{
	static const char text[] = "The ministry must publish the audit before March.";
	char why[200];
	saseol_options options = { 0 };
	options.unit = SASEOL_BYTE;
	saseol *reader = saseol_open(&options, why, sizeof why);
	if (!reader) {
		printf("not ok - a reader opens\n# %s\n", why);
		return 1;
	}
	saseol_document *document = saseol_read(reader, text, strlen(text), "2024-01-15");
	if (!document)
		return 1;
	printf("%s - a document is read\n", saseol_error(document) ? "not ok" : "ok");
	says(document, NULL, 0, "text", text);
	says(document, NULL, 0, "source.date", "2024-01-15");
	says(document, NULL, 0, "kicker.text", NULL);
	says(document, "sentences", 0, "stop", "49");
	says(document, "recommendations", 0, "text", text);
	says(document, "recommendations", 0, "target.text", "The ministry");
	says(document, "recommendations", 0, "deadline.text", "before March");
	says(document, "recommendations", 1, "text", NULL);
	says(document, "recommendations", 0, "nonsense", NULL);
	says(document, "nonsense", 0, "text", NULL);
	printf("%s - one recommendation is counted\n", saseol_count(document, "recommendations") == 1 ? "ok" : "not ok");
	size_t length;
	const char *json = saseol_json(document, &length);
	printf("%s - the whole is one line of JSON\n", json && length == strlen(json) && json[0] == '{' && json[length - 1] == '\n' ? "ok" : "not ok");
	saseol_free(document);

	document = saseol_read(reader, "\x7F" "ELF\0\0\0\0\1\2\3", 11, NULL);
	printf("%s - what is no text has an error\n", document && saseol_error(document) ? "ok" : "not ok");
	says(document, NULL, 0, "error.code", "binary");
	says(document, NULL, 0, "text", NULL);
	saseol_free(document);
	saseol_close(reader);

	options.lang = "xx";
	printf("%s - a language without rules opens no reader\n", !saseol_open(&options, why, sizeof why) && *why ? "ok" : "not ok");
	return 0;
}
