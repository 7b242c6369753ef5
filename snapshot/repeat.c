#include "snapshot/repeat.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/mem.h"
#include "snapshot/section.h"

/* Fewer files than this, or than one in SHARE that changed, is no habit. */
#define MIN_FILES 5
#define SHARE 50
/* Shorter lines recur by chance. */
#define MIN_BYTES 24
/* Edits told, and edits looked at. */
#define MAX_TOLD 8
#define MAX_EDITS 1000000

struct edit {
	struct ch_repeat r;
	uint64_t hash;
};

struct edits {
	struct edit *items;
	size_t n, cap;
};

bool ch_repeat_of(const struct ch_hunk *h, const struct ch_str *olds,
	const struct ch_str *news, size_t i, struct ch_repeat *out)
{
	bool pairs = h->old_count == h->new_count;

	memset(out, 0, sizeof(*out));
	if (i >= h->old_count && (pairs || i - h->old_count >= h->new_count))
		return false;
	if (i < h->old_count)
		out->was = ch_str_trim(olds[h->old_start + i]);
	if (pairs)
		out->now = ch_str_trim(news[h->new_start + i]);
	else if (i >= h->old_count)
		out->now = ch_str_trim(news[h->new_start + (i - h->old_count)]);
	return true;
}

/* Who owns a file is said at its top, everywhere, and changes every year. */
static bool is_licence(struct ch_str line)
{
	return ch_str_find(line, CH_STR("opyright"), 0) != (size_t)-1 ||
	       ch_str_find(line, CH_STR("SPDX-"), 0) != (size_t)-1;
}

static struct ch_str *split(struct ch_str text, uint32_t n)
{
	struct ch_str *lines = ch_calloc(n + 1u, sizeof(*lines));

	for (uint32_t i = 0; i < n; i++)
		if (!ch_str_line(&text, &lines[i]))
			break;
	return lines;
}

static void collect(
	struct edits *all, const struct ch_compare_file *f, uint32_t file)
{
	struct ch_str *olds = split(f->text[CH_OLD], f->diff.old_lines);
	struct ch_str *news = split(f->text[CH_NEW], f->diff.new_lines);
	struct edit e;

	for (size_t k = 0; k < f->diff.nhunks; k++)
		for (size_t i = 0;
			ch_repeat_of(&f->diff.hunks[k], olds, news, i, &e.r);
			i++) {
			if (e.r.was.len + e.r.now.len < MIN_BYTES ||
				is_licence(e.r.was) || is_licence(e.r.now) ||
				all->n == MAX_EDITS)
				continue;
			e.r.file = file;
			e.hash = ch_hash_mix(ch_hash(e.r.was.ptr, e.r.was.len),
				ch_hash(e.r.now.ptr, e.r.now.len));
			CH_GROW(all->items, all->n, all->cap);
			all->items[all->n++] = e;
		}
	free(olds);
	free(news);
}

static int by_edit(const void *pa, const void *pb)
{
	const struct edit *a = pa, *b = pb;
	int order;

	if (a->hash != b->hash)
		return a->hash < b->hash ? -1 : 1;
	order = ch_str_cmp(a->r.was, b->r.was);
	if (!order)
		order = ch_str_cmp(a->r.now, b->r.now);
	if (order)
		return order;
	return (a->r.file > b->r.file) - (a->r.file < b->r.file);
}

static bool same_edit(const struct ch_repeat *a, const struct ch_repeat *b)
{
	return ch_str_eq(a->was, b->was) && ch_str_eq(a->now, b->now);
}

/* The most files first, then as they stand in the first of them. */
static int by_files(const void *pa, const void *pb)
{
	const struct ch_repeat *a = pa, *b = pb;

	if (a->nfiles != b->nfiles)
		return a->nfiles > b->nfiles ? -1 : 1;
	if (a->file != b->file)
		return a->file < b->file ? -1 : 1;
	if (ch_str_eq(a->was, b->was))
		return ch_str_cmp(a->now, b->now);
	return ch_str_cmp(a->was, b->was);
}

/* Equal edits stand together: one of each that enough files have. */
static size_t fold(struct edits *all, uint32_t least)
{
	size_t kept = 0, end;

	for (size_t i = 0; i < all->n; i = end) {
		struct ch_repeat r = all->items[i].r;

		r.nfiles = 1;
		for (end = i + 1;
			end < all->n && same_edit(&r, &all->items[end].r);
			end++)
			r.nfiles += all->items[end].r.file !=
				    all->items[end - 1].r.file;
		if (r.nfiles >= least)
			all->items[kept++].r = r;
	}
	return kept;
}

void ch_repeats_find(const struct ch_pack *pack, struct ch_repeats *out)
{
	struct edits all = { 0 };
	uint32_t nfiles = 0;

	memset(out, 0, sizeof(*out));
	for (size_t i = 0; i < pack->delta.nfiles; i++) {
		const struct ch_compare_file *f = &pack->delta.files[i];

		if (!f->diff.nhunks || f->class == CH_CLASS_GENERATED ||
			!f->change.old_mode || !f->change.new_mode ||
			!ch_file_wanted(pack, f))
			continue;
		collect(&all, f, (uint32_t)i);
		nfiles++;
	}
	if (all.n)
		qsort(all.items, all.n, sizeof(*all.items), by_edit);
	out->n = fold(
		&all, nfiles / SHARE > MIN_FILES ? nfiles / SHARE : MIN_FILES);
	out->items = ch_calloc(out->n, sizeof(*out->items));
	for (size_t i = 0; i < out->n; i++)
		out->items[i] = all.items[i].r;
	if (out->n)
		qsort(out->items, out->n, sizeof(*out->items), by_files);
	if (out->n > MAX_TOLD)
		out->n = MAX_TOLD;
	free(all.items);
}

void ch_repeats_release(struct ch_repeats *r)
{
	free(r->items);
	memset(r, 0, sizeof(*r));
}

bool ch_repeats_hold(const struct ch_repeats *r, const struct ch_repeat *edit)
{
	for (size_t i = 0; i < r->n; i++)
		if (same_edit(&r->items[i], edit))
			return true;
	return false;
}
