/*
 * Which comment describes a symbol.
 */
#include <string.h>

#include "uast/walk.h"

static bool starts_with_any(struct ch_str c, const char *const *marks)
{
	for (; *marks; marks++)
		if (ch_str_starts(c, *marks))
			return true;
	return false;
}

static bool is_marked(struct ch_str c)
{
	static const char *const marks[] = { "///", "//!", "-- |", "--|", "{-|",
		"{- |", NULL };

	if (ch_str_starts(c, "/*"))
		return c.len > 4 && (c.ptr[2] == '*' || c.ptr[2] == '!') &&
		       c.ptr[3] != '*';
	if (ch_str_starts(c, "(**"))
		return c.len > 5 && c.ptr[3] != '*';
	return starts_with_any(c, marks);
}

/* Does it say that it is about what stands before it? */
static bool is_marked_behind(struct ch_str c)
{
	static const char *const marks[] = { "(**", "-- ^", "--^", "{-^",
		"{- ^", NULL };

	return starts_with_any(c, marks);
}

static struct ch_str comment_text(
	const struct ch_walk *w, const struct ch_comment *c)
{
	return ch_str_sub(w->source, c->start_byte, c->end_byte);
}

/* Is there nothing but white space (and blanked text) in between? */
static bool only_space(const struct ch_walk *w, uint32_t from, uint32_t to,
	const char *also, uint32_t max_newlines)
{
	uint32_t newlines = 0;

	for (uint32_t i = from; i < to; i++) {
		char c = w->source.ptr[i];
		size_t k;

		if (c == '\n' && ++newlines > max_newlines)
			return false;
		if (c == ' ' || (c >= '\t' && c <= '\r') ||
			(c && strchr(also, c)))
			continue;
		k = w->state->blanks ? ch_blanks_at(w->state->blanks, i) : 0;
		if (!w->state->blanks || k >= w->state->blanks->n ||
			w->state->blanks->ranges[k].start > i)
			return false;
	}
	return true;
}

static bool starts_line(const struct ch_walk *w, const struct ch_comment *c)
{
	uint32_t from = w->state->flat.lines[c->start_line];

	return only_space(w, from, c->start_byte, "", 0);
}

/* First comment that starts at or after 'byte'. */
static size_t comment_at(const struct ch_flat *f, uint32_t byte)
{
	size_t low = 0, high = f->ncomments;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (f->comments[mid].start_byte >= byte)
			high = mid;
		else
			low = mid + 1;
	}
	return low;
}

/* Is nothing else on its lines, and nothing between it and 'before'? */
static bool stands_above(
	const struct ch_walk *w, const struct ch_comment *c, uint32_t before)
{
	return c->end_byte <= before && starts_line(w, c) &&
	       only_space(w, c->end_byte, before, "",
		       ch_str_ends(comment_text(w, c), "\n") ? 0 : 1);
}

static bool documents(
	const struct ch_walk *w, const struct ch_comment *c, uint32_t before)
{
	if (!stands_above(w, c, before) ||
		ch_str_starts(comment_text(w, c), "#!"))
		return false;
	if (w->lang->doc != CH_DOC_ANY && !is_marked(comment_text(w, c)))
		return false;
	return w->lang->doc != CH_DOC_OUTER || comment_text(w, c).ptr[2] != '!';
}

/* The comment, or run of line comments, that ends just above 'start'. */
static struct ch_str comment_above(const struct ch_walk *w, uint32_t start)
{
	const struct ch_flat *f = &w->state->flat;
	size_t last = comment_at(f, start), first;

	while (last && stands_above(w, &f->comments[last - 1], start) &&
		ch_is_for_machines(comment_text(w, &f->comments[last - 1])))
		start = f->comments[--last].start_byte;
	if (w->lang->doc == CH_DOC_NONE || !last ||
		!documents(w, &f->comments[last - 1], start))
		return ch_str_n(NULL, 0);
	first = last - 1;
	if (!ch_comment_is_block(comment_text(w, &f->comments[first])))
		while (first && last - first < 100 &&
			!ch_comment_is_block(
				comment_text(w, &f->comments[first - 1])) &&
			documents(w, &f->comments[first - 1],
				f->comments[first].start_byte))
			first--;
	return ch_str_sub(w->source, f->comments[first].start_byte,
		f->comments[last - 1].end_byte);
}

