/*
 * One pass over the flat tree: rows become symbols, decisions are counted for
 * the innermost callable, everything that nests is a stack of open symbols.
 */
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/map.h"
#include "base/mem.h"
#include "uast/engine.h"

/* ---- the flat tree ------------------------------------------------------ */

static bool step_matches(const struct ch_walk *w, uint32_t node, uint16_t step)
{
	const struct ch_node *n = &w->nodes[node];

	if (step & CH_STEP_FIELD)
		return n->field == (uint8_t)step;
	return n->type == step;
}

static uint32_t match_from(
	const struct ch_walk *w, uint32_t child, uint16_t step)
{
	while (child != CH_NO_NODE && !step_matches(w, child, step))
		child = ch_next(w, child);
	return child;
}

uint32_t ch_first(const struct ch_walk *w, uint32_t node)
{
	if (node == CH_NO_NODE || w->nodes[node].next == node + 1)
		return CH_NO_NODE;
	return node + 1;
}

uint32_t ch_next(const struct ch_walk *w, uint32_t node)
{
	uint32_t parent, next;

	if (node == CH_NO_NODE)
		return CH_NO_NODE;
	parent = w->nodes[node].parent;
	next = w->nodes[node].next;
	if (parent == CH_NO_NODE || next >= w->nodes[parent].next)
		return CH_NO_NODE;
	return next;
}

uint32_t ch_previous(const struct ch_walk *w, uint32_t node)
{
	uint32_t parent, at;

	if (node == CH_NO_NODE || !node)
		return CH_NO_NODE;
	parent = w->nodes[node].parent;
	for (at = node - 1; at != parent && w->nodes[at].parent != parent;)
		at = w->nodes[at].parent;
	return at == parent ? CH_NO_NODE : at;
}

uint32_t ch_parent(const struct ch_walk *w, uint32_t node)
{
	return node == CH_NO_NODE ? CH_NO_NODE : w->nodes[node].parent;
}

bool ch_is(const struct ch_walk *w, uint32_t node, unsigned id)
{
	return node != CH_NO_NODE && id < w->lang->nids &&
	       step_matches(w, node, w->state->rows->ids[id]);
}

uint32_t ch_get(const struct ch_walk *w, uint32_t node, unsigned id)
{
	if (id >= w->lang->nids)
		return CH_NO_NODE;
	return match_from(w, ch_first(w, node), w->state->rows->ids[id]);
}

uint32_t ch_get_next(const struct ch_walk *w, uint32_t child, unsigned id)
{
	if (id >= w->lang->nids)
		return CH_NO_NODE;
	return match_from(w, ch_next(w, child), w->state->rows->ids[id]);
}

struct ch_str ch_text(const struct ch_walk *w, uint32_t node)
{
	if (node == CH_NO_NODE)
		return ch_str_n(NULL, 0);
	return ch_str_sub(w->source, w->nodes[node].start, w->nodes[node].end);
}

bool ch_has_word(const struct ch_walk *w, uint32_t node, const char *word)
{
	if (node == CH_NO_NODE)
		return false;
	for (uint32_t i = node; i < w->nodes[node].next; i++)
		if (w->nodes[i].next == i + 1 && ch_str_is(ch_text(w, i), word))
			return true;
	return false;
}

static uint32_t find(
	const struct ch_walk *w, uint32_t node, const struct ch_finder *f)
{
	for (size_t a = 0; a < CH_FIND_ALTS && f->step[a][0]; a++) {
		uint32_t at = node;

		for (size_t k = 0; k < CH_FIND_STEPS && f->step[a][k]; k++)
			at = match_from(w, ch_first(w, at), f->step[a][k]);
		if (at != CH_NO_NODE)
			return at;
	}
	return CH_NO_NODE;
}

/* What a row's 'body' is: below the node, or behind it. */
static uint32_t body_of(
	const struct ch_walk *w, const struct ch_row *row, uint32_t node)
{
	uint32_t next;

	if (!(row->def->traits & CH_ROW_TAIL))
		return find(w, node, &row->body);
	next = ch_next(w, node);
	return next != CH_NO_NODE && step_matches(w, next, row->body.step[0][0])
		       ? next
		       : CH_NO_NODE;
}

