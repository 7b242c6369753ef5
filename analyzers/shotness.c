/*
 * shotness - which functions and types change, and which change together.
 *
 * A worker notes every symbol that a hunk touches, in the version before or
 * after: sixteen bytes a symbol and change.  At the end paths get their last
 * names, equal symbols of a commit become one, and commits are the groups that
 * pairs are counted in.
 */
#include "analyzers/shotness.h"

#include <stdlib.h>
#include <string.h>

#include "analyzers/commits.h"
#include "analyzers/pairs.h"
#include "base/mem.h"

/* Pairs kept beyond --top before the list is cut. */
#define SLACK 65536

#define AT(member) .offset = offsetof(struct ch_shotness_options, member)

static const struct ch_opt rows[] = {
	{ .name = "max-changeset",
		.kind = CH_OPT_INT,
		AT(max_changeset),
		.min = 0,
		.max = 1000000,
		.dflt = "100",
		.flags = CH_OPT_PARAMETER,
		.metavar = "N",
		.section = "shotness",
		.help = "pair no symbols of commits with more, 0 for all" },
	{ .name = "min-co-changes",
		.kind = CH_OPT_INT,
		AT(min_co_changes),
		.min = 1,
		.max = 1000000000,
		.dflt = "5",
		.flags = CH_OPT_PARAMETER,
		.metavar = "N",
		.section = "shotness",
		.help = "changes together that a pair of symbols must have" },
	{ .name = "min-strength",
		.kind = CH_OPT_REAL,
		AT(min_strength),
		.max = 1,
		.dflt = "0.3",
		.flags = CH_OPT_PARAMETER,
		.metavar = "S",
		.section = "shotness",
		.help = "changes together / mean changes, from 0 to 1" },
	{ .name = "top",
		.kind = CH_OPT_INT,
		AT(top),
		.min = 0,
		.max = 1000000000,
		.dflt = "1000",
		.flags = CH_OPT_PARAMETER,
		.metavar = "N",
		.section = "shotness",
		.help = "pairs of symbols that are written, 0 for all" },
};

static const struct ch_opt_table options = { .name = "shotness",
	.rows = rows,
	.nrows = CH_ARRAY_LEN(rows),
	.size = sizeof(struct ch_shotness_options) };

static void *shotness_start(const struct ch_run_info *run, const void *own)
{
	struct ch_shotness *s = ch_calloc(1, sizeof(*s));

	s->run = run;
	s->options = own;
	return s;
}

static void shotness_release(void *state)
{
	struct ch_shotness *s = state;

	ch_names_release(&s->names);
	ch_intern_release(&s->texts);
	free(s->shots.items);
	free(s->at);
	free(s->symbols);
	free(s->pairs);
	free(s);
}

enum ch_kind ch_shot_kind(struct ch_str text)
{
	return (enum ch_kind)(text.ptr[0] - 'a');
}

struct ch_str ch_shot_name(struct ch_str text)
{
	return ch_str_sub(text, 1, text.len);
}

/* ---- Map ----------------------------------------------------------------*/

static void *shotness_fork(const void *state)
{
	const struct ch_shotness *s = state;

	return shotness_start(s->run, s->options);
}

/* Members go with their types, what is inside a function with that. */
static bool counts(const struct ch_symbol *symbol)
{
	switch (symbol->kind) {
	case CH_KIND_FIELD:
	case CH_KIND_VALUE:
	case CH_KIND_MODULE:
		return false;
	case CH_KIND_FUNCTION:
	case CH_KIND_METHOD:
	case CH_KIND_CLASS:
	case CH_KIND_STRUCT:
	case CH_KIND_UNION:
	case CH_KIND_INTERFACE:
	case CH_KIND_TRAIT:
	case CH_KIND_ENUM:
	case CH_KIND_TYPE:
	case CH_KIND_MACRO:
	case CH_KIND_CONSTANT:
	case CH_KIND_VARIABLE:
	case CH_NKINDS:
		break;
	}
	return !(symbol->flags & CH_SYM_LOCAL);
}

