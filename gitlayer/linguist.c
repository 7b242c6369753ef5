#include "gitlayer/linguist.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "gitlayer/generated.h"
#include "gitlayer/modeline.h"
#include "gitlayer/regexset.h"
#include "gitlayer/testpath.h"

enum language_type { TYPE_DATA, TYPE_MARKUP, TYPE_PROGRAMMING, TYPE_PROSE };

struct language_row {
	const char *name;
	enum language_type type;
	const char *extensions; /* ".c .cats", the main one first */
};
struct key_row {
	const char *key;
	uint16_t language;
};
struct extension_row {
	const char *key; /* ".ext", lower case */
	uint16_t language;
	uint16_t first_rule, nrules; /* where several languages have it */
};
/* The first rule whose conditions all hold says the language. */
struct rule_row {
	uint16_t language;
	uint16_t first_condition, nconditions;
};
struct condition_row {
	uint16_t pattern;
	uint8_t negative;
};
/* See tools/path_dfa.js. */
struct automaton {
	const uint16_t *next;
	const uint8_t *ends;
	const uint8_t *classes;
	uint16_t nclasses, start;
};

#include "linguist_tables.h"

/* Linguist reads no more of a file to tell its language. */
#define CONTENT_BYTES ((size_t)50 << 10)
#define LONGEST_EXTENSION 64

struct mapping {
	char *extension; /* ".ext", lower case */
	uint16_t language;
};

struct ch_linguist {
	const struct ch_attrs *attrs;
	struct mapping *map; /* --lang-map, in the order given */
	size_t nmap;
	struct ch_regexset *patterns;
};

/* ---- Tables -------------------------------------------------------------*/

static int compare_key(struct ch_str key, const char *row)
{
	return ch_str_cmp(key, ch_str_z(row));
}

static uint16_t find_key(
	const struct key_row *rows, size_t n, struct ch_str key)
{
	size_t lo = 0;

	while (lo < n) {
		size_t mid = lo + (n - lo) / 2;
		int cmp = compare_key(key, rows[mid].key);

		if (cmp == 0)
			return rows[mid].language;
		if (cmp < 0)
			n = mid;
		else
			lo = mid + 1;
	}
	return CH_NO_LANGUAGE;
}

static const struct extension_row *find_extension(struct ch_str key)
{
	size_t lo = 0, n = CH_ARRAY_LEN(extension_rows);

	while (lo < n) {
		size_t mid = lo + (n - lo) / 2;
		int cmp = compare_key(key, extension_rows[mid].key);

		if (cmp == 0)
			return &extension_rows[mid];
		if (cmp < 0)
			n = mid;
		else
			lo = mid + 1;
	}
	return NULL;
}

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

uint16_t ch_linguist_find(struct ch_str name)
{
	char key[LONGEST_EXTENSION];
	size_t i;

	if (name.len > sizeof(key))
		return CH_NO_LANGUAGE;
	for (i = 0; i < name.len; i++)
		key[i] = lower(name.ptr[i]);
	return find_key(
		alias_rows, CH_ARRAY_LEN(alias_rows), ch_str_n(key, name.len));
}

const char *ch_linguist_name(uint16_t language)
{
	if (!language || language > CH_ARRAY_LEN(language_rows))
		return "Other";
	return language_rows[language - 1].name;
}

const char *ch_linguist_type(uint16_t language)
{
	static const char *const names[] = { "data", "markup", "programming",
		"prose" };

	if (!language || language > CH_ARRAY_LEN(language_rows))
		return "";
	return names[language_rows[language - 1].type];
}

const char *ch_linguist_extensions(uint16_t language)
{
	if (!language || language > CH_ARRAY_LEN(language_rows))
		return "";
	return language_rows[language - 1].extensions;
}

const char *ch_path_class_name(enum ch_path_class c)
{
	static const char *const names[] = { "source", "test", "documentation",
		"vendored", "generated" };

	return c < CH_NCLASSES ? names[c] : "";
}

/* ---- Making one ---------------------------------------------------------*/

static int add_mapping(
	struct ch_linguist *l, const char *word, struct ch_err *err)
{
	const char *equals = strchr(word, '=');
	uint16_t language;
	size_t len, i;
	char *ext;

	if (!equals || equals == word || !equals[1])
		return ch_fail(err, CH_EUSAGE, "%s: not EXT=LANG", word);
	language = ch_linguist_find(ch_str_z(equals + 1));
	if (!language)
		return ch_fail(
			err, CH_EUSAGE, "%s: unknown language", equals + 1);
	if (*word == '.')
		word++;
	len = (size_t)(equals - word);
	ext = ch_malloc(len + 2);
	ext[0] = '.';
	for (i = 0; i < len; i++)
		ext[i + 1] = lower(word[i]);
	ext[len + 1] = '\0';
	l->map[l->nmap++] = (struct mapping){ ext, language };
	return 0;
}

