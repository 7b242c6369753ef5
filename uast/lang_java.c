#include "uast/lang.h"

const struct TSLanguage *tree_sitter_java(void);

enum jv_id {
	JV_NAME,
	JV_TYPE,
	JV_DIMENSIONS,
	JV_DECLARATOR,
	JV_VALUE,
	JV_MODIFIERS,
	JV_SUPERCLASS,
	JV_INTERFACES,
	JV_EXTENDS,
	JV_TYPE_LIST,
	JV_RECORD,
	JV_INTERFACE,
	JV_ANNOTATION_TYPE,
	JV_CONSTANT,
	JV_FORMAL,
	JV_SPREAD,
	JV_RECEIVER,
	JV_VARIABLE,
	JV_ELLIPSIS,
	JV_ASTERISK,
	JV_SCOPED,
	JV_IDENTIFIER,
	JV_PACKAGE,
	JV_THROWS
};

static const char *const jv_ids[] = {
	[JV_NAME] = ".name",
	[JV_TYPE] = ".type",
	[JV_DIMENSIONS] = ".dimensions",
	[JV_DECLARATOR] = ".declarator",
	[JV_VALUE] = ".value",
	[JV_MODIFIERS] = "modifiers",
	[JV_SUPERCLASS] = ".superclass",
	[JV_INTERFACES] = ".interfaces",
	[JV_EXTENDS] = "extends_interfaces",
	[JV_TYPE_LIST] = "type_list",
	[JV_RECORD] = "record_declaration",
	[JV_INTERFACE] = "interface_declaration",
	[JV_ANNOTATION_TYPE] = "annotation_type_declaration",
	[JV_CONSTANT] = "constant_declaration",
	[JV_FORMAL] = "formal_parameter",
	[JV_SPREAD] = "spread_parameter",
	[JV_RECEIVER] = "receiver_parameter",
	[JV_VARIABLE] = "variable_declarator",
	[JV_ELLIPSIS] = "'...",
	[JV_ASTERISK] = "asterisk",
	[JV_SCOPED] = "scoped_identifier",
	[JV_IDENTIFIER] = "identifier",
	[JV_PACKAGE] = "package_declaration",
	[JV_THROWS] = "throws",
};

/* A word of the declaration's own modifiers, annotations left alone. */
static bool has_modifier(
	const struct ch_walk *w, uint32_t node, const char *word)
{
	uint32_t c = ch_first(w, ch_get(w, node, JV_MODIFIERS));

	for (; c != CH_NO_NODE; c = ch_next(w, c))
		if (ch_str_is(ch_text(w, c), word))
			return true;
	return false;
}

static bool in_interface(const struct ch_walk *w, const struct ch_symbol *s)
{
	uint32_t up;

	if (s->parent == CH_NO_SYMBOL)
		return false;
	up = ch_symbol_node(w, &w->facts->symbols[s->parent]);
	return ch_is(w, up, JV_INTERFACE) || ch_is(w, up, JV_ANNOTATION_TYPE);
}

/* "A, B, C" of "extends A implements B, C". */
static bool type_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	uint32_t super = ch_get(w, node, JV_SUPERCLASS), c;
	uint32_t list = ch_get(w, ch_get(w, node, JV_INTERFACES), JV_TYPE_LIST);

	if (list == CH_NO_NODE)
		list = ch_get(w, ch_get(w, node, JV_EXTENDS), JV_TYPE_LIST);
	c = ch_next(w, ch_first(w, super)); /* behind "extends" */
	s->bases = ch_join(w, ch_fold(w, c), ", ", ch_fold(w, list));
	return true;
}

static bool method_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	uint32_t dimensions = ch_get(w, node, JV_DIMENSIONS);

	if (dimensions != CH_NO_NODE)
		s->result = ch_join(w, s->result, "", ch_fold(w, dimensions));
	return true;
}

