/*
 * tokens.h - exact token counts of o200k_base and cl100k_base.
 *
 * The ranks are a table in the binary, ready without parsing.  The split is a
 * scanner over JavaScript's own character classes, one pass, no backtracking
 * beyond the last run; merging is by heap, so one word of 60,000 letters costs
 * milliseconds.  Equal to npm gpt-tokenizer on any UTF-8 input; special tokens
 * are ordinary text.
 *
 * CH_ENC_BYTES takes every byte as a token: for models without a table.
 *
 * A struct ch_tokens belongs to one thread and holds about 600 KiB, and 28
 * bytes for each byte of the longest word it has met.
 */
#ifndef CH_SNAPSHOT_TOKENS_H
#define CH_SNAPSHOT_TOKENS_H

#include <stddef.h>

#include "base/err.h"
#include "base/str.h"

enum ch_encoding { CH_ENC_O200K, CH_ENC_CL100K, CH_ENC_BYTES };

/* A longer run of one kind is cut there, which may cost a token or two. */
#define CH_TOKENS_MAX_WORD ((size_t)16 << 20)

struct ch_tokens; /* one per thread: tables, scratch, word cache */
int ch_tokens_new(
	struct ch_tokens **out, enum ch_encoding encoding, struct ch_err *err);
void ch_tokens_free(struct ch_tokens *t);

/* How many tokens 'text' is.  Invalid UTF-8 counts as U+FFFD, as JS has it. */
size_t ch_tokens_count(struct ch_tokens *t, struct ch_str text);
/*
 * The ids, for tests: writes at most 'cap' ids, returns how many there are.
 */
size_t ch_tokens_encode(
	struct ch_tokens *t, struct ch_str text, unsigned *ids, size_t cap);

#endif
