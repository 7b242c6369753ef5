#include <string.h>

#include "uast/lang.h"

const struct TSLanguage *tree_sitter_elixir(void);

enum id {
	ID_TARGET, /* fields */
	ID_OPERATOR,
	ID_OPERAND,
	ID_LEFT,
	ID_RIGHT,
	ID_KEY,
	ID_VALUE,
	ID_ARGUMENTS, /* types */
	ID_DO,
	ID_KEYWORDS,
	ID_PAIR,
	ID_CALL,
	ID_ALIAS,
	ID_DOT,
	ID_TUPLE,
	ID_LIST,
	ID_ATOM,
	ID_INTEGER,
	ID_IDENTIFIER,
	ID_BINARY,
	ID_UNARY,
	ID_CONTENT,
	ID_CLAUSE,
	ID_FUNCTION
};

static const char *const ids[] = {
	[ID_TARGET] = ".target",
	[ID_OPERATOR] = ".operator",
	[ID_OPERAND] = ".operand",
	[ID_LEFT] = ".left",
	[ID_RIGHT] = ".right",
	[ID_KEY] = ".key",
	[ID_VALUE] = ".value",
	[ID_ARGUMENTS] = "arguments",
	[ID_DO] = "do_block",
	[ID_KEYWORDS] = "keywords",
	[ID_PAIR] = "pair",
	[ID_CALL] = "call",
	[ID_ALIAS] = "alias",
	[ID_DOT] = "dot",
	[ID_TUPLE] = "tuple",
	[ID_LIST] = "list",
	[ID_ATOM] = "atom",
	[ID_INTEGER] = "integer",
	[ID_IDENTIFIER] = "identifier",
	[ID_BINARY] = "binary_operator",
	[ID_UNARY] = "unary_operator",
	[ID_CONTENT] = "quoted_content",
	[ID_CLAUSE] = "stab_clause",
	[ID_FUNCTION] = "anonymous_function",
};

/* ---- shapes ------------------------------------------------------------- */

static bool is_operator(
	const struct ch_walk *w, uint32_t node, const char *operator)
{
	return ch_is(w, node, ID_BINARY) &&
	       ch_str_is(ch_text(w, ch_get(w, node, ID_OPERATOR)), operator);
}

static uint32_t arguments(const struct ch_walk *w, uint32_t call)
{
	return ch_get(w, call, ID_ARGUMENTS);
}

/* The first of a list's children that is no bracket or comma. */
static uint32_t item(const struct ch_walk *w, uint32_t child)
{
	while (child != CH_NO_NODE &&
		w->nodes[child].end - w->nodes[child].start == 1 &&
		strchr("(),[]{}", w->source.ptr[w->nodes[child].start]))
		child = ch_next(w, child);
	return child;
}

static uint32_t first_item(const struct ch_walk *w, uint32_t list)
{
	return item(w, ch_first(w, list));
}

static uint32_t next_item(const struct ch_walk *w, uint32_t child)
{
	return item(w, ch_next(w, child));
}

/* "age" of the key "age: " and of the atom ":age". */
static struct ch_str bare(struct ch_str s)
{
	s = ch_str_trim(s);
	if (s.len && s.ptr[0] == ':')
		return ch_str_sub(s, 1, s.len);
	if (s.len && s.ptr[s.len - 1] == ':')
		s.len--;
	return s;
}

/* The value of "key: value" behind the last positional argument. */
static uint32_t option(const struct ch_walk *w, uint32_t call, const char *key)
{
	uint32_t list = ch_get(w, arguments(w, call), ID_KEYWORDS), c;

	for (c = ch_get(w, list, ID_PAIR); c != CH_NO_NODE;
		c = ch_get_next(w, c, ID_PAIR))
		if (ch_str_is(bare(ch_text(w, ch_get(w, c, ID_KEY))), key))
			return ch_get(w, c, ID_VALUE);
	return CH_NO_NODE;
}

/* "f(a, b)" of "f(a, b) when a > b". */
static uint32_t head_of(const struct ch_walk *w, uint32_t def)
{
	uint32_t head = first_item(w, arguments(w, def));

	return is_operator(w, head, "when") ? ch_get(w, head, ID_LEFT) : head;
}

