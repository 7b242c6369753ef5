#include "gitlayer/linediff.h"

#include <stdlib.h>
#include <string.h>

#include <git2.h>

#include "base/lines.h"
#include "base/mem.h"
#include "gitlayer/lcs.h"
#include "gitlayer/lineclass.h"
#include "gitlayer/slide.h"
#include "gitlayer/xdiff.h"

#define MAX_BYTES ((size_t)1 << 30)
#define BINARY_PROBE 8000

struct ch_differ {
	struct ch_slide_side old_side, new_side;
	struct ch_lcs lcs;
	struct ch_classes classes;
	uint8_t *kinds; /* by class: enum match of an old line, of a new one */
	size_t cap_kinds;
	uint8_t *matches; /* enum match of each line: old, then new ones */
	size_t cap_matches;
	uint32_t *values; /* classes of the lines that are compared */
	size_t cap_values;
	uint32_t *lines; /* where values[] stand */
	size_t cap_lines;
	uint8_t *flags; /* the LCS's answer */
	size_t cap_flags;
	bool counting; /* no flags, no hunks */
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
	ch_classes_release(&d->classes);
	free(d->kinds);
	free(d->values);
	free(d->lines);
	free(d->matches);
	free(d->flags);
	free(d->hunks.items);
	free(d);
	git_libgit2_shutdown();
}

/* ---- The part between equal head and tail -------------------------------*/

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

static void find_middle(struct ch_str a, struct ch_str b, struct ch_middle *m)
{
	size_t least = a.len < b.len ? a.len : b.len, tail;

	m->start = ch_common_prefix(a.ptr, b.ptr, least);
	if (m->start < a.len || m->start < b.len)
		m->start = back_to_line_start(a.ptr, m->start);
	tail = tail_length(a, b, m->start, &m->suffix);
	m->cut = m->cut_lines = 0;
	m->old_end = a.len - tail;
	m->new_end = b.len - tail;
	m->head_lines = m->tail_lines = 0;
	m->nold = ch_lines_count(a.ptr + m->start, m->old_end - m->start);
	m->nnew = ch_lines_count(b.ptr + m->start, m->new_end - m->start);
}

static void count_ends(struct ch_str a, struct ch_middle *m)
{
	m->head_lines = ch_lines_count(a.ptr, m->start);
	m->tail_lines = ch_lines_count(a.ptr + m->old_end, a.len - m->old_end);
}

#define TAIL_BLOCK 1024

/* git cuts equal blocks at the end, but leaves the line they begin in. */
static void find_cut(struct ch_str a, struct ch_str b, struct ch_middle *m)
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

static bool is_on_one_side(const struct ch_line_class *c)
{
	return !c->nold || !c->nnew;
}

static uint8_t match_of(size_t n, size_t many)
{
	return n >= many ? MANY_MATCHES : n ? SOME_MATCHES : NO_MATCH;
}

/*
 * The kind of each class; 'blame': as if the cut tail were not there, and
 * returns whether any is another one than with it, as found before.
 */
static bool find_kinds(
	struct ch_differ *d, const struct ch_middle *m, bool blame)
{
	size_t around =
		m->head_lines + m->tail_lines - (blame ? m->cut_lines : 0);
	size_t many_old = most(around + m->nold);
	size_t many_new = most(around + m->nnew);
	const struct ch_classes *classes = &d->classes;
	bool differs = false;

	d->kinds = ch_ensure(d->kinds, &d->cap_kinds, classes->n * 2, 1);
	for (size_t i = 0; i < classes->n; i++) {
		const struct ch_line_class *c = &classes->items[i];
		size_t rest = c->nrest - (blame ? c->ncut : 0);
		uint8_t of_old = match_of(rest + c->nnew, many_old);
		uint8_t of_new = match_of(rest + c->nold, many_new);

		if (blame)
			differs |= d->kinds[i * 2] != of_old ||
				   d->kinds[i * 2 + 1] != of_new;
		d->kinds[i * 2] = of_old;
		d->kinds[i * 2 + 1] = of_new;
	}
	return differs;
}

