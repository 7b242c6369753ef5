/*
 * str.h - a view of bytes that somebody else owns.
 *
 * Not NUL-terminated, may hold any byte.  {NULL, 0} is the empty view.
 */
#ifndef CH_BASE_STR_H
#define CH_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct ch_str {
	const char *ptr;
	size_t len;
};

/* ASCII alone, whatever the locale. */
static inline bool ch_is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static inline bool ch_is_lower(char c)
{
	return c >= 'a' && c <= 'z';
}

static inline bool ch_is_upper(char c)
{
	return c >= 'A' && c <= 'Z';
}

static inline bool ch_is_letter(char c)
{
	return ch_is_lower(c) || ch_is_upper(c);
}

static inline bool ch_is_alnum(char c)
{
	return ch_is_letter(c) || ch_is_digit(c);
}

/* What names are made of in most languages. */
static inline bool ch_is_word(char c)
{
	return ch_is_alnum(c) || c == '_';
}

/* The same, and letters that are not ASCII's: any byte of theirs. */
static inline bool ch_is_name(char c)
{
	return ch_is_word(c) || (unsigned char)c >= 0x80;
}

static inline bool ch_is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* A NUL never is. */
static inline bool ch_is_one_of(char c, const char *signs)
{
	return c && strchr(signs, c);
}

/* A literal; an ordinary C string needs ch_str_z(). */
#define CH_STR(literal) ((struct ch_str){ "" literal, sizeof(literal) - 1 })

struct ch_str ch_str_z(const char *s);
struct ch_str ch_str_n(const char *s, size_t len);
bool ch_str_eq(struct ch_str a, struct ch_str b);
bool ch_str_is(struct ch_str s, const char *z);
/* memcmp order, a prefix first: the order of git's paths. */
int ch_str_cmp(struct ch_str a, struct ch_str b);
bool ch_str_starts(struct ch_str s, const char *prefix);
bool ch_str_ends(struct ch_str s, const char *suffix);
/* ASCII letters folded, as git folds addresses and icase pathspecs. */
int ch_str_casecmp(struct ch_str a, struct ch_str b);
/* Without ASCII white space at both ends. */
struct ch_str ch_str_trim(struct ch_str s);
/* s[from, to), clamped to s. */
struct ch_str ch_str_sub(struct ch_str s, size_t from, size_t to);
/* First position of 'needle' at or after 'from', or (size_t)-1. */
size_t ch_str_find(struct ch_str s, struct ch_str needle, size_t from);
/* The same where no byte before or behind it is_part of a word. */
size_t ch_str_find_word(struct ch_str s, struct ch_str word, size_t from,
	bool (*is_part)(char c));
size_t ch_str_chr(struct ch_str s, char c, size_t from);
/* Is it one of these words? */
bool ch_str_in(struct ch_str s, const char *const *words, size_t n);
/*
 * The next line of '*rest' without its newline; advances '*rest'.
 * Returns false when nothing is left.  An unterminated last line counts.
 */
bool ch_str_line(struct ch_str *rest, struct ch_str *line);

#endif
