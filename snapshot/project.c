#include "snapshot/project.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define NONE ((size_t)-1)
/* Names of other projects that are told apart: more are no evidence. */
#define MAX_NAMES 256
/* Commits that have to name a project, where the number tells nothing. */
#define ENOUGH 3

struct ch_str ch_project_of_url(struct ch_str url)
{
	struct ch_str none = { 0 };
	size_t scheme = ch_str_find(url, CH_STR("://"), 0), from;

	if (scheme == NONE &&
		ch_str_chr(url, ':', 0) >= ch_str_chr(url, '/', 0))
		return none;
	if (ch_str_starts(url, "file:"))
		return none;
	while (ch_str_ends(url, "/"))
		url.len--;
	if (ch_str_ends(url, ".git"))
		url.len -= 4;
	for (from = url.len;
		from && url.ptr[from - 1] != '/' && url.ptr[from - 1] != ':';)
		from--;
	return ch_str_sub(url, from, url.len);
}

static uint32_t name_index(struct ch_project_votes *v, struct ch_str name)
{
	for (size_t i = 0; i < v->nnames; i++)
		if (!ch_str_casecmp(v->names[i], name))
			return (uint32_t)i;
	if (v->nnames == MAX_NAMES)
		return MAX_NAMES;
	CH_GROW(v->names, v->nnames, v->names_cap);
	v->names[v->nnames] = name;
	return (uint32_t)v->nnames++;
}

static bool is_forges(struct ch_str line)
{
	static const char *const marks[] = {
		"Reviewed-on: ", "See merge request ", "Reverts ", "PR-URL: "
	};

	for (size_t i = 0; i < CH_ARRAY_LEN(marks); i++)
		if (ch_str_starts(line, marks[i]))
			return true;
	return false;
}

static void hear_line(struct ch_project_votes *v, struct ch_str line)
{
	struct ch_project_vote vote = { .sure = is_forges(line) };
	struct ch_address a;

	for (size_t i = 0; i < line.len; i++) {
		if (!ch_number_address(line, i, &a) || !a.name.len)
			continue;
		vote.number = a.number;
		vote.name = name_index(v, a.name);
		if (vote.name == MAX_NAMES)
			continue;
		CH_GROW(v->items, v->n, v->cap);
		v->items[v->n++] = vote;
		i = a.end - 1;
	}
}

void ch_project_hear(
	struct ch_project_votes *v, struct ch_str message, uint32_t own)
{
	struct ch_str line;

	if (own > v->highest)
		v->highest = own;
	CH_GROW(v->commits, v->ncommits, v->commits_cap);
	v->commits[v->ncommits++] = v->n;
	while (ch_str_line(&message, &line))
		hear_line(v, line);
}

/* What naming the project with this number is worth. */
static size_t weight(const struct ch_project_votes *v,
	const struct ch_project_vote *vote, const struct ch_project *bound)
{
	if (!ch_project_may_have(bound, vote->number))
		return 0;
	if (vote->sure)
		return ENOUGH * (v->ncommits + 1);
	return vote->number > bound->highest / 2 &&
			       vote->number <= bound->highest
		       ? ENOUGH
		       : 1;
}

/* Each commit counts once for every project, by its best vote. */
static void count(const struct ch_project_votes *v,
	const struct ch_project *bound, size_t *votes)
{
	size_t *best = ch_calloc(v->nnames + 1, sizeof(*best));

	for (size_t c = 0; c < v->ncommits; c++) {
		size_t end = c + 1 < v->ncommits ? v->commits[c + 1] : v->n;

		for (size_t i = v->commits[c]; i < end; i++) {
			uint32_t name = v->items[i].name;
			size_t w = weight(v, &v->items[i], bound);

			if (w > best[name]) {
				votes[name] += w - best[name];
				best[name] = w;
			}
		}
		for (size_t i = v->commits[c]; i < end; i++)
			best[v->items[i].name] = 0;
	}
	free(best);
}

struct ch_project ch_project_elect(
	const struct ch_project_votes *v, struct ch_str origin)
{
	struct ch_project own = { .name = origin, .highest = v->highest };
	size_t *votes, best = 0, most = 0, second = 0;

	if (origin.len)
		return own;
	votes = ch_calloc(v->nnames + 1, sizeof(*votes));
	count(v, &own, votes);
	for (size_t i = 0; i < v->nnames; i++) {
		if (votes[i] > most) {
			second = most;
			most = votes[i];
			best = i;
		} else if (votes[i] > second) {
			second = votes[i];
		}
	}
	if (most >= ENOUGH && most >= 2 * second)
		own.name = v->names[best];
	free(votes);
	return own;
}

void ch_project_release(struct ch_project_votes *v)
{
	free(v->items);
	free(v->commits);
	free(v->names);
	memset(v, 0, sizeof(*v));
}
