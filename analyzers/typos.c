/*
 * typos - words that a commit put right.
 *
 * The lines of a hunk that replaces as many lines as it removes are compared
 * one by one; files are those of programming languages, commits no merges.
 */
#include "analyzers/typos.h"

#include <stdlib.h>
#include <string.h>

#include "analyzers/commits.h"
#include "analyzers/measures.h"
#include "base/mem.h"
#include "base/text.h"
#include "uast/parse.h"

#define MIN_LETTERS 4
#define SPELLING_DISTANCE 2

/* ---- One line -----------------------------------------------------------*/

static bool is_word_sign(char c)
{
	return ch_is_word(c) || (unsigned char)c >= 0x80;
}

/* A word, or a single other byte; *at moves past it. */
static struct ch_str next_token(struct ch_str line, size_t *at)
{
	size_t from = *at;

	if (!is_word_sign(line.ptr[from])) {
		++*at;
		return ch_str_sub(line, from, from + 1);
	}
	while (*at < line.len && is_word_sign(line.ptr[*at]))
		++*at;
	return ch_str_sub(line, from, *at);
}

/* Letters of it; 0 for what is no word. */
static size_t count_letters(struct ch_str word)
{
	size_t n = 0;

	if (!is_word_sign(word.ptr[0]) ||
		(word.ptr[0] >= '0' && word.ptr[0] <= '9'))
		return 0;
	for (size_t i = 0; i < word.len; i++)
		n += ch_is_letter(word.ptr[i]);
	return n;
}

static bool is_near(struct ch_typo *t, size_t max_distance)
{
	size_t shorter =
		t->wrong.len < t->correct.len ? t->wrong.len : t->correct.len;

	if (count_letters(t->wrong) < MIN_LETTERS ||
		count_letters(t->correct) < MIN_LETTERS)
		return false;
	t->distance = ch_text_distance(t->wrong, t->correct);
	return t->distance <= max_distance && 2 * t->distance < shorter;
}

bool ch_typo_find(struct ch_str before, struct ch_str after,
	size_t max_distance, struct ch_typo *out)
{
	size_t i = 0, k = 0;

	memset(out, 0, sizeof(*out));
	while (i < before.len && k < after.len) {
		struct ch_str a = next_token(before, &i);
		struct ch_str b = next_token(after, &k);

		if (ch_str_eq(a, b))
			continue;
		if (out->wrong.len && (!ch_str_eq(a, out->wrong) ||
					      !ch_str_eq(b, out->correct)))
			return false;
		out->wrong = a;
		out->correct = b;
	}
	return i == before.len && k == after.len && out->wrong.len &&
	       is_near(out, max_distance);
}

/* The next letter or byte over 127, in lower case; 0 at the end. */
static int next_letter(struct ch_str s, size_t *at)
{
	for (; *at < s.len; ++*at) {
		unsigned char c = (unsigned char)s.ptr[*at];

		if (!ch_is_letter((char)c) && c < 0x80)
			continue;
		++*at;
		return c < 0x80 ? c | 0x20 : c;
	}
	return 0;
}

static bool has_equal_letters(struct ch_str a, struct ch_str b)
{
	size_t i = 0, k = 0;
	int x, y;

	do {
		x = next_letter(a, &i);
		y = next_letter(b, &k);
	} while (x && x == y);
	return x == y;
}

static bool is_part(struct ch_str part, struct ch_str whole)
{
	return part.len <= whole.len &&
	       (!memcmp(part.ptr, whole.ptr, part.len) ||
		       !memcmp(part.ptr, whole.ptr + whole.len - part.len,
			       part.len));
}

bool ch_typo_is_spelling(const struct ch_typo *t)
{
	return t->distance <= SPELLING_DISTANCE &&
	       !has_equal_letters(t->wrong, t->correct) &&
	       !is_part(t->wrong, t->correct) && !is_part(t->correct, t->wrong);
}

/* ---- State --------------------------------------------------------------*/

struct typos_options {
	int64_t max_distance;
	int64_t top;
};

struct found {
	uint32_t commit, path, line;
	uint32_t wrong, correct; /* in words */
	uint32_t distance;
};

struct pattern {
	uint32_t wrong, correct;
	uint32_t count;
	bool is_spelling;
};

struct typos {
	const struct ch_run_info *run;
	const struct typos_options *options;
	struct ch_intern words;
	struct found *items; /* in the end by time, file, line */
	size_t n, cap;
	struct pattern *patterns; /* by count, then words */
	size_t npatterns, nspellings;
};

