/* match.c: a view and the kinds of rules wanted go in, hits come out.
 *
 * What you would not guess: a long text is matched in windows that overlap, each as if it were a text of its own, so
 * that no pattern ever meets a megabyte. A match that hits its limit is no "no match": it is a note. */
#include <stdio.h>
#include <stdlib.h>

#include "engine/book.h"

enum {
	WINDOW = 6000, OVERLAP = 1000,  /* bytes of the view */
	CONTEXT = 256,                  /* what unless-before looks at */
	JIT_AFTER = 100,                /* runs of a pattern in one matcher: most are short, at one place */
	PAIRS = 128,
	MATCH_LIMIT = 1000000, HEAP_LIMIT_KIB = 65536,   /* far from real text: JIT counts otherwise than the interpreter */
	LIMITS_AT_MOST = 3,             /* a rule that hits its limit as often is left out of the rest of a document */
	STACK_START = 32 * 1024, STACK_MOST = 8 * 1024 * 1024
};

/* What a stage made of a language. */
struct kept {
	matcher_maker make;
	const struct language *language;
	const void *made;
};

struct matcher {
	const struct rules *rules;
	pcre2_match_data *data;
	pcre2_match_context *context;
	pcre2_jit_stack *stack;
	uint32_t *runs;                 /* by number of cue */
	uint64_t *wanted;               /* bits by number of rule among all */
	uint32_t *stops;                /* by the same: in a long text, where its last hit ended */
	unsigned char *failures;        /* by the same: in this document */
	bool failed;
	struct places *places;
	bool no_automaton, no_jit, no_places;
	const struct rule *watched;
	struct origin where;
	size_t found;                   /* hits of the watched rule there */
	struct arena arena;             /* of what is kept */
	LIST(struct kept) kept;
};

/* One call of rules_match on one window. */
struct search {
	struct document *document;
	struct matcher *matcher;
	const struct compiler *compiler;
	struct need_wish wish;
	const struct view *view;
	struct span window;
	size_t accept;                  /* cues that begin here or later belong to the next window */
	struct origin place;
	hits *out;
	bool placed;                    /* the matcher's places are those of the window */
	bool looked;                    /* facts may be asked */
	int opening;                    /* the first byte of the window that is no sign; -1: there is none */
};

enum outcome { FOUND, NOTHING, STOPPED };

/* ---- private from here ---- */

/* A rule that has gone wrong: a note, and after some of them no more of the rule in this document. */
static void give_up(struct search *search, const struct rule *rule, const char *code, const char *what)
{
	struct matcher *matcher = search->matcher;
	unsigned char *failures = &matcher->failures[rule_bit(rule)];
	if (*failures >= LIMITS_AT_MOST)
		return;
	++*failures;
	matcher->failed = true;
	document_note(search->document, code, search->place, "%s \"%s\"%s", what, rule->id,
	              *failures == LIMITS_AT_MOST ? ", which is left out from here on" : "");
}

/* Where JIT made code for a pattern it is called straight; it gives the same as pcre2_match. */
static int match(const struct search *search, struct cue *cue, const pcre2_code *code, size_t start, size_t stop)
{
	const struct matcher *matcher = search->matcher;
	int result = PCRE2_ERROR_JIT_BADOPTION;
	if (!matcher->no_jit && atomic_load_explicit(&cue->state, memory_order_relaxed) == CUE_JIT)
		result = pcre2_jit_match(code, search->view->bytes, stop, start, 0, matcher->data, matcher->context);
	if (result == PCRE2_ERROR_JIT_BADOPTION)
		result = pcre2_match(code, search->view->bytes, stop, start, matcher->no_jit ? PCRE2_NO_JIT : 0, matcher->data, matcher->context);
	return result;
}

/* One pattern on the bytes from start to stop of the view, its matches to begin at limit at last; the result is in the
 * matcher's match data. */
static enum outcome run(struct search *search, const struct rule *rule, struct cue *cue, size_t start, size_t stop, size_t limit)
{
	struct matcher *matcher = search->matcher;
	struct error error;
	if (matcher->failed && matcher->failures[rule_bit(rule)] >= LIMITS_AT_MOST)
		return STOPPED;
	if (!matcher->no_jit && matcher->runs[cue->number] < JIT_AFTER && ++matcher->runs[cue->number] == JIT_AFTER)
		cue_jit(cue, rule);
	error.kind = ERROR_NONE;
	pcre2_code *code = cue_code(cue, rule, &error);
	if (!code) {
		give_up(search, rule, "bad-rule", error.message);
		return STOPPED;
	}
	pcre2_set_offset_limit(matcher->context, limit);
	int result = match(search, cue, code, start, stop);
	if (result >= 0)
		return FOUND;
	if (result == PCRE2_ERROR_NOMATCH)
		return NOTHING;
	give_up(search, rule, "match-limit", "a text was too much for the rule");
	return STOPPED;
}

