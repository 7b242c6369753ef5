#include "uast/grammars.h"

#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "uast/engine.h"
#include "uast/langfile.h"

#define MAX_FILE_BYTES ((size_t)1 << 20)

struct entry {
	struct ch_langfile file;
	void *library; /* NULL until it is loaded */
	int fd;	       /* open while it is, so that its name stays its own */
};

struct ch_grammars {
	const char *dir;
	int fd;
	uid_t owner;
	struct ch_arena arena;
	struct entry *entries; /* by name of the file */
	size_t n;
};

/* ---- whom to trust ------------------------------------------------------ */

static int check_trust(const struct ch_grammars *g, const struct stat *st,
	const char *path, struct ch_err *err)
{
	if (st->st_uid != g->owner && st->st_uid != 0)
		return ch_fail(err, CH_EUSAGE,
			"%s: owned by user %u, who is neither you nor root",
			path, (unsigned)st->st_uid);
	if (st->st_mode & (S_IWGRP | S_IWOTH))
		return ch_fail(err, CH_EUSAGE,
			"%s: others can write to it: chmod go-w", path);
	return 0;
}

/* A file of the directory; its descriptor, or < 0. */
static int open_file(const struct ch_grammars *g, const char *name,
	const char *path, struct ch_err *err)
{
	struct stat st;
	int fd = openat(
		g->fd, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	int rc;

	if (fd < 0 && errno == ELOOP)
		return ch_fail(err, CH_EUSAGE,
			"%s: a symbolic link: put the file itself there", path);
	if (fd < 0 || fstat(fd, &st)) {
		rc = ch_fail(err, CH_EIO, "%s: %s", path, strerror(errno));
		goto out;
	}
	if (!S_ISREG(st.st_mode))
		rc = ch_fail(err, CH_EUSAGE, "%s: not a file", path);
	else
		rc = check_trust(g, &st, path, err);
	if (!rc)
		return fd;
out:
	if (fd >= 0)
		close(fd);
	return rc;
}

/* ---- language files ----------------------------------------------------- */

static int read_text(
	int fd, const char *path, struct ch_buf *text, struct ch_err *err)
{
	for (;;) {
		ssize_t n;

		ch_buf_reserve(text, 1 << 14);
		n = read(fd, text->ptr + text->len, 1 << 14);
		if (!n)
			return 0;
		if (n < 0 && errno != EINTR)
			return ch_fail(
				err, CH_EIO, "%s: %s", path, strerror(errno));
		if (n > 0)
			text->len += (size_t)n;
		if (text->len > MAX_FILE_BYTES)
			return ch_fail(err, CH_EFORMAT,
				"%s: too large for a language file", path);
	}
}

static int read_entry(struct ch_grammars *g, const char *name,
	struct entry *out, struct ch_err *err)
{
	const char *path =
		ch_arena_printf(&g->arena, "%s/%s", g->dir, name).ptr;
	struct ch_str id =
		ch_str_sub(ch_str_z(name), 0, strlen(name) - strlen(".lang"));
	struct ch_buf text = { 0 };
	int fd = open_file(g, name, path, err), rc;

	if (fd < 0)
		return fd;
	rc = read_text(fd, path, &text, err);
	close(fd);
	if (!rc)
		rc = ch_langfile_read(&out->file, path,
			ch_arena_printf(&g->arena, "%.*s", (int)id.len, id.ptr)
				.ptr,
			ch_buf_str(&text), &g->arena, err);
	ch_buf_release(&text);
	return rc;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static int list_names(struct ch_grammars *g, const char ***names, size_t *n,
	struct ch_err *err)
{
	int fd = openat(g->fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *d = fd < 0 ? NULL : fdopendir(fd);
	const struct dirent *e;
	size_t cap = 0;

	if (!d) {
		if (fd >= 0)
			close(fd);
		return ch_fail(err, CH_EIO, "%s: %s", g->dir, strerror(errno));
	}
	while ((e = readdir(d))) {
		struct ch_str name = ch_str_z(e->d_name);

		if (!ch_str_ends(name, ".lang") || name.ptr[0] == '.')
			continue;
		CH_GROW(*names, *n, cap);
		(*names)[(*n)++] =
			ch_arena_printf(&g->arena, "%s", name.ptr).ptr;
	}
	closedir(d);
	if (*n)
		qsort(*names, *n, sizeof(**names), by_name);
	return 0;
}

static int open_dir(struct ch_grammars *g, struct ch_err *err)
{
	struct stat st;

	g->fd = open(g->dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (g->fd < 0 || fstat(g->fd, &st))
		return ch_fail(err, CH_EIO, "%s: %s", g->dir, strerror(errno));
	return check_trust(g, &st, g->dir, err);
}

int ch_grammars_open(struct ch_grammars **out, const char *dir, uid_t owner,
	struct ch_err *err)
{
	struct ch_grammars *g = ch_calloc(1, sizeof(*g));
	const char **names = NULL;
	size_t n = 0;
	int rc;

	g->owner = owner;
	g->dir = ch_arena_printf(&g->arena, "%s", dir).ptr;
	rc = open_dir(g, err);
	if (!rc)
		rc = list_names(g, &names, &n, err);
	if (!rc && !n)
		rc = ch_fail(err, CH_EUSAGE,
			"%s: no language files, which end in .lang", dir);
	g->entries = ch_calloc(n + 1, sizeof(*g->entries));
	while (!rc && g->n < n) {
		g->entries[g->n].fd = -1;
		rc = read_entry(g, names[g->n], &g->entries[g->n], err);
		g->n++;
	}
	free(names);
	if (rc) {
		ch_grammars_free(g);
		return rc;
	}
	*out = g;
	return 0;
}

void ch_grammars_free(struct ch_grammars *g)
{
	if (!g)
		return;
	for (size_t i = 0; i < g->n; i++) {
		if (g->entries[i].library)
			dlclose(g->entries[i].library);
		if (g->entries[i].fd >= 0)
			close(g->entries[i].fd);
	}
	if (g->fd >= 0)
		close(g->fd);
	free(g->entries);
	ch_arena_release(&g->arena);
	free(g);
}

/* ---- grammars ----------------------------------------------------------- */

/* What the loader says behind the name it was given. */
static const char *why_not(void)
{
	const char *why = dlerror(), *colon;

	if (!why)
		return "cannot be loaded";
	colon = strstr(why, ": ");
	return colon ? colon + 2 : why;
}

/*
 * By its descriptor, which was checked: what the path names may be another
 * file by now.
 */
static int open_library(const struct ch_grammars *g, struct entry *e,
	const char *path, struct ch_err *err)
{
	char name[40];

	e->fd = open_file(g, e->file.library, path, err);
	if (e->fd < 0)
		return e->fd;
	snprintf(name, sizeof(name), "/proc/self/fd/%d", e->fd);
	e->library = dlopen(name, RTLD_NOW | RTLD_LOCAL);
	if (!e->library)
		return ch_fail(err, CH_EFORMAT, "%s: %s", path, why_not());
	return 0;
}

static int find_grammar(struct ch_grammars *g, struct entry *e,
	const char *path, struct ch_err *err)
{
	const char *symbol =
		ch_arena_printf(&g->arena, "tree_sitter_%s", e->file.grammar)
			.ptr;
	const struct TSLanguage *(*grammar)(void);
	void *at = dlsym(e->library, symbol);
	uint32_t abi;

	if (!at)
		return ch_fail(err, CH_EFORMAT, "%s: does not export %s", path,
			symbol);
	memcpy(&grammar, &at, sizeof(grammar));
	if (!grammar())
		return ch_fail(
			err, CH_EFORMAT, "%s: %s() is empty", path, symbol);
	abi = ts_language_abi_version(grammar());
	if (abi < TREE_SITTER_MIN_COMPATIBLE_LANGUAGE_VERSION ||
		abi > TREE_SITTER_LANGUAGE_VERSION)
		return ch_fail(err, CH_EFORMAT,
			"%s: a grammar of ABI %u; %d to %d are read", path, abi,
			TREE_SITTER_MIN_COMPATIBLE_LANGUAGE_VERSION,
			TREE_SITTER_LANGUAGE_VERSION);
	e->file.lang.grammar = grammar;
	return 0;
}

static int load(struct ch_grammars *g, struct entry *e, struct ch_err *err)
{
	const char *path =
		ch_arena_printf(&g->arena, "%s/%s", g->dir, e->file.library)
			.ptr;
	int rc;

	if (e->file.lang.grammar)
		return 0;
	if (strchr(e->file.library, '/'))
		return ch_fail(err, CH_EFORMAT,
			"%s: library %s: a name in the same directory is "
			"wanted",
			e->file.path.ptr, e->file.library);
	rc = open_library(g, e, path, err);
	if (!rc)
		rc = find_grammar(g, e, path, err);
	if (!rc)
		rc = ch_langfile_check(&e->file, err);
	if (rc)
		e->file.lang.grammar = NULL;
	return rc;
}

/* ".ext" ends the name, "Name" is all of it. */
static bool claims(const struct ch_langfile *f, struct ch_str path)
{
	size_t slash = path.len;

	while (slash && path.ptr[slash - 1] != '/')
		slash--;
	path = ch_str_sub(path, slash, path.len);
	for (size_t i = 0; i < f->nfiles; i++) {
		struct ch_str s = f->files[i];

		if (s.ptr[0] == '.'
				? path.len > s.len &&
					  ch_str_eq(ch_str_sub(path,
							    path.len - s.len,
							    path.len),
						  s)
				: ch_str_eq(path, s))
			return true;
	}
	return false;
}

static struct entry *claimant(const struct ch_grammars *g, struct ch_str path)
{
	for (size_t i = 0; g && i < g->n; i++)
		if (claims(&g->entries[i].file, path))
			return &g->entries[i];
	return NULL;
}

static int load_entry(struct ch_grammars *g, struct entry *e,
	const struct ch_lang **out, struct ch_err *err)
{
	int rc = e ? load(g, e, err) : 0;

	*out = e && !rc ? &e->file.lang : NULL;
	return rc;
}

int ch_grammars_load(struct ch_grammars *g, struct ch_str path,
	const struct ch_lang **out, struct ch_err *err)
{
	return load_entry(g, claimant(g, path), out, err);
}

int ch_grammars_load_named(struct ch_grammars *g, struct ch_str name,
	const struct ch_lang **out, struct ch_err *err)
{
	struct entry *found = NULL;

	for (size_t i = 0; g && i < g->n && !found; i++) {
		const struct ch_lang *l = &g->entries[i].file.lang;

		if (!ch_str_casecmp(ch_str_z(l->name), name) ||
			!ch_str_casecmp(ch_str_z(l->id), name))
			found = &g->entries[i];
	}
	return load_entry(g, found, out, err);
}

const struct ch_lang *ch_grammars_claim(
	const struct ch_grammars *g, struct ch_str path)
{
	const struct entry *e = claimant(g, path);

	return e ? &e->file.lang : NULL;
}

const struct ch_lang *ch_grammars_for(
	const struct ch_grammars *g, struct ch_str path)
{
	const struct entry *e = claimant(g, path);

	return e && e->file.lang.grammar ? &e->file.lang : NULL;
}

size_t ch_grammars_count(const struct ch_grammars *g)
{
	return g ? g->n : 0;
}

int ch_grammars_at(struct ch_grammars *g, size_t i, const struct ch_lang **lang,
	struct ch_str *files, struct ch_err *err)
{
	const struct ch_langfile *f = &g->entries[i].file;
	struct ch_buf all = { 0 };

	for (size_t k = 0; k < f->nfiles; k++) {
		if (k)
			ch_buf_add_char(&all, ' ');
		ch_buf_add_str(&all, f->files[k]);
	}
	*files = ch_arena_str(&g->arena, ch_buf_str(&all));
	ch_buf_release(&all);
	return load_entry(g, &g->entries[i], lang, err);
}
