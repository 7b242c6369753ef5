#include "base/map.h"
#include "uast/lang.h"

const struct TSLanguage *tree_sitter_lua(void);

enum id {
	ID_NAME, /* fields */
	ID_TABLE,
	ID_FIELD,
	ID_METHOD,
	ID_VALUE,
	ID_CONTENT,
	ID_PARAMETERS,
	ID_ARGUMENTS,
	ID_IDENTIFIER, /* types */
	ID_STRING,
	ID_DOT,
	ID_COLON,
	ID_BRACKET,
	ID_VARIABLES,
	ID_EXPRESSIONS,
	ID_ASSIGNMENT,
	ID_DECLARATION,
	ID_CONSTRUCTOR,
	ID_TABLE_FIELD,
	ID_FUNCTION,
	ID_CALL,
	ID_RETURN,
	ID_ATTRIBUTE,
	ID_VARARG,
	ID_CONCATENATION
};

static const char *const ids[] = {
	[ID_NAME] = ".name",
	[ID_TABLE] = ".table",
	[ID_FIELD] = ".field",
	[ID_METHOD] = ".method",
	[ID_VALUE] = ".value",
	[ID_CONTENT] = ".content",
	[ID_PARAMETERS] = ".parameters",
	[ID_ARGUMENTS] = ".arguments",
	[ID_IDENTIFIER] = "identifier",
	[ID_STRING] = "string",
	[ID_DOT] = "dot_index_expression",
	[ID_COLON] = "method_index_expression",
	[ID_BRACKET] = "bracket_index_expression",
	[ID_VARIABLES] = "variable_list",
	[ID_EXPRESSIONS] = "expression_list",
	[ID_ASSIGNMENT] = "assignment_statement",
	[ID_DECLARATION] = "variable_declaration",
	[ID_CONSTRUCTOR] = "table_constructor",
	[ID_TABLE_FIELD] = "field",
	[ID_FUNCTION] = "function_definition",
	[ID_CALL] = "function_call",
	[ID_RETURN] = "return_statement",
	[ID_ATTRIBUTE] = "attribute",
	[ID_VARARG] = "vararg_expression",
	[ID_CONCATENATION] = "binary_expression",
};

/* A row without a type: a name of several, which has nothing inside. */
enum { ROW_LISTED };

/* Of one "a, b, c = 1, 2, 3": each is looked for among all. */
#define MAX_NAMES 100

/* ---- names -------------------------------------------------------------- */

/* The leaf that names it: b of a.b, a:b and a["b"]. */
static uint32_t last_name(const struct ch_walk *w, uint32_t name)
{
	if (ch_is(w, name, ID_DOT))
		return ch_get(w, name, ID_FIELD);
	if (ch_is(w, name, ID_COLON))
		return ch_get(w, name, ID_METHOD);
	if (ch_is(w, name, ID_BRACKET)) {
		name = ch_get(w, name, ID_FIELD);
		return ch_get(w, ch_is(w, name, ID_STRING) ? name : CH_NO_NODE,
			ID_CONTENT);
	}
	if (ch_is(w, name, ID_STRING))
		return ch_get(w, name, ID_CONTENT);
	return ch_is(w, name, ID_IDENTIFIER) ? name : CH_NO_NODE;
}

static bool is_path(struct ch_str s)
{
	for (size_t i = 0; i < s.len; i++) {
		char c = s.ptr[i];

		if (!(ch_is_word(c) || c == '.'))
			return false;
	}
	return s.len > 0;
}

/* "a.b.c" in s->qualified; false where a call or an index is in between. */
static bool qualify(struct ch_walk *w, uint32_t name, struct ch_symbol *s)
{
	struct ch_str table = ch_fold(w, ch_get(w, name, ID_TABLE));

	if (ch_get(w, name, ID_TABLE) == CH_NO_NODE)
		return true;
	s->qualified = ch_join(w, table, ".", s->name);
	return is_path(table);
}

static bool inside_function(const struct ch_walk *w, uint32_t node)
{
	if (ch_scope(w) != CH_NO_SYMBOL &&
		ch_kind_is_callable(w->facts->symbols[ch_scope(w)].kind))
		return true;
	while (node != CH_NO_NODE && !ch_is(w, node, ID_FUNCTION))
		node = ch_parent(w, node);
	return node != CH_NO_NODE;
}

