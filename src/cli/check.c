/* check.c: see check.h.
 *
 * What an example must give depends on the kind of its rule: items that carry the rule (figures, claims,
 * recommendations, removed lines), the sentences, the kicker, named spans, or only that the rule fired. All of them
 * are gathered as items with a place in the input, and compared with the marks in one way. */
#include "cli/check.h"

#include "analyse.h"
#include "cli/item.h"
#include "cli/scene.h"

struct checker {
	struct out *report;
	struct matcher *matcher;
	struct arena arena;
	size_t passed, failed, gaps, slips;
	/* the example being tried */
	const struct rule *rule;
	const struct example *example;
	struct scene scene;
	struct document document;
	LIST(struct item) items;
	struct out why;
};

static const char *const verdicts[] = {
	[EXAMPLE_YES] = "yes", [EXAMPLE_NO] = "no", [EXAMPLE_GAP] = "gap", [EXAMPLE_SLIP] = "slip"
};

/* ---- private from here ---- */

static bool in_example(const struct checker *checker, struct origin at)
{
	return at.field == FIELD_TEXT && at.start < checker->scene.example.stop && at.stop > checker->scene.example.start;
}

static void add_item(struct checker *checker, enum item_kind kind, const void *thing, struct origin at)
{
	if (in_example(checker, at))
		*list_add(&checker->arena, &checker->items) = (struct item){ kind, thing, at };
}

static struct origin text_place(const struct checker *checker, struct span span)
{
	return text_origin(&checker->document.text, span);
}

static void add_named(struct checker *checker, const struct named *named, const char *part)
{
	const char *wanted = rule_get(checker->rule, "part");
	if (named->present && (!wanted || strcmp(wanted, part) == 0))
		add_item(checker, ITEM_SPAN, NULL, text_place(checker, named->at));
}

/* ---- gathering ---- */

static void gather_figures(struct checker *checker)
{
	const struct document *document = &checker->document;
	for (size_t i = 0; i < document->figures.len; i++)
		if (document->figures.at[i].rule == checker->rule)
			add_item(checker, ITEM_FIGURE, &document->figures.at[i], text_place(checker, document->figures.at[i].at));
}

static bool claim_has_rule(const struct claim *claim, const struct rule *rule)
{
	for (size_t i = 0; i < claim->rules.len; i++)
		if (claim->rules.at[i] == rule)
			return true;
	return false;
}

static bool reasons_have_rule(const reasons *why, const struct rule *rule)
{
	for (size_t i = 0; i < why->len; i++)
		if (why->at[i].rule == rule)
			return true;
	return false;
}

static void gather_claims(struct checker *checker)
{
	const struct document *document = &checker->document;
	for (size_t i = 0; i < document->claims.len; i++)
		if (claim_has_rule(&document->claims.at[i], checker->rule))
			add_item(checker, ITEM_CLAIM, &document->claims.at[i], text_place(checker, document->claims.at[i].at));
}

static void gather_recommendations(struct checker *checker)
{
	const struct document *document = &checker->document;
	for (size_t i = 0; i < document->recommendations.len; i++) {
		const struct recommendation *recommendation = &document->recommendations.at[i];
		if (recommendation->rule == checker->rule)
			add_item(checker, ITEM_RECOMMENDATION, recommendation, text_place(checker, recommendation->at));
	}
}

/* Words of a source that this rule has found; where the example marks something, their speaker. */
static void gather_attributions(struct checker *checker)
{
	const struct document *document = &checker->document;
	bool marked = checker->scene.marks.len > 0;
	for (size_t i = 0; i < document->claims.len; i++) {
		const struct claim *claim = &document->claims.at[i];
		if ((!claim_has_rule(claim, checker->rule) && !reasons_have_rule(&claim->why, checker->rule))
		    || claim->voice != VOICE_SOURCE || (marked && !claim->speaker.present))
			continue;
		add_item(checker, ITEM_CLAIM, claim, text_place(checker, marked ? claim->speaker.at : claim->at));
	}
	for (size_t i = 0; i < document->recommendations.len; i++) {
		const struct recommendation *recommendation = &document->recommendations.at[i];
		if (!reasons_have_rule(&recommendation->why, checker->rule) || (marked && !recommendation->speaker.present))
			continue;
		add_item(checker, ITEM_RECOMMENDATION, recommendation,
		         text_place(checker, marked ? recommendation->speaker.at : recommendation->at));
	}
}

