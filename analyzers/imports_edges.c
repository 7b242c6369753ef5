/*
 * Which file a relative import means, among the files of the end.
 *
 * A name is a path from the importing file's directory, as it stands or with
 * what the language adds ("./a" is a.ts or a/index.ts).  Python counts dots,
 * Rust goes by modules.  A C header that is not there is looked for from the
 * root, then as the only file whose path ends so: -I is not known.
 */
#include "analyzers/imports.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

struct resolving {
	struct ch_imports *s;
	struct ch_str from; /* the importing file */
	struct ch_buf path; /* scratch */
	/* By last part of their names: 1 + path, and the next such. */
	struct ch_map files;
	uint32_t *next;
};

static uint32_t file_at(const struct resolving *r, struct ch_str path)
{
	uint32_t id = ch_intern_find(r->s->run->paths, path);

	return id != CH_NO_ID && r->s->run->end[id].is_there ? id : CH_NO_ID;
}

static struct ch_str directory_of(struct ch_str path)
{
	size_t n = path.len;

	while (n && path.ptr[n - 1] != '/')
		n--;
	return ch_str_sub(path, 0, n ? n - 1 : 0);
}

static struct ch_str last_part(struct ch_str path)
{
	struct ch_str dir = directory_of(path);

	return ch_str_sub(path, dir.len + (dir.len > 0), path.len);
}

/* ".ts" of "a/b.ts", empty where there is none. */
static struct ch_str extension_of(struct ch_str path)
{
	struct ch_str name = last_part(path);
	size_t n = name.len;

	while (n > 1 && name.ptr[n - 1] != '.')
		n--;
	return n > 1 ? ch_str_sub(name, n - 1, name.len) : ch_str_n("", 0);
}

static void up(struct ch_buf *path)
{
	struct ch_str dir = directory_of(ch_buf_str(path));

	if (path->len)
		ch_buf_truncate(path, dir.len);
}

static void down(struct ch_buf *path, struct ch_str part)
{
	if (path->len)
		ch_buf_add_char(path, '/');
	ch_buf_add_str(path, part);
}

/* 'name', with "." and "..", seen from 'dir'; false outside of the tree. */
static bool join(struct ch_buf *path, struct ch_str dir, struct ch_str name)
{
	size_t at = 0;

	ch_buf_clear(path);
	ch_buf_add_str(path, dir);
	while (at <= name.len) {
		size_t slash = ch_str_chr(name, '/', at);
		struct ch_str part = ch_str_sub(name, at, slash);

		at = slash == (size_t)-1 ? name.len + 1 : slash + 1;
		if (ch_str_is(part, "..") && !path->len)
			return false;
		if (ch_str_is(part, ".."))
			up(path);
		else if (part.len && !ch_str_is(part, "."))
			down(path, part);
	}
	return path->len > 0;
}

/* The file at path + 'tail'; 'path' stays. */
static uint32_t with_tail(struct resolving *r, const char *tail)
{
	size_t base = r->path.len;
	uint32_t id;

	ch_buf_add_z(&r->path, tail);
	id = file_at(r, ch_buf_str(&r->path));
	if (r->path.len > base)
		ch_buf_truncate(&r->path, base);
	return id;
}

static uint32_t with_tails(
	struct resolving *r, const char *const *tails, size_t n)
{
	uint32_t id = CH_NO_ID;

	for (size_t i = 0; i < n && id == CH_NO_ID; i++)
		id = with_tail(r, tails[i]);
	return id;
}

/* ---- By language --------------------------------------------------------*/

/* "./a", "../b.js"; TypeScript names what its output will be called. */
static uint32_t resolve_script(struct resolving *r, struct ch_str name)
{
	static const char *const tails[] = { "", ".ts", ".tsx", ".d.ts", ".js",
		".jsx", ".mjs", ".cjs", ".mts", ".cts", ".json", "/index.ts",
		"/index.tsx", "/index.d.ts", "/index.js", "/index.jsx",
		"/index.mjs", "/index.cjs" };
	struct ch_str ext;
	uint32_t id;

	if (!join(&r->path, directory_of(r->from), name))
		return CH_NO_ID;
	id = with_tails(r, tails, CH_ARRAY_LEN(tails));
	ext = extension_of(ch_buf_str(&r->path));
	if (id != CH_NO_ID ||
		(!ch_str_is(ext, ".js") && !ch_str_is(ext, ".jsx") &&
			!ch_str_is(ext, ".mjs")))
		return id;
	ch_buf_truncate(&r->path, r->path.len - ext.len);
	return with_tails(r, tails + 1, 3);
}

