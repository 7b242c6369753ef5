#include "snapshot/tokens.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"

/* Written by tools/gen_ranks.js, which also describes the layout. */
extern const uint32_t ch_ranks_o200k[];
extern const uint32_t ch_ranks_cl100k[];
extern const uint16_t ch_char_table[];

#define RANKS_MAGIC 0x31524843u
#define NO_RANK UINT32_MAX
#define CHAR_BLOCKS (0x110000 / 128)
#define SMALL_WORD 48
#define CACHE_BITS 14
#define CACHE_KEY 25

enum char_class {
	CLASS_OTHER,
	CLASS_NEWLINE, /* CR, LF */
	CLASS_SPACE,   /* the rest of \s */
	CLASS_NUMBER,
	CLASS_UPPER,  /* Lu, Lt */
	CLASS_LOWER,  /* Ll */
	CLASS_LETTER, /* Lm, Lo */
	CLASS_MARK,
	CLASS_END /* behind the text */
};
#define BIT(class) (1u << (class))
#define IS_SPACE (BIT(CLASS_NEWLINE) | BIT(CLASS_SPACE))
#define IS_LETTER (BIT(CLASS_UPPER) | BIT(CLASS_LOWER) | BIT(CLASS_LETTER))
#define IS_SYMBOL (BIT(CLASS_OTHER) | BIT(CLASS_MARK))
#define UPPER_RUN (BIT(CLASS_UPPER) | BIT(CLASS_LETTER) | BIT(CLASS_MARK))
#define LOWER_RUN (BIT(CLASS_LOWER) | BIT(CLASS_LETTER) | BIT(CLASS_MARK))

struct ranks {
	const uint32_t *slots;	 /* hash, rank + 1 */
	const uint32_t *offsets; /* of the bytes, by rank */
	const unsigned char *bytes;
	uint32_t bits;
	uint32_t longest;
};

struct cached {
	uint32_t hash;
	uint8_t count; /* tokens; 0: empty slot */
	uint8_t len;
	unsigned char key[CACHE_KEY];
};

/* A part of the word being merged, named by the byte it starts at. */
struct part {
	uint32_t prev, next; /* starts of the neighbours */
	uint32_t rank;	     /* of this part and the next one together */
};

struct ch_tokens {
	enum ch_encoding encoding;
	struct ranks ranks;
	struct cached *cache;
	struct part *parts;
	uint64_t *heap;	 /* rank << 32 | start, least first */
	size_t word_cap; /* of parts; the heap has twice as many */
	size_t nheap;
	struct ch_buf valid; /* the text with U+FFFD for what is not UTF-8 */
};

/* Where the ids go; all zero only counts. */
struct sink {
	unsigned *ids;
	size_t cap;
	size_t n;
};

typedef const unsigned char *word_end_fn(
	const unsigned char *p, const unsigned char *end);

/* --- characters --- */

static uint32_t decode(const unsigned char *p, size_t *len)
{
	if (p[0] < 0x80) {
		*len = 1;
		return p[0];
	}
	if (p[0] < 0xE0) {
		*len = 2;
		return (uint32_t)(p[0] & 0x1F) << 6 | (p[1] & 0x3F);
	}
	if (p[0] < 0xF0) {
		*len = 3;
		return (uint32_t)(p[0] & 0x0F) << 12 |
		       (uint32_t)(p[1] & 0x3F) << 6 | (p[2] & 0x3F);
	}
	*len = 4;
	return (uint32_t)(p[0] & 0x07) << 18 | (uint32_t)(p[1] & 0x3F) << 12 |
	       (uint32_t)(p[2] & 0x3F) << 6 | (p[3] & 0x3F);
}

/* The class of the character at 'p' (valid UTF-8) and its length. */
static unsigned class_at(
	const unsigned char *p, const unsigned char *end, size_t *len)
{
	const unsigned char *classes =
		(const unsigned char *)(ch_char_table + CHAR_BLOCKS);
	uint32_t c;

	if (p == end) {
		*len = 0;
		return CLASS_END;
	}
	c = decode(p, len);
	return classes[(size_t)ch_char_table[c >> 7] * 128 + (c & 127)];
}

static const unsigned char *skip_run(
	const unsigned char *p, const unsigned char *end, unsigned classes)
{
	size_t len;

	while (classes & BIT(class_at(p, end, &len)))
		p += len;
	return p;
}

