/*
 * section_api.c - what users of the code see: breaks, additions, and what
 * changed without breaking.
 */
#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "base/mem.h"
#include "snapshot/params.h"
#include "snapshot/section.h"

/* A signature longer than this is degraded to its name in the lean form. */
#define LONG_SIGNATURE 160
/* Members of a new type shown with it. */
#define MAX_MEMBERS 24
/* Symbols that one edit must have changed to be told in one line. */
#define MIN_EDITS 4
/* Shorter names are part of other words. */
#define MIN_OWN_NAME 4
/* Removals told in one line: more would have to be taken or left together. */
#define MAX_FOLD 12

static const struct ch_symbol *api(const struct ch_symbol_delta *d)
{
	return ch_symbol_api(ch_symbol_shown(d));
}

static enum ch_severity worst(const struct ch_symbol_delta *d)
{
	return d->nhits ? d->hits[0].severity : CH_SEVERITY_INFO;
}

static bool is_break(const struct ch_symbol_delta *d)
{
	return d->nhits && worst(d) >= CH_SEVERITY_MEDIUM;
}

/* The symbol's own name in a detail, "addDays" in "AddDaysOptions", as "*". */
static struct ch_str without_name(
	struct ch_sections *s, struct ch_str text, struct ch_str name)
{
	char *out = ch_arena_alloc(&s->arena, text.len + 1);
	size_t n = 0;

	if (name.len < MIN_OWN_NAME)
		return text;
	for (size_t i = 0; i < text.len;) {
		struct ch_str here = ch_str_sub(text, i, i + name.len);

		if (here.len == name.len &&
			(here.ptr[0] | 0x20) == (name.ptr[0] | 0x20) &&
			!memcmp(here.ptr + 1, name.ptr + 1, name.len - 1)) {
			out[n++] = '*';
			i += name.len;
		} else {
			out[n++] = text.ptr[i++];
		}
	}
	return ch_str_n(out, n);
}

/* Severity and confidence where they are not the legend's "high, certain". */
static void line_marks(struct ch_sections *s, const struct ch_rule_hit *h)
{
	if (h->severity != CH_SEVERITY_HIGH)
		ch_buf_printf(&s->line, " [%s]", ch_severity_name(h->severity));
	if (h->confidence != CH_CONFIDENCE_CERTAIN)
		ch_buf_printf(
			&s->line, " (%s)", ch_confidence_name(h->confidence));
}

/*
 * "param-removed `int x`; return-type `int -> void` [medium]".  'name' is
 * written as "*" where a detail has it; empty: nothing is.
 */
static void line_hits(struct ch_sections *s, const struct ch_symbol_delta *d,
	bool details, struct ch_str name)
{
	for (size_t i = 0; i < d->nhits; i++) {
		const struct ch_rule_hit *h = &d->hits[i];
		bool again = i && d->hits[i - 1].rule == h->rule;

		if (again && !details)
			continue;
		if (i)
			ch_buf_add_z(&s->line, again ? "," : ";");
		if (!again) {
			ch_buf_add_char(&s->line, ' ');
			ch_buf_add_z(&s->line, ch_rule_name(h->rule));
		}
		if (details && h->detail.len) {
			ch_buf_add_char(&s->line, ' ');
			ch_line_code(s, without_name(s, h->detail, name));
		}
		if (i + 1 == d->nhits || d->hits[i + 1].rule != h->rule)
			line_marks(s, h);
	}
}

static size_t find_word(struct ch_str text, struct ch_str word, size_t at)
{
	return ch_str_find_word(text, word, at, ch_is_word);
}

/* The name being declared, not a type or a parameter of that name. */
static size_t find_declared(const struct ch_symbol *sym)
{
	struct ch_str sig = sym->signature;
	size_t first = find_word(sig, sym->name, 0), at = first;

	for (; at != (size_t)-1; at = find_word(sig, sym->name, at + 1)) {
		size_t end = at + sym->name.len;

		while (end < sig.len && sig.ptr[end] == ' ')
			end++;
		if (end == sig.len || strchr("(<[:=;,)", sig.ptr[end]))
			return at;
	}
	return first;
}

