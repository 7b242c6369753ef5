#include <string.h>

#include "uast/lang.h"

const struct TSLanguage *tree_sitter_go(void);

enum go_id {
	GO_NAME,
	GO_TYPE,
	GO_VALUE,
	GO_TAG,
	GO_PATH,
	GO_RECEIVER,
	GO_RESULT,
	GO_STRUCT,
	GO_INTERFACE,
	GO_FIELDS,
	GO_FIELD,
	GO_TYPE_ELEM,
	GO_BRACE,
	GO_PAREN,
	GO_VAR_LIST,
	GO_TYPE_NAME,
	GO_FIELD_NAME,
	GO_QUALIFIED,
	GO_GENERIC,
	GO_POINTER
};

static const char *const go_ids[] = {
	[GO_NAME] = ".name",
	[GO_TYPE] = ".type",
	[GO_VALUE] = ".value",
	[GO_TAG] = ".tag",
	[GO_PATH] = ".path",
	[GO_RECEIVER] = ".receiver",
	[GO_RESULT] = ".result",
	[GO_STRUCT] = "struct_type",
	[GO_INTERFACE] = "interface_type",
	[GO_FIELDS] = "field_declaration_list",
	[GO_FIELD] = "field_declaration",
	[GO_TYPE_ELEM] = "type_elem",
	[GO_BRACE] = "'{",
	[GO_PAREN] = "'(",
	[GO_VAR_LIST] = "var_spec_list",
	[GO_TYPE_NAME] = "type_identifier",
	[GO_FIELD_NAME] = "field_identifier",
	[GO_QUALIFIED] = "qualified_type",
	[GO_GENERIC] = "generic_type",
	[GO_POINTER] = "pointer_type",
};

/* Of one "a, b, c int": each is looked for among all. */
#define MAX_NAMES 1000

static bool is_exported(struct ch_str name)
{
	return name.len && name.ptr[0] >= 'A' && name.ptr[0] <= 'Z';
}

/* "List" of *pkg.List[T]: the name an embedded field or a receiver has. */
static uint32_t base_name(const struct ch_walk *w, uint32_t type)
{
	int depth;

	for (depth = 0; depth < 8 && type != CH_NO_NODE; depth++) {
		if (ch_is(w, type, GO_TYPE_NAME))
			return type;
		if (ch_is(w, type, GO_QUALIFIED))
			return ch_get(w, type, GO_NAME);
		if (ch_is(w, type, GO_GENERIC))
			type = ch_get(w, type, GO_TYPE);
		else if (ch_first(w, type) != CH_NO_NODE &&
			 ch_next(w, ch_first(w, type)) != CH_NO_NODE)
			type = ch_next(w, ch_first(w, type));
		else
			type = ch_first(w, type);
	}
	return CH_NO_NODE;
}

/* The type's node of a method's receiver. */
static uint32_t receiver_type(const struct ch_walk *w, uint32_t method)
{
	uint32_t list = ch_get(w, method, GO_RECEIVER), c;

	for (c = ch_first(w, list); c != CH_NO_NODE; c = ch_next(w, c))
		if (ch_get(w, c, GO_TYPE) != CH_NO_NODE)
			return ch_get(w, c, GO_TYPE);
	return CH_NO_NODE;
}

static void go_params(struct ch_walk *w, uint32_t list)
{
	uint32_t method = ch_parent(w, list);
	uint32_t type = receiver_type(w, method);
	struct ch_param *p;

	if (type != CH_NO_NODE) {
		struct ch_str name =
			ch_text(w, ch_get(w, ch_parent(w, type), GO_NAME));
		struct ch_str folded = ch_fold(w, type);

		p = ch_add_param(w);
		p->name = name;
		p->type = folded;
		p->kind = CH_PARAM_RECEIVER;
	}
	ch_read_params(w, list);
}

static bool method_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	struct ch_str type = ch_text(w, base_name(w, receiver_type(w, node)));

	if (type.len)
		s->qualified = ch_arena_printf(w->arena, "%.*s.%.*s",
			(int)type.len, type.ptr, (int)s->name.len, s->name.ptr);
	return true;
}

/* "io.Reader, *Base": what a struct or an interface embeds. */
static struct ch_str embedded(struct ch_walk *w, uint32_t type)
{
	bool is_struct = ch_is(w, type, GO_STRUCT);
	uint32_t list = is_struct ? ch_get(w, type, GO_FIELDS) : type;
	unsigned id = is_struct ? GO_FIELD : GO_TYPE_ELEM;
	struct ch_str all = { NULL, 0 }, one;
	uint32_t c;

	for (c = ch_get(w, list, id); c != CH_NO_NODE;
		c = ch_get_next(w, c, id)) {
		if (is_struct && ch_get(w, c, GO_NAME) != CH_NO_NODE)
			continue;
		one = ch_fold(w, c);
		if (is_struct) /* without the tag */
			one = ch_fold_bytes(w, w->nodes[c].start,
				w->nodes[ch_get(w, c, GO_TYPE)].end);
		if (all.len > 4096)
			break;
		all = ch_join(w, all, ", ", one);
	}
	return all;
}

