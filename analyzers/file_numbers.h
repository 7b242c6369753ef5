/*
 * file_numbers.h - all that quality needs of a version of a file: its sums, a
 * value of each function, and its types as far as they stand in it.
 */
#ifndef CH_ANALYZERS_FILE_NUMBERS_H
#define CH_ANALYZERS_FILE_NUMBERS_H

#include <stddef.h>
#include <stdint.h>

#include "analyzers/source.h"
#include "analyzers/types.h"
#include "base/arena.h"

/* What is counted of the functions of a file over time. */
enum ch_number {
	CH_CYCLOMATIC,
	CH_COGNITIVE,
	CH_VOLUME,
	CH_NESTING,
	CH_FUNCTION_LINES,
	CH_PARAMETERS,
	CH_DIFFICULTY,
	CH_EFFORT,
	CH_NNUMBERS
};

struct ch_numbers {
	uint32_t lines, comment_lines;
	uint32_t documented;
	uint32_t nfunctions;
	const double *values[CH_NNUMBERS]; /* nfunctions each */
	const struct ch_lang *lang;
	/* Of types that are this file's alone, 0 left out. */
	const uint32_t *lcom4;
	uint32_t nlcom4;
	/* Of types that other files may add to: ids in 'kept', ascending. */
	uint32_t nparts;
	const uint32_t *parts;
	const struct ch_kept_parts *kept;
};

/*
 * Of a source with metrics and types, in 'arena'; 'kept' stays as long.
 * 'scratch' is left as it was.
 */
struct ch_numbers *ch_numbers_of(const struct ch_source *source,
	struct ch_kept_parts *kept, struct ch_arena *scratch,
	struct ch_arena *arena);
/* Is it one of its parts? */
bool ch_numbers_have(const struct ch_numbers *numbers, uint32_t part);

#endif
