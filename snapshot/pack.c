#include "snapshot/pack.h"

#include <stdlib.h>
#include <string.h>

#include "gitlayer/attr.h"
#include "gitlayer/mailmap.h"
#include "snapshot/alone.h"
#include "snapshot/rank.h"
#include "snapshot/render.h"
#include "uast/grammars.h"

const char *ch_strategy_name(enum ch_strategy strategy)
{
	static const char *const names[] = { "summary", "signature",
		"structural", "full" };

	return names[strategy];
}

static int read_commit(struct ch_odb *odb, const struct ch_oid *oid,
	struct ch_arena *arena, struct ch_commit *out, struct ch_err *err)
{
	struct ch_object object;
	int rc = ch_odb_read(odb, oid, arena, &object, err);

	if (rc < 0)
		return rc;
	return ch_commit_parse(oid, &object, arena, out, err);
}

static int read_ends(struct ch_pack *p, struct ch_odb *odb, struct ch_err *err)
{
	struct ch_commit commit;
	int rc;

	rc = read_commit(odb, &p->span.b, &p->arena, &commit, err);
	if (rc < 0)
		return rc;
	p->tree[CH_NEW] = commit.tree;
	p->when_s[CH_NEW] = commit.committer.has_time ? commit.committer.when_s
						      : CH_NO_TIME;
	if (p->span.from_roots)
		return 0;
	rc = read_commit(odb, &p->span.a, &p->arena, &commit, err);
	if (rc < 0)
		return rc;
	p->tree[CH_OLD] = commit.tree;
	p->when_s[CH_OLD] = commit.committer.has_time ? commit.committer.when_s
						      : CH_NO_TIME;
	return 0;
}

/* A..B, and how far A itself is ahead: not at all where B reaches it. */
static int walk_range(struct ch_pack *p, struct ch_odb *odb, struct ch_err *err)
{
	struct ch_walk_tips tips = { 0 };
	int rc;

	tips.include = &p->span.b;
	tips.ninclude = 1;
	tips.exclude = &p->span.a;
	tips.nexclude = !p->span.from_roots;
	tips.since_s = tips.until_s = CH_NO_TIME;
	tips.want_excluded_authors = true;
	tips.jobs = p->opt.jobs;
	tips.stop = p->opt.watch.stop;
	rc = ch_walk(odb, p->repo, &tips, &p->history, err);
	for (size_t i = 0; i < p->history.ncommits; i++)
		p->nmerges += p->history.commits[i].nparents > 1;
	return rc;
}

/* Of several places where both sides meet the newest, the first of equals. */
static void find_base(struct ch_pack *p, struct ch_odb *odb)
{
	const struct ch_history *h = &p->history;
	int64_t newest_s = CH_NO_TIME;

	for (size_t i = 0; h->nahead && i < h->nbases; i++) {
		struct ch_commit commit;

		/* The walk has read it. */
		if (read_commit(odb, &h->bases[i], &p->arena, &commit, NULL) <
				0 ||
			(i && commit.committer.when_s <= newest_s))
			continue;
		p->base_tree = commit.tree;
		newest_s = commit.committer.when_s;
	}
}

static int read_log(struct ch_pack *p, struct ch_odb *odb, struct ch_err *err)
{
	struct ch_mailmap *mailmap = NULL;
	struct ch_buf origin = { 0 };
	int rc;

	rc = ch_mailmap_load(&mailmap, odb, &p->tree[CH_NEW], err);
	/* Without it, or where it cannot be read, messages tell. */
	(void)ch_repo_config(
		p->repo, "remote.origin.url", false, &origin, NULL);
	if (rc >= 0)
		rc = ch_log_build(odb, &p->history,
			&p->history.excluded_authors, &p->span.b, mailmap,
			ch_buf_str(&origin), &p->arena, &p->log, err);
	ch_buf_release(&origin);
	ch_mailmap_free(mailmap);
	return rc;
}

