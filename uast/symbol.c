/*
 * What a node says of its symbol, and symbols among each other.
 */
#include <string.h>

#include "base/mem.h"
#include "uast/walk.h"

/* ---- parameters --------------------------------------------------------- */

struct ch_param *ch_add_param(struct ch_walk *w)
{
	struct ch_walk_state *st = w->state;
	struct ch_param *p;

	CH_GROW(st->params, st->nparams, st->params_cap);
	p = &st->params[st->nparams++];
	memset(p, 0, sizeof(*p));
	return p;
}

struct ch_param *ch_param_at(struct ch_walk *w, size_t i)
{
	return i < w->state->nparams ? &w->state->params[i] : NULL;
}

static void read_param(
	struct ch_walk *w, uint32_t node, const struct ch_param_rule *rule)
{
	uint16_t step = rule->name.step[0][0];
	uint32_t name =
		rule->def->name ? ch_find_node(w, node, &rule->name) : node;
	bool single = !rule->def->name || name == CH_NO_NODE ||
		      rule->name.step[0][1] || rule->name.step[1][0];
	struct ch_param *p;

	do {
		p = ch_add_param(w);
		p->name = ch_fold(w, name);
		p->type = ch_fold(w, ch_find_node(w, node, &rule->ptype));
		p->dflt = ch_fold(w, ch_find_node(w, node, &rule->dflt));
		p->kind = rule->def->kind;
		p->optional = rule->def->optional || p->dflt.len;
		name = single ? CH_NO_NODE
			      : ch_match_from(w, ch_next(w, name), step);
	} while (name != CH_NO_NODE);
}

void ch_read_params(struct ch_walk *w, uint32_t list)
{
	const struct ch_rows *rows = w->state->rows;
	uint32_t c;

	for (c = ch_first(w, list); c != CH_NO_NODE; c = ch_next(w, c)) {
		uint16_t type = w->nodes[c].type;
		uint8_t k = type < rows->ntypes ? rows->param_row_of[type] : 0;

		if (k)
			read_param(w, c, &rows->params[k - 1]);
	}
}

/* ---- symbols ------------------------------------------------------------ */

/* Where a symbol's node sits in its wrappers. */
struct place {
	uint32_t outer; /* outermost wrapper, or the node */
	uint32_t head;	/* where it begins: a sibling before it, or the same */
	uint32_t first; /* first of its kind in the wrapper */
	bool alone;	/* the only one */
};

static struct place place_of(const struct ch_walk *w, uint32_t node)
{
	struct place p = { node, node, node, true };
	uint32_t parent = ch_parent(w, node), c;

	if (w->lang->head)
		p.head = w->lang->head(w, node);
	if (ch_role_of(w, parent) != CH_ROLE_WRAPPER)
		return p;
	for (c = ch_first(w, parent); c != CH_NO_NODE && c <= node;
		c = ch_next(w, c))
		if (w->nodes[c].type == w->nodes[node].type) {
			p.first = c;
			break;
		}
	c = ch_next(w, node);
	p.alone = p.first == node &&
		  ch_match_from(w, c, w->nodes[node].type) == CH_NO_NODE;
	while (ch_role_of(w, parent) == CH_ROLE_WRAPPER) {
		p.outer = p.head = parent;
		parent = ch_parent(w, parent);
	}
	return p;
}

static void add_attribute(struct ch_walk *w, uint32_t node)
{
	struct ch_walk_state *st = w->state;

	if (st->nattributes == CH_MAX_ATTRIBUTES)
		return;
	st->attributes[st->nattributes].start = w->nodes[node].start;
	st->attributes[st->nattributes++].end = w->nodes[node].end;
}

static void attributes_below(struct ch_walk *w, uint32_t node, uint32_t until)
{
	uint32_t c, m;

	for (c = ch_first(w, node); c != CH_NO_NODE && c < until;
		c = ch_next(w, c)) {
		enum ch_role role = ch_role_of(w, c);

		if (role == CH_ROLE_ATTRIBUTE)
			add_attribute(w, c);
		if (role != CH_ROLE_MODIFIERS)
			continue;
		for (m = ch_first(w, c); m != CH_NO_NODE; m = ch_next(w, m))
			if (ch_role_of(w, m) == CH_ROLE_ATTRIBUTE)
				add_attribute(w, m);
	}
}

/*
 * Attributes before it (siblings that the walk has just passed) and in it.
 * Leaves their ranges in state->attributes for the signature to skip.
 */
