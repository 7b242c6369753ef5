#include "base/map.h"
#include "uast/lang.h"

const struct TSLanguage *tree_sitter_haskell(void);

enum id {
	ID_NAME, /* fields */
	ID_NAMES,
	ID_MODULE,
	ID_ALIAS,
	ID_EXPORTS,
	ID_CHILDREN,
	ID_ELEMENT,
	ID_TYPE,
	ID_VARIABLE,
	ID_OPERATOR,
	ID_CONSTRUCTOR,
	ID_CONSTRUCTORS,
	ID_CLASSES,
	ID_PATTERN,
	ID_PATTERNS,
	ID_PARAMETER,
	ID_RESULT,
	ID_CONTEXT,
	ID_SYNONYM,
	ID_FUNCTION,
	ID_MATCH,
	ID_HEADER, /* types */
	ID_EXPORT,
	ID_MODULE_EXPORT,
	ID_ALL_NAMES,
	ID_DECLARATIONS,
	ID_CLASS_DECLARATIONS,
	ID_INSTANCE_DECLARATIONS,
	ID_FOREIGN,
	ID_PATTERN_SYNONYM,
	ID_DERIVING,
	ID_INFIX,
	ID_PREFIX_ID,
	ID_INFIX_ID,
	ID_FIELD_NAME,
	ID_GUARDS,
	ID_INSTANCE,
	ID_DERIVING_INSTANCE,
	ID_EQUATION,
	ID_SIGNATURE,
	ID_INSTANCE_WORD
};

static const char *const ids[] = {
	[ID_NAME] = ".name",
	[ID_NAMES] = ".names",
	[ID_MODULE] = ".module",
	[ID_ALIAS] = ".alias",
	[ID_EXPORTS] = ".exports",
	[ID_CHILDREN] = ".children",
	[ID_ELEMENT] = ".element",
	[ID_TYPE] = ".type",
	[ID_VARIABLE] = ".variable",
	[ID_OPERATOR] = ".operator",
	[ID_CONSTRUCTOR] = ".constructor",
	[ID_CONSTRUCTORS] = ".constructors",
	[ID_CLASSES] = ".classes",
	[ID_PATTERN] = ".pattern",
	[ID_PATTERNS] = ".patterns",
	[ID_PARAMETER] = ".parameter",
	[ID_RESULT] = ".result",
	[ID_CONTEXT] = ".context",
	[ID_SYNONYM] = ".synonym",
	[ID_FUNCTION] = ".function",
	[ID_MATCH] = ".match",
	[ID_HEADER] = "header",
	[ID_EXPORT] = "export",
	[ID_MODULE_EXPORT] = "module_export",
	[ID_ALL_NAMES] = "all_names",
	[ID_DECLARATIONS] = "declarations",
	[ID_CLASS_DECLARATIONS] = "class_declarations",
	[ID_INSTANCE_DECLARATIONS] = "instance_declarations",
	[ID_FOREIGN] = "foreign_import",
	[ID_PATTERN_SYNONYM] = "pattern_synonym",
	[ID_DERIVING] = "deriving",
	[ID_INFIX] = "infix",
	[ID_PREFIX_ID] = "prefix_id",
	[ID_INFIX_ID] = "infix_id",
	[ID_FIELD_NAME] = "field_name",
	[ID_GUARDS] = "guards",
	[ID_INSTANCE] = "instance",
	[ID_DERIVING_INSTANCE] = "deriving_instance",
	[ID_EQUATION] = "equation",
	[ID_SIGNATURE] = "signature",
	[ID_INSTANCE_WORD] = "'instance",
};

/* Rows without a type. */
enum { ROW_FIELD, ROW_SYNONYM };

/* ---- names -------------------------------------------------------------- */

/* <+> of (<+>), op of `op`. */
static uint32_t plain(const struct ch_walk *w, uint32_t name)
{
	if (ch_is(w, name, ID_PREFIX_ID) || ch_is(w, name, ID_INFIX_ID))
		return ch_next(w, ch_first(w, name));
	return name;
}

