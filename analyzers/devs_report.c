#include "analyzers/devs.h"

#include <inttypes.h>

#include "analyzers/commits.h"
#include "analyzers/people.h"
#include "base/mem.h"
#include "base/text.h"

/* ---- Documents ----------------------------------------------------------*/

static const struct ch_column dev_columns[] = {
	{ .name = "name" },
	{ .name = "email" },
	{ .name = "commits", .kind = CH_COL_INT },
	{ .name = "merges", .kind = CH_COL_INT },
	{ .name = "co_authored", .kind = CH_COL_INT },
	{ .name = "lines_added", .kind = CH_COL_INT },
	{ .name = "lines_removed", .kind = CH_COL_INT },
	{ .name = "files", .kind = CH_COL_INT },
	{ .name = "first_commit", .kind = CH_COL_DATE },
	{ .name = "last_commit", .kind = CH_COL_DATE },
	{ .name = "active_days", .kind = CH_COL_INT },
	{ .name = "bot", .kind = CH_COL_BOOL },
};
static const struct ch_table dev_table = { .name = "developers",
	.columns = dev_columns,
	.ncolumns = CH_ARRAY_LEN(dev_columns) };

static const struct ch_column dev_language_columns[] = {
	{ .name = "developer" },
	{ .name = "language" },
	{ .name = "lines_added", .kind = CH_COL_INT },
	{ .name = "lines_removed", .kind = CH_COL_INT },
};
static const struct ch_table dev_language_table = {
	.name = "developer_languages",
	.columns = dev_language_columns,
	.ncolumns = CH_ARRAY_LEN(dev_language_columns)
};

static const struct ch_column language_columns[] = {
	{ .name = "name" },
	{ .name = "lines_added", .kind = CH_COL_INT },
	{ .name = "lines_removed", .kind = CH_COL_INT },
	{ .name = "developers", .kind = CH_COL_INT },
	{ .name = "bus_factor", .kind = CH_COL_INT },
	{ .name = "top_developer" },
	{ .name = "top_share", .kind = CH_COL_PERCENT },
};
static const struct ch_table language_table = { .name = "languages",
	.columns = language_columns,
	.ncolumns = CH_ARRAY_LEN(language_columns) };

static const struct ch_column activity_columns[] = {
	{ .name = "date", .kind = CH_COL_DATE },
	{ .name = "developer" },
	{ .name = "commits", .kind = CH_COL_INT },
	{ .name = "lines_added", .kind = CH_COL_INT },
	{ .name = "lines_removed", .kind = CH_COL_INT },
};
static const struct ch_table activity_table = { .name = "activity",
	.columns = activity_columns,
	.ncolumns = CH_ARRAY_LEN(activity_columns) };

static const struct ch_column dir_columns[] = {
	{ .name = "path", .kind = CH_COL_PATH },
	{ .name = "bus_factor", .kind = CH_COL_INT },
	{ .name = "top_developer" },
	{ .name = "top_share", .kind = CH_COL_PERCENT },
};
static const struct ch_table dir_table = { .name = "directories",
	.columns = dir_columns,
	.ncolumns = CH_ARRAY_LEN(dir_columns) };

static const struct ch_column class_columns[] = {
	{ .name = "class" },
	{ .name = "files", .kind = CH_COL_INT },
	{ .name = "lines_added", .kind = CH_COL_INT },
	{ .name = "lines_removed", .kind = CH_COL_INT },
};
static const struct ch_table class_table = { .name = "classes",
	.columns = class_columns,
	.ncolumns = CH_ARRAY_LEN(class_columns) };

static const struct ch_developer *person(const struct ch_devs *s, uint32_t id)
{
	return id == CH_NO_ID ? NULL : ch_people_at(s->run->people, id);
}

static void write_totals(const struct ch_devs *s, struct ch_writer *w)
{
	ch_write_key(w, "totals");
	ch_write_map(w);
	ch_put_int(w, "commits", (int64_t)(s->commits + s->merges));
	ch_put_int(w, "merges", (int64_t)s->merges);
	ch_put_int(w, "co_authored", (int64_t)s->co_authored);
	ch_put_int(w, "lines_added", (int64_t)s->added);
	ch_put_int(w, "lines_removed", (int64_t)s->removed);
	ch_put_int(w, "merge_lines_added", (int64_t)s->merge_added);
	ch_put_int(w, "merge_lines_removed", (int64_t)s->merge_removed);
	ch_put_int(w, "developers", (int64_t)s->ndevs);
	ch_put_int(w, "bots", (int64_t)s->nbots);
	ch_put_int(w, "languages", (int64_t)s->nlanguages);
	ch_put_int(w, "bus_factor", s->bus_factor);
	ch_put_when(w, "first_commit", ch_commit_date(s->run, s->first));
	ch_put_when(w, "last_commit", ch_commit_date(s->run, s->last));
	ch_write_end(w);
}