/* f of "f", "f(a)"; + of "a + b"; nothing of "unquote(f)(a)". */
static uint32_t head_name(const struct ch_walk *w, uint32_t head)
{
	if (ch_is(w, head, ID_BINARY) || ch_is(w, head, ID_UNARY))
		return ch_get(w, head, ID_OPERATOR);
	if (ch_is(w, head, ID_CALL))
		head = ch_get(w, head, ID_TARGET);
	return ch_is(w, head, ID_IDENTIFIER) ? head : CH_NO_NODE;
}

/* Calls take(w, argument) for each; returns how many there are. */
static size_t each_argument(struct ch_walk *w, uint32_t head,
	void (*take)(struct ch_walk *w, uint32_t node))
{
	size_t n = 0;
	uint32_t c = first_item(w, arguments(w, head));
	bool infix = ch_is(w, head, ID_BINARY);

	if (infix || ch_is(w, head, ID_UNARY))
		c = ch_get(w, head, infix ? ID_LEFT : ID_OPERAND);
	while (c != CH_NO_NODE) {
		n++;
		if (take)
			take(w, c);
		c = infix ? ch_get_next(w, c, ID_RIGHT) : next_item(w, c);
	}
	return n;
}

/* ---- @doc and its relatives --------------------------------------------- */

/* doc of "@doc x", else nothing. */
static struct ch_str at_word(const struct ch_walk *w, uint32_t node)
{
	if (!ch_is(w, node, ID_UNARY) ||
		!ch_str_is(ch_text(w, ch_get(w, node, ID_OPERATOR)), "@"))
		return CH_STR("");
	return ch_text(w, ch_get(w, ch_get(w, node, ID_OPERAND), ID_TARGET));
}

static uint32_t at_value(const struct ch_walk *w, uint32_t node)
{
	return first_item(w, arguments(w, ch_get(w, node, ID_OPERAND)));
}

static void set_doc(struct ch_walk *w, uint32_t at, struct ch_symbol *s)
{
	uint32_t value = at_value(w, at);

	if (ch_str_is(ch_text(w, value), "false"))
		s->visibility = CH_VIS_INTERNAL;
	if (!s->doc.len)
		ch_set_doc(w, s, ch_get(w, value, ID_CONTENT));
}

static void set_param_type(struct ch_walk *w, uint32_t type, size_t i)
{
	struct ch_param *p = ch_param_at(w, i);

	if (p)
		p->type = ch_fold(w, type);
}

/*
 * "@spec f(a, b) :: c when ...": types for as many parameters; false where it
 * is another function's.
 */
static bool set_spec(
	struct ch_walk *w, uint32_t at, size_t arity, struct ch_symbol *s)
{
	uint32_t spec = at_value(w, at), head, c;
	size_t i = 0;

	if (is_operator(w, spec, "when"))
		spec = ch_get(w, spec, ID_LEFT);
	if (!is_operator(w, spec, "::"))
		return false;
	head = ch_get(w, spec, ID_LEFT);
	if (!ch_str_eq(ch_text(w, head_name(w, head)), s->name) ||
		each_argument(w, head, NULL) != arity)
		return false;
	s->result = ch_fold(w, ch_get(w, spec, ID_RIGHT));
	for (c = first_item(w, arguments(w, head)); c != CH_NO_NODE;
		c = next_item(w, c))
		set_param_type(w, c, i++);
	return true;
}

/* How far up its attributes are looked for. */
#define MAX_ATTRIBUTES 16

static bool is_one_of(struct ch_str word, const char *const *words)
{
	for (; *words; words++)
		if (ch_str_is(word, *words))
			return true;
	return false;
}

static void read_attributes(
	struct ch_walk *w, uint32_t node, size_t arity, struct ch_symbol *s)
{
	static const char *const attributes[] = { "spec", "deprecated", "impl",
		NULL };
	static const char *const docs[] = { "doc", "typedoc", NULL };
	uint32_t at = ch_previous(w, node);
	int i;