static uint32_t start_of(const struct ch_hunk *h, bool is_new)
{
	return is_new ? h->new_start : h->old_start;
}

static uint32_t end_of(const struct ch_hunk *h, bool is_new)
{
	return is_new ? h->new_start + h->new_count
		      : h->old_start + h->old_count;
}

/* Changed lines among [first, last] of one side. */
static uint32_t lines_hit(
	const struct ch_version *v, bool is_new, uint32_t first, uint32_t last)
{
	size_t low = 0, high = v->nhunks;
	uint32_t lines = 0;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (end_of(&v->hunks[mid], is_new) > first)
			high = mid;
		else
			low = mid + 1;
	}
	for (; low < v->nhunks; low++) {
		uint32_t from = start_of(&v->hunks[low], is_new);
		uint32_t to = end_of(&v->hunks[low], is_new);

		if (from > last)
			break;
		from = from > first ? from : first;
		to = to < last + 1 ? to : last + 1;
		lines += to > from ? to - from : 0;
	}
	return lines;
}

static uint32_t text_of(struct ch_shotness *s, const struct ch_symbol *symbol)
{
	struct ch_buf text = { 0 };
	uint32_t id;

	ch_buf_add_char(&text, (char)('a' + symbol->kind));
	ch_buf_add_str(&text, symbol->qualified);
	id = ch_intern(&s->texts, ch_buf_str(&text));
	ch_buf_release(&text);
	return id;
}

/* The shot of this symbol among those from 'first' on, added when new. */
static struct ch_shot *shot_of(struct ch_shotness *s,
	const struct ch_version *v, const struct ch_symbol *symbol,
	size_t first)
{
	uint32_t name = text_of(s, symbol);
	size_t old = s->at_cap;

	while (s->at_cap <= name) {
		CH_GROW(s->at, s->at_cap, s->at_cap);
		memset(s->at + old, 0, (s->at_cap - old) * sizeof(*s->at));
		old = s->at_cap;
	}
	if (s->at[name] <= first) {
		CH_GROW(s->shots.items, s->shots.n, s->shots.cap);
		s->shots.items[s->shots.n++] =
			(struct ch_shot){ v->change->commit, v->change->path,
				name, 0, true };
		s->at[name] = s->shots.n;
	}
	return &s->shots.items[s->at[name] - 1];
}

static void hit_side(struct ch_shotness *s, const struct ch_version *v,
	const struct ch_facts *facts, bool is_new, size_t first)
{
	for (size_t i = 0; facts && i < facts->nsymbols; i++) {
		const struct ch_symbol *symbol = &facts->symbols[i];
		struct ch_shot *shot;
		uint32_t lines;

		if (!counts(symbol))
			continue;
		lines = lines_hit(
			v, is_new, symbol->start_line, symbol->end_line);
		if (!lines)
			continue;
		shot = shot_of(s, v, symbol, first);
		shot->lines += lines;
		shot->is_gone = shot->is_gone && !is_new;
	}
}

/* What was hit only before may still be there, unchanged. */
static void find_gone(
	struct ch_shotness *s, const struct ch_facts *now, size_t first)
{
	for (size_t k = first; now && k < s->shots.n; k++) {
		struct ch_shot *shot = &s->shots.items[k];
		struct ch_str text = ch_intern_str(&s->texts, shot->name);

		for (size_t i = 0; shot->is_gone && i < now->nsymbols; i++)
			shot->is_gone =
				now->symbols[i].kind != ch_shot_kind(text) ||
				!ch_str_eq(now->symbols[i].qualified,
					ch_shot_name(text));
	}
}

static void shotness_change(void *worker, const struct ch_version *v)
{
	struct ch_shotness *s = worker;
	size_t first = s->shots.n;

	if (v->change->is_merge)
		return;
	hit_side(s, v, v->old_facts, false, first);
	hit_side(s, v, v->new_facts, true, first);
	find_gone(s, v->new_facts, first);
}

