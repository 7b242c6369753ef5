/*
 * Macros in functions, where they stand for statements or parts of them, and
 * in the values of variables.
 */
#include <string.h>

#include "uast/blank_c.h"

size_t ch_c_skip_block(struct ch_c_pass *p, size_t i)
{
	size_t depth = 0;

	for (; i < p->n; i++) {
		if (is_punct(p, i, '{'))
			depth++;
		else if (is_punct(p, i, '}') && !--depth)
			return i + 1;
	}
	p->open = true;
	return p->n;
}

/* "TRY {" and "CATCH(...) {" among statements: only the blocks stay. */
static void blank_block_macro(struct ch_c_pass *p, size_t i)
{
	size_t end = i;

	if (!is_punct(p, i - 1, ';') && !is_punct(p, i - 1, '{') &&
		!is_punct(p, i - 1, '}'))
		return;
	if (is_punct(p, i + 1, '(') && p->t[i + 1].match == i + 5 &&
		is_punct(p, i + 2, '.') && is_punct(p, i + 4, '.'))
		end = i + 5;
	if (is_punct(p, end + 1, '{'))
		blank_tokens(p, i, end);
}

/* "va_arg(ap, char *)": no expression is a type. */
static void blank_type_argument(struct ch_c_pass *p, size_t i)
{
	size_t close = p->t[i + 1].match, comma = i + 2;

	if (!ch_str_is(text_of(p, i), "va_arg") || close <= i + 1)
		return;
	while (comma < close && !is_punct(p, comma, ','))
		comma = is_punct(p, comma, '(') && p->t[comma].match > comma
				? p->t[comma].match
				: comma + 1;
	if (comma + 2 < close)
		blank_tokens(p, comma, close - 1);
}

/* The parenthesis around what stands at 'i', or 0. */
static size_t open_before(const struct ch_c_pass *p, size_t i)
{
	while (--i && !is_punct(p, i, ';') && !is_punct(p, i, '{') &&
		!is_punct(p, i, '}')) {
		if (is_punct(p, i, '('))
			return i;
		if (is_punct(p, i, ')') && p->t[i].match)
			i = p->t[i].match;
	}
	return 0;
}

/*
 * "list_entry(p, struct node *, links)": no expression is a type, the tag's
 * name is one.  A type that is the only argument is for the grammar to judge.
 */
static void blank_tag_argument(struct ch_c_pass *p, size_t i)
{
	bool first = is_punct(p, i - 1, '(');
	size_t end = i + 2, open;

	if (!is_word(p, i + 1) || !(first || is_punct(p, i - 1, ',')))
		return;
	while (is_punct(p, end, '*'))
		end++;
	if (!is_punct(p, end, ',') && (first || !is_punct(p, end, ')')))
		return;
	open = open_before(p, i);
	if (!open || !is_word(p, open - 1) ||
		ch_c_takes_parens(text_of(p, open - 1)) ||
		ch_str_is(text_of(p, open - 1), "offsetof"))
		return;
	blank_tokens(p, i, i);
	if (end > i + 2)
		blank_tokens(p, i + 2, end - 1);
}

/* "check(a, ==, b)": no expression is an operator alone. */
static void blank_operator_argument(struct ch_c_pass *p, size_t comma)
{
	size_t end = comma + 1;

	while (end < p->n && p->t[end].kind == PUNCT &&
		ch_is_one_of(p->t[end].c, "=!<>&|+-*/%^"))
		end++;
	if (end > comma + 1 && (is_punct(p, end, ',') || is_punct(p, end, ')')))
		blank_tokens(p, comma, end - 1);
}

/*
 * STR(X) " more": the grammar knows only names between strings.  Where the
 * macro comes last and its arguments may be anything, they are the string's:
 * "format" ARGS(a ? b : c).
 */
static void blank_string_macro(struct ch_c_pass *p, size_t i)
{
	size_t close = p->t[i + 1].match;

	if (!ch_c_is_macro(p, i) || close <= i + 1)
		return;
	if (close + 1 < p->n && p->t[close + 1].kind == TEXT)
		blank_tokens(p, i + 1, close);
	else if (p->t[i - 1].kind == TEXT && close > i + 3)
		blank_tokens(p, i, i);
	else if (p->t[i - 1].kind == TEXT)
		blank_tokens(p, i + 1, close);
}

/* Words that "(...) {" or "(...) x" may follow. */
static bool leads_on(struct ch_str s)
{
	static const char *const words[] = { "catch", "else", "do", "new",
		"delete", "co_await", "co_return", "co_yield", "case", "goto",
		"__except", "__finally", "__try", "constexpr", "throw" };

	return ch_str_in(s, words, CH_ARRAY_LEN(words)) ||
	       ch_c_takes_parens(s) || ch_c_is_type_word(s) ||
	       ch_c_is_tag_word(s) || ch_c_is_specifier(s) ||
	       ch_c_starts_other(s) || ch_str_starts(s, "__attribute") ||
	       ch_str_starts(s, "__asm");
}