	for (i = 0; i < MAX_ATTRIBUTES; i++, at = ch_previous(w, at)) {
		struct ch_str word = at_word(w, at);

		if (is_one_of(word, docs)) {
			set_doc(w, at, s);
			continue;
		}
		if (!is_one_of(word, attributes) ||
			(ch_str_is(word, "spec") && !set_spec(w, at, arity, s)))
			break;
		s->attributes = ch_join(w, ch_fold(w, at), " ", s->attributes);
		s->start_byte = w->nodes[at].start;
		if (ch_str_is(word, "deprecated"))
			s->flags |= CH_SYM_DEPRECATED;
	}
}

/* ---- functions ---------------------------------------------------------- */

/* "%{a: 1} = name", "name \\ default", any other pattern as it stands. */
static void add_param(struct ch_walk *w, uint32_t node)
{
	struct ch_str dflt = { NULL, 0 }, name;
	uint32_t left = ch_get(w, node, ID_LEFT);
	uint32_t right = ch_get(w, node, ID_RIGHT);
	struct ch_param *p;

	if (is_operator(w, node, "\\\\")) {
		dflt = ch_fold(w, right);
		node = left;
		left = ch_get(w, node, ID_LEFT);
		right = ch_get(w, node, ID_RIGHT);
	}
	if (is_operator(w, node, "="))
		node = ch_is(w, left, ID_IDENTIFIER) ? left : right;
	name = ch_fold(w, node);
	p = ch_add_param(w);
	p->name = name;
	p->dflt = dflt;
	p->optional = dflt.len > 0;
}

static struct ch_str with_arity(
	struct ch_walk *w, struct ch_str name, size_t arity)
{
	return ch_join(w, name, "/", ch_arena_printf(w->arena, "%zu", arity));
}

/* Where the body starts: do ... end, or the pairs of ", do: ...". */
static uint32_t body_of(const struct ch_walk *w, uint32_t def)
{
	uint32_t body = ch_get(w, def, ID_DO);

	if (body == CH_NO_NODE && option(w, def, "do") != CH_NO_NODE)
		body = ch_get(w, arguments(w, def), ID_KEYWORDS);
	return body;
}

static bool function_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	uint32_t list = arguments(w, node), body = body_of(w, node);
	uint32_t head = head_of(w, node);
	size_t arity = each_argument(w, head, NULL);

	s->qualified = with_arity(w, s->name, arity);
	if (body != CH_NO_NODE) {
		s->body_start = w->nodes[body].start;
		s->body_end = s->end_byte;
	}
	s->signature = ch_fold_bytes(
		w, w->nodes[node].start, w->nodes[first_item(w, list)].end);
	read_attributes(w, node, arity, s);
	return true;
}

/* One more clause of the function above, if it is that. */
static bool is_clause(struct ch_walk *w, uint32_t node, uint32_t head)
{
	uint32_t last = ch_last_sibling(w), body = body_of(w, node);
	struct ch_str name = ch_text(w, head_name(w, head));
	const struct ch_symbol *s;
	bool decides;

	if (last == CH_NO_SYMBOL)
		return false;
	s = &w->facts->symbols[last];
	if (!ch_str_eq(s->name, name) ||
		s->nparams != each_argument(w, head, NULL) ||
		w->nodes[ch_symbol_node(w, s)].row != w->nodes[node].row)
		return false;
	decides = s->body_start < s->body_end;
	ch_continue(w, last, node,
		w->nodes[body == CH_NO_NODE ? node : body].start);
	if (decides)
		ch_note_decision(w);
	return true;
}

static void emit_function(
	struct ch_walk *w, uint32_t node, const struct ch_lang_row *row)
{
	uint32_t head = head_of(w, node);

	if (!is_clause(w, node, head))
		ch_emit(w, row, node, head_name(w, head));
}

/* ---- modules ------------------------------------------------------------ */

/* @moduledoc and @behaviour stand inside. */
static void read_inside(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	uint32_t c = ch_get(w, ch_get(w, node, ID_DO), ID_UNARY);

	for (; c != CH_NO_NODE; c = ch_get_next(w, c, ID_UNARY)) {
		struct ch_str word = at_word(w, c);

		if (ch_str_is(word, "moduledoc"))
			set_doc(w, c, s);
		else if (ch_str_is(word, "behaviour") && s->bases.len < 1024)
			s->bases = ch_join(
				w, s->bases, ", ", ch_fold(w, at_value(w, c)));
	}
}

