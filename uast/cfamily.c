/*
 * In C a declaration wraps its name: specifiers, then declarators that nest
 * around the name.  Everything here starts from the name and looks outwards.
 */
#include "uast/cfamily.h"

bool ch_c_is_header(struct ch_str path)
{
	static const char *const ends[] = { ".h", ".hh", ".hpp", ".hxx", ".h++",
		".inl", ".ipp", ".tcc", ".H" };

	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
		if (ch_str_ends(path, ends[i]))
			return true;
	return false;
}

static bool is_name(const struct ch_walk *w, uint32_t node)
{
	return ch_is(w, node, CH_C_IDENTIFIER) ||
	       ch_is(w, node, CH_C_FIELD_IDENTIFIER) ||
	       ch_is(w, node, CH_C_TYPE_IDENTIFIER) ||
	       ch_is(w, node, CH_C_PRIMITIVE_TYPE) ||
	       ch_is(w, node, CH_CPP_QUALIFIED) ||
	       ch_is(w, node, CH_CPP_DESTRUCTOR) ||
	       ch_is(w, node, CH_CPP_OPERATOR) ||
	       ch_is(w, node, CH_CPP_OPERATOR_CAST) ||
	       ch_is(w, node, CH_CPP_TEMPLATE_FUNCTION) ||
	       ch_is(w, node, CH_CPP_TEMPLATE_METHOD);
}

static bool is_any_declarator(const struct ch_walk *w, uint32_t node)
{
	return ch_is(w, node, CH_C_FUNCTION_DECLARATOR) ||
	       ch_is(w, node, CH_C_POINTER_DECLARATOR) ||
	       ch_is(w, node, CH_C_ARRAY_DECLARATOR) ||
	       ch_is(w, node, CH_C_PARENTHESIZED_DECLARATOR) ||
	       ch_is(w, node, CH_C_INIT_DECLARATOR) ||
	       ch_is(w, node, CH_CPP_REFERENCE) ||
	       ch_is(w, node, CH_CPP_VARIADIC_DECLARATOR) ||
	       ch_is(w, node, CH_OBJC_BLOCK_POINTER);
}

/* One level in: the field, or in parentheses the child that declares. */
static uint32_t inner(const struct ch_walk *w, uint32_t node)
{
	uint32_t c = ch_get(w, node, CH_C_DECLARATOR);

	if (c != CH_NO_NODE)
		return c;
	for (c = ch_first(w, node); c != CH_NO_NODE; c = ch_next(w, c))
		if (is_name(w, c) || is_any_declarator(w, c))
			return c;
	return CH_NO_NODE;
}

/* "operator int *() const": the part that starts at the parenthesis. */
static uint32_t conversion_declarator(const struct ch_walk *w, uint32_t cast)
{
	for (uint32_t i = cast; i < w->nodes[cast].next; i++)
		if (ch_is(w, i, CH_C_ABSTRACT_FUNCTION))
			return i;
	return CH_NO_NODE;
}

uint32_t ch_c_declared(const struct ch_walk *w, uint32_t at, uint32_t *fn)
{
	*fn = CH_NO_NODE;
	while (at != CH_NO_NODE) {
		if (ch_is(w, at, CH_C_FUNCTION_DECLARATOR))
			*fn = at;
		else if (ch_is(w, at, CH_C_POINTER_DECLARATOR) ||
			 ch_is(w, at, CH_C_ARRAY_DECLARATOR) ||
			 ch_is(w, at, CH_OBJC_BLOCK_POINTER) ||
			 ch_is(w, at, CH_CPP_REFERENCE))
			*fn = CH_NO_NODE;
		if (ch_is(w, at, CH_CPP_OPERATOR_CAST))
			*fn = conversion_declarator(w, at);
		if (is_name(w, at))
			return at;
		at = inner(w, at);
	}
	return CH_NO_NODE;
}

/* ---- types around names ------------------------------------------------- */

#define MAX_SKIPS 16

