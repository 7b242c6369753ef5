#include <string.h>

#include "base/map.h"
#include "uast/lang.h"

const struct TSLanguage *tree_sitter_perl(void);

enum id {
	ID_NAME, /* fields */
	ID_BODY,
	ID_MODULE,
	ID_LEFT,
	ID_RIGHT,
	ID_ARGUMENTS,
	ID_DEFAULT,
	ID_CONTENT,
	ID_BLOCK, /* types */
	ID_PACKAGE,
	ID_CLASS,
	ID_ROLE,
	ID_EOF,
	ID_SIGNATURE,
	ID_MANDATORY,
	ID_OPTIONAL,
	ID_SLURPY,
	ID_NAMED,
	ID_STATEMENT,
	ID_ASSIGNMENT,
	ID_DECLARATION,
	ID_SCALAR,
	ID_ARRAY,
	ID_HASH,
	ID_VARNAME,
	ID_GLOB,
	ID_ANONYMOUS_SUB,
	ID_REFERENCE,
	ID_LIST,
	ID_PARENTHESES,
	ID_ARRAY_LITERAL,
	ID_HASH_LITERAL,
	ID_WORDS,
	ID_STRING,
	ID_INTERPOLATED,
	ID_QUOTED_WORD,
	ID_BAREWORD,
	ID_FILENAME,
	ID_MY /* tokens */
};

static const char *const ids[] = {
	[ID_NAME] = ".name",
	[ID_BODY] = ".body",
	[ID_MODULE] = ".module",
	[ID_LEFT] = ".left",
	[ID_RIGHT] = ".right",
	[ID_ARGUMENTS] = ".arguments",
	[ID_DEFAULT] = ".default",
	[ID_CONTENT] = ".content",
	[ID_BLOCK] = "block",
	[ID_PACKAGE] = "package_statement",
	[ID_CLASS] = "class_statement",
	[ID_ROLE] = "role_statement",
	[ID_EOF] = "eof_marker",
	[ID_SIGNATURE] = "signature",
	[ID_MANDATORY] = "mandatory_parameter",
	[ID_OPTIONAL] = "optional_parameter",
	[ID_SLURPY] = "slurpy_parameter",
	[ID_NAMED] = "named_parameter",
	[ID_STATEMENT] = "expression_statement",
	[ID_ASSIGNMENT] = "assignment_expression",
	[ID_DECLARATION] = "variable_declaration",
	[ID_SCALAR] = "scalar",
	[ID_ARRAY] = "array",
	[ID_HASH] = "hash",
	[ID_VARNAME] = "varname",
	[ID_GLOB] = "glob",
	[ID_ANONYMOUS_SUB] = "anonymous_subroutine_expression",
	[ID_REFERENCE] = "refgen_expression",
	[ID_LIST] = "list_expression",
	[ID_PARENTHESES] = "parenthesized_expression",
	[ID_ARRAY_LITERAL] = "anonymous_array_expression",
	[ID_HASH_LITERAL] = "anonymous_hash_expression",
	[ID_WORDS] = "quoted_word_list",
	[ID_STRING] = "string_literal",
	[ID_INTERPOLATED] = "interpolated_string_literal",
	[ID_QUOTED_WORD] = "autoquoted_bareword",
	[ID_BAREWORD] = "bareword",
	[ID_FILENAME] = "filename",
	[ID_MY] = "'my",
};

/* ---- lists of names ----------------------------------------------------- */

#define MAX_WORDS 200

struct words {
	struct ch_str items[MAX_WORDS];
	size_t n;
};

static void add_word(struct words *to, struct ch_str word)
{
	if (word.len && word.ptr[0] != '-' && to->n < MAX_WORDS)
		to->items[to->n++] = word;
}

/* qw(a b) */
static void split(struct words *to, struct ch_str s)
{
	size_t i = 0, from;

	while (i < s.len) {
		while (i < s.len && strchr(" \t\r\n", s.ptr[i]))
			i++;
		from = i;
		while (i < s.len && !strchr(" \t\r\n", s.ptr[i]))
			i++;
		add_word(to, ch_str_sub(s, from, i));
	}
}

