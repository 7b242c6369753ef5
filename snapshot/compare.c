#include "snapshot/compare.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "base/mem.h"
#include "gitlayer/rename.h"
#include "pipeline/guide.h"
#include "pipeline/pool.h"
#include "uast/bodies.h"
#include "uast/grammars.h"

#define MAX_BLOB_BYTES ((size_t)16 << 20)
#define KEPT_TEXT_BYTES ((size_t)512 << 10)

/* Everything a worker owns; the arena outlives it inside the delta. */
struct worker {
	struct ch_odb *odb;
	struct ch_differ *differ;
	struct ch_parser *parser;
	struct ch_arena *keep;	 /* texts and facts of the result */
	struct ch_arena scratch; /* reset for every file */
};

struct build {
	struct ch_repo *repo;
	const struct ch_compare_options *opt;
	struct ch_compare *delta;
	size_t *order; /* files, the largest first */
	struct worker *workers;
	size_t njobs;
	atomic_size_t held_bytes; /* by all that is kept */
	struct ch_guide guide;	  /* of the new tree, when headers changed */
};

static bool is_text_mode(uint32_t mode)
{
	return mode == CH_MODE_NONE || (mode & 0170000) == 0100000;
}

/* A submodule's side is the one line git shows for it. */
static struct ch_str gitlink_line(
	const struct ch_oid *oid, struct ch_arena *arena)
{
	char hex[CH_OID_HEX + 1];

	return ch_arena_printf(
		arena, "Subproject commit %s\n", ch_oid_hex(oid, hex));
}

static void load_side(struct worker *w, struct ch_compare_file *f,
	enum ch_side side, struct ch_arena *arena, struct ch_str *text)
{
	const struct ch_change *c = &f->change;
	uint32_t mode = side == CH_OLD ? c->old_mode : c->new_mode;
	const struct ch_oid *oid = side == CH_OLD ? &c->old_oid : &c->new_oid;
	struct ch_object object = { 0 };
	struct ch_err err;
	int rc;

	*text = CH_STR("");
	if (mode == CH_MODE_NONE)
		return;
	if (mode == CH_MODE_GITLINK) {
		*text = gitlink_line(oid, arena);
		return;
	}
	rc = ch_odb_read(w->odb, oid, arena, &object, &err);
	if (rc == CH_ELIMIT)
		f->odd |= CH_ODD_TOO_LARGE;
	else if (rc < 0 || object.type != CH_OBJ_BLOB)
		f->odd |= CH_ODD_MISSING;
	else
		*text = ch_str_n(object.data, object.size);
}

static void count_lines(
	struct worker *w, const struct build *b, struct ch_compare_file *f)
{
	enum ch_diff_algorithm algorithm = b->opt->algorithm;

	if (f->odd & (CH_ODD_MISSING | CH_ODD_TOO_LARGE | CH_ODD_BINARY))
		return;
	ch_linediff_run(w->differ, algorithm, f->text[CH_OLD], f->text[CH_NEW],
		w->keep, &f->diff);
	f->added = f->diff.added;
	f->removed = f->diff.removed;
}

/*
 * C++ where either side says so: a header that shrinks to one #include looks
 * like C, and its old text would not parse.
 */
static const struct ch_lang *lang_of(
	const struct build *b, const struct ch_compare_file *f)
{
	struct ch_str name = ch_str_z(ch_linguist_name(f->language));
	struct ch_str path = f->change.path;
	bool gone = f->change.new_mode == CH_MODE_NONE;
	const struct ch_lang *lang, *was;

	lang = ch_lang_for_tree(
		name, path, f->text[gone ? CH_OLD : CH_NEW], &b->guide);
	if (lang && ch_lang_is_data(lang))
		return NULL; /* a heading or a key is nobody's interface */
	if (!lang || gone || strcmp(ch_lang_id(lang), "c"))
		return lang;
	was = ch_lang_for_tree(name, path, f->text[CH_OLD], &b->guide);
	return strcmp(ch_lang_id(was), "cpp") ? lang : was;
}

