/*
 * Items inside a macro call, `cfg_rt! { pub fn spawn() {} }`, are tokens
 * without shape to the grammar.  Where the content starts as items do, the
 * call's name and its two braces are blanked, so what is inside is read as if
 * it stood alone.  Only calls that stand where items may stand are looked at.
 */
#include "uast/blank.h"

#include "base/mem.h"

#define MAX_DEPTH 256

enum header {
	HEADER_NONE,
	HEADER_MAYBE, /* const, extern: depends on what follows */
	HEADER_ITEMS, /* mod, impl, trait, extern block */
	HEADER_OTHER
};

enum brace { BRACE_ITEMS, BRACE_MACRO, BRACE_OTHER };

struct scan {
	struct ch_str s;
	size_t at;
	struct ch_blanks *out;
	enum header header;
	enum brace braces[MAX_DEPTH];
	size_t depth;
};

static char peek(const struct scan *c, size_t ahead)
{
	return c->at + ahead < c->s.len ? c->s.ptr[c->at + ahead] : '\0';
}

static void skip_block_comment(struct scan *c)
{
	size_t nested = 0;

	do {
		if (peek(c, 0) == '/' && peek(c, 1) == '*') {
			nested++;
			c->at += 2;
		} else if (peek(c, 0) == '*' && peek(c, 1) == '/') {
			nested--;
			c->at += 2;
		} else {
			c->at++;
		}
	} while (nested && c->at < c->s.len);
}

static void skip_string(struct scan *c)
{
	for (c->at++; c->at < c->s.len && peek(c, 0) != '"'; c->at++)
		if (peek(c, 0) == '\\')
			c->at++;
	c->at++;
}

/* At the first '#' or '"' behind the r of a raw string; false: it is none. */
static bool skip_raw_string(struct scan *c)
{
	size_t hashes = 0, i;

	while (peek(c, hashes) == '#')
		hashes++;
	if (peek(c, hashes) != '"')
		return false;
	for (c->at += hashes + 1; c->at < c->s.len; c->at++) {
		if (peek(c, 0) != '"')
			continue;
		for (i = 0; i < hashes && peek(c, i + 1) == '#'; i++)
			continue;
		if (i == hashes)
			break;
	}
	c->at += hashes + 1;
	return true;
}

/* A character, or the quote of a lifetime. */
static void skip_quote(struct scan *c)
{
	size_t i;

	if (peek(c, 1) == '\\') {
		for (c->at += 3; c->at < c->s.len && peek(c, 0) != '\'';)
			c->at++;
		c->at++;
		return;
	}
	for (i = 2; i < 6 && ((unsigned char)peek(c, i) & 0xC0) == 0x80; i++)
		continue;
	c->at += peek(c, i) == '\'' ? i + 1 : 1;
}

/* White space, comments; false where something else stands. */
static bool skip_gap(struct scan *c)
{
	char a = peek(c, 0), b = peek(c, 1);

	if (c->at < c->s.len && ch_is_space(a)) {
		c->at++;
	} else if (a == '/' && b == '/') {
		while (c->at < c->s.len && peek(c, 0) != '\n')
			c->at++;
	} else if (a == '/' && b == '*') {
		skip_block_comment(c);
	} else {
		return false;
	}
	return true;
}

static struct ch_str take_word(struct scan *c)
{
	size_t from = c->at;

	while (c->at < c->s.len && ch_is_name(c->s.ptr[c->at]))
		c->at++;
	return ch_str_sub(c->s, from, c->at);
}

/* #[...], with strings and brackets inside. */
static void skip_attribute(struct scan *c)
{
	size_t nested = 0;

	while (c->at < c->s.len) {
		char a = peek(c, 0);

		if (a == '"') {
			skip_string(c);
			continue;
		}
		c->at++;
		nested += a == '[';
		if (a == ']' && !--nested)
			return;
	}
}

/* Does what follows the '{' of a macro call look like items? */
static bool starts_items(const struct scan *from)
{
	static const char *const items[] = { "pub", "fn", "struct", "enum",
		"union", "impl", "mod", "use", "trait", "type", "const",
		"static", "unsafe", "async", "extern", "macro_rules" };
	struct scan c = *from;
	struct ch_str word;

	for (;;) {
		if (skip_gap(&c))
			continue;
		if (peek(&c, 0) == '#' && peek(&c, 1) == '[')
			skip_attribute(&c);
		else
			break;
	}
	word = take_word(&c);
	if (!ch_str_in(word, items, CH_ARRAY_LEN(items)))
		return word.len > 3 && peek(&c, 0) == '!' &&
		       ch_str_starts(word, "cfg");
	while (skip_gap(&c))
		continue;
	if (!ch_str_is(word, "pub"))
		return true;
	/* mock! { pub File { ... } } is the macro's own language */
	if (peek(&c, 0) == '(') {
		while (c.at < c.s.len && peek(&c, 0) != ')')
			c.at++;
		c.at++;
		while (skip_gap(&c))
			continue;
	}
	return ch_str_in(take_word(&c), items + 1, CH_ARRAY_LEN(items) - 1);
}

/* Behind the brace that closes the one at c->at. */
static void skip_braces(struct scan *c)
{
	size_t nested = 0;

	do {
		char a = peek(c, 0);

		if (skip_gap(c))
			continue;
		if (a == '"') {
			skip_string(c);
		} else if (a == '\'') {
			skip_quote(c);
		} else {
			nested += a == '{';
			nested -= a == '}';
			c->at++;
		}
	} while (nested && c->at < c->s.len);
}

