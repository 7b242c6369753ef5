/* Any bytes: both encodings end, and counting equals encoding. */
#include <stdint.h>
#include <stdlib.h>

#include "base/mem.h"
#include "snapshot/tokens.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(enum ch_encoding encoding, struct ch_str text)
{
	struct ch_tokens *t;
	unsigned *ids;
	size_t n, cap = 3 * text.len + 1;

	if (ch_tokens_new(&t, encoding, NULL) < 0)
		abort();
	ids = ch_malloc(cap * sizeof(*ids));
	n = ch_tokens_encode(t, text, ids, cap);
	/* a byte may become U+FFFD, which is three bytes */
	if (n > 3 * text.len || (text.len && !n))
		abort();
	/* once into the cache, once out of it */
	if (ch_tokens_count(t, text) != n || ch_tokens_count(t, text) != n)
		abort();
	free(ids);
	ch_tokens_free(t);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct ch_str text = ch_str_n((const char *)data, size);

	check(CH_ENC_O200K, text);
	check(CH_ENC_CL100K, text);
	return 0;
}
