/*
 * What the Swift grammar trips over, made invisible.
 *
 * - "#if" and its kin among members, cases of a switch and items of a list:
 *   the directives go.  Where several branches do not hold whole items the
 *   first one stays and the others go too.
 * - Words it does not know yet: consume, copy and unsafe in front of a value,
 *   sending and isolated in front of a type, the type of "throws(T)", the word
 *   in "nonisolated(unsafe)", the where of a type alias, the await of a "try
 *   await" in the head of an if, an empty tuple that is an argument.
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
	bool begun;	    /* the branch has a sign */
	bool broken;	    /* keep the first branch only */
	bool list;	    /* each branch ends with a comma */
};

struct directive {
	size_t start, end;
};

/* A string that goes on behind a hole "\(...)". */
struct string {
	size_t hashes;
	bool lines; /* three quotes */
};

struct pass {
	struct ch_str s;
	struct ch_blanks *out;
	char open[MAX_DEPTH]; /* ( [ {, T a type's body, S a switch's and $ a
				 hole in a string */
	char head[MAX_DEPTH]; /* what the next brace opens: T, S or { */
	struct string strings[MAX_DEPTH]; /* around holes */
	size_t depth;
	char last;	/* last sign that is no space; a for words */
	size_t last_at; /* where its word began */
	bool newline;	/* a line ended behind it */
	bool alias;	/* behind typealias on this line */
	bool header;	/* between if, while, for or switch and its brace */
	struct group groups[MAX_GROUPS];
	size_t ngroups, nskipped;
	struct directive *seen;
	size_t nseen, cap;
};

static char at(const struct pass *p, size_t i)
{
	return i < p->s.len ? p->s.ptr[i] : '\0';
}

static size_t skip_word(const struct pass *p, size_t i)
{
	while (ch_is_name(at(p, i)))
		i++;
	return i;
}

static size_t skip_blanks(const struct pass *p, size_t i)
{
	while (at(p, i) == ' ' || at(p, i) == '\t')
		i++;
	return i;
}

