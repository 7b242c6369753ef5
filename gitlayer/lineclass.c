#include "gitlayer/lineclass.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/lines.h"
#include "base/mem.h"

void *ch_ensure(void *p, size_t *cap, size_t need, size_t size)
{
	if (need <= *cap)
		return p;
	if (need < *cap * 2)
		need = *cap * 2;
	*cap = need;
	return ch_realloc(p, need, size);
}

void ch_classes_release(struct ch_classes *c)
{
	free(c->of);
	free(c->items);
	free(c->asked);
	free(c->slots);
	free(c->keys);
	memset(c, 0, sizeof(*c));
}

void ch_classes_split(struct ch_classes *c, const struct ch_middle *m,
	struct ch_slide_side *side, size_t end, size_t n)
{
	c->keys = ch_ensure(c->keys, &c->cap_keys, n, sizeof(*c->keys));
	ch_lines_split(
		side->text.ptr + m->start, end - m->start, side->off, c->keys);
	for (size_t i = 0; i <= n; i++)
		side->off[i] += (uint32_t)m->start;
}

struct ch_str ch_classes_line(const struct ch_classes *c, size_t i)
{
	const struct ch_slide_side *side = c->old_side;

	if (i >= c->middle->nold) {
		side = c->new_side;
		i -= c->middle->nold;
	}
	return ch_str_n(
		side->text.ptr + side->off[i], side->off[i + 1] - side->off[i]);
}

static uint64_t wary_key(struct ch_str line)
{
	return ch_hash_seeded(line.ptr, line.len);
}

static uint64_t key_of(const struct ch_classes *c, struct ch_str line)
{
	return c->is_wary ? wary_key(line) : ch_line_key(line.ptr, line.len);
}

/* The slot of a line's class, or the free one where it would go. */
static uint32_t *find_slot(
	struct ch_classes *c, struct ch_str line, uint64_t key)
{
	size_t mask = c->nslots - 1, at = (size_t)key & mask;

	for (; c->slots[at]; at = (at + 1) & mask) {
		const struct ch_line_class *k = &c->items[c->slots[at] - 1];

		if (k->key != key)
			continue;
		if (ch_str_eq(ch_classes_line(c, k->line), line))
			break;
		c->nclashes++;
	}
	return &c->slots[at];
}

/* Then looking lines up could take forever. */
static bool has_many_clashes(const struct ch_classes *c)
{
	return !c->is_wary &&
	       c->nclashes > 64 + (c->middle->nold + c->middle->nnew) / 8;
}

/* Line i, counted through both sides: its class, maybe a new one. */
static uint32_t class_of(struct ch_classes *c, size_t i, uint64_t key)
{
	uint32_t *slot = find_slot(c, ch_classes_line(c, i), key);

	if (!*slot) {
		c->items[c->n] = (struct ch_line_class){ .key = key,
			.line = (uint32_t)i };
		*slot = (uint32_t)++c->n;
	}
	c->of[i] = *slot - 1;
	return *slot - 1;
}

/*
 * New lines that equal the old ones from line 'i' on, as the bytes from 'at'
 * on show: no hash, no look-up.  Returns how many.
 */
static size_t take_run(struct ch_classes *c, size_t i, size_t j, size_t at)
{
	const struct ch_middle *m = c->middle;
	const uint32_t *off = c->old_side->off;
	const char *a = c->old_side->text.ptr, *b = c->new_side->text.ptr;
	uint32_t *new_of = c->of + m->nold, *new_off = c->new_side->off;
	size_t rest = m->old_end - off[i], n = 0, end;

	if (rest > m->new_end - at)
		rest = m->new_end - at;
	end = off[i] + ch_common_prefix(a + off[i], b + at, rest);
	for (; i < m->nold && off[i + 1] <= end; i++, n++) {
		size_t len = off[i + 1] - off[i];

		/* an unterminated line is the last one on both sides */
		if (a[off[i + 1] - 1] != '\n' && at + len != m->new_end)
			break;
		new_off[j + n] = (uint32_t)at;
		new_of[j + n] = c->of[i];
		c->items[c->of[i]].nnew++;
		at += len;
	}
	return n;
}

/* The line at byte 'at' of the new text, by its key. */
static const struct ch_line_class *take_line(
	struct ch_classes *c, size_t j, size_t at)
{
	const char *text = c->new_side->text.ptr, *nl;
	size_t end = c->middle->new_end;
	struct ch_line_class *k;

