#include "uast/lang.h"

const struct TSLanguage *tree_sitter_zig(void);

enum id {
	ID_NAME, /* fields */
	ID_TYPE,
	ID_BODY,
	ID_OBJECT,
	ID_IDENTIFIER, /* types */
	ID_STRING,
	ID_CONTENT,
	ID_VARIABLE,
	ID_FIELD,
	ID_STRUCT,
	ID_ENUM,
	ID_UNION,
	ID_OPAQUE,
	ID_ERRORS,
	ID_STATEMENT,
	ID_RETURN,
	ID_ARGUMENTS,
	ID_BUILTIN,
	ID_BUILTIN_NAME,
	ID_USING,
	ID_PARAMETER,
	ID_PARAMETERS,
	ID_PUB, /* tokens */
	ID_EXPORT,
	ID_CONST,
	ID_COMPTIME,
	ID_ELSE,
	ID_EQUALS,
	ID_BRACE
};

static const char *const ids[] = {
	[ID_NAME] = ".name",
	[ID_TYPE] = ".type",
	[ID_BODY] = ".body",
	[ID_OBJECT] = ".object",
	[ID_IDENTIFIER] = "identifier",
	[ID_STRING] = "string",
	[ID_CONTENT] = "string_content",
	[ID_VARIABLE] = "variable_declaration",
	[ID_FIELD] = "container_field",
	[ID_STRUCT] = "struct_declaration",
	[ID_ENUM] = "enum_declaration",
	[ID_UNION] = "union_declaration",
	[ID_OPAQUE] = "opaque_declaration",
	[ID_ERRORS] = "error_set_declaration",
	[ID_STATEMENT] = "expression_statement",
	[ID_RETURN] = "return_expression",
	[ID_ARGUMENTS] = "arguments",
	[ID_BUILTIN] = "builtin_function",
	[ID_BUILTIN_NAME] = "builtin_identifier",
	[ID_USING] = "using_namespace_declaration",
	[ID_PARAMETER] = "parameter",
	[ID_PARAMETERS] = "parameters",
	[ID_PUB] = "'pub",
	[ID_EXPORT] = "'export",
	[ID_CONST] = "'const",
	[ID_COMPTIME] = "'comptime",
	[ID_ELSE] = "'else",
	[ID_EQUALS] = "'=",
	[ID_BRACE] = "'{",
};

/* A row without a type: a container with a name, in functions too. */
enum { ROW_CONTAINER };

static bool has(const struct ch_walk *w, uint32_t node, enum id id)
{
	return ch_get(w, node, id) != CH_NO_NODE;
}

/* ---- containers --------------------------------------------------------- */

/* A struct, enum, union, opaque or error set as a value: its kind. */
static bool container_kind(
	const struct ch_walk *w, uint32_t node, enum ch_kind *kind)
{
	static const struct {
		enum id id;
		enum ch_kind kind;
	} kinds[] = { { ID_STRUCT, CH_KIND_STRUCT },
		{ ID_OPAQUE, CH_KIND_STRUCT }, { ID_UNION, CH_KIND_UNION },
		{ ID_ENUM, CH_KIND_ENUM }, { ID_ERRORS, CH_KIND_ENUM } };

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (ch_is(w, node, kinds[i].id)) {
			*kind = kinds[i].kind;
			return true;
		}
	return false;
}

/* The container that "fn List(comptime T: type) type" returns. */
static uint32_t returned(const struct ch_walk *w, uint32_t function)
{
	uint32_t body = ch_get(w, function, ID_BODY), c, value;
	enum ch_kind kind;

	if (!ch_str_is(ch_text(w, ch_get(w, function, ID_TYPE)), "type"))
		return CH_NO_NODE;
	for (c = ch_get(w, body, ID_STATEMENT); c != CH_NO_NODE;
		c = ch_get_next(w, c, ID_STATEMENT)) {
		value = ch_get(w, c, ID_RETURN);
		value = ch_next(w, ch_first(w, value));
		if (container_kind(w, value, &kind))
			return value;
	}
	return CH_NO_NODE;
}

