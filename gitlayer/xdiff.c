#include "gitlayer/xdiff.h"

#include <string.h>

#include <git2.h>

#include "base/mem.h"

#define TAIL_BLOCK 1024

static int collect(
	const git_diff_delta *delta, const git_diff_hunk *hunk, void *data)
{
	struct ch_hunks *out = data;
	struct ch_hunk h;

	(void)delta;
	/* A side without lines names the line before the place. */
	h.old_start = (uint32_t)hunk->old_start - (hunk->old_lines != 0);
	h.new_start = (uint32_t)hunk->new_start - (hunk->new_lines != 0);
	h.old_count = (uint32_t)hunk->old_lines;
	h.new_count = (uint32_t)hunk->new_lines;
	CH_GROW(out->items, out->n, out->cap);
	out->items[out->n++] = h;
	return 0;
}

/* How many bytes git cuts: equal blocks, but back to the next newline. */
static size_t common_tail(struct ch_str a, struct ch_str b)
{
	size_t least = a.len < b.len ? a.len : b.len, cut = 0, back = 0;
	const char *at;

	while (cut + TAIL_BLOCK <= least &&
		memcmp(a.ptr + a.len - cut - TAIL_BLOCK,
			b.ptr + b.len - cut - TAIL_BLOCK, TAIL_BLOCK) == 0)
		cut += TAIL_BLOCK;
	at = a.ptr + a.len - cut;
	while (back < cut)
		if (at[back++] == '\n')
			break;
	return cut - back;
}

bool ch_xdiff_run(struct ch_str old_text, struct ch_str new_text, bool cut_tail,
	struct ch_hunks *out)
{
	git_diff_options opt;
	size_t cut = cut_tail ? common_tail(old_text, new_text) : 0;

	if (git_diff_options_init(&opt, GIT_DIFF_OPTIONS_VERSION) < 0)
		return false;
	opt.flags = GIT_DIFF_FORCE_TEXT | GIT_DIFF_INDENT_HEURISTIC |
		    GIT_DIFF_SKIP_BINARY_CHECK;
	opt.context_lines = 0;
	opt.interhunk_lines = 0;
	out->n = 0;
	return git_diff_buffers(old_text.ptr, old_text.len - cut, NULL,
		       new_text.ptr, new_text.len - cut, NULL, &opt, NULL, NULL,
		       collect, NULL, out) == 0;
}