/* Where the name at 'at' begins with its path, in "class A::B" at A. */
static size_t path_start(struct ch_str signature, size_t at)
{
	while (at && (ch_is_word(signature.ptr[at - 1]) ||
			     signature.ptr[at - 1] == ':'))
		at--;
	return at;
}

/* The signature with 'name' where it has, from 'from' on, its own at 'at'. */
static struct ch_str renamed_signature(struct ch_sections *s,
	const struct ch_symbol *sym, size_t from, size_t at, struct ch_str name)
{
	return ch_arena_printf(&s->arena, "%.*s%.*s%.*s", (int)from,
		sym->signature.ptr, (int)name.len, name.ptr,
		(int)(sym->signature.len - at - sym->name.len),
		sym->signature.ptr + at + sym->name.len);
}

/*
 * The signature, a member's with the type it belongs to before its name:
 * "def Context.close(self)".  Go's receiver says it already.  A type has all
 * that is around it: "class Rack::Protection::Base".
 */
static struct ch_str owned_signature(
	struct ch_sections *s, const struct ch_symbol_delta *d)
{
	const struct ch_symbol *sym = api(d);
	struct ch_str scope = ch_symbol_scope(sym->qualified), tail;
	struct ch_str owner;
	size_t at = find_declared(sym);

	if (!scope.len || at == (size_t)-1 ||
		!ch_symbol_enclosing(&s->pack->delta, d))
		return sym->signature;
	if (ch_kind_is_type(sym->kind))
		return renamed_signature(s, sym, path_start(sym->signature, at),
			at, sym->qualified);
	owner = ch_symbol_scope(scope);
	owner = owner.len ? ch_str_sub(scope, owner.len, scope.len) : scope;
	while (owner.len && ch_is_one_of(owner.ptr[0], ".:"))
		owner = ch_str_sub(owner, 1, owner.len);
	if (find_word(ch_str_sub(sym->signature, 0, at), owner, 0) !=
		(size_t)-1)
		return sym->signature;
	tail = ch_str_sub(sym->qualified,
		(size_t)(owner.ptr - sym->qualified.ptr), sym->qualified.len);
	return renamed_signature(s, sym, at, at, tail);
}

static void start_line(struct ch_sections *s, size_t at)
{
	ch_buf_add_z(&s->line, "- ");
	ch_line_symbol_id(s, at);
}

static bool says_signature(const struct ch_symbol_delta *d)
{
	return d->change != CH_CHANGE_MOVED && d->change != CH_CHANGE_BODY;
}

static struct ch_str break_line(struct ch_sections *s, size_t at, int form)
{
	const struct ch_symbol_delta *d = &s->pack->diff.items[at];
	const struct ch_symbol *sym = api(d);

	start_line(s, at);
	line_hits(s, d, form < 2, CH_STR(""));
	ch_buf_add_z(&s->line, ": ");
	if (form == 0 && says_signature(d))
		ch_line_code(s, owned_signature(s, d));
	else
		ch_line_code(s, sym->qualified);
	if (form < 2) {
		ch_line_refs(s, d);
		if (d->ncommits && !d->mentioned)
			ch_buf_add_z(&s->line, "; unsaid");
	}
	return ch_line_take(s);
}

static void add_break(
	struct ch_sections *s, struct ch_item_list *list, size_t at)
{
	const struct ch_symbol_delta *d = &s->pack->diff.items[at];
	uint64_t weight = d->weight * (unsigned)(1 + worst(d));
	uint32_t heading = ch_file_heading(s, list, d);
	struct ch_item *item =
		ch_items_add(list, weight, heading, api(d)->qualified);

	item->subject = (uint32_t)at;
	if (api(d)->signature.len <= LONG_SIGNATURE)
		ch_item_form(item, break_line(s, at, 0));
	ch_item_form(item, break_line(s, at, 1));
	ch_item_form(item, break_line(s, at, 2));
}

/*
 * Members with one rule and one type are one line: "S4 field-removed
 * `struct foo`: `int a`, `char *b`".
 */
