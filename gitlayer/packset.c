#include "gitlayer/packset.h"

#include <dirent.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/str.h"

#define ALTERNATES_MAX ((size_t)1 << 20)
#define OBJDIRS_MAX 1000

static void warn_of(ch_packset_warn_fn *warn, void *data, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

static void warn_of(ch_packset_warn_fn *warn, void *data, const char *fmt, ...)
{
	char line[256];
	va_list ap;

	if (!warn)
		return;
	va_start(ap, fmt);
	vsnprintf(line, sizeof(line), fmt, ap);
	va_end(ap);
	warn(line, data);
}

/* False when there is no such directory; one that is known is fine. */
static bool add_dir(struct ch_packset *set, const char *path, unsigned depth)
{
	char *real = realpath(path, NULL);
	struct ch_objdir *dir;

	if (!real)
		return false;
	for (size_t i = 0; i < set->ndirs; i++) {
		if (!strcmp(set->dirs[i].path, real)) {
			free(real);
			return true;
		}
	}
	if (set->ndirs >= OBJDIRS_MAX) {
		free(real);
		return false;
	}
	CH_GROW(set->dirs, set->ndirs, set->dirs_cap);
	dir = &set->dirs[set->ndirs++];
	memset(dir, 0, sizeof(*dir));
	dir->path = real;
	dir->depth = depth;
	return true;
}

static bool read_small_file(struct ch_buf *buf, const char *path, size_t max)
{
	char chunk[4096];
	size_t n;
	FILE *f = fopen(path, "rbe");

	if (!f)
		return false;
	while (buf->len <= max && (n = fread(chunk, 1, sizeof(chunk), f)) > 0)
		ch_buf_add(buf, chunk, n);
	fclose(f);
	return buf->len <= max;
}

/* One line of info/alternates: a path, C-quoted when it starts with '"'. */
static void alternate_path(struct ch_buf *out, const char *dir, struct ch_str s)
{
	bool quoted = s.len > 1 && s.ptr[0] == '"' && s.ptr[s.len - 1] == '"';
	struct ch_str path = quoted ? ch_str_sub(s, 1, s.len - 1) : s;

	ch_buf_clear(out);
	if (path.len && path.ptr[0] != '/')
		ch_buf_printf(out, "%s/", dir);
	for (size_t i = 0; i < path.len; i++) {
		if (quoted && path.ptr[i] == '\\' && i + 1 < path.len)
			i++;
		ch_buf_add_char(out, path.ptr[i]);
	}
}

static void add_alternates(
	struct ch_packset *set, size_t of, ch_packset_warn_fn *warn, void *data)
{
	struct ch_buf file = { 0 }, path = { 0 };
	unsigned depth = set->dirs[of].depth;
	struct ch_str rest, line;

	ch_buf_printf(&path, "%s/info/alternates", set->dirs[of].path);
	if (!read_small_file(&file, ch_buf_z(&path), ALTERNATES_MAX))
		goto out;
	if (depth >= CH_ALTERNATES_DEPTH) {
		warn_of(warn, data,
			"%s: alternates nested deeper than %d are left out",
			set->dirs[of].path, CH_ALTERNATES_DEPTH);
		goto out;
	}
	rest = ch_buf_str(&file);
	while (ch_str_line(&rest, &line)) {
		if (!line.len || line.ptr[0] == '#')
			continue;
		alternate_path(&path, set->dirs[of].path, line);
		if (!add_dir(set, ch_buf_z(&path), depth + 1))
			warn_of(warn, data, "alternate %s: not there",
				ch_buf_z(&path));
	}
out:
	ch_buf_release(&file);
	ch_buf_release(&path);
}

static bool is_known(struct ch_packset *set, const char *pack_path)
{
	struct ch_pack *p;

	for (p = ch_packset_first(set); p; p = p->next)
		if (!strcmp(p->path, pack_path))
			return true;
	return false;
}

/* "pack-X.idx" in 'dir' becomes a member; false when it was one or cannot. */
static bool add_pack(struct ch_packset *set, const char *idx_path,
	ch_packset_warn_fn *warn, void *data)
{
	struct ch_err err = { 0 };
	struct ch_pack *pack;
	struct ch_buf path = { 0 };
	bool known;

	ch_buf_add(&path, idx_path, strlen(idx_path) - 4);
	ch_buf_add_z(&path, ".pack");
	known = is_known(set, ch_buf_z(&path));
	ch_buf_release(&path);
	if (known)
		return false;
	if (ch_pack_open(&pack, idx_path, &err)) {
		warn_of(warn, data, "pack left out: %s", err.msg);
		return false;
	}
	pack->number = set->npacks++;
	pack->next = atomic_load_explicit(&set->first, memory_order_relaxed);
	atomic_store_explicit(&set->first, pack, memory_order_release);
	return true;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Sorted, so that pack numbers do not depend on the directory's order. */
static size_t list_idx_files(
	struct ch_packset *set, const char *dir, char ***names)
{
	size_t n = 0, cap = 0;
	struct dirent *e;
	DIR *d = opendir(dir);

	*names = NULL;
	if (!d)
		return 0;
	while ((e = readdir(d))) {
		struct ch_str name = ch_str_z(e->d_name);

		if (ch_str_ends(name, ".promisor"))
			set->promisor = true;
		if (name.len <= 4 || !ch_str_ends(name, ".idx"))
			continue;
		CH_GROW(*names, n, cap);
		(*names)[n++] = ch_strndup(name.ptr, name.len);
	}
	closedir(d);
	if (n)
		qsort(*names, n, sizeof(**names), by_name);
	return n;
}

static bool scan_dir(struct ch_packset *set, const char *pack_dir,
	ch_packset_warn_fn *warn, void *data)
{
	struct ch_buf path = { 0 };
	char **names;
	size_t n = list_idx_files(set, pack_dir, &names);
	bool added = false;

	for (size_t i = 0; i < n; i++) {
		ch_buf_clear(&path);
		ch_buf_printf(&path, "%s/%s", pack_dir, names[i]);
		if (add_pack(set, ch_buf_z(&path), warn, data))
			added = true;
		free(names[i]);
	}
	free(names);
	ch_buf_release(&path);
	return added;
}

/* The time is taken before reading: a later change is seen next time. */
static bool scan_if_changed(struct ch_packset *set, struct ch_objdir *dir,
	ch_packset_warn_fn *warn, void *data)
{
	struct ch_buf path = { 0 };
	struct stat st;
	bool added = false;

	ch_buf_printf(&path, "%s/pack", dir->path);
	if (!stat(ch_buf_z(&path), &st) &&
		(st.st_mtim.tv_sec != dir->changed.tv_sec ||
			st.st_mtim.tv_nsec != dir->changed.tv_nsec)) {
		dir->changed = st.st_mtim;
		added = scan_dir(set, ch_buf_z(&path), warn, data);
	}
	ch_buf_release(&path);
	return added;
}

void ch_packset_open(struct ch_packset *set, const char *objects_dir,
	ch_packset_warn_fn *warn, void *data)
{
	memset(set, 0, sizeof(*set));
	atomic_init(&set->first, NULL);
	pthread_mutex_init(&set->lock, NULL);
	if (!add_dir(set, objects_dir, 0))
		warn_of(warn, data, "%s: not there", objects_dir);
	/* dirs grows while it is walked: alternates of alternates. */
	for (size_t i = 0; i < set->ndirs; i++)
		add_alternates(set, i, warn, data);
	for (size_t i = 0; i < set->ndirs; i++)
		scan_if_changed(set, &set->dirs[i], warn, data);
}

void ch_packset_release(struct ch_packset *set)
{
	struct ch_pack *p = ch_packset_first(set);

	while (p) {
		struct ch_pack *next = p->next;

		ch_pack_free(p);
		p = next;
	}
	for (size_t i = 0; i < set->ndirs; i++)
		free(set->dirs[i].path);
	free(set->dirs);
	if (set->ndirs)
		pthread_mutex_destroy(&set->lock);
	memset(set, 0, sizeof(*set));
}

bool ch_packset_refresh(struct ch_packset *set)
{
	bool added = false;

	pthread_mutex_lock(&set->lock);
	for (size_t i = 0; i < set->ndirs; i++)
		if (scan_if_changed(set, &set->dirs[i], NULL, NULL))
			added = true;
	pthread_mutex_unlock(&set->lock);
	return added;
}

struct ch_pack *ch_packset_first(struct ch_packset *set)
{
	return atomic_load_explicit(&set->first, memory_order_acquire);
}