static void read_attributes(struct ch_walk *w, struct place p, uint32_t node,
	uint32_t name, struct ch_symbol *s)
{
	struct ch_walk_state *st = w->state;
	size_t base = st->buf.len, n;
	uint32_t at = node;

	st->nattributes = 0;
	if (st->npending && st->pending_next == p.head)
		for (size_t i = 0; i < st->npending; i++)
			add_attribute(w, st->pending[i]);
	if (st->nattributes && st->attributes[0].start < s->start_byte)
		s->start_byte = st->attributes[0].start;
	attributes_below(w, node, name);
	while (at != p.outer) {
		at = ch_parent(w, at);
		attributes_below(w, at, node);
	}
	n = st->nattributes;
	st->nattributes = 0;
	for (size_t i = 0; i < n; i++) {
		if (i)
			ch_buf_add_char(&st->buf, ' ');
		ch_fold_scratch(
			w, st->attributes[i].start, st->attributes[i].end);
	}
	s->attributes = ch_keep_text(w, base);
	st->nattributes = n;
	if (ch_text_has(s->attributes, "deprecated"))
		s->flags |= CH_SYM_DEPRECATED;
}

static void read_modifiers(
	struct ch_walk *w, uint32_t from, uint32_t name, struct ch_symbol *s)
{
	const struct ch_lang *lang = w->lang;
	uint32_t i = from;

	while (lang->nmodifiers && i < name) {
		struct ch_str word;

		if (ch_role_of(w, i) == CH_ROLE_ATTRIBUTE) {
			i = w->nodes[i].next;
			continue;
		}
		if (w->nodes[i].next != i + 1 ||
			w->nodes[i].end - w->nodes[i].start > 16) {
			i++;
			continue;
		}
		word = ch_text(w, i++);
		for (size_t k = 0; k < lang->nmodifiers; k++)
			if (ch_str_is(word, lang->modifiers[k].word)) {
				s->flags |= lang->modifiers[k].flags;
				if (lang->modifiers[k].visibility)
					s->visibility = (enum ch_visibility)(
						lang->modifiers[k].visibility -
						1);
			}
	}
}

static enum ch_kind member_kind(
	const struct ch_walk *w, enum ch_kind kind, uint32_t parent)
{
	const struct ch_walk_state *st = w->state;
	const struct ch_row *row;
	bool members;

	if (parent == CH_NO_SYMBOL)
		return kind;
	row = ch_row_of(w, st->symbol_nodes[parent]);
	members = ch_kind_is_type(st->symbols[parent].kind) ||
		  (row && row->def->traits & CH_ROW_MEMBERS);
	if (!members)
		return kind;
	if (kind == CH_KIND_FUNCTION)
		return CH_KIND_METHOD;
	if (kind == CH_KIND_VARIABLE || kind == CH_KIND_CONSTANT)
		return CH_KIND_FIELD;
	return kind;
}

static void read_signature(struct ch_walk *w, const struct place *p,
	uint32_t node, uint32_t stop, struct ch_symbol *s)
{
	struct ch_buf *b = &w->state->buf;
	size_t base = b->len;
	uint32_t from = w->nodes[node].start;

	if (p->head != node) {
		ch_fold_scratch(
			w, w->nodes[p->head].start, w->nodes[p->first].start);
		if (b->len > base)
			ch_buf_add_char(b, ' ');
	}
	ch_fold_scratch(w, from, stop);
	while (b->len > base && strchr(" ;:,={", b->ptr[b->len - 1]))
		ch_buf_truncate(b, b->len - 1);
	s->signature = ch_keep_text(w, base);
}

static void set_lines(const struct ch_walk *w, struct ch_symbol *s)
{
	const struct ch_flat *f = &w->state->flat;

	s->start_line = ch_flat_line(f, s->start_byte);
	s->end_line = ch_flat_line(
		f, s->end_byte > s->start_byte ? s->end_byte - 1 : s->end_byte);
	s->name_line = ch_flat_line(f, s->name_byte);
}

