/*
 * devs - who did how much, in what and when.
 *
 * Lines by (developer, path) are summed on the workers; languages,
 * directories and classes follow from the paths.  Everything by time is
 * summed commit by commit.
 */
#include "analyzers/devs.h"

#include <stdlib.h>
#include <string.h>

#include "analyzers/commits.h"
#include "analyzers/hercules.h"
#include "analyzers/people.h"
#include "base/mem.h"
#include "gitlayer/civil.h"

#define DAY_S 86400

#define AT(member) .offset = offsetof(struct ch_devs_options, member)

static const char *const bus_factors[] = { "changed", "surviving", NULL };

static const struct ch_opt rows[] = {
	{ .name = "tick",
		.kind = CH_OPT_DURATION,
		AT(tick_s),
		.min = 3600,
		.max = (int64_t)100 * 366 * 86400,
		.dflt = "1d",
		.flags = CH_OPT_PARAMETER,
		.metavar = "TIME",
		.section = "devs",
		.help = "the step of activity" },
	{ .name = "directory-depth",
		.kind = CH_OPT_INT,
		AT(directory_depth),
		.min = 0,
		.max = 2048,
		.dflt = "2",
		.flags = CH_OPT_PARAMETER,
		.metavar = "N",
		.section = "devs",
		.help = "levels of directories, 0 for all" },
	{ .name = "bus-factor",
		.kind = CH_OPT_ENUM,
		AT(bus_factor),
		.names = bus_factors,
		.dflt = "changed",
		.flags = CH_OPT_PARAMETER,
		.metavar = "OF",
		.section = "devs",
		.help = "of added and removed lines, or of those alive" },
};

static unsigned devs_more_needs(const void *own)
{
	const struct ch_devs_options *o = own;

	return o->bus_factor ? CH_NEED_OWNERS | CH_NEED_END : 0;
}

static const struct ch_opt_table options = { .name = "devs",
	.rows = rows,
	.nrows = CH_ARRAY_LEN(rows),
	.size = sizeof(struct ch_devs_options) };

static void *devs_start(const struct ch_run_info *run, const void *own)
{
	struct ch_devs *s = ch_calloc(1, sizeof(*s));

	s->run = run;
	s->options = own;
	s->first = s->last = CH_NO_COMMIT;
	return s;
}

static void devs_release(void *state)
{
	struct ch_devs *s = state;

	ch_counts_release(&s->paths);
	ch_counts_release(&s->ticks);
	ch_counts_release(&s->days);
	ch_counts_release(&s->days_by_language);
	ch_intern_release(&s->dir_names);
	free(s->devs);
	free(s->activity);
	free(s->dev_languages);
	free(s->languages);
	free(s->dirs);
	free(s);
}

/* ---- Map ----------------------------------------------------------------*/

struct fork {
	const struct ch_run_info *run;
	const struct ch_devs_options *options;
	struct ch_counts paths;
	struct ch_counts days_by_language;
};

static void *devs_fork(const void *state)
{
	const struct ch_devs *s = state;
	struct fork *f = ch_calloc(1, sizeof(*f));

	f->run = s->run;
	f->options = s->options;
	return f;
}

/* Dates are the repository's: what does not fit is the last tick. */
static uint32_t tick_of(int64_t axis_s, int64_t tick_s)
{
	int64_t tick = axis_s / tick_s;

	return tick < UINT32_MAX ? (uint32_t)tick : UINT32_MAX - 1;
}

static void count_day(struct fork *f, const struct ch_version *version)
{
	const struct ch_file_change *c = version->change;
	uint16_t language = f->run->path_info[c->path].language;
	struct ch_count *sum = ch_counts_at(&f->days_by_language,
		tick_of(f->run->axis_s[c->commit], f->options->tick_s),
		f->run->developers[c->commit] * CH_DEV_LANGUAGES +
			language % CH_DEV_LANGUAGES);

	for (size_t i = 0; i < version->nhunks; i++) {
		const struct ch_hunk *h = &version->hunks[i];
		uint32_t changed = h->old_count < h->new_count ? h->old_count
							       : h->new_count;

		sum->values[0] += h->new_count - changed;
		sum->values[1] += h->old_count - changed;
		sum->values[2] += changed;
	}
}

