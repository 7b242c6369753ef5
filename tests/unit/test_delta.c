#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "gitlayer/delta.h"

static const uint8_t base[] = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJ";
#define BASE_LEN 46

/* The result, or NULL with *what saying why not. */
static char *apply(const uint8_t *bytes, size_t len, const char **what)
{
	uint8_t padded[256] = { 0 };
	struct ch_delta delta;
	char *out;

	memcpy(padded, bytes, len);
	*what = ch_delta_open(&delta, padded, len);
	if (*what)
		return NULL;
	*what = ch_delta_measure(&delta);
	if (*what)
		return NULL;
	/* Exactly as large as claimed: the sanitizer sees one byte more. */
	out = calloc(1, (size_t)delta.result_len + 1);
	*what = ch_delta_apply(&delta, base, (uint8_t *)out);
	if (*what) {
		free(out);
		return NULL;
	}
	return out;
}

#define APPLY(what, ...)                        \
	apply((const uint8_t[]){ __VA_ARGS__ }, \
		sizeof((const uint8_t[]){ __VA_ARGS__ }), &(what))

static void copies_and_inserts_make_the_result(void **state)
{
	const char *what;
	char *s = APPLY(what, BASE_LEN, 7, 0x91, 2, 4, 3, 'X', 'Y', 'Z');

	(void)state;
	assert_string_equal(s, "cdefXYZ");
	free(s);
}

static void an_absent_offset_is_zero(void **state)
{
	const char *what;
	char *s = APPLY(what, BASE_LEN, 3, 0x90, 3);

	(void)state;
	assert_string_equal(s, "abc");
	free(s);
}

static void the_end_of_the_base_can_be_copied(void **state)
{
	const char *what;
	char *s = APPLY(what, BASE_LEN, 6, 0x91, 40, 6);

	(void)state;
	assert_string_equal(s, "EFGHIJ");
	free(s);
}

static void a_copy_past_the_base_is_refused(void **state)
{
	const char *what;

	(void)state;
	assert_null(APPLY(what, BASE_LEN, 7, 0x91, 40, 7));
	assert_string_equal(what, "bad copy in a delta");
	assert_null(APPLY(what, BASE_LEN, 1, 0x98, 0xff, 1));
	assert_string_equal(what, "bad copy in a delta");
}

static void a_result_that_is_only_claimed_is_refused(void **state)
{
	const char *what;

	(void)state;
	assert_null(
		APPLY(what, BASE_LEN, 0xff, 0xff, 0xff, 0xff, 0x7f, 0x90, 3));
	assert_string_equal(what, "delta shorter than it says");
	assert_null(APPLY(what, BASE_LEN, 2, 0x90, 3));
	assert_string_equal(what, "delta longer than it says");
}

static void an_instruction_without_its_bytes_is_refused(void **state)
{
	const char *what;

	(void)state;
	assert_null(APPLY(what, BASE_LEN, 3, 3, 'X'));
	assert_string_equal(what, "bad insert in a delta");
	assert_null(APPLY(what, BASE_LEN, 4, 0, 0x90, 4));
	assert_string_equal(what, "bad insert in a delta");
	assert_null(APPLY(what, 0x80));
	assert_string_equal(what, "delta without its sizes");
	assert_null(APPLY(what, BASE_LEN));
	assert_string_equal(what, "delta without its sizes");
	assert_null(APPLY(what, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
		0xff, 0xff, 1, 1));
	assert_string_equal(what, "delta without its sizes");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(copies_and_inserts_make_the_result),
		cmocka_unit_test(an_absent_offset_is_zero),
		cmocka_unit_test(the_end_of_the_base_can_be_copied),
		cmocka_unit_test(a_copy_past_the_base_is_refused),
		cmocka_unit_test(a_result_that_is_only_claimed_is_refused),
		cmocka_unit_test(an_instruction_without_its_bytes_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
