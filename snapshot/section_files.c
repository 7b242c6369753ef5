/*
 * section_files.c - the range by numbers: at a glance, and by directory.
 */
#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "base/mem.h"
#include "base/text.h"
#include "snapshot/section.h"

struct tally {
	struct ch_str directory; /* without the last slash; "" at the top */
	enum ch_path_class class;
	size_t added, removed, renamed, modified; /* files */
	uint64_t plus, minus;			  /* lines */
	struct ch_str top; /* path of the file with most churn */
	uint64_t top_churn;
};

struct tallies {
	struct tally *items;
	size_t n, cap;
	struct ch_map by_directory[CH_NCLASSES]; /* index + 1 */
};

/* The first two parts of the path: enough to name a component. */
static struct ch_str component(struct ch_str path)
{
	size_t slash = ch_str_chr(path, '/', 0), second;

	if (slash == (size_t)-1)
		return ch_str_n(path.ptr, 0);
	second = ch_str_chr(path, '/', slash + 1);
	return ch_str_sub(path, 0, second == (size_t)-1 ? slash : second);
}

static struct tally *tally_of(
	struct tallies *t, struct ch_str directory, enum ch_path_class class)
{
	struct tally *new_tally;
	uint64_t *at = ch_map_add(
		&t->by_directory[class], directory.ptr, directory.len, NULL);

	if (*at)
		return &t->items[*at - 1];
	*at = t->n + 1;
	CH_GROW(t->items, t->n, t->cap);
	new_tally = &t->items[t->n++];
	memset(new_tally, 0, sizeof(*new_tally));
	new_tally->directory = directory;
	new_tally->class = class;
	return new_tally;
}

static void add_file(struct tally *t, const struct ch_compare_file *f)
{
	const struct ch_change *c = &f->change;
	uint64_t churn = (uint64_t)f->added + f->removed;

	if (!c->old_mode)
		t->added++;
	else if (!c->new_mode)
		t->removed++;
	else if (c->old_path.ptr)
		t->renamed++;
	else
		t->modified++;
	t->plus += f->added;
	t->minus += f->removed;
	if (churn > t->top_churn || !t->top.ptr) {
		t->top = c->path;
		t->top_churn = churn;
	}
}

/* Source by component; every other class is one line. */
static void count_files(
	const struct ch_pack *p, bool programs_only, struct tallies *out)
{
	for (size_t i = 0; i < p->delta.nfiles; i++) {
		const struct ch_compare_file *f = &p->delta.files[i];
		struct ch_str dir = f->class == CH_CLASS_SOURCE
					    ? component(f->change.path)
					    : CH_STR("");

		if (programs_only && f->class == CH_CLASS_SOURCE &&
			!ch_compare_is_program(f))
			continue; /* translations, tables of data */
		add_file(tally_of(out, dir, f->class), f);
	}
}

static void release_tallies(struct tallies *t)
{
	for (int i = 0; i < CH_NCLASSES; i++)
		ch_map_release(&t->by_directory[i]);
	free(t->items);
}

static int by_churn(const void *pa, const void *pb)
{
	const struct tally *a = pa, *b = pb;
	uint64_t x = a->plus + a->minus, y = b->plus + b->minus;

	if (a->class != b->class)
		return a->class < b->class ? -1 : 1;
	if (x != y)
		return x > y ? -1 : 1;
	return ch_str_cmp(a->directory, b->directory);
}

static void line_count(
	struct ch_sections *s, size_t n, const char *what, bool *first)
{
	if (!n)
		return;
	ch_buf_printf(&s->line, "%s%zu %s", *first ? " " : ", ", n, what);
	*first = false;
}

static struct ch_str tally_line(
	struct ch_sections *s, const struct tally *t, bool top)
{
	struct ch_str name = t->top;
	bool first = true;

	ch_buf_add_z(&s->line, "- ");
	if (t->class != CH_CLASS_SOURCE)
		ch_buf_add_z(&s->line, ch_path_class_name(t->class));
	else if (t->directory.len)
		ch_line_path(s, t->directory);
	else
		ch_buf_add_z(&s->line, "(top)");
	ch_buf_add_char(&s->line, ':');
	line_count(s, t->modified, "modified", &first);
	line_count(s, t->added, "added", &first);
	line_count(s, t->removed, "removed", &first);
	line_count(s, t->renamed, "renamed", &first);
	ch_buf_printf(&s->line, ", +%llu -%llu", (unsigned long long)t->plus,
		(unsigned long long)t->minus);
	if (top && t->top_churn && t->modified + t->added > 1) {
		if (t->class == CH_CLASS_SOURCE && t->directory.len)
			name = ch_str_sub(name, t->directory.len + 1, name.len);
		ch_buf_add_z(&s->line, "; most in ");
		ch_line_path(s, name);
	}
	return ch_line_take(s);
}

