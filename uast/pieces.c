/*
 * What stands at the top of a file and is understood by itself: where nothing
 * changed in it and around it, its facts are those of the version before,
 * moved.  Then neither its nodes nor its symbols are looked at again.
 */
#include <string.h>

#include "base/mem.h"
#include "uast/engine.h"

/* Symbols of the version before on their way to this one. */
struct taking {
	struct ch_walk *w;
	const struct ch_facts *facts;
	struct ch_str source;
	uint32_t by, by_lines;
};

/* A view into the old source is one into the new; the rest is copied. */
static struct ch_str take_text(const struct taking *t, struct ch_str s)
{
	if (!s.len)
		return ch_str_n(NULL, 0);
	if (s.ptr >= t->source.ptr && s.ptr < t->source.ptr + t->source.len)
		return ch_str_n(
			t->w->source.ptr +
				(uint32_t)((uint32_t)(s.ptr - t->source.ptr) +
					   t->by),
			s.len);
	return ch_arena_str(t->w->arena, s);
}

static void take_params(const struct taking *t, struct ch_symbol *s)
{
	if (!s->nparams)
		return;
	s->params = ch_arena_memdup(
		t->w->arena, s->params, s->nparams * sizeof(*s->params));
	for (uint32_t i = 0; i < s->nparams; i++) {
		struct ch_param *p = &s->params[i];

		p->name = take_text(t, p->name);
		p->type = take_text(t, p->type);
		p->dflt = take_text(t, p->dflt);
	}
}

static void take_symbol(const struct taking *t, struct ch_symbol *s)
{
	struct ch_str *const texts[] = { &s->name, &s->qualified, &s->signature,
		&s->doc, &s->result, &s->value, &s->bases, &s->generics,
		&s->throws, &s->attributes };

	for (size_t i = 0; i < CH_ARRAY_LEN(texts); i++)
		*texts[i] = take_text(t, *texts[i]);
	take_params(t, s);
	s->start_byte += t->by;
	s->end_byte += t->by;
	s->name_byte += t->by;
	s->body_start += t->by;
	s->body_end += t->by;
	s->start_line += t->by_lines;
	s->end_line += t->by_lines;
	s->name_line += t->by_lines;
}

static void take_symbols(
	const struct taking *t, const struct ch_piece *from, uint32_t node)
{
	struct ch_walk_state *st = t->w->state;
	struct ch_facts *facts = t->w->facts;
	uint32_t first = (uint32_t)facts->nsymbols;

	for (uint32_t i = from->symbol; i < from->symbol + from->nsymbols;
		i++) {
		struct ch_symbol *s;

		CH_GROW(st->symbols, facts->nsymbols, st->symbols_cap);
		CH_GROW(st->symbol_nodes, facts->nsymbols,
			st->symbol_nodes_cap);
		facts->symbols = st->symbols;
		s = &st->symbols[facts->nsymbols];
		*s = t->facts->symbols[i];
		take_symbol(t, s);
		if (s->parent != CH_NO_SYMBOL)
			s->parent += first - from->symbol;
		st->symbol_nodes[facts->nsymbols++] = node;
	}
}

static void take_imports(const struct taking *t, const struct ch_piece *from)
{
	struct ch_walk_state *st = t->w->state;
	struct ch_facts *facts = t->w->facts;

	for (uint32_t i = from->import; i < from->import + from->nimports;
		i++) {
		struct ch_import *im;

		CH_GROW(st->imports, facts->nimports, st->imports_cap);
		facts->imports = st->imports;
		im = &st->imports[facts->nimports++];
		*im = t->facts->imports[i];
		im->name = take_text(t, im->name);
		im->line += t->by_lines;
	}
}

static void take(struct ch_walk *w, const struct ch_piece *piece)
{
	const struct ch_piece *from = piece->from;
	struct taking t = { .w = w,
		.facts = w->state->old_facts,
		.source = w->state->old_source,
		.by = piece->start - from->start,
		.by_lines = piece->line - from->line };

	take_symbols(&t, from, piece->node);
	take_imports(&t, from);
}

bool ch_pieces_step(struct ch_walk *w, size_t *k, uint32_t node)
{
	struct ch_flat *f = &w->state->flat;
	struct ch_piece *piece = *k < f->npieces ? &f->pieces[*k] : NULL;

	if (piece && piece->node < node && w->nodes[piece->node].next <= node) {
		piece->nsymbols = (uint32_t)w->facts->nsymbols - piece->symbol;
		piece->nimports = (uint32_t)w->facts->nimports - piece->import;
		piece = ++*k < f->npieces ? &f->pieces[*k] : NULL;
	}
	if (!piece || piece->node != node)
		return false;
	piece->symbol = (uint32_t)w->facts->nsymbols;
	piece->import = (uint32_t)w->facts->nimports;
	if (piece->from)
		take(w, piece);
	return piece->from;
}

bool ch_pieces_metrics(struct ch_walk *w, size_t *k, uint32_t node)
{
	const struct ch_flat *f = &w->state->flat;
	const struct ch_piece *piece;

	while (*k < f->npieces && f->pieces[*k].node < node)
		++*k;
	piece = *k < f->npieces ? &f->pieces[*k] : NULL;
	if (!piece || piece->node != node || !piece->from)
		return false;
	if (piece->nsymbols)
		memcpy(&w->facts->metrics[piece->symbol],
			&w->state->old_facts->metrics[piece->from->symbol],
			piece->nsymbols * sizeof(*w->facts->metrics));
	return true;
}
