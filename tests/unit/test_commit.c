#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "gitlayer/commit.h"

#define TREE "tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\n"
#define PARENT "parent 1111111111111111111111111111111111111111\n"
#define AUTHOR "author A U Thor <a@example.com> 1112911993 +0200\n"
#define COMMITTER "committer C O <c@example.com> 1112912000 -0330\n"

/* Memory of the test that runs. */
static struct ch_arena arena;

static int clean(void **state)
{
	(void)state;
	ch_arena_release(&arena);
	return 0;
}

static int parse_bytes(const char *data, size_t size, struct ch_commit *commit)
{
	struct ch_object object = { .type = CH_OBJ_COMMIT, .size = size };
	struct ch_oid oid;

	memset(&oid, 0xab, sizeof(oid));
	/* A copy of exactly that size, with the NUL that objects have. */
	object.data = ch_arena_str(&arena, ch_str_n(data, size)).ptr;
	return ch_commit_parse(&oid, &object, &arena, commit, NULL);
}

static struct ch_commit parse(const char *text)
{
	struct ch_commit commit;

	assert_int_equal(parse_bytes(text, strlen(text), &commit), 0);
	return commit;
}

#define assert_str(s, z) assert_string_equal(ch_arena_str(&arena, (s)).ptr, (z))

static void all_fields_are_read(void **state)
{
	struct ch_commit c = parse(TREE PARENT
		"parent 2222222222222222222222222222222222222222\n" AUTHOR
			COMMITTER "\nsubject\n\nbody\n");
	char hex[CH_OID_HEX + 1];

	(void)state;
	assert_string_equal(ch_oid_hex(&c.tree, hex),
		"4b825dc642cb6eb9a060e54bf8d69288fbee4904");
	assert_int_equal(c.nparents, 2);
	assert_int_equal(c.parents[1].id[19], 0x22);
	assert_str(c.author.name, "A U Thor");
	assert_str(c.author.email, "a@example.com");
	assert_int_equal(c.author.when_s, 1112911993);
	assert_int_equal(c.author.tz_minutes, 120);
	assert_true(c.author.has_time);
	assert_int_equal(c.committer.tz_minutes, -210);
	assert_str(c.message, "subject\n\nbody\n");
}

static void a_commit_without_a_tree_is_refused(void **state)
{
	struct ch_commit c;
	struct ch_oid oid;
	struct ch_err err;
	struct ch_object o = {
		.type = CH_OBJ_COMMIT, .data = "tree 4b82\n", .size = 10
	};
	const char *bad[] = { "", "tree", "tree \n", "Tree x\n",
		"tree 4b825dc642cb6eb9a060e54bf8d69288fbee490\n",
		"tree 4b825dc642cb6eb9a060e54bf8d69288fbee49045\n",
		"tree 4b825dc642cb6eb9a060e54bf8d69288fbee490x\n" };

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_int_equal(
			parse_bytes(bad[i], strlen(bad[i]), &c), CH_EFORMAT);
	memset(&oid, 0xab, sizeof(oid));
	assert_int_equal(
		ch_commit_parse(&oid, &o, &arena, &c, &err), CH_EFORMAT);
	assert_non_null(strstr(err.msg, "abababab"));
}

static void headers_nobody_asked_for_are_skipped(void **state)
{
	struct ch_commit c = parse(TREE AUTHOR COMMITTER
		"mergetag object 1111111111111111111111111111111111111111\n"
		" author Not Me <not@example.com> 1 +0000\n"
		" \n"
		"gpgsig -----BEGIN PGP SIGNATURE-----\n"
		" \n"
		" encoding latin1\n"
		" -----END PGP SIGNATURE-----\n"
		"unknown thing\n"
		"\nmessage\n");

	(void)state;
	assert_int_equal(c.nparents, 0);
	assert_str(c.author.name, "A U Thor");
	assert_str(c.message, "message\n");
}

struct person {
	const char *line;
	const char *name;
	const char *email;
	int64_t when_s;
	int tz;
	bool has_time;
};

/*
 * What git log prints with %an, %ae and %at for each of them, but for a date
 * without a zone, which only git's own ordering of commits reads.
 */