static bool same_family(const struct ch_sections *s, size_t a, size_t b)
{
	const struct ch_symbol_delta *x = &s->pack->diff.items[a];
	const struct ch_symbol_delta *y = &s->pack->diff.items[b];
	const struct ch_symbol *up = ch_symbol_enclosing(&s->pack->delta, x);

	if (!up || up != ch_symbol_enclosing(&s->pack->delta, y))
		return false;
	if (x->change != y->change || api(x)->kind != api(y)->kind)
		return false;
	if (api(x)->kind != CH_KIND_FIELD && api(x)->kind != CH_KIND_VALUE)
		return false;
	return x->nhits <= 1 && y->nhits <= 1 &&
	       (!x->nhits || !y->nhits || x->hits[0].rule == y->hits[0].rule);
}

static struct ch_str family_line(
	struct ch_sections *s, const size_t *at, size_t n, bool signatures)
{
	const struct ch_symbol_delta *d = &s->pack->diff.items[at[0]];
	size_t from;

	start_line(s, at[0]);
	line_hits(s, d, false, CH_STR(""));
	ch_buf_add_z(&s->line, d->nhits ? " of " : " ");
	ch_line_code(s, ch_symbol_enclosing(&s->pack->delta, d)->qualified);
	ch_buf_add_z(&s->line,
		d->change == CH_CHANGE_ADDED && !d->nhits ? " +" : ": ");
	from = s->line.len;
	for (size_t i = 0; i < n; i++) {
		const struct ch_symbol *m = api(&s->pack->diff.items[at[i]]);

		if (i)
			ch_buf_add_z(&s->line, "; ");
		ch_line_text(s, signatures ? m->signature : m->name);
	}
	ch_line_quote(s, from);
	ch_line_refs(s, d);
	return ch_line_take(s);
}

static size_t add_family(struct ch_sections *s, struct ch_item_list *list,
	const size_t *picked, size_t npicked, size_t from)
{
	size_t n = 1;
	uint64_t weight = 0;
	struct ch_item *item;
	const struct ch_symbol_delta *d = &s->pack->diff.items[picked[from]];

	while (from + n < npicked &&
		same_family(s, picked[from], picked[from + n]))
		n++;
	if (n == 1)
		return 0;
	for (size_t i = 0; i < n; i++) {
		uint64_t w = s->pack->diff.items[picked[from + i]].weight;

		weight += i ? w / 4 : w;
	}
	item = ch_items_add(list, weight * (unsigned)(1 + worst(d)),
		ch_file_heading(s, list, d),
		ch_symbol_enclosing(&s->pack->delta, d)->qualified);
	item->subject = (uint32_t)picked[from];
	ch_item_form(item, family_line(s, picked + from, n, true));
	ch_item_form(item, family_line(s, picked + from, n, false));
	return n;
}

static bool same_commit(
	const struct ch_symbol_delta *x, const struct ch_symbol_delta *y)
{
	if (!x->ncommits || !y->ncommits)
		return x->ncommits == y->ncommits;
	return x->commits[0] == y->commits[0] && x->mentioned == y->mentioned;
}

/* Removed for one reason, from one file, by one commit. */
static bool same_removal(const struct ch_sections *s, size_t a, size_t b)
{
	const struct ch_symbol_delta *x = &s->pack->diff.items[a];
	const struct ch_symbol_delta *y = &s->pack->diff.items[b];

	return x->change == CH_CHANGE_REMOVED &&
	       y->change == CH_CHANGE_REMOVED && x->nhits == 1 &&
	       y->nhits == 1 && x->hits[0].rule == y->hits[0].rule &&
	       x->hits[0].confidence == y->hits[0].confidence &&
	       !x->hits[0].detail.len && !y->hits[0].detail.len &&
	       ch_str_eq(ch_symbol_path(s->pack, x),
		       ch_symbol_path(s->pack, y)) &&
	       same_commit(x, y);
}

/* The hit that all of a fold share. */
static void line_first_hit(
	struct ch_sections *s, const struct ch_symbol_delta *d)
{
	struct ch_symbol_delta first = *d;

	first.nhits = 1;
	line_hits(s, &first, true, CH_STR(""));
}