/* What a function's equation defines: f x y, x `f` y, (x <+> y) z. */
static uint32_t defined(const struct ch_walk *w, uint32_t node)
{
	uint32_t name = ch_get(w, node, ID_NAME);

	if (name == CH_NO_NODE)
		name = ch_get(w, ch_get(w, node, ID_INFIX), ID_OPERATOR);
	return plain(w, name);
}

static bool is_top(const struct ch_walk *w, uint32_t node)
{
	uint32_t up = ch_parent(w, node);

	return ch_is(w, up, ID_DECLARATIONS) ||
	       ch_is(w, up, ID_CLASS_DECLARATIONS) ||
	       ch_is(w, up, ID_INSTANCE_DECLARATIONS);
}

/* ---- functions ---------------------------------------------------------- */

/* "a -> b -> c" of "forall a. C a => a -> b -> c". */
static uint32_t unqualified(const struct ch_walk *w, uint32_t type)
{
	int depth;

	for (depth = 0; depth < 4; depth++) {
		uint32_t next = ch_get(w, type, ID_TYPE);

		if (next == CH_NO_NODE ||
			(ch_get(w, type, ID_CONTEXT) == CH_NO_NODE &&
				!ch_str_starts(ch_text(w, type), "forall")))
			break;
		type = next;
	}
	return type;
}

/* No more of one function's. */
#define MAX_PARAMS 100

/* The patterns of an equation, or what stands before the arrows of a type. */
static void read_params(struct ch_walk *w, uint32_t node)
{
	uint32_t c =
		ch_is(w, node, ID_PATTERNS) ? ch_first(w, node) : CH_NO_NODE;
	int i;

	for (node = unqualified(w, node);
		ch_get(w, node, ID_RESULT) != CH_NO_NODE;
		node = ch_get(w, node, ID_RESULT)) {
		struct ch_str one = ch_fold(w, ch_get(w, node, ID_PARAMETER));

		ch_add_param(w)->type = one;
	}
	for (i = 0; i < MAX_PARAMS && c != CH_NO_NODE; i++) {
		struct ch_str name = ch_fold(w, c);

		ch_add_param(w)->name = name;
		c = ch_next(w, c);
	}
}

static bool signature_hook(
	struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	uint32_t type = ch_get(w, node, ID_TYPE), up = ch_parent(w, node);
	uint32_t rest = unqualified(w, type);

	if (type == CH_NO_NODE)
		return true;
	if (rest != type)
		s->generics = ch_str_trim(ch_fold_bytes(
			w, w->nodes[type].start, w->nodes[rest].start));
	while (ch_get(w, rest, ID_RESULT) != CH_NO_NODE)
		rest = ch_get(w, rest, ID_RESULT);
	s->result = ch_fold(w, rest);
	if (ch_get(w, node, ID_NAMES) != CH_NO_NODE)
		s->signature = ch_join(w, s->name, " :: ", ch_fold(w, type));
	if (ch_is(w, up, ID_FOREIGN)) {
		s->start_byte = w->nodes[up].start;
		s->flags |= CH_SYM_DECLARATION;
	}
	return true;
}

static bool function_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	uint32_t match = ch_get(w, node, ID_MATCH);

	if (match != CH_NO_NODE) {
		s->body_start = w->nodes[match].start;
		s->body_end = s->end_byte;
	}
	return true;
}

/* "a, b :: T" are two. */
static void emit_signature(
	struct ch_walk *w, uint32_t node, const struct ch_lang_row *row)
{
	uint32_t names = ch_get(w, node, ID_NAMES), c;

	if (!is_top(w, node) && !ch_is(w, ch_parent(w, node), ID_FOREIGN))
		return;
	if (names == CH_NO_NODE)
		ch_emit(w, row, node, plain(w, ch_get(w, node, ID_NAME)));
	for (c = ch_get(w, names, ID_NAME); c != CH_NO_NODE;
		c = ch_get_next(w, c, ID_NAME))
		ch_emit(w, row, node, plain(w, c));
}

/* How far back a signature is looked for. */
#define LOOK_BACK 64