/* ---- functions ---------------------------------------------------------- */

static void add_param(
	struct ch_walk *w, struct ch_str name, enum ch_param_kind kind)
{
	struct ch_param *p = ch_add_param(w);

	p->name = name;
	p->kind = kind;
}

/* "function a:b()" has a self that is not written. */
static void read_params(struct ch_walk *w, uint32_t list)
{
	uint32_t function = ch_parent(w, list), c;
	bool first = true;

	if (ch_is(w, ch_get(w, function, ID_NAME), ID_COLON))
		add_param(w, CH_STR("self"), CH_PARAM_RECEIVER);
	for (c = ch_first(w, list); c != CH_NO_NODE; c = ch_next(w, c)) {
		struct ch_str name = ch_text(w, c);

		if (ch_is(w, c, ID_VARARG))
			add_param(w, name, CH_PARAM_VARIADIC);
		else if (ch_is(w, c, ID_NAME))
			add_param(w, name,
				first && ch_str_is(name, "self")
					? CH_PARAM_RECEIVER
					: CH_PARAM_NORMAL);
		else
			continue;
		first = false;
	}
}

/* The statement, without its "local", that gives a function its name. */
static uint32_t assignment_of(const struct ch_walk *w, uint32_t function)
{
	uint32_t list = ch_parent(w, function), up = ch_parent(w, list);

	return ch_is(w, list, ID_EXPRESSIONS) && ch_is(w, up, ID_ASSIGNMENT)
		       ? up
		       : CH_NO_NODE;
}

/* A leaf's place in its statement's list of names. */
static uint32_t listed(const struct ch_walk *w, uint32_t leaf)
{
	while (leaf != CH_NO_NODE &&
		!ch_is(w, ch_parent(w, leaf), ID_VARIABLES))
		leaf = ch_parent(w, leaf);
	return leaf;
}

/* "local a, b = function() end, f": each with its own name before it. */
static uint32_t place_assigned(struct ch_walk *w, uint32_t node,
	uint32_t assignment, struct ch_symbol *s)
{
	uint32_t name = listed(w, ch_name_node(w)), from = assignment;
	bool local = ch_is(w, ch_parent(w, from), ID_DECLARATION);

	if (local)
		from = ch_parent(w, from);
	if (ch_next(w, ch_first(w, ch_parent(w, name))) == CH_NO_NODE)
		s->start_byte = w->nodes[from].start;
	s->signature = ch_join(w,
		ch_join(w, local ? CH_STR("local") : CH_STR(""), " ",
			ch_fold(w, name)),
		" = ",
		ch_fold_bytes(w, w->nodes[node].start,
			w->nodes[ch_get(w, node, ID_PARAMETERS)].end));
	return name;
}

/* What "k = v" and "["k"] = v" are called, not "[k] = v". */
static uint32_t key_of(const struct ch_walk *w, uint32_t field)
{
	uint32_t name = ch_get(w, field, ID_NAME);

	if (ch_is(w, name, ID_IDENTIFIER) && name != ch_first(w, field))
		return CH_NO_NODE;
	return last_name(w, name);
}

/* "c.b.f" of the f in "a = { c = { b = { f = function". */
static void qualify_field(
	struct ch_walk *w, uint32_t field, struct ch_symbol *s)
{
	uint32_t up = ch_parent(w, ch_parent(w, field));
	int i;

	s->qualified = s->name;
	for (i = 0; i < 8 && ch_is(w, up, ID_TABLE_FIELD); i++) {
		s->qualified = ch_join(
			w, ch_text(w, key_of(w, up)), ".", s->qualified);
		up = ch_parent(w, ch_parent(w, up));
	}
}

static bool function_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	uint32_t list = ch_get(w, node, ID_PARAMETERS);
	uint32_t name = ch_get(w, node, ID_NAME);
	uint32_t assignment = assignment_of(w, node);

	if (list == CH_NO_NODE)
		return false;
	if (assignment != CH_NO_NODE) {
		name = place_assigned(w, node, assignment, s);
	} else if (name == CH_NO_NODE) {
		s->start_byte = w->nodes[ch_parent(w, node)].start;
		qualify_field(w, ch_parent(w, node), s);
	}
	if (ch_is(w, name, ID_COLON))
		s->kind = CH_KIND_METHOD;
	s->body_start = w->nodes[list].end;
	s->body_end = s->end_byte;
	if (!s->signature.len)
		s->signature = ch_fold_bytes(w, s->start_byte, s->body_start);
	return qualify(w, name, s);
}

