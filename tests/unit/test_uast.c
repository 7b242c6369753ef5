#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "uast/parse.h"

struct world {
	struct ch_parser *parser;
	struct ch_arena arena;
	struct ch_facts facts;
};

static int set_up(void **state)
{
	struct world *w = calloc(1, sizeof(*w));

	w->parser = ch_parser_new();
	*state = w;
	return 0;
}

static int tear_down(void **state)
{
	struct world *w = *state;

	ch_parser_free(w->parser);
	ch_arena_release(&w->arena);
	free(w);
	return 0;
}

static const struct ch_lang *lang_of(const char *path)
{
	static const char *const names[][2] = { { ".c", "C" }, { ".h", "C" },
		{ ".cc", "C++" }, { ".hpp", "C++" }, { ".py", "Python" },
		{ ".go", "Go" }, { ".rs", "Rust" }, { ".java", "Java" },
		{ ".js", "JavaScript" }, { ".ts", "TypeScript" },
		{ ".tsx", "TSX" }, { ".rb", "Ruby" }, { ".php", "PHP" },
		{ ".cs", "C#" }, { ".kt", "Kotlin" }, { ".scala", "Scala" },
		{ ".swift", "Swift" }, { ".dart", "Dart" },
		{ ".m", "Objective-C" } };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (ch_str_ends(ch_str_z(path), names[i][0]))
			return ch_lang_find(ch_str_z(names[i][1]));
	return NULL;
}

static struct ch_facts *parse(
	struct world *w, const char *path, struct ch_str source)
{
	struct ch_parse_options o = { .names = true };
	struct ch_err err = { CH_OK, "" };

	assert_int_equal(
		ch_parse(w->parser, lang_of(path), ch_str_z(path), source, &o,
			NULL, NULL, 0, &w->arena, &w->facts, NULL, &err),
		0);
	return &w->facts;
}

static struct ch_symbol *find(struct world *w, const char *qualified)
{
	for (size_t i = 0; i < w->facts.nsymbols; i++)
		if (ch_str_is(w->facts.symbols[i].qualified, qualified))
			return &w->facts.symbols[i];
	fail_msg("no symbol %s", qualified);
	return NULL;
}

static void is(struct ch_str got, const char *want)
{
	char buf[512];

	snprintf(buf, sizeof(buf), "%.*s", (int)got.len, got.ptr);
	assert_string_equal(buf, want);
}

static void has_param(const struct ch_symbol *s, uint32_t i, const char *name,
	const char *type, const char *dflt, enum ch_param_kind kind)
{
	assert_true(i < s->nparams);
	is(s->params[i].name, name);
	is(s->params[i].type, type);
	is(s->params[i].dflt, dflt);
	assert_int_equal(s->params[i].kind, kind);
}

/* ---- languages ---------------------------------------------------------- */

static void every_description_fits_its_grammar(void **state)
{
	(void)state;
	assert_true(ch_lang_count() >= 3);
	for (size_t i = 0; i < ch_lang_count(); i++) {
		struct ch_err err = { CH_OK, "" };

		if (ch_lang_check(ch_lang_at(i), &err))
			fail_msg("%s", err.msg);
		assert_in_range(ch_lang_abi(ch_lang_at(i)), 13, 15);
	}
}

static void languages_are_found_by_any_case(void **state)
{
	(void)state;
	is(ch_str_z(ch_lang_id(ch_lang_find(CH_STR("c++")))), "cpp");
	is(ch_str_z(ch_lang_name(ch_lang_find(CH_STR("PYTHON")))), "Python");
	is(ch_str_z(ch_lang_name(ch_lang_find(CH_STR("Gradle Kotlin DSL")))),
		"Kotlin");
	assert_null(ch_lang_find(CH_STR("Klingon")));
}

