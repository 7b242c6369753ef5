#include <string.h>

#include "uast/blank.h"
#include "uast/lang.h"

const struct TSLanguage *tree_sitter_kotlin(void);

enum kt_id {
	KT_NAME,
	KT_BLOCK,
	KT_LAMBDA,
	KT_MODIFIERS,
	KT_VISIBILITY,
	KT_INTERFACE,
	KT_COMPANION,
	KT_PARAM_CLASS,
	KT_PARAMS,
	KT_PARAM,
	KT_PARAM_MODIFIERS,
	KT_WHERE,
	KT_TYPE_PARAMETERS,
	KT_BODY,
	KT_VARIABLE,
	KT_VARIABLES,
	KT_DELEGATE,
	KT_GETTER,
	KT_SETTER,
	KT_VAL,
	KT_VAR,
	KT_DOT,
	KT_COLON,
	KT_EQUALS,
	KT_IDENTIFIER,
	KT_QUALIFIED,
	KT_USER_TYPE,
	KT_PACKAGE,
	KT_ASTERISK,
	KT_LABEL,
	KT_IF,
	KT_ELSE,
	KT_ENTRY,
	KT_INIT
};

static const char *const kt_ids[] = {
	[KT_NAME] = ".name",
	[KT_BLOCK] = "block",
	[KT_LAMBDA] = "lambda_literal",
	[KT_MODIFIERS] = "modifiers",
	[KT_VISIBILITY] = "visibility_modifier",
	[KT_INTERFACE] = "'interface",
	[KT_COMPANION] = "'companion",
	[KT_PARAM_CLASS] = "class_parameter",
	[KT_PARAMS] = "function_value_parameters",
	[KT_PARAM] = "parameter",
	[KT_PARAM_MODIFIERS] = "parameter_modifiers",
	[KT_WHERE] = "type_constraints",
	[KT_TYPE_PARAMETERS] = "type_parameters",
	[KT_BODY] = "function_body",
	[KT_VARIABLE] = "variable_declaration",
	[KT_VARIABLES] = "multi_variable_declaration",
	[KT_DELEGATE] = "property_delegate",
	[KT_GETTER] = "getter",
	[KT_SETTER] = "setter",
	[KT_VAL] = "'val",
	[KT_VAR] = "'var",
	[KT_DOT] = "'.",
	[KT_COLON] = "':",
	[KT_EQUALS] = "'=",
	[KT_IDENTIFIER] = "identifier",
	[KT_QUALIFIED] = "qualified_identifier",
	[KT_USER_TYPE] = "user_type",
	[KT_PACKAGE] = "package_header",
	[KT_ASTERISK] = "'*",
	[KT_LABEL] = "label",
	[KT_IF] = "if_expression",
	[KT_ELSE] = "'else",
	[KT_ENTRY] = "when_entry",
	[KT_INIT] = "'init",
};

static bool has_modifier(
	const struct ch_walk *w, uint32_t node, const char *word)
{
	uint32_t list = ch_get(w, node, KT_MODIFIERS), c;

	for (c = ch_first(w, list); c != CH_NO_NODE; c = ch_next(w, c))
		if (ch_str_is(ch_text(w, c), word))
			return true;
	return false;
}

/* The node behind the first "sign" of its own. */
static uint32_t behind(const struct ch_walk *w, uint32_t node, unsigned sign)
{
	return ch_next(w, ch_get(w, node, sign));
}

/* ---- types -------------------------------------------------------------- */

/* "<T> where T : A" */
static struct ch_str generics_of(struct ch_walk *w, uint32_t node)
{
	return ch_join(w, ch_fold(w, ch_get(w, node, KT_TYPE_PARAMETERS)), " ",
		ch_fold(w, ch_get(w, node, KT_WHERE)));
}

static bool type_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	if (ch_get(w, node, KT_INTERFACE) != CH_NO_NODE)
		s->kind = CH_KIND_INTERFACE;
	else if (has_modifier(w, node, "enum"))
		s->kind = CH_KIND_ENUM;
	s->generics = generics_of(w, node);
	if (ch_is(w, ch_name_node(w), KT_COMPANION))
		s->name = CH_STR("Companion");
	return true;
}