static void shotness_merge(void *state, void *worker)
{
	struct ch_shotness *s = state, *w = worker;
	uint32_t *ids = ch_calloc(w->texts.n + 1, sizeof(*ids));

	for (uint32_t i = 0; i < w->texts.n; i++)
		ids[i] = ch_intern(&s->texts, ch_intern_str(&w->texts, i));
	for (size_t i = 0; i < w->shots.n; i++) {
		CH_GROW(s->shots.items, s->shots.n, s->shots.cap);
		s->shots.items[s->shots.n] = w->shots.items[i];
		s->shots.items[s->shots.n].name = ids[w->shots.items[i].name];
		s->shots.n++;
	}
	free(ids);
	shotness_release(w);
}

static void shotness_commit(void *state, const struct ch_commit_view *commit)
{
	struct ch_shotness *s = state;

	ch_names_add_commit(&s->names, commit);
}

/* ---- Symbols ------------------------------------------------------------*/

static struct ch_str text_at(const struct ch_shotness *s, uint32_t name)
{
	return ch_intern_str(&s->texts, name);
}

/* Of one symbol together, oldest first. */
static int by_symbol(const void *p, const void *q, void *data)
{
	const struct ch_shot *a = p, *b = q;
	const struct ch_shotness *s = data;

	if (a->path != b->path)
		return a->path < b->path ? -1 : 1;
	if (a->name != b->name)
		return a->name < b->name ? -1 : 1;
	if (a->commit != b->commit)
		return ch_commit_cmp(s->run, a->commit, b->commit);
	return 0;
}

/* Files by their last names; those of files that are gone are left out. */
static void rename_files(struct ch_shotness *s)
{
	size_t n = 0;

	for (size_t i = 0; i < s->shots.n; i++) {
		struct ch_shot shot = s->shots.items[i];

		shot.path = ch_names_final(&s->names, shot.path);
		if (s->run->end[shot.path].is_there ||
			s->run->options->include_deleted)
			s->shots.items[n++] = shot;
	}
	s->shots.n = n;
	if (n)
		qsort_r(s->shots.items, n, sizeof(*s->shots.items), by_symbol,
			s);
}

static bool is_same_symbol(const struct ch_shot *a, const struct ch_shot *b)
{
	return a->path == b->path && a->name == b->name;
}

/* A shot for each symbol and commit. */
static void join_shots(struct ch_shotness *s)
{
	struct ch_shot *items = s->shots.items;
	size_t n = 0;

	for (size_t i = 0; i < s->shots.n; i++) {
		if (n && is_same_symbol(&items[n - 1], &items[i]) &&
			items[n - 1].commit == items[i].commit) {
			items[n - 1].lines += items[i].lines;
			items[n - 1].is_gone &= items[i].is_gone;
		} else {
			items[n++] = items[i];
		}
	}
	s->shots.n = n;
}

/* shots[from, to) are one symbol's; 'seen' by developer: 1 + symbol. */
static void add_symbol(
	struct ch_shotness *s, size_t from, size_t to, uint32_t *seen)
{
	const struct ch_shot *last = &s->shots.items[to - 1];
	struct ch_shot_symbol *symbol = &s->symbols[s->nsymbols];

	if (last->is_gone && !s->run->options->include_deleted)
		return;
	s->nsymbols++;
	*symbol = (struct ch_shot_symbol){ .path = last->path,
		.name = last->name,
		.commits = (uint32_t)(to - from),
		.last = last->commit,
		.is_gone = last->is_gone };
	for (size_t i = from; i < to; i++) {
		const struct ch_shot *shot = &s->shots.items[i];
		uint32_t *by = &seen[s->run->developers[shot->commit]];

		symbol->lines += shot->lines;
		symbol->developers += *by != s->nsymbols;
		*by = (uint32_t)s->nsymbols;
	}
}

