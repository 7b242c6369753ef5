#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "base/buf.h"
#include "snapshot/redact.h"

/* No secret stands here in one piece: "" splits what scanners look for. */
#define RANDOM36 "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8"
#define RANDOM40 "wJ4rXU7tnFEM/K7Mb2NG+bPx9RfiCYz1Ra0Kq3yQ"
#define KEY_BEGIN             \
	"-----BEGIN RSA PRIV" \
	"ATE KEY-----"
#define KEY_END             \
	"-----END RSA PRIV" \
	"ATE KEY-----"
#define KEY_BODY \
	"MIIEpAIBAAKCAQEAv3Zc1yq8Xr5JbD0s7PzK9hXw2LrTqGmN4VfYdAaZpLkQeRuS"

static char *redact(const char *text, size_t *n)
{
	struct ch_arena arena = { 0 };
	struct ch_str in = ch_str_z(text), out;
	char *copy;

	*n = 0;
	out = ch_redact(in, &arena, n);
	if (!*n)
		assert_ptr_equal(out.ptr, in.ptr);
	copy = strndup(out.ptr, out.len);
	ch_arena_release(&arena);
	return copy;
}

static void becomes(const char *text, const char *want)
{
	size_t n;
	char *got = redact(text, &n);

	assert_string_equal(got, want);
	free(got);
}

static void stays(const char *text)
{
	size_t n;
	char *got = redact(text, &n);

	assert_string_equal(got, text);
	assert_int_equal(n, 0);
	free(got);
}

static void tokens_go_by_their_prefix(void **state)
{
	(void)state;
	becomes("x gh"
		"p_" RANDOM36 " y",
		"x [redacted:github-token] y");
	becomes("gh"
		"s_" RANDOM36,
		"[redacted:github-token]");
	becomes("\"github"
		"_pat_11ABCDEFG0aB1cD2eF3gH4_iJ5kL6mN7oP8\"",
		"\"[redacted:github-token]\"");
	becomes("gl"
		"pat-aB1cD2eF3gH4iJ5kL6mN",
		"[redacted:gitlab-token]");
	becomes("AK"
		"IAJ2K4M6N8P1Q3R5S7",
		"[redacted:aws-key]");
	becomes("AS"
		"IAJ2K4M6N8P1Q3R5S7,",
		"[redacted:aws-key],");
	becomes("xo"
		"xb-123456789012-aB1cD2eF3gH4",
		"[redacted:slack-token]");
	becomes("sk"
		"_live_aB1cD2eF3gH4iJ5kL6mN7oP8",
		"[redacted:stripe-key]");
	becomes("AI"
		"zaSyA1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q",
		"[redacted:google-key]");
	becomes("np"
		"m_" RANDOM36,
		"[redacted:npm-token]");
	becomes("pypi"
		"-AgEIcHlwaS5vcmcCJD" RANDOM36 "aBcD",
		"[redacted:pypi-token]");
	becomes("S"
		"G.aB1cD2eF3gH4iJ5kL6mN7o.aB1cD2eF3gH4iJ5kL6mN7oP8qR9sT0uV1w"
		"X2yZ3aB4c",
		"[redacted:sendgrid-key]");
	becomes("ey"
		"JhbGciOiJIUzI1NiJ9.ey"
		"JzdWIiOiIxMjM0NTY3ODkwIn0."
		"dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U",
		"[redacted:jwt]");
}

static void fillers_and_longer_words_are_no_tokens(void **state)
{
	(void)state;
	stays("gh"
	      "p_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx");
	stays("AK"
	      "IAIOSFODNN7EXAMPLE");
	stays("MAK"
	      "IAJ2K4M6N8P1Q3R5S7");
	stays("AK"
	      "IAJ2K4M6N8P1Q3R5S7TUVW");
	stays("np"
	      "m_install_packages_from_the_registry_now");
	stays("ey"
	      "J.eyJ.x");
	stays("the prefix gh"
	      "p_ alone");
}

static void a_key_block_goes_whole(void **state)
{
	(void)state;
	becomes("a\n" KEY_BEGIN "\n" KEY_BODY "\n" KEY_BODY "\n" KEY_END "\nb",
		"a\n[redacted:private-key]\nb");
	becomes("+" KEY_BEGIN "\n+" KEY_BODY "\n+" KEY_END "\n+next\n",
		"+[redacted:private-key]\n+next\n");
	becomes("\"" KEY_BEGIN "\\n" KEY_BODY "\\n" KEY_END "\\n\"",
		"\"[redacted:private-key]\\n\"");
	becomes("\"" KEY_BEGIN "\\n\"\n\"" KEY_BODY "\\n\"\n\"" KEY_END "\\n\"",
		"\"[redacted:private-key]\\n\"");
}

