#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/mem.h"
#include "gitlayer/walk.h"
#include "tests/unit/git_oracle.h"

#define NCOMMITS 60

/* A scratch repository with NCOMMITS commits whose dates lie. */
struct world {
	char *dir;
	struct ch_repo *repo;
	struct ch_odb *odb;
	struct ch_arena arena;
	struct ch_oid oids[NCOMMITS];
	uint64_t seed;
};

static unsigned draw(struct world *w, unsigned n)
{
	w->seed = w->seed * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(w->seed >> 33) % n;
}

/*
 * For git fast-import: up to three earlier commits as parents, some none, and
 * dates from a range small enough to meet.
 */
static void make_commits(struct world *w)
{
	struct ch_buf s = { 0 };
	unsigned nparents;

	for (unsigned i = 1; i <= NCOMMITS; i++) {
		ch_buf_printf(&s,
			"commit refs/heads/c%u\nmark :%u\n"
			"author A <a@x> %u +0130\n"
			"committer C <c@x> %u -0200\ndata 1\nm\n",
			i, i, 1000000 + draw(w, 500), 1000000 + draw(w, 40));
		nparents = i == 1 || !draw(w, 12) ? 0 : 1 + draw(w, 5) / 3;
		if (nparents && !draw(w, 9))
			nparents = 3;
		for (unsigned p = 0; p < nparents; p++) {
			unsigned back = 1 + draw(w, i < 8 ? i - 1 : 7);

			ch_buf_printf(&s, "%s :%u\n", p ? "merge" : "from",
				back < i ? i - back : 1);
		}
		ch_buf_add_z(&s, "\n");
	}
	write_file(w->dir, ".git/stream", s.ptr);
	ch_buf_release(&s);
	do_in(w->dir, "git fast-import --quiet <.git/stream");
}

static void open_world(struct world *w)
{
	assert_int_equal(ch_repo_open(&w->repo, w->dir, NULL), 0);
	assert_int_equal(ch_odb_open(&w->odb, w->repo, NULL, NULL), 0);
}

static void close_world(struct world *w)
{
	ch_odb_free(w->odb);
	ch_repo_free(w->repo);
	w->odb = NULL;
	w->repo = NULL;
}

static int make_world(void **state)
{
	struct world *w = ch_calloc(1, sizeof(*w));

	*state = w;
	w->seed = 7;
	w->dir = scratch_repo();
	make_commits(w);
	for (unsigned i = 0; i < NCOMMITS; i++) {
		char *hex = run_in(w->dir, "git rev-parse c%u", i + 1);

		if (!ch_oid_from_hex(&w->oids[i], hex))
			return -1;
		free(hex);
	}
	if (ch_git_init(NULL))
		return -1;
	open_world(w);
	return 0;
}

static int drop_world(void **state)
{
	struct world *w = *state;

	close_world(w);
	ch_arena_release(&w->arena);
	remove_repo(w->dir);
	free(w);
	ch_git_shutdown();
	return 0;
}

static struct ch_walk_tips tips_of(const struct ch_oid *include,
	size_t ninclude, const struct ch_oid *exclude, size_t nexclude)
{
	struct ch_walk_tips t = { .include = include,
		.ninclude = ninclude,
		.exclude = exclude,
		.nexclude = nexclude,
		.since_s = CH_NO_TIME,
		.until_s = CH_NO_TIME };

	return t;
}

static struct ch_history walk(
	const struct world *w, const struct ch_walk_tips *tips)
{
	struct ch_history h;
	struct ch_err err = { 0 };

	if (ch_walk(w->odb, w->repo, tips, &h, &err))
		fail_msg("%s", err.msg);
	return h;
}

/* The walked ids, sorted, one a line, as `| sort` prints git's. */
static void same_set(
	const struct world *w, const struct ch_history *h, const char *args)
{
	char hex[CH_OID_HEX + 1];
	struct ch_buf ours = { 0 };
	char *git, *mine;

	for (size_t i = 0; i < h->ncommits; i++)
		ch_buf_printf(
			&ours, "%s\n", ch_oid_hex(&h->commits[i].oid, hex));
	write_file(w->dir, ".git/ours", ch_buf_z(&ours));
	mine = run_in(w->dir, "sort .git/ours");
	git = run_in(w->dir, "%s | sort", args);
	assert_string_equal(mine, git);
	free(mine);
	free(git);
	ch_buf_release(&ours);
}

