/*
 * symdiff.h - which symbols came, went, moved or changed between two trees.
 *
 * Symbols are matched by qualified name and kind, in the same file first;
 * then by equal body (moved, renamed); then by similar body (renamed).  What
 * stands in another type or namespace of its file has moved, unless that only
 * got another name.
 * Overloads pair by nearest signature; one more or one less of a name that
 * its file keeps changes that name and is no symbol that came or went.  A C
 * or C++ declaration and its definition are one symbol: public where a header
 * declares it.
 */
#ifndef CH_SNAPSHOT_SYMDIFF_H
#define CH_SNAPSHOT_SYMDIFF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "snapshot/compare.h"
#include "snapshot/places.h"
#include "snapshot/rules.h"
#include "snapshot/symmatch.h"
#include "uast/facts.h"

enum ch_symbol_change {
	CH_CHANGE_ADDED,
	CH_CHANGE_REMOVED,
	CH_CHANGE_SIGNATURE,
	CH_CHANGE_BODY,
	CH_CHANGE_MOVED,
	CH_CHANGE_RENAMED
};
const char *ch_symbol_change_name(enum ch_symbol_change change);

/* An overload, or a definition under another #if, of a name that stays. */
enum ch_overload {
	CH_OVERLOAD_NONE,
	CH_OVERLOAD_CAME, /* the new side; the old one is its nearest */
	CH_OVERLOAD_WENT  /* the old side; the new one is its nearest */
};

/* One side of a symbol: where it stands and what declares it. */
struct ch_symbol_side {
	const struct ch_symbol *symbol; /* NULL: not on this side */
	const struct ch_symbol *decl; /* its declaration in a header, or NULL */
	uint32_t file;		      /* of symbol; index into delta->files */
	uint32_t decl_file;
	enum ch_visibility visibility; /* as narrow as what encloses it */
};

struct ch_symbol_delta {
	/* From 1, tests' last: the same whether test files were read or not. */
	uint32_t id;
	enum ch_symbol_change change;
	struct ch_symbol_side side[2]; /* by enum ch_side */
	enum ch_visibility visibility; /* the wider of both sides */
	enum ch_overload overload;
	bool test;	   /* in a test file, or Rust's #[cfg(test)] */
	bool alone;	   /* A did it, B never had it (alone.h) */
	bool body_changed; /* beside what 'change' says */
	bool reordered;	   /* a type's kept fields changed places */
	uint32_t parent;   /* delta of the enclosing symbol, or CH_NO_SYMBOL */
	struct ch_rule_hit *hits; /* what rules.h found, worst first */
	size_t nhits;
	uint32_t lines;	   /* changed lines inside its range, both sides */
	uint32_t *commits; /* indices of the log, most lines first */
	size_t ncommits;
	uint32_t dependents; /* files of B that use the name, its own not */
	bool mentioned;	     /* a message of the range names it */
	uint64_t weight;     /* rank.h */
};

struct ch_symdiff {
	struct ch_symbol_delta *items; /* by path, offset, old before new */
	size_t n, cap;
};

/* The side that is shown: the new one, the old one where it is gone. */
const struct ch_symbol_side *ch_symbol_shown(const struct ch_symbol_delta *d);
/* Declaration's signature where there is one, for display and rules. */
const struct ch_symbol *ch_symbol_api(const struct ch_symbol_side *side);
/* Signature and bases. */
bool ch_symbol_same_head(const struct ch_symbol *a, const struct ch_symbol *b);
/* Value and body, comments aside; a container's members speak for it. */
bool ch_symbol_same_content(
	const struct ch_symbol *a, const struct ch_symbol *b);
/* The symbol that encloses it on the shown side, or NULL; of 'delta'. */
const struct ch_symbol *ch_symbol_enclosing(
	const struct ch_compare *delta, const struct ch_symbol_delta *d);

/*
 * Symbols point into 'delta', which must live longer; then _release().
 * places: of B's tree; NULL: where a file is says only what its path does.
 */
void ch_symdiff_build(const struct ch_compare *delta,
	const struct ch_places *places, struct ch_symdiff *out);
void ch_symdiff_release(struct ch_symdiff *s);

#endif