static bool function_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	uint32_t container = returned(w, node);

	if (has(w, node, ID_EXPORT))
		s->flags |= CH_SYM_EXPORTED;
	if (container == CH_NO_NODE)
		return true;
	/* a type with parameters, not what makes it */
	container_kind(w, container, &s->kind);
	s->generics = ch_fold(w, ch_get(w, node, ID_PARAMETERS));
	return true;
}

/* "test foo" is no foo. */
static bool test_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	(void)node;
	s->qualified = ch_join(w, CH_STR("test"), " ", s->name);
	return true;
}

/* ---- declarations ------------------------------------------------------- */

/* What stands behind the sign. */
static uint32_t value_of(const struct ch_walk *w, uint32_t node)
{
	return ch_next(w, ch_get(w, node, ID_EQUALS));
}

static bool is_type_name(struct ch_str name)
{
	return name.ptr[0] >= 'A' && name.ptr[0] <= 'Z';
}

static bool is_gone(struct ch_str value)
{
	return ch_str_starts(value, "@compileError(") &&
	       (ch_str_find(value, CH_STR("deprecat"), 0) != (size_t)-1 ||
		       ch_str_find(value, CH_STR("Deprecat"), 0) != (size_t)-1);
}

/* The signature ends at the sign. */
static void cut_value(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	uint32_t sign = ch_get(w, node, ID_EQUALS);

	if (sign != CH_NO_NODE)
		s->signature = ch_str_trim(
			ch_fold_bytes(w, s->start_byte, w->nodes[sign].start));
}

static bool variable_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	uint32_t value = value_of(w, node), brace;

	if (has(w, node, ID_EXPORT))
		s->flags |= CH_SYM_EXPORTED;
	if (container_kind(w, value, &s->kind)) {
		brace = ch_get(w, value, ID_BRACE);
		s->body_start =
			w->nodes[brace != CH_NO_NODE ? brace : value].start;
		s->body_end = w->nodes[value].end;
		return true;
	}
	s->kind = CH_KIND_VARIABLE; /* a container's is no field either */
	s->value = ch_fold(w, value);
	if (is_type_name(s->name) && has(w, node, ID_CONST))
		s->kind = CH_KIND_TYPE;
	else if (has(w, node, ID_CONST))
		s->kind = CH_KIND_CONSTANT;
	if (is_gone(s->value))
		s->flags |= CH_SYM_DEPRECATED;
	cut_value(w, node, s);
	return true;
}

static bool is_import(const struct ch_walk *w, uint32_t value)
{
	return ch_is(w, value, ID_BUILTIN) &&
	       ch_str_is(ch_text(w, ch_get(w, value, ID_BUILTIN_NAME)),
		       "@import");
}

/* What only brings a file in is an import, unless it is handed on. */
static void emit_variable(
	struct ch_walk *w, uint32_t node, const struct ch_lang_row *row)
{
	uint32_t name = ch_get(w, node, ID_IDENTIFIER);
	uint32_t value = value_of(w, node);
	enum ch_kind kind;

	if (is_import(w, value) && !has(w, node, ID_PUB))
		return;
	if (container_kind(w, value, &kind))
		row = &w->lang->rows[ROW_CONTAINER];
	if (!ch_str_is(ch_text(w, name), "_"))
		ch_emit(w, row, node, name);
}

static bool field_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	struct ch_symbol *up = NULL;

	if (s->parent != CH_NO_SYMBOL)
		up = &w->facts->symbols[s->parent];
	if (ch_is(w, ch_parent(w, node), ID_ENUM)) {
		s->kind = CH_KIND_VALUE;
		if (ch_str_is(s->name, "_") && up)
			up->flags |= CH_SYM_OPEN;
		if (ch_str_is(s->name, "_"))
			return false;
	}
	s->value = ch_fold(w, value_of(w, node));
	cut_value(w, node, s);
	return true;
}

/* Of "const E = error{ A, B }"; others have no name to be found by. */
static void emit_errors(
	struct ch_walk *w, uint32_t node, const struct ch_lang_row *row)
{
	uint32_t c;

