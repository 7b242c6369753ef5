#include "gitlayer/pack.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/str.h"
#include "gitlayer/mapguard.h"

#define FAN_BYTES 1024u
#define IDX_TRAILER 40u
#define PACK_HEADER 12u
#define PACK_TRAILER 20u
#define LARGE_CLAIM ((uint64_t)8 << 20)

static uint32_t be32(const uint8_t *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 |
	       (uint32_t)p[2] << 8 | p[3];
}

static uint64_t be64(const uint8_t *p)
{
	return (uint64_t)be32(p) << 32 | be32(p + 4);
}

/* Counts never fall; the last one is the number of objects. */
static bool fan_is_sound(const uint8_t *fan)
{
	for (unsigned i = 1; i < 256; i++)
		if (be32(fan + 4 * i) < be32(fan + 4 * (i - 1)))
			return false;
	return true;
}

/*
 * v1: fan-out, then (offset 4, id 20) for each object, then two checksums.
 */
static bool read_idx_v1(struct ch_pack *pack)
{
	size_t n;

	pack->fan = pack->idx;
	pack->nobjects = be32(pack->fan + 4 * 255);
	n = pack->nobjects;
	pack->offsets = pack->idx + FAN_BYTES;
	pack->oids = pack->offsets + 4;
	pack->oid_stride = 24;
	pack->offset_stride = 24;
	return pack->idx_size == FAN_BYTES + n * 24 + IDX_TRAILER;
}

/*
 * v2: magic 4, version 4, fan-out, ids, CRCs, 32-bit offsets, 64-bit offsets
 * for those that have the top bit set, then two checksums.
 */
static bool read_idx_v2(struct ch_pack *pack)
{
	size_t n, fixed, rest;

	if (pack->idx_size < 8 + FAN_BYTES + IDX_TRAILER)
		return false;
	pack->fan = pack->idx + 8;
	pack->nobjects = be32(pack->fan + 4 * 255);
	n = pack->nobjects;
	fixed = 8 + FAN_BYTES + n * (20 + 4 + 4) + IDX_TRAILER;
	if (pack->idx_size < fixed)
		return false;
	rest = pack->idx_size - fixed;
	if (rest % 8 || rest / 8 > n)
		return false;
	pack->oids = pack->fan + FAN_BYTES;
	pack->oid_stride = 20;
	pack->offsets = pack->oids + n * 24;
	pack->offset_stride = 4;
	pack->large = pack->offsets + n * 4;
	pack->nlarge = rest / 8;
	return true;
}

int ch_pack_read_idx(struct ch_pack *pack, struct ch_err *err)
{
	bool ok;

	if (pack->idx_size < FAN_BYTES + IDX_TRAILER)
		return ch_fail(err, CH_EFORMAT, "%s: its index is truncated",
			pack->name);
	if (memcmp(pack->idx, "\377tOc", 4))
		ok = read_idx_v1(pack);
	else if (be32(pack->idx + 4) == 2)
		ok = read_idx_v2(pack);
	else
		return ch_fail(err, CH_EFORMAT,
			"%s: index version %u is not known", pack->name,
			be32(pack->idx + 4));
	if (!ok)
		return ch_fail(err, CH_EFORMAT,
			"%s: its index has the wrong size", pack->name);
	if (!fan_is_sound(pack->fan))
		return ch_fail(err, CH_EFORMAT,
			"%s: the fan-out of its index is damaged", pack->name);
	return 0;
}

/* The pack's own header, and its trailer against what the index expects. */
static int check_pack(const struct ch_pack *pack, struct ch_err *err)
{
	uint32_t version;

	if (pack->size < PACK_HEADER + PACK_TRAILER ||
		memcmp(pack->data, "PACK", 4))
		return ch_fail(err, CH_EFORMAT, "%s: not a pack", pack->name);
	version = be32(pack->data + 4);
	if (version != 2 && version != 3)
		return ch_fail(err, CH_EFORMAT,
			"%s: pack version %u is not known", pack->name,
			version);
	if (be32(pack->data + 8) != pack->nobjects ||
		memcmp(pack->data + pack->size - PACK_TRAILER,
			pack->idx + pack->idx_size - IDX_TRAILER, PACK_TRAILER))
		return ch_fail(err, CH_EFORMAT,
			"%s: pack and index do not belong together",
			pack->name);
	return 0;
}

