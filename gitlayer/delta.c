#include "gitlayer/delta.h"

#include <stdbool.h>
#include <string.h>

#define SMALL 32

/* Advances *p; false at the end of the input or past 63 bits. */
static bool read_size(const uint8_t **p, const uint8_t *end, uint64_t *value)
{
	uint64_t v = 0;
	unsigned shift = 0;
	uint8_t c;

	do {
		if (*p == end || shift > 56)
			return false;
		c = *(*p)++;
		v |= (uint64_t)(c & 0x7f) << shift;
		shift += 7;
	} while (c & 0x80);
	*value = v;
	return true;
}

const char *ch_delta_open(
	struct ch_delta *delta, const uint8_t *bytes, size_t len)
{
	delta->ops = bytes;
	delta->end = bytes + len;
	if (!read_size(&delta->ops, delta->end, &delta->base_len) ||
		!read_size(&delta->ops, delta->end, &delta->result_len))
		return "delta without its sizes";
	return NULL;
}

/*
 * One operand byte, if 'flag' (0 or 1) says that it is there.  Without a
 * branch, because which bytes are there follows no pattern.
 */
static inline size_t operand(const uint8_t **p, unsigned flag, unsigned shift)
{
	size_t v = (size_t)(**p & (0u - flag)) << shift;

	*p += flag;
	return v;
}

static inline const uint8_t *read_copy(
	const uint8_t *p, unsigned op, size_t *offset, size_t *size)
{
	size_t n;

	*offset = operand(&p, op & 1, 0);
	*offset |= operand(&p, op >> 1 & 1, 8);
	*offset |= operand(&p, op >> 2 & 1, 16);
	*offset |= operand(&p, op >> 3 & 1, 24);
	n = operand(&p, op >> 4 & 1, 0);
	n |= operand(&p, op >> 5 & 1, 8);
	n |= operand(&p, op >> 6 & 1, 16);
	*size = n ? n : 0x10000;
	return p;
}

const char *ch_delta_measure(const struct ch_delta *delta)
{
	const uint8_t *p = delta->ops;
	uint64_t total = 0;

	while (p < delta->end) {
		unsigned op = *p++;
		size_t offset, size = op;

		if (op & 0x80)
			p = read_copy(p, op, &offset, &size);
		else
			p += op;
		total += size;
		if (total > delta->result_len)
			return "delta longer than it says";
	}
	return total == delta->result_len ? NULL : "delta shorter than it says";
}

/* Most pieces are short: a fixed size is cheaper where there is room. */
static inline void copy(uint8_t *out, const uint8_t *from, size_t size,
	size_t out_room, size_t from_room)
{
	if (size <= SMALL && out_room >= SMALL && from_room >= SMALL)
		memcpy(out, from, SMALL);
	else
		memcpy(out, from, size);
}

const char *ch_delta_apply(
	const struct ch_delta *delta, const uint8_t *base, uint8_t *out)
{
	const uint8_t *p = delta->ops, *end = delta->end;
	size_t room = (size_t)delta->result_len;
	size_t base_len = (size_t)delta->base_len;

	while (p < end) {
		unsigned op = *p++;
		size_t offset, size = op;

		if (op & 0x80) {
			p = read_copy(p, op, &offset, &size);
			if (p > end || size > room || offset > base_len ||
				size > base_len - offset)
				return "bad copy in a delta";
			copy(out, base + offset, size, room, base_len - offset);
		} else {
			if (!op || size > room || size > (size_t)(end - p))
				return "bad insert in a delta";
			copy(out, p, size, room, (size_t)(end - p));
			p += size;
		}
		out += size;
		room -= size;
	}
	return room ? "delta shorter than it says" : NULL;
}
