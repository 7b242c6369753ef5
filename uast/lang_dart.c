#include <string.h>

#include "uast/lang.h"

const struct TSLanguage *tree_sitter_dart(void);

enum dt_id {
	DT_NAME,
	DT_SUPERCLASS,
	DT_CLASS_FIELD,
	DT_PROGRAM,
	DT_FUNCTION,
	DT_GETTER,
	DT_SETTER,
	DT_OPERATOR,
	DT_CONSTRUCTOR,
	DT_CONST_CONSTRUCTOR,
	DT_FACTORY,
	DT_REDIRECTING,
	DT_METHOD,
	DT_DECLARATION,
	DT_BODY,
	DT_PARAMETERS,
	DT_PARAMETER,
	DT_OPTIONAL,
	DT_THIS_PARAMETER,
	DT_SUPER_PARAMETER,
	DT_TYPE_PARAMETERS,
	DT_REQUIRED,
	DT_BRACKET,
	DT_EQUALS,
	DT_COLON,
	DT_DOT,
	DT_SEMICOLON,
	DT_OPERATOR_WORD,
	DT_STATIC,
	DT_LATE,
	DT_EXTERNAL,
	DT_COVARIANT,
	DT_CONST,
	DT_FINAL,
	DT_VAR,
	DT_IDENTIFIER,
	DT_TYPE_IDENTIFIER,
	DT_TYPE_ARGUMENTS,
	DT_NULLABLE,
	DT_FUNCTION_TYPE,
	DT_RECORD_TYPE,
	DT_VOID,
	DT_FIELDS,
	DT_FINAL_FIELDS,
	DT_FIELD,
	DT_FINAL_FIELD,
	DT_NAMES,
	DT_MIXIN_CLASS,
	DT_MIXINS,
	DT_MIXIN,
	DT_INTERFACES_NODE,
	DT_ON,
	DT_EXPORT,
	DT_URI,
	DT_CONFIGURABLE,
	DT_SPECIFICATION,
	DT_STRING,
	DT_TRY,
	DT_CATCH,
	DT_BLOCK,
	DT_BREAK,
	DT_CONTINUE,
	DT_CASE,
	DT_PATTERN
};

static const char *const dt_ids[] = {
	[DT_NAME] = ".name",
	[DT_SUPERCLASS] = ".superclass",
	[DT_CLASS_FIELD] = ".class",
	[DT_PROGRAM] = "program",
	[DT_FUNCTION] = "function_signature",
	[DT_GETTER] = "getter_signature",
	[DT_SETTER] = "setter_signature",
	[DT_OPERATOR] = "operator_signature",
	[DT_CONSTRUCTOR] = "constructor_signature",
	[DT_CONST_CONSTRUCTOR] = "constant_constructor_signature",
	[DT_FACTORY] = "factory_constructor_signature",
	[DT_REDIRECTING] = "redirecting_factory_constructor_signature",
	[DT_METHOD] = "method_signature",
	[DT_DECLARATION] = "declaration",
	[DT_BODY] = "function_body",
	[DT_PARAMETERS] = "formal_parameter_list",
	[DT_PARAMETER] = "formal_parameter",
	[DT_OPTIONAL] = "optional_formal_parameters",
	[DT_THIS_PARAMETER] = "constructor_param",
	[DT_SUPER_PARAMETER] = "super_formal_parameter",
	[DT_TYPE_PARAMETERS] = "type_parameters",
	[DT_REQUIRED] = "'required",
	[DT_BRACKET] = "'[",
	[DT_EQUALS] = "'=",
	[DT_COLON] = "':",
	[DT_DOT] = "'.",
	[DT_SEMICOLON] = "';",
	[DT_OPERATOR_WORD] = "'operator",
	[DT_STATIC] = "'static",
	[DT_LATE] = "'late",
	[DT_EXTERNAL] = "'external",
	[DT_COVARIANT] = "'covariant",
	[DT_CONST] = "const_builtin",
	[DT_FINAL] = "final_builtin",
	[DT_VAR] = "inferred_type",
	[DT_IDENTIFIER] = "identifier",
	[DT_TYPE_IDENTIFIER] = "type_identifier",
	[DT_TYPE_ARGUMENTS] = "type_arguments",
	[DT_NULLABLE] = "nullable_type",
	[DT_FUNCTION_TYPE] = "function_type",
	[DT_RECORD_TYPE] = "record_type",
	[DT_VOID] = "void_type",
	[DT_FIELDS] = "initialized_identifier_list",
	[DT_FINAL_FIELDS] = "static_final_declaration_list",
	[DT_FIELD] = "initialized_identifier",
	[DT_FINAL_FIELD] = "static_final_declaration",
	[DT_NAMES] = "identifier_list",
	[DT_MIXIN_CLASS] = "mixin_application_class",
	[DT_MIXINS] = "mixins",
	[DT_MIXIN] = "mixin_declaration",
	[DT_INTERFACES_NODE] = "interfaces",
	[DT_ON] = "'on",
	[DT_EXPORT] = "library_export",
	[DT_URI] = "uri",
	[DT_CONFIGURABLE] = "configurable_uri",
	[DT_SPECIFICATION] = "import_specification",
	[DT_STRING] = "string_literal",
	[DT_TRY] = "try_statement",
	[DT_CATCH] = "catch_clause",
	[DT_BLOCK] = "block",
	[DT_BREAK] = "break_statement",
	[DT_CONTINUE] = "continue_statement",
	[DT_CASE] = "switch_expression_case",
	[DT_PATTERN] = "constant_pattern",
};