/* One declarator of "int a = 1, b[];": s->name_byte says which. */
static bool field_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	uint32_t d = ch_get(w, node, JV_DECLARATOR);
	bool alone = ch_get_next(w, d, JV_DECLARATOR) == CH_NO_NODE;

	while (d != CH_NO_NODE && w->nodes[d].end <= s->name_byte)
		d = ch_get_next(w, d, JV_DECLARATOR);
	s->value = ch_fold(w, ch_get(w, d, JV_VALUE));
	s->result = ch_join(
		w, s->result, "", ch_fold(w, ch_get(w, d, JV_DIMENSIONS)));
	if (has_modifier(w, node, "final") || ch_is(w, node, JV_CONSTANT))
		s->flags |= CH_SYM_CONST;
	if (ch_is(w, node, JV_CONSTANT))
		s->flags |= CH_SYM_STATIC;
	if (!alone)
		s->signature = ch_join(w, s->result, " ", s->name);
	return true;
}

/* Each declarator is looked for among all. */
#define MAX_DECLARATORS 1000

static void emit_fields(
	struct ch_walk *w, uint32_t node, const struct ch_lang_row *row)
{
	uint32_t d = ch_get(w, node, JV_DECLARATOR);
	int i;

	for (i = 0; i < MAX_DECLARATORS && d != CH_NO_NODE; i++) {
		ch_emit(w, row, node, ch_get(w, d, JV_NAME));
		d = ch_get_next(w, d, JV_DECLARATOR);
	}
}

/* "int size() default 1;": the default is a value like others. */
static bool element_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	method_hook(w, node, s);
	s->signature =
		ch_arena_printf(w->arena, "%.*s %.*s()", (int)s->result.len,
			s->result.ptr, (int)s->name.len, s->name.ptr);
	return true;
}

/* The components of a record are its fields; other parameters are not. */
static void emit_component(
	struct ch_walk *w, uint32_t node, const struct ch_lang_row *row)
{
	if (ch_is(w, ch_parent(w, ch_parent(w, node)), JV_RECORD))
		ch_emit(w, row, node, ch_get(w, node, JV_NAME));
}

static void read_spread(struct ch_walk *w, uint32_t node)
{
	uint32_t name = ch_get(w, ch_get(w, node, JV_VARIABLE), JV_NAME);
	uint32_t dots = ch_get(w, node, JV_ELLIPSIS), c = ch_first(w, node);
	struct ch_str type, text = ch_fold(w, name);
	struct ch_param *p;

	if (ch_is(w, c, JV_MODIFIERS))
		c = ch_next(w, c);
	if (c == CH_NO_NODE || dots == CH_NO_NODE)
		return;
	type = ch_fold_bytes(w, w->nodes[c].start, w->nodes[dots].start);
	p = ch_add_param(w);
	p->name = text;
	p->type = ch_str_trim(type);
	p->kind = CH_PARAM_VARIADIC;
}

static void read_formal(struct ch_walk *w, uint32_t node)
{
	struct ch_str name = ch_fold(w, ch_get(w, node, JV_NAME));
	struct ch_str type = ch_join(w, ch_fold(w, ch_get(w, node, JV_TYPE)),
		"", ch_fold(w, ch_get(w, node, JV_DIMENSIONS)));
	struct ch_param *p = ch_add_param(w);

	p->name = name;
	p->type = type;
}

static void jv_params(struct ch_walk *w, uint32_t list)
{
	uint32_t c;

	for (c = ch_first(w, list); c != CH_NO_NODE; c = ch_next(w, c)) {
		if (ch_is(w, c, JV_FORMAL)) {
			read_formal(w, c);
		} else if (ch_is(w, c, JV_SPREAD)) {
			read_spread(w, c);
		} else if (ch_is(w, c, JV_RECEIVER)) {
			struct ch_str text = ch_fold(w, c);
			struct ch_param *p = ch_add_param(w);

			if (ch_str_ends(text, " this"))
				text.len -= 5;
			p->name = CH_STR("this");
			p->type = text;
			p->kind = CH_PARAM_RECEIVER;
		}
	}
}

/* "com.example" of com.example.util.List: two steps name an owner. */
static struct ch_str owner(struct ch_str name)
{
	size_t dot = ch_str_chr(name, '.', 0);