static bool only_moved(const struct ch_symbol_delta *d)
{
	return d->nhits && d->hits[0].rule == CH_RULE_SYM_MOVED &&
	       (d->nhits == 1 || d->hits[1].severity <= CH_SEVERITY_LOW);
}

/* Moved from one file to another by one commit. */
static bool same_move(const struct ch_sections *s, size_t a, size_t b)
{
	const struct ch_symbol_delta *x = &s->pack->diff.items[a];
	const struct ch_symbol_delta *y = &s->pack->diff.items[b];

	return only_moved(x) && only_moved(y) &&
	       x->hits[0].confidence == y->hits[0].confidence &&
	       ch_str_eq(x->hits[0].detail, y->hits[0].detail) &&
	       same_commit(x, y);
}

static struct ch_str removal_line(
	struct ch_sections *s, const size_t *at, size_t n, bool signatures)
{
	const struct ch_symbol_delta *d = &s->pack->diff.items[at[0]];

	start_line(s, at[0]);
	line_first_hit(s, d);
	ch_buf_add_z(&s->line, ": ");
	for (size_t i = 0; i < n; i++) {
		const struct ch_symbol_delta *m = &s->pack->diff.items[at[i]];

		if (i)
			ch_buf_add_z(&s->line, ", ");
		ch_line_code(s, signatures && says_signature(m)
					? owned_signature(s, m)
					: api(m)->qualified);
	}
	ch_line_refs(s, d);
	if (signatures && d->ncommits && !d->mentioned)
		ch_buf_add_z(&s->line, "; unsaid");
	return ch_line_take(s);
}

static size_t add_removals(struct ch_sections *s, struct ch_item_list *list,
	const size_t *picked, size_t npicked, size_t from)
{
	const struct ch_symbol_delta *d = &s->pack->diff.items[picked[from]];
	uint64_t weight = 0;
	struct ch_item *item;
	size_t n = 1;

	while (from + n < npicked && n < MAX_FOLD &&
		(same_removal(s, picked[from], picked[from + n]) ||
			same_move(s, picked[from], picked[from + n])))
		n++;
	if (n == 1)
		return 0;
	for (size_t i = 0; i < n; i++)
		weight += s->pack->diff.items[picked[from + i]].weight;
	item = ch_items_add(list, weight * (unsigned)(1 + worst(d)),
		ch_file_heading(s, list, d), CH_STR(""));
	item->subject = (uint32_t)picked[from];
	ch_item_form(item, removal_line(s, picked + from, n, true));
	ch_item_form(item, removal_line(s, picked + from, n, false));
	return n;
}

typedef bool pick_fn(const struct ch_pack *p, const struct ch_symbol_delta *d);

static bool is_conditional(const struct ch_symbol_delta *d)
{
	for (int side = 0; side < 2; side++)
		if (d->side[side].symbol &&
			(ch_symbol_api(&d->side[side])->flags &
				CH_SYM_CONDITIONAL))
			return true;
	return false;
}

/* One function under several branches of a condition is one function. */
static bool is_variant(const struct ch_symdiff *diff, size_t a, size_t b)
{
	const struct ch_symbol_delta *x = &diff->items[a], *y = &diff->items[b];

	return x->change == y->change && is_conditional(x) &&
	       is_conditional(y) && api(x)->kind == api(y)->kind &&
	       ch_symbol_shown(x)->file == ch_symbol_shown(y)->file &&
	       ch_str_eq(api(x)->qualified, api(y)->qualified) &&
	       (!ch_kind_is_callable(api(x)->kind) ||
		       ch_str_eq(api(x)->signature, api(y)->signature));
}

static size_t pick(struct ch_sections *s, pick_fn *wanted, size_t **out)
{
	const struct ch_symdiff *diff = &s->pack->diff;
	size_t n = 0;

	*out = ch_arena_alloc(&s->arena, diff->n * sizeof(**out));
	for (size_t i = 0; i < diff->n; i++)
		if (ch_symbol_wanted(s->pack, &diff->items[i]) &&
			wanted(s->pack, &diff->items[i]) &&
			!(n && is_variant(diff, (*out)[n - 1], i)))
			(*out)[n++] = i;
	return n;
}

