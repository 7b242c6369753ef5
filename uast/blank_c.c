/*
 * What hides declarations from a C grammar, made invisible.
 *
 * No macro is known by name; shapes decide.  A first pass cuts the text into
 * tokens and settles conditionals: of a group whose branches do not hold
 * whole statements the first branch stays and the directives go, and what
 * stands under "#if 0" goes.  A second pass follows braces, so that it knows
 * where declarations stand, and reads each declaration's words up to its
 * name: capitals that are there beside a type are a macro.
 *
 *	GIT_EXTERN(int) f(void);	->	           int  f(void);
 *	FMT_API void g();		->	        void g();
 *	class LIB_API Widget {		->	class         Widget {
 *	int CALLBACK(fp)(int);		->	int         (fp)(int);
 *	void h(void) NORETURN;		->	void h(void)         ;
 *	int k OF((int a));		->	int k   (int a) ;
 *	TRY { k(1); } CATCH(...) {}	->	    { k(1); }            {}
 *
 * Both passes go from left to right, and between two declarations of the file
 * neither remembers anything: there the text can be cut.
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "uast/blank.h"

enum kind {
	WORD,
	NUMBER,
	TEXT, /* string or character */
	PUNCT,
	DIRECTIVE
};

struct token {
	uint32_t start, end;
	uint32_t match; /* of ( and ): the other's index, else 0 */
	uint8_t kind;
	char c; /* of PUNCT; of DIRECTIVE: i f, l else, n endif, o other */
	bool newline; /* first on its line */
	bool fresh;   /* nothing before it matters to it */
};

/* A #if that is not yet closed. */
struct group {
	size_t open;   /* token of the #if */
	size_t branch; /* token of the directive that opened this branch */
	size_t nbranches;
	int depth; /* braces and parentheses opened in this branch */
	int least_depth;
	int first_depth;
	bool broken; /* a branch is no sequence of whole statements */
	bool list;   /* inside the braces of an initializer */
	bool off;    /* "#if 0" */
};

#define MAX_GROUPS 64
#define MAX_SCOPES 200
#define MAX_WORDS 256

struct pass {
	struct ch_str s;
	struct ch_blanks *out;
	struct token *t;
	size_t n, cap;
	size_t *seen; /* directives of open groups, for blanking */
	size_t nseen, seen_cap;
	struct ch_cuts *cuts;
	size_t reach; /* the last token that was looked at beforehand */
	bool open;    /* something goes on behind the text's end */
};

static bool is_alpha(char c)
{
	return ch_is_letter(c) || c == '_' || c == '$' ||
	       (unsigned char)c >= 0x80;
}

/* ---- tokens ------------------------------------------------------------- */

static char at(const struct pass *p, size_t i)
{
	return i < p->s.len ? p->s.ptr[i] : '\0';
}

static struct ch_str text_of(const struct pass *p, size_t i)
{
	return ch_str_sub(p->s, p->t[i].start, p->t[i].end);
}

/* How far something goes; at the text's end it may go on. */
static size_t up_to(struct pass *p, size_t i)
{
	if (i < p->s.len)
		return i;
	p->open = true;
	return p->s.len;
}

static size_t skip_comment(struct pass *p, size_t i)
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

static bool starts_comment(const struct pass *p, size_t i)
{
	return at(p, i) == '/' && (at(p, i + 1) == '/' || at(p, i + 1) == '*');
}

/* Where what is blanked of the line at 'i' ends: a backslash stays. */
static size_t line_part(const struct pass *p, size_t i, size_t end)
{
	size_t stop = ch_str_chr(ch_str_sub(p->s, 0, end), '\n', i);

	if (stop == (size_t)-1)
		return end;
	if (stop > i && at(p, stop - 1) == '\r')
		stop--;
	return stop > i && at(p, stop - 1) == '\\' ? stop - 1 : stop;
}

static bool is_continued(const struct pass *p, size_t i, size_t end)
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
static size_t blank_comment(struct pass *p, size_t i)
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
static size_t skip_directive(struct pass *p, size_t i)
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

static size_t skip_quoted(struct pass *p, size_t i)
{
	char q = at(p, i++);

	while (i < p->s.len && at(p, i) != q && at(p, i) != '\n')
		i += at(p, i) == '\\' ? 2 : 1;
	if (at(p, i) == q)
		return i + 1;
	return up_to(p, i);
}

/* R"x( ... )x" */
static size_t skip_raw(struct pass *p, size_t i)
{
	char close[20] = ")";
	size_t n = 1, end;

	for (i++; i < p->s.len && at(p, i) != '(' && n < 18; i++)
		close[n++] = at(p, i);
	close[n++] = '"';
	end = ch_str_find(p->s, ch_str_n(close, n), i);
	return end == (size_t)-1 ? up_to(p, end) : end + n;
}

static char directive_kind(const struct pass *p, size_t i, size_t end)
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

static void add_token(
	struct pass *p, size_t start, size_t end, enum kind kind, char c)
{
	struct token *t;

	CH_GROW(p->t, p->n, p->cap);
	t = &p->t[p->n++];
	t->start = (uint32_t)start;
	t->end = (uint32_t)end;
	t->kind = (uint8_t)kind;
	t->match = 0;
	t->c = c;
	t->newline = t->fresh = false;
}