int ch_linguist_new(struct ch_linguist **out, const struct ch_attrs *attrs,
	const char *const *lang_map, size_t nlang_map, struct ch_err *err)
{
	struct ch_linguist *l = ch_calloc(1, sizeof(*l));
	size_t i;
	int rc = 0;

	l->attrs = attrs;
	l->map = ch_calloc(nlang_map + 1, sizeof(*l->map));
	l->patterns = ch_regexset_new(pattern_rows, CH_ARRAY_LEN(pattern_rows));
	for (i = 0; i < nlang_map && !rc; i++)
		rc = add_mapping(l, lang_map[i], err);
	if (rc) {
		ch_linguist_free(l);
		l = NULL;
	}
	*out = l;
	return rc;
}

void ch_linguist_free(struct ch_linguist *l)
{
	size_t i;

	if (!l)
		return;
	for (i = 0; i < l->nmap; i++)
		free(l->map[i].extension);
	free(l->map);
	ch_regexset_free(l->patterns);
	free(l);
}

size_t ch_linguist_bad_patterns(const struct ch_linguist *l)
{
	size_t bad = 0, i;

	for (i = 0; i < CH_ARRAY_LEN(pattern_rows); i++)
		bad += !ch_regexset_compiles(l->patterns, i);
	return bad;
}

/* ---- Language -----------------------------------------------------------*/

static struct ch_str base_name(struct ch_str path)
{
	const char *slash = path.len ? memrchr(path.ptr, '/', path.len) : NULL;

	if (!slash)
		return path;
	return ch_str_sub(path, (size_t)(slash - path.ptr) + 1, path.len);
}

/* The longest first: ".blade.php", ".php"; an empty one is the end. */
static struct ch_str next_extension(
	struct ch_str name, size_t *at, char folded[LONGEST_EXTENSION])
{
	while ((*at = ch_str_chr(name, '.', *at)) != (size_t)-1) {
		struct ch_str ext = ch_str_sub(name, (*at)++, name.len);

		if (ext.len > LONGEST_EXTENSION)
			continue;
		for (size_t i = 0; i < ext.len; i++)
			folded[i] = lower(ext.ptr[i]);
		return ch_str_n(folded, ext.len);
	}
	return CH_STR("");
}

static uint16_t by_map(const struct ch_linguist *l, struct ch_str name)
{
	char folded[LONGEST_EXTENSION];
	struct ch_str ext;
	size_t at = 0;

	while (l->nmap && (ext = next_extension(name, &at, folded)).len)
		for (size_t i = 0; i < l->nmap; i++)
			if (ch_str_is(ext, l->map[i].extension))
				return l->map[i].language;
	return CH_NO_LANGUAGE;
}

static bool rule_holds(const struct ch_linguist *l, const struct rule_row *rule,
	struct ch_str content)
{
	size_t i;

	for (i = 0; i < rule->nconditions; i++) {
		const struct condition_row *c =
			&condition_rows[rule->first_condition + i];

		if (ch_regexset_matches(l->patterns, c->pattern, content) ==
			(c->negative != 0))
			return false;
	}
	return true;
}

static uint16_t by_content(const struct ch_linguist *l,
	const struct extension_row *ext, struct ch_str content)
{
	size_t i;

	content = ch_str_sub(content, 0, CONTENT_BYTES);
	for (i = 0; content.len && i < ext->nrules; i++) {
		const struct rule_row *rule = &rule_rows[ext->first_rule + i];

		if (rule_holds(l, rule, content))
			return rule->language;
	}
	return ext->language;
}

/* The longest extension that is known. */
static uint16_t by_extension(
	const struct ch_linguist *l, struct ch_str name, struct ch_str content)
{
	char folded[LONGEST_EXTENSION];
	struct ch_str ext;
	size_t at = 0;

	while ((ext = next_extension(name, &at, folded)).len) {
		const struct extension_row *row = find_extension(ext);

		if (row)
			return by_content(l, row, content);
	}
	return CH_NO_LANGUAGE;
}

static struct ch_str next_word(struct ch_str *rest)
{
	struct ch_str word;
	size_t from = 0, to;

	while (from < rest->len &&
		(rest->ptr[from] == ' ' || rest->ptr[from] == '\t'))
		from++;
	for (to = from; to < rest->len; to++)
		if (rest->ptr[to] == ' ' || rest->ptr[to] == '\t' ||
			rest->ptr[to] == '\r')
			break;
	word = ch_str_sub(*rest, from, to);
	*rest = ch_str_sub(*rest, to, rest->len);
	return word;
}

/* "#!/usr/bin/env -S python3.8 -u" is "python3.8". */
static struct ch_str interpreter_of(struct ch_str content)
{
	struct ch_str line, word;

