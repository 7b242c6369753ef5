/* Facts from an earlier tree are those of a parse from nothing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "tests/lib/parse_world.h"
#include "uast/parse.h"

/* From nothing where 'edit' is NULL. */
static void parse_with(struct world *w, const char *path, struct ch_str source,
	const struct ch_parse_options *options, const struct ch_tree *old,
	const struct ch_edit *edit, struct ch_tree **keep)
{
	assert_int_equal(ch_parse(w->parser, lang_of(path), ch_str_z(path),
				 source, options, old, edit, edit ? 1 : 0,
				 &w->arena, &w->facts, keep, NULL),
		0);
}

static struct ch_facts *parse(
	struct world *w, const char *path, struct ch_str source)
{
	parse_with(w, path, source, NULL, NULL, NULL, NULL);
	return &w->facts;
}

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

/* ---- limits ------------------------------------------------------------- */

static void add_prototypes(struct ch_buf *b, int n)
{
	for (int i = 0; i < n; i++)
		ch_buf_add_z(b, "int f(void);\n");
}

/* With how few operations can it be parsed? */
static uint64_t least_operations(
	struct world *w, const char *path, struct ch_str text)
{
	uint64_t low = 0, high = 64 * text.len;
	struct ch_parse_options o = { .max_operations = 0 };

	while (high - low > 100) {
		o.max_operations = low + (high - low) / 2;
		parse_with(w, path, text, &o, NULL, NULL, NULL);
		if (w->facts.truncated)
			low = o.max_operations;
		else
			high = o.max_operations;
	}
	return high;
}

/* What is new is below the limit, the whole is not. */
static void parts_do_not_pass_a_limit_that_the_whole_exceeds(void **state)
{
	struct world *w = *state;
	struct ch_parse_options o = { .max_operations = 0 };
	struct ch_tree *tree = NULL;
	struct ch_edit edit;
	struct ch_buf b = { 0 };

	add_prototypes(&b, 300);
	o.max_operations = least_operations(w, "a.c", ch_buf_str(&b));
	parse_with(w, "a.c", ch_arena_str(&w->arena, ch_buf_str(&b)), &o, NULL,
		NULL, &tree);
	assert_false(w->facts.truncated);
	edit.start = edit.old_end = (uint32_t)b.len;
	add_prototypes(&b, 100);
	edit.new_end = (uint32_t)b.len;
	parse_with(w, "a.c", ch_buf_str(&b), &o, tree, &edit, NULL);
	assert_true(w->facts.truncated);
	ch_tree_free(tree);
	ch_buf_release(&b);
}

/* Nor one after the other. */
static void many_parts_do_not_pass_a_limit_either(void **state)
{
	struct world *w = *state;
	struct ch_parse_options o = { .max_operations = 0 };
	struct ch_tree *tree = NULL, *next;
	struct ch_edit edit;
	struct ch_buf b = { 0 };
	bool in_part = false;

	add_prototypes(&b, 900);
	o.max_operations = least_operations(w, "a.c", ch_buf_str(&b)) - 200;
	ch_buf_clear(&b);
	for (int i = 0; i < 9; i++) {
		edit.start = edit.old_end = (uint32_t)b.len;
		add_prototypes(&b, 100);
		edit.new_end = (uint32_t)b.len;
		parse_with(w, "a.c", ch_arena_str(&w->arena, ch_buf_str(&b)),
			&o, tree, tree ? &edit : NULL, &next);
		ch_tree_free(tree);
		tree = next;
		in_part |= ch_parser_way(w->parser) == CH_PARSE_IN_PART;
		assert_int_equal(w->facts.truncated, i == 8);
	}
	assert_true(in_part);
	ch_tree_free(tree);
	ch_buf_release(&b);
}

