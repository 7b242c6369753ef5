#include "uast/ecma.h"

#include <stdlib.h>

#include "base/map.h"
#include "base/mem.h"

#define MAX_CLIMB 200

static bool is_typescript(const struct ch_walk *w)
{
	return w->lang->nids == EC_NTYPESCRIPT;
}

/* ch_get() of an id that JavaScript may not have. */
static uint32_t get_ts(const struct ch_walk *w, uint32_t node, unsigned id)
{
	return is_typescript(w) ? ch_get(w, node, id) : CH_NO_NODE;
}

static bool is_ts(const struct ch_walk *w, uint32_t node, unsigned id)
{
	return is_typescript(w) && ch_is(w, node, id);
}

struct ch_str ec_unquote(struct ch_str s)
{
	if (s.len >= 2 &&
		(s.ptr[0] == '"' || s.ptr[0] == '\'' || s.ptr[0] == '`'))
		return ch_str_sub(s, 1, s.len - 1);
	return s;
}

struct ch_str ec_type_text(struct ch_walk *w, uint32_t annotation)
{
	struct ch_str s = ch_fold(w, annotation);

	if (s.len && s.ptr[0] == ':')
		s = ch_str_trim(ch_str_sub(s, 1, s.len));
	return s;
}

static bool is_function_value(const struct ch_walk *w, uint32_t node)
{
	return ch_is(w, node, EC_ARROW) ||
	       ch_is(w, node, EC_FUNCTION_EXPRESSION) ||
	       ch_is(w, node, EC_GENERATOR);
}

bool ec_in_function(const struct ch_walk *w, uint32_t node)
{
	int i;

	for (i = 0; i < MAX_CLIMB; i++) {
		node = ch_parent(w, node);
		if (node == CH_NO_NODE)
			return false;
		if (is_function_value(w, node) ||
			ch_is(w, node, EC_FUNCTION_DECLARATION) ||
			ch_is(w, node, EC_GENERATOR_DECLARATION) ||
			ch_is(w, node, EC_METHOD) ||
			ch_is(w, node, EC_STATIC_BLOCK))
			return true;
	}
	return true;
}

/*
 * What an object literal is given to, itself or as a part: the declaration,
 * assignment or export.  An argument of a call is given to none of these.
 */
static uint32_t owner_of(const struct ch_walk *w, uint32_t object)
{
	uint32_t up = ch_parent(w, object);
	int i;

	for (i = 0; i < MAX_CLIMB && ch_is(w, up, EC_PAIR); i++)
		up = ch_parent(w, ch_parent(w, up));
	return up;
}

/* "Foo" where Foo.prototype is assigned to, else empty. */
static struct ch_str prototype_of(const struct ch_walk *w, uint32_t assignment)
{
	struct ch_str left = { NULL, 0 };

	if (ch_is(w, assignment, EC_ASSIGNMENT))
		left = ch_text(w, ch_get(w, assignment, EC_LEFT));
	if (!ch_str_ends(left, ".prototype"))
		return ch_str_n(NULL, 0);
	return ch_str_sub(left, 0, left.len - 10);
}

static bool is_declared_object(const struct ch_walk *w, uint32_t object)
{
	uint32_t owner = owner_of(w, object), scope = ch_scope(w);

	if (ch_is(w, owner, EC_ASSIGNMENT))
		return prototype_of(w, owner).len ||
		       (scope != CH_NO_SYMBOL &&
			       ch_symbol_node(w, &w->facts->symbols[scope]) ==
				       owner);
	return ch_is(w, owner, EC_VARIABLE) || ch_is(w, owner, EC_EXPORT);
}

/* Foo.prototype = { bar() {} }: Foo.bar */
static void qualify_member(
	struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	struct ch_str class;

	if (!ch_is(w, ch_parent(w, node), EC_OBJECT_LITERAL))
		return;
	class = prototype_of(w, owner_of(w, ch_parent(w, node)));
	if (class.len && s->parent == CH_NO_SYMBOL)
		s->qualified = ch_join(w, class, ".", s->name);
}

/* ---- functions ---------------------------------------------------------- */

