#include "base/map.h"
#include "uast/lang.h"

const struct TSLanguage *tree_sitter_julia(void);

enum id {
	ID_IDENTIFIER, /* types */
	ID_OPERATOR,
	ID_STRING,
	ID_CONTENT,
	ID_CALL,
	ID_ARGUMENTS,
	ID_SIGNATURE,
	ID_WHERE,
	ID_TYPED,
	ID_UNNAMED,
	ID_FIELD,
	ID_QUOTE,
	ID_PARAMETRIZED,
	ID_CURLY,
	ID_PARENTHESIZED,
	ID_NAMED_ARGUMENT,
	ID_SPLAT,
	ID_ASSIGNMENT,
	ID_OPEN_TUPLE,
	ID_FUNCTION,
	ID_ARROW,
	ID_STRUCT,
	ID_TYPE_HEAD,
	ID_BINARY,
	ID_CONST,
	ID_GLOBAL,
	ID_MACROCALL,
	ID_MACRO_ARGUMENTS,
	ID_MACRO_NAME,
	ID_COMPOUND,
	ID_FILE,
	ID_MODULE,
	ID_IF,
	ID_ELSEIF,
	ID_ELSE,
	ID_EXPORT,
	ID_PUBLIC,
	ID_SELECTED,
	ID_SCOPED,
	ID_ALIAS,
	ID_IMPORT_PATH,
	ID_SEMICOLON /* token */
};

static const char *const ids[] = {
	[ID_IDENTIFIER] = "identifier",
	[ID_OPERATOR] = "operator",
	[ID_CONTENT] = "content",
	[ID_STRING] = "string_literal",
	[ID_CALL] = "call_expression",
	[ID_ARGUMENTS] = "argument_list",
	[ID_SIGNATURE] = "signature",
	[ID_WHERE] = "where_expression",
	[ID_TYPED] = "typed_expression",
	[ID_UNNAMED] = "unary_typed_expression",
	[ID_FIELD] = "field_expression",
	[ID_QUOTE] = "quote_expression",
	[ID_PARAMETRIZED] = "parametrized_type_expression",
	[ID_CURLY] = "curly_expression",
	[ID_PARENTHESIZED] = "parenthesized_expression",
	[ID_NAMED_ARGUMENT] = "named_argument",
	[ID_SPLAT] = "splat_expression",
	[ID_ASSIGNMENT] = "assignment",
	[ID_OPEN_TUPLE] = "open_tuple",
	[ID_FUNCTION] = "function_definition",
	[ID_ARROW] = "arrow_function_expression",
	[ID_STRUCT] = "struct_definition",
	[ID_TYPE_HEAD] = "type_head",
	[ID_BINARY] = "binary_expression",
	[ID_CONST] = "const_statement",
	[ID_GLOBAL] = "global_statement",
	[ID_MACROCALL] = "macrocall_expression",
	[ID_MACRO_ARGUMENTS] = "macro_argument_list",
	[ID_MACRO_NAME] = "macro_identifier",
	[ID_COMPOUND] = "compound_statement",
	[ID_FILE] = "source_file",
	[ID_MODULE] = "module_definition",
	[ID_IF] = "if_statement",
	[ID_ELSEIF] = "elseif_clause",
	[ID_ELSE] = "else_clause",
	[ID_EXPORT] = "export_statement",
	[ID_PUBLIC] = "public_statement",
	[ID_SELECTED] = "selected_import",
	[ID_SCOPED] = "scoped_identifier",
	[ID_ALIAS] = "import_alias",
	[ID_IMPORT_PATH] = "import_path",
	[ID_SEMICOLON] = "';",
};

/* Rows without a type. */
enum { ROW_FUNCTION, ROW_VARIABLE, ROW_FIELD, ROW_VALUE };

/* The third child: of "a <: b", "x::T", "x = v" what is on the right. */
static uint32_t right(const struct ch_walk *w, uint32_t node)
{
	return ch_next(w, ch_next(w, ch_first(w, node)));
}

/* ---- documentation and macros in front ---------------------------------- */

