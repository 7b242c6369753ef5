#include "uast/blank.h"
#include "uast/cfamily.h"

const struct TSLanguage *tree_sitter_objc(void);

enum {
	CATEGORY = CH_OBJC_NIDS, /* field */
	SUPERCLASS,		 /* field */
	OPEN,			 /* token */
	PROTOCOL,
	PROTOCOL_SECTION,
	OPTIONAL, /* token */
	ARGUMENTS,
	GENERICS,
	PROTOCOLS,
	INSTANCE_VARIABLE,
	PROPERTY,
	PROPERTY_ATTRIBUTES,
	STRUCT_DECLARATION,
	STRUCT_DECLARATOR,
	METHOD,
	METHOD_DEFINITION,
	METHOD_TYPE,
	METHOD_PARAMETER,
	AVAILABILITY,
	BLOCK,
	PLUS, /* token */
	MODULE_IMPORT,
	NIDS
};

/* ---- classes ------------------------------------------------------------ */

/* "@interface A (B)", "@interface A ()": more of a class that is elsewhere. */
static void emit_class(
	struct ch_walk *w, uint32_t node, const struct ch_lang_row *row)
{
	uint32_t name = ch_get(w, node, CH_C_IDENTIFIER);

	if (ch_get(w, node, OPEN) != CH_NO_NODE)
		row = &w->lang->rows[CH_OBJC_CATEGORY];
	ch_emit(w, row, node, name);
}

/*
 * A list in angle brackets is the class's own before a superclass, else the
 * protocols it is said to have.
 */
static uint32_t read_bases(
	struct ch_walk *w, uint32_t node, uint32_t c, struct ch_symbol *s)
{
	bool derived = ch_get(w, node, SUPERCLASS) != CH_NO_NODE ||
		       ch_get(w, node, OPEN) != CH_NO_NODE;
	bool after = !derived;
	uint32_t last = c;

	for (c = ch_next(w, c); c != CH_NO_NODE; c = ch_next(w, c)) {
		struct ch_str text = ch_text(w, c);
		bool list = ch_is(w, c, ARGUMENTS) || ch_is(w, c, PROTOCOLS);

		if (ch_is(w, c, SUPERCLASS))
			s->bases = text;
		else if (list && after)
			s->bases = ch_join(w, s->bases, " ", ch_fold(w, c));
		else if (list || ch_is(w, c, GENERICS))
			s->generics = ch_fold(w, c);
		else if (!ch_is(w, c, CATEGORY) && text.len != 1)
			break; /* its first member */
		after |= ch_is(w, c, SUPERCLASS) || ch_str_is(text, ")");
		last = c;
	}
	return w->nodes[last].end;
}

static bool class_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	uint32_t stop = read_bases(w, node, ch_name_node(w), s);

	s->signature = ch_fold_bare(w, w->nodes[node].start, stop);
	s->body_start = stop;
	s->body_end = s->end_byte;
	return true;
}

/* The folded source, blanked or not: "typedef NS_ENUM(int, Kind)". */
static struct ch_str fold_raw(struct ch_walk *w, uint32_t from, uint32_t to)
{
	struct ch_str s = ch_str_trim(ch_str_sub(w->source, from, to));
	char *out = ch_arena_alloc(w->arena, s.len + 1);
	size_t n = 0;

	for (size_t i = 0; i < s.len; i++) {
		bool space = s.ptr[i] == ' ' ||
			     (s.ptr[i] >= '\t' && s.ptr[i] <= '\r');

		if (!space)
			out[n++] = s.ptr[i];
		else if (n && out[n - 1] != ' ')
			out[n++] = ' ';
	}
	return ch_str_n(out, n);
}

static bool enum_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	if (!ch_c_type_hook(w, node, s))
		return false;
	if (!ch_str_starts(ch_text(w, node), "enum"))
		s->signature = fold_raw(w, w->nodes[node].start, s->body_start);
	return true;
}

/* "FOUNDATION_EXPORT NSString *const x;" has its value elsewhere. */
static bool variable_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	uint32_t storage = ch_get(w, node, CH_C_STORAGE_CLASS);

	if (!ch_c_declare(w, node, s))
		return false;
	if (!s->value.len && storage != CH_NO_NODE &&
		!ch_str_is(ch_text(w, storage), "static"))
		s->flags |= CH_SYM_DECLARATION;
	return true;
}

/* ---- methods ------------------------------------------------------------ */

/* "(NSString *)": what stands in the parentheses. */
static struct ch_str type_in(struct ch_walk *w, uint32_t method_type)
{
	struct ch_str s = ch_fold(w, method_type);