static bool module_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	if (ch_str_starts(s->name, "__MODULE__."))
		s->name = ch_str_sub(s->name, 11, s->name.len);
	read_inside(w, node, s);
	return true;
}

/* "defimpl P, for: T" is the module P.T. */
static bool impl_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	struct ch_str type = ch_fold(w, option(w, node, "for"));

	s->qualified = ch_join(w, s->name, ".", type);
	if (s->parent != CH_NO_SYMBOL)
		s->bases = w->facts->symbols[s->parent].qualified;
	if (type.len)
		s->bases = type;
	read_inside(w, node, s);
	return true;
}

/* ---- structs ------------------------------------------------------------ */

/* Rows without a type. */
enum { ROW_FIELD };

/* The struct is called as its module. */
static bool struct_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	(void)node;
	if (s->parent == CH_NO_SYMBOL)
		return false;
	s->name = w->facts->symbols[s->parent].name;
	return true;
}

static bool field_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	s->value = ch_fold(w, ch_get(w, ch_parent(w, node), ID_VALUE));
	if (ch_is(w, node, ID_KEY))
		s->end_byte = w->nodes[ch_parent(w, node)].end;
	s->signature = s->name = bare(s->name);
	return true;
}

static void emit_pairs(struct ch_walk *w, uint32_t list)
{
	const struct ch_lang_row *row = &w->lang->rows[ROW_FIELD];
	uint32_t c, key;

	for (c = ch_get(w, list, ID_PAIR); c != CH_NO_NODE;
		c = ch_get_next(w, c, ID_PAIR)) {
		key = ch_get(w, c, ID_KEY);
		ch_emit(w, row, key, key);
	}
}

/* [:a, :b, c: 1] */
static void emit_fields(struct ch_walk *w, uint32_t list)
{
	const struct ch_lang_row *row = &w->lang->rows[ROW_FIELD];
	uint32_t c;

	for (c = first_item(w, list); c != CH_NO_NODE; c = next_item(w, c)) {
		if (ch_is(w, c, ID_ATOM))
			ch_emit(w, row, c, c);
		else if (ch_is(w, c, ID_KEYWORDS))
			emit_pairs(w, c);
	}
}

static void emit_struct(
	struct ch_walk *w, uint32_t node, const struct ch_lang_row *row)
{
	uint32_t list = arguments(w, node);

	if (ch_is(w, first_item(w, list), ID_LIST))
		list = first_item(w, list);
	if (ch_emit(w, row, node, ch_get(w, node, ID_TARGET)))
		emit_fields(w, list);
}

/* ---- types and callbacks ------------------------------------------------ */

/* "t(a) :: [a]" behind @type, @callback. */
static uint32_t declared(const struct ch_walk *w, uint32_t node)
{
	uint32_t value = at_value(w, node);

	if (is_operator(w, value, "when"))
		value = ch_get(w, value, ID_LEFT);
	return is_operator(w, value, "::") ? ch_get(w, value, ID_LEFT) : value;
}

static bool type_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	uint32_t head = declared(w, node);

	s->generics = ch_fold(w, arguments(w, head));
	s->qualified = with_arity(w, s->name, each_argument(w, head, NULL));
	s->result = ch_fold(w, ch_get_next(w, head, ID_RIGHT));
	read_attributes(w, node, 0, s);
	return true;
}

/* "name :: type" or a type alone. */
static void add_typed(struct ch_walk *w, uint32_t node)
{
	bool named = is_operator(w, node, "::");
	struct ch_str name = { NULL, 0 }, type;
	struct ch_param *p;

	if (named)
		name = ch_fold(w, ch_get(w, node, ID_LEFT));
	type = ch_fold(w, named ? ch_get(w, node, ID_RIGHT) : node);
	p = ch_add_param(w);
	p->name = name;
	p->type = type;
}

