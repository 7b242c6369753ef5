/*
 * redact.h - keys, tokens and passwords taken out of text that leaves.
 */
#ifndef CH_SNAPSHOT_REDACT_H
#define CH_SNAPSHOT_REDACT_H

#include <stddef.h>

#include "base/arena.h"
#include "base/map.h"
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

/* Every secret that was taken out, once however often it was met. */
struct ch_secrets {
	struct ch_map seen;    /* seen.n of them */
	struct ch_arena words; /* the keys: hashes, not the secrets */
};
void ch_secrets_clear(struct ch_secrets *s);
void ch_secrets_release(struct ch_secrets *s);

/* The same, adding to 'secrets'. */
struct ch_str ch_redact_into(
	struct ch_str text, struct ch_arena *arena, struct ch_secrets *secrets);
/*
 * The same for a text of many lines of which single ones are shown: a block
 * that is replaced leaves its newlines, so line numbers stay.
 */
struct ch_str ch_redact_lines(
	struct ch_str text, struct ch_arena *arena, struct ch_secrets *secrets);
/* 'value' as it is assigned to 'name', which may be what makes it secret. */
struct ch_str ch_redact_value(struct ch_str name, struct ch_str value,
	struct ch_arena *arena, struct ch_secrets *secrets);

#endif
