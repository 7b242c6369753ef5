#include "gitlayer/pathspec.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "gitlayer/wildmatch.h"

#define NONE ((size_t)-1)

enum { TOP = 1, EXCLUDE = 2, ICASE = 4, GLOB = 8, PLAIN = 16 };

struct item {
	struct ch_str match;  /* from the top of the tree; the heap's */
	size_t prefix;	      /* bytes of it that the working directory gave */
	size_t literal;	      /* bytes of it before the first wildcard */
	struct ch_wild *wild; /* the rest; NULL where there is none */
	unsigned magic;
};

struct ch_pathspec {
	struct item *items;
	size_t nitems;
	size_t nexcludes;
};

static const struct {
	const char *name;
	unsigned magic;
} magics[] = { { "top", TOP }, { "exclude", EXCLUDE }, { "icase", ICASE },
	{ "glob", GLOB }, { "literal", PLAIN } };

static int bad(struct ch_err *err, const char *word, const char *why)
{
	return ch_fail(err, CH_EUSAGE, "pathspec '%.150s': %s", word, why);
}

/* ":(top,icase)rest": *at is moved behind the parenthesis. */
static int read_long_magic(
	const char *word, size_t *at, unsigned *magic, struct ch_err *err)
{
	const char *end = strchr(word, ')');
	struct ch_str list, name;

	if (!end)
		return bad(err, word, "missing ')'");
	list = ch_str_n(word + 2, (size_t)(end - word) - 2);
	while (list.len) {
		size_t comma = ch_str_chr(list, ',', 0);
		unsigned found = 0;

		name = ch_str_sub(list, 0, comma);
		list = comma == NONE ? ch_str_n(list.ptr, 0)
				     : ch_str_sub(list, comma + 1, list.len);
		for (size_t i = 0; i < CH_ARRAY_LEN(magics); i++)
			if (ch_str_is(name, magics[i].name))
				found = magics[i].magic;
		if (!found && name.len)
			return ch_fail(err, CH_EUSAGE,
				"pathspec '%.100s': unknown magic '%.*s'; "
				"known are top, exclude, icase, glob, literal",
				word, (int)name.len, name.ptr);
		*magic |= found;
	}
	*at = (size_t)(end - word) + 1;
	return 0;
}

/* ":/", ":!", ":^" and their combinations, ended by ':' or a common byte. */
static int read_short_magic(
	const char *word, size_t *at, unsigned *magic, struct ch_err *err)
{
	size_t i = 1;

	for (; word[i] && word[i] != ':'; i++) {
		if (word[i] == '/')
			*magic |= TOP;
		else if (word[i] == '!' || word[i] == '^')
			*magic |= EXCLUDE;
		else if (strchr("\"#%&',-;<=>@_`~", word[i]))
			return bad(err, word, "unknown magic sign");
		else
			break;
	}
	*at = word[i] == ':' ? i + 1 : i;
	return 0;
}

/*
 * Add 'path' to 'out', which holds the prefix, without ".", ".." and empty
 * components.  *prefix shrinks when ".." takes some of it away.
 */
static bool add_path(struct ch_buf *out, const char *path, size_t *prefix)
{
	while (*path) {
		size_t n = strcspn(path, "/");

		if (n == 2 && path[0] == '.' && path[1] == '.') {
			if (!out->len)
				return false;
			ch_buf_truncate(out, out->len - 1);
			while (out->len && out->ptr[out->len - 1] != '/')
				ch_buf_truncate(out, out->len - 1);
			if (*prefix > out->len)
				*prefix = out->len;
		} else if (n && !(n == 1 && path[0] == '.')) {
			ch_buf_add(out, path, path[n] ? n + 1 : n);
		}
		path += path[n] ? n + 1 : n;
	}
	return true;
}

static void compile(struct item *item)
{
	unsigned flags = 0;

	item->literal = item->magic & PLAIN ? item->match.len
					    : ch_wild_literal_len(item->match);
	if (item->literal < item->prefix)
		item->literal = item->prefix;
	if (item->literal == item->match.len)
		return;
	if (item->magic & GLOB)
		flags |= CH_WILD_PATHNAME;
	if (item->magic & ICASE)
		flags |= CH_WILD_ICASE;
	item->wild = ch_wild_new(
		ch_str_sub(item->match, item->literal, item->match.len), flags);
}

static int parse_word(struct item *item, const char *prefix, const char *word,
	struct ch_err *err)
{
	struct ch_buf path = { 0 };
	size_t at = 0;
	int code = 0;