	if (!ch_is(w, ch_parent(w, node), ID_VARIABLE))
		return;
	for (c = ch_get(w, node, ID_IDENTIFIER); c != CH_NO_NODE;
		c = ch_get_next(w, c, ID_IDENTIFIER))
		ch_emit(w, row, c, c);
}

/* ---- parameters --------------------------------------------------------- */

/* "self", or of the type that the function stands in. */
static bool is_receiver(
	const struct ch_walk *w, struct ch_str name, struct ch_str type)
{
	struct ch_str up = { NULL, 0 };

	if (ch_scope(w) == CH_NO_SYMBOL ||
		!ch_kind_is_type(w->facts->symbols[ch_scope(w)].kind))
		return false;
	up = w->facts->symbols[ch_scope(w)].name;
	while (type.len && type.ptr[0] == '*')
		type = ch_str_sub(type, 1, type.len);
	if (ch_str_starts(type, "const "))
		type = ch_str_sub(type, 6, type.len);
	return ch_str_is(name, "self") || ch_str_is(type, "@This()") ||
	       ch_str_is(type, "Self") || ch_str_eq(type, up);
}

static void on_params(struct ch_walk *w, uint32_t list)
{
	uint32_t c = ch_get(w, list, ID_PARAMETER);
	bool first = true;

	for (; c != CH_NO_NODE; c = ch_get_next(w, c, ID_PARAMETER)) {
		struct ch_str name = ch_text(w, ch_get(w, c, ID_NAME));
		struct ch_str type = ch_fold(w, ch_get(w, c, ID_TYPE));
		struct ch_param *p;

		if (has(w, c, ID_COMPTIME))
			type = ch_join(w, CH_STR("comptime"), " ", type);
		p = ch_add_param(w);
		p->name = name;
		p->type = type;
		if (ch_str_is(ch_text(w, c), "..."))
			p->kind = CH_PARAM_VARIADIC;
		else if (first && is_receiver(w, name, type))
			p->kind = CH_PARAM_RECEIVER;
		first = false;
	}
}

/* ---- imports ------------------------------------------------------------ */

static enum ch_import_kind import_kind(struct ch_str name, bool c)
{
	if (c || ch_str_is(name, "std") || ch_str_is(name, "builtin") ||
		ch_str_is(name, "root"))
		return CH_IMPORT_SYSTEM;
	if (ch_str_ends(name, ".zig") || ch_str_ends(name, ".zon"))
		return CH_IMPORT_RELATIVE;
	return CH_IMPORT_EXTERNAL;
}

/* "pub const x = @import("x.zig").y" and usingnamespace hand it on. */
static bool is_handed_on(const struct ch_walk *w, uint32_t node)
{
	uint32_t up = ch_parent(w, node);

	while (ch_is(w, node, ID_OBJECT)) {
		node = up;
		up = ch_parent(w, up);
	}
	return (ch_is(w, up, ID_VARIABLE) || ch_is(w, up, ID_USING)) &&
	       has(w, up, ID_PUB);
}

static void on_import(struct ch_walk *w, uint32_t node)
{
	struct ch_str builtin = ch_text(w, ch_get(w, node, ID_BUILTIN_NAME));
	uint32_t list = ch_get(w, node, ID_ARGUMENTS);
	bool c = ch_str_is(builtin, "@cInclude");
	struct ch_str name =
		ch_text(w, ch_get(w, ch_get(w, list, ID_STRING), ID_CONTENT));

	if (name.len && (c || ch_str_is(builtin, "@import")))
		ch_add_import(w, node, name, import_kind(name, c),
			is_handed_on(w, node));
}

/* ---- the table ---------------------------------------------------------- */

/* "else =>" is where the others lead. */
static void emit_case(
	struct ch_walk *w, uint32_t node, const struct ch_lang_row *row)
{
	(void)row;
	if (!has(w, node, ID_ELSE))
		ch_note_decision(w);
}

