/*
 * two_trees.h - two small trees from strings, parsed, matched and judged.
 *
 * Call order: trees_compare(), read trees.diff, trees_release().
 */
#ifndef CH_TESTS_TWO_TREES_H
#define CH_TESTS_TWO_TREES_H

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "gitlayer/linediff.h"
#include "snapshot/redact.h"
#include "snapshot/rules.h"
#include "snapshot/symdiff.h"
#include "uast/parse.h"

/* A file on both sides; NULL text: not there, old_path NULL: not renamed. */
struct tree_file {
	const char *lang; /* Linguist's name */
	const char *path, *old_path;
	const char *old_text, *new_text;
};

struct trees {
	struct ch_compare delta;
	struct ch_symdiff diff;
	struct ch_arena arena;
	struct ch_secrets secrets;
};

static inline void trees_parse(struct ch_parser *parser, struct ch_differ *d,
	struct trees *t, const struct tree_file *from,
	struct ch_compare_file *f)
{
	const char *old_path = from->old_path ? from->old_path : from->path;

	f->change.path = ch_str_z(from->path);
	if (from->old_path)
		f->change.old_path = ch_str_z(from->old_path);
	f->lang = ch_lang_find(ch_str_z(from->lang));
	if (from->old_text) {
		f->change.old_mode = 0100644;
		f->text[CH_OLD] = ch_str_z(from->old_text);
		ch_parse(parser, f->lang, ch_str_z(old_path), f->text[CH_OLD],
			NULL, NULL, NULL, 0, &t->arena, &f->facts[CH_OLD], NULL,
			NULL);
	}
	if (from->new_text) {
		f->change.new_mode = 0100644;
		f->text[CH_NEW] = ch_str_z(from->new_text);
		ch_parse(parser, f->lang, f->change.path, f->text[CH_NEW], NULL,
			NULL, NULL, 0, &t->arena, &f->facts[CH_NEW], NULL,
			NULL);
	}
	ch_linediff_run(d, CH_DIFF_FAST, f->text[CH_OLD], f->text[CH_NEW],
		&t->arena, &f->diff);
}

/* Files stand in path order, as compare.h gives them. */
static inline void trees_compare(struct trees *t, const struct tree_file *files,
	size_t n, const struct ch_places *places)
{
	struct ch_parser *parser = ch_parser_new();
	struct ch_differ *differ = ch_differ_new();

	memset(t, 0, sizeof(*t));
	t->delta.files = ch_calloc(n, sizeof(*t->delta.files));
	t->delta.nfiles = n;
	for (size_t i = 0; i < n; i++)
		trees_parse(parser, differ, t, &files[i], &t->delta.files[i]);
	ch_symdiff_build(&t->delta, places, &t->diff);
	ch_rules_apply(&t->delta, &t->diff, &t->arena, &t->secrets);
	ch_parser_free(parser);
	ch_differ_free(differ);
}

static inline void trees_release(struct trees *t)
{
	ch_symdiff_release(&t->diff);
	ch_compare_release(&t->delta);
	ch_secrets_release(&t->secrets);
	ch_arena_release(&t->arena);
}

#endif
