#include "snapshot/symdiff.h"

#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "base/mem.h"
#include "gitlayer/rename.h"

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

#define NONE SIZE_MAX

/* Symbols that may stand for each other across a change of kind. */
enum family {
	FAMILY_CALLABLE,
	FAMILY_TYPE,
	FAMILY_FIELD,
	FAMILY_VALUE,
	FAMILY_MACRO,
	FAMILY_DATA,
	FAMILY_MODULE
};

struct entry {
	const struct ch_symbol *symbol;
	const struct ch_symbol *decl;
	uint32_t file, decl_file;
	size_t parent;	/* entry of the enclosing symbol, or NONE */
	size_t match;	/* entry of the other side, or NONE */
	size_t nearest; /* unmatched: of its name on the other side, or NONE */
	enum family family;
	enum ch_visibility visibility;
	bool hidden; /* a declaration whose definition is an entry */
};

struct entries {
	struct entry *items;
	size_t n, cap;
	size_t *next; /* chain of entries under one key */
};

struct matcher {
	const struct ch_compare *delta;
	bool include_dirs;
	struct entries side[2];
	struct ch_arena scratch;
};

static enum family family_of(enum ch_kind kind)
{
	switch (kind) {
	case CH_KIND_FUNCTION:
	case CH_KIND_METHOD:
		return FAMILY_CALLABLE;
	case CH_KIND_CLASS:
	case CH_KIND_STRUCT:
	case CH_KIND_UNION:
	case CH_KIND_INTERFACE:
	case CH_KIND_TRAIT:
	case CH_KIND_ENUM:
	case CH_KIND_TYPE:
		return FAMILY_TYPE;
	case CH_KIND_FIELD:
		return FAMILY_FIELD;
	case CH_KIND_VALUE:
		return FAMILY_VALUE;
	case CH_KIND_MACRO:
		return FAMILY_MACRO;
	case CH_KIND_CONSTANT:
	case CH_KIND_VARIABLE:
		return FAMILY_DATA;
	case CH_KIND_MODULE:
	case CH_NKINDS:
		break;
	}
	return FAMILY_MODULE;
}

/* Locals are nobody's surface, but functions and types keep their names. */
static bool wanted(const struct ch_symbol *s)
{
	enum family family = family_of(s->kind);

	if (!s->name.len)
		return false;
	if (!(s->flags & CH_SYM_LOCAL))
		return true;
	return family == FAMILY_CALLABLE || family == FAMILY_TYPE;
}

static bool has_prototypes(const struct ch_compare *delta, uint32_t file)
{
	const char *id = ch_lang_id(delta->files[file].lang);

	return !strcmp(id, "c") || !strcmp(id, "cpp");
}

/* The widest that anything in this file can be. */
static enum ch_visibility ceiling(
	const struct matcher *m, uint32_t file, enum ch_side side)
{
	const struct ch_change *c = &m->delta->files[file].change;
	struct ch_str path =
		side == CH_OLD && c->old_path.ptr ? c->old_path : c->path;

	if (!m->include_dirs || !has_prototypes(m->delta, file) ||
		ch_str_starts(path, "include/") ||
		ch_str_find(path, CH_STR("/include/"), 0) != (size_t)-1)
		return CH_VIS_PUBLIC;
	return CH_VIS_INTERNAL;
}

static void collect_file(struct entries *list, const struct ch_facts *facts,
	uint32_t file, enum ch_visibility most, size_t *index_of)
{
	for (size_t i = 0; i < facts->nsymbols; i++) {
		const struct ch_symbol *s = &facts->symbols[i];
		struct entry e = { .symbol = s,
			.file = file,
			.decl_file = CH_NO_FILE,
			.parent = NONE,
			.match = NONE,
			.nearest = NONE,
			.family = family_of(s->kind),
			.visibility = s->visibility };

		index_of[i] = NONE;
		if (s->parent != CH_NO_SYMBOL)
			e.parent = index_of[s->parent];
		if (!wanted(s))
			continue;
		if (list->items && e.parent != NONE &&
			list->items[e.parent].visibility < e.visibility)
			e.visibility = list->items[e.parent].visibility;
		if (s->flags & CH_SYM_LOCAL)
			e.visibility = CH_VIS_PRIVATE;
		if (e.visibility > most)
			e.visibility = most;
		CH_GROW(list->items, list->n, list->cap);
		index_of[i] = list->n;
		list->items[list->n++] = e;
	}
}

static void collect(struct matcher *m, enum ch_side side)
{
	struct entries *list = &m->side[side];

	for (size_t i = 0; i < m->delta->nfiles; i++) {
		const struct ch_facts *f = &m->delta->files[i].facts[side];
		size_t *index_of;

		if (!f->nsymbols)
			continue;
		index_of = ch_calloc(f->nsymbols, sizeof(*index_of));
		collect_file(list, f, (uint32_t)i,
			ceiling(m, (uint32_t)i, side), index_of);
		free(index_of);
	}
	list->next = ch_calloc(list->n, sizeof(*list->next));
}

static struct ch_str key_of(
	struct matcher *m, const struct entry *e, uint32_t file)
{
	const struct ch_symbol *s = e->symbol;

