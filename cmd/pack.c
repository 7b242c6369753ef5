/*
 * pack.c - `codehist pack`: options to snapshot/pack.h, the result to the
 * output.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/progress.h"
#include "cmd/command.h"
#include "cmd/signals.h"
#include "snapshot/pack.h"

struct options {
	const char *since, *until;
	int64_t budget, margin, max_blob_size;
	int encoding, strategy, format, diff_algorithm, attributes;
	struct ch_opt_list include, lang_map;
	const char *instruction;
	bool explain;
};

static const char *const encodings[] = { "o200k", "cl100k", "bytes", NULL };
static const char *const strategies[] = { "summary", "signature", "structural",
	"full", NULL };
static const char *const formats[] = { "md", "llm", "json", NULL };
static const char *const algorithms[] = { "fast", "git", NULL };
static const char *const attributes[] = { "tree", "none", NULL };
static const char *const classes[] = { "tests", "docs", "vendored", "generated",
	"private", NULL };

#define AT(member) .offset = offsetof(struct options, member)

static const struct ch_opt rows[] = {
	{ .name = "since",
		.kind = CH_OPT_STRING,
		AT(since),
		.flags = CH_OPT_ARGV_ONLY,
		.metavar = "REV|DATE",
		.section = "Range",
		.help = "compare from this revision, or from the last "
			"first-parent commit before this date" },
	{ .name = "until",
		.kind = CH_OPT_STRING,
		AT(until),
		.flags = CH_OPT_ARGV_ONLY,
		.metavar = "REV|DATE",
		.section = "Range",
		.help = "compare up to this revision or date instead of HEAD" },
	{ .name = "budget",
		.kind = CH_OPT_TOKENS,
		AT(budget),
		.dflt = "16k",
		.metavar = "N[k]",
		.section = "Size",
		.help = "hard limit in tokens, k for thousands; 0 is no "
			"limit" },
	{ .name = "encoding",
		.kind = CH_OPT_ENUM,
		AT(encoding),
		.names = encodings,
		.dflt = "o200k",
		.metavar = "E",
		.section = "Size",
		.help = "what is counted" },
	{ .name = "margin",
		.kind = CH_OPT_INT,
		AT(margin),
		.max = 90,
		.dflt = "0",
		.metavar = "P",
		.section = "Size",
		.help = "percent of the budget to leave free, for models that "
			"count otherwise" },
	{ .name = "strategy",
		.kind = CH_OPT_ENUM,
		AT(strategy),
		.names = strategies,
		.dflt = "structural",
		.metavar = "S",
		.section = "Content",
		.help = "how much to tell: summary, signature, structural or "
			"full" },
	{ .name = "format",
		.kind = CH_OPT_ENUM,
		AT(format),
		.names = formats,
		.dflt = "md",
		.metavar = "F",
		.section = "Content",
		.help = "text for people, for models (tags that no content can "
			"close) or for programs" },
	{ .name = "include",
		.kind = CH_OPT_LIST,
		AT(include),
		.metavar = "CLASS",
		.section = "Content",
		.help = "also show tests, docs, vendored, generated or private "
			"code" },
	{ .name = "instruction",
		.kind = CH_OPT_STRING,
		AT(instruction),
		.flags = CH_OPT_TRUSTED,
		.metavar = "FILE",
		.section = "Content",
		.help = "put this file's text, a task for a model, before an "
			"llm pack" },
	{ .name = "explain",
		.kind = CH_OPT_FLAG,
		AT(explain),
		.flags = CH_OPT_ARGV_ONLY,
		.section = "Content",
		.help = "print why each item is in and its price, instead of "
			"the pack" },
	{ .name = "diff-algorithm",
		.kind = CH_OPT_ENUM,
		AT(diff_algorithm),
		.names = algorithms,
		.dflt = "fast",
		.metavar = "A",
		.section = "Engine",
		.help = "our line diff, or libgit2's: both find git's lines" },
	{ .name = "attributes",
		.kind = CH_OPT_ENUM,
		AT(attributes),
		.names = attributes,
		.dflt = "tree",
		.metavar = "FROM",
		.section = "Engine",
		.help = "where gitattributes are read: the tree of B, or "
			"nowhere" },
	{ .name = "lang-map",
		.kind = CH_OPT_LIST,
		AT(lang_map),
		.metavar = "EXT=LANG",
		.section = "Engine",
		.help = "the language of files with this extension" },
	{ .name = "max-blob-size",
		.kind = CH_OPT_SIZE,
		AT(max_blob_size),
		.dflt = "16MiB",
		.metavar = "SIZE",
		.section = "Engine",
		.help = "larger files are counted and not read" },
};

static int include_classes(
	const struct ch_opt_list *list, unsigned *bits, struct ch_err *err)
{
	for (size_t i = 0; i < list->n; i++) {
		size_t k = 0;

		while (classes[k] && strcmp(classes[k], list->items[i]))
			k++;
		if (!classes[k])
			return ch_fail(err, CH_EUSAGE,
				"--include %s: not a class; use tests, docs, "
				"vendored, generated or private",
				list->items[i]);
		*bits |= 1u << k;
	}
	return 0;
}

#define MAX_INSTRUCTION_BYTES ((size_t)1 << 20)

static int read_instruction(struct ch_run_context *ctx, const char *path,
	const char **text, struct ch_err *err)
{
	struct ch_buf b = { 0 };
	FILE *f = fopen(path, "re");
	char chunk[4096];
	size_t n;
	int rc = 0;

	if (!f)
		return ch_fail(err, CH_EUSAGE, "--instruction %s: %s", path,
			strerror(errno));
	while (b.len <= MAX_INSTRUCTION_BYTES &&
		(n = fread(chunk, 1, sizeof(chunk), f)))
		ch_buf_add(&b, chunk, n);
	if (ferror(f))
		rc = ch_fail(err, CH_EIO, "--instruction %s: %s", path,
			strerror(errno));
	else if (b.len > MAX_INSTRUCTION_BYTES ||
		 (b.len && memchr(b.ptr, 0, b.len)))
		rc = ch_fail(err, CH_EUSAGE,
			"--instruction %s: not a text of at most 1 MiB", path);
	while (b.len && b.ptr[b.len - 1] == '\n')
		b.len--;
	if (!rc)
		*text = ch_arena_str(&ctx->arena, ch_buf_str(&b)).ptr;
	ch_buf_release(&b);
	fclose(f);
	return rc;
}

static int fill(struct ch_run_context *ctx, struct ch_pack_options *p,
	struct ch_err *err)
{
	const struct options *o = ctx->options;

	if (ctx->set.nwords > 1)
		return ch_fail(err, CH_EUSAGE,
			"%s: one range is enough; put paths after --",
			ctx->set.words[1]);
	if (o->explain && o->format == CH_PACK_JSON)
		return ch_fail(err, CH_EUSAGE,
			"--explain: use --format md or llm; json has no "
			"sections");
	if (ctx->set.nwords && (o->since || o->until))
		return ch_fail(err, CH_EUSAGE,
			"%s: a range and --since or --until say the same; give "
			"one",
			ctx->set.words[0]);
	p->range = ctx->set.nwords ? ctx->set.words[0] : NULL;
	p->since = o->since;
	p->until = o->until;
	p->prefix = ch_run_prefix(ctx);
	p->paths = ctx->set.paths;
	p->npaths = ctx->set.npaths;
	p->lang_map = o->lang_map.items;
	p->nlang_map = o->lang_map.n;
	p->no_attributes = o->attributes == 1;
	p->now_s = ctx->now_s;
	p->algorithm = o->diff_algorithm ? CH_DIFF_GIT : CH_DIFF_FAST;
	p->jobs = ch_run_jobs(ctx);
	p->budget_bytes = (size_t)ctx->globals.memory_budget;
	p->max_blob_bytes = (size_t)o->max_blob_size;
	p->watch = ch_run_watch(ctx);
	p->stats = &ctx->stats;
	p->budget = (size_t)o->budget;
	p->encoding = (enum ch_encoding)o->encoding;
	p->margin = (unsigned)o->margin;
	p->strategy = (enum ch_strategy)o->strategy;
	p->format = (enum ch_pack_format)o->format;
	if (o->instruction && p->format == CH_PACK_LLM &&
		read_instruction(ctx, o->instruction, &p->instruction, err) < 0)
		return err->code;
	if (ch_run_grammars(ctx, &p->grammars, err) < 0)
		return err->code;
	return include_classes(&o->include, &p->include, err);
}

static int write_out(
	struct ch_run_context *ctx, struct ch_pack *pack, struct ch_err *err)
{
	const struct options *o = ctx->options;
	struct ch_buf text = { 0 }, explain = { 0 };
	struct ch_pack_summary summary;
	struct ch_sink *out;
	int rc;

	rc = ch_pack_write(
		pack, &text, o->explain ? &explain : NULL, &summary, err);
	if (rc >= 0)
		rc = ch_run_out(ctx, &out, err);
	if (rc >= 0)
		ch_sink_str(out, ch_buf_str(o->explain ? &explain : &text));
	ch_buf_release(&text);
	ch_buf_release(&explain);
	return rc;
}

static int run(struct ch_run_context *ctx, struct ch_err *err)
{
	struct ch_pack_options options = { 0 };
	struct ch_pack pack = { 0 };
	int rc;

	ch_signals_end_at_once();
	rc = fill(ctx, &options, err);
	if (rc >= 0)
		rc = ch_pack_build(&pack, ctx->repo, &options, err);
	ch_progress_clear(ctx->progress);
	if (rc >= 0)
		rc = write_out(ctx, &pack, err);
	ch_pack_release(&pack);
	return rc;
}

static const struct ch_example examples[] = {
	{ "codehist pack v1.0..v2.0",
		"what changed between two releases, in 16,000 tokens" },
	{ "codehist pack --since v2.0 --budget 8k --format llm",
		"since a tag, for a language model with little room" },
	{ "codehist pack v1.0..v2.0 --budget 0 --format json -o changes.json",
		"everything that is known, for a program" },
	{ "codehist pack -- src ':(exclude)src/gen'",
		"since the last release tag, one directory of it" },
};

const struct ch_command ch_cmd_pack = {
	.name = "pack",
	.summary =
		"context for release notes: what changed between two revisions",
	.synopsis = "[A..B | --since X [--until Y]] [options] [-- PATHSPEC...]",
	.description =
		"Compares two revisions and prints what a user or maintainer "
		"of the code wants to know, most important first, within a "
		"token budget that is never exceeded: breaking candidates "
		"found in the code, added and changed API, commits by pull "
		"request, files, people and small hunks.\nWithout a range, A "
		"is the nearest tag before HEAD that is no pre-release, else "
		"the roots.",
	.examples = examples,
	.nexamples = CH_ARRAY_LEN(examples),
	.options = rows,
	.noptions = CH_ARRAY_LEN(rows),
	.options_size = sizeof(struct options),
	.repo = CH_REPO_REQUIRED,
	.run = run,
};
