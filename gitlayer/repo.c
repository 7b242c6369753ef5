#include "gitlayer/repo.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <git2.h>

#include "base/mem.h"
#include "base/str.h"
#include "gitlayer/mapguard.h"
#include "gitlayer/odb.h"
#include "gitlayer/repo_priv.h"

struct ch_repo {
	git_repository *git;
	struct ch_packset packs;
	struct ch_odb *odb; /* the main thread's */
	char *path;
	char *gitdir;
	char *commondir;
	bool bare;
	struct ch_oid *shallow; /* sorted */
	size_t nshallow;
	size_t shallow_cap;
	char **warnings;
	size_t nwarnings;
	size_t warnings_cap;
};

/*
 * Owner validation is off.  git's safe.directory keeps others' repositories
 * from naming programs (hooks, fsmonitor, pagers) that run as the user; this
 * program starts none, and takes nothing that names files or bounds resources
 * from a repository's own config (ch_repo_config(), trusted_only).  What
 * would be left of the check is the failure in every container whose user is
 * not the owner of the mounted directory.
 */
int ch_git_init(struct ch_err *err)
{
	static const char *extensions[] = { "worktreeconfig", "partialclone",
		"preciousobjects", "relativeworktrees" };

	if (git_libgit2_init() < 0)
		return ch_git_fail(err, CH_EFAIL, "libgit2");
	if (git_libgit2_opts(GIT_OPT_SET_EXTENSIONS, extensions,
		    CH_ARRAY_LEN(extensions)) < 0 ||
		git_libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, 0) < 0 ||
		git_libgit2_opts(GIT_OPT_ENABLE_CACHING, 0) < 0) {
		ch_git_fail(err, CH_EFAIL, "libgit2");
		git_libgit2_shutdown();
		return CH_EFAIL;
	}
	return ch_mapguard_install(err);
}

void ch_git_shutdown(void)
{
	git_libgit2_shutdown();
}

int ch_git_fail(struct ch_err *err, enum ch_code code, const char *what)
{
	const git_error *e = git_error_last();

	return ch_fail(err, code, "%s: %s", what,
		e && e->message ? e->message : "unknown error of libgit2");
}

static bool exists_in(const char *dir, const char *name)
{
	struct ch_buf path = { 0 };
	struct stat st;
	bool there;

	ch_buf_printf(&path, "%s/%s", dir, name);
	there = !stat(ch_buf_z(&path), &st);
	ch_buf_release(&path);
	return there;
}

/*
 * A git directory without a config file, such as a mirror some tool wrote:
 * libgit2 would take it for the .git of a worktree around it.
 */
static bool is_bare_without_config(const char *dir)
{
	struct ch_str s = ch_str_z(dir);

	while (s.len > 1 && s.ptr[s.len - 1] == '/')
		s.len--;
	if (ch_str_is(s, ".git") ||
		(s.len > 5 && !memcmp(s.ptr + s.len - 5, "/.git", 5)))
		return false;
	return exists_in(dir, "HEAD") && exists_in(dir, "objects") &&
	       exists_in(dir, "refs") && !exists_in(dir, "config");
}

static int open_handle(git_repository **out, const char *dir)
{
	if (is_bare_without_config(dir))
		return git_repository_open_bare(out, dir);
	return git_repository_open_ext(out, dir, 0, NULL);
}

/* libgit2 1.5 says only that it does not know the extension. */
static bool is_sha256(const char *dir)
{
	git_buf found = { 0 };
	git_config *config = NULL;
	git_config_entry *entry = NULL;
	struct ch_buf path = { 0 };
	bool yes = false;

	if (is_bare_without_config(dir) ||
		git_repository_discover(&found, dir, 0, NULL) < 0)
		goto out;
	ch_buf_printf(&path, "%sconfig", found.ptr);
	if (git_config_open_ondisk(&config, ch_buf_z(&path)) < 0)
		goto out;
	if (!git_config_get_entry(&entry, config, "extensions.objectformat"))
		yes = !strcmp(entry->value, "sha256");
out:
	git_config_entry_free(entry);
	git_config_free(config);
	git_buf_dispose(&found);
	ch_buf_release(&path);
	return yes;
}

