/* OCaml's two grammars, of modules and of their interfaces, have one shape. */
#include "uast/lang.h"

const struct TSLanguage *tree_sitter_ocaml(void);
const struct TSLanguage *tree_sitter_ocaml_interface(void);

enum id {
	ID_NAME, /* fields */
	ID_BODY,
	ID_TYPE,
	ID_PATTERN,
	ID_DEFAULT,
	ID_EQUATION,
	ID_DOMAIN,
	ID_CODOMAIN,
	ID_MODULE,
	ID_MODULE_TYPE,
	ID_CLASS,
	ID_CLASS_TYPE,
	ID_UNIT, /* types */
	ID_STRUCTURE,
	ID_SIGNATURE,
	ID_DEFINITION,
	ID_VALUE_NAME,
	ID_OPERATOR,
	ID_TUPLE,
	ID_FUN,
	ID_CASES,
	ID_FUNCTION_TYPE,
	ID_POLYMORPHIC,
	ID_LABELED,
	ID_LABEL,
	ID_TYPED,
	ID_PARAMETER,
	ID_UNIT_VALUE,
	ID_RECORD,
	ID_VARIANT,
	ID_TAGS,
	ID_TAG,
	ID_TYPE_BINDING,
	ID_ATTRIBUTE,
	ID_TYPE_NAME,
	ID_MODULE_NAME,
	ID_MODULE_PARAMETER,
	ID_OBJECT,
	ID_INHERIT,
	ID_MODULE_BINDING,
	ID_STRING,
	ID_CONTENT,
	ID_DIRECTIVE,
	ID_TYPE_OF,
	ID_INSTANCE_VARIABLE,
	ID_OPTIONAL, /* tokens */
	ID_TILDE,
	ID_OF
};

static const char *const ids[] = {
	[ID_NAME] = ".name",
	[ID_BODY] = ".body",
	[ID_TYPE] = ".type",
	[ID_PATTERN] = ".pattern",
	[ID_DEFAULT] = ".default",
	[ID_EQUATION] = ".equation",
	[ID_DOMAIN] = ".domain",
	[ID_CODOMAIN] = ".codomain",
	[ID_MODULE] = ".module",
	[ID_MODULE_TYPE] = ".module_type",
	[ID_CLASS] = ".class",
	[ID_CLASS_TYPE] = ".class_type",
	[ID_UNIT] = "compilation_unit",
	[ID_STRUCTURE] = "structure",
	[ID_SIGNATURE] = "signature",
	[ID_DEFINITION] = "value_definition",
	[ID_VALUE_NAME] = "value_name",
	[ID_OPERATOR] = "parenthesized_operator",
	[ID_TUPLE] = "tuple_pattern",
	[ID_FUN] = "fun_expression",
	[ID_CASES] = "function_expression",
	[ID_FUNCTION_TYPE] = "function_type",
	[ID_POLYMORPHIC] = "polymorphic_type",
	[ID_LABELED] = "labeled_argument_type",
	[ID_LABEL] = "label_name",
	[ID_TYPED] = "typed_pattern",
	[ID_PARAMETER] = "parameter",
	[ID_UNIT_VALUE] = "unit",
	[ID_RECORD] = "record_declaration",
	[ID_TAGS] = "polymorphic_variant_type",
	[ID_TAG] = "tag",
	[ID_TYPE_BINDING] = "type_binding",
	[ID_VARIANT] = "variant_declaration",
	[ID_TYPE_NAME] = "type_constructor",
	[ID_ATTRIBUTE] = "item_attribute",
	[ID_MODULE_NAME] = "module_name",
	[ID_MODULE_PARAMETER] = "module_parameter",
	[ID_OBJECT] = "object_expression",
	[ID_INHERIT] = "inheritance_definition",
	[ID_MODULE_BINDING] = "module_binding",
	[ID_STRING] = "string",
	[ID_CONTENT] = "string_content",
	[ID_DIRECTIVE] = "directive",
	[ID_TYPE_OF] = "module_type_of",
	[ID_INSTANCE_VARIABLE] = "instance_variable_definition",
	[ID_OPTIONAL] = "'?",
	[ID_TILDE] = "'~",
	[ID_OF] = "'of",
};