static int hotter(const void *p, const void *q, void *data)
{
	const struct ch_shot_symbol *a = p, *b = q;
	const struct ch_shotness *s = data;
	struct ch_str x = text_at(s, a->name), y = text_at(s, b->name);
	int cmp;

	if (a->commits != b->commits)
		return a->commits > b->commits ? -1 : 1;
	cmp = ch_str_cmp(ch_shot_name(x), ch_shot_name(y));
	if (!cmp)
		cmp = ch_str_cmp(ch_intern_str(s->run->paths, a->path),
			ch_intern_str(s->run->paths, b->path));
	return cmp ? cmp : ch_str_cmp(x, y);
}

static void make_symbols(struct ch_shotness *s)
{
	uint32_t ndevelopers = 0, *seen;

	for (size_t i = 0; i < s->run->history->ncommits; i++)
		if (s->run->developers[i] >= ndevelopers)
			ndevelopers = s->run->developers[i] + 1;
	seen = ch_calloc(ndevelopers + 1, sizeof(*seen));
	s->symbols = ch_calloc(s->shots.n + 1, sizeof(*s->symbols));
	for (size_t i = 0, to; i < s->shots.n; i = to) {
		for (to = i;
			to < s->shots.n &&
			is_same_symbol(&s->shots.items[i], &s->shots.items[to]);
			to++)
			;
		add_symbol(s, i, to, seen);
	}
	free(seen);
	if (s->nsymbols)
		qsort_r(s->symbols, s->nsymbols, sizeof(*s->symbols), hotter,
			s);
}

/* ---- Pairs --------------------------------------------------------------*/

/* Is what one name says part of the other: a method's of its class? */
static bool is_inside(struct ch_str outer, struct ch_str inner)
{
	return inner.len > outer.len &&
	       !memcmp(inner.ptr, outer.ptr, outer.len) &&
	       strchr(".:#\\/", inner.ptr[outer.len]);
}

static bool are_nested(const struct ch_shotness *s,
	const struct ch_shot_symbol *a, const struct ch_shot_symbol *b)
{
	struct ch_str x = ch_shot_name(text_at(s, a->name));
	struct ch_str y = ch_shot_name(text_at(s, b->name));

	return a->path == b->path && (is_inside(x, y) || is_inside(y, x));
}

/* symbols[] are in their order already. */
static int closer(const void *p, const void *q)
{
	const struct ch_shot_pair *x = p, *y = q;

	if (x->together != y->together)
		return x->together > y->together ? -1 : 1;
	if (x->strength < y->strength || x->strength > y->strength)
		return x->strength > y->strength ? -1 : 1;
	if (x->a != y->a)
		return x->a < y->a ? -1 : 1;
	return (x->b > y->b) - (x->b < y->b);
}

static void sort_and_cut(struct ch_shotness *s)
{
	size_t top = (size_t)s->options->top;

	if (s->npairs)
		qsort(s->pairs, s->npairs, sizeof(*s->pairs), closer);
	if (top && s->npairs > top)
		s->npairs = top;
}

static void keep_pair(
	void *ctx, uint32_t a, uint32_t b, uint64_t together, uint32_t last)
{
	struct ch_shotness *s = ctx;
	const struct ch_shot_symbol *x = &s->symbols[a], *y = &s->symbols[b];
	double strength =
		2 * (double)together / ((double)x->used + (double)y->used);
	size_t top = (size_t)s->options->top;

	(void)last;
	if (together < (uint64_t)s->options->min_co_changes ||
		strength < s->options->min_strength || are_nested(s, x, y))
		return;
	s->nfound++;
	CH_GROW(s->pairs, s->npairs, s->pairs_cap);
	s->pairs[s->npairs++] =
		(struct ch_shot_pair){ a, b, (uint32_t)together, strength };
	if (top && s->npairs >= 2 * top + SLACK)
		sort_and_cut(s);
}

/* A symbol of a commit. */
struct place {
	uint32_t commit, symbol;
};

static int by_commit(const void *p, const void *q)
{
	const struct place *a = p, *b = q;

	if (a->commit != b->commit)
		return a->commit < b->commit ? -1 : 1;
	return (a->symbol > b->symbol) - (a->symbol < b->symbol);
}