/* The first of the table: fields in a "declaration", which may be a method. */
enum dt_row { DT_ROW_FIELD };

/* Words and types that stand in front of a declaration's own node. */
static bool is_front(const struct ch_walk *w, uint32_t node)
{
	static const unsigned ids[] = { DT_STATIC, DT_LATE, DT_EXTERNAL,
		DT_COVARIANT, DT_CONST, DT_FINAL, DT_VAR, DT_TYPE_IDENTIFIER,
		DT_TYPE_ARGUMENTS, DT_NULLABLE, DT_FUNCTION_TYPE,
		DT_RECORD_TYPE, DT_VOID, DT_DOT };

	for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]); i++)
		if (ch_is(w, node, ids[i]))
			return true;
	return false;
}

/* At the top of a file "final int" and "a = 1" are siblings. */
static uint32_t dt_head(const struct ch_walk *w, uint32_t node)
{
	uint32_t before = ch_previous(w, node);

	if (!ch_is(w, ch_parent(w, node), DT_PROGRAM))
		return node;
	while (before != CH_NO_NODE && is_front(w, before)) {
		node = before;
		before = ch_previous(w, node);
	}
	return node;
}

/* ---- types -------------------------------------------------------------- */

/* What stands in a clause behind its first word. */
static struct ch_str behind_word(struct ch_walk *w, uint32_t clause)
{
	uint32_t c = ch_next(w, ch_first(w, clause));

	if (c == CH_NO_NODE)
		return ch_str_n(NULL, 0);
	return ch_fold_bytes(w, w->nodes[c].start, w->nodes[clause].end);
}

/* The types between "on" and what follows them. */
static struct ch_str on_types(struct ch_walk *w, uint32_t node)
{
	uint32_t first = ch_next(w, ch_get(w, node, DT_ON)), c, last = first;

	for (c = first; c != CH_NO_NODE && is_front(w, c); c = ch_next(w, c))
		last = c;
	if (first == CH_NO_NODE)
		return ch_str_n(NULL, 0);
	return ch_fold_bytes(w, w->nodes[first].start, w->nodes[last].end);
}

