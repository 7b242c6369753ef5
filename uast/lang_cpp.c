#include "uast/blank.h"
#include "uast/cfamily.h"

const struct TSLanguage *tree_sitter_cpp(void);

static void note_access(
	struct ch_walk *w, uint32_t node, const struct ch_lang_row *row)
{
	struct ch_str word = ch_text(w, node);

	(void)row;
	/* "public Base" in a list of bases is not a section */
	if (!ch_is(w, ch_parent(w, node), CH_C_FIELD_LIST))
		return;
	if (ch_str_starts(word, "public"))
		ch_set_access(w, CH_VIS_PUBLIC);
	else if (ch_str_starts(word, "protected"))
		ch_set_access(w, CH_VIS_PROTECTED);
	else
		ch_set_access(w, CH_VIS_PRIVATE);
}

/* Those of an enum class carry its name. */
static void emit_enumerator(
	struct ch_walk *w, uint32_t node, const struct ch_lang_row *row)
{
	uint32_t up = ch_parent(w, node);

	while (up != CH_NO_NODE && !ch_is(w, up, CH_C_ENUM))
		up = ch_parent(w, up);
	if (ch_get(w, up, CH_CPP_CLASS_TOKEN) != CH_NO_NODE ||
		ch_get(w, up, CH_CPP_STRUCT_TOKEN) != CH_NO_NODE)
		row = &w->lang->rows[CH_CPP_VALUE];
	ch_emit(w, row, node, ch_get(w, node, CH_C_NAME));
}

static const struct ch_lang_row rows[] = {
	[CH_C_PROTOTYPE] = { .role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_FUNCTION,
		.flags = CH_SYM_DECLARATION,
		.traits = CH_ROW_GLOBAL | CH_ROW_FLAT,
		.hook = ch_c_declare },
	[CH_C_VARIABLE] = { .role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_VARIABLE,
		.traits = CH_ROW_GLOBAL | CH_ROW_FLAT,
		.hook = ch_c_declare },
	[CH_C_TYPEDEF] = { .role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_TYPE,
		.traits = CH_ROW_FLAT,
		.hook = ch_c_declare },
	[CH_C_FIELD] = { .role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_FIELD,
		.traits = CH_ROW_FLAT,
		.hook = ch_c_declare },
	[CH_C_FIELD_SCOPE] = { .role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_FIELD,
		.hook = ch_c_declare },
	[CH_CPP_VALUE] = { .role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_VALUE,
		.traits = CH_ROW_FLAT,
		.value = ".value" },

	{ .type = "function_definition",
		.role = CH_ROLE_CUSTOM,
		.emit = ch_c_emit_function,
		.kind = CH_KIND_FUNCTION,
		.body = ".body",
		.hook = ch_c_declare },
	{ .type = "declaration",
		.role = CH_ROLE_CUSTOM,
		.emit = ch_c_emit_declarations },
	{ .type = "type_definition",
		.role = CH_ROLE_CUSTOM,
		.emit = ch_c_emit_declarations },
	{ .type = "struct_specifier",
		.role = CH_ROLE_CUSTOM,
		.emit = ch_c_emit_tagged,
		.kind = CH_KIND_STRUCT,
		.body = ".body",
		.hook = ch_c_type_hook },
	{ .type = "union_specifier",
		.role = CH_ROLE_CUSTOM,
		.emit = ch_c_emit_tagged,
		.kind = CH_KIND_UNION,
		.body = ".body",
		.hook = ch_c_type_hook },
	{ .type = "enum_specifier",
		.role = CH_ROLE_CUSTOM,
		.emit = ch_c_emit_tagged,
		.kind = CH_KIND_ENUM,
		.body = ".body",
		.hook = ch_c_type_hook },
	{ .type = "enumerator",
		.role = CH_ROLE_CUSTOM,
		.emit = emit_enumerator,
		.kind = CH_KIND_VALUE,
		.traits = CH_ROW_FLAT | CH_ROW_UNSCOPED,
		.value = ".value" },
	{ .type = "class_specifier",
		.role = CH_ROLE_CUSTOM,
		.emit = ch_c_emit_tagged,
		.kind = CH_KIND_CLASS,
		.body = ".body",
		.hook = ch_c_type_hook },
	{ .type = "namespace_definition",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_MODULE,
		.name = ".name",
		.body = ".body" },
	{ .type = "alias_declaration",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_TYPE,
		.traits = CH_ROW_FLAT | CH_ROW_GLOBAL,
		.name = ".name",
		.result = ".type" },
	{ .type = "concept_definition",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_TYPE,
		.traits = CH_ROW_FLAT,
		.name = ".name" },
	{ .type = "template_declaration", .role = CH_ROLE_WRAPPER },
	{ .type = "access_specifier",
		.role = CH_ROLE_CUSTOM,
		.emit = note_access },
	{ .type = "preproc_def",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_MACRO,
		.traits = CH_ROW_FLAT | CH_ROW_TOP,
		.name = ".name",
		.value = ".value",
		.hook = ch_c_macro_hook },
	{ .type = "preproc_function_def",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_MACRO,
		.traits = CH_ROW_FLAT | CH_ROW_TOP,
		.name = ".name",
		.params = ".parameters",
		.value = ".value",
		.hook = ch_c_macro_hook },

	{ .type = "for_range_loop",
		.role = CH_ROLE_DECISION,
		.traits = CH_ROW_NESTS },
	{ .type = "catch_clause",
		.role = CH_ROLE_DECISION,
		.traits = CH_ROW_NESTS },
	{ .type = "seh_except_clause",
		.role = CH_ROLE_DECISION,
		.traits = CH_ROW_NESTS },
	{ .type = "lambda_expression", .traits = CH_ROW_DEEPER },
	{ .type = "raw_string_literal", .traits = CH_ROW_LITERAL },
	{ .type = "this", .traits = CH_ROW_WORD },
	{ .type = "auto", .traits = CH_ROW_WORD },

	{ .type = "namespace_identifier", .role = CH_ROLE_NAME },
	CH_C_ROWS,
};

