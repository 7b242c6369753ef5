/*
 * PostgreSQL's $tag$ for the SQL grammar, whose own scanner allocates each tag
 * and loses some: the same tokens, kept in place.
 */
#include <tree_sitter/parser.h>

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

const struct TSLanguage *tree_sitter_sql(void);
const struct TSLanguage *ch_sql_grammar(void);

/* In the order of the grammar's externals. */
enum token { START_TAG, END_TAG, QUOTED };

/* Code points with both signs; PostgreSQL takes no more than 63 bytes. */
#define MAX_TAG 64

struct tag {
	uint32_t n;
	int32_t text[MAX_TAG];
};

void *tree_sitter_sql_external_scanner_create(void);
void tree_sitter_sql_external_scanner_destroy(void *state);
bool tree_sitter_sql_external_scanner_scan(
	void *state, TSLexer *lexer, const bool *valid);
unsigned tree_sitter_sql_external_scanner_serialize(void *state, char *to);
void tree_sitter_sql_external_scanner_deserialize(
	void *state, const char *from, unsigned n);

/* The grammar, so that who wants it has this scanner linked. */
const struct TSLanguage *ch_sql_grammar(void)
{
	return tree_sitter_sql();
}

void *tree_sitter_sql_external_scanner_create(void)
{
	return ch_calloc(1, sizeof(struct tag)); /* none is open */
}

void tree_sitter_sql_external_scanner_destroy(void *state)
{
	free(state);
}

unsigned tree_sitter_sql_external_scanner_serialize(void *state, char *to)
{
	const struct tag *open = state;
	size_t bytes = open->n * sizeof(open->text[0]);

	memcpy(to, open->text, bytes);
	return (unsigned)bytes;
}

void tree_sitter_sql_external_scanner_deserialize(
	void *state, const char *from, unsigned n)
{
	struct tag *open = state;

	open->n = n / (unsigned)sizeof(open->text[0]);
	if (n)
		memcpy(open->text, from, n);
}

static bool is_space(int32_t c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static void skip_space(TSLexer *lexer)
{
	while (is_space(lexer->lookahead))
		lexer->advance(lexer, true);
}

/* Takes "$tag$"; false, with what was taken gone, where there is none. */
static bool read_tag(TSLexer *lexer, struct tag *tag)
{
	tag->n = 0;
	if (lexer->lookahead != '$')
		return false;
	do {
		if (tag->n == MAX_TAG - 1)
			return false;
		tag->text[tag->n++] = lexer->lookahead;
		lexer->advance(lexer, false);
	} while (lexer->lookahead != '$' && !is_space(lexer->lookahead) &&
		 !lexer->eof(lexer));
	if (lexer->lookahead != '$')
		return false;
	tag->text[tag->n++] = '$';
	lexer->advance(lexer, false);
	return true;
}

static bool is_same(const struct tag *a, const struct tag *b)
{
	return a->n == b->n &&
	       !memcmp(a->text, b->text, a->n * sizeof(a->text[0]));
}

/* From one tag to the next one like it, with what is between. */
static bool read_quoted(TSLexer *lexer, const struct tag *open)
{
	struct tag start, end;

	lexer->mark_end(lexer);
	skip_space(lexer);
	if (!read_tag(lexer, &start) || is_same(&start, open))
		return false;
	while (!lexer->eof(lexer)) {
		if (!read_tag(lexer, &end)) {
			lexer->advance(lexer, false);
			continue;
		}
		if (!is_same(&start, &end))
			continue;
		lexer->mark_end(lexer);
		lexer->result_symbol = QUOTED;
		return true;
	}
	return false;
}

bool tree_sitter_sql_external_scanner_scan(
	void *state, TSLexer *lexer, const bool *valid)
{
	struct tag *open = state, tag;

	if (valid[START_TAG] && !open->n) {
		skip_space(lexer);
		lexer->result_symbol = START_TAG;
		if (!read_tag(lexer, &tag))
			return false;
		*open = tag;
		return true;
	}
	if (valid[END_TAG] && open->n) {
		skip_space(lexer);
		lexer->result_symbol = END_TAG;
		if (!read_tag(lexer, &tag) || !is_same(&tag, open))
			return false;
		open->n = 0;
		return true;
	}
	return valid[QUOTED] && read_quoted(lexer, open);
}
