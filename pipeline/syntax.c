#include "pipeline/syntax.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "gitlayer/linediff.h"

/* What a tree weighs, in bytes of its source. */
#define TREE_FACTOR 30
/* Searched one by one: as many as files that change by turns. */
#define MOST_KEPT 128

struct version {
	struct ch_oid oid;
	uint32_t path;
	const struct ch_lang *lang;
	struct ch_arena arena; /* of the facts, and a copy of the source */
	struct ch_str source;
	struct ch_facts facts;
	struct ch_tree *tree; /* NULL: not kept */
	size_t weight;
	uint64_t used; /* when last */
	bool is_there;
	bool is_pinned; /* handed out */
};

struct ch_syntax {
	const struct ch_syntax_options *options;
	struct ch_parser *parser;
	struct version kept[MOST_KEPT];
	uint64_t now;
	size_t weight;	       /* of all */
	struct ch_edit *edits; /* from the version to parse from */
	size_t nedits, edits_cap;
	struct ch_differ *differ;
	struct ch_arena scratch; /* of one line diff */
	struct ch_syntax_cost costs[CH_NSYNTAX_WAYS];
};

struct ch_syntax *ch_syntax_new(const struct ch_syntax_options *options)
{
	struct ch_syntax *s = ch_calloc(1, sizeof(*s));

	s->options = options;
	s->parser = ch_parser_new();
	s->differ = ch_differ_new();
	return s;
}

/* Empty; the arena keeps a block for the next one. */
static void drop(struct ch_syntax *s, struct version *v)
{
	ch_tree_free(v->tree);
	v->tree = NULL;
	s->weight -= v->weight;
	v->weight = 0;
	v->is_there = false;
	ch_arena_reset(&v->arena);
}

void ch_syntax_clear(struct ch_syntax *s)
{
	for (size_t i = 0; i < MOST_KEPT; i++) {
		drop(s, &s->kept[i]);
		ch_arena_release(&s->kept[i].arena);
	}
}

void ch_syntax_free(struct ch_syntax *s)
{
	if (!s)
		return;
	ch_syntax_clear(s);
	ch_parser_free(s->parser);
	ch_differ_free(s->differ);
	ch_arena_release(&s->scratch);
	free(s->edits);
	free(s);
}

/* ---- Versions that are kept ---------------------------------------------*/

static struct version *find(struct ch_syntax *s,
	const struct ch_syntax_side *side, const struct ch_lang *lang)
{
	for (size_t i = 0; i < MOST_KEPT; i++) {
		struct version *v = &s->kept[i];

		if (v->is_there && v->path == side->path_id &&
			v->lang == lang && ch_oid_eq(&v->oid, side->oid))
			return v;
	}
	return NULL;
}

/* The version of the side's path that was used last, of those with a tree. */
static struct version *find_relative(struct ch_syntax *s,
	const struct ch_syntax_side *side, const struct ch_lang *lang)
{
	struct version *best = NULL;

	for (size_t i = 0; i < MOST_KEPT; i++) {
		struct version *v = &s->kept[i];

		if (v->is_there && v->tree && v->path == side->path_id &&
			v->lang == lang && (!best || v->used > best->used))
			best = v;
	}
	return best;
}

/* The one used longest ago, or a free place; never one that is in use. */
static struct version *oldest(struct ch_syntax *s, bool is_there)
{
	struct version *best = NULL;

	for (size_t i = 0; i < MOST_KEPT; i++) {
		struct version *v = &s->kept[i];

		if (v->is_pinned || (is_there && !v->is_there))
			continue;
		if (!best || (best->is_there &&
				     (!v->is_there || v->used < best->used)))
			best = v;
	}
	return best;
}

/* A place for a version of this weight; others make room as far as needed. */
static struct version *make_room(struct ch_syntax *s, size_t weight)
{
	struct version *v;

	while (s->weight + weight > s->options->share_bytes &&
		(v = oldest(s, true)))
		drop(s, v);
	v = oldest(s, false);
	drop(s, v);
	return v;
}

/* ---- Edits --------------------------------------------------------------*/

