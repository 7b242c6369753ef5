/*
 * sentiment - the tone of comments that commits write.
 *
 * A comment is new when a hunk touches it and the version before had none that
 * reads the same; new line comments below each other are one.  Commits are no
 * merges.
 */
#include "analyzers/commits.h"
#include "analyzers/measures.h"
#include "analyzers/tone.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/text.h"
#include "gitlayer/civil.h"

/* Comments kept beyond --top before the list is cut. */
#define SLACK 4096
/* Of a comment that is written. */
#define LONGEST_TEXT 300

struct sentiment_options {
	int64_t tick_s;
	int64_t top;
};

/* Of a commit.  Scores are whole numbers, so that their order is nothing. */
#define SCALE 1e9
struct sum {
	uint32_t comments, negative, positive;
	int64_t score; /* of all together, times SCALE */
};

struct comment {
	uint32_t commit, path, line;
	double score;
	char *text;
};

struct sentiment {
	const struct ch_run_info *run;
	const struct sentiment_options *options;
	struct sum *sums;	  /* by commit; NULL until the first comment */
	struct comment *comments; /* the strongest */
	size_t ncomments, cap;
	struct ch_buf plain; /* scratch */
	/* In the end: by commits of the time line. */
	struct tick {
		int64_t start_s;
		struct sum sum;
	} * ticks;
	size_t nticks;
	struct sum *years;
	int64_t first_year;
	size_t nyears;
	struct sum totals;
};

#define AT(member) .offset = offsetof(struct sentiment_options, member)

static const struct ch_opt rows[] = {
	{ .name = "tick",
		.kind = CH_OPT_DURATION,
		AT(tick_s),
		.min = 3600,
		.max = (int64_t)100 * 366 * 86400,
		.dflt = "30d",
		.flags = CH_OPT_PARAMETER,
		.metavar = "TIME",
		.section = "sentiment",
		.help = "the step of the series" },
	{ .name = "top",
		.kind = CH_OPT_INT,
		AT(top),
		.min = 0,
		.max = 1000000000,
		.dflt = "100",
		.flags = CH_OPT_PARAMETER,
		.metavar = "N",
		.section = "sentiment",
		.help = "comments that are written, the strongest, 0 for all" },
};

static const struct ch_opt_table options = { .name = "sentiment",
	.rows = rows,
	.nrows = CH_ARRAY_LEN(rows),
	.size = sizeof(struct sentiment_options) };

static void *sentiment_start(const struct ch_run_info *run, const void *own)
{
	struct sentiment *s = ch_calloc(1, sizeof(*s));

	s->run = run;
	s->options = own;
	return s;
}

static void sentiment_release(void *state)
{
	struct sentiment *s = state;

	for (size_t i = 0; i < s->ncomments; i++)
		free(s->comments[i].text);
	free(s->comments);
	free(s->sums);
	free(s->ticks);
	free(s->years);
	ch_buf_release(&s->plain);
	free(s);
}

/* ---- The strongest ------------------------------------------------------*/

static int stronger(const void *p, const void *q, void *data)
{
	const struct comment *a = p, *b = q;
	const struct sentiment *s = data;
	double x = fabs(a->score), y = fabs(b->score);
	int order;

	if (x < y || x > y)
		return x > y ? -1 : 1;
	order = ch_commit_cmp(s->run, b->commit, a->commit);
	if (!order)
		order = ch_str_cmp(ch_intern_str(s->run->paths, a->path),
			ch_intern_str(s->run->paths, b->path));
	return order ? order : (a->line > b->line) - (a->line < b->line);
}

static void cut(struct sentiment *s)
{
	size_t top = (size_t)s->options->top;

	if (s->ncomments)
		qsort_r(s->comments, s->ncomments, sizeof(*s->comments),
			stronger, s);
	while (top && s->ncomments > top)
		free(s->comments[--s->ncomments].text);
}

static void keep(struct sentiment *s, const struct comment *c)
{
	CH_GROW(s->comments, s->ncomments, s->cap);
	s->comments[s->ncomments++] = *c;
	if (s->options->top && s->ncomments > (size_t)s->options->top + SLACK)
		cut(s);
}

/* ---- Map ----------------------------------------------------------------*/

static void *sentiment_fork(const void *state)
{
	const struct sentiment *s = state;

	return sentiment_start(s->run, s->options);
}

static void add_sum(struct sum *to, const struct sum *from)
{
	to->comments += from->comments;
	to->negative += from->negative;
	to->positive += from->positive;
	to->score += from->score;
}

