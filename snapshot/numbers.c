#include "snapshot/numbers.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define MAX_DIGITS 7
/* How far back from "/pull/12" the start of its URL is looked for. */
#define MAX_URL 300

static bool one_of(char c, const char *set)
{
	return c && strchr(set, c);
}

static bool is_name(char c)
{
	return ch_is_word(c) || c == '-' || c == '.';
}

void ch_numbers_add(struct ch_numbers *list, uint32_t number)
{
	CH_GROW(list->items, list->n, list->cap);
	list->items[list->n++] = number;
}

void ch_numbers_release(struct ch_numbers *list)
{
	free(list->items);
	memset(list, 0, sizeof(*list));
}

uint32_t ch_number_at(struct ch_str s, size_t at, size_t *end)
{
	uint32_t value = 0;
	size_t i = at;

	while (i < s.len && i - at <= MAX_DIGITS && s.ptr[i] >= '0' &&
		s.ptr[i] <= '9')
		value = value * 10 + (uint32_t)(s.ptr[i++] - '0');
	if (i == at || i - at > MAX_DIGITS || s.ptr[at] == '0')
		return 0;
	if (i < s.len && ch_is_word(s.ptr[i]))
		return 0;
	if (end)
		*end = i;
	return value;
}

/* Does s[..at) end in a group/name, as in "group/name!12"? */
static bool after_project(struct ch_str s, size_t at)
{
	size_t floor = at > MAX_URL ? at - MAX_URL : 0;
	size_t name = at, owner;

	while (name > floor && is_name(s.ptr[name - 1]))
		name--;
	if (name == at || name == floor || s.ptr[name - 1] != '/')
		return false;
	for (owner = name - 1; owner > floor && is_name(s.ptr[owner - 1]);)
		owner--;
	return owner < name - 1;
}

static bool hash_counts(struct ch_str s, size_t at)
{
	char before = at ? s.ptr[at - 1] : ' ';

	return !ch_is_word(before) && before != '&' && before != '/';
}

static bool bang_counts(struct ch_str s, size_t at)
{
	struct ch_str before = ch_str_n(s.ptr, at);

	return ch_str_ends(before, "request ") ||
	       ch_str_ends(before, "requests ") || after_project(s, at);
}

/* Is the '/' at s[at] inside something that looks like a URL? */
static bool in_url(struct ch_str s, size_t at)
{
	size_t floor = at > MAX_URL ? at - MAX_URL : 0;
	size_t start = at;
	struct ch_str word, host;

	while (start > floor && s.ptr[start - 1] > ' ' &&
		!one_of(s.ptr[start - 1], "(<[\"'`"))
		start--;
	word = ch_str_n(s.ptr + start, at - start);
	if (ch_str_find(word, CH_STR("://"), 0) != (size_t)-1)
		return true;
	host = ch_str_sub(word, 0, ch_str_chr(word, '/', 0));
	return ch_str_chr(host, '.', 1) != (size_t)-1;
}

static uint32_t url_number(struct ch_str s, size_t at, size_t *end)
{
	static const char *const kinds[] = { "/pull/", "/issues/", "/pulls/",
		"/merge_requests/", "/pull-requests/" };
	struct ch_str rest = ch_str_sub(s, at, s.len);

	for (size_t i = 0; i < CH_ARRAY_LEN(kinds); i++) {
		uint32_t value;

		if (!ch_str_starts(rest, kinds[i]))
			continue;
		value = ch_number_at(s, at + strlen(kinds[i]), end);
		return value && in_url(s, at) ? value : 0;
	}
	return 0;
}

/* "#1 0x55d0c in main": what a debugger prints. */
static bool is_frame(struct ch_str s, size_t end)
{
	struct ch_str rest = ch_str_sub(s, end, end + 8);

	return ch_str_starts(ch_str_trim(rest), "0x");
}

static uint32_t number_from(struct ch_str s, size_t at, size_t *end)
{
	char before = at ? s.ptr[at - 1] : ' ';
	uint32_t value;

	switch (s.ptr[at]) {
	case '#':
		value = hash_counts(s, at) ? ch_number_at(s, at + 1, end) : 0;
		return value && !is_frame(s, *end) ? value : 0;
	case '!':
		return bang_counts(s, at) ? ch_number_at(s, at + 1, end) : 0;
	case '/':
		return url_number(s, at, end);
	case 'G':
	case 'g':
		if (ch_is_word(before) || before == '&' || before == '/' ||
			s.len - at < 4 || (s.ptr[at + 1] | 32) != 'h' ||
			s.ptr[at + 2] != '-')
			return 0;
		return ch_number_at(s, at + 3, end);
	default:
		return 0;
	}
}

void ch_numbers_scan(struct ch_numbers *list, struct ch_str text)
{
	for (size_t i = 0; i < text.len; i++) {
		size_t end = i + 1;
		uint32_t value = number_from(text, i, &end);

		if (!value)
			continue;
		ch_numbers_add(list, value);
		i = end - 1;
	}
}

struct found {
	uint32_t value;
	size_t at;
};

static int by_value(const void *pa, const void *pb)
{
	const struct found *a = pa, *b = pb;

	if (a->value != b->value)
		return a->value < b->value ? -1 : 1;
	return (a->at > b->at) - (a->at < b->at);
}

static int by_place(const void *pa, const void *pb)
{
	const struct found *a = pa, *b = pb;

	return (a->at > b->at) - (a->at < b->at);
}

/* Sorting twice keeps a message of nothing but numbers from costing n^2. */
size_t ch_numbers_take(
	struct ch_numbers *list, struct ch_arena *arena, uint32_t **out)
{
	struct found *found;
	size_t n = 0;

	*out = NULL;
	if (!list->n) {
		ch_numbers_release(list);
		return 0;
	}
	found = ch_calloc(list->n, sizeof(*found));
	for (size_t i = 0; i < list->n; i++) {
		found[i].value = list->items[i];
		found[i].at = i;
	}
	qsort(found, list->n, sizeof(*found), by_value);
	for (size_t i = 0; i < list->n; i++)
		if (!n || found[n - 1].value != found[i].value)
			found[n++] = found[i];
	qsort(found, n, sizeof(*found), by_place);
	*out = ch_arena_calloc(arena, n, sizeof(**out));
	for (size_t i = 0; i < n; i++)
		(*out)[i] = found[i].value;
	free(found);
	ch_numbers_release(list);
	return n;
}
