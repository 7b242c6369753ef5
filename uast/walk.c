/*
 * One pass over the flat tree: rows become symbols, decisions are counted for
 * the innermost callable, everything that nests is a stack of open symbols.
 */
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/map.h"
#include "base/mem.h"
#include "uast/walk.h"

/* ---- the pass ----------------------------------------------------------- */

static void note_attribute(struct ch_walk *w, uint32_t node)
{
	struct ch_walk_state *st = w->state;

	if (st->npending && st->pending_next != node)
		st->npending = 0;
	if (st->npending < CH_MAX_ATTRIBUTES)
		st->pending[st->npending++] = node;
	st->pending_next = w->nodes[node].next;
}

void ch_note_decision(struct ch_walk *w)
{
	struct ch_walk_state *st = w->state;
	uint32_t fn =
		st->nopen ? st->open[st->nopen - 1].callable : CH_NO_SYMBOL;

	if (fn != CH_NO_SYMBOL)
		st->symbols[fn].decisions++;
}

static void note_name(struct ch_walk *w, uint32_t node)
{
	struct ch_walk_state *st = w->state;

	if (!st->want_names || w->nodes[node].start == w->nodes[node].end)
		return;
	CH_GROW(st->names, st->nnames, st->names_cap);
	st->names[st->nnames].start = w->nodes[node].start;
	st->names[st->nnames++].end = w->nodes[node].end;
}

/* By the signs around the name, and by its first one. */
static void plain_import(
	struct ch_walk *w, uint32_t node, const struct ch_row *row)
{
	struct ch_str s = ch_fold(w, ch_find_node(w, node, &row->name));
	enum ch_import_kind kind = CH_IMPORT_EXTERNAL;

	if (ch_str_starts(s, "<"))
		kind = CH_IMPORT_SYSTEM;
	if (s.len > 1 && strchr("\"'`<", s.ptr[0]))
		s = ch_str_sub(s, 1, s.len - 1);
	if (ch_str_starts(s, "."))
		kind = CH_IMPORT_RELATIVE;
	if (s.len)
		ch_add_import(w, node, s, kind, false);
}

static void visit(struct ch_walk *w, uint32_t node, const struct ch_row *row)
{
	const struct ch_lang_row *def = row->def;

	if (def->traits & CH_ROW_HIDDEN)
		ch_hide(w, node);
	if (def->traits & CH_ROW_CONDITIONAL)
		ch_mark_conditional(w, node);
	if (def->traits & CH_ROW_DECIDES && ch_counts(w, node))
		ch_note_decision(w);
	switch (def->role) {
	case CH_ROLE_SYMBOL:
		ch_emit(w, def, node, ch_find_node(w, node, &row->name));
		break;
	case CH_ROLE_CUSTOM:
		def->emit(w, node, def);
		break;
	case CH_ROLE_ATTRIBUTE:
		note_attribute(w, node);
		break;
	case CH_ROLE_DECISION:
		if (ch_counts(w, node))
			ch_note_decision(w);
		break;
	case CH_ROLE_OPERATOR:
		if (ch_is_operator(w, node))
			ch_note_decision(w);
		break;
	case CH_ROLE_IMPORT:
		if (def->name)
			plain_import(w, node, row);
		else
			w->lang->on_import(w, node);
		break;
	case CH_ROLE_CONDITION:
		ch_mark_conditional(w, node);
		break;
	case CH_ROLE_NAME:
		note_name(w, node);
		break;
	case CH_ROLE_NONE:
	case CH_ROLE_WRAPPER:
	case CH_ROLE_MODIFIERS:
	case CH_ROLE_COMMENT:
		break;
	}
}

/* Tell rows of one type apart by what their nodes read. */
static void choose_rows(struct ch_walk *w)
{
	const struct ch_row *rows = w->state->rows->rows, *row;
	struct ch_node *nodes = w->state->flat.nodes;

	for (uint32_t i = 0; i < w->nnodes; i++) {
		uint8_t at = nodes[i].row;
		struct ch_str text;

		if (!at || !rows[at - 1].def->word)
			continue;
		row = &rows[at - 1];
		text = row->def->key ? ch_text(w, ch_find_node(w, i, &row->key))
				     : ch_str_trim(ch_text(w, i));
		for (; at; at = row->next) {
			row = &rows[at - 1];
			if (!row->def->word || ch_str_eq(text, row->word))
				break;
		}
		nodes[i].row = at;
	}
}

static void pass(struct ch_walk *w)
{
	struct ch_walk_state *st = w->state;
	size_t piece = 0;

	for (uint32_t i = 0; i < w->nnodes; i++) {
		while (st->nopen && i >= st->open[st->nopen - 1].end_node)
			st->nopen--;
		if (!ch_pieces_step(w, &piece, i) && w->nodes[i].row)
			visit(w, i, ch_row_of(w, i));
	}
	ch_pieces_step(w, &piece, w->nnodes);
	st->nopen = 0;
}

/* ---- what is known at the end ------------------------------------------- */

