/*
 * What hides declarations from the Objective-C grammar, made invisible.
 *
 * Comments, strings and directives are stepped over, braces followed; then
 * shapes decide, as they do for C:
 *
 *	NS_ASSUME_NONNULL_BEGIN		->
 *	typedef NS_ENUM(int, Kind) {	->	enum                 Kind  {
 *	LIB_EXPORT int f(void);		->	extern     int f(void);
 *	LIB_SINCE(1.0) @protocol P	->	               @protocol P
 *	- (void)m LIB_SINCE(ios(10));	->	- (void)m                   ;
 *
 * Of a conditional whose branches are no whole declarations or statements the
 * first branch stays and the directives go.
 */
#include <string.h>

#include "uast/blank.h"

#define MAX_GROUPS 64

/* A #if that is not yet closed. */
struct group {
	size_t start, end; /* its line */
	size_t other;	   /* where the directive of the second branch starts */
	size_t branch;	   /* where this branch starts */
	size_t depth;	   /* of braces in front of it */
	size_t first_depth; /* behind the first branch */
	bool broken;
};

struct scan {
	struct ch_str s;
	struct ch_blanks *out;
	size_t i;
	size_t words[2]; /* where the last two words start, newest first */
	size_t depth, parens;
	struct group groups[MAX_GROUPS];
	size_t ngroups, nlost; /* open ones, and those too deep */
	size_t last_byte;      /* where 'last' stands */
	char first; /* of the declaration that is being read; 0: none */
	char last;  /* where the token before began */
};

static char at(const struct scan *p, size_t i)
{
	return i < p->s.len ? p->s.ptr[i] : '\0';
}

static bool is_word(char c)
{
	return ch_is_word(c) || c == '$';
}

static size_t skip_space(const struct scan *p, size_t i)
{
	while (ch_is_space(at(p, i)))
		i++;
	return i;
}

static size_t word_end(const struct scan *p, size_t i)
{
	while (is_word(at(p, i)))
		i++;
	return i;
}

static size_t or_end(const struct scan *p, size_t i)
{
	return i < p->s.len ? i : p->s.len;
}

static size_t quoted_end(const struct scan *p, size_t i)
{
	char quote = at(p, i++);

	while (i < p->s.len && at(p, i) != quote && at(p, i) != '\n')
		i += at(p, i) == '\\' ? 2 : 1;
	return or_end(p, i + 1);
}

static size_t line_end(const struct scan *p, size_t i)
{
	while (i < p->s.len && at(p, i) != '\n')
		i += at(p, i) == '\\' ? 2 : 1;
	return or_end(p, i);
}

static size_t comment_end(const struct scan *p, size_t i)
{
	size_t end;

	if (at(p, i + 1) == '/')
		return line_end(p, i);
	end = ch_str_find(p->s, CH_STR("*/"), i + 2);
	return end == (size_t)-1 ? p->s.len : end + 2;
}

static bool is_macro_name(struct ch_str s)
{
	bool letter = false;

	for (size_t i = 0; i < s.len; i++) {
		if (ch_is_lower(s.ptr[i]))
			return false;
		letter |= ch_is_upper(s.ptr[i]);
	}
	return letter && s.len > 3;
}

static bool opens_section(struct ch_str s)
{
	return is_macro_name(s) &&
	       (ch_str_ends(s, "_BEGIN") || ch_str_ends(s, "_END") ||
		       ch_str_ends(s, "_BEGIN_DECLS") ||
		       ch_str_ends(s, "_END_DECLS"));
}

/* Where the parentheses at 'i' are closed, on the way a comma; 0: nowhere. */
static size_t closing(const struct scan *p, size_t i, size_t *comma)
{
	int depth = 0;

	*comma = 0;
	for (; i < p->s.len && at(p, i) != ';' && at(p, i) != '{'; i++) {
		if (at(p, i) == '(')
			depth++;
		else if (at(p, i) == ',' && depth == 1)
			*comma = i;
		else if (at(p, i) == ')' && --depth == 0)
			return i;
	}
	return 0;
}