struct skips {
	uint32_t r[MAX_SKIPS][2];
	size_t n;
};

static void skip(struct skips *s, const struct ch_walk *w, uint32_t node)
{
	if (node == CH_NO_NODE || s->n == MAX_SKIPS)
		return;
	s->r[s->n][0] = w->nodes[node].start;
	s->r[s->n++][1] = w->nodes[node].end;
}

static bool is_attribute(const struct ch_walk *w, uint32_t node)
{
	return ch_is(w, node, CH_C_ATTRIBUTE_SPECIFIER) ||
	       ch_is(w, node, CH_C_ATTRIBUTE_DECLARATION) ||
	       ch_is(w, node, CH_C_DECLSPEC);
}

/* The body of a struct or enum that stands where a type does. */
static uint32_t body_of_type(const struct ch_walk *w, uint32_t type)
{
	uint32_t body = ch_get(w, type, CH_C_BODY);

	if (ch_is(w, body, CH_C_FIELD_LIST) ||
		ch_is(w, body, CH_C_ENUMERATOR_LIST))
		return body;
	return CH_NO_NODE;
}

static bool is_storage_word(const struct ch_walk *w, uint32_t node)
{
	static const char *const words[] = { "virtual", "friend", "explicit",
		"typedef", "constexpr", "consteval", "constinit",
		"__extension__" };
	struct ch_str s;

	if (ch_is(w, node, CH_C_STORAGE_CLASS))
		return true;
	s = ch_text(w, node);
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (ch_str_is(s, words[i]))
			return true;
	return false;
}

/* What in the specifiers is not of the type. */
static void skip_specifiers(
	struct skips *s, const struct ch_walk *w, uint32_t node, bool storage)
{
	uint32_t c;

	for (c = ch_first(w, node); c != CH_NO_NODE; c = ch_next(w, c)) {
		if (w->nodes[c].field && ch_is(w, c, CH_C_DECLARATOR))
			break;
		if (is_attribute(w, c) || (storage && is_storage_word(w, c)))
			skip(s, w, c);
		else
			skip(s, w, body_of_type(w, c));
	}
}

/* The declarator of 'node' that 'name' is in: a child of it. */
static uint32_t top_of(const struct ch_walk *w, uint32_t node, uint32_t name)
{
	uint32_t at = name;

	while (ch_parent(w, at) != node &&
		!ch_is(w, ch_parent(w, at), CH_C_INIT_DECLARATOR) &&
		ch_parent(w, at) != CH_NO_NODE)
		at = ch_parent(w, at);
	return at;
}

/* "int (*" ... ")(char)": the declaration with [hole] cut out of it. */
static struct ch_str type_around(struct ch_walk *w, uint32_t node, uint32_t top,
	uint32_t hole_start, uint32_t hole_end)
{
	uint32_t first = ch_get(w, node, CH_C_DECLARATOR);
	uint32_t at = first == CH_NO_NODE ? top : first;
	struct skips s = { .n = 0 };
	struct ch_str type, before, after;

	skip_specifiers(&s, w, node, true);
	type = ch_fold_except(w, w->nodes[node].start, w->nodes[at].start,
		(const uint32_t(*)[2])s.r, s.n);
	before = ch_fold_bytes(w, w->nodes[top].start, hole_start);
	after = ch_fold_bytes(w, hole_end, w->nodes[top].end);
	if (after.len && (after.ptr[0] == '[' || before.len))
		before = ch_join(w, before, "", after);
	else if (after.len)
		before = after;
	return ch_join(
		w, type, before.len && before.ptr[0] == '[' ? "" : " ", before);
}

static struct ch_str type_without_name(
	struct ch_walk *w, uint32_t node, uint32_t name)
{
	uint32_t top = top_of(w, node, name);

	return type_around(
		w, node, top, w->nodes[name].start, w->nodes[name].end);
}

/* ---- parameters --------------------------------------------------------- */

