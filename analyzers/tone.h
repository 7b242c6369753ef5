/*
 * tone.h - how a comment sounds, by a small lexicon.
 *
 * Every word of analyzers/tone.def has a weight; it counts the other way round
 * when one of the three words before it in the same sentence negates ("not",
 * "never", "don't", "without"), and then by half.  The score is s / sqrt(s * s
 * + 15) of the sum s, from -1 to 1; 0: nothing was said either way.
 *
 * Source: the normalization of C. Hutto, E. Gilbert, VADER.
 */
#ifndef CH_ANALYZERS_TONE_H
#define CH_ANALYZERS_TONE_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/str.h"

/*
 * A comment's words: without its signs (slashes, stars, '#', '--', ';'), white
 * space folded.  Appended to 'out'.
 */
void ch_tone_plain(struct ch_buf *out, struct ch_str comment);
/*
 * Is plain text worth a score?  At least 20 characters, of which 7 of 10 that
 * are no spaces are letters (no rulers, no code), no licence.
 */
bool ch_tone_counts(struct ch_str plain);
double ch_tone_score(struct ch_str plain);

#endif
