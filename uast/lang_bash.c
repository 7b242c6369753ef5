#include "uast/lang.h"

const struct TSLanguage *tree_sitter_bash(void);

enum id {
	ID_NAME, /* fields */
	ID_VALUE,
	ID_ARGUMENT,
	ID_ASSIGNMENT, /* types */
	ID_VARIABLE,
	ID_DECLARATION,
	ID_COMMAND,
	ID_PROCESS
};

static const char *const ids[] = {
	[ID_NAME] = ".name",
	[ID_VALUE] = ".value",
	[ID_ARGUMENT] = ".argument",
	[ID_ASSIGNMENT] = "variable_assignment",
	[ID_VARIABLE] = "variable_name",
	[ID_DECLARATION] = "declaration_command",
	[ID_COMMAND] = "command",
	[ID_PROCESS] = "process_substitution",
};

/* How many symbols back an earlier one of a name is looked for. */
#define LOOK_BACK 500

static struct ch_symbol *made_before(
	struct ch_walk *w, struct ch_str name, bool function)
{
	struct ch_facts *f = w->facts;
	size_t n = f->nsymbols < LOOK_BACK ? f->nsymbols : LOOK_BACK;

	for (size_t i = f->nsymbols; n--; i--)
		if (ch_kind_is_callable(f->symbols[i - 1].kind) == function &&
			ch_str_eq(f->symbols[i - 1].name, name))
			return &f->symbols[i - 1];
	return NULL;
}

/* ---- variables ---------------------------------------------------------- */

/* What the words of "declare -rx" say: bits. */
enum { READONLY = 1, EXPORTED = 2, FUNCTIONS = 4 };

static unsigned said(const struct ch_walk *w, uint32_t declaration)
{
	uint32_t c = ch_first(w, declaration);
	struct ch_str word = ch_text(w, c);
	unsigned bits = 0;

	if (ch_str_is(word, "readonly"))
		bits = READONLY;
	else if (ch_str_is(word, "export"))
		bits = EXPORTED;
	for (; c != CH_NO_NODE; c = ch_next(w, c)) {
		word = ch_text(w, c);
		if (!ch_str_starts(word, "-"))
			continue;
		bits |= ch_str_chr(word, 'r', 0) != (size_t)-1 ? READONLY : 0;
		bits |= ch_str_chr(word, 'x', 0) != (size_t)-1 ? EXPORTED : 0;
		bits |= ch_str_chr(word, 'f', 0) != (size_t)-1 ? FUNCTIONS : 0;
	}
	return bits;
}

static void mark(struct ch_symbol *s, unsigned bits)
{
	if (bits & READONLY && s->kind == CH_KIND_VARIABLE)
		s->kind = CH_KIND_CONSTANT;
	if (bits & EXPORTED)
		s->flags |= CH_SYM_EXPORTED;
}

/* Of "declare -r A=1 B=2" each has the words and its own name. */
static bool variable_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	uint32_t up = ch_parent(w, node), first = ch_get(w, up, ID_ASSIGNMENT);
	uint32_t words = ch_get(w, up, ID_VARIABLE);
	struct ch_str head;

	if (words == CH_NO_NODE || (first != CH_NO_NODE && first < words))
		words = first;
	s->signature = s->name;
	if (!ch_is(w, up, ID_DECLARATION))
		return true;
	mark(s, said(w, up));
	head = ch_fold_bytes(w, w->nodes[up].start, w->nodes[words].start);
	s->signature = ch_join(w, ch_str_trim(head), " ", s->name);
	if (words == node)
		s->start_byte = w->nodes[up].start;
	return true;
}

static void emit_variable(struct ch_walk *w, uint32_t node, uint32_t name,
	const struct ch_lang_row *row, unsigned bits)
{
	struct ch_symbol *s = made_before(w, ch_text(w, name), false);

	if (!ch_is(w, name, ID_VARIABLE))
		return;
	if (!s)
		ch_emit(w, row, node, name);
	else
		mark(s, bits);
}

