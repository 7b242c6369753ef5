#include "gitlayer/mailmap.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/map.h"
#include "base/mem.h"
#include "gitlayer/treeiter.h"

#define NONE ((size_t)-1)

/* What a line puts in place of a person; ptr NULL: keep what is there. */
struct person {
	struct ch_str name;
	struct ch_str email;
};

struct ch_mailmap {
	struct ch_arena arena; /* keys and replacements */
	struct ch_map by_key;  /* folded e-mail, or e-mail NUL name */
	struct person *people;
	size_t npeople, cap;
};

struct ch_mailmap *ch_mailmap_new(void)
{
	return ch_calloc(1, sizeof(struct ch_mailmap));
}

void ch_mailmap_free(struct ch_mailmap *map)
{
	if (!map)
		return;
	ch_map_release(&map->by_key);
	ch_arena_release(&map->arena);
	free(map->people);
	free(map);
}

static void add_folded(struct ch_buf *key, struct ch_str s)
{
	for (size_t i = 0; i < s.len; i++) {
		char c = s.ptr[i];

		ch_buf_add_char(key, c >= 'A' && c <= 'Z' ? (char)(c + 32) : c);
	}
}

/* A line for one name has the name in its key; 'name' NULL: for all. */
static void make_key(
	struct ch_buf *key, struct ch_str email, const struct ch_str *name)
{
	ch_buf_clear(key);
	add_folded(key, email);
	if (name) {
		ch_buf_add_char(key, '\0');
		add_folded(key, *name);
	}
}

/* git's isspace(): vertical tab and form feed are none. */
static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static struct ch_str trim(struct ch_str s)
{
	while (s.len && is_space(s.ptr[0]))
		s = ch_str_sub(s, 1, s.len);
	while (s.len && is_space(s.ptr[s.len - 1]))
		s.len--;
	return s;
}

/* "Name <email>" from the front of *rest; an empty name has ptr NULL. */
static bool take_person(
	struct ch_str *rest, bool may_be_empty, struct person *out)
{
	size_t open = ch_str_chr(*rest, '<', 0);
	size_t close;

	if (open == NONE)
		return false;
	close = ch_str_chr(*rest, '>', open + 1);
	if (close == NONE || (!may_be_empty && close == open + 1))
		return false;
	out->name = trim(ch_str_sub(*rest, 0, open));
	if (!out->name.len)
		out->name.ptr = NULL;
	out->email = ch_str_sub(*rest, open + 1, close);
	*rest = ch_str_sub(*rest, close + 1, rest->len);
	return true;
}

/* Where a key comes again, each line replaces what it names. */
static void add_entry(struct ch_mailmap *map, const struct ch_buf *key,
	struct ch_str name, struct ch_str email, bool whole)
{
	struct ch_str copy = ch_arena_str(&map->arena, ch_buf_str(key));
	uint64_t *at;
	bool added;
	struct person *p;

	at = ch_map_add(&map->by_key, copy.ptr, copy.len, &added);
	if (added) {
		CH_GROW(map->people, map->npeople, map->cap);
		memset(&map->people[map->npeople], 0, sizeof(*map->people));
		*at = map->npeople++;
	}
	p = &map->people[*at];
	if (whole)
		memset(p, 0, sizeof(*p));
	if (name.ptr)
		p->name = ch_arena_str(&map->arena, name);
	if (email.ptr)
		p->email = ch_arena_str(&map->arena, email);
}

static void add_line(
	struct ch_mailmap *map, struct ch_str line, struct ch_buf *key)
{
	const struct ch_str none = { NULL, 0 };
	struct person now, was = { none, none };
	bool two;

	if (line.len && line.ptr[0] == '#')
		return;
	if (!take_person(&line, false, &now))
		return;
	two = take_person(&line, true, &was);
	if (!two) {
		make_key(key, now.email, NULL);
		add_entry(map, key, now.name, none, false);
		return;
	}
	make_key(key, was.email, was.name.ptr ? &was.name : NULL);
	add_entry(map, key, now.name, now.email, was.name.ptr != NULL);
}

void ch_mailmap_add(struct ch_mailmap *map, struct ch_str text)
{
	struct ch_buf key = { 0 };
	struct ch_str line;
	size_t end = text.len ? ch_str_chr(text, '\0', 0) : NONE;

	/* git reads a text: it ends at a NUL. */
	if (end != NONE)
		text.len = end;
	while (ch_str_line(&text, &line))
		add_line(map, line, &key);
	ch_buf_release(&key);
}

void ch_mailmap_resolve(
	const struct ch_mailmap *map, struct ch_str *name, struct ch_str *email)
{
	struct ch_buf key = { 0 };
	const uint64_t *at;
	const struct person *p;

	if (!map || !map->npeople)
		return;
	make_key(&key, *email, name);
	at = ch_map_get(&map->by_key, key.ptr, key.len);
	if (!at) {
		make_key(&key, *email, NULL);
		at = ch_map_get(&map->by_key, ch_buf_z(&key), key.len);
	}
	ch_buf_release(&key);
	if (!at)
		return;
	p = &map->people[*at];
	if (p->email.ptr)
		*email = p->email;
	if (p->name.ptr)
		*name = p->name;
}

/* The entry '.mailmap' of the root tree; symbolic links are not followed. */
static bool find_file(struct ch_str tree, struct ch_oid *oid)
{
	struct ch_tree_item item;

	while (ch_tree_item_next(&tree, &item) > 0)
		if (ch_str_is(item.name, ".mailmap")) {
			*oid = item.oid;
			return ch_tree_item_is_file(&item);
		}
	return false;
}

int ch_mailmap_load(struct ch_mailmap **out, struct ch_odb *odb,
	const struct ch_oid *tree, struct ch_err *err)
{
	struct ch_arena scratch = { 0 };
	struct ch_object object;
	struct ch_oid oid;
	int code;

	*out = ch_mailmap_new();
	code = ch_odb_read(odb, tree, &scratch, &object, err);
	if (!code && object.type == CH_OBJ_TREE &&
		find_file(ch_str_n(object.data, object.size), &oid)) {
		code = ch_odb_read(odb, &oid, &scratch, &object, err);
		if (!code)
			ch_mailmap_add(
				*out, ch_str_n(object.data, object.size));
		else
			ch_err_context(err, ".mailmap");
	}
	ch_arena_release(&scratch);
	return code;
}
