/*
 * section_hunks.c - the changed lines themselves, which fill a pack up.
 */
#include <string.h>

#include "base/text.h"
#include "snapshot/redact.h"
#include "snapshot/repeat.h"
#include "snapshot/section.h"

/* Longer hunks are whole new bodies, and belong to `full` only. */
#define MAX_HUNK_LINES 160
#define MAX_FULL_LINES 4000
/* Lines longer than this are cut off in a hunk. */
#define MAX_HUNK_LINE 200

/* What an edit weighs for each file it was made in. */
#define REPEAT_WEIGHT 20000000

/*
 * Where each line of a side starts, found once a file.  A key block is only
 * known as a whole, and a hunk may hold any part of it.
 */
static struct ch_str *lines_of(
	struct ch_sections *s, struct ch_str text, uint32_t n)
{
	struct ch_str *lines =
		ch_arena_calloc(&s->arena, n + 1u, sizeof(*lines));

	if (ch_str_find(text, CH_STR("-----BEGIN "), 0) != (size_t)-1)
		text = ch_redact_lines(text, &s->arena, &s->pack->secrets);
	for (uint32_t i = 0; i < n; i++)
		if (!ch_str_line(&text, &lines[i]))
			break;
	return lines;
}

static size_t indent_of(struct ch_str line)
{
	size_t n = 0;

	while (n < line.len && (line.ptr[n] == ' ' || line.ptr[n] == '\t'))
		n++;
	return n == line.len ? SIZE_MAX : n;
}

/* White space that all lines of the hunk begin with carries nothing. */
static size_t common_indent(const struct ch_str *olds,
	const struct ch_str *news, const struct ch_hunk *h)
{
	size_t best = SIZE_MAX;

	for (uint32_t i = 0; i < h->old_count; i++) {
		size_t n = indent_of(olds[h->old_start + i]);

		best = n < best ? n : best;
	}
	for (uint32_t i = 0; i < h->new_count; i++) {
		size_t n = indent_of(news[h->new_start + i]);

		best = n < best ? n : best;
	}
	return best == SIZE_MAX ? 0 : best;
}

static void hunk_side(struct ch_sections *s, char sign,
	const struct ch_str *lines, uint32_t n, size_t indent)
{
	for (uint32_t i = 0; i < n; i++) {
		struct ch_str line = lines[i];

		if (!ch_str_trim(line).len)
			continue;
		/* Before anything is cut: half a key is no key any more. */
		line = ch_redact_into(line, &s->arena, &s->pack->secrets);
		line = ch_str_sub(line, indent, indent + MAX_HUNK_LINE);
		while (line.len && (line.ptr[line.len - 1] == '\r' ||
					   line.ptr[line.len - 1] == ' ' ||
					   line.ptr[line.len - 1] == '\t'))
			line.len--;
		ch_buf_add_char(&s->line, sign);
		ch_text_escape(&s->line, line); /* tabs stay tabs */
		ch_buf_add_char(&s->line, '\n');
	}
}

static bool is_word(struct ch_str line)
{
	for (size_t i = 0; i < line.len; i++)
		if (ch_is_letter(line.ptr[i]))
			return true;
	return false;
}

static bool says_something(const struct ch_str *olds, const struct ch_str *news,
	const struct ch_hunk *h)
{
	for (uint32_t i = 0; i < h->old_count; i++)
		if (is_word(olds[h->old_start + i]))
			return true;
	for (uint32_t i = 0; i < h->new_count; i++)
		if (is_word(news[h->new_start + i]))
			return true;
	return false;
}

static bool same_but_space(struct ch_str a, struct ch_str b)
{
	size_t i = 0, k = 0;

	for (;; i++, k++) {
		while (i < a.len && (a.ptr[i] == ' ' || a.ptr[i] == '\t'))
			i++;
		while (k < b.len && (b.ptr[k] == ' ' || b.ptr[k] == '\t'))
			k++;
		if (i == a.len || k == b.len)
			return i == a.len && k == b.len;
		if (a.ptr[i] != b.ptr[k])
			return false;
	}
}

/* The same lines, indented or aligned otherwise. */
static bool only_white_space(const struct ch_str *olds,
	const struct ch_str *news, const struct ch_hunk *h)
{
	if (h->old_count != h->new_count)
		return false;
	for (uint32_t i = 0; i < h->old_count; i++)
		if (!same_but_space(
			    olds[h->old_start + i], news[h->new_start + i]))
			return false;
	return true;
}

static bool ends_before(
	const struct ch_symbol_delta *d, const struct ch_hunk *h)
{
	const struct ch_symbol *n = d->side[CH_NEW].symbol;
	const struct ch_symbol *o = d->side[CH_OLD].symbol;

	if (d->side[CH_OLD].file != ch_symbol_shown(d)->file)
		o = NULL;
	return (!n || n->end_line + 1 < h->new_start) &&
	       (!o || o->end_line + 1 < h->old_start);
}

/*
 * The innermost delta whose range holds the hunk.  Hunks come in order: what
 * ends before this one is left behind for good, and what starts after it need
 * not be looked at.
 */
static size_t owner_of(const struct ch_symdiff *diff, size_t *first, size_t end,
	const struct ch_hunk *h)
{
	size_t best = SIZE_MAX;

	while (*first < end && ends_before(&diff->items[*first], h))
		++*first;
	for (size_t i = *first; i < end; i++) {
		const struct ch_symbol_delta *d = &diff->items[i];
		const struct ch_symbol *n = d->side[CH_NEW].symbol;
		const struct ch_symbol *o = d->side[CH_OLD].symbol;

		if (h->new_count && n && n->start_line > h->new_start)
			break;
		if (d->side[CH_OLD].file != ch_symbol_shown(d)->file)
			o = NULL;
		if (h->new_count && n && n->start_line <= h->new_start &&
			n->end_line + 1 >= h->new_start + h->new_count)
			best = i;
		else if (!h->new_count && o && o->start_line <= h->old_start &&
			 o->end_line + 1 >= h->old_start + h->old_count)
			best = i;
	}
	return best;
}