static bool earlier(
	const struct ch_commit_rec *a, const struct ch_commit_rec *b)
{
	if (a->committer_s != b->committer_s)
		return a->committer_s < b->committer_s;
	return ch_oid_cmp(&a->oid, &b->oid) < 0;
}

static bool parents_are_out(
	const struct ch_history *h, size_t commit, size_t nout)
{
	const struct ch_commit_rec *c = &h->commits[commit];

	for (size_t p = 0; p < c->nparents; p++) {
		uint32_t at = h->parents[c->first_parent + p];

		if (at != CH_NO_COMMIT && at >= nout)
			return false;
	}
	return true;
}

/* At every place stands the smallest of those that could stand there. */
static void order_holds(const struct ch_history *h)
{
	for (size_t i = 0; i < h->ncommits; i++) {
		assert_true(parents_are_out(h, i, i));
		assert_int_equal(ch_history_find(h, &h->commits[i].oid), i);
		for (size_t j = i + 1; j < h->ncommits; j++)
			if (parents_are_out(h, j, i))
				assert_true(earlier(
					&h->commits[i], &h->commits[j]));
	}
}

static void everything_is_reached_once_in_the_stated_order(void **state)
{
	struct world *w = *state;
	struct ch_walk_tips tips = tips_of(w->oids, NCOMMITS, NULL, 0);
	struct ch_history h = walk(w, &tips);

	assert_int_equal(h.ncommits, NCOMMITS);
	assert_int_equal(h.nmissing, 0);
	order_holds(&h);
	same_set(w, &h, "git rev-list --branches");
	ch_history_release(&h);
}

/*
 * The truth about a range is the difference of two whole histories: git's own
 * ranges give up a few commits past a boundary whose dates lie.
 */
static void ranges_are_exact_where_dates_lie(void **state)
{
	struct world *w = *state;

	for (unsigned round = 0; round < 40; round++) {
		struct ch_oid inc[2], exc[2];
		unsigned n[4];
		struct ch_walk_tips tips = tips_of(inc, 2, exc, 1 + round % 2);
		struct ch_history h;
		char args[256];

		for (int i = 0; i < 4; i++)
			n[i] = draw(w, NCOMMITS);
		for (int i = 0; i < 2; i++) {
			inc[i] = w->oids[n[i]];
			exc[i] = w->oids[n[2 + i]];
		}
		tips.first_parent = round % 3 == 0;
		if (tips.first_parent)
			snprintf(args, sizeof(args),
				"git rev-list --topo-order --first-parent c%u "
				"c%u $(git rev-list c%u c%u | sed s/^/^/)",
				n[0] + 1, n[1] + 1, n[2] + 1,
				n[2 + round % 2] + 1);
		else
			snprintf(args, sizeof(args),
				"git rev-list c%u c%u >.git/e; git rev-list "
				"c%u c%u | grep -v -x -F -f .git/e",
				n[2] + 1, n[2 + round % 2] + 1, n[0] + 1,
				n[1] + 1);
		h = walk(w, &tips);
		order_holds(&h);
		same_set(w, &h, args);
		ch_history_release(&h);
	}
}

static void merge_bases_are_those_of_git(void **state)
{
	struct world *w = *state;
	size_t several = 0, none = 0;

	for (unsigned round = 0; round < 120; round++) {
		unsigned a = draw(w, NCOMMITS), b = draw(w, NCOMMITS);
		struct ch_oid *bases;
		struct ch_history h = { 0 };
		char args[128];
		size_t n;

		assert_int_equal(
			ch_merge_bases(w->odb, w->repo, &w->oids[a],
				&w->oids[b], &w->arena, &bases, &n, NULL),
			0);
		several += n > 1;
		none += !n;
		h.commits = ch_calloc(n, sizeof(*h.commits));
		for (size_t i = 0; i < n; i++)
			h.commits[h.ncommits++].oid = bases[i];
		snprintf(args, sizeof(args), "git merge-base --all c%u c%u",
			a + 1, b + 1);
		same_set(w, &h, args);
		free(h.commits);
	}
	assert_true(several > 0);
	assert_true(none > 0);
}

