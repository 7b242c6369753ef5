#include "analyzers/pairs.h"

#include <stdlib.h>

#include "base/mem.h"

/* Member m is in groups[in[m], in[m + 1]). */
struct inverse {
	uint32_t *in, *groups;
};

/* Counters of one member against the others. */
struct counters {
	uint64_t *together;
	uint32_t *last; /* group */
	uint32_t *touched;
	size_t n;
};

static void invert(const struct ch_groups *x, struct inverse *out)
{
	size_t total = x->first[x->ngroups];

	out->in = ch_calloc(x->nmembers + 2, sizeof(*out->in));
	out->groups = ch_calloc(total + 1, sizeof(*out->groups));
	for (size_t i = 0; i < total; i++)
		out->in[x->members[i] + 2]++;
	for (size_t m = 2; m < x->nmembers + 2; m++)
		out->in[m] += out->in[m - 1];
	/* in[m + 1] moves from where m begins to where it ends. */
	for (uint32_t g = 0; g < x->ngroups; g++)
		for (uint32_t i = x->first[g]; i < x->first[g + 1]; i++)
			out->groups[out->in[x->members[i] + 1]++] = g;
}

static void count_member(const struct ch_groups *x, const struct inverse *inv,
	uint32_t m, struct counters *c)
{
	c->n = 0;
	for (uint32_t k = inv->in[m]; k < inv->in[m + 1]; k++) {
		uint32_t g = inv->groups[k];
		uint64_t weight = x->weights ? x->weights[g] : x->weight;

		for (uint32_t i = x->first[g]; i < x->first[g + 1]; i++) {
			uint32_t other = x->members[i];

			if (other <= m)
				continue;
			if (!c->together[other]++)
				c->touched[c->n++] = other;
			c->together[other] += weight - 1;
			c->last[other] = g;
		}
	}
}

int ch_pairs_each(const struct ch_groups *groups, ch_pair_fn *each, void *ctx,
	const volatile sig_atomic_t *stop, struct ch_err *err)
{
	size_t n = groups->nmembers;
	struct counters c = { .together = ch_calloc(n + 1, sizeof(uint64_t)),
		.last = ch_calloc(n + 1, sizeof(uint32_t)),
		.touched = ch_calloc(n + 1, sizeof(uint32_t)) };
	struct inverse inv;
	int code = 0;

	invert(groups, &inv);
	for (uint32_t m = 0; m < n && !code; m++) {
		if (stop && *stop)
			code = ch_fail(err, CH_EINTR, "interrupted");
		count_member(groups, &inv, m, &c);
		for (size_t i = 0; i < c.n; i++) {
			uint32_t other = c.touched[i];

			each(ctx, m, other, c.together[other], c.last[other]);
			c.together[other] = 0;
		}
	}
	free(c.together);
	free(c.last);
	free(c.touched);
	free(inv.in);
	free(inv.groups);
	return code;
}