/* The function that an equation is more of: the last, or one without a body. */
static uint32_t begun(const struct ch_walk *w, struct ch_str name)
{
	uint32_t last = ch_last_sibling(w), i = last;
	const struct ch_symbol *s;
	int n;

	for (n = 0; n < LOOK_BACK && i != CH_NO_SYMBOL; n++, i--) {
		s = &w->facts->symbols[i];
		if (ch_kind_is_callable(s->kind) && s->parent == ch_scope(w) &&
			ch_str_eq(s->name, name) &&
			(i == last || s->body_start == s->body_end))
			return i;
		if (!i)
			break;
	}
	return CH_NO_SYMBOL;
}

static void emit_function(
	struct ch_walk *w, uint32_t node, const struct ch_lang_row *row)
{
	uint32_t name = defined(w, node), at;
	uint32_t match = ch_get(w, node, ID_MATCH);
	struct ch_symbol *s;
	bool decides;

	if (!is_top(w, node) || name == CH_NO_NODE)
		return;
	at = begun(w, ch_text(w, name));
	if (at == CH_NO_SYMBOL) {
		ch_emit(w, row, node, name);
		return;
	}
	s = &w->facts->symbols[at];
	decides = s->body_start < s->body_end;
	if (s->flags & CH_SYM_ABSTRACT) {
		s->flags &= ~(uint32_t)CH_SYM_ABSTRACT;
		s->flags |= CH_SYM_HAS_DEFAULT;
	}
	ch_continue(w, at, node,
		w->nodes[match == CH_NO_NODE ? node : match].start);
	if (decides)
		ch_note_decision(w);
}

/* "| otherwise" is where the others lead. */
static void emit_match(
	struct ch_walk *w, uint32_t node, const struct ch_lang_row *row)
{
	struct ch_str guards = ch_text(w, ch_get(w, node, ID_GUARDS));

	(void)row;
	if (guards.len && !ch_str_is(guards, "otherwise") &&
		!ch_str_is(guards, "True"))
		ch_note_decision(w);
}

static void emit_alternative(
	struct ch_walk *w, uint32_t node, const struct ch_lang_row *row)
{
	(void)row;
	if (!ch_str_is(ch_text(w, ch_get(w, node, ID_PATTERN)), "_"))
		ch_note_decision(w);
}

/* ---- types -------------------------------------------------------------- */

/* Up to the body, without the word before it. */
static void cut_where(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	struct ch_str head = ch_str_trim(ch_fold_bytes(w, w->nodes[node].start,
		s->body_start < s->body_end ? s->body_start
					    : w->nodes[node].end));

	if (ch_str_ends(head, " where") || ch_str_ends(head, " ="))
		head = ch_str_sub(head, 0,
			head.len - (head.ptr[head.len - 1] == '=' ? 2 : 6));
	s->signature = head;
}

static bool class_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	cut_where(w, node, s);
	return true;
}

/* "Eq, Show" of all its deriving clauses. */
static struct ch_str derived(struct ch_walk *w, uint32_t node)
{
	struct ch_str all = { NULL, 0 }, one;
	uint32_t c;

	for (c = ch_get(w, node, ID_DERIVING);
		c != CH_NO_NODE && all.len < 1024;
		c = ch_get_next(w, c, ID_DERIVING)) {
		one = ch_fold(w, ch_get(w, c, ID_CLASSES));
		if (one.len > 1 && one.ptr[0] == '(')
			one = ch_str_sub(one, 1, one.len - 1);
		all = ch_join(w, all, ", ", one);
	}
	return all;
}

/* One constructor makes a struct, several an enum. */
static bool data_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	uint32_t list = ch_get(w, node, ID_CONSTRUCTORS), c;
	uint32_t one = ch_get(w, node, ID_CONSTRUCTOR);
	int n = 0;

	for (c = ch_first(w, list); c != CH_NO_NODE && n < 2; c = ch_next(w, c))
		n += ch_text(w, c).len > 1;
	if (n > 1)
		s->kind = CH_KIND_ENUM;
	if (list == CH_NO_NODE)
		list = one;
	if (list != CH_NO_NODE) {
		s->body_start = w->nodes[list].start;
		s->body_end = w->nodes[list].end;
	}
	if (ch_get(w, node, ID_INSTANCE_WORD) != CH_NO_NODE)
		s->qualified = ch_join(w, s->name, " ", s->generics);
	s->bases = derived(w, node);
	cut_where(w, node, s);
	return true;
}