static void a_header_that_says_class_is_cpp(void **state)
{
	const struct ch_lang *c = ch_lang_find(CH_STR("C"));
	const struct ch_lang *cpp = ch_lang_find(CH_STR("C++"));

	(void)state;
	assert_ptr_equal(ch_lang_for(CH_STR("C"), CH_STR("a.h"),
				 CH_STR("int f;\nclass A {\n};\n")),
		cpp);
	assert_ptr_equal(ch_lang_for(CH_STR("C"), CH_STR("a.h"),
				 CH_STR("/* a\nclass of things\n*/\nint f;\n")),
		c);
	assert_ptr_equal(ch_lang_for(CH_STR("C"), CH_STR("a.c"),
				 CH_STR("namespace x {}\n")),
		c);
}

static const char *header_of(const struct ch_guide *guide, const char *text)
{
	return ch_lang_id(ch_lang_for_tree(
		CH_STR("C"), CH_STR("a.h"), ch_str_z(text), guide));
}

static void a_header_is_what_its_tree_is(void **state)
{
	struct ch_guide c = { 0 }, cpp = { 0 }, objc = { 0 };

	(void)state;
	ch_guide_add(&c, CH_STR("src/a.c"));
	ch_guide_add(&cpp, CH_STR("a.cc"));
	ch_guide_add(&cpp, CH_STR("a.hpp"));
	ch_guide_add(&cpp, CH_STR("a.c"));
	ch_guide_add(&objc, CH_STR("a.m"));
	ch_guide_add(&objc, CH_STR("a.h"));
	assert_string_equal(header_of(NULL, "int f;\n"), "c");
	assert_string_equal(header_of(&c, "int f;\n"), "c");
	assert_string_equal(header_of(&cpp, "int f;\n"), "cpp");
	assert_string_equal(header_of(&objc, "int f;\n"), "objc");
	/* what it says itself counts more */
	assert_string_equal(header_of(&objc, "namespace a {\n}\n"), "cpp");
	assert_string_equal(header_of(&c, "@class A;\n"), "objc");
	assert_string_equal(header_of(&c, "/*\n@class A\n*/\n"), "c");
	assert_string_equal(
		header_of(&cpp, "#ifdef __cplusplus\n#endif\n"), "c");
	assert_string_equal(
		header_of(&c, "#ifdef __OBJC__\n@class A;\n#endif\n"), "c");
	assert_string_equal(
		header_of(&objc, "#ifdef __OBJC__\n@class A;\n#endif\n"),
		"objc");
	/* and only headers are asked */
	assert_string_equal(
		ch_lang_id(ch_lang_for_tree(CH_STR("C"), CH_STR("a.c"),
			CH_STR("@class A;\n"), &objc)),
		"c");
}

static void an_interface_file_has_a_grammar_of_its_own(void **state)
{
	const struct ch_lang *ml = ch_lang_find(CH_STR("OCaml"));
	const struct ch_lang *mli =
		ch_lang_for(CH_STR("OCaml"), CH_STR("src/a.mli"), CH_STR(""));

	(void)state;
	is(ch_str_z(ch_lang_id(ml)), "ocaml");
	is(ch_str_z(ch_lang_id(mli)), "ocaml_interface");
	is(ch_str_z(ch_lang_name(mli)), "OCaml");
	assert_ptr_equal(
		ch_lang_for(CH_STR("OCaml"), CH_STR("a.ml"), CH_STR("")), ml);
	assert_ptr_equal(ch_lang_for(CH_STR("C"), CH_STR("a.mli"), CH_STR("")),
		ch_lang_find(CH_STR("C")));
}

/* ---- facts -------------------------------------------------------------- */

static void c_functions_have_results_and_parameters(void **state)
{
	struct world *w = *state;
	struct ch_symbol *s;

	parse(w, "a.c",
		CH_STR("/* Looks. Then leaps. */\n"
		       "static const char *look(int n, void (*cb)(int),\n"
		       "\t/* why */ char b[10], ...)\n{ if (n && cb) cb(1);\n"
		       " return n ? b : 0; }\n"));
	s = find(w, "look");
	assert_int_equal(s->kind, CH_KIND_FUNCTION);
	assert_int_equal(s->visibility, CH_VIS_PRIVATE);
	is(s->signature, "static const char *look(int n, void (*cb)(int), "
			 "char b[10], ...)");
	is(s->result, "const char *");
	is(s->doc, "Looks.");
	assert_int_equal(s->decisions, 3);
	assert_int_equal(s->nparams, 4);
	has_param(s, 0, "n", "int", "", CH_PARAM_NORMAL);
	has_param(s, 1, "cb", "void (*)(int)", "", CH_PARAM_NORMAL);
	has_param(s, 2, "b", "char[10]", "", CH_PARAM_NORMAL);
	has_param(s, 3, "...", "", "", CH_PARAM_VARIADIC);
}

