#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "analyzers/people.h"
#include "gitlayer/mailmap.h"

static uint32_t id(struct ch_people *p, const char *recorded)
{
	return ch_people_id_of(p, ch_str_z(recorded));
}

static void a_name_or_an_address_apart_is_another_person(void **state)
{
	struct ch_people *p = ch_people_new(NULL);

	(void)state;
	assert_int_equal(id(p, "Ada <a@x>"), 0);
	assert_int_equal(id(p, "Ada <b@x>"), 1);
	assert_int_equal(id(p, "ada <a@x>"), 2);
	assert_int_equal(id(p, "Ada <a@x>"), 0);
	assert_int_equal(ch_people_count(p), 3);
	ch_people_free(p);
}

static void the_mailmap_decides_who_somebody_is(void **state)
{
	struct ch_mailmap *map = ch_mailmap_new();
	struct ch_people *p = ch_people_new(map);

	(void)state;
	ch_mailmap_add(map, ch_str_z("Ada Byron <ada@x> <old@x>\n"));
	assert_int_equal(id(p, "ada <old@x>"), id(p, "Ada Byron <ada@x>"));
	assert_true(ch_str_is(ch_people_at(p, 0)->name, "Ada Byron"));
	assert_true(ch_str_is(ch_people_at(p, 0)->email, "ada@x"));
	ch_people_free(p);
	ch_mailmap_free(map);
}

static void a_file_of_identities_joins_by_any_alias(void **state)
{
	struct ch_people *p = ch_people_new(NULL);

	(void)state;
	ch_people_add_identities(p,
		ch_str_z("# people\n\nAda Byron|ada@x|LOVELACE@y|countess\n"));
	assert_int_equal(id(p, "whoever <lovelace@Y>"), 0);
	assert_int_equal(id(p, "Countess <c@z>"), 0);
	assert_int_equal(id(p, "ada byron <else@where>"), 0);
	assert_int_equal(id(p, "Grace <g@x>"), 1);
	assert_true(ch_str_is(ch_people_at(p, 0)->email, "ada@x"));
	ch_people_free(p);
}

static void merging_joins_by_address_then_by_full_name(void **state)
{
	struct ch_people *p = ch_people_new(NULL);
	const struct ch_join *joins;

	(void)state;
	ch_people_merge(p);
	assert_int_equal(id(p, "Ada Byron <a@x>"), 0);
	assert_int_equal(id(p, "ada <A@X>"), 0);
	assert_int_equal(id(p, "ADA BYRON <b@y>"), 0);
	/* Who was joined brings an address along. */
	assert_int_equal(id(p, "countess <B@y>"), 0);
	assert_int_equal(ch_people_joins(p, &joins), 3);
	assert_true(joins[0].by_email);
	assert_false(joins[1].by_email);
	assert_true(ch_str_is(joins[2].from.name, "countess"));
	assert_true(ch_str_is(joins[2].into.name, "Ada Byron"));
	ch_people_free(p);
}

static void one_word_or_no_address_joins_nobody(void **state)
{
	struct ch_people *p = ch_people_new(NULL);

	(void)state;
	ch_people_merge(p);
	assert_int_equal(id(p, "root <r@x>"), 0);
	assert_int_equal(id(p, "root <r@y>"), 1);
	assert_int_equal(id(p, "Ada B <>"), 2);
	assert_int_equal(id(p, "Eve C <>"), 3);
	ch_people_free(p);
}

static void bots_are_known_by_mark_or_by_list(void **state)
{
	struct ch_people *p = ch_people_new(NULL);

	(void)state;
	ch_people_add_bots(p, ch_str_z("CI@x\n# no\nRobot\n"));
	id(p, "dependabot[bot] <d@x>");
	id(p, "Build <ci@X>");
	id(p, "robot <r@x>");
	id(p, "Robottom <t@x>");
	assert_true(ch_people_at(p, 0)->is_bot);
	assert_true(ch_people_at(p, 1)->is_bot);
	assert_true(ch_people_at(p, 2)->is_bot);
	assert_false(ch_people_at(p, 3)->is_bot);
	ch_people_free(p);
}

static void odd_words_are_taken_as_they_are(void **state)
{
	struct ch_people *p = ch_people_new(NULL);

	(void)state;
	id(p, "");
	id(p, "nobody");
	id(p, "<x@y>");
	id(p, "A < b <c> d>");
	id(p, "  A  <open");
	assert_true(ch_str_is(ch_people_at(p, 0)->name, ""));
	assert_true(ch_str_is(ch_people_at(p, 1)->email, ""));
	assert_true(ch_str_is(ch_people_at(p, 2)->email, "x@y"));
	assert_true(ch_str_is(ch_people_at(p, 3)->email, " b <c"));
	assert_true(ch_str_is(ch_people_at(p, 4)->name, "  A"));
	assert_true(ch_str_is(ch_people_at(p, 4)->email, "open"));
	ch_people_free(p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_name_or_an_address_apart_is_another_person),
		cmocka_unit_test(the_mailmap_decides_who_somebody_is),
		cmocka_unit_test(a_file_of_identities_joins_by_any_alias),
		cmocka_unit_test(merging_joins_by_address_then_by_full_name),
		cmocka_unit_test(one_word_or_no_address_joins_nobody),
		cmocka_unit_test(bots_are_known_by_mark_or_by_list),
		cmocka_unit_test(odd_words_are_taken_as_they_are),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
