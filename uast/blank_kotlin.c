/*
 * What the Kotlin grammar trips over, made invisible.
 *
 * - "context(a: B)" in front of a declaration or type, "actual" and "expect"
 *   in front of a constructor on a line of its own, annotations in odd places.
 * - The last member of a class body on the line of its brace has a semicolon
 *   behind it: class A { val b = 1; }
 * - Words that are keywords in places and names elsewhere lose their first
 *   letter where they are names in expressions: by.x(), final = 1, get(a).
 * - The guard of "is A if b ->".
 * - The dollars of $$"..." and quotes before the three that end a string.
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "uast/blank.h"

#define MAX_DEPTH 400

struct pass {
	struct ch_str s;
	struct ch_blanks *out;
	char open[MAX_DEPTH]; /* ( [ {, C a class body, $ a hole in a string
				 and % in one of three quotes */
	bool head[MAX_DEPTH]; /* behind class, interface or object */
	size_t depth;
	size_t last_end; /* behind the last sign */
	char last;	 /* it; a for words */
	bool newline;	 /* a line ended behind it */
	bool entry;	 /* on a line that began with "is" or "in" */
};

static char at(const struct pass *p, size_t i)
{
	return i < p->s.len ? p->s.ptr[i] : '\0';
}

static size_t skip_space(const struct pass *p, size_t i)
{
	while (i < p->s.len && ch_is_space(at(p, i)))
		i++;
	return i;
}

static size_t skip_word(const struct pass *p, size_t i)
{
	while (ch_is_name(at(p, i)))
		i++;
	return i;
}

static bool says_one_of(
	const struct pass *p, size_t i, const char *const *words, size_t n)
{
	return ch_str_in(ch_str_sub(p->s, i, skip_word(p, i)), words, n);
}

static bool says(const struct pass *p, size_t i, const char *word)
{
	return says_one_of(p, i, &word, 1);
}

static bool is_modifier(const struct pass *p, size_t i)
{
	static const char *const words[] = { "public", "private", "protected",
		"internal", "abstract", "final", "open", "override", "inline",
		"suspend", "operator", "infix", "tailrec", "external", "actual",
		"expect", "const", "lateinit", "sealed", "data", "enum",
		"annotation", "inner", "value", "companion" };

	return says_one_of(p, i, words, CH_ARRAY_LEN(words));
}

static bool starts_declaration(const struct pass *p, size_t i)
{
	static const char *const words[] = { "fun", "val", "var", "class",
		"interface", "object", "typealias" };

	return at(p, i) == '@' || is_modifier(p, i) ||
	       says_one_of(p, i, words, CH_ARRAY_LEN(words));
}

static void set_head(struct pass *p, bool head)
{
	if (p->depth < MAX_DEPTH)
		p->head[p->depth] = head;
}

static bool is_head(const struct pass *p)
{
	return p->depth < MAX_DEPTH && p->head[p->depth];
}

static void push(struct pass *p, char c)
{
	if (p->depth < MAX_DEPTH)
		p->open[p->depth] = c;
	p->depth++;
	set_head(p, false);
}

static char pop(struct pass *p)
{
	if (!p->depth)
		return '\0';
	p->depth--;
	return p->depth < MAX_DEPTH ? p->open[p->depth] : '\0';
}

/* ---- strings and comments ----------------------------------------------- */

/* Comments nest. */
static size_t skip_comment(const struct pass *p, size_t i)
{
	size_t end, depth = 0;

	if (at(p, i + 1) == '/') {
		end = ch_str_chr(p->s, '\n', i);
		return end == (size_t)-1 ? p->s.len : end;
	}
	for (; i < p->s.len; i++) {
		if (at(p, i) == '/' && at(p, i + 1) == '*') {
			depth++;
			i++;
		} else if (at(p, i) == '*' && at(p, i + 1) == '/') {
			i++;
			if (!--depth)
				return i + 1;
		}
	}
	return p->s.len;
}

static size_t skip_character(const struct pass *p, size_t i)
{
	for (i++; i < p->s.len && at(p, i) != '\'' && at(p, i) != '\n'; i++)
		i += at(p, i) == '\\';
	return i < p->s.len ? i + 1 : p->s.len;
}

static size_t run_of(const struct pass *p, size_t i, char c)
{
	size_t n = 0;

	while (at(p, i + n) == c)
		n++;
	return n;
}