static void classify(const struct build *b, struct ch_compare_file *f)
{
	const struct ch_linguist *l = b->opt->linguist;
	bool gone = f->change.new_mode == CH_MODE_NONE;
	struct ch_str text = f->text[gone ? CH_OLD : CH_NEW];
	struct ch_str path = f->change.path;
	struct ch_str old_path = f->change.old_path;

	if (!is_text_mode(f->change.old_mode) ||
		!is_text_mode(f->change.new_mode))
		f->odd |= CH_ODD_LINK;
	if (b->opt->attrs && ch_attrs_is_binary(b->opt->attrs, path))
		f->odd |= CH_ODD_BINARY;
	if (ch_looks_binary(f->text[CH_OLD]) ||
		ch_looks_binary(f->text[CH_NEW]))
		f->odd |= CH_ODD_BINARY;
	f->class = ch_linguist_class(l, path, text);
	f->old_class = old_path.ptr
			       ? ch_linguist_class(l, old_path, f->text[CH_OLD])
			       : f->class;
	f->language = ch_linguist_language(l, path, text);
	f->own = ch_grammars_claim(b->opt->grammars, path);
	f->lang = lang_of(b, f);
}

/* Small source files without a parser still have hunks worth showing. */
static bool wants_text(const struct build *b, const struct ch_compare_file *f)
{
	bool wanted = f->class == CH_CLASS_SOURCE ||
		      (f->class == CH_CLASS_TEST && b->opt->tests) ||
		      (f->class == CH_CLASS_DOCUMENTATION && b->opt->docs) ||
		      (f->class == CH_CLASS_VENDORED && b->opt->vendored);

	return wanted && !f->odd &&
	       f->text[CH_OLD].len + f->text[CH_NEW].len <= KEPT_TEXT_BYTES;
}

/*
 * By side: a file that moves into a vendored directory takes its symbols out
 * of the project, one that leaves it brings them in.
 */
static bool wants_facts(const struct build *b, const struct ch_compare_file *f,
	enum ch_side side)
{
	enum ch_path_class class = side == CH_OLD ? f->old_class : f->class;

	if (!f->lang || f->odd)
		return false;
	if (class == CH_CLASS_VENDORED && !b->opt->vendored)
		return false;
	if (ch_compare_is_test(f) && !b->opt->tests)
		return false;
	return class != CH_CLASS_GENERATED || b->opt->generated;
}

/* Byte offsets of line starts, with one more for the end. */
static uint32_t *line_starts(
	struct ch_str text, uint32_t nlines, struct ch_arena *arena)
{
	uint32_t *at = ch_arena_alloc(arena, (nlines + 1u) * sizeof(*at));
	size_t pos = 0;

	for (uint32_t i = 0; i < nlines; i++) {
		size_t end = ch_str_chr(text, '\n', pos);

		at[i] = (uint32_t)pos;
		pos = end == (size_t)-1 ? text.len : end + 1;
	}
	at[nlines] = (uint32_t)text.len;
	return at;
}

/* Hunks of lines as edits of bytes, for the incremental parse. */
static struct ch_edit *edits_of(
	const struct ch_compare_file *f, struct ch_arena *arena)
{
	const struct ch_linediff *d = &f->diff;
	uint32_t *old_at, *new_at;
	struct ch_edit *edits;

	old_at = line_starts(f->text[CH_OLD], d->old_lines, arena);
	new_at = line_starts(f->text[CH_NEW], d->new_lines, arena);
	edits = ch_arena_alloc(arena, d->nhunks * sizeof(*edits));
	for (size_t i = 0; i < d->nhunks; i++) {
		const struct ch_hunk *h = &d->hunks[i];

		edits[i].start = old_at[h->old_start];
		edits[i].old_end = old_at[h->old_start + h->old_count];
		edits[i].new_end = new_at[h->new_start + h->new_count];
	}
	return edits;
}

static void note_quality(struct ch_compare_file *f, int rc, enum ch_side side)
{
	const struct ch_facts *facts = &f->facts[side];

	if (rc < 0 || facts->truncated)
		f->odd |= CH_ODD_UNPARSED;
	else if (facts->error_bytes > facts->bytes / 100)
		f->odd |= CH_ODD_ERRORS;
}

/* One side; 'tree' is A's, made for A, used for B where there is one. */
static void parse_side(struct worker *w, struct ch_compare_file *f,
	enum ch_side side, const struct ch_holes *holes,
	const struct ch_edit *edits, struct ch_tree **tree)
{
	struct ch_parse_options options = { .holes = holes->items,
		.nholes = holes->n };
	bool old = side == CH_OLD;
	int rc = ch_parse(w->parser, f->lang, ch_compare_path(f, side),
		f->text[side], &options, old ? NULL : *tree, edits,
		!old && *tree ? f->diff.nhunks : 0, w->keep, &f->facts[side],
		old ? tree : NULL, NULL);

	note_quality(f, rc, side);
}

static void parse_sides(struct worker *w, const struct build *b,
	struct ch_compare_file *f, bool want_old, bool want_new)
{
	struct ch_holes holes[2] = { { 0 }, { 0 } };
	struct ch_edit *edits = NULL;
	struct ch_tree *tree = NULL;

