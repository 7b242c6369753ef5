#include "gitlayer/range.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define NONE ((size_t)-1)

struct oid_list {
	struct ch_oid *items;
	size_t n, cap;
};

static void add(struct oid_list *list, const struct ch_oid *oid)
{
	CH_GROW(list->items, list->n, list->cap);
	list->items[list->n++] = *oid;
}

struct reader {
	struct ch_repo *repo;
	struct ch_odb *odb;
	struct ch_arena *arena; /* the caller's */
	struct oid_list include, exclude;
};

/* 's' as a revision; nothing stands for HEAD. */
static int resolve(const struct reader *r, struct ch_str s, struct ch_oid *oid,
	struct ch_err *err)
{
	if (!s.len)
		return ch_repo_resolve(r->repo, "HEAD", oid, err);
	return ch_repo_resolve(
		r->repo, ch_arena_str(r->arena, s).ptr, oid, err);
}

/* "A..B" or "A...B" cut at its dots; false where there are none. */
static bool split_dots(
	struct ch_str word, struct ch_str *a, struct ch_str *b, bool *three)
{
	size_t at = ch_str_find(word, CH_STR(".."), 0);

	/* ".." alone is the directory above. */
	if (at == NONE || word.len == 2)
		return false;
	*three = at + 2 < word.len && word.ptr[at + 2] == '.';
	*a = ch_str_sub(word, 0, at);
	*b = ch_str_sub(word, at + (*three ? 3 : 2), word.len);
	return true;
}

static int add_symmetric(struct reader *r, const struct ch_oid *a,
	const struct ch_oid *b, struct ch_err *err)
{
	struct ch_oid *bases = NULL;
	size_t n = 0;
	int code = ch_merge_bases(
		r->odb, r->repo, a, b, r->arena, &bases, &n, err);

	if (code)
		return code;
	for (size_t i = 0; i < n; i++)
		add(&r->exclude, &bases[i]);
	add(&r->include, a);
	add(&r->include, b);
	return 0;
}

/* 1: taken, 0: not a range of two revisions here, < 0: error. */
static int try_dots(struct reader *r, struct ch_str word, struct ch_err *err)
{
	struct ch_oid oid_a, oid_b;
	struct ch_str a, b;
	bool three;
	int code;

	if (!split_dots(word, &a, &b, &three) || resolve(r, a, &oid_a, NULL) ||
		resolve(r, b, &oid_b, NULL))
		return 0;
	if (three) {
		code = add_symmetric(r, &oid_a, &oid_b, err);
		return code ? code : 1;
	}
	add(&r->exclude, &oid_a);
	add(&r->include, &oid_b);
	return 1;
}

enum suffix { NO_SUFFIX, ALL_PARENTS, NOT_PARENTS, NOT_PARENT };

/* A^@, A^!, A^-, A^-N: what stands before, and N. */
static enum suffix split_suffix(
	struct ch_str word, struct ch_str *rev, size_t *nth)
{
	size_t at = ch_str_find(word, CH_STR("^-"), 0);
	size_t n = 0;

	if (ch_str_ends(word, "^@") || ch_str_ends(word, "^!")) {
		*rev = ch_str_sub(word, 0, word.len - 2);
		return ch_str_ends(word, "^@") ? ALL_PARENTS : NOT_PARENTS;
	}
	if (at == NONE || word.len - at > 8)
		return NO_SUFFIX;
	for (size_t i = at + 2; i < word.len; i++) {
		if (word.ptr[i] < '0' || word.ptr[i] > '9')
			return NO_SUFFIX;
		n = n * 10 + (size_t)(word.ptr[i] - '0');
	}
	*nth = at + 2 == word.len ? 1 : n;
	*rev = ch_str_sub(word, 0, at);
	return *nth ? NOT_PARENT : NO_SUFFIX;
}

static int no_revision(struct ch_str word, struct ch_err *err)
{
	return ch_fail(err, CH_ENOTFOUND, "%.*s: not a revision here",
		(int)(word.len > 200 ? 200 : word.len), word.ptr);
}

/* 1: taken, 0: not of this form, < 0: error. */
static int try_suffix(
	struct reader *r, struct ch_str word, bool negated, struct ch_err *err)
{
	struct oid_list *self = negated ? &r->exclude : &r->include;
	struct oid_list *others = negated ? &r->include : &r->exclude;
	size_t nparents, nth = 0, from = 0, to;
	struct ch_oid oid, *parents;
	struct ch_str rev;
	enum suffix kind = split_suffix(word, &rev, &nth);
	int code;

	if (kind == NO_SUFFIX || !rev.len || resolve(r, rev, &oid, NULL))
		return 0;
	code = ch_walk_parents(r->odb, r->repo, &oid, r->arena, &parents,
		&nparents, NULL, err);
	if (code)
		return code;
	to = nparents;
	if (kind == NOT_PARENT) {
		if (nth > nparents)
			return no_revision(word, err);
		from = nth - 1;
		to = nth;
	}
	for (size_t i = from; i < to; i++)
		add(kind == ALL_PARENTS ? self : others, &parents[i]);
	if (kind != ALL_PARENTS)
		add(self, &oid);
	return 1;
}

static int read_word(struct reader *r, struct ch_str word, struct ch_err *err)
{
	bool negated = ch_str_starts(word, "^");
	struct ch_str rev = negated ? ch_str_sub(word, 1, word.len) : word;
	struct ch_oid oid;
	int code;

	if (ch_str_starts(word, "-") || ch_str_starts(rev, "-"))
		return ch_fail(err, CH_EUSAGE,
			"%.*s: a revision cannot start with '-'",
			(int)(word.len > 100 ? 100 : word.len), word.ptr);
	code = try_dots(r, word, err);
	if (!code)
		code = try_suffix(r, rev, negated, err);
	if (code)
		return code < 0 ? code : 0;
	if (!rev.len)
		return no_revision(word, err);
	code = resolve(r, rev, &oid, err);
	if (code)
		return code;
	add(negated ? &r->exclude : &r->include, &oid);
	return 0;
}

int ch_range_tips(struct ch_repo *repo, struct ch_odb *odb,
	const char *const *args, size_t nargs, struct ch_arena *arena,
	struct ch_walk_tips *out, struct ch_err *err)
{
	struct reader r = { .repo = repo, .odb = odb, .arena = arena };
	struct ch_oid head;
	int code = 0;

	memset(out, 0, sizeof(*out));
	out->since_s = CH_NO_TIME;
	out->until_s = CH_NO_TIME;
	for (size_t i = 0; i < nargs && !code; i++)
		code = read_word(&r, ch_str_z(args[i]), err);
	if (!nargs) {
		code = ch_repo_head(repo, &head, NULL, err);
		if (!code)
			add(&r.include, &head);
	}
	if (!code) {
		out->include = ch_arena_memdup(arena, r.include.items,
			r.include.n * sizeof(*r.include.items));
		out->ninclude = r.include.n;
		out->exclude = ch_arena_memdup(arena, r.exclude.items,
			r.exclude.n * sizeof(*r.exclude.items));
		out->nexclude = r.exclude.n;
	}
	free(r.include.items);
	free(r.exclude.items);
	return code;
}
