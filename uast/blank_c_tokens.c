/*
 * The text of a C file as tokens, and what can be said of a word by itself.
 */
#include <string.h>

#include "uast/blank_c.h"

static bool is_alpha(char c)
{
	return (ch_is_name(c) && !ch_is_digit(c)) || c == '$';
}

/* How far something goes; at the text's end it may go on. */
static size_t up_to(struct ch_c_pass *p, size_t i)
{
	if (i < p->s.len)
		return i;
	p->open = true;
	return p->s.len;
}

static size_t skip_comment(struct ch_c_pass *p, size_t i)
{
	size_t end;

	if (at(p, i + 1) == '/') {
		while (i < p->s.len && at(p, i) != '\n')
			i += at(p, i) == '\\' && i + 1 < p->s.len ? 2 : 1;
		return up_to(p, i);
	}
	end = ch_str_find(p->s, CH_STR("*/"), i + 2);
	return end == (size_t)-1 ? up_to(p, end) : end + 2;
}

static bool starts_comment(const struct ch_c_pass *p, size_t i)
{
	return at(p, i) == '/' && (at(p, i + 1) == '/' || at(p, i + 1) == '*');
}

/* Where what is blanked of the line at 'i' ends: a backslash stays. */
static size_t line_part(const struct ch_c_pass *p, size_t i, size_t end)
{
	size_t stop = ch_str_chr(ch_str_sub(p->s, 0, end), '\n', i);

	if (stop == (size_t)-1)
		return end;
	if (stop > i && at(p, stop - 1) == '\r')
		stop--;
	return stop > i && at(p, stop - 1) == '\\' ? stop - 1 : stop;
}

static bool is_continued(const struct ch_c_pass *p, size_t i, size_t end)
{
	for (; i < end; i++)
		if (at(p, i) == '\n' && at(p, i - 1) != '\\' &&
			!(at(p, i - 1) == '\r' && at(p, i - 2) == '\\'))
			return false;
	return true;
}

/*
 * A comment in the middle of a macro's body ends it for the grammar.  One of
 * several lines goes line by line, so that they are still continued.
 */
static size_t blank_comment(struct ch_c_pass *p, size_t i)
{
	size_t end = skip_comment(p, i), k = end;

	while (at(p, k) == ' ' || at(p, k) == '\t')
		k++;
	if (at(p, k) == '\n' || at(p, k) == '\r' || !is_continued(p, i, end))
		return end;
	while (i < end) {
		size_t stop = line_part(p, i, end);

		ch_blanks_add(p->out, i, stop);
		for (i = stop; i < end && at(p, i) != '\n'; i++)
			;
		i++;
	}
	return end;
}

/* A directive up to its line's end; continued lines and comments inside. */
static size_t skip_directive(struct ch_c_pass *p, size_t i)
{
	while (i < p->s.len && at(p, i) != '\n') {
		if (at(p, i) == '\\' && at(p, i + 1) == '\r' &&
			at(p, i + 2) == '\n')
			i += 3;
		else if (at(p, i) == '\\' && at(p, i + 1) == '\n')
			i += 2;
		else if (at(p, i) == '/' && at(p, i + 1) == '*')
			i = blank_comment(p, i);
		else
			i++;
	}
	return up_to(p, i);
}

static size_t skip_quoted(struct ch_c_pass *p, size_t i)
{
	char q = at(p, i++);

	while (i < p->s.len && at(p, i) != q && at(p, i) != '\n')
		i += at(p, i) == '\\' ? 2 : 1;
	if (at(p, i) == q)
		return i + 1;
	return up_to(p, i);
}

/* R"x( ... )x" */
static size_t skip_raw(struct ch_c_pass *p, size_t i)
{
	char close[20] = ")";
	size_t n = 1, end;

	for (i++; i < p->s.len && at(p, i) != '(' && n < 18; i++)
		close[n++] = at(p, i);
	close[n++] = '"';
	end = ch_str_find(p->s, ch_str_n(close, n), i);
	return end == (size_t)-1 ? up_to(p, end) : end + n;
}

static char directive_kind(const struct ch_c_pass *p, size_t i, size_t end)
{
	struct ch_str s = ch_str_trim(ch_str_sub(p->s, i + 1, end));

	if (ch_str_starts(s, "if"))
		return 'i';
	if (ch_str_starts(s, "el"))
		return 'l';
	if (ch_str_starts(s, "endif"))
		return 'n';
	return 'o';
}

static void add_token(struct ch_c_pass *p, size_t start, size_t end,
	enum ch_c_kind kind, char c)
{
	struct ch_c_token *t;

	CH_GROW(p->t, p->n, p->cap);
	t = &p->t[p->n++];
	t->start = (uint32_t)start;
	t->end = (uint32_t)end;
	t->kind = (uint8_t)kind;
	t->match = 0;
	t->c = c;
	t->newline = t->fresh = false;
}

static size_t number_end(const struct ch_c_pass *p, size_t i)
{
	while (is_alpha(at(p, i)) || ch_is_digit(at(p, i)) || at(p, i) == '.' ||
		(at(p, i) == '\'' &&
			(is_alpha(at(p, i + 1)) || ch_is_digit(at(p, i + 1)))))
		i++;
	return i;
}

