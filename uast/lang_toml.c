#include "uast/lang.h"

const struct TSLanguage *tree_sitter_toml(void);

enum id { ID_INLINE_TABLE, ID_EQUALS };

static const char *const ids[] = {
	[ID_INLINE_TABLE] = "inline_table",
	[ID_EQUALS] = "'=",
};

static bool table_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	uint32_t bracket = ch_next(w, ch_name_node(w));

	s->name = ch_fold(w, ch_name_node(w));
	s->signature = ch_fold_bytes(w, w->nodes[node].start,
		w->nodes[bracket == CH_NO_NODE ? node : bracket].end);
	return true;
}

static bool pair_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	uint32_t value = ch_next(w, ch_get(w, node, ID_EQUALS));

	if (ch_is(w, value, ID_INLINE_TABLE))
		s->kind = CH_KIND_MODULE;
	else
		s->value = ch_fold(w, value);
	s->name = ch_fold(w, ch_name_node(w));
	s->signature = s->name;
	return true;
}

static const struct ch_lang_row rows[] = {
	{ .type = "table",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_MODULE,
		.name = "bare_key|dotted_key|quoted_key",
		.hook = table_hook },
	{ .type = "table_array_element",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_MODULE,
		.name = "bare_key|dotted_key|quoted_key",
		.hook = table_hook },
	{ .type = "pair",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_FIELD,
		.name = "bare_key|dotted_key|quoted_key",
		.hook = pair_hook },
	/* elements have no names */
	{ .type = "array", .traits = CH_ROW_HIDDEN },
	{ .type = "comment", .role = CH_ROLE_COMMENT },
};

const struct ch_lang ch_lang_toml = {
	.name = "TOML",
	.id = "toml",
	.is_data = true,
	.max_depth = 3,
	.grammar = tree_sitter_toml,
	.separator = ".",
	.rows = rows,
	.nrows = sizeof(rows) / sizeof(rows[0]),
	.ids = ids,
	.nids = sizeof(ids) / sizeof(ids[0]),
	.doc = CH_DOC_ANY,
	.trailing_doc = true,
};
