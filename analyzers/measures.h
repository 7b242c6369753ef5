/*
 * measures.h - one number for each function (or type) of the tree, and what
 * files, languages, classes of files and the whole make of it: the shared part
 * of complexity, halstead, comments, cohesion and quality.
 *
 *   ch_measures_init(), ch_measures_add() each, ch_measures_finish()
 *   then items are sorted and the sums are there
 *
 * Percentiles are by nearest rank: the smallest value that p percent of all
 * values do not exceed.
 */
#ifndef CH_ANALYZERS_MEASURES_H
#define CH_ANALYZERS_MEASURES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "analyzers/analyzer.h"
#include "analyzers/rows.h"
#include "analyzers/source.h"

struct ch_summary {
	size_t n;	  /* 0: everything is */
	double sum, mean; /* mean 0 when there are none */
	double p50, p95, max;
};

/* Of values[n], which get sorted, smallest first. */
struct ch_summary ch_summary_of(double *values, size_t n);

struct ch_measured {
	double value;
	uint32_t path, line;
	struct ch_str name;
	const void *item; /* the analyzer's */
};

/* Files that have something in common. */
struct ch_measure_group {
	uint32_t key;
	const char *name; /* a language, or a class of files: "test" */
	size_t files;	  /* parsed ones, also without any item */
	struct ch_summary summary;
};

struct ch_measured_file {
	uint32_t path;
	struct ch_summary summary;
};

/* All-zero is empty. */
struct ch_measures {
	const struct ch_run_info *run;
	bool is_whole;	 /* values are integers, and written so */
	unsigned listed; /* bits of enum ch_path_class; source and test */
	struct ch_measured *items; /* value descending, path, line, name */
	size_t n, cap;
	/* Every parsed file that is selected, by sum, then path. */
	struct ch_measured_file *files;
	size_t nfiles;
	const char **names; /* of the files' languages */
	size_t nnames;
	struct ch_measure_group *languages, *classes; /* by n, then name */
	size_t nlanguages, nclasses;
	struct ch_summary totals;
};

void ch_measures_init(
	struct ch_measures *m, const struct ch_run_info *run, bool is_whole);
void ch_measures_add(struct ch_measures *m, const struct ch_measured *item);
typedef double ch_measure_fn(const struct ch_source_function *f);
void ch_measures_finish(struct ch_measures *m);
/* All three, with one for each function of the files at the end. */
void ch_measures_of_functions(struct ch_measures *m,
	const struct ch_run_info *run, bool is_whole, ch_measure_fn *value);
void ch_measures_release(struct ch_measures *m);
/* The summary of another number of the same items. */
struct ch_summary ch_measures_other(
	const struct ch_measures *m, ch_measure_fn *value);

/* ---- Writing ------------------------------------------------------------*/

#define CH_SUMMARY_COLUMNS(items)                        \
	{ .name = items, .kind = CH_COL_INT },           \
		{ .name = "mean", .kind = CH_COL_REAL }, \
		{ .name = "p50", .kind = CH_COL_REAL },  \
		{ .name = "p95", .kind = CH_COL_REAL },  \
	{                                                \
		.name = "max", .kind = CH_COL_REAL       \
	}
/* The cells of CH_SUMMARY_COLUMNS. */
void ch_row_summary(
	struct ch_rows *rows, const struct ch_summary *s, bool is_whole);
/* Members of an open map: 'items' is the key of s->n. */
void ch_put_summary(struct ch_writer *w, const char *items,
	const struct ch_summary *s, bool is_whole);
void ch_row_value(struct ch_rows *rows, double value, bool is_whole);

/* What leads the row of a file: path, language, class. */
#define CH_FILE_COLUMNS                                                  \
	{ .name = "path", .kind = CH_COL_PATH }, { .name = "language" }, \
	{                                                                \
		.name = "class"                                          \
	}
void ch_row_file(
	struct ch_rows *rows, const struct ch_run_info *run, uint32_t path);
/* "src/a.c:12" for people. */
void ch_row_place(struct ch_rows *rows, const struct ch_run_info *run,
	uint32_t path, uint32_t line);

/*
 * Lists for people leave out what is not the project's own; the note says what
 * that is.  With only such files nothing is left out.
 */
bool ch_measures_is_listed(const struct ch_measures *m, uint32_t path);
void ch_measures_text_note(const struct ch_measures *m, struct ch_sink *out);

/*
 * Lists "languages" and "classes" of the document, tables <report>_languages
 * and <report>_classes; 'items' as above.
 */
void ch_measures_write_groups(const struct ch_measures *m, const char *report,
	const char *items, struct ch_rows *rows);
/* The same for people, where there is more than one. */
void ch_measures_text_groups(const struct ch_measures *m, const char *items,
	struct ch_text_report *text);

#endif
