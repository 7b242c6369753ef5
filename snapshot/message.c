#include "snapshot/message.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "snapshot/numbers.h"

#define NONE ((size_t)-1)
#define ELLIPSIS "\xe2\x80\xa6"
/* A lead longer than this ends at the end of a sentence. */
#define MAX_LEAD 300
#define MAX_PREFIX 40
/*
 * An item of a list is a change up to this length, discussion above it; in
 * messages that are no pull request's, lists are mostly discussion.
 */
#define MAX_POINT 300
#define MAX_REMARK 120

static bool is_hex(char c)
{
	return ch_is_digit(c) || (c >= 'a' && c <= 'f') ||
	       (c >= 'A' && c <= 'F');
}

static bool starts_nocase(struct ch_str s, const char *prefix)
{
	size_t n = strlen(prefix);

	return s.len >= n &&
	       !ch_str_casecmp(ch_str_n(s.ptr, n), ch_str_n(prefix, n));
}

static struct ch_str skip(struct ch_str s, size_t n)
{
	return ch_str_sub(s, n, s.len);
}

/* ---- the prefix ---- */

static bool in_list(struct ch_str s, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!ch_str_casecmp(s, ch_str_z(list[i])))
			return true;
	return false;
}

/* Kinds of change, not places in the code. */
static bool is_kind(struct ch_str s)
{
	static const char *const kinds[] = { "feat", "fix", "perf", "refactor",
		"chore", "style", "revert", "feature", "bugfix", "hotfix",
		"bug", "enh", "maint", "improvement", "enhancement", "change",
		"changed", "added", "add", "fixed", "fixes", "removed",
		"remove", "breaking", "security", "cleanup", "minor", "update",
		"release", "bc", "wip", "note", "todo", "rfc", "re", "backport",
		"squash", "fixup", "draft", "deprecated", "deprecate", "new",
		"misc", "breaking change", "internal" };

	return in_list(s, kinds, CH_ARRAY_LEN(kinds));
}

/* Conventional types that name a place as well. */
static bool is_area_type(struct ch_str s)
{
	static const char *const types[] = { "docs", "doc", "test", "tests",
		"ci", "build" };

	return in_list(s, types, CH_ARRAY_LEN(types));
}

static bool is_component(struct ch_str s)
{
	bool letter = false;

	for (size_t i = 0; i < s.len; i++) {
		char c = s.ptr[i];

		letter = letter || (ch_is_alnum(c) && !ch_is_digit(c));
		if (c == ' ' && i && s.ptr[i - 1] == ',')
			continue;
		if (!ch_is_alnum(c) && !ch_is_one_of(c, "_./+*,{}@-:&<>#"))
			return false;
	}
	return letter && !is_kind(s);
}

static struct ch_prefix bracket_prefix(struct ch_str subject)
{
	struct ch_prefix p = { .rest = subject };
	size_t end = ch_str_chr(subject, ']', 0);
	struct ch_str name, rest;

	if (end == NONE || end > MAX_PREFIX)
		return p;
	name = ch_str_sub(subject, 1, end);
	rest = ch_str_trim(skip(subject, end + 1));
	if (!rest.len || !name.len)
		return p;
	if (rest.ptr[0] == ':')
		rest = ch_str_trim(skip(rest, 1));
	if (is_kind(name) || is_area_type(name))
		p.type = name;
	if (is_component(name))
		p.component = name;
	if (p.type.len || p.component.len)
		p.rest = rest;
	return p;
}

struct ch_prefix ch_message_prefix(struct ch_str subject)
{
	struct ch_prefix p = { .rest = subject };
	struct ch_str head, scope = { 0 };
	size_t colon, open;

