/*
 * grammars.h - languages that are not built in.
 *
 * A directory holds language files, NAME.lang (langfile.h has their lines), and
 * compiled grammars, *.so that export tree_sitter_NAME.  The files are read
 * when the directory is opened, a grammar when the first path comes along that
 * one of them claims.  What they claim goes before what is built in.
 *
 * A grammar is code that runs as the user, so directory, language files and
 * libraries must be owned by the user or root, writable by nobody else, and no
 * symbolic links.
 *
 * Call order: ch_grammars_open(), ch_grammars_load() for the paths to come, on
 * one thread; from then on ch_grammars_for() and what it returns on any.
 */
#ifndef CH_UAST_GRAMMARS_H
#define CH_UAST_GRAMMARS_H

#include <stddef.h>
#include <sys/types.h>

#include "base/err.h"
#include "base/str.h"

struct ch_lang;
struct ch_grammars;

/*
 * 'owner' is the user whose files are trusted, beside root's.
 * Errors: CH_EIO, CH_EFORMAT (names the line), CH_EUSAGE (wrong owner,
 * writable by others, no language file).
 */
int ch_grammars_open(struct ch_grammars **out, const char *dir, uid_t owner,
	struct ch_err *err);
/* Parsers that were used with them go first. */
void ch_grammars_free(struct ch_grammars *g);

/*
 * If a language claims 'path', load its grammar, once; NULL: none can.
 * Errors: CH_EUSAGE as above; CH_EIO: no such library; CH_EFORMAT: no such
 * symbol, an ABI that is not read, a row that names what the grammar has not.
 */
int ch_grammars_load(struct ch_grammars *g, struct ch_str path,
	const struct ch_lang **out, struct ch_err *err);
/* The same by name or id, any case. */
int ch_grammars_load_named(struct ch_grammars *g, struct ch_str name,
	const struct ch_lang **out, struct ch_err *err);
/*
 * The language that claims it, or NULL; g may be NULL.  It need not be loaded:
 * what it is called and whether it is data is known, nothing can be parsed.
 */
const struct ch_lang *ch_grammars_claim(
	const struct ch_grammars *g, struct ch_str path);
/* The same, but NULL until it is loaded. */
const struct ch_lang *ch_grammars_for(
	const struct ch_grammars *g, struct ch_str path);

size_t ch_grammars_count(const struct ch_grammars *g); /* 0 of NULL */
/* Loads it; *files: what it claims, with a space between, until free. */
int ch_grammars_at(struct ch_grammars *g, size_t i, const struct ch_lang **lang,
	struct ch_str *files, struct ch_err *err);

#endif