static bool callback_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	uint32_t head = declared(w, node);
	size_t arity = each_argument(w, head, NULL);

	s->qualified = with_arity(w, s->name, arity);
	s->result = ch_fold(w, ch_get_next(w, head, ID_RIGHT));
	read_attributes(w, node, arity, s);
	return true;
}

/* Of "def f(a, b)" and of "@callback f(a, b) :: c". */
static void read_params(struct ch_walk *w, uint32_t list)
{
	uint32_t node = ch_parent(w, list);

	if (ch_is(w, node, ID_UNARY))
		each_argument(w, declared(w, node), add_typed);
	else
		each_argument(w, head_of(w, node), add_param);
}

static void emit_declared(
	struct ch_walk *w, uint32_t node, const struct ch_lang_row *row)
{
	ch_emit(w, row, node, head_name(w, declared(w, node)));
}

/* How far back the callbacks that are optional are looked for. */
#define LOOK_BACK 500

/* "init: 1" of @optional_callbacks: nobody has to have it. */
static void mark_optional(struct ch_walk *w, uint32_t pair)
{
	struct ch_str name = bare(ch_text(w, ch_get(w, pair, ID_KEY)));
	struct ch_str key =
		ch_join(w, name, "/", ch_text(w, ch_get(w, pair, ID_VALUE)));
	struct ch_facts *f = w->facts;
	size_t n = f->nsymbols < LOOK_BACK ? f->nsymbols : LOOK_BACK;

	for (size_t i = f->nsymbols; n--; i--) {
		struct ch_symbol *s = &f->symbols[i - 1];
		size_t len = s->qualified.len;

		if (s->flags & CH_SYM_ABSTRACT && len > key.len &&
			ch_str_eq(ch_str_sub(s->qualified, len - key.len, len),
				key))
			s->flags |= CH_SYM_HAS_DEFAULT;
	}
}

static void emit_optional(
	struct ch_walk *w, uint32_t node, const struct ch_lang_row *row)
{
	uint32_t value = at_value(w, node), c;

	(void)row;
	if (ch_is(w, value, ID_LIST))
		value = ch_get(w, value, ID_KEYWORDS);
	for (c = ch_get(w, value, ID_PAIR); c != CH_NO_NODE;
		c = ch_get_next(w, c, ID_PAIR))
		mark_optional(w, c);
}

/* ---- imports ------------------------------------------------------------ */

static bool is_standard(struct ch_str first)
{
	static const char *const modules[] = { "Agent", "Application",
		"Bitwise", "Calendar", "Code", "Date", "DateTime",
		"DynamicSupervisor", "EEx", "Enum", "ExUnit", "File",
		"GenServer", "IEx", "IO", "Inspect", "Integer", "Kernel",
		"Keyword", "List", "Logger", "Macro", "Map", "MapSet", "Mix",
		"Module", "Node", "OptionParser", "PartitionSupervisor", "Path",
		"Port", "Process", "Protocol", "Record", "Regex", "Registry",
		"Stream", "String", "StringIO", "Supervisor", "System", "Task",
		"Time", "Tuple", "URI", "Version", NULL };

	return is_one_of(first, modules);
}

static struct ch_str first_part(struct ch_str name)
{
	return ch_str_sub(name, 0, ch_str_chr(name, '.', 0));
}

static void add_import(struct ch_walk *w, uint32_t node, struct ch_str name)
{
	enum ch_import_kind kind = CH_IMPORT_EXTERNAL;
	struct ch_str first = first_part(name), own = { NULL, 0 };

	if (w->facts->nsymbols)
		own = first_part(w->facts->symbols[0].qualified);
	if (is_standard(first))
		kind = CH_IMPORT_SYSTEM;
	else if (ch_str_eq(first, own) || ch_str_is(first, "__MODULE__"))
		kind = CH_IMPORT_RELATIVE;
	ch_add_import(w, node, name, kind, false);
}