static size_t number_end(const struct pass *p, size_t i)
{
	while (is_alpha(at(p, i)) || ch_is_digit(at(p, i)) || at(p, i) == '.' ||
		(at(p, i) == '\'' &&
			(is_alpha(at(p, i + 1)) || ch_is_digit(at(p, i + 1)))))
		i++;
	return i;
}

/* "#if HAS(<x.h>)": no expression to the grammar, "HAS" is one. */
static void blank_include_test(struct pass *p, size_t from, size_t end)
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
static size_t take_token(struct pass *p, size_t i, bool newline)
{
	char c = at(p, i);
	size_t end = i + 1;
	enum kind kind = PUNCT;

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

/* Token 0 ends what was before, so that 0 is no token's index. */
static void tokenize(struct pass *p)
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

static bool is_punct(const struct pass *p, size_t i, char c)
{
	return i < p->n && p->t[i].kind == PUNCT && p->t[i].c == c;
}

static bool is_word(const struct pass *p, size_t i)
{
	return i < p->n && p->t[i].kind == WORD;
}

static bool in_list(struct ch_str s, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (*list[i] == *s.ptr && ch_str_is(s, list[i]))
			return true;
	return false;
}

/* Words of the language that make or qualify a type, or declare. */
static bool is_type_word(struct ch_str s)
{
	static const char *const words[] = { "void", "char", "short", "int",
		"long", "float", "double", "signed", "unsigned", "bool",
		"_Bool", "auto", "decltype", "size_t", "wchar_t" };

	return in_list(s, words, CH_ARRAY_LEN(words));
}

static bool is_tag_word(struct ch_str s)
{
	return ch_str_is(s, "struct") || ch_str_is(s, "class") ||
	       ch_str_is(s, "union") || ch_str_is(s, "enum") ||
	       ch_str_is(s, "typename");
}

static bool is_specifier(struct ch_str s)
{
	static const char *const words[] = { "static", "extern", "inline",
		"const", "volatile", "register", "typedef", "constexpr",
		"consteval", "constinit", "virtual", "explicit", "friend",
		"mutable", "thread_local", "_Thread_local", "_Noreturn",
		"__inline", "__inline__", "__extension__", "restrict",
		"template" };

	return in_list(s, words, CH_ARRAY_LEN(words));
}

static bool starts_other(struct ch_str s)
{
	static const char *const words[] = { "template", "namespace", "using",
		"export", "static_assert", "concept", "asm", "public",
		"private", "protected", "operator" };

	return in_list(s, words, CH_ARRAY_LEN(words));
}

/* Words that take parentheses and are no macro. */
static bool takes_parens(struct ch_str s)
{
	static const char *const words[] = { "__attribute__", "__attribute",
		"__declspec", "alignas", "_Alignas", "decltype", "typeof",
		"__typeof__", "noexcept", "throw", "explicit", "requires",
		"static_assert", "_Static_assert", "asm", "__asm__", "_Atomic",
		"operator", "sizeof", "if", "while", "for", "switch", "return",
		"defined" };

	return in_list(s, words, CH_ARRAY_LEN(words));
}

/* FOO, FOO_2, __init: what macros are called. */
static bool is_macro_name(struct ch_str s)
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
		is_specifier(s) || takes_parens(s))
		return false;
	for (i = 0; i < s.len; i++)
		digit |= ch_is_digit(s.ptr[i]);
	return !digit;
}

static bool is_macro(const struct pass *p, size_t i)
{
	return is_word(p, i) && is_macro_name(text_of(p, i));
}

static void look_ahead(struct pass *p, size_t i)
{
	if (i > p->reach)
		p->reach = i;
}

static void blank_tokens(struct pass *p, size_t from, size_t to)
{
	ch_blanks_add(p->out, p->t[from].start, p->t[to].end);
}

/* ---- conditionals ------------------------------------------------------- */

static void blank_line(struct pass *p, size_t token)
{
	ch_blanks_add(p->out, p->t[token].start, p->t[token].end);
}

static bool is_if_zero(const struct pass *p, size_t i)
{
	struct ch_str s = ch_str_sub(text_of(p, i), 1, (size_t)-1);

	s = ch_str_trim(s);
	if (!ch_str_starts(s, "if"))
		return false;
	s = ch_str_trim(ch_str_sub(s, 2, s.len));
	return s.len && s.ptr[0] == '0' &&
	       (s.len == 1 || s.ptr[1] <= ' ' || s.ptr[1] == '/');
}

/* Does a branch, its last token at 'i', end where a statement does? */
static bool ends_whole(const struct pass *p, size_t from, size_t i)
{
	char c;

	while (i > from && p->t[i].kind == DIRECTIVE && p->t[i].c == 'n')
		i--; /* what stands in a group inside it counts */
	if (i <= from || p->t[i].kind == DIRECTIVE)
		return true;
	if (p->t[from + 1].kind == WORD &&
		ch_str_is(text_of(p, from + 1), "else"))
		return false;
	if (p->t[i].kind == WORD && p->t[i].newline && is_macro(p, i))
		return true;
	c = p->t[i].kind == PUNCT ? p->t[i].c : 'x';
	return c == ';' || c == '}' || c == '{' || c == ',' || c == ':' ||
	       (c == ')' && p->t[i].newline);
}

static bool is_plain(const struct pass *p, size_t i)
{
	struct ch_str s = text_of(p, i);

	return is_word(p, i) && !is_macro(p, i) && !is_type_word(s) &&
	       !is_tag_word(s) && !is_specifier(s) && !starts_other(s) &&
	       !takes_parens(s);
}

