/*
 * bodies.h - bodies of functions that two versions of a file share.
 *
 * Where a function is as it was from its first word to its closing brace, its
 * body is equal on both sides and holds nothing but names of its own.  A
 * parser that passes over it (ch_parse_options.holes) gives the symbols that
 * it gives otherwise, without those inside and with another hash, and takes
 * less time: in a file that changed most functions did not.
 */
#ifndef CH_UAST_BODIES_H
#define CH_UAST_BODIES_H

#include "base/arena.h"
#include "base/str.h"
#include "uast/parse.h"

/* A function: where it begins, and what of its body may be passed over. */
struct ch_body {
	uint64_t head;		  /* a hash of what stands before the body */
	uint32_t start, from, to; /* to == from: nothing may */
};

/* Of shorter ones nothing is: they take no time. */
#define CH_LEAST_BODY 32

struct ch_bodies {
	struct ch_body *items; /* in order, not overlapping */
	size_t n, cap;
};

/*
 * Those of a C file.  Small bodies are not worth it, and where a
 * directive stands in one, or something before its last brace, it is read.
 */
void ch_bodies_c(struct ch_str source, struct ch_bodies *out);
/* Of a Perl file. */
void ch_bodies_perl(struct ch_str source, struct ch_bodies *out);

struct ch_holes {
	struct ch_hole *items; /* sorted, not overlapping */
	size_t n;
};

/*
 * The bodies that 'edits', sane for the two texts, left alone with all that
 * belongs to their functions: in[0] of 'old', in[1] of 'now', pairwise equal.
 * None where the language cannot tell, none of functions that are there twice.
 *
 * Ownership: the arena's.  Cost: O(bytes of both).
 */
void ch_bodies_shared(const struct ch_lang *lang, struct ch_str old,
	struct ch_str now, const struct ch_edit *edits, size_t nedits,
	struct ch_arena *arena, struct ch_holes in[2]);

#endif