/*
 * The length of a sequence at 'p' that is UTF-8; 0 where it is not, then
 * *bad says how many bytes one U+FFFD stands for (the WHATWG decoder's
 * maximal subpart).
 */
static size_t utf8_len(
	const unsigned char *p, const unsigned char *end, size_t *bad)
{
	unsigned char low = 0x80, high = 0xBF;
	size_t need, i;

	*bad = 1;
	if (p[0] < 0x80)
		return 1;
	if (p[0] < 0xC2 || p[0] > 0xF4)
		return 0;
	need = p[0] < 0xE0 ? 2 : p[0] < 0xF0 ? 3 : 4;
	if (p[0] == 0xE0)
		low = 0xA0;
	else if (p[0] == 0xED)
		high = 0x9F;
	else if (p[0] == 0xF0)
		low = 0x90;
	else if (p[0] == 0xF4)
		high = 0x8F;
	for (i = 1; i < need; i++, low = 0x80, high = 0xBF) {
		if (p + i == end || p[i] < low || p[i] > high) {
			*bad = i;
			return 0;
		}
	}
	return need;
}

/* 'text' itself where it is UTF-8, else a repaired copy in 'copy'. */
static struct ch_str repair(struct ch_buf *copy, struct ch_str text)
{
	const unsigned char *p = (const unsigned char *)text.ptr;
	const unsigned char *end = p + text.len, *from = p;
	bool copied = false;
	size_t len, bad;

	while (p < end) {
		len = utf8_len(p, end, &bad);
		if (len) {
			p += len;
			continue;
		}
		if (!copied)
			ch_buf_clear(copy);
		copied = true;
		ch_buf_add(copy, from, (size_t)(p - from));
		ch_buf_add(copy, "\xEF\xBF\xBD", 3);
		p += bad;
		from = p;
	}
	if (!copied)
		return text;
	ch_buf_add(copy, from, (size_t)(p - from));
	return ch_buf_str(copy);
}

/* --- the split --- */

/* '(?:[sS]|[dD]|[mM]|[tT]|[lL][lL]|[vV][eE]|[rR][eE]), else 'p' itself. */
static const unsigned char *skip_contraction(
	const unsigned char *p, const unsigned char *end)
{
	unsigned a, b;

	if (end - p < 2 || p[0] != '\'')
		return p;
	a = p[1] | 0x20u;
	if (a == 's' || a == 'd' || a == 'm' || a == 't')
		return p + 2;
	if (end - p < 3)
		return p;
	b = p[2] | 0x20u;
	if ((a == 'l' && b == 'l') || ((a == 'v' || a == 'r') && b == 'e'))
		return p + 3;
	return p;
}

/*
 * [Lu Lt Lm Lo M]*[Ll Lm Lo M]+ or, where that cannot match,
 * [Lu Lt Lm Lo M]+[Ll Lm Lo M]*.  NULL: neither.  The first one, when nothing
 * of its second class follows, gives back characters until one is left that
 * both classes have: so it ends behind the last of those.
 */
static const unsigned char *o200k_letters(
	const unsigned char *p, const unsigned char *end)
{
	const unsigned char *start = p, *last = NULL;
	unsigned class;
	size_t len;

	while (class = class_at(p, end, &len), UPPER_RUN & BIT(class)) {
		p += len;
		if (class != CLASS_UPPER)
			last = p;
	}
	if (class == CLASS_LOWER)
		last = skip_run(p, end, LOWER_RUN);
	else if (!last && p > start)
		last = p;
	return last ? skip_contraction(last, end) : NULL;
}

/* \p{N}{1,3} */
static const unsigned char *digits_end(
	const unsigned char *p, const unsigned char *end)
{
	size_t len;
	int n;

	for (n = 0; n < 3 && class_at(p, end, &len) == CLASS_NUMBER; n++)
		p += len;
	return p;
}

/* " ?[^\s\p{L}\p{N}]+" and then bytes of 'tail'; NULL: no match. */
static const unsigned char *symbols_end(const unsigned char *p,
	const unsigned char *end, const char *tail, size_t ntail)
{
	const unsigned char *from = p < end && *p == ' ' ? p + 1 : p;
	const unsigned char *to = skip_run(from, end, IS_SYMBOL);

	if (to == from)
		return NULL;
	while (to < end && memchr(tail, *to, ntail))
		to++;
	return to;
}

