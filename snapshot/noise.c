/*
 * Noise: messages that tell a user of the code nothing.  A line is brought to
 * lower-case words with one space around each (" fix typo in readme "), so a
 * rule is a phrase and a place.  What a rule wins is lost again when the line
 * also states a fix, a feature or an interface: marking too little costs a
 * few tokens, marking too much costs the reader a fact.
 */
#include "snapshot/message.h"

#include <string.h>

#include "base/mem.h"

/* A subject says what it is about early; the rest is not looked at. */
#define MAX_LINE 400
#define MAX_WORDS (MAX_LINE + 2)
#define MAX_PREFIXES 3

enum place { IS, STARTS, ENDS, HAS };

struct rule {
	enum place place;
	const char *phrase;
};

/* Statements of a fix or a feature. */
static const char *const statements[] = { "crash", "crashes", "crashing",
	"leak", "leaks", "leaking", "overflow", "underflow", "segfault", "segv",
	"race", "deadlock", "hang", "hangs", "hanging", "regression",
	"security", "cve", "vulnerability", "corruption", "use-after-free",
	"uaf", "infinite", "panic", "panics", "bug", "bugs", "bugfix",
	"incorrect", "incorrectly", "feature", "features", "support",
	"supports", "supported", "implement", "implements", "implementation",
	"introduce", "introduces", "deprecate", "deprecates", "deprecated",
	"deprecation", "api", "apis", "abi", "breaking", "performance",
	"faster", "optimize", "optimization", "undefined", "minimum", "msrv",
	"required", "requires", "require", "drop", "drops", "soname",
	"behavior", "behaviour", "default", "defaults" };

/* Interfaces; a comment or a document about one is still noise. */
static const char *const interfaces[] = { "option", "options", "flag", "flags",
	"parameter", "parameters", "argument", "arguments", "function",
	"functions", "method", "methods", "macro", "macros", "symbol",
	"symbols", "field", "fields", "struct", "class", "enum", "command",
	"commands", "name", "names", "config", "condition", "variable",
	"header", "endpoint", "protocol", "key", "keyword", "typename" };
static const char *const documents[] = { "comment", "comments", "doc", "docs",
	"documentation", "docstring", "docstrings", "readme", "changelog",
	"manual", "man" };