/* ".", "..a.b": a dot is this package, each more its parent. */
static uint32_t resolve_python(struct resolving *r, struct ch_str name)
{
	static const char *const tails[] = { ".py", ".pyi", "/__init__.py",
		"/__init__.pyi" };
	size_t dots = 0, at;

	while (dots < name.len && name.ptr[dots] == '.')
		dots++;
	ch_buf_clear(&r->path);
	ch_buf_add_str(&r->path, directory_of(r->from));
	for (size_t i = 1; i < dots; i++) {
		if (!r->path.len)
			return CH_NO_ID;
		up(&r->path);
	}
	for (at = dots; at < name.len;) {
		size_t dot = ch_str_chr(name, '.', at);

		down(&r->path, ch_str_sub(name, at, dot));
		at = dot == (size_t)-1 ? name.len : dot + 1;
	}
	if (!r->path.len)
		return with_tail(r, "__init__.py");
	return with_tails(r, tails, CH_ARRAY_LEN(tails));
}

/* The directory where the modules of this file's module are. */
static void rust_module(struct resolving *r)
{
	static const char *const roots[] = { "mod.rs", "lib.rs", "main.rs" };
	struct ch_str file = last_part(r->from);

	ch_buf_clear(&r->path);
	ch_buf_add_str(&r->path, r->from);
	if (ch_str_in(file, roots, CH_ARRAY_LEN(roots)))
		up(&r->path);
	else
		ch_buf_truncate(
			&r->path, r->path.len - extension_of(r->from).len);
}

/* ".../src" of the file, which is where "crate" begins. */
static bool rust_crate(struct resolving *r)
{
	struct ch_str dir = directory_of(r->from);

	while (dir.len && !ch_str_is(last_part(dir), "src"))
		dir = directory_of(dir);
	ch_buf_clear(&r->path);
	ch_buf_add_str(&r->path, dir);
	return dir.len > 0;
}

/* "super::a::B": as many of the names as are files. */
static uint32_t resolve_rust(struct resolving *r, struct ch_str name)
{
	static const char *const tails[] = { ".rs", "/mod.rs" };
	uint32_t id = CH_NO_ID;
	size_t at = 0, base;

	rust_module(r);
	if (ch_str_starts(name, "crate::") && !rust_crate(r))
		return CH_NO_ID;
	while (at < name.len) {
		size_t end = ch_str_find(name, CH_STR("::"), at);
		struct ch_str part = ch_str_sub(name, at, end);
		uint32_t found;

		at = end == (size_t)-1 ? name.len : end + 2;
		if (ch_str_is(part, "crate") || ch_str_is(part, "self"))
			continue;
		if (ch_str_is(part, "super")) {
			up(&r->path);
			continue;
		}
		base = r->path.len;
		down(&r->path, part);
		found = with_tails(r, tails, CH_ARRAY_LEN(tails));
		if (found == CH_NO_ID)
			ch_buf_truncate(&r->path, base);
		if (found == CH_NO_ID)
			break;
		id = found;
	}
	return id;
}

static bool ends_so(struct ch_str path, struct ch_str name)
{
	return path.len > name.len &&
	       path.ptr[path.len - name.len - 1] == '/' &&
	       !memcmp(path.ptr + path.len - name.len, name.ptr, name.len);
}

/* The only file whose path ends in 'name'. */
static uint32_t only_file(struct resolving *r, struct ch_str name)
{
	struct ch_str part = last_part(name);
	const uint64_t *head = ch_map_get(&r->files, part.ptr, part.len);
	uint32_t found = CH_NO_ID, at = head ? (uint32_t)*head : 0;

	for (; at; at = r->next[at - 1]) {
		if (!ends_so(ch_intern_str(r->s->run->paths, at - 1), name))
			continue;
		if (found != CH_NO_ID)
			return CH_NO_ID;
		found = at - 1;
	}
	return found;
}

static uint32_t resolve_header(struct resolving *r, struct ch_str name)
{
	uint32_t id = CH_NO_ID;

	if (join(&r->path, directory_of(r->from), name))
		id = with_tail(r, "");
	if (id == CH_NO_ID && join(&r->path, ch_str_n("", 0), name))
		id = with_tail(r, "");
	if (id == CH_NO_ID && r->path.len)
		id = only_file(r, ch_buf_str(&r->path));
	return id;
}

/* A path, perhaps without its extension: Ruby, PHP, Dart, Lua, Bash ... */
static uint32_t resolve_path(struct resolving *r, struct ch_str name)
{
	struct ch_str ext = extension_of(r->from);
	uint32_t id;

	if (!join(&r->path, directory_of(r->from), name))
		return CH_NO_ID;
	id = with_tail(r, "");
	if (id != CH_NO_ID)
		return id;
	ch_buf_add_str(&r->path, ext);
	return with_tail(r, "");
}

