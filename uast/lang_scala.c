#include <string.h>

#include "uast/lang.h"

const struct TSLanguage *tree_sitter_scala(void);

enum sc_id {
	SC_NAME,
	SC_TYPE,
	SC_BODY,
	SC_PATTERN,
	SC_DEFAULT,
	SC_RETURN_TYPE,
	SC_EXTEND,
	SC_MODIFIERS,
	SC_ACCESS,
	SC_QUALIFIER,
	SC_PARAMETERS,
	SC_CLASS_PARAMETERS,
	SC_PARAMETER,
	SC_CLASS_PARAMETER,
	SC_IMPLICIT,
	SC_USING,
	SC_VAL,
	SC_VAR,
	SC_CASE,
	SC_WITH,
	SC_REPEATED,
	SC_CLASS,
	SC_ENUM_CASE,
	SC_EXTENSION,
	SC_DECLARATION,
	SC_VAL_DECLARATION,
	SC_VAR_DECLARATION,
	SC_TEMPLATE,
	SC_WITH_TEMPLATE,
	SC_ENUM_BODY,
	SC_UNIT,
	SC_PACKAGE,
	SC_IDENTIFIER,
	SC_TYPE_IDENTIFIER,
	SC_COMMA,
	SC_SELECTORS,
	SC_WILDCARD,
	SC_ARROW_RENAMED,
	SC_AS_RENAMED,
	SC_CASE_CLAUSE,
	SC_CASE_BLOCK,
	SC_CATCH,
	SC_GUARD,
	SC_ANY,
	SC_CALL,
	SC_SIGN
};

static const char *const sc_ids[] = {
	[SC_NAME] = ".name",
	[SC_TYPE] = ".type",
	[SC_BODY] = ".body",
	[SC_PATTERN] = ".pattern",
	[SC_DEFAULT] = ".default_value",
	[SC_RETURN_TYPE] = ".return_type",
	[SC_EXTEND] = ".extend",
	[SC_MODIFIERS] = "modifiers",
	[SC_ACCESS] = "access_modifier",
	[SC_QUALIFIER] = "access_qualifier",
	[SC_PARAMETERS] = "parameters",
	[SC_CLASS_PARAMETERS] = "class_parameters",
	[SC_PARAMETER] = "parameter",
	[SC_CLASS_PARAMETER] = "class_parameter",
	[SC_IMPLICIT] = "'implicit",
	[SC_USING] = "'using",
	[SC_VAL] = "'val",
	[SC_VAR] = "'var",
	[SC_CASE] = "'case",
	[SC_WITH] = "'with",
	[SC_REPEATED] = "repeated_parameter_type",
	[SC_CLASS] = "class_definition",
	[SC_ENUM_CASE] = "full_enum_case",
	[SC_EXTENSION] = "extension_definition",
	[SC_DECLARATION] = "function_declaration",
	[SC_VAL_DECLARATION] = "val_declaration",
	[SC_VAR_DECLARATION] = "var_declaration",
	[SC_TEMPLATE] = "template_body",
	[SC_WITH_TEMPLATE] = "with_template_body",
	[SC_ENUM_BODY] = "enum_body",
	[SC_UNIT] = "compilation_unit",
	[SC_PACKAGE] = "package_clause",
	[SC_IDENTIFIER] = "identifier",
	[SC_TYPE_IDENTIFIER] = "type_identifier",
	[SC_COMMA] = "',",
	[SC_SELECTORS] = "namespace_selectors",
	[SC_WILDCARD] = "namespace_wildcard",
	[SC_ARROW_RENAMED] = "arrow_renamed_identifier",
	[SC_AS_RENAMED] = "as_renamed_identifier",
	[SC_CASE_CLAUSE] = "case_clause",
	[SC_CASE_BLOCK] = "case_block",
	[SC_CATCH] = "catch_clause",
	[SC_GUARD] = "guard",
	[SC_ANY] = "wildcard",
	[SC_CALL] = "call_expression",
	[SC_SIGN] = "operator_identifier",
};