	if (!ch_str_starts(content, "#!") || !ch_str_line(&content, &line))
		return CH_STR("");
	line = ch_str_sub(line, 2, line.len);
	word = base_name(next_word(&line));
	if (!ch_str_is(word, "env"))
		return word;
	do
		word = next_word(&line);
	while (word.len &&
		(word.ptr[0] == '-' || ch_str_chr(word, '=', 0) != (size_t)-1));
	return base_name(word);
}

static uint16_t by_interpreter(struct ch_str content)
{
	struct ch_str name = interpreter_of(content);
	uint16_t language = CH_NO_LANGUAGE;

	while (name.len && !language) {
		char c = name.ptr[name.len - 1];

		language = find_key(
			interpreter_rows, CH_ARRAY_LEN(interpreter_rows), name);
		/* A version may follow the name. */
		if (c != '.' && c != '-' && (c < '0' || c > '9'))
			break;
		name.len--;
	}
	return language;
}

static uint16_t by_attribute(const struct ch_linguist *l, struct ch_str path)
{
	struct ch_str value = { 0 };

	if (!l->attrs || ch_attrs_get(l->attrs, path, "linguist-language",
				 &value) != CH_ATTR_VALUE)
		return CH_NO_LANGUAGE;
	return ch_linguist_find(value);
}

uint16_t ch_linguist_language(
	const struct ch_linguist *l, struct ch_str path, struct ch_str content)
{
	struct ch_str name = base_name(path);
	uint16_t language = by_attribute(l, path);

	if (!language)
		language = by_map(l, name);
	if (!language)
		language = ch_linguist_find(ch_modeline(content));
	if (!language)
		language = find_key(
			filename_rows, CH_ARRAY_LEN(filename_rows), name);
	if (!language)
		language = by_extension(l, name, content);
	if (!language)
		language = by_interpreter(content);
	return language;
}

/* ---- Class --------------------------------------------------------------*/

static bool any_matches(
	const struct automaton *automata, size_t n, struct ch_str path)
{
	size_t i, k;

	for (k = 0; k < n; k++) {
		const struct automaton *a = &automata[k];
		size_t state = a->start;

		for (i = 0; i < path.len && state > 1; i++)
			state = a->next[state * a->nclasses +
					a->classes[(unsigned char)path.ptr[i]]];
		if (a->ends[state])
			return true;
	}
	return false;
}

static bool class_holds(
	enum ch_path_class c, struct ch_str path, struct ch_str content)
{
	switch (c) {
	case CH_CLASS_GENERATED:
		return any_matches(generated_automata,
			       CH_ARRAY_LEN(generated_automata), path) ||
		       ch_is_generated_text(path, content);
	case CH_CLASS_VENDORED:
		return any_matches(vendored_automata,
			CH_ARRAY_LEN(vendored_automata), path);
	case CH_CLASS_DOCUMENTATION:
		return any_matches(documentation_automata,
			CH_ARRAY_LEN(documentation_automata), path);
	case CH_CLASS_TEST:
		return ch_is_test_path(path);
	case CH_CLASS_SOURCE:
	case CH_NCLASSES:
		break;
	}
	return false;
}

bool ch_linguist_path_is(enum ch_path_class c, struct ch_str path)
{
	return class_holds(c, path, CH_STR(""));
}

/* What the attributes say: 1 yes, -1 no, 0 nothing. */
static int attribute_says(
	const struct ch_linguist *l, enum ch_path_class c, struct ch_str path)
{
	static const char *const names[CH_NCLASSES] = {
		[CH_CLASS_DOCUMENTATION] = "linguist-documentation",
		[CH_CLASS_VENDORED] = "linguist-vendored",
		[CH_CLASS_GENERATED] = "linguist-generated",
	};
	struct ch_str value = { 0 };

	if (!l->attrs || !names[c])
		return 0;
	switch (ch_attrs_get(l->attrs, path, names[c], &value)) {
	case CH_ATTR_SET:
		return 1;
	case CH_ATTR_UNSET:
		return -1;
	case CH_ATTR_VALUE:
		return ch_str_is(value, "false") ? -1 : 1;
	case CH_ATTR_UNSPECIFIED:
		break;
	}
	return 0;
}

enum ch_path_class ch_linguist_class(
	const struct ch_linguist *l, struct ch_str path, struct ch_str content)
{
	/* A file of several classes belongs to the first of these. */
	static const enum ch_path_class order[] = { CH_CLASS_GENERATED,
		CH_CLASS_VENDORED, CH_CLASS_DOCUMENTATION, CH_CLASS_TEST };
	int says[CH_ARRAY_LEN(order)];
	size_t i;

	for (i = 0; i < CH_ARRAY_LEN(order); i++) {
		says[i] = attribute_says(l, order[i], path);
		if (says[i] > 0)
			return order[i];
	}
	for (i = 0; i < CH_ARRAY_LEN(order); i++)
		if (!says[i] && class_holds(order[i], path, content))
			return order[i];
	return CH_CLASS_SOURCE;
}
