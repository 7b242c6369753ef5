#include "base/map.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/mem.h"

static struct ch_map_slot *find(
	const struct ch_map *m, uint64_t hash, const void *key, size_t len)
{
	size_t i = hash & (m->cap - 1);

	for (;; i = (i + 1) & (m->cap - 1)) {
		struct ch_map_slot *s = &m->slots[i];

		if (!s->key)
			return s;
		if (s->hash == hash && s->len == len &&
			(!len || !memcmp(s->key, key, len)))
			return s;
	}
}

uint64_t *ch_map_get(const struct ch_map *m, const void *key, size_t len)
{
	struct ch_map_slot *s;

	if (!m->n)
		return NULL;
	s = find(m, ch_hash_with(m->seed, key, len), key, len);
	return s->key ? &s->value : NULL;
}

static void grow(struct ch_map *m)
{
	struct ch_map old = *m;

	if (!old.cap)
		m->seed = ch_hash_seed();
	m->cap = old.cap ? old.cap * 2 : 16;
	m->slots = ch_calloc(m->cap, sizeof(*m->slots));
	for (size_t i = 0; i < old.cap; i++) {
		struct ch_map_slot *s = &old.slots[i];

		if (s->key)
			*find(m, s->hash, s->key, s->len) = *s;
	}
	free(old.slots);
}

uint64_t *ch_map_add(struct ch_map *m, const void *key, size_t len, bool *added)
{
	struct ch_map_slot *s;
	uint64_t hash;

	if (m->n >= m->cap / 4 * 3)
		grow(m);
	hash = ch_hash_with(m->seed, key, len);
	s = find(m, hash, key, len);
	if (added)
		*added = !s->key;
	if (!s->key) {
		/* An empty key still marks its slot as used. */
		s->key = key ? key : "";
		s->len = len;
		s->hash = hash;
		s->value = 0;
		m->n++;
	}
	return &s->value;
}

struct ch_map_slot *ch_map_next(const struct ch_map *m, size_t *at)
{
	while (*at < m->cap) {
		struct ch_map_slot *s = &m->slots[(*at)++];

		if (s->key)
			return s;
	}
	return NULL;
}

void ch_map_clear(struct ch_map *m)
{
	if (m->cap)
		memset(m->slots, 0, m->cap * sizeof(*m->slots));
	m->n = 0;
}

void ch_map_release(struct ch_map *m)
{
	free(m->slots);
	memset(m, 0, sizeof(*m));
}
