/*
 * places.h - what the directories of a tree say of the files in them.
 *
 * Scripts, examples and build tools are no user's interface, nor are headers
 * beside the sources where a directory named include has the public ones.
 * The same names are also those of ordinary parts of a product, which the
 * rest of the tree tells.
 */
#ifndef CH_SNAPSHOT_PLACES_H
#define CH_SNAPSHOT_PLACES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/map.h"
#include "base/str.h"

#define CH_PLACE_PARTS 8

/* All-zero is of an empty tree. */
struct ch_places {
	bool include_dirs; /* public C headers are below an include/ */
	size_t nsources;   /* files that were asked about */
	size_t nbelow[CH_PLACE_PARTS]; /* of them, below tools/ and the like */
	struct ch_map dirs; /* their sources, __init__.py for several */
};

/*
 * One source file, no test, document, vendored or generated; 'path' must
 * outlive 'p'.  'asked': the pathspec has it.
 */
void ch_places_add(struct ch_places *p, struct ch_str path, bool asked);
/*
 * Is the file in a directory for what the project works with, not for what it
 * is: build/, ci/, contrib/, dev/, script/, scripts/, tools/, and examples/?
 * Not when most of what was asked about is below directories of that name, nor
 * (examples/ aside) when it is a package inside another: below src/, lib/ and
 * the like, or below a directory of __init__.py or several sources that is not
 * the topmost.
 * 'p' may be NULL.
 */
bool ch_places_machinery(const struct ch_places *p, struct ch_str path);
void ch_places_release(struct ch_places *p);

#endif
