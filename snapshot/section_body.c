/*
 * section_body.c - symbols that changed inside and not outside.
 */
#include "base/map.h"
#include "snapshot/rank.h"
#include "snapshot/section.h"

/* Shorter names of methods are those of many types. */
#define MIN_METHOD_NAME 6

static const struct ch_symbol *api(const struct ch_symbol_delta *d)
{
	return ch_symbol_api(ch_symbol_shown(d));
}

static bool body_changed(const struct ch_symbol_delta *d)
{
	return d->change == CH_CHANGE_BODY ||
	       (d->body_changed && d->change == CH_CHANGE_MOVED);
}

/* How often the changed files of B define each name that changed. */
static void count_definitions(const struct ch_pack *p, struct ch_map *names)
{
	for (size_t i = 0; i < p->diff.n; i++) {
		struct ch_str name = api(&p->diff.items[i])->name;

		ch_map_add(names, name.ptr, name.len, NULL);
	}
	for (size_t i = 0; i < p->delta.nfiles; i++) {
		const struct ch_facts *f = &p->delta.files[i].facts[CH_NEW];

		for (size_t k = 0; k < f->nsymbols; k++) {
			const struct ch_symbol *s = &f->symbols[k];
			uint64_t *n =
				ch_map_get(names, s->name.ptr, s->name.len);

			if (n && !(s->flags & CH_SYM_DECLARATION))
				++*n;
		}
	}
}

/*
 * Do the files that have the name use this symbol?  Not those of a name that
 * others have too, as "__init__", "copy" and "to_s" are in every tree.
 */
static bool is_own_name(
	const struct ch_map *definitions, const struct ch_symbol_delta *d)
{
	const struct ch_symbol *s = api(d);
	const uint64_t *n = ch_map_get(definitions, s->name.ptr, s->name.len);

	if (d->visibility == CH_VIS_PRIVATE || (n && *n > 1) ||
		ch_str_starts(s->name, "__"))
		return false;
	return s->kind != CH_KIND_METHOD ||
	       (s->name.len >= MIN_METHOD_NAME && ch_has_words(s->name));
}

static struct ch_str body_line(struct ch_sections *s,
	const struct ch_map *definitions, size_t at, int form)
{
	const struct ch_symbol_delta *d = &s->pack->diff.items[at];

	ch_buf_add_z(&s->line, "- ");
	ch_line_symbol_id(s, at);
	ch_buf_add_char(&s->line, ' ');
	ch_line_code(s, api(d)->qualified);
	if (form == 0) {
		ch_buf_add_char(&s->line, ' ');
		ch_buf_add_count(&s->line, d->lines, "line", "lines");
		if (d->dependents && is_own_name(definitions, d)) {
			ch_buf_add_z(&s->line, ", ");
			ch_buf_add_count(
				&s->line, d->dependents, "user", "users");
		}
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
	struct ch_map definitions = { 0 };
	size_t last = SIZE_MAX;

	count_definitions(s->pack, &definitions);
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
		ch_item_form(item, body_line(s, &definitions, i, 0));
		ch_item_form(item, body_line(s, &definitions, i, 1));
	}
	ch_map_release(&definitions);
}
