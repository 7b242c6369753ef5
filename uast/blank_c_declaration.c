/*
 * A declaration's words up to its name: which are macros.
 */
#include <string.h>

#include "uast/blank_c.h"

#define MAX_WORDS 256

size_t ch_c_skip_angles(const struct ch_c_pass *p, size_t i, size_t to)
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

static bool is_type_list(const struct ch_c_pass *p, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		if (p->t[i].kind != WORD && !is_punct(p, i, '*') &&
			!is_punct(p, i, '&') && !is_punct(p, i, ':') &&
			!is_punct(p, i, '<') && !is_punct(p, i, '>'))
			return false;
	return from < to;
}

/* X(int), X(Y(int)): only the type stays. */
static bool unwrap(struct ch_c_pass *p, const struct ch_c_decl *d, size_t i)
{
	size_t close = p->t[i + 1].match, in = i + 2, out = close;

	while (ch_c_is_macro(p, in) && is_punct(p, in + 1, '(') &&
		p->t[in + 1].match == out - 1) {
		out = p->t[in + 1].match;
		in += 2;
	}
	if (!is_type_list(p, in, out) ||
		!(ch_c_is_macro(p, i) || is_punct(p, close + 2, '(') ||
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
static size_t front_call(
	struct ch_c_pass *p, const struct ch_c_decl *d, size_t i)
{
	size_t close = p->t[i + 1].match, next = close + 1;
	bool named;

	if (close <= i || next >= d->to || ch_c_takes_parens(text_of(p, i)))
		return i;
	named = is_word(p, next) && !ch_c_is_type_word(text_of(p, next)) &&
		!ch_c_is_specifier(text_of(p, next)) &&
		!ch_c_is_tag_word(text_of(p, next)) &&
		!ch_c_starts_other(text_of(p, next)) &&
		(next + 1 == d->to || is_punct(p, next + 1, '(') ||
			is_punct(p, next + 1, '['));
	if (named && p->t[next].newline && ch_c_is_macro(p, next) &&
		is_punct(p, next + 1, '(')) {
		blank_tokens(p, i, close);
		return next;
	}
	if ((named || is_punct(p, next, '*')) && unwrap(p, d, i))
		return d->to;
	if (!named && is_word(p, next) &&
		(ch_c_is_macro(p, i) || p->t[next].newline) &&
		ch_c_is_macro_name(text_of(p, i))) {
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

static bool ends_name(
	const struct ch_c_pass *p, const struct ch_c_decl *d, size_t i)
{
	if (is_punct(p, i, '(') && is_punct(p, i + 1, '*') &&
		p->t[i].match > i && is_punct(p, p->t[i].match + 1, '('))
		return false; /* "type (*name)(...)" */
	return i >= d->to || is_punct(p, i, '(') || is_punct(p, i, '[') ||
	       is_punct(p, i, ',') ||
	       (is_punct(p, i, ':') && !is_punct(p, i + 1, ':'));
}

/* Behind the path "A::B<C>::" that ends before the last name. */
static size_t skip_path(
	const struct ch_c_pass *p, const struct ch_c_decl *d, size_t i)
{
	for (;;) {
		size_t k = i + 1;

		if (is_punct(p, k, '<'))
			k = ch_c_skip_angles(p, k, d->to);
		if (k + 2 >= d->to || !is_punct(p, k, ':') ||
			!is_punct(p, k + 1, ':') || !is_word(p, k + 2))
			return i;
		i = k + 2;
	}
}

/* "f OF((int a))" at OF: compilers of old got no parameters. */
static bool wraps_list(const struct ch_c_pass *p, size_t i)
{
	return ch_c_is_macro(p, i) && is_punct(p, i + 1, '(') &&
	       is_punct(p, i + 2, '(') && p->t[i + 2].match > i &&
	       p->t[i + 1].match == p->t[i + 2].match + 1;
}

/* The name is the word before, which was taken for a type. */
static void unwrap_list(struct ch_c_pass *p, struct words *w, size_t i)
{
	w->name = i - 1;
	if (w->nmacros && w->macro[w->nmacros - 1] + 2 == i &&
		!ch_c_is_macro(p, i - 2))
		w->nmacros--; /* and the type for a macro */
	else
		w->ntypes--;
	blank_tokens(p, i, i + 1);
	blank_tokens(p, p->t[i + 1].match, p->t[i + 1].match);
}

/* "typedef __attribute__((x)) int name": the grammar has no place for it. */
static bool follows_typedef(
	const struct ch_c_pass *p, const struct ch_c_decl *d, size_t i)
{
	return i > d->from && is_word(p, i - 1) &&
	       ch_str_is(text_of(p, i - 1), "typedef") && i + 1 < d->to;
}

/* Behind what is neither type, macro nor name: * & extern "C" const ... */
static size_t skip_qualifier(struct ch_c_pass *p, const struct ch_c_decl *d,
	size_t i, struct words *w)
{
	struct ch_str s = text_of(p, i);

	if (is_punct(p, i, '*') || is_punct(p, i, '&'))
		return i + 1;
	if (p->t[i].kind == TEXT && i > d->from &&
		ch_str_is(text_of(p, i - 1), "extern"))
		return i + 1;
	if (!is_word(p, i))
		return i;
	if (ch_c_takes_parens(s) && is_punct(p, i + 1, '(') &&
		p->t[i + 1].match > i) {
		w->ntypes += ch_str_is(s, "decltype") || ch_str_is(s, "typeof");
		if (ch_str_starts(s, "__attribute") && follows_typedef(p, d, i))
			blank_tokens(p, i, p->t[i + 1].match);
		return p->t[i + 1].match + 1;
	}
	return i + ch_c_is_specifier(s);
}

/* Words in front of the declarator, from 'i'. */
static void read_words(struct ch_c_pass *p, const struct ch_c_decl *d, size_t i,
	struct words *w)
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
		if (ch_c_is_tag_word(s) && i + 1 >= d->to) {
			w->ntypes++;
			w->name = i;
			return;
		}
		if (ch_c_is_tag_word(s) && is_word(p, i + 1)) {
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
		if (ends_name(p, d, last + 1) && !ch_c_is_type_word(s)) {
			w->name = i;
			return;
		}
		if (last == i && ch_c_is_macro(p, i) &&
			w->nmacros < MAX_WORDS) {
			w->macro[w->nmacros++] = i;
		} else {
			/* "atomic_macro int x": two types, the first is none */
			if (plain + 1 == i && w->nmacros < MAX_WORDS)
				w->macro[w->nmacros++] = plain;
			else
				w->ntypes++;
			plain = last == i && !ch_c_is_type_word(s) ? i : d->to;
		}

		i = last + 1;
		if (is_punct(p, i, '<'))
			i = ch_c_skip_angles(p, i, d->to);
		if (is_punct(p, i, '<'))
			w->name = i;
	}
}

/* Capitals behind the parameters: attributes. */
static void blank_suffix(
	struct ch_c_pass *p, const struct ch_c_decl *d, size_t name)
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
		if (!ch_c_is_macro(p, i) || p->t[i].kind != WORD)
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
static bool blank_callback(
	struct ch_c_pass *p, const struct ch_c_decl *d, size_t i)
{
	size_t close;

	if (!ch_c_is_macro(p, i) || !is_punct(p, i + 1, '('))
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
static void blank_old_style(
	struct ch_c_pass *p, const struct ch_c_decl *d, size_t name)
{
	size_t open = name + 1, i, end;

	if (d->end != ';' || !is_punct(p, open, '(') ||
		!is_punct(p, name - 1, '*'))
		return;
	i = p->t[open].match + 1;
	if (i <= open + 2 || i >= d->to || !is_word(p, i) ||
		ch_c_is_macro(p, i))
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

static bool is_constructor(const struct ch_c_pass *p, const struct ch_c_decl *d,
	const struct words *w)
{
	return w->name &&
	       (is_punct(p, w->name, '~') ||
		       (d->class_name.len &&
			       ch_str_eq(text_of(p, w->name), d->class_name)) ||
		       ch_str_is(text_of(p, w->name), "operator"));
}

/* "class API Name {": capitals behind the tag. */
static void blank_tag_macro(
	struct ch_c_pass *p, const struct ch_c_decl *d, size_t i)
{
	size_t end = i + 1;

	if (ch_str_is(text_of(p, i), "enum") && is_word(p, i + 1) &&
		ch_c_is_tag_word(text_of(p, i + 1)))
		end = ++i + 1;
	if (end >= d->to || !ch_c_is_macro(p, end))
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

/* Is a line empty between these two tokens? */
static bool are_apart(const struct ch_c_pass *p, size_t a, size_t b)
{
	uint32_t i = p->t[a].end, last = 0;

	for (; i < p->t[b].start; i++) {
		if (at(p, i) == '\n' && last)
			return true;
		if (at(p, i) == '\n')
			last = i;
		else if (!ch_is_space(at(p, i)))
			last = 0;
	}
	return false;
}

/*
 * "static PATH_FUNC(name, "x")" makes a whole function where what follows, on
 * a line of its own, says how it is stored, makes a type or stands apart.
 */
static bool is_whole(
	const struct ch_c_pass *p, const struct ch_c_decl *d, size_t i)
{
	size_t next = is_punct(p, i + 2, '(') ? p->t[i + 2].match + 1 : 0;
	struct ch_str s;

	if (next <= i + 3 || next >= d->to || !is_word(p, next) ||
		!p->t[next].newline || !ch_c_is_specifier(text_of(p, i)) ||
		!ch_c_is_macro(p, i + 1))
		return false;
	s = text_of(p, next);
	return ch_str_is(s, "static") || ch_str_is(s, "extern") ||
	       ch_str_is(s, "typedef") ||
	       (ch_c_is_tag_word(s) && d->end == '{' && next + 2 == d->to) ||
	       are_apart(p, next - 1, next);
}

/* Past "X(...)" and "static X(...)"; returns 'i' where there is none. */
static size_t skip_call(
	struct ch_c_pass *p, const struct ch_c_decl *d, size_t i)
{
	size_t call = i, next;

	while (call < d->to && is_word(p, call) &&
		ch_c_is_specifier(text_of(p, call)) &&
		!ch_str_is(text_of(p, call), "typedef"))
		call++;
	if (!is_word(p, call) || !is_punct(p, call + 1, '('))
		return i;
	next = front_call(p, d, call);
	return next > call ? next : i;
}

/* Past attributes, "template <...>" and macros in front of them. */
static size_t skip_front(struct ch_c_pass *p, const struct ch_c_decl *d)
{
	size_t i = d->from, next;

	while (i < d->to) {
		if (is_word(p, i) && ch_str_is(text_of(p, i), "template") &&
			is_punct(p, i + 1, '<')) {
			next = ch_c_skip_angles(p, i + 1, d->to);
			if (next == i + 1)
				return i;
		} else if (ch_c_is_macro(p, i) && is_word(p, i + 1) &&
			   i + 1 < d->to &&
			   ch_c_starts_other(text_of(p, i + 1)) &&
			   !ch_str_is(text_of(p, i + 1), "operator")) {
			blank_tokens(p, i, i);
			next = i + 1;
		} else if (ch_c_is_macro(p, i) && i + 1 < d->to &&
			   ch_c_is_macro(p, i + 1) && p->t[i + 1].newline) {
			blank_tokens(p, i, i);
			next = i + 1;
		} else if (is_word(p, i) && is_whole(p, d, i)) {
			next = p->t[i + 2].match + 1;
			blank_tokens(p, i, next - 1);
		} else if (is_word(p, i)) {
			next = skip_call(p, d, i);
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
static bool blank_instantiation(struct ch_c_pass *p, const struct ch_c_decl *d)
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

/* "struct x", "int **", "static": no name of anything. */
static bool is_type_argument(const struct ch_c_pass *p, size_t from, size_t to)
{
	size_t i = from;

	if (to == from + 1)
		return is_word(p, from) && ch_c_is_specifier(text_of(p, from));
	while (i < to && is_word(p, i))
		i++;
	if (i == to)
		return to == from + 2 && ch_c_is_tag_word(text_of(p, from));
	while (i > from && i < to && is_punct(p, i, '*'))
		i++;
	return i == to;
}

/*
 * "define_table(name, struct x *);" of a macro that no member is called by:
 * a prototype has a type in front.
 */
static bool blank_definition(struct ch_c_pass *p, const struct ch_c_decl *d)
{
	size_t open = d->from + 1, from = open + 1;

	if (d->end != ';' || d->class_name.len || !is_word(p, d->from) ||
		!is_punct(p, open, '(') || p->t[open].match + 1 != d->to)
		return false;
	for (size_t i = from; i < d->to; i++) {
		if (is_punct(p, i, '(') && p->t[i].match > i)
			i = p->t[i].match;
		if (!is_punct(p, i, ',') && i + 1 < d->to)
			continue;
		if (is_type_argument(p, from, i)) {
			blank_tokens(p, d->from, d->to);
			return true;
		}
		from = i + 1;
	}
	return false;
}

/* "decltype((void)a.b(), c)": to the grammar there is one expression. */
static void blank_to_comma(struct ch_c_pass *p, size_t open)
{
	size_t close = p->t[open].match, last = 0, next;

	for (size_t k = open + 1; k < close; k = next) {
		next = k + 1;
		if (is_punct(p, k, '(') && p->t[k].match > k)
			next = p->t[k].match + 1;
		else if (is_punct(p, k, '<') &&
			 ch_c_skip_angles(p, k, close) > k)
			next = ch_c_skip_angles(p, k, close);
		else if (is_punct(p, k, ','))
			last = k;
	}
	if (last)
		blank_tokens(p, open + 1, last);
}

/* "int x UNUSED": is the word at 'i' one too many for a parameter? */
static bool follows_parameter(const struct ch_c_pass *p, size_t i)
{
	struct ch_str s, before;

	if (is_punct(p, i - 1, ']'))
		return true;
	if (!is_word(p, i - 1) || ch_c_is_macro(p, i - 1))
		return false;
	s = text_of(p, i - 1);
	if (ch_c_is_type_word(s) || ch_c_is_tag_word(s) || ch_c_is_specifier(s))
		return false;
	if (is_punct(p, i - 2, '*') || is_punct(p, i - 2, '&'))
		return true;
	before = text_of(p, i - 2);
	return is_word(p, i - 2) && !ch_c_is_tag_word(before) &&
	       !ch_c_is_specifier(before);
}

/* "UNUSED int x", "UNUSED type *x": is the word at 'i' one too many? */
static bool precedes_parameter(const struct ch_c_pass *p, size_t i)
{
	size_t next = i + 1, name;
	struct ch_str s;

	if (!is_punct(p, i - 1, '(') && !is_punct(p, i - 1, ','))
		return false;
	while (is_word(p, next) && ch_c_is_specifier(text_of(p, next)))
		next++;
	if (!is_word(p, next))
		return false;
	s = text_of(p, next);
	if (ch_c_is_type_word(s) || ch_c_is_tag_word(s))
		return true;
	name = next + 1;
	/* "CHAR FAR *x": the second one is too many */
	while (!ch_c_is_macro(p, next) &&
		(is_punct(p, name, '*') || is_punct(p, name, '&') ||
			(is_word(p, name) &&
				ch_c_is_specifier(text_of(p, name)))))
		name++;
	return is_word(p, name) && !ch_c_is_specifier(text_of(p, name)) &&
	       !ch_c_is_macro(p, name) &&
	       (is_punct(p, name + 1, ',') || is_punct(p, name + 1, ')') ||
		       is_punct(p, name + 1, '['));
}

/* "type *RESTRICT const x": is the word at 'i' a pointer's qualifier? */
static bool qualifies_pointer(const struct ch_c_pass *p, size_t i)
{
	size_t name = i + 1;

	if (!is_punct(p, i - 1, '*'))
		return false;
	while (is_word(p, name) && ch_c_is_specifier(text_of(p, name)))
		name++;
	return is_word(p, name) &&
	       (is_punct(p, name + 1, ',') || is_punct(p, name + 1, ')') ||
		       is_punct(p, name + 1, '['));
}

/* Capitals around parameters. */
static void blank_parameters(
	struct ch_c_pass *p, const struct ch_c_decl *d, size_t name)
{
	size_t i = name, close;

	while (i < d->to && !is_punct(p, i, '('))
		i++;
	close = i < d->to ? p->t[i].match : 0;
	for (; i < close; i++)
		if (ch_c_is_macro(p, i) &&
			(precedes_parameter(p, i) || qualifies_pointer(p, i) ||
				((is_punct(p, i + 1, ',') ||
					 is_punct(p, i + 1, ')')) &&
					follows_parameter(p, i))))
			blank_tokens(p, i, i);
}

void ch_c_read_declaration(struct ch_c_pass *p, const struct ch_c_decl *d)
{
	struct words w;
	size_t i, keep = 0;

	if (blank_instantiation(p, d) || blank_definition(p, d))
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
		if (ch_c_is_tag_word(text_of(p, k)))
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

void ch_c_blank_leftover(struct ch_c_pass *p, const struct ch_c_decl *d)
{
	for (size_t i = d->from; i < d->to; i++) {
		if (!ch_c_is_macro(p, i) || !p->t[i].newline)
			return;
		if (is_punct(p, i + 1, '(') && p->t[i + 1].match > i)
			i = p->t[i + 1].match;
	}

	if (d->from < d->to)
		blank_tokens(p, d->from, d->to - 1);
}
