#include "gitlayer/attrfile.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"

#define NONE ((size_t)-1)
#define MAX_LINE 2048
#define MACRO "[attr]"

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static struct ch_str skip_blank(struct ch_str s)
{
	while (s.len && is_blank(s.ptr[0]))
		s = ch_str_sub(s, 1, s.len);
	return s;
}

/* The bytes up to the next blank; *s moves behind them. */
static struct ch_str take_word(struct ch_str *s)
{
	struct ch_str word;
	size_t n = 0;

	while (n < s->len && !is_blank(s->ptr[n]))
		n++;
	word = ch_str_sub(*s, 0, n);
	*s = ch_str_sub(*s, n, s->len);
	return word;
}

/* "\303" and the letters of C; 0 bytes taken where it is no escape. */
static size_t unescape(struct ch_str s, char *out)
{
	static const char letters[] = "abfnrtv\\\"";
	static const char meanings[] = "\a\b\f\n\r\t\v\\\"";
	const char *at = s.len ? memchr(letters, s.ptr[0], 9) : NULL;

	if (at) {
		*out = meanings[at - letters];
		return 1;
	}
	if (s.len < 3 || s.ptr[0] < '0' || s.ptr[0] > '3' || s.ptr[1] < '0' ||
		s.ptr[1] > '7' || s.ptr[2] < '0' || s.ptr[2] > '7')
		return 0;
	*out = (char)((s.ptr[0] - '0') << 6 | (s.ptr[1] - '0') << 3 |
		      (s.ptr[2] - '0'));
	return 3;
}

/* A pattern in double quotes; false leaves *s: the quote is part of it. */
static bool take_quoted(struct ch_str *s, struct ch_buf *out)
{
	size_t i = 1;

	while (i < s->len) {
		char c = s->ptr[i++];
		size_t n;

		if (c == '"') {
			*s = ch_str_sub(*s, i, s->len);
			return true;
		}
		if (c == '\\') {
			n = unescape(ch_str_sub(*s, i, s->len), &c);
			if (!n)
				return false;
			i += n;
		}
		ch_buf_add_char(out, c);
	}
	return false;
}

static bool is_name(struct ch_str s)
{
	if (!s.len || s.ptr[0] == '-')
		return false;
	for (size_t i = 0; i < s.len; i++) {
		char c = s.ptr[i];

		if (!ch_is_letter(c) && !ch_is_digit(c) && c != '-' &&
			c != '.' && c != '_')
			return false;
	}
	return true;
}

static bool parse_set(struct ch_str word, struct ch_attr_set *out,
	struct ch_intern *names, struct ch_arena *arena)
{
	size_t equals = ch_str_chr(word, '=', 0);
	struct ch_str name = ch_str_sub(word, 0, equals);

	out->state = equals == NONE ? CH_ATTR_SET : CH_ATTR_VALUE;
	if (name.len && (name.ptr[0] == '-' || name.ptr[0] == '!')) {
		out->state = name.ptr[0] == '-' ? CH_ATTR_UNSET
						: CH_ATTR_UNSPECIFIED;
		name = ch_str_sub(name, 1, name.len);
	}
	if (!is_name(name))
		return false;
	out->attr = ch_intern(names, name);
	out->value = ch_str_n(NULL, 0);
	if (out->state == CH_ATTR_VALUE)
		out->value = ch_arena_str(
			arena, ch_str_sub(word, equals + 1, word.len));
	return true;
}

/* One bad name spoils the line, as in git. */
static bool parse_sets(struct ch_attr_rule *rule, struct ch_str rest,
	struct ch_intern *names, struct ch_arena *arena)
{
	struct ch_attr_set sets[MAX_LINE / 2];

	for (rest = skip_blank(rest); rest.len; rest = skip_blank(rest)) {
		struct ch_str word = take_word(&rest);

		if (!parse_set(word, &sets[rule->nsets], names, arena))
			return false;
		rule->nsets++;
	}
	rule->sets = ch_arena_memdup(arena, sets, rule->nsets * sizeof(*sets));
	return true;
}