/* Alone in its declaration a spec starts at the keyword, else at itself. */
static void place_spec(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	uint32_t parent = ch_parent(w, node);

	if (!ch_is(w, parent, GO_VAR_LIST) &&
		ch_get(w, parent, GO_PAREN) == CH_NO_NODE)
		s->start_byte = w->nodes[parent].start;
}

static bool type_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	uint32_t type = ch_get(w, node, GO_TYPE), body = CH_NO_NODE;
	struct ch_str rest;

	if (ch_is(w, type, GO_STRUCT)) {
		s->kind = CH_KIND_STRUCT;
		body = ch_get(w, type, GO_FIELDS);
	} else if (ch_is(w, type, GO_INTERFACE)) {
		s->kind = CH_KIND_INTERFACE;
		body = ch_get(w, type, GO_BRACE);
	} else {
		s->result = ch_fold(w, type);
	}
	if (body != CH_NO_NODE) {
		s->body_start = w->nodes[body].start;
		s->body_end = s->end_byte;
		s->bases = embedded(w, type);
	}
	rest = ch_fold_bytes(w, w->nodes[node].start,
		body == CH_NO_NODE ? s->end_byte : s->body_start);
	while (rest.len && rest.ptr[rest.len - 1] == ' ')
		rest.len--;
	s->signature = ch_join(w, CH_STR("type"), " ", rest);
	place_spec(w, node, s);
	return true;
}

/* The k-th of "a, b" has the k-th of "1, 2". */
static struct ch_str value_of(
	struct ch_walk *w, uint32_t node, const struct ch_symbol *s)
{
	uint32_t list = ch_get(w, node, GO_VALUE);
	uint32_t name = ch_get(w, node, GO_NAME), value = ch_first(w, list);
	int i;

	if (value == CH_NO_NODE)
		return ch_fold(w, list);
	for (i = 0; i < MAX_NAMES && value != CH_NO_NODE &&
		    name != CH_NO_NODE && w->nodes[name].start < s->name_byte;
		i++) {
		name = ch_get_next(w, name, GO_NAME);
		value = ch_next(w, value);
		if (value != CH_NO_NODE && ch_str_is(ch_text(w, value), ","))
			value = ch_next(w, value);
		if (name != CH_NO_NODE && ch_str_is(ch_text(w, name), ","))
			name = ch_get_next(w, name, GO_NAME);
	}
	/* one call may fill all of them */
	return ch_fold(w, value == CH_NO_NODE ? list : value);
}

static bool spec_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	bool constant = s->kind == CH_KIND_CONSTANT;

	if (ch_str_is(s->name, "_") || ch_str_is(s->name, ","))
		return false;
	s->value = value_of(w, node, s);
	place_spec(w, node, s);
	s->signature = ch_arena_printf(w->arena, "%s %.*s%s%.*s",
		constant ? "const" : "var", (int)s->name.len, s->name.ptr,
		s->result.len ? " " : "", (int)s->result.len, s->result.ptr);
	return true;
}

static bool field_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	struct ch_str tag = ch_fold(w, ch_get(w, node, GO_TAG));
	bool embeds = ch_get(w, node, GO_NAME) == CH_NO_NODE;

	if (ch_str_is(s->name, "_") || ch_str_is(s->name, ","))
		return false;
	s->attributes = tag;
	if (embeds)
		s->signature = s->result =
			ch_fold_bytes(w, w->nodes[node].start,
				w->nodes[ch_get(w, node, GO_TYPE)].end);
	else
		s->signature =
			ch_arena_printf(w->arena, "%.*s %.*s", (int)s->name.len,
				s->name.ptr, (int)s->result.len, s->result.ptr);
	return true;
}

/* A symbol for each name of "a, b int". */
static void emit_names(
	struct ch_walk *w, uint32_t node, const struct ch_lang_row *row)
{
	uint32_t name = ch_get(w, node, GO_NAME);
	int i;

	if (name == CH_NO_NODE && row->kind == CH_KIND_FIELD)
		ch_emit(w, row, node, base_name(w, ch_get(w, node, GO_TYPE)));
	for (i = 0; i < MAX_NAMES && name != CH_NO_NODE; i++) {
		ch_emit(w, row, node, name);
		name = ch_get_next(w, name, GO_NAME);
	}
}

static void go_import(struct ch_walk *w, uint32_t node)
{
	struct ch_str path = ch_text(w, ch_get(w, node, GO_PATH));
	enum ch_import_kind kind = CH_IMPORT_SYSTEM;
	struct ch_str first;

	if (path.len < 2)
		return;
	path = ch_str_sub(path, 1, path.len - 1);
	first = ch_str_sub(path, 0, ch_str_chr(path, '/', 0));
	if (ch_str_starts(path, "."))
		kind = CH_IMPORT_RELATIVE;
	else if (ch_str_chr(first, '.', 0) != (size_t)-1)
		kind = CH_IMPORT_EXTERNAL;
	ch_add_import(w, node, path, kind, false);
}

static enum ch_visibility go_visible(
	struct ch_walk *w, uint32_t node, const struct ch_symbol *s)
{
	struct ch_str type;

