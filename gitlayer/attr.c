#include "gitlayer/attr.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/map.h"
#include "base/mem.h"
#include "gitlayer/attrfile.h"
#include "gitlayer/oidtable.h"
#include "gitlayer/treeiter.h"

#define MAX_FILES 10000
#define MAX_PATH_BYTES 4096
#define MAX_FILE_BYTES (100 << 20)

struct ch_attrs {
	struct ch_arena arena;
	struct ch_intern names; /* of attributes */
	struct ch_attr_file builtin;
	struct ch_attr_file info;
	struct ch_attr_file *files; /* of directories */
	size_t nfiles, cap;
	struct ch_map by_dir; /* "" or "a/b" -> index of its file */
	const struct ch_attr_rule **macros; /* by attribute; NULL: none */
	size_t nskipped;
};

/*
 * Loading: every distinct tree object is opened once and its subtrees and
 * .gitattributes are noted; then only paths that lead to one are followed.  A
 * tree that repeats itself ten times on twelve levels costs twelve reads.
 */
struct edge {
	uint32_t parent, child; /* numbers of trees */
	uint32_t next_up;	/* another edge to the same child, or NO_EDGE */
	struct ch_str name;
};

struct tree {
	struct ch_oid file; /* its .gitattributes; zero where there is none */
	bool leads;	    /* to one, in it or below */
	uint32_t first_edge, nedges;
	uint32_t first_up; /* an edge to it, or NO_EDGE */
};
#define NO_EDGE UINT32_MAX

struct place {
	uint32_t tree;
	struct ch_str dir;
};

struct loader {
	struct ch_attrs *attrs;
	struct ch_odb *odb;
	struct ch_arena arena; /* names and directories */
	struct ch_arena scratch;
	struct ch_oid_table table;
	struct tree *trees; /* by number */
	size_t ntrees, trees_cap;
	struct edge *edges;
	size_t nedges, edges_cap;
	struct place *todo;
	size_t ntodo, todo_cap;
};

static uint32_t number_of(struct loader *l, const struct ch_oid *oid)
{
	bool added;
	uint32_t at = ch_oid_table_add(&l->table, oid, &added);

	if (added) {
		CH_GROW(l->trees, l->ntrees, l->trees_cap);
		memset(&l->trees[l->ntrees], 0, sizeof(*l->trees));
		l->trees[l->ntrees++].first_up = NO_EDGE;
	}
	return at;
}

static void add_edge(
	struct loader *l, uint32_t parent, const struct ch_tree_item *item)
{
	struct edge e = { .parent = parent,
		.child = number_of(l, &item->oid),
		.name = ch_arena_str(&l->arena, item->name) };

	e.next_up = l->trees[e.child].first_up;
	l->trees[e.child].first_up = (uint32_t)l->nedges;
	CH_GROW(l->edges, l->nedges, l->edges_cap);
	l->edges[l->nedges++] = e;
}

/* Note what tree 'at' holds.  New subtrees get the next numbers. */
static int open_tree(struct loader *l, uint32_t at, struct ch_err *err)
{
	struct ch_oid oid = l->table.oids[at];
	struct ch_tree_item item;
	struct ch_object object;
	struct ch_str rest;
	int code;

	ch_arena_reset(&l->scratch);
	code = ch_odb_read(l->odb, &oid, &l->scratch, &object, err);
	if (!code && object.type != CH_OBJ_TREE)
		code = ch_fail(err, CH_EFORMAT, "attributes: not a tree");
	if (code)
		return code;
	l->trees[at].first_edge = (uint32_t)l->nedges;
	rest = ch_str_n(object.data, object.size);
	while ((code = ch_tree_item_next(&rest, &item)) > 0) {
		if (ch_tree_item_is_tree(&item))
			add_edge(l, at, &item);
		else if (ch_tree_item_is_file(&item) &&
			 ch_str_is(item.name, ".gitattributes")) {
			l->trees[at].file = item.oid;
			l->trees[at].leads = true;
		}
	}
	l->trees[at].nedges = (uint32_t)l->nedges - l->trees[at].first_edge;
	return code < 0 ? ch_fail(err, CH_EFORMAT, "attributes: damaged tree")
			: 0;
}

static void push_place(struct loader *l, uint32_t tree, struct ch_str dir)
{
	struct place p = { tree, dir };

	CH_GROW(l->todo, l->ntodo, l->todo_cap);
	l->todo[l->ntodo++] = p;
}

/* Whatever holds a tree that leads to a file leads to it too. */
static void mark_leading(struct loader *l)
{
	for (uint32_t i = 0; i < l->ntrees; i++)
		if (l->trees[i].leads)
			push_place(l, i, CH_STR(""));
	while (l->ntodo) {
		uint32_t tree = l->todo[--l->ntodo].tree;
		uint32_t e = l->trees[tree].first_up;

		for (; e != NO_EDGE; e = l->edges[e].next_up) {
			struct tree *parent = &l->trees[l->edges[e].parent];

			if (!parent->leads)
				push_place(l, l->edges[e].parent, CH_STR(""));
			parent->leads = true;
		}
	}
}