#define AT(member) .offset = offsetof(struct typos_options, member)

static const struct ch_opt rows[] = {
	{ .name = "max-distance",
		.kind = CH_OPT_INT,
		AT(max_distance),
		.min = 1,
		.max = 60,
		.dflt = "4",
		.flags = CH_OPT_PARAMETER,
		.metavar = "N",
		.section = "typos",
		.help = "letters put in, taken out, changed or swapped" },
	{ .name = "top",
		.kind = CH_OPT_INT,
		AT(top),
		.min = 0,
		.max = 1000000000,
		.dflt = "1000",
		.flags = CH_OPT_PARAMETER,
		.metavar = "N",
		.section = "typos",
		.help = "patterns that are written, 0 for all" },
};

static const struct ch_opt_table options = { .name = "typos",
	.rows = rows,
	.nrows = CH_ARRAY_LEN(rows),
	.size = sizeof(struct typos_options) };

static void *typos_start(const struct ch_run_info *run, const void *own)
{
	struct typos *s = ch_calloc(1, sizeof(*s));

	s->run = run;
	s->options = own;
	return s;
}

static void typos_release(void *state)
{
	struct typos *s = state;

	ch_intern_release(&s->words);
	free(s->items);
	free(s->patterns);
	free(s);
}

/* ---- Map ----------------------------------------------------------------*/

static void *typos_fork(const void *state)
{
	const struct typos *s = state;

	return typos_start(s->run, s->options);
}

/* Where the lines of a text start, up to the last one that is asked for. */
struct lines {
	struct ch_str rest;
	uint32_t next; /* number of the line that 'rest' starts with */
};

/* Line 'number', from 0; not before one that was asked for already. */
static struct ch_str line_at(struct lines *l, uint32_t number)
{
	struct ch_str line = { 0 };

	while (l->next <= number && ch_str_line(&l->rest, &line))
		l->next++;
	return line;
}

static void note(struct typos *s, const struct ch_file_change *change,
	uint32_t line, const struct ch_typo *t)
{
	CH_GROW(s->items, s->n, s->cap);
	s->items[s->n++] = (struct found){ .commit = change->commit,
		.path = change->path,
		.line = line,
		.wrong = ch_intern(&s->words, t->wrong),
		.correct = ch_intern(&s->words, t->correct),
		.distance = (uint32_t)t->distance };
}

static bool is_program(const struct ch_path_info *path)
{
	if (path->own)
		return !ch_lang_is_data(path->own);
	return ch_str_is(
		ch_str_z(ch_linguist_type(path->language)), "programming");
}

static void typos_change(void *worker, const struct ch_version *v)
{
	struct typos *s = worker;
	struct lines before = { v->old_text, 0 }, after = { v->new_text, 0 };
	struct ch_typo t;

	if (v->change->is_merge ||
		!is_program(&s->run->path_info[v->change->path]))
		return;
	for (size_t i = 0; i < v->nhunks; i++) {
		const struct ch_hunk *h = &v->hunks[i];

		if (h->old_count != h->new_count)
			continue;
		for (uint32_t k = 0; k < h->new_count; k++) {
			struct ch_str a = line_at(&before, h->old_start + k);
			struct ch_str b = line_at(&after, h->new_start + k);

			if (ch_typo_find(
				    a, b, (size_t)s->options->max_distance, &t))
				note(s, v->change, h->new_start + k + 1, &t);
		}
	}
}

static void typos_merge(void *state, void *worker)
{
	struct typos *s = state, *from = worker;

	for (size_t i = 0; i < from->n; i++) {
		struct found f = from->items[i];

		f.wrong = ch_intern(
			&s->words, ch_intern_str(&from->words, f.wrong));
		f.correct = ch_intern(
			&s->words, ch_intern_str(&from->words, f.correct));
		CH_GROW(s->items, s->n, s->cap);
		s->items[s->n++] = f;
	}
	typos_release(from);
}

/* ---- At the end ---------------------------------------------------------*/

static int by_time(const void *p, const void *q, void *data)
{
	const struct found *a = p, *b = q;
	const struct typos *s = data;
	int order = ch_commit_cmp(s->run, a->commit, b->commit);

	if (!order)
		order = ch_str_cmp(ch_intern_str(s->run->paths, a->path),
			ch_intern_str(s->run->paths, b->path));
	return order ? order : (a->line > b->line) - (a->line < b->line);
}