/* Where a text's lines begin, asked for in order. */
struct cursor {
	struct ch_str text;
	uint32_t line;
	size_t byte;
};

static uint32_t byte_of_line(struct cursor *c, uint32_t line)
{
	while (c->line < line && c->byte < c->text.len) {
		const char *from = c->text.ptr + c->byte;
		const char *end = memchr(from, '\n', c->text.len - c->byte);

		c->byte = end ? (size_t)(end - c->text.ptr) + 1 : c->text.len;
		c->line++;
	}
	return (uint32_t)c->byte;
}

/* Bytes that are equal at both ends are no part of the edit. */
static void add_edit(struct ch_syntax *s, const struct cursor *a,
	uint32_t a_from, const struct cursor *b, uint32_t b_from)
{
	const char *x = a->text.ptr + a_from, *y = b->text.ptr + b_from;
	size_t nx = a->byte - a_from, ny = b->byte - b_from, head = 0;
	size_t least = nx < ny ? nx : ny;

	while (head < least && x[head] == y[head])
		head++;
	while (nx > head && ny > head && x[nx - 1] == y[ny - 1]) {
		nx--;
		ny--;
	}
	CH_GROW(s->edits, s->nedits, s->edits_cap);
	s->edits[s->nedits++] = (struct ch_edit){ a_from + (uint32_t)head,
		a_from + (uint32_t)nx, b_from + (uint32_t)ny };
}

static void make_edits(struct ch_syntax *s, struct ch_str from,
	struct ch_str to, const struct ch_hunk *hunks, size_t nhunks)
{
	struct cursor a = { .text = from }, b = { .text = to };

	s->nedits = 0;
	for (size_t i = 0; i < nhunks; i++) {
		const struct ch_hunk *h = &hunks[i];
		uint32_t a_from = byte_of_line(&a, h->old_start);
		uint32_t b_from = byte_of_line(&b, h->new_start);

		byte_of_line(&a, h->old_start + h->old_count);
		byte_of_line(&b, h->new_start + h->new_count);
		add_edit(s, &a, a_from, &b, b_from);
	}
}

/* ---- Parsing ------------------------------------------------------------*/

static void count(struct ch_syntax *s, int way, size_t bytes, double seconds)
{
	s->costs[way].versions++;
	s->costs[way].bytes += bytes;
	s->costs[way].seconds += seconds;
}

/* Parse into 'v', which is empty. */
static bool parse_into(struct ch_syntax *s, struct version *v,
	const struct ch_syntax_side *side, const struct ch_tree *base,
	bool keep)
{
	const struct ch_syntax_options *o = s->options;
	struct ch_parse_options options = { .metrics = o->metrics,
		.uses = o->uses_wanted && o->uses_wanted(o->wanted_data,
						  side->path_id, side->oid) };

	v->source = ch_arena_str(&v->arena, side->text);
	return !ch_parse(s->parser, v->lang, side->path, v->source, &options,
		base, s->edits, s->nedits, &v->arena, &v->facts,
		keep ? &v->tree : NULL, NULL);
}

/*
 * A version that was made from none that is kept: merged, behind a cut of the
 * lineage, on another branch.  Another one of its path is nearly the same.
 */
static struct version *take_relative(struct ch_syntax *s,
	const struct ch_syntax_side *side, const struct ch_lang *lang)
{
	struct version *v = find_relative(s, side, lang);
	struct ch_linediff diff;

	if (!v)
		return NULL;
	ch_arena_reset(&s->scratch);
	ch_linediff_run(s->differ, CH_DIFF_FAST, v->source, side->text,
		&s->scratch, &diff);
	make_edits(s, v->source, side->text, diff.hunks, diff.nhunks);
	return v;
}

/* 'from' is NULL or what s->edits made the side's text from. */
static struct version *parse(struct ch_syntax *s,
	const struct ch_syntax_side *side, const struct ch_lang *lang,
	struct version *from)
{
	size_t weight = side->text.len * TREE_FACTOR;
	bool alone = weight > s->options->share_bytes, done, was_pinned;
	bool in_part = !alone && !s->options->whole;
	double from_s = ch_clock_s();
	const struct ch_tree *base;
	struct version *v;
	int way;

