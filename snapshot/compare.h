/*
 * compare.h - what differs between two trees: files, lines, facts.
 *
 * The changed files of A and B with their line counts and, where a parser
 * knows the language, the facts of both sides.  Side B is parsed from side
 * A's tree, and functions' bodies that are equal on both sides are not
 * (uast/bodies.h).  A side whose path is vendored or generated and a test have
 * lines, and facts only where the options ask for them.
 *
 * Call order: ch_compare_build(), then symdiff.h, rules.h, link.h on it.
 */
#ifndef CH_SNAPSHOT_COMPARE_H
#define CH_SNAPSHOT_COMPARE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "gitlayer/linediff.h"
#include "gitlayer/linguist.h"
#include "gitlayer/odb.h"
#include "gitlayer/pathspec.h"
#include "gitlayer/repo.h"
#include "gitlayer/treediff.h"
#include "pipeline/pool.h"
#include "uast/facts.h"
#include "uast/parse.h"

enum ch_side { CH_OLD, CH_NEW };

/*
 * Changed paths of a comparison, and files of a tree that is read whole; the
 * rest is cut and counted.  A file costs some 600 bytes.
 */
#define CH_COMPARE_MAX_FILES 200000

/* Why a file has no lines or no facts; bits of ch_compare_file.odd. */
enum ch_odd {
	CH_ODD_BINARY = 1 << 0,
	CH_ODD_MISSING = 1 << 1,   /* a blob that cannot be read */
	CH_ODD_TOO_LARGE = 1 << 2, /* above max_blob_bytes */
	CH_ODD_LINK = 1 << 3,	   /* symlink or submodule on either side */
	CH_ODD_ERRORS = 1 << 4,	   /* more than 1 % did not parse */
	CH_ODD_UNPARSED = 1 << 5   /* a parser limit was hit */
};

struct ch_compare_file {
	struct ch_change change;
	enum ch_path_class class;
	enum ch_path_class old_class; /* of the old path */
	uint16_t language; /* of the new path, the old one when deleted */
	const struct ch_lang *own;  /* that --grammars has for it, or NULL */
	const struct ch_lang *lang; /* NULL: no parser */
	unsigned odd;
	uint32_t added, removed; /* lines */
	struct ch_linediff diff; /* hunks, where both texts are here */
	struct ch_str text[2];	 /* by enum ch_side; empty when not kept */
	struct ch_facts facts[2];
	/*
	 * Where the options have a base_tree.  'alone': B has what the base
	 * has, all that differs is A's; no hunks.  base_oid, else: the base's
	 * version where A has yet another one; then the hunks are those that
	 * B made, and 'base' its facts, or NULL.
	 */
	bool alone;
	struct ch_oid base_oid;
	struct ch_facts *base;
};

struct ch_compare {
	struct ch_compare_file *files; /* git's path order, renames joined */
	size_t nfiles;
	uint64_t added, removed;
	size_t nodd; /* files with any odd bit but LINK */
	size_t ncut; /* paths left out by a tree limit */
	size_t nunreadable_trees;
	bool renames_limited;	 /* too many for inexact rename detection */
	struct ch_arena *arenas; /* one a worker: texts and facts live here */
	size_t narenas;
};

struct ch_compare_options {
	const struct ch_pathspec *pathspec;
	const struct ch_linguist *linguist;
	struct ch_grammars *grammars; /* loads what it needs; or NULL */
	const struct ch_attrs *attrs;
	enum ch_diff_algorithm algorithm;
	size_t max_blob_bytes; /* 0: 16 MiB */
	size_t jobs;
	size_t budget_bytes; /* for texts and facts; 0: no limit */
	bool vendored;	     /* extract facts of vendored files too */
	bool generated;	     /* and of generated ones */
	bool tests;	     /* and of tests, and keep their texts */
	bool docs;	     /* keep the texts of documents */
	bool no_renames;
	const struct ch_oid *base_tree; /* where A and B parted; NULL: at A */
	bool whole; /* read bodies that are equal on both sides too */
	struct ch_watch watch;
};

/*
 * old_tree NULL: everything is added.
 *
 * Ownership: ch_compare_release() the result; paths live in 'arena'.
 * Errors: those of the trees themselves, and CH_ELIMIT when texts and facts
 * need more than budget_bytes; one file's are its 'odd' bits.
 */
int ch_compare_build(struct ch_repo *repo, const struct ch_oid *old_tree,
	const struct ch_oid *new_tree, const struct ch_compare_options *opt,
	struct ch_arena *arena, struct ch_compare *out, struct ch_err *err);
void ch_compare_release(struct ch_compare *delta);

/* Its path on that side. */
struct ch_str ch_compare_path(
	const struct ch_compare_file *f, enum ch_side side);
/* A test, and not one that was made of a source. */
bool ch_compare_is_test(const struct ch_compare_file *f);
/* What its language is called: "C", "Other". */
const char *ch_compare_language(const struct ch_compare_file *f);
/* Is it a program, no data, markup or prose? */
bool ch_compare_is_program(const struct ch_compare_file *f);

#endif
