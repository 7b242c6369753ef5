#include <string.h>

#include "uast/engine.h"

static bool is_word(char c)
{
	return ch_is_alnum(c) || (unsigned char)c >= 0x80;
}

/* ---- folding ------------------------------------------------------------ */

/* End of the left-out range that 'at' is in, or 0. */
static uint32_t left_out(const struct ch_fold *f, uint32_t at)
{
	size_t low = 0, high = f->flat->ncomments, k;

	for (k = 0; k < f->nskip; k++)
		if (at >= f->skip[k].start && at < f->skip[k].end)
			return f->skip[k].end;
	if (f->blanks && f->blanks->n) {
		k = ch_blanks_at(f->blanks, at);
		if (k < f->blanks->n && f->blanks->ranges[k].start <= at)
			return f->blanks->ranges[k].end;
	}
	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (f->flat->comments[mid].end_byte > at)
			high = mid;
		else
			low = mid + 1;
	}
	if (low < f->flat->ncomments && f->flat->comments[low].start_byte <= at)
		return f->flat->comments[low].end_byte;
	return 0;
}

/*
 * A list broken over lines reads as one that is not: no space inside
 * brackets, no trailing comma before a bracket that stood on its own line.
 */
static void separate(struct ch_buf *out, size_t base, char next)
{
	char last = out->len > base ? out->ptr[out->len - 1] : '\0';

	if (!last || last == '(' || last == '[' || last == ' ')
		return;
	if (next == ')' || next == ']') {
		if (last == ',')
			ch_buf_truncate(out, out->len - 1);
		return;
	}
	if (next != ',')
		ch_buf_add_char(out, ' ');
}

/* Bytes of one token; line breaks inside become one space. */
static void add_token(struct ch_buf *out, const char *p, size_t len)
{
	size_t i = 0;

	while (i < len) {
		size_t from = i;

		while (i < len && p[i] != '\n' && p[i] != '\r')
			i++;
		if (i < len && i > from && p[i - 1] == '\\')
			ch_buf_add(out, p + from, i - 1 - from);
		else
			ch_buf_add(out, p + from, i - from);
		if (i == len)
			break;
		while (out->len && ch_is_space(out->ptr[out->len - 1]))
			ch_buf_truncate(out, out->len - 1);
		while (i < len && ch_is_space(p[i]))
			i++;
		if (i < len)
			ch_buf_add_char(out, ' ');
	}
}

/* What stands between two tokens and is no comment. */
static bool add_gap(struct ch_buf *out, size_t base, const struct ch_fold *f,
	uint32_t from, uint32_t to)
{
	const char *s = f->source.ptr;
	bool space = false;

	while (from < to) {
		uint32_t skip;

		if (ch_is_space(s[from]) || s[from] == '\\') {
			space = true;
			from++;
			continue;
		}
		skip = left_out(f, from);
		if (skip) {
			space = true;
			from = skip;
			continue;
		}
		if (space)
			separate(out, base, s[from]);
		space = false;
		ch_buf_add_char(out, s[from++]);
	}
	return space;
}

void ch_fold_into(
	struct ch_buf *out, const struct ch_fold *f, uint32_t from, uint32_t to)
{
	const struct ch_flat *flat = f->flat;
	size_t base = out->len;
	uint32_t at = from;

	for (size_t k = ch_flat_leaf(flat, from); k < flat->nleaves; k++) {
		const struct ch_leaf *leaf = &flat->leaves[k];

		if (leaf->start >= to || leaf->end > to)
			break;
		if (f->nskip && left_out(f, leaf->start))
			continue;
		if (add_gap(out, base, f, at, leaf->start))
			separate(out, base, f->source.ptr[leaf->start]);
		add_token(out, f->source.ptr + leaf->start,
			leaf->end - leaf->start);
		at = leaf->end;
	}
}

/* ---- comments ----------------------------------------------------------- */

static char lower(char c)
{
	return ch_is_upper(c) ? (char)(c + 32) : c;
}

