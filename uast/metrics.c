/*
 * Cognitive complexity, nesting and Halstead's counts of every function, in
 * one pass over the flat tree after the symbols are known.
 */
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/mem.h"
#include "uast/engine.h"

/* An operator or operand of a function. */
struct ch_token {
	uint64_t hash;
	uint32_t symbol;
	bool is_operand;
};

/* A level or a function that is open; popped where its node ends. */
struct level {
	uint32_t end_node;
	uint32_t symbol; /* the function inside of which we are */
	uint32_t depth;
};

/* Where a symbol begins: a field may be told before the method around it. */
struct start {
	uint32_t node, symbol;
};

struct metering {
	struct ch_walk *w;
	struct level *levels;
	size_t nlevels, cap;
	struct start *starts;	/* of symbols, by node */
	size_t next_start;	/* the next one to begin */
	size_t next_more;	/* the next one to go on */
	uint32_t literal_until; /* nodes below a literal are no tokens */
	uint32_t after_else;	/* the node just behind an else */
	uint32_t recursive; /* last symbol whose call of itself has counted */
};

bool ch_counts(const struct ch_walk *w, uint32_t node)
{
	return !w->lang->counts || w->lang->counts(w, node);
}

bool ch_is_operator(const struct ch_walk *w, uint32_t node)
{
	return (w->lang->bare_operators ||
		       w->nodes[node].field ==
			       w->state->rows->operator_field) &&
	       ch_counts(w, node);
}

static const struct ch_lang_row *row_at(const struct ch_walk *w, uint32_t node)
{
	uint8_t row = w->nodes[node].row;

	return row ? &w->lang->rows[row - 1] : NULL;
}

static const struct level *innermost(const struct metering *m)
{
	static const struct level outside = { 0, CH_NO_SYMBOL, 0 };

	return m->nlevels ? &m->levels[m->nlevels - 1] : &outside;
}

static void open_level(
	struct metering *m, uint32_t node, uint32_t symbol, uint32_t depth)
{
	struct ch_metrics *f = &m->w->facts->metrics[symbol];

	CH_GROW(m->levels, m->nlevels, m->cap);
	m->levels[m->nlevels++] =
		(struct level){ ch_scope_end(m->w, node), symbol, depth };
	if (depth > f->nesting)
		f->nesting = depth;
}

static bool has_body(const struct ch_symbol *s)
{
	return ch_kind_is_callable(s->kind) && s->body_end > s->body_start;
}

/* Symbols of a folded piece are not gone through. */
static void pass_over(struct metering *m, uint32_t node)
{
	while (m->next_start < m->w->facts->nsymbols &&
		m->starts[m->next_start].node == node)
		m->next_start++;
}

/* Functions that begin at this node. */
static void open_functions(struct metering *m, uint32_t node)
{
	const struct ch_walk_state *st = m->w->state;
	const struct ch_facts *facts = m->w->facts;

	for (; m->next_start < facts->nsymbols &&
		m->starts[m->next_start].node == node;
		m->next_start++) {
		uint32_t symbol = m->starts[m->next_start].symbol;

		if (has_body(&facts->symbols[symbol]))
			open_level(m, node, symbol, 0);
	}
	for (; m->next_more < st->nmore && st->more[m->next_more].node <= node;
		m->next_more++)
		if (has_body(&facts->symbols[st->more[m->next_more].symbol]))
			open_level(m, node, st->more[m->next_more].symbol, 0);
}

static int by_node(const void *p, const void *q)
{
	const struct start *a = p, *b = q;

	if (a->node != b->node)
		return a->node < b->node ? -1 : 1;
	return (a->symbol > b->symbol) - (a->symbol < b->symbol);
}

static struct start *find_starts(const struct ch_walk *w)
{
	size_t n = w->facts->nsymbols;
	struct start *starts = ch_calloc(n, sizeof(*starts));

	for (size_t i = 0; i < n; i++) {
		starts[i].node = w->state->symbol_nodes[i];
		starts[i].symbol = (uint32_t)i;
	}
	if (n)
		qsort(starts, n, sizeof(*starts), by_node);
	return starts;
}

