/*
 * parse.h - source text to facts.
 *
 * A struct ch_parser belongs to one thread.  Limits are counted in bytes and
 * parser operations, never seconds, so equal input gives equal facts.
 */
#ifndef CH_UAST_PARSE_H
#define CH_UAST_PARSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"
#include "uast/facts.h"

struct ch_grammars;
struct ch_lang; /* one per line of languages.def; immutable */

enum ch_extract {
	CH_EXTRACT_FUNCTIONS = 1 << 0,
	CH_EXTRACT_TYPES = 1 << 1,
	CH_EXTRACT_FIELDS = 1 << 2, /* values of enums too */
	CH_EXTRACT_PARAMETERS = 1 << 3,
	CH_EXTRACT_IMPORTS = 1 << 4,
	CH_EXTRACT_COMMENTS = 1 << 5,
	CH_EXTRACT_DECISIONS = 1 << 6,
	CH_EXTRACT_SECTIONS = 1 << 7 /* of data and documents */
};

/*
 * By Linguist's name ("C", "TypeScript", "TSX"), any case; NULL: none.  What
 * Linguist tells apart and one grammar reads is found too: HTML+PHP.
 */
const struct ch_lang *ch_lang_find(struct ch_str linguist_name);
const char *ch_lang_name(const struct ch_lang *lang); /* Linguist's name */
const char *ch_lang_id(const struct ch_lang *lang);   /* "cpp" */
unsigned ch_lang_abi(const struct ch_lang *lang);
const char *ch_lang_version(const struct ch_lang *lang); /* its grammar's */
/* Another of Linguist's names that it reads, or NULL. */
const char *ch_lang_alias(const struct ch_lang *lang);
/* Of the name's files it reads only those that end so; NULL: the others. */
const char *ch_lang_suffix(const struct ch_lang *lang);
/* What its rows make: bits of enum ch_extract. */
unsigned ch_lang_extracts(const struct ch_lang *lang);
/* Documents, data, markup, build files: no interface of anybody's. */
bool ch_lang_is_data(const struct ch_lang *lang);
/* All languages in the order of languages.def. */
size_t ch_lang_count(void);
const struct ch_lang *ch_lang_at(size_t i);

/*
 * What helps to tell a file's language: how many source files of its tree are
 * whose, and languages that are not built in.  All-zero: nothing.
 */
struct ch_guide {
	uint32_t c, cpp, objc;
	const struct ch_grammars *grammars; /* or NULL; grammars.h */
};
/* Count one path of the tree. */
void ch_guide_add(struct ch_guide *guide, struct ch_str path);
/* The least counts that say the same of every header. */
void ch_guide_settle(struct ch_guide *guide);

/*
 * The language to read this file in.  Linguist's extension tables leave some
 * to the content, and one, a ".h", to its tree: what says @interface or
 * #import is Objective-C, what says class, namespace or template at the start
 * of a line C++, and what says neither is what most source files of its tree
 * are.  A path that guide->grammars claims is theirs.
 *
 * source  empty: the name and path alone decide
 * guide   of the tree, or NULL: a ".h" that says nothing is C
 */
const struct ch_lang *ch_lang_for_tree(struct ch_str linguist_name,
	struct ch_str path, struct ch_str source, const struct ch_guide *guide);
/* Without a tree. */
const struct ch_lang *ch_lang_for(
	struct ch_str linguist_name, struct ch_str path, struct ch_str source);
/* Does its description fit its grammar?  For tests.  Errors: CH_EFAIL. */
int ch_lang_check(const struct ch_lang *lang, struct ch_err *err);

/* Bytes [start, end). */
struct ch_hole {
	uint32_t start, end;
};

struct ch_parse_options {
	size_t max_bytes;	 /* 0: 8 MiB; larger files are CH_ELIMIT */
	uint64_t max_operations; /* 0: 64 x bytes + 1,000,000 */
	bool names;		 /* fill facts->names */
	bool metrics;		 /* fill facts->metrics */
	bool uses;		 /* fill facts->uses */
	/*
	 * What is passed over as if nothing stood there, sorted: bodies.h.
	 * With 'old', its holes in the places they moved to.
	 */
	const struct ch_hole *holes;
	size_t nholes;
};

struct ch_parser;
struct ch_parser *ch_parser_new(void);
void ch_parser_free(struct ch_parser *p);

/* How a version was parsed, and why not from the tree before it. */
enum ch_parse_way {
	CH_PARSE_IN_PART,    /* from an older tree */
	CH_PARSE_NO_TREE,    /* in full: there was none */
	CH_PARSE_OTHER,	     /* in full: it was another language's */
	CH_PARSE_OLD_ERROR,  /* in full: it has errors */
	CH_PARSE_NEW_ERROR,  /* in part, then in full: what came out has some */
	CH_PARSE_NEAR_LIMIT, /* in full, which decides whether it is over it */
	CH_PARSE_LIMIT,	     /* too many operations: no facts */
	CH_NPARSE_WAYS
};
/* Of the last ch_parse() that returned 0. */
enum ch_parse_way ch_parser_way(const struct ch_parser *p);

/* The syntax tree of one version, kept to parse the next one from. */
struct ch_tree;
void ch_tree_free(struct ch_tree *tree);

/* One edit: old bytes [start, old_end) became new bytes [start, new_end). */
struct ch_edit {
	uint32_t start, old_end, new_end;
};

/*
 * Parse 'source' and extract its facts into 'arena'.
 *
 * path      decides what a header is and what visibility a file gives ("x.h")
 * old       tree of an earlier version, or NULL; stays as it is, so that
 *           several versions can be parsed from it
 * edits     nedits, sorted by start, in the coordinates of: start and old_end
 *           in the old source, new_end in the new one
 * keep      NULL, or receives the new tree (ch_tree_free() it)
 *
 * What did not change since 'old' is taken from that version's facts: its
 * source and the arena it was parsed into must still be there.
 *
 * Facts do not depend on 'old'.  Errors: CH_ELIMIT (too large: no facts).
 * A file that does not parse well gives what it has: facts->error_bytes.
 */
int ch_parse(struct ch_parser *p, const struct ch_lang *lang,
	struct ch_str path, struct ch_str source,
	const struct ch_parse_options *options, const struct ch_tree *old,
	const struct ch_edit *edits, size_t nedits, struct ch_arena *arena,
	struct ch_facts *out, struct ch_tree **keep, struct ch_err *err);

#endif
