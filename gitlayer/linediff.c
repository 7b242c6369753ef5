#include "gitlayer/linediff.h"

#include <stdlib.h>
#include <string.h>

#include <git2.h>

#include "base/hash.h"
#include "base/lines.h"
#include "base/mem.h"
#include "gitlayer/lcs.h"
#include "gitlayer/slide.h"
#include "gitlayer/xdiff.h"

#define MAX_BYTES ((size_t)1 << 30)
#define BINARY_PROBE 8000

/* Equal lines of both sides are one class, named by its first line. */
struct line_class {
	uint64_t hash;
	uint32_t line;	/* of the old side, or nold + one of the new side */
	uint32_t nold;	/* lines of the old middle */
	uint32_t nnew;	/* lines of the new middle */
	uint32_t nrest; /* lines of the head and the tail, on both sides */
	uint32_t ncut;	/* of these in what git blame never looks at */
};

struct ch_differ {
	struct ch_slide_side old_side, new_side;
	struct ch_lcs lcs;
	uint64_t *hashes; /* of the middle: old lines, then new lines */
	size_t cap_hashes;
	uint32_t *classes_of; /* the same order */
	size_t cap_classes_of;
	struct line_class *classes;
	size_t nclasses, cap_classes;
	uint32_t *slots; /* class + 1; 0 is free */
	size_t nslots, cap_slots;
	uint8_t *matches; /* enum match of each line, the same order */
	size_t cap_matches;
	uint8_t *blame_matches; /* the same without the cut tail */
	size_t cap_blame_matches;
	uint32_t *values; /* classes of the lines that are compared */
	size_t cap_values;
	uint32_t *lines; /* where values[] stand */
	size_t cap_lines;
	uint8_t *flags; /* the LCS's answer */
	size_t cap_flags;
	struct ch_hunks hunks;
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
	free(d->matches);
	free(d->blame_matches);
	free(d->flags);
	free(d->hunks.items);
	free(d);
	git_libgit2_shutdown();
}

/* ---- The part between equal head and tail -------------------------------*/

struct middle {
	size_t start;		 /* bytes of the head, at a line start */
	size_t old_end, new_end; /* where the tail starts */
	size_t head_lines, tail_lines;
	size_t nold, nnew; /* lines between */
	size_t suffix;	   /* bytes that are equal at the end, head or not */
	/* Of the tail, what git blame never looks at: bytes and lines. */
	size_t cut, cut_lines;
};

static size_t back_to_line_start(const char *p, size_t n)
{
	const char *nl = n ? memrchr(p, '\n', n) : NULL;

	return nl ? (size_t)(nl - p) + 1 : 0;
}

/* The tail starts at a line start of both sides, at or after 'start'. */
static size_t tail_length(
	struct ch_str a, struct ch_str b, size_t start, size_t *suffix)
{
	size_t rest = (a.len < b.len ? a.len : b.len) - start;
	size_t n = ch_common_suffix(a.ptr + a.len, b.ptr + b.len, rest);
	size_t a_at = a.len - n, b_at = b.len - n;
	const char *nl;

	*suffix = n;

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
	tail = tail_length(a, b, m->start, &m->suffix);
	m->cut = m->cut_lines = 0;
	m->old_end = a.len - tail;
	m->new_end = b.len - tail;
	m->head_lines = ch_lines_count(a.ptr, m->start);
	m->tail_lines = ch_lines_count(a.ptr + m->old_end, tail);
	m->nold = ch_lines_count(a.ptr + m->start, m->old_end - m->start);
	m->nnew = ch_lines_count(b.ptr + m->start, m->new_end - m->start);
}

#define TAIL_BLOCK 1024