/* The k-th of "a, b" has the k-th of "1, 2". */
static uint32_t partner(const struct ch_walk *w, uint32_t at, uint32_t list,
	unsigned from, unsigned to)
{
	uint32_t c = ch_get(w, ch_parent(w, at), from);
	uint32_t other = ch_get(w, list, to);
	int i;

	for (i = 0; i < MAX_NAMES && c != at && c != CH_NO_NODE; i++) {
		c = ch_get_next(w, c, from);
		other = ch_get_next(w, other, to);
	}
	return c == at ? other : CH_NO_NODE;
}

/* "a.f = function", "f = function" in a table. */
static void emit_function(
	struct ch_walk *w, uint32_t node, const struct ch_lang_row *row)
{
	uint32_t up = ch_parent(w, node), name = CH_NO_NODE;
	uint32_t assignment = assignment_of(w, node);

	if (ch_is(w, up, ID_TABLE_FIELD))
		name = key_of(w, up);
	else if (assignment != CH_NO_NODE)
		name = partner(w, node, ch_get(w, assignment, ID_VARIABLES),
			ID_VALUE, ID_NAME);
	ch_emit(w, row, node, last_name(w, name));
}

/* ---- variables ---------------------------------------------------------- */

static bool is_upper(struct ch_str s)
{
	for (size_t i = 0; i < s.len; i++)
		if (ch_is_lower(s.ptr[i]))
			return false;
	return s.len > 1 && ch_is_upper(s.ptr[0]);
}

static bool variable_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	uint32_t name = listed(w, ch_name_node(w)), after, value;
	uint32_t up = ch_parent(w, node);
	bool local = ch_is(w, node, ID_DECLARATION);

	if (!local && ch_is(w, up, ID_DECLARATION)) {
		local = true;
		s->start_byte = w->nodes[up].start;
	}
	value = partner(
		w, name, ch_get(w, node, ID_EXPRESSIONS), ID_NAME, ID_VALUE);
	after = ch_next(w, name);
	if (is_upper(s->name) || (ch_is(w, after, ID_ATTRIBUTE) &&
					 ch_has_word(w, after, "const")))
		s->kind = CH_KIND_CONSTANT;
	s->value = ch_fold(w, value);
	s->signature = ch_join(
		w, local ? CH_STR("local") : CH_STR(""), " ", ch_fold(w, name));
	return qualify(w, name, s);
}

static bool is_require(const struct ch_walk *w, uint32_t value)
{
	return ch_is(w, value, ID_CALL) &&
	       ch_str_is(ch_text(w, ch_get(w, value, ID_NAME)), "require");
}

/* Of the file only, and neither functions nor what was required. */
static void emit_variables(
	struct ch_walk *w, uint32_t node, const struct ch_lang_row *row)
{
	uint32_t list = ch_get(w, node, ID_VARIABLES), name, value;
	uint32_t values = ch_get(w, node, ID_EXPRESSIONS);
	int i;

	if (list == CH_NO_NODE || inside_function(w, node))
		return;
	name = ch_get(w, list, ID_NAME);
	value = ch_get(w, values, ID_VALUE);
	if (ch_next(w, name) != CH_NO_NODE)
		row = &w->lang->rows[ROW_LISTED];
	for (i = 0; i < MAX_NAMES && name != CH_NO_NODE; i++) {
		if (!ch_is(w, value, ID_FUNCTION) && !is_require(w, value))
			ch_emit(w, row, node, last_name(w, name));
		name = ch_get_next(w, name, ID_NAME);
		value = ch_get_next(w, value, ID_VALUE);
	}
}

/* ---- imports ------------------------------------------------------------ */

/* Is the first part of a.b.c a directory of this file? */
static bool is_own(const struct ch_walk *w, struct ch_str name)
{
	size_t dot = ch_str_chr(name, '.', 0);
	struct ch_str first = ch_str_sub(name, 0, dot);
	size_t at = ch_str_find(w->path, first, 0);

	while (first.len && at != (size_t)-1) {
		size_t end = at + first.len;

		if ((!at || w->path.ptr[at - 1] == '/') && end < w->path.len &&
			w->path.ptr[end] == '/')
			return true;
		at = ch_str_find(w->path, first, end);
	}
	return false;
}