/* A renamed file moves all of its symbols: one line says so. */
static bool only_file_moved(
	const struct ch_pack *p, const struct ch_symbol_delta *d)
{
	const struct ch_symbol_side *n = &d->side[CH_NEW];

	return d->change == CH_CHANGE_MOVED && d->nhits == 1 &&
	       d->hits[0].rule == CH_RULE_SYM_MOVED &&
	       p->delta.files[n->file].change.old_path.ptr &&
	       d->side[CH_OLD].file == n->file;
}

/* What was done to it, whatever it is called: equal for one edit repeated. */
static struct ch_str edit_key(
	struct ch_sections *s, const struct ch_symbol_delta *d)
{
	ch_buf_printf(&s->line, "%d", (int)api(d)->kind);
	for (size_t i = 0; i < d->nhits; i++) {
		const struct ch_rule_hit *h = &d->hits[i];

		ch_buf_printf(&s->line, "\n%d %d %d ", (int)h->rule,
			(int)h->severity, (int)h->confidence);
		ch_buf_add_str(
			&s->line, without_name(s, h->detail, api(d)->name));
	}
	return ch_line_take(s);
}

/* Chains of picked symbols to which the same was done, in order. */
struct edits {
	size_t *next;  /* by index into picked; SIZE_MAX at the end */
	size_t *count; /* by the first index of a chain, else 0 */
	bool *told;    /* with others, in one line */
};

static void chain_edits(struct ch_sections *s, const size_t *picked, size_t n,
	struct edits *out)
{
	struct ch_map last = { 0 };

	out->next = ch_arena_alloc(&s->arena, (n + 1) * sizeof(size_t));
	out->count = ch_arena_calloc(&s->arena, n + 1, sizeof(size_t));
	out->told = ch_arena_calloc(&s->arena, n + 1, sizeof(bool));
	for (size_t i = 0; i < n; i++) {
		const struct ch_symbol_delta *d =
			&s->pack->diff.items[picked[i]];
		struct ch_str key;
		uint64_t *at;

		out->next[i] = SIZE_MAX;
		if (!d->nhits || !d->hits[0].detail.len ||
			!ch_kind_is_callable(api(d)->kind))
			continue;
		key = edit_key(s, d);
		at = ch_map_add(&last, key.ptr, key.len, NULL);
		if (*at)
			out->next[*at - 1] = i;
		*at = i + 1;
	}
	ch_map_release(&last);
	for (size_t i = n; i-- > 0;) { /* counts run to the front */
		size_t k = out->next[i];

		out->count[i] = 1;
		if (k != SIZE_MAX) {
			out->count[i] += out->count[k];
			out->count[k] = 0;
		}
	}
	for (size_t i = 0; i < n; i++)
		for (size_t k = i; out->count[i] >= MIN_EDITS && k != SIZE_MAX;
			k = out->next[k])
			out->told[k] = true;
}

static bool pick_break(const struct ch_pack *p, const struct ch_symbol_delta *d)
{
	(void)p;
	return is_break(d);
}

static void add_file_move(struct ch_sections *s, struct ch_item_list *list,
	const size_t *picked, size_t n)
{
	const struct ch_symbol_delta *d = &s->pack->diff.items[picked[0]];
	struct ch_item *item;

	item = ch_items_add(
		list, d->weight * (4 + n), CH_NO_HEADING, CH_STR(""));
	item->subject = (uint32_t)picked[0];
	start_line(s, picked[0]);
	ch_buf_add_z(&s->line, " sym-moved [medium] ");
	ch_line_code(s, d->hits[0].detail);
	if (n > 1) {
		ch_buf_printf(&s->line, " with %zu public symbols", n);
	} else {
		ch_buf_add_z(&s->line, ": ");
		ch_line_code(s, api(d)->qualified);
	}
	ch_line_refs(s, d);
	ch_item_form(item, ch_line_take(s));
}

static size_t moved_with_file(struct ch_sections *s, const size_t *picked,
	size_t npicked, size_t from)
{
	const struct ch_symbol_delta *d = &s->pack->diff.items[picked[from]];
	size_t n = 0;

	while (from + n < npicked) {
		const struct ch_symbol_delta *e =
			&s->pack->diff.items[picked[from + n]];

		if (!only_file_moved(s->pack, e) ||
			e->side[CH_NEW].file != d->side[CH_NEW].file)
			break;
		n++;
	}
	return n;
}