	if (subject.len && subject.ptr[0] == '[')
		return bracket_prefix(subject);
	colon = ch_str_find(
		ch_str_sub(subject, 0, MAX_PREFIX + 2), CH_STR(": "), 0);
	if (colon == NONE || !colon)
		return p;
	head = ch_str_sub(subject, 0, colon);
	if (ch_str_ends(head, "!")) {
		head.len--;
		p.bang = true;
	}
	open = ch_str_chr(head, '(', 0);
	if (open != NONE && open && ch_str_ends(head, ")")) {
		scope = ch_str_trim(ch_str_sub(head, open + 1, head.len - 1));
		head = ch_str_trim(ch_str_sub(head, 0, open));
	}
	if (is_kind(head) || is_area_type(head))
		p.type = head;
	if (p.type.len && scope.len)
		p.component = scope;
	else if (is_component(head))
		p.component = head;
	p.bang = p.bang && (p.type.len || p.component.len);
	if (p.type.len || p.component.len)
		p.rest = ch_str_trim(skip(subject, colon + 1));
	return p;
}

/* ---- subject and title ---- */

/*
 * Cut one trailing "(#12)", "(GH-12)", "(#12, #13)", "(!12)" off; its last
 * number is the pull request's on every forge that adds it.
 */
static bool cut_number(struct ch_str *s, uint32_t *own)
{
	struct ch_str in;
	struct ch_numbers found = { 0 };
	size_t open = s->len;
	bool only = true;

	if (!ch_str_ends(*s, ")") || s->len < 4)
		return false;
	while (open && s->ptr[open - 1] != '(' && s->len - open < 60)
		open--;
	if (!open || s->ptr[open - 1] != '(')
		return false;
	in = ch_str_sub(*s, open, s->len - 1);
	for (size_t i = 0; i < in.len; i++)
		only = only && (ch_is_digit(in.ptr[i]) ||
				       ch_is_one_of(in.ptr[i], "#!, GHgh-"));
	if (only && in.len && in.ptr[0] == '!')
		ch_numbers_add(&found, ch_number_at(in, 1, NULL));
	else if (only)
		ch_numbers_scan(&found, in, NULL);
	only = only && found.n && found.items[found.n - 1];
	if (only) {
		if (!*own)
			*own = found.items[found.n - 1];
		*s = ch_str_trim(ch_str_sub(*s, 0, open - 1));
	}
	ch_numbers_release(&found);
	return only;
}

/* GitHub cuts a long title at 72 columns and goes on in the body. */
static void join_cut_subject(
	struct ch_str *subject, struct ch_str *body, struct ch_arena *arena)
{
	struct ch_str line, rest = *body;

	if (!ch_str_ends(*subject, ELLIPSIS) || !ch_str_starts(rest, ELLIPSIS))
		return;
	ch_str_line(&rest, &line);
	line = skip(line, strlen(ELLIPSIS));
	*subject = ch_arena_printf(arena, "%.*s%.*s",
		(int)(subject->len - strlen(ELLIPSIS)), subject->ptr,
		(int)line.len, line.ptr);
	*subject = ch_str_trim(*subject);
	*body = rest;
}

/* "[Fix #12] " tells what the number in front of the line tells. */
static void cut_mark(struct ch_str *subject)
{
	size_t end = ch_str_chr(*subject, ']', 0);
	struct ch_str in, rest;

	if (!starts_nocase(*subject, "[fix") || end == NONE)
		return;
	in = ch_str_sub(*subject, 4, end);
	if (starts_nocase(in, "es "))
		in = skip(in, 2);
	rest = ch_str_trim(skip(*subject, end + 1));
	if (ch_str_starts(in, " #") && ch_number_at(in, 2, &end) &&
		end == in.len && rest.len)
		*subject = rest;
}

static void clean_subject(struct ch_message *m)
{
	cut_mark(&m->subject);
	while (cut_number(&m->subject, &m->own))
		;
}

/* ---- the body, line by line ---- */

static size_t indent_of(struct ch_str line)
{
	size_t n = 0;

	while (n < line.len && (line.ptr[n] == ' ' || line.ptr[n] == '\t'))
		n++;
	return n;
}