static uint32_t resolve(struct resolving *r, uint32_t import)
{
	static const char *const scripts[] = { "JavaScript", "TypeScript",
		"TSX", "JSX" };
	static const char *const c[] = { "C", "C++", "Objective-C",
		"Objective-C++" };
	struct ch_str language = ch_import_language(r->s, import);
	struct ch_str name = ch_import_name(r->s, import);

	if (ch_str_in(language, scripts, CH_ARRAY_LEN(scripts)))
		return resolve_script(r, name);
	if (ch_str_in(language, c, CH_ARRAY_LEN(c)))
		return resolve_header(r, name);
	if (ch_str_is(language, "Python"))
		return resolve_python(r, name);
	if (ch_str_is(language, "Rust"))
		return resolve_rust(r, name);
	return resolve_path(r, name);
}

/* ---- Edges --------------------------------------------------------------*/

static void index_files(struct resolving *r)
{
	const struct ch_run_info *run = r->s->run;

	r->next = ch_calloc(run->paths->n + 1, sizeof(*r->next));
	for (uint32_t i = 0; i < run->paths->n; i++) {
		struct ch_str part = last_part(ch_intern_str(run->paths, i));
		uint64_t *head;

		if (!run->end[i].is_there)
			continue;
		head = ch_map_add(&r->files, part.ptr, part.len, NULL);
		r->next[i] = (uint32_t)*head;
		*head = i + 1;
	}
}

static int by_names(const void *p, const void *q, void *data)
{
	const struct ch_import_edge *a = p, *b = q;
	const struct ch_intern *paths = data;
	int cmp = ch_str_cmp(
		ch_intern_str(paths, a->from), ch_intern_str(paths, b->from));

	return cmp ? cmp
		   : ch_str_cmp(ch_intern_str(paths, a->to),
			     ch_intern_str(paths, b->to));
}

static void find_edges(struct resolving *r)
{
	struct ch_imports *s = r->s;
	size_t kept = 0;

	for (uint32_t path = 0; path < s->run->paths->n; path++) {
		size_t n;
		const uint32_t *ids = ch_imports_at_end(s, path, &n);

		r->from = ch_intern_str(s->run->paths, path);
		for (size_t i = 0; i < n; i++) {
			uint32_t to = CH_NO_ID;

			if (ch_import_kind_of(s, ids[i]) == CH_IMPORT_RELATIVE)
				to = resolve(r, ids[i]);
			if (to == CH_NO_ID || to == path)
				continue;
			CH_GROW(s->edges, s->nedges, s->edges_cap);
			s->edges[s->nedges++] =
				(struct ch_import_edge){ path, to };
		}
	}
	if (s->nedges)
		qsort_r(s->edges, s->nedges, sizeof(*s->edges), by_names,
			(void *)(uintptr_t)s->run->paths);
	for (size_t i = 0; i < s->nedges; i++)
		if (!kept || s->edges[kept - 1].from != s->edges[i].from ||
			s->edges[kept - 1].to != s->edges[i].to)
			s->edges[kept++] = s->edges[i];
	s->nedges = kept;
}

/* ---- Cycles -------------------------------------------------------------*/

/*
 * Tarjan's strongly connected components, without recursion: files of which
 * each reaches every other.  Edges of a file lie together.
 */
struct tarjan {
	const struct ch_imports *s;
	size_t *first; /* by path: its first edge; next one's is the end */
	size_t *at;    /* by path: the edge to be followed next */
	uint32_t *number, *low; /* by path; 0: not met */
	bool *is_open;
	uint32_t *stack, *open; /* paths: being visited, and not yet in one */
	size_t nstack, nopen;
	uint32_t n;
};

static void meet(struct tarjan *t, uint32_t path)
{
	t->number[path] = t->low[path] = ++t->n;
	t->at[path] = t->first[path];
	t->is_open[path] = true;
	t->stack[t->nstack++] = path;
	t->open[t->nopen++] = path;
}

static void close_component(
	struct tarjan *t, struct ch_imports *s, uint32_t path, uint32_t *n)
{
	size_t from = t->nopen;

	do
		t->is_open[t->open[--from]] = false;
	while (t->open[from] != path);
	for (size_t i = from; i < t->nopen && t->nopen - from > 1; i++) {
		CH_GROW(s->cycles, s->ncycles, s->cycles_cap);
		s->cycles[s->ncycles++] =
			(struct ch_import_cycle){ *n, t->open[i] };
	}
	*n += t->nopen - from > 1;
	t->nopen = from;
}

