/*
 * opt.h - option tables: one row is parser, check, default, help and manual.
 *
 * A row names an option and the member of a struct that receives it:
 *
 *   { .name = "budget", .kind = CH_OPT_TOKENS, .metavar = "N[k]",
 *     .offset = offsetof(struct pack_options, budget),
 *     .min = 0, .max = 10000000, .dflt = "16k",
 *     .help = "hard limit in tokens, 0 for none" },
 *
 * From it come `--budget 4k` and `--budget=4k`, the range check, the lines of
 * `codehist pack --help`, of the man page and of the shell completion, the
 * git-config key codehist.pack.budget and the variable CODEHIST_PACK_BUDGET.
 *
 * A value comes from the first of: command line, environment, git config,
 * default.  All spellings go through the same check.  A repository's own config
 * may set numbers, names of a fixed list and switches; rows that hold text,
 * lists or sizes, and rows marked CH_OPT_TRUSTED, hear only the user's.
 *
 * Long options are never abbreviated.  Words after `--` are kept apart.
 */
#ifndef CH_BASE_OPT_H
#define CH_BASE_OPT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"

struct ch_writer;

/* Which type the member at .offset has, and what a value looks like. */
enum ch_opt_kind {
	CH_OPT_FLAG,	 /* bool */
	CH_OPT_INT,	 /* int64_t: 12 */
	CH_OPT_SIZE,	 /* int64_t, bytes: 64MiB, 1GB, 4096 */
	CH_OPT_TOKENS,	 /* int64_t: 16k, 4000 */
	CH_OPT_DURATION, /* int64_t, seconds: 90s, 15m, 24h, 30d, 2w */
	CH_OPT_REAL,	 /* double, min and max whole: 0.3 */
	CH_OPT_STRING,	 /* const char *, NULL when not given */
	CH_OPT_ENUM,	 /* int: index into .names */
	CH_OPT_LIST	 /* struct ch_opt_list, one item each time */
};

enum ch_opt_flag {
	CH_OPT_NEGATABLE = 1 << 0, /* a flag that --no-x turns off */
	CH_OPT_OPTIONAL = 1 << 1,  /* --x stands for --x=<implied> */
	CH_OPT_TRUSTED = 1 << 2,   /* not from a repository's own config */
	CH_OPT_ARGV_ONLY = 1 << 3, /* neither config nor environment */
	CH_OPT_PARAMETER = 1 << 4  /* can change a number in a report */
};

struct ch_opt {
	const char *name; /* "memory-budget"; NULL: only the short name */
	char short_name;  /* 'j' or 0 */
	enum ch_opt_kind kind;
	unsigned flags; /* of enum ch_opt_flag */
	size_t offset;
	int64_t min, max; /* of numbers; both 0: any from 0 */
	const char *dflt; /* as a user would write it; NULL: 0, false, none */
	const char *note; /* what a missing default means: "all cores" */
	const char *implied;	  /* the value of an optional one left out */
	const char *const *names; /* of an enum, NULL at the end */
	const char *metavar;	  /* "SIZE" */
	const char *section;	  /* heading in help; NULL: "Options" */
	const char *help;	  /* a sentence, no capital, no full stop */
};

/* Rows, and the size of the struct they fill. */
struct ch_opt_table {
	const char *name; /* whose they are, NULL: everybody's */
	const struct ch_opt *rows;
	size_t nrows;
	size_t size;
};

struct ch_opt_list {
	const char **items;
	size_t n;
	size_t cap;
};

enum ch_opt_origin {
	CH_OPT_DEFAULT,
	CH_OPT_CONFIG,
	CH_OPT_ENVIRONMENT,
	CH_OPT_ARGV
};

/* One table and the struct it fills. */
struct ch_opt_group {
	const struct ch_opt *rows;
	size_t nrows;
	const char *name;   /* of the table */
	const char *prefix; /* "pack" in codehist.pack.budget, or NULL */
	void *into;
	enum ch_opt_origin *origins; /* nrows, the set's arena */
};

#define CH_OPT_MAX_GROUPS 32

/* All-zero is an empty set.  Strings live as long as argv and the arena. */
struct ch_opt_set {
	struct ch_opt_group groups[CH_OPT_MAX_GROUPS];
	size_t ngroups;
	const char **words; /* what is no option, before `--` */
	size_t nwords, words_cap;
	const char **paths; /* what follows `--` */
	size_t npaths, paths_cap;
	bool has_dashes; /* `--` was there */
	struct ch_arena arena;
};

/*
 * Add a table; 'into' gets the defaults at once.  Tables may share a name: the
 * option is then each one's, with a default of each one's own.
 */
void ch_opt_add(struct ch_opt_set *set, const struct ch_opt_table *table,
	const char *prefix, void *into);

/*
 * Take options and words from argv[*at] on; *at moves past what was taken.
 * 'stop_at_word' ends before the first word (a command's name).
 * Errors: CH_EUSAGE, one line with the option and what it wants; an unknown
 * option comes with the nearest one there is.
 */
int ch_opt_parse(struct ch_opt_set *set, int argc, char *const *argv, int *at,
	bool stop_at_word, struct ch_err *err);

/* Where values come from that argv did not give. */
struct ch_opt_source {
	char *(*env)(const char *name); /* getenv, or NULL */
	/*
	 * 0 and the value, CH_ENOTFOUND, or another error; 'trusted_only'
	 * leaves out the repository's own files.  NULL: no config.
	 */
	int (*config)(void *data, const char *key, bool trusted_only,
		struct ch_buf *value, struct ch_err *err);
	void *data;
};
/* Fill the rest of the group from environment, then config. */
int ch_opt_fill(struct ch_opt_set *set, size_t group,
	const struct ch_opt_source *source, struct ch_err *err);

/* Where the value of 'name' came from; the name must exist. */
enum ch_opt_origin ch_opt_origin(struct ch_opt_set *s, const char *name);
void ch_opt_release(struct ch_opt_set *set);

/* The git-config key and the variable; nothing for CH_OPT_ARGV_ONLY. */
void ch_opt_config_key(
	struct ch_buf *out, const struct ch_opt *row, const char *prefix);
void ch_opt_env_name(
	struct ch_buf *out, const struct ch_opt *row, const char *prefix);
/* "--budget=N[k]": how it is written in help. */
void ch_opt_spelling(struct ch_buf *out, const struct ch_opt *row);

/*
 * Check 'text' as a value of 'row' and store it in 'into'; 'label' begins the
 * message of CH_EUSAGE.  Lists grow in 'arena'.
 */
int ch_opt_store(const struct ch_opt *row, void *into, const char *text,
	const char *label, struct ch_arena *arena, struct ch_err *err);

/*
 * The effective values of the rows that can change a number, as members of the
 * open map: --find-renames is "find_renames"; sizes are bytes, durations
 * seconds.
 */
void ch_opt_write(const struct ch_opt_group *group, struct ch_writer *w);

/* Rows as help for a terminal, by section. */
void ch_opt_help(struct ch_buf *out, const struct ch_opt *rows, size_t nrows,
	size_t width);
/* Rows as man(7) paragraphs, with config key and variable. */
void ch_opt_man(struct ch_buf *out, const struct ch_opt *rows, size_t nrows,
	const char *prefix);
/* Rows as words for bash: "--budget= --json --no-json". */
void ch_opt_completion(
	struct ch_buf *out, const struct ch_opt *rows, size_t nrows);

#endif
