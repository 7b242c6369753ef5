#include <string.h>

#include "uast/lang.h"
#include "uast/parse.h"

const struct TSLanguage *tree_sitter_ruby(void);

enum rb_id {
	RB_NAME,
	RB_LEFT,
	RB_RIGHT,
	RB_METHOD,
	RB_RECEIVER,
	RB_ARGUMENTS,
	RB_PARAMETERS,
	RB_SUPERCLASS,
	RB_BLOCK,
	RB_OBJECT,
	RB_ALTERNATIVE,
	RB_BODY_STATEMENT,
	RB_PROGRAM,
	RB_DEF,
	RB_SINGLETON_DEF,
	RB_SINGLETON_CLASS,
	RB_MODULE,
	RB_CLASS,
	RB_SCOPED,
	RB_CONSTANT,
	RB_CLASS_VARIABLE,
	RB_INSTANCE_VARIABLE,
	RB_GLOBAL_VARIABLE,
	RB_LEFT_LIST,
	RB_RIGHT_LIST,
	RB_ARGUMENT_LIST,
	RB_CALL,
	RB_IDENTIFIER,
	RB_SYMBOL,
	RB_STRING,
	RB_STRING_CONTENT,
	RB_INTERPOLATION,
	RB_ASSIGNMENT,
	RB_SUPERCLASS_NODE,
	RB_HEREDOC_BEGINNING,
	RB_HEREDOC_BODY,
	RB_SELF,
	RB_ELSE
};

static const char *const rb_ids[] = {
	[RB_NAME] = ".name",
	[RB_LEFT] = ".left",
	[RB_RIGHT] = ".right",
	[RB_METHOD] = ".method",
	[RB_RECEIVER] = ".receiver",
	[RB_ARGUMENTS] = ".arguments",
	[RB_PARAMETERS] = ".parameters",
	[RB_SUPERCLASS] = ".superclass",
	[RB_BLOCK] = ".block",
	[RB_OBJECT] = ".object",
	[RB_ALTERNATIVE] = ".alternative",
	[RB_BODY_STATEMENT] = "body_statement",
	[RB_PROGRAM] = "program",
	[RB_DEF] = "method",
	[RB_SINGLETON_DEF] = "singleton_method",
	[RB_SINGLETON_CLASS] = "singleton_class",
	[RB_MODULE] = "module",
	[RB_CLASS] = "class",
	[RB_SCOPED] = "scope_resolution",
	[RB_CONSTANT] = "constant",
	[RB_CLASS_VARIABLE] = "class_variable",
	[RB_INSTANCE_VARIABLE] = "instance_variable",
	[RB_GLOBAL_VARIABLE] = "global_variable",
	[RB_LEFT_LIST] = "left_assignment_list",
	[RB_RIGHT_LIST] = "right_assignment_list",
	[RB_ARGUMENT_LIST] = "argument_list",
	[RB_CALL] = "call",
	[RB_IDENTIFIER] = "identifier",
	[RB_SYMBOL] = "simple_symbol",
	[RB_STRING] = "string",
	[RB_STRING_CONTENT] = "string_content",
	[RB_INTERPOLATION] = "interpolation",
	[RB_ASSIGNMENT] = "assignment",
	[RB_SUPERCLASS_NODE] = "superclass",
	[RB_HEREDOC_BEGINNING] = "heredoc_beginning",
	[RB_HEREDOC_BODY] = "heredoc_body",
	[RB_SELF] = "self",
	[RB_ELSE] = "'else",
};

/* Rows of what is a plain call to the grammar: the first of the table. */
enum rb_row { RB_ROW_ACCESSOR, RB_ROW_ALIAS, RB_ROW_DEFINE, RB_ROW_TYPE };

/* The word of "word ..." that is called on nothing; empty for others. */
static struct ch_str command(const struct ch_walk *w, uint32_t call)
{
	if (!ch_is(w, call, RB_CALL) ||
		ch_get(w, call, RB_RECEIVER) != CH_NO_NODE)
		return ch_str_n(NULL, 0);
	return ch_text(w, ch_get(w, call, RB_METHOD));
}