/* The logical operator of a node, empty where it has none. */
static struct ch_str operator_of(const struct ch_walk *w, uint32_t node)
{
	for (uint32_t c = ch_first(w, node); c != CH_NO_NODE;
		c = ch_next(w, c)) {
		const struct ch_lang_row *row = row_at(w, c);

		if (row && row->role == CH_ROLE_OPERATOR &&
			ch_is_operator(w, c))
			return ch_text(w, c);
	}
	return ch_str_n(NULL, 0);
}

static bool has_operator(const struct ch_walk *w, uint32_t node)
{
	for (uint32_t c = ch_first(w, node); c != CH_NO_NODE; c = ch_next(w, c))
		if (w->nodes[c].field == w->state->rows->operator_field)
			return true;
	return false;
}

/*
 * "a && b && c" is one thing to understand, "a && b || c" are two.  A grammar
 * that knows no precedence has comparisons between the two.
 */
static bool continues_sequence(const struct ch_walk *w, uint32_t token)
{
	uint32_t up = ch_parent(w, ch_parent(w, token));

	while (up != CH_NO_NODE && w->state->rows->operator_field &&
		has_operator(w, up) && !operator_of(w, up).len)
		up = ch_parent(w, up);
	return up != CH_NO_NODE &&
	       ch_str_eq(operator_of(w, up), ch_text(w, token));
}

static bool has_named_child(const struct ch_walk *w, uint32_t node)
{
	for (uint32_t c = ch_first(w, node); c != CH_NO_NODE; c = ch_next(w, c))
		if (w->nodes[c].type < w->state->rows->ntypes &&
			w->state->rows->is_named[w->nodes[c].type])
			return true;
	return false;
}

/* The function expression that a symbol is made of is no level in it. */
static bool is_own_body(
	const struct ch_walk *w, uint32_t node, const struct level *at)
{
	const struct ch_symbol *s = &w->facts->symbols[at->symbol];

	return !at->depth && w->nodes[node].start <= s->body_start &&
	       w->nodes[node].end >= s->body_end;
}

/* "else" in a switch is where the other cases lead. */
static bool is_case(const struct ch_walk *w, uint32_t token)
{
	uint32_t up = ch_parent(w, token);
	const struct ch_lang_row *row = up != CH_NO_NODE ? row_at(w, up) : NULL;

	return row && row->traits & CH_ROW_CASE;
}

#define COSTS                                                       \
	(CH_ROW_NESTS | CH_ROW_DEEPER | CH_ROW_ELSE | CH_ROW_JUMP | \
		CH_ROW_LABEL_JUMP)

static void add_cost(struct metering *m, uint32_t node,
	const struct ch_lang_row *row, struct level at)
{
	struct ch_metrics *f = &m->w->facts->metrics[at.symbol];
	bool follows_else = m->after_else == node;
	bool is_else = row->traits & CH_ROW_ELSE && !is_case(m->w, node);

	if (!(row->traits & COSTS) && row->role != CH_ROLE_OPERATOR)
		return;
	if (row->role != CH_ROLE_OPERATOR && !ch_counts(m->w, node))
		return;
	if (row->traits & CH_ROW_NESTS && !follows_else)
		f->cognitive += 1 + at.depth;
	if (is_else || row->traits & CH_ROW_JUMP ||
		(row->traits & CH_ROW_LABEL_JUMP &&
			has_named_child(m->w, node)) ||
		(row->role == CH_ROLE_OPERATOR && ch_is_operator(m->w, node) &&
			!continues_sequence(m->w, node)))
		f->cognitive++;
	if (is_else)
		m->after_else = ch_next(m->w, node);
	if ((row->traits & CH_ROW_DEEPER && !is_own_body(m->w, node, &at)) ||
		(row->traits & CH_ROW_NESTS && !follows_else))
		open_level(m, node, at.symbol, at.depth + 1);
}

static bool is_name(const struct ch_walk *w, uint32_t node)
{
	const struct ch_lang_row *row = row_at(w, node);

	return row && row->role == CH_ROLE_NAME;
}

static struct ch_str leaf_text(const struct ch_walk *w, size_t leaf)
{
	const struct ch_leaf *l = &w->state->flat.leaves[leaf];

	return ch_str_sub(w->source, l->start, l->end);
}

/*
 * "x.f" where x is not the object or type that f is of; "x . f" is Haskell's.
 */