static const struct rule noise_rules[] = {
	/* release chores */
	{ STARTS, "bump version" }, { STARTS, "bump the version" },
	{ STARTS, "bump to version" }, { STARTS, "version bump" },
	{ STARTS, "bumps version" }, { STARTS, "bumped version" },
	{ STARTS, "bump release" }, { STARTS, "increment version" },
	{ STARTS, "update version number" }, { STARTS, "set version to" },
	{ STARTS, "prepare release" }, { STARTS, "prepare for release" },
	{ STARTS, "prepare the release" }, { STARTS, "preparing release" },
	{ STARTS, "prepare for next" }, { STARTS, "prepare next" },
	{ STARTS, "post-release" }, { STARTS, "post release" },
	{ STARTS, "start development" }, { STARTS, "begin development" },
	{ STARTS, "back to development" }, { STARTS, "release notes" },
	{ STARTS, "update release notes" }, { STARTS, "add release notes" },
	{ STARTS, "update changelog" }, { STARTS, "update the changelog" },
	{ STARTS, "updated changelog" }, { STARTS, "update changes" },
	{ STARTS, "add changelog" }, { STARTS, "add a changelog" },
	{ STARTS, "changelog" }, { STARTS, "fix changelog" },
	{ STARTS, "update news" }, { STARTS, "update copyright" },
	{ STARTS, "bump copyright" }, { STARTS, "update authors" },
	{ STARTS, "update contributors" }, { STARTS, "update gitignore" },
	{ STARTS, "update .gitignore" }, { STARTS, "update the .gitignore" },
	{ STARTS, "update readme" }, { STARTS, "update .mailmap" },
	{ STARTS, "update mailmap" }, { HAS, "to .gitignore" },
	{ STARTS, "update contributing" },
	/* formatting and lint */
	{ IS, "formatting" }, { IS, "fix formatting" }, { IS, "format" },
	{ IS, "format code" }, { IS, "code formatting" },
	{ IS, "formatting fixes" }, { IS, "reformat" }, { IS, "fmt" },
	{ STARTS, "reformat code" }, { STARTS, "reformat the code" },
	{ STARTS, "fix indentation" }, { IS, "indentation" },
	{ STARTS, "fix indent" }, { STARTS, "reindent" },
	{ STARTS, "fix code style" }, { STARTS, "fix coding style" },
	{ IS, "code style" }, { IS, "style" }, { IS, "style fixes" },
	{ STARTS, "whitespace fix" }, { STARTS, "whitespace fixes" },
	{ STARTS, "whitespace cleanup" }, { STARTS, "whitespace only" },
	{ IS, "whitespace" }, { IS, "fix whitespace" },
	{ IS, "fix whitespaces" }, { STARTS, "fix trailing whitespace" },
	{ IS, "remove trailing whitespace" }, { IS, "trailing whitespace" },
	{ IS, "remove trailing whitespaces" }, { IS, "fix newline" },
	{ IS, "remove trailing spaces" }, { IS, "cargo fmt" },
	{ IS, "run cargo fmt" }, { STARTS, "run fmt" }, { STARTS, "make fmt" },
	{ STARTS, "go fmt" }, { IS, "run black" }, { IS, "blacken" },
	{ IS, "fix fmt" }, { IS, "cleanup" }, { IS, "clean up" },
	{ IS, "minor cleanup" }, { IS, "code cleanup" },
	{ IS, "code clean-up" }, { IS, "header file clean-up" },
	{ IS, "code simplification" }, { IS, "cosmetics" }, { IS, "cosmetic" },
	{ IS, "lint" }, { IS, "linting" }, { IS, "fix linting" },
	{ STARTS, "fix lint" }, { STARTS, "fix lints" },
	{ STARTS, "fix linter" }, { STARTS, "fix linting" },
	{ STARTS, "lint fix" }, { STARTS, "lint fixes" },
	{ IS, "fix warnings" }, { IS, "fix style" },
	/* continuous integration */
	{ STARTS, "ci" }, { STARTS, "fix ci" }, { STARTS, "fix the ci" },
	{ STARTS, "update ci" }, { STARTS, "github actions" },
	{ STARTS, "fix github actions" }, { STARTS, "update github actions" },
	{ STARTS, "improve ci" }, { STARTS, "tweak ci" }, { STARTS, "travis" },
	{ STARTS, "appveyor" }, { HAS, "ci job" }, { HAS, "ci jobs" },
	{ HAS, "ci build" }, { HAS, "ci builds" }, { HAS, "ci workflow" },
	{ HAS, "ci workflows" }, { HAS, "ci config" },
	{ HAS, "ci configuration" }, { HAS, "ci pipeline" }, { HAS, "ci run" },
	{ HAS, "ci runs" }, { HAS, "ci failure" }, { HAS, "ci failures" },
	{ HAS, "github workflow" }, { HAS, "github workflows" },
	{ HAS, "github action" }, { HAS, "to ci" },
	/* review leftovers */
	{ STARTS, "fixup" }, { IS, "wip" }, { IS, "oops" }, { IS, "nit" },
	{ IS, "nits" }, { IS, "fix nit" }, { IS, "fix nits" },
	{ STARTS, "apply suggestions from" }, { STARTS, "address review" },
	{ STARTS, "address comments" }, { STARTS, "address pr" },
	{ STARTS, "address feedback" }, { STARTS, "review comments" },
	{ STARTS, "review feedback" }, { STARTS, "code review" },
	{ STARTS, "addressed review" }, { STARTS, "pr feedback" },
	{ STARTS, "pr comments" }, { STARTS, "trigger ci" },
	{ STARTS, "retrigger ci" }, { IS, "empty commit" }
};

