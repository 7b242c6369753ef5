/*
 * mailmap.h - who a name and an e-mail stand for (gitmailmap(5)).
 *
 * Case-insensitive as git is; empty e-mails are allowed.
 */
#ifndef CH_GITLAYER_MAILMAP_H
#define CH_GITLAYER_MAILMAP_H

#include "base/err.h"
#include "base/str.h"
#include "gitlayer/odb.h"
#include "gitlayer/oid.h"

struct ch_mailmap;

struct ch_mailmap *ch_mailmap_new(void);
void ch_mailmap_free(struct ch_mailmap *map);
/* Add the lines of a file; later lines win as in git. Never fails. */
void ch_mailmap_add(struct ch_mailmap *map, struct ch_str text);
/*
 * The '.mailmap' of 'tree'; an empty map where there is none.  *out is valid
 * (and empty) also after an error, which a run may turn into a warning.
 * Errors: CH_ENOTFOUND and CH_EFORMAT for the tree or the blob.
 */
int ch_mailmap_load(struct ch_mailmap **out, struct ch_odb *odb,
	const struct ch_oid *tree, struct ch_err *err);
/*
 * Replace *name and *email where a line says so, by views that live as long
 * as the map.  'map' may be NULL.  Thread-safe.
 */
void ch_mailmap_resolve(const struct ch_mailmap *map, struct ch_str *name,
	struct ch_str *email);

#endif
