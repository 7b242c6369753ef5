#include <string.h>

#include "analyzers/analyzer.h"
#include "base/buf.h"
#include "base/mem.h"
#include "cmd/command.h"
#include "gitlayer/linguist.h"
#include "uast/grammars.h"
#include "uast/parse.h"

struct list_options {
	int format; /* index into formats[] */
};

static const char *const formats[] = { "text", "json", "ndjson", "csv",
	"msgpack", NULL };
static const enum ch_format writers[] = { CH_FORMAT_TEXT, CH_FORMAT_JSON,
	CH_FORMAT_NDJSON, CH_FORMAT_CSV, CH_FORMAT_MSGPACK };

static void write_analyzers(
	struct ch_writer *w, struct ch_grammars *more, bool text)
{
	static const struct ch_column columns[] = {
		{ .name = "analyzer" },
		{ .name = "reports" },
	};
	static const struct ch_table table = {
		.name = "analyzers",
		.title = "Analyzers",
		.columns = columns,
		.ncolumns = CH_ARRAY_LEN(columns),
	};
	size_t n;
	const struct ch_analyzer *const *all = ch_analyzers(&n);

	(void)more;
	(void)text;
	ch_write_table(w, &table);
	for (size_t i = 0; i < n; i++) {
		ch_write_z(w, all[i]->name);
		ch_write_z(w, all[i]->summary);
	}
	ch_write_end(w);
}

static bool has_word(struct ch_str words, struct ch_str word)
{
	while (words.len) {
		size_t space = ch_str_chr(words, ' ', 0);

		if (ch_str_eq(ch_str_sub(words, 0, space), word))
			return true;
		if (space == (size_t)-1)
			break;
		words = ch_str_sub(words, space + 1, words.len);
	}
	return false;
}

/* Linguist's extensions of a name that 'lang' reads, to 'out'. */
static void add_extensions(
	struct ch_buf *out, const struct ch_lang *lang, const char *name)
{
	uint16_t id = ch_linguist_find(ch_str_z(name));
	struct ch_str rest = ch_str_z(ch_linguist_extensions(id));

	while (rest.len) {
		size_t space = ch_str_chr(rest, ' ', 0);
		struct ch_str one = ch_str_sub(rest, 0, space);

		rest = ch_str_sub(rest,
			space == (size_t)-1 ? rest.len : space + 1, rest.len);
		/* "a.mli" may have a grammar of its own */
		if (ch_lang_for(ch_str_z(name), one, CH_STR("")) != lang ||
			has_word(ch_buf_str(out), one))
			continue;
		if (out->len)
			ch_buf_add_char(out, ' ');
		ch_buf_add_str(out, one);
	}
}

static void add_extracts(struct ch_buf *out, const struct ch_lang *lang)
{
	static const char *const words[] = { "functions", "types", "fields",
		"parameters", "imports", "comments", "decisions", "sections" };
	unsigned bits = ch_lang_extracts(lang);

	for (size_t i = 0; i < CH_ARRAY_LEN(words); i++) {
		if (!(bits & 1u << i))
			continue;
		if (out->len)
			ch_buf_add_char(out, ' ');
		ch_buf_add_str(out, ch_str_z(words[i]));
	}
}

/* ".cpp +12": the main one and how many more. */
static void shorten(struct ch_buf *extensions)
{
	struct ch_str all = ch_buf_str(extensions);
	size_t space = ch_str_chr(all, ' ', 0), more = 0;

	for (size_t i = 0; i < all.len; i++)
		more += all.ptr[i] == ' ';
	if (!more)
		return;
	ch_buf_truncate(extensions, space);
	ch_buf_printf(extensions, " +%zu", more);
}

/* 'files' are what it claims; empty: Linguist's of its name. */
static void write_language(struct ch_writer *w, const struct ch_lang *lang,
	struct ch_str files, bool text)
{
	struct ch_buf extensions = { 0 }, extracts = { 0 };

	ch_buf_add_str(&extensions, files);
	if (!files.len)
		add_extensions(&extensions, lang, ch_lang_name(lang));
	if (!files.len && ch_lang_alias(lang))
		add_extensions(&extensions, lang, ch_lang_alias(lang));
	add_extracts(&extracts, lang);
	if (text)
		shorten(&extensions);
	ch_write_z(w, ch_lang_name(lang));
	if (!text)
		ch_write_z(w, ch_lang_id(lang));
	ch_write_z(w, ch_lang_version(lang));
	ch_write_int(w, ch_lang_abi(lang));
	ch_write_str(w, ch_buf_str(&extensions));
	ch_write_str(w, ch_buf_str(&extracts));
	ch_buf_release(&extensions);
	ch_buf_release(&extracts);
}

