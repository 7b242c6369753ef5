/*
 * What the C# grammar trips over, made invisible.
 *
 * One walk over the text that knows comments and all forms of strings:
 *
 * - A conditional inside brackets, or one whose branches are no whole
 *   statements: its first branch stays, directives and the others go.
 *
 *	f(a,
 *	#if X
 *		b,
 *	#endif
 *		c);
 *
 * - Of one whose branches are items of a list, or cases of a switch, only the
 *   directives go.
 * - Doubled quotes in interpolated strings: $@"say ""{word}""".
 * - "ref" of "ref partial struct", "allows" of "allows ref struct".
 * - "extension(string s) {" and its "}", around its members.
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "uast/blank.h"

#define MAX_DEPTH 400
#define MAX_GROUPS 64

/* A #if that is not yet closed. */
struct group {
	size_t first;	    /* of its directives in 'seen' */
	size_t depth;	    /* open brackets at the start of a branch */
	size_t depth_after; /* and at the end of the first */
	char before;	    /* last sign before the #if */
	char begins;	    /* first sign of the branch; 0: none yet */
	bool broken;	    /* keep the first branch only */
	bool list;	    /* each branch ends with a comma */
	bool cases;	    /* a branch begins with one */
};

struct directive {
	size_t start, end;
};

struct pass {
	struct ch_str s;
	struct ch_blanks *out;
	char open[MAX_DEPTH]; /* ( [ {, E for an extension's brace, and $ @ for
				 a string around a hole */
	size_t depth;
	char last; /* last sign that is no space; a for words */
	struct group groups[MAX_GROUPS];
	size_t ngroups;
	size_t nskipped; /* groups opened beyond the limit */
	struct directive *seen;
	size_t nseen, cap;
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

static bool says(const struct pass *p, size_t i, const char *word)
{
	return ch_str_is(ch_str_sub(p->s, i, skip_word(p, i)), word);
}

static char innermost(const struct pass *p)
{
	return p->depth && p->depth <= MAX_DEPTH ? p->open[p->depth - 1] : '\0';
}

static void push(struct pass *p, char c)
{
	if (p->depth < MAX_DEPTH)
		p->open[p->depth] = c;
	p->depth++;
}

/* ---- strings and comments ----------------------------------------------- */

static size_t line_end(const struct pass *p, size_t i)
{
	size_t end = ch_str_chr(p->s, '\n', i);

	return end == (size_t)-1 ? p->s.len : end;
}

static size_t skip_comment(const struct pass *p, size_t i)
{
	size_t end;

	if (at(p, i + 1) == '/')
		return line_end(p, i);
	end = ch_str_find(p->s, CH_STR("*/"), i + 2);
	return end == (size_t)-1 ? p->s.len : end + 2;
}

/* '"' or '\'' to the next one on the line. */
static size_t skip_quoted(const struct pass *p, size_t i)
{
	char quote = at(p, i++);

	while (i < p->s.len && at(p, i) != quote && at(p, i) != '\n')
		i += at(p, i) == '\\' ? 2 : 1;
	return i < p->s.len ? i + (at(p, i) == quote) : p->s.len;
}

/* @"...""..." */
static size_t skip_verbatim(const struct pass *p, size_t i)
{
	for (i++; i < p->s.len; i++)
		if (at(p, i) == '"' && at(p, ++i) != '"')
			return i;
	return p->s.len;
}

/* At least three quotes, up to as many again; holes are part of it. */
static size_t skip_raw(const struct pass *p, size_t i)
{
	size_t n = 0, k = 0;

	while (at(p, i) == '"') {
		i++;
		n++;
	}
	for (; i < p->s.len; i++) {
		k = at(p, i) == '"' ? k + 1 : 0;
		if (k == n && at(p, i + 1) != '"')
			return i + 1;
	}
	return p->s.len;
}

/*
 * Inside $"..." or $@"...", up to its end or the hole that opens: the caller
 * comes back when the hole closes.
 */
static size_t skip_interpolated(struct pass *p, size_t i, bool verbatim)
{
	for (; i < p->s.len; i++) {
		char c = at(p, i);

		if (c == '\\' && !verbatim) {
			i++;
		} else if ((c == '{' || c == '}') && at(p, i + 1) == c) {
			i++;
		} else if (c == '{') {
			push(p, verbatim ? '@' : '$');
			return i + 1;
		} else if (c == '"' && verbatim && at(p, i + 1) == '"') {
			ch_blanks_add(p->out, i, i + 2);
			i++;
		} else if (c == '"' || (c == '\n' && !verbatim)) {
			return i + 1;
		}
	}
	return p->s.len;
}

/* Behind the string that starts with the signs at 'i', or 'i': it is none. */
static size_t skip_string(struct pass *p, size_t i)
{
	size_t quote = i;
	bool hole = false, verbatim = false;

	for (; at(p, quote) == '$' || at(p, quote) == '@'; quote++) {
		hole |= at(p, quote) == '$';
		verbatim |= at(p, quote) == '@';
	}
	if (at(p, quote) != '"')
		return i;
	if (!verbatim && at(p, quote + 1) == '"' && at(p, quote + 2) == '"')
		return skip_raw(p, quote);
	if (hole)
		return skip_interpolated(p, quote + 1, verbatim);
	return verbatim ? skip_verbatim(p, quote) : skip_quoted(p, quote);
}

/* ---- conditionals ------------------------------------------------------- */

static void end_branch(struct pass *p, struct group *g)
{
	if (!g->begins)
		return; /* empty: no shape at all */
	if (p->last != ',')
		g->list = false;
	if (p->depth != g->depth ||
		(p->last != ';' && p->last != '}' && p->last != ',' &&
			!(p->last == ']' && g->begins == '[')))
		g->broken = true;
	if (p->nseen == g->first + 1)
		g->depth_after = p->depth;
	g->begins = '\0';
}

/*
 * The directives go; unless it is a list, or cases of a switch, all branches
 * but the first too.
 */
static void dissolve(struct pass *p, const struct group *g)
{
	size_t n = p->nseen;

	for (size_t k = g->first; k < n; k++) {
		const struct directive *d = &p->seen[k];

		ch_blanks_add(p->out, d->start, d->end);
		if (!g->list && !g->cases && k > g->first && k + 1 < n)
			ch_blanks_add(p->out, d->end, p->seen[k + 1].start);
	}
}

static void close_group(struct pass *p)
{
	struct group *g = &p->groups[--p->ngroups];
	bool inside = strchr("([", innermost(p)) && innermost(p);

	p->depth = g->depth_after;
	g->cases &= !g->broken;
	if (inside || g->broken || g->cases ||
		(g->list && strchr(",{", g->before)))
		dissolve(p, g);
	p->nseen = g->first;
}

static void open_group(struct pass *p)
{
	struct group *g;

	if (p->ngroups == MAX_GROUPS) {
		p->nskipped++;
		return;
	}
	g = &p->groups[p->ngroups++];
	memset(g, 0, sizeof(*g));
	g->first = p->nseen;
	g->depth = g->depth_after = p->depth;
	g->before = p->last;
	g->list = true;
	g->broken = p->last && !strchr(";{}]:,", p->last);
}

static void note(struct pass *p, size_t start, size_t end)
{
	CH_GROW(p->seen, p->nseen, p->cap);
	p->seen[p->nseen].start = start;
	p->seen[p->nseen++].end = end;
}

static size_t take_directive(struct pass *p, size_t i)
{
	size_t end = line_end(p, i), word = i + 1;
	struct group *g;

	while (at(p, word) == ' ' || at(p, word) == '\t')
		word++;
	if (says(p, word, "if"))
		open_group(p);
	if (p->nskipped) {
		p->nskipped -= says(p, word, "endif");
		return end;
	}
	if (!p->ngroups)
		return end;
	g = &p->groups[p->ngroups - 1];
	if (says(p, word, "if")) {
		note(p, i, end);
	} else if (says(p, word, "elif") || says(p, word, "else")) {
		end_branch(p, g);
		note(p, i, end);
		p->depth = g->depth;
	} else if (says(p, word, "endif")) {
		end_branch(p, g);
		note(p, i, end);
		close_group(p);
	}
	return end;
}

/* ---- words -------------------------------------------------------------- */

/* Behind "extension<T>(...) {", or 0. */
static size_t extension_brace(const struct pass *p, size_t i)
{
	int depth = 0;

	if (p->last && !strchr("{};]", p->last))
		return 0;
	for (i = skip_space(p, skip_word(p, i)); i < p->s.len; i++) {
		char c = at(p, i);

		depth += (c == '(') - (c == ')');
		if (c == ')' && !depth)
			break;
		if (c == ';' || c == '{' || c == '}' || depth < 0 ||
			(!depth && c != '<' && c != '>' && c != ',' &&
				!ch_is_name(c) && !ch_is_space(c)))
			return 0;
	}
	/* "where T : class" */
	for (i++; i < p->s.len && !strchr(";{}()", at(p, i)); i++)
		;
	return at(p, i) == '{' ? i + 1 : 0;
}

static size_t take_word(struct pass *p, size_t i)
{
	size_t end = skip_word(p, i), next = skip_space(p, end), brace;

	if (says(p, i, "ref") && says(p, next, "partial"))
		ch_blanks_add(p->out, i, end);
	if (says(p, i, "allows") && says(p, next, "ref"))
		ch_blanks_add(p->out, i, end);
	brace = says(p, i, "extension") ? extension_brace(p, i) : 0;
	if (brace) {
		ch_blanks_add(p->out, i, brace);
		push(p, 'E');
		p->last = '{';
		return brace;
	}
	p->last = 'a';
	return end;
}

/* Returns where to go on: in the string whose hole closes, else behind. */
static size_t take_sign(struct pass *p, size_t i)
{
	char c = at(p, i), open;

	p->last = c;
	if (c == '(' || c == '[' || c == '{') {
		push(p, c);
	} else if (c == ')' || c == ']' || c == '}') {
		open = innermost(p);
		p->depth -= p->depth > 0;
		if (c == '}' && open == 'E')
			ch_blanks_add(p->out, i, i + 1);
		if (c == '}' && (open == '$' || open == '@')) {
			p->last = 'a';
			return skip_interpolated(p, i + 1, open == '@');
		}
	}
	return i + 1;
}

static size_t take_token(struct pass *p, size_t i)
{
	size_t end;
	char c = at(p, i);

	if (p->ngroups && !p->groups[p->ngroups - 1].begins) {
		p->groups[p->ngroups - 1].begins = c;
		p->groups[p->ngroups - 1].cases |=
			says(p, i, "case") || says(p, i, "default");
	}
	if (c == '\'') {
		p->last = 'a';
		return skip_quoted(p, i);
	}
	end = skip_string(p, i);
	if (end > i) {
		p->last = 'a';
		return end;
	}
	return ch_is_name(c) ? take_word(p, i) : take_sign(p, i);
}

void ch_blank_csharp(struct ch_str source, struct ch_blanks *out)
{
	struct pass p = { .s = source, .out = out };
	bool newline = true;
	size_t i = 0;

	while (i < source.len) {
		char c = at(&p, i);

		if (ch_is_space(c)) {
			newline |= c == '\n';
			i++;
		} else if (c == '/' &&
			   (at(&p, i + 1) == '/' || at(&p, i + 1) == '*')) {
			i = skip_comment(&p, i);
		} else if (c == '#' && newline) {
			i = take_directive(&p, i);
		} else {
			i = take_token(&p, i);
			newline = false;
		}
	}
	free(p.seen);
}
