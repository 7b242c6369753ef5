#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "gitlayer/odb.h"
#include "tests/lib/temp_repo.h"

static struct temp temp;

/* 40 versions of a file of 400 lines, and one small file a commit. */
static int build(void **state)
{
	(void)state;
	temp_init(&temp);
	temp_run(&temp,
		"git init -q -b main plain; cd plain;"
		"i=0; while [ $i -lt 40 ]; do"
		"  seq 1 400 | sed \"s/^$((i * 7)).*/changed $i/\" >big;"
		"  echo $i >small$i; mkdir -p d/e; echo $i >d/e/f;"
		"  git add .; git commit -qm \"commit $i\"; i=$((i + 1));"
		"done;"
		"git tag -a -m tag v1; git repack -qadf --depth=50;"
		"git prune-packed");
	return ch_git_init(NULL);
}

static int remove_all(void **state)
{
	(void)state;
	temp_done(&temp);
	ch_git_shutdown();
	return 0;
}

/* Opened at temp.dir/name; the warnings, if any, are the caller's. */
struct opened {
	struct ch_repo *repo;
	struct ch_odb *odb;
	struct ch_arena arena;
};

static void open_with(struct opened *o, const char *name,
	const struct ch_odb_options *options)
{
	struct ch_err err = { 0 };

	memset(o, 0, sizeof(*o));
	if (ch_repo_open(&o->repo, temp_path(&temp, name), &err) ||
		ch_odb_open(&o->odb, o->repo, options, &err))
		fail_msg("%s", err.msg);
}

static void open_plainly(struct opened *o, const char *name)
{
	open_with(o, name, NULL);
}

static void close_it(struct opened *o)
{
	ch_arena_release(&o->arena);
	ch_odb_free(o->odb);
	ch_repo_free(o->repo);
}

struct both {
	struct opened direct;
	struct opened git;
	size_t n;
};

static int read_both_ways(const struct ch_oid *oid, void *data)
{
	struct both *b = data;
	struct ch_object x = { 0 }, y = { 0 };
	enum ch_obj_type type = CH_OBJ_NONE;
	struct ch_err err = { 0 };
	size_t size = 0;

	if (ch_odb_read(b->direct.odb, oid, &b->direct.arena, &x, &err) ||
		ch_odb_header(b->direct.odb, oid, &type, &size, &err) ||
		ch_odb_read(b->git.odb, oid, &b->git.arena, &y, &err)) {
		fail_msg("%s", err.msg);
		return -1; /* never: for the analyser */
	}
	assert_int_equal(x.type, y.type);
	assert_int_equal(x.size, y.size);
	assert_memory_equal(x.data, y.data, x.size);
	assert_int_equal(x.data[x.size], 0);
	assert_int_equal(type, x.type);
	assert_int_equal(size, x.size);
	assert_true(ch_odb_has(b->direct.odb, oid));
	ch_arena_reset(&b->direct.arena);
	ch_arena_reset(&b->git.arena);
	b->n++;
	return 0;
}

/* All objects of 'name' agree, with hashes; how many libgit2 had to read. */
static uint64_t agree_both_ways(const char *name, size_t at_least)
{
	struct ch_odb_options direct = { .verify = true };
	struct ch_odb_options git = { .libgit2_only = true };
	struct both b = { .n = 0 };
	struct ch_err err = { 0 };
	uint64_t fallbacks;

	open_with(&b.direct, name, &direct);
	open_with(&b.git, name, &git);
	assert_int_equal(
		ch_odb_each(b.direct.odb, read_both_ways, &b, &err), 0);
	assert_true(b.n >= at_least);
	fallbacks = ch_odb_stats(b.direct.odb)->fallbacks;
	close_it(&b.direct);
	close_it(&b.git);
	return fallbacks;
}

static void packs_are_read_as_libgit2_reads_them(void **state)
{
	(void)state;
	assert_int_equal(agree_both_ways("plain", 200), 0);
}

static void copy_plain_as(const char *name)
{
	temp_run(&temp,
		"rm -rf %s; cp -r plain %s; chmod -R u+w %s;"
		"cd %s/.git/objects/pack; mv *.pack p; rm -f pack-*; mv p "
		"pack-p.pack",
		name, name, name, name);
}

static void index_version_1_is_read(void **state)
{
	(void)state;
	copy_plain_as("v1");
	temp_run(&temp, "cd v1/.git/objects/pack;"
			"git index-pack --index-version=1 pack-p.pack");
	assert_int_equal(agree_both_ways("v1", 200), 0);
}