static void people_are_taken_as_far_as_they_go(void **state)
{
	const struct person rows[] = {
		{ "A <a@b> 5 +0100", "A", "a@b", 5, 60, true },
		{ "<a@b> 5 +0000", "", "a@b", 5, 0, true },
		{ "A <> 5 +0000", "A", "", 5, 0, true },
		{ "A  \t <a@b> 5 +0000", "A", "a@b", 5, 0, true },
		{ "A <a@b>", "A", "a@b", 0, 0, false },
		{ "A <a@b> ", "A", "a@b", 0, 0, false },
		{ "A <a@b> x", "A", "a@b", 0, 0, false },
		{ "A <a@b> -5 +0000", "A", "a@b", 0, 0, false },
		{ "A <a@b> 5", "A", "a@b", 5, 0, true },
		{ "A <a@b> 5 x", "A", "a@b", 5, 0, true },
		{ "A <a@b>5 -0500", "A", "a@b", 5, -300, true },
		{ "A <a@b> 4102444800 +0000", "A", "a@b", 4102444800, 0, true },
		{ "A <a@b> 99999999999999999999 +0000", "A", "a@b", 0, 0,
			false },
		{ "A <a@b> 5 +99999999999", "A", "a@b", 5, 0, true },
		{ "A <a@b>> 5 +0000", "A", "a@b", 5, 0, true },
		{ "A <a <x>@b> 5 +0000", "A", "a <x", 5, 0, true },
		{ "A a@b 5 +0000", "", "", 0, 0, false },
		{ "A <a@b 5 +0000", "", "", 0, 0, false },
		{ "", "", "", 0, 0, false },
		{ "A \"B\" C. <a@b> 5 +0000", "A \"B\" C.", "a@b", 5, 0, true },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct ch_str text = ch_arena_printf(&arena,
			TREE "author %s\n" COMMITTER "\nm\n", rows[i].line);
		struct ch_commit c = parse(text.ptr);

		assert_str(c.author.name, rows[i].name);
		assert_str(c.author.email, rows[i].email);
		assert_int_equal(c.author.when_s, rows[i].when_s);
		assert_int_equal(c.author.tz_minutes, rows[i].tz);
		assert_int_equal(c.author.has_time, rows[i].has_time);
		assert_str(c.committer.name, "C O");
	}
}

static void a_commit_without_people_is_still_one(void **state)
{
	struct ch_commit c = parse(TREE PARENT "\nm\n");

	(void)state;
	assert_int_equal(c.nparents, 1);
	assert_str(c.author.name, "");
	assert_false(c.author.has_time);
	assert_str(c.message, "m\n");
	c = parse(TREE);
	assert_str(c.message, "");
	c = parse(TREE "parent 12\n" PARENT AUTHOR);
	assert_int_equal(c.nparents, 0);
	assert_str(c.author.email, "a@example.com");
}

static void text_becomes_utf8(void **state)
{
	struct ch_commit c =
		parse(TREE "author J\xf6rg <j\xf6@b> 5 +0000\n" COMMITTER
			   "encoding ISO-8859-1\n\ngr\xfc\xdf\x65\n");

	(void)state;
	assert_str(c.author.name, "J\xc3\xb6rg");
	assert_str(c.author.email, "j\xc3\xb6@b");
	assert_str(c.message, "gr\xc3\xbc\xc3\x9f\x65\n");
	c = parse(TREE AUTHOR "encoding Shift_JIS\n\n\x83\x65\x83\x58\n");
	assert_str(c.message, "\xe3\x83\x86\xe3\x82\xb9\n");
}