static void macros_before_a_prototype_are_attributes(void **state)
{
	struct world *w = *state;
	struct ch_symbol *s;

	parse(w, "a.h",
		CH_STR("LIB_EXTERN(char *) one(int a);\n"
		       "LIB_DEPRECATED LIB_API int two(void) LIB_PURE;\n"));
	assert_int_equal(w->facts.nsymbols, 2);
	assert_int_equal(w->facts.error_bytes, 0);
	s = find(w, "one");
	is(s->result, "char *");
	is(s->attributes, "LIB_EXTERN");
	assert_int_equal(s->visibility, CH_VIS_PUBLIC);
	s = find(w, "two");
	is(s->signature, "int two(void)");
	is(s->attributes, "LIB_DEPRECATED LIB_API LIB_PURE");
	assert_true(s->flags & CH_SYM_DEPRECATED);
	assert_true(s->flags & CH_SYM_DECLARATION);
}

static void cpp_members_follow_their_access_section(void **state)
{
	struct world *w = *state;

	parse(w, "a.hpp",
		CH_STR("namespace n { class A { int a; public: int b();\n"
		       "protected: A(int x = 1); };\n"
		       "struct B { int c; virtual int d() const = 0; }; }\n"));
	assert_int_equal(find(w, "n::A::a")->visibility, CH_VIS_PRIVATE);
	assert_int_equal(find(w, "n::A::b")->visibility, CH_VIS_PUBLIC);
	assert_int_equal(find(w, "n::A::A")->visibility, CH_VIS_PROTECTED);
	has_param(find(w, "n::A::A"), 0, "x", "int", "1", CH_PARAM_NORMAL);
	assert_int_equal(find(w, "n::B::c")->visibility, CH_VIS_PUBLIC);
	assert_int_equal(find(w, "n::B::d")->kind, CH_KIND_METHOD);
	assert_true(find(w, "n::B::d")->flags & CH_SYM_ABSTRACT);
	assert_true(find(w, "n::B::d")->flags & CH_SYM_CONST);
}

static void python_parameters_have_kinds(void **state)
{
	struct world *w = *state;
	struct ch_symbol *s;

	parse(w, "a.py",
		CH_STR("class A:\n"
		       "    def f(self, a, /, b: int = 1, *c, d='x', **e): "
		       "...\n"
		       "def g(x, *, y=2): pass\n"));
	s = find(w, "A.f");
	assert_int_equal(s->kind, CH_KIND_METHOD);
	has_param(s, 0, "self", "", "", CH_PARAM_RECEIVER);
	has_param(s, 1, "a", "", "", CH_PARAM_POSITIONAL_ONLY);
	has_param(s, 2, "b", "int", "1", CH_PARAM_NORMAL);
	has_param(s, 3, "c", "", "", CH_PARAM_VARIADIC);
	has_param(s, 4, "d", "", "'x'", CH_PARAM_KEYWORD_ONLY);
	has_param(s, 5, "e", "", "", CH_PARAM_KEYWORD_VARIADIC);
	has_param(find(w, "g"), 1, "y", "", "2", CH_PARAM_KEYWORD_ONLY);
	assert_true(find(w, "g")->params[1].optional);
}

static void python_all_decides_what_is_public(void **state)
{
	struct world *w = *state;

	parse(w, "a.py",
		CH_STR("__all__ = ['f', '_g']\ndef f(): pass\n"
		       "def _g(): pass\ndef h(): pass\n"));
	assert_int_equal(find(w, "f")->visibility, CH_VIS_PUBLIC);
	assert_int_equal(find(w, "_g")->visibility, CH_VIS_PUBLIC);
	assert_int_equal(find(w, "h")->visibility, CH_VIS_INTERNAL);
}

