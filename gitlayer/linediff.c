#include "gitlayer/linediff.h"

#include <stdlib.h>
#include <string.h>

#include <git2.h>

#include "base/lines.h"
#include "base/mem.h"
#include "gitlayer/lcs.h"
#include "gitlayer/slide.h"
#include "gitlayer/xdiff.h"

#define MAX_BYTES ((size_t)1 << 30)
#define BINARY_PROBE 8000
#define NO_CLASS UINT32_MAX

/* Lines of both sides that are equal are one class, named by an old line. */
struct line_class {
	uint64_t hash;
	uint32_t line;	/* its first old line */
	uint32_t value; /* for the LCS; NO_CLASS: no new line has it */
};

struct ch_differ {
	struct ch_slide_side old_side, new_side;
	struct ch_lcs lcs;
	uint64_t *hashes; /* of the middle: old lines, then new lines */
	size_t cap_hashes;
	uint32_t *classes_of; /* the same order */
	size_t cap_classes_of;
	struct line_class *classes;
	size_t cap_classes;
	uint32_t *slots; /* class + 1; 0 is free */
	size_t cap_slots;
	uint32_t *values; /* lines of both sides that are on both */
	size_t cap_values;
	uint32_t *lines; /* where values[] stand */
	size_t cap_lines;
	uint8_t *flags; /* the LCS's answer */
	size_t cap_flags;
	struct ch_hunks hunks, xdiff;
};

struct ch_differ *ch_differ_new(void)
{
	git_libgit2_init();
	return ch_calloc(1, sizeof(struct ch_differ));
}

void ch_differ_free(struct ch_differ *d)
{
	if (!d)
		return;
	ch_slide_release(&d->old_side);
	ch_slide_release(&d->new_side);
	ch_lcs_release(&d->lcs);
	free(d->hashes);
	free(d->classes_of);
	free(d->classes);
	free(d->slots);
	free(d->values);
	free(d->lines);
	free(d->flags);
	free(d->hunks.items);
	free(d->xdiff.items);
	free(d);
	git_libgit2_shutdown();
}

/* ---- The part between equal head and tail -------------------------------*/

struct middle {
	size_t start;		 /* bytes of the head, at a line start */
	size_t old_end, new_end; /* where the tail starts */
	size_t head_lines, tail_lines;
	size_t nold, nnew; /* lines between */
};

static size_t back_to_line_start(const char *p, size_t n)
{
	const char *nl = n ? memrchr(p, '\n', n) : NULL;

	return nl ? (size_t)(nl - p) + 1 : 0;
}

/* The tail starts at a line start of both sides, at or after 'start'. */
static size_t tail_length(struct ch_str a, struct ch_str b, size_t start)
{
	size_t rest = (a.len < b.len ? a.len : b.len) - start;
	size_t n = ch_common_suffix(a.ptr + a.len, b.ptr + b.len, rest);
	size_t a_at = a.len - n, b_at = b.len - n;
	const char *nl;

	if (!n || ((a_at == start || a.ptr[a_at - 1] == '\n') &&
			  (b_at == start || b.ptr[b_at - 1] == '\n')))
		return n;
	nl = memchr(a.ptr + a_at, '\n', n);
	return nl ? (size_t)(a.ptr + a.len - nl) - 1 : 0;
}

static void find_middle(struct ch_str a, struct ch_str b, struct middle *m)
{
	size_t least = a.len < b.len ? a.len : b.len, tail;

	m->start = ch_common_prefix(a.ptr, b.ptr, least);
	if (m->start < a.len || m->start < b.len)
		m->start = back_to_line_start(a.ptr, m->start);
	tail = tail_length(a, b, m->start);
	m->old_end = a.len - tail;
	m->new_end = b.len - tail;
	m->head_lines = ch_lines_count(a.ptr, m->start);
	m->tail_lines = ch_lines_count(a.ptr + m->old_end, tail);
	m->nold = ch_lines_count(a.ptr + m->start, m->old_end - m->start);
	m->nnew = ch_lines_count(b.ptr + m->start, m->new_end - m->start);
}

/* ---- Which lines are equal ----------------------------------------------*/

static void *ensure(void *p, size_t *cap, size_t need, size_t size)
{
	if (need <= *cap)
		return p;
	if (need < *cap * 2)
		need = *cap * 2;
	*cap = need;
	return ch_realloc(p, need, size);
}

static void split_side(struct ch_slide_side *side, const struct middle *m,
	size_t end, size_t n, uint64_t *hash)
{
	size_t i;

	ch_lines_split(
		side->text.ptr + m->start, end - m->start, side->off, hash);
	for (i = 0; i <= n; i++)
		side->off[i] += (uint32_t)m->start;
}

static bool same_bytes(const struct ch_slide_side *a, size_t i,
	const struct ch_slide_side *b, size_t j)
{
	size_t len = a->off[i + 1] - a->off[i];

	return len == b->off[j + 1] - b->off[j] &&
	       memcmp(a->text.ptr + a->off[i], b->text.ptr + b->off[j], len) ==
		       0;
}

