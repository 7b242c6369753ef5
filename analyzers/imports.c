/*
 * imports - what the code depends on, over time.
 *
 * A worker compares what both versions of a file import: what one of them has
 * alone is an event.  What each version imports is kept as well, a set once,
 * so that the files of the end need no parse of their own.
 */
#include "analyzers/imports.h"

#include <stdlib.h>
#include <string.h>

#include "analyzers/commits.h"
#include "analyzers/people.h"
#include "base/mem.h"
#include "gitlayer/linguist.h"
#include "uast/parse.h"

static void *imports_start(const struct ch_run_info *run, const void *own)
{
	struct ch_imports *s = ch_calloc(1, sizeof(*s));

	(void)own;
	s->run = run;
	return s;
}

static void imports_release(void *state)
{
	struct ch_imports *s = state;

	ch_intern_release(&s->texts);
	ch_intern_release(&s->sets);
	free(s->events);
	free(s->versions);
	free(s->before);
	free(s->after);
	free(s->sums);
	free(s->developers);
	free(s->edges);
	free(s->cycles);
	free(s);
}

enum ch_import_kind ch_import_kind_of(const struct ch_imports *s, uint32_t i)
{
	return (enum ch_import_kind)(ch_intern_str(&s->texts, i).ptr[0] - 'a');
}

struct ch_str ch_import_language(const struct ch_imports *s, uint32_t i)
{
	return ch_str_z(ch_intern_str(&s->texts, i).ptr + 1);
}

struct ch_str ch_import_name(const struct ch_imports *s, uint32_t i)
{
	struct ch_str text = ch_intern_str(&s->texts, i);

	return ch_str_sub(text, ch_str_chr(text, '\0', 0) + 1, text.len);
}

/* ---- Map ----------------------------------------------------------------*/

static void *imports_fork(const void *state)
{
	const struct ch_imports *s = state;

	return imports_start(s->run, NULL);
}

static int by_number(const void *p, const void *q)
{
	uint32_t a = *(const uint32_t *)p, b = *(const uint32_t *)q;

	return (a > b) - (a < b);
}

/* Sorted, each once. */
static size_t sort_ids(uint32_t *ids, size_t n)
{
	size_t kept = 0;

	if (n)
		qsort(ids, n, sizeof(*ids), by_number);
	for (size_t i = 0; i < n; i++)
		if (!kept || ids[kept - 1] != ids[i])
			ids[kept++] = ids[i];
	return kept;
}

/* The distinct imports of one side, ascending. */
static size_t imports_of(struct ch_imports *s, const struct ch_facts *facts,
	uint32_t path, uint32_t **ids, size_t *cap)
{
	const struct ch_path_info *info = &s->run->path_info[path];
	const char *language = info->own ? ch_lang_name(info->own)
					 : ch_linguist_name(info->language);
	struct ch_buf text = { 0 };
	size_t n = 0;

	for (size_t i = 0; facts && i < facts->nimports; i++) {
		const struct ch_import *im = &facts->imports[i];

		ch_buf_clear(&text);
		ch_buf_add_char(&text, (char)('a' + im->kind));
		ch_buf_add(&text, language, strlen(language) + 1);
		ch_buf_add_str(&text, im->name);
		CH_GROW(*ids, n, *cap);
		(*ids)[n++] = ch_intern(&s->texts, ch_buf_str(&text));
	}
	ch_buf_release(&text);
	return sort_ids(*ids, n);
}

static void add_event(
	struct ch_imports *s, uint32_t commit, uint32_t import, bool is_added)
{
	CH_GROW(s->events, s->nevents, s->events_cap);
	s->events[s->nevents++] =
		(struct ch_import_event){ commit, import, is_added };
}

static void add_events(
	struct ch_imports *s, uint32_t commit, size_t nbefore, size_t nafter)
{
	size_t i = 0, k = 0;

	while (i < nbefore || k < nafter) {
		if (k == nafter || (i < nbefore && s->before[i] < s->after[k]))
			add_event(s, commit, s->before[i++], false);
		else if (i == nbefore || s->after[k] < s->before[i])
			add_event(s, commit, s->after[k++], true);
		else {
			i++;
			k++;
		}
	}
}

static struct ch_str set_text(const uint32_t *ids, size_t n)
{
	return ch_str_n((const char *)ids, n * sizeof(*ids));
}