	if (!*word)
		return bad(err, word, "empty; write . for everything");
	if (word[0] == ':' && word[1] == '(')
		code = read_long_magic(word, &at, &item->magic, err);
	else if (word[0] == ':')
		code = read_short_magic(word, &at, &item->magic, err);
	if (code)
		return code;
	if ((item->magic & GLOB) && (item->magic & PLAIN))
		return bad(err, word, "glob and literal exclude each other");
	ch_buf_add(&path, "", 0);
	if (item->magic & TOP) {
		ch_buf_add_z(&path, word + at);
	} else {
		item->prefix = strlen(prefix);
		ch_buf_add_z(&path, prefix);
		if (word[at] == '/' ||
			!add_path(&path, word + at, &item->prefix))
			code = bad(err, word, "outside the repository");
	}
	item->match = ch_str_n(path.ptr, path.len);
	if (!code)
		compile(item);
	return code;
}

int ch_pathspec_new(struct ch_pathspec **out, const char *prefix,
	const char *const *words, size_t nwords, struct ch_err *err)
{
	struct ch_pathspec *spec = ch_calloc(1, sizeof(*spec));
	int code = 0;

	*out = NULL;
	spec->items = ch_calloc(nwords, sizeof(*spec->items));
	for (size_t i = 0; i < nwords && !code; i++) {
		code = parse_word(
			&spec->items[spec->nitems++], prefix, words[i], err);
		if (spec->items[i].magic & EXCLUDE)
			spec->nexcludes++;
	}
	if (code)
		ch_pathspec_free(spec);
	else
		*out = spec;
	return code;
}

void ch_pathspec_free(struct ch_pathspec *spec)
{
	if (!spec)
		return;
	for (size_t i = 0; i < spec->nitems; i++) {
		ch_wild_free(spec->items[i].wild);
		free((char *)spec->items[i].match.ptr);
	}
	free(spec->items);
	free(spec);
}

static bool same_bytes(
	const struct item *item, const char *a, const char *b, size_t n)
{
	if (item->magic & ICASE)
		return !ch_str_casecmp(ch_str_n(a, n), ch_str_n(b, n));
	return !n || !memcmp(a, b, n);
}

/* The path itself, or a directory that it is below. */
static bool is_named(const struct item *item, struct ch_str path)
{
	size_t n = item->match.len;

	if (!n)
		return true;
	if (path.len < n || !same_bytes(item, item->match.ptr, path.ptr, n))
		return false;
	return path.len == n || item->match.ptr[n - 1] == '/' ||
	       path.ptr[n] == '/';
}

static bool item_matches(const struct item *item, struct ch_str path)
{
	/* Nobody typed the prefix: its case stands. */
	if ((item->magic & ICASE) && item->prefix &&
		(path.len < item->prefix ||
			memcmp(path.ptr, item->match.ptr, item->prefix)))
		return false;
	if (is_named(item, path))
		return true;
	return item->wild && path.len >= item->literal &&
	       same_bytes(item, item->match.ptr, path.ptr, item->literal) &&
	       ch_wild_matches(
		       item->wild, ch_str_sub(path, item->literal, path.len));
}

/* Does one of the items of that kind match? */
static bool any_matches(
	const struct ch_pathspec *spec, unsigned exclude, struct ch_str path)
{
	for (size_t i = 0; i < spec->nitems; i++)
		if ((spec->items[i].magic & EXCLUDE) == exclude &&
			item_matches(&spec->items[i], path))
			return true;
	return false;
}

bool ch_pathspec_matches(const struct ch_pathspec *spec, struct ch_str path)
{
	if (spec->nitems > spec->nexcludes && !any_matches(spec, 0, path))
		return false;
	return !spec->nexcludes || !any_matches(spec, EXCLUDE, path);
}

/* Could something below 'dir' match this item? */
static bool item_may_enter(const struct item *item, struct ch_str dir)
{
	size_t n = dir.len < item->literal ? dir.len : item->literal;

	if (!dir.len)
		return true;
	if (!same_bytes(item, item->match.ptr, dir.ptr, n))
		return false;
	if (dir.len < item->literal)
		return item->match.ptr[dir.len] == '/';
	return item->wild || is_named(item, dir);
}

/* Does this item match everything below 'dir'? */
static bool item_covers(const struct item *item, struct ch_str dir)
{
	struct item bare = *item;

	if (bare.match.len > 1 && bare.match.ptr[bare.match.len - 1] == '/')
		bare.match.len--;
	return is_named(&bare, dir) &&
	       (!(item->magic & ICASE) || !item->prefix);
}

bool ch_pathspec_may_enter(const struct ch_pathspec *spec, struct ch_str dir)
{
	bool may = spec->nitems == spec->nexcludes;

	for (size_t i = 0; i < spec->nitems; i++) {
		const struct item *item = &spec->items[i];

		if (!(item->magic & EXCLUDE))
			may |= item_may_enter(item, dir);
		else if (item_covers(item, dir))
			return false;
	}
	return may;
}

bool ch_pathspec_is_empty(const struct ch_pathspec *spec)
{
	return !spec->nitems;
}