/* ":name" or "'name'" without its sign; empty for others. */
static struct ch_str symbol_text(const struct ch_walk *w, uint32_t node)
{
	struct ch_str s = ch_text(w, node);

	if (ch_is(w, node, RB_SYMBOL))
		return ch_str_sub(s, 1, s.len);
	if (ch_is(w, node, RB_STRING) &&
		ch_get(w, node, RB_INTERPOLATION) == CH_NO_NODE)
		return ch_text(w, ch_get(w, node, RB_STRING_CONTENT));
	return ch_str_n(NULL, 0);
}

static bool take_symbol_name(
	struct ch_walk *w, uint32_t name, struct ch_symbol *s)
{
	struct ch_str text = symbol_text(w, name);

	if (!text.len)
		return false;
	s->name = text;
	s->name_byte = (uint32_t)(text.ptr - w->source.ptr);
	return true;
}

/* ---- methods ------------------------------------------------------------ */

/* Is it of the class itself: "class << self", "def self.x"? */
static bool is_of_class(const struct ch_walk *w, uint32_t node)
{
	uint32_t up = ch_parent(w, node);

	while (up != CH_NO_NODE && !ch_is(w, up, RB_CLASS) &&
		!ch_is(w, up, RB_MODULE) && !ch_is(w, up, RB_DEF)) {
		if (ch_is(w, up, RB_SINGLETON_CLASS))
			return true;
		up = ch_parent(w, up);
	}
	return ch_is(w, node, RB_SINGLETON_DEF);
}

/* "Class#name", "Class.name"; "Other.name" for "def Other.name". */
static void qualify_method(
	struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	uint32_t object = ch_get(w, node, RB_OBJECT);
	bool of_class = is_of_class(w, node);
	struct ch_str owner = ch_fold(w, object);

	if (of_class)
		s->flags |= CH_SYM_STATIC;
	if (s->parent != CH_NO_SYMBOL &&
		ch_str_eq(owner, w->facts->symbols[s->parent].name))
		owner.len = 0;
	if (!ch_is(w, object, RB_SELF) && owner.len)
		s->qualified = ch_join(w, owner, ".", s->name);
	else if (s->parent != CH_NO_SYMBOL && !(s->flags & CH_SYM_LOCAL))
		s->qualified =
			ch_join(w, ch_str_z(of_class ? "." : "#"), "", s->name);
}

/* Where "X = <<~A" ends: behind the text that follows its line. */
static uint32_t end_with_heredoc(
	const struct ch_walk *w, uint32_t node, uint32_t end)
{
	uint32_t next = w->nodes[node].next, i = node;

	if (next >= w->nnodes || !ch_is(w, next, RB_HEREDOC_BODY))
		return end;
	while (i < next && !ch_is(w, i, RB_HEREDOC_BEGINNING))
		i++;
	if (i == next)
		return end;
	for (; next < w->nnodes && ch_is(w, next, RB_HEREDOC_BODY);
		next = w->nodes[next].next)
		end = w->nodes[next].end;
	return end;
}

/* "def x; end" has a body though there is nothing in it. */
static bool method_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	uint32_t head = ch_get(w, node, RB_PARAMETERS);

	if (head == CH_NO_NODE)
		head = ch_name_node(w);
	s->flags &= ~(uint32_t)CH_SYM_DECLARATION;
	if (s->body_start == s->body_end) {
		s->body_start = w->nodes[head].end;
		s->body_end = w->nodes[node].end;
	}
	s->signature =
		ch_fold_bytes(w, w->nodes[node].start, w->nodes[head].end);
	s->end_byte = end_with_heredoc(w, node, s->end_byte);
	qualify_method(w, node, s);
	return true;
}

/* "attr_reader :name" */
static bool accessor_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	struct ch_str word = ch_text(w, ch_get(w, node, RB_METHOD));

	if (!take_symbol_name(w, ch_name_node(w), s))
		return false;
	s->signature = ch_join(w, word, " :", s->name);
	if (ch_str_is(word, "attr_reader"))
		s->flags |= CH_SYM_CONST;
	qualify_method(w, node, s);
	return true;
}