bool ch_text_has(struct ch_str text, const char *word)
{
	size_t n = strlen(word);

	for (size_t i = 0; i + n <= text.len; i++) {
		size_t k = 0;

		while (k < n && lower(text.ptr[i + k]) == word[k])
			k++;
		if (k == n)
			return true;
	}
	return false;
}

bool ch_says_deprecated(struct ch_str comment)
{
	return ch_text_has(comment, "@deprecated") ||
	       ch_text_has(comment, "\\deprecated") ||
	       ch_text_has(comment, ".. deprecated::") ||
	       ch_str_find(comment, CH_STR("Deprecated:"), 0) != (size_t)-1 ||
	       ch_str_find(comment, CH_STR("DEPRECATED"), 0) != (size_t)-1;
}

/* How block comments begin; longer ones first. */
static const struct {
	const char *open, *close;
} blocks[] = { { "/*", "*/" }, { "{-|", "-}" }, { "{-^", "-}" },
	{ "{- |", "-}" }, { "{- ^", "-}" }, { "{-", "-}" }, { "(**", "*)" },
	{ "(*", "*)" }, { "#=", "=#" }, { "--[[", "]]" } };

/* Its index in blocks[], or -1: a line comment, a string. */
static int block_of(struct ch_str comment)
{
	for (size_t i = 0; i < sizeof(blocks) / sizeof(blocks[0]); i++)
		if (ch_str_starts(comment, blocks[i].open))
			return (int)i;
	return -1;
}

bool ch_comment_is_block(struct ch_str comment)
{
	return block_of(comment) >= 0;
}

/* Without a block's signs; C's are its lines' too, and stay. */
static struct ch_str undress(struct ch_str comment)
{
	int k = block_of(comment);

	if (k <= 0)
		return comment;
	comment = ch_str_sub(comment, strlen(blocks[k].open), comment.len);
	if (ch_str_ends(comment, blocks[k].close))
		comment.len -= strlen(blocks[k].close);
	return comment;
}

/* A docstring's quotes and prefix; comments come back as they are. */
static struct ch_str unquote(struct ch_str s)
{
	size_t i = 0, n = 1;
	char q;

	while (i < s.len && i < 2 && is_word(s.ptr[i]))
		i++;
	if (i == s.len || (s.ptr[i] != '"' && s.ptr[i] != '\''))
		return s;
	q = s.ptr[i];
	if (i + 5 < s.len && s.ptr[i + 1] == q && s.ptr[i + 2] == q)
		n = 3;
	if (s.len < i + 2 * n || s.ptr[s.len - 1] != q)
		return ch_str_sub(s, i + n, s.len);
	return ch_str_sub(s, i + n, s.len - n);
}

/* A line without the comment's furniture. */
static struct ch_str bare_line(struct ch_str line)
{
	static const char *const open[] = { "/**<", "/*!<", "///<", "//!<",
		"/**", "/*!", "///", "//!", "/*", "//", "#:", "#", "-- |",
		"-- ^", "--|", "--^", "---", "--", "=begin", "=end" };

	line = ch_str_trim(line);
	if (ch_str_ends(line, "*/"))
		line = ch_str_trim(ch_str_sub(line, 0, line.len - 2));
	for (size_t i = 0; i < sizeof(open) / sizeof(open[0]); i++)
		if (ch_str_starts(line, open[i])) {
			line = ch_str_sub(line, strlen(open[i]), line.len);
			break;
		}
	while (line.len && (line.ptr[0] == '*' || line.ptr[0] == '/' ||
				   line.ptr[0] == '#'))
		line = ch_str_sub(line, 1, line.len);
	line = ch_str_trim(line);
	/* rules drawn around a heading */
	while (line.len > 3 && strchr("-=*_~", line.ptr[0]) &&
		line.ptr[1] == line.ptr[0])
		line = ch_str_sub(line, 1, line.len);
	while (line.len > 3 && strchr("-=*_~/#", line.ptr[line.len - 1]) &&
		line.ptr[line.len - 2] == line.ptr[line.len - 1])
		line = ch_str_sub(line, 0, line.len - 1);
	return ch_str_trim(line);
}