	return ch_arena_printf(&m->scratch, "%u %d %.*s", file, (int)e->family,
		(int)s->qualified.len, s->qualified.ptr);
}

/* By its own name inside 'where': a file or an entry. */
static struct ch_str own_key(
	struct matcher *m, const struct entry *e, size_t where)
{
	const struct ch_symbol *s = e->symbol;

	return ch_arena_printf(&m->scratch, "%zu %d %.*s", where,
		(int)e->family, (int)s->name.len, s->name.ptr);
}

/* Chains entries by key, first in front; 'file' false: across files. */
static void index_by_key(struct matcher *m, enum ch_side side, bool by_file,
	bool matched, struct ch_map *map)
{
	struct entries *list = &m->side[side];

	for (size_t i = list->n; i-- > 0;) {
		struct entry *e = &list->items[i];
		struct ch_str key;
		uint64_t *head;

		if ((e->match != NONE && !matched) || e->hidden)
			continue;
		key = key_of(m, e, by_file ? e->file : CH_NO_FILE);
		head = ch_map_add(map, key.ptr, key.len, NULL);
		list->next[i] = *head ? (size_t)*head - 1 : NONE;
		*head = i + 1;
	}
}

static size_t chain(const struct ch_map *map, struct ch_str key)
{
	const uint64_t *head = ch_map_get(map, key.ptr, key.len);

	return head ? (size_t)*head - 1 : NONE;
}

static void pair(struct matcher *m, size_t old_at, size_t new_at)
{
	m->side[CH_OLD].items[old_at].match = new_at;
	m->side[CH_NEW].items[new_at].match = old_at;
}

/* Declarations join their definitions: one symbol, as wide as declared. */
static bool is_prototype(const struct entry *e)
{
	return e->family == FAMILY_CALLABLE &&
	       (e->symbol->flags & CH_SYM_DECLARATION);
}

static size_t signature_distance(
	const struct ch_symbol *a, const struct ch_symbol *b)
{
	size_t n = a->nparams < b->nparams ? a->nparams : b->nparams;
	size_t d = (a->nparams > b->nparams ? a->nparams - b->nparams
					    : b->nparams - a->nparams) *
		   4;

	if (ch_str_eq(a->signature, b->signature))
		return 0;
	for (size_t i = 0; i < n; i++) {
		d += !ch_str_eq(a->params[i].type, b->params[i].type) * 2u;
		d += !ch_str_eq(a->params[i].name, b->params[i].name);
	}
	return d + 1;
}

/* The nearest unmatched entry of 'side' in the chain, or NONE. */
static size_t nearest(const struct entries *list, size_t head,
	const struct ch_symbol *to, bool prototypes)
{
	size_t best = NONE, best_d = SIZE_MAX;

	for (size_t i = head; i != NONE; i = list->next[i]) {
		const struct entry *e = &list->items[i];
		size_t d;

		if (e->match != NONE || e->hidden ||
			is_prototype(e) != prototypes)
			continue;
		d = signature_distance(e->symbol, to);
		if (d < best_d) {
			best = i;
			best_d = d;
		}
	}
	return best;
}

static void join_declaration(
	struct matcher *m, enum ch_side side, struct entry *e, size_t head)
{
	struct entries *list = &m->side[side];
	size_t def = nearest(list, head, e->symbol, false);
	struct entry *d;

	if (def == NONE)
		return;
	d = &list->items[def];
	e->hidden = true;
	if (d->decl)
		return;
	d->decl = e->symbol;
	d->decl_file = e->file;
	if (!(d->symbol->flags & CH_SYM_STATIC) || d->parent != NONE)
		d->visibility = e->visibility;
}

static void join_declarations(struct matcher *m, enum ch_side side)
{
	struct entries *list = &m->side[side];
	struct ch_map map = { 0 };

	index_by_key(m, side, false, false, &map);
	for (size_t i = 0; i < list->n; i++) {
		struct entry *e = &list->items[i];

		if (is_prototype(e) && has_prototypes(m->delta, e->file))
			join_declaration(m, side, e,
				chain(&map, key_of(m, e, CH_NO_FILE)));
	}
	ch_map_release(&map);
}

/*
 * Same name and kind.  Two rounds, so that an unchanged overload is not taken
 * by a changed one before it: equal text first, then the nearest signature.
 */
static void match_in_file(struct matcher *m)
{
	struct entries *olds = &m->side[CH_OLD], *news = &m->side[CH_NEW];
	struct ch_map map = { 0 };

	index_by_key(m, CH_OLD, true, false, &map);
	for (int round = 0; round < 2; round++) {
		for (size_t i = 0; i < news->n; i++) {
			struct entry *e = &news->items[i];
			size_t at;

			if (e->match != NONE || e->hidden)
				continue;
			at = nearest(olds, chain(&map, key_of(m, e, e->file)),
				e->symbol, is_prototype(e));
			if (at == NONE)
				continue;
			if (round == 0 &&
				!ch_str_eq(e->symbol->signature,
					olds->items[at].symbol->signature))
				continue;
			pair(m, at, i);
		}
	}
	ch_map_release(&map);
}