/* What another rule has removed for the same reason counts as well, if this one fired there. */
static void gather_removed(struct checker *checker)
{
	const struct document *document = &checker->document;
	const char *category = rule_get(checker->rule, "category");
	bool fired = category && matcher_watched(checker->matcher);
	for (size_t i = 0; i < document->removed.len; i++) {
		const struct removed *removed = &document->removed.at[i];
		if (removed->rule == checker->rule || (fired && strcmp(removed->category, category) == 0))
			add_item(checker, ITEM_REMOVED, removed, text_origin(&document->page, removed->at));
	}
}

static void gather_title(struct checker *checker)
{
	const struct document *document = &checker->document;
	const char *part = rule_get(checker->rule, "part");
	bool title = part && strcmp(part, "title") == 0;
	if (title && document->has_title)
		add_item(checker, ITEM_SPAN, NULL, text_place(checker, document->paragraphs.at[0]));
	if (!title && document->kicker.stop > document->kicker.start)
		add_item(checker, ITEM_SPAN, NULL, text_origin(&document->page, document->kicker));
}

static void gather_sentences(struct checker *checker)
{
	const struct document *document = &checker->document;
	for (size_t i = 0; i < document->sentences.len; i++)
		add_item(checker, ITEM_SPAN, NULL, text_place(checker, document->sentences.at[i].at));
}

/* Where the rule fires in the sentences of the example. */
static void gather_hits(struct checker *checker)
{
	struct document *document = &checker->document;
	struct view view;
	view_init(&view);
	for (size_t i = 0; i < document->sentences.len; i++) {
		struct span sentence = document->sentences.at[i].at;
		struct hit hit;
		size_t from = 0;
		if (!view_build(&view, text_slice(&document->text, sentence)))
			break;
		while (rule_match(&hit, document, checker->matcher, checker->rule, &view, from)) {
			struct span at = { sentence.start + hit.at.start, sentence.start + hit.at.stop };
			add_item(checker, ITEM_SPAN, NULL, text_place(checker, at));
			from = hit.in_view.stop;
		}
	}
	view_release(&view);
}

/* A rule that leaves nothing of its own behind: where it is marked its places count, else that it fired at all. */
static void gather_fired(struct checker *checker)
{
	struct span example = checker->scene.example;
	if (checker->scene.marks.len)
		gather_hits(checker);
	else if (matcher_watched(checker->matcher))
		add_item(checker, ITEM_SPAN, NULL, (struct origin){ example.start, example.stop, FIELD_TEXT });
}

/* A claim rule that says that there is no claim leaves none. */
static void gather_claims_or_none(struct checker *checker)
{
	const char *claim = rule_get(checker->rule, "claim");
	if (claim && strcmp(claim, "no") == 0)
		gather_fired(checker);
	else
		gather_claims(checker);
}

static bool is_part(const char *part)
{
	static const char *const parts[] = { "speaker", "target", "action", "deadline", "condition", "of", "per" };
	for (size_t i = 0; part && i < sizeof parts / sizeof *parts; i++)
		if (strcmp(part, parts[i]) == 0)
			return true;
	return !part;
}

static void gather_parts(struct checker *checker)
{
	const struct document *document = &checker->document;
	if (!is_part(rule_get(checker->rule, "part"))) {
		gather_fired(checker);
		return;
	}
	for (size_t i = 0; i < document->figures.len; i++) {
		add_named(checker, &document->figures.at[i].of, "of");
		add_named(checker, &document->figures.at[i].per, "per");
	}
	for (size_t i = 0; i < document->claims.len; i++)
		add_named(checker, &document->claims.at[i].speaker, "speaker");
	for (size_t i = 0; i < document->recommendations.len; i++) {
		const struct recommendation *recommendation = &document->recommendations.at[i];
		add_named(checker, &recommendation->speaker, "speaker");
		add_named(checker, &recommendation->target, "target");
		add_named(checker, &recommendation->action, "action");
		add_named(checker, &recommendation->deadline, "deadline");
		add_named(checker, &recommendation->condition, "condition");
	}
}