static bool wraps(const struct ch_walk *w, uint32_t node)
{
	return ch_is(w, node, ID_CONST) || ch_is(w, node, ID_GLOBAL) ||
	       ch_is(w, node, ID_MACRO_ARGUMENTS) ||
	       ch_is(w, node, ID_MACROCALL);
}

/* Behind the quotes, and the signature that a docstring begins with. */
static struct ch_str docstring(struct ch_str s)
{
	while (s.len && s.ptr[0] == '"')
		s = ch_str_sub(s, 1, s.len);
	while (s.len && s.ptr[s.len - 1] == '"')
		s.len--;
	for (;;) {
		size_t end = ch_str_chr(s, '\n', 0);
		struct ch_str line = ch_str_sub(s, 0, end);

		if (end == (size_t)-1 || (ch_str_trim(line).len &&
						 !ch_str_starts(line, "    ") &&
						 !ch_str_starts(line, "\t")))
			return s;
		s = ch_str_sub(s, end + 1, s.len);
	}
}

/* @inline f(x) = x: macros in front are attributes. */
static void read_front(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	uint32_t prev;

	for (;; node = ch_parent(w, node)) {
		uint32_t name = ch_get(w, node, ID_MACRO_NAME);

		prev = ch_previous(w, node);
		if (ch_is(w, prev, ID_STRING) && !s->doc.len)
			ch_set_doc_text(w, s, docstring(ch_text(w, prev)));
		if (ch_is(w, node, ID_MACROCALL))
			s->attributes = ch_join(w,
				ch_fold_bytes(w, w->nodes[node].start,
					w->nodes[name == CH_NO_NODE ? node
								    : name]
						.end),
				" ", s->attributes);
		if (!wraps(w, ch_parent(w, node)))
			return;
	}
}

/* ---- functions ---------------------------------------------------------- */

/* f(x) of "f(x)::T where T". */
static uint32_t call_of(const struct ch_walk *w, uint32_t node)
{
	uint32_t c = ch_first(w, node);

	while (ch_is(w, c, ID_WHERE) || ch_is(w, c, ID_TYPED))
		c = ch_first(w, c);
	return c;
}

/* m::Model and ::Model: a type with or without a name before it. */
static bool is_typed(const struct ch_walk *w, uint32_t node)
{
	return ch_is(w, node, ID_TYPED) || ch_is(w, node, ID_UNNAMED);
}

static uint32_t type_of(const struct ch_walk *w, uint32_t node)
{
	return ch_is(w, node, ID_TYPED) ? right(w, node)
					: ch_next(w, ch_first(w, node));
}

/*
 * The node that names what is called: f, Base.f, Base.:+, T{S}, +, of
 * (m::Model)(x) Model, of "a + b" the sign.
 */
static uint32_t callee(const struct ch_walk *w, uint32_t call)
{
	uint32_t name = ch_is(w, call, ID_CALL) ? ch_first(w, call) : call;
	int depth;

	if (ch_is(w, call, ID_BINARY))
		return ch_get(w, call, ID_OPERATOR);
	for (depth = 0; depth < 8; depth++) {
		if (ch_is(w, name, ID_IDENTIFIER) ||
			ch_is(w, name, ID_OPERATOR))
			return name;
		if (ch_is(w, name, ID_FIELD))
			name = right(w, name);
		else if (ch_is(w, name, ID_QUOTE))
			name = ch_get(w, name, ID_OPERATOR);
		else if (ch_is(w, name, ID_PARENTHESIZED))
			name = ch_next(w, ch_first(w, name));
		else if (is_typed(w, name))
			name = type_of(w, name);
		else if (ch_is(w, name, ID_PARAMETRIZED))
			name = ch_first(w, name);
		else
			break;
	}
	return CH_NO_NODE;
}

static void name_typed(struct ch_walk *w, uint32_t node, struct ch_param *to)
{
	if (!ch_is(w, node, ID_UNNAMED))
		to->name = ch_fold(
			w, ch_is(w, node, ID_TYPED) ? ch_first(w, node) : node);
	if (is_typed(w, node))
		to->type = ch_fold(w, type_of(w, node));
}