static void add_version(struct ch_imports *s, const struct ch_file_change *c,
	const uint32_t *ids, size_t n)
{
	if (!n)
		return;
	CH_GROW(s->versions, s->nversions, s->versions_cap);
	s->versions[s->nversions++] = (struct ch_import_version){ c->new_oid,
		c->path, c->commit, ch_intern(&s->sets, set_text(ids, n)) };
}

static void imports_change(void *worker, const struct ch_version *v)
{
	struct ch_imports *s = worker;
	const struct ch_file_change *c = v->change;
	uint32_t old_path = c->old_path == CH_NO_ID ? c->path : c->old_path;
	size_t nbefore, nafter;

	nbefore = imports_of(
		s, v->old_facts, old_path, &s->before, &s->before_cap);
	nafter = imports_of(s, v->new_facts, c->path, &s->after, &s->after_cap);
	add_version(s, c, s->after, nafter);
	if (!c->is_merge)
		add_events(s, c->commit, nbefore, nafter);
}

/* The worker's set under our ids. */
static uint32_t move_set(struct ch_imports *s, const struct ch_imports *w,
	uint32_t set, const uint32_t *ids)
{
	struct ch_str text = ch_intern_str(&w->sets, set);
	size_t n = text.len / sizeof(uint32_t);
	uint32_t *moved = ch_calloc(n + 1, sizeof(*moved));
	uint32_t id;

	memcpy(moved, text.ptr, text.len);
	for (size_t i = 0; i < n; i++)
		moved[i] = ids[moved[i]];
	n = sort_ids(moved, n);
	id = ch_intern(&s->sets, set_text(moved, n));
	free(moved);
	return id;
}

static void imports_merge(void *state, void *worker)
{
	struct ch_imports *s = state, *w = worker;
	uint32_t *ids = ch_calloc(w->texts.n + 1, sizeof(*ids));
	uint32_t *sets = ch_calloc(w->sets.n + 1, sizeof(*sets));

	for (uint32_t i = 0; i < w->texts.n; i++)
		ids[i] = ch_intern(&s->texts, ch_intern_str(&w->texts, i));
	for (uint32_t i = 0; i < w->sets.n; i++)
		sets[i] = move_set(s, w, i, ids);
	for (size_t i = 0; i < w->nevents; i++)
		add_event(s, w->events[i].commit, ids[w->events[i].import],
			w->events[i].is_added);
	for (size_t i = 0; i < w->nversions; i++) {
		CH_GROW(s->versions, s->nversions, s->versions_cap);
		s->versions[s->nversions] = w->versions[i];
		s->versions[s->nversions++].set = sets[w->versions[i].set];
	}
	free(ids);
	free(sets);
	imports_release(w);
}

/* ---- At the end ---------------------------------------------------------*/

static int by_path_and_oid(const void *p, const void *q)
{
	const struct ch_import_version *a = p, *b = q;

	if (a->path != b->path)
		return a->path < b->path ? -1 : 1;
	return ch_oid_cmp(&a->oid, &b->oid);
}

/* Strings of an interner are aligned as its arena is. */
static const uint32_t *ids_of(
	const struct ch_imports *s, uint32_t set, size_t *n)
{
	struct ch_str text = ch_intern_str(&s->sets, set);

	*n = text.len / sizeof(uint32_t);
	return (const uint32_t *)(const void *)text.ptr;
}

const uint32_t *ch_imports_at_end(
	const struct ch_imports *s, uint32_t path, size_t *n)
{
	struct ch_import_version key = { .oid = s->run->end[path].oid,
		.path = path };
	const struct ch_import_version *v = NULL;

	*n = 0;
	if (s->run->end[path].is_there && s->nversions)
		v = bsearch(&key, s->versions, s->nversions,
			sizeof(*s->versions), by_path_and_oid);
	return v ? ids_of(s, v->set, n) : NULL;
}

static int more_files(const void *p, const void *q, void *data)
{
	const struct ch_import_sum *a = p, *b = q;
	const struct ch_imports *s = data;
	int cmp;

	if (a->files != b->files)
		return a->files > b->files ? -1 : 1;
	cmp = ch_str_cmp(
		ch_import_name(s, a->import), ch_import_name(s, b->import));
	if (!cmp)
		cmp = ch_str_cmp(ch_intern_str(&s->texts, a->import),
			ch_intern_str(&s->texts, b->import));
	return cmp;
}