static void offsets_of_64_bits_are_read(void **state)
{
	(void)state;
	copy_plain_as("o64");
	temp_run(&temp, "cd o64/.git/objects/pack;"
			"git index-pack --index-version=2,0x40 pack-p.pack");
	assert_int_equal(agree_both_ways("o64", 200), 0);
}

static void deltas_against_named_bases_are_read(void **state)
{
	(void)state;
	copy_plain_as("ref");
	temp_run(&temp,
		"cd plain; git rev-list --objects --all |"
		"  git pack-objects -q --no-reuse-delta --depth=50"
		"    --stdout >../ref/.git/objects/pack/pack-p.pack;"
		"cd ../ref/.git/objects/pack; git index-pack pack-p.pack");
	assert_int_equal(agree_both_ways("ref", 200), 0);
}

static void several_packs_and_loose_objects_are_read(void **state)
{
	(void)state;
	temp_run(&temp,
		"cp -r plain many; cd many; i=0; while [ $i -lt 3 ]; do"
		"  seq $i 300 >big; git add .; git commit -qm \"more $i\";"
		"  git repack -qd; i=$((i + 1)); done;"
		"git multi-pack-index write; echo loose >x; git add x;"
		"ls .git/objects/pack/*.pack | wc -l");
	assert_string_equal(temp.out, "4");
	assert_int_equal(agree_both_ways("many", 210), 0);
}

static void alternates_are_followed(void **state)
{
	struct opened o;

	(void)state;
	temp_run(&temp,
		"git clone -q --bare --shared plain/.git a.git;"
		"git clone -q --bare --shared a.git b.git;"
		"git init -q --bare c.git;"
		"echo ../../b.git/objects >c.git/objects/info/alternates");
	assert_int_equal(agree_both_ways("c.git", 200), 0);
	open_plainly(&o, "c.git");
	close_it(&o);
}

static void batches_say_what_became_of_each(void **state)
{
	struct ch_load loads[5] = { 0 };
	struct opened o;

	(void)state;
	temp_oid(&temp, &loads[0].oid, "git -C plain rev-parse HEAD:big");
	temp_oid(&temp, &loads[1].oid, "git -C plain rev-parse HEAD~20:big");
	loads[2].oid = loads[0].oid;
	memset(&loads[3].oid, 0xab, sizeof(loads[3].oid));
	open_plainly(&o, "plain");
	ch_odb_read_batch(o.odb, loads, 5, &o.arena);
	assert_int_equal(loads[0].code, 0);
	assert_int_equal(loads[1].code, 0);
	assert_int_equal(loads[2].code, 0);
	assert_ptr_equal(loads[2].object.data, loads[0].object.data);
	assert_non_null(strstr(loads[0].object.data, "changed 39"));
	assert_non_null(strstr(loads[1].object.data, "changed 19"));
	assert_int_equal(loads[3].code, CH_ENOTFOUND);
	assert_int_equal(loads[4].code, CH_ENOTFOUND);
	assert_int_equal(ch_odb_stats(o.odb)->missing, 1);
	close_it(&o);
}

static void an_object_over_the_limit_tells_its_size(void **state)
{
	struct ch_odb_options options = { .max_bytes = 500 };
	struct ch_err err = { 0 };
	struct ch_object object;
	struct ch_oid oid;
	struct opened o;
	int delta;

	(void)state;
	open_with(&o, "plain", &options);
	/* Of all versions of the file one is whole and the others deltas. */
	for (delta = 0; delta < 5; delta++) {
		temp_oid(&temp, &oid, "git -C plain rev-parse HEAD~%d:big",
			delta * 8);
		assert_int_equal(
			ch_odb_read(o.odb, &oid, &o.arena, &object, &err),
			CH_ELIMIT);
		assert_int_equal(object.type, CH_OBJ_BLOB);
		temp_run(&temp, "git -C plain cat-file -s HEAD~%d:big",
			delta * 8);
		assert_int_equal(object.size, strtoull(temp.out, NULL, 10));
		assert_null(object.data);
	}
	close_it(&o);
}

