#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "base/mem.h"
#include "gitlayer/walk.h"
#include "tests/lib/temp_repo.h"

#define NCOMMITS 6000 /* threads begin after 2,000 */

/* Many branches, dates that lie, people beyond ASCII. */
static void make_commits(struct temp *temp)
{
	struct ch_buf path = { 0 };
	uint32_t seed = 3;
	FILE *f;

	ch_buf_printf(&path, "%s/stream", temp->dir);
	f = fopen(ch_buf_z(&path), "w");
	assert_non_null(f);
	for (unsigned i = 1; i <= NCOMMITS; i++) {
		unsigned when, back;

		seed = seed * 1103515245 + 12345;
		when = 1000000 + (seed >> 16) % 9000;
		back = 2 + (seed >> 8) % 40;
		fprintf(f,
			"commit refs/heads/c%u\nmark :%u\n"
			"author P\303\251 %u <a%u@x> %u +0130\n"
			"committer C <c@x> %u -0200\ndata 1\nm\n",
			i % 20, i, i % 300, i % 300, when, when);
		if (i > 1)
			fprintf(f, "from :%u\n", i - 1 - (i % 3 && i > 3));
		if (i > back && i % 3 == 0)
			fprintf(f, "merge :%u\n", i - back);
		fputc('\n', f);
	}
	fclose(f);
	ch_buf_release(&path);
	temp_run(temp,
		"git init -q r; cd r; git fast-import --quiet <../stream");
}

struct world {
	struct ch_repo *repo;
	struct ch_odb *odb;
	struct ch_oid top, middle;
};

static struct ch_history walk(
	const struct world *w, size_t jobs, size_t nexclude, bool first_parent)
{
	struct ch_walk_tips tips = { .include = &w->top,
		.ninclude = 1,
		.exclude = &w->middle,
		.nexclude = nexclude,
		.first_parent = first_parent,
		.want_excluded_authors = true,
		.since_s = CH_NO_TIME,
		.until_s = CH_NO_TIME,
		.jobs = jobs };
	struct ch_history h;

	assert_int_equal(ch_walk(w->odb, w->repo, &tips, &h, NULL), 0);
	return h;
}

/* Everything but the order in which excluded people were met. */
static void assert_same(const struct ch_history *a, const struct ch_history *b)
{
	assert_int_equal(a->ncommits, b->ncommits);
	assert_int_equal(a->nparents, b->nparents);
	assert_int_equal(a->nmissing, b->nmissing);
	assert_int_equal(a->bytes, b->bytes);
	for (size_t i = 0; i < a->ncommits; i++) {
		const struct ch_commit_rec *x = &a->commits[i];
		const struct ch_commit_rec *y = &b->commits[i];

		assert_true(ch_oid_eq(&x->oid, &y->oid));
		assert_int_equal(x->author, y->author);
		assert_int_equal(x->committer, y->committer);
		assert_int_equal(x->first_parent, y->first_parent);
		assert_int_equal(x->nparents, y->nparents);
	}
	if (a->nparents)
		assert_memory_equal(a->parents, b->parents,
			a->nparents * sizeof(*a->parents));
	assert_int_equal(a->people.n, b->people.n);
	for (uint32_t i = 0; i < a->people.n; i++)
		assert_true(ch_str_eq(ch_intern_str(&a->people, i),
			ch_intern_str(&b->people, i)));
	assert_int_equal(a->excluded_authors.n, b->excluded_authors.n);
	for (uint32_t i = 0; i < a->excluded_authors.n; i++)
		assert_int_not_equal(
			ch_intern_find(&b->excluded_authors,
				ch_intern_str(&a->excluded_authors, i)),
			CH_NO_ID);
}

/* How far the top is ahead of the middle. */
static size_t ahead(const struct world *w, size_t jobs)
{
	struct world back = *w;
	struct ch_history h;
	size_t n;

	back.top = w->middle;
	back.middle = w->top;
	h = walk(&back, jobs, 1, false);
	n = h.nahead;
	assert_int_equal(h.ncommits, 0);
	ch_history_release(&h);
	return n;
}

static void a_walk_does_not_depend_on_the_number_of_readers(void **state)
{
	struct world w = { 0 };
	struct temp temp;
	size_t seen = 0;

	(void)state;
	temp_init(&temp);
	make_commits(&temp);
	assert_int_equal(ch_git_init(NULL), 0);
	assert_int_equal(ch_repo_open(&w.repo, temp_path(&temp, "r"), NULL), 0);
	assert_int_equal(ch_odb_open(&w.odb, w.repo, NULL, NULL), 0);
	temp_run(&temp, "cd r; git rev-parse c0");
	assert_true(ch_oid_from_hex(&w.top, temp.out));
	temp_run(&temp, "cd r; git rev-parse c0~2100");
	assert_true(ch_oid_from_hex(&w.middle, temp.out));
	for (size_t nexclude = 0; nexclude < 2; nexclude++) {
		for (int first_parent = 0; first_parent < 2; first_parent++) {
			struct ch_history one =
				walk(&w, 1, nexclude, first_parent);
			struct ch_history four =
				walk(&w, 4, nexclude, first_parent);

			assert_same(&one, &four);
			seen += one.ncommits;
			ch_history_release(&one);
			ch_history_release(&four);
		}
	}
	assert_true(seen > NCOMMITS);
	temp_run(&temp, "cd r; git rev-list --count c0 ^c0~2100");
	for (size_t jobs = 1; jobs <= 64; jobs *= 4)
		assert_int_equal(ahead(&w, jobs), strtoul(temp.out, NULL, 10));
	ch_odb_free(w.odb);
	ch_repo_free(w.repo);
	ch_git_shutdown();
	temp_done(&temp);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			a_walk_does_not_depend_on_the_number_of_readers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