static void visit(
	struct tarjan *t, struct ch_imports *s, uint32_t path, uint32_t *n)
{
	meet(t, path);
	while (t->nstack) {
		uint32_t top = t->stack[t->nstack - 1];
		size_t end = t->first[top + 1];

		if (t->at[top] < end) {
			uint32_t to = s->edges[t->at[top]++].to;

			if (!t->number[to])
				meet(t, to);
			else if (t->is_open[to] && t->number[to] < t->low[top])
				t->low[top] = t->number[to];
			continue;
		}
		if (t->low[top] == t->number[top])
			close_component(t, s, top, n);
		t->nstack--;
		if (t->nstack && t->low[top] < t->low[t->stack[t->nstack - 1]])
			t->low[t->stack[t->nstack - 1]] = t->low[top];
	}
}

static int by_path_id(const void *p, const void *q)
{
	const struct ch_import_edge *a = p, *b = q;

	if (a->from != b->from)
		return a->from < b->from ? -1 : 1;
	return (a->to > b->to) - (a->to < b->to);
}

/* Largest first, then by the first file. */
struct cycle_order {
	const struct ch_intern *paths;
	const uint32_t *sizes, *heads; /* by cycle */
};

static int larger_cycle(const void *p, const void *q, void *data)
{
	const struct ch_import_cycle *a = p, *b = q;
	const struct cycle_order *o = data;
	int cmp;

	if (o->sizes[a->cycle] != o->sizes[b->cycle])
		return o->sizes[a->cycle] > o->sizes[b->cycle] ? -1 : 1;
	cmp = ch_str_cmp(ch_intern_str(o->paths, o->heads[a->cycle]),
		ch_intern_str(o->paths, o->heads[b->cycle]));
	return cmp ? cmp
		   : ch_str_cmp(ch_intern_str(o->paths, a->path),
			     ch_intern_str(o->paths, b->path));
}

static void sort_cycles(struct ch_imports *s, uint32_t n)
{
	uint32_t *sizes = ch_calloc(n + 1, sizeof(*sizes));
	uint32_t *heads = ch_calloc(n + 1, sizeof(*heads));
	struct cycle_order order = { s->run->paths, sizes, heads };
	uint32_t before = CH_NO_ID, number = 0;

	for (size_t i = 0; i < s->ncycles; i++) {
		const struct ch_import_cycle *c = &s->cycles[i];

		if (!sizes[c->cycle]++ ||
			ch_str_cmp(ch_intern_str(order.paths, c->path),
				ch_intern_str(order.paths, heads[c->cycle])) <
				0)
			heads[c->cycle] = c->path;
	}
	if (s->ncycles)
		qsort_r(s->cycles, s->ncycles, sizeof(*s->cycles), larger_cycle,
			&order);
	for (size_t i = 0; i < s->ncycles; i++) {
		if (i && s->cycles[i].cycle != before)
			number++;
		before = s->cycles[i].cycle;
		s->cycles[i].cycle = number;
	}
	free(sizes);
	free(heads);
}

static void find_cycles(struct ch_imports *s)
{
	size_t n = s->run->paths->n;
	struct tarjan t = { .s = s,
		.first = ch_calloc(n + 2, sizeof(size_t)),
		.at = ch_calloc(n + 1, sizeof(size_t)),
		.number = ch_calloc(n + 1, sizeof(uint32_t)),
		.low = ch_calloc(n + 1, sizeof(uint32_t)),
		.is_open = ch_calloc(n + 1, sizeof(bool)),
		.stack = ch_calloc(n + 1, sizeof(uint32_t)),
		.open = ch_calloc(n + 1, sizeof(uint32_t)) };
	uint32_t ncycles = 0;

	if (s->nedges)
		qsort(s->edges, s->nedges, sizeof(*s->edges), by_path_id);
	for (size_t i = 0; i < s->nedges; i++)
		t.first[s->edges[i].from + 1]++;
	for (size_t i = 0; i < n; i++)
		t.first[i + 1] += t.first[i];
	for (uint32_t i = 0; i < n; i++)
		if (!t.number[i])
			visit(&t, s, i, &ncycles);
	sort_cycles(s, ncycles);
	if (s->nedges)
		qsort_r(s->edges, s->nedges, sizeof(*s->edges), by_names,
			(void *)(uintptr_t)s->run->paths);
	free(t.first);
	free(t.at);
	free(t.number);
	free(t.low);
	free(t.is_open);
	free(t.stack);
	free(t.open);
}

void ch_imports_resolve(struct ch_imports *s)
{
	struct resolving r = { .s = s };

	index_files(&r);
	find_edges(&r);
	find_cycles(s);
	ch_map_release(&r.files);
	ch_buf_release(&r.path);
	free(r.next);
}
