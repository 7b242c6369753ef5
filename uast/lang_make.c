#include "uast/lang.h"

const struct TSLanguage *tree_sitter_make(void);

enum id { ID_TARGETS, ID_RECIPE, ID_TARGET_LIST, ID_FILENAMES, ID_EXPORT };

static const char *const ids[] = {
	[ID_TARGETS] = "targets",
	[ID_RECIPE] = "recipe",
	[ID_TARGET_LIST] = ".target_or_pattern",
	[ID_FILENAMES] = ".filenames",
	[ID_EXPORT] = "export_directive",
};

/* ".PHONY: all" is about targets and is none. */
static bool is_special(struct ch_str name)
{
	return name.len > 1 && name.ptr[0] == '.' && name.ptr[1] >= 'A' &&
	       name.ptr[1] <= 'Z';
}

/* "all: lib ## builds all": where the rule says itself what it does. */
static void read_help(
	struct ch_walk *w, uint32_t from, uint32_t to, struct ch_symbol *s)
{
	const struct ch_comment *c =
		ch_comment_at(w, ch_comment_after(w, from));

	if (c && c->start_byte < to &&
		ch_str_starts(ch_str_sub(w->source, c->start_byte, c->end_byte),
			"##"))
		ch_set_doc_text(w, s,
			ch_str_sub(w->source, c->start_byte, c->end_byte));
}

static bool rule_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	uint32_t recipe = ch_get(w, node, ID_RECIPE);
	uint32_t from = w->nodes[node].start, to = w->nodes[node].end;
	struct ch_str head;
	size_t line = ch_str_chr(w->source, '\n', s->name_byte);

	if (recipe != CH_NO_NODE) {
		to = s->body_start = w->nodes[recipe].start;
		s->body_end = w->nodes[recipe].end;
	}
	s->flags &= ~(uint32_t)CH_SYM_DECLARATION;
	head = ch_str_trim(ch_fold_bytes(w, from, to));
	s->signature = head;
	read_help(w, from, line == (size_t)-1 ? to : (uint32_t)line, s);
	return true;
}

/* "a b: c" are two. */
static void emit_rule(
	struct ch_walk *w, uint32_t node, const struct ch_lang_row *row)
{
	uint32_t c = ch_first(w, ch_get(w, node, ID_TARGETS));

	for (; c != CH_NO_NODE; c = ch_next(w, c))
		if (!is_special(ch_text(w, c)))
			ch_emit(w, row, node, c);
}

/* "target: CFLAGS = -g" sets one for a target only. */
static bool variable_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	uint32_t up = ch_parent(w, node);

	if (ch_get(w, node, ID_TARGET_LIST) != CH_NO_NODE)
		return false;
	if (ch_is(w, up, ID_EXPORT))
		s->flags |= CH_SYM_EXPORTED;
	s->signature = s->name;
	return true;
}

static void on_import(struct ch_walk *w, uint32_t node)
{
	uint32_t c = ch_first(w, ch_get(w, node, ID_FILENAMES));

	for (; c != CH_NO_NODE; c = ch_next(w, c)) {
		struct ch_str name = ch_fold(w, c);

		ch_add_import(w, c, name,
			ch_str_starts(name, "/") ? CH_IMPORT_SYSTEM
						 : CH_IMPORT_RELATIVE,
			false);
	}
}

static const struct ch_lang_row rows[] = {
	{ .type = "rule",
		.role = CH_ROLE_CUSTOM,
		.kind = CH_KIND_FUNCTION,
		.traits = CH_ROW_FLAT,
		.hook = rule_hook,
		.emit = emit_rule },
	{ .type = "variable_assignment",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_VARIABLE,
		.traits = CH_ROW_FLAT,
		.name = ".name",
		.value = ".value",
		.hook = variable_hook },
	{ .type = "shell_assignment",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_VARIABLE,
		.traits = CH_ROW_FLAT,
		.name = ".name",
		.value = ".value",
		.hook = variable_hook },
	{ .type = "define_directive",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_MACRO,
		.traits = CH_ROW_FLAT,
		.name = ".name",
		.value = ".value",
		.hook = variable_hook },
	{ .type = "include_directive", .role = CH_ROLE_IMPORT },
	{ .type = "conditional", .role = CH_ROLE_CONDITION },
	{ .type = "comment", .role = CH_ROLE_COMMENT },
};

const struct ch_lang ch_lang_make = {
	.name = "Makefile",
	.id = "make",
	.is_data = true,
	.grammar = tree_sitter_make,
	.separator = ".",
	.rows = rows,
	.nrows = sizeof(rows) / sizeof(rows[0]),
	.ids = ids,
	.nids = sizeof(ids) / sizeof(ids[0]),
	.doc = CH_DOC_ANY,
	.trailing_doc = true,
	.on_import = on_import,
};