static const struct way {
	void (*gather)(struct checker *checker);
	bool exact;                     /* the marks are all there is, and nothing else */
} ways[RULE_KINDS] = {
	[RULE_BOILERPLATE] = { gather_removed, true },
	[RULE_TITLE] = { gather_title, true },
	[RULE_SENTENCE] = { gather_sentences, true },
	[RULE_FIGURE] = { gather_figures, true },
	[RULE_CLAIM] = { gather_claims_or_none, true },
	[RULE_RECOMMENDATION] = { gather_recommendations, true },
	[RULE_ATTRIBUTION] = { gather_attributions, false },
	[RULE_BOUNDARY] = { gather_fired, false },
	[RULE_PART] = { gather_parts, false },
	[RULE_VETO] = { gather_fired, false },
};

/* ---- judging ---- */

static bool item_is_at(const struct item *item, struct span mark)
{
	return item->at.start == mark.start && item->at.stop == mark.stop;
}

static const struct item *item_at(const struct checker *checker, struct span mark)
{
	for (size_t i = 0; i < checker->items.len; i++)
		if (item_is_at(&checker->items.at[i], mark))
			return &checker->items.at[i];
	return NULL;
}

static void show(struct checker *checker, struct span span)
{
	out_string(&checker->why, "[[");
	for (size_t i = span.start; i < span.stop; i++)
		out_char(&checker->why, checker->scene.bytes[i] == '\n' ? ' ' : checker->scene.bytes[i]);
	out_string(&checker->why, "]]");
}

static void show_found(struct checker *checker)
{
	out_string(&checker->why, checker->items.len ? ", found" : ", found nothing");
	for (size_t i = 0; i < checker->items.len; i++) {
		out_char(&checker->why, ' ');
		show(checker, (struct span){ checker->items.at[i].at.start, checker->items.at[i].at.stop });
	}
}

/* Takes KEY=VALUE, the value perhaps in quotes, off the front of rest. */
static bool next_field(struct slice *key, struct slice *value, struct slice *rest)
{
	*rest = slice_trim(*rest);
	const char *equals = rest->len ? memchr(rest->at, '=', rest->len) : NULL;
	if (!equals)
		return false;
	*key = (struct slice){ rest->at, (size_t)(equals - rest->at) };
	struct slice after = { equals + 1, rest->len - key->len - 1 };
	char closing = after.len && after.at[0] == '"' ? '"' : ' ';
	size_t start = closing == '"', len = start;
	while (len < after.len && after.at[len] != closing)
		len++;
	*value = (struct slice){ after.at + start, len - start };
	len += start && len < after.len;
	*rest = (struct slice){ after.at + len, after.len - len };
	return true;
}

static bool set_has(struct slice set, struct slice word)
{
	struct slice part;
	while (slice_split(&part, &set, ','))
		if (slice_equal(part, word))
			return true;
	return false;
}

/* Lists of words parted by commas are equal in any order. */
static bool same_value(struct slice a, struct slice b)
{
	struct slice rest = a, word;
	if (a.len != b.len || !memchr(a.at, ',', a.len))
		return slice_equal(a, b);
	while (slice_split(&word, &rest, ','))
		if (!set_has(b, word))
			return false;
	return true;
}

