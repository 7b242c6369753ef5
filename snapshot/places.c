#include "snapshot/places.h"

#include <string.h>

#include "base/mem.h"

#define NONE ((size_t)-1)
#define EXAMPLES 0
/* So many sources make a directory a package; fewer may be its settings. */
#define PACKAGE 4

static const char *const parts[CH_PLACE_PARTS] = { "examples", "build", "ci",
	"contrib", "dev", "script", "scripts", "tools" };

static int part_of(struct ch_str name)
{
	for (int i = 0; i < CH_PLACE_PARTS; i++)
		if (ch_str_is(name, parts[i]))
			return i;
	return -1;
}

/* The next directory's name of 'path' from *at on, which moves behind it. */
static bool next_dir(struct ch_str path, size_t *at, struct ch_str *name)
{
	size_t slash = ch_str_chr(path, '/', *at);

	if (slash == NONE)
		return false;
	*name = ch_str_sub(path, *at, slash);
	*at = slash + 1;
	return true;
}

/* Bits of a crate's root. */
#define HAS_LIB 1
#define HAS_MAIN 2

static void add_crate(struct ch_places *p, struct ch_str path, size_t dir)
{
	struct ch_str name = ch_str_sub(path, dir, path.len);
	unsigned bit = ch_str_is(name, "lib.rs")    ? HAS_LIB
		       : ch_str_is(name, "main.rs") ? HAS_MAIN
						    : 0;

	if (bit)
		*ch_map_add(&p->crates, path.ptr, dir, NULL) |= bit;
}

static bool is_shell(struct ch_str path)
{
	static const char *const ends[] = { ".sh", ".bash", ".zsh",
		".zsh-theme" };

	for (size_t i = 0; i < CH_ARRAY_LEN(ends); i++)
		if (ch_str_ends(path, ends[i]))
			return true;
	return false;
}

static bool is_include_header(struct ch_str path)
{
	size_t at = ch_str_find(path, CH_STR("include/"), 0);

	if (at == NONE || (at && path.ptr[at - 1] != '/'))
		return false;
	return ch_str_ends(path, ".h") || ch_str_ends(path, ".hpp");
}

static void count_parts(struct ch_places *p, struct ch_str path)
{
	bool seen[CH_PLACE_PARTS] = { false };
	struct ch_str name;
	size_t at = 0;

	p->nsources++;
	p->nshell += is_shell(path);
	while (next_dir(path, &at, &name)) {
		int part = part_of(name);

		if (part >= 0 && !seen[part])
			p->nbelow[part]++;
		if (part >= 0)
			seen[part] = true;
	}
}

void ch_places_add(struct ch_places *p, struct ch_str path, bool asked)
{
	size_t dir = path.len;

	while (dir && path.ptr[dir - 1] != '/')
		dir--;
	if (dir)
		*ch_map_add(&p->dirs, path.ptr, dir, NULL) +=
			ch_str_ends(path, "/__init__.py") ? PACKAGE : 1;
	add_crate(p, path, dir);
	p->include_dirs = p->include_dirs || is_include_header(path);
	if (asked)
		count_parts(p, path);
}

/* Of examples all: a library may have more of them than of itself. */
static bool is_product(const struct ch_places *p, int part)
{
	size_t n = p->nbelow[part];

	return part == EXAMPLES ? n && n == p->nsources : 2 * n > p->nsources;
}

static bool is_root(struct ch_str name)
{
	static const char *const roots[] = { "src", "lib", "source",
		"sources" };

	for (size_t i = 0; i < CH_ARRAY_LEN(roots); i++)
		if (!ch_str_casecmp(name, ch_str_z(roots[i])))
			return true;
	return false;
}

static bool is_package(
	const struct ch_places *p, struct ch_str path, size_t end)
{
	const uint64_t *n = p ? ch_map_get(&p->dirs, path.ptr, end) : NULL;

	return n && *n >= PACKAGE;
}

bool ch_places_machinery(const struct ch_places *p, struct ch_str path)
{
	struct ch_str name;
	size_t at = 0;
	bool inside = false; /* a package */

	while (next_dir(path, &at, &name)) {
		int part = part_of(name);

		if (part >= 0 && !(p && is_product(p, part)) &&
			(part == EXAMPLES || !inside))
			return true;
		inside = inside || is_root(name) || is_package(p, path, at);
	}
	return false;
}

bool ch_places_program(const struct ch_places *p, struct ch_str path)
{
	size_t dir = path.len;

	if (!p || !ch_str_ends(path, ".rs"))
		return false;
	while (dir) {
		const uint64_t *has;

		while (--dir && path.ptr[dir - 1] != '/')
			;
		has = ch_map_get(&p->crates, path.ptr, dir);
		if (has)
			return *has == HAS_MAIN;
	}
	return false;
}

bool ch_places_of_shell(const struct ch_places *p)
{
	return !p || 2 * p->nshell > p->nsources;
}

void ch_places_release(struct ch_places *p)
{
	ch_map_release(&p->dirs);
	ch_map_release(&p->crates);
	memset(p, 0, sizeof(*p));
}