	return s.len < 2 ? s : ch_str_trim(ch_str_sub(s, 1, s.len - 1));
}

static void add_param(struct ch_walk *w, uint32_t node)
{
	struct ch_param *p = ch_add_param(w);
	uint32_t c = ch_get(w, node, CH_C_IDENTIFIER);

	p->type = type_in(w, ch_get(w, node, METHOD_TYPE));
	if (!p->type.len)
		p->type = CH_STR("id");
	/* the last one: "in" and "id" may stand before it */
	for (; c != CH_NO_NODE; c = ch_get_next(w, c, CH_C_IDENTIFIER))
		p->name = ch_text(w, c);
}

static void add_variadic(struct ch_walk *w)
{
	struct ch_param *p = ch_add_param(w);

	p->name = CH_STR("...");
	p->kind = CH_PARAM_VARIADIC;
}

/* "initWithName:age:" and the parameters. */
static void read_selector(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	struct ch_str name = ch_str_n(NULL, 0);
	uint32_t c;

	for (c = ch_first(w, node); c != CH_NO_NODE; c = ch_next(w, c)) {
		if (ch_is(w, c, CH_C_IDENTIFIER)) {
			name = ch_join(w, name, "", ch_text(w, c));
		} else if (ch_is(w, c, METHOD_PARAMETER)) {
			name = ch_join(w, name, "", CH_STR(":"));
			add_param(w, c);
		} else if (ch_is(w, c, CH_C_ELLIPSIS)) {
			add_variadic(w);
		}
	}
	s->name = name;
}

static bool is_attribute(const struct ch_walk *w, uint32_t node)
{
	return ch_is(w, node, CH_C_ATTRIBUTE_SPECIFIER) ||
	       ch_is(w, node, CH_C_ATTRIBUTE_DECLARATION) ||
	       ch_is(w, node, CH_C_DECLSPEC) || ch_is(w, node, AVAILABILITY);
}

#define MAX_SKIPS 16

/* The declaration up to 'to' without attributes, which become the symbol's. */
static void split_attributes(
	struct ch_walk *w, uint32_t node, uint32_t to, struct ch_symbol *s)
{
	uint32_t skip[MAX_SKIPS][2], c;
	size_t n = 0;

	s->attributes = ch_str_n(NULL, 0);
	for (c = ch_first(w, node); c != CH_NO_NODE; c = ch_next(w, c)) {
		if (!is_attribute(w, c) || n == MAX_SKIPS)
			continue;
		s->attributes = ch_join(w, s->attributes, " ", ch_fold(w, c));
		skip[n][0] = w->nodes[c].start;
		skip[n++][1] = w->nodes[c].end;
	}
	s->signature = ch_str_trim(ch_fold_except(
		w, w->nodes[node].start, to, (const uint32_t(*)[2])skip, n));
	while (ch_str_ends(s->signature, ";") || ch_str_ends(s->signature, " "))
		s->signature.len--;
}

/* In a protocol, and not below "@optional"? */
static bool is_required(const struct ch_walk *w, uint32_t node)
{
	uint32_t up = ch_parent(w, node);

	if (ch_is(w, up, PROTOCOL_SECTION) &&
		ch_get(w, up, OPTIONAL) != CH_NO_NODE)
		return false;
	return ch_is(w, up, PROTOCOL) || ch_is(w, up, PROTOCOL_SECTION);
}

static bool method_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	uint32_t type = ch_get(w, node, METHOD_TYPE);
	uint32_t body = ch_get(w, node, BLOCK);

	read_selector(w, node, s);
	s->result = type == CH_NO_NODE ? CH_STR("id") : type_in(w, type);
	if (ch_get(w, node, PLUS) != CH_NO_NODE)
		s->flags |= CH_SYM_STATIC;
	if (body == CH_NO_NODE)
		s->flags |= CH_SYM_DECLARATION;
	if (is_required(w, node))
		s->flags |= CH_SYM_ABSTRACT;
	split_attributes(w, node,
		body == CH_NO_NODE ? w->nodes[node].end : w->nodes[body].start,
		s);
	return true;
}

/* ---- properties and instance variables ---------------------------------- */

static void emit_declared(struct ch_walk *w, uint32_t node,
	const struct ch_lang_row *row, uint32_t declaration)
{
	uint32_t d = ch_get(w, declaration, STRUCT_DECLARATOR), fn;

	for (; d != CH_NO_NODE; d = ch_get_next(w, d, STRUCT_DECLARATOR))
		ch_emit(w, row, node, ch_c_declared(w, d, &fn));
}

static void emit_property(
	struct ch_walk *w, uint32_t node, const struct ch_lang_row *row)
{
	(void)row;
	emit_declared(w, node, &w->lang->rows[CH_OBJC_PROPERTY],
		ch_get(w, node, STRUCT_DECLARATION));
}

