#include <string.h>

#include "uast/lang.h"

const struct TSLanguage *ch_sql_grammar(void); /* sql_scanner.c */

enum id {
	ID_NAME, /* fields */
	ID_COLUMN,
	ID_ENUM_ELEMENT,
	ID_IDENTIFIER, /* types */
	ID_REFERENCE,
	ID_COLUMNS,
	ID_ENUM,
	ID_ADD,
	ID_ARGUMENT,
	ID_RETURNS,
	ID_BODY
};

static const char *const ids[] = {
	[ID_NAME] = ".name",
	[ID_COLUMN] = ".column",
	[ID_ENUM_ELEMENT] = ".enum_element",
	[ID_IDENTIFIER] = "identifier",
	[ID_REFERENCE] = "object_reference",
	[ID_COLUMNS] = "column_definitions",
	[ID_ENUM] = "enum_elements",
	[ID_ADD] = "add_column",
	[ID_ARGUMENT] = "function_argument",
	[ID_RETURNS] = "keyword_returns",
	[ID_BODY] = "function_body",
};

/* "a", `a`, 'a', [a] */
static struct ch_str unquoted(struct ch_str s)
{
	if (s.len > 2 && strchr("\"`'[", s.ptr[0]))
		return ch_str_sub(s, 1, s.len - 1);
	return s;
}

/* schema.name stands before what is made of it. */
static bool object_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	uint32_t name = ch_name_node(w), up = ch_parent(w, name);
	uint32_t body = ch_get(w, node, ID_COLUMNS);
	uint32_t list = ch_get(w, node, ID_ENUM);

	s->name = unquoted(s->name);
	s->qualified = s->name;
	if (ch_is(w, up, ID_REFERENCE))
		s->qualified = ch_join(w,
			ch_str_trim(ch_fold_bytes(
				w, w->nodes[up].start, w->nodes[name].start)),
			"", s->name);
	if (s->kind == CH_KIND_TYPE && list != CH_NO_NODE)
		s->kind = CH_KIND_ENUM;
	else if (s->kind == CH_KIND_TYPE && body != CH_NO_NODE)
		s->kind = CH_KIND_STRUCT;
	if (list != CH_NO_NODE)
		body = list;
	if (body != CH_NO_NODE && s->kind != CH_KIND_FUNCTION) {
		s->body_start = w->nodes[body].start;
		s->body_end = w->nodes[body].end;
	}
	return true;
}

/* An index is found by its table. */
static bool index_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	struct ch_str table = ch_fold(w, ch_get(w, node, ID_REFERENCE));

	s->name = unquoted(s->name);
	s->qualified = ch_join(w, table, ".", s->name);
	return true;
}

/* "ALTER TABLE t ADD COLUMN c" makes t.c. */
static bool column_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	uint32_t up = ch_parent(w, node);

	s->name = unquoted(s->name);
	if (ch_is(w, up, ID_ADD))
		s->qualified = ch_join(w,
			ch_fold(w, ch_get(w, ch_parent(w, up), ID_REFERENCE)),
			".", s->name);
	return true;
}

static bool value_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	(void)w;
	(void)node;
	s->signature = s->name = unquoted(s->name);
	return true;
}

static void emit_values(
	struct ch_walk *w, uint32_t node, const struct ch_lang_row *row)
{
	uint32_t c;

	for (c = ch_get(w, node, ID_ENUM_ELEMENT); c != CH_NO_NODE;
		c = ch_get_next(w, c, ID_ENUM_ELEMENT))
		ch_emit(w, row, c, c);
}

/* ---- functions ---------------------------------------------------------- */

/* "IN a integer DEFAULT 1" */
static void read_params(struct ch_walk *w, uint32_t list)
{
	uint32_t c = ch_get(w, list, ID_ARGUMENT);

	for (; c != CH_NO_NODE; c = ch_get_next(w, c, ID_ARGUMENT)) {
		uint32_t name = ch_get(w, c, ID_IDENTIFIER);
		uint32_t type = ch_next(w, name);
		uint32_t dflt = ch_next(w, ch_next(w, type));
		struct ch_str text = ch_fold(w, name);
		struct ch_str folded = ch_fold(w, type);
		struct ch_str value = ch_fold(w, dflt);
		struct ch_param *p = ch_add_param(w);

		p->name = text;
		p->type = folded;
		p->dflt = value;
		p->optional = value.len > 0;
	}
}

/* "RETURNS int", "RETURNS TABLE (a int)" */
static bool function_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	uint32_t returns = ch_get(w, node, ID_RETURNS);
	uint32_t first = ch_next(w, returns), last = first;

	if (ch_is(w, ch_next(w, first), ID_COLUMNS))
		last = ch_next(w, first);
	if (first != CH_NO_NODE)
		s->result = ch_fold_bytes(
			w, w->nodes[first].start, w->nodes[last].end);
	return object_hook(w, node, s);
}

#define OBJECT(what, is)                                          \
	{                                                         \
		.type = what, .role = CH_ROLE_SYMBOL, .kind = is, \
		.name = "object_reference/.name|identifier",      \
		.value = "create_query", .hook = object_hook      \
	}

static const struct ch_lang_row rows[] = {
	OBJECT("create_table", CH_KIND_STRUCT),
	OBJECT("create_view", CH_KIND_INTERFACE),
	OBJECT("create_materialized_view", CH_KIND_INTERFACE),
	OBJECT("create_type", CH_KIND_TYPE),
	OBJECT("create_sequence", CH_KIND_VARIABLE),
	OBJECT("create_schema", CH_KIND_MODULE),
	OBJECT("create_trigger", CH_KIND_FUNCTION),
	{ .type = "create_function",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_FUNCTION,
		.name = "object_reference/.name",
		.params = "function_arguments",
		.body = "function_body",
		.hook = function_hook },
	{ .type = "create_index",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_CONSTANT,
		.name = ".column",
		.hook = index_hook },
	{ .type = "column_definition",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_FIELD,
		.traits = CH_ROW_GLOBAL | CH_ROW_FLAT,
		.name = ".name",
		.result = ".type",
		.hook = column_hook },
	{ .type = "enum_elements",
		.role = CH_ROLE_CUSTOM,
		.kind = CH_KIND_VALUE,
		.traits = CH_ROW_FLAT,
		.hook = value_hook,
		.emit = emit_values },
	{ .type = "comment", .role = CH_ROLE_COMMENT },
	{ .type = "marginalia", .role = CH_ROLE_COMMENT },
};

const struct ch_lang ch_lang_sql = {
	.name = "SQL",
	.alias = "PLpgSQL",
	.id = "sql",
	.is_data = true,
	.grammar = ch_sql_grammar,
	.separator = ".",
	.rows = rows,
	.nrows = sizeof(rows) / sizeof(rows[0]),
	.ids = ids,
	.nids = sizeof(ids) / sizeof(ids[0]),
	.doc = CH_DOC_ANY,
	.trailing_doc = true,
	.on_params = read_params,
};
