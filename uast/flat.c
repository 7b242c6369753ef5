/*
 * The tree is copied once, in document order, and never looked at again:
 * arrays are read faster than a cursor moves, nobody recurses, and what an
 * incremental parse may hang elsewhere (comments) is not in them.
 */
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/mem.h"
#include "uast/engine.h"

#define ERROR_TYPE ((TSSymbol)65535)

void ch_flat_lines(struct ch_flat *f, struct ch_str source)
{
	const char *p = source.ptr, *end = source.ptr + source.len;

	f->nlines = 0;
	CH_GROW(f->lines, f->nlines, f->lines_cap);
	f->lines[f->nlines++] = 0;
	while (p < end && (p = memchr(p, '\n', (size_t)(end - p)))) {
		p++;
		CH_GROW(f->lines, f->nlines, f->lines_cap);
		f->lines[f->nlines++] = (uint32_t)(p - source.ptr);
	}
}

uint32_t ch_flat_line(const struct ch_flat *f, uint32_t byte)
{
	size_t low = 0, high = f->nlines;

	while (high - low > 1) {
		size_t mid = low + (high - low) / 2;

		if (f->lines[mid] <= byte)
			low = mid;
		else
			high = mid;
	}
	return (uint32_t)low;
}

size_t ch_flat_leaf(const struct ch_flat *f, uint32_t byte)
{
	size_t low = 0, high = f->nleaves;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (f->leaves[mid].start >= byte)
			high = mid;
		else
			low = mid + 1;
	}
	return low;
}

/*
 * Bytes between two tokens that no visible node covers (hidden tokens,
 * blanked macros) still count for the hash; white space does not.
 */
static uint64_t hash_gap(struct ch_str source, uint32_t from, uint32_t to)
{
	uint64_t h = 0;

	for (uint32_t i = from; i < to; i++) {
		char c = source.ptr[i];

		if (c == ' ' || (c >= '\t' && c <= '\r'))
			continue;
		if (c == '\\' && i + 1 < to &&
			(source.ptr[i + 1] == '\n' ||
				source.ptr[i + 1] == '\r'))
			continue;
		h = ch_hash_mix(h, (unsigned char)c);
	}
	return h;
}

static void add_leaf(struct ch_flat *f, struct ch_str source, uint32_t start,
	uint32_t end, uint32_t gap_from)
{
	struct ch_leaf *leaf;
	uint64_t gap;

	CH_GROW(f->leaves, f->nleaves, f->leaves_cap);
	leaf = &f->leaves[f->nleaves++];
	leaf->start = start;
	leaf->end = end;
	leaf->hash = ch_hash(source.ptr + start, end - start);
	if (gap_from < start) {
		gap = hash_gap(source, gap_from, start);
		if (gap)
			leaf->hash = ch_hash_mix(leaf->hash, gap);
	}
}

static void add_comment(struct ch_flat *f, uint32_t start, uint32_t end)
{
	struct ch_comment *c;

	CH_GROW(f->comments, f->ncomments, f->comments_cap);
	c = &f->comments[f->ncomments++];
	c->start_byte = start;
	c->end_byte = end;
	c->start_line = ch_flat_line(f, start);
}

static void add_error(struct ch_flat *f, uint32_t start, uint32_t end)
{
	const struct ch_blank *last;

	if (f->nerrors) {
		last = &f->errors[f->nerrors - 1];
		if (start >= last->start && end <= last->end)
			return;
	}
	CH_GROW(f->errors, f->nerrors, f->errors_cap);
	f->errors[f->nerrors].start = start;
	f->errors[f->nerrors++].end = end;
}

static uint32_t add_node(struct ch_flat *f, uint32_t parent)
{
	struct ch_node *n;

	CH_GROW(f->nodes, f->nnodes, f->nodes_cap);
	n = &f->nodes[f->nnodes];
	memset(n, 0, sizeof(*n));
	n->parent = parent;
	return (uint32_t)f->nnodes++;
}

/* A node is as long as its tokens. */
static void close_node(struct ch_flat *f, uint32_t node, uint32_t leaf)
{
	struct ch_node *n = &f->nodes[node];

	n->next = (uint32_t)f->nnodes;
	if (leaf < f->nleaves) {
		n->start = f->leaves[leaf].start;
		n->end = f->leaves[f->nleaves - 1].end;
	} else {
		n->end = n->start;
	}
}