static int open_failed(const char *dir, int error, struct ch_err *err)
{
	struct stat st;

	if (stat(dir, &st))
		return ch_fail(err, CH_ENOTFOUND, "%s: no such directory", dir);
	if (error == GIT_ENOTFOUND)
		return ch_fail(
			err, CH_ENOTFOUND, "%s: not a git repository", dir);
	ch_git_fail(err, CH_EFAIL, dir);
	if (is_sha256(dir))
		return ch_fail(err, CH_EFAIL,
			"%s: SHA-256 repositories are not supported", dir);
	return CH_EFAIL;
}

static void add_warning(const char *line, void *data)
{
	struct ch_repo *repo = data;

	CH_GROW(repo->warnings, repo->nwarnings, repo->warnings_cap);
	repo->warnings[repo->nwarnings++] = ch_strdup(line);
}

static int by_oid(const void *a, const void *b)
{
	return ch_oid_cmp(a, b);
}

static void read_shallow(struct ch_repo *repo)
{
	struct ch_buf path = { 0 };
	char line[256];
	FILE *f;

	ch_buf_printf(&path, "%sshallow", repo->commondir);
	f = fopen(ch_buf_z(&path), "re");
	while (f && fgets(line, sizeof(line), f)) {
		CH_GROW(repo->shallow, repo->nshallow, repo->shallow_cap);
		if (ch_oid_from_hex(&repo->shallow[repo->nshallow], line))
			repo->nshallow++;
	}
	if (f)
		fclose(f);
	ch_buf_release(&path);
	if (!repo->nshallow)
		return;
	qsort(repo->shallow, repo->nshallow, sizeof(*repo->shallow), by_oid);
	snprintf(line, sizeof(line),
		"shallow clone: history ends at %zu commit%s whose parents "
		"are not here",
		repo->nshallow, repo->nshallow == 1 ? "" : "s");
	add_warning(line, repo);
}

static bool is_partial(struct ch_repo *repo)
{
	struct ch_buf value = { 0 };
	bool yes = repo->packs.promisor ||
		   !ch_repo_config(repo, "extensions.partialclone", false,
			   &value, NULL);

	ch_buf_release(&value);
	return yes;
}

int ch_repo_open(struct ch_repo **out, const char *dir, struct ch_err *err)
{
	struct ch_repo *repo = ch_calloc(1, sizeof(*repo));
	struct ch_buf objects = { 0 };
	int error = open_handle(&repo->git, dir);

	if (error < 0) {
		free(repo);
		return open_failed(dir, error, err);
	}
	repo->path = ch_strdup(dir);
	repo->gitdir = ch_strdup(git_repository_path(repo->git));
	repo->commondir = ch_strdup(git_repository_commondir(repo->git));
	repo->bare = git_repository_is_bare(repo->git);
	ch_buf_printf(&objects, "%sobjects", repo->commondir);
	ch_packset_open(&repo->packs, ch_buf_z(&objects), add_warning, repo);
	ch_buf_release(&objects);
	read_shallow(repo);
	if (is_partial(repo))
		add_warning("partial clone: contents that were never fetched "
			    "are missing here",
			repo);
	error = ch_odb_open(&repo->odb, repo, NULL, err);
	if (error) {
		ch_repo_free(repo);
		return error;
	}
	*out = repo;
	return 0;
}

void ch_repo_free(struct ch_repo *repo)
{
	if (!repo)
		return;
	ch_odb_free(repo->odb);
	ch_packset_release(&repo->packs);
	git_repository_free(repo->git);
	for (size_t i = 0; i < repo->nwarnings; i++)
		free(repo->warnings[i]);
	free(repo->warnings);
	free(repo->shallow);
	free(repo->commondir);
	free(repo->gitdir);
	free(repo->path);
	free(repo);
}

git_repository *ch_repo_git(struct ch_repo *repo)
{
	return repo->git;
}

struct ch_odb *ch_repo_odb(struct ch_repo *repo)
{
	return repo->odb;
}

struct ch_packset *ch_repo_packs(struct ch_repo *repo)
{
	return &repo->packs;
}

const char *ch_repo_path(const struct ch_repo *repo)
{
	return repo->path;
}

const char *ch_repo_gitdir(const struct ch_repo *repo)
{
	return repo->gitdir;
}

const char *ch_repo_workdir(const struct ch_repo *repo)
{
	return git_repository_workdir(repo->git);
}

const char *ch_repo_commondir(const struct ch_repo *repo)
{
	return repo->commondir;
}

bool ch_repo_is_bare(const struct ch_repo *repo)
{
	return repo->bare;
}

