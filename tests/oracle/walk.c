/*
 * walk - compares the walk, ranges and merge bases of a repository with git.
 *
 *   walk REPO [PAIRS]
 *
 * The whole history of HEAD, its mainline, PAIRS (default 200) ranges and
 * merge bases of commits drawn with a fixed seed.  git rev-list and git
 * merge-base are the judges; git's ranges are asked for with --topo-order,
 * which looks no less far than ours.  Prints one line for each kind; exit
 * status 1 when something differs.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/buf.h"
#include "base/mem.h"
#include "gitlayer/range.h"
#include "gitlayer/walk.h"

struct bench {
	const char *path;
	struct ch_repo *repo;
	struct ch_odb *odb;
	struct ch_arena arena;
};

static void die(const char *what, const char *why)
{
	fprintf(stderr, "walk: %s: %s\n", what, why);
	exit(2);
}

static double seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* The 40-digit lines that a git command prints. */
static struct ch_oid *ask_git(
	const struct bench *b, const char *args, size_t *n)
{
	struct ch_buf cmd = { 0 };
	struct ch_oid *oids = NULL;
	size_t cap = 0;
	char line[256];
	FILE *f;

	ch_buf_printf(&cmd, "git -C '%s' %s", b->path, args);
	f = popen(cmd.ptr, "r");
	if (!f)
		die(cmd.ptr, "cannot run");
	*n = 0;
	while (fgets(line, sizeof(line), f)) {
		CH_GROW(oids, *n, cap);
		if (ch_oid_from_hex(&oids[*n], line))
			(*n)++;
	}
	pclose(f);
	ch_buf_release(&cmd);
	return oids;
}

static int by_oid(const void *a, const void *b)
{
	return ch_oid_cmp(a, b);
}

/* Are the two sets equal?  Sorts both. */
static bool same_set(struct ch_oid *a, size_t na, struct ch_oid *b, size_t nb)
{
	if (na != nb)
		return false;
	if (!na)
		return true;
	qsort(a, na, sizeof(*a), by_oid);
	qsort(b, nb, sizeof(*b), by_oid);
	return !memcmp(a, b, na * sizeof(*a));
}

/* Every parent inside stands earlier, and dates rise where they can. */
static bool order_holds(const struct ch_history *h)
{
	for (size_t i = 0; i < h->ncommits; i++) {
		const struct ch_commit_rec *c = &h->commits[i];

		for (size_t p = 0; p < c->nparents; p++) {
			uint32_t at = h->parents[c->first_parent + p];

			if (at != CH_NO_COMMIT && at >= i)
				return false;
			if (at != ch_history_find(h,
					  &h->parent_oids[c->first_parent + p]))
				return false;
		}
	}
	return true;
}

/* One walk against one git command; 1 when they differ. */
static int compare_walk(struct bench *b, const char *const *words,
	size_t nwords, bool first_parent, const char *args, double *took,
	size_t *ncommits)
{
	struct ch_walk_tips tips;
	struct ch_history h;
	struct ch_err err = { 0 };
	struct ch_oid *ours, *git;
	size_t ngit;
	double start;
	bool same;

	if (ch_range_tips(
		    b->repo, b->odb, words, nwords, &b->arena, &tips, &err))
		die(args, err.msg);
	tips.first_parent = first_parent;
	start = seconds();
	if (ch_walk(b->odb, b->repo, &tips, &h, &err))
		die(args, err.msg);
	*took = seconds() - start;
	*ncommits = h.ncommits;
	ours = ch_calloc(h.ncommits, sizeof(*ours));
	for (size_t i = 0; i < h.ncommits; i++)
		ours[i] = h.commits[i].oid;
	git = ask_git(b, args, &ngit);
	same = order_holds(&h) && same_set(ours, h.ncommits, git, ngit);
	if (!same)
		fprintf(stderr, "%s: %zu commits, git has %zu\n", args,
			h.ncommits, ngit);
	free(git);
	free(ours);
	ch_history_release(&h);
	return !same;
}

