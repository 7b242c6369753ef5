/*
 * symmatch_left.c - partners for what has no namesake: by body, by place.
 */
#include <stdlib.h>

#include "base/map.h"
#include "base/mem.h"
#include "gitlayer/rename.h"
#include "snapshot/symmatch_steps.h"

/*
 * Bodies shorter than this recur by chance: equal ones prove nothing, or
 * only in one file when no third has them.
 */
#define MIN_BODY_BYTES 48
#define MIN_UNIQUE_BYTES 16
/* Of 60,000; below, two bodies are two things. */
#define MIN_SIMILARITY 36000
/* Pairs tried in one file when looking for similar bodies. */
#define MAX_SIMILAR_PAIRS 4096

static bool has_body(const struct ch_match_entry *e)
{
	const struct ch_symbol *s = e->symbol;

	return (e->family == CH_FAMILY_CALLABLE ||
		       e->family == CH_FAMILY_TYPE) &&
	       s->body_hash && s->body_end - s->body_start >= MIN_BODY_BYTES;
}

/*
 * What is left over while its file has the name on both sides: an overload
 * more or less, a second definition under another #if, one more impl block.
 * Users still find the name, so that it neither came nor went.
 */
void ch_match_overloads(struct ch_match *m, enum ch_side side)
{
	enum ch_side other = side == CH_OLD ? CH_NEW : CH_OLD;
	struct ch_match_side *list = &m->side[side];
	struct ch_chains chains;

	ch_chains_init(&chains, m, other);
	ch_chains_add_all(&chains, true, true);
	for (size_t i = 0; i < list->n; i++) {
		struct ch_match_entry *e = &list->items[i];

		if (ch_match_left(e))
			e->nearest = ch_chains_nearest_of_all(&chains,
				ch_match_key(m, e, e->file), e->symbol);
	}
	ch_chains_release(&chains);
}

static void match_equal_bodies(struct ch_match *m)
{
	struct ch_match_side *olds = &m->side[CH_OLD], *news = &m->side[CH_NEW];
	struct ch_map map = { 0 };

	for (size_t i = 0; i < olds->n; i++) {
		struct ch_match_entry *e = &olds->items[i];

		if (ch_match_left(e) && has_body(e))
			*ch_map_add(&map, &e->symbol->body_hash, 8, NULL) =
				i + 1;
	}
	for (size_t i = 0; i < news->n; i++) {
		struct ch_match_entry *e = &news->items[i];
		const uint64_t *at;

		if (!ch_match_left(e) || !has_body(e))
			continue;
		at = ch_map_get(&map, &e->symbol->body_hash, 8);
		if (at && olds->items[*at - 1].match == CH_NO_ENTRY &&
			olds->items[*at - 1].family == e->family)
			ch_match_pair(m, (size_t)*at - 1, i);
	}
	ch_map_release(&map);
}

static bool has_short_body(const struct ch_match_entry *e)
{
	const struct ch_symbol *s = e->symbol;

	return e->family == CH_FAMILY_CALLABLE && s->body_hash &&
	       s->body_end - s->body_start >= MIN_UNIQUE_BYTES;
}

static struct ch_str body_key(
	struct ch_match *m, const struct ch_match_entry *e)
{
	return ch_arena_printf(&m->scratch, "%u %llx", e->file,
		(unsigned long long)e->symbol->body_hash);
}

/* Left over with a short body: index + 1, or SIZE_MAX for more than one. */
static void index_short_bodies(
	struct ch_match *m, enum ch_side side, struct ch_map *map)
{
	struct ch_match_side *list = &m->side[side];

	for (size_t i = 0; i < list->n; i++) {
		struct ch_str key;
		uint64_t *at;

		if (!ch_match_left(&list->items[i]) ||
			!has_short_body(&list->items[i]))
			continue;
		key = body_key(m, &list->items[i]);
		at = ch_map_add(map, key.ptr, key.len, NULL);
		*at = *at ? SIZE_MAX : i + 1;
	}
}

static void match_short_bodies(struct ch_match *m)
{
	struct ch_map olds = { 0 }, news = { 0 };
	struct ch_match_side *list = &m->side[CH_NEW];

	index_short_bodies(m, CH_OLD, &olds);
	index_short_bodies(m, CH_NEW, &news);
	for (size_t i = 0; olds.n && i < list->n; i++) {
		const uint64_t *o, *n;
		struct ch_str key;

		if (!ch_match_left(&list->items[i]) ||
			!has_short_body(&list->items[i]))
			continue;
		key = body_key(m, &list->items[i]);
		o = ch_map_get(&olds, key.ptr, key.len);
		n = ch_map_get(&news, key.ptr, key.len);
		if (o && *o != SIZE_MAX && *n != SIZE_MAX)
			ch_match_pair(m, (size_t)*o - 1, i);
	}
	ch_map_release(&olds);
	ch_map_release(&news);
}

static struct ch_str body_text(const struct ch_match *m,
	const struct ch_match_entry *e, enum ch_side side)
{
	const struct ch_symbol *s = e->symbol;

	return ch_str_sub(m->delta->files[e->file].text[side], s->body_start,
		s->body_end);
}

/* Unmatched functions and types of one file, by similarity of the body. */
static void match_similar_in_file(
	struct ch_match *m, const size_t *olds, size_t nolds, size_t new_at)
{
	struct ch_match_entry *e = &m->side[CH_NEW].items[new_at];
	struct ch_str text = body_text(m, e, CH_NEW);
	size_t best = CH_NO_ENTRY;
	uint16_t best_score = MIN_SIMILARITY;

