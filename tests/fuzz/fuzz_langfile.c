/*
 * Any text is a language file or an error that names it, and any language
 * file that fits a grammar can be parsed with.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "uast/langfile.h"
#include "uast/parse.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
const struct TSLanguage *tree_sitter_lua(void);

static const char source[] =
	"local a = require('b') -- c\nfunction d.e(f, ...) if f and a then\n"
	"return { g = 1, [2] = function() end } end end\n-- h\ni = 'j'\n";

static void parse_with(const struct ch_lang *lang)
{
	struct ch_parse_options o = { .names = true, .metrics = true };
	struct ch_parser *p = ch_parser_new();
	struct ch_arena arena = { 0 };
	struct ch_facts facts;

	if (ch_parse(p, lang, CH_STR("a.lua"), ch_str_z(source), &o, NULL, NULL,
		    0, &arena, &facts, NULL, NULL))
		abort();
	ch_arena_release(&arena);
	ch_parser_free(p);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct ch_str text = ch_str_n((const char *)data, size);
	struct ch_arena arena = { 0 };
	struct ch_langfile f;
	struct ch_err err = { CH_OK, "" };

	if (!ch_langfile_read(&f, "x.lang", "x", text, &arena, &err)) {
		f.lang.grammar = tree_sitter_lua;
		if (!ch_langfile_check(&f, &err))
			parse_with(&f.lang);
	}
	if (err.code && !strstr(err.msg, "x.lang"))
		abort();
	ch_arena_release(&arena);
	return 0;
}