static void emit_ivars(
	struct ch_walk *w, uint32_t node, const struct ch_lang_row *row)
{
	(void)row;
	if (ch_is(w, ch_parent(w, node), INSTANCE_VARIABLE))
		emit_declared(w, node, &w->lang->rows[CH_OBJC_IVAR], node);
}

static bool field_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	uint32_t name = ch_name_node(w), d = name, declaration, first;
	struct ch_str type, before, after;

	while (!ch_is(w, d, STRUCT_DECLARATOR))
		d = ch_parent(w, d);
	declaration = ch_parent(w, d);
	first = ch_get(w, declaration, STRUCT_DECLARATOR);
	type = ch_str_trim(ch_fold_bytes(
		w, w->nodes[declaration].start, w->nodes[first].start));
	before = ch_fold_bytes(w, w->nodes[d].start, w->nodes[name].start);
	after = ch_fold_bytes(w, w->nodes[name].end, w->nodes[d].end);
	s->result = ch_join(w, type, " ", ch_join(w, before, "", after));
	split_attributes(w, node, w->nodes[declaration].start, s);
	s->signature = ch_join(
		w, s->signature, " ", ch_join(w, type, " ", ch_fold(w, d)));
	return true;
}

static bool property_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	uint32_t words = ch_get(w, node, PROPERTY_ATTRIBUTES);

	if (ch_has_word(w, words, "readonly"))
		s->flags |= CH_SYM_CONST;
	if (ch_has_word(w, words, "class"))
		s->flags |= CH_SYM_STATIC;
	return field_hook(w, node, s);
}

static void protect_ivars(
	struct ch_walk *w, uint32_t node, const struct ch_lang_row *row)
{
	(void)node;
	(void)row;
	ch_set_access(w, CH_VIS_PROTECTED);
}

static void note_access(
	struct ch_walk *w, uint32_t node, const struct ch_lang_row *row)
{
	struct ch_str word = ch_text(w, node);

	(void)row;
	if (ch_str_is(word, "@public"))
		ch_set_access(w, CH_VIS_PUBLIC);
	else if (ch_str_is(word, "@protected"))
		ch_set_access(w, CH_VIS_PROTECTED);
	else if (ch_str_is(word, "@package"))
		ch_set_access(w, CH_VIS_INTERNAL);
	else
		ch_set_access(w, CH_VIS_PRIVATE);
}

/* ---- the file ----------------------------------------------------------- */

static void on_import(struct ch_walk *w, uint32_t node)
{
	struct ch_str name = ch_str_n(NULL, 0);
	uint32_t c;

	if (!ch_is(w, node, MODULE_IMPORT)) {
		ch_c_import(w, node);
		return;
	}
	for (c = ch_get(w, node, CH_C_PATH); c != CH_NO_NODE;
		c = ch_get_next(w, c, CH_C_PATH))
		name = ch_join(w, name, "", ch_text(w, c));
	ch_add_import(w, node, name, CH_IMPORT_SYSTEM, false);
}

/* By convention for the project itself: Foo_Private.h, Foo+Internal.h. */
static bool is_private_header(struct ch_str path)
{
	return ch_str_ends(path, "Private.h") ||
	       ch_str_ends(path, "Internal.h");
}

static enum ch_visibility visible(
	struct ch_walk *w, uint32_t node, const struct ch_symbol *s)
{
	bool header = ch_c_is_header(w->path);
	enum ch_visibility v;

	if (ch_is(w, node, METHOD) || ch_is(w, node, METHOD_DEFINITION) ||
		ch_is(w, node, PROPERTY))
		return CH_VIS_PUBLIC; /* as its class is */
	if (s->kind == CH_KIND_MODULE)
		v = header && ch_get(w, node, CATEGORY) != CH_NO_NODE
			    ? CH_VIS_PUBLIC
			    : CH_VIS_PRIVATE;
	else
		v = ch_c_visible(w, node, s);
	if (v == CH_VIS_PUBLIC && is_private_header(w->path))
		v = CH_VIS_INTERNAL;
	return v;
}

