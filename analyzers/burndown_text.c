/* Burndown for a terminal: a chart that needs no colour, and totals. */
#include "analyzers/burndown.h"

#include <inttypes.h>
#include <stdlib.h>

#include "analyzers/people.h"
#include "analyzers/rows.h"
#include "base/mem.h"
#include "base/text.h"
#include "gitlayer/linguist.h"

#define MOST_LAYERS 8
#define HEIGHT 16
#define LABEL 9 /* columns left of the chart */
#define TOP 12

/* From the oldest layer to the newest, and their colours. */
static const char glyphs[MOST_LAYERS + 1] = "#%@*+=-.";
static const int colors[MOST_LAYERS] = { 34, 36, 32, 33, 31, 35, 37, 90 };

/* Bands together, so that a reader can tell them apart. */
struct layers {
	const struct ch_burndown *s;
	uint32_t n;
	uint32_t from, to; /* samples that are shown */
};

static uint32_t layer_of(const struct layers *l, uint32_t band)
{
	return (uint32_t)((uint64_t)band * l->n / l->s->nbands);
}

/* The first band of a layer. */
static uint32_t first_band(const struct layers *l, uint32_t layer)
{
	return (uint32_t)(((uint64_t)layer * l->s->nbands + l->n - 1) / l->n);
}

static void layer_lines(const struct layers *l, uint32_t sample, uint64_t *out)
{
	const struct ch_matrix *m = &l->s->all;

	for (uint32_t k = 0; k < l->n; k++)
		out[k] = 0;
	for (size_t i = 0; i < m->n; i++)
		out[layer_of(l, m->items[i].band)] +=
			ch_matrix_lines(m, i, i + 1, sample);
}

static struct layers layers_of(const struct ch_burndown *s)
{
	struct layers l = { .s = s, .n = s->nbands };

	l.n = l.n < MOST_LAYERS ? l.n : MOST_LAYERS;
	while (l.from < s->nsamples && !s->samples[l.from].is_shown)
		l.from++;
	l.to = l.from;
	for (uint32_t i = l.from; i < s->nsamples; i++)
		if (s->samples[i].is_shown)
			l.to = i + 1;
	return l;
}

/* ---- The chart ----------------------------------------------------------*/

struct chart {
	struct layers l;
	uint32_t width;
	uint64_t most;	/* lines at the top */
	uint8_t *layer; /* HEIGHT x width, the top row first; n: none */
};

static void fill_column(struct chart *c, uint32_t x)
{
	uint32_t n = c->l.to - c->l.from;
	uint64_t lines[MOST_LAYERS], sum = 0;
	uint32_t layer = 0;

	layer_lines(&c->l, c->l.from + (uint32_t)((uint64_t)x * n / c->width),
		lines);
	for (uint32_t row = HEIGHT; row-- > 0;) {
		/* The middle of the cell. */
		uint64_t level = ((uint64_t)(HEIGHT - 1 - row) * 2 + 1) *
				 c->most / (2 * HEIGHT);

		while (layer < c->l.n && sum + lines[layer] <= level)
			sum += lines[layer++];
		c->layer[row * c->width + x] = (uint8_t)layer;
	}
}

static void print_row(
	const struct chart *c, uint32_t row, bool color, struct ch_buf *out)
{
	uint8_t last = (uint8_t)c->l.n;

	for (uint32_t x = 0; x < c->width; x++) {
		uint8_t layer = c->layer[row * c->width + x];

		if (color && layer != last && layer < c->l.n)
			ch_buf_printf(out, "\033[%dm", colors[layer]);
		else if (color && layer != last)
			ch_buf_add_z(out, "\033[m");
		last = layer;
		ch_buf_add_char(out, layer < c->l.n ? glyphs[layer] : ' ');
	}
	while (out->len && out->ptr[out->len - 1] == ' ')
		ch_buf_truncate(out, out->len - 1);
	if (color && last < c->l.n)
		ch_buf_add_z(out, "\033[m");
}

static void print_label(struct ch_buf *out, bool shown, uint64_t lines)
{
	struct ch_buf number = { 0 };

	if (shown)
		ch_text_int(&number, (int64_t)lines);
	ch_buf_printf(out, "%*s ", LABEL - 1, ch_buf_z(&number));
	ch_buf_release(&number);
}

