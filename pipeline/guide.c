#include "pipeline/guide.h"

#include "gitlayer/treediff.h"

#define MAX_FILES 200000

int ch_guide_of_tree(struct ch_odb *odb, const struct ch_oid *tree,
	struct ch_guide *out, struct ch_err *err)
{
	struct ch_treediff_options all = { .max_changes = MAX_FILES };
	struct ch_changes files = { 0 };
	struct ch_arena arena = { 0 };
	int code = ch_tree_files(odb, tree, &all, &arena, &files, err);

	out->c = out->cpp = out->objc = 0;
	for (size_t i = 0; i < files.n; i++)
		ch_guide_add(out, files.items[i].path);
	ch_changes_release(&files);
	ch_arena_release(&arena);
	return code;
}
