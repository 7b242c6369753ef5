/*
 * Braces are followed without a grammar: comments, strings and directives are
 * passed, parentheses and lists too, namespaces and classes are entered.  What
 * follows a name with parentheses is a function's body:
 *
 *	static int f(int a) NORETURN	name, parentheses, words
 *	{				from here
 *		return a;		to the last line end:
 *	}				the brace keeps its place
 *
 * A wrong guess does little harm: what is passed over is equal on both sides,
 * with balanced braces, and so is all that stands before it.
 */
#include "uast/bodies.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/map.h"
#include "base/mem.h"
#include "uast/lang.h"

/* ---- tokens -------------------------------------------------------------*/

struct scan {
	struct ch_str s;
	size_t i;
	struct ch_bodies *out;
	bool directive; /* one was passed */
};

static char at(const struct scan *c, size_t i)
{
	return i < c->s.len ? c->s.ptr[i] : '\0';
}

static bool is_name(char c)
{
	return ch_is_name(c) || c == '$';
}

static size_t comment_end(const struct scan *c, size_t i)
{
	size_t end;

	if (at(c, i + 1) == '/') {
		while (i < c->s.len && at(c, i) != '\n')
			i += at(c, i) == '\\' ? 2 : 1;
		return i < c->s.len ? i : c->s.len;
	}
	end = ch_str_find(c->s, CH_STR("*/"), i + 2);
	return end == (size_t)-1 ? c->s.len : end + 2;
}

static bool starts_comment(const struct scan *c, size_t i)
{
	return at(c, i) == '/' && (at(c, i + 1) == '/' || at(c, i + 1) == '*');
}

/* To its line's end; what is continued, and comments, belong to it. */
static size_t directive_end(const struct scan *c, size_t i)
{
	while (i < c->s.len && at(c, i) != '\n') {
		if (at(c, i) == '\\')
			i += at(c, i + 1) == '\r' ? 3 : 2;
		else if (starts_comment(c, i))
			i = comment_end(c, i);
		else
			i++;
	}
	return i < c->s.len ? i : c->s.len;
}

static size_t quoted_end(const struct scan *c, size_t i)
{
	char q = at(c, i++);

	while (i < c->s.len && at(c, i) != q && at(c, i) != '\n')
		i += at(c, i) == '\\' ? 2 : 1;
	i += at(c, i) == q;
	return i < c->s.len ? i : c->s.len;
}

/* The quote at 'i' of R"x( ... )x" */
static size_t raw_end(const struct scan *c, size_t i)
{
	char close[20] = ")";
	size_t n = 1, end;

	for (i++; i < c->s.len && at(c, i) != '(' && n < 18; i++)
		close[n++] = at(c, i);
	close[n++] = '"';
	end = ch_str_find(c->s, ch_str_n(close, n), i);
	return end == (size_t)-1 ? c->s.len : end + n;
}

/* Where the word or number that ends before 'i' starts. */
static size_t name_start(const struct scan *c, size_t i)
{
	while (i && is_name(at(c, i - 1)))
		i--;
	return i;
}

/* Behind the string at 'i', the character, or the sign inside 1'000. */
static size_t text_end(const struct scan *c, size_t i)
{
	size_t from = name_start(c, i);

	if (at(c, i) == '\'' && from < i && ch_is_digit(at(c, from)))
		return i + 1;
	if (at(c, i) == '"' && from < i && i - from <= 3 && at(c, i - 1) == 'R')
		return raw_end(c, i);
	return quoted_end(c, i);
}

/* Nothing but space before it on its line. */
static bool starts_line(const struct scan *c, size_t i)
{
	while (i && (at(c, i - 1) == ' ' || at(c, i - 1) == '\t'))
		i--;
	return !i || at(c, i - 1) == '\n';
}

/* What is no token of its own: a comment, a string, a directive; or 'i'. */
static size_t pass(struct scan *c, size_t i)
{
	char sign = at(c, i);

	if (sign == '"' || sign == '\'')
		return text_end(c, i);
	if (starts_comment(c, i))
		return comment_end(c, i);
	if (sign != '#' || !starts_line(c, i))
		return i;
	c->directive = true;
	return directive_end(c, i);
}

