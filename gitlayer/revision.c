/*
 * Single revisions: REF or ID, then any of ~N, ^N, ^{}, ^{commit}.
 *
 * libgit2 has more of git's grammar but parses every commit on the way and
 * refuses those whose author it cannot read, so these forms are done here on
 * raw objects.  Reflogs ("main@{yesterday}", "@{-1}", "@{upstream}") are
 * libgit2's.  A search for text is refused: libgit2 1.5 loses 20 KiB for each
 * commit that it looks at.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <git2.h>

#include "base/mem.h"
#include "base/str.h"
#include "gitlayer/commit.h"
#include "gitlayer/repo_priv.h"

#define ABBREV_MIN 4
#define TAG_DEPTH 10
#define STEP_MAX 1000000000u

static void from_git(struct ch_oid *oid, const git_oid *id)
{
	memcpy(oid->id, id->id, CH_OID_BYTES);
}

/* "object <hex>\n" starts a tag; what it names may be a tag again. */
static bool tag_target(const struct ch_object *tag, struct ch_oid *target)
{
	return tag->size > 7 + CH_OID_HEX && !memcmp(tag->data, "object ", 7) &&
	       ch_oid_from_hex(target, tag->data + 7);
}

int ch_repo_peel(struct ch_repo *repo, const char *rev, struct ch_oid *oid,
	struct ch_err *err)
{
	struct ch_odb *odb = ch_repo_odb(repo);
	struct ch_arena arena = { 0 };
	enum ch_obj_type type = CH_OBJ_NONE;
	struct ch_object tag;
	size_t size;
	int code = 0;

	for (int depth = 0; depth < TAG_DEPTH; depth++) {
		code = ch_odb_header(odb, oid, &type, &size, err);
		if (code || type != CH_OBJ_TAG)
			break;
		code = ch_odb_read(odb, oid, &arena, &tag, err);
		if (!code && !tag_target(&tag, oid))
			code = ch_fail(err, CH_ENOTFOUND,
				"%s: a tag without a target", rev);
		ch_arena_reset(&arena);
		if (code)
			break;
	}
	ch_arena_release(&arena);
	if (!code && type != CH_OBJ_COMMIT)
		code = ch_fail(
			err, CH_ENOTFOUND, "%s: does not name a commit", rev);
	return code;
}

/* Abbreviated ids */

struct abbrev {
	struct ch_repo *repo;
	const char *hex;
	size_t len;
	struct ch_oid oid;
	size_t n; /* commits found, not more than 2 */
};

static int match_abbrev(const struct ch_oid *oid, void *data)
{
	struct abbrev *a = data;
	char hex[CH_OID_HEX + 1];
	struct ch_oid commit = *oid;

	if (strncasecmp(ch_oid_hex(oid, hex), a->hex, a->len))
		return 0;
	if (a->n && ch_oid_eq(&a->oid, oid))
		return 0; /* in two packs */
	if (ch_repo_peel(a->repo, a->hex, &commit, NULL))
		return 0;
	a->oid = *oid;
	return ++a->n > 1;
}

/* As git does: an abbreviation may be ambiguous as long as no commit is. */
static int from_abbrev(struct ch_repo *repo, const char *hex,
	struct ch_oid *oid, struct ch_err *err)
{
	struct abbrev a = { .repo = repo, .hex = hex, .len = strlen(hex) };

	ch_odb_each(ch_repo_odb(repo), match_abbrev, &a, NULL);
	if (a.n > 1)
		return ch_fail(err, CH_ENOTFOUND,
			"%s: more than one commit starts so", hex);
	if (!a.n)
		return ch_fail(
			err, CH_ENOTFOUND, "%s: not a revision here", hex);
	*oid = a.oid;
	return 0;
}

static bool is_abbrev(const char *s)
{
	size_t n = strspn(s, "0123456789abcdefABCDEF");

	return !s[n] && n >= ABBREV_MIN && n < CH_OID_HEX;
}

/* The digits at the end of what `git describe` prints, or NULL. */
static const char *described(const char *name)
{
	const char *at = NULL, *next = name;

	while ((next = strstr(next, "-g")))
		at = next += 2;
	return at && is_abbrev(at) ? at : NULL;
}