static int find_symbol(const struct ch_shot_symbol *x, const struct ch_shot *y)
{
	if (x->path != y->path)
		return x->path < y->path ? -1 : 1;
	return (x->name > y->name) - (x->name < y->name);
}

/* Indices of symbols[] by (path, name), which is how the shots are sorted. */
static int by_place(const void *p, const void *q, void *data)
{
	const struct ch_shotness *s = data;
	const struct ch_shot_symbol *a = &s->symbols[*(const uint32_t *)p];
	const struct ch_shot_symbol *b = &s->symbols[*(const uint32_t *)q];

	if (a->path != b->path)
		return a->path < b->path ? -1 : 1;
	return (a->name > b->name) - (a->name < b->name);
}

/* Which symbols each commit hit, by commit; the heap's. */
static struct place *places(struct ch_shotness *s, size_t *n)
{
	struct place *out = ch_calloc(s->shots.n + 1, sizeof(*out));
	uint32_t *sorted = ch_calloc(s->nsymbols + 1, sizeof(*sorted));
	size_t at = 0;

	for (uint32_t i = 0; i < s->nsymbols; i++)
		sorted[i] = i;
	if (s->nsymbols)
		qsort_r(sorted, s->nsymbols, sizeof(*sorted), by_place, s);
	*n = 0;
	for (size_t i = 0; i < s->shots.n; i++) {
		const struct ch_shot *shot = &s->shots.items[i];

		while (at < s->nsymbols &&
			find_symbol(&s->symbols[sorted[at]], shot) < 0)
			at++;
		if (at < s->nsymbols &&
			!find_symbol(&s->symbols[sorted[at]], shot))
			out[(*n)++] =
				(struct place){ shot->commit, sorted[at] };
	}
	free(sorted);
	if (*n)
		qsort(out, *n, sizeof(*out), by_commit);
	return out;
}

static int pair_symbols(struct ch_shotness *s, struct ch_err *err)
{
	size_t n, nmembers = 0, most = (size_t)s->options->max_changeset;
	struct place *all = places(s, &n);
	uint32_t *first = ch_calloc(n + 2, sizeof(*first));
	uint32_t *members = ch_calloc(n + 1, sizeof(*members));
	struct ch_groups groups = { .first = first,
		.members = members,
		.nmembers = s->nsymbols,
		.weight = 1 };
	int code;

	for (size_t i = 0, to; i < n; i = to) {
		for (to = i; to < n && all[to].commit == all[i].commit; to++)
			;
		if (most && to - i > most) {
			s->nlarge++;
			continue;
		}
		for (size_t k = i; k < to; k++) {
			members[nmembers++] = all[k].symbol;
			s->symbols[all[k].symbol].used++;
		}
		first[++groups.ngroups] = (uint32_t)nmembers;
	}
	s->nused = groups.ngroups;
	code = ch_pairs_each(&groups, keep_pair, s, s->run->stop, err);
	sort_and_cut(s);
	free(all);
	free(first);
	free(members);
	return code;
}

static int shotness_finish(void *state, struct ch_err *err)
{
	struct ch_shotness *s = state;

	ch_names_resolve(&s->names, s->run);
	rename_files(s);
	join_shots(s);
	make_symbols(s);
	return pair_symbols(s, err);
}

const struct ch_analyzer ch_analyzer_shotness = {
	.name = "shotness",
	.summary = "which functions and types change, and which together",
	.table = "shotness",
	.needs = CH_NEED_CHANGES | CH_NEED_LINES | CH_NEED_SYNTAX | CH_NEED_END,
	.options = &options,
	.start = shotness_start,
	.commit = shotness_commit,
	.fork = shotness_fork,
	.change = shotness_change,
	.merge = shotness_merge,
	.finish = shotness_finish,
	.write = ch_shotness_write,
	.text = ch_shotness_text,
	.release = shotness_release,
};