static struct sum *sum_of(struct sentiment *s, uint32_t commit)
{
	if (!s->sums)
		s->sums = ch_calloc(
			s->run->history->ncommits + 1, sizeof(*s->sums));
	return &s->sums[commit];
}

/* At most 'n' bytes, no sign cut in two. */
static struct ch_str start_of(struct ch_str text, size_t n)
{
	if (text.len <= n)
		return text;
	while (n && ((unsigned char)text.ptr[n] & 0xc0) == 0x80)
		n--;
	return ch_str_sub(text, 0, n);
}

/* What s->plain holds is a comment of the change. */
static void rate(
	struct sentiment *s, const struct ch_file_change *change, uint32_t line)
{
	struct ch_str text = ch_buf_str(&s->plain);
	struct sum one = { .comments = 1 };
	double score;

	if (!ch_tone_counts(text))
		return;
	score = ch_tone_score(text);
	one.score = llround(score * SCALE);
	one.negative = score < 0;
	one.positive = score > 0;
	add_sum(sum_of(s, change->commit), &one);
	if (!one.negative && !one.positive)
		return;
	text = start_of(text, LONGEST_TEXT);
	keep(s, &(struct comment){ change->commit, change->path, line + 1,
			score, ch_strndup(text.ptr, text.len) });
}

static struct ch_str text_of(struct ch_str text, const struct ch_comment *c)
{
	return ch_str_trim(ch_str_sub(text, c->start_byte, c->end_byte));
}

static uint32_t last_line(const struct ch_comment *c, struct ch_str text)
{
	struct ch_str t = text_of(text, c);
	uint32_t line = c->start_line;

	for (size_t i = 0; i < t.len; i++)
		line += t.ptr[i] == '\n';
	return line;
}

/* Does a hunk touch new lines [from, to]?  *at moves forward with the lines. */
static bool is_touched(
	const struct ch_version *v, size_t *at, uint32_t from, uint32_t to)
{
	while (*at < v->nhunks &&
		v->hunks[*at].new_start + v->hunks[*at].new_count <= from)
		++*at;
	for (size_t i = *at; i < v->nhunks && v->hunks[i].new_start <= to; i++)
		if (v->hunks[i].new_count)
			return true;
	return false;
}

static void know_old(const struct ch_version *v, struct ch_map *old)
{
	for (size_t i = 0; v->old_facts && i < v->old_facts->ncomments; i++) {
		struct ch_str t =
			text_of(v->old_text, &v->old_facts->comments[i]);

		ch_map_add(old, t.ptr, t.len, NULL);
	}
}

/* Are two of line comments, one on the line below, one text? */
static bool goes_on(struct ch_str text, const struct ch_comment *a,
	const struct ch_comment *b)
{
	struct ch_str between =
		ch_str_trim(ch_str_sub(text, a->end_byte, b->start_byte));

	return !between.len && b->start_line == last_line(a, text) + 1 &&
	       a->start_line + 1 == b->start_line &&
	       !ch_str_starts(text_of(text, a), "/*") &&
	       !ch_str_starts(text_of(text, b), "/*");
}

static void sentiment_change(void *worker, const struct ch_version *v)
{
	struct sentiment *s = worker;
	struct ch_map old = { 0 };
	const struct ch_comment *before = NULL;
	uint32_t first = 0;
	size_t hunk = 0;

	if (v->change->is_merge || !v->new_facts || !v->nhunks)
		return;
	know_old(v, &old);
	ch_buf_clear(&s->plain);
	for (size_t i = 0; i < v->new_facts->ncomments; i++) {
		const struct ch_comment *c = &v->new_facts->comments[i];
		struct ch_str t = text_of(v->new_text, c);
		uint32_t last = last_line(c, v->new_text);

		if (!is_touched(v, &hunk, c->start_line, last) ||
			ch_map_get(&old, t.ptr, t.len))
			continue;
		if (!before || !goes_on(v->new_text, before, c)) {
			rate(s, v->change, first);
			ch_buf_clear(&s->plain);
			first = c->start_line;
		}
		if (s->plain.len)
			ch_buf_add_char(&s->plain, ' ');
		ch_tone_plain(&s->plain, t);
		before = c;
	}
	rate(s, v->change, first);
	ch_map_release(&old);
}

static void sentiment_merge(void *state, void *worker)
{
	struct sentiment *s = state, *from = worker;
	size_t n = s->run->history->ncommits;

	for (size_t i = 0; from->sums && i < n; i++)
		if (from->sums[i].comments)
			add_sum(sum_of(s, (uint32_t)i), &from->sums[i]);
	for (size_t i = 0; i < from->ncomments; i++)
		keep(s, &from->comments[i]);
	from->ncomments = 0;
	sentiment_release(from);
}