static void add_pattern(struct ch_walk *w, uint32_t node, struct ch_param *p)
{
	struct ch_str text = ch_fold(w, node);

	if (ch_is(w, node, EC_REST_PATTERN)) {
		p->kind = CH_PARAM_VARIADIC;
		text = ch_str_trim(ch_str_sub(text, 3, text.len));
	}
	p->name = text;
}

static void read_typed_param(struct ch_walk *w, uint32_t c)
{
	struct ch_param p = { 0 };
	uint32_t pattern = ch_get(w, c, TS_PATTERN);

	if (pattern == CH_NO_NODE)
		pattern = ch_get(w, c, EC_NAME);
	add_pattern(w, pattern, &p);
	p.type = ec_type_text(w, ch_get(w, c, TS_TYPE));
	p.dflt = ch_fold(w, ch_get(w, c, EC_VALUE));
	p.optional = ch_is(w, c, TS_OPTIONAL) || p.dflt.len;
	if (ch_is(w, pattern, TS_THIS))
		p.kind = CH_PARAM_RECEIVER;
	*ch_add_param(w) = p;
}

static void read_plain_param(struct ch_walk *w, uint32_t c)
{
	struct ch_param p = { 0 };

	if (ch_is(w, c, EC_ASSIGNMENT_PATTERN)) {
		add_pattern(w, ch_get(w, c, EC_LEFT), &p);
		p.dflt = ch_fold(w, ch_get(w, c, EC_RIGHT));
		p.optional = true;
	} else {
		add_pattern(w, c, &p);
	}
	*ch_add_param(w) = p;
}

void ec_params(struct ch_walk *w, uint32_t list)
{
	uint32_t c;

	for (c = ch_first(w, list); c != CH_NO_NODE; c = ch_next(w, c)) {
		if (is_ts(w, c, TS_REQUIRED) || is_ts(w, c, TS_OPTIONAL))
			read_typed_param(w, c);
		else if (ch_is(w, c, EC_IDENTIFIER) ||
			 ch_is(w, c, EC_ASSIGNMENT_PATTERN) ||
			 ch_is(w, c, EC_REST_PATTERN) ||
			 ch_is(w, c, EC_OBJECT_PATTERN) ||
			 ch_is(w, c, EC_ARRAY_PATTERN))
			read_plain_param(w, c);
	}
}

bool ec_function(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	s->name = ec_unquote(s->name);
	s->result = ec_type_text(w, get_ts(w, node, TS_RETURN_TYPE));
	qualify_member(w, node, s);
	if (ec_in_function(w, node))
		s->flags |= CH_SYM_LOCAL;
	return true;
}

/* What a function expression says becomes the symbol's that it is given to. */
static void read_function_value(
	struct ch_walk *w, uint32_t value, struct ch_symbol *s)
{
	uint32_t params = ch_get(w, value, EC_PARAMETERS);
	uint32_t single = ch_get(w, value, EC_PARAMETER);
	uint32_t body = ch_get(w, value, EC_BODY);
	uint32_t arrow = ch_get(w, value, EC_ARROW_TOKEN);

	if (params != CH_NO_NODE)
		ec_params(w, params);
	else if (single != CH_NO_NODE)
		read_plain_param(w, single);
	if (ch_get(w, value, EC_ASYNC) != CH_NO_NODE)
		s->flags |= CH_SYM_ASYNC;
	s->result = ec_type_text(w, get_ts(w, value, TS_RETURN_TYPE));
	s->generics = ch_fold(w, get_ts(w, value, TS_TYPE_PARAMETERS));
	if (body == CH_NO_NODE)
		return;
	s->body_start = w->nodes[arrow == CH_NO_NODE ? body : arrow].start;
	s->body_end = w->nodes[body].end;
	s->value = ch_str_n(NULL, 0);
}

static bool is_member_kind(enum ch_kind kind)
{
	return kind == CH_KIND_FIELD || kind == CH_KIND_METHOD;
}

static struct ch_str heritage(struct ch_walk *w, uint32_t node)
{
	uint32_t h = ch_get(w, node, EC_HERITAGE), clause, first;
	struct ch_str bases = { NULL, 0 };