struct filling {
	struct ch_flat *f;
	const struct ch_rows *rows;
	struct ch_str source;
	TSTreeCursor cursor;
	size_t depth;
	uint32_t gap_from; /* end of the last token or comment */
	bool errors;
	const struct ch_flat_before *before;
	/* How far the lists of 'before' have been gone through. */
	size_t dirty, edit, node;
};

static bool has_trait(const struct ch_rows *rows, uint8_t row, unsigned trait)
{
	return row && rows->rows[row - 1].def->traits & trait;
}

/* ---- from the version before --------------------------------------------*/

/* Smaller nodes are not looked for. */
#define LEAST_COPY 24

/* Does [start, end] touch what changed?  Asked for in order of 'start'. */
static bool is_dirty(struct filling *s, uint32_t start, uint32_t end)
{
	const struct ch_flat_before *b = s->before;

	while (s->dirty < b->ndirty && b->dirty[s->dirty].end < start)
		s->dirty++;
	return s->dirty < b->ndirty && b->dirty[s->dirty].start <= end;
}

/* Where a byte outside of all edits was; asked for in order. */
static uint32_t place_before(struct filling *s, uint32_t byte)
{
	const struct ch_flat_before *b = s->before;
	const struct ch_edit *e;

	while (s->edit < b->nedits && b->edits[s->edit].new_end <= byte)
		s->edit++;
	if (!s->edit)
		return byte;
	e = &b->edits[s->edit - 1];
	return byte - e->new_end + e->old_end;
}

/* The outermost node of that type and field at 'start' that ends by 'end'. */
static const struct ch_node *node_before(struct filling *s, TSSymbol type,
	uint8_t field, uint32_t start, uint32_t end)
{
	const struct ch_flat *old = s->before->flat;

	while (s->node < old->nnodes && old->nodes[s->node].start < start)
		s->node++;
	for (size_t i = s->node;
		i < old->nnodes && old->nodes[i].start == start; i++)
		if (old->nodes[i].type == type &&
			old->nodes[i].field == field &&
			old->nodes[i].end <= end)
			return &old->nodes[i];
	return NULL;
}

static void copy_nodes(struct filling *s, const struct ch_node *from,
	uint32_t parent, uint32_t by)
{
	struct ch_flat *f = s->f;
	uint32_t first = (uint32_t)(from - s->before->flat->nodes);
	uint32_t n = from->next - first, at = (uint32_t)f->nnodes;

	for (uint32_t i = 0; i < n; i++) {
		struct ch_node node = from[i];

		node.start += by;
		node.end += by;
		node.next += at - first;
		node.parent = i ? node.parent + at - first : parent;
		node.row = node.type < s->rows->ntypes
				   ? s->rows->row_of[node.type]
				   : 0;
		CH_GROW(f->nodes, f->nnodes, f->nodes_cap);
		f->nodes[f->nnodes++] = node;
	}
	s->node = from->next;
}

/* Leaves of old bytes [from, to); the first one's gap may be another. */
static void copy_leaves(
	struct filling *s, uint32_t from, uint32_t to, uint32_t by)
{
	const struct ch_flat *old = s->before->flat;
	struct ch_flat *f = s->f;
	size_t i = ch_flat_leaf(old, from);

	if (i < old->nleaves && old->leaves[i].start < to) {
		add_leaf(f, s->source, old->leaves[i].start + by,
			old->leaves[i].end + by, s->gap_from);
		i++;
	}
	for (; i < old->nleaves && old->leaves[i].start < to; i++) {
		struct ch_leaf leaf = old->leaves[i];

		leaf.start += by;
		leaf.end += by;
		CH_GROW(f->leaves, f->nleaves, f->leaves_cap);
		f->leaves[f->nleaves++] = leaf;
	}
	s->gap_from = f->leaves[f->nleaves - 1].end;
}

/* Comments of old bytes [from, to). */
static void copy_comments(
	struct filling *s, uint32_t from, uint32_t to, uint32_t by)
{
	const struct ch_flat *old = s->before->flat;
	size_t low = 0, high = old->ncomments;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (old->comments[mid].start_byte >= from)
			high = mid;
		else
			low = mid + 1;
	}
	for (; low < old->ncomments && old->comments[low].start_byte < to;
		low++) {
		const struct ch_comment *c = &old->comments[low];

		add_comment(s->f, c->start_byte + by, c->end_byte + by);
		if (c->end_byte + by > s->gap_from)
			s->gap_from = c->end_byte + by;
	}
}