static const struct ch_row *row_of(const struct ch_walk *w, uint32_t node)
{
	uint8_t row = w->nodes[node].row;

	return row ? &w->state->rows->rows[row - 1] : NULL;
}

static enum ch_role role_of(const struct ch_walk *w, uint32_t node)
{
	const struct ch_row *row;

	if (node == CH_NO_NODE)
		return CH_ROLE_NONE;
	row = row_of(w, node);
	return row ? row->def->role : CH_ROLE_NONE;
}

/* ---- text --------------------------------------------------------------- */

/* What was added to the scratch buffer since 'base', as a lasting string. */
static struct ch_str keep_text(struct ch_walk *w, size_t base)
{
	struct ch_buf *b = &w->state->buf;
	struct ch_str s = ch_str_n(NULL, 0);

	if (b->len > base)
		s = ch_arena_str(
			w->arena, ch_str_sub(ch_buf_str(b), base, b->len));
	if (b->len > base)
		ch_buf_truncate(b, base);
	return s;
}

static void fold_scratch(struct ch_walk *w, uint32_t from, uint32_t to)
{
	struct ch_fold f = { .source = w->source,
		.flat = &w->state->flat,
		.blanks = w->state->blanks,
		.skip = w->state->attributes,
		.nskip = w->state->nattributes };

	ch_fold_into(&w->state->buf, &f, from, to);
}

struct ch_str ch_fold_bytes(struct ch_walk *w, uint32_t from, uint32_t to)
{
	struct ch_buf *b = &w->state->buf;
	size_t base = b->len;
	struct ch_str raw = ch_str_sub(w->source, from, to);
	size_t kept = w->state->nattributes;

	w->state->nattributes = 0;
	fold_scratch(w, from, to);
	w->state->nattributes = kept;
	if (ch_str_eq(raw, ch_str_sub(ch_buf_str(b), base, b->len))) {
		if (b->len > base)
			ch_buf_truncate(b, base);
		return raw;
	}
	return keep_text(w, base);
}

struct ch_str ch_fold_bare(struct ch_walk *w, uint32_t from, uint32_t to)
{
	size_t base = w->state->buf.len;

	fold_scratch(w, from, to);
	return ch_str_trim(keep_text(w, base));
}

struct ch_str ch_fold_except(struct ch_walk *w, uint32_t from, uint32_t to,
	const uint32_t (*skip)[2], size_t n)
{
	struct ch_walk_state *st = w->state;
	struct ch_blank kept[CH_MAX_ATTRIBUTES];
	size_t nkept = st->nattributes, base = st->buf.len;

	memcpy(kept, st->attributes, sizeof(kept));
	if (n > CH_MAX_ATTRIBUTES)
		n = CH_MAX_ATTRIBUTES;
	for (size_t i = 0; i < n; i++) {
		st->attributes[i].start = skip[i][0];
		st->attributes[i].end = skip[i][1];
	}
	st->nattributes = n;
	fold_scratch(w, from, to);
	memcpy(st->attributes, kept, sizeof(kept));
	st->nattributes = nkept;
	return keep_text(w, base);
}

struct ch_str ch_join(struct ch_walk *w, struct ch_str a, const char *between,
	struct ch_str b)
{
	size_t n = strlen(between);
	char *to;

	if (!b.len)
		return a;
	if (!a.len)
		return b;
	to = ch_arena_alloc(w->arena, a.len + n + b.len);
	memcpy(to, a.ptr, a.len);
	memcpy(to + a.len, between, n);
	memcpy(to + a.len + n, b.ptr, b.len);
	return ch_str_n(to, a.len + n + b.len);
}