	if (h == CH_NO_NODE)
		return bases;
	if (!is_typescript(w))
		return ch_fold(w, ch_next(w, ch_first(w, h)));
	for (clause = ch_first(w, h); clause != CH_NO_NODE;
		clause = ch_next(w, clause)) {
		first = ch_next(w, ch_first(w, clause));
		if (first == CH_NO_NODE)
			continue;
		bases = ch_join(w, bases, ", ",
			ch_fold_bytes(w, w->nodes[first].start,
				w->nodes[clause].end));
	}
	return bases;
}

bool ec_class(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	s->bases = heritage(w, node);
	if (ec_in_function(w, node))
		s->flags |= CH_SYM_LOCAL;
	return true;
}

/* A function, a class or a plain value: what 's' is depends on it. */
static void read_value(struct ch_walk *w, uint32_t value, struct ch_symbol *s)
{
	if (is_function_value(w, value)) {
		s->kind = is_member_kind(s->kind) ? CH_KIND_METHOD
						  : CH_KIND_FUNCTION;
		read_function_value(w, value, s);
	} else if (ch_is(w, value, EC_CLASS)) {
		s->kind = CH_KIND_CLASS;
		s->bases = heritage(w, value);
		s->generics = ch_fold(w, get_ts(w, value, TS_TYPE_PARAMETERS));
		s->body_start = w->nodes[ch_get(w, value, EC_BODY)].start;
		s->body_end = w->nodes[value].end;
		s->value = ch_str_n(NULL, 0);
	}
}

/* ---- variables and fields ----------------------------------------------- */

/* At the top of a file or of a namespace? */
static bool is_declared_at_top(const struct ch_walk *w, uint32_t declaration)
{
	uint32_t up = ch_parent(w, declaration), over = ch_parent(w, up);

	if (is_ts(w, up, TS_AMBIENT)) {
		up = over;
		over = ch_parent(w, up);
	}
	if (ch_is(w, up, EC_EXPORT)) {
		up = over;
		over = ch_parent(w, up);
	}
	if (ch_is(w, up, EC_PROGRAM))
		return true;
	return ch_is(w, up, EC_BLOCK) &&
	       (is_ts(w, over, TS_MODULE) || is_ts(w, over, TS_NAMESPACE) ||
		       is_ts(w, over, TS_AMBIENT));
}

/*
 * x of "exports.a = exports.b = x"; the class of "f(g(class A { ... }))", for
 * that is what the name stands for.
 */
static uint32_t assigned_value(const struct ch_walk *w, uint32_t value)
{
	uint32_t at, list, class;
	int i;

	for (i = 0; i < 8 && ch_is(w, value, EC_ASSIGNMENT); i++)
		value = ch_get(w, value, EC_RIGHT);
	at = value;
	for (i = 0; i < 8 && ch_is(w, at, EC_CALL); i++) {
		list = ch_get(w, at, EC_ARGUMENTS);
		class = ch_get(w, list, EC_CLASS);
		if (class != CH_NO_NODE)
			return class;
		at = ch_get(w, list, EC_CALL);
	}
	return value;
}

bool ec_variable(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	uint32_t value = assigned_value(w, ch_get(w, node, EC_VALUE));
	uint32_t declaration = ch_parent(w, node);

	s->result = ec_type_text(w, get_ts(w, node, TS_TYPE));
	if (ch_is(w, declaration, EC_LEXICAL) &&
		ch_get(w, declaration, EC_CONST) != CH_NO_NODE)
		s->kind = CH_KIND_CONSTANT;
	read_value(w, value, s);
	if (ec_in_function(w, node))
		s->flags |= CH_SYM_LOCAL;
	return true;
}

