/*
 * surface.h - names that users type and no declaration has: options,
 * environment variables, configuration keys.
 *
 * They stand in strings.  A string of the changed lines whose content looks
 * like such a name came or went when no other string of its file has it on
 * the other side; with another help text it changed.
 */
#ifndef CH_SNAPSHOT_SURFACE_H
#define CH_SNAPSHOT_SURFACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"
#include "snapshot/pack.h"

enum ch_surface_kind {
	CH_SURFACE_KEY,		/* "retry_count", "server.port" */
	CH_SURFACE_ENVIRONMENT, /* "APP_HOME" */
	CH_SURFACE_OPTION	/* "--jobs", or a name with a help text */
};

enum ch_surface_change {
	CH_SURFACE_CAME,
	CH_SURFACE_WENT,
	CH_SURFACE_CHANGED /* its help text */
};

struct ch_surface_name {
	struct ch_str name;
	struct ch_str help; /* white space folded; empty: none was found */
	struct ch_str was;  /* the old help of one that changed */
	enum ch_surface_kind kind;
	enum ch_surface_change change;
	bool tag;      /* a key of a struct tag, that files have for sure */
	uint32_t file; /* of delta->files */
};

struct ch_surface {
	struct ch_surface_name *items; /* by file, then as they stand */
	size_t n, cap;
};

/*
 * The names of all source files of 'pack' that are shown; one that went in a
 * file and came in another has moved and is left out.
 *
 * Ownership: ch_surface_release(); strings are the pack's or 'arena's.
 */
void ch_surface_find(const struct ch_pack *pack, struct ch_arena *arena,
	struct ch_surface *out);
void ch_surface_release(struct ch_surface *s);

#endif