static bool any_word(struct ch_str s)
{
	for (size_t i = 0; i < s.len; i++)
		if (is_word(s.ptr[i]))
			return true;
	return false;
}

/* "e.g.", "i.e.", "vs.", "etc.", a single letter: no sentence ends there. */
static bool abbreviation(struct ch_str s, size_t dot)
{
	size_t from = dot;
	struct ch_str w;

	while (from && !ch_is_space(s.ptr[from - 1]) && s.ptr[from - 1] != '(')
		from--;
	w = ch_str_sub(s, from, dot);
	return ch_str_is(w, "e.g") || ch_str_is(w, "i.e") ||
	       ch_str_is(w, "vs") || ch_str_is(w, "etc") ||
	       ch_str_is(w, "cf") || ch_str_is(w, "E.g") ||
	       ch_str_is(w, "I.e") || (w.len == 1 && ch_is_upper(w.ptr[0]));
}

/* Where the first sentence of 's' ends (after its stop), or 0. */
static size_t sentence_end(struct ch_str s)
{
	for (size_t i = 0; i < s.len; i++)
		if ((s.ptr[i] == '.' || s.ptr[i] == '!' || s.ptr[i] == '?') &&
			i && (i + 1 == s.len || ch_is_space(s.ptr[i + 1])) &&
			!abbreviation(s, i))
			return i + 1;
	return 0;
}

#define MAX_TAG 200

/*
 * A tag of C#'s comments at s[0]: its length, 0 where it is none.  Sets *name
 * to what it refers to: X of <see cref="T:X"/>, <paramref name="X"/>.
 */
static size_t xml_tag(struct ch_str s, struct ch_str *name)
{
	static const char *const tags[] = { "summary", "para", "c", "code",
		"see", "seealso", "paramref", "typeparamref", "inheritdoc" };
	size_t end = ch_str_chr(s, '>', 0), from = 1, to, i;

	*name = ch_str_n(NULL, 0);
	if (end == (size_t)-1)
		return 0;
	if (s.len > 1 && s.ptr[1] == '/')
		from = 2;
	for (to = from; to < end && is_word(s.ptr[to]);)
		to++;
	for (i = 0; i < sizeof(tags) / sizeof(tags[0]); i++)
		if (ch_str_is(ch_str_sub(s, from, to), tags[i]))
			break;
	if (i == sizeof(tags) / sizeof(tags[0]) ||
		(to != end && s.ptr[to] != ' ' && s.ptr[to] != '/'))
		return 0;
	from = ch_str_chr(s, '"', to);
	to = from < end ? ch_str_chr(s, '"', from + 1) : (size_t)-1;
	if (to < end && !ch_str_is(ch_str_sub(s, 1, 11), "inheritdoc"))
		*name = ch_str_sub(s, from + 1, to);
	if (name->len > 2 && name->ptr[1] == ':')
		*name = ch_str_sub(*name, 2, name->len);
	return end + 1;
}

/* Add a line's words; "{@code x}" reads as x, <see cref="x"/> too. */
static void add_words(struct ch_buf *out, struct ch_str s)
{
	bool braces = false;

	for (size_t i = 0; i < s.len; i++) {
		char c = s.ptr[i];
		struct ch_str name;
		size_t tag =
			c == '<' ? xml_tag(ch_str_sub(s, i, i + MAX_TAG), &name)
				 : 0;

		if (tag) {
			if (name.len)
				ch_buf_add_str(out, name);
			i += tag - 1;
			continue;
		}
		if (c == '{' && i + 1 < s.len && s.ptr[i + 1] == '@') {
			braces = true;
			while (i + 1 < s.len && !ch_is_space(s.ptr[i + 1]))
				i++;
			i++;
			continue;
		}
		if (c == '}' && braces) {
			braces = false;
			continue;
		}
		if (ch_is_space(c) || (unsigned char)c < 0x20) {
			if (out->len && out->ptr[out->len - 1] != ' ')
				ch_buf_add_char(out, ' ');
			continue;
		}
		ch_buf_add_char(out, c);
	}
}