/*
 * Up to the end of a string or the hole that opens in it.  'dollars' open
 * one; fewer of them, where several are asked for, are plain text.
 */
static size_t skip_string(struct pass *p, size_t i, bool raw, size_t dollars)
{
	for (; i < p->s.len; i++) {
		char c = at(p, i);
		size_t n = c == '$' || c == '"' ? run_of(p, i, c) : 0;

		if (c == '\\' && !raw) {
			i++;
		} else if (c == '$' && n < dollars) {
			ch_blanks_add(p->out, i, i + n);
			i += n - 1;
		} else if (c == '$' && at(p, i + n) == '{') {
			push(p, raw ? '%' : '$');
			return i + n + 1;
		} else if (c == '"' && raw) {
			if (n > 3) /* the first of them are text */
				ch_blanks_add(p->out, i, i + n - 3);
			if (n >= 3)
				return i + n;
			i += n - 1;
		} else if (c == '"' || (c == '\n' && !raw)) {
			return i + 1;
		}
	}
	return p->s.len;
}

/* "..." and """...""" at 'i', with signs in front that open holes. */
static size_t take_string(struct pass *p, size_t i)
{
	size_t dollars = run_of(p, i, '$'), n = run_of(p, i + dollars, '"');
	bool raw = n >= 3;

	ch_blanks_add(p->out, i, i + dollars);
	i += dollars;
	if (n == 2)
		return i + 2;
	return skip_string(p, i + (raw ? 3 : 1), raw, dollars);
}

/* ---- words -------------------------------------------------------------- */

/* Behind the bracket that closes the one at 'i'; len where none does. */
static size_t skip_brackets(const struct pass *p, size_t i)
{
	size_t depth = 0, end = i + 4000;

	for (; i < p->s.len && i < end; i++) {
		if (at(p, i) == '(')
			depth++;
		else if (at(p, i) == ')' && !--depth)
			return i + 1;
		else if (ch_is_one_of(at(p, i), "{};"))
			break;
	}
	return p->s.len;
}

static bool is_statement_start(const struct pass *p)
{
	return p->newline || ch_is_one_of(p->last, "{};") || !p->last;
}

/* "get()" and "set(v)" of a property, not a call of that name. */
static bool is_accessor(const struct pass *p, size_t i)
{
	size_t end = skip_word(p, i), open = end, close, next;

	if (at(p, open) != '(')
		return false;
	close = skip_brackets(p, open);
	next = skip_space(p, close);
	if (says(p, i, "get"))
		return skip_space(p, open + 1) + 1 == close;
	return ch_is_one_of(at(p, next), "={:");
}

/* A type, or a parameter's name, and not a value. */
static bool is_dynamic_value(const struct pass *p, char next)
{
	if (p->last == ':' || p->last == '<')
		return false;
	if (p->last == '(' || p->last == ',')
		return ch_is_one_of(next, "),.") &&
		       (p->last == ',' ||
			       (p->last_end > 1 &&
				       ch_is_name(at(p, p->last_end - 2))));
	return ch_is_one_of(next, ".,)=?![") || next == '\n';
}

/*
 * A soft keyword in the place of a name.  What declares something by that
 * name is left alone: it keeps its name.
 */
static bool is_name_in_expression(const struct pass *p, size_t i)
{
	static const char *const words[] = { "by", "where", "final", "open",
		"inline", "external", "abstract", "override", "lateinit",
		"infix", "tailrec", "vararg", "noinline", "crossinline",
		"sealed", "public", "private", "internal", "protected" };
	size_t next = skip_word(p, i);
	char c;

	while (at(p, next) == ' ' || at(p, next) == '\t')
		next++;
	c = at(p, next);
	if (says(p, i, "dynamic"))
		return is_dynamic_value(p, c);
	if (says(p, i, "suspend"))
		return c == '{';
	if (!is_statement_start(p))
		return false;
	if (says(p, i, "get") || says(p, i, "set"))
		return ch_is_one_of(c, "({.=") && !is_accessor(p, i);
	return ch_is_one_of(c, ".=({[?!+-") &&
	       says_one_of(p, i, words, CH_ARRAY_LEN(words));
}