/* The strings and words of 'a', qw(a b), ('a', b), ['a']; one level of each. */
static void read_words(const struct ch_walk *w, uint32_t node, struct words *to)
{
	for (uint32_t i = node; node != CH_NO_NODE && i < w->nodes[node].next;
		i++) {
		struct ch_str content = ch_text(w, ch_get(w, i, ID_CONTENT));

		if (ch_is(w, i, ID_WORDS))
			split(to, content);
		else if (ch_is(w, i, ID_STRING) || ch_is(w, i, ID_INTERPOLATED))
			add_word(to, content);
		else if (ch_is(w, i, ID_QUOTED_WORD) &&
			 ch_first(w, i) == CH_NO_NODE)
			add_word(to, ch_text(w, i));
	}
}

static struct ch_symbol *scope(struct ch_walk *w)
{
	uint32_t at = ch_scope(w);

	return at == CH_NO_SYMBOL ? NULL : &w->facts->symbols[at];
}

static bool in_function(struct ch_walk *w)
{
	const struct ch_symbol *s = scope(w);

	return s && ch_kind_is_callable(s->kind);
}

static void add_bases(struct ch_walk *w, const struct words *words)
{
	struct ch_symbol *s = scope(w);

	for (size_t i = 0; s && i < words->n && s->bases.len < 1024; i++)
		s->bases = ch_join(w, s->bases, ", ", words->items[i]);
}

/* ---- imports ------------------------------------------------------------ */

static bool is_core(struct ch_str name)
{
	/* with a colon: and all below */
	static const char *const modules[] = { "B", "Benchmark", "Carp",
		"Config", "Cwd", "DB_File", "Data::Dumper", "Devel::Peek",
		"Digest", "Digest::", "Encode", "Encode::", "English", "Env",
		"Errno", "Exporter", "Fcntl", "File::Basename", "File::Compare",
		"File::Copy", "File::Find", "File::Glob", "File::Path",
		"File::Spec", "File::Spec::", "File::Temp", "File::stat",
		"FindBin", "Getopt::Long", "Getopt::Std", "HTTP::Tiny",
		"Hash::Util", "I18N::Langinfo", "IO::Compress::", "IO::File",
		"IO::Handle", "IO::Pipe", "IO::Poll", "IO::Select",
		"IO::Socket", "IO::Socket::", "IPC::Cmd", "IPC::Open2",
		"IPC::Open3", "JSON::PP", "List::Util", "MIME::Base64",
		"MIME::QuotedPrint", "Math::BigFloat", "Math::BigInt",
		"Module::CoreList", "Module::Load", "Module::Loaded", "POSIX",
		"PerlIO", "Pod::", "Safe", "Scalar::Util", "SelfLoader",
		"Socket", "Storable", "Sub::Util", "Symbol", "Sys::Hostname",
		"Term::ANSIColor", "Term::ReadLine", "Test::Builder",
		"Test::Harness", "Test::More", "Test::Simple", "Text::Abbrev",
		"Text::Balanced", "Text::ParseWords", "Text::Tabs",
		"Text::Wrap", "Thread::Queue", "Tie::", "Time::HiRes",
		"Time::Local", "Time::Piece", "UNIVERSAL", "Unicode::" };

	for (size_t i = 0; i < sizeof(modules) / sizeof(modules[0]); i++) {
		struct ch_str m = ch_str_z(modules[i]);

		if (m.ptr[m.len - 1] == ':' ? ch_str_starts(name, m.ptr)
					    : ch_str_eq(name, m))
			return true;
	}
	return false;
}

static struct ch_str first_part(struct ch_str name)
{
	return ch_str_sub(name, 0, ch_str_chr(name, ':', 0));
}

/* Pragmas are written in small letters. */
static bool is_pragma(struct ch_str name)
{
	return name.len && ch_is_lower(name.ptr[0]);
}

