/*
 * redact.h - keys, tokens and passwords taken out of text that leaves.
 */
#ifndef CH_SNAPSHOT_REDACT_H
#define CH_SNAPSHOT_REDACT_H

#include <stddef.h>

#include "base/arena.h"
#include "base/str.h"

/*
 * 'text' with every secret replaced by "[redacted:KIND]": private key blocks,
 * cloud and forge tokens by their prefixes, JWTs, passwords in URLs, and
 * assignments of long random strings to names like password, secret, token,
 * api_key.  Returns 'text' itself when nothing was found; adds to *nfound.
 * Cost: linear in the text.
 */
struct ch_str ch_redact(
	struct ch_str text, struct ch_arena *arena, size_t *nfound);

#endif
