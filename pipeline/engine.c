#include "pipeline/engine.h"

#include <stdlib.h>
#include <string.h>

#include "analyzers/people.h"
#include "base/buf.h"
#include "base/mem.h"
#include "pipeline/budget.h"
#include "pipeline/trace.h"
#include "pipeline/owners.h"
#include "pipeline/samples.h"
#include "uast/grammars.h"

static void choose_languages(struct ch_engine *e)
{
	if (!e->options.nlanguages)
		return;
	e->language_ok = ch_calloc(UINT16_MAX + 1, sizeof(*e->language_ok));
	for (size_t i = 0; i < e->options.nlanguages; i++)
		e->language_ok[e->options.languages[i]] = true;
}

static unsigned needs_of(const struct ch_engine_options *o, size_t i)
{
	const struct ch_analyzer *a = o->analyzers[i];
	unsigned needs = a->needs;

	if (a->more_needs && o->own_options)
		needs |= a->more_needs(o->own_options[i]);
	return needs;
}

struct ch_engine *ch_engine_new(const struct ch_engine_options *options)
{
	struct ch_engine *e = ch_calloc(1, sizeof(*e));
	struct ch_budget budget;
	int64_t bytes = options->budget_bytes;

	e->options = *options;
	if (!e->options.jobs)
		e->options.jobs = 1;
	ch_budget_split(
		bytes ? bytes : ch_budget_default(), e->options.jobs, &budget);
	e->chunk_changes = budget.chunk_changes;
	e->tree_cache_bytes = budget.tree_cache_bytes;
	e->base_cache_bytes = budget.base_cache_bytes;
	for (size_t i = 0; i < options->nanalyzers; i++)
		e->needs |= needs_of(options, i);
	if (options->owners)
		e->needs |= CH_NEED_OWNERS | CH_NEED_END;
	if (e->needs & CH_NEED_OWNERS)
		e->needs |= CH_NEED_MERGES;
	if (e->needs & (CH_NEED_END_METRICS | CH_NEED_END_USES))
		e->needs |= CH_NEED_END_SYNTAX;
	/* What is parsed anyway is taken for the samples, too. */
	if (e->needs & CH_NEED_SAMPLES && e->needs & CH_NEED_SYNTAX)
		e->needs |= CH_NEED_METRICS;
	if (e->needs & CH_NEED_METRICS)
		e->needs |= CH_NEED_SYNTAX;
	if (e->needs & CH_NEED_SYNTAX)
		e->needs |= CH_NEED_LINES | CH_NEED_HUNKS;
	if (options->analyzer_options && options->analyzer_options->hercules)
		e->needs |= CH_NEED_HUNKS;
	if (options->first_parent)
		e->needs &= ~(unsigned)CH_NEED_MERGES;
	e->syntax = (struct ch_syntax_options){
		.whole = options->whole_parses,
		.metrics = e->needs & CH_NEED_METRICS,
		.uses_wanted =
			e->needs & CH_NEED_SAMPLES ? ch_samples_want : NULL,
		.wanted_data = e,
		.share_bytes = budget.worker_bytes,
		.alone = &e->parse_alone,
		.guide = &e->guide,
	};
	e->guide.grammars = options->grammars;
	pthread_mutex_init(&e->parse_alone, NULL);
	choose_languages(e);
	e->states = ch_calloc(options->nanalyzers + 1, sizeof(*e->states));
	return e;
}

void ch_engine_free(struct ch_engine *e)
{
	if (!e)
		return;
	for (size_t i = 0; i < e->options.nanalyzers; i++)
		if (e->states[i])
			e->options.analyzers[i]->release(e->states[i]);
	ch_workers_close(e);
	free(e->chunk.commits);
	free(e->chunk.changes);
	free(e->chunk.co_authors);
	free(e->chunk.parents);
	free(e->chunk.takes);
	ch_owners_free(e->owners);
	ch_mainline_release(&e->mainline);
	free(e->in_range);
	free(e->by_chosen);
	free(e->states);
	free(e->end);
	ch_samples_free(e->samples);
	free(e->language_ok);
	free(e->path_seen);
	free(e->path_info);
	ch_intern_release(&e->paths);
	free(e->developers);
	free(e->axis_s);
	ch_history_release(&e->history);
	pthread_mutex_destroy(&e->parse_alone);
	free(e);
}

