#include "gitlayer/delta.h"

#include <string.h>

/* Advances *p; false at the end of the input or past 64 bits. */
static int read_size(const uint8_t **p, const uint8_t *end, uint64_t *value)
{
	uint64_t v = 0;
	unsigned shift = 0;
	uint8_t c;

	do {
		if (*p == end || shift > 56)
			return 0;
		c = *(*p)++;
		v |= (uint64_t)(c & 0x7f) << shift;
		shift += 7;
	} while (c & 0x80);
	*value = v;
	return 1;
}

int ch_delta_result_len(const uint8_t *delta, size_t len, uint64_t *result_len)
{
	const uint8_t *end = delta + len;

	return read_size(&delta, end, result_len) &&
	       read_size(&delta, end, result_len);
}

/* Operand bytes of a copy instruction. */
static unsigned operand_bytes(uint8_t op)
{
	return (unsigned)__builtin_popcount(op & 0x7fu);
}

static const uint8_t *read_copy(
	const uint8_t *p, uint8_t op, size_t *offset, size_t *size)
{
	size_t o = 0, n = 0;

	for (unsigned i = 0; i < 4; i++)
		if (op & (1u << i))
			o |= (size_t)*p++ << (8 * i);
	for (unsigned i = 0; i < 3; i++)
		if (op & (0x10u << i))
			n |= (size_t)*p++ << (8 * i);
	*offset = o;
	*size = n ? n : 0x10000;
	return p;
}

/* The length of one copy or insert; 0 when it is not valid. */
static size_t check_op(const uint8_t **p, const uint8_t *end, size_t base_len)
{
	uint8_t op = *(*p)++;
	size_t offset, size;

	if (op & 0x80) {
		if ((size_t)(end - *p) < operand_bytes(op))
			return 0;
		*p = read_copy(*p, op, &offset, &size);
		if (offset > base_len || size > base_len - offset)
			return 0;
		return size;
	}
	if ((size_t)(end - *p) < op)
		return 0;
	*p += op;
	return op;
}

const char *ch_delta_check(
	const uint8_t *delta, size_t len, size_t base_len, size_t *result_len)
{
	const uint8_t *p = delta, *end = delta + len;
	uint64_t source, result, total = 0;

	if (!read_size(&p, end, &source) || !read_size(&p, end, &result))
		return "delta without its sizes";
	if (source != base_len)
		return "delta for a base of another size";
	while (p < end) {
		size_t n = check_op(&p, end, base_len);

		if (!n)
			return "bad delta instruction";
		total += n;
		if (total > result)
			return "delta longer than it says";
	}
	if (total != result)
		return "delta shorter than it says";
	*result_len = (size_t)result;
	return NULL;
}

void ch_delta_apply(
	const uint8_t *delta, size_t len, const uint8_t *base, uint8_t *out)
{
	const uint8_t *p = delta, *end = delta + len;
	uint64_t skip;

	read_size(&p, end, &skip);
	read_size(&p, end, &skip);
	while (p < end) {
		uint8_t op = *p++;
		size_t offset, size;

		if (op & 0x80) {
			p = read_copy(p, op, &offset, &size);
			memcpy(out, base + offset, size);
		} else {
			size = op;
			memcpy(out, p, size);
			p += size;
		}
		out += size;
	}
}
