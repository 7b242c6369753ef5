#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "gitlayer/oidtable.h"
#include "gitlayer/range.h"

#define NONE ((size_t)-1)

struct finder {
	struct ch_repo *repo;
	struct ch_odb *odb;
	struct ch_arena *arena; /* the caller's */
	int64_t now_s;
};

/* Copies: arguments may die before the span. */
static struct ch_str keep(const struct finder *f, struct ch_str s)
{
	return ch_arena_str(f->arena, s);
}

static int resolve(const struct finder *f, struct ch_str rev,
	struct ch_oid *oid, struct ch_str *name, struct ch_err *err)
{
	*name = rev.len ? keep(f, rev) : CH_STR("HEAD");
	return ch_repo_resolve(f->repo, name->ptr, oid, err);
}

/*
 * The first commit from 'oid' along first parents that was committed before
 * 'limit_s'.  Commits without a readable date are passed over.  *oid is left
 * alone and *found false when there is none.
 */
static int last_before(const struct finder *f, int64_t limit_s,
	struct ch_oid *oid, bool *found, struct ch_err *err)
{
	struct ch_arena scratch = { 0 };
	struct ch_oid at = *oid, *parents;
	int64_t when_s;
	size_t n;
	int code;

	*found = false;
	for (;;) {
		ch_arena_reset(&scratch);
		code = ch_walk_parents(f->odb, f->repo, &at, &scratch, &parents,
			&n, &when_s, err);
		if (code)
			break;
		if (when_s != CH_NO_TIME && when_s < limit_s) {
			*oid = at;
			*found = true;
			break;
		}
		if (!n)
			break;
		at = parents[0];
	}
	ch_arena_release(&scratch);
	return code;
}

/* B: HEAD, a revision, or the last commit of HEAD up to a date. */
static int find_end(const struct finder *f, const char *until,
	struct ch_span *out, struct ch_err *err)
{
	struct ch_str word = ch_str_z(until);
	int64_t when_s;
	bool found;
	int code;

	if (!until || !resolve(f, word, &out->b, &out->b_name, NULL))
		return until ? 0 : resolve(f, word, &out->b, &out->b_name, err);
	code = ch_date_parse(until, f->now_s, &when_s, NULL);
	if (code)
		return ch_fail(err, CH_EUSAGE,
			"%s: neither a revision here nor a date", until);
	code = ch_repo_head(f->repo, &out->b, NULL, err);
	if (!code)
		code = last_before(f, when_s == INT64_MAX ? when_s : when_s + 1,
			&out->b, &found, err);
	if (!code && !found)
		code = ch_fail(err, CH_ENOTFOUND,
			"%s: HEAD has no commit that old", until);
	out->b_name = keep(f, word);
	return code;
}

static int find_start(const struct finder *f, const char *since,
	struct ch_span *out, struct ch_err *err)
{
	struct ch_str word = ch_str_z(since);
	int64_t when_s;
	bool found;
	int code;

	if (!resolve(f, word, &out->a, &out->a_name, NULL))
		return 0;
	if (ch_date_parse(since, f->now_s, &when_s, NULL))
		return ch_fail(err, CH_EUSAGE,
			"%s: neither a revision here nor a date", since);
	out->a = out->b;
	code = last_before(f, when_s, &out->a, &found, err);
	if (code)
		return code;
	out->a_name = keep(f, word);
	out->from_roots = !found;
	return 0;
}

/* Release tags by commit; of several on one commit the smallest name. */
struct tag_index {
	struct ch_oid_table commits;
	struct ch_str *names; /* by number in 'commits' */
	size_t nnames, cap;
};

static int index_tags(
	const struct finder *f, struct tag_index *index, struct ch_err *err)
{
	struct ch_tag *tags;
	size_t ntags;
	int code = ch_repo_tags(f->repo, f->arena, &tags, &ntags, err);

	for (size_t i = 0; !code && i < ntags; i++) {
		bool added;
		uint32_t at;

		if (ch_tag_is_prerelease(tags[i].name))
			continue;
		at = ch_oid_table_add(&index->commits, &tags[i].commit, &added);
		if (added) {
			CH_GROW(index->names, index->nnames, index->cap);
			index->names[index->nnames++] = tags[i].name;
		} else if (ch_str_cmp(tags[i].name, index->names[at]) < 0) {
			index->names[at] = tags[i].name;
		}
	}
	return code;
}