/* "alias new old", "alias_method :new, :old" */
static bool alias_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	if (ch_is(w, node, RB_CALL) && !take_symbol_name(w, ch_name_node(w), s))
		return false;
	if (ch_str_starts(s->name, ":"))
		take_symbol_name(w, ch_name_node(w), s);
	qualify_method(w, node, s);
	return true;
}

static bool define_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	if (!take_symbol_name(w, ch_name_node(w), s))
		return false;
	if (ch_str_starts(
		    ch_text(w, ch_get(w, node, RB_METHOD)), "define_singleton"))
		s->flags |= CH_SYM_STATIC;
	s->flags &= ~(uint32_t)CH_SYM_DECLARATION;
	qualify_method(w, node, s);
	return true;
}

/* ---- classes and modules ------------------------------------------------ */

/* "class A::B", "module ::C": the last name, and the path to it. */
static void take_path(struct ch_walk *w, uint32_t name, struct ch_symbol *s)
{
	uint32_t last = ch_get(w, name, RB_NAME);
	struct ch_str path;

	if (!ch_is(w, name, RB_SCOPED) || last == CH_NO_NODE)
		return;
	path = ch_fold(w, name);
	if (ch_str_starts(path, "::"))
		path = ch_str_sub(path, 2, path.len);
	s->qualified = path;
	s->name = ch_text(w, last);
	s->name_byte = w->nodes[last].start;
}

static bool type_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	uint32_t super = ch_get(w, node, RB_SUPERCLASS);
	uint32_t head = super == CH_NO_NODE ? ch_name_node(w) : super;

	if (super != CH_NO_NODE)
		s->bases = ch_fold(w, ch_next(w, ch_first(w, super)));
	s->signature =
		ch_fold_bytes(w, w->nodes[node].start, w->nodes[head].end);
	take_path(w, ch_name_node(w), s);
	return true;
}

/* Which type "X = Struct.new(...)" makes; CH_NKINDS: none. */
static enum ch_kind made_kind(const struct ch_walk *w, uint32_t call)
{
	struct ch_str of = ch_text(w, ch_get(w, call, RB_RECEIVER));
	struct ch_str how = ch_text(w, ch_get(w, call, RB_METHOD));

	if (!ch_is(w, call, RB_CALL))
		return CH_NKINDS;
	if (ch_str_is(of, "Data") && ch_str_is(how, "define"))
		return CH_KIND_STRUCT;
	if (!ch_str_is(how, "new"))
		return CH_NKINDS;
	if (ch_str_is(of, "Struct"))
		return CH_KIND_STRUCT;
	if (ch_str_is(of, "Class"))
		return CH_KIND_CLASS;
	return ch_str_is(of, "Module") ? CH_KIND_MODULE : CH_NKINDS;
}

static bool made_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	uint32_t call = ch_get(w, node, RB_RIGHT);
	uint32_t list = ch_get(w, call, RB_ARGUMENTS);
	uint32_t block = ch_get(w, call, RB_BLOCK);
	uint32_t head = list == CH_NO_NODE ? ch_get(w, call, RB_METHOD) : list;

	s->kind = made_kind(w, call);
	s->signature =
		ch_fold_bytes(w, w->nodes[node].start, w->nodes[head].end);
	if (s->kind == CH_KIND_CLASS && list != CH_NO_NODE)
		s->bases = ch_fold(w, ch_get(w, list, RB_CONSTANT));
	if (block != CH_NO_NODE) {
		s->body_start = w->nodes[block].start;
		s->body_end = w->nodes[block].end;
	}
	take_path(w, ch_name_node(w), s);
	return true;
}

/* The fields of a Struct or Data: symbols among its arguments. */
static void emit_member(
	struct ch_walk *w, uint32_t node, const struct ch_lang_row *row)
{
	uint32_t list = ch_parent(w, node), call = ch_parent(w, list);
	uint32_t up = ch_parent(w, call);

	if (!ch_is(w, list, RB_ARGUMENT_LIST) ||
		made_kind(w, call) != CH_KIND_STRUCT)
		return;
	if (ch_is(w, up, RB_ASSIGNMENT) || ch_is(w, up, RB_SUPERCLASS_NODE))
		ch_emit(w, row, node, node);
}

