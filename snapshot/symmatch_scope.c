/*
 * symmatch_scope.c - namesakes in another scope: what a namespace hides, and
 * who moved from one scope of a file to another.
 */
#include "base/map.h"
#include "snapshot/symmatch_steps.h"

static bool at_namespace_level(
	const struct ch_match_side *list, const struct ch_match_entry *e)
{
	return e->parent == CH_NO_ENTRY ||
	       list->items[e->parent].family == CH_FAMILY_MODULE;
}

/* "x" and "detail::x", not "a::x" and "b::x". */
static bool one_ends_the_other(struct ch_str a, struct ch_str b)
{
	size_t cut;

	if (a.len < b.len)
		return one_ends_the_other(b, a);
	cut = a.len - b.len;
	return ch_str_eq(ch_str_sub(a, cut, a.len), b) &&
	       (!cut || a.ptr[cut - 1] == ':');
}

/*
 * A namespace that a macro opens is not seen: when it is written out, or the
 * other way round, everything inside has another qualified name and is what
 * it was.
 */
void ch_match_without_namespace(struct ch_match *m)
{
	struct ch_match_side *olds = &m->side[CH_OLD], *news = &m->side[CH_NEW];
	struct ch_chains chains;

	ch_chains_init(&chains, m, CH_OLD);
	for (size_t i = olds->n; i-- > 0;) {
		const struct ch_match_entry *e = &olds->items[i];

		if (ch_match_left(e) &&
			ch_match_has_prototypes(m->delta, e->file) &&
			at_namespace_level(olds, e))
			ch_chains_add(
				&chains, ch_match_own_key(m, e, e->file), i);
	}
	for (size_t i = 0; chains.heads.n && i < news->n; i++) {
		const struct ch_match_entry *e = &news->items[i];
		size_t at;

		if (!ch_match_left(e) || !at_namespace_level(news, e))
			continue;
		at = ch_chains_nearest(&chains, ch_match_own_key(m, e, e->file),
			e->symbol, ch_match_is_prototype(e));
		if (at != CH_NO_ENTRY &&
			one_ends_the_other(e->symbol->qualified,
				olds->items[at].symbol->qualified))
			ch_match_pair(m, at, i);
	}
	ch_chains_release(&chains);
}

/* New names by ch_match_key() -> an old entry that got one, plus one. */
static void index_renamed(struct ch_match *m, struct ch_map *map)
{
	const struct ch_match_side *olds = &m->side[CH_OLD];
	const struct ch_match_side *news = &m->side[CH_NEW];

	for (size_t i = 0; i < news->n; i++) {
		const struct ch_match_entry *e = &news->items[i];
		struct ch_str key;

		if (e->match == CH_NO_ENTRY ||
			olds->items[e->match].file != e->file ||
			ch_str_eq(olds->items[e->match].symbol->qualified,
				e->symbol->qualified))
			continue;
		key = ch_match_key(m, e, e->file);
		*ch_map_add(map, key.ptr, key.len, NULL) = e->match + 1;
	}
}

/* Where one overload went, the others of its name went too. */
void ch_match_overload_sets(struct ch_match *m)
{
	struct ch_match_side *olds = &m->side[CH_OLD], *news = &m->side[CH_NEW];
	struct ch_map renamed = { 0 };
	struct ch_chains left;

	ch_chains_init(&left, m, CH_OLD);
	index_renamed(m, &renamed);
	if (renamed.n)
		ch_chains_add_all(&left, true, false);
	for (size_t i = 0; left.heads.n && i < news->n; i++) {
		const struct ch_match_entry *e = &news->items[i];
		struct ch_str key = ch_match_key(m, e, e->file);
		const uint64_t *was;
		size_t at;

		if (!ch_match_left(e))
			continue;
		was = ch_map_get(&renamed, key.ptr, key.len);
		if (!was)
			continue;
		key = ch_match_key(m, &olds->items[*was - 1], e->file);
		at = ch_chains_nearest(
			&left, key, e->symbol, ch_match_is_prototype(e));
		if (at != CH_NO_ENTRY && ch_match_left(&olds->items[at]))
			ch_match_pair(m, at, i);
	}
	ch_map_release(&renamed);
	ch_chains_release(&left);
}

