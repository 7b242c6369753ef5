/*
 * mailmap.h - who a name and an e-mail stand for (gitmailmap(5)).
 *
 * Case-insensitive as git is; empty e-mails are allowed.
 */
#ifndef CH_GITLAYER_MAILMAP_H
#define CH_GITLAYER_MAILMAP_H

#include "base/arena.h"
#include "base/str.h"

struct ch_mailmap;

struct ch_mailmap *ch_mailmap_new(void);
void ch_mailmap_free(struct ch_mailmap *map);
/* Add the lines of a file; later lines win as in git. Never fails. */
void ch_mailmap_add(struct ch_mailmap *map, struct ch_str text);
/* Replace *name and *email where a line says so. */
void ch_mailmap_resolve(const struct ch_mailmap *map, struct ch_str *name,
	struct ch_str *email);

#endif
