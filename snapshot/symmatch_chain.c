#include <string.h>

#include "snapshot/symmatch_steps.h"

/* Entries passed for each that is tried: matched, or of the other sort. */
#define PASSED_PER_TRY 8

void ch_chains_init(struct ch_chains *c, struct ch_match *m, enum ch_side side)
{
	memset(c, 0, sizeof(*c));
	c->m = m;
	c->list = &m->side[side];
}

void ch_chains_release(struct ch_chains *c)
{
	ch_map_release(&c->heads);
	ch_map_release(&c->twins);
}

static struct ch_str twin_key(
	struct ch_chains *c, struct ch_str key, const struct ch_symbol *s)
{
	char *twin = ch_arena_alloc(&c->m->scratch, key.len + s->signature.len);

	memcpy(twin, key.ptr, key.len); /* bytes: with zeros in them */
	if (s->signature.len)
		memcpy(twin + key.len, s->signature.ptr, s->signature.len);
	return ch_str_n(twin, key.len + s->signature.len);
}

static void add_twin(struct ch_chains *c, struct ch_str key, size_t entry)
{
	struct ch_str k = twin_key(c, key, c->list->items[entry].symbol);
	uint64_t *head = ch_map_add(&c->twins, k.ptr, k.len, NULL);

	c->list->twin[entry] = *head ? (size_t)*head - 1 : CH_NO_ENTRY;
	*head = entry + 1;
}

/* The chain just became long: all of it, the last first. */
static void add_twins(struct ch_chains *c, struct ch_str key, size_t head)
{
	size_t all[CH_CHAIN_TRIES + 1], n = 0;

	for (size_t i = head; i != CH_NO_ENTRY; i = c->list->next[i])
		all[n++] = i;
	while (n)
		add_twin(c, key, all[--n]);
}

void ch_chains_add(struct ch_chains *c, struct ch_str key, size_t entry)
{
	struct ch_match_side *l = c->list;
	uint64_t *head = ch_map_add(&c->heads, key.ptr, key.len, NULL);
	size_t next = *head ? (size_t)*head - 1 : CH_NO_ENTRY;

	l->next[entry] = next;
	l->depth[entry] = next == CH_NO_ENTRY ? 1 : l->depth[next] + 1;
	*head = entry + 1;
	if (l->depth[entry] == CH_CHAIN_TRIES + 1)
		add_twins(c, key, entry);
	else if (l->depth[entry] > CH_CHAIN_TRIES)
		add_twin(c, key, entry);
}

void ch_chains_add_all(struct ch_chains *c, bool by_file, bool matched)
{
	for (size_t i = c->list->n; i-- > 0;) {
		const struct ch_match_entry *e = &c->list->items[i];

		if ((e->match == CH_NO_ENTRY || matched) && !e->hidden)
			ch_chains_add(c,
				ch_match_key(c->m, e,
					by_file ? e->file : CH_NO_FILE),
				i);
	}
}

static size_t distance(struct ch_match *m, const struct ch_symbol *a,
	const struct ch_symbol *b)
{
	size_t n = a->nparams < b->nparams ? a->nparams : b->nparams;
	size_t d = (a->nparams > b->nparams ? a->nparams - b->nparams
					    : b->nparams - a->nparams) *
		   4;

	m->compared++;
	if (ch_str_eq(a->signature, b->signature))
		return 0;
	for (size_t i = 0; i < n; i++) {
		d += !ch_str_eq(a->params[i].type, b->params[i].type) * 2u;
		d += !ch_str_eq(a->params[i].name, b->params[i].name);
	}
	return d + 1;
}

static size_t first_under(const struct ch_map *map, struct ch_str key)
{
	const uint64_t *head = ch_map_get(map, key.ptr, key.len);

	return head ? (size_t)*head - 1 : CH_NO_ENTRY;
}

static bool is_gone(const struct ch_match_entry *e)
{
	return e->match != CH_NO_ENTRY || e->hidden;
}

/* What a search in a chain has found so far. */
struct search {
	size_t best, best_d;
	size_t tried, passed;
};

/* Whether to look on. */
static bool try_entry(struct ch_chains *c, struct search *s, size_t at,
	const struct ch_symbol *to)
{
	size_t d = distance(c->m, c->list->items[at].symbol, to);

	if (d < s->best_d) {
		s->best = at;
		s->best_d = d;
	}
	return ++s->tried < CH_CHAIN_TRIES && d;
}

/*
 * Entries that are matched stay so as long as the chain is used: they are
 * taken out on the way, so that no search passes them again.
 */
static size_t search_left(struct ch_chains *c, struct search *s, size_t head,
	const struct ch_symbol *to, bool prototypes)
{
	struct ch_match_side *l = c->list;
	size_t kept = head, i, next;

	for (i = head; i != CH_NO_ENTRY; i = next) {
		const struct ch_match_entry *e = &l->items[i];

		next = l->next[i];
		if (is_gone(e)) {
			if (i != head)
				l->next[kept] = next;
			continue;
		}
		kept = i;
		if (ch_match_is_prototype(e) == prototypes) {
			if (!try_entry(c, s, i, to))
				return next;
		} else if (++s->passed >= CH_CHAIN_TRIES * PASSED_PER_TRY) {
			return next;
		}
	}
	return CH_NO_ENTRY;
}

/* The first with the very signature, far behind; unmatched, or any. */
static size_t find_twin(struct ch_chains *c, struct ch_str key,
	const struct ch_symbol *to, bool prototypes, bool any)
{
	struct ch_str k = twin_key(c, key, to);
	size_t i = first_under(&c->twins, k);

	for (int n = 0; i != CH_NO_ENTRY && n < CH_CHAIN_TRIES;
		i = c->list->twin[i], n++) {
		const struct ch_match_entry *e = &c->list->items[i];

		if (any ||
			(!is_gone(e) && ch_match_is_prototype(e) == prototypes))
			return i;
	}
	return CH_NO_ENTRY;
}

size_t ch_chains_nearest(struct ch_chains *c, struct ch_str key,
	const struct ch_symbol *to, bool prototypes)
{
	struct search s = { CH_NO_ENTRY, SIZE_MAX, 0, 0 };
	size_t rest = search_left(
		       c, &s, first_under(&c->heads, key), to, prototypes),
	       twin;

	if (rest == CH_NO_ENTRY || !s.best_d)
		return s.best;
	twin = find_twin(c, key, to, prototypes, false);
	return twin == CH_NO_ENTRY ? s.best : twin;
}

size_t ch_chains_nearest_of_all(
	struct ch_chains *c, struct ch_str key, const struct ch_symbol *to)
{
	struct search s = { CH_NO_ENTRY, SIZE_MAX, 0, 0 };
	size_t i = first_under(&c->heads, key), twin;

	while (i != CH_NO_ENTRY && try_entry(c, &s, i, to))
		i = c->list->next[i];
	if (i == CH_NO_ENTRY || !s.best_d)
		return s.best;
	twin = find_twin(c, key, to, false, true);
	return twin == CH_NO_ENTRY ? s.best : twin;
}
