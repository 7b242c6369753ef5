#include "pipeline/samples.h"

#include <stdlib.h>
#include <string.h>

#include "analyzers/file_numbers.h"
#include "base/map.h"
#include "base/mem.h"
#include "uast/parse.h"

#define DAY_S 86400
#define BLOCK 8
#define NO_VERSION UINT32_MAX

/* A version of a path; what the map finds. */
struct key {
	struct ch_oid oid;
	uint32_t path;
	uint32_t c, cpp, objc; /* of a header: its tree's guide, settled */
};

struct version {
	struct key key;
	const struct ch_numbers *numbers; /* set by whoever is first */
	bool is_done;
};

/* In versions, or NO_VERSION. */
struct planned {
	uint32_t path, before, after;
};

struct ch_samples {
	struct ch_tree_sample *items;
	size_t n, cap;
	size_t *first; /* of each sample's changes in planned[]; n + 1 */
	struct planned *planned;
	size_t nplanned, planned_cap;
	struct version *versions;
	size_t nversions, versions_cap;
	struct ch_map map;
	struct ch_arena arena; /* keys */
	struct ch_guide guide; /* of the sample that is planned */
	struct ch_tree_change *changes;
};

void ch_samples_free(struct ch_samples *s)
{
	if (!s)
		return;
	free(s->items);
	free(s->first);
	free(s->planned);
	free(s->versions);
	free(s->changes);
	ch_map_release(&s->map);
	ch_arena_release(&s->arena);
	free(s);
}

/* ---- Which commits ------------------------------------------------------*/

static int64_t sampling_s(const struct ch_engine *e)
{
	const struct ch_engine_options *o = &e->options;
	int64_t least = INT64_MAX;

	for (size_t i = 0; i < o->nanalyzers; i++) {
		int64_t one_s;

		if (!o->analyzers[i]->sampling_s)
			continue;
		one_s = o->analyzers[i]->sampling_s(
			o->own_options ? o->own_options[i] : NULL);
		least = one_s < least ? one_s : least;
	}
	return least;
}

static int64_t first_day_s(const struct ch_engine *e)
{
	int64_t first_s = e->run.end_axis_s;

	for (size_t i = 0; i < e->history.ncommits; i++)
		if (e->axis_s[i] < first_s)
			first_s = e->axis_s[i];
	return first_s - first_s % DAY_S;
}

/* Dates, then from the end backwards the commit that each has. */
static void choose_commits(struct ch_engine *e, struct ch_samples *s)
{
	int64_t when_s = first_day_s(e), step_s = sampling_s(e);
	uint32_t at =
		ch_history_find(&e->history, &e->options.tips->include[0]);

	for (; when_s < e->run.end_axis_s; when_s += step_s) {
		CH_GROW(s->items, s->n, s->cap);
		s->items[s->n++] = (struct ch_tree_sample){ .when_s = when_s };
	}
	CH_GROW(s->items, s->n, s->cap);
	s->items[s->n++] =
		(struct ch_tree_sample){ .when_s = e->run.end_axis_s };
	for (size_t i = s->n; i-- > 0;) {
		while (at != CH_NO_COMMIT && e->axis_s[at] > s->items[i].when_s)
			at = ch_history_first_parent(&e->history, at);
		s->items[i].commit = at;
	}
}

/* ---- Which versions -----------------------------------------------------*/

static bool is_header(struct ch_str path)
{
	return ch_str_ends(path, ".h");
}

static struct key key_of(const struct ch_engine *e, uint32_t path,
	const struct ch_oid *oid, struct ch_guide guide)
{
	struct key key = { .oid = *oid, .path = path };

	if (!is_header(ch_intern_str(&e->paths, path)))
		return key;
	ch_guide_settle(&guide);
	key.c = guide.c;
	key.cpp = guide.cpp;
	key.objc = guide.objc;
	return key;
}

/* In a tree of that guide. */
static uint32_t want(struct ch_engine *e, struct ch_samples *s, uint32_t path,
	const struct ch_oid *oid, uint32_t mode, const struct ch_guide *guide)
{
	const struct ch_path_info *info = &e->path_info[path];
	const struct ch_lang *lang =
		info->own ? info->own
			  : ch_lang_find(
				    ch_str_z(ch_linguist_name(info->language)));
	struct key key, *kept;
	uint64_t *at;
	bool added;

	if (ch_entry_of_mode(mode) != CH_ENTRY_FILE || !info->is_shown ||
		info->diff == CH_ATTR_UNSET || !lang || ch_lang_is_data(lang))
		return NO_VERSION;
	key = key_of(e, path, oid, *guide);
	at = ch_map_get(&s->map, &key, sizeof(key));
	if (at)
		return (uint32_t)*at;
	kept = ch_arena_memdup(&s->arena, &key, sizeof(key));
	*ch_map_add(&s->map, kept, sizeof(*kept), &added) = s->nversions;
	CH_GROW(s->versions, s->nversions, s->versions_cap);
	s->versions[s->nversions] = (struct version){ .key = key };
	return (uint32_t)s->nversions++;
}