static void deprecation_is_seen_where_every_call_warns(void **state)
{
	struct world *w = *state;

	parse(w, "a.py",
		CH_STR("def a():\n    warnings.warn('x', DeprecationWarning)\n"
		       "def b(x=None):\n    if x:\n"
		       "        warnings.warn('x', DeprecationWarning)\n"
		       "@deprecated('y')\ndef c(): pass\n"
		       "def d():\n    '''D.\n\n    .. deprecated:: 2\n    "
		       "'''\n"));
	assert_true(find(w, "a")->flags & CH_SYM_DEPRECATED);
	assert_false(find(w, "b")->flags & CH_SYM_DEPRECATED);
	assert_true(find(w, "c")->flags & CH_SYM_DEPRECATED);
	assert_true(find(w, "d")->flags & CH_SYM_DEPRECATED);
}

static void imports_and_names_are_listed(void **state)
{
	struct world *w = *state;
	struct ch_facts *f = parse(w, "a.c",
		CH_STR("#include <a.h>\n#include \"b.h\"\nint z = y + y;\n"));

	assert_int_equal(f->nimports, 2);
	is(f->imports[0].name, "a.h");
	assert_int_equal(f->imports[0].kind, CH_IMPORT_SYSTEM);
	is(f->imports[1].name, "b.h");
	assert_int_equal(f->imports[1].kind, CH_IMPORT_RELATIVE);
	assert_int_equal(f->imports[1].line, 1);
	assert_int_equal(f->nnames, 2);
	is(f->names[0], "y");
	is(f->names[1], "z");
}

/* ---- hashes ------------------------------------------------------------- */

static uint64_t body_hash(struct world *w, const char *source, const char *name)
{
	parse(w, "a.c", ch_str_z(source));
	return find(w, name)->body_hash;
}

static void assert_file_doc(struct world *w, const char *path,
	const char *source, const char *expected)
{
	struct ch_facts *f = parse(w, path, ch_str_z(source));

	is(ch_file_doc(f, ch_str_z(source), &w->arena), expected);
}

static void a_file_says_what_it_is_for(void **state)
{
	struct world *w = *state;

	assert_file_doc(w, "a.c",
		"/* Copyright A */\n\n/*\n * Counts. Twice.\n */\n\nint x;\n",
		"Counts.");
	assert_file_doc(w, "a.go",
		"// SPDX-License-Identifier: MIT\n\n// Package a adds\n"
		"// things.\npackage a\n",
		"Package a adds things.");
	assert_file_doc(w, "a.py",
		"#!/usr/bin/python\n\n\"\"\"Reads forms.\"\"\"\nx = 1\n",
		"Reads forms.");
	assert_file_doc(w, "a.c", "/* One. */\nint one(void);\n", "");
	assert_file_doc(w, "a.c", "int one(void);\n/* One. */\n", "");
	assert_file_doc(w, "a.js", "// This file is generated.\nf();\n", "");
	assert_file_doc(w, "a.c", "", "");
	assert_file_doc(w, "a.py", "#! no end of line", "");
}

static void a_body_hash_sees_tokens_only(void **state)
{
	struct world *w = *state;
	uint64_t h = body_hash(w, "int f(int a) { return a + f(1); }", "f");

	assert_true(h == body_hash(w,
				 "int f(int a)\n{\n\t/* x */ return a+f(1);\n}",
				 "f"));
	assert_true(
		h == body_hash(w, "int g(int a) { return a + g(1); }", "g"));
	assert_true(
		h != body_hash(w, "int f(int a) { return a - f(1); }", "f"));
	assert_true(
		h != body_hash(w, "int f(int a) { return a + g(1); }", "f"));
	assert_true(0 == body_hash(w, "int f(int a);", "f"));
}

static void a_list_broken_over_lines_has_the_same_signature(void **state)
{
	struct world *w = *state;

	parse(w, "a.py",
		CH_STR("def f(\n    a,  # first\n    b=(1, 2,),\n): pass\n"));
	is(find(w, "f")->signature, "def f(a, b=(1, 2,))");
}