static void add_import(struct ch_walk *w, uint32_t node, struct ch_str name)
{
	enum ch_import_kind kind = CH_IMPORT_EXTERNAL;
	struct ch_str own = { NULL, 0 };

	if (w->facts->nsymbols)
		own = first_part(w->facts->symbols[0].qualified);
	if (is_pragma(name) || is_core(name))
		kind = CH_IMPORT_SYSTEM;
	else if (ch_str_eq(first_part(name), own))
		kind = CH_IMPORT_RELATIVE;
	ch_add_import(w, node, name, kind, false);
}

static void import_bases(struct ch_walk *w, uint32_t node, uint32_t list)
{
	struct words words = { .n = 0 };

	read_words(w, list, &words);
	add_bases(w, &words);
	for (size_t i = 0; i < words.n; i++)
		add_import(w, node, words.items[i]);
}

static void import_used(struct ch_walk *w, uint32_t node)
{
	struct ch_str name = ch_text(w, ch_get(w, node, ID_MODULE));
	uint32_t rest = ch_next(w, ch_get(w, node, ID_MODULE));

	if (ch_str_is(ch_text(w, ch_first(w, node)), "no"))
		return;
	if (!ch_str_is(name, "parent") && !ch_str_is(name, "base"))
		add_import(w, node, name);
	if (ch_str_is(name, "parent") || ch_str_is(name, "base") ||
		ch_str_is(name, "Mojo::Base"))
		import_bases(w, node, rest);
}

/* use A::B; require A::B; require 'file'; do 'file' */
static void on_import(struct ch_walk *w, uint32_t node)
{
	uint32_t file = ch_get(w, node, ID_FILENAME);
	uint32_t what = ch_get(w, node, ID_BAREWORD);
	struct words words = { .n = 0 };

	if (ch_get(w, node, ID_MODULE) != CH_NO_NODE) {
		import_used(w, node);
		return;
	}
	if (what != CH_NO_NODE) {
		add_import(w, node, ch_text(w, what));
		return;
	}
	what = ch_next(w, ch_first(w, node));
	if (file != CH_NO_NODE)
		what = ch_first(w, file);
	if (ch_is(w, what, ID_STRING) || ch_is(w, what, ID_INTERPOLATED))
		read_words(w, what, &words);
	if (words.n == 1 && ch_text(w, what).len == words.items[0].len + 2)
		ch_add_import(
			w, node, words.items[0], CH_IMPORT_RELATIVE, false);
}

/* ---- use ---------------------------------------------------------------- */

static bool constant_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	uint32_t value = ch_next(w, ch_next(w, node));

	s->value = ch_fold(w, value);
	if (value != CH_NO_NODE)
		s->end_byte = w->nodes[value].end;
	s->signature = ch_join(w, CH_STR("use constant"), " ", s->name);
	return true;
}

/* use constant A => 1; use constant { A => 1, B => 2 } */
static void emit_constants(
	struct ch_walk *w, uint32_t node, const struct ch_lang_row *row)
{
	uint32_t hash = ch_get(w, node, ID_HASH_LITERAL), c, name;
	uint32_t list = ch_get(w, hash == CH_NO_NODE ? node : hash, ID_LIST);

	for (c = ch_first(w, list); c != CH_NO_NODE; c = ch_next(w, c)) {
		name = ch_get(w, c, ID_CONTENT);
		if (ch_is(w, c, ID_QUOTED_WORD))
			name = c;
		if (!ch_str_is(ch_text(w, ch_next(w, c)), "=>"))
			continue;
		ch_emit(w, row, c, name);
		if (hash == CH_NO_NODE)
			return;
		c = ch_next(w, ch_next(w, c));
	}
}

/* ---- packages ----------------------------------------------------------- */

static bool opens(const struct ch_walk *w, uint32_t node)
{
	return ch_is(w, node, ID_PACKAGE) || ch_is(w, node, ID_CLASS) ||
	       ch_is(w, node, ID_ROLE);
}

/* "package A;" reaches to the next one. */
static void emit_package(
	struct ch_walk *w, uint32_t node, const struct ch_lang_row *row)
{
	uint32_t last = node, c = ch_next(w, node);

	if (!ch_emit(w, row, node, ch_get(w, node, ID_NAME)) ||
		ch_get(w, node, ID_BLOCK) != CH_NO_NODE)
		return;
	for (; c != CH_NO_NODE && !opens(w, c) && !ch_is(w, c, ID_EOF);
		c = ch_next(w, c))
		last = c;
	ch_cover(w, last);
}

