/*
 * Ways through the flat tree, and what its nodes read.
 */
#include <string.h>

#include "uast/walk.h"

static bool step_matches(const struct ch_walk *w, uint32_t node, uint16_t step)
{
	const struct ch_node *n = &w->nodes[node];

	if (step & CH_STEP_FIELD)
		return n->field == (uint8_t)step;
	return n->type == step;
}

uint32_t ch_match_from(const struct ch_walk *w, uint32_t child, uint16_t step)
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
	return ch_match_from(w, ch_first(w, node), w->state->rows->ids[id]);
}

uint32_t ch_get_next(const struct ch_walk *w, uint32_t child, unsigned id)
{
	if (id >= w->lang->nids)
		return CH_NO_NODE;
	return ch_match_from(w, ch_next(w, child), w->state->rows->ids[id]);
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

uint32_t ch_find_node(
	const struct ch_walk *w, uint32_t node, const struct ch_finder *f)
{
	for (size_t a = 0; a < CH_FIND_ALTS && f->step[a][0]; a++) {
		uint32_t at = node;

		for (size_t k = 0; k < CH_FIND_STEPS && f->step[a][k]; k++)
			at = ch_match_from(w, ch_first(w, at), f->step[a][k]);
		if (at != CH_NO_NODE)
			return at;
	}
	return CH_NO_NODE;
}

uint32_t ch_body_of(
	const struct ch_walk *w, const struct ch_row *row, uint32_t node)
{
	uint32_t next;

	if (!(row->def->traits & CH_ROW_TAIL))
		return ch_find_node(w, node, &row->body);
	next = ch_next(w, node);
	return next != CH_NO_NODE && step_matches(w, next, row->body.step[0][0])
		       ? next
		       : CH_NO_NODE;
}

/* ---- text --------------------------------------------------------------- */

struct ch_str ch_keep_text(struct ch_walk *w, size_t base)
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

void ch_fold_scratch(struct ch_walk *w, uint32_t from, uint32_t to)
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
	ch_fold_scratch(w, from, to);
	w->state->nattributes = kept;
	if (ch_str_eq(raw, ch_str_sub(ch_buf_str(b), base, b->len))) {
		if (b->len > base)
			ch_buf_truncate(b, base);
		return raw;
	}
	return ch_keep_text(w, base);
}

struct ch_str ch_fold_bare(struct ch_walk *w, uint32_t from, uint32_t to)
{
	size_t base = w->state->buf.len;

	ch_fold_scratch(w, from, to);
	return ch_str_trim(ch_keep_text(w, base));
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
	ch_fold_scratch(w, from, to);
	memcpy(st->attributes, kept, sizeof(kept));
	st->nattributes = nkept;
	return ch_keep_text(w, base);
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