/* ---- limits ------------------------------------------------------------- */

static void limits_are_counted_not_timed(void **state)
{
	struct world *w = *state;
	struct ch_parse_options small = { .max_bytes = 3 };
	struct ch_parse_options few = { .max_operations = 1 };
	struct ch_err err = { CH_OK, "" };
	struct ch_buf b = { 0 };

	for (int i = 0; i < 5000; i++)
		ch_buf_add_z(&b, "int f(void);\n");
	assert_int_equal(ch_parse(w->parser, lang_of("a.c"), CH_STR("a.c"),
				 ch_buf_str(&b), &small, NULL, NULL, 0,
				 &w->arena, &w->facts, NULL, &err),
		CH_ELIMIT);
	assert_int_equal(ch_parse(w->parser, lang_of("a.c"), CH_STR("a.c"),
				 ch_buf_str(&b), &few, NULL, NULL, 0, &w->arena,
				 &w->facts, NULL, &err),
		0);
	assert_true(w->facts.truncated);
	assert_int_equal(w->facts.nsymbols, 0);
	parse(w, "a.c", ch_buf_str(&b));
	assert_int_equal(w->facts.nsymbols, 5000);
	ch_buf_release(&b);
}

static void deep_nesting_neither_recurses_nor_ends(void **state)
{
	struct world *w = *state;
	struct ch_buf b = { 0 };

	ch_buf_add_repeat(&b, '{', 20000);
	parse(w, "a.c", ch_buf_str(&b));
	ch_buf_clear(&b);
	for (int i = 0; i < 300; i++)
		ch_buf_add_z(&b, "namespace a {\n");
	parse(w, "a.cc", ch_buf_str(&b));
	ch_buf_clear(&b);
	for (int i = 0; i < 300; i++)
		ch_buf_add_z(&b, "#if A\n");
	parse(w, "a.h", ch_buf_str(&b));
	ch_buf_release(&b);
}

/* ---- incremental -------------------------------------------------------- */

static void add_str(struct ch_buf *b, const char *name, struct ch_str s)
{
	ch_buf_printf(b, " %s=%.*s", name, (int)s.len, s.ptr ? s.ptr : "");
}

static void add_symbol(struct ch_buf *b, const struct ch_symbol *s)
{
	ch_buf_printf(b, "%s v%d f%x p%u %u-%u %u-%u n%u b%u-%u d%u %llx %llx",
		ch_kind_name(s->kind), (int)s->visibility, s->flags, s->parent,
		s->start_byte, s->end_byte, s->start_line, s->end_line,
		s->name_byte, s->body_start, s->body_end, s->decisions,
		(unsigned long long)s->body_hash,
		(unsigned long long)s->text_hash);
	add_str(b, "q", s->qualified);
	add_str(b, "s", s->signature);
	add_str(b, "doc", s->doc);
	add_str(b, "r", s->result);
	add_str(b, "v", s->value);
	add_str(b, "at", s->attributes);
	for (uint32_t i = 0; i < s->nparams; i++) {
		add_str(b, "p", s->params[i].name);
		add_str(b, "t", s->params[i].type);
		add_str(b, "d", s->params[i].dflt);
	}
	ch_buf_add_char(b, '\n');
}

/* Everything the facts say, as text. */
static void describe(struct ch_buf *b, const struct ch_facts *f)
{
	ch_buf_clear(b);
	ch_buf_printf(b, "%u %u %u %u\n", f->bytes, f->lines, f->ntokens,
		f->error_bytes);
	for (size_t i = 0; i < f->nsymbols; i++)
		add_symbol(b, &f->symbols[i]);
	for (size_t i = 0; i < f->ncomments; i++)
		ch_buf_printf(b, "c%u-%u ", f->comments[i].start_byte,
			f->comments[i].end_byte);
	for (size_t i = 0; i < f->nimports; i++)
		add_str(b, "i", f->imports[i].name);
}

static uint32_t next_random(uint64_t *seed, uint32_t below)
{
	*seed = *seed * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(*seed >> 33) % below;
}