	if (want_old && want_new) {
		edits = edits_of(f, &w->scratch);
		if (!b->opt->whole)
			ch_bodies_shared(f->lang, f->text[CH_OLD],
				f->text[CH_NEW], edits, f->diff.nhunks,
				&w->scratch, holes);
	}
	if (want_old)
		parse_side(w, f, CH_OLD, &holes[CH_OLD], NULL, &tree);
	if (want_new)
		parse_side(w, f, CH_NEW, &holes[CH_NEW], edits, &tree);
	ch_tree_free(tree);
}

/* They have lines of the new side in common, or meet. */
static bool touch(const struct ch_hunk *a, const struct ch_hunk *b)
{
	return a->new_start <= b->new_start + b->new_count &&
	       b->new_start <= a->new_start + a->new_count;
}

/* Of the hunks from A to B those that are none from the base to B are A's. */
static void keep_hunks(struct ch_linediff *d, const struct ch_linediff *from)
{
	size_t kept = 0, at = 0;

	for (size_t i = 0; i < d->nhunks; i++) {
		const struct ch_hunk *h = &d->hunks[i];

		while (at < from->nhunks &&
			from->hunks[at].new_start + from->hunks[at].new_count <
				h->new_start)
			at++;
		if (at < from->nhunks && touch(h, &from->hunks[at]))
			d->hunks[kept++] = *h;
	}
	d->nhunks = kept;
}

/* What the version says that A's and B's come from.  Unreadable: nothing. */
static void read_base(struct worker *w, const struct build *b,
	struct ch_compare_file *f, bool want_facts)
{
	struct ch_object object;
	struct ch_linediff d;
	struct ch_str text;

	if (f->odd ||
		ch_odb_read(w->odb, &f->base_oid, w->keep, &object, NULL) < 0)
		return;
	text = ch_str_n(object.data, object.size);
	ch_linediff_run(w->differ, b->opt->algorithm, text, f->text[CH_NEW],
		&w->scratch, &d);
	keep_hunks(&f->diff, &d);
	if (!want_facts)
		return;
	f->base = ch_arena_calloc(w->keep, 1, sizeof(*f->base));
	ch_parse(w->parser, f->lang, ch_compare_path(f, CH_OLD), text, NULL,
		NULL, NULL, 0, w->keep, f->base, NULL, NULL);
}

static bool is_over_budget(struct build *b)
{
	return b->opt->budget_bytes &&
	       atomic_load(&b->held_bytes) > b->opt->budget_bytes;
}

static void do_file(void *ctx, size_t worker, size_t item)
{
	struct build *b = ctx;
	struct worker *w = &b->workers[worker];
	struct ch_compare_file *f = &b->delta->files[b->order[item]];
	struct ch_arena_mark mark = ch_arena_mark(w->keep);
	bool same = ch_oid_eq(&f->change.old_oid, &f->change.new_oid);
	size_t held = w->keep->held_bytes;
	bool want_old, want_new;

	if (is_over_budget(b))
		return;
	load_side(w, f, CH_OLD, w->keep, &f->text[CH_OLD]);
	if (same)
		f->text[CH_NEW] = f->text[CH_OLD];
	else
		load_side(w, f, CH_NEW, w->keep, &f->text[CH_NEW]);
	classify(b, f);
	count_lines(w, b, f);
	want_old = wants_facts(b, f, CH_OLD);
	want_new = wants_facts(b, f, CH_NEW);
	if (want_old || want_new) {
		parse_sides(w, b, f, want_old && f->change.old_mode,
			want_new && f->change.new_mode);
	} else if (!wants_text(b, f)) {
		/* Nobody reads these lines again: give the memory back. */
		ch_arena_rewind(w->keep, mark);
		memset(f->text, 0, sizeof(f->text));
		f->diff.hunks = NULL;
		f->diff.nhunks = 0;
	}
	if (f->alone)
		f->diff.nhunks = 0;
	else if (!ch_oid_is_zero(&f->base_oid) && f->diff.nhunks)
		read_base(w, b, f, want_old || want_new);
	atomic_fetch_add(&b->held_bytes, w->keep->held_bytes - held);
	ch_arena_reset(&w->scratch);
}

/* Whose the headers are that do not say so themselves; grammars to load. */
static int take_guide(
	struct build *b, const struct ch_oid *tree, struct ch_err *err)
{
	struct ch_grammars *grammars = b->opt->grammars;
	const struct ch_lang *lang;
	bool headers = false;
	int rc = 0;