static struct ch_str doc_of(struct ch_sections *s,
	const struct ch_compare_file *f, enum ch_side side)
{
	return ch_file_doc(&f->facts[side], f->text[side], &s->arena);
}

/* What the file says of itself now, when it said something else before. */
static void line_doc(struct ch_sections *s, const struct ch_compare_file *f)
{
	struct ch_str doc = doc_of(s, f, CH_NEW);

	if (!doc.len || ch_str_eq(doc, doc_of(s, f, CH_OLD)))
		return;
	ch_buf_add_z(&s->line, ": ");
	ch_line_text(s, doc);
}

static void add_renames(struct ch_sections *s, struct ch_item_list *list)
{
	const struct ch_compare *d = &s->pack->delta;

	for (size_t i = 0; i < d->nfiles; i++) {
		const struct ch_change *c = &d->files[i].change;
		struct ch_item *item;

		if (!c->old_path.ptr || d->files[i].alone ||
			d->files[i].class != CH_CLASS_SOURCE)
			continue;
		item = ch_items_add(list, 40, CH_NO_HEADING, CH_STR(""));
		ch_buf_add_z(&s->line, "- renamed ");
		ch_line_path(s, c->old_path);
		ch_buf_add_z(&s->line, " -> ");
		ch_line_path(s, c->path);
		line_doc(s, &d->files[i]);
		ch_item_form(item, ch_line_take(s));
	}
}

/* New source files that say what they are for. */
static void add_new_files(struct ch_sections *s, struct ch_item_list *list)
{
	const struct ch_compare *d = &s->pack->delta;

	for (size_t i = 0; i < d->nfiles; i++) {
		const struct ch_compare_file *f = &d->files[i];
		struct ch_item *item;
		struct ch_str doc;

		if (f->change.old_mode || f->alone ||
			f->class != CH_CLASS_SOURCE)
			continue;
		doc = doc_of(s, f, CH_NEW);
		if (!doc.len)
			continue;
		item = ch_items_add(
			list, 50 + f->added, CH_NO_HEADING, CH_STR(""));
		ch_buf_add_z(&s->line, "- new ");
		ch_line_path(s, f->change.path);
		ch_buf_add_z(&s->line, ": ");
		ch_line_text(s, doc);
		ch_item_form(item, ch_line_take(s));
	}
}

void ch_section_files(struct ch_sections *s, struct ch_item_list *list)
{
	struct tallies t = { 0 };

	count_files(s->pack, false, &t);
	if (t.n)
		qsort(t.items, t.n, sizeof(*t.items), by_churn);
	for (size_t i = 0; i < t.n; i++) {
		uint64_t churn = t.items[i].plus + t.items[i].minus;
		struct ch_item *item = ch_items_add(
			list, 100 + churn, CH_NO_HEADING, CH_STR(""));

		ch_item_form(item, tally_line(s, &t.items[i], true));
		ch_item_form(item, tally_line(s, &t.items[i], false));
	}
	add_new_files(s, list);
	add_renames(s, list);
	release_tallies(&t);
}

/* Counts of public surface, by what happened to it. */
struct surface {
	size_t high, medium, added, deprecated, removed;
};

static struct surface count_surface(const struct ch_pack *p)
{
	struct surface n = { 0 };

	for (size_t i = 0; i < p->diff.n; i++) {
		const struct ch_symbol_delta *d = &p->diff.items[i];

		if (!ch_symbol_wanted(p, d) || d->visibility < CH_VIS_PUBLIC)
			continue;
		n.added += d->change == CH_CHANGE_ADDED;
		n.removed += d->change == CH_CHANGE_REMOVED;
		if (!d->nhits)
			continue;
		n.high += d->hits[0].severity == CH_SEVERITY_HIGH;
		n.medium += d->hits[0].severity == CH_SEVERITY_MEDIUM;
		for (size_t k = 0; k < d->nhits; k++)
			n.deprecated +=
				d->hits[k].rule == CH_RULE_NOW_DEPRECATED;
	}
	return n;
}

static void fact(
	struct ch_sections *s, struct ch_item_list *list, uint64_t weight)
{
	struct ch_item *item =
		ch_items_add(list, weight, CH_NO_HEADING, CH_STR(""));

	ch_item_form(item, ch_line_take(s));
}