/* git cuts equal blocks at the end, but leaves the line they begin in. */
static void find_cut(struct ch_str a, struct ch_str b, struct middle *m)
{
	size_t least = a.len < b.len ? a.len : b.len, n = m->suffix;
	const char *at, *nl;

	if (n == least - m->start)
		n += ch_common_suffix(
			a.ptr + a.len - n, b.ptr + b.len - n, least - n);
	n -= n % TAIL_BLOCK;
	at = a.ptr + a.len - n;
	nl = n ? memchr(at, '\n', n) : NULL;
	m->cut = nl ? n - (size_t)(nl - at) - 1 : 0;
	m->cut_lines = ch_lines_count(a.ptr + a.len - m->cut, m->cut);
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

/* The bytes of a line of the middle: of the old side, then of the new one. */
static struct ch_str line_at(const struct ch_differ *d, size_t nold, size_t i)
{
	const struct ch_slide_side *side = &d->old_side;

	if (i >= nold) {
		side = &d->new_side;
		i -= nold;
	}
	return ch_str_n(
		side->text.ptr + side->off[i], side->off[i + 1] - side->off[i]);
}

/* The slot of a line's class, or the free one where it would go. */
static uint32_t *find_slot(
	struct ch_differ *d, size_t nold, struct ch_str line, uint64_t hash)
{
	size_t mask = d->nslots - 1, at = (size_t)hash & mask;

	for (; d->slots[at]; at = (at + 1) & mask) {
		const struct line_class *c = &d->classes[d->slots[at] - 1];

		if (c->hash == hash &&
			ch_str_eq(line_at(d, nold, c->line), line))
			break;
	}
	return &d->slots[at];
}

/* Classes of all lines of the middle; how many are on both sides. */
static size_t classify(struct ch_differ *d, const struct middle *m)
{
	size_t total = m->nold + m->nnew, nboth = 0;

	d->nslots = 16;
	while (d->nslots < total * 2)
		d->nslots *= 2;
	d->slots =
		ensure(d->slots, &d->cap_slots, d->nslots, sizeof(*d->slots));
	memset(d->slots, 0, d->nslots * sizeof(*d->slots));
	d->classes =
		ensure(d->classes, &d->cap_classes, total, sizeof(*d->classes));
	d->nclasses = 0;
	for (size_t i = 0; i < total; i++) {
		uint64_t hash = d->hashes[i];
		uint32_t *slot =
			find_slot(d, m->nold, line_at(d, m->nold, i), hash);
		struct line_class *c;

		if (!*slot) {
			d->classes[d->nclasses] = (struct line_class){ hash,
				(uint32_t)i, 0, 0, 0, 0 };
			*slot = (uint32_t)++d->nclasses;
		}
		d->classes_of[i] = *slot - 1;
		c = &d->classes[*slot - 1];
		if (i < m->nold)
			c->nold++;
		else if (!c->nnew++ && c->nold)
			nboth++;
	}
	return nboth;
}

struct counting {
	struct ch_differ *d;
	size_t nold;
	uint64_t seed;
	uint32_t cut; /* 1 inside the cut tail */
};

static void count_line(void *ctx, const char *line, size_t len)
{
	const struct counting *c = ctx;
	uint32_t slot = *find_slot(c->d, c->nold, ch_str_n(line, len),
		ch_hash_with(c->seed, line, len));

	if (!slot)
		return;
	c->d->classes[slot - 1].nrest++;
	c->d->classes[slot - 1].ncut += c->cut;
}

/* How often the lines of the middle stand in the head and the tail. */
static void count_rest(
	struct ch_differ *d, const struct middle *m, struct ch_str old_text)
{
	struct counting c = { d, m->nold, ch_hash_seed(), 0 };
	const char *cut = old_text.ptr + old_text.len - m->cut;
	const char *tail = old_text.ptr + m->old_end;
	struct ch_line_filter filter = { 0 };

	for (size_t i = 0; i < d->nclasses; i++) {
		struct ch_str line = line_at(d, m->nold, d->classes[i].line);

		ch_line_filter_add(&filter, line.ptr, line.len);
	}
	ch_lines_each_in(old_text.ptr, m->start, &filter, count_line, &c);
	ch_lines_each_in(tail, (size_t)(cut - tail), &filter, count_line, &c);
	c.cut = 1;
	ch_lines_each_in(cut, m->cut, &filter, count_line, &c);
}

/* ---- The script ---------------------------------------------------------*/

/* How many lines of the other side a line equals. */
enum match { NO_MATCH, SOME_MATCHES, MANY_MATCHES };

/* git never asks for more than so many. */
#define MOST_MANY 1024
/* How far git looks around a line that many others equal. */
#define WINDOW 100

static size_t most(size_t lines)
{
	size_t root = ch_rough_root(lines);

	return root < MOST_MANY ? root : MOST_MANY;
}

/* 'blame': as if the cut tail were not there. */
static void find_matches(const struct ch_differ *d, const struct middle *m,
	bool blame, uint8_t *matches)
{
	size_t around =
		m->head_lines + m->tail_lines - (blame ? m->cut_lines : 0);
	size_t many_old = most(around + m->nold);
	size_t many_new = most(around + m->nnew);

	for (size_t i = 0; i < m->nold + m->nnew; i++) {
		const struct line_class *c = &d->classes[d->classes_of[i]];
		size_t n = c->nrest - (blame ? c->ncut : 0);
		size_t many = i < m->nold ? many_old : many_new;

		n += i < m->nold ? c->nnew : c->nold;
		matches[i] = n >= many ? MANY_MATCHES
			     : n       ? SOME_MATCHES
				       : NO_MATCH;
	}
}

/* Lines without and with many matches from 'i' on in steps of 'step'. */
static void count_run(const uint8_t *matches, ptrdiff_t i, ptrdiff_t n,
	ptrdiff_t step, size_t *none, size_t *many)
{
	ptrdiff_t k = i + step;

	for (size_t far = 0; far < WINDOW && k >= 0 && k < n; far++) {
		if (matches[k] == SOME_MATCHES)
			return;
		*none += matches[k] == NO_MATCH;
		*many += matches[k] == MANY_MATCHES;
		k += step;
	}
}

/*
 * A line that many others equal says little inside of a run of lines that have
 * no match: git leaves it out where those are more than three quarters.
 */
static bool says_little(const uint8_t *matches, size_t i, size_t n)
{
	size_t none = 0, many = 0, before;

	count_run(matches, (ptrdiff_t)i, (ptrdiff_t)n, -1, &none, &many);
	if (!none)
		return false;
	before = none;
	count_run(matches, (ptrdiff_t)i, (ptrdiff_t)n, 1, &none, &many);
	if (none == before)
		return false;
	/* The line itself counts once with each half. */
	return 4 * (many + 2) < many + 2 + none;
}

/* The lines of a side that are compared; the others are changed. */
static uint32_t keep_lines(
	struct ch_differ *d, struct ch_slide_side *side, size_t first, size_t n)
{
	const uint8_t *matches = d->matches + first;
	uint32_t kept = 0;

	for (size_t i = 0; i < n; i++) {
		if (matches[i] == NO_MATCH ||
			(matches[i] == MANY_MATCHES &&
				says_little(matches, i, n))) {
			side->changed[i] = 1;
			continue;
		}
		d->lines[first + kept] = (uint32_t)i;
		d->values[first + kept++] = d->classes_of[first + i];
	}
	return kept;
}

static void solve(struct ch_differ *d, const struct middle *m)
{
	struct ch_lcs_input in = { .a = d->values,
		.b = d->values + m->nold,
		.a_changed = d->flags,
		.b_changed = d->flags + m->nold };

	in.na = keep_lines(d, &d->old_side, 0, m->nold);
	in.nb = keep_lines(d, &d->new_side, m->nold, m->nnew);
	memset(d->flags, 0, m->nold + m->nnew);
	ch_lcs_run(&d->lcs, &in);
	for (size_t i = 0; i < in.na; i++)
		d->old_side.changed[d->lines[i]] = d->flags[i];
	for (size_t i = 0; i < in.nb; i++)
		d->new_side.changed[d->lines[m->nold + i]] =
			d->flags[m->nold + i];
}

static uint32_t count_changed(const struct ch_slide_side *side, size_t n)
{
	uint32_t sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += side->changed[i];
	return sum;
}

static void count(const struct ch_differ *d, const struct middle *m,
	struct ch_linediff *out)
{
	out->removed = count_changed(&d->old_side, m->nold);
	out->added = count_changed(&d->new_side, m->nnew);
}

/* Counts as numstat has them; then, if that differs, what blame sees. */
static void compare(
	struct ch_differ *d, const struct middle *m, struct ch_linediff *out)
{
	size_t total = m->nold + m->nnew;
	uint8_t *matches = d->matches;

	find_matches(d, m, false, d->matches);
	solve(d, m);
	count(d, m, out);
	if (!m->cut)
		return;
	d->blame_matches =
		ensure(d->blame_matches, &d->cap_blame_matches, total, 1);
	find_matches(d, m, true, d->blame_matches);
	if (!memcmp(matches, d->blame_matches, total))
		return;
	d->matches = d->blame_matches;
	solve(d, m);
	d->matches = matches;
}

/* With fewer lines that have no match, no line says too little. */
#define FEW 7

/*
 * Few lines are on one side only, and the others are the same on both: that
 * they are the changed ones does not depend on what else is in the files.
 */
static bool is_plain(struct ch_differ *d, const struct middle *m)
{
	const uint32_t *old_of = d->classes_of, *new_of = old_of + m->nold;
	size_t i = 0, j = 0, only_old = 0, only_new = 0;

	for (;;) {
		while (i < m->nold && !d->classes[old_of[i]].nnew) {
			d->old_side.changed[i++] = 1;
			only_old++;
		}
		while (j < m->nnew && !d->classes[new_of[j]].nold) {
			d->new_side.changed[j++] = 1;
			only_new++;
		}
		if (only_old >= FEW || only_new >= FEW)
			break;
		if (i == m->nold && j == m->nnew)
			return true;
		if (i == m->nold || j == m->nnew || old_of[i] != new_of[j])
			break;
		i++;
		j++;
	}
	memset(d->old_side.changed, 0, m->nold);
	memset(d->new_side.changed, 0, m->nnew);
	return false;
}

/* Mark the changed lines of the middle. */
static void mark(struct ch_differ *d, const struct middle *m, struct ch_str a,
	struct ch_str b, struct ch_linediff *out)
{
	size_t total = m->nold + m->nnew, tail = m->tail_lines - m->cut_lines;

	ch_slide_reset(&d->old_side, a, m->head_lines, m->nold, tail);
	ch_slide_reset(&d->new_side, b, m->head_lines, m->nnew, tail);
	d->hashes =
		ensure(d->hashes, &d->cap_hashes, total, sizeof(*d->hashes));
	split_side(&d->old_side, m, m->old_end, m->nold, d->hashes);
	split_side(&d->new_side, m, m->new_end, m->nnew, d->hashes + m->nold);
	d->classes_of = ensure(d->classes_of, &d->cap_classes_of, total,
		sizeof(*d->classes_of));
	if (!m->nold || !m->nnew || !classify(d, m)) {
		memset(d->old_side.changed, 1, m->nold);
		memset(d->new_side.changed, 1, m->nnew);
		count(d, m, out);
		return;
	}
	d->values =
		ensure(d->values, &d->cap_values, total, sizeof(*d->values));
	d->lines = ensure(d->lines, &d->cap_lines, total, sizeof(*d->lines));
	d->flags = ensure(d->flags, &d->cap_flags, total, 1);
	d->matches = ensure(d->matches, &d->cap_matches, total, 1);
	if (is_plain(d, m)) {
		count(d, m, out);
		return;
	}
	count_rest(d, m, a);
	compare(d, m, out);
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

static void one_hunk(struct ch_differ *d, const struct ch_linediff *out)
{
	struct ch_hunk h = { 0, out->old_lines, 0, out->new_lines };

	d->hunks.n = 0;
	CH_GROW(d->hunks.items, d->hunks.n, d->hunks.cap);
	d->hunks.items[d->hunks.n++] = h;
}

static void count_sides(const struct middle *m, struct ch_linediff *out)
{
	out->old_lines = (uint32_t)(m->head_lines + m->nold + m->tail_lines);
	out->new_lines = (uint32_t)(m->head_lines + m->nnew + m->tail_lines);
}

static void diff_middle(struct ch_differ *d, const struct middle *m,
	struct ch_str a, struct ch_str b, struct ch_linediff *out)
{
	d->hunks.n = 0;
	if (!m->nold && !m->nnew)
		return;
	mark(d, m, a, b, out);
	ch_slide_groups(&d->old_side, &d->new_side);
	ch_slide_groups(&d->new_side, &d->old_side);
	build_hunks(d, m);
}

/* Where lines repeat, the tail can begin before the head has ended. */
static void diff_overlapping(struct ch_differ *d, const struct middle *m,
	struct ch_str a, struct ch_str b, struct ch_linediff *out)
{
	struct middle whole = *m, rest;
	struct ch_linediff unused = { 0 };

	whole.cut = whole.cut_lines = 0;
	diff_middle(d, &whole, a, b, out);
	a.len -= m->cut;
	b.len -= m->cut;
	find_middle(a, b, &rest);
	diff_middle(d, &rest, a, b, &unused);
}

static void diff_fast(struct ch_differ *d, struct ch_str a, struct ch_str b,
	bool blame, struct ch_linediff *out)
{
	struct middle m;

	find_middle(a, b, &m);
	if (blame)
		find_cut(a, b, &m);
	count_sides(&m, out);
	if (a.len - m.cut < m.old_end || b.len - m.cut < m.new_end)
		diff_overlapping(d, &m, a, b, out);
	else
		diff_middle(d, &m, a, b, out);
}

/* xdiff, or one hunk for what is too large. */
static void diff_xdiff(struct ch_differ *d, struct ch_str a, struct ch_str b,
	bool blame, struct ch_linediff *out)
{
	bool too_large = a.len > MAX_BYTES || b.len > MAX_BYTES;

	out->old_lines = ch_count_lines(a);
	out->new_lines = ch_count_lines(b);
	if (too_large ? !ch_str_eq(a, b)
		      : !ch_xdiff_run(a, b, blame, &d->hunks))
		one_hunk(d, out);
	for (size_t i = 0; i < d->hunks.n; i++) {
		out->removed += d->hunks.items[i].old_count;
		out->added += d->hunks.items[i].new_count;
	}
}

void ch_linediff_run(struct ch_differ *d, enum ch_diff_algorithm algorithm,
	struct ch_str old_text, struct ch_str new_text, struct ch_arena *arena,
	struct ch_linediff *out)
{
	bool blame = algorithm == CH_DIFF_FAST_BLAME ||
		     algorithm == CH_DIFF_GIT_BLAME;

	memset(out, 0, sizeof(*out));
	d->hunks.n = 0;
	if (!old_text.ptr)
		old_text = CH_STR("");
	if (!new_text.ptr)
		new_text = CH_STR("");
	if (old_text.len > MAX_BYTES || new_text.len > MAX_BYTES ||
		algorithm == CH_DIFF_GIT || algorithm == CH_DIFF_GIT_BLAME)
		diff_xdiff(d, old_text, new_text, blame, out);
	else
		diff_fast(d, old_text, new_text, blame, out);
	out->nhunks = d->hunks.n;
	out->hunks = ch_arena_memdup(
		arena, d->hunks.items, d->hunks.n * sizeof(*d->hunks.items));
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