static struct span matched(const struct matcher *matcher)
{
	const PCRE2_SIZE *pairs = pcre2_get_ovector_pointer(matcher->data);
	return (struct span){ pairs[0], pairs[1] < pairs[0] ? pairs[0] : pairs[1] };
}

/* The named groups that took part in the last match. */
static void hit_groups(struct hit *hit, struct search *search, struct cue *cue)
{
	const pcre2_code *code = atomic_load_explicit(&cue->code, memory_order_acquire);
	const PCRE2_SIZE *pairs = pcre2_get_ovector_pointer(search->matcher->data);
	uint32_t count, size;
	PCRE2_SPTR names;
	pcre2_pattern_info(code, PCRE2_INFO_NAMECOUNT, &count);
	if (count == 0)
		return;
	pcre2_pattern_info(code, PCRE2_INFO_NAMEENTRYSIZE, &size);
	pcre2_pattern_info(code, PCRE2_INFO_NAMETABLE, &names);
	hit->groups = arena_take(search->document->arena, count * sizeof *hit->groups);
	for (uint32_t i = 0; i < count; i++) {
		PCRE2_SPTR entry = names + i * size;
		size_t number = (size_t)entry[0] << 8 | entry[1];
		if (number >= PAIRS || pairs[2 * number] == PCRE2_UNSET || pairs[2 * number] > pairs[2 * number + 1])
			continue;
		struct group *group = &hit->groups[hit->group_count++];
		group->name = (const char *)entry + 2;
		group->at = view_span(search->view, pairs[2 * number], pairs[2 * number + 1]);
	}
}

/* Whether the rule's unless, unless-before and unless-after leave a cue alone. */
static bool stands(struct search *search, const struct rule *rule, struct span cue_at)
{
	const struct compiled *compiled = rule->compiled;
	for (size_t i = compiled->finds; i < compiled->cues.len; i++) {
		struct cue *cue = &compiled->cues.at[i];
		size_t start = search->window.start, stop = search->window.stop;
		if (cue->kind == CUE_BEFORE) {
			stop = cue_at.start;
			start = stop - start > CONTEXT ? stop - CONTEXT : start;
		} else if (cue->kind == CUE_AFTER) {
			start = cue_at.stop;
		}
		if (run(search, rule, cue, start, stop, stop) == FOUND)
			return false;
	}
	return true;
}

static void add_hit(struct search *search, const struct rule *rule, struct cue *cue)
{
	struct span at = matched(search->matcher);
	struct hit *hit = list_add(search->document->arena, search->out);
	*hit = (struct hit){ .rule = rule, .in_view = at, .at = view_span(search->view, at.start, at.stop) };
	hit_groups(hit, search, cue);
}

/* All matches of one pattern that begin in the window from a place to a last one; where to go on from. */
static size_t find_from(struct search *search, const struct rule *rule, struct cue *cue, size_t from, size_t last)
{
	while (from <= last) {
		if (run(search, rule, cue, from, search->window.stop, last) != FOUND)
			return last + 1;
		struct span at = matched(search->matcher);
		if (at.start >= search->accept && search->accept < search->view->len)
			return search->window.stop + 1;
		if (at.stop > at.start)
			add_hit(search, rule, cue);
		from = at.stop > from ? at.stop : from + 1;
	}
	return from;
}

/* What the edges of the window say of a pattern, without running it. */
static bool may_match(const struct search *search, const struct facts *facts)
{
	struct span window = search->window;
	if (facts->anchored && (window.start > 0 || (facts->bound && window.stop >= facts->bound)))
		return false;
	if (facts->opened && (search->opening < 0 || !(facts->first[search->opening / 8] >> search->opening % 8 & 1)))
		return false;
	if (!facts->closed || window.start == window.stop)
		return !facts->closed;
	unsigned char last = search->view->bytes[window.stop - 1];
	return facts->last[last / 8] >> last % 8 & 1;
}