static void a_key_block_that_is_cut_off_goes_as_far_as_it_is_there(void **state)
{
	(void)state;
	becomes("-" KEY_BEGIN "\n-" KEY_BODY "\n-" KEY_BODY "\n context();\n",
		"-[redacted:private-key]\n context();\n");
}

static void a_cut_off_block_may_have_headers(void **state)
{
	(void)state;
	becomes("+" KEY_BEGIN "\n+Proc-Type: 4,ENCRYPTED\n+\n+" KEY_BODY "\n",
		"+[redacted:private-key]\n");
}

static void code_about_key_blocks_stays(void **state)
{
	(void)state;
	stays("if (starts(line, \"" KEY_BEGIN
	      "\"))\n\treturn read_key(line);\n");
	stays("begin = \"" KEY_BEGIN "\"\nend = \"" KEY_END "\"\n");
	stays("-----BEGIN CERTIFICATE-----\n" KEY_BODY
	      "\n-----END CERTIFICATE-----\n");
}

static void passwords_in_urls_go_and_the_rest_of_the_url_stays(void **state)
{
	(void)state;
	becomes("https://user:hunter2@example.org/x",
		"https://user:[redacted:url-password]@example.org/x");
	becomes("redis://:s3cr3t@localhost:6379/0",
		"redis://:[redacted:url-password]@localhost:6379/0");
	stays("https://example.org:8080/a@b");
	stays("https://user@example.org/");
	stays("https://user:${PASSWORD}@example.org/");
	stays("https://user:%s@%s/");
	stays("redis://user:password@host:port/dbnum");
	stays("std::map<a::b, c@d>");
}

static void random_values_of_secret_names_go(void **state)
{
	(void)state;
	becomes("password = \"Xk9$mP2vL8qR\"",
		"password = \"[redacted:secret]\"");
	becomes("aws_secret_access_key = " RANDOM40 "\n",
		"aws_secret_access_key = [redacted:secret]\n");
	becomes("\"apiKey\": \"5e884898da28047151d0e56f8dc62927\",",
		"\"apiKey\": \"[redacted:secret]\",");
	becomes("+DB_PASSWORD=5e884898da28\n",
		"+DB_PASSWORD=[redacted:secret]\n");
	becomes("config['client_secret'] = 'q8Zt-4LmW_x2RvB7'",
		"config['client_secret'] = '[redacted:secret]'");
	becomes("Authorization: Bearer aB1cD2eF3gH4iJ5kL6mN7oP8",
		"Authorization: Bearer [redacted:bearer-token]");
	becomes("TOKEN = \"gh"
		"p_" RANDOM36 "\"",
		"TOKEN = \"[redacted:github-token]\"");
}

static void ordinary_code_with_secret_names_stays(void **state)
{
	(void)state;
	stays("password = \"\"");
	stays("password = \"changeme12345\"");
	stays("password = \"correct horse battery staple\"");
	stays("password = \"${DB_PASSWORD_2024}\"");
	stays("token = next_token32(parser);\n");
	stays("token = TOKEN_KIND_STRING_V2;\n");
	stays("token: Optional[AccessToken2] = None\n");
	stays("secret = \"my-secret-value-2024\"");
	stays("token = \"getTokenFromUser\"");
	stays("passwordHash = sha256Sum512Block1(data);\n");
	stays("tokenizer = \"a1b2c3d4e5f6a7b8\"");
	stays("COMMIT = \"0123456789abcdef0123456789abcdef01234567\"");
	stays("if (password == expected_password1)\n");
	stays("sshkey = \"5e884898da28047151d0e56f8dc62927\"");
}

static void every_secret_is_counted(void **state)
{
	size_t n;
	char *got;

	(void)state;
	got = redact("AK"
		     "IAJ2K4M6N8P1Q3R5S7 and gh"
		     "p_" RANDOM36 "\n",
		&n);
	assert_int_equal(n, 2);
	free(got);
}