static bool member_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	if (!take_symbol_name(w, node, s))
		return false;
	s->qualified = ch_join(w, CH_STR("#"), "", s->name);
	return true;
}

/* ---- assignments -------------------------------------------------------- */

/* The k-th of "A, B" has the k-th of "1, 2". */
static struct ch_str value_of(
	struct ch_walk *w, uint32_t node, const struct ch_symbol *s)
{
	uint32_t left = ch_get(w, node, RB_LEFT);
	uint32_t right = ch_get(w, node, RB_RIGHT);
	uint32_t name = ch_first(w, left), value = ch_first(w, right);

	if (!ch_is(w, left, RB_LEFT_LIST) || !ch_is(w, right, RB_RIGHT_LIST))
		return ch_fold(w, right);
	while (value != CH_NO_NODE && name != CH_NO_NODE &&
		w->nodes[name].end <= s->name_byte) {
		name = ch_next(w, name);
		value = ch_next(w, value);
	}
	return ch_fold(w, value == CH_NO_NODE ? right : value);
}

static bool assignment_hook(
	struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	uint32_t name = ch_name_node(w);

	if (ch_is(w, name, RB_CONSTANT) || ch_is(w, name, RB_SCOPED)) {
		s->kind = CH_KIND_CONSTANT;
	} else if (!ch_is(w, name, RB_GLOBAL_VARIABLE)) {
		s->kind = CH_KIND_FIELD;
		s->flags |= CH_SYM_STATIC;
		s->visibility = CH_VIS_PRIVATE;
	}
	s->value = value_of(w, node, s);
	s->signature = s->name;
	s->end_byte = end_with_heredoc(w, node, s->end_byte);
	take_path(w, name, s);
	return true;
}

static bool is_named_by(const struct ch_walk *w, uint32_t left)
{
	uint32_t up = ch_scope(w);

	if (ch_is(w, left, RB_CONSTANT) || ch_is(w, left, RB_SCOPED) ||
		ch_is(w, left, RB_GLOBAL_VARIABLE))
		return true;
	return up != CH_NO_SYMBOL &&
	       (ch_is(w, left, RB_CLASS_VARIABLE) ||
		       ch_is(w, left, RB_INSTANCE_VARIABLE));
}

/* Each is looked for among all. */
#define MAX_NAMES 1000

static void emit_assignment(
	struct ch_walk *w, uint32_t node, const struct ch_lang_row *row)
{
	uint32_t left = ch_get(w, node, RB_LEFT), c;
	int i = 0;

	if (made_kind(w, ch_get(w, node, RB_RIGHT)) != CH_NKINDS &&
		(ch_is(w, left, RB_CONSTANT) || ch_is(w, left, RB_SCOPED))) {
		ch_emit(w, &w->lang->rows[RB_ROW_TYPE], node, left);
		return;
	}
	if (is_named_by(w, left))
		ch_emit(w, row, node, left);
	if (!ch_is(w, left, RB_LEFT_LIST))
		return;
	for (c = ch_first(w, left); c != CH_NO_NODE && i < MAX_NAMES;
		c = ch_next(w, c), i++)
		if (is_named_by(w, c))
			ch_emit(w, row, node, c);
}

/* ---- imports ------------------------------------------------------------ */

/* Libraries that come with the language: what stands before a slash. */
static bool is_standard(struct ch_str name)
{
	static const char *const words[] = { "English", "abbrev", "base64",
		"benchmark", "bigdecimal", "bundler", "cgi", "coverage", "csv",
		"date", "delegate", "digest", "drb", "erb", "etc", "expect",
		"fcntl", "fiddle", "fileutils", "find", "forwardable",
		"getoptlong", "io", "ipaddr", "irb", "json", "logger", "matrix",
		"mkmf", "monitor", "mutex_m", "net", "nkf", "objspace",
		"observer", "open-uri", "open3", "openssl", "optparse",
		"ostruct", "pathname", "pp", "prettyprint", "prime", "pstore",
		"psych", "pty", "racc", "rbconfig", "readline", "reline",
		"resolv", "rinda", "ripper", "rubygems", "securerandom", "set",
		"shellwords", "singleton", "socket", "stringio", "strscan",
		"syslog", "tempfile", "thread", "time", "timeout", "tmpdir",
		"tracer", "tsort", "un", "uri", "weakref", "win32ole", "yaml",
		"zlib" };
	struct ch_str first = ch_str_sub(name, 0, ch_str_chr(name, '/', 0));

	return ch_str_in(first, words, sizeof(words) / sizeof(words[0]));
}

