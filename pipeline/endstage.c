/*
 * The end stage: the files of the tree that the run ends at, their lines and
 * how complex they are.
 */
#include "pipeline/owners.h"

#include <stdlib.h>

#include "analyzers/source.h"
#include "base/mem.h"
#include "gitlayer/rawcommit.h"
#include "pipeline/guide.h"
#include "uast/parse.h"

#define BLOCK 32

struct end_job {
	struct ch_engine *e;
	const struct ch_changes *files;
	uint32_t *paths; /* of files->items */
};

/* One parse for all who need anything of it. */
static void measure_syntax(const struct ch_engine *e, struct ch_worker *w,
	struct ch_str path, struct ch_str text, const struct ch_lang *lang,
	struct ch_end_file *out)
{
	struct ch_parse_options options = {
		.metrics = e->needs & CH_NEED_END_METRICS,
		.uses = e->needs & CH_NEED_END_USES,
	};
	struct ch_facts facts;

	if (!lang || ch_lang_is_data(lang))
		return;
	if (!w->parser)
		w->parser = ch_parser_new();
	if (ch_parse(w->parser, lang, path, text, &options, NULL, NULL, 0,
		    &w->scratch, &facts, NULL, NULL))
		return;
	out->source = ch_source_from(&facts, lang, text, &w->sources);
}

static void measure(struct end_job *job, struct ch_worker *w,
	const struct ch_change *file, uint32_t path)
{
	struct ch_engine *e = job->e;
	const struct ch_path_info *info = &e->path_info[path];
	struct ch_end_file *out = &e->end[path];
	struct ch_object object;
	struct ch_str text;

	ch_arena_reset(&w->scratch);
	if (ch_entry_of_mode(file->new_mode) != CH_ENTRY_FILE ||
		info->diff == CH_ATTR_UNSET ||
		ch_odb_read(w->blobs_odb, &file->new_oid, &w->scratch, &object,
			NULL) ||
		object.type != CH_OBJ_BLOB)
		return;
	text = ch_str_n(object.data, object.size);
	if (info->diff != CH_ATTR_SET && ch_looks_binary(text))
		return;
	w->bytes += text.len;
	out->has_lines = true;
	out->lines = ch_count_lines(text);
	if (e->needs & CH_NEED_END_SYNTAX)
		measure_syntax(e, w, file->path, text,
			ch_lang_for_tree(
				ch_str_z(ch_linguist_name(info->language)),
				file->path, text, &e->guide),
			out);
}

static void set_owners(struct ch_engine *e, struct ch_end_file *file)
{
	const struct ch_own_lines *lines = ch_owners_at_end(e, file->path);

	if (!lines || e->path_info[file->path].diff == CH_ATTR_UNSET)
		return;
	file->owners = lines->runs;
	file->nowners = lines->nruns;
}

static void measure_block(void *ctx, struct ch_worker *w, size_t item)
{
	struct end_job *job = ctx;
	size_t from = item * BLOCK, to = from + BLOCK;

	for (size_t i = from; i < to && i < job->files->n; i++) {
		if (ch_engine_stopped(job->e))
			return;
		if (job->e->end[job->paths[i]].is_there)
			measure(job, w, &job->files->items[i], job->paths[i]);
		w->items++;
	}
}

/* The grammars that are not built in and that these files need. */
static int load_grammars(
	struct ch_engine *e, const struct end_job *job, struct ch_err *err)
{
	int code = 0;

	for (size_t i = 0; i < job->files->n && !code; i++)
		if (e->path_info[job->paths[i]].is_selected)
			code = ch_engine_load_grammar(e, job->paths[i], err);
	return code;
}

static int end_tree(struct ch_engine *e, struct ch_worker *w,
	struct ch_oid *tree, struct ch_err *err)
{
	const struct ch_oid *end = &e->options.tips->include[0];
	uint32_t at = ch_history_find(&e->history, end);
	struct ch_raw_commit raw;
	struct ch_object object;
	int code;

	if (at != CH_NO_COMMIT) {
		*tree = e->history.commits[at].tree;
		return 0;
	}
	/* Dates may have left it out. */
	code = ch_odb_read(w->odb, end, &w->scratch, &object, err);
	if (code)
		return code;
	if (!ch_raw_commit_parse(ch_str_n(object.data, object.size), &raw))
		return ch_fail(err, CH_EFORMAT, "the end: bad commit");
	*tree = raw.tree;
	return 0;
}

int ch_end_guide(struct ch_engine *e, struct ch_err *err)
{
	struct ch_worker *w = &e->workers[0];
	struct ch_oid tree;
	int code;

	if (!e->options.tips->ninclude)
		return 0;
	code = end_tree(e, w, &tree, err);
	return code ? code : ch_guide_of_tree(w->odb, &tree, &e->guide, err);
}

int ch_end_stage(struct ch_engine *e, struct ch_err *err)
{
	struct ch_worker *w = &e->workers[0];
	struct ch_treediff_options opt = { .pathspec = e->options.pathspec,
		.max_changes = e->options.max_changes,
		.stop = e->options.watch.stop };
	struct ch_changes files = { 0 };
	struct ch_arena arena = { 0 };
	struct end_job job = { .e = e, .files = &files };
	struct ch_oid tree;
	int code = 0;

	if (e->options.tips->ninclude) {
		code = end_tree(e, w, &tree, err);
		if (!code)
			code = ch_tree_files(
				w->odb, &tree, &opt, &arena, &files, err);
		if (!code && ch_engine_stopped(e))
			code = ch_fail(err, CH_EINTR, "interrupted");
	}
	job.paths = ch_calloc(files.n + 1, sizeof(*job.paths));
	for (size_t i = 0; i < files.n && !code; i++)
		job.paths[i] = ch_engine_path(e, files.items[i].path);
	if (!code && e->needs & CH_NEED_END_SYNTAX)
		code = load_grammars(e, &job, err);
	e->end = ch_calloc(e->paths.n + 1, sizeof(*e->end));
	for (size_t i = 0; i < files.n && !code; i++) {
		struct ch_end_file *f = &e->end[job.paths[i]];

		f->path = job.paths[i];
		f->oid = files.items[i].new_oid;
		f->is_there = e->path_info[f->path].is_selected;
		if (f->is_there && e->owners)
			set_owners(e, f);
	}
	if (!code && e->needs & (CH_NEED_END_LINES | CH_NEED_END_SYNTAX))
		code = ch_stage_run(e, "end", (files.n + BLOCK - 1) / BLOCK,
			measure_block, &job, err);
	e->run.end = e->end;
	free(job.paths);
	ch_changes_release(&files);
	ch_arena_release(&arena);
	return code;
}
