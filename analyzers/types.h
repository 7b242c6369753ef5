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
 *
 * Only parts of the same key make a type, so that the types of some keys can
 * be had from the parts of these alone.
 */
#ifndef CH_ANALYZERS_TYPES_H
#define CH_ANALYZERS_TYPES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "analyzers/cohesion.h"
#include "analyzers/source.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/intern.h"

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

/* Has each type of the language all of its methods in one file? */
bool ch_types_are_whole(const struct ch_lang *lang);
void ch_part_key(const struct ch_lang *lang, struct ch_str path,
	struct ch_str name, struct ch_buf *key);

/* ---- Parts that are kept ------------------------------------------------*/

/*
 * Each distinct part once, without its place, and in it each distinct method:
 * a version of a file adds little to those of the one before.  One thread
 * adds at a time.  All-zero is empty.
 */
struct ch_kept_parts {
	struct ch_intern names, methods, parts;
	struct ch_buf buf;
};

uint32_t ch_part_keep(struct ch_kept_parts *k, const struct ch_part *part);
struct ch_str ch_part_name(const struct ch_kept_parts *k, uint32_t id);
bool ch_part_is_type(const struct ch_kept_parts *k, uint32_t id);
/* In 'arena', names are views of what is kept; lang and path are not set. */
struct ch_part *ch_part_get(
	const struct ch_kept_parts *k, uint32_t id, struct ch_arena *arena);
void ch_kept_parts_release(struct ch_kept_parts *k);

#endif
