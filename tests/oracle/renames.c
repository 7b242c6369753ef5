/*
 * renames - renames in commits, as `git diff-tree -z --name-status` has them.
 *
 *   git rev-list --no-merges HEAD | renames REPO
 *       = git diff-tree --stdin -r -z -M --root --name-status
 *
 * renames.t compares: git before 2.44 left the last line of a content out of
 * its scores when no newline ends it, so not every score is equal.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gitlayer/commit.h"
#include "gitlayer/odb.h"
#include "gitlayer/rename.h"
#include "gitlayer/treecache.h"
#include "gitlayer/treediff.h"

struct run {
	struct ch_repo *repo;
	struct ch_odb *odb;
	struct ch_treediff_options options;
	struct ch_arena arena;
	struct ch_changes changes;
	bool quiet;
	size_t nrenames, nskipped;
};

static void die(const char *message)
{
	fprintf(stderr, "renames: %s\n", message);
	exit(2);
}

static void read_commit(
	struct run *r, const struct ch_oid *oid, struct ch_commit *commit)
{
	struct ch_object object;
	struct ch_err err;

	if (ch_odb_read(r->odb, oid, &r->arena, &object, &err) ||
		ch_commit_parse(oid, &object, &r->arena, commit, &err))
		die(err.msg);
	if (ch_repo_is_shallow_root(r->repo, oid))
		commit->nparents = 0;
}

static void print_change(struct run *r, const struct ch_change *c)
{
	if (c->old_path.ptr) {
		r->nrenames++;
		if (!r->quiet)
			printf("R%03u%c%s%c%s%c", c->score * 100u / 60000u, 0,
				c->old_path.ptr, 0, c->path.ptr, 0);
	} else if (!r->quiet) {
		char status = 'M';

		if (!c->old_mode)
			status = 'A';
		else if (!c->new_mode)
			status = 'D';
		else if ((c->old_mode & 0170000) != (c->new_mode & 0170000))
			status = 'T';
		printf("%c%c%s%c", status, 0, c->path.ptr, 0);
	}
}

static void compare(struct run *r, const char *line, const struct ch_oid *oid)
{
	struct ch_commit commit, parent;
	struct ch_oid *old = NULL;
	bool skipped;
	size_t i;

	ch_arena_reset(&r->arena);
	read_commit(r, oid, &commit);
	if (commit.nparents) {
		read_commit(r, &commit.parents[0], &parent);
		old = &parent.tree;
	}
	ch_treediff(r->odb, old, &commit.tree, &r->options, &r->arena,
		&r->changes, NULL);
	ch_renames_find(r->odb, &r->changes, NULL, &r->arena, &skipped, NULL);
	r->nskipped += skipped;
	if (r->changes.n && !r->quiet)
		printf("%s%c", line, 0);
	for (i = 0; i < r->changes.n; i++)
		print_change(r, &r->changes.items[i]);
}

int main(int argc, char **argv)
{
	struct run r = { 0 };
	struct ch_err err;
	char line[100];

	if (argc < 2)
		die("REPO [-q]");
	r.quiet = argc > 2;
	if (ch_git_init(&err) || ch_repo_open(&r.repo, argv[1], &err) ||
		ch_odb_open(&r.odb, r.repo, NULL, &err))
		die(err.msg);
	r.options.cache = ch_treecache_new(0);
	while (fgets(line, sizeof(line), stdin)) {
		struct ch_oid oid;

		line[strcspn(line, "\n")] = '\0';
		if (!ch_oid_from_hex(&oid, line))
			die("not an object id");
		compare(&r, line, &oid);
	}
	fprintf(stderr, "renames: %zu pairs, %zu commits over the limit\n",
		r.nrenames, r.nskipped);
	ch_changes_release(&r.changes);
	ch_treecache_free(r.options.cache);
	ch_arena_release(&r.arena);
	ch_odb_free(r.odb);
	ch_repo_free(r.repo);
	ch_git_shutdown();
	return 0;
}
