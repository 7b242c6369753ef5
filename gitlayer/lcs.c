#include "gitlayer/lcs.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define LEAST_COST_BOUND 256
#define SHORTCUT_COST 256 /* from here on shortcuts are looked for */
#define LONG_SNAKE 20
#define FAR_AHEAD 4 /* elements a unit of cost */

size_t ch_rough_root(size_t n)
{
	size_t r = 1;

	for (; n; n >>= 2)
		r <<= 1;
	return r;
}

/*
 * The search for a split of one span.  Diagonal k is x - y; v[k] is the x
 * that paths of the present cost reach on it, from either end.
 */
struct search {
	const uint32_t *a, *b;
	int32_t n, m;
	int32_t *forward, *backward;	/* v, diagonal 0 in the middle */
	int32_t f_lo, f_hi, b_lo, b_hi; /* diagonals in use */
	bool snake;			/* a long one was met at this cost */
	int32_t cost, x, y;
	bool low_exact, high_exact; /* how the parts go on */
};

/* Widen [*lo, *hi] by one each way inside the grid, parity kept. */
static void widen(const struct search *s, int32_t *v, int32_t *lo, int32_t *hi,
	int32_t outside)
{
	if (*lo > -s->m)
		v[--*lo - 1] = outside;
	else
		++*lo;
	if (*hi < s->n)
		v[++*hi + 1] = outside;
	else
		--*hi;
}

static bool found(struct search *s, int32_t x, int32_t k)
{
	s->x = x;
	s->y = x - k;
	s->low_exact = s->high_exact = true;
	return true;
}

static bool step_forward(struct search *s)
{
	bool odd = (s->n - s->m) & 1;
	int32_t *v = s->forward;

	widen(s, v, &s->f_lo, &s->f_hi, -1);
	for (int32_t k = s->f_hi; k >= s->f_lo; k -= 2) {
		int32_t x = v[k - 1] >= v[k + 1] ? v[k - 1] + 1 : v[k + 1];
		int32_t from = x;

		while (x < s->n && x - k < s->m && s->a[x] == s->b[x - k])
			x++;
		s->snake |= x - from > LONG_SNAKE;
		v[k] = x;
		if (odd && s->b_lo <= k && k <= s->b_hi && s->backward[k] <= x)
			return found(s, x, k);
	}
	return false;
}

static bool step_backward(struct search *s)
{
	bool odd = (s->n - s->m) & 1;
	int32_t *v = s->backward;

	widen(s, v, &s->b_lo, &s->b_hi, INT32_MAX);
	for (int32_t k = s->b_hi; k >= s->b_lo; k -= 2) {
		int32_t x = v[k - 1] < v[k + 1] ? v[k - 1] : v[k + 1] - 1;
		int32_t from = x;

		while (x > 0 && x - k > 0 && s->a[x - 1] == s->b[x - k - 1])
			x--;
		s->snake |= from - x > LONG_SNAKE;
		v[k] = x;
		if (!odd && s->f_lo <= k && k <= s->f_hi && x <= s->forward[k])
			return found(s, x, k);
	}
	return false;
}

static bool is_snake(const struct search *s, int32_t x, int32_t y)
{
	return !memcmp(s->a + x, s->b + y, LONG_SNAKE * sizeof(*s->a));
}

/* Far from its corner for the cost, close to its diagonal, behind a snake. */
static bool jump_forward(struct search *s)
{
	int32_t best = 0;

	for (int32_t k = s->f_hi; k >= s->f_lo; k -= 2) {
		int32_t x = s->forward[k], y = x - k;
		int32_t far = x + y - abs(k);

		if (far <= FAR_AHEAD * s->cost || far <= best ||
			x < LONG_SNAKE || x >= s->n || y < LONG_SNAKE ||
			y >= s->m ||
			!is_snake(s, x - LONG_SNAKE, y - LONG_SNAKE))
			continue;
		best = far;
		s->x = x;
		s->y = y;
	}
	s->low_exact = true;
	s->high_exact = false;
	return best > 0;
}

static bool jump_backward(struct search *s)
{
	int32_t best = 0, middle = s->n - s->m;

	for (int32_t k = s->b_hi; k >= s->b_lo; k -= 2) {
		int32_t x = s->backward[k], y = x - k;
		int32_t far = s->n - x + s->m - y - abs(k - middle);

		if (far <= FAR_AHEAD * s->cost || far <= best || x <= 0 ||
			x > s->n - LONG_SNAKE || y <= 0 ||
			y > s->m - LONG_SNAKE || !is_snake(s, x, y))
			continue;
		best = far;
		s->x = x;
		s->y = y;
	}
	s->low_exact = false;
	s->high_exact = true;
	return best > 0;
}

