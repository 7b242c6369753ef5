#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

#include "analyzers/people.h"
#include "analyzers/rows.h"
#include "gitlayer/range.h"
#include "pipeline/engine.h"
#include "pipeline/trace.h"
#include "tests/lib/temp_repo.h"

/* Commits that edit, add, rename and merge, enough for many slices. */
static void build(struct temp *t)
{
	temp_run(t, "git init -q -b main r; cd r; "
		    "for i in 1 2 3 4 5 6 7 8; do seq $i 99 > f$i; done; "
		    "git add .; git commit -q -m start; "
		    "git checkout -q -b side; seq 7 > side; git add .; "
		    "git commit -q -m side; git checkout -q main; "
		    "for i in $(seq 40); do echo $i >> f$((i %% 8 + 1)); "
		    "echo \"#include <a$i.h>\" >> a.c; "
		    "echo \"int v$i(int a) { return a; }\" >> a.c; "
		    "sed -i \"s/return a/return $i + a/\" a.c; cp a.c b$i.c; "
		    "echo $i >> log; git add .; git commit -q -m $i; done; "
		    "git mv f1 g1; git commit -q -m rename; "
		    "git merge -q -m merge side");
}

/* Options of every analyzer, as their rows have them but for one. */
static const void **own_options(struct ch_opt_set *set)
{
	static char least[] = "--min-co-changes=1";
	char *const argv[] = { least };
	size_t n;
	const struct ch_analyzer *const *all = ch_analyzers(&n);
	const void **own = ch_arena_calloc(&set->arena, n, sizeof(*own));
	int at = 0;

	for (size_t i = 0; i < n; i++) {
		const struct ch_opt_table *table = ch_analyzer_options(all[i]);
		void *into = ch_arena_calloc(&set->arena, 1, table->size);

		ch_opt_add(set, table, NULL, into);
		own[i] = into;
	}
	assert_int_equal(ch_opt_parse(set, 1, argv, &at, false, NULL), 0);
	return own;
}

/* The JSON of all reports; the heap's. */
static char *reports(struct temp *t, size_t jobs, size_t chunk)
{
	struct ch_analyzer_options analyzer_options = { 0 };
	struct ch_opt_set set = { 0 };
	struct ch_writer_options writer = { .format = CH_FORMAT_JSON };
	struct ch_engine_options options = { .jobs = jobs,
		.chunk_commits = chunk,
		/* Of three workers each parses alone what is over 2 KiB. */
		.budget_bytes = jobs == 3 ? 1 << 20 : 0,
		.analyzer_options = &analyzer_options,
		.own_options = own_options(&set),
		.people = ch_people_new(NULL),
		.trace = ch_trace_new() };
	struct ch_rows rows = { .is_nested = true };
	struct ch_sink sink = { 0 };
	struct ch_arena arena = { 0 };
	struct ch_walk_tips tips;
	struct ch_linguist *linguist = NULL;
	struct ch_odb *odb = NULL;
	struct ch_engine *e;
	char dir[300];
	char *text;

	snprintf(dir, sizeof(dir), "%s/r", t->dir);
	assert_int_equal(ch_repo_open(&options.repo, dir, NULL), 0);
	ch_odb_open(&odb, options.repo, NULL, NULL);
	assert_int_equal(
		ch_range_tips(options.repo, odb, NULL, 0, &arena, &tips, NULL),
		0);
	ch_linguist_new(&linguist, NULL, NULL, 0, NULL);
	options.tips = &tips;
	options.linguist = linguist;
	options.analyzers = ch_analyzers(&options.nanalyzers);
	e = ch_engine_new(&options);
	assert_int_equal(ch_engine_run(e, NULL), 0);
	ch_sink_memory(&sink);
	rows.w = ch_writer_new(&writer, &sink);
	ch_write_map(rows.w);
	for (size_t i = 0; i < options.nanalyzers; i++) {
		ch_write_key(rows.w, options.analyzers[i]->name);
		ch_write_map(rows.w);
		options.analyzers[i]->write(ch_engine_state(e, i), &rows);
		ch_write_end(rows.w);
	}
	ch_write_end(rows.w);
	ch_writer_finish(rows.w, NULL);
	ch_writer_free(rows.w);
	text = strdup(ch_buf_z(&sink.buf));
	ch_sink_abort(&sink);
	ch_buf_release(&sink.buf);
	ch_engine_free(e);
	ch_linguist_free(linguist);
	ch_odb_free(odb);
	ch_repo_free(options.repo);
	ch_people_free(options.people);
	ch_trace_free(options.trace);
	ch_arena_release(&arena);
	ch_opt_release(&set);
	return text;
}

static void neither_threads_nor_chunks_change_a_report(void **state)
{
	struct temp *t = *state;
	char *one = reports(t, 1, 0);

	assert_non_null(strstr(one, "\"path\": \"g1\""));
	assert_non_null(strstr(one, "\"symbol\": \"v40\""));
	assert_non_null(strstr(one, "\"name\": \"a40.h\""));
	for (size_t jobs = 2; jobs < 6; jobs++) {
		char *many = reports(t, jobs, jobs * 3);

		assert_string_equal(many, one);
		free(many);
	}
	free(one);
}

int main(void)
{
	static struct temp t;
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_prestate(
			neither_threads_nor_chunks_change_a_report, &t),
	};
	int failed;

	temp_init(&t);
	build(&t);
	ch_git_init(NULL);
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	ch_git_shutdown();
	temp_done(&t);
	return failed;
}