static void what_is_not_utf8_is_replaced(void **state)
{
	const char *rows[][2] = {
		{ "a\xf6z", "a\xef\xbf\xbdz" },
		{ "\xc3\xb6", "\xc3\xb6" },
		{ "\xe2\x82", "\xef\xbf\xbd" },
		{ "\xc0\x80", "\xef\xbf\xbd\xef\xbf\xbd" },
		{ "\xed\xa0\x80", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd" },
		{ "\xf0\x9f\x98\x80.", "\xf0\x9f\x98\x80." },
		{ "\xf4\x90\x80\x80", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"
				      "\xef\xbf\xbd" },
		{ "eight...\x80", "eight...\xef\xbf\xbd" },
	};
	const char *names[] = { "", "encoding \n", "encoding no-such-set\n",
		"encoding UTF-8//IGNORE\n", "encoding utf8\n" };

	(void)state;
	for (size_t n = 0; n < sizeof(names) / sizeof(names[0]); n++)
		for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
			assert_str(parse(ch_arena_printf(&arena,
						 TREE AUTHOR "%s\n%s", names[n],
						 rows[i][0])
						   .ptr)
					   .message,
				rows[i][1]);
}

static void a_nul_ends_the_message(void **state)
{
	const char text[] = TREE AUTHOR "\nbefore\0after";
	struct ch_commit c;

	(void)state;
	assert_int_equal(parse_bytes(text, sizeof(text) - 1, &c), 0);
	assert_str(c.message, "before");
}

static void the_subject_is_the_first_paragraph(void **state)
{
	const char *rows[][3] = {
		{ "one\n", "one", "" },
		{ "one", "one", "" },
		{ "\n \n\none\ntwo \n\n\nbody\n\nmore\n", "one two",
			"body\n\nmore\n" },
		{ "one\n \t\nbody", "one", "body" },
		{ "  one\n\n  body\n", "  one", "  body\n" },
		{ "", "", "" },
		{ "\n\n", "", "" },
		{ "one\r\n\r\nbody\r\n", "one", "body\r\n" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct ch_commit c = { .message = ch_str_z(rows[i][0]) };

		assert_str(ch_commit_subject(&c, &arena), rows[i][1]);
		assert_str(ch_commit_body(&c), rows[i][2]);
	}
}

struct trailer_row {
	const char *message;
	size_t n;
	const char *first;
};

static void trailers_are_those_of_the_last_paragraph(void **state)
{
	const struct trailer_row rows[] = {
		{ "s\n\nCo-authored-by: A <a@b>\n", 1, "A <a@b>" },
		{ "s\n\nco-AUTHORED-by:A <a@b>\n\n\n", 1, "A <a@b>" },
		{ "s\n\nb\n\nX: y\nCo-authored-by: A\nCo-authored-by: B", 2,
			"A" },
		{ "Co-authored-by: A\n", 0, NULL },
		{ "s\nCo-authored-by: A\n", 0, NULL },
		{ "s\n\nCo-authored-by: A\n\nb\n", 0, NULL },
		{ "s\n\ntext\nCo-authored-by: A\n", 0, NULL },
		{ "s\n\ntext\nCo-authored-by: A\nSigned-off-by: S\n", 1, "A" },
		{ "s\n\nt\nt\nt\nt\nt\nt\nt\nCo-authored-by: A\n"
		  "Signed-off-by: S\n",
			0, NULL },
		{ "s\n\n(cherry picked from commit 1)\nCo-authored-by: A\n", 1,
			"A" },
		{ "s\n\nCo-authored-by: A\n  <a@b>\n\tc\n", 1, "A <a@b> c" },
		{ "s\n\nCo-authored-by : A\n", 1, "A" },
		{ "s\n\nCo-authored-by: A\n# comment\n", 1, "A" },
		{ "s\n\nCo authored by: A\n", 0, NULL },
	};
	struct ch_str *values;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct ch_commit c = { .message = ch_str_z(rows[i].message) };
		size_t n = ch_commit_trailers(
			&c, "Co-authored-by", &arena, &values);

		assert_int_equal(n, rows[i].n);
		if (n)
			assert_str(values[0], rows[i].first);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(all_fields_are_read, clean),
		cmocka_unit_test_teardown(
			a_commit_without_a_tree_is_refused, clean),
		cmocka_unit_test_teardown(
			headers_nobody_asked_for_are_skipped, clean),
		cmocka_unit_test_teardown(
			people_are_taken_as_far_as_they_go, clean),
		cmocka_unit_test_teardown(
			a_commit_without_people_is_still_one, clean),
		cmocka_unit_test_teardown(text_becomes_utf8, clean),
		cmocka_unit_test_teardown(what_is_not_utf8_is_replaced, clean),
		cmocka_unit_test_teardown(a_nul_ends_the_message, clean),
		cmocka_unit_test_teardown(
			the_subject_is_the_first_paragraph, clean),
		cmocka_unit_test_teardown(
			trailers_are_those_of_the_last_paragraph, clean),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
