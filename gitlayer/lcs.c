#include "gitlayer/lcs.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/*
 * The distance up to which Myers is tried, at least and at most.  git's own
 * heuristics start at 256; below that both find the same scripts.
 */
#define MIN_D 256
#define MAX_D 2048
#define MAX_STEPS ((uint64_t)1 << 27)
/* Rows kept at once where all of them are kept: 256 KiB. */
#define ALL_ROWS ((size_t)1 << 15)

struct span {
	const uint32_t *a, *b;
	int32_t n, m;
};

/* ---- Myers: the middle of a shortest path -------------------------------*/

struct frontier {
	int32_t v[2 * MAX_D + 8];
	int32_t lo, hi; /* diagonals in use, relative to the start diagonal */
};

static int32_t *frontier_at(struct frontier *f, int32_t k)
{
	return &f->v[k + MAX_D + 3];
}

/* Widen by one diagonal each way, inside [least, most], parity kept. */
static void widen(
	struct frontier *f, int32_t least, int32_t most, int32_t outside)
{
	if (f->lo > least)
		*frontier_at(f, --f->lo - 1) = outside;
	else
		f->lo++;
	if (f->hi < most)
		*frontier_at(f, ++f->hi + 1) = outside;
	else
		f->hi--;
}

static bool forward_step(const struct span *s, struct frontier *fwd,
	struct frontier *bwd, int32_t *x_out, int32_t *y_out)
{
	const int32_t delta = s->n - s->m;
	int32_t k;

	widen(fwd, -s->m, s->n, -1);
	for (k = fwd->hi; k >= fwd->lo; k -= 2) {
		int32_t left = *frontier_at(fwd, k - 1);
		int32_t right = *frontier_at(fwd, k + 1);
		int32_t x = left >= right ? left + 1 : right;
		int32_t y = x - k;

		while (x < s->n && y < s->m && s->a[x] == s->b[y]) {
			x++;
			y++;
		}
		*frontier_at(fwd, k) = x;
		if ((delta & 1) && k - delta >= bwd->lo &&
			k - delta <= bwd->hi &&
			*frontier_at(bwd, k - delta) <= x) {
			*x_out = x;
			*y_out = y;
			return true;
		}
	}
	return false;
}

static bool backward_step(const struct span *s, struct frontier *fwd,
	struct frontier *bwd, int32_t *x_out, int32_t *y_out)
{
	const int32_t delta = s->n - s->m;
	int32_t r; /* diagonal relative to 'delta' */

	widen(bwd, -s->m - delta, s->n - delta, INT32_MAX);
	for (r = bwd->hi; r >= bwd->lo; r -= 2) {
		int32_t left = *frontier_at(bwd, r - 1);
		int32_t right = *frontier_at(bwd, r + 1);
		int32_t x = left < right ? left : right - 1;
		int32_t y = x - (r + delta);

		while (x > 0 && y > 0 && s->a[x - 1] == s->b[y - 1]) {
			x--;
			y--;
		}
		*frontier_at(bwd, r) = x;
		if (!(delta & 1) && r + delta >= fwd->lo &&
			r + delta <= fwd->hi &&
			x <= *frontier_at(fwd, r + delta)) {
			*x_out = x;
			*y_out = y;
			return true;
		}
	}
	return false;
}

/*
 * A point that a shortest path goes through; false when the distance is above
 * 2 * max_d.  Both ends of 's' differ.
 */
static bool find_middle(
	const struct span *s, int32_t max_d, int32_t *x, int32_t *y)
{
	struct frontier fwd, bwd;
	int32_t d;

	fwd.lo = fwd.hi = 0;
	bwd.lo = bwd.hi = 0;
	*frontier_at(&fwd, 0) = 0;
	*frontier_at(&bwd, 0) = s->n;
	for (d = 0; d < max_d; d++) {
		if (forward_step(s, &fwd, &bwd, x, y) ||
			backward_step(s, &fwd, &bwd, x, y))
			return true;
	}
	return false;
}

/* ---- Bit-parallel rows --------------------------------------------------*/

/*
 * A row is a bit per element of 'a'; after j elements of 'b' a zero at bit i
 * says that the common subsequence of a[0..i] and b[0..j) is one longer than
 * that of a[0..i).  With U = row & match, the next row is
 * (row + U) | (row & ~match) (Crochemore, Iliopoulos, Pinzon, Reid; Hyyro).
 * Words without a match change only by the carry, which stops at the first
 * word that has a zero.
 */
