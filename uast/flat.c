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

/* The same with a hole in it, whose bytes count as they are. */
static uint64_t hash_gap_around(
	struct ch_flat *f, struct ch_str source, uint32_t from, uint32_t to)
{
	const struct ch_hole *hole;
	uint64_t h;

	while (f->hole < f->nholes && f->holes[f->hole].start < from)
		f->hole++;
	hole = f->hole < f->nholes ? &f->holes[f->hole] : NULL;
	if (!hole || hole->end > to)
		return hash_gap(source, from, to);
	h = hash_gap(source, from, hole->start);
	h = ch_hash_mix(
		h, ch_hash(source.ptr + hole->start, hole->end - hole->start));
	return ch_hash_mix(h, hash_gap(source, hole->end, to));
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
		gap = hash_gap_around(f, source, gap_from, start);
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
	size_t dirty, edit, node, piece, piece_dirty;
	size_t at_root; /* children of the root that were entered */
};

static bool has_trait(const struct ch_rows *rows, uint8_t row, unsigned trait)
{
	return row && rows->rows[row - 1].def->traits & trait;
}

/* ---- from the version before --------------------------------------------*/

/* Smaller nodes are not looked for. */
#define LEAST_COPY 24

/* Does [start, end] touch what changed?  Asked for in order of 'start'. */
static bool is_dirty(
	const struct filling *s, size_t *k, uint32_t start, uint32_t end)
{
	const struct ch_flat_before *b = s->before;

	while (*k < b->ndirty && b->dirty[*k].end < start)
		++*k;
	return *k < b->ndirty && b->dirty[*k].start <= end;
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

/*
 * The outermost node of that type and field at 'start' that ends by 'end'.
 * One without children may stand for a piece, whose nodes were never there.
 */
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
			old->nodes[i].next > i + 1 && old->nodes[i].end <= end)
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
	const struct ch_comment *all = s->before->comments;
	size_t low = 0, n = s->before->ncomments, high = n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (all[mid].start_byte >= from)
			high = mid;
		else
			low = mid + 1;
	}
	for (; low < n && all[low].start_byte < to; low++) {
		add_comment(
			s->f, all[low].start_byte + by, all[low].end_byte + by);
		if (all[low].end_byte + by > s->gap_from)
			s->gap_from = all[low].end_byte + by;
	}
}

/* The node with all below it, as it was before: false where it changed. */
static bool copy_node(struct filling *s, TSNode node, uint8_t field,
	uint32_t start, uint32_t end)
{
	const struct ch_node *from;
	uint32_t parent = s->depth ? s->f->open[s->depth - 1] : CH_NO_NODE;
	uint32_t old;

	/* the root's pieces may have been folded */
	if (!s->before || !s->before->flat ||
		(!s->depth && s->rows->has_pieces) ||
		end - start < LEAST_COPY ||
		is_dirty(s, &s->dirty, start, end) ||
		(s->errors && ts_node_has_error(node)))
		return false;
	old = place_before(s, start);
	from = node_before(
		s, ts_node_symbol(node), field, old, old + (end - start));
	if (!from || from->start == from->end)
		return false;
	copy_nodes(s, from, parent, start - old);
	copy_leaves(s, from->start, from->end, start - old);
	copy_comments(s, old, old + (end - start), start - old);
	return true;
}

/* ---- pieces -------------------------------------------------------------*/

/* How far from a piece a change may be seen, besides the gaps around it. */
#define PIECE_MARGIN 16

static uint8_t row_of_type(const struct filling *s, TSSymbol type)
{
	return type < s->rows->ntypes ? s->rows->row_of[type] : 0;
}

static bool is_comment(const struct filling *s, TSSymbol type)
{
	uint8_t row = row_of_type(s, type);

	return row && s->rows->rows[row - 1].def->role == CH_ROLE_COMMENT;
}

/* Where the root's children stand, so that each knows its neighbours. */
static void list_root(struct filling *s)
{
	TSTreeCursor *c = &s->cursor;
	struct ch_flat *f = s->f;
	bool more;

	for (more = ts_tree_cursor_goto_first_child(c); more;
		more = ts_tree_cursor_goto_next_sibling(c)) {
		TSNode node = ts_tree_cursor_current_node(c);

		if (is_comment(s, ts_node_symbol(node)))
			continue;
		CH_GROW(f->at_root, f->nat_root, f->at_root_cap);
		f->at_root[f->nat_root++] =
			(struct ch_blank){ .start = ts_node_start_byte(node),
				.end = ts_node_end_byte(node) };
	}
	ts_tree_cursor_goto_parent(c);
}

/* Did anything change in child k of the root, or around it? */
static bool piece_changed(struct filling *s, size_t k)
{
	const struct ch_flat *f = s->f;
	uint32_t from = k ? f->at_root[k - 1].end : 0;
	uint32_t to = k + 1 < f->nat_root ? f->at_root[k + 1].start
					  : (uint32_t)s->source.len;

	from = from > PIECE_MARGIN ? from - PIECE_MARGIN : 0;
	return is_dirty(s, &s->piece_dirty, from, to + PIECE_MARGIN);
}

static const struct ch_piece *piece_before(struct filling *s, TSSymbol type,
	uint8_t field, uint32_t start, uint32_t end)
{
	const struct ch_flat_before *b = s->before;
	const struct ch_piece *piece;

	while (s->piece < b->npieces && b->pieces[s->piece].start < start)
		s->piece++;
	if (s->piece == b->npieces)
		return NULL;
	piece = &b->pieces[s->piece];
	return piece->start == start && piece->type == type &&
			       piece->field == field && piece->end <= end
		       ? piece
		       : NULL;
}