	for (size_t i = 0; i < b->delta->nfiles && !rc; i++) {
		struct ch_str path = b->delta->files[i].change.path;

		headers |= ch_str_ends(path, ".h");
		rc = ch_grammars_load(grammars, path, &lang, err);
	}
	b->guide.grammars = grammars;
	if (!rc && headers && tree)
		rc = ch_guide_of_tree(b->workers[0].odb, tree, &b->guide, err);
	return rc;
}

static int open_workers(struct build *b, struct ch_err *err)
{
	struct ch_odb_options odb_opt = { 0 };
	int rc = 0;

	odb_opt.max_bytes = b->opt->max_blob_bytes ? b->opt->max_blob_bytes
						   : MAX_BLOB_BYTES;
	b->workers = ch_calloc(b->njobs, sizeof(*b->workers));
	b->delta->arenas = ch_calloc(b->njobs, sizeof(*b->delta->arenas));
	b->delta->narenas = b->njobs;
	for (size_t i = 0; i < b->njobs && rc >= 0; i++) {
		struct worker *w = &b->workers[i];

		w->keep = &b->delta->arenas[i];
		w->differ = ch_differ_new();
		w->parser = ch_parser_new();
		rc = ch_odb_open(&w->odb, b->repo, &odb_opt, err);
	}
	return rc;
}

static void close_workers(struct build *b)
{
	for (size_t i = 0; b->workers && i < b->njobs; i++) {
		struct worker *w = &b->workers[i];

		ch_odb_free(w->odb);
		ch_differ_free(w->differ);
		ch_parser_free(w->parser);
		ch_arena_release(&w->scratch);
	}
	free(b->workers);
}

static int diff_trees(struct ch_odb *odb, const struct ch_oid *old_tree,
	const struct ch_oid *new_tree, const struct ch_compare_options *opt,
	struct ch_arena *arena, struct ch_changes *out, struct ch_err *err)
{
	struct ch_treediff_options tree_opt = { .stop = opt->watch.stop,
		.pathspec = opt->pathspec,
		.max_changes = CH_COMPARE_MAX_FILES };

	return ch_treediff(odb, old_tree, new_tree, &tree_opt, arena, out, err);
}

static int changed_files(struct ch_odb *odb, const struct ch_oid *old_tree,
	const struct ch_oid *new_tree, const struct ch_compare_options *opt,
	struct ch_arena *arena, struct ch_compare *out, struct ch_err *err)
{
	struct ch_changes changes = { 0 };
	int rc;

	rc = diff_trees(odb, old_tree, new_tree, opt, arena, &changes, err);
	if (rc >= 0 && !opt->no_renames)
		rc = ch_renames_find(
			odb, &changes, NULL, arena, &out->renames_limited, err);
	if (rc < 0)
		goto out;
	out->ncut = changes.ncut;
	out->nunreadable_trees = changes.nunreadable;
	out->nfiles = changes.n;
	out->files = ch_calloc(changes.n, sizeof(*out->files));
	for (size_t i = 0; i < changes.n; i++)
		out->files[i].change = changes.items[i];
out:
	ch_changes_release(&changes);
	return rc;
}

static const struct ch_change *change_at(const struct ch_map *paths,
	const struct ch_changes *changes, struct ch_str path)
{
	const uint64_t *at =
		path.ptr ? ch_map_get(paths, path.ptr, path.len) : NULL;

	return at ? &changes->items[*at] : NULL;
}

/* The file that was there, or NULL. */
static const struct ch_oid *blob_before(const struct ch_change *c)
{
	return c && c->old_mode && is_text_mode(c->old_mode) ? &c->old_oid
							     : NULL;
}

/* What B changed since the base, A's changes aside. */
static void find_bases(struct ch_odb *odb, const struct ch_oid *new_tree,
	const struct ch_compare_options *opt, struct ch_arena *arena,
	struct ch_compare *out)
{
	struct ch_changes changes = { 0 };
	struct ch_map paths = { 0 };

