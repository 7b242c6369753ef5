/*
 * commits - prints every commit's fields as `git log` would.
 *
 *   commits REPO > ours
 *
 * commits.t compares that with git's own.
 *
 * Ill-formed bytes, which git prints as they are, are the known difference.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "gitlayer/commit.h"
#include "gitlayer/odb.h"

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

static void put(struct ch_str s)
{
	if (s.len)
		fwrite(s.ptr, 1, s.len, stdout);
	putchar('\n');
}

static void put_person(const struct ch_signature *s)
{
	put(s->name);
	put(s->email);
	if (s->has_time)
		printf("%lld", (long long)s->when_s);
	putchar('\n');
}

static void print_commit(const struct ch_commit *c, struct ch_arena *arena)
{
	char hex[CH_OID_HEX + 1];
	struct ch_str *values;
	size_t n;

	puts(ch_oid_hex(&c->oid, hex));
	printf("%s ", ch_oid_hex(&c->tree, hex));
	for (size_t i = 0; i < c->nparents; i++)
		printf("%s%s", i ? " " : "", ch_oid_hex(&c->parents[i], hex));
	putchar('\n');
	put_person(&c->author);
	put_person(&c->committer);
	put(ch_commit_subject(c, arena));
	put(ch_commit_body(c));
	n = ch_commit_trailers(c, "co-authored-by", arena, &values);
	for (size_t i = 0; i < n; i++)
		put(values[i]);
	putchar('\0');
}

static int by_oid(const void *a, const void *b)
{
	return ch_oid_cmp(a, b);
}

static _Noreturn void die(const char *msg)
{
	fprintf(stderr, "commits: %s\n", msg);
	exit(2);
}

int main(int argc, char **argv)
{
	struct ch_arena arena = { 0 };
	struct ch_err err = { 0 };
	struct ids ids = { 0 };
	struct ch_object object;
	struct ch_commit commit;
	struct ch_repo *repo;
	struct ch_odb *odb;

	if (argc < 2)
		die("which repository?");
	if (ch_git_init(&err) || ch_repo_open(&repo, argv[1], &err) ||
		ch_odb_open(&odb, repo, NULL, &err) ||
		ch_odb_each(odb, add_id, &ids, &err))
		die(err.msg);
	qsort(ids.oids, ids.n, sizeof(*ids.oids), by_oid);
	for (size_t i = 0; i < ids.n; i++) {
		enum ch_obj_type type;
		size_t size;

		if (i && ch_oid_eq(&ids.oids[i], &ids.oids[i - 1]))
			continue;
		if (ch_odb_header(odb, &ids.oids[i], &type, &size, &err) ||
			type != CH_OBJ_COMMIT)
			continue;
		if (ch_odb_read(odb, &ids.oids[i], &arena, &object, &err) ||
			ch_commit_parse(
				&ids.oids[i], &object, &arena, &commit, &err))
			die(err.msg);
		print_commit(&commit, &arena);
		ch_arena_reset(&arena);
	}
	ch_arena_release(&arena);
	free(ids.oids);
	ch_odb_free(odb);
	ch_repo_free(repo);
	ch_git_shutdown();
	return 0;
}
