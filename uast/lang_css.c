#include "uast/lang.h"

const struct TSLanguage *tree_sitter_css(void);

enum id {
	ID_SELECTORS,
	ID_BLOCK,
	ID_KEYFRAMES,
	ID_PROPERTY,
	ID_STRING,
	ID_CONTENT,
	ID_CALL,
	ID_ARGUMENTS
};

static const char *const ids[] = {
	[ID_SELECTORS] = "selectors",
	[ID_BLOCK] = "block",
	[ID_KEYFRAMES] = "keyframe_block_list",
	[ID_PROPERTY] = "property_name",
	[ID_STRING] = "string_value",
	[ID_CONTENT] = "string_content",
	[ID_CALL] = "call_expression",
	[ID_ARGUMENTS] = "arguments",
};

/* "a, .b" and "@media (max-width: 10px)": what stands before the block. */
static bool rule_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	uint32_t block = ch_get(w, node, ID_BLOCK);

	if (block == CH_NO_NODE)
		block = ch_get(w, node, ID_KEYFRAMES);
	if (block == CH_NO_NODE)
		return false; /* "@layer a, b;" */
	s->name = ch_str_trim(
		ch_fold_bytes(w, w->nodes[node].start, w->nodes[block].start));
	s->signature = s->name;
	s->body_start = w->nodes[block].start;
	s->body_end = w->nodes[block].end;
	return true;
}

static bool property_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	uint32_t value = ch_next(w, ch_next(w, ch_name_node(w)));

	if (value != CH_NO_NODE)
		s->value = ch_fold_bytes(
			w, w->nodes[value].start, w->nodes[node].end);
	if (ch_str_ends(s->value, ";"))
		s->value.len--;
	s->signature = s->name;
	return true;
}

/* "--main: red" is a variable; other properties have no names of ours. */
static void emit_property(
	struct ch_walk *w, uint32_t node, const struct ch_lang_row *row)
{
	uint32_t name = ch_get(w, node, ID_PROPERTY);

	if (ch_str_starts(ch_text(w, name), "--"))
		ch_emit(w, row, node, name);
}

/* @import "a.css"; @import url("a.css") screen; @import url(a.css) */
static void on_import(struct ch_walk *w, uint32_t node)
{
	uint32_t call = ch_get(w, node, ID_CALL);
	uint32_t list = ch_get(w, call, ID_ARGUMENTS);
	uint32_t string =
		ch_get(w, list == CH_NO_NODE ? node : list, ID_STRING);
	struct ch_str name = ch_text(w, ch_get(w, string, ID_CONTENT));

	if (string == CH_NO_NODE && list != CH_NO_NODE) {
		name = ch_fold(w, list);
		name = ch_str_sub(name, 1, name.len - (name.len > 1));
	}
	if (name.len)
		ch_add_import(w, node, name,
			ch_str_find(name, CH_STR("//"), 0) == (size_t)-1
				? CH_IMPORT_RELATIVE
				: CH_IMPORT_EXTERNAL,
			false);
}

/* Named by its first token; the hook says the rest. */
static void emit_rule(
	struct ch_walk *w, uint32_t node, const struct ch_lang_row *row)
{
	ch_emit(w, row, node, ch_first(w, node));
}

#define RULE(what)                                                            \
	{                                                                     \
		.type = what, .role = CH_ROLE_CUSTOM, .kind = CH_KIND_MODULE, \
		.hook = rule_hook, .emit = emit_rule                          \
	}

static const struct ch_lang_row rows[] = {
	RULE("rule_set"),
	RULE("media_statement"),
	RULE("supports_statement"),
	RULE("keyframes_statement"),
	RULE("at_rule"),
	{ .type = "declaration",
		.role = CH_ROLE_CUSTOM,
		.kind = CH_KIND_VARIABLE,
		.traits = CH_ROW_FLAT,
		.hook = property_hook,
		.emit = emit_property },
	{ .type = "import_statement", .role = CH_ROLE_IMPORT },
	{ .type = "comment", .role = CH_ROLE_COMMENT },
};

const struct ch_lang ch_lang_css = {
	.name = "CSS",
	.id = "css",
	.is_data = true,
	.max_depth = 8,
	.grammar = tree_sitter_css,
	.separator = " ",
	.rows = rows,
	.nrows = sizeof(rows) / sizeof(rows[0]),
	.ids = ids,
	.nids = sizeof(ids) / sizeof(ids[0]),
	.doc = CH_DOC_ANY,
	.on_import = on_import,
};