/* A prototype that gained or lost its definition is the same function. */
static void match_prototypes(struct matcher *m, enum ch_side side)
{
	enum ch_side other = side == CH_OLD ? CH_NEW : CH_OLD;
	struct entries *list = &m->side[side];
	struct ch_map map = { 0 };

	index_by_key(m, other, false, false, &map);
	for (size_t i = 0; i < list->n; i++) {
		struct entry *e = &list->items[i];
		size_t at;

		if (e->match != NONE || e->hidden || !is_prototype(e))
			continue;
		at = nearest(&m->side[other],
			chain(&map, key_of(m, e, CH_NO_FILE)), e->symbol,
			false);
		if (at == NONE)
			continue;
		if (side == CH_OLD)
			pair(m, i, at);
		else
			pair(m, at, i);
	}
	ch_map_release(&map);
}

static bool parents_match(
	const struct matcher *m, const struct entry *a, const struct entry *b)
{
	if (a->parent == NONE || b->parent == NONE)
		return a->parent == b->parent;
	return m->side[CH_OLD].items[a->parent].match == b->parent;
}

/* The same name in another file is the same thing only with a reason. */
static bool may_move(
	const struct matcher *m, const struct entry *a, const struct entry *b)
{
	const struct ch_symbol *s = a->symbol, *t = b->symbol;

	if (a->parent != NONE || b->parent != NONE)
		return parents_match(m, a, b);
	if (s->body_hash && s->body_hash == t->body_hash)
		return true;
	if (s->flags & t->flags & CH_SYM_LOCAL)
		return false;
	if (m->delta->files[a->file].class != m->delta->files[b->file].class)
		return false;
	return a->visibility > CH_VIS_PRIVATE &&
	       b->visibility > CH_VIS_PRIVATE &&
	       !((s->flags | t->flags) & CH_SYM_STATIC);
}

static void match_across_files(struct matcher *m)
{
	struct entries *olds = &m->side[CH_OLD], *news = &m->side[CH_NEW];
	struct ch_map map = { 0 };

	index_by_key(m, CH_OLD, false, false, &map);
	for (size_t i = 0; i < news->n; i++) {
		struct entry *e = &news->items[i];
		size_t at;

		if (e->match != NONE || e->hidden)
			continue;
		at = nearest(olds, chain(&map, key_of(m, e, CH_NO_FILE)),
			e->symbol, is_prototype(e));
		if (at != NONE && may_move(m, &olds->items[at], e))
			pair(m, at, i);
	}
	ch_map_release(&map);
}

static bool has_body(const struct entry *e)
{
	const struct ch_symbol *s = e->symbol;

	return (e->family == FAMILY_CALLABLE || e->family == FAMILY_TYPE) &&
	       s->body_hash && s->body_end - s->body_start >= MIN_BODY_BYTES;
}

static bool left_over(const struct entry *e)
{
	return e->match == NONE && e->nearest == NONE && !e->hidden;
}

/* Of all in the chain, matched ones too. */
static size_t nearest_of_all(
	const struct entries *list, size_t head, const struct ch_symbol *to)
{
	size_t best = NONE, best_d = SIZE_MAX;

	for (size_t i = head; i != NONE; i = list->next[i]) {
		size_t d = signature_distance(list->items[i].symbol, to);

		if (d < best_d) {
			best = i;
			best_d = d;
		}
	}
	return best;
}

/*
 * What is left over while its file has the name on both sides: an overload
 * more or less, a second definition under another #if, one more impl block.
 * Users still find the name, so that it neither came nor went.
 */
static void find_overloads(struct matcher *m, enum ch_side side)
{
	enum ch_side other = side == CH_OLD ? CH_NEW : CH_OLD;
	struct entries *list = &m->side[side];
	struct ch_map map = { 0 };

	index_by_key(m, other, true, true, &map);
	for (size_t i = 0; i < list->n; i++) {
		struct entry *e = &list->items[i];

		if (left_over(e))
			e->nearest = nearest_of_all(&m->side[other],
				chain(&map, key_of(m, e, e->file)), e->symbol);
	}
	ch_map_release(&map);
}

static void match_equal_bodies(struct matcher *m)
{
	struct entries *olds = &m->side[CH_OLD], *news = &m->side[CH_NEW];
	struct ch_map map = { 0 };

	for (size_t i = 0; i < olds->n; i++) {
		struct entry *e = &olds->items[i];

		if (left_over(e) && has_body(e))
			*ch_map_add(&map, &e->symbol->body_hash, 8, NULL) =
				i + 1;
	}
	for (size_t i = 0; i < news->n; i++) {
		struct entry *e = &news->items[i];
		const uint64_t *at;

		if (!left_over(e) || !has_body(e))
			continue;
		at = ch_map_get(&map, &e->symbol->body_hash, 8);
		if (at && olds->items[*at - 1].match == NONE &&
			olds->items[*at - 1].family == e->family)
			pair(m, (size_t)*at - 1, i);
	}
	ch_map_release(&map);
}

static bool has_short_body(const struct entry *e)
{
	const struct ch_symbol *s = e->symbol;

	return e->family == FAMILY_CALLABLE && s->body_hash &&
	       s->body_end - s->body_start >= MIN_UNIQUE_BYTES;
}

