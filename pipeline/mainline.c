#include "pipeline/mainline.h"

#include <stdlib.h>

#include "base/mem.h"

/* Children come after their parents, so one pass each way is enough. */
static void number_chains(struct ch_mainline *m, const struct ch_history *h)
{
	uint32_t *next = ch_calloc(h->ncommits + 1, sizeof(*next));
	uint32_t roots = 0;

	for (uint32_t i = (uint32_t)h->ncommits; i-- > 0;) {
		uint32_t up = ch_history_first_parent(h, i);

		m->size[i]++;
		if (up != CH_NO_COMMIT)
			m->size[up] += m->size[i];
	}
	for (uint32_t i = 0; i < h->ncommits; i++) {
		uint32_t up = ch_history_first_parent(h, i);
		uint32_t *at = up == CH_NO_COMMIT ? &roots : &next[up];

		m->number[i] = *at;
		*at += m->size[i];
		next[i] = m->number[i] + 1;
	}
	free(next);
}

static void find_last_children(
	struct ch_mainline *m, const struct ch_history *h)
{
	for (uint32_t i = 0; i < h->ncommits; i++)
		m->last_child[i] = CH_NO_COMMIT;
	for (uint32_t i = 0; i < h->ncommits; i++) {
		const struct ch_commit_rec *rec = &h->commits[i];

		for (uint32_t p = 0; p < rec->nparents; p++) {
			uint32_t up = h->parents[rec->first_parent + p];

			if (up != CH_NO_COMMIT)
				m->last_child[up] = i;
		}
	}
}

void ch_mainline_init(struct ch_mainline *m, const struct ch_history *h,
	const struct ch_oid *end)
{
	size_t n = h->ncommits + 1;

	m->number = ch_calloc(n, sizeof(*m->number));
	m->size = ch_calloc(n, sizeof(*m->size));
	m->last_child = ch_calloc(n, sizeof(*m->last_child));
	m->is_main = ch_calloc(n, sizeof(*m->is_main));
	m->end = end ? ch_history_find(h, end) : CH_NO_COMMIT;
	number_chains(m, h);
	find_last_children(m, h);
	for (uint32_t at = m->end; at != CH_NO_COMMIT;
		at = ch_history_first_parent(h, at))
		m->is_main[at] = true;
}

void ch_mainline_release(struct ch_mainline *m)
{
	free(m->number);
	free(m->size);
	free(m->last_child);
	free(m->is_main);
	*m = (struct ch_mainline){ 0 };
}

bool ch_mainline_has(const struct ch_mainline *m, uint32_t a, uint32_t b)
{
	return m->number[b] - m->number[a] < m->size[a];
}