/* alias A.B; alias A.{B, C}; use A, option: 1 */
static void on_import(struct ch_walk *w, uint32_t node)
{
	uint32_t what = first_item(w, arguments(w, node)), c;
	uint32_t right = ch_get(w, what, ID_RIGHT);
	struct ch_str left = ch_text(w, ch_get(w, what, ID_LEFT));

	if (ch_is(w, what, ID_ALIAS) ||
		(ch_is(w, what, ID_DOT) && ch_is(w, right, ID_ALIAS)))
		add_import(w, node, ch_fold(w, what));
	if (!ch_is(w, what, ID_DOT) || !ch_is(w, right, ID_TUPLE))
		return;
	for (c = first_item(w, right); c != CH_NO_NODE; c = next_item(w, c))
		add_import(w, c, ch_join(w, left, ".", ch_text(w, c)));
}

/* ---- the table ---------------------------------------------------------- */

/*
 * Of "case", "cond", "receive", "fn" and what is rescued: "_" and "true" are
 * where the others lead, and the first of a function is its way.
 */
static void emit_clause(
	struct ch_walk *w, uint32_t node, const struct ch_lang_row *row)
{
	struct ch_str left = ch_text(w, ch_get(w, node, ID_LEFT));
	uint32_t up = ch_parent(w, node);

	(void)row;
	if (ch_str_is(left, "_") || ch_str_is(left, "true") ||
		(ch_is(w, up, ID_FUNCTION) && ch_get(w, up, ID_CLAUSE) == node))
		return;
	ch_note_decision(w);
}

/* What the hook found out stays, but for what is private. */
static enum ch_visibility visible(
	struct ch_walk *w, uint32_t node, const struct ch_symbol *s)
{
	static const char *const private[] = { "defp", "defmacrop", "defnp",
		"defguardp", NULL };
	struct ch_str word = ch_text(w, ch_get(w, node, ID_TARGET));

	if (is_one_of(word, private) || ch_str_is(at_word(w, node), "typep"))
		return CH_VIS_PRIVATE;
	return s->visibility;
}

#define FUNCTION(text, what)                                                 \
	{                                                                    \
		.type = "call", .word = text, .key = ".target",              \
		.role = CH_ROLE_CUSTOM, .kind = what, .params = "arguments", \
		.hook = function_hook, .emit = emit_function                 \
	}
#define IMPORT(text)                                            \
	{                                                       \
		.type = "call", .word = text, .key = ".target", \
		.role = CH_ROLE_IMPORT                          \
	}
#define BRANCH(text)                                             \
	{                                                        \
		.type = "call", .word = text, .key = ".target",  \
		.role = CH_ROLE_DECISION, .traits = CH_ROW_NESTS \
	}
#define CHOICE(text)                                            \
	{                                                       \
		.type = "call", .word = text, .key = ".target", \
		.traits = CH_ROW_NESTS                          \
	}
#define TYPE(text)                                                 \
	{                                                          \
		.type = "unary_operator", .word = text,            \
		.key = ".operand/.target", .role = CH_ROLE_CUSTOM, \
		.kind = CH_KIND_TYPE, .traits = CH_ROW_FLAT,       \
		.hook = type_hook, .emit = emit_declared           \
	}
#define CALLBACK(text)                                              \
	{                                                           \
		.type = "unary_operator", .word = text,             \
		.key = ".operand/.target", .role = CH_ROLE_CUSTOM,  \
		.kind = CH_KIND_FUNCTION, .flags = CH_SYM_ABSTRACT, \
		.traits = CH_ROW_FLAT, .params = ".operand",        \
		.hook = callback_hook, .emit = emit_declared        \
	}

