#include "analyzers/typeset.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/mem.h"

/* A part of a file that is there. */
struct entry {
	uint32_t path, id;
	const struct ch_numbers *numbers;
};

/* The parts of one key, and what its types came to. */
struct group {
	struct entry *entries; /* by path */
	size_t n, cap;
	uint32_t *lcom4;
	size_t nlcom4;
	bool is_changed;
};

struct ch_typeset {
	const struct ch_intern *paths;
	struct ch_histogram lcom4;
	struct ch_intern keys;
	struct group *groups; /* by key */
	size_t groups_cap;
	uint32_t *changed; /* groups */
	size_t nchanged, changed_cap;
	struct ch_buf key;
	struct ch_arena arena; /* of one group */
};

struct ch_typeset *ch_typeset_new(const struct ch_intern *paths)
{
	struct ch_typeset *s = ch_calloc(1, sizeof(*s));

	s->paths = paths;
	return s;
}

void ch_typeset_free(struct ch_typeset *s)
{
	if (!s)
		return;
	for (size_t i = 0; i < s->keys.n; i++) {
		free(s->groups[i].entries);
		free(s->groups[i].lcom4);
	}
	ch_histogram_release(&s->lcom4);
	ch_intern_release(&s->keys);
	free(s->groups);
	free(s->changed);
	ch_buf_release(&s->key);
	ch_arena_release(&s->arena);
	free(s);
}

/* ---- Changes ------------------------------------------------------------*/

static struct group *group_of(struct ch_typeset *s, const struct entry *e)
{
	size_t before = s->keys.n;
	struct group *g;
	uint32_t id;

	ch_part_key(e->numbers->lang, ch_intern_str(s->paths, e->path),
		ch_part_name(e->numbers->kept, e->id), &s->key);
	id = ch_intern(&s->keys, ch_buf_str(&s->key));
	if (s->keys.n > before) {
		CH_GROW(s->groups, before, s->groups_cap);
		memset(&s->groups[id], 0, sizeof(*s->groups));
	}
	g = &s->groups[id];
	if (!g->is_changed) {
		CH_GROW(s->changed, s->nchanged, s->changed_cap);
		s->changed[s->nchanged++] = id;
	}
	g->is_changed = true;
	return g;
}

static size_t place_of(const struct group *g, uint32_t path)
{
	size_t low = 0, high = g->n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (g->entries[mid].path < path)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

/* A file has one part of a key. */
static void move_part(struct ch_typeset *s, const struct entry *e, bool leaves)
{
	struct group *g = group_of(s, e);
	size_t at = place_of(g, e->path), after = g->n - at;

	if (leaves) {
		memmove(g->entries + at, g->entries + at + 1,
			(after - 1) * sizeof(*g->entries));
		g->n--;
		return;
	}
	CH_GROW(g->entries, g->n, g->cap);
	memmove(g->entries + at + 1, g->entries + at,
		after * sizeof(*g->entries));
	g->entries[at] = *e;
	g->n++;
}

/* Ids of another worker's parts say nothing of ours. */
static bool may_share(const struct ch_numbers *a, const struct ch_numbers *b)
{
	return a && b && a->kept == b->kept && a->lang == b->lang;
}

/* Those of 'from' that 'other' does not have as well. */
static void move_file(struct ch_typeset *s, uint32_t path,
	const struct ch_numbers *from, const struct ch_numbers *other,
	bool leaves)
{
	bool shares = may_share(from, other);

	for (size_t i = 0; from && i < from->nlcom4; i++)
		ch_histogram_add(&s->lcom4, from->lcom4[i], leaves);
	for (size_t i = 0; from && i < from->nparts; i++) {
		struct entry e = { path, from->parts[i], from };

		if (!shares || !ch_numbers_have(other, e.id))
			move_part(s, &e, leaves);
	}
}

void ch_typeset_change(struct ch_typeset *s, uint32_t path,
	const struct ch_numbers *before, const struct ch_numbers *after)
{
	move_file(s, path, before, after, true);
	move_file(s, path, after, before, false);
}

/* ---- Types --------------------------------------------------------------*/

static bool has_type(const struct group *g)
{
	for (size_t i = 0; i < g->n; i++)
		if (ch_part_is_type(
			    g->entries[i].numbers->kept, g->entries[i].id))
			return true;
	return false;
}

static struct ch_type *types_of(
	struct ch_typeset *s, const struct group *g, size_t *n)
{
	const struct ch_part **parts;

	*n = 0;
	if (!has_type(g))
		return NULL;
	ch_arena_reset(&s->arena);
	parts = ch_arena_calloc(&s->arena, g->n, sizeof(const void *));
	for (size_t i = 0; i < g->n; i++) {
		const struct entry *e = &g->entries[i];
		struct ch_part *p =
			ch_part_get(e->numbers->kept, e->id, &s->arena);

		p->lang = e->numbers->lang;
		p->path = ch_intern_str(s->paths, e->path);
		p->path_id = e->path;
		parts[i] = p;
	}
	return ch_types_of(parts, g->n, n);
}

static void settle_group(struct ch_typeset *s, struct group *g)
{
	struct ch_type *types;
	size_t n;

	for (size_t i = 0; i < g->nlcom4; i++)
		ch_histogram_add(&s->lcom4, g->lcom4[i], true);
	types = types_of(s, g, &n);
	free(g->lcom4);
	g->lcom4 = ch_calloc(n + 1, sizeof(*g->lcom4));
	g->nlcom4 = 0;
	for (size_t i = 0; i < n; i++)
		if (types[i].cohesion.lcom4)
			g->lcom4[g->nlcom4++] = types[i].cohesion.lcom4;
	for (size_t i = 0; i < g->nlcom4; i++)
		ch_histogram_add(&s->lcom4, g->lcom4[i], false);
	free(types);
	g->is_changed = false;
}

const struct ch_histogram *ch_typeset_settle(struct ch_typeset *s)
{
	for (size_t i = 0; i < s->nchanged; i++)
		settle_group(s, &s->groups[s->changed[i]]);
	s->nchanged = 0;
	return &s->lcom4;
}
