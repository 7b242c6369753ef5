#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "gitlayer/odb.h"
#include "tests/lib/craft_pack.h"
#include "tests/lib/temp_repo.h"

#define TEXT "a base of no special kind, 44 bytes long....\n"
#define LEN ((uint8_t)(sizeof(TEXT) - 1))

static struct temp temp;

static int start(void **state)
{
	(void)state;
	temp_init(&temp);
	return ch_git_init(NULL);
}

static int finish(void **state)
{
	(void)state;
	temp_done(&temp);
	ch_git_shutdown();
	return 0;
}

/* The repository "r" with this pack alone, or with one more. */
static void write_pack(struct craft *c, const char *name, bool fresh)
{
	char dir[512];

	if (fresh)
		temp_run(&temp, "rm -rf r; git init -q --bare r");
	snprintf(dir, sizeof(dir), "%s/r/objects/pack", temp.dir);
	craft_write(c, dir, name);
}

struct result {
	int code;
	struct ch_object object;
	struct ch_arena arena;
	struct ch_err err;
};

static void read_with(
	struct result *r, uint8_t id, const struct ch_odb_options *options)
{
	struct ch_oid oid = craft_oid(id);
	struct ch_repo *repo = NULL;
	struct ch_odb *odb = NULL;

	memset(r, 0, sizeof(*r));
	if (ch_repo_open(&repo, temp_path(&temp, "r"), &r->err) ||
		ch_odb_open(&odb, repo, options, &r->err))
		fail_msg("%s", r->err.msg);
	r->code = ch_odb_read(odb, &oid, &r->arena, &r->object, &r->err);
	ch_odb_free(odb);
	ch_repo_free(repo);
}

static void expect_text(uint8_t id, const char *text)
{
	struct result r;

	read_with(&r, id, NULL);
	if (r.code)
		fail_msg("%s", r.err.msg);
	assert_string_equal(r.object.data, text);
	ch_arena_release(&r.arena);
}

/* An error that names the object and says 'why', and no memory taken. */
static void expect_error(uint8_t id, int code, const char *why)
{
	struct ch_oid oid = craft_oid(id);
	char hex[CH_OID_HEX + 1];
	struct result r;

	read_with(&r, id, NULL);
	assert_int_equal(r.code, code);
	assert_non_null(strstr(r.err.msg, ch_oid_hex(&oid, hex)));
	if (!strstr(r.err.msg, why))
		fail_msg("'%s' is not in '%s'", why, r.err.msg);
	assert_true(r.arena.held_bytes < (1 << 20));
	ch_arena_release(&r.arena);
}

static void expect_damaged(uint8_t id, const char *why)
{
	expect_error(id, CH_EFORMAT, why);
}

static void a_delta_is_applied_to_its_base(void **state)
{
	const uint8_t delta[] = { LEN, 8, 0x91, 2, 4, 4, ' ', 'X', 'Y', 'Z' };
	struct craft c;

	(void)state;
	craft_init(&c);
	craft_blob(&c, 1, TEXT);
	craft_ofs_delta(&c, 2, (uint8_t)(c.pack.len - c.offset[0]), delta,
		sizeof(delta));
	craft_ref_delta(&c, 3, 1, delta, sizeof(delta));
	write_pack(&c, "pack-a", true);
	expect_text(1, TEXT);
	expect_text(2, "base XYZ");
	expect_text(3, "base XYZ");
}

static void a_base_may_be_in_another_pack(void **state)
{
	const uint8_t delta[] = { LEN, 4, 0x91, 2, 4 };
	struct craft c;

	(void)state;
	craft_init(&c);
	craft_ref_delta(&c, 2, 1, delta, sizeof(delta));
	write_pack(&c, "pack-a", true);
	craft_init(&c);
	craft_blob(&c, 1, TEXT);
	write_pack(&c, "pack-b", false);
	expect_text(2, "base");
}

static void a_base_may_be_loose(void **state)
{
	const uint8_t delta[] = { 6, 9, 0x90, 6, 3, 'a', 'n', 'd' };
	struct ch_oid base;
	struct craft c;

	(void)state;
	craft_init(&c);
	craft_head(&c, 2, 7, sizeof(delta));
	temp_run(&temp, "git init -q --bare x");
	temp_oid(&temp, &base,
		"echo loose | git --git-dir=x hash-object --stdin");
	ch_buf_add(&c.pack, base.id, sizeof(base.id));
	craft_zlib(&c, delta, sizeof(delta));
	write_pack(&c, "pack-a", true);
	expect_damaged(2, "delta base: object");
	temp_run(&temp, "echo loose | git --git-dir=r hash-object -w --stdin");
	expect_text(2, "loose\nand");
}