static bool matches(const struct ch_engine *e, struct ch_str path)
{
	return !e->options.pathspec ||
	       ch_pathspec_matches(e->options.pathspec, path);
}

static int plan_change(struct ch_engine *e, struct ch_samples *s,
	const struct ch_change *c, const struct ch_guide *before,
	const struct ch_guide *after, struct ch_err *err)
{
	struct planned p = { .path = ch_engine_path(e, c->path) };

	p.before = want(e, s, p.path, &c->old_oid, c->old_mode, before);
	p.after = want(e, s, p.path, &c->new_oid, c->new_mode, after);
	if (p.before == NO_VERSION && p.after == NO_VERSION)
		return 0;
	CH_GROW(s->planned, s->nplanned, s->planned_cap);
	s->planned[s->nplanned++] = p;
	return ch_engine_load_grammar(e, p.path, err);
}

/*
 * Headers of a tree are read as most of its sources are: where that is another
 * language than before, all of them leave as they were and come anew.
 */
static int plan_headers(struct ch_engine *e, struct ch_samples *s,
	const struct ch_oid *tree, bool leave, const struct ch_guide *guide,
	struct ch_err *err)
{
	struct ch_treediff_options opt = { .pathspec = e->options.pathspec };
	struct ch_changes files = { 0 };
	struct ch_arena arena = { 0 };
	int code = ch_tree_files(
		e->workers[0].odb, tree, &opt, &arena, &files, err);

	for (size_t i = 0; i < files.n && !code; i++) {
		struct ch_change c = files.items[i];

		if (!is_header(c.path))
			continue;
		c.old_mode = leave ? c.new_mode : CH_MODE_NONE;
		c.old_oid = c.new_oid;
		c.new_mode = leave ? CH_MODE_NONE : c.new_mode;
		code = plan_change(e, s, &c, guide, guide, err);
	}
	ch_changes_release(&files);
	ch_arena_release(&arena);
	return code;
}

/* What the tree has after these changes. */
static struct ch_guide guide_after(
	struct ch_guide guide, const struct ch_changes *changes)
{
	struct ch_guide gone = { 0 };

	for (size_t i = 0; i < changes->n; i++) {
		const struct ch_change *c = &changes->items[i];

		if (c->old_mode)
			ch_guide_add(&gone, c->path);
		if (c->new_mode)
			ch_guide_add(&guide, c->path);
	}
	guide.c -= gone.c;
	guide.cpp -= gone.cpp;
	guide.objc -= gone.objc;
	return guide;
}

static bool says_the_same(struct ch_guide a, struct ch_guide b)
{
	ch_guide_settle(&a);
	ch_guide_settle(&b);
	return a.c == b.c && a.cpp == b.cpp && a.objc == b.objc;
}

/* All changes from one sample's tree to the next one's; NULL: from nothing. */
static int plan_changes(struct ch_engine *e, struct ch_samples *s,
	const struct ch_oid *before, const struct ch_oid *tree,
	const struct ch_changes *changes, struct ch_err *err)
{
	struct ch_guide was = s->guide, is = guide_after(was, changes);
	bool turned = before && !says_the_same(was, is);
	int code = 0;

	for (size_t i = 0; i < changes->n && !code; i++) {
		const struct ch_change *c = &changes->items[i];

		if (matches(e, c->path) && !(turned && is_header(c->path)))
			code = plan_change(e, s, c, &was, &is, err);
	}
	if (turned && !code)
		code = plan_headers(e, s, before, true, &was, err);
	if (turned && !code)
		code = plan_headers(e, s, tree, false, &is, err);
	s->guide = is;
	return code;
}

int ch_samples_plan(struct ch_engine *e, struct ch_err *err)
{
	struct ch_samples *s = e->samples = ch_calloc(1, sizeof(*s));
	const struct ch_treediff_options all = { 0 };
	const struct ch_oid *before = NULL;
	struct ch_changes changes = { 0 };
	struct ch_arena arena = { 0 };
	int code = 0;

	if (!e->options.tips->ninclude || !e->history.ncommits)
		return 0;
	choose_commits(e, s);
	s->first = ch_calloc(s->n + 1, sizeof(*s->first));
	for (size_t i = 0; i < s->n && !code; i++) {
		const struct ch_oid *tree;

		s->first[i] = s->nplanned;
		if (s->items[i].commit == CH_NO_COMMIT)
			continue;
		tree = &e->history.commits[s->items[i].commit].tree;
		ch_arena_reset(&arena);
		code = ch_treediff(e->workers[0].odb, before, tree, &all,
			&arena, &changes, err);
		if (!code)
			code = plan_changes(e, s, before, tree, &changes, err);
		before = tree;
	}
	s->first[s->n] = s->nplanned;
	ch_changes_release(&changes);
	ch_arena_release(&arena);
	return code;
}