static bool type_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	uint32_t applied = ch_get(w, node, DT_MIXIN_CLASS);
	uint32_t equals = ch_get(w, applied, DT_EQUALS);
	struct ch_str with = ch_fold(w, ch_get(w, node, DT_MIXINS));

	s->bases = behind_word(w, ch_get(w, node, DT_SUPERCLASS));
	if (ch_is(w, node, DT_MIXIN))
		s->bases = on_types(w, node);
	s->bases = ch_join(w, s->bases, " ", with);
	s->bases = ch_join(w, s->bases, ", ",
		behind_word(w, ch_get(w, node, DT_INTERFACES_NODE)));
	if (equals != CH_NO_NODE)
		s->bases = ch_fold(w, ch_next(w, equals));
	return true;
}

/* "class A = B with C;" has its name further down. */
static void emit_class(
	struct ch_walk *w, uint32_t node, const struct ch_lang_row *row)
{
	uint32_t name = ch_get(w, node, DT_NAME);

	if (name == CH_NO_NODE)
		name = ch_get(
			w, ch_get(w, node, DT_MIXIN_CLASS), DT_IDENTIFIER);
	ch_emit(w, row, node, name);
}

/* An extension without a name has that of its type. */
static void emit_extension(
	struct ch_walk *w, uint32_t node, const struct ch_lang_row *row)
{
	uint32_t name = ch_get(w, node, DT_NAME);

	if (name == CH_NO_NODE)
		name = ch_get(w, node, DT_CLASS_FIELD);
	ch_emit(w, row, node, name);
}

/* "typedef A = B;" and "typedef int A(int x);" */
static void emit_alias(
	struct ch_walk *w, uint32_t node, const struct ch_lang_row *row)
{
	uint32_t list = ch_get(w, node, DT_PARAMETERS), c, name = CH_NO_NODE;

	if (list == CH_NO_NODE) {
		ch_emit(w, row, node, ch_get(w, node, DT_TYPE_IDENTIFIER));
		return;
	}
	for (c = ch_get(w, node, DT_TYPE_IDENTIFIER);
		c != CH_NO_NODE && c < list;
		c = ch_get_next(w, c, DT_TYPE_IDENTIFIER))
		name = c;
	ch_emit(w, row, node, name);
}

static bool alias_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	uint32_t c = ch_next(w, ch_get(w, node, DT_EQUALS));
	uint32_t end = ch_get(w, node, DT_SEMICOLON);

	if (c != CH_NO_NODE)
		s->result = ch_fold_bytes(w, w->nodes[c].start,
			end == CH_NO_NODE ? w->nodes[node].end
					  : w->nodes[end].start);
	return true;
}

/* ---- parameters --------------------------------------------------------- */

static uint32_t parameter_name(const struct ch_walk *w, uint32_t node)
{
	uint32_t own = ch_get(w, node, DT_THIS_PARAMETER), name;

	if (own == CH_NO_NODE)
		own = ch_get(w, node, DT_SUPER_PARAMETER);
	if (own != CH_NO_NODE)
		return ch_get(w, own, DT_IDENTIFIER);
	name = ch_get(w, node, DT_NAME);
	return name != CH_NO_NODE ? name : ch_get(w, node, DT_IDENTIFIER);
}

static void read_param(struct ch_walk *w, uint32_t node, uint32_t before)
{
	uint32_t name = parameter_name(w, node), equals = ch_next(w, node);
	uint32_t list = ch_parent(w, node), c = ch_first(w, node);
	struct ch_str text = { NULL, 0 }, dflt = { NULL, 0 };
	struct ch_param *p;
	bool plain = ch_get(w, node, DT_THIS_PARAMETER) == CH_NO_NODE &&
		     ch_get(w, node, DT_SUPER_PARAMETER) == CH_NO_NODE;

	if (plain && name != CH_NO_NODE && c < name)
		text = ch_fold_bytes(
			w, w->nodes[c].start, w->nodes[name].start);
	if (ch_is(w, equals, DT_EQUALS) || ch_is(w, equals, DT_COLON))
		dflt = ch_fold(w, ch_next(w, equals));
	p = ch_add_param(w);
	p->name = ch_text(w, name);
	p->type = ch_str_trim(text);
	p->dflt = dflt;
	if (!ch_is(w, list, DT_OPTIONAL))
		return;
	p->optional = !ch_is(w, before, DT_REQUIRED);
	if (ch_get(w, list, DT_BRACKET) == CH_NO_NODE)
		p->kind = CH_PARAM_KEYWORD_ONLY;
}

