#include "snapshot/patchid.h"

#include <string.h>

#include "base/hash.h"

/* Lines around a hunk that belong to the patch. */
#define CONTEXT 3

static uint64_t mix_str(uint64_t h, struct ch_str s)
{
	return ch_hash_mix(h, ch_hash(s.ptr, s.len));
}

/* The path and what becomes of it. */
static uint64_t mix_path(uint64_t h, const struct ch_change *c)
{
	h = mix_str(h, c->path);
	if (!c->old_mode)
		h = ch_hash_mix(h, c->new_mode);
	if (!c->new_mode)
		h = ch_hash_mix(h, ~(uint64_t)c->old_mode);
	return h;
}

uint64_t ch_patch_paths(const struct ch_changes *changes)
{
	uint64_t h = changes->n;

	for (size_t i = 0; i < changes->n; i++)
		h = mix_path(h, &changes->items[i]);
	return h;
}

/* Without white space, as if it were spelled out. */
static uint64_t mix_line(
	uint64_t h, char sign, struct ch_str line, struct ch_arena *arena)
{
	char *bare = ch_arena_alloc(arena, line.len + 1);
	size_t n = 0;

	bare[n++] = sign;
	for (size_t i = 0; i < line.len; i++)
		if (!ch_is_space(line.ptr[i]))
			bare[n++] = line.ptr[i];
	return mix_str(h, ch_str_n(bare, n));
}

static uint64_t mix_lines(uint64_t h, char sign, const struct ch_str *lines,
	uint32_t from, uint32_t to, struct ch_arena *arena)
{
	for (uint32_t i = from; i < to; i++)
		h = mix_line(h, sign, lines[i], arena);
	return h;
}

static struct ch_str *split(
	struct ch_str text, uint32_t n, struct ch_arena *arena)
{
	struct ch_str *lines = ch_arena_calloc(arena, n + 1u, sizeof(*lines));

	for (uint32_t i = 0; i < n && ch_str_line(&text, &lines[i]); i++)
		;
	return lines;
}

static uint32_t behind(const struct ch_hunk *h)
{
	return h->old_start + h->old_count;
}

/* The unified diff, the context of neighbours only once, no headers. */
static uint64_t mix_diff(uint64_t h, const struct ch_linediff *d,
	struct ch_str old_text, struct ch_str new_text, struct ch_arena *arena)
{
	struct ch_str *olds = split(old_text, d->old_lines, arena);
	struct ch_str *news = split(new_text, d->new_lines, arena);
	uint32_t at = 0; /* old lines that are in the patch already */

	for (size_t i = 0; i < d->nhunks; i++) {
		const struct ch_hunk *k = &d->hunks[i];
		uint32_t from =
			k->old_start > CONTEXT ? k->old_start - CONTEXT : 0;
		uint32_t to = behind(k) + CONTEXT;

		h = mix_lines(h, ' ', olds, from > at ? from : at, k->old_start,
			arena);
		h = mix_lines(h, '-', olds, k->old_start, behind(k), arena);
		h = mix_lines(h, '+', news, k->new_start,
			k->new_start + k->new_count, arena);
		if (to > d->old_lines)
			to = d->old_lines;
		if (i + 1 < d->nhunks && to > k[1].old_start)
			to = k[1].old_start;
		at = to > behind(k) ? to : behind(k);
		h = mix_lines(h, ' ', olds, behind(k), at, arena);
	}
	return h;
}

static bool read_side(struct ch_odb *odb, uint32_t mode,
	const struct ch_oid *oid, struct ch_arena *arena, struct ch_str *text)
{
	struct ch_object object = { 0 };

	*text = CH_STR("");
	if (!mode)
		return true;
	if (mode == CH_MODE_GITLINK ||
		ch_odb_read(odb, oid, arena, &object, NULL) < 0)
		return false;
	*text = ch_str_n(object.data, object.size);
	return true;
}

static uint64_t mix_change(uint64_t h, struct ch_odb *odb,
	struct ch_differ *differ, enum ch_diff_algorithm algorithm,
	const struct ch_change *c, struct ch_arena *arena)
{
	struct ch_linediff d;
	struct ch_str a, b;
	bool read = read_side(odb, c->old_mode, &c->old_oid, arena, &a) &&
		    read_side(odb, c->new_mode, &c->new_oid, arena, &b);

	h = mix_path(h, c);
	if (!read || ch_looks_binary(a) || ch_looks_binary(b)) {
		h = ch_hash_mix(h, ch_hash(&c->old_oid, sizeof(c->old_oid)));
		return ch_hash_mix(h, ch_hash(&c->new_oid, sizeof(c->new_oid)));
	}
	ch_linediff_run(differ, algorithm, a, b, arena, &d);
	return mix_diff(h, &d, a, b, arena);
}

uint64_t ch_patch_id(struct ch_odb *odb, struct ch_differ *differ,
	enum ch_diff_algorithm algorithm, const struct ch_changes *changes,
	struct ch_arena *arena)
{
	uint64_t h = changes->n;

	for (size_t i = 0; i < changes->n; i++)
		h = mix_change(
			h, odb, differ, algorithm, &changes->items[i], arena);
	return h;
}