static int read_rules(struct ch_pack *p, struct ch_odb *odb, struct ch_err *err)
{
	const struct ch_pack_options *o = &p->opt;
	int rc;

	rc = ch_pathspec_new(&p->pathspec, o->prefix ? o->prefix : "", o->paths,
		o->npaths, err);
	if (rc >= 0)
		rc = ch_attrs_load(&p->attrs, p->repo, odb,
			o->no_attributes ? NULL : &p->tree[CH_NEW], err);
	if (rc >= 0)
		rc = ch_linguist_new(
			&p->linguist, p->attrs, o->lang_map, o->nlang_map, err);
	return rc;
}

static int compare_trees(struct ch_pack *p, struct ch_err *err)
{
	struct ch_compare_options opt = { 0 };

	opt.pathspec = p->pathspec;
	opt.linguist = p->linguist;
	opt.grammars = p->opt.grammars;
	opt.attrs = p->attrs;
	opt.algorithm = p->opt.algorithm;
	opt.max_blob_bytes = p->opt.max_blob_bytes;
	opt.jobs = p->opt.jobs;
	opt.budget_bytes = p->opt.budget_bytes;
	opt.vendored = p->opt.include & CH_PACK_VENDORED;
	opt.generated = p->opt.include & CH_PACK_GENERATED;
	/* json has every symbol; nobody else tells of a test's unasked */
	opt.tests =
		p->opt.include & CH_PACK_TESTS || p->opt.format == CH_PACK_JSON;
	opt.docs = p->opt.include & CH_PACK_DOCS;
	opt.base_tree = ch_oid_is_zero(&p->base_tree) ? NULL : &p->base_tree;
	opt.watch = p->opt.watch;
	return ch_compare_build(p->repo,
		p->span.from_roots ? NULL : &p->tree[CH_OLD], &p->tree[CH_NEW],
		&opt, &p->arena, &p->delta, err);
}

static int link_commits(struct ch_pack *p, struct ch_err *err)
{
	struct ch_link_options opt = { 0 };
	int rc;

	opt.pathspec = p->pathspec;
	opt.linguist = p->linguist;
	opt.algorithm = p->opt.algorithm;
	opt.jobs = p->opt.jobs;
	opt.watch = p->opt.watch;
	rc = ch_link(p->repo, &p->history, &p->log, &p->delta, &p->diff,
		&p->sources, &opt, &p->arena, &p->touch, err);
	for (size_t i = 0; rc >= 0 && i < p->history.ncommits; i++)
		p->delta.nunreadable_trees += p->touch[i].unreadable;
	return rc;
}

/* No document, data, test or what others wrote: what the product is made of. */
static bool is_source(const struct ch_pack *p, struct ch_str path)
{
	const struct ch_lang *lang = ch_grammars_claim(p->opt.grammars, path);

	if (!lang)
		lang = ch_lang_find(ch_str_z(ch_linguist_name(
			ch_linguist_language(p->linguist, path, CH_STR("")))));
	return lang && !ch_lang_is_data(lang) &&
	       ch_linguist_class(p->linguist, path, CH_STR("")) ==
		       CH_CLASS_SOURCE;
}

/* The sources of B's tree, and what their directories say. */
static int survey(struct ch_pack *p, struct ch_odb *odb, struct ch_err *err)
{
	struct ch_treediff_options opt = { .stop = p->opt.watch.stop,
		.max_changes = CH_COMPARE_MAX_FILES };
	struct ch_changes *files = &p->sources;
	int rc = ch_tree_files(
		odb, &p->tree[CH_NEW], &opt, &p->arena, files, err);
	size_t n = 0;

	for (size_t i = 0; rc >= 0 && i < files->n; i++) {
		struct ch_str path = files->items[i].path;

		if (!is_source(p, path))
			continue;
		files->items[n++] = files->items[i];
		ch_places_add(&p->places, path,
			ch_pathspec_matches(p->pathspec, path));
	}
	files->n = n;
	return rc;
}

static bool stopped(const struct ch_pack *p)
{
	return p->opt.watch.stop && *p->opt.watch.stop;
}

/* One more step is done: its seconds, what it counted, the memory now. */
static void step(struct ch_pack *p, const char *name, uint64_t items)
{
	double now = ch_clock_s();

	if (p->opt.stats) {
		struct ch_stage *stage = ch_stats_stage(p->opt.stats, name);

		stage->items += items;
		stage->seconds += now - p->step_began_s;
		ch_stats_sample(p->opt.stats);
	}
	p->step_began_s = now;
}

