/*
 * A base, up to the first NUL, and a delta, the rest.  Whatever the delta
 * claims, nothing outside of base and result is touched, and a delta that
 * adds up is the only one that applies.
 *
 * make fuzz FUZZ=delta SECONDS=300
 */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "gitlayer/delta.h"

#define RESULT_MAX (1 << 20)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const uint8_t *nul = size ? memchr(data, 0, size) : NULL;
	size_t base_len = nul ? (size_t)(nul - data) : 0;
	size_t len = nul ? size - base_len - 1 : 0;
	uint8_t *base = malloc(base_len + 1), *out = NULL;
	uint8_t *bytes = calloc(1, len + CH_DELTA_SLACK);
	struct ch_delta delta;
	bool adds_up;

	if (!nul)
		goto out;
	/* Blocks of their own, so that the sanitizer sees their ends. */
	base = realloc(base, base_len ? base_len : 1);
	memcpy(base, data, base_len);
	memcpy(bytes, nul + 1, len);
	if (ch_delta_open(&delta, bytes, len))
		goto out;
	delta.base_len = base_len;
	adds_up = !ch_delta_measure(&delta);
	if (delta.result_len > RESULT_MAX)
		goto out;
	out = malloc((size_t)delta.result_len + !delta.result_len);
	if (!ch_delta_apply(&delta, base, out) && !adds_up)
		abort();
out:
	free(out);
	free(bytes);
	free(base);
	return 0;
}