static bool read_import(struct ch_walk *w, uint32_t call, struct ch_str word)
{
	uint32_t list = ch_get(w, call, RB_ARGUMENTS);
	struct ch_str name = symbol_text(w, ch_get(w, list, RB_STRING));
	enum ch_import_kind kind = CH_IMPORT_EXTERNAL;

	if (!ch_str_is(word, "require") && !ch_str_is(word, "load") &&
		!ch_str_is(word, "require_relative") &&
		!ch_str_is(word, "autoload"))
		return false;
	if (ch_str_is(word, "require_relative") || ch_str_starts(name, "."))
		kind = CH_IMPORT_RELATIVE;
	else if (is_standard(name))
		kind = CH_IMPORT_SYSTEM;
	if (name.len)
		ch_add_import(w, call, name, kind, false);
	return true;
}

/* ---- calls that declare ------------------------------------------------- */

static bool is_accessor(struct ch_str word)
{
	static const char *const words[] = { "attr_accessor", "attr_reader",
		"attr_writer", "attr" };

	return ch_str_in(word, words, sizeof(words) / sizeof(words[0]));
}

static void emit_call(
	struct ch_walk *w, uint32_t node, const struct ch_lang_row *row)
{
	const struct ch_lang_row *rows = w->lang->rows;
	struct ch_str word = command(w, node);
	uint32_t list, c;
	int i = 0;

	(void)row;
	if (!word.len || read_import(w, node, word))
		return;
	list = ch_get(w, node, RB_ARGUMENTS);
	c = ch_first(w, list);
	if (ch_str_is(ch_text(w, c), "("))
		c = ch_next(w, c);
	if (ch_str_is(word, "alias_method"))
		ch_emit(w, &rows[RB_ROW_ALIAS], node, c);
	else if (ch_str_is(word, "define_method") ||
		 ch_str_is(word, "define_singleton_method"))
		ch_emit(w, &rows[RB_ROW_DEFINE], node, c);
	for (; is_accessor(word) && c != CH_NO_NODE && i < MAX_NAMES;
		c = ch_next(w, c), i++)
		if (symbol_text(w, c).len)
			ch_emit(w, &rows[RB_ROW_ACCESSOR], node, c);
}

/* ---- visibility --------------------------------------------------------- */

/*
 * The statements of one class body in order: "private" on its own line holds
 * for the methods behind it, "private :a" for those it names, "private def a"
 * for what it is said of.
 */
struct section {
	struct ch_walk *w;
	uint32_t body;
	enum ch_visibility now;
	bool functions; /* behind module_function */
	int nnamed;
};

/* What a word says, 1 + enum ch_visibility; 0: it is none of them. */
static int access_of(struct ch_str word)
{
	if (ch_str_is(word, "private") || ch_str_starts(word, "private_c"))
		return 1 + CH_VIS_PRIVATE;
	if (ch_str_is(word, "protected"))
		return 1 + CH_VIS_PROTECTED;
	if (ch_str_is(word, "public") || ch_str_starts(word, "public_c") ||
		ch_str_is(word, "module_function"))
		return 1 + CH_VIS_PUBLIC;
	return 0;
}

/* Is a symbol declared in this body, not deeper? */
static bool is_of_body(const struct section *t, const struct ch_symbol *s)
{
	return s->parent == CH_NO_SYMBOL ||
	       ch_symbol_node(t->w, &t->w->facts->symbols[s->parent]) < t->body;
}

