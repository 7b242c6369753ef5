/*
 * source.h - what a source file amounts to: its functions and how involved
 * each is, its types and what their methods share, its comments.
 *
 * Made once per parse and shared by all who need it, so one more analyzer is
 * never one more parse.  Everything is in the arena of the call that made it;
 * nothing points into the source.  Lines count from 1.
 */
#ifndef CH_ANALYZERS_SOURCE_H
#define CH_ANALYZERS_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"
#include "uast/facts.h"

struct ch_lang;

/* A function or method that has a body, local ones too. */
struct ch_source_function {
	struct ch_str name; /* qualified */
	enum ch_kind kind;
	enum ch_visibility visibility;
	bool is_documented;
	uint32_t line, end_line;
	uint32_t parameters;	   /* a receiver is none */
	uint32_t cyclomatic;	   /* 1 + decisions */
	uint32_t comment_lines;	   /* lines inside that have a comment */
	struct ch_metrics metrics; /* zero unless asked for */
};

/* A type that can have methods and state: no interface. */
struct ch_source_type {
	struct ch_str name; /* qualified */
	enum ch_kind kind;
	uint32_t line;
};

/* A method with a body, of a type that may be declared in another file. */
struct ch_source_method {
	struct ch_str owner; /* the type's qualified name */
	struct ch_str name;
	uint32_t line;
	bool is_static;
	bool is_constructor; /* or a destructor */
	const struct ch_use *uses;
	size_t nuses;
};

/* A field or method, with a body or without. */
struct ch_source_member {
	struct ch_str owner, name;
};

struct ch_source {
	const struct ch_lang *lang;
	struct ch_source_function *functions; /* in source order */
	size_t nfunctions;
	uint32_t lines, comments, comment_lines;
	/* Unless 'uses' was false: */
	struct ch_source_type *types;
	size_t ntypes;
	struct ch_source_method *methods;
	size_t nmethods;
	struct ch_source_member *members;
	size_t nmembers;
};

/* facts->metrics and facts->uses are taken where they are there. */
struct ch_source *ch_source_from(const struct ch_facts *facts,
	const struct ch_lang *lang, struct ch_str text, struct ch_arena *arena);
/* The sum of cyclomatic over its functions; 0 for NULL. */
uint32_t ch_source_complexity(const struct ch_source *s);

/* H: volume, difficulty and effort, from Halstead's counts; 0 where n2 is 0. */
double ch_halstead_volume(const struct ch_metrics *m);
double ch_halstead_difficulty(const struct ch_metrics *m);
double ch_halstead_effort(const struct ch_metrics *m);

#endif
