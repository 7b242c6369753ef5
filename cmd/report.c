#include "cmd/report.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "analyzers/people.h"
#include "base/mem.h"
#include "gitlayer/mailmap.h"
#include "gitlayer/range.h"

#define MAX_LIST_FILE ((size_t)64 << 20)

/* ---- Options ------------------------------------------------------------*/

static const char *const formats[] = { "text", "json", "ndjson", "csv",
	"msgpack", "hercules", NULL };
static const char *const times[] = { "committer", "author", NULL };

#define AT(member) .offset = offsetof(struct ch_report_options, member)
#define SELECTION .section = "Which commits and files"
#define PEOPLE .section = "People"
#define COUNTING .section = "How it is counted"

static const struct ch_opt rows[] = {
	{ .name = "format",
		.kind = CH_OPT_ENUM,
		AT(format),
		.names = formats,
		.dflt = "text",
		.metavar = "F",
		.help = "how to write it" },
	{ .name = "table",
		.kind = CH_OPT_STRING,
		AT(table),
		.flags = CH_OPT_ARGV_ONLY,
		.metavar = "NAME",
		.note = "the report's first",
		.help = "the table that csv writes" },
	{ .name = "since",
		.kind = CH_OPT_STRING,
		AT(since),
		.flags = CH_OPT_ARGV_ONLY | CH_OPT_PARAMETER,
		.metavar = "X",
		SELECTION,
		.help = "leave out what revision X reaches, or commits older "
			"than date X" },
	{ .name = "until",
		.kind = CH_OPT_STRING,
		AT(until),
		.flags = CH_OPT_ARGV_ONLY | CH_OPT_PARAMETER,
		.metavar = "X",
		SELECTION,
		.help = "end at revision X, or leave out commits newer than "
			"date X" },
	{ .name = "author",
		.kind = CH_OPT_LIST,
		AT(authors),
		.flags = CH_OPT_ARGV_ONLY | CH_OPT_PARAMETER,
		.metavar = "A",
		SELECTION,
		.help = "only commits of authors with A in \"Name <email>\"" },
	{ .name = "identities",
		.kind = CH_OPT_STRING,
		AT(identities),
		.flags = CH_OPT_TRUSTED | CH_OPT_PARAMETER,
		.dflt = "mailmap",
		.metavar = "HOW",
		PEOPLE,
		.help = "mailmap, raw (as recorded), or a file with a person a "
			"line: name|alias|email|..." },
	{ .name = "merge-identities",
		.kind = CH_OPT_FLAG,
		AT(merge_identities),
		.flags = CH_OPT_PARAMETER | CH_OPT_NEGATABLE,
		PEOPLE,
		.help = "join people who share an e-mail, or a full name" },
	{ .name = "bots",
		.kind = CH_OPT_STRING,
		AT(bots),
		.flags = CH_OPT_TRUSTED | CH_OPT_PARAMETER,
		.metavar = "FILE",
		PEOPLE,
		.help = "names or e-mails of bots, one a line, beside "
			"\"[bot]\"" },
	{ .name = "time",
		.kind = CH_OPT_ENUM,
		AT(time),
		.names = times,
		.dflt = "committer",
		.flags = CH_OPT_PARAMETER,
		.metavar = "WHOSE",
		COUNTING,
		.help = "whose date places a commit in time" },
	{ .name = "no-incremental",
		.kind = CH_OPT_FLAG,
		AT(no_incremental),
		.section = "How it is done",
		.help = "parse every version of a source file from scratch" },
};

/* ---- Which analyzers ----------------------------------------------------*/

static void choose(struct ch_report *r, const struct ch_analyzer *a)
{
	for (size_t i = 0; i < r->nanalyzers; i++)
		if (r->analyzers[i] == a)
			return;
	r->analyzers[r->nanalyzers++] = a;
}

static int choose_names(
	struct ch_report *r, struct ch_str names, struct ch_err *err)
{
	size_t n, from = 0;
	const struct ch_analyzer *const *all = ch_analyzers(&n);

	while (from <= names.len) {
		size_t comma = ch_str_chr(names, ',', from);
		struct ch_str name = ch_str_sub(names, from, comma);
		const struct ch_analyzer *a = ch_analyzer_find(name);

		if (a)
			choose(r, a);
		for (size_t i = 0; i < n && ch_str_is(name, "all"); i++)
			choose(r, all[i]);
		if (!a && !ch_str_is(name, "all"))
			return ch_fail(err, CH_EUSAGE,
				"there is no report '%.*s': see codehist "
				"report --help",
				(int)name.len, name.ptr);
		if (comma == (size_t)-1)
			break;
		from = comma + 1;
	}
	return 0;
}

