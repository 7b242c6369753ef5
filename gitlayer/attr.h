/*
 * attr.h - gitattributes from a tree and $GIT_DIR/info/attributes.
 *
 * Read once for a run from the tree of --rev; never from the working
 * directory.  Macros (binary, [attr]) and precedence are git's.
 */
#ifndef CH_GITLAYER_ATTR_H
#define CH_GITLAYER_ATTR_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/str.h"
#include "gitlayer/odb.h"
#include "gitlayer/oid.h"
#include "gitlayer/repo.h"

enum ch_attr_state {
	CH_ATTR_UNSPECIFIED = 0,
	CH_ATTR_SET,
	CH_ATTR_UNSET,
	CH_ATTR_VALUE
};

struct ch_attrs;

/*
 * All .gitattributes of 'tree' and $GIT_DIR/info/attributes (tree NULL: none
 * at all, --attributes=none).  Each tree object is opened once however often
 * it occurs; at most 10,000 files are taken.  Files that cannot be read and
 * those past a limit are counted.
 * Errors: the root tree cannot be read.
 */
int ch_attrs_load(struct ch_attrs **out, const struct ch_repo *repo,
	struct ch_odb *odb, const struct ch_oid *tree, struct ch_err *err);
/* .gitattributes and trees that were left out. */
size_t ch_attrs_skipped(const struct ch_attrs *attrs);
void ch_attrs_free(struct ch_attrs *attrs);
/* 'value' (may be NULL) is set for CH_ATTR_VALUE. Thread-safe. */
enum ch_attr_state ch_attrs_get(const struct ch_attrs *attrs,
	struct ch_str path, const char *name, struct ch_str *value);
/* -diff or binary: git shows no lines whatever the content is. */
bool ch_attrs_is_binary(const struct ch_attrs *attrs, struct ch_str path);

#endif
