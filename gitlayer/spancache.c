#include "gitlayer/spancache.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define NSLOTS 2048u

struct slot {
	struct ch_oid oid;
	uint64_t size;
	struct ch_spanhash spans; /* empty while somebody has them */
	bool is_known;
};

/* An oid has one place; who comes later has it. */
struct ch_spancache {
	size_t held_bytes, limit_bytes;
	size_t hand; /* where room is made next */
	struct slot slots[NSLOTS];
};

struct ch_spancache *ch_spancache_new(size_t limit_bytes)
{
	struct ch_spancache *c = ch_calloc(1, sizeof(*c));

	c->limit_bytes = limit_bytes;
	return c;
}

static size_t bytes_of(const struct ch_spanhash *spans)
{
	return spans->n * sizeof(*spans->spans);
}

static void empty(struct ch_spancache *c, struct slot *slot)
{
	c->held_bytes -= bytes_of(&slot->spans);
	ch_spanhash_release(&slot->spans);
	slot->is_known = false;
}

void ch_spancache_free(struct ch_spancache *c)
{
	if (!c)
		return;
	for (size_t i = 0; i < NSLOTS; i++)
		empty(c, &c->slots[i]);
	free(c);
}

static size_t place_of(const struct ch_oid *oid)
{
	uint32_t h;

	memcpy(&h, oid->id, sizeof(h));
	return h % NSLOTS;
}

static const struct slot *find(
	const struct ch_spancache *c, const struct ch_oid *oid)
{
	const struct slot *slot = &c->slots[place_of(oid)];

	return slot->is_known && ch_oid_eq(&slot->oid, oid) ? slot : NULL;
}

bool ch_spancache_size(
	const struct ch_spancache *c, const struct ch_oid *oid, uint64_t *size)
{
	const struct slot *slot = find(c, oid);

	if (slot)
		*size = slot->size;
	return slot != NULL;
}

bool ch_spancache_take(struct ch_spancache *c, const struct ch_oid *oid,
	struct ch_spanhash *out)
{
	struct slot *slot = &c->slots[place_of(oid)];

	if (!find(c, oid) || !slot->spans.n)
		return false;
	*out = slot->spans;
	c->held_bytes -= bytes_of(out);
	memset(&slot->spans, 0, sizeof(slot->spans));
	return true;
}

void ch_spancache_give(struct ch_spancache *c, const struct ch_oid *oid,
	uint64_t size, struct ch_spanhash *spans)
{
	struct slot *slot = &c->slots[place_of(oid)];
	size_t bytes = bytes_of(spans);

	if (bytes > c->limit_bytes / 4) {
		ch_spanhash_release(spans);
		return;
	}
	empty(c, slot);
	while (c->held_bytes + bytes > c->limit_bytes)
		empty(c, &c->slots[c->hand++ % NSLOTS]);
	*slot = (struct slot){ *oid, size, *spans, true };
	c->held_bytes += bytes;
	memset(spans, 0, sizeof(*spans));
}
