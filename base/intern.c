#include "base/intern.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

uint32_t ch_intern(struct ch_intern *t, struct ch_str s)
{
	uint64_t *id = ch_map_get(&t->map, s.len ? s.ptr : "", s.len);
	struct ch_str copy;

	if (id)
		return (uint32_t)*id;
	assert(t->n < CH_NO_ID);
	copy = ch_arena_str(&t->arena, s);
	CH_GROW(t->strs, t->n, t->cap);
	t->strs[t->n] = copy;
	*ch_map_add(&t->map, copy.ptr, copy.len, NULL) = t->n;
	return (uint32_t)t->n++;
}

uint32_t ch_intern_find(const struct ch_intern *t, struct ch_str s)
{
	const uint64_t *id = ch_map_get(&t->map, s.len ? s.ptr : "", s.len);

	return id ? (uint32_t)*id : CH_NO_ID;
}

struct ch_str ch_intern_str(const struct ch_intern *t, uint32_t id)
{
	assert(id < t->n);
	return t->strs[id];
}

void ch_intern_release(struct ch_intern *t)
{
	ch_map_release(&t->map);
	ch_arena_release(&t->arena);
	free(t->strs);
	memset(t, 0, sizeof(*t));
}