static void add_param(struct ch_walk *w, uint32_t node, bool keyword)
{
	struct ch_param one = { .kind = keyword ? CH_PARAM_KEYWORD_ONLY
						: CH_PARAM_NORMAL };

	if (ch_is(w, node, ID_NAMED_ARGUMENT)) {
		one.dflt = ch_fold(w, right(w, node));
		one.optional = true;
		node = ch_first(w, node);
	} else if (ch_is(w, node, ID_SPLAT)) {
		one.kind =
			keyword ? CH_PARAM_KEYWORD_VARIADIC : CH_PARAM_VARIADIC;
		node = ch_first(w, node);
	}
	name_typed(w, node, &one);
	*ch_add_param(w) = one;
}

static void read_list(struct ch_walk *w, uint32_t list)
{
	bool keyword = false;
	uint32_t c;

	for (c = ch_first(w, list); c != CH_NO_NODE; c = ch_next(w, c)) {
		struct ch_str text = ch_text(w, c);

		if (ch_is(w, c, ID_SEMICOLON))
			keyword = true;
		else if (!ch_str_is(text, "(") && !ch_str_is(text, ")") &&
			 !ch_str_is(text, ","))
			add_param(w, c, keyword);
	}
}

/*
 * Of what stands before the body: a signature, f(x)::T, "a + b", x -> ...,
 * function (x) ... end.
 */
static void read_params(struct ch_walk *w, uint32_t node)
{
	uint32_t head = node;

	if (ch_is(w, node, ID_FUNCTION))
		head = ch_get(w, node, ID_SIGNATURE);
	if (ch_is(w, head, ID_SIGNATURE) || ch_is(w, head, ID_ARROW))
		head = ch_first(w, head);
	while (ch_is(w, head, ID_WHERE) ||
		(ch_is(w, head, ID_TYPED) && !ch_is(w, node, ID_ARROW)))
		head = ch_first(w, head);
	if (ch_is(w, head, ID_BINARY)) {
		add_param(w, ch_first(w, head), false);
		add_param(w, right(w, head), false);
	} else if (ch_is(w, head, ID_CALL)) {
		read_list(w, ch_get(w, head, ID_ARGUMENTS));
	} else if (ch_is(w, head, ID_ARGUMENTS)) {
		read_list(w, head);
	} else if (ch_is(w, node, ID_ARROW)) {
		add_param(w, head, false);
	}
}

/* "::Int" behind the call and "where T" behind that. */
static void read_tail(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	uint32_t c = ch_first(w, node);

	while (ch_is(w, c, ID_WHERE)) {
		s->generics =
			ch_join(w, ch_fold(w, right(w, c)), " ", s->generics);
		c = ch_first(w, c);
	}
	if (ch_is(w, c, ID_TYPED))
		s->result = ch_fold(w, right(w, c));
}

static bool function_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	uint32_t head = ch_get(w, node, ID_SIGNATURE), call, name, sign;

	if (head == CH_NO_NODE)
		head = node; /* f(x) = ... */
	call = call_of(w, head);
	name = ch_is(w, call, ID_CALL) ? ch_first(w, call) : CH_NO_NODE;
	read_tail(w, head, s);
	if (ch_is(w, name, ID_FIELD))
		s->qualified =
			ch_join(w, ch_fold(w, ch_first(w, name)), ".", s->name);
	else if (ch_is(w, name, ID_PARENTHESIZED))
		s->qualified =
			ch_join(w, ch_join(w, CH_STR("(::"), "", s->name), "",
				CH_STR(")"));
	sign = head == node ? ch_next(w, ch_first(w, node)) : CH_NO_NODE;
	s->body_start = w->nodes[head == node ? sign : head].end;
	s->body_end = w->nodes[node].end;
	s->signature = ch_fold_bytes(w, w->nodes[node].start,
		head == node ? w->nodes[ch_first(w, node)].end : s->body_start);
	if (head != node && !ch_is(w, call, ID_CALL)) {
		s->flags |= CH_SYM_DECLARATION; /* function f end */
		s->body_end = s->body_start;
	}
	read_front(w, node, s);
	return true;
}