static bool has(const struct ch_walk *w, uint32_t node, enum id id)
{
	return ch_get(w, node, id) != CH_NO_NODE;
}

/* x, or + of (+). */
static uint32_t value_name(const struct ch_walk *w, uint32_t node)
{
	if (ch_is(w, node, ID_OPERATOR))
		return ch_next(w, ch_first(w, node));
	return ch_is(w, node, ID_VALUE_NAME) ? node : CH_NO_NODE;
}

/* [@@...] stands behind. */
static void read_attributes(
	struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	uint32_t c;

	for (c = ch_get(w, node, ID_ATTRIBUTE);
		c != CH_NO_NODE && s->attributes.len < 1024;
		c = ch_get_next(w, c, ID_ATTRIBUTE))
		s->attributes = ch_join(w, s->attributes, " ", ch_fold(w, c));
	if (ch_str_find(s->attributes, CH_STR("deprecated"), 0) != (size_t)-1)
		s->flags |= CH_SYM_DEPRECATED;
}

/* ---- parameters --------------------------------------------------------- */

/* x, (x : t), ~x, ~label:pattern, ?x, ?(x = default), (), any pattern */
static void read_param(struct ch_walk *w, uint32_t node)
{
	uint32_t pattern = ch_get(w, node, ID_PATTERN);
	uint32_t type = ch_get(w, node, ID_TYPE);
	struct ch_str label = ch_text(w, ch_get(w, node, ID_LABEL));
	struct ch_str dflt = ch_fold(w, ch_get(w, node, ID_DEFAULT));
	bool optional = has(w, node, ID_OPTIONAL);
	bool labeled = optional || has(w, node, ID_TILDE) || label.len;
	struct ch_str name, folded;
	struct ch_param *p;

	if (ch_is(w, pattern, ID_TYPED)) {
		type = ch_get(w, pattern, ID_TYPE);
		pattern = ch_get(w, pattern, ID_PATTERN);
	}
	name = label.len ? label : ch_fold(w, pattern);
	folded = ch_fold(w, type);
	p = ch_add_param(w);
	if (ch_is(w, pattern, ID_UNIT_VALUE))
		folded = CH_STR("unit");
	else
		p->name = name;
	p->type = folded;
	p->dflt = dflt;
	p->optional = optional;
	if (labeled)
		p->kind = CH_PARAM_KEYWORD_ONLY;
}

static uint32_t monomorphic(const struct ch_walk *w, uint32_t type)
{
	return ch_is(w, type, ID_POLYMORPHIC) ? ch_get(w, type, ID_TYPE) : type;
}

/* c of "a -> b -> c". */
static uint32_t result_of(const struct ch_walk *w, uint32_t type)
{
	type = monomorphic(w, type);
	while (ch_is(w, type, ID_FUNCTION_TYPE))
		type = ch_get(w, type, ID_CODOMAIN);
	return type;
}

/* a and b of "a -> b -> c". */
static void read_arrows(struct ch_walk *w, uint32_t type)
{
	type = monomorphic(w, type);
	while (ch_is(w, type, ID_FUNCTION_TYPE)) {
		uint32_t from = ch_get(w, type, ID_DOMAIN);
		bool labeled = ch_is(w, from, ID_LABELED);
		struct ch_str name = ch_text(w, ch_get(w, from, ID_LABEL));
		struct ch_str text =
			ch_fold(w, labeled ? ch_get(w, from, ID_TYPE) : from);
		bool optional = labeled && has(w, from, ID_OPTIONAL);
		struct ch_param *p = ch_add_param(w);

		p->name = name;
		p->type = text;
		p->optional = optional;
		if (labeled)
			p->kind = CH_PARAM_KEYWORD_ONLY;
		type = ch_get(w, type, ID_CODOMAIN);
	}
}

