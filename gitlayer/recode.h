/*
 * recode.h - text of unknown care as valid UTF-8.
 */
#ifndef CH_GITLAYER_RECODE_H
#define CH_GITLAYER_RECODE_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"

/* Well-formed UTF-8: no surrogates, no overlong forms, at most U+10FFFF. */
bool ch_is_utf8(struct ch_str s);

/*
 * 's' as UTF-8, from 'encoding' (as iconv names it; empty is UTF-8).  What
 * cannot be converted, or an encoding nobody knows, is taken as UTF-8 with
 * U+FFFD for each ill-formed part, as the Unicode standard suggests.  Returns
 * 's' itself where nothing changes, else a copy in 'arena'.
 */
struct ch_str ch_recode(
	struct ch_str s, struct ch_str encoding, struct ch_arena *arena);

#endif