static bool constructor_hook(
	struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	s->value = s->signature = ch_fold(w, node);
	return true;
}

/* Its name stands in what it is: a record, a prefix, an infix. */
static void emit_constructor(
	struct ch_walk *w, uint32_t node, const struct ch_lang_row *row)
{
	uint32_t shape = ch_get(w, node, ID_CONSTRUCTOR), c;
	uint32_t name = ch_get(w, node, ID_NAME);

	if (shape != CH_NO_NODE)
		name = ch_get(w, shape, ID_NAME);
	if (name == CH_NO_NODE)
		name = ch_get(w, shape, ID_OPERATOR);
	if (name != CH_NO_NODE)
		ch_emit(w, row, node, plain(w, name));
	for (c = ch_get(w, ch_get(w, node, ID_NAMES), ID_NAME); c != CH_NO_NODE;
		c = ch_get_next(w, c, ID_NAME))
		ch_emit(w, row, node, plain(w, c));
}

/* A field that several constructors have is one. */
static bool is_known(const struct ch_walk *w, struct ch_str name)
{
	const struct ch_facts *f = w->facts;
	size_t i = f->nsymbols;

	for (; i && f->symbols[i - 1].parent == ch_scope(w); i--)
		if (f->symbols[i - 1].kind == CH_KIND_FIELD &&
			ch_str_eq(f->symbols[i - 1].name, name))
			return true;
	return false;
}

static bool field_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	uint32_t field = ch_parent(w, node);

	s->result = ch_fold(w, ch_get(w, field, ID_TYPE));
	s->signature = ch_join(w, s->name, " :: ", s->result);
	s->end_byte = w->nodes[field].end;
	return true;
}

static void emit_field(
	struct ch_walk *w, uint32_t node, const struct ch_lang_row *row)
{
	uint32_t c, name;

	(void)row;
	for (c = ch_get(w, node, ID_FIELD_NAME); c != CH_NO_NODE;
		c = ch_get_next(w, c, ID_FIELD_NAME)) {
		name = plain(w, ch_first(w, c));
		if (!is_known(w, ch_text(w, name)))
			ch_emit(w, &w->lang->rows[ROW_FIELD], c, name);
	}
}

/* "instance C T" belongs to both. */
static bool instance_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	struct ch_str types = ch_fold(w, ch_get(w, node, ID_PATTERNS));

	s->qualified = ch_join(w, s->name, " ", types);
	s->bases = s->name;
	cut_where(w, node, s);
	return true;
}

/* pattern P x = ..., pattern P :: ... */
static void emit_synonym(
	struct ch_walk *w, uint32_t node, const struct ch_lang_row *row)
{
	uint32_t what = ch_get(w, node, ID_SIGNATURE), name;
	uint32_t last = ch_last_sibling(w);
	struct ch_symbol *s;

	if (what == CH_NO_NODE)
		what = ch_get(w, node, ID_EQUATION);
	name = ch_get(w, what, ID_SYNONYM);
	if (ch_get(w, name, ID_FUNCTION) != CH_NO_NODE)
		name = ch_get(w, name, ID_FUNCTION);
	else if (ch_get(w, name, ID_NAME) != CH_NO_NODE)
		name = ch_get(w, name, ID_NAME);
	else if (ch_get(w, name, ID_OPERATOR) != CH_NO_NODE)
		name = ch_get(w, name, ID_OPERATOR);
	name = plain(w, name);
	s = last == CH_NO_SYMBOL ? NULL : &w->facts->symbols[last];
	if (s && s->kind == CH_KIND_VALUE &&
		ch_str_eq(s->name, ch_text(w, name)))
		ch_continue(w, last, node, w->nodes[node].start);
	else
		ch_emit(w, row, node, name);
}

/* ---- modules and imports ------------------------------------------------ */