/* (X : S) of a functor. */
static void read_module(struct ch_walk *w, uint32_t node)
{
	struct ch_str name = ch_text(w, ch_get(w, node, ID_MODULE_NAME));
	struct ch_str text = ch_fold(w, ch_get(w, node, ID_MODULE_TYPE));
	struct ch_param *p = ch_add_param(w);

	p->name = name;
	p->type = text;
}

/* From the first parameter, of values or modules; of a type the arrows. */
static void read_params(struct ch_walk *w, uint32_t first)
{
	uint32_t c = first;

	if (!ch_is(w, first, ID_PARAMETER) &&
		!ch_is(w, first, ID_MODULE_PARAMETER))
		read_arrows(w, first);
	for (; ch_is(w, first, ID_PARAMETER) && c != CH_NO_NODE;
		c = ch_get_next(w, c, ID_PARAMETER))
		read_param(w, c);
	for (; ch_is(w, first, ID_MODULE_PARAMETER) && c != CH_NO_NODE;
		c = ch_get_next(w, c, ID_MODULE_PARAMETER))
		read_module(w, c);
}

/* ---- values ------------------------------------------------------------- */

static bool let_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	uint32_t body = ch_get(w, node, ID_BODY);
	uint32_t type = ch_get(w, node, ID_TYPE);
	bool arrows =
		ch_is(w, type, ID_FUNCTION_TYPE) ||
		(ch_is(w, type, ID_POLYMORPHIC) &&
			ch_is(w, ch_get(w, type, ID_TYPE), ID_FUNCTION_TYPE));
	bool function = has(w, node, ID_PARAMETER) || ch_is(w, body, ID_FUN) ||
			ch_is(w, body, ID_CASES) || arrows;

	if (arrows && !has(w, node, ID_PARAMETER))
		type = result_of(w, type);
	s->result = ch_fold(w, type);
	if (!function) {
		s->kind = CH_KIND_CONSTANT;
		s->value = ch_fold(w, body);
	}
	read_attributes(w, node, s);
	return true;
}

static bool is_top(const struct ch_walk *w, uint32_t node)
{
	uint32_t up = ch_parent(w, ch_parent(w, node));

	return ch_is(w, up, ID_UNIT) || ch_is(w, up, ID_STRUCTURE);
}

/* "let f x = ..."; "let x, y = ..." are two; "let () = ..." is none. */
static void emit_let(
	struct ch_walk *w, uint32_t node, const struct ch_lang_row *row)
{
	uint32_t pattern = ch_get(w, node, ID_PATTERN), c;
	uint32_t name = value_name(w, pattern);

	if (!is_top(w, node) || ch_str_is(ch_text(w, name), "_"))
		return;
	ch_emit(w, row, node, name);
	if (!ch_is(w, pattern, ID_TUPLE))
		return;
	for (c = ch_get(w, pattern, ID_VALUE_NAME); c != CH_NO_NODE;
		c = ch_get_next(w, c, ID_VALUE_NAME))
		ch_emit(w, row, node, c);
}

static bool val_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	uint32_t type = ch_get(w, node, ID_TYPE);
	uint32_t result = result_of(w, type);

	if (result == monomorphic(w, type))
		s->kind = CH_KIND_CONSTANT;
	s->result = ch_fold(w, result);
	if (type != CH_NO_NODE)
		s->signature = ch_fold_bytes(
			w, w->nodes[node].start, w->nodes[type].end);
	read_attributes(w, node, s);
	return true;
}

static void emit_val(
	struct ch_walk *w, uint32_t node, const struct ch_lang_row *row)
{
	uint32_t name = ch_get(w, node, ID_VALUE_NAME);

	if (name == CH_NO_NODE)
		name = value_name(w, ch_get(w, node, ID_OPERATOR));
	ch_emit(w, row, node, name);
}

/* ---- types -------------------------------------------------------------- */

