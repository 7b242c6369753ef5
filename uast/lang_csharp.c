#include <string.h>

#include "uast/blank.h"
#include "uast/lang.h"

const struct TSLanguage *tree_sitter_c_sharp(void);

enum cs_id {
	CS_NAME,
	CS_TYPE,
	CS_BODY,
	CS_VALUE,
	CS_ACCESSORS,
	CS_OPERATOR,
	CS_CONDITION,
	CS_MODIFIER,
	CS_ATTRIBUTES,
	CS_BASES,
	CS_PARAMETER_LIST,
	CS_PARAMETER,
	CS_PARAMS,
	CS_EQUALS,
	CS_DECLARATION,
	CS_DECLARATOR,
	CS_ACCESSOR,
	CS_ARROW,
	CS_INITIALIZER,
	CS_INTERFACE_NAME,
	CS_STRUCT_TOKEN,
	CS_RECORD,
	CS_CONVERSION,
	CS_DESTRUCTOR,
	CS_PROPERTY,
	CS_INDEXER,
	CS_EVENT,
	CS_THIS,
	CS_IMPLICIT,
	CS_IDENTIFIER,
	CS_QUALIFIED,
	CS_GENERIC,
	CS_ALIAS_QUALIFIED,
	CS_CASE,
	CS_SECTION,
	CS_ARM,
	CS_DISCARD,
	CS_PREPROC_IF,
	CS_PREPROC_ELIF
};

static const char *const cs_ids[] = {
	[CS_NAME] = ".name",
	[CS_TYPE] = ".type",
	[CS_BODY] = ".body",
	[CS_VALUE] = ".value",
	[CS_ACCESSORS] = ".accessors",
	[CS_OPERATOR] = ".operator",
	[CS_CONDITION] = ".condition",
	[CS_MODIFIER] = "modifier",
	[CS_ATTRIBUTES] = "attribute_list",
	[CS_BASES] = "base_list",
	[CS_PARAMETER_LIST] = "parameter_list",
	[CS_PARAMETER] = "parameter",
	[CS_PARAMS] = "'params",
	[CS_EQUALS] = "'=",
	[CS_DECLARATION] = "variable_declaration",
	[CS_DECLARATOR] = "variable_declarator",
	[CS_ACCESSOR] = "accessor_declaration",
	[CS_ARROW] = "arrow_expression_clause",
	[CS_INITIALIZER] = "constructor_initializer",
	[CS_INTERFACE_NAME] = "explicit_interface_specifier",
	[CS_STRUCT_TOKEN] = "'struct",
	[CS_RECORD] = "record_declaration",
	[CS_CONVERSION] = "conversion_operator_declaration",
	[CS_DESTRUCTOR] = "destructor_declaration",
	[CS_PROPERTY] = "property_declaration",
	[CS_INDEXER] = "indexer_declaration",
	[CS_EVENT] = "event_declaration",
	[CS_THIS] = "'this",
	[CS_IMPLICIT] = "'implicit",
	[CS_IDENTIFIER] = "identifier",
	[CS_QUALIFIED] = "qualified_name",
	[CS_GENERIC] = "generic_name",
	[CS_ALIAS_QUALIFIED] = "alias_qualified_name",
	[CS_CASE] = "'case",
	[CS_SECTION] = "switch_section",
	[CS_ARM] = "switch_expression_arm",
	[CS_DISCARD] = "discard",
	[CS_PREPROC_IF] = "preproc_if",
	[CS_PREPROC_ELIF] = "preproc_elif",
};

static const struct ch_symbol *parent_of(
	const struct ch_walk *w, const struct ch_symbol *s)
{
	return s->parent == CH_NO_SYMBOL ? NULL : &w->facts->symbols[s->parent];
}

/* A word of the declaration's own modifiers, attributes left alone. */
static bool has_modifier(
	const struct ch_walk *w, uint32_t node, const char *word)
{
	uint32_t c;

	for (c = ch_get(w, node, CS_MODIFIER); c != CH_NO_NODE;
		c = ch_get_next(w, c, CS_MODIFIER))
		if (ch_str_is(ch_text(w, c), word))
			return true;
	return false;
}

/* [Obsolete], [System.ObsoleteAttribute("...")] */
static bool is_obsolete(struct ch_str attributes)
{
	struct ch_str word = CH_STR("Obsolete");
	size_t at = ch_str_find(attributes, word, 0);

	while (at != (size_t)-1) {
		if (at && strchr("[ ,.", attributes.ptr[at - 1]))
			return true;
		at = ch_str_find(attributes, word, at + 1);
	}
	return false;
}

