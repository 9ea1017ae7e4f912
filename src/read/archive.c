/* archive.c: the members of an archive, and what is in a compressed file, as parts for other readers.
 *
 * Members whose names say that they are no text are passed over, as in a folder. Links lead nowhere. */
#include <stdlib.h>

#include "read/pack.h"
#include "read/reader.h"
#include "read/walk.h"

struct unpacking {
	struct pack *pack;
	bool begun;
};

/* ---- private from here: recognising ---- */

/* The checksum of a tar header counts its own eight bytes as blanks. */
static bool is_tar(struct slice head)
{
	enum { HEADER = 512, SUM_AT = 148, SUM_LEN = 8 };
	unsigned sum = 0, said = 0;
	if (head.len < HEADER || !head.at[0])
		return false;
	for (size_t i = 0; i < HEADER; i++)
		sum += i >= SUM_AT && i < SUM_AT + SUM_LEN ? ' ' : (unsigned char)head.at[i];
	for (size_t i = SUM_AT; i < SUM_AT + SUM_LEN && head.at[i] && said < 1u << 20; i++)
		if (head.at[i] >= '0' && head.at[i] <= '7')
			said = said * 8 + (unsigned)(head.at[i] - '0');
	return sum == said;
}

static bool recognise_archive(struct slice head, const struct inputs_wish *wish)
{
	(void)wish;
	return slice_starts(head, SLICE("PK\3\4")) || slice_starts(head, SLICE("PK\5\6")) || is_tar(head);
}

static bool recognise_packed(struct slice head, const struct inputs_wish *wish)
{
	(void)wish;
	return slice_starts(head, SLICE("\x1F\x8B\x08")) || slice_starts(head, SLICE("\x28\xB5\x2F\xFD"))
	       || slice_starts(head, SLICE("\xFD" "7zXZ\0")) || slice_starts(head, SLICE("BZh91AY&SY"));
}

/* ---- */

static void *open_pack(struct stream *stream, const struct inputs_wish *wish, enum pack_kind kind)
{
	struct unpacking *unpacking = calloc(1, sizeof *unpacking);
	if (!unpacking)
		return NULL;
	unpacking->pack = pack_open(stream, kind, wish->max_size);
	if (!unpacking->pack) {
		free(unpacking);
		return NULL;
	}
	return unpacking;
}

static void *open_archive(struct stream *stream, const struct inputs_wish *wish)
{
	return open_pack(stream, wish, PACK_ARCHIVE);
}

static void *open_packed(struct stream *stream, const struct inputs_wish *wish)
{
	return open_pack(stream, wish, PACK_COMPRESSED);
}

static void close_pack(void *unpacking_)
{
	struct unpacking *unpacking = unpacking_;
	pack_close(unpacking->pack);
	free(unpacking);
}

static enum found next_member(void *unpacking_, struct arena *arena, struct input *input, struct part *part,
                              struct error *error)
{
	struct unpacking *unpacking = unpacking_;
	struct pack_member member;
	(void)arena;
	(void)input;
	while (pack_next(unpacking->pack, &member, error)) {
		if (member.type == MEMBER_OTHER || name_says(member.name.at) == NAME_OTHER)
			continue;
		part->name = member.name;
		part->feed = (struct feed){ unpacking->pack, pack_read, NULL };
		if (member.type == MEMBER_LINK)
			error_set(&part->error, ERROR_READ, "is a link, which is not followed in an archive");
		else if (member.locked)
			error_set(&part->error, ERROR_READ, "is protected by a password");
		if (member.outside) {
			part->note_code = "member-name";
			part->note = "the archive gives it a name that leads outside; nothing is written anywhere";
		}
		return FOUND_PART;
	}
	return error->kind == ERROR_NONE ? FOUND_NOTHING : FOUND_FAULT;
}

static enum found next_content(void *unpacking_, struct arena *arena, struct input *input, struct part *part,
                               struct error *error)
{
	struct unpacking *unpacking = unpacking_;
	struct pack_member member;
	(void)arena;
	(void)input;
	if (unpacking->begun)
		return FOUND_NOTHING;
	unpacking->begun = true;
	/* without a member it is empty, and reads so */
	if (!pack_next(unpacking->pack, &member, error) && error->kind != ERROR_NONE)
		return FOUND_FAULT;
	part->feed = (struct feed){ unpacking->pack, pack_read, NULL };
	part->packed = true;
	return FOUND_PART;
}

/* ---- */

const struct reader reader_archive = { "archive", recognise_archive, open_archive, next_member, close_pack, false, NULL };
const struct reader reader_packed = { "packed", recognise_packed, open_packed, next_content, close_pack, false, NULL };
