#include "snapshot/symdiff.h"

#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "base/mem.h"

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

bool ch_symbol_same_head(const struct ch_symbol *a, const struct ch_symbol *b)
{
	return ch_str_eq(a->signature, b->signature) &&
	       ch_str_eq(a->bases, b->bases);
}

static bool same_signature(
	const struct ch_symbol_side *a, const struct ch_symbol_side *b)
{
	if (a->decl && b->decl)
		return ch_str_eq(a->decl->signature, b->decl->signature);
	return ch_symbol_same_head(a->symbol, b->symbol);
}

bool ch_symbol_same_content(
	const struct ch_symbol *a, const struct ch_symbol *b)
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
static bool fields_reordered(const struct ch_match *m,
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
static bool judge(
	const struct ch_match *m, struct ch_symbol_delta *d, bool elsewhere)
{
	const struct ch_symbol_side *o = &d->side[CH_OLD];
	const struct ch_symbol_side *n = &d->side[CH_NEW];
	const struct ch_compare_file *f = &m->delta->files[n->file];

	d->body_changed = !ch_symbol_same_content(o->symbol, n->symbol);
	d->reordered = fields_reordered(m, o, n);
	if (!ch_str_eq(o->symbol->name, n->symbol->name))
		d->change = CH_CHANGE_RENAMED;
	else if (o->file != n->file || elsewhere)
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
	switch (ch_family_of(s->kind)) {
	case CH_FAMILY_MODULE:
		return true;
	case CH_FAMILY_DATA:
		return !d->body_changed &&
		       d->side[CH_OLD].visibility < CH_VIS_PUBLIC &&
		       d->side[CH_NEW].visibility < CH_VIS_PUBLIC;
	case CH_FAMILY_CALLABLE:
	case CH_FAMILY_TYPE:
	case CH_FAMILY_FIELD:
	case CH_FAMILY_VALUE:
	case CH_FAMILY_MACRO:
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
	const struct ch_match *m, const struct ch_symbol_delta *d)
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

static void fill_side(
	struct ch_symbol_side *side, const struct ch_match_entry *e)
{
	side->symbol = e->symbol;
	side->decl = e->decl;
	side->file = e->file;
	side->decl_file = e->decl_file;
	side->visibility = e->visibility;
}

/* Does what stands on one side only stand in a test there? */
static bool is_test(const struct ch_match *m, enum ch_side side, uint32_t file)
{
	const struct ch_compare_file *f = &m->delta->files[file];

	return m->tests ||
	       (side == CH_OLD ? f->old_class : f->class) == CH_CLASS_TEST;
}

static void emit(const struct ch_match *m, struct ch_symdiff *out,
	const struct ch_match_entry *o, const struct ch_match_entry *n)
{
	struct ch_symbol_delta d = { 0 };
	const struct ch_symbol_side *shown;

	d.side[CH_OLD].file = d.side[CH_NEW].file = CH_NO_FILE;
	if (o)
		fill_side(&d.side[CH_OLD], o);
	if (n)
		fill_side(&d.side[CH_NEW], n);
	d.change = n ? CH_CHANGE_ADDED : CH_CHANGE_REMOVED;
	d.parent = CH_NO_SYMBOL;
	shown = ch_symbol_shown(&d);
	d.visibility = shown->visibility;
	d.test = o && n ? m->tests
			: is_test(m, n ? CH_NEW : CH_OLD, shown->file);
	if (o && n) {
		if (!judge(m, &d, n->elsewhere) || nobody_asks(&d))
			return;
		if (o->visibility > d.visibility)
			d.visibility = o->visibility;
	}
	d.lines = changed_lines(m, &d);
	CH_GROW(out->items, out->n, out->cap);
	out->items[out->n++] = d;
}

/* One of a name's definitions that has no partner; 'e' is of 'side'. */
static void emit_overload(const struct ch_match *m, struct ch_symdiff *out,
	enum ch_side side, const struct ch_match_entry *e)
{
	enum ch_side other = side == CH_OLD ? CH_NEW : CH_OLD;
	const struct ch_match_entry *near = &m->side[other].items[e->nearest];
	struct ch_symbol_delta d = { 0 };

	if (e->family == CH_FAMILY_MODULE)
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
	d.test = is_test(m, side, e->file);
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

static void sort(struct ch_symdiff *out, size_t first)
{
	if (out->n > first)
		qsort(out->items + first, out->n - first, sizeof(*out->items),
			by_place);
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

static struct ch_str owner_key(const struct ch_compare *delta,
	const struct ch_symbol_delta *d, struct ch_str name,
	struct ch_arena *arena)
{
	struct ch_str path = delta->files[ch_symbol_shown(d)->file].change.path;

	while (path.len && path.ptr[path.len - 1] != '/')
		path.len--;
	return ch_arena_printf(arena, "%d %d %.*s %.*s", (int)d->change,
		d->test, (int)path.len, path.ptr, (int)name.len, name.ptr);
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
 * or went with them, in the same directory; a test's to a test's.
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
		struct ch_str name = ch_symbol_scope(s->qualified), key;
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

/* Everything that 'm' found, sorted and numbered, behind what is there. */
static void emit_all(const struct ch_match *m, struct ch_symdiff *out)
{
	const struct ch_match_side *olds = &m->side[CH_OLD];
	const struct ch_match_side *news = &m->side[CH_NEW];
	size_t first = out->n;

	for (size_t i = 0; i < olds->n; i++) {
		const struct ch_match_entry *e = &olds->items[i];

		if (ch_match_left(e))
			emit(m, out, e, NULL);
		else if (e->nearest != CH_NO_ENTRY)
			emit_overload(m, out, CH_OLD, e);
	}
	for (size_t i = 0; i < news->n; i++) {
		const struct ch_match_entry *e = &news->items[i];

		if (e->nearest != CH_NO_ENTRY)
			emit_overload(m, out, CH_NEW, e);
		else if (!e->hidden)
			emit(m, out,
				e->match == CH_NO_ENTRY
					? NULL
					: &olds->items[e->match],
				e);
	}
	sort(out, first);
	for (size_t i = first; i < out->n; i++)
		out->items[i].id = (uint32_t)i + 1;
}

void ch_symdiff_build(const struct ch_compare *delta,
	const struct ch_places *places, struct ch_symdiff *out)
{
	struct ch_match m;

	memset(out, 0, sizeof(*out));
	for (int tests = 0; tests < 2; tests++) {
		ch_match_build(delta, places, tests, &m);
		emit_all(&m, out);
		ch_match_release(&m);
	}
	sort(out, 0);
	find_parents(delta, out);
	adopt_methods(delta, out);
}

void ch_symdiff_release(struct ch_symdiff *s)
{
	free(s->items);
	memset(s, 0, sizeof(*s));
}