static size_t line_end(const struct pass *p, size_t i)
{
	size_t end = ch_str_chr(p->s, '\n', i);

	return end == (size_t)-1 ? p->s.len : end;
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

static char innermost(const struct pass *p)
{
	return p->depth && p->depth <= MAX_DEPTH ? p->open[p->depth - 1] : '\0';
}

static void set_head(struct pass *p, char head)
{
	if (p->depth < MAX_DEPTH)
		p->head[p->depth] = head;
}

static void push(struct pass *p, char c)
{
	if (p->depth < MAX_DEPTH)
		p->open[p->depth] = c;
	p->depth++;
	set_head(p, '{');
}

/* ---- strings and comments ----------------------------------------------- */

/* Comments nest. */
static size_t skip_comment(const struct pass *p, size_t i)
{
	size_t depth = 0;

	if (at(p, i + 1) == '/')
		return line_end(p, i);
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

static size_t count(const struct pass *p, size_t i, char c, size_t most)
{
	size_t n = 0;

	while (n < most && at(p, i + n) == c)
		n++;
	return n;
}

/* Inside a string, up to its end or the hole that opens. */
static size_t skip_string(struct pass *p, size_t i, struct string s)
{
	size_t quotes = s.lines ? 3 : 1;

	for (; i < p->s.len; i++) {
		char c = at(p, i);

		if (c == '\\' && count(p, i + 1, '#', s.hashes) == s.hashes) {
			i += s.hashes + 1;
			if (at(p, i) != '(')
				continue;
			if (p->depth < MAX_DEPTH)
				p->strings[p->depth] = s;
			push(p, '$');
			return i + 1;
		}
		if (c == '"' && count(p, i, '"', quotes) == quotes &&
			count(p, i + quotes, '#', s.hashes) == s.hashes)
			return i + quotes + s.hashes;
		if (c == '\n' && !s.lines)
			return i + 1;
	}
	return p->s.len;
}

/* "...", """...""" and #"..."# at 'i', or i: there is none. */
static size_t take_string(struct pass *p, size_t i)
{
	struct string s = { count(p, i, '#', 16), false };
	size_t quote = i + s.hashes;

	if (at(p, quote) != '"')
		return i;
	s.lines = count(p, quote, '"', 3) == 3;
	return skip_string(p, quote + (s.lines ? 3 : 1), s);
}

/* ---- conditionals ------------------------------------------------------- */

static void end_branch(struct pass *p, struct group *g)
{
	if (g->begun && p->last != ',')
		g->list = false;
	if (g->begun && p->depth != g->depth)
		g->broken = true;
	if (p->nseen == g->first + 1)
		g->depth_after = p->depth;
	g->begun = false;
}

static void close_group(struct pass *p)
{
	struct group *g = &p->groups[--p->ngroups];
	char where = innermost(p);
	size_t n = p->nseen - g->first;
	bool first_only;

	p->depth = g->depth_after;
	first_only =
		n > 2 && (g->broken || (ch_is_one_of(where, "([") && !g->list));
	if (ch_is_one_of(where, "([TS") || (first_only && where != '{'))
		for (size_t k = g->first; k < p->nseen; k++) {
			const struct directive *d = &p->seen[k];

			ch_blanks_add(p->out, d->start, d->end);
			if (first_only && k > g->first && k + 1 < p->nseen)
				ch_blanks_add(
					p->out, d->end, p->seen[k + 1].start);
		}
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
	g->list = true;
}

static void note(struct pass *p, size_t start, size_t end)
{
	CH_GROW(p->seen, p->nseen, p->cap);
	p->seen[p->nseen].start = start;
	p->seen[p->nseen++].end = end;
}

/* "#if", or another directive that is a member. */
static size_t take_directive(struct pass *p, size_t i)
{
	static const char *const branches[] = { "elseif", "else", "endif" };
	static const char *const others[] = { "warning", "error",
		"sourceLocation" };
	size_t end = line_end(p, i);
	struct group *g;

	if (says(p, i + 1, "if"))
		open_group(p);
	else if (says_one_of(p, i + 1, others, CH_ARRAY_LEN(others)) &&
		 innermost(p) == 'T')
		ch_blanks_add(p->out, i, end);
	if (p->nskipped) {
		p->nskipped -= says(p, i + 1, "endif");
		return end;
	}
	if (!p->ngroups)
		return end;
	g = &p->groups[p->ngroups - 1];
	if (says(p, i + 1, "if")) {
		note(p, i, end);
	} else if (says_one_of(p, i + 1, branches, CH_ARRAY_LEN(branches))) {
		end_branch(p, g);
		note(p, i, end);
		if (says(p, i + 1, "endif"))
			close_group(p);
		else
			p->depth = g->depth;
	}
	return end;
}

static bool is_directive(const struct pass *p, size_t i)
{
	static const char *const words[] = { "if", "elseif", "else", "endif",
		"warning", "error", "sourceLocation" };

	return at(p, i) == '#' && p->newline &&
	       says_one_of(p, i + 1, words, CH_ARRAY_LEN(words));
}

/* ---- words -------------------------------------------------------------- */

static bool starts_value(char c)
{
	return ch_is_name(c) || ch_is_one_of(c, "(.");
}

/* "(T)" behind "throws" and "nonisolated". */
static size_t blank_brackets(struct pass *p, size_t i)
{
	size_t end = i;

	while (end < p->s.len && !ch_is_one_of(at(p, end), ")\n{}"))
		end++;
	if (at(p, end) != ')')
		return i;
	ch_blanks_add(p->out, i, end + 1);
	return end + 1;
}

static void note_head(struct pass *p, size_t i, size_t next)
{
	static const char *const types[] = { "class", "struct", "enum",
		"protocol", "extension", "actor" };
	static const char *const others[] = { "func", "var", "let", "init",
		"deinit", "subscript", "if", "for", "while", "guard", "do",
		"case", "return", "in" };

	if (p->last == '.')
		return;
	if (says_one_of(p, i, types, CH_ARRAY_LEN(types)) && p->last != ':' &&
		p->last != ',' &&
		(ch_is_name(at(p, next)) || at(p, next) == '['))
		set_head(p, 'T');
	else if (says_one_of(p, i, others, CH_ARRAY_LEN(others)))
		set_head(p, '{');
	else if (says(p, i, "switch"))
		set_head(p, 'S');
}

/* "try", "try?" or "try!" is what was read last, but not "for try". */
static bool is_behind_try(const struct pass *p)
{
	size_t i = p->last_at, end;

	if (ch_is_one_of(p->last, "?!") && i >= 3)
		i -= 3;
	for (end = i; end && (at(p, end - 1) == ' ');)
		end--;
	return says(p, i, "try") && !(end >= 3 && says(p, end - 3, "for"));
}

static size_t take_word(struct pass *p, size_t i)
{
	static const char *const takes[] = { "consume", "copy", "discard",
		"unsafe" };
	static const char *const types[] = { "sending", "isolated", "__owned",
		"__shared" };
	static const char *const owners[] = { "inout", "consuming",
		"borrowing" };
	static const char *const headers[] = { "if", "while", "for", "switch" };
	size_t end = skip_word(p, i), next = skip_blanks(p, end);

	if (p->newline)
		p->alias = false;
	p->alias |= says(p, i, "typealias");
	if (p->alias && says(p, i, "where")) {
		ch_blanks_add(p->out, i, line_end(p, i));
		return line_end(p, i);
	}
	if ((says(p, i, "throws") || says(p, i, "nonisolated")) &&
		at(p, end) == '(')
		return blank_brackets(p, end);
	if (next > end && starts_value(at(p, next)) &&
		says_one_of(p, i, takes, CH_ARRAY_LEN(takes)) &&
		(p->newline || ch_is_one_of(p->last, "=(,[{:") ||
			says(p, p->last_at, "return")))
		ch_blanks_add(p->out, i, end);
	else if (next > end && says_one_of(p, i, types, CH_ARRAY_LEN(types)) &&
		 (p->last == ':' || says_one_of(p, p->last_at, owners,
					    CH_ARRAY_LEN(owners))))
		ch_blanks_add(p->out, i, end);
	else if (p->header && says(p, i, "await") && is_behind_try(p))
		ch_blanks_add(p->out, i, end);
	if (says_one_of(p, i, headers, CH_ARRAY_LEN(headers)))
		p->header = true;
	note_head(p, i, next);
	return end;
}

/* ---- signs -------------------------------------------------------------- */

static size_t take_sign(struct pass *p, size_t i)
{
	char c = at(p, i), open;

	if (c == '{' || c == '}' || c == ';')
		p->header = false;
	if (c == '(' && at(p, i + 1) == '(' && at(p, i + 2) == ')' &&
		at(p, i + 3) == ')') {
		ch_blanks_add(p->out, i + 1, i + 3); /* f(()) */
		return i + 4;
	}
	if (c == '#' && at(p, i + 1) == '_')
		ch_blanks_add(p->out, i, i + 1); /* #_sourceLocation */
	if (c == '(' || c == '[') {
		push(p, c);
	} else if (c == '{') {
		open = p->depth < MAX_DEPTH && p->head[p->depth]
			       ? p->head[p->depth]
			       : '{';
		set_head(p, '{');
		push(p, open);
	} else if (c == ')' || c == ']' || c == '}') {
		open = innermost(p);
		p->depth -= p->depth > 0;
		if (c == ')' && open == '$')
			return skip_string(p, i + 1, p->strings[p->depth]);
	} else if (c == ';') {
		set_head(p, '{');
	}
	return i + 1;
}

static size_t take_token(struct pass *p, size_t i)
{
	size_t end;
	char c = at(p, i);

	if (p->ngroups)
		p->groups[p->ngroups - 1].begun = true;
	if (c == '@') { /* @Flag() */
		end = skip_word(p, i + 1);
		if (at(p, end) == '(' && at(p, end + 1) == ')') {
			ch_blanks_add(p->out, end, end + 2);
			return end + 2;
		}
	}
	if (c == '`') {
		for (i++; i < p->s.len && !ch_is_one_of(at(p, i), "`\n"); i++)
			;
		return i < p->s.len ? i + 1 : p->s.len;
	}
	end = take_string(p, i);
	if (end > i)
		return end;
	return ch_is_name(c) ? take_word(p, i) : take_sign(p, i);
}

void ch_blank_swift(struct ch_str source, struct ch_blanks *out)
{
	struct pass p = { .s = source, .out = out, .newline = true };
	size_t i = 0;

	while (i < source.len) {
		char c = at(&p, i);

		if (ch_is_space(c)) {
			p.newline |= c == '\n';
			i++;
		} else if (c == '/' &&
			   (at(&p, i + 1) == '/' || at(&p, i + 1) == '*')) {
			i = skip_comment(&p, i);
		} else if (is_directive(&p, i)) {
			i = take_directive(&p, i);
		} else {
			size_t start = i;

			i = take_token(&p, i);
			p.last = ch_is_name(c) ? 'a' : c;
			p.last_at = start;
			p.newline = false;
		}
	}
	free(p.seen);
}