/* "#if A + B != 1", "Exactly one of A or B is needed.": for people. */
static bool is_prose(const struct pass *p, size_t from, size_t to)
{
	return from + 3 < to && is_plain(p, from) && is_plain(p, from + 1) &&
	       is_plain(p, from + 2);
}

static void end_branch(struct pass *p, struct group *g, size_t i)
{
	/* "} else if (x) {" closes what is open before it */
	bool whole =
		!g->depth && !g->least_depth && ends_whole(p, g->branch, i - 1);

	if ((g->off && g->nbranches == 0) ||
		(!whole && is_prose(p, g->branch + 1, i))) {
		if (i > g->branch + 1)
			ch_blanks_add(
				p->out, p->t[g->branch].end, p->t[i].start);
	} else if (!whole) {
		g->broken = true;
	}
	if (g->nbranches == (g->off ? 1u : 0u))
		g->first_depth = g->depth;
	g->nbranches++;
	g->depth = g->least_depth = 0;
	g->branch = i;
	CH_GROW(p->seen, p->nseen, p->seen_cap);
	p->seen[p->nseen++] = i;
}

/* The directives go, and with them all branches but the kept one. */
static void dissolve(struct pass *p, const struct group *g, size_t first_seen)
{
	size_t kept = g->off ? 1 : 0, from = g->open;

	blank_line(p, g->open);
	for (size_t k = first_seen; k < p->nseen; k++) {
		size_t branch = k - first_seen;

		if (branch == kept)
			blank_line(p, p->seen[k]);
		else
			ch_blanks_add(
				p->out, p->t[from].start, p->t[p->seen[k]].end);
		from = p->seen[k];
	}
}

/* Depth that goes on behind the group. */
static int close_group(struct pass *p, struct group *g, size_t *first_seen)
{
	int depth = 0;

	if (g->broken) {
		dissolve(p, g, *first_seen);
		depth = g->first_depth;
	} else if (g->list) {
		blank_line(p, g->open);
		for (size_t k = *first_seen; k < p->nseen; k++)
			blank_line(p, p->seen[k]);
	}
	p->nseen = *first_seen;
	return depth;
}

/* "A(int x) :", then "#if": between a constructor's initializers. */
static bool in_initializers(const struct pass *p, size_t i)
{
	return i > 1 && is_punct(p, i - 1, ':') && is_punct(p, i - 2, ')');
}

static int open_calls(int open, char c)
{
	if (c == ';' || c == '{' || c == '}')
		return 0;
	open += (c == '(') - (c == ')');
	return open > 0 ? open : 0;
}

static void go_deeper(struct group *g, char c)
{
	g->depth += (c == '{') + (c == '(') - (c == '}') - (c == ')');
	if (g->depth < g->least_depth)
		g->least_depth = g->depth;
}

static void settle_conditionals(struct pass *p)
{
	struct group g[MAX_GROUPS];
	size_t first_seen[MAX_GROUPS], n = 0, skipped = 0;
	int list = 0; /* braces open since "= {" */
	int call = 0; /* parentheses open in a statement */

	for (size_t i = 0; i < p->n; i++) {
		struct token *t = &p->t[i];

		t->fresh = !n && !list && !call;
		if (t->kind == PUNCT && (t->c == '{' || t->c == '}')) {
			if (t->c == '}')
				list -= list > 0;
			else if (list || (i && p->t[i - 1].c == '=' &&
						 p->t[i - 1].kind == PUNCT))
				list++;
		}
		if (t->kind == PUNCT && t->c == ';')
			list = 0; /* no list goes on behind it */
		if (t->kind == PUNCT)
			call = open_calls(call, t->c);
		if (t->kind == PUNCT && n) {
			go_deeper(&g[n - 1], t->c);
		} else if (t->kind != DIRECTIVE) {
			continue;
		} else if (t->c == 'o' && list) {
			blank_line(p, i); /* #include between elements */
		} else if (t->c == 'i' && n == MAX_GROUPS) {
			skipped++;
		} else if (t->c == 'i') {
			memset(&g[n], 0, sizeof(g[n]));
			g[n].open = g[n].branch = i;
			g[n].off = is_if_zero(p, i);
			g[n].list = list > 0;
			g[n].broken = in_initializers(p, i) || call > 0;
			first_seen[n++] = p->nseen;
		} else if (t->c == 'n' && skipped) {
			skipped--;
		} else if (n && !skipped && (t->c == 'l' || t->c == 'n')) {
			end_branch(p, &g[n - 1], i);
			if (t->c == 'n') {
				int d = close_group(
					p, &g[n - 1], &first_seen[n - 1]);

				if (--n)
					g[n - 1].depth += d;
			}
		}
	}
	p->open |= n || list || call;
}

/* Tokens that are blanked, and directives, are gone; matches are set. */
static void drop_blanked(struct pass *p)
{
	size_t n = 1, nopen = 0, cap = 0;
	uint32_t *open = NULL;

	ch_blanks_sort(p->out);
	for (size_t i = 1, k = 0; i < p->n; i++) {
		struct token t = p->t[i];

		while (k < p->out->n && p->out->ranges[k].end <= t.start)
			k++;
		if (k < p->out->n && p->out->ranges[k].start <= t.start)
			continue;
		t.fresh &= !nopen;
		if (t.kind == PUNCT && t.c == '(') {
			CH_GROW(open, nopen, cap);
			open[nopen++] = (uint32_t)n;
		} else if (t.kind == PUNCT && t.c == ')' && nopen) {
			t.match = open[--nopen];
			p->t[t.match].match = (uint32_t)n;
		} else if (t.kind == PUNCT && (t.c == '{' || t.c == '}')) {
			nopen = 0;
		}
		p->t[n++] = t;
	}
	p->open |= nopen > 0;
	p->n = n;
	free(open);
}

