#include "gitlayer/slide.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* Known lines kept ready on each side of the middle. */
#define MARGIN 8
/* git looks no further than this many lines for a better place. */
#define FAR 100
#define MOST_INDENT 200
#define MOST_BLANKS 20

/* ---- Lines, known or found on demand ------------------------------------*/

static void place(struct ch_slide_side *s, size_t front)
{
	s->off = s->off_mem + front;
	s->changed = s->changed_mem + front;
}

void ch_slide_reset(struct ch_slide_side *s, struct ch_str text,
	size_t head_lines, size_t n, size_t tail_lines)
{
	size_t need = n + 2 * MARGIN + 2;

	if (need > s->cap) {
		s->cap = need < s->cap * 2 ? s->cap * 2 : need;
		s->off_mem =
			ch_realloc(s->off_mem, s->cap, sizeof(*s->off_mem));
		s->changed_mem = ch_realloc(s->changed_mem, s->cap, 1);
	}
	memset(s->changed_mem, 0, need);
	s->text = text;
	s->lo = 0;
	s->hi = (ptrdiff_t)n;
	s->least = -(ptrdiff_t)head_lines;
	s->most = (ptrdiff_t)(n + tail_lines);
	place(s, MARGIN);
}

/* Room for 'front' lines before line 0 and lines up to 'end' after it. */
static void make_room(struct ch_slide_side *s, size_t front, size_t end)
{
	size_t had = (size_t)(s->off - s->off_mem);
	size_t lines = (size_t)(s->hi - s->lo), cap;
	uint32_t *off;
	uint8_t *changed;

	if (front <= had && had + end + 2 <= s->cap)
		return;
	if (front < had)
		front = had;
	cap = 2 * (front + end + 2);
	off = ch_calloc(cap, sizeof(*off));
	changed = ch_calloc(cap, 1);
	front += (cap - front - end - 2) / 2;
	memcpy(off + (ptrdiff_t)front + s->lo, s->off + s->lo,
		(lines + 1) * sizeof(*off));
	memcpy(changed + (ptrdiff_t)front + s->lo, s->changed + s->lo, lines);
	free(s->off_mem);
	free(s->changed_mem);
	s->off_mem = off;
	s->changed_mem = changed;
	s->cap = cap;
	place(s, front);
}

/* Know line 'i'; it exists. */
static void reach(struct ch_slide_side *s, ptrdiff_t i)
{
	while (i < s->lo) {
		const char *end = s->text.ptr + s->off[s->lo];
		const char *nl;

		make_room(s, (size_t)(1 - s->lo), (size_t)s->hi);
		nl = memrchr(
			s->text.ptr, '\n', (size_t)(end - 1 - s->text.ptr));
		s->lo--;
		s->off[s->lo] = nl ? (uint32_t)(nl + 1 - s->text.ptr) : 0;
		s->changed[s->lo] = 0;
	}
	while (i >= s->hi) {
		const char *p = s->text.ptr + s->off[s->hi];
		const char *end = s->text.ptr + s->text.len;
		const char *nl = memchr(p, '\n', (size_t)(end - p));

		make_room(s, (size_t)-s->lo, (size_t)s->hi + 1);
		s->hi++;
		s->off[s->hi] = (uint32_t)((nl ? nl + 1 : end) - s->text.ptr);
		s->changed[s->hi] = 0;
	}
}

static struct ch_str line(struct ch_slide_side *s, ptrdiff_t i)
{
	reach(s, i);
	return ch_str_n(s->text.ptr + s->off[i], s->off[i + 1] - s->off[i]);
}

static bool same_line(struct ch_slide_side *s, ptrdiff_t i, ptrdiff_t j)
{
	struct ch_str a = line(s, i), b = line(s, j);

	return a.len == b.len && memcmp(a.ptr, b.ptr, a.len) == 0;
}

static bool is_changed(const struct ch_slide_side *s, ptrdiff_t i)
{
	return i >= s->lo && i < s->hi && s->changed[i];
}

/* ---- Groups -------------------------------------------------------------*/

/* Changed lines [start, end) between two unchanged ones; may be empty. */
struct group {
	ptrdiff_t start, end;
};

