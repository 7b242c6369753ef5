#include "analyzers/types.h"

#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "base/mem.h"
#include "uast/parse.h"

/* ---- Parts of a file ----------------------------------------------------*/

/* While they are found: by name 1 + index. */
struct finding {
	struct ch_map names;
	struct ch_part *parts;
	size_t n;
};

static struct ch_part *part_of(struct finding *f, struct ch_str name)
{
	bool added;
	uint64_t *at = ch_map_add(&f->names, name.ptr, name.len, &added);

	if (added) {
		*at = f->n;
		f->parts[f->n++].name = name;
	}
	return &f->parts[*at];
}

/* How much each has, then where it goes. */
static void make_room(
	struct finding *f, const struct ch_source *s, struct ch_arena *arena)
{
	for (size_t i = 0; i < s->nmethods; i++)
		part_of(f, s->methods[i].owner)->nmethods++;
	for (size_t i = 0; i < s->nmembers; i++)
		part_of(f, s->members[i].owner)->nmembers++;
	for (size_t i = 0; i < f->n; i++) {
		struct ch_part *p = &f->parts[i];

		p->methods = ch_arena_calloc(
			arena, p->nmethods, sizeof(const void *));
		p->members = ch_arena_calloc(
			arena, p->nmembers, sizeof(*p->members));
		p->nmethods = p->nmembers = 0;
	}
}

struct ch_part *ch_parts_of(const struct ch_source *source, struct ch_str path,
	uint32_t path_id, struct ch_arena *arena, size_t *n)
{
	const struct ch_source *s = source;
	struct finding f = { 0 };
	struct ch_part *p;

	f.parts = ch_arena_calloc(
		arena, s->ntypes + s->nmethods + s->nmembers, sizeof(*f.parts));
	for (size_t i = 0; i < s->ntypes; i++) {
		p = part_of(&f, s->types[i].name);
		if (p->is_type)
			continue;
		p->is_type = true;
		p->kind = s->types[i].kind;
		p->line = s->types[i].line;
	}
	make_room(&f, s, arena);
	for (size_t i = 0; i < s->nmethods; i++) {
		p = part_of(&f, s->methods[i].owner);
		p->methods[p->nmethods++] = &s->methods[i];
	}
	for (size_t i = 0; i < s->nmembers; i++) {
		p = part_of(&f, s->members[i].owner);
		p->members[p->nmembers++] = s->members[i].name;
	}
	for (size_t i = 0; i < f.n; i++) {
		f.parts[i].lang = s->lang;
		f.parts[i].path = path;
		f.parts[i].path_id = path_id;
	}
	ch_map_release(&f.names);
	*n = f.n;
	return f.parts;
}

/* ---- Which parts are one type -------------------------------------------*/

/* How far from a type its methods may be. */
enum reach { REACH_FILE, REACH_DIRECTORY, REACH_TREE };

static enum reach reach_of(const struct ch_lang *lang)
{
	static const char *const by_directory[] = { "go", "csharp", "swift",
		"objc" };

	if (!strcmp(ch_lang_id(lang), "cpp"))
		return REACH_TREE;
	for (size_t i = 0; i < CH_ARRAY_LEN(by_directory); i++)
		if (!strcmp(ch_lang_id(lang), by_directory[i]))
			return REACH_DIRECTORY;
	return REACH_FILE;
}

bool ch_types_are_whole(const struct ch_lang *lang)
{
	return reach_of(lang) == REACH_FILE;
}

static struct ch_str directory_of(struct ch_str path)
{
	const char *slash = path.len ? memrchr(path.ptr, '/', path.len) : NULL;

	path.len = slash ? (size_t)(slash - path.ptr) : 0;
	return path;
}

/* All parts of a place are one type. */
static struct ch_str place_of(const struct ch_part *p)
{
	return ch_types_are_whole(p->lang) ? p->path : directory_of(p->path);
}