/* "companion object" has a name though none is written. */
static void emit_companion(
	struct ch_walk *w, uint32_t node, const struct ch_lang_row *row)
{
	uint32_t name = ch_get(w, node, KT_NAME);

	if (name == CH_NO_NODE)
		name = ch_get(w, node, KT_COMPANION);
	ch_emit(w, row, node, name);
}

/*
 * "@A annotation class B" and "@A actual class C { }" may be read as words
 * that call each other: annotation.class(B).
 */
static void emit_infix(
	struct ch_walk *w, uint32_t node, const struct ch_lang_row *row)
{
	uint32_t word = ch_next(w, ch_first(w, node)), name = ch_next(w, word);

	if (!ch_str_is(ch_text(w, word), "class") ||
		ch_scope(w) != CH_NO_SYMBOL)
		return;
	if (!ch_is(w, name, KT_IDENTIFIER))
		name = ch_get(w, name, KT_IDENTIFIER);
	ch_emit(w, row, node, name);
}

static bool infix_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	s->signature = ch_fold_bare(
		w, w->nodes[node].start, w->nodes[ch_name_node(w)].end);
	return true;
}

static bool alias_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	uint32_t target = behind(w, node, KT_EQUALS);

	s->result = ch_fold(w, target);
	return true;
}

/* ---- functions ---------------------------------------------------------- */

/*
 * The type before ".name": of an extension.  It is the child before the dot
 * that stands in front of 'name'.
 */
static uint32_t receiver_of(
	const struct ch_walk *w, uint32_t node, uint32_t name)
{
	uint32_t c, dot = CH_NO_NODE, type = CH_NO_NODE, last = CH_NO_NODE;

	for (c = ch_first(w, node); c != CH_NO_NODE && c < name;
		c = ch_next(w, c)) {
		if (ch_is(w, c, KT_DOT)) {
			dot = c;
			type = last;
		}
		last = c;
	}
	return dot != CH_NO_NODE && w->nodes[dot].next == name ? type
							       : CH_NO_NODE;
}

/* "List" of a.b.List<T>?: the last name outside of brackets. */
static struct ch_str type_name(const struct ch_walk *w, uint32_t type)
{
	uint32_t name = CH_NO_NODE, c;
	int depth = 0;

	while (type != CH_NO_NODE && !ch_is(w, type, KT_USER_TYPE) &&
		depth++ < 8)
		type = ch_first(w, type);
	for (c = ch_get(w, type, KT_IDENTIFIER); c != CH_NO_NODE;
		c = ch_get_next(w, c, KT_IDENTIFIER))
		name = c;
	return ch_text(w, name);
}

/* "String.trimmed", with "this" as its first parameter. */
static void qualify_extension(
	struct ch_walk *w, uint32_t type, struct ch_symbol *s)
{
	struct ch_str name = type_name(w, type), folded = ch_fold(w, type);

	if (type == CH_NO_NODE)
		return;
	if (name.len)
		s->qualified = ch_join(w, name, ".", s->name);
	if (ch_kind_is_callable(s->kind)) {
		struct ch_param *p, first = { 0 };
		size_t n = 0;

		first.name = CH_STR("this");
		first.type = folded;
		first.kind = CH_PARAM_RECEIVER;
		ch_add_param(w);
		while (ch_param_at(w, n + 1))
			n++;
		p = ch_param_at(w, 0);
		memmove(p + 1, p, n * sizeof(*p));
		*p = first;
	}
}

/*
 * Where the grammar lost its way "String.trimmed" is all a type, and a name
 * of no length stands behind it.
 */
static void emit_function(
	struct ch_walk *w, uint32_t node, const struct ch_lang_row *row)
{
	uint32_t name = ch_get(w, node, KT_NAME), c, last = CH_NO_NODE;
	uint32_t type = ch_get(w, node, KT_USER_TYPE);

	if (name != CH_NO_NODE && w->nodes[name].start == w->nodes[name].end &&
		type < name)
		for (c = ch_get(w, type, KT_IDENTIFIER); c != CH_NO_NODE;
			c = ch_get_next(w, c, KT_IDENTIFIER))
			last = c;
	ch_emit(w, row, node, last == CH_NO_NODE ? name : last);
}

