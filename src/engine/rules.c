/* rules.c */
#include "engine/rules.h"
bool rules_load(struct rules *rules, struct arena *arena, const char *dir, struct error *error) { (void)dir; (void)error; *rules = (struct rules){ .arena = arena, .fingerprint = "000000" };
 for (int i = 0; i < 2; i++) { struct language *l = arena_take(arena, sizeof *l); l->code = i ? "ko" : "en"; l->number = (unsigned)i; *list_add(arena, &rules->languages) = l; } return true; }
const struct language *rules_language(const struct rules *rules, const char *code) { for (size_t i = 0; i < rules->languages.len; i++) if (!strcmp(rules->languages.at[i]->code, code)) return rules->languages.at[i]; return NULL; }
struct matcher *matcher_new(const struct rules *rules) { (void)rules; return NULL; }
void matcher_free(struct matcher *matcher) { (void)matcher; }