static enum ch_import_kind import_kind(
	const struct ch_walk *w, struct ch_str name)
{
	static const char *const builtin[] = { "bit", "ffi", "jit", "table.new",
		"table.clear", "string.buffer" };

	for (size_t i = 0; i < sizeof(builtin) / sizeof(builtin[0]); i++)
		if (ch_str_is(name, builtin[i]))
			return CH_IMPORT_SYSTEM;
	if (ch_str_starts(name, ".") || is_own(w, name))
		return CH_IMPORT_RELATIVE;
	return CH_IMPORT_EXTERNAL;
}

/* require "a", dofile("b.lua"), require(... .. ".c") */
static void on_import(struct ch_walk *w, uint32_t node)
{
	struct ch_str callee = ch_text(w, ch_get(w, node, ID_NAME));
	uint32_t list = ch_get(w, node, ID_ARGUMENTS), arg;
	bool is_file =
		ch_str_is(callee, "dofile") || ch_str_is(callee, "loadfile");
	struct ch_str name;

	if (!is_file && !ch_str_is(callee, "require"))
		return;
	arg = ch_get(w, list, ID_STRING);
	name = ch_text(w, ch_get(w, arg, ID_CONTENT));
	if (arg == CH_NO_NODE) {
		arg = ch_get(w, list, ID_CONCATENATION);
		if (!ch_is(w, ch_first(w, arg), ID_VARARG))
			return;
		name = ch_fold(w, arg);
		is_file = true;
	}
	if (name.len)
		ch_add_import(w, node, name,
			is_file ? CH_IMPORT_RELATIVE : import_kind(w, name),
			false);
}

/* ---- visibility --------------------------------------------------------- */

static enum ch_visibility visible(
	struct ch_walk *w, uint32_t node, const struct ch_symbol *s)
{
	(void)w;
	(void)node;
	if (ch_str_starts(s->signature, "local "))
		return CH_VIS_PRIVATE;
	return s->name.ptr[0] == '_' ? CH_VIS_INTERNAL : CH_VIS_PUBLIC;
}

/* The file's own name, to 1 + index of its symbol. */
struct locals {
	struct ch_map by_name;
};

static struct ch_symbol *local_of(
	struct ch_walk *w, const struct locals *l, struct ch_str name)
{
	const uint64_t *at = ch_map_get(&l->by_name, name.ptr, name.len);

	return at ? &w->facts->symbols[*at - 1] : NULL;
}

static void export_local(
	struct ch_walk *w, const struct locals *l, uint32_t node)
{
	struct ch_symbol *s = local_of(w, l, ch_text(w, node));

	if (!s || !ch_is(w, node, ID_IDENTIFIER))
		return;
	s->flags |= CH_SYM_EXPORTED;
	s->visibility = CH_VIS_PUBLIC;
}

/* return M; return setmetatable(M, mt); return { f = f, g } */
static void export_returned(
	struct ch_walk *w, const struct locals *l, uint32_t value)
{
	uint32_t c;

	export_local(w, l, value);
	if (ch_is(w, value, ID_CALL))
		value = ch_get(w, value, ID_ARGUMENTS);
	else if (!ch_is(w, value, ID_CONSTRUCTOR))
		return;
	for (c = ch_first(w, value); c != CH_NO_NODE; c = ch_next(w, c))
		export_local(w, l,
			ch_is(w, c, ID_TABLE_FIELD) ? ch_get(w, c, ID_VALUE)
						    : c);
}

/* "M.x = x" hands x on where M is. */
static void export_assigned(
	struct ch_walk *w, const struct locals *l, uint32_t node)
{
	uint32_t name = ch_get(w, ch_get(w, node, ID_VARIABLES), ID_NAME);
	uint32_t value = ch_get(w, ch_get(w, node, ID_EXPRESSIONS), ID_VALUE);
	const struct ch_symbol *table =
		local_of(w, l, ch_text(w, ch_get(w, name, ID_TABLE)));

	if (table && table->flags & CH_SYM_EXPORTED)
		export_local(w, l, value);
}