static bool type_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	uint32_t body = ch_get(w, node, ID_BODY);
	uint32_t equation = ch_get(w, node, ID_EQUATION);

	s->generics = ch_str_trim(
		ch_fold_bytes(w, w->nodes[node].start, s->name_byte));
	read_attributes(w, node, s);
	if (ch_is(w, body, ID_RECORD))
		s->kind = CH_KIND_STRUCT;
	else if (body != CH_NO_NODE)
		s->kind = CH_KIND_ENUM;
	else if (ch_is(w, equation, ID_TAGS))
		s->kind = CH_KIND_ENUM;
	else
		s->result = ch_fold(w, equation);
	/* "type t = .." and "type t += ..." */
	if (body != CH_NO_NODE && s->kind == CH_KIND_ENUM &&
		(!ch_is(w, body, ID_VARIANT) ||
			!ch_is(w, ch_name_node(w), ID_TYPE_NAME)))
		s->flags |= CH_SYM_OPEN;
	if (body == CH_NO_NODE && s->kind == CH_KIND_ENUM) {
		s->body_start = w->nodes[equation].start;
		s->body_end = w->nodes[equation].end;
	}
	if (!ch_is(w, ch_name_node(w), ID_TYPE_NAME))
		s->signature = ch_join(w, CH_STR("type"), " ",
			ch_str_trim(ch_fold_bytes(
				w, w->nodes[node].start, s->body_start)));
	return true;
}

static bool constructor_hook(
	struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	uint32_t of = ch_get(w, node, ID_OF);

	if (of != CH_NO_NODE)
		s->value = ch_str_trim(
			ch_fold_bytes(w, w->nodes[of].end, w->nodes[node].end));
	return true;
}

/* `A of "type t = [ `A | `B of int ]". */
static void emit_tag(
	struct ch_walk *w, uint32_t node, const struct ch_lang_row *row)
{
	uint32_t type = ch_parent(w, node);

	if (ch_is(w, type, ID_TAGS) && ch_is(w, type, ID_EQUATION) &&
		ch_is(w, ch_parent(w, type), ID_TYPE_BINDING))
		ch_emit(w, row, node, ch_get(w, node, ID_TAG));
}

/* ---- modules and classes ------------------------------------------------ */

/* Functors' parameters; a signature that stands here hides, it is no body. */
static bool module_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	uint32_t type = ch_get(w, node, ID_MODULE_TYPE);
	uint32_t body = ch_get(w, node, ID_BODY);

	read_attributes(w, node, s);
	if (!ch_is(w, type, ID_SIGNATURE)) {
		s->bases = ch_fold(w, type);
		return true;
	}
	if (body != CH_NO_NODE)
		ch_hide(w, type);
	s->body_start = w->nodes[type].start;
	s->body_end = s->end_byte;
	return true;
}

/* "base, [int] other" of what is inherited. */
static bool class_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	uint32_t body = ch_get(w, node, ID_BODY), c;
	uint32_t type = ch_get(w, node, ID_CLASS_TYPE);

	read_attributes(w, node, s);
	for (c = ch_get(w, body, ID_INHERIT);
		c != CH_NO_NODE && s->bases.len < 1024;
		c = ch_get_next(w, c, ID_INHERIT))
		s->bases = ch_join(
			w, s->bases, ", ", ch_fold(w, ch_get(w, c, ID_CLASS)));
	if (type != CH_NO_NODE && body != CH_NO_NODE)
		ch_hide(w, type);
	if (type != CH_NO_NODE) {
		s->body_start = w->nodes[type].start;
		s->body_end = s->end_byte;
	}
	return true;
}

static bool method_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	s->result = ch_fold(w, result_of(w, ch_get(w, node, ID_TYPE)));
	read_attributes(w, node, s);
	return true;
}

/* ---- imports ------------------------------------------------------------ */

static bool is_standard(struct ch_str first)
{
	static const char *const modules[] = { "Arg", "Array", "Atomic",
		"Bigarray", "Bool", "Buffer", "Bytes", "Char", "Complex",
		"Domain", "Effect", "Either", "Filename", "Float", "Format",
		"Fun", "Gc", "Hashtbl", "In_channel", "Int", "Int32", "Int64",
		"Lazy", "Lexing", "List", "Map", "Mutex", "Option",
		"Out_channel", "Printexc", "Printf", "Queue", "Random",
		"Result", "Scanf", "Seq", "Set", "Stack", "Stdlib", "Str",
		"String", "Sys", "Thread", "Uchar", "Unix", "Weak" };

	for (size_t i = 0; i < sizeof(modules) / sizeof(modules[0]); i++)
		if (ch_str_is(first, modules[i]))
			return true;
	return false;
}