static uint64_t hash_leaves(
	const struct ch_flat *f, uint32_t from, uint32_t to, uint64_t except)
{
	uint64_t h = 0x2545f4914f6cdd1du;
	bool any = false;

	for (size_t k = ch_flat_leaf(f, from);
		k < f->nleaves && f->leaves[k].start < to; k++) {
		if (f->leaves[k].hash == except)
			continue;
		h = ch_hash_mix(h, f->leaves[k].hash);
		any = true;
	}
	return any ? (h ? h : 1) : 0;
}

static bool near_error(const struct ch_flat *f, const struct ch_symbol *s)
{
	size_t low = 0, high = f->nerrors;
	uint32_t from = f->lines[s->start_line];

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (f->errors[mid].end >= from)
			high = mid;
		else
			low = mid + 1;
	}
	return low < f->nerrors &&
	       (s->end_line + 1 >= f->nlines ||
		       f->errors[low].start < f->lines[s->end_line + 1]);
}

static void finish_hashes(struct ch_walk *w, struct ch_symbol *s)
{
	const struct ch_flat *f = &w->state->flat;
	uint32_t after = s->name_byte + (uint32_t)s->name.len;

	s->text_hash = hash_leaves(f, s->start_byte, s->end_byte, 0);
	if (s->body_end > s->body_start || s->value.len)
		s->body_hash = hash_leaves(f, after, s->end_byte,
			ch_hash(s->name.ptr, s->name.len));
}

static void finish_symbols(struct ch_walk *w)
{
	struct ch_facts *facts = w->facts;

	for (size_t i = 0; i < facts->nsymbols; i++) {
		struct ch_symbol *s = &facts->symbols[i];

		if (!s->text_hash) /* else from the version before */
			finish_hashes(w, s);
		if (s->flags & CH_SYM_LOCAL)
			s->visibility = CH_VIS_PRIVATE;
		if (s->parent != CH_NO_SYMBOL &&
			facts->symbols[s->parent].visibility < s->visibility)
			s->visibility = facts->symbols[s->parent].visibility;
		if (w->state->flat.nerrors && near_error(&w->state->flat, s))
			s->flags |= CH_SYM_NEAR_ERROR;
	}
}

static int by_text(const void *a, const void *b)
{
	return ch_str_cmp(*(const struct ch_str *)a, *(const struct ch_str *)b);
}

static void finish_names(struct ch_walk *w)
{
	struct ch_walk_state *st = w->state;
	struct ch_facts *facts = w->facts;
	struct ch_map seen = { 0 };

	facts->names =
		ch_arena_alloc(w->arena, st->nnames * sizeof(*facts->names));
	for (size_t i = 0; i < st->nnames; i++) {
		struct ch_str s = ch_str_sub(
			w->source, st->names[i].start, st->names[i].end);
		bool added;

		ch_map_add(&seen, s.ptr, s.len, &added);
		if (added)
			facts->names[facts->nnames++] = s;
	}
	ch_map_release(&seen);
	if (facts->nnames)
		qsort(facts->names, facts->nnames, sizeof(*facts->names),
			by_text);
}

/* The scratch arrays become the arena's. */
static void hand_over(struct ch_walk *w)
{
	struct ch_walk_state *st = w->state;
	struct ch_facts *facts = w->facts;

	facts->symbols = ch_arena_memdup(w->arena, st->symbols,
		facts->nsymbols * sizeof(*facts->symbols));
	facts->imports = ch_arena_memdup(w->arena, st->imports,
		facts->nimports * sizeof(*facts->imports));
	facts->ncomments = st->flat.ncomments;
	facts->comments = ch_arena_memdup(w->arena, st->flat.comments,
		facts->ncomments * sizeof(*facts->comments));
	facts->ntokens = (uint32_t)(st->flat.nleaves + st->flat.nhidden);
	for (size_t i = 0; i < st->flat.nerrors; i++)
		facts->error_bytes +=
			st->flat.errors[i].end - st->flat.errors[i].start;
}

void ch_walk_run(struct ch_walk_state *state, struct ch_str path,
	struct ch_str source, struct ch_arena *arena, struct ch_facts *out)
{
	struct ch_walk w = { .lang = state->rows->lang,
		.path = path,
		.source = source,
		.nodes = state->flat.nodes,
		.nnodes = (uint32_t)state->flat.nnodes,
		.facts = out,
		.arena = arena,
		.state = state };

	state->nopen = state->nattributes = state->npending = 0;
	state->conditional_until = state->hidden_until = 0;
	state->nparams = state->nnames = state->nmore = 0;
	ch_buf_clear(&state->buf);
	if (state->rows->has_words)
		choose_rows(&w);
	pass(&w);
	if (w.lang->finish)
		w.lang->finish(&w);
	finish_symbols(&w);
	if (state->want_names)
		finish_names(&w);
	if (state->want_metrics)
		ch_metrics_run(&w);
	if (state->want_uses)
		ch_uses_run(&w);
	hand_over(&w);
}

void ch_walk_release(struct ch_walk_state *state)
{
	ch_flat_release(&state->flat);
	free(state->symbols);
	free(state->symbol_nodes);
	free(state->more);
	free(state->imports);
	free(state->params);
	free(state->names);
	free(state->tokens.items);
	free(state->uses);
	ch_buf_release(&state->buf);
	memset(state, 0, sizeof(*state));
}