static bool item_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	uint32_t via = ch_get(w, node, CS_INTERFACE_NAME);

	if (is_obsolete(s->attributes))
		s->flags |= CH_SYM_DEPRECATED;
	if (via != CH_NO_NODE)
		s->qualified = ch_join(w, ch_fold(w, via), "", s->name);
	return true;
}

/* The first child that is no attribute. */
static uint32_t first_word(const struct ch_walk *w, uint32_t node)
{
	uint32_t c = ch_first(w, node);

	while (ch_is(w, c, CS_ATTRIBUTES))
		c = ch_next(w, c);
	return c;
}

/* ---- types -------------------------------------------------------------- */

static bool type_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	uint32_t list = ch_get(w, node, CS_BASES);
	uint32_t c = ch_next(w, ch_first(w, list));

	if (c != CH_NO_NODE)
		s->bases =
			ch_fold_bytes(w, w->nodes[c].start, w->nodes[list].end);
	if (ch_is(w, node, CS_RECORD) &&
		ch_get(w, node, CS_STRUCT_TOKEN) != CH_NO_NODE)
		s->kind = CH_KIND_STRUCT;
	return item_hook(w, node, s);
}

static bool component_hook(
	struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	uint32_t name = ch_name_node(w), equals = ch_next(w, name);
	uint32_t from = first_word(w, node);

	s->signature =
		ch_fold_bytes(w, w->nodes[from].start, w->nodes[name].end);
	s->value = ch_fold(w, ch_next(w, equals));
	return item_hook(w, node, s);
}

/* The parameters of a record are its properties; others are not. */
static void emit_parameter(
	struct ch_walk *w, uint32_t node, const struct ch_lang_row *row)
{
	uint32_t list = ch_parent(w, node);

	if (ch_is(w, list, CS_PARAMETER_LIST) &&
		ch_is(w, ch_parent(w, list), CS_RECORD))
		ch_emit(w, row, node, ch_get(w, node, CS_NAME));
}

/* ---- fields ------------------------------------------------------------- */

/* One declarator of "int a = 1, b;": the name says which. */
static bool field_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	uint32_t list = ch_get(w, node, CS_DECLARATION);
	uint32_t first = ch_get(w, list, CS_DECLARATOR);
	uint32_t own = ch_parent(w, ch_name_node(w));
	uint32_t from = first_word(w, node);
	uint32_t equals = ch_get(w, own, CS_EQUALS);

	s->result = ch_fold(w, ch_get(w, list, CS_TYPE));
	s->value = ch_fold(w, ch_next(w, equals));
	if (has_modifier(w, node, "const"))
		s->kind = CH_KIND_CONSTANT;
	s->signature = ch_join(w,
		ch_fold_bytes(w, w->nodes[from].start, w->nodes[first].start),
		" ", s->name);
	return item_hook(w, node, s);
}

/* Each is looked for among all. */
#define MAX_NAMES 1000

static void emit_fields(
	struct ch_walk *w, uint32_t node, const struct ch_lang_row *row)
{
	uint32_t list = ch_get(w, node, CS_DECLARATION);
	uint32_t c = ch_get(w, list, CS_DECLARATOR);
	int i;

	for (i = 0; i < MAX_NAMES && c != CH_NO_NODE; i++) {
		ch_emit(w, row, node, ch_get(w, c, CS_NAME));
		c = ch_get_next(w, c, CS_DECLARATOR);
	}
}

/* ---- properties --------------------------------------------------------- */

/* "{ get; private set; }": the same whether they have bodies or not. */
static struct ch_str accessor_text(struct ch_walk *w, uint32_t node)
{
	uint32_t list = ch_get(w, node, CS_ACCESSORS), c, from;
	struct ch_str all = CH_STR("{");

	if (list == CH_NO_NODE)
		return CH_STR("{ get; }");
	for (c = ch_get(w, list, CS_ACCESSOR); c != CH_NO_NODE;
		c = ch_get_next(w, c, CS_ACCESSOR)) {
		uint32_t name = ch_get(w, c, CS_NAME);

		from = first_word(w, c);
		if (name == CH_NO_NODE || from == CH_NO_NODE || all.len > 256)
			continue;
		all = ch_join(w, all, " ",
			ch_fold_bytes(
				w, w->nodes[from].start, w->nodes[name].end));
		all = ch_join(w, all, "", CH_STR(";"));
	}
	return ch_join(w, all, " ", CH_STR("}"));
}