/* The id is left out for people: two of one name differ by their files. */
static void write_languages(
	struct ch_writer *w, struct ch_grammars *more, bool text)
{
	static const struct ch_column columns[] = {
		{ .name = "language" },
		{ .name = "id" },
		{ .name = "grammar" },
		{ .name = "grammar_abi", .kind = CH_COL_INT },
		{ .name = "extensions" },
		{ .name = "extracts" },
	};
	static const struct ch_column short_columns[] = {
		{ .name = "language" },
		{ .name = "grammar" },
		{ .name = "grammar_abi", .title = "ABI", .kind = CH_COL_INT },
		{ .name = "extensions", .title = "files" },
		{ .name = "extracts" },
	};
	static const struct ch_table table = {
		.name = "languages",
		.columns = columns,
		.ncolumns = CH_ARRAY_LEN(columns),
	};
	static const struct ch_table short_table = {
		.name = "languages",
		.title = "Languages that are parsed",
		.columns = short_columns,
		.ncolumns = CH_ARRAY_LEN(short_columns),
	};

	const struct ch_lang *lang;
	struct ch_str files;

	ch_write_table(w, text ? &short_table : &table);
	for (size_t i = 0; i < ch_lang_count(); i++)
		write_language(w, ch_lang_at(i), CH_STR(""), text);
	for (size_t i = 0; i < ch_grammars_count(more); i++)
		if (!ch_grammars_at(more, i, &lang, &files, NULL))
			write_language(w, lang, files, text);
	ch_write_end(w);
}

static void write_tokenizers(
	struct ch_writer *w, struct ch_grammars *more, bool text)
{
	static const struct ch_column columns[] = {
		{ .name = "tokenizer" },
		{ .name = "counts" },
	};
	static const struct ch_table table = {
		.name = "tokenizers",
		.title = "Tokenizers",
		.columns = columns,
		.ncolumns = CH_ARRAY_LEN(columns),
	};
	static const char *const rows[][2] = {
		{ "o200k", "tokens of o200k_base, exactly" },
		{ "cl100k", "tokens of cl100k_base, exactly" },
		{ "bytes", "bytes" },
	};

	(void)more;
	(void)text;
	ch_write_table(w, &table);
	for (size_t i = 0; i < CH_ARRAY_LEN(rows); i++) {
		ch_write_z(w, rows[i][0]);
		ch_write_z(w, rows[i][1]);
	}
	ch_write_end(w);
}

static const struct {
	const char *name;
	void (*write)(struct ch_writer *w, struct ch_grammars *more, bool text);
} lists[] = {
	{ "analyzers", write_analyzers },
	{ "languages", write_languages },
	{ "tokenizers", write_tokenizers },
};

static const char *const words[] = { "analyzers", "languages", "tokenizers",
	NULL };

/* So that an error is told before anything is written. */
static int load_all(struct ch_run_context *ctx, struct ch_grammars **more,
	struct ch_err *err)
{
	const struct ch_lang *lang;
	struct ch_str files;
	int code = ch_run_grammars(ctx, more, err);

	for (size_t i = 0; i < ch_grammars_count(*more) && !code; i++)
		code = ch_grammars_at(*more, i, &lang, &files, err);
	return code;
}

static int run(struct ch_run_context *ctx, struct ch_err *err)
{
	const struct list_options *options = ctx->options;
	const char *word = ctx->set.nwords ? ctx->set.words[0] : NULL;
	struct ch_writer *w;
	bool text = writers[options->format] == CH_FORMAT_TEXT;
	bool is_known = !word;
	struct ch_grammars *more = NULL;
	int code = 0;

	for (size_t i = 0; i < CH_ARRAY_LEN(lists); i++)
		is_known = is_known || !strcmp(word, lists[i].name);
	if (!is_known || ctx->set.nwords > 1)
		return ch_fail(err, CH_EUSAGE,
			"list '%s': there are analyzers, languages and "
			"tokenizers",
			ctx->set.words[ctx->set.nwords - 1]);
	if (!word || !strcmp(word, "languages"))
		code = load_all(ctx, &more, err);
	if (!code)
		code = ch_run_writer(
			ctx, writers[options->format], word, &w, err);
	if (code)
		return code;
	ch_write_map(w);
	if (!text)
		ch_put_z(w, "schema", "codehist.list/1");
	for (size_t i = 0; i < CH_ARRAY_LEN(lists); i++) {
		if (word && strcmp(word, lists[i].name) != 0)
			continue;
		ch_write_key(w, lists[i].name);
		lists[i].write(w, more, text);
	}
	ch_write_end(w);
	code = ch_writer_finish(w, err);
	ch_writer_free(w);
	return code;
}

static const struct ch_opt options[] = {
	{ .name = "format",
		.kind = CH_OPT_ENUM,
		.offset = offsetof(struct list_options, format),
		.names = formats,
		.dflt = "text",
		.metavar = "F",
		.help = "how to write it" },
};

static const struct ch_example examples[] = {
	{ "codehist list languages", "Show which languages are parsed" },
	{ "codehist list languages --format csv -o languages.csv",
		"The same for a spreadsheet" },
};

const struct ch_command ch_cmd_list = {
	.name = "list",
	.summary = "what there is: analyzers, languages, tokenizers",
	.synopsis = "[analyzers | languages | tokenizers] [--format=F]",
	.examples = examples,
	.nexamples = CH_ARRAY_LEN(examples),
	.options = options,
	.noptions = CH_ARRAY_LEN(options),
	.options_size = sizeof(struct list_options),
	.repo = CH_REPO_NONE,
	.words = words,
	.run = run,
};