/* A method or accessor that a section speaks of. */
static bool takes_access(const struct section *t, const struct ch_symbol *s)
{
	uint32_t node = ch_symbol_node(t->w, s);

	if (s->kind == CH_KIND_FIELD)
		return is_accessor(command(t->w, node));
	return ch_kind_is_callable(s->kind) &&
	       !ch_is(t->w, node, RB_SINGLETON_DEF);
}

static void apply_section(struct section *t, uint32_t statement)
{
	struct ch_facts *f = t->w->facts;
	uint32_t end = t->w->nodes[statement].next;

	for (size_t i = ch_symbol_from(t->w, statement);
		i < f->nsymbols && ch_symbol_node(t->w, &f->symbols[i]) < end;
		i++) {
		struct ch_symbol *s = &f->symbols[i];

		if (!is_of_body(t, s) || !takes_access(t, s))
			continue;
		s->visibility = t->now;
		if (t->functions)
			s->flags |= CH_SYM_STATIC;
	}
}

/* "private :a", "private_class_method :b", "private_constant :C" */
static void apply_name(
	struct section *t, struct ch_str word, struct ch_str name)
{
	struct ch_facts *f = t->w->facts;
	uint32_t end = t->w->nodes[t->body].next;
	bool of_class = ch_str_ends(word, "_class_method");
	bool constant = ch_str_ends(word, "_constant");

	if (t->nnamed++ >= MAX_NAMES)
		return;
	for (size_t i = ch_symbol_from(t->w, t->body);
		i < f->nsymbols && ch_symbol_node(t->w, &f->symbols[i]) < end;
		i++) {
		struct ch_symbol *s = &f->symbols[i];
		bool fits = of_class ? (s->flags & CH_SYM_STATIC) != 0
				     : takes_access(t, s);

		if (constant)
			fits = !ch_kind_is_callable(s->kind) &&
			       s->kind != CH_KIND_FIELD;
		if (!fits || !ch_str_eq(s->name, name) || !is_of_body(t, s))
			continue;
		if (ch_str_is(word, "deprecate"))
			s->flags |= CH_SYM_DEPRECATED;
		else
			s->visibility =
				(enum ch_visibility)(access_of(word) - 1);
	}
}

/* Everything that is declared in the arguments: "private def a". */
static void apply_argument(
	struct section *t, struct ch_str word, uint32_t argument)
{
	struct ch_facts *f = t->w->facts;
	uint32_t end = t->w->nodes[argument].next;
	struct ch_str name = symbol_text(t->w, argument);

	if (name.len) {
		apply_name(t, word, name);
		return;
	}
	for (size_t i = ch_symbol_from(t->w, argument);
		access_of(word) && i < f->nsymbols &&
		ch_symbol_node(t->w, &f->symbols[i]) < end;
		i++)
		if (is_of_body(t, &f->symbols[i]))
			f->symbols[i].visibility =
				(enum ch_visibility)(access_of(word) - 1);
}

static void read_statement(struct section *t, uint32_t statement)
{
	struct ch_walk *w = t->w;
	struct ch_str word = command(w, statement);
	uint32_t list = ch_get(w, statement, RB_ARGUMENTS), c;

	if (ch_is(w, statement, RB_IDENTIFIER))
		word = ch_text(w, statement);
	if (!access_of(word) && !ch_str_is(word, "deprecate")) {
		apply_section(t, statement);
		return;
	}
	if (list == CH_NO_NODE && access_of(word)) {
		t->now = (enum ch_visibility)(access_of(word) - 1);
		t->functions = ch_str_is(word, "module_function");
	}
	for (c = ch_first(w, list); c != CH_NO_NODE; c = ch_next(w, c))
		apply_argument(t, word, c);
}

static void rb_finish(struct ch_walk *w)
{
	for (uint32_t i = 0; i < w->nnodes; i++) {
		struct section t = { w, i, CH_VIS_PUBLIC, false, 0 };
		uint32_t up = ch_parent(w, i), c;

		if (!ch_is(w, i, RB_PROGRAM) &&
			(!ch_is(w, i, RB_BODY_STATEMENT) ||
				ch_is(w, up, RB_DEF) ||
				ch_is(w, up, RB_SINGLETON_DEF)))
			continue;
		for (c = ch_first(w, i); c != CH_NO_NODE; c = ch_next(w, c))
			read_statement(&t, c);
	}
}

