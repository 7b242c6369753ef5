/*
 * section_surface.c - options, environment variables and keys, from strings.
 */
#include <string.h>

#include "base/mem.h"
#include "snapshot/redact.h"
#include "snapshot/section.h"
#include "snapshot/surface.h"

/* A help text longer than this is told by its words that came and went. */
#define LONG_HELP 700
#define MAX_WORDS 16
/* Names without a text that share a line. */
#define MAX_FOLD 8

static const char *word_for(enum ch_surface_change change)
{
	static const char *const words[] = { "new", "gone", "now" };

	return words[change];
}

static uint32_t heading_of(struct ch_sections *s, struct ch_item_list *list,
	const struct ch_surface_name *n)
{
	const struct ch_change *c = &s->pack->delta.files[n->file].change;

	ch_line_path(s, n->change == CH_SURFACE_WENT && c->old_path.ptr
				? c->old_path
				: c->path);
	ch_buf_add_char(&s->line, ':');
	return ch_items_heading(list, ch_line_take(s));
}

/* "- new `--jobs` worker threads"; a usage line has its name in it. */
static struct ch_str help_line(
	struct ch_sections *s, const struct ch_surface_name *n)
{
	ch_buf_printf(&s->line, "- %s ", word_for(n->change));
	if (!ch_str_starts(n->help, "-")) {
		ch_line_code(s, n->name);
		ch_buf_add_char(&s->line, ' ');
	}
	ch_line_text(s, n->help);
	return ch_line_take(s);
}

static struct ch_str next_word(struct ch_str *rest)
{
	size_t from = 0, to;
	struct ch_str word;

	while (from < rest->len && strchr(" ,;()", rest->ptr[from]))
		from++;
	for (to = from; to < rest->len && !strchr(" ,;()", rest->ptr[to]);)
		to++;
	word = ch_str_sub(*rest, from, to);
	*rest = ch_str_sub(*rest, to, rest->len);
	if (ch_str_ends(word, "."))
		word.len--;
	return word;
}

static bool has_word(struct ch_str text, struct ch_str word)
{
	struct ch_str w;

	while ((w = next_word(&text)).len)
		if (ch_str_eq(w, word))
			return true;
	return false;
}

/* " +`a` `b`": words of one text that the other lacks, at most MAX_WORDS. */
static void line_words(struct ch_sections *s, char sign, struct ch_str text,
	struct ch_str other)
{
	size_t n = 0;
	struct ch_str w;

	while ((w = next_word(&text)).len && n < MAX_WORDS) {
		if (has_word(other, w))
			continue;
		if (!n++) {
			ch_buf_add_char(&s->line, ' ');
			ch_buf_add_char(&s->line, sign);
		} else {
			ch_buf_add_char(&s->line, ' ');
		}
		ch_line_text(s, w);
	}
}

static struct ch_str words_line(
	struct ch_sections *s, const struct ch_surface_name *n)
{
	ch_buf_printf(&s->line, "- %s ", word_for(n->change));
	ch_line_code(s, n->name);
	if (n->change == CH_SURFACE_CHANGED) {
		line_words(s, '+', n->help, n->was);
		line_words(s, '-', n->was, n->help);
	}
	return ch_line_take(s);
}

/* "new-style," among the words a help text got: a value it accepts now. */
static size_t count_values(const struct ch_surface_name *n)
{
	struct ch_str text = n->help, w;
	size_t count = 0;

	while ((w = next_word(&text)).len && count < MAX_WORDS)
		count += w.ptr[0] != '-' && ch_str_starts(text, ",") &&
			 (ch_str_chr(w, '-', 0) != (size_t)-1 ||
				 ch_str_chr(w, '_', 0) != (size_t)-1) &&
			 !has_word(n->was, w);
	return count;
}

/* Where a project keeps what it works with, not what it is. */
static bool is_machinery(struct ch_str path)
{
	static const char *const parts[] = { "contrib/", "build/", "script/",
		"scripts/", "tools/", "ci/", "examples/", "dev/" };

	for (size_t i = 0; i < CH_ARRAY_LEN(parts); i++) {
		size_t at = ch_str_find(path, ch_str_z(parts[i]), 0);

		if (at != (size_t)-1 && (!at || path.ptr[at - 1] == '/'))
			return true;
	}
	return false;
}

static uint64_t weight_of(
	const struct ch_sections *s, const struct ch_surface_name *n)
{
	static const uint64_t kinds[] = { 1000, 4000, 5000 };
	uint64_t w = kinds[n->kind];

	if (n->kind == CH_SURFACE_OPTION && n->help.len)
		w *= 4;
	if (n->change == CH_SURFACE_CHANGED)
		w = w / 5 * (1 + 5 * count_values(n));
	return is_machinery(s->pack->delta.files[n->file].change.path) ? w / 8
								       : w;
}

static void add_told(struct ch_sections *s, struct ch_item_list *list,
	const struct ch_surface_name *n)
{
	struct ch_item *item = ch_items_add(
		list, weight_of(s, n), heading_of(s, list, n), CH_STR(""));

	item->subject = CH_NO_SYMBOL;
	if (n->help.len && n->help.len <= LONG_HELP &&
		n->change != CH_SURFACE_WENT)
		ch_item_form(item, help_line(s, n));
	ch_item_form(item, words_line(s, n));
}

static bool is_bare(const struct ch_surface_name *n)
{
	return n->change != CH_SURFACE_CHANGED &&
	       (!n->help.len || n->change == CH_SURFACE_WENT);
}

/* Names of one file, kind and fate share a line; returns how many. */
static size_t add_bare(struct ch_sections *s, struct ch_item_list *list,
	const struct ch_surface *all, size_t from)
{
	const struct ch_surface_name *first = &all->items[from];
	struct ch_item *item;
	struct ch_str line;
	uint64_t weight = 0;
	size_t n = 0;

	ch_buf_printf(&s->line, "- %s", word_for(first->change));
	for (; from + n < all->n && n < MAX_FOLD; n++) {
		const struct ch_surface_name *k = &all->items[from + n];

		if (!is_bare(k) || k->file != first->file ||
			k->kind != first->kind || k->change != first->change)
			break;
		ch_buf_add_z(&s->line, n ? ", " : " ");
		ch_line_code(s, k->name);
		weight += weight_of(s, k);
	}
	line = ch_line_take(s);
	item = ch_items_add(
		list, weight, heading_of(s, list, first), CH_STR(""));
	item->subject = CH_NO_SYMBOL;
	ch_item_form(item, line);
	return n;
}

/* A string that looks like a name and is a key is nothing to show. */
static void drop_secrets(struct ch_sections *s, struct ch_surface *all)
{
	size_t kept = 0, found = 0;

	for (size_t i = 0; i < all->n; i++) {
		size_t before = found;

		ch_redact(all->items[i].name, &s->arena, &found);
		if (found == before)
			all->items[kept++] = all->items[i];
	}
	all->n = kept;
}

void ch_section_surface(struct ch_sections *s, struct ch_item_list *list)
{
	struct ch_surface all;

	ch_surface_find(s->pack, &s->arena, &all);
	drop_secrets(s, &all);
	for (size_t i = 0; i < all.n;) {
		if (is_bare(&all.items[i])) {
			i += add_bare(s, list, &all, i);
		} else {
			add_told(s, list, &all.items[i]);
			i++;
		}
	}
	ch_surface_release(&all);
}
