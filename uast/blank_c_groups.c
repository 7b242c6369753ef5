/*
 * Conditionals: of a group whose branches are no whole statements one stays.
 */
#include <stdlib.h>
#include <string.h>

#include "uast/blank_c.h"

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

static void blank_line(struct ch_c_pass *p, size_t token)
{
	ch_blanks_add(p->out, p->t[token].start, p->t[token].end);
}

static bool is_if_zero(const struct ch_c_pass *p, size_t i)
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
static bool ends_whole(const struct ch_c_pass *p, size_t from, size_t i)
{
	char c;

	while (i > from && p->t[i].kind == DIRECTIVE && p->t[i].c == 'n')
		i--; /* what stands in a group inside it counts */
	if (i <= from || p->t[i].kind == DIRECTIVE)
		return true;
	if (p->t[from + 1].kind == WORD &&
		ch_str_is(text_of(p, from + 1), "else"))
		return false;
	if (p->t[i].kind == WORD && p->t[i].newline && ch_c_is_macro(p, i))
		return true;
	c = p->t[i].kind == PUNCT ? p->t[i].c : 'x';
	return c == ';' || c == '}' || c == '{' || c == ',' || c == ':' ||
	       (c == ')' && p->t[i].newline);
}

static bool is_plain(const struct ch_c_pass *p, size_t i)
{
	struct ch_str s = text_of(p, i);

	return is_word(p, i) && !ch_c_is_macro(p, i) && !ch_c_is_type_word(s) &&
	       !ch_c_is_tag_word(s) && !ch_c_is_specifier(s) &&
	       !ch_c_starts_other(s) && !ch_c_takes_parens(s);
}

/* "#if A + B != 1", "Exactly one of A or B is needed.": for people. */
static bool is_prose(const struct ch_c_pass *p, size_t from, size_t to)
{
	return from + 3 < to && is_plain(p, from) && is_plain(p, from + 1) &&
	       is_plain(p, from + 2);
}

static void end_branch(struct ch_c_pass *p, struct group *g, size_t i)
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
static void dissolve(
	struct ch_c_pass *p, const struct group *g, size_t first_seen)
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
static int close_group(struct ch_c_pass *p, struct group *g, size_t *first_seen)
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
static bool in_initializers(const struct ch_c_pass *p, size_t i)
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

void ch_c_settle_conditionals(struct ch_c_pass *p)
{
	struct group g[MAX_GROUPS];
	size_t first_seen[MAX_GROUPS], n = 0, skipped = 0;
	int list = 0; /* braces open since "= {" */
	int call = 0; /* parentheses open in a statement */

	for (size_t i = 0; i < p->n; i++) {
		struct ch_c_token *t = &p->t[i];

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

void ch_c_drop_blanked(struct ch_c_pass *p)
{
	size_t n = 1, nopen = 0, cap = 0;
	uint32_t *open = NULL;

	ch_blanks_sort(p->out);
	for (size_t i = 1, k = 0; i < p->n; i++) {
		struct ch_c_token t = p->t[i];

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