static struct ch_str body_key(struct matcher *m, const struct entry *e)
{
	return ch_arena_printf(&m->scratch, "%u %llx", e->file,
		(unsigned long long)e->symbol->body_hash);
}

/* Left over with a short body: index + 1, or SIZE_MAX for more than one. */
static void index_short_bodies(
	struct matcher *m, enum ch_side side, struct ch_map *map)
{
	struct entries *list = &m->side[side];

	for (size_t i = 0; i < list->n; i++) {
		struct ch_str key;
		uint64_t *at;

		if (!left_over(&list->items[i]) ||
			!has_short_body(&list->items[i]))
			continue;
		key = body_key(m, &list->items[i]);
		at = ch_map_add(map, key.ptr, key.len, NULL);
		*at = *at ? SIZE_MAX : i + 1;
	}
}

static void match_short_bodies(struct matcher *m)
{
	struct ch_map olds = { 0 }, news = { 0 };
	struct entries *list = &m->side[CH_NEW];

	index_short_bodies(m, CH_OLD, &olds);
	index_short_bodies(m, CH_NEW, &news);
	for (size_t i = 0; olds.n && i < list->n; i++) {
		const uint64_t *o, *n;
		struct ch_str key;

		if (!left_over(&list->items[i]) ||
			!has_short_body(&list->items[i]))
			continue;
		key = body_key(m, &list->items[i]);
		o = ch_map_get(&olds, key.ptr, key.len);
		n = ch_map_get(&news, key.ptr, key.len);
		if (o && *o != SIZE_MAX && *n != SIZE_MAX)
			pair(m, (size_t)*o - 1, i);
	}
	ch_map_release(&olds);
	ch_map_release(&news);
}

static struct ch_str body_text(
	const struct matcher *m, const struct entry *e, enum ch_side side)
{
	const struct ch_symbol *s = e->symbol;

	return ch_str_sub(m->delta->files[e->file].text[side], s->body_start,
		s->body_end);
}

/* Unmatched functions and types of one file, by similarity of the body. */
static void match_similar_in_file(
	struct matcher *m, const size_t *olds, size_t nolds, size_t new_at)
{
	struct entry *e = &m->side[CH_NEW].items[new_at];
	struct ch_str text = body_text(m, e, CH_NEW);
	size_t best = NONE;
	uint16_t best_score = MIN_SIMILARITY;

	for (size_t i = 0; i < nolds; i++) {
		const struct entry *o = &m->side[CH_OLD].items[olds[i]];
		uint16_t score;

		if (o->match != NONE || o->family != e->family)
			continue;
		score = ch_similarity(body_text(m, o, CH_OLD), text);
		if (score > best_score) {
			best_score = score;
			best = olds[i];
		}
	}
	if (best != NONE)
		pair(m, best, new_at);
}

static void match_similar_bodies(struct matcher *m)
{
	struct entries *olds = &m->side[CH_OLD], *news = &m->side[CH_NEW];
	size_t *found = ch_calloc(olds->n, sizeof(*found));
	size_t o = 0, i = 0;

	while (i < news->n) {
		uint32_t file = news->items[i].file;
		size_t nfound = 0, tried = 0;

		for (; o < olds->n && olds->items[o].file <= file; o++)
			if (olds->items[o].file == file &&
				left_over(&olds->items[o]) &&
				has_body(&olds->items[o]))
				found[nfound++] = o;
		for (; i < news->n && news->items[i].file == file; i++) {
			struct entry *e = &news->items[i];

			if (!left_over(e) || !has_body(e))
				continue;
			tried += nfound;
			if (nfound && tried <= MAX_SIMILAR_PAIRS)
				match_similar_in_file(m, found, nfound, i);
		}
	}
	free(found);
}

/* A local function follows the one around it, wherever that went. */
static void match_locals(struct matcher *m)
{
	struct entries *olds = &m->side[CH_OLD], *news = &m->side[CH_NEW];
	struct ch_map map = { 0 };

	for (size_t i = 0; i < olds->n; i++) {
		struct entry *e = &olds->items[i];
		struct ch_str key;

		if (!left_over(e) || !(e->symbol->flags & CH_SYM_LOCAL))
			continue;
		key = own_key(m, e, e->file);
		*ch_map_add(&map, key.ptr, key.len, NULL) = i + 1;
	}
	for (size_t i = 0; map.n && i < news->n; i++) {
		struct entry *e = &news->items[i];
		const uint64_t *at;
		struct ch_str key;

		if (!left_over(e) || !(e->symbol->flags & CH_SYM_LOCAL))
			continue;
		key = own_key(m, e, e->file);
		at = ch_map_get(&map, key.ptr, key.len);
		if (at && left_over(&olds->items[*at - 1]))
			pair(m, (size_t)*at - 1, i);
	}
	ch_map_release(&map);
}

/* Constructors are named after their type, whatever that is called. */
static struct ch_str member_key(struct matcher *m, const struct entry *e,
	const struct entry *type, size_t where)
{
	bool maker = ch_str_eq(e->symbol->name, type->symbol->name);

	return ch_arena_printf(&m->scratch, "%zu %d %.*s", where,
		(int)e->family, maker ? 0 : (int)e->symbol->name.len,
		e->symbol->name.ptr);
}

