#include <string.h>

#include "uast/lang.h"

const struct TSLanguage *tree_sitter_php(void);

enum php_id {
	PHP_NAME,
	PHP_BODY,
	PHP_LEFT,
	PHP_VALUE,
	PHP_FUNCTION,
	PHP_ARGUMENTS,
	PHP_PARAMETERS,
	PHP_NAME_NODE,
	PHP_QUALIFIED_NAME,
	PHP_NAMESPACE_NAME,
	PHP_NAMESPACE,
	PHP_CLAUSE,
	PHP_BASES,
	PHP_INTERFACES,
	PHP_ATTRIBUTES,
	PHP_CLASS,
	PHP_PROPERTY,
	PHP_ELEMENT,
	PHP_CONST_ELEMENT,
	PHP_PROMOTION,
	PHP_HOOK,
	PHP_VISIBILITY,
	PHP_OPERATION,
	PHP_VARIABLE,
	PHP_ARGUMENT,
	PHP_STRING,
	PHP_ENCAPSED,
	PHP_STRING_CONTENT,
	PHP_STATEMENT,
	PHP_BLOCK,
	PHP_PROGRAM,
	PHP_PRIMITIVE
};

static const char *const php_ids[] = {
	[PHP_NAME] = ".name",
	[PHP_BODY] = ".body",
	[PHP_LEFT] = ".left",
	[PHP_VALUE] = ".default_value",
	[PHP_FUNCTION] = ".function",
	[PHP_ARGUMENTS] = ".arguments",
	[PHP_PARAMETERS] = ".parameters",
	[PHP_NAME_NODE] = "name",
	[PHP_QUALIFIED_NAME] = "qualified_name",
	[PHP_NAMESPACE_NAME] = "namespace_name",
	[PHP_NAMESPACE] = "namespace_definition",
	[PHP_CLAUSE] = "namespace_use_clause",
	[PHP_BASES] = "base_clause",
	[PHP_INTERFACES] = "class_interface_clause",
	[PHP_ATTRIBUTES] = "attribute_list",
	[PHP_CLASS] = "'class",
	[PHP_PROPERTY] = "property_declaration",
	[PHP_ELEMENT] = "property_element",
	[PHP_CONST_ELEMENT] = "const_element",
	[PHP_PROMOTION] = "property_promotion_parameter",
	[PHP_HOOK] = "property_hook",
	[PHP_VISIBILITY] = "visibility_modifier",
	[PHP_OPERATION] = "operation",
	[PHP_VARIABLE] = "variable_name",
	[PHP_ARGUMENT] = "argument",
	[PHP_STRING] = "string",
	[PHP_ENCAPSED] = "encapsed_string",
	[PHP_STRING_CONTENT] = "string_content",
	[PHP_STATEMENT] = "expression_statement",
	[PHP_BLOCK] = "compound_statement",
	[PHP_PROGRAM] = "program",
	[PHP_PRIMITIVE] = "primitive_type",
};

/* The first of the table: promoted parameters, which no type has by itself. */
enum php_row { PHP_ROW_PROMOTED };

/* ---- names -------------------------------------------------------------- */

static const struct ch_symbol *parent_of(
	const struct ch_walk *w, const struct ch_symbol *s)
{
	return s->parent == CH_NO_SYMBOL ? NULL : &w->facts->symbols[s->parent];
}

/* "App\Models\User" is of a namespace, "User::find" of a class. */
static void qualify(struct ch_walk *w, struct ch_symbol *s)
{
	const struct ch_symbol *up = parent_of(w, s);

	if (up && up->kind == CH_KIND_MODULE)
		s->qualified = ch_join(w, CH_STR("\\"), "", s->name);
}

static bool item_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	(void)node;
	qualify(w, s);
	return true;
}

/* What stands in a clause behind its first word. */
static struct ch_str behind_word(struct ch_walk *w, uint32_t clause)
{
	uint32_t c = ch_next(w, ch_first(w, clause));

	if (c == CH_NO_NODE)
		return ch_str_n(NULL, 0);
	return ch_fold_bytes(w, w->nodes[c].start, w->nodes[clause].end);
}

static bool type_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	s->bases = ch_join(w, behind_word(w, ch_get(w, node, PHP_BASES)), ", ",
		behind_word(w, ch_get(w, node, PHP_INTERFACES)));
	if (s->kind == CH_KIND_ENUM)
		s->result = ch_fold(w, ch_get(w, node, PHP_PRIMITIVE));
	if (ch_is(w, ch_name_node(w), PHP_CLASS))
		s->name = CH_STR("class@anonymous");
	qualify(w, s);
	return true;
}

