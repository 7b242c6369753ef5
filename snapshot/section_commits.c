/*
 * section_commits.c - the range's commits by pull request, and its people.
 */
#include <string.h>

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

/* Members that say something, and the bullets of a squashed message. */
static void line_points(struct ch_sections *s, const struct ch_log_group *g)
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
			ch_str_eq(c->subject, g->title))
			continue;
		sub_line(s, c->subject);
		n++;
	}
}

/* form 0: with points; 1: title, lead, numbers, symbols; 2: title, number */
static struct ch_str group_line(
	struct ch_sections *s, const struct ch_log_group *g, int form)
{
	const struct ch_log_commit *head = head_of(&s->pack->log, g);

	ch_buf_add_z(&s->line, "- ");
	if (g->nnumbers)
		ch_buf_printf(&s->line, "#%u", g->numbers[0]);
	else
		ch_buf_printf(&s->line, "c%u", g->head + 1);
	ch_buf_add_char(&s->line, ' ');
	ch_line_text(s, g->title);
	if (head->breaking)
		ch_buf_add_z(&s->line, " (says breaking)");
	line_numbers(s, g->numbers, g->nnumbers, 1, form < 2 ? MAX_NUMBERS : 2);
	if (form < 2) {
		line_symbols(s, g);
		line_lead(s, head);
	}
	if (form == 0)
		line_points(s, g);
	return ch_line_take(s);
}

static void add_group(struct ch_sections *s, struct ch_item_list *list,
	const struct ch_log_group *g)
{
	struct ch_pack *p = s->pack;
	uint64_t weight = ch_rank_group(&p->log, g, p->touch, &p->diff);
	struct ch_item *item =
		ch_items_add(list, weight, CH_NO_HEADING, CH_STR(""));

	item->subject = g->head;
	for (int form = 0; form < 3; form++)
		ch_item_form(item, group_line(s, g, form));
}

/* Noise, bumps and pairs of reverts, one line each class. */
static void add_noise(struct ch_sections *s, struct ch_item_list *list)
{
	static const struct {
		enum ch_log_class class;
		const char *what;
	} kinds[] = { { CH_LOG_BUMP, "dependency bumps" },
		{ CH_LOG_NOISE, "chores (style, CI, typos, releases)" },
		{ CH_LOG_REVERTED, "reverted inside the range" } };
	const struct ch_log *log = &s->pack->log;

	for (size_t k = 0; k < sizeof(kinds) / sizeof(*kinds); k++) {
		struct ch_item *item;
		size_t n = 0;

		for (size_t i = 0; i < log->ncommits; i++)
			n += log->commits[i].class == kinds[k].class;
		if (!n)
			continue;
		item = ch_items_add(list, 60, CH_NO_HEADING, CH_STR(""));
		ch_buf_printf(
			&s->line, "- not listed: %zu %s", n, kinds[k].what);
		ch_item_form(item, ch_line_take(s));
	}
}

void ch_section_commits(struct ch_sections *s, struct ch_item_list *list)
{
	const struct ch_log *log = &s->pack->log;

	for (size_t i = 0; i < log->ngroups; i++) {
		const struct ch_log_group *g = &log->groups[i];

		if (!group_is_noise(log, g) && group_touches(s->pack, g))
			add_group(s, list, g);
	}
	add_noise(s, list);
}

static void add_newcomers(struct ch_sections *s, struct ch_item_list *list)
{
	const struct ch_log *log = &s->pack->log;
	struct ch_item *item;
	size_t n = 0, shown = 0;

	for (size_t i = 0; i < log->npeople; i++)
		n += log->people[i].first && !log->people[i].alias_before &&
		     !log->people[i].bot;
	if (!n)
		return;
	item = ch_items_add(list, 300, CH_NO_HEADING, CH_STR(""));
	ch_buf_printf(&s->line, "- first contributions by %zu: ", n);
	for (size_t i = 0; i < log->npeople && shown < MAX_NEWCOMERS; i++) {
		const struct ch_log_person *p = &log->people[i];

		if (!p->first || p->alias_before || p->bot)
			continue;
		if (shown++)
			ch_buf_add_z(&s->line, ", ");
		ch_line_text(s, p->name);
	}
	if (n > shown)
		ch_buf_printf(&s->line, " and %zu more", n - shown);
	ch_item_form(item, ch_line_take(s));
	ch_buf_printf(&s->line, "- first contributions: %zu people", n);
	ch_item_form(item, ch_line_take(s));
}

void ch_section_people(struct ch_sections *s, struct ch_item_list *list)
{
	const struct ch_log *log = &s->pack->log;
	struct ch_item *item;
	size_t bots = 0, shown = 0;

	for (size_t i = 0; i < log->npeople; i++)
		bots += log->people[i].bot;
	if (log->npeople == bots)
		return;
	item = ch_items_add(list, 500, CH_NO_HEADING, CH_STR(""));
	ch_buf_printf(
		&s->line, "- %zu people; most commits:", log->npeople - bots);
	for (size_t i = 0; i < log->npeople && shown < 8; i++) {
		const struct ch_log_person *p = &log->people[i];

		if (p->bot || !p->commits)
			continue;
		ch_buf_add_z(&s->line, shown++ ? ", " : " ");
		ch_line_text(s, p->name);
		ch_buf_printf(&s->line, " %u", p->commits);
	}
	ch_item_form(item, ch_line_take(s));
	add_newcomers(s, list);
}