/* The slot of a line's class, or the free one where it would go. */
static uint32_t *find_slot(struct ch_differ *d, size_t mask,
	const struct ch_slide_side *side, size_t line, uint64_t hash)
{
	size_t at = (size_t)hash & mask;

	for (; d->slots[at]; at = (at + 1) & mask) {
		const struct line_class *c = &d->classes[d->slots[at] - 1];

		if (c->hash == hash &&
			same_bytes(&d->old_side, c->line, side, line))
			break;
	}
	return &d->slots[at];
}

/* Classes of all lines; a new line that no old line equals has NO_CLASS. */
static void classify(struct ch_differ *d, const struct middle *m)
{
	size_t nslots = 16, i;
	uint32_t nclasses = 0;

	while (nslots < m->nold * 2)
		nslots *= 2;
	d->slots = ensure(d->slots, &d->cap_slots, nslots, sizeof(*d->slots));
	memset(d->slots, 0, nslots * sizeof(*d->slots));
	d->classes = ensure(
		d->classes, &d->cap_classes, m->nold, sizeof(*d->classes));
	for (i = 0; i < m->nold; i++) {
		uint64_t hash = d->hashes[i];
		uint32_t *slot =
			find_slot(d, nslots - 1, &d->old_side, i, hash);

		if (!*slot) {
			d->classes[nclasses] = (struct line_class){ hash,
				(uint32_t)i, NO_CLASS };
			*slot = ++nclasses;
		}
		d->classes_of[i] = *slot - 1;
	}
	for (i = 0; i < m->nnew; i++) {
		const uint32_t *slot = find_slot(
			d, nslots - 1, &d->new_side, i, d->hashes[m->nold + i]);

		d->classes_of[m->nold + i] = *slot ? *slot - 1 : NO_CLASS;
	}
}

/* ---- The script ---------------------------------------------------------*/

/*
 * Lines that are on both sides go to the LCS, numbered in the order in which
 * the new side first has them; all others are changed.
 */
static bool compare(struct ch_differ *d, const struct middle *m)
{
	size_t total = m->nold + m->nnew, i;
	uint32_t na = 0, nb = 0, nvalues = 0;
	struct ch_lcs_input in;
	bool minimal;

	for (i = m->nold; i < total; i++) {
		uint32_t c = d->classes_of[i];

		if (c == NO_CLASS) {
			d->new_side.changed[i - m->nold] = 1;
			continue;
		}
		if (d->classes[c].value == NO_CLASS)
			d->classes[c].value = nvalues++;
		d->lines[m->nold + nb] = (uint32_t)(i - m->nold);
		d->values[m->nold + nb++] = d->classes[c].value;
	}
	for (i = 0; i < m->nold; i++) {
		uint32_t value = d->classes[d->classes_of[i]].value;

		if (value == NO_CLASS) {
			d->old_side.changed[i] = 1;
			continue;
		}
		d->lines[na] = (uint32_t)i;
		d->values[na++] = value;
	}
	memset(d->flags, 0, total);
	in = (struct ch_lcs_input){ d->values, d->values + m->nold, na, nb,
		nvalues, d->flags, d->flags + m->nold };
	minimal = ch_lcs_run(&d->lcs, &in);
	for (i = 0; i < na; i++)
		d->old_side.changed[d->lines[i]] = d->flags[i];
	for (i = 0; i < nb; i++)
		d->new_side.changed[d->lines[m->nold + i]] =
			d->flags[m->nold + i];
	return minimal;
}

/* Mark the changed lines of the middle; false when it may be too many. */
static bool mark(struct ch_differ *d, const struct middle *m, struct ch_str a,
	struct ch_str b)
{
	size_t total = m->nold + m->nnew;

	ch_slide_reset(&d->old_side, a, m->head_lines, m->nold, m->tail_lines);
	ch_slide_reset(&d->new_side, b, m->head_lines, m->nnew, m->tail_lines);
	d->hashes =
		ensure(d->hashes, &d->cap_hashes, total, sizeof(*d->hashes));
	split_side(&d->old_side, m, m->old_end, m->nold, d->hashes);
	split_side(&d->new_side, m, m->new_end, m->nnew, d->hashes + m->nold);
	if (!m->nold || !m->nnew) {
		memset(d->old_side.changed, 1, m->nold);
		memset(d->new_side.changed, 1, m->nnew);
		return true;
	}
	d->classes_of = ensure(d->classes_of, &d->cap_classes_of, total,
		sizeof(*d->classes_of));
	d->values =
		ensure(d->values, &d->cap_values, total, sizeof(*d->values));
	d->lines = ensure(d->lines, &d->cap_lines, total, sizeof(*d->lines));
	d->flags = ensure(d->flags, &d->cap_flags, total, 1);
	classify(d, m);
	return compare(d, m);
}

/* How many lines from 'i' on are unchanged, as far as is known. */
static ptrdiff_t unchanged_run(const struct ch_slide_side *s, ptrdiff_t i)
{
	const uint8_t *p;

	if (i < s->lo)
		return s->lo - i;
	if (i >= s->hi)
		return PTRDIFF_MAX;
	p = memchr(s->changed + i, 1, (size_t)(s->hi - i));
	return p ? p - (s->changed + i) : s->hi - i;
}