const struct ch_run_info *ch_engine_run_info(const struct ch_engine *e)
{
	return &e->run;
}

const struct ch_engine_totals *ch_engine_totals(const struct ch_engine *e)
{
	return &e->totals;
}

const void *ch_engine_state(const struct ch_engine *e, size_t i)
{
	return e->states[i];
}

static bool class_is_chosen(const struct ch_engine *e, uint8_t class)
{
	return !e->options.classes || e->options.classes & 1u << class;
}

uint32_t ch_engine_path(struct ch_engine *e, struct ch_str path)
{
	static const struct ch_str no_text = { "", 0 };
	size_t before = e->paths.n;
	uint32_t id = ch_intern(&e->paths, path);
	struct ch_path_info *info;
	size_t seen = before;

	if (e->paths.n == before)
		return id;
	CH_GROW(e->path_info, before, e->path_cap);
	CH_GROW(e->path_seen, seen, e->path_seen_cap);
	e->path_seen[id] = false;
	e->run.path_info = e->path_info;
	info = &e->path_info[id];
	info->language =
		ch_linguist_language(e->options.linguist, path, no_text);
	info->own = ch_grammars_claim(e->options.grammars, path);
	info->class =
		(uint8_t)ch_linguist_class(e->options.linguist, path, no_text);
	info->diff = CH_ATTR_UNSPECIFIED;
	if (e->options.attrs)
		info->diff = (uint8_t)ch_attrs_get(
			e->options.attrs, path, "diff", NULL);
	info->is_selected = class_is_chosen(e, info->class) &&
			    (!e->language_ok || e->language_ok[info->language]);
	info->is_shown =
		info->is_selected &&
		(!e->options.pathspec ||
			ch_pathspec_matches(e->options.pathspec, path));
	return id;
}

int ch_engine_load_grammar(
	struct ch_engine *e, uint32_t path, struct ch_err *err)
{
	const struct ch_lang *lang;

	if (!e->path_info[path].own)
		return 0;
	return ch_grammars_load(e->options.grammars,
		ch_intern_str(&e->paths, path), &lang, err);
}

/* ---- Before the chunks --------------------------------------------------*/

/* Does the range leave out commits whose lines may have survived? */
static bool is_limited(const struct ch_engine *e)
{
	const struct ch_walk_tips *tips = e->options.tips;

	return tips->nexclude || tips->ninclude > 1 ||
	       tips->since_s != CH_NO_TIME || tips->until_s != CH_NO_TIME;
}

/*
 * The range; for line owners everything its end reaches, and which of that is
 * in the range.
 */
static int walk_history(struct ch_engine *e, struct ch_err *err)
{
	struct ch_walk_tips tips = *e->options.tips, whole;
	struct ch_odb *odb = e->workers[0].odb;
	struct ch_history range = { 0 };
	int code;

	tips.jobs = e->options.jobs;
	if (!(e->needs & CH_NEED_OWNERS) || !is_limited(e))
		return ch_walk(odb, e->options.repo, &tips, &e->history, err);
	code = ch_walk(odb, e->options.repo, &tips, &range, err);
	whole = tips;
	whole.ninclude = 1;
	whole.nexclude = 0;
	whole.since_s = whole.until_s = CH_NO_TIME;
	if (!code)
		code = ch_walk(odb, e->options.repo, &whole, &e->history, err);
	if (!code)
		e->in_range = ch_calloc(
			e->history.ncommits + 1, sizeof(*e->in_range));
	for (size_t i = 0; i < e->history.ncommits && !code; i++)
		e->in_range[i] =
			ch_history_find(&range, &e->history.commits[i].oid) !=
			CH_NO_COMMIT;
	ch_history_release(&range);
	return code;
}