/* All matches of one pattern in the window: wherever a match may begin. */
static void find_all(struct search *search, const struct rule *rule, struct cue *cue)
{
	const struct matcher *matcher = search->matcher;
	const struct needs *needs = &search->compiler->needs;
	size_t from = search->window.start;
	bool anchored = false;
	if (search->looked) {
		const struct facts *facts = &needs->facts[cue->number];
		if (!may_match(search, facts))
			return;
		anchored = facts->anchored;
	}
	if (!search->placed || !(needs->placed[cue->number / 64] >> cue->number % 64 & 1)) {
		find_from(search, rule, cue, from, anchored ? from : search->window.stop);
		return;
	}
	for (uint32_t n = matcher->places->first[cue->number]; n; n = matcher->places->list[n - 1].next) {
		const struct place *place = &matcher->places->list[n - 1];
		size_t lo = search->window.start + place->lo;
		from = find_from(search, rule, cue, lo > from ? lo : from, search->window.start + place->hi);
	}
}

static int hit_order(const void *a, const void *b)
{
	const struct hit *one = a, *other = b;
	if (one->in_view.start != other->in_view.start)
		return one->in_view.start < other->in_view.start ? -1 : 1;
	if (one->rule->number != other->rule->number)
		return one->rule->number < other->rule->number ? -1 : 1;
	if (one->in_view.stop != other->in_view.stop)
		return one->in_view.stop > other->in_view.stop ? -1 : 1;
	return 0;
}

/* Of cues of one rule that overlap the longest stays. */
static void keep_longest(hits *found, size_t first)
{
	size_t kept = first;
	if (found->len - first < 2)
		return;
	qsort(found->at + first, found->len - first, sizeof *found->at, hit_order);
	for (size_t i = first + 1; i < found->len; i++) {
		struct hit *last = &found->at[kept], *next = &found->at[i];
		if (next->in_view.start >= last->in_view.stop)
			found->at[++kept] = *next;
		else if (next->in_view.stop - next->in_view.start > last->in_view.stop - last->in_view.start)
			*last = *next;
	}
	found->len = kept + 1;
}

static void find_rule(struct search *search, const struct rule *rule)
{
	size_t first = search->out->len;
	for (size_t i = 0; i < rule->compiled->finds; i++)
		find_all(search, rule, &rule->compiled->cues.at[i]);
	keep_longest(search->out, first);
	for (size_t i = first; i < search->out->len; i++) {
		if (!stands(search, rule, search->out->at[i].in_view))
			search->out->at[i].vetoed_by = rule;
		else if (rule == search->matcher->watched && search->place.field == search->matcher->where.field
		         && search->place.start < search->matcher->where.stop && search->place.stop > search->matcher->where.start)
			search->matcher->found++;
	}
}

/* Hits of a window from first on: those that a veto overlaps become void, vetoes go unless they are wanted, and so
 * does what the window before has found. */
static void settle(struct search *search, size_t first)
{
	hits *found = search->out;
	size_t kept = first;
	for (size_t v = first; v < found->len; v++) {
		const struct hit *veto = &found->at[v];
		if (veto->rule->kind != RULE_VETO || veto->vetoed_by)
			continue;
		for (size_t i = first; i < found->len; i++) {
			struct hit *hit = &found->at[i];
			if ((veto->rule->compiled->veto >> hit->rule->kind & 1) && !hit->vetoed_by
			    && hit->in_view.start < veto->in_view.stop && veto->in_view.start < hit->in_view.stop)
				hit->vetoed_by = veto->rule;
		}
	}
	for (size_t i = first; i < found->len; i++) {
		struct hit *hit = &found->at[i];
		uint32_t *stop = &search->matcher->stops[rule_bit(hit->rule)];
		if (!(search->wish.sorts >> hit->rule->sort & 1) || hit->in_view.start < *stop)
			continue;
		if (search->view->len > WINDOW)
			*stop = (uint32_t)hit->in_view.stop;
		found->at[kept++] = *hit;
	}
	found->len = kept;
}

/* The rules of one language that the window may have something for. */
static void match_book(struct search *search, const struct rulebook *book)
{
	size_t words = (book->rules.len + 63) / 64, first = search->out->len;
	for (size_t word = 0; word < words; word++)
		for (uint64_t bits = search->matcher->wanted[book->first / 64 + word]; bits; bits &= bits - 1) {
			size_t number = word * 64 + (size_t)__builtin_ctzll(bits);
			if (number < book->rules.len && (book->rules.at[number]->compiled->asked & search->wish.sorts))
				find_rule(search, book->rules.at[number]);
		}
	if (search->out->len > first) {
		if (search->out->len > first + 1)
			qsort(search->out->at + first, search->out->len - first, sizeof *search->out->at, hit_order);
		settle(search, first);
	}
}