/* ---- one declaration ---------------------------------------------------- */

/* The tokens [from, to) before ';', '{', '=' or '}'. */
struct decl {
	size_t from, to;
	char end;		  /* what is at 'to'; 0: nothing */
	struct ch_str class_name; /* it is a member of */
};

/* Behind "<...>" that starts at i, or i. */
static size_t skip_angles(const struct pass *p, size_t i, size_t to)
{
	size_t from = i;
	int depth = 0;

	for (; i < to; i++) {
		if (is_punct(p, i, '(') && p->t[i].match > i)
			i = p->t[i].match;
		else if (is_punct(p, i, '<'))
			depth++;
		else if (is_punct(p, i, '>') && !--depth)
			return i + 1;
	}
	return from;
}

static bool is_type_list(const struct pass *p, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		if (p->t[i].kind != WORD && !is_punct(p, i, '*') &&
			!is_punct(p, i, '&') && !is_punct(p, i, ':') &&
			!is_punct(p, i, '<') && !is_punct(p, i, '>'))
			return false;
	return from < to;
}

/* X(int), X(Y(int)): only the type stays. */
static bool unwrap(struct pass *p, const struct decl *d, size_t i)
{
	size_t close = p->t[i + 1].match, in = i + 2, out = close;

	while (is_macro(p, in) && is_punct(p, in + 1, '(') &&
		p->t[in + 1].match == out - 1) {
		out = p->t[in + 1].match;
		in += 2;
	}
	if (!is_type_list(p, in, out) ||
		!(is_macro(p, i) || is_punct(p, close + 2, '(') ||
			close + 2 == d->to))
		return false;
	blank_tokens(p, i, in - 1);
	blank_tokens(p, out, close);
	return true;
}

/*
 * X(...) in front of more: around the type, "X(int) f(", it is unwrapped;
 * in front of a whole declaration it goes.  Returns where to go on.
 */
static size_t front_call(struct pass *p, const struct decl *d, size_t i)
{
	size_t close = p->t[i + 1].match, next = close + 1;
	bool named;

	if (close <= i || next >= d->to || takes_parens(text_of(p, i)))
		return i;
	named = is_word(p, next) && !is_type_word(text_of(p, next)) &&
		!is_specifier(text_of(p, next)) &&
		!is_tag_word(text_of(p, next)) &&
		!starts_other(text_of(p, next)) &&
		(next + 1 == d->to || is_punct(p, next + 1, '(') ||
			is_punct(p, next + 1, '['));
	if (named && p->t[next].newline && is_macro(p, next) &&
		is_punct(p, next + 1, '(')) {
		blank_tokens(p, i, close);
		return next;
	}
	if ((named || is_punct(p, next, '*')) && unwrap(p, d, i))
		return d->to;
	if (!named && is_word(p, next) &&
		(is_macro(p, i) || p->t[next].newline) &&
		is_macro_name(text_of(p, i))) {
		blank_tokens(p, i, close);
		return next;
	}
	return i;
}

/* The list of a declaration's words that may be macros or types. */
struct words {
	size_t macro[MAX_WORDS];
	size_t nmacros;
	size_t ntypes; /* words that are surely the type */
	size_t name;   /* token the declarator starts at, or 0 */
};

static bool ends_name(const struct pass *p, const struct decl *d, size_t i)
{
	if (is_punct(p, i, '(') && is_punct(p, i + 1, '*') &&
		p->t[i].match > i && is_punct(p, p->t[i].match + 1, '('))
		return false; /* "type (*name)(...)" */
	return i >= d->to || is_punct(p, i, '(') || is_punct(p, i, '[') ||
	       is_punct(p, i, ',') ||
	       (is_punct(p, i, ':') && !is_punct(p, i + 1, ':'));
}

/* Behind the path "A::B<C>::" that ends before the last name. */
static size_t skip_path(const struct pass *p, const struct decl *d, size_t i)
{
	for (;;) {
		size_t k = i + 1;

		if (is_punct(p, k, '<'))
			k = skip_angles(p, k, d->to);
		if (k + 2 >= d->to || !is_punct(p, k, ':') ||
			!is_punct(p, k + 1, ':') || !is_word(p, k + 2))
			return i;
		i = k + 2;
	}
}

/* "f OF((int a))" at OF: compilers of old got no parameters. */
static bool wraps_list(const struct pass *p, size_t i)
{
	return is_macro(p, i) && is_punct(p, i + 1, '(') &&
	       is_punct(p, i + 2, '(') && p->t[i + 2].match > i &&
	       p->t[i + 1].match == p->t[i + 2].match + 1;
}

/* The name is the word before, which was taken for a type. */
static void unwrap_list(struct pass *p, struct words *w, size_t i)
{
	w->name = i - 1;
	if (w->nmacros && w->macro[w->nmacros - 1] + 2 == i &&
		!is_macro(p, i - 2))
		w->nmacros--; /* and the type for a macro */
	else
		w->ntypes--;
	blank_tokens(p, i, i + 1);
	blank_tokens(p, p->t[i + 1].match, p->t[i + 1].match);
}