static void lower_locals(struct ch_walk *w, const struct locals *l)
{
	struct ch_facts *f = w->facts;

	for (size_t i = 0; i < f->nsymbols; i++) {
		struct ch_symbol *s = &f->symbols[i];
		size_t dot = ch_str_chr(s->qualified, '.', 0);
		const struct ch_symbol *base =
			local_of(w, l, ch_str_sub(s->qualified, 0, dot));
		bool own = dot == (size_t)-1;

		if (base && !(base->flags & CH_SYM_EXPORTED) &&
			s->visibility == CH_VIS_PUBLIC)
			s->visibility = own ? CH_VIS_PRIVATE : CH_VIS_INTERNAL;
	}
}

static void finish(struct ch_walk *w)
{
	struct ch_facts *f = w->facts;
	struct locals l = { { 0 } };
	uint32_t c, last = ch_get(w, 0, ID_RETURN);

	for (size_t i = f->nsymbols; i > 0; i--) {
		const struct ch_symbol *s = &f->symbols[i - 1];

		if (s->parent == CH_NO_SYMBOL &&
			s->visibility == CH_VIS_PRIVATE)
			*ch_map_add(
				&l.by_name, s->name.ptr, s->name.len, NULL) = i;
	}
	last = ch_get(w, last, ID_EXPRESSIONS);
	for (c = ch_first(w, last); c != CH_NO_NODE; c = ch_next(w, c))
		export_returned(w, &l, c);
	for (c = ch_get(w, 0, ID_ASSIGNMENT); c != CH_NO_NODE;
		c = ch_get_next(w, c, ID_ASSIGNMENT))
		export_assigned(w, &l, c);
	lower_locals(w, &l);
	ch_map_release(&l.by_name);
}

/* ---- the table ---------------------------------------------------------- */

static const struct ch_lang_row rows[] = {
	[ROW_LISTED] = { .role = CH_ROLE_CUSTOM,
		.kind = CH_KIND_VARIABLE,
		.traits = CH_ROW_FLAT,
		.hook = variable_hook },
	{ .type = "function_declaration",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_FUNCTION,
		.name = ".name/.field|.name/.method|.name",
		.params = ".parameters",
		.hook = function_hook },
	{ .type = "function_definition",
		.role = CH_ROLE_CUSTOM,
		.kind = CH_KIND_FUNCTION,
		.traits = CH_ROW_DEEPER,
		.params = ".parameters",
		.hook = function_hook,
		.emit = emit_function },
	{ .type = "assignment_statement",
		.role = CH_ROLE_CUSTOM,
		.kind = CH_KIND_VARIABLE,
		.hook = variable_hook,
		.emit = emit_variables },
	{ .type = "variable_declaration",
		.role = CH_ROLE_CUSTOM,
		.kind = CH_KIND_VARIABLE,
		.hook = variable_hook,
		.emit = emit_variables },
	{ .type = "function_call", .role = CH_ROLE_IMPORT },
	{ .type = "if_statement",
		.role = CH_ROLE_DECISION,
		.traits = CH_ROW_NESTS },
	{ .type = "elseif_statement", .role = CH_ROLE_DECISION },
	{ .type = "for_statement",
		.role = CH_ROLE_DECISION,
		.traits = CH_ROW_NESTS },
	{ .type = "while_statement",
		.role = CH_ROLE_DECISION,
		.traits = CH_ROW_NESTS },
	{ .type = "repeat_statement",
		.role = CH_ROLE_DECISION,
		.traits = CH_ROW_NESTS },
	{ .type = "'elseif", .traits = CH_ROW_ELSE },
	{ .type = "'else", .traits = CH_ROW_ELSE },
	{ .type = "goto_statement", .traits = CH_ROW_JUMP },
	{ .type = "'and", .role = CH_ROLE_OPERATOR },
	{ .type = "'or", .role = CH_ROLE_OPERATOR },
	{ .type = "string", .traits = CH_ROW_LITERAL },
	{ .type = "identifier", .role = CH_ROLE_NAME },
	{ .type = "comment", .role = CH_ROLE_COMMENT },
};

const struct ch_lang ch_lang_lua = {
	.name = "Lua",
	.id = "lua",
	.grammar = tree_sitter_lua,
	.separator = ".",
	.rows = rows,
	.nrows = sizeof(rows) / sizeof(rows[0]),
	.ids = ids,
	.nids = sizeof(ids) / sizeof(ids[0]),
	.doc = CH_DOC_ANY,
	.trailing_doc = true,
	.visible = visible,
	.on_import = on_import,
	.on_params = read_params,
	.finish = finish,
};
