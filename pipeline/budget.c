#include "pipeline/budget.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/optvalue.h"
#include "base/text.h"

#define MIB ((int64_t)1 << 20)
#define MOST_BUDGET (4096 * MIB)
/* Bytes a change costs while its chunk is being made. */
#define CHANGE_COST 256
#define LEAST_CACHE (2 * MIB)
#define MOST_CACHE (48 * MIB)

/* The number in a file of the cgroup, or -1 ("max", or no such file). */
static int64_t read_limit(const char *path)
{
	FILE *f = fopen(path, "re");
	char text[64] = "";
	int64_t limit = -1;

	if (!f)
		return -1;
	if (fgets(text, sizeof(text), f))
		text[strcspn(text, "\n")] = '\0';
	fclose(f);
	return ch_parse_int(text, &limit) && limit > 0 ? limit : -1;
}

int64_t ch_budget_default(void)
{
	static const char *const files[] = {
		"/sys/fs/cgroup/memory.max",
		"/sys/fs/cgroup/memory/memory.limit_in_bytes",
	};
	int64_t memory = (int64_t)sysconf(_SC_PHYS_PAGES) *
			 (int64_t)sysconf(_SC_PAGESIZE);

	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		int64_t limit = read_limit(files[i]);

		if (limit > 0 && limit < memory)
			memory = limit;
	}
	return memory / 2 < MOST_BUDGET ? memory / 2 : MOST_BUDGET;
}

void ch_budget_split(int64_t bytes, size_t jobs, struct ch_budget *out)
{
	int64_t rest = bytes - bytes / 20, cache;

	out->bytes = bytes;
	out->chunk_bytes = rest * 40 / 100;
	out->chunk_changes = (size_t)(out->chunk_bytes / CHANGE_COST);
	cache = rest * 35 / 100 / (int64_t)(jobs ? jobs : 1);
	if (cache < LEAST_CACHE)
		cache = LEAST_CACHE;
	if (cache > MOST_CACHE)
		cache = MOST_CACHE;
	out->base_cache_bytes = (size_t)cache / 3;
	out->worker_bytes =
		(size_t)(rest * 20 / 100 / (int64_t)(jobs ? jobs : 1));
	out->tree_cache_bytes = (size_t)cache - out->base_cache_bytes;
}

static void add_line(struct ch_buf *out, int64_t bytes, const char *what)
{
	struct ch_buf size = { 0 };

	ch_text_bytes(&size, bytes);
	ch_buf_printf(out, "%12s  %s", ch_buf_z(&size), what);
	ch_buf_release(&size);
}

static void add_size(struct ch_buf *out, const char *before, int64_t bytes)
{
	ch_buf_add_z(out, before);
	ch_text_bytes(out, bytes);
}

void ch_budget_explain(const struct ch_budget *b, bool given, size_t jobs,
	int64_t arena_bytes, struct ch_buf *out)
{
	int64_t n = (int64_t)jobs;
	int64_t caches =
		n * (int64_t)(b->tree_cache_bytes + b->base_cache_bytes);
	int64_t rest = b->bytes - b->bytes / 20 - b->chunk_bytes - caches -
		       n * arena_bytes;

	add_line(out, b->bytes, "memory budget: ");
	ch_buf_add_z(
		out, given ? "as asked for\n"
			   : "half of the memory there is, at most 4 GiB\n");
	add_line(out, b->bytes / 20, "5 % slack\n");
	add_line(out, b->chunk_bytes,
		"40 % of the rest: the commits that are worked on together");
	ch_buf_add_z(out, ", which end at ");
	ch_text_int(out, (int64_t)b->chunk_changes);
	ch_buf_add_z(out, " changes\n");
	add_line(out, caches, "at most 35 %: caches");
	ch_buf_printf(out, " of %zu workers", jobs);
	add_size(out, ", trees ", (int64_t)b->tree_cache_bytes);
	add_size(out, " and delta bases ", (int64_t)b->base_cache_bytes);
	ch_buf_add_z(out, " each\n");
	add_line(out, n * arena_bytes, "contents that workers load together");
	add_size(out, ", ", arena_bytes);
	ch_buf_add_z(out, " each\n");
	add_line(out, rest > 0 ? rest : 0,
		"what is left for commits, paths and the reports' sums\n");
}
