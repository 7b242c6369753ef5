/*
 * symmatch.h - which symbol of one tree is which of the other.
 *
 * Every symbol of both sides that may be told becomes an entry; entries that
 * are the same symbol are paired, one to one.  symdiff.h says what the pairs
 * mean.  Tests are matched apart from the product: what goes to one of them,
 * other than with its file, is gone for who used it.
 */
#ifndef CH_SNAPSHOT_SYMMATCH_H
#define CH_SNAPSHOT_SYMMATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "snapshot/compare.h"
#include "snapshot/places.h"
#include "uast/facts.h"

#define CH_NO_ENTRY SIZE_MAX
#define CH_NO_FILE UINT32_MAX

/* Symbols that may stand for each other across a change of kind. */
enum ch_family {
	CH_FAMILY_CALLABLE,
	CH_FAMILY_TYPE,
	CH_FAMILY_FIELD,
	CH_FAMILY_VALUE,
	CH_FAMILY_MACRO,
	CH_FAMILY_DATA,
	CH_FAMILY_MODULE
};
enum ch_family ch_family_of(enum ch_kind kind);

struct ch_match_entry {
	const struct ch_symbol *symbol;
	const struct ch_symbol *decl; /* its declaration in a header, or NULL */
	uint32_t file, decl_file;
	size_t parent;	/* entry of the enclosing symbol, or CH_NO_ENTRY */
	size_t match;	/* entry of the other side, or CH_NO_ENTRY */
	size_t nearest; /* unmatched: of its name on the other side, or
			   CH_NO_ENTRY */
	enum ch_family family;
	enum ch_visibility visibility; /* as narrow as what encloses it */
	bool hidden;	/* a declaration whose definition is an entry */
	bool elsewhere; /* new side: its match stands in another scope, and
			   that scope did not just get another name */
};

struct ch_match_side {
	struct ch_match_entry *items; /* by file, in source order */
	size_t n, cap;
	/* Of the chains of the step that runs, see symmatch_steps.h. */
	size_t *next, *twin, *depth;
};

struct ch_match {
	const struct ch_compare *delta;
	const struct ch_places *places;
	bool tests;		      /* of tests, else of all others */
	struct ch_match_side side[2]; /* by enum ch_side */
	uint64_t compared;	      /* signatures, for tests */
	struct ch_arena scratch;
};

/* See ch_symdiff_build(); then ch_match_release(). */
void ch_match_build(const struct ch_compare *delta,
	const struct ch_places *places, bool tests, struct ch_match *out);
void ch_match_release(struct ch_match *m);

/* Neither matched, nor hidden, nor an overload of what is there. */
bool ch_match_left(const struct ch_match_entry *e);

/* "Reader" of "Reader.Next" and "io::Reader::next"; empty: there is none. */
struct ch_str ch_symbol_scope(struct ch_str qualified);
/* Without template arguments, in 'arena'. */
struct ch_str ch_symbol_plain(struct ch_str qualified, struct ch_arena *arena);

#endif