bool ch_engine_counts(const struct ch_engine *e, uint32_t commit)
{
	return !e->in_range || e->in_range[commit];
}

static int walk(struct ch_engine *e, struct ch_err *err)
{
	double from_s = ch_clock_s();
	struct ch_stage *stage;
	int code;

	if (e->options.watch.progress)
		e->options.watch.progress(
			e->options.watch.progress_data, "walk", 0, 0);
	code = walk_history(e, err);
	if (code)
		return code;
	e->totals.missing_commits = e->history.nmissing;
	if (e->needs & CH_NEED_OWNERS) {
		ch_mainline_init(&e->mainline, &e->history,
			&e->options.tips->include[0]);
		e->owners = ch_owners_new();
	}
	ch_trace_span(e->options.trace, "walk", 0, from_s, ch_clock_s(),
		e->history.ncommits);
	if (!e->options.stats)
		return 0;
	stage = ch_stats_stage(e->options.stats, "walk");
	stage->items += e->history.ncommits;
	stage->bytes += e->history.bytes;
	stage->seconds += ch_clock_s() - from_s;
	ch_stats_sample(e->options.stats);
	return 0;
}

static bool author_is_chosen(const struct ch_engine *e, uint32_t developer)
{
	const struct ch_developer *d;
	struct ch_buf text = { 0 };
	bool chosen = !e->options.nauthors;

	if (chosen)
		return true;
	d = ch_people_at(e->options.people, developer);
	ch_buf_printf(&text, "%.*s <%.*s>", (int)d->name.len, d->name.ptr,
		(int)d->email.len, d->email.ptr);
	for (size_t i = 0; i < e->options.nauthors; i++)
		chosen = chosen ||
			 strcasestr(ch_buf_z(&text), e->options.authors[i]);
	ch_buf_release(&text);
	return chosen;
}

/* Authors, in the order of the commits. */
static void know_authors(struct ch_engine *e)
{
	const struct ch_history *h = &e->history;
	uint32_t *known = ch_malloc((h->people.n + 1) * sizeof(*known));

	memset(known, 0xff, (h->people.n + 1) * sizeof(*known));
	e->developers = ch_calloc(h->ncommits + 1, sizeof(*e->developers));
	for (size_t i = 0; i < h->ncommits; i++) {
		uint32_t *id = &known[h->commits[i].author];

		if (*id == CH_NO_ID)
			*id = ch_people_id_of(e->options.people,
				ch_intern_str(
					&h->people, h->commits[i].author));
		e->developers[i] = *id;
	}
	free(known);
	if (!e->options.nauthors)
		return;
	e->by_chosen = ch_calloc(h->ncommits + 1, sizeof(*e->by_chosen));
	for (size_t i = 0; i < h->ncommits; i++)
		e->by_chosen[i] = author_is_chosen(e, e->developers[i]);
}

static void know_times(struct ch_engine *e)
{
	static const struct ch_oid none;
	const struct ch_walk_tips *tips = e->options.tips;
	size_t n = e->history.ncommits;

	e->axis_s = ch_calloc(n + 1, sizeof(*e->axis_s));
	ch_axis_times(&e->history, e->options.analyzer_options->author_time,
		tips->ninclude ? &tips->include[0] : &none, e->axis_s);
	for (size_t i = 0; i < n; i++)
		if (e->axis_s[i] > e->run.end_axis_s)
			e->run.end_axis_s = e->axis_s[i];
}

static void start_analyzers(struct ch_engine *e)
{
	e->run.history = &e->history;
	e->run.axis_s = e->axis_s;
	e->run.developers = e->developers;
	e->run.in_range = e->in_range;
	e->run.has_owners = e->owners != NULL;
	e->run.end_commit = e->owners ? e->mainline.end : CH_NO_COMMIT;
	e->run.by_chosen = e->by_chosen;
	e->run.people = e->options.people;
	e->run.paths = &e->paths;
	e->run.path_info = e->path_info;
	e->run.options = e->options.analyzer_options;
	e->run.jobs = e->options.jobs;
	e->run.stop = e->options.watch.stop;
	for (size_t i = 0; i < e->options.nanalyzers; i++)
		e->states[i] = e->options.analyzers[i]->start(&e->run,
			e->options.own_options ? e->options.own_options[i]
					       : NULL);
	ch_workers_fork(e);
}