static void devs_change(void *worker, const struct ch_version *version)
{
	struct fork *f = worker;
	const struct ch_file_change *c = version->change;
	struct ch_count *sum;

	if (c->is_merge)
		return;
	if (f->run->options->hercules)
		count_day(f, version);
	sum = ch_counts_at(&f->paths, f->run->developers[c->commit], c->path);
	sum->values[0] += c->added;
	sum->values[1] += c->removed;
}

static void devs_merge(void *state, void *worker)
{
	struct ch_devs *s = state;
	struct fork *f = worker;

	ch_counts_merge(&s->paths, &f->paths);
	ch_counts_merge(&s->days_by_language, &f->days_by_language);
	ch_counts_release(&f->paths);
	ch_counts_release(&f->days_by_language);
	free(f);
}

/* ---- Reduce -------------------------------------------------------------*/

static struct ch_dev *dev_of(struct ch_devs *s, uint32_t id)
{
	while (s->ndevs <= id) {
		CH_GROW(s->devs, s->ndevs, s->cap);
		s->devs[s->ndevs] = (struct ch_dev){ .id = (uint32_t)s->ndevs,
			.first = CH_NO_COMMIT,
			.last = CH_NO_COMMIT };
		s->ndevs++;
	}
	return &s->devs[id];
}

static void note_when(struct ch_devs *s, struct ch_dev *d, uint32_t commit)
{
	d->first = ch_commit_first(s->run, d->first, commit);
	d->last = ch_commit_last(s->run, d->last, commit);
	s->first = ch_commit_first(s->run, s->first, commit);
	s->last = ch_commit_last(s->run, s->last, commit);
}

/* The author's clock, where it can be read. */
static void note_clock(struct ch_devs *s, const struct ch_commit_rec *rec)
{
	struct ch_civil at;
	int64_t when_s;

	if (rec->author_s == CH_NO_TIME ||
		__builtin_add_overflow(
			rec->author_s, (int64_t)rec->author_tz * 60, &when_s))
		return;
	at = ch_civil_from_s(when_s);
	s->hours[at.hour]++;
	s->weekdays[(at.weekday + 6) % 7]++;
}

static void devs_commit(void *state, const struct ch_commit_view *commit)
{
	struct ch_devs *s = state;
	struct ch_dev *d = dev_of(s, commit->developer);
	uint32_t tick = tick_of(commit->axis_s, s->options->tick_s);
	uint64_t added = 0, removed = 0;
	struct ch_count *sum;

	for (size_t i = 0; i < commit->nchanges; i++) {
		added += commit->changes[i]->added;
		removed += commit->changes[i]->removed;
	}
	note_when(s, d, commit->index);
	if (commit->is_merge) {
		d->merges++;
		s->merges++;
		s->merge_added += added;
		s->merge_removed += removed;
		return;
	}
	d->commits++;
	s->commits++;
	s->added += added;
	s->removed += removed;
	note_clock(s, commit->rec);
	ch_counts_at(
		&s->days, commit->developer, tick_of(commit->axis_s, DAY_S));
	sum = ch_counts_at(&s->ticks, tick, commit->developer);
	sum->values[0]++;
	sum->values[1] += added;
	sum->values[2] += removed;
	for (size_t i = 0; i < commit->nco_authors; i++) {
		d = dev_of(s, commit->co_authors[i]);
		d->co_authored++;
		note_when(s, d, commit->index);
	}
}

/* ---- At the end ---------------------------------------------------------*/

static void add_lines(struct ch_count *sum, const struct ch_count *lines)
{
	sum->values[0] += lines->values[0];
	sum->values[1] += lines->values[1];
}

static int larger_languages(const void *p, const void *q)
{
	const struct ch_share *a = p, *b = q;
	uint64_t x = a->added + a->removed, y = b->added + b->removed;

	if (x != y)
		return x > y ? -1 : 1;
	return strcmp(ch_linguist_name((uint16_t)a->key),
		ch_linguist_name((uint16_t)b->key));
}

