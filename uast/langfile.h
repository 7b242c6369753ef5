/*
 * langfile.h - a language described in a text file; only uast/ includes this.
 *
 * The rows of lang.h as lines of words; a line that begins with # is a remark.
 * Finders are written as in lang.h and hold no space.
 *
 *	language NAME ...	   shown; else the file's own name
 *	grammar NAME		   tree_sitter_NAME is called; else that name
 *	library FILE		   in the same directory; else NAME.so
 *	version TEXT		   shown
 *	files .EXT|NAME ...	   what is read: by extension or whole name
 *	separator SIGN		   of qualified names; else "."
 *	doc none|marked|outer|any  which comments document
 *	option WORD ...		   data trailing-doc doc-below bare-operators
 *				   bare-calls
 *	max-depth N
 *	operator-field NAME
 *	modifier WORD [+FLAG ...] [public|protected|internal|private]
 *
 *	symbol TYPE KIND [PART=FINDER ...] [TRAIT ...] [+FLAG ...]
 *	wrapper|attribute|modifiers|decision|operator|import|condition|name|
 *	comment|other TYPE [PART=FINDER ...] [TRAIT ...]
 *	parameter TYPE KIND [name=FINDER] [type=FINDER] [default=FINDER]
 *		[optional]
 *
 * PART is a finder of struct ch_lang_row: name params result value bases
 * generics throws body doc key, or word=TEXT.  TRAIT is an enum ch_trait in
 * small letters (label-jump), FLAG an enum ch_symbol_flag (+static), KIND what
 * `codehist parse` prints, of a parameter normal, receiver, positional-only,
 * keyword-only, variadic, keyword-variadic or block.
 */
#ifndef CH_UAST_LANGFILE_H
#define CH_UAST_LANGFILE_H

#include "base/err.h"
#include "uast/lang.h"

struct ch_langfile {
	struct ch_str path;  /* for messages */
	struct ch_lang lang; /* .grammar NULL until it is loaded */
	const char *grammar; /* "widget" of tree_sitter_widget */
	const char *library; /* "widget.so" */
	struct ch_str *files;
	size_t nfiles;
	uint32_t *row_lines, *param_lines; /* from 1 */
	uint32_t operator_line;
};

/*
 * 'id' is the file's name without ".lang".  All of it is the arena's.
 * Errors: CH_EFORMAT, "PATH:LINE: what is wrong".
 */
int ch_langfile_read(struct ch_langfile *f, const char *path, const char *id,
	struct ch_str text, struct ch_arena *arena, struct ch_err *err);
/* Once .lang.grammar is there: are all types and fields the grammar's? */
int ch_langfile_check(const struct ch_langfile *f, struct ch_err *err);

#endif