static bool is_void_list(const struct ch_walk *w, uint32_t list)
{
	uint32_t c = ch_get(w, list, CH_C_PARAMETER_DECLARATION);

	return c != CH_NO_NODE &&
	       ch_get_next(w, c, CH_C_PARAMETER_DECLARATION) == CH_NO_NODE &&
	       ch_str_is(ch_text(w, c), "void");
}

/* Where a parameter ends that has no name: before its "= x". */
static uint32_t without_default(const struct ch_walk *w, uint32_t node)
{
	uint32_t dflt = ch_get(w, node, CH_C_DEFAULT), c, last = CH_NO_NODE;

	if (dflt == CH_NO_NODE)
		return w->nodes[node].end;
	for (c = ch_first(w, node); c != dflt; c = ch_next(w, c))
		if (!ch_str_is(ch_text(w, c), "="))
			last = c;
	return w->nodes[last == CH_NO_NODE ? node : last].end;
}

static void add_declared(struct ch_walk *w, uint32_t node)
{
	uint32_t fn, name;
	uint32_t d = ch_get(w, node, CH_C_DECLARATOR);
	struct ch_param *p = ch_add_param(w);
	struct skips s = { .n = 0 };

	name = ch_c_declared(w, d, &fn);
	p->name = ch_text(w, name);
	p->dflt = ch_fold(w, ch_get(w, node, CH_C_DEFAULT));
	p->optional = p->dflt.len > 0;
	if (ch_is(w, node, CH_CPP_VARIADIC_PARAMETER))
		p->kind = CH_PARAM_VARIADIC;
	if (name != CH_NO_NODE) {
		p->type = type_without_name(w, node, name);
	} else {
		skip_specifiers(&s, w, node, true);
		p->type = ch_fold_except(w, w->nodes[node].start,
			without_default(w, node), (const uint32_t(*)[2])s.r,
			s.n);
	}
}

/* "f(a, b) int a; char *b; { }": the type of 'a' stands further down. */
static struct ch_str old_style_type(
	struct ch_walk *w, uint32_t list, struct ch_str name)
{
	uint32_t fn, def = ch_parent(w, list), c, d;

	while (def != CH_NO_NODE && !ch_is(w, def, CH_C_FUNCTION_DEFINITION))
		def = ch_parent(w, def);
	for (c = ch_get(w, def, CH_C_DECLARATION); c != CH_NO_NODE;
		c = ch_get_next(w, c, CH_C_DECLARATION))
		for (d = ch_get(w, c, CH_C_DECLARATOR); d != CH_NO_NODE;
			d = ch_get_next(w, d, CH_C_DECLARATOR)) {
			uint32_t id = ch_c_declared(w, d, &fn);

			if (ch_str_eq(ch_text(w, id), name))
				return type_without_name(w, c, id);
		}
	return CH_STR("");
}

void ch_c_params(struct ch_walk *w, uint32_t list)
{
	uint32_t c;
	struct ch_param *p;

	if (is_void_list(w, list))
		return;
	for (c = ch_first(w, list); c != CH_NO_NODE; c = ch_next(w, c)) {
		if (ch_is(w, c, CH_C_PARAMETER_DECLARATION) ||
			ch_is(w, c, CH_CPP_OPTIONAL_PARAMETER) ||
			ch_is(w, c, CH_CPP_VARIADIC_PARAMETER)) {
			add_declared(w, c);
		} else if (ch_is(w, c, CH_C_VARIADIC) ||
			   ch_is(w, c, CH_C_ELLIPSIS)) {
			p = ch_add_param(w);
			p->name = CH_STR("...");
			p->kind = CH_PARAM_VARIADIC;
		} else if (ch_is(w, c, CH_C_IDENTIFIER)) {
			struct ch_str name = ch_text(w, c);
			struct ch_str type = old_style_type(w, list, name);

			p = ch_add_param(w);
			p->name = name;
			p->type = type;
		}
	}
}

/* ---- symbols ------------------------------------------------------------ */

