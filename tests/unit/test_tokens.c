#include "snapshot/tokens.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"

/* Recorded from gpt-tokenizer 4.0.0; ids end with the first 0 ("!"). */
static const struct vector {
	const char *text;
	unsigned o200k[48];
	unsigned cl100k[48];
} vectors[] = {
	{ "hello world", { 24912, 2375 }, { 15339, 1917 } },
	{ "static int ch_frobnicate(struct ch_str *s)\012{\012\011return "
	  "0;\012}\012",
		{ 4267, 677, 549, 1337, 298, 22040, 8091, 14107, 549, 6182, 425,
			82, 446, 745, 1393, 220, 15, 307, 739 },
		{ 2020, 528, 523, 766, 299, 11328, 8630, 6294, 523, 2966, 353,
			82, 340, 517, 862, 220, 15, 280, 534 } },
	{ "DON'T we'll they've HTTPServer's",
		{ 134882, 51532, 22782, 51676, 21929, 6444, 885 },
		{ 85741, 17773, 584, 3358, 814, 3077, 10339, 5592, 596 } },
	{ "1234567 3.14e-10",
		{ 7633, 19354, 22, 220, 18, 13, 1265, 68, 12, 702 },
		{ 4513, 10961, 22, 220, 18, 13, 975, 68, 12, 605 } },
	{ "  \012\012   x  \012 ", { 11691, 256, 1215, 4066, 220 },
		{ 19124, 256, 865, 2355, 220 } },
	{ "\346\227\245\346\234\254\350\252\236\343\201\256\343\203\206\343\202"
	  "\255\343\202\271\343\203\210\343\200\201\344\270\255\346\226\207\343"
	  "\200\202",
		{ 9048, 40909, 3385, 16056, 18368, 38236, 1395, 10667, 788 },
		{ 9080, 22656, 45918, 252, 16144, 57933, 62903, 71634, 5486,
			16325, 17161, 1811 } },
	{ "\360\237\221\251\342\200\215\360\237\221\251\342\200\215\360\237\221"
	  "\247\342\200\215\360\237\221\246 e\314\201 \307\205ungla "
	  "\312\260x\314\201Y",
		{ 28823, 102, 2524, 28823, 102, 2524, 28823, 100, 2524, 28823,
			99, 319, 13430, 220, 131, 227, 988, 1675, 220, 134, 108,
			87, 13430, 56 },
		{ 9468, 239, 102, 378, 235, 9468, 239, 102, 378, 235, 9468, 239,
			100, 378, 235, 9468, 239, 99, 384, 54939, 220, 131, 227,
			2234, 4355, 220, 134, 108, 87, 54939, 56 } },
	{ "\357\273\277using System;", { 5416, 123, 1846, 1219, 26 },
		{ 171, 3299, 985, 744, 26 } },
	{ "<|endoftext|>", { 27, 91, 419, 1440, 919, 91, 29 },
		{ 27, 91, 8862, 728, 428, 91, 29 } },
	{ "#include <stdio.h>//\015\012/* a */",
		{ 2165, 464, 24708, 1508, 29, 74335, 14, 9, 261, 932 },
		{ 1085, 366, 10558, 870, 29, 14342, 1075, 264, 642 } },
	{ "\302\240\342\200\203x\343\200\200\302\205y",
		{ 5310, 33203, 87, 1397, 126, 227, 88 },
		{ 4194, 378, 225, 87, 23249, 126, 227, 88 } },
};

static struct ch_tokens *open_tokens(enum ch_encoding encoding)
{
	struct ch_tokens *t;

	assert_int_equal(ch_tokens_new(&t, encoding, NULL), 0);
	return t;
}

static size_t count(enum ch_encoding encoding, const char *text)
{
	struct ch_tokens *t = open_tokens(encoding);
	size_t n = ch_tokens_count(t, ch_str_z(text));

	ch_tokens_free(t);
	return n;
}

static void check_ids(
	struct ch_tokens *t, const char *text, const unsigned *want)
{
	unsigned ids[48];
	size_t n, nwant = 0;

	while (want[nwant])
		nwant++;
	n = ch_tokens_encode(t, ch_str_z(text), ids, 48);
	assert_int_equal(n, nwant);
	assert_memory_equal(ids, want, n * sizeof(*ids));
	assert_int_equal(ch_tokens_count(t, ch_str_z(text)), nwant);
}

static void ids_equal_gpt_tokenizer(void **state)
{
	struct ch_tokens *o200k = open_tokens(CH_ENC_O200K);
	struct ch_tokens *cl100k = open_tokens(CH_ENC_CL100K);
	size_t i;

	(void)state;
	for (i = 0; i < CH_ARRAY_LEN(vectors); i++) {
		check_ids(o200k, vectors[i].text, vectors[i].o200k);
		check_ids(cl100k, vectors[i].text, vectors[i].cl100k);
	}
	ch_tokens_free(o200k);
	ch_tokens_free(cl100k);
}

