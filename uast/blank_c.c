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

#include "uast/blank_c.h"

#define MAX_SCOPES 200

struct scope {
	bool declares; /* its statements are declarations */
	struct ch_str class_name;
};

/* What '{' at d->to opens. */
static struct scope scope_of(
	const struct ch_c_pass *p, const struct ch_c_decl *d)
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
		if (ch_c_is_tag_word(t) && !ch_str_is(t, "typename")) {
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

static bool is_access(const struct ch_c_pass *p, size_t from, size_t i)
{
	struct ch_str s = text_of(p, from);

	return is_punct(p, i, ':') && i == from + 1 &&
	       (ch_str_is(s, "public") || ch_str_is(s, "private") ||
		       ch_str_is(s, "protected"));
}

/* Is the '=' at 'i' of "operator=", "operator+=", "operator<<="? */
static bool names_operator(const struct ch_c_pass *p, size_t from, size_t i)
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

static bool ends_declaration(const struct ch_c_pass *p, size_t from, size_t i)
{
	const struct ch_c_token *t = &p->t[i];

	if (t->kind == DIRECTIVE)
		return true;
	if (t->kind != PUNCT)
		return false;
	if (t->c == '=' && names_operator(p, from, i))
		return false;
	return t->c == ';' || t->c == '{' || t->c == '}' || t->c == '=' ||
	       is_access(p, from, i);
}

/*
 * Behind "template <...>", which may say "class" and "=", never ';'.  A
 * macro among the parameters is a condition.
 */
static size_t template_end(struct ch_c_pass *p, size_t i)
{
	size_t to = i;

	while (to < p->n && !is_punct(p, to, ';') && !is_punct(p, to, '}'))
		to++;
	look_ahead(p, to);
	to = ch_c_skip_angles(p, i, to);
	for (size_t k = i; k + 2 < to; k++)
		if (is_punct(p, k, ',') && ch_c_is_macro(p, k + 1) &&
			is_punct(p, k + 2, '(') && p->t[k + 2].match > k)
			blank_tokens(p, k, p->t[k + 2].match);
	return to > i ? to : i + 1;
}

static size_t next_end(struct ch_c_pass *p, size_t from)
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
static void note_cut(struct ch_c_pass *p, size_t i)
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

/* "define_list(name, {"a"});": behind the braces, or 'd->to'. */
static size_t skip_braced(struct ch_c_pass *p, const struct ch_c_decl *d)
{
	size_t end;

	if (d->end != '{' || !is_word(p, d->from) ||
		!is_punct(p, d->from + 1, '(') ||
		!(is_punct(p, d->to - 1, ',') || is_punct(p, d->to - 1, '(')))
		return d->to;
	end = ch_c_skip_block(p, d->to);
	if (!is_punct(p, end, ')') || !is_punct(p, end + 1, ';'))
		return d->to;
	blank_tokens(p, d->from, end + 1);
	return end + 2;
}

static void read_declarations(struct ch_c_pass *p)
{
	struct scope stack[MAX_SCOPES];
	size_t n = 0, i = 1;

	while (i < p->n) {
		struct ch_c_decl d = { .from = i };

		if (!n && p->cuts)
			note_cut(p, i);
		d.to = next_end(p, i);
		if (n)
			d.class_name = stack[n - 1].class_name;
		d.end = d.to < p->n ? p->t[d.to].c : '\0';
		i = skip_braced(p, &d);
		if (i > d.to)
			continue;
		if (d.end == '}' || !d.end || p->t[d.to].kind == DIRECTIVE)
			ch_c_blank_leftover(p, &d);
		else if (d.from < d.to)
			ch_c_read_declaration(p, &d);
		i = d.to + 1;
		p->open |= d.to >= p->n;
		if (d.to >= p->n || p->t[d.to].kind == DIRECTIVE)
			continue;
		if (d.end == '}' && n)
			n--;
		else if (d.end == '=')
			i = ch_c_skip_value(p, d.to);
		p->open |= d.end == '=' && i >= p->n;
		if (d.end != '{')
			continue;
		stack[n] = scope_of(p, &d);
		if (stack[n].declares && n + 1 < MAX_SCOPES)
			n++;
		else
			i = ch_c_skip_body(p, d.to);
	}
	p->open |= n > 0 || p->reach >= p->n;
}

bool ch_blank_c_part(
	struct ch_str part, struct ch_blanks *out, struct ch_cuts *cuts)
{
	struct ch_c_pass p = { .s = part, .out = out, .cuts = cuts };

	ch_c_tokenize(&p);
	ch_c_settle_conditionals(&p);
	ch_c_drop_blanked(&p);
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