static void ancestry_is_that_of_git(void **state)
{
	struct world *w = *state;
	size_t yes = 0;

	for (unsigned round = 0; round < 100; round++) {
		unsigned a = draw(w, NCOMMITS), b = draw(w, NCOMMITS);
		bool ours = ch_is_ancestor(
			w->odb, w->repo, &w->oids[a], &w->oids[b]);
		char *git = run_in(w->dir,
			"git merge-base --is-ancestor c%u c%u && echo yes",
			a + 1, b + 1);

		assert_int_equal(ours, !strcmp(git, "yes"));
		yes += ours;
		free(git);
	}
	assert_in_range(yes, 5, 95);
	assert_true(ch_is_ancestor(w->odb, w->repo, w->oids, w->oids));
}

static void dates_leave_commits_out_but_not_what_is_below(void **state)
{
	struct world *w = *state;
	struct ch_walk_tips tips = tips_of(w->oids, NCOMMITS, NULL, 0);
	struct ch_history h;

	tips.since_s = 1000010;
	tips.until_s = 1000030;
	h = walk(w, &tips);
	order_holds(&h);
	same_set(w, &h,
		"git rev-list --branches --pretty=tformat:'%ct %H' | "
		"sed -n 's/^100001[0-9] //p; s/^100002[0-9] //p; "
		"s/^1000030 //p'");
	assert_in_range(h.ncommits, 5, NCOMMITS - 5);
	ch_history_release(&h);
}

static void records_say_what_the_commit_says(void **state)
{
	struct world *w = *state;
	struct ch_walk_tips tips = tips_of(w->oids, NCOMMITS, NULL, 0);
	struct ch_history h = walk(w, &tips);
	const struct ch_commit_rec *c =
		&h.commits[ch_history_find(&h, &w->oids[20])];
	char *git = run_in(w->dir, "git log -1 --format='%%T %%at %%ct' c21");
	char hex[CH_OID_HEX + 1], ours[128];

	snprintf(ours, sizeof(ours), "%s %lld %lld", ch_oid_hex(&c->tree, hex),
		(long long)c->author_s, (long long)c->committer_s);
	assert_string_equal(ours, git);
	assert_int_equal(c->author_tz, 90);
	assert_int_equal(c->committer_tz, -120);
	assert_string_equal(ch_intern_str(&h.people, c->author).ptr, "A <a@x>");
	assert_string_equal(
		ch_intern_str(&h.people, c->committer).ptr, "C <c@x>");
	free(git);
	ch_history_release(&h);
}

static void a_missing_tip_is_named(void **state)
{
	struct world *w = *state;
	struct ch_oid gone = w->oids[0];
	struct ch_walk_tips tips = tips_of(&gone, 1, NULL, 0);
	struct ch_history h;
	struct ch_err err = { 0 };
	char hex[CH_OID_HEX + 1];

	gone.id[3] ^= 0x55;
	assert_int_equal(
		ch_walk(w->odb, w->repo, &tips, &h, &err), CH_ENOTFOUND);
	assert_non_null(strstr(err.msg, ch_oid_hex(&gone, hex)));
	assert_int_equal(h.ncommits, 0);
	tips = tips_of(w->oids, 1, &gone, 1);
	assert_int_equal(
		ch_walk(w->odb, w->repo, &tips, &h, &err), CH_ENOTFOUND);
	assert_false(ch_is_ancestor(w->odb, w->repo, w->oids, &gone));
}

static void what_is_no_commit_is_no_tip(void **state)
{
	struct world *w = *state;
	char *hex = run_in(w->dir, "git rev-parse c1^{tree}");
	struct ch_oid tree;
	struct ch_walk_tips tips = tips_of(&tree, 1, NULL, 0);
	struct ch_history h;

	assert_true(ch_oid_from_hex(&tree, hex));
	free(hex);
	assert_int_equal(ch_walk(w->odb, w->repo, &tips, &h, NULL), CH_EFORMAT);
}

/* A world of its own: commits given by shell commands, HEAD walked. */
static struct ch_history walk_made_by(struct world *w, const char *commands)
{
	struct ch_walk_tips tips;
	struct ch_oid head;
	struct ch_history h;
	char *hex;

	memset(w, 0, sizeof(*w));
	w->dir = scratch_repo();
	do_in(w->dir, "%s", commands);
	hex = run_in(w->dir, "git rev-parse HEAD");
	if (!ch_oid_from_hex(&head, hex))
		fail_msg("%s", hex);
	free(hex);
	open_world(w);
	tips = tips_of(&head, 1, NULL, 0);
	h = walk(w, &tips);
	return h;
}

static void drop_made(struct world *w, struct ch_history *h)
{
	ch_history_release(h);
	close_world(w);
	remove_repo(w->dir);
}