	if (dot != (size_t)-1)
		dot = ch_str_chr(name, '.', dot + 1);
	return ch_str_sub(name, 0, dot);
}

static enum ch_import_kind import_kind(
	const struct ch_walk *w, struct ch_str name)
{
	uint32_t package = ch_get(w, 0, JV_PACKAGE), c;
	struct ch_str own;

	if (ch_str_starts(name, "java.") || ch_str_starts(name, "javax.") ||
		ch_str_starts(name, "jdk."))
		return CH_IMPORT_SYSTEM;
	c = ch_get(w, package, JV_SCOPED);
	own = ch_text(w, c);
	if (own.len && ch_str_eq(owner(own), owner(name)))
		return CH_IMPORT_RELATIVE;
	return CH_IMPORT_EXTERNAL;
}

static void jv_import(struct ch_walk *w, uint32_t node)
{
	uint32_t path = ch_get(w, node, JV_SCOPED);
	struct ch_str name;

	if (path == CH_NO_NODE)
		path = ch_get(w, node, JV_IDENTIFIER);
	name = ch_fold(w, path);
	if (ch_get(w, node, JV_ASTERISK) != CH_NO_NODE)
		name = ch_join(w, name, ".", CH_STR("*"));
	ch_add_import(w, node, name, import_kind(w, name), false);
}

static enum ch_visibility jv_visible(
	struct ch_walk *w, uint32_t node, const struct ch_symbol *s)
{
	if (has_modifier(w, node, "public"))
		return CH_VIS_PUBLIC;
	if (has_modifier(w, node, "protected"))
		return CH_VIS_PROTECTED;
	if (has_modifier(w, node, "private"))
		return CH_VIS_PRIVATE;
	if (s->kind == CH_KIND_VALUE || s->kind == CH_KIND_MODULE ||
		ch_is(w, node, JV_FORMAL) || in_interface(w, s))
		return CH_VIS_PUBLIC;
	return CH_VIS_INTERNAL;
}

