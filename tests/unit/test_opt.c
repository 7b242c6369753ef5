#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "base/opt.h"
#include "base/optvalue.h"
#include "base/value.h"

struct values {
	int64_t jobs, size, budget, age;
	const char *file, *stats;
	int color;
	bool verbose, renames, strict;
	struct ch_opt_list langs;
};

static const char *const colors[] = { "auto", "always", "never", NULL };

#define AT(member) .offset = offsetof(struct values, member)

/* clang-format off */
static const struct ch_opt rows[] = {
	{ .name = "jobs", .short_name = 'j', .kind = CH_OPT_INT, AT(jobs),
	  .min = 1, .max = 64, .metavar = "N", .help = "workers",
	  .flags = CH_OPT_PARAMETER, .note = "all cores" },
	{ .name = "memory-budget", .kind = CH_OPT_SIZE, AT(size),
	  .metavar = "SIZE", .help = "bound" },
	{ .name = "budget", .kind = CH_OPT_TOKENS, AT(budget), .dflt = "16k",
	  .metavar = "N[k]", .max = 10000000, .help = "tokens" },
	{ .name = "age", .kind = CH_OPT_DURATION, AT(age), .help = "how old" },
	{ .name = "file", .short_name = 'f', .kind = CH_OPT_STRING, AT(file),
	  .help = "a file" },
	{ .name = "stats", .kind = CH_OPT_STRING, AT(stats),
	  .flags = CH_OPT_OPTIONAL, .help = "figures" },
	{ .name = "color", .kind = CH_OPT_ENUM, AT(color), .names = colors,
	  .flags = CH_OPT_PARAMETER, .dflt = "auto", .help = "when" },
	{ .name = "verbose", .short_name = 'v', .kind = CH_OPT_FLAG,
	  AT(verbose), .help = "more" },
	{ .name = "renames", .kind = CH_OPT_FLAG, AT(renames), .dflt = "true",
	  .flags = CH_OPT_NEGATABLE | CH_OPT_PARAMETER,
	  .help = "follow them" },
	{ .name = "strict", .kind = CH_OPT_FLAG, AT(strict),
	  .flags = CH_OPT_TRUSTED | CH_OPT_NEGATABLE, .help = "fail" },
	{ .name = "lang", .kind = CH_OPT_LIST, AT(langs), .metavar = "L",
	  .flags = CH_OPT_PARAMETER,
	  .help = "only these" },
};
/* clang-format on */
#define NROWS (sizeof(rows) / sizeof(rows[0]))

struct fixture {
	struct values v;
	struct ch_opt_set set;
	struct ch_err err;
	int at;
};

static const struct ch_opt_table table = { .rows = rows, .nrows = NROWS };

/* Parse a line of words that are split at single spaces. */
static int parse_line(struct fixture *f, const char *line, bool stop)
{
	static char copy[512];
	char *argv[32];
	int argc = 0;
	char *p = copy;

	memset(f, 0, sizeof(*f));
	ch_opt_add(&f->set, &table, "pack", &f->v);
	assert_true(strlen(line) < sizeof(copy));
	memcpy(copy, line, strlen(line) + 1);
	while (*line && argc < 32) {
		argv[argc++] = p;
		p += strcspn(p, " ");
		if (!*p)
			break;
		*p++ = '\0';
	}
	return ch_opt_parse(&f->set, argc, argv, &f->at, stop, &f->err);
}

static void refuses(const char *line, const char *message)
{
	struct fixture f;

	assert_int_equal(parse_line(&f, line, false), CH_EUSAGE);
	assert_string_equal(f.err.msg, message);
	ch_opt_release(&f.set);
}

static void defaults_are_there_before_parsing(void **state)
{
	struct fixture f;

	(void)state;
	assert_int_equal(parse_line(&f, "", false), 0);
	assert_int_equal(f.v.budget, 16000);
	assert_int_equal(f.v.jobs, 0);
	assert_true(f.v.renames);
	assert_null(f.v.file);
	assert_int_equal(ch_opt_origin(&f.set, "budget"), (int)CH_OPT_DEFAULT);
	ch_opt_release(&f.set);
}

static void a_value_follows_after_equals_or_as_the_next_word(void **state)
{
	struct fixture f;

	(void)state;
	assert_int_equal(parse_line(&f,
				 "--jobs=4 --budget 2k --memory-budget=64MiB "
				 "--age 30d --color=never -fx",
				 false),
		0);
	assert_int_equal(f.v.jobs, 4);
	assert_int_equal(f.v.budget, 2000);
	assert_int_equal(f.v.size, 64 << 20);
	assert_int_equal(f.v.age, 30 * 86400);
	assert_int_equal(f.v.color, 2);
	assert_string_equal(f.v.file, "x");
	assert_int_equal(ch_opt_origin(&f.set, "jobs"), (int)CH_OPT_ARGV);
	ch_opt_release(&f.set);
}