/* A comment behind it, on the line it ends on. */
static struct ch_str comment_behind(const struct ch_walk *w, uint32_t end)
{
	const struct ch_flat *f = &w->state->flat;
	size_t k = comment_at(f, end);

	if (k == f->ncomments ||
		f->comments[k].start_line != ch_flat_line(f, end) ||
		!only_space(w, end, f->comments[k].start_byte, ",;", 0) ||
		ch_is_for_machines(comment_text(w, &f->comments[k])))
		return ch_str_n(NULL, 0);
	if (w->lang->doc != CH_DOC_ANY &&
		!is_marked_behind(comment_text(w, &f->comments[k])))
		return ch_str_n(NULL, 0);
	return comment_text(w, &f->comments[k]);
}

/* Is there a blank line, a closing word or nothing behind it? */
static bool stands_apart(const struct ch_walk *w, const struct ch_comment *c)
{
	struct ch_str rest = ch_str_sub(w->source, c->end_byte, w->source.len);
	size_t i = 0;
	int newlines = 0;

	for (; i < rest.len && strchr(" \t\r\n", rest.ptr[i]); i++)
		newlines += rest.ptr[i] == '\n';
	rest = ch_str_sub(rest, i, rest.len);
	return newlines > 1 || !rest.len || ch_str_starts(rest, "end") ||
	       ch_str_starts(rest, "}");
}

/*
 * The comment on the line below, or behind whatever it is: but what is behind
 * an enum is its last value's.
 */
static struct ch_str comment_below(
	const struct ch_walk *w, const struct ch_symbol *s)
{
	const struct ch_flat *f = &w->state->flat;
	size_t k = comment_at(f, s->end_byte);
	const struct ch_comment *c;
	bool same_line;

	if (k == f->ncomments)
		return ch_str_n(NULL, 0);
	c = &f->comments[k];
	same_line = c->start_line == ch_flat_line(f, s->end_byte);
	if (!is_marked(comment_text(w, c)) ||
		!only_space(w, s->end_byte, c->start_byte, ",;", 1) ||
		(same_line ? s->kind == CH_KIND_ENUM : !stands_apart(w, c)))
		return ch_str_n(NULL, 0);
	return comment_text(w, c);
}

static bool takes_trailing_doc(
	const struct ch_walk *w, const struct ch_symbol *s)
{
	return w->lang->trailing_doc &&
	       (s->kind == CH_KIND_FIELD || s->kind == CH_KIND_VALUE ||
		       s->kind == CH_KIND_MACRO || s->kind == CH_KIND_CONSTANT);
}

void ch_set_doc_text(struct ch_walk *w, struct ch_symbol *s, struct ch_str text)
{
	size_t base = w->state->buf.len;

	if (ch_says_deprecated(text))
		s->flags |= CH_SYM_DEPRECATED;
	ch_first_sentence(&w->state->buf, text);
	s->doc = ch_keep_text(w, base);
}

void ch_set_doc(struct ch_walk *w, struct ch_symbol *s, uint32_t node)
{
	if (node != CH_NO_NODE)
		ch_set_doc_text(w, s, ch_text(w, node));
}

void ch_read_doc(struct ch_walk *w, const struct ch_row *row, uint32_t node,
	struct ch_symbol *s)
{
	struct ch_str text = ch_text(w, ch_find_node(w, node, &row->doc));

	if (!text.len && takes_trailing_doc(w, s))
		text = comment_behind(w, s->end_byte);
	if (!text.len)
		text = comment_above(w, s->start_byte);
	/* between the attributes and what they stand before */
	if (!text.len && w->nodes[node].start > s->start_byte)
		text = comment_above(w, w->nodes[node].start);
	if (!text.len && w->lang->doc_below)
		text = comment_below(w, s);
	if (text.len && !s->doc.len)
		ch_set_doc_text(w, s, text);
}

const struct ch_comment *ch_comment_at(const struct ch_walk *w, size_t i)
{
	const struct ch_flat *f = &w->state->flat;

	return i < f->ncomments ? &f->comments[i] : NULL;
}

size_t ch_comment_after(const struct ch_walk *w, uint32_t byte)
{
	return comment_at(&w->state->flat, byte);
}
