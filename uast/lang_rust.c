#include "base/map.h"
#include "uast/engine.h"

const struct TSLanguage *tree_sitter_rust(void);

enum rs_id {
	RS_BODY,
	RS_PATH,
	RS_TYPE,
	RS_TRAIT,
	RS_BOUNDS,
	RS_PATTERN,
	RS_VISIBILITY,
	RS_WHERE,
	RS_SELF,
	RS_ARGUMENT,
	RS_MUT,
	RS_TYPE_NAME,
	RS_GENERIC,
	RS_SCOPED_TYPE,
	RS_NAME,
	RS_IMPL,
	RS_TRAIT_ITEM,
	RS_FOREIGN,
	RS_USE,
	RS_USE_LIST,
	RS_SCOPED_USE_LIST,
	RS_USE_AS,
	RS_VARIANT,
	RS_ORDERED,
	RS_DECLARATIONS,
	RS_STRUCT,
	RS_MACRO_RULE,
	RS_DEFAULT
};

static const char *const rs_ids[] = {
	[RS_BODY] = ".body",
	[RS_PATH] = ".path",
	[RS_TYPE] = ".type",
	[RS_TRAIT] = ".trait",
	[RS_BOUNDS] = ".bounds",
	[RS_PATTERN] = ".pattern",
	[RS_VISIBILITY] = "visibility_modifier",
	[RS_WHERE] = "where_clause",
	[RS_SELF] = "self_parameter",
	[RS_ARGUMENT] = ".argument",
	[RS_MUT] = "mutable_specifier",
	[RS_TYPE_NAME] = "type_identifier",
	[RS_GENERIC] = "generic_type",
	[RS_SCOPED_TYPE] = "scoped_type_identifier",
	[RS_NAME] = ".name",
	[RS_IMPL] = "impl_item",
	[RS_TRAIT_ITEM] = "trait_item",
	[RS_FOREIGN] = "foreign_mod_item",
	[RS_USE] = "use_declaration",
	[RS_USE_LIST] = "use_list",
	[RS_SCOPED_USE_LIST] = "scoped_use_list",
	[RS_USE_AS] = "use_as_clause",
	[RS_VARIANT] = "enum_variant",
	[RS_ORDERED] = "ordered_field_declaration_list",
	[RS_DECLARATIONS] = "declaration_list",
	[RS_STRUCT] = "struct_item",
	[RS_MACRO_RULE] = "macro_rule",
	[RS_DEFAULT] = "'default",
};

static bool says(const struct ch_symbol *s, struct ch_str what)
{
	return ch_str_find(s->attributes, what, 0) != (size_t)-1;
}

static void read_attribute_flags(struct ch_symbol *s)
{
	/* not #[allow(deprecated)] */
	if (!says(s, CH_STR("#[deprecated")) &&
		!(says(s, CH_STR("#[cfg_attr")) &&
			says(s, CH_STR(", deprecated"))))
		s->flags &= ~(uint32_t)CH_SYM_DEPRECATED;
	if (says(s, CH_STR("non_exhaustive")))
		s->flags |= CH_SYM_OPEN;
	if (says(s, CH_STR("#[cfg(")))
		s->flags |= CH_SYM_CONDITIONAL;
}

/* "<T> where T: Clone": both say what a parameter has to be. */
static void read_where(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	struct ch_str where = ch_fold(w, ch_get(w, node, RS_WHERE));

	if (!where.len)
		return;
	if (where.ptr[where.len - 1] == ',')
		where.len--;
	if (s->generics.len)
		s->generics = ch_arena_printf(w->arena, "%.*s %.*s",
			(int)s->generics.len, s->generics.ptr, (int)where.len,
			where.ptr);
	else
		s->generics = where;
}

static bool item_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	read_attribute_flags(s);
	read_where(w, node, s);
	return true;
}

static bool function_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	if (s->kind == CH_KIND_METHOD &&
		(!w->state->nparams ||
			w->state->params[0].kind != CH_PARAM_RECEIVER))
		s->flags |= CH_SYM_STATIC;
	return item_hook(w, node, s);
}

/* Associated ones are no fields. */
static bool constant_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	s->kind = CH_KIND_CONSTANT;
	return !ch_str_is(s->name, "_") && item_hook(w, node, s);
}