/* Programs that lint or format; with one of the verbs before: noise. */
static const char *const lint_tools[] = { "clippy", "rustfmt", "gofmt",
	"clang-format", "clang-tidy", "flake8", "pylint", "eslint", "prettier",
	"isort", "ruff", "pyflakes", "cpplint", "shellcheck", "codespell",
	"pre-commit", "linter", "golangci-lint", "cppcheck", "yapf", "tslint",
	"rubocop" };
static const char *const lint_verbs[] = { "run", "apply", "fix", "address",
	"make", "silence", "appease", "satisfy", "please", "update", "upgrade",
	"enable", "configure", "ignore", "cargo", "rerun", "resolve", "use" };

static const char *const typo_words[] = { "typo", "typos", "misspelling",
	"misspellings", "misspelled", "spelling", "grammar", "typographical" };
static const char *const typo_verbs[] = { "fix", "fixes", "fixed", "fixing",
	"typo", "typos", "correct", "corrected", "corrects", "minor", "small",
	"tiny", "doc", "docs", "documentation", "comment", "comments", "some",
	"few", "several", "various", "readme", "update", "misc", "spelling",
	"grammar", "more", "another", "simple", "just" };

static bool keeps(char c)
{
	return ch_is_lower(c) || ch_is_digit(c) || (unsigned char)c >= 0x80 ||
	       ch_is_one_of(c, "_.+/@-[]");
}

/* A word's last dots and dashes go, and so does ".md": README is README. */
static size_t end_word(char *out, size_t n)
{
	static const char *const tails[] = { ".md", ".rst", ".txt" };

	while (n > 1 && (out[n - 1] == '.' || out[n - 1] == '-'))
		n--;
	for (size_t i = 0; i < CH_ARRAY_LEN(tails); i++)
		if (ch_str_ends(ch_str_n(out, n), tails[i]))
			n -= strlen(tails[i]);
	/* 'out' opens with a space that stays and has room for the last one. */
	if (n && n < MAX_WORDS && out[n - 1] != ' ')
		out[n++] = ' ';
	return n;
}

/* " fix typo in readme " into 'out', MAX_WORDS bytes. */
static struct ch_str words_of(struct ch_str line, char *out)
{
	size_t n = 0;

	out[n++] = ' ';
	for (size_t i = 0; i < line.len && i < MAX_LINE; i++) {
		char c = line.ptr[i];

		if (ch_is_upper(c))
			c = (char)(c + 32);
		if (keeps(c)) {
			out[n++] = c;
			continue;
		}
		n = end_word(out, n);
	}
	n = end_word(out, n);
	return ch_str_n(out, n);
}

/* Position of the whole-word phrase in 'words', or -1. */
static size_t find_phrase(struct ch_str words, const char *phrase)
{
	size_t len = strlen(phrase), at = 0;

	while (at + len + 2 <= words.len) {
		size_t hit = ch_str_find(words, ch_str_n(phrase, len), at + 1);

		if (hit == (size_t)-1)
			return hit;
		if (words.ptr[hit - 1] == ' ' && words.ptr[hit + len] == ' ')
			return hit;
		at = hit;
	}
	return (size_t)-1;
}

static bool has(struct ch_str words, const char *phrase)
{
	return find_phrase(words, phrase) != (size_t)-1;
}

static bool starts(struct ch_str words, const char *phrase)
{
	size_t len = strlen(phrase);

	return words.len >= len + 2 && words.ptr[len + 1] == ' ' &&
	       !memcmp(words.ptr + 1, phrase, len);
}

static bool has_any(struct ch_str words, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (has(words, list[i]))
			return true;
	return false;
}

static bool starts_any(struct ch_str words, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (starts(words, list[i]))
			return true;
	return false;
}

#define HAS_ANY(words, list) has_any(words, list, CH_ARRAY_LEN(list))
#define STARTS_ANY(words, list) starts_any(words, list, CH_ARRAY_LEN(list))

static size_t count_words(struct ch_str words)
{
	size_t n = 0;

	for (size_t i = 1; i < words.len; i++)
		n += words.ptr[i] == ' ';
	return n;
}