static const struct ch_modifier modifiers[] = {
	{ .word = "static", .flags = CH_SYM_STATIC },
	{ .word = "constexpr", .flags = CH_SYM_CONST },
	{ .word = "consteval", .flags = CH_SYM_CONST },
};

static const char *const ids[CH_CPP_NIDS] = {
	CH_C_IDS, [CH_C_VARIADIC] = "'...", [CH_C_DEFAULT] = ".default_value",
	[CH_CPP_REFERENCE] = "reference_declarator",
	[CH_CPP_VARIADIC_DECLARATOR] = "variadic_declarator",
	[CH_CPP_QUALIFIED] = "qualified_identifier",
	[CH_CPP_DESTRUCTOR] = "destructor_name",
	[CH_CPP_OPERATOR] = "operator_name",
	[CH_CPP_OPERATOR_CAST] = "operator_cast",
	[CH_CPP_TEMPLATE_FUNCTION] = "template_function",
	[CH_CPP_TEMPLATE_METHOD] = "template_method",
	[CH_CPP_TEMPLATE_TYPE] = "template_type",
	[CH_CPP_DEPENDENT_NAME] = "dependent_name",
	[CH_CPP_TEMPLATE_DECLARATION] = "template_declaration",
	[CH_CPP_OPTIONAL_PARAMETER] = "optional_parameter_declaration",
	[CH_CPP_VARIADIC_PARAMETER] = "variadic_parameter_declaration",
	[CH_CPP_TRAILING_RETURN] = "trailing_return_type",
	[CH_CPP_NOEXCEPT] = "noexcept",
	[CH_CPP_INITIALIZERS] = "field_initializer_list",
	[CH_CPP_DEFAULTED] = "default_method_clause",
	[CH_CPP_DELETED] = "delete_method_clause",
	[CH_CPP_PURE] = "pure_virtual_clause",
	[CH_CPP_FRIEND] = "friend_declaration",
	[CH_CPP_BASES] = "base_class_clause",
	[CH_CPP_NAMESPACE] = "namespace_definition",
	[CH_CPP_CLASS] = "class_specifier", [CH_CPP_CLASS_TOKEN] = "'class",
	[CH_CPP_STRUCT_TOKEN] = "'struct", [CH_CPP_SCOPE] = ".scope"
};

const struct ch_lang ch_lang_cpp = {
	.name = "C++",
	.id = "cpp",
	.grammar = tree_sitter_cpp,
	.separator = "::",
	.bare_members = true,
	.rows = rows,
	.nrows = sizeof(rows) / sizeof(rows[0]),
	.modifiers = modifiers,
	.nmodifiers = sizeof(modifiers) / sizeof(modifiers[0]),
	.ids = ids,
	.nids = CH_CPP_NIDS,
	.doc = CH_DOC_ANY,
	.trailing_doc = true,
	.visible = ch_c_visible,
	.on_import = ch_c_import,
	.on_params = ch_c_params,
	.blank_part = ch_blank_c_part,
};