static bool module_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	uint32_t header = ch_get(w, node, ID_HEADER);

	s->signature = ch_join(w, CH_STR("module"), " ", s->name);
	s->body_start = w->nodes[header].end;
	s->body_end = s->end_byte;
	return true;
}

static bool is_of_base(struct ch_str name)
{
	/* with a dot: and all below */
	static const char *const modules[] = { "Prelude", "GHC.", "Foreign",
		"Foreign.", "Numeric", "Numeric.Natural", "Unsafe.Coerce",
		"Debug.Trace", "Text.Read", "Text.Printf", "Text.Show",
		"Type.Reflection", "System.IO", "System.IO.", "System.Exit",
		"System.Environment", "System.Info", "System.Mem",
		"System.CPUTime", "System.Timeout", "Control.Applicative",
		"Control.Arrow", "Control.Category", "Control.Concurrent",
		"Control.Concurrent.", "Control.Exception",
		"Control.Exception.", "Control.Monad", "Control.Monad.Fail",
		"Control.Monad.Fix", "Control.Monad.IO.Class",
		"Control.Monad.ST", "Control.Monad.ST.", "Control.Monad.Zip",
		"Data.Bifunctor", "Data.Bifoldable", "Data.Bitraversable",
		"Data.Bits", "Data.Bool", "Data.Char", "Data.Coerce",
		"Data.Complex", "Data.Data", "Data.Dynamic", "Data.Either",
		"Data.Eq", "Data.Fixed", "Data.Foldable", "Data.Function",
		"Data.Functor", "Data.Functor.", "Data.IORef", "Data.Int",
		"Data.Ix", "Data.Kind", "Data.List", "Data.List.NonEmpty",
		"Data.Maybe", "Data.Monoid", "Data.Ord", "Data.Proxy",
		"Data.Ratio", "Data.STRef", "Data.STRef.", "Data.Semigroup",
		"Data.String", "Data.Traversable", "Data.Tuple", "Data.Type.",
		"Data.Typeable", "Data.Unique", "Data.Version", "Data.Void",
		"Data.Word" };

	for (size_t i = 0; i < sizeof(modules) / sizeof(modules[0]); i++) {
		struct ch_str m = ch_str_z(modules[i]);

		if (m.ptr[m.len - 1] == '.' ? ch_str_starts(name, m.ptr)
					    : ch_str_eq(name, m))
			return true;
	}
	return false;
}

/* "Data.Aeson" of Data.Aeson.Types, "Foo" of Foo.Bar.Baz. */
static struct ch_str family(struct ch_str name)
{
	static const char *const roots[] = { "Codec.", "Control.", "Data.",
		"Database.", "Graphics.", "Language.", "Math.", "Network.",
		"System.", "Test.", "Text.", "Web." };
	size_t dot = ch_str_chr(name, '.', 0);

	for (size_t i = 0; i < sizeof(roots) / sizeof(roots[0]); i++)
		if (ch_str_starts(name, roots[i]))
			return ch_str_sub(
				name, 0, ch_str_chr(name, '.', dot + 1));
	return ch_str_sub(name, 0, dot);
}

/* Does the export list hand on what is imported as one of these names? */
static bool is_handed_on(
	const struct ch_walk *w, struct ch_str name, struct ch_str alias)
{
	uint32_t list = ch_get(w, ch_get(w, 0, ID_HEADER), ID_EXPORTS), c;

	for (c = ch_get(w, list, ID_MODULE_EXPORT); c != CH_NO_NODE;
		c = ch_get_next(w, c, ID_MODULE_EXPORT)) {
		struct ch_str m = ch_text(w, ch_get(w, c, ID_MODULE));

		if (ch_str_eq(m, alias.len ? alias : name))
			return true;
	}
	return false;
}

static void on_import(struct ch_walk *w, uint32_t node)
{
	struct ch_str name = ch_fold(w, ch_get(w, node, ID_MODULE));
	struct ch_str alias = ch_fold(w, ch_get(w, node, ID_ALIAS));
	struct ch_str own =
		ch_fold(w, ch_get(w, ch_get(w, 0, ID_HEADER), ID_MODULE));
	enum ch_import_kind kind = CH_IMPORT_EXTERNAL;

	if (!name.len)
		return;
	if (is_of_base(name))
		kind = CH_IMPORT_SYSTEM;
	else if (own.len && ch_str_eq(family(own), family(name)))
		kind = CH_IMPORT_RELATIVE;
	ch_add_import(w, node, name, kind, is_handed_on(w, name, alias));
}

