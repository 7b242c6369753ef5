#include "base/optvalue.h"

#include <inttypes.h>
#include <stddef.h>
#include <stdlib.h>
#include <strings.h>

#include "base/mem.h"
#include "base/opt.h"

struct unit {
	const char *name;
	int64_t factor;
};

static const struct unit size_units[] = {
	{ "", 1 },
	{ "B", 1 },
	{ "K", 1 << 10 },
	{ "KiB", 1 << 10 },
	{ "kB", 1000 },
	{ "M", 1 << 20 },
	{ "MiB", 1 << 20 },
	{ "MB", 1000000 },
	{ "G", 1 << 30 },
	{ "GiB", 1 << 30 },
	{ "GB", 1000000000 },
	{ "T", (int64_t)1 << 40 },
	{ "TiB", (int64_t)1 << 40 },
	{ "TB", 1000000000000 },
	{ NULL, 0 },
};

static const struct unit token_units[] = {
	{ "", 1 },
	{ "k", 1000 },
	{ "M", 1000000 },
	{ NULL, 0 },
};

static const struct unit duration_units[] = {
	{ "s", 1 },
	{ "m", 60 },
	{ "h", 3600 },
	{ "d", 86400 },
	{ "w", 604800 },
	{ NULL, 0 },
};

/* Digits, perhaps a point and more of them, and a unit. */
static bool parse_scaled(
	const char *text, const struct unit *units, int64_t *out)
{
	int64_t whole = 0, part = 0, scale = 1;
	const char *p = text;

	for (; *p >= '0' && *p <= '9'; p++)
		if (__builtin_mul_overflow(whole, 10, &whole) ||
			__builtin_add_overflow(whole, *p - '0', &whole))
			return false;
	if (p == text)
		return false;
	if (*p == '.') {
		for (p++; *p >= '0' && *p <= '9' && scale < 1000; p++) {
			part = part * 10 + (*p - '0');
			scale *= 10;
		}
		if (scale == 1)
			return false;
	}
	for (; units->name; units++)
		if (strcasecmp(p, units->name) == 0)
			break;
	/* "1.5" of something that comes in whole pieces */
	if (!units->name || (units->factor == 1 && scale > 1))
		return false;
	if (__builtin_mul_overflow(whole, units->factor, &whole) ||
		__builtin_add_overflow(
			whole, part * units->factor / scale, &whole))
		return false;
	*out = whole;
	return true;
}

bool ch_parse_int(const char *text, int64_t *out)
{
	static const struct unit none[] = { { "", 1 }, { NULL, 0 } };

	return parse_scaled(text, none, out);
}

bool ch_parse_size(const char *text, int64_t *out)
{
	return parse_scaled(text, size_units, out);
}

bool ch_parse_tokens(const char *text, int64_t *out)
{
	return parse_scaled(text, token_units, out);
}

bool ch_parse_duration(const char *text, int64_t *out)
{
	if (text[0] == '0' && !text[1]) {
		*out = 0;
		return true;
	}
	return parse_scaled(text, duration_units, out);
}

bool ch_parse_bool(const char *text, bool *out)
{
	static const char *const words[] = { "false", "true", "no", "yes",
		"off", "on", "0", "1" };

	for (size_t i = 0; i < CH_ARRAY_LEN(words); i++) {
		if (strcasecmp(text, words[i]) != 0)
			continue;
		*out = i & 1;
		return true;
	}
	return false;
}

void ch_format_size(struct ch_buf *out, int64_t bytes)
{
	static const char *const units[] = { "", "KiB", "MiB", "GiB", "TiB" };
	size_t i = 0;

	while (bytes && bytes % 1024 == 0 && i + 1 < CH_ARRAY_LEN(units)) {
		bytes /= 1024;
		i++;
	}
	ch_buf_printf(out, "%" PRId64 "%s", bytes, units[i]);
}