/* ---- types -------------------------------------------------------------- */

/* "Base[T](x) with Face" of the extends clause. */
static bool type_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	uint32_t clause = ch_get(w, node, SC_EXTEND);
	uint32_t c = ch_next(w, ch_first(w, clause));

	if (c != CH_NO_NODE)
		s->bases = ch_fold_bytes(
			w, w->nodes[c].start, w->nodes[clause].end);
	return true;
}

/* "package a { }" holds what is in it; "package a" is the file's. */
static void emit_package(
	struct ch_walk *w, uint32_t node, const struct ch_lang_row *row)
{
	if (ch_get(w, node, SC_BODY) != CH_NO_NODE)
		ch_emit(w, row, node, ch_get(w, node, SC_NAME));
}

static bool alias_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	if (ch_get(w, node, SC_TYPE) == CH_NO_NODE)
		s->flags |= CH_SYM_ABSTRACT;
	return true;
}

/* ---- functions ---------------------------------------------------------- */

static void read_list(struct ch_walk *w, uint32_t list)
{
	bool given = ch_get(w, list, SC_IMPLICIT) != CH_NO_NODE ||
		     ch_get(w, list, SC_USING) != CH_NO_NODE;
	uint32_t c;

	for (c = ch_first(w, list); c != CH_NO_NODE; c = ch_next(w, c)) {
		uint32_t type = ch_get(w, c, SC_TYPE);
		struct ch_str name = ch_text(w, ch_get(w, c, SC_NAME));
		struct ch_str text = ch_fold(w, type);
		struct ch_str dflt = ch_fold(w, ch_get(w, c, SC_DEFAULT));
		struct ch_param *p;

		if (!ch_is(w, c, SC_PARAMETER) &&
			!ch_is(w, c, SC_CLASS_PARAMETER))
			continue;
		p = ch_add_param(w);
		p->name = name;
		p->type = text;
		p->dflt = dflt;
		p->optional = dflt.len > 0 || given;
		if (ch_is(w, type, SC_REPEATED))
			p->kind = CH_PARAM_VARIADIC;
	}
}

/* All lists of "f(a: A)(b: B)(implicit c: C)". */
static void sc_params(struct ch_walk *w, uint32_t list)
{
	unsigned id = ch_is(w, list, SC_PARAMETERS) ? SC_PARAMETERS
						    : SC_CLASS_PARAMETERS;

	for (; list != CH_NO_NODE; list = ch_get_next(w, list, id))
		read_list(w, list);
}

/* The first name in a type: "List" of List[A]. */
static struct ch_str type_name(const struct ch_walk *w, uint32_t type)
{
	for (uint32_t i = type; type != CH_NO_NODE && i < w->nodes[type].next;
		i++)
		if (ch_is(w, i, SC_TYPE_IDENTIFIER))
			return ch_text(w, i);
	return ch_str_n(NULL, 0);
}

/* "extension (s: String) def f": String.f, with s as its receiver. */
static void qualify_extension(
	struct ch_walk *w, uint32_t extension, struct ch_symbol *s)
{
	uint32_t list = ch_get(w, extension, SC_PARAMETERS);
	uint32_t own = ch_get(w, list, SC_PARAMETER);
	uint32_t type = ch_get(w, own, SC_TYPE);
	struct ch_str name = type_name(w, type);
	struct ch_param *p, first = { 0 };
	size_t n = 0;

	if (type == CH_NO_NODE)
		return;
	first.name = ch_text(w, ch_get(w, own, SC_NAME));
	first.type = ch_fold(w, type);
	first.kind = CH_PARAM_RECEIVER;
	ch_add_param(w);
	while (ch_param_at(w, n + 1))
		n++;
	p = ch_param_at(w, 0);
	memmove(p + 1, p, n * sizeof(*p));
	*p = first;
	if (name.len)
		s->qualified = ch_join(w, name, ".", s->name);
}