/* One random edit of 'text': words of its own moved, deleted, doubled. */
static struct ch_edit random_edit(struct ch_buf *text, uint64_t *seed)
{
	static const char *const bits[] = { "", "(", ")", "{", "}", "\n",
		"/* c */", "x", " , ", "\"", "#", "int f(int a) { }\n", "*/" };
	uint32_t len = (uint32_t)text->len;
	struct ch_edit e;
	struct ch_buf out = { 0 };

	e.start = next_random(seed, len + 1);
	e.old_end = e.start + next_random(seed, 3) * next_random(seed, 20);
	if (e.old_end > len)
		e.old_end = len;
	ch_buf_add(&out, text->ptr, e.start);
	if (next_random(seed, 2) && len) {
		uint32_t from = next_random(seed, len);
		uint32_t n = next_random(seed, 40);

		ch_buf_add(&out, text->ptr + from,
			n < len - from ? n : len - from);
	} else {
		ch_buf_add_z(&out, bits[next_random(seed,
					   sizeof(bits) / sizeof(bits[0]))]);
	}
	e.new_end = (uint32_t)out.len;
	ch_buf_add(&out, text->ptr + e.old_end, len - e.old_end);
	ch_buf_release(text);
	*text = out;
	return e;
}

static void read_file(struct ch_buf *b, const char *path)
{
	FILE *f = fopen(path, "rb");
	char part[4096];
	size_t n;

	if (!f)
		fail_msg("%s cannot be read", path);
	while ((n = fread(part, 1, sizeof(part), f)) > 0)
		ch_buf_add(b, part, n);
	fclose(f);
}

/* A space behind each line that begins with '#': the C grammar misses a line
 * end there and says so nowhere. */
static void add_spaces(struct ch_buf *b)
{
	struct ch_buf out = { 0 };
	bool directive = false;

	for (size_t i = 0; i < b->len; i++) {
		if (!i || b->ptr[i - 1] == '\n')
			directive = b->ptr[i] == '#';
		if (directive && b->ptr[i] == '\n' && b->ptr[i - 1] != '\\')
			ch_buf_add_char(&out, ' ');
		ch_buf_add_char(&out, b->ptr[i]);
	}
	ch_buf_release(b);
	*b = out;
}

/* A chain of edits, each parsed from the last tree and from nothing. */
static void edit_chain(
	struct world *w, const char *path, bool spaces, uint64_t seed)
{
	struct ch_buf text = { 0 }, original = { 0 }, a = { 0 }, b = { 0 };
	struct ch_tree *tree = NULL, *next;
	const struct ch_lang *lang = lang_of(path);
	struct ch_arena arenas[2] = { 0 }; /* of this version, of the last */
	struct ch_edit e = { 0, 0, 0 };
	struct ch_err err = { CH_OK, "" };

	read_file(&original, path);
	if (spaces)
		add_spaces(&original);
	for (int step = 0; step < 60; step++) {
		struct ch_arena *arena = &arenas[step % 2];

		ch_arena_reset(arena);
		if (step % 8 == 0) {
			ch_buf_clear(&text);
			ch_buf_add_str(&text, ch_buf_str(&original));
			ch_tree_free(tree);
			tree = NULL;
		} else {
			e = random_edit(&text, &seed);
		}
		assert_int_equal(ch_parse(w->parser, lang, ch_str_z(path),
					 ch_arena_str(arena, ch_buf_str(&text)),
					 NULL, tree, &e, tree ? 1 : 0, arena,
					 &w->facts, &next, &err),
			0);
		describe(&a, &w->facts);
		ch_tree_free(tree);
		tree = next;
		parse(w, path, ch_buf_str(&text));
		describe(&b, &w->facts);
		assert_string_equal(ch_buf_z(&a), ch_buf_z(&b));
		ch_arena_reset(&w->arena);
	}
	ch_tree_free(tree);
	ch_arena_release(&arenas[0]);
	ch_arena_release(&arenas[1]);
	ch_buf_release(&text);
	ch_buf_release(&original);
	ch_buf_release(&a);
	ch_buf_release(&b);
}

