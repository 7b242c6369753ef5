/*
 * trees - what changed in commits, as `git diff-tree -z` prints it.
 *
 *   git rev-list --no-merges HEAD | trees REPO
 *       = git diff-tree --stdin -r -z --root --no-renames
 *   git rev-list --merges HEAD | trees REPO -c
 *       = git diff-tree --stdin -r -z -c --no-renames --raw
 *   trees REPO -q (both, nothing printed, for timing; -n: without a cache)
 *
 * trees.t compares.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "gitlayer/commit.h"
#include "gitlayer/odb.h"
#include "gitlayer/treecache.h"
#include "gitlayer/treediff.h"

struct run {
	struct ch_repo *repo;
	struct ch_odb *odb;
	struct ch_treediff_options options;
	struct ch_arena arena;
	struct ch_changes changes;
	struct ch_merge_changes merge;
	bool combined, quiet;
	size_t nchanges, nunreadable;
};

static void die(const char *message)
{
	fprintf(stderr, "trees: %s\n", message);
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

static struct ch_oid tree_of(struct run *r, const struct ch_oid *commit)
{
	struct ch_commit c;

	read_commit(r, commit, &c);
	return c.tree;
}

static char status(uint32_t old_mode, uint32_t new_mode)
{
	if (!old_mode)
		return 'A';
	if (!new_mode)
		return 'D';
	return (old_mode & 0170000) != (new_mode & 0170000) ? 'T' : 'M';
}

static void print_change(const struct ch_change *c)
{
	char a[CH_OID_HEX + 1], b[CH_OID_HEX + 1];

	printf(":%06o %06o %s %s %c%c%s%c", (unsigned)c->old_mode,
		(unsigned)c->new_mode, ch_oid_hex(&c->old_oid, a),
		ch_oid_hex(&c->new_oid, b), status(c->old_mode, c->new_mode), 0,
		c->path.ptr, 0);
}

static void ordinary(
	struct run *r, const char *line, const struct ch_commit *commit)
{
	struct ch_oid old = { 0 };
	size_t i;

	if (commit->nparents)
		old = tree_of(r, &commit->parents[0]);
	if (ch_treediff(r->odb, commit->nparents ? &old : NULL, &commit->tree,
		    &r->options, &r->arena, &r->changes, NULL))
		die("a diff failed");
	r->nchanges += r->changes.n;
	r->nunreadable += r->changes.nunreadable;
	if (r->changes.n && !r->quiet)
		printf("%s%c", line, 0);
	for (i = 0; i < r->changes.n && !r->quiet; i++)
		print_change(&r->changes.items[i]);
}

/* The paths of which no parent has the new version. */
static bool is_own(const struct ch_merge_changes *m, size_t i)
{
	const struct ch_change *c = &m->changes.items[i];
	size_t k;

	for (k = 0; k < m->nparents; k++)
		if (m->parent_modes[i * m->nparents + k] == c->new_mode &&
			ch_oid_eq(&m->parent_oids[i * m->nparents + k],
				&c->new_oid))
			return false;
	return true;
}

static void print_own(const struct ch_merge_changes *m, size_t i)
{
	const struct ch_change *c = &m->changes.items[i];
	const uint32_t *modes = m->parent_modes + i * m->nparents;
	const struct ch_oid *oids = m->parent_oids + i * m->nparents;
	char hex[CH_OID_HEX + 1];
	size_t k;

	for (k = 0; k < m->nparents; k++)
		putchar(':');
	for (k = 0; k < m->nparents; k++)
		printf("%06o ", (unsigned)modes[k]);
	printf("%06o ", (unsigned)c->new_mode);
	for (k = 0; k < m->nparents; k++)
		printf("%s ", ch_oid_hex(&oids[k], hex));
	printf("%s ", ch_oid_hex(&c->new_oid, hex));
	for (k = 0; k < m->nparents; k++)
		putchar(!modes[k] ? 'A' : c->new_mode ? 'M' : 'D');
	printf("%c%s%c", 0, c->path.ptr, 0);
}

static void merged(
	struct run *r, const char *line, const struct ch_commit *commit)
{
	struct ch_oid *trees = ch_calloc(commit->nparents, sizeof(*trees));
	size_t i;

	for (i = 0; i < commit->nparents; i++)
		trees[i] = tree_of(r, &commit->parents[i]);
	if (ch_treediff_merge(r->odb, trees, commit->nparents, &commit->tree,
		    &r->options, &r->arena, &r->merge, NULL))
		die("a merge failed");
	r->nchanges += r->merge.changes.n;
	r->nunreadable += r->merge.changes.nunreadable;
	/* git names a merge even when it has no change of its own. */
	if (!r->quiet)
		printf("%s%c", line, 0);
	for (i = 0; i < r->merge.changes.n && !r->quiet; i++)
		if (is_own(&r->merge, i))
			print_own(&r->merge, i);
	free(trees);
}

int main(int argc, char **argv)
{
	struct run r = { 0 };
	struct ch_err err;
	char line[100];
	bool cached = true;
	int i;

	if (argc < 2)
		die("REPO [-c] [-q] [-n]");
	for (i = 2; i < argc; i++) {
		r.combined |= strcmp(argv[i], "-c") == 0;
		r.quiet |= strcmp(argv[i], "-q") == 0;
		cached &= strcmp(argv[i], "-n") != 0;
	}
	if (ch_git_init(&err) || ch_repo_open(&r.repo, argv[1], &err) ||
		ch_odb_open(&r.odb, r.repo, NULL, &err))
		die(err.msg);
	if (cached)
		r.options.cache = ch_treecache_new(0);
	while (fgets(line, sizeof(line), stdin)) {
		struct ch_commit commit;
		struct ch_oid oid;

		line[strcspn(line, "\n")] = '\0';
		if (!ch_oid_from_hex(&oid, line))
			die("not an object id");
		ch_arena_reset(&r.arena);
		read_commit(&r, &oid, &commit);
		if (commit.nparents > 1)
			merged(&r, line, &commit);
		else
			ordinary(&r, line, &commit);
	}
	fprintf(stderr, "trees: %zu changes, %zu unreadable\n", r.nchanges,
		r.nunreadable);
	ch_changes_release(&r.changes);
	ch_merge_changes_release(&r.merge);
	ch_treecache_free(r.options.cache);
	ch_arena_release(&r.arena);
	ch_odb_free(r.odb);
	ch_repo_free(r.repo);
	ch_git_shutdown();
	return r.nunreadable ? 1 : 0;
}
