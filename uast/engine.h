/*
 * engine.h - what parse.c, rows.c, flat.c, text.c and walk.c share.
 *
 *	parse.c	 source -> syntax tree (blanks, edits, limits)
 *	flat.c	 syntax tree -> arrays of nodes, leaves, comments, errors
 *	rows.c	 a language's strings -> the grammar's numbers
 *	walk.c	 nodes and rows -> symbols, with symbol.c, doc.c, node.c
 *	pieces.c the version before -> symbols
 *	metrics.c nodes, rows and symbols -> metrics
 *	uses.c	 nodes and symbols -> what methods use of their type
 *	text.c	 folded text, first sentences
 *	directive.c comments that tools read
 */
#ifndef CH_UAST_ENGINE_H
#define CH_UAST_ENGINE_H

#include <tree_sitter/api.h>

#include "base/buf.h"
#include "base/err.h"
#include "uast/blank.h"
#include "uast/lang.h"
#include "uast/parse.h"

/* ---- rows.c ------------------------------------------------------------- */

#define CH_FIND_ALTS 4
#define CH_FIND_STEPS 3
#define CH_STEP_FIELD 0x8000u

/* step[a][k]: 0 ends; CH_STEP_FIELD | field id; else a node type. */
struct ch_finder {
	uint16_t step[CH_FIND_ALTS][CH_FIND_STEPS];
};

struct ch_row {
	const struct ch_lang_row *def;
	struct ch_finder name, params, result, value, bases, generics, throws,
		body, doc, key;
	struct ch_str word;
	uint8_t next; /* 1 + index of the next row of this type, or 0 */
};

struct ch_param_rule {
	const struct ch_param_row *def;
	struct ch_finder name, ptype, dflt;
};

/* A language with its names resolved; all-zero: not yet. */
struct ch_rows {
	const struct ch_lang *lang;
	const TSLanguage *grammar;
	uint32_t ntypes;
	uint8_t *row_of;       /* by node type: 1 + index into rows, or 0 */
	uint8_t *param_row_of; /* by node type: 1 + index into params */
	bool has_words, has_pieces;
	bool *is_named; /* by node type: no keyword or sign */
	struct ch_row *rows;
	struct ch_param_rule *params;
	uint16_t *ids; /* steps, by the language's enum */
	uint16_t operator_field;
};

/* Errors: CH_EFAIL names a type or field the grammar does not have. */
int ch_rows_init(
	struct ch_rows *rows, const struct ch_lang *lang, struct ch_err *err);
void ch_rows_release(struct ch_rows *rows);

/* ---- flat.c ------------------------------------------------------------- */

/* A token that is not a comment. */
struct ch_leaf {
	uint64_t hash; /* of its bytes and of what no node covers before it */
	uint32_t start, end;
};

/*
 * A child of the root whose row is CH_ROW_PIECE, and what was found in it.
 * Where 'from' is set it is folded: one node and its last leaf stand for it.
 */
struct ch_piece {
	uint32_t start, end, line; /* line of 'start' */
	uint32_t node;
	uint16_t type;
	uint8_t field;
	uint32_t nleaves;
	struct ch_leaf last;
	uint32_t symbol, nsymbols, import, nimports;
	const struct ch_piece *from; /* in the version before */
};

struct ch_flat {
	struct ch_node *nodes;
	size_t nnodes, nodes_cap;
	struct ch_leaf *leaves;
	size_t nleaves, leaves_cap;
	struct ch_comment *comments;
	size_t ncomments, comments_cap;
	struct ch_blank *errors; /* outermost ERROR nodes and missing tokens */
	size_t nerrors, errors_cap;
	uint32_t *lines; /* byte where each line starts */
	size_t nlines, lines_cap;
	struct ch_piece *pieces;
	size_t npieces, pieces_cap;
	size_t nhidden;		  /* leaves that are folded */
	struct ch_blank *at_root; /* the root's children but for comments */
	size_t nat_root, at_root_cap;
	const struct ch_hole *holes; /* what the parser passed over */
	size_t nholes, hole;	     /* how far they were gone through */
	uint32_t *open;		     /* stack while flattening */
	uint32_t *open_leaf;
	size_t open_cap, open_leaf_cap;
};

/*
 * The version before, for a tree that was parsed from its tree: nodes that
 * touch no dirty range are copied from there, moved as the edits say.
 */
struct ch_flat_before {
	const struct ch_flat *flat; /* NULL: no longer there */
	const struct ch_piece *pieces;
	size_t npieces; /* 0: none may be folded */
	const struct ch_comment *comments;
	size_t ncomments;
	const struct ch_edit *edits;
	size_t nedits;
	const struct ch_blank *dirty; /* sorted, of the new text */
	size_t ndirty;
};

void ch_flat_lines(struct ch_flat *f, struct ch_str source);
/* 'before' may be NULL; its tree has no nodes that are errors. */
void ch_flat_fill(struct ch_flat *f, const struct ch_rows *rows,
	const TSTree *tree, struct ch_str source,
	const struct ch_flat_before *before);