/* "bounds: Clone + Send" of a trait and an associated type without the colon */
static bool bounds_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	if (s->bases.len && s->bases.ptr[0] == ':')
		s->bases = ch_str_trim(ch_str_sub(s->bases, 1, s->bases.len));
	return item_hook(w, node, s);
}

static bool macro_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	uint32_t rule = ch_get(w, node, RS_MACRO_RULE);

	if (rule != CH_NO_NODE) {
		s->body_start = w->nodes[rule].start;
		s->body_end = w->nodes[node].end;
	}
	s->signature = ch_arena_printf(
		w->arena, "macro_rules! %.*s", (int)s->name.len, s->name.ptr);
	if (says(s, CH_STR("macro_export")))
		s->flags |= CH_SYM_EXPORTED;
	return item_hook(w, node, s);
}

/* The name in &mut path::Name<T>, or the type itself. */
static uint32_t type_name(const struct ch_walk *w, uint32_t type)
{
	uint32_t at = type, next;
	int depth;

	for (depth = 0; depth < 8 && at != CH_NO_NODE; depth++) {
		if (ch_is(w, at, RS_TYPE_NAME))
			return at;
		next = ch_is(w, at, RS_SCOPED_TYPE) ? ch_get(w, at, RS_NAME)
						    : ch_get(w, at, RS_TYPE);
		at = next;
	}
	return type;
}

static void emit_impl(
	struct ch_walk *w, uint32_t node, const struct ch_lang_row *row)
{
	ch_emit(w, row, node, type_name(w, ch_get(w, node, RS_TYPE)));
}

/* Each counts those before it. */
#define MAX_TUPLE 256

/* The fields of a tuple struct are called 0, 1, 2. */
static bool tuple_field_hook(
	struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	uint32_t list = ch_parent(w, node), c;
	uint32_t start = w->nodes[node].start;
	unsigned k = 0;

	for (c = ch_get(w, list, RS_TYPE); c != CH_NO_NODE && c < node;
		c = ch_get_next(w, c, RS_TYPE))
		k++;
	for (c = ch_first(w, list); c != CH_NO_NODE && c < node;
		c = ch_next(w, c))
		if (ch_is(w, c, RS_VISIBILITY) && w->nodes[c].next == node)
			start = w->nodes[c].start;
	s->name = ch_arena_printf(w->arena, "%u", k);
	s->result = ch_fold(w, node);
	s->start_byte = start;
	s->signature = ch_fold_bytes(w, start, w->nodes[node].end);
	return true;
}

static void emit_tuple(
	struct ch_walk *w, uint32_t node, const struct ch_lang_row *row)
{
	uint32_t c;
	int i;

	if (!ch_is(w, ch_parent(w, node), RS_STRUCT))
		return;
	c = ch_get(w, node, RS_TYPE);
	for (i = 0; i < MAX_TUPLE && c != CH_NO_NODE; i++) {
		ch_emit(w, row, c, c);
		c = ch_get_next(w, c, RS_TYPE);
	}
}

static bool self_params(struct ch_walk *w, uint32_t list)
{
	uint32_t self = ch_get(w, list, RS_SELF);
	struct ch_str text = ch_fold(w, self);
	struct ch_param *p;

	if (self == CH_NO_NODE)
		return false;
	p = ch_add_param(w);
	p->name = CH_STR("self");
	p->type = text;
	p->kind = CH_PARAM_RECEIVER;
	return true;
}

static void rs_params(struct ch_walk *w, uint32_t list)
{
	size_t i;
	bool self = self_params(w, list);

	ch_read_params(w, list);
	for (i = 0; i < w->state->nparams && !self; i++)
		if (ch_str_is(w->state->params[i].name, "self"))
			w->state->params[i].kind = CH_PARAM_RECEIVER;
}

/* ---- imports ------------------------------------------------------------ */

#define MAX_USE_DEPTH 16

static enum ch_import_kind use_kind(struct ch_str path)
{
	static const char *const system[] = { "std", "core", "alloc",
		"proc_macro", "test" };
	static const char *const own[] = { "crate", "self", "super" };
	struct ch_str first = ch_str_sub(path, 0, ch_str_chr(path, ':', 0));
	size_t i;

	for (i = 0; i < sizeof(system) / sizeof(system[0]); i++)
		if (ch_str_is(first, system[i]))
			return CH_IMPORT_SYSTEM;
	for (i = 0; i < sizeof(own) / sizeof(own[0]); i++)
		if (ch_str_is(first, own[i]))
			return CH_IMPORT_RELATIVE;
	return CH_IMPORT_EXTERNAL;
}