/* f = x -> x, f = function (x) ... end */
static bool lambda_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	uint32_t value = right(w, node);

	s->body_start = w->nodes[value].start;
	s->body_end = w->nodes[node].end;
	s->signature = s->name;
	read_front(w, node, s);
	return true;
}

static void emit_function(
	struct ch_walk *w, uint32_t node, const struct ch_lang_row *row)
{
	uint32_t head = ch_get(w, node, ID_SIGNATURE);

	ch_emit(w, row, node, callee(w, call_of(w, head)));
}

static bool macro_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	function_hook(w, node, s);
	s->qualified = ch_join(w, CH_STR("@"), "", s->name);
	return true;
}

/* ---- variables ---------------------------------------------------------- */

static bool is_global(const struct ch_walk *w, uint32_t node)
{
	uint32_t up = ch_parent(w, node);

	while (wraps(w, up) || ch_is(w, up, ID_IF) || ch_is(w, up, ID_ELSE) ||
		ch_is(w, up, ID_ELSEIF) || ch_is(w, up, ID_COMPOUND))
		up = ch_parent(w, up);
	return ch_is(w, up, ID_FILE) || ch_is(w, up, ID_MODULE);
}

static bool in_enum(const struct ch_walk *w)
{
	return ch_scope(w) != CH_NO_SYMBOL &&
	       w->facts->symbols[ch_scope(w)].kind == CH_KIND_ENUM;
}

static bool variable_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	uint32_t left = ch_first(w, node), value = right(w, node);

	if (ch_is(w, ch_parent(w, node), ID_CONST)) {
		s->kind = CH_KIND_CONSTANT;
		if (ch_is(w, value, ID_PARAMETRIZED))
			s->kind = CH_KIND_TYPE;
	}
	if (ch_is(w, left, ID_PARAMETRIZED)) {
		s->kind = CH_KIND_TYPE;
		s->generics = ch_fold(w, ch_get(w, left, ID_CURLY));
	}
	if (ch_is(w, left, ID_TYPED))
		s->result = ch_fold(w, right(w, left));
	s->value = ch_fold(w, value);
	s->signature = ch_fold_bytes(w, s->start_byte, w->nodes[left].end);
	read_front(w, node, s);
	return true;
}

static void emit_assignment(
	struct ch_walk *w, uint32_t node, const struct ch_lang_row *row)
{
	const struct ch_lang_row *rows = w->lang->rows;
	uint32_t left = ch_first(w, node), value = right(w, node), c;

	while (ch_is(w, left, ID_WHERE) || ch_is(w, left, ID_TYPED))
		left = ch_first(w, left);
	if (ch_is(w, left, ID_CALL) || ch_is(w, left, ID_BINARY)) {
		ch_emit(w, &rows[ROW_FUNCTION], node, callee(w, left));
		return;
	}
	if (!is_global(w, node) || in_enum(w))
		return;
	if (ch_is(w, left, ID_IDENTIFIER) &&
		(ch_is(w, value, ID_ARROW) || ch_is(w, value, ID_FUNCTION))) {
		ch_emit(w, row, node, left);
		return;
	}
	if (ch_is(w, left, ID_PARAMETRIZED))
		left = ch_first(w, left);
	if (ch_is(w, left, ID_IDENTIFIER))
		ch_emit(w, &rows[ROW_VARIABLE], node, left);
	for (c = ch_is(w, left, ID_OPEN_TUPLE) ? ch_get(w, left, ID_IDENTIFIER)
					       : CH_NO_NODE;
		c != CH_NO_NODE; c = ch_get_next(w, c, ID_IDENTIFIER))
		ch_emit(w, &rows[ROW_VARIABLE], node, c);
}

/* ---- types -------------------------------------------------------------- */