static size_t take_word(struct pass *p, size_t i)
{
	static const char *const heads[] = { "class", "interface", "object" };
	static const char *const others[] = { "fun", "val", "var", "if", "for",
		"while", "when", "try", "else", "return", "do", "init",
		"typealias" };
	size_t end = skip_word(p, i), next = skip_space(p, end);

	if (says(p, i, "context") && at(p, end) == '(') {
		size_t close = skip_brackets(p, end);

		if (p->last == ':' ||
			(is_statement_start(p) &&
				starts_declaration(p, skip_space(p, close)))) {
			ch_blanks_add(p->out, i, close);
			return close;
		}
	}
	if (p->newline)
		p->entry = says(p, i, "is") || says(p, i, "in");
	if (p->entry && says(p, i, "if")) {
		size_t arrow = ch_str_find(p->s, CH_STR("->"), i);

		if (arrow < i + 1000) {
			ch_blanks_add(p->out, i, arrow);
			return arrow;
		}
	}
	if ((says(p, i, "actual") || says(p, i, "expect")) &&
		says(p, next, "constructor"))
		ch_blanks_add(p->out, i, end);
	else if (is_name_in_expression(p, i))
		ch_blanks_add(p->out, i, i + 1);
	if (says_one_of(p, i, heads, CH_ARRAY_LEN(heads)) && p->last != ':')
		set_head(p, true);
	else if (says_one_of(p, i, others, CH_ARRAY_LEN(others)))
		set_head(p, false);
	return end;
}

/*
 * An annotation of a type that has arguments, of an accessor, and of a
 * constructor that has another modifier.
 */
static size_t take_annotation(struct pass *p, size_t i)
{
	size_t end = skip_word(p, i + 1), next, word;
	bool arguments = at(p, end) == '(';

	if (arguments)
		end = skip_brackets(p, end);
	next = skip_space(p, end);
	word = skip_space(p, skip_word(p, next));
	if ((p->last == ':' && arguments) ||
		((says(p, next, "get") || says(p, next, "set")) &&
			(is_accessor(p, next) ||
				at(p, skip_word(p, next)) == '\n')) ||
		(is_modifier(p, next) && says(p, word, "constructor"))) {
		ch_blanks_add(p->out, i, end);
		return end;
	}
	return i + 1;
}

/* ---- signs -------------------------------------------------------------- */

static size_t take_sign(struct pass *p, size_t i)
{
	char c = at(p, i), open;

	if (c == '(' || c == '[') {
		push(p, c);
	} else if (c == '{') {
		bool body = is_head(p);

		set_head(p, false);
		push(p, body ? 'C' : '{');
	} else if (c == ')' || c == ']' || c == '}') {
		open = pop(p);
		if (c == '}' && open == 'C' && !p->newline &&
			at(p, i - 1) == ' ' && !ch_is_one_of(p->last, "{;,"))
			ch_blanks_add_as(p->out, i - 1, i, ";");
		if (c == '}' && (open == '$' || open == '%'))
			return skip_string(p, i + 1, open == '%', 0);
	} else if (c == ';') {
		set_head(p, false);
	} else if (c == '-' && at(p, i + 1) == '>') {
		p->entry = false;
	}
	return i + 1;
}

static size_t take_token(struct pass *p, size_t i)
{
	char c = at(p, i);

	if (c == '"' || (c == '$' && at(p, i + run_of(p, i, '$')) == '"'))
		return take_string(p, i);
	if (c == '\'')
		return skip_character(p, i);
	if (c == '`') {
		for (i++; i < p->s.len && at(p, i) != '`' && at(p, i) != '\n';)
			i++;
		return i < p->s.len ? i + 1 : p->s.len;
	}
	if (c == '@' && ch_is_name(at(p, i + 1)))
		return take_annotation(p, i);
	return ch_is_name(c) ? take_word(p, i) : take_sign(p, i);
}

void ch_blank_kotlin(struct ch_str source, struct ch_blanks *out)
{
	struct pass p = { .s = source, .out = out };
	size_t i = 0;

	while (i < source.len) {
		char c = at(&p, i);

		if (ch_is_space(c)) {
			p.newline |= c == '\n';
			i++;
		} else if (c == '/' &&
			   (at(&p, i + 1) == '/' || at(&p, i + 1) == '*')) {
			i = skip_comment(&p, i);
		} else {
			i = take_token(&p, i);
			p.last = ch_is_name(c) ? 'a' : c;
			p.last_end = i;
			p.newline = false;
		}
	}
}