/* Each name that "const { a, b: c, ...d } = x" binds. */
static void emit_pattern(struct ch_walk *w, uint32_t node, uint32_t pattern,
	const struct ch_lang_row *row)
{
	uint32_t i, up;

	for (i = pattern + 1; i < w->nodes[pattern].next; i++) {
		up = ch_parent(w, i);
		if (ch_is(w, i, EC_SHORTHAND_PATTERN)) {
			ch_emit(w, row, node, i);
		} else if (ch_is(w, i, EC_IDENTIFIER) &&
			   !ch_is(w, i, EC_RIGHT) &&
			   (ch_is(w, up, EC_ARRAY_PATTERN) ||
				   ch_is(w, up, EC_PAIR_PATTERN) ||
				   ch_is(w, up, EC_REST_PATTERN) ||
				   ch_is(w, up, EC_ASSIGNMENT_PATTERN))) {
			ch_emit(w, row, node, i);
		}
	}
}

void ec_emit_variable(
	struct ch_walk *w, uint32_t node, const struct ch_lang_row *row)
{
	uint32_t name = ch_get(w, node, EC_NAME);
	uint32_t value = assigned_value(w, ch_get(w, node, EC_VALUE));
	bool local = !is_declared_at_top(w, ch_parent(w, node));

	if (local && !is_function_value(w, value) && !ch_is(w, value, EC_CLASS))
		return;
	if (ch_is(w, name, EC_IDENTIFIER))
		ch_emit(w, row, node, name);
	else if (name != CH_NO_NODE)
		emit_pattern(w, node, name, row);
}

bool ec_field(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	uint32_t from = node;

	s->name = ec_unquote(s->name);
	s->result = ec_type_text(w, get_ts(w, node, TS_TYPE));
	read_value(w, ch_get(w, node, EC_VALUE), s);
	/* a parameter property is the class's, not the constructor's */
	if (is_ts(w, node, TS_REQUIRED) || is_ts(w, node, TS_OPTIONAL))
		from = ch_parent(w, ch_parent(w, node));
	if (ec_in_function(w, from))
		s->flags |= CH_SYM_LOCAL;
	return true;
}

bool ec_pair(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	s->name = ec_unquote(s->name);
	read_value(w, ch_get(w, node, EC_VALUE), s);
	qualify_member(w, node, s);
	if (ec_in_function(w, node))
		s->flags |= CH_SYM_LOCAL;
	return true;
}

void ec_emit_pair(
	struct ch_walk *w, uint32_t node, const struct ch_lang_row *row)
{
	if (is_function_value(w, ch_get(w, node, EC_VALUE)) &&
		is_declared_object(w, ch_parent(w, node)))
		ch_emit(w, row, node, ch_get(w, node, EC_KEY));
}

/* constructor(private a: T): a field of the class, told before the method. */
static void emit_parameter_fields(
	struct ch_walk *w, uint32_t node, const struct ch_lang_row *row)
{
	uint32_t c = ch_first(w, ch_get(w, node, EC_PARAMETERS));

	for (; c != CH_NO_NODE; c = ch_next(w, c)) {
		if (ch_get(w, c, TS_ACCESSIBILITY) == CH_NO_NODE &&
			ch_get(w, c, TS_READONLY) == CH_NO_NODE)
			continue;
		ch_emit(w, row, c, ch_get(w, c, TS_PATTERN));
	}
}

void ec_emit_method(
	struct ch_walk *w, uint32_t node, const struct ch_lang_row *row)
{
	uint32_t name = ch_get(w, node, EC_NAME);

	if (ch_is(w, ch_parent(w, node), EC_OBJECT_LITERAL) &&
		!is_declared_object(w, ch_parent(w, node)))
		return;
	if (is_typescript(w) && ch_str_is(ch_text(w, name), "constructor"))
		/* the row behind this one is that of parameter properties */
		emit_parameter_fields(w, node, row + 1);
	ch_emit(w, row, node, name);
}

/* ---- exports ------------------------------------------------------------ */

static bool is_exports(struct ch_str object)
{
	return ch_str_is(object, "exports") ||
	       ch_str_is(object, "module.exports");
}

/* The object an assignment adds to: "Foo" of Foo.prototype.bar. */
static struct ch_str assigned_to(struct ch_walk *w, uint32_t node)
{
	uint32_t left = ch_get(w, node, EC_LEFT);
	struct ch_str object = ch_fold(w, ch_get(w, left, EC_OBJECT));