struct ch_str ch_fold(struct ch_walk *w, uint32_t node)
{
	if (node == CH_NO_NODE)
		return ch_str_n(NULL, 0);
	return ch_fold_bytes(w, w->nodes[node].start, w->nodes[node].end);
}

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
	uint32_t name = rule->def->name ? find(w, node, &rule->name) : node;
	bool single = !rule->def->name || name == CH_NO_NODE ||
		      rule->name.step[0][1] || rule->name.step[1][0];
	struct ch_param *p;

	do {
		p = ch_add_param(w);
		p->name = ch_fold(w, name);
		p->type = ch_fold(w, find(w, node, &rule->ptype));
		p->dflt = ch_fold(w, find(w, node, &rule->dflt));
		p->kind = rule->def->kind;
		p->optional = rule->def->optional || p->dflt.len;
		name = single ? CH_NO_NODE
			      : match_from(w, ch_next(w, name), step);
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

/* ---- comments ----------------------------------------------------------- */

static bool starts_with_any(struct ch_str c, const char *const *marks)
{
	for (; *marks; marks++)
		if (ch_str_starts(c, *marks))
			return true;
	return false;
}

static bool is_marked(struct ch_str c)
{
	static const char *const marks[] = { "///", "//!", "-- |", "--|", "{-|",
		"{- |", NULL };

	if (ch_str_starts(c, "/*"))
		return c.len > 4 && (c.ptr[2] == '*' || c.ptr[2] == '!') &&
		       c.ptr[3] != '*';
	if (ch_str_starts(c, "(**"))
		return c.len > 5 && c.ptr[3] != '*';
	return starts_with_any(c, marks);
}

/* Does it say that it is about what stands before it? */
static bool is_marked_behind(struct ch_str c)
{
	static const char *const marks[] = { "(**", "-- ^", "--^", "{-^",
		"{- ^", NULL };

	return starts_with_any(c, marks);
}

static struct ch_str comment_text(
	const struct ch_walk *w, const struct ch_comment *c)
{
	return ch_str_sub(w->source, c->start_byte, c->end_byte);
}

/* Is there nothing but white space (and blanked text) in between? */
static bool only_space(const struct ch_walk *w, uint32_t from, uint32_t to,
	const char *also, uint32_t max_newlines)
{
	uint32_t newlines = 0;

	for (uint32_t i = from; i < to; i++) {
		char c = w->source.ptr[i];
		size_t k;

		if (c == '\n' && ++newlines > max_newlines)
			return false;
		if (c == ' ' || (c >= '\t' && c <= '\r') ||
			(c && strchr(also, c)))
			continue;
		k = w->state->blanks ? ch_blanks_at(w->state->blanks, i) : 0;
		if (!w->state->blanks || k >= w->state->blanks->n ||
			w->state->blanks->ranges[k].start > i)
			return false;
	}
	return true;
}

static bool starts_line(const struct ch_walk *w, const struct ch_comment *c)
{
	uint32_t from = w->state->flat.lines[c->start_line];

	return only_space(w, from, c->start_byte, "", 0);
}

/* First comment that starts at or after 'byte'. */
static size_t comment_at(const struct ch_flat *f, uint32_t byte)
{
	size_t low = 0, high = f->ncomments;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (f->comments[mid].start_byte >= byte)
			high = mid;
		else
			low = mid + 1;
	}
	return low;
}

/* Is nothing else on its lines, and nothing between it and 'before'? */
static bool stands_above(
	const struct ch_walk *w, const struct ch_comment *c, uint32_t before)
{
	return c->end_byte <= before && starts_line(w, c) &&
	       only_space(w, c->end_byte, before, "",
		       ch_str_ends(comment_text(w, c), "\n") ? 0 : 1);
}

static bool documents(
	const struct ch_walk *w, const struct ch_comment *c, uint32_t before)
{
	if (!stands_above(w, c, before) ||
		ch_str_starts(comment_text(w, c), "#!"))
		return false;
	if (w->lang->doc != CH_DOC_ANY && !is_marked(comment_text(w, c)))
		return false;
	return w->lang->doc != CH_DOC_OUTER || comment_text(w, c).ptr[2] != '!';
}

/* The comment, or run of line comments, that ends just above 'start'. */
static struct ch_str comment_above(const struct ch_walk *w, uint32_t start)
{
	const struct ch_flat *f = &w->state->flat;
	size_t last = comment_at(f, start), first;

	while (last && stands_above(w, &f->comments[last - 1], start) &&
		ch_is_for_machines(comment_text(w, &f->comments[last - 1])))
		start = f->comments[--last].start_byte;
	if (w->lang->doc == CH_DOC_NONE || !last ||
		!documents(w, &f->comments[last - 1], start))
		return ch_str_n(NULL, 0);
	first = last - 1;
	if (!ch_comment_is_block(comment_text(w, &f->comments[first])))
		while (first && last - first < 100 &&
			!ch_comment_is_block(
				comment_text(w, &f->comments[first - 1])) &&
			documents(w, &f->comments[first - 1],
				f->comments[first].start_byte))
			first--;
	return ch_str_sub(w->source, f->comments[first].start_byte,
		f->comments[last - 1].end_byte);
}