/* "return new class { ... };" of a file; others have no name at all. */
static void emit_anonymous(
	struct ch_walk *w, uint32_t node, const struct ch_lang_row *row)
{
	ch_emit(w, row, node, ch_get(w, node, PHP_CLASS));
}

/* ---- properties and constants ------------------------------------------- */

/* "public const" and the name, whichever of "A = 1, B = 2" it is. */
static struct ch_str signature_before(
	struct ch_walk *w, uint32_t node, uint32_t first, struct ch_str name)
{
	uint32_t c = ch_first(w, node);

	if (ch_is(w, c, PHP_ATTRIBUTES))
		c = ch_next(w, c);
	if (c == CH_NO_NODE || first == CH_NO_NODE)
		return name;
	return ch_join(w,
		ch_fold_bytes(w, w->nodes[c].start, w->nodes[first].start), " ",
		name);
}

static bool property_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	uint32_t element = ch_parent(w, ch_name_node(w));

	s->value = ch_fold(w, ch_get(w, element, PHP_VALUE));
	s->signature = signature_before(
		w, node, ch_get(w, node, PHP_ELEMENT), s->name);
	return true;
}

static bool promoted_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	s->signature = signature_before(w, node, ch_name_node(w), s->name);
	return true;
}

static bool constant_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	uint32_t equals = ch_next(w, ch_name_node(w));

	s->kind = CH_KIND_CONSTANT;
	s->value = ch_fold(w, ch_next(w, equals));
	s->signature = signature_before(
		w, node, ch_get(w, node, PHP_CONST_ELEMENT), s->name);
	qualify(w, s);
	return true;
}

/* Each is looked for among all. */
#define MAX_NAMES 1000

static void emit_elements(
	struct ch_walk *w, uint32_t node, const struct ch_lang_row *row)
{
	bool property = ch_is(w, node, PHP_PROPERTY);
	unsigned id = property ? PHP_ELEMENT : PHP_CONST_ELEMENT;
	uint32_t c = ch_get(w, node, id);
	int i;

	for (i = 0; i < MAX_NAMES && c != CH_NO_NODE; i++) {
		ch_emit(w, row, node,
			property ? ch_get(w, c, PHP_NAME) : ch_first(w, c));
		c = ch_get_next(w, c, id);
	}
}

/* "get => ..." of a property; "get;" demands one and does nothing. */
static void emit_hook(
	struct ch_walk *w, uint32_t node, const struct ch_lang_row *row)
{
	if (ch_get(w, node, PHP_BODY) != CH_NO_NODE)
		ch_emit(w, row, node, ch_get(w, node, PHP_NAME_NODE));
}

static bool accessor_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	s->signature = ch_join(
		w, s->name, "", ch_fold(w, ch_get(w, node, PHP_PARAMETERS)));
	return true;
}

/* Promoted parameters are fields of the class, told before the method. */
static void emit_method(
	struct ch_walk *w, uint32_t node, const struct ch_lang_row *row)
{
	uint32_t list = ch_get(w, node, PHP_PARAMETERS), c;

	for (c = ch_get(w, list, PHP_PROMOTION); c != CH_NO_NODE;
		c = ch_get_next(w, c, PHP_PROMOTION))
		ch_emit(w, &w->lang->rows[PHP_ROW_PROMOTED], c,
			ch_get(w, c, PHP_NAME));
	ch_emit(w, row, node, ch_get(w, node, PHP_NAME));
}

/* ---- statements --------------------------------------------------------- */

/* Is it a statement of the file or of a namespace? */
static bool is_at_top(const struct ch_walk *w, uint32_t expression)
{
	uint32_t up = ch_parent(w, expression), list = ch_parent(w, up);

	return ch_is(w, up, PHP_STATEMENT) &&
	       (ch_is(w, list, PHP_PROGRAM) ||
		       (ch_is(w, list, PHP_BLOCK) &&
			       ch_is(w, ch_parent(w, list), PHP_NAMESPACE)));
}

static void emit_assignment(
	struct ch_walk *w, uint32_t node, const struct ch_lang_row *row)
{
	uint32_t left = ch_get(w, node, PHP_LEFT);

	if (ch_is(w, left, PHP_VARIABLE) && is_at_top(w, node))
		ch_emit(w, row, node, left);
}

