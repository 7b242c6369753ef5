#include "uast/parse.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "cmd/command.h"
#include "cmd/outline.h"
#include "gitlayer/commit.h"
#include "gitlayer/linguist.h"
#include "gitlayer/repo.h"
#include "gitlayer/treediff.h"
#include "pipeline/guide.h"
#include "uast/grammars.h"

/* One more than is parsed, so that ch_parse() can say what is too large. */
#define MAX_BYTES ((size_t)8 << 20)

struct parse_options {
	const char *lang;
	const char *rev;
	int format; /* enum ch_outline_format */
};

static int read_all(struct ch_run_context *ctx, int fd, const char *name,
	struct ch_buf *out, struct ch_err *err)
{
	while (out->len <= MAX_BYTES) {
		ssize_t n;
		int code;

		ch_buf_reserve(out, 1 << 16);
		n = read(fd, out->ptr + out->len, 1 << 16);
		code = ch_run_check(ctx, err);
		if (code)
			return code;
		if (!n)
			return 0;
		if (n < 0 && errno != EINTR)
			return ch_fail(
				err, CH_EIO, "%s: %s", name, strerror(errno));
		if (n > 0)
			out->len += (size_t)n;
	}
	return 0;
}

static int read_file(struct ch_run_context *ctx, const char *path,
	struct ch_buf *out, struct ch_err *err)
{
	int code;
	int fd;

	if (!strcmp(path, "-"))
		return read_all(ctx, STDIN_FILENO, "standard input", out, err);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return ch_fail(err, CH_EIO, "%s: %s", path, strerror(errno));
	code = read_all(ctx, fd, path, out, err);
	close(fd);
	return code;
}

static int find_tree(struct ch_run_context *ctx, struct ch_odb *odb,
	const char *rev, struct ch_oid *tree, struct ch_err *err)
{
	struct ch_oid oid;
	struct ch_object object;
	struct ch_commit commit;
	int code = ch_repo_resolve(ctx->repo, rev, &oid, err);

	if (!code)
		code = ch_odb_read(odb, &oid, &ctx->arena, &object, err);
	if (!code)
		code = ch_commit_parse(
			&oid, &object, &ctx->arena, &commit, err);
	if (!code)
		*tree = commit.tree;
	return code;
}

/* The blob at 'path', from the top of the tree, in revision 'rev'. */
static int find_blob(struct ch_run_context *ctx, struct ch_odb *odb,
	const char *rev, const char *path, struct ch_object *blob,
	struct ch_err *err)
{
	struct ch_oid tree, oid;
	uint32_t mode = 0;
	int code = find_tree(ctx, odb, rev, &tree, err);

	if (code)
		return code;
	code = ch_tree_entry(odb, &tree, ch_str_z(path), &oid, &mode, err);
	if (code == CH_ENOTFOUND)
		return ch_fail(err, code, "%s: not in %s", path, rev);
	if (code)
		return code;
	if (mode != CH_MODE_BLOB && mode != CH_MODE_EXEC)
		return ch_fail(
			err, CH_EFAIL, "%s: not a file in %s", path, rev);
	return ch_odb_read(odb, &oid, &ctx->arena, blob, err);
}

static int read_blob(struct ch_run_context *ctx, const char *rev,
	const char *path, struct ch_buf *out, struct ch_err *err)
{
	struct ch_odb_options options = { .max_bytes = MAX_BYTES };
	struct ch_odb *odb = NULL;
	struct ch_object blob = { 0 };
	struct ch_repo *repo;
	int code = ch_run_repo(ctx, &repo, err);

	if (!code)
		code = ch_odb_open(&odb, repo, &options, err);
	if (!code)
		code = find_blob(ctx, odb, rev, path, &blob, err);
	if (!code)
		ch_buf_add(out, blob.data, blob.size);
	ch_odb_free(odb);
	return code;
}

/*
 * A header's neighbours: of the revision, else of HEAD where there is one; no
 * repository is no error.
 */
static void take_guide(
	struct ch_run_context *ctx, const char *rev, struct ch_guide *guide)
{
	struct ch_odb_options options = { 0 };
	struct ch_odb *odb = NULL;
	struct ch_repo *repo;
	struct ch_oid tree;

	if (!ch_run_repo(ctx, &repo, NULL) &&
		!ch_odb_open(&odb, repo, &options, NULL) &&
		!find_tree(ctx, odb, rev ? rev : "HEAD", &tree, NULL))
		ch_guide_of_tree(odb, &tree, guide, NULL);
	ch_odb_free(odb);
}

/* --lang as Linguist's name or alias, else what the path and content say. */
static int choose_language(struct ch_run_context *ctx, const char *path,
	struct ch_str source, const struct ch_lang **lang, struct ch_err *err)
{
	const struct parse_options *options = ctx->options;
	const char *wanted = options->lang;
	struct ch_guide guide = { 0 };
	struct ch_grammars *more;
	struct ch_linguist *linguist = NULL;
	uint16_t id;
	int code;