static bool function_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	if (ch_is(w, node, SC_DECLARATION))
		s->flags |= CH_SYM_ABSTRACT;
	if (ch_is(w, ch_parent(w, node), SC_EXTENSION))
		qualify_extension(w, ch_parent(w, node), s);
	return true;
}

/* ---- values ------------------------------------------------------------- */

/* Is it a member or the file's, and no local one? */
static bool is_declared(const struct ch_walk *w, uint32_t node)
{
	uint32_t up = ch_parent(w, node);

	return ch_is(w, up, SC_TEMPLATE) || ch_is(w, up, SC_WITH_TEMPLATE) ||
	       ch_is(w, up, SC_ENUM_BODY) || ch_is(w, up, SC_UNIT);
}

/* Each is looked for among all. */
#define MAX_NAMES 1000

/* "val a", "val (a, b)", "val a, b" */
static void emit_value(
	struct ch_walk *w, uint32_t node, const struct ch_lang_row *row)
{
	uint32_t name = ch_get(w, node, SC_PATTERN), c;
	int i = 0;

	if (!is_declared(w, node))
		return;
	if (name == CH_NO_NODE)
		name = ch_get(w, node, SC_NAME);
	if (ch_is(w, name, SC_IDENTIFIER) || ch_first(w, name) == CH_NO_NODE) {
		ch_emit(w, row, node, name);
		return;
	}
	for (c = ch_get(w, name, SC_IDENTIFIER);
		c != CH_NO_NODE && i < MAX_NAMES;
		c = ch_get_next(w, c, SC_IDENTIFIER), i++)
		ch_emit(w, row, node, c);
}

static bool value_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	if (ch_get(w, node, SC_VAL) != CH_NO_NODE)
		s->flags |= CH_SYM_CONST;
	if (ch_is(w, node, SC_VAL_DECLARATION) ||
		ch_is(w, node, SC_VAR_DECLARATION))
		s->flags |= CH_SYM_ABSTRACT;
	return !ch_str_is(s->name, "_");
}

/* Parameters that are members: of case classes all of the first list. */
static void emit_class_parameter(
	struct ch_walk *w, uint32_t node, const struct ch_lang_row *row)
{
	uint32_t list = ch_parent(w, node), type = ch_parent(w, list);
	bool first = ch_get(w, type, SC_CLASS_PARAMETERS) == list;
	bool of_case = ch_is(w, type, SC_ENUM_CASE) ||
		       (ch_is(w, type, SC_CLASS) &&
			       ch_get(w, type, SC_CASE) != CH_NO_NODE);

	if ((first && of_case) || ch_get(w, node, SC_VAL) != CH_NO_NODE ||
		ch_get(w, node, SC_VAR) != CH_NO_NODE)
		ch_emit(w, row, node, ch_get(w, node, SC_NAME));
}

static bool parameter_hook(
	struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	uint32_t type = ch_get(w, node, SC_TYPE);

	if (ch_get(w, node, SC_VAR) == CH_NO_NODE)
		s->flags |= CH_SYM_CONST;
	if (type != CH_NO_NODE)
		s->signature = ch_fold_bare(
			w, w->nodes[node].start, w->nodes[type].end);
	return true;
}

/* ---- givens ------------------------------------------------------------- */

/* One without a name has that of its type: given_Show_String. */
static void emit_given(
	struct ch_walk *w, uint32_t node, const struct ch_lang_row *row)
{
	uint32_t name = ch_get(w, node, SC_NAME);

	if (name == CH_NO_NODE)
		name = ch_get(w, node, SC_RETURN_TYPE);
	ch_emit(w, row, node, name);
}

static struct ch_str given_name(struct ch_walk *w, uint32_t type)
{
	struct ch_str name = CH_STR("given");

	for (uint32_t i = type; i < w->nodes[type].next && name.len < 200; i++)
		if (ch_is(w, i, SC_TYPE_IDENTIFIER))
			name = ch_join(w, name, "_", ch_text(w, i));
	return name;
}