static void match_window(struct search *search, const struct language *language)
{
	struct matcher *matcher = search->matcher;
	const struct compiler *compiler = search->compiler;
	const struct need_wish *wish = &search->wish;
	uint64_t *wanted = matcher->wanted + wish->first / 64;
	size_t words = (wish->count + 63) / 64;
	search->looked = search->placed = !matcher->no_automaton && !matcher->no_places && compiler->always;
	if (matcher->no_automaton || !compiler->always) {
		memset(wanted, 0xFF, words * sizeof *wanted);
	} else {
		memcpy(wanted, compiler->always + wish->first / 64, words * sizeof *wanted);
		needs_scan(matcher->wanted, matcher->no_places ? NULL : matcher->places, &compiler->needs,
		           search->view->bytes + search->window.start, search->window.stop - search->window.start, wish);
	}
	search->placed = search->placed && !matcher->places->full;
	size_t at = search->window.start;
	while (at < search->window.stop && !byte_is_word(search->view->bytes[at]))
		at++;
	search->opening = at < search->window.stop ? search->view->bytes[at] : -1;
	for (size_t i = 0; i < matcher->rules->languages.len; i++)
		if (!language || matcher->rules->languages.at[i] == language)
			match_book(search, matcher->rules->languages.at[i]->book);
}

/* A place of the view moved back to where a character begins. */
static size_t character_start(const struct view *view, size_t at)
{
	while (at > 0 && at < view->len && view->at[at] == view->at[at - 1])
		at--;
	return at;
}

/* ---- */

struct matcher *matcher_new(const struct rules *rules)
{
	struct matcher *matcher = calloc(1, sizeof *matcher);
	const struct compiler *compiler = rules->languages.at[0]->book->compiler;
	size_t cues = compiler->cue_count, count = compiler->rule_count + 64;
	if (!matcher)
		return NULL;
	arena_init(&matcher->arena);
	matcher->rules = rules;
	matcher->failures = calloc(count, sizeof *matcher->failures);
	matcher->wanted = calloc(count / 64, sizeof *matcher->wanted);
	matcher->stops = calloc(count, sizeof *matcher->stops);
	matcher->runs = calloc(cues + 1, sizeof *matcher->runs);
	matcher->data = pcre2_match_data_create(PAIRS, NULL);
	matcher->context = pcre2_match_context_create(NULL);
	matcher->places = calloc(1, sizeof *matcher->places);
	bool good = matcher->places != NULL;
	if (good) {
		matcher->places->first = calloc(2 * cues + 2, sizeof *matcher->places->first);
		matcher->places->last = matcher->places->first + cues + 1;
		good = matcher->places->first != NULL;
	}
	if (!good || !matcher->failures || !matcher->wanted || !matcher->stops || !matcher->runs || !matcher->data || !matcher->context) {
		matcher_free(matcher);
		return NULL;
	}
	pcre2_set_match_limit(matcher->context, MATCH_LIMIT);
	pcre2_set_heap_limit(matcher->context, HEAP_LIMIT_KIB);
	/* NULL where there is no JIT: then its default stack serves */
	matcher->stack = pcre2_jit_stack_create(STACK_START, STACK_MOST, NULL);
	pcre2_jit_stack_assign(matcher->context, NULL, matcher->stack);
	return matcher;
}

void matcher_free(struct matcher *matcher)
{
	if (!matcher)
		return;
	pcre2_match_context_free(matcher->context);
	pcre2_match_data_free(matcher->data);
	pcre2_jit_stack_free(matcher->stack);
	free(matcher->failures);
	if (matcher->places)
		free(matcher->places->first);
	free(matcher->places);
	free(matcher->runs);
	free(matcher->stops);
	free(matcher->wanted);
	arena_release(&matcher->arena);
	free(matcher);
}

void matcher_begin(struct matcher *matcher)
{
	if (!matcher)
		return;
	if (matcher->failed)
		memset(matcher->failures, 0, matcher->rules->languages.at[0]->book->compiler->rule_count);
	matcher->failed = false;
}

const void *matcher_keep(struct matcher *matcher, const struct language *language, matcher_maker make, struct arena *failing)
{
	for (size_t i = 0; i < matcher->kept.len; i++)
		if (matcher->kept.at[i].make == make && matcher->kept.at[i].language == language)
			return matcher->kept.at[i].made;
	if (!ARENA_GUARD(&matcher->arena))
		arena_fail(failing);
	const void *made = make(&matcher->arena, language);
	*list_add(&matcher->arena, &matcher->kept) = (struct kept){ make, language, made };
	ARENA_UNGUARD(&matcher->arena);
	return made;
}

const struct rules *matcher_rules(const struct matcher *matcher)
{
	return matcher->rules;
}

void matcher_disable(struct matcher *matcher, bool automaton, bool jit, bool places)
{
	matcher->no_places = places;
	matcher->no_automaton = automaton;
	matcher->no_jit = jit;
}

