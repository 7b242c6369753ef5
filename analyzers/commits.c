#include "analyzers/commits.h"

int ch_commit_cmp(const struct ch_run_info *run, uint32_t a, uint32_t b)
{
	if (run->axis_s[a] != run->axis_s[b])
		return run->axis_s[a] < run->axis_s[b] ? -1 : 1;
	return ch_oid_cmp(
		&run->history->commits[a].oid, &run->history->commits[b].oid);
}

uint32_t ch_commit_first(const struct ch_run_info *run, uint32_t a, uint32_t b)
{
	if (a == CH_NO_COMMIT || b == CH_NO_COMMIT)
		return a == CH_NO_COMMIT ? b : a;
	return ch_commit_cmp(run, a, b) <= 0 ? a : b;
}

uint32_t ch_commit_last(const struct ch_run_info *run, uint32_t a, uint32_t b)
{
	if (a == CH_NO_COMMIT || b == CH_NO_COMMIT)
		return a == CH_NO_COMMIT ? b : a;
	return ch_commit_cmp(run, a, b) >= 0 ? a : b;
}

int64_t ch_commit_date(const struct ch_run_info *run, uint32_t commit)
{
	const struct ch_commit_rec *rec;

	if (commit == CH_NO_COMMIT)
		return CH_NO_TIME;
	rec = &run->history->commits[commit];
	return run->options->author_time ? rec->author_s : rec->committer_s;
}
