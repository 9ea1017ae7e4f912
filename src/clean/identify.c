/* identify.c */
#include "clean/clean.h"
void identify(struct document *document, const struct rules *rules, const char *wanted)
{ size_t hangul = 0; for (size_t i = 0; i < document->page.len; i++) hangul += (unsigned char)document->page.bytes[i] >= 0xEA;
  const char *code = wanted && strcmp(wanted, "auto") ? wanted : hangul * 5 > document->page.len ? "ko" : "en";
  document->language = rules_language(rules, code); document->lang = arena_string(document->arena, slice_from(code));
  for (size_t i = 0; i < document->blocks.len; i++) document->blocks.at[i].language = document->language; }