static bool type_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	uint32_t head = ch_get(w, node, ID_TYPE_HEAD), c = ch_first(w, head);

	if (ch_is(w, c, ID_BINARY)) {
		s->bases = ch_fold(w, right(w, c));
		c = ch_first(w, c);
	}
	s->generics = ch_fold(w, ch_get(w, c, ID_CURLY));
	s->signature =
		ch_fold_bytes(w, w->nodes[node].start, w->nodes[head].end);
	if (ch_is(w, node, ID_STRUCT)) {
		s->body_start = w->nodes[head].end;
		s->body_end = w->nodes[node].end;
	}
	read_front(w, node, s);
	return true;
}

static bool field_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	uint32_t left = node;

	if (ch_is(w, left, ID_CONST)) {
		s->flags |= CH_SYM_CONST;
		left = ch_next(w, ch_first(w, left));
	}
	if (ch_is(w, left, ID_ASSIGNMENT)) {
		s->value = ch_fold(w, right(w, left));
		left = ch_first(w, left);
	}
	if (ch_is(w, left, ID_TYPED))
		s->result = ch_fold(w, right(w, left));
	s->signature =
		ch_fold_bytes(w, w->nodes[node].start, w->nodes[left].end);
	read_front(w, node, s);
	return true;
}

/* x, x::T, const x::T, x::T = v: the name, or nothing. */
static uint32_t field_name(const struct ch_walk *w, uint32_t node)
{
	if (ch_is(w, node, ID_CONST))
		node = ch_next(w, ch_first(w, node));
	if (ch_is(w, node, ID_ASSIGNMENT))
		node = ch_first(w, node);
	if (ch_is(w, node, ID_TYPED))
		node = ch_first(w, node);
	return ch_is(w, node, ID_IDENTIFIER) ? node : CH_NO_NODE;
}

static uint32_t head_name(const struct ch_walk *w, uint32_t node)
{
	uint32_t c = ch_first(w, ch_get(w, node, ID_TYPE_HEAD));

	while (ch_is(w, c, ID_BINARY) || ch_is(w, c, ID_PARAMETRIZED))
		c = ch_first(w, c);
	return ch_is(w, c, ID_IDENTIFIER) ? c : CH_NO_NODE;
}

static void emit_type(
	struct ch_walk *w, uint32_t node, const struct ch_lang_row *row)
{
	uint32_t c;

	if (!ch_emit(w, row, node, head_name(w, node)) ||
		!ch_is(w, node, ID_STRUCT))
		return;
	for (c = ch_get(w, node, ID_TYPE_HEAD); c != CH_NO_NODE;
		c = ch_next(w, c))
		ch_emit(w, &w->lang->rows[ROW_FIELD], c, field_name(w, c));
}

static bool module_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	s->body_start = s->name_byte + (uint32_t)s->name.len;
	s->body_end = s->end_byte;
	read_front(w, node, s);
	return true;
}

/* ---- macros that define ------------------------------------------------- */

static void emit_values(struct ch_walk *w, uint32_t first)
{
	uint32_t c, name;

	for (c = first; c != CH_NO_NODE; c = ch_next(w, c)) {
		name = ch_is(w, c, ID_ASSIGNMENT) ? ch_first(w, c) : c;
		if (ch_is(w, name, ID_IDENTIFIER))
			ch_emit(w, &w->lang->rows[ROW_VALUE], c, name);
	}
}

static bool value_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	if (ch_is(w, node, ID_ASSIGNMENT))
		s->value = ch_fold(w, right(w, node));
	s->signature = s->name;
	return true;
}

static bool enum_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	s->body_start = s->name_byte + (uint32_t)s->name.len;
	s->body_end = s->end_byte;
	read_front(w, node, s);
	s->attributes = CH_STR("");
	return true;
}

/* @enum Color red green = 2, @enum Color::UInt8 begin ... end */
static void emit_enum(
	struct ch_walk *w, uint32_t node, const struct ch_lang_row *row)
{
	uint32_t list = ch_get(w, node, ID_MACRO_ARGUMENTS);
	uint32_t type = ch_first(w, list), values = ch_next(w, type);
	uint32_t name = ch_is(w, type, ID_TYPED) ? ch_first(w, type) : type;