/* Where the languages of developer 'id' begin and end. */
static void find_languages(
	const struct ch_devs *s, uint32_t id, size_t *from, size_t *to)
{
	size_t lo = 0, hi = s->ndev_languages;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (s->dev_languages[mid].b < id)
			lo = mid + 1;
		else
			hi = mid;
	}
	*from = *to = lo;
	while (*to < s->ndev_languages && s->dev_languages[*to].b == id)
		++*to;
}

static void write_dev_languages(
	const struct ch_devs *s, uint32_t id, struct ch_writer *w)
{
	size_t from, to;

	find_languages(s, id, &from, &to);
	ch_write_key(w, "languages");
	ch_write_map_line(w);
	for (size_t i = from; i < to; i++) {
		const struct ch_count *c = &s->dev_languages[i];

		ch_write_key(w, ch_linguist_name((uint16_t)c->a));
		ch_write_map_line(w);
		ch_put_int(w, "lines_added", (int64_t)c->values[0]);
		ch_put_int(w, "lines_removed", (int64_t)c->values[1]);
		ch_write_end(w);
	}
	ch_write_end(w);
}

static void write_dev(
	const struct ch_devs *s, const struct ch_dev *d, struct ch_rows *rows)
{
	const struct ch_developer *who = person(s, d->id);

	ch_row_str(rows, who->name);
	ch_row_str(rows, who->email);
	ch_row_count(rows, d->commits);
	ch_row_count(rows, d->merges);
	ch_row_count(rows, d->co_authored);
	ch_row_count(rows, d->added);
	ch_row_count(rows, d->removed);
	ch_row_count(rows, d->files);
	ch_row_time(rows, ch_commit_date(s->run, d->first));
	ch_row_time(rows, ch_commit_date(s->run, d->last));
	ch_row_count(rows, d->active_days);
	ch_row_bool(rows, who->is_bot);
	if (rows->is_nested)
		write_dev_languages(s, d->id, rows->w);
	ch_row_end(rows);
}

static void write_devs(const struct ch_devs *s, struct ch_rows *rows)
{
	ch_rows_table(rows, "developers", &dev_table);
	for (size_t i = 0; i < s->ndevs; i++)
		write_dev(s, &s->devs[i], rows);
	ch_rows_end(rows);
	if (rows->is_nested)
		return;
	ch_rows_table(rows, "developer_languages", &dev_language_table);
	for (size_t i = 0; i < s->ndevs; i++) {
		size_t k, to;

		find_languages(s, s->devs[i].id, &k, &to);
		for (; k < to; k++) {
			const struct ch_count *c = &s->dev_languages[k];

			ch_row_person(rows, person(s, c->b));
			ch_row_str(rows,
				ch_str_z(ch_linguist_name((uint16_t)c->a)));
			ch_row_count(rows, c->values[0]);
			ch_row_count(rows, c->values[1]);
			ch_row_end(rows);
		}
	}
	ch_rows_end(rows);
}

static void write_languages(const struct ch_devs *s, struct ch_rows *rows)
{
	ch_rows_table(rows, "languages", &language_table);
	for (size_t i = 0; i < s->nlanguages; i++) {
		const struct ch_share *l = &s->languages[i];

		ch_row_str(rows, ch_str_z(ch_linguist_name((uint16_t)l->key)));
		ch_row_count(rows, l->added);
		ch_row_count(rows, l->removed);
		ch_row_int(rows, l->ndevelopers);
		ch_row_int(rows, l->bus_factor);
		ch_row_person(rows, person(s, l->top));
		ch_row_real(rows, l->top_share);
		ch_row_end(rows);
	}
	ch_rows_end(rows);
}

