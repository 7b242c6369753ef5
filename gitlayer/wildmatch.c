#include "gitlayer/wildmatch.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/*
 * A pattern is a row of tokens, and matching keeps the set of places in the
 * row that the text so far can lead to.  No place is ever visited twice for a
 * byte of text, so stars cannot multiply.
 *
 * "<star><star>/" is three tokens: SKIP (go on behind the three, or into
 * them), MANY, and the slash.
 */
enum kind {
	LITERAL, /* one byte */
	SET,	 /* one byte of a set */
	ONE,	 /* any run of bytes without '/' */
	MANY,	 /* any run of bytes */
	SKIP,
	NEVER /* a malformed set */
};

struct token {
	enum kind kind;
	unsigned char byte;
	uint32_t set;
};

struct byte_set {
	uint64_t bits[4];
};

struct ch_wild {
	struct token *tokens;
	size_t n, cap;
	struct byte_set *sets;
	size_t nsets, sets_cap;
	size_t nliterals; /* LITERAL tokens at the start */
	unsigned flags;
};

/* Up to this many words of places live on the stack. */
#define FEW_WORDS 8

static unsigned char lower(unsigned char c)
{
	return c >= 'A' && c <= 'Z' ? (unsigned char)(c + 32) : c;
}

static bool is_lower(unsigned char c)
{
	return c >= 'a' && c <= 'z';
}

static bool is_upper(unsigned char c)
{
	return c >= 'A' && c <= 'Z';
}

static bool is_digit(unsigned char c)
{
	return c >= '0' && c <= '9';
}

static bool is_xdigit(unsigned char c)
{
	return is_digit(c) || (lower(c) >= 'a' && lower(c) <= 'f');
}

/* 1 or 0; -1 for a name that is none. */
static int in_class(struct ch_str name, unsigned char c, bool icase)
{
	bool alpha = is_lower(c) || is_upper(c);
	bool graph = c > ' ' && c < 0x7f;

	if (ch_str_is(name, "alnum"))
		return alpha || is_digit(c);
	if (ch_str_is(name, "alpha"))
		return alpha;
	if (ch_str_is(name, "blank"))
		return c == ' ' || c == '\t';
	if (ch_str_is(name, "cntrl"))
		return c < ' ' || c == 0x7f;
	if (ch_str_is(name, "digit"))
		return is_digit(c);
	if (ch_str_is(name, "graph"))
		return graph;
	if (ch_str_is(name, "lower"))
		return is_lower(c);
	if (ch_str_is(name, "print"))
		return graph || c == ' ';
	if (ch_str_is(name, "punct"))
		return graph && !alpha && !is_digit(c);
	if (ch_str_is(name, "space"))
		return c == ' ' || c == '\t' || c == '\n' || c == '\r';
	if (ch_str_is(name, "upper"))
		return is_upper(c) || (icase && is_lower(c));
	if (ch_str_is(name, "xdigit"))
		return is_xdigit(c);
	return -1;
}

/* A set being read: pattern[at] is the next byte. */
struct set_reader {
	struct ch_str p;
	size_t at;
	unsigned char last; /* the byte a range may start from, or 0 */
	bool icase;
	bool failed;
};

static unsigned char peek(const struct set_reader *r, size_t ahead)
{
	size_t i = r->at + ahead;

	return i < r->p.len ? (unsigned char)r->p.ptr[i] : '\0';
}

static bool in_range(
	const struct set_reader *r, unsigned char to, unsigned char c)
{
	unsigned char upper;

	if (c >= r->last && c <= to)
		return true;
	if (!r->icase || !is_lower(c))
		return false;
	upper = (unsigned char)(c - 32);
	return upper >= r->last && upper <= to;
}

/* "[:name:]" at r->at; where it does not end so, the '[' alone. */
static bool read_class(struct set_reader *r, unsigned char c)
{
	size_t end = ch_str_chr(r->p, ']', r->at + 2);
	int in;

	if (end == (size_t)-1) {
		r->failed = true;
		return false;
	}
	if (end < r->at + 3 || r->p.ptr[end - 1] != ':') {
		r->at++;
		r->last = '[';
		return c == '[';
	}
	in = in_class(ch_str_sub(r->p, r->at + 2, end - 1), c, r->icase);
	r->failed = in < 0;
	r->at = end + 1;
	r->last = 0;
	return in > 0;
}