static void a_repack_meanwhile_loses_nothing(void **state)
{
	struct ch_err err = { 0 };
	struct ch_object object;
	struct ch_oid old, new;
	struct opened o;

	(void)state;
	temp_run(&temp, "cp -r plain busy");
	open_plainly(&o, "busy");
	temp_oid(&temp, &old, "git -C busy rev-parse HEAD:big");
	temp_oid(&temp, &new,
		"cd busy; echo new >new; git add .;"
		"git commit -qm new; git repack -qadf; git prune-packed;"
		"git rev-parse HEAD:new");
	assert_int_equal(ch_odb_read(o.odb, &old, &o.arena, &object, &err), 0);
	assert_int_equal(ch_odb_read(o.odb, &new, &o.arena, &object, &err), 0);
	assert_string_equal(object.data, "new\n");
	assert_int_equal(ch_odb_stats(o.odb)->fallbacks, 0);
	close_it(&o);
}

static void a_pack_that_shrinks_is_an_error_of_the_object(void **state)
{
	struct ch_err err = { 0 };
	struct ch_object object;
	struct ch_oid oid;
	struct opened o;

	(void)state;
	/* cmocka has taken the signal for itself since build(). */
	assert_int_equal(ch_git_init(&err), 0);
	temp_run(&temp,
		"git init -q shrunk; cd shrunk;"
		"head -c 60000 /dev/urandom >r; git add r; git commit -qm r;"
		"git repack -qad; chmod u+w .git/objects/pack/*");
	temp_oid(&temp, &oid, "git -C shrunk rev-parse HEAD:r");
	open_plainly(&o, "shrunk");
	temp_run(&temp, "truncate -s 4096 shrunk/.git/objects/pack/*.pack");
	assert_int_equal(
		ch_odb_read(o.odb, &oid, &o.arena, &object, &err), CH_EIO);
	assert_non_null(strstr(err.msg, "became shorter"));
	temp_run(&temp, "git -C shrunk rev-parse :r");
	assert_non_null(strstr(err.msg, temp.out));
	/* And again: the first time must not have disarmed anything. */
	assert_int_equal(
		ch_odb_read(o.odb, &oid, &o.arena, &object, &err), CH_EIO);
	temp_run(&temp, "truncate -s 100 shrunk/.git/objects/pack/*.idx");
	assert_int_not_equal(
		ch_odb_read(o.odb, &oid, &o.arena, &object, &err), 0);
	close_it(&o);
	ch_git_shutdown();
}

static void a_loose_copy_stands_in_for_a_damaged_one(void **state)
{
	struct ch_err err = { 0 };
	struct ch_object object;
	struct ch_oid oid;
	struct opened o;

	(void)state;
	temp_run(&temp,
		"git init -q hurt; cd hurt; seq 5000 >s; git add s;"
		"git commit -qm s; cp -r .git/objects keep; git repack -qad;"
		"chmod -R u+w .git; p=$(ls .git/objects/pack/*.pack);"
		"printf XXXXXXXX | dd of=$p bs=1 seek=2000 conv=notrunc 2>&1");
	temp_oid(&temp, &oid, "git -C hurt rev-parse :s");
	open_plainly(&o, "hurt");
	assert_int_equal(
		ch_odb_read(o.odb, &oid, &o.arena, &object, &err), CH_EFORMAT);
	assert_non_null(strstr(err.msg, "compressed data is damaged"));
	temp_run(&temp, "cp -rn hurt/keep/* hurt/.git/objects/");
	assert_int_equal(ch_odb_read(o.odb, &oid, &o.arena, &object, &err), 0);
	assert_int_equal(object.size, 23893);
	close_it(&o);
}

static void loose_objects_of_all_sizes_are_read(void **state)
{
	(void)state;
	temp_run(&temp,
		"git init -q loose; cd loose; for n in 0 1 16370 16371 16372"
		" 16373 16374 16375 16384 300000; do"
		"  head -c $n /dev/zero >z; git hash-object -w z;"
		"  head -c $n ../plain/.git/objects/pack/*.pack >z;"
		"  git hash-object -w z; done");
	assert_int_equal(agree_both_ways("loose", 18), 0);
}

/* 'cmd' is done to the file $f of the loose object "seq 9000". */
static void loose_is_damaged_by(const char *cmd, int code, size_t size)
{
	struct ch_odb_options options = { .max_bytes = 100000 };
	enum ch_obj_type type;
	struct ch_err err = { 0 };
	struct ch_object object;
	struct ch_oid oid;
	struct opened o;
	size_t n;

	temp_oid(&temp, &oid,
		"rm -rf bad; git init -q bad; cd bad;"
		"h=$(seq 9000 | git hash-object -w --stdin);"
		"f=.git/objects/$(echo $h | sed 's|..|&/|'); chmod u+w $f;"
		"%s; echo $h",
		cmd);
	open_with(&o, "bad", &options);
	assert_int_equal(
		ch_odb_read(o.odb, &oid, &o.arena, &object, &err), code);
	temp_run(&temp, "seq 9000 | git hash-object --stdin");
	assert_non_null(strstr(err.msg, temp.out));
	if (code == CH_ELIMIT)
		assert_int_equal(object.size, size);
	else
		assert_true(o.arena.held_bytes < 200000);
	ch_odb_header(o.odb, &oid, &type, &n, &err);
	assert_true(ch_odb_has(o.odb, &oid));
	close_it(&o);
}

