/* TypeScript and TSX: one description, two grammars. */
#include "uast/ecma.h"

const struct TSLanguage *tree_sitter_typescript(void);
const struct TSLanguage *tree_sitter_tsx(void);

static const char *const ts_ids[] = {
	EC_IDS,
	[TS_TYPE] = ".type",
	[TS_PATTERN] = ".pattern",
	[TS_RETURN_TYPE] = ".return_type",
	[TS_TYPE_PARAMETERS] = ".type_parameters",
	[TS_REQUIRED] = "required_parameter",
	[TS_OPTIONAL] = "optional_parameter",
	[TS_ACCESSIBILITY] = "accessibility_modifier",
	[TS_READONLY] = "readonly",
	[TS_MODULE] = "module",
	[TS_NAMESPACE] = "internal_module",
	[TS_AMBIENT] = "ambient_declaration",
	[TS_INTERFACE_BODY] = "interface_body",
	[TS_OBJECT_TYPE] = "object_type",
	[TS_TYPE_ALIAS] = "type_alias_declaration",
	[TS_INTERSECTION] = "intersection_type",
	[TS_EXTENDS] = "extends_clause",
	[TS_IMPLEMENTS] = "implements_clause",
	[TS_EXTENDS_TYPE] = "extends_type_clause",
	[TS_ENUM_ASSIGNMENT] = "enum_assignment",
	[TS_INDEX_TYPE] = ".index_type",
	[TS_QUESTION] = "?",
	[TS_IMPORT_REQUIRE] = "import_require_clause",
	[TS_THIS] = "this",
	[TS_CALL_SIGNATURE] = "call_signature",
	[TS_CONSTRUCT_SIGNATURE] = "construct_signature",
};

static bool interface_hook(
	struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	uint32_t clause = ch_get(w, node, TS_EXTENDS_TYPE);
	uint32_t first = ch_next(w, ch_first(w, clause));

	if (first != CH_NO_NODE)
		s->bases = ch_fold_bytes(
			w, w->nodes[first].start, w->nodes[clause].end);
	if (ec_in_function(w, node))
		s->flags |= CH_SYM_LOCAL;
	return true;
}

static bool type_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	if (ec_in_function(w, node))
		s->flags |= CH_SYM_LOCAL;
	return true;
}

static bool module_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	(void)w;
	(void)node;
	s->name = ec_unquote(s->name);
	return true;
}

/* Members of an interface or of "type T = { ... } & U", not of other types. */
static bool is_member(const struct ch_walk *w, uint32_t node)
{
	uint32_t up = ch_parent(w, node);
	int i;

	if (ch_is(w, up, TS_INTERFACE_BODY) || ch_is(w, up, EC_CLASS_BODY))
		return true;
	if (!ch_is(w, up, TS_OBJECT_TYPE))
		return false;
	up = ch_parent(w, up);
	for (i = 0; i < 8 && ch_is(w, up, TS_INTERSECTION); i++)
		up = ch_parent(w, up);
	return ch_is(w, up, TS_TYPE_ALIAS);
}

/* Without "?" who implements the interface must have it. */
static void require_member(
	const struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	if (ch_is(w, ch_parent(w, node), TS_INTERFACE_BODY) &&
		ch_get(w, node, TS_QUESTION) == CH_NO_NODE)
		s->flags |= CH_SYM_ABSTRACT;
}

static bool method_signature_hook(
	struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	if (!is_member(w, node))
		return false;
	require_member(w, node, s);
	if (ch_is(w, ch_parent(w, node), EC_CLASS_BODY))
		s->flags |= CH_SYM_DECLARATION; /* an overload */
	return ec_function(w, node, s);
}

static bool property_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	if (!is_member(w, node))
		return false;
	require_member(w, node, s);
	return ec_field(w, node, s);
}