static bool function_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	uint32_t list = ch_get(w, node, KT_PARAMS), colon = ch_next(w, list);

	if (s->parent != CH_NO_SYMBOL &&
		w->facts->symbols[s->parent].kind == CH_KIND_INTERFACE)
		s->flags |= s->body_start < s->body_end ? CH_SYM_HAS_DEFAULT
							: CH_SYM_ABSTRACT;

	s->generics = generics_of(w, node);
	if (ch_is(w, colon, KT_COLON))
		s->result = ch_fold(w, ch_next(w, colon));
	qualify_extension(w, receiver_of(w, node, ch_name_node(w)), s);
	return true;
}

/* "constructor(x: Int) : this(x) { }" and "init { }" */
static bool initializer_hook(
	struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	uint32_t list = ch_get(w, node, KT_PARAMS);

	s->flags &= ~(uint32_t)CH_SYM_DECLARATION;
	if (list != CH_NO_NODE)
		s->signature = ch_fold_bare(
			w, w->nodes[node].start, w->nodes[list].end);
	return true;
}

/* Both lists: [modifiers] name ":" type ["=" default]. */
static void read_param(struct ch_walk *w, uint32_t node, uint32_t modifiers)
{
	uint32_t equals = ch_next(w, node);
	struct ch_str name = ch_text(w, ch_get(w, node, KT_IDENTIFIER));
	struct ch_str type = ch_fold(w, behind(w, node, KT_COLON)), dflt;
	struct ch_param *p;

	if (ch_is(w, node, KT_PARAM_CLASS)) {
		equals = ch_get(w, node, KT_EQUALS);
		modifiers = ch_get(w, node, KT_MODIFIERS);
	}
	if (!ch_is(w, equals, KT_EQUALS))
		equals = CH_NO_NODE;
	dflt = ch_fold(w, ch_next(w, equals));
	p = ch_add_param(w);
	p->name = name;
	p->type = type;
	p->dflt = dflt;
	p->optional = dflt.len > 0;
	if (ch_has_word(w, modifiers, "vararg"))
		p->kind = CH_PARAM_VARIADIC;
}

static void kt_params(struct ch_walk *w, uint32_t list)
{
	uint32_t c, modifiers = CH_NO_NODE;

	for (c = ch_first(w, list); c != CH_NO_NODE; c = ch_next(w, c)) {
		if (ch_is(w, c, KT_PARAM) || ch_is(w, c, KT_PARAM_CLASS))
			read_param(w, c, modifiers);
		modifiers = ch_is(w, c, KT_PARAM_MODIFIERS) ? c : CH_NO_NODE;
	}
}

/* ---- properties --------------------------------------------------------- */

/* "private set" behind it is part of what others see. */
static struct ch_str setter_text(struct ch_walk *w, uint32_t node)
{
	uint32_t setter = ch_get(w, node, KT_SETTER);
	uint32_t modifiers = ch_get(w, setter, KT_MODIFIERS);

	if (ch_get(w, modifiers, KT_VISIBILITY) == CH_NO_NODE)
		return ch_str_n(NULL, 0);
	return ch_join(w, ch_fold(w, ch_get(w, modifiers, KT_VISIBILITY)), " ",
		CH_STR("set"));
}

static bool property_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	uint32_t variable = ch_parent(w, ch_name_node(w));
	uint32_t list = ch_get(w, node, KT_VARIABLES);
	uint32_t getter = ch_get(w, node, KT_GETTER);
	uint32_t setter = ch_get(w, node, KT_SETTER);
	uint32_t head = ch_get(w, node, KT_WHERE);
	uint32_t first =
		getter == CH_NO_NODE || setter < getter ? setter : getter;

	if (ch_get(w, node, KT_VAL) != CH_NO_NODE)
		s->flags |= CH_SYM_CONST;
	if (has_modifier(w, node, "const"))
		s->kind = CH_KIND_CONSTANT;
	s->result = ch_fold(w, behind(w, variable, KT_COLON));
	s->value = ch_fold(w, behind(w, node, KT_EQUALS));
	if (!s->value.len)
		s->value = ch_fold(w, ch_get(w, node, KT_DELEGATE));
	s->generics = generics_of(w, node);
	if (head == CH_NO_NODE)
		head = list == CH_NO_NODE ? variable : list;
	s->signature = ch_join(w,
		ch_fold_bare(w, w->nodes[node].start, w->nodes[head].end), "; ",
		setter_text(w, node));
	if (first != CH_NO_NODE) {
		s->body_start = w->nodes[first].start;
		s->body_end = w->nodes[node].end;
	}
	qualify_extension(w, receiver_of(w, node, variable), s);
	return !ch_str_is(s->name, "_");
}