/* A comment behind it, on the line it ends on. */
static struct ch_str comment_behind(const struct ch_walk *w, uint32_t end)
{
	const struct ch_flat *f = &w->state->flat;
	size_t k = comment_at(f, end);

	if (k == f->ncomments ||
		f->comments[k].start_line != ch_flat_line(f, end) ||
		!only_space(w, end, f->comments[k].start_byte, ",;", 0) ||
		ch_is_for_machines(comment_text(w, &f->comments[k])))
		return ch_str_n(NULL, 0);
	if (w->lang->doc != CH_DOC_ANY &&
		!is_marked_behind(comment_text(w, &f->comments[k])))
		return ch_str_n(NULL, 0);
	return comment_text(w, &f->comments[k]);
}

/* Is there a blank line, a closing word or nothing behind it? */
static bool stands_apart(const struct ch_walk *w, const struct ch_comment *c)
{
	struct ch_str rest = ch_str_sub(w->source, c->end_byte, w->source.len);
	size_t i = 0;
	int newlines = 0;

	for (; i < rest.len && strchr(" \t\r\n", rest.ptr[i]); i++)
		newlines += rest.ptr[i] == '\n';
	rest = ch_str_sub(rest, i, rest.len);
	return newlines > 1 || !rest.len || ch_str_starts(rest, "end") ||
	       ch_str_starts(rest, "}");
}

/*
 * The comment on the line below, or behind whatever it is: but what is behind
 * an enum is its last value's.
 */
static struct ch_str comment_below(
	const struct ch_walk *w, const struct ch_symbol *s)
{
	const struct ch_flat *f = &w->state->flat;
	size_t k = comment_at(f, s->end_byte);
	const struct ch_comment *c;
	bool same_line;

	if (k == f->ncomments)
		return ch_str_n(NULL, 0);
	c = &f->comments[k];
	same_line = c->start_line == ch_flat_line(f, s->end_byte);
	if (!is_marked(comment_text(w, c)) ||
		!only_space(w, s->end_byte, c->start_byte, ",;", 1) ||
		(same_line ? s->kind == CH_KIND_ENUM : !stands_apart(w, c)))
		return ch_str_n(NULL, 0);
	return comment_text(w, c);
}

static bool takes_trailing_doc(
	const struct ch_walk *w, const struct ch_symbol *s)
{
	return w->lang->trailing_doc &&
	       (s->kind == CH_KIND_FIELD || s->kind == CH_KIND_VALUE ||
		       s->kind == CH_KIND_MACRO || s->kind == CH_KIND_CONSTANT);
}

void ch_set_doc_text(struct ch_walk *w, struct ch_symbol *s, struct ch_str text)
{
	size_t base = w->state->buf.len;

	if (ch_says_deprecated(text))
		s->flags |= CH_SYM_DEPRECATED;
	ch_first_sentence(&w->state->buf, text);
	s->doc = keep_text(w, base);
}

void ch_set_doc(struct ch_walk *w, struct ch_symbol *s, uint32_t node)
{
	if (node != CH_NO_NODE)
		ch_set_doc_text(w, s, ch_text(w, node));
}

static void read_doc(struct ch_walk *w, const struct ch_row *row, uint32_t node,
	struct ch_symbol *s)
{
	struct ch_str text = ch_text(w, find(w, node, &row->doc));

	if (!text.len && takes_trailing_doc(w, s))
		text = comment_behind(w, s->end_byte);
	if (!text.len)
		text = comment_above(w, s->start_byte);
	/* between the attributes and what they stand before */
	if (!text.len && w->nodes[node].start > s->start_byte)
		text = comment_above(w, w->nodes[node].start);
	if (!text.len && w->lang->doc_below)
		text = comment_below(w, s);
	if (text.len && !s->doc.len)
		ch_set_doc_text(w, s, text);
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
	if (role_of(w, parent) != CH_ROLE_WRAPPER)
		return p;
	for (c = ch_first(w, parent); c != CH_NO_NODE && c <= node;
		c = ch_next(w, c))
		if (w->nodes[c].type == w->nodes[node].type) {
			p.first = c;
			break;
		}
	c = ch_next(w, node);
	p.alone = p.first == node &&
		  match_from(w, c, w->nodes[node].type) == CH_NO_NODE;
	while (role_of(w, parent) == CH_ROLE_WRAPPER) {
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
		enum ch_role role = role_of(w, c);

		if (role == CH_ROLE_ATTRIBUTE)
			add_attribute(w, c);
		if (role != CH_ROLE_MODIFIERS)
			continue;
		for (m = ch_first(w, c); m != CH_NO_NODE; m = ch_next(w, m))
			if (role_of(w, m) == CH_ROLE_ATTRIBUTE)
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
		fold_scratch(w, st->attributes[i].start, st->attributes[i].end);
	}
	s->attributes = keep_text(w, base);
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