/* Why no patch: what was added, what may break, as far as there is any. */
static void line_minor(struct ch_sections *s, const struct surface *n)
{
	ch_buf_add_z(&s->line, "- suggested version step: minor (");
	if (n->added) {
		ch_buf_add_count(
			&s->line, n->added, "public symbol", "public symbols");
		ch_buf_add_z(&s->line, n->medium ? " added, " : " added");
	}
	if (n->medium)
		ch_buf_add_count(&s->line, n->medium, "medium candidate",
			"medium candidates");
	ch_buf_add_char(&s->line, ')');
}

/* No public symbol came or went; where no source did, none could. */
static void line_patch(struct ch_sections *s)
{
	const struct ch_compare *d = &s->pack->delta;
	size_t tests = 0;

	ch_buf_add_z(&s->line, "- suggested version step: patch ");
	for (size_t i = 0; i < d->nfiles; i++) {
		const struct ch_compare_file *f = &d->files[i];

		if (f->class == CH_CLASS_SOURCE) {
			ch_buf_add_z(&s->line, "as far as symbols tell (no "
					       "public one came or went)");
			return;
		}
		tests += f->class == CH_CLASS_TEST &&
			 !ch_file_wanted(s->pack, f);
	}
	ch_buf_add_z(&s->line, "(no source file changed");
	if (tests) {
		ch_buf_add_z(&s->line, ", ");
		ch_buf_add_count(&s->line, tests, "test was not read",
			"tests were not read");
	}
	ch_buf_add_char(&s->line, ')');
}

static void fact_surface(struct ch_sections *s, struct ch_item_list *list)
{
	struct surface n = count_surface(s->pack);

	ch_buf_printf(&s->line,
		"- public symbols: %zu added, %zu removed; breaking "
		"candidates: %zu high, %zu medium; %zu newly deprecated",
		n.added, n.removed, n.high, n.medium, n.deprecated);
	fact(s, list, 1000);
	if (n.high) {
		ch_buf_add_z(&s->line, "- suggested version step: major (");
		ch_buf_add_count(&s->line, n.high, "high breaking candidate",
			"high breaking candidates");
		ch_buf_add_char(&s->line, ')');
	} else if (n.added + n.medium) {
		line_minor(s, &n);
	} else {
		line_patch(s);
	}
	fact(s, list, 900);
}

static void fact_unsaid(struct ch_sections *s, struct ch_item_list *list)
{
	size_t said = 0, breaks = 0;

	for (size_t i = 0; i < s->pack->log.ncommits; i++)
		said += s->pack->log.commits[i].breaking;
	for (size_t i = 0; i < s->pack->diff.n; i++) {
		const struct ch_symbol_delta *d = &s->pack->diff.items[i];

		breaks += ch_symbol_wanted(s->pack, d) && d->nhits &&
			  d->hits[0].severity == CH_SEVERITY_HIGH;
	}
	if (!breaks && !said)
		return;
	ch_buf_printf(
		&s->line, "- commit messages that speak of a break: %zu", said);
	fact(s, list, 800);
}

static void fact_churn(struct ch_sections *s, struct ch_item_list *list)
{
	struct tallies t = { 0 };
	uint64_t all = 0;

	count_files(s->pack, true, &t);
	for (size_t i = 0; i < t.n; i++)
		if (t.items[i].class == CH_CLASS_SOURCE)
			all += t.items[i].plus + t.items[i].minus;
	if (t.n)
		qsort(t.items, t.n, sizeof(*t.items), by_churn);
	if (t.n && t.items[0].class == CH_CLASS_SOURCE && all) {
		uint64_t churn = t.items[0].plus + t.items[0].minus;

		ch_buf_add_z(&s->line, "- biggest part of the source: ");
		if (t.items[0].directory.len)
			ch_line_path(s, t.items[0].directory);
		else
			ch_buf_add_z(&s->line, "(top)");
		ch_buf_printf(&s->line, " (%llu of %llu changed source lines)",
			(unsigned long long)churn, (unsigned long long)all);
		fact(s, list, 500);
	}
	for (size_t i = 0; i < t.n; i++) {
		if (t.items[i].class != CH_CLASS_VENDORED &&
			t.items[i].class != CH_CLASS_GENERATED)
			continue;
		ch_buf_printf(&s->line, "- %s files: %zu, +%llu -%llu lines",
			ch_path_class_name(t.items[i].class),
			t.items[i].added + t.items[i].removed +
				t.items[i].renamed + t.items[i].modified,
			(unsigned long long)t.items[i].plus,
			(unsigned long long)t.items[i].minus);
		fact(s, list, 400);
	}
	release_tallies(&t);
}

void ch_section_glance(struct ch_sections *s, struct ch_item_list *list)
{
	fact_surface(s, list);
	fact_unsaid(s, list);
	fact_churn(s, list);
}