static uint64_t hunk_weight(
	const struct ch_sections *s, size_t owner, const struct ch_hunk *h)
{
	const struct ch_symbol_delta *d;
	uint64_t w = 400000;

	if (owner != SIZE_MAX) {
		d = &s->pack->diff.items[owner];
		w = d->weight;
		if (d->change == CH_CHANGE_ADDED ||
			d->change == CH_CHANGE_REMOVED)
			w /= 8; /* its signature says more */
	}
	return w / (1 + (h->old_count + h->new_count) / 8);
}

static void add_hunk(struct ch_sections *s, struct ch_item_list *list,
	uint32_t heading, const struct ch_str *olds, const struct ch_str *news,
	const struct ch_hunk *h, size_t owner)
{
	size_t indent = common_indent(olds, news, h);
	struct ch_item *item;

	item = ch_items_add(
		list, hunk_weight(s, owner, h), heading, CH_STR(""));
	item->subject = owner == SIZE_MAX ? CH_NO_SYMBOL : (uint32_t)owner;
	hunk_side(s, '-', olds + h->old_start, h->old_count, indent);
	hunk_side(s, '+', news + h->new_start, h->new_count, indent);
	if (s->line.len)
		ch_buf_truncate(&s->line, s->line.len - 1);
	ch_item_form(item, ch_line_take(s));
}

static uint32_t hunk_heading(struct ch_sections *s, struct ch_item_list *list,
	const struct ch_compare_file *f, size_t owner)
{
	ch_buf_add_z(&s->line, "@@ ");
	ch_line_path(s, f->change.path);
	if (owner != SIZE_MAX) {
		ch_buf_add_char(&s->line, ' ');
		ch_line_text(
			s, ch_symbol_api(
				   ch_symbol_shown(&s->pack->diff.items[owner]))
				   ->qualified);
	}
	return ch_items_heading(list, ch_line_take(s));
}

/* Is every line of it told among the repeated ones? */
static bool only_repeats(const struct ch_repeats *told,
	const struct ch_str *olds, const struct ch_str *news,
	const struct ch_hunk *h)
{
	struct ch_repeat r;

	for (size_t i = 0; ch_repeat_of(h, olds, news, i, &r); i++)
		if (!ch_repeats_hold(told, &r))
			return false;
	return told->n > 0;
}

static void add_file_hunks(struct ch_sections *s, struct ch_item_list *list,
	const struct ch_compare_file *f, const struct ch_repeats *told,
	size_t first, size_t end)
{
	const struct ch_symdiff *diff = &s->pack->diff;
	struct ch_str *olds, *news;
	uint32_t most = s->pack->opt.strategy == CH_STRATEGY_FULL
				? MAX_FULL_LINES
				: MAX_HUNK_LINES;

	olds = lines_of(s, f->text[CH_OLD], f->diff.old_lines);
	news = lines_of(s, f->text[CH_NEW], f->diff.new_lines);
	for (size_t i = 0; i < f->diff.nhunks; i++) {
		const struct ch_hunk *h = &f->diff.hunks[i];
		size_t owner;

		if (h->old_count + h->new_count > most ||
			!says_something(olds, news, h) ||
			only_white_space(olds, news, h) ||
			only_repeats(told, olds, news, h))
			continue;
		owner = owner_of(diff, &first, end, h);
		add_hunk(s, list, hunk_heading(s, list, f, owner), olds, news,
			h, owner);
	}
}

/* One edit made in many files is told once. */
static void add_repeats(struct ch_sections *s, struct ch_item_list *list,
	const struct ch_repeats *told)
{
	for (size_t i = 0; i < told->n; i++) {
		const struct ch_repeat *r = &told->items[i];
		struct ch_item *item;
		uint32_t heading;

		ch_buf_printf(&s->line, "@@ in %u files, first ", r->nfiles);
		ch_line_path(s, s->pack->delta.files[r->file].change.path);
		heading = ch_items_heading(list, ch_line_take(s));
		item = ch_items_add(list, (uint64_t)r->nfiles * REPEAT_WEIGHT,
			heading, CH_STR(""));
		item->subject = CH_NO_SYMBOL;
		hunk_side(s, '-', &r->was, r->was.len > 0, 0);
		hunk_side(s, '+', &r->now, r->now.len > 0, 0);
		if (s->line.len)
			ch_buf_truncate(&s->line, s->line.len - 1);
		ch_item_form(item, ch_line_take(s));
	}
}

void ch_section_hunks(struct ch_sections *s, struct ch_item_list *list)
{
	const struct ch_symdiff *diff = &s->pack->diff;
	struct ch_repeats told;
	size_t first = 0, end = 0;

	ch_repeats_find(s->pack, &told);
	add_repeats(s, list, &told);

	for (size_t i = 0; i < s->pack->delta.nfiles; i++) {
		const struct ch_compare_file *f = &s->pack->delta.files[i];

		for (; end < diff->n &&
			ch_symbol_shown(&diff->items[end])->file <= i;
			end++)
			;
		if (f->diff.nhunks && ch_file_wanted(s->pack, f) &&
			f->class != CH_CLASS_GENERATED)
			add_file_hunks(s, list, f, &told, first, end);
		first = end;
	}
	ch_repeats_release(&told);
}
