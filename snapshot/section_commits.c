/*
 * section_commits.c - the range's commits by pull request, and its people.
 */
#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "snapshot/rank.h"
#include "snapshot/section.h"

/* Symbols, numbers and points shown with one line. */
#define MAX_SYMBOLS 3
#define MAX_NUMBERS 6
#define MAX_POINTS 8
#define MAX_LEAD 240
#define MAX_NEWCOMERS 60

static const struct ch_log_commit *head_of(
	const struct ch_log *log, const struct ch_log_group *g)
{
	return &log->commits[g->head];
}

static bool is_noise(enum ch_log_class class)
{
	return class == CH_LOG_NOISE || class == CH_LOG_BUMP ||
	       class == CH_LOG_REVERT || class == CH_LOG_REVERTED;
}

/* A group says something when any of its commits does. */
static bool group_is_noise(
	const struct ch_log *log, const struct ch_log_group *g)
{
	const struct ch_log_commit *head = head_of(log, g);

	if (is_noise(head->class))
		return true;
	if (head->class == CH_LOG_NORMAL)
		return false;
	for (size_t i = 0; i < g->nmembers; i++)
		if (log->commits[g->members[i]].class == CH_LOG_NORMAL)
			return false;
	return true;
}

/* With a pathspec, only commits that touch its paths belong here. */
static bool group_touches(const struct ch_pack *p, const struct ch_log_group *g)
{
	if (ch_pathspec_is_empty(p->pathspec) || p->touch[g->head].files)
		return true;
	for (size_t i = 0; i < g->nmembers; i++)
		if (p->touch[g->members[i]].files)
			return true;
	return false;
}

/*
 * Does nothing of it reach a user's copy: documents, tests and what the
 * project is built and checked with?  What is said to be a break is told.
 */
static bool is_aside(const struct ch_sections *s, const struct ch_log_group *g)
{
	const struct ch_log *log = &s->pack->log;
	const struct ch_commit_touch *t = &s->pack->touch[g->head];
	size_t files = t->files;

	if (t->product_files || log->commits[g->head].breaking)
		return false;
	for (size_t i = 0; i < g->nmembers; i++) {
		t = &s->pack->touch[g->members[i]];
		if (t->product_files || log->commits[g->members[i]].breaking)
			return false;
		files += t->files;
	}
	return files > 0;
}

/* So much less does a change weigh that A has, too. */
#define IN_A_SHARE 2

/* Only A's commits did all of it, too: whoever has A has it. */
static bool is_in_a(const struct ch_sections *s, const struct ch_log_group *g)
{
	const struct ch_log *log = &s->pack->log;
	const struct ch_commit_touch *touch = s->pack->touch;
	bool any = touch[g->head].in_a;

	if (!any && !log->commits[g->head].merge)
		return false;
	for (size_t i = 0; i < g->nmembers; i++) {
		uint32_t at = g->members[i];

		if (!touch[at].in_a && !log->commits[at].merge)
			return false;
		any |= touch[at].in_a;
	}
	return any;
}

static bool is_told(const struct ch_sections *s, const struct ch_log_group *g)
{
	return !group_is_noise(&s->pack->log, g) && group_touches(s->pack, g);
}

static void line_numbers(struct ch_sections *s, const uint32_t *numbers,
	size_t n, size_t from, size_t most)
{
	if (from >= n)
		return;
	ch_buf_add_z(&s->line, " (");
	for (size_t i = from; i < n && i < from + most; i++)
		ch_buf_printf(
			&s->line, "%s#%u", i > from ? " " : "", numbers[i]);
	ch_buf_add_char(&s->line, ')');
}

static void line_symbols(struct ch_sections *s, const struct ch_log_group *g)
{
	const struct ch_commit_touch *t = &s->pack->touch[g->head];
	size_t n = 0;

	for (size_t i = 0; !t->nsymbols && i < g->nmembers; i++)
		t = &s->pack->touch[g->members[i]];
	for (size_t i = 0; i < t->nsymbols && n < MAX_SYMBOLS; i++) {
		const struct ch_symbol_delta *d =
			&s->pack->diff.items[t->symbols[i]];

		if (!ch_symbol_wanted(s->pack, d) || !d->nhits)
			continue;
		ch_buf_add_z(&s->line, n++ ? " " : " [");
		ch_line_symbol_id(s, t->symbols[i]);
	}
	if (n)
		ch_buf_add_char(&s->line, ']');
}