static int cmp_words(
	const struct typos *s, const struct pattern *a, const struct pattern *b)
{
	int order = ch_str_cmp(ch_intern_str(&s->words, a->wrong),
		ch_intern_str(&s->words, b->wrong));

	return order ? order
		     : ch_str_cmp(ch_intern_str(&s->words, a->correct),
			       ch_intern_str(&s->words, b->correct));
}

static int by_words(const void *p, const void *q, void *data)
{
	return cmp_words(data, p, q);
}

static int more_often(const void *p, const void *q, void *data)
{
	const struct pattern *a = p, *b = q;

	if (a->count != b->count)
		return a->count > b->count ? -1 : 1;
	return cmp_words(data, a, b);
}

static bool is_spelling_of(const struct typos *s, const struct found *f)
{
	struct ch_typo t = { ch_intern_str(&s->words, f->wrong),
		ch_intern_str(&s->words, f->correct), f->distance };

	return ch_typo_is_spelling(&t);
}

static void count_patterns(struct typos *s)
{
	struct pattern *p = ch_calloc(s->n + 1, sizeof(*p));
	size_t n = 0;

	for (size_t i = 0; i < s->n; i++)
		p[i] = (struct pattern){ s->items[i].wrong, s->items[i].correct,
			1, is_spelling_of(s, &s->items[i]) };
	if (s->n)
		qsort_r(p, s->n, sizeof(*p), by_words, s);
	for (size_t i = 0; i < s->n; i++) {
		if (n && !cmp_words(s, &p[n - 1], &p[i]))
			p[n - 1].count++;
		else
			p[n++] = p[i];
	}
	if (n)
		qsort_r(p, n, sizeof(*p), more_often, s);
	s->patterns = p;
	s->npatterns = n;
	for (size_t i = 0; i < n; i++)
		s->nspellings += p[i].is_spelling;
}

static int typos_finish(void *state, struct ch_err *err)
{
	struct typos *s = state;

	(void)err;
	if (s->n)
		qsort_r(s->items, s->n, sizeof(*s->items), by_time, s);
	count_patterns(s);
	return 0;
}

/* ---- Documents ----------------------------------------------------------*/

static const struct ch_column typo_columns[] = {
	{ .name = "wrong" },
	{ .name = "correct" },
	{ .name = "file", .kind = CH_COL_PATH },
	{ .name = "line", .kind = CH_COL_INT },
	{ .name = "commit" },
	{ .name = "date", .kind = CH_COL_DATE },
	{ .name = "distance", .kind = CH_COL_INT },
};
static const struct ch_table typo_table = { .name = "typos",
	.columns = typo_columns,
	.ncolumns = CH_ARRAY_LEN(typo_columns) };

static const struct ch_column pattern_columns[] = {
	{ .name = "wrong" },
	{ .name = "correct" },
	{ .name = "count", .kind = CH_COL_INT },
	{ .name = "spelling", .kind = CH_COL_BOOL },
};
static const struct ch_table pattern_table = { .name = "typo_patterns",
	.columns = pattern_columns,
	.ncolumns = CH_ARRAY_LEN(pattern_columns) };

static size_t shown(const struct typos *s)
{
	size_t top = (size_t)s->options->top;

	return top && top < s->npatterns ? top : s->npatterns;
}

static void write_typo(
	const struct typos *s, const struct found *f, struct ch_rows *out)
{
	char hex[CH_OID_HEX + 1];

	ch_row_str(out, ch_intern_str(&s->words, f->wrong));
	ch_row_str(out, ch_intern_str(&s->words, f->correct));
	ch_row_path(out, ch_intern_str(s->run->paths, f->path));
	ch_row_int(out, f->line);
	ch_row_str(
		out, ch_str_z(ch_oid_hex(
			     &s->run->history->commits[f->commit].oid, hex)));
	ch_row_time(out, ch_commit_date(s->run, f->commit));
	ch_row_int(out, f->distance);
	ch_row_end(out);
}

static void write_pattern(
	const struct typos *s, const struct pattern *p, struct ch_rows *out)
{
	ch_row_str(out, ch_intern_str(&s->words, p->wrong));
	ch_row_str(out, ch_intern_str(&s->words, p->correct));
	ch_row_int(out, p->count);
	ch_row_bool(out, p->is_spelling);
	ch_row_end(out);
}

