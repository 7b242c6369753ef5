#include "gitlayer/commit.h"

#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "gitlayer/recode.h"

#define PARENT_LINE (7 + CH_OID_HEX) /* "parent " and an id */

/* The lines before the message, in the order git writes them. */
struct header {
	struct ch_str parents; /* all "parent" lines */
	struct ch_str author;  /* what follows "author " */
	struct ch_str committer;
	struct ch_str encoding;
	struct ch_str message;
};

/* git's isspace(): vertical tab and form feed are none. */
static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool is_blank(struct ch_str line)
{
	for (size_t i = 0; i < line.len; i++)
		if (!is_space(line.ptr[i]))
			return false;
	return true;
}

static struct ch_str trim_end(struct ch_str s)
{
	while (s.len && is_space(s.ptr[s.len - 1]))
		s.len--;
	return s;
}

/* The last '>' after 'from' that is not the end of something else. */
static size_t last_chr(struct ch_str s, char c)
{
	size_t i = s.len;

	while (i > 0)
		if (s.ptr[--i] == c)
			return i;
	return (size_t)-1;
}

/* "<digits> <+hhmm>" as far as it is there. */
static void parse_date(struct ch_str s, struct ch_signature *sig)
{
	size_t i = 0, start;
	int64_t when = 0;
	int tz = 0;

	while (i < s.len && is_space(s.ptr[i]))
		i++;
	start = i;
	for (; i < s.len && ch_is_digit(s.ptr[i]); i++)
		if (__builtin_mul_overflow(when, (int64_t)10, &when) ||
			__builtin_add_overflow(
				when, (int64_t)(s.ptr[i] - '0'), &when))
			return;
	if (i == start)
		return;
	sig->when_s = when;
	sig->has_time = true;
	while (i < s.len && is_space(s.ptr[i]))
		i++;
	if (i >= s.len || (s.ptr[i] != '+' && s.ptr[i] != '-'))
		return;
	start = i++;
	for (; i < s.len && ch_is_digit(s.ptr[i]); i++) {
		tz = tz * 10 + (s.ptr[i] - '0');
		if (tz > 9999)
			return;
	}
	tz = tz / 100 * 60 + tz % 100;
	sig->tz_minutes = s.ptr[start] == '-' ? -tz : tz;
}

/*
 * "Name <email> seconds +hhmm".  The first "<" ends the name, the first ">"
 * after it the e-mail, and the date follows the last ">": broken importers
 * wrote all three differently.  Without "<" or ">" git knows nobody.
 */
static void parse_signature(struct ch_str s, struct ch_str encoding,
	struct ch_arena *arena, struct ch_signature *sig)
{
	size_t open = ch_str_chr(s, '<', 0), close;

	memset(sig, 0, sizeof(*sig));
	sig->name = sig->email = CH_STR("");
	if (open == (size_t)-1)
		return;
	close = ch_str_chr(s, '>', open + 1);
	if (close == (size_t)-1)
		return;
	sig->name =
		ch_recode(trim_end(ch_str_sub(s, 0, open)), encoding, arena);
	sig->email = ch_recode(ch_str_sub(s, open + 1, close), encoding, arena);
	parse_date(ch_str_sub(s, last_chr(s, '>') + 1, s.len), sig);
}

static bool take(struct ch_str line, const char *key, struct ch_str *value)
{
	size_t n = strlen(key);

	if (value->ptr || !ch_str_starts(line, key))
		return false;
	*value = ch_str_sub(line, n, line.len);
	return true;
}

/* Lines that start with a space continue one that nobody asked for. */
static void split_header(struct ch_str rest, struct header *h)
{
	struct ch_str line;

	h->parents = ch_str_n(rest.ptr, 0);
	while (ch_str_starts(rest, "parent ") && ch_str_line(&rest, &line))
		h->parents.len = (size_t)(rest.ptr - h->parents.ptr);
	while (ch_str_line(&rest, &line)) {
		if (!line.len)
			break;
		if (!take(line, "author ", &h->author) &&
			!take(line, "committer ", &h->committer))
			take(line, "encoding ", &h->encoding);
	}
	h->message = rest;
}

