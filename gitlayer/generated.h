/*
 * generated.h - does a text say that a machine wrote it?
 *
 * Linguist's content rules that are about what stands in the text (its own
 * source is the reference; rules by path are in the tables): headers such as
 * "Code generated ... DO NOT EDIT", protocol buffers, Thrift, gRPC, Cython,
 * JFlex, Racc, Bison and flex, source maps, minified scripts (more than 110
 * bytes a line on average).
 *
 * Ours are lists of Python packages by pip-compile and uv, RuboCop's and
 * Psalm's lists of what they are to overlook.  (Rules by name that are ours
 * stand in tools/gen_linguist.js.)
 */
#ifndef CH_GITLAYER_GENERATED_H
#define CH_GITLAYER_GENERATED_H

#include <stdbool.h>

#include "base/str.h"

/* Looks at the first 40 lines, and at the whole only of scripts. */
bool ch_is_generated_text(struct ch_str path, struct ch_str text);

#endif