void ch_flat_release(struct ch_flat *f);
/* Line of a byte, from 0. */
uint32_t ch_flat_line(const struct ch_flat *f, uint32_t byte);
/* First leaf that starts at or after 'byte'. */
size_t ch_flat_leaf(const struct ch_flat *f, uint32_t byte);

/* ---- text.c ------------------------------------------------------------- */

/* What fold leaves out. */
struct ch_fold {
	struct ch_str source;
	const struct ch_flat *flat;
	const struct ch_blanks *blanks;
	const struct ch_blank *skip; /* nskip more ranges, in order */
	size_t nskip;
};

void ch_fold_into(struct ch_buf *out, const struct ch_fold *f, uint32_t from,
	uint32_t to);
/* Plain text of a comment or docstring up to the end of its first sentence. */
void ch_first_sentence(struct ch_buf *out, struct ch_str comment);
/* Do only tools read it: "# noqa", a block of eslint's settings? */
bool ch_is_for_machines(struct ch_str comment);
/* Is it no line comment, which may be one of several? */
bool ch_comment_is_block(struct ch_str comment);
/* Does a comment say the thing below it is deprecated? */
bool ch_says_deprecated(struct ch_str comment);
/* Any case, anywhere. */
bool ch_text_has(struct ch_str text, const char *lower_case_word);

/* ---- directive.c -------------------------------------------------------- */

/* Is a comment's line one that a tool reads: "// NOLINT", "type: ignore"? */
bool ch_is_directive(struct ch_str line);

/* ---- walk.c ------------------------------------------------------------- */

/* One open symbol; popped where its nodes end. */
struct ch_open {
	uint32_t symbol, end_node;
	uint32_t callables; /* open ones, this included */
	uint32_t callable;  /* innermost, or CH_NO_SYMBOL */
	uint32_t access;    /* 1 + visibility of members from here on, or 0 */
};

/* Operators and operands, before they are told apart by function. */
struct ch_tokens {
	struct ch_token *items;
	size_t n, cap;
};

/* A node that is more of a symbol made before. */
struct ch_more {
	uint32_t node, symbol;
};

#define CH_MAX_NESTING 200
#define CH_MAX_ATTRIBUTES 32

struct ch_walk_state {
	const struct ch_rows *rows;
	const struct ch_blanks *blanks;
	struct ch_flat flat;
	struct ch_symbol *symbols;
	size_t symbols_cap;
	uint32_t *symbol_nodes;
	size_t symbol_nodes_cap;
	struct ch_more *more; /* in order of their nodes */
	size_t nmore, more_cap;
	struct ch_import *imports;
	size_t imports_cap;
	struct ch_param *params; /* of the symbol being filled */
	size_t nparams, params_cap;
	struct ch_leaf *names;
	size_t nnames, names_cap;
	struct ch_buf buf;
	struct ch_open open[CH_MAX_NESTING];
	size_t nopen;
	struct ch_blank attributes[CH_MAX_ATTRIBUTES];
	size_t nattributes;
	uint32_t
		pending[CH_MAX_ATTRIBUTES]; /* attribute siblings just passed */
	size_t npending;
	uint32_t pending_next; /* the node that follows them */
	uint32_t name_node;    /* of the ch_emit() that runs */
	uint32_t conditional_until, hidden_until;
	bool want_names, want_metrics, want_uses;
	const struct ch_facts *old_facts; /* what pieces are folded from */
	struct ch_str old_source;
	struct ch_tokens tokens; /* of metrics.c */
	struct ch_use *uses;	 /* of uses.c */
	size_t nuses, uses_cap;
};

/* The node behind what a symbol or a level of this node holds. */
uint32_t ch_scope_end(const struct ch_walk *w, uint32_t node);
/* state->flat is filled; 'out' is zero but for what the caller knows. */
void ch_walk_run(struct ch_walk_state *state, struct ch_str path,
	struct ch_str source, struct ch_arena *arena, struct ch_facts *out);
void ch_walk_release(struct ch_walk_state *state);

/* ---- pieces.c ----------------------------------------------------------- */

/*
 * The walk comes to 'node', or to its end; *k is the piece it is at.  True
 * where one is folded: its symbols and imports have been added.
 */
bool ch_pieces_step(struct ch_walk *w, size_t *k, uint32_t node);
/* The same for metrics. */
bool ch_pieces_metrics(struct ch_walk *w, size_t *k, uint32_t node);

/* ---- metrics.c ---------------------------------------------------------- */

/* All symbols are there; fills w->facts->metrics. */
void ch_metrics_run(struct ch_walk *w);
/* What the language's counts() says. */
bool ch_counts(const struct ch_walk *w, uint32_t node);
/* Does this token of CH_ROLE_OPERATOR stand where it decides? */
bool ch_is_operator(const struct ch_walk *w, uint32_t node);

/* ---- uses.c ------------------------------------------------------------- */

/* All symbols are there; fills w->facts->uses. */
void ch_uses_run(struct ch_walk *w);
/* ".", "->", "::" and the like. */
bool ch_leads_to_member(struct ch_str token);
/* Does the token mean what the method is called on, or its type? */
bool ch_is_self(const struct ch_walk *w, uint32_t method, struct ch_str token);

#endif
