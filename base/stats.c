#include "base/stats.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"

struct ch_stage *ch_stats_stage(struct ch_stats *stats, const char *name)
{
	size_t i;

	for (i = 0; i < stats->nstages; i++)
		if (!strcmp(stats->stages[i].name, name))
			return &stats->stages[i];
	if (i == CH_STATS_STAGES)
		return &stats->stages[i - 1];
	stats->nstages++;
	stats->stages[i].name = name;
	return &stats->stages[i];
}

/* /proc/self/statm: size, resident, shared, ... in pages. */
void ch_stats_sample(struct ch_stats *stats)
{
	char text[128];
	int fd = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
	ssize_t len;
	int64_t resident, shared, anon;
	char *p = text;

	if (fd < 0)
		return;
	len = read(fd, text, sizeof(text) - 1);
	close(fd);
	if (len <= 0)
		return;
	text[len] = '\0';
	strtoll(p, &p, 10);
	resident = strtoll(p, &p, 10);
	shared = strtoll(p, &p, 10);
	anon = (resident - shared) * sysconf(_SC_PAGESIZE);
	if (anon > stats->peak_anon_bytes)
		stats->peak_anon_bytes = anon;
}

int64_t ch_peak_rss_bytes(void)
{
	struct rusage usage = { 0 };

	getrusage(RUSAGE_SELF, &usage);
	return (int64_t)usage.ru_maxrss * 1024;
}

double ch_clock_s(void)
{
	struct timespec now = { 0 };

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static const struct ch_column columns[] = {
	{ .name = "stage" },
	{ .name = "items", .kind = CH_COL_INT },
	{ .name = "bytes", .kind = CH_COL_BYTES },
	{ .name = "seconds", .title = "time", .kind = CH_COL_SECONDS },
	{ .name = "waiting_seconds",
		.title = "waiting",
		.kind = CH_COL_SECONDS },
	{ .name = "items_per_second", .title = "items/s", .kind = CH_COL_INT },
	{ .name = "megabytes_per_second",
		.title = "MB/s",
		.kind = CH_COL_REAL },
	{ .name = "cache_hits", .title = "cache hits", .kind = CH_COL_INT },
	{ .name = "cache_misses", .title = "misses", .kind = CH_COL_INT },
};

static const struct ch_table stages_table = {
	.name = "stages",
	.columns = columns,
	.ncolumns = CH_ARRAY_LEN(columns),
};

void ch_stats_write(const struct ch_stats *stats, struct ch_writer *w)
{
	ch_write_key(w, "stages");
	ch_write_table(w, &stages_table);
	for (size_t i = 0; i < stats->nstages; i++) {
		const struct ch_stage *s = &stats->stages[i];
		double per_s = s->seconds > 0 ? 1 / s->seconds : 0;

		ch_write_z(w, s->name);
		ch_write_int(w, (int64_t)s->items);
		ch_write_int(w, (int64_t)s->bytes);
		ch_write_real(w, s->seconds);
		ch_write_real(w, s->waiting_s);
		ch_write_int(w, (int64_t)((double)s->items * per_s));
		ch_write_real(w, (double)s->bytes * per_s * 1e-6);
		ch_write_int(w, (int64_t)s->cache_hits);
		ch_write_int(w, (int64_t)s->cache_misses);
	}
	ch_write_end(w);
	ch_put_int(w, "peak_rss_bytes", ch_peak_rss_bytes());
	ch_put_int(w, "peak_anon_bytes", stats->peak_anon_bytes);
}