/* Does a statement begin at 'i'?  Not behind the braces of a list. */
static bool begins_statement(const struct ch_c_pass *p, size_t i)
{
	while (i > 1 && is_directive(p, i - 1))
		i--;
	if (is_punct(p, i - 1, ';') || is_punct(p, i - 1, '}'))
		return true;
	return is_punct(p, i - 1, '{') && i > 1 &&
	       (is_punct(p, i - 2, ')') || is_punct(p, i - 2, ';') ||
		       is_punct(p, i - 2, '{') || is_punct(p, i - 2, '}') ||
		       (is_word(p, i - 2) &&
			       (ch_str_is(text_of(p, i - 2), "else") ||
				       ch_str_is(text_of(p, i - 2), "do"))));
}

/* "} set_else {": what only a macro can be between two blocks. */
static void blank_joint(struct ch_c_pass *p, size_t i)
{
	struct ch_str s = text_of(p, i);

	if (is_punct(p, i - 1, '}') && is_punct(p, i + 1, '{') &&
		!p->t[i].newline && !leads_on(s) && !ch_str_is(s, "try") &&
		!ch_str_is(s, "finally"))
		blank_tokens(p, i, i);
}

/* The first of the blanks behind 'from', or the last of those before 'to'. */
static size_t blank_between(const struct ch_c_pass *p, size_t from, size_t to)
{
	if (at(p, from) == ' ' || at(p, from) == '\t')
		return from;
	if (to > from && (at(p, to - 1) == ' ' || at(p, to - 1) == '\t'))
		return to - 1;
	return 0;
}

/*
 * "every(100) {" and "every(100) f();" and "CHECK(x)" on a line of its own
 * end behind the parentheses.  Where there is no space to say so they are
 * not seen at all.  True where one ends: the next statement begins there.
 */
static bool end_statement_macro(struct ch_c_pass *p, size_t i, size_t to)
{
	size_t close = p->t[i + 1].match, next = close + 1, space;
	bool lower = !ch_c_is_macro(p, i);

	while (next < to && is_directive(p, next))
		next++;
	if (close <= i + 1 || next >= to || leads_on(text_of(p, i)) ||
		is_punct(p, close - 1, '&'))
		return false;
	if (!is_punct(p, next, '{') &&
		!(is_punct(p, next, '}') && p->t[next].newline) &&
		!(is_word(p, next) &&
			(p->t[next].newline ||
				(lower && is_punct(p, next + 1, '(')))))
		return false;
	space = blank_between(p, p->t[close].end, p->t[close + 1].start);
	if (space)
		ch_blanks_add_as(p->out, space, space + 1, ";");
	else
		blank_tokens(p, i, close);
	return true;
}

/* Is the '{' at 'i' a function's? */
static bool opens_function(const struct ch_c_pass *p, size_t i)
{
	return i && (is_punct(p, i - 1, ')') ||
			    (is_word(p, i - 1) &&
				    (ch_str_is(text_of(p, i - 1), "const") ||
					    ch_str_is(text_of(p, i - 1),
						    "override") ||
					    ch_str_is(text_of(p, i - 1),
						    "noexcept"))));
}

size_t ch_c_skip_body(struct ch_c_pass *p, size_t i)
{
	size_t to = ch_c_skip_block(p, i);
	bool is_function = opens_function(p, i);
	struct ch_str local = { NULL, 0 }; /* a class in the function */
	size_t ended = 0;

	for (size_t k = i + 1; k + 1 < to; k++) {
		if (is_function && is_punct(p, k, ','))
			blank_operator_argument(p, k);
		if (!is_word(p, k))
			continue;
		if (ch_c_is_macro(p, k))
			blank_block_macro(p, k);
		if (ch_c_is_tag_word(text_of(p, k)) && is_word(p, k + 1)) {
			local = text_of(p, k + 1);
			if (is_function)
				blank_tag_argument(p, k);
		}
		if (is_function)
			blank_joint(p, k);
		if (!is_function || !is_punct(p, k + 1, '('))
			continue;
		blank_type_argument(p, k);
		blank_string_macro(p, k);
		if ((ended && ended + 1 == k) || begins_statement(p, k))
			if (!ch_str_eq(text_of(p, k), local) &&
				end_statement_macro(p, k, to))
				ended = p->t[k + 1].match;
	}
	return to;
}

/* "= INIT(A, { 1, 2 })": no expression has such arguments. */
static void blank_braced(struct ch_c_pass *p, size_t open)
{
	bool braced = false;
	size_t depth = 0, i;

	for (i = open; i < p->n && !is_punct(p, i, ';'); i++) {
		if (is_punct(p, i, '{'))
			braced |= is_punct(p, i - 1, ',') ||
				  is_punct(p, i - 1, '(');
		else if (is_punct(p, i, '('))
			depth++;
		else if (is_punct(p, i, ')') && !--depth)
			break;
	}
	look_ahead(p, i);
	if (braced && is_punct(p, i, ')') && i > open + 1)
		blank_tokens(p, open + 1, i - 1);
}

size_t ch_c_skip_value(struct ch_c_pass *p, size_t i)
{
	if (ch_c_is_macro(p, i + 1) && is_punct(p, i + 2, '('))
		blank_braced(p, i + 2);

	while (i < p->n && !is_punct(p, i, ';') && !is_punct(p, i, '}'))
		i = is_punct(p, i, '{') ? ch_c_skip_block(p, i) : i + 1;
	return i;
}
