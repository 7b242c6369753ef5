/*
 * Comments that tools read: no description of anything.
 */
#include <string.h>

#include "base/mem.h"
#include "uast/engine.h"

/* With the comment's sign, which makes them what they are. */
static const char *const signed_starts[] = { "# type:", "#type:", "//go:",
	"//export ", "//extern ", "//line ", "// +build ", "#!" };

/* What ends in a letter is a whole word. */
static const char *const starts[] = {
	/* several languages */
	"-*-", "vim:", "coding:", "encoding:", "spell-checker:", "cspell:",
	"codespell:", "sourcery skip", "NOSONAR", "noinspection",
	"@formatter:", "CHECKSTYLE", "IGNORE_BEGIN", "IGNORE_END",
	/* C, C++, Objective-C */
	"NOLINT", "NOLINTNEXTLINE", "NOLINTBEGIN", "NOLINTEND",
	"clang-format off", "clang-format on", "LCOV_EXCL_", "GCOV_EXCL_",
	"GCOVR_EXCL_", "cppcheck-suppress", "coverity[", "IWYU pragma:",
	/* Python */
	"noqa", "type: ignore", "type:ignore",
	"pylint:", "mypy:", "pyright:", "pyre-ignore", "pyre-fixme",
	"pyre-strict", "flake8:", "isort:", "ruff:", "yapf:", "fmt: off",
	"fmt: on", "fmt: skip", "fmt:off", "fmt:on", "fmt:skip", "pragma: no ",
	"nosec", "pytype:", "doctest: +",
	/* JavaScript, TypeScript, CSS */
	"eslint-", "tslint:", "jshint", "jslint", "jscs:", "stylelint-",
	"prettier-ignore", "biome-ignore", "@ts-", "@flow", "@jsx",
	"@jest-environment", "istanbul ignore", "c8 ignore", "v8 ignore",
	"webpackChunkName:", "@vite-ignore", "#__PURE__",
	/* Go */
	"nolint", "nolint:", "lint:ignore", "lint:file-ignore",
	/* Ruby, PHP, Perl, shell, Lua, Elixir */
	"frozen_string_literal:", "rubocop:", ":nodoc:", ":nocov:", "typed:",
	"phpcs:", "phpstan-", "psalm-", "no critic", "use critic",
	"shellcheck disable", "shellcheck source", "shellcheck shell",
	"luacheck:", "stylua:", "credo:", "sobelow_skip",
	/* Swift, Kotlin, Scala, Dart, C#, Haskell, Zig, YAML */
	"swiftlint:", "swiftformat:", "ktlint-", "detekt:", "scalastyle:",
	"scalafmt:", "scalafix:", "ignore_for_file:", "dart format off",
	"dart format on", "ReSharper disable", "ReSharper restore",
	"HLINT ignore", "zig fmt:", "yamllint disable", "yamllint enable",
	"yaml-language-server:"
};

static bool starts_so(struct ch_str line, const char *start)
{
	size_t n = strlen(start);

	return ch_str_starts(line, start) &&
	       (!ch_is_word(start[n - 1]) || line.len == n ||
		       !ch_is_word(line.ptr[n]) || start[n - 1] == '_');
}

bool ch_is_directive(struct ch_str line)
{
	line = ch_str_trim(line);
	for (size_t i = 0; i < CH_ARRAY_LEN(signed_starts); i++)
		if (ch_str_starts(line, signed_starts[i]))
			return true;
	while (line.len && strchr("/*#!;{(- \t", line.ptr[0]) &&
		!ch_str_starts(line, "-*-"))
		line = ch_str_sub(line, 1, line.len);
	for (size_t i = 0; i < CH_ARRAY_LEN(starts); i++)
		if (starts_so(line, starts[i]))
			return true;
	return false;
}