static bool package_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	if (ch_get(w, node, ID_BLOCK) == CH_NO_NODE)
		s->body_start = s->body_end = w->nodes[node].end;
	return true;
}

/* ---- subroutines -------------------------------------------------------- */

static void add_param(struct ch_walk *w, struct ch_str name, struct ch_str dflt)
{
	static const char *const receivers[] = { "$self", "$class", "$this",
		"$proto", "$invocant" };
	bool first = !ch_param_at(w, 0);
	struct ch_param *p = ch_add_param(w);

	p->name = name;
	p->dflt = dflt;
	p->optional = dflt.len > 0;
	if (name.len && name.ptr[0] == '@')
		p->kind = CH_PARAM_VARIADIC;
	else if (name.len && name.ptr[0] == '%')
		p->kind = CH_PARAM_KEYWORD_VARIADIC;
	for (size_t i = 0; first && i < 5; i++)
		if (ch_str_is(name, receivers[i]))
			p->kind = CH_PARAM_RECEIVER;
}

static void read_signature(struct ch_walk *w, uint32_t list)
{
	uint32_t c;

	for (c = ch_first(w, list); c != CH_NO_NODE; c = ch_next(w, c))
		if (ch_is(w, c, ID_MANDATORY) || ch_is(w, c, ID_OPTIONAL) ||
			ch_is(w, c, ID_SLURPY) || ch_is(w, c, ID_NAMED))
			add_param(w, ch_fold(w, ch_first(w, c)),
				ch_fold(w, ch_get(w, c, ID_DEFAULT)));
}

static bool is_shift(const struct ch_walk *w, uint32_t node)
{
	struct ch_str text = ch_text(w, node);

	return ch_str_is(text, "shift") || ch_str_is(text, "shift @_") ||
	       ch_str_is(text, "shift(@_)") || ch_str_is(text, "shift()");
}

/* "my ($a, @b) = @_;" is all of them, "my $a = shift // 1;" one more. */
static bool unpack_one(struct ch_walk *w, uint32_t statement)
{
	uint32_t assignment = ch_get(w, statement, ID_ASSIGNMENT), c;
	uint32_t left = ch_get(w, assignment, ID_LEFT);
	uint32_t right = ch_get(w, assignment, ID_RIGHT);
	bool all = ch_str_is(ch_text(w, right), "@_");
	struct ch_str dflt = { NULL, 0 };

	if (ch_get(w, left, ID_MY) == CH_NO_NODE)
		return false;
	if (!all && !is_shift(w, right)) {
		dflt = ch_fold(w, ch_get(w, right, ID_RIGHT));
		if (!is_shift(w, ch_get(w, right, ID_LEFT)))
			return false;
	}
	for (c = ch_first(w, left); c != CH_NO_NODE; c = ch_next(w, c))
		if (ch_is(w, c, ID_SCALAR) || ch_is(w, c, ID_ARRAY) ||
			ch_is(w, c, ID_HASH))
			add_param(w, ch_text(w, c), dflt);
	return !all;
}

/* A signature, or the body whose first statements unpack @_. */
static void read_params(struct ch_walk *w, uint32_t node)
{
	uint32_t c = ch_get(w, node, ID_STATEMENT);

	if (ch_is(w, node, ID_SIGNATURE)) {
		read_signature(w, node);
		return;
	}
	for (; c != CH_NO_NODE && unpack_one(w, c);
		c = ch_get_next(w, c, ID_STATEMENT))
		;
}

/* "sub A::b" is in A, whatever package it stands in. */
static bool sub_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	size_t at = 0, colon;

	(void)w;
	(void)node;
	while ((colon = ch_str_chr(s->name, ':', at)) != (size_t)-1)
		at = colon + 1;
	if (at) {
		s->parent = CH_NO_SYMBOL;
		s->qualified = s->name;
		s->name = ch_str_sub(s->name, at, s->name.len);
		s->name_byte += (uint32_t)at;
	}
	return true;
}

