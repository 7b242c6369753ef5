#include "snapshot/section.h"

#include <string.h>

#include "base/text.h"
#include "snapshot/redact.h"

typedef void build_fn(struct ch_sections *s, struct ch_item_list *list);

/* In the order of enum ch_section; shares are 1/1000 of the budget. */
#define LEAN CH_STRATEGY_SUMMARY
#define API CH_STRATEGY_SIGNATURE
#define CODE CH_STRATEGY_STRUCTURAL
static const struct {
	const char *name, *title;
	unsigned share;
	enum ch_strategy from; /* the leanest strategy that shows it */
	size_t lead_form;      /* ch_item_list.lead_form */
	build_fn *build;
} rows[CH_NSECTIONS] = {
	{ "glance", "At a glance", 30, LEAN, 0, ch_section_glance },
	{ "breaking", "Breaking candidates", 200, LEAN, 0,
		ch_section_breaking },
	{ "added", "API added", 130, API, 1, ch_section_added },
	{ "compatible", "Deprecated and changed", 40, API, 0,
		ch_section_compatible },
	{ "behaviour", "Behaviour", 85, CODE, 0, ch_section_behaviour },
	{ "commits", "Commits", 250, LEAN, 1, ch_section_commits },
	{ "surface", "Other surface", 55, API, 0, ch_section_surface },
	{ "files", "Files", 40, CODE, 0, ch_section_files },
	{ "people", "People", 25, CODE, 0, ch_section_people },
	{ "hunks", "Hunks", 145, CODE, 0, ch_section_hunks },
};

/* Below this many tokens a pack gives names from strings two thirds. */
#define SHORT_BUDGET 6000

bool ch_pack_is_short(const struct ch_pack *pack)
{
	return pack->opt.budget && pack->opt.budget < SHORT_BUDGET;
}

static unsigned share_of(const struct ch_pack *pack, int section)
{
	if (section == CH_SECTION_SURFACE && ch_pack_is_short(pack))
		return rows[section].share * 2 / 3;
	return rows[section].share;
}

bool ch_section_wanted(enum ch_strategy strategy, enum ch_section section)
{
	return strategy >= rows[section].from;
}

const char *ch_section_name(enum ch_section section)
{
	return rows[section].name;
}

const char *ch_section_title(enum ch_section section)
{
	return rows[section].title;
}

/* Members of each delta as chains, in order. */
static void chain_members(struct ch_sections *s)
{
	const struct ch_symdiff *diff = &s->pack->diff;
	size_t bytes = (diff->n + 1) * sizeof(uint32_t);

	s->first_member = ch_arena_alloc(&s->arena, bytes);
	s->next_member = ch_arena_alloc(&s->arena, bytes);
	memset(s->first_member, 0xff, bytes);
	memset(s->next_member, 0xff, bytes);
	for (size_t i = diff->n; i-- > 0;) {
		uint32_t up = diff->items[i].parent;

		if (up == CH_NO_SYMBOL)
			continue;
		s->next_member[i] = s->first_member[up];
		s->first_member[up] = (uint32_t)i;
	}
}

void ch_sections_build(struct ch_sections *s, struct ch_pack *pack)
{
	memset(s, 0, sizeof(*s));
	s->pack = pack;
	chain_members(s);
	for (int i = 0; i < CH_NSECTIONS; i++) {
		struct ch_item_list *list = &s->lists[i];

		list->share = share_of(pack, i);
		list->names_lead = CH_STR("- also ");
		list->lead_form = rows[i].lead_form;
		if (ch_section_wanted(pack->opt.strategy, (enum ch_section)i))
			rows[i].build(s, list);
		ch_items_group(list);
	}
}

void ch_sections_release(struct ch_sections *s)
{
	for (int i = 0; i < CH_NSECTIONS; i++)
		ch_items_release(&s->lists[i]);
	ch_arena_release(&s->arena);
	ch_buf_release(&s->line);
}

void ch_line_text(struct ch_sections *s, struct ch_str text)
{
	text = ch_redact_into(text, &s->arena, &s->pack->secrets);
	ch_text_escape_line(&s->line, text);
}

static size_t longest_run(struct ch_str text, char c)
{
	size_t best = 0, run = 0;

	for (size_t i = 0; i < text.len; i++) {
		run = text.ptr[i] == c ? run + 1 : 0;
		best = run > best ? run : best;
	}
	return best;
}