	nl = memchr(text + at, '\n', end - at);
	if (nl)
		end = (size_t)(nl - text) + 1;
	c->new_side->off[j] = (uint32_t)at;
	c->new_side->off[j + 1] = (uint32_t)end;
	k = &c->items[class_of(c, c->middle->nold + j,
		key_of(c, ch_str_n(text + at, end - at)))];
	k->nnew++;
	return k;
}

static bool classify_old(struct ch_classes *c)
{
	for (size_t i = 0; i < c->middle->nold; i++) {
		if (has_many_clashes(c))
			return false;
		c->items[class_of(c, i, c->keys[i])].nold++;
	}
	return true;
}

/*
 * Most new lines follow the old ones in step.  After a line that does not, the
 * next one is tried where the old side stands and one further, and where a
 * line that is there once on the old side was found.  Returns false when keys
 * clash too often.
 */
static bool classify_new(struct ch_classes *c)
{
	const struct ch_middle *m = c->middle;
	size_t i = 0, j = 0, at = m->start, n;

	while (j < m->nnew) {
		const struct ch_line_class *k;

		n = i < m->nold ? take_run(c, i, j, at) : 0;
		if (!n && i + 1 < m->nold) {
			n = take_run(c, i + 1, j, at);
			i += n ? 1 : 0;
		}
		if (n) {
			i += n;
			j += n;
			at += c->old_side->off[i] - c->old_side->off[i - n];
			continue;
		}
		if (has_many_clashes(c))
			return false;
		k = take_line(c, j++, at);
		at = c->new_side->off[j];
		if (k->nold == 1)
			i = k->line + 1;
	}
	c->new_side->off[j] = (uint32_t)at;
	return true;
}

static bool classify(struct ch_classes *c)
{
	memset(c->slots, 0, c->nslots * sizeof(*c->slots));
	c->n = c->nclashes = 0;
	return classify_old(c) && classify_new(c);
}

/* Hashes instead of keys: whole lines, in a way that nobody can foresee. */
static void classify_warily(struct ch_classes *c)
{
	c->is_wary = true;
	for (size_t i = 0; i < c->middle->nold; i++)
		c->keys[i] = wary_key(ch_classes_line(c, i));
	classify(c);
}

void ch_classes_find(struct ch_classes *c, const struct ch_middle *m,
	struct ch_slide_side *old_side, struct ch_slide_side *new_side)
{
	size_t total = m->nold + m->nnew;

	c->middle = m;
	c->old_side = old_side;
	c->new_side = new_side;
	ch_classes_split(c, m, old_side, m->old_end, m->nold);
	c->nslots = 16;
	while (c->nslots < total * 2)
		c->nslots *= 2;
	c->slots = ch_ensure(
		c->slots, &c->cap_slots, c->nslots, sizeof(*c->slots));
	c->items = ch_ensure(c->items, &c->cap, total, sizeof(*c->items));
	c->of = ch_ensure(c->of, &c->cap_of, total, sizeof(*c->of));
	c->is_wary = false;
	if (!classify(c))
		classify_warily(c);
	c->asked = ch_ensure(c->asked, &c->cap_asked, c->n, 1);
	memset(c->asked, 0, c->n);
}

/* ---- The rest ---------------------------------------------------------- */

struct counting {
	struct ch_classes *classes;
	uint32_t cut; /* 1 inside the cut tail */
};

static void count_line(void *ctx, const char *p, size_t len, uint64_t key)
{
	const struct counting *count = ctx;
	struct ch_classes *c = count->classes;
	struct ch_str line = ch_str_n(p, len);
	uint32_t slot = *find_slot(c, line, c->is_wary ? wary_key(line) : key);

	if (!slot)
		return;
	c->items[slot - 1].nrest++;
	c->items[slot - 1].ncut += count->cut;
}

void ch_classes_count_rest(struct ch_classes *c)
{
	const struct ch_middle *m = c->middle;
	struct ch_str text = c->old_side->text;
	const char *cut = text.ptr + text.len - m->cut;
	const char *tail = text.ptr + m->old_end;
	struct counting count = { c, 0 };
	struct ch_line_filter filter = { 0 };
	bool any = false;

	for (size_t i = 0; i < c->n; i++) {
		struct ch_str line = ch_classes_line(c, c->items[i].line);

		c->items[i].nrest = c->items[i].ncut = 0;
		if (!c->asked[i])
			continue;
		ch_line_filter_add(&filter, ch_line_key(line.ptr, line.len));
		any = true;
	}
	if (!any)
		return;
	ch_lines_each_in(text.ptr, m->start, &filter, count_line, &count);
	ch_lines_each_in(
		tail, (size_t)(cut - tail), &filter, count_line, &count);
	count.cut = 1;
	ch_lines_each_in(cut, m->cut, &filter, count_line, &count);
}