/* Attributes behind the name: of the declarator, of the declaration. */
static void trailing_attributes(
	struct ch_walk *w, uint32_t node, uint32_t name, struct ch_symbol *s)
{
	uint32_t at = name, c;

	while (at != node && at != CH_NO_NODE) {
		for (c = ch_next(w, at); c != CH_NO_NODE; c = ch_next(w, c)) {
			if (!is_attribute(w, c))
				continue;
			s->attributes =
				ch_join(w, s->attributes, " ", ch_fold(w, c));
			if (ch_str_find(s->attributes, CH_STR("deprecated"),
				    0) != (size_t)-1)
				s->flags |= CH_SYM_DEPRECATED;
		}
		at = ch_parent(w, at);
	}
}

static struct ch_str signature_of(
	struct ch_walk *w, uint32_t node, uint32_t top, uint32_t to)
{
	uint32_t first = ch_get(w, node, CH_C_DECLARATOR);
	struct skips s = { .n = 0 }, t = { .n = 0 };
	struct ch_str head, tail;
	uint32_t c;

	skip_specifiers(&s, w, node, false);
	head = ch_fold_except(w, w->nodes[node].start, w->nodes[first].start,
		(const uint32_t(*)[2])s.r, s.n);
	for (c = ch_first(w, top); c != CH_NO_NODE; c = ch_next(w, c))
		if (is_attribute(w, c))
			skip(&t, w, c);
	tail = ch_fold_except(
		w, w->nodes[top].start, to, (const uint32_t(*)[2])t.r, t.n);
	return ch_join(w, head, " ", tail);
}

/* ---- C++ names ---------------------------------------------------------- */

/* "A<T>::B" without arguments: "A::B". */
static struct ch_str scope_text(struct ch_walk *w, uint32_t scope)
{
	if (ch_is(w, scope, CH_CPP_TEMPLATE_TYPE))
		return ch_fold(w, ch_get(w, scope, CH_C_NAME));
	return ch_fold(w, scope);
}

/* One spelling for "operator==" and "operator ==": that of tags files. */
static struct ch_str operator_name(struct ch_walk *w, struct ch_str name)
{
	struct ch_str word = CH_STR("operator"), sign;

	if (!ch_str_starts(name, "operator"))
		return name;
	sign = ch_str_trim(ch_str_sub(name, word.len, name.len));
	return ch_join(w, word, " ", sign);
}

/* Name and qualified name of what is not a plain identifier. */
static void cpp_name(struct ch_walk *w, uint32_t name, struct ch_symbol *s)
{
	struct ch_str path = ch_str_n(NULL, 0);

	while (ch_is(w, name, CH_CPP_QUALIFIED)) {
		path = ch_join(w, path,
			"::", scope_text(w, ch_get(w, name, CH_CPP_SCOPE)));
		name = ch_get(w, name, CH_C_NAME);
	}
	while (ch_is(w, name, CH_CPP_DEPENDENT_NAME))
		name = ch_first(w, name);
	if (name == CH_NO_NODE)
		return;
	s->name = ch_fold(w, name);
	s->name_byte = w->nodes[name].start;
	if (ch_is(w, name, CH_CPP_OPERATOR))
		s->name = operator_name(w, s->name);
	if (ch_is(w, name, CH_CPP_TEMPLATE_FUNCTION) ||
		ch_is(w, name, CH_CPP_TEMPLATE_METHOD))
		s->name = ch_fold(w, ch_get(w, name, CH_C_NAME));
	if (ch_is(w, name, CH_CPP_OPERATOR_CAST) &&
		conversion_declarator(w, name) != CH_NO_NODE)
		s->name = ch_str_trim(ch_fold_bytes(w, w->nodes[name].start,
			w->nodes[conversion_declarator(w, name)].start));
	if (ch_is(w, name, CH_CPP_TEMPLATE_TYPE)) {
		path = ch_join(w, path, "::", s->name);
		s->qualified = path;
		s->name = ch_fold(w, ch_get(w, name, CH_C_NAME));
	} else if (path.len) {
		s->qualified = ch_join(w, path, "::", s->name);
		if (s->kind == CH_KIND_FUNCTION)
			s->kind = CH_KIND_METHOD;
	}
}