/* Whether the item has the fields as the example says; else why not. */
static bool fields_hold(struct checker *checker, const struct item *item, struct slice fields)
{
	struct slice key, value;
	while (next_field(&key, &value, &fields)) {
		struct out found;
		out_init(&found);
		bool known = item_field(&found, &checker->document, item, key);
		bool same = known && same_value((struct slice){ found.bytes ? found.bytes : "", found.len }, value);
		if (!same) {
			out_clear(&checker->why);
			out_format(&checker->why, "expected %.*s=\"%.*s\" of ", (int)key.len, key.at, (int)value.len, value.at);
			show(checker, (struct span){ item->at.start, item->at.stop });
			if (known)
				out_format(&checker->why, ", found \"%.*s\"", (int)found.len, found.bytes ? found.bytes : "");
			else
				out_string(&checker->why, ", which has no such field");
		}
		out_release(&found);
		if (!same)
			return false;
	}
	if (slice_trim(fields).len == 0)
		return true;
	out_format(&checker->why, "not KEY=VALUE: \"%.*s\"", (int)fields.len, fields.at);
	return false;
}

static struct slice next_fields(struct slice *rest)
{
	struct slice part = *rest;
	for (size_t i = 0; i + 3 <= rest->len; i++)
		if (memcmp(rest->at + i, " ; ", 3) == 0) {
			part.len = i;
			*rest = (struct slice){ rest->at + i + 3, rest->len - i - 3 };
			break;
		}
	return part;
}

static bool any_item_holds(struct checker *checker, struct slice fields)
{
	for (size_t i = 0; i < checker->items.len; i++)
		if (fields_hold(checker, &checker->items.at[i], fields))
			return true;
	return false;
}

/* Named spans have no fields of their own: those of the items around them are meant, and the marks say it all. */
static bool has_fields(const struct checker *checker)
{
	return checker->example->fields.len && checker->items.len && checker->items.at[0].kind != ITEM_SPAN;
}

static bool marks_hold(struct checker *checker)
{
	const struct scene *scene = &checker->scene;
	bool same = !ways[checker->rule->kind].exact || checker->items.len == scene->marks.len;
	for (size_t i = 0; i < scene->marks.len; i++)
		same = same && item_at(checker, scene->marks.at[i]);
	if (same)
		return true;
	out_string(&checker->why, "expected");
	for (size_t i = 0; i < scene->marks.len; i++) {
		out_char(&checker->why, ' ');
		show(checker, scene->marks.at[i]);
	}
	show_found(checker);
	return false;
}

static bool behaves_as_yes(struct checker *checker)
{
	struct slice rest = checker->example->fields;
	if (checker->scene.marks.len == 0) {
		if (checker->items.len == 0)
			out_string(&checker->why, "expected something of this rule, found nothing");
		return checker->items.len && (!has_fields(checker) || any_item_holds(checker, rest));
	}
	if (!marks_hold(checker))
		return false;
	for (size_t i = 0; has_fields(checker) && i < checker->scene.marks.len; i++)
		if (!fields_hold(checker, item_at(checker, checker->scene.marks.at[i]), next_fields(&rest)))
			return false;
	return true;
}

static bool behaves_as_no(struct checker *checker)
{
	size_t count = checker->items.len;
	/* sentences are always there: one that is not marked must not come of this rule */
	if (checker->rule->kind == RULE_SENTENCE && checker->scene.marks.len)
		return marks_hold(checker);
	if (checker->rule->kind == RULE_SENTENCE) {
		checker->items.len = 0;
		gather_hits(checker);
		count = checker->items.len;
	}
	if (count == 0)
		return true;
	out_string(&checker->why, "expected nothing of this rule");
	show_found(checker);
	return false;
}

/* ---- one example ---- */

static void run_example(struct checker *checker, const struct rules *rules)
{
	const struct rule *rule = checker->rule;
	const struct settings settings = { .encoding = "UTF-8", .lang = rule->language->code, .explain = true };
	struct input *input = arena_take(&checker->arena, sizeof *input);
	scene_build(&checker->scene, &checker->arena, rule, checker->example);
	if (rule->kind == RULE_BOILERPLATE && checker->scene.marks.len == 0 && checker->example->verdict != EXAMPLE_NO)
		*list_add(&checker->arena, &checker->scene.marks) = checker->scene.example;
	*input = (struct input){
		.bytes = { checker->scene.bytes, checker->scene.len }, .id = rule->id, .kind = "text"
	};
	memset(&checker->items, 0, sizeof checker->items);
	document_init(&checker->document, &checker->arena, input);
	matcher_watch(checker->matcher, rule, (struct origin){ checker->scene.example.start, checker->scene.example.stop, FIELD_TEXT });
	analyse(&checker->document, rules, checker->matcher, &settings);
	ways[rule->kind].gather(checker);
}