/* Bytes of "* ", "- ", "+ ", "1. ", "1) " before an item's text, or 0. */
static size_t bullet_of(struct ch_str line)
{
	size_t at = indent_of(line), digits = at;

	if (at + 2 < line.len && line.ptr[at + 1] == ' ' &&
		ch_is_one_of(line.ptr[at], "*-+"))
		return at + 2;
	while (digits < line.len && digits - at < 3 &&
		ch_is_digit(line.ptr[digits]))
		digits++;
	if (digits > at && digits + 2 < line.len &&
		line.ptr[digits + 1] == ' ' &&
		ch_is_one_of(line.ptr[digits], ".)"))
		return digits + 2;
	if (starts_nocase(skip(line, at), "\xe2\x80\xa2 "))
		return at + 4;
	return 0;
}

/* "Signed-off-by: ...", "Change-Id: ...", "Fixes: ..." */
static bool is_trailer(struct ch_str line)
{
	static const char *const keys[] = { "change-id", "fixes", "closes",
		"link", "cc", "pr-url", "refs", "ref", "bug", "issue", "see",
		"see also", "related", "resolves", "backport-of", "git-svn-id",
		"differential revision", "message-id" };
	size_t colon = ch_str_chr(ch_str_sub(line, 0, 40), ':', 0);
	struct ch_str key;

	if (colon == NONE || !colon)
		return false;
	key = ch_str_sub(line, 0, colon);
	if (in_list(key, keys, CH_ARRAY_LEN(keys)))
		return true;
	for (size_t i = 0; i < key.len; i++)
		if (!ch_is_alnum(key.ptr[i]) && key.ptr[i] != '-')
			return false;
	return key.len > 3 &&
	       !ch_str_casecmp(skip(key, key.len - 3), CH_STR("-by"));
}

/* Lines that are the forge's or git's, not the author's words. */
static bool is_machinery(struct ch_str line)
{
	static const char *const marks[] = { "(cherry picked from", "---",
		"This reverts commit", "Reverts ", "See merge request",
		"Approved-by", "# Conflicts", "Conflicts:", "<", "|", ">", "![",
		"http://", "https://", "***", "===", "Squashed commit", "#\t",
		"commit ", "Author: ", "Date: ", "$ ", "# ", "## ", "### ",
		"#### " };

	for (size_t i = 0; i < CH_ARRAY_LEN(marks); i++)
		if (ch_str_starts(line, marks[i]))
			return true;
	return is_trailer(line);
}

/* "Fixes #12", "Closes GH-12, #13." */
static bool is_only_numbers(struct ch_str line)
{
	size_t words = 0;
	bool number = false, in = false;

	for (size_t i = 0; i < line.len; i++) {
		bool space = line.ptr[i] == ' ';

		number = number || ch_is_digit(line.ptr[i]);
		words += !in && !space;
		in = !space;
	}
	return number && words <= 4 &&
	       (starts_nocase(line, "fix") || starts_nocase(line, "close") ||
		       starts_nocase(line, "resolve") ||
		       starts_nocase(line, "issue") ||
		       starts_nocase(line, "see") ||
		       starts_nocase(line, "ref") || starts_nocase(line, "#"));
}

static bool is_fence(struct ch_str line)
{
	struct ch_str s = skip(line, indent_of(line));

	return ch_str_starts(s, "```") || ch_str_starts(s, "~~~");
}

static void add_words(struct ch_buf *out, struct ch_str line)
{
	line = ch_str_trim(line);
	if (out->len && line.len)
		ch_buf_add_char(out, ' ');
	ch_buf_add_str(out, line);
}

/* Cut at the last end of a sentence within MAX_LEAD bytes, if there is one. */
static struct ch_str sentences(struct ch_str s)
{
	size_t end = 0;

	if (s.len <= MAX_LEAD)
		return s;
	for (size_t i = 0; i < MAX_LEAD; i++)
		if ((s.ptr[i] == '.' || s.ptr[i] == '!' || s.ptr[i] == '?') &&
			s.ptr[i + 1] == ' ')
			end = i + 1;
	for (size_t i = MAX_LEAD; !end && i + 1 < s.len; i++)
		if (s.ptr[i] == '.' && s.ptr[i + 1] == ' ')
			end = i + 1;
	return end ? ch_str_sub(s, 0, end) : s;
}