/* The text between a plain string's quotes; empty for others. */
static struct ch_str string_text(const struct ch_walk *w, uint32_t node)
{
	uint32_t text = ch_get(w, node, PHP_STRING_CONTENT);

	if ((!ch_is(w, node, PHP_STRING) && !ch_is(w, node, PHP_ENCAPSED)) ||
		text == CH_NO_NODE ||
		w->nodes[text].end + 1 != w->nodes[node].end)
		return ch_str_n(NULL, 0);
	return ch_text(w, text);
}

/* define('NAME', value) */
static void emit_define(
	struct ch_walk *w, uint32_t node, const struct ch_lang_row *row)
{
	uint32_t list = ch_get(w, node, PHP_ARGUMENTS);
	uint32_t name = ch_first(w, ch_get(w, list, PHP_ARGUMENT));

	if (ch_str_is(ch_text(w, ch_get(w, node, PHP_FUNCTION)), "define") &&
		string_text(w, name).len)
		ch_emit(w, row, node, name);
}

static bool define_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	uint32_t list = ch_get(w, node, PHP_ARGUMENTS);
	uint32_t first = ch_get(w, list, PHP_ARGUMENT);

	s->kind = CH_KIND_CONSTANT;
	s->name = string_text(w, ch_name_node(w));
	s->name_byte = (uint32_t)(s->name.ptr - w->source.ptr);
	s->value = ch_fold(w, ch_get_next(w, first, PHP_ARGUMENT));
	s->signature = ch_arena_printf(
		w->arena, "define('%.*s')", (int)s->name.len, s->name.ptr);
	return true;
}

/* ---- imports ------------------------------------------------------------ */

static struct ch_str first_part(struct ch_str name)
{
	return ch_str_sub(name, 0, ch_str_chr(name, '\\', 0));
}

/* One word names what comes with the language; its own vendor is its own. */
static enum ch_import_kind use_kind(const struct ch_walk *w, struct ch_str name)
{
	uint32_t own = ch_get(w, ch_get(w, 0, PHP_NAMESPACE), PHP_NAME);

	if (ch_str_chr(name, '\\', 0) == (size_t)-1)
		return CH_IMPORT_SYSTEM;
	if (ch_str_eq(first_part(name), first_part(ch_text(w, own))))
		return CH_IMPORT_RELATIVE;
	return CH_IMPORT_EXTERNAL;
}

static void add_use(struct ch_walk *w, uint32_t clause, struct ch_str prefix)
{
	uint32_t name = ch_get(w, clause, PHP_QUALIFIED_NAME);
	struct ch_str text;

	if (name == CH_NO_NODE)
		name = ch_get(w, clause, PHP_NAME_NODE);
	text = ch_join(w, prefix, "\\", ch_fold(w, name));
	if (ch_str_starts(text, "\\"))
		text = ch_str_sub(text, 1, text.len);
	if (text.len)
		ch_add_import(w, clause, text, use_kind(w, text), false);
}

static void read_use(struct ch_walk *w, uint32_t node)
{
	uint32_t group = ch_get(w, node, PHP_BODY), c;
	struct ch_str prefix = ch_fold(w, ch_get(w, node, PHP_NAMESPACE_NAME));

	for (c = ch_get(w, group == CH_NO_NODE ? node : group, PHP_CLAUSE);
		c != CH_NO_NODE; c = ch_get_next(w, c, PHP_CLAUSE))
		add_use(w, c, prefix);
}

/* require __DIR__ . '/x.php': the only string there is. */
static void php_import(struct ch_walk *w, uint32_t node)
{
	struct ch_str path = ch_str_n(NULL, 0);

	if (ch_get(w, node, PHP_CLAUSE) != CH_NO_NODE ||
		ch_get(w, node, PHP_BODY) != CH_NO_NODE) {
		read_use(w, node);
		return;
	}
	for (uint32_t i = node; i < w->nodes[node].next; i++) {
		struct ch_str text = string_text(w, i);

		if (text.len && path.len)
			return;
		if (text.len)
			path = text;
	}
	if (ch_has_word(w, node, "__DIR__") && ch_str_starts(path, "/"))
		path = ch_str_sub(path, 1, path.len);
	if (path.len)
		ch_add_import(w, node, path, CH_IMPORT_RELATIVE, false);
}

/* ---- visibility --------------------------------------------------------- */