/* Left over in a type that has a partner; chained, overloads in order. */
static bool index_members(struct matcher *m, struct ch_map *map)
{
	struct entries *olds = &m->side[CH_OLD];

	for (size_t i = olds->n; i-- > 0;) {
		struct entry *e = &olds->items[i];
		struct ch_str key;
		uint64_t *head;

		if (!left_over(e) || e->parent == NONE ||
			olds->items[e->parent].match == NONE)
			continue;
		key = member_key(m, e, &olds->items[e->parent],
			olds->items[e->parent].match);
		head = ch_map_add(map, key.ptr, key.len, NULL);
		olds->next[i] = *head ? (size_t)*head - 1 : NONE;
		*head = i + 1;
	}
	return map->n > 0;
}

/*
 * Members of a type that got another name keep theirs; overloads as in one
 * file, equal signatures first.  True when any were paired.
 */
static bool match_members(struct matcher *m)
{
	struct entries *olds = &m->side[CH_OLD], *news = &m->side[CH_NEW];
	struct ch_map map = { 0 };
	bool any = false;

	for (int round = 0; index_members(m, &map) && round < 2; round++) {
		for (size_t i = 0; i < news->n; i++) {
			struct entry *e = &news->items[i];
			size_t at;

			if (!left_over(e) || e->parent == NONE)
				continue;
			at = nearest(olds,
				chain(&map, member_key(m, e,
						    &news->items[e->parent],
						    e->parent)),
				e->symbol, is_prototype(e));
			if (at == NONE ||
				(round == 0 &&
					!ch_str_eq(e->symbol->signature,
						olds->items[at]
							.symbol->signature)))
				continue;
			pair(m, at, i);
			any = true;
		}
		ch_map_release(&map);
	}
	ch_map_release(&map);
	return any;
}

/* Types inside types, to this depth. */
#define MAX_NESTED 4

static void match_members_of_renamed(struct matcher *m)
{
	for (int depth = 0; depth < MAX_NESTED && match_members(m); depth++)
		;
}

