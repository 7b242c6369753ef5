#include "gitlayer/testpath.h"

#include "base/mem.h"

static bool equals_any_case(struct ch_str s, const char *lower)
{
	return ch_str_casecmp(s, ch_str_z(lower)) == 0;
}

static struct ch_str last(struct ch_str s, size_t n)
{
	return s.len < n ? s : ch_str_sub(s, s.len - n, s.len);
}

static bool starts_any_case(struct ch_str s, const char *lower)
{
	struct ch_str prefix = ch_str_z(lower);

	return s.len >= prefix.len &&
	       ch_str_casecmp(ch_str_sub(s, 0, prefix.len), prefix) == 0;
}

static bool ends_any_case(struct ch_str s, const char *lower)
{
	struct ch_str suffix = ch_str_z(lower);

	return s.len >= suffix.len &&
	       ch_str_casecmp(last(s, suffix.len), suffix) == 0;
}

static bool ends_in_one_of(
	struct ch_str s, const char *const *suffixes, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (ends_any_case(s, suffixes[i]))
			return true;
	return false;
}

static bool is_lower_or_digit(char c)
{
	return ch_is_lower(c) || ch_is_digit(c);
}

/* "ParserTest", not "Contest" and not "Test" alone. */
static bool ends_in_camel_case(struct ch_str stem)
{
	static const char *const words[] = { "Test", "Tests", "TestCase",
		"Spec" };
	size_t i;

	for (i = 0; i < CH_ARRAY_LEN(words); i++) {
		struct ch_str word = ch_str_z(words[i]);

		if (stem.len > word.len && ch_str_ends(stem, words[i]) &&
			is_lower_or_digit(stem.ptr[stem.len - word.len - 1]))
			return true;
	}
	return false;
}

static bool is_test_directory(
	struct ch_str dir, struct ch_str parent, bool topmost)
{
	static const char *const names[] = { "test", "tests", "testing",
		"testdata", "testsuite", "testsuites", "spec", "specs",
		"__tests__", "__mocks__", "__snapshots__", "e2e", "fuzz",
		"fuzzing", "bench", "benches", "benchmark", "benchmarks" };
	static const char *const suffixes[] = { "-test", "-tests", "_test",
		"_tests", "-test-support", "-testing-support" };
	size_t i;

	if (topmost && dir.len == 1 && dir.ptr[0] == 't')
		return true;
	for (i = 0; i < CH_ARRAY_LEN(names); i++)
		if (equals_any_case(dir, names[i]))
			return true;
	if (ch_str_is(parent, "src") && ends_in_camel_case(dir))
		return true;
	return starts_any_case(dir, "test-") || starts_any_case(dir, "test_") ||
	       ends_in_one_of(dir, suffixes, CH_ARRAY_LEN(suffixes));
}

static bool is_test_stem(struct ch_str stem)
{
	static const char *const suffixes[] = { "_test", "_tests", "-test",
		"-tests", "_spec", "-spec" };

	return equals_any_case(stem, "test") ||
	       equals_any_case(stem, "tests") || ch_str_is(stem, "conftest") ||
	       starts_any_case(stem, "test_") ||
	       starts_any_case(stem, "test-") ||
	       ends_in_one_of(stem, suffixes, CH_ARRAY_LEN(suffixes)) ||
	       ends_in_camel_case(stem);
}

/* The extensions of "a.test.ts": "test", "ts". */
static bool has_test_extension(struct ch_str name, size_t dot)
{
	while (dot < name.len) {
		size_t next = ch_str_chr(name, '.', dot + 1);
		bool is_last = next == (size_t)-1;
		struct ch_str ext;

		if (is_last)
			next = name.len;
		ext = ch_str_sub(name, dot + 1, next);
		if (is_last)
			return ch_str_is(ext, "t");
		if (ch_str_is(ext, "test") || ch_str_is(ext, "tests") ||
			ch_str_is(ext, "spec"))
			return true;
		dot = next;
	}
	return false;
}

bool ch_is_test_path(struct ch_str path)
{
	size_t at = 0, slash, dot;
	struct ch_str name, parent = { 0 };

	while ((slash = ch_str_chr(path, '/', at)) != (size_t)-1) {
		name = ch_str_sub(path, at, slash);
		if (is_test_directory(name, parent, at == 0))
			return true;
		parent = name;
		at = slash + 1;
	}
	name = ch_str_sub(path, at, path.len);
	dot = ch_str_chr(name, '.', 1);
	if (dot == (size_t)-1)
		return is_test_stem(name);
	return is_test_stem(ch_str_sub(name, 0, dot)) ||
	       has_test_extension(name, dot);
}