/* "public private(set)" is for reading: the part without an operation. */
static enum ch_visibility php_visible(
	struct ch_walk *w, uint32_t node, const struct ch_symbol *s)
{
	uint32_t c;

	(void)s;
	if (ch_is(w, node, PHP_HOOK))
		return CH_VIS_PRIVATE;
	for (c = ch_get(w, node, PHP_VISIBILITY); c != CH_NO_NODE;
		c = ch_get_next(w, c, PHP_VISIBILITY)) {
		if (ch_get(w, c, PHP_OPERATION) != CH_NO_NODE)
			continue;
		if (ch_has_word(w, c, "private"))
			return CH_VIS_PRIVATE;
		if (ch_has_word(w, c, "protected"))
			return CH_VIS_PROTECTED;
	}
	return CH_VIS_PUBLIC;
}

/* ---- the table ---------------------------------------------------------- */

static const struct ch_lang_row php_rows[] = {
	[PHP_ROW_PROMOTED] = { .kind = CH_KIND_FIELD,
		.traits = CH_ROW_FLAT,
		.result = ".type",
		.value = ".default_value",
		.hook = promoted_hook },

	{ .type = "namespace_definition",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_MODULE,
		.traits = CH_ROW_REST,
		.name = ".name",
		.body = ".body" },
	{ .type = "class_declaration",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_CLASS,
		.name = ".name",
		.body = ".body",
		.hook = type_hook },
	{ .type = "anonymous_class",
		.role = CH_ROLE_CUSTOM,
		.kind = CH_KIND_CLASS,
		.traits = CH_ROW_GLOBAL,
		.body = ".body",
		.hook = type_hook,
		.emit = emit_anonymous },
	{ .type = "interface_declaration",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_INTERFACE,
		.traits = CH_ROW_REQUIRED,
		.name = ".name",
		.body = ".body",
		.hook = type_hook },
	{ .type = "trait_declaration",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_TRAIT,
		.name = ".name",
		.body = ".body",
		.hook = type_hook },
	{ .type = "enum_declaration",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_ENUM,
		.name = ".name",
		.body = ".body",
		.hook = type_hook },
	{ .type = "enum_case",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_VALUE,
		.traits = CH_ROW_FLAT,
		.name = ".name",
		.value = ".value" },
	{ .type = "function_definition",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_FUNCTION,
		.name = ".name",
		.params = ".parameters",
		.result = ".return_type",
		.body = ".body",
		.hook = item_hook },
	{ .type = "method_declaration",
		.role = CH_ROLE_CUSTOM,
		.kind = CH_KIND_FUNCTION,
		.name = ".name",
		.params = ".parameters",
		.result = ".return_type",
		.body = ".body",
		.emit = emit_method },
	{ .type = "property_declaration",
		.role = CH_ROLE_CUSTOM,
		.kind = CH_KIND_FIELD,
		.result = ".type",
		.body = "property_hook_list",
		.hook = property_hook,
		.emit = emit_elements },
	{ .type = "property_hook",
		.role = CH_ROLE_CUSTOM,
		.kind = CH_KIND_METHOD,
		.params = ".parameters",
		.body = ".body",
		.hook = accessor_hook,
		.emit = emit_hook },
	{ .type = "const_declaration",
		.role = CH_ROLE_CUSTOM,
		.kind = CH_KIND_CONSTANT,
		.traits = CH_ROW_FLAT,
		.result = ".type",
		.hook = constant_hook,
		.emit = emit_elements },
	{ .type = "assignment_expression",
		.role = CH_ROLE_CUSTOM,
		.kind = CH_KIND_VARIABLE,
		.traits = CH_ROW_FLAT | CH_ROW_GLOBAL,
		.value = ".right",
		.hook = item_hook,
		.emit = emit_assignment },
	{ .type = "function_call_expression",
		.role = CH_ROLE_CUSTOM,
		.kind = CH_KIND_CONSTANT,
		.traits = CH_ROW_FLAT | CH_ROW_TOP,
		.hook = define_hook,
		.emit = emit_define },
	{ .type = "namespace_use_declaration", .role = CH_ROLE_IMPORT },
	{ .type = "include_expression", .role = CH_ROLE_IMPORT },
	{ .type = "include_once_expression", .role = CH_ROLE_IMPORT },
	{ .type = "require_expression", .role = CH_ROLE_IMPORT },
	{ .type = "require_once_expression", .role = CH_ROLE_IMPORT },
	{ .type = "attribute_list", .role = CH_ROLE_ATTRIBUTE },

	{ .type = "if_statement",
		.role = CH_ROLE_CONDITION,
		.traits = CH_ROW_DECIDES | CH_ROW_NESTS },
	{ .type = "else_if_clause", .role = CH_ROLE_DECISION },
	{ .type = "conditional_expression",
		.role = CH_ROLE_DECISION,
		.traits = CH_ROW_NESTS },
	{ .type = "for_statement",
		.role = CH_ROLE_DECISION,
		.traits = CH_ROW_NESTS },
	{ .type = "foreach_statement",
		.role = CH_ROLE_DECISION,
		.traits = CH_ROW_NESTS },
	{ .type = "while_statement",
		.role = CH_ROLE_DECISION,
		.traits = CH_ROW_NESTS },
	{ .type = "do_statement",
		.role = CH_ROLE_DECISION,
		.traits = CH_ROW_NESTS },
	{ .type = "catch_clause",
		.role = CH_ROLE_DECISION,
		.traits = CH_ROW_NESTS },
	{ .type = "case_statement", .role = CH_ROLE_DECISION },
	{ .type = "match_conditional_expression", .role = CH_ROLE_DECISION },
	{ .type = "switch_statement", .traits = CH_ROW_NESTS },
	{ .type = "match_expression", .traits = CH_ROW_NESTS },
	{ .type = "'else", .traits = CH_ROW_ELSE },
	{ .type = "'elseif", .traits = CH_ROW_ELSE },
	{ .type = "goto_statement", .traits = CH_ROW_JUMP },
	{ .type = "break_statement", .traits = CH_ROW_LABEL_JUMP },
	{ .type = "continue_statement", .traits = CH_ROW_LABEL_JUMP },
	{ .type = "anonymous_function", .traits = CH_ROW_DEEPER },
	{ .type = "arrow_function", .traits = CH_ROW_DEEPER },
	{ .type = "&&", .role = CH_ROLE_OPERATOR },
	{ .type = "||", .role = CH_ROLE_OPERATOR },
	{ .type = "'and", .role = CH_ROLE_OPERATOR },
	{ .type = "'or", .role = CH_ROLE_OPERATOR },
	{ .type = "??", .role = CH_ROLE_OPERATOR },

	{ .type = "string", .traits = CH_ROW_LITERAL },
	{ .type = "encapsed_string", .traits = CH_ROW_LITERAL },
	{ .type = "heredoc", .traits = CH_ROW_LITERAL },
	{ .type = "nowdoc", .traits = CH_ROW_LITERAL },
	{ .type = "shell_command_expression", .traits = CH_ROW_LITERAL },
	{ .type = "variable_name", .traits = CH_ROW_LITERAL },
	{ .type = "primitive_type", .traits = CH_ROW_WORD },
	{ .type = "var_modifier", .traits = CH_ROW_WORD },

	{ .type = "comment", .role = CH_ROLE_COMMENT },
	{ .type = "name", .role = CH_ROLE_NAME },
};