/* Each line that can be read, up to the first that cannot. */
static void parse_parents(
	struct ch_str lines, struct ch_arena *arena, struct ch_commit *out)
{
	size_t max = lines.len / PARENT_LINE;
	struct ch_str line;

	if (!max)
		return;
	out->parents = ch_arena_alloc(arena, max * sizeof(*out->parents));
	while (ch_str_line(&lines, &line)) {
		if (line.len != PARENT_LINE ||
			!ch_oid_from_hex(
				&out->parents[out->nparents], line.ptr + 7))
			return;
		out->nparents++;
	}
}

int ch_commit_parse(const struct ch_oid *oid, const struct ch_object *object,
	struct ch_arena *arena, struct ch_commit *out, struct ch_err *err)
{
	struct header h = { .message = { 0 } };
	char hex[CH_OID_HEX + 1];
	struct ch_str rest, line;

	memset(out, 0, sizeof(*out));
	out->oid = *oid;
	/* git reads a commit as a string: a NUL ends it. */
	rest = ch_str_n(object->data, strnlen(object->data, object->size));
	if (object->type != CH_OBJ_COMMIT || !ch_str_line(&rest, &line) ||
		line.len != 5 + CH_OID_HEX || !ch_str_starts(line, "tree ") ||
		!ch_oid_from_hex(&out->tree, line.ptr + 5))
		return ch_fail(err, CH_EFORMAT, "commit %s: no tree in it",
			ch_oid_hex(oid, hex));
	split_header(rest, &h);
	parse_parents(h.parents, arena, out);
	parse_signature(h.author, h.encoding, arena, &out->author);
	parse_signature(h.committer, h.encoding, arena, &out->committer);
	out->message = ch_recode(h.message, h.encoding, arena);
	return 0;
}

/* The message */

static struct ch_str skip_blank_lines(struct ch_str rest)
{
	struct ch_str line, next = rest;

	while (ch_str_line(&next, &line) && is_blank(line))
		rest = next;
	return is_blank(rest) ? ch_str_n(rest.ptr, 0) : rest;
}

/* The next line of the first paragraph, trimmed behind. */
static bool title_line(struct ch_str *rest, struct ch_str *line)
{
	struct ch_str next = *rest;

	if (!ch_str_line(&next, line) || is_blank(*line))
		return false;
	*line = trim_end(*line);
	*rest = next;
	return true;
}

struct ch_str ch_commit_subject(
	const struct ch_commit *commit, struct ch_arena *arena)
{
	struct ch_str rest = skip_blank_lines(commit->message), line, first;
	struct ch_buf joined = { 0 };

	if (!title_line(&rest, &first))
		return CH_STR("");
	if (!title_line(&rest, &line))
		return first;
	ch_buf_add_str(&joined, first);
	do {
		ch_buf_add_char(&joined, ' ');
		ch_buf_add_str(&joined, line);
	} while (title_line(&rest, &line));
	line = ch_arena_str(arena, ch_buf_str(&joined));
	ch_buf_release(&joined);
	return line;
}

static struct ch_str after_title(struct ch_str message)
{
	struct ch_str rest = skip_blank_lines(message), line;

	while (title_line(&rest, &line))
		;
	return skip_blank_lines(rest);
}

struct ch_str ch_commit_body(const struct ch_commit *commit)
{
	return after_title(commit->message);
}

/* Trailers */

/* Position of the ":" after a token of letters, digits and "-"; else 0. */
static size_t separator(struct ch_str line)
{
	bool space = false;

	for (size_t i = 0; i < line.len; i++) {
		char c = line.ptr[i];
		bool word = ch_is_digit(c) || c == '-' || ch_is_letter(c);

		if (c == ':')
			return i;
		if (word && !space)
			continue;
		if (i && (c == ' ' || c == '\t')) {
			space = true;
			continue;
		}
		break;
	}
	return 0;
}

