#include <string.h>

#include "uast/lang.h"

const struct TSLanguage *tree_sitter_python(void);

enum id {
	ID_NAME, /* fields */
	ID_BODY,
	ID_LEFT,
	ID_RIGHT,
	ID_PARAMETERS,
	ID_TYPE,
	ID_VALUE,
	ID_MODULE_NAME,
	ID_SUPERCLASSES,
	ID_IDENTIFIER, /* types */
	ID_EXPRESSION_STATEMENT,
	ID_STRING,
	ID_STRING_CONTENT,
	ID_DEFAULT_PARAMETER,
	ID_TYPED_PARAMETER,
	ID_TYPED_DEFAULT_PARAMETER,
	ID_LIST_SPLAT,
	ID_DICTIONARY_SPLAT,
	ID_KEYWORD_SEPARATOR,
	ID_POSITIONAL_SEPARATOR,
	ID_ALIASED_IMPORT,
	ID_DOTTED_NAME,
	ID_RELATIVE_IMPORT,
	ID_IMPORT_FROM,
	ID_FUTURE_IMPORT,
	ID_ASSIGNMENT,
	ID_AUGMENTED_ASSIGNMENT,
	ID_CALL,
	ID_LAMBDA,
	NIDS
};

static const char *const ids[NIDS] = {
	[ID_NAME] = ".name",
	[ID_BODY] = ".body",
	[ID_LEFT] = ".left",
	[ID_RIGHT] = ".right",
	[ID_PARAMETERS] = ".parameters",
	[ID_TYPE] = ".type",
	[ID_VALUE] = ".value",
	[ID_MODULE_NAME] = ".module_name",
	[ID_SUPERCLASSES] = ".superclasses",
	[ID_IDENTIFIER] = "identifier",
	[ID_EXPRESSION_STATEMENT] = "expression_statement",
	[ID_STRING] = "string",
	[ID_STRING_CONTENT] = "string_content",
	[ID_DEFAULT_PARAMETER] = "default_parameter",
	[ID_TYPED_PARAMETER] = "typed_parameter",
	[ID_TYPED_DEFAULT_PARAMETER] = "typed_default_parameter",
	[ID_LIST_SPLAT] = "list_splat_pattern",
	[ID_DICTIONARY_SPLAT] = "dictionary_splat_pattern",
	[ID_KEYWORD_SEPARATOR] = "keyword_separator",
	[ID_POSITIONAL_SEPARATOR] = "positional_separator",
	[ID_ALIASED_IMPORT] = "aliased_import",
	[ID_DOTTED_NAME] = "dotted_name",
	[ID_RELATIVE_IMPORT] = "relative_import",
	[ID_IMPORT_FROM] = "import_from_statement",
	[ID_FUTURE_IMPORT] = "future_import_statement",
	[ID_ASSIGNMENT] = "assignment",
	[ID_AUGMENTED_ASSIGNMENT] = "augmented_assignment",
	[ID_CALL] = "call",
	[ID_LAMBDA] = "lambda",
};

static bool has(struct ch_str s, const char *word)
{
	return ch_str_find(s, ch_str_z(word), 0) != (size_t)-1;
}

/* ---- parameters --------------------------------------------------------- */

static enum ch_param_kind splat_kind(const struct ch_walk *w, uint32_t node)
{
	if (ch_is(w, node, ID_LIST_SPLAT))
		return CH_PARAM_VARIADIC;
	if (ch_is(w, node, ID_DICTIONARY_SPLAT))
		return CH_PARAM_KEYWORD_VARIADIC;
	return CH_PARAM_NORMAL;
}

/* One parameter; its kind is that of its stars. */
static void add_param(
	struct ch_walk *w, uint32_t node, enum ch_param_kind plain)
{
	uint32_t name = node;
	enum ch_param_kind kind;
	struct ch_param *p;

	if (ch_is(w, node, ID_DEFAULT_PARAMETER) ||
		ch_is(w, node, ID_TYPED_DEFAULT_PARAMETER))
		name = ch_get(w, node, ID_NAME);
	else if (ch_is(w, node, ID_TYPED_PARAMETER))
		name = ch_first(w, node);
	kind = splat_kind(w, name);
	if (kind != CH_PARAM_NORMAL)
		name = ch_get(w, name, ID_IDENTIFIER);
	p = ch_add_param(w);
	p->name = ch_text(w, name);
	p->kind = kind == CH_PARAM_NORMAL ? plain : kind;
	p->type = ch_fold(w, ch_get(w, node, ID_TYPE));
	if (name != node)
		p->dflt = ch_fold(w, ch_get(w, node, ID_VALUE));
	p->optional = p->dflt.len > 0;
}