/* "typedef __attribute__((x)) int name": the grammar has no place for it. */
static bool follows_typedef(
	const struct pass *p, const struct decl *d, size_t i)
{
	return i > d->from && is_word(p, i - 1) &&
	       ch_str_is(text_of(p, i - 1), "typedef") && i + 1 < d->to;
}

/* Behind what is neither type, macro nor name: * & extern "C" const ... */
static size_t skip_qualifier(
	struct pass *p, const struct decl *d, size_t i, struct words *w)
{
	struct ch_str s = text_of(p, i);

	if (is_punct(p, i, '*') || is_punct(p, i, '&'))
		return i + 1;
	if (p->t[i].kind == TEXT && i > d->from &&
		ch_str_is(text_of(p, i - 1), "extern"))
		return i + 1;
	if (!is_word(p, i))
		return i;
	if (takes_parens(s) && is_punct(p, i + 1, '(') &&
		p->t[i + 1].match > i) {
		w->ntypes += ch_str_is(s, "decltype") || ch_str_is(s, "typeof");
		if (ch_str_starts(s, "__attribute") && follows_typedef(p, d, i))
			blank_tokens(p, i, p->t[i + 1].match);
		return p->t[i + 1].match + 1;
	}
	return i + is_specifier(s);
}

/* Words in front of the declarator, from 'i'. */
static void read_words(
	struct pass *p, const struct decl *d, size_t i, struct words *w)
{
	size_t plain = d->to; /* the word before, when it is a plain name */

	while (i < d->to && !w->name) {
		struct ch_str s = text_of(p, i);
		size_t last;

		last = skip_qualifier(p, d, i, w);
		if (last > i) {
			i = last;
			continue;
		}
		if (!is_word(p, i)) {
			w->name = i;
			return;
		}
		if (is_tag_word(s) && i + 1 >= d->to) {
			w->ntypes++;
			w->name = i;
			return;
		}
		if (is_tag_word(s) && is_word(p, i + 1)) {
			w->ntypes++;
			i = skip_path(p, d, i + 1) + 1;
			continue;
		}
		if (ch_str_is(s, "operator")) {
			w->name = i;
			return;
		}
		last = skip_path(p, d, i);
		if (plain + 1 == i && wraps_list(p, i)) {
			unwrap_list(p, w, i);
			return;
		}
		if (ends_name(p, d, last + 1) && !is_type_word(s)) {
			w->name = i;
			return;
		}
		if (last == i && is_macro(p, i) && w->nmacros < MAX_WORDS) {
			w->macro[w->nmacros++] = i;
		} else {
			/* "atomic_macro int x": two types, the first is none */
			if (plain + 1 == i && w->nmacros < MAX_WORDS)
				w->macro[w->nmacros++] = plain;
			else
				w->ntypes++;
			plain = last == i && !is_type_word(s) ? i : d->to;
		}

		i = last + 1;
		if (is_punct(p, i, '<'))
			i = skip_angles(p, i, d->to);
		if (is_punct(p, i, '<'))
			w->name = i;
	}
}

/* Capitals behind the parameters: attributes. */
static void blank_suffix(struct pass *p, const struct decl *d, size_t name)
{
	size_t i = name;

	while (i < d->to && !is_punct(p, i, '('))
		i++;
	while (i < d->to && is_punct(p, i, '(') && p->t[i].match > i)
		i = p->t[i].match + 1;
	for (; i < d->to; i++) {
		size_t end = i;

		if (is_punct(p, i, ':') || is_punct(p, i, '-'))
			return;
		if (!is_macro(p, i) || p->t[i].kind != WORD)
			continue;
		if (is_punct(p, i + 1, '(') && p->t[i + 1].match > i)
			end = p->t[i + 1].match;
		if (end >= d->to)
			return;
		blank_tokens(p, i, end);
		i = end;
	}
}

/* "int CALLBACK(name)(int)": the macro makes a pointer of it. */
static bool blank_callback(struct pass *p, const struct decl *d, size_t i)
{
	size_t close;

	if (!is_macro(p, i) || !is_punct(p, i + 1, '('))
		return false;
	close = p->t[i + 1].match;
	if (close != i + 3 || !is_word(p, i + 2) || close + 1 >= d->to ||
		!is_punct(p, close + 1, '('))
		return false;
	blank_tokens(p, i, i + 1);
	blank_tokens(p, close, close);
	return true;
}

/*
 * "char *f(a, b) int a; char *b; {": the grammar knows old definitions, but
 * none that return pointers, so those lose the types of their parameters.
 */
static void blank_old_style(struct pass *p, const struct decl *d, size_t name)
{
	size_t open = name + 1, i, end;

	if (d->end != ';' || !is_punct(p, open, '(') ||
		!is_punct(p, name - 1, '*'))
		return;
	i = p->t[open].match + 1;
	if (i <= open + 2 || i >= d->to || !is_word(p, i) || is_macro(p, i))
		return;
	for (size_t k = open + 1; k < i - 1; k++)
		if (!is_word(p, k) && !is_punct(p, k, ','))
			return;
	for (end = i; end < p->n && end < i + MAX_WORDS; end++) {
		look_ahead(p, end);
		if (is_punct(p, end, '{') && is_punct(p, end - 1, ';')) {
			blank_tokens(p, i, end - 1);
			return;
		}
		if (is_punct(p, end, '}') || p->t[end].kind == DIRECTIVE)
			return;
	}
	look_ahead(p, end);
}