static void add_file(struct loader *l, struct ch_str dir, const struct tree *t)
{
	struct ch_attrs *a = l->attrs;
	struct ch_str key = ch_arena_str(&a->arena, dir);
	struct ch_object object;

	ch_arena_reset(&l->scratch);
	if (a->nfiles == MAX_FILES ||
		ch_odb_read(l->odb, &t->file, &l->scratch, &object, NULL) ||
		object.type != CH_OBJ_BLOB || object.size >= MAX_FILE_BYTES) {
		a->nskipped++;
		return;
	}
	CH_GROW(a->files, a->nfiles, a->cap);
	memset(&a->files[a->nfiles], 0, sizeof(*a->files));
	ch_attr_file_parse(&a->files[a->nfiles],
		ch_str_n(object.data, object.size), !dir.len, &a->names,
		&a->arena);
	*ch_map_add(&a->by_dir, key.ptr, key.len, NULL) = a->nfiles++;
}

static void visit(struct loader *l, struct place p)
{
	const struct tree *t = &l->trees[p.tree];

	if (!ch_oid_is_zero(&t->file))
		add_file(l, p.dir, t);
	for (uint32_t i = 0; i < t->nedges; i++) {
		const struct edge *e = &l->edges[t->first_edge + i];
		struct ch_str dir;

		if (!l->trees[e->child].leads)
			continue;
		if (p.dir.len + e->name.len >= MAX_PATH_BYTES ||
			l->ntodo >= MAX_FILES) {
			l->attrs->nskipped++;
			continue;
		}
		dir = !p.dir.len ? e->name
				 : ch_arena_printf(&l->arena, "%.*s/%.*s",
					   (int)p.dir.len, p.dir.ptr,
					   (int)e->name.len, e->name.ptr);
		push_place(l, e->child, dir);
	}
}

static int load_tree(struct ch_attrs *attrs, struct ch_odb *odb,
	const struct ch_oid *tree, struct ch_err *err)
{
	struct loader l = { .attrs = attrs, .odb = odb };
	size_t nvisits = 0;
	int code;

	code = open_tree(&l, number_of(&l, tree), err);
	for (uint32_t i = 1; !code && i < l.ntrees; i++)
		if (open_tree(&l, i, NULL))
			attrs->nskipped++;
	if (!code && l.ntrees) {
		mark_leading(&l);
		if (l.trees[0].leads)
			push_place(&l, 0, CH_STR(""));
		while (l.ntodo && nvisits++ < 10 * MAX_FILES)
			visit(&l, l.todo[--l.ntodo]);
		attrs->nskipped += l.ntodo;
	}
	free(l.todo);
	free(l.edges);
	free(l.trees);
	ch_oid_table_release(&l.table);
	ch_arena_release(&l.scratch);
	ch_arena_release(&l.arena);
	return code;
}

static void load_info(struct ch_attrs *attrs, const struct ch_repo *repo)
{
	struct ch_buf text = { 0 }, path = { 0 };
	char chunk[4096];
	size_t n;
	FILE *f;

	ch_buf_printf(&path, "%sinfo/attributes", ch_repo_commondir(repo));
	f = fopen(path.ptr, "rb");
	ch_buf_release(&path);
	if (!f)
		return;
	while ((n = fread(chunk, 1, sizeof(chunk), f)) > 0 &&
		text.len < MAX_FILE_BYTES)
		ch_buf_add(&text, chunk, n);
	fclose(f);
	ch_attr_file_parse(&attrs->info, ch_buf_str(&text), true, &attrs->names,
		&attrs->arena);
	ch_buf_release(&text);
}

static void take_macros(struct ch_attrs *attrs, const struct ch_attr_file *file)
{
	for (size_t i = 0; i < file->n; i++)
		if (file->rules[i].is_macro)
			attrs->macros[file->rules[i].macro] = &file->rules[i];
}

/* The last definition of the strongest file stands. */
static void find_macros(struct ch_attrs *attrs)
{
	const uint64_t *root = ch_map_get(&attrs->by_dir, "", 0);

	attrs->macros = ch_calloc(attrs->names.n, sizeof(*attrs->macros));
	take_macros(attrs, &attrs->builtin);
	if (root)
		take_macros(attrs, &attrs->files[*root]);
	take_macros(attrs, &attrs->info);
}

int ch_attrs_load(struct ch_attrs **out, const struct ch_repo *repo,
	struct ch_odb *odb, const struct ch_oid *tree, struct ch_err *err)
{
	struct ch_attrs *attrs = ch_calloc(1, sizeof(*attrs));
	int code = 0;