static void write_activity(const struct ch_devs *s, struct ch_rows *rows)
{
	ch_rows_table(rows, "activity", &activity_table);
	for (size_t i = 0; i < s->ticks.n; i++) {
		const struct ch_count *c = &s->activity[i];

		ch_row_time(rows, c->a * s->options->tick_s);
		ch_row_person(rows, person(s, c->b));
		for (int k = 0; k < CH_COUNTS_VALUES; k++)
			ch_row_count(rows, c->values[k]);
		ch_row_end(rows);
	}
	ch_rows_end(rows);
}

static void write_numbers(
	struct ch_writer *w, const char *key, const uint64_t *numbers, size_t n)
{
	ch_write_key(w, key);
	ch_write_list_line(w);
	for (size_t i = 0; i < n; i++)
		ch_write_int(w, (int64_t)numbers[i]);
	ch_write_end(w);
}

static void write_dirs(const struct ch_devs *s, struct ch_rows *rows)
{
	ch_rows_table(rows, "directories", &dir_table);
	for (size_t i = 0; i < s->ndirs; i++) {
		const struct ch_share *d = &s->dirs[i];

		ch_row_path(rows, ch_intern_str(&s->dir_names, d->key));
		ch_row_int(rows, d->bus_factor);
		ch_row_person(rows, person(s, d->top));
		ch_row_real(rows, d->top_share);
		ch_row_end(rows);
	}
	ch_rows_end(rows);
}

static void write_classes(const struct ch_devs *s, struct ch_rows *rows)
{
	ch_rows_table(rows, "classes", &class_table);
	for (size_t i = 0; i < CH_NCLASSES; i++) {
		ch_row_str(rows,
			ch_str_z(ch_path_class_name((enum ch_path_class)i)));
		ch_row_count(rows, s->class_files[i]);
		ch_row_count(rows, s->class_added[i]);
		ch_row_count(rows, s->class_removed[i]);
		ch_row_end(rows);
	}
	ch_rows_end(rows);
}

void ch_devs_write(const void *state, struct ch_rows *rows)
{
	const struct ch_devs *s = state;

	write_totals(s, rows->w);
	write_devs(s, rows);
	write_languages(s, rows);
	write_activity(s, rows);
	write_numbers(rows->w, "hours", s->hours, 24);
	write_numbers(rows->w, "weekdays", s->weekdays, 7);
	write_dirs(s, rows);
	write_classes(s, rows);
}

/* ---- Text ---------------------------------------------------------------*/

#define TOP 15
#define TOP_LANGUAGES 8

static void text_totals(const struct ch_devs *s, struct ch_sink *out)
{
	struct ch_buf line = { 0 };

	if (s->first == CH_NO_COMMIT) {
		ch_sink_z(out, "no commits\n");
		return;
	}
	ch_text_day(&line, ch_commit_date(s->run, s->first));
	ch_buf_add_z(&line, " to ");
	ch_text_day(&line, ch_commit_date(s->run, s->last));
	ch_buf_add_z(&line, ": ");
	ch_text_int(&line, (int64_t)(s->commits + s->merges));
	ch_buf_add_z(&line, " commits (");
	ch_text_int(&line, (int64_t)s->merges);
	ch_buf_add_z(&line, " merges) by ");
	ch_text_int(&line, (int64_t)(s->ndevs - s->nbots));
	ch_buf_add_z(&line, s->ndevs - s->nbots == 1 ? " person" : " people");
	if (s->nbots)
		ch_buf_printf(&line, " and %zu bot%s", s->nbots,
			s->nbots == 1 ? "" : "s");
	ch_buf_add_z(&line, "\n+");
	ch_text_int(&line, (int64_t)s->added);
	ch_buf_add_z(&line, " -");
	ch_text_int(&line, (int64_t)s->removed);
	ch_buf_printf(&line, " lines, bus factor %" PRIu32, s->bus_factor);
	ch_buf_add_char(&line, '\n');
	ch_sink_str(out, ch_buf_str(&line));
	ch_buf_release(&line);
}