/* False for patterns that can match no file. */
static bool parse_pattern(
	struct ch_attr_rule *rule, struct ch_str p, struct ch_arena *arena)
{
	unsigned flags = CH_WILD_PATHNAME;
	size_t n;

	if (!p.len || p.ptr[0] == '!' || p.ptr[p.len - 1] == '/')
		return false;
	rule->basename = ch_str_chr(p, '/', 0) == NONE;
	if (rule->basename)
		flags = 0;
	if (p.ptr[0] == '/')
		p = ch_str_sub(p, 1, p.len);
	n = ch_wild_literal_len(p);
	rule->prefix = ch_arena_str(arena, ch_str_sub(p, 0, n));
	if (n < p.len)
		rule->wild = ch_wild_new(ch_str_sub(p, n, p.len), flags);
	return true;
}

static bool parse_head(struct ch_attr_rule *rule, struct ch_str *rest,
	bool macros_ok, struct ch_intern *names, struct ch_arena *arena)
{
	struct ch_buf unquoted = { 0 };
	struct ch_str head;
	bool ok = true;

	if (rest->ptr[0] == '"' && take_quoted(rest, &unquoted))
		head = ch_buf_str(&unquoted);
	else
		head = take_word(rest);
	if (head.len > strlen(MACRO) && ch_str_starts(head, MACRO)) {
		struct ch_str name =
			skip_blank(ch_str_sub(head, strlen(MACRO), head.len));

		name = take_word(&name);
		rule->is_macro = true;
		ok = macros_ok && is_name(name);
		if (ok)
			rule->macro = ch_intern(names, name);
	} else {
		ok = parse_pattern(rule, head, arena);
	}
	ch_buf_release(&unquoted);
	return ok;
}

static void parse_line(struct ch_attr_file *file, struct ch_str line,
	bool macros_ok, struct ch_intern *names, struct ch_arena *arena)
{
	struct ch_attr_rule rule = { .macro = CH_NO_ID };
	struct ch_str rest = skip_blank(line);

	if (!rest.len || rest.ptr[0] == '#' || line.len >= MAX_LINE)
		return;
	if (!parse_head(&rule, &rest, macros_ok, names, arena) ||
		!parse_sets(&rule, rest, names, arena)) {
		ch_wild_free(rule.wild);
		return;
	}
	CH_GROW(file->rules, file->n, file->cap);
	file->rules[file->n++] = rule;
}

void ch_attr_file_parse(struct ch_attr_file *file, struct ch_str text,
	bool macros_ok, struct ch_intern *names, struct ch_arena *arena)
{
	struct ch_str line;

	if (ch_str_starts(text, "\xef\xbb\xbf"))
		text = ch_str_sub(text, 3, text.len);
	while (ch_str_line(&text, &line)) {
		size_t nul = ch_str_chr(line, '\0', 0);

		parse_line(file, ch_str_sub(line, 0, nul), macros_ok, names,
			arena);
	}
}

void ch_attr_file_release(struct ch_attr_file *file)
{
	for (size_t i = 0; i < file->n; i++)
		ch_wild_free(file->rules[i].wild);
	free(file->rules);
	memset(file, 0, sizeof(*file));
}

bool ch_attr_rule_matches(const struct ch_attr_rule *rule, struct ch_str path)
{
	size_t n = rule->prefix.len;

	if (rule->is_macro)
		return false;
	if (rule->basename)
		for (size_t i = path.len; i-- > 0;)
			if (path.ptr[i] == '/') {
				path = ch_str_sub(path, i + 1, path.len);
				break;
			}
	if (path.len < n || (n && memcmp(path.ptr, rule->prefix.ptr, n)))
		return false;
	if (!rule->wild)
		return path.len == n;
	return ch_wild_matches(rule->wild, ch_str_sub(path, n, path.len));
}