static bool has_code(const struct ch_walk *w, uint32_t node)
{
	uint32_t list = ch_get(w, node, CS_ACCESSORS), c;

	if (list == CH_NO_NODE)
		return true;
	for (c = ch_get(w, list, CS_ACCESSOR); c != CH_NO_NODE;
		c = ch_get_next(w, c, CS_ACCESSOR))
		if (ch_get(w, c, CS_BODY) != CH_NO_NODE)
			return true;
	return false;
}

/* Property, indexer and event: what stands before the braces or arrow. */
static bool property_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	uint32_t list = ch_get(w, node, CS_ACCESSORS);
	uint32_t value = ch_get(w, node, CS_VALUE);
	uint32_t body = list != CH_NO_NODE ? list : value;
	uint32_t from = first_word(w, node);

	if (body == CH_NO_NODE || from == CH_NO_NODE)
		return item_hook(w, node, s);
	s->signature = ch_str_trim(
		ch_fold_bytes(w, w->nodes[from].start, w->nodes[body].start));
	if (!ch_is(w, node, CS_EVENT))
		s->signature =
			ch_join(w, s->signature, " ", accessor_text(w, node));
	s->flags &= ~(uint32_t)CH_SYM_DECLARATION;
	s->body_start = s->body_end = s->end_byte;
	if (has_code(w, node)) {
		s->body_start = w->nodes[body].start;
		s->body_end = w->nodes[body].end;
	}
	if (list != CH_NO_NODE)
		s->value = ch_fold(w, value);
	if (ch_is(w, node, CS_INDEXER))
		s->name = CH_STR("this[]");
	return item_hook(w, node, s);
}

static void emit_indexer(
	struct ch_walk *w, uint32_t node, const struct ch_lang_row *row)
{
	ch_emit(w, row, node, ch_get(w, node, CS_THIS));
}

/* Accessors that do something are methods of their property. */
static void emit_accessor(
	struct ch_walk *w, uint32_t node, const struct ch_lang_row *row)
{
	uint32_t up = ch_parent(w, ch_parent(w, node));

	if (ch_get(w, node, CS_BODY) != CH_NO_NODE && !ch_is(w, up, CS_INDEXER))
		ch_emit(w, row, node, ch_get(w, node, CS_NAME));
}

/* "int X => 1;": as "{ get { return 1; } }" */
static void emit_arrow(
	struct ch_walk *w, uint32_t node, const struct ch_lang_row *row)
{
	if (ch_is(w, ch_parent(w, node), CS_PROPERTY))
		ch_emit(w, row, node, ch_first(w, node));
}

static bool arrow_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	s->name = s->signature = CH_STR("get");
	s->body_start = w->nodes[node].start;
	s->body_end = w->nodes[node].end;
	s->flags &= ~(uint32_t)CH_SYM_DECLARATION;
	return true;
}

/* ---- methods ------------------------------------------------------------ */

static bool method_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	uint32_t init = ch_get(w, node, CS_INITIALIZER);
	uint32_t from = first_word(w, node);
	struct ch_str name = s->name;

	if (init != CH_NO_NODE && from != CH_NO_NODE)
		s->signature = ch_str_trim(ch_fold_bytes(
			w, w->nodes[from].start, w->nodes[init].start));
	if (ch_is(w, node, CS_DESTRUCTOR))
		s->name = ch_join(w, CH_STR("~"), "", name);
	if (ch_is(w, ch_name_node(w), CS_OPERATOR))
		s->name = ch_join(w, CH_STR("operator"), " ", name);
	if (ch_is(w, node, CS_CONVERSION))
		s->name = ch_join(w,
			ch_get(w, node, CS_IMPLICIT) != CH_NO_NODE
				? CH_STR("implicit operator")
				: CH_STR("explicit operator"),
			" ", ch_fold(w, ch_name_node(w)));
	return item_hook(w, node, s);
}

static void add_param(
	struct ch_walk *w, uint32_t from, uint32_t type, uint32_t name)
{
	struct ch_str how = { NULL, 0 }, text, dflt;
	uint32_t equals = ch_next(w, name);
	struct ch_param *p;