/* Namespaces of one side by ch_match_key(). */
static void index_namespaces(
	struct ch_match *m, enum ch_side side, struct ch_map *map)
{
	const struct ch_match_side *list = &m->side[side];

	for (size_t i = 0; i < list->n; i++) {
		const struct ch_match_entry *e = &list->items[i];
		struct ch_str key;

		if (e->family != CH_FAMILY_MODULE)
			continue;
		key = ch_match_key(m, e, e->file);
		ch_map_add(map, key.ptr, key.len, NULL);
	}
}

/* "OLD SCOPE, NEW SCOPE" of every pair that has another qualified name. */
static struct ch_str scopes_key(
	struct ch_match *m, struct ch_str was, struct ch_str now)
{
	return ch_arena_printf(&m->scratch, "%.*s\n%.*s", (int)was.len, was.ptr,
		(int)now.len, now.ptr);
}

static void index_renamed_scopes(struct ch_match *m, struct ch_map *map)
{
	const struct ch_match_side *news = &m->side[CH_NEW];

	for (size_t i = 0; i < news->n; i++) {
		const struct ch_match_entry *e = &news->items[i];
		struct ch_str was, key;

		if (e->match == CH_NO_ENTRY)
			continue;
		was = m->side[CH_OLD].items[e->match].symbol->qualified;
		if (ch_str_eq(was, e->symbol->qualified))
			continue;
		key = scopes_key(m, was, e->symbol->qualified);
		ch_map_add(map, key.ptr, key.len, NULL);
	}
}

/*
 * "x" and "detail::x", and the side that says "x" has no namespace "detail"
 * in its file: a macro opens it there.
 */
static bool is_respelled(struct ch_match *m, const struct ch_match_entry *o,
	const struct ch_match_entry *n, const struct ch_map namespaces[2])
{
	struct ch_str a = o->symbol->qualified, b = n->symbol->qualified;
	enum ch_side shorter = a.len < b.len ? CH_OLD : CH_NEW;
	struct ch_str scope = ch_symbol_scope(shorter == CH_OLD ? b : a), key;

	if (!ch_match_has_prototypes(m->delta, n->file) ||
		o->symbol->kind != n->symbol->kind ||
		!at_namespace_level(&m->side[CH_OLD], o) ||
		!at_namespace_level(&m->side[CH_NEW], n) ||
		!one_ends_the_other(a, b))
		return false;
	key = ch_match_name_key(m, n->file, CH_FAMILY_MODULE, scope);
	return !ch_map_get(&namespaces[shorter], key.ptr, key.len);
}

static bool changed_scope(struct ch_match *m, const struct ch_match_entry *n,
	const struct ch_map *renamed, const struct ch_map namespaces[2])
{
	const struct ch_match_entry *o = &m->side[CH_OLD].items[n->match];
	struct ch_str was = o->symbol->qualified, now = n->symbol->qualified;
	struct ch_str key;

	if (ch_str_eq(was, now) || !ch_str_eq(o->symbol->name, n->symbol->name))
		return false;
	if (ch_str_eq(ch_symbol_plain(was, &m->scratch),
		    ch_symbol_plain(now, &m->scratch)))
		return false; /* other template arguments */
	key = scopes_key(m, ch_symbol_scope(was), ch_symbol_scope(now));
	return !ch_map_get(renamed, key.ptr, key.len) &&
	       !is_respelled(m, o, n, namespaces);
}

void ch_match_mark_elsewhere(struct ch_match *m)
{
	struct ch_match_side *news = &m->side[CH_NEW];
	struct ch_map renamed = { 0 }, namespaces[2] = { { 0 }, { 0 } };

	index_renamed_scopes(m, &renamed);
	for (int side = 0; renamed.n && side < 2; side++)
		index_namespaces(m, (enum ch_side)side, &namespaces[side]);
	for (size_t i = 0; renamed.n && i < news->n; i++)
		if (news->items[i].match != CH_NO_ENTRY)
			news->items[i].elsewhere = changed_scope(
				m, &news->items[i], &renamed, namespaces);
	ch_map_release(&renamed);
	ch_map_release(&namespaces[CH_OLD]);
	ch_map_release(&namespaces[CH_NEW]);
}