void ch_part_key(const struct ch_lang *lang, struct ch_str path,
	struct ch_str name, struct ch_buf *key)
{
	ch_buf_clear(key);
	ch_buf_add_z(key, ch_lang_id(lang));
	ch_buf_add_char(key, '\n');
	if (reach_of(lang) == REACH_FILE)
		ch_buf_add_str(key, path);
	if (reach_of(lang) == REACH_DIRECTORY)
		ch_buf_add_str(key, directory_of(path));
	ch_buf_add_char(key, '\n');
	ch_buf_add_str(key, name);
}

static int compare_names(const struct ch_part *a, const struct ch_part *b)
{
	int order = strcmp(ch_lang_id(a->lang), ch_lang_id(b->lang));

	return order ? order : ch_str_cmp(a->name, b->name);
}

static int by_place(const void *p, const void *q)
{
	const struct ch_part *a = *(const struct ch_part *const *)p;
	const struct ch_part *b = *(const struct ch_part *const *)q;
	int order = compare_names(a, b);

	if (!order)
		order = ch_str_cmp(place_of(a), place_of(b));
	return order ? order : ch_str_cmp(a->path, b->path);
}

struct types {
	struct ch_type *items;
	size_t n, cap;
};

static struct ch_cohesion cohesion_of(
	const struct ch_part *const *parts, size_t n)
{
	const struct ch_source_method **methods;
	struct ch_str *members;
	struct ch_cohesion out;
	size_t nmethods = 0, nmembers = 0;

	for (size_t i = 0; i < n; i++) {
		nmethods += parts[i]->nmethods;
		nmembers += parts[i]->nmembers;
	}
	methods = ch_calloc(nmethods + 1, sizeof(const void *));
	members = ch_calloc(nmembers + 1, sizeof(*members));
	nmethods = nmembers = 0;
	for (size_t i = 0; i < n; i++) {
		for (size_t k = 0; k < parts[i]->nmethods; k++)
			methods[nmethods++] = parts[i]->methods[k];
		for (size_t k = 0; k < parts[i]->nmembers; k++)
			members[nmembers++] = parts[i]->members[k];
	}
	out = ch_cohesion_of(methods, nmethods, members, nmembers);
	free(methods);
	free(members);
	return out;
}

static const struct ch_part *declaration(
	const struct ch_part *const *parts, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (parts[i]->is_type)
			return parts[i];
	return NULL;
}

static size_t place_length(const struct ch_part *const *parts, size_t n)
{
	size_t i = 1;

	while (i < n && ch_str_eq(place_of(parts[0]), place_of(parts[i])))
		i++;
	return i;
}

/* Parts of one language and name, by place. */
static void add_types(
	const struct ch_part *const *parts, size_t n, struct types *out)
{
	size_t first = out->n, length;

	for (size_t i = 0; i < n; i += length) {
		const struct ch_part *part;

		length = place_length(parts + i, n - i);
		part = declaration(parts + i, length);
		if (!part)
			continue;
		CH_GROW(out->items, out->n, out->cap);
		out->items[out->n++] = (struct ch_type){ part,
			cohesion_of(parts + i, length) };
	}
	if (out->n == first + 1 && reach_of(parts[0]->lang) == REACH_TREE)
		out->items[first].cohesion = cohesion_of(parts, n);
}

struct ch_type *ch_types_of(
	const struct ch_part **parts, size_t n, size_t *ntypes)
{
	struct types out = { 0 };
	size_t to;

	if (n)
		qsort(parts, n, sizeof(*parts), by_place);
	for (size_t from = 0; from < n; from = to) {
		for (to = from + 1;
			to < n && !compare_names(parts[from], parts[to]);)
			to++;
		add_types(parts + from, to - from, &out);
	}
	*ntypes = out.n;
	return out.items;
}

/* ---- Parts that are kept ------------------------------------------------*/

/*
 * Numbers of 32 bits; names and methods are ids in their tables.
 *
 *	part    name, is_type, nmembers, member..., method...
 *	method  name, flags, use...
 *	use     2 * name + of_self
 */
#define PART_HEAD 3
#define METHOD_HEAD 2
#define FLAG_STATIC 1
#define FLAG_CONSTRUCTOR 2

static void put(struct ch_buf *b, uint32_t number)
{
	ch_buf_add(b, &number, sizeof(number));
}