/* One element of the set; does it hold 'c'? */
static bool read_element(struct set_reader *r, unsigned char c)
{
	unsigned char byte = peek(r, 0);

	if (byte == '-' && r->last && peek(r, 1) && peek(r, 1) != ']') {
		unsigned char to;
		bool in;

		r->at += peek(r, 1) == '\\' ? 2 : 1;
		to = peek(r, 0);
		r->failed = !to;
		in = in_range(r, to, c);
		r->at++;
		r->last = 0;
		return in;
	}
	if (byte == '[' && peek(r, 1) == ':')
		return read_class(r, c);
	if (byte == '\\') {
		r->at++;
		byte = peek(r, 0);
	}
	r->failed = !byte;
	r->at++;
	r->last = byte;
	return c == byte;
}

/*
 * The set after the '[' at 'at': does it hold 'c'?  *end is set behind its
 * ']', to 0 where the set is malformed.  A ']' that comes first is itself.
 */
static bool set_holds(struct ch_str p, size_t at, unsigned flags,
	unsigned char c, size_t *end)
{
	struct set_reader r = {
		.p = p, .at = at + 1, .icase = flags & CH_WILD_ICASE
	};
	bool negated, in = false;

	*end = 0;
	negated = peek(&r, 0) == '!' || peek(&r, 0) == '^';
	r.at += negated;
	do {
		in |= read_element(&r, c);
		if (r.failed || r.at >= p.len)
			return false;
	} while (peek(&r, 0) != ']');
	*end = r.at + 1;
	return in != negated && !((flags & CH_WILD_PATHNAME) && c == '/');
}

static struct token *add_token(struct ch_wild *w, enum kind kind)
{
	struct token *t;

	CH_GROW(w->tokens, w->n, w->cap);
	t = &w->tokens[w->n++];
	t->kind = kind;
	t->byte = 0;
	t->set = 0;
	return t;
}

static struct byte_set *add_set(struct ch_wild *w)
{
	struct token *t = add_token(w, SET);

	CH_GROW(w->sets, w->nsets, w->sets_cap);
	t->set = (uint32_t)w->nsets;
	memset(&w->sets[w->nsets], 0, sizeof(*w->sets));
	return &w->sets[w->nsets++];
}

/* Returns where to go on. */
static size_t compile_set(struct ch_wild *w, struct ch_str p, size_t at)
{
	struct byte_set *set = add_set(w);
	size_t end = 0;

	for (unsigned c = 0; c < 256; c++)
		if (set_holds(p, at, w->flags, (unsigned char)c, &end))
			set->bits[c / 64] |= (uint64_t)1 << c % 64;
	if (end)
		return end;
	w->tokens[w->n - 1].kind = NEVER;
	return p.len;
}

static size_t compile_stars(struct ch_wild *w, struct ch_str p, size_t at)
{
	bool opens = !at || p.ptr[at - 1] == '/';
	size_t from = at;

	while (at < p.len && p.ptr[at] == '*')
		at++;
	if (!(w->flags & CH_WILD_PATHNAME)) {
		add_token(w, MANY);
		return at;
	}
	if (at - from < 2 || !opens ||
		!(at == p.len || p.ptr[at] == '/' ||
			(p.ptr[at] == '\\' && at + 1 < p.len &&
				p.ptr[at + 1] == '/'))) {
		add_token(w, ONE);
		return at;
	}
	if (at < p.len && p.ptr[at] == '/')
		add_token(w, SKIP);
	add_token(w, MANY);
	return at;
}

static void compile_any(struct ch_wild *w)
{
	struct byte_set *set = add_set(w);

	memset(set, 0xff, sizeof(*set));
	if (w->flags & CH_WILD_PATHNAME)
		set->bits['/' / 64] &= ~((uint64_t)1 << '/' % 64);
}

static size_t compile_one(struct ch_wild *w, struct ch_str p, size_t at)
{
	unsigned char c = (unsigned char)p.ptr[at];

	if (c == '*')
		return compile_stars(w, p, at);
	if (c == '[')
		return compile_set(w, p, at);
	if (c == '?') {
		compile_any(w);
		return at + 1;
	}
	if (c == '\\') {
		/* What is escaped is not folded; nothing escaped fails. */
		if (++at == p.len)
			add_token(w, NEVER);
		else
			add_token(w, LITERAL)->byte = (unsigned char)p.ptr[at];
		return at + 1;
	}
	add_token(w, LITERAL)->byte = w->flags & CH_WILD_ICASE ? lower(c) : c;
	return at + 1;
}