/* ---- At the end ---------------------------------------------------------*/

static int64_t year_of(int64_t when_s)
{
	return ch_civil_from_s(when_s).year;
}

static int sentiment_finish(void *state, struct ch_err *err)
{
	struct sentiment *s = state;
	size_t n = s->run->history->ncommits;
	int64_t step = s->options->tick_s, first_s = INT64_MAX;
	int64_t last_s = INT64_MIN, first;

	(void)err;
	cut(s);
	for (size_t i = 0; i < n; i++) {
		int64_t when_s = s->run->axis_s[i];

		if (s->run->in_range && !s->run->in_range[i])
			continue;
		first_s = when_s < first_s ? when_s : first_s;
		last_s = when_s > last_s ? when_s : last_s;
	}
	if (first_s > last_s)
		return 0;
	s->first_year = year_of(first_s);
	s->nyears = (size_t)(year_of(last_s) - s->first_year + 1);
	s->years = ch_calloc(s->nyears, sizeof(*s->years));
	first = first_s / step;
	s->nticks = (size_t)(last_s / step - first + 1);
	s->ticks = ch_calloc(s->nticks, sizeof(*s->ticks));
	for (size_t i = 0; i < s->nticks; i++)
		s->ticks[i].start_s = (first + (int64_t)i) * step;
	for (size_t i = 0; s->sums && i < n; i++) {
		if (!s->sums[i].comments)
			continue;
		add_sum(&s->ticks[s->run->axis_s[i] / step - first].sum,
			&s->sums[i]);
		add_sum(&s->years[year_of(s->run->axis_s[i]) - s->first_year],
			&s->sums[i]);
		add_sum(&s->totals, &s->sums[i]);
	}
	return 0;
}

/* ---- Documents ----------------------------------------------------------*/

static const struct ch_column tick_columns[] = {
	{ .name = "date", .kind = CH_COL_DATE },
	{ .name = "comments", .kind = CH_COL_INT },
	{ .name = "score", .kind = CH_COL_REAL },
	{ .name = "negative", .kind = CH_COL_INT },
	{ .name = "positive", .kind = CH_COL_INT },
};
static const struct ch_table tick_table = { .name = "sentiment",
	.columns = tick_columns,
	.ncolumns = CH_ARRAY_LEN(tick_columns) };

static const struct ch_column comment_columns[] = {
	{ .name = "score", .kind = CH_COL_REAL },
	{ .name = "date", .kind = CH_COL_DATE },
	{ .name = "commit" },
	{ .name = "file", .kind = CH_COL_PATH },
	{ .name = "line", .kind = CH_COL_INT },
	{ .name = "text" },
};
static const struct ch_table comment_table = { .name = "sentiment_comments",
	.columns = comment_columns,
	.ncolumns = CH_ARRAY_LEN(comment_columns) };

static double mean_of(const struct sum *sum)
{
	return (double)sum->score / SCALE / sum->comments;
}

static void row_score(struct ch_rows *out, const struct sum *sum)
{
	if (sum->comments)
		ch_row_real(out, mean_of(sum));
	else
		ch_row_null(out);
}

static void write_tick(const struct tick *t, struct ch_rows *out)
{
	ch_row_time(out, t->start_s);
	ch_row_int(out, t->sum.comments);
	row_score(out, &t->sum);
	ch_row_int(out, t->sum.negative);
	ch_row_int(out, t->sum.positive);
	ch_row_end(out);
}

static void write_comment(
	const struct sentiment *s, const struct comment *c, struct ch_rows *out)
{
	char hex[CH_OID_HEX + 1];

	ch_row_real(out, c->score);
	ch_row_time(out, ch_commit_date(s->run, c->commit));
	ch_row_str(
		out, ch_str_z(ch_oid_hex(
			     &s->run->history->commits[c->commit].oid, hex)));
	ch_row_path(out, ch_intern_str(s->run->paths, c->path));
	ch_row_int(out, c->line);
	ch_row_str(out, ch_str_z(c->text));
	ch_row_end(out);
}

static void sentiment_write(const void *state, struct ch_rows *out)
{
	const struct sentiment *s = state;

	ch_write_key(out->w, "totals");
	ch_write_map(out->w);
	ch_put_int(out->w, "comments", s->totals.comments);
	if (s->totals.comments)
		ch_put_real(out->w, "score", mean_of(&s->totals));
	else
		ch_put_null(out->w, "score");
	ch_put_int(out->w, "negative", s->totals.negative);
	ch_put_int(out->w, "positive", s->totals.positive);
	ch_write_end(out->w);
	ch_rows_table(out, "ticks", &tick_table);
	for (size_t i = 0; i < s->nticks; i++)
		write_tick(&s->ticks[i], out);
	ch_rows_end(out);
	ch_rows_table(out, "comments", &comment_table);
	for (size_t i = 0; i < s->ncomments; i++)
		write_comment(s, &s->comments[i], out);
	ch_rows_end(out);
}

