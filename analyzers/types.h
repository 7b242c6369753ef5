/*
 * types.h - the types of a tree, from what each of its files says of them.
 *
 * A part is what one file says of one name: that it is a type's, and which
 * methods and members it has.  A type's methods may stand in other files than
 * the type: those of the same directory where the language has it so (Go's
 * package, C#'s partial class, a header and its source), and for C++ of any
 * where the name is unique.
 *
 *   ch_parts_of() of every file, then ch_types_of() all of them
 */
#ifndef CH_ANALYZERS_TYPES_H
#define CH_ANALYZERS_TYPES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "analyzers/cohesion.h"
#include "analyzers/source.h"
#include "base/arena.h"

struct ch_part {
	const struct ch_lang *lang;
	struct ch_str name; /* the type's, qualified */
	struct ch_str path;
	uint32_t path_id;
	bool is_type; /* declared here; false: only its methods, or a module */
	enum ch_kind kind; /* of the declaration */
	uint32_t line;
	const struct ch_source_method **methods;
	size_t nmethods;
	struct ch_str *members;
	size_t nmembers;
};

struct ch_type {
	const struct ch_part *part; /* the first that declares it, by path */
	struct ch_cohesion cohesion;
};

/* Of a source with types; in 'arena', pointing into the source. */
struct ch_part *ch_parts_of(const struct ch_source *source, struct ch_str path,
	uint32_t path_id, struct ch_arena *arena, size_t *n);
/* parts[n] get sorted.  The heap's, free() it; NULL where there are none. */
struct ch_type *ch_types_of(
	const struct ch_part **parts, size_t n, size_t *ntypes);

#endif