/* How far back a module of the file is looked for. */
#define LOOK_BACK 500

static bool is_own(const struct ch_walk *w, struct ch_str first)
{
	const struct ch_facts *f = w->facts;
	size_t n = f->nsymbols < LOOK_BACK ? f->nsymbols : LOOK_BACK;

	for (size_t i = f->nsymbols; n--; i--)
		if (f->symbols[i - 1].kind == CH_KIND_MODULE &&
			ch_str_eq(f->symbols[i - 1].name, first))
			return true;
	return false;
}

/* #use "file", #require "package" */
static void import_directive(struct ch_walk *w, uint32_t node)
{
	struct ch_str word = ch_text(w, ch_get(w, node, ID_DIRECTIVE));
	struct ch_str name =
		ch_text(w, ch_get(w, ch_get(w, node, ID_STRING), ID_CONTENT));

	if (!name.len)
		return;
	if (ch_str_is(word, "#use") || ch_str_is(word, "#mod_use"))
		ch_add_import(w, node, name, CH_IMPORT_RELATIVE, false);
	else if (ch_str_is(word, "#require") || ch_str_is(word, "#load"))
		ch_add_import(w, node, name, CH_IMPORT_EXTERNAL, false);
}

/* open M; include M, include module type of M hand it on */
static void on_import(struct ch_walk *w, uint32_t node)
{
	uint32_t what = ch_get(w, node, ID_MODULE);
	struct ch_str text, first;
	enum ch_import_kind kind = CH_IMPORT_EXTERNAL;

	if (has(w, node, ID_DIRECTIVE)) {
		import_directive(w, node);
		return;
	}
	if (what == CH_NO_NODE)
		what = ch_get(w, node, ID_MODULE_TYPE);
	if (ch_is(w, what, ID_TYPE_OF))
		what = ch_get(w, what, ID_MODULE);
	if (what == CH_NO_NODE || ch_is(w, what, ID_STRUCTURE) ||
		ch_is(w, what, ID_SIGNATURE))
		return;
	text = ch_fold(w, what);
	first = ch_str_sub(text, 0, ch_str_chr(text, '.', 0));
	if (is_own(w, first))
		kind = CH_IMPORT_RELATIVE;
	else if (is_standard(first))
		kind = CH_IMPORT_SYSTEM;
	ch_add_import(w, node, text, kind,
		ch_str_starts(ch_text(w, node), "include"));
}

/* ---- the table ---------------------------------------------------------- */

/* "_" is where the others lead. */
static void emit_case(
	struct ch_walk *w, uint32_t node, const struct ch_lang_row *row)
{
	(void)row;
	if (!ch_str_is(ch_text(w, ch_get(w, node, ID_PATTERN)), "_"))
		ch_note_decision(w);
}

/* Does a signature, of no more than this many nodes, name it? */
#define MAX_NODES 20000

static bool names_it(
	const struct ch_walk *w, uint32_t signature, struct ch_str name)
{
	uint32_t end = w->nodes[signature].next;

	if (end - signature > MAX_NODES)
		return true;
	for (uint32_t i = signature; i < end; i++)
		if (w->nodes[i].next == i + 1 && ch_str_eq(ch_text(w, i), name))
			return true;
	return false;
}

/* A module shows what its signature names, when that stands in the file. */
static enum ch_visibility visible(
	struct ch_walk *w, uint32_t node, const struct ch_symbol *s)
{
	uint32_t up, type;

	if (ch_is(w, node, ID_INSTANCE_VARIABLE))
		return CH_VIS_PROTECTED;
	if (s->visibility != CH_VIS_PUBLIC)
		return s->visibility;
	if (s->parent != CH_NO_SYMBOL) {
		up = ch_symbol_node(w, &w->facts->symbols[s->parent]);
		type = ch_get(w, up, ID_MODULE_TYPE);
		if (ch_is(w, up, ID_MODULE_BINDING) &&
			ch_is(w, type, ID_SIGNATURE) && has(w, up, ID_BODY))
			return names_it(w, type, s->name) ? CH_VIS_PUBLIC
							  : CH_VIS_PRIVATE;
	}
	return s->name.ptr[0] == '_' ? CH_VIS_INTERNAL : CH_VIS_PUBLIC;
}

