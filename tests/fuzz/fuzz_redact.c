/* Any bytes are text; what has no secret comes back as it was. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "snapshot/redact.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct ch_arena arena = { 0 };
	struct ch_str in, out;
	size_t n = 0;
	char *text = malloc(size + 1);

	memcpy(text, data, size);
	text = realloc(text, size ? size : 1);
	in = ch_str_n(text, size);
	out = ch_redact(in, &arena, &n);
	if (!n && (out.ptr != in.ptr || out.len != in.len))
		abort();
	if (n && ch_str_find(out, CH_STR("[redacted:"), 0) == (size_t)-1)
		abort();
	free(text);
	ch_arena_release(&arena);
	return 0;
}