static int store_enum(const struct ch_opt *row, int *member, const char *text,
	const char *label, struct ch_err *err)
{
	struct ch_buf all = { 0 };

	for (int i = 0; row->names[i]; i++) {
		if (!strcasecmp(text, row->names[i])) {
			*member = i;
			return 0;
		}
	}
	for (int i = 0; row->names[i]; i++)
		ch_buf_printf(&all, "%s%s", i ? ", " : "", row->names[i]);
	ch_fail(err, CH_EUSAGE, "%s: '%s' is none of %s", label, text, all.ptr);
	ch_buf_release(&all);
	return CH_EUSAGE;
}

static void add_number(struct ch_buf *out, const struct ch_opt *row, int64_t n)
{
	if (row->kind == CH_OPT_SIZE)
		ch_format_size(out, n);
	else
		ch_buf_printf(out, "%" PRId64 "%s", n,
			row->kind == CH_OPT_DURATION ? "s" : "");
}

static int check_range(const struct ch_opt *row, int64_t n, const char *text,
	const char *label, struct ch_err *err)
{
	struct ch_buf limit = { 0 };
	bool is_small = n < row->min;

	if (!is_small && (n <= row->max || (!row->min && !row->max)))
		return 0;
	add_number(&limit, row, is_small ? row->min : row->max);
	ch_fail(err, CH_EUSAGE, "%s: %s is too %s: at %s %s", label, text,
		is_small ? "small" : "large", is_small ? "least" : "most",
		limit.ptr);
	ch_buf_release(&limit);
	return CH_EUSAGE;
}

typedef bool number_fn(const char *text, int64_t *out);

static int store_number(const struct ch_opt *row, int64_t *member,
	const char *text, const char *label, struct ch_err *err)
{
	static const struct {
		number_fn *parse;
		const char *like;
	} kinds[] = {
		[CH_OPT_INT] = { ch_parse_int, "a number" },
		[CH_OPT_SIZE] = { ch_parse_size, "a size like 64MiB or 1GB" },
		[CH_OPT_TOKENS] = { ch_parse_tokens, "a count like 16k" },
		[CH_OPT_DURATION] = { ch_parse_duration,
			"a duration like 24h or 30d" },
	};
	int64_t n;
	int code;

	if (!kinds[row->kind].parse(text, &n))
		return ch_fail(err, CH_EUSAGE, "%s: '%s' is not %s", label,
			text, kinds[row->kind].like);
	code = check_range(row, n, text, label, err);
	if (!code)
		*member = n;
	return code;
}

static int store_real(const struct ch_opt *row, double *member,
	const char *text, const char *label, struct ch_err *err)
{
	char *end;
	double value = strtod(text, &end);

	if (end == text || *end || !(value >= (double)row->min) ||
		value > (double)row->max)
		return ch_fail(err, CH_EUSAGE,
			"%s: '%s' is not a number from %" PRId64 " to %" PRId64,
			label, text, row->min, row->max);
	*member = value;
	return 0;
}

/* The array moves inside the arena when it is full. */
static void append(
	struct ch_opt_list *list, const char *text, struct ch_arena *arena)
{
	if (list->n == list->cap) {
		size_t cap = list->cap ? list->cap * 2 : 4;
		const char **items =
			ch_arena_calloc(arena, cap, sizeof(*items));

		for (size_t i = 0; i < list->n; i++)
			items[i] = list->items[i];
		list->items = items;
		list->cap = cap;
	}
	list->items[list->n++] = text;
}

int ch_opt_store(const struct ch_opt *row, void *into, const char *text,
	const char *label, struct ch_arena *arena, struct ch_err *err)
{
	void *member = (char *)into + row->offset;

	switch (row->kind) {
	case CH_OPT_FLAG:
		if (!ch_parse_bool(text, member))
			return ch_fail(err, CH_EUSAGE,
				"%s: '%s' is neither true nor false", label,
				text);
		return 0;
	case CH_OPT_INT:
	case CH_OPT_SIZE:
	case CH_OPT_TOKENS:
	case CH_OPT_DURATION:
		return store_number(row, member, text, label, err);
	case CH_OPT_REAL:
		return store_real(row, member, text, label, err);
	case CH_OPT_STRING:
		*(const char **)member = text;
		return 0;
	case CH_OPT_ENUM:
		return store_enum(row, member, text, label, err);
	case CH_OPT_LIST:
		append(member, text, arena);
		return 0;
	}
	return 0;
}