	for (size_t i = 0; i < nolds; i++) {
		const struct ch_match_entry *o =
			&m->side[CH_OLD].items[olds[i]];
		uint16_t score;

		if (o->match != CH_NO_ENTRY || o->family != e->family)
			continue;
		score = ch_similarity(body_text(m, o, CH_OLD), text);
		if (score > best_score) {
			best_score = score;
			best = olds[i];
		}
	}
	if (best != CH_NO_ENTRY)
		ch_match_pair(m, best, new_at);
}

static void match_similar_bodies(struct ch_match *m)
{
	struct ch_match_side *olds = &m->side[CH_OLD], *news = &m->side[CH_NEW];
	size_t *found = ch_calloc(olds->n, sizeof(*found));
	size_t o = 0, i = 0;

	while (i < news->n) {
		uint32_t file = news->items[i].file;
		size_t nfound = 0, tried = 0;

		for (; o < olds->n && olds->items[o].file <= file; o++)
			if (olds->items[o].file == file &&
				ch_match_left(&olds->items[o]) &&
				has_body(&olds->items[o]))
				found[nfound++] = o;
		for (; i < news->n && news->items[i].file == file; i++) {
			struct ch_match_entry *e = &news->items[i];

			if (!ch_match_left(e) || !has_body(e))
				continue;
			tried += nfound;
			if (nfound && tried <= MAX_SIMILAR_PAIRS)
				match_similar_in_file(m, found, nfound, i);
		}
	}
	free(found);
}

/* A local function follows the one around it, wherever that went. */
static void match_locals(struct ch_match *m)
{
	struct ch_match_side *olds = &m->side[CH_OLD], *news = &m->side[CH_NEW];
	struct ch_map map = { 0 };

	for (size_t i = 0; i < olds->n; i++) {
		struct ch_match_entry *e = &olds->items[i];
		struct ch_str key;

		if (!ch_match_left(e) || !(e->symbol->flags & CH_SYM_LOCAL))
			continue;
		key = ch_match_own_key(m, e, e->file);
		*ch_map_add(&map, key.ptr, key.len, NULL) = i + 1;
	}
	for (size_t i = 0; map.n && i < news->n; i++) {
		struct ch_match_entry *e = &news->items[i];
		const uint64_t *at;
		struct ch_str key;

		if (!ch_match_left(e) || !(e->symbol->flags & CH_SYM_LOCAL))
			continue;
		key = ch_match_own_key(m, e, e->file);
		at = ch_map_get(&map, key.ptr, key.len);
		if (at && ch_match_left(&olds->items[*at - 1]))
			ch_match_pair(m, (size_t)*at - 1, i);
	}
	ch_map_release(&map);
}

/* Constructors are named after their type, whatever that is called. */
static struct ch_str member_key(struct ch_match *m,
	const struct ch_match_entry *e, const struct ch_match_entry *type,
	size_t where)
{
	bool maker = ch_str_eq(e->symbol->name, type->symbol->name);

	return ch_match_name_key(
		m, where, e->family, maker ? CH_STR("") : e->symbol->name);
}

/* Left over in a type that has a partner; chained, overloads in order. */
static bool index_members(struct ch_match *m, struct ch_chains *chains)
{
	const struct ch_match_side *olds = &m->side[CH_OLD];

	ch_chains_init(chains, m, CH_OLD);
	for (size_t i = olds->n; i-- > 0;) {
		const struct ch_match_entry *e = &olds->items[i];

		if (ch_match_left(e) && e->parent != CH_NO_ENTRY &&
			olds->items[e->parent].match != CH_NO_ENTRY)
			ch_chains_add(chains,
				member_key(m, e, &olds->items[e->parent],
					olds->items[e->parent].match),
				i);
	}
	return chains->heads.n > 0;
}

/*
 * Members of a type that got another name keep theirs; overloads as in one
 * file, equal signatures first.  True when any were paired.
 */
static bool match_members(struct ch_match *m)
{
	struct ch_match_side *olds = &m->side[CH_OLD], *news = &m->side[CH_NEW];
	struct ch_chains chains;
	bool any = false;

	for (int round = 0; index_members(m, &chains) && round < 2; round++) {
		for (size_t i = 0; i < news->n; i++) {
			struct ch_match_entry *e = &news->items[i];
			size_t at;

			if (!ch_match_left(e) || e->parent == CH_NO_ENTRY)
				continue;
			at = ch_chains_nearest(&chains,
				member_key(m, e, &news->items[e->parent],
					e->parent),
				e->symbol, ch_match_is_prototype(e));
			if (at == CH_NO_ENTRY ||
				(round == 0 &&
					!ch_str_eq(e->symbol->signature,
						olds->items[at]
							.symbol->signature)))
				continue;
			ch_match_pair(m, at, i);
			any = true;
		}
		ch_chains_release(&chains);
	}
	ch_chains_release(&chains);
	return any;
}

/* Types inside types, to this depth. */
#define MAX_NESTED 4

static void match_members_of_renamed(struct ch_match *m)
{
	for (int depth = 0; depth < MAX_NESTED && match_members(m); depth++)
		;
}

void ch_match_leftovers(struct ch_match *m)
{
	ch_match_without_namespace(m);
	match_equal_bodies(m);
	match_short_bodies(m);
	match_similar_bodies(m);
	match_locals(m);
	match_members_of_renamed(m);
	ch_match_overload_sets(m);
}