static void a_copy_in_another_pack_stands_in(void **state)
{
	struct craft c;

	(void)state;
	craft_init(&c);
	craft_head(&c, 1, 3, 5);
	ch_buf_add_z(&c.pack, "not zlib");
	write_pack(&c, "pack-z", true);
	expect_damaged(1, "compressed data is damaged");
	craft_init(&c);
	craft_blob(&c, 1, "fine\n");
	write_pack(&c, "pack-a", false);
	expect_text(1, "fine\n");
	/* And whichever pack comes first. */
	craft_init(&c);
	craft_blob(&c, 1, "fine\n");
	write_pack(&c, "pack-zz", false);
	expect_text(1, "fine\n");
}

static void absurd_sizes_fail_cheaply(void **state)
{
	struct craft c;

	(void)state;
	craft_init(&c);
	craft_head(&c, 1, 3, (uint64_t)1 << 40);
	craft_zlib(&c, "x", 1);
	craft_head(&c, 2, 3, (uint64_t)1 << 60);
	craft_zlib(&c, "x", 1);
	craft_head(&c, 3, 6, (uint64_t)1 << 40);
	ch_buf_add_char(&c.pack, 30);
	craft_zlib(&c, "x", 1);
	craft_head(&c, 4, 3, (uint64_t)1 << 24);
	/* Enough bytes in the pack, but not in the entry. */
	ch_buf_add_repeat(&c.pack, 'j', 12);
	craft_head(&c, 5, 3, 20000);
	ch_buf_add_repeat(&c.pack, 'j', 20000);
	write_pack(&c, "pack-a", true);
	expect_damaged(1, "claims more bytes");
	expect_damaged(2, "bad size");
	expect_damaged(4, "claims more bytes");
	expect_damaged(5, "compressed data is damaged");
	expect_damaged(3, "");
}

static void a_delta_that_only_claims_fails_cheaply(void **state)
{
	/* 1 GiB claimed, 3 bytes made. */
	const uint8_t liar[] = { LEN, 0x80, 0x80, 0x80, 0x80, 4, 0x90, 3 };
	/* 16 copies of what is not there. */
	const uint8_t bomb[] = { LEN, 0xff, 0xff, 0xff, 0x07, 0xf0, 0xff, 0xff,
		0xff };
	struct craft c;

	(void)state;
	craft_init(&c);
	craft_blob(&c, 1, TEXT);
	craft_ref_delta(&c, 2, 1, liar, sizeof(liar));
	craft_ref_delta(&c, 3, 1, bomb, sizeof(bomb));
	write_pack(&c, "pack-a", true);
	expect_damaged(2, "delta shorter than it says");
	expect_damaged(3, "bad copy");
}

static void a_loop_of_deltas_ends(void **state)
{
	const uint8_t delta[] = { LEN, 4, 0x91, 2, 4 };
	struct craft c;

	(void)state;
	craft_init(&c);
	craft_ref_delta(&c, 1, 2, delta, sizeof(delta));
	craft_ref_delta(&c, 2, 1, delta, sizeof(delta));
	craft_ref_delta(&c, 3, 3, delta, sizeof(delta));
	write_pack(&c, "pack-a", true);
	expect_damaged(1, "delta chain too long");
	expect_damaged(3, "delta chain too long");
}

static void wrong_deltas_are_named(void **state)
{
	const uint8_t other_base[] = { LEN + 1, 4, 0x91, 2, 4 };
	const uint8_t outside[] = { LEN, 4, 0x91, LEN - 3, 4 };
	struct craft c;

	(void)state;
	craft_init(&c);
	craft_blob(&c, 1, TEXT);
	craft_ref_delta(&c, 2, 1, other_base, sizeof(other_base));
	craft_ref_delta(&c, 3, 1, outside, sizeof(outside));
	craft_ref_delta(&c, 4, 99, outside, sizeof(outside));
	craft_ofs_delta(&c, 5, 127, outside, sizeof(outside));
	craft_ofs_delta(&c, 6, 0, outside, sizeof(outside));
	craft_ref_delta(&c, 7, 1, outside, 1);
	write_pack(&c, "pack-a", true);
	expect_damaged(2, "delta for a base of another size");
	expect_damaged(3, "bad copy");
	expect_damaged(4, "delta base: object 6363");
	/* 127 back is the middle of some entry. */
	expect_damaged(5, "");
	expect_damaged(6, "delta base outside of the pack");
	expect_damaged(7, "delta without its sizes");
}

