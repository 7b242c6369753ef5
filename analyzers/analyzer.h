/*
 * analyzer.h - what an analyzer is, and what it gets to see of a history.
 *
 * To add one: write analyzers/NAME.c with a `const struct ch_analyzer
 * ch_analyzer_NAME` and one line ANALYZER(NAME) in analyzers/analyzers.def;
 * the command line and the reports follow from the table.
 *
 * Steps, each may be NULL:
 *
 *   change   the map step, on a worker: one changed path, the changes of a
 *            path mostly oldest first.  The worker's own state comes from
 *            fork(state) and goes to merge(), which is associative and
 *            commutative, because which worker gets what depends on the
 *            machine.
 *   owners   another map step: whose the lines of a version are.
 *   commit   the reduce step, on the main thread: one whole commit, parents
 *            before children and nothing else about the order.  Who needs the
 *            order of time sorts by (axis time, oid) in finish().
 *
 * The engine runs only the stages that a chosen analyzer needs.
 */
#ifndef CH_ANALYZERS_ANALYZER_H
#define CH_ANALYZERS_ANALYZER_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/intern.h"
#include "base/opt.h"
#include "base/sink.h"
#include "base/value.h"
#include "gitlayer/linediff.h"
#include "gitlayer/linguist.h"
#include "gitlayer/oid.h"
#include "gitlayer/walk.h"
#include "uast/facts.h"

struct ch_people;
struct ch_source;
struct ch_numbers;
struct ch_lang;

/* The stages; commits are always walked. */
enum ch_need {
	CH_NEED_CHANGES = 1 << 0,    /* which paths changed */
	CH_NEED_LINES = 1 << 1,	     /* line diffs: added, removed, texts */
	CH_NEED_MERGES = 1 << 2,     /* a merge's own changes as well */
	CH_NEED_TRAILERS = 1 << 3,   /* co-authors */
	CH_NEED_END = 1 << 4,	     /* which files are there at the end */
	CH_NEED_END_LINES = 1 << 5,  /* their lines */
	CH_NEED_END_SYNTAX = 1 << 6, /* their functions, comments */
	CH_NEED_OWNERS = 1 << 7,     /* whose each line is, in every version */
	CH_NEED_SYNTAX = 1 << 8,     /* facts of both sides of a change */
	CH_NEED_METRICS = 1 << 9,    /* facts->metrics there, too */
	CH_NEED_END_METRICS = 1 << 10, /* end syntax with ch_metrics */
	CH_NEED_END_USES = 1 << 11,    /* end syntax with types */
	CH_NEED_SAMPLES = 1 << 12, /* whole trees over time: ch_tree_sample */
	CH_NEED_HUNKS = 1 << 13	   /* where the lines of a change stand */
};

/* What a tree entry is. */
enum ch_entry { CH_ENTRY_NONE, CH_ENTRY_FILE, CH_ENTRY_LINK, CH_ENTRY_GITLINK };

/* Why a change has lines or none. */
enum ch_lines {
	CH_LINES_COUNTED = 0,
	CH_LINES_BINARY,
	CH_LINES_MISSING,   /* a blob that is not here or damaged */
	CH_LINES_TOO_LARGE, /* over --max-blob-size */
	CH_NLINES
};

/* One path that a commit changed. */
struct ch_file_change {
	struct ch_oid old_oid, new_oid;
	uint32_t commit;   /* index in the history */
	uint32_t path;	   /* id in run->paths */
	uint32_t old_path; /* CH_NO_ID unless renamed */
	uint32_t added, removed;
	uint32_t parents_at;	    /* of a merge: see ch_run_info */
	uint8_t old_kind, new_kind; /* enum ch_entry */
	uint8_t lines;		    /* enum ch_lines */
	bool is_merge;		    /* differs from every parent of a merge */
	bool is_selected; /* false: --lang, --include or --exclude leave it out
			   */
	bool is_owned;	  /* line owners follow it */
	bool is_copy;	  /* old_path has gone to another path, too */
};

/* A change with its texts and hunks, valid during the call. */
struct ch_version {
	const struct ch_file_change *change;
	/* Empty where that side is no text; of merges only the new one. */
	struct ch_str old_text, new_text;
	/*
	 * With CH_NEED_HUNKS, not of merges; none unless lines are counted
	 * (change->lines).
	 */
	const struct ch_hunk *hunks;
	size_t nhunks;
	/*
	 * With CH_NEED_SYNTAX, of each side that is a file of source: what is
	 * in it, bytes in old_text or new_text, lines as hunks count them.
	 * NULL where it is none: data, documents, links, over a limit, or that
	 * side is not there.  old_facts of a change are new_facts of the one
	 * that made that version.
	 */
	const struct ch_facts *old_facts, *new_facts;
	const struct ch_lang *old_language, *new_language; /* uast/parse.h */
};

/* Lines beside each other that belong to one commit, as git blame says. */
struct ch_own_run {
	uint32_t owner; /* a commit's index, perhaps with CH_OWNER_UNKNOWN */
	uint32_t lines;
	/* Where they stood when it wrote them, lines from 1; both 0 unless
	   origins are asked for. */
	uint32_t path, line;
};
/* Seen first in that commit, but what was before could not be read. */
#define CH_OWNER_UNKNOWN 0x80000000u

/*
 * A version of a path and what the first parent has instead; of every commit,
 * merges too, whatever the selection is.  Arrays are valid during the call.
 */
