#include "uast/lang.h"

const struct TSLanguage *tree_sitter_yaml(void);

enum id {
	ID_KEY,
	ID_VALUE,
	ID_BLOCK_MAPPING,
	ID_FLOW_MAPPING,
	ID_PLAIN,
	ID_DOUBLE,
	ID_SINGLE
};

static const char *const ids[] = {
	[ID_KEY] = ".key",
	[ID_VALUE] = ".value",
	[ID_BLOCK_MAPPING] = "block_mapping",
	[ID_FLOW_MAPPING] = "flow_mapping",
	[ID_PLAIN] = "plain_scalar",
	[ID_DOUBLE] = "double_quote_scalar",
	[ID_SINGLE] = "single_quote_scalar",
};

/* A row without a type: a key of keys. */
enum { ROW_SECTION };

static bool pair_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	uint32_t key = ch_name_node(w);

	if (s->kind == CH_KIND_FIELD)
		s->value = ch_fold(w, ch_get(w, node, ID_VALUE));
	if (!ch_is(w, key, ID_PLAIN) && s->name.len)
		s->name = ch_str_sub(s->name, 1, s->name.len - 1);
	s->signature = s->name;
	return true;
}

/* "<<" takes another mapping's keys and is none. */
static void emit_pair(
	struct ch_walk *w, uint32_t node, const struct ch_lang_row *row)
{
	uint32_t key = ch_get(w, node, ID_KEY);
	uint32_t name = ch_get(w, key, ID_PLAIN);
	uint32_t value = ch_get(w, node, ID_VALUE);

	if (ch_get(w, value, ID_BLOCK_MAPPING) != CH_NO_NODE ||
		ch_get(w, value, ID_FLOW_MAPPING) != CH_NO_NODE)
		row = &w->lang->rows[ROW_SECTION];
	if (name == CH_NO_NODE)
		name = ch_get(w, key, ID_DOUBLE);
	if (name == CH_NO_NODE)
		name = ch_get(w, key, ID_SINGLE);
	if (!ch_str_is(ch_text(w, name), "<<"))
		ch_emit(w, row, node, name);
}

static const struct ch_lang_row rows[] = {
	[ROW_SECTION] = { .role = CH_ROLE_CUSTOM,
		.kind = CH_KIND_MODULE,
		.hook = pair_hook },
	{ .type = "block_mapping_pair",
		.role = CH_ROLE_CUSTOM,
		.kind = CH_KIND_FIELD,
		.hook = pair_hook,
		.emit = emit_pair },
	{ .type = "flow_pair",
		.role = CH_ROLE_CUSTOM,
		.kind = CH_KIND_FIELD,
		.hook = pair_hook,
		.emit = emit_pair },
	{ .type = "double_quote_scalar", .traits = CH_ROW_LEAF },
	{ .type = "single_quote_scalar", .traits = CH_ROW_LEAF },
	{ .type = "block_scalar", .traits = CH_ROW_LEAF },
	/* items have no names */
	{ .type = "block_sequence", .traits = CH_ROW_HIDDEN },
	{ .type = "flow_sequence", .traits = CH_ROW_HIDDEN },
	{ .type = "comment", .role = CH_ROLE_COMMENT },
};

const struct ch_lang ch_lang_yaml = {
	.name = "YAML",
	.id = "yaml",
	.is_data = true,
	.max_depth = 3,
	.grammar = tree_sitter_yaml,
	.separator = ".",
	.rows = rows,
	.nrows = sizeof(rows) / sizeof(rows[0]),
	.ids = ids,
	.nids = sizeof(ids) / sizeof(ids[0]),
	.doc = CH_DOC_ANY,
	.trailing_doc = true,
};