static uint32_t at(struct ch_str numbers, size_t i)
{
	uint32_t number;

	memcpy(&number, numbers.ptr + i * sizeof(number), sizeof(number));
	return number;
}

static size_t length(struct ch_str numbers)
{
	return numbers.len / sizeof(uint32_t);
}

static uint32_t keep_method(
	struct ch_kept_parts *k, const struct ch_source_method *m)
{
	struct ch_buf *b = &k->buf;

	ch_buf_clear(b);
	put(b, ch_intern(&k->names, m->name));
	put(b, (m->is_static ? FLAG_STATIC : 0) |
			(m->is_constructor ? FLAG_CONSTRUCTOR : 0));
	for (size_t i = 0; i < m->nuses; i++)
		put(b, 2 * ch_intern(&k->names, m->uses[i].name) +
				m->uses[i].of_self);
	return ch_intern(&k->methods, ch_buf_str(b));
}

uint32_t ch_part_keep(struct ch_kept_parts *k, const struct ch_part *part)
{
	struct ch_buf b = { 0 };
	uint32_t id;

	put(&b, ch_intern(&k->names, part->name));
	put(&b, part->is_type);
	put(&b, (uint32_t)part->nmembers);
	for (size_t i = 0; i < part->nmembers; i++)
		put(&b, ch_intern(&k->names, part->members[i]));
	for (size_t i = 0; i < part->nmethods; i++)
		put(&b, keep_method(k, part->methods[i]));
	id = ch_intern(&k->parts, ch_buf_str(&b));
	ch_buf_release(&b);
	return id;
}

struct ch_str ch_part_name(const struct ch_kept_parts *k, uint32_t id)
{
	return ch_intern_str(&k->names, at(ch_intern_str(&k->parts, id), 0));
}

bool ch_part_is_type(const struct ch_kept_parts *k, uint32_t id)
{
	return at(ch_intern_str(&k->parts, id), 1);
}

static struct ch_source_method *get_method(
	const struct ch_kept_parts *k, uint32_t id, struct ch_arena *arena)
{
	struct ch_str packed = ch_intern_str(&k->methods, id);
	struct ch_source_method *m = ch_arena_calloc(arena, 1, sizeof(*m));
	struct ch_use *uses;

	m->name = ch_intern_str(&k->names, at(packed, 0));
	m->is_static = at(packed, 1) & FLAG_STATIC;
	m->is_constructor = at(packed, 1) & FLAG_CONSTRUCTOR;
	m->nuses = length(packed) - METHOD_HEAD;
	m->uses = uses = ch_arena_calloc(arena, m->nuses, sizeof(*uses));
	for (size_t i = 0; i < m->nuses; i++) {
		uint32_t use = at(packed, METHOD_HEAD + i);

		uses[i].name = ch_intern_str(&k->names, use / 2);
		uses[i].of_self = use % 2;
	}
	return m;
}

struct ch_part *ch_part_get(
	const struct ch_kept_parts *k, uint32_t id, struct ch_arena *arena)
{
	struct ch_str packed = ch_intern_str(&k->parts, id);
	struct ch_part *p = ch_arena_calloc(arena, 1, sizeof(*p));
	size_t first;

	p->name = ch_part_name(k, id);
	p->is_type = ch_part_is_type(k, id);
	p->nmembers = at(packed, 2);
	first = PART_HEAD + p->nmembers;
	p->members = ch_arena_calloc(arena, p->nmembers, sizeof(*p->members));
	for (size_t i = 0; i < p->nmembers; i++)
		p->members[i] =
			ch_intern_str(&k->names, at(packed, PART_HEAD + i));
	p->nmethods = length(packed) - first;
	p->methods = ch_arena_calloc(arena, p->nmethods, sizeof(const void *));
	for (size_t i = 0; i < p->nmethods; i++)
		p->methods[i] = get_method(k, at(packed, first + i), arena);
	return p;
}

void ch_kept_parts_release(struct ch_kept_parts *k)
{
	ch_intern_release(&k->names);
	ch_intern_release(&k->methods);
	ch_intern_release(&k->parts);
	ch_buf_release(&k->buf);
}
