#include "gitlayer/treeiter.h"

#include <string.h>

#define TYPE_BITS 0170000
#define TYPE_TREE 0040000
#define TYPE_FILE 0100000

int ch_tree_item_next(struct ch_str *rest, struct ch_tree_item *out)
{
	size_t i = 0, nul;

	if (!rest->len)
		return 0;
	out->mode = 0;
	for (; i < rest->len && i < 7 && rest->ptr[i] >= '0' &&
		rest->ptr[i] <= '7';
		i++)
		out->mode = out->mode << 3 | (uint32_t)(rest->ptr[i] - '0');
	if (!i || i >= rest->len || rest->ptr[i] != ' ')
		return -1;
	nul = ch_str_chr(*rest, '\0', i + 1);
	if (nul == (size_t)-1 || rest->len - nul - 1 < CH_OID_BYTES)
		return -1;
	out->name = ch_str_sub(*rest, i + 1, nul);
	memcpy(out->oid.id, rest->ptr + nul + 1, CH_OID_BYTES);
	*rest = ch_str_sub(*rest, nul + 1 + CH_OID_BYTES, rest->len);
	return 1;
}

bool ch_tree_item_is_tree(const struct ch_tree_item *item)
{
	return (item->mode & TYPE_BITS) == TYPE_TREE;
}

bool ch_tree_item_is_file(const struct ch_tree_item *item)
{
	return (item->mode & TYPE_BITS) == TYPE_FILE;
}
