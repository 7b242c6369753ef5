#include "pipeline/budget.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/optvalue.h"

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
