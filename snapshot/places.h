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
	size_t nshell;	      /* of them, shell scripts by their names */
	struct ch_map dirs;   /* their sources, __init__.py for several */
	struct ch_map crates; /* Rust's roots: lib.rs or main.rs or both */
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
/*
 * Is the file in a Rust crate that is only a program: is main.rs, and no
 * lib.rs, in the nearest directory around it with one of them?
 */
bool ch_places_program(const struct ch_places *p, struct ch_str path);
/* Are shell scripts what the sources are, not what helps to build them? */
bool ch_places_of_shell(const struct ch_places *p);
void ch_places_release(struct ch_places *p);

#endif