/* The template list it stands under. */
static void cpp_generics(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	uint32_t up = ch_parent(w, node);

	if (ch_is(w, up, CH_CPP_FRIEND))
		up = ch_parent(w, up);
	if (!ch_is(w, up, CH_CPP_TEMPLATE_DECLARATION))
		return;
	s->generics = ch_fold(w, ch_get(w, up, CH_C_PARAMETERS));
}

static void add_template_head(
	struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	uint32_t up = ch_parent(w, node), outer = node;

	while (ch_is(w, up, CH_CPP_TEMPLATE_DECLARATION)) {
		outer = up;
		up = ch_parent(w, up);
	}
	if (outer != node)
		s->signature = ch_join(w,
			ch_fold_bytes(
				w, w->nodes[outer].start, w->nodes[node].start),
			" ", s->signature);
}

/* What stands behind the parameters: -> T, const, noexcept, = 0. */
static void cpp_suffix(
	struct ch_walk *w, uint32_t node, uint32_t fn, struct ch_symbol *s)
{
	uint32_t ret = ch_get(w, fn, CH_CPP_TRAILING_RETURN);
	uint32_t except = ch_get(w, fn, CH_CPP_NOEXCEPT), c;
	struct ch_str text = ch_fold(w, ret);

	if (ch_str_starts(text, "->"))
		s->result = ch_str_trim(ch_str_sub(text, 2, text.len));
	s->throws = ch_fold(w, except);
	for (c = ch_get(w, fn, CH_C_TYPE_QUALIFIER); c != CH_NO_NODE;
		c = ch_get_next(w, c, CH_C_TYPE_QUALIFIER))
		if (ch_str_is(ch_text(w, c), "const"))
			s->flags |= CH_SYM_CONST;
	for (c = ch_get(w, node, CH_C_TYPE_QUALIFIER); c != CH_NO_NODE;
		c = ch_get_next(w, c, CH_C_TYPE_QUALIFIER))
		if (ch_str_starts(ch_text(w, c), "conste"))
			s->flags |= CH_SYM_CONST;
	if (ch_get(w, node, CH_CPP_PURE) != CH_NO_NODE ||
		(ch_is(w, node, CH_C_FIELD_DECLARATION) &&
			ch_str_is(ch_text(w, ch_get(w, node, CH_C_DEFAULT)),
				"0")))
		s->flags |= CH_SYM_ABSTRACT;
}

/* Where the signature of a function ends. */
static uint32_t head_end(const struct ch_walk *w, uint32_t node, uint32_t top,
	struct ch_symbol *s)
{
	uint32_t init = ch_get(w, node, CH_CPP_INITIALIZERS);

	if (ch_get(w, node, CH_CPP_DELETED) != CH_NO_NODE ||
		ch_get(w, node, CH_CPP_DEFAULTED) != CH_NO_NODE) {
		s->flags &= ~(uint32_t)CH_SYM_DECLARATION;
		return w->nodes[node].end;
	}
	if (s->flags & CH_SYM_ABSTRACT)
		return w->nodes[node].end;
	if (init != CH_NO_NODE)
		return w->nodes[init].start;
	return s->body_start < s->body_end ? s->body_start : w->nodes[top].end;
}

static struct ch_str trim_end(struct ch_str s)
{
	while (s.len && (s.ptr[s.len - 1] == ';' || s.ptr[s.len - 1] == ':' ||
				s.ptr[s.len - 1] == ' '))
		s.len--;
	return s;
}

/* DEFINE_THING(x) { }: what it makes is the macro's secret. */
static bool is_all_caps(struct ch_str s)
{
	for (size_t i = 0; i < s.len; i++)
		if (ch_is_lower(s.ptr[i]))
			return false;
	return s.len > 2;
}

/* ---- hooks -------------------------------------------------------------- */