static void a_missing_parent_is_counted_and_makes_a_root(void **state)
{
	struct world w;
	struct ch_history h;

	(void)state;
	h = walk_made_by(&w,
		"for i in 1 2 3; do git commit -q --allow-empty -m $i; done; "
		"p=$(git rev-parse HEAD~1); "
		"rm -f .git/objects/$(echo $p | sed 's|^..|&/|')");
	assert_int_equal(h.ncommits, 1);
	assert_int_equal(h.nmissing, 1);
	assert_int_equal(h.commits[0].nparents, 0);
	drop_made(&w, &h);
}

static void entries_of_shallow_are_roots(void **state)
{
	struct world w;
	struct ch_history h;

	(void)state;
	h = walk_made_by(&w,
		"for i in 1 2 3 4; do git commit -q --allow-empty -m $i; done; "
		"git rev-parse HEAD~1 >.git/shallow");
	assert_int_equal(h.ncommits, 2);
	assert_int_equal(h.nmissing, 0);
	assert_int_equal(h.commits[0].nparents, 0);
	assert_int_equal(h.commits[1].nparents, 1);
	drop_made(&w, &h);
}

static void names_are_recoded_from_the_commits_encoding(void **state)
{
	struct world w;
	struct ch_history h;

	(void)state;
	h = walk_made_by(&w,
		"n=$(printf 'J\\303\\266rg'); git -c "
		"i18n.commitEncoding=ISO-8859-1 commit -q --allow-empty -m x "
		"--author=\"$(printf 'J\\366rg') <j@x>\"; git commit -q "
		"--allow-empty -m y --author=\"$n <j@x>\"");
	assert_int_equal(h.ncommits, 2);
	assert_int_equal(h.commits[0].author, h.commits[1].author);
	assert_string_equal(ch_intern_str(&h.people, h.commits[0].author).ptr,
		"J\xc3\xb6rg <j@x>");
	drop_made(&w, &h);
}

static void a_malformed_commit_is_kept_as_far_as_it_reads(void **state)
{
	struct world w;
	struct ch_history h;

	(void)state;
	h = walk_made_by(&w,
		"t=$(git write-tree); "
		"a=$(printf 'tree %s\\nauthor x\\n\\nm\\n' $t | git "
		"hash-object -t commit -w --stdin --literally); "
		"b=$(printf 'tree %s\\nparent %s\\nauthor A <a@x> 99999999999"
		"999999999999 +0000\\ncommitter B <b@x> -5 +0000\\n\\nm\\n' $t "
		"$a | git hash-object -t commit -w --stdin --literally); "
		"echo $b >.git/refs/heads/main");
	assert_int_equal(h.ncommits, 2);
	assert_true(h.commits[0].committer_s == CH_NO_TIME);
	assert_true(h.commits[1].author_s == CH_NO_TIME);
	assert_true(h.commits[1].committer_s == CH_NO_TIME);
	assert_string_equal(
		ch_intern_str(&h.people, h.commits[1].author).ptr, "A <a@x>");
	drop_made(&w, &h);
}

static void nothing_asked_is_nothing_walked(void **state)
{
	struct world *w = *state;
	struct ch_walk_tips tips = tips_of(NULL, 0, w->oids, 3);
	struct ch_history h = walk(w, &tips);

	assert_int_equal(h.ncommits, 0);
	assert_int_equal(ch_history_find(&h, w->oids), CH_NO_COMMIT);
	ch_history_release(&h);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			everything_is_reached_once_in_the_stated_order),
		cmocka_unit_test(ranges_are_exact_where_dates_lie),
		cmocka_unit_test(merge_bases_are_those_of_git),
		cmocka_unit_test(ancestry_is_that_of_git),
		cmocka_unit_test(dates_leave_commits_out_but_not_what_is_below),
		cmocka_unit_test(records_say_what_the_commit_says),
		cmocka_unit_test(a_missing_tip_is_named),
		cmocka_unit_test(what_is_no_commit_is_no_tip),
		cmocka_unit_test(a_missing_parent_is_counted_and_makes_a_root),
		cmocka_unit_test(entries_of_shallow_are_roots),
		cmocka_unit_test(names_are_recoded_from_the_commits_encoding),
		cmocka_unit_test(a_malformed_commit_is_kept_as_far_as_it_reads),
		cmocka_unit_test(nothing_asked_is_nothing_walked),
	};

	return cmocka_run_group_tests(tests, make_world, drop_world);
}