static const struct ch_lang_row rows[] = {
	[ROW_FIELD] = { .role = CH_ROLE_CUSTOM,
		.kind = CH_KIND_FIELD,
		.traits = CH_ROW_FLAT,
		.hook = field_hook },
	{ .type = "call",
		.word = "defmodule",
		.key = ".target",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_MODULE,
		.name = "arguments/alias|arguments/dot",
		.body = "do_block",
		.hook = module_hook },
	{ .type = "call",
		.word = "defprotocol",
		.key = ".target",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_TRAIT,
		.traits = CH_ROW_REQUIRED,
		.name = "arguments/alias|arguments/dot",
		.body = "do_block",
		.hook = module_hook },
	{ .type = "call",
		.word = "defimpl",
		.key = ".target",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_MODULE,
		.traits = CH_ROW_MEMBERS,
		.name = "arguments/alias|arguments/dot",
		.body = "do_block",
		.hook = impl_hook },
	{ .type = "call",
		.word = "defstruct",
		.key = ".target",
		.role = CH_ROLE_CUSTOM,
		.kind = CH_KIND_STRUCT,
		.traits = CH_ROW_UNSCOPED,
		.body = "arguments",
		.hook = struct_hook,
		.emit = emit_struct },
	{ .type = "call",
		.word = "defexception",
		.key = ".target",
		.role = CH_ROLE_CUSTOM,
		.kind = CH_KIND_STRUCT,
		.traits = CH_ROW_UNSCOPED,
		.body = "arguments",
		.hook = struct_hook,
		.emit = emit_struct },
	FUNCTION("def", CH_KIND_FUNCTION),
	FUNCTION("defp", CH_KIND_FUNCTION),
	FUNCTION("defdelegate", CH_KIND_FUNCTION),
	FUNCTION("defn", CH_KIND_FUNCTION),
	FUNCTION("defnp", CH_KIND_FUNCTION),
	FUNCTION("defmacro", CH_KIND_MACRO),
	FUNCTION("defmacrop", CH_KIND_MACRO),
	FUNCTION("defguard", CH_KIND_MACRO),
	FUNCTION("defguardp", CH_KIND_MACRO),
	IMPORT("alias"),
	IMPORT("import"),
	IMPORT("require"),
	IMPORT("use"),
	{ .type = "call",
		.word = "if",
		.key = ".target",
		.role = CH_ROLE_CONDITION,
		.traits = CH_ROW_DECIDES | CH_ROW_NESTS },
	{ .type = "call",
		.word = "unless",
		.key = ".target",
		.role = CH_ROLE_CONDITION,
		.traits = CH_ROW_DECIDES | CH_ROW_NESTS },
	BRANCH("for"),
	BRANCH("with"),
	CHOICE("case"),
	CHOICE("cond"),
	CHOICE("receive"),
	TYPE("type"),
	TYPE("typep"),
	TYPE("opaque"),
	CALLBACK("callback"),
	CALLBACK("macrocallback"),
	{ .type = "unary_operator",
		.word = "optional_callbacks",
		.key = ".operand/.target",
		.role = CH_ROLE_CUSTOM,
		.emit = emit_optional },
	{ .type = "stab_clause", .role = CH_ROLE_CUSTOM, .emit = emit_clause },
	{ .type = "rescue_block", .traits = CH_ROW_NESTS },
	{ .type = "catch_block", .traits = CH_ROW_NESTS },
	{ .type = "anonymous_function", .traits = CH_ROW_DEEPER },
	{ .type = "else_block", .traits = CH_ROW_ELSE },
	{ .type = "keyword", .word = "else:", .traits = CH_ROW_ELSE },
	{ .type = "&&", .role = CH_ROLE_OPERATOR },
	{ .type = "||", .role = CH_ROLE_OPERATOR },
	{ .type = "'and", .role = CH_ROLE_OPERATOR },
	{ .type = "'or", .role = CH_ROLE_OPERATOR },
	{ .type = "string", .traits = CH_ROW_LITERAL },
	{ .type = "charlist", .traits = CH_ROW_LITERAL },
	{ .type = "sigil", .traits = CH_ROW_LITERAL },
	{ .type = "quoted_atom", .traits = CH_ROW_LITERAL },
	{ .type = "boolean", .traits = CH_ROW_LITERAL },
	{ .type = "'nil", .traits = CH_ROW_LITERAL },
	{ .type = "identifier", .role = CH_ROLE_NAME },
	{ .type = "alias", .role = CH_ROLE_NAME },
	{ .type = "comment", .role = CH_ROLE_COMMENT },
};

const struct ch_lang ch_lang_elixir = {
	.name = "Elixir",
	.id = "elixir",
	.grammar = tree_sitter_elixir,
	.separator = ".",
	.rows = rows,
	.nrows = sizeof(rows) / sizeof(rows[0]),
	.ids = ids,
	.nids = sizeof(ids) / sizeof(ids[0]),
	.doc = CH_DOC_NONE,
	.visible = visible,
	.on_import = on_import,
	.on_params = read_params,
};
