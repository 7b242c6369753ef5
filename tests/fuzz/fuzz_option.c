#include <stdlib.h>
#include <string.h>

#include "base/opt.h"

struct values {
	int64_t number, size, tokens, age;
	const char *text, *stats;
	int word;
	bool flag;
	struct ch_opt_list list;
};

static const char *const words[] = { "one", "two", NULL };

#define AT(member) .offset = offsetof(struct values, member)

/* clang-format off */
static const struct ch_opt rows[] = {
	{ .name = "number", .short_name = 'n', .kind = CH_OPT_INT, AT(number),
	  .min = 1, .max = 1000, .help = "n" },
	{ .name = "size", .kind = CH_OPT_SIZE, AT(size), .help = "s" },
	{ .name = "tokens", .kind = CH_OPT_TOKENS, AT(tokens), .help = "t" },
	{ .name = "age", .kind = CH_OPT_DURATION, AT(age), .help = "a" },
	{ .name = "text", .short_name = 't', .kind = CH_OPT_STRING, AT(text),
	  .help = "t" },
	{ .name = "stats", .kind = CH_OPT_STRING, AT(stats),
	  .flags = CH_OPT_OPTIONAL, .help = "s" },
	{ .name = "word", .kind = CH_OPT_ENUM, AT(word), .names = words,
	  .help = "w" },
	{ .name = "flag", .short_name = 'f', .kind = CH_OPT_FLAG, AT(flag),
	  .flags = CH_OPT_NEGATABLE, .help = "f" },
	{ .name = "list", .short_name = 'l', .kind = CH_OPT_LIST, AT(list),
	  .help = "l" },
};
/* clang-format on */

/* The input is argv, its words ended by NUL; what is taken is in range. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = malloc(size + 1);
	char *argv[64];
	struct ch_opt_set set = { 0 };
	struct values v = { 0 };
	static const struct ch_opt_table table = { .rows = rows,
		.nrows = sizeof(rows) / sizeof(rows[0]) };
	struct ch_err err = { 0 };
	int argc = 0, at = 0, code;

	if (!text)
		return 0;
	if (size)
		memcpy(text, data, size);
	text[size] = '\0';
	for (size_t i = 0; i < size && argc < 64; i += strlen(text + i) + 1)
		argv[argc++] = text + i;
	ch_opt_add(&set, &table, "x", &v);
	code = ch_opt_parse(&set, argc, argv, &at, false, &err);
	if (code && (code != CH_EUSAGE || !*err.msg))
		abort();
	if (!code && at != argc)
		abort();
	if (v.number < 0 || v.number > 1000 || v.size < 0 || v.tokens < 0 ||
		v.age < 0 || v.word < 0 || v.word > 1)
		abort();
	ch_opt_release(&set);
	free(text);
	return 0;
}