/* What a walk of x..y says of x: where they meet, how far x is ahead. */
static int compare_sides(struct bench *b, const struct ch_oid *x,
	const struct ch_oid *y, struct ch_oid *bases, size_t nbases)
{
	struct ch_walk_tips tips = { .include = y,
		.ninclude = 1,
		.exclude = x,
		.nexclude = 1,
		.since_s = CH_NO_TIME,
		.until_s = CH_NO_TIME,
		.jobs = 2 };
	char hx[CH_OID_HEX + 1], hy[CH_OID_HEX + 1], args[160];
	struct ch_err err = { 0 };
	struct ch_history h;
	size_t nahead;
	bool same;

	snprintf(args, sizeof(args), "rev-list %s ^%s", ch_oid_hex(x, hx),
		ch_oid_hex(y, hy));
	if (ch_walk(b->odb, b->repo, &tips, &h, &err))
		die(args, err.msg);
	free(ask_git(b, args, &nahead));
	same = same_set(h.bases, h.nbases, bases, nbases) && h.nahead == nahead;
	if (!same)
		fprintf(stderr,
			"%s: %zu ahead, git has %zu; %zu bases, git has %zu\n",
			args, h.nahead, nahead, h.nbases, nbases);
	ch_history_release(&h);
	return !same;
}

static int compare_bases(
	struct bench *b, const struct ch_oid *x, const struct ch_oid *y)
{
	char hx[CH_OID_HEX + 1], hy[CH_OID_HEX + 1], args[160];
	struct ch_err err = { 0 };
	struct ch_oid *ours, *git;
	size_t nours, ngit;
	bool same, x_below_y = false;

	snprintf(args, sizeof(args), "merge-base --all %s %s",
		ch_oid_hex(x, hx), ch_oid_hex(y, hy));
	if (ch_merge_bases(
		    b->odb, b->repo, x, y, &b->arena, &ours, &nours, &err))
		die(args, err.msg);
	git = ask_git(b, args, &ngit);
	for (size_t i = 0; i < ngit; i++)
		x_below_y |= ch_oid_eq(&git[i], x);
	same = same_set(ours, nours, git, ngit) &&
	       ch_is_ancestor(b->odb, b->repo, x, y) == x_below_y;
	if (!same)
		fprintf(stderr, "%s: %zu bases, git has %zu\n", args, nours,
			ngit);
	same &= !compare_sides(b, x, y, git, ngit);
	free(git);
	return !same;
}

static int compare_pairs(struct bench *b, size_t npairs)
{
	size_t n, bad_ranges = 0, bad_bases = 0, ncommits;
	struct ch_oid *all = ask_git(b, "rev-list HEAD", &n);
	uint64_t seed = 1;
	double took;

	for (size_t i = 0; n && i < npairs; i++) {
		char hx[CH_OID_HEX + 1], hy[CH_OID_HEX + 1];
		char range[96], args[160];
		const char *word = range;
		const struct ch_oid *x, *y;

		seed = seed * 6364136223846793005u + 1442695040888963407u;
		x = &all[(seed >> 33) % n];
		seed = seed * 6364136223846793005u + 1442695040888963407u;
		y = &all[(seed >> 33) % n];
		snprintf(range, sizeof(range), "%s%s%s", ch_oid_hex(x, hx),
			i % 2 ? ".." : "...", ch_oid_hex(y, hy));
		snprintf(args, sizeof(args), "rev-list --topo-order %s%s",
			i % 3 ? "" : "--first-parent ", range);
		bad_ranges += (size_t)compare_walk(
			b, &word, 1, !(i % 3), args, &took, &ncommits);
		bad_bases += (size_t)compare_bases(b, x, y);
		ch_arena_reset(&b->arena);
	}
	printf("%zu ranges, %zu differ\n", npairs, bad_ranges);
	printf("%zu merge bases, %zu differ\n", npairs, bad_bases);
	free(all);
	return bad_ranges || bad_bases;
}

int main(int argc, char **argv)
{
	struct bench b = { .path = argc > 1 ? argv[1] : "." };
	struct ch_err err = { 0 };
	size_t npairs = argc > 2 ? strtoul(argv[2], NULL, 10) : 200;
	size_t n;
	double took;
	int bad;

	if (ch_git_init(&err) || ch_repo_open(&b.repo, b.path, &err) ||
		ch_odb_open(&b.odb, b.repo, NULL, &err))
		die(b.path, err.msg);
	bad = compare_walk(&b, NULL, 0, false, "rev-list HEAD", &took, &n);
	printf("%zu commits in %.3f s\n", n, took);
	bad |= compare_walk(
		&b, NULL, 0, true, "rev-list --first-parent HEAD", &took, &n);
	printf("%zu on the mainline in %.3f s\n", n, took);
	bad |= compare_pairs(&b, npairs);
	ch_arena_release(&b.arena);
	ch_odb_free(b.odb);
	ch_repo_free(b.repo);
	ch_git_shutdown();
	return bad;
}