struct grid {
	struct ch_lcs *s;
	const struct span *span;
	size_t nwords;
	size_t block; /* rows kept after every this many */
};

static void *ensure(void *p, size_t *cap, size_t need, size_t size)
{
	if (need <= *cap)
		return p;
	if (need < *cap * 2)
		need = *cap * 2;
	*cap = need;
	return ch_realloc(p, need, size);
}

/* Entries of a's values: words with a match, ascending, as linked lists. */
static void index_values(struct ch_lcs *s, const struct span *span)
{
	uint32_t n = 0;
	int32_t i;

	s->entries = ensure(s->entries, &s->cap_entries, (size_t)span->n,
		sizeof(*s->entries));
	for (i = span->n - 1; i >= 0; i--) {
		uint32_t *head = &s->head[span->a[i]];
		uint32_t word = (uint32_t)i / 64;

		if (!*head || s->entries[*head - 1].word != word) {
			s->entries[n].word = word;
			s->entries[n].mask = 0;
			s->entries[n].next = *head;
			*head = ++n;
		}
		s->entries[*head - 1].mask |= (uint64_t)1 << (i % 64);
	}
}

static void forget_values(struct ch_lcs *s, const struct span *span)
{
	int32_t i;

	for (i = 0; i < span->n; i++)
		s->head[span->a[i]] = 0;
}

/* Carry a one into words [from, to); false when it ended there. */
static bool pass_carry(uint64_t *row, size_t from, size_t to)
{
	for (; from < to; from++) {
		if (row[from] != UINT64_MAX) {
			row[from] |= row[from] + 1;
			return false;
		}
	}
	return true;
}

static void next_row(const struct grid *g, uint64_t *row, uint32_t value)
{
	uint32_t e = g->s->head[value];
	bool carry = false;
	size_t at = 0;

	for (; e; e = g->s->entries[e - 1].next) {
		const struct ch_lcs_entry *entry = &g->s->entries[e - 1];
		uint64_t v = row[entry->word], u = v & entry->mask, sum;
		bool over;

		if (carry)
			carry = pass_carry(row, at, entry->word);
		over = __builtin_add_overflow(v, u, &sum);
		if (carry)
			over |= __builtin_add_overflow(sum, 1, &sum);
		row[entry->word] = sum | (v & ~entry->mask);
		carry = over;
		at = entry->word + 1;
	}
	if (carry)
		pass_carry(row, at, g->nwords);
}

static bool bit_is_set(const uint64_t *row, int32_t i)
{
	return (row[i / 64] >> (i % 64)) & 1;
}

/*
 * Rows 'first' to 'first' + n from the kept row before them, then back
 * through them from column *i, marking what is not common.
 */
static void trace_block(const struct grid *g, const uint64_t *kept,
	uint64_t *rows, size_t first, size_t n, int32_t *i, uint8_t *a_changed,
	uint8_t *b_changed)
{
	const size_t w = g->nwords;
	size_t j;

	memcpy(rows, kept, w * sizeof(*rows));
	for (j = 0; j < n; j++) {
		uint64_t *row = rows + (j + 1) * w;

		memcpy(row, row - w, w * sizeof(*rows));
		next_row(g, row, g->span->b[first + j]);
	}
	for (j = n; j > 0;) {
		const uint64_t *row = rows + j * w;

		while (*i > 0 && bit_is_set(row, *i - 1))
			a_changed[--*i] = 1;
		j--;
		if (*i > 0 && bit_is_set(row - w, *i - 1))
			--*i; /* the length grew in this row: common */
		else
			b_changed[first + j] = 1;
	}
}

static size_t square_root(size_t n)
{
	size_t r = 1;

	while (r * r < n)
		r++;
	return r;
}

static void solve_by_rows(struct ch_lcs *s, const struct span *span,
	uint8_t *a_changed, uint8_t *b_changed)
{
	struct grid g = { s, span, ((size_t)span->n + 63) / 64, 0 };
	size_t m = (size_t)span->m, nblocks, k;
	uint64_t *rows, *kept;
	int32_t i = span->n;

	g.block = m * g.nwords <= ALL_ROWS ? m : square_root(m);
	nblocks = (m + g.block - 1) / g.block;
	s->rows = ensure(s->rows, &s->cap_rows,
		(nblocks + g.block + 1) * g.nwords, sizeof(*s->rows));
	kept = s->rows;
	rows = kept + nblocks * g.nwords;
	index_values(s, span);
	memset(kept, 0xff, g.nwords * sizeof(*kept));
	for (k = 1; k < nblocks; k++) {
		uint64_t *row = kept + k * g.nwords;
		size_t j;

		memcpy(row, row - g.nwords, g.nwords * sizeof(*row));
		for (j = (k - 1) * g.block; j < k * g.block; j++)
			next_row(&g, row, span->b[j]);
	}
	for (k = nblocks; k > 0; k--) {
		size_t first = (k - 1) * g.block;
		size_t n = k == nblocks ? m - first : g.block;

		trace_block(&g, kept + (k - 1) * g.nwords, rows, first, n, &i,
			a_changed, b_changed);
	}
	while (i > 0)
		a_changed[--i] = 1;
	forget_values(s, span);
}