/* Behind the sign that closes the one at 'i'; 0: there is none. */
static size_t close_of(struct scan *c, size_t i, char open, char close)
{
	static const bool looked_at[256] = { ['"'] = true,
		['\''] = true,
		['/'] = true,
		['#'] = true,
		['{'] = true,
		['}'] = true,
		['('] = true,
		[')'] = true };
	size_t depth = 0;

	while (i < c->s.len) {
		size_t next;

		if (!looked_at[(unsigned char)c->s.ptr[i]]) {
			i++;
			continue;
		}
		next = pass(c, i);
		if (next > i) {
			i = next;
			continue;
		}
		if (at(c, i) == open)
			depth++;
		else if (at(c, i) == close && !--depth)
			return i + 1;
		i++;
	}
	return 0;
}

/* ---- declarations -------------------------------------------------------*/

/* What was seen of the declaration that is read. */
struct decl {
	bool began;
	size_t start;
	struct ch_str word; /* the last one, with nothing behind it */
	bool tag;	    /* "struct" stands before it */
	bool scope;	    /* its braces hold declarations */
	bool called;	    /* a name with parentheses */
	bool value;	    /* "=" */
};

/* Words with parentheses that are no function's name. */
static bool is_no_function(struct ch_str s)
{
	static const char *const words[] = { "__attribute__", "__attribute",
		"__declspec", "alignas", "_Alignas", "decltype", "noexcept",
		"throw", "explicit", "requires", "asm", "__asm__", "if",
		"while", "for", "switch", "catch" };

	return ch_str_in(s, words, CH_ARRAY_LEN(words));
}

static bool is_tag(struct ch_str s)
{
	static const char *const words[] = { "struct", "class", "union", "enum",
		"namespace" };

	return ch_str_in(s, words, CH_ARRAY_LEN(words));
}

static void read_word(struct scan *c, struct decl *d)
{
	size_t from = c->i;

	while (is_name(at(c, c->i)))
		c->i++;
	d->tag = is_tag(d->word);
	d->word = ch_str_sub(c->s, from, c->i);
	if (is_tag(d->word)) {
		d->scope = !ch_str_is(d->word, "enum");
		d->called = false; /* MACRO(x) struct y { */
	} else if (ch_str_is(d->word, "extern")) {
		d->scope = true;
	}
}

static bool read_parentheses(struct scan *c, struct decl *d)
{
	size_t end = close_of(c, c->i, '(', ')');

	if (d->word.len && !is_no_function(d->word))
		d->called = !d->tag;
	d->word.len = 0;
	c->i = end;
	return end > 0;
}

/* Of all that is no white space. */
static uint64_t hash_head(const struct scan *c, size_t from, size_t to)
{
	uint64_t h = 0;

	for (size_t i = from; i < to; i++)
		if ((unsigned char)at(c, i) > ' ')
			h = ch_hash_mix(h, (unsigned char)at(c, i));
	return h;
}

/* Up to the end of the line before the closing brace, if that starts one. */
static size_t passed_end(const struct scan *c, size_t from, size_t close)
{
	size_t to = close;

	if (c->directive || !starts_line(c, close))
		return from;
	while (at(c, --to) != '\n')
		;
	return to < from + CH_LEAST_BODY ? from : to;
}

static void add_body(struct scan *c, size_t start, size_t open, size_t close)
{
	struct ch_bodies *out = c->out;
	size_t to = passed_end(c, open + 1, close);

	CH_GROW(out->items, out->n, out->cap);
	out->items[out->n++] =
		(struct ch_body){ .head = hash_head(c, start, open),
			.start = (uint32_t)start,
			.from = (uint32_t)open + 1,
			.to = (uint32_t)to };
}

static bool read_braces(struct scan *c, struct decl *d)
{
	bool function = d->called && !d->value;
	size_t open = c->i, end;

	if (!function && d->scope && !d->value) {
		c->i++;
		memset(d, 0, sizeof(*d));
		return true;
	}
	c->directive = false;
	end = close_of(c, open, '{', '}');
	if (function && end)
		add_body(c, d->start, open, end - 1);
	memset(d, 0, sizeof(*d));
	c->i = end;
	return end > 0;
}

void ch_bodies_c(struct ch_str source, struct ch_bodies *out)
{
	struct scan c = { .s = source, .out = out };
	struct decl d = { 0 };
	bool more = true;

	while (more && c.i < source.len) {
		char sign = at(&c, c.i);
		size_t next;

		if (ch_is_space(sign)) {
			c.i++;
			continue;
		}
		next = pass(&c, c.i);
		if (next > c.i) {
			if (sign == '#')
				memset(&d, 0, sizeof(d));
			c.i = next;
			continue;
		}
		if (!d.began) {
			d.began = true;
			d.start = c.i;
		}
		if (is_name(sign)) {
			read_word(&c, &d);
		} else if (sign == '(') {
			more = read_parentheses(&c, &d);
		} else if (sign == '{') {
			more = read_braces(&c, &d);
		} else {
			d.value |= sign == '=';
			d.word.len = 0;
			c.i++;
			if (sign == ';' || sign == '}')
				memset(&d, 0, sizeof(d));
		}
	}
}