static void failure(struct checker *checker, const char *what)
{
	checker->failed++;
	out_format(checker->report, "%s:%u: %s: %s\n", checker->rule->file, checker->example->line,
	           verdicts[checker->example->verdict], what);
}

/* Where the rule matches one of its needs must be: else it is found only in texts that have one by chance. */
static bool needs_hold(struct checker *checker)
{
	struct span example = checker->scene.example;
	struct view view;
	struct hit hit;
	bool hold = true;
	view_init(&view);
	if (view_build(&view, (struct slice){ checker->scene.bytes + example.start, example.stop - example.start })
	    && rule_match(&hit, &checker->document, checker->matcher, checker->rule, &view, 0)
	    && !rule_needed(checker->rule, &view, checker->matcher)) {
		hold = false;
		out_string(&checker->why, "none of the rule's needs is where it matches, in ");
		show(checker, (struct span){ example.start + hit.at.start, example.start + hit.at.stop });
	}
	view_release(&view);
	return hold;
}

static void judge(struct checker *checker)
{
	static const bool like_yes[] = {
		[EXAMPLE_YES] = true, [EXAMPLE_NO] = false, [EXAMPLE_GAP] = true, [EXAMPLE_SLIP] = false
	};
	out_clear(&checker->why);
	if (checker->document.error.kind != ERROR_NONE) {
		failure(checker, checker->document.error.message);
		return;
	}
	if (!needs_hold(checker)) {
		out_char(&checker->why, '\0');
		failure(checker, checker->why.bytes);
		return;
	}
	bool behaves = (like_yes[checker->example->verdict] ? behaves_as_yes : behaves_as_no)(checker);
	out_char(&checker->why, '\0');
	switch (checker->example->verdict) {
	case EXAMPLE_YES:
	case EXAMPLE_NO:
		if (behaves)
			checker->passed++;
		else
			failure(checker, checker->why.bytes);
		break;
	case EXAMPLE_GAP:
		checker->gaps++;
		if (behaves)
			failure(checker, "it is found now: make it a yes");
		break;
	case EXAMPLE_SLIP:
		checker->slips++;
		if (behaves)
			failure(checker, "it is left alone now: make it a no");
		break;
	}
}

static void check_rule(struct checker *checker, const struct rules *rules, const struct rule *rule)
{
	checker->rule = rule;
	for (size_t i = 0; i < rule->examples.len; i++) {
		checker->example = &rule->examples.at[i];
		run_example(checker, rules);
		judge(checker);
		arena_clear(&checker->arena);
	}
}

/* ---- */

bool check_rules(struct out *report, const struct rules *rules, const char *wanted)
{
	struct checker checker = { .report = report, .matcher = matcher_new(rules) };
	struct error error = { ERROR_NONE, "" };
	arena_init(&checker.arena);
	out_init(&checker.why);
	bool sound = checker.matcher && rules_compile(rules, &error);
	if (!sound) {
		out_format(report, "%s\n", checker.matcher ? error.message : "out of memory");
		checker.failed++;
	}
	for (size_t i = 0; sound && i < rules->languages.len; i++) {
		const struct rule *const *list;
		size_t count = language_rules(rules->languages.at[i], &list);
		for (size_t k = 0; k < count; k++)
			if (!wanted || strncmp(list[k]->id, wanted, strlen(wanted)) == 0)
				check_rule(&checker, rules, list[k]);
	}
	if (checker.gaps || checker.slips)
		out_format(report, "%zu known gaps, %zu known slips\n", checker.gaps, checker.slips);
	out_format(report, "%zu passed, %zu failed\n", checker.passed, checker.failed);
	matcher_free(checker.matcher);
	out_release(&checker.why);
	arena_release(&checker.arena);
	return checker.failed == 0;
}
