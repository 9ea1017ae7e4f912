/* pack.h: what is packed, unpacked: a compressed stream, or an archive member by member. Nothing is ever written.
 *
 * Expanded bytes are what limits count: an archive that grows a thousandfold and past the limit is a bomb, and so is
 * one in which more must be passed over than any text of it may have. */
#ifndef SASEOL_READ_PACK_H
#define SASEOL_READ_PACK_H

#include "base/error.h"
#include "read/stream.h"

struct pack;

enum pack_kind { PACK_COMPRESSED, PACK_ARCHIVE };

struct pack_member {
	struct slice name;      /* UTF-8, with a NUL behind it; good until the next one */
	enum { MEMBER_FILE, MEMBER_LINK, MEMBER_OTHER } type;
	bool locked;            /* by a password */
	bool outside;           /* its name is absolute, or leads out of the archive */
};

/* NULL when there is no memory. max_size: of the limits above. */
struct pack *pack_open(struct stream *stream, enum pack_kind kind, size_t max_size);
void pack_close(struct pack *pack);

/* Goes to the next member, what is left of the one before passed over; false at the end or with an error. */
bool pack_next(struct pack *pack, struct pack_member *member, struct error *error);

/* Some bytes of the member; none at its end. As a feed reads. */
bool pack_read(void *pack, char *to, size_t most, size_t *got, struct error *error);

#endif