/* ---- Their numbers ------------------------------------------------------*/

/* Several workers may come with the same version: all have the same numbers. */
static void set_numbers(struct version *v, const struct ch_numbers *numbers)
{
	__atomic_store_n(&v->numbers, numbers, __ATOMIC_RELEASE);
	__atomic_store_n(&v->is_done, true, __ATOMIC_RELEASE);
}

static void measure(struct ch_worker *w, struct version *v,
	const struct ch_facts *facts, const struct ch_lang *lang,
	struct ch_str text)
{
	set_numbers(
		v, ch_numbers_of(ch_source_from(facts, lang, text, &w->scratch),
			   &w->parts, &w->scratch, &w->sources));
}

static bool is_done(const struct version *v)
{
	return __atomic_load_n(&v->is_done, __ATOMIC_ACQUIRE);
}

/* As the line stage reads it: in the tree at the end. */
static const uint64_t *find(
	const struct ch_engine *e, uint32_t path, const struct ch_oid *oid)
{
	struct key key = key_of(e, path, oid, e->guide);

	return ch_map_get(&e->samples->map, &key, sizeof(key));
}

bool ch_samples_want(
	const void *engine, uint32_t path, const struct ch_oid *oid)
{
	const struct ch_engine *e = engine;

	return e->samples && find(e, path, oid);
}

void ch_samples_note(struct ch_engine *e, struct ch_worker *w, uint32_t path,
	const struct ch_oid *oid, const struct ch_lang *lang,
	const struct ch_facts *facts, struct ch_str text)
{
	struct ch_samples *s = e->samples;
	struct ch_arena_mark mark = ch_arena_mark(&w->scratch);
	const uint64_t *at = find(e, path, oid);

	if (!at || is_done(&s->versions[*at]))
		return;
	measure(w, &s->versions[*at], facts, lang, text);
	ch_arena_rewind(&w->scratch, mark);
}

static void parse_version(
	struct ch_engine *e, struct ch_worker *w, struct version *v)
{
	const struct ch_path_info *info = &e->path_info[v->key.path];
	struct ch_str path = ch_intern_str(&e->paths, v->key.path), text;
	struct ch_parse_options options = { .metrics = true, .uses = true };
	const struct ch_guide guide = { v->key.c, v->key.cpp, v->key.objc,
		e->guide.grammars };
	const struct ch_lang *lang;
	struct ch_object object;
	struct ch_facts facts;

	ch_arena_reset(&w->scratch);
	if (ch_odb_read(
		    w->blobs_odb, &v->key.oid, &w->scratch, &object, NULL) ||
		object.type != CH_OBJ_BLOB)
		return;
	text = ch_str_n(object.data, object.size);
	if (info->diff != CH_ATTR_SET && ch_looks_binary(text))
		return;
	lang = ch_lang_for_tree(
		ch_str_z(ch_linguist_name(info->language)), path, text, &guide);
	if (!lang || ch_lang_is_data(lang))
		return;
	if (!w->parser)
		w->parser = ch_parser_new();
	w->bytes += text.len;
	if (ch_parse(w->parser, lang, path, text, &options, NULL, NULL, 0,
		    &w->scratch, &facts, NULL, NULL))
		return;
	measure(w, v, &facts, lang, text);
}

static void parse_block(void *ctx, struct ch_worker *w, size_t item)
{
	struct ch_engine *e = ctx;
	struct ch_samples *s = e->samples;
	size_t to = (item + 1) * BLOCK;

	for (size_t i = item * BLOCK; i < to && i < s->nversions; i++) {
		if (ch_engine_stopped(e))
			return;
		if (is_done(&s->versions[i]))
			continue;
		parse_version(e, w, &s->versions[i]);
		w->items++;
	}
}

static const struct ch_numbers *numbers_of(
	const struct ch_samples *s, uint32_t version)
{
	return version == NO_VERSION ? NULL : s->versions[version].numbers;
}

int ch_samples_finish(struct ch_engine *e, struct ch_err *err)
{
	struct ch_samples *s = e->samples;
	int code = ch_stage_run(e, "samples",
		(s->nversions + BLOCK - 1) / BLOCK, parse_block, e, err);

	s->changes = ch_calloc(s->nplanned + 1, sizeof(*s->changes));
	for (size_t i = 0; i < s->nplanned; i++)
		s->changes[i] = (struct ch_tree_change){ s->planned[i].path,
			numbers_of(s, s->planned[i].before),
			numbers_of(s, s->planned[i].after) };
	for (size_t i = 0; i < s->n; i++) {
		s->items[i].changes = s->changes + s->first[i];
		s->items[i].nchanges = s->first[i + 1] - s->first[i];
	}
	e->run.samples = s->items;
	e->run.nsamples = s->n;
	return code;
}