void matcher_watch(struct matcher *matcher, const struct rule *rule, struct origin where)
{
	matcher->watched = rule;
	matcher->where = where;
	matcher->found = 0;
}

size_t matcher_watched(const struct matcher *matcher)
{
	return matcher->found;
}

/* language NULL: all of them. */
static void match_all(hits *out, struct document *document, struct matcher *matcher, const struct language *language, unsigned sorts,
                      const struct view *view, struct origin place)
{
	struct compiler *compiler = matcher->rules->languages.at[0]->book->compiler;
	struct search search = {
		.document = document, .matcher = matcher, .compiler = compiler, .view = view, .window = { 0, view->len },
		.accept = view->len, .place = place, .out = out,
		.wish = { .sorts = sorts, .first = language ? language->book->first : 0,
		          .count = language ? language->book->rules.len : compiler->rule_count }
	};
	rules_prepare(matcher->rules, &(struct error){ ERROR_NONE, "" });
	for (size_t i = 0; i < matcher->rules->languages.len; i++)
		if (!language || language->number == i)
			search.wish.classes |= (unsigned char)need_classes(sorts, i);
	if (view->len <= WINDOW) {
		match_window(&search, language);
		return;
	}
	document_note(document, "long-sentence", place, "a sentence too long for the rules was matched in pieces");
	memset(matcher->stops, 0, compiler->rule_count * sizeof *matcher->stops);
	for (size_t start = 0; start < view->len;) {
		size_t stop = character_start(view, start + WINDOW < view->len ? start + WINDOW : view->len);
		search.window = (struct span){ start, stop };
		search.accept = stop < view->len ? character_start(view, stop - OVERLAP) : view->len;
		match_window(&search, language);
		start = search.accept;
	}
	memset(matcher->stops, 0, compiler->rule_count * sizeof *matcher->stops);
}

void rules_match(hits *out, struct document *document, struct matcher *matcher, const struct language *language,
                 unsigned sorts, const struct view *view, struct origin place)
{
	out->len = 0;
	if (language && matcher)
		match_all(out, document, matcher, language, sorts, view, place);
}

void rules_match_all(hits *out, struct document *document, struct matcher *matcher, unsigned sorts, const struct view *view,
                     struct origin place)
{
	out->len = 0;
	if (matcher)
		match_all(out, document, matcher, NULL, sorts, view, place);
}

bool rule_match(struct hit *out, struct document *document, struct matcher *matcher, const struct rule *rule,
                const struct view *view, size_t from)
{
	hits found = { 0 };
	struct search search = {
		.document = document, .matcher = matcher, .compiler = rule->language->book->compiler, .view = view,
		.window = { 0, view->len }, .accept = view->len, .out = &found
	};
	bool any = false;
	for (size_t i = 0; i < rule->compiled->finds; i++) {
		size_t at = from;
		while (at <= view->len && run(&search, rule, &rule->compiled->cues.at[i], at, view->len, view->len) == FOUND) {
			struct span span = matched(matcher);
			bool better = !any || span.start < out->in_view.start
			              || (span.start == out->in_view.start && span.stop > out->in_view.stop);
			if (!better)
				break;
			at = span.stop > at ? span.stop : at + 1;
			if (span.stop == span.start)
				continue;
			found.len = 0;
			add_hit(&search, rule, &rule->compiled->cues.at[i]);
			if (!stands(&search, rule, span))
				continue;
			*out = found.at[0];
			any = true;
			break;
		}
	}
	return any;
}

bool rule_needed(const struct rule *rule, const struct view *view, struct matcher *matcher)
{
	const struct rulebook *book = rule->language->book;
	const struct compiler *compiler = book->compiler;
	size_t place = rule_bit(rule);
	rules_prepare(matcher->rules, &(struct error){ ERROR_NONE, "" });
	if (!compiler->always || (compiler->always[place / 64] >> place % 64 & 1))
		return true;
	struct need_wish wish = {
		rule->compiled->asked, (unsigned char)need_classes(rule->compiled->asked, rule->language->number), book->first, book->rules.len
	};
	memset(matcher->wanted, 0, (compiler->rule_count / 64 + 1) * sizeof *matcher->wanted);
	needs_scan(matcher->wanted, NULL, &compiler->needs, view->bytes, view->len, &wish);
	return matcher->wanted[place / 64] >> place % 64 & 1;
}

const struct span *hit_group(const struct hit *hit, const char *name)
{
	for (size_t i = 0; i < hit->group_count; i++)
		if (strcmp(hit->groups[i].name, name) == 0)
			return &hit->groups[i].at;
	return NULL;
}