static bool in_function(const struct ch_walk *w)
{
	return ch_scope(w) != CH_NO_SYMBOL;
}

static void emit_declared(
	struct ch_walk *w, uint32_t node, const struct ch_lang_row *row)
{
	unsigned bits = said(w, node);
	struct ch_symbol *s;
	uint32_t c;

	if (in_function(w))
		return;
	for (c = ch_first(w, node); c != CH_NO_NODE; c = ch_next(w, c)) {
		if (ch_is(w, c, ID_ASSIGNMENT)) {
			emit_variable(w, c, ch_get(w, c, ID_NAME), row, bits);
		} else if (ch_is(w, c, ID_VARIABLE) && bits & FUNCTIONS) {
			s = made_before(w, ch_text(w, c), true);
			if (s)
				mark(s, bits);
		} else if (ch_is(w, c, ID_VARIABLE)) {
			emit_variable(w, c, c, row, bits);
		}
	}
}

/* Not "A=1 make", which is the command's. */
static void emit_assigned(
	struct ch_walk *w, uint32_t node, const struct ch_lang_row *row)
{
	uint32_t up = ch_parent(w, node);

	if (!in_function(w) && !ch_is(w, up, ID_COMMAND) &&
		!ch_is(w, up, ID_DECLARATION))
		emit_variable(w, node, ch_get(w, node, ID_NAME), row, 0);
}

/* ---- commands ----------------------------------------------------------- */

/* Without the quotes around the whole of it. */
static struct ch_str unquoted(struct ch_str s)
{
	if (s.len > 1 && (s.ptr[0] == '"' || s.ptr[0] == '\'') &&
		s.ptr[s.len - 1] == s.ptr[0])
		return ch_str_sub(s, 1, s.len - 1);
	return s;
}

static void on_import(struct ch_walk *w, uint32_t node)
{
	uint32_t argument = ch_get(w, node, ID_ARGUMENT);
	struct ch_str name = unquoted(ch_fold(w, argument));

	if (name.len && !ch_is(w, argument, ID_PROCESS))
		ch_add_import(w, node, name,
			ch_str_starts(name, "/") ? CH_IMPORT_SYSTEM
						 : CH_IMPORT_RELATIVE,
			false);
}

/* "ll='ls -l'": a macro, up to the sign. */
static bool alias_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	struct ch_str whole =
		ch_fold_bytes(w, s->name_byte, w->nodes[ch_name_node(w)].end);
	size_t sign = ch_str_chr(s->name, '=', 0);

	(void)node;
	if (sign == (size_t)-1)
		return false;
	s->name = ch_str_sub(s->name, 0, sign);
	s->value = unquoted(
		ch_str_sub(whole, ch_str_chr(whole, '=', 0) + 1, whole.len));
	s->signature = ch_join(w, CH_STR("alias"), " ", s->name);
	return true;
}

static void emit_aliases(
	struct ch_walk *w, uint32_t node, const struct ch_lang_row *row)
{
	uint32_t c;

	for (c = ch_get(w, node, ID_ARGUMENT); c != CH_NO_NODE;
		c = ch_get_next(w, c, ID_ARGUMENT))
		ch_emit(w, row, node, c);
}

/* "*)" is where the others lead when they do not match. */
static void emit_case(
	struct ch_walk *w, uint32_t node, const struct ch_lang_row *row)
{
	(void)row;
	if (!ch_str_is(ch_text(w, ch_get(w, node, ID_VALUE)), "*"))
		ch_note_decision(w);
}

/* ---- the table ---------------------------------------------------------- */

/*
 * Functions are everyone's who sources the file, but for those with an
 * underscore; a variable is its script's unless it is exported or fixed.
 */
static enum ch_visibility visible(
	struct ch_walk *w, uint32_t node, const struct ch_symbol *s)
{
	(void)w;
	(void)node;
	if (s->flags & CH_SYM_EXPORTED)
		return CH_VIS_PUBLIC;
	if (s->name.ptr[0] == '_' || s->kind == CH_KIND_VARIABLE)
		return CH_VIS_INTERNAL;
	return CH_VIS_PUBLIC;
}