/* One leaf of a use tree: its own path behind those of the lists around it. */
static void add_use(struct ch_walk *w, uint32_t leaf, bool reexport)
{
	struct ch_str path = ch_text(w, leaf), up;
	uint32_t at = ch_parent(w, leaf);
	int depth;

	if (ch_is(w, leaf, RS_USE_AS))
		path = ch_text(w, ch_get(w, leaf, RS_PATH));
	for (depth = 0; depth < MAX_USE_DEPTH && !ch_is(w, at, RS_USE);
		depth++, at = ch_parent(w, at)) {
		if (!ch_is(w, at, RS_SCOPED_USE_LIST))
			continue;
		up = ch_text(w, ch_get(w, at, RS_PATH));
		if (ch_str_is(path, "self"))
			path = up;
		else
			path = ch_arena_printf(w->arena, "%.*s::%.*s",
				(int)up.len, up.ptr, (int)path.len, path.ptr);
	}
	if (path.len)
		ch_add_import(w, leaf, path, use_kind(path), reexport);
}

static void rs_import(struct ch_walk *w, uint32_t node)
{
	bool reexport = ch_get(w, node, RS_VISIBILITY) != CH_NO_NODE;
	uint32_t i = ch_get(w, node, RS_ARGUMENT);
	uint32_t end = w->nodes[node].next;

	if (!ch_is(w, node, RS_USE)) { /* extern crate */
		struct ch_str name = ch_text(w, ch_get(w, node, RS_NAME));

		ch_add_import(w, node, name, use_kind(name), reexport);
		return;
	}
	while (i != CH_NO_NODE && i < end) {
		bool inside = ch_is(w, ch_parent(w, i), RS_USE_LIST) ||
			      ch_is(w, ch_parent(w, i), RS_USE);

		if (ch_is(w, i, RS_SCOPED_USE_LIST) ||
			ch_is(w, i, RS_USE_LIST)) {
			i++;
			continue;
		}
		if (inside && w->nodes[i].end - w->nodes[i].start > 0 &&
			!ch_str_is(ch_text(w, i), "{") &&
			!ch_str_is(ch_text(w, i), "}") &&
			!ch_str_is(ch_text(w, i), ",") &&
			!ch_str_is(ch_text(w, i), ";"))
			add_use(w, i, reexport);
		i = w->nodes[i].next;
	}
}

/* ---- visibility --------------------------------------------------------- */

/* What is inside an implemented or declared trait, a variant, a public type? */
static bool inherits_visibility(
	const struct ch_walk *w, const struct ch_symbol *s)
{
	uint32_t up;

	if (s->kind == CH_KIND_VALUE || s->parent == CH_NO_SYMBOL)
		return s->kind == CH_KIND_VALUE;
	up = ch_symbol_node(w, &w->facts->symbols[s->parent]);
	return ch_is(w, up, RS_TRAIT_ITEM) || ch_is(w, up, RS_VARIANT) ||
	       (ch_is(w, up, RS_IMPL) && ch_get(w, up, RS_TRAIT) != CH_NO_NODE);
}

static enum ch_visibility rs_visible(
	struct ch_walk *w, uint32_t node, const struct ch_symbol *s)
{
	uint32_t modifier = ch_get(w, node, RS_VISIBILITY), c;
	struct ch_str text;

	if (ch_is(w, node, RS_IMPL) || inherits_visibility(w, s))
		return CH_VIS_PUBLIC;
	if (s->kind == CH_KIND_MACRO)
		return s->flags & CH_SYM_EXPORTED ? CH_VIS_PUBLIC
						  : CH_VIS_INTERNAL;
	if (ch_is(w, ch_parent(w, node), RS_ORDERED))
		for (c = ch_first(w, ch_parent(w, node));
			c != CH_NO_NODE && c < node; c = ch_next(w, c))
			if (w->nodes[c].next == node &&
				ch_is(w, c, RS_VISIBILITY))
				modifier = c;
	if (modifier == CH_NO_NODE)
		return CH_VIS_PRIVATE;
	text = ch_fold(w, modifier);
	return ch_str_is(text, "pub") ? CH_VIS_PUBLIC : CH_VIS_INTERNAL;
}

