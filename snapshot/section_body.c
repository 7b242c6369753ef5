/*
 * section_body.c - symbols that changed inside and not outside.
 */
#include "snapshot/section.h"

static const struct ch_symbol *api(const struct ch_symbol_delta *d)
{
	return ch_symbol_api(ch_symbol_shown(d));
}

static bool body_changed(const struct ch_symbol_delta *d)
{
	return d->change == CH_CHANGE_BODY ||
	       (d->body_changed && d->change == CH_CHANGE_MOVED);
}

static struct ch_str body_line(struct ch_sections *s, size_t at, int form)
{
	const struct ch_symbol_delta *d = &s->pack->diff.items[at];

	ch_buf_add_z(&s->line, "- ");
	ch_line_symbol_id(s, at);
	ch_buf_add_char(&s->line, ' ');
	ch_line_code(s, api(d)->qualified);
	if (form == 0) {
		ch_buf_printf(&s->line, " %u line%s", d->lines,
			d->lines == 1 ? "" : "s");
		if (d->dependents)
			ch_buf_printf(&s->line, ", %u user%s", d->dependents,
				d->dependents == 1 ? "" : "s");
		ch_line_refs(s, d);
	}
	return ch_line_take(s);
}

/* Overloads, and definitions under several conditions, of one name. */
static bool repeats(const struct ch_symdiff *diff, size_t last, size_t at)
{
	const struct ch_symbol_delta *x = &diff->items[last],
				     *y = &diff->items[at];

	return ch_symbol_shown(x)->file == ch_symbol_shown(y)->file &&
	       ch_str_eq(api(x)->qualified, api(y)->qualified);
}

void ch_section_behaviour(struct ch_sections *s, struct ch_item_list *list)
{
	const struct ch_symdiff *diff = &s->pack->diff;
	size_t last = SIZE_MAX;

	for (size_t i = 0; i < diff->n; i++) {
		const struct ch_symbol_delta *d = &diff->items[i];
		struct ch_item *item;

		if (!body_changed(d) || d->nhits || !d->lines ||
			!ch_symbol_wanted(s->pack, d) ||
			!ch_kind_is_callable(api(d)->kind))
			continue;
		if (last != SIZE_MAX && repeats(diff, last, i))
			continue;
		last = i;
		item = ch_items_add(list, d->weight,
			ch_file_heading(s, list, d), api(d)->qualified);
		item->subject = (uint32_t)i;
		ch_item_form(item, body_line(s, i, 0));
		ch_item_form(item, body_line(s, i, 1));
	}
}