/* ---- Both together ------------------------------------------------------*/

static uint64_t row_steps(const struct span *s)
{
	return (((uint64_t)s->n + 63) / 64) * (uint64_t)s->m;
}

/* How far Myers may go before rows are the cheaper way. */
static int32_t myers_limit(uint64_t steps)
{
	int32_t d = MIN_D;

	while (d < MAX_D && (uint64_t)d * (uint64_t)d < steps / 4)
		d += MIN_D;
	return d;
}

static void push(struct ch_lcs *s, uint32_t a_lo, uint32_t a_hi, uint32_t b_lo,
	uint32_t b_hi)
{
	CH_GROW(s->todo, s->ntodo, s->cap_todo);
	s->todo[s->ntodo++] = (struct ch_lcs_span){ a_lo, a_hi, b_lo, b_hi };
}

static void trim(const struct ch_lcs_input *in, struct ch_lcs_span *s)
{
	while (s->a_lo < s->a_hi && s->b_lo < s->b_hi &&
		in->a[s->a_lo] == in->b[s->b_lo]) {
		s->a_lo++;
		s->b_lo++;
	}
	while (s->a_lo < s->a_hi && s->b_lo < s->b_hi &&
		in->a[s->a_hi - 1] == in->b[s->b_hi - 1]) {
		s->a_hi--;
		s->b_hi--;
	}
}

/* One span: split in two, solved, or given up (returns false). */
static bool solve(struct ch_lcs *s, const struct ch_lcs_input *in,
	struct ch_lcs_span todo)
{
	struct span span = { in->a + todo.a_lo, in->b + todo.b_lo,
		(int32_t)(todo.a_hi - todo.a_lo),
		(int32_t)(todo.b_hi - todo.b_lo) };
	uint64_t steps = row_steps(&span);
	int32_t x, y;

	if (find_middle(&span, myers_limit(steps), &x, &y)) {
		uint32_t a_mid = todo.a_lo + (uint32_t)x;
		uint32_t b_mid = todo.b_lo + (uint32_t)y;

		push(s, a_mid, todo.a_hi, b_mid, todo.b_hi);
		push(s, todo.a_lo, a_mid, todo.b_lo, b_mid);
		return true;
	}
	if (steps > MAX_STEPS - s->spent) {
		memset(in->a_changed + todo.a_lo, 1, (size_t)span.n);
		memset(in->b_changed + todo.b_lo, 1, (size_t)span.m);
		return false;
	}
	s->spent += steps;
	solve_by_rows(
		s, &span, in->a_changed + todo.a_lo, in->b_changed + todo.b_lo);
	return true;
}

bool ch_lcs_run(struct ch_lcs *s, const struct ch_lcs_input *in)
{
	bool minimal = true;

	if (in->nvalues > s->cap_head) {
		size_t had = s->cap_head;

		s->head = ensure(
			s->head, &s->cap_head, in->nvalues, sizeof(*s->head));
		memset(s->head + had, 0,
			(s->cap_head - had) * sizeof(*s->head));
	}
	s->spent = 0;
	s->ntodo = 0;
	push(s, 0, in->na, 0, in->nb);
	while (s->ntodo) {
		struct ch_lcs_span todo = s->todo[--s->ntodo];

		trim(in, &todo);
		if (todo.a_lo == todo.a_hi)
			memset(in->b_changed + todo.b_lo, 1,
				todo.b_hi - todo.b_lo);
		else if (todo.b_lo == todo.b_hi)
			memset(in->a_changed + todo.a_lo, 1,
				todo.a_hi - todo.a_lo);
		else
			minimal &= solve(s, in, todo);
	}
	return minimal;
}

void ch_lcs_release(struct ch_lcs *s)
{
	free(s->todo);
	free(s->head);
	free(s->entries);
	free(s->rows);
	memset(s, 0, sizeof(*s));
}