/* Lines that git itself writes and that vouch for the block around them. */
static bool is_gits_own(struct ch_str line)
{
	return ch_str_starts(line, "Signed-off-by: ") ||
	       ch_str_starts(line, "(cherry picked from commit ");
}

struct block_count {
	size_t trailers;
	size_t others;
	size_t continued; /* indented lines whose owner is not seen yet */
	bool gits_own;
};

static void count_line(struct block_count *n, struct ch_str line)
{
	if (is_gits_own(line)) {
		n->trailers++;
		n->continued = 0;
		n->gits_own = true;
	} else if (is_space(line.ptr[0])) {
		n->continued++;
	} else if (separator(line)) {
		n->trailers++;
		n->continued = 0;
	} else {
		n->others += 1 + n->continued;
		n->continued = 0;
	}
}

static bool is_trailer_block(const struct block_count *n)
{
	return n->gits_own ? n->trailers * 3 >= n->others
			   : n->trailers && !n->others;
}

/* The line that ends at 'end' (behind its newline, if it has one). */
static struct ch_str line_before(struct ch_str s, size_t end)
{
	size_t to = end, from;

	if (to && s.ptr[to - 1] == '\n')
		to--;
	for (from = to; from && s.ptr[from - 1] != '\n'; from--)
		;
	return ch_str_sub(s, from, to);
}

/*
 * The last paragraph, when all its lines are trailers, or a third of them
 * beside lines that git writes itself.  The title is never one.  '#' lines
 * do not count: an editor left them.
 */
static struct ch_str trailer_block(struct ch_str message)
{
	struct ch_str body = after_title(message), line;
	struct block_count n = { 0 };
	size_t at = trim_end(body).len, end;

	/* Back to the end of the line the last visible byte is in. */
	end = ch_str_chr(body, '\n', at);
	body.len = end == (size_t)-1 ? body.len : end;
	for (at = body.len; at;) {
		line = line_before(body, at);
		if (is_blank(line))
			break;
		at = (size_t)(line.ptr - body.ptr);
		if (line.ptr[0] == '#') {
			n.others += n.continued;
			n.continued = 0;
			continue;
		}
		count_line(&n, line);
	}
	if (!is_trailer_block(&n))
		return ch_str_n(body.ptr, 0);
	return ch_str_sub(body, at, body.len);
}

/* A trailer's value with the indented lines after it, one space for each. */
static struct ch_str unfold(
	struct ch_str value, struct ch_str *rest, struct ch_arena *arena)
{
	struct ch_buf joined = { 0 };
	struct ch_str next = *rest, line;

	value = ch_str_trim(value);
	while (ch_str_line(&next, &line) && line.len && is_space(line.ptr[0])) {
		if (!joined.ptr)
			ch_buf_add_str(&joined, value);
		ch_buf_add_char(&joined, ' ');
		ch_buf_add_str(&joined, ch_str_trim(line));
		*rest = next;
	}
	if (joined.ptr)
		value = ch_arena_str(arena, ch_str_trim(ch_buf_str(&joined)));
	ch_buf_release(&joined);
	return value;
}

size_t ch_commit_trailers(const struct ch_commit *commit, const char *key,
	struct ch_arena *arena, struct ch_str **values)
{
	struct ch_str rest = trailer_block(commit->message), line, value;
	struct ch_buf found = { 0 };
	size_t n = 0;

	while (ch_str_line(&rest, &line)) {
		size_t at =
			line.len && line.ptr[0] != '#' ? separator(line) : 0;

		if (!at)
			continue;
		value = unfold(
			ch_str_sub(line, at + 1, line.len), &rest, arena);
		if (ch_str_casecmp(ch_str_trim(ch_str_sub(line, 0, at)),
			    ch_str_z(key)))
			continue;
		ch_buf_add(&found, &value, sizeof(value));
		n++;
	}
	*values = ch_arena_memdup(arena, found.ptr, found.len);
	ch_buf_release(&found);
	return n;
}
