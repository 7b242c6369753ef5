#include <string.h>

#include "analyzers/analyzer.h"
#include "base/mem.h"
#include "cmd/command.h"
#include "uast/parse.h"

struct list_options {
	int format; /* index into formats[] */
};

static const char *const formats[] = { "text", "json", "ndjson", "csv",
	"msgpack", NULL };
static const enum ch_format writers[] = { CH_FORMAT_TEXT, CH_FORMAT_JSON,
	CH_FORMAT_NDJSON, CH_FORMAT_CSV, CH_FORMAT_MSGPACK };

static void write_analyzers(struct ch_writer *w)
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

	ch_write_table(w, &table);
	for (size_t i = 0; i < n; i++) {
		ch_write_z(w, all[i]->name);
		ch_write_z(w, all[i]->summary);
	}
	ch_write_end(w);
}

static void write_languages(struct ch_writer *w)
{
	static const struct ch_column columns[] = {
		{ .name = "language" },
		{ .name = "id" },
		{ .name = "grammar_abi",
			.title = "grammar ABI",
			.kind = CH_COL_INT },
	};
	static const struct ch_table table = {
		.name = "languages",
		.title = "Languages that are parsed",
		.columns = columns,
		.ncolumns = CH_ARRAY_LEN(columns),
	};

	ch_write_table(w, &table);
	for (size_t i = 0; i < ch_lang_count(); i++) {
		const struct ch_lang *lang = ch_lang_at(i);

		ch_write_z(w, ch_lang_name(lang));
		ch_write_z(w, ch_lang_id(lang));
		ch_write_int(w, ch_lang_abi(lang));
	}
	ch_write_end(w);
}

static void write_tokenizers(struct ch_writer *w)
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

	ch_write_table(w, &table);
	for (size_t i = 0; i < CH_ARRAY_LEN(rows); i++) {
		ch_write_z(w, rows[i][0]);
		ch_write_z(w, rows[i][1]);
	}
	ch_write_end(w);
}

static const struct {
	const char *name;
	void (*write)(struct ch_writer *w);
} lists[] = {
	{ "analyzers", write_analyzers },
	{ "languages", write_languages },
	{ "tokenizers", write_tokenizers },
};

static const char *const words[] = { "analyzers", "languages", "tokenizers",
	NULL };

static int run(struct ch_run_context *ctx, struct ch_err *err)
{
	const struct list_options *options = ctx->options;
	const char *word = ctx->set.nwords ? ctx->set.words[0] : NULL;
	struct ch_writer *w;
	bool is_known = !word;
	int code;

	for (size_t i = 0; i < CH_ARRAY_LEN(lists); i++)
		is_known = is_known || !strcmp(word, lists[i].name);
	if (!is_known || ctx->set.nwords > 1)
		return ch_fail(err, CH_EUSAGE,
			"list '%s': there are analyzers, languages and "
			"tokenizers",
			ctx->set.words[ctx->set.nwords - 1]);
	code = ch_run_writer(ctx, writers[options->format], word, &w, err);
	if (code)
		return code;
	ch_write_map(w);
	if (writers[options->format] != CH_FORMAT_TEXT)
		ch_put_z(w, "schema", "codehist.list/1");
	for (size_t i = 0; i < CH_ARRAY_LEN(lists); i++) {
		if (word && strcmp(word, lists[i].name) != 0)
			continue;
		ch_write_key(w, lists[i].name);
		lists[i].write(w);
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