static bool given_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	uint32_t type = ch_get(w, node, SC_RETURN_TYPE), c, last = type;

	if (ch_is(w, ch_name_node(w), SC_RETURN_TYPE))
		s->name = given_name(w, type);
	for (c = type; c != CH_NO_NODE; c = ch_get_next(w, c, SC_RETURN_TYPE))
		if (!ch_is(w, c, SC_WITH))
			last = c;
	if (last != CH_NO_NODE)
		s->signature = ch_fold_bare(
			w, w->nodes[node].start, w->nodes[last].end);
	s->flags |= CH_SYM_CONST;
	s->flags &= ~(uint32_t)CH_SYM_DECLARATION;
	return true;
}

/* ---- imports ------------------------------------------------------------ */

static size_t second_dot(struct ch_str name)
{
	size_t dot = ch_str_chr(name, '.', 0);

	return dot == (size_t)-1 ? dot : ch_str_chr(name, '.', dot + 1);
}

/* The file's own first two names, or the only one, are in front of it. */
static bool is_own(const struct ch_walk *w, struct ch_str name)
{
	struct ch_str own =
		ch_text(w, ch_get(w, ch_get(w, 0, SC_PACKAGE), SC_NAME));

	if (!own.len)
		return false;
	if (ch_str_chr(own, '.', 0) == (size_t)-1)
		name = ch_str_sub(name, 0, ch_str_chr(name, '.', 0));
	else
		name = ch_str_sub(name, 0, second_dot(name));
	return ch_str_eq(name, ch_str_sub(own, 0, second_dot(own)));
}

static void add_import(struct ch_walk *w, uint32_t node, struct ch_str name)
{
	enum ch_import_kind kind = CH_IMPORT_EXTERNAL;

	if (ch_str_starts(name, "scala.") || ch_str_starts(name, "java.") ||
		ch_str_starts(name, "javax."))
		kind = CH_IMPORT_SYSTEM;
	else if (is_own(w, name))
		kind = CH_IMPORT_RELATIVE;
	if (name.len)
		ch_add_import(w, node, name, kind, false);
}

/* "{A, B => C, _}" behind the path. */
static void add_selected(
	struct ch_walk *w, uint32_t node, uint32_t c, struct ch_str path)
{
	if (ch_is(w, c, SC_WILDCARD))
		add_import(w, node, ch_join(w, path, ".", CH_STR("*")));
	else if (ch_is(w, c, SC_IDENTIFIER))
		add_import(w, node, ch_join(w, path, ".", ch_text(w, c)));
	else if (ch_is(w, c, SC_ARROW_RENAMED) || ch_is(w, c, SC_AS_RENAMED))
		add_import(w, node,
			ch_join(w, path, ".",
				ch_text(w, ch_get(w, c, SC_NAME))));
}

/* "import a.b.C, d.{E, F}": names and dots, then what is selected. */
static void sc_import(struct ch_walk *w, uint32_t node)
{
	struct ch_str path = { NULL, 0 };
	bool selected = false;
	uint32_t c, s;

	for (c = ch_next(w, ch_first(w, node)); c != CH_NO_NODE;
		c = ch_next(w, c)) {
		if (ch_is(w, c, SC_COMMA)) {
			if (!selected)
				add_import(w, node, path);
			path.len = 0;
			selected = false;
		} else if (ch_is(w, c, SC_SELECTORS)) {
			for (s = ch_first(w, c); s != CH_NO_NODE;
				s = ch_next(w, s))
				add_selected(w, node, s, path);
			selected = true;
		} else if (ch_is(w, c, SC_IDENTIFIER)) {
			path = ch_join(w, path, ".", ch_text(w, c));
		} else if (ch_first(w, c) != CH_NO_NODE) {
			add_selected(w, node, c, path);
			selected = true;
		}
	}
	if (!selected)
		add_import(w, node, path);
}

/* ---- visibility and what counts ----------------------------------------- */

/* "private[pkg]" is for a package, "private[this]" for none. */
static enum ch_visibility sc_visible(
	struct ch_walk *w, uint32_t node, const struct ch_symbol *s)
{
	uint32_t access = ch_get(w, ch_get(w, node, SC_MODIFIERS), SC_ACCESS);
	uint32_t of = ch_get(w, access, SC_QUALIFIER);