static void read_finders(struct ch_walk *w, const struct ch_row *row,
	uint32_t node, struct ch_symbol *s)
{
	uint32_t body = ch_body_of(w, row, node);
	uint32_t params = ch_find_node(w, node, &row->params);

	s->result = ch_fold(w, ch_find_node(w, node, &row->result));
	s->value = ch_fold(w, ch_find_node(w, node, &row->value));
	s->bases = ch_fold(w, ch_find_node(w, node, &row->bases));
	s->generics = ch_fold(w, ch_find_node(w, node, &row->generics));
	s->throws = ch_fold(w, ch_find_node(w, node, &row->throws));
	s->body_start = s->body_end = s->end_byte;
	if (body != CH_NO_NODE) {
		s->body_start = w->nodes[body].start;
		s->body_end = w->nodes[body].end;
	} else if (row->def->body && ch_kind_is_callable(s->kind)) {
		s->flags |= CH_SYM_DECLARATION;
	}
	if (params != CH_NO_NODE && w->lang->on_params)
		w->lang->on_params(w, params);
	else if (params != CH_NO_NODE)
		ch_read_params(w, params);
}

static void required_flags(
	const struct ch_walk *w, uint32_t parent, struct ch_symbol *s)
{
	const struct ch_row *row;

	if (parent == CH_NO_SYMBOL || !ch_kind_is_callable(s->kind))
		return;
	row = ch_row_of(w, w->state->symbol_nodes[parent]);
	if (!row || !(row->def->traits & CH_ROW_REQUIRED))
		return;
	if (s->body_start < s->body_end)
		s->flags |= CH_SYM_HAS_DEFAULT;
	else
		s->flags |= CH_SYM_ABSTRACT;
}

static void qualify(
	struct ch_walk *w, const struct ch_row *row, struct ch_symbol *s)
{
	bool named = s->qualified.len > 0;
	struct ch_str own = named ? s->qualified : s->name;
	bool signs = named && strchr(".:#\\", own.ptr[0]);
	uint32_t up = s->parent;

	if (up != CH_NO_SYMBOL && row->def->traits & CH_ROW_UNSCOPED)
		up = w->state->symbols[up].parent;
	s->qualified = own;
	if (up != CH_NO_SYMBOL)
		s->qualified = ch_join(w, w->state->symbols[up].qualified,
			signs ? "" : w->lang->separator, own);
}

/* Where the signature ends: at the body, else at the value. */
static uint32_t signature_stop(const struct ch_walk *w,
	const struct ch_row *row, uint32_t node, const struct ch_symbol *s)
{
	uint32_t value = ch_find_node(w, node, &row->value);

	if (s->body_start < s->body_end)
		return s->body_start;
	if (value != CH_NO_NODE)
		return w->nodes[value].start;
	return w->nodes[node].end;
}

/* The node behind the last one that a symbol of 'node' holds. */
static uint32_t end_of_scope(
	const struct ch_walk *w, const struct ch_row *row, uint32_t node)
{
	uint32_t parent = ch_parent(w, node), next;
	uint32_t body = ch_body_of(w, row, node);

	if (row->def->traits & CH_ROW_TAIL && body != CH_NO_NODE)
		return w->nodes[body].next;
	if (!(row->def->traits & CH_ROW_REST) || parent == CH_NO_NODE ||
		body != CH_NO_NODE)
		return w->nodes[node].next;
	next = ch_match_from(w, ch_next(w, node), w->nodes[node].type);
	return next == CH_NO_NODE ? w->nodes[parent].next : next;
}

uint32_t ch_scope_end(const struct ch_walk *w, uint32_t node)
{
	const struct ch_row *row = ch_row_of(w, node);

	return row ? end_of_scope(w, row, node) : w->nodes[node].next;
}

static void init_symbol(struct ch_walk *w, const struct ch_row *row,
	struct place p, uint32_t node, uint32_t name, struct ch_symbol *s)
{
	const struct ch_walk_state *st = w->state;
	const struct ch_open *top = st->nopen ? &st->open[st->nopen - 1] : NULL;

	memset(s, 0, sizeof(*s));
	if (row->def->traits & CH_ROW_TOP)
		top = NULL;
	s->parent = top ? top->symbol : CH_NO_SYMBOL;
	s->kind = member_kind(w, row->def->kind, s->parent);
	s->visibility = top && top->access
				? (enum ch_visibility)(top->access - 1)
				: CH_VIS_PUBLIC;
	s->flags = row->def->flags;
	if (top && top->callables)
		s->flags |= CH_SYM_LOCAL;
	if (node < st->conditional_until)
		s->flags |= CH_SYM_CONDITIONAL;
	s->name = ch_text(w, name);
	s->name_byte = w->nodes[name].start;
	s->start_byte = w->nodes[p.first == node ? p.head : node].start;
	s->end_byte = w->nodes[p.alone ? p.outer : node].end;
	if (row->def->traits & (CH_ROW_REST | CH_ROW_TAIL))
		s->end_byte = w->nodes[end_of_scope(w, row, node) - 1].end;
}