	*out = NULL;
	if (tree) {
		ch_attr_file_parse(&attrs->builtin,
			CH_STR("[attr]binary -diff -merge -text"), true,
			&attrs->names, &attrs->arena);
		load_info(attrs, repo);
		code = load_tree(attrs, odb, tree, err);
		find_macros(attrs);
	}
	if (code)
		ch_attrs_free(attrs);
	else
		*out = attrs;
	return code;
}

void ch_attrs_free(struct ch_attrs *attrs)
{
	if (!attrs)
		return;
	for (size_t i = 0; i < attrs->nfiles; i++)
		ch_attr_file_release(&attrs->files[i]);
	ch_attr_file_release(&attrs->builtin);
	ch_attr_file_release(&attrs->info);
	free(attrs->files);
	free(attrs->macros);
	ch_map_release(&attrs->by_dir);
	ch_intern_release(&attrs->names);
	ch_arena_release(&attrs->arena);
	free(attrs);
}

size_t ch_attrs_skipped(const struct ch_attrs *attrs)
{
	return attrs->nskipped;
}

/*
 * Asking goes from the strongest rule to the weakest, and the first word on an
 * attribute stands.  A macro that is set speaks at once for what it names.
 */
struct cell {
	bool known;
	enum ch_attr_state state;
	struct ch_str value;
};

struct frame {
	const struct ch_attr_rule *rule;
	size_t left;
};

struct question {
	const struct ch_attrs *attrs;
	struct cell *cells;   /* by attribute */
	struct frame *frames; /* a macro is set once, so one each and one */
	uint32_t wanted;
};

static void apply(struct question *q, const struct ch_attr_rule *rule)
{
	size_t depth = 0;

	q->frames[depth++] = (struct frame){ rule, rule->nsets };
	while (depth) {
		struct frame *f = &q->frames[depth - 1];
		const struct ch_attr_set *set;
		const struct ch_attr_rule *macro;

		if (!f->left) {
			depth--;
			continue;
		}
		set = &f->rule->sets[--f->left];
		if (q->cells[set->attr].known)
			continue;
		q->cells[set->attr] =
			(struct cell){ true, set->state, set->value };
		macro = q->attrs->macros[set->attr];
		if (macro && set->state == CH_ATTR_SET)
			q->frames[depth++] =
				(struct frame){ macro, macro->nsets };
	}
}

static bool ask_file(
	struct question *q, const struct ch_attr_file *file, struct ch_str path)
{
	for (size_t i = file->n; i-- > 0 && !q->cells[q->wanted].known;)
		if (ch_attr_rule_matches(&file->rules[i], path))
			apply(q, &file->rules[i]);
	return q->cells[q->wanted].known;
}

/* $GIT_DIR/info/attributes, then the directories from the deepest up. */
static void ask_all(struct question *q, struct ch_str path)
{
	const struct ch_attrs *a = q->attrs;
	size_t end = path.len;

	if (ask_file(q, &a->info, path))
		return;
	do {
		const uint64_t *at;
		size_t from;

		while (end && path.ptr[end - 1] != '/')
			end--;
		from = end;
		end -= end > 0;
		at = ch_map_get(&a->by_dir, end ? path.ptr : "", end);
		if (at && ask_file(q, &a->files[*at],
				  ch_str_sub(path, from, path.len)))
			return;
	} while (end);
}

#define FEW_ATTRS 32

enum ch_attr_state ch_attrs_get(const struct ch_attrs *attrs,
	struct ch_str path, const char *name, struct ch_str *value)
{
	struct cell few_cells[FEW_ATTRS] = { { false, 0, { NULL, 0 } } };
	struct frame few_frames[FEW_ATTRS + 1];
	struct question q = { attrs, few_cells, few_frames,
		ch_intern_find(&attrs->names, ch_str_z(name)) };
	enum ch_attr_state state;

	if (q.wanted == CH_NO_ID)
		return CH_ATTR_UNSPECIFIED;
	if (attrs->names.n > FEW_ATTRS) {
		q.cells = ch_calloc(attrs->names.n, sizeof(*q.cells));
		q.frames = ch_calloc(attrs->names.n + 1, sizeof(*q.frames));
	}
	ask_all(&q, path);
	state = q.cells[q.wanted].state;
	if (value && state == CH_ATTR_VALUE)
		*value = q.cells[q.wanted].value;
	if (q.cells != few_cells) {
		free(q.cells);
		free(q.frames);
	}
	return state;
}

bool ch_attrs_is_binary(const struct ch_attrs *attrs, struct ch_str path)
{
	return ch_attrs_get(attrs, path, "diff", NULL) == CH_ATTR_UNSET;
}
