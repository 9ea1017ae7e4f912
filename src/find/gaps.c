/* gaps.c: see gaps.h. */
#include "find/gaps.h"

bool gap_is_written(const struct cut *cut, const struct mark *mark)
{
	return mark->kind == MARK_STOP && (cut_endings(cut, mark->at) & WORD_END) != 0;
}

bool gap_ends(const struct cut *cut, size_t blank)
{
	unsigned found = cut_endings(cut, blank);
	if (!(found & (WORD_SURE | WORD_END | WORD_UNSTOPPED)))
		return false;
	struct next next = cut_next(cut, blank);
	if (!sign_is_word(next.sign))
		return false;
	bool tied = cut_begins(cut, next.rest, WORD_CARRIER | WORD_BARE | WORD_PARTICLE);
	if (!tied && ((found & WORD_SURE) || ((found & WORD_END) && cut_begins(cut, next.rest, WORD_LINK))))
		return true;
	if (cut->stopped || !(found & WORD_UNSTOPPED) || (found & WORD_NOT_SURE) || cut_begins(cut, next.rest, WORD_BOUND))
		return false;
	/* two verbs in a row belong together */
	size_t word = (size_t)(next.rest.at - cut->bytes) + word_length(next.rest);
	return !(cut_endings(cut, word) & WORD_UNSTOPPED);
}

bool gap_restarts(const struct cut *cut, size_t blank)
{
	struct slice rest = cut_slice(cut, blank + 1, cut->stop);
	if (cut_caption(cut, rest))
		return true;
	size_t len = word_length(rest), end = blank;
	struct glyph front = cut_before(cut, end);
	if (!cut_begins(cut, rest, WORD_RESTART | WORD_RESTART_TOO) || len + 1 >= rest.len || rest.at[len] != ' '
	    || glyph_at(rest.at, len + 1, rest.len).sign != SIGN_LOWER
	    || cut_begins(cut, (struct slice){ rest.at + len + 1, rest.len - len - 1 }, WORD_NEVER_SECOND))
		return false;
	if (front.sign == SIGN_QUOTE || (front.sign == SIGN_CLOSE && front.codepoint > 0x2000)) {
		end = front.at;
		front = cut_before(cut, end);
	}
	struct slice word = cut_token(cut, end);
	if (!sign_is_word(front.sign) || (words_find(cut->words, word) & WORD_NEVER_LAST))
		return false;
	return cut_begins(cut, rest, WORD_RESTART_TOO) || glyph_at(word.at, 0, word.len).sign == SIGN_LOWER;
}
