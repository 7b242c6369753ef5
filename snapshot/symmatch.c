#include "snapshot/symmatch.h"

#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "base/mem.h"
#include "snapshot/symmatch_steps.h"

enum ch_family ch_family_of(enum ch_kind kind)
{
	switch (kind) {
	case CH_KIND_FUNCTION:
	case CH_KIND_METHOD:
		return CH_FAMILY_CALLABLE;
	case CH_KIND_CLASS:
	case CH_KIND_STRUCT:
	case CH_KIND_UNION:
	case CH_KIND_INTERFACE:
	case CH_KIND_TRAIT:
	case CH_KIND_ENUM:
	case CH_KIND_TYPE:
		return CH_FAMILY_TYPE;
	case CH_KIND_FIELD:
		return CH_FAMILY_FIELD;
	case CH_KIND_VALUE:
		return CH_FAMILY_VALUE;
	case CH_KIND_MACRO:
		return CH_FAMILY_MACRO;
	case CH_KIND_CONSTANT:
	case CH_KIND_VARIABLE:
		return CH_FAMILY_DATA;
	case CH_KIND_MODULE:
	case CH_NKINDS:
		break;
	}
	return CH_FAMILY_MODULE;
}

/* Locals are nobody's surface, but functions and types keep their names. */
static bool wanted(const struct ch_symbol *s)
{
	enum ch_family family = ch_family_of(s->kind);

	if (!s->name.len)
		return false;
	if (!(s->flags & CH_SYM_LOCAL))
		return true;
	return family == CH_FAMILY_CALLABLE || family == CH_FAMILY_TYPE;
}

bool ch_match_has_prototypes(const struct ch_compare *delta, uint32_t file)
{
	const char *id = ch_lang_id(delta->files[file].lang);

	return !strcmp(id, "c") || !strcmp(id, "cpp");
}

/* "internal" as a word of its own: "internal/x.h", "foo_internal.h". */
static bool has_path_word(struct ch_str path, const char *word)
{
	return ch_str_find_word(path, ch_str_z(word), 0, ch_is_letter) !=
	       (size_t)-1;
}

/* The path says of itself that it is no user's. */
static bool says_internal(struct ch_str path)
{
	return has_path_word(path, "internal") ||
	       has_path_word(path, "internals") ||
	       has_path_word(path, "private");
}

/* A shell script of what is written in something else. */
static bool is_helper(const struct ch_match *m, uint32_t file)
{
	return !strcmp(ch_lang_id(m->delta->files[file].lang), "bash") &&
	       !ch_places_of_shell(m->places);
}

/* The widest that anything in this file can be. */
static enum ch_visibility ceiling(
	const struct ch_match *m, uint32_t file, enum ch_side side)
{
	struct ch_str path = ch_compare_path(&m->delta->files[file], side);

	if (says_internal(path) || ch_places_machinery(m->places, path) ||
		ch_places_program(m->places, path) || is_helper(m, file))
		return CH_VIS_INTERNAL;
	if (!m->places || !m->places->include_dirs ||
		!ch_match_has_prototypes(m->delta, file) ||
		ch_str_starts(path, "include/") ||
		ch_str_find(path, CH_STR("/include/"), 0) != (size_t)-1)
		return CH_VIS_PUBLIC;
	return CH_VIS_INTERNAL;
}

/* Of "test, not(loom))]" one is "test", not inside another. */
static bool has_test(struct ch_str list)
{
	size_t from = 0;
	int depth = 0;

	for (size_t i = 0; i < list.len && depth >= 0; i++) {
		char c = list.ptr[i];

		if (!depth && (c == ',' || c == ')')) {
			if (ch_str_is(ch_str_trim(ch_str_sub(list, from, i)),
				    "test"))
				return true;
			from = i + 1;
		}
		depth += (c == '(') - (c == ')');
	}
	return false;
}