		if (role_of(w, i) == CH_ROLE_ATTRIBUTE) {
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
	row = row_of(w, st->symbol_nodes[parent]);
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
		fold_scratch(
			w, w->nodes[p->head].start, w->nodes[p->first].start);
		if (b->len > base)
			ch_buf_add_char(b, ' ');
	}
	fold_scratch(w, from, stop);
	while (b->len > base && strchr(" ;:,={", b->ptr[b->len - 1]))
		ch_buf_truncate(b, b->len - 1);
	s->signature = keep_text(w, base);
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
	uint32_t body = body_of(w, row, node);
	uint32_t params = find(w, node, &row->params);

	s->result = ch_fold(w, find(w, node, &row->result));
	s->value = ch_fold(w, find(w, node, &row->value));
	s->bases = ch_fold(w, find(w, node, &row->bases));
	s->generics = ch_fold(w, find(w, node, &row->generics));
	s->throws = ch_fold(w, find(w, node, &row->throws));
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
	row = row_of(w, w->state->symbol_nodes[parent]);
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
	uint32_t value = find(w, node, &row->value);

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
	uint32_t body = body_of(w, row, node);

	if (row->def->traits & CH_ROW_TAIL && body != CH_NO_NODE)
		return w->nodes[body].next;
	if (!(row->def->traits & CH_ROW_REST) || parent == CH_NO_NODE ||
		body != CH_NO_NODE)
		return w->nodes[node].next;
	next = match_from(w, ch_next(w, node), w->nodes[node].type);
	return next == CH_NO_NODE ? w->nodes[parent].next : next;
}