/* "else" of an if or unless; that of a case or a begin is no path more. */
static bool rb_counts(const struct ch_walk *w, uint32_t node)
{
	return !ch_is(w, node, RB_ELSE) ||
	       ch_is(w, ch_parent(w, node), RB_ALTERNATIVE);
}

/* ---- the table ---------------------------------------------------------- */

static const struct ch_lang_row rb_rows[] = {
	[RB_ROW_ACCESSOR] = { .kind = CH_KIND_FIELD,
		.traits = CH_ROW_FLAT | CH_ROW_GLOBAL,
		.hook = accessor_hook },
	[RB_ROW_ALIAS] = { .kind = CH_KIND_METHOD,
		.traits = CH_ROW_FLAT | CH_ROW_GLOBAL,
		.hook = alias_hook },
	[RB_ROW_DEFINE] = { .kind = CH_KIND_METHOD,
		.params = ".block/.parameters",
		.body = ".block",
		.hook = define_hook },
	[RB_ROW_TYPE] = { .kind = CH_KIND_CLASS,
		.traits = CH_ROW_GLOBAL,
		.hook = made_hook },

	{ .type = "method",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_FUNCTION,
		.name = ".name",
		.params = ".parameters",
		.body = ".body",
		.hook = method_hook },
	{ .type = "singleton_method",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_FUNCTION,
		.name = ".name",
		.params = ".parameters",
		.body = ".body",
		.hook = method_hook },
	{ .type = "class",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_CLASS,
		.name = ".name",
		.body = ".body",
		.hook = type_hook },
	{ .type = "module",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_MODULE,
		.traits = CH_ROW_MEMBERS,
		.name = ".name",
		.body = ".body",
		.hook = type_hook },
	{ .type = "alias",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_METHOD,
		.traits = CH_ROW_FLAT | CH_ROW_GLOBAL,
		.name = ".name",
		.hook = alias_hook },
	{ .type = "assignment",
		.role = CH_ROLE_CUSTOM,
		.kind = CH_KIND_VARIABLE,
		.traits = CH_ROW_FLAT | CH_ROW_GLOBAL,
		.hook = assignment_hook,
		.emit = emit_assignment },
	{ .type = "operator_assignment",
		.role = CH_ROLE_CUSTOM,
		.kind = CH_KIND_VARIABLE,
		.traits = CH_ROW_FLAT | CH_ROW_GLOBAL,
		.hook = assignment_hook,
		.emit = emit_assignment },
	{ .type = "call", .role = CH_ROLE_CUSTOM, .emit = emit_call },
	{ .type = "simple_symbol",
		.role = CH_ROLE_CUSTOM,
		.kind = CH_KIND_FIELD,
		.traits = CH_ROW_FLAT | CH_ROW_GLOBAL,
		.hook = member_hook,
		.emit = emit_member },

	{ .type = "if",
		.role = CH_ROLE_CONDITION,
		.traits = CH_ROW_DECIDES | CH_ROW_NESTS },
	{ .type = "unless",
		.role = CH_ROLE_CONDITION,
		.traits = CH_ROW_DECIDES | CH_ROW_NESTS },
	{ .type = "if_modifier",
		.role = CH_ROLE_CONDITION,
		.traits = CH_ROW_DECIDES | CH_ROW_NESTS },
	{ .type = "unless_modifier",
		.role = CH_ROLE_CONDITION,
		.traits = CH_ROW_DECIDES | CH_ROW_NESTS },
	{ .type = "elsif", .role = CH_ROLE_DECISION },
	{ .type = "conditional",
		.role = CH_ROLE_DECISION,
		.traits = CH_ROW_NESTS },
	{ .type = "while", .role = CH_ROLE_DECISION, .traits = CH_ROW_NESTS },
	{ .type = "until", .role = CH_ROLE_DECISION, .traits = CH_ROW_NESTS },
	{ .type = "while_modifier",
		.role = CH_ROLE_DECISION,
		.traits = CH_ROW_NESTS },
	{ .type = "until_modifier",
		.role = CH_ROLE_DECISION,
		.traits = CH_ROW_NESTS },
	{ .type = "for", .role = CH_ROLE_DECISION, .traits = CH_ROW_NESTS },
	{ .type = "rescue", .role = CH_ROLE_DECISION, .traits = CH_ROW_NESTS },
	{ .type = "rescue_modifier",
		.role = CH_ROLE_DECISION,
		.traits = CH_ROW_NESTS },
	{ .type = "case", .traits = CH_ROW_NESTS },
	{ .type = "case_match", .traits = CH_ROW_NESTS },
	{ .type = "when", .role = CH_ROLE_DECISION },
	{ .type = "in_clause", .role = CH_ROLE_DECISION },
	{ .type = "if_guard", .role = CH_ROLE_DECISION },
	{ .type = "unless_guard", .role = CH_ROLE_DECISION },
	{ .type = "'elsif", .traits = CH_ROW_JUMP },
	{ .type = "'else", .traits = CH_ROW_JUMP },
	{ .type = "block", .traits = CH_ROW_DEEPER },
	{ .type = "do_block", .traits = CH_ROW_DEEPER },
	{ .type = "&&", .role = CH_ROLE_OPERATOR },
	{ .type = "||", .role = CH_ROLE_OPERATOR },
	{ .type = "'and", .role = CH_ROLE_OPERATOR },
	{ .type = "'or", .role = CH_ROLE_OPERATOR },

	{ .type = "string", .traits = CH_ROW_LITERAL },
	{ .type = "bare_string", .traits = CH_ROW_LITERAL },
	{ .type = "bare_symbol", .traits = CH_ROW_LITERAL },
	{ .type = "delimited_symbol", .traits = CH_ROW_LITERAL },
	{ .type = "regex", .traits = CH_ROW_LITERAL },
	{ .type = "subshell", .traits = CH_ROW_LITERAL },
	{ .type = "heredoc_body", .traits = CH_ROW_LITERAL | CH_ROW_KEEP },
	{ .type = "nil", .traits = CH_ROW_LITERAL },
	{ .type = "self", .traits = CH_ROW_WORD },
	{ .type = "super", .traits = CH_ROW_WORD },

	{ .type = "comment", .role = CH_ROLE_COMMENT },
	{ .type = "identifier", .role = CH_ROLE_NAME },
	{ .type = "constant", .role = CH_ROLE_NAME },
	{ .type = "instance_variable", .role = CH_ROLE_NAME },
	{ .type = "class_variable", .role = CH_ROLE_NAME },
	{ .type = "global_variable", .role = CH_ROLE_NAME },
};