/* `codehist devs` is `codehist report devs`. */
static int choose_analyzers(struct ch_report *r, struct ch_err *err)
{
	struct ch_run_context *ctx = r->ctx;
	const struct ch_analyzer *a = ctx->command->analyzer;
	size_t n, used = a ? 0 : 1;

	ch_analyzers(&n);
	r->analyzers = ch_arena_calloc(&ctx->arena, n, sizeof(*r->analyzers));
	if (!a && !ctx->set.nwords)
		return ch_fail(err, CH_EUSAGE,
			"report what? name reports, or all: see codehist "
			"report --help");
	r->range = ctx->set.nwords > used ? ctx->set.words + used : NULL;
	r->nrange = ctx->set.nwords - used;
	if (!a)
		return choose_names(r, ch_str_z(ctx->set.words[0]), err);
	choose(r, a);
	return 0;
}

/*
 * Tables of options after the own one: the history's, then the analyzers', of
 * which a short form has its own only.
 */
static const struct ch_opt_table *more_options(
	const struct ch_command *command, size_t i)
{
	size_t n;
	const struct ch_analyzer *const *all = ch_analyzers(&n);

	if (!i)
		return &ch_history_table;
	if (command->analyzer)
		return i == 1 ? ch_analyzer_options(command->analyzer) : NULL;
	return i <= n ? ch_analyzer_options(all[i - 1]) : NULL;
}

/* What more_options() has filled for the chosen ones. */
static const void **options_of(const struct ch_report *r)
{
	struct ch_run_context *ctx = r->ctx;
	const void **own =
		ch_arena_calloc(&ctx->arena, r->nanalyzers, sizeof(*own));
	size_t n;
	const struct ch_analyzer *const *all = ch_analyzers(&n);

	for (size_t i = 0; i < r->nanalyzers; i++)
		for (size_t k = 0; k < n; k++)
			if (all[k] == r->analyzers[i])
				own[i] = ctx->more[ctx->command->analyzer
							   ? 1
							   : k + 1];
	return own;
}

/* ---- Which commits ------------------------------------------------------*/

static bool is_revision(struct ch_report *r, const char *word)
{
	struct ch_oid oid;

	return word && !ch_repo_resolve(r->ctx->repo, word, &oid, NULL);
}

static int apply_dates(struct ch_report *r, struct ch_err *err)
{
	const struct ch_report_options *o = r->options;
	struct ch_walk_tips *tips = &r->job.tips;
	int64_t now_s = r->ctx->now_s;
	int code = 0;

	tips->since_s = tips->until_s = CH_NO_TIME;
	if (o->since && !is_revision(r, o->since))
		code = ch_date_parse(o->since, now_s, &tips->since_s, err);
	if (o->until && !code && !is_revision(r, o->until))
		code = ch_date_parse(o->until, now_s, &tips->until_s, err);
	return code;
}

/* The words of the range, with --rev, --since and --until among them. */
static int find_commits(struct ch_report *r, struct ch_err *err)
{
	const struct ch_report_options *o = r->options;
	const char *rev = r->job.args->rev;
	struct ch_run_context *ctx = r->ctx;
	const char **words =
		ch_arena_calloc(&ctx->arena, r->nrange + 4, sizeof(*words));
	size_t n = 0;
	int code;

	for (; n < r->nrange; n++)
		words[n] = r->range[n];
	if (rev && n)
		return ch_fail(
			err, CH_EUSAGE, "--rev and a range: give one of them");
	if (rev)
		words[n++] = rev;
	if (is_revision(r, o->until)) {
		if (n)
			return ch_fail(err, CH_EUSAGE,
				"--until: a revision beside --rev or a range");
		words[n++] = o->until;
	}
	if (is_revision(r, o->since)) {
		if (!n)
			words[n++] = "HEAD";
		words[n++] = ch_arena_printf(&ctx->arena, "^%s", o->since).ptr;
	}
	code = ch_history_start(&r->job, words, n, err);
	return code ? code : apply_dates(r, err);
}

/* ---- Who ----------------------------------------------------------------*/

static int read_list(struct ch_run_context *ctx, const char *option,
	const char *path, struct ch_str *text, struct ch_err *err)
{
	FILE *f = fopen(path, "re");
	struct ch_buf buf = { 0 };
	char part[8192];
	size_t n;
	int code = 0;

	if (!f)
		return ch_fail(err, CH_EUSAGE, "--%s: %s: %s", option, path,
			strerror(errno));
	while ((n = fread(part, 1, sizeof(part), f)) && buf.len < MAX_LIST_FILE)
		ch_buf_add(&buf, part, n);
	if (ferror(f) || buf.len >= MAX_LIST_FILE)
		code = ch_fail(err, CH_EIO,
			"--%s: %s: cannot be read, or is "
			"over 64 MiB",
			option, path);
	fclose(f);
	*text = ch_arena_str(&ctx->arena, ch_buf_str(&buf));
	ch_buf_release(&buf);
	return code;
}