/* First and last date under the chart, and one between where there is room. */
static void print_axis(const struct chart *c, struct ch_buf *out)
{
	const struct ch_sample *samples = c->l.s->samples;
	uint32_t middle = c->l.from + (c->l.to - c->l.from) / 2;
	size_t start = out->len;

	print_label(out, false, 0);
	ch_text_day(out, samples[c->l.from].when_s);
	if (c->width >= 40) {
		ch_buf_add_repeat(out, ' ', c->width / 2 - 15);
		ch_text_day(out, samples[middle].when_s);
	}
	ch_buf_add_repeat(out, ' ', LABEL + c->width - 10 - (out->len - start));
	ch_text_day(out, samples[c->l.to - 1].when_s);
	ch_buf_add_char(out, '\n');
}

static void print_chart(
	const struct layers *l, const struct ch_text_report *text)
{
	struct chart c = { .l = *l, .width = (uint32_t)text->width - LABEL };
	struct ch_buf out = { 0 };

	for (uint32_t i = l->from; i < l->to; i++)
		if (l->s->samples[i].lines > c.most)
			c.most = l->s->samples[i].lines;
	if (!c.most || text->width < LABEL + 30)
		return;
	c.layer = ch_malloc((size_t)HEIGHT * c.width);
	for (uint32_t x = 0; x < c.width; x++)
		fill_column(&c, x);
	ch_buf_add_char(&out, '\n');
	for (uint32_t row = 0; row < HEIGHT; row++) {
		print_label(
			&out, row % 4 == 0, c.most * (HEIGHT - row) / HEIGHT);
		print_row(&c, row, text->color, &out);
		ch_buf_add_char(&out, '\n');
	}
	print_axis(&c, &out);
	ch_sink_str(text->sink, ch_buf_str(&out));
	ch_buf_release(&out);
	free(c.layer);
}

/* ---- Tables -------------------------------------------------------------*/

static void text_layers(
	const struct layers *l, const struct ch_text_report *text)
{
	static const struct ch_column columns[] = {
		{ .name = " " },
		{ .name = "written from", .kind = CH_COL_DATE },
		{ .name = "until", .kind = CH_COL_DATE },
		{ .name = "alive", .kind = CH_COL_INT },
		{ .name = "share", .kind = CH_COL_PERCENT },
	};
	static const struct ch_table table = { .name = "ages",
		.columns = columns,
		.ncolumns = CH_ARRAY_LEN(columns) };
	struct ch_writer *w = ch_text_table(text, &table);
	struct ch_rows rows = { .w = w, .table = &table };
	uint64_t lines[MOST_LAYERS], all = 0;

	layer_lines(l, l->to - 1, lines);
	for (uint32_t i = 0; i < l->n; i++)
		all += lines[i];
	for (uint32_t i = l->n; i-- > 0;) {
		char glyph[2] = { glyphs[i], '\0' };

		ch_row_str(&rows, ch_str_z(glyph));
		ch_row_time(&rows, ch_band_start_s(l->s, first_band(l, i)));
		ch_row_time(&rows, ch_band_start_s(l->s, first_band(l, i + 1)));
		ch_row_count(&rows, lines[i]);
		ch_row_real(&rows, all ? (double)lines[i] / (double)all : 0);
		ch_row_end(&rows);
	}
	ch_text_table_end(w);
}

/* A member of a group at the last sample. */
struct member {
	struct ch_str name;
	uint64_t lines, old; /* old: of the older half of the layers */
};

static int more_lines(const void *p, const void *q)
{
	const struct member *a = p, *b = q;

	if (a->lines != b->lines)
		return a->lines > b->lines ? -1 : 1;
	return ch_str_cmp(a->name, b->name);
}

typedef struct ch_str member_name_fn(
	const struct ch_burndown *s, uint32_t member);

static struct ch_str person_name(const struct ch_burndown *s, uint32_t member)
{
	const struct ch_developer *d = ch_member_developer(s, member);

	return d->name.len ? d->name : d->email;
}

static struct ch_str language_name(const struct ch_burndown *s, uint32_t member)
{
	(void)s;
	return ch_str_z(ch_linguist_name((uint16_t)member));
}

static struct ch_str directory_name(
	const struct ch_burndown *s, uint32_t member)
{
	return ch_intern_str(&s->sums.dir_names, member);
}

static struct member *list_members(const struct layers *l,
	const struct ch_matrix *m, member_name_fn *name, size_t *n)
{
	struct member *all = ch_calloc(m->n + 1, sizeof(*all));
	size_t from = 0, to;

	*n = 0;
	for (; from < m->n; from = to) {
		struct member *member = &all[*n];

		ch_matrix_member(m, from, &to);
		member->lines = ch_matrix_lines(m, from, to, l->to - 1);
		if (!member->lines)
			continue;
		member->name = name(l->s, m->items[from].member);
		for (size_t i = from; i < to; i++)
			if (layer_of(l, m->items[i].band) < l->n / 2)
				member->old +=
					ch_matrix_lines(m, i, i + 1, l->to - 1);
		++*n;
	}
	qsort(all, *n, sizeof(*all), more_lines);
	return all;
}