/* The macro that ends at 'end' makes an enum of the braces behind it. */
static void blank_enum(struct scan *p, size_t start, size_t end)
{
	size_t open = skip_space(p, end), comma, close, name;
	struct ch_str before =
		ch_str_sub(p->s, p->words[1], word_end(p, p->words[1]));

	if (at(p, open) == ';') /* "typedef NSString *Key NS_TYPED_ENUM;" */
		ch_blanks_add(p->out, start, end);
	close = at(p, open) == '(' ? closing(p, open, &comma) : 0;
	if (!close || at(p, skip_space(p, close + 1)) != '{')
		return;
	if (ch_str_is(before, "typedef") &&
		skip_space(p, p->words[1] + before.len) == start)
		start = p->words[1];
	name = comma ? skip_space(p, comma + 1) : close;
	ch_blanks_add_as(p->out, start, name, "enum ");
	ch_blanks_add(p->out, close, close + 1);
}

/* Behind the parentheses that may follow a macro's name. */
static size_t call_end(const struct scan *p, size_t end)
{
	size_t open = skip_space(p, end), comma;
	size_t close = at(p, open) == '(' ? closing(p, open, &comma) : 0;

	return close ? close + 1 : end;
}

/* "LIB_EXPORT int f", "LIB_SINCE(1) @protocol": in front of a declaration. */
static void blank_leading(struct scan *p, size_t end)
{
	size_t after = call_end(p, end), next = skip_space(p, after);
	size_t second = skip_space(p, word_end(p, next));
	struct ch_str word = ch_str_sub(p->s, p->i, end);

	if (at(p, next) == '@')
		ch_blanks_add(p->out, p->i, after);
	else if (is_word(at(p, next)) && second > next &&
		 (is_word(at(p, second)) || at(p, second) == '*' ||
			 at(p, second) == '<') &&
		 ch_str_chr(word, '_', 0) != (size_t)-1)
		ch_blanks_add_as(p->out, p->i, after,
			ch_str_ends(word, "EXPORT") ||
					ch_str_ends(word, "EXTERN")
				? "extern"
				: NULL);
}

/* "- (void)m LIB_SINCE(1);": behind one. */
static void blank_trailing(struct scan *p, size_t end)
{
	size_t after = call_end(p, end), next = skip_space(p, after);
	bool method = p->first == '-' || p->first == '+';
	bool known = method || after > end || p->last == ')';

	if (p->first == '@')
		known |= ch_str_chr(ch_str_sub(p->s, p->i, end), '_', 0) !=
			 (size_t)-1;
	if (known && (at(p, next) == ';' || at(p, next) == '{' ||
			     is_word(at(p, next))))
		ch_blanks_add(p->out, p->i, after);
}

/*
 * Behind a parenthesis stands a parameter's name, "m:(NSURL *)URL", or a
 * property's type, "@property (copy) BLOCK b".
 */
static void blank_around(struct scan *p, size_t end)
{
	bool function = !p->first || !strchr("-+@", p->first);

	if (!p->first)
		blank_leading(p, end);
	else if (is_word(p->last) || (p->last == ')' && function))
		blank_trailing(p, end);
}

/* ---- conditionals ------------------------------------------------------- */

/* "#if __has_include(<x.h>)": no expression to the grammar. */
static void blank_include_test(struct scan *p, size_t i, size_t end)
{
	for (; i + 1 < end; i++) {
		size_t close;

		if (at(p, i) != '(' ||
			(at(p, i + 1) != '<' && at(p, i + 1) != '"'))
			continue;
		close = ch_str_chr(ch_str_sub(p->s, 0, end), ')', i);
		if (close != (size_t)-1)
			ch_blanks_add(p->out, i, close + 1);
	}
}

static void end_branch(struct scan *p, struct group *g)
{
	bool any = p->last_byte >= g->branch;

	g->broken |=
		p->depth != g->depth ||
		(any && p->last != ';' && p->last != '}' && p->last != '{');
}

static void open_group(struct scan *p, size_t end)
{
	struct group *g = &p->groups[p->ngroups];

	if (p->ngroups == MAX_GROUPS) {
		p->nlost++;
		return;
	}
	memset(g, 0, sizeof(*g));
	g->start = p->i;
	g->end = g->branch = end;
	g->depth = p->depth;
	p->ngroups++;
}