struct ch_own_change {
	uint32_t commit;
	uint32_t path, from_path; /* another one: it was renamed */
	bool is_merge;
	bool is_main; /* on the first-parent chain of the end */
	uint32_t lines_before, lines_after;
	const struct ch_own_run *before, *after; /* top to bottom */
	size_t nbefore, nafter;
	/* The difference of the two; an owner may come more than once. */
	const struct ch_own_run *lost, *gained;
	size_t nlost, ngained;
};

struct ch_commit_view {
	uint32_t index;
	const struct ch_commit_rec *rec;
	int64_t axis_s;	    /* spec/counting.md */
	uint32_t developer; /* the author's id in run->people */
	bool is_merge;	    /* two parents or more, and no --first-parent */
	const uint32_t *co_authors; /* distinct developers, not the author */
	size_t nco_authors;
	/* In git's path order; selected ones only; of merges their own. */
	const struct ch_file_change *const *changes;
	size_t nchanges;
};

struct ch_path_info {
	uint16_t language;	   /* Linguist's */
	const struct ch_lang *own; /* that --grammars has for it, or NULL */
	uint8_t class;		   /* enum ch_path_class */
	uint8_t diff; /* enum ch_attr_state of the attribute diff */
	bool is_selected;
	bool is_shown; /* of line owners: selected and under the pathspec */
};

/* A file of the tree at the end. */
struct ch_end_file {
	uint32_t path;
	struct ch_oid oid;
	bool is_there;	/* false: the id has no file at the end */
	bool has_lines; /* a regular file of text that could be read */
	uint32_t lines;
	/* With CH_NEED_END_SYNTAX; NULL: not parsed (data, prose, binary). */
	const struct ch_source *source;
	const struct ch_own_run *owners; /* with CH_NEED_OWNERS */
	uint32_t nowners;
};

/* A file between one sample and the next; NULL: is not there or not parsed. */
struct ch_tree_change {
	uint32_t path;
	const struct ch_numbers *before, *after; /* analyzers/file_numbers.h */
};

/*
 * The tree at a date: the last commit of the first-parent chain by then, and
 * what changed since the sample before (of the first: since nothing).
 */
struct ch_tree_sample {
	int64_t when_s;
	uint32_t commit; /* CH_NO_COMMIT: the chain begins later */
	const struct ch_tree_change *changes;
	size_t nchanges;
};

/* What several analyzers go by. */
struct ch_analyzer_options {
	bool include_deleted;
	bool author_time;
	bool hercules; /* --format=hercules will be written */
};

/*
 * The run, the same for all analyzers and constant but for growing tables.
 * Everything is the engine's.
 */
struct ch_run_info {
	const struct ch_history *history;
	const int64_t *axis_s;	    /* by commit */
	const uint32_t *developers; /* by commit: the author */
	bool has_owners;	    /* somebody needs them */
	const bool *in_range;	    /* by commit; NULL: all are */
	const bool *by_chosen;	    /* by commit: --author; NULL: all are */
	const struct ch_people *people;
	const struct ch_intern *paths;
	const struct ch_path_info *path_info; /* by path */
	/* By path, all of run->paths; set before finish() */
	const struct ch_end_file *end;
	/* With CH_NEED_SAMPLES, oldest first; set before finish() */
	const struct ch_tree_sample *samples;
	size_t nsamples;
	int64_t end_axis_s;  /* the newest axis time */
	uint32_t end_commit; /* with CH_NEED_OWNERS; CH_NO_COMMIT: none */
	const struct ch_analyzer_options *options;
	size_t jobs;
	const volatile sig_atomic_t *stop;
};

/* How a report is written: see analyzers/rows.h. */
struct ch_rows;
struct ch_text_report;

struct ch_analyzer {
	const char *name;    /* "file-history" */
	const char *summary; /* one line */
	const char *table;   /* what csv writes when none is named */
	unsigned needs;	     /* of enum ch_need */
	/* What is needed beside that under these options; NULL: nothing. */
	unsigned (*more_needs)(const void *options);
	/* With CH_NEED_SAMPLES: the time between two; the least is taken. */
	int64_t (*sampling_s)(const void *options);
	const struct ch_opt_table *options; /* its own, named so; NULL: none */
	/* 'options' as the rows fill them; stay as long as the run. */
	void *(*start)(const struct ch_run_info *run, const void *options);
	void (*commit)(void *state, const struct ch_commit_view *commit);
	void *(*fork)(const void *state);
	void (*change)(void *worker, const struct ch_version *version);
	void (*owners)(void *worker, const struct ch_own_change *change);
	/* Takes the worker's state over and frees it. */
	void (*merge)(void *state, void *worker);
	/* After the last commit: everything that needs the whole. */
	int (*finish)(void *state, struct ch_err *err);
	/* Members of the open map. */
	void (*write)(const void *state, struct ch_rows *rows);
	/* What a person wants to read first, at most 100 columns wide. */
	void (*text)(const void *state, struct ch_text_report *text);
	/* A section of hercules' YAML; NULL: it has none. */
	void (*hercules)(const void *state, struct ch_sink *out);
	void (*release)(void *state);
};

/* All analyzers, in the order of analyzers.def. */
const struct ch_analyzer *const *ch_analyzers(size_t *n);
/* NULL where there is none of that name. */
const struct ch_analyzer *ch_analyzer_find(struct ch_str name);
/* Its options, never NULL. */
const struct ch_opt_table *ch_analyzer_options(const struct ch_analyzer *a);

#endif