/* ---- what is exported --------------------------------------------------- */

/* The module's names, to 1 + index; types apart from what they are made of. */
struct names {
	struct ch_map types, values;
};

static bool is_type(const struct ch_symbol *s)
{
	return ch_kind_is_type(s->kind) || s->kind == CH_KIND_TYPE;
}

static bool in_instance(const struct ch_walk *w, const struct ch_symbol *s)
{
	uint32_t node = ch_symbol_node(w, s);

	if (s->parent != CH_NO_SYMBOL && ch_kind_is_callable(s->kind))
		node = ch_symbol_node(w, &w->facts->symbols[s->parent]);
	return ch_is(w, node, ID_INSTANCE) ||
	       ch_is(w, node, ID_DERIVING_INSTANCE);
}

static void collect(struct ch_walk *w, struct names *n)
{
	struct ch_facts *f = w->facts;

	for (size_t i = 0; i < f->nsymbols; i++) {
		const struct ch_symbol *s = &f->symbols[i];
		struct ch_map *map = is_type(s) ? &n->types : &n->values;
		uint64_t *at;

		if (in_instance(w, s) || s->kind == CH_KIND_MODULE)
			continue;
		at = ch_map_add(map, s->name.ptr, s->name.len, NULL);
		if (!*at)
			*at = i + 1;
	}
}

static struct ch_symbol *lookup(
	struct ch_walk *w, const struct ch_map *map, struct ch_str name)
{
	const uint64_t *at = ch_map_get(map, name.ptr, name.len);

	return at ? &w->facts->symbols[*at - 1] : NULL;
}

static void show(struct ch_symbol *s)
{
	s->visibility = CH_VIS_PUBLIC;
	s->flags |= CH_SYM_EXPORTED;
}

/* T, T(..), T(A, b): what stands in a type is hidden unless it is named. */
static void export_type(struct ch_walk *w, struct ch_symbol *type,
	uint32_t children, const struct names *names)
{
	const struct ch_facts *f = w->facts;
	size_t at = (size_t)(type - f->symbols);
	uint32_t c = ch_get(w, children, ID_ELEMENT);
	bool all = ch_get(w, children, ID_ALL_NAMES) != CH_NO_NODE;

	show(type);
	for (size_t i = at + 1; all && i < f->nsymbols; i++) {
		if (f->symbols[i].parent != at)
			break;
		show(&f->symbols[i]);
	}
	for (; !all && c != CH_NO_NODE; c = ch_get_next(w, c, ID_ELEMENT)) {
		struct ch_symbol *s =
			lookup(w, &names->values, ch_text(w, plain(w, c)));

		if (s)
			show(s);
	}
}

static void export_one(
	struct ch_walk *w, uint32_t export, const struct names *names)
{
	uint32_t name = ch_get(w, export, ID_VARIABLE);
	struct ch_symbol *s;

	if (name == CH_NO_NODE)
		name = ch_get(w, export, ID_OPERATOR);
	s = lookup(w, &names->values, ch_text(w, plain(w, name)));
	if (s)
		show(s);
	if (ch_get(w, export, ID_TYPE) != CH_NO_NODE)
		name = ch_get(w, export, ID_TYPE);
	s = lookup(w, &names->types, ch_text(w, plain(w, name)));
	if (s)
		export_type(w, s, ch_get(w, export, ID_CHILDREN), names);
}

static void apply_exports(
	struct ch_walk *w, uint32_t list, const struct names *names)
{
	struct ch_facts *f = w->facts;
	uint32_t header = ch_get(w, 0, ID_HEADER), c;
	struct ch_str own = ch_text(w, ch_get(w, header, ID_MODULE));

