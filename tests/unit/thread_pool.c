#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <pthread.h>
#include <stdatomic.h>
#include <string.h>

#include "pipeline/pool.h"

#define ITEMS 20000

struct job {
	unsigned char seen[ITEMS];
	atomic_size_t calls;
	size_t workers;
	atomic_bool foreign; /* a worker index out of range was seen */
	volatile sig_atomic_t stop;
	size_t stop_at;
};

static void mark(void *ctx, size_t worker, size_t item)
{
	struct job *j = ctx;

	if (worker >= j->workers)
		atomic_store(&j->foreign, true);
	j->seen[item]++;
	if (atomic_fetch_add(&j->calls, 1) + 1 == j->stop_at)
		j->stop = 1;
}

static void every_item_is_done_once_by_any_number_of_workers(void **state)
{
	(void)state;
	for (size_t jobs = 0; jobs <= 8; jobs += 2) {
		static struct job j;

		j = (struct job){ .workers = jobs ? jobs : 1 };
		ch_pool_each(jobs, ITEMS, mark, &j, "x", NULL);
		assert_int_equal(atomic_load(&j.calls), ITEMS);
		assert_false(atomic_load(&j.foreign));
		for (size_t i = 0; i < ITEMS; i++)
			assert_int_equal(j.seen[i], 1);
	}
}

static void nothing_to_do_is_fine(void **state)
{
	(void)state;
	ch_pool_each(4, 0, mark, NULL, "x", NULL);
}

static void a_stop_ends_it_before_the_rest(void **state)
{
	static struct job j;

	(void)state;
	j = (struct job){ .workers = 1, .stop_at = 3 };
	ch_pool_each(
		1, ITEMS, mark, &j, "x", &(struct ch_watch){ .stop = &j.stop });
	assert_int_equal(atomic_load(&j.calls), 3);
}

struct told {
	size_t calls;
	uint64_t last, total;
	bool ordered, same_thread;
	pthread_t thread;
};

static void hear(void *data, const char *stage, uint64_t done, uint64_t total)
{
	struct told *t = data;

	t->ordered &= !strcmp(stage, "x") && (!t->calls++ || done > t->last);
	t->same_thread &= pthread_equal(t->thread, pthread_self()) != 0;
	t->last = done;
	t->total = total;
}

static void progress_is_told_on_the_calling_thread(void **state)
{
	static struct job j;
	struct told t = {
		.ordered = true, .same_thread = true, .thread = pthread_self()
	};

	(void)state;
	/* Of four the calling one may come too late for any item. */
	for (size_t jobs = 4; jobs; jobs /= 4) {
		t.calls = 0;
		j = (struct job){ .workers = jobs };
		ch_pool_each(jobs, ITEMS, mark, &j, "x",
			&(struct ch_watch){
				.progress = hear, .progress_data = &t });
		assert_true(t.ordered && t.same_thread);
	}
	assert_int_equal(t.calls, ITEMS);
	assert_int_equal(t.total, ITEMS);
}

static void there_is_a_core(void **state)
{
	(void)state;
	assert_true(ch_pool_cores() >= 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			every_item_is_done_once_by_any_number_of_workers),
		cmocka_unit_test(nothing_to_do_is_fine),
		cmocka_unit_test(a_stop_ends_it_before_the_rest),
		cmocka_unit_test(progress_is_told_on_the_calling_thread),
		cmocka_unit_test(there_is_a_core),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