static bool is_param(const struct ch_walk *w, uint32_t node)
{
	return ch_is(w, node, ID_IDENTIFIER) ||
	       ch_is(w, node, ID_DEFAULT_PARAMETER) ||
	       ch_is(w, node, ID_TYPED_PARAMETER) ||
	       ch_is(w, node, ID_TYPED_DEFAULT_PARAMETER) ||
	       splat_kind(w, node) != CH_PARAM_NORMAL;
}

/* Is the "/" still to come? */
static bool before_slash(const struct ch_walk *w, uint32_t node)
{
	return ch_get_next(w, node, ID_POSITIONAL_SEPARATOR) != CH_NO_NODE;
}

static void read_params(struct ch_walk *w, uint32_t list)
{
	enum ch_param_kind plain = CH_PARAM_NORMAL;
	uint32_t c, name;

	for (c = ch_first(w, list); c != CH_NO_NODE; c = ch_next(w, c)) {
		if (ch_is(w, c, ID_KEYWORD_SEPARATOR))
			plain = CH_PARAM_KEYWORD_ONLY;
		if (!is_param(w, c))
			continue;
		add_param(w, c,
			before_slash(w, c) ? CH_PARAM_POSITIONAL_ONLY : plain);
		name = ch_is(w, c, ID_TYPED_PARAMETER) ? ch_first(w, c) : c;
		if (ch_is(w, name, ID_LIST_SPLAT))
			plain = CH_PARAM_KEYWORD_ONLY;
	}
}

/* ---- functions and classes ---------------------------------------------- */

/* A body's first statement when it is a string. */
static uint32_t docstring(const struct ch_walk *w, uint32_t body)
{
	uint32_t first = ch_first(w, body), s = ch_first(w, first);

	if (ch_is(w, first, ID_EXPRESSION_STATEMENT) && ch_is(w, s, ID_STRING))
		return s;
	return CH_NO_NODE;
}

/* warnings.warn(..., DeprecationWarning) that every call runs into. */
static bool warns_always(const struct ch_walk *w, uint32_t body)
{
	uint32_t c;

	for (c = ch_get(w, body, ID_EXPRESSION_STATEMENT); c != CH_NO_NODE;
		c = ch_get_next(w, c, ID_EXPRESSION_STATEMENT))
		if (ch_is(w, ch_first(w, c), ID_CALL) &&
			(ch_has_word(w, c, "DeprecationWarning") ||
				ch_has_word(w, c, "PendingDeprecationWarning")))
			return true;
	return false;
}

static void mark_receiver(struct ch_walk *w, const struct ch_symbol *s)
{
	struct ch_param *first = ch_param_at(w, 0);

	if (s->kind == CH_KIND_METHOD && !(s->flags & CH_SYM_STATIC) && first &&
		first->kind != CH_PARAM_KEYWORD_ONLY &&
		first->kind != CH_PARAM_VARIADIC)
		first->kind = CH_PARAM_RECEIVER;
}

static bool function_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	uint32_t body = ch_get(w, node, ID_BODY);

	if (has(s->attributes, "staticmethod"))
		s->flags |= CH_SYM_STATIC;
	if (has(s->attributes, "abstract"))
		s->flags |= CH_SYM_ABSTRACT;
	if (has(s->attributes, "overload"))
		s->flags |= CH_SYM_DECLARATION;
	if (warns_always(w, body))
		s->flags |= CH_SYM_DEPRECATED;
	mark_receiver(w, s);
	ch_set_doc(w, s, docstring(w, body));
	return true;
}

static bool class_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	if (s->bases.len > 1)
		s->bases =
			ch_str_trim(ch_str_sub(s->bases, 1, s->bases.len - 1));
	ch_set_doc(w, s, docstring(w, ch_get(w, node, ID_BODY)));
	return true;
}

/* ---- assignments -------------------------------------------------------- */

static bool is_enum(const struct ch_walk *w, uint32_t scope)
{
	const struct ch_symbol *s;

	if (scope == CH_NO_SYMBOL)
		return false;
	s = &w->facts->symbols[scope];
	return s->kind == CH_KIND_CLASS &&
	       (ch_str_ends(s->bases, "Enum") || ch_str_ends(s->bases, "Flag"));
}

static bool is_upper(struct ch_str s)
{
	for (size_t i = 0; i < s.len; i++)
		if (ch_is_lower(s.ptr[i]))
			return false;
	return true;
}