/* *name = sub { ... }; *name = \&other */
static bool glob_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	uint32_t right = ch_get(w, node, ID_RIGHT);
	uint32_t body = ch_get(w, right, ID_BODY);

	if (body == CH_NO_NODE)
		body = right;
	s->body_start = w->nodes[body].start;
	s->body_end = w->nodes[body].end;
	return true;
}

static void emit_assignment(
	struct ch_walk *w, uint32_t node, const struct ch_lang_row *row)
{
	uint32_t left = ch_get(w, node, ID_LEFT);
	uint32_t right = ch_get(w, node, ID_RIGHT);
	struct ch_str text = ch_text(w, left);
	struct words words = { .n = 0 };

	if (in_function(w))
		return;
	if (ch_is(w, left, ID_GLOB) && (ch_is(w, right, ID_ANONYMOUS_SUB) ||
					       ch_is(w, right, ID_REFERENCE)))
		ch_emit(w, row, node, ch_get(w, left, ID_VARNAME));
	if (ch_str_is(text, "@ISA") || ch_str_is(text, "our @ISA")) {
		read_words(w, right, &words);
		add_bases(w, &words);
	}
}

/* ---- variables and attributes ------------------------------------------- */

static bool our_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	uint32_t up = ch_parent(w, node);
	uint32_t name = ch_parent(w, ch_name_node(w));
	struct ch_str word = ch_text(w, ch_first(w, node));

	if (ch_is(w, up, ID_ASSIGNMENT)) {
		s->value = ch_fold(w, ch_get(w, up, ID_RIGHT));
		s->end_byte = w->nodes[up].end;
	}
	s->signature = ch_join(w, word, " ", ch_text(w, name));
	return true;
}

static void emit_declared(
	struct ch_walk *w, uint32_t node, const struct ch_lang_row *row)
{
	struct ch_str word = ch_text(w, ch_first(w, node));
	uint32_t c;

	if (!ch_str_is(word, "our") && !ch_str_is(word, "field"))
		return;
	for (c = ch_first(w, node); c != CH_NO_NODE; c = ch_next(w, c))
		ch_emit(w, row, node, ch_get(w, c, ID_VARNAME));
}

/* has name => ...; has [qw(a b)] => ...: Moose's attributes and Mojo's */
static void emit_has(
	struct ch_walk *w, uint32_t node, const struct ch_lang_row *row)
{
	uint32_t list = ch_get(w, node, ID_ARGUMENTS), first = list, value;
	struct words words = { .n = 0 };
	struct ch_symbol *s;

	if (in_function(w))
		return;
	if (ch_is(w, list, ID_LIST))
		first = ch_first(w, list);
	value = ch_next(w, ch_next(w, first));
	if (first == list)
		value = CH_NO_NODE;
	read_words(w, first, &words);
	for (size_t i = 0; i < words.n; i++) {
		struct ch_str up = scope(w) ? scope(w)->qualified : CH_STR("");
		struct ch_str name = words.items[i];

		if (name.ptr[0] == '+')
			name = ch_str_sub(name, 1, name.len);
		s = ch_emit(w, row, node, first);
		if (!s || !name.len)
			return;
		s->name = name;
		s->qualified = ch_join(w, up, "::", name);
		s->signature = ch_join(w, CH_STR("has"), " ", name);
		s->value = ch_fold_bytes(w,
			w->nodes[value == CH_NO_NODE ? list : value].start,
			w->nodes[list].end);
		if (value == CH_NO_NODE)
			s->value.len = 0;
	}
}

/* extends 'A'; with 'Role' */
static void emit_extends(
	struct ch_walk *w, uint32_t node, const struct ch_lang_row *row)
{
	(void)row;
	if (!in_function(w))
		import_bases(w, node, ch_get(w, node, ID_ARGUMENTS));
}

/* ---- documentation ------------------------------------------------------ */

/* The first symbol of each name, as 1 + index. */
static void index_names(const struct ch_walk *w, struct ch_map *names)
{
	for (size_t i = 0; i < w->facts->nsymbols; i++) {
		const struct ch_symbol *s = &w->facts->symbols[i];
		uint64_t *at =
			ch_map_add(names, s->name.ptr, s->name.len, NULL);

		if (!*at)
			*at = i + 1;
	}
}

