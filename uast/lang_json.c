#include "uast/lang.h"

const struct TSLanguage *tree_sitter_json(void);

enum id { ID_VALUE, ID_OBJECT };

static const char *const ids[] = {
	[ID_VALUE] = ".value",
	[ID_OBJECT] = "object",
};

static bool pair_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	uint32_t value = ch_get(w, node, ID_VALUE);

	if (ch_is(w, value, ID_OBJECT))
		s->kind = CH_KIND_MODULE;
	else
		s->value = ch_fold(w, value);
	/* without the quotes */
	s->name = ch_str_sub(s->name, 1, s->name.len ? s->name.len - 1 : 0);
	s->signature = s->name;
	return true;
}

static const struct ch_lang_row rows[] = {
	{ .type = "pair",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_FIELD,
		.name = ".key",
		.hook = pair_hook },
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