struct open_job {
	struct ch_pack *pack;
	struct ch_err *err;
};

static int check_maps(void *data)
{
	struct open_job *job = data;
	int code = ch_pack_read_idx(job->pack, job->err);

	return code ? code : check_pack(job->pack, job->err);
}

static int map_file(
	const char *path, const uint8_t **map, size_t *size, struct ch_err *err)
{
	struct stat st;
	int fd, code = 0;
	void *p;

	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return ch_fail(err, errno == ENOENT ? CH_ENOTFOUND : CH_EIO,
			"%s: %s", path, strerror(errno));
	if (fstat(fd, &st) || !S_ISREG(st.st_mode) || !st.st_size) {
		code = ch_fail(
			err, CH_EFORMAT, "%s: empty or not a file", path);
		goto out;
	}
	p = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (p == MAP_FAILED) {
		code = ch_fail(err, CH_EIO, "%s: %s", path, strerror(errno));
		goto out;
	}
	*map = p;
	*size = (size_t)st.st_size;
out:
	close(fd);
	return code;
}

int ch_pack_open(struct ch_pack **out, const char *idx_path, struct ch_err *err)
{
	struct ch_pack *pack = ch_calloc(1, sizeof(*pack));
	struct open_job job = { pack, err };
	size_t len = strlen(idx_path);
	const char *slash;
	int code;

	/* ".idx" becomes ".pack": one byte more. */
	pack->path = ch_malloc(len + 2);
	memcpy(pack->path, idx_path, len - 4);
	memcpy(pack->path + len - 4, ".pack", 6);
	slash = strrchr(pack->path, '/');
	pack->name = slash ? slash + 1 : pack->path;
	code = map_file(idx_path, &pack->idx, &pack->idx_size, err);
	if (!code)
		code = map_file(pack->path, &pack->data, &pack->size, err);
	if (!code) {
		code = ch_guarded(check_maps, &job);
		if (code == CH_EIO)
			ch_fail(err, CH_EIO, "%s: became shorter", pack->name);
	}
	if (code) {
		ch_pack_free(pack);
		return code;
	}
	*out = pack;
	return 0;
}

static void unmap(const uint8_t *map, size_t size)
{
	if (map)
		munmap((void *)(uintptr_t)map, size);
}

void ch_pack_free(struct ch_pack *pack)
{
	if (!pack)
		return;
	unmap(pack->idx, pack->idx_size);
	unmap(pack->data, pack->size);
	free(pack->path);
	free(pack);
}

static const uint8_t *oid_at(const struct ch_pack *pack, uint32_t pos)
{
	return pack->oids + (size_t)pos * pack->oid_stride;
}

static int compare_at(
	const struct ch_pack *pack, const struct ch_oid *oid, uint32_t pos)
{
	return memcmp(oid->id, oid_at(pack, pos), CH_OID_BYTES);
}

/*
 * Ids are spread evenly: an id is near where its bytes behind the first say.
 * *lo and *hi come closer around that place, as far as it is in there.
 */
static void narrow(const struct ch_pack *pack, const struct ch_oid *oid,
	uint32_t *lo, uint32_t *hi)
{
	uint64_t n = *hi - *lo, width;
	uint64_t at = *lo + (n * be32(oid->id + 1) >> 32);

	for (width = 32; at > *lo + width; width *= 2) {
		if (compare_at(pack, oid, (uint32_t)(at - width)) >= 0) {
			*lo = (uint32_t)(at - width);
			break;
		}
		*hi = (uint32_t)(at - width);
		at = *hi;
	}
	for (width = 32; at + width < *hi; width *= 2) {
		if (compare_at(pack, oid, (uint32_t)(at + width)) < 0) {
			*hi = (uint32_t)(at + width);
			break;
		}
		*lo = (uint32_t)(at + width);
		at = *lo;
	}
}

bool ch_pack_find(
	const struct ch_pack *pack, const struct ch_oid *oid, uint32_t *pos)
{
	unsigned first = oid->id[0];
	uint32_t lo = first ? be32(pack->fan + 4 * (first - 1)) : 0;
	uint32_t hi = be32(pack->fan + 4 * first);

	/* The file may have changed since it was checked. */
	if (hi > pack->nobjects)
		return false;
	if (lo < hi)
		narrow(pack, oid, &lo, &hi);
	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;
		int c = compare_at(pack, oid, mid);

		if (!c) {
			*pos = mid;
			return true;
		}
		if (c < 0)
			hi = mid;
		else
			lo = mid + 1;
	}
	return false;
}

