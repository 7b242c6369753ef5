/*
 * walk.h - what the parts of the walk share.
 *
 *	walk.c	 the pass, and what is known at its end
 *	symbol.c a node's symbol, its parameters
 *	doc.c	 the comment that describes it
 *	node.c	 ways through the flat tree, what nodes read
 */
#ifndef CH_UAST_WALK_H
#define CH_UAST_WALK_H

#include "uast/engine.h"

static inline const struct ch_row *ch_row_of(
	const struct ch_walk *w, uint32_t node)
{
	uint8_t row = w->nodes[node].row;

	return row ? &w->state->rows->rows[row - 1] : NULL;
}

static inline enum ch_role ch_role_of(const struct ch_walk *w, uint32_t node)
{
	const struct ch_row *row;

	if (node == CH_NO_NODE)
		return CH_ROLE_NONE;
	row = ch_row_of(w, node);
	return row ? row->def->role : CH_ROLE_NONE;
}

/* ---- node.c ------------------------------------------------------------- */

/* 'child', or the next of its siblings that the step is about. */
uint32_t ch_match_from(const struct ch_walk *w, uint32_t child, uint16_t step);
uint32_t ch_find_node(
	const struct ch_walk *w, uint32_t node, const struct ch_finder *f);
/* What a row's 'body' is: below the node, or behind it. */
uint32_t ch_body_of(
	const struct ch_walk *w, const struct ch_row *row, uint32_t node);
/* What was added to the scratch buffer since 'base', as a lasting string. */
struct ch_str ch_keep_text(struct ch_walk *w, size_t base);
/* Without the symbol's attributes. */
void ch_fold_scratch(struct ch_walk *w, uint32_t from, uint32_t to);

/* ---- doc.c -------------------------------------------------------------- */

void ch_read_doc(struct ch_walk *w, const struct ch_row *row, uint32_t node,
	struct ch_symbol *s);

#endif