static uint32_t declare_function(struct ch_walk *w, uint32_t node, uint32_t top,
	uint32_t fn, struct ch_symbol *s)
{
	uint32_t from = w->nodes[fn].start;

	if (ch_is(w, ch_name_node(w), CH_CPP_OPERATOR_CAST))
		from = w->nodes[ch_name_node(w)].start;
	ch_c_params(w, ch_get(w, fn, CH_C_PARAMETERS));
	s->result = type_around(w, node, top, from, w->nodes[fn].end);
	cpp_suffix(w, node, fn, s);
	return head_end(w, node, top, s);
}

/* A function that is defined as a friend stands beside the class. */
static void leave_class(const struct ch_walk *w, struct ch_symbol *s)
{
	const struct ch_symbol *all = w->facts->symbols;

	while (s->parent != CH_NO_SYMBOL &&
		ch_kind_is_type(all[s->parent].kind))
		s->parent = all[s->parent].parent;
	s->kind = CH_KIND_FUNCTION;
}

/* "MAKE_ITERATOR(x);" in a class that has another name. */
static bool is_macro_call(const struct ch_walk *w, const struct ch_symbol *s)
{
	return s->parent != CH_NO_SYMBOL &&
	       ch_kind_is_type(w->facts->symbols[s->parent].kind) &&
	       !ch_str_eq(w->facts->symbols[s->parent].name, s->name);
}

bool ch_c_declare(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	uint32_t name = ch_name_node(w), top = top_of(w, node, name), fn, c;
	uint32_t to = w->nodes[top].end;

	if (ch_is(w, ch_parent(w, node), CH_CPP_FRIEND)) {
		if (s->body_start == s->body_end)
			return false;
		leave_class(w, s);
	}
	ch_c_declared(w, top, &fn);
	if (fn != CH_NO_NODE)
		to = declare_function(w, node, top, fn, s);
	else
		s->result = type_without_name(w, node, name);
	c = ch_next(w, top);
	if (ch_is(w, c, CH_C_BITFIELD)) {
		s->result = ch_join(w, s->result, " ", ch_fold(w, c));
		to = w->nodes[c].end;
	}
	if (ch_is(w, ch_parent(w, top), CH_C_INIT_DECLARATOR))
		s->value = ch_fold(w, ch_get(w, ch_parent(w, top), CH_C_VALUE));
	else if (fn == CH_NO_NODE)
		s->value = ch_fold(w, ch_get(w, node, CH_C_DEFAULT));
	cpp_name(w, name, s);
	cpp_generics(w, node, s);
	if (fn != CH_NO_NODE && !s->result.len && is_all_caps(s->name)) {
		if (s->body_start == s->body_end && is_macro_call(w, s))
			return false;
		s->flags |= CH_SYM_MACRO_MADE;
	}
	if (fn == CH_NO_NODE && !s->value.len &&
		ch_str_starts(ch_text(w, node), "extern "))
		s->flags |= CH_SYM_DECLARATION;
	s->signature = trim_end(signature_of(w, node, top, to));
	add_template_head(w, node, s);
	trailing_attributes(w, node, name, s);
	return true;
}

/* Which row a declarator of this node asks for. */
static enum ch_c_row row_for(const struct ch_walk *w, uint32_t node, bool fn)
{
	uint32_t type;

	if (ch_is(w, node, CH_C_TYPE_DEFINITION))
		return CH_C_TYPEDEF;
	if (!ch_is(w, node, CH_C_FIELD_DECLARATION))
		return fn ? CH_C_PROTOTYPE : CH_C_VARIABLE;
	/* C has no methods: a macro made a pointer of it */
	if (fn && w->lang->nids == CH_CPP_NIDS)
		return CH_C_PROTOTYPE;
	type = ch_get(w, node, CH_C_TYPE);
	if (body_of_type(w, type) != CH_NO_NODE &&
		ch_get(w, type, CH_C_NAME) == CH_NO_NODE)
		return CH_C_FIELD_SCOPE;
	return CH_C_FIELD;
}