static void text_devs(const struct ch_devs *s, struct ch_text_report *text)
{
	static const struct ch_column columns[] = {
		{ .name = "developer" },
		{ .name = "commits", .kind = CH_COL_INT },
		{ .name = "merges", .kind = CH_COL_INT },
		{ .name = "added", .kind = CH_COL_INT },
		{ .name = "removed", .kind = CH_COL_INT },
		{ .name = "files", .kind = CH_COL_INT },
		{ .name = "days", .kind = CH_COL_INT },
		{ .name = "first", .kind = CH_COL_DATE },
		{ .name = "last", .kind = CH_COL_DATE },
	};
	static const struct ch_table table = { .name = "developers",
		.columns = columns,
		.ncolumns = CH_ARRAY_LEN(columns),
		.text_rows = TOP };
	struct ch_writer *w = ch_text_table(text, &table);
	struct ch_rows rows = { .w = w, .table = &table };

	for (size_t i = 0; i < s->ndevs; i++) {
		const struct ch_dev *d = &s->devs[i];
		const struct ch_developer *who = person(s, d->id);

		ch_row_str(&rows, who->name.len ? who->name : who->email);
		ch_row_count(&rows, d->commits);
		ch_row_count(&rows, d->merges);
		ch_row_count(&rows, d->added);
		ch_row_count(&rows, d->removed);
		ch_row_count(&rows, d->files);
		ch_row_count(&rows, d->active_days);
		ch_row_time(&rows, ch_commit_date(s->run, d->first));
		ch_row_time(&rows, ch_commit_date(s->run, d->last));
		ch_row_end(&rows);
	}
	ch_text_table_end(w);
}

static void text_languages(const struct ch_devs *s, struct ch_text_report *text)
{
	static const struct ch_column columns[] = {
		{ .name = "language" },
		{ .name = "added", .kind = CH_COL_INT },
		{ .name = "removed", .kind = CH_COL_INT },
		{ .name = "people", .kind = CH_COL_INT },
		{ .name = "bus factor", .kind = CH_COL_INT },
		{ .name = "share", .kind = CH_COL_PERCENT },
		{ .name = "most by" },
	};
	static const struct ch_table table = { .name = "languages",
		.columns = columns,
		.ncolumns = CH_ARRAY_LEN(columns),
		.text_rows = TOP_LANGUAGES };
	struct ch_writer *w = ch_text_table(text, &table);
	struct ch_rows rows = { .w = w, .table = &table };

	for (size_t i = 0; i < s->nlanguages; i++) {
		const struct ch_share *l = &s->languages[i];
		const struct ch_developer *top = person(s, l->top);

		ch_row_str(&rows, ch_str_z(ch_linguist_name((uint16_t)l->key)));
		ch_row_count(&rows, l->added);
		ch_row_count(&rows, l->removed);
		ch_row_int(&rows, l->ndevelopers);
		ch_row_int(&rows, l->bus_factor);
		ch_row_real(&rows, l->top_share);
		ch_row_str(&rows, top ? top->name : CH_STR("-"));
		ch_row_end(&rows);
	}
	ch_text_table_end(w);
}

static void text_days(const struct ch_devs *s, struct ch_sink *out)
{
	static const char *const days[] = { "Mon", "Tue", "Wed", "Thu", "Fri",
		"Sat", "Sun" };
	uint64_t total = 0;

	for (int i = 0; i < 7; i++)
		total += s->weekdays[i];
	if (!total)
		return;
	ch_sink_z(out, "\nCommits by weekday:");
	for (int i = 0; i < 7; i++)
		ch_sink_printf(out, " %s %.0f %%%s", days[i],
			100 * (double)s->weekdays[i] / (double)total,
			i < 6 ? "," : "\n");
}

static void text_classes(const struct ch_devs *s, struct ch_sink *out)
{
	uint64_t all = s->added + s->removed;
	bool any = false;

	for (size_t i = 1; i < CH_NCLASSES && all; i++) {
		double share =
			100 *
			(double)(s->class_added[i] + s->class_removed[i]) /
			(double)all;

		if (!s->class_files[i])
			continue;
		ch_sink_printf(out, "%s %s %.1f %%",
			any ? "," : "Of the changed lines:",
			ch_path_class_name((enum ch_path_class)i), share);
		any = true;
	}
	if (any)
		ch_sink_z(out, "\n");
}

void ch_devs_text(const void *state, struct ch_text_report *text)
{
	const struct ch_devs *s = state;

	text_totals(s, text->sink);
	if (s->first == CH_NO_COMMIT)
		return;
	text_devs(s, text);
	text_languages(s, text);
	text_days(s, text->sink);
	text_classes(s, text->sink);
}