/* "1.2", "v1.2.3", "2.45.0-rc1", "8.2.x" */
static bool is_version(struct ch_str word)
{
	size_t dots = 0;

	if (word.len && word.ptr[0] == 'v')
		word = ch_str_sub(word, 1, word.len);
	if (!word.len || word.ptr[0] < '0' || word.ptr[0] > '9')
		return false;
	for (size_t i = 0; i < word.len; i++) {
		dots += word.ptr[i] == '.';
		if (word.ptr[i] == '/' || word.ptr[i] == '@')
			return false;
	}
	return dots > 0;
}

static struct ch_str next_word(struct ch_str words, size_t *at)
{
	size_t from = *at, to;

	while (from < words.len && words.ptr[from] == ' ')
		from++;
	to = ch_str_chr(words, ' ', from);
	*at = to == (size_t)-1 ? words.len : to;
	return ch_str_sub(words, from, *at);
}

static bool has_version(struct ch_str words)
{
	struct ch_str word;
	size_t at = 0;

	while ((word = next_word(words, &at)).len)
		if (is_version(word))
			return true;
	return false;
}

static bool is_stage(struct ch_str word)
{
	static const char *const stages[] = { "rc", "ga", "beta", "alpha",
		"final", "dev", "pre" };

	for (size_t i = 0; i < CH_ARRAY_LEN(stages); i++)
		if (ch_str_starts(word, stages[i]))
			return true;
	return false;
}

/* "Release 1.2", "v1.2.3", "Name 7.2.0", "prepare tokio 1.38.0", ... */
static bool is_release(struct ch_str words)
{
	static const char *const verbs[] = { "release", "releasing", "prepare",
		"preparing", "bump", "tag", "cut", "start", "begin", "version",
		"update", "set", "next" };
	size_t at = 0, n = count_words(words);
	struct ch_str word;

	if (!has_version(words) || n > 7)
		return false;
	word = next_word(words, &at);
	if (n <= 2 && is_version(word))
		return true;
	if (n == 2)
		return is_version(next_word(words, &at));
	if (n == 3 && is_version(next_word(words, &at)) &&
		is_stage(next_word(words, &at)))
		return true;
	if (starts(words, "release") || starts(words, "releasing") ||
		starts(words, "prepare"))
		return true;
	return STARTS_ANY(words, verbs) &&
	       (has(words, "version") || has(words, "release") ||
		       has(words, "development"));
}

/* The word after " to " is "4", "1.2", "v3" or a commit. */
static bool has_target(struct ch_str words)
{
	size_t at = find_phrase(words, "to");
	struct ch_str word;

	if (at == (size_t)-1)
		return false;
	at += 2;
	word = next_word(words, &at);
	if (word.len > 1 && word.ptr[0] == 'v')
		word = ch_str_sub(word, 1, word.len);
	return word.len && (ch_is_digit(word.ptr[0]) || word.len == 40);
}

/* " bump serde from 1.0 to 1.1 ", and what the update bots write. */
static bool is_bump(struct ch_str words, bool bot)
{
	static const char *const any[] = { "bump", "bumps", "update", "updates",
		"upgrade", "upgrades", "autoupdate", "pin" };
	static const char *const opens[] = { "update pre-commit hooks",
		"update dependency", "update dependencies",
		"update dev dependencies", "update dev requirements",
		"upgrade dependencies", "bump dependencies", "update lockfile",
		"update lock file", "update cargo.lock", "cargo update",
		"lock file maintenance", "pre-commit autoupdate" };

	if (bot && HAS_ANY(words, any))
		return true;
	if (STARTS_ANY(words, opens) || has(words, "pre-commit autoupdate") ||
		(starts(words, "bump the") && has(words, "group")))
		return true;
	return (starts(words, "bump") || starts(words, "bumps")) &&
	       has(words, "from") && has_target(words) &&
	       !has(words, "version") && !has(words, "minimum") &&
	       !has(words, "msrv");
}