/*
 * White space: up to and with the last line end of the run, else all of it at
 * the end of the text, else all but the last character, which may belong to
 * the next word; a single one stands alone.  cl100k takes all of the run at
 * the end of the text even when there is a line end in it.
 */
static const unsigned char *space_end(
	const unsigned char *p, const unsigned char *end, bool cl100k)
{
	const unsigned char *line = NULL, *before = p, *start = p;
	unsigned class;
	size_t len;

	while (class = class_at(p, end, &len), IS_SPACE & BIT(class)) {
		before = p;
		p += len;
		if (class == CLASS_NEWLINE)
			line = p;
	}
	if (cl100k && p == end)
		return p;
	if (line)
		return line;
	return p == end || before == start ? p : before;
}

static const unsigned char *o200k_word(
	const unsigned char *p, const unsigned char *end)
{
	const unsigned char *to = NULL;
	size_t len;
	unsigned class = class_at(p, end, &len);

	if (class == CLASS_NUMBER)
		return digits_end(p, end);
	if ((IS_LETTER | BIT(CLASS_MARK)) & BIT(class))
		to = o200k_letters(p, end);
	else if (class != CLASS_NEWLINE)
		to = o200k_letters(p + len, end);
	if (!to)
		to = symbols_end(p, end, "\r\n/", 3);
	return to ? to : space_end(p, end, false);
}

static const unsigned char *cl100k_word(
	const unsigned char *p, const unsigned char *end)
{
	const unsigned char *from = p, *to = skip_contraction(p, end);
	size_t len;
	unsigned class;

	if (to > p)
		return to;
	class = class_at(p, end, &len);
	if (class == CLASS_NUMBER)
		return digits_end(p, end);
	if (!((IS_LETTER | BIT(CLASS_NEWLINE)) & BIT(class)))
		from = p + len;
	to = skip_run(from, end, IS_LETTER);
	if (to > from)
		return to;
	to = symbols_end(p, end, "\r\n", 2);
	return to ? to : space_end(p, end, true);
}

/* --- ranks --- */

static struct ranks ranks_open(const uint32_t *table)
{
	struct ranks r;

	r.bits = table[2];
	r.longest = table[3];
	r.slots = table + 4;
	r.offsets = r.slots + ((size_t)2 << r.bits);
	r.bytes = (const unsigned char *)(r.offsets + table[1] + 1);
	return r;
}

/* The same function as hashToken() of tools/gen_ranks.js. */
static uint32_t hash_token(const unsigned char *p, size_t len)
{
	uint32_t h = (uint32_t)len * 0x9e3779b1u, word;
	size_t i;

	for (i = 0; i + 4 <= len; i += 4) {
		word = (uint32_t)p[i] | (uint32_t)p[i + 1] << 8 |
		       (uint32_t)p[i + 2] << 16 | (uint32_t)p[i + 3] << 24;
		h = (h ^ word) * 0x85ebca6bu;
		h ^= h >> 15;
	}
	if (i < len) {
		word = p[i];
		if (i + 1 < len)
			word |= (uint32_t)p[i + 1] << 8;
		if (i + 2 < len)
			word |= (uint32_t)p[i + 2] << 16;
		h = (h ^ word) * 0x85ebca6bu;
		h ^= h >> 15;
	}
	h *= 0xc2b2ae35u;
	return h ^ h >> 16;
}

static uint32_t find_rank(const struct ranks *r, const unsigned char *p,
	size_t len, uint32_t hash)
{
	uint32_t mask = (1u << r->bits) - 1, at = hash >> (32 - r->bits);
	uint32_t rank, from;

	if (len > r->longest)
		return NO_RANK;
	for (; r->slots[2 * (size_t)at + 1]; at = (at + 1) & mask) {
		if (r->slots[2 * (size_t)at] != hash)
			continue;
		rank = r->slots[2 * (size_t)at + 1] - 1;
		from = r->offsets[rank];
		if (r->offsets[rank + 1] - from == len &&
			!memcmp(r->bytes + from, p, len))
			return rank;
	}
	return NO_RANK;
}

static bool all_utf8(const unsigned char *p, size_t len)
{
	const unsigned char *end = p + len;
	size_t n, bad;

	for (; p < end; p += n) {
		n = utf8_len(p, end, &bad);
		if (!n)
			return false;
	}
	return true;
}

static bool has_bom(const unsigned char *p, size_t len)
{
	return len >= 3 && p[0] == 0xEF && p[1] == 0xBB && p[2] == 0xBF;
}