uint32_t ch_scope_end(const struct ch_walk *w, uint32_t node)
{
	const struct ch_row *row = row_of(w, node);

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
	read_doc(w, row, node, s);
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

const struct ch_comment *ch_comment_at(const struct ch_walk *w, size_t i)
{
	const struct ch_flat *f = &w->state->flat;

	return i < f->ncomments ? &f->comments[i] : NULL;
}

size_t ch_comment_after(const struct ch_walk *w, uint32_t byte)
{
	return comment_at(&w->state->flat, byte);
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

/* ---- the pass ----------------------------------------------------------- */

static void note_attribute(struct ch_walk *w, uint32_t node)
{
	struct ch_walk_state *st = w->state;

	if (st->npending && st->pending_next != node)
		st->npending = 0;
	if (st->npending < CH_MAX_ATTRIBUTES)
		st->pending[st->npending++] = node;
	st->pending_next = w->nodes[node].next;
}

void ch_note_decision(struct ch_walk *w)
{
	struct ch_walk_state *st = w->state;
	uint32_t fn =
		st->nopen ? st->open[st->nopen - 1].callable : CH_NO_SYMBOL;

	if (fn != CH_NO_SYMBOL)
		st->symbols[fn].decisions++;
}

static void note_name(struct ch_walk *w, uint32_t node)
{
	struct ch_walk_state *st = w->state;

	if (!st->want_names || w->nodes[node].start == w->nodes[node].end)
		return;
	CH_GROW(st->names, st->nnames, st->names_cap);
	st->names[st->nnames].start = w->nodes[node].start;
	st->names[st->nnames++].end = w->nodes[node].end;
}

/* By the signs around the name, and by its first one. */
static void plain_import(
	struct ch_walk *w, uint32_t node, const struct ch_row *row)
{
	struct ch_str s = ch_fold(w, find(w, node, &row->name));
	enum ch_import_kind kind = CH_IMPORT_EXTERNAL;

	if (ch_str_starts(s, "<"))
		kind = CH_IMPORT_SYSTEM;
	if (s.len > 1 && strchr("\"'`<", s.ptr[0]))
		s = ch_str_sub(s, 1, s.len - 1);
	if (ch_str_starts(s, "."))
		kind = CH_IMPORT_RELATIVE;
	if (s.len)
		ch_add_import(w, node, s, kind, false);
}

static void visit(struct ch_walk *w, uint32_t node, const struct ch_row *row)
{
	const struct ch_lang_row *def = row->def;

	if (def->traits & CH_ROW_HIDDEN)
		ch_hide(w, node);
	if (def->traits & CH_ROW_CONDITIONAL)
		ch_mark_conditional(w, node);
	if (def->traits & CH_ROW_DECIDES && ch_counts(w, node))
		ch_note_decision(w);
	switch (def->role) {
	case CH_ROLE_SYMBOL:
		ch_emit(w, def, node, find(w, node, &row->name));
		break;
	case CH_ROLE_CUSTOM:
		def->emit(w, node, def);
		break;
	case CH_ROLE_ATTRIBUTE:
		note_attribute(w, node);
		break;
	case CH_ROLE_DECISION:
		if (ch_counts(w, node))
			ch_note_decision(w);
		break;
	case CH_ROLE_OPERATOR:
		if (ch_is_operator(w, node))
			ch_note_decision(w);
		break;
	case CH_ROLE_IMPORT:
		if (def->name)
			plain_import(w, node, row);
		else
			w->lang->on_import(w, node);
		break;
	case CH_ROLE_CONDITION:
		ch_mark_conditional(w, node);
		break;
	case CH_ROLE_NAME:
		note_name(w, node);
		break;
	case CH_ROLE_NONE:
	case CH_ROLE_WRAPPER:
	case CH_ROLE_MODIFIERS:
	case CH_ROLE_COMMENT:
		break;
	}
}

/* Tell rows of one type apart by what their nodes read. */
static void choose_rows(struct ch_walk *w)
{
	const struct ch_row *rows = w->state->rows->rows, *row;
	struct ch_node *nodes = w->state->flat.nodes;

	for (uint32_t i = 0; i < w->nnodes; i++) {
		uint8_t at = nodes[i].row;
		struct ch_str text;

		if (!at || !rows[at - 1].def->word)
			continue;
		row = &rows[at - 1];
		text = row->def->key ? ch_text(w, find(w, i, &row->key))
				     : ch_str_trim(ch_text(w, i));
		for (; at; at = row->next) {
			row = &rows[at - 1];
			if (!row->def->word || ch_str_eq(text, row->word))
				break;
		}
		nodes[i].row = at;
	}
}

static void pass(struct ch_walk *w)
{
	struct ch_walk_state *st = w->state;
	size_t piece = 0;

	for (uint32_t i = 0; i < w->nnodes; i++) {
		while (st->nopen && i >= st->open[st->nopen - 1].end_node)
			st->nopen--;
		if (!ch_pieces_step(w, &piece, i) && w->nodes[i].row)
			visit(w, i, row_of(w, i));
	}
	ch_pieces_step(w, &piece, w->nnodes);
	st->nopen = 0;
}

/* ---- what is known at the end ------------------------------------------- */

static uint64_t hash_leaves(
	const struct ch_flat *f, uint32_t from, uint32_t to, uint64_t except)
{
	uint64_t h = 0x2545f4914f6cdd1du;
	bool any = false;

	for (size_t k = ch_flat_leaf(f, from);
		k < f->nleaves && f->leaves[k].start < to; k++) {
		if (f->leaves[k].hash == except)
			continue;
		h = ch_hash_mix(h, f->leaves[k].hash);
		any = true;
	}
	return any ? (h ? h : 1) : 0;
}

static bool near_error(const struct ch_flat *f, const struct ch_symbol *s)
{
	size_t low = 0, high = f->nerrors;
	uint32_t from = f->lines[s->start_line];

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (f->errors[mid].end >= from)
			high = mid;
		else
			low = mid + 1;
	}
	return low < f->nerrors &&
	       (s->end_line + 1 >= f->nlines ||
		       f->errors[low].start < f->lines[s->end_line + 1]);
}

static void finish_hashes(struct ch_walk *w, struct ch_symbol *s)
{
	const struct ch_flat *f = &w->state->flat;
	uint32_t after = s->name_byte + (uint32_t)s->name.len;

	s->text_hash = hash_leaves(f, s->start_byte, s->end_byte, 0);
	if (s->body_end > s->body_start || s->value.len)
		s->body_hash = hash_leaves(f, after, s->end_byte,
			ch_hash(s->name.ptr, s->name.len));
}

static void finish_symbols(struct ch_walk *w)
{
	struct ch_facts *facts = w->facts;

	for (size_t i = 0; i < facts->nsymbols; i++) {
		struct ch_symbol *s = &facts->symbols[i];

		if (!s->text_hash) /* else from the version before */
			finish_hashes(w, s);
		if (s->flags & CH_SYM_LOCAL)
			s->visibility = CH_VIS_PRIVATE;
		if (s->parent != CH_NO_SYMBOL &&
			facts->symbols[s->parent].visibility < s->visibility)
			s->visibility = facts->symbols[s->parent].visibility;
		if (w->state->flat.nerrors && near_error(&w->state->flat, s))
			s->flags |= CH_SYM_NEAR_ERROR;
	}
}

static int by_text(const void *a, const void *b)
{
	return ch_str_cmp(*(const struct ch_str *)a, *(const struct ch_str *)b);
}

static void finish_names(struct ch_walk *w)
{
	struct ch_walk_state *st = w->state;
	struct ch_facts *facts = w->facts;
	struct ch_map seen = { 0 };

	facts->names =
		ch_arena_alloc(w->arena, st->nnames * sizeof(*facts->names));
	for (size_t i = 0; i < st->nnames; i++) {
		struct ch_str s = ch_str_sub(
			w->source, st->names[i].start, st->names[i].end);
		bool added;

		ch_map_add(&seen, s.ptr, s.len, &added);
		if (added)
			facts->names[facts->nnames++] = s;
	}
	ch_map_release(&seen);
	if (facts->nnames)
		qsort(facts->names, facts->nnames, sizeof(*facts->names),
			by_text);
}

/* The scratch arrays become the arena's. */
static void hand_over(struct ch_walk *w)
{
	struct ch_walk_state *st = w->state;
	struct ch_facts *facts = w->facts;

	facts->symbols = ch_arena_memdup(w->arena, st->symbols,
		facts->nsymbols * sizeof(*facts->symbols));
	facts->imports = ch_arena_memdup(w->arena, st->imports,
		facts->nimports * sizeof(*facts->imports));
	facts->ncomments = st->flat.ncomments;
	facts->comments = ch_arena_memdup(w->arena, st->flat.comments,
		facts->ncomments * sizeof(*facts->comments));
	facts->ntokens = (uint32_t)(st->flat.nleaves + st->flat.nhidden);
	for (size_t i = 0; i < st->flat.nerrors; i++)
		facts->error_bytes +=
			st->flat.errors[i].end - st->flat.errors[i].start;
}

void ch_walk_run(struct ch_walk_state *state, struct ch_str path,
	struct ch_str source, struct ch_arena *arena, struct ch_facts *out)
{
	struct ch_walk w = { .lang = state->rows->lang,
		.path = path,
		.source = source,
		.nodes = state->flat.nodes,
		.nnodes = (uint32_t)state->flat.nnodes,
		.facts = out,
		.arena = arena,
		.state = state };

	state->nopen = state->nattributes = state->npending = 0;
	state->conditional_until = state->hidden_until = 0;
	state->nparams = state->nnames = state->nmore = 0;
	ch_buf_clear(&state->buf);
	if (state->rows->has_words)
		choose_rows(&w);
	pass(&w);
	if (w.lang->finish)
		w.lang->finish(&w);
	finish_symbols(&w);
	if (state->want_names)
		finish_names(&w);
	if (state->want_metrics)
		ch_metrics_run(&w);
	if (state->want_uses)
		ch_uses_run(&w);
	hand_over(&w);
}

void ch_walk_release(struct ch_walk_state *state)
{
	ch_flat_release(&state->flat);
	free(state->symbols);
	free(state->symbol_nodes);
	free(state->more);
	free(state->imports);
	free(state->params);
	free(state->names);
	free(state->tokens.items);
	free(state->uses);
	ch_buf_release(&state->buf);
	memset(state, 0, sizeof(*state));
}