static void dt_params(struct ch_walk *w, uint32_t list)
{
	uint32_t c, o, before = CH_NO_NODE;

	for (c = ch_first(w, list); c != CH_NO_NODE; c = ch_next(w, c)) {
		if (ch_is(w, c, DT_PARAMETER))
			read_param(w, c, CH_NO_NODE);
		if (!ch_is(w, c, DT_OPTIONAL))
			continue;
		for (o = ch_first(w, c); o != CH_NO_NODE; o = ch_next(w, o)) {
			if (ch_is(w, o, DT_PARAMETER))
				read_param(w, o, before);
			before = o;
		}
	}
}

/* ---- functions ---------------------------------------------------------- */

/* The signature in a member, or the node that is one itself. */
static uint32_t signature_of(const struct ch_walk *w, uint32_t node)
{
	static const unsigned ids[] = { DT_FUNCTION, DT_GETTER, DT_SETTER,
		DT_OPERATOR, DT_CONSTRUCTOR, DT_CONST_CONSTRUCTOR, DT_FACTORY,
		DT_REDIRECTING };
	size_t n = sizeof(ids) / sizeof(ids[0]);
	uint32_t c;

	for (size_t i = 0; i < n; i++)
		if (ch_is(w, node, ids[i]))
			return node;
	for (size_t i = 0; i < n; i++) {
		c = ch_get(w, node, ids[i]);
		if (c != CH_NO_NODE)
			return c;
	}
	return CH_NO_NODE;
}

static bool is_constructor(const struct ch_walk *w, uint32_t signature)
{
	return ch_is(w, signature, DT_CONSTRUCTOR) ||
	       ch_is(w, signature, DT_CONST_CONSTRUCTOR) ||
	       ch_is(w, signature, DT_FACTORY) ||
	       ch_is(w, signature, DT_REDIRECTING);
}

/* "named" of A.named(), A of A(); the sign behind "operator". */
static uint32_t name_of(const struct ch_walk *w, uint32_t signature)
{
	uint32_t c, name = CH_NO_NODE;

	if (ch_is(w, signature, DT_OPERATOR))
		return ch_next(w, ch_get(w, signature, DT_OPERATOR_WORD));
	if (!is_constructor(w, signature))
		return ch_get(w, signature, DT_NAME);
	for (c = ch_get(w, signature, DT_IDENTIFIER); c != CH_NO_NODE;
		c = ch_get_next(w, c, DT_IDENTIFIER))
		name = c;
	return name;
}

/* The type in front of the name, "get" and "set". */
static struct ch_str result_of(
	struct ch_walk *w, uint32_t signature, uint32_t name)
{
	uint32_t first = ch_first(w, signature), c, last = CH_NO_NODE;

	if (is_constructor(w, signature))
		return ch_str_n(NULL, 0);
	for (c = first; c != CH_NO_NODE && c < name && is_front(w, c);
		c = ch_next(w, c))
		last = c;
	if (last == CH_NO_NODE)
		return ch_str_n(NULL, 0);
	return ch_fold_bytes(w, w->nodes[first].start, w->nodes[last].end);
}