/* "typedef struct { } name": the struct takes the name. */
static uint32_t typedef_name(const struct ch_walk *w, uint32_t type)
{
	uint32_t up = ch_parent(w, type);
	uint32_t d = ch_get(w, up, CH_C_DECLARATOR);

	if (!ch_is(w, up, CH_C_TYPE_DEFINITION) ||
		ch_get(w, type, CH_C_NAME) != CH_NO_NODE ||
		body_of_type(w, type) == CH_NO_NODE)
		return CH_NO_NODE;
	while (d != CH_NO_NODE && !ch_is(w, d, CH_C_TYPE_IDENTIFIER))
		d = ch_get_next(w, d, CH_C_DECLARATOR);
	return d;
}

/* What error recovery may take for a name. */
static bool is_keyword(struct ch_str s)
{
	static const char *const words[] = { "if", "else", "for", "while", "do",
		"switch", "case", "return", "typedef", "struct", "class",
		"union", "enum", "namespace", "sizeof", "template", "catch" };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (ch_str_is(s, words[i]))
			return true;
	return false;
}

void ch_c_emit_declarations(
	struct ch_walk *w, uint32_t node, const struct ch_lang_row *row)
{
	uint32_t taken = typedef_name(w, ch_get(w, node, CH_C_TYPE));
	uint32_t d, fn, name;

	(void)row;
	for (d = ch_get(w, node, CH_C_DECLARATOR); d != CH_NO_NODE;
		d = ch_get_next(w, d, CH_C_DECLARATOR)) {
		name = ch_c_declared(w, d, &fn);
		if (name != CH_NO_NODE && name != taken &&
			!is_keyword(ch_text(w, name)))
			ch_emit(w,
				&w->lang->rows[row_for(
					w, node, fn != CH_NO_NODE)],
				node, name);
	}
}

void ch_c_emit_function(
	struct ch_walk *w, uint32_t node, const struct ch_lang_row *row)
{
	uint32_t up = ch_scope(w), fn, name;

	name = ch_c_declared(w, ch_get(w, node, CH_C_DECLARATOR), &fn);
	/* a macro call and a block inside a function look like one */
	if (up != CH_NO_SYMBOL &&
		ch_kind_is_callable(w->facts->symbols[up].kind))
		return;
	if (fn != CH_NO_NODE && !is_keyword(ch_text(w, name)))
		ch_emit(w, row, node, name);
}

void ch_c_emit_tagged(
	struct ch_walk *w, uint32_t node, const struct ch_lang_row *row)
{
	uint32_t name = ch_get(w, node, CH_C_NAME);

	if (body_of_type(w, node) == CH_NO_NODE)
		return;
	if (name == CH_NO_NODE)
		name = typedef_name(w, node);
	if (ch_emit(w, row, node, name) && ch_is(w, node, CH_CPP_CLASS))
		ch_set_access(w, CH_VIS_PRIVATE);
}

/*
 * A name taken from the typedef: the whole typedef is the declaration, and
 * what it names is a type that has fields.
 */
bool ch_c_type_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	uint32_t name = ch_name_node(w), up = ch_parent(w, name);
	struct ch_str head, bases = ch_fold(w, ch_get(w, node, CH_CPP_BASES));

	if (ch_str_starts(bases, ":"))
		s->bases = ch_str_trim(ch_str_sub(bases, 1, bases.len));
	cpp_name(w, name, s);
	cpp_generics(w, node, s);
	if (!ch_is(w, up, CH_C_TYPE_DEFINITION))
		return true;
	s->start_byte = w->nodes[up].start;
	s->end_byte = w->nodes[up].end;
	head = ch_fold_bytes(w, w->nodes[up].start, s->body_start);
	s->signature = ch_join(w, head, " ", s->name);
	s->kind = CH_KIND_TYPE;
	return true;
}

