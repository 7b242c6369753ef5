#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "analyzers/commits.h"
#include "analyzers/names.h"

#define NCOMMITS 6
#define NPATHS 6

struct world {
	struct ch_history history;
	struct ch_commit_rec commits[NCOMMITS];
	int64_t axis_s[NCOMMITS];
	struct ch_intern paths;
	struct ch_end_file end[NPATHS];
	struct ch_run_info run;
	struct ch_names names;
};

/* Paths a to f; of commits later ones have later times. */
static void begin(struct world *w, const char *there)
{
	memset(w, 0, sizeof(*w));
	w->history.commits = w->commits;
	w->history.ncommits = NCOMMITS;
	w->run.history = &w->history;
	w->run.axis_s = w->axis_s;
	w->run.paths = &w->paths;
	w->run.end = w->end;
	for (uint32_t i = 0; i < NCOMMITS; i++)
		w->axis_s[i] = i;
	for (uint32_t i = 0; i < NPATHS; i++) {
		char name = (char)('a' + i);

		ch_intern(&w->paths, ch_str_n(&name, 1));
		w->end[i].is_there = strchr(there, name) != NULL;
	}
}

static void renamed(struct world *w, uint32_t commit, char from, char to)
{
	ch_names_add(&w->names, commit, (uint32_t)(from - 'a'),
		(uint32_t)(to - 'a'));
}

/* The last names of a to f. */
static void expect(struct world *w, const char *names)
{
	char got[NPATHS + 1] = { 0 };

	ch_names_resolve(&w->names, &w->run);
	for (uint32_t i = 0; i < NPATHS; i++)
		got[i] = (char)('a' + ch_names_final(&w->names, i));
	assert_string_equal(got, names);
	ch_names_release(&w->names);
	ch_intern_release(&w->paths);
}

static void a_chain_of_renames_is_followed_to_its_end(void **state)
{
	struct world w;

	(void)state;
	begin(&w, "cef");
	renamed(&w, 3, 'b', 'c');
	renamed(&w, 1, 'a', 'b');
	expect(&w, "cccdef");
}

static void a_path_that_is_there_is_itself(void **state)
{
	struct world w;

	(void)state;
	begin(&w, "ab");
	renamed(&w, 1, 'a', 'b');
	renamed(&w, 2, 'c', 'a');
	expect(&w, "abadef");
}

static void the_oldest_rename_is_followed_first(void **state)
{
	struct world w;

	(void)state;
	begin(&w, "ef");
	renamed(&w, 4, 'a', 'f');
	renamed(&w, 2, 'a', 'e');
	expect(&w, "ebcdef");
}

static void a_step_is_later_than_the_one_before(void **state)
{
	struct world w;

	(void)state;
	/* b went to f before a became b: a ends as b. */
	begin(&w, "f");
	renamed(&w, 1, 'b', 'f');
	renamed(&w, 2, 'a', 'b');
	expect(&w, "bfcdef");
}

static void a_circle_ends(void **state)
{
	struct world w;

	(void)state;
	begin(&w, "");
	renamed(&w, 1, 'a', 'b');
	renamed(&w, 2, 'b', 'c');
	renamed(&w, 3, 'c', 'a');
	expect(&w, "aaadef");
}

static void time_and_then_the_id_order_commits(void **state)
{
	struct world w;

	(void)state;
	begin(&w, "");
	w.axis_s[3] = w.axis_s[4];
	w.commits[4].oid.id[0] = 1;
	assert_true(ch_commit_cmp(&w.run, 3, 4) < 0);
	assert_int_equal(ch_commit_first(&w.run, 4, 3), 3);
	assert_int_equal(ch_commit_last(&w.run, 4, 3), 4);
	assert_int_equal(ch_commit_first(&w.run, CH_NO_COMMIT, 3), 3);
	assert_int_equal(ch_commit_last(&w.run, 5, CH_NO_COMMIT), 5);
	ch_intern_release(&w.paths);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_chain_of_renames_is_followed_to_its_end),
		cmocka_unit_test(a_path_that_is_there_is_itself),
		cmocka_unit_test(the_oldest_rename_is_followed_first),
		cmocka_unit_test(a_step_is_later_than_the_one_before),
		cmocka_unit_test(a_circle_ends),
		cmocka_unit_test(time_and_then_the_id_order_commits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