/* ---- Text ---------------------------------------------------------------*/

#define TOP 10
#define EXCERPT 48

/* A series that fits a page: years. */
static void text_years(const struct sentiment *s, struct ch_text_report *text)
{
	static const struct ch_column columns[] = {
		{ .name = "year", .kind = CH_COL_TEXT },
		{ .name = "comments", .kind = CH_COL_INT },
		{ .name = "negative", .kind = CH_COL_INT },
		{ .name = "positive", .kind = CH_COL_INT },
		{ .name = "score", .kind = CH_COL_REAL },
	};
	static const struct ch_table table = { .name = "years",
		.columns = columns,
		.ncolumns = CH_ARRAY_LEN(columns) };
	struct ch_rows out = { .w = ch_text_table(text, &table),
		.table = &table };

	for (size_t i = 0; i < s->nyears; i++) {
		const struct sum *sum = &s->years[i];
		struct ch_buf year = { 0 };

		ch_buf_printf(
			&year, "%lld", (long long)s->first_year + (long long)i);
		ch_row_str(&out, ch_buf_str(&year));
		ch_row_int(&out, sum->comments);
		ch_row_int(&out, sum->negative);
		ch_row_int(&out, sum->positive);
		row_score(&out, sum);
		ch_row_end(&out);
		ch_buf_release(&year);
	}
	ch_text_table_end(out.w);
}

static void row_start(struct ch_rows *out, struct ch_str text)
{
	struct ch_str start = start_of(text, EXCERPT);
	struct ch_buf line = { 0 };

	ch_buf_add_str(&line, start);
	if (start.len < text.len)
		ch_buf_add_z(&line, "...");
	ch_row_str(out, ch_buf_str(&line));
	ch_buf_release(&line);
}

static void text_comments(
	const struct sentiment *s, bool positive, struct ch_text_report *text)
{
	const struct ch_column columns[] = {
		{ .name = positive ? "kindest" : "harshest",
			.kind = CH_COL_REAL },
		{ .name = "date", .kind = CH_COL_DATE },
		{ .name = "where", .kind = CH_COL_PATH },
		{ .name = "comment" },
	};
	const struct ch_table table = { .name = "comments",
		.columns = columns,
		.ncolumns = CH_ARRAY_LEN(columns),
		.text_rows = TOP };
	struct ch_rows out = { .w = ch_text_table(text, &table),
		.table = &table };

	for (size_t i = 0; i < s->ncomments; i++) {
		const struct comment *c = &s->comments[i];

		if (positive != (c->score > 0))
			continue;
		ch_row_real(&out, c->score);
		ch_row_time(&out, ch_commit_date(s->run, c->commit));
		ch_row_place(&out, s->run, c->path, c->line);
		row_start(&out, ch_str_z(c->text));
		ch_row_end(&out);
	}
	ch_text_table_end(out.w);
}

static void sentiment_text(const void *state, struct ch_text_report *text)
{
	const struct sentiment *s = state;
	struct ch_buf line = { 0 };
	bool any[2] = { false, false };

	ch_text_int(&line, s->totals.comments);
	ch_buf_add_z(&line, " new or changed comments: ");
	ch_text_int(&line, s->totals.negative);
	ch_buf_add_z(&line, " negative, ");
	ch_text_int(&line, s->totals.positive);
	ch_buf_add_z(&line, " positive, the others neither\n");
	ch_sink_str(text->sink, ch_buf_str(&line));
	ch_buf_release(&line);
	for (size_t i = 0; i < s->ncomments; i++)
		any[s->comments[i].score > 0] = true;
	if (s->nticks)
		text_years(s, text);
	if (any[0])
		text_comments(s, false, text);
	if (any[1])
		text_comments(s, true, text);
}

const struct ch_analyzer ch_analyzer_sentiment = {
	.name = "sentiment",
	.summary = "the tone of comments that commits write",
	.table = "sentiment",
	.needs = CH_NEED_CHANGES | CH_NEED_LINES | CH_NEED_SYNTAX,
	.options = &options,
	.start = sentiment_start,
	.fork = sentiment_fork,
	.change = sentiment_change,
	.merge = sentiment_merge,
	.finish = sentiment_finish,
	.write = sentiment_write,
	.text = sentiment_text,
	.release = sentiment_release,
};
