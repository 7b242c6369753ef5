/*
 * What a method uses of its own type, as far as tokens tell: a name behind
 * "self." or the like, and in languages where a member is called by its bare
 * name every name that no "." stands before and no parameter has.
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "uast/engine.h"

/* The tokens before the one that is looked at; "$" is part of a name. */
struct before {
	struct ch_str last, last_but_one;
};

static bool is_any(struct ch_str s, const char *const *words)
{
	for (; *words; words++)
		if (ch_str_is(s, *words))
			return true;
	return false;
}

bool ch_leads_to_member(struct ch_str token)
{
	static const char *const signs[] = { ".", "->", "::", "?.", "&.", "?->",
		"!!.", "!.", NULL };

	return is_any(token, signs);
}

static bool is_type(enum ch_kind kind)
{
	return ch_kind_is_type(kind) || kind == CH_KIND_MODULE ||
	       kind == CH_KIND_TYPE;
}

/* Not through a function: its names are part of that one. */
static uint32_t owner_of(const struct ch_facts *f, uint32_t symbol)
{
	uint32_t up = f->symbols[symbol].parent;

	while (up != CH_NO_SYMBOL && !is_type(f->symbols[up].kind) &&
		!ch_kind_is_callable(f->symbols[up].kind))
		up = f->symbols[up].parent;
	return up;
}

struct ch_str ch_symbol_owner(const struct ch_facts *f, uint32_t symbol)
{
	const struct ch_symbol *s = &f->symbols[symbol];
	uint32_t up = owner_of(f, symbol);
	struct ch_str q = s->qualified;

	if (up != CH_NO_SYMBOL)
		return is_type(f->symbols[up].kind) ? f->symbols[up].qualified
						    : ch_str_n(NULL, 0);
	if (!ch_kind_is_callable(s->kind) || q.len <= s->name.len)
		return ch_str_n(NULL, 0);
	q.len -= s->name.len;
	while (q.len && strchr(".:#\\", q.ptr[q.len - 1]))
		q.len--;
	return q;
}

/* "ns::Widget" -> "Widget". */
static struct ch_str last_part(struct ch_str qualified)
{
	size_t at = qualified.len;

	while (at && !strchr(".:#\\", qualified.ptr[at - 1]))
		at--;
	return ch_str_sub(qualified, at, qualified.len);
}

bool ch_is_self(const struct ch_walk *w, uint32_t method, struct ch_str token)
{
	static const char *const words[] = { "self", "this", "Self", "static",
		"cls", NULL };
	const struct ch_symbol *s = &w->facts->symbols[method];

	if (!token.len)
		return false;
	if (s->nparams && s->params[0].kind == CH_PARAM_RECEIVER &&
		ch_str_eq(token, s->params[0].name))
		return true;
	return is_any(token, words) ||
	       ch_str_eq(token, last_part(ch_symbol_owner(w->facts, method)));
}

static bool is_parameter(const struct ch_symbol *s, struct ch_str name)
{
	for (uint32_t i = 0; i < s->nparams; i++)
		if (ch_str_eq(s->params[i].name, name))
			return true;
	return false;
}

static void note_use(struct ch_walk *w, uint32_t node, uint32_t method,
	const struct before *before)
{
	struct ch_walk_state *st = w->state;
	struct ch_str name = ch_text(w, node);
	bool member = ch_leads_to_member(before->last);
	bool of_self = member && ch_is_self(w, method, before->last_but_one);

	while (name.len && name.ptr[0] == '@') {
		name = ch_str_sub(name, 1, name.len);
		of_self = true;
	}
	if (!name.len ||
		(!of_self && (member || !w->lang->bare_members ||
				     is_parameter(&w->facts->symbols[method],
					     name))))
		return;
	CH_GROW(st->uses, st->nuses, st->uses_cap);
	st->uses[st->nuses++] = (struct ch_use){ name, method, of_self };
}

static bool is_name_leaf(const struct ch_walk *w, uint32_t node)
{
	const struct ch_node *n = &w->nodes[node];
	const struct ch_lang_row *row =
		n->row ? &w->lang->rows[n->row - 1] : NULL;

	return n->type < w->state->rows->ntypes &&
	       w->state->rows->is_named[n->type] &&
	       !(row && row->traits & (CH_ROW_WORD | CH_ROW_LITERAL));
}

static int by_symbol_and_name(const void *p, const void *q)
{
	const struct ch_use *a = p, *b = q;

	if (a->symbol != b->symbol)
		return a->symbol < b->symbol ? -1 : 1;
	if (a->of_self != b->of_self)
		return a->of_self ? -1 : 1;
	return ch_str_cmp(a->name, b->name);
}

static void hand_over_uses(struct ch_walk *w)
{
	struct ch_walk_state *st = w->state;
	size_t n = 0;

	if (st->nuses)
		qsort(st->uses, st->nuses, sizeof(*st->uses),
			by_symbol_and_name);
	for (size_t i = 0; i < st->nuses; i++)
		if (!n || by_symbol_and_name(&st->uses[n - 1], &st->uses[i]))
			st->uses[n++] = st->uses[i];
	w->facts->uses =
		ch_arena_memdup(w->arena, st->uses, n * sizeof(*st->uses));
	w->facts->nuses = n;
}

/* Methods that have a body, in order of it; CH_NO_SYMBOL ends them. */
static uint32_t *find_methods(const struct ch_walk *w)
{
	const struct ch_facts *f = w->facts;
	uint32_t *methods = ch_calloc(f->nsymbols + 1, sizeof(*methods));
	size_t n = 0;

	for (uint32_t i = 0; i < f->nsymbols; i++) {
		const struct ch_symbol *s = &f->symbols[i];
		size_t at = n;

		if (!ch_kind_is_callable(s->kind) ||
			s->body_end <= s->body_start ||
			!ch_symbol_owner(f, i).len)
			continue;
		for (; at &&
			f->symbols[methods[at - 1]].body_start > s->body_start;
			at--)
			methods[at] = methods[at - 1];
		methods[at] = i;
		n++;
	}
	methods[n] = CH_NO_SYMBOL;
	return methods;
}

void ch_uses_run(struct ch_walk *w)
{
	const struct ch_symbol *symbols = w->facts->symbols;
	uint32_t *methods = find_methods(w);
	uint32_t open[CH_MAX_NESTING];
	size_t nopen = 0, next = 0;
	struct before before = { 0 };

	w->state->nuses = 0;
	for (uint32_t i = 0; i < w->nnodes; i++) {
		const struct ch_node *n = &w->nodes[i];

		if (n->next != i + 1 || n->start == n->end)
			continue;
		while (nopen && n->start >= symbols[open[nopen - 1]].body_end)
			nopen--;
		for (; methods[next] != CH_NO_SYMBOL &&
			symbols[methods[next]].body_start <= n->start &&
			nopen < CH_MAX_NESTING;
			next++)
			open[nopen++] = methods[next];
		if (nopen && is_name_leaf(w, i))
			note_use(w, i, open[nopen - 1], &before);
		if (ch_str_is(ch_text(w, i), "$"))
			continue;
		before.last_but_one = before.last;
		before.last = ch_text(w, i);
	}
	free(methods);
	hand_over_uses(w);
}
