/*
 * parse_world.h - a parser and what it found, for the unit tests of uast/.
 */
#ifndef CH_TESTS_LIB_PARSE_WORLD_H
#define CH_TESTS_LIB_PARSE_WORLD_H

#include <stdlib.h>

#include "uast/parse.h"

struct world {
	struct ch_parser *parser;
	struct ch_arena arena;
	struct ch_facts facts;
};

static inline int set_up(void **state)
{
	struct world *w = calloc(1, sizeof(*w));

	w->parser = ch_parser_new();
	*state = w;
	return 0;
}

static inline int tear_down(void **state)
{
	struct world *w = *state;

	ch_parser_free(w->parser);
	ch_arena_release(&w->arena);
	free(w);
	return 0;
}

/* By the end of the name; NULL for others. */
static inline const struct ch_lang *lang_of(const char *path)
{
	static const char *const names[][2] = { { ".c", "C" }, { ".h", "C" },
		{ ".cc", "C++" }, { ".hpp", "C++" }, { ".py", "Python" },
		{ ".go", "Go" }, { ".rs", "Rust" }, { ".java", "Java" },
		{ ".js", "JavaScript" }, { ".ts", "TypeScript" },
		{ ".tsx", "TSX" }, { ".rb", "Ruby" }, { ".php", "PHP" },
		{ ".cs", "C#" }, { ".kt", "Kotlin" }, { ".scala", "Scala" },
		{ ".swift", "Swift" }, { ".dart", "Dart" }, { ".jl", "Julia" },
		{ ".m", "Objective-C" } };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (ch_str_ends(ch_str_z(path), names[i][0]))
			return ch_lang_find(ch_str_z(names[i][1]));
	return NULL;
}

#endif