/*
 * The first paragraph of prose as one line: no list, code, quotation,
 * heading, trailer or bare reference.
 */
static struct ch_str first_prose(struct ch_str body, struct ch_arena *arena)
{
	struct ch_buf out = { 0 };
	struct ch_str line, prose;
	bool fenced = false, listed = false;

	while (ch_str_line(&body, &line)) {
		struct ch_str text = ch_str_trim(line);

		if (is_fence(line))
			fenced = !fenced;
		/* An item goes on as long as its lines are indented. */
		listed = bullet_of(line) ||
			 (listed && text.len && indent_of(line));
		if (text.len && !fenced && !is_fence(line) && !listed &&
			!is_machinery(text) && !is_only_numbers(text) &&
			indent_of(line) < 4) {
			add_words(&out, text);
			continue;
		}
		if (out.len)
			break;
	}
	prose = sentences(ch_arena_str(arena, ch_buf_str(&out)));
	ch_buf_release(&out);
	return prose;
}

/* ---- what a list in the body says ---- */

struct points {
	struct ch_str *items;
	size_t n, cap;
	struct ch_buf open; /* the item being read */
};

static bool is_merge_line(struct ch_str s)
{
	return starts_nocase(s, "Merge branch") ||
	       starts_nocase(s, "Merge remote") ||
	       starts_nocase(s, "Merge pull request") ||
	       starts_nocase(s, "Merge commit") ||
	       starts_nocase(s, "Merge tag");
}

static void close_point(
	struct points *list, const struct ch_message *m, struct ch_arena *arena)
{
	struct ch_str text = ch_buf_str(&list->open);
	uint32_t own = 0;

	while (cut_number(&text, &own))
		;
	text = ch_str_trim(text);
	if (text.len > 2 && text.len <= (m->own ? MAX_POINT : MAX_REMARK) &&
		!is_merge_line(text) && !is_machinery(text) &&
		ch_str_casecmp(text, m->subject) &&
		ch_str_casecmp(text, m->title) &&
		ch_message_class(text, false) == CH_LOG_NORMAL) {
		CH_GROW(list->items, list->n, list->cap);
		list->items[list->n++] = ch_arena_str(arena, text);
	}
	ch_buf_clear(&list->open);
}

static void read_points(
	struct ch_message *m, struct ch_str body, struct ch_arena *arena)
{
	struct points list = { 0 };
	struct ch_str line;
	bool fenced = false;

	while (ch_str_line(&body, &line)) {
		size_t text = fenced ? 0 : bullet_of(line);

		if (is_fence(line)) {
			fenced = !fenced;
			close_point(&list, m, arena);
		} else if (text) {
			close_point(&list, m, arena);
			add_words(&list.open, skip(line, text));
		} else if (list.open.len && !fenced && indent_of(line) &&
			   ch_str_trim(line).len) {
			add_words(&list.open, line);
		} else if (list.open.len) {
			close_point(&list, m, arena);
		}
	}
	close_point(&list, m, arena);
	m->points = ch_arena_memdup(
		arena, list.items, list.n * sizeof(*list.items));
	m->npoints = list.n;
	free(list.items);
	ch_buf_release(&list.open);
}

/* ---- breaking changes ---- */

/* The text after "BREAKING CHANGE:" and the like on this line, or ptr NULL. */
static struct ch_str breaking_text(struct ch_str line)
{
	static const char *const marks[] = { "breaking changes",
		"breaking change", "breaking-change", "breaking" };
	struct ch_str none = { 0 };

	while (line.len && ch_is_one_of(line.ptr[0], "#*-> _"))
		line = skip(line, 1);
	for (size_t i = 0; i < CH_ARRAY_LEN(marks); i++) {
		struct ch_str rest = skip(line, strlen(marks[i]));
		bool marked = false;

		if (!starts_nocase(line, marks[i]))
			continue;
		while (rest.len && ch_is_one_of(rest.ptr[0], ":*_ ")) {
			marked = marked || rest.ptr[0] == ':';
			rest = skip(rest, 1);
		}
		/* A heading stands alone, a footer has its colon. */
		if (marked || (!rest.len && i < 3))
			return rest;
		return none;
	}
	return none;
}