static void line_lead(struct ch_sections *s, const struct ch_log_commit *c)
{
	if (!c->lead.len || c->lead.len > MAX_LEAD)
		return;
	ch_buf_add_z(&s->line, ": ");
	ch_line_text(s, c->lead);
}

static void sub_line(struct ch_sections *s, struct ch_str text)
{
	ch_buf_add_z(&s->line, "\n  - ");
	ch_line_text(s, text);
}

/*
 * Groups of one title, and those whose commits were picked from another: a
 * change and its backports.  The first tells it, with the numbers of all.
 */
struct twins {
	uint32_t *first; /* by group: the one that tells it; NO_GROUP: none */
	uint32_t *next;	 /* by group: the next one it tells; NO_GROUP */
	uint32_t *last;	 /* by group that tells: the last one it tells */
};

#define NO_GROUP UINT32_MAX
/* Shorter titles ("Fix build") may be of different things. */
#define MIN_TWIN_TITLE 20

static void twins_init(struct ch_sections *s, struct twins *out)
{
	const struct ch_log *log = &s->pack->log;
	size_t bytes = (log->ngroups + 1) * sizeof(uint32_t);

	out->first = ch_arena_alloc(&s->arena, bytes);
	out->next = ch_arena_alloc(&s->arena, bytes);
	out->last = ch_arena_alloc(&s->arena, bytes);
	memset(out->next, 0xff, bytes);
	for (uint32_t i = 0; i < log->ngroups; i++) {
		out->first[i] = is_told(s, &log->groups[i]) ? i : NO_GROUP;
		out->last[i] = i;
	}
}

/* The group that tells the commit this one was picked from, or NO_GROUP. */
static uint32_t told_in(const struct ch_log *log, const struct twins *twins,
	const struct ch_log_commit *c)
{
	uint32_t group;

	if (c->told_by == CH_NO_COMMIT)
		return NO_GROUP;
	group = log->commits[c->told_by].group;
	return twins->first[group] == group ? group : NO_GROUP;
}

/* The group to tell this one, where it has nothing new; else NO_GROUP. */
static uint32_t picked_from(const struct ch_log *log, const struct twins *twins,
	const struct ch_log_group *g)
{
	uint32_t from = NO_GROUP, own = log->commits[g->head].group;

	for (size_t i = 0; i <= g->nmembers; i++) {
		uint32_t at = i ? g->members[i - 1] : g->head;
		const struct ch_log_commit *c = &log->commits[at];
		uint32_t told = told_in(log, twins, c);

		if (c->merge || c->class != CH_LOG_NORMAL || told == own)
			continue;
		if (told == NO_GROUP)
			return NO_GROUP;
		from = from == NO_GROUP ? told : from;
	}
	return from;
}

static void find_twins(struct ch_sections *s, struct twins *out)
{
	const struct ch_log *log = &s->pack->log;
	struct ch_map titles = { 0 };

	twins_init(s, out);
	for (uint32_t i = 0; i < log->ngroups; i++) {
		const struct ch_log_group *g = &log->groups[i];
		uint32_t to;
		uint64_t *at;

		if (out->first[i] == NO_GROUP)
			continue;
		to = picked_from(log, out, g);
		if (g->title.len >= MIN_TWIN_TITLE) {
			at = ch_map_add(
				&titles, g->title.ptr, g->title.len, NULL);
			if (*at)
				to = (uint32_t)*at - 1;
			else
				*at = (to == NO_GROUP ? i : to) + UINT64_C(1);
		}
		if (to == NO_GROUP)
			continue;
		out->first[i] = to;
		out->next[out->last[to]] = i;
		out->last[to] = i;
	}
	ch_map_release(&titles);
}