static void typos_write(const void *state, struct ch_rows *out)
{
	const struct typos *s = state;

	ch_write_key(out->w, "totals");
	ch_write_map(out->w);
	ch_put_int(out->w, "typos", (int64_t)s->n);
	ch_put_int(out->w, "patterns", (int64_t)s->npatterns);
	ch_put_int(out->w, "spellings", (int64_t)s->nspellings);
	ch_write_end(out->w);
	ch_rows_table(out, "typos", &typo_table);
	for (size_t i = 0; i < s->n; i++)
		write_typo(s, &s->items[i], out);
	ch_rows_end(out);
	ch_rows_table(out, "patterns", &pattern_table);
	for (size_t i = 0; i < shown(s); i++)
		write_pattern(s, &s->patterns[i], out);
	ch_rows_end(out);
}

/* ---- Text ---------------------------------------------------------------*/

#define TOP 15

static void text_patterns(const struct typos *s, struct ch_text_report *text)
{
	static const struct ch_column columns[] = {
		{ .name = "wrong" },
		{ .name = "correct" },
		{ .name = "times", .kind = CH_COL_INT },
	};
	static const struct ch_table table = { .name = "patterns",
		.columns = columns,
		.ncolumns = CH_ARRAY_LEN(columns),
		.text_rows = TOP };
	struct ch_rows out = { .w = ch_text_table(text, &table),
		.table = &table };

	for (size_t i = 0; i < s->npatterns; i++) {
		const struct pattern *p = &s->patterns[i];

		if (!p->is_spelling)
			continue;
		ch_row_str(&out, ch_intern_str(&s->words, p->wrong));
		ch_row_str(&out, ch_intern_str(&s->words, p->correct));
		ch_row_int(&out, p->count);
		ch_row_end(&out);
	}
	ch_text_table_end(out.w);
}

static void text_last(const struct typos *s, struct ch_text_report *text)
{
	static const struct ch_column columns[] = {
		{ .name = "last", .kind = CH_COL_DATE },
		{ .name = "commit" },
		{ .name = "wrong" },
		{ .name = "correct" },
		{ .name = "where", .kind = CH_COL_PATH },
	};
	static const struct ch_table table = { .name = "typos",
		.columns = columns,
		.ncolumns = CH_ARRAY_LEN(columns),
		.text_rows = TOP };
	struct ch_rows out = { .w = ch_text_table(text, &table),
		.table = &table };
	char hex[CH_OID_HEX + 1];

	for (size_t i = s->n; i-- > 0;) {
		const struct found *f = &s->items[i];

		if (!is_spelling_of(s, f))
			continue;
		ch_row_time(&out, ch_commit_date(s->run, f->commit));
		ch_oid_hex(&s->run->history->commits[f->commit].oid, hex);
		ch_row_str(&out, ch_str_n(hex, 12));
		ch_row_str(&out, ch_intern_str(&s->words, f->wrong));
		ch_row_str(&out, ch_intern_str(&s->words, f->correct));
		ch_row_place(&out, s->run, f->path, f->line);
		ch_row_end(&out);
	}
	ch_text_table_end(out.w);
}

static void typos_text(const void *state, struct ch_text_report *text)
{
	const struct typos *s = state;
	struct ch_buf line = { 0 };

	ch_text_int(&line, (int64_t)s->n);
	ch_buf_add_z(&line, " times one word of a line changed a little: ");
	ch_text_int(&line, (int64_t)s->nspellings);
	ch_buf_add_z(&line, " spellings put right, ");
	ch_text_int(&line, (int64_t)(s->npatterns - s->nspellings));
	ch_buf_add_z(&line, " names that look renamed\n");
	ch_sink_str(text->sink, ch_buf_str(&line));
	ch_buf_release(&line);
	if (!s->nspellings)
		return;
	text_patterns(s, text);
	text_last(s, text);
}

const struct ch_analyzer ch_analyzer_typos = {
	.name = "typos",
	.summary = "words that a commit put right",
	.table = "typos",
	.needs = CH_NEED_CHANGES | CH_NEED_LINES | CH_NEED_HUNKS,
	.options = &options,
	.start = typos_start,
	.fork = typos_fork,
	.change = typos_change,
	.merge = typos_merge,
	.finish = typos_finish,
	.write = typos_write,
	.text = typos_text,
	.release = typos_release,
};