static void text_group(const struct layers *l,
	const struct ch_text_report *text, const char *title,
	const struct ch_matrix *m, member_name_fn *name)
{
	const struct ch_column columns[] = {
		{ .name = title, .kind = CH_COL_PATH },
		{ .name = "alive", .kind = CH_COL_INT },
		{ .name = "share", .kind = CH_COL_PERCENT },
		{ .name = "of the older half", .kind = CH_COL_PERCENT },
	};
	const struct ch_table table = { .name = title,
		.columns = columns,
		.ncolumns = CH_ARRAY_LEN(columns),
		.text_rows = TOP };
	size_t n;
	struct member *all = list_members(l, m, name, &n);
	uint64_t lines = l->s->samples[l->to - 1].lines;
	struct ch_writer *w = ch_text_table(text, &table);
	struct ch_rows rows = { .w = w, .table = &table };

	for (size_t i = 0; i < n; i++) {
		ch_row_path(&rows, all[i].name);
		ch_row_count(&rows, all[i].lines);
		ch_row_real(&rows, (double)all[i].lines / (double)lines);
		ch_row_real(&rows, (double)all[i].old / (double)all[i].lines);
		ch_row_end(&rows);
	}
	ch_text_table_end(w);
	free(all);
}

static int more_removed(const void *p, const void *q)
{
	const struct ch_count *a = p, *b = q;

	if (a->values[0] != b->values[0])
		return a->values[0] > b->values[0] ? -1 : 1;
	if (a->a != b->a)
		return a->a < b->a ? -1 : 1;
	return (a->b > b->b) - (a->b < b->b);
}

static void text_overwrites(
	const struct ch_burndown *s, const struct ch_text_report *text)
{
	static const struct ch_column columns[] = {
		{ .name = "lines of" },
		{ .name = "were removed by" },
		{ .name = "lines", .kind = CH_COL_INT },
	};
	static const struct ch_table table = { .name = "overwrites",
		.columns = columns,
		.ncolumns = CH_ARRAY_LEN(columns),
		.text_rows = TOP };
	struct ch_count *cells = ch_counts_sorted(&s->sums.removed, false);
	size_t n = s->sums.removed.n;
	struct ch_writer *w = ch_text_table(text, &table);
	struct ch_rows rows = { .w = w, .table = &table };

	qsort(cells, n, sizeof(*cells), more_removed);
	for (size_t i = 0; i < n; i++) {
		if (cells[i].a == cells[i].b)
			continue;
		ch_row_str(&rows, person_name(s, cells[i].a));
		ch_row_str(&rows, person_name(s, cells[i].b));
		ch_row_count(&rows, cells[i].values[0]);
		ch_row_end(&rows);
	}
	ch_text_table_end(w);
	free(cells);
}

/* ---- All ----------------------------------------------------------------*/

static void text_totals(const struct layers *l, struct ch_sink *out)
{
	const struct ch_burndown *s = l->s;
	struct ch_buf line = { 0 };

	ch_text_day(&line, s->samples[l->from].when_s);
	ch_buf_add_z(&line, " to ");
	ch_text_day(&line, s->samples[l->to - 1].when_s);
	ch_buf_add_z(&line, ": ");
	ch_text_int(&line, (int64_t)s->samples[l->to - 1].lines);
	ch_buf_add_z(
		&line, " lines are alive; half of the lines ever written ");
	if (s->half_life_days < 0) {
		ch_buf_add_z(&line, "are still there\n");
	} else {
		ch_buf_add_z(&line, "lived longer than ");
		ch_text_int(&line, s->half_life_days);
		ch_buf_add_z(
			&line, s->half_life_days == 1 ? " day\n" : " days\n");
	}
	ch_sink_str(out, ch_buf_str(&line));
	ch_buf_release(&line);
}

void ch_burndown_text(const void *state, struct ch_text_report *text)
{
	const struct ch_burndown *s = state;
	const struct ch_burndown_options *o = s->options;
	struct layers l = layers_of(s);

	if (l.from == l.to || !s->samples[l.to - 1].lines) {
		ch_sink_z(text->sink, "no lines\n");
		return;
	}
	text_totals(&l, text->sink);
	print_chart(&l, text);
	text_layers(&l, text);
	if (o->people) {
		text_group(&l, text, "developer", &s->people, person_name);
		text_overwrites(s, text);
	}
	if (o->directories)
		text_group(
			&l, text, "directory", &s->directories, directory_name);
	if (o->languages)
		text_group(&l, text, "language", &s->languages, language_name);
}