	if (diff_trees(odb, opt->base_tree, new_tree, opt, arena, &changes,
		    NULL) < 0)
		changes.nunreadable = 1;
	out->nunreadable_trees += changes.nunreadable;
	for (size_t i = 0; i < changes.n; i++)
		*ch_map_add(&paths, changes.items[i].path.ptr,
			changes.items[i].path.len, NULL) = i;
	for (size_t i = 0; i < out->nfiles; i++) {
		struct ch_compare_file *f = &out->files[i];
		const struct ch_change *now, *was;
		const struct ch_oid *base;

		now = change_at(&paths, &changes, f->change.path);
		was = change_at(&paths, &changes, f->change.old_path);
		/* What was cut or unreadable there is B's for all we know. */
		f->alone =
			!now && !was && !changes.ncut && !changes.nunreadable;
		base = blob_before(now);
		base = base ? base : blob_before(was);
		if (base && !ch_oid_eq(base, &f->change.old_oid))
			f->base_oid = *base;
	}
	ch_map_release(&paths);
	ch_changes_release(&changes);
}

struct sized {
	size_t bytes, at;
};

static int by_size(const void *pa, const void *pb)
{
	const struct sized *a = pa, *b = pb;

	if (a->bytes != b->bytes)
		return a->bytes > b->bytes ? -1 : 1;
	return (a->at > b->at) - (a->at < b->at);
}

/* So that no worker is left alone with a large file at the end. */
static size_t *largest_first(struct ch_odb *odb, const struct ch_compare *d)
{
	struct sized *files = ch_calloc(d->nfiles, sizeof(*files));
	size_t *order = ch_calloc(d->nfiles, sizeof(*order));

	for (size_t i = 0; i < d->nfiles; i++) {
		const struct ch_change *c = &d->files[i].change;
		enum ch_obj_type type;

		files[i].at = i;
		if (is_text_mode(c->new_mode ? c->new_mode : c->old_mode))
			ch_odb_header(odb,
				c->new_mode ? &c->new_oid : &c->old_oid, &type,
				&files[i].bytes, NULL);
	}
	if (d->nfiles)
		qsort(files, d->nfiles, sizeof(*files), by_size);
	for (size_t i = 0; i < d->nfiles; i++)
		order[i] = files[i].at;
	free(files);
	return order;
}

static void add_up(struct ch_compare *d)
{
	for (size_t i = 0; i < d->nfiles; i++) {
		d->added += d->files[i].added;
		d->removed += d->files[i].removed;
		d->nodd += (d->files[i].odd & ~(unsigned)CH_ODD_LINK) != 0;
	}
}

int ch_compare_build(struct ch_repo *repo, const struct ch_oid *old_tree,
	const struct ch_oid *new_tree, const struct ch_compare_options *opt,
	struct ch_arena *arena, struct ch_compare *out, struct ch_err *err)
{
	struct build b = { .repo = repo,
		.opt = opt,
		.delta = out,
		.njobs = opt->jobs ? opt->jobs : 1 };
	int rc;

	memset(out, 0, sizeof(*out));
	rc = open_workers(&b, err);
	if (rc >= 0)
		rc = changed_files(b.workers[0].odb, old_tree, new_tree, opt,
			arena, out, err);
	if (rc >= 0 && opt->base_tree)
		find_bases(b.workers[0].odb, new_tree, opt, arena, out);
	if (rc >= 0)
		rc = take_guide(&b, new_tree, err);
	if (rc < 0)
		goto out;
	b.order = largest_first(b.workers[0].odb, out);
	ch_pool_each(b.njobs, out->nfiles, do_file, &b, "compare", &opt->watch);
	if (is_over_budget(&b))
		rc = ch_fail(err, CH_ELIMIT,
			"the %zu changed files need more than --memory-budget "
			"%zu MiB: raise it, or name fewer paths",
			out->nfiles, opt->budget_bytes >> 20);
	add_up(out);
out:
	close_workers(&b);
	free(b.order);
	if (rc < 0)
		ch_compare_release(out);
	return rc;
}

void ch_compare_release(struct ch_compare *delta)
{
	for (size_t i = 0; i < delta->narenas; i++)
		ch_arena_release(&delta->arenas[i]);
	free(delta->arenas);
	free(delta->files);
	memset(delta, 0, sizeof(*delta));
}

struct ch_str ch_compare_path(
	const struct ch_compare_file *f, enum ch_side side)
{
	return side == CH_OLD && f->change.old_path.ptr ? f->change.old_path
							: f->change.path;
}

bool ch_compare_is_test(const struct ch_compare_file *f)
{
	return f->class == CH_CLASS_TEST && f->old_class != CH_CLASS_SOURCE;
}

const char *ch_compare_language(const struct ch_compare_file *f)
{
	return f->own ? ch_lang_name(f->own) : ch_linguist_name(f->language);
}

bool ch_compare_is_program(const struct ch_compare_file *f)
{
	if (f->own)
		return !ch_lang_is_data(f->own);
	return !strcmp(ch_linguist_type(f->language), "programming");
}