/* "(x: T): U" and "new (x: T): U" are called () and new. */
static bool call_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	bool constructs = ch_is(w, node, TS_CONSTRUCT_SIGNATURE);

	if (!is_member(w, node))
		return false;
	ec_function(w, node, s);
	s->name = constructs ? CH_STR("new") : CH_STR("()");
	if (constructs)
		s->result = ec_type_text(w, ch_get(w, node, TS_TYPE));
	return true;
}

static void emit_call_signature(
	struct ch_walk *w, uint32_t node, const struct ch_lang_row *row)
{
	ch_emit(w, row, node, ch_first(w, node));
}

static bool index_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	struct ch_str key = ch_fold(w, ch_get(w, node, TS_INDEX_TYPE));

	/* "[K in T]: U" makes no member */
	if (!is_member(w, node) || !key.len)
		return false;
	s->name = ch_arena_printf(w->arena, "[%.*s]", (int)key.len, key.ptr);
	s->result = ec_type_text(w, ch_get(w, node, TS_TYPE));
	return true;
}

static bool enum_value_hook(
	struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	(void)w;
	(void)node;
	s->name = ec_unquote(s->name);
	return true;
}

/* Values stand in the body as bare names or as assignments. */
static void emit_enum_values(
	struct ch_walk *w, uint32_t body, const struct ch_lang_row *row)
{
	uint32_t c;

	for (c = ch_first(w, body); c != CH_NO_NODE; c = ch_next(w, c)) {
		if (ch_is(w, c, TS_ENUM_ASSIGNMENT))
			ch_emit(w, row, c, ch_get(w, c, EC_NAME));
		else if (ch_is(w, c, EC_NAME))
			ch_emit(w, row, c, c);
	}
}