/*
 * The rank of a part of a word.  gpt-tokenizer cannot find the tokens that
 * start with a byte order mark: it turns a part that is UTF-8 into a string
 * first, and its decoder drops the mark.  So do we.
 */
static uint32_t part_rank(
	const struct ranks *r, const unsigned char *p, size_t len)
{
	if (has_bom(p, len) && all_utf8(p, len)) {
		p += 3;
		len -= 3;
	}
	return len ? find_rank(r, p, len, hash_token(p, len)) : NO_RANK;
}

/* --- merging --- */

static void put(struct sink *sink, unsigned id)
{
	if (sink->n < sink->cap)
		sink->ids[sink->n] = id;
	sink->n++;
}

/*
 * Byte pair merging of a short word: the pair of least rank, the leftmost of
 * equals, until no pair of neighbours is a token.
 */
static void merge_small(const struct ranks *r, const unsigned char *p,
	size_t len, struct sink *sink)
{
	uint32_t rank[SMALL_WORD + 1];
	uint8_t start[SMALL_WORD + 2];
	size_t n = len, i, best;

	for (i = 0; i <= len; i++)
		start[i] = (uint8_t)i;
	for (i = 0; i + 1 < n; i++)
		rank[i] = part_rank(r, p + i, 2);
	while (n > 1) {
		for (best = 0, i = 1; i + 1 < n; i++)
			if (rank[i] < rank[best])
				best = i;
		if (rank[best] == NO_RANK)
			break;
		memmove(start + best + 1, start + best + 2, n - best - 1);
		memmove(rank + best, rank + best + 1,
			(n - best - 1) * sizeof(*rank));
		n--;
		if (best + 1 < n)
			rank[best] = part_rank(r, p + start[best],
				(size_t)(start[best + 2] - start[best]));
		if (best)
			rank[best - 1] = part_rank(r, p + start[best - 1],
				(size_t)(start[best + 1] - start[best - 1]));
	}
	for (i = 0; i < n; i++)
		put(sink, part_rank(r, p + start[i],
				  (size_t)(start[i + 1] - start[i])));
}

static void heap_push(struct ch_tokens *t, uint64_t item)
{
	size_t i = t->nheap++, up;

	for (; i; i = up) {
		up = (i - 1) / 2;
		if (t->heap[up] <= item)
			break;
		t->heap[i] = t->heap[up];
	}
	t->heap[i] = item;
}

static uint64_t heap_pop(struct ch_tokens *t)
{
	uint64_t top = t->heap[0], item = t->heap[--t->nheap];
	size_t i = 0, down;

	while ((down = 2 * i + 1) < t->nheap) {
		if (down + 1 < t->nheap && t->heap[down + 1] < t->heap[down])
			down++;
		if (item <= t->heap[down])
			break;
		t->heap[i] = t->heap[down];
		i = down;
	}
	t->heap[i] = item;
	return top;
}

static void reserve_word(struct ch_tokens *t, size_t len)
{
	if (len <= t->word_cap)
		return;
	free(t->parts);
	free(t->heap);
	t->parts = ch_calloc(len + 1, sizeof(*t->parts));
	t->heap = ch_calloc(len, 2 * sizeof(*t->heap));
	t->word_cap = len;
}

/* Ask again for the rank of the part at 'start' with the next; push it. */
static void rank_pair(struct ch_tokens *t, const unsigned char *p,
	uint32_t start, uint32_t len)
{
	struct part *part = &t->parts[start];

	part->rank = NO_RANK;
	if (part->next < len)
		part->rank = part_rank(&t->ranks, p + start,
			t->parts[part->next].next - start);
	if (part->rank != NO_RANK)
		heap_push(t, (uint64_t)part->rank << 32 | start);
}

/*
 * The same for a long word.  A heap item is stale when its part has been
 * swallowed (rank NO_RANK) or has another rank by now.  Each merge takes one
 * item and adds at most two, so 2 x len items are enough.
 */