void ch_line_quote(struct ch_sections *s, size_t from)
{
	struct ch_str line = ch_buf_str(&s->line);
	struct ch_str text =
		ch_arena_str(&s->arena, ch_str_sub(line, from, line.len));
	size_t ticks = longest_run(text, '`') + 1;

	ch_buf_truncate(&s->line, from);
	ch_buf_add_repeat(&s->line, '`', ticks);
	if (ticks > 1)
		ch_buf_add_char(&s->line, ' ');
	ch_buf_add_str(&s->line, text);
	if (ticks > 1)
		ch_buf_add_char(&s->line, ' ');
	ch_buf_add_repeat(&s->line, '`', ticks);
}

void ch_line_code(struct ch_sections *s, struct ch_str text)
{
	size_t from = s->line.len;

	ch_line_text(s, text);
	ch_line_quote(s, from);
}

void ch_line_path(struct ch_sections *s, struct ch_str path)
{
	ch_text_path(&s->line, path);
}

void ch_line_symbol_id(struct ch_sections *s, size_t delta)
{
	ch_buf_printf(&s->line, "S%u", s->pack->diff.items[delta].id);
}

void ch_line_commit_ref(struct ch_sections *s, uint32_t commit)
{
	const struct ch_log *log = &s->pack->log;
	const struct ch_log_group *g = &log->groups[log->commits[commit].group];

	if (log->commits[commit].nnumbers)
		ch_buf_printf(&s->line, "#%u", log->commits[commit].numbers[0]);
	else if (g->nnumbers)
		ch_buf_printf(&s->line, "#%u", g->numbers[0]);
	else
		ch_buf_printf(&s->line, "c%u", commit + 1);
}

void ch_line_refs(struct ch_sections *s, const struct ch_symbol_delta *d)
{
	size_t first;

	if (!d->ncommits)
		return;
	ch_buf_add_z(&s->line, "; ");
	first = s->line.len;
	ch_line_commit_ref(s, d->commits[0]);
	if (d->ncommits > 1) {
		struct ch_buf *b = &s->line;
		size_t second = b->len, n;

		ch_line_commit_ref(s, d->commits[1]);
		n = second - first;
		if (b->len - second == n &&
			!memcmp(b->ptr + first, b->ptr + second, n)) {
			ch_buf_truncate(b, second); /* the same one twice */
		} else {
			ch_buf_truncate(b, second);
			ch_buf_add_char(b, ' ');
			ch_line_commit_ref(s, d->commits[1]);
		}
	}
}

struct ch_str ch_line_take(struct ch_sections *s)
{
	struct ch_str line;

	ch_buf_add_char(&s->line, '\n');
	line = ch_arena_str(&s->arena, ch_buf_str(&s->line));
	ch_buf_clear(&s->line);
	return line;
}

struct ch_str ch_symbol_path(
	const struct ch_pack *pack, const struct ch_symbol_delta *d)
{
	const struct ch_symbol_side *side = ch_symbol_shown(d);
	uint32_t file = side->decl ? side->decl_file : side->file;

	return ch_compare_path(&pack->delta.files[file],
		d->side[CH_NEW].symbol ? CH_NEW : CH_OLD);
}

uint32_t ch_file_heading(struct ch_sections *s, struct ch_item_list *list,
	const struct ch_symbol_delta *d)
{
	ch_line_path(s, ch_symbol_path(s->pack, d));
	ch_buf_add_char(&s->line, ':');
	return ch_items_heading(list, ch_line_take(s));
}

bool ch_file_wanted(const struct ch_pack *pack, const struct ch_compare_file *f)
{
	unsigned include = pack->opt.include;

	switch (f->class) {
	case CH_CLASS_TEST:
		return include & CH_PACK_TESTS || !ch_compare_is_test(f);
	case CH_CLASS_DOCUMENTATION:
		return include & CH_PACK_DOCS;
	case CH_CLASS_VENDORED:
		return include & CH_PACK_VENDORED;
	case CH_CLASS_GENERATED:
		return include & CH_PACK_GENERATED;
	case CH_CLASS_SOURCE:
	case CH_NCLASSES:
		break;
	}
	return true;
}

bool ch_symbol_wanted(
	const struct ch_pack *pack, const struct ch_symbol_delta *d)
{
	if (d->alone || (d->test && !(pack->opt.include & CH_PACK_TESTS)))
		return false;
	return ch_file_wanted(
		pack, &pack->delta.files[ch_symbol_shown(d)->file]);
}