static void an_incremental_parse_gives_the_same_facts(void **state)
{
	static const char *const paths[] = {
		"tests/cli/parse_c_declarations/input.c",
		"tests/cli/parse_c_macros/input.h",
		"tests/cli/parse_cpp_classes/input.hpp",
		"tests/cli/parse_cpp_library/input.cc",
		"tests/cli/parse_python_module/input.py",
		"tests/cli/parse_ruby_constructs/input.rb",
		"tests/cli/parse_php_constructs/input.php",
		"tests/cli/parse_csharp_constructs/input.cs",
		"tests/cli/parse_kotlin_constructs/input.kt",
		"tests/cli/parse_scala_constructs/braces.scala",
		"tests/cli/parse_scala_constructs/indented.scala",
		"tests/cli/parse_swift_constructs/input.swift",
		"tests/cli/parse_dart_constructs/input.dart",
		"tests/cli/parse_objc_constructs/input.m",
	};

	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++)
		for (uint64_t seed = 1; seed <= 3; seed++)
			edit_chain(*state, paths[i], false, seed * 7919);
	for (uint64_t seed = 1; seed <= 9; seed++)
		edit_chain(*state, paths[seed % 4], true, seed * 7919);
}

static void several_edits_at_once_are_one_parse(void **state)
{
	struct world *w = *state;
	struct ch_edit edits[2] = { { 4, 5, 8 }, { 17, 19, 26 } };
	struct ch_tree *tree = NULL, *next = NULL;
	struct ch_err err = { CH_OK, "" };
	struct ch_buf a = { 0 }, b = { 0 };
	struct ch_str now = CH_STR("int four(void) { x; f(y); }\n");
	struct ch_str old = CH_STR("int f(void) { x; \n}\n");

	assert_int_equal(
		ch_parse(w->parser, lang_of("a.c"), CH_STR("a.c"), old, NULL,
			NULL, NULL, 0, &w->arena, &w->facts, &tree, &err),
		0);
	assert_int_equal(
		ch_parse(w->parser, lang_of("a.c"), CH_STR("a.c"), now, NULL,
			tree, edits, 2, &w->arena, &w->facts, &next, &err),
		0);
	describe(&a, &w->facts);
	parse(w, "a.c", now);
	describe(&b, &w->facts);
	assert_string_equal(ch_buf_z(&a), ch_buf_z(&b));
	assert_int_equal(w->facts.nsymbols, 1);
	ch_tree_free(tree);
	ch_tree_free(next);
	ch_buf_release(&a);
	ch_buf_release(&b);
}

/* One branch's version, then another's, from the same tree. */
static void a_tree_stays_what_it_was(void **state)
{
	static const char *const now[] = { "int f(void) { one(); }\n",
		"int f(void) { three(); }\n", "int f(void) { one(); }\n" };
	static const struct ch_edit edits[] = { { 14, 17, 17 }, { 14, 17, 19 },
		{ 14, 17, 17 } };
	struct world *w = *state;
	struct ch_tree *tree = NULL;
	struct ch_buf a = { 0 }, b = { 0 };

	assert_int_equal(ch_parse(w->parser, lang_of("a.c"), CH_STR("a.c"),
				 CH_STR("int f(void) { two(); }\n"), NULL, NULL,
				 NULL, 0, &w->arena, &w->facts, &tree, NULL),
		0);
	assert_int_equal(ch_parser_way(w->parser), CH_PARSE_NO_TREE);
	for (size_t i = 0; i < sizeof(now) / sizeof(now[0]); i++) {
		assert_int_equal(
			ch_parse(w->parser, lang_of("a.c"), CH_STR("a.c"),
				ch_str_z(now[i]), NULL, tree, &edits[i], 1,
				&w->arena, &w->facts, NULL, NULL),
			0);
		assert_int_equal(ch_parser_way(w->parser), CH_PARSE_IN_PART);
		describe(&a, &w->facts);
		parse(w, "a.c", ch_str_z(now[i]));
		describe(&b, &w->facts);
		assert_string_equal(ch_buf_z(&a), ch_buf_z(&b));
	}
	ch_tree_free(tree);
	ch_buf_release(&a);
	ch_buf_release(&b);
}

