/*
 * A ".h" is C, C++ or Objective-C.  What it says decides; where it says
 * nothing that only one of them has, the source files beside it do.
 */
#include "uast/grammars.h"
#include "uast/lang.h"
#include "uast/parse.h"

#include "base/mem.h"

static bool starts_any(struct ch_str s, const char *const *words, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (ch_str_starts(s, words[i]))
			return true;
	return false;
}

static bool is_cpp_include(struct ch_str line)
{
	static const char *const headers[] = { "<string>", "<vector>",
		"<memory>", "<map>", "<iostream>", "<cstdint>", "<cstddef>",
		"<functional>", "<utility>", "<type_traits>", "<algorithm>",
		"<cstring>", "<cstdio>", "<cstdlib>", "<limits>", "<atomic>" };

	if (!ch_str_starts(line, "#include"))
		return false;
	for (size_t i = 0; i < CH_ARRAY_LEN(headers); i++)
		if (ch_str_ends(line, headers[i]))
			return true;
	return false;
}

/* Does a line say what only C++ says? */
static bool is_cpp_line(struct ch_str line)
{
	static const char *const words[] = { "class ", "namespace ",
		"template <", "template<", "using namespace ",
		"public:", "private:", "protected:", "virtual ", "constexpr ",
		"inline namespace " };

	if (starts_any(line, words, CH_ARRAY_LEN(words)))
		return line.ptr[line.len - 1] != ',' &&
		       ch_str_find(line, CH_STR(" is "), 0) == (size_t)-1;
	return is_cpp_include(line);
}

static bool is_objc_line(struct ch_str line)
{
	static const char *const words[] = { "@interface ", "@protocol ",
		"@class ", "@property", "@import ", "@end",
		"NS_ASSUME_NONNULL_BEGIN" };

	if (starts_any(line, words, CH_ARRAY_LEN(words)))
		return true;
	return ch_str_starts(line, "#import ") &&
	       (ch_str_ends(line, ".h>") || ch_str_ends(line, ".h\""));
}

struct marks {
	bool cpp, objc;
};

/* Prose of block comments starts with such words too. */
static struct marks read_marks(struct ch_str source)
{
	struct marks m = { false, false };
	struct ch_str line;
	bool comment = false;

	while (!m.objc && ch_str_line(&source, &line)) {
		size_t open, from = 0;

		line = ch_str_trim(line);
		m.cpp |= !comment && !m.cpp && is_cpp_line(line);
		m.objc |= !comment && is_objc_line(line);
		for (;;) {
			open = ch_str_find(line,
				comment ? CH_STR("*/") : CH_STR("/*"), from);
			if (open == (size_t)-1)
				break;
			comment = !comment;
			from = open + 2;
		}
	}
	return m;
}

static bool says(struct ch_str source, const char *word)
{
	return ch_str_find(source, ch_str_z(word), 0) != (size_t)-1;
}

void ch_guide_add(struct ch_guide *guide, struct ch_str path)
{
	static const char *const cpp[] = { ".cc", ".cpp", ".cxx", ".hpp", ".hh",
		".hxx" };

	if (ch_str_ends(path, ".c"))
		guide->c++;
	else if (ch_str_ends(path, ".m") || ch_str_ends(path, ".mm"))
		guide->objc++;
	for (size_t i = 0; i < CH_ARRAY_LEN(cpp); i++)
		guide->cpp += ch_str_ends(path, cpp[i]);
}

static bool is_mostly_objc(const struct ch_guide *guide)
{
	return guide->objc > guide->c && guide->objc > guide->cpp;
}

void ch_guide_settle(struct ch_guide *guide)
{
	bool is_cpp = guide->cpp > guide->c, is_objc = is_mostly_objc(guide);

	guide->c = is_objc || is_cpp ? 0 : 2;
	guide->cpp = is_cpp && !is_objc ? 2 : 0;
	guide->objc = guide->objc > 0;
}

/* "#ifdef __cplusplus": so C reads it as well. */
static const char *most(const struct ch_guide *guide, struct ch_str source)
{
	if (is_mostly_objc(guide))
		return "Objective-C";
	if (guide->cpp > guide->c && !says(source, "__cplusplus"))
		return "C++";
	return "C";
}

const struct ch_lang *ch_lang_for_tree(struct ch_str name, struct ch_str path,
	struct ch_str source, const struct ch_guide *guide)
{
	const struct ch_lang *lang = ch_lang_for(name, path, CH_STR(""));
	bool is_objc = lang && ch_str_is(ch_str_z(ch_lang_id(lang)), "objc");
	const struct ch_lang *own =
		guide ? ch_grammars_for(guide->grammars, path) : NULL;
	struct marks m;

	if (own)
		return own;
	if (!lang || !source.len || !ch_str_ends(path, ".h") ||
		(!is_objc && !ch_str_is(ch_str_z(ch_lang_id(lang)), "c")))
		return lang;
	m = read_marks(source);
	/* "#ifdef __OBJC__": only a guest */
	if (says(source, "__OBJC__") && !(guide && guide->objc))
		m.objc = is_objc = false;
	if (m.objc || is_objc)
		return ch_lang_find(CH_STR("Objective-C"));
	if (m.cpp)
		return ch_lang_find(CH_STR("C++"));
	return ch_lang_find(ch_str_z(guide ? most(guide, source) : "C"));
}