/* The symbol is complete in *s; put what was collected beside it. */
static void finish_symbol(struct ch_walk *w, const struct ch_row *row,
	uint32_t node, struct ch_symbol *s)
{
	struct ch_walk_state *st = w->state;

	if (st->nparams) {
		s->nparams = (uint32_t)st->nparams;
		s->params = ch_arena_memdup(w->arena, st->params,
			st->nparams * sizeof(*st->params));
	}
	ch_read_doc(w, row, node, s);
	required_flags(w, s->parent, s);
	qualify(w, row, s);
	set_lines(w, s);
	if (w->lang->visible)
		s->visibility = w->lang->visible(w, node, s);
}

static bool is_attribute_macro(struct ch_str t)
{
	static const char *const sections[] = { "begin", "end_", "define",
		"declare" };

	if (t.len < 2 || strchr("#/(),\"", t.ptr[0]) ||
		ch_str_chr(t, '\n', 0) != (size_t)-1)
		return false;
	for (size_t i = 0; i < CH_ARRAY_LEN(sections); i++)
		if (ch_text_has(t, sections[i]))
			return false;
	return true;
}

/*
 * Macros that were blanked around a declaration's head are its attributes.
 * Conditionals that were blanked are not, nor what opens a section.
 */
static void read_blanked(struct ch_walk *w, uint32_t stop, struct ch_symbol *s)
{
	const struct ch_blanks *b = w->state->blanks;
	const struct ch_flat *f = &w->state->flat;
	size_t leaf = ch_flat_leaf(f, s->start_byte), k;

	if (!b || !b->n)
		return;
	k = ch_blanks_at(b, leaf ? f->leaves[leaf - 1].end : 0);
	for (; k < b->n && b->ranges[k].start < stop; k++) {
		struct ch_str t = ch_str_sub(
			w->source, b->ranges[k].start, b->ranges[k].end);

		if (t.len && t.ptr[t.len - 1] == '(')
			t.len = ch_str_chr(t, '(', 0);

		if (b->ranges[k].as || !is_attribute_macro(t))
			continue;
		s->attributes = ch_join(w, s->attributes, " ", t);
	}
	if (ch_text_has(s->attributes, "deprecated"))
		s->flags |= CH_SYM_DEPRECATED;
}

/* What comes before end_node is inside of the symbol. */
static void push_open(struct ch_walk *w, uint32_t symbol, uint32_t end_node)
{
	struct ch_walk_state *st = w->state;
	const struct ch_open *top = st->nopen ? &st->open[st->nopen - 1] : NULL;
	struct ch_open *o = &st->open[st->nopen];
	bool callable = ch_kind_is_callable(st->symbols[symbol].kind);

	o->symbol = symbol;
	o->access = 0;
	o->end_node = end_node;
	o->callables = (top ? top->callables : 0) + callable;
	o->callable = callable ? symbol : top ? top->callable : CH_NO_SYMBOL;
	st->nopen++;
}

static bool wanted(
	const struct ch_walk *w, const struct ch_lang_row *def, uint32_t node)
{
	const struct ch_walk_state *st = w->state;

	if (node < st->hidden_until ||
		(w->lang->max_depth && st->nopen >= w->lang->max_depth))
		return false;
	if (st->nopen == CH_MAX_NESTING) {
		w->facts->truncated = true;
		return false;
	}
	return !(def->traits & CH_ROW_GLOBAL) || !st->nopen ||
	       !st->open[st->nopen - 1].callables;
}