	(void)s;
	if (ch_has_word(w, access, "protected"))
		return CH_VIS_PROTECTED;
	if (!ch_has_word(w, access, "private"))
		return CH_VIS_PUBLIC;
	return of != CH_NO_NODE && !ch_has_word(w, of, "this") ? CH_VIS_INTERNAL
							       : CH_VIS_PRIVATE;
}

static bool sc_counts(const struct ch_walk *w, uint32_t node)
{
	struct ch_str text;

	if (ch_is(w, node, SC_SIGN)) {
		text = ch_text(w, node);
		return ch_str_is(text, "&&") || ch_str_is(text, "||");
	}
	/* "case _ =>" is the way that is there anyhow */
	if (ch_is(w, node, SC_CASE_CLAUSE))
		return !ch_is(w, ch_get(w, node, SC_PATTERN), SC_ANY) ||
		       ch_get(w, node, SC_GUARD) != CH_NO_NODE;
	if (ch_is(w, node, SC_CASE))
		return ch_is(w, ch_parent(w, node), SC_CATCH);
	if (ch_is(w, node, SC_CASE_BLOCK))
		return ch_is(w, ch_parent(w, node), SC_CALL);
	return true;
}

/* ---- the table ---------------------------------------------------------- */

static const struct ch_lang_row sc_rows[] = {
	{ .type = "package_clause",
		.role = CH_ROLE_CUSTOM,
		.kind = CH_KIND_MODULE,
		.body = ".body",
		.emit = emit_package },
	{ .type = "package_object",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_MODULE,
		.traits = CH_ROW_MEMBERS,
		.name = ".name",
		.body = ".body",
		.hook = type_hook },
	{ .type = "class_definition",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_CLASS,
		.name = ".name",
		.params = "class_parameters",
		.generics = ".type_parameters",
		.body = ".body",
		.hook = type_hook },
	{ .type = "trait_definition",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_TRAIT,
		.traits = CH_ROW_REQUIRED,
		.name = ".name",
		.params = "class_parameters",
		.generics = ".type_parameters",
		.body = ".body",
		.hook = type_hook },
	{ .type = "object_definition",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_MODULE,
		.traits = CH_ROW_MEMBERS,
		.name = ".name",
		.body = ".body",
		.hook = type_hook },
	{ .type = "enum_definition",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_ENUM,
		.name = ".name",
		.params = "class_parameters",
		.generics = ".type_parameters",
		.body = ".body",
		.hook = type_hook },
	{ .type = "simple_enum_case",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_VALUE,
		.traits = CH_ROW_FLAT,
		.name = ".name",
		.hook = type_hook },
	{ .type = "full_enum_case",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_VALUE,
		.name = ".name",
		.params = "class_parameters",
		.hook = type_hook },
	{ .type = "class_parameter",
		.role = CH_ROLE_CUSTOM,
		.kind = CH_KIND_FIELD,
		.traits = CH_ROW_FLAT,
		.result = ".type",
		.value = ".default_value",
		.hook = parameter_hook,
		.emit = emit_class_parameter },
	{ .type = "function_definition",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_FUNCTION,
		.name = ".name",
		.params = "parameters",
		.result = ".return_type",
		.generics = "type_parameters",
		.body = ".body",
		.hook = function_hook },
	{ .type = "function_declaration",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_FUNCTION,
		.flags = CH_SYM_DECLARATION,
		.name = ".name",
		.params = "parameters",
		.result = ".return_type",
		.generics = "type_parameters",
		.hook = function_hook },
	{ .type = "val_definition",
		.role = CH_ROLE_CUSTOM,
		.kind = CH_KIND_VARIABLE,
		.traits = CH_ROW_GLOBAL,
		.result = ".type",
		.value = ".value",
		.hook = value_hook,
		.emit = emit_value },
	{ .type = "var_definition",
		.role = CH_ROLE_CUSTOM,
		.kind = CH_KIND_VARIABLE,
		.traits = CH_ROW_GLOBAL,
		.result = ".type",
		.value = ".value",
		.hook = value_hook,
		.emit = emit_value },
	{ .type = "val_declaration",
		.role = CH_ROLE_CUSTOM,
		.kind = CH_KIND_VARIABLE,
		.traits = CH_ROW_GLOBAL,
		.result = ".type",
		.hook = value_hook,
		.emit = emit_value },
	{ .type = "var_declaration",
		.role = CH_ROLE_CUSTOM,
		.kind = CH_KIND_VARIABLE,
		.traits = CH_ROW_GLOBAL,
		.result = ".type",
		.hook = value_hook,
		.emit = emit_value },
	{ .type = "given_definition",
		.role = CH_ROLE_CUSTOM,
		.kind = CH_KIND_VARIABLE,
		.traits = CH_ROW_GLOBAL | CH_ROW_MEMBERS,
		.params = "parameters",
		.result = ".return_type",
		.generics = "type_parameters",
		.body = ".body",
		.hook = given_hook,
		.emit = emit_given },
	{ .type = "type_definition",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_TYPE,
		.traits = CH_ROW_FLAT | CH_ROW_GLOBAL,
		.name = ".name",
		.result = ".type",
		.generics = "type_parameters",
		.hook = alias_hook },
	{ .type = "modifiers", .role = CH_ROLE_MODIFIERS },
	{ .type = "annotation", .role = CH_ROLE_ATTRIBUTE },
	{ .type = "import_declaration", .role = CH_ROLE_IMPORT },

	{ .type = "if_expression",
		.role = CH_ROLE_DECISION,
		.traits = CH_ROW_NESTS },
	{ .type = "for_expression",
		.role = CH_ROLE_DECISION,
		.traits = CH_ROW_NESTS },
	{ .type = "while_expression",
		.role = CH_ROLE_DECISION,
		.traits = CH_ROW_NESTS },
	{ .type = "do_while_expression",
		.role = CH_ROLE_DECISION,
		.traits = CH_ROW_NESTS },
	{ .type = "case_clause", .role = CH_ROLE_DECISION },
	{ .type = "'case", .role = CH_ROLE_DECISION },
	{ .type = "guard", .role = CH_ROLE_DECISION },
	{ .type = "match_expression", .traits = CH_ROW_NESTS },
	{ .type = "catch_clause", .traits = CH_ROW_NESTS },
	{ .type = "'else", .traits = CH_ROW_ELSE },
	{ .type = "lambda_expression", .traits = CH_ROW_DEEPER },
	{ .type = "case_block", .traits = CH_ROW_DEEPER },
	{ .type = "operator_identifier",
		.role = CH_ROLE_OPERATOR,
		.traits = CH_ROW_WORD },

	{ .type = "interpolated_string_expression", .traits = CH_ROW_LITERAL },

	{ .type = "comment", .role = CH_ROLE_COMMENT },
	{ .type = "block_comment", .role = CH_ROLE_COMMENT },
	{ .type = "identifier", .role = CH_ROLE_NAME },
	{ .type = "type_identifier", .role = CH_ROLE_NAME },
};

static const struct ch_modifier sc_modifiers[] = {
	{ "abstract", CH_SYM_ABSTRACT, 0 },
};

const struct ch_lang ch_lang_scala = {
	.name = "Scala",
	.id = "scala",
	.grammar = tree_sitter_scala,
	.separator = ".",
	.bare_members = true,
	.rows = sc_rows,
	.nrows = sizeof(sc_rows) / sizeof(sc_rows[0]),
	.modifiers = sc_modifiers,
	.nmodifiers = sizeof(sc_modifiers) / sizeof(sc_modifiers[0]),
	.ids = sc_ids,
	.nids = sizeof(sc_ids) / sizeof(sc_ids[0]),
	.doc = CH_DOC_MARKED,
	.visible = sc_visible,
	.counts = sc_counts,
	.on_import = sc_import,
	.on_params = sc_params,
};