	if (!ch_is(w, name, ID_IDENTIFIER) || !ch_emit(w, row, node, name))
		return;
	if (ch_is(w, values, ID_COMPOUND))
		values = ch_first(w, values);
	emit_values(w, values);
}

/* @deprecate old(x) new(x) */
static void emit_deprecated(
	struct ch_walk *w, uint32_t node, const struct ch_lang_row *row)
{
	uint32_t list = ch_get(w, node, ID_MACRO_ARGUMENTS);

	ch_emit(w, row, node, callee(w, ch_first(w, list)));
}

static bool deprecated_hook(
	struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	uint32_t what = ch_first(w, ch_get(w, node, ID_MACRO_ARGUMENTS));

	s->signature =
		ch_fold_bytes(w, w->nodes[node].start, w->nodes[what].end);
	return true;
}

/* ---- imports ------------------------------------------------------------ */

static bool is_standard(struct ch_str first)
{
	static const char *const modules[] = { "Artifacts", "Base", "Base64",
		"CRC32c", "Core", "Dates", "DelimitedFiles", "Distributed",
		"Downloads", "FileWatching", "Future", "InteractiveUtils",
		"LazyArtifacts", "LibGit2", "Libdl", "LinearAlgebra", "Logging",
		"Main", "Markdown", "Mmap", "Pkg", "Printf", "Profile", "REPL",
		"Random", "SHA", "Serialization", "SharedArrays", "Sockets",
		"SparseArrays", "Statistics", "SuiteSparse", "TOML", "Tar",
		"Test", "UUIDs", "Unicode" };

	for (size_t i = 0; i < sizeof(modules) / sizeof(modules[0]); i++)
		if (ch_str_is(first, modules[i]))
			return true;
	return false;
}

/* "..A": no node covers the dots. */
static struct ch_str with_dots(struct ch_walk *w, uint32_t node)
{
	uint32_t from = w->nodes[node].start;

	while (from && w->source.ptr[from - 1] == '.')
		from--;
	return ch_str_sub(w->source, from, w->nodes[node].end);
}

static void add_import(struct ch_walk *w, uint32_t node, bool handed_on)
{
	struct ch_str name;
	enum ch_import_kind kind = CH_IMPORT_EXTERNAL;

	if (ch_is(w, node, ID_SELECTED) || ch_is(w, node, ID_ALIAS))
		node = ch_first(w, node);
	if (!ch_is(w, node, ID_IDENTIFIER) && !ch_is(w, node, ID_SCOPED) &&
		!ch_is(w, node, ID_IMPORT_PATH))
		return;
	name = with_dots(w, node);
	if (ch_str_starts(name, "."))
		kind = CH_IMPORT_RELATIVE;
	else if (is_standard(ch_str_sub(name, 0, ch_str_chr(name, '.', 0))))
		kind = CH_IMPORT_SYSTEM;
	ch_add_import(w, node, name, kind, handed_on);
}

/* using A, B.C: x; import ..D as E; include("f.jl") */
static void on_import(struct ch_walk *w, uint32_t node)
{
	uint32_t up = ch_parent(w, ch_parent(w, node)), c;
	uint32_t list = ch_get(w, node, ID_ARGUMENTS);
	bool handed_on = ch_str_is(
		ch_text(w, ch_get(w, up, ID_MACRO_NAME)), "@reexport");

	if (ch_is(w, node, ID_CALL)) {
		struct ch_str name = ch_text(
			w, ch_get(w, ch_get(w, list, ID_STRING), ID_CONTENT));

		if (name.len)
			ch_add_import(w, node, name, CH_IMPORT_RELATIVE, false);
		return;
	}
	for (c = ch_first(w, node); c != CH_NO_NODE; c = ch_next(w, c))
		add_import(w, c, handed_on);
}

/* ---- what is exported --------------------------------------------------- */

static enum ch_visibility visible(
	struct ch_walk *w, uint32_t node, const struct ch_symbol *s)
{
	(void)w;
	(void)node;
	return s->name.ptr[0] == '_' ? CH_VIS_INTERNAL : CH_VIS_PUBLIC;
}