static bool member_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	uint32_t signature = signature_of(w, node), name = ch_name_node(w);
	uint32_t body = ch_next(w, node), head = dt_head(w, node);
	uint32_t list = ch_get(w, signature, DT_PARAMETERS);

	if (list != CH_NO_NODE)
		dt_params(w, list);
	s->result = result_of(w, signature, name);
	s->generics = ch_fold(w, ch_get(w, signature, DT_TYPE_PARAMETERS));
	s->signature =
		ch_fold_bare(w, w->nodes[head].start, w->nodes[signature].end);
	if (ch_is(w, signature, DT_OPERATOR))
		s->name = ch_join(w, CH_STR("operator"), " ", s->name);
	if (ch_is(w, signature, DT_SETTER))
		s->name = ch_join(w, s->name, "", CH_STR("="));
	if (is_constructor(w, signature))
		s->flags &= ~(uint32_t)CH_SYM_DECLARATION;
	if (ch_is(w, body, DT_BODY) &&
		ch_str_starts(ch_text(w, ch_first(w, body)), "async"))
		s->flags |= CH_SYM_ASYNC;
	if (s->flags & CH_SYM_DECLARATION && s->kind == CH_KIND_METHOD &&
		ch_get(w, node, DT_EXTERNAL) == CH_NO_NODE)
		s->flags |= CH_SYM_ABSTRACT;
	return true;
}

/* Functions, getters and setters of the file, and in functions. */
static void emit_function(
	struct ch_walk *w, uint32_t node, const struct ch_lang_row *row)
{
	uint32_t up = ch_parent(w, node);

	if (!ch_is(w, up, DT_METHOD) && !ch_is(w, up, DT_DECLARATION))
		ch_emit(w, row, node, name_of(w, node));
}

static void emit_method(
	struct ch_walk *w, uint32_t node, const struct ch_lang_row *row)
{
	ch_emit(w, row, node, name_of(w, signature_of(w, node)));
}

/* ---- variables ---------------------------------------------------------- */

static uint32_t list_of(const struct ch_walk *w, uint32_t node)
{
	static const unsigned ids[] = { DT_FIELDS, DT_FINAL_FIELDS, DT_NAMES };
	uint32_t list = CH_NO_NODE;

	for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]); i++) {
		if (ch_is(w, node, ids[i]))
			return node;
		if (list == CH_NO_NODE)
			list = ch_get(w, node, ids[i]);
	}
	return list;
}

/* One of "final int a = 1, b = 2", in a class or at the top. */
static bool field_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	uint32_t list = list_of(w, node), c, type = CH_NO_NODE, last = type;
	uint32_t own = ch_parent(w, ch_name_node(w));
	uint32_t head = list == node ? dt_head(w, node) : ch_first(w, node);

	for (c = head; c != CH_NO_NODE && c < list; c = ch_next(w, c)) {
		if (ch_is(w, c, DT_CONST))
			s->kind = CH_KIND_CONSTANT;
		if (ch_is(w, c, DT_CONST) || ch_is(w, c, DT_FINAL))
			s->flags |= CH_SYM_CONST;
		if (!is_front(w, c) || ch_is(w, c, DT_STATIC) ||
			ch_is(w, c, DT_LATE) || ch_is(w, c, DT_EXTERNAL) ||
			ch_is(w, c, DT_COVARIANT) || ch_is(w, c, DT_CONST) ||
			ch_is(w, c, DT_FINAL) || ch_is(w, c, DT_VAR))
			continue;
		type = type == CH_NO_NODE ? c : type;
		last = c;
	}
	if (type != CH_NO_NODE)
		s->result = ch_fold_bytes(
			w, w->nodes[type].start, w->nodes[last].end);
	s->value = ch_fold(w, ch_next(w, ch_get(w, own, DT_EQUALS)));
	s->signature = ch_join(w,
		ch_fold_bare(w, w->nodes[head].start, w->nodes[list].start),
		" ", s->name);
	return true;
}

/* Each is looked for among all. */
#define MAX_NAMES 1000

static void emit_names(struct ch_walk *w, uint32_t node, uint32_t list,
	const struct ch_lang_row *row)
{
	uint32_t c = ch_first(w, list);
	int i;

	for (i = 0; i < MAX_NAMES && c != CH_NO_NODE; i++) {
		if (ch_is(w, c, DT_FIELD) || ch_is(w, c, DT_FINAL_FIELD))
			ch_emit(w, row, node, ch_get(w, c, DT_IDENTIFIER));
		else if (ch_is(w, c, DT_IDENTIFIER))
			ch_emit(w, row, node, c);
		c = ch_next(w, c);
	}
}