/* Every length, so that no rule looks past the end. */
static void text_may_end_anywhere(void **state)
{
	static const char text[] =
		KEY_BEGIN "\n" KEY_BODY "\n" KEY_END
			  "\npassword = \"Xk9$mP2vL8qR\"\nhttps://u:p@h/ AK"
			  "IAJ2K4M6N8P1Q3R5S7 S"
			  "G.aB1cD2eF3gH4iJ5kL6mN7o.x ey"
			  "JhbGciOiJIUzI1NiJ9.ey"
			  "Jz.d Bearer ";
	struct ch_arena arena = { 0 };

	(void)state;
	for (size_t len = 0; len < sizeof(text); len++) {
		char *exact = malloc(len + 1);
		size_t n = 0;

		memcpy(exact, text, len);
		exact = realloc(exact, len ? len : 1);
		ch_redact(ch_str_n(exact, len), &arena, &n);
		free(exact);
	}
	ch_arena_release(&arena);
}

/* Each of these once made a rule read the same bytes again and again. */
static void hostile_text_costs_linear_time(void **state)
{
	static const char begin[] = KEY_BEGIN "\n";
	static const char *const pieces[] = { begin, "-eyJ", "://",
		"token=", "eyJ.", "password=\"", "://a:" };
	struct ch_arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(pieces) / sizeof(pieces[0]); i++) {
		struct ch_buf b = { 0 };
		size_t n = 0;

		while (b.len < 1000000)
			ch_buf_add_z(&b, pieces[i]);
		ch_redact(ch_buf_str(&b), &arena, &n);
		assert_int_equal(n, 0);
		ch_buf_release(&b);
	}
	ch_arena_release(&arena);
}

static void a_block_leaves_its_newlines_where_lines_count(void **state)
{
	static const char line[] = "227ba5f2c6c9109fe5c44a0696f39367960749";
	struct ch_buf text = { 0 };
	struct ch_arena arena = { 0 };
	struct ch_secrets secrets = { 0 };
	struct ch_str out;

	(void)state;
	ch_buf_add_z(&text, "a\n-----BEGIN RSA PRIV"
			    "ATE KEY-----\n");
	for (int i = 0; i < 3; i++)
		ch_buf_printf(&text, "%s%s\n", line, line);
	ch_buf_add_z(&text, "-----END RSA PRIV"
			    "ATE KEY-----\nb\n");
	out = ch_redact_lines(ch_buf_str(&text), &arena, &secrets);
	assert_true(ch_str_eq(
		out, CH_STR("a\n[redacted:private-key]\n\n\n\n\nb\n")));
	assert_int_equal(secrets.seen.n, 1);
	ch_redact_lines(ch_buf_str(&text), &arena, &secrets);
	assert_int_equal(secrets.seen.n, 1);
	ch_buf_release(&text);
	ch_secrets_release(&secrets);
	ch_arena_release(&arena);
}

static void a_value_is_judged_by_its_name(void **state)
{
	struct ch_arena arena = { 0 };
	struct ch_secrets secrets = { 0 };
	struct ch_str value = CH_STR("\"5e884898da28\"");

	(void)state;
	assert_true(ch_str_eq(
		ch_redact_value(CH_STR("password"), value, &arena, &secrets),
		CH_STR("\"[redacted:secret]\"")));
	assert_true(ch_str_eq(
		ch_redact_value(CH_STR("width"), value, &arena, &secrets),
		value));
	assert_int_equal(secrets.seen.n, 1);
	ch_secrets_release(&secrets);
	ch_arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tokens_go_by_their_prefix),
		cmocka_unit_test(a_block_leaves_its_newlines_where_lines_count),
		cmocka_unit_test(a_value_is_judged_by_its_name),
		cmocka_unit_test(fillers_and_longer_words_are_no_tokens),
		cmocka_unit_test(a_key_block_goes_whole),
		cmocka_unit_test(
			a_key_block_that_is_cut_off_goes_as_far_as_it_is_there),
		cmocka_unit_test(a_cut_off_block_may_have_headers),
		cmocka_unit_test(code_about_key_blocks_stays),
		cmocka_unit_test(
			passwords_in_urls_go_and_the_rest_of_the_url_stays),
		cmocka_unit_test(random_values_of_secret_names_go),
		cmocka_unit_test(ordinary_code_with_secret_names_stays),
		cmocka_unit_test(every_secret_is_counted),
		cmocka_unit_test(text_may_end_anywhere),
		cmocka_unit_test(hostile_text_costs_linear_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
