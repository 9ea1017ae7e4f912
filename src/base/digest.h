/* digest.h: fingerprints. SHA-256 says which bytes were read; FNV-1a tells ids and option sets apart,
 * and is the hash of tables. */
#ifndef SASEOL_BASE_DIGEST_H
#define SASEOL_BASE_DIGEST_H

#include <stdint.h>

#include "base/slice.h"

/* 64 hex digits and a NUL. */
void digest_sha256(char hex[65], struct slice bytes);

/* Start with 0, and hand on what came back for more bytes. */
uint64_t digest_short(uint64_t before, struct slice bytes);

#endif