/* No A was given: the nearest release tag before B on its first parents. */
static int choose_start(
	const struct finder *f, struct ch_span *out, struct ch_err *err)
{
	struct tag_index index = { .nnames = 0 };
	struct ch_arena scratch = { 0 };
	struct ch_oid at = out->b, *parents;
	uint32_t tag = CH_NO_NUMBER;
	size_t n;
	int code = index_tags(f, &index, err);

	while (!code && index.nnames) {
		ch_arena_reset(&scratch);
		code = ch_walk_parents(f->odb, f->repo, &at, &scratch, &parents,
			&n, NULL, err);
		if (code || !n)
			break;
		at = parents[0];
		tag = ch_oid_table_find(&index.commits, &at);
		if (tag != CH_NO_NUMBER)
			break;
	}
	out->a_chosen = true;
	out->from_roots = tag == CH_NO_NUMBER;
	if (!code && tag != CH_NO_NUMBER) {
		out->a = at;
		out->a_name = index.names[tag];
	}
	ch_arena_release(&scratch);
	ch_oid_table_release(&index.commits);
	free(index.names);
	return code;
}

static int take_symmetric(
	const struct finder *f, struct ch_span *out, struct ch_err *err)
{
	struct ch_oid *bases;
	size_t n;
	int code = ch_merge_bases(
		f->odb, f->repo, &out->a, &out->b, f->arena, &bases, &n, err);

	if (code)
		return code;
	out->symmetric = true;
	out->from_roots = !n;
	if (n)
		out->a = bases[0];
	return 0;
}

/* "A..B", "A...B"; also "B^!" and "B^-", a commit and what it changed. */
static int take_range(const struct finder *f, struct ch_str range,
	struct ch_span *out, struct ch_err *err)
{
	size_t at = ch_str_find(range, CH_STR(".."), 0);
	struct ch_oid *parents;
	size_t n;
	bool three;
	int code;

	if (ch_str_ends(range, "^!") || ch_str_ends(range, "^-")) {
		code = resolve(f, ch_str_sub(range, 0, range.len - 2), &out->b,
			&out->b_name, err);
		if (!code)
			code = ch_walk_parents(f->odb, f->repo, &out->b,
				f->arena, &parents, &n, NULL, err);
		if (code)
			return code;
		out->from_roots = !n;
		if (n) {
			out->a = parents[0];
			out->a_name = ch_arena_printf(f->arena, "%.*s^",
				(int)out->b_name.len, out->b_name.ptr);
		}
		return 0;
	}
	if (at == NONE || range.len == 2)
		return ch_fail(err, CH_EUSAGE,
			"%s: not a range; write A..B, A...B or A^!",
			keep(f, range).ptr);
	three = at + 2 < range.len && range.ptr[at + 2] == '.';
	code = resolve(f, ch_str_sub(range, 0, at), &out->a, &out->a_name, err);
	if (!code)
		code = resolve(f,
			ch_str_sub(range, at + (three ? 3 : 2), range.len),
			&out->b, &out->b_name, err);
	return code || !three ? code : take_symmetric(f, out, err);
}

int ch_span_resolve(struct ch_repo *repo, struct ch_odb *odb, const char *range,
	const char *since, const char *until, int64_t now_s,
	struct ch_arena *arena, struct ch_span *out, struct ch_err *err)
{
	struct finder f = {
		.repo = repo, .odb = odb, .arena = arena, .now_s = now_s
	};
	int code;

	memset(out, 0, sizeof(*out));
	if (range && (since || until))
		return ch_fail(err, CH_EUSAGE,
			"%s: give a range or --since / --until, not both",
			range);
	if (range)
		return take_range(&f, ch_str_z(range), out, err);
	code = find_end(&f, until, out, err);
	if (code)
		return code;
	return since ? find_start(&f, since, out, err)
		     : choose_start(&f, out, err);
}

static bool is_prerelease_word(struct ch_str word)
{
	static const char *const words[] = { "alpha", "beta", "canary", "cr",
		"dev", "ea", "milestone", "next", "nightly", "pre", "preview",
		"prerelease", "rc", "snapshot", "test", "testing", "unstable" };

	for (size_t i = 0; i < CH_ARRAY_LEN(words); i++)
		if (!ch_str_casecmp(word, ch_str_z(words[i])))
			return true;
	return false;
}

bool ch_tag_is_prerelease(struct ch_str name)
{
	size_t i = 0;

	while (i < name.len) {
		size_t from = i;
		struct ch_str word;

		while (i < name.len && ch_is_letter(name.ptr[i]))
			i++;
		word = ch_str_sub(name, from, i);
		if (is_prerelease_word(word))
			return true;
		/* Python's 1.0a1 and 1.0b2, but not OpenSSL's 1.0.2a */
		if (word.len == 1 &&
			(word.ptr[0] == 'a' || word.ptr[0] == 'b') && from &&
			ch_is_digit(name.ptr[from - 1]) && i < name.len &&
			ch_is_digit(name.ptr[i]))
			return true;
		if (i == from)
			i++;
	}
	return false;
}