static void short_options_join_and_take_values(void **state)
{
	struct fixture f;

	(void)state;
	assert_int_equal(parse_line(&f, "-vj4", false), 0);
	assert_true(f.v.verbose);
	assert_int_equal(f.v.jobs, 4);
	ch_opt_release(&f.set);
	assert_int_equal(parse_line(&f, "-j 7 word", false), 0);
	assert_int_equal(f.v.jobs, 7);
	assert_int_equal(f.set.nwords, 1);
	ch_opt_release(&f.set);
}

static void the_last_of_equal_options_wins(void **state)
{
	struct fixture f;

	(void)state;
	assert_int_equal(parse_line(&f,
				 "--jobs=1 --jobs=2 --no-renames --renames "
				 "--strict --no-strict",
				 false),
		0);
	assert_int_equal(f.v.jobs, 2);
	assert_true(f.v.renames);
	assert_false(f.v.strict);
	ch_opt_release(&f.set);
}

static void an_optional_value_is_taken_with_equals_only(void **state)
{
	struct fixture f;

	(void)state;
	assert_int_equal(parse_line(&f, "--stats out", false), 0);
	assert_string_equal(f.v.stats, "");
	assert_string_equal(f.set.words[0], "out");
	ch_opt_release(&f.set);
	assert_int_equal(parse_line(&f, "--stats=out", false), 0);
	assert_string_equal(f.v.stats, "out");
	assert_int_equal(f.set.nwords, 0);
	ch_opt_release(&f.set);
}

static void words_and_paths_are_kept_apart(void **state)
{
	struct fixture f;

	(void)state;
	assert_int_equal(
		parse_line(&f, "a..b - --jobs 2 c -- --jobs d", false), 0);
	assert_int_equal(f.set.nwords, 3);
	assert_string_equal(f.set.words[1], "-");
	assert_string_equal(f.set.words[2], "c");
	assert_true(f.set.has_dashes);
	assert_int_equal(f.set.npaths, 2);
	assert_string_equal(f.set.paths[0], "--jobs");
	assert_int_equal(f.v.jobs, 2);
	ch_opt_release(&f.set);
}

static void parsing_stops_at_the_command(void **state)
{
	struct fixture f;

	(void)state;
	assert_int_equal(parse_line(&f, "-v pack --bogus", true), 0);
	assert_int_equal(f.at, 1);
	assert_true(f.v.verbose);
	ch_opt_release(&f.set);
}

static void lists_collect_every_value(void **state)
{
	struct fixture f;

	(void)state;
	assert_int_equal(
		parse_line(&f, "--lang a --lang=b --lang c --lang d --lang e",
			false),
		0);
	assert_int_equal(f.v.langs.n, 5);
	assert_string_equal(f.v.langs.items[1], "b");
	assert_string_equal(f.v.langs.items[4], "e");
	ch_opt_release(&f.set);
}

static void wrong_usage_is_told_in_one_line(void **state)
{
	(void)state;
	refuses("--bugdet=3", "unknown option --bugdet: did you mean "
			      "--budget?");
	refuses("--quux", "unknown option --quux: see codehist help");
	refuses("-x", "unknown option -x: see codehist help");
	refuses("--budg=3", "unknown option --budg: did you mean --budget?");
	refuses("--no-jobs", "unknown option --no-jobs: see codehist help");
	refuses("--jobs", "--jobs needs a value: N");
	refuses("--jobs=", "--jobs: '' is not a number");
	refuses("--jobs=-1", "--jobs: '-1' is not a number");
	refuses("--jobs=65", "--jobs: 65 is too large: at most 64");
	refuses("-j0", "-j: 0 is too small: at least 1");
	refuses("--verbose=yes", "--verbose takes no value");
	refuses("--color=red", "--color: 'red' is none of auto, always, never");
	refuses("--age=12", "--age: '12' is not a duration like 24h or 30d");
	refuses("--memory-budget=1X", "--memory-budget: '1X' is not a size "
				      "like 64MiB or 1GB");
}

