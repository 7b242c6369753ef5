#include "snapshot/numbers.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define MAX_DIGITS 7
/* How far back from "/pull/12" the start of its URL is looked for. */
#define MAX_URL 300
/* A link's text is looked through as far. */
#define MAX_TEXT 100
/* Issues opened since the last pull request of a range. */
#define MARGIN 100
#define NONE ((size_t)-1)

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

bool ch_project_is(const struct ch_project *p, struct ch_str name)
{
	return p && p->name.len && !ch_str_casecmp(p->name, name);
}

bool ch_project_may_have(const struct ch_project *p, uint32_t number)
{
	return !p || !p->highest || number <= 2 * p->highest + MARGIN;
}

/* The name of the owner/name that s[..at) ends in, else empty. */
static struct ch_str project_before(struct ch_str s, size_t at)
{
	struct ch_str none = { 0 };
	size_t floor = at > MAX_URL ? at - MAX_URL : 0;
	size_t name = at, owner;

	while (name > floor && is_name(s.ptr[name - 1]))
		name--;
	if (name == at || name == floor || s.ptr[name - 1] != '/')
		return none;
	for (owner = name - 1; owner > floor && is_name(s.ptr[owner - 1]);)
		owner--;
	return owner < name - 1 ? ch_str_sub(s, name, at) : none;
}

/*
 * Is the '/' at s[at] inside something that looks like a URL?  '*name' is the
 * part before it, empty when that is the host.
 */
static bool in_url(struct ch_str s, size_t at, struct ch_str *name)
{
	size_t floor = at > MAX_URL ? at - MAX_URL : 0;
	size_t start = at, host;
	struct ch_str word;

	while (start > floor && s.ptr[start - 1] > ' ' &&
		!ch_is_one_of(s.ptr[start - 1], "(<[\"'`"))
		start--;
	word = ch_str_sub(s, start, at);
	host = ch_str_find(word, CH_STR("://"), 0);
	if (host != NONE)
		word = ch_str_sub(word, host + 3, word.len);
	else if (ch_str_chr(ch_str_sub(word, 0, ch_str_chr(word, '/', 0)), '.',
			 1) == NONE)
		return false;
	if (ch_str_ends(word, "/-"))
		word.len -= 2;
	for (host = word.len; host && word.ptr[host - 1] != '/';)
		host--;
	*name = ch_str_sub(word, host, host ? word.len : 0);
	return true;
}

static bool url_address(struct ch_str s, size_t at, struct ch_address *out)
{
	static const char *const kinds[] = { "/pull/", "/issues/", "/pulls/",
		"/merge_requests/", "/pull-requests/" };
	struct ch_str rest = ch_str_sub(s, at, s.len);

	for (size_t i = 0; i < CH_ARRAY_LEN(kinds); i++) {
		if (!ch_str_starts(rest, kinds[i]))
			continue;
		out->number = ch_number_at(s, at + strlen(kinds[i]), &out->end);
		return out->number && in_url(s, at, &out->name);
	}
	return false;
}

bool ch_number_address(struct ch_str s, size_t at, struct ch_address *out)
{
	memset(out, 0, sizeof(*out));
	if (at >= s.len)
		return false;
	if (s.ptr[at] == '/')
		return url_address(s, at, out);
	if (s.ptr[at] != '#' && s.ptr[at] != '!')
		return false;
	out->name = project_before(s, at);
	out->number = out->name.len ? ch_number_at(s, at + 1, &out->end) : 0;
	return out->number != 0;
}

/* Does 'url' lead to an issue of another project? */
static bool leads_away(struct ch_str url, const struct ch_project *own)
{
	struct ch_address a;

	for (size_t i = 0; i < url.len; i++)
		if (ch_number_address(url, i, &a))
			return !ch_project_is(own, a.name);
	return false;
}

/*
 * Is s[at, end) the text of a link to another project's issue, "[#12](URL)"
 * or "<a href="URL">#12</a>"?
 */
static bool is_linked_away(
	struct ch_str s, size_t at, size_t end, const struct ch_project *own)
{
	size_t from = at, open;

	while (end < s.len && end - at < MAX_TEXT &&
		!ch_is_one_of(s.ptr[end], "[]\n"))
		end++;
	if (ch_str_starts(ch_str_sub(s, end, end + 2), "](")) {
		struct ch_str url = ch_str_sub(s, end + 2, end + MAX_URL);

		url = ch_str_sub(url, 0, ch_str_chr(url, ')', 0));
		if (leads_away(url, own))
			return true;
	}
	while (from && at - from < MAX_TEXT &&
		!ch_is_one_of(s.ptr[from - 1], "<>\n"))
		from--;
	if (!from || s.ptr[from - 1] != '>')
		return false;
	for (open = from - 1;
		open && from - open < MAX_URL && s.ptr[open] != '<';)
		open--;
	return ch_str_starts(ch_str_sub(s, open, from), "<a ") &&
	       leads_away(ch_str_sub(s, open, from), own);
}

/* "#1 0x55d0c in main", "#2  f (x=1) at a.c:3": what a debugger prints. */
static bool is_frame(struct ch_str s, size_t end)
{
	size_t line = ch_str_chr(s, '\n', end), args;
	struct ch_str rest =
		ch_str_sub(s, end, line == (size_t)-1 ? s.len : line);

	if (ch_str_starts(ch_str_trim(ch_str_sub(rest, 0, 8)), "0x"))
		return true;
	args = ch_str_find(rest, CH_STR(" ("), 0);
	return ch_str_starts(rest, "  ") && args != (size_t)-1 &&
	       ch_str_find(rest, CH_STR(") at "), args) != (size_t)-1;
}

static bool is_gh(struct ch_str s, size_t at)
{
	return s.len - at >= 4 && (s.ptr[at] | 32) == 'g' &&
	       (s.ptr[at + 1] | 32) == 'h' && s.ptr[at + 2] == '-';
}

/* A number that no project is named with. */
static uint32_t plain_number(
	struct ch_str s, size_t at, size_t *end, const struct ch_project *own)
{
	char before = at ? s.ptr[at - 1] : ' ';
	uint32_t value = 0;

	if (s.ptr[at] == '!')
		return ch_str_ends(ch_str_n(s.ptr, at), "request ") ||
				       ch_str_ends(
					       ch_str_n(s.ptr, at), "requests ")
			       ? ch_number_at(s, at + 1, end)
			       : 0;
	if (ch_is_word(before) || before == '&' || before == '/')
		return 0;
	if (s.ptr[at] == '#') {
		value = ch_number_at(s, at + 1, end);
		value = value && is_frame(s, *end) ? 0 : value;
	} else if (is_gh(s, at)) {
		value = ch_number_at(s, at + 3, end);
		value = ch_project_may_have(own, value) ? value : 0;
	}
	return value && !is_linked_away(s, at, *end, own) ? value : 0;
}

static uint32_t number_from(
	struct ch_str s, size_t at, size_t *end, const struct ch_project *own)
{
	struct ch_address a;

	if (!ch_is_one_of(s.ptr[at], "#!/Gg"))
		return 0;
	if (!ch_number_address(s, at, &a))
		return plain_number(s, at, end, own);
	*end = a.end;
	return ch_project_is(own, a.name) ? a.number : 0;
}

void ch_numbers_scan(struct ch_numbers *list, struct ch_str text,
	const struct ch_project *own)
{
	for (size_t i = 0; i < text.len; i++) {
		size_t end = i + 1;
		uint32_t value = number_from(text, i, &end, own);

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