/* "#if HAS(<x.h>)": no expression to the grammar, "HAS" is one. */
static void blank_include_test(struct ch_c_pass *p, size_t from, size_t end)
{
	struct ch_str s = ch_str_sub(p->s, 0, end);
	size_t open = from, close;

	while (open < end &&
		!(at(p, open) == '(' &&
			(at(p, open + 1) == '<' || at(p, open + 1) == '"')))
		open++;
	close = ch_str_chr(s, ')', open);
	if (open < end && close != (size_t)-1)
		ch_blanks_add(p->out, open, close + 1);
}

/* The token at 'i'; returns its end. */
static size_t take_token(struct ch_c_pass *p, size_t i, bool newline)
{
	char c = at(p, i);
	size_t end = i + 1;
	enum ch_c_kind kind = PUNCT;

	if (c == '#' && newline) {
		end = skip_directive(p, i);
		kind = DIRECTIVE;
		c = directive_kind(p, i, end);
		if (c == 'i' || c == 'l')
			blank_include_test(p, i, end);

	} else if (is_alpha(c)) {
		while (is_alpha(at(p, end)) || ch_is_digit(at(p, end)))
			end++;
		kind = WORD;
		if (at(p, end) == '"' && at(p, end - 1) == 'R' &&
			end - i <= 3) {
			end = skip_raw(p, end);
			kind = TEXT;
		}
	} else if (ch_is_digit(c)) {
		end = number_end(p, i);
		kind = NUMBER;
	} else if (c == '"' || c == '\'') {
		end = skip_quoted(p, i);
		kind = TEXT;
	}
	add_token(p, i, end, kind, c);
	p->t[p->n - 1].newline = newline;
	return end;
}

void ch_c_tokenize(struct ch_c_pass *p)
{
	bool newline = true;
	size_t i = 0;

	add_token(p, 0, 0, PUNCT, ';');

	while (i < p->s.len) {
		char c = at(p, i);

		if (c == '\n') {
			newline = true;
			i++;
		} else if (c == ' ' || (c >= '\t' && c <= '\r') || c == '\\') {
			i++;
		} else if (starts_comment(p, i)) {
			i = skip_comment(p, i);
		} else {
			i = take_token(p, i, newline);
			newline = false;
		}
	}
}

/* ---- words -------------------------------------------------------------- */

bool ch_c_is_type_word(struct ch_str s)
{
	static const char *const words[] = { "void", "char", "short", "int",
		"long", "float", "double", "signed", "unsigned", "bool",
		"_Bool", "auto", "decltype", "size_t", "wchar_t" };

	return ch_str_in(s, words, CH_ARRAY_LEN(words));
}

bool ch_c_is_tag_word(struct ch_str s)
{
	return ch_str_is(s, "struct") || ch_str_is(s, "class") ||
	       ch_str_is(s, "union") || ch_str_is(s, "enum") ||
	       ch_str_is(s, "typename");
}

bool ch_c_is_specifier(struct ch_str s)
{
	static const char *const words[] = { "static", "extern", "inline",
		"const", "volatile", "register", "typedef", "constexpr",
		"consteval", "constinit", "virtual", "explicit", "friend",
		"mutable", "thread_local", "_Thread_local", "_Noreturn",
		"__inline", "__inline__", "__extension__", "restrict",
		"template" };

	return ch_str_in(s, words, CH_ARRAY_LEN(words));
}

bool ch_c_starts_other(struct ch_str s)
{
	static const char *const words[] = { "template", "namespace", "using",
		"export", "static_assert", "concept", "asm", "public",
		"private", "protected", "operator" };

	return ch_str_in(s, words, CH_ARRAY_LEN(words));
}

bool ch_c_takes_parens(struct ch_str s)
{
	static const char *const words[] = { "__attribute__", "__attribute",
		"__declspec", "alignas", "_Alignas", "decltype", "typeof",
		"__typeof__", "noexcept", "throw", "explicit", "requires",
		"static_assert", "_Static_assert", "asm", "__asm__", "_Atomic",
		"operator", "sizeof", "if", "while", "for", "switch", "return",
		"defined" };

	return ch_str_in(s, words, CH_ARRAY_LEN(words));
}

bool ch_c_is_macro_name(struct ch_str s)
{
	bool letter = false, digit = false;
	size_t i;

	if (s.len < 2)
		return false;
	for (i = 0; i < s.len; i++) {
		if (ch_is_lower(s.ptr[i]))
			break;
		letter |= ch_is_upper(s.ptr[i]);
	}
	if (i == s.len)
		return letter;
	if (s.len < 5 || !ch_str_starts(s, "__") || ch_str_ends(s, "_t") ||
		ch_c_is_specifier(s) || ch_c_takes_parens(s))
		return false;
	for (i = 0; i < s.len; i++)
		digit |= ch_is_digit(s.ptr[i]);
	return !digit;
}

bool ch_c_is_macro(const struct ch_c_pass *p, size_t i)
{
	return is_word(p, i) && ch_c_is_macro_name(text_of(p, i));
}