static struct ch_symbol *lookup(
	struct ch_walk *w, const struct ch_map *names, struct ch_str name)
{
	const uint64_t *at = ch_map_get(names, name.ptr, name.len);

	return at ? &w->facts->symbols[*at - 1] : NULL;
}

/* "add" of "add", "add($x)", "$foo->add( $x )". */
static struct ch_str heading_name(struct ch_str h)
{
	size_t at;

	h = ch_str_trim(ch_str_sub(h, 0, ch_str_chr(h, '(', 0)));
	at = ch_str_find(h, CH_STR("->"), 0);
	return at == (size_t)-1 ? h : ch_str_sub(h, at + 2, h.len);
}

/* C<x> reads x. */
static struct ch_str without_codes(struct ch_walk *w, struct ch_str s)
{
	char *to = ch_arena_alloc(w->arena, s.len + 1);
	size_t n = 0;
	int open = 0;

	for (size_t i = 0; i < s.len; i++) {
		if (ch_is_upper(s.ptr[i]) && i + 1 < s.len &&
			s.ptr[i + 1] == '<') {
			open++;
			i++;
		} else if (s.ptr[i] == '>' && open) {
			open--;
		} else {
			to[n++] = s.ptr[i];
		}
	}
	return ch_str_n(to, n);
}

/* Takes the next paragraph that is no example; what follows stays. */
static struct ch_str paragraph(struct ch_str *rest)
{
	struct ch_str before = *rest, line, all = { NULL, 0 };

	while (ch_str_line(rest, &line)) {
		bool blank = !ch_str_trim(line).len;

		if (ch_str_starts(line, "=")) {
			*rest = before;
			break;
		}
		if (blank && all.len)
			break;
		if (!blank && line.ptr[0] != ' ' && line.ptr[0] != '\t') {
			if (!all.len)
				all.ptr = line.ptr;
			all.len = (size_t)(line.ptr + line.len - all.ptr);
		}
		before = *rest;
	}
	return all;
}

/* "A::B - what it is" below =head1 NAME */
static void document_module(
	struct ch_walk *w, const struct ch_map *names, struct ch_str text)
{
	size_t dash = ch_str_find(text, CH_STR(" - "), 0);
	struct ch_symbol *s;

	if (dash == (size_t)-1)
		return;
	s = lookup(w, names, ch_str_trim(ch_str_sub(text, 0, dash)));
	if (s)
		ch_set_doc_text(w, s,
			without_codes(w, ch_str_sub(text, dash + 3, text.len)));
}

/* "=head2 add", then a paragraph */
static void read_pod(
	struct ch_walk *w, const struct ch_map *names, struct ch_str pod)
{
	struct ch_str line;

	while (ch_str_line(&pod, &line)) {
		size_t space = ch_str_chr(line, ' ', 0);
		struct ch_str h = ch_str_sub(
			line, space == (size_t)-1 ? line.len : space, line.len);
		struct ch_symbol *s;

		h = ch_str_trim(h);
		if (ch_str_is(h, "NAME")) {
			document_module(w, names, paragraph(&pod));
			continue;
		}
		if (!ch_str_starts(line, "=head") &&
			!ch_str_starts(line, "=item"))
			continue;
		s = lookup(w, names, heading_name(h));
		if (s && !s->doc.len)
			ch_set_doc_text(
				w, s, without_codes(w, paragraph(&pod)));
	}
}

/* "our @EXPORT_OK = qw(a b)" */
static void mark_exported(
	struct ch_walk *w, const struct ch_map *names, struct ch_str value)
{
	struct words words = { .n = 0 };
	struct ch_symbol *s;