/* " #13": the pull requests or commits of the groups told with this one. */
static void line_twins(struct ch_sections *s, const struct ch_log_group *g,
	const struct twins *twins)
{
	const struct ch_log *log = &s->pack->log;
	uint32_t at = (uint32_t)(g - log->groups);

	while ((at = twins->next[at]) != NO_GROUP) {
		const struct ch_log_group *twin = &log->groups[at];

		if (twin->nnumbers && g->nnumbers &&
			twin->numbers[0] == g->numbers[0])
			continue;
		if (twin->nnumbers)
			ch_buf_printf(&s->line, " #%u", twin->numbers[0]);
		else
			ch_buf_printf(&s->line, " c%u", twin->head + 1);
	}
}

/* Members that say something, and the bullets of a squashed message. */
static void line_points(struct ch_sections *s, const struct ch_log_group *g,
	const struct twins *twins)
{
	const struct ch_log *log = &s->pack->log;
	const struct ch_log_commit *head = head_of(log, g);
	size_t n = 0;

	if (head->breaking_note.len) {
		ch_buf_add_z(&s->line, "\n  - BREAKING: ");
		ch_line_text(s, head->breaking_note);
	}
	for (size_t i = 0; i < head->npoints && n < MAX_POINTS; i++, n++)
		sub_line(s, head->points[i]);
	for (size_t i = 0; i < g->nmembers && n < MAX_POINTS; i++) {
		const struct ch_log_commit *c = &log->commits[g->members[i]];

		if (c->class != CH_LOG_NORMAL || c->merge ||
			ch_str_eq(c->subject, g->title) ||
			told_in(log, twins, c) != NO_GROUP)
			continue;
		sub_line(s, c->subject);
		n++;
	}
}

/* form 0: with points; 1: title, lead, numbers, symbols; 2: title, number */
static struct ch_str group_line(struct ch_sections *s,
	const struct ch_log_group *g, const struct twins *twins, int form)
{
	const struct ch_log_commit *head = head_of(&s->pack->log, g);

	ch_buf_add_z(&s->line, "- ");
	if (g->nnumbers)
		ch_buf_printf(&s->line, "#%u", g->numbers[0]);
	else
		ch_buf_printf(&s->line, "c%u", g->head + 1);
	line_twins(s, g, twins);
	ch_buf_add_char(&s->line, ' ');
	ch_line_text(s, g->title);
	if (head->breaking)
		ch_buf_add_z(&s->line, " (says breaking)");
	if (is_in_a(s, g))
		ch_buf_add_z(&s->line, " (in A)");
	line_numbers(s, g->numbers, g->nnumbers, 1, form < 2 ? MAX_NUMBERS : 2);
	if (form < 2) {
		line_symbols(s, g);
		line_lead(s, head);
	}
	if (form == 0)
		line_points(s, g, twins);
	return ch_line_take(s);
}

static void add_group(struct ch_sections *s, struct ch_item_list *list,
	const struct ch_log_group *g, const struct twins *twins)
{
	struct ch_pack *p = s->pack;
	uint64_t weight = ch_rank_group(&p->log, g, p->touch, &p->diff);
	struct ch_item *item =
		ch_items_add(list, weight, CH_NO_HEADING, CH_STR(""));

	item->subject = g->head;
	item->late = is_aside(s, g);
	if (is_in_a(s, g))
		item->weight /= IN_A_SHARE;
	for (int form = 0; form < 3; form++)
		ch_item_form(item, group_line(s, g, twins, form));
}

static void add_not_listed(struct ch_sections *s, struct ch_item_list *list,
	size_t n, const char *one, const char *many)
{
	struct ch_item *item;

	if (!n)
		return;
	item = ch_items_add(list, 360, CH_NO_HEADING, CH_STR(""));
	ch_buf_add_z(&s->line, "- not listed: ");
	ch_buf_add_count(&s->line, n, one, many);
	ch_item_form(item, ch_line_take(s));
}

/* Noise, bumps and pairs of reverts, one line each class. */
static void add_noise(struct ch_sections *s, struct ch_item_list *list)
{
	static const struct {
		enum ch_log_class class;
		const char *one, *many;
	} kinds[] = { { CH_LOG_BUMP, "dependency bump", "dependency bumps" },
		{ CH_LOG_NOISE, "chore (style, CI, typos, releases)",
			"chores (style, CI, typos, releases)" },
		{ CH_LOG_REVERTED, "reverted inside the range",
			"reverted inside the range" } };
	const struct ch_log *log = &s->pack->log;

	for (size_t k = 0; k < sizeof(kinds) / sizeof(*kinds); k++) {
		size_t n = 0;

		for (size_t i = 0; i < log->ncommits; i++)
			n += log->commits[i].class == kinds[k].class;
		add_not_listed(s, list, n, kinds[k].one, kinds[k].many);
	}
}

