/*
 * bodies - the comparison of two trees that passes over the bodies that they
 * share tells of the same changes as one that reads everything.
 *
 *	git log --first-parent --format=%T | bodies REPO [STEP]
 *
 * Compares every tree with the one STEP lines below it (default: 1).  Prints
 * what only one of both says, then how many changes and tokens there were.
 * What stands near an error of a body that is passed over is told better than
 * by the whole tree, so files with errors are left out.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "gitlayer/linguist.h"
#include "gitlayer/odb.h"
#include "snapshot/compare.h"
#include "snapshot/symdiff.h"

struct run {
	struct ch_repo *repo;
	struct ch_compare_options options;
	struct ch_oid *trees;
	size_t n, cap;
	size_t ndeltas, ndifferent;
	bool *broken; /* by file of the comparison at hand: errors somewhere */
	uint64_t tokens[2]; /* read with bodies, without */
};

static void die(const char *message)
{
	fprintf(stderr, "bodies: %s\n", message);
	exit(2);
}

static void add_side(struct ch_buf *out, const struct ch_compare *delta,
	const struct ch_symbol_side *side)
{
	const struct ch_symbol *s = side->symbol;

	if (!s)
		return;
	ch_buf_printf(out, " [%.*s:%u %.*s `%.*s` %s",
		(int)delta->files[side->file].change.path.len,
		delta->files[side->file].change.path.ptr, s->start_line + 1,
		(int)s->qualified.len, s->qualified.ptr, (int)s->signature.len,
		s->signature.ptr, ch_visibility_name(side->visibility));
	if (side->decl)
		ch_buf_printf(out, " decl %u `%.*s`", side->decl_file,
			(int)side->decl->signature.len,
			side->decl->signature.ptr);
	ch_buf_add_z(out, "]");
}

static void leave_out_broken(
	struct run *r, struct ch_compare *delta, bool whole)
{
	if (whole)
		r->broken = ch_calloc(delta->nfiles + 1, sizeof(*r->broken));
	for (size_t i = 0; i < delta->nfiles; i++) {
		struct ch_facts *facts = delta->files[i].facts;

		if (whole)
			r->broken[i] = facts[CH_OLD].error_bytes ||
				       facts[CH_NEW].error_bytes;
		if (r->broken[i])
			memset(facts, 0, 2 * sizeof(*facts));
	}
}

/* First the whole, which tells what is broken. */
static void describe(struct run *r, const struct ch_oid *old,
	const struct ch_oid *now, bool whole, struct ch_buf *out)
{
	struct ch_arena arena = { 0 };
	struct ch_compare delta = { 0 };
	struct ch_symdiff diff = { 0 };
	struct ch_err err;

	r->options.whole = whole;
	if (ch_compare_build(
		    r->repo, old, now, &r->options, &arena, &delta, &err) < 0)
		die(err.msg);
	leave_out_broken(r, &delta, whole);
	ch_symdiff_build(&delta, NULL, &diff);
	for (size_t i = 0; i < diff.n; i++) {
		const struct ch_symbol_delta *d = &diff.items[i];

		ch_buf_printf(out, "%s%s%s overload %d lines %u",
			ch_symbol_change_name(d->change),
			d->body_changed ? " body" : "",
			d->reordered ? " reordered" : "", (int)d->overload,
			d->lines);
		add_side(out, &delta, &d->side[CH_OLD]);
		add_side(out, &delta, &d->side[CH_NEW]);
		ch_buf_add_char(out, '\n');
	}
	for (size_t i = 0; i < delta.nfiles; i++)
		r->tokens[whole] += delta.files[i].facts[CH_OLD].ntokens +
				    delta.files[i].facts[CH_NEW].ntokens;
	r->ndeltas += whole ? diff.n : 0;
	ch_symdiff_release(&diff);
	ch_compare_release(&delta);
	ch_arena_release(&arena);
}

static void print_lines(struct run *r, struct ch_str a, struct ch_str b)
{
	struct ch_str x = { NULL, 0 }, y = { NULL, 0 };
	bool more_a = ch_str_line(&a, &x), more_b = ch_str_line(&b, &y);

	while (more_a && more_b && ch_str_eq(x, y)) {
		more_a = ch_str_line(&a, &x);
		more_b = ch_str_line(&b, &y);
	}
	r->ndifferent++;
	printf("whole:  %.*s\nbodies: %.*s\n", more_a ? (int)x.len : 0,
		more_a ? x.ptr : "", more_b ? (int)y.len : 0,
		more_b ? y.ptr : "");
}

static void judge(struct run *r, size_t old, size_t now)
{
	struct ch_buf whole = { 0 }, folded = { 0 };
	char hex[2][CH_OID_HEX + 1];

	describe(r, &r->trees[old], &r->trees[now], true, &whole);
	describe(r, &r->trees[old], &r->trees[now], false, &folded);
	if (!ch_str_eq(ch_buf_str(&whole), ch_buf_str(&folded))) {
		printf("%s %s\n", ch_oid_hex(&r->trees[old], hex[0]),
			ch_oid_hex(&r->trees[now], hex[1]));
		print_lines(r, ch_buf_str(&whole), ch_buf_str(&folded));
	}
	free(r->broken);
	ch_buf_release(&whole);
	ch_buf_release(&folded);
}

int main(int argc, char **argv)
{
	struct ch_linguist *linguist = NULL;
	struct run r = { 0 };
	struct ch_err err;
	size_t step;
	char line[100];

	if (argc < 2)
		die("REPO [STEP]");
	step = argc > 2 ? strtoul(argv[2], NULL, 10) : 1;
	if (ch_git_init(&err) || ch_repo_open(&r.repo, argv[1], &err) ||
		ch_linguist_new(&linguist, NULL, NULL, 0, &err))
		die(err.msg);
	r.options.linguist = linguist;
	r.options.jobs = 1;
	while (fgets(line, sizeof(line), stdin)) {
		line[strcspn(line, "\n")] = '\0';
		CH_GROW(r.trees, r.n, r.cap);
		if (!ch_oid_from_hex(&r.trees[r.n++], line))
			die("not an object id");
	}
	for (size_t i = 0; i + step < r.n; i += step)
		judge(&r, i + step, i);
	printf("%zu changes, %zu comparisons differ, %llu tokens of %llu\n",
		r.ndeltas, r.ndifferent, (unsigned long long)r.tokens[false],
		(unsigned long long)r.tokens[true]);
	free(r.trees);
	ch_linguist_free(linguist);
	ch_repo_free(r.repo);
	ch_git_shutdown();
	return r.ndifferent > 0;
}