size_t ch_repo_shallow(const struct ch_repo *repo, const struct ch_oid **oids)
{
	*oids = repo->shallow;
	return repo->nshallow;
}

bool ch_repo_is_shallow_root(
	const struct ch_repo *repo, const struct ch_oid *commit)
{
	return repo->nshallow && bsearch(commit, repo->shallow, repo->nshallow,
					 sizeof(*repo->shallow), by_oid);
}

size_t ch_repo_warnings(const struct ch_repo *repo, const char *const **lines)
{
	*lines = (const char *const *)repo->warnings;
	return repo->nwarnings;
}

/* Refs */

static void from_git(struct ch_oid *oid, const git_oid *id)
{
	memcpy(oid->id, id->id, CH_OID_BYTES);
}

int ch_repo_head(struct ch_repo *repo, struct ch_oid *commit,
	struct ch_buf *branch, struct ch_err *err)
{
	git_reference *head = NULL, *ref = NULL;
	const char *target;
	int code = 0, error;

	if (branch)
		ch_buf_clear(branch);
	if (git_reference_lookup(&head, repo->git, "HEAD") < 0)
		return ch_git_fail(err, CH_ENOTFOUND, "HEAD");
	target = git_reference_symbolic_target(head);
	if (branch && target)
		ch_buf_add_z(
			branch, ch_str_starts(ch_str_z(target), "refs/heads/")
					? target + 11
					: target);
	error = git_reference_resolve(&ref, head);
	if (error == GIT_ENOTFOUND)
		code = ch_fail(err, CH_ENOTFOUND, "HEAD: no commits yet");
	else if (error < 0)
		code = ch_git_fail(err, CH_EFAIL, "HEAD");
	if (!code) {
		from_git(commit, git_reference_target(ref));
		code = ch_repo_peel(repo, "HEAD", commit, err);
	}
	git_reference_free(ref);
	git_reference_free(head);
	return code;
}

struct tag_list {
	struct ch_repo *repo;
	struct ch_arena *arena;
	struct ch_tag *tags;
	size_t n;
	size_t cap;
};

static int add_tag(const char *name, git_oid *id, void *data)
{
	struct tag_list *list = data;
	struct ch_tag *tag;
	struct ch_oid oid, target;

	from_git(&oid, id);
	target = oid;
	if (ch_repo_peel(list->repo, name, &target, NULL))
		return 0;
	CH_GROW(list->tags, list->n, list->cap);
	tag = &list->tags[list->n++];
	tag->name = ch_arena_str(list->arena, ch_str_z(name + 10));
	tag->commit = target;
	tag->annotated = !ch_oid_eq(&oid, &target);
	return 0;
}

static int by_tag_name(const void *a, const void *b)
{
	const struct ch_tag *x = a, *y = b;

	return ch_str_cmp(x->name, y->name);
}

int ch_repo_tags(struct ch_repo *repo, struct ch_arena *arena,
	struct ch_tag **tags, size_t *ntags, struct ch_err *err)
{
	struct tag_list list = { repo, arena, NULL, 0, 0 };
	int code = 0;

	if (git_tag_foreach(repo->git, add_tag, &list) < 0)
		code = ch_git_fail(err, CH_EFAIL, "tags");
	if (list.n)
		qsort(list.tags, list.n, sizeof(*list.tags), by_tag_name);
	*ntags = code ? 0 : list.n;
	*tags = ch_arena_memdup(arena, list.tags, *ntags * sizeof(*list.tags));
	free(list.tags);
	return code;
}

int ch_repo_config(struct ch_repo *repo, const char *key, bool trusted_only,
	struct ch_buf *value, struct ch_err *err)
{
	git_config *config = NULL;
	git_config_entry *entry = NULL;
	int code = 0, error;

	error = trusted_only ? git_config_open_default(&config)
			     : git_repository_config(&config, repo->git);
	if (error < 0)
		return ch_git_fail(err, CH_EFAIL, "config");
	error = git_config_get_entry(&entry, config, key);
	ch_buf_clear(value);
	if (error == GIT_ENOTFOUND)
		code = ch_fail(err, CH_ENOTFOUND, "%s: not set", key);
	else if (error < 0)
		code = ch_git_fail(err, CH_EFAIL, key);
	else
		ch_buf_add_z(value, entry->value ? entry->value : "true");
	git_config_entry_free(entry);
	git_config_free(config);
	return code;
}