static enum ch_visibility visible(
	struct ch_walk *w, uint32_t node, const struct ch_symbol *s)
{
	if (s->kind == CH_KIND_VALUE || ch_is(w, node, ID_FIELD))
		return CH_VIS_PUBLIC;
	if (has(w, node, ID_PUB) || has(w, node, ID_EXPORT))
		return CH_VIS_PUBLIC;
	return CH_VIS_PRIVATE;
}

static const struct ch_lang_row rows[] = {
	[ROW_CONTAINER] = { .role = CH_ROLE_CUSTOM,
		.kind = CH_KIND_STRUCT,
		.hook = variable_hook },
	{ .type = "function_declaration",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_FUNCTION,
		.name = ".name",
		.params = "parameters",
		.result = ".type",
		.body = ".body",
		.hook = function_hook },
	{ .type = "variable_declaration",
		.role = CH_ROLE_CUSTOM,
		.kind = CH_KIND_VARIABLE,
		.traits = CH_ROW_GLOBAL,
		.result = ".type",
		.hook = variable_hook,
		.emit = emit_variable },
	{ .type = "container_field",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_FIELD,
		.traits = CH_ROW_GLOBAL,
		.name = ".name",
		.result = ".type",
		.hook = field_hook },
	{ .type = "error_set_declaration",
		.role = CH_ROLE_CUSTOM,
		.kind = CH_KIND_VALUE,
		.traits = CH_ROW_GLOBAL | CH_ROW_FLAT,
		.emit = emit_errors },
	{ .type = "test_declaration",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_FUNCTION,
		.name = "string/string_content|identifier",
		.body = "block",
		.hook = test_hook },
	{ .type = "builtin_function", .role = CH_ROLE_IMPORT },
	{ .type = "if_statement",
		.role = CH_ROLE_DECISION,
		.traits = CH_ROW_NESTS },
	{ .type = "if_expression",
		.role = CH_ROLE_DECISION,
		.traits = CH_ROW_NESTS },
	{ .type = "for_statement",
		.role = CH_ROLE_DECISION,
		.traits = CH_ROW_NESTS },
	{ .type = "for_expression",
		.role = CH_ROLE_DECISION,
		.traits = CH_ROW_NESTS },
	{ .type = "while_statement",
		.role = CH_ROLE_DECISION,
		.traits = CH_ROW_NESTS },
	{ .type = "while_expression",
		.role = CH_ROLE_DECISION,
		.traits = CH_ROW_NESTS },
	{ .type = "catch_expression",
		.role = CH_ROLE_DECISION,
		.traits = CH_ROW_NESTS },
	{ .type = "switch_expression", .traits = CH_ROW_NESTS },
	{ .type = "switch_case",
		.role = CH_ROLE_CUSTOM,
		.traits = CH_ROW_CASE,
		.emit = emit_case },
	{ .type = "'else", .traits = CH_ROW_ELSE },
	{ .type = "break_label", .traits = CH_ROW_JUMP },
	{ .type = "'and", .role = CH_ROLE_OPERATOR },
	{ .type = "'or", .role = CH_ROLE_OPERATOR },
	{ .type = "'orelse", .role = CH_ROLE_OPERATOR },
	{ .type = "string", .traits = CH_ROW_LITERAL },
	{ .type = "multiline_string", .traits = CH_ROW_LITERAL },
	{ .type = "character", .traits = CH_ROW_LITERAL },
	{ .type = "builtin_type", .traits = CH_ROW_WORD },
	{ .type = "identifier", .role = CH_ROLE_NAME },
	{ .type = "comment", .role = CH_ROLE_COMMENT },
};

const struct ch_lang ch_lang_zig = {
	.name = "Zig",
	.id = "zig",
	.grammar = tree_sitter_zig,
	.separator = ".",
	.rows = rows,
	.nrows = sizeof(rows) / sizeof(rows[0]),
	.ids = ids,
	.nids = sizeof(ids) / sizeof(ids[0]),
	.doc = CH_DOC_OUTER,
	.visible = visible,
	.on_import = on_import,
	.on_params = on_params,
};