/* ---- when all are there ------------------------------------------------- */

/* An impl is as visible as the type of this file that it is for. */
static void show_impls(struct ch_walk *w)
{
	struct ch_facts *f = w->facts;
	struct ch_map types = { 0 };
	uint64_t *seen;
	size_t i;

	for (i = 0; i < f->nsymbols; i++)
		if (ch_kind_is_type(f->symbols[i].kind))
			*ch_map_add(&types, f->symbols[i].name.ptr,
				f->symbols[i].name.len, NULL) |=
				1u << f->symbols[i].visibility;
	for (i = 0; i < f->nsymbols; i++) {
		struct ch_symbol *s = &f->symbols[i];

		if (!ch_is(w, ch_symbol_node(w, s), RS_IMPL))
			continue;
		seen = ch_map_get(&types, s->name.ptr, s->name.len);
		while (seen && !(*seen >> s->visibility))
			s->visibility--;
	}
	ch_map_release(&types);
}

/* What stands in a macro call: its head and its end were blanked. */
static void mark_wrapped(struct ch_walk *w)
{
	const struct ch_blanks *blanks = w->state->blanks;
	bool cfg[64] = { false };
	size_t depth = 0, k = 0, i;

	for (i = 0; blanks && i < w->facts->nsymbols; i++) {
		struct ch_symbol *s = &w->facts->symbols[i];

		for (; k < blanks->n; k++) {
			struct ch_str text = ch_str_sub(w->source,
				blanks->ranges[k].start, blanks->ranges[k].end);

			if (blanks->ranges[k].start > s->name_byte)
				break;
			if (ch_str_is(text, "}"))
				depth -= depth > 0;
			else if (depth++ < 64)
				cfg[depth - 1] = ch_str_starts(text, "cfg");
		}
		if (depth)
			s->flags |= cfg[(depth - 1) % 64] ? CH_SYM_CONDITIONAL
							  : CH_SYM_MACRO_MADE;
	}
}

static void rs_finish(struct ch_walk *w)
{
	show_impls(w);
	mark_wrapped(w);
}