	if (!from && in_part)
		from = take_relative(s, side, lang);
	base = from && in_part ? from->tree : NULL;
	was_pinned = from && from->is_pinned;
	if (from)
		from->is_pinned = true;
	v = make_room(s, weight);
	if (from)
		from->is_pinned = was_pinned;
	v->lang = lang;
	if (alone)
		pthread_mutex_lock(s->options->alone);
	done = parse_into(s, v, side, base, in_part);
	if (alone)
		pthread_mutex_unlock(s->options->alone);
	way = !done   ? (int)CH_SYNTAX_FAILED
	      : alone ? (int)CH_SYNTAX_TOO_LARGE
		      : (int)ch_parser_way(s->parser);
	count(s, way, side->text.len, ch_clock_s() - from_s);
	if (!done) {
		drop(s, v);
		return NULL;
	}
	v->oid = *side->oid;
	v->path = side->path_id;
	v->weight = v->arena.held_bytes + (v->tree ? weight : 0);
	v->is_there = true;
	s->weight += v->weight;
	return v;
}

static const struct ch_lang *language_of(
	const struct ch_syntax *s, const struct ch_syntax_side *side)
{
	const struct ch_lang *lang =
		ch_lang_for_tree(ch_str_z(ch_linguist_name(side->language)),
			side->path, side->text, s->options->guide);

	return lang && !ch_lang_is_data(lang) ? lang : NULL;
}

/* The side's version, kept or parsed now; NULL: no source. */
static struct version *get(struct ch_syntax *s,
	const struct ch_syntax_side *side, struct version *from)
{
	const struct ch_lang *lang = side ? language_of(s, side) : NULL;
	struct version *v;

	if (!lang)
		return NULL;
	v = find(s, side, lang);
	if (v)
		count(s, CH_SYNTAX_SEEN, side->text.len, 0);
	else
		v = parse(s, side, lang, from);
	if (v) {
		v->is_pinned = true;
		v->used = ++s->now;
	}
	return v;
}

void ch_syntax_version(struct ch_syntax *s, const struct ch_syntax_side *from,
	const struct ch_syntax_side *to, bool related, struct ch_version *out)
{
	struct version *before, *after;

	s->nedits = 0;
	before = get(s, from, NULL);
	if (before && to && related)
		make_edits(s, from->text, to->text, out->hunks, out->nhunks);
	after = get(s, to, related ? before : NULL);
	if (before) {
		before->is_pinned = false;
		out->old_facts = &before->facts;
		out->old_language = before->lang;
	}
	if (after) {
		after->is_pinned = false;
		out->new_facts = &after->facts;
		out->new_language = after->lang;
	}
}

/* ---- What it cost -------------------------------------------------------*/

double ch_syntax_costs(
	struct ch_syntax *s, struct ch_syntax_cost costs[CH_NSYNTAX_WAYS])
{
	double seconds = 0;

	for (size_t i = 0; i < CH_NSYNTAX_WAYS; i++) {
		costs[i].versions += s->costs[i].versions;
		costs[i].bytes += s->costs[i].bytes;
		costs[i].seconds += s->costs[i].seconds;
		seconds += s->costs[i].seconds;
	}
	memset(s->costs, 0, sizeof(s->costs));
	return seconds;
}

const char *ch_syntax_way_name(int way)
{
	static const char *const names[CH_NSYNTAX_WAYS] = {
		[CH_PARSE_IN_PART] = "parse: from the last tree",
		[CH_PARSE_NO_TREE] = "parse: first seen",
		[CH_PARSE_OTHER] = "parse: another language",
		[CH_PARSE_OLD_ERROR] = "parse: errors before",
		[CH_PARSE_NEW_ERROR] = "parse: errors now",
		[CH_PARSE_NEAR_LIMIT] = "parse: near the limit",
		[CH_PARSE_LIMIT] = "parse: over the limit",
		[CH_SYNTAX_SEEN] = "parse: seen before",
		[CH_SYNTAX_TOO_LARGE] = "parse: too large to keep",
		[CH_SYNTAX_FAILED] = "parse: not at all",
	};

	return names[way];
}
