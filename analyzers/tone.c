#include "analyzers/tone.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"

#define MIN_CHARACTERS 20
#define LETTERS_OF_TEN 7
#define NEGATION_REACH 3
#define LONGEST_WORD 31

struct tone {
	const char *word;
	int weight;
};

static const struct tone lexicon[] = {
#define TONE(word, weight) { word, weight },
#include "analyzers/tone.def"
#undef TONE
};

static const char *const negations[] = { "aint", "cannot", "cant", "didnt",
	"doesnt", "dont", "hardly", "isnt", "never", "no", "none", "nor", "not",
	"nothing", "shouldnt", "wasnt", "werent", "without", "wont",
	"wouldnt" };

/* ---- Text ---------------------------------------------------------------*/

static bool is_letter(char c)
{
	return ch_is_letter(c) || (unsigned char)c >= 0x80;
}

/* Signs that a line of a comment starts or ends with. */
static struct ch_str strip_signs(struct ch_str line)
{
	line = ch_str_trim(line);
	while (line.len && strchr("/*#;-!<>{}|=% \t", line.ptr[0]))
		line = ch_str_sub(line, 1, line.len);
	while (line.len && strchr("/*#-<>{}|= \t\r", line.ptr[line.len - 1]))
		line.len--;
	return line;
}

void ch_tone_plain(struct ch_buf *out, struct ch_str comment)
{
	size_t base = out->len;
	struct ch_str line;

	while (ch_str_line(&comment, &line)) {
		bool gap = out->len > base;

		line = strip_signs(line);
		for (size_t i = 0; i < line.len; i++) {
			if (ch_is_space(line.ptr[i])) {
				gap = out->len > base;
				continue;
			}
			if (gap)
				ch_buf_add_char(out, ' ');
			gap = false;
			ch_buf_add_char(out, line.ptr[i]);
		}
	}
}

static bool has(struct ch_str text, const char *word)
{
	size_t n = strlen(word);

	for (size_t i = 0; i + n <= text.len; i++)
		if (!strncasecmp(text.ptr + i, word, n))
			return true;
	return false;
}

static bool is_licence(struct ch_str text)
{
	static const char *const words[] = { "license", "licence", "copyright",
		"spdx", "warrant", "all rights reserved", "redistribut" };

	for (size_t i = 0; i < CH_ARRAY_LEN(words); i++)
		if (has(text, words[i]))
			return true;
	return false;
}

bool ch_tone_counts(struct ch_str plain)
{
	size_t letters = 0, others = 0;

	for (size_t i = 0; i < plain.len; i++) {
		letters += is_letter(plain.ptr[i]);
		others += !is_letter(plain.ptr[i]) && plain.ptr[i] != ' ';
	}
	return plain.len >= MIN_CHARACTERS &&
	       10 * letters >= LETTERS_OF_TEN * (letters + others) &&
	       !is_licence(plain);
}

/* ---- Score --------------------------------------------------------------*/

static int cmp_word(const void *key, const void *item)
{
	return strcmp(key, ((const struct tone *)item)->word);
}

static int weight_of(const char *word)
{
	const struct tone *t = bsearch(word, lexicon, CH_ARRAY_LEN(lexicon),
		sizeof(lexicon[0]), cmp_word);

	return t ? t->weight : 0;
}

static bool negates(const char *word)
{
	for (size_t i = 0; i < CH_ARRAY_LEN(negations); i++)
		if (!strcmp(word, negations[i]))
			return true;
	return false;
}

/*
 * The next word at or after *at in lower case, "don't" as "dont", shortened
 * when long; false at the end.  *stops: a sentence ended before it.
 */
static bool next_word(struct ch_str text, size_t *at,
	char word[LONGEST_WORD + 1], bool *stops)
{
	size_t n = 0;

	*stops = false;
	for (; *at < text.len && !is_letter(text.ptr[*at]); ++*at)
		*stops = *stops || strchr(".;:!?", text.ptr[*at]);
	for (; *at < text.len &&
		(is_letter(text.ptr[*at]) || text.ptr[*at] == '\'' ||
			text.ptr[*at] == '_');
		++*at)
		if (text.ptr[*at] != '\'' && n < LONGEST_WORD)
			word[n++] = (char)tolower((unsigned char)text.ptr[*at]);
	word[n] = '\0';
	return n > 0;
}

double ch_tone_score(struct ch_str plain)
{
	char word[LONGEST_WORD + 1];
	size_t at = 0, since = NEGATION_REACH + 1;
	double sum = 0;
	bool stops;

	while (next_word(plain, &at, word, &stops)) {
		int weight = weight_of(word);

		if (stops)
			since = NEGATION_REACH + 1;
		sum += since <= NEGATION_REACH ? -0.5 * weight : weight;
		since = negates(word) ? 1 : since + 1;
	}
	return sum / sqrt(sum * sum + 15);
}
