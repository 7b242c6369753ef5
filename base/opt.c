#include "base/opt.h"

#include <assert.h>
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/optvalue.h"
#include "base/text.h"

void ch_opt_add(struct ch_opt_set *set, const struct ch_opt_table *table,
	const char *prefix, void *into)
{
	struct ch_opt_group *g = &set->groups[set->ngroups++];
	const struct ch_opt *rows = table->rows;
	size_t nrows = table->nrows;

	assert(set->ngroups <= CH_OPT_MAX_GROUPS);
	g->rows = rows;
	g->nrows = nrows;
	g->name = table->name;
	g->prefix = prefix;
	g->into = into;
	g->origins = ch_arena_calloc(&set->arena, nrows, sizeof(*g->origins));
	for (size_t i = 0; i < nrows; i++) {
		struct ch_err err = { 0 };

		if (!rows[i].dflt)
			continue;
		ch_opt_store(&rows[i], into, rows[i].dflt, rows[i].name,
			&set->arena, &err);
		assert(!err.code);
	}
}

void ch_opt_release(struct ch_opt_set *set)
{
	free(set->words);
	free(set->paths);
	ch_arena_release(&set->arena);
	memset(set, 0, sizeof(*set));
}

/* An option as it was found on the command line. */
struct found {
	struct ch_opt_group *group;
	const struct ch_opt *row;
	bool negated;
};

static bool names_row(
	const struct ch_opt *row, struct ch_str name, bool *negated)
{
	*negated = false;
	if (!row->name)
		return false;
	if (ch_str_is(name, row->name))
		return true;
	*negated = row->flags & CH_OPT_NEGATABLE && ch_str_starts(name, "no-");
	return *negated && ch_str_is(ch_str_sub(name, 3, name.len), row->name);
}

/* In the groups from 'first' on. */
static bool find_long(struct ch_opt_set *set, size_t first, struct ch_str name,
	struct found *out)
{
	for (size_t g = first; g < set->ngroups; g++) {
		struct ch_opt_group *group = &set->groups[g];

		for (size_t i = 0; i < group->nrows; i++) {
			if (!names_row(&group->rows[i], name, &out->negated))
				continue;
			out->group = group;
			out->row = &group->rows[i];
			return true;
		}
	}
	return false;
}

static bool find_short(struct ch_opt_set *set, char letter, struct found *out)
{
	for (size_t g = 0; g < set->ngroups; g++) {
		struct ch_opt_group *group = &set->groups[g];

		for (size_t i = 0; i < group->nrows; i++) {
			if (group->rows[i].short_name != letter)
				continue;
			out->group = group;
			out->row = &group->rows[i];
			out->negated = false;
			return true;
		}
	}
	return false;
}

static const char *nearest(const struct ch_opt_set *set, struct ch_str name)
{
	const char *best = NULL;
	size_t least = SIZE_MAX;

	for (size_t g = 0; g < set->ngroups; g++) {
		for (size_t i = 0; i < set->groups[g].nrows; i++) {
			const char *there = set->groups[g].rows[i].name;
			size_t d;

			if (!there)
				continue;
			d = ch_text_distance(name, ch_str_z(there));
			if (d < least) {
				least = d;
				best = there;
			}
		}
	}
	return best && ch_text_is_near(name, least) ? best : NULL;
}

static int unknown(
	const struct ch_opt_set *set, struct ch_str name, struct ch_err *err)
{
	const char *near = nearest(set, name);

	if (near)
		return ch_fail(err, CH_EUSAGE,
			"unknown option --%.*s: did you mean --%s?",
			(int)name.len, name.ptr, near);
	return ch_fail(err, CH_EUSAGE,
		"unknown option --%.*s: see codehist help", (int)name.len,
		name.ptr);
}

static int assign(struct ch_opt_set *set, const struct found *f,
	const char *text, const char *label, enum ch_opt_origin origin,
	struct ch_err *err)
{
	enum ch_opt_origin *old = &f->group->origins[f->row - f->group->rows];
	char *member = (char *)f->group->into + f->row->offset;
	int code;

