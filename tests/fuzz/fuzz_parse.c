/*
 * Any bytes in any language give facts that stay inside the source, and the
 * same facts again from an earlier tree.
 *
 * Input: a byte that selects the language, a byte and a half that place an
 * edit, then the source.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "uast/parse.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool ok)
{
	if (!ok)
		abort();
}

static void check_symbols(const struct ch_facts *f)
{
	for (size_t i = 0; i < f->nsymbols; i++) {
		const struct ch_symbol *s = &f->symbols[i];

		check(s->name.len > 0 && s->qualified.len >= s->name.len);
		check(s->start_byte <= s->end_byte && s->end_byte <= f->bytes);
		check(s->start_line <= s->end_line);
		check(s->end_line <= f->lines);
		check(s->body_start <= s->body_end && s->body_end <= f->bytes);
		check(s->parent == CH_NO_SYMBOL || s->parent < i);
		check(s->name_byte <= f->bytes);
	}
	for (size_t i = 1; i < f->ncomments; i++)
		check(f->comments[i - 1].end_byte <= f->comments[i].start_byte);
	for (size_t i = 1; i < f->nnames; i++)
		check(ch_str_cmp(f->names[i - 1], f->names[i]) < 0);
}

static void check_same(const struct ch_facts *a, const struct ch_facts *b)
{
	check(a->nsymbols == b->nsymbols && a->ntokens == b->ntokens);
	check(a->ncomments == b->ncomments && a->nimports == b->nimports);
	check(a->error_bytes == b->error_bytes);
	for (size_t i = 0; i < a->nsymbols; i++) {
		const struct ch_symbol *s = &a->symbols[i];
		const struct ch_symbol *t = &b->symbols[i];

		check(s->kind == t->kind && s->flags == t->flags);
		check(s->visibility == t->visibility);
		check(s->text_hash == t->text_hash);
		check(s->body_hash == t->body_hash);
		check(ch_str_eq(s->qualified, t->qualified));
		check(ch_str_eq(s->signature, t->signature));
		check(ch_str_eq(s->doc, t->doc));
	}
}

/* Parse without the edit's bytes, then with them, from that tree and anew. */
static void parse_twice(struct ch_parser *p, const struct ch_lang *lang,
	struct ch_str source, size_t at, size_t len)
{
	struct ch_parse_options o = {
		.names = true, .metrics = true, .max_operations = 300000
	};
	struct ch_str path = CH_STR("x.h");
	struct ch_arena arena = { 0 };
	struct ch_facts before, after, anew;
	struct ch_tree *tree = NULL, *next = NULL;
	char *old = ch_malloc(source.len + 1);
	struct ch_edit e;

	at = at < source.len ? at : source.len;
	len = len < source.len - at ? len : source.len - at;
	if (source.len)
		memcpy(old, source.ptr, at);
	if (source.len)
		memcpy(old + at, source.ptr + at + len, source.len - at - len);
	e.start = e.old_end = (uint32_t)at;
	e.new_end = (uint32_t)(at + len);
	check(!ch_parse(p, lang, path, ch_str_n(old, source.len - len), &o,
		NULL, NULL, 0, &arena, &before, &tree, NULL));
	check(!ch_parse(p, lang, path, source, &o, tree, &e, 1, &arena, &after,
		&next, NULL));
	check(!ch_parse(p, lang, path, source, &o, NULL, NULL, 0, &arena, &anew,
		NULL, NULL));
	check_symbols(&before);
	check_symbols(&after);
	check(after.truncated == anew.truncated);
	check_same(&after, &anew);
	ch_tree_free(tree);
	ch_tree_free(next);
	ch_arena_release(&arena);
	free(old);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct ch_parser *p;

	if (size < 3)
		return 0;
	p = ch_parser_new();
	parse_twice(p, ch_lang_at(data[0] % ch_lang_count()),
		ch_str_n((const char *)data + 3, size - 3), data[1],
		data[2] % 64);
	ch_parser_free(p);
	return 0;
}