static void empty_text_has_no_tokens(void **state)
{
	(void)state;
	assert_int_equal(count(CH_ENC_O200K, ""), 0);
	assert_int_equal(count(CH_ENC_CL100K, ""), 0);
	assert_int_equal(count(CH_ENC_BYTES, ""), 0);
}

static void bytes_are_tokens_where_asked(void **state)
{
	struct ch_tokens *t = open_tokens(CH_ENC_BYTES);
	unsigned ids[4] = { 0 };

	(void)state;
	assert_int_equal(ch_tokens_count(t, CH_STR("a\0\xFF")), 3);
	assert_int_equal(ch_tokens_encode(t, CH_STR("a\0\xFF"), ids, 4), 3);
	assert_int_equal(ids[0], 'a');
	assert_int_equal(ids[2], 0xFF);
	ch_tokens_free(t);
}

/* Each pair: bytes, and what the WHATWG decoder makes of them. */
static void invalid_utf8_counts_as_replacement_characters(void **state)
{
	static const char *const pairs[][2] = {
		{ "a\xFFz", "a\xEF\xBF\xBDz" },
		{ "\xC0\x80", "\xEF\xBF\xBD\xEF\xBF\xBD" },
		{ "\xE2\x82", "\xEF\xBF\xBD" },
		{ "\xE2\x82 x", "\xEF\xBF\xBD x" },
		{ "\xF0\x9F\x98z", "\xEF\xBF\xBDz" },
		{ "\xED\xA0\x80", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD" },
		{ "\xF4\x90\x80\x80 ",
			"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD " },
	};
	struct ch_tokens *t = open_tokens(CH_ENC_O200K);
	unsigned got[32], want[32];
	size_t i, n;

	(void)state;
	for (i = 0; i < CH_ARRAY_LEN(pairs); i++) {
		n = ch_tokens_encode(t, ch_str_z(pairs[i][1]), want, 32);
		assert_int_equal(
			ch_tokens_encode(t, ch_str_z(pairs[i][0]), got, 32), n);
		assert_memory_equal(got, want, n * sizeof(*got));
	}
	ch_tokens_free(t);
}

static void encode_writes_no_more_than_it_may(void **state)
{
	struct ch_tokens *t = open_tokens(CH_ENC_O200K);
	unsigned ids[3] = { 7, 7, 7 };

	(void)state;
	assert_int_equal(
		ch_tokens_encode(t, CH_STR("one two three four"), ids, 2), 4);
	assert_int_not_equal(ids[1], 7);
	assert_int_equal(ids[2], 7);
	ch_tokens_free(t);
}

static size_t count_repeated(const char *unit, size_t n)
{
	struct ch_tokens *t = open_tokens(CH_ENC_O200K);
	size_t len = strlen(unit), i, tokens;
	char *text = ch_malloc(n * len + 1);

	for (i = 0; i < n; i++)
		memcpy(text + i * len, unit, len);
	tokens = ch_tokens_count(t, ch_str_n(text, n * len));
	ch_tokens_free(t);
	free(text);
	return tokens;
}

/* The figures are gpt-tokenizer's where it ends in reasonable time. */
static void long_words_and_white_space_are_linear(void **state)
{
	(void)state;
	assert_int_equal(count_repeated("a", 60000), 7500);
	assert_int_equal(count_repeated(" ", 1000000), 7813);
	assert_int_equal(count_repeated("abcdefghij", 6000), 12000);
	assert_int_equal(count_repeated("aB", 300000), 300001);
}

/* Words of 1 to 120 letters: short and long ones are merged differently. */
static void words_of_any_length_equal_gpt_tokenizer(void **state)
{
	struct ch_tokens *t = open_tokens(CH_ENC_O200K);
	char word[120];
	unsigned ids[120];
	uint32_t hash = 0x811c9dc5u;
	size_t len, i, n;

	(void)state;
	for (i = 0; i < sizeof(word); i++)
		word[i] = (char)('a' + (i * i * 7 + i / 3) % 26);
	for (len = 1; len <= sizeof(word); len++) {
		n = ch_tokens_encode(t, ch_str_n(word, len), ids, 120);
		for (i = 0; i < n; i++)
			hash = (hash ^ ids[i]) * 0x01000193u;
	}
	assert_int_equal(hash, 0x487a5533u);
	ch_tokens_free(t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ids_equal_gpt_tokenizer),
		cmocka_unit_test(empty_text_has_no_tokens),
		cmocka_unit_test(bytes_are_tokens_where_asked),
		cmocka_unit_test(invalid_utf8_counts_as_replacement_characters),
		cmocka_unit_test(encode_writes_no_more_than_it_may),
		cmocka_unit_test(long_words_and_white_space_are_linear),
		cmocka_unit_test(words_of_any_length_equal_gpt_tokenizer),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
