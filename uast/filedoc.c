/*
 * What a file says of itself, above its first line of code.
 */
#include "base/buf.h"
#include "uast/engine.h"

/* Behind white space, with the line ends in it counted. */
static uint32_t skip_space(struct ch_str text, uint32_t at, uint32_t *newlines)
{
	*newlines = 0;
	for (; at < text.len && ch_is_space(text.ptr[at]); at++)
		*newlines += text.ptr[at] == '\n';
	return at;
}

static bool is_line_comment(struct ch_str text, const struct ch_comment *c)
{
	return !ch_str_starts(
		ch_str_sub(text, c->start_byte, c->end_byte), "/*");
}

/* The comment at k with the line comments right below it; its end. */
static uint32_t end_of_run(
	const struct ch_facts *f, struct ch_str text, size_t *k)
{
	uint32_t end = f->comments[*k].end_byte, newlines;

	while (is_line_comment(text, &f->comments[*k]) &&
		*k + 1 < f->ncomments &&
		is_line_comment(text, &f->comments[*k + 1]) &&
		skip_space(text, end, &newlines) ==
			f->comments[*k + 1].start_byte &&
		newlines <= 1)
		end = f->comments[++*k].end_byte;
	return end;
}

/* Whose it is, how to edit it, that nobody should. */
static bool is_boilerplate(struct ch_str s)
{
	static const char *const words[] = { "copyright", "license", "licence",
		"spdx", "generated", "eslint", "vim:", "-*-", "coding:", "@ts-",
		"prettier", "pylint", "flake8", "clang-format" };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (ch_text_has(s, words[i]))
			return true;
	return false;
}

/* Does a symbol start right below, so that the comment is about it? */
static bool documents_symbol(
	const struct ch_facts *f, struct ch_str text, uint32_t end)
{
	uint32_t newlines, at = skip_space(text, end, &newlines);

	newlines += end && text.ptr[end - 1] == '\n';
	if (newlines > 1)
		return false;
	for (size_t i = 0; i < f->nsymbols; i++)
		if (f->symbols[i].start_byte >= at)
			return f->symbols[i].start_byte == at;
	return false;
}

/* Behind a docstring's closing quotes, or 'at'. */
static uint32_t docstring_end(struct ch_str text, uint32_t at)
{
	struct ch_str rest = ch_str_sub(text, at, text.len);
	size_t close;

	if (!ch_str_starts(rest, "\"\"\"") && !ch_str_starts(rest, "'''"))
		return at;
	close = ch_str_find(rest, ch_str_sub(rest, 0, 3), 3);
	return close == (size_t)-1 ? at : at + (uint32_t)close + 3;
}

static struct ch_str sentence(struct ch_str text, struct ch_arena *arena)
{
	struct ch_buf b = { 0 };
	struct ch_str s;

	ch_first_sentence(&b, text);
	s = ch_arena_str(arena, ch_buf_str(&b));
	ch_buf_release(&b);
	return s;
}

struct ch_str ch_file_doc(
	const struct ch_facts *f, struct ch_str text, struct ch_arena *arena)
{
	uint32_t at = 0, newlines, end;
	struct ch_str s;

	if (ch_str_starts(text, "#!"))
		at = (uint32_t)ch_str_chr(text, '\n', 0);
	for (size_t k = 0; k <= f->ncomments && at < text.len; k++) {
		if (k < f->ncomments && f->comments[k].start_byte < at)
			continue;
		at = skip_space(text, at, &newlines);
		if (k == f->ncomments || f->comments[k].start_byte != at)
			break;
		end = end_of_run(f, text, &k);
		s = ch_str_sub(text, at, end);
		if (documents_symbol(f, text, end))
			return CH_STR("");
		if (!is_boilerplate(s))
			return sentence(s, arena);
		at = end;
	}
	end = at < text.len ? docstring_end(text, at) : at;
	s = ch_str_sub(text, at, end);
	return is_boilerplate(s) ? CH_STR("") : sentence(s, arena);
}