static void next_branch(struct scan *p, size_t end)
{
	struct group *g;

	if (p->nlost || !p->ngroups)
		return;
	g = &p->groups[p->ngroups - 1];
	end_branch(p, g);
	if (!g->other) {
		g->other = p->i;
		g->first_depth = p->depth;
	}
	g->branch = end;
	p->depth = g->depth;
}

static void close_group(struct scan *p, size_t end)
{
	struct group *g;

	if (p->nlost || !p->ngroups) {
		p->nlost -= p->nlost > 0;
		return;
	}
	g = &p->groups[--p->ngroups];
	end_branch(p, g);
	if (g->other)
		p->depth = g->first_depth;
	if (!g->broken)
		return;
	ch_blanks_add(p->out, g->start, g->end);
	ch_blanks_add(p->out, g->other ? g->other : p->i, end);
}

static void read_directive(struct scan *p, size_t end)
{
	struct ch_str s = ch_str_trim(ch_str_sub(p->s, p->i + 1, end));

	if (ch_str_starts(s, "if")) {
		open_group(p, end);
		blank_include_test(p, p->i, end);
	} else if (ch_str_starts(s, "el")) {
		next_branch(p, end);
		blank_include_test(p, p->i, end);
	} else if (ch_str_starts(s, "endif")) {
		close_group(p, end);
	}
}

/* ---- the pass ----------------------------------------------------------- */

/* Nothing is open behind it. */
static void end_declaration(struct scan *p)
{
	p->last = ';';
	p->first = '\0';
}

static void read_word(struct scan *p, size_t end)
{
	struct ch_str word = ch_str_sub(p->s, p->i, end);

	p->words[1] = p->words[0];
	p->words[0] = p->i;
	if (!is_macro_name(word) && !ch_str_is(word, "__attribute__"))
		return;
	if (ch_str_ends(word, "_ENUM") || ch_str_ends(word, "_OPTIONS"))
		blank_enum(p, p->i, end);
	else if (!p->depth && !p->parens)
		blank_around(p, end);
}

static void follow(struct scan *p, char c, bool newline)
{
	if (c == '{')
		p->depth++;
	else if (c == '}' && p->depth)
		p->depth--;
	else if (c == '(')
		p->parens++;
	else if (c == ')' && p->parens)
		p->parens--;
	if (c == ';' || c == '}')
		p->parens = 0;
	p->last = c;
	p->last_byte = p->i;
	if (p->depth)
		return;
	if (c == ';' || c == '}')
		p->first = '\0';
	else if (!p->first || (newline && (c == '-' || c == '+' || c == '@')))
		p->first = c;
}

/* One token or space; returns where it ends. */
static size_t step(struct scan *p, char c, bool newline)
{
	size_t end = p->i + 1;

	if (c == '/' && (at(p, end) == '/' || at(p, end) == '*'))
		return comment_end(p, p->i);
	if (c == '#' && newline) {
		end = line_end(p, p->i);
		read_directive(p, end);
		return end;
	}
	if (c == '"' || c == '\'')
		end = quoted_end(p, p->i);
	else if (is_word(c))
		end = word_end(p, p->i);
	if (is_word(c) && !p->depth &&
		opens_section(ch_str_sub(p->s, p->i, end))) {
		ch_blanks_add(p->out, p->i, end);
		return end;
	}
	if (is_word(c))
		read_word(p, end);
	if (ch_is_space(c))
		return end;
	follow(p, c, newline);
	if (ch_str_is(ch_str_sub(p->s, p->i, end), "end") && p->i &&
		at(p, p->i - 1) == '@')
		end_declaration(p);
	return end;
}

void ch_blank_objc(struct ch_str source, struct ch_blanks *out)
{
	struct scan p = { .s = source, .out = out };
	bool newline = true;

	while (p.i < source.len) {
		char c = at(&p, p.i);

		p.i = step(&p, c, newline);
		newline = c == '\n' || (newline && ch_is_space(c));
	}
}
