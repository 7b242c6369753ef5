/*
 * The first line is a path, the others are pathspecs: matching ends, and a
 * path that matches lies in directories that may be entered.
 */
#include <stdint.h>
#include <stdlib.h>

#include "base/mem.h"
#include "gitlayer/pathspec.h"

#define MAX_WORDS 8

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const struct ch_pathspec *spec, struct ch_str path)
{
	bool matches = ch_pathspec_matches(spec, path);

	if (matches != ch_pathspec_matches(spec, path))
		abort();
	for (size_t i = 0; matches && i < path.len; i++)
		if (path.ptr[i] == '/' && i &&
			!ch_pathspec_may_enter(spec, ch_str_sub(path, 0, i)))
			abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct ch_str text = ch_str_n((const char *)data, size);
	struct ch_str path, line;
	char *words[MAX_WORDS];
	size_t nwords = 0;
	struct ch_pathspec *spec;
	struct ch_err err;

	if (!ch_str_line(&text, &path))
		return 0;
	while (nwords < MAX_WORDS && ch_str_line(&text, &line))
		words[nwords++] = ch_strndup(line.ptr, line.len);
	if (!ch_pathspec_new(
		    &spec, "", (const char *const *)words, nwords, &err)) {
		check(spec, path);
		ch_pathspec_free(spec);
	} else if (err.code != CH_EUSAGE) {
		abort();
	}
	while (nwords)
		free(words[--nwords]);
	return 0;
}