static bool is_dependency_scope(struct ch_prefix prefix)
{
	static const char *const scopes[] = { "deps", "deps-dev",
		"dependencies", "deps-ci", "dev-deps" };

	if (!prefix.type.len)
		return false;
	for (size_t i = 0; i < CH_ARRAY_LEN(scopes); i++)
		if (ch_str_is(prefix.component, scopes[i]))
			return true;
	return false;
}

static bool states(struct ch_str words)
{
	if (HAS_ANY(words, statements))
		return true;
	return HAS_ANY(words, interfaces) && !HAS_ANY(words, documents);
}

static bool is_lint(struct ch_str words)
{
	if (count_words(words) == 1)
		return HAS_ANY(words, lint_tools);
	return STARTS_ANY(words, lint_verbs) && HAS_ANY(words, lint_tools) &&
	       count_words(words) <= 8;
}

static bool is_typo(struct ch_str words)
{
	return HAS_ANY(words, typo_words) &&
	       (STARTS_ANY(words, typo_verbs) || count_words(words) <= 2);
}

/* "run X in CI": the verbs leave out what a program may do in CI itself. */
static bool is_in_ci(struct ch_str words)
{
	static const char *const verbs[] = { "run", "test", "use", "skip",
		"fix", "build", "check", "install", "pin", "try", "cache" };

	return STARTS_ANY(words, verbs) &&
	       (has(words, "in ci") || has(words, "on ci") ||
		       has(words, "in the ci") || has(words, "github actions"));
}

static bool ends(struct ch_str words, const char *phrase)
{
	size_t len = strlen(phrase);

	return words.len >= len + 2 && words.ptr[words.len - len - 2] == ' ' &&
	       !memcmp(words.ptr + words.len - len - 1, phrase, len);
}

static bool applies(const struct rule *r, struct ch_str words)
{
	switch (r->place) {
	case IS:
		return starts(words, r->phrase) && ends(words, r->phrase) &&
		       words.len == strlen(r->phrase) + 2;
	case STARTS:
		return starts(words, r->phrase);
	case ENDS:
		return ends(words, r->phrase);
	case HAS:
		return has(words, r->phrase);
	}
	return false;
}

/* "Update src/index.c": what a forge says of an edit in the browser. */
static bool is_forge_edit(struct ch_str words)
{
	static const char *const verbs[] = { "update", "create", "delete",
		"rename" };
	size_t at = 0;
	struct ch_str file;

	if (count_words(words) != 2 ||
		!starts_any(words, verbs, CH_ARRAY_LEN(verbs)))
		return false;
	next_word(words, &at);
	file = next_word(words, &at);
	return ch_str_chr(file, '.', 1) != (size_t)-1 &&
	       ch_str_chr(file, '/', 0) != (size_t)-1;
}

static bool is_noise(struct ch_str words)
{
	for (size_t i = 0; i < CH_ARRAY_LEN(noise_rules); i++)
		if (applies(&noise_rules[i], words))
			return true;
	return is_typo(words) || is_lint(words) || is_in_ci(words) ||
	       is_forge_edit(words) || is_release(words);
}

bool ch_message_is_chore(struct ch_str line)
{
	static const char *const areas[] = { "ci", "github", ".github",
		"workflows", "travis", "appveyor", "gha", "github-actions",
		"changelog", "typo", "lint" };
	static const char *const marks[] = { "fixup!", "squash!", "amend!" };
	struct ch_prefix prefix = ch_message_prefix(line);
	struct ch_str name = prefix.type.len ? prefix.type : prefix.component;

	for (size_t i = 0; i < CH_ARRAY_LEN(marks); i++)
		if (ch_str_starts(line, marks[i]))
			return true;
	for (size_t i = 0; i < CH_ARRAY_LEN(areas) && !prefix.bang; i++)
		if (!ch_str_casecmp(name, ch_str_z(areas[i])))
			return true;
	return prefix.type.len && ch_str_is(prefix.component, "release");
}