static void merge_large(struct ch_tokens *t, const unsigned char *p,
	uint32_t len, struct sink *sink)
{
	uint32_t i, next;
	uint64_t top;

	reserve_word(t, len);
	t->nheap = 0;
	for (i = 0; i <= len; i++)
		t->parts[i] = (struct part){ i - 1, i + 1, NO_RANK };
	for (i = 0; i + 1 < len; i++)
		rank_pair(t, p, i, len);
	while (t->nheap) {
		top = heap_pop(t);
		i = (uint32_t)top;
		if (t->parts[i].rank != top >> 32)
			continue;
		next = t->parts[i].next;
		t->parts[next].rank = NO_RANK;
		t->parts[i].next = t->parts[next].next;
		t->parts[t->parts[i].next].prev = i;
		rank_pair(t, p, i, len);
		if (i)
			rank_pair(t, p, t->parts[i].prev, len);
	}
	for (i = 0; i < len; i = t->parts[i].next)
		put(sink, part_rank(&t->ranks, p + i, t->parts[i].next - i));
}

static void add_word(struct ch_tokens *t, const unsigned char *p, size_t len,
	uint32_t hash, struct sink *sink)
{
	uint32_t rank = NO_RANK;

	if (!has_bom(p, len))
		rank = find_rank(&t->ranks, p, len, hash);
	if (rank != NO_RANK)
		put(sink, rank);
	else if (len <= SMALL_WORD)
		merge_small(&t->ranks, p, len, sink);
	else
		merge_large(t, p, (uint32_t)len, sink);
}

/* How many tokens a word is, by the cache where it is short. */
static size_t count_word(
	struct ch_tokens *t, const unsigned char *p, size_t len)
{
	uint32_t hash = hash_token(p, len);
	struct cached *slot = &t->cache[hash >> (32 - CACHE_BITS)];
	struct sink sink = { 0 };

	if (len > CACHE_KEY) {
		add_word(t, p, len, hash, &sink);
		return sink.n;
	}
	if (slot->count && slot->hash == hash && slot->len == len &&
		!memcmp(slot->key, p, len))
		return slot->count;
	add_word(t, p, len, hash, &sink);
	slot->hash = hash;
	slot->count = (uint8_t)sink.n;
	slot->len = (uint8_t)len;
	memcpy(slot->key, p, len);
	return sink.n;
}

/* --- the outside --- */

int ch_tokens_new(
	struct ch_tokens **out, enum ch_encoding encoding, struct ch_err *err)
{
	const uint32_t *table =
		encoding == CH_ENC_CL100K ? ch_ranks_cl100k : ch_ranks_o200k;
	struct ch_tokens *t;

	*out = NULL;
	if (table[0] != RANKS_MAGIC)
		return ch_fail(err, CH_EFORMAT, "token ranks: bad magic");
	t = ch_calloc(1, sizeof(*t));
	t->encoding = encoding;
	t->ranks = ranks_open(table);
	t->cache = ch_calloc((size_t)1 << CACHE_BITS, sizeof(*t->cache));
	*out = t;
	return 0;
}

void ch_tokens_free(struct ch_tokens *t)
{
	if (!t)
		return;
	ch_buf_release(&t->valid);
	free(t->heap);
	free(t->parts);
	free(t->cache);
	free(t);
}

/* Each word of 'text' to 'sink', or only counted where it takes no ids. */
static void each_word(
	struct ch_tokens *t, struct ch_str text, struct sink *sink)
{
	word_end_fn *word_end =
		t->encoding == CH_ENC_CL100K ? cl100k_word : o200k_word;
	struct ch_str valid = repair(&t->valid, text);
	const unsigned char *p = (const unsigned char *)valid.ptr, *to;
	const unsigned char *end = p + valid.len;
	size_t len;

	for (; p < end; p = to) {
		to = word_end(p, end);
		if ((size_t)(to - p) > CH_TOKENS_MAX_WORD) {
			to = p + CH_TOKENS_MAX_WORD;
			while ((*to & 0xC0) == 0x80)
				to--;
		}
		len = (size_t)(to - p);
		if (sink->cap)
			add_word(t, p, len, hash_token(p, len), sink);
		else
			sink->n += count_word(t, p, len);
	}
}

size_t ch_tokens_count(struct ch_tokens *t, struct ch_str text)
{
	struct sink sink = { 0 };

	if (t->encoding == CH_ENC_BYTES)
		return text.len;
	each_word(t, text, &sink);
	return sink.n;
}

size_t ch_tokens_encode(
	struct ch_tokens *t, struct ch_str text, unsigned *ids, size_t cap)
{
	struct sink sink = { ids, cap, 0 };
	size_t i;

	if (t->encoding != CH_ENC_BYTES) {
		each_word(t, text, &sink);
		return sink.n;
	}
	for (i = 0; i < text.len; i++)
		put(&sink, (unsigned char)text.ptr[i]);
	return sink.n;
}