static bool denies(struct ch_str s)
{
	static const char *const no[] = { "no", "none", "n/a", "na", "nope",
		"-", "no.", "none." };

	return in_list(ch_str_trim(s), no, CH_ARRAY_LEN(no));
}

static void read_breaking(
	struct ch_message *m, struct ch_str body, struct ch_arena *arena)
{
	struct ch_buf note = { 0 };
	struct ch_str line;
	bool open = false;

	while (ch_str_line(&body, &line)) {
		struct ch_str text = ch_str_trim(line), rest;

		rest = open ? (struct ch_str){ 0 } : breaking_text(text);
		if (rest.ptr) {
			open = true;
			add_words(&note, rest);
		} else if (open && text.len && !is_trailer(text)) {
			size_t at = bullet_of(line);

			add_words(&note, at ? skip(line, at) : text);
		} else if (open && note.len) {
			break;
		}
	}
	if (open && note.len && !denies(ch_buf_str(&note))) {
		m->breaking = true;
		m->breaking_note =
			sentences(ch_arena_str(arena, ch_buf_str(&note)));
	}
	ch_buf_release(&note);
}

static bool subject_breaks(struct ch_str subject)
{
	static const char *const marks[] = { "[bc]", "[breaking]", "(breaking)",
		"[bc-break]", "[breaking change]", "(breaking change)",
		"[break]" };

	if (ch_message_prefix(subject).bang || breaking_text(subject).ptr)
		return true;
	for (size_t i = 0; i < CH_ARRAY_LEN(marks); i++) {
		size_t n = strlen(marks[i]);

		if (starts_nocase(subject, marks[i]) ||
			(subject.len > n &&
				starts_nocase(skip(subject, subject.len - n),
					marks[i])))
			return true;
	}
	return false;
}

/* ---- reverts ---- */

static size_t hex_run(struct ch_str s)
{
	size_t n = 0;

	while (n < s.len && n < CH_OID_HEX && is_hex(s.ptr[n]))
		n++;
	return n;
}

static void read_reverted_oids(
	struct ch_message *m, struct ch_str text, struct ch_arena *arena)
{
	static const char mark[] = "This reverts commit ";
	struct ch_str *hex = NULL;
	size_t n = 0, cap = 0, at = 0;

	while ((at = ch_str_find(text, CH_STR("This reverts commit "), at)) !=
		NONE) {
		struct ch_str rest = skip(text, at + strlen(mark));
		size_t len = hex_run(rest);

		at += strlen(mark);
		if (len < 7)
			continue;
		CH_GROW(hex, n, cap);
		hex[n++] = ch_str_n(rest.ptr, len);
	}
	m->reverted_hex = ch_arena_memdup(arena, hex, n * sizeof(*hex));
	m->nreverted_hex = n;
	free(hex);
}

/*
 * A revert is one whose subject says so.  A commit that only mentions "This
 * reverts commit" does something of its own as well.
 */
static void read_revert(
	struct ch_message *m, struct ch_str body, struct ch_arena *arena)
{
	struct ch_str s = m->title, rest;
	uint32_t own = 0;
	size_t at;