	if (ch_is(w, from, CS_MODIFIER) && from < type)
		how = ch_text(w, from);
	if (!ch_is(w, equals, CS_EQUALS))
		equals = CH_NO_NODE;
	text = ch_fold(w, type);
	dflt = ch_fold(w, ch_next(w, equals));
	if (how.len && !ch_str_is(how, "this") && type != CH_NO_NODE)
		text = ch_fold_bytes(
			w, w->nodes[from].start, w->nodes[type].end);
	p = ch_add_param(w);
	p->name = ch_text(w, name);
	p->type = text;
	p->dflt = dflt;
	p->optional = dflt.len > 0;
	if (ch_str_is(how, "this"))
		p->kind = CH_PARAM_RECEIVER;
}

static void cs_params(struct ch_walk *w, uint32_t list)
{
	uint32_t c;

	for (c = ch_first(w, list); c != CH_NO_NODE; c = ch_next(w, c)) {
		if (ch_is(w, c, CS_PARAMETER)) {
			add_param(w, first_word(w, c), ch_get(w, c, CS_TYPE),
				ch_get(w, c, CS_NAME));
		} else if (ch_is(w, c, CS_PARAMS)) {
			size_t n = 0;

			add_param(w, CH_NO_NODE, ch_get_next(w, c, CS_TYPE),
				ch_get_next(w, c, CS_NAME));
			while (ch_param_at(w, n + 1))
				n++;
			ch_param_at(w, n)->kind = CH_PARAM_VARIADIC;
		}
	}
}

/* ---- imports ------------------------------------------------------------ */

/* "using A.B;", "using static A.B;", "using X = A.B<C>;" */
static void cs_import(struct ch_walk *w, uint32_t node)
{
	uint32_t c = ch_get(w, node, CS_EQUALS), name = CH_NO_NODE;
	struct ch_str text;

	for (c = c == CH_NO_NODE ? ch_first(w, node) : ch_next(w, c);
		c != CH_NO_NODE; c = ch_next(w, c))
		if (ch_is(w, c, CS_IDENTIFIER) || ch_is(w, c, CS_QUALIFIED) ||
			ch_is(w, c, CS_GENERIC) ||
			ch_is(w, c, CS_ALIAS_QUALIFIED))
			name = c;
	text = ch_fold(w, name);
	if (text.len)
		ch_add_import(w, node, text,
			ch_str_is(text, "System") ||
					ch_str_starts(text, "System.")
				? CH_IMPORT_SYSTEM
				: CH_IMPORT_EXTERNAL,
			false);
}

static struct ch_str first_part(struct ch_str name)
{
	return ch_str_sub(name, 0, ch_str_chr(name, '.', 0));
}

/* What shares the first name with the file's own namespace is its own. */
static void cs_finish(struct ch_walk *w)
{
	struct ch_facts *f = w->facts;
	struct ch_str own = { NULL, 0 };

	for (size_t i = 0; i < f->nsymbols && !own.len; i++)
		if (f->symbols[i].kind == CH_KIND_MODULE)
			own = first_part(f->symbols[i].name);
	for (size_t i = 0; i < f->nimports && own.len; i++)
		if (f->imports[i].kind == CH_IMPORT_EXTERNAL &&
			ch_str_eq(first_part(f->imports[i].name), own))
			f->imports[i].kind = CH_IMPORT_RELATIVE;
}

/* ---- visibility --------------------------------------------------------- */

/* Where no modifier says. */
static enum ch_visibility default_visibility(
	const struct ch_walk *w, uint32_t node, const struct ch_symbol *s)
{
	const struct ch_symbol *up = parent_of(w, s);

	if (ch_is(w, node, CS_ACCESSOR) || ch_is(w, node, CS_ARROW))
		return CH_VIS_PRIVATE;
	if (s->kind == CH_KIND_MODULE || s->kind == CH_KIND_VALUE ||
		ch_is(w, node, CS_PARAMETER))
		return CH_VIS_PUBLIC;
	if (!up || up->kind == CH_KIND_MODULE)
		return CH_VIS_INTERNAL;
	return up->kind == CH_KIND_INTERFACE ? CH_VIS_PUBLIC : CH_VIS_PRIVATE;
}

static enum ch_visibility cs_visible(
	struct ch_walk *w, uint32_t node, const struct ch_symbol *s)
{
	bool is_private = has_modifier(w, node, "private");

	if (has_modifier(w, node, "public"))
		return CH_VIS_PUBLIC;
	if (ch_is(w, node, CS_ACCESSOR) || has_modifier(w, node, "file"))
		return CH_VIS_PRIVATE;
	if (has_modifier(w, node, "protected"))
		return is_private ? CH_VIS_INTERNAL : CH_VIS_PROTECTED;
	if (has_modifier(w, node, "internal"))
		return CH_VIS_INTERNAL;
	if (is_private)
		return CH_VIS_PRIVATE;
	return default_visibility(w, node, s);
}