/* Symbols that one edit changed, the most used first. */
struct edited {
	const struct ch_symbol_delta **at;
	size_t n;
};

static int by_users(const void *pa, const void *pb)
{
	const struct ch_symbol_delta *const *a = pa, *const *b = pb;

	if ((*a)->dependents != (*b)->dependents)
		return (*a)->dependents > (*b)->dependents ? -1 : 1;
	return (*a > *b) - (*a < *b); /* as they stand */
}

static struct edited members_of(struct ch_sections *s, const size_t *picked,
	const struct edits *e, size_t first)
{
	struct edited m = { .n = 0 };

	m.at = ch_arena_alloc(&s->arena, e->count[first] * sizeof(*m.at));
	for (size_t i = first; i != SIZE_MAX; i = e->next[i])
		m.at[m.n++] = &s->pack->diff.items[picked[i]];
	qsort(m.at, m.n, sizeof(*m.at), by_users);
	return m;
}

static struct ch_str edit_line(
	struct ch_sections *s, const struct edited *m, size_t most)
{
	const struct ch_symbol_delta *d = m->at[0];

	start_line(s, (size_t)(d - s->pack->diff.items));
	ch_buf_printf(&s->line, " and %zu more", m->n - 1);
	line_hits(s, d, true, api(d)->name);
	ch_buf_add_z(&s->line, ": ");
	for (size_t i = 0; i < m->n && i < most; i++) {
		if (i)
			ch_buf_add_z(&s->line, ", ");
		ch_line_code(s, api(m->at[i])->qualified);
	}
	if (m->n > most)
		ch_buf_printf(&s->line, ", %zu not named", m->n - most);
	ch_line_refs(s, d);
	return ch_line_take(s);
}

/* One edit of many signatures: one line, wherever they stand. */
static void add_edit(struct ch_sections *s, struct ch_item_list *list,
	const size_t *picked, const struct edits *e, size_t first)
{
	size_t budget = s->pack->opt.budget;
	size_t names[] = { budget ? 16 + budget / 250 : SIZE_MAX, 8, 3 };
	struct edited m = members_of(s, picked, e, first);
	uint64_t weight = m.at[0]->weight;
	struct ch_item *item;

	for (size_t i = 1; i < m.n; i++)
		weight += m.at[i]->weight / 4;
	item = ch_items_add(list, weight * (unsigned)(1 + worst(m.at[0])),
		CH_NO_HEADING, CH_STR(""));
	item->subject = (uint32_t)(m.at[0] - s->pack->diff.items);
	for (size_t i = 0; i < CH_ARRAY_LEN(names); i++)
		if (!i || names[i] < m.n)
			ch_item_form(item, edit_line(s, &m, names[i]));
}

void ch_section_breaking(struct ch_sections *s, struct ch_item_list *list)
{
	size_t *picked, n = pick(s, pick_break, &picked), took;
	struct edits edits;

	chain_edits(s, picked, n, &edits);
	for (size_t i = 0; i < n; i += took) {
		took = 1;
		if (edits.count[i] >= MIN_EDITS)
			add_edit(s, list, picked, &edits, i);
		if (edits.told[i])
			continue;
		took = moved_with_file(s, picked, n, i);
		if (took) {
			add_file_move(s, list, picked + i, took);
			continue;
		}
		took = add_family(s, list, picked, n, i);
		if (!took)
			took = add_removals(s, list, picked, n, i);
		if (!took) {
			add_break(s, list, picked[i]);
			took = 1;
		}
	}
}

/* Members of a new type are told with it. */
static bool inside_added(
	const struct ch_pack *p, const struct ch_symbol_delta *d)
{
	const struct ch_symbol_delta *up;

	if (d->parent == CH_NO_SYMBOL)
		return false;
	up = &p->diff.items[d->parent];
	return up->change == CH_CHANGE_ADDED && api(up)->kind != CH_KIND_MODULE;
}