	if (starts_nocase(s, "revert: "))
		s = ch_str_trim(skip(s, 8));
	else if (starts_nocase(s, "reapply \""))
		s = ch_arena_printf(arena, "Revert \"Revert %.*s\"",
			(int)(s.len - 8), s.ptr + 8);
	if (!starts_nocase(m->title, "revert") && s.ptr == m->title.ptr)
		return;
	if (starts_nocase(s, "revert \"") && ch_str_ends(s, "\"")) {
		m->reverted_subject = ch_str_sub(s, 8, s.len - 1);
		cut_mark(&m->reverted_subject);
		while (cut_number(&m->reverted_subject, &own))
			;
		m->revert = true;
	} else if (s.ptr != m->title.ptr) {
		m->reverted_subject = s;
		m->revert = true;
	}
	read_reverted_oids(m, body, arena);
	m->revert = m->revert || m->nreverted_hex;
	at = ch_str_find(body, CH_STR("Reverts "), 0);
	if (at == NONE)
		return;
	rest = skip(body, at + 8);
	at = ch_str_chr(ch_str_sub(rest, 0, 200), '#', 0);
	if (at != NONE &&
		ch_str_find(ch_str_sub(rest, 0, at), CH_STR(" "), 0) == NONE)
		m->reverted_number = ch_number_at(rest, at + 1, NULL);
	m->revert = m->revert || m->reverted_number;
}

/* ---- merges ---- */

/* "Merge pull request #12 from", "Merge #12: x", "Merged PR 12: x", ... */
static uint32_t merge_number(struct ch_str s, struct ch_str *title)
{
	static const char *const marks[] = { "Merge pull request #",
		"Merge PR #", "Merge #", "Auto merge of #", "Merge MR !",
		"Merged PR ", "Rollup merge of #", "Merge request !",
		"Merge GH-", "Merge merge request !", "Merge branch '#" };
	size_t end, from;
	uint32_t value;

	for (size_t i = 0; i < CH_ARRAY_LEN(marks); i++) {
		if (!starts_nocase(s, marks[i]))
			continue;
		value = ch_number_at(s, strlen(marks[i]), &end);
		if (value && ch_str_starts(skip(s, end), ": "))
			*title = ch_str_trim(skip(s, end + 2));
		return value;
	}
	from = ch_str_find(s, CH_STR("(pull request #"), 0);
	if (from != NONE && starts_nocase(s, "Merged in "))
		return ch_number_at(s, from + 15, NULL);
	return 0;
}

/* GitLab's last line: "See merge request group/name!12". */
static uint32_t merge_request(struct ch_str body)
{
	size_t at = ch_str_find(body, CH_STR("See merge request "), 0);
	struct ch_str line;

	if (at == NONE)
		return 0;
	line = ch_str_sub(body, at, body.len);
	line = ch_str_sub(line, 0, ch_str_chr(line, '\n', 0));
	at = ch_str_chr(line, '!', 0);
	return at == NONE ? 0 : ch_number_at(line, at + 1, NULL);
}

/* Gerrit: 'Merge "title" into main'. */
static struct ch_str quoted_title(struct ch_str s)
{
	struct ch_str none = { 0 };
	size_t end = s.len;

	if (!starts_nocase(s, "Merge \""))
		return none;
	while (end > 7 && s.ptr[end - 1] != '"')
		end--;
	return end > 8 ? ch_str_sub(s, 7, end - 1) : none;
}

/*
 * What the merge brings, in the words of its message: the pull request's
 * title, or the paragraph below "Merge branch 'x'".
 */
static void read_merge(struct ch_message *m, struct ch_str body,
	size_t nparents, struct ch_arena *arena)
{
	struct ch_str title = quoted_title(m->subject), line, rest = body;
	uint32_t own = merge_number(m->subject, &title), ignored = 0;

	if (!own)
		own = merge_request(body);
	if (!own && !title.len && !is_merge_line(m->subject) &&
		(nparents < 2 ||
			(!starts_nocase(m->subject, "merge") &&
				!starts_nocase(m->subject, "sync with"))))
		return;
	if (own)
		m->own = own;
	m->class = CH_LOG_MERGE;
	/* A title stands alone; a paragraph may be a description. */
	if (!title.len && own && ch_str_line(&rest, &line) &&
		!is_machinery(ch_str_trim(line)) && !bullet_of(line))
		title = ch_str_trim(line);
	if (!title.len)
		title = first_prose(body, arena);
	while (cut_number(&title, &ignored))
		;
	cut_mark(&title);
	if (title.len) {
		m->title = title;
		m->class = CH_LOG_NORMAL;
	}
}