static const struct ch_param_row php_param_rows[] = {
	{ .type = "simple_parameter",
		.name = ".name",
		.ptype = ".type",
		.dflt = ".default_value" },
	{ .type = "property_promotion_parameter",
		.name = ".name",
		.ptype = ".type",
		.dflt = ".default_value" },
	{ .type = "variadic_parameter",
		.kind = CH_PARAM_VARIADIC,
		.name = ".name",
		.ptype = ".type" },
};

static const struct ch_modifier php_modifiers[] = {
	{ "static", CH_SYM_STATIC, 0 },
	{ "abstract", CH_SYM_ABSTRACT, 0 },
	{ "readonly", CH_SYM_CONST, 0 },
};

const struct ch_lang ch_lang_php = {
	.name = "PHP",
	.id = "php",
	.alias = "HTML+PHP",
	.grammar = tree_sitter_php,
	.separator = "::",
	.rows = php_rows,
	.nrows = sizeof(php_rows) / sizeof(php_rows[0]),
	.params = php_param_rows,
	.nparams = sizeof(php_param_rows) / sizeof(php_param_rows[0]),
	.modifiers = php_modifiers,
	.nmodifiers = sizeof(php_modifiers) / sizeof(php_modifiers[0]),
	.ids = php_ids,
	.nids = sizeof(php_ids) / sizeof(php_ids[0]),
	.doc = CH_DOC_MARKED,
	.visible = php_visible,
	.on_import = php_import,
};
