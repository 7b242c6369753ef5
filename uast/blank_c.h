/*
 * blank_c.h - what the files of ch_blank_c() share.
 *
 *	blank_c_tokens.c	text -> tokens; what words are
 *	blank_c_groups.c	conditionals are settled
 *	blank_c_declaration.c	one declaration's macros
 *	blank_c_body.c		what stands in functions and values
 *	blank_c.c		scopes and their declarations, cuts
 */
#ifndef CH_UAST_BLANK_C_H
#define CH_UAST_BLANK_C_H

#include "base/mem.h"
#include "uast/blank.h"

enum ch_c_kind {
	WORD,
	NUMBER,
	TEXT, /* string or character */
	PUNCT,
	DIRECTIVE
};

struct ch_c_token {
	uint32_t start, end;
	uint32_t match; /* of ( and ): the other's index, else 0 */
	uint8_t kind;
	char c; /* of PUNCT; of DIRECTIVE: i f, l else, n endif, o other */
	bool newline; /* first on its line */
	bool fresh;   /* nothing before it matters to it */
};

struct ch_c_pass {
	struct ch_str s;
	struct ch_blanks *out;
	struct ch_c_token *t;
	size_t n, cap;
	size_t *seen; /* directives of open groups, for blanking */
	size_t nseen, seen_cap;
	struct ch_cuts *cuts;
	size_t reach; /* the last token that was looked at beforehand */
	bool open;    /* something goes on behind the text's end */
};

/* The tokens [from, to) before ';', '{', '=' or '}'. */
struct ch_c_decl {
	size_t from, to;
	char end;		  /* what is at 'to'; 0: nothing */
	struct ch_str class_name; /* it is a member of */
};

static inline char at(const struct ch_c_pass *p, size_t i)
{
	return i < p->s.len ? p->s.ptr[i] : '\0';
}

static inline struct ch_str text_of(const struct ch_c_pass *p, size_t i)
{
	return ch_str_sub(p->s, p->t[i].start, p->t[i].end);
}

static inline bool is_punct(const struct ch_c_pass *p, size_t i, char c)
{
	return i < p->n && p->t[i].kind == PUNCT && p->t[i].c == c;
}

static inline bool is_word(const struct ch_c_pass *p, size_t i)
{
	return i < p->n && p->t[i].kind == WORD;
}

static inline bool is_directive(const struct ch_c_pass *p, size_t i)
{
	return i < p->n && p->t[i].kind == DIRECTIVE;
}

static inline void look_ahead(struct ch_c_pass *p, size_t i)
{
	if (i > p->reach)
		p->reach = i;
}

static inline void blank_tokens(struct ch_c_pass *p, size_t from, size_t to)
{
	ch_blanks_add(p->out, p->t[from].start, p->t[to].end);
}

/* ---- blank_c_tokens.c --------------------------------------------------- */

/* Token 0 ends what was before, so that 0 is no token's index. */
void ch_c_tokenize(struct ch_c_pass *p);
/* Words of the language that make or qualify a type, or declare. */
bool ch_c_is_type_word(struct ch_str s);
/* struct, class, union, enum, typename. */
bool ch_c_is_tag_word(struct ch_str s);
/* static, const and the like. */
bool ch_c_is_specifier(struct ch_str s);
/* What begins something else than a type and a name. */
bool ch_c_starts_other(struct ch_str s);
/* Words that take parentheses and are no macro. */
bool ch_c_takes_parens(struct ch_str s);
/* FOO, FOO_2, __init: what macros are called. */
bool ch_c_is_macro_name(struct ch_str s);
bool ch_c_is_macro(const struct ch_c_pass *p, size_t i);

/* ---- blank_c_groups.c --------------------------------------------------- */

void ch_c_settle_conditionals(struct ch_c_pass *p);
/* Tokens that are blanked, and directives, are gone; matches are set. */
void ch_c_drop_blanked(struct ch_c_pass *p);

/* ---- blank_c_declaration.c ---------------------------------------------- */

/* Behind "<...>" that starts at i, or i. */
size_t ch_c_skip_angles(const struct ch_c_pass *p, size_t i, size_t to);
void ch_c_read_declaration(struct ch_c_pass *p, const struct ch_c_decl *d);
/* Nothing but capitals, a line each, in front of '}' or the end. */
void ch_c_blank_leftover(struct ch_c_pass *p, const struct ch_c_decl *d);

/* ---- blank_c_body.c ----------------------------------------------------- */

/* Behind the brace that closes the one at 'i'. */
size_t ch_c_skip_block(struct ch_c_pass *p, size_t i);
/* The same of a body, where macros are blanked. */
size_t ch_c_skip_body(struct ch_c_pass *p, size_t i);
/* Behind "= ...;" of an initializer. */
size_t ch_c_skip_value(struct ch_c_pass *p, size_t i);

#endif