static const struct ch_lang_row jv_rows[] = {
	{ .type = "class_declaration",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_CLASS,
		.name = ".name",
		.generics = ".type_parameters",
		.body = ".body",
		.hook = type_hook },
	{ .type = "record_declaration",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_CLASS,
		.name = ".name",
		.generics = ".type_parameters",
		.body = ".body",
		.hook = type_hook },
	{ .type = "interface_declaration",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_INTERFACE,
		.traits = CH_ROW_REQUIRED,
		.name = ".name",
		.generics = ".type_parameters",
		.body = ".body",
		.hook = type_hook },
	{ .type = "annotation_type_declaration",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_INTERFACE,
		.traits = CH_ROW_REQUIRED,
		.name = ".name",
		.body = ".body" },
	{ .type = "enum_declaration",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_ENUM,
		.name = ".name",
		.body = ".body",
		.hook = type_hook },
	{ .type = "enum_constant",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_VALUE,
		.name = ".name",
		.value = ".arguments",
		.body = ".body" },
	{ .type = "method_declaration",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_METHOD,
		.name = ".name",
		.params = ".parameters",
		.result = ".type",
		.generics = ".type_parameters",
		.throws = "throws",
		.body = ".body",
		.hook = method_hook },
	{ .type = "constructor_declaration",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_METHOD,
		.name = ".name",
		.params = ".parameters",
		.generics = ".type_parameters",
		.throws = "throws",
		.body = ".body" },
	{ .type = "compact_constructor_declaration",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_METHOD,
		.name = ".name",
		.body = ".body" },
	{ .type = "annotation_type_element_declaration",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_METHOD,
		.name = ".name",
		.result = ".type",
		.value = ".value",
		.hook = element_hook },
	{ .type = "field_declaration",
		.role = CH_ROLE_CUSTOM,
		.kind = CH_KIND_FIELD,
		.traits = CH_ROW_FLAT,
		.result = ".type",
		.value = ".declarator/.value",
		.hook = field_hook,
		.emit = emit_fields },
	{ .type = "constant_declaration",
		.role = CH_ROLE_CUSTOM,
		.kind = CH_KIND_FIELD,
		.traits = CH_ROW_FLAT,
		.result = ".type",
		.value = ".declarator/.value",
		.hook = field_hook,
		.emit = emit_fields },
	{ .type = "formal_parameter",
		.role = CH_ROLE_CUSTOM,
		.kind = CH_KIND_FIELD,
		.traits = CH_ROW_FLAT,
		.result = ".type",
		.emit = emit_component },
	{ .type = "module_declaration",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_MODULE,
		.name = ".name",
		.body = ".body" },
	{ .type = "modifiers", .role = CH_ROLE_MODIFIERS },
	{ .type = "annotation", .role = CH_ROLE_ATTRIBUTE },
	{ .type = "marker_annotation", .role = CH_ROLE_ATTRIBUTE },
	{ .type = "import_declaration", .role = CH_ROLE_IMPORT },
	{ .type = "object_creation_expression", .traits = CH_ROW_HIDDEN },
	{ .type = "lambda_expression",
		.traits = CH_ROW_HIDDEN | CH_ROW_DEEPER },
	{ .type = "if_statement",
		.role = CH_ROLE_DECISION,
		.traits = CH_ROW_NESTS },
	{ .type = "for_statement",
		.role = CH_ROLE_DECISION,
		.traits = CH_ROW_NESTS },
	{ .type = "enhanced_for_statement",
		.role = CH_ROLE_DECISION,
		.traits = CH_ROW_NESTS },
	{ .type = "while_statement",
		.role = CH_ROLE_DECISION,
		.traits = CH_ROW_NESTS },
	{ .type = "do_statement",
		.role = CH_ROLE_DECISION,
		.traits = CH_ROW_NESTS },
	{ .type = "case", .role = CH_ROLE_DECISION },
	{ .type = "catch_clause",
		.role = CH_ROLE_DECISION,
		.traits = CH_ROW_NESTS },
	{ .type = "ternary_expression",
		.role = CH_ROLE_DECISION,
		.traits = CH_ROW_NESTS },
	{ .type = "switch_expression", .traits = CH_ROW_NESTS },
	{ .type = "'else", .traits = CH_ROW_ELSE },
	{ .type = "break_statement", .traits = CH_ROW_LABEL_JUMP },
	{ .type = "continue_statement", .traits = CH_ROW_LABEL_JUMP },
	{ .type = "string_literal", .traits = CH_ROW_LITERAL },
	{ .type = "void_type", .traits = CH_ROW_WORD },
	{ .type = "boolean_type", .traits = CH_ROW_WORD },
	{ .type = "this", .traits = CH_ROW_WORD },
	{ .type = "super", .traits = CH_ROW_WORD },
	{ .type = "&&", .role = CH_ROLE_OPERATOR },
	{ .type = "||", .role = CH_ROLE_OPERATOR },
	{ .type = "identifier", .role = CH_ROLE_NAME },
	{ .type = "type_identifier", .role = CH_ROLE_NAME },
	{ .type = "line_comment", .role = CH_ROLE_COMMENT },
	{ .type = "block_comment", .role = CH_ROLE_COMMENT },
};

static const struct ch_modifier jv_modifiers[] = {
	{ "static", CH_SYM_STATIC, 0 },
	{ "abstract", CH_SYM_ABSTRACT, 0 },
};

const struct ch_lang ch_lang_java = {
	.name = "Java",
	.id = "java",
	.grammar = tree_sitter_java,
	.separator = ".",
	.bare_members = true,
	.rows = jv_rows,
	.nrows = sizeof(jv_rows) / sizeof(jv_rows[0]),
	.modifiers = jv_modifiers,
	.nmodifiers = sizeof(jv_modifiers) / sizeof(jv_modifiers[0]),
	.ids = jv_ids,
	.nids = sizeof(jv_ids) / sizeof(jv_ids[0]),
	.doc = CH_DOC_MARKED,
	.visible = jv_visible,
	.on_import = jv_import,
	.on_params = jv_params,
};