/* "f = lambda a: a": a function of that name. */
static void take_lambda(struct ch_walk *w, uint32_t lambda, struct ch_symbol *s)
{
	uint32_t params = ch_get(w, lambda, ID_PARAMETERS);
	uint32_t body = ch_get(w, lambda, ID_BODY);

	s->kind = s->kind == CH_KIND_FIELD ? CH_KIND_METHOD : CH_KIND_FUNCTION;
	read_params(w, params);
	mark_receiver(w, s);
	s->result = s->value = ch_str_n(NULL, 0);
	s->signature = ch_fold_bytes(w, s->start_byte,
		w->nodes[params == CH_NO_NODE ? lambda : params].end);
	s->body_start = w->nodes[body].start;
	s->body_end = w->nodes[body].end;
}

static bool assignment_hook(
	struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	uint32_t right = ch_get(w, node, ID_RIGHT);

	if (ch_str_is(s->name, "__all__") || ch_str_is(s->name, "_"))
		return false;
	if (ch_is(w, right, ID_LAMBDA) &&
		ch_get(w, right, ID_BODY) != CH_NO_NODE)
		take_lambda(w, right, s);
	else if (is_enum(w, s->parent) && s->name.ptr[0] != '_')
		s->kind = CH_KIND_VALUE;
	else if (has(s->result, "TypeAlias"))
		s->kind = CH_KIND_TYPE;
	else if (s->kind == CH_KIND_VARIABLE && is_upper(s->name))
		s->kind = CH_KIND_CONSTANT;
	return true;
}

/* "a = b = 1" are two; "a.b = 1" and "a[0] = 1" make no name. */
static void emit_assignment(
	struct ch_walk *w, uint32_t node, const struct ch_lang_row *row)
{
	uint32_t left = ch_get(w, node, ID_LEFT), c;

	if (ch_is(w, left, ID_IDENTIFIER)) {
		ch_emit(w, row, node, left);
		return;
	}
	for (c = ch_get(w, left, ID_IDENTIFIER); c != CH_NO_NODE;
		c = ch_get_next(w, c, ID_IDENTIFIER))
		if (w->nodes[left].type != w->nodes[node].type &&
			ch_str_chr(ch_text(w, left), ',', 0) != (size_t)-1 &&
			ch_str_chr(ch_text(w, left), '.', 0) == (size_t)-1 &&
			ch_str_chr(ch_text(w, left), '[', 0) == (size_t)-1)
			ch_emit(w, row, node, c);
}

/* ---- visibility --------------------------------------------------------- */

static enum ch_visibility visible(
	struct ch_walk *w, uint32_t node, const struct ch_symbol *s)
{
	(void)w;
	(void)node;
	if (s->name.ptr[0] != '_')
		return CH_VIS_PUBLIC;
	if (s->name.len > 4 && ch_str_starts(s->name, "__") &&
		ch_str_ends(s->name, "__"))
		return CH_VIS_PUBLIC;
	return CH_VIS_PRIVATE;
}

static void export_name(struct ch_walk *w, struct ch_str name)
{
	struct ch_facts *f = w->facts;

	for (size_t i = 0; i < f->nsymbols; i++)
		if (f->symbols[i].parent == CH_NO_SYMBOL &&
			ch_str_eq(f->symbols[i].name, name)) {
			f->symbols[i].flags |= CH_SYM_EXPORTED;
			f->symbols[i].visibility = CH_VIS_PUBLIC;
		}
}

/* The strings of "__all__ = [...]" or "__all__ += [...]". */
static bool read_all(struct ch_walk *w, uint32_t node)
{
	uint32_t right = ch_get(w, node, ID_RIGHT);

	if (right == CH_NO_NODE ||
		!ch_str_is(ch_text(w, ch_get(w, node, ID_LEFT)), "__all__"))
		return false;
	for (uint32_t i = right; i < w->nodes[right].next; i++)
		if (ch_is(w, i, ID_STRING_CONTENT))
			export_name(w, ch_text(w, i));
	return true;
}

static void finish(struct ch_walk *w)
{
	struct ch_facts *f = w->facts;
	bool any = false;
	uint32_t c;

	for (c = ch_first(w, 0); c != CH_NO_NODE; c = ch_next(w, c))
		if (ch_is(w, c, ID_EXPRESSION_STATEMENT) &&
			(ch_is(w, ch_first(w, c), ID_ASSIGNMENT) ||
				ch_is(w, ch_first(w, c),
					ID_AUGMENTED_ASSIGNMENT)))
			any |= read_all(w, ch_first(w, c));
	for (size_t i = 0; any && i < f->nsymbols; i++)
		if (f->symbols[i].parent == CH_NO_SYMBOL &&
			!(f->symbols[i].flags & CH_SYM_EXPORTED) &&
			f->symbols[i].visibility == CH_VIS_PUBLIC)
			f->symbols[i].visibility = CH_VIS_INTERNAL;
}

/* ---- imports ------------------------------------------------------------ */

