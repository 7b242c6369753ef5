#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "base/mem.h"
#include "gitlayer/odb.h"
#include "tests/lib/temp_repo.h"

#define THREADS 4
#define ROUNDS 500

struct ids {
	struct ch_oid *oids;
	size_t n;
	size_t cap;
};

struct reader {
	struct ch_repo *repo;
	const struct ids *ids;
	size_t failed;
	pthread_t thread;
};

static int add_id(const struct ch_oid *oid, void *data)
{
	struct ids *ids = data;

	CH_GROW(ids->oids, ids->n, ids->cap);
	ids->oids[ids->n++] = *oid;
	return 0;
}

/* Everything many times, and something that is nowhere: it looks for packs. */
static void *read_all(void *data)
{
	struct reader *r = data;
	struct ch_arena arena = { 0 };
	struct ch_odb_options options = { .cache_bytes = 1 << 16 };
	struct ch_odb *odb = NULL;
	struct ch_oid nowhere;

	memset(&nowhere, 0xab, sizeof(nowhere));
	ch_odb_open(&odb, r->repo, &options, NULL);
	for (int round = 0; round < ROUNDS; round++) {
		for (size_t i = 0; i < r->ids->n; i++) {
			struct ch_object object;

			if (ch_odb_read(odb, &r->ids->oids[i], &arena, &object,
				    NULL))
				r->failed++;
			ch_arena_reset(&arena);
		}
		r->failed += ch_odb_has(odb, &nowhere);
	}
	ch_odb_free(odb);
	ch_arena_release(&arena);
	return NULL;
}

static void threads_read_while_packs_come_and_go(void **state)
{
	struct reader readers[THREADS];
	struct ids ids = { 0 };
	struct ch_repo *repo;
	struct ch_odb *odb = NULL;
	struct temp temp;

	(void)state;
	temp_init(&temp);
	temp_run(&temp, "git init -q r; cd r; for i in 1 2 3 4 5 6 7 8; do"
			"  seq $i 200 >f; git add f; git commit -qm $i; done;"
			"git repack -qad");
	assert_int_equal(ch_git_init(NULL), 0);
	assert_int_equal(ch_repo_open(&repo, temp_path(&temp, "r"), NULL), 0);
	assert_int_equal(ch_odb_open(&odb, repo, NULL, NULL), 0);
	assert_int_equal(ch_odb_each(odb, add_id, &ids, NULL), 0);
	memset(readers, 0, sizeof(readers));
	for (size_t i = 0; i < THREADS; i++) {
		readers[i].repo = repo;
		readers[i].ids = &ids;
		pthread_create(&readers[i].thread, NULL, read_all, &readers[i]);
	}
	for (int i = 0; i < 4; i++)
		temp_run(&temp,
			"cd r; echo %d >g; git add g; git commit -qm g;"
			"git repack -qadf",
			i);
	for (size_t i = 0; i < THREADS; i++) {
		pthread_join(readers[i].thread, NULL);
		assert_int_equal(readers[i].failed, 0);
	}
	free(ids.oids);
	ch_odb_free(odb);
	ch_repo_free(repo);
	ch_git_shutdown();
	temp_done(&temp);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(threads_read_while_packs_come_and_go),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