/* ---- two versions -------------------------------------------------------*/

/* The edits of one side, gone through in order. */
struct edited {
	const struct ch_edit *edits;
	size_t n, k;
	bool is_new;
};

static uint32_t edit_start(const struct edited *e, size_t k)
{
	const struct ch_edit *edits = e->edits;

	if (!e->is_new || !k)
		return edits[k].start;
	return edits[k - 1].new_end + (edits[k].start - edits[k - 1].old_end);
}

static uint32_t edit_end(const struct edited *e, size_t k)
{
	return e->is_new ? e->edits[k].new_end : e->edits[k].old_end;
}

/* Did an edit touch it?  Asked for in order. */
static bool is_edited(struct edited *e, const struct ch_body *b)
{
	while (e->k < e->n && edit_end(e, e->k) <= b->start)
		e->k++;
	return e->k < e->n && edit_start(e, e->k) <= b->to;
}

/* Where what stands behind the edits that were passed is in the new text. */
static uint32_t moved(const struct edited *olds, uint32_t byte)
{
	const struct ch_edit *e = olds->k ? &olds->edits[olds->k - 1] : NULL;

	return e ? byte - e->old_end + e->new_end : byte;
}

static void add_hole(struct ch_holes *h, const struct ch_body *b)
{
	h->items[h->n++] = (struct ch_hole){ b->from, b->to };
}

/* How many functions begin like that, on the side that has more. */
static void count_heads(const struct ch_bodies *list, struct ch_map *counts)
{
	struct ch_map here = { 0 };

	for (size_t i = 0; i < list->n; i++) {
		const uint64_t *head = &list->items[i].head;
		uint64_t n = ++*ch_map_add(&here, head, 8, NULL);
		uint64_t *most = ch_map_add(counts, head, 8, NULL);

		*most = n > *most ? n : *most;
	}
	ch_map_release(&here);
}

/*
 * Both lists are in order; what is found on both sides is shared.  Where a
 * function is there twice, as under #if and #else, either may be taken for
 * the other's older version, and their bodies are asked for.
 */
static void pair_up(const struct ch_bodies list[2], struct edited edited[2],
	const struct ch_map *counts, struct ch_holes in[2])
{
	const struct ch_bodies *olds = &list[0], *news = &list[1];
	struct edited *was = &edited[0];
	size_t k = 0;

	for (size_t i = 0; i < olds->n; i++) {
		const struct ch_body *a = &olds->items[i], *b;

		if (is_edited(was, a) || a->to == a->from ||
			*ch_map_get(counts, &a->head, 8) > 1)
			continue;
		while (k < news->n &&
			news->items[k].start < moved(was, a->start))
			k++;
		if (k == news->n)
			return;
		b = &news->items[k];
		if (b->start != moved(was, a->start) ||
			b->from != moved(was, a->from) ||
			b->to != moved(was, a->to) || is_edited(&edited[1], b))
			continue;
		add_hole(&in[0], a);
		add_hole(&in[1], b);
	}
}

void ch_bodies_shared(const struct ch_lang *lang, struct ch_str old,
	struct ch_str now, const struct ch_edit *edits, size_t nedits,
	struct ch_arena *arena, struct ch_holes in[2])
{
	struct ch_bodies list[2] = { { 0 }, { 0 } };
	struct edited edited[2] = { { .edits = edits, .n = nedits },
		{ .edits = edits, .n = nedits, .is_new = true } };
	struct ch_map counts = { 0 };

	memset(in, 0, 2 * sizeof(*in));
	if (!lang->bodies)
		return;
	lang->bodies(old, &list[0]);
	if (list[0].n)
		lang->bodies(now, &list[1]);
	for (int side = 0; side < 2; side++) {
		in[side].items = ch_arena_alloc(
			arena, list[0].n * sizeof(*in[side].items));
		count_heads(&list[side], &counts);
	}
	pair_up(list, edited, &counts, in);
	ch_map_release(&counts);
	free(list[0].items);
	free(list[1].items);
}