static bool collect(struct ch_walk *w, struct ch_map *names)
{
	bool any = false;
	uint32_t c;

	for (uint32_t i = 0; i < w->nnodes; i++) {
		if (!ch_is(w, i, ID_EXPORT) && !ch_is(w, i, ID_PUBLIC))
			continue;
		for (c = ch_next(w, ch_first(w, i)); c != CH_NO_NODE;
			c = ch_next(w, c)) {
			struct ch_str name = ch_text(w, c);

			*ch_map_add(names, name.ptr, name.len, NULL) = 1;
			any = true;
		}
	}
	return any;
}

/* Base.show and Base.:+ are another module's; @deprecate exports. */
static bool is_public_anyway(const struct ch_walk *w, const struct ch_symbol *s)
{
	uint32_t at = s->name_byte;

	if (at && w->source.ptr[at - 1] == ':')
		at--;
	return (at && w->source.ptr[at - 1] == '.') ||
	       s->flags & CH_SYM_DEPRECATED;
}

/* Of a file that exports, what it does not is internal. */
static void finish(struct ch_walk *w)
{
	struct ch_facts *f = w->facts;
	struct ch_map names = { 0 };
	bool any = collect(w, &names);

	for (size_t i = 0; any && i < f->nsymbols; i++) {
		struct ch_symbol *s = &f->symbols[i];
		struct ch_str key = s->name;

		if (s->kind == CH_KIND_FIELD || s->kind == CH_KIND_MODULE ||
			s->kind == CH_KIND_METHOD)
			continue;
		if (s->kind == CH_KIND_MACRO)
			key = ch_join(w, CH_STR("@"), "", key);
		if (ch_map_get(&names, key.ptr, key.len)) {
			s->flags |= CH_SYM_EXPORTED;
			s->visibility = CH_VIS_PUBLIC;
		} else if (!is_public_anyway(w, s)) {
			s->visibility = CH_VIS_INTERNAL;
		}
	}
	ch_map_release(&names);
}

/* ---- the table ---------------------------------------------------------- */

