/*
 * Two texts from one input, cut at its first NUL.  The script must turn one
 * into the other and be git's, hunk by hunk.
 */
#include <stdlib.h>
#include <string.h>

#include "gitlayer/linediff.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerInitialize(int *argc, char ***argv);

/* Holds libgit2 initialised; starting it is slower than an input. */
static struct ch_differ *kept;

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	kept = ch_differ_new();
	return 0;
}

static struct ch_str take_lines(struct ch_str *rest, uint32_t n)
{
	struct ch_str taken = { rest->ptr, 0 };

	for (; n && taken.len < rest->len; n--) {
		size_t nl = ch_str_chr(*rest, '\n', taken.len);

		taken.len = nl == (size_t)-1 ? rest->len : nl + 1;
	}
	*rest = ch_str_sub(*rest, taken.len, rest->len);
	return taken;
}

static void check(const struct ch_linediff *d, struct ch_str a, struct ch_str b)
{
	uint32_t i = 0, j = 0;
	size_t k;

	for (k = 0; k <= d->nhunks; k++) {
		struct ch_hunk end = { d->old_lines, 0, d->new_lines, 0 };
		struct ch_hunk h = k < d->nhunks ? d->hunks[k] : end;
		struct ch_str same_a, same_b;

		if (h.old_start < i || h.old_start - i != h.new_start - j)
			abort();
		if (k && k < d->nhunks && h.old_start == i)
			abort();
		same_a = take_lines(&a, h.old_start - i);
		same_b = take_lines(&b, h.new_start - j);
		if (!ch_str_eq(same_a, same_b))
			abort();
		take_lines(&a, h.old_count);
		take_lines(&b, h.new_count);
		i = h.old_start + h.old_count;
		j = h.new_start + h.new_count;
	}
	if (a.len || b.len)
		abort();
}

static void check_same(
	const struct ch_linediff *ours, const struct ch_linediff *git)
{
	if (ours->nhunks != git->nhunks || ours->old_lines != git->old_lines ||
		ours->new_lines != git->new_lines)
		abort();
	if (git->nhunks && memcmp(ours->hunks, git->hunks,
				   git->nhunks * sizeof(*git->hunks)))
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *p = (const char *)data;
	const char *nul = size ? memchr(p, '\0', size) : NULL;
	size_t cut = nul ? (size_t)(nul - p) : size / 2;
	struct ch_str a = ch_str_n(p, cut), b = { 0 };
	struct ch_differ *differ = ch_differ_new();
	struct ch_arena arena = { 0 };
	struct ch_linediff fast, git, fast_blame, blame;
	uint32_t added, removed;

	if (nul)
		b = ch_str_n(nul + 1, size - cut - 1);
	else if (size)
		b = ch_str_n(p + cut, size - cut);
	ch_linediff_run(differ, CH_DIFF_FAST, a, b, &arena, &fast);
	ch_linediff_run(differ, CH_DIFF_GIT, a, b, &arena, &git);
	ch_linediff_run(differ, CH_DIFF_FAST_BLAME, a, b, &arena, &fast_blame);
	ch_linediff_run(differ, CH_DIFF_GIT_BLAME, a, b, &arena, &blame);
	check(&fast, a, b);
	check(&blame, a, b);
	check_same(&fast, &git);
	check_same(&fast_blame, &blame);
	if (fast_blame.added != git.added || fast_blame.removed != git.removed)
		abort();
	ch_linediff_count(differ, CH_DIFF_FAST, a, b, &added, &removed);
	if (added != git.added || removed != git.removed)
		abort();
	ch_arena_release(&arena);
	ch_differ_free(differ);
	return 0;
}
