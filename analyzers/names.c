#include "analyzers/names.h"

#include <stdlib.h>
#include <string.h>

#include "analyzers/commits.h"
#include "base/mem.h"

void ch_names_add(
	struct ch_names *names, uint32_t commit, uint32_t from, uint32_t to)
{
	CH_GROW(names->steps, names->n, names->cap);
	names->steps[names->n++] = (struct ch_name_step){ commit, from, to };
}

void ch_names_add_commit(
	struct ch_names *names, const struct ch_commit_view *commit)
{
	for (size_t i = 0; i < commit->nchanges; i++) {
		const struct ch_file_change *c = commit->changes[i];

		if (c->old_path != CH_NO_ID)
			ch_names_add(
				names, commit->index, c->old_path, c->path);
	}
}

static int latest_first(const void *p, const void *q, void *data)
{
	const struct ch_name_step *a = p, *b = q;
	const struct ch_run_info *run = data;

	if (a->commit != b->commit)
		return ch_commit_cmp(run, b->commit, a->commit);
	/* A path is the source of one rename of a commit at most. */
	return (a->from > b->from) - (a->from < b->from);
}

/*
 * Latest first: when a step is looked at, final[] knows where its target goes
 * by later steps, and an older step of the same path replaces it afterwards.
 */
void ch_names_resolve(struct ch_names *names, const struct ch_run_info *run)
{
	size_t n = run->paths->n;

	names->final = ch_realloc(names->final, n + 1, sizeof(*names->final));
	for (uint32_t i = 0; i < n; i++)
		names->final[i] = i;
	if (names->n)
		qsort_r(names->steps, names->n, sizeof(*names->steps),
			latest_first, (void *)(uintptr_t)run);
	for (size_t i = 0; i < names->n; i++) {
		const struct ch_name_step *s = &names->steps[i];

		if (!run->end[s->from].is_there)
			names->final[s->from] = run->end[s->to].is_there
							? s->to
							: names->final[s->to];
	}
}

uint32_t ch_names_final(const struct ch_names *names, uint32_t path)
{
	return names->final[path];
}

void ch_names_release(struct ch_names *names)
{
	free(names->steps);
	free(names->final);
	memset(names, 0, sizeof(*names));
}