	for (c = ch_get(w, list, ID_MODULE_EXPORT); c != CH_NO_NODE;
		c = ch_get_next(w, c, ID_MODULE_EXPORT))
		if (ch_str_eq(ch_text(w, ch_get(w, c, ID_MODULE)), own))
			return; /* all of itself */
	for (size_t i = 0; i < f->nsymbols; i++)
		if (f->symbols[i].parent != CH_NO_SYMBOL &&
			!in_instance(w, &f->symbols[i]))
			f->symbols[i].visibility = CH_VIS_INTERNAL;
	for (c = ch_get(w, list, ID_EXPORT); c != CH_NO_NODE;
		c = ch_get_next(w, c, ID_EXPORT))
		export_one(w, c, names);
}

/* {-# DEPRECATED a, B "why" #-} */
static void apply_pragma(
	struct ch_walk *w, struct ch_str text, const struct names *names)
{
	struct ch_str word;
	struct ch_symbol *s;
	size_t at = 0, from;

	while (at < text.len && text.ptr[at] != '"' && text.ptr[at] != '[') {
		from = at;
		while (at < text.len &&
			!(text.ptr[at] == ',' || text.ptr[at] <= ' ' ||
				text.ptr[at] == '"'))
			at++;
		word = ch_str_sub(text, from, at);
		s = lookup(w, &names->values, word);
		if (s)
			s->flags |= CH_SYM_DEPRECATED;
		s = lookup(w, &names->types, word);
		if (s)
			s->flags |= CH_SYM_DEPRECATED;
		if (at < text.len && text.ptr[at] != '"')
			at++;
	}
}

static void finish(struct ch_walk *w)
{
	uint32_t header = ch_get(w, 0, ID_HEADER);
	uint32_t list = ch_get(w, header, ID_EXPORTS);
	struct names names = { { 0 }, { 0 } };
	const struct ch_comment *c;

	collect(w, &names);
	if (list != CH_NO_NODE)
		apply_exports(w, list, &names);
	for (size_t i = 0; (c = ch_comment_at(w, i)); i++) {
		struct ch_str text =
			ch_str_sub(w->source, c->start_byte, c->end_byte);

		if (ch_str_starts(text, "{-# DEPRECATED "))
			apply_pragma(w, ch_str_sub(text, 15, text.len), &names);
	}
	ch_map_release(&names.types);
	ch_map_release(&names.values);
}

/* ---- the table ---------------------------------------------------------- */

