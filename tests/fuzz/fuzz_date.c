/*
 * Any text is a date or is not, without overflow, and says the same twice.
 */
#include <stdint.h>
#include <stdlib.h>

#include "base/mem.h"
#include "gitlayer/range.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = ch_strndup((const char *)data, size);
	int64_t now_s = 1700000000, when_s = 0, again_s = 0;
	struct ch_err err = { 0 };
	int code = ch_date_parse(text, now_s, &when_s, &err);

	if (code != ch_date_parse(text, now_s, &again_s, NULL) ||
		when_s != again_s || (code && code != CH_EUSAGE))
		abort();
	free(text);
	return 0;
}
