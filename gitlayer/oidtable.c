#include "gitlayer/oidtable.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/mem.h"

static uint32_t *find_slot(
	const struct ch_oid_table *t, const struct ch_oid *oid)
{
	size_t mask = t->nslots - 1;
	size_t i = ch_hash_seeded(oid->id, sizeof(oid->id)) & mask;

	while (t->slots[i] &&
		memcmp(&t->oids[t->slots[i] - 1], oid, sizeof(*oid)) != 0)
		i = (i + 1) & mask;
	return &t->slots[i];
}

static void grow(struct ch_oid_table *t)
{
	t->nslots = t->nslots ? t->nslots * 2 : 64;
	free(t->slots);
	t->slots = ch_calloc(t->nslots, sizeof(*t->slots));
	for (size_t i = 0; i < t->n; i++)
		*find_slot(t, &t->oids[i]) = (uint32_t)i + 1;
}

uint32_t ch_oid_table_add(
	struct ch_oid_table *t, const struct ch_oid *oid, bool *added)
{
	uint32_t *slot;

	if (t->n >= t->nslots / 2)
		grow(t);
	slot = find_slot(t, oid);
	if (added)
		*added = !*slot;
	if (!*slot) {
		assert(t->n < CH_NO_NUMBER - 1);
		CH_GROW(t->oids, t->n, t->cap);
		t->oids[t->n++] = *oid;
		*slot = (uint32_t)t->n;
	}
	return *slot - 1;
}

uint32_t ch_oid_table_find(
	const struct ch_oid_table *t, const struct ch_oid *oid)
{
	return t->n ? *find_slot(t, oid) - 1 : CH_NO_NUMBER;
}

void ch_oid_table_release(struct ch_oid_table *t)
{
	free(t->oids);
	free(t->slots);
	memset(t, 0, sizeof(*t));
}