static void damaged_loose_objects_are_named(void **state)
{
	(void)state;
	loose_is_damaged_by("truncate -s 0 $f", CH_EFORMAT, 0);
	loose_is_damaged_by("truncate -s 20 $f", CH_EFORMAT, 0);
	loose_is_damaged_by("truncate -s -1 $f", CH_EFORMAT, 0);
	loose_is_damaged_by("echo more >>$f", CH_EFORMAT, 0);
	loose_is_damaged_by("echo none >$f", CH_EFORMAT, 0);
	loose_is_damaged_by("rm $f; mkdir $f", CH_EFORMAT, 0);
	loose_is_damaged_by("printf 'blob 99999999999999\\0x' |"
			    "perl -MCompress::Zlib -0777 -ne"
			    " 'print compress($_)' >$f",
		CH_EFORMAT, 0);
	loose_is_damaged_by("printf 'blob 90000\\0x' |"
			    "perl -MCompress::Zlib -0777 -ne"
			    " 'print compress($_)' >$f",
		CH_EFORMAT, 0);
	loose_is_damaged_by("printf 'blob 0\\0x' |"
			    "perl -MCompress::Zlib -0777 -ne"
			    " 'print compress($_)' >$f",
		CH_EFORMAT, 0);
	loose_is_damaged_by("(printf 'blob 200000\\0'; head -c 200000 "
			    "/dev/zero) | perl -MCompress::Zlib -0777 -ne"
			    " 'print compress($_)' >$f",
		CH_ELIMIT, 200000);
}

static void a_truncated_index_is_a_warning(void **state)
{
	const char *const *lines;
	struct ch_err err = { 0 };
	struct ch_object object;
	struct ch_oid oid;
	struct opened o;

	(void)state;
	temp_run(&temp, "cp -r plain cut; chmod -R u+w cut;"
			"truncate -s 2000 cut/.git/objects/pack/*.idx");
	temp_oid(&temp, &oid, "git -C plain rev-parse HEAD");
	open_plainly(&o, "cut");
	assert_int_equal(ch_repo_warnings(o.repo, &lines), 1);
	assert_non_null(strstr(lines[0], "its index has the wrong size"));
	assert_int_not_equal(
		ch_odb_read(o.odb, &oid, &o.arena, &object, &err), 0);
	close_it(&o);
}

static void a_pack_of_another_index_is_a_warning(void **state)
{
	const char *const *lines;
	struct opened o;

	(void)state;
	temp_run(&temp, "cp -r plain alien; chmod -R u+w alien;"
			"cd alien/.git/objects/pack; p=$(ls *.pack);"
			"truncate -s -1 $p; printf X >>$p");
	open_plainly(&o, "alien");
	assert_int_equal(ch_repo_warnings(o.repo, &lines), 1);
	assert_non_null(strstr(lines[0], "do not belong together"));
	close_it(&o);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(packs_are_read_as_libgit2_reads_them),
		cmocka_unit_test(index_version_1_is_read),
		cmocka_unit_test(offsets_of_64_bits_are_read),
		cmocka_unit_test(deltas_against_named_bases_are_read),
		cmocka_unit_test(several_packs_and_loose_objects_are_read),
		cmocka_unit_test(alternates_are_followed),
		cmocka_unit_test(batches_say_what_became_of_each),
		cmocka_unit_test(an_object_over_the_limit_tells_its_size),
		cmocka_unit_test(a_repack_meanwhile_loses_nothing),
		cmocka_unit_test(a_pack_that_shrinks_is_an_error_of_the_object),
		cmocka_unit_test(a_loose_copy_stands_in_for_a_damaged_one),
		cmocka_unit_test(loose_objects_of_all_sizes_are_read),
		cmocka_unit_test(damaged_loose_objects_are_named),
		cmocka_unit_test(a_truncated_index_is_a_warning),
		cmocka_unit_test(a_pack_of_another_index_is_a_warning),
	};

	return cmocka_run_group_tests(tests, build, remove_all);
}
