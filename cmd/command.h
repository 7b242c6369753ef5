/*
 * command.h - what a command is and what it gets to run with.
 *
 * To add one: write cmd/NAME.c with a `const struct ch_command ch_cmd_NAME`,
 * and one line COMMAND(NAME) in cmd/commands.def.  Help, manual, completion,
 * options, config and exit status follow from the table.  An analyzer is a
 * command too, short for a report of its own, without a line here.
 *
 *   static int run(struct ch_run_context *ctx, struct ch_err *err);
 *
 * A command writes data to ch_run_out() and nothing else; it returns 0 or the
 * error code it filled 'err' for.  It prints no error itself.
 */
#ifndef CH_CMD_COMMAND_H
#define CH_CMD_COMMAND_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/opt.h"
#include "base/sink.h"
#include "base/stats.h"
#include "base/value.h"
#include "pipeline/pool.h"

struct ch_analyzer;
struct ch_repo;
struct ch_grammars;
struct ch_progress;
struct ch_run_context;

/* Whose git config gives defaults, and whether there must be a repository. */
enum ch_repo_need {
	CH_REPO_NONE,	  /* none is looked for */
	CH_REPO_OPTIONAL, /* used for its config when there is one */
	CH_REPO_REQUIRED  /* opened before run() is called */
};

struct ch_example {
	const char *command; /* "codehist pack v1.0..v2.0" */
	const char *what;    /* a sentence, no full stop */
};

struct ch_command {
	const char *name;
	const char *summary; /* one line in the list of commands */
	const struct ch_analyzer *analyzer; /* has the two, where not NULL */
	const char *synopsis;	 /* after the name: "[options] FILE|-" */
	const char *description; /* paragraphs, NULL: none */
	const struct ch_example *examples;
	size_t nexamples;
	const struct ch_opt *options;
	size_t noptions;
	size_t options_size; /* of the struct the rows fill */
	/* Further tables of options, NULL past the last.  NULL: none. */
	const struct ch_opt_table *(*more)(
		const struct ch_command *command, size_t i);
	enum ch_repo_need repo;
	const char *const *words; /* for completion, NULL at the end */
	bool takes_analyzers;	  /* their names are such words too */
	int (*run)(struct ch_run_context *ctx, struct ch_err *err);
};

enum ch_color { CH_COLOR_AUTO, CH_COLOR_ALWAYS, CH_COLOR_NEVER };
enum ch_progress_mode {
	CH_PROGRESS_AUTO, /* a bar on a terminal, else nothing */
	CH_PROGRESS_PLAIN,
	CH_PROGRESS_NONE
};

/* The options that work everywhere; rows in cmd/globals.c. */
struct ch_globals {
	struct ch_opt_list dirs; /* -C, in order */
	int64_t jobs;		 /* 0: one per core */
	int64_t memory_budget;	 /* bytes, 0: derived */
	const char *output;	 /* -o, NULL: standard output */
	const char *stats;	 /* NULL: off, "": standard error */
	const char *grammars;	 /* a directory, or NULL */
	int color;		 /* enum ch_color */
	int progress;		 /* enum ch_progress_mode */
	bool quiet, verbose, strict, version, help;
};

extern const struct ch_opt_table ch_global_table;

/*
 * One invocation.  Everything is the context's; commands release nothing of it.
 */
struct ch_run_context {
	const struct ch_command *command;
	struct ch_globals globals;
	void *options;	       /* the command's own struct, filled */
	void **more;	       /* those of its further tables, by number */
	struct ch_opt_set set; /* .words, .paths, origins */
	const char *dir;       /* the repository as the user gave it, "." */
	struct ch_sink out;    /* through ch_run_out() */
	bool has_git;	       /* ch_git_init() was called */
	struct ch_repo *repo;  /* through ch_run_repo() */
	struct ch_grammars *grammars; /* through ch_run_grammars() */
	const char **warnings;	      /* the arena's, in order */
	size_t nwarnings, warnings_cap;
	struct ch_progress *progress; /* never NULL */
	struct ch_stats stats;
	struct ch_arena arena; /* lives as long as the run */
	double started_s;      /* ch_clock_s() */
	int64_t now_s;	       /* what "2 weeks ago" counts from */
	const volatile sig_atomic_t *interrupted; /* the signal, or 0 */
};

/* The sink for data; opened (-o FILE or standard output) at first use. */
int ch_run_out(
	struct ch_run_context *ctx, struct ch_sink **out, struct ch_err *err);
/* The repository around the working directory, opened at first use. */
int ch_run_repo(
	struct ch_run_context *ctx, struct ch_repo **repo, struct ch_err *err);
/*
 * The languages that --grammars adds, or NULL; their files are read at first
 * use, a grammar when it is needed.
 */
int ch_run_grammars(struct ch_run_context *ctx, struct ch_grammars **out,
	struct ch_err *err);
/* A writer to ch_run_out(); 'table' as in struct ch_writer_options. */
int ch_run_writer(struct ch_run_context *ctx, enum ch_format format,
	const char *table, struct ch_writer **w, struct ch_err *err);
/* CH_EINTR once the user asked to stop; call it between pieces of work. */
int ch_run_check(const struct ch_run_context *ctx, struct ch_err *err);
/* Kept for `warnings`, printed unless -q; --strict makes the exit status 1. */
void ch_run_warn(struct ch_run_context *ctx, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
/*
 * The working directory below the top of the worktree of ctx->repo, as
 * pathspecs need it: "src/", or "" at the top and elsewhere.
 */
const char *ch_run_prefix(struct ch_run_context *ctx);
/* How many workers to start. */
size_t ch_run_jobs(const struct ch_run_context *ctx);
/* Interruption, and the progress that the user sees. */
struct ch_watch ch_run_watch(struct ch_run_context *ctx);
/* "warnings" and "run" as members of the open map. */
void ch_run_write_warnings(
	const struct ch_run_context *ctx, struct ch_writer *w);
void ch_run_write_run(struct ch_run_context *ctx, struct ch_writer *w);
/* The run, and an error, as one line on standard error. */
void ch_run_print_run(struct ch_run_context *ctx);
void ch_run_print_error(struct ch_run_context *ctx, const struct ch_err *err);
/* --color, NO_COLOR and whether 'fd' is a terminal. */
bool ch_run_has_color(const struct ch_run_context *ctx, int fd);

const char *ch_command_name(const struct ch_command *c);
const char *ch_command_summary(const struct ch_command *c);
/* Table 'i' of its options, the own one first; false past the last. */
bool ch_command_table(
	const struct ch_command *c, size_t i, struct ch_opt_table *out);
/*
 * The rows of all its tables, those of a section beside each other, sections
 * in the order they come up.  The heap's, free() it.
 */
struct ch_opt *ch_command_rows(const struct ch_command *c, size_t *n);
/* All commands, in the order of commands.def. */
const struct ch_command *const *ch_commands(size_t *n);
/* By name; NULL with a CH_EUSAGE that names the nearest one. */
const struct ch_command *ch_command_find(const char *name, struct ch_err *err);

/* Parse argv, run the command, report; returns the exit status. */
int ch_run(int argc, char **argv);

#endif