/* Operations do not count how far a scanner reads to find a comment's end. */
static void how_far_scanners_look_ahead_is_limited(void **state)
{
	struct world *w = *state;
	struct ch_buf b = { 0 };

	for (int i = 0; i < 500; i++)
		ch_buf_add_z(&b, "a /* ");
	parse(w, "a.kt", ch_buf_str(&b));
	assert_false(w->facts.truncated);
	for (int i = 0; i < 4000; i++)
		ch_buf_add_z(&b, "a /* ");
	parse(w, "a.kt", ch_buf_str(&b));
	assert_true(w->facts.truncated);
	ch_buf_release(&b);
}

/* ---- far from the edit -------------------------------------------------- */

/* One byte is another: the same facts from the old tree and from nothing. */
static void change_byte(struct world *w, const char *path, struct ch_buf *text,
	size_t at, char to)
{
	struct ch_tree *tree = NULL;
	struct ch_edit edit = { (uint32_t)at, (uint32_t)at + 1,
		(uint32_t)at + 1 };
	struct ch_buf a = { 0 }, b = { 0 }, before = { 0 };

	parse_with(w, path, ch_arena_str(&w->arena, ch_buf_str(text)), NULL,
		NULL, NULL, &tree);
	describe(&before, &w->facts);
	text->ptr[at] = to;
	parse_with(w, path, ch_buf_str(text), NULL, tree, &edit, NULL);
	assert_int_equal(ch_parser_way(w->parser), CH_PARSE_IN_PART);
	describe(&a, &w->facts);
	parse(w, path, ch_buf_str(text));
	describe(&b, &w->facts);
	assert_string_equal(ch_buf_z(&a), ch_buf_z(&b));
	assert_string_not_equal(ch_buf_z(&a), ch_buf_z(&before));
	ch_tree_free(tree);
	ch_buf_release(&a);
	ch_buf_release(&b);
	ch_buf_release(&before);
}

/* The last byte makes a letter of a sign: the name before it goes on. */
static void a_character_is_looked_at_as_a_whole(void **state)
{
	static const struct {
		const char *path, *text;
		size_t at;
		char to;
	} cases[] = {
		{ "a.scala",
			"object A {\n\tval s = s\"$name\xe3\x80\x82\"\n}\n", 29,
			'\x85' },
		{ "a.jl", "f(a) = [a\xe2\x88\x88 b]\n", 11, '\x87' },
	};
	struct ch_buf b = { 0 };

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		ch_buf_clear(&b);
		ch_buf_add_z(&b, cases[i].text);
		change_byte(
			*state, cases[i].path, &b, cases[i].at, cases[i].to);
	}
	ch_buf_release(&b);
}

/* Whether a statement ends is decided 600 bytes behind it. */
static void a_token_far_before_the_edit_is_read_again(void **state)
{
	struct ch_buf b = { 0 };

	ch_buf_add_z(&b, "fun f() {\n\tfirst_of_all(second, third)\n");
	ch_buf_add_repeat(&b, '\n', 600);
	ch_buf_add_z(&b, "\t.also()\n}\n");
	change_byte(
		*state, "a.kt", &b, ch_str_chr(ch_buf_str(&b), '.', 0), ' ');
	ch_buf_release(&b);
}

/* "r" in front of a string: escapes far behind it are none any more. */
static void what_an_edit_means_elsewhere_is_seen(void **state)
{
	struct ch_buf b = { 0 };

	ch_buf_add_z(&b, "x =  '\\033\\[((?:\\d|;)*)([a-zA-Z])'\n");
	change_byte(*state, "a.py", &b, 4, 'r');
	ch_buf_release(&b);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(an_incremental_parse_gives_the_same_facts),
		TEST(several_edits_at_once_are_one_parse),
		TEST(a_tree_stays_what_it_was),
		TEST(an_error_that_no_node_shows_is_none),
		TEST(parts_do_not_pass_a_limit_that_the_whole_exceeds),
		TEST(many_parts_do_not_pass_a_limit_either),
		TEST(how_far_scanners_look_ahead_is_limited),
		TEST(a_token_far_before_the_edit_is_read_again),
		TEST(what_an_edit_means_elsewhere_is_seen),
		TEST(a_character_is_looked_at_as_a_whole),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