static void import_modules(struct ch_walk *w, uint32_t node)
{
	uint32_t c;

	for (c = ch_get(w, node, ID_NAME); c != CH_NO_NODE;
		c = ch_get_next(w, c, ID_NAME)) {
		uint32_t name = ch_is(w, c, ID_ALIASED_IMPORT)
					? ch_get(w, c, ID_NAME)
					: c;

		ch_add_import(
			w, node, ch_fold(w, name), CH_IMPORT_EXTERNAL, false);
	}
}

static void on_import(struct ch_walk *w, uint32_t node)
{
	uint32_t from = ch_get(w, node, ID_MODULE_NAME);
	bool relative = ch_is(w, from, ID_RELATIVE_IMPORT);

	if (ch_is(w, node, ID_FUTURE_IMPORT))
		ch_add_import(
			w, node, CH_STR("__future__"), CH_IMPORT_SYSTEM, false);
	else if (!ch_is(w, node, ID_IMPORT_FROM))
		import_modules(w, node);
	else if (from != CH_NO_NODE)
		ch_add_import(w, node, ch_fold(w, from),
			relative ? CH_IMPORT_RELATIVE : CH_IMPORT_EXTERNAL,
			relative && ch_str_ends(w->path, "__init__.py"));
}

/* ---- the table ---------------------------------------------------------- */

static const struct ch_lang_row rows[] = {
	{ .type = "function_definition",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_FUNCTION,
		.name = ".name",
		.params = ".parameters",
		.result = ".return_type",
		.generics = ".type_parameters",
		.body = ".body",
		.hook = function_hook },
	{ .type = "class_definition",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_CLASS,
		.name = ".name",
		.bases = ".superclasses",
		.generics = ".type_parameters",
		.body = ".body",
		.hook = class_hook },
	{ .type = "assignment",
		.role = CH_ROLE_CUSTOM,
		.emit = emit_assignment,
		.kind = CH_KIND_VARIABLE,
		.traits = CH_ROW_GLOBAL | CH_ROW_FLAT,
		.result = ".type",
		.value = ".right",
		.hook = assignment_hook },
	{ .type = "type_alias_statement",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_TYPE,
		.traits = CH_ROW_FLAT,
		.name = ".left/identifier|.left/generic_type/identifier",
		.result = ".right" },
	{ .type = "decorated_definition", .role = CH_ROLE_WRAPPER },
	{ .type = "decorator", .role = CH_ROLE_ATTRIBUTE },
	{ .type = "import_statement", .role = CH_ROLE_IMPORT },
	{ .type = "import_from_statement", .role = CH_ROLE_IMPORT },
	{ .type = "future_import_statement", .role = CH_ROLE_IMPORT },

	{ .type = "if_statement",
		.role = CH_ROLE_CONDITION,
		.traits = CH_ROW_DECIDES | CH_ROW_NESTS },
	{ .type = "try_statement", .role = CH_ROLE_CONDITION },
	{ .type = "elif_clause", .role = CH_ROLE_DECISION },
	{ .type = "for_statement",
		.role = CH_ROLE_DECISION,
		.traits = CH_ROW_NESTS },
	{ .type = "while_statement",
		.role = CH_ROLE_DECISION,
		.traits = CH_ROW_NESTS },
	{ .type = "except_clause",
		.role = CH_ROLE_DECISION,
		.traits = CH_ROW_NESTS },
	{ .type = "case_clause", .role = CH_ROLE_DECISION },
	{ .type = "conditional_expression",
		.role = CH_ROLE_DECISION,
		.traits = CH_ROW_NESTS },
	{ .type = "'and", .role = CH_ROLE_OPERATOR },
	{ .type = "'or", .role = CH_ROLE_OPERATOR },
	{ .type = "for_in_clause", .role = CH_ROLE_DECISION },
	{ .type = "if_clause", .role = CH_ROLE_DECISION },

	{ .type = "match_statement", .traits = CH_ROW_NESTS },
	{ .type = "'elif", .traits = CH_ROW_ELSE },
	{ .type = "'else", .traits = CH_ROW_ELSE },
	{ .type = "lambda", .traits = CH_ROW_DEEPER },
	{ .type = "string", .traits = CH_ROW_LITERAL },
	{ .type = "comment", .role = CH_ROLE_COMMENT },
	{ .type = "identifier", .role = CH_ROLE_NAME },
};

static const struct ch_modifier modifiers[] = {
	{ .word = "async", .flags = CH_SYM_ASYNC },
};

const struct ch_lang ch_lang_python = {
	.name = "Python",
	.id = "python",
	.grammar = tree_sitter_python,
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
	.on_params = read_params,
	.finish = finish,
};