/* "#ifndef X", "#define X": an include guard. */
static bool is_guard(const struct ch_walk *w, uint32_t define)
{
	uint32_t up = ch_parent(w, define);

	return ch_is(w, up, CH_C_PREPROC_IFDEF) &&
	       ch_get(w, define, CH_C_VALUE) == CH_NO_NODE &&
	       ch_str_eq(ch_text(w, ch_get(w, up, CH_C_NAME)),
		       ch_text(w, ch_get(w, define, CH_C_NAME)));
}

bool ch_c_macro_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	uint32_t to = ch_get(w, node, CH_C_PARAMETERS);
	size_t at;

	if (to == CH_NO_NODE)
		to = ch_name_node(w);
	s->signature = ch_fold_bytes(w, w->nodes[node].start, w->nodes[to].end);
	at = ch_str_find(s->value, CH_STR(" //"), 0);
	s->value = ch_str_trim(s->value);
	if (at != (size_t)-1)
		s->value = ch_str_trim(ch_str_sub(s->value, 0, at));
	return true;
}

void ch_c_emit_condition(
	struct ch_walk *w, uint32_t node, const struct ch_lang_row *row)
{
	uint32_t define = ch_get(w, node, CH_C_PREPROC_DEF);

	(void)row;
	if (define != CH_NO_NODE && is_guard(w, define))
		return;
	if (ch_str_is(ch_text(w, ch_get(w, node, CH_C_NAME)), "__cplusplus"))
		return;
	ch_mark_conditional(w, node);
}

void ch_c_import(struct ch_walk *w, uint32_t node)
{
	uint32_t path = ch_get(w, node, CH_C_PATH);
	struct ch_str s = ch_text(w, path);

	if (s.len < 2)
		return;
	if (ch_is(w, path, CH_C_SYSTEM_STRING))
		ch_add_import(w, node, ch_str_sub(s, 1, s.len - 1),
			CH_IMPORT_SYSTEM, false);
	else if (ch_is(w, path, CH_C_STRING))
		ch_add_import(w, node, ch_str_sub(s, 1, s.len - 1),
			CH_IMPORT_RELATIVE, false);
}

/* In a namespace without a name? */
static bool is_unnamed(const struct ch_walk *w, uint32_t node)
{
	uint32_t up;

	for (up = ch_parent(w, node); up != CH_NO_NODE; up = ch_parent(w, up))
		if (ch_is(w, up, CH_CPP_NAMESPACE) &&
			ch_get(w, up, CH_C_NAME) == CH_NO_NODE)
			return true;
	return false;
}

/* By convention not for users, though headers must hold it. */
static bool is_internal_namespace(struct ch_str name)
{
	return ch_str_is(name, "detail") || ch_str_is(name, "details") ||
	       ch_str_is(name, "internal") || ch_str_is(name, "impl");
}

static bool is_member(const struct ch_walk *w, const struct ch_symbol *s)
{
	return s->parent != CH_NO_SYMBOL &&
	       ch_kind_is_type(w->facts->symbols[s->parent].kind);
}

enum ch_visibility ch_c_visible(
	struct ch_walk *w, uint32_t node, const struct ch_symbol *s)
{
	bool header = ch_c_is_header(w->path);

	if (s->kind == CH_KIND_MACRO)
		return header && !is_guard(w, node) ? CH_VIS_PUBLIC
						    : CH_VIS_PRIVATE;
	if (is_member(w, s))
		return s->visibility;
	if (s->kind == CH_KIND_MODULE)
		return is_internal_namespace(s->name) ? CH_VIS_INTERNAL
						      : CH_VIS_PUBLIC;
	if (s->flags & CH_SYM_STATIC || is_unnamed(w, node))
		return CH_VIS_PRIVATE;
	if (header)
		return CH_VIS_PUBLIC;
	if (s->kind == CH_KIND_FUNCTION || s->kind == CH_KIND_METHOD ||
		s->kind == CH_KIND_VARIABLE)
		return CH_VIS_INTERNAL;
	return CH_VIS_PRIVATE;
}