static void wrong_contents_are_named(void **state)
{
	struct craft c;

	(void)state;
	craft_init(&c);
	craft_head(&c, 1, 3, 3);
	craft_zlib(&c, "four", 4);
	craft_head(&c, 2, 3, 5);
	craft_zlib(&c, "four", 4);
	craft_head(&c, 3, 5, 4);
	craft_zlib(&c, "four", 4);
	craft_head(&c, 4, 3, 4);
	craft_zlib(&c, "four", 4);
	c.pack.ptr[c.pack.len - 1] ^= 1; /* of the Adler-32 */
	write_pack(&c, "pack-a", true);
	expect_damaged(1, "longer than its header says");
	expect_damaged(2, "shorter than its header says");
	expect_damaged(3, "unknown type");
	expect_damaged(4, "compressed data is damaged");
}

static void an_index_that_points_outside_is_named(void **state)
{
	struct craft c;

	(void)state;
	craft_init(&c);
	craft_blob(&c, 1, TEXT);
	craft_blob(&c, 2, TEXT);
	craft_blob(&c, 3, TEXT);
	c.offset[0] = 4;
	c.offset[1] = 0x7fffffff;
	c.offset[2] = 0x80000001; /* there are no 64-bit offsets */
	write_pack(&c, "pack-a", true);
	expect_damaged(1, "its index is damaged");
	expect_damaged(2, "its index is damaged");
	expect_damaged(3, "its index is damaged");
}

static void a_wrong_hash_is_seen_when_asked_for(void **state)
{
	struct ch_odb_options verify = { .verify = true };
	struct result r;
	struct craft c;

	(void)state;
	craft_init(&c);
	craft_blob(&c, 1, TEXT);
	write_pack(&c, "pack-a", true);
	expect_text(1, TEXT);
	read_with(&r, 1, &verify);
	assert_int_equal(r.code, CH_EFORMAT);
	assert_non_null(strstr(r.err.msg, "another hash"));
	ch_arena_release(&r.arena);
}

static void a_small_object_on_a_large_base_is_read(void **state)
{
	/* 200 bytes are allowed; the base has 300, the object 4. */
	struct ch_odb_options options = { .max_bytes = 200 };
	const uint8_t delta[] = { 0xac, 2, 4, 0x91, 2, 4 };
	char text[301];
	struct result r;
	struct craft c;

	(void)state;
	memset(text, 'z', 300);
	text[300] = '\0';
	craft_init(&c);
	craft_blob(&c, 1, text);
	craft_ref_delta(&c, 2, 1, delta, sizeof(delta));
	write_pack(&c, "pack-a", true);
	read_with(&r, 2, &options);
	assert_int_equal(r.code, 0);
	assert_string_equal(r.object.data, "zzzz");
	ch_arena_release(&r.arena);
	read_with(&r, 1, &options);
	assert_int_equal(r.code, CH_ELIMIT);
	assert_int_equal(r.object.size, 300);
	ch_arena_release(&r.arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_delta_is_applied_to_its_base),
		cmocka_unit_test(a_base_may_be_in_another_pack),
		cmocka_unit_test(a_base_may_be_loose),
		cmocka_unit_test(a_copy_in_another_pack_stands_in),
		cmocka_unit_test(absurd_sizes_fail_cheaply),
		cmocka_unit_test(a_delta_that_only_claims_fails_cheaply),
		cmocka_unit_test(a_loop_of_deltas_ends),
		cmocka_unit_test(wrong_deltas_are_named),
		cmocka_unit_test(wrong_contents_are_named),
		cmocka_unit_test(an_index_that_points_outside_is_named),
		cmocka_unit_test(a_wrong_hash_is_seen_when_asked_for),
		cmocka_unit_test(a_small_object_on_a_large_base_is_read),
	};

	return cmocka_run_group_tests(tests, start, finish);
}