static struct ch_piece *add_piece(struct ch_flat *f, uint32_t node)
{
	const struct ch_node *n = &f->nodes[node];
	struct ch_piece *piece;

	CH_GROW(f->pieces, f->npieces, f->pieces_cap);
	piece = &f->pieces[f->npieces++];
	memset(piece, 0, sizeof(*piece));
	piece->node = node;
	piece->type = n->type;
	piece->field = n->field;
	piece->start = n->start;
	piece->end = n->end;
	piece->line = ch_flat_line(f, n->start);
	return piece;
}

/* One node and its last leaf, the comments, and nothing else. */
static void fold(struct filling *s, const struct ch_piece *from, uint8_t row,
	uint32_t start, uint32_t end)
{
	struct ch_flat *f = s->f;
	uint32_t by = start - from->start, at = add_node(f, f->open[0]);
	struct ch_piece *piece;

	f->nodes[at].type = from->type;
	f->nodes[at].field = from->field;
	f->nodes[at].row = row;
	f->nodes[at].start = start;
	f->nodes[at].end = from->end + by;
	f->nodes[at].next = at + 1;
	piece = add_piece(f, at);
	piece->from = from;
	piece->nleaves = from->nleaves;
	piece->last = from->last;
	piece->last.start += by;
	piece->last.end += by;
	CH_GROW(f->leaves, f->nleaves, f->leaves_cap);
	f->leaves[f->nleaves++] = piece->last;
	f->nhidden += from->nleaves - 1;
	s->gap_from = piece->last.end;
	copy_comments(s, from->start, end - by, by);
}

/* Fold the root's child that is entered, if it is as it was. */
static bool fold_piece(struct filling *s, TSNode node, uint8_t row,
	uint8_t field, uint32_t start, uint32_t end)
{
	const struct ch_piece *from;
	uint32_t old;

	if (!s->before || !s->before->npieces ||
		piece_changed(s, s->at_root - 1) ||
		(s->errors && ts_node_has_error(node)))
		return false;
	old = place_before(s, start);
	from = piece_before(
		s, ts_node_symbol(node), field, old, old + (end - start));
	if (!from)
		return false;
	fold(s, from, row, start, end);
	return true;
}

/* ---- the pass -----------------------------------------------------------*/

static bool is_piece(const struct filling *s, uint8_t row)
{
	return s->depth == 1 && has_trait(s->rows, row, CH_ROW_PIECE);
}

/* Everything below the node at this depth has been seen. */
static void close_open(struct filling *s)
{
	struct ch_flat *f = s->f;
	uint32_t at = f->open[s->depth], leaf = f->open_leaf[s->depth];
	struct ch_piece *piece;

	close_node(f, at, leaf);
	if (!is_piece(s, f->nodes[at].row) || leaf == f->nleaves)
		return;
	piece = add_piece(f, at);
	piece->nleaves = (uint32_t)f->nleaves - leaf;
	piece->last = f->leaves[f->nleaves - 1];
}

/* Enter the cursor's node: true when it has children to be seen. */
static bool enter(struct filling *s)
{
	struct ch_flat *f = s->f;
	TSNode node = ts_tree_cursor_current_node(&s->cursor);
	TSSymbol type = ts_node_symbol(node);
	uint32_t start = ts_node_start_byte(node);
	uint32_t end = ts_node_end_byte(node);
	uint8_t row = row_of_type(s, type), field;
	uint32_t at;

	if (end > s->source.len)
		end = (uint32_t)s->source.len;
	if (start > end)
		start = end;
	if (is_comment(s, type)) {
		add_comment(f, start, end);
		s->gap_from = end;
		return false;
	}
	s->at_root += s->depth == 1;
	if (type == ERROR_TYPE ||
		(s->errors && start == end && ts_node_is_missing(node)))
		add_error(f, start, end);
	else if (ts_node_is_extra(node) &&
		 !has_trait(s->rows, row, CH_ROW_KEEP))
		return false;
	field = (uint8_t)ts_tree_cursor_current_field_id(&s->cursor);
	if (is_piece(s, row) ? fold_piece(s, node, row, field, start, end)
			     : copy_node(s, node, field, start, end))
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
	close_open(s);
	return false;
}

/* Go to what comes after the current subtree; false at the end of all. */
static bool leave(struct filling *s)
{
	while (!ts_tree_cursor_goto_next_sibling(&s->cursor)) {
		if (!s->depth)
			return false;
		s->depth--;
		close_open(s);
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
	f->npieces = f->nhidden = f->nat_root = f->hole = 0;
	s.errors = ts_node_has_error(root);
	s.cursor = ts_tree_cursor_new(root);
	if (before && before->npieces)
		list_root(&s);
	while (more)
		if (!enter(&s))
			more = leave(&s);
	if (f->npieces && f->pieces[0].from && f->pieces[0].node == 1)
		f->nodes[0].start = f->nodes[1].start;
	ts_tree_cursor_delete(&s.cursor);
}

void ch_flat_release(struct ch_flat *f)
{
	free(f->nodes);
	free(f->leaves);
	free(f->comments);
	free(f->errors);
	free(f->lines);
	free(f->pieces);
	free(f->at_root);
	free(f->open);
	free(f->open_leaf);
	memset(f, 0, sizeof(*f));
}
