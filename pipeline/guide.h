/*
 * guide.h - what languages a tree's source files are in, for its headers.
 */
#ifndef CH_PIPELINE_GUIDE_H
#define CH_PIPELINE_GUIDE_H

#include "base/err.h"
#include "gitlayer/odb.h"
#include "uast/parse.h"

/*
 * Count all files below 'tree', whatever a pathspec selects.  Subtrees that
 * cannot be read are left out, out->grammars stays.  Reads trees only.
 */
int ch_guide_of_tree(struct ch_odb *odb, const struct ch_oid *tree,
	struct ch_guide *out, struct ch_err *err);

#endif