/* The part before any "~" and "^". */
static int resolve_name(struct ch_repo *repo, const char *name,
	struct ch_oid *oid, struct ch_err *err)
{
	git_reference *ref = NULL, *direct = NULL;
	git_object *object = NULL;
	int code = 0;

	if (strlen(name) == CH_OID_HEX && ch_oid_from_hex(oid, name))
		return 0;
	if (name[0] &&
		git_reference_dwim(&ref, ch_repo_git(repo),
			strcmp(name, "@") ? name : "HEAD") == 0 &&
		git_reference_resolve(&direct, ref) == 0)
		from_git(oid, git_reference_target(direct));
	else if (is_abbrev(name))
		code = from_abbrev(repo, name, oid, err);
	else if (described(name))
		code = from_abbrev(repo, described(name), oid, err);
	else if (strstr(name, "@{") &&
		 git_revparse_single(&object, ch_repo_git(repo), name) == 0)
		from_git(oid, git_object_id(object));
	else
		code = ch_fail(
			err, CH_ENOTFOUND, "%s: not a revision here", name);
	git_object_free(object);
	git_reference_free(direct);
	git_reference_free(ref);
	return code;
}

/* Steps */

static int nth_parent(
	struct ch_repo *repo, struct ch_oid *oid, size_t n, struct ch_err *err)
{
	struct ch_arena arena = { 0 };
	struct ch_object object;
	struct ch_commit commit;
	int code = ch_repo_peel(repo, "revision", oid, err);

	if (!code)
		code = ch_odb_read(
			ch_repo_odb(repo), oid, &arena, &object, err);
	if (!code)
		code = ch_commit_parse(oid, &object, &arena, &commit, err);
	if (!code && ch_repo_is_shallow_root(repo, oid))
		commit.nparents = 0;
	if (!code && n > commit.nparents)
		code = ch_fail(err, CH_ENOTFOUND, "no such parent");
	if (!code && n)
		*oid = commit.parents[n - 1];
	ch_arena_release(&arena);
	return code;
}

/* Digits at *s, 1 when there are none. */
static size_t read_count(const char **s)
{
	size_t n = 0;

	if (**s < '0' || **s > '9')
		return 1;
	for (; **s >= '0' && **s <= '9'; (*s)++)
		if (n < STEP_MAX)
			n = n * 10 + (size_t)(**s - '0');
	return n;
}

static int walk_steps(struct ch_repo *repo, const char *s, struct ch_oid *oid,
	struct ch_err *err)
{
	size_t n;
	int code = 0;

	while (*s && !code) {
		char op = *s++;

		if (*s == '{') { /* "^{}" or "^{commit}": peeled anyway */
			s = strchr(s, '}') + 1;
			continue;
		}
		n = read_count(&s);
		if (op == '^')
			code = nth_parent(repo, oid, n, err);
		for (; op == '~' && n && !code; n--)
			code = nth_parent(repo, oid, 1, err);
	}
	return code;
}

/* Only ~, ~N, ^, ^N, ^{} and ^{commit}. */
static bool are_plain_steps(const char *s)
{
	while (*s) {
		if (*s != '~' && *s != '^')
			return false;
		if (!strncmp(s, "^{}", 3))
			s += 3;
		else if (!strncmp(s, "^{commit}", 9))
			s += 9;
		else
			s += 1 + strspn(s + 1, "0123456789");
	}
	return true;
}

int ch_repo_resolve(struct ch_repo *repo, const char *rev,
	struct ch_oid *commit, struct ch_err *err)
{
	size_t len = strcspn(rev, "~^");
	char *name;
	int code;

	if (rev[0] == '-')
		return ch_fail(
			err, CH_ENOTFOUND, "%s: not a revision here", rev);
	if (!strncmp(rev, ":/", 2) || strstr(rev, "^{/"))
		return ch_fail(err, CH_ENOTFOUND,
			"%s: text is not searched for, give the commit's id",
			rev);
	if (!are_plain_steps(rev + len))
		len = strlen(rev);
	name = ch_strndup(rev, len);
	code = resolve_name(repo, name, commit, err);
	if (!code && rev[len] && walk_steps(repo, rev + len, commit, NULL))
		code = ch_fail(
			err, CH_ENOTFOUND, "%s: not a revision here", rev);
	if (!code)
		code = ch_repo_peel(repo, rev, commit, err);
	free(name);
	return code;
}
