/* arena: memory that is given back at once, and the one point where a failed allocation lands. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/arena.h"

static void strings_live_until_the_arena_is_cleared(void **state)
{
	(void)state;
	struct arena arena;
	arena_init(&arena);
	char *name = arena_string(&arena, SLICE("bridge"));
	char *line = arena_format(&arena, "%s-%d", name, 7);
	assert_string_equal(line, "bridge-7");
	arena_clear(&arena);
	arena_release(&arena);
}

static void memory_is_zeroed_and_aligned_also_when_it_is_used_again(void **state)
{
	(void)state;
	struct arena arena;
	arena_init(&arena);
	for (int round = 0; round < 3; round++) {
		for (size_t size = 1; size < 3000; size += 37) {
			unsigned char *memory = arena_take(&arena, size);
			assert_int_equal((uintptr_t)memory % _Alignof(max_align_t), 0);
			for (size_t i = 0; i < size; i++)
				assert_int_equal(memory[i], 0);
			memset(memory, 0xA5, size);
		}
		arena_clear(&arena);
	}
	arena_release(&arena);
}

static void a_list_keeps_its_elements_while_it_grows(void **state)
{
	(void)state;
	struct arena arena;
	arena_init(&arena);
	LIST(size_t) numbers = { 0 };
	LIST(char) between = { 0 };
	for (size_t i = 0; i < 100000; i++) {
		size_t *place = list_add(&arena, &numbers);
		assert_int_equal(*place, 0);
		*place = i;
		if (i % 1000 == 0)
			*list_add(&arena, &between) = 'x';
	}
	for (size_t i = 0; i < 100000; i++)
		assert_int_equal(numbers.at[i], i);
	arena_release(&arena);
}

static void room_grows_in_place_when_nothing_was_taken_since(void **state)
{
	(void)state;
	struct arena arena;
	arena_init(&arena);
	size_t room = 0;
	char *bytes = arena_room(&arena, NULL, &room, 100, 1);
	assert_true(room >= 100);
	memset(bytes, 'b', room);
	size_t before = room;
	char *larger = arena_room(&arena, bytes, &room, room + 1, 1);
	assert_ptr_equal(larger, bytes);
	assert_true(room > before);
	assert_int_equal(larger[before - 1], 'b');
	arena_take(&arena, 1);
	before = room;
	char *elsewhere = arena_room(&arena, larger, &room, room + 1, 1);
	assert_ptr_not_equal(elsewhere, larger);
	assert_memory_equal(elsewhere, larger, before);
	assert_ptr_equal(arena_room(&arena, elsewhere, &room, room, 1), elsewhere);
	arena_release(&arena);
}

struct bell {
	char *rung;
	char name;
};

static void ring(void *handle)
{
	struct bell *bell = handle;
	size_t len = strlen(bell->rung);
	bell->rung[len] = bell->name;
	bell->rung[len + 1] = '\0';
}

static void handles_are_closed_last_first_and_once(void **state)
{
	(void)state;
	char rung[8] = "";
	struct bell a = { rung, 'a' }, b = { rung, 'b' }, c = { rung, 'c' };
	struct arena arena;
	arena_init(&arena);
	arena_own(&arena, &a, ring);
	arena_own(&arena, &b, ring);
	arena_own(&arena, &c, ring);
	arena_clear(&arena);
	assert_string_equal(rung, "cba");
	arena_own(&arena, &a, ring);
	arena_release(&arena);
	assert_string_equal(rung, "cbaa");
}

static bool take_three(struct arena *arena)
{
	if (!ARENA_GUARD(arena))
		return false;
	for (int i = 0; i < 3; i++)
		arena_take(arena, 10);
	ARENA_UNGUARD(arena);
	return true;
}

static void every_failed_allocation_lands_at_the_guard(void **state)
{
	(void)state;
	struct arena arena;
	arena_init(&arena);
	arena_fail_at(SIZE_MAX);
	assert_true(take_three(&arena));
	assert_int_equal(arena_fail_at(0), 3);
	for (size_t n = 1; n <= 3; n++) {
		arena_fail_at(n);
		assert_false(take_three(&arena));
		assert_false(arena.guarded);
		assert_int_equal(arena_fail_at(0), n);
		arena_clear(&arena);
	}
	assert_true(take_three(&arena));
	arena_release(&arena);
}

static bool own_one(struct arena *arena, struct bell *bell)
{
	if (!ARENA_GUARD(arena))
		return false;
	arena_own(arena, bell, ring);
	ARENA_UNGUARD(arena);
	return true;
}

static void a_handle_that_cannot_be_remembered_is_closed_at_once(void **state)
{
	(void)state;
	char rung[8] = "";
	struct bell a = { rung, 'a' };
	struct arena arena;
	arena_init(&arena);
	arena_fail_at(1);
	assert_false(own_one(&arena, &a));
	arena_fail_at(0);
	assert_string_equal(rung, "a");
	arena_release(&arena);
	assert_string_equal(rung, "a");
}

static bool take_too_much(struct arena *arena, size_t size)
{
	if (!ARENA_GUARD(arena))
		return false;
	size_t room = 0;
	arena_room(arena, NULL, &room, size, 16);
	ARENA_UNGUARD(arena);
	return true;
}

static void sizes_that_overflow_are_failed_allocations(void **state)
{
	(void)state;
	struct arena arena;
	arena_init(&arena);
	assert_false(take_too_much(&arena, SIZE_MAX / 16 + 2));
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(strings_live_until_the_arena_is_cleared),
		cmocka_unit_test(memory_is_zeroed_and_aligned_also_when_it_is_used_again),
		cmocka_unit_test(a_list_keeps_its_elements_while_it_grows),
		cmocka_unit_test(room_grows_in_place_when_nothing_was_taken_since),
		cmocka_unit_test(handles_are_closed_last_first_and_once),
		cmocka_unit_test(every_failed_allocation_lands_at_the_guard),
		cmocka_unit_test(a_handle_that_cannot_be_remembered_is_closed_at_once),
		cmocka_unit_test(sizes_that_overflow_are_failed_allocations),
	};
	return cmocka_run_group_tests_name("arena", tests, NULL, NULL);
}