static void emit_declaration(
	struct ch_walk *w, uint32_t node, const struct ch_lang_row *row)
{
	uint32_t signature = signature_of(w, node), list = list_of(w, node);

	if (signature != CH_NO_NODE)
		ch_emit(w, row, node, name_of(w, signature));
	else if (list != CH_NO_NODE)
		emit_names(w, node, list, &w->lang->rows[DT_ROW_FIELD]);
}

static void emit_variables(
	struct ch_walk *w, uint32_t node, const struct ch_lang_row *row)
{
	if (ch_is(w, ch_parent(w, node), DT_PROGRAM))
		emit_names(w, node, node, row);
}

/* "extension type Id(int value)" */
static bool representation_hook(
	struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	(void)node;
	s->flags |= CH_SYM_CONST;
	s->signature = ch_join(w, s->result, " ", s->name);
	return true;
}

/* ---- imports ------------------------------------------------------------ */

static void dt_import(struct ch_walk *w, uint32_t node)
{
	uint32_t at = ch_get(w, node, DT_SPECIFICATION), uri;
	enum ch_import_kind kind = CH_IMPORT_RELATIVE;
	struct ch_str name;

	if (at == CH_NO_NODE)
		at = node;
	uri = ch_get(w, at, DT_URI);
	if (uri == CH_NO_NODE)
		uri = ch_get(w, ch_get(w, at, DT_CONFIGURABLE), DT_URI);
	name = ch_text(w, ch_get(w, uri, DT_STRING));
	if (name.len < 3)
		return;
	name = ch_str_sub(name, 1, name.len - 1);
	if (ch_str_starts(name, "dart:"))
		kind = CH_IMPORT_SYSTEM;
	else if (ch_str_starts(name, "package:"))
		kind = CH_IMPORT_EXTERNAL;
	ch_add_import(w, node, name, kind, ch_is(w, node, DT_EXPORT));
}

/* ---- visibility and what counts ----------------------------------------- */

static enum ch_visibility dt_visible(
	struct ch_walk *w, uint32_t node, const struct ch_symbol *s)
{
	(void)w;
	(void)node;
	return s->name.ptr[0] == '_' ? CH_VIS_PRIVATE : CH_VIS_PUBLIC;
}

/* "on E { }" without a catch. */
static bool is_bare_on(const struct ch_walk *w, uint32_t on)
{
	uint32_t c = on;

	while (c != CH_NO_NODE && !ch_is(w, c, DT_CATCH) &&
		!ch_is(w, c, DT_BLOCK))
		c = ch_next(w, c);
	return ch_is(w, ch_parent(w, on), DT_TRY) && !ch_is(w, c, DT_CATCH);
}

static bool dt_counts(const struct ch_walk *w, uint32_t node)
{
	if (ch_is(w, node, DT_ON))
		return is_bare_on(w, node);
	if (ch_is(w, node, DT_BREAK) || ch_is(w, node, DT_CONTINUE))
		return ch_get(w, node, DT_IDENTIFIER) != CH_NO_NODE;
	if (ch_is(w, node, DT_CASE)) /* "_ =>" is there anyhow */
		return !ch_str_is(ch_text(w, ch_get(w, node, DT_PATTERN)), "_");
	return true;
}

/* ---- the table ---------------------------------------------------------- */