static const struct ch_lang_row rows[] = {
	[ROW_FUNCTION] = { .role = CH_ROLE_CUSTOM,
		.kind = CH_KIND_FUNCTION,
		.params = "call_expression|where_expression|typed_expression|"
			  "binary_expression",
		.hook = function_hook },
	[ROW_VARIABLE] = { .role = CH_ROLE_CUSTOM,
		.kind = CH_KIND_VARIABLE,
		.traits = CH_ROW_GLOBAL | CH_ROW_FLAT,
		.hook = variable_hook },
	[ROW_FIELD] = { .role = CH_ROLE_CUSTOM,
		.kind = CH_KIND_FIELD,
		.traits = CH_ROW_FLAT,
		.hook = field_hook },
	[ROW_VALUE] = { .role = CH_ROLE_CUSTOM,
		.kind = CH_KIND_VALUE,
		.traits = CH_ROW_FLAT,
		.hook = value_hook },
	{ .type = "function_definition",
		.role = CH_ROLE_CUSTOM,
		.kind = CH_KIND_FUNCTION,
		.traits = CH_ROW_DEEPER,
		.params = "signature",
		.hook = function_hook,
		.emit = emit_function },
	{ .type = "macro_definition",
		.role = CH_ROLE_CUSTOM,
		.kind = CH_KIND_MACRO,
		.params = "signature",
		.hook = macro_hook,
		.emit = emit_function },
	{ .type = "assignment",
		.role = CH_ROLE_CUSTOM,
		.kind = CH_KIND_FUNCTION,
		.traits = CH_ROW_GLOBAL,
		.params = "arrow_function_expression|function_definition",
		.hook = lambda_hook,
		.emit = emit_assignment },
	{ .type = "struct_definition",
		.role = CH_ROLE_CUSTOM,
		.kind = CH_KIND_STRUCT,
		.hook = type_hook,
		.emit = emit_type },
	{ .type = "abstract_definition",
		.role = CH_ROLE_CUSTOM,
		.kind = CH_KIND_INTERFACE,
		.hook = type_hook,
		.emit = emit_type },
	{ .type = "primitive_definition",
		.role = CH_ROLE_CUSTOM,
		.kind = CH_KIND_STRUCT,
		.hook = type_hook,
		.emit = emit_type },
	{ .type = "module_definition",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_MODULE,
		.name = ".name",
		.hook = module_hook },
	{ .type = "macrocall_expression",
		.word = "@enum",
		.key = "macro_identifier",
		.role = CH_ROLE_CUSTOM,
		.kind = CH_KIND_ENUM,
		.hook = enum_hook,
		.emit = emit_enum },
	{ .type = "macrocall_expression",
		.word = "@deprecate",
		.key = "macro_identifier",
		.role = CH_ROLE_CUSTOM,
		.kind = CH_KIND_FUNCTION,
		.traits = CH_ROW_GLOBAL | CH_ROW_FLAT,
		.flags = CH_SYM_DEPRECATED,
		.params = "macro_argument_list/call_expression",
		.hook = deprecated_hook,
		.emit = emit_deprecated },
	{ .type = "macrocall_expression", .role = CH_ROLE_WRAPPER },
	{ .type = "macro_argument_list", .role = CH_ROLE_WRAPPER },
	{ .type = "const_statement", .role = CH_ROLE_WRAPPER },
	{ .type = "global_statement", .role = CH_ROLE_WRAPPER },
	{ .type = "using_statement", .role = CH_ROLE_IMPORT },
	{ .type = "import_statement", .role = CH_ROLE_IMPORT },
	{ .type = "call_expression",
		.word = "include",
		.key = "identifier",
		.role = CH_ROLE_IMPORT },
	{ .type = "if_statement",
		.role = CH_ROLE_CONDITION,
		.traits = CH_ROW_DECIDES | CH_ROW_NESTS },
	{ .type = "elseif_clause",
		.role = CH_ROLE_DECISION,
		.traits = CH_ROW_ELSE },
	{ .type = "else_clause", .traits = CH_ROW_ELSE },
	{ .type = "for_statement",
		.role = CH_ROLE_DECISION,
		.traits = CH_ROW_NESTS },
	{ .type = "while_statement",
		.role = CH_ROLE_DECISION,
		.traits = CH_ROW_NESTS },
	{ .type = "catch_clause",
		.role = CH_ROLE_DECISION,
		.traits = CH_ROW_NESTS },
	{ .type = "ternary_expression",
		.role = CH_ROLE_DECISION,
		.traits = CH_ROW_NESTS },
	{ .type = "for_clause", .role = CH_ROLE_DECISION },
	{ .type = "if_clause", .role = CH_ROLE_DECISION },
	{ .type = "arrow_function_expression", .traits = CH_ROW_DEEPER },
	{ .type = "do_clause", .traits = CH_ROW_DEEPER },
	{ .type = "operator",
		.word = "&&",
		.role = CH_ROLE_OPERATOR,
		.traits = CH_ROW_WORD },
	{ .type = "operator",
		.word = "||",
		.role = CH_ROLE_OPERATOR,
		.traits = CH_ROW_WORD },
	{ .type = "operator", .traits = CH_ROW_WORD },
	{ .type = "string_literal", .traits = CH_ROW_LITERAL },
	{ .type = "prefixed_string_literal", .traits = CH_ROW_LITERAL },
	{ .type = "command_literal", .traits = CH_ROW_LITERAL },
	{ .type = "character_literal", .traits = CH_ROW_LITERAL },
	{ .type = "boolean_literal", .traits = CH_ROW_LITERAL },
	{ .type = "identifier", .role = CH_ROLE_NAME },
	{ .type = "line_comment", .role = CH_ROLE_COMMENT },
	{ .type = "block_comment", .role = CH_ROLE_COMMENT },
};

const struct ch_lang ch_lang_julia = {
	.name = "Julia",
	.id = "julia",
	.grammar = tree_sitter_julia,
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