/*
 * bitflags! { pub struct Flags: u8 { const A = 1; } }, at its brace: a struct
 * of a type, with nothing in it that the grammar could read.
 */
static bool enter_flags(struct scan *c, size_t start)
{
	size_t colon = 0, brace;

	ch_blanks_add(c->out, start, ++c->at);
	while (c->at < c->s.len && peek(c, 0) != '}') {
		if (skip_gap(c))
			continue;
		if (peek(c, 0) == '#' && peek(c, 1) == '[') {
			skip_attribute(c);
			continue;
		}
		if (peek(c, 0) == ':' && !colon)
			colon = c->at;
		if (peek(c, 0) != '{') {
			c->at++;
			continue;
		}
		brace = c->at;
		skip_braces(c);
		if (colon)
			ch_blanks_add(c->out, colon, brace);
		if (c->at <= c->s.len)
			ch_blanks_add(c->out, brace + 1, c->at - 1);
		colon = 0;
	}
	if (c->at < c->s.len)
		ch_blanks_add(c->out, c->at, c->at + 1);
	c->at++;
	return true;
}

/* Where "path::to::name" starts whose last word starts at 'at'. */
static size_t path_start(const struct scan *c, size_t at)
{
	const char *p = c->s.ptr;

	while (at > 2 && p[at - 1] == ':' && p[at - 2] == ':' &&
		ch_is_name(p[at - 3]))
		for (at -= 2; at && ch_is_name(p[at - 1]);)
			at--;
	return at;
}

/*
 * A word where items may stand, its end at c->at: is it a macro call around
 * items?  Then blank its head, enter its brace.
 */
static bool enter_macro(struct scan *c, size_t start, struct ch_str word)
{
	/* these look like items at first and are not */
	static const char *const others[] = { "macro_rules", "quick_error",
		"error_chain", "lazy_static", "thread_local", "proptest" };
	struct scan ahead = *c;

	if (peek(c, 0) != '!' || c->depth >= MAX_DEPTH ||
		ch_str_in(word, others, CH_ARRAY_LEN(others)))
		return false;
	ahead.at++;
	while (skip_gap(&ahead))
		continue;
	if (peek(&ahead, 0) != '{')
		return false;
	start = path_start(c, start);
	if (ch_str_is(word, "bitflags")) {
		c->at = ahead.at;
		return enter_flags(c, start);
	}
	ahead.at++;
	if (!starts_items(&ahead))
		return false;
	c->at = ahead.at;
	ch_blanks_add(c->out, start, c->at);
	c->braces[c->depth++] = BRACE_MACRO;
	c->header = HEADER_NONE;
	return true;
}

static bool in_items(const struct scan *c)
{
	return !c->depth || (c->depth <= MAX_DEPTH &&
				    c->braces[c->depth - 1] != BRACE_OTHER);
}

static void note_header(struct scan *c, struct ch_str word)
{
	static const char *const blocks[] = { "mod", "impl", "trait" };
	static const char *const maybe[] = { "const", "extern", "unsafe" };
	static const char *const others[] = { "fn", "struct", "enum", "union",
		"static", "type", "use", "macro_rules", "let" };

	if (c->header > HEADER_MAYBE)
		return;
	if (ch_str_in(word, blocks, CH_ARRAY_LEN(blocks)))
		c->header = HEADER_ITEMS;
	else if (ch_str_in(word, others, CH_ARRAY_LEN(others)))
		c->header = HEADER_OTHER;
	else if (ch_str_in(word, maybe, CH_ARRAY_LEN(maybe)))
		c->header = HEADER_MAYBE;
}

static void open_brace(struct scan *c)
{
	bool items = in_items(c) &&
		     (c->header == HEADER_ITEMS || c->header == HEADER_MAYBE);

	if (c->depth < MAX_DEPTH)
		c->braces[c->depth] = items ? BRACE_ITEMS : BRACE_OTHER;
	c->depth++;
	c->header = HEADER_NONE;
	c->at++;
}

static void close_brace(struct scan *c)
{
	c->header = HEADER_NONE;
	c->at++;
	if (!c->depth)
		return;
	c->depth--;
	if (c->depth < MAX_DEPTH && c->braces[c->depth] == BRACE_MACRO)
		ch_blanks_add(c->out, c->at - 1, c->at);
}

static void take_token(struct scan *c)
{
	size_t start = c->at;
	struct ch_str word = take_word(c);

	if (word.len) {
		if ((ch_str_is(word, "r") || ch_str_is(word, "br")) &&
			skip_raw_string(c))
			return;
		if (in_items(c) && c->header == HEADER_NONE &&
			enter_macro(c, start, word))
			return;
		note_header(c, word);
		return;
	}
	switch (peek(c, 0)) {
	case '"':
		skip_string(c);
		break;
	case '\'':
		skip_quote(c);
		break;
	case '{':
		open_brace(c);
		break;
	case '}':
		close_brace(c);
		break;
	case ';':
		c->header = HEADER_NONE;
		c->at++;
		break;
	case '#':
		if (peek(c, 1) == '[')
			skip_attribute(c);
		else
			c->at++;
		break;
	default:
		c->at++;
		break;
	}
}

void ch_blank_rust(struct ch_str source, struct ch_blanks *out)
{
	struct scan c = { .s = source, .out = out };

	while (c.at < c.s.len)
		if (!skip_gap(&c))
			take_token(&c);
}
