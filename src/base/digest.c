/* digest.c: see digest.h. */
#include "base/digest.h"

#include <nettle/sha2.h>

void digest_sha256(char hex[65], struct slice bytes)
{
	static const char digits[] = "0123456789abcdef";
	uint8_t digest[SHA256_DIGEST_SIZE];
	struct sha256_ctx state;
	sha256_init(&state);
	sha256_update(&state, bytes.len, (const uint8_t *)bytes.at);
	sha256_digest(&state, sizeof digest, digest);
	for (size_t i = 0; i < sizeof digest; i++) {
		hex[2 * i] = digits[digest[i] >> 4];
		hex[2 * i + 1] = digits[digest[i] & 15];
	}
	hex[64] = '\0';
}

uint64_t digest_short(uint64_t before, struct slice bytes)
{
	uint64_t hash = before ? before : 0xcbf29ce484222325u;
	for (size_t i = 0; i < bytes.len; i++)
		hash = (hash ^ (unsigned char)bytes.at[i]) * 0x100000001b3u;
	return hash;
}