	/* A list is added to within one source and replaced between two. */
	if (f->row->kind == CH_OPT_LIST && *old != origin)
		memset(member, 0, sizeof(struct ch_opt_list));
	code = ch_opt_store(
		f->row, f->group->into, text, label, &set->arena, err);
	if (!code)
		*old = origin;
	return code;
}

static bool takes_no_value(const struct found *f)
{
	return f->row->kind == CH_OPT_FLAG;
}

/* The argument that follows, which must be there. */
static int next_word(int argc, char *const *argv, int *at, const char *label,
	const struct ch_opt *row, const char **text, struct ch_err *err)
{
	if (*at >= argc)
		return ch_fail(err, CH_EUSAGE, "%s needs a value: %s", label,
			row->metavar ? row->metavar : "VALUE");
	*text = argv[(*at)++];
	return 0;
}

static int parse_long(struct ch_opt_set *set, int argc, char *const *argv,
	int *at, struct ch_err *err)
{
	const char *arg = argv[(*at)++] + 2;
	const char *eq = strchr(arg, '=');
	struct ch_str name =
		ch_str_n(arg, eq ? (size_t)(eq - arg) : strlen(arg));
	const char *text = eq ? eq + 1 : NULL;
	struct found f;
	const char *label;
	int code;

	if (!find_long(set, 0, name, &f))
		return unknown(set, name, err);
	label = ch_arena_printf(&set->arena, "--%.*s", (int)name.len, name.ptr)
			.ptr;
	if (takes_no_value(&f)) {
		if (text)
			return ch_fail(
				err, CH_EUSAGE, "%s takes no value", label);
		text = f.negated ? "false" : "true";
	} else if (!text && f.row->flags & CH_OPT_OPTIONAL) {
		text = f.row->implied ? f.row->implied : "";
	} else if (!text) {
		code = next_word(argc, argv, at, label, f.row, &text, err);
		if (code)
			return code;
	}
	do
		code = assign(set, &f, text, label, CH_OPT_ARGV, err);
	while (!code &&
		find_long(set, (size_t)(f.group - set->groups) + 1, name, &f));
	return code;
}

/* -j4, -j 4, and letters that take no value joined: -qv. */
static int parse_short(struct ch_opt_set *set, int argc, char *const *argv,
	int *at, struct ch_err *err)
{
	const char *p = argv[(*at)++] + 1;
	int code = 0;

	while (*p && !code) {
		char label[3] = { '-', *p, '\0' };
		struct found f;
		const char *text = "true";

		if (!find_short(set, *p, &f))
			return ch_fail(err, CH_EUSAGE,
				"unknown option -%c: see codehist help", *p);
		p++;
		if (!takes_no_value(&f)) {
			text = p;
			p += strlen(p);
			if (!*text)
				code = next_word(argc, argv, at, label, f.row,
					&text, err);
		}
		if (!code)
			code = assign(set, &f, text, label, CH_OPT_ARGV, err);
	}
	return code;
}

static void take_paths(
	struct ch_opt_set *set, int argc, char *const *argv, int *at)
{
	set->has_dashes = true;
	for ((*at)++; *at < argc; (*at)++) {
		CH_GROW(set->paths, set->npaths, set->paths_cap);
		set->paths[set->npaths++] = argv[*at];
	}
}

int ch_opt_parse(struct ch_opt_set *set, int argc, char *const *argv, int *at,
	bool stop_at_word, struct ch_err *err)
{
	int code = 0;

	while (*at < argc && !code) {
		const char *arg = argv[*at];

		if (!strcmp(arg, "--")) {
			if (stop_at_word)
				break;
			take_paths(set, argc, argv, at);
		} else if (!strncmp(arg, "--", 2)) {
			code = parse_long(set, argc, argv, at, err);
		} else if (arg[0] == '-' && arg[1]) {
			code = parse_short(set, argc, argv, at, err);
		} else if (stop_at_word) {
			break;
		} else {
			CH_GROW(set->words, set->nwords, set->words_cap);
			set->words[set->nwords++] = arg;
			(*at)++;
		}
	}
	return code;
}

