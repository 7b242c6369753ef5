/*
 * linguist.h - language and class of a path, by GitHub Linguist's tables.
 *
 * The tables (languages.yml, heuristics.yml, vendor.yml, documentation.yml,
 * generated.rb) are compiled in at build time: path rules as automata over
 * bytes, so nothing is compiled at start and a path costs under a microsecond.
 *
 * Classes: linguist-* attributes, then the rules, in this order: generated,
 * vendored, documentation, test.  Test is our own class (testpath.h has its
 * rule), and what Linguist counts as vendored only because it is test data
 * (testdata/, tests/fixtures/, specs/fixtures/) is test here.
 *
 * Language: attribute, --lang-map, what the content names for an editor
 * (modeline.h), file name, longest known extension, then the "#!" line.  An
 * extension of several languages is settled by heuristics.yml where the content
 * is given, else by one line in the override list of tools/gen_linguist.js.
 */
#ifndef CH_GITLAYER_LINGUIST_H
#define CH_GITLAYER_LINGUIST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"
#include "gitlayer/attr.h"

enum ch_path_class {
	CH_CLASS_SOURCE = 0,
	CH_CLASS_TEST,
	CH_CLASS_DOCUMENTATION,
	CH_CLASS_VENDORED,
	CH_CLASS_GENERATED,
	CH_NCLASSES
};
const char *ch_path_class_name(enum ch_path_class c);

#define CH_NO_LANGUAGE 0 /* language ids count from 1 */

struct ch_linguist;
/*
 * 'attrs' may be NULL.  lang_map[] holds "EXT=LANG" words (--lang-map).
 * Immutable and shared by threads once made.
 * Errors: CH_EUSAGE for an unknown language.
 */
int ch_linguist_new(struct ch_linguist **out, const struct ch_attrs *attrs,
	const char *const *lang_map, size_t nlang_map, struct ch_err *err);
void ch_linguist_free(struct ch_linguist *l);

/* By file name and extension; 'content' (may be empty) settles ties. */
uint16_t ch_linguist_language(
	const struct ch_linguist *l, struct ch_str path, struct ch_str content);
/* By path, and by content for generated files when it is given. */
enum ch_path_class ch_linguist_class(
	const struct ch_linguist *l, struct ch_str path, struct ch_str content);
/* Does the path alone have that class, whatever other class it has too? */
bool ch_linguist_path_is(enum ch_path_class c, struct ch_str path);
/* "C", "C++", "Python"; "Other" for CH_NO_LANGUAGE. */
const char *ch_linguist_name(uint16_t language);
/* "programming", "markup", "data" or "prose"; "" for CH_NO_LANGUAGE. */
const char *ch_linguist_type(uint16_t language);
/* ".c .cats .idc", the main one first, also those of several languages. */
const char *ch_linguist_extensions(uint16_t language);
/* The id of a name or alias, any case; CH_NO_LANGUAGE where unknown. */
uint16_t ch_linguist_find(struct ch_str name);
/* How many content rules PCRE2 does not take: 0, which a test checks. */
size_t ch_linguist_bad_patterns(const struct ch_linguist *l);

#endif
