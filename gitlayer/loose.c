#include "gitlayer/loose.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <libdeflate.h>

#include "base/buf.h"
#include "base/mem.h"
#include "gitlayer/pack.h"

/* "commit 18446744073709551615" and a NUL fit easily. */
#define HEADER_MAX 32
#define PREFIX 4096
#define SCRATCH ((size_t)16 << 10)

struct ch_loose {
	struct libdeflate_decompressor *inflater;
	size_t max_bytes;
	size_t max_file; /* what max_bytes can take compressed */
	struct ch_buf in;
	uint64_t file_size; /* 'in' may be only the start of it */
	uint8_t scratch[SCRATCH];
};

struct ch_loose *ch_loose_new(size_t max_bytes)
{
	struct ch_loose *loose = ch_calloc(1, sizeof(*loose));

	loose->max_bytes = max_bytes;
	loose->max_file = max_bytes + max_bytes / 64 + PREFIX;
	loose->inflater = libdeflate_alloc_decompressor();
	if (!loose->inflater)
		ch_out_of_memory();
	return loose;
}

void ch_loose_free(struct ch_loose *loose)
{
	if (!loose)
		return;
	ch_buf_release(&loose->in);
	libdeflate_free_decompressor(loose->inflater);
	free(loose);
}

static void path_of(
	struct ch_buf *path, const char *objects_dir, const struct ch_oid *oid)
{
	char hex[CH_OID_HEX + 1];

	ch_oid_hex(oid, hex);
	ch_buf_printf(path, "%s/%.2s/%s", objects_dir, hex, hex + 2);
}

bool ch_loose_has(const char *objects_dir, const struct ch_oid *oid)
{
	struct ch_buf path = { 0 };
	bool has;

	path_of(&path, objects_dir, oid);
	has = !access(ch_buf_z(&path), F_OK);
	ch_buf_release(&path);
	return has;
}

static int read_fd(int fd, struct ch_buf *in, size_t want, struct ch_err *err)
{
	ch_buf_clear(in);
	ch_buf_reserve(in, want);
	while (in->len < want) {
		ssize_t n = read(fd, in->ptr + in->len, want - in->len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return ch_fail(err, CH_EIO, "%s", strerror(errno));
		if (!n)
			break;
		in->len += (size_t)n;
	}
	return 0;
}

/* The file, or its start when all of it would be too large anyway. */
static int load(struct ch_loose *loose, const char *path, struct ch_err *err)
{
	struct stat st;
	size_t want;
	int code, fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return ch_fail(err, errno == ENOENT ? CH_ENOTFOUND : CH_EIO,
			"loose file: %s", strerror(errno));
	if (fstat(fd, &st) || !S_ISREG(st.st_mode)) {
		close(fd);
		return ch_fail(err, CH_EFORMAT, "loose file: not a file");
	}
	loose->file_size = (uint64_t)st.st_size;
	want = loose->file_size > loose->max_file ? PREFIX : (size_t)st.st_size;
	code = read_fd(fd, &loose->in, want, err);
	close(fd);
	return code;
}

static enum ch_obj_type type_named(struct ch_str name)
{
	if (ch_str_is(name, "commit"))
		return CH_OBJ_COMMIT;
	if (ch_str_is(name, "tree"))
		return CH_OBJ_TREE;
	if (ch_str_is(name, "blob"))
		return CH_OBJ_BLOB;
	return ch_str_is(name, "tag") ? CH_OBJ_TAG : CH_OBJ_NONE;
}

/* "<type> <size>" and a NUL; returns the length of all that, 0 if it is not. */
static size_t read_header(const uint8_t *p, size_t len, struct ch_object *out)
{
	struct ch_str s =
		ch_str_n((const char *)p, len < HEADER_MAX ? len : HEADER_MAX);
	size_t space = ch_str_chr(s, ' ', 0), end = ch_str_chr(s, '\0', 0), i;

	if (space == (size_t)-1 || end == (size_t)-1 || space + 1 >= end)
		return 0;
	out->type = type_named(ch_str_sub(s, 0, space));
	out->size = 0;
	for (i = space + 1; i < end; i++) {
		size_t digit = (size_t)(s.ptr[i] - '0');

		if (s.ptr[i] < '0' || s.ptr[i] > '9' ||
			__builtin_mul_overflow(
				out->size, (size_t)10, &out->size) ||
			__builtin_add_overflow(out->size, digit, &out->size))
			return 0;
	}
	return out->type ? end + 1 : 0;
}

static int bad(struct ch_err *err)
{
	return ch_fail(err, CH_EFORMAT, "its loose file is damaged");
}

/* All of it was inflated into the scratch buffer. */
static int from_scratch(struct ch_loose *loose, size_t len,
	struct ch_arena *arena, struct ch_object *out, struct ch_err *err)
{
	size_t header = read_header(loose->scratch, len, out);
	char *copy;

	if (!header || len - header != out->size)
		return bad(err);
	if (!arena)
		return 0;
	copy = ch_arena_memdup(arena, loose->scratch + header, out->size + 1);
	copy[out->size] = '\0';
	out->data = copy;
	return 0;
}

/* It did not fit there: once more, into as many bytes as it says. */
static int inflate_large(struct ch_loose *loose, size_t header,
	struct ch_arena *arena, struct ch_object *out, struct ch_err *err)
{
	struct ch_arena_mark mark = ch_arena_mark(arena);
	size_t used;
	char *data;

	data = ch_arena_alloc(arena, header + out->size + 1);
	if (libdeflate_zlib_decompress_ex(loose->inflater, loose->in.ptr,
		    loose->in.len, data, header + out->size, &used, NULL) ||
		used != loose->in.len) {
		ch_arena_rewind(arena, mark);
		return bad(err);
	}
	data[header + out->size] = '\0';
	out->data = data + header;
	return 0;
}

static int unpack(struct ch_loose *loose, struct ch_arena *arena,
	struct ch_object *out, struct ch_err *err)
{
	enum libdeflate_result result;
	size_t used, len, header;

	memset(loose->scratch, 0, HEADER_MAX);
	/* One byte is kept for the NUL that follows every object. */
	result = libdeflate_zlib_decompress_ex(loose->inflater, loose->in.ptr,
		loose->in.len, loose->scratch, SCRATCH - 1, &used, &len);
	if (result == LIBDEFLATE_SUCCESS && used == loose->in.len &&
		len <= loose->max_bytes)
		return from_scratch(loose, len, arena, out, err);
	/* libdeflate writes as it goes: the start is there when room ends. */
	header = read_header(loose->scratch, SCRATCH, out);
	if (!header || out->size / CH_DEFLATE_MAX_RATIO > loose->file_size)
		return bad(err);
	if (out->size > loose->max_bytes)
		return ch_fail(err, CH_ELIMIT,
			"%zu bytes are more than the limit", out->size);
	if (result != LIBDEFLATE_INSUFFICIENT_SPACE)
		return bad(err);
	return arena ? inflate_large(loose, header, arena, out, err) : 0;
}

int ch_loose_read(struct ch_loose *loose, const char *objects_dir,
	const struct ch_oid *oid, struct ch_arena *arena, struct ch_object *out,
	struct ch_err *err)
{
	struct ch_buf path = { 0 };
	int code;

	memset(out, 0, sizeof(*out));
	path_of(&path, objects_dir, oid);
	code = load(loose, ch_buf_z(&path), err);
	ch_buf_release(&path);
	return code ? code : unpack(loose, arena, out, err);
}