static const struct ch_lang_row rows[] = {
	{ .type = "value_definition", .role = CH_ROLE_WRAPPER },
	{ .type = "type_definition", .role = CH_ROLE_WRAPPER },
	{ .type = "exception_definition", .role = CH_ROLE_WRAPPER },
	{ .type = "module_definition", .role = CH_ROLE_WRAPPER },
	{ .type = "class_definition", .role = CH_ROLE_WRAPPER },
	{ .type = "class_type_definition", .role = CH_ROLE_WRAPPER },
	{ .type = "let_binding",
		.role = CH_ROLE_CUSTOM,
		.kind = CH_KIND_FUNCTION,
		.traits = CH_ROW_GLOBAL,
		.params = "parameter|.type|.body/parameter",
		.body = ".body",
		.hook = let_hook,
		.emit = emit_let },
	{ .type = "value_specification",
		.role = CH_ROLE_CUSTOM,
		.kind = CH_KIND_FUNCTION,
		.traits = CH_ROW_GLOBAL,
		.params = ".type",
		.hook = val_hook,
		.emit = emit_val },
	{ .type = "external",
		.role = CH_ROLE_CUSTOM,
		.kind = CH_KIND_FUNCTION,
		.traits = CH_ROW_GLOBAL,
		.params = ".type",
		.hook = val_hook,
		.emit = emit_val },
	{ .type = "type_binding",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_TYPE,
		.traits = CH_ROW_GLOBAL,
		.name = ".name",
		.body = ".body",
		.hook = type_hook },
	{ .type = "field_declaration",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_FIELD,
		.traits = CH_ROW_GLOBAL | CH_ROW_FLAT,
		.name = "field_name",
		.result = ".type" },
	{ .type = "constructor_declaration",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_VALUE,
		.traits = CH_ROW_GLOBAL,
		.name = "constructor_name",
		.hook = constructor_hook },
	{ .type = "tag_specification",
		.role = CH_ROLE_CUSTOM,
		.kind = CH_KIND_VALUE,
		.traits = CH_ROW_GLOBAL | CH_ROW_FLAT,
		.hook = constructor_hook,
		.emit = emit_tag },
	{ .type = "module_binding",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_MODULE,
		.traits = CH_ROW_GLOBAL,
		.name = "module_name",
		.params = "module_parameter",
		.body = ".body",
		.hook = module_hook },
	{ .type = "module_type_definition",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_INTERFACE,
		.traits = CH_ROW_GLOBAL | CH_ROW_REQUIRED,
		.name = "module_type_name",
		.body = ".body" },
	{ .type = "class_binding",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_CLASS,
		.traits = CH_ROW_GLOBAL,
		.name = "class_name",
		.params = "parameter",
		.body = ".body",
		.hook = class_hook },
	{ .type = "class_type_binding",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_INTERFACE,
		.traits = CH_ROW_GLOBAL | CH_ROW_REQUIRED,
		.name = "class_type_name",
		.body = ".body" },
	{ .type = "method_definition",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_METHOD,
		.traits = CH_ROW_GLOBAL,
		.name = "method_name",
		.params = "parameter|.type|.body/parameter",
		.body = ".body",
		.hook = method_hook },
	{ .type = "method_specification",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_METHOD,
		.traits = CH_ROW_GLOBAL,
		.name = "method_name",
		.params = ".type",
		.hook = method_hook },
	{ .type = "instance_variable_definition",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_FIELD,
		.traits = CH_ROW_GLOBAL | CH_ROW_FLAT,
		.name = "instance_variable_name",
		.result = ".type",
		.value = ".body" },
	{ .type = "open_module", .role = CH_ROLE_IMPORT },
	{ .type = "include_module", .role = CH_ROLE_IMPORT },
	{ .type = "include_module_type", .role = CH_ROLE_IMPORT },
	{ .type = "toplevel_directive", .role = CH_ROLE_IMPORT },
	{ .type = "if_expression",
		.role = CH_ROLE_DECISION,
		.traits = CH_ROW_NESTS },
	{ .type = "while_expression",
		.role = CH_ROLE_DECISION,
		.traits = CH_ROW_NESTS },
	{ .type = "for_expression",
		.role = CH_ROLE_DECISION,
		.traits = CH_ROW_NESTS },
	{ .type = "match_case", .role = CH_ROLE_CUSTOM, .emit = emit_case },
	{ .type = "match_expression", .traits = CH_ROW_NESTS },
	{ .type = "function_expression", .traits = CH_ROW_NESTS },
	{ .type = "try_expression", .traits = CH_ROW_NESTS },
	{ .type = "fun_expression", .traits = CH_ROW_DEEPER },
	{ .type = "'else", .traits = CH_ROW_ELSE },
	{ .type = "and_operator",
		.word = "&&",
		.role = CH_ROLE_OPERATOR,
		.traits = CH_ROW_WORD },
	{ .type = "and_operator", .traits = CH_ROW_WORD },
	{ .type = "or_operator",
		.word = "||",
		.role = CH_ROLE_OPERATOR,
		.traits = CH_ROW_WORD },
	{ .type = "or_operator", .traits = CH_ROW_WORD },
	{ .type = "rel_operator", .traits = CH_ROW_WORD },
	{ .type = "add_operator", .traits = CH_ROW_WORD },
	{ .type = "mult_operator", .traits = CH_ROW_WORD },
	{ .type = "pow_operator", .traits = CH_ROW_WORD },
	{ .type = "concat_operator", .traits = CH_ROW_WORD },
	{ .type = "assign_operator", .traits = CH_ROW_WORD },
	{ .type = "prefix_operator", .traits = CH_ROW_WORD },
	{ .type = "sign_operator", .traits = CH_ROW_WORD },
	{ .type = "string", .traits = CH_ROW_LITERAL },
	{ .type = "quoted_string", .traits = CH_ROW_LITERAL },
	{ .type = "character", .traits = CH_ROW_LITERAL },
	{ .type = "boolean", .traits = CH_ROW_LITERAL },
	{ .type = "value_name", .role = CH_ROLE_NAME },
	{ .type = "constructor_name", .role = CH_ROLE_NAME },
	{ .type = "module_name", .role = CH_ROLE_NAME },
	{ .type = "module_type_name", .role = CH_ROLE_NAME },
	{ .type = "type_constructor", .role = CH_ROLE_NAME },
	{ .type = "field_name", .role = CH_ROLE_NAME },
	{ .type = "method_name", .role = CH_ROLE_NAME },
	{ .type = "class_name", .role = CH_ROLE_NAME },
	{ .type = "comment", .role = CH_ROLE_COMMENT },
};

static const struct ch_modifier modifiers[] = {
	{ "private", 0, 1 + CH_VIS_PRIVATE },
	{ "virtual", CH_SYM_ABSTRACT, 0 },
};

#define OCAML                                                               \
	.name = "OCaml", .separator = ".", .rows = rows,                    \
	.nrows = sizeof(rows) / sizeof(rows[0]), .modifiers = modifiers,    \
	.nmodifiers = sizeof(modifiers) / sizeof(modifiers[0]), .ids = ids, \
	.nids = sizeof(ids) / sizeof(ids[0]), .doc = CH_DOC_MARKED,         \
	.trailing_doc = true, .doc_below = true, .bare_calls = true,        \
	.visible = visible, .on_import = on_import, .on_params = read_params

const struct ch_lang ch_lang_ocaml = {
	.id = "ocaml",
	.grammar = tree_sitter_ocaml,
	OCAML,
};

const struct ch_lang ch_lang_ocaml_interface = {
	.id = "ocaml_interface",
	.suffix = ".mli",
	.grammar = tree_sitter_ocaml_interface,
	OCAML,
};