static void find_matches(struct ch_differ *d, const struct ch_middle *m)
{
	const uint32_t *of = d->classes.of;
	uint8_t *matches = d->matches;

	for (size_t i = 0; i < m->nold; i++)
		matches[i] = d->kinds[of[i] * 2];
	for (size_t i = m->nold; i < m->nold + m->nnew; i++)
		matches[i] = d->kinds[of[i] * 2 + 1];
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
		d->values[first + kept++] = d->classes.of[first + i];
	}
	return kept;
}

static void count_kept(struct ch_differ *d, const struct ch_middle *m,
	const struct ch_lcs_input *in, struct ch_linediff *out)
{
	struct ch_lcs_counts counts;

	ch_lcs_count(&d->lcs, in, &counts);
	out->removed = (uint32_t)m->nold - in->na + counts.a;
	out->added = (uint32_t)m->nnew - in->nb + counts.b;
}

static void mark_kept(struct ch_differ *d, const struct ch_middle *m,
	const struct ch_lcs_input *in)
{
	memset(d->flags, 0, m->nold + m->nnew);
	ch_lcs_run(&d->lcs, in);
	for (size_t i = 0; i < in->na; i++)
		d->old_side.changed[d->lines[i]] = d->flags[i];
	for (size_t i = 0; i < in->nb; i++)
		d->new_side.changed[d->lines[m->nold + i]] =
			d->flags[m->nold + i];
}

static struct ch_lcs_input keep(struct ch_differ *d, const struct ch_middle *m)
{
	struct ch_lcs_input in = { .a = d->values,
		.b = d->values + m->nold,
		.a_changed = d->flags,
		.b_changed = d->flags + m->nold };

	in.na = keep_lines(d, &d->old_side, 0, m->nold);
	in.nb = keep_lines(d, &d->new_side, m->nold, m->nnew);
	return in;
}

static uint32_t count_changed(const struct ch_slide_side *side, size_t n)
{
	uint32_t sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += side->changed[i];
	return sum;
}

static void count(const struct ch_differ *d, const struct ch_middle *m,
	struct ch_linediff *out)
{
	out->removed = count_changed(&d->old_side, m->nold);
	out->added = count_changed(&d->new_side, m->nnew);
}

/* Counts as numstat has them; then, if that differs, what blame sees. */
static void compare(
	struct ch_differ *d, const struct ch_middle *m, struct ch_linediff *out)
{
	struct ch_lcs_input in;

	find_kinds(d, m, false);
	find_matches(d, m);
	in = keep(d, m);
	if (d->counting) {
		count_kept(d, m, &in, out);
		return;
	}
	mark_kept(d, m, &in);
	count(d, m, out);
	if (!m->cut || !find_kinds(d, m, true))
		return;
	find_matches(d, m);
	in = keep(d, m);
	mark_kept(d, m, &in);
}

/* With fewer lines that have no match, no line says too little. */
#define FEW 7

/*
 * Few lines are on one side only, and the others are the same on both: that
 * they are the changed ones does not depend on what else is in the files.
 */
