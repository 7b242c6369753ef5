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
/* One longer than this at first by its first sentence. */
#define SHORT_HELP 120
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
	ch_line_path(
		s, ch_compare_path(&s->pack->delta.files[n->file],
			   n->change == CH_SURFACE_WENT ? CH_OLD : CH_NEW));
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

#define SEPARATORS " ,;()"

static struct ch_str next_word(struct ch_str *rest)
{
	size_t from = 0, to;
	struct ch_str word;

	while (from < rest->len && strchr(SEPARATORS, rest->ptr[from]))
		from++;
	for (to = from; to < rest->len && !strchr(SEPARATORS, rest->ptr[to]);)
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

/* "new-style", "with_dict": a value, seldom a word of a sentence. */
static bool is_value(struct ch_str w)
{
	return w.len && w.ptr[0] != '-' &&
	       (ch_str_chr(w, '-', 0) != (size_t)-1 ||
		       ch_str_chr(w, '_', 0) != (size_t)-1);
}

/* " +`a` `b`": words of one text that the other lacks, at most MAX_WORDS. */
static void line_words(struct ch_sections *s, char sign, struct ch_str text,
	struct ch_str other, bool values_only)
{
	size_t n = 0;
	struct ch_str w;

	while ((w = next_word(&text)).len && n < MAX_WORDS) {
		if (has_word(other, w) || (values_only && !is_value(w)))
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
		line_words(s, '+', n->help, n->was, false);
		line_words(s, '-', n->was, n->help, false);
	}
	return ch_line_take(s);
}

/* Up to the first full stop that a space follows. */
static struct ch_str first_sentence(struct ch_str text)
{
	size_t at = ch_str_find(text, CH_STR(". "), 0);

	return at == (size_t)-1 ? text : ch_str_sub(text, 0, at + 1);
}

/* "- now `--features` Names to enable. +new-one -old-one" */
static struct ch_str sentence_line(
	struct ch_sections *s, const struct ch_surface_name *n)
{
	ch_buf_printf(&s->line, "- %s ", word_for(n->change));
	ch_line_code(s, n->name);
	ch_buf_add_char(&s->line, ' ');
	ch_line_text(s, first_sentence(n->help));
	if (n->change == CH_SURFACE_CHANGED) {
		line_words(s, '+', n->help, n->was, true);
		line_words(s, '-', n->was, n->help, true);
	}
	return ch_line_take(s);
}

/* "new-style," among the words a help text got: a value it accepts now. */
static size_t count_values(const struct ch_surface_name *n)
{
	struct ch_str text = n->help, w;
	size_t count = 0;

	while ((w = next_word(&text)).len && count < MAX_WORDS)
		count += is_value(w) && ch_str_starts(text, ",") &&
			 !has_word(n->was, w);
	return count;
}

static uint64_t weight_of(
	const struct ch_sections *s, const struct ch_surface_name *n)
{
	static const uint64_t kinds[] = { 1000, 4000, 5000 };
	uint64_t w = n->tag ? 8000 : kinds[n->kind];

	if (n->kind == CH_SURFACE_OPTION && n->help.len)
		w *= 4;
	if (n->change == CH_SURFACE_CHANGED)
		w = w / 5 * (1 + 5 * count_values(n));
	return ch_places_machinery(&s->pack->places,
		       s->pack->delta.files[n->file].change.path)
		       ? w / 8
		       : w;
}

static void add_told(struct ch_sections *s, struct ch_item_list *list,
	const struct ch_surface_name *n)
{
	struct ch_item *item = ch_items_add(
		list, weight_of(s, n), heading_of(s, list, n), CH_STR(""));

	item->subject = CH_NO_SYMBOL;
	if (n->help.len && n->help.len <= LONG_HELP &&
		n->change != CH_SURFACE_WENT) {
		ch_item_form(item, help_line(s, n));
		if (ch_pack_is_short(s->pack) && n->help.len > SHORT_HELP &&
			first_sentence(n->help).len < n->help.len) {
			item->lead_form = item->nforms;
			ch_item_form(item, sentence_line(s, n));
		}
	}
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

/* Strings of a build are files and symbols to look for, seldom options. */
static bool builds(const struct ch_compare_file *f)
{
	static const char *const languages[] = { "CMake", "Dockerfile", "GN",
		"Gradle", "M4", "M4Sugar", "Makefile", "Meson", "Ninja", "Nix",
		"Starlark" };

	for (size_t i = 0; i < CH_ARRAY_LEN(languages); i++)
		if (!strcmp(ch_compare_language(f), languages[i]))
			return true;
	return false;
}

/* Names that only strings of scripts and examples have, without a text. */
static void drop_machinery(const struct ch_sections *s, struct ch_surface *all)
{
	size_t kept = 0;

	for (size_t i = 0; i < all->n; i++) {
		const struct ch_surface_name *n = &all->items[i];
		const struct ch_compare_file *f =
			&s->pack->delta.files[n->file];

		if (!is_bare(n) ||
			(!builds(f) && !ch_places_machinery(&s->pack->places,
					       f->change.path)))
			all->items[kept++] = *n;
	}
	all->n = kept;
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
	drop_machinery(s, &all);
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