static const struct ch_lang_row ts_rows[] = {
	{ .type = "function_declaration",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_FUNCTION,
		.name = ".name",
		.params = ".parameters",
		.generics = ".type_parameters",
		.body = ".body",
		.hook = ec_function },
	{ .type = "generator_function_declaration",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_FUNCTION,
		.name = ".name",
		.params = ".parameters",
		.generics = ".type_parameters",
		.body = ".body",
		.hook = ec_function },
	{ .type = "function_signature",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_FUNCTION,
		.flags = CH_SYM_DECLARATION,
		.name = ".name",
		.params = ".parameters",
		.generics = ".type_parameters",
		.hook = ec_function },
	{ .type = "class_declaration",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_CLASS,
		.name = ".name",
		.generics = ".type_parameters",
		.body = ".body",
		.hook = ec_class },
	{ .type = "abstract_class_declaration",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_CLASS,
		.name = ".name",
		.generics = ".type_parameters",
		.body = ".body",
		.hook = ec_class },
	{ .type = "interface_declaration",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_INTERFACE,
		.name = ".name",
		.generics = ".type_parameters",
		.body = ".body",
		.hook = interface_hook },
	{ .type = "enum_declaration",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_ENUM,
		.name = ".name",
		.body = ".body",
		.hook = type_hook },
	{ .type = "enum_body",
		.role = CH_ROLE_CUSTOM,
		.kind = CH_KIND_VALUE,
		.traits = CH_ROW_FLAT,
		.value = ".value",
		.hook = enum_value_hook,
		.emit = emit_enum_values },
	{ .type = "type_alias_declaration",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_TYPE,
		.name = ".name",
		.result = ".value",
		.generics = ".type_parameters",
		.hook = type_hook },
	{ .type = "internal_module",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_MODULE,
		.name = ".name",
		.body = ".body",
		.hook = module_hook },
	{ .type = "module",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_MODULE,
		.name = ".name",
		.body = ".body",
		.hook = module_hook },
	{ .type = "method_definition",
		.role = CH_ROLE_CUSTOM,
		.kind = CH_KIND_METHOD,
		.params = ".parameters",
		.generics = ".type_parameters",
		.body = ".body",
		.hook = ec_function,
		.emit = ec_emit_method },
	/* behind it, because ec_emit_method() takes it for the properties */
	{ .type = "required_parameter",
		.kind = CH_KIND_FIELD,
		.traits = CH_ROW_FLAT,
		.value = ".value",
		.hook = ec_field },
	{ .type = "abstract_method_signature",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_METHOD,
		.flags = CH_SYM_ABSTRACT | CH_SYM_DECLARATION,
		.name = ".name",
		.params = ".parameters",
		.generics = ".type_parameters",
		.hook = ec_function },
	{ .type = "method_signature",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_METHOD,
		.name = ".name",
		.params = ".parameters",
		.generics = ".type_parameters",
		.hook = method_signature_hook },
	{ .type = "call_signature",
		.role = CH_ROLE_CUSTOM,
		.kind = CH_KIND_METHOD,
		.flags = CH_SYM_ABSTRACT,
		.params = ".parameters",
		.generics = ".type_parameters",
		.hook = call_hook,
		.emit = emit_call_signature },
	{ .type = "construct_signature",
		.role = CH_ROLE_CUSTOM,
		.kind = CH_KIND_METHOD,
		.flags = CH_SYM_ABSTRACT,
		.params = ".parameters",
		.generics = ".type_parameters",
		.hook = call_hook,
		.emit = emit_call_signature },
	{ .type = "index_signature",
		.role = CH_ROLE_CUSTOM,
		.kind = CH_KIND_FIELD,
		.traits = CH_ROW_FLAT,
		.hook = index_hook,
		.emit = emit_call_signature },
	{ .type = "property_signature",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_FIELD,
		.traits = CH_ROW_FLAT,
		.name = ".name",
		.hook = property_hook },
	{ .type = "public_field_definition",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_FIELD,
		.name = ".name",
		.value = ".value",
		.hook = ec_field },
	{ .type = "variable_declarator",
		.role = CH_ROLE_CUSTOM,
		.kind = CH_KIND_VARIABLE,
		.value = ".value",
		.hook = ec_variable,
		.emit = ec_emit_variable },
	{ .type = "assignment_expression",
		.role = CH_ROLE_CUSTOM,
		.kind = CH_KIND_METHOD,
		.value = ".right",
		.hook = ec_assigned,
		.emit = ec_emit_assigned },
	{ .type = "pair",
		.role = CH_ROLE_CUSTOM,
		.kind = CH_KIND_METHOD,
		.hook = ec_pair,
		.emit = ec_emit_pair },
	{ .type = "arrow_function",
		.role = CH_ROLE_CUSTOM,
		.kind = CH_KIND_FUNCTION,
		.traits = CH_ROW_DEEPER,
		.hook = ec_default,
		.emit = ec_emit_default },
	{ .type = "function_expression",
		.role = CH_ROLE_CUSTOM,
		.kind = CH_KIND_FUNCTION,
		.traits = CH_ROW_DEEPER,
		.hook = ec_default,
		.emit = ec_emit_default },
	{ .type = "generator_function",
		.role = CH_ROLE_CUSTOM,
		.kind = CH_KIND_FUNCTION,
		.traits = CH_ROW_DEEPER,
		.hook = ec_default,
		.emit = ec_emit_default },
	{ .type = "class",
		.role = CH_ROLE_CUSTOM,
		.kind = CH_KIND_CLASS,
		.hook = ec_default,
		.emit = ec_emit_default },
	{ .type = "export_statement", .role = CH_ROLE_WRAPPER },
	{ .type = "ambient_declaration", .role = CH_ROLE_WRAPPER },
	{ .type = "lexical_declaration", .role = CH_ROLE_WRAPPER },
	{ .type = "variable_declaration", .role = CH_ROLE_WRAPPER },
	{ .type = "decorator", .role = CH_ROLE_ATTRIBUTE },
	{ .type = "import_statement", .role = CH_ROLE_IMPORT },
	{ .type = "call_expression",
		.role = CH_ROLE_CUSTOM,
		.emit = ec_emit_call },
	{ .type = "if_statement",
		.role = CH_ROLE_DECISION,
		.traits = CH_ROW_NESTS },
	{ .type = "for_statement",
		.role = CH_ROLE_DECISION,
		.traits = CH_ROW_NESTS },
	{ .type = "for_in_statement",
		.role = CH_ROLE_DECISION,
		.traits = CH_ROW_NESTS },
	{ .type = "while_statement",
		.role = CH_ROLE_DECISION,
		.traits = CH_ROW_NESTS },
	{ .type = "do_statement",
		.role = CH_ROLE_DECISION,
		.traits = CH_ROW_NESTS },
	{ .type = "switch_case", .role = CH_ROLE_DECISION },
	{ .type = "catch_clause",
		.role = CH_ROLE_DECISION,
		.traits = CH_ROW_NESTS },
	{ .type = "ternary_expression",
		.role = CH_ROLE_DECISION,
		.traits = CH_ROW_NESTS },
	{ .type = "switch_statement", .traits = CH_ROW_NESTS },
	{ .type = "'else", .traits = CH_ROW_ELSE },
	{ .type = "break_statement", .traits = CH_ROW_LABEL_JUMP },
	{ .type = "continue_statement", .traits = CH_ROW_LABEL_JUMP },
	{ .type = "string", .traits = CH_ROW_LITERAL },
	{ .type = "template_string", .traits = CH_ROW_LITERAL },
	{ .type = "regex", .traits = CH_ROW_LITERAL },
	{ .type = "this", .traits = CH_ROW_WORD },
	{ .type = "super", .traits = CH_ROW_WORD },
	{ .type = "predefined_type", .traits = CH_ROW_WORD },
	{ .type = "&&", .role = CH_ROLE_OPERATOR },
	{ .type = "||", .role = CH_ROLE_OPERATOR },
	{ .type = "??", .role = CH_ROLE_OPERATOR },
	{ .type = "identifier", .role = CH_ROLE_NAME },
	{ .type = "type_identifier", .role = CH_ROLE_NAME },
	{ .type = "property_identifier", .role = CH_ROLE_NAME },
	{ .type = "shorthand_property_identifier", .role = CH_ROLE_NAME },
	{ .type = "comment", .role = CH_ROLE_COMMENT },
};