/* The commits: which they are, who made them, what they say. */
static int read_history(
	struct ch_pack *p, struct ch_odb *odb, struct ch_err *err)
{
	const struct ch_pack_options *o = &p->opt;
	int rc;

	rc = ch_span_resolve(p->repo, odb, o->range, o->since, o->until,
		o->now_s, &p->arena, &p->span, err);
	if (rc >= 0)
		rc = read_ends(p, odb, err);
	step(p, "resolve", 0);
	if (rc >= 0)
		rc = walk_range(p, odb, err);
	if (rc >= 0)
		find_base(p, odb);
	step(p, "walk", p->history.ncommits);
	if (rc >= 0)
		rc = read_rules(p, odb, err);
	if (rc >= 0)
		rc = read_log(p, odb, err);
	step(p, "log", p->log.ncommits);
	return rc;
}

/* The code: files, symbols, rules, and which commits did it. */
static int read_changes(
	struct ch_pack *p, struct ch_odb *odb, struct ch_err *err)
{
	int rc = compare_trees(p, err);

	step(p, "compare", p->delta.nfiles);
	if (rc >= 0)
		rc = survey(p, odb, err);
	if (rc < 0)
		return rc;
	ch_symdiff_build(&p->delta, &p->places, &p->diff);
	ch_alone_mark(&p->delta, &p->diff);
	ch_rules_apply(&p->delta, &p->diff, &p->arena, &p->secrets);
	step(p, "symbols", p->diff.n);
	rc = link_commits(p, err);
	if (rc >= 0)
		ch_rank_symbols(&p->delta, &p->diff);
	step(p, "link", p->history.ncommits);
	return rc;
}

int ch_pack_build(struct ch_pack *p, struct ch_repo *repo,
	const struct ch_pack_options *opt, struct ch_err *err)
{
	struct ch_odb_options odb_opt = { 0 };
	struct ch_odb *odb = NULL;
	int rc;

	memset(p, 0, sizeof(*p));
	p->opt = *opt;
	p->repo = repo;
	p->step_began_s = ch_clock_s();
	rc = ch_odb_open(&odb, repo, &odb_opt, err);
	if (rc >= 0)
		rc = read_history(p, odb, err);
	if (rc >= 0)
		rc = read_changes(p, odb, err);
	if (rc >= 0 && stopped(p))
		rc = ch_fail(err, CH_EINTR, "interrupted");
	ch_odb_free(odb);
	return rc;
}

void ch_pack_release(struct ch_pack *p)
{
	ch_symdiff_release(&p->diff);
	ch_places_release(&p->places);
	ch_changes_release(&p->sources);
	ch_compare_release(&p->delta);
	ch_linguist_free(p->linguist);
	ch_attrs_free(p->attrs);
	ch_pathspec_free(p->pathspec);
	ch_history_release(&p->history);
	ch_secrets_release(&p->secrets);
	ch_arena_release(&p->arena);
	memset(p, 0, sizeof(*p));
}

static int render(struct ch_pack *pack, struct ch_buf *out,
	struct ch_buf *explain, struct ch_pack_summary *summary,
	struct ch_err *err)
{
	switch (pack->opt.format) {
	case CH_PACK_MD:
		return ch_render_page(
			pack, &ch_style_md, out, explain, summary, err);
	case CH_PACK_LLM:
		return ch_render_page(
			pack, &ch_style_llm, out, explain, summary, err);
	case CH_PACK_JSON:
		break;
	}
	return ch_render_json(pack, out, summary, err);
}

int ch_pack_write(struct ch_pack *pack, struct ch_buf *out,
	struct ch_buf *explain, struct ch_pack_summary *summary,
	struct ch_err *err)
{
	int rc;

	pack->step_began_s = ch_clock_s();
	rc = render(pack, out, explain, summary, err);
	step(pack, "render", rc < 0 ? 0 : summary->nitems);
	return rc;
}