	code = ch_run_grammars(ctx, &more, err);
	if (!code)
		code = wanted ? ch_grammars_load_named(
					more, ch_str_z(wanted), lang, err)
			      : ch_grammars_load(
					more, ch_str_z(path), lang, err);
	if (code || *lang)
		return code;
	if (wanted) {
		id = ch_linguist_find(ch_str_z(wanted));
		*lang = ch_lang_for(
			ch_str_z(id ? ch_linguist_name(id) : wanted),
			ch_str_z(path), CH_STR(""));
		if (*lang)
			return 0;
		return ch_fail(err, CH_EUSAGE,
			"--lang: '%s' is not parsed: see codehist list "
			"languages",
			wanted);
	}
	code = ch_linguist_new(&linguist, NULL, NULL, 0, err);
	if (code)
		return code;
	id = ch_linguist_language(linguist, ch_str_z(path), source);
	ch_linguist_free(linguist);
	if (ch_str_ends(ch_str_z(path), ".h"))
		take_guide(ctx, options->rev, &guide);
	*lang = ch_lang_for_tree(
		ch_str_z(ch_linguist_name(id)), ch_str_z(path), source, &guide);
	if (*lang)
		return 0;
	if (id)
		return ch_fail(err, CH_EFAIL,
			"%s: %s is not parsed: see codehist list languages",
			path, ch_linguist_name(id));
	return ch_fail(err, CH_EFAIL,
		"%s: no telling its language: name it with --lang", path);
}

static int parse_source(struct ch_run_context *ctx, struct ch_outline *o,
	const struct ch_lang *lang, struct ch_str source, struct ch_err *err)
{
	struct ch_parse_options limits = { .max_bytes = MAX_BYTES };
	struct ch_stage *stage = ch_stats_stage(&ctx->stats, "parse");
	struct ch_parser *parser = ch_parser_new();
	double started_s = ch_clock_s();
	int code = ch_parse(parser, lang, o->path, source, &limits, NULL, NULL,
		0, &ctx->arena, &o->facts, NULL, err);

	ch_parser_free(parser);
	stage->items++;
	stage->bytes += source.len;
	stage->seconds += ch_clock_s() - started_s;
	o->language = ch_lang_name(lang);
	if (!code && o->facts.truncated)
		ch_run_warn(ctx, "%.*s: parsed up to a limit only",
			(int)o->path.len, o->path.ptr);
	return code;
}

/* The one word or path there is, or NULL. */
static const char *only_file(const struct ch_opt_set *set)
{
	if (set->nwords + set->npaths != 1)
		return NULL;
	return set->nwords ? set->words[0] : set->paths[0];
}

static int run(struct ch_run_context *ctx, struct ch_err *err)
{
	const struct parse_options *options = ctx->options;
	const struct ch_lang *lang = NULL;
	struct ch_outline outline = { 0 };
	struct ch_buf source = { 0 };
	const char *path = only_file(&ctx->set);
	int code;

	if (!path)
		return ch_fail(err, CH_EUSAGE,
			"parse takes one FILE, or - for standard input");
	if (!strcmp(path, "-") && !options->lang)
		return ch_fail(err, CH_EUSAGE,
			"standard input has no name: give its language with "
			"--lang");
	if (!strcmp(path, "-") && options->rev)
		return ch_fail(err, CH_EUSAGE,
			"--rev: standard input has no revisions");
	outline.path = ch_str_z(path);
	if (options->rev)
		code = read_blob(ctx, options->rev, path, &source, err);
	else
		code = read_file(ctx, path, &source, err);
	if (!code)
		code = choose_language(
			ctx, path, ch_buf_str(&source), &lang, err);
	if (!code)
		code = parse_source(
			ctx, &outline, lang, ch_buf_str(&source), err);
	if (!code)
		code = ch_outline_write(ctx, &outline,
			(enum ch_outline_format)options->format, err);
	ch_buf_release(&source);
	return code;
}

static const struct ch_opt options[] = {
	{ .name = "lang",
		.kind = CH_OPT_STRING,
		.flags = CH_OPT_ARGV_ONLY,
		.offset = offsetof(struct parse_options, lang),
		.metavar = "L",
		.note = "by name and content",
		.help = "the language, by GitHub Linguist's name or alias" },
	{ .name = "rev",
		.kind = CH_OPT_STRING,
		.flags = CH_OPT_ARGV_ONLY,
		.offset = offsetof(struct parse_options, rev),
		.metavar = "REV",
		.help = "take FILE, a path from the top of the tree, from this "
			"revision" },
	{ .name = "format",
		.kind = CH_OPT_ENUM,
		.offset = offsetof(struct parse_options, format),
		.names = ch_outline_formats,
		.dflt = "text",
		.metavar = "F",
		.help = "an outline, a document, or a line a symbol" },
};

static const struct ch_example examples[] = {
	{ "codehist parse src/main.c", "Show what a file declares" },
	{ "codehist parse --rev v1.0 src/main.c --format json",
		"All that is known of it as it was in v1.0" },
	{ "codehist parse - --lang python --format symbols < x.py",
		"List the symbols of what comes in" },
};

const struct ch_command ch_cmd_parse = {
	.name = "parse",
	.summary = "the universal syntax tree of a file",
	.synopsis = "FILE|- [--lang=L] [--rev=REV] [--format=F]",
	.description = "The universal syntax tree of a file: functions, types "
		       "and other symbols with their lines, visibility and "
		       "signatures, the same for every language.",
	.examples = examples,
	.nexamples = CH_ARRAY_LEN(examples),
	.options = options,
	.noptions = CH_ARRAY_LEN(options),
	.options_size = sizeof(struct parse_options),
	.repo = CH_REPO_OPTIONAL,
	.run = run,
};