void ch_pack_oid(const struct ch_pack *pack, uint32_t pos, struct ch_oid *oid)
{
	memcpy(oid->id, oid_at(pack, pos), CH_OID_BYTES);
}

bool ch_pack_offset(const struct ch_pack *pack, uint32_t pos, uint64_t *offset)
{
	uint64_t at = be32(pack->offsets + (size_t)pos * pack->offset_stride);

	if (pack->large && at & 0x80000000u) {
		at &= 0x7fffffffu;
		if (at >= pack->nlarge)
			return false;
		at = be64(pack->large + 8 * at);
	}
	if (at < PACK_HEADER || at >= pack->size - PACK_TRAILER)
		return false;
	*offset = at;
	return true;
}

/* Type and size: 3 and 4 bits in the first byte, then 7 bits a byte. */
static const uint8_t *read_type_size(
	const uint8_t *p, const uint8_t *end, struct ch_pack_entry *entry)
{
	uint8_t c = *p++;
	unsigned shift = 4;

	entry->type = (enum ch_pack_type)((c >> 4) & 7);
	entry->size = c & 15;
	while (c & 0x80) {
		if (p == end || shift > 56)
			return NULL;
		c = *p++;
		entry->size |= (uint64_t)(c & 0x7f) << shift;
		shift += 7;
	}
	return p;
}

/*
 * Distance back to the base: 7 bits a byte, high first, and each byte that is
 * not the last adds one so that no distance has two spellings.
 */
static const uint8_t *read_distance(
	const uint8_t *p, const uint8_t *end, uint64_t *distance)
{
	uint64_t v;
	uint8_t c;

	if (p == end)
		return NULL;
	c = *p++;
	v = c & 0x7f;
	while (c & 0x80) {
		if (p == end || v >= (uint64_t)1 << 55)
			return NULL;
		c = *p++;
		v = ((v + 1) << 7) | (c & 0x7f);
	}
	*distance = v;
	return p;
}

const char *ch_pack_entry(const struct ch_pack *pack, uint64_t offset,
	struct ch_pack_entry *entry)
{
	const uint8_t *end = pack->data + (pack->size - PACK_TRAILER);
	const uint8_t *p;
	uint64_t distance;

	if (offset < PACK_HEADER || offset >= pack->size - PACK_TRAILER)
		return "offset outside of the pack";
	p = read_type_size(pack->data + offset, end, entry);
	if (!p)
		return "bad size";
	switch (entry->type) {
	case CH_PACK_COMMIT:
	case CH_PACK_TREE:
	case CH_PACK_BLOB:
	case CH_PACK_TAG:
		break;
	case CH_PACK_OFS_DELTA:
		p = read_distance(p, end, &distance);
		if (!p || !distance || distance > offset - PACK_HEADER)
			return "delta base outside of the pack";
		entry->base_offset = offset - distance;
		break;
	case CH_PACK_REF_DELTA:
		if (end - p < CH_OID_BYTES)
			return "truncated";
		memcpy(entry->base.id, p, CH_OID_BYTES);
		p += CH_OID_BYTES;
		break;
	default:
		return "unknown type";
	}
	entry->at = (uint64_t)(p - pack->data);
	return NULL;
}

/* The start of the next entry behind 'at', or the end of the last. */
static uint64_t entry_end(const struct ch_pack *pack, uint64_t at)
{
	uint64_t end = pack->size - PACK_TRAILER;
	uint64_t offset;

	for (uint32_t i = 0; i < pack->nobjects; i++)
		if (ch_pack_offset(pack, i, &offset) && offset > at &&
			offset < end)
			end = offset;
	return end;
}

bool ch_pack_plausible(
	const struct ch_pack *pack, const struct ch_pack_entry *entry)
{
	uint64_t left = pack->size - PACK_TRAILER - entry->at;

	if (entry->size / CH_DEFLATE_MAX_RATIO > left)
		return false;
	if (entry->size <= LARGE_CLAIM)
		return true;
	left = entry_end(pack, entry->at) - entry->at;
	return entry->size / CH_DEFLATE_MAX_RATIO <= left;
}