static bool is_constructor(
	const struct pass *p, const struct decl *d, const struct words *w)
{
	return w->name &&
	       (is_punct(p, w->name, '~') ||
		       (d->class_name.len &&
			       ch_str_eq(text_of(p, w->name), d->class_name)) ||
		       ch_str_is(text_of(p, w->name), "operator"));
}

/* "class API Name {": capitals behind the tag. */
static void blank_tag_macro(struct pass *p, const struct decl *d, size_t i)
{
	size_t end = i + 1;

	if (ch_str_is(text_of(p, i), "enum") && is_word(p, i + 1) &&
		is_tag_word(text_of(p, i + 1)))
		end = ++i + 1;
	if (end >= d->to || !is_macro(p, end))
		return;
	if (is_punct(p, end + 1, '(') && p->t[end + 1].match > end)
		end = p->t[end + 1].match;
	if (end + 1 >= d->to || !is_word(p, end + 1) ||
		ch_str_is(text_of(p, end + 1), "final"))
		return;
	if (d->end == '{' || is_punct(p, end + 2, ':'))
		if (end + 2 >= d->to || is_punct(p, end + 2, ':') ||
			is_punct(p, end + 2, '<') ||
			ch_str_is(text_of(p, end + 2), "final"))
			blank_tokens(p, i + 1, end);
}

/* Past attributes, "template <...>" and macros in front of them. */
static size_t skip_front(struct pass *p, const struct decl *d)
{
	size_t i = d->from, next;

	while (i < d->to) {
		if (is_word(p, i) && ch_str_is(text_of(p, i), "template") &&
			is_punct(p, i + 1, '<')) {
			next = skip_angles(p, i + 1, d->to);
			if (next == i + 1)
				return i;
		} else if (is_macro(p, i) && is_word(p, i + 1) &&
			   i + 1 < d->to && starts_other(text_of(p, i + 1)) &&
			   !ch_str_is(text_of(p, i + 1), "operator")) {
			blank_tokens(p, i, i);
			next = i + 1;
		} else if (is_macro(p, i) && i + 1 < d->to &&
			   is_macro(p, i + 1) && p->t[i + 1].newline) {
			blank_tokens(p, i, i);
			next = i + 1;
		} else if (is_word(p, i) && is_punct(p, i + 1, '(')) {
			next = front_call(p, d, i);
		} else {
			return i;
		}
		if (next == i)
			return i;
		i = next;
	}
	return i;
}

/* "extern template class A<int>;": makes code, declares nothing new. */
static bool blank_instantiation(struct pass *p, const struct decl *d)
{
	size_t i = d->from;

	if (is_word(p, i) && ch_str_is(text_of(p, i), "extern"))
		i++;
	if (d->end != ';' || i + 1 >= d->to || !is_word(p, i) ||
		!ch_str_is(text_of(p, i), "template") || !is_word(p, i + 1))
		return false;
	blank_tokens(p, d->from, d->to);
	return true;
}

/* "decltype((void)a.b(), c)": to the grammar there is one expression. */
static void blank_to_comma(struct pass *p, size_t open)
{
	size_t close = p->t[open].match, last = 0, next;

	for (size_t k = open + 1; k < close; k = next) {
		next = k + 1;
		if (is_punct(p, k, '(') && p->t[k].match > k)
			next = p->t[k].match + 1;
		else if (is_punct(p, k, '<') && skip_angles(p, k, close) > k)
			next = skip_angles(p, k, close);
		else if (is_punct(p, k, ','))
			last = k;
	}
	if (last)
		blank_tokens(p, open + 1, last);
}

/* "int x UNUSED": is the word at 'i' one too many for a parameter? */
static bool follows_parameter(const struct pass *p, size_t i)
{
	struct ch_str s, before;

	if (is_punct(p, i - 1, ']'))
		return true;
	if (!is_word(p, i - 1) || is_macro(p, i - 1))
		return false;
	s = text_of(p, i - 1);
	if (is_type_word(s) || is_tag_word(s) || is_specifier(s))
		return false;
	if (is_punct(p, i - 2, '*') || is_punct(p, i - 2, '&'))
		return true;
	before = text_of(p, i - 2);
	return is_word(p, i - 2) && !is_tag_word(before) &&
	       !is_specifier(before);
}

/* Capitals behind the parameters' names. */
static void blank_parameters(struct pass *p, const struct decl *d, size_t name)
{
	size_t i = name, close;

	while (i < d->to && !is_punct(p, i, '('))
		i++;
	close = i < d->to ? p->t[i].match : 0;
	for (; i < close; i++)
		if (is_macro(p, i) &&
			(is_punct(p, i + 1, ',') || is_punct(p, i + 1, ')')) &&
			follows_parameter(p, i))
			blank_tokens(p, i, i);
}

