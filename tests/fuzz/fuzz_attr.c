/*
 * The first line is a path, the rest a gitattributes file: reading and
 * matching end, twice the same.
 */
#include <stdint.h>
#include <stdlib.h>

#include "gitlayer/attrfile.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct ch_str text = ch_str_n((const char *)data, size);
	struct ch_attr_file file = { NULL, 0, 0 };
	struct ch_intern names = { 0 };
	struct ch_arena arena = { 0 };
	struct ch_str path;

	if (!ch_str_line(&text, &path))
		return 0;
	ch_attr_file_parse(&file, text, true, &names, &arena);
	for (size_t i = 0; i < file.n; i++) {
		const struct ch_attr_rule *rule = &file.rules[i];

		if (ch_attr_rule_matches(rule, path) !=
			ch_attr_rule_matches(rule, path))
			abort();
		for (size_t s = 0; s < rule->nsets; s++)
			if (rule->sets[s].attr >= names.n)
				abort();
	}
	ch_attr_file_release(&file);
	ch_intern_release(&names);
	ch_arena_release(&arena);
	return 0;
}
