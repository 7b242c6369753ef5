/*
 * Trees from the input, each under an id of one repeated byte, so that their
 * entries can name each other; then every pair is compared, and each merged
 * from the others.  Changes must be changes, of files, with paths in limits.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <git2.h>

#include "base/mem.h"
#include "gitlayer/treecache.h"
#include "gitlayer/treediff.h"

#define NTREES 4
#define MAX_CHANGES 300

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerInitialize(int *argc, char ***argv);

/* An empty repository: whatever is not in the cache cannot be read. */
static struct ch_repo *repo;
static struct ch_odb *odb;

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	char dir[] = "/tmp/fuzz_tree.XXXXXX", command[64];
	git_repository *git = NULL;

	(void)argc;
	(void)argv;
	if (!mkdtemp(dir) || ch_git_init(NULL) ||
		git_repository_init(&git, dir, 1) ||
		ch_repo_open(&repo, dir, NULL) ||
		ch_odb_open(&odb, repo, NULL, NULL))
		abort();
	git_repository_free(git);
	snprintf(command, sizeof(command), "rm -rf '%s'", dir);
	return system(command) != 0; /* NOLINT */
}

static struct ch_oid id_of(size_t i)
{
	struct ch_oid oid;

	memset(oid.id, (int)('A' + i), sizeof(oid.id));
	return oid;
}

/* "\xff" ends a tree. */
static struct ch_treecache *fill(const uint8_t *data, size_t size)
{
	struct ch_treecache *cache = ch_treecache_new(0);
	size_t i;

	for (i = 0; i < NTREES; i++) {
		const uint8_t *end = size ? memchr(data, 0xff, size) : NULL;
		size_t n = end ? (size_t)(end - data) : size;
		struct ch_object object = { .type = CH_OBJ_TREE,
			.data = (const char *)data,
			.size = n };
		struct ch_oid oid = id_of(i);
		struct ch_tree *tree;

		if (!ch_tree_parse(cache, &oid, &object, &tree, NULL))
			ch_tree_release(tree);
		n += end != NULL;
		data += n;
		size -= n;
	}
	return cache;
}

static void check(const struct ch_changes *c)
{
	size_t i;

	if (c->n > MAX_CHANGES)
		abort();
	for (i = 0; i < c->n; i++) {
		const struct ch_change *item = &c->items[i];

		if (!item->path.len || item->path.len > 4096 ||
			item->path.ptr[item->path.len] != '\0')
			abort();
		if (!item->old_mode && !item->new_mode)
			abort();
		if (item->old_mode == CH_MODE_TREE ||
			item->new_mode == CH_MODE_TREE)
			abort();
		if (item->old_mode == item->new_mode &&
			ch_oid_eq(&item->old_oid, &item->new_oid))
			abort();
	}
}

static void compare(struct ch_treecache *cache, struct ch_arena *arena)
{
	struct ch_treediff_options opt = { .max_changes = MAX_CHANGES,
		.cache = cache };
	struct ch_oid ids[NTREES];
	struct ch_changes changes = { 0 };
	struct ch_merge_changes merge = { 0 };
	struct ch_oid oid;
	uint32_t mode;
	size_t i, j;

	for (i = 0; i < NTREES; i++)
		ids[i] = id_of(i);
	for (i = 0; i < NTREES; i++) {
		ch_tree_files(odb, &ids[i], &opt, arena, &changes, NULL);
		check(&changes);
		ch_tree_entry(odb, &ids[i], CH_STR("a/b"), &oid, &mode, NULL);
		for (j = 0; j < NTREES; j++) {
			ch_treediff(odb, &ids[i], &ids[j], &opt, arena,
				&changes, NULL);
			check(&changes);
			if (i == j && changes.n)
				abort();
		}
		ch_treediff_merge(odb, ids, NTREES - 1, &ids[i], &opt, arena,
			&merge, NULL);
		check(&merge.changes);
	}
	ch_changes_release(&changes);
	ch_merge_changes_release(&merge);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct ch_arena arena = { 0 };
	struct ch_treecache *cache = fill(data, size);

	compare(cache, &arena);
	ch_treecache_free(cache);
	ch_arena_release(&arena);
	return 0;
}