static bool is_of_another(
	const struct ch_walk *w, uint32_t node, uint32_t symbol)
{
	const struct ch_flat *f = &w->state->flat;
	size_t k = ch_flat_leaf(f, w->nodes[node].start);

	return k && f->leaves[k - 1].end == w->nodes[node].start &&
	       ch_leads_to_member(leaf_text(w, k - 1)) &&
	       (k == 1 || !ch_is_self(w, symbol, leaf_text(w, k - 2)));
}

/*
 * A leaf that is the function's own name, with a bracket behind it where the
 * language asks for one.
 */
static bool calls_itself(
	const struct ch_walk *w, uint32_t node, uint32_t symbol)
{
	const struct ch_symbol *s = &w->facts->symbols[symbol];
	uint32_t end = w->nodes[node].end;

	if (w->nodes[node].start < s->body_start ||
		!ch_str_eq(ch_text(w, node), s->name) ||
		is_of_another(w, node, symbol))
		return false;
	if (w->lang->bare_calls)
		return is_name(w, node) || is_name(w, ch_parent(w, node));
	return end < w->source.len && w->source.ptr[end] == '(';
}

static void add_token(struct metering *m, uint32_t node,
	const struct ch_lang_row *row, uint32_t symbol)
{
	struct ch_tokens *t = &m->w->state->tokens;
	const struct ch_node *n = &m->w->nodes[node];
	struct ch_metrics *f = &m->w->facts->metrics[symbol];
	struct ch_str text = ch_text(m->w, node);
	bool literal = row && row->traits & CH_ROW_LITERAL, operand;

	if (node < m->literal_until || n->start == n->end ||
		(!literal && n->next != node + 1))
		return;
	if (literal)
		m->literal_until = n->next;
	operand = literal || (n->type < m->w->state->rows->ntypes &&
				     m->w->state->rows->is_named[n->type] &&
				     !(row && row->traits & CH_ROW_WORD));
	f->operands += operand;
	f->operators += !operand;
	CH_GROW(t->items, t->n, t->cap);
	t->items[t->n++] = (struct ch_token){ ch_hash(text.ptr, text.len),
		symbol, operand };
	if (operand && m->recursive != symbol &&
		calls_itself(m->w, node, symbol)) {
		m->recursive = symbol;
		f->cognitive++;
	}
}

static int by_symbol(const void *p, const void *q)
{
	const struct ch_token *a = p, *b = q;

	if (a->symbol != b->symbol)
		return a->symbol < b->symbol ? -1 : 1;
	if (a->is_operand != b->is_operand)
		return a->is_operand ? 1 : -1;
	return (a->hash > b->hash) - (a->hash < b->hash);
}

static void count_distinct(struct ch_walk *w)
{
	struct ch_tokens *t = &w->state->tokens;

	if (t->n)
		qsort(t->items, t->n, sizeof(*t->items), by_symbol);
	for (size_t i = 0; i < t->n; i++) {
		struct ch_metrics *f = &w->facts->metrics[t->items[i].symbol];

		if (i && !by_symbol(&t->items[i - 1], &t->items[i]))
			continue;
		f->distinct_operands += t->items[i].is_operand;
		f->distinct_operators += !t->items[i].is_operand;
	}
}

void ch_metrics_run(struct ch_walk *w)
{
	struct metering m = {
		.w = w, .after_else = CH_NO_NODE, .recursive = CH_NO_SYMBOL
	};
	size_t piece = 0;

	w->facts->metrics = ch_arena_calloc(
		w->arena, w->facts->nsymbols + 1, sizeof(*w->facts->metrics));
	w->state->tokens.n = 0;
	m.starts = find_starts(w);
	for (uint32_t i = 0; i < w->nnodes; i++) {
		const struct ch_lang_row *row = row_at(w, i);
		struct level at;

		while (m.nlevels && i >= m.levels[m.nlevels - 1].end_node)
			m.nlevels--;
		if (ch_pieces_metrics(w, &piece, i)) {
			pass_over(&m, i);
			continue;
		}
		open_functions(&m, i);
		at = *innermost(&m);
		if (at.symbol == CH_NO_SYMBOL)
			continue;
		if (row)
			add_cost(&m, i, row, at);
		add_token(&m, i, row, at.symbol);
	}
	count_distinct(w);
	free(m.starts);
	free(m.levels);
}