/* ---- Reduce -------------------------------------------------------------*/

static void count_change(struct ch_engine *e, const struct ch_file_change *c)
{
	struct ch_engine_totals *t = &e->totals;

	t->changes++;
	t->lines[c->lines]++;
	if (!e->path_seen[c->path]) {
		e->path_seen[c->path] = true;
		t->files++;
	}
	if (c->lines == CH_LINES_TOO_LARGE && t->ntoo_large < CH_ENGINE_NAMED)
		t->too_large[t->ntoo_large++] =
			ch_intern_str(&e->paths, c->path);
}

static void reduce_commit(struct ch_engine *e, uint32_t index,
	const struct ch_file_change **changes)
{
	struct ch_chunk *chunk = &e->chunk;
	const struct ch_chunk_commit *c = &chunk->commits[index - chunk->from];
	struct ch_commit_view view = {
		.index = index,
		.rec = &e->history.commits[index],
		.axis_s = e->axis_s[index],
		.developer = e->developers[index],
		.is_merge = e->history.commits[index].nparents > 1 &&
			    !e->options.first_parent,
		.co_authors = c->nco ? chunk->co_authors + c->first_co : NULL,
		.nco_authors = c->nco,
		.changes = changes,
	};

	for (uint32_t i = 0; i < c->nchanges; i++) {
		const struct ch_file_change *change =
			&chunk->changes[c->first + i];

		if (change->is_selected)
			changes[view.nchanges++] = change;
		else
			e->totals.left_out++;
	}
	if (!c->differs || !ch_engine_counts(e, index) ||
		(e->by_chosen && !e->by_chosen[index]) ||
		(e->language_ok && !view.nchanges))
		return;
	e->totals.commits++;
	e->totals.merges += view.is_merge;
	for (size_t i = 0; i < view.nchanges; i++)
		count_change(e, changes[i]);
	for (size_t i = 0; i < e->options.nanalyzers; i++)
		if (e->options.analyzers[i]->commit)
			e->options.analyzers[i]->commit(e->states[i], &view);
}

static void reduce_chunk(struct ch_engine *e)
{
	const struct ch_chunk *chunk = &e->chunk;
	const struct ch_file_change **changes = ch_malloc(
		(chunk->nchanges + 1) * sizeof(struct ch_file_change *));
	double from_s = ch_clock_s(), to_s;
	struct ch_stage *stage;

	for (uint32_t i = chunk->from; i < chunk->to; i++)
		reduce_commit(e, i, changes);
	free(changes);
	to_s = ch_clock_s();
	ch_trace_span(e->options.trace, "reduce", 0, from_s, to_s,
		chunk->to - chunk->from);
	if (!e->options.stats)
		return;
	stage = ch_stats_stage(e->options.stats, "reduce");
	stage->items += chunk->to - chunk->from;
	stage->seconds += to_s - from_s;
	stage->waiting_s += (to_s - from_s) * (double)(e->nworkers - 1);
	ch_stats_sample(e->options.stats);
}

/* Changes of commits that nobody will see need no lines. */
static void drop_unwanted(struct ch_engine *e)
{
	struct ch_chunk *chunk = &e->chunk;

	for (size_t i = 0; i < chunk->nchanges && e->options.nauthors; i++)
		if (!e->by_chosen[chunk->changes[i].commit])
			chunk->changes[i].is_selected = false;
}

/* Those that are not built in and that the chunk's versions need. */
static int load_grammars(struct ch_engine *e, struct ch_err *err)
{
	const struct ch_chunk *chunk = &e->chunk;
	int code = 0;

	for (size_t i = 0; i < chunk->nchanges && !code; i++) {
		const struct ch_file_change *c = &chunk->changes[i];

		if (c->is_selected)
			code = ch_engine_load_grammar(e, c->path, err);
		if (c->is_selected && c->old_path != CH_NO_ID && !code)
			code = ch_engine_load_grammar(e, c->old_path, err);
	}
	return code;
}