struct ch_symbol *ch_emit(struct ch_walk *w, const struct ch_lang_row *def,
	uint32_t node, uint32_t name)
{
	struct ch_walk_state *st = w->state;
	const struct ch_row *row = &st->rows->rows[def - w->lang->rows];
	struct ch_facts *facts = w->facts;
	struct ch_symbol s;
	struct place p;

	/* two symbols of one node are siblings: Go's "a, b struct{...}" */
	while (st->nopen &&
		st->symbol_nodes[st->open[st->nopen - 1].symbol] == node)
		st->nopen--;
	if (name == CH_NO_NODE || !wanted(w, def, node))
		return NULL;
	st->name_node = name;
	p = place_of(w, node);
	init_symbol(w, row, p, node, name, &s);
	st->nparams = 0;
	read_attributes(w, p, node, name, &s);
	read_modifiers(w, p.head, name, &s);
	read_finders(w, row, node, &s);
	if (def->hook && !def->hook(w, node, &s))
		return NULL;
	if (!s.name.len)
		return NULL;
	if (!s.signature.len)
		read_signature(
			w, &p, node, signature_stop(w, row, node, &s), &s);
	read_blanked(w, signature_stop(w, row, node, &s), &s);
	finish_symbol(w, row, node, &s);
	CH_GROW(st->symbols, facts->nsymbols, st->symbols_cap);
	CH_GROW(st->symbol_nodes, facts->nsymbols, st->symbol_nodes_cap);
	facts->symbols = st->symbols;
	st->symbols[facts->nsymbols] = s;
	st->symbol_nodes[facts->nsymbols++] = node;
	if (!(def->traits & CH_ROW_FLAT))
		push_open(w, (uint32_t)(facts->nsymbols - 1),
			end_of_scope(w, row, node));
	return &st->symbols[facts->nsymbols - 1];
}

uint32_t ch_name_node(const struct ch_walk *w)
{
	return w->state->name_node;
}

uint32_t ch_scope(const struct ch_walk *w)
{
	const struct ch_walk_state *st = w->state;

	return st->nopen ? st->open[st->nopen - 1].symbol : CH_NO_SYMBOL;
}

uint32_t ch_last_sibling(const struct ch_walk *w)
{
	uint32_t scope = ch_scope(w);
	size_t i = w->facts->nsymbols;

	/* from the last symbol up to the one that stands here */
	for (i--; i < w->facts->nsymbols; i = w->state->symbols[i].parent)
		if (w->state->symbols[i].parent == scope)
			return (uint32_t)i;
	return CH_NO_SYMBOL;
}

void ch_continue(
	struct ch_walk *w, uint32_t symbol, uint32_t node, uint32_t body_start)
{
	struct ch_walk_state *st = w->state;
	struct ch_symbol *s = &st->symbols[symbol];

	if (node < st->hidden_until || st->nopen == CH_MAX_NESTING)
		return;
	s->end_byte = w->nodes[node].end;
	if (s->body_start == s->body_end)
		s->body_start = body_start;
	s->body_end = s->end_byte;
	set_lines(w, s);
	CH_GROW(st->more, st->nmore, st->more_cap);
	st->more[st->nmore++] = (struct ch_more){ node, symbol };
	push_open(w, symbol, w->nodes[node].next);
}

void ch_cover(struct ch_walk *w, uint32_t last)
{
	struct ch_walk_state *st = w->state;
	struct ch_symbol *s = &st->symbols[w->facts->nsymbols - 1];

	s->end_byte = s->body_end = w->nodes[last].end;
	set_lines(w, s);
	st->open[st->nopen - 1].end_node = w->nodes[last].next;
}

uint32_t ch_symbol_node(const struct ch_walk *w, const struct ch_symbol *s)
{
	return w->state->symbol_nodes[s - w->state->symbols];
}

size_t ch_symbol_from(const struct ch_walk *w, uint32_t node)
{
	size_t low = 0, high = w->facts->nsymbols;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (w->state->symbol_nodes[mid] >= node)
			high = mid;
		else
			low = mid + 1;
	}
	return low;
}

void ch_set_access(struct ch_walk *w, enum ch_visibility v)
{
	if (w->state->nopen)
		w->state->open[w->state->nopen - 1].access = 1 + (uint32_t)v;
}

void ch_mark_conditional(struct ch_walk *w, uint32_t node)
{
	if (w->nodes[node].next > w->state->conditional_until)
		w->state->conditional_until = w->nodes[node].next;
}

void ch_hide(struct ch_walk *w, uint32_t node)
{
	if (w->nodes[node].next > w->state->hidden_until)
		w->state->hidden_until = w->nodes[node].next;
}

void ch_add_import(struct ch_walk *w, uint32_t node, struct ch_str name,
	enum ch_import_kind kind, bool reexport)
{
	struct ch_walk_state *st = w->state;
	struct ch_import *im;

	CH_GROW(st->imports, w->facts->nimports, st->imports_cap);
	w->facts->imports = st->imports;
	im = &st->imports[w->facts->nimports++];
	im->name = name;
	im->kind = kind;
	im->reexport = reexport;
	im->line = ch_flat_line(&st->flat, w->nodes[node].start);
}
