/*
 * lines - added and removed lines, as `git diff-tree -z --numstat` has them.
 *
 *   git rev-list --no-merges HEAD | lines REPO git
 *       = git diff-tree --stdin -r -z --root --no-renames --numstat
 *   ... | lines REPO fast
 *       the same by our own line diff
 *   ... | lines REPO fast|fast-blame|git|git-blame hunks
 *       with the hunks behind each line
 *
 * Attributes are not read.  lines.t compares.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gitlayer/commit.h"
#include "gitlayer/linediff.h"
#include "gitlayer/odb.h"
#include "gitlayer/treecache.h"
#include "gitlayer/treediff.h"

struct run {
	struct ch_repo *repo;
	struct ch_odb *odb;
	struct ch_differ *differ;
	enum ch_diff_algorithm algorithm;
	bool hunks;
	struct ch_treediff_options options;
	struct ch_arena arena;
	struct ch_changes changes;
};

static void die(const char *message)
{
	fprintf(stderr, "lines: %s\n", message);
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

static struct ch_str content(
	struct run *r, uint32_t mode, const struct ch_oid *oid)
{
	struct ch_object object;
	struct ch_err err;
	char hex[CH_OID_HEX + 1];

	if (!mode)
		return CH_STR("");
	if (mode == CH_MODE_GITLINK)
		return ch_arena_printf(&r->arena, "Subproject commit %s\n",
			ch_oid_hex(oid, hex));
	if (ch_odb_read(r->odb, oid, &r->arena, &object, &err))
		die(err.msg);
	return ch_str_n(object.data, object.size);
}

static void print_change(struct run *r, const struct ch_change *c)
{
	struct ch_str old = content(r, c->old_mode, &c->old_oid);
	struct ch_str new = content(r, c->new_mode, &c->new_oid);
	struct ch_linediff d;

	if (ch_looks_binary(old) || ch_looks_binary(new)) {
		printf("-\t-\t%s%c", c->path.ptr, 0);
		return;
	}
	ch_linediff_run(r->differ, r->algorithm, old, new, &r->arena, &d);
	printf("%u\t%u\t%s", d.added, d.removed, c->path.ptr);
	for (size_t i = 0; r->hunks && i < d.nhunks; i++)
		printf(" -%u,%u+%u,%u", d.hunks[i].old_start,
			d.hunks[i].old_count, d.hunks[i].new_start,
			d.hunks[i].new_count);
	printf("%c", 0);
}

static void compare(struct run *r, const char *line, const struct ch_oid *oid)
{
	struct ch_commit commit, parent;
	struct ch_oid *old = NULL;
	size_t i;

	ch_arena_reset(&r->arena);
	read_commit(r, oid, &commit);
	if (commit.nparents) {
		read_commit(r, &commit.parents[0], &parent);
		old = &parent.tree;
	}
	ch_treediff(r->odb, old, &commit.tree, &r->options, &r->arena,
		&r->changes, NULL);
	if (r->changes.n)
		printf("%s%c", line, 0);
	for (i = 0; i < r->changes.n; i++) {
		struct ch_arena_mark mark = ch_arena_mark(&r->arena);

		print_change(r, &r->changes.items[i]);
		ch_arena_rewind(&r->arena, mark);
	}
}

int main(int argc, char **argv)
{
	static const char *const names[] = { "fast", "fast-blame", "git",
		"git-blame" };
	struct run r = { 0 };
	struct ch_err err;
	char line[100];

	if (argc < 3)
		die("REPO fast|fast-blame|git|git-blame [hunks]");
	r.hunks = argc > 3;
	for (size_t i = 0; i < 4; i++)
		if (strcmp(argv[2], names[i]) == 0)
			r.algorithm = (enum ch_diff_algorithm)i;
	if (ch_git_init(&err) || ch_repo_open(&r.repo, argv[1], &err) ||
		ch_odb_open(&r.odb, r.repo, NULL, &err))
		die(err.msg);
	r.differ = ch_differ_new();
	r.options.cache = ch_treecache_new(0);
	while (fgets(line, sizeof(line), stdin)) {
		struct ch_oid oid;

		line[strcspn(line, "\n")] = '\0';
		if (!ch_oid_from_hex(&oid, line))
			die("not an object id");
		compare(&r, line, &oid);
	}
	ch_changes_release(&r.changes);
	ch_treecache_free(r.options.cache);
	ch_differ_free(r.differ);
	ch_arena_release(&r.arena);
	ch_odb_free(r.odb);
	ch_repo_free(r.repo);
	ch_git_shutdown();
	return 0;
}