static const struct ch_param_row rb_param_rows[] = {
	{ .type = "identifier" },
	{ .type = "destructured_parameter" },
	{ .type = "optional_parameter", .name = ".name", .dflt = ".value" },
	{ .type = "splat_parameter",
		.kind = CH_PARAM_VARIADIC,
		.name = ".name" },
	{ .type = "forward_parameter", .kind = CH_PARAM_VARIADIC },
	{ .type = "hash_splat_parameter",
		.kind = CH_PARAM_KEYWORD_VARIADIC,
		.name = ".name" },
	{ .type = "keyword_parameter",
		.kind = CH_PARAM_KEYWORD_ONLY,
		.name = ".name",
		.dflt = ".value" },
	{ .type = "block_parameter",
		.kind = CH_PARAM_BLOCK,
		.name = ".name",
		.optional = true },
};

const struct ch_lang ch_lang_ruby = {
	.name = "Ruby",
	.id = "ruby",
	.extracts = CH_EXTRACT_IMPORTS,
	.grammar = tree_sitter_ruby,
	.separator = "::",
	.bare_members = true,
	.rows = rb_rows,
	.nrows = sizeof(rb_rows) / sizeof(rb_rows[0]),
	.params = rb_param_rows,
	.nparams = sizeof(rb_param_rows) / sizeof(rb_param_rows[0]),
	.ids = rb_ids,
	.nids = sizeof(rb_ids) / sizeof(rb_ids[0]),
	.doc = CH_DOC_ANY,
	.counts = rb_counts,
	.finish = rb_finish,
};