	if (ch_str_ends(object, ".prototype"))
		object.len -= 10;
	return object;
}

bool ec_assigned(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	struct ch_str object = assigned_to(w, node);
	uint32_t right = ch_get(w, node, EC_RIGHT);

	if (is_exports(object) || ch_str_is(object, "module")) {
		s->flags |= CH_SYM_EXPORTED;
		s->kind = CH_KIND_CONSTANT;
		s->value = ch_fold(w, right);
	} else {
		s->kind = CH_KIND_METHOD;
		s->qualified = ch_join(w, object, ".", s->name);
	}
	read_value(w, right, s);
	return true;
}

void ec_emit_assigned(
	struct ch_walk *w, uint32_t node, const struct ch_lang_row *row)
{
	uint32_t left = ch_get(w, node, EC_LEFT);
	uint32_t right = ch_get(w, node, EC_RIGHT);
	uint32_t up = ch_parent(w, node), name;
	struct ch_str object;
	bool makes;

	if (!ch_is(w, left, EC_MEMBER) ||
		!ch_is(w, up, EC_EXPRESSION_STATEMENT) ||
		!ch_is(w, ch_parent(w, up), EC_PROGRAM))
		return;
	makes = is_function_value(w, right) || ch_is(w, right, EC_CLASS);
	object = assigned_to(w, node);
	name = ch_get(w, left, EC_PROPERTY);
	if (ch_str_is(object, "module") && makes &&
		ch_get(w, right, EC_NAME) != CH_NO_NODE)
		name = ch_get(w, right, EC_NAME);
	if (ch_str_is(object, "module") && !makes &&
		!ch_is(w, right, EC_OBJECT_LITERAL))
		return;
	if (makes || (is_exports(object) && !ch_is(w, right, EC_IDENTIFIER)) ||
		ch_str_is(object, "module"))
		ch_emit(w, row, node, name);
}

bool ec_default(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	if (ch_is(w, ch_parent(w, node), EC_EXPORT))
		s->flags |= CH_SYM_EXPORTED;
	else if (ec_in_function(w, node))
		s->flags |= CH_SYM_LOCAL;
	read_value(w, node, s);
	return true;
}

/* Has the variable or property it is given to become the class? */
static bool is_taken(const struct ch_walk *w, uint32_t node)
{
	uint32_t scope = ch_scope(w);
	const struct ch_symbol *s;

	if (scope == CH_NO_SYMBOL)
		return false;
	s = &w->facts->symbols[scope];
	return s->kind == CH_KIND_CLASS && s->body_end == w->nodes[node].end;
}

/*
 * export default function () {}, and classes that nothing is called after:
 * wrap(class Name { ... }) is Name's, one without a name tells nothing.
 */
void ec_emit_default(
	struct ch_walk *w, uint32_t node, const struct ch_lang_row *row)
{
	uint32_t up = ch_parent(w, node), name = ch_get(w, node, EC_NAME);

	if (ch_is(w, up, EC_EXPORT)) {
		if (name == CH_NO_NODE)
			name = ch_get(w, up, EC_DEFAULT);
		ch_emit(w, row, node, name);
	} else if (row->kind == CH_KIND_CLASS && !is_taken(w, node)) {
		if (name == CH_NO_NODE)
			ch_hide(w, node);
		ch_emit(w, row, node, name);
	}
}

/* ---- imports ------------------------------------------------------------ */

static enum ch_import_kind module_kind(struct ch_str name)
{
	static const char *const system[] = { "assert", "async_hooks", "buffer",
		"child_process", "cluster", "console", "crypto", "dns",
		"events", "fs", "http", "http2", "https", "inspector", "module",
		"net", "os", "path", "perf_hooks", "process", "querystring",
		"readline", "stream", "string_decoder", "timers", "tls", "tty",
		"url", "util", "v8", "vm", "worker_threads", "zlib" };
	struct ch_str first = ch_str_sub(name, 0, ch_str_chr(name, '/', 0));
	size_t i;