/* The node with all below it, as it was before: false where it changed. */
static bool copy_node(struct filling *s, TSSymbol type, uint8_t field,
	uint32_t start, uint32_t end)
{
	const struct ch_node *from;
	uint32_t parent = s->depth ? s->f->open[s->depth - 1] : CH_NO_NODE;
	uint32_t old;

	if (!s->before || end - start < LEAST_COPY || is_dirty(s, start, end))
		return false;
	old = place_before(s, start);
	from = node_before(s, type, field, old, old + (end - start));
	if (!from || from->start == from->end)
		return false;
	copy_nodes(s, from, parent, start - old);
	copy_leaves(s, from->start, from->end, start - old);
	copy_comments(s, old, old + (end - start), start - old);
	return true;
}

/* ---- the pass -----------------------------------------------------------*/

/* Enter the cursor's node: true when it has children to be seen. */
static bool enter(struct filling *s)
{
	struct ch_flat *f = s->f;
	TSNode node = ts_tree_cursor_current_node(&s->cursor);
	TSSymbol type = ts_node_symbol(node);
	uint32_t start = ts_node_start_byte(node);
	uint32_t end = ts_node_end_byte(node);
	uint8_t row = type < s->rows->ntypes ? s->rows->row_of[type] : 0;
	uint8_t field;
	uint32_t at;

	if (end > s->source.len)
		end = (uint32_t)s->source.len;
	if (start > end)
		start = end;
	if (row && s->rows->rows[row - 1].def->role == CH_ROLE_COMMENT) {
		add_comment(f, start, end);
		s->gap_from = end;
		return false;
	}
	if (type == ERROR_TYPE ||
		(s->errors && start == end && ts_node_is_missing(node)))
		add_error(f, start, end);
	else if (ts_node_is_extra(node) &&
		 !has_trait(s->rows, row, CH_ROW_KEEP))
		return false;
	field = (uint8_t)ts_tree_cursor_current_field_id(&s->cursor);
	if (copy_node(s, type, field, start, end))
		return false;
	at = add_node(f, s->depth ? f->open[s->depth - 1] : CH_NO_NODE);
	f->nodes[at].type = type;
	f->nodes[at].row = row;
	f->nodes[at].start = start;
	f->nodes[at].field = field;
	CH_GROW(f->open, s->depth, f->open_cap);
	CH_GROW(f->open_leaf, s->depth, f->open_leaf_cap);
	f->open[s->depth] = at;
	f->open_leaf[s->depth] = (uint32_t)f->nleaves;
	if (!has_trait(s->rows, row, CH_ROW_LEAF) &&
		ts_tree_cursor_goto_first_child(&s->cursor)) {
		s->depth++;
		return true;
	}
	if (start < end) {
		add_leaf(f, s->source, start, end, s->gap_from);
		s->gap_from = end;
	}
	close_node(f, at, f->open_leaf[s->depth]);
	return false;
}

/* Go to what comes after the current subtree; false at the end of all. */
static bool leave(struct filling *s)
{
	while (!ts_tree_cursor_goto_next_sibling(&s->cursor)) {
		if (!s->depth)
			return false;
		s->depth--;
		close_node(
			s->f, s->f->open[s->depth], s->f->open_leaf[s->depth]);
		ts_tree_cursor_goto_parent(&s->cursor);
	}
	return true;
}

void ch_flat_fill(struct ch_flat *f, const struct ch_rows *rows,
	const TSTree *tree, struct ch_str source,
	const struct ch_flat_before *before)
{
	struct filling s = {
		.f = f, .rows = rows, .source = source, .before = before
	};
	TSNode root = ts_tree_root_node(tree);
	bool more = true;

	f->nnodes = f->nleaves = f->ncomments = f->nerrors = 0;
	s.errors = ts_node_has_error(root);
	s.cursor = ts_tree_cursor_new(root);
	while (more)
		if (!enter(&s))
			more = leave(&s);
	ts_tree_cursor_delete(&s.cursor);
}

void ch_flat_release(struct ch_flat *f)
{
	free(f->nodes);
	free(f->leaves);
	free(f->comments);
	free(f->errors);
	free(f->lines);
	free(f->open);
	free(f->open_leaf);
	memset(f, 0, sizeof(*f));
}