/* Rust's "#[cfg(test)]" and "#[cfg(all(unix, test))]". */
static bool is_for_tests(struct ch_str attributes)
{
	static const char all[] = "#[cfg(all(";
	size_t at = 0;

	if (ch_str_find(attributes, CH_STR("#[cfg(test)]"), 0) != (size_t)-1)
		return true;
	while ((at = ch_str_find(attributes, ch_str_z(all), at)) !=
		(size_t)-1) {
		at += sizeof(all) - 1;
		if (has_test(ch_str_sub(attributes, at, attributes.len)))
			return true;
	}
	return false;
}

/* In a test file, or below what is there for tests only. */
static bool is_test(const struct ch_compare_file *file,
	const struct ch_facts *facts, const struct ch_symbol *s)
{
	if (ch_compare_is_test(file))
		return true;
	while (!is_for_tests(s->attributes)) {
		if (s->parent == CH_NO_SYMBOL)
			return false;
		s = &facts->symbols[s->parent];
	}
	return true;
}

static void collect_file(
	struct ch_match *m, uint32_t file, enum ch_side side, size_t *index_of)
{
	const struct ch_facts *facts = &m->delta->files[file].facts[side];
	enum ch_visibility most = ceiling(m, file, side);
	struct ch_match_side *list = &m->side[side];