/* Each is looked for among all. */
#define MAX_NAMES 1000

static void emit_property(
	struct ch_walk *w, uint32_t node, const struct ch_lang_row *row)
{
	uint32_t c = ch_get(w, node, KT_VARIABLE);
	uint32_t list = ch_get(w, node, KT_VARIABLES);
	int i = 0;

	if (ch_is(w, ch_parent(w, node), KT_LAMBDA) ||
		ch_is(w, ch_parent(w, node), KT_BLOCK))
		return;
	if (c != CH_NO_NODE)
		ch_emit(w, row, node, ch_get(w, c, KT_IDENTIFIER));
	for (c = ch_get(w, list, KT_VARIABLE); c != CH_NO_NODE && i < MAX_NAMES;
		c = ch_get_next(w, c, KT_VARIABLE), i++)
		ch_emit(w, row, node, ch_get(w, c, KT_IDENTIFIER));
}

/* "val" and "var" in a class's own parameters. */
static void emit_class_parameter(
	struct ch_walk *w, uint32_t node, const struct ch_lang_row *row)
{
	if (ch_get(w, node, KT_VAL) != CH_NO_NODE ||
		ch_get(w, node, KT_VAR) != CH_NO_NODE)
		ch_emit(w, row, node, ch_get(w, node, KT_IDENTIFIER));
}

static bool class_parameter_hook(
	struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	uint32_t type = behind(w, node, KT_COLON);

	if (ch_get(w, node, KT_VAL) != CH_NO_NODE)
		s->flags |= CH_SYM_CONST;
	s->result = ch_fold(w, type);
	s->value = ch_fold(w, behind(w, node, KT_EQUALS));
	if (type != CH_NO_NODE)
		s->signature = ch_fold_bare(
			w, w->nodes[node].start, w->nodes[type].end);
	return true;
}

/* Accessors with code are methods of their property. */
static void emit_accessor(
	struct ch_walk *w, uint32_t node, const struct ch_lang_row *row)
{
	uint32_t up = ch_scope(w), c = ch_first(w, node);

	if (ch_get(w, node, KT_BODY) == CH_NO_NODE || up == CH_NO_SYMBOL ||
		ch_symbol_node(w, &w->facts->symbols[up]) != ch_parent(w, node))
		return;
	if (ch_is(w, c, KT_MODIFIERS))
		c = ch_next(w, c);
	ch_emit(w, row, node, c);
}

static bool accessor_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	uint32_t value = ch_get(w, node, KT_IDENTIFIER);

	s->signature = s->name;
	if (value != CH_NO_NODE) {
		struct ch_str name = ch_text(w, value);

		ch_add_param(w)->name = name;
		s->signature = ch_join(
			w, ch_join(w, s->name, "(", name), "", CH_STR(")"));
	}
	return true;
}

/* ---- imports ------------------------------------------------------------ */

/* "com.example" of com.example.util.List: two steps name an owner. */
static struct ch_str owner(struct ch_str name)
{
	size_t dot = ch_str_chr(name, '.', 0);

	if (dot != (size_t)-1)
		dot = ch_str_chr(name, '.', dot + 1);
	return ch_str_sub(name, 0, dot);
}

static enum ch_import_kind import_kind(struct ch_walk *w, struct ch_str name)
{
	uint32_t package = ch_get(w, 0, KT_PACKAGE);
	struct ch_str own = ch_text(w, ch_get(w, package, KT_QUALIFIED));