/* The furthest point of either side, when it has cost too much. */
static void give_up(struct search *s)
{
	int32_t f_sum = -1, f_x = -1, b_sum = INT32_MAX, b_x = INT32_MAX;

	for (int32_t k = s->f_hi; k >= s->f_lo; k -= 2) {
		int32_t x = s->forward[k] < s->n ? s->forward[k] : s->n;

		x = x - k > s->m ? s->m + k : x;
		if (f_sum < 2 * x - k) {
			f_sum = 2 * x - k;
			f_x = x;
		}
	}
	for (int32_t k = s->b_hi; k >= s->b_lo; k -= 2) {
		int32_t x = s->backward[k] > 0 ? s->backward[k] : 0;

		x = x - k < 0 ? k : x;
		if (2 * x - k < b_sum) {
			b_sum = 2 * x - k;
			b_x = x;
		}
	}
	s->low_exact = s->n + s->m - b_sum < f_sum;
	s->high_exact = !s->low_exact;
	s->x = s->low_exact ? f_x : b_x;
	s->y = (s->low_exact ? f_sum : b_sum) - s->x;
}

/* A point to split at; both ends of the span differ. */
static void find_split(struct search *s, bool exact, int32_t bound)
{
	s->f_lo = s->f_hi = 0;
	s->b_lo = s->b_hi = s->n - s->m;
	s->forward[0] = 0;
	s->backward[s->n - s->m] = s->n;
	for (s->cost = 1;; s->cost++) {
		s->snake = false;
		if (step_forward(s) || step_backward(s))
			return;
		if (exact)
			continue;
		if (s->snake && s->cost > SHORTCUT_COST &&
			(jump_forward(s) || jump_backward(s)))
			return;
		if (s->cost >= bound) {
			give_up(s);
			return;
		}
	}
}

static void push(struct ch_lcs *s, struct ch_lcs_span span)
{
	CH_GROW(s->todo, s->ntodo, s->cap_todo);
	s->todo[s->ntodo++] = span;
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

/* Is D, the length of the shortest script, known?  Then it says the counts. */
static bool add_counts(const struct search *s, struct ch_lcs_counts *counts)
{
	int32_t d = 2 * s->cost - ((s->n - s->m) & 1);

	if (!s->low_exact || !s->high_exact)
		return false;
	counts->a += (uint32_t)((d + s->n - s->m) / 2);
	counts->b += (uint32_t)((d - s->n + s->m) / 2);
	return true;
}

static void split(struct ch_lcs *s, const struct ch_lcs_input *in,
	struct ch_lcs_span todo, int32_t bound, struct ch_lcs_counts *counts)
{
	struct search search = { .a = in->a + todo.a_lo,
		.b = in->b + todo.b_lo,
		.n = (int32_t)(todo.a_hi - todo.a_lo),
		.m = (int32_t)(todo.b_hi - todo.b_lo) };
	uint32_t a_mid, b_mid;

	/* Diagonals -m - 1 to n + 1. */
	search.forward = s->forward + search.m + 1;
	search.backward = s->backward + search.m + 1;
	find_split(&search, todo.exact, bound);
	if (counts && add_counts(&search, counts))
		return;
	a_mid = todo.a_lo + (uint32_t)search.x;
	b_mid = todo.b_lo + (uint32_t)search.y;
	push(s, (struct ch_lcs_span){ a_mid, todo.a_hi, b_mid, todo.b_hi,
			search.high_exact });
	push(s, (struct ch_lcs_span){
			todo.a_lo, a_mid, todo.b_lo, b_mid, search.low_exact });
}

static void ensure_diagonals(struct ch_lcs *s, size_t need)
{
	if (need <= s->cap_diagonals)
		return;
	if (need < s->cap_diagonals * 2)
		need = s->cap_diagonals * 2;
	s->cap_diagonals = need;
	s->forward = ch_realloc(s->forward, need, sizeof(*s->forward));
	s->backward = ch_realloc(s->backward, need, sizeof(*s->backward));
}

static void one_side(const struct ch_lcs_input *in,
	const struct ch_lcs_span *span, struct ch_lcs_counts *counts)
{
	uint32_t a = span->a_hi - span->a_lo, b = span->b_hi - span->b_lo;

	if (counts) {
		counts->a += a;
		counts->b += b;
		return;
	}
	memset(in->a_changed + span->a_lo, 1, a);
	memset(in->b_changed + span->b_lo, 1, b);
}

static void run(struct ch_lcs *s, const struct ch_lcs_input *in,
	struct ch_lcs_counts *counts)
{
	size_t ndiagonals = (size_t)in->na + in->nb + 3;
	size_t bound = ch_rough_root(ndiagonals);

	if (bound < LEAST_COST_BOUND)
		bound = LEAST_COST_BOUND;
	ensure_diagonals(s, ndiagonals);
	s->ntodo = 0;
	push(s, (struct ch_lcs_span){ 0, in->na, 0, in->nb, false });
	while (s->ntodo) {
		struct ch_lcs_span todo = s->todo[--s->ntodo];

		trim(in, &todo);
		if (todo.a_lo == todo.a_hi || todo.b_lo == todo.b_hi)
			one_side(in, &todo, counts);
		else
			split(s, in, todo, (int32_t)bound, counts);
	}
}

void ch_lcs_run(struct ch_lcs *s, const struct ch_lcs_input *in)
{
	run(s, in, NULL);
}

void ch_lcs_count(struct ch_lcs *s, const struct ch_lcs_input *in,
	struct ch_lcs_counts *counts)
{
	memset(counts, 0, sizeof(*counts));
	run(s, in, counts);
}

void ch_lcs_release(struct ch_lcs *s)
{
	free(s->todo);
	free(s->forward);
	free(s->backward);
	memset(s, 0, sizeof(*s));
}