	for (size_t i = 0; i < facts->nsymbols; i++) {
		const struct ch_symbol *s = &facts->symbols[i];
		struct ch_match_entry e = { .symbol = s,
			.file = file,
			.decl_file = CH_NO_FILE,
			.parent = CH_NO_ENTRY,
			.match = CH_NO_ENTRY,
			.nearest = CH_NO_ENTRY,
			.family = ch_family_of(s->kind),
			.visibility = s->visibility };

		index_of[i] = CH_NO_ENTRY;
		if (s->parent != CH_NO_SYMBOL)
			e.parent = index_of[s->parent];
		if (!wanted(s) ||
			is_test(&m->delta->files[file], facts, s) != m->tests)
			continue;
		if (e.parent != CH_NO_ENTRY &&
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

static void collect(struct ch_match *m, enum ch_side side)
{
	struct ch_match_side *list = &m->side[side];

	for (size_t i = 0; i < m->delta->nfiles; i++) {
		const struct ch_facts *f = &m->delta->files[i].facts[side];
		size_t *index_of;

		if (!f->nsymbols)
			continue;
		index_of = ch_calloc(f->nsymbols, sizeof(*index_of));
		collect_file(m, (uint32_t)i, side, index_of);
		free(index_of);
	}
	list->next = ch_calloc(list->n, sizeof(*list->next));
	list->twin = ch_calloc(list->n, sizeof(*list->twin));
	list->depth = ch_calloc(list->n, sizeof(*list->depth));
}

struct ch_str ch_match_name_key(struct ch_match *m, size_t where,
	enum ch_family family, struct ch_str name)
{
	char *key = ch_arena_alloc(
		&m->scratch, sizeof(where) + sizeof(family) + name.len);

	memcpy(key, &where, sizeof(where));
	memcpy(key + sizeof(where), &family, sizeof(family));
	if (name.len)
		memcpy(key + sizeof(where) + sizeof(family), name.ptr,
			name.len);
	return ch_str_n(key, sizeof(where) + sizeof(family) + name.len);
}

struct ch_str ch_match_key(
	struct ch_match *m, const struct ch_match_entry *e, uint32_t file)
{
	return ch_match_name_key(m, file, e->family, e->symbol->qualified);
}

struct ch_str ch_match_own_key(
	struct ch_match *m, const struct ch_match_entry *e, size_t where)
{
	return ch_match_name_key(m, where, e->family, e->symbol->name);
}

void ch_match_pair(struct ch_match *m, size_t old_at, size_t new_at)
{
	m->side[CH_OLD].items[old_at].match = new_at;
	m->side[CH_NEW].items[new_at].match = old_at;
}

/* Declarations join their definitions: one symbol, as wide as declared. */
bool ch_match_is_prototype(const struct ch_match_entry *e)
{
	return e->family == CH_FAMILY_CALLABLE &&
	       (e->symbol->flags & CH_SYM_DECLARATION);
}

static void join_declaration(
	struct ch_match *m, struct ch_chains *chains, struct ch_match_entry *e)
{
	struct ch_match_side *list = chains->list;
	size_t def = ch_chains_nearest(
		chains, ch_match_key(m, e, CH_NO_FILE), e->symbol, false);
	struct ch_match_entry *d;

	if (def == CH_NO_ENTRY)
		return;
	d = &list->items[def];
	e->hidden = true;
	if (d->decl)
		return;
	d->decl = e->symbol;
	d->decl_file = e->file;
	if (!(d->symbol->flags & CH_SYM_STATIC) || d->parent != CH_NO_ENTRY)
		d->visibility = e->visibility;
}

static void join_declarations(struct ch_match *m, enum ch_side side)
{
	struct ch_match_side *list = &m->side[side];
	struct ch_chains chains;

	ch_chains_init(&chains, m, side);
	ch_chains_add_all(&chains, false, false);
	for (size_t i = 0; i < list->n; i++) {
		struct ch_match_entry *e = &list->items[i];

		if (ch_match_is_prototype(e) &&
			ch_match_has_prototypes(m->delta, e->file))
			join_declaration(m, &chains, e);
	}
	ch_chains_release(&chains);
}

/*
 * Same name and kind.  Two rounds, so that an unchanged overload is not taken
 * by a changed one before it: equal text first, then the nearest signature.
 */
static void match_in_file(struct ch_match *m)
{
	struct ch_match_side *olds = &m->side[CH_OLD], *news = &m->side[CH_NEW];
	struct ch_chains chains;

	ch_chains_init(&chains, m, CH_OLD);
	ch_chains_add_all(&chains, true, false);
	for (int round = 0; round < 2; round++) {
		for (size_t i = 0; i < news->n; i++) {
			struct ch_match_entry *e = &news->items[i];
			size_t at;

			if (e->match != CH_NO_ENTRY || e->hidden)
				continue;
			at = ch_chains_nearest(&chains,
				ch_match_key(m, e, e->file), e->symbol,
				ch_match_is_prototype(e));
			if (at == CH_NO_ENTRY)
				continue;
			if (round == 0 &&
				!ch_str_eq(e->symbol->signature,
					olds->items[at].symbol->signature))
				continue;
			ch_match_pair(m, at, i);
		}
	}
	ch_chains_release(&chains);
}

/* A prototype that gained or lost its definition is the same function. */
static void match_prototypes(struct ch_match *m, enum ch_side side)
{
	enum ch_side other = side == CH_OLD ? CH_NEW : CH_OLD;
	struct ch_match_side *list = &m->side[side];
	struct ch_chains chains;

	ch_chains_init(&chains, m, other);
	ch_chains_add_all(&chains, false, false);
	for (size_t i = 0; i < list->n; i++) {
		struct ch_match_entry *e = &list->items[i];
		size_t at;

		if (e->match != CH_NO_ENTRY || e->hidden ||
			!ch_match_is_prototype(e))
			continue;
		at = ch_chains_nearest(&chains, ch_match_key(m, e, CH_NO_FILE),
			e->symbol, false);
		if (at == CH_NO_ENTRY)
			continue;
		if (side == CH_OLD)
			ch_match_pair(m, i, at);
		else
			ch_match_pair(m, at, i);
	}
	ch_chains_release(&chains);
}

static bool parents_match(const struct ch_match *m,
	const struct ch_match_entry *a, const struct ch_match_entry *b)
{
	if (a->parent == CH_NO_ENTRY || b->parent == CH_NO_ENTRY)
		return a->parent == b->parent;
	return m->side[CH_OLD].items[a->parent].match == b->parent;
}

/* The same name in another file is the same thing only with a reason. */
static bool may_move(const struct ch_match *m, const struct ch_match_entry *a,
	const struct ch_match_entry *b)
{
	const struct ch_symbol *s = a->symbol, *t = b->symbol;

	if (a->parent != CH_NO_ENTRY || b->parent != CH_NO_ENTRY)
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

static void match_across_files(struct ch_match *m)
{
	struct ch_match_side *olds = &m->side[CH_OLD], *news = &m->side[CH_NEW];
	struct ch_chains chains;

	ch_chains_init(&chains, m, CH_OLD);
	ch_chains_add_all(&chains, false, false);
	for (size_t i = 0; i < news->n; i++) {
		struct ch_match_entry *e = &news->items[i];
		size_t at;

		if (e->match != CH_NO_ENTRY || e->hidden)
			continue;
		at = ch_chains_nearest(&chains, ch_match_key(m, e, CH_NO_FILE),
			e->symbol, ch_match_is_prototype(e));
		if (at != CH_NO_ENTRY && may_move(m, &olds->items[at], e))
			ch_match_pair(m, at, i);
	}
	ch_chains_release(&chains);
}

bool ch_match_left(const struct ch_match_entry *e)
{
	return e->match == CH_NO_ENTRY && e->nearest == CH_NO_ENTRY &&
	       !e->hidden;
}

/* Where "operator<<" stands at the end of a qualified name, or its length. */
static size_t operator_at(struct ch_str q)
{
	static const char word[] = "operator";
	size_t i = 0, n = sizeof(word) - 1;

	while ((i = ch_str_find(q, ch_str_z(word), i)) != (size_t)-1) {
		char after = i + n < q.len ? q.ptr[i + n] : '\0';

		if ((!i || q.ptr[i - 1] == ':') && !ch_is_word(after))
			return i;
		i += n;
	}
	return q.len;
}

struct ch_str ch_symbol_scope(struct ch_str qualified)
{
	const char *p = qualified.ptr;
	size_t nested = 0;

	for (size_t i = operator_at(qualified); i-- > 0;) {
		if (p[i] == '>' && !(i && p[i - 1] == '-'))
			nested++;
		else if (p[i] == '<' && nested)
			nested--;
		else if (nested)
			continue;
		else if (p[i] == '.')
			return ch_str_sub(qualified, 0, i);
		else if (i && p[i] == ':' && p[i - 1] == ':')
			return ch_str_sub(qualified, 0, i - 1);
	}
	return ch_str_n(p, 0);
}

struct ch_str ch_symbol_plain(struct ch_str qualified, struct ch_arena *arena)
{
	size_t end = operator_at(qualified), nested = 0, n = 0;
	char *out = ch_arena_alloc(arena, qualified.len + 1);

	for (size_t i = 0; i < qualified.len; i++) {
		char c = qualified.ptr[i];

		if (i < end && c == '<')
			nested++;
		else if (i < end && c == '>' && nested &&
			 qualified.ptr[i - 1] != '-')
			nested--;
		else if (!nested || i >= end)
			out[n++] = c;
	}
	return ch_str_n(out, n);
}

static void match_all(struct ch_match *m)
{
	collect(m, CH_OLD);
	collect(m, CH_NEW);
	join_declarations(m, CH_OLD);
	join_declarations(m, CH_NEW);
	match_in_file(m);
	match_prototypes(m, CH_OLD);
	match_prototypes(m, CH_NEW);
	match_across_files(m);
	ch_match_overloads(m, CH_OLD);
	ch_match_overloads(m, CH_NEW);
	ch_match_leftovers(m);
	ch_match_mark_elsewhere(m);
}

void ch_match_build(const struct ch_compare *delta,
	const struct ch_places *places, bool tests, struct ch_match *out)
{
	memset(out, 0, sizeof(*out));
	out->delta = delta;
	out->places = places;
	out->tests = tests;
	match_all(out);
}

void ch_match_release(struct ch_match *m)
{
	for (int side = 0; side < 2; side++) {
		free(m->side[side].items);
		free(m->side[side].next);
		free(m->side[side].twin);
		free(m->side[side].depth);
	}
	ch_arena_release(&m->scratch);
	memset(m, 0, sizeof(*m));
}
