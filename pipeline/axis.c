#include "pipeline/worker.h"

static int64_t recorded(const struct ch_commit_rec *rec, bool author_time)
{
	return author_time ? rec->author_s : rec->committer_s;
}

/*
 * The recorded date, at least the newest axis time of the parents.  One that
 * is unreadable, negative or later than the end's counts as missing.
 */
void ch_axis_times(const struct ch_history *h, bool author_time,
	const struct ch_oid *end, int64_t *axis_s)
{
	uint32_t last = ch_history_find(h, end);
	int64_t limit = INT64_MAX;

	if (last != CH_NO_COMMIT)
		limit = recorded(&h->commits[last], author_time);
	if (limit < 0)
		limit = INT64_MAX;
	for (size_t i = 0; i < h->ncommits; i++) {
		const struct ch_commit_rec *rec = &h->commits[i];
		int64_t when_s = recorded(rec, author_time), least = 0;

		for (uint32_t p = 0; p < rec->nparents; p++) {
			uint32_t at = h->parents[rec->first_parent + p];

			if (at != CH_NO_COMMIT && axis_s[at] > least)
				least = axis_s[at];
		}
		axis_s[i] = when_s < least || when_s > limit ? least : when_s;
	}
}