/* "@param x", ":return:", "<returns>": no longer about the whole. */
static bool is_about_a_part(struct ch_str line)
{
	static const char *const starts[] = { "@", "\\", ":param", ":return",
		"<param ", "<typeparam ", "<returns>", "<exception ",
		"<remarks>", "<value>", "<example>" };

	for (size_t i = 0; i < sizeof(starts) / sizeof(starts[0]); i++)
		if (ch_str_starts(line, starts[i]))
			return true;
	return false;
}

#define MAX_SENTENCE 300

/* "Copyright : (c) me": what files have at their head. */
static bool is_head(struct ch_str line)
{
	static const char *const words[] = { "Module", "Copyright", "License",
		"Maintainer", "Stability", "Portability" };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		struct ch_str rest =
			ch_str_sub(line, strlen(words[i]), line.len);

		if (ch_str_starts(line, words[i]))
			return ch_str_starts(rest, " ") &&
			       ch_str_starts(ch_str_trim(rest), ":");
	}
	return false;
}

/* What stands behind the tags that introduce a description. */
static struct ch_str described(struct ch_str line)
{
	struct ch_str rest = line;

	static const char *const tags[] = { "@brief ", "\\brief ",
		"@description " };

	for (size_t i = 0; i < sizeof(tags) / sizeof(tags[0]); i++)
		if (ch_str_starts(line, tags[i]))
			return ch_str_trim(
				ch_str_sub(line, strlen(tags[i]), line.len));
	if (ch_str_starts(line, "Description "))
		rest = ch_str_trim(ch_str_sub(line, 12, line.len));
	if (rest.len < line.len && rest.len && rest.ptr[0] == ':')
		return ch_str_trim(ch_str_sub(rest, 1, rest.len));
	return line;
}

/* "The default  # noqa": what people read of a line. */
static struct ch_str without_directive(struct ch_str line)
{
	if (ch_is_directive(line))
		return CH_STR("");
	for (size_t i = 1; i + 2 < line.len; i++)
		if (ch_is_space(line.ptr[i - 1]) &&
			(line.ptr[i] == '#' ||
				(line.ptr[i] == '/' &&
					line.ptr[i + 1] == '/')) &&
			ch_is_directive(ch_str_sub(line, i, line.len)))
			return ch_str_sub(line, 0, i);
	return line;
}

bool ch_is_for_machines(struct ch_str comment)
{
	struct ch_str rest = undress(comment), line;
	bool any = false;

	while (ch_str_line(&rest, &line)) {
		bool directive = ch_is_directive(line);

		if (!directive && any_word(bare_line(line)))
			return false;
		any |= directive;
	}
	return any;
}

/* Takes one line; false when the sentence is over. */
static bool add_line(struct ch_buf *out, size_t base, struct ch_str line)
{
	size_t end, summary = ch_str_find(line, CH_STR("</summary>"), 0);

	line = described(bare_line(without_directive(line)));
	if (is_about_a_part(line) || is_head(line))
		return out->len == base;
	if (!any_word(line))
		return out->len == base;
	if (out->len > base && out->ptr[out->len - 1] != ' ')
		ch_buf_add_char(out, ' ');
	add_words(out, line);
	end = sentence_end(ch_str_sub(ch_buf_str(out), base, out->len));
	if (end)
		ch_buf_truncate(out, base + end);
	return !end && summary == (size_t)-1 && out->len - base < MAX_SENTENCE;
}

void ch_first_sentence(struct ch_buf *out, struct ch_str comment)
{
	struct ch_str rest = undress(unquote(comment)), line;
	size_t base = out->len, cut;

	while (ch_str_line(&rest, &line))
		if (!add_line(out, base, line))
			break;
	while (out->len > base && ch_is_space(out->ptr[out->len - 1]))
		ch_buf_truncate(out, out->len - 1);
	if (out->len - base <= MAX_SENTENCE)
		return;
	cut = base + MAX_SENTENCE;
	while (cut > base && out->ptr[cut] != ' ')
		cut--;
	if (cut > base)
		ch_buf_truncate(out, cut);
}
