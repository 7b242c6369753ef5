/*
 * typos.h - which word of a line was corrected.
 *
 * Words are letters, digits, "_" and bytes over 127 that begin with no digit;
 * a lexer of lines, not of languages: words of comments and strings are among
 * them.
 */
#ifndef CH_ANALYZERS_TYPOS_H
#define CH_ANALYZERS_TYPOS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

struct ch_typo {
	struct ch_str wrong, correct; /* in the two lines */
	size_t distance;	      /* Damerau-Levenshtein */
};

/*
 * Are the lines equal but for one word (which may come several times), that
 * has at least 4 letters before and after and is at most 'max_distance' and
 * less than half of the shorter one's length away?
 */
bool ch_typo_find(struct ch_str before, struct ch_str after,
	size_t max_distance, struct ch_typo *out);
/*
 * Rather a slip than another name?  Not when only case, digits or "_" changed,
 * when something was put before or behind, or at a distance over 2.
 */
bool ch_typo_is_spelling(const struct ch_typo *t);

#endif