/* `typedef struct x x` says nothing beside `struct x { ... }`. */
static bool repeats_type(
	const struct ch_pack *p, const struct ch_symbol_delta *d)
{
	size_t at = (size_t)(d - p->diff.items);
	struct ch_str name = api(d)->name;

	if (api(d)->kind != CH_KIND_TYPE)
		return false;
	for (size_t i = at > 40 ? at - 40 : 0; i < at + 40 && i < p->diff.n;
		i++) {
		const struct ch_symbol_delta *e = &p->diff.items[i];

		if (i != at && api(e)->kind != CH_KIND_TYPE &&
			ch_kind_is_type(api(e)->kind) &&
			ch_str_eq(api(e)->name, name))
			return true;
	}
	return false;
}

static bool pick_added(const struct ch_pack *p, const struct ch_symbol_delta *d)
{
	enum ch_visibility least = p->opt.include & CH_PACK_PRIVATE
					   ? CH_VIS_PRIVATE
					   : CH_VIS_PROTECTED;

	return d->change == CH_CHANGE_ADDED && d->visibility >= least &&
	       !ch_str_is(api(d)->qualified, "__getattr__") &&
	       api(d)->kind != CH_KIND_MODULE && !is_break(d) &&
	       !inside_added(p, d) && !repeats_type(p, d);
}

/* "{ int a; char *b }": what a new type holds, as far as it is public. */
static void line_members(struct ch_sections *s, size_t at, size_t most)
{
	const struct ch_symdiff *diff = &s->pack->diff;
	size_t n = 0, more = 0;

	for (uint32_t i = s->first_member[at]; i != CH_NO_SYMBOL;
		i = s->next_member[i]) {
		const struct ch_symbol_delta *m = &diff->items[i];

		if (m->visibility < CH_VIS_PROTECTED)
			continue;
		if (n == most) {
			more++;
			continue;
		}
		ch_buf_add_z(&s->line, n++ ? "; " : " { ");
		ch_line_text(s, api(m)->signature);
	}
	if (more)
		ch_buf_printf(&s->line, "; %zu more", more);
	if (n)
		ch_buf_add_z(&s->line, " }");
}

static struct ch_str added_line(struct ch_sections *s, size_t at, int form)
{
	const struct ch_symbol_delta *d = &s->pack->diff.items[at];
	const struct ch_symbol *sym = api(d);
	size_t from;

	start_line(s, at);
	ch_buf_add_char(&s->line, ' ');
	from = s->line.len;
	ch_line_text(s, form < 3 ? owned_signature(s, d) : sym->qualified);
	if (form < 2 && ch_kind_is_type(sym->kind))
		line_members(s, at, form ? 6 : MAX_MEMBERS);
	ch_line_quote(s, from);
	if (form == 0 && sym->doc.len) {
		ch_buf_add_char(&s->line, ' ');
		ch_line_text(s, sym->doc);
	}
	if (form < 2)
		ch_line_refs(s, d);
	return ch_line_take(s);
}

static void add_added(
	struct ch_sections *s, struct ch_item_list *list, size_t at)
{
	const struct ch_symbol_delta *d = &s->pack->diff.items[at];
	struct ch_item *item = ch_items_add(list, d->weight,
		ch_file_heading(s, list, d), api(d)->qualified);

	item->subject = (uint32_t)at;
	for (int form = 0; form < 4; form++)
		ch_item_form(item, added_line(s, at, form));
}

void ch_section_added(struct ch_sections *s, struct ch_item_list *list)
{
	size_t *picked, n = pick(s, pick_added, &picked), took;

	for (size_t i = 0; i < n; i += took) {
		took = add_family(s, list, picked, n, i);
		if (!took) {
			add_added(s, list, picked[i]);
			took = 1;
		}
	}
}

/* A parameter's new name alone is news to nobody who passes by position. */
static bool only_names_changed(const struct ch_symbol_delta *d)
{
	const struct ch_symbol *o = ch_symbol_api(&d->side[CH_OLD]);
	const struct ch_symbol *n = ch_symbol_api(&d->side[CH_NEW]);

	if (d->nhits || o->nparams != n->nparams ||
		!ch_type_same(o->result, n->result))
		return false;
	for (uint32_t i = 0; i < n->nparams; i++)
		if (!ch_type_same(ch_param_type(&o->params[i]),
			    ch_param_type(&n->params[i])))
			return false;
	return true;
}