/* Some are exported or fixed only below. */
static void finish(struct ch_walk *w)
{
	struct ch_facts *f = w->facts;

	for (size_t i = 0; i < f->nsymbols; i++)
		f->symbols[i].visibility = visible(w, 0, &f->symbols[i]);
}

static const struct ch_lang_row rows[] = {
	/* one inside another is made when that runs, for all; so are aliases */
	{ .type = "function_definition",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_FUNCTION,
		.traits = CH_ROW_TOP,
		.name = ".name",
		.body = ".body" },
	{ .type = "declaration_command",
		.role = CH_ROLE_CUSTOM,
		.kind = CH_KIND_VARIABLE,
		.traits = CH_ROW_GLOBAL | CH_ROW_FLAT,
		.value = ".value",
		.hook = variable_hook,
		.emit = emit_declared },
	{ .type = "variable_assignment",
		.role = CH_ROLE_CUSTOM,
		.kind = CH_KIND_VARIABLE,
		.traits = CH_ROW_GLOBAL | CH_ROW_FLAT,
		.value = ".value",
		.hook = variable_hook,
		.emit = emit_assigned },
	{ .type = "command",
		.word = "alias",
		.key = ".name",
		.role = CH_ROLE_CUSTOM,
		.kind = CH_KIND_MACRO,
		.traits = CH_ROW_TOP | CH_ROW_FLAT,
		.hook = alias_hook,
		.emit = emit_aliases },
	{ .type = "command",
		.word = "source",
		.key = ".name",
		.role = CH_ROLE_IMPORT },
	{ .type = "command",
		.word = ".",
		.key = ".name",
		.role = CH_ROLE_IMPORT },
	{ .type = "command_substitution", .traits = CH_ROW_HIDDEN },
	{ .type = "subshell", .traits = CH_ROW_HIDDEN },
	{ .type = "c_style_for_statement",
		.role = CH_ROLE_DECISION,
		.traits = CH_ROW_HIDDEN | CH_ROW_NESTS },
	{ .type = "if_statement",
		.role = CH_ROLE_CONDITION,
		.traits = CH_ROW_DECIDES | CH_ROW_NESTS },
	{ .type = "elif_clause", .role = CH_ROLE_DECISION },
	{ .type = "for_statement",
		.role = CH_ROLE_DECISION,
		.traits = CH_ROW_NESTS },
	{ .type = "while_statement",
		.role = CH_ROLE_DECISION,
		.traits = CH_ROW_NESTS },
	{ .type = "case_item", .role = CH_ROLE_CUSTOM, .emit = emit_case },
	{ .type = "case_statement",
		.role = CH_ROLE_CONDITION,
		.traits = CH_ROW_NESTS },
	{ .type = "ternary_expression",
		.role = CH_ROLE_DECISION,
		.traits = CH_ROW_NESTS },
	{ .type = "&&", .role = CH_ROLE_OPERATOR },
	{ .type = "||", .role = CH_ROLE_OPERATOR },
	{ .type = "'elif", .traits = CH_ROW_ELSE },
	{ .type = "'else", .traits = CH_ROW_ELSE },
	{ .type = "string", .traits = CH_ROW_LITERAL },
	{ .type = "heredoc_body", .traits = CH_ROW_LITERAL },
	{ .type = "command_name", .role = CH_ROLE_NAME },
	{ .type = "variable_name", .role = CH_ROLE_NAME },
	{ .type = "comment", .role = CH_ROLE_COMMENT },
};

const struct ch_lang ch_lang_bash = {
	.name = "Shell",
	.id = "bash",
	.grammar = tree_sitter_bash,
	.separator = ".",
	.rows = rows,
	.nrows = sizeof(rows) / sizeof(rows[0]),
	.ids = ids,
	.nids = sizeof(ids) / sizeof(ids[0]),
	.doc = CH_DOC_ANY,
	.trailing_doc = true,
	.bare_calls = true,
	.bare_operators = true,
	.visible = visible,
	.on_import = on_import,
	.finish = finish,
};