/* ---- the whole ---- */

/* Few words, none of them a name from the code. */
static bool says_little(struct ch_str subject)
{
	struct ch_str s = ch_message_prefix(subject).rest;
	size_t words = 0;

	for (size_t i = 0; i < s.len; i++) {
		char c = s.ptr[i], next = i + 1 < s.len ? s.ptr[i + 1] : ' ';

		if (c == '_' || c == '(' || c == '`' ||
			(c == '-' && next == '-') ||
			(ch_is_lower(c) && ch_is_upper(next)))
			return false;
		words += c != ' ' && next == ' ';
	}
	return words < 4;
}

static bool is_backport(struct ch_str subject, struct ch_str body)
{
	return ch_str_find(body, CH_STR("(cherry picked from commit "), 0) !=
		       NONE ||
	       starts_nocase(subject, "backport") ||
	       starts_nocase(subject, "[backport") ||
	       ch_str_find(subject, CH_STR("(backport"), 0) != NONE;
}

static bool is_bot_branch(struct ch_str subject)
{
	return starts_nocase(subject, "Merge pull request") &&
	       (ch_str_find(subject, CH_STR("/dependabot/"), 0) != NONE ||
		       ch_str_find(subject, CH_STR("/renovate/"), 0) != NONE ||
		       ch_str_find(subject, CH_STR("/pyup-"), 0) != NONE);
}

static void classify(struct ch_message *m, struct ch_str body, bool bot,
	struct ch_arena *arena)
{
	enum ch_log_class class;
	struct ch_str prose;

	if (m->class == CH_LOG_MERGE || m->breaking || m->revert)
		return;
	class = ch_message_class(m->title, bot || is_bot_branch(m->subject));
	if (class == CH_LOG_NOISE && !bot && !ch_message_is_chore(m->title)) {
		prose = first_prose(body, arena);
		if (m->npoints || ch_message_states(prose))
			class = CH_LOG_NORMAL;
	}
	m->class = class;
	/* Nobody reads on below these. */
	if (class == CH_LOG_BUMP)
		m->npoints = 0;
	if (class != CH_LOG_NORMAL)
		m->lead = ch_str_n(NULL, 0);
}

void ch_message_parse(const struct ch_commit *commit, bool bot,
	struct ch_arena *arena, struct ch_message *out)
{
	struct ch_str subject = ch_commit_subject(commit, arena);
	struct ch_str body = ch_commit_body(commit), rest = body;

	memset(out, 0, sizeof(*out));
	out->subject = ch_str_trim(subject);
	clean_subject(out);
	join_cut_subject(&out->subject, &rest, arena);
	clean_subject(out);
	out->title = out->subject;
	read_merge(out, rest, commit->nparents, arena);
	out->component = ch_message_prefix(out->title).component;
	out->backport = is_backport(subject, body);
	out->breaking =
		subject_breaks(out->subject) || subject_breaks(out->title);
	read_breaking(out, rest, arena);
	read_revert(out, rest, arena);
	/* A merge without a pull request lists commits that are here anyway. */
	if (commit->nparents < 2 || out->own)
		read_points(out, rest, arena);
	if (out->class != CH_LOG_MERGE && says_little(out->title)) {
		out->lead = first_prose(rest, arena);
		if (ch_str_eq(out->lead, out->title))
			out->lead = ch_str_n(NULL, 0);
	}
	classify(out, rest, bot, arena);
}

void ch_message_numbers(struct ch_message *m, const struct ch_commit *commit,
	const struct ch_project *own, struct ch_arena *arena)
{
	struct ch_numbers found = { 0 };

	if (m->own)
		ch_numbers_add(&found, m->own);
	ch_numbers_scan(&found, ch_commit_subject(commit, arena), own);
	/* A bot quotes the release notes of what it bumps. */
	if (m->class != CH_LOG_BUMP)
		ch_numbers_scan(&found, ch_commit_body(commit), own);
	m->nnumbers = ch_numbers_take(&found, arena, &m->numbers);
}
