/* arena.c: see arena.h. Blocks double in size up to a limit; arena_clear keeps the largest for the next document. */
#include "base/arena.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <sys/mman.h>

struct arena_block {
	struct arena_block *next;
	size_t used, size;
	_Alignas(max_align_t) char bytes[];
};

struct arena_handle {
	struct arena_handle *next;
	void *handle;
	void (*close)(void *);
};

enum { FIRST_BLOCK = 64 * 1024, LARGEST_STEP = 8 * 1024 * 1024, KEEP_AT_MOST = 4 * 1024 * 1024 };

/* ---- private from here ---- */

static size_t allocations, failing;

size_t arena_fail_at(size_t n)
{
	size_t seen = allocations;
	allocations = 0;
	failing = n;
	return seen;
}

static _Noreturn void arena_give_up(struct arena *arena)
{
	if (arena->guarded) {
		arena->guarded = false;
		longjmp(arena->recovery, 1);
	}
	fputs("saseol: out of memory\n", stderr);
	exit(3);
}

static bool arena_allowed(void)
{
	/* counted only while a test asks for it: workers share these two */
	return failing == 0 || ++allocations != failing;
}

/* A large block is about to be filled: touching it page by page would take longer than what is done with it. */
static void ask_for_huge_pages(void *block, size_t size)
{
	const uintptr_t page = 2 * 1024 * 1024;
	uintptr_t start = ((uintptr_t)block + page - 1) / page * page, stop = ((uintptr_t)block + size) / page * page;
	if (start < stop)
		(void)madvise((void *)start, stop - start, MADV_HUGEPAGE);
}

static bool arena_add_block(struct arena *arena, size_t least)
{
	size_t size = arena->blocks ? arena->blocks->size * 2 : FIRST_BLOCK;
	if (size > LARGEST_STEP)
		size = LARGEST_STEP;
	if (size < least)
		size = least;
	struct arena_block *block = size < SIZE_MAX - sizeof *block ? malloc(sizeof *block + size) : NULL;
	if (!block)
		return false;
	ask_for_huge_pages(block, size);
	block->next = arena->blocks;
	block->used = 0;
	block->size = size;
	arena->blocks = block;
	return true;
}

static void arena_close_handles(struct arena *arena)
{
	while (arena->handles) {
		struct arena_handle *handle = arena->handles;
		arena->handles = handle->next;
		handle->close(handle->handle);
	}
}

static void *arena_try(struct arena *arena, size_t size)
{
	const size_t align = _Alignof(max_align_t);
	if (!arena_allowed() || size > SIZE_MAX - align)
		return NULL;
	size = (size + align - 1) / align * align;
	if ((!arena->blocks || arena->blocks->size - arena->blocks->used < size) && !arena_add_block(arena, size))
		return NULL;
	void *memory = arena->blocks->bytes + arena->blocks->used;
	arena->blocks->used += size;
	return memory;
}

static void *arena_take_raw(struct arena *arena, size_t size)
{
	void *memory = arena_try(arena, size);
	if (!memory)
		arena_give_up(arena);
	return memory;
}

/* ---- */

void arena_init(struct arena *arena)
{
	memset(arena, 0, sizeof *arena);
}

void arena_clear(struct arena *arena)
{
	arena_close_handles(arena);
	struct arena_block *kept = NULL;
	while (arena->blocks) {
		struct arena_block *block = arena->blocks;
		arena->blocks = block->next;
		if (block->size <= KEEP_AT_MOST && (!kept || block->size > kept->size)) {
			free(kept);
			kept = block;
		} else {
			free(block);
		}
	}
	if (kept) {
		kept->next = NULL;
		kept->used = 0;
	}
	arena->blocks = kept;
	arena->guarded = false;
}

void arena_release(struct arena *arena)
{
	arena_clear(arena);
	free(arena->blocks);
	arena->blocks = NULL;
}

void *arena_take(struct arena *arena, size_t size)
{
	void *memory = arena_take_raw(arena, size);
	memset(memory, 0, size);
	return memory;
}

void *arena_room(struct arena *arena, void *old, size_t *room, size_t need, size_t size)
{
	if (need <= *room)
		return old;
	size_t more = *room > SIZE_MAX / 2 ? need : *room * 2;
	if (more < need)
		more = need < 8 ? 8 : need;
	if (size && more > SIZE_MAX / 2 / size)
		arena_give_up(arena);
	struct arena_block *block = arena->blocks;
	const size_t align = _Alignof(max_align_t);
	size_t old_size = (*room * size + align - 1) / align * align, new_size = (more * size + align - 1) / align * align;
	/* the last thing taken can grow where it is: that asks for nothing, and cannot fail */
	if (old && block && (char *)old + old_size == block->bytes + block->used
	    && block->size - block->used >= new_size - old_size) {
		block->used += new_size - old_size;
		*room = more;
		return old;
	}
	char *memory = arena_take_raw(arena, more * size);
	if (old)
		memcpy(memory, old, *room * size);
	*room = more;
	return memory;
}

char *arena_string(struct arena *arena, struct slice bytes)
{
	char *string = arena_take_raw(arena, bytes.len + 1);
	if (bytes.len)
		memcpy(string, bytes.at, bytes.len);
	string[bytes.len] = '\0';
	return string;
}

char *arena_format(struct arena *arena, const char *format, ...)
{
	va_list values, again;
	va_start(values, format);
	va_copy(again, values);
	int len = vsnprintf(NULL, 0, format, values);
	va_end(values);
	char *string = arena_take_raw(arena, (size_t)(len < 0 ? 0 : len) + 1);
	string[0] = '\0';
	if (len > 0)
		vsnprintf(string, (size_t)len + 1, format, again);
	va_end(again);
	return string;
}

void arena_own(struct arena *arena, void *handle, void (*close)(void *))
{
	struct arena_handle *entry = arena_try(arena, sizeof *entry);
	if (!entry) {
		close(handle);
		arena_give_up(arena);
	}
	entry->handle = handle;
	entry->close = close;
	entry->next = arena->handles;
	arena->handles = entry;
}

void arena_fail(struct arena *arena)
{
	arena_give_up(arena);
}