	if (ch_str_starts(name, ".") || ch_str_starts(name, "/"))
		return CH_IMPORT_RELATIVE;
	if (ch_str_starts(name, "node:"))
		return CH_IMPORT_SYSTEM;
	for (i = 0; i < CH_ARRAY_LEN(system); i++)
		if (ch_str_is(first, system[i]))
			return CH_IMPORT_SYSTEM;
	return CH_IMPORT_EXTERNAL;
}

static void add_module(
	struct ch_walk *w, uint32_t node, uint32_t source, bool reexport)
{
	struct ch_str name = ec_unquote(ch_text(w, source));

	if (name.len)
		ch_add_import(w, node, name, module_kind(name), reexport);
}

void ec_import(struct ch_walk *w, uint32_t node)
{
	uint32_t source = ch_get(w, node, EC_SOURCE);

	if (source == CH_NO_NODE)
		source = ch_get(
			w, get_ts(w, node, TS_IMPORT_REQUIRE), EC_SOURCE);
	add_module(w, node, source, false);
}

void ec_emit_call(
	struct ch_walk *w, uint32_t node, const struct ch_lang_row *row)
{
	uint32_t function = ch_get(w, node, EC_FUNCTION), source;

	(void)row;
	if (!ch_is(w, function, EC_IMPORT) &&
		!ch_str_is(ch_text(w, function), "require"))
		return;
	source = ch_get(w, ch_get(w, node, EC_ARGUMENTS), EC_STRING);
	add_module(w, node, source, false);
}

/* ---- visibility --------------------------------------------------------- */

static bool is_declaration_file(const struct ch_walk *w)
{
	return ch_str_ends(w->path, ".d.ts") ||
	       ch_str_ends(w->path, ".d.mts") || ch_str_ends(w->path, ".d.cts");
}

/* Under `declare`, where everything is told to the outside. */
static bool is_ambient(const struct ch_walk *w, uint32_t node)
{
	int i;

	if (!is_typescript(w))
		return false;
	for (i = 0; i < MAX_CLIMB && node != CH_NO_NODE; i++) {
		if (ch_is(w, node, TS_AMBIENT))
			return true;
		node = ch_parent(w, node);
	}
	return false;
}

/* In declare global { ... }. */
static bool is_global(const struct ch_walk *w, uint32_t node)
{
	uint32_t up = ch_parent(w, node);
	int i;

	for (i = 0; i < MAX_CLIMB && up != CH_NO_NODE; i++) {
		if (ch_is(w, node, EC_BLOCK) && is_ts(w, up, TS_AMBIENT))
			return true;
		node = up;
		up = ch_parent(w, node);
	}
	return false;
}

enum ch_visibility ec_visible(
	struct ch_walk *w, uint32_t node, const struct ch_symbol *s)
{
	const struct ch_symbol *up;
	bool shown = s->flags & CH_SYM_EXPORTED;

	if (s->parent == CH_NO_SYMBOL)
		return shown || is_global(w, node) ? CH_VIS_PUBLIC
						   : CH_VIS_INTERNAL;
	up = &w->facts->symbols[s->parent];
	if (up->kind != CH_KIND_MODULE)
		return ch_str_starts(s->name, "#") ? CH_VIS_PRIVATE
						   : s->visibility;
	shown = shown || is_ambient(w, node) || is_declaration_file(w);
	return shown ? CH_VIS_PUBLIC : CH_VIS_INTERNAL;
}

/* ---- when all are there ------------------------------------------------- */

static void note_name(
	const struct ch_walk *w, struct ch_map *names, uint32_t node)
{
	struct ch_str name = ch_text(w, node);

	if (name.len && ch_is(w, node, EC_IDENTIFIER))
		*ch_map_add(names, name.ptr, name.len, NULL) = 1;
}

/* module.exports = { a, b: c } */
static void note_object(
	const struct ch_walk *w, struct ch_map *names, uint32_t object)
{
	uint32_t c;

	for (c = ch_first(w, object); c != CH_NO_NODE; c = ch_next(w, c)) {
		struct ch_str name = ch_text(w, c);

		if (ch_is(w, c, EC_SHORTHAND))
			*ch_map_add(names, name.ptr, name.len, NULL) = 1;
		else if (ch_is(w, c, EC_PAIR))
			note_name(w, names, ch_get(w, c, EC_VALUE));
	}
}