static void sizes_counts_and_durations_are_read(void **state)
{
	static const struct {
		bool (*parse)(const char *, int64_t *);
		const char *text;
		int64_t value; /* -1: refused */
	} cases[] = {
		{ ch_parse_size, "0", 0 },
		{ ch_parse_size, "4096", 4096 },
		{ ch_parse_size, "64M", 64 << 20 },
		{ ch_parse_size, "64mib", 64 << 20 },
		{ ch_parse_size, "1GB", 1000000000 },
		{ ch_parse_size, "1.5GiB", 1610612736 },
		{ ch_parse_size, "1.5", -1 },
		{ ch_parse_size, "MiB", -1 },
		{ ch_parse_size, "1 MiB", -1 },
		{ ch_parse_size, "9223372036854775807", INT64_MAX },
		{ ch_parse_size, "9223372036854775808", -1 },
		{ ch_parse_size, "9000000TiB", -1 },
		{ ch_parse_tokens, "16k", 16000 },
		{ ch_parse_tokens, "1.25K", 1250 },
		{ ch_parse_tokens, "2M", 2000000 },
		{ ch_parse_duration, "0", 0 },
		{ ch_parse_duration, "90s", 90 },
		{ ch_parse_duration, "24h", 86400 },
		{ ch_parse_duration, "2w", 1209600 },
		{ ch_parse_duration, "7", -1 },
		{ ch_parse_int, "007", 7 },
		{ ch_parse_int, "+7", -1 },
		{ ch_parse_int, "7k", -1 },
		{ ch_parse_int, "", -1 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		int64_t n = -1;

		assert_int_equal(cases[i].parse(cases[i].text, &n),
			cases[i].value != -1);
		assert_int_equal(n, cases[i].value);
	}
}

/* A config with an own and a user's part, and an environment. */
struct entry {
	const char *key, *value;
	bool is_own; /* of the repository: not trusted */
};

static int lookup(void *data, const char *key, bool trusted_only,
	struct ch_buf *value, struct ch_err *err)
{
	for (const struct entry *e = data; e->key; e++) {
		if (strcmp(e->key, key) || (e->is_own && trusted_only))
			continue;
		ch_buf_add_z(value, e->value);
		return 0;
	}
	return ch_fail(err, CH_ENOTFOUND, "%s: not set", key);
}

static char *environment(const char *name)
{
	static char jobs[] = "9";

	return strcmp(name, "CODEHIST_PACK_JOBS") ? NULL : jobs;
}

static void argv_beats_environment_beats_config(void **state)
{
	struct entry config[] = {
		{ "codehist.pack.jobs", "8", true },
		{ "codehist.pack.budget", "3k", true },
		{ "codehist.pack.color", "never", true },
		{ NULL, NULL, false },
	};
	struct ch_opt_source source = { environment, lookup, config };
	struct fixture f;

	(void)state;
	assert_int_equal(parse_line(&f, "--budget=5k", false), 0);
	assert_int_equal(ch_opt_fill(&f.set, 0, &source, &f.err), 0);
	assert_int_equal(f.v.budget, 5000);
	assert_int_equal(f.v.jobs, 9);
	assert_int_equal(f.v.color, 2);
	assert_int_equal(
		ch_opt_origin(&f.set, "jobs"), (int)CH_OPT_ENVIRONMENT);
	assert_int_equal(ch_opt_origin(&f.set, "color"), (int)CH_OPT_CONFIG);
	ch_opt_release(&f.set);
}

static void a_repository_sets_neither_files_nor_memory(void **state)
{
	struct entry config[] = {
		{ "codehist.pack.file", "/etc/passwd", true },
		{ "codehist.pack.stats", "/tmp/x", true },
		{ "codehist.pack.memoryBudget", "1GB", true },
		{ "codehist.pack.lang", "C", true },
		{ "codehist.pack.strict", "true", true },
		{ "codehist.pack.age", "3d", true },
		{ "codehist.pack.verbose", "yes", true },
		{ NULL, NULL, false },
	};
	struct ch_opt_source source = { NULL, lookup, config };
	struct fixture f;

	(void)state;
	assert_int_equal(parse_line(&f, "", false), 0);
	assert_int_equal(ch_opt_fill(&f.set, 0, &source, &f.err), 0);
	assert_null(f.v.file);
	assert_null(f.v.stats);
	assert_int_equal(f.v.size, 0);
	assert_int_equal(f.v.langs.n, 0);
	assert_false(f.v.strict);
	assert_int_equal(f.v.age, 3 * 86400);
	assert_true(f.v.verbose);
	ch_opt_release(&f.set);
	for (struct entry *e = config; e->key; e++)
		e->is_own = false;
	assert_int_equal(parse_line(&f, "", false), 0);
	assert_int_equal(ch_opt_fill(&f.set, 0, &source, &f.err), 0);
	assert_string_equal(f.v.file, "/etc/passwd");
	assert_int_equal(f.v.size, 1000000000);
	assert_true(f.v.strict);
	ch_opt_release(&f.set);
}

static void a_bad_value_names_where_it_stands(void **state)
{
	struct entry config[] = {
		{ "codehist.pack.budget", "lots", false },
		{ NULL, NULL, false },
	};
	struct ch_opt_source source = { NULL, lookup, config };
	struct fixture f;

	(void)state;
	assert_int_equal(parse_line(&f, "", false), 0);
	assert_int_equal(ch_opt_fill(&f.set, 0, &source, &f.err), CH_EUSAGE);
	assert_string_equal(f.err.msg,
		"codehist.pack.budget: 'lots' is not a count like 16k");
	ch_opt_release(&f.set);
}

static void help_shows_spelling_sentence_and_default(void **state)
{
	struct ch_buf out = { 0 };

	(void)state;
	ch_opt_help(&out, rows, NROWS, 80);
	assert_non_null(strstr(out.ptr, "  -j, --jobs=N              workers "
					"(default: all cores)\n"));
	assert_non_null(strstr(out.ptr, "--budget=N[k]"));
	assert_non_null(strstr(out.ptr, "(default: 16k)"));
	assert_non_null(strstr(out.ptr, "--[no-]renames"));
	assert_non_null(strstr(out.ptr, "--stats[=VALUE]"));
	assert_non_null(strstr(out.ptr, "when: auto, always, never"));
	assert_non_null(strstr(out.ptr, "only these; may be repeated"));
	ch_buf_release(&out);
}

static void the_manual_names_key_and_variable(void **state)
{
	struct ch_buf out = { 0 };

	(void)state;
	ch_opt_man(&out, rows, 2, "pack");
	assert_non_null(strstr(out.ptr, "codehist.pack.memoryBudget, "
					"CODEHIST_PACK_MEMORY_BUDGET"));
	assert_non_null(strstr(out.ptr, ".B \\-j, \\-\\-jobs=N\n"));
	ch_buf_clear(&out);
	ch_opt_man(&out, rows, 2, NULL);
	assert_non_null(strstr(
		out.ptr, "codehist.memoryBudget, CODEHIST_MEMORY_BUDGET"));
	ch_buf_release(&out);
}

static void completion_lists_every_spelling(void **state)
{
	struct ch_buf out = { 0 };

	(void)state;
	ch_opt_completion(&out, rows, NROWS);
	assert_non_null(strstr(out.ptr, "--jobs= "));
	assert_non_null(strstr(out.ptr, "--verbose --renames --no-renames"));
	assert_non_null(strstr(out.ptr, "--stats --color="));
	ch_buf_release(&out);
}

static void parameters_are_the_effective_values(void **state)
{
	struct ch_writer_options options = { .format = CH_FORMAT_JSON };
	struct ch_sink sink = { 0 };
	struct ch_writer *w;
	struct fixture f;

	(void)state;
	assert_int_equal(
		parse_line(&f, "--lang C --jobs 3 --no-renames", false), 0);
	ch_sink_memory(&sink);
	w = ch_writer_new(&options, &sink);
	ch_write_map_line(w);
	ch_opt_write(&f.set.groups[0], w);
	ch_write_end(w);
	assert_int_equal(ch_writer_finish(w, NULL), 0);
	assert_string_equal(sink.buf.ptr,
		"{\"jobs\": 3, \"color\": \"auto\", \"renames\": false, "
		"\"lang\": [\"C\"]}\n");
	ch_writer_free(w);
	ch_sink_abort(&sink);
	ch_opt_release(&f.set);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(defaults_are_there_before_parsing),
		cmocka_unit_test(
			a_value_follows_after_equals_or_as_the_next_word),
		cmocka_unit_test(short_options_join_and_take_values),
		cmocka_unit_test(the_last_of_equal_options_wins),
		cmocka_unit_test(an_optional_value_is_taken_with_equals_only),
		cmocka_unit_test(words_and_paths_are_kept_apart),
		cmocka_unit_test(parsing_stops_at_the_command),
		cmocka_unit_test(lists_collect_every_value),
		cmocka_unit_test(wrong_usage_is_told_in_one_line),
		cmocka_unit_test(sizes_counts_and_durations_are_read),
		cmocka_unit_test(argv_beats_environment_beats_config),
		cmocka_unit_test(a_repository_sets_neither_files_nor_memory),
		cmocka_unit_test(a_bad_value_names_where_it_stands),
		cmocka_unit_test(help_shows_spelling_sentence_and_default),
		cmocka_unit_test(the_manual_names_key_and_variable),
		cmocka_unit_test(parameters_are_the_effective_values),
		cmocka_unit_test(completion_lists_every_spelling),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
