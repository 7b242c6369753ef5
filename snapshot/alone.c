#include "snapshot/alone.h"

#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "base/mem.h"

/* The symbols of the bases by file and qualified name; those of one chained. */
struct bases {
	struct ch_map heads; /* -> symbol + 1 */
	const struct ch_symbol **symbols;
	size_t *next; /* symbol + 1 of the same key, or 0 */
	size_t n;
	struct ch_arena keys;
};

static struct ch_str key_of(
	struct ch_arena *arena, uint32_t file, struct ch_str qualified)
{
	return ch_arena_printf(
		arena, "%u %.*s", file, (int)qualified.len, qualified.ptr);
}

static void index_bases(const struct ch_compare *delta, struct bases *b)
{
	size_t most = 0;

	memset(b, 0, sizeof(*b));
	for (size_t i = 0; i < delta->nfiles; i++)
		most += delta->files[i].base ? delta->files[i].base->nsymbols
					     : 0;
	b->symbols = ch_calloc(most, sizeof(*b->symbols));
	b->next = ch_calloc(most, sizeof(*b->next));
	for (size_t i = 0; i < delta->nfiles; i++) {
		const struct ch_facts *f = delta->files[i].base;

		for (size_t k = 0; f && k < f->nsymbols; k++) {
			struct ch_str key = key_of(
				&b->keys, (uint32_t)i, f->symbols[k].qualified);
			uint64_t *head =
				ch_map_add(&b->heads, key.ptr, key.len, NULL);

			b->symbols[b->n] = &f->symbols[k];
			b->next[b->n++] = (size_t)*head;
			*head = b->n;
		}
	}
}

static void release(struct bases *b)
{
	ch_map_release(&b->heads);
	ch_arena_release(&b->keys);
	free(b->symbols);
	free(b->next);
}

static bool is_equal(const struct ch_symbol *a, const struct ch_symbol *b)
{
	return ch_symbol_same_head(a, b) && ch_symbol_same_content(a, b);
}

/* How much of a symbol the base has to have. */
enum likeness { NAME, SIGNATURE, ALL };

/* No base has what is not there: s may be NULL. */
static bool has(struct bases *b, uint32_t file, const struct ch_symbol *s,
	enum likeness likeness)
{
	const uint64_t *head;
	struct ch_str key;

	if (!s)
		return false;
	key = key_of(&b->keys, file, s->qualified);
	head = ch_map_get(&b->heads, key.ptr, key.len);
	for (size_t i = head ? (size_t)*head : 0; i; i = b->next[i - 1]) {
		const struct ch_symbol *was = b->symbols[i - 1];

		if (ch_family_of(was->kind) != ch_family_of(s->kind))
			continue;
		if (likeness == SIGNATURE &&
			!ch_str_eq(was->signature, s->signature))
			continue;
		if (likeness == ALL && !is_equal(was, s))
			continue;
		return true;
	}
	return false;
}

static bool is_alone(const struct ch_compare *delta, struct bases *b,
	const struct ch_symbol_delta *d)
{
	const struct ch_symbol_side *o = &d->side[CH_OLD];
	const struct ch_symbol_side *n = &d->side[CH_NEW];
	uint32_t file = ch_symbol_shown(d)->file;

	if (o->symbol && n->symbol && o->file != n->file)
		return delta->files[o->file].alone &&
		       delta->files[n->file].alone;
	if (delta->files[file].alone)
		return true;
	if (!delta->files[file].base)
		return false;
	if (d->overload == CH_OVERLOAD_WENT)
		return !has(b, file, o->symbol, SIGNATURE);
	if (d->overload == CH_OVERLOAD_CAME)
		return has(b, file, n->symbol, SIGNATURE);
	if (!n->symbol)
		return !has(b, file, o->symbol, NAME);
	if (!o->symbol)
		return has(b, file, n->symbol, NAME);
	/* Equal ones differ elsewhere, as in where they are declared. */
	return !is_equal(o->symbol, n->symbol) && has(b, file, n->symbol, ALL);
}

void ch_alone_mark(const struct ch_compare *delta, struct ch_symdiff *diff)
{
	struct bases b;

	index_bases(delta, &b);
	for (size_t i = 0; i < diff->n; i++)
		diff->items[i].alone = is_alone(delta, &b, &diff->items[i]);
	release(&b);
}