static const struct ch_lang_row rows[] = {
	[ROW_FIELD] = { .role = CH_ROLE_CUSTOM,
		.kind = CH_KIND_FIELD,
		.traits = CH_ROW_FLAT,
		.hook = field_hook },
	[ROW_SYNONYM] = { .type = "pattern_synonym",
		.role = CH_ROLE_CUSTOM,
		.kind = CH_KIND_VALUE,
		.traits = CH_ROW_FLAT,
		.emit = emit_synonym },
	{ .type = "haskell",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_MODULE,
		.name = "header/.module",
		.hook = module_hook },
	{ .type = "signature",
		.role = CH_ROLE_CUSTOM,
		.kind = CH_KIND_FUNCTION,
		.params = ".type",
		.hook = signature_hook,
		.emit = emit_signature },
	{ .type = "function",
		.role = CH_ROLE_CUSTOM,
		.kind = CH_KIND_FUNCTION,
		.params = ".patterns",
		.hook = function_hook,
		.emit = emit_function },
	{ .type = "bind",
		.role = CH_ROLE_CUSTOM,
		.kind = CH_KIND_FUNCTION,
		.params = ".patterns",
		.hook = function_hook,
		.emit = emit_function },
	{ .type = "data_type",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_STRUCT,
		.name = ".name|infix/.operator",
		.generics = ".patterns",
		.hook = data_hook },
	{ .type = "newtype",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_STRUCT,
		.name = ".name|infix/.operator",
		.generics = ".patterns",
		.hook = data_hook },
	{ .type = "data_constructor",
		.role = CH_ROLE_CUSTOM,
		.kind = CH_KIND_VALUE,
		.traits = CH_ROW_FLAT,
		.hook = constructor_hook,
		.emit = emit_constructor },
	{ .type = "newtype_constructor",
		.role = CH_ROLE_CUSTOM,
		.kind = CH_KIND_VALUE,
		.traits = CH_ROW_FLAT,
		.hook = constructor_hook,
		.emit = emit_constructor },
	{ .type = "gadt_constructor",
		.role = CH_ROLE_CUSTOM,
		.kind = CH_KIND_VALUE,
		.traits = CH_ROW_FLAT,
		.hook = constructor_hook,
		.emit = emit_constructor },
	{ .type = "field", .role = CH_ROLE_CUSTOM, .emit = emit_field },
	{ .type = "type_synomym",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_TYPE,
		.traits = CH_ROW_FLAT,
		.name = ".name|infix/.operator",
		.generics = ".patterns",
		.result = ".type" },
	{ .type = "type_family",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_TYPE,
		.traits = CH_ROW_FLAT,
		.name = ".name|infix/.operator",
		.generics = ".patterns",
		.body = ".closed_family",
		.hook = class_hook },
	{ .type = "data_family",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_TYPE,
		.traits = CH_ROW_FLAT,
		.name = ".name|infix/.operator",
		.generics = ".patterns" },
	{ .type = "class",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_TRAIT,
		.traits = CH_ROW_REQUIRED,
		.name = ".name|infix/.operator",
		.generics = ".patterns",
		.bases = ".context/.context",
		.body = ".declarations",
		.hook = class_hook },
	{ .type = "instance",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_MODULE,
		.traits = CH_ROW_MEMBERS,
		.name = ".name|infix/.operator",
		.body = ".declarations",
		.hook = instance_hook },
	{ .type = "deriving_instance",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_MODULE,
		.traits = CH_ROW_FLAT,
		.name = ".name",
		.hook = instance_hook },
	{ .type = "import", .role = CH_ROLE_IMPORT },
	{ .type = "conditional",
		.role = CH_ROLE_DECISION,
		.traits = CH_ROW_NESTS },
	{ .type = "multi_way_if", .traits = CH_ROW_NESTS },
	{ .type = "case", .traits = CH_ROW_NESTS },
	{ .type = "lambda_case", .traits = CH_ROW_NESTS },
	{ .type = "alternative",
		.role = CH_ROLE_CUSTOM,
		.emit = emit_alternative },
	{ .type = "match", .role = CH_ROLE_CUSTOM, .emit = emit_match },
	{ .type = "generator", .role = CH_ROLE_DECISION },
	{ .type = "guards", .traits = CH_ROW_ELSE },
	{ .type = "'else", .traits = CH_ROW_ELSE },
	{ .type = "lambda", .traits = CH_ROW_DEEPER },
	{ .type = "operator",
		.word = "&&",
		.role = CH_ROLE_OPERATOR,
		.traits = CH_ROW_WORD },
	{ .type = "operator",
		.word = "||",
		.role = CH_ROLE_OPERATOR,
		.traits = CH_ROW_WORD },
	{ .type = "operator", .traits = CH_ROW_WORD },
	{ .type = "constructor_operator", .traits = CH_ROW_WORD },
	{ .type = "literal", .traits = CH_ROW_LITERAL },
	{ .type = "variable", .role = CH_ROLE_NAME },
	{ .type = "constructor", .role = CH_ROLE_NAME },
	{ .type = "name", .role = CH_ROLE_NAME },
	{ .type = "comment", .role = CH_ROLE_COMMENT },
	{ .type = "haddock", .role = CH_ROLE_COMMENT },
	{ .type = "pragma", .role = CH_ROLE_COMMENT },
};

const struct ch_lang ch_lang_haskell = {
	.name = "Haskell",
	.id = "haskell",
	.grammar = tree_sitter_haskell,
	.separator = ".",
	.rows = rows,
	.nrows = sizeof(rows) / sizeof(rows[0]),
	.ids = ids,
	.nids = sizeof(ids) / sizeof(ids[0]),
	.doc = CH_DOC_MARKED,
	.trailing_doc = true,
	.bare_calls = true,
	.on_import = on_import,
	.on_params = read_params,
	.finish = finish,
};