static uint32_t changed_run(const struct ch_slide_side *s, ptrdiff_t i)
{
	uint32_t n = 0;

	while (i >= s->lo && i + n < s->hi && s->changed[i + n])
		n++;
	return n;
}

/* Walk both sides' unchanged lines in step, from the first known one. */
static void build_hunks(struct ch_differ *d, const struct middle *m)
{
	struct ch_slide_side *a = &d->old_side, *b = &d->new_side;
	ptrdiff_t i = a->lo < b->lo ? a->lo : b->lo, j = i;
	ptrdiff_t base = (ptrdiff_t)m->head_lines;
	struct ch_hunk h;

	d->hunks.n = 0;
	while (i < a->hi || j < b->hi) {
		ptrdiff_t same = unchanged_run(a, i);
		ptrdiff_t same_b = unchanged_run(b, j);

		if (same_b < same)
			same = same_b;
		i += same;
		j += same;
		h.old_start = (uint32_t)(base + i);
		h.new_start = (uint32_t)(base + j);
		h.old_count = changed_run(a, i);
		h.new_count = changed_run(b, j);
		i += h.old_count;
		j += h.new_count;
		if (!h.old_count && !h.new_count)
			continue;
		CH_GROW(d->hunks.items, d->hunks.n, d->hunks.cap);
		d->hunks.items[d->hunks.n++] = h;
	}
}

static uint64_t size_of(const struct ch_hunks *hunks)
{
	uint64_t sum = 0;
	size_t i;

	for (i = 0; i < hunks->n; i++)
		sum += hunks->items[i].old_count + hunks->items[i].new_count;
	return sum;
}

static void one_hunk(struct ch_differ *d, const struct ch_linediff *out)
{
	struct ch_hunk h = { 0, out->old_lines, 0, out->new_lines };

	d->hunks.n = 0;
	CH_GROW(d->hunks.items, d->hunks.n, d->hunks.cap);
	d->hunks.items[d->hunks.n++] = h;
}

static void diff_fast(struct ch_differ *d, struct ch_str a, struct ch_str b,
	struct ch_linediff *out)
{
	struct middle m;

	find_middle(a, b, &m);
	out->old_lines = (uint32_t)(m.head_lines + m.nold + m.tail_lines);
	out->new_lines = (uint32_t)(m.head_lines + m.nnew + m.tail_lines);
	if (!m.nold && !m.nnew)
		return;
	out->capped = !mark(d, &m, a, b);
	if (out->capped && ch_xdiff_run(a, b, false, &d->xdiff)) {
		build_hunks(d, &m);
		if (size_of(&d->xdiff) < size_of(&d->hunks)) {
			struct ch_hunks own = d->hunks;

			d->hunks = d->xdiff;
			d->xdiff = own;
			return;
		}
	}
	ch_slide_groups(&d->old_side, &d->new_side);
	ch_slide_groups(&d->new_side, &d->old_side);
	build_hunks(d, &m);
}

void ch_linediff_run(struct ch_differ *d, enum ch_diff_algorithm algorithm,
	struct ch_str old_text, struct ch_str new_text, struct ch_arena *arena,
	struct ch_linediff *out)
{
	size_t i;

	memset(out, 0, sizeof(*out));
	d->hunks.n = 0;
	if (!old_text.ptr)
		old_text = CH_STR("");
	if (!new_text.ptr)
		new_text = CH_STR("");
	if (old_text.len > MAX_BYTES || new_text.len > MAX_BYTES) {
		out->old_lines = ch_count_lines(old_text);
		out->new_lines = ch_count_lines(new_text);
		if (!ch_str_eq(old_text, new_text))
			one_hunk(d, out);
	} else if (algorithm == CH_DIFF_FAST) {
		diff_fast(d, old_text, new_text, out);
	} else {
		out->old_lines = ch_count_lines(old_text);
		out->new_lines = ch_count_lines(new_text);
		if (!ch_xdiff_run(old_text, new_text,
			    algorithm == CH_DIFF_GIT_BLAME, &d->hunks))
			one_hunk(d, out);
	}
	out->nhunks = d->hunks.n;
	out->hunks = ch_arena_memdup(
		arena, d->hunks.items, d->hunks.n * sizeof(*d->hunks.items));
	for (i = 0; i < out->nhunks; i++) {
		out->removed += out->hunks[i].old_count;
		out->added += out->hunks[i].new_count;
	}
}

uint32_t ch_count_lines(struct ch_str text)
{
	size_t n = ch_lines_count(text.ptr, text.len);

	return n > UINT32_MAX ? UINT32_MAX : (uint32_t)n;
}

bool ch_looks_binary(struct ch_str text)
{
	size_t n = text.len < BINARY_PROBE ? text.len : BINARY_PROBE;

	return n && memchr(text.ptr, '\0', n) != NULL;
}
