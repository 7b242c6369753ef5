/*
 * blank.h - byte ranges the grammar shall read as spaces, or another word.
 *
 * Offsets stay what they are; line ends inside a range stay line ends.
 */
#ifndef CH_UAST_BLANK_H
#define CH_UAST_BLANK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

struct ch_blank {
	uint32_t start, end;
	const char *as; /* a literal it begins with, then spaces; NULL: none */
};

/* Sorted by start, not overlapping, after ch_blanks_sort(). */
struct ch_blanks {
	struct ch_blank *ranges;
	size_t n, cap;
};

void ch_blanks_add(struct ch_blanks *b, size_t start, size_t end);
/* What begins with the literal 'as', no longer than the range and one line. */
void ch_blanks_add_as(
	struct ch_blanks *b, size_t start, size_t end, const char *as);
void ch_blanks_sort(struct ch_blanks *b);
void ch_blanks_clear(struct ch_blanks *b);
void ch_blanks_release(struct ch_blanks *b);
/* First range that ends after 'byte', or b->n. */
size_t ch_blanks_at(const struct ch_blanks *b, uint32_t byte);
/* Overwrite in 'text', a copy of the source. */
void ch_blanks_apply(const struct ch_blanks *b, char *text);

/* Offsets, sorted, where a text can be cut: each part is blanked by itself. */
struct ch_cuts {
	uint32_t *at;
	size_t n, cap;
};

void ch_cuts_add(struct ch_cuts *c, uint32_t at);

/*
 * Blank a text that begins at a cut and list the cuts in it ('cuts' may be
 * NULL).  True: it may also end where it does, what is behind it is blanked as
 * if this was not there.  The text may not begin in the middle of a line.
 */
typedef bool ch_blank_part(
	struct ch_str part, struct ch_blanks *out, struct ch_cuts *cuts);

/* A text that was blanked before. */
struct ch_blanked {
	const struct ch_blank *blanks;
	size_t nblanks;
	const uint32_t *cuts;
	size_t ncuts, bytes;
};

/*
 * Blank 'now', which edits made from the old text: only the parts of it that
 * they touch.  False: that cannot be; 'out' and 'cuts' hold nothing of use.
 * The edits are sane.
 */
struct ch_edit; /* parse.h */
bool ch_blank_again(ch_blank_part *blank, struct ch_str now,
	const struct ch_blanked *old, const struct ch_edit *edits, size_t n,
	struct ch_blanks *out, struct ch_cuts *cuts);

/* Macros and conditionals of C and C++ that hide a declaration's shape. */
void ch_blank_c(struct ch_str source, struct ch_blanks *out);
ch_blank_part ch_blank_c_part;

/* Macros and typed enums of Objective-C, besides those of C. */
void ch_blank_objc(struct ch_str source, struct ch_blanks *out);

/* Conditionals inside expressions, and newer forms, of C#. */
void ch_blank_csharp(struct ch_str source, struct ch_blanks *out);

/* Words of Kotlin that the grammar takes for others; missing semicolons. */
void ch_blank_kotlin(struct ch_str source, struct ch_blanks *out);

/* Conditionals among members and cases, and newer words, of Swift. */
void ch_blank_swift(struct ch_str source, struct ch_blanks *out);

/* Macro calls of Rust that wrap items. */
void ch_blank_rust(struct ch_str source, struct ch_blanks *out);

#endif
