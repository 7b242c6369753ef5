/*
 * How comments sound, worked out by hand: s / sqrt(s * s + 15).
 */
#include "analyzers/tone.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"

static void has_sum(const char *text, double sum)
{
	double want = sum / sqrt(sum * sum + 15);

	assert_float_equal(ch_tone_score(ch_str_z(text)), want, 1e-12);
}

static void words_add_up(void **state)
{
	(void)state;
	has_sum("adds two numbers", 0);
	has_sum("this is ugly", -3);
	has_sum("An UGLY, horrible thing", -6);
	has_sum("nice, but ugly", -1);
	has_sum("good_name is a name", 0);
	has_sum("uglyness", 0);
	has_sum("", 0);
}

static void negations_turn_and_halve(void **state)
{
	(void)state;
	has_sum("not bad", 1);
	has_sum("don't be so stupid", 1.5);
	has_sum("it is not what I call bad", -2);
	has_sum("it does not work. Bad", -2);
	has_sum("never nice", -1);
}

static void plain(const char *comment, const char *want)
{
	struct ch_buf out = { 0 };

	ch_tone_plain(&out, ch_str_z(comment));
	assert_string_equal(ch_buf_z(&out), want);
	ch_buf_release(&out);
}

static void signs_are_no_text(void **state)
{
	(void)state;
	plain("/* one\n * two\t three\n */", "one two three");
	plain("// one", "one");
	plain("# one", "one");
	plain("-- | one -- two", "one -- two");
	plain("/************\n * one\n ************/", "one");
	plain("(* a \xc3\xa9 b *)", "(* a \xc3\xa9 b *)");
}

static bool counts(const char *text)
{
	return ch_tone_counts(ch_str_z(text));
}

static void rulers_code_and_licences_do_not_count(void **state)
{
	(void)state;
	assert_true(counts("twenty letters and so"));
	assert_false(counts("nineteen letters, s"));
	assert_false(counts("a = b[i + 1] * (c - 3); i++;"));
	assert_false(counts("Licensed under the Apache License"));
	assert_false(counts("SPDX-License-Identifier is good"));
	assert_false(counts("without any warranty whatsoever"));
}

static const char *const words[] = {
#define TONE(word, weight) word,
#include "analyzers/tone.def"
#undef TONE
};

static void the_lexicon_is_in_order(void **state)
{
	(void)state;
	for (size_t i = 1; i < CH_ARRAY_LEN(words); i++)
		if (strcmp(words[i - 1], words[i]) >= 0)
			fail_msg("%s is behind %s", words[i], words[i - 1]);
	for (size_t i = 0; i < CH_ARRAY_LEN(words); i++)
		if (ch_tone_score(ch_str_z(words[i])) == 0)
			fail_msg("%s has no weight", words[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_add_up),
		cmocka_unit_test(negations_turn_and_halve),
		cmocka_unit_test(signs_are_no_text),
		cmocka_unit_test(rulers_code_and_licences_do_not_count),
		cmocka_unit_test(the_lexicon_is_in_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