static void note_assignment(
	struct ch_walk *w, struct ch_map *names, uint32_t node)
{
	uint32_t left = ch_get(w, node, EC_LEFT);
	uint32_t right = ch_get(w, node, EC_RIGHT);

	if (!ch_is(w, left, EC_MEMBER) ||
		(!is_exports(ch_text(w, left)) &&
			!is_exports(ch_text(w, ch_get(w, left, EC_OBJECT)))))
		return;
	right = assigned_value(w, right);
	note_name(w, names, right);
	if (ch_is(w, ch_parent(w, node), EC_VARIABLE))
		note_name(w, names, ch_get(w, ch_parent(w, node), EC_NAME));
	if (is_exports(ch_text(w, left)) && ch_is(w, right, EC_OBJECT_LITERAL))
		note_object(w, names, right);
}

/* Has the file an import or export at its top? */
static bool is_module(const struct ch_walk *w)
{
	uint32_t c = w->nnodes ? ch_first(w, 0) : CH_NO_NODE;

	for (; c != CH_NO_NODE; c = ch_next(w, c))
		if (ch_is(w, c, EC_EXPORT) || ch_is(w, c, EC_IMPORT_STATEMENT))
			return true;
	return false;
}

/* What export lists name; and re-exports are imports. */
static void collect_exports(struct ch_walk *w, struct ch_map *names)
{
	uint32_t i;

	for (i = 0; i < w->nnodes; i++) {
		if (ch_is(w, i, EC_EXPORT)) {
			uint32_t source = ch_get(w, i, EC_SOURCE);

			add_module(w, i, source, true);
			note_name(w, names, ch_get(w, i, EC_VALUE));
			if (source == CH_NO_NODE) /* export = x */
				note_name(
					w, names, ch_get(w, i, EC_IDENTIFIER));
		} else if (ch_is(w, i, EC_EXPORT_SPECIFIER)) {
			uint32_t list = ch_parent(w, i);

			if (ch_get(w, ch_parent(w, list), EC_SOURCE) ==
				CH_NO_NODE)
				note_name(w, names, ch_get(w, i, EC_NAME));
		} else if (ch_is(w, i, EC_ASSIGNMENT)) {
			note_assignment(w, names, i);
		}
	}
}

/* "Foo" of the qualified name "Foo.bar". */
static struct ch_str first_step(struct ch_str qualified)
{
	return ch_str_sub(qualified, 0, ch_str_chr(qualified, '.', 0));
}

/* Re-exports were found last. */
static int by_place(const void *a, const void *b)
{
	const struct ch_import *x = a, *y = b;

	if (x->line != y->line)
		return x->line < y->line ? -1 : 1;
	return (x->name.ptr > y->name.ptr) - (x->name.ptr < y->name.ptr);
}

void ec_finish(struct ch_walk *w)
{
	struct ch_map names = { 0 };
	bool script = is_declaration_file(w) && !is_module(w);
	size_t i;

	collect_exports(w, &names);
	if (w->facts->nimports)
		qsort(w->facts->imports, w->facts->nimports,
			sizeof(*w->facts->imports), by_place);
	for (i = 0; i < w->facts->nsymbols; i++) {
		struct ch_symbol *s = &w->facts->symbols[i];
		struct ch_str name = first_step(s->qualified);
		uint32_t node = ch_symbol_node(w, s);

		if (s->parent != CH_NO_SYMBOL || s->flags & CH_SYM_LOCAL)
			continue;
		if (ch_map_get(&names, name.ptr, name.len))
			s->flags |= CH_SYM_EXPORTED;
		if (s->flags & CH_SYM_EXPORTED ||
			(script && ch_str_eq(name, s->name)) ||
			(is_ambient(w, node) && s->kind == CH_KIND_MODULE))
			s->visibility = CH_VIS_PUBLIC;
	}
	ch_map_release(&names);
}
