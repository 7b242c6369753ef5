/*
 * numstat.c - what the engine counts, as git log --numstat -z prints it.
 *
 *   numstat REPO REV fast|git [first-parent] [CHUNK]
 *
 * One "commit\0" each in walk order, then "added\tremoved\tpath\0" for each of
 * its changes ("-" for a binary one).  Merges only with first-parent.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analyzers/analyzer.h"
#include "analyzers/people.h"
#include "gitlayer/range.h"
#include "pipeline/engine.h"

static void *start(const struct ch_run_info *run, const void *options)
{
	const struct ch_run_info **state = malloc(sizeof(*state));

	(void)options;
	if (state)
		*state = run;
	return state;
}

static void print_change(
	const struct ch_run_info *run, const struct ch_file_change *c)
{
	struct ch_str path = ch_intern_str(run->paths, c->path);

	if (c->lines == CH_LINES_COUNTED)
		printf("%u\t%u\t", c->added, c->removed);
	else
		printf("-\t-\t");
	fwrite(path.ptr, 1, path.len, stdout);
	putchar('\0');
}

static void commit(void *state, const struct ch_commit_view *view)
{
	const struct ch_run_info *run = *(const struct ch_run_info **)state;
	char hex[CH_OID_HEX + 1];

	printf("%s%c", ch_oid_hex(&view->rec->oid, hex), '\0');
	for (size_t i = 0; i < view->nchanges && !view->is_merge; i++)
		print_change(run, view->changes[i]);
}

static const struct ch_analyzer printer = {
	.name = "printer",
	.needs = CH_NEED_CHANGES | CH_NEED_LINES,
	.start = start,
	.commit = commit,
	.release = free,
};

static int count(struct ch_repo *repo, struct ch_odb *odb, int argc,
	char **argv, struct ch_err *err)
{
	static const struct ch_analyzer *const analyzers[] = { &printer };
	struct ch_analyzer_options analyzer_options = { 0 };
	struct ch_arena arena = { 0 };
	struct ch_walk_tips tips;
	struct ch_linguist *linguist = NULL;
	struct ch_people *people = ch_people_new(NULL);
	struct ch_engine_options options = { .repo = repo,
		.tips = &tips,
		.analyzers = analyzers,
		.nanalyzers = 1,
		.people = people,
		.analyzer_options = &analyzer_options,
		.no_renames = true,
		.jobs = 2 };
	struct ch_engine *engine = NULL;
	int code = ch_range_tips(repo, odb, (const char *const *)&argv[2], 1,
		&arena, &tips, err);

	if (!code)
		code = ch_linguist_new(&linguist, NULL, NULL, 0, err);
	if (code)
		goto out;
	options.linguist = linguist;
	options.algorithm =
		strcmp(argv[3], "git") ? CH_DIFF_FAST_BLAME : CH_DIFF_GIT;
	for (int i = 4; i < argc; i++)
		if (!strcmp(argv[i], "first-parent"))
			options.first_parent = true;
		else
			options.chunk_commits = strtoul(argv[i], NULL, 10);
	tips.first_parent = options.first_parent;
	engine = ch_engine_new(&options);
	code = ch_engine_run(engine, err);
out:
	ch_engine_free(engine);
	ch_people_free(people);
	ch_linguist_free(linguist);
	ch_arena_release(&arena);
	return code;
}

int main(int argc, char **argv)
{
	struct ch_err err = { 0 };
	struct ch_repo *repo = NULL;
	struct ch_odb *odb = NULL;
	int code;

	if (argc < 4)
		return 2;
	code = ch_git_init(&err);
	if (!code)
		code = ch_repo_open(&repo, argv[1], &err);
	if (!code)
		code = ch_odb_open(&odb, repo, NULL, &err);
	if (!code)
		code = count(repo, odb, argc, argv, &err);
	if (code)
		fprintf(stderr, "%s\n", err.msg);
	ch_odb_free(odb);
	ch_repo_free(repo);
	ch_git_shutdown();
	return code ? 1 : 0;
}