static int know_people(
	struct ch_report *r, struct ch_mailmap **mailmap, struct ch_err *err)
{
	const struct ch_report_options *o = r->options;
	bool is_raw = !strcmp(o->identities, "raw");
	bool is_file = !is_raw && strcmp(o->identities, "mailmap") != 0;
	struct ch_people *people;
	struct ch_err problem = { 0 };
	struct ch_str text;
	int code = 0;

	if (!is_raw && r->job.tips.ninclude &&
		ch_mailmap_load(mailmap, r->job.odb, &r->job.tree, &problem))
		ch_run_warn(r->ctx, ".mailmap: %s", problem.msg);
	r->job.engine.people = people = ch_people_new(*mailmap);
	if (is_file) {
		code = read_list(
			r->ctx, "identities", o->identities, &text, err);
		if (!code)
			ch_people_add_identities(people, text);
	}
	if (o->bots && !code) {
		code = read_list(r->ctx, "bots", o->bots, &text, err);
		if (!code)
			ch_people_add_bots(people, text);
	}
	if (o->merge_identities)
		ch_people_merge(people);
	r->job.engine.authors = o->authors.items;
	r->job.engine.nauthors = o->authors.n;
	return code;
}

/* ---- The run ------------------------------------------------------------*/

static int run_engine(struct ch_report *r, struct ch_err *err)
{
	struct ch_analyzer_options common = {
		.author_time = r->options->time == 1,
		.include_deleted = r->job.include_deleted,
		.hercules = r->options->format == CH_REPORT_HERCULES,
	};
	int code;

	r->job.engine.analyzers = r->analyzers;
	r->job.engine.nanalyzers = r->nanalyzers;
	r->job.engine.own_options = options_of(r);
	r->job.engine.analyzer_options = &common;
	r->job.engine.whole_parses = r->options->no_incremental;
	code = ch_history_run(&r->job, err);
	if (!code)
		code = ch_report_write(r, err);
	return code ? code : ch_history_write_trace(&r->job, err);
}

static int run(struct ch_run_context *ctx, struct ch_err *err)
{
	struct ch_report r = { .ctx = ctx,
		.options = ctx->options,
		.job = { .ctx = ctx, .args = ctx->more[0] } };
	struct ch_mailmap *mailmap = NULL;
	int code = choose_analyzers(&r, err);

	for (size_t i = 0; i < r.nanalyzers && !code; i++)
		if (r.options->format == CH_REPORT_HERCULES &&
			!r.analyzers[i]->hercules)
			code = ch_fail(err, CH_EUSAGE,
				"--format=hercules: %s is not among its "
				"reports; burndown, couples and devs are",
				r.analyzers[i]->name);
	if (!code)
		code = find_commits(&r, err);
	if (!code)
		code = ch_history_set_up(&r.job, err);
	if (!code)
		code = know_people(&r, &mailmap, err);
	if (!code)
		code = run_engine(&r, err);
	ch_history_finish(&r.job);
	ch_people_free(r.job.engine.people);
	ch_mailmap_free(mailmap);
	return code;
}

/* ---- Commands -----------------------------------------------------------*/

static const struct ch_example examples[] = {
	{ "codehist devs", "Who did how much in the whole history" },
	{ "codehist devs --since '1 year ago' -- src",
		"The last year, in one directory" },
	{ "codehist report all --format json -o history.json",
		"Every report in one pass" },
};

static const char description[] =
	"Reports over a whole history, in one pass for all that are named: the "
	"commits of the range once each, whatever branch they came by, merges "
	"counted apart. Numbers equal git's own where git has them "
	"(rev-list --count, shortlog -sne --no-merges, log --numstat, blame).";

#define REPORT                                                \
	.description = description, .examples = examples,     \
	.nexamples = CH_ARRAY_LEN(examples), .options = rows, \
	.noptions = CH_ARRAY_LEN(rows),                       \
	.options_size = sizeof(struct ch_report_options),     \
	.more = more_options, .repo = CH_REPO_REQUIRED, .run = run

static const char *const words[] = { "all", NULL };

const struct ch_command ch_cmd_report = {
	.name = "report",
	.summary = "history reports, one pass for all that are named",
	.synopsis = "NAME[,NAME...] [A..B] [options] [-- PATHSPEC...]",
	.words = words,
	.takes_analyzers = true,
	REPORT,
};

/* `codehist devs` is `codehist report devs`, and so on. */
#define ANALYZER(id)                                             \
	extern const struct ch_analyzer ch_analyzer_##id;        \
	const struct ch_command ch_cmd_##id = {                  \
		.analyzer = &ch_analyzer_##id,                   \
		.synopsis = "[A..B] [options] [-- PATHSPEC...]", \
		REPORT,                                          \
	};
#include "analyzers/analyzers.def"
#undef ANALYZER