/* Macros that hold half a statement; seen as what is left of them. */
static void statements_made_by_macros_are_no_errors(void **state)
{
	static const char *const texts[] = {
		"if (0) { x(); } config_set_else { y(); }",
		"if (0) { x();\n} config_set(\n\"a\",b){ y(); }",
		"SET_TYPE(data.numeric)\n",
		"#if A\n\tTEST(\"large\") {\n\t\tx();\n\t}\n#endif\n",
		"x();\n#ifdef A\n\ttest_report()\n#endif\n",
	};
	struct world *w = *state;
	struct ch_buf b = { 0 };

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		ch_buf_clear(&b);
		ch_buf_printf(&b, "void f(void)\n{\n%s}\nint g;\n", texts[i]);
		parse(w, "a.c", ch_buf_str(&b));
		assert_int_equal(w->facts.nsymbols, 2);
		assert_int_equal(w->facts.error_bytes, 0);
		for (size_t k = 0; k < 2; k++)
			assert_false(
				w->facts.symbols[k].flags & CH_SYM_NEAR_ERROR);
	}
	ch_buf_release(&b);
}

/* "format" ARGS(...): what the arguments decide counts. */
static void arguments_behind_a_string_are_seen(void **state)
{
	struct world *w = *state;

	parse(w, "a.c",
		CH_STR("void f(void)\n{\n\tx = g(x, \"# A\\n\" ARGS(\n"
		       "\t\t\"b:%s\", c ? d : e,\n\t\t\"f:%d\", h && i));\n"
		       "\tp(\"a\" STR(B));\n\tp(STR(B) \"a\");\n}\n"));
	assert_int_equal(w->facts.nsymbols, 1);
	assert_int_equal(w->facts.symbols[0].decisions, 2);
	assert_false(w->facts.symbols[0].flags & CH_SYM_NEAR_ERROR);
}

/* The grammar misses the line end behind "#include <x.h> ". */
static void an_error_that_no_node_shows_is_none(void **state)
{
	static const struct ch_edit edit = { 26, 27, 28 };
	struct world *w = *state;
	struct ch_tree *tree = NULL;

	assert_int_equal(
		ch_parse(w->parser, lang_of("a.c"), CH_STR("a.c"),
			CH_STR("#include <x.h> \nint f(void){ }\nint g;\n"),
			NULL, NULL, NULL, 0, &w->arena, &w->facts, &tree, NULL),
		0);
	assert_int_equal(
		ch_parse(w->parser, lang_of("a.c"), CH_STR("a.c"),
			CH_STR("#include <x.h> \nint f(void) { }\nint g;\n"),
			NULL, tree, &edit, 1, &w->arena, &w->facts, NULL, NULL),
		0);
	assert_int_equal(ch_parser_way(w->parser), CH_PARSE_IN_PART);
	assert_int_equal(w->facts.nsymbols, 2);
	ch_tree_free(tree);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(every_description_fits_its_grammar),
		TEST(languages_are_found_by_any_case),
		TEST(a_header_that_says_class_is_cpp),
		TEST(a_header_is_what_its_tree_is),
		TEST(an_interface_file_has_a_grammar_of_its_own),
		TEST(c_functions_have_results_and_parameters),
		TEST(macros_before_a_prototype_are_attributes),
		TEST(cpp_members_follow_their_access_section),
		TEST(python_parameters_have_kinds),
		TEST(python_all_decides_what_is_public),
		TEST(deprecation_is_seen_where_every_call_warns),
		TEST(imports_and_names_are_listed),
		TEST(a_file_says_what_it_is_for),
		TEST(a_body_hash_sees_tokens_only),
		TEST(a_list_broken_over_lines_has_the_same_signature),
		TEST(limits_are_counted_not_timed),
		TEST(deep_nesting_neither_recurses_nor_ends),
		TEST(an_incremental_parse_gives_the_same_facts),
		TEST(several_edits_at_once_are_one_parse),
		TEST(a_tree_stays_what_it_was),
		TEST(statements_made_by_macros_are_no_errors),
		TEST(arguments_behind_a_string_are_seen),
		TEST(an_error_that_no_node_shows_is_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