static void read_declaration(struct pass *p, const struct decl *d)
{
	struct words w;
	size_t i, keep = 0;

	if (blank_instantiation(p, d))
		return;
	for (i = d->from; i + 1 < d->to; i++)
		if (is_punct(p, i + 1, '(') && is_word(p, i) &&
			ch_str_is(text_of(p, i), "decltype"))
			blank_to_comma(p, i + 1);
	i = skip_front(p, d);

	w.nmacros = w.ntypes = w.name = 0;
	if (i >= d->to)
		return;
	for (size_t k = i; k < d->to && is_word(p, k); k++)
		if (is_tag_word(text_of(p, k)))
			blank_tag_macro(p, d, k);
	read_words(p, d, i, &w);
	if (!w.name && w.nmacros && w.ntypes && d->end == '{')
		w.name = d->to - 1; /* "API struct x {" declares the tag */

	if (!w.ntypes && !is_constructor(p, d, &w) &&
		!(w.name && p->t[w.name].kind == TEXT))
		keep = 1;
	for (size_t k = 0; w.name && k + keep < w.nmacros; k++)
		blank_tokens(p, w.macro[k], w.macro[k]);
	if (w.name > d->from)
		blank_old_style(p, d, w.name);
	if (w.name && !blank_callback(p, d, w.name))
		blank_suffix(p, d, w.name);
	if (w.name)
		blank_parameters(p, d, w.name);
}

/* Nothing but capitals, a line each, in front of '}' or the end. */
static void blank_leftover(struct pass *p, const struct decl *d)
{
	for (size_t i = d->from; i < d->to; i++) {
		if (!is_macro(p, i) || !p->t[i].newline)
			return;
		if (is_punct(p, i + 1, '(') && p->t[i + 1].match > i)
			i = p->t[i + 1].match;
	}

	if (d->from < d->to)
		blank_tokens(p, d->from, d->to - 1);
}

/* ---- scopes ------------------------------------------------------------- */

struct scope {
	bool declares; /* its statements are declarations */
	struct ch_str class_name;
};

/* What '{' at d->to opens. */
static struct scope scope_of(const struct pass *p, const struct decl *d)
{
	struct scope s = { false, { NULL, 0 } };

	for (size_t i = d->from; i < d->to; i++) {
		struct ch_str t = text_of(p, i);

		if (!is_word(p, i)) {
			if (is_punct(p, i, '(') && p->t[i].match > i)
				i = p->t[i].match;
			continue;
		}
		if (ch_str_is(t, "namespace") ||
			(ch_str_is(t, "extern") && i + 2 == d->to &&
				p->t[i + 1].kind == TEXT)) {
			s.declares = true;
			return s;
		}
		if (ch_str_is(t, "enum"))
			return s;
		if (is_tag_word(t) && !ch_str_is(t, "typename")) {
			size_t k = i + 1, name = 0;

			for (; k < d->to &&
				(is_word(p, k) || is_punct(p, k, '('));
				k++) {
				if (is_word(p, k) &&
					!ch_str_is(text_of(p, k), "final"))
					name = k;
				if (is_punct(p, k, '(') && p->t[k].match > k)
					k = p->t[k].match;
			}
			if (k < d->to && !is_punct(p, k, ':') &&
				!is_punct(p, k, '<'))
				return s;
			if (is_punct(p, d->to - 1, ')') && k >= d->to)
				return s;
			s.declares = true;
			if (name)
				s.class_name = text_of(p, name);
			return s;
		}
	}
	return s;
}

/* The token after the brace that closes the one at 'i'. */
static size_t skip_block(struct pass *p, size_t i)
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
static void blank_block_macro(struct pass *p, size_t i)
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
static void blank_type_argument(struct pass *p, size_t i)
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

/*
 * STR(X) " more": the grammar knows only names between strings.  Where the
 * macro comes last and its arguments may be anything, they are the string's:
 * "format" ARGS(a ? b : c).
 */
static void blank_string_macro(struct pass *p, size_t i)
{
	size_t close = p->t[i + 1].match;

	if (!is_macro(p, i) || close <= i + 1)
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

	return in_list(s, words, CH_ARRAY_LEN(words)) || takes_parens(s) ||
	       is_type_word(s) || is_tag_word(s) || is_specifier(s) ||
	       starts_other(s) || ch_str_starts(s, "__attribute") ||
	       ch_str_starts(s, "__asm");
}

static bool is_directive(const struct pass *p, size_t i)
{
	return i < p->n && p->t[i].kind == DIRECTIVE;
}

/* Does a statement begin at 'i'?  Not behind the braces of a list. */
static bool begins_statement(const struct pass *p, size_t i)
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
static void blank_joint(struct pass *p, size_t i)
{
	struct ch_str s = text_of(p, i);

	if (is_punct(p, i - 1, '}') && is_punct(p, i + 1, '{') &&
		!p->t[i].newline && !leads_on(s) && !ch_str_is(s, "try") &&
		!ch_str_is(s, "finally"))
		blank_tokens(p, i, i);
}