/* (developer, path) as (language, developer). */
static void add_up_languages(const struct ch_devs *s,
	const struct ch_counts *paths, struct ch_counts *sums)
{
	const struct ch_count *one;
	size_t at = 0;

	while ((one = ch_counts_next(paths, &at)))
		add_lines(ch_counts_at(sums, s->run->path_info[one->b].language,
				  one->a),
			one);
}

static void sum_languages(struct ch_devs *s)
{
	struct ch_counts sums = { 0 };
	struct ch_count *sorted;

	add_up_languages(s, &s->paths, &sums);
	sorted = ch_counts_sorted(&sums, false);
	s->languages = ch_calloc(sums.n + 1, sizeof(*s->languages));
	s->nlanguages = ch_shares(sorted, sums.n, s->run->people, s->languages);
	qsort(s->languages, s->nlanguages, sizeof(*s->languages),
		larger_languages);
	free(sorted);
	/* The same by developer, the sides swapped. */
	s->dev_languages = ch_counts_sorted(&sums, true);
	s->ndev_languages = sums.n;
	ch_counts_release(&sums);
}

/* Every directory above a path, down to --directory-depth; "." is the top. */
static void add_dirs(
	struct ch_devs *s, struct ch_counts *sums, const struct ch_count *one)
{
	struct ch_str path = ch_intern_str(s->run->paths, one->b);
	int64_t depth = s->options->directory_depth;
	size_t slash = 0;

	add_lines(ch_counts_at(
			  sums, ch_intern(&s->dir_names, CH_STR(".")), one->a),
		one);
	for (int64_t i = 0; !depth || i < depth; i++) {
		slash = ch_str_chr(path, '/', slash);
		if (slash == (size_t)-1)
			return;
		add_lines(ch_counts_at(sums,
				  ch_intern(&s->dir_names,
					  ch_str_sub(path, 0, slash)),
				  one->a),
			one);
		slash++;
	}
}

struct named_share {
	struct ch_str name;
	struct ch_share share;
};

static int by_name(const void *p, const void *q)
{
	const struct named_share *a = p, *b = q;

	return ch_str_cmp(a->name, b->name);
}

static void add_up_dirs(struct ch_devs *s, const struct ch_counts *paths,
	struct ch_counts *sums)
{
	const struct ch_count *one;
	size_t at = 0;

	while ((one = ch_counts_next(paths, &at)))
		add_dirs(s, sums, one);
}

static void sum_dirs(struct ch_devs *s)
{
	struct ch_counts sums = { 0 };
	struct named_share *named;
	struct ch_count *sorted;

	add_up_dirs(s, &s->paths, &sums);
	sorted = ch_counts_sorted(&sums, false);
	s->dirs = ch_calloc(sums.n + 1, sizeof(*s->dirs));
	s->ndirs = ch_shares(sorted, sums.n, s->run->people, s->dirs);
	named = ch_calloc(s->ndirs + 1, sizeof(*named));
	for (size_t i = 0; i < s->ndirs; i++) {
		named[i].name = ch_intern_str(&s->dir_names, s->dirs[i].key);
		named[i].share = s->dirs[i];
		if (ch_str_is(named[i].name, "."))
			s->bus_factor = s->dirs[i].bus_factor;
	}
	qsort(named, s->ndirs, sizeof(*named), by_name);
	for (size_t i = 0; i < s->ndirs; i++)
		s->dirs[i] = named[i].share;
	free(named);
	free(sorted);
	ch_counts_release(&sums);
}

/* Bus factors of what is alive in place of those of what was changed. */
static void replace_bus_factors(const struct ch_devs *s,
	const struct ch_counts *sums, struct ch_share *shares, size_t n)
{
	struct ch_count *sorted = ch_counts_sorted(sums, false);

	for (size_t i = 0; i < n; i++) {
		struct ch_share alive = { .bus_factor = 0 };
		size_t from, to;

		ch_counts_range(sorted, sums->n, shares[i].key, &from, &to);
		if (from < to)
			ch_shares(sorted + from, to - from, s->run->people,
				&alive);
		shares[i].bus_factor = alive.bus_factor;
	}
	free(sorted);
}