	if (ch_str_starts(name, "kotlin.") || ch_str_starts(name, "java.") ||
		ch_str_starts(name, "javax."))
		return CH_IMPORT_SYSTEM;
	if (own.len && ch_str_eq(owner(own), owner(name)))
		return CH_IMPORT_RELATIVE;
	return CH_IMPORT_EXTERNAL;
}

static void kt_import(struct ch_walk *w, uint32_t node)
{
	struct ch_str name = ch_fold(w, ch_get(w, node, KT_QUALIFIED));

	if (!name.len)
		return;
	if (ch_get(w, node, KT_ASTERISK) != CH_NO_NODE)
		name = ch_join(w, name, ".", CH_STR("*"));
	ch_add_import(w, node, name, import_kind(w, name), false);
}

/* ---- visibility and what counts ----------------------------------------- */

static enum ch_visibility kt_visible(
	struct ch_walk *w, uint32_t node, const struct ch_symbol *s)
{
	uint32_t list = ch_get(w, node, KT_MODIFIERS);
	struct ch_str word = ch_text(w, ch_get(w, list, KT_VISIBILITY));

	(void)s;
	if (ch_is(w, node, KT_GETTER) || ch_is(w, node, KT_SETTER) ||
		ch_is(w, ch_name_node(w), KT_INIT) ||
		ch_str_is(word, "private"))
		return CH_VIS_PRIVATE;
	if (ch_str_is(word, "protected"))
		return CH_VIS_PROTECTED;
	return ch_str_is(word, "internal") ? CH_VIS_INTERNAL : CH_VIS_PUBLIC;
}

/* The else of a when is the way that is there anyhow. */
static bool kt_counts(const struct ch_walk *w, uint32_t node)
{
	if (ch_is(w, node, KT_ELSE))
		return ch_is(w, ch_parent(w, node), KT_IF);
	if (ch_is(w, node, KT_ENTRY))
		return ch_get(w, node, KT_ELSE) == CH_NO_NODE;
	if (ch_is(w, node, KT_LABEL))
		return ch_str_starts(ch_text(w, node), "break@") ||
		       ch_str_starts(ch_text(w, node), "continue@");
	return true;
}

/* ---- the table ---------------------------------------------------------- */