	for (size_t i = 0; i < value.len; i++)
		if (strchr("()'\",[]/{}|!", value.ptr[i]) && i) {
			split(&words, ch_str_sub(value, i + 1, value.len));
			break;
		}
	for (size_t i = 0; i < words.n; i++) {
		struct ch_str word = words.items[i];

		while (word.len && strchr("()'\",[]&", word.ptr[word.len - 1]))
			word.len--;
		while (word.len && strchr("'\"&", word.ptr[0]))
			word = ch_str_sub(word, 1, word.len);
		s = lookup(w, names, word);
		if (!s)
			continue;
		s->flags |= CH_SYM_EXPORTED;
		s->visibility = CH_VIS_PUBLIC;
	}
}

static void finish(struct ch_walk *w)
{
	const struct ch_facts *f = w->facts;
	struct ch_map names = { 0 };
	const struct ch_comment *c;

	index_names(w, &names);
	for (size_t i = 0; i < f->nsymbols; i++)
		if (f->symbols[i].kind == CH_KIND_VARIABLE &&
			(ch_str_is(f->symbols[i].name, "EXPORT") ||
				ch_str_is(f->symbols[i].name, "EXPORT_OK")))
			mark_exported(w, &names, f->symbols[i].value);
	for (size_t i = 0; (c = ch_comment_at(w, i)); i++)
		if (w->source.ptr[c->start_byte] == '=')
			read_pod(w, &names,
				ch_str_sub(
					w->source, c->start_byte, c->end_byte));
	ch_map_release(&names);
}

/* ---- the table ---------------------------------------------------------- */

static enum ch_visibility visible(
	struct ch_walk *w, uint32_t node, const struct ch_symbol *s)
{
	if (ch_get(w, node, ID_MY) != CH_NO_NODE ||
		(s->kind == CH_KIND_FIELD && ch_is(w, node, ID_DECLARATION)))
		return CH_VIS_PRIVATE;
	return s->name.ptr[0] == '_' ? CH_VIS_INTERNAL : CH_VIS_PUBLIC;
}

#define CALL(node, text, what)                                  \
	{                                                       \
		.type = node, .word = text, .key = ".function", \
		.role = CH_ROLE_CUSTOM, .kind = CH_KIND_FIELD,  \
		.traits = CH_ROW_FLAT, .emit = what             \
	}

