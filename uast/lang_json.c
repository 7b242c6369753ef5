#include "uast/lang.h"

const struct TSLanguage *tree_sitter_json(void);

enum id { ID_KEY, ID_VALUE, ID_OBJECT };

static const char *const ids[] = {
	[ID_KEY] = ".key",
	[ID_VALUE] = ".value",
	[ID_OBJECT] = "object",
};

/* A row without a type: a key of keys. */
enum { ROW_SECTION };

static bool pair_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	if (s->kind == CH_KIND_FIELD)
		s->value = ch_fold(w, ch_get(w, node, ID_VALUE));
	/* without the quotes */
	s->name = ch_str_sub(s->name, 1, s->name.len ? s->name.len - 1 : 0);
	s->signature = s->name;
	return true;
}

static void emit_pair(
	struct ch_walk *w, uint32_t node, const struct ch_lang_row *row)
{
	if (ch_is(w, ch_get(w, node, ID_VALUE), ID_OBJECT))
		row = &w->lang->rows[ROW_SECTION];
	ch_emit(w, row, node, ch_get(w, node, ID_KEY));
}

static const struct ch_lang_row rows[] = {
	[ROW_SECTION] = { .role = CH_ROLE_CUSTOM,
		.kind = CH_KIND_MODULE,
		.hook = pair_hook },
	{ .type = "pair",
		.role = CH_ROLE_CUSTOM,
		.kind = CH_KIND_FIELD,
		.hook = pair_hook,
		.emit = emit_pair },
	/* elements have no names */
	{ .type = "array", .traits = CH_ROW_HIDDEN },
	{ .type = "comment", .role = CH_ROLE_COMMENT },
};

const struct ch_lang ch_lang_json = {
	.name = "JSON",
	.alias = "JSON with Comments",
	.id = "json",
	.is_data = true,
	.max_depth = 3,
	.grammar = tree_sitter_json,
	.separator = ".",
	.rows = rows,
	.nrows = sizeof(rows) / sizeof(rows[0]),
	.ids = ids,
	.nids = sizeof(ids) / sizeof(ids[0]),
	.doc = CH_DOC_ANY,
};