/* Types and components that are housekeeping, and those that are news. */
static const char *const little_kinds[] = { "chore", "refactor", "refactoring",
	"test", "tests", "doc", "docs", "documentation", "build", "style",
	"comment", "comments", "cleanup", "cleanups", "internal", "maint",
	"misc", "minor", "nit", "perf-test", "bench" };
static const char *const much_kinds[] = { "feat", "feature", "enh",
	"enhancement", "new", "added", "add", "deprecated", "deprecate",
	"removed", "remove", "breaking", "breaking change", "security" };

/* How housekeeping and news begin. */
static const char *const little_starts[] = { "refactor", "refactors",
	"refactoring", "add test", "add tests", "add a test", "add unit test",
	"add unit tests", "add missing test", "add missing tests", "add more",
	"add regression test", "add a regression test", "move", "moves",
	"moved", "convert", "converts", "clean up", "cleanup", "cleanups",
	"simplify", "simplifies", "tidy", "minor", "document", "documents",
	"comment", "comments", "fix comment", "fix comments", "fix test",
	"fix tests", "fix some comments", "update comment", "update comments",
	"update docs", "rework", "split", "extract", "inline", "consolidate",
	"reorganize", "reorder", "remove unused", "remove redundant",
	"remove unnecessary", "remove duplicate", "remove dead", "test" };
static const char *const much_starts[] = { "add", "adds", "added", "support",
	"supports", "implement", "implements", "introduce", "introduces",
	"allow", "allows", "deprecate", "deprecates", "drop", "drops", "expose",
	"exposes", "new" };

static bool in_kinds(struct ch_str name, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!ch_str_casecmp(name, ch_str_z(list[i])))
			return true;
	return false;
}

/* Prefixes one after another: "[release 2.5] [BUGFIX] parser: ". */
static struct ch_str skip_prefixes(
	struct ch_str title, bool *little, bool *much)
{
	for (int i = 0; i < MAX_PREFIXES; i++) {
		struct ch_prefix p = ch_message_prefix(title);
		struct ch_str name = p.type.len ? p.type : p.component;
		size_t end = ch_str_chr(title, ']', 0);

		*little = *little || in_kinds(name, little_kinds,
					     CH_ARRAY_LEN(little_kinds));
		*much = *much ||
			in_kinds(name, much_kinds, CH_ARRAY_LEN(much_kinds));
		if (name.len)
			title = p.rest;
		else if (ch_str_starts(title, "[") && end != (size_t)-1)
			title = ch_str_trim(
				ch_str_sub(title, end + 1, title.len));
		else
			break;
	}
	return title;
}

enum ch_news ch_message_news(struct ch_str title)
{
	bool little = false, much = false;
	char out[MAX_WORDS] = { 0 };
	struct ch_str words;

	words = words_of(skip_prefixes(title, &little, &much), out);
	if (STARTS_ANY(words, little_starts))
		little = true;
	if (much || (!little && STARTS_ANY(words, much_starts)))
		return CH_NEWS_MUCH;
	return little && !HAS_ANY(words, statements) ? CH_NEWS_LITTLE
						     : CH_NEWS_SOME;
}

bool ch_message_states(struct ch_str line)
{
	char out[MAX_WORDS] = { 0 };

	return HAS_ANY(words_of(line, out), statements);
}

enum ch_log_class ch_message_class(struct ch_str line, bool bot)
{
	struct ch_prefix prefix = ch_message_prefix(line);
	char out[MAX_WORDS] = { 0 };
	struct ch_str words = words_of(prefix.rest, out);

	if (prefix.bang)
		return CH_LOG_NORMAL;
	if (is_bump(words, bot) || is_dependency_scope(prefix))
		return CH_LOG_BUMP;
	if (ch_message_is_chore(line))
		return CH_LOG_NOISE;
	if (states(words))
		return CH_LOG_NORMAL;
	if (!ch_str_casecmp(prefix.type, CH_STR("style")))
		return CH_LOG_NOISE;
	return is_noise(words) ? CH_LOG_NOISE : CH_LOG_NORMAL;
}