static const struct ch_lang_row rows[] = {
	{ .type = "package_statement",
		.role = CH_ROLE_CUSTOM,
		.kind = CH_KIND_MODULE,
		.traits = CH_ROW_TOP,
		.body = "block",
		.hook = package_hook,
		.emit = emit_package },
	{ .type = "class_statement",
		.role = CH_ROLE_CUSTOM,
		.kind = CH_KIND_CLASS,
		.traits = CH_ROW_TOP,
		.body = "block",
		.hook = package_hook,
		.emit = emit_package },
	{ .type = "role_statement",
		.role = CH_ROLE_CUSTOM,
		.kind = CH_KIND_TRAIT,
		.traits = CH_ROW_TOP,
		.body = "block",
		.hook = package_hook,
		.emit = emit_package },
	{ .type = "subroutine_declaration_statement",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_FUNCTION,
		.name = ".name",
		.params = "signature|.body",
		.body = ".body",
		.hook = sub_hook },
	{ .type = "method_declaration_statement",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_METHOD,
		.name = ".name",
		.params = "signature|.body",
		.body = ".body",
		.hook = sub_hook },
	{ .type = "assignment_expression",
		.role = CH_ROLE_CUSTOM,
		.kind = CH_KIND_FUNCTION,
		.traits = CH_ROW_GLOBAL,
		.params = ".right/signature|.right/.body",
		.hook = glob_hook,
		.emit = emit_assignment },
	{ .type = "variable_declaration",
		.role = CH_ROLE_CUSTOM,
		.kind = CH_KIND_VARIABLE,
		.traits = CH_ROW_GLOBAL | CH_ROW_FLAT,
		.hook = our_hook,
		.emit = emit_declared },
	{ .type = "use_statement",
		.word = "constant",
		.key = ".module",
		.role = CH_ROLE_CUSTOM,
		.kind = CH_KIND_CONSTANT,
		.traits = CH_ROW_GLOBAL | CH_ROW_FLAT,
		.hook = constant_hook,
		.emit = emit_constants },
	{ .type = "use_statement", .role = CH_ROLE_IMPORT },
	{ .type = "require_expression", .role = CH_ROLE_IMPORT },
	{ .type = "eval_expression", .role = CH_ROLE_IMPORT },
	CALL("ambiguous_function_call_expression", "has", emit_has),
	CALL("ambiguous_function_call_expression", "extends", emit_extends),
	CALL("ambiguous_function_call_expression", "with", emit_extends),
	CALL("function_call_expression", "has", emit_has),
	CALL("function_call_expression", "extends", emit_extends),
	CALL("function_call_expression", "with", emit_extends),
	{ .type = "conditional_statement",
		.role = CH_ROLE_CONDITION,
		.traits = CH_ROW_DECIDES | CH_ROW_NESTS },
	{ .type = "postfix_conditional_expression",
		.role = CH_ROLE_DECISION,
		.traits = CH_ROW_NESTS },
	{ .type = "elsif", .role = CH_ROLE_DECISION, .traits = CH_ROW_ELSE },
	{ .type = "else", .traits = CH_ROW_ELSE },
	{ .type = "for_statement",
		.role = CH_ROLE_DECISION,
		.traits = CH_ROW_NESTS },
	{ .type = "cstyle_for_statement",
		.role = CH_ROLE_DECISION,
		.traits = CH_ROW_NESTS },
	{ .type = "loop_statement",
		.role = CH_ROLE_DECISION,
		.traits = CH_ROW_NESTS },
	{ .type = "postfix_for_expression",
		.role = CH_ROLE_DECISION,
		.traits = CH_ROW_NESTS },
	{ .type = "postfix_loop_expression",
		.role = CH_ROLE_DECISION,
		.traits = CH_ROW_NESTS },
	{ .type = "conditional_expression",
		.role = CH_ROLE_DECISION,
		.traits = CH_ROW_NESTS },
	{ .type = "try_statement",
		.role = CH_ROLE_DECISION,
		.traits = CH_ROW_NESTS },
	{ .type = "loopex_expression", .traits = CH_ROW_LABEL_JUMP },
	{ .type = "goto_expression", .traits = CH_ROW_JUMP },
	{ .type = "anonymous_subroutine_expression", .traits = CH_ROW_DEEPER },
	{ .type = "&&", .role = CH_ROLE_OPERATOR },
	{ .type = "||", .role = CH_ROLE_OPERATOR },
	{ .type = "'//", .role = CH_ROLE_OPERATOR },
	{ .type = "'and", .role = CH_ROLE_OPERATOR },
	{ .type = "'or", .role = CH_ROLE_OPERATOR },
	{ .type = "string_literal", .traits = CH_ROW_LITERAL },
	{ .type = "interpolated_string_literal", .traits = CH_ROW_LITERAL },
	{ .type = "quoted_word_list", .traits = CH_ROW_LITERAL },
	{ .type = "match_regexp", .traits = CH_ROW_LITERAL },
	{ .type = "quoted_regexp", .traits = CH_ROW_LITERAL },
	{ .type = "substitution_regexp", .traits = CH_ROW_LITERAL },
	{ .type = "transliteration_expression", .traits = CH_ROW_LITERAL },
	{ .type = "varname", .role = CH_ROLE_NAME },
	{ .type = "bareword", .role = CH_ROLE_NAME },
	{ .type = "function", .role = CH_ROLE_NAME },
	{ .type = "method", .role = CH_ROLE_NAME },
	{ .type = "package", .role = CH_ROLE_NAME },
	{ .type = "comment", .role = CH_ROLE_COMMENT },
	{ .type = "pod", .role = CH_ROLE_COMMENT },
};

const struct ch_lang ch_lang_perl = {
	.name = "Perl",
	.id = "perl",
	.grammar = tree_sitter_perl,
	.separator = "::",
	.rows = rows,
	.nrows = sizeof(rows) / sizeof(rows[0]),
	.ids = ids,
	.nids = sizeof(ids) / sizeof(ids[0]),
	.doc = CH_DOC_ANY,
	.visible = visible,
	.on_import = on_import,
	.on_params = read_params,
	.finish = finish,
	.bodies = ch_bodies_perl,
};