static bool needs_slices(const struct ch_engine *e)
{
	bool needed = e->needs & (CH_NEED_LINES | CH_NEED_OWNERS);

	for (size_t i = 0; i < e->options.nanalyzers; i++)
		needed = needed || e->options.analyzers[i]->change;
	return needed;
}

/* What is done path by path. */
static int run_lineages(struct ch_engine *e, struct ch_err *err)
{
	uint32_t *roots = ch_lineage_roots(e);
	int code = 0;

	if (e->owners)
		code = ch_owners_plan(e, roots, err);
	if (!code)
		code = ch_line_stage(e, roots, err);
	if (!code && e->owners)
		code = ch_owners_replay(e, err);
	if (e->owners)
		ch_owners_clear(e);
	free(roots);
	return code;
}

static int run_chunk(struct ch_engine *e, struct ch_err *err)
{
	double from_s = ch_clock_s();
	int code = ch_tree_stage(e, err);

	if (code)
		return code;
	drop_unwanted(e);
	if (e->needs & CH_NEED_SYNTAX && e->options.grammars)
		code = load_grammars(e, err);
	if (!code && needs_slices(e))
		code = run_lineages(e, err);
	if (code)
		return code;
	reduce_chunk(e);
	ch_trace_span(e->options.trace, "chunk", e->nworkers, from_s,
		ch_clock_s(), e->chunk.to - e->chunk.from);
	e->chunk.from = e->chunk.to;
	return 0;
}

static void merge_workers(struct ch_engine *e)
{
	for (size_t i = 0; i < e->nworkers; i++)
		for (size_t k = 0; k < e->options.nanalyzers; k++) {
			const struct ch_analyzer *a = e->options.analyzers[k];
			struct ch_worker *w = &e->workers[i];

			if (w->states[k])
				a->merge(e->states[k], w->states[k]);
			w->states[k] = NULL;
		}
}

static int finish(struct ch_engine *e, struct ch_err *err)
{
	double from_s = ch_clock_s();
	int code = 0;

	for (size_t i = 0; i < e->options.nanalyzers && !code; i++)
		if (e->options.analyzers[i]->finish)
			code = e->options.analyzers[i]->finish(
				e->states[i], err);
	ch_trace_span(e->options.trace, "finish", 0, from_s, ch_clock_s(), 1);
	if (e->options.stats) {
		struct ch_stage *s = ch_stats_stage(e->options.stats, "finish");

		s->items += e->options.nanalyzers;
		s->seconds += ch_clock_s() - from_s;
		ch_stats_sample(e->options.stats);
	}
	return code;
}

int ch_engine_run(struct ch_engine *e, struct ch_err *err)
{
	int code = ch_workers_open(e, err);

	if (!code && e->options.tips->ninclude)
		code = walk(e, err);
	if (code)
		return code;
	know_authors(e);
	know_times(e);
	start_analyzers(e);
	if (e->needs & (CH_NEED_SYNTAX | CH_NEED_END_SYNTAX | CH_NEED_SAMPLES))
		code = ch_end_guide(e, err);
	if (!code && e->needs & CH_NEED_SAMPLES)
		code = ch_samples_plan(e, err);
	while (!code && e->chunk.from < e->history.ncommits)
		code = run_chunk(e, err);
	if (!code && e->owners)
		ch_owners_finish(e);
	/* Also after an error: the states are the workers' until then. */
	merge_workers(e);
	if (!code && e->needs & (CH_NEED_END | CH_NEED_END_LINES |
					CH_NEED_END_SYNTAX))
		code = ch_end_stage(e, err);
	if (!code && e->needs & CH_NEED_SAMPLES)
		code = ch_samples_finish(e, err);
	return code ? code : finish(e, err);
}
