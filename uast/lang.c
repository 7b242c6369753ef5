#include <string.h>

#include "base/mem.h"
#include "uast/engine.h"
#include "uast/parse.h"

#define LANGUAGE(id, folder) extern const struct ch_lang ch_lang_##id;
#include "uast/languages.def"
#undef LANGUAGE

static const struct ch_lang *const languages[] = {
#define LANGUAGE(id, folder) &ch_lang_##id,
#include "uast/languages.def"
#undef LANGUAGE
};

size_t ch_lang_count(void)
{
	return CH_ARRAY_LEN(languages);
}

const struct ch_lang *ch_lang_at(size_t i)
{
	return languages[i];
}

/* Languages of Linguist's that are read as another. */
static struct ch_str read_as(struct ch_str name)
{
	static const char *const names[][2] = {
		{ "Gradle Kotlin DSL", "Kotlin" },
		{ "HTML+PHP", "PHP" },
	};

	for (size_t i = 0; i < CH_ARRAY_LEN(names); i++)
		if (!ch_str_casecmp(ch_str_z(names[i][0]), name))
			return ch_str_z(names[i][1]);
	return name;
}

const struct ch_lang *ch_lang_find(struct ch_str name)
{
	name = read_as(name);
	for (size_t i = 0; i < CH_ARRAY_LEN(languages); i++)
		if (!ch_str_casecmp(ch_str_z(languages[i]->name), name))
			return languages[i];
	return NULL;
}

const char *ch_lang_name(const struct ch_lang *lang)
{
	return lang->name;
}

const char *ch_lang_id(const struct ch_lang *lang)
{
	return lang->id;
}

unsigned ch_lang_abi(const struct ch_lang *lang)
{
	return ts_language_abi_version(lang->grammar());
}

int ch_lang_check(const struct ch_lang *lang, struct ch_err *err)
{
	struct ch_rows rows = { 0 };
	int rc = ch_rows_init(&rows, lang, err);

	ch_rows_release(&rows);
	return rc;
}

/* Does a line say what only C++ says? */
static bool is_cpp_line(struct ch_str line)
{
	static const char *const words[] = { "class ", "namespace ",
		"template <", "template<", "using namespace ",
		"public:", "private:", "protected:", "virtual ", "constexpr ",
		"inline namespace " };
	static const char *const headers[] = { "<string>", "<vector>",
		"<memory>", "<map>", "<iostream>", "<cstdint>", "<cstddef>",
		"<functional>", "<utility>", "<type_traits>", "<algorithm>",
		"<cstring>", "<cstdio>", "<cstdlib>", "<limits>", "<atomic>" };

	line = ch_str_trim(line);
	for (size_t i = 0; i < CH_ARRAY_LEN(words); i++)
		if (ch_str_starts(line, words[i]))
			return line.ptr[line.len - 1] != ',' &&
			       ch_str_find(line, CH_STR(" is "), 0) ==
				       (size_t)-1;
	if (!ch_str_starts(line, "#include"))
		return false;
	for (size_t i = 0; i < CH_ARRAY_LEN(headers); i++)
		if (ch_str_ends(line, headers[i]))
			return true;
	return false;
}

/* Prose of block comments starts with such words too. */
static bool is_cpp(struct ch_str source)
{
	struct ch_str line;
	bool comment = false;

	while (ch_str_line(&source, &line)) {
		size_t open, from = 0;

		if (!comment && is_cpp_line(line))
			return true;
		for (;;) {
			open = ch_str_find(line,
				comment ? CH_STR("*/") : CH_STR("/*"), from);
			if (open == (size_t)-1)
				break;
			comment = !comment;
			from = open + 2;
		}
	}
	return false;
}

const struct ch_lang *ch_lang_for(
	struct ch_str name, struct ch_str path, struct ch_str source)
{
	const struct ch_lang *lang = ch_lang_find(name);

	if (lang && !strcmp(lang->id, "c") && ch_str_ends(path, ".h") &&
		is_cpp(source))
		return ch_lang_find(CH_STR("C++"));
	return lang;
}
