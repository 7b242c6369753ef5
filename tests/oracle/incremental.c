/*
 * incremental LANGUAGE VERSION... - by hand: successive versions of one file,
 * each parsed from the tree before it and from nothing.
 *
 *	git log --reverse --format=%h -- PATH | nl | while read i c; do
 *		git show $c:PATH >$(printf %04d $i).c; done
 *	incremental C *.c
 *
 * Prints how many versions gave other facts, and the seconds of both ways.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/buf.h"
#include "uast/parse.h"

static int slurp(struct ch_buf *b, const char *path)
{
	FILE *f = fopen(path, "rb");
	char part[65536];
	size_t n;

	ch_buf_clear(b);
	if (!f)
		return -1;
	while ((n = fread(part, 1, sizeof(part), f)) > 0)
		ch_buf_add(b, part, n);
	fclose(f);
	return 0;
}

/* What differs between equal heads and tails. */
static struct ch_edit edit_between(struct ch_str a, struct ch_str b)
{
	size_t n = a.len < b.len ? a.len : b.len, head = 0, tail = 0;
	struct ch_edit e;

	while (head < n && a.ptr[head] == b.ptr[head])
		head++;
	while (tail < n - head &&
		a.ptr[a.len - tail - 1] == b.ptr[b.len - tail - 1])
		tail++;
	e.start = (uint32_t)head;
	e.old_end = (uint32_t)(a.len - tail);
	e.new_end = (uint32_t)(b.len - tail);
	return e;
}

static bool same_symbol(const struct ch_symbol *a, const struct ch_symbol *b)
{
	return a->kind == b->kind && a->flags == b->flags &&
	       a->start_byte == b->start_byte && a->end_byte == b->end_byte &&
	       a->visibility == b->visibility && a->parent == b->parent &&
	       a->decisions == b->decisions && a->nparams == b->nparams &&
	       a->text_hash == b->text_hash && a->body_hash == b->body_hash &&
	       ch_str_eq(a->qualified, b->qualified) &&
	       ch_str_eq(a->signature, b->signature) &&
	       ch_str_eq(a->doc, b->doc) &&
	       ch_str_eq(a->attributes, b->attributes);
}

static bool same_facts(const struct ch_facts *a, const struct ch_facts *b)
{
	if (a->nsymbols != b->nsymbols || a->ncomments != b->ncomments ||
		a->nimports != b->nimports || a->ntokens != b->ntokens ||
		a->error_bytes != b->error_bytes)
		return false;
	for (size_t i = 0; i < a->nsymbols; i++)
		if (!same_symbol(&a->symbols[i], &b->symbols[i]))
			return false;
	return !a->ncomments || !memcmp(a->comments, b->comments,
					a->ncomments * sizeof(*a->comments));
}

static double cpu_s(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

int main(int argc, char **argv)
{
	struct ch_parser *p = ch_parser_new();
	struct ch_buf now = { 0 }, before = { 0 }, swap;
	struct ch_arena arenas[2] = { 0 }; /* of this version, of the last */
	struct ch_tree *tree = NULL, *next;
	struct ch_facts a, b;
	double steps = 0, whole = 0, t0, t1;
	size_t bytes = 0, differ = 0, errors = 0;

	for (int i = 2; i < argc; i++) {
		struct ch_str path = ch_str_z(argv[i]);
		struct ch_arena *arena = &arenas[i % 2];
		const struct ch_lang *lang;
		struct ch_edit e;

		if (slurp(&now, argv[i]))
			continue;
		lang = ch_lang_for(ch_str_z(argv[1]), path, ch_buf_str(&now));
		if (!lang)
			return 2;
		e = edit_between(ch_buf_str(&before), ch_buf_str(&now));
		ch_arena_reset(arena);
		t0 = cpu_s();
		if (ch_parse(p, lang, path, ch_buf_str(&now), NULL, tree, &e,
			    tree ? 1 : 0, arena, &a, &next, NULL))
			continue;
		t1 = cpu_s();
		steps += t1 - t0;
		ch_parse(p, lang, path, ch_buf_str(&now), NULL, NULL, NULL, 0,
			arena, &b, NULL, NULL);
		whole += cpu_s() - t1;
		bytes += now.len;
		errors += a.error_bytes > 0;
		if (!same_facts(&a, &b)) {
			printf("%s differs\n", argv[i]);
			differ++;
		}
		ch_tree_free(tree);
		tree = next;
		swap = before;
		before = now;
		now = swap;
	}
	printf("%d versions, %zu bytes, %zu differ, %zu with errors, "
	       "incremental %.2f s, full %.2f s\n",
		argc - 2, bytes, differ, errors, steps, whole);
	ch_tree_free(tree);
	ch_parser_free(p);
	ch_buf_release(&now);
	ch_buf_release(&before);
	ch_arena_release(&arenas[0]);
	ch_arena_release(&arenas[1]);
	return differ > 0;
}