static bool is_trusted(const struct ch_opt *row)
{
	return row->flags & CH_OPT_TRUSTED || row->kind == CH_OPT_SIZE ||
	       row->kind == CH_OPT_STRING || row->kind == CH_OPT_LIST;
}

static bool is_settable(const struct ch_opt *row)
{
	return row->name && !(row->flags & CH_OPT_ARGV_ONLY);
}

/* 1 with a value and the name of its source, 0 for none, or an error. */
static int look_up(const struct ch_opt_source *source, const struct ch_opt *row,
	const char *prefix, struct ch_buf *label, struct ch_buf *value,
	enum ch_opt_origin *origin, struct ch_err *err)
{
	const char *text;
	int code;

	ch_opt_env_name(label, row, prefix);
	text = source->env ? source->env(label->ptr) : NULL;
	if (text) {
		ch_buf_add_z(value, text);
		*origin = CH_OPT_ENVIRONMENT;
		return 1;
	}
	if (!source->config)
		return 0;
	ch_buf_clear(label);
	ch_opt_config_key(label, row, prefix);
	code = source->config(
		source->data, label->ptr, is_trusted(row), value, err);
	if (code)
		return code == CH_ENOTFOUND ? 0 : code;
	*origin = CH_OPT_CONFIG;
	return 1;
}

int ch_opt_fill(struct ch_opt_set *set, size_t group,
	const struct ch_opt_source *source, struct ch_err *err)
{
	struct ch_opt_group *g = &set->groups[group];
	struct ch_buf label = { 0 };
	struct ch_buf value = { 0 };
	int code = 0;

	for (size_t i = 0; i < g->nrows && code >= 0; i++) {
		struct found f = { g, &g->rows[i], false };
		enum ch_opt_origin origin = CH_OPT_DEFAULT;

		if (!is_settable(f.row) || g->origins[i] != CH_OPT_DEFAULT)
			continue;
		ch_buf_clear(&label);
		ch_buf_clear(&value);
		code = look_up(
			source, f.row, g->prefix, &label, &value, &origin, err);
		if (code > 0)
			code = assign(set, &f,
				ch_arena_str(&set->arena, ch_buf_str(&value))
					.ptr,
				label.ptr, origin, err);
	}
	ch_buf_release(&label);
	ch_buf_release(&value);
	return code;
}

enum ch_opt_origin ch_opt_origin(struct ch_opt_set *set, const char *name)
{
	struct found f;
	bool is_there = find_long(set, 0, ch_str_z(name), &f);

	assert(is_there);
	return is_there ? f.group->origins[f.row - f.group->rows]
			: CH_OPT_DEFAULT;
}

/* "memory-budget" -> "memoryBudget", as git's own keys are written. */
static void add_camel(struct ch_buf *out, const char *name)
{
	for (const char *p = name; *p; p++) {
		if (*p == '-' && p[1])
			ch_buf_add_char(
				out, (char)toupper((unsigned char)*++p));
		else
			ch_buf_add_char(out, *p);
	}
}

void ch_opt_config_key(
	struct ch_buf *out, const struct ch_opt *row, const char *prefix)
{
	if (!is_settable(row))
		return;
	ch_buf_add_z(out, "codehist.");
	if (prefix)
		ch_buf_printf(out, "%s.", prefix);
	add_camel(out, row->name);
}

static void add_upper(struct ch_buf *out, const char *name)
{
	ch_buf_add_char(out, '_');
	for (const char *p = name; *p; p++)
		ch_buf_add_char(out,
			*p == '-' ? '_' : (char)toupper((unsigned char)*p));
}

void ch_opt_env_name(
	struct ch_buf *out, const struct ch_opt *row, const char *prefix)
{
	if (!is_settable(row))
		return;
	ch_buf_add_z(out, "CODEHIST");
	if (prefix)
		add_upper(out, prefix);
	add_upper(out, row->name);
}