static const struct ch_lang_row kt_rows[] = {
	{ .type = "class_parameter",
		.role = CH_ROLE_CUSTOM,
		.kind = CH_KIND_FIELD,
		.traits = CH_ROW_FLAT,
		.hook = class_parameter_hook,
		.emit = emit_class_parameter },
	{ .type = "class_declaration",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_CLASS,
		.name = ".name",
		.params = "primary_constructor/class_parameters",
		.bases = "delegation_specifiers",
		.body = "class_body|enum_class_body",
		.hook = type_hook },
	{ .type = "object_declaration",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_CLASS,
		.name = ".name",
		.bases = "delegation_specifiers",
		.body = "class_body",
		.hook = type_hook },
	{ .type = "companion_object",
		.role = CH_ROLE_CUSTOM,
		.kind = CH_KIND_CLASS,
		.bases = "delegation_specifiers",
		.body = "class_body",
		.hook = type_hook,
		.emit = emit_companion },
	{ .type = "infix_expression",
		.role = CH_ROLE_CUSTOM,
		.kind = CH_KIND_CLASS,
		.body = "call_expression/annotated_lambda",
		.hook = infix_hook,
		.emit = emit_infix },
	{ .type = "annotated_expression", .role = CH_ROLE_WRAPPER },
	{ .type = "enum_entry",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_VALUE,
		.traits = CH_ROW_MEMBERS,
		.name = "identifier",
		.value = "value_arguments",
		.body = "class_body" },
	{ .type = "type_alias",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_TYPE,
		.traits = CH_ROW_FLAT,
		.name = ".type",
		.generics = "type_parameters",
		.hook = alias_hook },
	{ .type = "function_declaration",
		.role = CH_ROLE_CUSTOM,
		.kind = CH_KIND_FUNCTION,
		.params = "function_value_parameters",
		.body = "function_body",
		.hook = function_hook,
		.emit = emit_function },
	{ .type = "secondary_constructor",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_METHOD,
		.name = "'constructor",
		.params = "function_value_parameters",
		.body = "block",
		.hook = initializer_hook },
	{ .type = "anonymous_initializer",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_METHOD,
		.name = "'init",
		.body = "block",
		.hook = initializer_hook },
	{ .type = "property_declaration",
		.role = CH_ROLE_CUSTOM,
		.kind = CH_KIND_VARIABLE,
		.traits = CH_ROW_GLOBAL,
		.hook = property_hook,
		.emit = emit_property },
	{ .type = "getter",
		.role = CH_ROLE_CUSTOM,
		.kind = CH_KIND_METHOD,
		.body = "function_body",
		.hook = accessor_hook,
		.emit = emit_accessor },
	{ .type = "setter",
		.role = CH_ROLE_CUSTOM,
		.kind = CH_KIND_METHOD,
		.body = "function_body",
		.hook = accessor_hook,
		.emit = emit_accessor },
	{ .type = "modifiers", .role = CH_ROLE_MODIFIERS },
	{ .type = "annotation", .role = CH_ROLE_ATTRIBUTE },
	{ .type = "import", .role = CH_ROLE_IMPORT },

	{ .type = "if_expression",
		.role = CH_ROLE_DECISION,
		.traits = CH_ROW_NESTS },
	{ .type = "for_statement",
		.role = CH_ROLE_DECISION,
		.traits = CH_ROW_NESTS },
	{ .type = "while_statement",
		.role = CH_ROLE_DECISION,
		.traits = CH_ROW_NESTS },
	{ .type = "do_while_statement",
		.role = CH_ROLE_DECISION,
		.traits = CH_ROW_NESTS },
	{ .type = "catch_block",
		.role = CH_ROLE_DECISION,
		.traits = CH_ROW_NESTS },
	{ .type = "when_entry", .role = CH_ROLE_DECISION },
	{ .type = "when_expression", .traits = CH_ROW_NESTS },
	{ .type = "'else", .traits = CH_ROW_ELSE },
	{ .type = "label", .traits = CH_ROW_JUMP | CH_ROW_WORD },
	{ .type = "lambda_literal", .traits = CH_ROW_DEEPER },
	{ .type = "anonymous_function", .traits = CH_ROW_DEEPER },
	{ .type = "&&", .role = CH_ROLE_OPERATOR },
	{ .type = "||", .role = CH_ROLE_OPERATOR },
	{ .type = "?:", .role = CH_ROLE_OPERATOR },

	{ .type = "string_literal", .traits = CH_ROW_LITERAL },
	{ .type = "multiline_string_literal", .traits = CH_ROW_LITERAL },
	{ .type = "character_literal", .traits = CH_ROW_LITERAL },
	{ .type = "reification_modifier", .traits = CH_ROW_WORD },

	{ .type = "line_comment", .role = CH_ROLE_COMMENT },
	{ .type = "block_comment", .role = CH_ROLE_COMMENT },
	{ .type = "identifier", .role = CH_ROLE_NAME },
};

static const struct ch_modifier kt_modifiers[] = {
	{ "suspend", CH_SYM_ASYNC, 0 },
	{ "abstract", CH_SYM_ABSTRACT, 0 },
	{ "const", CH_SYM_CONST, 0 },
};

const struct ch_lang ch_lang_kotlin = {
	.name = "Kotlin",
	.id = "kotlin",
	.alias = "Gradle Kotlin DSL",
	.grammar = tree_sitter_kotlin,
	.separator = ".",
	.bare_members = true,
	.rows = kt_rows,
	.nrows = sizeof(kt_rows) / sizeof(kt_rows[0]),
	.modifiers = kt_modifiers,
	.nmodifiers = sizeof(kt_modifiers) / sizeof(kt_modifiers[0]),
	.ids = kt_ids,
	.nids = sizeof(kt_ids) / sizeof(kt_ids[0]),
	.doc = CH_DOC_MARKED,
	.visible = kt_visible,
	.counts = kt_counts,
	.on_import = kt_import,
	.on_params = kt_params,
	.blank = ch_blank_kotlin,
};