void ch_section_commits(struct ch_sections *s, struct ch_item_list *list)
{
	const struct ch_log *log = &s->pack->log;
	struct twins twins;

	find_twins(s, &twins);
	for (size_t i = 0; i < log->ngroups; i++) {
		const struct ch_log_group *g = &log->groups[i];

		if (twins.first[i] == i)
			add_group(s, list, g, &twins);
	}
	add_noise(s, list);
}

/* Somebody with two addresses is one name in a list. */
struct named {
	struct ch_str name;
	uint32_t commits;
	uint32_t at; /* as they come */
};

static int by_commits(const void *pa, const void *pb)
{
	const struct named *a = pa, *b = pb;

	if (a->commits != b->commits)
		return a->commits > b->commits ? -1 : 1;
	return (a->at > b->at) - (a->at < b->at);
}

typedef bool person_fn(const struct ch_log_person *p);

static bool is_human(const struct ch_log_person *p)
{
	return !p->bot;
}

static bool is_newcomer(const struct ch_log_person *p)
{
	return p->first && !p->alias_before && !p->bot;
}

static size_t names_of(
	struct ch_sections *s, person_fn *wanted, struct named **out)
{
	const struct ch_log *log = &s->pack->log;
	struct ch_map seen = { 0 };
	size_t n = 0;

	*out = ch_arena_alloc(
		&s->arena, (log->npeople + 1) * sizeof(struct named));
	for (size_t i = 0; i < log->npeople; i++) {
		const struct ch_log_person *p = &log->people[i];
		uint64_t *at;

		if (!wanted(p))
			continue;
		at = ch_map_add(&seen, p->name.ptr, p->name.len, NULL);
		if (!*at) {
			(*out)[n] = (struct named){ p->name, 0, (uint32_t)n };
			*at = ++n;
		}
		(*out)[*at - 1].commits += p->commits;
	}
	ch_map_release(&seen);
	if (n)
		qsort(*out, n, sizeof(**out), by_commits);
	return n;
}

static void add_newcomers(struct ch_sections *s, struct ch_item_list *list)
{
	struct named *names;
	size_t n = names_of(s, is_newcomer, &names);
	struct ch_item *item;

	if (!n)
		return;
	item = ch_items_add(list, 300, CH_NO_HEADING, CH_STR(""));
	if (n == 1)
		ch_buf_add_z(&s->line, "- first contribution by ");
	else
		ch_buf_printf(&s->line, "- first contributions by %zu: ", n);
	for (size_t i = 0; i < n && i < MAX_NEWCOMERS; i++) {
		if (i)
			ch_buf_add_z(&s->line, ", ");
		ch_line_text(s, names[i].name);
	}
	if (n > MAX_NEWCOMERS)
		ch_buf_printf(&s->line, " and %zu more", n - MAX_NEWCOMERS);
	ch_item_form(item, ch_line_take(s));
	if (n == 1)
		return;
	ch_buf_printf(&s->line, "- first contributions: %zu people", n);
	ch_item_form(item, ch_line_take(s));
}

void ch_section_people(struct ch_sections *s, struct ch_item_list *list)
{
	struct named *names;
	size_t n = names_of(s, is_human, &names);
	struct ch_item *item;

	if (!n)
		return;
	item = ch_items_add(list, 500, CH_NO_HEADING, CH_STR(""));
	ch_buf_add_z(&s->line, "- ");
	ch_buf_add_count(&s->line, n, "person", "people");
	ch_buf_add_z(&s->line, "; most commits:");
	for (size_t i = 0; i < n && i < 8 && names[i].commits; i++) {
		ch_buf_add_z(&s->line, i ? ", " : " ");
		ch_line_text(s, names[i].name);
		ch_buf_printf(&s->line, " %u", names[i].commits);
	}
	ch_item_form(item, ch_line_take(s));
	add_newcomers(s, list);
}