	if (!is_exported(s->name))
		return CH_VIS_INTERNAL;
	type = ch_text(w, base_name(w, receiver_type(w, node)));
	return !type.len || is_exported(type) ? CH_VIS_PUBLIC : CH_VIS_INTERNAL;
}

static const struct ch_lang_row go_rows[] = {
	{ .type = "function_declaration",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_FUNCTION,
		.name = ".name",
		.params = ".parameters",
		.result = ".result",
		.generics = ".type_parameters",
		.body = ".body" },
	{ .type = "method_declaration",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_METHOD,
		.name = ".name",
		.params = ".parameters",
		.result = ".result",
		.body = ".body",
		.hook = method_hook },
	{ .type = "method_elem",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_METHOD,
		.traits = CH_ROW_GLOBAL,
		.name = ".name",
		.params = ".parameters",
		.result = ".result" },
	{ .type = "type_spec",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_TYPE,
		.traits = CH_ROW_GLOBAL | CH_ROW_REQUIRED,
		.name = ".name",
		.generics = ".type_parameters",
		.hook = type_hook },
	{ .type = "type_alias",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_TYPE,
		.traits = CH_ROW_GLOBAL,
		.name = ".name",
		.generics = ".type_parameters",
		.hook = type_hook },
	{ .type = "field_declaration",
		.role = CH_ROLE_CUSTOM,
		.kind = CH_KIND_FIELD,
		.traits = CH_ROW_GLOBAL,
		.result = ".type",
		.hook = field_hook,
		.emit = emit_names },
	{ .type = "const_spec",
		.role = CH_ROLE_CUSTOM,
		.kind = CH_KIND_CONSTANT,
		.traits = CH_ROW_GLOBAL | CH_ROW_FLAT,
		.result = ".type",
		.hook = spec_hook,
		.emit = emit_names },
	{ .type = "var_spec",
		.role = CH_ROLE_CUSTOM,
		.kind = CH_KIND_VARIABLE,
		.traits = CH_ROW_GLOBAL,
		.result = ".type",
		.hook = spec_hook,
		.emit = emit_names },
	{ .type = "import_spec", .role = CH_ROLE_IMPORT },
	{ .type = "func_literal", .traits = CH_ROW_HIDDEN | CH_ROW_DEEPER },
	{ .type = "composite_literal", .traits = CH_ROW_HIDDEN },
	{ .type = "parameter_list", .traits = CH_ROW_HIDDEN },
	{ .type = "if_statement",
		.role = CH_ROLE_DECISION,
		.traits = CH_ROW_NESTS },
	{ .type = "for_statement",
		.role = CH_ROLE_DECISION,
		.traits = CH_ROW_NESTS },
	{ .type = "expression_case", .role = CH_ROLE_DECISION },
	{ .type = "type_case", .role = CH_ROLE_DECISION },
	{ .type = "communication_case", .role = CH_ROLE_DECISION },
	{ .type = "expression_switch_statement", .traits = CH_ROW_NESTS },
	{ .type = "type_switch_statement", .traits = CH_ROW_NESTS },
	{ .type = "select_statement", .traits = CH_ROW_NESTS },
	{ .type = "'else", .traits = CH_ROW_ELSE },
	{ .type = "goto_statement", .traits = CH_ROW_JUMP },
	{ .type = "break_statement", .traits = CH_ROW_LABEL_JUMP },
	{ .type = "continue_statement", .traits = CH_ROW_LABEL_JUMP },
	{ .type = "interpreted_string_literal", .traits = CH_ROW_LITERAL },
	{ .type = "raw_string_literal", .traits = CH_ROW_LITERAL },
	{ .type = "&&", .role = CH_ROLE_OPERATOR },
	{ .type = "||", .role = CH_ROLE_OPERATOR },
	{ .type = "identifier", .role = CH_ROLE_NAME },
	{ .type = "type_identifier", .role = CH_ROLE_NAME },
	{ .type = "field_identifier", .role = CH_ROLE_NAME },
	{ .type = "package_identifier", .role = CH_ROLE_NAME },
	{ .type = "comment", .role = CH_ROLE_COMMENT },
};

static const struct ch_param_row go_param_rows[] = {
	{ .type = "parameter_declaration", .name = ".name", .ptype = ".type" },
	{ .type = "variadic_parameter_declaration",
		.kind = CH_PARAM_VARIADIC,
		.name = ".name",
		.ptype = ".type" },
};

const struct ch_lang ch_lang_go = {
	.name = "Go",
	.id = "go",
	.grammar = tree_sitter_go,
	.separator = ".",
	.rows = go_rows,
	.nrows = sizeof(go_rows) / sizeof(go_rows[0]),
	.params = go_param_rows,
	.nparams = sizeof(go_param_rows) / sizeof(go_param_rows[0]),
	.ids = go_ids,
	.nids = sizeof(go_ids) / sizeof(go_ids[0]),
	.doc = CH_DOC_ANY,
	.trailing_doc = true,
	.visible = go_visible,
	.on_import = go_import,
	.on_params = go_params,
};