/* A merge may be the first that has one. */
static void find_first(struct ch_imports *s)
{
	for (size_t i = 0; i < s->nversions; i++) {
		const struct ch_import_version *v = &s->versions[i];
		size_t n;
		const uint32_t *ids = ids_of(s, v->set, &n);

		for (size_t k = 0; k < n; k++) {
			uint32_t *first = &s->sums[ids[k]].first;

			*first = ch_commit_first(s->run, *first, v->commit);
		}
	}
}

static void sum_imports(struct ch_imports *s)
{
	s->nsums = s->texts.n;
	s->sums = ch_calloc(s->nsums + 1, sizeof(*s->sums));
	for (uint32_t i = 0; i < s->nsums; i++)
		s->sums[i] = (struct ch_import_sum){
			.import = i, .first = CH_NO_COMMIT, .last = CH_NO_COMMIT
		};
	for (size_t i = 0; i < s->nevents; i++) {
		const struct ch_import_event *e = &s->events[i];
		struct ch_import_sum *sum = &s->sums[e->import];

		sum->added += e->is_added;
		sum->removed += !e->is_added;
		if (e->is_added)
			sum->first =
				ch_commit_first(s->run, sum->first, e->commit);
		sum->last = ch_commit_last(s->run, sum->last, e->commit);
	}
	find_first(s);
	for (uint32_t path = 0; path < s->run->paths->n; path++) {
		size_t n;
		const uint32_t *ids = ch_imports_at_end(s, path, &n);

		for (size_t i = 0; i < n; i++)
			s->sums[ids[i]].files++;
	}
}

/* Imports that only the sides of a merge have are nobody's. */
static void sort_sums(struct ch_imports *s)
{
	size_t n = 0;

	for (size_t i = 0; i < s->nsums; i++)
		if (s->sums[i].added || s->sums[i].removed || s->sums[i].files)
			s->sums[n++] = s->sums[i];
	s->nsums = n;
	if (n)
		qsort_r(s->sums, n, sizeof(*s->sums), more_files, s);
}

static int by_person(const void *p, const void *q, void *data)
{
	const struct ch_import_event *a = p, *b = q;
	const struct ch_imports *s = data;
	uint32_t x = s->run->developers[a->commit];
	uint32_t y = s->run->developers[b->commit];

	if (x != y)
		return x < y ? -1 : 1;
	return (a->import > b->import) - (a->import < b->import);
}

static int more_added(const void *p, const void *q, void *data)
{
	const struct ch_import_developer *a = p, *b = q;
	const struct ch_imports *s = data;

	if (a->added != b->added)
		return a->added > b->added ? -1 : 1;
	return ch_developer_cmp(ch_people_at(s->run->people, a->developer),
		ch_people_at(s->run->people, b->developer));
}

static void sum_developers(struct ch_imports *s)
{
	const struct ch_import_event *before = NULL;
	struct ch_import_developer *d = NULL;

	s->developers = ch_calloc(
		ch_people_count(s->run->people) + 1, sizeof(*s->developers));
	if (s->nevents)
		qsort_r(s->events, s->nevents, sizeof(*s->events), by_person,
			s);
	for (size_t i = 0; i < s->nevents; i++) {
		const struct ch_import_event *e = &s->events[i];
		uint32_t who = s->run->developers[e->commit];

		if (!d || d->developer != who) {
			d = &s->developers[s->ndevelopers++];
			d->developer = who;
			before = NULL;
		}
		d->added += e->is_added;
		d->removed += !e->is_added;
		d->imports += !before || before->import != e->import;
		before = e;
	}
	if (s->ndevelopers)
		qsort_r(s->developers, s->ndevelopers, sizeof(*s->developers),
			more_added, s);
}

static int imports_finish(void *state, struct ch_err *err)
{
	struct ch_imports *s = state;

	(void)err;
	if (s->nversions)
		qsort(s->versions, s->nversions, sizeof(*s->versions),
			by_path_and_oid);
	sum_imports(s);
	sort_sums(s);
	sum_developers(s);
	ch_imports_resolve(s);
	return 0;
}

const struct ch_analyzer ch_analyzer_imports = {
	.name = "imports",
	.summary = "what the code depends on, and since when",
	.table = "imports",
	.needs = CH_NEED_CHANGES | CH_NEED_LINES | CH_NEED_MERGES |
		 CH_NEED_SYNTAX | CH_NEED_END,
	.start = imports_start,
	.fork = imports_fork,
	.change = imports_change,
	.merge = imports_merge,
	.finish = imports_finish,
	.write = ch_imports_write,
	.text = ch_imports_text,
	.release = imports_release,
};
