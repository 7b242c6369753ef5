/*
 * attrfile.h - the lines of one gitattributes file.
 *
 * Used by attr.c only: reading here, precedence there.
 */
#ifndef CH_GITLAYER_ATTRFILE_H
#define CH_GITLAYER_ATTRFILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/intern.h"
#include "gitlayer/attr.h"
#include "gitlayer/wildmatch.h"

/* "text", "-diff", "!eol", "eol=lf" */
struct ch_attr_set {
	uint32_t attr; /* id of the name */
	enum ch_attr_state state;
	struct ch_str value;
};

struct ch_attr_rule {
	bool is_macro; /* [attr]name: 'macro' is its id, no pattern */
	uint32_t macro;
	bool basename;	      /* the pattern has no slash */
	struct ch_str prefix; /* of the pattern, without wildcards */
	struct ch_wild *wild; /* the rest; NULL where there is none */
	struct ch_attr_set *sets;
	size_t nsets;
};

struct ch_attr_file {
	struct ch_attr_rule *rules;
	size_t n, cap;
};

/*
 * Add the rules of 'text'.  Lines that git ignores are ignored: comments,
 * negative patterns, bad names, over 2,047 bytes, macros unless 'macros_ok'.
 */
void ch_attr_file_parse(struct ch_attr_file *file, struct ch_str text,
	bool macros_ok, struct ch_intern *names, struct ch_arena *arena);
void ch_attr_file_release(struct ch_attr_file *file);
/* 'path' is relative to the file's directory. */
bool ch_attr_rule_matches(const struct ch_attr_rule *rule, struct ch_str path);

#endif