static const struct ch_modifier ts_modifiers[] = {
	{ "export", CH_SYM_EXPORTED, 0 },
	{ "static", CH_SYM_STATIC, 0 },
	{ "async", CH_SYM_ASYNC, 0 },
	{ "abstract", CH_SYM_ABSTRACT, 0 },
	{ "readonly", CH_SYM_CONST, 0 },
	{ "private", 0, 1 + CH_VIS_PRIVATE },
	{ "protected", 0, 1 + CH_VIS_PROTECTED },
	{ "public", 0, 1 + CH_VIS_PUBLIC },
};

#define TS_DESCRIPTION                                                       \
	.separator = ".", .rows = ts_rows,                                   \
	.nrows = sizeof(ts_rows) / sizeof(ts_rows[0]),                       \
	.modifiers = ts_modifiers,                                           \
	.nmodifiers = sizeof(ts_modifiers) / sizeof(ts_modifiers[0]),        \
	.ids = ts_ids, .nids = sizeof(ts_ids) / sizeof(ts_ids[0]),           \
	.doc = CH_DOC_MARKED, .visible = ec_visible, .on_import = ec_import, \
	.on_params = ec_params, .finish = ec_finish

const struct ch_lang ch_lang_typescript = { .name = "TypeScript",
	.id = "typescript",
	.grammar = tree_sitter_typescript,
	TS_DESCRIPTION };

const struct ch_lang ch_lang_tsx = {
	.name = "TSX", .id = "tsx", .grammar = tree_sitter_tsx, TS_DESCRIPTION
};