static void count_survivors(struct ch_devs *s)
{
	struct ch_counts by_path = { 0 }, alive = { 0 }, sums = { 0 };
	const struct ch_count *one;
	size_t at = 0;

	ch_count_alive(s->run, &by_path);
	while ((one = ch_counts_next(&by_path, &at)))
		ch_counts_at(&alive, one->b, one->a)->values[0] =
			one->values[0];
	ch_counts_release(&by_path);
	add_up_languages(s, &alive, &sums);
	replace_bus_factors(s, &sums, s->languages, s->nlanguages);
	ch_counts_release(&sums);
	add_up_dirs(s, &alive, &sums);
	replace_bus_factors(s, &sums, s->dirs, s->ndirs);
	ch_counts_release(&sums);
	ch_counts_release(&alive);
	s->bus_factor = 0;
	for (size_t i = 0; i < s->ndirs; i++)
		if (ch_str_is(
			    ch_intern_str(&s->dir_names, s->dirs[i].key), "."))
			s->bus_factor = s->dirs[i].bus_factor;
}

static void sum_devs(struct ch_devs *s)
{
	bool *seen = ch_calloc(s->run->paths->n + 1, sizeof(*seen));
	const struct ch_count *one;
	size_t at = 0;

	while ((one = ch_counts_next(&s->paths, &at))) {
		struct ch_dev *d = dev_of(s, one->a);
		uint8_t class = s->run->path_info[one->b].class;

		d->added += one->values[0];
		d->removed += one->values[1];
		d->files++;
		s->class_added[class] += one->values[0];
		s->class_removed[class] += one->values[1];
		s->class_files[class] += !seen[one->b];
		seen[one->b] = true;
	}
	at = 0;
	while ((one = ch_counts_next(&s->days, &at)))
		dev_of(s, one->a)->active_days++;
	free(seen);
}

static bool is_empty(const struct ch_dev *d)
{
	return !d->commits && !d->merges && !d->co_authored;
}

struct named_dev {
	const struct ch_developer *who;
	struct ch_dev dev;
};

static int more_commits(const void *p, const void *q)
{
	const struct named_dev *a = p, *b = q;

	if (a->dev.commits != b->dev.commits)
		return a->dev.commits > b->dev.commits ? -1 : 1;
	return ch_developer_cmp(a->who, b->who);
}

static void sort_devs(struct ch_devs *s)
{
	struct named_dev *named = ch_calloc(s->ndevs + 1, sizeof(*named));
	size_t n = 0;

	for (size_t i = 0; i < s->ndevs; i++) {
		if (is_empty(&s->devs[i]))
			continue;
		named[n].who = ch_people_at(s->run->people, s->devs[i].id);
		s->nbots += named[n].who->is_bot;
		s->co_authored += s->devs[i].co_authored;
		named[n++].dev = s->devs[i];
	}
	qsort(named, n, sizeof(*named), more_commits);
	for (size_t i = 0; i < n; i++)
		s->devs[i] = named[i].dev;
	s->ndevs = n;
	free(named);
}

static int devs_finish(void *state, struct ch_err *err)
{
	struct ch_devs *s = state;

	(void)err;
	sum_devs(s);
	sum_languages(s);
	sum_dirs(s);
	if (s->options->bus_factor)
		count_survivors(s);
	sort_devs(s);
	s->activity = ch_counts_sorted(&s->ticks, false);
	return 0;
}

const struct ch_analyzer ch_analyzer_devs = {
	.name = "devs",
	.summary = "who did how much, in what and when",
	.table = "developers",
	.needs = CH_NEED_CHANGES | CH_NEED_LINES | CH_NEED_MERGES |
		 CH_NEED_TRAILERS,
	.more_needs = devs_more_needs,
	.options = &options,
	.start = devs_start,
	.commit = devs_commit,
	.fork = devs_fork,
	.change = devs_change,
	.merge = devs_merge,
	.finish = devs_finish,
	.write = ch_devs_write,
	.text = ch_devs_text,
	.hercules = ch_devs_hercules,
	.release = devs_release,
};