struct ch_wild *ch_wild_new(struct ch_str pattern, unsigned flags)
{
	struct ch_wild *w = ch_calloc(1, sizeof(*w));
	size_t at = 0;

	w->flags = flags;
	while (at < pattern.len)
		at = compile_one(w, pattern, at);
	while (w->nliterals < w->n && w->tokens[w->nliterals].kind == LITERAL)
		w->nliterals++;
	return w;
}

void ch_wild_free(struct ch_wild *wild)
{
	if (!wild)
		return;
	free(wild->tokens);
	free(wild->sets);
	free(wild);
}

static unsigned char fold(const struct ch_wild *w, char c)
{
	return w->flags & CH_WILD_ICASE ? lower((unsigned char)c)
					: (unsigned char)c;
}

static void mark(uint64_t *places, size_t i)
{
	places[i / 64] |= (uint64_t)1 << i % 64;
}

/* Places reached without a byte: they only lie ahead in the same set. */
static void mark_ahead(const struct ch_wild *w, uint64_t *places, size_t i)
{
	enum kind kind = i < w->n ? w->tokens[i].kind : NEVER;

	if (kind == ONE || kind == MANY || kind == SKIP)
		mark(places, i + 1);
	if (kind == SKIP)
		mark(places, i + 3);
}

static void step(
	const struct ch_wild *w, unsigned char c, size_t i, uint64_t *next)
{
	const struct token *t;
	bool on = false;

	if (i >= w->n)
		return;
	t = &w->tokens[i];
	if (t->kind == LITERAL)
		on = t->byte == c;
	else if (t->kind == SET)
		on = w->sets[t->set].bits[c / 64] >> c % 64 & 1;
	else if (t->kind == MANY || (t->kind == ONE && c != '/'))
		mark(next, i);
	if (on)
		mark(next, i + 1);
}

/* All places of 'now' go ahead, and with 'c' into 'next' (NULL: the end). */
static bool advance(const struct ch_wild *w, size_t nwords, unsigned char c,
	uint64_t *now, uint64_t *next)
{
	bool any = false;

	for (size_t word = 0; word < nwords; word++) {
		uint64_t done = 0, left;

		while ((left = now[word] & ~done)) {
			unsigned bit = (unsigned)__builtin_ctzll(left);
			size_t i = word * 64 + bit;

			done |= (uint64_t)1 << bit;
			mark_ahead(w, now, i);
			if (next)
				step(w, c, i, next);
			any = true;
		}
	}
	return any;
}

static bool run(const struct ch_wild *w, struct ch_str text, uint64_t *now,
	uint64_t *next, size_t nwords)
{
	mark(now, 0);
	for (size_t i = 0; i < text.len; i++) {
		uint64_t *swap = now;

		memset(next, 0, nwords * sizeof(*next));
		if (!advance(w, nwords, fold(w, text.ptr[i]), now, next))
			return false;
		now = next;
		next = swap;
	}
	advance(w, nwords, 0, now, NULL);
	return now[w->n / 64] >> w->n % 64 & 1;
}

/* Most patterns end or begin with bytes that most texts have not. */
static bool can_match(const struct ch_wild *w, struct ch_str text)
{
	const struct token *last = w->n ? &w->tokens[w->n - 1] : NULL;

	if (text.len < w->nliterals)
		return false;
	for (size_t i = 0; i < w->nliterals; i++)
		if (w->tokens[i].byte != fold(w, text.ptr[i]))
			return false;
	return !last || last->kind != LITERAL ||
	       (text.len && last->byte == fold(w, text.ptr[text.len - 1]));
}

bool ch_wild_matches(const struct ch_wild *wild, struct ch_str text)
{
	uint64_t few[2 * FEW_WORDS] = { 0 }, *places = few;
	/* One more place at the end, and SKIP looks three ahead. */
	size_t nwords = (wild->n + 3) / 64 + 1;
	bool matches;

	if (!can_match(wild, text))
		return false;
	if (nwords > FEW_WORDS)
		places = ch_calloc(2 * nwords, sizeof(*places));
	matches = run(wild, text, places, places + nwords, nwords);
	if (places != few)
		free(places);
	return matches;
}

size_t ch_wild_literal_len(struct ch_str pattern)
{
	size_t i = 0;

	while (i < pattern.len && !memchr("*?[\\", pattern.ptr[i], 4))
		i++;
	return i;
}