/* ---- what counts -------------------------------------------------------- */

/* "&&" of an #if is the preprocessor's. */
static bool is_directive(const struct ch_walk *w, uint32_t node)
{
	uint32_t up = ch_parent(w, node);
	int depth;

	for (depth = 0; depth < 32 && up != CH_NO_NODE; depth++) {
		if (ch_is(w, up, CS_PREPROC_IF) ||
			ch_is(w, up, CS_PREPROC_ELIF))
			return ch_is(w, node, CS_CONDITION);
		node = up;
		up = ch_parent(w, up);
	}
	return false;
}

/* "default:" and "_ =>" are the way that is there anyhow. */
static bool cs_counts(const struct ch_walk *w, uint32_t node)
{
	if (ch_is(w, node, CS_SECTION))
		return ch_is(w, ch_first(w, node), CS_CASE);
	if (ch_is(w, node, CS_ARM))
		return !ch_is(w, ch_first(w, node), CS_DISCARD);
	return !ch_is(w, node, CS_OPERATOR) || !is_directive(w, node);
}

/* ---- the table ---------------------------------------------------------- */

static const struct ch_lang_row cs_rows[] = {
	{ .type = "namespace_declaration",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_MODULE,
		.name = ".name",
		.body = ".body" },
	{ .type = "file_scoped_namespace_declaration",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_MODULE,
		.traits = CH_ROW_REST,
		.name = ".name" },
	{ .type = "class_declaration",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_CLASS,
		.name = ".name",
		.params = "parameter_list",
		.generics = "type_parameter_list",
		.body = ".body",
		.hook = type_hook },
	{ .type = "struct_declaration",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_STRUCT,
		.name = ".name",
		.params = "parameter_list",
		.generics = "type_parameter_list",
		.body = ".body",
		.hook = type_hook },
	{ .type = "record_declaration",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_CLASS,
		.name = ".name",
		.params = "parameter_list",
		.generics = "type_parameter_list",
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
	{ .type = "enum_declaration",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_ENUM,
		.name = ".name",
		.body = ".body",
		.hook = type_hook },
	{ .type = "enum_member_declaration",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_VALUE,
		.traits = CH_ROW_FLAT,
		.name = ".name",
		.value = ".value",
		.hook = item_hook },
	{ .type = "delegate_declaration",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_TYPE,
		.traits = CH_ROW_FLAT,
		.name = ".name",
		.params = ".parameters",
		.result = ".type",
		.generics = ".type_parameters",
		.hook = item_hook },
	{ .type = "method_declaration",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_METHOD,
		.name = ".name",
		.params = ".parameters",
		.result = ".returns",
		.generics = ".type_parameters",
		.body = ".body",
		.hook = method_hook },
	{ .type = "constructor_declaration",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_METHOD,
		.name = ".name",
		.params = ".parameters",
		.body = ".body",
		.hook = method_hook },
	{ .type = "destructor_declaration",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_METHOD,
		.name = ".name",
		.params = ".parameters",
		.body = ".body",
		.hook = method_hook },
	{ .type = "operator_declaration",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_METHOD,
		.name = ".operator",
		.params = ".parameters",
		.result = ".type",
		.body = ".body",
		.hook = method_hook },
	{ .type = "conversion_operator_declaration",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_METHOD,
		.name = ".type",
		.params = ".parameters",
		.result = ".type",
		.body = ".body",
		.hook = method_hook },
	{ .type = "local_function_statement",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_FUNCTION,
		.name = ".name",
		.params = ".parameters",
		.result = ".type",
		.generics = ".type_parameters",
		.body = ".body",
		.hook = item_hook },
	{ .type = "indexer_declaration",
		.role = CH_ROLE_CUSTOM,
		.kind = CH_KIND_METHOD,
		.params = ".parameters",
		.result = ".type",
		.hook = property_hook,
		.emit = emit_indexer },
	{ .type = "property_declaration",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_FIELD,
		.name = ".name",
		.result = ".type",
		.hook = property_hook },
	{ .type = "event_declaration",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_FIELD,
		.name = ".name",
		.result = ".type",
		.hook = property_hook },
	{ .type = "accessor_declaration",
		.role = CH_ROLE_CUSTOM,
		.kind = CH_KIND_METHOD,
		.body = ".body",
		.emit = emit_accessor },
	{ .type = "arrow_expression_clause",
		.role = CH_ROLE_CUSTOM,
		.kind = CH_KIND_METHOD,
		.hook = arrow_hook,
		.emit = emit_arrow },
	{ .type = "field_declaration",
		.role = CH_ROLE_CUSTOM,
		.kind = CH_KIND_FIELD,
		.traits = CH_ROW_FLAT,
		.hook = field_hook,
		.emit = emit_fields },
	{ .type = "event_field_declaration",
		.role = CH_ROLE_CUSTOM,
		.kind = CH_KIND_FIELD,
		.traits = CH_ROW_FLAT,
		.hook = field_hook,
		.emit = emit_fields },
	{ .type = "parameter",
		.role = CH_ROLE_CUSTOM,
		.kind = CH_KIND_FIELD,
		.traits = CH_ROW_FLAT,
		.result = ".type",
		.hook = component_hook,
		.emit = emit_parameter },
	{ .type = "using_directive", .role = CH_ROLE_IMPORT },
	{ .type = "attribute_list", .role = CH_ROLE_ATTRIBUTE },
	{ .type = "preproc_if", .role = CH_ROLE_CONDITION },

	{ .type = "if_statement",
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
	{ .type = "conditional_expression",
		.role = CH_ROLE_DECISION,
		.traits = CH_ROW_NESTS },
	{ .type = "switch_section", .role = CH_ROLE_DECISION },
	{ .type = "switch_expression_arm", .role = CH_ROLE_DECISION },
	{ .type = "when_clause", .role = CH_ROLE_DECISION },
	{ .type = "catch_filter_clause", .role = CH_ROLE_DECISION },
	{ .type = "switch_statement", .traits = CH_ROW_NESTS },
	{ .type = "switch_expression", .traits = CH_ROW_NESTS },
	{ .type = "'else", .traits = CH_ROW_ELSE },
	{ .type = "goto_statement", .traits = CH_ROW_JUMP },
	{ .type = "lambda_expression", .traits = CH_ROW_DEEPER },
	{ .type = "anonymous_method_expression", .traits = CH_ROW_DEEPER },
	{ .type = "&&", .role = CH_ROLE_OPERATOR },
	{ .type = "||", .role = CH_ROLE_OPERATOR },
	{ .type = "??", .role = CH_ROLE_OPERATOR },
	{ .type = "'and", .role = CH_ROLE_OPERATOR },
	{ .type = "'or", .role = CH_ROLE_OPERATOR },

	{ .type = "string_literal", .traits = CH_ROW_LITERAL },
	{ .type = "raw_string_literal", .traits = CH_ROW_LITERAL },
	{ .type = "interpolated_string_expression", .traits = CH_ROW_LITERAL },
	{ .type = "character_literal", .traits = CH_ROW_LITERAL },
	{ .type = "boolean_literal", .traits = CH_ROW_LITERAL },
	{ .type = "predefined_type", .traits = CH_ROW_WORD },
	{ .type = "modifier", .traits = CH_ROW_WORD },

	{ .type = "comment", .role = CH_ROLE_COMMENT },
	{ .type = "identifier", .role = CH_ROLE_NAME },
};

static const struct ch_modifier cs_modifiers[] = {
	{ "static", CH_SYM_STATIC, 0 },
	{ "async", CH_SYM_ASYNC, 0 },
	{ "abstract", CH_SYM_ABSTRACT, 0 },
	{ "readonly", CH_SYM_CONST, 0 },
	{ "const", CH_SYM_CONST, 0 },
	{ "unsafe", CH_SYM_UNSAFE, 0 },
};

const struct ch_lang ch_lang_csharp = {
	.name = "C#",
	.id = "csharp",
	.grammar = tree_sitter_c_sharp,
	.separator = ".",
	.bare_members = true,
	.rows = cs_rows,
	.nrows = sizeof(cs_rows) / sizeof(cs_rows[0]),
	.modifiers = cs_modifiers,
	.nmodifiers = sizeof(cs_modifiers) / sizeof(cs_modifiers[0]),
	.ids = cs_ids,
	.nids = sizeof(cs_ids) / sizeof(cs_ids[0]),
	.doc = CH_DOC_OUTER,
	.visible = cs_visible,
	.counts = cs_counts,
	.on_import = cs_import,
	.on_params = cs_params,
	.finish = cs_finish,
	.blank = ch_blank_csharp,
};
