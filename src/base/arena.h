/* arena.h: memory that lives and dies with one document (or with one set of rules).
 *
 * Nothing taken from an arena is freed by itself. An allocation that fails does not return: it jumps to the
 * arena's one recovery point, set with ARENA_GUARD, so that no stage has to look at a result that cannot be
 * NULL. Handles of other libraries are registered with arena_own and closed by arena_clear, also after a jump. */
#ifndef SASEOL_BASE_ARENA_H
#define SASEOL_BASE_ARENA_H

#include <setjmp.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/slice.h"

struct arena_block;
struct arena_handle;

struct arena {
	struct arena_block *blocks;
	struct arena_handle *handles;
	jmp_buf recovery;
	bool guarded;
};

void arena_init(struct arena *arena);

/* Closes the handles, last one first, and makes the memory ready to be used again. */
void arena_clear(struct arena *arena);

/* Gives everything back. */
void arena_release(struct arena *arena);

/* True the first time; false after an allocation failure in what followed. Use it as
 *     if (!ARENA_GUARD(arena)) return error_set(error, ERROR_MEMORY, "out of memory");
 * A failure jumps into the frame that guards: ARENA_UNGUARD before that returns. A failure ends the guard itself. */
#define ARENA_GUARD(arena) ((arena)->guarded = true, setjmp((arena)->recovery) == 0)
#define ARENA_UNGUARD(arena) ((arena)->guarded = false)

/* Goes the way of a failed allocation: for memory that failed elsewhere. */
_Noreturn void arena_fail(struct arena *arena);

/* Zeroed memory, aligned for any type. */
void *arena_take(struct arena *arena, size_t size);

/* Room for at least need things of the given size: old itself, or a larger copy of it. What is new is not zeroed. */
void *arena_room(struct arena *arena, void *old, size_t *room, size_t need, size_t size);

/* A NUL-terminated copy. */
char *arena_string(struct arena *arena, struct slice bytes);
char *arena_format(struct arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* close(handle) is called when the arena is cleared or released; at once where there is no memory to remember it. */
void arena_own(struct arena *arena, void *handle, void (*close)(void *));

/* A list that grows in an arena. list_add gives the place of a new, zeroed last element. */
#define LIST(type) struct { type *at; size_t len, room; }
#define list_add(arena, list) \
	((list)->at = arena_room((arena), (list)->at, &(list)->room, (list)->len + 1, sizeof *(list)->at), \
	 memset(&(list)->at[(list)->len], 0, sizeof *(list)->at), \
	 &(list)->at[(list)->len++])

/* For tests: the n-th allocation from now on fails (0: none does). Returns how many were asked for since the last
 * call, if that one was to make one fail: arena_fail_at(SIZE_MAX) counts and lets all succeed. */
size_t arena_fail_at(size_t n);

#endif