static bool is_plain(struct ch_differ *d, const struct ch_middle *m)
{
	const uint32_t *old_of = d->classes.of, *new_of = old_of + m->nold;
	const struct ch_line_class *classes = d->classes.items;
	size_t i = 0, j = 0, only_old = 0, only_new = 0;

	for (;;) {
		while (i < m->nold && !classes[old_of[i]].nnew) {
			d->old_side.changed[i++] = 1;
			only_old++;
		}
		while (j < m->nnew && !classes[new_of[j]].nold) {
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

/* ---- How often lines stand elsewhere ---- */

/* Longer lines are hardly ever among those that many others equal. */
#define LONG_LINE 20

/*
 * Ask for the lines from i on, which are on both sides, up to one that is
 * long: until the next line of one side.
 */
static void ask_until_long(struct ch_differ *d,
	const struct ch_slide_side *side, const uint32_t *of, ptrdiff_t i,
	ptrdiff_t n, ptrdiff_t step)
{
	struct ch_classes *c = &d->classes;

	for (; i >= 0 && i < n; i += step) {
		if (is_on_one_side(&c->items[of[i]]))
			return;
		c->asked[of[i]] = 1;
		if (side->off[i + 1] - side->off[i] >= LONG_LINE)
			return;
	}
}

/*
 * Whether a line says little depends on the lines around it up to the first
 * that has matches, but not many, and it never does unless lines without a
 * match come before that on both ways.  Only lines of one side can have none.
 * So only what is next to those needs to be counted, up to a line with few
 * matches: a long one, as the caller makes sure.
 */
static void ask_around(struct ch_differ *d, const struct ch_slide_side *side,
	const uint32_t *of, size_t n)
{
	const struct ch_line_class *items = d->classes.items;

	for (size_t i = 0; i < n; i++) {
		if (!is_on_one_side(&items[of[i]]))
			continue;
		d->classes.asked[of[i]] = 1;
		ask_until_long(d, side, of, (ptrdiff_t)i - 1, (ptrdiff_t)n, -1);
		ask_until_long(d, side, of, (ptrdiff_t)i + 1, (ptrdiff_t)n, 1);
	}
}

/* Does a long line that was asked for have many matches after all? */
static bool any_long_many(const struct ch_differ *d, const struct ch_middle *m)
{
	size_t around = m->head_lines + m->tail_lines - m->cut_lines;
	size_t least = most(around + (m->nold < m->nnew ? m->nold : m->nnew));

	for (size_t i = 0; i < d->classes.n; i++) {
		const struct ch_line_class *c = &d->classes.items[i];
		size_t n = c->nold > c->nnew ? c->nold : c->nnew;

		if (d->classes.asked[i] && !is_on_one_side(c) &&
			c->nrest + n >= least &&
			ch_classes_line(&d->classes, c->line).len >= LONG_LINE)
			return true;
	}
	return false;
}

/* Count in the head and the tail what the script depends on. */
static void count_rest(struct ch_differ *d, const struct ch_middle *m)
{
	struct ch_classes *c = &d->classes;

	ask_around(d, &d->old_side, c->of, m->nold);
	ask_around(d, &d->new_side, c->of + m->nold, m->nnew);
	ch_classes_count_rest(c);
	if (!any_long_many(d, m))
		return;
	memset(c->asked, 1, c->n);
	ch_classes_count_rest(c);
}

static bool any_common(const struct ch_classes *c)
{
	for (size_t i = 0; i < c->n; i++)
		if (!is_on_one_side(&c->items[i]))
			return true;
	return false;
}

/* Mark the changed lines of the middle, or only count them. */
static void mark(struct ch_differ *d, struct ch_middle *m, struct ch_str a,
	struct ch_str b, struct ch_linediff *out)
{
	size_t total = m->nold + m->nnew, tail = m->tail_lines - m->cut_lines;

	ch_slide_reset(&d->old_side, a, m->head_lines, m->nold, tail);
	ch_slide_reset(&d->new_side, b, m->head_lines, m->nnew, tail);
	if (m->nold && m->nnew) {
		ch_classes_find(&d->classes, m, &d->old_side, &d->new_side);
	} else {
		ch_classes_split(
			&d->classes, m, &d->old_side, m->old_end, m->nold);
		ch_classes_split(
			&d->classes, m, &d->new_side, m->new_end, m->nnew);
	}
	if (!m->nold || !m->nnew || !any_common(&d->classes)) {
		memset(d->old_side.changed, 1, m->nold);
		memset(d->new_side.changed, 1, m->nnew);
		count(d, m, out);
		return;
	}
	d->values =
		ch_ensure(d->values, &d->cap_values, total, sizeof(*d->values));
	d->lines = ch_ensure(d->lines, &d->cap_lines, total, sizeof(*d->lines));
	d->flags = ch_ensure(d->flags, &d->cap_flags, total, 1);
	d->matches = ch_ensure(d->matches, &d->cap_matches, total, 1);
	if (is_plain(d, m)) {
		count(d, m, out);
		return;
	}
	if (d->counting)
		count_ends(a, m);
	count_rest(d, m);
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
static void build_hunks(struct ch_differ *d, const struct ch_middle *m)
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

static void count_sides(const struct ch_middle *m, struct ch_linediff *out)
{
	out->old_lines = (uint32_t)(m->head_lines + m->nold + m->tail_lines);
	out->new_lines = (uint32_t)(m->head_lines + m->nnew + m->tail_lines);
}

static void diff_middle(struct ch_differ *d, struct ch_middle *m,
	struct ch_str a, struct ch_str b, struct ch_linediff *out)
{
	d->hunks.n = 0;
	if (d->counting && (!m->nold || !m->nnew)) {
		out->removed = (uint32_t)m->nold;
		out->added = (uint32_t)m->nnew;
		return;
	}
	if (!m->nold && !m->nnew)
		return;
	mark(d, m, a, b, out);
	if (d->counting)
		return;
	ch_slide_groups(&d->old_side, &d->new_side);
	ch_slide_groups(&d->new_side, &d->old_side);
	build_hunks(d, m);
}

/* Where lines repeat, the tail can begin before the head has ended. */
static void diff_overlapping(struct ch_differ *d, const struct ch_middle *m,
	struct ch_str a, struct ch_str b, struct ch_linediff *out)
{
	struct ch_middle whole = *m, rest;
	struct ch_linediff unused = { 0 };

	whole.cut = whole.cut_lines = 0;
	diff_middle(d, &whole, a, b, out);
	a.len -= m->cut;
	b.len -= m->cut;
	find_middle(a, b, &rest);
	count_ends(a, &rest);
	diff_middle(d, &rest, a, b, &unused);
}

static void diff_fast(struct ch_differ *d, struct ch_str a, struct ch_str b,
	bool blame, struct ch_linediff *out)
{
	struct ch_middle m;

	find_middle(a, b, &m);
	if (blame)
		find_cut(a, b, &m);
	if (!d->counting) {
		count_ends(a, &m);
		count_sides(&m, out);
	}
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

static struct ch_str not_null(struct ch_str text)
{
	return text.ptr ? text : CH_STR("");
}

static bool is_for_xdiff(
	enum ch_diff_algorithm algorithm, struct ch_str a, struct ch_str b)
{
	return algorithm == CH_DIFF_GIT || algorithm == CH_DIFF_GIT_BLAME ||
	       a.len > MAX_BYTES || b.len > MAX_BYTES;
}

void ch_linediff_run(struct ch_differ *d, enum ch_diff_algorithm algorithm,
	struct ch_str old_text, struct ch_str new_text, struct ch_arena *arena,
	struct ch_linediff *out)
{
	bool blame = algorithm == CH_DIFF_FAST_BLAME ||
		     algorithm == CH_DIFF_GIT_BLAME;

	memset(out, 0, sizeof(*out));
	d->hunks.n = 0;
	old_text = not_null(old_text);
	new_text = not_null(new_text);
	if (is_for_xdiff(algorithm, old_text, new_text))
		diff_xdiff(d, old_text, new_text, blame, out);
	else
		diff_fast(d, old_text, new_text, blame, out);
	out->nhunks = d->hunks.n;
	out->hunks = ch_arena_memdup(
		arena, d->hunks.items, d->hunks.n * sizeof(*d->hunks.items));
}

void ch_linediff_count(struct ch_differ *d, enum ch_diff_algorithm algorithm,
	struct ch_str old_text, struct ch_str new_text, uint32_t *added,
	uint32_t *removed)
{
	struct ch_linediff diff = { 0 };

	old_text = not_null(old_text);
	new_text = not_null(new_text);
	if (is_for_xdiff(algorithm, old_text, new_text)) {
		diff_xdiff(d, old_text, new_text, false, &diff);
	} else {
		d->counting = true;
		diff_fast(d, old_text, new_text, false, &diff);
		d->counting = false;
	}
	*added = diff.added;
	*removed = diff.removed;
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