static const struct ch_lang_row dt_rows[] = {
	[DT_ROW_FIELD] = { .kind = CH_KIND_FIELD,
		.traits = CH_ROW_FLAT,
		.hook = field_hook },
	{ .type = "method_signature",
		.role = CH_ROLE_CUSTOM,
		.kind = CH_KIND_METHOD,
		.traits = CH_ROW_TAIL,
		.body = "function_body",
		.hook = member_hook,
		.emit = emit_method },
	{ .type = "declaration",
		.role = CH_ROLE_CUSTOM,
		.kind = CH_KIND_METHOD,
		.traits = CH_ROW_TAIL,
		.body = "function_body",
		.hook = member_hook,
		.emit = emit_declaration },
	{ .type = "function_signature",
		.role = CH_ROLE_CUSTOM,
		.kind = CH_KIND_FUNCTION,
		.traits = CH_ROW_TAIL,
		.body = "function_body",
		.hook = member_hook,
		.emit = emit_function },
	{ .type = "getter_signature",
		.role = CH_ROLE_CUSTOM,
		.kind = CH_KIND_FUNCTION,
		.traits = CH_ROW_TAIL,
		.body = "function_body",
		.hook = member_hook,
		.emit = emit_function },
	{ .type = "setter_signature",
		.role = CH_ROLE_CUSTOM,
		.kind = CH_KIND_FUNCTION,
		.traits = CH_ROW_TAIL,
		.body = "function_body",
		.hook = member_hook,
		.emit = emit_function },
	{ .type = "initialized_identifier_list",
		.role = CH_ROLE_CUSTOM,
		.kind = CH_KIND_VARIABLE,
		.traits = CH_ROW_FLAT,
		.hook = field_hook,
		.emit = emit_variables },
	{ .type = "static_final_declaration_list",
		.role = CH_ROLE_CUSTOM,
		.kind = CH_KIND_VARIABLE,
		.traits = CH_ROW_FLAT,
		.hook = field_hook,
		.emit = emit_variables },
	{ .type = "class_definition",
		.role = CH_ROLE_CUSTOM,
		.kind = CH_KIND_CLASS,
		.generics = ".type_parameters",
		.body = ".body",
		.hook = type_hook,
		.emit = emit_class },
	{ .type = "mixin_declaration",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_TRAIT,
		.name = "identifier",
		.generics = "type_parameters",
		.body = "class_body",
		.hook = type_hook },
	{ .type = "enum_declaration",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_ENUM,
		.name = ".name",
		.generics = "type_parameters",
		.body = ".body",
		.hook = type_hook },
	{ .type = "enum_constant",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_VALUE,
		.traits = CH_ROW_FLAT,
		.name = ".name",
		.value = "argument_part|arguments" },
	{ .type = "extension_declaration",
		.role = CH_ROLE_CUSTOM,
		.kind = CH_KIND_MODULE,
		.traits = CH_ROW_MEMBERS,
		.result = ".class",
		.generics = "type_parameters",
		.body = ".body",
		.emit = emit_extension },
	{ .type = "extension_type_declaration",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_CLASS,
		.name = ".name",
		.generics = "type_parameters",
		.body = ".body",
		.hook = type_hook },
	{ .type = "representation_declaration",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_FIELD,
		.traits = CH_ROW_FLAT,
		.name = ".name",
		.result = ".type",
		.hook = representation_hook },
	{ .type = "type_alias",
		.role = CH_ROLE_CUSTOM,
		.kind = CH_KIND_TYPE,
		.traits = CH_ROW_FLAT,
		.params = "formal_parameter_list",
		.generics = "type_parameters",
		.hook = alias_hook,
		.emit = emit_alias },
	{ .type = "annotation", .role = CH_ROLE_ATTRIBUTE },
	{ .type = "library_import", .role = CH_ROLE_IMPORT },
	{ .type = "library_export", .role = CH_ROLE_IMPORT },
	{ .type = "part_directive", .role = CH_ROLE_IMPORT },

	{ .type = "if_statement",
		.role = CH_ROLE_DECISION,
		.traits = CH_ROW_NESTS },
	{ .type = "if_element",
		.role = CH_ROLE_DECISION,
		.traits = CH_ROW_NESTS },
	{ .type = "for_statement",
		.role = CH_ROLE_DECISION,
		.traits = CH_ROW_NESTS },
	{ .type = "for_element",
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
		.traits = CH_ROW_NESTS | CH_ROW_TAIL,
		.body = "block" },
	{ .type = "'on", .role = CH_ROLE_DECISION },
	{ .type = "conditional_expression",
		.role = CH_ROLE_DECISION,
		.traits = CH_ROW_NESTS },
	{ .type = "if_null_expression", .role = CH_ROLE_DECISION },
	{ .type = "switch_statement_case", .role = CH_ROLE_DECISION },
	{ .type = "switch_expression_case", .role = CH_ROLE_DECISION },
	{ .type = "'when", .role = CH_ROLE_DECISION },
	{ .type = "switch_statement", .traits = CH_ROW_NESTS },
	{ .type = "switch_expression", .traits = CH_ROW_NESTS },
	{ .type = "'else", .traits = CH_ROW_ELSE },
	{ .type = "break_statement", .traits = CH_ROW_LABEL_JUMP },
	{ .type = "continue_statement", .traits = CH_ROW_LABEL_JUMP },
	{ .type = "function_expression", .traits = CH_ROW_DEEPER },
	{ .type = "logical_and_operator", .role = CH_ROLE_OPERATOR },
	{ .type = "logical_or_operator", .role = CH_ROLE_OPERATOR },

	{ .type = "string_literal", .traits = CH_ROW_LITERAL },
	{ .type = "true", .traits = CH_ROW_LITERAL },
	{ .type = "false", .traits = CH_ROW_LITERAL },
	{ .type = "null_literal", .traits = CH_ROW_LITERAL },
	{ .type = "void_type", .traits = CH_ROW_WORD },
	{ .type = "const_builtin", .traits = CH_ROW_WORD },
	{ .type = "break_builtin", .traits = CH_ROW_WORD },
	{ .type = "assert_builtin", .traits = CH_ROW_WORD },
	{ .type = "rethrow_builtin", .traits = CH_ROW_WORD },
	{ .type = "equality_operator", .traits = CH_ROW_WORD },
	{ .type = "additive_operator", .traits = CH_ROW_WORD },
	{ .type = "multiplicative_operator", .traits = CH_ROW_WORD },
	{ .type = "bitwise_operator", .traits = CH_ROW_WORD },
	{ .type = "shift_operator", .traits = CH_ROW_WORD },
	{ .type = "increment_operator", .traits = CH_ROW_WORD },
	{ .type = "minus_operator", .traits = CH_ROW_WORD },
	{ .type = "negation_operator", .traits = CH_ROW_WORD },
	{ .type = "tilde_operator", .traits = CH_ROW_WORD },

	{ .type = "comment", .role = CH_ROLE_COMMENT },
	{ .type = "documentation_comment", .role = CH_ROLE_COMMENT },
	{ .type = "identifier", .role = CH_ROLE_NAME },
	{ .type = "type_identifier", .role = CH_ROLE_NAME },
	{ .type = "identifier_dollar_escaped", .role = CH_ROLE_NAME },
};

static const struct ch_modifier dt_modifiers[] = {
	{ "static", CH_SYM_STATIC, 0 },
	{ "abstract", CH_SYM_ABSTRACT, 0 },
};

const struct ch_lang ch_lang_dart = {
	.name = "Dart",
	.id = "dart",
	.grammar = tree_sitter_dart,
	.separator = ".",
	.bare_members = true,
	.rows = dt_rows,
	.nrows = sizeof(dt_rows) / sizeof(dt_rows[0]),
	.modifiers = dt_modifiers,
	.nmodifiers = sizeof(dt_modifiers) / sizeof(dt_modifiers[0]),
	.ids = dt_ids,
	.nids = sizeof(dt_ids) / sizeof(dt_ids[0]),
	.operator_field = "",
	.doc = CH_DOC_MARKED,
	.visible = dt_visible,
	.head = dt_head,
	.counts = dt_counts,
	.on_import = dt_import,
	.on_params = dt_params,
};