static struct group group_at(const struct ch_slide_side *s, ptrdiff_t i)
{
	struct group g = { i, i };

	while (is_changed(s, g.end))
		g.end++;
	return g;
}

static bool to_next(const struct ch_slide_side *s, struct group *g)
{
	if (g->end >= s->most)
		return false;
	g->start = g->end = g->end + 1;
	while (is_changed(s, g->end))
		g->end++;
	return true;
}

static bool to_previous(const struct ch_slide_side *s, struct group *g)
{
	if (g->start <= s->least)
		return false;
	g->end = g->start = g->start - 1;
	while (is_changed(s, g->start - 1))
		g->start--;
	return true;
}

/* One line down or up, swallowing a group that is met. */
static bool slide_down(struct ch_slide_side *s, struct group *g)
{
	if (g->end >= s->most || !same_line(s, g->start, g->end))
		return false;
	s->changed[g->start++] = 0;
	s->changed[g->end++] = 1;
	while (is_changed(s, g->end))
		g->end++;
	return true;
}

static bool slide_up(struct ch_slide_side *s, struct group *g)
{
	if (g->start <= s->least || !same_line(s, g->start - 1, g->end - 1))
		return false;
	s->changed[--g->start] = 1;
	s->changed[--g->end] = 0;
	while (is_changed(s, g->start - 1))
		g->start--;
	return true;
}

/* ---- The indent heuristic -----------------------------------------------*/

/* Columns of leading white space, -1 for a blank line. */
static int indent_of(struct ch_slide_side *s, ptrdiff_t i)
{
	struct ch_str l = line(s, i);
	size_t k;
	int columns = 0;

	for (k = 0; k < l.len; k++) {
		char c = l.ptr[k];

		if (c == ' ')
			columns++;
		else if (c == '\t')
			columns += 8 - columns % 8;
		else if (c != '\n' && c != '\v' && c != '\f' && c != '\r')
			return columns;
		if (columns >= MOST_INDENT)
			return MOST_INDENT;
	}
	return -1;
}

/* What stands around the boundary before line 'at'. */
struct boundary {
	bool at_end;
	int indent;			 /* of the line after it, -1 if blank */
	int before_blank, before_indent; /* blank lines, then the first other */
	int after_blank, after_indent;
};

static struct boundary look_at(struct ch_slide_side *s, ptrdiff_t at)
{
	struct boundary b = { at >= s->most, -1, 0, -1, 0, -1 };
	ptrdiff_t i;

	if (!b.at_end)
		b.indent = indent_of(s, at);
	for (i = at - 1; i >= s->least; i--) {
		b.before_indent = indent_of(s, i);
		if (b.before_indent != -1)
			break;
		if (++b.before_blank == MOST_BLANKS) {
			b.before_indent = 0;
			break;
		}
	}
	for (i = at + 1; i < s->most; i++) {
		b.after_indent = indent_of(s, i);
		if (b.after_indent != -1)
			break;
		if (++b.after_blank == MOST_BLANKS) {
			b.after_indent = 0;
			break;
		}
	}
	return b;
}

/* The weights are git's, trained on a corpus by its authors. */
struct badness {
	int indent;
	int penalty;
};

static int indent_penalty(const struct boundary *b, int indent, bool blanks)
{
	if (indent == -1 || b->before_indent == -1 ||
		indent == b->before_indent)
		return 0;
	if (indent > b->before_indent)
		return blanks ? 10 : -4;
	if (b->after_indent != -1 && b->after_indent > indent)
		return blanks ? 17 : 24; /* a block starts: "else {" */
	return blanks ? 17 : 23;	 /* a block ended */
}

static void add_badness(struct badness *bad, const struct boundary *b)
{
	int after_blank = b->indent == -1 ? 1 + b->after_blank : 0;
	int blanks = b->before_blank + after_blank;
	int indent = b->indent != -1 ? b->indent : b->after_indent;

	if (b->before_indent == -1 && b->before_blank == 0)
		bad->penalty += 1; /* start of the file */
	if (b->at_end)
		bad->penalty += 21;
	bad->penalty += -30 * blanks + 6 * after_blank;
	bad->penalty += indent_penalty(b, indent, blanks != 0);
	bad->indent += indent;
}