/* The first of the blanks behind 'from', or the last of those before 'to'. */
static size_t blank_between(const struct pass *p, size_t from, size_t to)
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
static bool end_statement_macro(struct pass *p, size_t i, size_t to)
{
	size_t close = p->t[i + 1].match, next = close + 1, space;
	bool lower = !is_macro(p, i);

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
static bool opens_function(const struct pass *p, size_t i)
{
	return i && (is_punct(p, i - 1, ')') ||
			    (is_word(p, i - 1) &&
				    (ch_str_is(text_of(p, i - 1), "const") ||
					    ch_str_is(text_of(p, i - 1),
						    "override") ||
					    ch_str_is(text_of(p, i - 1),
						    "noexcept"))));
}

/* Behind the body that starts at 'i'. */
static size_t skip_body(struct pass *p, size_t i)
{
	size_t to = skip_block(p, i);
	bool is_function = opens_function(p, i);
	struct ch_str local = { NULL, 0 }; /* a class in the function */
	size_t ended = 0;

	for (size_t k = i + 1; k + 1 < to; k++) {
		if (!is_word(p, k))
			continue;
		if (is_macro(p, k))
			blank_block_macro(p, k);
		if (is_tag_word(text_of(p, k)) && is_word(p, k + 1))
			local = text_of(p, k + 1);
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

static bool is_access(const struct pass *p, size_t from, size_t i)
{
	struct ch_str s = text_of(p, from);

	return is_punct(p, i, ':') && i == from + 1 &&
	       (ch_str_is(s, "public") || ch_str_is(s, "private") ||
		       ch_str_is(s, "protected"));
}

/* Is the '=' at 'i' of "operator=", "operator+=", "operator<<="? */
static bool names_operator(const struct pass *p, size_t from, size_t i)
{
	size_t least = i > from + 4 ? i - 4 : from;

	while (i-- > least) {
		if (is_word(p, i))
			return ch_str_is(text_of(p, i), "operator");
		if (p->t[i].kind != PUNCT)
			return false;
	}
	return false;
}

static bool ends_declaration(const struct pass *p, size_t from, size_t i)
{
	const struct token *t = &p->t[i];

	if (t->kind == DIRECTIVE)
		return true;
	if (t->kind != PUNCT)
		return false;
	if (t->c == '=' && names_operator(p, from, i))
		return false;
	return t->c == ';' || t->c == '{' || t->c == '}' || t->c == '=' ||
	       is_access(p, from, i);
}

/* "= INIT(A, { 1, 2 })": no expression has such arguments. */
static void blank_braced(struct pass *p, size_t open)
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

/* Behind "= ...;" of an initializer. */
static size_t skip_value(struct pass *p, size_t i)
{
	if (is_macro(p, i + 1) && is_punct(p, i + 2, '('))
		blank_braced(p, i + 2);

	while (i < p->n && !is_punct(p, i, ';') && !is_punct(p, i, '}'))
		i = is_punct(p, i, '{') ? skip_block(p, i) : i + 1;
	return i;
}

/*
 * Behind "template <...>", which may say "class" and "=", never ';'.  A
 * macro among the parameters is a condition.
 */
static size_t template_end(struct pass *p, size_t i)
{
	size_t to = i;

	while (to < p->n && !is_punct(p, to, ';') && !is_punct(p, to, '}'))
		to++;
	look_ahead(p, to);
	to = skip_angles(p, i, to);
	for (size_t k = i; k + 2 < to; k++)
		if (is_punct(p, k, ',') && is_macro(p, k + 1) &&
			is_punct(p, k + 2, '(') && p->t[k + 2].match > k)
			blank_tokens(p, k, p->t[k + 2].match);
	return to > i ? to : i + 1;
}

static size_t next_end(struct pass *p, size_t from)
{
	size_t i = from;

	while (i < p->n && !ends_declaration(p, from, i)) {
		if (is_word(p, i) && is_punct(p, i + 1, '<') &&
			ch_str_is(text_of(p, i), "template"))
			i = template_end(p, i + 1) - 1;
		else if (is_punct(p, i, '(') && p->t[i].match > i)
			i = p->t[i].match;
		i++;
	}
	return i;
}

/* May the text be cut before the declaration that starts at 'i'? */
static void note_cut(struct pass *p, size_t i)
{
	uint32_t from = p->t[i].start;

	if (!p->t[i].fresh || p->reach >= i ||
		(!is_punct(p, i - 1, ';') && !is_punct(p, i - 1, '}')))
		return;
	if (from && (at(p, from - 1) != '\n' ||
			    (from > 1 && at(p, from - 2) == '\\')))
		return;
	ch_cuts_add(p->cuts, from);
}

static void read_declarations(struct pass *p)
{
	struct scope stack[MAX_SCOPES];
	size_t n = 0, i = 1;

	while (i < p->n) {
		struct decl d = { .from = i };

		if (!n && p->cuts)
			note_cut(p, i);
		d.to = next_end(p, i);
		if (n)
			d.class_name = stack[n - 1].class_name;
		d.end = d.to < p->n ? p->t[d.to].c : '\0';
		if (d.end == '}' || !d.end || p->t[d.to].kind == DIRECTIVE)
			blank_leftover(p, &d);
		else if (d.from < d.to)
			read_declaration(p, &d);
		i = d.to + 1;
		p->open |= d.to >= p->n;
		if (d.to >= p->n || p->t[d.to].kind == DIRECTIVE)
			continue;
		if (d.end == '}' && n)
			n--;
		else if (d.end == '=')
			i = skip_value(p, d.to);
		p->open |= d.end == '=' && i >= p->n;
		if (d.end != '{')
			continue;
		stack[n] = scope_of(p, &d);
		if (stack[n].declares && n + 1 < MAX_SCOPES)
			n++;
		else
			i = skip_body(p, d.to);
	}
	p->open |= n > 0 || p->reach >= p->n;
}

bool ch_blank_c_part(
	struct ch_str part, struct ch_blanks *out, struct ch_cuts *cuts)
{
	struct pass p = { .s = part, .out = out, .cuts = cuts };

	tokenize(&p);
	settle_conditionals(&p);
	drop_blanked(&p);
	read_declarations(&p);
	if (!is_punct(&p, p.n - 1, ';') && !is_punct(&p, p.n - 1, '}'))
		p.open = true;
	free(p.t);
	free(p.seen);
	return !p.open;
}

void ch_blank_c(struct ch_str source, struct ch_blanks *out)
{
	ch_blank_c_part(source, out, NULL);
}
