/*
 * objects - reads every object of a repository twice and compares.
 *
 *   objects REPO [direct]
 *
 * Once in batches straight from the packs, once through libgit2, whose own
 * hash check is the judge of both.  Prints one line; exit status 1 when an
 * object differs or only one of the two ways can read it.  Build by hand:
 *
 *   gcc -std=c11 -D_GNU_SOURCE -I. -O2 tests/oracle/objects.c \
 *       build/release/libcodehist.a -lgit2 -ldeflate -lxxhash -lpthread
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "gitlayer/odb.h"

#define BATCH 2000

struct ids {
	struct ch_oid *oids;
	size_t n;
	size_t cap;
};

static int add_id(const struct ch_oid *oid, void *data)
{
	struct ids *ids = data;

	CH_GROW(ids->oids, ids->n, ids->cap);
	ids->oids[ids->n++] = *oid;
	return 0;
}

static _Noreturn void die(const struct ch_err *err)
{
	fprintf(stderr, "objects: %s\n", err->msg);
	exit(2);
}

/* 1 when the two ways disagree about one object. */
static int differs(struct ch_odb *git, const struct ch_load *load)
{
	struct ch_arena arena = { 0 };
	struct ch_object o;
	struct ch_err err = { 0 };
	char hex[CH_OID_HEX + 1];
	int code = ch_odb_read(git, &load->oid, &arena, &o, &err);
	int bad = 0;

	if (!code != !load->code)
		bad = 1;
	else if (!code &&
		 (o.type != load->object.type || o.size != load->object.size ||
			 memcmp(o.data, load->object.data, o.size)))
		bad = 1;
	if (bad)
		fprintf(stderr,
			"objects: %s differs: direct %d, libgit2 %d %s\n",
			ch_oid_hex(&load->oid, hex), load->code, code, err.msg);
	ch_arena_release(&arena);
	return bad;
}

static size_t compare(
	struct ch_odb *direct, struct ch_odb *git, struct ids *ids)
{
	struct ch_load *loads = ch_calloc(BATCH, sizeof(*loads));
	struct ch_arena arena = { 0 };
	size_t bad = 0;

	for (size_t at = 0; at < ids->n; at += BATCH) {
		size_t n = ids->n - at < BATCH ? ids->n - at : BATCH;

		for (size_t i = 0; i < n; i++)
			loads[i].oid = ids->oids[at + i];
		ch_odb_read_batch(direct, loads, n, &arena);
		for (size_t i = 0; git && i < n; i++)
			bad += (size_t)differs(git, &loads[i]);
		ch_arena_reset(&arena);
	}
	ch_arena_release(&arena);
	free(loads);
	return bad;
}

int main(int argc, char **argv)
{
	struct ch_odb_options plain = { .max_bytes = 0 };
	struct ch_odb_options by_git = { .libgit2_only = true };
	struct ch_repo *repo;
	struct ch_odb *direct, *git = NULL;
	struct ch_err err = { 0 };
	struct ids ids = { 0 };
	const struct ch_odb_stats *s;
	bool only_direct = argc > 2 && !strcmp(argv[2], "direct");
	size_t bad;

	if (argc < 2) {
		fprintf(stderr, "usage: objects REPO [direct]\n");
		return 2;
	}
	if (ch_git_init(&err) || ch_repo_open(&repo, argv[1], &err) ||
		ch_odb_open(&direct, repo, &plain, &err))
		die(&err);
	if (!only_direct && ch_odb_open(&git, repo, &by_git, &err))
		die(&err);
	if (ch_odb_each(direct, add_id, &ids, &err))
		die(&err);
	bad = compare(direct, git, &ids);
	s = ch_odb_stats(direct);
	printf("%zu ids, %zu differ; %llu objects, %llu bytes, "
	       "%llu hits, %llu misses, %llu fallbacks, %llu missing\n",
		ids.n, bad, (unsigned long long)s->objects,
		(unsigned long long)s->bytes, (unsigned long long)s->cache_hits,
		(unsigned long long)s->cache_misses,
		(unsigned long long)s->fallbacks,
		(unsigned long long)s->missing);
	free(ids.oids);
	ch_odb_free(git);
	ch_odb_free(direct);
	ch_repo_free(repo);
	ch_git_shutdown();
	return bad != 0;
}