static bool no_worse(const struct badness *a, const struct badness *b)
{
	int cmp = (a->indent > b->indent) - (a->indent < b->indent);

	return 60 * cmp + (a->penalty - b->penalty) <= 0;
}

/* Slide up from the lowest place to the one with the least bad ends. */
static void place_by_indent(
	struct ch_slide_side *s, struct group *g, ptrdiff_t highest_end)
{
	ptrdiff_t size = g->end - g->start, end = highest_end, best = -1;
	struct badness least = { 0, 0 };
	bool have = false;

	if (end < g->end - size - 1)
		end = g->end - size - 1;
	if (end < g->end - FAR)
		end = g->end - FAR;
	for (; end <= g->end; end++) {
		struct badness bad = { 0, 0 };
		struct boundary b = look_at(s, end);

		add_badness(&bad, &b);
		b = look_at(s, end - size);
		add_badness(&bad, &b);
		if (!have || no_worse(&bad, &least)) {
			least = bad;
			best = end;
			have = true;
		}
	}
	while (g->end > best && slide_up(s, g))
		;
}

/* ---- All groups of a side -----------------------------------------------*/

/*
 * Up as far as it goes, down as far as it goes, again while it swallows
 * others.  '*highest_end' is where its end can be at the highest, '*aligned'
 * the lowest end at which the other side has changes too, or none.
 */
static bool stretch(struct ch_slide_side *s, struct ch_slide_side *other,
	struct group *g, struct group *go, ptrdiff_t *highest_end,
	ptrdiff_t *aligned)
{
	bool found;
	ptrdiff_t size;

	do {
		size = g->end - g->start;
		found = false;
		while (slide_up(s, g))
			to_previous(other, go);
		*highest_end = g->end;
		if (go->end > go->start) {
			*aligned = g->end;
			found = true;
		}
		while (slide_down(s, g)) {
			to_next(other, go);
			if (go->end > go->start) {
				*aligned = g->end;
				found = true;
			}
		}
	} while (size != g->end - g->start);
	return found;
}

static void settle(struct ch_slide_side *s, struct ch_slide_side *other,
	struct group *g, struct group *go)
{
	ptrdiff_t highest_end = g->end, aligned = g->end;
	bool found = stretch(s, other, g, go, &highest_end, &aligned);

	if (g->end == highest_end)
		return;
	if (found) {
		while (go->end == go->start && slide_up(s, g))
			to_previous(other, go);
	} else {
		ptrdiff_t low = g->end;

		place_by_indent(s, g, highest_end);
		for (; low > g->end; low--)
			to_previous(other, go);
	}
}

/* Unchanged lines from here on that have no group on either side. */
static ptrdiff_t quiet(const struct ch_slide_side *s, ptrdiff_t from)
{
	ptrdiff_t known = from < s->lo ? s->lo : from;
	const uint8_t *p = NULL;

	if (known < s->hi)
		p = memchr(s->changed + known, 1, (size_t)(s->hi - known));
	return p ? p - s->changed - from : PTRDIFF_MAX;
}

void ch_slide_groups(struct ch_slide_side *s, struct ch_slide_side *other)
{
	/* Nothing is changed before this line, so it is the same on both. */
	ptrdiff_t first = s->lo < other->lo ? s->lo : other->lo;
	struct group g = group_at(s, first), go = group_at(other, first);

	for (;;) {
		ptrdiff_t skip, skip_other;

		if (g.end != g.start)
			settle(s, other, &g, &go);
		skip = quiet(s, g.end);
		if (skip == PTRDIFF_MAX)
			break;
		skip_other = quiet(other, go.end);
		if (skip_other < skip)
			skip = skip_other;
		if (skip > 1) {
			g.start = g.end += skip - 1;
			go.start = go.end += skip - 1;
		}
		if (!to_next(s, &g))
			break;
		to_next(other, &go);
	}
}

void ch_slide_release(struct ch_slide_side *s)
{
	free(s->off_mem);
	free(s->changed_mem);
	memset(s, 0, sizeof(*s));
}
