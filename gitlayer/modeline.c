#include "gitlayer/modeline.h"

#define NLINES 5

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static struct ch_str next_field(struct ch_str *rest, char separator)
{
	size_t end = ch_str_chr(*rest, separator, 0);
	struct ch_str field = ch_str_sub(*rest, 0, end);

	*rest = ch_str_sub(*rest, field.len + 1, rest->len);
	return field;
}

/* "-*- NAME -*-", "-*- KEY: VALUE; mode: NAME -*-" */
static struct ch_str of_emacs(struct ch_str line)
{
	struct ch_str mark = CH_STR("-*-"), fields;
	size_t from = ch_str_find(line, mark, 0), to;

	if (from == (size_t)-1)
		return CH_STR("");
	to = ch_str_find(line, mark, from + mark.len);
	if (to == (size_t)-1)
		return CH_STR("");
	fields = ch_str_trim(ch_str_sub(line, from + mark.len, to));
	if (ch_str_chr(fields, ':', 0) == (size_t)-1)
		return ch_str_trim(next_field(&fields, ';'));
	while (fields.len) {
		struct ch_str value = next_field(&fields, ';');
		struct ch_str key = ch_str_trim(next_field(&value, ':'));

		if (!ch_str_casecmp(key, CH_STR("mode")))
			return ch_str_trim(value);
	}
	return CH_STR("");
}

/* What stands behind "vi:", "vim:", "vim>700:", "ex:", or nothing. */
static struct ch_str vim_options(struct ch_str line)
{
	size_t colon = 0;

	while ((colon = ch_str_chr(line, ':', colon)) != (size_t)-1) {
		struct ch_str word;
		size_t from = colon;

		while (from && !is_blank(line.ptr[from - 1]))
			from--;
		word = ch_str_sub(line, from, colon++);
		if (ch_str_is(word, "vi") || ch_str_starts(word, "vim") ||
			(from && ch_str_is(word, "ex")))
			return ch_str_sub(line, colon, line.len);
	}
	return CH_STR("");
}

static bool ends_option(char c)
{
	return is_blank(c) || c == ':';
}

static struct ch_str of_vim(struct ch_str line)
{
	static const char *const keys[] = { "ft", "filetype", "syntax" };
	struct ch_str rest = vim_options(line);

	while (rest.len) {
		struct ch_str word;
		size_t to = 0;

		while (to < rest.len && !ends_option(rest.ptr[to]))
			to++;
		word = ch_str_sub(rest, 0, to);
		rest = ch_str_sub(rest, to + 1, rest.len);
		if (ch_str_in(next_field(&word, '='), keys, 3))
			return word;
	}
	return CH_STR("");
}

static struct ch_str of_line(struct ch_str line)
{
	struct ch_str name = of_emacs(line);

	return name.len ? name : of_vim(line);
}

/* Where the last 'n' lines begin. */
static size_t tail_start(struct ch_str content, size_t n)
{
	size_t at = content.len;

	while (n-- && at) {
		const char *end = memrchr(content.ptr, '\n', at - 1);

		at = end ? (size_t)(end - content.ptr) : 0;
	}
	return at;
}

static struct ch_str of_lines(struct ch_str text, size_t n)
{
	struct ch_str line, name = { 0 };

	while (n-- && !name.len && ch_str_line(&text, &line))
		name = of_line(line);
	return name;
}

struct ch_str ch_modeline(struct ch_str content)
{
	struct ch_str name = of_lines(content, NLINES);

	if (name.len)
		return name;
	return of_lines(
		ch_str_sub(content, tail_start(content, NLINES), content.len),
		NLINES + 1);
}