/* Another way to write the same signature: quotes, prefixes, white space. */
static bool only_spelling_changed(const struct ch_symbol_delta *d)
{
	const struct ch_symbol *o = ch_symbol_api(&d->side[CH_OLD]);
	const struct ch_symbol *n = ch_symbol_api(&d->side[CH_NEW]);

	if (!ch_kind_is_callable(n->kind) || !only_names_changed(d) ||
		o->flags != n->flags)
		return false;
	for (uint32_t i = 0; i < n->nparams; i++)
		if (!ch_str_eq(o->params[i].name, n->params[i].name) ||
			!ch_type_same(o->params[i].dflt, n->params[i].dflt))
			return false;
	return ch_type_same(o->generics, n->generics) &&
	       ch_str_eq(o->attributes, n->attributes);
}

static bool pick_compatible(
	const struct ch_pack *p, const struct ch_symbol_delta *d)
{
	enum ch_visibility least = p->opt.include & CH_PACK_PRIVATE
					   ? CH_VIS_PRIVATE
					   : CH_VIS_INTERNAL;

	if (is_break(d) || d->change == CH_CHANGE_ADDED)
		return false;
	if (d->nhits)
		return true;
	return d->change == CH_CHANGE_SIGNATURE && d->visibility >= least &&
	       !only_spelling_changed(d);
}

/* " [internal]", " new overload": what no rule says. */
static void line_why(struct ch_sections *s, const struct ch_symbol_delta *d)
{
	bool callable = ch_kind_is_callable(api(d)->kind);

	if (!d->nhits && d->visibility < CH_VIS_PROTECTED)
		ch_buf_add_z(&s->line, " [internal]");
	if (d->overload == CH_OVERLOAD_CAME)
		ch_buf_add_z(&s->line,
			callable ? " new overload" : " new definition");
	else if (d->overload == CH_OVERLOAD_WENT)
		ch_buf_add_z(&s->line,
			callable ? " overload gone" : " definition gone");
}

/* " (was `int f(int)`)" where the new signature alone says nothing. */
static void line_was(struct ch_sections *s, const struct ch_symbol_delta *d)
{
	const struct ch_symbol *was = ch_symbol_api(&d->side[CH_OLD]);

	if (d->nhits || d->overload != CH_OVERLOAD_NONE ||
		was->signature.len > LONG_SIGNATURE)
		return;
	ch_buf_add_z(&s->line, " (was ");
	ch_line_code(s, was->signature);
	ch_buf_add_char(&s->line, ')');
}

static struct ch_str compatible_line(struct ch_sections *s, size_t at, int form)
{
	const struct ch_symbol_delta *d = &s->pack->diff.items[at];
	const struct ch_symbol *sym = api(d);

	start_line(s, at);
	line_hits(s, d, form < 2, CH_STR(""));
	line_why(s, d);
	ch_buf_add_z(&s->line, d->nhits ? ": " : " ");
	if (form == 0 && d->change == CH_CHANGE_SIGNATURE) {
		ch_line_code(s, owned_signature(s, d));
		line_was(s, d);
	} else
		ch_line_code(s, sym->qualified);
	if (form < 2)
		ch_line_refs(s, d);
	return ch_line_take(s);
}

void ch_section_compatible(struct ch_sections *s, struct ch_item_list *list)
{
	size_t *picked, n = pick(s, pick_compatible, &picked);

	for (size_t i = 0; i < n; i++) {
		const struct ch_symbol_delta *d =
			&s->pack->diff.items[picked[i]];
		struct ch_item *item = ch_items_add(list,
			only_names_changed(d) ? d->weight / 16 : d->weight,
			ch_file_heading(s, list, d), api(d)->qualified);

		item->subject = (uint32_t)picked[i];
		for (int form = 0; form < 3; form++)
			ch_item_form(item, compatible_line(s, picked[i], form));
	}
}