static const struct ch_lang_row rows[] = {
	[CH_C_PROTOTYPE] = { .role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_FUNCTION,
		.flags = CH_SYM_DECLARATION,
		.traits = CH_ROW_GLOBAL | CH_ROW_FLAT | CH_ROW_TOP,
		.hook = ch_c_declare },
	[CH_C_VARIABLE] = { .role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_VARIABLE,
		.traits = CH_ROW_GLOBAL | CH_ROW_FLAT | CH_ROW_TOP,
		.hook = variable_hook },
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
	[CH_OBJC_CATEGORY] = { .role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_MODULE,
		.traits = CH_ROW_MEMBERS,
		.hook = class_hook },
	[CH_OBJC_PROPERTY] = { .role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_FIELD,
		.traits = CH_ROW_FLAT,
		.hook = property_hook },
	[CH_OBJC_IVAR] = { .role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_FIELD,
		.traits = CH_ROW_FLAT,
		.hook = field_hook },

	{ .type = "class_interface",
		.role = CH_ROLE_CUSTOM,
		.emit = emit_class,
		.kind = CH_KIND_CLASS,
		.hook = class_hook },
	{ .type = "class_implementation",
		.role = CH_ROLE_CUSTOM,
		.emit = emit_class,
		.kind = CH_KIND_CLASS,
		.hook = class_hook },
	{ .type = "protocol_declaration",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_INTERFACE,
		.name = "identifier",
		.hook = class_hook },
	{ .type = "method_declaration",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_METHOD,
		.traits = CH_ROW_FLAT,
		.name = "identifier|method_parameter",
		.hook = method_hook },
	{ .type = "method_definition",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_METHOD,
		.name = "identifier|method_parameter",
		.body = "compound_statement",
		.hook = method_hook },
	{ .type = "property_declaration",
		.role = CH_ROLE_CUSTOM,
		.emit = emit_property },
	{ .type = "instance_variables",
		.role = CH_ROLE_CUSTOM,
		.emit = protect_ivars },
	{ .type = "visibility_specification",
		.role = CH_ROLE_CUSTOM,
		.emit = note_access },
	{ .type = "struct_declaration",
		.role = CH_ROLE_CUSTOM,
		.emit = emit_ivars },

	{ .type = "function_definition",
		.role = CH_ROLE_CUSTOM,
		.emit = ch_c_emit_function,
		.kind = CH_KIND_FUNCTION,
		.traits = CH_ROW_TOP,
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
		.hook = enum_hook },
	{ .type = "enumerator",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_VALUE,
		.traits = CH_ROW_FLAT | CH_ROW_UNSCOPED,
		.name = ".name",
		.value = ".value" },
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

	{ .type = "module_import", .role = CH_ROLE_IMPORT },
	{ .type = "availability_attribute_specifier",
		.role = CH_ROLE_ATTRIBUTE },

	{ .type = "catch_clause",
		.role = CH_ROLE_DECISION,
		.traits = CH_ROW_NESTS },
	{ .type = "block_literal", .traits = CH_ROW_DEEPER },
	CH_C_ROWS,
};

static const struct ch_modifier modifiers[] = {
	{ .word = "static", .flags = CH_SYM_STATIC },
};

static const char *const ids[NIDS] = {
	CH_C_IDS, [CH_C_VARIADIC] = "variadic_parameter",
	[CH_OBJC_BLOCK_POINTER] = "block_pointer_declarator",
	[CATEGORY] = ".category", [SUPERCLASS] = ".superclass", [OPEN] = "'(",
	[PROTOCOL] = "protocol_declaration",
	[PROTOCOL_SECTION] = "qualified_protocol_interface_declaration",
	[OPTIONAL] = "'@optional", [ARGUMENTS] = "parameterized_arguments",
	[GENERICS] = "generic_arguments",
	[PROTOCOLS] = "protocol_reference_list",
	[INSTANCE_VARIABLE] = "instance_variable",
	[PROPERTY] = "property_declaration",
	[PROPERTY_ATTRIBUTES] = "property_attributes_declaration",
	[STRUCT_DECLARATION] = "struct_declaration",
	[STRUCT_DECLARATOR] = "struct_declarator",
	[METHOD] = "method_declaration",
	[METHOD_DEFINITION] = "method_definition",
	[METHOD_TYPE] = "method_type", [METHOD_PARAMETER] = "method_parameter",
	[AVAILABILITY] = "availability_attribute_specifier",
	[BLOCK] = "compound_statement", [PLUS] = "'+",
	[MODULE_IMPORT] = "module_import"
};

const struct ch_lang ch_lang_objc = {
	.name = "Objective-C",
	.id = "objc",
	.grammar = tree_sitter_objc,
	.separator = ".",
	.rows = rows,
	.nrows = sizeof(rows) / sizeof(rows[0]),
	.modifiers = modifiers,
	.nmodifiers = 1,
	.ids = ids,
	.nids = NIDS,
	.doc = CH_DOC_ANY,
	.trailing_doc = true,
	.visible = visible,
	.on_import = on_import,
	.on_params = ch_c_params,
	.blank = ch_blank_objc,
};
