/*
 * treeiter.h - the entries of one raw tree object, as views.
 */
#ifndef CH_GITLAYER_TREEITER_H
#define CH_GITLAYER_TREEITER_H

#include <stdint.h>

#include "base/str.h"
#include "gitlayer/oid.h"

struct ch_tree_item {
	uint32_t mode; /* as recorded: 0100664 and the like occur */
	struct ch_str name;
	struct ch_oid oid;
};

/*
 * The next entry of the tree bytes in *rest, which moves past it.
 * 1: an entry, 0: the end, < 0: the bytes are no tree from here on.
 */
int ch_tree_item_next(struct ch_str *rest, struct ch_tree_item *out);

/* By the type bits of the mode, whatever the permissions say. */
bool ch_tree_item_is_tree(const struct ch_tree_item *item);
bool ch_tree_item_is_file(const struct ch_tree_item *item);

#endif