static const struct ch_lang_row rs_rows[] = {
	{ .type = "function_item",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_FUNCTION,
		.name = ".name",
		.params = ".parameters",
		.result = ".return_type",
		.generics = ".type_parameters",
		.body = ".body",
		.hook = function_hook },
	{ .type = "function_signature_item",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_FUNCTION,
		.flags = CH_SYM_DECLARATION,
		.name = ".name",
		.params = ".parameters",
		.result = ".return_type",
		.generics = ".type_parameters",
		.hook = function_hook },
	{ .type = "struct_item",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_STRUCT,
		.name = ".name",
		.generics = ".type_parameters",
		.body = "field_declaration_list",
		.hook = item_hook },
	{ .type = "union_item",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_UNION,
		.name = ".name",
		.generics = ".type_parameters",
		.body = ".body",
		.hook = item_hook },
	{ .type = "enum_item",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_ENUM,
		.name = ".name",
		.generics = ".type_parameters",
		.body = ".body",
		.hook = item_hook },
	{ .type = "enum_variant",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_VALUE,
		.traits = CH_ROW_GLOBAL,
		.name = ".name",
		.value = ".value",
		.hook = item_hook },
	{ .type = "field_declaration",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_FIELD,
		.traits = CH_ROW_GLOBAL,
		.name = ".name",
		.result = ".type",
		.hook = item_hook },
	{ .type = "ordered_field_declaration_list",
		.role = CH_ROLE_CUSTOM,
		.kind = CH_KIND_FIELD,
		.traits = CH_ROW_GLOBAL | CH_ROW_FLAT,
		.hook = tuple_field_hook,
		.emit = emit_tuple },
	{ .type = "trait_item",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_TRAIT,
		.traits = CH_ROW_REQUIRED,
		.name = ".name",
		.bases = ".bounds",
		.generics = ".type_parameters",
		.body = ".body",
		.hook = bounds_hook },
	{ .type = "impl_item",
		.role = CH_ROLE_CUSTOM,
		.kind = CH_KIND_MODULE,
		.traits = CH_ROW_MEMBERS,
		.bases = ".trait",
		.generics = ".type_parameters",
		.body = ".body",
		.hook = item_hook,
		.emit = emit_impl },
	{ .type = "associated_type",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_TYPE,
		.name = ".name",
		.bases = ".bounds",
		.generics = ".type_parameters",
		.hook = bounds_hook },
	{ .type = "type_item",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_TYPE,
		.name = ".name",
		.result = ".type",
		.generics = ".type_parameters",
		.hook = item_hook },
	{ .type = "const_item",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_CONSTANT,
		.traits = CH_ROW_GLOBAL,
		.name = ".name",
		.result = ".type",
		.value = ".value",
		.hook = constant_hook },
	{ .type = "static_item",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_VARIABLE,
		.traits = CH_ROW_GLOBAL,
		.name = ".name",
		.result = ".type",
		.value = ".value",
		.hook = item_hook },
	{ .type = "mod_item",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_MODULE,
		.name = ".name",
		.body = ".body",
		.hook = item_hook },
	{ .type = "macro_definition",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_MACRO,
		.name = ".name",
		.hook = macro_hook },
	{ .type = "attribute_item", .role = CH_ROLE_ATTRIBUTE },
	{ .type = "use_declaration", .role = CH_ROLE_IMPORT },
	{ .type = "extern_crate_declaration", .role = CH_ROLE_IMPORT },
	{ .type = "if_expression",
		.role = CH_ROLE_DECISION,
		.traits = CH_ROW_NESTS },
	{ .type = "match_arm", .role = CH_ROLE_DECISION },
	{ .type = "while_expression",
		.role = CH_ROLE_DECISION,
		.traits = CH_ROW_NESTS },
	{ .type = "loop_expression",
		.role = CH_ROLE_DECISION,
		.traits = CH_ROW_NESTS },
	{ .type = "for_expression",
		.role = CH_ROLE_DECISION,
		.traits = CH_ROW_NESTS },
	{ .type = "try_expression", .role = CH_ROLE_DECISION },
	{ .type = "match_expression", .traits = CH_ROW_NESTS },
	{ .type = "'else", .traits = CH_ROW_ELSE },
	{ .type = "closure_expression", .traits = CH_ROW_DEEPER },
	{ .type = "continue_expression", .traits = CH_ROW_LABEL_JUMP },
	{ .type = "string_literal", .traits = CH_ROW_LITERAL },
	{ .type = "raw_string_literal", .traits = CH_ROW_LITERAL },
	{ .type = "char_literal", .traits = CH_ROW_LITERAL },
	{ .type = "primitive_type", .traits = CH_ROW_WORD },
	{ .type = "self", .traits = CH_ROW_WORD },
	{ .type = "&&", .role = CH_ROLE_OPERATOR },
	{ .type = "||", .role = CH_ROLE_OPERATOR },
	{ .type = "identifier", .role = CH_ROLE_NAME },
	{ .type = "type_identifier", .role = CH_ROLE_NAME },
	{ .type = "field_identifier", .role = CH_ROLE_NAME },
	{ .type = "line_comment", .role = CH_ROLE_COMMENT },
	{ .type = "block_comment", .role = CH_ROLE_COMMENT },
};

static const struct ch_param_row rs_param_rows[] = {
	{ .type = "parameter", .name = ".pattern", .ptype = ".type" },
	{ .type = "variadic_parameter",
		.kind = CH_PARAM_VARIADIC,
		.name = ".pattern" },
};

static const struct ch_modifier rs_modifiers[] = {
	{ "async", CH_SYM_ASYNC, 0 },
	{ "const", CH_SYM_CONST, 0 },
	{ "unsafe", CH_SYM_UNSAFE, 0 },
};

const struct ch_lang ch_lang_rust = {
	.name = "Rust",
	.id = "rust",
	.grammar = tree_sitter_rust,
	.separator = "::",
	.rows = rs_rows,
	.nrows = sizeof(rs_rows) / sizeof(rs_rows[0]),
	.params = rs_param_rows,
	.nparams = sizeof(rs_param_rows) / sizeof(rs_param_rows[0]),
	.modifiers = rs_modifiers,
	.nmodifiers = sizeof(rs_modifiers) / sizeof(rs_modifiers[0]),
	.ids = rs_ids,
	.nids = sizeof(rs_ids) / sizeof(rs_ids[0]),
	.doc = CH_DOC_OUTER,
	.visible = rs_visible,
	.on_import = rs_import,
	.on_params = rs_params,
	.finish = rs_finish,
	.blank = ch_blank_rust,
};