static bool at_namespace_level(
	const struct entries *list, const struct entry *e)
{
	return e->parent == NONE ||
	       list->items[e->parent].family == FAMILY_MODULE;
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
static void match_without_namespace(struct matcher *m)
{
	struct entries *olds = &m->side[CH_OLD], *news = &m->side[CH_NEW];
	struct ch_map map = { 0 };

	for (size_t i = olds->n; i-- > 0;) {
		struct entry *e = &olds->items[i];
		struct ch_str key;
		uint64_t *head;

		if (!left_over(e) || !has_prototypes(m->delta, e->file) ||
			!at_namespace_level(olds, e))
			continue;
		key = own_key(m, e, e->file);
		head = ch_map_add(&map, key.ptr, key.len, NULL);
		olds->next[i] = *head ? (size_t)*head - 1 : NONE;
		*head = i + 1;
	}
	for (size_t i = 0; map.n && i < news->n; i++) {
		struct entry *e = &news->items[i];
		size_t at;

		if (!left_over(e) || !at_namespace_level(news, e))
			continue;
		at = nearest(olds, chain(&map, own_key(m, e, e->file)),
			e->symbol, is_prototype(e));
		if (at != NONE && one_ends_the_other(e->symbol->qualified,
					  olds->items[at].symbol->qualified))
			pair(m, at, i);
	}
	ch_map_release(&map);
}

const char *ch_symbol_change_name(enum ch_symbol_change change)
{
	static const char *const names[] = { "added", "removed", "signature",
		"body", "moved", "renamed" };

	return names[change];
}

const struct ch_symbol_side *ch_symbol_shown(const struct ch_symbol_delta *d)
{
	return &d->side[d->side[CH_NEW].symbol ? CH_NEW : CH_OLD];
}

const struct ch_symbol *ch_symbol_api(const struct ch_symbol_side *side)
{
	return side->decl ? side->decl : side->symbol;
}

const struct ch_symbol *ch_symbol_enclosing(
	const struct ch_compare *delta, const struct ch_symbol_delta *d)
{
	const struct ch_symbol_side *shown = ch_symbol_shown(d);
	enum ch_side side = d->side[CH_NEW].symbol ? CH_NEW : CH_OLD;

	if (!shown->symbol || shown->symbol->parent == CH_NO_SYMBOL)
		return NULL;
	return &delta->files[shown->file]
			.facts[side]
			.symbols[shown->symbol->parent];
}

static bool is_container(enum ch_kind kind)
{
	return (ch_kind_is_type(kind) && kind != CH_KIND_TYPE) ||
	       kind == CH_KIND_MODULE;
}

static bool same_signature(
	const struct ch_symbol_side *a, const struct ch_symbol_side *b)
{
	if (a->decl && b->decl)
		return ch_str_eq(a->decl->signature, b->decl->signature);
	return ch_str_eq(a->symbol->signature, b->symbol->signature) &&
	       ch_str_eq(a->symbol->bases, b->symbol->bases);
}

static bool same_content(const struct ch_symbol *a, const struct ch_symbol *b)
{
	if (is_container(a->kind) && is_container(b->kind))
		return true; /* its members speak for themselves */
	return ch_str_eq(a->value, b->value) &&
	       (a->text_hash == b->text_hash || !a->text_hash ||
		       !b->text_hash || a->body_hash == b->body_hash);
}

/* The next field of 'type' after symbol *at; NULL when there is no more. */
static const struct ch_symbol *next_field(
	const struct ch_facts *f, uint32_t type, uint32_t *at)
{
	while (++*at < f->nsymbols) {
		const struct ch_symbol *s = &f->symbols[*at];

		if (s->start_byte >= f->symbols[type].end_byte)
			break;
		if (s->parent == type && s->kind == CH_KIND_FIELD &&
			s->name.len)
			return s;
	}
	return NULL;
}

/* Fields that both sides have, met in another order. */
static bool fields_reordered(const struct matcher *m,
	const struct ch_symbol_side *o, const struct ch_symbol_side *n)
{
	const struct ch_facts *a = &m->delta->files[o->file].facts[CH_OLD];
	const struct ch_facts *b = &m->delta->files[n->file].facts[CH_NEW];
	uint32_t old_type = (uint32_t)(o->symbol - a->symbols);
	uint32_t new_type = (uint32_t)(n->symbol - b->symbols);
	uint32_t at = old_type;
	const struct ch_symbol *field;
	struct ch_map places = { 0 };
	uint64_t last = 0;
	bool reordered = false;

	if (n->symbol->kind != CH_KIND_STRUCT &&
		n->symbol->kind != CH_KIND_CLASS)
		return false;
	while ((field = next_field(a, old_type, &at)))
		*ch_map_add(&places, field->name.ptr, field->name.len, NULL) =
			at;
	at = new_type;
	while (!reordered && (field = next_field(b, new_type, &at))) {
		const uint64_t *place =
			ch_map_get(&places, field->name.ptr, field->name.len);

		reordered = place && *place < last;
		last = place ? *place : last;
	}
	ch_map_release(&places);
	return reordered;
}

/* False when nothing that anybody could see differs. */
static bool judge(const struct matcher *m, struct ch_symbol_delta *d)
{
	const struct ch_symbol_side *o = &d->side[CH_OLD];
	const struct ch_symbol_side *n = &d->side[CH_NEW];
	const struct ch_compare_file *f = &m->delta->files[n->file];

	d->body_changed = !same_content(o->symbol, n->symbol);
	d->reordered = fields_reordered(m, o, n);
	if (!ch_str_eq(o->symbol->name, n->symbol->name))
		d->change = CH_CHANGE_RENAMED;
	else if (o->file != n->file)
		d->change = CH_CHANGE_MOVED;
	else if (!same_signature(o, n) || o->symbol->kind != n->symbol->kind)
		d->change = CH_CHANGE_SIGNATURE;
	else if (f->change.old_path.ptr)
		d->change = CH_CHANGE_MOVED;
	else if (d->body_changed || d->reordered)
		d->change = CH_CHANGE_BODY;
	else if (o->decl && !n->decl)
		d->change = CH_CHANGE_SIGNATURE; /* no longer declared */
	else if (ch_symbol_api(o)->visibility != ch_symbol_api(n)->visibility)
		d->change = CH_CHANGE_SIGNATURE; /* private: came before it */
	else if ((o->symbol->flags ^ n->symbol->flags) & CH_SYM_DEPRECATED)
		d->change = CH_CHANGE_SIGNATURE; /* by a block around it */
	else
		return false;
	return true;
}

/*
 * A namespace or an impl block is where its members stand; data that no user
 * could name stays what it was wherever it is kept.
 */
static bool nobody_asks(const struct ch_symbol_delta *d)
{
	const struct ch_symbol *s = d->side[CH_NEW].symbol;

	if (d->change != CH_CHANGE_MOVED)
		return false;
	switch (family_of(s->kind)) {
	case FAMILY_MODULE:
		return true;
	case FAMILY_DATA:
		return !d->body_changed &&
		       d->side[CH_OLD].visibility < CH_VIS_PUBLIC &&
		       d->side[CH_NEW].visibility < CH_VIS_PUBLIC;
	case FAMILY_CALLABLE:
	case FAMILY_TYPE:
	case FAMILY_FIELD:
	case FAMILY_VALUE:
	case FAMILY_MACRO:
		break;
	}
	return false;
}

static uint32_t overlap(uint32_t a, uint32_t na, uint32_t from, uint32_t to)
{
	uint32_t end = a + na < to ? a + na : to;

	a = a > from ? a : from;
	return end > a ? end - a : 0;
}

/* The side that only shows what an overload stands beside. */
static bool is_stand_in(const struct ch_symbol_delta *d, int side)
{
	return d->overload ==
	       (side == CH_OLD ? CH_OVERLOAD_CAME : CH_OVERLOAD_WENT);
}

/* Changed lines of one side from line 'from' up to 'to'. */
static uint32_t lines_between(const struct ch_linediff *d, enum ch_side side,
	uint32_t from, uint32_t to)
{
	size_t low = 0, high = d->nhunks;
	uint32_t lines = 0;

	/* The first hunk that ends behind 'from'. */
	while (low < high) {
		size_t mid = low + (high - low) / 2;
		const struct ch_hunk *h = &d->hunks[mid];
		uint32_t end = side == CH_OLD ? h->old_start + h->old_count
					      : h->new_start + h->new_count;

		if (end <= from)
			low = mid + 1;
		else
			high = mid;
	}
	for (; low < d->nhunks; low++) {
		const struct ch_hunk *h = &d->hunks[low];
		uint32_t start = side == CH_OLD ? h->old_start : h->new_start;
		uint32_t n = side == CH_OLD ? h->old_count : h->new_count;

		if (start >= to)
			break;
		lines += overlap(start, n, from, to);
	}
	return lines;
}

static uint32_t changed_lines(
	const struct matcher *m, const struct ch_symbol_delta *d)
{
	uint32_t lines = 0;

	for (int side = 0; side < 2; side++) {
		const struct ch_symbol *s = d->side[side].symbol;

		if (s && !is_stand_in(d, side))
			lines += lines_between(
				&m->delta->files[d->side[side].file].diff,
				(enum ch_side)side, s->start_line,
				s->end_line + 1);
	}
	return lines;
}

static void fill_side(struct ch_symbol_side *side, const struct entry *e)
{
	side->symbol = e->symbol;
	side->decl = e->decl;
	side->file = e->file;
	side->decl_file = e->decl_file;
	side->visibility = e->visibility;
}

static void emit(const struct matcher *m, struct ch_symdiff *out,
	const struct entry *o, const struct entry *n)
{
	struct ch_symbol_delta d = { 0 };
	const struct entry *shown = n ? n : o;

	d.side[CH_OLD].file = d.side[CH_NEW].file = CH_NO_FILE;
	if (o)
		fill_side(&d.side[CH_OLD], o);
	if (n)
		fill_side(&d.side[CH_NEW], n);
	d.change = n ? CH_CHANGE_ADDED : CH_CHANGE_REMOVED;
	d.parent = CH_NO_SYMBOL;
	d.visibility = shown->visibility;
	d.test = m->delta->files[shown->file].class == CH_CLASS_TEST;
	if (o && n) {
		if (!judge(m, &d) || nobody_asks(&d))
			return;
		if (o->visibility > d.visibility)
			d.visibility = o->visibility;
	}
	d.lines = changed_lines(m, &d);
	CH_GROW(out->items, out->n, out->cap);
	out->items[out->n++] = d;
}

/* One of a name's definitions that has no partner; 'e' is of 'side'. */
static void emit_overload(const struct matcher *m, struct ch_symdiff *out,
	enum ch_side side, const struct entry *e)
{
	enum ch_side other = side == CH_OLD ? CH_NEW : CH_OLD;
	const struct entry *near = &m->side[other].items[e->nearest];
	struct ch_symbol_delta d = { 0 };

	if (e->family == FAMILY_MODULE)
		return;
	fill_side(&d.side[side], e);
	fill_side(&d.side[other], near);
	d.overload = side == CH_NEW ? CH_OVERLOAD_CAME : CH_OVERLOAD_WENT;
	d.change = same_signature(&d.side[CH_OLD], &d.side[CH_NEW])
			   ? CH_CHANGE_BODY
			   : CH_CHANGE_SIGNATURE;
	d.body_changed = true;
	d.parent = CH_NO_SYMBOL;
	d.visibility = e->visibility;
	d.test = m->delta->files[e->file].class == CH_CLASS_TEST;
	d.lines = changed_lines(m, &d);
	CH_GROW(out->items, out->n, out->cap);
	out->items[out->n++] = d;
}

static int by_place(const void *pa, const void *pb)
{
	const struct ch_symbol_delta *a = pa, *b = pb;
	const struct ch_symbol_side *x = ch_symbol_shown(a);
	const struct ch_symbol_side *y = ch_symbol_shown(b);

	/* Files stand in path order, symbols in source order. */
	if (x->file != y->file)
		return x->file < y->file ? -1 : 1;
	if (x->symbol->start_byte != y->symbol->start_byte)
		return x->symbol->start_byte < y->symbol->start_byte ? -1 : 1;
	if (!a->side[CH_NEW].symbol != !b->side[CH_NEW].symbol)
		return a->side[CH_NEW].symbol ? 1 : -1;
	if (x->symbol->end_byte != y->symbol->end_byte)
		return x->symbol->end_byte > y->symbol->end_byte ? -1 : 1;
	return (x->symbol > y->symbol) - (x->symbol < y->symbol);
}

/* The enclosing symbol's own delta, on the side that is shown. */
static void find_parents(const struct ch_compare *delta, struct ch_symdiff *out)
{
	struct ch_map map = { 0 };

	for (size_t i = 0; i < out->n; i++) {
		const struct ch_symbol_delta *d = &out->items[i];

		for (int side = 0; side < 2; side++)
			if (d->side[side].symbol && !is_stand_in(d, side))
				*ch_map_add(&map, &d->side[side].symbol,
					sizeof(void *), NULL) = i;
	}
	for (size_t i = 0; i < out->n; i++) {
		struct ch_symbol_delta *d = &out->items[i];
		const struct ch_symbol *up = ch_symbol_enclosing(delta, d);
		const uint64_t *at;

		at = up ? ch_map_get(&map, &up, sizeof(void *)) : NULL;
		if (at)
			d->parent = (uint32_t)*at;
	}
	ch_map_release(&map);
}

/* "Reader" of "Reader.Next" and "io::Reader::next"; empty when there is none */
static struct ch_str owner_name(struct ch_str qualified)
{
	for (size_t i = qualified.len; i-- > 0;) {
		if (qualified.ptr[i] == '.')
			return ch_str_sub(qualified, 0, i);
		if (i && qualified.ptr[i] == ':' && qualified.ptr[i - 1] == ':')
			return ch_str_sub(qualified, 0, i - 1);
	}
	return ch_str_n(qualified.ptr, 0);
}

static struct ch_str owner_key(const struct ch_compare *delta,
	const struct ch_symbol_delta *d, struct ch_str name,
	struct ch_arena *arena)
{
	struct ch_str path = delta->files[ch_symbol_shown(d)->file].change.path;

	while (path.len && path.ptr[path.len - 1] != '/')
		path.len--;
	return ch_arena_printf(arena, "%d %.*s %.*s", (int)d->change,
		(int)path.len, path.ptr, (int)name.len, name.ptr);
}

/* Not inside a type: at the top of its file, or in an impl block. */
static bool stands_outside(
	const struct ch_symdiff *diff, const struct ch_symbol_delta *d)
{
	return d->parent == CH_NO_SYMBOL ||
	       ch_symbol_shown(&diff->items[d->parent])->symbol->kind ==
		       CH_KIND_MODULE;
}

/*
 * Methods that stand outside their type (Go's receivers, Rust's impl blocks,
 * C++'s definitions) belong to the type of their qualified name when it came
 * or went with them, in the same directory.
 */
static void adopt_methods(
	const struct ch_compare *delta, struct ch_symdiff *out)
{
	struct ch_arena arena = { 0 };
	struct ch_map types = { 0 };

	for (size_t i = 0; i < out->n; i++) {
		const struct ch_symbol_delta *d = &out->items[i];
		const struct ch_symbol *s = ch_symbol_shown(d)->symbol;
		struct ch_str key;

		if (!ch_kind_is_type(s->kind))
			continue;
		key = owner_key(delta, d, s->qualified, &arena);
		*ch_map_add(&types, key.ptr, key.len, NULL) = i;
	}
	for (size_t i = 0; types.n && i < out->n; i++) {
		struct ch_symbol_delta *d = &out->items[i];
		const struct ch_symbol *s = ch_symbol_shown(d)->symbol;
		struct ch_str name = owner_name(s->qualified), key;
		const uint64_t *at;

		if (!name.len || s->kind == CH_KIND_MODULE ||
			!stands_outside(out, d) ||
			d->change > CH_CHANGE_REMOVED)
			continue;
		key = owner_key(delta, d, name, &arena);
		at = ch_map_get(&types, key.ptr, key.len);
		if (at && *at != i)
			d->parent = (uint32_t)*at;
	}
	ch_map_release(&types);
	ch_arena_release(&arena);
}

static void match_all(struct matcher *m)
{
	collect(m, CH_OLD);
	collect(m, CH_NEW);
	join_declarations(m, CH_OLD);
	join_declarations(m, CH_NEW);
	match_in_file(m);
	match_prototypes(m, CH_OLD);
	match_prototypes(m, CH_NEW);
	match_across_files(m);
	find_overloads(m, CH_OLD);
	find_overloads(m, CH_NEW);
	match_without_namespace(m);
	match_equal_bodies(m);
	match_short_bodies(m);
	match_similar_bodies(m);
	match_locals(m);
	match_members_of_renamed(m);
}

void ch_symdiff_build(const struct ch_compare *delta, bool include_dirs,
	struct ch_symdiff *out)
{
	struct matcher m = { .delta = delta, .include_dirs = include_dirs };
	struct entries *olds = &m.side[CH_OLD], *news = &m.side[CH_NEW];

	memset(out, 0, sizeof(*out));
	match_all(&m);
	for (size_t i = 0; i < olds->n; i++) {
		const struct entry *e = &olds->items[i];

		if (left_over(e))
			emit(&m, out, e, NULL);
		else if (e->nearest != NONE)
			emit_overload(&m, out, CH_OLD, e);
	}
	for (size_t i = 0; i < news->n; i++) {
		const struct entry *e = &news->items[i];

		if (e->nearest != NONE)
			emit_overload(&m, out, CH_NEW, e);
		else if (!e->hidden)
			emit(&m, out,
				e->match == NONE ? NULL
						 : &olds->items[e->match],
				e);
	}
	if (out->n)
		qsort(out->items, out->n, sizeof(*out->items), by_place);
	find_parents(delta, out);
	adopt_methods(delta, out);
	for (int side = 0; side < 2; side++) {
		free(m.side[side].items);
		free(m.side[side].next);
	}
	ch_arena_release(&m.scratch);
}

void ch_symdiff_release(struct ch_symdiff *s)
{
	free(s->items);
	memset(s, 0, sizeof(*s));
}
